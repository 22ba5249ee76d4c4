//! A task in words.

use qiao_index::record::Date;

use crate::desk::task::Task;

/// What a task says, and what it is about.
pub(crate) fn line(task: &Task) -> String {
    match task.about() {
        "" => task.text.clone(),
        about => format!("{} · {about}", task.text),
    }
}

/// The day of a task as it is read, where it has one.
pub(crate) fn day(task: &Task) -> Option<Date> {
    task.day.parse().ok()
}
