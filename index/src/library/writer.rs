//! Taking records in: batch by batch, into the catalogue first and then into the index.

use std::time::{Duration, Instant};

use serde_json::Value;
use tantivy::{IndexWriter, Term};

use super::{Library, Outcome};
use crate::catalogue::{Happened, Stored, What};
use crate::edits::{self, Change, Kept, Refused};
use crate::error::{Error, Result};
use crate::merge::{self, Part};
use crate::record::{Kind, Record};
use crate::schema::{self, FORMAT, Ordinals};

/// A batch is committed at this many records …
const BATCH_RECORDS: usize = 2_000;

/// … or at this age, so that a kill loses little.
const BATCH_AGE: Duration = Duration::from_secs(2);

/// The index is committed less often than the catalogue (small commits make small segments and
/// much merging); after a kill it is caught up from the catalogue.
const INDEX_AGE: Duration = Duration::from_secs(10);

/// A set of row numbers, one bit each: they are dense.
#[derive(Default)]
pub(super) struct Rows(Vec<u64>);

impl Rows {
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
    pub(super) postings: IndexWriter,
    pub(super) ordinals: Ordinals,
    /// Rows that this writer has been given records for.
    pub(super) seen: Rows,
    /// The source, its file and the number of the reading that the records are from.
    pub(crate) reading: Option<(String, String, u64)>,
    pub(super) batch: Option<Batch>,
    /// Revision of the last batch that the catalogue holds.
    pub(super) committed: u64,
    pub(super) indexed_at: Instant,
}

impl Writer<'_> {
    /// Adds or updates one record; commits a batch when it is full.
    ///
    /// A record is unchanged when the same source has brought the same row before, updated when
    /// it brought another, merged when only other sources had brought it, or when several rows of
    /// one import name it (see [`crate::merge`]). A record without a title adds to one that is there.
    ///
    /// # Errors
    /// The library cannot be written.
    pub fn put(&mut self, record: Record) -> Result<Outcome> {
        let outcome = if let Some(stored) = self.find(&record)? {
            self.join(&stored, record)?
        } else if record.title.is_empty() {
            Outcome::Nameless
        } else {
            self.insert(record)?;
            Outcome::New
        };
        self.commit_when_full()?;
        Ok(outcome)
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
    ) -> Result<Option<std::result::Result<(), Refused>>> {
        let Some(stored) = self.library.catalogue.by_id(id)? else {
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

    /// The record that a new one is about: the one with its id, or the same publication with or
    /// without its kind code.
    fn find(&self, record: &Record) -> Result<Option<Stored>> {
        let catalogue = &self.library.catalogue;
        let stored = catalogue.by_id(&record.id)?;
        let patent = record
            .patent
            .as_ref()
            .filter(|_| record.kind == Kind::Patent);
        let Some(patent) = patent.filter(|_| stored.is_none() && record.id.starts_with("patent:"))
        else {
            return Ok(stored);
        };
        if patent.kind_code.is_empty() {
            return self.only_kind_of(record);
        }
        let Some(bare) = record.id.strip_suffix(&*patent.kind_code) else {
            return Ok(None);
        };
        let stored = catalogue.by_id(bare)?;
        Ok(stored.filter(|stored| {
            let known = stored
                .record
                .patent
                .as_ref()
                .map_or("", |patent| &*patent.kind_code);
            known.is_empty() || known == patent.kind_code
        }))
    }

    /// The publication that a number without a kind code means: the one that its source has
    /// joined before, else the only one there is.
    fn only_kind_of(&self, record: &Record) -> Result<Option<Stored>> {
        let catalogue = &self.library.catalogue;
        let is_kind = |kind: &str| match *kind.as_bytes() {
            [letter] => letter.is_ascii_uppercase(),
            [letter, digit] => letter.is_ascii_uppercase() && digit.is_ascii_digit(),
            _ => false,
        };
        let mut found = Vec::new();
        for id in catalogue.ids_from(&record.id)? {
            if id.strip_prefix(&*record.id).is_some_and(is_kind) {
                found.extend(catalogue.by_id(&id)?);
            }
        }
        let own = found.iter().position(|stored| {
            let mut sources = stored.record.sources.iter();
            sources.any(|known| record.sources.iter().any(|own| own.hash == known.hash))
        });
        Ok(match (own, found.len()) {
            (Some(own), _) => Some(found.swap_remove(own)),
            (None, 1) => found.pop(),
            _ => None,
        })
    }

    fn insert(&mut self, mut record: Record) -> Result<()> {
        let raw = raw(&mut record)?;
        let revision = self.revision()?;
        let (told, kept) = edits::taken_off(record)?;
        let record = edits::applied(told.clone(), &kept)?;
        let catalogue = &self.library.catalogue;
        let row = catalogue.insert(revision, &record, &raw)?;
        if !kept.is_empty() {
            catalogue.set_edits(row, &record, &kept)?;
            catalogue.set_parts(row, &[Part { record: told, raw }])?;
        }
        self.seen.insert(row);
        self.note_origin(row)?;
        self.index(row, &record, false)
    }

    /// Joins a record with the one that is there.
    fn join(&mut self, stored: &Stored, mut record: Record) -> Result<Outcome> {
        let json = raw(&mut record)?;
        let mut parts = self.parts(stored)?;
        let seen = !self.seen.insert(stored.row);
        self.note_origin(stored.row)?;
        let outcome = merge::outcome(&stored.record, &parts, &record, seen);
        if outcome == Outcome::Unchanged {
            return Ok(outcome);
        }
        let (told, _) = edits::taken_off(record)?;
        let source = told.sources.first().cloned().unwrap_or_default();
        merge::take_in(
            &mut parts,
            Part {
                record: told,
                raw: json,
            },
            seen,
        )?;
        let kept = self.library.catalogue.edits(stored.row)?;
        let whole = self.rewrite(stored, &parts, &kept)?;
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

    /// Notes which file the record of a row came from, where that is to be remembered.
    fn note_origin(&mut self, row: u64) -> Result<()> {
        if self.reading.is_some() {
            self.revision()?;
        }
        match &self.reading {
            Some((source, file, run)) => self.library.catalogue.set_origin(source, file, row, *run),
            None => Ok(()),
        }
    }

    /// Deletes a record.
    pub(crate) fn remove(&mut self, row: u64) -> Result<()> {
        let revision = self.revision()?;
        self.library.catalogue.remove(revision, row)?;
        let term = Term::from_field_u64(self.library.fields.row, row);
        self.postings.delete_term(term);
        Ok(())
    }

    /// What the sources say of a record, newest first; one at least.
    pub(crate) fn parts(&self, stored: &Stored) -> Result<Vec<Part>> {
        let catalogue = &self.library.catalogue;
        if stored.record.sources.len() > 1 || !stored.record.edits.is_empty() {
            let parts = catalogue.parts(stored.row)?;
            if !parts.is_empty() {
                return Ok(parts);
            }
        }
        Ok(vec![Part {
            record: stored.record.clone(),
            raw: catalogue.raw(stored.row)?,
        }])
    }

    /// Makes a record anew of its parts and edits, and puts it where it stood.
    pub(crate) fn rewrite(
        &mut self,
        stored: &Stored,
        parts: &[Part],
        kept: &[Kept],
    ) -> Result<Record> {
        let revision = self.revision()?;
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
        self.index(stored.row, &whole, true)?;
        Ok(whole)
    }

    /// Commits what is left and makes all of it findable.
    ///
    /// # Errors
    /// The library cannot be written.
    pub fn finish(mut self) -> Result<()> {
        self.commit_batch()?;
        if self.committed > 0 {
            self.commit_index()?;
        }
        self.library.reader.reload()?;
        Ok(())
    }

    /// Commits the batch that is open, so that a stop loses nothing.
    ///
    /// # Errors
    /// The library cannot be written.
    pub fn commit_batch(&mut self) -> Result<()> {
        if let Some(batch) = self.batch.take() {
            self.library.catalogue.commit(batch.revision)?;
            self.committed = batch.revision;
        }
        Ok(())
    }

    /// The revision of the open batch, which is opened where there is none.
    pub(crate) fn revision(&mut self) -> Result<u64> {
        if let Some(batch) = &mut self.batch {
            batch.records += 1;
            return Ok(batch.revision);
        }
        let revision = self.library.catalogue.begin()?;
        self.batch = Some(Batch {
            revision,
            records: 1,
            opened: Instant::now(),
        });
        Ok(revision)
    }

    pub(crate) fn commit_when_full(&mut self) -> Result<()> {
        let full = self.batch.as_ref().is_some_and(|batch| {
            batch.records >= BATCH_RECORDS || batch.opened.elapsed() >= BATCH_AGE
        });
        if full {
            self.commit_batch()?;
            if self.indexed_at.elapsed() >= INDEX_AGE {
                self.commit_index()?;
            }
        }
        Ok(())
    }

    pub(super) fn commit_index(&mut self) -> Result<()> {
        let mut prepared = self.postings.prepare_commit()?;
        prepared.set_payload(&format!("{FORMAT} {}", self.committed));
        prepared.commit()?;
        self.indexed_at = Instant::now();
        Ok(())
    }

    /// Gives a record to the index; numbers the facet values that are new.
    fn index(&mut self, row: u64, record: &Record, replaces: bool) -> Result<()> {
        let fields = &self.library.fields;
        let catalogue = &self.library.catalogue;
        if replaces {
            self.postings
                .delete_term(Term::from_field_u64(fields.row, row));
        }
        let placed = schema::placed(record);
        let mut numbers = Vec::with_capacity(placed.len());
        for (facet, value, _) in &placed {
            let add = |ordinal| catalogue.add_facet_value(*facet, ordinal, value);
            numbers.push(self.ordinals.number(*facet, value, add)?);
        }
        let document = schema::document(fields, row, record, &placed, &numbers);
        self.postings.add_document(document)?;
        Ok(())
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
            let term = Term::from_field_u64(self.library.fields.row, row);
            self.postings.delete_term(term);
        }
        // Values that a newer vocabulary brings are numbered on the way.
        self.library.catalogue.begin()?;
        let (mut done, mut after) = (0, 0);
        loop {
            let piece = self.library.catalogue.changed_since(revision, after, 500)?;
            let Some(last) = piece.last() else { break };
            after = last.row;
            for stored in &piece {
                self.index(stored.row, &stored.record, revision > 0)?;
            }
            done += piece.len() as u64;
            progress(done, all);
        }
        self.library.catalogue.commit(self.committed)
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

/// Takes a record's `raw` out, as JSON.
fn raw(record: &mut Record) -> Result<String> {
    let raw = std::mem::replace(&mut record.raw, Value::Null);
    serde_json::to_string(&raw).map_err(|error| Error::Record {
        id: record.id.clone(),
        reason: error.to_string(),
    })
}
