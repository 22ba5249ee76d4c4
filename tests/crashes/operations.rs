//! What is killed, and what a library must be like before and afterwards.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use qiao_index::Library;
use qiao_index::error::Error;
use qiao_index::request::Request;
use rusqlite::Connection;

use crate::common::Home;
use crate::trials::copy_of;

/// Something that writes.
pub(crate) struct Operation {
    /// The command.
    pub(crate) arguments: &'static [&'static str],
    /// The layout of the catalogue that it begins with, where that is an older one.
    pub(crate) layout: Option<&'static str>,
}

const fn of(arguments: &'static [&'static str]) -> Operation {
    let layout = None;
    Operation { arguments, layout }
}

/// All that writes.
pub(crate) const OPERATIONS: [Operation; 13] = [
    of(&["import", "more.csv"]),
    of(&["source", "sync"]),
    of(&["edit", "needs:3", "--set", "title=新的名称"]),
    of(&["undo", "1"]),
    of(&["note", "needs:5", "周五回电"]),
    of(&["log", "add", "needs:5", "call", "谈了价格"]),
    of(&["reindex"]),
    of(&["export", "", "--format", "csv", "-o", "out.csv"]),
    of(&["search", "电池"]).upgrading("catalogue-5.sql"),
    of(&["delete", "needs:6"]),
    of(&["forget", "张示例"]),
    of(&["doctor", "--recover", "saved"]),
    of(&["backup", "all.backup"]),
];

impl Operation {
    const fn upgrading(self, layout: &'static str) -> Self {
        Self {
            layout: Some(layout),
            ..self
        }
    }

    /// The home in which it begins: a copy of the one in this folder, but for an older layout.
    pub(crate) fn home(&self, filled: &Path) -> Home {
        let Some(layout) = self.layout else {
            return copy_of(filled);
        };
        let home = Home::new();
        fs::create_dir(home.path("library")).unwrap();
        let sql = fs::read_to_string(Path::new("tests/layouts").join(layout)).unwrap();
        let catalogue = Connection::open(home.path("library/catalogue.db")).unwrap();
        catalogue.execute_batch(&sql).unwrap();
        home
    }
}

/// A home with listings, a source that has changed, and something on the desk.
pub(crate) fn filled() -> Home {
    let home = Home::new();
    fs::write(home.path("needs.csv"), table("低温电池", 60)).unwrap();
    fs::write(home.path("more.csv"), table("石墨烯膜", 200)).unwrap();
    fs::write(home.path("out.csv"), "as it was").unwrap();
    fs::create_dir(home.path("weekly")).unwrap();
    fs::write(home.path("weekly/one.csv"), table("防腐涂料", 20)).unwrap();
    for arguments in [
        &["import", "needs.csv"][..],
        &["source", "add", "weekly", "weekly"],
        &["source", "sync"],
        &["note", "needs:1", "张示例 的笔记"],
    ] {
        let done = home.in_home(arguments).output().unwrap();
        let err = String::from_utf8_lossy(&done.stderr);
        assert!(done.status.success(), "{arguments:?}: {err}");
    }
    fs::write(home.path("weekly/one.csv"), table("防腐涂料", 30)).unwrap();
    home
}

/// Rows of a table, each with a title of its own.
fn table(title: &str, rows: u32) -> String {
    let mut text = "编号,名称,简介,联系人,电话\n".to_owned();
    for row in 1..=rows {
        writeln!(text, "{row},{title}{row},第{row}条,张示例,027-0000{row:04}").unwrap();
    }
    text
}

/// What a home holds: all that must be there before or after, and nothing between.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Held {
    listings: BTreeSet<String>,
    notes: usize,
    out: String,
}

impl Home {
    /// A command that is run in the home.
    pub(crate) fn in_home(&self, arguments: &[&str]) -> std::process::Command {
        let mut command = self.command(arguments);
        command.current_dir(self.folder().path());
        command
    }

    /// What it holds; the error in words where that cannot be read.
    pub(crate) fn held(&self) -> Result<Held, String> {
        let unread = |error: Error| format!("cannot be read afterwards: {error}");
        let library = Library::open(&self.path("library")).map_err(unread)?;
        let everything = Request {
            limit: 1_000,
            ..Request::default()
        };
        let page = library.search(&everything).map_err(unread)?;
        let count = library.len().map_err(unread)?;
        if library.left_out() > 0 || page.total != count {
            return Err(format!("{} found of {count}", page.total));
        }
        let listings = page.hits.iter().map(|hit| {
            let contact = serde_json::to_string(&hit.record.contact).unwrap();
            hit.record.title.clone() + &contact
        });
        let out = fs::read_to_string(self.path("out.csv")).unwrap_or_default();
        Ok(Held {
            listings: listings.collect(),
            notes: self.kept(),
            out,
        })
    }

    /// Number of notes and lines of the log; both databases hold together.
    fn kept(&self) -> usize {
        for name in ["catalogue.db", "desk.db"] {
            let path = self.path("library").join(name);
            if path.is_file() {
                let file = Connection::open(path).unwrap();
                let sql = "PRAGMA integrity_check";
                let said: String = file.query_row(sql, [], |row| row.get(0)).unwrap();
                assert_eq!(said, "ok", "{name}");
            }
        }
        let path = self.path("library/desk.db");
        let desk = path.is_file().then(|| Connection::open(path).unwrap());
        let sql = "SELECT (SELECT count(*) FROM note) + (SELECT count(*) FROM log)";
        let count = desk.and_then(|desk| desk.query_row(sql, [], |row| row.get::<_, i64>(0)).ok());
        usize::try_from(count.unwrap_or(0)).unwrap()
    }
}
