//! Legal status in three layers: the class, the office's code, the source's own words.
//!
//! A column of status is judged as it stands. Dated events, in a column of their own or in the
//! status (`2013.06.12 公开；2021.02.03 专利权的终止`), leave a patent in the state of the latest
//! one that has a class.

use serde_json::Value;

use super::cells::{Cells, text_of, typed};
use super::date::date;
use super::headers::Target;
use super::list;
use super::text::{line, paragraphs};
use crate::record::{Date, Legal, LegalClass, LegalEvent};
use crate::vocab;

/// Reads the status of a row. Lists without a column of their own write it under "status".
pub(super) fn legal(cells: &Cells) -> Legal {
    if let Some(legal) = cells.values(Target::Legal).find_map(typed) {
        return legal;
    }
    let raw = words(cells);
    let (code, stated) = (cells.text(Target::LegalCode), cells.date(Target::LegalDate));
    let events = events(&raw);
    let legal = standing(&events).unwrap_or_else(|| Legal {
        class: vocab::legal_class(&raw),
        raw: raw.clone(),
        ..Legal::default()
    });
    let legal = Some(legal)
        .filter(|legal| legal.class != LegalClass::Unknown)
        .or_else(|| of_events(cells))
        .unwrap_or_else(|| Legal {
            raw,
            ..Legal::default()
        });
    Legal {
        code: if code.is_empty() { legal.code } else { code },
        date: stated.or(legal.date),
        ..legal
    }
}

/// What the columns of status say, each once; two that differ are parts of one status.
fn words(cells: &Cells) -> String {
    let stated = cells.texts(Target::Legal, |text| {
        let whole = Some(text.replace('\n', " | "));
        whole.filter(|text| !text.is_empty()).into_iter().collect()
    });
    if !stated.is_empty() {
        return stated.join(" | ");
    }
    let status = cells.text(Target::Status);
    let is_ours = ["published", "draft"].contains(&&*status);
    if is_ours || vocab::legal_class(&status) == LegalClass::Unknown {
        return String::new();
    }
    status
}

/// The state in which the events of a column of their own leave the patent.
fn of_events(cells: &Cells) -> Option<Legal> {
    let texts = cells.values(Target::LegalEvents).flat_map(texts);
    let events: Vec<Dated> = texts.filter_map(|text| with_code(&text)).collect();
    lapsed_everywhere(&events).or_else(|| standing(&events))
}

/// Members of an object that is an event: its day, and what happened.
const DAYS: [&str; 7] = [
    "date",
    "LegalStatusDate",
    "legal_status_date",
    "legalDate",
    "eventDate",
    "法律状态公告日",
    "日期",
];
const HAPPENED: [&str; 9] = [
    "Desc",
    "LegalStatusDesc",
    "description",
    "text",
    "event",
    "title",
    "法律状态",
    "内容",
    "status",
];

/// The events of a cell: the items of an array, else its lines.
pub(super) fn texts(value: &Value) -> Vec<String> {
    match value {
        Value::Array(values) => values.iter().map(|value| line(&event(value))).collect(),
        value => list::values(&paragraphs(&text_of(value))),
    }
}

/// `2016-10-12 公开` of an object that is an event; what is none, as text.
fn event(value: &Value) -> String {
    let member = |names: &[&str]| {
        let found = names.iter().find_map(|name| value.get(*name));
        found
            .map(|found| text_of(found).into_owned())
            .unwrap_or_default()
    };
    let (day, happened) = (member(&DAYS), member(&HAPPENED));
    if day.is_empty() || happened.is_empty() {
        return text_of(value).into_owned();
    }
    // Of a moment only the day counts.
    let day = day.split(['T', ' ']).next().unwrap_or_default();
    format!("{day} {} {happened}", member(&["code"])).replace("  ", " ")
}

/// An event of a patent's life.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Dated {
    date: Date,
    code: String,
    words: String,
}

/// `2019-11-27 AK words`, as readers of offices' files hand them over.
fn with_code(text: &str) -> Option<Dated> {
    let (day, rest) = text.split_once(' ')?;
    let is_code = |word: &str| {
        let letters = word
            .bytes()
            .all(|b| b.is_ascii_uppercase() || b.is_ascii_digit());
        letters && (1..=5).contains(&word.len())
    };
    let (code, words) = match rest.split_once(' ') {
        Some((code, words)) if is_code(code) => (code, words),
        _ => ("", rest),
    };
    Some(Dated {
        date: date(day, None)?,
        code: code.to_owned(),
        words: words.to_owned(),
    })
}

/// The dated events that the columns of status tell, in their order.
pub(super) fn events_of_status(cells: &Cells) -> Vec<LegalEvent> {
    let parts = parts(&words(cells));
    let events = parts.iter().filter_map(|part| dated(part));
    events
        .map(|event| LegalEvent {
            date: Some(event.date),
            code: event.code,
            text: event.words,
        })
        .collect()
}

/// The parts of a status; commas part those that all have dates.
fn parts(raw: &str) -> Vec<String> {
    let parts = list::values(raw).into_iter();
    parts
        .flat_map(|part| {
            let pieces: Vec<&str> = part.split([',', '，', '、', '。']).map(str::trim).collect();
            let pieces = pieces.into_iter().filter(|piece| !piece.is_empty());
            let pieces: Vec<String> = pieces.map(str::to_owned).collect();
            if pieces.iter().all(|piece| dated(piece).is_some()) {
                pieces
            } else {
                vec![part]
            }
        })
        .collect()
}

/// The events in a status whose parts with a meaning all have dates; none otherwise.
fn events(raw: &str) -> Vec<Dated> {
    let parts = parts(raw);
    let dated = parts.iter().map(|part| (part, dated(part)));
    let means = |part: &str| vocab::legal_class(part) != LegalClass::Unknown;
    let mut events = Vec::new();
    for (part, event) in dated {
        match event {
            Some(event) => events.push(event),
            None if means(part) => return Vec::new(),
            None => {}
        }
    }
    events
}

/// `2013.06.12 公开`, `公开(20130612)`: a day and what happened on it.
fn dated(part: &str) -> Option<Dated> {
    let is_date = |c: char| c.is_ascii_digit() || matches!(c, '.' | '-' | '/' | '年' | '月' | '日');
    let start = part.find(|c: char| c.is_ascii_digit())?;
    let rest = part.get(start..)?;
    let end = rest.find(|c| !is_date(c)).unwrap_or(rest.len());
    let (day, behind) = rest.split_at_checked(end)?;
    let date = date(day.trim_end_matches(['.', '-', '/']), None)?;
    let words = format!("{} {behind}", part.get(..start)?);
    let is_edge = |c: char| c.is_whitespace() || matches!(c, '(' | ')' | '（' | '）' | ':' | '：');
    Some(Dated {
        date: date.day().map(|_| date)?,
        code: String::new(),
        words: words.trim_matches(is_edge).to_owned(),
    })
}

/// The status that events leave a patent in: that of the latest one with a class, else the latest
/// event. Of events of one day the one that the source puts last in time.
fn standing(events: &[Dated]) -> Option<Legal> {
    let newest_first =
        events.first().map(|event| event.date) > events.last().map(|event| event.date);
    let read = |event: &Dated| Legal {
        class: vocab::legal_class(&event.words),
        code: event.code.clone(),
        raw: event.words.clone(),
        date: Some(event.date),
    };
    let mut states: Vec<Legal> = events.iter().map(read).collect();
    if newest_first {
        states.reverse();
    }
    states
        .into_iter()
        .max_by_key(|legal| (legal.class != LegalClass::Unknown, legal.date))
}

/// Codes of the European office: the states designated, and a lapse in one of them.
const DESIGNATED: &str = "AK";
const LAPSED: &str = "PG25";
/// A fee paid in a designated state: the patent lives there.
const PAID: &str = "PGFP";

/// The end of a European patent that has lapsed in every state designated; in one that it has not
/// lapsed in it is in force.
fn lapsed_everywhere(events: &[Dated]) -> Option<Legal> {
    let of = |code: &'static str| events.iter().filter(move |event| event.code == code);
    let designated = of(DESIGNATED).max_by_key(|event| event.date)?;
    let states = states(&designated.words);
    let lapse = |state: &str| {
        let there = |event: &&Dated| self::states(&event.words).contains(&state);
        let lapsed = of(LAPSED).filter(there).map(|event| event.date).max()?;
        let paid = of(PAID).filter(there).map(|event| event.date).max();
        paid.is_none_or(|paid| paid <= lapsed).then_some(lapsed)
    };
    let all: Option<Vec<Date>> = states.iter().map(|state| lapse(state)).collect();
    let date = all?.into_iter().max()?;
    let last = of(LAPSED).find(|event| event.date == date)?;
    Some(Legal {
        class: LegalClass::Dead,
        code: LAPSED.to_owned(),
        raw: last.words.clone(),
        date: Some(date),
    })
}

/// The states that stand in brackets at the end of an event: `… [AT BE CH]`.
fn states(words: &str) -> Vec<&str> {
    let inner = words
        .strip_suffix(']')
        .and_then(|words| words.rsplit_once('['));
    let states = inner.map_or("", |(_, states)| states).split_whitespace();
    states
        .filter(|word| word.len() == 2 && word.bytes().all(|b| b.is_ascii_uppercase()))
        .collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::mapping::NONE;
    use super::*;

    fn read(row: &Value) -> Legal {
        let cells = row.as_object().map(|row| legal(&Cells::new(row, NONE)));
        cells.unwrap_or_default()
    }

    fn check(row: &Value, class: LegalClass, date: Option<&str>) {
        let legal = read(row);
        let day = legal.date.map(|date| date.to_string());
        assert_eq!((legal.class, day.as_deref()), (class, date), "{row}");
    }

    #[test]
    fn dated_events_leave_the_state_of_the_latest_one_with_a_class() {
        use LegalClass::{Alive, Dead, Pending, Unknown};
        for (status, class, date) in [
            (
                "2013.06.12 公开；2015.03.04 授权；2021.02.03 专利权的终止",
                Dead,
                Some("2021-02-03"),
            ),
            (
                "2021.02.03 专利权的终止;2021.09.03 专利权的恢复",
                Alive,
                Some("2021-09-03"),
            ),
            (
                "20210203 权利终止|20150304 授权|20130612 公开",
                Dead,
                Some("2021-02-03"),
            ),
            (
                "授权(2015-03-04)\n权利转移(2019-01-02)",
                Alive,
                Some("2019-01-02"),
            ),
            (
                "2015年3月4日 授权；2016年1月1日 著录事项变更",
                Alive,
                Some("2015-03-04"),
            ),
            ("2013.06.12 公开", Pending, Some("2013-06-12")),
            ("有效 | 2013.06.12 公开", Alive, None),
            ("授权", Alive, None),
            ("未知", Unknown, None),
        ] {
            check(&json!({"法律状态": status}), class, date);
        }
    }

    #[test]
    fn dated_events_in_a_status_are_kept_in_their_order() {
        let told = |row: Value| {
            let row = row.as_object().cloned().unwrap_or_default();
            let events = events_of_status(&Cells::new(&row, super::super::mapping::NONE));
            let words = events.iter().map(|event| {
                let date = event.date.map(|date| date.to_string());
                format!("{} {}", date.unwrap_or_default(), event.text)
            });
            words.collect::<Vec<_>>()
        };
        let all = [
            "2013-06-12 公开",
            "2015-03-04 授权",
            "2021-02-03 专利权的终止",
        ];
        for status in [
            "2013.06.12 公开；2015.03.04 授权；2021.02.03 专利权的终止",
            "2013.06.12 公开，2015.03.04 授权，2021.02.03 专利权的终止",
            "公开(20130612)|授权(20150304)|专利权的终止(20210203)",
            "失效 | 2013.06.12 公开 | 2015.03.04 授权 | 2021.02.03 专利权的终止",
        ] {
            assert_eq!(told(json!({"法律状态": status})), all, "{status}");
        }
        assert!(told(json!({"法律状态": "授权, 有效"})).is_empty());
        assert!(told(json!({"法律状态": "授权"})).is_empty());
    }

    #[test]
    fn columns_of_status_are_parts_of_one() {
        let row = json!({"简单法律状态": "失效", "法律状态/事件": "授权 | 权利转移"});
        let legal = read(&row);
        assert_eq!(
            (legal.class, &*legal.raw),
            (LegalClass::Dead, "失效 | 授权 | 权利转移")
        );
        check(
            &json!({"法律状态": "权利转移", "法律状态公告日": "2019.01.02"}),
            LegalClass::Alive,
            Some("2019-01-02"),
        );
        check(&json!({"status": "Patented Case"}), LegalClass::Alive, None);
        check(&json!({"status": "published"}), LegalClass::Unknown, None);
    }

    #[test]
    fn what_national_offices_tell_of_a_european_patent_ends_it_only_in_all_states() {
        let designated = "2019-11-27 AK DESIGNATED CONTRACTING STATES [AT BE]";
        let granted =
            "2019-10-25 STAA INFORMATION ON THE STATUS: STATUS: THE PATENT HAS BEEN GRANTED";
        let lapse = |day: &str, state: &str| {
            format!(
                "{day} PG25 LAPSED IN A CONTRACTING STATE [ANNOUNCED]: LAPSE BECAUSE OF NON-PAYMENT [{state}]"
            )
        };
        let (first, last) = (lapse("2020-05-01", "AT"), lapse("2021-05-01", "BE"));
        let paid = "2022-01-03 PGFP ANNUAL FEE PAID TO NATIONAL OFFICE [BE]";
        let dead = Some("2021-05-01");
        let alive = Some("2019-10-25");
        for (events, class, date) in [
            (
                json!([designated, granted, first]),
                LegalClass::Alive,
                alive,
            ),
            (
                json!([designated, granted, first, last]),
                LegalClass::Dead,
                dead,
            ),
            (
                json!([designated, granted, last, first, paid]),
                LegalClass::Alive,
                alive,
            ),
            (json!([granted, first, last]), LegalClass::Alive, alive),
        ] {
            check(&json!({"legal events": events}), class, date);
        }
    }

    #[test]
    fn what_other_offices_observe_is_no_status() {
        for words in [
            "2004-01-02 WWW WIPO INFORMATION: WITHDRAWN IN NATIONAL OFFICE",
            "2004-01-02 WWG WIPO INFORMATION: GRANT IN NATIONAL OFFICE",
            "2004-01-02 NENP NON-ENTRY INTO THE NATIONAL PHASE IN: [DE]",
            "2004-01-02 122 EP: PCT APPLICATION NON-ENTRY IN EUROPEAN PHASE",
        ] {
            check(
                &json!({"legal events": [words]}),
                LegalClass::Unknown,
                Some("2004-01-02"),
            );
        }
    }
}
