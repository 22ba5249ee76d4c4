//! Going to other listings and back: related ones, the hits around the one that is read, and
//! where the reader has been.

use qiao_index::record::Record;
use qiao_index::request::{Facet, Filter, Sort};
use qiao_index::search::{match_ids, more_like_id};

use super::trail::Place;
use super::{SearchScreen, same_subject};
use crate::browser::event::Effect;
use crate::browser::on_record;
use crate::browser::panes::listing::typeset::ItemAction;
use crate::browser::screens::Screen as _;
use crate::browser::shared::Shared;
use crate::messages::fill;
use crate::ui::layout::Pane;
use crate::work::related::{numbered, references};

/// Most marked listings that can ask for matches at once.
const MAX_ASKING: usize = 20;

impl SearchScreen {
    fn place_now(&self) -> Place {
        Place {
            query: self.asked.query.text().to_owned(),
            filters: self.asked.filters.clone(),
            sort: self.asked.sort,
            selected: self.panes.results.selected(),
            focus: self.panes.focus,
            is_led: false,
        }
    }

    /// Goes back to where an action on a listing has led here from; whether one has.
    pub(super) fn back_to_origin(&mut self, shared: &Shared) -> bool {
        let here = self.place_now();
        let origin = self.trail.back_to_origin(here);
        let has_led = origin.is_some();
        if let Some(place) = origin {
            self.go_to(place, shared);
        }
        has_led
    }

    /// Asks something else that was chosen above the screen; the way back is remembered.
    pub(crate) fn ask_query(&mut self, query: &str, filters: Vec<Filter>, shared: &Shared) {
        self.ask(query, filters, Pane::Results, shared);
    }

    /// Whether the results of this query have the focus.
    pub(crate) fn is_at_results_of(&self, query: &str) -> bool {
        self.asked.query.text() == query && self.panes.focus == Pane::Results
    }

    /// Goes back to what was searched for before.
    pub(crate) fn go_back(&mut self, shared: &mut Shared) {
        self.walk_trail(false, shared);
    }

    /// Remembers where the reader is.
    pub(super) fn remember_place(&mut self) {
        let place = self.place_now();
        self.trail.visit(place);
    }

    /// Goes back to where the reader was before, or forward again.
    pub(super) fn walk_trail(&mut self, forward: bool, shared: &mut Shared) {
        let place = if forward {
            self.trail.forward()
        } else {
            let here = self.place_now();
            self.trail.back(here)
        };
        match place {
            Some(place) => self.go_to(place, shared),
            None => shared.warn(shared.messages().related.no_further),
        }
    }

    fn go_to(&mut self, place: Place, shared: &Shared) {
        let before = self.request(shared);
        self.asked.query.set(&place.query);
        self.asked.filters = place.filters;
        self.asked.sort = place.sort;
        self.panes.focus = place.focus;
        let request = self.request(shared);
        if same_subject(Some(&before), &request) {
            self.panes.results.choose(place.selected);
        } else {
            self.trail.coming = Some((request, place.selected));
        }
    }

    /// Chooses the hit that the reader comes back to, now that its question is answered.
    pub(super) fn arrive(&mut self, shared: &Shared) {
        if let Some((request, selected)) = self.trail.coming.take()
            && same_subject(Some(&request), &self.request(shared))
        {
            self.panes.results.choose(selected);
        }
    }

    /// Asks something else; the way back is remembered.
    fn ask(&mut self, query: &str, filters: Vec<Filter>, focus: Pane, shared: &Shared) {
        self.remember_place();
        self.asked.query.remember();
        let place = Place {
            query: query.to_owned(),
            filters,
            sort: Sort::Relevance,
            selected: 0,
            focus,
            is_led: true,
        };
        self.trail.visit(place.clone());
        self.go_to(place, shared);
    }

    fn ask_of_record(
        &mut self,
        shared: &mut Shared,
        build: impl FnOnce(&Record) -> Option<(String, Vec<Filter>)>,
    ) {
        let messages = shared.messages();
        let Some(record) = self.record() else {
            shared.warn(messages.nothing.listing);
            return;
        };
        match build(record) {
            Some((query, filters)) => self.ask(&query, filters, Pane::Results, shared),
            None => shared.warn(messages.related.none),
        }
    }

    /// Asks who answers the chosen listing.
    pub(super) fn ask_matches(&mut self, shared: &mut Shared) {
        let asking = self.records(shared);
        if asking.is_empty() {
            shared.warn(shared.messages().nothing.listing);
        } else if asking.len() > MAX_ASKING {
            let most = MAX_ASKING.to_string();
            let message = shared.messages().desk.too_many_ask;
            shared.warn(fill(message, &[("n", &most)]));
        } else {
            let ids = asking.iter().map(|record| &*record.id);
            let query = match_ids(ids).to_string();
            self.ask(&query, Vec::new(), Pane::Results, shared);
        }
    }

    /// Asks for listings like the chosen one.
    pub(super) fn ask_alike(&mut self, shared: &mut Shared) {
        self.ask_of_record(shared, |record| {
            Some((more_like_id(&record.id).to_string(), Vec::new()))
        });
    }

    /// Asks for the listings where a source has changed what the user has edited.
    pub(super) fn ask_conflicts(&mut self, shared: &Shared) {
        self.ask("has:conflict", Vec::new(), Pane::Results, shared);
    }

    /// Asks for all listings of the institution that leads the chosen one.
    pub(super) fn ask_institution(&mut self, shared: &mut Shared) {
        self.ask_of_record(shared, |record| {
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
    pub(super) fn ask_references(&mut self, shared: &mut Shared) {
        self.ask_of_record(shared, |record| {
            let query = references(record);
            (!query.is_empty()).then_some((query, Vec::new()))
        });
    }

    /// Does what the chosen line of the listing is good for.
    pub(super) fn do_item_action(&mut self, shared: &mut Shared) -> Vec<Effect> {
        match self.panes.listing.action().cloned() {
            Some(ItemAction::Copy(text)) => {
                let touched = self
                    .record()
                    .and_then(|it| on_record::line_copied(it, &text, shared));
                let effects = [on_record::copied(&text, shared)].into_iter();
                return effects.chain(touched).collect();
            }
            Some(ItemAction::Open(link)) => return vec![Effect::Open(link)],
            Some(ItemAction::Visit(id)) => {
                self.ask(&numbered(&[id]), Vec::new(), Pane::Listing, shared);
            }
            Some(ItemAction::Act(action)) => return self.act(action, shared),
            Some(ItemAction::GoTo(said)) => {
                let areas = self.areas(shared).unwrap_or_default();
                self.panes.listing.go_to(&said, areas.listing);
            }
            Some(ItemAction::Filter(filter)) => {
                self.ask("", vec![filter], Pane::Results, shared);
            }
            None => shared.say(shared.messages().related.choose_line),
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
