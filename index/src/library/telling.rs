//! Which listing a row is: the rules of one listing or two.
//!
//! Two rows of one import, or rows of different sources, are one listing only if they bear the same
//! publication number, the same registration number or the same id of the same source, or if
//! everything that they say is equal. A row of a later import of the same source is that source's
//! listing by number or id, else by equal content, else by title and institution where exactly one
//! row of the file and exactly one listing of the source bear them. A title alone joins nothing
//! within a file. An id that a file gives itself (files count from 1) needs title or institution to
//! agree, unless the user has named the source.

use std::cell::LazyCell;

use super::Writer;
use super::tally::By;
use crate::catalogue::Stored;
use crate::error::Result;
use crate::identity::{self, Traces};
use crate::record::{Provenance, Record};
use crate::versions::SourceVersion;

/// Ids that a source gives count so far: `d1:7`, `d1:7~2` … Nobody has more strangers of one id.
const MAX_STRANGERS: u32 = 1_000;

impl Writer<'_> {
    /// The listing that a row is without waiting for the end of its file.
    pub(super) fn tell(
        &mut self,
        part: &SourceVersion,
        traces: &Traces,
    ) -> Result<Option<(Stored, By)>> {
        match self.by_id(&part.record)? {
            Some(stored) => Ok(Some((stored, By::of_id(&part.record.id)))),
            None => self.tell_by_content(part, traces),
        }
    }

    /// The listing that a row is by anything but its id.
    pub(super) fn tell_by_content(
        &self,
        part: &SourceVersion,
        traces: &Traces,
    ) -> Result<Option<(Stored, By)>> {
        let record = &part.record;
        if let Some(stored) = self.by_registration(record, traces)? {
            return Ok(Some((stored, By::Number)));
        }
        let stored = match self.by_cells(record, traces)? {
            None => self.by_content(part, traces)?,
            found => found,
        };
        Ok(stored.map(|stored| (stored, By::Content)))
    }

    /// The listing with the id of a record, where that id is a name for it.
    pub(super) fn by_id(&mut self, record: &Record) -> Result<Option<Stored>> {
        if identity::source_id(record).is_some() {
            return self.by_source_id(record);
        }
        let stored = self.stored_by_id(&record.id)?;
        if record.id.starts_with("hash:") {
            // It says what the listing said when it was first seen. An export of ours bears it
            // with the rows that it is from.
            return Ok(stored.filter(|stored| shares_a_row(&stored.record, record)));
        }
        Ok(stored)
    }

    /// The listing to which its source gave this id, if the row agrees with it, or the user has
    /// named the source. Strangers with the same id are looked through.
    fn by_source_id(&mut self, record: &Record) -> Result<Option<Stored>> {
        for number in 1..=MAX_STRANGERS {
            let id = numbered(&record.id, number);
            let Some(stored) = self.stored_by_id(&id)? else {
                self.stranger = number > 1;
                return Ok(None);
            };
            let agrees = self.named
                || shares_a_row(&stored.record, record)
                || identity::agrees(&stored.record, record);
            if agrees {
                return Ok(Some(stored));
            }
        }
        Ok(None)
    }

    /// The achievement that was registered under the same number.
    fn by_registration(&self, record: &Record, traces: &Traces) -> Result<Option<Stored>> {
        let Some(trace) = traces.registration else {
            return Ok(None);
        };
        let number = identity::registration(record);
        let same = |stored: &Stored| identity::registration(&stored.record) == number;
        self.first_traced(trace, |_, stored| Ok(same(stored)))
    }

    /// The listing of which the same source has brought this very row.
    fn by_cells(&self, record: &Record, traces: &Traces) -> Result<Option<Stored>> {
        let Some(trace) = traces.cells else {
            return Ok(None);
        };
        self.first_traced(trace, |_, stored| Ok(shares_a_row(&stored.record, record)))
    }

    /// The listing of which some source says exactly the same.
    fn by_content(&self, part: &SourceVersion, traces: &Traces) -> Result<Option<Stored>> {
        let said = LazyCell::new(|| identity::said(&part.record, &part.raw));
        self.first_traced(traces.content, |writer, stored| {
            let parts = writer.parts(stored)?;
            let mut parts = parts.iter();
            Ok(parts.any(|known| identity::said(&known.record, &known.raw) == *said))
        })
    }

    /// The only listing of the source that bears a row's title and institution, and that was there
    /// before this import.
    pub(super) fn by_title(&self, record: &Record, traces: &Traces) -> Result<Option<Stored>> {
        let mut bearers = self.bearers(record, traces, 2)?;
        let only = bearers.pop();
        Ok(only.filter(|_| bearers.is_empty()))
    }

    /// The listings of the source that bear a row's title and institution, and that were there
    /// before this import; no more than `limit` of them.
    pub(super) fn bearers(
        &self,
        record: &Record,
        traces: &Traces,
        limit: usize,
    ) -> Result<Vec<Stored>> {
        let Some(trace) = traces.title.filter(|_| self.last_row_before > 0) else {
            return Ok(Vec::new());
        };
        let source = record.newest_source();
        let borne = identity::bears(record);
        let mut bearers = Vec::new();
        for row in self.traced(trace)? {
            if bearers.len() == limit {
                break;
            }
            if row > self.last_row_before {
                continue;
            }
            let Some(record) = self.library.catalogue.by_row(row)? else {
                continue;
            };
            let stored = Stored { row, record };
            let parts = self.parts(&stored)?;
            let bears = |known: &SourceVersion| {
                known.source() == source && identity::bears(&known.record) == borne
            };
            if parts.iter().any(bears) {
                bearers.push(stored);
            }
        }
        Ok(bearers)
    }

    /// The first record to which a trace leads rightly; those that this import has not yet brought
    /// go first.
    fn first_traced(
        &self,
        trace: identity::Trace,
        mut right: impl FnMut(&Self, &Stored) -> Result<bool>,
    ) -> Result<Option<Stored>> {
        let mut brought = None;
        for row in self.traced(trace)? {
            let Some(record) = self.library.catalogue.by_row(row)? else {
                continue;
            };
            let stored = Stored { row, record };
            if !right(self, &stored)? {
                continue;
            }
            if !self.has_brought(row) {
                return Ok(Some(stored));
            }
            brought = brought.or(Some(stored));
        }
        Ok(brought)
    }

    /// The record with an id, its own or that of one that was joined with it.
    pub(crate) fn stored_by_id(&self, id: &str) -> Result<Option<Stored>> {
        let catalogue = &self.library.catalogue;
        if let Some(stored) = catalogue.by_id(id)? {
            return Ok(Some(stored));
        }
        let Some(row) = catalogue.aliased(id)? else {
            return Ok(None);
        };
        let record = catalogue.by_row(row)?;
        Ok(record.map(|record| Stored { row, record }))
    }

    /// An id that no record has yet: the record's own, else with a number behind it.
    pub(super) fn free_id(&self, id: &str) -> Result<String> {
        let mut number = 1;
        loop {
            let free = numbered(id, number);
            if self.stored_by_id(&free)?.is_none() {
                return Ok(free);
            }
            number += 1;
        }
    }
}

/// Whether a source has brought the same row for both.
fn shares_a_row(known: &Record, record: &Record) -> bool {
    let is_same = |one: &Provenance| {
        !one.hash.is_empty()
            && record
                .sources
                .iter()
                .any(|other| one.name == other.name && one.hash == other.hash)
    };
    known.sources.iter().any(is_same)
}

/// An id with its number among those that are written alike: the first has none.
fn numbered(id: &str, number: u32) -> String {
    if number == 1 {
        id.to_owned()
    } else {
        format!("{id}~{number}")
    }
}
