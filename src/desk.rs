//! The desk: what the user keeps. It lies in one file beside the library, and no import, undo or
//! rebuild touches it. A listing is named by its id, with a snapshot from the day it was kept, so
//! that nothing breaks when the listing goes.

mod calendar;
mod chain;
mod copies;
mod deal;
pub(crate) mod do_not_contact;
pub(crate) mod draft;
mod feedback;
mod forget;
mod kept;
mod layout;
pub(crate) mod log;
mod met;
mod money;
mod note;
mod notice;
mod opened;
mod read_only;
pub(crate) mod shortlist;
mod snapshot;
mod tables;
pub(crate) mod task;
mod told;
mod transfer;
mod undo;
pub(crate) mod watch;

use std::fmt;
use std::fs::File;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use qiao_index::error::DiskTrouble;
use qiao_index::library::{private_file, private_folder, write_ahead};
use rusqlite::{Connection, ErrorCode, TransactionBehavior};

use crate::messages::{Failure, escape_controls};

pub(crate) use calendar::WorkingDay;
pub(crate) use deal::{
    ContractKind, Deal, DealEvent, DealField, DealState, Stage, StageNote, Step,
};
pub(crate) use do_not_contact::DoNotContact;
pub(crate) use feedback::Pair;
pub(crate) use met::Estranged;
pub(crate) use money::Money;
pub(crate) use notice::Notice;
pub(crate) use opened::Touch;
pub(crate) use snapshot::Snapshot;
pub(crate) use transfer::Transferred;

/// The desk's file in the library folder.
pub(crate) const FILE: &str = "desk.db";

/// How long a writer waits for another one.
const PATIENCE: Duration = Duration::from_secs(2);

/// Whether a file is written to when something is kept.
pub(crate) fn is_written(path: &Path) -> bool {
    let name = path.file_name().and_then(|name| name.to_str());
    name.is_some_and(|name| name == FILE || name.strip_prefix(FILE) == Some("-wal"))
}

/// The user's desk. Several programs can have it open, and write one after the other.
#[derive(Debug)]
pub(crate) struct Desk {
    connection: Connection,
    path: PathBuf,
    /// What is written is noted, so that it can be taken back.
    is_noting: bool,
}

impl Desk {
    /// Opens the desk in a library folder, making it where there is none.
    ///
    /// # Errors
    /// It cannot be read or written, or a newer program has written it.
    pub(crate) fn open(folder: &Path) -> anyhow::Result<Self> {
        let path = folder.join(FILE);
        let open = || {
            private_folder(folder)?;
            private_file(&path)?;
            let mut connection = Connection::open(&path)?;
            write_ahead(&connection, PATIENCE)?;
            layout::prepare(&mut connection, &path)?;
            Ok(connection)
        };
        // Where that does not help, the first says best why.
        let opened = open().or_else(|error| {
            let kept = is_refused(&error).then(|| read_only::open(&path));
            kept.flatten().ok_or(error)
        });
        let connection = opened.map_err(|error| unusable(&path, error))?;
        Ok(Self {
            connection,
            path,
            is_noting: false,
        })
    }

    /// Opens the desk in a library folder, where there is one.
    ///
    /// # Errors
    /// As for [`Desk::open`].
    pub(crate) fn open_kept(folder: &Path) -> anyhow::Result<Option<Self>> {
        let is_there = folder.join(FILE).exists();
        is_there.then(|| Self::open(folder)).transpose()
    }

    /// Changes with everything that is written.
    ///
    /// # Errors
    /// It cannot be read.
    pub(crate) fn revision(&self) -> anyhow::Result<u64> {
        let sql = "SELECT value FROM meta WHERE key = 'revision'";
        let number = self
            .connection
            .query_row(sql, [], |row| row.get::<_, i64>(0));
        let number = number.map_err(|error| unusable(&self.path, error.into()))?;
        Ok(number.unsigned_abs())
    }

    /// Reads something.
    fn read<T>(&self, work: impl FnOnce(&Connection) -> anyhow::Result<T>) -> anyhow::Result<T> {
        work(&self.connection).map_err(|error| unusable(&self.path, error))
    }

    /// Writes something, all or nothing.
    fn write<T>(
        &mut self,
        work: impl FnOnce(&Connection) -> anyhow::Result<T>,
    ) -> anyhow::Result<T> {
        self.write_counted("revision", work)
    }

    /// Writes something, all or nothing, and counts it in `meta`.
    fn write_counted<T>(
        &mut self,
        count: &str,
        work: impl FnOnce(&Connection) -> anyhow::Result<T>,
    ) -> anyhow::Result<T> {
        let (connection, is_noting) = (&mut self.connection, &mut self.is_noting);
        let write = || {
            if !*is_noting {
                undo::watch(connection)?;
                *is_noting = true;
            }
            let behaviour = TransactionBehavior::Immediate;
            let transaction = connection.transaction_with_behavior(behaviour)?;
            let done = work(&transaction)?;
            let sql = "UPDATE meta SET value = value + 1 WHERE key = ?1";
            transaction.execute(sql, [count])?;
            undo::keep(&transaction)?;
            transaction.commit()?;
            Ok(done)
        };
        let done = write().map_err(|error| unusable(&self.path, error))?;
        tell_watchers(&self.path);
        Ok(done)
    }
}

/// Touches the log beside a desk once a commit can be read. Other programs watch the files, and the
/// last that a commit writes to one comes before it is visible, which memory says that they share.
///
/// Never the desk's own file: closing it would give up the locks that this process holds on it.
fn tell_watchers(path: &Path) {
    let mut log = path.as_os_str().to_owned();
    log.push("-wal");
    // Where that fails they see it with the next commit, or their next search of a changed library.
    let touched = File::open(log).and_then(|log| log.set_modified(SystemTime::now()));
    touched.unwrap_or_default();
}

/// The desk cannot be read or written.
#[derive(Debug)]
pub(crate) struct DeskError(anyhow::Error);

impl fmt::Display for DeskError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl std::error::Error for DeskError {}

/// Why the desk does not do what it is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Refusal {
    /// It has nothing of this name or number.
    Unknown,
    /// It cannot be as it is said.
    Invalid,
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Unknown => "not there",
            Self::Invalid => "not valid",
        })
    }
}

impl std::error::Error for Refusal {}

impl Refusal {
    /// The error, with its reason in words.
    pub(crate) fn because(self, reason: Failure) -> anyhow::Error {
        anyhow::Error::new(self).context(reason)
    }
}

/// Whether a desk cannot be opened as it cannot be written.
fn is_refused(error: &anyhow::Error) -> bool {
    use ErrorCode::{CannotOpen, DiskFull, PermissionDenied, ReadOnly, SystemIoFailure};
    let database = error.downcast_ref::<rusqlite::Error>();
    let code = database.and_then(rusqlite::Error::sqlite_error_code);
    let system = error.downcast_ref::<std::io::Error>();
    let refused = [
        ReadOnly,
        CannotOpen,
        PermissionDenied,
        DiskFull,
        SystemIoFailure,
    ];
    code.is_some_and(|code| refused.contains(&code)) || system.is_some()
}

/// Why the desk at a path cannot be used, in words.
fn unusable(path: &Path, error: anyhow::Error) -> anyhow::Error {
    if error.is::<Refusal>() {
        return error;
    }
    let shown = path.display().to_string();
    let shown = escape_controls(&shown);
    let database = error.downcast_ref::<rusqlite::Error>();
    let code = database.and_then(rusqlite::Error::sqlite_error_code);
    let known = error.downcast_ref::<Failure>().cloned();
    let system = error.downcast_ref::<std::io::Error>();
    let code = code.or_else(|| match DiskTrouble::of_number(system?.raw_os_error()?)? {
        DiskTrouble::Full => Some(ErrorCode::DiskFull),
        DiskTrouble::Forbidden => Some(ErrorCode::PermissionDenied),
        DiskTrouble::Faulty => Some(ErrorCode::SystemIoFailure),
        DiskTrouble::TooManyFiles | DiskTrouble::Unopened => Some(ErrorCode::CannotOpen),
        DiskTrouble::Unwritten => None,
    });
    let failure = known.unwrap_or_else(|| match code {
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Failure::new(
            format!("另一个 qiao 正在写 {shown}：请稍后再试"),
            format!("another qiao is writing {shown}: try again in a moment"),
        ),
        Some(ErrorCode::ReadOnly | ErrorCode::PermissionDenied) => Failure::new(
            format!("{shown} 只能读：没有写入权限，或磁盘是只读的"),
            format!("{shown} can only be read: no permission to write it, or a read-only disk"),
        ),
        Some(ErrorCode::DiskFull) => Failure::new(
            format!("{shown} 所在的磁盘已满：请腾出空间再试"),
            format!("the disk of {shown} is full: free some space and try again"),
        ),
        Some(ErrorCode::NotADatabase | ErrorCode::DatabaseCorrupt) => Failure::new(
            format!(
                "{shown} 已损坏，或磁盘出错，读不出您保存的内容：请先检查磁盘，再用备份替换它，或移走它重新开始"
            ),
            format!(
                "{shown} is damaged or its disk is faulty, what you kept cannot be read: check the disk, \
                 then replace the file by a backup, or move it away to start anew"
            ),
        ),
        Some(ErrorCode::SystemIoFailure) => Failure::new(
            format!("{shown} 所在的磁盘读写出错：请检查磁盘，再试一次"),
            format!("the disk of {shown} cannot be read or written: check it, then try again"),
        ),
        Some(ErrorCode::CannotOpen) => Failure::new(
            format!("打不开 {shown}：请检查文件夹的权限，或关闭其他程序（打开的文件可能太多）"),
            format!(
                "{shown} cannot be opened: check the permissions of its folder, or close other \
                 programs, as too many files may be open"
            ),
        ),
        _ => Failure::new(
            format!("无法读写 {shown}：{error}"),
            format!("cannot read or write {shown}: {error}"),
        ),
    });
    anyhow::Error::new(DeskError(error)).context(failure)
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use super::*;
    use qiao_index::vocab::Language;

    #[test]
    fn a_damaged_desk_is_named_and_left_alone() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(FILE);
        std::fs::write(&path, "no database at all, but a text of some length").unwrap();
        let error = Desk::open(folder.path()).unwrap_err();
        assert!(error.is::<DeskError>());
        let said = Failure::of(&error);
        assert!(said.say(Language::English).contains("damaged"), "{said:?}");
        assert!(said.say(Language::Chinese).contains("已损坏"), "{said:?}");
        let kept = std::fs::read_to_string(&path).unwrap();
        assert!(kept.starts_with("no database"));
    }

    #[test]
    fn the_later_of_two_writers_waits_and_then_says_who_writes() {
        let folder = tempfile::tempdir().unwrap();
        let mut first = Desk::open(folder.path()).unwrap();
        let mut second = Desk::open(folder.path()).unwrap();
        second.connection.busy_timeout(Duration::ZERO).unwrap();
        let refused = first.write(|_| Ok(second.write(|_| Ok(())))).unwrap();
        let said = Failure::of(&refused.unwrap_err());
        assert!(
            said.say(Language::English).contains("another qiao"),
            "{said:?}"
        );
        assert_eq!(first.revision().unwrap(), 1);
    }

    #[test]
    fn what_fails_half_way_leaves_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let mut desk = Desk::open(folder.path()).unwrap();
        let failed: anyhow::Result<()> = desk.write(|connection| {
            connection.execute("INSERT INTO told (need, offer) VALUES ('a', 'b')", [])?;
            anyhow::bail!("no more")
        });
        assert!(failed.is_err());
        let count = "SELECT count(*) FROM told";
        let count = desk
            .connection
            .query_row(count, [], |row| row.get::<_, i64>(0));
        assert_eq!((count.unwrap(), desk.revision().unwrap()), (0, 0));
    }
}
