//! What opens above the panes, and the keys it takes.

use ratatui::crossterm::event::KeyCode;
use ratatui::layout::{Position, Rect};

use crate::browser::app::{App, AtImport, Held};
use crate::browser::event::{Effect, Intake};
use crate::browser::panes::compare::{self, Comparison};
use crate::browser::panes::copying::{self, CopyMenu};
use crate::browser::panes::files::{self, ExportPrompt, ImportPrompt};
use crate::browser::panes::help::Reading;
use crate::browser::panes::palette::{self, Palette};
use crate::browser::panes::status::Note;
use crate::ui::action::{Action, Part};
use crate::ui::frame;
use crate::ui::keymap::Key;
use crate::ui::scrolling::Extent;

/// Something above the panes.
#[derive(Debug)]
pub(crate) enum Popup {
    /// Text to be read.
    Reading(Reading),
    /// The help.
    Help(Reading),
    /// Text to be selected with the mouse, which the terminal has meanwhile.
    ByHand(Reading),
    /// All commands.
    Palette(Palette),
    /// What can be copied.
    Copy(CopyMenu),
    /// Which file to import.
    Import(ImportPrompt),
    /// Where to export to.
    Export(ExportPrompt),
    /// Marked listings side by side.
    Compare(Comparison),
}

impl Popup {
    fn step(&mut self, by: isize) {
        match self {
            Self::Reading(reading) | Self::Help(reading) | Self::ByHand(reading) => {
                reading.scroll(by);
            }
            Self::Palette(palette) => palette.step(by),
            Self::Copy(menu) => menu.step(by),
            Self::Import(prompt) => prompt.step(by),
            Self::Export(prompt) => prompt.step(by),
            Self::Compare(comparison) => comparison.scroll(by),
        }
    }

    /// Which part is on screen in so many rows.
    fn extent(&self, rows: u16) -> Extent {
        match self {
            Self::Reading(reading) | Self::Help(reading) => reading.extent(rows),
            Self::Palette(palette) => palette.extent(rows),
            Self::Import(prompt) => prompt.extent(rows),
            Self::Compare(comparison) => comparison.extent(rows),
            Self::ByHand(_) | Self::Copy(_) | Self::Export(_) => Extent::default(),
        }
    }

    /// Shows the part that begins at a place, in so many rows.
    fn scroll_to(&mut self, first: usize, rows: u16) {
        match self {
            Self::Reading(reading) | Self::Help(reading) => reading.scroll_to(first),
            Self::Palette(palette) => palette.scroll_to(first, rows),
            Self::Import(prompt) => prompt.scroll_to(first, rows),
            Self::Compare(comparison) => comparison.scroll_to(first),
            Self::ByHand(_) | Self::Copy(_) | Self::Export(_) => {}
        }
    }

    /// Its scrollbar, and which part it shows.
    pub(super) fn scrollbar(&self, window: Rect) -> (Rect, Extent) {
        let (area, inside) = frame::areas(window, self.size());
        (frame::bar(area, inside), self.extent(inside.height))
    }

    /// Rows that a page key moves by: all but one, so that the eye finds on.
    fn page(&self, window: Rect) -> isize {
        let rows = frame::areas(window, self.size()).1.height;
        isize::try_from(rows.saturating_sub(1).max(1)).unwrap_or(1)
    }

    /// Columns and rows inside the frame.
    pub(super) fn size(&self) -> (u16, u16) {
        match self {
            Self::Reading(reading) | Self::Help(reading) => reading.size(),
            // All of the window, whatever its size.
            Self::ByHand(_) => (u16::MAX, u16::MAX),
            Self::Palette(_) => palette::SIZE,
            Self::Copy(_) => copying::SIZE,
            Self::Import(_) => files::IMPORT_SIZE,
            Self::Export(_) => files::EXPORT_SIZE,
            Self::Compare(_) => compare::SIZE,
        }
    }

    /// Chooses what stands at a row inside the frame; whether the click carries it out, too.
    fn choose_at(&mut self, row: u16, height: u16) -> bool {
        match self {
            Self::Reading(_) | Self::Help(_) | Self::ByHand(_) | Self::Compare(_) => false,
            Self::Palette(palette) => palette.choose_at(row, height),
            Self::Copy(menu) => menu.choose_at(row, height),
            Self::Import(prompt) => prompt.choose_at(row, height),
            Self::Export(prompt) => prompt.choose_at(row, height),
        }
    }

    /// The action that opens it, which closes it too.
    pub(super) const fn opener(&self) -> Option<Action> {
        match self {
            Self::Help(_) => Some(Action::Help),
            Self::Reading(_) | Self::ByHand(_) => None,
            Self::Palette(_) => Some(Action::Palette),
            Self::Copy(_) => Some(Action::CopyMenu),
            Self::Import(_) => Some(Action::Import),
            Self::Export(_) => Some(Action::Export),
            Self::Compare(_) => Some(Action::Compare),
        }
    }
}

impl App {
    /// Carries out an action while a popup is open.
    pub(super) fn act_in_popup(&mut self, action: Action) -> Vec<Effect> {
        let Some(popup) = &mut self.popup else {
            return Vec::new();
        };
        match action {
            Action::Up | Action::PreviousPane => popup.step(-1),
            Action::Down => popup.step(1),
            Action::PageUp => popup.step(-popup.page(self.setting.window)),
            Action::PageDown => popup.step(popup.page(self.setting.window)),
            Action::First => popup.step(isize::MIN),
            Action::Last => popup.step(isize::MAX),
            Action::NextPane => return self.tab(),
            Action::Accept => return self.accept_in_popup(),
            Action::Back => return self.close(),
            // Who asks for the help in the help wants to be shown.
            Action::Help if popup.opener() == Some(action) => {
                self.tour();
                return self.close();
            }
            action if popup.opener() == Some(action) => return self.close(),
            Action::Quit | Action::Redraw | Action::Suspend => return self.act_in_panes(action),
            // The menu says itself what a listing lacks.
            Action::Copy(part) if part != Part::ShownText && self.copied_text(part).is_none() => {}
            action => {
                let mut effects = self.close();
                effects.extend(self.act_in_panes(action));
                return effects;
            }
        }
        Vec::new()
    }

    /// Scrolls the popup, as the wheel does.
    pub(super) fn wheel_in_popup(&mut self, by: isize) {
        if let Some(popup) = &mut self.popup {
            popup.step(by);
        }
    }

    /// Scrolls the popup so that its thumb comes to a place.
    pub(super) fn drag_in_popup(&mut self, at: Position) {
        let window = self.setting.window;
        if let Some(popup) = &mut self.popup {
            let (bar, extent) = popup.scrollbar(window);
            let row = at.y.saturating_sub(bar.y).min(bar.height.saturating_sub(1));
            popup.scroll_to(extent.first_at(row, bar.height), bar.height);
        }
    }

    /// Takes a click: what is clicked is chosen, in menus carried out; beside the popup it closes.
    pub(super) fn click_in_popup(&mut self, at: Position) -> Vec<Effect> {
        let Some(popup) = &mut self.popup else {
            return Vec::new();
        };
        let (area, inside) = frame::areas(self.setting.window, popup.size());
        if !area.contains(at) {
            return self.close();
        }
        let (bar, extent) = popup.scrollbar(self.setting.window);
        if bar.contains(at) && extent.thumb(bar.height).is_some() {
            self.panes.held = Some(Held::Popup);
            self.drag(at);
            return Vec::new();
        }
        if inside.contains(at) && popup.choose_at(at.y - inside.y, inside.height) {
            return self.accept_in_popup();
        }
        Vec::new()
    }

    fn tab(&mut self) -> Vec<Effect> {
        match &mut self.popup {
            Some(Popup::Import(prompt)) => {
                prompt.complete();
                vec![Effect::Complete(prompt.typed().to_owned())]
            }
            Some(Popup::Export(prompt)) => {
                prompt.turn();
                Vec::new()
            }
            Some(Popup::Compare(comparison)) => {
                comparison.shift(1);
                Vec::new()
            }
            Some(popup) => {
                popup.step(1);
                Vec::new()
            }
            None => Vec::new(),
        }
    }

    fn accept_in_popup(&mut self) -> Vec<Effect> {
        match &mut self.popup {
            Some(Popup::Palette(palette)) => {
                let action = palette.chosen();
                let mut effects = self.close();
                effects.extend(action.into_iter().flat_map(|action| self.act(action)));
                effects
            }
            Some(Popup::Copy(menu)) => {
                let action = menu.chosen();
                action.map_or_else(Vec::new, |action| self.act(action))
            }
            Some(Popup::Import(prompt)) => match prompt.accept() {
                Some(path) => {
                    self.popup = None;
                    self.library.importing = Some(Intake::default());
                    self.library.at_import = AtImport {
                        watched: true,
                        samples: self.library.state.is_some_and(|state| state.samples),
                    };
                    self.library.failed_path = Some(path.display().to_string());
                    vec![Effect::Import(path)]
                }
                None => vec![Effect::Complete(prompt.typed().to_owned())],
            },
            Some(Popup::Export(prompt)) => {
                let accepted = prompt.accept().filter(|_| !prompt.taken());
                let marked = prompt.marked();
                accepted.map_or_else(Vec::new, |(format, path)| self.export(marked, format, path))
            }
            _ => self.close(),
        }
    }

    fn export(
        &mut self,
        marked: bool,
        format: crate::export::Format,
        path: std::path::PathBuf,
    ) -> Vec<Effect> {
        self.popup = None;
        let files = &self.setting.look.messages.files;
        self.note = Some(Note::good(files.exporting));
        vec![Effect::Export(self.selection(marked), format, path)]
    }

    /// Closes the popup; the mouse comes back from the terminal.
    pub(super) fn close(&mut self) -> Vec<Effect> {
        match self.popup.take() {
            Some(Popup::ByHand(_)) => vec![Effect::Mouse(self.setting.mouse)],
            _ => Vec::new(),
        }
    }

    /// Gives a key that is no command to the popup.
    pub(super) fn popup_key(&mut self, key: Key) -> Vec<Effect> {
        match &mut self.popup {
            Some(popup @ (Popup::Reading(_) | Popup::Help(_) | Popup::ByHand(_))) => {
                match key.code {
                    KeyCode::Home => popup.step(isize::MIN),
                    KeyCode::End => popup.step(isize::MAX),
                    _ => {}
                }
            }
            Some(Popup::Palette(palette)) => palette.key(key),
            Some(Popup::Export(prompt)) => {
                let changed = prompt.key(key);
                let typed = || Effect::Complete(prompt.typed().to_owned());
                return changed.then(typed).into_iter().collect();
            }
            Some(Popup::Compare(comparison)) => match key.code {
                KeyCode::Home => comparison.scroll(isize::MIN),
                KeyCode::End => comparison.scroll(isize::MAX),
                KeyCode::Left => comparison.shift(-1),
                KeyCode::Right => comparison.shift(1),
                _ => {}
            },
            Some(Popup::Import(prompt)) => {
                let changed = prompt.key(key);
                let typed = || Effect::Complete(prompt.typed().to_owned());
                return changed.then(typed).into_iter().collect();
            }
            _ => {}
        }
        Vec::new()
    }

    /// Gives a pasted text to the popup.
    pub(super) fn popup_paste(&mut self, text: &str) -> Vec<Effect> {
        match &mut self.popup {
            Some(Popup::Palette(palette)) => palette.paste(text),
            Some(Popup::Export(prompt)) => {
                prompt.paste(text);
                return vec![Effect::Complete(prompt.typed().to_owned())];
            }
            Some(Popup::Import(prompt)) => {
                prompt.paste(text);
                return vec![Effect::Complete(prompt.typed().to_owned())];
            }
            _ => {}
        }
        Vec::new()
    }

    /// Opens a text to be read.
    pub(super) fn read(&mut self, title: &str, text: &str) {
        let reading = Reading::text(title, text);
        self.popup = Some(Popup::Reading(reading));
    }

    /// Opens a text to be selected with the mouse, and leaves the mouse to the terminal.
    pub(super) fn show_by_hand(&mut self, text: &str) -> Vec<Effect> {
        let look = &self.setting.look;
        let title = look.messages.copy.by_hand;
        let reading = Reading::by_hand(title, text, look);
        self.popup = Some(Popup::ByHand(reading));
        vec![Effect::Mouse(false)]
    }
}
