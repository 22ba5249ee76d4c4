//! Going to other listings and back: related ones, the hits around the one that is read, and
//! where the reader has been.

use qiao_index::query::Query;
use qiao_index::record::Record;
use qiao_index::request::{Facet, Filter, Request, Sort};
use qiao_index::search::{alike, like};

use crate::browser::app::{App, same_subject};
use crate::browser::event::Effect;
use crate::browser::panes::status::Note;
use crate::browser::panes::typeset::Deed;
use crate::ui::layout::Pane;
use crate::work::related::{numbered, references};

/// So many places are remembered.
const LONGEST: usize = 100;

/// A question, the hit that was chosen among its answers, and the pane that was looked at.
#[derive(Debug, Clone, PartialEq)]
struct Place {
    query: String,
    filters: Vec<Filter>,
    sort: Sort,
    selected: usize,
    focus: Pane,
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
    coming: Option<(Request, usize)>,
}

impl Trail {
    /// Adds a place behind the one that the reader is at; what lay ahead of that is given up.
    fn visit(&mut self, place: Place) {
        if self.places.get(self.at) == Some(&place) {
            return;
        }
        self.places.truncate(self.at + 1);
        self.places.push(place);
        if self.places.len() > LONGEST {
            self.places.remove(0);
        }
        self.at = self.places.len() - 1;
    }

    /// Takes in where the reader goes away from: another hit of the same question is no other
    /// place.
    fn leave(&mut self, place: Place) {
        match self.places.get_mut(self.at) {
            Some(last) if last.asks_as(&place) => *last = place,
            _ => self.visit(place),
        }
    }
}

impl App {
    fn place_now(&self) -> Place {
        Place {
            query: self.asked.query.text().to_owned(),
            filters: self.asked.filters.clone(),
            sort: self.asked.sort,
            selected: self.panes.results.selected(),
            focus: self.panes.focus,
        }
    }

    /// Remembers where the reader is.
    pub(super) fn remember_place(&mut self) {
        let place = self.place_now();
        self.trail.visit(place);
    }

    /// Goes back to where the reader was before, or forward again.
    pub(super) fn walk_trail(&mut self, forward: bool) {
        if !forward {
            let place = self.place_now();
            self.trail.leave(place);
        }
        let next = if forward {
            Some(self.trail.at + 1)
        } else {
            self.trail.at.checked_sub(1)
        };
        let place = next.and_then(|next| Some((next, self.trail.places.get(next)?.clone())));
        let Some((next, place)) = place else {
            let message = self.setting.look.messages.related.no_further;
            self.note = Some(Note::warning(message));
            return;
        };
        self.trail.at = next;
        self.go_to(place);
    }

    fn go_to(&mut self, place: Place) {
        let before = self.request();
        self.asked.query.set(&place.query);
        self.asked.filters = place.filters;
        self.asked.sort = place.sort;
        self.panes.focus = place.focus;
        let request = self.request();
        if same_subject(Some(&before), &request) {
            self.panes.results.choose(place.selected);
        } else {
            self.trail.coming = Some((request, place.selected));
        }
    }

    /// Chooses the hit that the reader comes back to, now that its question is answered.
    pub(super) fn arrive(&mut self) {
        if let Some((request, selected)) = self.trail.coming.take()
            && same_subject(Some(&request), &self.request())
        {
            self.panes.results.choose(selected);
        }
    }

    /// Asks something else; the way back is remembered.
    fn ask(&mut self, query: &str, filters: Vec<Filter>, focus: Pane) {
        self.remember_place();
        self.asked.query.remember();
        let place = Place {
            query: query.to_owned(),
            filters,
            sort: Sort::Relevance,
            selected: 0,
            focus,
        };
        self.trail.visit(place.clone());
        self.go_to(place);
    }

    fn of_record(&mut self, build: impl FnOnce(&Record) -> Option<(String, Vec<Filter>)>) {
        let messages = self.setting.look.messages;
        let Some(record) = self.record() else {
            self.note = Some(Note::warning(messages.nothing.listing));
            return;
        };
        match build(record) {
            Some((query, filters)) => self.ask(&query, filters, Pane::Results),
            None => self.note = Some(Note::warning(messages.related.none)),
        }
    }

    /// Asks for listings like the chosen one.
    pub(super) fn ask_alike(&mut self) {
        self.of_record(|record| {
            let asked = alike(record) != Query::All;
            asked.then(|| (like(&record.id).to_string(), Vec::new()))
        });
    }

    /// Asks for all listings of the institution that leads the chosen one.
    pub(super) fn ask_institution(&mut self) {
        self.of_record(|record| {
            let value = record.lead_institution().to_owned();
            let filter = Filter {
                facet: Facet::Institution,
                value,
                exclude: false,
            };
            (!filter.value.is_empty()).then(|| (String::new(), vec![filter]))
        });
    }

    /// Asks for the listings that the chosen one names: patents of an achievement, and back.
    pub(super) fn ask_references(&mut self) {
        self.of_record(|record| {
            let query = references(record);
            (!query.is_empty()).then_some((query, Vec::new()))
        });
    }

    /// Does what the chosen line of the listing is good for.
    pub(super) fn do_deed(&mut self) -> Vec<Effect> {
        match self.panes.listing.deed().cloned() {
            Some(Deed::Copy(text)) => return vec![Effect::Copy(text)],
            Some(Deed::Open(link)) => return vec![Effect::Open(link)],
            Some(Deed::Visit(id)) => self.ask(&numbered(&[id]), Vec::new(), Pane::Listing),
            Some(Deed::Act(action)) => return self.act(action),
            None => {
                let message = self.setting.look.messages.related.choose_line;
                self.note = Some(Note::good(message));
            }
        }
        Vec::new()
    }

    /// Shows the next hit or the one before; the listing stays where it is.
    pub(super) fn next_hit(&mut self, forward: bool) {
        if !self.nothing_found() {
            // The listing that is left is one to go back to.
            self.remember_place();
            self.panes.results.step(if forward { 1 } else { -1 });
            self.remember_place();
        }
    }
}
