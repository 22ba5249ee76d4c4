//! Drafts: what was written to be sent, until it is said to be sent.

use rusqlite::{Connection, OptionalExtension as _, Row, params};
use serde::{Deserialize, Serialize};

use super::log::{Contacted, LogLine, append, of_word, word};
use super::{Desk, Refusal, Snapshot};
use crate::messages::Failure;

/// By which way a draft is to be sent.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Way {
    /// By e-mail.
    #[default]
    Mail,
    /// On paper.
    Letter,
    /// As a message of `WeChat`.
    Wechat,
}

impl Way {
    /// All of them with their words.
    pub(crate) const ALL: [(Self, &'static str); 3] = [
        (Self::Mail, "mail"),
        (Self::Letter, "letter"),
        (Self::Wechat, "wechat"),
    ];

    /// How somebody is reached by it, for the log.
    const fn contacts(self) -> Contacted {
        match self {
            Self::Mail | Self::Letter => Contacted::Mail,
            Self::Wechat => Contacted::Message,
        }
    }
}

/// A draft.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(crate) struct Draft {
    /// Its number, from 1; 0 before it is kept.
    pub(crate) number: u64,
    /// When it was written, RFC 3339.
    pub(crate) at: String,
    /// The listing that it is about.
    pub(crate) listing: String,
    /// The need that it is for; empty for none.
    pub(crate) need: String,
    /// The name of its template.
    pub(crate) template: String,
    /// By which way it is to be sent.
    pub(crate) way: Way,
    /// Whom it is to.
    pub(crate) person: String,
    /// Where to: an e-mail or postal address, a `WeChat` account; empty where none is known.
    pub(crate) address: String,
    /// What it is about, in one line.
    pub(crate) subject: String,
    /// What it says.
    pub(crate) text: String,
    /// The day on which it was sent: `2026-11-30`; empty before.
    pub(crate) sent: String,
}

impl Desk {
    /// Keeps a draft; its number.
    ///
    /// # Errors
    /// The desk cannot be written.
    pub(crate) fn add_draft(&mut self, draft: &Draft, about: &[Snapshot]) -> anyhow::Result<u64> {
        self.write(|connection| {
            for listing in about {
                listing.keep(connection, &draft.at)?;
            }
            let sql = "INSERT INTO draft
                (at, listing, need, template, way, person, address, subject, text, sent)
                VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, '')";
            let way = word(&Way::ALL, draft.way);
            connection.execute(
                sql,
                params![
                    draft.at,
                    draft.listing,
                    draft.need,
                    draft.template,
                    way,
                    draft.person,
                    draft.address,
                    draft.subject,
                    draft.text
                ],
            )?;
            Ok(connection.last_insert_rowid().unsigned_abs())
        })
    }

    /// All drafts, the last first, each with its listing as it was when it was kept.
    ///
    /// # Errors
    /// The desk cannot be read.
    pub(crate) fn drafts(&self) -> anyhow::Result<Vec<(Draft, Snapshot)>> {
        self.read(|connection| {
            let sql = format!("{SELECT} ORDER BY number DESC");
            let mut statement = connection.prepare_cached(&sql)?;
            let drafts = statement.query_map([], read_draft)?;
            let mut found = Vec::new();
            for draft in drafts {
                let draft = draft?;
                let listing = Snapshot::kept(connection, &draft.listing)?;
                found.push((draft, listing));
            }
            Ok(found)
        })
    }

    /// Takes note that a draft was sent on a day, and logs that in the words that are made of it.
    ///
    /// # Errors
    /// There is no such draft, or it was sent already; the desk cannot be written.
    pub(crate) fn send_draft(
        &mut self,
        number: u64,
        (day, at): (&str, &str),
        logged: impl FnOnce(&Draft) -> String,
    ) -> anyhow::Result<Draft> {
        self.write(|connection| {
            let mut draft = draft(connection, number)?;
            if !draft.sent.is_empty() {
                let values = [("n", &*number.to_string()), ("day", &draft.sent)];
                let words = ["草稿 {n} 已于 {day} 发出", "draft {n} was sent on {day}"];
                return Err(Refusal::Invalid.because(Failure::filled(words, &values)));
            }
            let listing = Snapshot::kept(connection, &draft.listing)?;
            let line = LogLine {
                number: 0,
                day: day.to_owned(),
                listing: draft.listing.clone(),
                how: draft.way.contacts(),
                person: draft.person.clone(),
                text: logged(&draft),
                outcome: None,
                at: at.to_owned(),
                chain: String::new(),
            };
            append(connection, &listing, &line)?;
            let sql = "UPDATE draft SET sent = ?2 WHERE number = ?1";
            connection.execute(sql, params![draft.number.cast_signed(), day])?;
            day.clone_into(&mut draft.sent);
            Ok(draft)
        })
    }
}

const SELECT: &str =
    "SELECT number, at, listing, need, template, way, person, address, subject, text, sent
    FROM draft";

fn draft(connection: &Connection, number: u64) -> anyhow::Result<Draft> {
    let sql = format!("{SELECT} WHERE number = ?1");
    let found = connection.query_row(&sql, [number.cast_signed()], read_draft);
    found.optional()?.ok_or_else(|| {
        Refusal::Unknown.because(Failure::new(
            format!("没有编号为 {number} 的草稿：qiao draft list 列出草稿"),
            format!("there is no draft {number}: `qiao draft list` lists them"),
        ))
    })
}

fn read_draft(row: &Row<'_>) -> rusqlite::Result<Draft> {
    let way: String = row.get(5)?;
    Ok(Draft {
        number: row.get::<_, i64>(0)?.unsigned_abs(),
        at: row.get(1)?,
        listing: row.get(2)?,
        need: row.get(3)?,
        template: row.get(4)?,
        way: of_word(&Way::ALL, &way).unwrap_or_default(),
        person: row.get(6)?,
        address: row.get(7)?,
        subject: row.get(8)?,
        text: row.get(9)?,
        sent: row.get(10)?,
    })
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use super::super::log::LogWanted;
    use super::*;

    #[test]
    fn a_draft_is_kept_until_it_is_said_to_be_sent_once() {
        let folder = tempfile::tempdir().unwrap();
        let mut desk = Desk::open(folder.path()).unwrap();
        let listing = Snapshot::of_id("a1");
        let draft = Draft {
            at: "2026-11-30T08:00:00Z".to_owned(),
            listing: "a1".to_owned(),
            way: Way::Wechat,
            person: "沈老师".to_owned(),
            subject: "咨询".to_owned(),
            ..Draft::default()
        };
        let number = desk.add_draft(&draft, &[listing]).unwrap();
        assert_eq!(desk.drafts().unwrap()[0].0.sent, "");
        let day = ("2026-12-01", "2026-12-01T08:00:00Z");
        desk.send_draft(number, day, |it| it.subject.clone())
            .unwrap();
        assert_eq!(desk.drafts().unwrap()[0].0.sent, "2026-12-01");
        let (line, _) = &desk.logged(&LogWanted::default()).unwrap()[0];
        assert_eq!((&*line.text, line.how), ("咨询", Contacted::Message));
        assert_eq!(line.person, "沈老师");
        assert_eq!(desk.first_changed_line().unwrap(), None);
        for number in [number, 9] {
            assert!(
                desk.send_draft(number, day, |it| it.subject.clone())
                    .is_err()
            );
        }
        assert_eq!(desk.logged(&LogWanted::default()).unwrap().len(), 1);
    }
}
