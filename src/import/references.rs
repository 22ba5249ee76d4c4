//! Lists of references as tagged text → rows: RIS, `EndNote`, `NoteExpress`.
//!
//! | format | a record begins with | a field |
//! |---|---|---|
//! | RIS | `TY  - PAT` | `AU  - name`, a line for every value |
//! | `EndNote` | `%0 Patent` | `%A name`, a line for every value |
//! | `NoteExpress` | `{Reference Type}: Patent` | `{Author}: name;name;`, or a line for every value |
//!
//! Lines without a tag go on with the value above. What stands in front of the first record,
//! between two, and what numbers them belongs to none.

mod cells;

use super::errors::FileError;
use super::origin::Origin;
use super::row_size::RowSize;
use super::text::{End, Text};
use super::{Item, Sink, header};

/// Lines in front of the first record that are passed over to find it: numbers, and what
/// databases write about themselves.
const MAX_PREAMBLE: usize = 10;

/// The ways in which references are tagged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Tags {
    /// `TY  - `
    Ris,
    /// `%0 `
    EndNote,
    /// `{Reference Type}: `
    NoteExpress,
}

impl Tags {
    /// The way of a text that begins with `head`.
    pub(super) fn of(head: &str) -> Option<Self> {
        let mut lines = head.lines().filter(|line| !header::is_blank(line));
        let way = |line: &str| {
            let mut ways = [Self::Ris, Self::EndNote, Self::NoteExpress].into_iter();
            ways.find(|way| way.begins(line))
        };
        let first = lines.next()?;
        way(first).or_else(|| {
            let is_table = |line: &str| line.contains(['\t', ',', '|', '<', '@', '"', '{']);
            let preamble = std::iter::once(first).chain(lines).take(MAX_PREAMBLE);
            let mut preamble = preamble.take_while(|line| !is_table(line));
            preamble.find_map(way)
        })
    }

    /// The tag that begins a record.
    const fn first(self) -> &'static str {
        match self {
            Self::Ris => "TY",
            Self::EndNote => "0",
            Self::NoteExpress => "Reference Type",
        }
    }

    fn begins(self, line: &str) -> bool {
        let field = self.field(line);
        field.is_some_and(|(tag, value)| tag == self.first() && !value.is_empty())
    }

    /// A line's tag and value.
    fn field(self, line: &str) -> Option<(&str, &str)> {
        let line = line.trim_start_matches('\u{feff}').trim_end();
        match self {
            Self::Ris => ris_field(line),
            Self::EndNote => {
                let mut characters = line.strip_prefix('%')?.chars();
                let tag = characters.next().filter(|tag| !tag.is_whitespace())?;
                let (tag, value) = line.get(1..)?.split_at_checked(tag.len_utf8())?;
                let stands = value.is_empty() || value.starts_with([' ', '\t']);
                stands.then(|| (tag, value.trim()))
            }
            Self::NoteExpress => {
                let (tag, value) = line.strip_prefix('{')?.split_once('}')?;
                let value = value.trim_start().strip_prefix([':', '：'])?;
                Some((tag.trim(), value.trim()))
            }
        }
    }
}

/// `AU  - name`. Files lack some of the blanks, or begin lines with more: a tag with both its
/// blanks is one wherever its hyphen ends, any other only in front of a blank or nothing.
fn ris_field(line: &str) -> Option<(&str, &str)> {
    let line = line.trim_start_matches([' ', '\t']);
    let (tag, rest) = line.split_at_checked(2)?;
    let is_tag = matches!(*tag.as_bytes(), [first, second]
        if first.is_ascii_uppercase() && (second.is_ascii_uppercase() || second.is_ascii_digit()));
    let value = rest.trim_start_matches([' ', '\t']);
    let blanks = rest.len() - value.len();
    let value = value.strip_prefix('-')?;
    let is_apart = value.is_empty() || value.starts_with([' ', '\t']);
    let stands = blanks >= 2 || is_apart && (blanks == 1 || matches!(tag, "TY" | "ER"));
    (is_tag && stands).then(|| (tag, value.trim()))
}

/// Whether a line only numbers the record behind it: `2.`, `[2]`, `(2)`.
fn is_number(line: &str) -> bool {
    let marks = ['.', ',', ')', '(', '[', ']', '、', '#', ':', ' ', '\t'];
    let digits = line.trim().trim_matches(marks);
    !digits.is_empty() && digits.len() < 8 && digits.bytes().all(|byte| byte.is_ascii_digit())
}

/// Reads the references of a file.
pub(super) fn read(
    text: &mut Text,
    tags: Tags,
    origin: &Origin,
    sink: &mut Sink,
) -> Result<(), FileError> {
    let (mut number, mut reference) = (0, None::<Reference>);
    let error = loop {
        let unit = match text.take(&mut |byte| byte == b'\n' || byte == b'\r') {
            Ok(Some(unit)) => unit,
            Ok(None) => break Ok(()),
            Err(error) => break Err(error.into()),
        };
        if unit.end == End::Limit {
            text.skip_line()?;
        }
        let begins = tags.begins(&unit.text);
        if begins {
            number += 1;
            if let Some(mut done) = reference.replace(Reference::default()) {
                done.drop_number();
                if sink(done.item(number - 1, tags, origin)).is_break() {
                    return Ok(());
                }
            }
        }
        if let Some(reference) = &mut reference {
            reference.size.see_damage(&unit);
            reference.take(&unit.text, tags);
        }
    };
    // Of a file that breaks off, the last one need not be whole.
    if let Some(done) = reference.filter(|last| error.is_ok() || last.is_closed()) {
        // It is the last row: whether more are wanted does not matter.
        let _flow = sink(done.item(number, tags, origin));
    }
    error
}

/// One reference: its fields in order.
#[derive(Default)]
struct Reference {
    fields: Vec<(String, String)>,
    size: RowSize,
}

impl Reference {
    fn take(&mut self, line: &str, tags: Tags) {
        if self.is_closed() || !self.size.has_room_for(line) {
            return;
        }
        match tags.field(line) {
            Some((tag, value)) => self.fields.push((tag.to_owned(), value.to_owned())),
            None => {
                if let Some((_, value)) = self.fields.last_mut() {
                    let line = line.trim();
                    let blank = if line.is_empty() || value.is_empty() {
                        ""
                    } else {
                        "\n"
                    };
                    value.push_str(blank);
                    value.push_str(line);
                }
            }
        }
    }

    /// Drops the number of the next record from the end of the last value.
    fn drop_number(&mut self) {
        if let Some((_, value)) = self.fields.last_mut()
            && let Some((before, last)) = value.rsplit_once('\n')
            && is_number(last)
        {
            value.truncate(before.len());
        }
    }

    /// Whether its last line says that this is all.
    fn is_closed(&self) -> bool {
        self.fields.last().is_some_and(|(tag, _)| tag == "ER")
    }

    fn item(self, number: u64, tags: Tags, origin: &Origin) -> Item {
        if let Some((row_error, line)) = self.size.row_error() {
            return Err(origin.reject(number, "", &row_error, line));
        }
        Ok(origin.row(number, cells::of(self.fields, tags)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(head: &str, expected: Option<Tags>) {
        assert_eq!(Tags::of(head), expected, "{head}");
    }

    #[test]
    fn references_are_known_by_their_first_tag() {
        check("TY  - JOUR\n", Some(Tags::Ris));
        check("\u{feff}\r\nTY  -  PAT\r\n", Some(Tags::Ris));
        check("{Reference Type}: Patent\n", Some(Tags::NoteExpress));
        check("{Title}: x\n", None);
        check("TY - 1 metre\n", Some(Tags::Ris));
        check("TYRE - size\n", None);
        check("1.\nTY  - PAT\n", Some(Tags::Ris));
        check("Provider: a\n\nTY  -PAT\n", Some(Tags::Ris));
        check("title,note\nTY  - PAT\n", None);
        check("%0 Patent\r\n", Some(Tags::EndNote));
        check("%0\n", None);
        check("%00 x\n", None);
        check("", None);
    }

    fn check_field(line: &str, expected: Option<(&str, &str)>) {
        assert_eq!(Tags::Ris.field(line), expected, "{line}");
    }

    #[test]
    fn tags_of_ris_are_known_where_blanks_are_missing() {
        check_field("AU  - Roe, Jane\n", Some(("AU", "Roe, Jane")));
        check_field("  AU  - Roe", Some(("AU", "Roe")));
        check_field("ER  -", Some(("ER", "")));
        check_field("ER-", Some(("ER", "")));
        check_field("TY - PAT", Some(("TY", "PAT")));
        check_field("KW  -pump", Some(("KW", "pump")));
        check_field("SP  -\n", Some(("SP", "")));
        check_field("UV -irradiation", None);
        check_field("pH  - 7", None);
    }

    #[test]
    fn numbers_of_records_are_told_from_text() {
        for line in ["1.", "[12]", "(3)", "4、"] {
            assert!(is_number(line), "{line}");
        }
        for line in ["", ".", "1. A device", "2020-01-02"] {
            assert!(!is_number(line), "{line}");
        }
    }
}
