//! Lists of references as tagged text → rows: RIS and `NoteExpress`.
//!
//! | format | a record begins with | a field |
//! |---|---|---|
//! | RIS | `TY  - PAT` | `AU  - name`, a line for every value |
//! | `NoteExpress` | `{Reference Type}: Patent` | `{Author}: name;name;`, or a line for every value |
//!
//! Lines without a tag go on with the value above.

use std::sync::LazyLock;

use qiao_index::record::Kind;
use serde_json::{Map, Value};

use super::document::Size;
use super::errors::FileError;
use super::recognise::Origin;
use super::text::{End, Text};
use super::tree::{Mapper, Table, address_of_doi, push};
use super::{Item, Sink};

static RIS: LazyLock<Table> = LazyLock::new(|| Table::new(include_str!("ris.tsv")));

/// The two ways in which references are tagged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Tags {
    /// `TY  - `
    Ris,
    /// `{Reference Type}: `
    NoteExpress,
}

impl Tags {
    /// The way of a text that begins with `head`.
    pub(super) fn of(head: &str) -> Option<Self> {
        let first = head.lines().find(|line| !super::header::is_blank(line))?;
        let ways = [Self::Ris, Self::NoteExpress];
        ways.into_iter().find(|way| way.begins(first))
    }

    /// The tag that begins a record.
    const fn first(self) -> &'static str {
        match self {
            Self::Ris => "TY",
            Self::NoteExpress => "Reference Type",
        }
    }

    fn begins(self, line: &str) -> bool {
        self.field(line).is_some_and(|(tag, _)| tag == self.first())
    }

    /// A line's tag and value.
    fn field(self, line: &str) -> Option<(&str, &str)> {
        let line = line.trim_start_matches('\u{feff}');
        match self {
            Self::Ris => {
                let (tag, value) = line.split_at_checked(2)?;
                let is_letter = |byte: u8| byte.is_ascii_uppercase() || byte.is_ascii_digit();
                let value = value.trim_start().strip_prefix('-')?;
                let is_tag = tag.bytes().all(is_letter) && line.get(2..3) == Some(" ");
                let is_value = value.is_empty() || value.starts_with(' ');
                (is_tag && is_value).then(|| (tag, value.trim()))
            }
            Self::NoteExpress => {
                let (tag, value) = line.strip_prefix('{')?.split_once('}')?;
                let value = value.trim_start().strip_prefix([':', '：'])?;
                Some((tag.trim(), value.trim()))
            }
        }
    }
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
            if let Some(done) = reference.replace(Reference::default())
                && sink(done.item(number - 1, tags, origin)).is_break()
            {
                return Ok(());
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
    size: Size,
}

impl Reference {
    fn take(&mut self, line: &str, tags: Tags) {
        if !self.size.has_room_for(line) {
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

    /// Whether its last line says that this is all.
    fn is_closed(&self) -> bool {
        self.fields.last().is_some_and(|(tag, _)| tag == "ER")
    }

    fn item(self, number: u64, tags: Tags, origin: &Origin) -> Item {
        if let Some((row_error, line)) = self.size.row_error() {
            return Err(origin.reject(number, "", &row_error, line));
        }
        let cells = match tags {
            Tags::Ris => ris(self.fields),
            Tags::NoteExpress => note_express(self.fields),
        };
        Ok(origin.row(number, cells))
    }
}

/// The cells of a RIS record. Tags that the table does not know keep their names.
fn ris(fields: Vec<(String, String)>) -> Map<String, Value> {
    let mut fields = fields.into_iter();
    let kind = fields.next().map_or_else(String::new, |(_, kind)| kind);
    let mut mapper = Mapper::new(&RIS);
    let mut unknown = Map::new();
    mapper.open(&kind, Vec::new());
    for (tag, value) in fields.filter(|(_, value)| !value.is_empty()) {
        if RIS.knows(&tag) {
            mapper.leaf(&tag, &value);
        } else {
            push(&mut unknown, &tag, value);
        }
    }
    mapper.close();
    let mut cells = mapper.finish();
    cells.insert("reference type".to_owned(), Value::String(kind));
    cells.extend(unknown);
    cells
}

/// The cells of a `NoteExpress` record: its fields have the names of columns.
fn note_express(fields: Vec<(String, String)>) -> Map<String, Value> {
    let mut cells = Map::new();
    for (tag, value) in fields.into_iter().filter(|(_, value)| !value.is_empty()) {
        if tag.eq_ignore_ascii_case("doi") {
            add(&mut cells, "link".to_owned(), address_of_doi(&value));
        }
        if tag == Tags::NoteExpress.first() && value.eq_ignore_ascii_case("patent") {
            cells.insert(
                "kind".to_owned(),
                Value::String(Kind::Patent.as_str().to_owned()),
            );
        }
        add(&mut cells, tag, value);
    }
    cells
}

/// Adds a value: the second of a name makes a list, whose items are values as they stand.
fn add(cells: &mut Map<String, Value>, name: String, value: String) {
    let value = Value::String(value);
    match cells.get_mut(&name) {
        Some(Value::Array(values)) => values.push(value),
        Some(first) => *first = Value::Array(vec![first.take(), value]),
        None => {
            cells.insert(name, value);
        }
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
        check("", None);
    }

    #[test]
    fn every_line_of_the_table_can_be_read() {
        let faulty = super::super::tree::faulty_lines(include_str!("ris.tsv"));
        assert_eq!(faulty, Vec::<&str>::new());
    }
}
