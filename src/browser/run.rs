//! The loop: wait for an event, update, carry out, draw once all that waits is taken in.
//!
//! There is one channel and one blocking wait on it: while nothing happens, nothing runs. What is
//! to be done, and when, is the state's affair.

use std::collections::VecDeque;
use std::io::{self, IsTerminal as _, Stdout};
use std::path::PathBuf;
use std::sync::mpsc::{Receiver, Sender, channel};

use qiao_index::vocab::Language;
use ratatui::buffer::Buffer;
use ratatui::crossterm::{style, terminal as size};
use ratatui::layout::Rect;

use crate::browser::app::App;
use crate::browser::event::{Effect, Event};
use crate::browser::input;
use crate::browser::settings::{self, EffectiveSettings, StartupOverrides};
use crate::browser::shared::Setting;
use crate::browser::world::World;
use crate::config::Config;
use crate::messages::Failure;
use crate::ui::terminal::{self, LateAnswer, Painter};
use crate::ui::theme::Depth;
use crate::work::remotes::Remote;
use crate::work::session;

/// How the browser is to be opened.
#[derive(Debug)]
pub(crate) struct BrowseOptions {
    /// The library's folder.
    pub(crate) data_dir: PathBuf,
    /// The remote that is asked in the place of the library.
    pub(crate) remote: Option<Remote>,
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

/// Opens the browser; returns when the user leaves it and all is written.
///
/// # Errors
/// There is no terminal, or it is lost; or what the user left off with cannot be remembered.
pub(crate) fn browse(options: &BrowseOptions) -> anyhow::Result<()> {
    anyhow::ensure!(
        io::stdout().is_terminal() && io::stdin().is_terminal(),
        "the browser needs a terminal: `qiao search` writes to files and pipes"
    );
    let (events, happened) = channel();
    // Before the terminal is changed: from then on no signal may end the program by itself.
    #[cfg(unix)]
    input::heed_signals(events.clone())?;
    terminal::restore_on_panic();
    // The themes know by now how many colours may be used. Where `--color always` overrules
    // `NO_COLOR`, crossterm would still heed it, and turn off reverse video in place of a colour.
    style::force_color_output(true);
    let (background, late) = if settings::needs_background(&options.config, options.depth) {
        terminal::background::ask()
    } else {
        (None, LateAnswer::None)
    };
    let overrides = StartupOverrides {
        language: options.language,
        depth: options.depth,
        background,
    };
    terminal::enter(options.config.mouse)?;
    let ended = Browser::new(options, overrides, events)
        .and_then(|browser| browser.run(options, (overrides, late), &happened));
    terminal::leave();
    // The shell has its terminal back while the last of it is written.
    ended?.finish()
}

/// The browser and all that it carries effects out with.
struct Browser {
    app: App,
    painter: Painter<Stdout>,
    world: World,
    events: Sender<Event>,
}

impl Browser {
    fn new(
        options: &BrowseOptions,
        overrides: StartupOverrides,
        events: Sender<Event>,
    ) -> anyhow::Result<Self> {
        let settings = EffectiveSettings::new(&options.config, overrides)?;
        let (width, height) = size::size()?;
        let setting = Setting::new(settings, Rect::new(0, 0, width, height));
        let mut app = App::new(setting, &options.initial_query);
        app.warn(&options.warnings);
        app.ask_remote(options.remote.as_ref().map(|remote| remote.name.clone()));
        app.restore(session::load(&options.data_dir), options.restore);
        if options.tour {
            app.tour();
        }
        Ok(Self {
            app,
            painter: Painter::new(io::stdout()),
            world: World::new(
                options.data_dir.clone(),
                options.remote.clone(),
                events.clone(),
            ),
            events,
        })
    }

    /// Draws the first frame, then starts everything that takes time.
    fn run(
        mut self,
        options: &BrowseOptions,
        (overrides, late): (StartupOverrides, LateAnswer),
        happened: &Receiver<Event>,
    ) -> anyhow::Result<World> {
        self.draw()?;
        self.world.start()?;
        let events = self.events.clone();
        let tell = move |settings, warnings| {
            // When the browser has ended nobody listens, and nobody needs to.
            events
                .send(Event::Settings(Box::new(settings), warnings))
                .ok();
        };
        let file = options.config_file.clone();
        // The watch ends with what it is bound to.
        let _watch = file.and_then(|file| settings::watch(file, overrides, tell));
        let leave = input::read_terminal(late, self.events.clone())?;
        while let Ok(first) = happened.recv() {
            let mut news = false;
            for event in std::iter::once(first).chain(happened.try_iter()) {
                if matches!(event, Event::Parked) {
                    // A terminal that is lost is told by another event.
                    leave.send(()).ok();
                    continue;
                }
                news = true;
                if self.take(event)? == Step::Quit {
                    return Ok(self.world);
                }
            }
            if news {
                self.draw()?;
            }
        }
        Ok(self.world)
    }

    fn draw(&mut self) -> io::Result<()> {
        let mut buffer = Buffer::empty(self.app.window());
        let cursor = self.app.draw(&mut buffer);
        self.painter.paint(buffer, cursor)
    }

    /// Takes in an event, and what carrying out its effects leads to at once.
    fn take(&mut self, event: Event) -> anyhow::Result<Step> {
        let mut events = VecDeque::from([event]);
        while let Some(event) = events.pop_front() {
            for effect in self.app.update(event) {
                match effect {
                    Effect::Quit => return Ok(Step::Quit),
                    Effect::Redraw => self.painter.forget(),
                    effect => {
                        if matches!(effect, Effect::TakeTerminal { .. }) {
                            self.painter.forget();
                        }
                        events.extend(self.world.carry_out(effect)?);
                    }
                }
            }
        }
        Ok(Step::GoOn)
    }
}

/// Whether to go on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Step {
    GoOn,
    Quit,
}
