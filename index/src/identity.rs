//! What tells that a row is a listing which is there: hashes of what it says, to be looked up.
//!
//! A *trace* is a short hash of something that a row says. Every listing leaves the traces of its
//! rows in the catalogue; a row that comes in is looked up by its own. A trace only suggests: what
//! it finds is compared in full before two rows become one listing.

use serde_json::Value;
use sha2::{Digest, Sha256};

use crate::normalise::{nfkc, unread_cells};
use crate::record::{Kind, Provenance, Record};
use crate::versions::SourceVersion;

/// A hash of something that a row says; also what kind of thing, so that two kinds never meet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct Trace(pub(crate) i64);

impl Trace {
    fn of(tag: &str, parts: &[&str]) -> Self {
        let mut hash = Sha256::new();
        for part in std::iter::once(&tag).chain(parts) {
            // Lengths, so that no two lists of parts run together in the same way.
            hash.update((part.len() as u64).to_le_bytes());
            hash.update(part.as_bytes());
        }
        let mut first = [0; 8];
        for (to, from) in first.iter_mut().zip(hash.finalize()) {
            *to = from;
        }
        Self(i64::from_le_bytes(first))
    }
}

impl Trace {
    /// The trace of a row as it came.
    pub(crate) fn of_row(source: &Provenance) -> Option<Self> {
        let known = !source.hash.is_empty();
        known.then(|| Self::of("cells", &[&source.name, &source.hash]))
    }

    /// The trace of kind, title and leading institution, of the first source; none without a title.
    pub(crate) fn of_title(record: &Record) -> Option<Self> {
        (!record.title.is_empty()).then(|| {
            let name = record.sources.first().map_or("", |source| &source.name);
            let (title, institution) = bears(record);
            Self::of("title", &[name, record.kind.as_str(), &title, &institution])
        })
    }
}

/// The traces of one row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Traces {
    /// The row as it came, of its source; the first where a record is of several.
    pub(crate) cells: Option<Trace>,
    /// Everything that it says, whatever its source.
    pub(crate) content: Trace,
    /// Kind, title and leading institution, of its source.
    pub(crate) title: Option<Trace>,
    /// Registration number of an achievement.
    pub(crate) registration: Option<Trace>,
}

impl Traces {
    /// The traces of what a source says of a record.
    pub(crate) fn of(part: &SourceVersion) -> Self {
        let SourceVersion { record, raw } = part;
        let source = record.sources.first();
        let number = registration(record);
        Self {
            cells: source.and_then(Trace::of_row),
            content: Trace::of("content", &[&said(record, raw)]),
            title: Trace::of_title(record),
            registration: (!number.is_empty()).then(|| Trace::of("registration", &[&number])),
        }
    }

    /// The traces of the rows of other sources that a record is from.
    pub(crate) fn of_other_rows(record: &Record) -> Vec<Trace> {
        let others = record.sources.iter().skip(1);
        others.filter_map(Trace::of_row).collect()
    }

    /// All that there are.
    pub(crate) fn all(self) -> impl Iterator<Item = Trace> {
        let content = Some(self.content);
        [self.cells, content, self.title, self.registration]
            .into_iter()
            .flatten()
    }
}

/// Title and leading institution as they are compared: without case, width, blanks, punctuation.
pub(crate) fn bears(record: &Record) -> (String, String) {
    (folded(&record.title), folded(record.lead_institution()))
}

/// A text without what differs between spellings of one thing.
pub(crate) fn folded(text: &str) -> String {
    let plain: String = nfkc(text)
        .chars()
        .flat_map(char::to_lowercase)
        .filter(|c| c.is_alphanumeric() || matches!(c, '+' | '#'))
        .collect();
    if plain.is_empty() {
        text.trim().to_owned()
    } else {
        plain
    }
}

/// The registration number of an achievement, in one form; empty where it has none.
pub(crate) fn registration(record: &Record) -> String {
    let part = record
        .achievement
        .as_ref()
        .filter(|_| record.kind == Kind::Achievement);
    part.map_or_else(String::new, |part| folded(&part.registration_number))
}

/// The id that its source gives a record, which alone is not yet a name for it: sources count
/// from 1.
pub(crate) fn source_id(record: &Record) -> Option<&str> {
    let source = record.sources.first()?;
    let own = record.id.strip_prefix(source.name.as_str())?;
    own.strip_prefix(':').filter(|own| !own.is_empty())
}

/// The name that a record bears by itself: the id of its source, a number, an id of an export; not
/// the hash of what it says.
fn own_name(record: &Record) -> &str {
    match source_id(record) {
        Some(own) => own,
        None if record.id.starts_with("hash:") => "",
        None => &record.id,
    }
}

/// Everything that a row says, as one text: its fields, the id that it gives itself, and the cells
/// that no field took.
pub(crate) fn said(record: &Record, raw: &str) -> String {
    let content = Record {
        id: own_name(record).to_owned(),
        sources: Vec::new(),
        edits: Vec::new(),
        conflicts: Vec::new(),
        raw: Value::Null,
        ..record.clone()
    };
    let mut said = serde_json::to_string(&content).unwrap_or_default();
    if let Ok(Value::Object(cells)) = serde_json::from_str(raw) {
        said.push_str(&unread_cells(&cells));
    }
    said
}

/// Whether title or leading institution of a row agree with what is known of a listing.
pub(crate) fn agrees(known: &Record, row: &Record) -> bool {
    let (title, institution) = bears(row);
    let titles = std::iter::once(&known.title).chain(&known.title_alt);
    let named = |name: &String| folded(name) == institution;
    titles
        .map(|title| folded(title))
        .any(|known| known == title)
        || (!institution.is_empty() && known.institutions.iter().any(named))
}

/// Puts parts in order, newest first: by the day on which the source changed what it says, else
/// verified it, else was imported. Rows that tie are ordered by what they say, so that their order
/// in a file does not matter.
pub(crate) fn in_order(parts: &mut [SourceVersion]) {
    parts.sort_by_cached_key(|part| {
        let dates = &part.record.dates;
        let source = part.record.sources.first();
        let imported = source.map_or("", |source| &source.imported_at);
        let said = dates.updated.or(dates.verified);
        let day = said.map_or_else(
            || imported.chars().take(10).collect(),
            |date| date.to_string(),
        );
        let content = Traces::of(part).content;
        std::cmp::Reverse((day, imported.to_owned(), content.0))
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    fn part(title: &str, raw: &str) -> SourceVersion {
        SourceVersion {
            record: Record {
                title: title.to_owned(),
                ..Record::default()
            },
            raw: raw.to_owned(),
        }
    }

    #[test]
    fn a_cell_that_no_field_takes_is_part_of_what_a_row_says() {
        let of = |raw| Traces::of(&part("阀门", raw)).content;
        assert_eq!(of(r#"{"名称":"阀门"}"#), of(r#"{"title":"阀门"}"#));
        assert_eq!(of(r#"{"无人认识的列":""}"#), of("null"));
        assert_ne!(
            of(r#"{"无人认识的列":"甲"}"#),
            of(r#"{"无人认识的列":"乙"}"#)
        );
    }

    #[test]
    fn titles_are_compared_without_width_case_and_punctuation() {
        let of = |title| Traces::of(&part(title, "null")).title;
        assert_eq!(of("Ａ 阀门（一）"), of("a阀门(一)"));
        assert_ne!(of("阀门一"), of("阀门二"));
        assert_ne!(of("C++"), of("C#"));
    }
}
