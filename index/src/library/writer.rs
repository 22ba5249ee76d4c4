//! Taking records in: batch by batch, into the catalogue first and then into the index.

use std::collections::{HashMap, HashSet};
use std::time::{Duration, Instant};

use serde_json::Value;
use tantivy::Term;

use super::Library;
use super::indexed::{self, Indexed};
use super::postings::Postings;
use super::tally::{By, RowsTally};
use super::waiting_traces::WaitingTraces;
use crate::catalogue::{Catalogue, Stored};
use crate::edits::{self, Change, EditError};
use crate::error::{Error, Result};
use crate::history::{Happened, Outcome, Run, What};
use crate::identity::{self, Trace, Traces};
use crate::inner_error::InnerError;
use crate::merge;
use crate::record::Record;
use crate::schema::{self, Number, Ordinals};
use crate::versions::{SourceVersion, StoredEdit};

/// A batch is committed at this many records …
const BATCH_RECORDS: usize = 2_000;

/// … or at this age, so that a kill loses little.
const BATCH_AGE: Duration = Duration::from_secs(2);

/// The index is committed less often than the catalogue (small commits make small segments and
/// much merging); after a kill it is caught up from the catalogue.
const INDEX_AGE: Duration = Duration::from_secs(10);
/// While a long import goes on, it is committed when that has taken a quarter longer than up to the last
/// time: all that was taken in waits for it, and each commit makes segments that are to be merged.
const INDEX_SHARE: u32 = 4;

/// A set of row numbers, one bit each: they are dense.
#[derive(Default)]
pub(super) struct Rows(Vec<u64>);

impl Rows {
    /// Whether a row is in it.
    fn has(&self, row: u64) -> bool {
        let word = usize::try_from(row / 64)
            .ok()
            .and_then(|word| self.0.get(word));
        word.is_some_and(|word| word & (1 << (row % 64)) != 0)
    }

    /// Adds a row; true if it was not there.
    fn insert(&mut self, row: u64) -> bool {
        let (word, bit) = (
            usize::try_from(row / 64).unwrap_or(usize::MAX),
            1 << (row % 64),
        );
        if word >= self.0.len() {
            self.0.resize(word + 1, 0);
        }
        let was = self.0[word] & bit != 0;
        self.0[word] |= bit;
        !was
    }
}

/// What there was of a record that is given to the index.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Had {
    /// It is new.
    Nothing,
    /// The catalogue has it, perhaps in earlier versions too.
    Record,
    /// The index has it as well, and lets go of that.
    RecordAndPostings,
}

/// A batch that is open in the catalogue.
pub(super) struct Batch {
    revision: u64,
    records: usize,
    opened: Instant,
}

/// Takes records in, in batches of at most 2,000 records or 2 seconds.
///
/// Dropping it forgets the open batch; [`Writer::finish`] keeps it.
pub struct Writer<'a> {
    pub(crate) library: &'a mut Library,
    /// The index, to be written to.
    pub(super) postings: Postings,
    pub(super) ordinals: Ordinals,
    /// Rows that this writer has been given records for, by source.
    pub(super) seen: HashMap<String, Rows>,
    /// Number of the last record that was there before.
    pub(super) last_row_before: u64,
    /// Whether the user has named the source of the rows at hand.
    pub(super) named: bool,
    /// A row had the id of another listing, but neither its title nor its institution.
    pub(super) stranger: bool,
    /// How many rows of the file bear a title; empty where the library was.
    pub(super) rows_with_title: HashMap<Trace, u32>,
    /// Whether rows wait for the end of their file.
    pub(super) waits: bool,
    /// What became of the file's rows, as far as [`Writer::put`] does not say it.
    pub(super) tally: RowsTally,
    /// Of listings with several rows of one source: those that have come again.
    pub(super) come_again: HashMap<(u64, String), Vec<String>>,
    /// The files of named sources that were read.
    pub(crate) files_read: HashSet<String>,
    /// The import that this is.
    pub(super) run: Option<Run>,
    /// The source, its file and the number of the reading that the records are from.
    pub(crate) reading: Option<(String, String, u64)>,
    /// The traces of new records that wait.
    pub(super) traces: WaitingTraces,
    pub(super) batch: Option<Batch>,
    /// Revision of the last batch that the catalogue holds.
    pub(super) committed: u64,
    /// When it began to write.
    pub(super) began: Instant,
    /// When the index was last committed.
    pub(super) indexed_at: Instant,
}

impl Writer<'_> {
    /// Adds or updates one record; commits a batch when it is full.
    ///
    /// Which listing a row is says [`super::telling`]. A record is unchanged when the same source
    /// has brought the same row before, updated when it brought another, merged when only other
    /// sources had brought it, or when several rows of one import are it (see [`crate::merge`]).
    /// A row that only its title may tell waits for the end of its file ([`Writer::end_rows`]). A
    /// record without a title adds to one that is there.
    ///
    /// # Errors
    /// The library cannot be written.
    pub fn put(&mut self, record: Record) -> Result<Outcome> {
        let mut record = self.completed(record)?;
        let raw = std::mem::replace(&mut record.raw, Value::Null);
        let (record, kept) = edits::taken_off(record)?;
        self.count_title(&record);
        self.stranger = false;
        let named = self.by_id(&record)?;
        let again = match &named {
            Some(stored) if kept.is_empty() => self.comes_again(stored, &record)?,
            _ => None,
        };
        let outcome = if let Some(outcome) = again {
            outcome
        } else {
            let raw = written(&raw, &record.id)?;
            self.take(SourceVersion { record, raw }, named, &kept)?
        };
        self.commit_when_full()?;
        Ok(outcome)
    }

    /// What becomes of a row that says of a listing just what its only source said before; `None` for
    /// any other. It is the way that most rows of most imports go, so nothing is read for it but the
    /// listing.
    fn comes_again(&mut self, stored: &Stored, new: &Record) -> Result<Option<Outcome>> {
        let known = &stored.record;
        let ([of_known], [of_new]) = (&*known.sources, &*new.sources) else {
            return Ok(None);
        };
        let is_same =
            of_known.name == of_new.name && known.edits.is_empty() && says_the_same(known, new);
        let seen = self.seen.get(&of_new.name);
        if !is_same || seen.is_some_and(|rows| rows.has(stored.row)) {
            return Ok(None);
        }
        self.brings(&of_new.name, stored.row);
        self.note_origin(stored.row)?;
        self.tally.told_by.count(By::of_id(&new.id));
        let outcome = Outcome::Unchanged;
        Ok(self
            .outcome_of_deleted(stored.row, outcome)?
            .or(Some(outcome)))
    }

    /// Takes in a row; `named` is the listing that its id names.
    fn take(
        &mut self,
        part: SourceVersion,
        named: Option<Stored>,
        kept: &[StoredEdit],
    ) -> Result<Outcome> {
        let traces = Traces::of(&part);
        let told = match named {
            Some(stored) => Some((stored, By::of_id(&part.record.id))),
            None => self.tell_by_content(&part, &traces)?,
        };
        if let Some((stored, by)) = told {
            return self.join(&stored, part, by);
        }
        self.tally.strangers += u64::from(self.stranger);
        if part.record.title.is_empty() {
            return Ok(Outcome::Nameless);
        }
        if !self.bearers(&part.record, &traces, 1)?.is_empty() {
            self.library.catalogue.wait(&part, kept)?;
            self.waits = true;
            return Ok(Outcome::Waiting);
        }
        self.insert(part, &traces, kept)?;
        Ok(Outcome::New)
    }

    /// The rows that come from now on are those of one file. `named` says that the user has named
    /// their source, so that its ids are names.
    pub fn begin_rows(&mut self, named: bool) {
        self.named = named;
        self.tally = RowsTally::default();
        self.rows_with_title.clear();
    }

    /// The file is read: what became of the rows that waited for its end, and by what rows were
    /// told.
    ///
    /// # Errors
    /// The library cannot be written.
    pub fn end_rows(&mut self) -> Result<RowsTally> {
        let mut after = 0;
        while self.waits {
            let Some(waiting) = self.library.catalogue.waiting_after(after)? else {
                break;
            };
            after = waiting.place;
            let outcome = self.decide(waiting.part, &waiting.edits)?;
            self.tally.count(outcome);
            self.commit_when_full()?;
        }
        if std::mem::take(&mut self.waits) {
            self.library.catalogue.end_waiting()?;
        }
        self.rows_with_title.clear();
        Ok(std::mem::take(&mut self.tally))
    }

    /// Counts a row of the file as one that bears its title. Where nothing was there before, no row is
    /// told by its title, and a million titles need not be remembered.
    fn count_title(&mut self, record: &Record) {
        if self.last_row_before > 0
            && let Some(title) = Trace::of_title(record)
        {
            *self.rows_with_title.entry(title).or_default() += 1;
        }
    }

    /// Decides about a row that waited: it is the listing of its title only if no other row of the
    /// file and no other listing of the source bear that.
    fn decide(&mut self, part: SourceVersion, kept: &[StoredEdit]) -> Result<Outcome> {
        let traces = Traces::of(&part);
        // An equal row may have come after it.
        if let Some((stored, by)) = self.tell(&part, &traces)? {
            return self.join(&stored, part, by);
        }
        let rows = traces
            .title
            .and_then(|title| self.rows_with_title.get(&title));
        if rows == Some(&1)
            && let Some(stored) = self.by_title(&part.record, &traces)?
            && !self.has_brought(stored.row)
        {
            return self.join(&stored, part, By::Title);
        }
        self.insert(part, &traces, kept)?;
        Ok(Outcome::New)
    }

    /// Carries out edits of one record, all or none; `None` where the library has no such record.
    ///
    /// # Errors
    /// The library cannot be written.
    pub fn edit(
        &mut self,
        id: &str,
        changes: &[Change],
        at: &str,
    ) -> Result<Option<std::result::Result<(), EditError>>> {
        let Some(stored) = self.stored_by_id(id)? else {
            return Ok(None);
        };
        let parts = self.parts(&stored)?;
        let told = merge::joined(&parts.iter().map(|part| &part.record).collect::<Vec<_>>())?;
        let mut kept = self.library.catalogue.edits(stored.row)?;
        if let Err(refused) = edits::carry_out(changes, &told, &mut kept, at) {
            return Ok(Some(Err(refused)));
        }
        self.rewrite(&stored, &parts, &kept)?;
        for change in changes {
            let (what, field) = match change {
                Change::Set(field, _) => (What::Edited, field),
                Change::Reset(field) => (What::Reset, field),
            };
            let happened = Happened {
                at: at.to_owned(),
                what,
                source: String::new(),
                fields: vec![field.name.to_owned()],
            };
            self.library.catalogue.note(stored.row, &happened)?;
        }
        Ok(Some(Ok(())))
    }

    fn insert(&mut self, part: SourceVersion, traces: &Traces, kept: &[StoredEdit]) -> Result<()> {
        let revision = self.open_batch()?;
        let id = self.free_id(&part.record.id)?;
        let source = part.source().to_owned();
        let is_only_part = kept.is_empty() && part.record.conflicts.is_empty();
        let told = (!is_only_part).then(|| part.clone());
        let SourceVersion { record, raw } = part;
        let others = Traces::of_other_rows(&record);
        let record = Record {
            id,
            ..edits::applied(record, kept)?
        };
        let row = self.library.catalogue.insert(revision, &record, &raw)?;
        self.leave_new(row, traces.all().chain(others));
        let catalogue = &self.library.catalogue;
        if let Some(told) = told {
            catalogue.set_edits(row, &record, kept)?;
            catalogue.set_parts(row, &[told])?;
        }
        self.brings(&source, row);
        self.keep_before(row, &source, Vec::new())?;
        self.note_origin(row)?;
        self.index(row, &record, Had::Nothing)
    }

    /// Adds a listing that had been joined with another, under its own id.
    pub(super) fn insert_again(
        &mut self,
        id: &str,
        first: SourceVersion,
        others: Vec<SourceVersion>,
    ) -> Result<()> {
        let mut part = first;
        id.clone_into(&mut part.record.id);
        let (source, mut parts) = (part.source().to_owned(), vec![part.clone()]);
        let traces = Traces::of(&part);
        self.insert(part, &traces, &[])?;
        if others.is_empty() {
            return Ok(());
        }
        let Some(stored) = self.stored_by_id(id)? else {
            return Ok(());
        };
        let before = parts.clone();
        parts.extend(others);
        self.change_parts(&stored, &source, before, parts)?;
        Ok(())
    }

    /// Joins a row with the listing that it is.
    fn join(&mut self, stored: &Stored, new: SourceVersion, by: By) -> Result<Outcome> {
        let source = new.record.sources.first().cloned().unwrap_or_default();
        let first = self.brings(&source.name, stored.row);
        self.note_origin(stored.row)?;
        self.tally.told_by.count(by);
        let mut parts = self.parts(stored)?;
        let before = parts.clone();
        let outcome = self.take_in(stored.row, &mut parts, new, first)?;
        if let Some(outcome) = self.outcome_of_deleted(stored.row, outcome)? {
            return Ok(outcome);
        }
        if parts_are_same(&before, &parts) {
            return Ok(outcome);
        }
        let whole = self.change_parts(stored, &source.name, before, parts)?;
        let what = match outcome {
            Outcome::Merged => What::Merged,
            _ => What::Updated,
        };
        let happened = Happened {
            at: source.imported_at,
            what,
            source: source.name,
            fields: merge::differences(&stored.record, &whole)?,
        };
        self.library.catalogue.note(stored.row, &happened)?;
        Ok(outcome)
    }

    /// Makes other parts of a record, keeps what this source said before, and leaves the traces of
    /// what it says now.
    pub(crate) fn change_parts(
        &mut self,
        stored: &Stored,
        source: &str,
        before: Vec<SourceVersion>,
        parts: Vec<SourceVersion>,
    ) -> Result<Record> {
        let whole = self.replace_parts(stored, &before, parts)?;
        let own = before.into_iter().filter(|part| part.source() == source);
        self.keep_before(stored.row, source, own.collect())?;
        Ok(whole)
    }

    /// Makes a record of other parts, which leave their traces in place of those before.
    pub(super) fn replace_parts(
        &mut self,
        stored: &Stored,
        before: &[SourceVersion],
        mut parts: Vec<SourceVersion>,
    ) -> Result<Record> {
        // The batch has to be open: nothing of this may last without the rest.
        self.open_batch()?;
        for part in before {
            self.lift_traces(stored.row, part)?;
        }
        for part in &parts {
            self.library.catalogue.leave_traces(stored.row, part)?;
        }
        identity::in_order(&mut parts);
        let kept = self.library.catalogue.edits(stored.row)?;
        self.rewrite(stored, &parts, &kept)
    }

    /// Puts a row among what is known of its listing; `first` says that this import has not
    /// brought another row of its source for it.
    ///
    /// What the source said before gives way. Where that was several rows, those that do not come
    /// again go at the end of the import.
    fn take_in(
        &mut self,
        row: u64,
        parts: &mut Vec<SourceVersion>,
        new: SourceVersion,
        first: bool,
    ) -> Result<Outcome> {
        if is_whole(parts, &new)? {
            return Ok(Outcome::Unchanged);
        }
        if let Some(outcome) = take_into_several(parts, &new) {
            return Ok(outcome);
        }
        let key = (row, new.source().to_owned());
        let hash = row_hash(&new).to_owned();
        let is_own = |(at, part): (usize, &SourceVersion)| (part.source() == key.1).then_some(at);
        let own: Vec<usize> = parts.iter().enumerate().filter_map(is_own).collect();
        let known = own.iter().copied().find(|at| {
            let part = parts.get(*at);
            part.is_some_and(|part| says_the_same(&part.record, &new.record))
        });
        if known.is_some() {
            if first {
                if own.len() > 1 {
                    self.come_again.insert(key, vec![hash]);
                }
                return Ok(Outcome::Unchanged);
            }
            return Ok(match self.come_again.get_mut(&key) {
                Some(rows) if !rows.contains(&hash) => {
                    rows.push(hash);
                    Outcome::Unchanged
                }
                _ => Outcome::Merged,
            });
        }
        let outcome = match (own.as_slice(), first) {
            ([], _) => Outcome::Merged,
            ([only], true) if self.gives_way(parts.get(*only), &new) => {
                parts.remove(*only);
                Outcome::Updated
            }
            (_, true) => {
                self.come_again.insert(key, vec![hash.clone()]);
                Outcome::Updated
            }
            (_, false) => {
                if let Some(rows) = self.come_again.get_mut(&key) {
                    rows.push(hash.clone());
                }
                Outcome::Merged
            }
        };
        // The same row, of which this program understands something else than an older one did.
        parts.retain(|part| {
            hash.is_empty() || part.source() != new.source() || row_hash(part) != hash
        });
        parts.push(new);
        Ok(outcome)
    }

    /// Whether a row takes the place of the only one that its source had brought: where several
    /// files are read, one of the same file.
    fn gives_way(&self, known: Option<&SourceVersion>, new: &SourceVersion) -> bool {
        self.reading.is_none() || known.is_none_or(|known| file_of(known) == file_of(new))
    }

    /// Whether the file of a row was read in this import, so that what it has not is known.
    fn was_read(&self, part: &SourceVersion) -> bool {
        self.files_read.is_empty() || self.files_read.contains(file_of(part))
    }

    /// Lets go of rows that a source had brought for a listing and that did not come again, while
    /// others of it did.
    fn drop_rows_that_are_gone(&mut self) -> Result<()> {
        for ((row, source), hashes) in std::mem::take(&mut self.come_again) {
            let Some(record) = self.library.catalogue.by_row(row)? else {
                continue;
            };
            let stored = Stored { row, record };
            let before = self.parts(&stored)?;
            let mut parts = before.clone();
            parts.retain(|part| {
                part.source() != source
                    || hashes.iter().any(|hash| hash == row_hash(part))
                    || !self.was_read(part)
            });
            if parts.len() < before.len() && !parts.is_empty() {
                self.change_parts(&stored, &source, before, parts)?;
                self.commit_when_full()?;
            }
        }
        Ok(())
    }

    /// Whether this import has brought the listing in a row, of the source at hand or another.
    pub(super) fn has_brought(&self, row: u64) -> bool {
        self.seen.values().any(|rows| rows.has(row))
    }

    /// Notes that a source has brought a listing; true if it had not in this import.
    fn brings(&mut self, source: &str, row: u64) -> bool {
        if !self.seen.contains_key(source) {
            self.seen.insert(source.to_owned(), Rows::default());
        }
        self.seen
            .get_mut(source)
            .is_some_and(|rows| rows.insert(row))
    }

    /// What is to be told of a row of a deleted listing, which stays deleted: it is kept unread.
    fn outcome_of_deleted(&mut self, row: u64, outcome: Outcome) -> Result<Option<Outcome>> {
        if !self.library.catalogue.is_deleted(row)? {
            return Ok(None);
        }
        self.tally.deleted += 1;
        Ok(Some(if outcome == Outcome::Merged {
            Outcome::Merged
        } else {
            Outcome::Unchanged
        }))
    }

    /// Notes which file the record of a row came from, where that is to be remembered.
    fn note_origin(&mut self, row: u64) -> Result<()> {
        if self.reading.is_some() {
            self.open_batch()?;
        }
        match &self.reading {
            Some((source, file, run)) => {
                let catalogue = &self.library.catalogue;
                Ok(catalogue.set_origin(source, file, row, *run)?)
            }
            None => Ok(()),
        }
    }

    /// Deletes a record.
    pub(crate) fn remove(&mut self, row: u64) -> Result<()> {
        let revision = self.open_batch()?;
        self.library.catalogue.remove(revision, row)?;
        self.forget_in_index(row)
    }

    /// Takes a row out of the index.
    pub(super) fn forget_in_index(&mut self, row: u64) -> Result<()> {
        let term = Term::from_field_u64(self.library.fields.row, row);
        Ok(self.postings.forget(term)?)
    }

    /// What the sources say of a record, newest first; one at least.
    pub(crate) fn parts(&self, stored: &Stored) -> Result<Vec<SourceVersion>> {
        Ok(self.library.catalogue.all_parts(stored)?)
    }

    /// Makes a record anew of its parts and edits, and puts it where it stood.
    pub(crate) fn rewrite(
        &mut self,
        stored: &Stored,
        parts: &[SourceVersion],
        kept: &[StoredEdit],
    ) -> Result<Record> {
        let revision = self.open_batch()?;
        let told: Vec<&Record> = parts.iter().map(|part| &part.record).collect();
        let told = Record {
            id: stored.record.id.clone(),
            ..merge::joined(&told)?
        };
        let whole = edits::applied(told, kept)?;
        let catalogue = &self.library.catalogue;
        let raw = parts.first().map_or("null", |part| &part.raw);
        catalogue.replace(revision, stored.row, &whole, raw)?;
        let own_part = parts.len() == 1 && kept.is_empty();
        catalogue.set_parts(stored.row, if own_part { &[] } else { parts })?;
        catalogue.set_edits(stored.row, &whole, kept)?;
        if !self.library.catalogue.is_deleted(stored.row)? {
            self.index(stored.row, &whole, Had::RecordAndPostings)?;
        }
        Ok(whole)
    }

    /// Commits what is left and makes all of it findable.
    ///
    /// # Errors
    /// The library cannot be written.
    pub fn finish(mut self) -> Result<()> {
        self.end_rows()?;
        self.drop_rows_that_are_gone()?;
        self.end_run()?;
        self.settle_all_traces()?;
        self.commit_batch()?;
        if self.committed > 0 {
            self.commit_index()?;
        }
        self.postings.close(&self.library.index)?;
        self.library.reader.reload().map_err(InnerError::from)?;
        Ok(())
    }

    /// Commits the batch that is open, so that a stop loses nothing.
    ///
    /// # Errors
    /// The library cannot be written.
    pub fn commit_batch(&mut self) -> Result<()> {
        if self.batch.is_some() {
            self.settle_traces()?;
        }
        if let Some(batch) = self.batch.take() {
            self.library.catalogue.commit(batch.revision)?;
            self.committed = batch.revision;
        }
        Ok(())
    }

    /// Opens a batch where none is open; the revision that it makes.
    pub(crate) fn open_batch(&mut self) -> Result<u64> {
        if let Some(batch) = &self.batch {
            return Ok(batch.revision);
        }
        let revision = self.library.catalogue.begin()?;
        self.batch = Some(Batch {
            revision,
            records: 0,
            opened: Instant::now(),
        });
        Ok(revision)
    }

    /// Counts a record of the open batch; commits the batch where it is full, and the index where that
    /// is long ago.
    pub(crate) fn commit_when_full(&mut self) -> Result<()> {
        if self.commit_full_batch()? {
            let until_then = self.indexed_at.duration_since(self.began);
            if self.indexed_at.elapsed() >= INDEX_AGE.max(until_then / INDEX_SHARE) {
                self.commit_index()?;
            }
        }
        Ok(())
    }

    /// Counts a record of the open batch, and commits the batch where it is full; says whether it was.
    pub(super) fn commit_full_batch(&mut self) -> Result<bool> {
        if let Some(batch) = &mut self.batch {
            batch.records += 1;
        }
        let is_full = self.batch.as_ref().is_some_and(|batch| {
            batch.records >= BATCH_RECORDS || batch.opened.elapsed() >= BATCH_AGE
        });
        if is_full {
            self.commit_batch()?;
        }
        Ok(is_full)
    }

    pub(super) fn commit_index(&mut self) -> Result<()> {
        let made_from = indexed::payload(&self.library.catalogue, self.committed)?;
        self.postings.commit(&made_from)?;
        self.indexed_at = Instant::now();
        Ok(())
    }

    /// Gives a record to the index; numbers the facet values that are new.
    pub(super) fn index(&mut self, row: u64, record: &Record, had: Had) -> Result<()> {
        let fields = &self.library.fields;
        let catalogue = &self.library.catalogue;
        if had == Had::RecordAndPostings {
            self.postings
                .forget(Term::from_field_u64(fields.row, row))?;
        }
        let placed = schema::placed(record);
        let mut numbers = Vec::with_capacity(placed.len());
        for (facet, value, _) in &placed {
            let add = |ordinal| catalogue.add_facet_value(*facet, ordinal, value);
            numbers.push(self.ordinals.number(*facet, value, add)?);
        }
        let mut document = schema::document(fields, row, record, &placed, &numbers);
        let first = match had {
            Had::Nothing => None,
            Had::Record | Had::RecordAndPostings => catalogue.readable_first(row)?,
        };
        if let Some(added) = schema::added(first.as_ref().unwrap_or(record)) {
            document.add_i64(fields.number_column(Number::Added), added);
        }
        // Thousands of documents wait to be indexed.
        document.shrink_to_fit();
        Ok(self.postings.add(document)?)
    }

    /// Brings an index that is behind up to the catalogue. A program that was killed since this one
    /// opened the library leaves it so, and what is written now would stand for all that it lacks.
    pub(super) fn catch_up_index(&mut self) -> Result<()> {
        let catalogue = &self.library.catalogue;
        let known = match Indexed::of(&self.library.index) {
            Some(indexed) if indexed.is_of(catalogue)? => indexed.revision,
            _ => 0,
        };
        if known >= catalogue.revision()? {
            return Ok(());
        }
        if known == 0 {
            self.postings.clear()?;
        }
        self.index_changed_since(known, &mut |_, _| {})?;
        self.commit_index()
    }

    /// Indexes what the catalogue holds beyond a revision, in pieces of constant size.
    pub(super) fn index_changed_since(
        &mut self,
        revision: u64,
        progress: &mut dyn FnMut(u64, u64),
    ) -> Result<()> {
        let all = self.library.catalogue.count_since(revision)?;
        self.committed = self.library.catalogue.revision()?;
        for row in self.library.catalogue.removed_since(revision)? {
            self.forget_in_index(row)?;
        }
        let had = if revision > 0 {
            Had::RecordAndPostings
        } else {
            Had::Record
        };
        let beside = self.library.catalogue.beside()?;
        // Values that a newer vocabulary brings are numbered on the way.
        self.library.catalogue.begin()?;
        let (mut done, mut after) = (0, 0);
        loop {
            let read = beside.as_ref().unwrap_or(&self.library.catalogue);
            let piece = read.changed_since(revision, after, 500)?;
            let Some(last) = piece.last() else { break };
            after = last.row;
            done += piece.len() as u64;
            for mut stored in piece {
                let compared = match revision {
                    0 => self.compare_sources(&mut stored),
                    _ => Ok(()),
                };
                match compared {
                    // What one of its sources said cannot be read: the rest is indexed.
                    Err(error) if error.is_damage() => {
                        self.library.catalogue.leave_out(stored.row);
                    }
                    compared => compared?,
                }
                self.index(stored.row, &stored.record, had)?;
            }
            progress(done, all);
        }
        for row in beside.iter().flat_map(Catalogue::left_out) {
            self.library.catalogue.leave_out(row);
        }
        Ok(self.library.catalogue.commit(self.committed)?)
    }
}

impl Drop for Writer<'_> {
    fn drop(&mut self) {
        if self.batch.take().is_some() {
            // Nothing can be done about a failure here; SQLite rolls back by itself when the
            // connection is opened next.
            drop(self.library.catalogue.rollback());
        }
    }
}

/// The row that a record is from, as JSON.
fn written(raw: &Value, id: &str) -> Result<String> {
    let mut written = serde_json::to_string(raw).map_err(|error| Error::Record {
        id: id.to_owned(),
        reason: error.to_string(),
    })?;
    // It is held until the record is stored, and may be half empty.
    written.shrink_to_fit();
    Ok(written)
}

/// The file of the row that a part is.
fn file_of(part: &SourceVersion) -> &str {
    let source = part.record.sources.first();
    source.map_or("", |source| &source.file)
}

/// The hash of the row that a part is.
fn row_hash(part: &SourceVersion) -> &str {
    hash_of(&part.record)
}

/// The hash of the row that a record is first from.
fn hash_of(record: &Record) -> &str {
    record.sources.first().map_or("", |source| &source.hash)
}

/// Whether a source says of a record what it said before, and has not let it go since.
fn says_the_same(known: &Record, new: &Record) -> bool {
    let mut sources = known.sources.iter();
    let is_gone = sources.any(|source| !source.gone.is_empty());
    !is_gone && hash_of(known) == hash_of(new) && merge::same_content(known, new)
}

/// Whether a row is an export of ours that says what all parts say together.
fn is_whole(parts: &[SourceVersion], new: &SourceVersion) -> Result<bool> {
    if parts.len() < 2 || new.record.sources.len() < 2 {
        return Ok(false);
    }
    let told: Vec<&Record> = parts.iter().map(|part| &part.record).collect();
    Ok(merge::same_content(&merge::joined(&told)?, &new.record))
}

/// Takes a row into parts that are of several sources, as exports and older programs have them:
/// known, it changes nothing; else its source speaks for itself from now on.
fn take_into_several(parts: &mut Vec<SourceVersion>, new: &SourceVersion) -> Option<Outcome> {
    let source = new.record.sources.first()?;
    let is_of_several = |part: &&mut SourceVersion| {
        let mut names = part.record.sources.iter();
        let has = part
            .record
            .sources
            .iter()
            .any(|known| known.name == source.name);
        has && names.any(|known| known.name != source.name)
    };
    let part = parts.iter_mut().find(is_of_several)?;
    let mut rows = part.record.sources.iter();
    if rows.any(|known| {
        known.hash == source.hash && known.name == source.name && known.gone.is_empty()
    }) && new.record.sources.len() == 1
    {
        return Some(Outcome::Unchanged);
    }
    if new.record.sources.len() > 1 {
        return None;
    }
    part.record
        .sources
        .retain(|known| known.name != source.name);
    parts.push(new.clone());
    Some(Outcome::Updated)
}

fn parts_are_same(before: &[SourceVersion], after: &[SourceVersion]) -> bool {
    before.len() == after.len()
        && before
            .iter()
            .zip(after)
            .all(|(one, other)| one.record == other.record && one.raw == other.raw)
}
