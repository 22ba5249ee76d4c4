//! What the screens and the overlays share: how the browser is set up, what is known of the
//! library, the marked listings, the note in the bottom line, the tour.

use std::path::{Path, PathBuf};

use qiao_index::record::Record;
use qiao_index::vocab::Language;
use ratatui::layout::Rect;

use crate::browser::panes::status::Note;
use crate::browser::panes::tour::Tour;
use crate::browser::settings::EffectiveSettings;
use crate::desk::DoNotContact;
use crate::messages::{Failure, Messages, fill, grouped, pick};
use crate::ui::action::Action;
use crate::ui::keymap::{Keymap, Place};
use crate::ui::presentation::Presentation;
use crate::work::contacting;
use crate::work::import::ImportProgress;
use crate::work::letters::Writing;
use crate::work::library::LibraryState;
use crate::work::marks::{MAX_MARKS, Marks};
use crate::work::new_matches::NewMatches;

/// How the browser is set up.
#[derive(Debug)]
pub(crate) struct Setting {
    /// How everything looks.
    pub(crate) look: Presentation,
    /// What the keys do.
    pub(crate) keymap: Keymap,
    /// The size of the window.
    pub(crate) window: Rect,
    /// Whether the mouse is on.
    pub(crate) mouse: bool,
    /// Whether words that mean the same are added to queries.
    pub(crate) synonyms: bool,
    /// Command that copies.
    pub(crate) copy_command: Option<String>,
    /// Whether it is remembered what was opened and whose contact was copied.
    pub(crate) remembers_opened: bool,
    /// What the user has said of himself, by the names that templates have for it.
    pub(crate) me: Vec<(&'static str, String)>,
    /// Where the user's templates lie.
    pub(crate) templates: Option<PathBuf>,
}

impl Setting {
    /// What the settings give, in a window of this size.
    pub(crate) fn new(settings: EffectiveSettings, window: Rect) -> Self {
        Self {
            look: settings.look,
            keymap: settings.keymap,
            window,
            mouse: settings.mouse,
            synonyms: settings.synonyms,
            copy_command: settings.copy_command,
            remembers_opened: settings.remembers_opened,
            me: settings.me,
            templates: settings.templates,
        }
    }
}

impl Setting {
    /// What letters are written with.
    pub(crate) fn writing(&self) -> Writing {
        Writing {
            me: self.me.clone(),
            templates: self.templates.clone(),
            language: self.look.language,
        }
    }
}

/// A remote that is asked in the place of the library.
#[derive(Debug)]
pub(crate) struct AskedRemote {
    /// The name that the user gave it.
    pub(crate) name: String,
    /// It has not answered the last question: what is shown is older.
    pub(crate) has_failed: bool,
}

/// What is known of the library.
#[derive(Debug, Default)]
pub(crate) struct LibraryView {
    /// Which library is looked at; nothing before it is opened.
    pub(crate) state: Option<LibraryState>,
    /// Why it cannot be opened or searched.
    pub(crate) failure: Option<Failure>,
    /// The remote that is asked in the place of the library.
    pub(crate) remote: Option<AskedRemote>,
    /// The name of the remote of this session, while the library is asked in its place.
    pub(crate) remote_left: Option<String>,
    /// How far an import has come.
    pub(crate) importing: Option<ImportProgress>,
    /// It is a sync.
    pub(crate) syncing: bool,
    /// The list to be shown again when what was ordered from it is done, unless a key is touched.
    pub(crate) reopens: Option<Action>,
    /// The user has been told that an import is running, and how to end the browser all the same.
    pub(crate) leaving: bool,
    /// A listing is being edited, or its edits are being saved.
    pub(crate) editing: bool,
    /// What the last import or export has to say, under which title.
    pub(crate) report: Option<(&'static str, String)>,
    /// What was so when the last import was asked for.
    pub(crate) at_import: AtImport,
    /// What the last import has brought that matches needs.
    pub(crate) new_matches: Vec<NewMatches>,
    /// The path of an import that failed, to be mended.
    pub(crate) failed_path: Option<String>,
    /// Whom the user does not want to contact.
    pub(crate) do_not_contact: DoNotContact,
    /// What was held back because of that: the same asked for again is done.
    pub(crate) held_back: Option<String>,
}

impl LibraryView {
    /// Whether the sample listings stand in for the user's own.
    pub(crate) fn is_samples(&self) -> bool {
        self.state.is_some_and(|state| state.samples)
    }

    /// Whether the remote that is asked has not answered the last question.
    pub(crate) fn remote_has_failed(&self) -> bool {
        self.remote.as_ref().is_some_and(|remote| remote.has_failed)
    }

    /// Takes note of whether the remote that is asked, if one is, has failed to answer.
    pub(crate) fn note_remote(&mut self, has_failed: bool) {
        if let Some(remote) = &mut self.remote {
            remote.has_failed = has_failed;
        }
    }

    /// Takes note that sources are being read again.
    pub(crate) fn begin_sync(&mut self) {
        self.begin_reading();
        self.syncing = true;
    }

    fn begin_reading(&mut self) {
        self.importing = Some(ImportProgress::default());
        self.syncing = false;
        self.at_import = AtImport {
            watched: true,
            samples: self.is_samples(),
        };
    }

    /// Takes note that what was read is in the library.
    pub(crate) const fn end_reading(&mut self) {
        self.importing = None;
        self.syncing = false;
        self.leaving = false;
    }

    /// Takes note that a file is being imported.
    pub(crate) fn begin_import(&mut self, path: &Path) {
        self.begin_reading();
        self.failed_path = Some(path.display().to_string());
    }
}

/// What was so when an import was asked for.
#[derive(Debug, Default, Clone, Copy)]
pub(crate) struct AtImport {
    /// Nobody has touched a key since: its report may open by itself.
    pub(crate) watched: bool,
    /// The samples were on screen.
    pub(crate) samples: bool,
}

/// What the screens and the overlays share.
#[derive(Debug)]
pub(crate) struct Shared {
    /// How the browser is set up.
    pub(crate) setting: Setting,
    /// What is known of the library.
    pub(crate) library: LibraryView,
    /// The marked listings.
    pub(crate) marks: Marks,
    /// What is being kept on the desk is about all of them.
    pub(crate) about_marks: bool,
    /// What has just happened, for the bottom line.
    pub(crate) note: Option<Note>,
    /// The tour, while it lasts.
    pub(crate) tour: Option<Tour>,
}

impl Shared {
    /// Before anything has happened.
    pub(crate) fn new(setting: Setting) -> Self {
        Self {
            setting,
            library: LibraryView::default(),
            marks: Marks::default(),
            about_marks: false,
            note: None,
            tour: None,
        }
    }

    /// How everything looks.
    pub(crate) const fn look(&self) -> &Presentation {
        &self.setting.look
    }

    /// The words.
    pub(crate) const fn messages(&self) -> &'static Messages {
        self.setting.look.messages
    }

    /// The language that is spoken now.
    pub(crate) const fn language(&self) -> Language {
        self.setting.look.language
    }

    /// The key of an action in a place, to be named on screen.
    pub(crate) fn key_in(&self, place: Place, action: Action) -> String {
        self.setting.keymap.key_in(place, action)
    }

    /// The key of an action in a place; where none is bound, what the action is called.
    pub(crate) fn key_or_name(&self, place: Place, action: Action) -> String {
        let key = self.key_in(place, action);
        if !key.is_empty() {
            return key;
        }
        let row = action.described();
        row.map_or_else(String::new, |row| {
            pick(self.language(), row.name).to_owned()
        })
    }

    /// Says in the bottom line that something has been done.
    pub(crate) fn say(&mut self, text: impl Into<String>) {
        self.note = Some(Note::good(text));
    }

    /// Says in the bottom line why something is not done.
    pub(crate) fn warn(&mut self, text: impl Into<String>) {
        self.note = Some(Note::warning(text));
    }

    /// Says in the bottom line what has failed.
    pub(crate) fn fail(&mut self, failure: &Failure) {
        self.note = Some(Note::error(failure.say(self.language())));
    }

    /// Says who in listings that are shown is not to be contacted.
    pub(crate) fn warn_of<'a>(&mut self, records: impl IntoIterator<Item = &'a Record>) {
        let names = &self.library.do_not_contact;
        let whom = records.into_iter().find_map(|record| names.of(record));
        if let Some(warning) = whom.map(contacting::warning) {
            self.warn(warning.say(self.language()));
        }
    }

    /// How many listings are marked, in words.
    pub(crate) fn marked(&self) -> String {
        let number = u64::try_from(self.marks.len()).unwrap_or(u64::MAX);
        fill(self.messages().marks.marked, &[("n", &grouped(number))])
    }

    /// Says that no more can be marked.
    pub(crate) fn warn_of_too_many_marks(&mut self) {
        let most = MAX_MARKS.to_string();
        self.warn(fill(self.messages().marks.too_many, &[("n", &most)]));
    }

    /// The window but for the rows that the tour takes.
    pub(crate) fn room(&self) -> Rect {
        let Setting {
            window,
            keymap,
            look,
            ..
        } = &self.setting;
        let tour = self.tour.as_ref();
        let rows = tour.map_or(0, |tour| {
            tour.area(*window, Rect::ZERO, keymap, look).height
        });
        Rect {
            height: window.height.saturating_sub(rows),
            ..*window
        }
    }
}
