//! One listing in full: laid out into lines once, scrolled, searched through and acted on
//! afterwards.

pub(crate) mod typeset;

use qiao_index::kept::KeptListing;
use qiao_index::matching::Fit;
use qiao_index::record::Record;
use qiao_index::search::{Highlighter, Standing};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::ui::presentation::Presentation;
use crate::ui::scrolling::Extent;
use crate::ui::text;
use crate::ui::theme::Role;
use crate::work::engine::Titles;
use qiao_index::vocab::Language;

use typeset::{Item, ItemAction, Keys, MAX_REFERENCES, Typeset, typeset};

/// A listing that is to be shown.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Shown<'a> {
    /// The listing.
    pub(crate) record: &'a Record,
    /// How it answers, where the query asks for that.
    pub(crate) fit: Option<&'a Fit>,
    /// What the user keeps of it.
    pub(crate) kept: Option<&'a KeptListing>,
    /// Where its institutions stand in the network.
    pub(crate) standing: Option<&'a Standing>,
    /// Who in it is not to be contacted.
    pub(crate) not_to_contact: Option<&'a str>,
    /// What to mark in it.
    pub(crate) highlighter: &'a Highlighter,
}

/// What a listing was laid out for; another value needs another layout.
#[derive(Debug, Clone, PartialEq)]
struct LaidFor {
    record: Record,
    fit: Option<Fit>,
    kept: Option<KeptListing>,
    standing: Option<Standing>,
    not_to_contact: Option<String>,
    highlighter: Highlighter,
    width: u16,
    language: Language,
    /// Number of titles of other listings that were known.
    titles: usize,
}

/// The pane of the listing.
#[derive(Debug, Default)]
pub(crate) struct ListingPane {
    laid_for: Option<LaidFor>,
    page: Typeset,
    top: usize,
    /// The match that was jumped to, counted from the start.
    current: Option<usize>,
    /// The item that the next key acts on.
    chosen: Option<usize>,
    /// The listings that this one refers to.
    titles: Titles,
    /// Whether they have been asked for.
    asked: bool,
}

impl ListingPane {
    /// Lays the listing out anew where it is another one, or looks otherwise.
    pub(crate) fn settle(
        &mut self,
        shown: Option<Shown<'_>>,
        area: Rect,
        keys: &Keys,
        look: &Presentation,
    ) {
        let same = match (&self.laid_for, shown) {
            (Some(laid), Some(shown)) => {
                laid.record == *shown.record
                    && laid.fit.as_ref() == shown.fit
                    && laid.kept.as_ref() == shown.kept
                    && laid.standing.as_ref() == shown.standing
                    && laid.not_to_contact.as_deref() == shown.not_to_contact
                    && laid.highlighter == *shown.highlighter
                    && laid.width == area.width
                    && laid.language == look.language
                    && laid.titles == self.titles.len()
            }
            (laid, shown) => laid.is_none() && shown.is_none(),
        };
        if !same {
            self.lay_out(shown, area, keys, look);
        }
        self.top = self.top.min(self.furthest(area));
        let shown = self.top..self.top + usize::from(area.height);
        self.chosen = self.chosen.filter(|chosen| {
            let item = self.page.items.get(*chosen);
            item.is_some_and(|item| shown.contains(&item.lines.start))
        });
    }

    fn lay_out(&mut self, shown: Option<Shown<'_>>, area: Rect, keys: &Keys, look: &Presentation) {
        let before = self.laid_for.take();
        self.page = Typeset::default();
        self.current = None;
        let Some(shown) = shown else {
            return;
        };
        if before.is_none_or(|before| before.record.id != shown.record.id) {
            self.top = 0;
            self.chosen = None;
            self.titles.clear();
            self.asked = false;
        }
        self.page = typeset(shown, &self.titles, area.width, keys, look);
        self.laid_for = Some(LaidFor {
            record: shown.record.clone(),
            fit: shown.fit.cloned(),
            kept: shown.kept.cloned(),
            standing: shown.standing.cloned(),
            not_to_contact: shown.not_to_contact.map(str::to_owned),
            highlighter: shown.highlighter.clone(),
            width: area.width,
            language: look.language,
            titles: self.titles.len(),
        });
    }

    /// The ids of listings whose titles are to be asked for now.
    pub(crate) fn unnamed(&mut self) -> Vec<String> {
        let references = self.record().map(|record| &record.references);
        let ids = references.into_iter().flatten().map(|it| it.id.clone());
        let ids = ids.take(MAX_REFERENCES).collect();
        if std::mem::replace(&mut self.asked, true) {
            return Vec::new();
        }
        ids
    }

    /// Takes the titles of other listings.
    pub(crate) fn name(&mut self, titles: Titles) {
        let refers = |id: &String| {
            let references = self.record().map(|record| &record.references);
            references.is_some_and(|references| references.iter().any(|it| it.id == *id))
        };
        if titles.keys().any(refers) {
            self.titles = titles;
        }
    }

    /// What the user keeps of it.
    pub(crate) fn kept(&self) -> Option<&KeptListing> {
        self.laid_for.as_ref()?.kept.as_ref()
    }

    /// How it answers who asks.
    pub(crate) fn fit(&self) -> Option<&Fit> {
        self.laid_for.as_ref()?.fit.as_ref()
    }

    /// The listing that is shown.
    pub(crate) fn record(&self) -> Option<&Record> {
        self.laid_for.as_ref().map(|laid| &laid.record)
    }

    fn furthest(&self, area: Rect) -> usize {
        let lines = self.page.lines.len();
        lines.saturating_sub(usize::from(area.height))
    }

    /// Scrolls down by a number of lines; up where it is negative.
    pub(crate) fn scroll(&mut self, by: isize) {
        self.top = self.top.saturating_add_signed(by);
    }

    /// Chooses the next item that can be acted on, or the one before, where it is on screen or
    /// one line beyond; else scrolls by a line.
    pub(crate) fn step(&mut self, forward: bool, area: Rect) {
        let height = usize::from(area.height).max(1);
        let shown = self.top..self.top + height;
        let place = self.neighbour(forward, &shown);
        let item = place.and_then(|place| self.page.items.get(place));
        let near = item
            .filter(|item| item.lines.start <= shown.end && item.lines.start + 1 >= shown.start);
        let Some(item) = near else {
            if !forward && self.top == 0 {
                self.chosen = None;
            }
            self.scroll(if forward { 1 } else { -1 });
            return;
        };
        let whole = item.lines.end.saturating_sub(height).min(item.lines.start);
        self.top = self.top.max(whole).min(item.lines.start);
        self.chosen = place;
    }

    fn neighbour(&self, forward: bool, shown: &std::ops::Range<usize>) -> Option<usize> {
        let items = &self.page.items;
        match (self.chosen, forward) {
            (Some(chosen), true) => Some(chosen + 1),
            (Some(chosen), false) => chosen.checked_sub(1),
            (None, true) => items
                .iter()
                .position(|item| item.lines.start >= shown.start),
            (None, false) => items.iter().rposition(|item| item.lines.start < shown.end),
        }
    }

    /// What can be done with the chosen item.
    pub(crate) fn action(&self) -> Option<&ItemAction> {
        self.page.items.get(self.chosen?).map(|item| &item.action)
    }

    /// Goes to the place where the listing says this, below the reasons that quote it.
    pub(crate) fn go_to(&mut self, said: &str, area: Rect) {
        let Some(line) = self.page.place_of(said) else {
            return;
        };
        self.top = line.min(self.furthest(area));
        self.chosen = None;
    }

    /// Chooses the item at a row of the area; false where there is none.
    pub(crate) fn choose_at(&mut self, row: u16) -> bool {
        let line = self.top + usize::from(row);
        let hit = |item: &Item| item.lines.contains(&line);
        let place = self.page.items.iter().position(hit);
        self.chosen = place;
        place.is_some()
    }

    /// Goes to the next match or the one before, round the ends; false where there is none.
    pub(crate) fn jump(&mut self, forward: bool, area: Rect) -> bool {
        let matches = self.matches();
        let number = matches.len();
        if number == 0 {
            return false;
        }
        let shown = self.top..self.top + usize::from(area.height);
        let in_sight = |current: &usize| {
            let line = matches.get(*current);
            line.is_some_and(|line| shown.contains(line))
        };
        // Who has scrolled away goes on from where the eye is.
        let from_here = || {
            let below = matches.partition_point(|line| *line < shown.start);
            if forward {
                below % number
            } else {
                (below + number - 1) % number
            }
        };
        let next = match (self.current, forward) {
            (Some(current), _) if !in_sight(&current) => from_here(),
            (None, true) => 0,
            (None, false) => number - 1,
            (Some(current), true) => (current + 1) % number,
            (Some(current), false) => (current + number - 1) % number,
        };
        self.current = Some(next);
        if let Some(line) = matches.get(next) {
            let third = usize::from(area.height) / 3;
            self.top = line.saturating_sub(third).min(self.furthest(area));
        }
        true
    }

    /// The match that was jumped to, from 1, and the number of all.
    pub(crate) fn current(&self) -> Option<(usize, usize)> {
        Some((self.current? + 1, self.page.matches.len()))
    }

    /// The line on which each match begins.
    fn matches(&self) -> Vec<usize> {
        let matches = self.page.matches.iter();
        matches
            .filter_map(|pieces| pieces.first().map(|(line, _)| *line))
            .collect()
    }

    /// Draws the part on screen.
    pub(crate) fn draw(&self, buffer: &mut Buffer, area: Rect, focused: bool, look: &Presentation) {
        let current = self.current.and_then(|it| self.page.matches.get(it));
        let chosen = self.chosen.and_then(|chosen| self.page.items.get(chosen));
        let lines = self.page.lines.iter().enumerate().skip(self.top);
        for ((at, line), row) in lines.zip(area.rows()) {
            let mut line = line.clone();
            for (_, place) in current.into_iter().flatten().filter(|(of, _)| *of == at) {
                if let Some(piece) = line.pieces.get_mut(*place) {
                    piece.role = Role::CurrentMatch;
                }
            }
            line.draw(buffer, row, look.columns, &look.theme);
            if focused && chosen.is_some_and(|item| item.lines.contains(&at)) {
                text::select(buffer, row, &look.theme);
            }
        }
    }

    /// Which lines are on screen.
    pub(crate) fn extent(&self, area: Rect) -> Extent {
        Extent {
            first: self.top,
            shown: usize::from(area.height),
            all: self.page.lines.len(),
        }
    }

    /// Shows the lines from a place on.
    pub(crate) const fn scroll_to(&mut self, first: usize) {
        self.top = first;
    }
}
