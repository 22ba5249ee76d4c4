//! The tour, as far as it has to do with the rest of the browser.

use ratatui::layout::{Position, Rect};

use crate::browser::app::{App, Popup, Setting};
use crate::browser::panes::tour::{Seen, Tour};
use crate::ui::frame;

impl App {
    /// Begins the tour, or goes on with the next of its steps.
    pub(crate) fn tour(&mut self) {
        let more = match &mut self.tour {
            Some(tour) => tour.skip(),
            none => {
                *none = Some(Tour::default());
                true
            }
        };
        if !more {
            self.tour = None;
        }
    }

    /// Ends the tour; whether there was one.
    pub(super) fn end_tour(&mut self) -> bool {
        self.tour.take().is_some()
    }

    /// Looks whether the user has done what the tour asks for.
    pub(super) fn watch_tour(&mut self) {
        let seen = self.seen();
        if let Some(tour) = &mut self.tour
            && !tour.watch(&seen)
        {
            self.tour = None;
        }
    }

    fn seen(&self) -> Seen {
        let answered = self.answer.as_ref();
        let found = answered.is_some_and(|answer| {
            let query = &answer.question.request.query;
            answer.page.total > 0 && !query.trim().is_empty()
        });
        Seen {
            found,
            selected: self.panes.results.selected(),
            focus: self.panes.focus,
            filters: self.asked.filters.len(),
            popup: self.popup.as_ref().and_then(Popup::opener),
        }
    }

    /// The box of the popup above the panes; empty where there is none.
    pub(super) fn popup_area(&self) -> Rect {
        let size = self.popup.as_ref().map(Popup::size);
        size.map_or(Rect::ZERO, |size| frame::areas(self.setting.window, size).0)
    }

    /// Whether a click is on the tour's box.
    pub(super) fn is_on_tour(&self, at: Position) -> bool {
        let Setting {
            window,
            keymap,
            look,
            ..
        } = &self.setting;
        let area = self
            .tour
            .as_ref()
            .map(|tour| tour.area(*window, self.popup_area(), keymap, look));
        area.is_some_and(|area| area.contains(at))
    }
}
