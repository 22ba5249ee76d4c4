//! The listings that the user has marked, to compare, copy or export them together.

use qiao_index::record::Record;

/// Most listings that can be marked: more are exported, not looked at one by one.
pub(crate) const MAX_MARKS: usize = 500;

/// Marked listings in the order in which they were marked.
#[derive(Debug, Default)]
pub(crate) struct Marks {
    records: Vec<Record>,
}

impl Marks {
    /// The marked listings.
    pub(crate) fn records(&self) -> &[Record] {
        &self.records
    }

    /// Their ids.
    pub(crate) fn ids(&self) -> Vec<String> {
        let records = self.records.iter();
        records.map(|record| record.id.clone()).collect()
    }

    /// Whether a listing is marked.
    pub(crate) fn has(&self, id: &str) -> bool {
        self.records.iter().any(|record| record.id == id)
    }

    /// Marks a listing, or takes its mark away; false where no more can be marked.
    pub(crate) fn turn(&mut self, record: &Record) -> bool {
        if self.has(&record.id) {
            self.records.retain(|known| known.id != record.id);
            return true;
        }
        self.add(record.clone())
    }

    /// Marks a listing that may be marked already; false where no more can be marked.
    pub(crate) fn add(&mut self, record: Record) -> bool {
        if self.has(&record.id) {
            return true;
        }
        let room = self.records.len() < MAX_MARKS;
        if room {
            self.records.push(record);
        }
        room
    }

    /// Takes the marks of listings away that are not there any more.
    pub(crate) fn forget(&mut self, ids: &[String]) {
        self.records.retain(|record| !ids.contains(&record.id));
    }

    /// Takes all marks away.
    pub(crate) fn clear(&mut self) {
        self.records.clear();
    }

    /// Number of marked listings.
    pub(crate) const fn len(&self) -> usize {
        self.records.len()
    }

    /// Whether none is marked.
    pub(crate) const fn is_empty(&self) -> bool {
        self.records.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(number: usize) -> Record {
        Record {
            id: number.to_string(),
            ..Record::default()
        }
    }

    #[test]
    fn a_mark_comes_and_goes_and_there_are_not_too_many() {
        let mut marks = Marks::default();
        assert!(marks.turn(&record(1)) && marks.has("1"));
        assert!(marks.turn(&record(1)) && !marks.has("1"));
        for number in 0..MAX_MARKS {
            assert!(marks.add(record(number)));
        }
        assert!(!marks.turn(&record(MAX_MARKS)), "no more");
        assert!(marks.add(record(0)), "it is marked already");
        assert!(marks.turn(&record(0)), "a mark can be taken away");
        assert_eq!(marks.len(), MAX_MARKS - 1);
    }
}
