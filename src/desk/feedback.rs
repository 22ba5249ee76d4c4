//! What the user says of matches.

use qiao_index::kept::{Objection, Verdict};
use qiao_index::record::{Kind, Record};
use rusqlite::{Connection, Row, params};

use super::{Desk, Snapshot};

/// The match was accepted.
const ACCEPTED: &str = "accepted";
/// It was declined.
const DECLINED: &str = "declined";
/// What was said of it was taken back.
const OPEN: &str = "open";

/// A match, as it was when something was said of it.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Pair {
    /// Who needs something.
    pub(crate) need: Snapshot,
    /// What answers.
    pub(crate) offer: Snapshot,
}

impl Pair {
    /// Of who asks and what was found: whichever is a need is the need.
    pub(crate) fn of(asker: &Record, found: &Record) -> Self {
        let (need, offer) = if found.kind == Kind::Need && asker.kind != Kind::Need {
            (found, asker)
        } else {
            (asker, found)
        };
        Self {
            need: Snapshot::of(need),
            offer: Snapshot::of(offer),
        }
    }
}

impl Desk {
    /// Adds what the user says of a match; `None` takes back what was said.
    ///
    /// # Errors
    /// The desk cannot be written.
    pub(crate) fn judge(
        &mut self,
        pair: &Pair,
        verdict: Option<&Verdict>,
        at: &str,
    ) -> anyhow::Result<()> {
        let said = match verdict {
            None => OPEN,
            Some(verdict) if verdict.declined.is_some() => DECLINED,
            Some(_) => ACCEPTED,
        };
        let why = verdict
            .and_then(|it| it.declined)
            .map_or("", Objection::as_str);
        let text = verdict.map_or("", |it| &it.text);
        self.write(|connection| {
            pair.need.keep(connection, at)?;
            pair.offer.keep(connection, at)?;
            let sql = "INSERT INTO feedback (at, need, offer, verdict, why, text)
                VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
            let values = params![at, pair.need.id, pair.offer.id, said, why, text];
            connection.execute(sql, values)?;
            Ok(())
        })
    }
}

impl Desk {
    /// What was said of matches last, of each match once.
    ///
    /// # Errors
    /// The desk cannot be read.
    pub(crate) fn verdicts(&self) -> anyhow::Result<Vec<Verdict>> {
        self.read(|connection| {
            let mut verdicts = Vec::new();
            for_each_verdict(connection, |_, _, verdict| verdicts.push(verdict))?;
            Ok(verdicts)
        })
    }
}

/// Goes through the matches that something is said of, with what was said last.
pub(super) fn for_each_verdict(
    connection: &Connection,
    mut take: impl FnMut(&str, &str, Verdict),
) -> anyhow::Result<()> {
    let sql = "SELECT need, offer, verdict, why, text, at FROM feedback
        WHERE number IN (SELECT max(number) FROM feedback GROUP BY need, offer)
        ORDER BY number";
    let mut statement = connection.prepare_cached(sql)?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        if let Some(verdict) = verdict(row)? {
            let (need, offer): (String, String) = (row.get(0)?, row.get(1)?);
            take(&need, &offer, verdict);
        }
    }
    Ok(())
}

/// What a line says; `None` where it takes back what was said.
fn verdict(row: &Row<'_>) -> rusqlite::Result<Option<Verdict>> {
    let said: String = row.get(2)?;
    let why: String = row.get(3)?;
    let declined = match &*said {
        ACCEPTED => None,
        // A word of a newer program is something else to this one.
        DECLINED => Some(Objection::from_word(&why).unwrap_or(Objection::Other)),
        _ => return Ok(None),
    };
    Ok(Some(Verdict {
        declined,
        text: row.get(4)?,
        at: row.get(5)?,
    }))
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use qiao_index::kept::Kept;

    use super::*;

    fn record(id: &str, kind: Kind) -> Record {
        Record {
            id: id.to_owned(),
            kind,
            title: format!("title of {id}"),
            ..Record::default()
        }
    }

    #[test]
    fn the_last_that_was_said_of_a_match_counts() {
        let folder = tempfile::tempdir().unwrap();
        let mut desk = Desk::open(folder.path()).unwrap();
        let (need, offer) = (record("n1", Kind::Need), record("a1", Kind::Achievement));
        // Whichever of the two asks, the need is the need.
        assert_eq!(Pair::of(&offer, &need), Pair::of(&need, &offer));
        let pair = Pair::of(&need, &offer);
        let verdict = |declined| Verdict {
            declined,
            text: "too dear".to_owned(),
            at: "2026-11-30T08:00:00Z".to_owned(),
        };
        let mut expected = Kept::default();
        for said in [
            Some(verdict(None)),
            Some(verdict(Some(Objection::Price))),
            None,
            Some(verdict(Some(Objection::Early))),
        ] {
            desk.judge(&pair, said.as_ref(), "2026-11-30T08:00:00Z")
                .unwrap();
            expected = Kept::default();
            if let Some(said) = said {
                expected.judge("n1", "a1", said);
            }
            assert_eq!(desk.kept().unwrap(), expected);
        }
        drop(desk);
        let desk = Desk::open_kept(folder.path()).unwrap().unwrap();
        assert_eq!(desk.kept().unwrap(), expected);
        assert_eq!(desk.revision().unwrap(), 4);
    }

    #[test]
    fn a_listing_that_has_gone_is_known_by_its_snapshot() {
        let folder = tempfile::tempdir().unwrap();
        let mut desk = Desk::open(folder.path()).unwrap();
        let mut need = record("n1", Kind::Need);
        let offer = record("a1", Kind::Achievement);
        desk.judge(&Pair::of(&need, &offer), None, "2026-11-30")
            .unwrap();
        need.title = "another title".to_owned();
        desk.judge(&Pair::of(&need, &offer), None, "2026-12-01")
            .unwrap();
        let kept = |id: &str| {
            desk.read(|connection| Snapshot::kept(connection, id))
                .unwrap()
        };
        assert_eq!(kept("n1").title, "title of n1", "as on the first day");
        assert_eq!(kept("a1").kind, Kind::Achievement);
        assert_eq!(kept("b1").id, "b1");
    }
}
