//! Imports by number, and taking one back.

use super::{Library, Writer};
use crate::catalogue::Stored;
use crate::error::Result;
use crate::history::{Happened, Run, RunCounts, What};
use crate::inner_error;
use crate::record::Titled;
use crate::versions::{Before, SourceVersion};

/// What taking an import back came to.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct Undone {
    /// Listings that went, as only this import had brought them.
    pub removed: u64,
    /// Listings that say again what they said before.
    pub restored: u64,
    /// Listings of which a later import, or an edit of the user's, still stands.
    pub kept: u64,
}

/// Why an import cannot be taken back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotUndone {
    /// There is no import with this number.
    Unknown,
    /// It was taken back already.
    Already,
}

impl Library {
    /// All imports, the newest first.
    ///
    /// # Errors
    /// The catalogue cannot be read.
    pub fn runs(&self) -> Result<Vec<Run>> {
        Ok(self.catalogue.runs()?)
    }

    /// The listings that an import has added, by their names.
    ///
    /// # Errors
    /// The catalogue cannot be read.
    pub fn added_by(&self, run: u64) -> Result<Vec<Titled>> {
        let rows = self.catalogue.added_by(run)?.into_iter();
        let titled = rows.map(|row| self.catalogue.titled(row).transpose());
        Ok(titled.flatten().collect::<inner_error::Result<_>>()?)
    }
}

impl Writer<'_> {
    /// Number of the import that this is; it begins with the first record that is put in.
    #[must_use]
    pub fn run(&self) -> Option<u64> {
        self.run.as_ref().map(|run| run.number)
    }

    /// Says what the import has read so far, and what came of it; kept with its number.
    pub fn note_run(&mut self, files: Vec<String>, counts: RunCounts) {
        if let Some(run) = &mut self.run {
            run.files = files;
            run.counts = counts;
        }
    }

    /// Keeps what a source said of a record before this import.
    pub(super) fn keep_before(
        &mut self,
        row: u64,
        source: &str,
        parts: Vec<SourceVersion>,
    ) -> Result<()> {
        self.open_batch()?;
        let number = self.begun_run()?;
        let before = Before {
            row,
            source: source.to_owned(),
            parts,
        };
        Ok(self.library.catalogue.keep_before(number, &before)?)
    }

    /// The number of the import, which begins now where it has not.
    fn begun_run(&mut self) -> Result<u64> {
        if let Some(run) = &self.run {
            return Ok(run.number);
        }
        let at = crate::now();
        let number = self.library.catalogue.begin_run(&at)?;
        self.run = Some(Run {
            number,
            at,
            ..Run::default()
        });
        Ok(number)
    }

    /// The import has come to its end.
    pub(super) fn end_run(&mut self) -> Result<()> {
        let Some(mut run) = self.run.clone() else {
            return Ok(());
        };
        self.open_batch()?;
        run.ended = true;
        Ok(self.library.catalogue.set_run(&run)?)
    }

    /// Leaves the library as if an import had not been: its new listings go, what it changed
    /// returns. What later imports say and what the user has edited stays.
    ///
    /// # Errors
    /// The library cannot be written.
    pub fn undo(
        &mut self,
        number: u64,
        at: &str,
    ) -> Result<std::result::Result<Undone, NotUndone>> {
        let runs = self.library.catalogue.runs()?;
        let Some(mut run) = runs.into_iter().find(|run| run.number == number) else {
            return Ok(Err(NotUndone::Unknown));
        };
        if !run.undone.is_empty() {
            return Ok(Err(NotUndone::Already));
        }
        let mut undone = Undone::default();
        let mut after = (0, String::new());
        while let Some(before) = self
            .library
            .catalogue
            .before_run(number, (after.0, &after.1))?
        {
            after = (before.row, before.source.clone());
            self.undo_one(number, before, at, &mut undone)?;
            self.commit_when_full()?;
        }
        self.open_batch()?;
        self.library.catalogue.forget_before(number)?;
        self.library.catalogue.forget_files_read(&run.files)?;
        at.clone_into(&mut run.undone);
        self.library.catalogue.set_run(&run)?;
        self.commit_batch()?;
        Ok(Ok(undone))
    }

    /// Takes back what an import did to one source's part of a record.
    fn undo_one(
        &mut self,
        number: u64,
        before: Before,
        at: &str,
        undone: &mut Undone,
    ) -> Result<()> {
        if let Some(later) = self.library.catalogue.next_change(number, &before)? {
            self.open_batch()?;
            self.library.catalogue.set_before(later, &before)?;
            undone.kept += 1;
            return Ok(());
        }
        let Some(record) = self.library.catalogue.by_row(before.row)? else {
            return Ok(());
        };
        let stored = Stored {
            row: before.row,
            record,
        };
        let now = self.parts(&stored)?;
        let others = now.iter().filter(|part| part.source() != before.source);
        let parts: Vec<SourceVersion> = others.cloned().chain(before.parts).collect();
        if parts.iter().any(|part| !part.record.title.is_empty()) {
            self.open_batch()?;
            self.replace_parts(&stored, &now, parts)?;
            self.note_undone(&stored, &before.source, at)?;
            undone.restored += 1;
        } else if stored.record.edits.is_empty() {
            self.remove(stored.row)?;
            undone.removed += 1;
        } else {
            undone.kept += 1;
        }
        Ok(())
    }

    fn note_undone(&self, stored: &Stored, source: &str, at: &str) -> Result<()> {
        let happened = Happened {
            at: at.to_owned(),
            what: What::Undone,
            source: source.to_owned(),
            fields: Vec::new(),
        };
        Ok(self.library.catalogue.note(stored.row, &happened)?)
    }
}
