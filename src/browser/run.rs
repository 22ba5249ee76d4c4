//! The loop: wait for an event, update, carry out, draw once all that waits is taken in.
//!
//! There is one channel and one blocking wait on it: while nothing happens, nothing runs.

use std::io::{self, IsTerminal, Stdout};
use std::path::PathBuf;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::Duration;

use ratatui::buffer::Buffer;
use ratatui::crossterm::{event, style, terminal as size};
use ratatui::layout::Rect;

use crate::browser::app::App;
use crate::browser::event::{Effect, Event};
use crate::browser::outfit::{self, Outfit, Told};
use crate::browser::shared::Setting;
use crate::browser::worker::Job;
use crate::browser::{editor, worker};
use crate::config::Config;
use crate::messages::Failure;
use crate::ui::clipboard::{self, Channel};
use crate::ui::pager;
use crate::ui::terminal::{self, LateAnswer, Painter};
use crate::ui::theme::Depth;
use crate::work::session;
use qiao_index::vocab::Language;

/// How the browser is to be opened.
#[derive(Debug)]
pub(crate) struct BrowseOptions {
    /// The library's folder.
    pub(crate) data_dir: PathBuf,
    /// What stands in the query line at first.
    pub(crate) initial_query: String,
    /// Whether to begin where the user left off.
    pub(crate) restore: bool,
    /// Whether to begin with the tour.
    pub(crate) tour: bool,
    /// Language of the screen, where the command line names one.
    pub(crate) language: Option<Language>,
    /// How many colours may be used.
    pub(crate) depth: Depth,
    /// The file of the user's settings, whether it is there or not.
    pub(crate) config_file: Option<PathBuf>,
    /// The user's settings.
    pub(crate) config: Config,
    /// What was wrong with the settings.
    pub(crate) warnings: Vec<Failure>,
}

/// Opens the browser; returns when the user leaves it.
///
/// # Errors
/// There is no terminal, or it is lost.
pub(crate) fn browse(options: &BrowseOptions) -> anyhow::Result<()> {
    anyhow::ensure!(
        io::stdout().is_terminal() && io::stdin().is_terminal(),
        "the browser needs a terminal: `qiao search` writes to files and pipes"
    );
    let (events, happened) = channel();
    // Before the terminal is changed: from then on no signal may end the program by itself.
    #[cfg(unix)]
    heed_signals(events.clone())?;
    terminal::restore_on_panic();
    // The themes know by now how many colours may be used. Where `--color always` overrules
    // `NO_COLOR`, crossterm would still heed it, and turn off reverse video in place of a colour.
    style::force_color_output(true);
    let (background, late) = if outfit::needs_background(&options.config, options.depth) {
        terminal::background::ask()
    } else {
        (None, LateAnswer::None)
    };
    let told = Told {
        language: options.language,
        depth: options.depth,
        background,
    };
    terminal::enter(options.config.mouse)?;
    let outcome = Browser::new(options, told, events)
        .and_then(|browser| browser.run(options, (told, late), &happened));
    terminal::leave();
    outcome
}

/// The browser and all that it carries effects out with.
struct Browser {
    app: App,
    painter: Painter<Stdout>,
    folder: PathBuf,
    events: Sender<Event>,
    jobs: Option<Sender<Job>>,
    texts: Option<Sender<String>>,
    copy_command: Option<String>,
    mouse: bool,
    /// The last query that is remembered on disk, too.
    kept: Option<String>,
}

impl Browser {
    fn new(options: &BrowseOptions, told: Told, events: Sender<Event>) -> anyhow::Result<Self> {
        let outfit = Outfit::new(&options.config, told)?;
        let (width, height) = size::size()?;
        let setting = Setting {
            look: outfit.look,
            keymap: outfit.keymap,
            window: Rect::new(0, 0, width, height),
            mouse: outfit.mouse,
        };
        let mut app = App::new(setting, &options.initial_query);
        app.warn(&options.warnings);
        app.restore(session::load(&options.data_dir), options.restore);
        if options.tour {
            app.tour();
        }
        Ok(Self {
            kept: app.last_query().cloned(),
            app,
            painter: Painter::new(io::stdout()),
            folder: options.data_dir.clone(),
            events,
            jobs: None,
            texts: None,
            copy_command: outfit.copy_command,
            mouse: outfit.mouse,
        })
    }

    /// Draws the first frame, then starts everything that takes time.
    fn run(
        mut self,
        options: &BrowseOptions,
        (told, late): (Told, LateAnswer),
        happened: &Receiver<Event>,
    ) -> anyhow::Result<()> {
        self.draw()?;
        self.jobs = Some(worker::start(self.folder.clone(), self.events.clone())?);
        let file = options.config_file.clone();
        // The watch ends with what it is bound to.
        let events = self.events.clone();
        let saved = move |outfit, warnings| {
            // When the browser has ended nobody listens, and nobody needs to.
            let event = Event::Settings(Box::new(outfit), warnings);
            events.send(event).ok();
        };
        let _watch = file.and_then(|file| outfit::watch(file, told, saved));
        let leave = read_terminal(late, self.events.clone())?;
        while let Ok(first) = happened.recv() {
            let mut news = false;
            for event in std::iter::once(first).chain(happened.try_iter()) {
                if matches!(event, Event::Parked) {
                    // A terminal that is lost is told by another event.
                    leave.send(()).ok();
                    continue;
                }
                news = true;
                if self.take(event)? == Then::Quit {
                    return session::save(&self.folder, self.app.session());
                }
            }
            if news {
                self.draw()?;
                self.keep();
            }
        }
        Ok(())
    }

    fn draw(&mut self) -> io::Result<()> {
        let mut buffer = Buffer::empty(self.app.window());
        let cursor = self.app.draw(&mut buffer);
        self.painter.paint(buffer, cursor)
    }

    /// Remembers a query as soon as it has been of use: not every end is one that waits.
    fn keep(&mut self) {
        if self.app.last_query() != self.kept.as_ref() {
            self.kept = self.app.last_query().cloned();
            self.job(Job::Keep(Box::new(self.app.session_so_far())));
        }
    }

    fn take(&mut self, event: Event) -> anyhow::Result<Then> {
        match &event {
            Event::Copied(text, Channel::Terminal) => terminal::put_on_clipboard(text)?,
            Event::Resumed => self.come_back()?,
            Event::Settings(outfit, _) => {
                self.copy_command.clone_from(&outfit.copy_command);
                // The thread that copies by the old command ends; the next copy starts another.
                self.texts = None;
            }
            _ => {}
        }
        for effect in self.app.update(event) {
            if self.carry_out(effect)? == Then::Quit {
                return Ok(Then::Quit);
            }
        }
        Ok(Then::GoOn)
    }

    fn carry_out(&mut self, effect: Effect) -> anyhow::Result<Then> {
        let events = self.events.clone();
        match effect {
            Effect::Search(question) => self.job(Job::Search(question)),
            Effect::Name(ids) => self.job(Job::Name(ids)),
            Effect::Copy(text) => self.copy(text)?,
            Effect::Open(link) => worker::open(link, events)?,
            Effect::Collect(request) => self.job(Job::Collect(request)),
            Effect::Export(order, path) => {
                worker::export(self.folder.clone(), order, path, events)?;
            }
            Effect::Import(path) => {
                if let Some(jobs) = self.jobs.clone() {
                    let language = self.app.language();
                    worker::start_import(self.folder.clone(), path, language, events, jobs)?;
                }
            }
            Effect::Edit => self.edit()?,
            Effect::Page(text) => {
                let outcome = self.lend(|| pager::show(&text))?;
                events.send(Event::Paged(outcome)).ok();
            }
            Effect::Look => self.job(Job::Look),
            Effect::Complete(typed) => worker::complete(typed, events)?,
            Effect::Mouse(on) => {
                self.mouse = on;
                terminal::mouse(on)?;
            }
            Effect::Redraw => self.painter.forget(),
            Effect::Suspend => self.suspend()?,
            Effect::Quit => return Ok(Then::Quit),
        }
        Ok(Then::GoOn)
    }

    fn job(&self, job: Job) {
        if let Some(jobs) = &self.jobs {
            // The search thread lives as long as the browser.
            jobs.send(job).ok();
        }
    }

    fn copy(&mut self, text: String) -> io::Result<()> {
        if self.texts.is_none() {
            let command = self.copy_command.clone();
            let events = self.events.clone();
            let tell = move |text, channel| events.send(Event::Copied(text, channel)).is_ok();
            self.texts = Some(clipboard::start(command, tell)?);
        }
        if let Some(texts) = &self.texts {
            texts.send(text).ok();
        }
        Ok(())
    }

    /// Lends the terminal to the user's editor, then saves what was changed in it. The reading
    /// thread waits meanwhile: it is parked until the event that led here is dealt with.
    fn edit(&mut self) -> anyhow::Result<()> {
        let Some(record) = self.app.record().cloned() else {
            self.events.send(Event::Edited(Ok(0))).ok();
            return Ok(());
        };
        let language = self.app.language();
        let folder = self.folder.clone();
        let changes = self.lend(|| editor::edit(&folder, &record, language))?;
        let events = self.events.clone();
        match (changes, self.jobs.clone()) {
            (Ok(changes), Some(jobs)) if !changes.is_empty() => {
                worker::save_edit(self.folder.clone(), record, changes, events, jobs)?;
            }
            (changes, _) => {
                events.send(Event::Edited(changes.map(|_| 0))).ok();
            }
        }
        Ok(())
    }

    /// Lends the terminal to another program.
    fn lend<T>(&mut self, program: impl FnOnce() -> T) -> anyhow::Result<T> {
        terminal::leave();
        terminal::lend(true);
        let outcome = program();
        terminal::lend(false);
        self.come_back()?;
        Ok(outcome)
    }

    /// Gives the terminal back to the shell until it says otherwise.
    fn suspend(&mut self) -> anyhow::Result<()> {
        #[cfg(unix)]
        {
            terminal::leave();
            signal_hook::low_level::emulate_default_handler(signal_hook::consts::SIGTSTP)?;
        }
        self.come_back()
    }

    /// Takes the terminal again, whatever has become of it.
    fn come_back(&mut self) -> anyhow::Result<()> {
        terminal::leave();
        terminal::enter(self.mouse)?;
        self.painter.forget();
        let (width, height) = size::size()?;
        let resized = event::Event::Resize(width, height);
        self.events.send(Event::Terminal(resized)).ok();
        Ok(())
    }
}

/// Whether to go on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Then {
    GoOn,
    Quit,
}

/// Reads keys, mouse and the like on a thread of its own; a terminal that is lost ends all.
///
/// It tells all that is there, then waits for leave to read on: what is typed while a program has
/// the terminal is that program's.
fn read_terminal(mut late: LateAnswer, events: Sender<Event>) -> io::Result<Sender<()>> {
    let (leave, granted) = channel();
    let parked = events.clone();
    let mut tell = move |input| {
        let told = late.takes(&input) || events.send(Event::Terminal(input)).is_ok();
        told.then_some(())
    };
    let read = move || {
        while let Ok(input) = event::read() {
            let mut going = tell(input);
            while going.is_some() && event::poll(Duration::ZERO).unwrap_or(false) {
                going = event::read().ok().and_then(&mut tell);
            }
            let waits = going.is_some() && parked.send(Event::Parked).is_ok();
            if !waits || granted.recv().is_err() {
                break;
            }
        }
        parked.send(Event::Stop).ok();
    };
    std::thread::Builder::new()
        .name("terminal".to_owned())
        .spawn(read)?;
    Ok(leave)
}

/// Turns signals into events.
#[cfg(unix)]
fn heed_signals(events: Sender<Event>) -> io::Result<()> {
    use signal_hook::consts::{SIGCONT, SIGHUP, SIGINT, SIGTERM, SIGWINCH};
    let heeded = [SIGTERM, SIGHUP, SIGINT, SIGCONT, SIGWINCH];
    let mut signals = signal_hook::iterator::Signals::new(heeded)?;
    let heed = move || {
        for signal in signals.forever() {
            let event = match signal {
                SIGCONT => Event::Resumed,
                // Ctrl-C in an editor is for the editor.
                SIGINT if terminal::is_lent() => continue,
                // The reading thread heeds it too, but only once it has begun to read.
                SIGWINCH => match size::size() {
                    Ok((width, height)) => Event::Terminal(event::Event::Resize(width, height)),
                    Err(_) => continue,
                },
                _ => Event::Stop,
            };
            if events.send(event).is_err() {
                return;
            }
        }
    };
    std::thread::Builder::new()
        .name("signals".to_owned())
        .spawn(heed)
        .map(drop)
}
