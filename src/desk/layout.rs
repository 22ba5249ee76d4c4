//! The tables of the desk, and how those of older programs become them.

use std::path::Path;

use qiao_index::library::copy_before_upgrade;
use rusqlite::{Connection, TransactionBehavior};

use crate::messages::Failure;

/// What each layout adds to the one before; `PRAGMA user_version` says how many are there.
///
/// 1: `meta.revision` changes with every write. `listing` has the snapshots, each from the day on
/// which the listing was kept first. `feedback` has what was said of matches, the newest line of a
/// pair counts; lines are added, never changed. `told` has the matches that were told as new.
/// `shortlisted` has the listings of a `shortlist` by their places; `note` and `tag` have what is
/// written on listings. A `watch` has a query with filters, or a listing, and in `seen` what was
/// there when it was last looked at. `log` has what was done, line by line; its hashes are explained in
/// [`super::log`]. Names are told apart without regard to the case of Latin letters.
///
/// 2: a `task` has its `day`, empty for none, what it is about (a listing, a client, a deal by its
/// number, or nothing) and when it was done, empty before that.
///
/// 3: `draft` has what was written to be sent. `opened` has when listings were read and contacts
/// copied, with the `turn` of `meta.opened` in which that was; it is nothing that could be undone.
///
/// 4: `undo` has what takes back the last actions ([`super::undo`]); a line of the log that
/// `takes_back` another one corrects it.
///
/// 5: a `deal` has a need and an offer, `deal_event` what happened to it and what was said of its
/// fields, line by line and hashed as the log is. `not_to_contact` has names with salted hashes,
/// which stay when a name is forgotten.
///
/// 6: `met` has the libraries that the desk was used with, and of the last the newest state that it
/// knows ([`super::met`]).
const LAYOUTS: [&str; 6] = ["
    CREATE TABLE meta (key TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID;
    INSERT INTO meta VALUES ('revision', 0);
    CREATE TABLE listing (
        id TEXT PRIMARY KEY, at TEXT NOT NULL, snapshot TEXT NOT NULL) WITHOUT ROWID;
    CREATE TABLE feedback (
        number INTEGER PRIMARY KEY AUTOINCREMENT, at TEXT NOT NULL,
        need TEXT NOT NULL, offer TEXT NOT NULL,
        verdict TEXT NOT NULL, why TEXT NOT NULL, text TEXT NOT NULL);
    CREATE INDEX feedback_pair ON feedback (need, offer);
    CREATE TABLE told (
        need TEXT NOT NULL, offer TEXT NOT NULL, PRIMARY KEY (need, offer)) WITHOUT ROWID;
    CREATE TABLE shortlist (
        number INTEGER PRIMARY KEY AUTOINCREMENT,
        name TEXT NOT NULL UNIQUE COLLATE NOCASE, at TEXT NOT NULL);
    CREATE TABLE shortlisted (
        list INTEGER NOT NULL, place INTEGER NOT NULL, listing TEXT NOT NULL, at TEXT NOT NULL,
        PRIMARY KEY (list, listing)) WITHOUT ROWID;
    CREATE TABLE watch (
        number INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL UNIQUE COLLATE NOCASE,
        query TEXT NOT NULL, filters TEXT NOT NULL, listing TEXT NOT NULL, seen_at TEXT NOT NULL);
    CREATE TABLE seen (
        watch INTEGER NOT NULL, listing TEXT NOT NULL, record TEXT NOT NULL,
        PRIMARY KEY (watch, listing)) WITHOUT ROWID;
    CREATE TABLE log (
        number INTEGER PRIMARY KEY AUTOINCREMENT, at TEXT NOT NULL, day TEXT NOT NULL,
        listing TEXT NOT NULL, how TEXT NOT NULL, person TEXT NOT NULL, text TEXT NOT NULL,
        outcome TEXT NOT NULL, salt TEXT NOT NULL, hash TEXT NOT NULL, chain TEXT NOT NULL);
    CREATE INDEX log_listing ON log (listing);
    CREATE TABLE note (listing TEXT PRIMARY KEY, at TEXT NOT NULL, text TEXT NOT NULL) WITHOUT ROWID;
    CREATE TABLE tag (
        listing TEXT NOT NULL, tag TEXT NOT NULL COLLATE NOCASE, at TEXT NOT NULL,
        PRIMARY KEY (listing, tag)) WITHOUT ROWID;
", "
    CREATE TABLE task (
        number INTEGER PRIMARY KEY AUTOINCREMENT, at TEXT NOT NULL, day TEXT NOT NULL,
        text TEXT NOT NULL, listing TEXT NOT NULL, client TEXT NOT NULL, deal INTEGER NOT NULL,
        done_at TEXT NOT NULL);
", "
    CREATE TABLE draft (
        number INTEGER PRIMARY KEY AUTOINCREMENT, at TEXT NOT NULL,
        listing TEXT NOT NULL, need TEXT NOT NULL, template TEXT NOT NULL, way TEXT NOT NULL,
        person TEXT NOT NULL, address TEXT NOT NULL, subject TEXT NOT NULL, text TEXT NOT NULL,
        sent TEXT NOT NULL);
    INSERT INTO meta VALUES ('opened', 0);
    CREATE TABLE opened (
        listing TEXT PRIMARY KEY, opened TEXT NOT NULL, copied TEXT NOT NULL,
        turn INTEGER NOT NULL) WITHOUT ROWID;
    CREATE INDEX opened_turn ON opened (turn);
", "
    CREATE TABLE undo (number INTEGER PRIMARY KEY AUTOINCREMENT, changes TEXT NOT NULL);
    ALTER TABLE log ADD COLUMN takes_back INTEGER NOT NULL DEFAULT 0;
", "
    CREATE TABLE deal (
        number INTEGER PRIMARY KEY AUTOINCREMENT, at TEXT NOT NULL,
        need TEXT NOT NULL, offer TEXT NOT NULL);
    CREATE TABLE deal_event (
        number INTEGER PRIMARY KEY AUTOINCREMENT, at TEXT NOT NULL, deal INTEGER NOT NULL,
        day TEXT NOT NULL, what TEXT NOT NULL, field TEXT NOT NULL, before TEXT NOT NULL,
        after TEXT NOT NULL, text TEXT NOT NULL, salt TEXT NOT NULL, hash TEXT NOT NULL,
        chain TEXT NOT NULL);
    CREATE INDEX deal_event_deal ON deal_event (deal);
    CREATE TABLE not_to_contact (
        number INTEGER PRIMARY KEY AUTOINCREMENT, at TEXT NOT NULL, name TEXT NOT NULL,
        salt TEXT NOT NULL, hash TEXT NOT NULL UNIQUE);
", "
    CREATE TABLE met (
        number INTEGER PRIMARY KEY AUTOINCREMENT, at TEXT NOT NULL, how TEXT NOT NULL,
        library TEXT NOT NULL, revision INTEGER NOT NULL, state TEXT NOT NULL);
"];

/// Brings the tables up to the newest layout, all at once or not at all; the file as it was is
/// copied first.
pub(super) fn prepare(connection: &mut Connection, path: &Path) -> anyhow::Result<()> {
    let found = layout(connection)?;
    if found == LAYOUTS.len() {
        return Ok(());
    }
    if found > LAYOUTS.len() {
        let path = path.display();
        anyhow::bail!(Failure::new(
            format!("{path} 是更新版本的 qiao 写成的，请安装新版本"),
            format!("{path} was written by a newer version of qiao: install that version"),
        ));
    }
    // Another process may be doing the same: whoever comes second finds it done.
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let found = layout(&transaction)?;
    if found > 0 && found < LAYOUTS.len() {
        copy_before_upgrade(path, found)??;
    }
    for tables in LAYOUTS.iter().skip(layout(&transaction)?) {
        transaction.execute_batch(tables)?;
    }
    transaction.pragma_update(None, "user_version", i64::try_from(LAYOUTS.len())?)?;
    Ok(transaction.commit()?)
}

/// Whether the tables are those of this program.
pub(super) fn is_current(connection: &Connection) -> bool {
    layout(connection).is_ok_and(|found| found == LAYOUTS.len())
}

fn layout(connection: &Connection) -> anyhow::Result<usize> {
    let number = connection.query_row("PRAGMA user_version", [], |row| row.get::<_, i64>(0))?;
    Ok(usize::try_from(number)?)
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use super::*;

    #[test]
    fn a_desk_of_a_newer_program_is_left_alone() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("desk.db");
        let mut connection = Connection::open(&path).unwrap();
        connection.pragma_update(None, "user_version", 99).unwrap();
        let refused = prepare(&mut connection, &path).unwrap_err();
        assert!(refused.to_string().contains("newer"), "{refused}");
        assert_eq!(layout(&connection).unwrap(), 99);
    }

    #[test]
    fn the_file_as_it_was_is_copied_before_an_upgrade() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("desk.db");
        let mut connection = Connection::open(&path).unwrap();
        prepare(&mut connection, &path).unwrap();
        copy_before_upgrade(&path, 1).unwrap().unwrap();
        let kept = Connection::open(folder.path().join("desk.db.1")).unwrap();
        assert_eq!(layout(&kept).unwrap(), LAYOUTS.len());
        copy_before_upgrade(&path, 1).unwrap().unwrap();
    }
}
