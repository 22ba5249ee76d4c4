//! What only patents have beside numbers and legal status: classes, family, citations, events.

use super::cells::Cells;
use super::date::date;
use super::headers::Target;
use super::legal;
use super::list;
use crate::record::{Date, LegalEvent, Patent};
use crate::vocab;

/// Adds what the patent does not have yet.
pub(super) fn add(part: &mut Patent, cells: &Cells) {
    if part.cpc.is_empty() {
        part.cpc = symbols(cells);
    }
    for (values, target) in [
        (&mut part.us_classes, Target::UsClasses),
        (&mut part.family_members, Target::FamilyMembers),
        (&mut part.literature, Target::Literature),
    ] {
        if values.is_empty() {
            *values = cells.texts(target, list::values);
        }
    }
    if part.document_type.is_empty() {
        part.document_type = cells.text(Target::DocumentType);
    }
    for (count, target) in [
        (&mut part.family_size, Target::FamilySize),
        (&mut part.cites_count, Target::CitesCount),
        (&mut part.cited_by_count, Target::CitedByCount),
    ] {
        *count = count.or_else(|| whole_number(&cells.text(target)));
    }
    part.earliest_priority = part.earliest_priority.or_else(|| earliest(cells));
    if part.legal_events.is_empty() {
        part.legal_events = events(cells);
        let known: Vec<_> = part.legal_events.iter().map(|event| event.date).collect();
        let told = legal::events_of_status(cells).into_iter();
        let new = told.filter(|event| !known.contains(&event.date));
        part.legal_events.extend(new);
    }
}

/// CPC symbols in our form; what is none stays as written.
fn symbols(cells: &Cells) -> Vec<String> {
    let texts = cells.texts(Target::Cpc, list::values).into_iter();
    let symbols = texts.flat_map(|text| match vocab::symbols(&text) {
        symbols if symbols.is_empty() => vec![text],
        symbols => symbols,
    });
    list::distinct(symbols.collect())
}

/// `12`, `1,234`, `12.0` (as spreadsheets write counts).
fn whole_number(text: &str) -> Option<u32> {
    let digits = text.trim().replace([',', '，'], "");
    let digits = digits.strip_suffix(".0").unwrap_or(&digits);
    digits.parse().ok()
}

/// The earliest of the dates of priority.
fn earliest(cells: &Cells) -> Option<Date> {
    let dates = cells.dates(Target::EarliestPriority).into_iter();
    dates.min().or_else(|| cells.date(Target::EarliestPriority))
}

/// The events of the column of events, each written `2019-11-27 AK words`.
fn events(cells: &Cells) -> Vec<LegalEvent> {
    let texts = cells.values(Target::LegalEvents).flat_map(legal::texts);
    texts
        .filter(|text| !text.is_empty())
        .map(|text| event(&text))
        .collect()
}

fn event(text: &str) -> LegalEvent {
    let (day, rest) = text.split_once(' ').unwrap_or((text, ""));
    let Some(day) = date(day, None) else {
        return LegalEvent {
            text: text.to_owned(),
            ..LegalEvent::default()
        };
    };
    let (code, words) = rest.split_once(' ').unwrap_or((rest, ""));
    let is_code =
        !code.is_empty() && code.len() <= 6 && code.bytes().all(|b| b.is_ascii_alphanumeric());
    let (code, words) = if is_code { (code, words) } else { ("", rest) };
    LegalEvent {
        date: Some(day),
        code: code.to_owned(),
        text: words.trim().to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn events_are_read_as_date_code_and_words() {
        let check = |text: &str, date: Option<&str>, code: &str, words: &str| {
            let found = event(text);
            assert_eq!(
                found.date.map(|date| date.to_string()).as_deref(),
                date,
                "{text}"
            );
            assert_eq!((&*found.code, &*found.text), (code, words), "{text}");
        };
        check(
            "2019-11-27 AK DESIGNATED STATES",
            Some("2019-11-27"),
            "AK",
            "DESIGNATED STATES",
        );
        check("2019-11-27 PG25", Some("2019-11-27"), "PG25", "");
        check("2013.06.12 公开", Some("2013-06-12"), "", "公开");
        check("未缴年费", None, "", "未缴年费");
    }

    #[test]
    fn counts_are_read_as_sheets_write_them() {
        for (text, expected) in [
            ("12", Some(12)),
            ("1,234", Some(1234)),
            ("3.0", Some(3)),
            ("", None),
            ("many", None),
        ] {
            assert_eq!(whole_number(text), expected, "{text}");
        }
    }
}
