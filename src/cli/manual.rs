//! `qiao man`: the manual page.

use std::io::{self, Write as _};

use clap::Command;
use clap_mangen::Man;
use qiao_index::vocab::Language;

use super::exit_codes::EXIT_CODES;
use super::reading::command;
use super::{End, Global, chinese, pick};

/// A term and what it means, in Chinese and English.
type Row = (&'static str, [&'static str; 2]);

/// The environment variables that are read.
const ENVIRONMENT: &[Row] = &[
    (
        "QIAO_DATA_DIR",
        [
            "资料库所在的文件夹，同 --data-dir",
            "folder of the library, as --data-dir",
        ],
    ),
    (
        "LC_ALL, LC_MESSAGES, LANG",
        [
            "界面语言，除非由 --lang 或配置指定",
            "language of messages, where neither --lang nor the settings name it",
        ],
    ),
    (
        "NO_COLOR",
        [
            "非空则不用颜色，除非 --color always",
            "no colour where it is set, but for --color always",
        ],
    ),
    (
        "TERM, COLORTERM",
        [
            "终端支持的颜色；TERM 为 dumb 时同 --plain",
            "the colours that the terminal has; a TERM of dumb is as --plain",
        ],
    ),
    (
        "VISUAL, EDITOR",
        [
            "修改条目所用的编辑器",
            "the editor in which a listing is edited",
        ],
    ),
    (
        "PAGER",
        [
            "阅读整个条目所用的分页器",
            "the pager in which a listing is read",
        ],
    ),
];

/// The files that are read and written. `FOLDER` is that of the library.
const FILES: &[Row] = &[
    (
        "config.toml",
        [
            "用户的配置；其位置见 qiao config path",
            "the user's settings; `qiao config path` says where",
        ],
    ),
    (
        "FOLDER/catalogue.db",
        [
            "全部条目及其历史和来源，应当备份",
            "all listings with their history and origin: what is to be backed up",
        ],
    ),
    (
        "FOLDER/index",
        [
            "全文索引，可随时由目录重建（qiao reindex）",
            "the full-text index, which can be made anew from the catalogue (`qiao reindex`)",
        ],
    ),
    (
        "FOLDER/session.json",
        [
            "检索历史和上次离开的位置",
            "the history of queries, and where the user left off",
        ],
    ),
    (
        "FOLDER/names.tsv",
        [
            "单位名称的合并与拆分，每行两列：写法、名称，用制表符分隔",
            "which names of institutions are one: a spelling and the name it is counted under, with a tab between",
        ],
    ),
    (
        "FOLDER/synonyms.tsv",
        [
            "自己的同义词，每行一组，用制表符分隔",
            "the user's own synonyms, a group a line, tabs between the words",
        ],
    ),
];

/// Prints the manual page, with all commands on it.
pub(super) fn man(global: &Global) -> anyhow::Result<End> {
    let language = global.language();
    let page = page(language)?;
    io::stdout().write_all(page.as_bytes())?;
    Ok(End::Done)
}

/// The manual page in a language.
fn page(language: Language) -> io::Result<String> {
    let mut command = command(language);
    command.build();
    let mut page = Vec::new();
    let man = Man::new(command.clone());
    man.render_title(&mut page)?;
    man.render_name_section(&mut page)?;
    man.render_synopsis_section(&mut page)?;
    man.render_description_section(&mut page)?;
    man.render_options_section(&mut page)?;
    writeln!(page, ".SH COMMANDS")?;
    commands(&mut page, &command)?;
    writeln!(page, ".SH EXAMPLES")?;
    examples(&mut page, language)?;
    for (heading, rows) in [
        ("EXIT STATUS", EXIT_CODES),
        ("ENVIRONMENT", ENVIRONMENT),
        ("FILES", FILES),
    ] {
        writeln!(page, ".SH \"{heading}\"")?;
        explained(&mut page, rows, language)?;
    }
    man.render_version_section(&mut page)?;
    let page = String::from_utf8_lossy(&page);
    Ok(match language {
        Language::Chinese => chinese::with_headings(&page),
        Language::English => page.into_owned(),
    })
}

/// Every command under its usage: what it is for, its own options, what follows its help.
fn commands(page: &mut Vec<u8>, command: &Command) -> io::Result<()> {
    for below in command.get_subcommands() {
        let mut below = below.clone().mut_args(|argument| {
            let of_all = argument.is_global_set() || argument.get_id() == "help";
            argument.hide(of_all)
        });
        let usage = below.render_usage().to_string();
        let usage = usage.trim_start_matches("Usage: ").replace('-', "\\-");
        writeln!(page, ".SS {usage}")?;
        let man = Man::new(below.clone());
        let mut sections = Vec::new();
        man.render_description_section(&mut sections)?;
        man.render_options_section(&mut sections)?;
        without_headings(page, &sections)?;
        let mut more = Vec::new();
        man.render_extra_section(&mut more)?;
        if below.get_after_long_help().is_some() {
            one_by_one(page, &more)?;
        }
        commands(page, &below)?;
    }
    Ok(())
}

fn lines(section: &[u8]) -> Vec<String> {
    let section = String::from_utf8_lossy(section);
    let lines = section.lines().filter(|line| !line.starts_with(".SH "));
    lines.map(str::to_owned).collect()
}

fn without_headings(page: &mut Vec<u8>, section: &[u8]) -> io::Result<()> {
    lines(section)
        .iter()
        .try_for_each(|line| writeln!(page, "{line}"))
}

/// Lines that are not to be filled, as tables are not.
fn one_by_one(page: &mut Vec<u8>, section: &[u8]) -> io::Result<()> {
    writeln!(page, ".PP\n.nf")?;
    without_headings(page, section)?;
    writeln!(page, ".fi")
}

/// Calls that are often useful, and what each does.
const EXAMPLES: &[Row] = &[
    ("qiao", ["打开浏览界面", "open the browser"]),
    (
        "qiao import needs.xlsx --dry-run",
        [
            "先看看会读出什么，不写入",
            "see first what would be read of a file",
        ],
    ),
    (
        "qiao search \"石墨烯 防腐 city:湖北\"",
        [
            "检索湖北的石墨烯防腐条目",
            "listings from Hubei with both words",
        ],
    ),
    (
        "qiao export \"kind:patent is:dead\" --format csv -o dead.csv",
        [
            "把已失效的专利写入表格",
            "write the patents that are not in force to a table",
        ],
    ),
];

fn examples(page: &mut Vec<u8>, language: Language) -> io::Result<()> {
    explained(page, EXAMPLES, language)
}

/// Terms, each with its text below.
fn explained(page: &mut Vec<u8>, rows: &[Row], language: Language) -> io::Result<()> {
    for (term, text) in rows {
        let (term, text) = (escaped(term), escaped(pick(language, *text)));
        writeln!(page, ".TP\n{term}\n{text}")?;
    }
    Ok(())
}

/// A text as roff shows it as it is.
fn escaped(text: &str) -> String {
    text.replace('\\', "\\e").replace('-', "\\-")
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a failure is the test's result")]

    use super::*;

    #[test]
    fn the_manual_has_every_command_and_the_query_language() {
        for (language, heading) in [(Language::Chinese, "命令"), (Language::English, "COMMANDS")]
        {
            let page = page(language).unwrap();
            let heading = format!(".SH {heading}\n");
            let (_, commands) = page.split_once(&heading).unwrap();
            for expected in [
                "qiao search",
                "qiao source sync",
                "qiao config print\\-default",
                "\\-\\-delete\\-gone",
                "NEAR/5",
            ] {
                assert!(commands.contains(expected), "{expected} in\n{commands}");
            }
            let (commands, _) = commands.split_once(".SH ").unwrap_or((commands, ""));
            let of_all = commands.contains("\\-\\-data\\-dir");
            assert!(!of_all, "options of all commands stand once");
            for file in ["QIAO_DATA_DIR", "catalogue.db", "130"] {
                assert!(page.contains(file), "{file} in\n{page}");
            }
        }
    }
}
