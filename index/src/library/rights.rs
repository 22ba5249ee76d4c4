//! What the library knows of the rights that a listing names: whether its patents are dead.

use tantivy::schema::IndexRecordOption;
use tantivy::{DocSet as _, TERMINATED, TantivyError, Term};

use super::Library;
use crate::checks;
use crate::error::Result;
use crate::inner_error;
use crate::record::{Kind, Record};
use crate::rights::{self, MAX_BEARERS};

impl Library {
    /// The record with those of its rights that are dead patents of this library.
    pub(super) fn with_rights(&self, mut record: Record) -> Result<Record> {
        record.dead_rights = self.reading(|| self.dead_rights(&record))?;
        Ok(record)
    }

    fn dead_rights(&self, record: &Record) -> inner_error::Result<Vec<String>> {
        let mut dead = Vec::new();
        for named in rights::named(record) {
            let mut rows = self.bearers_of(named)?;
            rows.extend(self.catalogue.shown_row(named)?);
            let mut patents = Vec::new();
            for row in rows {
                let known = self.catalogue.readable(row)?;
                patents.extend(known.filter(|known| known.kind == Kind::Patent));
            }
            if !patents.is_empty() && patents.iter().all(checks::is_dead) {
                dead.push(named.clone());
            }
        }
        Ok(dead)
    }

    /// The rows of the listings that bear a number; none where they are many.
    fn bearers_of(&self, number: &str) -> inner_error::Result<Vec<u64>> {
        let mut rows = Vec::new();
        let Some(number) = rights::number(number) else {
            return Ok(rows);
        };
        let term = Term::from_field_text(self.fields.number, &number);
        for segment in self.reader.searcher().segment_readers() {
            let index = segment.inverted_index(self.fields.number)?;
            let column = segment.fast_fields().u64("row")?;
            let alive = segment.alive_bitset();
            let postings = index.read_postings(&term, IndexRecordOption::Basic);
            let Some(mut postings) = postings.map_err(TantivyError::from)? else {
                continue;
            };
            let mut document = postings.doc();
            while document != TERMINATED && rows.len() <= MAX_BEARERS {
                if alive.is_none_or(|alive| alive.is_alive(document)) {
                    rows.extend(column.first(document));
                }
                document = postings.advance();
            }
        }
        rows.truncate(if rows.len() > MAX_BEARERS {
            0
        } else {
            MAX_BEARERS
        });
        Ok(rows)
    }
}
