//! What each action does.

use qiao_index::request::{Facet, Filter, Sort};
use ratatui::layout::Rect;

use crate::browser::app::{App, Popup};
use crate::browser::event::Effect;
use crate::browser::panes::copying::CopyMenu;
use crate::browser::panes::files::{ExportPrompt, ImportPrompt, PROPOSED};
use crate::browser::panes::help::Reading;
use crate::browser::panes::palette::Palette;
use crate::browser::panes::relaxing::Relaxation;
use crate::browser::panes::results;
use crate::browser::panes::status::Note;
use crate::listing::fields;
use crate::messages::{fill, pick};
use crate::ui::action::{Action, Part};
use crate::ui::layout::Pane;
use qiao_index::vocab::Language;

impl App {
    /// Carries out an action.
    pub(super) fn act(&mut self, action: Action) -> Vec<Effect> {
        if let Some(tour) = &mut self.tour {
            tour.note(action);
        }
        if self.popup.is_some() {
            self.act_in_popup(action)
        } else {
            self.act_in_panes(action)
        }
    }

    /// Carries out an action with no popup open.
    pub(super) fn act_in_panes(&mut self, action: Action) -> Vec<Effect> {
        match action {
            Action::Help | Action::Palette | Action::CopyMenu | Action::Export | Action::Import => {
                return self.open_popup(action);
            }
            Action::Copy(Part::ShownText) => {
                let look = &self.setting.look;
                let text = self.record().map(|record| fields::text(record, look));
                return self.show_by_hand(&text.unwrap_or_default());
            }
            Action::Copy(part) => return self.copy(part),
            Action::OpenLink => return self.open_link(),
            Action::Edit => return self.edit(),
            Action::Pager => return self.page(),
            Action::Zoom => self.zoom(),
            Action::Report => self.report(),
            Action::Tour => self.tour(),
            Action::Sort => self.sort(),
            Action::Families => self.toggle_families(),
            Action::ResetFilters => self.asked.filters.clear(),
            Action::RemoveFilter => self.remove_filter(),
            Action::Suggestion => self.take_suggestion(),
            Action::Filters => self.panes.focus = Pane::Facets,
            Action::Toggle => self.choose(false),
            Action::Exclude => self.choose(true),
            Action::Only => self.choose_only(),
            Action::Expand => self.panes.facets.expand(),
            Action::Collapse => self.panes.facets.collapse(),
            Action::Up
            | Action::Down
            | Action::PageUp
            | Action::PageDown
            | Action::First
            | Action::Last => {
                self.walk(action);
            }
            Action::Accept => return self.accept(),
            Action::Back => self.back(),
            Action::NextPane => self.panes.focus = self.panes.focus.next(),
            Action::PreviousPane => self.panes.focus = self.panes.focus.previous(),
            Action::NextMatch => self.jump(true),
            Action::PreviousMatch => self.jump(false),
            Action::Mark => self.mark(),
            Action::MarkAll => return self.mark_all(),
            Action::ClearMarks => self.clear_marks(),
            Action::Compare => self.compare(),
            Action::NextHit => self.next_hit(true),
            Action::PreviousHit => self.next_hit(false),
            Action::Earlier => self.walk_trail(false),
            Action::Later => self.walk_trail(true),
            Action::Alike => self.ask_alike(),
            Action::SameInstitution => self.ask_institution(),
            Action::References => self.ask_references(),
            Action::OlderQuery => self.asked.query.older(),
            Action::NewerQuery => self.asked.query.newer(),
            Action::ToggleMouse => return self.toggle_mouse(),
            Action::ToggleLanguage => self.toggle_language(),
            Action::Redraw => return vec![Effect::Redraw],
            Action::Suspend => return vec![Effect::Suspend],
            Action::Quit => return self.quit(),
        }
        Vec::new()
    }

    /// Ends the browser; while an import runs only when it is asked for twice.
    fn quit(&mut self) -> Vec<Effect> {
        if self.library.importing.is_none() || self.library.leaving {
            return vec![Effect::Quit];
        }
        self.library.leaving = true;
        let key = self.key_of(Action::Quit);
        let message = self.setting.look.messages.files.leaving;
        self.note = Some(Note::warning(fill(message, &[("key", &key)])));
        Vec::new()
    }

    fn open_popup(&mut self, action: Action) -> Vec<Effect> {
        let popup = match action {
            Action::Help => {
                let look = &self.setting.look;
                Popup::Help(Reading::help(self.place(), self.useful(), look))
            }
            Action::Palette => Popup::Palette(Palette::default()),
            Action::CopyMenu if !self.copied_records().is_empty() => {
                Popup::Copy(CopyMenu::default())
            }
            Action::Export if !self.nothing_found() || !self.marks.is_empty() => {
                let found = if self.nothing_found() {
                    0
                } else {
                    self.choices()
                };
                let prompt = ExportPrompt::new(found, self.marks.len());
                self.popup = Some(Popup::Export(prompt));
                return vec![Effect::Complete(PROPOSED.to_owned())];
            }
            Action::Import if self.library.importing.is_none() => {
                let path = self.library.failed_path.take().unwrap_or_default();
                let prompt = ImportPrompt::new(&path);
                self.popup = Some(Popup::Import(prompt));
                return vec![Effect::Complete(path)];
            }
            action => {
                self.note = Some(Note::warning(self.why_not(action)));
                return Vec::new();
            }
        };
        self.popup = Some(popup);
        Vec::new()
    }

    fn why_not(&self, action: Action) -> &'static str {
        let messages = self.setting.look.messages;
        match action {
            Action::CopyMenu => messages.nothing.listing,
            Action::Import => messages.files.busy,
            _ => messages.nothing.found,
        }
    }

    fn copy(&mut self, part: Part) -> Vec<Effect> {
        let look = &self.setting.look;
        if self.copied_records().is_empty() {
            self.note = Some(Note::warning(look.messages.nothing.listing));
            return Vec::new();
        }
        if let Some(text) = self.copied_text(part) {
            self.asked.query.remember();
            return vec![Effect::Copy(text)];
        }
        let name = Action::Copy(part)
            .described()
            .map_or("", |row| pick(look.language, row.help));
        self.note = Some(Note::warning(fill(
            look.messages.copy.lacks,
            &[("what", name)],
        )));
        Vec::new()
    }

    fn open_link(&mut self) -> Vec<Effect> {
        let link = self
            .record()
            .and_then(crate::listing::words::web_address)
            .map(str::to_owned);
        if let Some(link) = link {
            return vec![Effect::Open(link)];
        }
        self.note = Some(Note::warning(self.setting.look.messages.copy.no_link));
        Vec::new()
    }

    fn edit(&mut self) -> Vec<Effect> {
        let messages = self.setting.look.messages;
        let samples = self.library.state.is_none_or(|state| state.samples);
        let why_not = match self.record() {
            None => messages.nothing.listing,
            Some(_) if samples => messages.editing.samples,
            Some(_) if self.library.editing => messages.editing.busy,
            Some(_) => {
                self.library.editing = true;
                // Other words may put it elsewhere among the results.
                self.returning = self.chosen();
                return vec![Effect::Edit];
            }
        };
        self.note = Some(Note::warning(why_not));
        Vec::new()
    }

    /// Gives the listing the whole window, or takes it back.
    fn zoom(&mut self) {
        let narrow = self
            .screen()
            .is_some_and(|screen| screen.listing.is_empty());
        self.panes.zoomed = self.panes.focus != Pane::Listing || !self.panes.zoomed;
        if self.record().is_some() || narrow {
            self.panes.focus = Pane::Listing;
        }
    }

    /// Shows what the last import or export has to say.
    fn report(&mut self) {
        match self.library.report.clone() {
            Some((title, text)) => self.read(title, &text),
            None => self.note = Some(Note::warning(self.setting.look.messages.files.no_report)),
        }
    }

    fn page(&mut self) -> Vec<Effect> {
        let look = &self.setting.look;
        if let Some(record) = self.record() {
            return vec![Effect::Page(fields::text(record, look))];
        }
        self.note = Some(Note::warning(look.messages.nothing.listing));
        Vec::new()
    }

    fn toggle_families(&mut self) {
        self.asked.one_per_family = !self.asked.one_per_family;
        let panes = &self.setting.look.messages.panes;
        let message = if self.asked.one_per_family {
            panes.one_per_family
        } else {
            panes.all_of_families
        };
        self.note = Some(Note::good(message));
    }

    pub(super) fn sort(&mut self) {
        let (next, name) = match self.asked.sort {
            Sort::Relevance => (Sort::Newest, 1),
            Sort::Newest => (Sort::Oldest, 2),
            Sort::Oldest => (Sort::Title, 3),
            Sort::Title => (Sort::Relevance, 0),
        };
        self.asked.sort = next;
        let messages = self.setting.look.messages;
        let order = messages.sorts.get(name).copied().unwrap_or_default();
        self.note = Some(Note::good(fill(
            messages.general.sorted,
            &[("order", order)],
        )));
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
    fn take_suggestion(&mut self) {
        let Some(query) = self.suggestion().map(str::to_owned) else {
            let message = self.setting.look.messages.query.no_suggestion;
            self.note = Some(Note::warning(message));
            return;
        };
        self.asked.query.remember();
        self.asked.query.set(&query);
    }

    fn walk(&mut self, action: Action) {
        let screen = self.screen().unwrap_or_default();
        let area = screen.pane(self.panes.focus);
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

    fn accept(&mut self) -> Vec<Effect> {
        match self.panes.focus {
            Pane::Results => self.open_hit(),
            Pane::Listing => return self.do_deed(),
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
    pub(super) fn relax(&mut self, way: Relaxation) {
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

    fn back(&mut self) {
        match self.panes.focus {
            Pane::Facets if self.panes.facets.widen() => {}
            Pane::Facets | Pane::Listing => self.panes.focus = Pane::Results,
            Pane::Results if !self.asked.query.is_empty() => self.asked.query.clear(),
            Pane::Results => {
                if self.end_tour() {
                    return;
                }
                let key = self.key_of(Action::Quit);
                let message = self.setting.look.messages.general.how_to_quit;
                self.note = Some(Note::good(fill(message, &[("key", &key)])));
            }
        }
    }

    fn jump(&mut self, forward: bool) {
        if self
            .screen()
            .is_some_and(|screen| screen.listing.is_empty())
        {
            self.panes.focus = Pane::Listing;
            self.settle();
        }
        let area = self.screen().unwrap_or_default().listing;
        if !self.panes.listing.jump(forward, area) {
            let message = self.setting.look.messages.general.no_match;
            self.note = Some(Note::warning(message));
        }
    }

    fn toggle_mouse(&mut self) -> Vec<Effect> {
        self.setting.mouse = !self.setting.mouse;
        let general = &self.setting.look.messages.general;
        let message = if self.setting.mouse {
            general.mouse_on
        } else {
            general.mouse_off
        };
        self.note = Some(Note::good(message));
        vec![Effect::Mouse(self.setting.mouse)]
    }

    fn toggle_language(&mut self) {
        let other = match self.setting.look.language {
            Language::Chinese => Language::English,
            Language::English => Language::Chinese,
        };
        self.setting.look.speak(other);
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
