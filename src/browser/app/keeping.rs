//! The library as a whole: syncing, lists of what it holds beside listings, and what the user says
//! of listings.

use super::App;
use crate::browser::event::Effect;
use crate::browser::overlays::Input;
use crate::browser::panes::status::Note;
use crate::messages::{Bilingual, Failure, fill};
use crate::ui::action::Action;
use crate::work::keeping::KeepOrder;
use crate::work::overview::Entries;
use crate::work::sync::SyncReport;

impl App {
    /// Gives a list that is open what was looked up for it.
    pub(super) fn listed(&mut self, outcome: Result<Entries, Failure>) -> Vec<Effect> {
        match outcome {
            Ok(Entries::Desk(view)) => {
                self.screens.desk.take(*view);
                Vec::new()
            }
            Ok(entries) => self.update_overlay(Input::Listed(entries)),
            Err(failure) => {
                self.screens.desk.give_up();
                self.shared.fail(&failure);
                Vec::new()
            }
        }
    }

    /// Remembers the list from which something was ordered: it is shown again when that is done.
    pub(super) fn note_orders(&mut self, effects: &[Effect]) {
        for effect in effects {
            if let Effect::Keep(order) = effect {
                self.shared.library.reopens = match order {
                    KeepOrder::Undo(_) => Some(Action::Imports),
                    KeepOrder::Restore(_) => Some(Action::Deleted),
                    KeepOrder::Join(_) | KeepOrder::Part(_) => Some(Action::Duplicates),
                    KeepOrder::Delete(_) => None,
                };
            }
        }
    }

    /// Says what came of what the user said of listings.
    pub(super) fn kept(
        &mut self,
        order: &KeepOrder,
        outcome: &Result<Bilingual, Failure>,
    ) -> Vec<Effect> {
        let language = self.language();
        self.shared.note = Some(match outcome {
            Ok(done) => Note::good(done.say(language)),
            Err(reason) => {
                let message = self.shared.messages().library.failed;
                Note::error(fill(message, &[("reason", reason.say(language))]))
            }
        });
        if outcome.is_ok() {
            self.shared.marks.forget(gone(order));
        }
        let mut effects = vec![Effect::Refresh];
        if outcome.is_ok() {
            effects.push(Effect::FindNews(None));
        }
        if let Some(action) = self.shared.library.reopens.take()
            && self.open.is_none()
        {
            effects.extend(self.act(action));
        }
        effects
    }

    /// Says what a sync has done.
    pub(super) fn synced(&mut self, outcome: Result<SyncReport, Failure>) -> Vec<Effect> {
        self.shared.library.end_reading();
        self.update_overlay(Input::Ended);
        let (language, messages) = (self.language(), &self.shared.messages().library);
        let (note, report) = match outcome {
            Ok(report) => {
                let summary = report.summary(language);
                let lines = report.lines(language).join("\n");
                let is_said = report.sources.len() == 1 && !report.stopped;
                let text = if is_said {
                    lines
                } else {
                    format!("{summary}\n\n{lines}")
                };
                (Note::good(&summary), text)
            }
            Err(failure) => {
                let reason = failure.say(language);
                let text = fill(messages.sync_failed, &[("reason", reason)]);
                (Note::error(&text), text)
            }
        };
        self.report_on(messages.synced, &note, &report, true);
        vec![Effect::Refresh, Effect::FindNews(None)]
    }
}

/// The listings that are none of their own any more when an order is carried out.
fn gone(order: &KeepOrder) -> &[String] {
    match order {
        KeepOrder::Delete(ids) => ids,
        KeepOrder::Join([_, other]) => std::slice::from_ref(other),
        KeepOrder::Undo(_) | KeepOrder::Restore(_) | KeepOrder::Part(_) => &[],
    }
}
