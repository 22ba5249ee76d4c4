//! Taking back what was done on the desk last.
//!
//! Every write notes, row by row, what would take it back. Lines of the log and events of deals are
//! evidence: they are never taken out again, a correcting line follows them.

use rusqlite::{Connection, OptionalExtension as _};
use serde_json::Value;

use super::deal::correct_event;
use super::log::correct;
use super::tables::{Row, Table, tables};
use super::{Desk, Refusal, Snapshot};
use crate::messages::{Bilingual, Failure};

/// Most characters of a text that say what was taken back.
const MAX_NAMED: usize = 60;
/// How many actions can be taken back, the last first.
const MAX_ACTIONS: usize = 100;
/// What is remembered on the way, and not done by the user: it is not taken back. Snapshots stay,
/// since other things may be about their listings.
const QUIET: [&str; 6] = ["meta", "undo", "told", "opened", "listing", "met"];
/// What takes back the change of a row.
#[derive(Debug, Clone, PartialEq)]
struct Change {
    table: String,
    /// The row as it was; `None` where it was not there.
    before: Option<Row>,
    /// The row as it is; `None` where it is there no more.
    after: Option<Row>,
}

impl Change {
    /// Whether it only says when a watch was looked at, and what was there.
    fn is_looking(&self) -> bool {
        let is_changed = self.before.is_some() && self.after.is_some();
        self.table == "seen" || self.table == "watch" && is_changed
    }
}

/// Begins to note the changes of this connection.
pub(super) fn watch(connection: &Connection) -> anyhow::Result<()> {
    // With these a row that another one replaces is noted as deleted.
    connection.pragma_update(None, "recursive_triggers", true)?;
    connection.execute_batch(
        "CREATE TEMP TABLE change (number INTEGER PRIMARY KEY, source TEXT, before TEXT, after TEXT)",
    )?;
    for table in tables(connection)? {
        if !QUIET.contains(&&*table.name) {
            connection.execute_batch(&triggers(&table))?;
        }
    }
    Ok(())
}

/// The triggers that note what happens to a table.
fn triggers(table: &Table) -> String {
    let row = |which: &str| {
        let parts = table
            .columns
            .iter()
            .map(|it| format!("'{it}', {which}.\"{it}\""));
        format!("json_object({})", parts.collect::<Vec<_>>().join(", "))
    };
    let [old, new] = ["old", "new"].map(row);
    let name = &table.name;
    let events = [
        ("INSERT", "NULL", &*new),
        ("DELETE", &*old, "NULL"),
        ("UPDATE", &*old, &*new),
    ];
    let triggers = events.iter().map(|(event, before, after)| {
        format!(
            "CREATE TEMP TRIGGER \"{name}_{event}\" AFTER {event} ON main.\"{name}\" BEGIN
            INSERT INTO change (source, before, after) VALUES ('{name}', {before}, {after}); END;"
        )
    });
    triggers.collect()
}

/// Keeps what was noted since the last time as one action that can be taken back.
pub(super) fn keep(connection: &Connection) -> anyhow::Result<()> {
    let changes = noted(connection)?;
    if changes.iter().all(Change::is_looking) {
        return Ok(());
    }
    let rows = changes.iter().map(|change| {
        serde_json::json!({
            "table": change.table, "before": change.before, "after": change.after
        })
    });
    let text = rows.collect::<Value>().to_string();
    connection.execute("INSERT INTO undo (changes) VALUES (?1)", [text])?;
    let oldest = "DELETE FROM undo WHERE number <= (SELECT max(number) FROM undo) - ?1";
    connection.execute(oldest, [i64::try_from(MAX_ACTIONS)?])?;
    Ok(())
}

/// What was noted since the last time, the last change first.
fn noted(connection: &Connection) -> anyhow::Result<Vec<Change>> {
    let mut changes = Vec::new();
    {
        let sql = "SELECT source, before, after FROM temp.change ORDER BY number DESC";
        let mut statement = connection.prepare_cached(sql)?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let [before, after] = [row.get(1)?, row.get(2)?]
                .map(|text: Option<String>| text.map(|text| serde_json::from_str(&text)));
            changes.push(Change {
                table: row.get(0)?,
                before: before.transpose()?,
                after: after.transpose()?,
            });
        }
    }
    connection.execute("DELETE FROM temp.change", [])?;
    Ok(changes)
}

impl Desk {
    /// Takes back what was done last; what that was, in words.
    ///
    /// # Errors
    /// There is nothing, or it has been changed since; the desk cannot be written.
    pub(crate) fn undo(&mut self, day: &str, at: &str) -> anyhow::Result<Bilingual> {
        self.write(|connection| {
            let sql = "SELECT number, changes FROM undo ORDER BY number DESC LIMIT 1";
            let last = connection.query_row(sql, [], |row| {
                Ok((row.get::<_, i64>(0)?, row.get::<_, String>(1)?))
            });
            let Some((number, changes)) = last.optional()? else {
                return Err(Refusal::Unknown.because(Failure::new(
                    "没有可以撤销的操作",
                    "there is nothing to be undone",
                )));
            };
            let changes = read(&changes)?;
            let said = described(connection, &changes)?;
            let tables = tables(connection)?;
            for change in &changes {
                let table = tables.iter().find(|table| table.name == change.table);
                take_back(connection, table, change, [day, at])?;
            }
            connection.execute("DELETE FROM undo WHERE number = ?1", [number])?;
            // What took it back is no action of its own.
            noted(connection)?;
            Ok(said)
        })
    }
}

fn read(text: &str) -> anyhow::Result<Vec<Change>> {
    let changes: Vec<Row> = serde_json::from_str(text)?;
    let object = |value: Option<&Value>| value.and_then(Value::as_object).cloned();
    let changes = changes.iter().map(|change| Change {
        table: change
            .get("table")
            .and_then(Value::as_str)
            .unwrap_or_default()
            .to_owned(),
        before: object(change.get("before")),
        after: object(change.get("after")),
    });
    Ok(changes.collect())
}

/// Takes back the change of a row.
fn take_back(
    connection: &Connection,
    table: Option<&Table>,
    change: &Change,
    today: [&str; 2],
) -> anyhow::Result<()> {
    let Some(table) = table else {
        return Err(changed_since());
    };
    let number = change.after.as_ref().and_then(|row| row.get("number"));
    let number = number.and_then(Value::as_u64).ok_or_else(changed_since);
    // What is added and never changed.
    match &*table.name {
        "log" => return correct(connection, number?, today),
        "deal_event" => return correct_event(connection, number?, today),
        // It stays, with events that say how it was begun and that this is taken back.
        "deal" => return Ok(()),
        _ => {}
    }
    if let Some(after) = &change.after {
        let found = table.delete(connection, after)?;
        if found != 1 {
            return Err(changed_since());
        }
    }
    if let Some(before) = &change.before {
        table.insert(connection, before)?;
    }
    Ok(())
}

fn changed_since() -> anyhow::Error {
    Refusal::Invalid.because(Failure::new(
        "此后又有改动，不能撤销",
        "it has been changed since and cannot be undone",
    ))
}

/// What was done, by the first row that it changed.
fn described(connection: &Connection, changes: &[Change]) -> anyhow::Result<Bilingual> {
    let words = |table: &str| -> Option<[&'static str; 2]> {
        let known = NAMES.iter().find(|(name, _)| *name == table);
        known.map(|(_, words)| *words)
    };
    let first = changes
        .iter()
        .rev()
        .find_map(|it| Some((it, words(&it.table)?)));
    let Some((change, [chinese, english])) = first else {
        return Ok(Failure::new("已撤销", "undone"));
    };
    let row = change.after.as_ref().or(change.before.as_ref());
    let says = |name: &str| {
        let value = row.and_then(|row| row.get(name)).and_then(Value::as_str);
        value.filter(|text| !text.is_empty())
    };
    let about = match says("listing").or_else(|| says("offer")) {
        Some(id) => Some(Snapshot::kept(connection, id)?.title),
        None => None,
    };
    // The whole of a letter is no name for it.
    let named = ["tag", "name", "subject", "text"]
        .iter()
        .find_map(|name| says(name));
    let first_line = |text: &str| -> String {
        let line = text.lines().next().unwrap_or_default();
        line.chars().take(MAX_NAMED).collect()
    };
    let parts = [named.map(first_line), about];
    let parts: Vec<String> = parts
        .into_iter()
        .flatten()
        .filter(|it| !it.is_empty())
        .collect();
    let details = parts.join(" · ");
    Ok(if details.is_empty() {
        Failure::new(format!("已撤销：{chinese}"), format!("undone: {english}"))
    } else {
        Failure::new(
            format!("已撤销：{chinese}（{details}）"),
            format!("undone: {english} ({details})"),
        )
    })
}

/// What the rows of a table are called.
const NAMES: [(&str, [&str; 2]); 12] = [
    ("feedback", ["对匹配的决定", "what was said of a match"]),
    ("shortlist", ["清单", "shortlist"]),
    ("shortlisted", ["清单中的条目", "listing on a shortlist"]),
    ("watch", ["关注", "watch"]),
    ("log", ["联系记录", "line of the log"]),
    ("note", ["笔记", "note"]),
    ("tag", ["标签", "tag"]),
    ("task", ["任务", "task"]),
    ("draft", ["草稿", "draft"]),
    ("deal", ["交易", "deal"]),
    ("deal_event", ["交易的一步", "step of a deal"]),
    ("not_to_contact", ["不联系", "do-not-contact"]),
];

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use super::super::log::{Contacted, LogLine, LogWanted};
    use super::*;
    use qiao_index::kept::Verdict;
    use qiao_index::vocab::Language;

    type Step = fn(&mut Desk) -> anyhow::Result<()>;

    const AT: &str = "2026-11-30T08:00:00Z";

    fn listing() -> Snapshot {
        Snapshot {
            id: "a".to_owned(),
            title: "石墨烯涂层".to_owned(),
            ..Snapshot::default()
        }
    }

    fn undo(desk: &mut Desk) -> String {
        let done = desk.undo("2026-11-30", AT).unwrap();
        done.say(Language::English).to_owned()
    }

    #[test]
    fn what_was_done_last_is_taken_back_and_then_what_was_done_before() {
        let folder = tempfile::tempdir().unwrap();
        let mut desk = Desk::open(folder.path()).unwrap();
        let state = |desk: &Desk| {
            let mut out = Vec::new();
            desk.export(&mut out).unwrap();
            // Snapshots stay, and what was opened is nothing to be taken back.
            let out = String::from_utf8(out).unwrap();
            let lines = out.lines().filter(|line| {
                !line.starts_with("{\"listing\"") && !line.starts_with("{\"opened\"")
            });
            lines.map(str::to_owned).collect::<Vec<_>>()
        };
        let mut states = Vec::new();
        let steps: [Step; 9] = [
            |desk| desk.set_note(&listing(), "周五回电", AT),
            |desk| desk.set_note(&listing(), "周一回电", AT),
            |desk| {
                desk.tag(&[listing()], &["急".to_owned()], true, AT)
                    .map(drop)
            },
            |desk| desk.shortlist("荆门化工", &[listing()], AT).map(drop),
            |desk| desk.delete_shortlist("荆门化工").map(drop),
            |desk| {
                let task = crate::desk::task::Task {
                    text: "寄样品".to_owned(),
                    ..Default::default()
                };
                desk.add_task(&task).map(drop)
            },
            |desk| desk.set_done(1, AT).map(drop),
            |desk| desk.remove_task(1).map(drop),
            |desk| {
                let pair = super::super::Pair {
                    need: Snapshot::of_id("n"),
                    offer: listing(),
                };
                let verdict = Verdict {
                    declined: None,
                    text: String::new(),
                    at: AT.to_owned(),
                };
                desk.judge(&pair, Some(&verdict), AT)
            },
        ];
        desk.tag(&[listing()], &["x".to_owned()], true, AT).unwrap();
        for step in steps {
            states.push(state(&desk));
            step(&mut desk).unwrap();
            desk.touch(&["a".to_owned()], crate::desk::Touch::Opened, AT)
                .unwrap();
        }
        for before in states.iter().rev() {
            undo(&mut desk);
            assert_eq!(state(&desk), *before);
        }
        assert_eq!(undo(&mut desk), "undone: tag (x · 石墨烯涂层)");
        let nothing = desk.undo("2026-11-30", AT).unwrap_err();
        assert!(nothing.is::<Refusal>(), "{nothing:?}");
    }

    #[test]
    fn a_line_of_the_log_is_taken_back_by_a_line_that_corrects_it() {
        let folder = tempfile::tempdir().unwrap();
        let mut desk = Desk::open(folder.path()).unwrap();
        let line = LogLine {
            number: 0,
            day: "2026-11-28".to_owned(),
            listing: "a".to_owned(),
            how: Contacted::Call,
            person: "沈老师".to_owned(),
            text: "谈了价格".to_owned(),
            outcome: None,
            at: AT.to_owned(),
            chain: String::new(),
        };
        desk.log(&listing(), &line).unwrap();
        assert!(
            desk.kept()
                .unwrap()
                .listing("a")
                .is_some_and(|kept| kept.contacted)
        );
        assert_eq!(
            undo(&mut desk),
            "undone: line of the log (谈了价格 · 石墨烯涂层)"
        );
        let lines = desk.logged(&LogWanted::default()).unwrap();
        let texts: Vec<&str> = lines.iter().map(|(line, _)| &*line.text).collect();
        assert_eq!(texts.len(), 2, "both lines stand");
        assert!(
            texts[0].contains('1') && texts[0].contains("谈了价格"),
            "{texts:?}"
        );
        assert_eq!(desk.first_changed_line().unwrap(), None);
        assert!(
            !desk
                .kept()
                .unwrap()
                .listing("a")
                .is_some_and(|kept| kept.contacted)
        );
    }
}
