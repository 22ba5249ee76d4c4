//! The menu of what of a listing can be copied.

use qiao_index::record::Record;
use ratatui::buffer::Buffer;

use crate::listing::copying::parts;
use crate::messages::{fill, pick};
use crate::ui::action::{Action, Part};
use crate::ui::frame;
use crate::ui::look::Look;
use crate::ui::text::{self, Line};
use crate::ui::theme::Role;

/// The menu: digit, what it copies.
const MENU: [(char, Part); 8] = [
    ('1', Part::Phone),
    ('2', Part::Email),
    ('3', Part::NameAndOrganisation),
    ('4', Part::Contact),
    ('5', Part::Citation),
    ('6', Part::Vcard),
    ('7', Part::Number),
    ('0', Part::ShownText),
];

/// Columns and rows of the menu.
pub(crate) const SIZE: (u16, u16) = (66, 8);
/// Columns of the names; the longest sets it.
const NAME: usize = 23;
/// In a narrower menu the texts do not stand below each other.
const NARROW: u16 = 50;

/// The copy menu; what it acts on is the listing that is chosen.
#[derive(Debug, Default)]
pub(crate) struct CopyMenu {
    chosen: usize,
}

impl CopyMenu {
    /// Chooses the line that is so many below the chosen one.
    pub(crate) fn step(&mut self, by: isize) {
        self.chosen = self.chosen.saturating_add_signed(by).min(MENU.len() - 1);
    }

    /// Chooses the line at a row of the menu; false where there is none.
    pub(crate) fn choose_at(&mut self, row: u16, height: u16) -> bool {
        let place = frame::first_shown(self.chosen, height) + usize::from(row);
        let there = place < MENU.len();
        if there {
            self.chosen = place;
        }
        there
    }

    /// The chosen line's action.
    pub(crate) fn chosen(&self) -> Option<Action> {
        MENU.get(self.chosen).map(|(_, part)| Action::Copy(*part))
    }

    /// Draws the menu: digit, name, what would be copied.
    pub(crate) fn draw(&self, buffer: &mut Buffer, records: &[&Record], look: &Look) {
        let copy = &look.messages.copy;
        let title = match records.len() {
            0 | 1 => copy.title.to_owned(),
            number => fill(look.messages.marks.copy, &[("n", &number.to_string())]),
        };
        let area = frame::draw(buffer, SIZE, &title, copy.hint, look);
        let first = frame::first_shown(self.chosen, area.height);
        for ((at, (digit, of)), row) in MENU.iter().enumerate().skip(first).zip(area.rows()) {
            let line = menu_line(*digit, *of, records, area.width, look);
            line.fit(look.columns, usize::from(area.width)).draw(
                buffer,
                row,
                look.columns,
                &look.theme,
            );
            if at == self.chosen {
                text::select(buffer, row, &look.theme);
            }
        }
    }
}

/// Digit, what it copies, the text. The menu's title already says that it copies.
fn menu_line(digit: char, of: Part, records: &[&Record], width: u16, look: &Look) -> Line {
    let name = Action::Copy(of)
        .described()
        .map_or("", |row| pick(look.language, row.name));
    let name = name.strip_prefix(look.messages.copy.title).unwrap_or(name);
    let name = name.trim_start();
    let text = parts(records, of, look);
    let there = text.is_some() || of == Part::ShownText;
    let mut line = Line::new(
        format!("{digit}  "),
        if there { Role::Accent } else { Role::Dim },
    );
    line.push(name, if there { Role::Plain } else { Role::Dim });
    let column = if width < NARROW { 0 } else { NAME };
    let pad = column.saturating_sub(look.columns.width(name)).max(2);
    line.push(" ".repeat(pad), Role::Plain);
    let lacking = if there { "" } else { "—" };
    // A card is read by programs; people recognise it by the name on it.
    let preview = if of == Part::Vcard {
        text.and_then(|_| parts(records, Part::NameAndOrganisation, look))
    } else {
        text
    };
    line.push(preview.as_deref().unwrap_or(lacking), Role::Dim);
    line
}
