//! The browser: all of its state, and how events change it.
//!
//! [`App::update`] changes the state and returns what is to be done in the world;
//! [`App::draw`] only reads. [`App::question`] says what the screen should be answering: a
//! search starts exactly when that changes, and an answer is taken exactly when it answers it.

mod acting;
mod drawing;
mod marking;
mod outcomes;
mod pointing;
mod popups;
mod returning;
#[cfg(test)]
mod tests;
mod touring;
mod visiting;

use qiao_index::record::Record;
use qiao_index::request::{Counting, Filter, Request, Sort};
use qiao_index::search::Page;
use qiao_index::vocab::Language;
use ratatui::crossterm::event::{Event as Input, KeyCode, KeyEventKind};
use ratatui::layout::Rect;

use crate::browser::event::{Effect, Event, Intake, LibraryState, Question};
use crate::browser::outfit::Outfit;
use crate::browser::panes::facets::FacetsPane;
use crate::browser::panes::listing::ListingPane;
use crate::browser::panes::query::QueryLine;
use crate::browser::panes::relaxing::{self, Relaxation};
use crate::browser::panes::results::{Found, ResultsPane};
use crate::browser::panes::status::Note;
use crate::browser::panes::tour::Tour;
use crate::browser::panes::typeset::Keys;
use crate::messages::{Failure, fill};
use crate::ui::action::Action;
use crate::ui::keymap::{Key, Keymap, Meaning, Place, sequence};
use crate::ui::layout::{Extras, Pane, Screen, layout};
use crate::ui::look::Look;
use crate::work::marks::Marks;
use crate::work::session::Chosen;

pub(crate) use popups::Popup;
use visiting::Trail;

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
    /// What the mouse holds the scrollbar of.
    held: Option<Held>,
}

/// Something with a scrollbar.
#[derive(Debug, Clone, Copy)]
enum Held {
    Pane(Pane),
    Popup,
}

/// What is known of the library.
#[derive(Debug, Default)]
struct LibraryView {
    state: Option<LibraryState>,
    failure: Option<Failure>,
    importing: Option<Intake>,
    /// The user has been told that an import is running, and how to end the browser all the same.
    leaving: bool,
    /// A listing is being edited, or its edits are being saved.
    editing: bool,
    /// What the last import or export has to say, under which title.
    report: Option<(&'static str, String)>,
    /// What was so when the last import was asked for.
    at_import: AtImport,
    /// The path of an import that failed, to be mended.
    failed_path: Option<String>,
}

/// What was so when an import was asked for.
#[derive(Debug, Default, Clone, Copy)]
struct AtImport {
    /// Nobody has touched a key since: its report may open by itself.
    watched: bool,
    /// The samples were on screen.
    samples: bool,
}

/// An answer and its question.
#[derive(Debug)]
struct Answer {
    question: Question,
    page: Page,
}

/// How the browser is set up.
#[derive(Debug)]
pub(crate) struct Setting {
    /// How everything looks.
    pub(crate) look: Look,
    /// What the keys do.
    pub(crate) keymap: Keymap,
    /// The size of the window.
    pub(crate) window: Rect,
    /// Whether the mouse is on.
    pub(crate) mouse: bool,
}

/// All state.
#[derive(Debug)]
pub(crate) struct App {
    setting: Setting,
    asked: Asked,
    panes: Panes,
    popup: Option<Popup>,
    library: LibraryView,
    answer: Option<Answer>,
    trail: Trail,
    marks: Marks,
    note: Option<Note>,
    /// Keys that begin a longer sequence.
    pressed: Vec<Key>,
    tour: Option<Tour>,
    /// The listing to come back to, until the user does something.
    returning: Option<Chosen>,
    /// Ids of listings that were marked in the last session.
    to_mark: Vec<String>,
}

impl App {
    /// The language that is spoken now.
    pub(crate) const fn language(&self) -> Language {
        self.setting.look.language
    }

    /// A browser before its first frame.
    pub(crate) fn new(setting: Setting, query: &str) -> Self {
        let asked = Asked {
            query: QueryLine::new(query),
            ..Asked::default()
        };
        let mut app = Self {
            setting,
            asked,
            panes: Panes::default(),
            popup: None,
            library: LibraryView::default(),
            answer: None,
            trail: Trail::default(),
            marks: Marks::default(),
            note: None,
            pressed: Vec::new(),
            tour: None,
            returning: None,
            to_mark: Vec::new(),
        };
        app.settle();
        app
    }

    /// The size of the window.
    pub(crate) const fn window(&self) -> Rect {
        self.setting.window
    }

    /// Shows what was wrong with the settings, until the first key.
    pub(crate) fn warn(&mut self, warnings: &[Failure]) {
        let language = self.language();
        let first = warnings.first().map(|warning| warning.say(language));
        self.note = first.map(Note::warning);
    }

    /// Takes over settings that were saved meanwhile.
    fn configure(&mut self, outfit: Outfit, warnings: &[Failure]) -> Vec<Effect> {
        let mouse = outfit.mouse != self.setting.mouse;
        self.setting.look = outfit.look;
        self.setting.keymap = outfit.keymap;
        self.setting.mouse = outfit.mouse;
        self.pressed.clear();
        self.note = Some(Note::good(outfit.look.messages.general.configured));
        if !warnings.is_empty() {
            self.warn(warnings);
        }
        let mouse = mouse.then_some(Effect::Mouse(outfit.mouse));
        // Widths may have changed: what is on screen may lie elsewhere than it was put.
        mouse.into_iter().chain([Effect::Redraw]).collect()
    }

    /// Takes in an event; returns what is to be done.
    pub(crate) fn update(&mut self, event: Event) -> Vec<Effect> {
        let before = self.question();
        let mut effects = self.take(event);
        if !same_subject(before.as_ref().map(|b| &b.request), &self.request()) {
            self.panes.results.reset();
            // Other results have other values; who is choosing among them stays where they are.
            if self.panes.focus != Pane::Facets {
                self.panes.facets.back_to_top();
            }
        }
        self.settle();
        self.watch_tour();
        match self.question() {
            after if after == before => {}
            Some(question) => effects.push(Effect::Search(question)),
            None => {}
        }
        let unnamed = self.panes.listing.unnamed();
        if !unnamed.is_empty() {
            effects.push(Effect::Name(unnamed));
        }
        effects
    }

    /// What the screen should be answering; nothing before there is a library.
    pub(crate) fn question(&self) -> Option<Question> {
        Some(Question {
            request: self.request(),
            library: self.library.state?,
        })
    }

    /// The request that the screen stands for.
    pub(crate) fn request(&self) -> Request {
        let area = self.screen().map_or(Rect::ZERO, |screen| screen.results);
        let (offset, limit) = self.panes.results.window(area);
        Request {
            query: self.asked.query.text().to_owned(),
            typing: self.asked.query.typing(),
            filters: self.asked.filters.clone(),
            sort: self.asked.sort,
            offset,
            limit,
            counting: Counting::RolledUp,
            one_per_family: self.asked.one_per_family,
        }
    }

    fn take(&mut self, event: Event) -> Vec<Effect> {
        match event {
            Event::Terminal(input) => return self.input(input),
            Event::Library(opened) => {
                self.library_opened(opened);
                return self.ask_for_marked();
            }
            Event::Answer(question, answer) => self.answered(*question, *answer),
            Event::Collected(records) => self.collected(records),
            Event::Named(titles) => self.panes.listing.name(titles),
            Event::Completed(typed, names) => match &mut self.popup {
                Some(Popup::Import(prompt)) => prompt.completed(&typed, names),
                Some(Popup::Export(prompt)) => prompt.completed(&typed, names),
                _ => {}
            },
            Event::Importing(intake) => self.library.importing = Some(intake),
            Event::Imported(outcome) => self.imported(outcome),
            Event::Exported(outcome) => self.exported(outcome),
            Event::Edited(outcome) => self.edited(outcome),
            Event::Paged(outcome) => {
                let failure = outcome.err();
                let language = self.language();
                self.note = failure.map(|failure| Note::error(failure.say(language)));
            }
            Event::Copied(text, channel) => return self.copied(&text, &channel),
            Event::Opened(link, outcome) => self.note = Some(self.opened(&link, &outcome)),
            Event::Settings(outfit, warnings) => return self.configure(*outfit, &warnings),
            Event::Parked => {}
            Event::Resumed => return vec![Effect::Redraw],
            Event::Stop => return vec![Effect::Quit],
        }
        Vec::new()
    }

    fn input(&mut self, input: Input) -> Vec<Effect> {
        if matches!(input, Input::Key(_) | Input::Mouse(_) | Input::Paste(_)) {
            self.returning = None;
            self.library.at_import.watched = false;
        }
        match input {
            Input::Key(key) if key.kind != KeyEventKind::Release => {
                self.note = None;
                self.key(Key::new(key))
            }
            Input::Mouse(mouse) => {
                self.pressed.clear();
                self.mouse(mouse)
            }
            Input::Paste(text) => {
                self.pressed.clear();
                self.note = None;
                self.paste(&text)
            }
            Input::Resize(width, height) => {
                self.setting.window = Rect::new(0, 0, width, height);
                // Also where the size is as before: in between the terminal may have had
                // another, and has cut what did not fit.
                vec![Effect::Redraw]
            }
            // Whoever comes back may have imported something in another window.
            Input::FocusGained => vec![Effect::Look],
            _ => Vec::new(),
        }
    }

    fn key(&mut self, key: Key) -> Vec<Effect> {
        self.pressed.push(key);
        match self.setting.keymap.meaning(self.place(), &self.pressed) {
            Meaning::Prefix => return Vec::new(),
            Meaning::Action(action) => {
                self.pressed.clear();
                return self.act(action);
            }
            Meaning::Nothing => {}
        }
        let pressed = std::mem::take(&mut self.pressed);
        let back = self.setting.keymap.meaning(self.place(), &[key]);
        if pressed.len() > 1 && back == Meaning::Action(Action::Back) {
            return Vec::new();
        }
        if pressed.len() > 1 {
            let keys = [("keys", &*sequence(&pressed))];
            let message = self.setting.look.messages.general.no_keys;
            self.note = Some(Note::warning(fill(message, &keys)));
            return Vec::new();
        }
        if self.popup.is_some() {
            return self.popup_key(key);
        }
        let erases = key.code == KeyCode::Backspace && key.modifiers.is_empty();
        match self.panes.focus {
            Pane::Facets => self.panes.facets.key(key),
            // Where letters are commands, those that mean nothing are no text either.
            Pane::Listing
                if key.is_latin_letter() && self.setting.keymap.has_letters(Place::Listing) => {}
            _ if erases && self.asked.query.is_empty() => self.remove_filter(),
            _ => self.write(|query| query.key(key)),
        }
        Vec::new()
    }

    fn paste(&mut self, text: &str) -> Vec<Effect> {
        if self.popup.is_some() {
            return self.popup_paste(text);
        }
        match self.panes.focus {
            Pane::Facets => self.panes.facets.paste(text),
            _ => self.write(|query| query.paste(text)),
        }
        Vec::new()
    }

    /// Changes the query; where the results are not in sight they are now.
    fn write(&mut self, edit: impl FnOnce(&mut QueryLine)) {
        let before = self.asked.query.text().to_owned();
        edit(&mut self.asked.query);
        let hidden = self
            .screen()
            .is_some_and(|screen| screen.results.is_empty());
        if hidden && self.asked.query.text() != before {
            self.panes.focus = Pane::Results;
        }
    }

    fn place(&self) -> Place {
        match (&self.popup, self.panes.focus) {
            (Some(Popup::Copy(_)), _) => Place::Copy,
            (Some(_), _) => Place::Popup,
            (None, Pane::Facets) => Place::Facets,
            (None, Pane::Results) => Place::Results,
            (None, Pane::Listing) => Place::Listing,
        }
    }

    fn library_opened(&mut self, opened: Result<LibraryState, Failure>) {
        match opened {
            Ok(state) => {
                let samples = self.library.state.is_some_and(|before| before.samples);
                if samples && !state.samples {
                    // Filters chosen among the samples would hide what was imported.
                    self.asked.filters.clear();
                    self.marks.clear();
                }
                self.library.state = Some(state);
                self.library.failure = None;
            }
            Err(reason) => self.library.failure = Some(reason),
        }
    }

    fn answered(&mut self, question: Question, answer: Result<Page, Failure>) {
        if self.question().as_ref() != Some(&question) {
            return;
        }
        match answer {
            Ok(page) => {
                self.library.failure = None;
                self.answer = Some(Answer { question, page });
                self.arrive();
                self.return_to_listing();
            }
            Err(reason) => self.library.failure = Some(reason),
        }
    }

    /// Brings everything that follows from something else up to date.
    fn settle(&mut self) {
        let Setting {
            window,
            keymap,
            look,
            ..
        } = &self.setting;
        match &mut self.popup {
            Some(Popup::Compare(comparison)) => comparison.settle(*window, look),
            Some(Popup::Reading(reading) | Popup::Help(reading) | Popup::ByHand(reading)) => {
                reading.settle(window.width, keymap, look);
            }
            _ => {}
        }
        let screen = self.screen().unwrap_or_default();
        let choices = self.choices();
        self.panes.results.settle(choices, screen.results);
        let page = self.answer.as_ref().map(|answer| &answer.page);
        let look = &self.setting.look;
        let filters = &self.asked.filters;
        self.panes.facets.settle(page, filters, screen.facets, look);
        let selected = self.panes.results.selected();
        let record = self.found().and_then(|found| {
            let hit = found.hit(selected)?;
            Some((hit.record.clone(), found.page.highlighter.clone()))
        });
        let keys = Keys {
            open: self.key_of(Action::OpenLink),
            alike: self.key_of(Action::Alike),
            institution: self.key_of(Action::SameInstitution),
        };
        let shown = record
            .as_ref()
            .map(|(record, highlighter)| (record, highlighter));
        // A listing stays in view while the hits around it are on their way.
        if shown.is_some() || choices == 0 || self.nothing_found() {
            let look = &self.setting.look;
            self.panes
                .listing
                .settle(shown, screen.listing, &keys, look);
        }
    }

    /// The window but for the rows that the tour takes.
    fn room(&self) -> Rect {
        let Setting {
            window,
            keymap,
            look,
            ..
        } = &self.setting;
        let tour = self.tour.as_ref();
        let rows = tour.map_or(0, |tour| {
            tour.area(*window, Rect::ZERO, keymap, look).height
        });
        Rect {
            height: window.height.saturating_sub(rows),
            ..*window
        }
    }

    /// The areas of the screen, or `None` where it is too small.
    fn screen(&self) -> Option<Screen> {
        let extras = Extras {
            chips: !self.asked.filters.is_empty(),
            suggestion: self.suggestion().is_some(),
            zoomed: self.panes.zoomed,
        };
        layout(self.room(), self.panes.focus, extras)
    }

    /// What the query may mean, if it may be mistyped.
    fn suggestion(&self) -> Option<&str> {
        self.answer.as_ref()?.page.suggestion.as_deref()
    }

    fn found(&self) -> Option<Found<'_>> {
        self.answer.as_ref().map(|answer| Found {
            page: &answer.page,
            offset: answer.question.request.offset,
            marks: &self.marks,
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
            Some(_) => self.found().map_or(0, Found::total),
        }
    }

    fn ways(&self) -> Vec<Relaxation> {
        self.answer.as_ref().map_or_else(Vec::new, |answer| {
            relaxing::relaxations(&answer.page, &self.asked.filters)
        })
    }

    /// The words that no listing has.
    fn unknown_words(&self) -> String {
        let page = self.answer.as_ref().map(|answer| &answer.page);
        let query = self.asked.query.text();
        page.map_or_else(String::new, |page| {
            relaxing::unknown(page, query, &self.setting.look)
        })
    }

    /// The listing that is chosen.
    pub(crate) fn record(&self) -> Option<&Record> {
        self.panes.listing.record()
    }

    fn key_of(&self, action: Action) -> String {
        self.setting.keymap.key_in(self.place(), action)
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
