//! The log: whom the user called, wrote to, visited or met, and what came of it. Lines are added,
//! never changed: the log is the evidence of an introduction.
//! Its hashes are those of [`super::chain`].

use qiao_index::record::Kind;
use rusqlite::{Connection, Row, params};
use serde::{Deserialize, Serialize};

use super::chain::Link;
use super::{Desk, Refusal, Snapshot};
use crate::messages::Failure;

/// How somebody was reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Contacted {
    /// By telephone.
    Call,
    /// By letter or e-mail.
    Mail,
    /// By going there.
    Visit,
    /// At a meeting.
    Meeting,
    /// By a short message.
    Message,
}

/// What came of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum LogOutcome {
    /// They were reached.
    Reached,
    /// Nobody answered.
    NoAnswer,
    /// It came back.
    Bounced,
    /// They do not want it.
    Declined,
    /// They want to know more.
    Interested,
}

impl Contacted {
    /// All of them with their words.
    pub(crate) const ALL: [(Self, &'static str); 5] = [
        (Self::Call, "call"),
        (Self::Mail, "mail"),
        (Self::Visit, "visit"),
        (Self::Meeting, "meeting"),
        (Self::Message, "message"),
    ];
}

impl LogOutcome {
    /// All of them with their words.
    pub(crate) const ALL: [(Self, &'static str); 5] = [
        (Self::Reached, "reached"),
        (Self::NoAnswer, "no-answer"),
        (Self::Bounced, "bounced"),
        (Self::Declined, "declined"),
        (Self::Interested, "interested"),
    ];
}

/// The word of a value in such a table.
pub(crate) fn word<T: Copy + PartialEq>(all: &[(T, &'static str)], value: T) -> &'static str {
    let found = all.iter().find(|(known, _)| *known == value);
    found.map_or("", |(_, word)| *word)
}

/// The value of a word in such a table.
pub(crate) fn of_word<T: Copy>(all: &[(T, &'static str)], word: &str) -> Option<T> {
    let found = all.iter().find(|(_, known)| *known == word);
    found.map(|(value, _)| *value)
}

/// A line of the log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct LogLine {
    /// Its number, from 1.
    pub(crate) number: u64,
    /// The day on which it happened: `2026-11-30`.
    pub(crate) day: String,
    /// The listing that it was about.
    pub(crate) listing: String,
    /// How somebody was reached.
    pub(crate) how: Contacted,
    /// Who; empty where that is not said.
    pub(crate) person: String,
    /// What was said.
    pub(crate) text: String,
    /// What came of it.
    pub(crate) outcome: Option<LogOutcome>,
    /// When it was written down, RFC 3339.
    pub(crate) at: String,
    /// The hash of this line and of all before it, in hexadecimal digits.
    pub(crate) chain: String,
}

/// Which lines of the log are wanted.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(crate) struct LogWanted {
    /// About this listing.
    pub(crate) listing: Option<String>,
    /// Not before this day.
    pub(crate) since: Option<String>,
    /// With this person or institution: in who was reached, or in the listing's institution.
    pub(crate) client: Option<String>,
}

impl Desk {
    /// Adds a line; number and chain of the given one are left out of account. Its number.
    ///
    /// # Errors
    /// It says nothing; the desk cannot be written.
    pub(crate) fn log(&mut self, listing: &Snapshot, line: &LogLine) -> anyhow::Result<u64> {
        if line.text.trim().is_empty() {
            return Err(Refusal::Invalid.because(Failure::new(
                "记录不能为空",
                "a line of the log says something",
            )));
        }
        self.write(|connection| append(connection, listing, line))
    }

    /// Lines of the log, the newest day first, each with the listing as it was when it was kept.
    ///
    /// # Errors
    /// The desk cannot be read.
    pub(crate) fn logged(&self, wanted: &LogWanted) -> anyhow::Result<Vec<(LogLine, Snapshot)>> {
        self.read(|connection| {
            let sql = "SELECT number, day, listing, how, person, text, outcome, at, chain FROM log
                WHERE (?1 IS NULL OR listing = ?1) AND (?2 IS NULL OR day >= ?2)
                ORDER BY day DESC, number DESC";
            let mut statement = connection.prepare_cached(sql)?;
            let lines = statement.query_map(params![wanted.listing, wanted.since], read_line)?;
            let mut found = Vec::new();
            for line in lines {
                let line = line?;
                let listing = Snapshot::kept(connection, &line.listing)?;
                let client = wanted.client.as_deref().unwrap_or_default();
                // What is logged about an expert or an institution is with them.
                let is_of_them = matches!(listing.kind, Kind::Expert | Kind::Institution)
                    && listing.title.contains(client);
                let is_with = line.person.contains(client) || listing.institution.contains(client);
                if is_with || is_of_them {
                    found.push((line, listing));
                }
            }
            Ok(found)
        })
    }

    /// The number of the first line of the log that was changed after it was written; `None` where
    /// all are as they were.
    ///
    /// # Errors
    /// The desk cannot be read.
    pub(crate) fn first_changed_line(&self) -> anyhow::Result<Option<u64>> {
        self.read(|connection| {
            let sql =
                "SELECT number, day, listing, how, person, text, outcome, at, chain, salt, hash
                FROM log ORDER BY number";
            let mut statement = connection.prepare_cached(sql)?;
            let mut rows = statement.query([])?;
            let mut before = String::new();
            while let Some(row) = rows.next()? {
                let line = read_line(row)?;
                let hashes = Link {
                    salt: row.get(9)?,
                    hash: row.get(10)?,
                    chain: line.chain.clone(),
                };
                let is_erased = line.text.is_empty() && line.person.is_empty();
                let holds = is_erased && hashes.holds_erased(&before)
                    || hashes.holds(&before, &hashed(&line));
                if !holds {
                    return Ok(Some(line.number));
                }
                before = line.chain;
            }
            Ok(None)
        })
    }
}

/// Adds a line within a transaction; number and chain of the given one are left out of account.
/// Its number.
pub(super) fn append(
    connection: &Connection,
    listing: &Snapshot,
    line: &LogLine,
) -> anyhow::Result<u64> {
    listing.keep(connection, &line.at)?;
    let hashes = Link::next(connection, "log", &hashed(line))?;
    let sql = "INSERT INTO log
        (at, day, listing, how, person, text, outcome, salt, hash, chain)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)";
    connection.execute(
        sql,
        params![
            line.at,
            line.day,
            line.listing,
            word(&Contacted::ALL, line.how),
            line.person,
            line.text,
            line.outcome.map_or("", |it| word(&LogOutcome::ALL, it)),
            hashes.salt,
            hashes.hash,
            hashes.chain
        ],
    )?;
    Ok(connection.last_insert_rowid().unsigned_abs())
}

/// Adds a line that takes back the one of a number, which stays.
pub(super) fn correct(
    connection: &Connection,
    number: u64,
    [day, at]: [&str; 2],
) -> anyhow::Result<()> {
    let signed = i64::try_from(number)?;
    let sql = "SELECT number, day, listing, how, person, text, outcome, at, chain FROM log
        WHERE number = ?1";
    let wrong = connection.query_row(sql, [signed], read_line)?;
    let text = &wrong.text;
    let listing = Snapshot::kept(connection, &wrong.listing)?;
    let correction = LogLine {
        day: day.to_owned(),
        at: at.to_owned(),
        // The log is read in either language.
        text: format!(
            "更正：撤回第 {number} 行 / correction: line {number} is taken back（{text}）"
        ),
        outcome: None,
        ..wrong.clone()
    };
    let added = append(connection, &listing, &correction)?;
    let sql = "UPDATE log SET takes_back = ?1 WHERE number = ?2";
    connection.execute(sql, [signed, i64::try_from(added)?])?;
    Ok(())
}

fn read_line(row: &Row<'_>) -> rusqlite::Result<LogLine> {
    let (how, outcome): (String, String) = (row.get(3)?, row.get(6)?);
    Ok(LogLine {
        number: row.get::<_, i64>(0)?.unsigned_abs(),
        day: row.get(1)?,
        listing: row.get(2)?,
        how: of_word(&Contacted::ALL, &how).unwrap_or(Contacted::Message),
        person: row.get(4)?,
        text: row.get(5)?,
        outcome: of_word(&LogOutcome::ALL, &outcome),
        at: row.get(7)?,
        chain: row.get(8)?,
    })
}

/// What of a line is hashed, in this order.
fn hashed(line: &LogLine) -> [&str; 7] {
    [
        &line.at,
        &line.day,
        &line.listing,
        word(&Contacted::ALL, line.how),
        &line.person,
        &line.text,
        line.outcome.map_or("", |it| word(&LogOutcome::ALL, it)),
    ]
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use super::*;

    fn line(day: &str, person: &str, text: &str) -> LogLine {
        LogLine {
            number: 0,
            day: day.to_owned(),
            listing: "a".to_owned(),
            how: Contacted::Call,
            person: person.to_owned(),
            text: text.to_owned(),
            outcome: Some(LogOutcome::Interested),
            at: "2026-11-30T08:00:00Z".to_owned(),
            chain: String::new(),
        }
    }

    #[test]
    fn a_line_that_was_changed_later_is_found() {
        let folder = tempfile::tempdir().unwrap();
        let mut desk = Desk::open(folder.path()).unwrap();
        let listing = Snapshot {
            id: "a".to_owned(),
            institution: "荆门示例研究院".to_owned(),
            ..Snapshot::default()
        };
        for (day, person) in [
            ("2026-11-28", "沈老师"),
            ("2026-11-30", ""),
            ("2026-11-29", ""),
        ] {
            desk.log(&listing, &line(day, person, "谈了价格")).unwrap();
        }
        assert!(desk.log(&listing, &line("2026-11-30", "", " ")).is_err());
        assert_eq!(desk.first_changed_line().unwrap(), None);
        let days = |wanted: &LogWanted| -> Vec<String> {
            let lines = desk.logged(wanted).unwrap().into_iter();
            lines.map(|(line, _)| line.day).collect()
        };
        assert_eq!(
            days(&LogWanted::default()),
            ["2026-11-30", "2026-11-29", "2026-11-28"]
        );
        let since = Some("2026-11-29".to_owned());
        assert_eq!(
            days(&LogWanted {
                since,
                ..LogWanted::default()
            })
            .len(),
            2
        );
        let client = |name: &str| LogWanted {
            client: Some(name.to_owned()),
            ..LogWanted::default()
        };
        assert_eq!(days(&client("沈老师")), ["2026-11-28"]);
        assert_eq!(days(&client("示例研究院")).len(), 3);
        for sql in [
            "UPDATE log SET text = 'x' WHERE number = 2",
            "UPDATE log SET hash = chain WHERE number = 2",
        ] {
            desk.connection.execute(sql, []).unwrap();
            assert_eq!(desk.first_changed_line().unwrap(), Some(2), "{sql}");
        }
        desk.connection
            .execute("DELETE FROM log WHERE number = 2", [])
            .unwrap();
        assert_eq!(
            desk.first_changed_line().unwrap(),
            Some(3),
            "one is missing"
        );
    }
}
