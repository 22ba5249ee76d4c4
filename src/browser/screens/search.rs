//! The search screen: the query line, the filters, the results, the listing.
//!
//! [`SearchScreen::question`] says what the screen should be answering: a search starts exactly
//! when that changes, and an answer is taken exactly when it answers it.

mod acting;
mod drawing;
mod hints;
mod marking;
mod pointing;
mod returning;
#[cfg(test)]
mod seen_by_tests;
mod trail;
mod visiting;

use qiao_index::kept::KeptListing;
use qiao_index::matching::Fit;
use qiao_index::record::Record;
use qiao_index::request::{Counting, Filter, Request, Sort};
use qiao_index::search::Page;
use ratatui::buffer::Buffer;
use ratatui::crossterm::event::KeyCode;
use ratatui::layout::{Position, Rect};

use super::{Input, Screen, names};
use crate::browser::event::Effect;
use crate::browser::panes::facets::FacetsPane;
use crate::browser::panes::listing::typeset::Keys;
use crate::browser::panes::listing::{ListingPane, Shown};
use crate::browser::panes::query::QueryLine;
use crate::browser::panes::results::relaxing::{self, Relaxation};
use crate::browser::panes::results::{Found, ResultsPane};
use crate::browser::panes::status::Note;
use crate::browser::panes::tour::Seen;
use crate::browser::shared::Shared;
use crate::messages::{Failure, caveats, fill};
use crate::ui::action::Action;
use crate::ui::keymap::{Key, Place};
use crate::ui::layout::{Areas, Extras, Pane, layout};
use crate::work::engine::{Question, Titles};
use crate::work::library::LibraryState;
use crate::work::session::Chosen;

use trail::Trail;

/// What the user has asked for.
#[derive(Debug, Default)]
struct Asked {
    query: QueryLine,
    filters: Vec<Filter>,
    sort: Sort,
    /// Of every patent family one listing only.
    one_per_family: bool,
}

/// The panes and which of them has the focus.
#[derive(Debug, Default)]
struct Panes {
    focus: Pane,
    /// The listing has the whole window while it has the focus.
    zoomed: bool,
    facets: FacetsPane,
    results: ResultsPane,
    listing: ListingPane,
    /// The pane whose scrollbar the mouse holds.
    held: Option<Pane>,
}

/// An answer and its question.
#[derive(Debug)]
struct Answer {
    question: Question,
    page: Page,
}

/// The search screen.
#[derive(Debug, Default)]
pub(crate) struct SearchScreen {
    asked: Asked,
    panes: Panes,
    /// The question that was put last.
    put: Option<Question>,
    answer: Option<Answer>,
    trail: Trail,
    /// The listing to come back to, until the user does something.
    returning: Option<Chosen>,
    /// Ids of listings that were marked in the last session.
    to_mark: Vec<String>,
}

impl Screen for SearchScreen {
    fn place(&self) -> Place {
        match self.panes.focus {
            Pane::Facets => Place::Facets,
            Pane::Results => Place::Results,
            Pane::Listing => Place::Listing,
        }
    }

    fn useful(&self, shared: &Shared) -> &'static [Action] {
        self.useful_actions(shared)
    }

    fn update(&mut self, input: Input, shared: &mut Shared) -> Vec<Effect> {
        match input {
            Input::Act(action) => return self.act(action, shared),
            Input::Key(key) => self.key(key, shared),
            Input::Paste(text) => self.paste(&text, shared),
            Input::Mouse(mouse) => return self.mouse(mouse, shared),
        }
        Vec::new()
    }

    fn settle(&mut self, shared: &Shared) {
        let before = self.put.as_ref().map(|put| &put.request);
        if !same_subject(before, &self.request(shared)) {
            self.panes.results.reset();
            // Other results have other values; who is choosing among them stays where they are.
            if self.panes.focus != Pane::Facets {
                self.panes.facets.back_to_top();
            }
        }
        self.settle_panes(shared);
    }

    fn ask(&mut self, shared: &Shared) -> Vec<Effect> {
        let mut effects = Vec::new();
        let question = self.question(shared);
        if self.put != question {
            self.put.clone_from(&question);
            effects.extend(question.map(Effect::Search));
        }
        let unnamed = self.panes.listing.unnamed();
        if !unnamed.is_empty() {
            effects.push(Effect::Name(unnamed));
        }
        effects
    }

    fn draw(&self, buffer: &mut Buffer, shared: &Shared) -> Option<Position> {
        let areas = self.areas(shared)?;
        self.draw_frame(buffer, &areas, shared);
        Some(self.draw_panes(buffer, &areas, shared))
    }

    fn names_area(&self, shared: &Shared) -> Rect {
        self.areas(shared).unwrap_or_default().screens
    }

    fn record(&self) -> Option<&Record> {
        self.panes.listing.record()
    }

    fn fit(&self) -> Option<&Fit> {
        self.panes.listing.fit()
    }

    fn kept(&self) -> Option<&KeptListing> {
        self.panes.listing.kept()
    }

    fn records<'a>(&'a self, shared: &'a Shared) -> Vec<&'a Record> {
        if shared.marks.is_empty() || self.panes.focus == Pane::Listing {
            self.record().into_iter().collect()
        } else {
            shared.marks.records().iter().collect()
        }
    }

    fn asked(&self) -> (&str, &[Filter]) {
        (self.asked.query.text(), &self.asked.filters)
    }

    fn found(&self, shared: &Shared) -> Option<Request> {
        (!self.nothing_found()).then(|| Request {
            offset: 0,
            limit: self.choices(),
            counting: Counting::Nothing,
            also: self.leaves_out().to_owned(),
            ..self.request(shared)
        })
    }
}

impl SearchScreen {
    /// What is not shown is not exported.
    fn leaves_out(&self) -> &'static str {
        let answer = self.answer.as_ref();
        answer.map_or("", |answer| answer.page.leaves_out())
    }

    /// A screen with a finished query.
    pub(crate) fn new(query: &str) -> Self {
        let asked = Asked {
            query: QueryLine::new(query),
            ..Asked::default()
        };
        Self {
            asked,
            ..Self::default()
        }
    }

    /// What the screen should be answering; nothing before there is a library.
    fn question(&self, shared: &Shared) -> Option<Question> {
        Some(Question {
            request: self.request(shared),
            library: shared.library.state?,
        })
    }

    /// The listing that is being read: it has the focus.
    pub(crate) fn read(&self) -> Option<&Record> {
        let has_focus = self.panes.focus == Pane::Listing;
        self.record().filter(|_| has_focus)
    }

    /// The request that the screen stands for.
    fn request(&self, shared: &Shared) -> Request {
        let area = self.areas(shared).map_or(Rect::ZERO, |areas| areas.results);
        let (offset, limit) = self.panes.results.window(area);
        Request {
            query: self.asked.query.text().to_owned(),
            typing: self.asked.query.typing(),
            filters: self.asked.filters.clone(),
            also: String::new(),
            sort: self.asked.sort,
            offset,
            limit,
            counting: Counting::RolledUp,
            one_per_family: self.asked.one_per_family,
            without_synonyms: !shared.setting.synonyms,
            with_withdrawn: false,
            only_exact: false,
        }
    }

    /// What the tour watches.
    pub(crate) fn seen(&self, popup: Option<Action>) -> Seen {
        let found = self.answer.as_ref().is_some_and(|answer| {
            let query = &answer.question.request.query;
            answer.page.total > 0 && !query.trim().is_empty()
        });
        Seen {
            found,
            selected: self.panes.results.selected(),
            focus: self.panes.focus,
            filters: self.asked.filters.len(),
            popup,
        }
    }

    fn key(&mut self, key: Key, shared: &Shared) {
        let erases = key.code == KeyCode::Backspace && key.modifiers.is_empty();
        let keymap = &shared.setting.keymap;
        match self.panes.focus {
            Pane::Facets => self.panes.facets.key(key),
            // Where letters are commands, those that mean nothing are no text either.
            Pane::Listing if key.is_latin_letter() && keymap.has_letters(Place::Listing) => {}
            _ if erases && self.asked.query.is_empty() => self.remove_filter(),
            _ => self.write(shared, |query| query.key(key)),
        }
    }

    fn paste(&mut self, text: &str, shared: &Shared) {
        match self.panes.focus {
            Pane::Facets => self.panes.facets.paste(text),
            _ => self.write(shared, |query| query.paste(text)),
        }
    }

    /// Changes the query; where the results are not in sight they are now.
    fn write(&mut self, shared: &Shared, edit: impl FnOnce(&mut QueryLine)) {
        let before = self.asked.query.text().to_owned();
        edit(&mut self.asked.query);
        let areas = self.areas(shared);
        let hidden = areas.is_some_and(|areas| areas.results.is_empty());
        if hidden && self.asked.query.text() != before {
            self.panes.focus = Pane::Results;
        }
    }

    /// Takes in which library there is now; returns what has to be asked of it.
    pub(crate) fn library_opened(
        &mut self,
        before: Option<LibraryState>,
        shared: &Shared,
    ) -> Vec<Effect> {
        let samples = before.is_some_and(|before| before.samples);
        if samples && !shared.library.is_samples() {
            // Filters chosen among the samples would hide what was imported.
            self.asked.filters.clear();
        }
        self.ask_for_marked(shared)
    }

    /// Takes an answer, if it still answers the question.
    pub(crate) fn answered(
        &mut self,
        question: Question,
        answer: Result<Page, Failure>,
        shared: &mut Shared,
    ) {
        if self.question(shared).as_ref() != Some(&question) {
            return;
        }
        match answer {
            Ok(mut page) => {
                shared.library.failure = None;
                shared.library.note_remote(false);
                let partial = page.elsewhere.iter().filter(|it| it.is_partial());
                if let Some(caveat) = partial.flat_map(caveats).next() {
                    shared.warn(caveat.say(shared.language()));
                }
                if page.uncounted {
                    // The values of the answer before stay in their places; they come without
                    // numbers until these are counted.
                    let before = self.answer.take();
                    page.facets = before.map_or_else(Vec::new, |answer| answer.page.facets);
                }
                self.answer = Some(Answer { question, page });
                self.arrive(shared);
                self.return_to_listing(shared);
            }
            Err(reason) if shared.library.remote.is_some() => {
                self.remote_failed(reason, shared);
            }
            Err(reason) => shared.library.failure = Some(reason),
        }
    }

    /// Whether the numbers on the screen are about the true ones.
    pub(crate) fn is_approximate(&self) -> bool {
        let elsewhere = self
            .answer
            .as_ref()
            .and_then(|it| it.page.elsewhere.as_ref());
        elsewhere.is_some_and(|it| it.is_approximate)
    }

    /// A remote has not answered: what was found before stays, and the library can be asked.
    fn remote_failed(&mut self, reason: Failure, shared: &mut Shared) {
        shared.library.note_remote(true);
        let key = self.key_of(Action::Back, shared);
        let values = [("reason", reason.say(shared.language())), ("key", &key)];
        let said = fill(shared.messages().library.remote_failed, &values);
        shared.note = Some(Note::error(said));
        if self.answer.is_none() {
            shared.library.failure = Some(reason);
        }
    }

    /// Takes the titles of listings that were asked for.
    pub(crate) fn named(&mut self, titles: Titles) {
        self.panes.listing.name(titles);
    }

    /// Brings everything that follows from something else up to date.
    fn settle_panes(&mut self, shared: &Shared) {
        let areas = self.areas(shared).unwrap_or_default();
        let choices = self.choices();
        self.panes.results.settle(choices, areas.results);
        let page = self.answer.as_ref().map(|answer| &answer.page);
        let filters = &self.asked.filters;
        let look = shared.look();
        self.panes.facets.settle(page, filters, areas.facets, look);
        self.settle_listing(&areas, choices, shared);
    }

    fn settle_listing(&mut self, areas: &Areas, choices: usize, shared: &Shared) {
        let selected = self.panes.results.selected();
        let record = self.hits(shared).and_then(|found| {
            let hit = found.hit(selected)?;
            Some((hit.clone(), found.page.highlighter.clone()))
        });
        let keys = Keys {
            open: self.key_of(Action::OpenLink, shared),
            matches: self.key_of(Action::Matches, shared),
            more_like_this: self.key_of(Action::MoreLikeThis, shared),
            institution: self.key_of(Action::SameInstitution, shared),
        };
        let shown = record.as_ref().map(|(hit, highlighter)| Shown {
            record: &hit.record,
            fit: hit.fit.as_deref(),
            kept: hit.kept.as_deref(),
            standing: hit.standing.as_deref(),
            not_to_contact: shared.library.do_not_contact.of(&hit.record),
            highlighter,
        });
        // A listing stays in view while the hits around it are on their way.
        if shown.is_some() || choices == 0 || self.nothing_found() {
            let listing = &mut self.panes.listing;
            listing.settle(shown, areas.listing, &keys, shared.look());
        }
    }

    /// The areas of the screen, or `None` where it is too small.
    fn areas(&self, shared: &Shared) -> Option<Areas> {
        let extras = Extras {
            chips: !self.asked.filters.is_empty(),
            screens: names::width(shared.look()),
            suggestion: self.suggestion().is_some(),
            zoomed: self.panes.zoomed,
        };
        layout(shared.room(), self.panes.focus, extras)
    }

    /// What the query may mean, if it may be mistyped.
    fn suggestion(&self) -> Option<&str> {
        self.answer.as_ref()?.page.suggestion.as_deref()
    }

    /// The hits that have been fetched.
    fn hits<'a>(&'a self, shared: &'a Shared) -> Option<Found<'a>> {
        self.answer.as_ref().map(|answer| Found {
            page: &answer.page,
            offset: answer.question.request.offset,
            marks: &shared.marks,
        })
    }

    fn nothing_found(&self) -> bool {
        self.answer
            .as_ref()
            .is_some_and(|answer| answer.page.total == 0)
    }

    /// Number of lines to choose from in the results: hits, or ways out where there are none.
    fn choices(&self) -> usize {
        match &self.answer {
            None => 0,
            Some(_) if self.nothing_found() => self.ways().len(),
            Some(answer) => usize::try_from(answer.page.total).unwrap_or(usize::MAX),
        }
    }

    fn ways(&self) -> Vec<Relaxation> {
        self.answer.as_ref().map_or_else(Vec::new, |answer| {
            relaxing::relaxations(&answer.page, &self.asked.filters)
        })
    }

    fn key_of(&self, action: Action, shared: &Shared) -> String {
        shared.key_in(self.place(), action)
    }
}

/// Whether two requests ask for the same listings in the same order.
fn same_subject(before: Option<&Request>, after: &Request) -> bool {
    before.is_none_or(|before| {
        before.query == after.query
            && before.filters == after.filters
            && before.sort == after.sort
            && before.one_per_family == after.one_per_family
    })
}
