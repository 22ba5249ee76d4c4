//! What can be done with tasks.

use qiao_index::now;
use qiao_index::record::Date;
use sha2::{Digest as _, Sha256};

use super::day::{self, coming_day, days_after};
use crate::desk::task::{About, Task};
use crate::desk::{Desk, Snapshot};
use crate::export::CalendarTask;
use crate::messages::{Bilingual, Failure};

/// Bytes of the hash by which a calendar knows a task.
const UID_BYTES: usize = 10;
/// Days of the week, Monday being 0.
const MONDAY: i64 = 0;
const FRIDAY: i64 = 4;

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
            "已记下任务 {n}，{day}：{text}",
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

/// The days by which most things have to be done: today, tomorrow, Friday, Monday, in one, two and
/// four weeks.
pub(crate) fn usual_days(today: Date) -> Vec<Date> {
    let coming = |weekday: i64| (weekday - day::weekday(today)).rem_euclid(7);
    let mut days = Vec::new();
    for ahead in [0, 1, coming(FRIDAY), coming(MONDAY), 7, 14, 28] {
        let day = days_after(today, ahead);
        if !days.contains(&day) {
            days.push(day);
        }
    }
    days
}

/// The day that the first or the last word of a text means, and the text without it. Chinese needs no
/// blank beside it: 明天给李工打电话.
pub(crate) fn day_in(text: &str, today: Date) -> Option<(Date, String)> {
    let text = text.trim();
    let first = text.split_once(char::is_whitespace);
    let last = text.rsplit_once(char::is_whitespace);
    let last = last.map(|(rest, word)| (word, rest));
    let mut parts = first.into_iter().chain(last).chain(glued(text));
    parts.find_map(|(word, rest)| {
        let day = coming_day(word, today).ok()?;
        Some((day, rest.trim().to_owned()))
    })
}

/// Most characters of a day in Chinese: 12月31日, 下个星期五.
const LONGEST_DAY: usize = 6;

/// The beginnings and ends of a text that may be days in Chinese, with the rest, the longest first.
fn glued(text: &str) -> impl Iterator<Item = (&str, &str)> {
    let lengths = || (2..=LONGEST_DAY).rev();
    let beginnings = lengths().filter_map(|length| {
        let (end, _) = text.char_indices().nth(length)?;
        text.split_at_checked(end)
    });
    let ends = lengths().filter_map(|length| {
        let (start, _) = text.char_indices().nth_back(length - 1)?;
        let (rest, word) = text.split_at_checked(start)?;
        (!rest.is_empty()).then_some((word, rest))
    });
    beginnings
        .chain(ends)
        .filter(|(word, _)| is_chinese_day(word))
}

/// Whether a word can be nothing but a day: 周一 begins names, too.
fn is_chinese_day(word: &str) -> bool {
    let is_name = word.starts_with('周');
    let ends_as_one = word.ends_with(|c| "天日号后後一二三四五六".contains(c));
    let has_unit = word.contains(|c| "天日月后後周期拜".contains(c));
    ends_as_one && has_unit && !is_name && !word.contains(char::is_whitespace)
}

/// Whether the first or the last word of a text writes a day that there is not, as `2月30日`.
pub(crate) fn has_impossible_day(text: &str, today: Date) -> bool {
    let is_written = |word: &str| {
        let marks = "年月日号-/.";
        let is_part = |c: char| c.is_ascii_digit() || marks.contains(c);
        // A telephone number is none.
        let mut digits = word
            .split(|c: char| !c.is_ascii_digit())
            .filter(|it| !it.is_empty());
        let are_short = digits
            .next()
            .is_some_and(|first| [1, 2, 4].contains(&first.len()))
            && digits.all(|part| part.len() <= 2);
        are_short && word.contains(|c| "月-/".contains(c)) && word.chars().all(is_part)
    };
    let mut words = text.split_whitespace();
    let ends = [words.next(), words.next_back()];
    let mut written = ends.into_iter().flatten().filter(|word| is_written(word));
    written.any(|word| coming_day(word, today).is_err())
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
    let digits = hash
        .iter()
        .take(UID_BYTES)
        .map(|byte| format!("{byte:02x}"));
    let digits: Vec<String> = digits.collect();
    CalendarTask {
        uid: digits.concat(),
        at: task.at.clone(),
        day: task.day.parse().ok(),
        text: task.text.clone(),
        about: task.about().to_owned(),
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use super::*;

    #[test]
    fn a_day_is_read_from_either_end_of_a_text() {
        // A Tuesday.
        let today = Date::new(2026, 12, 1).unwrap();
        let check = |text: &str, expected: Option<(&str, &str)>| {
            let read = day_in(text, today).map(|(day, rest)| (day.to_string(), rest));
            let read = read.as_ref().map(|(day, rest)| (&**day, &**rest));
            assert_eq!(read, expected, "{text}");
        };
        check("周五 回电话", Some(("2026-12-04", "回电话")));
        check("call back 12-10", Some(("2026-12-10", "call back")));
        check("call the second man", None);
        check("明天给李工打电话", Some(("2026-12-02", "给李工打电话")));
        check("后天发合同", Some(("2026-12-03", "发合同")));
        check("大后天发合同", Some(("2026-12-04", "发合同")));
        check("给李工打电话下周三", Some(("2026-12-09", "给李工打电话")));
        check("12月5日开会", Some(("2026-12-05", "开会")));
        check("3天后回访", Some(("2026-12-04", "回访")));
        check("星期五 交材料", Some(("2026-12-04", "交材料")));
        check("周一鸣教授的合同", None);
        check("本周报告", None);
        check("日后再说", None);
        check("周五", None);
        check("", None);
    }

    #[test]
    fn a_day_that_there_is_not_is_no_part_of_the_text() {
        let today = Date::new(2026, 12, 1).unwrap();
        let check = |text: &str, expected| {
            assert_eq!(has_impossible_day(text, today), expected, "{text}");
        };
        check("2月30日 回电话", true);
        check("call back 13-40", true);
        check("call back 12-10", false);
        check("回电话", false);
        check("027-0000", false);
        check("", false);
    }

    #[test]
    fn the_usual_days_are_told_once() {
        // A Friday.
        let today = Date::new(2026, 12, 4).unwrap();
        let days: Vec<_> = usual_days(today).iter().map(Date::to_string).collect();
        let expected = [
            "2026-12-04",
            "2026-12-05",
            "2026-12-07",
            "2026-12-11",
            "2026-12-18",
            "2027-01-01",
        ];
        assert_eq!(days, expected);
    }
}
