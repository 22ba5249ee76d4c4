//! Reading sources again, and taking them out of the library.

use super::{Library, Writer};
use crate::catalogue::Stored;
use crate::error::Result;
use crate::history::{Happened, What};
use crate::sources::{Lost, Source, SourceFile, Sync};

/// What became of a record when a source was taken out of it.
#[derive(Clone, Copy)]
enum Fate {
    /// Others have it.
    Held,
    Deleted,
    /// The user has edited it.
    Kept,
}

impl Lost {
    const fn count(&mut self, fate: Fate) {
        match fate {
            Fate::Held => {}
            Fate::Deleted => self.deleted += 1,
            Fate::Kept => self.kept += 1,
        }
    }
}

impl Library {
    /// All sources by name.
    ///
    /// # Errors
    /// The catalogue cannot be read.
    pub fn sources(&self) -> Result<Vec<Source>> {
        Ok(self.catalogue.sources()?)
    }

    /// Remembers a source; false where there is one of this name.
    ///
    /// # Errors
    /// The catalogue cannot be written.
    pub fn add_source(&self, source: &Source) -> Result<bool> {
        Ok(self.catalogue.add_source(source)?)
    }

    /// Gives a source another path and format; what is read there under its name is compared with
    /// what it had before.
    ///
    /// # Errors
    /// The catalogue cannot be written.
    pub fn move_source(&self, source: &Source) -> Result<()> {
        Ok(self.catalogue.move_source(source)?)
    }
}

impl Writer<'_> {
    /// The files of a source as they were when they were last read to their ends.
    ///
    /// # Errors
    /// The catalogue cannot be read.
    pub fn source_files(&self, source: &str) -> Result<Vec<SourceFile>> {
        Ok(self.library.catalogue.source_files(source)?)
    }

    /// Number of records that a file of a source had when it was last read.
    ///
    /// # Errors
    /// The catalogue cannot be read.
    pub fn records_of_file(&self, sync: &Sync, file: &SourceFile) -> Result<u64> {
        let catalogue = &self.library.catalogue;
        Ok(catalogue.count_of_file(&sync.source, &file.path)?)
    }

    /// Starts a reading of a source.
    ///
    /// # Errors
    /// The catalogue cannot be written.
    pub fn start_sync(&mut self, source: &str) -> Result<Sync> {
        self.open_batch()?;
        Ok(Sync {
            source: source.to_owned(),
            run: self.library.catalogue.start_run(source)?,
            read: Vec::new(),
            vanished: Vec::new(),
        })
    }

    /// From now on the records are those of this file of the source.
    pub fn start_file(&mut self, sync: &Sync, file: &SourceFile) {
        self.files_read.insert(file.path.clone());
        self.reading = Some((sync.source.clone(), file.path.clone(), sync.run));
    }

    /// The file is read; only where that was to its end, what it has not is known.
    pub fn end_file(&mut self, sync: &mut Sync, file: SourceFile, whole: bool) {
        self.reading = None;
        if whole {
            sync.read.push(file);
        }
    }

    /// Remembers that a file with another time has the content that it had.
    ///
    /// # Errors
    /// The catalogue cannot be written.
    pub fn touch_file(&mut self, sync: &Sync, file: &SourceFile) -> Result<()> {
        self.open_batch()?;
        let catalogue = &self.library.catalogue;
        Ok(catalogue.set_source_file(&sync.source, file)?)
    }

    /// The file is not there any more, though its folder can be read.
    pub fn file_vanished(&mut self, sync: &mut Sync, file: &SourceFile) {
        sync.vanished.push(file.path.clone());
    }

    /// Nothing of the source is there any more.
    ///
    /// # Errors
    /// The catalogue cannot be read.
    pub fn source_vanished(&mut self, sync: &mut Sync) -> Result<()> {
        let catalogue = &self.library.catalogue;
        sync.vanished = catalogue.files_of_records(&sync.source)?;
        let known = catalogue.source_files(&sync.source)?;
        sync.vanished
            .extend(known.into_iter().map(|file| file.path));
        Ok(())
    }

    /// Ends the reading: what no file of the source has any more is marked as gone, and deleted
    /// where that is wanted and the user has not edited it.
    ///
    /// A kill before this leaves a source whose files are read once more.
    ///
    /// # Errors
    /// The library cannot be written.
    pub fn end_sync(&mut self, sync: Sync, at: &str, delete: bool) -> Result<Lost> {
        let Sync {
            source,
            run,
            read,
            vanished,
        } = sync;
        self.open_batch()?;
        // No file that has vanished was read in this run: none of its records is there.
        for path in read.iter().map(|file| &file.path).chain(&vanished) {
            self.library.catalogue.set_missing(&source, path, run)?;
        }
        let mut lost = Lost::default();
        for row in self.library.catalogue.missing_rows(&source)? {
            lost.gone += u64::from(self.mark_gone(row, &source, at)?);
            if delete {
                lost.count(self.let_go(row, &source, at, true)?);
            }
            self.commit_when_full()?;
        }
        self.open_batch()?;
        let catalogue = &self.library.catalogue;
        for file in &read {
            catalogue.set_source_file(&source, file)?;
        }
        for path in &vanished {
            catalogue.forget_source_file(&source, path)?;
        }
        catalogue.end_run(&source, at)?;
        self.commit_batch()?;
        Ok(lost)
    }

    /// Forgets a source, with its records unless they are to be kept or other sources have them.
    ///
    /// # Errors
    /// The library cannot be written.
    pub fn remove_source(&mut self, source: &str, at: &str, keep_records: bool) -> Result<Lost> {
        let mut lost = Lost::default();
        if !keep_records {
            for row in self.library.catalogue.source_rows(source)? {
                lost.count(self.let_go(row, source, at, false)?);
                self.commit_when_full()?;
            }
        }
        self.open_batch()?;
        self.library.catalogue.forget_source(source)?;
        self.commit_batch()?;
        Ok(lost)
    }

    fn stored(&self, row: u64) -> Result<Option<Stored>> {
        let record = self.library.catalogue.by_row(row)?;
        Ok(record.map(|record| Stored { row, record }))
    }

    /// Marks what a source says of a record as gone; true where no source has it any more.
    fn mark_gone(&mut self, row: u64, source: &str, at: &str) -> Result<bool> {
        let Some(stored) = self.stored(row)? else {
            return Ok(false);
        };
        let mut parts = self.parts(&stored)?;
        let mut marked = false;
        let said = parts.iter_mut().flat_map(|part| &mut part.record.sources);
        for known in said.filter(|known| known.name == source && known.gone.is_empty()) {
            at.clone_into(&mut known.gone);
            marked = true;
        }
        if !marked {
            return Ok(false);
        }
        let before = self.parts(&stored)?;
        let whole = self.change_parts(&stored, source, before, parts)?;
        self.note(row, What::Gone, source, at)?;
        Ok(whole.is_gone())
    }

    /// Takes what a source says out of a record. Where nobody else says anything, the record is
    /// deleted, unless the user has edited it and that is to count.
    fn let_go(&mut self, row: u64, source: &str, at: &str, edits_count: bool) -> Result<Fate> {
        let Some(stored) = self.stored(row)? else {
            return Ok(Fate::Held);
        };
        let mut parts = self.parts(&stored)?;
        for part in &mut parts {
            part.record.sources.retain(|known| known.name != source);
        }
        parts.retain(|part| !part.record.sources.is_empty());
        if parts.iter().any(|part| !part.record.title.is_empty()) {
            let kept = self.library.catalogue.edits(row)?;
            self.rewrite(&stored, &parts, &kept)?;
            self.note(row, What::Removed, source, at)?;
            self.library.catalogue.forget_origin(source, row)?;
            return Ok(Fate::Held);
        }
        if edits_count && !stored.record.edits.is_empty() {
            return Ok(Fate::Kept);
        }
        self.remove(row)?;
        Ok(Fate::Deleted)
    }

    fn note(&self, row: u64, what: What, source: &str, at: &str) -> Result<()> {
        let happened = Happened {
            at: at.to_owned(),
            what,
            source: source.to_owned(),
            fields: Vec::new(),
        };
        Ok(self.library.catalogue.note(row, &happened)?)
    }
}
