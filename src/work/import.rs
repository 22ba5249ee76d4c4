//! Importing: files into a library, with news on the way and a summary at the end.

mod look;
mod map_text;
mod maps;
mod order;
mod progress;
mod remarks;
#[cfg(test)]
mod tests;

use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use qiao_index::Library;
use qiao_index::history::RunCounts;
use qiao_index::library::Writer;
use qiao_index::normalise::Rejected;
use qiao_index::vocab::Language;

use crate::import::{
    self, Counts, FailedFile, FileError, FileReport, Options, Progress, rejected_line,
};
use crate::messages::{Failure, escape_controls, pick, say};

pub(crate) use look::{ImportLook, LookOrder, look};
pub(crate) use map_text::{map_text, unit_word, unmapped};
pub(crate) use maps::MappedImport;
pub(crate) use order::ImportOrder;
pub(crate) use progress::{ImportProgress, ProgressMeter};
pub(crate) use remarks::{guess_line, remarks};

/// No more rejected rows are kept in a summary; all of them are told on the way.
const MAX_REJECTED: usize = 100;

/// What happens during an import.
#[derive(Debug, Clone, Copy)]
pub(crate) enum ImportEvent<'a> {
    /// A file is about to be read.
    Begins(&'a Path),
    /// How far it has been read.
    Read {
        /// Bytes so far.
        bytes: u64,
        /// All bytes, where that is known.
        size: Option<u64>,
    },
    /// A row was rejected.
    Rejected(&'a Rejected),
    /// A file, or one that is packed in it, was read, perhaps not to its end.
    Ended(&'a FileReport),
    /// A file could not be read.
    Unread(&'a FailedFile),
}

/// Is told what happens; breaks to stop the import. What is in the library by then stays.
pub(crate) type Observer<'a> = dyn FnMut(ImportEvent<'_>) -> ControlFlow<()> + 'a;

/// Most listings that are named of those that an older program fused.
const MAX_FUSED_NAMED: usize = 20;

/// What an import came to.
#[derive(Debug, Default)]
pub(crate) struct ImportSummary {
    /// Its number, by which it can be taken back; `None` where it changed nothing.
    pub(crate) run: Option<u64>,
    /// What became of each file that could be opened.
    pub(crate) files: Vec<FileReport>,
    /// Files that could not be read.
    pub(crate) unread: Vec<FailedFile>,
    /// The first rows that were rejected.
    pub(crate) rejected: Vec<Rejected>,
    /// The user has stopped it.
    pub(crate) stopped: bool,
    /// The library was empty before and is not now.
    pub(crate) first: bool,
    /// Where the map is kept that was made for it.
    pub(crate) map: Option<PathBuf>,
    /// Ids of listings in which an older program fused rows of one source; told once.
    pub(crate) fused: Vec<String>,
}

impl ImportSummary {
    /// All rows by what became of them.
    pub(crate) fn counts(&self) -> Counts {
        let mut counts = Counts::default();
        for file in &self.files {
            counts.add(&file.counts);
        }
        counts
    }

    /// Whether every file was read, and to its end.
    pub(crate) fn is_whole(&self) -> bool {
        let broken = self.files.iter().any(|file| file.broken.is_some());
        self.unread.is_empty() && !broken && !self.stopped
    }

    /// Why nothing was taken in, where no file could be read.
    pub(crate) fn failure(&self) -> Option<Failure> {
        let first = self.unread.first().filter(|_| self.files.is_empty())?;
        Some(order::refusal(first))
    }

    /// What is to be said of rows and files that were not taken in, or not as they are.
    pub(crate) fn complaints(&self, language: Language) -> Vec<String> {
        let rows = self.rejected.iter();
        let rows = rows.map(|rejected| rejected_line(rejected, language));
        let read = self.files.iter();
        let of_read = read.flat_map(|file| file.remarks.iter().chain(broken(file)));
        let of_files = self.unread.iter().chain(of_read);
        rows.chain(of_files.map(|error| error.say(language)))
            .collect()
    }

    /// What is to be said of what was read: columns that no field took, rows told by their title,
    /// guesses; each with the name of its file.
    pub(crate) fn remarks(&self, language: Language) -> Vec<String> {
        let files = self.files.iter();
        let files = files.flat_map(|file| named_remarks(file, language));
        let map = self.map.as_deref();
        let map = map.map(|map| maps::kept(map, language));
        files
            .chain(map)
            .chain(self.fused_remark(language))
            .collect()
    }

    /// Which listings an older program made of several rows, and how they come apart.
    pub(crate) fn fused_remark(&self, language: Language) -> Option<String> {
        let shown = self.fused.iter().take(MAX_FUSED_NAMED);
        let ids: Vec<_> = shown.map(|id| escape_controls(id)).collect();
        let more = self.fused.len().saturating_sub(ids.len());
        let words = match (self.fused.len(), more) {
            (0, _) => return None,
            (_, 0) => [
                "旧版本曾把同一来源的几行并成一条，共 {n} 条：{ids}；重新导入原文件即可分开",
                "an older version made one listing of several rows, {n} in all: {ids}; import their files again to separate them",
            ],
            _ => [
                "旧版本曾把同一来源的几行并成一条，共 {n} 条：{ids} 等；重新导入原文件即可分开",
                "an older version made one listing of several rows, {n} in all: {ids} and others; import their files again to separate them",
            ],
        };
        let ids = ids.join(pick(language, ["、", ", "]));
        let number = self.fused.len().to_string();
        Some(say(language, words, &[("n", &number), ("ids", &ids)]))
    }
}

/// What is to be said of a file that was read, with its name.
pub(crate) fn named_remarks(file: &FileReport, language: Language) -> Vec<String> {
    let colon = pick(language, ["：", ": "]);
    let name = escape_controls(&file.path);
    let remarks = remarks(file, language).into_iter();
    remarks
        .map(|remark| format!("{name}{colon}{remark}"))
        .collect()
}

/// Why a file was not read to its end, unless the user wanted that.
pub(crate) fn broken(file: &FileReport) -> Option<&FailedFile> {
    let error = file.broken.as_ref();
    error.filter(|error| !matches!(error.error, FileError::Stopped))
}

/// Imports what is ordered.
///
/// # Errors
/// The library cannot be written. What could not be read is in the summary.
pub(crate) fn import(
    library: &mut Library,
    order: &ImportOrder,
    observer: &mut Observer<'_>,
) -> anyhow::Result<ImportSummary> {
    let was_empty = library.is_empty()?;
    let mut writer = library.writer()?;
    let options = Options {
        at: Some(import::now()),
        ..order.options.clone()
    };
    let mut importer = Importer::new(&options, observer);
    let files: Vec<PathBuf> = order
        .paths
        .iter()
        .flat_map(|path| importer.files(path))
        .collect();
    for file in &files {
        importer.file(file, &mut writer)?;
    }
    let mut summary = importer.summary;
    let files = summary.files.iter().map(|file| file.path.clone());
    note_run(&mut writer, files.collect(), summary.counts());
    summary.run = writer.run();
    writer.finish()?;
    summary.fused = library.fused().to_vec();
    summary.first = was_empty && !library.is_empty()?;
    Ok(summary)
}

/// Keeps with the number of an import what it has read and what came of it.
pub(super) fn note_run(writer: &mut Writer<'_>, files: Vec<String>, counts: Counts) {
    writer.note_run(
        files,
        RunCounts {
            new: counts.new,
            updated: counts.updated,
            unchanged: counts.unchanged,
            merged: counts.merged,
            rejected: counts.rejected,
        },
    );
}

/// What came of one file, or of all that are packed in it.
#[derive(Debug, Default, Clone, Copy)]
pub(super) struct FileOutcome {
    /// Its rows.
    pub(super) counts: Counts,
    /// It was read to its end, and every byte of it was text: what it does not have is known.
    pub(super) whole: bool,
}

/// Takes file after file into a library.
pub(super) struct Importer<'a, 'b> {
    options: &'a Options,
    observer: &'a mut Observer<'b>,
    /// What it has come to by now.
    pub(super) summary: ImportSummary,
}

impl<'a, 'b> Importer<'a, 'b> {
    /// Before the first file.
    pub(super) fn new(options: &'a Options, observer: &'a mut Observer<'b>) -> Self {
        Self {
            options,
            observer,
            summary: ImportSummary::default(),
        }
    }

    /// The files that a path stands for; what cannot be read of it is told.
    pub(super) fn files(&mut self, path: &Path) -> Vec<PathBuf> {
        let mut files = Vec::new();
        for found in import::files(path) {
            match found {
                Ok(file) => files.push(file),
                Err(error) => self.unread(error),
            }
        }
        files
    }

    /// Takes in a file, or all that are packed in it, unless the user has stopped the import.
    pub(super) fn file(
        &mut self,
        path: &Path,
        writer: &mut Writer<'_>,
    ) -> anyhow::Result<FileOutcome> {
        if self.summary.stopped || self.tell(ImportEvent::Begins(path)).is_break() {
            return Ok(FileOutcome::default());
        }
        let options = self.options;
        let results = import::import_file(path, options, writer, &mut |it| self.observe(it));
        let mut outcome = FileOutcome {
            whole: true,
            ..FileOutcome::default()
        };
        for result in results {
            match result {
                Ok(report) => {
                    outcome.counts.add(&report.counts);
                    // What a file with damaged rows does not have is not known.
                    outcome.whole &= report.replaced == 0 && report.broken.is_none();
                    self.ended(report)?;
                }
                Err(error) => {
                    outcome.whole = false;
                    self.failed(error)?;
                }
            }
        }
        Ok(outcome)
    }

    /// A file could not be read. A library that cannot be written ends the import.
    fn failed(&mut self, error: FailedFile) -> anyhow::Result<()> {
        match error.error {
            FileError::Stopped => self.summary.stopped = true,
            FileError::Library(error) => return Err(error.into()),
            _ => self.unread(error),
        }
        Ok(())
    }

    /// A file could not be read.
    pub(super) fn unread(&mut self, error: FailedFile) {
        self.tell(ImportEvent::Unread(&error)).is_break();
        self.summary.unread.push(error);
    }

    fn ended(&mut self, mut report: FileReport) -> anyhow::Result<()> {
        match report.broken.take() {
            Some(FailedFile {
                error: FileError::Library(error),
                ..
            }) => return Err(error.into()),
            broken => report.broken = broken,
        }
        self.tell(ImportEvent::Ended(&report)).is_break();
        self.summary.files.push(report);
        Ok(())
    }

    fn observe(&mut self, progress: Progress) -> ControlFlow<()> {
        match progress {
            Progress::Read { bytes, size } => self.tell(ImportEvent::Read { bytes, size }),
            Progress::Rejected(rejected) => {
                let told = self.tell(ImportEvent::Rejected(&rejected));
                if self.summary.rejected.len() < MAX_REJECTED {
                    self.summary.rejected.push(rejected);
                }
                told
            }
        }
    }

    /// Tells the front end; whoever breaks has stopped the import.
    fn tell(&mut self, event: ImportEvent<'_>) -> ControlFlow<()> {
        let told = (self.observer)(event);
        self.summary.stopped |= told.is_break();
        told
    }
}
