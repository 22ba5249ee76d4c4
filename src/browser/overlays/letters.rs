//! The templates of letters, and the drafts that are not sent yet; Enter writes or goes on.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::letter_menu::LetterMenu;
use super::list::{List, ListLine, draw_sides};
use super::{Opening, Outcome};
use crate::browser::event::Effect;
use crate::browser::screens::Screen;
use crate::browser::shared::Shared;
use crate::desk::draft::Draft;
use crate::listing::letter;
use crate::messages::Messages;
use crate::ui::entry::fits;
use crate::ui::presentation::Presentation;
use crate::work::letters::LetterOrder;
use crate::work::letters::template::Template;
use crate::work::overview::Entries;

/// A line of the list.
#[derive(Debug)]
enum LetterLine {
    /// A letter can be written so.
    Template(Template),
    /// It waits to be sent.
    Draft(Draft),
}

/// Opens the list.
pub(super) fn open(shared: &mut Shared, _: &dyn Screen) -> Opening {
    let effect = Effect::ListLetters(shared.setting.writing());
    Opening::wanting(List::<LetterLine>::reading(), vec![effect])
}

impl ListLine for LetterLine {
    fn heading(messages: &'static Messages) -> (&'static str, &'static str) {
        (messages.desk.letters, messages.desk.no_letters)
    }

    fn of(entries: Entries) -> Option<Vec<Self>> {
        let Entries::Letters(templates, drafts) = entries else {
            return None;
        };
        let templates = templates.into_iter().map(Self::Template);
        let drafts = drafts.into_iter().map(Self::Draft);
        Some(templates.chain(drafts).collect())
    }

    fn nearness(&self, typed: &str) -> Option<usize> {
        match self {
            Self::Template(it) => fits(typed, &[&it.name, &it.about]),
            Self::Draft(it) => fits(typed, &[&it.subject, &it.person]),
        }
    }

    fn draw(&self, buffer: &mut Buffer, area: Rect, shared: &Shared) {
        let look = shared.look();
        match self {
            Self::Template(it) if it.about.is_empty() => {
                draw_sides(buffer, area, (&it.name, ""), look);
            }
            Self::Template(it) => draw_sides(buffer, area, (&it.about, &it.name), look),
            Self::Draft(it) => {
                draw_sides(buffer, area, (&letter::line(it, look.language), ""), look);
            }
        }
    }

    fn explanation(&self, look: &Presentation) -> String {
        match self {
            Self::Template(_) => look.messages.desk.template_help.to_owned(),
            Self::Draft(it) => it.text.lines().next().unwrap_or_default().to_owned(),
        }
    }

    fn accept(&self, shared: &mut Shared, screen: &dyn Screen) -> Outcome {
        let template = match self {
            Self::Draft(draft) => {
                let menu = LetterMenu::new(draft.clone());
                return Outcome::Open(Box::new(menu), Vec::new());
            }
            Self::Template(template) => template.name.clone(),
        };
        let Some(record) = screen.record() else {
            shared.warn(shared.messages().nothing.listing);
            return Outcome::Stay;
        };
        let asker = screen.fit().map(|fit| fit.asker.id.clone());
        let order = LetterOrder {
            id: record.id.clone(),
            other: asker.filter(|id| !id.is_empty()),
            template,
            writing: shared.setting.writing(),
        };
        Outcome::Close(vec![Effect::WriteLetter(Box::new(order))])
    }
}
