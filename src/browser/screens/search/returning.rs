//! Coming back to where the user left off, and taking note of it at the end.

use super::SearchScreen;
use crate::browser::event::Effect;
use crate::browser::screens::Screen as _;
use crate::browser::shared::Shared;
use crate::ui::layout::Pane;
use crate::work::session::{Chosen, LeftOff, Session};

impl SearchScreen {
    /// Brings back the queries of earlier days and, where wanted, what was on screen at last.
    pub(crate) fn restore(&mut self, session: Session, whole: bool, shared: &mut Shared) {
        self.asked.query.recall(session.queries);
        let Some(left) = session.left.filter(|_| whole) else {
            return;
        };
        self.asked.query.set(&left.query);
        self.asked.filters = left.filters;
        self.asked.sort = left.sort;
        self.asked.one_per_family = left.one_per_family;
        self.returning = left.listing;
        self.to_mark = left.marked;
        let there = !left.query.is_empty() || !self.asked.filters.is_empty();
        if there && shared.note.is_none() {
            shared.say(shared.messages().general.restored);
        }
    }

    /// Asks for the listings that were marked in the last session, once there is a library.
    pub(super) fn ask_for_marked(&mut self, shared: &Shared) -> Vec<Effect> {
        if shared.library.state.is_none() || self.to_mark.is_empty() {
            return Vec::new();
        }
        vec![Effect::Restore(std::mem::take(&mut self.to_mark))]
    }

    /// Puts the query into the history.
    pub(crate) fn remember_query(&mut self) {
        self.asked.query.remember();
    }

    /// The query that was asked last.
    pub(crate) fn last_query(&self) -> Option<&String> {
        self.asked.query.history().last()
    }

    /// What is to be remembered if this is the end.
    pub(crate) fn session(&self, shared: &Shared) -> Session {
        // What was asked of the samples is nothing to come back to.
        let own = shared.library.state.is_some_and(|state| !state.samples);
        let left = own.then(|| LeftOff {
            query: self.asked.query.text().to_owned(),
            filters: self.asked.filters.clone(),
            sort: self.asked.sort,
            one_per_family: self.asked.one_per_family,
            listing: self.chosen(),
            marked: shared.marks.ids(),
        });
        Session {
            queries: self.asked.query.history().to_vec(),
            left,
        }
    }

    /// The chosen listing, to come back to when the results are others.
    pub(super) fn chosen(&self) -> Option<Chosen> {
        Some(Chosen {
            place: self.panes.results.selected(),
            id: self.record()?.id.clone(),
            open: self.panes.focus == Pane::Listing,
        })
    }

    /// Comes back to nothing any more: the user does something.
    pub(crate) fn touched(&mut self) {
        self.returning = None;
    }

    /// Goes to the listing that was chosen at last, once it is among the hits that are there.
    pub(super) fn return_to_listing(&mut self, shared: &Shared) {
        let (Some(chosen), Some(found)) = (&self.returning, self.hits(shared)) else {
            return;
        };
        let place = found.place_of(&chosen.id);
        if place.is_none() && chosen.place < self.choices() && !found.has(chosen.place) {
            // It lies further down: the next answer has the hits around it.
            self.panes.results.choose(chosen.place);
            return;
        }
        let open = chosen.open;
        self.returning = None;
        if let Some(place) = place {
            self.panes.results.choose(place);
            if open {
                self.panes.focus = Pane::Listing;
            }
        }
    }
}
