//! `qiao completions` and `qiao man`

use std::io::{self, Write as _};

use clap::{Args, Command};
use clap_complete::Shell;
use clap_mangen::Man;

use qiao_index::vocab::Language;

use super::reading::command;
use super::{End, Global, chinese};

/// Arguments of `qiao completions`.
#[derive(Debug, Args)]
pub(super) struct CompletionsArgs {
    /// The shell
    #[arg(value_name = "SHELL")]
    shell: Shell,
}

/// Prints completions. Written to memory first: the generator panics on a closed pipe.
pub(super) fn completions(args: &CompletionsArgs, global: &Global) -> anyhow::Result<End> {
    let language = global.language();
    let mut command = command(language);
    if language == Language::Chinese {
        command = chinese::with_worded_values(command);
    }
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut command, "qiao", &mut script);
    io::stdout().write_all(&script)?;
    Ok(End::Done)
}

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
            let of_all = commands.contains("data\\-dir");
            assert!(!of_all, "options of all commands stand once");
        }
    }
}
