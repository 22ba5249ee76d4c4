//! Libraries of a few records, and questions to them.

use qiao_index::Library;
use qiao_index::history::Outcome;
use qiao_index::record::Record;
use qiao_index::request::Request;
use qiao_index::search::Page;

/// A record with a title and a text.
pub(crate) fn record(id: &str, title: &str, body: &str) -> Record {
    Record {
        id: id.to_owned(),
        title: title.to_owned(),
        body: body.to_owned(),
        ..Record::default()
    }
}

/// A library of some records.
pub(crate) fn library(records: Vec<Record>) -> Library {
    let mut library = Library::in_memory().unwrap();
    put(&mut library, records);
    library
}

/// Puts records into a library as one import does; what became of each.
pub(crate) fn put(library: &mut Library, records: Vec<Record>) -> Vec<Outcome> {
    let revision = library.revision().unwrap();
    let mut writer = library.writer().unwrap();
    // Their sources are named: ids are names.
    writer.begin_rows(true);
    // One second after the other: the last is the newest.
    let at = |place: usize| format!("2026-01-01T00:{revision:02}:{place:02}Z");
    let outcomes = (0..)
        .zip(records)
        .map(|(place, mut record)| {
            if let Some(source) = record.sources.first_mut() {
                source.imported_at = at(place);
            }
            writer.put(record).unwrap()
        })
        .collect();
    writer.finish().unwrap();
    outcomes
}

/// Asks for the first twenty that answer a query.
pub(crate) fn ask(library: &Library, query: &str) -> Page {
    let request = Request {
        query: query.to_owned(),
        limit: 20,
        ..Request::default()
    };
    library.search(&request).unwrap()
}

/// Their ids in order.
pub(crate) fn ids(page: &Page) -> Vec<&str> {
    page.hits.iter().map(|hit| hit.record.id.as_str()).collect()
}
