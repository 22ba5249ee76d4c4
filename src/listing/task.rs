//! A task in words.

use qiao_index::record::Date;
use qiao_index::vocab::Language;

use crate::desk::task::Task;
use crate::messages::pick;

/// Days of the week in short, Monday first.
const WEEKDAYS: [[&str; 2]; 7] = [
    ["周一", "Mon"],
    ["周二", "Tue"],
    ["周三", "Wed"],
    ["周四", "Thu"],
    ["周五", "Fri"],
    ["周六", "Sat"],
    ["周日", "Sun"],
];

/// A day of the week in short, 0 for Monday.
pub(crate) fn weekday(place: i64, language: Language) -> &'static str {
    let place = usize::try_from(place).unwrap_or_default();
    WEEKDAYS
        .get(place)
        .map_or("", |words| pick(language, *words))
}

/// How a day lies to today, in words: `days` ahead of it, or behind.
pub(crate) fn distance(days: i64, language: Language) -> String {
    let number = days.unsigned_abs();
    let chinese = match days {
        0 => "今天".to_owned(),
        1 => "明天".to_owned(),
        2.. => format!("{number} 天后"),
        _ => format!("已过 {number} 天"),
    };
    let english = match days {
        0 => "today".to_owned(),
        1 => "tomorrow".to_owned(),
        -1 => "1 day overdue".to_owned(),
        2.. => format!("in {number} days"),
        _ => format!("{number} days overdue"),
    };
    match language {
        Language::Chinese => chinese,
        Language::English => english,
    }
}

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
