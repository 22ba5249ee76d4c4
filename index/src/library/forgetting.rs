//! Forgetting a listing or a person, in the catalogue and in the index.

use super::Library;
use crate::error::Result;

/// What is to be forgotten.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Forgetting {
    /// The listing with this id.
    Listing(String),
    /// A person, by the name as listings write it.
    Person(String),
}

/// What was forgotten.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Forgotten {
    /// Number of listings that do not name the person any more.
    pub changed: u64,
    /// Ids of the listings that are gone.
    pub removed: Vec<String>,
    /// The words by which what was forgotten can be found elsewhere: names, telephone numbers,
    /// addresses.
    pub words: Vec<String>,
}

impl Library {
    /// Forgets a listing or a person for good: in records, their history and their rows, and in the
    /// index. Files that were imported, exports and backups are not touched.
    ///
    /// # Errors
    /// Another process writes; the library cannot be read or written.
    pub fn forget(&mut self, what: &Forgetting) -> Result<Forgotten> {
        let mut postings = self.postings()?;
        let revision = self.catalogue.begin()?;
        let done = self.forget_in_batch(revision, what);
        let forgotten = match done {
            Ok(forgotten) => forgotten,
            Err(error) => {
                self.catalogue.rollback()?;
                return Err(error);
            }
        };
        if forgotten.changed == 0 && forgotten.removed.is_empty() {
            self.catalogue.rollback()?;
            return Ok(forgotten);
        }
        self.catalogue.commit(revision)?;
        self.catalogue.scrub()?;
        postings.close(&self.index)?;
        drop(postings);
        // What was deleted stays in the index until its segment is written anew.
        self.catch_up(&mut |_, _| {})?;
        self.postings()?.purge(&self.index)?;
        self.refresh()?;
        Ok(forgotten)
    }

    fn forget_in_batch(&self, revision: u64, what: &Forgetting) -> Result<Forgotten> {
        let catalogue = &self.catalogue;
        let mut forgotten = Forgotten::default();
        let rows = match what {
            Forgetting::Listing(id) => {
                let row = catalogue.by_id(id)?.map(|stored| stored.row);
                if let Some(row) = row {
                    forgotten.words = catalogue.words_of(row)?;
                }
                row.into_iter().collect()
            }
            Forgetting::Person(name) => {
                let person = catalogue.forget_person(revision, name)?;
                (forgotten.changed, forgotten.words) = (person.changed, person.words);
                person.about
            }
        };
        for row in rows {
            let id = catalogue.by_row(row)?.map(|record| record.id);
            let id = id.unwrap_or_default();
            catalogue.forget_record(revision, row, &id)?;
            forgotten.removed.push(id);
        }
        catalogue.forget_in_dictionaries(&forgotten.words)?;
        Ok(forgotten)
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use super::*;
    use crate::record::{Contact, Kind, Provenance, Record};
    use crate::request::Request;

    const SECRETS: [&str; 3] = ["沈示例", "027-00001234", "shen@example.com"];

    /// A listing of a source with this contact.
    fn listing(id: &str, source: &str, name: &str, title: &str) -> Record {
        let [_, phone, email] = SECRETS;
        Record {
            id: id.to_owned(),
            title: title.to_owned(),
            body: format!("联系 {name}，电话 {phone}"),
            contact: vec![Contact {
                name: name.to_owned(),
                phones: vec![phone.to_owned()],
                emails: vec![email.to_owned()],
                ..Contact::default()
            }],
            sources: vec![Provenance {
                name: source.to_owned(),
                hash: title.to_owned(),
                ..Provenance::default()
            }],
            raw: serde_json::json!({ "联系人": name, "电话": phone, "邮箱": email }),
            ..Record::default()
        }
    }

    fn put(library: &mut Library, records: Vec<Record>) {
        let mut writer = library.writer().unwrap();
        writer.begin_rows(true);
        for record in records {
            writer.put(record).unwrap();
        }
        writer.finish().unwrap();
    }

    fn total(library: &Library, query: &str) -> u64 {
        let request = Request {
            query: query.to_owned(),
            ..Request::default()
        };
        let page = library.search(&request).unwrap();
        if page.relaxed { 0 } else { page.total }
    }

    #[test]
    fn a_person_who_is_forgotten_stands_in_no_record_history_row_or_index() {
        let folder = tempfile::tempdir().unwrap();
        let mut library = Library::open(folder.path()).unwrap();
        let [name, phone, _] = SECRETS;
        put(
            &mut library,
            vec![
                listing("a", "s", name, "石墨烯"),
                listing("b", "s", "林示例", "电池"),
            ],
        );
        // What it was stays in the history, what two sources say in its parts.
        put(&mut library, vec![listing("a", "s", name, "石墨烯导热膜")]);
        put(&mut library, vec![listing("a", "t", name, "石墨烯导热膜")]);
        let mut expert = listing("c", "s", name, name);
        expert.kind = Kind::Expert;
        put(&mut library, vec![expert]);
        assert!(total(&library, name) > 0);
        let person = Forgetting::Person(name.to_owned());
        let forgotten = library.forget(&person).unwrap();
        assert_eq!(
            (forgotten.changed, &*forgotten.removed),
            (1, &["c".to_owned()][..])
        );
        assert!(forgotten.words.iter().any(|word| word == phone));
        assert_eq!(total(&library, &format!("\"{name}\"")), 0);
        let mut texts = String::new();
        for table in ["record", "part", "version"] {
            for row in 1..=4 {
                for (_, json, raw) in library.catalogue.texts_of(table, row).unwrap() {
                    texts += &json;
                    texts += &raw;
                }
            }
        }
        assert!(!texts.contains(name), "{texts}");
        let record = library.record("a").unwrap().unwrap();
        assert!(record.contact.is_empty(), "{record:?}");
        assert_eq!(record.body, "联系 ***，电话 ***");
        // Whoever has the same telephone keeps it.
        let other = library.record("b").unwrap().unwrap();
        assert_eq!(other.contact[0].phones, [phone]);
        let again = library.forget(&person).unwrap();
        assert_eq!(again.changed + again.removed.len() as u64, 0);
    }

    #[test]
    fn a_listing_that_is_forgotten_leaves_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let mut library = Library::open(folder.path()).unwrap();
        put(
            &mut library,
            vec![
                listing("a", "s", "沈示例", "石墨烯"),
                listing("b", "s", "林示例", "电池"),
            ],
        );
        let forgotten = library
            .forget(&Forgetting::Listing("a".to_owned()))
            .unwrap();
        assert_eq!(forgotten.removed, ["a"]);
        assert_eq!((library.len().unwrap(), total(&library, "石墨烯")), (1, 0));
        drop(library);
        let library = Library::open(folder.path()).unwrap();
        assert_eq!((library.len().unwrap(), total(&library, "电池")), (1, 1));
    }
}
