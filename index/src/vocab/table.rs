//! Tables of codes: region, industry, discipline and IPC files have the same four columns.

use std::borrow::Cow;
use std::collections::HashMap;

use unicode_normalization::UnicodeNormalization;

use super::Language;

/// No name in any table is longer (bytes); longer texts need not be looked up.
const LONGEST_NAME: usize = 400;

/// One line of a table.
#[derive(Debug)]
pub(super) struct Row {
    pub(super) code: &'static str,
    pub(super) name: &'static str,
    pub(super) english: &'static str,
    /// Short names, Chinese first, where the official ones are sentences.
    short: [&'static str; 2],
}

/// A vocabulary of coded values, in file order.
#[derive(Debug)]
pub(super) struct Table {
    rows: Vec<Row>,
    by_code: HashMap<&'static str, usize>,
    by_name: HashMap<String, Vec<usize>>,
}

/// The lines of a table below its header, cut into columns.
pub(super) fn lines(text: &'static str) -> impl Iterator<Item = Vec<&'static str>> {
    text.lines()
        .skip(1)
        .filter(|line| !line.is_empty())
        .map(|line| line.split('\t').collect())
}

/// The form in which names are compared: compatibility forms, case and blanks do not count,
/// and a comma is as good as 、.
pub(crate) fn fold(text: &str) -> Cow<'_, str> {
    let plain = |c: char| matches!(c, 'a'..='z' | '0'..='9' | '、' | '\u{4E00}'..='\u{9FFF}');
    if text.chars().all(plain) {
        return Cow::Borrowed(text);
    }
    let folded = text
        .nfkc()
        .flat_map(char::to_lowercase)
        .filter(|c| !c.is_whitespace())
        .map(|c| if c == ',' { '、' } else { c });
    Cow::Owned(folded.collect())
}

impl Table {
    /// Reads `code name english aliases short short_english`; the last four columns may be missing.
    pub(super) fn new(text: &'static str) -> Self {
        let mut table = Self {
            rows: Vec::new(),
            by_code: HashMap::new(),
            by_name: HashMap::new(),
        };
        for columns in lines(text) {
            let column = |index: usize| columns.get(index).copied().unwrap_or_default();
            table.add(
                Row {
                    code: column(0),
                    name: column(1),
                    english: column(2),
                    short: [column(4), column(5)],
                },
                column(3),
            );
        }
        table
    }

    fn add(&mut self, row: Row, aliases: &'static str) {
        let index = self.rows.len();
        let names = [row.name, row.english]
            .into_iter()
            .chain(row.short)
            .chain(aliases.split('|'));
        for name in names.filter(|name| !name.is_empty()) {
            let rows = self.by_name.entry(fold(name).into_owned()).or_default();
            if !rows.contains(&index) {
                rows.push(index);
            }
        }
        self.by_code.insert(row.code, index);
        self.rows.push(row);
    }

    /// The line of a code.
    pub(super) fn get(&self, code: &str) -> Option<&Row> {
        self.by_code
            .get(code)
            .and_then(|&index| self.rows.get(index))
    }

    /// All lines that bear a name or alias; `folded` as [`fold`] gives it.
    pub(super) fn named(&self, folded: &str) -> impl Iterator<Item = &Row> {
        let found = if folded.len() > LONGEST_NAME {
            None
        } else {
            self.by_name.get(folded)
        };
        found
            .into_iter()
            .flatten()
            .filter_map(|&index| self.rows.get(index))
    }

    /// The codes that bear a name which begins so, in order; `start` as [`fold`] gives it.
    pub(super) fn beginning(&self, start: &str) -> Vec<String> {
        let names = self.by_name.iter();
        let begun = names.filter(|(name, _)| name.starts_with(start));
        let rows = begun.flat_map(|(_, rows)| rows);
        let rows = rows.filter_map(|&index| self.rows.get(index));
        let mut codes: Vec<String> = rows.map(|row| row.code.to_owned()).collect();
        codes.sort_unstable();
        codes.dedup();
        codes
    }

    /// The codes on the highest level that bears a name.
    pub(super) fn highest_named(&self, folded: &str) -> Vec<&'static str> {
        highest(self.named(folded).map(|row| row.code).collect())
    }

    /// The last one-letter code above a code in the file: the section of an industry.
    pub(super) fn section(&self, code: &str) -> Option<&'static str> {
        let &index = self.by_code.get(code)?;
        self.rows
            .get(..=index)?
            .iter()
            .rev()
            .map(|row| row.code)
            .find(|code| code.len() == 1)
    }

    /// The prefixes of `code` with the given lengths that are codes themselves, and `code`.
    pub(super) fn prefixes(&self, code: &str, lengths: &[usize]) -> Vec<String> {
        let mut path: Vec<String> = lengths
            .iter()
            .filter(|&&length| length < code.len())
            .filter_map(|&length| code.get(..length))
            .filter(|prefix| self.by_code.contains_key(prefix))
            .map(str::to_owned)
            .collect();
        path.push(code.to_owned());
        path
    }

    /// What people read for a code: its short name where it has one.
    pub(super) fn label<'a>(&self, code: &'a str, language: Language) -> Cow<'a, str> {
        let Some(row) = self.get(code) else {
            return Cow::Borrowed(code);
        };
        let [chinese, english] = row.short;
        let names = match language {
            Language::Chinese => [chinese, row.name, row.english],
            Language::English => [english, row.english, row.name],
        };
        let known = names.into_iter().find(|name| !name.is_empty());
        Cow::Borrowed(known.unwrap_or(code))
    }
}

/// Keeps the codes on the highest level: the shortest.
pub(super) fn highest(mut codes: Vec<&'static str>) -> Vec<&'static str> {
    if let Some(level) = codes.iter().map(|code| code.len()).min() {
        codes.retain(|code| code.len() == level);
    }
    codes
}
