//! What was read, and whose contact was copied, when. It says what the user has seen, not what the
//! user wants: it changes no answer, so it has a count of its own beside the desk's revision, and
//! there is nothing to be undone.

use rusqlite::{Connection, params};

use super::Desk;

/// What happened to a listing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Touch {
    /// It was opened to be read.
    Opened,
    /// Its contact was copied.
    Copied,
}

/// When a listing was last opened and its contact last copied, RFC 3339; empty for never.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(crate) struct Touched {
    /// The listing.
    pub(crate) listing: String,
    /// Last opened.
    pub(crate) opened: String,
    /// Contact last copied.
    pub(crate) copied: String,
}

impl Desk {
    /// Remembers what happened to listings.
    ///
    /// # Errors
    /// The desk cannot be written.
    pub(crate) fn touch(&mut self, ids: &[String], touch: Touch, at: &str) -> anyhow::Result<()> {
        let (opened, copied) = match touch {
            Touch::Opened => (at, ""),
            Touch::Copied => ("", at),
        };
        self.write_counted("opened", |connection| {
            let sql = "INSERT INTO opened (listing, opened, copied, turn)
                VALUES (?1, ?2, ?3, 1 + (SELECT value FROM meta WHERE key = 'opened'))
                ON CONFLICT (listing) DO UPDATE SET opened = max(opened, excluded.opened),
                copied = max(copied, excluded.copied), turn = excluded.turn";
            let mut statement = connection.prepare_cached(sql)?;
            for id in ids {
                statement.execute(params![id, opened, copied])?;
            }
            Ok(())
        })
    }

    /// How often something was opened or copied: changes with each.
    ///
    /// # Errors
    /// The desk cannot be read.
    pub(crate) fn turns(&self) -> anyhow::Result<i64> {
        self.read(|connection| {
            let sql = "SELECT value FROM meta WHERE key = 'opened'";
            Ok(connection.query_row(sql, [], |row| row.get(0))?)
        })
    }

    /// What was opened and copied after a turn.
    ///
    /// # Errors
    /// The desk cannot be read.
    pub(crate) fn touched_since(&self, turn: i64) -> anyhow::Result<Vec<Touched>> {
        self.read(|connection| {
            let mut touched = Vec::new();
            for_each_touched(connection, turn, |it| touched.push(it))?;
            Ok(touched)
        })
    }

    /// Forgets what was opened and copied; of how many listings.
    ///
    /// # Errors
    /// The desk cannot be written.
    pub(crate) fn clear_opened(&mut self) -> anyhow::Result<usize> {
        self.write(|connection| Ok(connection.execute("DELETE FROM opened", [])?))
    }
}

/// Goes through what was opened and copied after a turn.
pub(super) fn for_each_touched(
    connection: &Connection,
    turn: i64,
    mut take: impl FnMut(Touched),
) -> anyhow::Result<()> {
    let sql = "SELECT listing, opened, copied FROM opened WHERE turn > ?1";
    let mut statement = connection.prepare_cached(sql)?;
    let mut rows = statement.query([turn])?;
    while let Some(row) = rows.next()? {
        take(Touched {
            listing: row.get(0)?,
            opened: row.get(1)?,
            copied: row.get(2)?,
        });
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use super::*;

    #[test]
    fn the_last_time_counts_and_no_search_is_asked_again() {
        let folder = tempfile::tempdir().unwrap();
        let mut desk = Desk::open(folder.path()).unwrap();
        let ids = ["a1".to_owned()];
        let times = [
            ("2026-11-30T08:00:00Z", Touch::Opened),
            ("2026-11-30T08:01:00Z", Touch::Copied),
        ];
        for (at, touch) in times {
            desk.touch(&ids, touch, at).unwrap();
        }
        let turn = desk.turns().unwrap();
        let expected = Touched {
            listing: "a1".to_owned(),
            opened: "2026-11-30T08:00:00Z".to_owned(),
            copied: "2026-11-30T08:01:00Z".to_owned(),
        };
        assert_eq!(desk.touched_since(0).unwrap(), [expected]);
        assert_eq!(desk.touched_since(turn).unwrap(), []);
        assert_eq!((turn, desk.revision().unwrap()), (2, 0));
        let kept = desk.kept().unwrap();
        assert_eq!(kept.listing("a1").unwrap().copied, "2026-11-30T08:01:00Z");
        assert_eq!(desk.clear_opened().unwrap(), 1);
        assert_eq!(desk.kept().unwrap().listing("a1"), None);
        assert_eq!(desk.revision().unwrap(), 1);
    }
}
