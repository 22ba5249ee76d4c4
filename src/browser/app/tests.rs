//! Keys in, pictures out: effects are carried out on the spot by the library of the samples.

#![expect(clippy::unwrap_used, reason = "a failure is the test's result")]

mod around;
mod deals;
mod desk;
mod desk_files;
mod editing;
mod importing;
mod library;
mod marking;
mod overlays;
mod pictures;
mod reading;
mod remote;
mod shelf;
mod statistics;
mod steps;
mod svg;

use ratatui::buffer::{Buffer, CellWidth};
use ratatui::crossterm::event::{
    Event as Input, KeyCode, KeyEvent, KeyModifiers, MouseButton, MouseEvent, MouseEventKind,
};
use ratatui::layout::{Position, Rect};

use super::App;
use qiao_index::record::{Date, Record};
use shelf::Shelf;

use crate::browser::event::{Effect, Event};
use crate::browser::screens::SearchScreen;
use crate::browser::shared::Setting;
use crate::ui::clipboard::CopyOrder;
use crate::ui::keymap::Keymap;
use crate::ui::layout::Areas;
use crate::ui::presentation::Presentation;
use crate::ui::text::DisplayWidth;
use crate::ui::theme::Theme;
use crate::work::engine::Question;
use crate::work::library::LibraryState;
use crate::work::session::Session;
use qiao_index::vocab::Language;

/// A browser at work: what it wants done is done at once, all else is written down.
struct TestBrowser {
    app: App,
    library: Shelf,
    questions: Vec<Question>,
    sessions: Vec<Session>,
    others: Vec<Effect>,
}

impl App {
    /// The listing that is chosen.
    fn record(&self) -> Option<&Record> {
        self.screens.current().record()
    }
}

/// A text that is to be copied by whatever way there is.
fn copy(text: &str) -> Effect {
    Effect::Copy(CopyOrder {
        text: text.to_owned(),
        command: None,
    })
}

impl TestBrowser {
    fn new(width: u16, height: u16, language: Language, samples: bool) -> Self {
        let mut browser = Self::closed(width, height, language);
        browser.open(samples);
        browser
    }

    /// Before there is a library.
    fn closed(width: u16, height: u16, language: Language) -> Self {
        let mut look = Presentation::new(language, Theme::ansi(), DisplayWidth::default(), false);
        // What is too old or over does not depend on the day of the test.
        look.today = Date::new(2026, 11, 1).unwrap();
        // Nor does what the clock says on where it is run.
        look.utc = true;
        let setting = Setting {
            look,
            keymap: Keymap::standard().unwrap(),
            window: Rect::new(0, 0, width, height),
            mouse: true,
            synonyms: true,
            copy_command: None,
            // Its tests switch it on.
            remembers_opened: false,
            me: Vec::new(),
            templates: None,
        };
        Self {
            app: App::new(setting, ""),
            library: Shelf::Samples,
            questions: Vec::new(),
            sessions: Vec::new(),
            others: Vec::new(),
        }
    }

    /// The library is there.
    fn open(&mut self, samples: bool) {
        self.happens(Event::Library(Ok(LibraryState {
            remote: false,
            turns: 0,
            samples,
            records: self.library.len(),
            revision: 1,
            desk: 0,
        })));
    }

    fn english() -> Self {
        Self::new(120, 40, Language::English, false)
    }

    fn search(&self) -> &SearchScreen {
        &self.app.screens.search
    }

    /// Where everything stands.
    fn areas(&self) -> Areas {
        self.search().laid_out(&self.app.shared)
    }

    fn happens(&mut self, event: Event) {
        let mut effects = self.app.update(event);
        while let Some(effect) = effects.pop() {
            match effect {
                Effect::Search(question) => {
                    self.questions.push(question.clone());
                    let page = self.library.answer(&question.request);
                    let answer = Event::Answer(Box::new(question), Box::new(Ok(page)));
                    effects.extend(self.app.update(answer));
                }
                Effect::Collect(request) => {
                    let hits = self.library.answer(&request).hits.into_iter();
                    let collected = Event::Collected(Ok(hits.map(|hit| hit.record).collect()));
                    effects.extend(self.app.update(collected));
                }
                Effect::Restore(ids) => {
                    let collected = Event::Collected(Ok(self.library.records(&ids)));
                    effects.extend(self.app.update(collected));
                }
                Effect::SaveSession(session) => self.sessions.push(*session),
                Effect::Tabulate(wanted) => {
                    let table = self.library.tabulate(&wanted);
                    let figures = Event::Figures(wanted, Box::new(Ok(table)));
                    effects.extend(self.app.update(figures));
                }
                Effect::Name(ids) => {
                    let named = Event::Named(self.library.titles(&ids));
                    effects.extend(self.app.update(named));
                }
                other => self.others.push(other),
            }
        }
    }

    /// Presses keys: words are typed, `<Ctrl-P>` is a key.
    fn press(&mut self, keys: &str) -> &mut Self {
        let mut rest = keys;
        while let Some(first) = rest.chars().next() {
            let named = rest.strip_prefix('<').and_then(|rest| rest.split_once('>'));
            let event = if let Some((name, behind)) = named {
                rest = behind;
                key(name)
            } else {
                rest = rest.get(first.len_utf8()..).unwrap();
                KeyEvent::from(KeyCode::Char(first))
            };
            self.happens(Event::Terminal(Input::Key(event)));
        }
        self
    }

    fn mouse(&mut self, kind: MouseEventKind, column: u16, row: u16) {
        self.happens(Event::Terminal(Input::Mouse(MouseEvent {
            kind,
            column,
            row,
            modifiers: KeyModifiers::NONE,
        })));
    }

    fn click(&mut self, column: u16, row: u16) {
        self.mouse(MouseEventKind::Down(MouseButton::Left), column, row);
    }

    /// Where a text stands on screen.
    fn find(&self, text: &str) -> (u16, u16) {
        let (buffer, _) = self.draw();
        for row in 0..buffer.area.height {
            let (shown, columns) = row_text(&buffer, row);
            if let Some(at) = shown.find(text) {
                let place = shown.get(..at).unwrap().chars().count();
                return (columns[place], row);
            }
        }
        panic!("{text} is not on screen:\n{}", self.picture());
    }

    fn draw(&self) -> (Buffer, Option<Position>) {
        let mut buffer = Buffer::empty(self.app.shared.setting.window);
        let cursor = self.app.draw(&mut buffer);
        (buffer, cursor)
    }

    /// The screen as text; the cursor's place is in the last line.
    fn picture(&self) -> String {
        let (buffer, cursor) = self.draw();
        let mut picture = String::new();
        for row in 0..buffer.area.height {
            picture.push_str(row_text(&buffer, row).0.trim_end());
            picture.push('\n');
        }
        match cursor {
            Some(at) => format!("{picture}cursor: column {}, row {}\n", at.x, at.y),
            None => format!("{picture}cursor: hidden\n"),
        }
    }
}

/// The bottom line.
fn status(browser: &TestBrowser) -> String {
    let picture = browser.picture();
    picture.lines().rev().nth(1).unwrap().to_owned()
}

/// A row as text, and the column of every character of it.
fn row_text(buffer: &Buffer, row: u16) -> (String, Vec<u16>) {
    let (mut text, mut columns) = (String::new(), Vec::new());
    let mut x = 0;
    while x < buffer.area.width {
        let cell = &buffer[(x, row)];
        text.push_str(cell.symbol());
        columns.extend(cell.symbol().chars().map(|_| x));
        x += cell.cell_width().max(1);
    }
    (text, columns)
}

fn key(name: &str) -> KeyEvent {
    let mut modifiers = KeyModifiers::NONE;
    let mut rest = name;
    for (prefix, modifier) in [
        ("Ctrl-", KeyModifiers::CONTROL),
        ("Alt-", KeyModifiers::ALT),
        ("Shift-", KeyModifiers::SHIFT),
    ] {
        if let Some(behind) = rest.strip_prefix(prefix) {
            modifiers |= modifier;
            rest = behind;
        }
    }
    let code = match rest {
        "Enter" => KeyCode::Enter,
        "Esc" => KeyCode::Esc,
        "Tab" => KeyCode::Tab,
        "Up" => KeyCode::Up,
        "Down" => KeyCode::Down,
        "Left" => KeyCode::Left,
        "Right" => KeyCode::Right,
        "PgUp" => KeyCode::PageUp,
        "PgDn" => KeyCode::PageDown,
        "Home" => KeyCode::Home,
        "End" => KeyCode::End,
        "Space" => KeyCode::Char(' '),
        "Delete" => KeyCode::Delete,
        "Backspace" => KeyCode::Backspace,
        other => match other.strip_prefix('F').and_then(|n| n.parse().ok()) {
            Some(number) => KeyCode::F(number),
            None => KeyCode::Char(other.to_ascii_lowercase().parse().unwrap()),
        },
    };
    KeyEvent::new(code, modifiers)
}
