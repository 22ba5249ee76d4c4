//! What can be done with tasks.

use qiao_index::now;
use qiao_index::record::Date;
use sha2::{Digest as _, Sha256};

use crate::desk::task::{About, Task};
use crate::desk::{Desk, Snapshot};
use crate::export::CalendarTask;
use crate::messages::{Bilingual, Failure};

/// Bytes of the hash by which a calendar knows a task.
const UID_BYTES: usize = 10;

/// What is done with a task that is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum TaskChange {
    /// It is done.
    Done,
    /// It is to be done by another day.
    Snooze(Date),
    /// It is nothing any more.
    Remove,
}

/// Adds a task, for a day and about a listing where these are given; what came of it, in words.
///
/// # Errors
/// It says nothing; the desk cannot be written.
pub(crate) fn add(
    desk: &mut Desk,
    text: &str,
    day: Option<Date>,
    about: About,
) -> anyhow::Result<(u64, Bilingual)> {
    let task = Task {
        at: now(),
        day: day.map(|day| day.to_string()).unwrap_or_default(),
        text: text.to_owned(),
        about,
        ..Task::default()
    };
    let number = desk.add_task(&task)?;
    let words = if task.day.is_empty() {
        ["已记下任务 {n}：{text}", "task {n} kept: {text}"]
    } else {
        [
            "已记下任务 {n}，{day} 之前：{text}",
            "task {n} kept for {day}: {text}",
        ]
    };
    let number_text = number.to_string();
    let values = [
        ("n", &*number_text),
        ("day", &task.day),
        ("text", text.trim()),
    ];
    Ok((number, Failure::filled(words, &values)))
}

/// Changes a task; what came of it, in words.
///
/// # Errors
/// There is no task of this number; the desk cannot be written.
pub(crate) fn change(
    desk: &mut Desk,
    number: u64,
    change: TaskChange,
) -> anyhow::Result<Bilingual> {
    let (task, words) = match change {
        TaskChange::Done => (
            desk.set_done(number, &now())?,
            ["已完成：{text}", "done: {text}"],
        ),
        TaskChange::Snooze(day) => (
            desk.snooze(number, &day.to_string())?,
            ["推迟到 {day}：{text}", "put off until {day}: {text}"],
        ),
        TaskChange::Remove => (
            desk.remove_task(number)?,
            ["已删除任务：{text}", "task removed: {text}"],
        ),
    };
    let values = [("day", &*task.day), ("text", &task.text)];
    Ok(Failure::filled(words, &values))
}

/// What a task is about: a listing.
pub(crate) fn about_listing(listing: Snapshot) -> About {
    About::Listing(Box::new(listing))
}

/// The open tasks for a calendar.
///
/// # Errors
/// The desk cannot be read.
pub(crate) fn for_calendar(desk: &Desk) -> anyhow::Result<Vec<CalendarTask>> {
    let tasks = desk.tasks()?.into_iter().filter(Task::is_open);
    Ok(tasks.map(|task| of_calendar(&task)).collect())
}

fn of_calendar(task: &Task) -> CalendarTask {
    // The same task has the same hash in every export, and no two desks have the same.
    let hash = Sha256::digest(format!("{} {} {}", task.number, task.at, task.text));
    let digits = hash.iter().take(UID_BYTES);
    CalendarTask {
        uid: digits.map(|byte| format!("{byte:02x}")).collect(),
        at: task.at.clone(),
        day: task.day.parse().ok(),
        text: task.text.clone(),
        about: task.about().to_owned(),
    }
}
