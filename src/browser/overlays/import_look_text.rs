//! The lines of a look at what is to be imported.

use qiao_index::record::Kind;
use qiao_index::request::Facet;

use super::field_choice::label;
use super::laid_text::wrapped;
use crate::import::{ColumnPreview, Guess};
use crate::listing::result_line;
use crate::messages::{fill, grouped, pick};
use crate::ui::presentation::Presentation;
use crate::ui::text::Line;
use crate::ui::theme::Role;
use crate::work::import::ImportLook;

/// How wide names of columns and of fields are shown.
const NAME: usize = 24;
const FIELD: usize = 26;
/// In a narrower window there are no samples.
const NARROW: usize = 60;

/// The kind of most rows; the chosen one before there are any.
pub(super) fn main_kind(found: &ImportLook) -> Kind {
    let kinds = found.preview.kinds.iter();
    let most = kinds.max_by_key(|(_, number)| *number);
    most.map_or_else(|| found.order.kind.unwrap_or_default(), |(kind, _)| *kind)
}

/// Format, encoding and header; rows; what is wrong.
pub(super) fn head(found: &ImportLook, width: usize, look: &Presentation) -> Vec<Line> {
    let mut lines = wrapped(&recognised(found, look), Role::Plain, width, look);
    lines.extend(wrapped(&counted(found, look), Role::Plain, width, look));
    let preview = &found.preview;
    let errors = preview.doubt.iter().chain(&preview.broken);
    for error in errors.chain(&preview.remarks) {
        lines.extend(wrapped(
            &error.say(look.language),
            Role::Warning,
            width,
            look,
        ));
    }
    if preview.records.is_empty() && preview.doubt.is_none() {
        let nothing = look.messages.look.nothing;
        lines.extend(wrapped(nothing, Role::Warning, width, look));
    }
    lines
}

fn recognised(found: &ImportLook, look: &Presentation) -> String {
    let (preview, messages) = (&found.preview, &look.messages.look);
    let mut parts = vec![preview.format.to_string(), preview.encoding.to_owned()];
    if preview.headless {
        parts.push(messages.headless.to_owned());
    } else if let Some(row) = preview.header_row {
        parts.push(fill(messages.header, &[("row", &row.to_string())]));
    }
    if found.files > 1 {
        let number = found.files.to_string();
        parts.push(fill(messages.files, &[("n", &number)]));
    }
    parts.retain(|part| !part.is_empty());
    parts.join(look.symbols.dot)
}

fn counted(found: &ImportLook, look: &Presentation) -> String {
    let (preview, messages) = (&found.preview, &look.messages.look);
    let kinds = preview.kinds.iter();
    let kinds = kinds.map(|(kind, number)| {
        let label = look.label(Facet::Kind, kind.as_str());
        format!("{label} {}", grouped(*number))
    });
    let mut parts: Vec<String> = kinds.collect();
    if preview.rejected > 0 {
        let number = grouped(preview.rejected);
        parts.push(fill(messages.rejected, &[("n", &number)]));
    }
    let message = if found.is_whole {
        messages.counted
    } else {
        messages.counted_head
    };
    let comma = pick(look.language, ["，", ", "]);
    let values = [
        ("n", &*grouped(preview.rows)),
        ("parts", &parts.join(comma)),
    ];
    fill(message, &values)
}

/// The kind of rows that do not say, and whether it is inferred.
pub(super) fn kind_line(found: &ImportLook, look: &Presentation) -> Line {
    let messages = &look.messages.look;
    let kind = main_kind(found);
    let mut line = Line::new(padded(messages.kind, NAME, look), Role::Heading);
    line.push(look.label(Facet::Kind, kind.as_str()), Role::Plain);
    let guess = found.preview.guessed.iter().find(|guess| match guess {
        Guess::Kind(guessed, _) => *guessed == kind,
        _ => false,
    });
    if let Some(guess) = guess {
        let why = guess.why(look.language);
        line.push(look.symbols.dot, Role::Dim);
        line.push(fill(messages.inferred, &[("why", why)]), Role::Dim);
    }
    line
}

/// Whether the first row names the columns.
pub(super) fn header_line(found: &ImportLook, look: &Presentation) -> Line {
    let messages = &look.messages.look;
    let mut line = Line::new(padded(messages.header_name, NAME, look), Role::Heading);
    let words = if found.preview.headless {
        messages.header_none
    } else {
        messages.header_first
    };
    line.push(words, Role::Plain);
    line
}

/// A column, what it holds, and samples of it.
pub(super) fn columns_line(
    found: &ImportLook,
    place: usize,
    width: usize,
    look: &Presentation,
) -> Line {
    let Some(column) = found.preview.columns.get(place) else {
        return Line::default();
    };
    let (name, field) = if width < NARROW {
        (width / 2, width / 2)
    } else {
        (NAME, FIELD)
    };
    let mut line = Line::new(padded(&column.name, name, look), Role::Plain);
    let (text, role) = holds(column, main_kind(found), look);
    line.push(padded(&text, field, look), role);
    if width >= NARROW {
        line.push(column.samples.join(" | "), Role::Dim);
    }
    line
}

/// The fields that a column goes to.
fn holds(column: &ColumnPreview, kind: Kind, look: &Presentation) -> (String, Role) {
    let targets = column.reading.iter().flat_map(|reading| &reading.targets);
    let labels: Vec<String> = targets.map(|target| label(*target, kind, look)).collect();
    if labels.is_empty() {
        return (look.messages.look.no_field.to_owned(), Role::Warning);
    }
    (labels.join(" + "), Role::Accent)
}

/// A text in so many columns, with a blank behind it.
fn padded(text: &str, width: usize, look: &Presentation) -> String {
    let shown = look.columns.fit(text, width.saturating_sub(2));
    let pad = width.saturating_sub(look.columns.width(&shown));
    format!("{shown}{}", " ".repeat(pad))
}

/// What the first rows would be.
pub(super) fn first_listings(found: &ImportLook, look: &Presentation) -> Vec<Line> {
    if found.preview.records.is_empty() {
        return Vec::new();
    }
    let mut lines = vec![Line::new(look.messages.look.first, Role::Heading)];
    for record in &found.preview.records {
        let title = record.title_in(look.language.code());
        lines.push(Line::new(title, Role::Title));
        let facts = result_line::facts(record, look).join(look.symbols.dot);
        lines.push(Line::new(format!("  {facts}"), Role::Dim));
    }
    lines
}
