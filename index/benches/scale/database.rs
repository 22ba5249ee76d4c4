//! A database with full-text search: `SQLite` with FTS5 and its trigram tokeniser, and five counts.

use std::path::Path;

use rusqlite::{Connection, params};

use crate::corpus;
use crate::plain::FACETS;

/// Shortest text that trigrams find, in characters.
const MIN_CHARACTERS: usize = 3;

/// An open database.
pub(crate) struct Database(Connection);

impl Database {
    /// Takes listings into a file.
    pub(crate) fn build(file: &Path, listings: &Path) {
        let mut connection = Connection::open(file).unwrap();
        connection
            .execute_batch(
                "PRAGMA journal_mode = off; PRAGMA synchronous = off;
                CREATE TABLE record (row INTEGER PRIMARY KEY, title, abstract,
                    kind, institution, field, region, year);
                CREATE VIRTUAL TABLE words USING fts5(title, abstract, content='record',
                    content_rowid='row', tokenize='trigram');",
            )
            .unwrap();
        let transaction = connection.transaction().unwrap();
        let sql = "INSERT INTO record (title, abstract, kind, institution, field, region, year)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)";
        let mut insert = transaction.prepare(sql).unwrap();
        for line in corpus::lines(listings) {
            let text = |name: &str| {
                let value = &line[name];
                value
                    .as_str()
                    .map_or_else(|| value.to_string(), str::to_owned)
            };
            let [kind, institution, field, region, year] = FACETS.map(&text);
            let (title, summary) = (text("title"), text("abstract"));
            let row = params![title, summary, kind, institution, field, region, year];
            insert.execute(row).unwrap();
        }
        drop(insert);
        transaction.commit().unwrap();
        let rebuild = "INSERT INTO words (words) VALUES ('rebuild')";
        connection.execute_batch(rebuild).unwrap();
    }

    /// Opens what [`Self::build`] has made.
    pub(crate) fn open(file: &Path) -> Self {
        Self(Connection::open(file).unwrap())
    }

    /// The best twenty of the listings with a text as it stands, and twenty values of each facet;
    /// how many hits there are.
    pub(crate) fn answer(&self, text: &str) -> u64 {
        let short = text.chars().count() < MIN_CHARACTERS;
        let (found, asked, rank) = if short {
            let found = "record WHERE title LIKE ?1 OR abstract LIKE ?1";
            (found, format!("%{text}%"), "")
        } else {
            let found = "words JOIN record ON record.row = words.rowid WHERE words MATCH ?1";
            (
                found,
                format!("\"{}\"", text.replace('"', " ")),
                "ORDER BY rank",
            )
        };
        let best = format!("SELECT record.title, record.abstract FROM {found} {rank} LIMIT 20");
        let total = format!("SELECT count(*) FROM {found}");
        let counts = FACETS.map(|facet| {
            format!("SELECT {facet}, count(*) FROM {found} GROUP BY 1 ORDER BY 2 DESC LIMIT 20")
        });
        let mut rows = 0;
        for sql in counts.iter().chain([&best]) {
            let mut statement = self.0.prepare_cached(sql).unwrap();
            let mut found = statement.query([&asked]).unwrap();
            while let Some(row) = found.next().unwrap() {
                rows += usize::from(std::hint::black_box(row).get_ref(0).is_ok());
            }
        }
        std::hint::black_box(rows);
        let mut statement = self.0.prepare_cached(&total).unwrap();
        let total = statement.query_row([&asked], |row| row.get::<_, i64>(0));
        total.unwrap().unsigned_abs()
    }
}
