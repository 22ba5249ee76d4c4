//! What the browser remembers from one day to the next: the queries, and where the user left off.
//! One small file in the library's folder; without it, or where it is damaged, nothing is lost but
//! the comfort.

use std::fs::File;
use std::io::{self, Read, Write};
use std::path::Path;

use anyhow::Context;
use qiao_index::request::{Filter, Sort};
use serde::{Deserialize, Deserializer, Serialize};

use crate::messages::Failure;

/// The file in the library's folder.
const FILE: &str = "session.json";
/// Queries that are kept at most.
pub(crate) const MAX_QUERIES: usize = 500;
/// No file of ours is longer, in bytes.
const MAX_FILE_BYTES: u64 = 4_000_000;

/// What is remembered.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Session {
    /// Queries, the oldest first.
    pub(crate) queries: Vec<String>,
    /// Where the user left off.
    pub(crate) left: Option<LeftOff>,
}

/// Where the user left off.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct LeftOff {
    /// What stood in the query line.
    pub(crate) query: String,
    /// The filters.
    #[serde(deserialize_with = "known_filters")]
    pub(crate) filters: Vec<Filter>,
    /// The order.
    #[serde(deserialize_with = "known_sort")]
    pub(crate) sort: Sort,
    /// Of every patent family one listing only.
    pub(crate) one_per_family: bool,
    /// The chosen listing.
    pub(crate) listing: Option<Chosen>,
    /// The ids of the marked listings.
    pub(crate) marked: Vec<String>,
}

/// A listing that was chosen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Chosen {
    /// Its place among the results.
    pub(crate) place: usize,
    /// Its id.
    pub(crate) id: String,
    /// Whether it was open.
    pub(crate) open: bool,
}

/// The filters that this program knows; a newer one may have left others.
fn known_filters<'de, D: Deserializer<'de>>(file: D) -> Result<Vec<Filter>, D::Error> {
    let filters = Vec::<serde_json::Value>::deserialize(file)?;
    let known = filters
        .into_iter()
        .filter_map(|filter| Filter::deserialize(filter).ok());
    Ok(known.collect())
}

/// The order, or the usual one where this program does not know it.
fn known_sort<'de, D: Deserializer<'de>>(file: D) -> Result<Sort, D::Error> {
    let sort = serde_json::Value::deserialize(file)?;
    Ok(Sort::deserialize(sort).unwrap_or_default())
}

/// Reads what was remembered; nothing where there is nothing that can be read.
pub(crate) fn load(folder: &Path) -> Session {
    let read = || -> io::Result<Session> {
        let mut text = String::new();
        let file = File::open(folder.join(FILE))?;
        file.take(MAX_FILE_BYTES).read_to_string(&mut text)?;
        Ok(serde_json::from_str(&text)?)
    };
    let mut session = read().unwrap_or_default();
    let left = session.left.iter_mut().map(|left| &mut left.query);
    for query in session.queries.iter_mut().chain(left) {
        query.retain(|character| !character.is_control());
    }
    session
}

/// Remembers, in one step: whoever reads meanwhile finds the old file or the new one. Queries of
/// another browser that has ended since are kept.
///
/// # Errors
/// The folder cannot be written.
pub(crate) fn save(folder: &Path, session: Session) -> anyhow::Result<()> {
    let queries = merged(load(folder).queries, session.queries);
    write(folder, &Session { queries, ..session })
}

fn write(folder: &Path, session: &Session) -> anyhow::Result<()> {
    let path = folder.join(FILE);
    let write = || -> io::Result<()> {
        let mut file = tempfile::NamedTempFile::new_in(folder)?;
        serde_json::to_writer(&mut file, session)?;
        file.flush()?;
        file.persist(&path)?;
        Ok(())
    };
    write().with_context(|| {
        let path = path.display();
        Failure::new(
            format!("不能把检索历史写入 {path}"),
            format!("cannot write the query history to {path}"),
        )
    })
}

/// Forgets the queries in which one of the words stands, and where the user left off where that is
/// about one of these listings.
///
/// # Errors
/// The folder cannot be written.
pub(crate) fn forget(folder: &Path, words: &[String], ids: &[String]) -> anyhow::Result<()> {
    let before = load(folder);
    let says = |text: &str| words.iter().chain(ids).any(|word| text.contains(&**word));
    let mut session = before.clone();
    session.queries.retain(|query| !says(query));
    if let Some(left) = &mut session.left {
        let is_gone = |id: &String| ids.contains(id);
        left.marked.retain(|id| !is_gone(id));
        left.listing.take_if(|chosen| is_gone(&chosen.id));
        if says(&left.query) {
            session.left = None;
        } else {
            left.filters.retain(|filter| !says(&filter.value));
        }
    }
    if session == before {
        return Ok(());
    }
    // Not merged with what is there: that is to be forgotten.
    write(folder, &session)
}

/// All queries once, in the order in which they were used last, the newest [`MAX_QUERIES`] of them.
fn merged(mut queries: Vec<String>, newer: Vec<String>) -> Vec<String> {
    queries.retain(|query| !newer.contains(query));
    queries.extend(newer);
    let excess = queries.len().saturating_sub(MAX_QUERIES);
    queries.split_off(excess)
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a failure is the test's result")]

    use qiao_index::request::Facet;

    use super::*;

    #[test]
    fn what_is_remembered_comes_back() {
        let folder = tempfile::tempdir().unwrap();
        let session = Session {
            queries: vec!["石墨烯".to_owned(), "a \"b\"".to_owned()],
            left: Some(LeftOff {
                query: "防腐".to_owned(),
                filters: vec![Filter {
                    facet: Facet::Region,
                    value: "42".to_owned(),
                    exclude: true,
                }],
                sort: Sort::Newest,
                one_per_family: true,
                marked: vec!["example:1".to_owned()],
                listing: Some(Chosen {
                    place: 7,
                    id: "example:7".to_owned(),
                    open: true,
                }),
            }),
        };
        save(folder.path(), session.clone()).unwrap();
        assert_eq!(load(folder.path()), session);
        let files = std::fs::read_dir(folder.path()).unwrap();
        assert_eq!(files.count(), 1, "nothing else is left behind");
    }

    #[test]
    fn a_file_that_is_missing_or_damaged_is_nothing() {
        let folder = tempfile::tempdir().unwrap();
        assert_eq!(load(folder.path()), Session::default());
        for text in ["", "{", "[1]", "{\"queries\":3}", "\u{0}"] {
            std::fs::write(folder.path().join(FILE), text).unwrap();
            assert_eq!(load(folder.path()), Session::default(), "{text:?}");
        }
    }

    #[test]
    fn what_this_program_does_not_know_is_left_out() {
        let folder = tempfile::tempdir().unwrap();
        let text = r#"{"queries":["a\u001b[31m"],"later":1,"left":{"query":"b","sort":"size",
            "filters":[{"facet":"colour","value":"red"},{"facet":"year","value":"2024"}]}}"#;
        std::fs::write(folder.path().join(FILE), text).unwrap();
        let session = load(folder.path());
        assert_eq!(session.queries, ["a[31m"]);
        let left = session.left.unwrap();
        assert_eq!((left.filters.len(), left.sort), (1, Sort::Relevance));
    }

    #[test]
    fn queries_of_two_browsers_are_kept_once_and_bounded() {
        let list = |queries: &[&str]| queries.iter().map(|query| (*query).to_owned()).collect();
        let both = merged(list(&["a", "b", "c"]), list(&["b", "d"]));
        assert_eq!(both, ["a", "c", "b", "d"]);
        let many = (0..MAX_QUERIES).map(|number| number.to_string()).collect();
        let kept = merged(list(&["old"]), many);
        assert_eq!(kept.len(), MAX_QUERIES);
        assert_eq!(kept[0], "0");
    }

    #[test]
    fn a_folder_that_cannot_be_written_is_named() {
        let error = save(Path::new("/no/such/folder"), Session::default()).unwrap_err();
        assert!(
            error.to_string().contains("/no/such/folder/session.json"),
            "{error}"
        );
    }
}
