//! XML of patent offices → rows.
//!
//! The text is cut into documents ([`cut`]), and each is read by itself against the table of its
//! family: memory stays constant however many stand back to back or in one envelope, and a
//! document that breaks the rules costs one row. No DTD is ever fetched; entities come from the
//! document's own declarations, within limits, or are HTML's ([`entities`]).

use std::sync::LazyLock;

use quick_xml::Reader;
use quick_xml::errors::Error;
use quick_xml::events::{BytesStart, Event};
use serde_json::{Map, Value};

use super::budget::{MAX_CELL_BYTES, MAX_ELEMENTS_OPEN, MAX_VALUES};
use super::damage::damaged;
use super::errors::{FileError, RowError};
use super::origin::Origin;
use super::text::Text;
use super::tree::{Mapper, Table};
use super::{Item, Sink, parser_errors};
use cut::{Cutter, Document, End};
use entities::Expansion;

mod cut;
mod entities;

/// The families of documents: the elements that hold one, without namespace prefix, and the
/// table that says what is where in them.
static FAMILIES: LazyLock<[(&[&str], Table); 5]> = LazyLock::new(|| {
    let of = |elements: &'static [&'static str], table| (elements, Table::new(table));
    [
        of(&ST36, include_str!("xml/st36.tsv")),
        of(&ST32, include_str!("xml/st32.tsv")),
        of(&ST96, include_str!("xml/st96.tsv")),
        of(&FULL_TEXT, include_str!("xml/fulltext.tsv")),
        of(&EARLY, include_str!("xml/early-applications.tsv")),
    ]
});
/// WIPO ST.36 and what grew from it: Red Book since 2005, DOCDB, OPS, older files of CNIPA.
const ST36: [&str; 5] = [
    "us-patent-grant",
    "us-patent-application",
    "family-member",
    "exchange-document",
    "cn-patent-document",
];
/// WIPO ST.32: Red Book until 2004, publications of the EPO.
const ST32: [&str; 2] = ["PATDOC", "ep-patent-document"];
/// WIPO ST.96 and its kin: CNIPA, JPO, UKIPO and others.
const ST96: [&str; 8] = [
    "PatentDocumentAndRelated",
    "PatentPublication",
    "PatentGrantPublication",
    "PatentApplicationPublication",
    "UnexaminedPatentPublication",
    "RegisteredPatentPublication",
    "RegisteredUtilityModelPublication",
    "InternationalPatentPublication",
];
/// Claims and descriptions from OPS.
const FULL_TEXT: [&str; 1] = ["fulltext-document"];
/// American applications of 2001 to 2004.
const EARLY: [&str; 1] = ["patent-application-publication"];

/// The table for an element, if documents of a family are in it.
pub(super) fn family(element: &str) -> Option<&'static Table> {
    let local = element.rsplit(':').next()?;
    let mut families = FAMILIES.iter();
    let found = families.find(|(elements, _)| elements.contains(&local));
    found.map(|(_, table)| table)
}

/// Whether a text that begins with `head` is XML with documents that can be read.
pub(super) fn has_documents(head: &str) -> bool {
    let names = head.split('<').skip(1).map(|text| {
        let is_end = |c: char| c.is_whitespace() || matches!(c, '>' | '/');
        text.split(is_end).next().unwrap_or_default()
    });
    start(head).starts_with('<') && names.into_iter().any(|name| family(name).is_some())
}

/// Whether a text is XML, whatever is in it.
pub(super) fn is_markup(head: &str) -> bool {
    start(head).starts_with("<?xml")
}

fn start(head: &str) -> &str {
    head.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}')
}

/// Reads the documents of a file.
pub(super) fn read(text: &mut Text, origin: &Origin, sink: &mut Sink) -> Result<(), FileError> {
    let mut cutter = Cutter::default();
    for number in 1.. {
        let Some(document) = cutter.next(text)? else {
            break;
        };
        if sink(row(&document, number, origin)).is_break() {
            break;
        }
    }
    Ok(())
}

/// The row that a document is.
fn row(document: &Document, number: u64, origin: &Origin) -> Item {
    let reject =
        |column: &str, row_error| Err(origin.reject(number, column, &row_error, &document.text));
    if document.end == End::Limit {
        return reject("", RowError::RowTooLong);
    }
    let cells = cells(document);
    if let Some(damage) = document.damage {
        let column = cells.as_ref().ok().and_then(damaged).unwrap_or_default();
        return reject(column, RowError::Undecodable(damage));
    }
    match cells {
        Err(row_error) => reject("", row_error),
        Ok(cells) => match too_long(&cells) {
            Some(name) => reject(name, RowError::CellTooLong),
            None => Ok(origin.row(number, cells)),
        },
    }
}

fn too_long(cells: &Map<String, Value>) -> Option<&str> {
    let mut cells = cells.iter();
    let is_long = |value: &Value| {
        value
            .as_str()
            .is_some_and(|text| text.len() > MAX_CELL_BYTES)
    };
    cells
        .find(|(_, value)| is_long(value))
        .map(|(name, _)| name.as_str())
}

/// The cells of a document.
fn cells(document: &Document) -> Result<Map<String, Value>, RowError> {
    let mut reader = Reader::from_str(&document.text);
    let config = reader.config_mut();
    config.expand_empty_elements = true;
    config.allow_dangling_amp = true;
    let mut expansion = Expansion::new(&document.entities);
    let mut mapper = Mapper::new(document.table);
    loop {
        let event = reader.read_event().map_err(|error| {
            let (line, column) = document.place(reader.error_position());
            not_xml(&error, line, column)
        })?;
        match event {
            Event::Eof => break,
            Event::Start(_) if mapper.depth() == MAX_ELEMENTS_OPEN => {
                return Err(RowError::TooDeep(MAX_ELEMENTS_OPEN));
            }
            Event::Start(_) if mapper.values() > MAX_VALUES => {
                return Err(RowError::TooMany(MAX_VALUES));
            }
            Event::Start(start) => {
                let attributes = attributes(&start, document.table, &mut expansion)?;
                mapper.open(start.local_name().as_ref(), attributes);
            }
            Event::End(_) => mapper.close(),
            Event::Text(text) => mapper.text(&text),
            Event::CData(text) => mapper.text(&text),
            Event::GeneralRef(reference) => mapper.text(&expansion.of(&reference)?),
            // Empty elements come as a start and an end.
            Event::Empty(_)
            | Event::Decl(_)
            | Event::PI(_)
            | Event::Comment(_)
            | Event::DocType(_) => {}
        }
    }
    if mapper.depth() > 0 {
        let element = mapper.innermost().to_owned();
        let (line, _) = document.place(document.text.len() as u64);
        return Err(RowError::NotClosed { element, line });
    }
    Ok(mapper.finish())
}

/// Those attributes that the table asks for, without the prefixes of their names.
fn attributes(
    start: &BytesStart,
    table: &Table,
    expansion: &mut Expansion,
) -> Result<Vec<(String, String)>, RowError> {
    let mut wanted = Vec::new();
    for attribute in start.html_attributes().with_checks(false).flatten() {
        let name = attribute.key.local_name().as_ref().to_owned();
        if table.wants(&name) {
            wanted.push((name, expansion.in_text(&attribute.value)?));
        }
    }
    Ok(wanted)
}

fn not_xml(error: &Error, line: u64, column: u64) -> RowError {
    RowError::NotXml {
        line,
        column,
        detail: parser_errors::xml(error),
    }
}

#[cfg(test)]
mod tests;
