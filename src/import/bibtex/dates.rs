//! Dates that an entry has in several fields: `year`, `month` and `day`, with or without `filed`.

/// Fields of year, month and day, and the cell that they make together.
const FIELDS: [([&str; 3], &str); 3] = [
    (["year", "month", "day"], "publication date"),
    (["yearfiled", "monthfiled", "dayfiled"], "filing date"),
    (["yearissued", "monthissued", "dayissued"], "grant date"),
];
/// Fields with a whole date.
const WHOLE: [(&str, &str); 3] = [
    ("date", "publication date"),
    ("filingdate", "filing date"),
    ("eventdate", "event date"),
];
const MONTHS: [&str; 12] = [
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
];

/// A date of an entry.
pub(super) struct Date {
    /// The cell that it belongs into.
    pub(super) cell: &'static str,
    /// `1997-10-14`, or as much of it as is known.
    pub(super) text: String,
    /// The fields that it stands in.
    pub(super) parts: Vec<&'static str>,
}

/// The dates of an entry with these fields. Parts that make no date stay fields.
pub(super) fn of(field: impl Fn(&str) -> Option<String>) -> Vec<Date> {
    let whole = WHOLE.iter().filter_map(|&(name, cell)| {
        let text = field(name)?;
        let parts = vec![name];
        Some(Date { cell, text, parts })
    });
    let mut dates: Vec<Date> = whole.collect();
    for &([year, month, day], cell) in &FIELDS {
        let is_known = dates.iter().any(|date| date.cell == cell);
        let parts = [year, month, day].map(|name| field(name).unwrap_or_default());
        let Some((text, used)) = joined(&parts).filter(|_| !is_known) else {
            continue;
        };
        let names = [year, month, day].into_iter().take(used);
        let parts = names.filter(|name| field(name).is_some()).collect();
        dates.push(Date { cell, text, parts });
    }
    dates
}

/// A date of a year, month and day as written, and how many of them it takes.
fn joined([year, month, day]: &[String; 3]) -> Option<(String, usize)> {
    let year = year.trim();
    let is_year = year.len() == 4 && year.bytes().all(|byte| byte.is_ascii_digit());
    let Some((month, day_beside)) = month_and_day(month).filter(|_| is_year) else {
        return is_year.then(|| (year.to_owned(), 1));
    };
    match day_beside.or_else(|| number(day, 31)) {
        Some(day) => Some((format!("{year}-{month:02}-{day:02}"), 3)),
        None => Some((format!("{year}-{month:02}"), 2)),
    }
}

/// `oct`, `10`, `May 3`, `3 May`, `5~3` → a month, and a day where one stands beside it.
fn month_and_day(text: &str) -> Option<(usize, Option<usize>)> {
    let is_blank = |c: char| c.is_whitespace() || matches!(c, '~' | ',' | '.' | '/' | '-' | '–');
    let words: Vec<&str> = text
        .split(is_blank)
        .filter(|word| !word.is_empty())
        .collect();
    let named = |word: &&&str| month_named(word).is_some();
    if let Some(name) = words.iter().find(named) {
        let day = words.iter().find_map(|word| number(word, 31));
        return Some((month_named(name)?, day));
    }
    let month = number(words.first()?, 12)?;
    Some((month, words.get(1).and_then(|word| number(word, 31))))
}

fn month_named(word: &str) -> Option<usize> {
    let lower = word.to_lowercase();
    let at = MONTHS.iter().position(|month| lower.starts_with(month))?;
    Some(at + 1)
}

/// A number from 1 to `last`: `03`, `3rd`.
fn number(text: &str, last: usize) -> Option<usize> {
    let digits = text
        .trim()
        .trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let number = digits.parse().ok()?;
    (1..=last).contains(&number).then_some(number)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(year: &str, month: &str, day: &str, expected: Option<(&str, usize)>) {
        let found = joined(&[year, month, day].map(str::to_owned));
        assert_eq!(found, expected.map(|(text, used)| (text.to_owned(), used)));
    }

    #[test]
    fn dates_are_put_together() {
        check("1997", "October", "14", Some(("1997-10-14", 3)));
        check("1997", "10", "", Some(("1997-10", 2)));
        check("1955", "May 3", "", Some(("1955-05-03", 3)));
        check("1955", "3 May", "", Some(("1955-05-03", 3)));
        check("1955", "sept.", "2nd", Some(("1955-09-02", 3)));
        check("1955", "spring", "", Some(("1955", 1)));
        check("1955", "2", "40", Some(("1955-02", 2)));
        check("in press", "", "", None);
    }
}
