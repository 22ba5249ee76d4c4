//! What a column can hold, or of which kind rows are, to choose from before an import.

use qiao_index::fields;
use qiao_index::normalise::Target;
use qiao_index::record::Kind;
use qiao_index::request::Facet;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::Outcome;
use super::list::{List, ListLine, draw_sides};
use crate::browser::screens::Screen;
use crate::browser::shared::Shared;
use crate::messages::Messages;
use crate::ui::entry::fits;
use crate::ui::presentation::Presentation;

/// Targets that say where a row comes from, which is no choice to make.
const HIDDEN: [Target; 4] = [
    Target::Kind,
    Target::Profile,
    Target::Sources,
    Target::Translations,
];

/// Something to choose.
#[derive(Debug, Clone)]
pub(super) enum FieldChoice {
    /// What a column holds; its label.
    Field(Target, String),
    /// Of which kind rows are that do not say; its label.
    Kind(Kind, String),
}

/// The fields that a column can hold in rows of a kind, as a list.
pub(super) fn fields_of(kind: Kind, look: &Presentation) -> List<FieldChoice> {
    let targets = Target::names().filter_map(|name| name.parse().ok());
    let shown = targets.filter(|target| !HIDDEN.contains(target));
    let lines = shown.map(|target| FieldChoice::Field(target, label(target, kind, look)));
    List::new(lines.collect())
}

/// The kinds, as a list.
pub(super) fn kinds(look: &Presentation) -> List<FieldChoice> {
    let kinds = Kind::ALL.into_iter();
    let line = |kind: Kind| FieldChoice::Kind(kind, look.label(Facet::Kind, kind.as_str()));
    List::new(kinds.map(line).collect())
}

/// What a field is called on the screen.
pub(super) fn label(target: Target, kind: Kind, look: &Presentation) -> String {
    if target == Target::Ignore {
        return look.messages.look.left_out.to_owned();
    }
    let name = target.as_str();
    let field = fields::of_target(name, kind);
    field.map_or_else(
        || name.to_owned(),
        |field| field.label(kind, look.language).to_owned(),
    )
}

impl ListLine for FieldChoice {
    fn heading(messages: &'static Messages) -> (&'static str, &'static str) {
        (messages.look.fields, messages.look.no_such_field)
    }

    fn nearness(&self, typed: &str) -> Option<usize> {
        match self {
            Self::Field(target, label) => fits(typed, &[label, target.as_str()]),
            Self::Kind(kind, label) => fits(typed, &[label, kind.as_str()]),
        }
    }

    fn draw(&self, buffer: &mut Buffer, area: Rect, shared: &Shared) {
        let sides = match self {
            Self::Field(target, label) => (&**label, target.as_str()),
            Self::Kind(kind, label) => (&**label, kind.as_str()),
        };
        draw_sides(buffer, area, sides, shared.look());
    }

    fn explanation(&self, look: &Presentation) -> String {
        look.messages.look.field_help.to_owned()
    }

    fn accept(&self, _: &mut Shared, _: &dyn Screen) -> Outcome {
        // Whoever shows the list takes what is chosen.
        Outcome::Close(Vec::new())
    }
}
