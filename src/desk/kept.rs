//! What the library has to know of the desk.

use qiao_index::kept::Kept;
use rusqlite::Connection;

use super::Desk;
use super::feedback::for_each_verdict;
use super::opened::for_each_touched;

impl Desk {
    /// What searches and matches have to know.
    ///
    /// # Errors
    /// The desk cannot be read.
    pub(crate) fn kept(&self) -> anyhow::Result<Kept> {
        self.read(|connection| {
            let mut kept = Kept::default();
            for_each_verdict(connection, |need, offer, verdict| {
                kept.judge(need, offer, verdict);
            })?;
            for_each(connection, "SELECT listing, text FROM note", |id, note| {
                kept.listing_mut(id).note = note;
            })?;
            let tags = "SELECT listing, tag FROM tag ORDER BY tag";
            for_each(connection, tags, |id, tag| {
                kept.listing_mut(id).tags.push(tag);
            })?;
            let lists = "SELECT listing, name FROM shortlisted JOIN shortlist ON list = number
                ORDER BY name";
            for_each(connection, lists, |id, list| {
                kept.listing_mut(id).shortlists.push(list);
            })?;
            let logged = "SELECT DISTINCT listing, '' FROM log WHERE takes_back = 0
                AND number NOT IN (SELECT takes_back FROM log)";
            for_each(connection, logged, |id, _| {
                kept.listing_mut(id).contacted = true;
            })?;
            for_each_touched(connection, 0, |it| {
                kept.touch(&it.listing, it.opened, it.copied);
            })?;
            Ok(kept)
        })
    }
}

/// Goes through rows of two texts, the id of a listing first.
fn for_each(
    connection: &Connection,
    sql: &str,
    mut take: impl FnMut(&str, String),
) -> anyhow::Result<()> {
    let mut statement = connection.prepare_cached(sql)?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let id: String = row.get(0)?;
        take(&id, row.get(1)?);
    }
    Ok(())
}
