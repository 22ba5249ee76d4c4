//! Where the reader has been.

use qiao_index::request::{Filter, Request, Sort};

use crate::ui::layout::Pane;

/// Most places that are remembered.
const MAX_PLACES: usize = 100;

/// A question, the hit that was chosen among its answers, and the pane that was looked at.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Place {
    pub(super) query: String,
    pub(super) filters: Vec<Filter>,
    pub(super) sort: Sort,
    pub(super) selected: usize,
    pub(super) focus: Pane,
    /// An action on a listing has led here: one step back is where it was chosen.
    pub(super) is_led: bool,
}

impl Place {
    fn asks_as(&self, other: &Self) -> bool {
        (&self.query, &self.filters, self.sort) == (&other.query, &other.filters, other.sort)
    }
}

/// Where the reader has been.
#[derive(Debug, Default)]
pub(super) struct Trail {
    places: Vec<Place>,
    /// Which of them the reader went to last.
    at: usize,
    /// The hit to choose when the answer to this request comes.
    pub(super) coming: Option<(Request, usize)>,
}

impl Trail {
    /// Adds a place behind the one that the reader is at; what lay ahead of that is given up.
    pub(super) fn visit(&mut self, place: Place) {
        if self.places.get(self.at) == Some(&place) {
            return;
        }
        self.places.truncate(self.at + 1);
        self.places.push(place);
        if self.places.len() > MAX_PLACES {
            self.places.remove(0);
        }
        self.at = self.places.len() - 1;
    }

    /// Takes in where the reader goes away from: another hit of the same question is no other
    /// place.
    fn leave(&mut self, place: Place) {
        match self.places.get_mut(self.at) {
            Some(last) if last.asks_as(&place) => {
                let is_led = last.is_led;
                *last = Place { is_led, ..place };
            }
            _ => self.visit(place),
        }
    }

    /// Where an action on a listing was chosen that has led to a place, if one has; what was read
    /// since among the same answers does not count.
    fn led_from(&self, place: &Place) -> Option<usize> {
        let been = self.places.get(..=self.at)?;
        let from = been.iter().rposition(|been| !been.asks_as(place))?;
        let since = been.get(from + 1..)?;
        since.iter().any(|been| been.is_led).then_some(from)
    }

    /// Goes back to where an action on a listing was chosen that has led here, if one has.
    pub(super) fn back_to_origin(&mut self, from: Place) -> Option<Place> {
        let origin = self.led_from(&from)?;
        self.leave(from);
        self.go(origin)
    }

    /// Goes back from a place to the one before.
    pub(super) fn back(&mut self, from: Place) -> Option<Place> {
        self.leave(from);
        self.go(self.at.checked_sub(1)?)
    }

    /// Goes forward again.
    pub(super) fn forward(&mut self) -> Option<Place> {
        self.go(self.at + 1)
    }

    fn go(&mut self, at: usize) -> Option<Place> {
        let place = self.places.get(at)?.clone();
        self.at = at;
        Some(place)
    }
}
