//! The libraries that are asked: the sample listings, and lists of any length.

use std::sync::{LazyLock, Mutex, PoisonError};

use qiao_index::Library;
use qiao_index::record::Record;
use qiao_index::request::Request;
use qiao_index::search::Page;
use qiao_index::statistics::{Table, Tabulation};

use crate::work::engine::Titles;

/// Made once for all tests; a library belongs to one thread at a time.
static SAMPLES: LazyLock<Mutex<Library>> =
    LazyLock::new(|| Mutex::new(crate::work::samples::library().unwrap()));

/// A library.
pub(super) enum Shelf {
    /// Of the sample listings.
    Samples,
    /// Of listings of its own.
    Own(Box<Library>),
}

impl Shelf {
    /// A number of listings that differ in their numbers.
    pub(super) fn of(number: usize) -> Self {
        let numbered = |number| Record {
            id: format!("example:{number}"),
            title: format!("示例 {number}"),
            ..Record::default()
        };
        Self::with((0..number).map(numbered))
    }

    /// These listings.
    pub(super) fn with(records: impl IntoIterator<Item = Record>) -> Self {
        let mut library = Library::in_memory().unwrap();
        let mut writer = library.writer().unwrap();
        for record in records {
            writer.put(record).unwrap();
        }
        writer.finish().unwrap();
        Self::Own(Box::new(library))
    }

    pub(super) fn len(&self) -> u64 {
        self.ask(|library| library.len().unwrap())
    }

    pub(super) fn answer(&self, request: &Request) -> Page {
        self.ask(|library| library.search(request).unwrap())
    }

    pub(super) fn tabulate(&self, wanted: &Tabulation) -> Table {
        self.ask(|library| library.tabulate_while(wanted, &|| true).unwrap())
    }

    pub(super) fn records(&self, ids: &[String]) -> Vec<Record> {
        let record = |id: &String| self.ask(|library| library.record(id).unwrap());
        ids.iter().filter_map(record).collect()
    }

    pub(super) fn titles(&self, ids: &[String]) -> Titles {
        let title = |id: &String| {
            let record = self.ask(|library| library.record(id).unwrap())?;
            Some((id.clone(), (record.kind, record.title)))
        };
        ids.iter().filter_map(title).collect()
    }

    fn ask<T>(&self, ask: impl FnOnce(&Library) -> T) -> T {
        match self {
            // A test that fails while it asks leaves the library as it was.
            Self::Samples => ask(&SAMPLES.lock().unwrap_or_else(PoisonError::into_inner)),
            Self::Own(library) => ask(library),
        }
    }
}
