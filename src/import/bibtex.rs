//! BibTeX and BibLaTeX → rows.
//!
//! The text is cut into entries by counting braces, and each is parsed by itself, behind the
//! abbreviations (`@string`) seen so far: an entry that breaks the rules costs one row.

mod cells;
mod dates;

use biblatex::{Bibliography, Entry, ParseErrorKind, RawBibliography, RawChunk, Spanned};

use super::budget::MAX_CELL_BYTES;
use super::damage::damaged;
use super::errors::{FileError, RowError};
use super::origin::Origin;
use super::text::{End, Text, Unit};
use super::{Item, Sink, parser_errors};

/// Braces nested deeper than this mean nothing.
const DEEPEST: usize = 100;
/// Bytes of abbreviations that are kept at most.
const MAX_ABBREVIATION_BYTES: usize = 64 * 1024;
/// Abbreviations of one entry that may be undefined.
const MAX_UNDEFINED: usize = 20;

/// Whether the head of a text is a bibliography: an entry with a key or a field.
pub(super) fn is_bibliography(head: &str) -> bool {
    let lines = head.lines().map(str::trim_start);
    let mut lines = lines.filter(|line| !line.is_empty() && !line.starts_with('%'));
    let Some(first) = lines.next() else {
        return false;
    };
    let kind = first.trim_start_matches('\u{feff}').strip_prefix('@');
    let parted = kind.and_then(|kind| kind.split_once(['{', '(']));
    parted.is_some_and(|(kind, rest)| {
        let kind = kind.trim_end();
        let has_content = !rest.trim().is_empty() || lines.next().is_some();
        !kind.is_empty() && kind.bytes().all(|byte| byte.is_ascii_alphabetic()) && has_content
    })
}

/// Reads the entries of a file.
pub(super) fn read(text: &mut Text, origin: &Origin, sink: &mut Sink) -> Result<(), FileError> {
    let (mut number, mut abbreviations) = (0, String::new());
    loop {
        text.skip_while(|byte| byte != b'@')?;
        let mut scanner = Scanner::default();
        let Some(unit) = entry(text, &mut scanner)? else {
            break;
        };
        match &*kind(&unit.text) {
            "comment" | "preamble" => continue,
            "string" => {
                let fits = abbreviations.len() + unit.text.len() <= MAX_ABBREVIATION_BYTES;
                if fits && scanner.deepest <= DEEPEST && is_plain(&unit.text) {
                    abbreviations.push_str(&unit.text);
                    abbreviations.push('\n');
                }
                continue;
            }
            _ => number += 1,
        }
        if sink(row(&unit, &scanner, &abbreviations, number, origin)).is_break() {
            break;
        }
    }
    Ok(())
}

/// The next entry from its `@` on; one that another begins in is cut off there.
fn entry(text: &mut Text, scanner: &mut Scanner) -> Result<Option<Unit>, FileError> {
    let Some(mut unit) = text.take(&mut |byte| scanner.closes(byte))? else {
        return Ok(None);
    };
    let mut end = unit.end;
    while end == End::Limit {
        end = text
            .take(&mut |byte| scanner.closes(byte))?
            .map_or(End::File, |more| more.end);
    }
    if scanner.is_next {
        let at = unit.text.rfind('@').unwrap_or(unit.text.len());
        let next = unit.text.split_off(at);
        text.put_back(&next);
    }
    Ok(Some(unit))
}

/// Whether an abbreviation stands for text alone: those that stand for others could go round in
/// circles, or grow without end.
fn is_plain(definition: &str) -> bool {
    let is_text = |chunk: &Spanned<RawChunk>| matches!(chunk.v, RawChunk::Normal(_));
    RawBibliography::parse(definition).is_ok_and(|found| {
        let mut abbreviations = found.abbreviations.iter();
        abbreviations.all(|pair| pair.value.v.iter().all(is_text))
    })
}

/// `article` of `@Article{…`.
fn kind(entry: &str) -> String {
    let name = entry.trim_start_matches('@').split(['{', '(']).next();
    name.unwrap_or_default().trim().to_ascii_lowercase()
}

/// Finds the end of an entry, byte by byte.
#[derive(Default)]
struct Scanner {
    depth: usize,
    deepest: usize,
    escaped: bool,
    /// The entry was closed.
    is_whole: bool,
    /// Another entry begins before this one is closed.
    is_next: bool,
    /// How much of the start of an entry stands at the start of this line.
    start: Start,
}

/// `@word{` at the start of a line, as far as it has come.
#[derive(Default, PartialEq, Eq)]
enum Start {
    #[default]
    No,
    Line,
    At,
    Word,
}

impl Scanner {
    fn closes(&mut self, byte: u8) -> bool {
        let begins_entry = self.start == Start::Word && byte == b'{';
        if self.depth > 0 && begins_entry {
            self.is_next = true;
            return true;
        }
        self.start = match (&self.start, byte) {
            (_, b'\n' | b'\r') => Start::Line,
            (Start::Line, b'@') => Start::At,
            (Start::At | Start::Word, byte) if byte.is_ascii_alphabetic() => Start::Word,
            _ => Start::No,
        };
        let was_escaped = self.escaped;
        self.escaped = byte == b'\\' && !was_escaped;
        if was_escaped {
            return false;
        }
        match byte {
            b'{' => self.depth += 1,
            b'(' if self.depth == 0 => self.depth += 1,
            b'}' => return self.close(),
            _ => {}
        }
        self.deepest = self.deepest.max(self.depth);
        false
    }

    fn close(&mut self) -> bool {
        self.depth = self.depth.saturating_sub(1);
        self.is_whole = self.depth == 0;
        self.is_whole
    }
}

fn row(unit: &Unit, scanner: &Scanner, abbreviations: &str, number: u64, origin: &Origin) -> Item {
    let reject = |row_error| Err(origin.reject(number, "", &row_error, &unit.text));
    if unit.end == End::Limit {
        return reject(RowError::RowTooLong);
    }
    if unit.text.len() > MAX_CELL_BYTES {
        return reject(RowError::CellTooLong);
    }
    if !scanner.is_whole {
        return reject(RowError::CutOff);
    }
    if scanner.deepest > DEEPEST {
        return reject(RowError::TooDeep(DEEPEST));
    }
    let entry = parse(&with_plain_letters(&unit.text), abbreviations.to_owned());
    if let Some(damage) = unit.damage {
        let cells = entry.map(|entry| cells::of(&entry)).unwrap_or_default();
        let column = damaged(&cells).unwrap_or_default();
        let row_error = RowError::Undecodable(damage);
        return Err(origin.reject(number, column, &row_error, &unit.text));
    }
    match entry {
        Ok(entry) => Ok(origin.row(number, cells::of(&entry))),
        Err(row_error) => reject(row_error),
    }
}

/// Parses an entry. Abbreviations that nobody has defined stand for themselves.
fn parse(text: &str, mut abbreviations: String) -> Result<Entry, RowError> {
    let mut undefined = 0;
    loop {
        let before = abbreviations.len();
        let error = match Bibliography::parse(&format!("{abbreviations}{text}")) {
            Ok(found) => return found.into_vec().pop().ok_or(RowError::CutOff),
            Err(error) => error,
        };
        match error.kind {
            ParseErrorKind::UnknownAbbreviation(name) if undefined < MAX_UNDEFINED => {
                abbreviations.insert_str(0, &format!("@string{{{name} = {{{name}}}}}\n"));
                undefined += 1;
            }
            kind => {
                let at = error.span.start.saturating_sub(before);
                let place = text.get(..at).unwrap_or(text);
                let line = place.rsplit('\n').next().unwrap_or_default();
                return Err(RowError::NotBibtex {
                    line: place.matches('\n').count() + 1,
                    column: line.chars().count() + 1,
                    detail: parser_errors::bibtex(&kind),
                });
            }
        }
    }
}

/// `\'\i` → `\'i`: an accent takes the letter behind it, dot or not.
fn with_plain_letters(text: &str) -> String {
    const ACCENTS: [char; 7] = ['\'', '`', '^', '"', '~', '=', '.'];
    let mut plain = text.to_owned();
    for accent in ACCENTS {
        for letter in ['i', 'j'] {
            let dotless = format!("\\{accent}\\{letter}");
            if plain.contains(&dotless) {
                plain = plain.replace(&dotless, &format!("\\{accent}{letter}"));
            }
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn abbreviations_that_stand_for_others_are_not_followed() {
        assert!(is_plain("@string{a = \"x\"}"));
        assert!(!is_plain("@string{a = a # a}"));
        assert!(!is_plain("@string{a = "));
    }

    #[test]
    fn accents_take_letters_without_dots() {
        assert_eq!(with_plain_letters(r"Garc{\'\i}a"), r"Garc{\'i}a");
        assert_eq!(with_plain_letters(r"{\i}"), r"{\i}");
    }

    #[test]
    fn bibliographies_are_known_by_their_first_entry() {
        assert!(is_bibliography(
            "% a remark\n\n@article{key,\n title = {x}\n}\n"
        ));
        assert!(is_bibliography("@string{ieee = \"IEEE\"}\n"));
        assert!(!is_bibliography("@handle said\n"));
        assert!(!is_bibliography("title,phone\n"));
    }
}
