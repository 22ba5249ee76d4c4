//! Tasks: something to do by a day.

use rusqlite::{Connection, OptionalExtension as _, Row, params};

use super::{Desk, Pair, Refusal, Snapshot};
use crate::messages::Failure;

/// Longest text of a task, in bytes.
const MAX_TASK_BYTES: usize = 2_000;
const COLUMNS: &str = "number, at, day, text, listing, client, deal, done_at";

/// Something to do.
#[derive(Debug, Default, Clone, PartialEq)]
pub(crate) struct Task {
    /// Its number, from 1.
    pub(crate) number: u64,
    /// When it was written down, RFC 3339.
    pub(crate) at: String,
    /// The day by which it is to be done: `2026-12-04`; empty where no day is set.
    pub(crate) day: String,
    /// What is to be done.
    pub(crate) text: String,
    /// What it is about.
    pub(crate) about: About,
    /// When it was done, RFC 3339; empty while it is not.
    pub(crate) done_at: String,
}

/// What a task is about.
#[derive(Debug, Default, Clone, PartialEq)]
pub(crate) enum About {
    /// Nothing that the desk knows.
    #[default]
    Nothing,
    /// A listing, as it was when it was kept.
    Listing(Box<Snapshot>),
    /// A person or an institution.
    Client(String),
    /// The deal with this number, and its listings as they were when they were kept.
    Deal(u64, Box<Pair>),
}

impl Task {
    /// Whether it is still to be done.
    pub(crate) const fn is_open(&self) -> bool {
        self.done_at.is_empty()
    }

    /// The listing that it is about.
    pub(crate) const fn listing(&self) -> Option<&Snapshot> {
        match &self.about {
            About::Listing(listing) => Some(listing),
            About::Nothing | About::Client(_) | About::Deal(..) => None,
        }
    }

    /// What it is about, in words of the listing or the user; empty where it is nothing.
    pub(crate) fn about(&self) -> &str {
        match &self.about {
            About::Nothing => "",
            About::Listing(listing) if listing.title.is_empty() => &listing.id,
            About::Listing(listing) => &listing.title,
            About::Client(client) => client,
            About::Deal(_, pair) => &pair.offer.title,
        }
    }
}

impl Desk {
    /// Adds a task; its number and whether it is done are left out of account. Its number.
    ///
    /// # Errors
    /// It says nothing or too much; the desk cannot be written.
    pub(crate) fn add_task(&mut self, task: &Task) -> anyhow::Result<u64> {
        let text = task.text.trim();
        if text.is_empty() {
            return Err(Refusal::Invalid.because(Failure::new(
                "任务不能为空",
                "a task says what is to be done",
            )));
        }
        if text.len() > MAX_TASK_BYTES {
            return Err(Refusal::Invalid.because(Failure::new(
                format!("任务太长：最多 {MAX_TASK_BYTES} 字节，长的请写成笔记"),
                format!(
                    "the task is too long: {MAX_TASK_BYTES} bytes at most; write a note instead"
                ),
            )));
        }
        let listing = task.listing();
        let client = match &task.about {
            About::Client(client) => client.trim(),
            About::Nothing | About::Listing(_) | About::Deal(..) => "",
        };
        let deal = match &task.about {
            About::Deal(deal, _) => signed(*deal),
            About::Nothing | About::Listing(_) | About::Client(_) => 0,
        };
        self.write(|connection| {
            if let Some(listing) = listing {
                listing.keep(connection, &task.at)?;
            }
            let listing = listing.map_or("", |listing| &listing.id);
            let sql = "INSERT INTO task (at, day, text, listing, client, deal, done_at)
                VALUES (?1, ?2, ?3, ?4, ?5, ?6, '')";
            let values = params![task.at, task.day, text, listing, client, deal];
            connection.execute(sql, values)?;
            Ok(connection.last_insert_rowid().unsigned_abs())
        })
    }

    /// The tasks, open ones by their days before those without one, then those that are done, the
    /// last first.
    ///
    /// # Errors
    /// The desk cannot be read.
    pub(crate) fn tasks(&self) -> anyhow::Result<Vec<Task>> {
        self.read(|connection| {
            let sql = format!(
                "SELECT {COLUMNS} FROM task
                ORDER BY done_at <> '', done_at DESC, day = '', day, number"
            );
            let mut statement = connection.prepare_cached(&sql)?;
            let mut rows = statement.query([])?;
            let mut tasks = Vec::new();
            while let Some(row) = rows.next()? {
                tasks.push(read_task(connection, row)?);
            }
            Ok(tasks)
        })
    }

    /// Takes note that a task is done, or that it is not after all; the task.
    ///
    /// # Errors
    /// There is no task of this number; the desk cannot be written.
    pub(crate) fn set_done(&mut self, number: u64, done_at: &str) -> anyhow::Result<Task> {
        let sql = "UPDATE task SET done_at = ?2 WHERE number = ?1";
        self.change_task(number, sql, done_at)
    }

    /// Puts a task off until a day; the task.
    ///
    /// # Errors
    /// As for [`Self::set_done`].
    pub(crate) fn snooze(&mut self, number: u64, day: &str) -> anyhow::Result<Task> {
        let sql = "UPDATE task SET day = ?2, done_at = '' WHERE number = ?1";
        self.change_task(number, sql, day)
    }

    /// Removes a task; the task as it was.
    ///
    /// # Errors
    /// As for [`Self::set_done`].
    pub(crate) fn remove_task(&mut self, number: u64) -> anyhow::Result<Task> {
        self.write(|connection| {
            let task = one_task(connection, number)?;
            connection.execute("DELETE FROM task WHERE number = ?1", [signed(number)])?;
            Ok(task)
        })
    }

    fn change_task(&mut self, number: u64, sql: &str, value: &str) -> anyhow::Result<Task> {
        self.write(|connection| {
            connection.execute(sql, params![signed(number), value])?;
            one_task(connection, number)
        })
    }
}

fn one_task(connection: &Connection, number: u64) -> anyhow::Result<Task> {
    let sql = format!("SELECT {COLUMNS} FROM task WHERE number = ?1");
    let mut statement = connection.prepare_cached(&sql)?;
    let task = statement.query_row([signed(number)], |row| Ok(read_task(connection, row)));
    task.optional()?.unwrap_or_else(|| Err(no_task(number)))
}

fn read_task(connection: &Connection, row: &Row<'_>) -> anyhow::Result<Task> {
    let (listing, client): (String, String) = (row.get(4)?, row.get(5)?);
    let about = if !listing.is_empty() {
        About::Listing(Box::new(Snapshot::kept(connection, &listing)?))
    } else if !client.is_empty() {
        About::Client(client)
    } else {
        about_deal(connection, row.get(6)?)?
    };
    Ok(Task {
        number: row.get::<_, i64>(0)?.unsigned_abs(),
        at: row.get(1)?,
        day: row.get(2)?,
        text: row.get(3)?,
        about,
        done_at: row.get(7)?,
    })
}

/// That a task is about the deal with a number; about nothing where there is none.
fn about_deal(connection: &Connection, deal: i64) -> anyhow::Result<About> {
    let sql = "SELECT need, offer FROM deal WHERE number = ?1";
    let mut statement = connection.prepare_cached(sql)?;
    let ids = statement.query_row([deal], |row| {
        Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?))
    });
    let Some((need, offer)) = ids.optional()? else {
        return Ok(About::Nothing);
    };
    let pair = Pair {
        need: Snapshot::kept(connection, &need)?,
        offer: Snapshot::kept(connection, &offer)?,
    };
    Ok(About::Deal(deal.unsigned_abs(), Box::new(pair)))
}

/// The database counts up to this; what lies above is no number of anything.
fn signed(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

fn no_task(number: u64) -> anyhow::Error {
    Refusal::Unknown.because(Failure::new(
        format!("没有第 {number} 号任务：qiao task list 列出全部任务"),
        format!("there is no task {number}: `qiao task list` lists them"),
    ))
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use super::*;

    fn task(text: &str, day: &str) -> Task {
        Task {
            at: "2026-11-30T08:00:00Z".to_owned(),
            day: day.to_owned(),
            text: text.to_owned(),
            ..Task::default()
        }
    }

    #[test]
    fn open_tasks_stand_by_their_days_and_done_ones_below() {
        let folder = tempfile::tempdir().unwrap();
        let mut desk = Desk::open(folder.path()).unwrap();
        for (text, day) in [
            ("无日期", ""),
            ("周五", "2026-12-04"),
            ("明天", "2026-12-01"),
        ] {
            desk.add_task(&task(text, day)).unwrap();
        }
        let texts = |desk: &Desk| -> Vec<String> {
            desk.tasks()
                .unwrap()
                .into_iter()
                .map(|it| it.text)
                .collect()
        };
        assert_eq!(texts(&desk), ["明天", "周五", "无日期"]);
        desk.set_done(3, "2026-11-30T09:00:00Z").unwrap();
        assert_eq!(texts(&desk), ["周五", "无日期", "明天"]);
        assert_eq!(desk.snooze(3, "2026-12-02").unwrap().day, "2026-12-02");
        assert_eq!(texts(&desk), ["明天", "周五", "无日期"], "to be done again");
        assert_eq!(desk.remove_task(2).unwrap().text, "周五");
        let unknown = desk.remove_task(2).unwrap_err();
        assert!(unknown.is::<Refusal>());
        assert!(desk.add_task(&task(" ", "")).is_err());
    }

    #[test]
    fn a_task_for_a_listing_keeps_its_title() {
        let folder = tempfile::tempdir().unwrap();
        let mut desk = Desk::open(folder.path()).unwrap();
        let listing = Snapshot {
            id: "a".to_owned(),
            title: "石墨烯涂层".to_owned(),
            ..Snapshot::default()
        };
        let about = About::Listing(Box::new(listing));
        let number = desk
            .add_task(&Task {
                about,
                ..task("回电话", "")
            })
            .unwrap();
        let kept = desk.set_done(number, "").unwrap();
        assert_eq!((kept.about(), kept.is_open()), ("石墨烯涂层", true));
    }
}
