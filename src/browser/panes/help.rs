//! The help: what to do first, all keys, the query language. Printed from the tables.

use qiao_index::vocab::Language;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::messages::pick;
use crate::ui::action::{ACTIONS, Action, Described};
use crate::ui::frame;
use crate::ui::keymap::{Keymap, Place};
use crate::ui::look::Look;
use crate::ui::scrolling::Extent;
use crate::ui::text::{self, Line, columns};
use crate::ui::theme::Role;
use crate::ui::wrap;

/// Columns of text.
const WIDTH: u16 = 84;
/// Columns for keys and examples.
const LEFT: usize = 26;

/// What is to be read.
#[derive(Debug)]
enum Content {
    /// The help; these actions are useful where the user is.
    Help(Place, &'static [Action]),
    /// Any text.
    Text(String),
}

/// Text that is read in a popup: the help, a report.
#[derive(Debug)]
pub(crate) struct Reading {
    title: String,
    content: Content,
    /// Width and language that the lines are for.
    laid_for: Option<(u16, Language)>,
    lines: Vec<Line>,
    top: usize,
    /// Without a frame, from the left edge: nothing else is selected along with it.
    bare: bool,
}

impl Reading {
    /// The help; what is useful in a place comes first.
    pub(crate) fn help(place: Place, useful: &'static [Action], look: &Look) -> Self {
        let title = look.messages.general.help.to_owned();
        Self::new(title, Content::Help(place, useful))
    }

    /// Any text.
    pub(crate) fn text(title: &str, text: &str) -> Self {
        Self::new(title.to_owned(), Content::Text(text.to_owned()))
    }

    /// Text to be selected with the terminal's own means.
    pub(crate) fn by_hand(title: &str, text: &str, look: &Look) -> Self {
        let title = format!("{title} ({})", look.messages.general.close);
        Self {
            bare: true,
            ..Self::text(&title, text)
        }
    }

    const fn new(title: String, content: Content) -> Self {
        Self {
            title,
            content,
            laid_for: None,
            lines: Vec::new(),
            top: 0,
            bare: false,
        }
    }

    /// Lays the text out anew where the window has another width, or the language is another.
    pub(crate) fn settle(&mut self, window: u16, keymap: &Keymap, look: &Look) {
        if self.laid_for == Some((window, look.language)) {
            return;
        }
        self.laid_for = Some((window, look.language));
        let width = if self.bare {
            usize::from(window)
        } else {
            usize::from(window.saturating_sub(4).min(WIDTH))
        };
        self.lines = match &self.content {
            Content::Help(place, useful) => help(*place, useful, keymap, width, look),
            Content::Text(text) => wrapped(text, Role::Plain, width, look),
        };
    }

    /// Columns and rows.
    pub(crate) fn size(&self) -> (u16, u16) {
        (WIDTH, columns(self.lines.len()))
    }

    /// Scrolls by so many lines.
    pub(crate) fn scroll(&mut self, by: isize) {
        let last = self.lines.len().saturating_sub(1);
        self.top = self.top.saturating_add_signed(by).min(last);
    }

    /// Which lines are on screen in so many rows.
    pub(crate) fn extent(&self, rows: u16) -> Extent {
        let shown = usize::from(rows);
        Extent {
            first: self.top.min(self.lines.len().saturating_sub(shown)),
            shown,
            all: self.lines.len(),
        }
    }

    /// Shows the lines from a place on.
    pub(crate) const fn scroll_to(&mut self, first: usize) {
        self.top = first;
    }

    /// Draws the text.
    pub(crate) fn draw(&self, buffer: &mut Buffer, look: &Look) {
        let size = self.size();
        let area = if self.bare {
            text::clear(buffer, buffer.area);
            let title = Line::new(&self.title, Role::Dim);
            title.draw(buffer, buffer.area, look.columns, &look.theme);
            below_title(buffer.area)
        } else {
            let general = &look.messages.general;
            let more = buffer.area.height < size.1.saturating_add(2);
            let hint = if more { general.scroll } else { general.close };
            frame::draw(buffer, size, &self.title, hint, look)
        };
        let first = self.extent(area.height).first;
        for (line, row) in self.lines.iter().skip(first).zip(area.rows()) {
            line.draw(buffer, row, look.columns, &look.theme);
        }
    }
}

/// The room below the title of a text without a frame.
const fn below_title(area: Rect) -> Rect {
    let used = if area.height > 4 { 2 } else { 1 };
    Rect {
        y: area.y + used,
        height: area.height.saturating_sub(used),
        ..area
    }
}

/// What to do first, the keys that are useful in a place, all keys, the query language.
fn help(place: Place, useful: &[Action], keymap: &Keymap, width: usize, look: &Look) -> Vec<Line> {
    let general = &look.messages.general;
    let mut lines = Vec::new();
    for paragraph in general.introduction {
        lines.extend(wrapped(paragraph, Role::Plain, width, look));
    }
    lines.extend([Line::default(), Line::new(general.keys_here, Role::Heading)]);
    for row in useful.iter().filter_map(|action| action.described()) {
        lines.extend(action(row, &keymap.keys_at(place, row.action), width, look));
    }
    lines.extend([Line::default(), Line::new(general.keys, Role::Heading)]);
    for row in ACTIONS {
        lines.extend(action(row, &keymap.keys_of(row.action), width, look));
    }
    lines.extend([Line::default(), Line::new(general.language, Role::Heading)]);
    for (example, words) in general.examples {
        lines.extend(explained(example, words, width, look));
    }
    lines
}

/// An action's keys, name and explanation.
fn action(row: &Described, keys: &[String], width: usize, look: &Look) -> Vec<Line> {
    let keys = keys.join("  ");
    let words = [row.name, row.help].map(|words| pick(look.language, words));
    let words = words.join(pick(look.language, ["：", ": "]));
    explained(&keys, &words, width, look)
}

fn wrapped(text: &str, role: Role, width: usize, look: &Look) -> Vec<Line> {
    let ranges = wrap::wrap(look.columns, text, width).into_iter();
    ranges
        .map(|range| Line::new(text.get(range).unwrap_or(""), role))
        .collect()
}

/// Something at the left, its explanation at the right, or below where there is no room.
fn explained(left: &str, words: &str, width: usize, look: &Look) -> Vec<Line> {
    let used = look.columns.width(left);
    let beside = used < LEFT && width >= 2 * LEFT;
    let indent = if beside { LEFT } else { 4.min(width / 4) };
    let mut lines = Vec::new();
    if !beside {
        lines.push(Line::new(left, Role::Accent));
    }
    for (at, text) in wrapped(words, Role::Plain, width - indent, look)
        .into_iter()
        .enumerate()
    {
        let mut line = if beside && at == 0 {
            let mut line = Line::new(left, Role::Accent);
            line.push(" ".repeat(LEFT - used), Role::Plain);
            line
        } else {
            Line::new(" ".repeat(indent), Role::Plain)
        };
        line.pieces.extend(text.pieces);
        lines.push(line);
    }
    lines
}
