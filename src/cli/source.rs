//! `qiao source`

use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};
use qiao_index::sources::Source;
use qiao_index::vocab::Language;

use super::import::{ImportDisplay, source as name};
use super::{End, Global, complain, open, usage};
use crate::import::Format;
use crate::messages::{escape_controls, pick, say};
use crate::ui::table;
use crate::work::sources::{self, Added};
use crate::work::sync::{self, SourceSummary, SyncEvent, SyncOptions, for_shell};

/// Arguments of `qiao source`.
#[derive(Debug, Args)]
pub(super) struct SourceArgs {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Add a file, folder or pattern as a source that can be synced; or give a source whose files
    /// have moved its new path
    Add {
        /// Name of the source, as in `src:NAME`
        #[arg(value_name = "NAME", value_parser = name)]
        name: String,
        /// File, folder or pattern
        #[arg(value_name = "PATH")]
        path: PathBuf,
        /// Format of the files, if it is not recognised
        #[arg(long = "as", value_name = "FORMAT")]
        format: Option<Format>,
    },
    /// List the sources, their number of listings and when they were last synced
    List,
    /// Remove a source and delete its listings, even edited ones, unless other sources have them
    Remove {
        /// Name of the source
        #[arg(value_name = "NAME")]
        name: String,
        /// Keep the listings
        #[arg(long)]
        keep_records: bool,
    },
    /// Read in what has changed and mark what is gone
    Sync {
        /// Name of the source [default: all]
        #[arg(value_name = "NAME")]
        name: Option<String>,
        /// Delete what is gone, unless another source has it or you have edited it
        #[arg(long)]
        delete_gone: bool,
        /// If all files of the source are missing, treat its listings as gone
        #[arg(long, requires = "name")]
        gone: bool,
    },
}

/// Runs the command.
pub(super) fn run(args: &SourceArgs, global: &Global) -> anyhow::Result<End> {
    let language = global.language();
    match &args.command {
        Command::Add { name, path, format } => add(name, path, *format, global),
        Command::List => list(global),
        Command::Remove { name, keep_records } => remove(name, *keep_records, global),
        Command::Sync {
            name,
            delete_gone,
            gone,
        } => {
            let options = SyncOptions {
                language,
                delete_gone: *delete_gone,
                take_for_gone: *gone,
            };
            sync(name.as_deref(), options, global)
        }
    }
}

fn sync(name: Option<&str>, options: SyncOptions, global: &Global) -> anyhow::Result<End> {
    let Some(sources) = chosen(name, global)? else {
        return Ok(End::Nothing);
    };
    let mut library = open::for_writing(global)?;
    let mut display = ImportDisplay::new(None, global)?;
    let language = options.language;
    let summaries = sync::sync(&mut library, &sources, options, &mut |event| match event {
        SyncEvent::Begins => display.go_on(),
        SyncEvent::Vanished(source) => {
            display.complain(sync::vanished(source).say(language));
            display.go_on()
        }
        SyncEvent::File(event) => display.show(event),
    })?;
    display.finish()?;
    report(&summaries, language)?;
    Ok(display.end())
}

fn add(name: &str, path: &Path, format: Option<Format>, global: &Global) -> anyhow::Result<End> {
    let language = global.language();
    if path == Path::new("-") {
        return Err(usage(pick(
            language,
            [
                "标准输入不能作为来源：请用 `qiao import -`",
                "standard input cannot be a source: use `qiao import -`",
            ],
        )));
    }
    let added = sources::add(&open::for_writing(global)?, name, path, format)?;
    let name = for_shell(name);
    let text = match added {
        Added::Unreadable(error) => {
            complain(&error.say(language));
            return Ok(End::Unread);
        }
        Added::NameTaken => {
            let text = [
                "已有名为 {name} 的来源：请换一个名字，或先 `qiao source remove {name}`",
                "a source named {name} already exists: choose another name, or run `qiao source remove {name}` first",
            ];
            return Err(usage(say(language, text, &[("name", &name)])));
        }
        Added::New => [
            "已添加来源 {name}；`qiao source sync {name}` 读取其内容",
            "source {name} added; `qiao source sync {name}` reads it",
        ],
        Added::Moved => [
            "已更新来源 {name} 的位置；`qiao source sync {name}` 读取其内容",
            "source {name} moved to its new path; `qiao source sync {name}` reads it",
        ],
    };
    complain(&say(language, text, &[("name", &name)]));
    Ok(End::Done)
}

fn list(global: &Global) -> anyhow::Result<End> {
    let language = global.language();
    let Some(sources) = chosen(None, global)? else {
        return Ok(End::Nothing);
    };
    let head = [
        ["名称", "路径", "格式", "条目", "上次同步"],
        ["name", "path", "format", "records", "last sync"],
    ];
    let head = pick(language, head);
    let mut rows = vec![head.map(str::to_owned)];
    rows.extend(sources.into_iter().map(|source| {
        let or = |text: String, word: &str| {
            if text.is_empty() {
                word.to_owned()
            } else {
                text
            }
        };
        [
            source.name,
            source.path,
            or(source.format, pick(language, ["自动", "auto"])),
            source.records.to_string(),
            or(source.synced, pick(language, ["从未", "never"])),
        ]
    }));
    let mut out = io::stdout().lock();
    for line in table::lines(&rows) {
        writeln!(out, "{line}")?;
    }
    Ok(End::Done)
}

/// The source with this name, or all; says so where there is none.
fn chosen(name: Option<&str>, global: &Global) -> anyhow::Result<Option<Vec<Source>>> {
    let language = global.language();
    let sources = sources::named(&open::for_writing(global)?, name)?;
    if !sources.is_empty() {
        return Ok(Some(sources));
    }
    let text = match name {
        Some(_) => [
            "没有名为 {name} 的来源：`qiao source list` 列出全部",
            "there is no source named {name}: `qiao source list` lists them",
        ],
        None => [
            "还没有登记来源：用 `qiao source add 名称 路径` 登记；\
            已导入的文件见 `qiao facets \"\" --by source`",
            "no sources yet: add one with `qiao source add NAME PATH`; \
            `qiao facets \"\" --by source` lists the files imported so far",
        ],
    };
    let name = escape_controls(name.unwrap_or_default());
    complain(&say(language, text, &[("name", &name)]));
    Ok(None)
}

fn remove(name: &str, keep_records: bool, global: &Global) -> anyhow::Result<End> {
    if chosen(Some(name), global)?.is_none() {
        return Ok(End::Nothing);
    }
    let mut library = open::for_writing(global)?;
    let lost = sources::remove(&mut library, name, keep_records)?;
    let text = [
        "已移除来源 {name}，删除 {n} 条",
        "source {name} removed; {n} {n:listing|listings} deleted",
    ];
    let values = [
        ("name", &*escape_controls(name)),
        ("n", &lost.deleted.to_string()),
    ];
    complain(&say(global.language(), text, &values));
    Ok(End::Done)
}

/// A line for each source.
fn report(summaries: &[SourceSummary], language: Language) -> io::Result<()> {
    let head = [
        [
            "来源", "文件", "已读", "新增", "更新", "未变", "合并", "退回", "消失", "删除",
        ],
        [
            "source",
            "files",
            "read",
            "new",
            "updated",
            "unchanged",
            "merged",
            "rejected",
            "gone",
            "deleted",
        ],
    ];
    let mut rows = vec![pick(language, head).map(str::to_owned)];
    rows.extend(summaries.iter().map(|summary| {
        let SourceSummary {
            name,
            files,
            read,
            counts,
            lost,
            ..
        } = summary;
        let (files, read) = (files.to_string(), read.to_string());
        let counted = [
            counts.new,
            counts.updated,
            counts.unchanged,
            counts.merged,
            counts.rejected,
            lost.gone,
            lost.deleted,
        ];
        let [new, updated, unchanged, merged, rejected, gone, deleted] =
            counted.map(|number| number.to_string());
        [
            name.clone(),
            files,
            read,
            new,
            updated,
            unchanged,
            merged,
            rejected,
            gone,
            deleted,
        ]
    }));
    let mut out = io::stdout().lock();
    for line in table::lines(&rows) {
        writeln!(out, "{line}")?;
    }
    for summary in summaries.iter().filter(|summary| summary.lost.kept > 0) {
        let text = [
            "{name}：有 {n} 条已消失，因您修改过而保留",
            "{name}: {n} {n:listing is|listings are} gone from the source but kept because you edited {n:it|them}",
        ];
        let values = [
            ("name", &*escape_controls(&summary.name)),
            ("n", &summary.lost.kept.to_string()),
        ];
        complain(&say(language, text, &values));
    }
    Ok(())
}
