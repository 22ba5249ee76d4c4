//! The tour, as far as it has to do with the rest of the browser.

use ratatui::layout::Position;

use super::App;
use crate::browser::panes::tour::Tour;
use crate::browser::shared::Setting;

impl App {
    /// Begins the tour, or goes on with the next of its steps.
    pub(crate) fn tour(&mut self) {
        let more = match &mut self.shared.tour {
            Some(tour) => tour.skip(),
            none => {
                *none = Some(Tour::default());
                true
            }
        };
        if !more {
            self.shared.tour = None;
        }
    }

    /// Looks whether the user has done what the tour asks for.
    pub(super) fn watch_tour(&mut self) {
        let opener = self.open.as_ref().and_then(|open| open.opener);
        let seen = self.screens.search.seen(opener);
        if let Some(tour) = &mut self.shared.tour
            && !tour.watch(&seen)
        {
            self.shared.tour = None;
        }
    }

    /// Whether a click is on the tour's box.
    pub(super) fn is_on_tour(&self, at: Position) -> bool {
        let Setting {
            window,
            keymap,
            look,
            ..
        } = &self.shared.setting;
        let tour = self.shared.tour.as_ref();
        let area = tour.map(|tour| tour.area(*window, self.overlay_area(), keymap, look));
        area.is_some_and(|area| area.contains(at))
    }
}
