//! Which matches were told as new: none is told twice.

use std::collections::HashSet;

use rusqlite::params;

use super::Desk;

impl Desk {
    /// Ids of the offers that were told for a need.
    ///
    /// # Errors
    /// The desk cannot be read.
    pub(crate) fn told(&self, need: &str) -> anyhow::Result<HashSet<String>> {
        self.read(|connection| {
            let sql = "SELECT offer FROM told WHERE need = ?1";
            let mut statement = connection.prepare_cached(sql)?;
            let offers = statement.query_map([need], |row| row.get(0))?;
            Ok(offers.collect::<Result<_, _>>()?)
        })
    }

    /// Remembers that matches, each a need and an offer, have been told.
    ///
    /// # Errors
    /// The desk cannot be written.
    pub(crate) fn tell(&mut self, pairs: &[(String, String)]) -> anyhow::Result<()> {
        if pairs.is_empty() {
            return Ok(());
        }
        self.write(|connection| {
            let sql = "INSERT OR IGNORE INTO told (need, offer) VALUES (?1, ?2)";
            let mut statement = connection.prepare_cached(sql)?;
            for (need, offer) in pairs {
                statement.execute(params![need, offer])?;
            }
            Ok(())
        })
    }
}
