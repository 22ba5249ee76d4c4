//! The screens: each owns its panes and its state, and knows nothing of the others.
//!
//! To add one: write its file, give it a field in [`Screens`], a name and a place in
//! [`Screens::current`], and a line in the names at the top right.

mod desk;
mod names;
mod search;
mod statistics;

use std::fmt::Debug;

use qiao_index::kept::KeptListing;
use qiao_index::matching::Fit;
use qiao_index::record::Record;
use qiao_index::request::{Filter, Request};
use ratatui::buffer::Buffer;
use ratatui::crossterm::event::MouseEvent;
use ratatui::layout::{Position, Rect};

use crate::browser::event::Effect;
use crate::browser::shared::Shared;
use crate::ui::action::Action;
use crate::ui::keymap::{Key, Place};

pub(crate) use desk::DeskScreen;
pub(crate) use search::SearchScreen;
pub(crate) use statistics::StatisticsScreen;

/// What happens to a screen.
#[derive(Debug)]
pub(crate) enum Input {
    /// An action, by whatever way.
    Act(Action),
    /// A key that is no action.
    Key(Key),
    /// A pasted text.
    Paste(String),
    /// The mouse, away from the bottom line.
    Mouse(MouseEvent),
}

/// What has the window when no overlay is open. Drawing only reads.
pub(crate) trait Screen: Debug {
    /// Where its keys are looked up.
    fn place(&self) -> Place;

    /// The actions that help here, the most useful first.
    fn useful(&self, shared: &Shared) -> &'static [Action];

    /// Takes what happens to it; returns what is to be done.
    fn update(&mut self, input: Input, shared: &mut Shared) -> Vec<Effect>;

    /// Brings everything that follows from something else up to date, after whatever happened.
    fn settle(&mut self, shared: &Shared);

    /// What has to be asked now that it was not asked before.
    fn ask(&mut self, shared: &Shared) -> Vec<Effect>;

    /// Draws all but the bottom line; returns where the terminal's cursor belongs.
    fn draw(&self, buffer: &mut Buffer, shared: &Shared) -> Option<Position>;

    /// Where the names of the screens stand; empty where there is no room.
    fn names_area(&self, shared: &Shared) -> Rect;

    /// The listing that is chosen.
    fn record(&self) -> Option<&Record>;

    /// How the chosen listing answers who asks, where that is what is listed.
    fn fit(&self) -> Option<&Fit>;

    /// What the user keeps of the chosen listing.
    fn kept(&self) -> Option<&KeptListing>;

    /// The listings that an action is about: the one that is read, else the marked ones, else
    /// the one that is chosen.
    fn records<'a>(&'a self, shared: &'a Shared) -> Vec<&'a Record>;

    /// What is searched for: the query, and its filters.
    fn asked(&self) -> (&str, &[Filter]);

    /// The request for all that is found; `None` where nothing is.
    fn found(&self, shared: &Shared) -> Option<Request>;
}

/// Which screen.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ScreenName {
    /// The one that searches.
    #[default]
    Search,
    /// The one of what is kept.
    Desk,
    /// The one of figures.
    Statistics,
}

/// All screens, and which of them has the window.
#[derive(Debug)]
pub(crate) struct Screens {
    /// The one that has the window.
    pub(crate) at: ScreenName,
    /// The desk screen.
    pub(crate) desk: DeskScreen,
    /// The search screen.
    pub(crate) search: SearchScreen,
    /// The statistics screen.
    pub(crate) statistics: StatisticsScreen,
}

impl Screens {
    /// The screens, with a finished query in the search screen.
    pub(crate) fn new(query: &str) -> Self {
        Self {
            at: ScreenName::default(),
            desk: DeskScreen::new(),
            search: SearchScreen::new(query),
            statistics: StatisticsScreen::new(),
        }
    }

    /// The screen that has the window.
    pub(crate) const fn current(&self) -> &dyn Screen {
        match self.at {
            ScreenName::Search => &self.search,
            ScreenName::Desk => &self.desk,
            ScreenName::Statistics => &self.statistics,
        }
    }

    /// The screen that has the window, to be changed.
    pub(crate) const fn current_mut(&mut self) -> &mut dyn Screen {
        match self.at {
            ScreenName::Search => &mut self.search,
            ScreenName::Desk => &mut self.desk,
            ScreenName::Statistics => &mut self.statistics,
        }
    }

    /// Where a click on one of the names at the top right leads.
    pub(crate) fn name_at(&self, at: Position, shared: &Shared) -> Option<Action> {
        names::clicked(self.current().names_area(shared), at, shared.look())
    }
}
