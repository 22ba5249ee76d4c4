//! Rows of tables that we exported: what they have no column for stays as it is.

use super::Writer;
use crate::error::Result;
use crate::fields::columns::ExportedRow;
use crate::identity;
use crate::record::Record;

impl Writer<'_> {
    /// A row of a table that we exported, with what its listing says beyond the columns of the
    /// table; as it is where no such listing is there.
    pub(super) fn completed(&self, mut record: Record) -> Result<Record> {
        let Some(cells) = record.exported_cells.take() else {
            return Ok(record);
        };
        let Some(stored) = self.stored_by_id(&record.id)? else {
            return Ok(record);
        };
        let cells = cells.iter().map(|(header, text)| (&**header, &**text));
        let is_of_it = tells_of(&stored.record, &record);
        let whole = ExportedRow::of(cells)
            .filter(|_| is_of_it)
            .and_then(|row| row.over(&stored.record, &record));
        let Some(whole) = whole else {
            return Ok(record);
        };
        let raw = self.library.catalogue.raw(stored.row)?;
        Ok(Record {
            raw: serde_json::from_str(&raw).unwrap_or_default(),
            ..whole
        })
    }
}

/// Whether a row with the id of a listing is of it: its sources are, and its number or its title.
fn tells_of(known: &Record, row: &Record) -> bool {
    let mut sources = row.sources.iter();
    let shares = sources.any(|one| known.sources.iter().any(|other| one.name == other.name));
    let agrees = row.title.is_empty() || identity::agrees(known, row);
    shares && (known.id.starts_with("patent:") || agrees)
}
