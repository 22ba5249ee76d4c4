//! Syncing: reading again what has changed in the files of sources, and marking what is gone.

mod report;

use std::collections::HashMap;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use qiao_index::Library;
use qiao_index::library::Writer;
use qiao_index::sources::{Lost, Source, SourceFile, Sync};
use qiao_index::vocab::Language;

use super::import::{FileOutcome, ImportEvent, ImportSummary, Importer, note_run};
use super::sources::{error_of, has_vanished};
use crate::import::{Counts, Options, now};
use crate::messages::{Failure, escape_controls};

pub(crate) use report::SyncReport;

/// How sources are to be read again.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(crate) struct SyncOptions {
    /// Language of the reasons for rejects.
    pub(crate) language: Language,
    /// Delete what is gone, unless other sources have it or the user has edited it.
    pub(crate) delete_gone: bool,
    /// Where nothing is left at a source's path, take its listings for gone.
    pub(crate) take_for_gone: bool,
}

/// What happens during a sync.
#[derive(Debug, Clone, Copy)]
pub(crate) enum SyncEvent<'a> {
    /// A source is about to be read.
    Begins,
    /// Nothing is left at the source's path; its listings stay as they are.
    Vanished(&'a Source),
    /// Something happens with one of its files.
    File(ImportEvent<'a>),
}

/// Is told what happens; breaks to stop the sync.
pub(crate) type SyncObserver<'a> = dyn FnMut(SyncEvent<'_>) -> ControlFlow<()> + 'a;

/// What the sync of one source came to.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(crate) struct SourceSummary {
    /// Its name.
    pub(crate) name: String,
    /// Number of its files.
    pub(crate) files: usize,
    /// How many of them had changed and were read.
    pub(crate) read: usize,
    /// Its rows.
    pub(crate) counts: Counts,
    /// Its listings that are gone.
    pub(crate) lost: Lost,
}

/// Reads sources again, one after the other.
///
/// # Errors
/// The library cannot be written. What could not be read is in the summaries.
pub(crate) fn sync(
    library: &mut Library,
    sources: &[Source],
    options: SyncOptions,
    observer: &mut SyncObserver<'_>,
) -> anyhow::Result<Vec<SourceSummary>> {
    let mut run = SyncRun {
        writer: library.writer()?,
        options,
        observer,
        stopped: false,
        files: Vec::new(),
    };
    let mut summaries = Vec::new();
    for source in sources {
        run.stopped |= (run.observer)(SyncEvent::Begins).is_break();
        if !run.stopped {
            summaries.push(run.source(source)?);
        }
    }
    let mut counts = Counts::default();
    for summary in &summaries {
        counts.add(&summary.counts);
    }
    note_run(&mut run.writer, run.files, counts);
    run.writer.finish()?;
    Ok(summaries)
}

/// A sync of one source after the other.
struct SyncRun<'a, 'b> {
    writer: Writer<'a>,
    options: SyncOptions,
    observer: &'a mut SyncObserver<'b>,
    stopped: bool,
    /// The files that were read.
    files: Vec<String>,
}

impl SyncRun<'_, '_> {
    fn source(&mut self, source: &Source) -> anyhow::Result<SourceSummary> {
        let summary = if has_vanished(Path::new(&source.path)) {
            self.vanished(source)?
        } else {
            self.present(source)?
        };
        Ok(SourceSummary {
            name: source.name.clone(),
            ..summary
        })
    }

    /// Takes the listings of a source that has vanished for gone, where the user says so: it may
    /// as well lie on a drive that is not there today.
    fn vanished(&mut self, source: &Source) -> anyhow::Result<SourceSummary> {
        // Once that is done there is nothing to lose.
        let is_settled = source.records == 0 && !source.synced.is_empty();
        let mut summary = SourceSummary::default();
        if self.options.take_for_gone || is_settled {
            let mut sync = self.writer.start_sync(&source.name)?;
            self.writer.source_vanished(&mut sync)?;
            summary.lost = self.end(sync)?;
        } else {
            self.stopped |= (self.observer)(SyncEvent::Vanished(source)).is_break();
        }
        Ok(summary)
    }

    fn end(&mut self, sync: Sync) -> anyhow::Result<Lost> {
        let delete = self.options.delete_gone;
        Ok(self.writer.end_sync(sync, &now(), delete)?)
    }

    /// Reads the files of a source that have changed. Where one cannot be read nothing is taken
    /// for gone: it may be in that one.
    fn present(&mut self, source: &Source) -> anyhow::Result<SourceSummary> {
        let options = Options {
            source: Some(source.name.clone()),
            format: source.format.parse().ok(),
            language: self.options.language,
            ..Options::default()
        };
        let mut sync = self.writer.start_sync(&source.name)?;
        let (mut summary, imported, gone) = self.read(source, &options, &mut sync)?;
        self.stopped |= imported.stopped;
        self.files
            .extend(imported.files.iter().map(|file| file.path.clone()));
        if imported.is_whole() {
            for file in &gone {
                self.writer.file_vanished(&mut sync, file);
            }
            summary.lost = self.end(sync)?;
        }
        Ok(summary)
    }

    /// Reads what has changed; also returns which of the files that were there before are not now.
    fn read(
        &mut self,
        source: &Source,
        options: &Options,
        sync: &mut Sync,
    ) -> anyhow::Result<(SourceSummary, ImportSummary, Vec<SourceFile>)> {
        let observer = &mut *self.observer;
        let mut tell = |event: ImportEvent<'_>| observer(SyncEvent::File(event));
        let mut importer = Importer::new(options, &mut tell);
        let paths = importer.files(Path::new(&source.path));
        let known = self.writer.source_files(&source.name)?.into_iter();
        let mut known: HashMap<PathBuf, SourceFile> = known
            .map(|file| (PathBuf::from(&file.path), file))
            .collect();
        let mut summary = SourceSummary {
            files: paths.len(),
            ..SourceSummary::default()
        };
        for path in &paths {
            let mut changed = ChangedFile {
                path,
                before: known.remove(path),
                sync,
                writer: &mut self.writer,
            };
            if let Some(outcome) = changed.read(&mut importer)? {
                summary.read += usize::from(outcome.read);
                summary.counts.add(&outcome.counts);
            }
        }
        Ok((summary, importer.summary, known.into_values().collect()))
    }
}

/// A file of a source that may have changed.
struct ChangedFile<'a, 'b> {
    path: &'a Path,
    before: Option<SourceFile>,
    sync: &'a mut Sync,
    writer: &'a mut Writer<'b>,
}

/// What came of a file of a source.
struct SourceFileOutcome {
    counts: Counts,
    read: bool,
}

impl ChangedFile<'_, '_> {
    /// Reads the file, unless size and time, or else its content, are as they were.
    fn read(
        &mut self,
        importer: &mut Importer<'_, '_>,
    ) -> anyhow::Result<Option<SourceFileOutcome>> {
        if importer.summary.stopped {
            return Ok(None);
        }
        let now = match self.now() {
            Ok(file) => file,
            Err(error) => {
                importer.unread(error_of(self.path, error));
                return Ok(None);
            }
        };
        let before = self.before.as_ref();
        if before.is_some_and(|before| before.hash == now.hash) {
            return self.unchanged(&now).map(Some);
        }
        self.writer.start_file(self.sync, &now);
        let FileOutcome { counts, whole } = importer.file(self.path, self.writer)?;
        self.writer.end_file(self.sync, now, whole);
        Ok(Some(SourceFileOutcome { counts, read: true }))
    }

    fn now(&self) -> std::io::Result<SourceFile> {
        let file = SourceFile::of(self.path)?;
        match &self.before {
            Some(before) if before.looks_like(&file) => Ok(before.clone()),
            _ => file.hashed(),
        }
    }

    fn unchanged(&mut self, file: &SourceFile) -> anyhow::Result<SourceFileOutcome> {
        let counts = Counts {
            unchanged: self.writer.records_of_file(self.sync, file)?,
            ..Counts::default()
        };
        self.writer.touch_file(self.sync, file)?;
        Ok(SourceFileOutcome {
            counts,
            read: false,
        })
    }
}

/// That nothing is left at a source's path, and what can be done about it.
pub(crate) fn vanished(source: &Source) -> Failure {
    let text = [
        "{path}：来源 {name} 的文件已全部不见，其 {n} 条条目保持不变。可以：把文件放回原处；\
        或 `qiao source add {name} 新路径`，改从新位置读取；\
        或 `qiao source remove {name} --keep-records`，不再读取而保留条目；\
        或 `qiao source sync {name} --gone`，确认这些条目已消失",
        "{path}: all files of the source {name} are missing; its {n} \
        {n:listing was|listings were} left unchanged. \
        Put the files back; or, if they have moved, `qiao source add {name} PATH`; \
        or stop reading them but keep the listings: `qiao source remove {name} --keep-records`; \
        or accept that they are gone: `qiao source sync {name} --gone`",
    ];
    let values = [
        ("path", &*escape_controls(&source.path)),
        ("name", &for_shell(&source.name)),
        ("n", &source.records.to_string()),
    ];
    Failure::filled(text, &values)
}

/// A name as it is typed in a command: in quotation marks where a shell would take it apart.
pub(crate) fn for_shell(name: &str) -> String {
    let plain = |c: char| c.is_alphanumeric() || "-_./:".contains(c);
    let shown = escape_controls(name);
    if !shown.is_empty() && shown.chars().all(plain) {
        return shown.into_owned();
    }
    format!("'{}'", shown.replace('\'', "'\\''"))
}
