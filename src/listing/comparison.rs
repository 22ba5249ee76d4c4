//! Listings side by side, as rows: one a field.

use std::ops::Range;

use qiao_index::record::Record;
use qiao_index::request::Facet;

use crate::listing::fields::{self, FIELDS, FieldRow, Form, Section, contact_fields};
use crate::messages::pick;
use crate::ui::presentation::Presentation;

/// One field of all listings that are shown.
#[derive(Debug)]
pub(crate) struct Row {
    /// Its name.
    pub(crate) name: &'static str,
    /// The values of each listing.
    pub(crate) cells: Vec<Vec<String>>,
}

impl Row {
    /// This field of some of the listings.
    pub(crate) fn part(&self, columns: Range<usize>) -> Self {
        Self {
            name: self.name,
            cells: self.cells.get(columns).unwrap_or_default().to_vec(),
        }
    }

    /// Whether all listings have the same values.
    pub(crate) fn is_alike(&self) -> bool {
        self.cells.windows(2).all(|pair| pair[0] == pair[1])
    }
}

/// The fields that any of the listings has: kind, summary, all values, the contact.
pub(crate) fn rows(records: &[&Record], look: &Presentation) -> Vec<Row> {
    let row = |name: &'static str, read: &dyn Fn(&Record) -> Vec<String>| Row {
        name,
        cells: records.iter().map(|record| read(record)).collect(),
    };
    let mut kinds = records.iter().map(|record| record.kind);
    let first = kinds
        .next()
        .filter(|first| kinds.all(|kind| kind == *first));
    let label = |field: &FieldRow| match first {
        Some(kind) => field.label(kind, look.language),
        None => field.common_label(look.language),
    };
    let kind = |record: &Record| vec![look.label(Facet::Kind, record.kind.as_str())];
    let number = |record: &Record| Some(fields::publication(record)).filter(|it| !it.is_empty());
    let mut rows = vec![
        row(pick(look.language, ["类型", "Kind"]), &kind),
        row(
            pick(look.language, ["公开号", "Publication"]),
            &|record| number(record).into_iter().collect(),
        ),
    ];
    for field in FIELDS {
        let in_short = matches!(field.form, Form::Value | Form::Copied);
        let worth = field.section == Section::What || in_short;
        let above = field.name == "publication_number";
        if worth && field.section != Section::Origin && !above {
            rows.push(row(label(field), &|record| field.values(record, look)));
        }
        // The contacts stand where the listing has it: behind the terms.
        if field.name == LAST_OF_TERMS {
            rows.extend(contact_rows(records, look));
        }
    }
    rows.retain(|row| row.cells.iter().any(|cell| !cell.is_empty()));
    rows
}

/// The last field before the contact.
const LAST_OF_TERMS: &str = "expires";

/// A contact's fields: names and values.
type Fields = [([&'static str; 2], Vec<String>); 9];

/// Name, telephone and e-mail among them.
const REACHED_BY: [usize; 3] = [0, 3, 4];

/// How to reach the first contact of every listing.
fn contact_rows(records: &[&Record], look: &Presentation) -> Vec<Row> {
    let empty = qiao_index::record::Contact::default();
    let contacts = records.iter().map(|record| {
        let known = record.contact.iter().find(|contact| !contact.is_empty());
        contact_fields(known.unwrap_or(&empty), look)
    });
    let contacts: Vec<Fields> = contacts.collect();
    let names = contacts
        .first()
        .map(|it| it.each_ref().map(|(name, _)| *name));
    let value = |fields: &Fields, place: usize| fields.get(place).map(|(_, values)| values.clone());
    let row = |place: usize| {
        let cells = contacts.iter().map(|fields| value(fields, place));
        Some(Row {
            name: pick(look.language, *names.as_ref()?.get(place)?),
            cells: cells.map(Option::unwrap_or_default).collect(),
        })
    };
    REACHED_BY.into_iter().filter_map(row).collect()
}
