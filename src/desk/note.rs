//! Notes and tags: what the user writes on listings.

use rusqlite::{OptionalExtension as _, params};

use super::shortlist::checked;
use super::{Desk, Refusal, Snapshot};
use crate::messages::Failure;

/// Longest note, in bytes: what a person writes, not a pasted library.
const MAX_NOTE_BYTES: usize = 100_000;

impl Desk {
    /// The note on a listing; empty where there is none.
    ///
    /// # Errors
    /// The desk cannot be read.
    pub(crate) fn note(&self, id: &str) -> anyhow::Result<String> {
        self.read(|connection| {
            let sql = "SELECT text FROM note WHERE listing = ?1";
            let note = connection.query_row(sql, [id], |row| row.get(0));
            Ok(note.optional()?.unwrap_or_default())
        })
    }

    /// Writes the note on a listing; an empty one is removed.
    ///
    /// # Errors
    /// It is too long; the desk cannot be written.
    pub(crate) fn set_note(
        &mut self,
        listing: &Snapshot,
        text: &str,
        at: &str,
    ) -> anyhow::Result<()> {
        let text = text.trim();
        if text.len() > MAX_NOTE_BYTES {
            return Err(Refusal::Invalid.because(Failure::new(
                format!("笔记太长：最多 {MAX_NOTE_BYTES} 字节"),
                format!("the note is too long: {MAX_NOTE_BYTES} bytes at most"),
            )));
        }
        self.write(|connection| {
            if text.is_empty() {
                connection.execute("DELETE FROM note WHERE listing = ?1", [&listing.id])?;
                return Ok(());
            }
            listing.keep(connection, at)?;
            let sql = "INSERT OR REPLACE INTO note (listing, at, text) VALUES (?1, ?2, ?3)";
            connection.execute(sql, params![listing.id, at, text])?;
            Ok(())
        })
    }

    /// The tags on a listing, by name.
    ///
    /// # Errors
    /// The desk cannot be read.
    pub(crate) fn tags(&self, id: &str) -> anyhow::Result<Vec<String>> {
        self.read(|connection| {
            let sql = "SELECT tag FROM tag WHERE listing = ?1 ORDER BY tag";
            let mut statement = connection.prepare_cached(sql)?;
            let tags = statement.query_map([id], |row| row.get(0))?;
            Ok(tags.collect::<Result<_, _>>()?)
        })
    }

    /// All tags with the number of listings that have them, by name.
    ///
    /// # Errors
    /// The desk cannot be read.
    pub(crate) fn all_tags(&self) -> anyhow::Result<Vec<(String, u64)>> {
        self.read(|connection| {
            let sql = "SELECT tag, count(*) FROM tag GROUP BY tag ORDER BY tag";
            let mut statement = connection.prepare_cached(sql)?;
            let tags = statement.query_map([], |row| {
                Ok((row.get(0)?, row.get::<_, i64>(1)?.unsigned_abs()))
            })?;
            Ok(tags.collect::<Result<_, _>>()?)
        })
    }

    /// Puts tags on listings, or takes them off; how many changes that made.
    ///
    /// # Errors
    /// A tag cannot be one; the desk cannot be written.
    pub(crate) fn tag(
        &mut self,
        listings: &[Snapshot],
        tags: &[String],
        is_on: bool,
        at: &str,
    ) -> anyhow::Result<usize> {
        let tags: Vec<String> = tags
            .iter()
            .map(|tag| checked(tag))
            .collect::<Result<_, _>>()?;
        self.write(|connection| {
            let mut changes = 0;
            for listing in listings {
                for tag in &tags {
                    changes += if is_on {
                        listing.keep(connection, at)?;
                        let sql =
                            "INSERT OR IGNORE INTO tag (listing, tag, at) VALUES (?1, ?2, ?3)";
                        connection.execute(sql, params![listing.id, tag, at])?
                    } else {
                        let sql = "DELETE FROM tag WHERE listing = ?1 AND tag = ?2";
                        connection.execute(sql, params![listing.id, tag])?
                    };
                }
            }
            Ok(changes)
        })
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use super::*;

    #[test]
    fn notes_and_tags_are_written_changed_and_removed() {
        let folder = tempfile::tempdir().unwrap();
        let mut desk = Desk::open(folder.path()).unwrap();
        let listing = Snapshot {
            id: "a".to_owned(),
            ..Snapshot::default()
        };
        desk.set_note(&listing, " 周五回电 \n第二行\n", "2026-11-30")
            .unwrap();
        assert_eq!(desk.note("a").unwrap(), "周五回电 \n第二行");
        desk.set_note(&listing, "", "2026-11-30").unwrap();
        assert_eq!(desk.note("a").unwrap(), "");
        assert!(
            desk.set_note(&listing, &"x".repeat(MAX_NOTE_BYTES + 1), "")
                .is_err()
        );
        let tags = ["急".to_owned(), "Pilot".to_owned()];
        let both = [listing];
        assert_eq!(desk.tag(&both, &tags, true, "2026-11-30").unwrap(), 2);
        assert_eq!(desk.tag(&both, &["PILOT".to_owned()], true, "").unwrap(), 0);
        assert_eq!(desk.tags("a").unwrap(), ["Pilot", "急"]);
        assert_eq!(
            desk.tag(&both, &["pilot".to_owned()], false, "").unwrap(),
            1
        );
        assert_eq!(desk.all_tags().unwrap(), [("急".to_owned(), 1)]);
        assert!(desk.tag(&both, &[String::new()], true, "").is_err());
    }
}
