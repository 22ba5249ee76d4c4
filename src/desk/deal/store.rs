//! Deals and their events in the desk's file.

use std::collections::HashMap;

use qiao_index::kept::Objection;
use rusqlite::{Connection, Row, params};

use super::super::chain::Link;
use super::super::{Desk, Pair, Refusal, Snapshot};
use super::{Deal, DealEvent, DealField, Stage, Step};
use crate::messages::{Failure, escape_controls};

/// The words of steps that are no stages.
const LOST: &str = "lost";
const SET: &str = "set";

/// The columns of events with the need and the offer of their deal, in the order in which they are
/// read.
const EVENTS: &str = "SELECT deal_event.number, deal, day, what, field, before, after, text,
    deal_event.at, chain, salt, hash, ifnull(need, ''), ifnull(offer, '')
    FROM deal_event LEFT JOIN deal ON deal.number = deal";

impl Desk {
    /// Begins a deal with its first event; the deal's number.
    ///
    /// # Errors
    /// The desk cannot be written.
    pub(crate) fn open_deal(
        &mut self,
        pair: &Pair,
        day: &str,
        text: &str,
        at: &str,
    ) -> anyhow::Result<u64> {
        self.write(|connection| {
            pair.need.keep(connection, at)?;
            pair.offer.keep(connection, at)?;
            let sql = "INSERT INTO deal (at, need, offer) VALUES (?1, ?2, ?3)";
            connection.execute(sql, params![at, pair.need.id, pair.offer.id])?;
            let deal = connection.last_insert_rowid().unsigned_abs();
            add_event(
                connection,
                deal,
                &DealEvent {
                    number: 0,
                    day: day.to_owned(),
                    step: Step::Stage(Stage::Lead),
                    text: text.to_owned(),
                    at: at.to_owned(),
                    chain: String::new(),
                },
            )?;
            Ok(deal)
        })
    }

    /// Adds events to a deal, all or none; their numbers and chains are left out of account.
    ///
    /// # Errors
    /// There is no such deal; the desk cannot be written.
    pub(crate) fn add_events(&mut self, deal: u64, events: &[DealEvent]) -> anyhow::Result<()> {
        self.write(|connection| {
            for event in events {
                add_event(connection, deal, event)?;
            }
            Ok(())
        })
    }

    /// All deals, by number.
    ///
    /// # Errors
    /// The desk cannot be read.
    pub(crate) fn deals(&self) -> anyhow::Result<Vec<Deal>> {
        self.read(|connection| {
            let mut events = events_by_deal(connection)?;
            let sql = "SELECT number, need, offer FROM deal ORDER BY number";
            let mut statement = connection.prepare_cached(sql)?;
            let mut rows = statement.query([])?;
            let mut deals = Vec::new();
            while let Some(row) = rows.next()? {
                let number = row.get::<_, i64>(0)?.unsigned_abs();
                let (need, offer): (String, String) = (row.get(1)?, row.get(2)?);
                deals.push(Deal {
                    number,
                    need: Snapshot::kept(connection, &need)?,
                    offer: Snapshot::kept(connection, &offer)?,
                    events: events.remove(&number).unwrap_or_default(),
                });
            }
            Ok(deals)
        })
    }

    /// The deal with a number.
    ///
    /// # Errors
    /// There is none, which says the nearest; the desk cannot be read.
    pub(crate) fn deal(&self, number: u64) -> anyhow::Result<Deal> {
        let mut deals = self.deals()?;
        match deals.iter().position(|deal| deal.number == number) {
            Some(place) => Ok(deals.swap_remove(place)),
            None => Err(Refusal::Unknown.because(no_deal(number, &deals))),
        }
    }

    /// The number of the first event of a deal that was changed after it was written; `None` where
    /// all are as they were.
    ///
    /// # Errors
    /// The desk cannot be read.
    pub(crate) fn first_changed_event(&self) -> anyhow::Result<Option<u64>> {
        self.read(|connection| {
            let sql = format!("{EVENTS} ORDER BY deal_event.number");
            let mut statement = connection.prepare_cached(&sql)?;
            let mut rows = statement.query([])?;
            let mut before = String::new();
            while let Some(row) = rows.next()? {
                let parts = (1..=8).map(|column| written(row, column));
                let parts = parts.chain([12, 13].map(|column| written(row, column)));
                let parts = parts.collect::<Result<Vec<_>, _>>()?;
                let parts: Vec<&str> = parts.iter().map(String::as_str).collect();
                let link = Link {
                    salt: row.get(10)?,
                    hash: row.get(11)?,
                    chain: row.get(9)?,
                };
                // What it was before and after, and what was said of it.
                let said = parts.get(4..=6).unwrap_or_default();
                let is_erased = said.iter().all(|part| part.is_empty());
                if !(is_erased && link.holds_erased(&before) || link.holds(&before, &parts)) {
                    return Ok(Some(row.get::<_, i64>(0)?.unsigned_abs()));
                }
                before = link.chain;
            }
            Ok(None)
        })
    }
}

/// A column as text, numbers included.
fn written(row: &Row<'_>, column: usize) -> rusqlite::Result<String> {
    let text = row.get_ref(column)?;
    Ok(match text.as_i64() {
        Ok(number) => number.to_string(),
        Err(_) => text.as_str()?.to_owned(),
    })
}

/// The events of every deal by day, then by number.
fn events_by_deal(connection: &Connection) -> anyhow::Result<HashMap<u64, Vec<DealEvent>>> {
    let sql = format!("{EVENTS} ORDER BY day, deal_event.number");
    let mut statement = connection.prepare_cached(&sql)?;
    let mut rows = statement.query([])?;
    let mut events: HashMap<u64, Vec<DealEvent>> = HashMap::new();
    while let Some(row) = rows.next()? {
        let deal = row.get::<_, i64>(1)?.unsigned_abs();
        // What a newer program writes is nothing to this one.
        if let Some(event) = read_event(row)? {
            events.entry(deal).or_default().push(event);
        }
    }
    Ok(events)
}

fn read_event(row: &Row<'_>) -> rusqlite::Result<Option<DealEvent>> {
    let (what, field): (String, String) = (row.get(3)?, row.get(4)?);
    let (before, after): (String, String) = (row.get(5)?, row.get(6)?);
    let step = match &*what {
        LOST => Some(Step::Lost(
            Objection::from_word(&after).unwrap_or(Objection::Other),
        )),
        SET => DealField::named(&field).map(|field| Step::Set {
            field,
            before,
            after,
        }),
        stage => Stage::named(stage).map(Step::Stage),
    };
    let Some(step) = step else {
        return Ok(None);
    };
    Ok(Some(DealEvent {
        number: row.get::<_, i64>(0)?.unsigned_abs(),
        day: row.get(2)?,
        step,
        text: row.get(7)?,
        at: row.get(8)?,
        chain: row.get(9)?,
    }))
}

/// What happened, the field, what it said and what it says.
fn step_columns(step: &Step) -> [&str; 4] {
    match step {
        Step::Stage(stage) => [stage.word(), "", "", ""],
        Step::Lost(why) => [LOST, "", "", why.as_str()],
        Step::Set {
            field,
            before,
            after,
        } => [SET, field.word(), before, after],
    }
}

fn add_event(connection: &Connection, deal: u64, event: &DealEvent) -> anyhow::Result<()> {
    let number = deal.to_string();
    let sql = "SELECT need, offer FROM deal WHERE number = ?1";
    let (need, offer): (String, String) =
        connection.query_row(sql, [&number], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let [what, field, before, after] = step_columns(&event.step);
    let columns = [
        &*number,
        &event.day,
        what,
        field,
        before,
        after,
        &event.text,
        &event.at,
    ];
    // The need and the offer are hashed with every event: they cannot be exchanged either.
    let parts: Vec<&str> = columns.into_iter().chain([&*need, &*offer]).collect();
    let link = Link::next(connection, "deal_event", &parts)?;
    let sql = "INSERT INTO deal_event
        (deal, day, what, field, before, after, text, at, salt, hash, chain)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)";
    let values = columns
        .into_iter()
        .chain([&*link.salt, &*link.hash, &*link.chain]);
    connection.execute(sql, rusqlite::params_from_iter(values))?;
    Ok(())
}

/// Adds an event that takes back the one of a number, which stays: the deal stands again where it
/// stood, or the field says again what it said. Of a deal's first event it is that it is lost.
///
/// # Errors
/// There is no such event; the desk cannot be written.
pub(in super::super) fn correct_event(
    connection: &Connection,
    number: u64,
    [day, at]: [&str; 2],
) -> anyhow::Result<()> {
    let sql = "SELECT deal FROM deal_event WHERE number = ?1";
    let deal = connection.query_row(sql, [i64::try_from(number)?], |row| row.get::<_, i64>(0))?;
    let deal = deal.unsigned_abs();
    let mut events = events_by_deal(connection)?
        .remove(&deal)
        .unwrap_or_default();
    let place = events.iter().position(|event| event.number == number);
    let wrong = place.map(|place| events.remove(place));
    let Some(wrong) = wrong else {
        return Ok(());
    };
    let is_standing = |step: &&Step| !matches!(step, Step::Set { .. });
    let step = match &wrong.step {
        Step::Set {
            field,
            before,
            after,
        } => Step::Set {
            field: *field,
            before: after.clone(),
            after: before.clone(),
        },
        Step::Stage(_) | Step::Lost(_) => {
            // Where it stood when that was added.
            let earlier = events.iter().filter(|event| event.number < number);
            let mut steps = earlier.rev().map(|event| &event.step);
            let before = steps.find(is_standing).cloned();
            before.unwrap_or(Step::Lost(Objection::Other))
        }
    };
    let correction = DealEvent {
        number: 0,
        // Not before what it corrects.
        day: day.max(&wrong.day).to_owned(),
        step,
        // The events are read in either language.
        text: format!("更正：撤回第 {number} 号事件 / correction: event {number} is taken back"),
        at: at.to_owned(),
        chain: String::new(),
    };
    add_event(connection, deal, &correction)
}

/// That there is no deal with this number, and which is nearest.
fn no_deal(number: u64, deals: &[Deal]) -> Failure {
    let nearest = deals.iter().min_by_key(|deal| deal.number.abs_diff(number));
    let Some(nearest) = nearest else {
        return Failure::new(
            format!("没有第 {number} 号交易；还没有任何交易"),
            format!("there is no deal {number}, nor any other"),
        );
    };
    let values = [
        ("n", &*number.to_string()),
        ("nearest", &nearest.number.to_string()),
        ("title", &escape_controls(&nearest.offer.title)),
    ];
    let text = [
        "没有第 {n} 号交易；最近的是 {nearest}：{title}",
        "there is no deal {n}; the nearest is {nearest}: {title}",
    ];
    Failure::filled(text, &values)
}
