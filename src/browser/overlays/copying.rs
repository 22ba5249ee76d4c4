//! The menu of what of a listing can be copied.

use qiao_index::record::Record;

use super::Opening;
use super::menu::{Menu, MenuLine, MenuTable};
use crate::browser::screens::Screen;
use crate::browser::shared::Shared;
use crate::listing::copying::parts;
use crate::messages::{fill, pick};
use crate::ui::action::{Action, Part};
use crate::ui::keymap::Place;
use crate::ui::presentation::Presentation;

/// Digit, what it copies.
const PARTS: [(char, Part); 8] = [
    ('1', Part::Phone),
    ('2', Part::Email),
    ('3', Part::NameAndOrganisation),
    ('4', Part::Contact),
    ('5', Part::Citation),
    ('6', Part::Vcard),
    ('7', Part::Number),
    ('0', Part::ShownText),
];

/// The copy menu; what it acts on is the listing that is chosen, or what is marked.
const MENU: MenuTable = MenuTable {
    place: Place::Copy,
    size: (66, 8),
    names: 23,
    title: |shared, screen| match screen.records(shared).len() {
        0 | 1 => shared.messages().copy.title.to_owned(),
        number => fill(shared.messages().marks.copy, &[("n", &number.to_string())]),
    },
    hint: |messages| messages.copy.hint,
    lines: |shared, screen| {
        let records = screen.records(shared);
        let line = |(digit, of)| line(digit, of, &records, shared.look());
        PARTS.into_iter().map(line).collect()
    },
};

/// Opens the menu where there is something to copy.
pub(super) fn open(shared: &mut Shared, screen: &dyn Screen) -> Opening {
    if screen.records(shared).is_empty() {
        return Opening::Refused(shared.messages().nothing.listing.to_owned());
    }
    Opening::of(Menu::new(&MENU))
}

/// Digit, what it copies, the text. The menu's title already says that it copies.
fn line(digit: char, of: Part, records: &[&Record], look: &Presentation) -> MenuLine {
    let action = Action::Copy(of);
    let name = action
        .described()
        .map_or("", |row| pick(look.language, row.name));
    let name = name.strip_prefix(look.messages.copy.title).unwrap_or(name);
    let text = parts(records, of, look);
    let is_possible = text.is_some() || of == Part::ShownText;
    // A card is read by programs; people recognise it by the name on it.
    let preview = if of == Part::Vcard {
        text.and_then(|_| parts(records, Part::NameAndOrganisation, look))
    } else {
        text
    };
    let lacking = if is_possible { "" } else { "—" };
    MenuLine {
        key: digit,
        name: name.trim_start().to_owned(),
        words: preview.unwrap_or_else(|| lacking.to_owned()),
        action,
        is_possible,
    }
}
