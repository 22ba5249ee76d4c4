//! `qiao source`

use std::collections::HashMap;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};
use qiao_index::library::{Library, Writer};
use qiao_index::sources::{Lost, Source, SourceFile, Sync};
use qiao_index::vocab::Language;

use super::import::{Run, source as name};
use super::{End, Global, complain, open, table, usage};
use crate::import::{Counts, Fault, FileError, Format, Options, files, now, pick};
use crate::messages::{escape_controls, plural};

/// Arguments of `qiao source`.
#[derive(Debug, Args)]
pub(super) struct SourceArgs {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Remember a file, a folder or a pattern under a name, to be read again and again; or where
    /// it lies now, when nothing is left at the place that was remembered
    Add {
        /// Name of the source, as in `src:NAME`
        #[arg(value_name = "NAME", value_parser = name)]
        name: String,
        /// File, folder or pattern
        #[arg(value_name = "PATH")]
        path: PathBuf,
        /// Format of the files, instead of the recognised one
        #[arg(long = "as", value_name = "FORMAT")]
        format: Option<Format>,
    },
    /// List the sources with their records and when they were last read
    List,
    /// Forget a source and delete its listings, edited ones too, unless other sources have them
    Remove {
        /// Name of the source
        #[arg(value_name = "NAME")]
        name: String,
        /// Keep the listings
        #[arg(long)]
        keep_records: bool,
    },
    /// Read again what has changed, and mark what is gone
    Sync {
        /// Name of the source [default: all]
        #[arg(value_name = "NAME")]
        name: Option<String>,
        /// Delete what is gone, unless other sources have it or you have edited it
        #[arg(long)]
        delete_gone: bool,
        /// Where nothing is left at the source's path, take its listings for gone
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
            let Some(sources) = chosen(name.as_deref(), global)? else {
                return Ok(End::Nothing);
            };
            let options = Options {
                language,
                ..Options::default()
            };
            let mut library = open::for_writing(global)?;
            let mut syncing = Syncing {
                run: Run::with(options, None, global)?,
                writer: library.writer()?,
                delete_gone: *delete_gone,
                gone: *gone,
            };
            let mut tallies = Vec::new();
            for source in &sources {
                if !syncing.run.stopped() {
                    tallies.push(syncing.sync(source)?);
                }
            }
            syncing.writer.finish()?;
            syncing.run.finish()?;
            report(&tallies, language)?;
            Ok(syncing.run.end())
        }
    }
}

fn add(name: &str, path: &Path, format: Option<Format>, global: &Global) -> anyhow::Result<End> {
    let language = global.language();
    if path == Path::new("-") {
        return Err(usage(pick(
            language,
            "标准输入不能作为来源：请用 `qiao import -`",
            "standard input cannot be read again: use `qiao import -`",
        )));
    }
    let path = std::path::absolute(path)?;
    if let Some(error) = unreadable(&path) {
        complain(&error.say(language));
        return Ok(End::Unread);
    }
    let source = Source {
        name: name.to_owned(),
        path: path.to_string_lossy().into_owned(),
        format: format.map_or("", Format::as_str).to_owned(),
        ..Source::default()
    };
    let library = open::for_writing(global)?;
    let added = library.add_source(&source)?;
    let moved = !added && vanished_before(&library, name)?;
    let name = for_shell(name);
    if moved {
        library.move_source(&source)?;
    } else if !added {
        return Err(usage(match language {
            Language::Chinese => {
                format!("已有名为 {name} 的来源：请换一个名字，或先 `qiao source remove {name}`")
            }
            Language::English => format!(
                "there is a source {name} already: choose another name, or `qiao source remove {name}` first"
            ),
        }));
    }
    complain(&match (moved, language) {
        (false, Language::Chinese) => {
            format!("已记住来源 {name}；`qiao source sync {name}` 读取其内容")
        }
        (false, Language::English) => {
            format!("remembered the source {name}; `qiao source sync {name}` reads it")
        }
        (true, Language::Chinese) => {
            format!("已记住来源 {name} 的新位置；`qiao source sync {name}` 读取其内容")
        }
        (true, Language::English) => format!(
            "remembered the new place of the source {name}; `qiao source sync {name}` reads it"
        ),
    });
    Ok(End::Done)
}

/// A name as it is typed in a command: in quotation marks where a shell would take it apart.
fn for_shell(name: &str) -> String {
    let plain = |c: char| c.is_alphanumeric() || "-_./:".contains(c);
    let shown = escape_controls(name);
    if !shown.is_empty() && shown.chars().all(plain) {
        return shown.into_owned();
    }
    format!("'{}'", shown.replace('\'', "'\\''"))
}

/// Whether nothing is left at the path of the source with this name.
fn vanished_before(library: &Library, name: &str) -> anyhow::Result<bool> {
    let mut sources = library.sources()?.into_iter();
    let known = sources.find(|source| source.name == name);
    Ok(known.is_some_and(|source| has_vanished(Path::new(&source.path))))
}

/// Whether nothing is left at a source's path: no such file or folder, or no file in it. What may
/// not be looked at is another matter.
fn has_vanished(path: &Path) -> bool {
    match &*files(path) {
        [Err(error)] => matches!(error.fault, Fault::EmptyFolder | Fault::NoMatch),
        [Ok(file)] => file
            .metadata()
            .is_err_and(|error| error.kind() == io::ErrorKind::NotFound),
        _ => false,
    }
}

/// That nothing is left at a source's path, and what can be done about it.
fn say_vanished(source: &Source, language: Language) -> String {
    let (name, path, records) = (
        for_shell(&source.name),
        escape_controls(&source.path),
        source.records,
    );
    let listings_stay = plural(
        records,
        "listing stays as it is",
        "listings stay as they are",
    );
    match language {
        Language::Chinese => format!(
            "{path}：来源 {name} 的文件已全部不见，其 {records} 条条目保持不变。可以：把文件放回原处；\
            或 `qiao source add {name} 新路径`，改从新位置读取；\
            或 `qiao source remove {name} --keep-records`，不再读取而保留条目；\
            或 `qiao source sync {name} --gone`，确认这些条目已消失"
        ),
        Language::English => format!(
            "{path}: nothing is left of the source {name}; its {records} {listings_stay}. \
            Bring the files back; or read them where they lie now: `qiao source add {name} PATH`; \
            or stop reading and keep the listings: `qiao source remove {name} --keep-records`; \
            or take them for gone: `qiao source sync {name} --gone`"
        ),
    }
}

/// Why nothing can be read at a path.
fn unreadable(path: &Path) -> Option<FileError> {
    let found = files(path);
    let first = found.into_iter().next()?;
    let file = match first {
        Ok(file) => file,
        Err(error) => return Some(error),
    };
    let error = SourceFile::of(&file).err()?;
    Some(error_of(&file, error))
}

fn error_of(path: &Path, error: io::Error) -> FileError {
    FileError {
        path: path.to_string_lossy().into_owned(),
        fault: Fault::Unreadable(error),
    }
}

fn list(global: &Global) -> anyhow::Result<End> {
    let language = global.language();
    let Some(sources) = chosen(None, global)? else {
        return Ok(End::Nothing);
    };
    let head = match language {
        Language::Chinese => ["名称", "路径", "格式", "条目", "上次同步"],
        Language::English => ["name", "path", "format", "records", "last sync"],
    };
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
            or(source.format, pick(language, "自动", "auto")),
            source.records.to_string(),
            or(source.synced, pick(language, "从未", "never")),
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
    let mut sources = open::for_writing(global)?.sources()?;
    sources.retain(|source| name.is_none_or(|name| source.name == name));
    if !sources.is_empty() {
        return Ok(Some(sources));
    }
    complain(&match (name.map(escape_controls), language) {
        (Some(name), Language::Chinese) => {
            format!("没有名为 {name} 的来源：`qiao source list` 列出全部")
        }
        (Some(name), Language::English) => {
            format!("no source is named {name}: `qiao source list` lists them")
        }
        (None, Language::Chinese) => {
            "没有登记反复读取的来源：用 `qiao source add 名称 路径` 登记；\
            已导入的文件见 `qiao facets \"\" --by source`"
                .to_owned()
        }
        (None, Language::English) => {
            "no source is registered to be read again: `qiao source add NAME PATH` does that; \
            `qiao facets \"\" --by source` lists the files that were imported"
                .to_owned()
        }
    });
    Ok(None)
}

fn remove(name: &str, keep_records: bool, global: &Global) -> anyhow::Result<End> {
    if chosen(Some(name), global)?.is_none() {
        return Ok(End::Nothing);
    }
    let mut library = open::for_writing(global)?;
    let mut writer = library.writer()?;
    let lost = writer.remove_source(name, &now(), keep_records)?;
    writer.finish()?;
    let (name, deleted) = (escape_controls(name), lost.deleted);
    complain(&match global.language() {
        Language::Chinese => format!("已移除来源 {name}，删除 {deleted} 条"),
        Language::English => {
            let listings = plural(deleted, "listing", "listings");
            format!("removed the source {name}; {deleted} {listings} deleted")
        }
    });
    Ok(End::Done)
}

/// What a sync of one source came to.
#[derive(Default)]
struct Tally {
    name: String,
    files: usize,
    read: usize,
    counts: Counts,
    lost: Lost,
}

/// A sync of one source after the other.
struct Syncing<'a> {
    run: Run,
    writer: Writer<'a>,
    delete_gone: bool,
    /// What has vanished as a whole is gone.
    gone: bool,
}

impl Syncing<'_> {
    /// Reads the files of a source that have changed. Where one cannot be read nothing is taken
    /// for gone: it may be in that one.
    fn sync(&mut self, source: &Source) -> anyhow::Result<Tally> {
        if has_vanished(Path::new(&source.path)) {
            return self.vanished(source);
        }
        let unread = std::mem::take(&mut self.run.unread);
        self.run.options.source = Some(source.name.clone());
        self.run.options.format = source.format.parse().ok();
        let mut sync = self.writer.start_sync(&source.name)?;
        let paths = self.run.files(&[PathBuf::from(&source.path)]);
        let known = self.writer.source_files(&source.name)?.into_iter();
        let mut known: HashMap<PathBuf, SourceFile> = known
            .map(|file| (PathBuf::from(&file.path), file))
            .collect();
        let mut tally = Tally {
            name: source.name.clone(),
            files: paths.len(),
            ..Tally::default()
        };
        for path in &paths {
            if !self.run.stopped() {
                let before = known.remove(path);
                self.file(path, before.as_ref(), &mut sync, &mut tally)?;
            }
        }
        if !self.run.unread && !self.run.stopped() {
            for file in known.values() {
                self.writer.file_vanished(&mut sync, file);
            }
            tally.lost = self.writer.end_sync(sync, &now(), self.delete_gone)?;
        }
        self.run.unread |= unread;
        Ok(tally)
    }

    /// Takes the listings of a source that has vanished for gone, where the user says so: it may
    /// as well lie on a drive that is not there today.
    fn vanished(&mut self, source: &Source) -> anyhow::Result<Tally> {
        let mut tally = Tally {
            name: source.name.clone(),
            ..Tally::default()
        };
        // Once that is done there is nothing to lose.
        let is_settled = source.records == 0 && !source.synced.is_empty();
        if self.gone || is_settled {
            let mut sync = self.writer.start_sync(&source.name)?;
            self.writer.source_vanished(&mut sync)?;
            tally.lost = self.writer.end_sync(sync, &now(), self.delete_gone)?;
        } else {
            self.run.unread = true;
            complain(&say_vanished(source, self.run.options.language));
        }
        Ok(tally)
    }

    /// Reads a file, unless size and time, or else its content, are as they were.
    fn file(
        &mut self,
        path: &Path,
        before: Option<&SourceFile>,
        sync: &mut Sync,
        tally: &mut Tally,
    ) -> anyhow::Result<()> {
        let look = |file: SourceFile| match before {
            Some(before) if before.looks_like(&file) => Ok(before.clone()),
            _ => file.hashed(),
        };
        let now = match SourceFile::of(path).and_then(look) {
            Ok(file) => file,
            Err(error) => return self.run.fail(error_of(path, error)),
        };
        if before
            .as_ref()
            .is_some_and(|before| before.hash == now.hash)
        {
            tally.counts.unchanged += self.writer.records_of_file(sync, &now)?;
            return Ok(self.writer.touch_file(sync, &now)?);
        }
        tally.read += 1;
        self.writer.start_file(sync, &now);
        let (reports, whole) = self.run.import(path, &mut self.writer)?;
        self.writer.end_file(sync, now, whole);
        for report in &reports {
            tally.counts.add(&report.counts);
        }
        Ok(())
    }
}

/// A line for each source.
fn report(tallies: &[Tally], language: Language) -> io::Result<()> {
    let head = match language {
        Language::Chinese => [
            "来源", "文件", "已读", "新增", "更新", "未变", "合并", "退回", "消失", "删除",
        ],
        Language::English => [
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
    };
    let mut rows = vec![head.map(str::to_owned)];
    rows.extend(tallies.iter().map(|tally| {
        let Tally {
            name,
            files,
            read,
            counts,
            lost,
        } = tally;
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
    for tally in tallies.iter().filter(|tally| tally.lost.kept > 0) {
        let (name, kept) = (escape_controls(&tally.name), tally.lost.kept);
        complain(&match language {
            Language::Chinese => format!("{name}：有 {kept} 条已消失，因您修改过而保留"),
            Language::English => {
                let listings = plural(kept, "listing is", "listings are");
                let them = plural(kept, "it", "them");
                format!("{name}: {kept} {listings} gone but kept, as you have edited {them}")
            }
        });
    }
    Ok(())
}
