//! Reading past what is damaged: a record that cannot be read is left out and remembered, so that
//! whoever searches, exports or builds the index anew gets all the others, and is told.

use std::cell::RefCell;
use std::collections::BTreeSet;

use rusqlite::{Connection, OpenFlags, OptionalExtension as _, params};

use super::packed::Packing;
use super::{Catalogue, Stored, parse, signed, unsigned};
use crate::inner_error::Result;
use crate::record::Record;

/// Ways to the number of the last record: the table itself, then what lies on other pages.
const LAST_ROW: [&str; 3] = [
    "SELECT ifnull(max(row), 0) FROM record",
    "SELECT ifnull(max(row), 0) FROM record INDEXED BY record_revision WHERE revision >= 0",
    "SELECT ifnull(max(row), 0) FROM record INDEXED BY sqlite_autoindex_record_1 WHERE id >= ''",
];
/// Ways to the number of all records, likewise.
const NUMBER: [&str; 3] = [
    "SELECT count(*) FROM record",
    "SELECT count(*) FROM record INDEXED BY sqlite_autoindex_record_1 WHERE id >= ''",
    "SELECT count(*) FROM record NOT INDEXED",
];

/// Rows of records that could not be read.
#[derive(Default)]
pub(super) struct Unreadable(RefCell<BTreeSet<u64>>);

impl Catalogue {
    /// The record with this row number, without `raw`; `None` where it is not there or damaged.
    pub(crate) fn readable(&self, row: u64) -> Result<Option<Record>> {
        self.or_left_out(row, self.by_row(row))
    }

    /// The same with every source's row as it came.
    pub(crate) fn readable_whole(&self, row: u64) -> Result<Option<Record>> {
        let sql = "SELECT 1 FROM record WHERE row = ?1";
        let mut statement = self.connection.prepare_cached(sql)?;
        let found = statement.query_row([signed(row)], |_| Ok(())).optional();
        match found {
            // Another program has deleted it since it was found.
            Ok(None) => Ok(None),
            _ => self.or_left_out(row, self.whole_by_row(row).map(Some)),
        }
    }

    /// The record as it was at first, where that can be read.
    pub(crate) fn readable_first(&self, row: u64) -> Result<Option<Record>> {
        match self.first_version(row) {
            Err(error) if error.is_damage() => Ok(None),
            read => read,
        }
    }

    /// Another connection to the same file, to read by; `None` for a catalogue in memory. A connection
    /// that has met with a damaged page while it was writing can write no more.
    pub(crate) fn beside(&self) -> Result<Option<Self>> {
        let Some(path) = self.connection.path().filter(|path| !path.is_empty()) else {
            return Ok(None);
        };
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        Ok(Some(Self {
            connection: Connection::open_with_flags(path, flags)?,
            packing: Packing::default(),
            unreadable: Unreadable::default(),
        }))
    }

    /// What was read of a record; where it is damaged it is left out and remembered.
    fn or_left_out<T>(&self, row: u64, read: Result<Option<T>>) -> Result<Option<T>> {
        match read {
            Err(error) if error.is_damage() => {
                self.leave_out(row);
                Ok(None)
            }
            read => read,
        }
    }

    /// Remembers that a record could not be read.
    pub(crate) fn leave_out(&self, row: u64) {
        self.unreadable.0.borrow_mut().insert(row);
    }

    /// Rows of the records that were left out so far.
    pub(crate) fn left_out(&self) -> BTreeSet<u64> {
        self.unreadable.0.borrow().clone()
    }

    /// As [`Catalogue::changed_since`], one by one: what is damaged is left out.
    pub(super) fn carefully_since(
        &self,
        revision: u64,
        row: u64,
        limit: u32,
    ) -> Result<Vec<Stored>> {
        let mut changed = Vec::new();
        for row in row + 1..=self.last_readable_row()? {
            let read = self.or_left_out(row, self.row_since(revision, row))?;
            changed.extend(read);
            if changed.len() >= limit as usize {
                break;
            }
        }
        Ok(changed)
    }

    fn row_since(&self, revision: u64, row: u64) -> Result<Option<Stored>> {
        let sql = "SELECT json FROM record WHERE row = ?1 AND revision > ?2
            AND row NOT IN (SELECT row FROM deleted)";
        let mut statement = self.connection.prepare_cached(sql)?;
        let mut rows = statement.query(params![signed(row), signed(revision)])?;
        let Some(found) = rows.next()? else {
            return Ok(None);
        };
        let json = self.record_json(found, 0)?;
        let record = parse(&json, &row.to_string())?;
        Ok(Some(Stored { row, record }))
    }

    /// Number of the last record, by whatever way it can be read.
    pub(crate) fn last_readable_row(&self) -> Result<u64> {
        self.by_any_way(LAST_ROW)
    }

    /// Number of all records, by whatever way it can be read.
    pub(super) fn number_of_records(&self) -> Result<u64> {
        self.by_any_way(NUMBER)
    }

    fn by_any_way(&self, [first, others @ ..]: [&str; 3]) -> Result<u64> {
        let ask = |sql: &str| -> Result<u64> {
            Ok(self
                .connection
                .query_row(sql, [], |found| unsigned(found, 0))?)
        };
        let mut answer = ask(first);
        for sql in others {
            match &answer {
                Err(error) if error.is_damage() => {}
                _ => return answer,
            }
            // The first says best what is wrong.
            if let Ok(number) = ask(sql) {
                answer = Ok(number);
            }
        }
        answer
    }
}
