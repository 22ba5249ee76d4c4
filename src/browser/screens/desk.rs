//! The desk screen: what is to be done today and all that is kept, a section at a time; at the
//! right the listing that the chosen row is about.

mod drawing;
mod rows;

use qiao_index::kept::KeptListing;
use qiao_index::matching::Fit;
use qiao_index::record::Record;
use qiao_index::request::{Filter, Request};
use qiao_index::search::Highlighter;
use ratatui::buffer::Buffer;
use ratatui::crossterm::event::{MouseButton, MouseEvent, MouseEventKind};
use ratatui::layout::{Position, Rect};

use super::{Input, Screen};
use crate::browser::event::Effect;
use crate::browser::on_record;
use crate::browser::panes::listing::typeset::Keys;
use crate::browser::panes::listing::{ListingPane, Shown};
use crate::browser::shared::Shared;
use crate::ui::action::Action;
use crate::ui::choice::Choice;
use crate::ui::entry::Entry;
use crate::ui::keymap::Place;
use crate::ui::scrolling::NOTCH;
use crate::work::desk_view::{DeskRow, DeskView, Section};
use crate::work::library::LibraryState;
use crate::work::overview::Register;

use drawing::{Areas, areas};

/// What is useful on the desk.
const USEFUL: [Action; 7] = [
    Action::Accept,
    Action::Help,
    Action::NextPane,
    Action::DeskMenu,
    Action::RemoveFromDesk,
    Action::Back,
    Action::Palette,
];

/// The desk screen.
#[derive(Debug)]
pub(crate) struct DeskScreen {
    view: Option<DeskView>,
    /// For which state of library and desk it was asked for last.
    asked_for: Option<LibraryState>,
    /// The answer is still to come: two at once could come in the wrong order.
    is_asking: bool,
    section: usize,
    /// What narrows the rows.
    entry: Entry,
    choice: Choice,
    listing: ListingPane,
}

impl Screen for DeskScreen {
    fn place(&self) -> Place {
        Place::DeskScreen
    }

    fn useful(&self, _: &Shared) -> &'static [Action] {
        &USEFUL
    }

    fn update(&mut self, input: Input, shared: &mut Shared) -> Vec<Effect> {
        match input {
            Input::Act(action) => return self.act(action, shared),
            Input::Key(key) => {
                if self.entry.key(key) {
                    self.choice = Choice::first();
                }
            }
            Input::Paste(text) => {
                self.entry.paste(&text);
                self.choice = Choice::first();
            }
            Input::Mouse(mouse) => return self.mouse(mouse, shared),
        }
        Vec::new()
    }

    fn settle(&mut self, shared: &Shared) {
        self.choice.keep_within(self.rows(shared).len());
        let areas = areas(shared);
        let chosen = self.chosen(shared).and_then(|row| row.listing.clone());
        let highlighter = Highlighter::default();
        let shown = chosen.as_ref().map(|listing| Shown {
            record: &listing.0,
            fit: None,
            kept: listing.1.as_ref(),
            standing: None,
            not_to_contact: shared.library.do_not_contact.of(&listing.0),
            highlighter: &highlighter,
        });
        let key = |action| shared.key_in(Place::DeskScreen, action);
        let keys = Keys {
            open: key(Action::OpenLink),
            matches: key(Action::Matches),
            more_like_this: key(Action::MoreLikeThis),
            institution: String::new(),
        };
        self.listing
            .settle(shown, areas.listing, &keys, shared.look());
    }

    fn ask(&mut self, shared: &Shared) -> Vec<Effect> {
        let state = shared.library.state;
        if state.is_none() || self.asked_for == state || self.is_asking {
            return Vec::new();
        }
        self.is_asking = true;
        self.asked_for = state;
        vec![Effect::List(Register::Desk)]
    }

    fn draw(&self, buffer: &mut Buffer, shared: &Shared) -> Option<Position> {
        Some(self.draw_all(buffer, shared))
    }

    fn names_area(&self, shared: &Shared) -> Rect {
        areas(shared).screens
    }

    fn record(&self) -> Option<&Record> {
        self.listing.record()
    }

    fn fit(&self) -> Option<&Fit> {
        None
    }

    fn kept(&self) -> Option<&KeptListing> {
        self.listing.kept()
    }

    fn records<'a>(&'a self, _: &'a Shared) -> Vec<&'a Record> {
        self.record().into_iter().collect()
    }

    fn asked(&self) -> (&str, &[Filter]) {
        ("", &[])
    }

    fn found(&self, _: &Shared) -> Option<Request> {
        None
    }
}

impl DeskScreen {
    /// The screen before anything is known of the desk.
    pub(super) fn new() -> Self {
        Self {
            view: None,
            asked_for: None,
            is_asking: false,
            section: 0,
            entry: Entry::default(),
            choice: Choice::first(),
            listing: ListingPane::default(),
        }
    }

    /// Takes what there is on the desk.
    pub(crate) fn take(&mut self, view: DeskView) {
        self.view = Some(view);
        self.is_asking = false;
    }

    /// Takes note that it could not be read; it is asked for again when something has changed.
    pub(crate) const fn give_up(&mut self) {
        self.is_asking = false;
    }

    /// Goes to a section.
    pub(crate) fn show(&mut self, section: Section) {
        let place = Section::ALL.iter().position(|it| *it == section);
        self.section = place.unwrap_or_default();
        self.choice = Choice::first();
        self.entry.set("");
    }

    /// Whether a step back leaves the screen.
    pub(crate) fn is_plain(&self) -> bool {
        self.entry.is_empty()
    }

    /// The row that is chosen.
    pub(crate) fn chosen(&self, shared: &Shared) -> Option<&DeskRow> {
        let place = self.choice.place()?;
        self.rows(shared).get(place).copied()
    }

    /// The rows of the section that fit what is typed.
    fn rows(&self, shared: &Shared) -> Vec<&DeskRow> {
        let typed = self.entry.text().trim().to_lowercase();
        let rows = self.view.iter().filter_map(|view| view.get(self.section));
        let fits = |row: &&DeskRow| rows::fits(&typed, row, shared.language());
        rows.flatten().filter(fits).collect()
    }

    fn act(&mut self, action: Action, shared: &mut Shared) -> Vec<Effect> {
        let number = self.rows(shared).len();
        let page = isize::try_from(areas(shared).rows.height.max(2) - 1).unwrap_or(1);
        let built = match action {
            Action::Up => return self.step(-1, number),
            Action::Down => return self.step(1, number),
            Action::PageUp => return self.step(-page, number),
            Action::PageDown => return self.step(page, number),
            Action::First => return self.step(isize::MIN, number),
            Action::Last => return self.step(isize::MAX, number),
            Action::NextPane => return self.turn(1),
            Action::PreviousPane => return self.turn(Section::ALL.len() - 1),
            Action::Back => {
                self.entry.set("");
                return Vec::new();
            }
            Action::Copy(part) => on_record::copy(&self.records(shared), part, shared),
            Action::OpenLink => on_record::open_link(self.record(), shared),
            Action::Pager => on_record::page(self.record(), shared),
            Action::Edit => on_record::edit(self.record(), shared),
            _ => Err(shared.messages().desk.not_here.to_owned()),
        };
        match built {
            Ok(effect) => return vec![effect],
            Err(why_not) => shared.warn(why_not),
        }
        Vec::new()
    }

    fn step(&mut self, by: isize, number: usize) -> Vec<Effect> {
        self.choice.step(by, number);
        Vec::new()
    }

    /// Goes so many sections on.
    fn turn(&mut self, by: usize) -> Vec<Effect> {
        self.section = (self.section + by) % Section::ALL.len();
        self.choice = Choice::first();
        Vec::new()
    }

    fn mouse(&mut self, mouse: MouseEvent, shared: &mut Shared) -> Vec<Effect> {
        let at = Position::new(mouse.column, mouse.row);
        let areas = areas(shared);
        let number = self.rows(shared).len();
        let on_listing = areas.listing.contains(at);
        match mouse.kind {
            MouseEventKind::ScrollUp if on_listing => self.listing.scroll(-NOTCH),
            MouseEventKind::ScrollDown if on_listing => self.listing.scroll(NOTCH),
            MouseEventKind::ScrollUp => self.choice.step(-1, number),
            MouseEventKind::ScrollDown => self.choice.step(1, number),
            MouseEventKind::Down(MouseButton::Left) => {
                shared.note = None;
                self.click(at, &areas, number, shared);
            }
            _ => {}
        }
        Vec::new()
    }

    fn click(&mut self, at: Position, areas: &Areas, number: usize, shared: &Shared) {
        if areas.rows.contains(at) {
            let row = at.y - areas.rows.y;
            self.choice.choose_at(row, areas.rows.height, number);
        } else if let Some(section) = self.section_at(at, areas, shared) {
            self.section = section;
            self.choice = Choice::first();
        }
    }

    /// Whether a click at a place is on the row that is chosen already.
    pub(crate) fn is_on_chosen(&self, at: Position, shared: &Shared) -> bool {
        let rows = areas(shared).rows;
        let first = self.choice.first_shown(rows.height);
        let place = first + usize::from(at.y.saturating_sub(rows.y));
        rows.contains(at) && self.choice.place() == Some(place)
    }
}
