//! Tasks as an iCalendar file (RFC 5545).
//!
//! Every task is a VTODO. One with a day is a VEVENT of that day with an alarm, too, since Outlook
//! reads no VTODO.

use chrono::{DateTime, Duration, NaiveDate, Utc};
use icalendar::{
    Alarm, Calendar, Component as _, Event, EventLike as _, Property, Todo, TodoStatus, Trigger,
};
use qiao_index::record::Date;

/// The alarm of a day: this many hours after it has begun.
const ALARM_HOUR: i64 = 9;
/// Who wrote the file (RFC 5545, 3.7.3).
const PRODUCT: &str = concat!("-//qiao//qiao ", env!("CARGO_PKG_VERSION"), "//EN");

/// What a calendar has to know of a task.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct CalendarTask {
    /// What tells it from every other task; the same whenever it is exported.
    pub(crate) uid: String,
    /// When it was written down, RFC 3339.
    pub(crate) at: String,
    /// The day by which it is to be done.
    pub(crate) day: Option<Date>,
    /// What is to be done.
    pub(crate) text: String,
    /// What it is about; may be empty.
    pub(crate) about: String,
}

/// The calendar with these tasks, as text.
pub(crate) fn calendar(tasks: &[CalendarTask]) -> String {
    let mut calendar = Calendar::empty();
    calendar.append_property(Property::new("VERSION", "2.0"));
    calendar.append_property(Property::new("PRODID", PRODUCT));
    for task in tasks {
        calendar.push(todo(task));
        if let Some(day) = task.day.and_then(of_calendar) {
            calendar.push(event(task, day));
        }
    }
    let mut text = calendar.to_string();
    // The last line ends like every other (RFC 5545, 3.1).
    if !text.ends_with("\r\n") {
        text.push_str("\r\n");
    }
    text
}

fn todo(task: &CalendarTask) -> Todo {
    let mut todo = Todo::with_uid(&format!("{}-todo@qiao", task.uid));
    todo.summary(&one_line(&task.text));
    todo.status(TodoStatus::NeedsAction);
    if !task.about.is_empty() {
        todo.description(&one_line(&task.about));
    }
    todo.timestamp(written(&task.at));
    if let Some(day) = task.day.and_then(of_calendar) {
        todo.due(day);
    }
    todo.done()
}

fn event(task: &CalendarTask, day: NaiveDate) -> Event {
    let text = one_line(&task.text);
    let mut event = Event::with_uid(&format!("{}-event@qiao", task.uid));
    event.summary(&text);
    if !task.about.is_empty() {
        event.description(&one_line(&task.about));
    }
    event.timestamp(written(&task.at));
    event.starts(day);
    // The end is the first day that is not part of it (RFC 5545, 3.6.1).
    event.ends(day.succ_opt().unwrap_or(day));
    // A task takes nobody's time.
    event.append_property(Property::new("TRANSP", "TRANSPARENT"));
    let at = Trigger::after_start(Duration::hours(ALARM_HOUR));
    let mut alarm = Alarm::display(&text, at);
    alarm.uid(&format!("{}-alarm@qiao", task.uid));
    alarm.timestamp(written(&task.at));
    event.alarm(alarm);
    event.done()
}

/// Control characters have no place in a calendar.
fn one_line(text: &str) -> String {
    text.replace(char::is_control, " ")
}

fn written(at: &str) -> DateTime<Utc> {
    let moment = DateTime::parse_from_rfc3339(at);
    moment.map_or(DateTime::UNIX_EPOCH, |moment| moment.with_timezone(&Utc))
}

fn of_calendar(day: Date) -> Option<NaiveDate> {
    let (month, of_month) = (day.month()?, day.day()?);
    NaiveDate::from_ymd_opt(day.year().into(), month.into(), of_month.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_task_with_a_day_is_an_event_with_an_alarm_too() {
        let task = |uid: &str, day| CalendarTask {
            uid: uid.to_owned(),
            at: "2026-11-30T08:00:00Z".to_owned(),
            day,
            text: "回电话；带样品, 合同\n早点".to_owned(),
            about: "一种石墨烯防腐涂层".to_owned(),
        };
        let text = calendar(&[task("a", Date::new(2026, 12, 4)), task("b", None)]);
        let unfolded = text.replace("\r\n ", "");
        for (line, times) in [
            ("BEGIN:VTODO", 2),
            ("BEGIN:VEVENT", 1),
            ("BEGIN:VALARM", 1),
            ("UID:a-todo@qiao", 1),
            ("DUE;VALUE=DATE:20261204", 1),
            ("DTSTART;VALUE=DATE:20261204", 1),
            ("DTEND;VALUE=DATE:20261205", 1),
            ("DTSTAMP:20261130T080000Z", 4),
            ("SUMMARY:回电话；带样品\\, 合同 早点", 3),
            ("TRIGGER;RELATED=START:PT32400S", 1),
        ] {
            let found = unfolded.lines().filter(|it| *it == line).count();
            assert_eq!(found, times, "{line}\n{unfolded}");
        }
        let longest = text.lines().map(str::len).max();
        assert!(longest <= Some(75), "lines are folded: {text}");
    }
}
