//! The sources, to be read again: one of them, or all.

use qiao_index::sources::Source;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::list::{List, ListLine, draw_sides};
use super::progress::Progress;
use super::{Opening, Outcome};
use crate::browser::event::Effect;
use crate::browser::screens::Screen;
use crate::browser::shared::Shared;
use crate::messages::{Messages, fill, grouped};
use crate::ui::action::Action;
use crate::ui::entry::fits;
use crate::ui::keymap::Place;
use crate::ui::presentation::Presentation;
use crate::work::overview::{Entries, Register};

/// Opens the list of sources.
pub(super) fn open(_: &mut Shared, _: &dyn Screen) -> Opening {
    Opening::wanting(
        List::<SourceLine>::reading(),
        vec![Effect::List(Register::Sources)],
    )
}

/// What is read again.
#[derive(Debug)]
enum SourceLine {
    /// So many sources.
    All(usize),
    /// One of them.
    One(Source),
}

impl ListLine for SourceLine {
    fn heading(messages: &'static Messages) -> (&'static str, &'static str) {
        (messages.library.sources, messages.library.no_sources)
    }

    fn of(entries: Entries) -> Option<Vec<Self>> {
        let Entries::Sources(sources) = entries else {
            return None;
        };
        let all = (sources.len() > 1).then_some(Self::All(sources.len()));
        let lines = all.into_iter().chain(sources.into_iter().map(Self::One));
        Some(lines.collect())
    }

    fn nearness(&self, typed: &str) -> Option<usize> {
        match self {
            Self::All(_) => typed.is_empty().then_some(0),
            Self::One(source) => fits(typed, &[&source.name, &source.path]),
        }
    }

    fn draw(&self, buffer: &mut Buffer, area: Rect, shared: &Shared) {
        let look = shared.look();
        let (name, right) = match self {
            Self::All(number) => (all(*number, look), String::new()),
            Self::One(source) => (source.name.clone(), look.messages.listings(source.records)),
        };
        draw_sides(buffer, area, (&name, &right), look);
    }

    fn explanation(&self, look: &Presentation) -> String {
        let messages = &look.messages.library;
        let source = match self {
            Self::All(_) => return messages.all_sources_help.to_owned(),
            Self::One(source) => source,
        };
        let at = match look.moment(&source.synced) {
            at if at.is_empty() => messages.never.to_owned(),
            at => at,
        };
        fill(messages.source, &[("path", &source.path), ("at", &at)])
    }

    fn accept(&self, shared: &mut Shared, _: &dyn Screen) -> Outcome {
        if shared.library.importing.is_some() {
            let key = shared.key_or_name(Place::Popup, Action::StopImport);
            shared.warn(fill(shared.messages().files.busy, &[("key", &key)]));
            return Outcome::Stay;
        }
        shared.library.begin_sync();
        let (shown, name) = match self {
            Self::All(number) => (all(*number, shared.look()), None),
            Self::One(source) => (source.name.clone(), Some(source.name.clone())),
        };
        let sync = Effect::Sync(name, shared.language());
        Outcome::Open(Box::new(Progress::of(shown)), vec![sync])
    }
}

fn all(number: usize, look: &Presentation) -> String {
    let number = grouped(u64::try_from(number).unwrap_or(u64::MAX));
    fill(look.messages.library.all_sources, &[("n", &number)])
}
