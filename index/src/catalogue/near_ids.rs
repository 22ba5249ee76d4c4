//! Ids that look like one that is not there.

use rusqlite::params;

use super::Catalogue;
use crate::inner_error::Result;

/// In a catalogue of no more records all ids are candidates; the index of ids alone is read.
const MAX_SCANNED: u32 = 20_000;
/// Ids before and behind a place in the order of ids that are candidates in a larger one.
const MAX_NEIGHBOURS: u32 = 50;

impl Catalogue {
    /// Ids of records that are not deleted, among them those that begin most like `id`.
    pub(crate) fn ids_near(&self, id: &str) -> Result<Vec<String>> {
        let here = "row NOT IN (SELECT row FROM deleted)";
        let sql = format!("SELECT id FROM record WHERE {here} LIMIT ?1");
        let mut statement = self.connection.prepare_cached(&sql)?;
        let ids = statement.query_map([MAX_SCANNED], |found| found.get(0))?;
        let mut ids: Vec<String> = ids.collect::<rusqlite::Result<_>>()?;
        let (before, behind) = ("id <= ?1", "id > ?1");
        for (place, order) in [(before, "DESC"), (behind, "ASC")] {
            let sql = format!(
                "SELECT id FROM record WHERE {place} AND {here} ORDER BY id {order} LIMIT ?2"
            );
            let mut statement = self.connection.prepare_cached(&sql)?;
            let near = statement.query_map(params![id, MAX_NEIGHBOURS], |found| found.get(0))?;
            for near in near {
                ids.push(near?);
            }
        }
        Ok(ids)
    }
}
