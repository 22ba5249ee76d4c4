//! Marking listings.

use super::SearchScreen;
use crate::browser::event::Effect;
use crate::browser::screens::Screen as _;
use crate::browser::shared::Shared;
use crate::ui::layout::Pane;
use crate::work::marks::MAX_MARKS;

impl SearchScreen {
    /// Marks the chosen listing or takes its mark away; in the results goes on to the next.
    pub(super) fn mark(&mut self, shared: &mut Shared) {
        let Some(record) = self.panes.listing.record() else {
            shared.warn(shared.messages().nothing.listing);
            return;
        };
        if !shared.marks.turn(record) {
            shared.warn_of_too_many_marks();
        } else if self.panes.focus == Pane::Results {
            self.panes.results.step(1);
        }
    }

    /// Marks all that is found, where that is not too much to look at.
    pub(super) fn mark_all(&self, shared: &mut Shared) -> Vec<Effect> {
        match self.found(shared) {
            None => shared.warn(shared.messages().nothing.found),
            Some(all) if all.limit == 0 => shared.warn(shared.messages().nothing.found),
            Some(all) if all.limit > MAX_MARKS => shared.warn_of_too_many_marks(),
            Some(all) => return vec![Effect::Collect(all)],
        }
        Vec::new()
    }
}
