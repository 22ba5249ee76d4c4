//! The fields of a record, described once: how each is named, which kinds have it, what it holds,
//! where it lies in the exported record, how several sources are joined, and whether it can be
//! edited. Editing, merging, exports, listings and comparisons read this table.
//!
//! The table is plain data over [`crate::record`]; how a value stands in a table of an export, and is
//! read back, says [`columns`].

pub mod columns;
mod table;
mod values;

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::record::Kind;
use crate::request::Facet;
use crate::vocab::Language;

pub use table::FIELDS;

/// Fields in which the library keeps what no source says: they have no column in tables.
pub const BOOKKEEPING: [&str; 3] = ["edits", "conflicts", "raw"];
pub(crate) use values::{get, put, taken};

/// What a field holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// One line.
    Line,
    /// Paragraphs.
    Text,
    /// Values parted by `;`.
    List,
    /// A day, a month or a year.
    Date,
    /// An amount of money, or a range.
    Price,
    /// A whole number.
    Count,
    /// Parts of their own: where a record came from, what it is related to.
    Parts,
}

/// How what several sources say of a field is joined, the newest source first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Merge {
    /// What the newest source says stands; lists are united.
    Newest,
    /// The longer text, or list of texts.
    Longer,
    /// That of one source, whole: its parts are never mixed.
    Whole,
    /// The newest, unless the older is the same date to the month or day.
    Precise,
    /// United; names in another order of their words are the same.
    Names,
    /// United; what has the same letters and digits is the same.
    Digits,
}

/// Words in Chinese and in English.
pub type Label = [&'static str; 2];

/// A field of the record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Field {
    /// Its name: in `qiao edit`, in files and maps.
    pub name: &'static str,
    /// Its label, for kinds without one of their own.
    label: Label,
    /// Labels that it has in one kind.
    labels_of_kinds: &'static [(Kind, Label)],
    /// Further Chinese names that are understood.
    also: &'static [&'static str],
    /// What it holds.
    pub shape: Shape,
    /// The kind of record that has it; `None` for all.
    pub kind: Option<Kind>,
    /// Its places in the exported record; a number is an index.
    pub paths: &'static [&'static str],
    /// How several sources are joined.
    pub merge: Merge,
    /// The names that it and its parts have in the table of headers, its own first.
    pub targets: &'static [&'static str],
    /// The facet of which its values are codes.
    pub facet: Option<Facet>,
    /// Whether its values may be set phrases, shown in the reader's language.
    pub is_phrase: bool,
    /// Whether a user can change it.
    pub is_editable: bool,
}

impl Field {
    /// Its label for records of a kind.
    #[must_use]
    pub fn label(&self, kind: Kind, language: Language) -> &'static str {
        let own = self.labels_of_kinds.iter().find(|(of, _)| *of == kind);
        let [chinese, english] = own.map_or(self.label, |(_, label)| *label);
        match language {
            Language::Chinese => chinese,
            Language::English => english,
        }
    }

    /// Its label where records of several kinds stand beside each other.
    #[must_use]
    pub const fn common_label(&self, language: Language) -> &'static str {
        let [chinese, english] = self.label;
        match language {
            Language::Chinese => chinese,
            Language::English => english,
        }
    }

    /// Whether records of a kind have it.
    #[must_use]
    pub fn is_of(&self, kind: Kind) -> bool {
        self.kind.is_none_or(|of| of == kind)
    }

    /// Whether it is called so: by its name, or by a label in either language.
    fn is_called(&self, name: &str, kind: Kind) -> bool {
        let labels = [Language::Chinese, Language::English].map(|it| self.label(kind, it));
        let labels = labels.into_iter().chain(self.label);
        let mut names = labels.chain(self.also.iter().copied());
        self.name.eq_ignore_ascii_case(name) || names.any(|known| known.eq_ignore_ascii_case(name))
    }
}

/// The fields that records of a kind have.
pub fn of_kind(kind: Kind) -> impl Iterator<Item = &'static Field> {
    FIELDS.iter().filter(move |field| field.is_of(kind))
}

/// The field of records of a kind that has this name, or this label in either language.
#[must_use]
pub fn named(name: &str, kind: Kind) -> Option<&'static Field> {
    let by_name = of_kind(kind).find(|field| field.name.eq_ignore_ascii_case(name));
    by_name.or_else(|| of_kind(kind).find(|field| field.is_called(name, kind)))
}

/// The first field with this name, whatever kind has it.
#[must_use]
pub fn first_named(name: &str) -> Option<&'static Field> {
    FIELDS.iter().find(|field| field.name == name)
}

/// The field that a name in the table of headers stands for, or belongs to.
#[must_use]
pub fn of_target(target: &str, kind: Kind) -> Option<&'static Field> {
    of_kind(kind).find(|field| field.targets.contains(&target))
}

/// How what lies at each path of the exported record is joined.
static MERGES: LazyLock<HashMap<String, Merge>> = LazyLock::new(|| {
    let paths = FIELDS.iter().flat_map(|field| {
        // Items of a list are joined alike, whatever their place in it.
        let paths = field.paths.iter().map(|path| path.replace(".0.", "."));
        paths.map(|path| (path, field.merge))
    });
    paths.collect()
});

/// How what lies at a path of the exported record is joined; items of lists have no index here.
pub(crate) fn merge_at(path: &str) -> Merge {
    MERGES.get(path).copied().unwrap_or(Merge::Newest)
}

/// Parts of one field, each with a place of its own, that come from one source or from another,
/// never from two.
pub(crate) fn said_together() -> impl Iterator<Item = &'static [&'static str]> {
    let together = |field: &&Field| field.merge == Merge::Whole && field.paths.len() > 1;
    FIELDS.iter().filter(together).map(|field| field.paths)
}

#[cfg(test)]
mod tests;
