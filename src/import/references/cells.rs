//! The fields of a reference → the cells of a row, by a table for each way of tagging.

use std::sync::LazyLock;

use serde_json::{Map, Value};

use super::super::tree::{Mapper, Table, push};
use super::Tags;

static RIS: LazyLock<Table> = LazyLock::new(|| Table::new(include_str!("ris.tsv")));
static ENDNOTE: LazyLock<Table> = LazyLock::new(|| Table::new(include_str!("endnote.tsv")));
static NOTE_EXPRESS: LazyLock<Table> =
    LazyLock::new(|| Table::new(include_str!("noteexpress.tsv")));

/// Types of references that are patents.
const PATENTS: [&str; 4] = ["PAT", "Patent", "Patents", "专利"];

/// Fields that may hold several names, parted by semicolons.
const NAMES: [&str; 12] = [
    "AU",
    "A1",
    "A2",
    "A3",
    "A4",
    "ED",
    "A",
    "E",
    "Author",
    "Subsidiary Author",
    "Secondary Author",
    "Inventor",
];
/// Fields that may hold several keywords, parted by semicolons or in lines of their own.
const KEYWORDS: [&str; 3] = ["KW", "K", "Keywords"];
/// Fields that may hold several addresses in the web.
const LINKS: [&str; 6] = ["UR", "LK", "L1", "L2", "U", "URL"];

impl Tags {
    fn table(self) -> &'static Table {
        match self {
            Self::Ris => &RIS,
            Self::EndNote => &ENDNOTE,
            Self::NoteExpress => &NOTE_EXPRESS,
        }
    }

    /// The name of a tag as a column, where the table does not know it.
    fn column(self, tag: &str) -> String {
        match self {
            Self::EndNote => format!("%{tag}"),
            Self::Ris | Self::NoteExpress => tag.to_owned(),
        }
    }
}

/// The cells of a reference. Tags that the table does not know for its type keep their names.
pub(super) fn of(fields: Vec<(String, String)>, tags: Tags) -> Map<String, Value> {
    let mut fields = fields.into_iter();
    let kind = fields.next().map_or_else(String::new, |(_, kind)| kind);
    let is_patent = PATENTS
        .iter()
        .any(|known| known.eq_ignore_ascii_case(&kind));
    let mut mapper = Mapper::new(tags.table());
    let mut unknown = Map::new();
    mapper.open(if is_patent { "patent" } else { "work" }, Vec::new());
    for (tag, value) in fields.filter(|(_, value)| !value.is_empty()) {
        let before = mapper.values();
        let parts = parts(&tag, &value);
        // In tables `/` parts elements.
        let element = tag.replace('/', " ");
        for part in &parts {
            mapper.leaf(&element, part);
        }
        if mapper.values() == before {
            add(&mut unknown, tags.column(&tag), value);
        }
    }
    mapper.close();
    let mut cells = mapper.finish();
    if let Some(Value::Array(words)) = cells.get_mut("keywords")
        && let [word] = &mut words[..]
    {
        // Commas may part the words of a single field, as in a table.
        let word = word.take();
        cells.insert("keywords".to_owned(), word);
    }
    without_access(&mut cells);
    cells.insert("reference type".to_owned(), Value::String(kind));
    cells.extend(unknown);
    cells
}

/// The values of a field.
fn parts<'v>(tag: &str, value: &'v str) -> Vec<&'v str> {
    let is_in = |list: &[&str]| list.contains(&tag);
    let parts: Vec<&str> = if is_in(&NAMES) {
        value.split([';', '；', '\n', '|']).collect()
    } else if is_in(&KEYWORDS) {
        value.split([';', '；', '\n']).collect()
    } else if is_in(&LINKS) && value.matches("://").count() > 1 {
        value.split([';', ' ', '\n', '\t']).collect()
    } else {
        return vec![value];
    };
    let parts = parts.into_iter().map(str::trim);
    parts.filter(|part| !part.is_empty()).collect()
}

/// One tag holds the date of filing in some files, the day on which somebody looked at the page
/// in others: nothing is filed after it was published.
fn without_access(cells: &mut Map<String, Value>) {
    let numbers = |cell: &str| -> Vec<u32> {
        let text = cells.get(cell).and_then(Value::as_str).unwrap_or_default();
        let parts = text.split(|c: char| !c.is_ascii_digit());
        parts.filter_map(|part| part.parse().ok()).collect()
    };
    let (filed, published) = (numbers("filing date"), numbers("publication date"));
    if !published.is_empty() && filed > published {
        let date = cells.shift_remove("filing date").unwrap_or_default();
        cells.insert("accessed".to_owned(), date);
    }
}

/// Adds a value: the second of a name makes a list, whose items are values as they stand.
fn add(cells: &mut Map<String, Value>, name: String, value: String) {
    match cells.get_mut(&name) {
        Some(Value::String(first)) => {
            let first = std::mem::take(first);
            cells.insert(name.clone(), Value::Array(vec![Value::String(first)]));
            push(cells, &name, value);
        }
        Some(_) => push(cells, &name, value),
        None => {
            cells.insert(name, Value::String(value));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::tree::faulty_lines;
    use super::*;

    fn check(tags: Tags, fields: &[(&str, &str)], expected: &str) {
        let fields = fields
            .iter()
            .map(|(tag, value)| ((*tag).to_owned(), (*value).to_owned()));
        let cells = Value::Object(of(fields.collect(), tags));
        assert_eq!(cells.to_string(), expected);
    }

    #[test]
    fn every_line_of_the_tables_can_be_read() {
        for table in [
            include_str!("ris.tsv"),
            include_str!("endnote.tsv"),
            include_str!("noteexpress.tsv"),
        ] {
            assert_eq!(faulty_lines(table), Vec::<&str>::new());
        }
    }

    #[test]
    fn a_field_may_hold_several_values() {
        check(
            Tags::Ris,
            &[
                ("TY", "JOUR"),
                ("AU", "Roe, Jane; Poe, Edgar, Jr."),
                ("KW", "pump\nvalve; seal"),
                ("UR", "https://example.org/1 https://example.org/2"),
            ],
            r#"{"authors":["Jane Roe","Edgar Poe, Jr."],"keywords":["pump","valve","seal"],"links":["https://example.org/1","https://example.org/2"],"reference type":"JOUR"}"#,
        );
        check(
            Tags::Ris,
            &[("TY", "JOUR"), ("KW", "pump, valve")],
            r#"{"keywords":"pump, valve","reference type":"JOUR"}"#,
        );
    }

    #[test]
    fn a_tag_that_only_patents_have_is_kept_for_others() {
        check(
            Tags::Ris,
            &[("TY", "JOUR"), ("M1", "3"), ("OP", "x"), ("OP", "y")],
            r#"{"reference type":"JOUR","M1":"3","OP":["x","y"]}"#,
        );
    }

    #[test]
    fn numbers_of_patents_are_told_by_their_form() {
        check(
            Tags::Ris,
            &[
                ("TY", "PAT"),
                ("M1", "CN109999140B"),
                ("M2", "CN201910099914.2"),
            ],
            r#"{"kind":"patent","publication number":"CN109999140B","application number":"CN201910099914.2","reference type":"PAT"}"#,
        );
        check(
            Tags::Ris,
            &[("TY", "PAT"), ("M3", "U.S. Patent US 999,393")],
            r#"{"kind":"patent","publication number":"US 999,393","reference type":"PAT"}"#,
        );
        check(
            Tags::EndNote,
            &[
                ("0", "Patent"),
                ("M", "TWI799993B"),
                ("9", "TW108999917A"),
                ("C", "TW"),
            ],
            r#"{"kind":"patent","publication number":"TWI799993B","application number":"TW108999917A","country":"TW","reference type":"Patent"}"#,
        );
    }

    #[test]
    fn a_date_after_publication_is_not_that_of_filing() {
        check(
            Tags::Ris,
            &[("TY", "PAT"), ("DA", "2020/05/01"), ("Y2", "2024/01/02")],
            r#"{"kind":"patent","publication date":"2020/05/01","accessed":"2024/01/02","reference type":"PAT"}"#,
        );
        check(
            Tags::Ris,
            &[("TY", "PAT"), ("DA", "2020/05/01"), ("Y2", "2018/01/02")],
            r#"{"kind":"patent","publication date":"2020/05/01","filing date":"2018/01/02","reference type":"PAT"}"#,
        );
    }
}
