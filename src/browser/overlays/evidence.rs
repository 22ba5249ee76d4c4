//! Evidence to be read, copied and written to a file.

use ratatui::buffer::Buffer;
use ratatui::layout::Position;

use super::laid_text::{LaidText, framed_width, wrapped};
use super::{Input, Opening, Outcome, Overlay};
use crate::browser::event::Effect;
use crate::browser::on_record;
use crate::browser::screens::Screen;
use crate::browser::shared::Shared;
use crate::desk::do_not_contact::names_in;
use crate::listing::evidence::EvidenceText;
use crate::messages::fill;
use crate::ui::action::Action;
use crate::ui::keymap::Place;
use crate::ui::scrolling::Extent;
use crate::ui::theme::Role;

/// Evidence about a deal, a person or an institution.
#[derive(Debug)]
pub(crate) struct EvidenceReading {
    title: String,
    text: String,
    laid: LaidText,
}

impl EvidenceReading {
    /// Evidence that is still to come.
    fn reading(whom: &str, shared: &Shared) -> Self {
        let messages = shared.messages();
        Self {
            title: fill(messages.desk.evidence, &[("whom", whom)]),
            text: messages.library.reading.to_owned(),
            laid: LaidText::default(),
        }
    }

    /// Evidence that was found.
    pub(crate) fn new(evidence: &EvidenceText, shared: &Shared) -> Self {
        let desk = &shared.messages().desk;
        let changed = evidence.changed.iter();
        let changed = changed.map(|it| it.say(shared.language()).to_owned());
        let mut lines: Vec<String> = changed.collect();
        lines.extend(evidence.lines.iter().cloned());
        if lines.is_empty() {
            lines.push(desk.no_evidence.to_owned());
        }
        Self {
            title: fill(desk.evidence, &[("whom", &evidence.whom)]),
            text: lines.join("\n"),
            laid: LaidText::default(),
        }
    }
}

/// Whom evidence about the chosen listing is about: its institution, else its contact.
pub(super) fn client(screen: &dyn Screen) -> Option<&str> {
    let record = screen.record()?;
    let institution = record.institutions.first().map(String::as_str);
    institution.or_else(|| names_in(record).next())
}

/// Asks for the evidence about the institution of the chosen listing.
pub(super) fn open(shared: &mut Shared, screen: &dyn Screen) -> Opening {
    let Some(whom) = client(screen) else {
        return Opening::Refused(shared.messages().desk.nobody_named.to_owned());
    };
    let find = Effect::FindEvidence(whom.to_owned(), shared.language());
    Opening::wanting(EvidenceReading::reading(whom, shared), vec![find])
}

impl Overlay for EvidenceReading {
    fn size(&self) -> (u16, u16) {
        self.laid.size()
    }

    fn draw(&self, buffer: &mut Buffer, shared: &Shared, _: &dyn Screen) -> Option<Position> {
        let key = |action| shared.key_or_name(Place::Popup, action);
        let hint = shared.messages().desk.evidence_hint;
        let keys = [key(Action::CopyMenu), key(Action::Export)];
        let hint = fill(hint, &[("copy", &keys[0]), ("save", &keys[1])]);
        self.laid
            .draw_hinted(buffer, &self.title, &hint, shared.look());
        None
    }

    fn update(&mut self, input: Input, shared: &mut Shared, _: &dyn Screen) -> Outcome {
        match input {
            Input::Act(Action::CopyMenu) => {
                Outcome::Want(vec![on_record::copied(&self.text, shared)])
            }
            Input::Act(Action::Export) => {
                Outcome::Want(vec![Effect::SaveEvidence(self.text.clone())])
            }
            input => self.laid.update(&input),
        }
    }

    fn settle(&mut self, shared: &Shared) {
        let text = &self.text;
        self.laid.settle(shared, |window| {
            wrapped(text, Role::Plain, framed_width(window), shared.look())
        });
    }

    fn extent(&self, rows: u16) -> Extent {
        self.laid.extent(rows)
    }

    fn scroll_to(&mut self, first: usize, _: u16) {
        self.laid.scroll_to(first);
    }
}
