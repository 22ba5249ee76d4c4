//! The browser: all of its state, and how events change it.
//!
//! [`App::update`] changes the state and returns what is to be done in the world; [`App::draw`]
//! only reads. The state is what all share, the screens, and the overlay above them: here is
//! decided which of them an event is for.

mod acting;
mod desk_screen;
mod drawing;
mod holding_back;
mod keeping;
mod outcomes;
mod overlaying;
mod pointing;
mod statistics_screen;
mod status;
#[cfg(test)]
mod tests;
mod touring;

use qiao_index::vocab::Language;
use ratatui::crossterm::event::{Event as Terminal, KeyEventKind};
use ratatui::layout::Rect;

use crate::browser::event::{Effect, Event};
use crate::browser::overlays::{self, Overlay};
use crate::browser::screens::{Input, Screens};
use crate::browser::settings::EffectiveSettings;
use crate::browser::shared::{AskedRemote, Setting, Shared};
use crate::desk::Touch;
use crate::messages::{Failure, fill};
use crate::ui::action::Action;
use crate::ui::keymap::{Key, Meaning, Place, sequence};
use crate::work::library::LibraryState;
use crate::work::session::Session;

/// The overlay above the screen.
#[derive(Debug)]
struct Open {
    overlay: Box<dyn Overlay>,
    /// The action that opened it, which closes it too.
    opener: Option<Action>,
    /// The mouse holds its scrollbar.
    held: bool,
}

/// All state.
#[derive(Debug)]
pub(crate) struct App {
    shared: Shared,
    screens: Screens,
    open: Option<Open>,
    /// The query for which the desk was left: a step back from its results comes back.
    left_desk_for: Option<String>,
    /// The query for which the statistics were left, likewise.
    left_statistics_for: Option<String>,
    /// Keys that begin a longer sequence.
    pressed: Vec<Key>,
    /// The last query that is remembered on disk, too.
    kept: Option<String>,
    /// The listing that is being read.
    read: Option<String>,
}

impl App {
    /// A browser before its first frame.
    pub(crate) fn new(setting: Setting, query: &str) -> Self {
        let mut app = Self {
            shared: Shared::new(setting),
            screens: Screens::new(query),
            open: None,
            left_desk_for: None,
            left_statistics_for: None,
            pressed: Vec::new(),
            kept: None,
            read: None,
        };
        app.settle();
        app
    }

    /// The language that is spoken now.
    pub(crate) const fn language(&self) -> Language {
        self.shared.language()
    }

    /// The size of the window.
    pub(crate) const fn window(&self) -> Rect {
        self.shared.setting.window
    }

    /// Shows what was wrong with the settings, until the first key.
    pub(crate) fn warn(&mut self, warnings: &[Failure]) {
        if let Some(warning) = warnings.first() {
            self.shared.warn(warning.say(self.language()));
        }
    }

    /// Takes note of the remote that is asked in the place of the library.
    pub(crate) fn ask_remote(&mut self, name: Option<String>) {
        self.shared.library.remote = name.map(|name| AskedRemote {
            name,
            has_failed: false,
        });
    }

    /// Brings back the queries of earlier days and, where wanted, what was on screen at last.
    pub(crate) fn restore(&mut self, session: Session, whole: bool) {
        self.screens
            .search
            .restore(session, whole, &mut self.shared);
        self.kept = self.screens.search.last_query().cloned();
    }

    /// Takes in an event; returns what is to be done.
    pub(crate) fn update(&mut self, event: Event) -> Vec<Effect> {
        let mouse = self.has_mouse();
        let mut effects = self.take(event);
        self.note_orders(&effects);
        self.settle();
        self.watch_tour();
        effects.extend(self.screens.current_mut().ask(&self.shared));
        if self.has_mouse() != mouse {
            effects.push(Effect::Mouse(self.has_mouse()));
        }
        effects.extend(self.keep());
        effects.extend(self.note_reading());
        effects
    }

    /// Has it remembered that a listing was opened, where that is wanted.
    fn note_reading(&mut self) -> Option<Effect> {
        let read = self.screens.search.read().map(|record| &record.id);
        if read == self.read.as_ref() {
            return None;
        }
        self.read = read.cloned();
        let id = self
            .read
            .clone()
            .filter(|_| self.shared.setting.remembers_opened)?;
        Some(Effect::Touch(vec![id], Touch::Opened))
    }

    /// Remembers a query as soon as it has been of use: not every end is one that waits.
    fn keep(&mut self) -> Option<Effect> {
        let last = self.screens.search.last_query();
        if last == self.kept.as_ref() {
            return None;
        }
        self.kept = last.cloned();
        Some(self.save_session())
    }

    fn save_session(&self) -> Effect {
        Effect::SaveSession(Box::new(self.screens.search.session(&self.shared)))
    }

    /// Ends the browser; the query that stands in the line is as good as asked.
    fn end(&mut self) -> Vec<Effect> {
        let search = &mut self.screens.search;
        search.remember_query();
        self.kept = search.last_query().cloned();
        vec![self.save_session(), Effect::Quit]
    }

    /// Whether the mouse is the browser's: an overlay may leave it to the terminal.
    fn has_mouse(&self) -> bool {
        let left = self
            .open
            .as_ref()
            .is_some_and(|it| it.overlay.leaves_mouse());
        self.shared.setting.mouse && !left
    }

    /// Takes the terminal again after another program has had it.
    fn take_terminal(&self) -> Vec<Effect> {
        let mouse = self.has_mouse();
        vec![Effect::TakeTerminal { mouse }]
    }

    /// Brings everything that follows from something else up to date.
    fn settle(&mut self) {
        if let Some(open) = &mut self.open {
            open.overlay.settle(&self.shared);
        }
        self.screens.current_mut().settle(&self.shared);
    }

    fn take(&mut self, event: Event) -> Vec<Effect> {
        match event {
            Event::Terminal(input) => return self.input(input),
            Event::Library(opened) => return self.library_opened(opened),
            Event::DoNotContact(names) => self.shared.library.do_not_contact = names,
            Event::Estranged(estranged) => {
                let said = estranged.said();
                self.shared.warn(said.say(self.shared.language()));
            }
            Event::Answer(question, answer) => {
                let search = &mut self.screens.search;
                search.answered(*question, *answer, &mut self.shared);
            }
            Event::Collected(records) => self.collected(records),
            Event::Named(titles) => self.screens.search.named(titles),
            Event::Figures(wanted, table) => {
                self.screens.statistics.take(&wanted, *table, &self.shared);
            }
            Event::FiguresSaved(outcome) => self.figures_saved(outcome),
            Event::Completed(typed, names) => {
                return self.update_overlay(overlays::Input::Completed(typed, names));
            }
            Event::Importing(progress) => self.shared.library.importing = Some(progress),
            Event::Imported(outcome) => return self.imported(outcome),
            Event::LetterWritten(outcome) => return self.letter_written(outcome),
            Event::TextSaved(outcome) => self.text_saved(outcome),
            Event::Evidence(outcome) => self.evidence_found(outcome),
            Event::FileDone(outcome) => return self.file_done(outcome),
            Event::BackupRead(path, read) => {
                return self.update_overlay(overlays::Input::BackupRead(path, read));
            }
            Event::NoteWritten(id, text) => return self.note_written(id, text),
            Event::Desk(outcome) => return self.kept_on_desk(&outcome),
            Event::News(outcome) => self.news(outcome),
            Event::Looked(outcome) => {
                return self.update_overlay(overlays::Input::Looked(outcome));
            }
            Event::Synced(outcome) => return self.synced(outcome),
            Event::Listed(outcome) => return self.listed(outcome),
            Event::Kept(order, outcome) => return self.kept(&order, &outcome),
            Event::Exported(outcome) => self.exported(outcome),
            Event::EditorClosed(outcome) => return self.editor_closed(outcome),
            Event::Edited(outcome) => return self.edited(outcome),
            Event::Paged(outcome) => return self.paged(outcome),
            Event::Copied(text, channel) => return self.copied(&text, &channel),
            Event::Opened(link, outcome) => self.opened(&link, &outcome),
            Event::Settings(settings, warnings) => return self.configure(*settings, &warnings),
            Event::Parked => {}
            Event::Resumed => return self.take_terminal(),
            Event::Stop => return self.end(),
        }
        Vec::new()
    }

    /// Takes over settings that were saved meanwhile.
    fn configure(&mut self, settings: EffectiveSettings, warnings: &[Failure]) -> Vec<Effect> {
        self.shared.setting = Setting::new(settings, self.window());
        self.pressed.clear();
        self.shared.say(self.shared.messages().general.configured);
        self.warn(warnings);
        // Widths may have changed: what is on screen may lie elsewhere than it was put.
        vec![Effect::Redraw]
    }

    fn library_opened(&mut self, opened: Result<LibraryState, Failure>) -> Vec<Effect> {
        let before = self.shared.library.state;
        match opened {
            Ok(state) => {
                if self.shared.library.is_samples() && !state.samples {
                    self.shared.marks.clear();
                }
                self.shared.library.state = Some(state);
                self.shared.library.failure = None;
            }
            Err(reason) => self.shared.library.failure = Some(reason),
        }
        self.screens.search.library_opened(before, &self.shared)
    }

    fn input(&mut self, input: Terminal) -> Vec<Effect> {
        if matches!(
            input,
            Terminal::Key(_) | Terminal::Mouse(_) | Terminal::Paste(_)
        ) {
            self.screens.search.touched();
            self.shared.library.at_import.watched = false;
            self.shared.library.reopens = None;
        }
        match input {
            Terminal::Key(key) if key.kind != KeyEventKind::Release => {
                self.shared.note = None;
                self.key(Key::new(key))
            }
            Terminal::Mouse(mouse) => {
                self.pressed.clear();
                self.mouse(mouse)
            }
            Terminal::Paste(text) => {
                self.pressed.clear();
                self.shared.note = None;
                self.paste(text)
            }
            Terminal::Resize(width, height) => {
                self.shared.setting.window = Rect::new(0, 0, width, height);
                // Also where the size is as before: in between the terminal may have had
                // another, and has cut what did not fit.
                vec![Effect::Redraw]
            }
            // Whoever comes back may have imported something in another window.
            Terminal::FocusGained => vec![Effect::Refresh],
            _ => Vec::new(),
        }
    }

    fn key(&mut self, key: Key) -> Vec<Effect> {
        self.pressed.push(key);
        let (place, keymap) = (self.place(), &self.shared.setting.keymap);
        match keymap.meaning(place, &self.pressed) {
            Meaning::Prefix => return Vec::new(),
            Meaning::Action(action) => {
                self.pressed.clear();
                return self.act(action);
            }
            Meaning::Nothing => {}
        }
        let pressed = std::mem::take(&mut self.pressed);
        if pressed.len() > 1 {
            let back = keymap.meaning(place, &[key]);
            if back != Meaning::Action(Action::Back) {
                let keys = [("keys", &*sequence(&pressed))];
                let message = self.shared.messages().general.no_keys;
                self.shared.warn(fill(message, &keys));
            }
            return Vec::new();
        }
        if self.open.is_some() {
            return self.update_overlay(overlays::Input::Key(key));
        }
        self.update_screen(Input::Key(key))
    }

    fn paste(&mut self, text: String) -> Vec<Effect> {
        if self.open.is_some() {
            return self.update_overlay(overlays::Input::Paste(text));
        }
        self.update_screen(Input::Paste(text))
    }

    fn update_screen(&mut self, input: Input) -> Vec<Effect> {
        let part = match input {
            Input::Act(Action::Copy(part)) => Some(part),
            _ => None,
        };
        let screen = self.screens.current_mut();
        let effects = screen.update(input, &mut self.shared);
        self.hold_back(part, effects)
    }

    /// Where keys are looked up.
    fn place(&self) -> Place {
        match &self.open {
            Some(open) => open.overlay.place(),
            None => self.screens.current().place(),
        }
    }

    fn key_of(&self, action: Action) -> String {
        self.shared.key_in(self.place(), action)
    }
}
