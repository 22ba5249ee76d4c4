//! The browser without a terminal: keys in, bytes of frames out. Benchmarks drive it.

use std::io::Write;
use std::path::Path;
use std::sync::mpsc::{Receiver, channel};
use std::time::Instant;

use anyhow::Context;
use qiao_index::vocab::Language;
use ratatui::buffer::Buffer;
use ratatui::crossterm::event::{Event as Input, KeyEvent};
use ratatui::layout::Rect;

use super::app::App;
use super::event::{Effect, Event};
use super::shared::Setting;
use crate::ui::keymap::Keymap;
use crate::ui::presentation::Presentation;
use crate::ui::terminal::Painter;
use crate::ui::text::DisplayWidth;
use crate::ui::theme::Theme;
use crate::work::remotes;
use crate::work::search_thread::SearchThread;

/// The browser without a terminal: the same state, search thread and painter, which writes its
/// frames to `W`. Effects other than searches are not carried out.
pub struct Headless<W: Write> {
    app: App,
    painter: Painter<W>,
    search: SearchThread,
    happened: Receiver<Event>,
}

impl<W: Write> Headless<W> {
    /// Opens the library in a folder with default settings, in Chinese, and draws the first frame,
    /// before anything is known of the library. `window` is columns and rows; `remote` names what is
    /// asked in the place of the library.
    ///
    /// # Errors
    /// The system has no thread left, or `out` cannot be written.
    pub fn open(
        (folder, remote): (&Path, Option<&str>),
        window: (u16, u16),
        out: W,
    ) -> anyhow::Result<Self> {
        let named = remote
            .map(|name| remotes::named(folder, name))
            .transpose()?;
        let remote = named.flatten();
        let setting = Setting {
            look: Presentation::new(
                Language::Chinese,
                Theme::ansi(),
                DisplayWidth::default(),
                false,
            ),
            keymap: Keymap::new("default", &[])?,
            window: Rect::new(0, 0, window.0, window.1),
            mouse: true,
            synonyms: true,
            copy_command: None,
            remembers_opened: false,
            me: Vec::new(),
            templates: None,
        };
        let (events, happened) = channel();
        let mut app = App::new(setting, "");
        app.ask_remote(remote.as_ref().map(|remote| remote.name.clone()));
        let mut browser = Self {
            app,
            painter: Painter::new(out),
            search: SearchThread::start((folder.to_owned(), remote), move |report| {
                // A benchmark that has ended takes no more answers.
                events.send(Event::from(report)).unwrap_or_default();
            })?,
            happened,
        };
        browser.draw()?;
        Ok(browser)
    }

    /// Waits for the library and for the first answer; returns the number of listings.
    ///
    /// # Errors
    /// The folder holds no library that can be opened.
    pub fn first_answer(&mut self) -> anyhow::Result<u64> {
        match self.happened.recv()? {
            Event::Library(Ok(state)) => {
                self.settle(Event::Library(Ok(state)))?;
                Ok(state.records)
            }
            Event::Library(Err(failure)) => Err(failure.into()),
            other => anyhow::bail!("{other:?} came before the library"),
        }
    }

    /// Takes a key and all that follows from it: returns when the frame with the whole answer is
    /// written, and says when the one with its hits was.
    ///
    /// # Errors
    /// The search thread has ended, or `out` cannot be written.
    pub fn press(&mut self, key: KeyEvent) -> anyhow::Result<Instant> {
        self.settle(Event::Terminal(Input::Key(key)))
    }

    /// Draws what is on the screen; an unchanged screen writes nothing.
    ///
    /// # Errors
    /// `out` cannot be written.
    pub fn draw(&mut self) -> std::io::Result<()> {
        let mut buffer = Buffer::empty(self.app.window());
        let cursor = self.app.draw(&mut buffer);
        self.painter.paint(buffer, cursor)
    }

    fn settle(&mut self, event: Event) -> anyhow::Result<Instant> {
        let mut waiting = self.take(event)?;
        let mut hits_drawn = None;
        while waiting {
            let event = self.happened.recv().context("the search thread ended")?;
            let is_answer = matches!(event, Event::Answer(..));
            let is_whole = !matches!(&event, Event::Answer(_, page)
                if page.as_ref().as_ref().is_ok_and(|page| page.uncounted));
            let asked = self.take(event)?;
            if is_answer {
                hits_drawn.get_or_insert_with(Instant::now);
            }
            waiting = asked || !is_answer || !is_whole;
        }
        Ok(hits_drawn.unwrap_or_else(Instant::now))
    }

    /// Takes one event and draws; whether a question was asked.
    fn take(&mut self, event: Event) -> anyhow::Result<bool> {
        let mut asked = false;
        for effect in self.app.update(event) {
            if let Effect::Search(question) = effect {
                self.search.ask(question);
                asked = true;
            }
        }
        self.draw()?;
        Ok(asked)
    }
}
