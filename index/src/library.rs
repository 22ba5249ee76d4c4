//! The library: catalogue (truth) and index (view) in one folder.

mod answered;
mod answers;
mod conflicts;
mod copies;
mod damage;
mod deleted;
mod duplicates;
mod elsewhere;
mod exported;
mod forgetting;
mod generation;
mod health;
mod indexed;
mod near_ids;
mod postings;
mod read_only;
mod recovering;
mod rights;
mod runs;
mod sources;
mod tally;
mod telling;
mod tracing;
mod unreadable;
mod waiting_traces;
mod writer;

use std::cell::RefCell;
use std::collections::{HashMap, HashSet};
use std::fs::File;
use std::path::{Path, PathBuf};
use std::time::Instant;

use tantivy::directory::error::LockError;
use tantivy::directory::{Directory as _, INDEX_WRITER_LOCK, MmapDirectory};
use tantivy::schema::Schema;
use tantivy::{Index, IndexReader, ReloadPolicy, TantivyError};

use crate::catalogue::{self, Catalogue};
use crate::error::{Error, Result, unusable};
use crate::history::{Happened, What};
use crate::inner_error::{self, InnerError};
use crate::kept::{Kept, KeptHere, KeptListing};
use crate::names::{self, Names};
use crate::record::{Record, Titled};
use crate::request::Facet;
use crate::schema::{self, Fields, Ordinals};
use crate::search::Caches;
use crate::synonyms::Synonyms;

use indexed::Indexed;

pub use crate::catalogue::{Damage, Saved};
pub use crate::private::{private_file, private_folder};
pub use crate::upgrade_copy::copy_before_upgrade;
pub use crate::write_ahead::write_ahead;
pub use copies::{CATALOGUE, OWN_FILES, copy_catalogue};
pub use duplicates::{Common, NotJoined, Suspects};
pub use elsewhere::Outgoing;
pub use forgetting::{Forgetting, Forgotten};
pub use generation::{Generation, Generations};
pub use health::{Health, health};
pub use recovering::{damage, recover};
pub use runs::{NotUndone, Undone};
pub use tally::{RowsTally, ToldBy};
pub use writer::Writer;

use answered::Answered;
use postings::Postings;
use waiting_traces::WaitingTraces;

/// The index's folder in the library folder.
const INDEX: &str = "index";
/// Locked while an index is made in the place of one that cannot be used.
const INDEX_LOCK: &str = "index.lock";

/// The user's own synonyms in the library folder: one group a line, tabs between the words.
const SYNONYMS: &str = "synonyms.tsv";

/// An open library. It belongs to one thread; another thread or process opens its own.
pub struct Library {
    folder: Option<PathBuf>,
    pub(crate) catalogue: Catalogue,
    index: Index,
    pub(crate) reader: IndexReader,
    pub(crate) fields: Fields,
    /// What searches have read.
    caches: Caches,
    /// Words that mean the same: the project's and the user's.
    synonyms: Synonyms,
    /// Ids of listings that an older program fused.
    fused: Vec<String>,
    /// What the user keeps of the listings.
    kept: KeptHere,
    /// How often a refresh has found something new.
    turns: u64,
    /// What was asked lately.
    answered: RefCell<Answered>,
}

impl Library {
    /// Opens the library in `folder`, making it where there is none.
    ///
    /// An index that is missing, unreadable, of another format or behind the catalogue is
    /// brought up to date first, unless another process is writing.
    ///
    /// # Errors
    /// The folder, the catalogue or the index cannot be read or written.
    pub fn open(folder: &Path) -> Result<Self> {
        Self::open_with(folder, &mut |_, _| {})
    }

    /// Like [`Library::open`]; `progress(done, all)` is called now and then while the index is
    /// brought up to date.
    ///
    /// # Errors
    /// As for [`Library::open`].
    pub fn open_with(folder: &Path, progress: &mut dyn FnMut(u64, u64)) -> Result<Self> {
        let path = folder.join(INDEX);
        let made = private_folder(folder).and_then(|()| std::fs::create_dir_all(&path));
        made.map_err(|error| unusable(folder, &error))?;
        check_catalogue(folder)?;
        let made = private_file(&folder.join(catalogue::FILE));
        made.map_err(|error| unusable(folder, &error))?;
        let catalogue = Catalogue::open(folder)?;
        let index = match usable_index(&path) {
            _ if catalogue.is_read_only() => read_only::index(&path).map_err(InnerError::from)?,
            Some(index) => index,
            None => new_index(folder)?,
        };
        let mut library = Self::assemble(Some(folder.to_owned()), catalogue, index)?;
        library.check_against_index(folder)?;
        library.catch_up(progress)?;
        Ok(library)
    }

    /// A library in memory (tests, the sample listings).
    ///
    /// # Errors
    /// Out of memory.
    pub fn in_memory() -> Result<Self> {
        let index = Index::create_in_ram(schema::schema().0);
        Ok(Self::assemble(None, Catalogue::in_memory()?, index)?)
    }

    fn assemble(
        folder: Option<PathBuf>,
        catalogue: Catalogue,
        index: Index,
    ) -> inner_error::Result<Self> {
        schema::register(&index);
        let reader = index
            .reader_builder()
            .reload_policy(ReloadPolicy::Manual)
            .try_into()?;
        // One that cannot be read counts for nothing; `doctor` says so.
        let own = |name: &str| {
            let path = folder.as_ref().map(|folder| folder.join(name));
            let text = path.and_then(|path| std::fs::read_to_string(path).ok());
            text.unwrap_or_default()
        };
        Ok(Self {
            caches: Caches::with(Names::new(&own(names::FILE))),
            synonyms: Synonyms::with(&own(SYNONYMS)),
            folder,
            catalogue,
            index,
            reader,
            fields: schema::schema().1,
            fused: Vec::new(),
            kept: KeptHere::default(),
            turns: 0,
            answered: RefCell::default(),
        })
    }

    /// Number of records.
    ///
    /// # Errors
    /// The catalogue cannot be read.
    pub fn len(&self) -> Result<u64> {
        Ok(self.catalogue.len()?)
    }

    /// Whether there are no records.
    ///
    /// # Errors
    /// The catalogue cannot be read.
    pub fn is_empty(&self) -> Result<bool> {
        Ok(self.catalogue.revision()? == 0 || self.len()? == 0)
    }

    /// Revision number: changes with every committed change.
    ///
    /// # Errors
    /// The catalogue cannot be read.
    pub fn revision(&self) -> Result<u64> {
        Ok(self.catalogue.revision()?)
    }

    /// How often [`Self::refresh`] has found something new. The catalogue is ahead of what can be
    /// found while a batch is being written: where this is the same, searches answer the same.
    #[must_use]
    pub const fn turns(&self) -> u64 {
        self.turns
    }

    /// Takes in what other processes have committed; true if anything findable was new.
    ///
    /// # Errors
    /// The index cannot be read.
    pub fn refresh(&mut self) -> Result<bool> {
        let segments = |library: &Self| library.reader.searcher().generation().segments().clone();
        let before = segments(self);
        self.reader.reload().map_err(InnerError::from)?;
        let now = segments(self);
        self.caches.retain(|segment| now.contains_key(segment));
        if now != before {
            self.kept.forget_rows();
            self.turns += 1;
            self.caches.forget_labels();
        }
        Ok(now != before)
    }

    /// Takes in what the user keeps of the listings; searches and matches heed it from now on.
    pub fn set_kept(&mut self, kept: Kept) {
        self.kept = KeptHere::new(kept);
        self.caches.forget_labels();
        self.answered.get_mut().forget();
    }

    /// Takes note of when the user last opened a listing, and copied its contact.
    pub fn set_touched(&mut self, id: &str, opened: String, copied: String) {
        if self.kept.kept.listing(id).is_none() {
            self.kept.forget_rows();
        }
        self.kept.kept.touch(id, opened, copied);
        self.answered.get_mut().forget();
    }

    /// What the user keeps of the listing with an id.
    #[must_use]
    pub fn kept(&self, id: &str) -> Option<&KeptListing> {
        self.kept.kept.listing(id)
    }

    /// One record by id, with every source's row as it came.
    ///
    /// # Errors
    /// The catalogue cannot be read.
    pub fn record(&self, id: &str) -> Result<Option<Record>> {
        let row = self.catalogue.shown_row(id)?;
        let record = row.map(|row| self.catalogue.whole_by_row(row));
        record
            .transpose()?
            .map(|record| self.with_rights(record))
            .transpose()
    }

    /// Kind and title of the records with these ids, in the order of the ids; those that are not
    /// in the library are left out.
    ///
    /// # Errors
    /// The catalogue cannot be read.
    pub fn titles<'a>(&self, ids: impl IntoIterator<Item = &'a str>) -> Result<Vec<Titled>> {
        let mut titles = Vec::new();
        for id in ids {
            let Some(row) = self.catalogue.shown_row(id)? else {
                continue;
            };
            let named = self.catalogue.titled(row)?;
            titles.extend(named.map(|named| Titled {
                id: id.to_owned(),
                ..named
            }));
        }
        Ok(titles)
    }

    /// What became of a record, oldest first; empty where there is none.
    ///
    /// # Errors
    /// The catalogue cannot be read.
    pub fn history(&self, id: &str) -> Result<Vec<Happened>> {
        let Some(stored) = self.catalogue.by_id(id)? else {
            return Ok(Vec::new());
        };
        let first = self.catalogue.first_version(stored.row)?;
        let sources = first.unwrap_or(stored.record).sources;
        let mut history: Vec<Happened> = sources
            .into_iter()
            .rev()
            .map(|source| Happened {
                at: source.imported_at,
                what: What::New,
                source: source.name,
                fields: Vec::new(),
            })
            .collect();
        history.extend(self.catalogue.notes(stored.row)?);
        Ok(history)
    }

    /// Starts writing. Only one writer at a time, over all processes.
    ///
    /// # Errors
    /// [`Error::Busy`] where another process writes.
    pub fn writer(&mut self) -> Result<Writer<'_>> {
        let mut writer = self.begin_writing()?;
        writer.catch_up_index()?;
        Ok(writer)
    }

    /// Starts writing to an index that may be behind the catalogue.
    fn begin_writing(&mut self) -> Result<Writer<'_>> {
        let postings = self.postings()?;
        self.answered.get_mut().forget();
        // A writer that was dropped may have left rows that waited.
        self.catalogue.end_waiting()?;
        let last_row_before = self.catalogue.last_row()?;
        let mut ordinals = Ordinals::default();
        for facet in Facet::INDEXED {
            ordinals.load(facet, self.catalogue.facet_values(facet, 0)?);
        }
        let mut writer = Writer {
            library: self,
            postings,
            ordinals,
            seen: HashMap::new(),
            last_row_before,
            named: false,
            stranger: false,
            rows_with_title: HashMap::new(),
            waits: false,
            tally: RowsTally::default(),
            come_again: HashMap::new(),
            files_read: HashSet::new(),
            run: None,
            reading: None,
            traces: WaitingTraces::after(last_row_before),
            batch: None,
            committed: 0,
            began: Instant::now(),
            indexed_at: Instant::now(),
        };
        let fused = writer.trace_untraced()?;
        if !fused.is_empty() {
            writer.library.fused = fused;
        }
        Ok(writer)
    }

    /// Builds the index anew from the catalogue, and gives the records of older programs checksums;
    /// `progress(done, all)` is called now and then.
    ///
    /// # Errors
    /// The library cannot be written.
    pub fn reindex(&mut self, progress: &mut dyn FnMut(u64, u64)) -> Result<()> {
        self.index_from(0, progress)?;
        match self.catalogue.pack_older() {
            // What is damaged stays as it is.
            Err(error) if error.is_damage() => Ok(()),
            packed => Ok(packed?),
        }
    }

    /// Refuses a catalogue in which nothing ever was, where there is an index of something: it has
    /// come in the place of one that was lost.
    fn check_against_index(&self, folder: &Path) -> Result<()> {
        let indexed = Indexed::of(&self.index).map_or(0, |indexed| indexed.revision);
        if indexed == 0 || self.catalogue.revision()? > 0 {
            return Ok(());
        }
        Err(Error::CatalogueGone {
            path: folder.join(catalogue::FILE),
            index: folder.join(INDEX),
        })
    }

    fn catch_up(&mut self, progress: &mut dyn FnMut(u64, u64)) -> inner_error::Result<()> {
        let known = match Indexed::of(&self.index) {
            Some(indexed) if indexed.is_of(&self.catalogue)? => indexed.revision,
            // Of another library, or of a state that this one has lost: nothing in it is to be shown.
            _ => return self.index_from(0, progress),
        };
        if known >= self.catalogue.revision()? {
            return Ok(());
        }
        match self.index_from(known, progress) {
            // Whoever is writing commits its own records; what is there can be searched now.
            Err(InnerError::Known(Error::Busy { .. } | Error::ReadOnly { .. })) => Ok(()),
            result => result,
        }
    }

    fn index_from(
        &mut self,
        revision: u64,
        progress: &mut dyn FnMut(u64, u64),
    ) -> inner_error::Result<()> {
        let mut writer = self.begin_writing()?;
        if revision == 0 {
            writer.postings.clear()?;
        }
        writer.index_changed_since(revision, progress)?;
        writer.commit_index()?;
        writer.postings.close(&writer.library.index)?;
        drop(writer);
        Ok(self.reader.reload()?)
    }

    fn postings(&self) -> inner_error::Result<Postings> {
        if let (Some(folder), true) = (&self.folder, self.catalogue.is_read_only()) {
            let path = folder.clone();
            return Err(Error::ReadOnly { path }.into());
        }
        Postings::open(&self.index).map_err(|error| match error {
            TantivyError::LockFailure(LockError::LockBusy, _) => {
                busy(self.folder.as_deref().unwrap_or(Path::new("")))
            }
            error => error.into(),
        })
    }
}

fn busy(folder: &Path) -> InnerError {
    let path = folder.to_owned();
    Error::Busy { path }.into()
}

/// An empty index in the place of one that cannot be used. Nothing in that is worth keeping: all
/// of it is made from the catalogue.
fn new_index(folder: &Path) -> inner_error::Result<Index> {
    let path = folder.join(INDEX);
    // Two programs can find none at the same time: who comes second finds that of the first.
    let lock = File::create(folder.join(INDEX_LOCK)).and_then(|file| file.lock().map(|()| file));
    let _lock = lock.map_err(|error| unusable(folder, &error))?;
    if let Some(index) = usable_index(&path) {
        return Ok(index);
    }
    if is_being_written(&path) {
        return Err(busy(folder));
    }
    std::fs::remove_dir_all(&path)
        .and_then(|()| std::fs::create_dir_all(&path))
        .map_err(|error| unusable(folder, &error))?;
    Ok(Index::create_in_dir(&path, schema::schema().0)?)
}

/// The index in `path`, if this program can use it.
fn usable_index(path: &Path) -> Option<Index> {
    let index = Index::open_in_dir(path).ok()?;
    let current: Schema = schema::schema().0;
    if index.schema() != current || Indexed::of(&index).is_none() {
        return None;
    }
    // A file that is cut off shows when the segments are opened; so does one that another process
    // is just now replacing, but not twice.
    (is_readable(&index) || is_readable(&index)).then_some(index)
}

fn is_readable(index: &Index) -> bool {
    let reader = index.reader_builder().reload_policy(ReloadPolicy::Manual);
    damage::unharmed(|| TryInto::<IndexReader>::try_into(reader)).is_some()
}

/// Refuses a library whose catalogue was removed or emptied: a new one in its place would pass for
/// a library without listings.
fn check_catalogue(folder: &Path) -> Result<()> {
    let path = folder.join(catalogue::FILE);
    let holds = |path: &Path| std::fs::metadata(path).is_ok_and(|it| it.len() > 0);
    let log = folder.join(format!("{}-wal", catalogue::FILE));
    if holds(&path) || holds(&log) {
        return Ok(());
    }
    let index = damage::unharmed(|| Index::open_in_dir(folder.join(INDEX)));
    let indexed = index.as_ref().and_then(Indexed::of);
    if indexed.is_none_or(|indexed| indexed.revision == 0) {
        return Ok(());
    }
    let index = folder.join(INDEX);
    Err(Error::CatalogueGone { path, index })
}

/// Whether another process writes to the index in `path`.
fn is_being_written(path: &Path) -> bool {
    let lock = MmapDirectory::open(path).map(|folder| folder.acquire_lock(&INDEX_WRITER_LOCK));
    matches!(lock, Ok(Err(LockError::LockBusy)))
}
