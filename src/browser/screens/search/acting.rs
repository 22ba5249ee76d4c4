//! What each action does on the search screen.

use qiao_index::request::{Facet, Filter, Sort};
use ratatui::layout::Rect;

use super::SearchScreen;
use crate::browser::event::Effect;
use crate::browser::on_record;
use crate::browser::panes::results;
use crate::browser::panes::results::relaxing::Relaxation;
use crate::browser::screens::Screen as _;
use crate::browser::shared::{AskedRemote, Shared};
use crate::messages::fill;
use crate::ui::action::{Action, Part};
use crate::ui::layout::Pane;

impl SearchScreen {
    /// Carries out an action.
    pub(super) fn act(&mut self, action: Action, shared: &mut Shared) -> Vec<Effect> {
        match action {
            Action::Copy(part) => return self.copy(part, shared),
            Action::OpenLink => return self.of_record(shared, on_record::open_link),
            Action::Pager => return self.of_record(shared, on_record::page),
            Action::Edit => return self.edit(shared),
            Action::AcceptMatch => return self.judge(true, shared),
            Action::UndecideMatch => return self.judge(false, shared),
            Action::MarkAll => return self.mark_all(shared),
            Action::Accept => return self.accept(shared),
            Action::Mark => self.mark(shared),
            Action::Back if shared.library.remote_has_failed() => return Self::ask_library(shared),
            Action::SwitchRemote => return Self::switch_remote(shared),
            Action::Back => self.back(shared),
            Action::Up
            | Action::Down
            | Action::PageUp
            | Action::PageDown
            | Action::First
            | Action::Last => self.walk(action, shared),
            _ => {
                self.change_question(action, shared);
                self.change_panes(action, shared);
            }
        }
        Vec::new()
    }

    /// Actions that ask something else.
    fn change_question(&mut self, action: Action, shared: &mut Shared) {
        match action {
            Action::Sort => self.sort(shared),
            Action::Families => self.toggle_families(shared),
            Action::ResetFilters => self.asked.filters.clear(),
            Action::RemoveFilter => self.remove_filter(),
            Action::Suggestion => self.take_suggestion(shared),
            Action::Toggle => self.choose(false),
            Action::Exclude => self.choose(true),
            Action::Only => self.choose_only(),
            Action::Earlier => self.walk_trail(false, shared),
            Action::Later => self.walk_trail(true, shared),
            Action::Matches => self.ask_matches(shared),
            Action::MoreLikeThis => self.ask_alike(shared),
            Action::Conflicts => self.ask_conflicts(shared),
            Action::SameInstitution => self.ask_institution(shared),
            Action::References => self.ask_references(shared),
            Action::OlderQuery => self.asked.query.older(),
            Action::NewerQuery => self.asked.query.newer(),
            _ => {}
        }
    }

    /// Actions that show something else of the same.
    fn change_panes(&mut self, action: Action, shared: &mut Shared) {
        match action {
            Action::Zoom => self.zoom(shared),
            Action::Filters => self.panes.focus = Pane::Facets,
            Action::Expand => self.panes.facets.expand(),
            Action::Collapse => self.panes.facets.collapse(),
            Action::NextPane => self.panes.focus = self.panes.focus.next(),
            Action::PreviousPane => self.panes.focus = self.panes.focus.previous(),
            Action::NextMatch => self.jump(true, shared),
            Action::PreviousMatch => self.jump(false, shared),
            Action::NextHit => self.next_hit(true),
            Action::PreviousHit => self.next_hit(false),
            _ => {}
        }
    }

    /// Does something with the chosen listing, or says why not.
    fn of_record(
        &self,
        shared: &mut Shared,
        build: fn(Option<&qiao_index::record::Record>, &Shared) -> Result<Effect, String>,
    ) -> Vec<Effect> {
        match build(self.record(), shared) {
            Ok(effect) => return vec![effect],
            Err(why_not) => shared.warn(why_not),
        }
        Vec::new()
    }

    /// Accepts the chosen match, or takes back what was said of it.
    fn judge(&self, accepts: bool, shared: &mut Shared) -> Vec<Effect> {
        match on_record::judge(self.fit(), self.record(), accepts, shared) {
            Ok(effect) => return vec![effect],
            Err(why_not) => shared.warn(why_not),
        }
        Vec::new()
    }

    fn copy(&mut self, part: Part, shared: &mut Shared) -> Vec<Effect> {
        let records = self.records(shared);
        match on_record::copy(&records, part, shared) {
            Ok(effect) => {
                let touched = on_record::contact_copied(&records, part, shared);
                // What was found is of use.
                self.asked.query.remember();
                return [effect].into_iter().chain(touched).collect();
            }
            Err(why_not) => shared.warn(why_not),
        }
        Vec::new()
    }

    fn edit(&mut self, shared: &mut Shared) -> Vec<Effect> {
        let effects = self.of_record(shared, on_record::edit);
        if !effects.is_empty() {
            shared.library.editing = true;
            // Other words may put it elsewhere among the results.
            self.returning = self.chosen();
        }
        effects
    }

    /// Gives the listing the whole window, or takes it back.
    fn zoom(&mut self, shared: &Shared) {
        let areas = self.areas(shared);
        let narrow = areas.is_some_and(|areas| areas.listing.is_empty());
        self.panes.zoomed = self.panes.focus != Pane::Listing || !self.panes.zoomed;
        if self.record().is_some() || narrow {
            self.panes.focus = Pane::Listing;
        }
    }

    fn toggle_families(&mut self, shared: &mut Shared) {
        self.asked.one_per_family = !self.asked.one_per_family;
        let panes = &shared.messages().panes;
        shared.say(if self.asked.one_per_family {
            panes.one_per_family
        } else {
            panes.all_of_families
        });
    }

    /// Goes on to the next order of the results.
    pub(super) fn sort(&mut self, shared: &mut Shared) {
        let (next, name) = match self.asked.sort {
            Sort::Relevance => (Sort::Newest, 1),
            Sort::Newest => (Sort::Oldest, 2),
            Sort::Oldest => (Sort::Title, 3),
            Sort::Title => (Sort::Budget, 4),
            Sort::Budget => (Sort::Added, 5),
            Sort::Added => (Sort::Relevance, 0),
        };
        self.asked.sort = next;
        let messages = shared.messages();
        let order = messages.sorts.get(name).copied().unwrap_or_default();
        shared.say(fill(messages.general.sorted, &[("order", order)]));
    }

    /// Chooses or excludes the filter value under the cursor.
    fn choose(&mut self, exclude: bool) {
        if self.panes.focus == Pane::Facets
            && let Some((facet, value)) = self.panes.facets.toggle()
        {
            self.toggle_filter(facet, value, exclude);
        }
    }

    fn toggle_filter(&mut self, facet: Facet, value: String, exclude: bool) {
        let filter = Filter {
            facet,
            value,
            exclude,
        };
        let filters = &mut self.asked.filters;
        let there = filters.contains(&filter);
        filters.retain(|known| known.facet != filter.facet || known.value != filter.value);
        if !there {
            filters.push(filter);
        }
    }

    /// Filters by the value under the cursor and by no other of its facet.
    fn choose_only(&mut self) {
        let value = self.panes.facets.value();
        if let Some((facet, value)) = value.filter(|_| self.panes.focus == Pane::Facets) {
            self.asked.filters.retain(|known| known.facet != facet);
            self.toggle_filter(facet, value, false);
        }
    }

    /// Takes back the filter that was chosen last.
    pub(super) fn remove_filter(&mut self) {
        self.asked.filters.pop();
    }

    /// Asks what a mistyped query may mean.
    fn take_suggestion(&mut self, shared: &mut Shared) {
        let Some(query) = self.suggestion().map(str::to_owned) else {
            shared.warn(shared.messages().query.no_suggestion);
            return;
        };
        self.asked.query.remember();
        self.asked.query.set(&query);
    }

    fn walk(&mut self, action: Action, shared: &Shared) {
        let areas = self.areas(shared).unwrap_or_default();
        let area = areas.pane(self.panes.focus);
        let by = step(action, page(self.panes.focus, area));
        match self.panes.focus {
            Pane::Facets => self.panes.facets.step(by),
            Pane::Listing if matches!(action, Action::Up | Action::Down) => {
                self.panes.listing.step(by > 0, area);
            }
            Pane::Listing => self.panes.listing.scroll(by),
            Pane::Results => {
                let first = self.panes.results.selected() == 0;
                if first && action == Action::Up && self.asked.query.is_empty() {
                    self.asked.query.older();
                } else {
                    self.panes.results.step(by);
                }
            }
        }
    }

    fn accept(&mut self, shared: &mut Shared) -> Vec<Effect> {
        match self.panes.focus {
            Pane::Results => self.open_hit(),
            Pane::Listing => return self.do_item_action(shared),
            Pane::Facets => {}
        }
        Vec::new()
    }

    /// Opens the chosen hit, or takes the chosen way out where there is none.
    fn open_hit(&mut self) {
        self.asked.query.remember();
        if self.nothing_found() {
            let way = self.ways().into_iter().nth(self.panes.results.selected());
            if let Some(way) = way {
                self.relax(way);
            }
        } else if self.record().is_some() {
            self.panes.focus = Pane::Listing;
            self.remember_place();
        }
    }

    /// Takes a way out of a search that found nothing.
    fn relax(&mut self, way: Relaxation) {
        match way {
            Relaxation::Query(query, ..) => self.asked.query.set(&query),
            Relaxation::Filter(filter) => self.asked.filters.retain(|known| *known != filter),
            Relaxation::Filters => self.asked.filters.clear(),
            Relaxation::Everything => {
                self.asked.filters.clear();
                self.asked.query.clear();
            }
        }
    }

    /// Leaves a remote that does not answer.
    fn ask_library(shared: &mut Shared) -> Vec<Effect> {
        let left = shared.library.remote.take();
        shared.library.remote_left = left.map(|remote| remote.name);
        shared.library.failure = None;
        shared.say(shared.messages().library.library_asked);
        vec![Effect::AskLibrary]
    }

    /// Asks the library in the place of the remote of this session, or the remote again.
    fn switch_remote(shared: &mut Shared) -> Vec<Effect> {
        if shared.library.remote.is_some() {
            return Self::ask_library(shared);
        }
        let Some(name) = shared.library.remote_left.take() else {
            shared.say(shared.messages().library.no_remote);
            return Vec::new();
        };
        let said = fill(shared.messages().library.remote_asked, &[("name", &name)]);
        shared.library.remote = Some(AskedRemote {
            name,
            has_failed: false,
        });
        shared.library.failure = None;
        shared.say(&said);
        vec![Effect::AskRemote]
    }

    fn back(&mut self, shared: &mut Shared) {
        if self.panes.focus == Pane::Results && self.back_to_origin(shared) {
            return;
        }
        match self.panes.focus {
            Pane::Facets if self.panes.facets.widen() => {}
            Pane::Facets | Pane::Listing => self.panes.focus = Pane::Results,
            Pane::Results if !self.asked.query.is_empty() => {
                self.asked.query.clear();
                let key = self.key_of(Action::OlderQuery, shared);
                let message = shared.messages().general.cleared;
                shared.say(fill(message, &[("key", &key)]));
            }
            // Nothing is left to go back from but the tour.
            Pane::Results if shared.tour.take().is_some() => {}
            Pane::Results => {
                let key = self.key_of(Action::Quit, shared);
                let message = shared.messages().general.how_to_quit;
                shared.say(fill(message, &[("key", &key)]));
            }
        }
    }

    fn jump(&mut self, forward: bool, shared: &mut Shared) {
        let areas = self.areas(shared);
        if areas.is_some_and(|areas| areas.listing.is_empty()) {
            self.panes.focus = Pane::Listing;
            self.settle_panes(shared);
        }
        let area = self.areas(shared).unwrap_or_default().listing;
        if !self.panes.listing.jump(forward, area) {
            shared.warn(shared.messages().general.no_match);
        }
    }
}

/// Lines or results that a page key moves by.
fn page(focus: Pane, area: Rect) -> isize {
    let rows = match focus {
        Pane::Results => results::visible(area),
        Pane::Facets | Pane::Listing => usize::from(area.height.saturating_sub(1)),
    };
    isize::try_from(rows.max(1)).unwrap_or(1)
}

const fn step(action: Action, page: isize) -> isize {
    match action {
        Action::Up => -1,
        Action::Down => 1,
        Action::PageUp => -page,
        Action::PageDown => page,
        Action::First => isize::MIN,
        _ => isize::MAX,
    }
}
