//! The desk as JSON Lines: written whole, and read back.
//!
//! The first line says what the file is; every other one is a row, `{"note":{"listing":…}}`, under
//! the name of what it is. What is read has to fit the tables; nothing that is there is replaced.

use std::io::{BufRead, Write};

use serde_json::{Value, json};

use super::tables::{Row, Table, tables};
use super::{Desk, Refusal};
use crate::messages::{Failure, escape_controls};

/// What the first line is called.
const HEAD: &str = "qiao-desk";
/// The form of the file.
const FORM: u64 = 1;
/// What is no part of what the user keeps: counts of this very file, what can be taken back, and the
/// libraries that this file was used with.
const OWN: [&str; 3] = ["meta", "undo", "met"];
/// Of a listing that is kept already the snapshot of the earlier day stays.
const SNAPSHOTS: &str = "listing";
/// Longest line that is read: the largest row is a listing as a watch has seen it.
const MAX_LINE_BYTES: u64 = 64 << 20;

/// What came of reading a desk.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Transferred {
    /// Rows that are new.
    pub(crate) new: u64,
    /// Rows that were there already.
    pub(crate) known: u64,
}

impl Desk {
    /// Writes all that is kept; the number of rows.
    ///
    /// # Errors
    /// The desk cannot be read, or `out` not be written.
    pub(crate) fn export(&self, out: &mut dyn Write) -> anyhow::Result<u64> {
        self.read(|connection| {
            writeln!(out, "{}", json!({ HEAD: FORM }))?;
            let mut number = 0;
            for table in transferred(connection)? {
                table.for_each(connection, |row| {
                    number += 1;
                    Ok(writeln!(out, "{}", json!({ &*table.name: row }))?)
                })?;
            }
            Ok(number)
        })
    }

    /// Reads what [`Self::export`] has written, all of it or nothing.
    ///
    /// # Errors
    /// A line is none of a desk, or says something else of what is kept already; the desk cannot
    /// be written.
    pub(crate) fn import(&mut self, lines: impl BufRead) -> anyhow::Result<Transferred> {
        let rows = read(lines)?;
        // What cannot be read back must not come in: it is tried on a desk of its own.
        let trial = tempfile::tempdir()?;
        let mut fresh = Self::open(trial.path())?;
        fresh.take_in(&rows)?;
        fresh.check().map_err(|error| {
            let reason = Failure::of(&error);
            Refusal::Invalid.because(Failure::new(
                format!(
                    "文件的内容读不回来，什么也没导入：{}",
                    reason.say(qiao_index::vocab::Language::Chinese)
                ),
                format!(
                    "what the file says cannot be read back, nothing was imported: {}",
                    reason.say(qiao_index::vocab::Language::English)
                ),
            ))
        })?;
        self.take_in(&rows)
    }

    fn take_in(&mut self, rows: &[(u64, String, Row)]) -> anyhow::Result<Transferred> {
        self.write(|connection| {
            let tables = transferred(connection)?;
            let mut done = Transferred::default();
            for (line, name, row) in rows {
                let table = tables.iter().find(|table| table.name == *name);
                let table = table.ok_or_else(|| unreadable(*line))?;
                fits(table, row).ok_or_else(|| unreadable(*line))?;
                match table.with_key_of(connection, row)? {
                    Some(there) if there == *row || *name == SNAPSHOTS => done.known += 1,
                    Some(_) => return Err(differs(*line, name)),
                    None => {
                        table
                            .insert(connection, row)
                            .ok()
                            .ok_or_else(|| differs(*line, name))?;
                        done.new += 1;
                    }
                }
            }
            Ok(done)
        })
    }

    /// Reads all that is kept, so that what cannot be read shows.
    fn check(&self) -> anyhow::Result<()> {
        self.kept()?;
        self.shortlists()?;
        for watch in self.watches()? {
            self.seen(&watch.name)?;
        }
        self.tasks()?;
        self.logged(&super::log::LogWanted::default())?;
        Ok(())
    }
}

/// The tables that are written and read.
fn transferred(connection: &rusqlite::Connection) -> anyhow::Result<Vec<Table>> {
    let mut tables = tables(connection)?;
    tables.retain(|table| !OWN.contains(&&*table.name));
    Ok(tables)
}

/// The rows of a file, each with its line and the table that it is of.
fn read(lines: impl BufRead) -> anyhow::Result<Vec<(u64, String, Row)>> {
    let mut rows = Vec::new();
    let mut lines = lines;
    let mut line = Vec::new();
    for number in 1.. {
        line.clear();
        let mut part = std::io::Read::take(&mut lines, MAX_LINE_BYTES);
        if part.read_until(b'\n', &mut line)? == 0 {
            break;
        }
        let value: Value = serde_json::from_slice(&line)
            .ok()
            .ok_or_else(|| unreadable(number))?;
        let object = value.as_object().filter(|object| object.len() == 1);
        let (name, row) = object
            .and_then(|object| object.iter().next())
            .ok_or_else(|| unreadable(number))?;
        if number == 1 {
            if name != HEAD || row.as_u64() != Some(FORM) {
                return Err(no_desk());
            }
            continue;
        }
        let row = row.as_object().ok_or_else(|| unreadable(number))?;
        rows.push((number, name.clone(), row.clone()));
    }
    if line.is_empty() && rows.is_empty() {
        return Err(no_desk());
    }
    Ok(rows)
}

/// Whether a row has exactly the columns of a table, and texts and whole numbers in them.
fn fits(table: &Table, row: &Row) -> Option<()> {
    let is_plain = |value: &Value| value.is_string() || value.is_i64();
    let has_all = table
        .columns
        .iter()
        .all(|name| row.get(name).is_some_and(is_plain));
    (has_all && row.len() == table.columns.len()).then_some(())
}

fn no_desk() -> anyhow::Error {
    Refusal::Invalid.because(Failure::new(
        "这不是 qiao desk export 写的文件，什么也没导入",
        "this is no file of `qiao desk export`: nothing was imported",
    ))
}

fn unreadable(line: u64) -> anyhow::Error {
    Refusal::Invalid.because(Failure::new(
        format!("第 {line} 行读不懂，什么也没导入"),
        format!("line {line} cannot be understood: nothing was imported"),
    ))
}

fn differs(line: u64, name: &str) -> anyhow::Error {
    let name = escape_controls(name);
    Refusal::Invalid.because(Failure::new(
        format!("第 {line} 行（{name}）与已保存的内容不同，什么也没导入：请导入到空的工作台"),
        format!(
            "line {line} ({name}) differs from what is kept already: nothing was imported; import \
             it into an empty desk"
        ),
    ))
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use super::*;
    use qiao_index::vocab::Language;

    fn refused(text: &str) -> String {
        let folder = tempfile::tempdir().unwrap();
        let mut desk = Desk::open(folder.path()).unwrap();
        let error = desk.import(text.as_bytes()).unwrap_err();
        assert!(error.is::<Refusal>(), "{error:?}");
        let mut out = Vec::new();
        assert_eq!(desk.export(&mut out).unwrap(), 0, "nothing is kept");
        Failure::of(&error).say(Language::English).to_owned()
    }

    #[test]
    fn what_is_no_desk_is_refused_with_its_line() {
        let head = "{\"qiao-desk\":1}\n";
        let check = |text: &str, expected: &str| {
            let said = refused(text);
            assert!(said.starts_with(expected), "{text}: {said}");
        };
        check("", "this is no file");
        check("{\"note\":{}}\n", "this is no file");
        check("{\"qiao-desk\":2}\n", "this is no file");
        check("\u{0}\u{1}", "line 1 cannot");
        for row in [
            "not json",
            "[]",
            "{}",
            "{\"note\":[]}",
            "{\"meta\":{\"key\":\"revision\",\"value\":7}}",
            "{\"sqlite_schema\":{\"name\":\"x\"}}",
            "{\"note\":{\"listing\":\"a\",\"at\":\"b\"}}",
            "{\"note\":{\"listing\":\"a\",\"at\":\"b\",\"text\":null}}",
            "{\"note\":{\"listing\":\"a\",\"at\":\"b\",\"text\":\"c\",\"more\":\"d\"}}",
        ] {
            check(&format!("{head}{row}\n"), "line 2 cannot");
        }
        let snapshot = "{\"listing\":{\"id\":\"a\",\"at\":\"b\",\"snapshot\":\"no json\"}}\n";
        let task = "{\"task\":{\"number\":1,\"at\":\"\",\"day\":\"\",\"text\":\"t\",\"listing\":\"a\",\
            \"client\":\"\",\"deal\":0,\"done_at\":\"\"}}\n";
        check(
            &format!("{head}{snapshot}{task}"),
            "what the file says cannot",
        );
    }
}
