//! The overlay above the screen: how it opens, moves and closes.

use ratatui::layout::{Position, Rect};

use super::{App, Open};
use crate::browser::event::Effect;
use crate::browser::overlays::{Input, Opener, Opening, Outcome, Overlay};
use crate::browser::screens::{self, ScreenName};
use crate::ui::action::Action;
use crate::ui::frame;
use crate::ui::scrolling::Extent;

/// What moves, completes or accepts in every overlay; the rest are actions to be carried out.
fn input_of(action: Action, page: isize) -> Input {
    match action {
        Action::Up | Action::PreviousPane => Input::Step(-1),
        Action::Down => Input::Step(1),
        Action::PageUp => Input::Step(-page),
        Action::PageDown => Input::Step(page),
        Action::First => Input::Step(isize::MIN),
        Action::Last => Input::Step(isize::MAX),
        Action::NextPane => Input::Tab,
        Action::Accept => Input::Accept,
        action => Input::Act(action),
    }
}

impl Open {
    /// Its box, and the room inside the frame.
    fn areas(&self, window: Rect) -> (Rect, Rect) {
        frame::areas(window, self.overlay.size())
    }

    /// Its scrollbar, and which part it shows.
    pub(super) fn scrollbar(&self, window: Rect) -> (Rect, Extent) {
        let (area, inside) = self.areas(window);
        (frame::bar(area, inside), self.overlay.extent(inside.height))
    }

    /// Rows that a page key moves by: all but one, so that the eye finds on.
    fn page(&self, window: Rect) -> isize {
        let rows = self.areas(window).1.height;
        isize::try_from(rows.saturating_sub(1).max(1)).unwrap_or(1)
    }
}

impl App {
    /// Opens an overlay, or says why not.
    pub(super) fn open(&mut self, opener: Opener, action: Action) -> Vec<Effect> {
        let opening = opener(&mut self.shared, self.screens.current());
        self.open_as(opening, Some(action))
    }

    /// Shows an overlay that is there already; the action that opens such a one closes it.
    pub(super) fn open_as(&mut self, opening: Opening, opener: Option<Action>) -> Vec<Effect> {
        match opening {
            Opening::Open(overlay, effects) => {
                self.open = Some(Open {
                    overlay,
                    opener,
                    held: false,
                });
                effects
            }
            Opening::Handed(effects) => effects,
            Opening::Refused(why_not) => {
                self.shared.warn(why_not);
                Vec::new()
            }
        }
    }

    /// Shows an overlay that no action has opened.
    pub(super) fn show(&mut self, overlay: impl Overlay + 'static) {
        self.open_as(Opening::Open(Box::new(overlay), Vec::new()), None);
    }

    /// Carries out an action while an overlay is open.
    pub(super) fn act_in_overlay(&mut self, action: Action) -> Vec<Effect> {
        let window = self.shared.setting.window;
        let page = self.open.as_ref().map_or(1, |open| open.page(window));
        self.update_overlay(input_of(action, page))
    }

    /// Gives an input to the overlay, and does what becomes of it.
    pub(super) fn update_overlay(&mut self, input: Input) -> Vec<Effect> {
        let Some(open) = &mut self.open else {
            return Vec::new();
        };
        let usual = usual(&input, open.opener);
        let screen = self.screens.current();
        match open.overlay.update(input, &mut self.shared, screen) {
            Outcome::Stay => Vec::new(),
            Outcome::Want(effects) => effects,
            Outcome::Close(effects) => {
                self.close();
                effects
            }
            Outcome::Open(overlay, effects) => self.open_as(Opening::Open(overlay, effects), None),
            Outcome::Type(key) => {
                self.close();
                self.update_screen(screens::Input::Key(key))
            }
            Outcome::Act(action) => {
                self.close();
                self.act(action)
            }
            Outcome::Ask(query, filters, effects) => {
                self.close();
                let is_from_desk = self.screens.at == ScreenName::Desk;
                self.screens.search.ask_query(&query, filters, &self.shared);
                self.screens.at = ScreenName::Search;
                self.left_desk_for = is_from_desk.then_some(query);
                effects
            }
            Outcome::Pass => self.do_usual(usual),
        }
    }

    fn do_usual(&mut self, usual: Usual) -> Vec<Effect> {
        match usual {
            Usual::Nothing => Vec::new(),
            Usual::Step => self.update_overlay(Input::Step(1)),
            Usual::Close => {
                self.close();
                Vec::new()
            }
            Usual::Stay(action) => self.act_on_screen(action),
            Usual::Leave(action) => {
                self.close();
                self.act_on_screen(action)
            }
        }
    }

    /// Closes the overlay.
    fn close(&mut self) {
        self.open = None;
    }

    /// The box of the overlay; empty where there is none.
    pub(super) fn overlay_area(&self) -> Rect {
        let window = self.shared.setting.window;
        let open = self.open.as_ref();
        open.map_or(Rect::ZERO, |open| open.areas(window).0)
    }

    /// Scrolls the overlay so that its thumb comes to a place, if the mouse holds it.
    pub(super) fn drag_in_overlay(&mut self, at: Position) {
        let window = self.shared.setting.window;
        if let Some(open) = self.open.as_mut().filter(|open| open.held) {
            let (bar, extent) = open.scrollbar(window);
            let row = at.y.saturating_sub(bar.y).min(bar.height.saturating_sub(1));
            let first = extent.first_at(row, bar.height);
            open.overlay.scroll_to(first, bar.height);
        }
    }

    /// Takes a click: what is clicked is chosen; beside the overlay it closes.
    pub(super) fn click_in_overlay(&mut self, at: Position) -> Vec<Effect> {
        let window = self.shared.setting.window;
        let Some(open) = &mut self.open else {
            return Vec::new();
        };
        let (area, inside) = open.areas(window);
        if !area.contains(at) {
            self.close();
            return Vec::new();
        }
        let (bar, extent) = open.scrollbar(window);
        open.held = bar.contains(at) && extent.thumb(bar.height).is_some();
        if open.held {
            self.drag_in_overlay(at);
        } else if inside.contains(at) {
            return self.update_overlay(Input::Click(at.y - inside.y, inside.height));
        }
        Vec::new()
    }

    /// The mouse lets go of the scrollbar.
    pub(super) const fn release_overlay(&mut self) {
        if let Some(open) = &mut self.open {
            open.held = false;
        }
    }
}

/// What an input does in an overlay for which it means nothing else.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Usual {
    Nothing,
    /// One line down.
    Step,
    Close,
    /// Carried out below the overlay, which stays.
    Stay(Action),
    /// Carried out when the overlay has closed.
    Leave(Action),
}

fn usual(input: &Input, opener: Option<Action>) -> Usual {
    match input {
        Input::Tab => Usual::Step,
        Input::Accept | Input::Act(Action::Back) => Usual::Close,
        Input::Act(action) if opener == Some(*action) => Usual::Close,
        Input::Act(action @ (Action::Quit | Action::Redraw | Action::Suspend)) => {
            Usual::Stay(*action)
        }
        Input::Act(action) => Usual::Leave(*action),
        _ => Usual::Nothing,
    }
}
