//! Libraries and desks of older programs, one of each layout that there ever was: kept as SQL in
//! `tests/layouts/`, and brought up to date by the program of today.

#![expect(clippy::unwrap_used, reason = "a failure is the test's result")]

mod common;

use std::fs;
use std::path::Path;

use rusqlite::Connection;

use common::Home;

/// The tables of a desk that hold what the user keeps.
const KEPT: [&str; 12] = [
    "listing",
    "feedback",
    "shortlist",
    "shortlisted",
    "watch",
    "log",
    "note",
    "tag",
    "task",
    "draft",
    "deal",
    "not_to_contact",
];

impl Home {
    /// What a command that must succeed prints.
    fn done(&self, arguments: &[&str]) -> String {
        let output = self.command(arguments).output().unwrap();
        let err = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{arguments:?}: {err}");
        String::from_utf8(output.stdout).unwrap()
    }

    /// Puts a file of an older program into the library's folder.
    fn with(&self, file: &str, layout: i64) {
        let folder = self.path("library");
        fs::create_dir_all(&folder).unwrap();
        let sql = format!("tests/layouts/{file}-{layout}.sql");
        let sql = fs::read_to_string(sql).unwrap();
        let connection = Connection::open(folder.join(format!("{file}.db"))).unwrap();
        connection.execute_batch(&sql).unwrap();
    }

    fn open(&self, name: &str) -> Connection {
        Connection::open(self.path("library").join(name)).unwrap()
    }

    /// The newest layout of a file.
    fn newest(file: &str) -> i64 {
        let home = Self::new();
        home.done(&["search", ""]);
        home.done(&["do-not-contact", "add", "示例"]);
        layout(&home.open(&format!("{file}.db")))
    }
}

fn layout(connection: &Connection) -> i64 {
    let sql = "PRAGMA user_version";
    connection.query_row(sql, [], |row| row.get(0)).unwrap()
}

fn count(connection: &Connection, table: &str) -> i64 {
    let sql = format!("SELECT count(*) FROM {table}");
    connection
        .query_row(&sql, [], |row| row.get(0))
        .unwrap_or(0)
}

/// All rows of a table, as text.
fn rows(connection: &Connection, table: &str) -> Vec<String> {
    let Ok(mut statement) = connection.prepare(&format!("SELECT * FROM {table}")) else {
        return Vec::new();
    };
    let columns = statement.column_count();
    let rows = statement.query_map([], |row| {
        let values = (0..columns).map(|at| row.get::<_, rusqlite::types::Value>(at));
        let values: Vec<_> = values.collect::<rusqlite::Result<_>>()?;
        Ok(format!("{values:?}"))
    });
    rows.unwrap().map(Result::unwrap).collect()
}

#[test]
fn a_library_of_every_older_program_is_brought_up_to_date_without_loss() {
    let newest = Home::newest("catalogue");
    for number in 1..=newest {
        let home = Home::new();
        home.with("catalogue", number);
        let exported = home.done(&["export", "", "--format", "jsonl"]);
        // From layout 5 on one of the three is deleted; from 2 on one is edited.
        let expected = if number < 5 { 3 } else { 2 };
        assert_eq!(
            exported.lines().count(),
            expected,
            "layout {number}: {exported}"
        );
        for fact in [
            "一号低温电池",
            "二号石墨烯膜",
            "027-00000001",
            "编号",
            "江城大学",
        ] {
            assert!(
                exported.contains(fact),
                "layout {number}: {fact} in {exported}"
            );
        }
        let deep = home.done(&["doctor", "--deep"]);
        assert!(deep.contains("all whole"), "layout {number}: {deep}");
        let catalogue = home.open("catalogue.db");
        assert_eq!(layout(&catalogue), newest);
        assert_eq!(
            (count(&catalogue, "record"), count(&catalogue, "version")),
            (3, 1)
        );
        if number < newest {
            // As it was, for the older program.
            let copy = home.open(&format!("catalogue.db.{number}"));
            assert_eq!((layout(&copy), count(&copy, "record")), (number, 3));
        }
        assert!(home.done(&["search", "石墨烯"]).contains("二号石墨烯膜"));
        // From now on every record has a checksum.
        home.done(&["reindex"]);
        let sql = "record WHERE typeof(json) = 'text'";
        assert_eq!(count(&home.open("catalogue.db"), sql), 0, "layout {number}");
        assert_eq!(home.done(&["export", "", "--format", "jsonl"]), exported);
    }
}

#[test]
fn a_desk_of_every_older_program_is_brought_up_to_date_without_loss() {
    let newest = Home::newest("desk");
    for number in 1..=newest {
        let home = Home::new();
        home.with("catalogue", 1);
        home.with("desk", number);
        let before: Vec<_> = KEPT.map(|table| rows(&home.open("desk.db"), table)).into();
        assert_eq!(home.done(&["note", "s:1"]), "周五回电\n", "layout {number}");
        let desk = home.open("desk.db");
        assert_eq!(layout(&desk), newest);
        for (table, before) in KEPT.iter().zip(before) {
            let now = rows(&desk, table);
            // A column that was added later stands behind the others.
            let is_kept = |row: &String| {
                now.iter()
                    .any(|it| it.starts_with(row.trim_end_matches(']')))
            };
            assert!(
                before.iter().all(is_kept),
                "layout {number}, {table}: {now:?}"
            );
            assert_eq!(before.len(), now.len(), "layout {number}, {table}");
        }
        if number < newest {
            let copy = home.open(&format!("desk.db.{number}"));
            assert_eq!((layout(&copy), count(&copy, "note")), (number, 1));
        }
        assert!(
            home.done(&["shortlist", "show", "荆门化工"])
                .contains("一号低温电池")
        );
        assert!(home.done(&["log", "list"]).contains("谈了价格"));
    }
}

#[test]
fn a_copy_before_an_upgrade_does_not_keep_whom_the_library_forgets() {
    let home = Home::new();
    home.with("catalogue", 6);
    home.with("desk", 4);
    home.done(&["note", "s:1"]);
    let copies = ["catalogue.db.6", "desk.db.4"].map(|name| home.path("library").join(name));
    assert!(copies.iter().all(|path| Path::is_file(path)));
    home.done(&["forget", "张示例"]);
    assert!(!copies.iter().any(|path| path.exists()));
}
