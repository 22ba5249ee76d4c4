//! Deals: a need and an offer on the way from the first word to the money.
//!
//! A deal is what its dated events say. Events are added, never changed, in a chain of hashes
//! ([`super::chain`]); the latest by day, then by number, says where the deal stands.

mod field;
mod stage;
mod store;

use qiao_index::kept::Objection;

use super::Snapshot;

pub(crate) use field::{ContractKind, DealField};
pub(crate) use stage::{Stage, StageNote};
pub(super) use store::correct_event;

/// What happens to a deal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Step {
    /// It comes to a stage. Behind a loss that reopens it.
    Stage(Stage),
    /// It is lost.
    Lost(Objection),
    /// A field says something else.
    Set {
        /// The field.
        field: DealField,
        /// What it said.
        before: String,
        /// What it says.
        after: String,
    },
}

/// An event of a deal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct DealEvent {
    /// Its number among the events of all deals.
    pub(crate) number: u64,
    /// The day on which it happened: `2026-11-30`.
    pub(crate) day: String,
    /// What happened.
    pub(crate) step: Step,
    /// What is to be said of it; may be empty.
    pub(crate) text: String,
    /// When it was written down, RFC 3339.
    pub(crate) at: String,
    /// The hash of this event and of all before it, in hexadecimal digits.
    pub(crate) chain: String,
}

/// Where a deal stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum DealState {
    /// At a stage.
    At(Stage),
    /// Lost.
    Lost(Objection),
}

/// A deal.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Deal {
    /// Its number, from 1.
    pub(crate) number: u64,
    /// Who needs something, as it was when it was kept.
    pub(crate) need: Snapshot,
    /// What answers, likewise.
    pub(crate) offer: Snapshot,
    /// Its events by day, then by number.
    pub(crate) events: Vec<DealEvent>,
}

impl Deal {
    /// Where it stands, and since which day.
    pub(crate) fn state(&self) -> (DealState, &str) {
        let standing = self.events.iter().rev().find_map(|event| {
            let state = match event.step {
                Step::Stage(stage) => DealState::At(stage),
                Step::Lost(why) => DealState::Lost(why),
                Step::Set { .. } => return None,
            };
            Some((state, &*event.day))
        });
        standing.unwrap_or((DealState::At(Stage::Lead), ""))
    }

    /// Whether it can still come to something.
    pub(crate) fn is_open(&self) -> bool {
        !matches!(
            self.state().0,
            DealState::Lost(_) | DealState::At(Stage::Paid)
        )
    }

    /// The furthest stage that it stood at last: a deal that was lost stood at one before.
    pub(crate) fn last_stage(&self) -> Stage {
        let stages = self.events.iter().rev().map(|event| match event.step {
            Step::Stage(stage) => Some(stage),
            _ => None,
        });
        stages.flatten().next().unwrap_or(Stage::Lead)
    }

    /// Its place among others: lost deals last, by stage; then by number.
    pub(crate) fn order(&self) -> (bool, Stage, u64) {
        let is_lost = matches!(self.state().0, DealState::Lost(_));
        (is_lost, self.last_stage(), self.number)
    }

    /// The day on which it last came to a stage.
    pub(crate) fn day_of(&self, wanted: Stage) -> Option<&str> {
        let mut events = self.events.iter().rev();
        let event = events.find(|event| event.step == Step::Stage(wanted))?;
        Some(&event.day)
    }

    /// What a field says; empty where nothing was said.
    pub(crate) fn value(&self, wanted: DealField) -> &str {
        // What was set last counts, whatever days its events have.
        let set = self.events.iter().filter_map(|event| match &event.step {
            Step::Set { field, after, .. } if *field == wanted => Some((event.number, &**after)),
            _ => None,
        });
        set.max_by_key(|(number, _)| *number)
            .map_or("", |(_, value)| value)
    }

    /// The last day of which there is an event.
    pub(crate) fn last_day(&self) -> &str {
        self.events.last().map_or("", |event| &event.day)
    }
}

#[cfg(test)]
mod tests;
