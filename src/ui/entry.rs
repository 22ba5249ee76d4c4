//! A line that the user edits: the query, a path, the text that narrows a list.

use ratatui::buffer::Buffer;
use ratatui::crossterm::event::{KeyCode, KeyModifiers};
use ratatui::layout::{Position, Rect};
use tui_input::{Input, InputRequest};

use crate::ui::keymap::Key;
use crate::ui::presentation::Presentation;
use crate::ui::text::{DisplayWidth, Line, columns};
use crate::ui::theme::Role;

/// No line is longer than this many characters, whatever is pasted.
const MAX_CHARACTERS: usize = 2_000;

/// Keys that edit, beside those that write a character.
const EDITING: &[(KeyCode, KeyModifiers, InputRequest)] = &[
    (
        KeyCode::Backspace,
        KeyModifiers::NONE,
        InputRequest::DeletePrevChar,
    ),
    (
        KeyCode::Char('h'),
        KeyModifiers::CONTROL,
        InputRequest::DeletePrevChar,
    ),
    (
        KeyCode::Delete,
        KeyModifiers::NONE,
        InputRequest::DeleteNextChar,
    ),
    (
        KeyCode::Char('d'),
        KeyModifiers::CONTROL,
        InputRequest::DeleteNextChar,
    ),
    (
        KeyCode::Left,
        KeyModifiers::NONE,
        InputRequest::GoToPrevChar,
    ),
    (
        KeyCode::Right,
        KeyModifiers::NONE,
        InputRequest::GoToNextChar,
    ),
    (
        KeyCode::Left,
        KeyModifiers::CONTROL,
        InputRequest::GoToPrevWord,
    ),
    (
        KeyCode::Right,
        KeyModifiers::CONTROL,
        InputRequest::GoToNextWord,
    ),
    (
        KeyCode::Char('b'),
        KeyModifiers::ALT,
        InputRequest::GoToPrevWord,
    ),
    (
        KeyCode::Char('f'),
        KeyModifiers::ALT,
        InputRequest::GoToNextWord,
    ),
    (KeyCode::Home, KeyModifiers::NONE, InputRequest::GoToStart),
    (KeyCode::End, KeyModifiers::NONE, InputRequest::GoToEnd),
    // As in every shell, where no multiplexer takes it; Home does the same.
    (
        KeyCode::Char('a'),
        KeyModifiers::CONTROL,
        InputRequest::GoToStart,
    ),
    (
        KeyCode::Char('e'),
        KeyModifiers::CONTROL,
        InputRequest::GoToEnd,
    ),
    (
        KeyCode::Char('w'),
        KeyModifiers::CONTROL,
        InputRequest::DeletePrevWord,
    ),
    (
        KeyCode::Backspace,
        KeyModifiers::ALT,
        InputRequest::DeletePrevWord,
    ),
    (
        KeyCode::Backspace,
        KeyModifiers::CONTROL,
        InputRequest::DeletePrevWord,
    ),
    (
        KeyCode::Char('u'),
        KeyModifiers::CONTROL,
        InputRequest::DeleteFromStart,
    ),
    (
        KeyCode::Char('k'),
        KeyModifiers::CONTROL,
        InputRequest::DeleteTillEnd,
    ),
];

/// A line of text with a cursor.
#[derive(Debug, Default, Clone)]
pub(crate) struct Entry {
    input: Input,
}

impl Entry {
    /// The text.
    pub(crate) fn text(&self) -> &str {
        self.input.value()
    }

    /// Whether there is no text.
    pub(crate) fn is_empty(&self) -> bool {
        self.text().is_empty()
    }

    /// Whether the cursor stands behind the last character.
    pub(crate) fn at_end(&self) -> bool {
        self.input.cursor() == self.text().chars().count()
    }

    /// Replaces the text; the cursor goes to its end.
    pub(crate) fn set(&mut self, text: impl Into<String>) {
        self.input = Input::new(text.into());
    }

    /// Takes a key; whether the text has changed.
    pub(crate) fn key(&mut self, key: Key) -> bool {
        let editing = EDITING
            .iter()
            .find(|(code, modifiers, _)| *code == key.code && *modifiers == key.modifiers)
            .map(|(.., request)| *request);
        let writing = match key.code {
            KeyCode::Char(letter) if key.modifiers.is_empty() && !letter.is_control() => {
                (self.text().chars().count() < MAX_CHARACTERS)
                    .then_some(InputRequest::InsertChar(letter))
            }
            _ => None,
        };
        editing
            .or(writing)
            .and_then(|request| self.input.handle(request))
            .is_some_and(|changed| changed.value)
    }

    /// Takes a pasted text as one edit: line ends become blanks, other controls go.
    pub(crate) fn paste(&mut self, text: &str) -> bool {
        let cursor = self.input.cursor();
        let room = MAX_CHARACTERS.saturating_sub(self.text().chars().count());
        let pasted: String = text
            .trim_matches(['\r', '\n'])
            .replace("\r\n", " ")
            .chars()
            .map(|c| {
                if c.is_whitespace() && c != '\u{3000}' {
                    ' '
                } else {
                    c
                }
            })
            .filter(|c| !c.is_control())
            .take(room)
            .collect();
        let before = self.text().chars().take(cursor);
        let after = self.text().chars().skip(cursor);
        let whole: String = before.chain(pasted.chars()).chain(after).collect();
        self.input = Input::new(whole).with_cursor(cursor + pasted.chars().count());
        !pasted.is_empty()
    }

    /// The part of the text that fits into `width` columns around the cursor, and the column
    /// of the cursor in it.
    pub(crate) fn view(&self, columns: DisplayWidth, width: usize) -> (&str, usize) {
        let text = self.text();
        let cursor = text
            .char_indices()
            .nth(self.input.cursor())
            .map_or(text.len(), |(at, _)| at);
        let before = text.get(..cursor).unwrap_or("");
        let room = width.saturating_sub(1);
        let mut hidden = columns.width(before).saturating_sub(room);
        let mut start = 0;
        for glyph in columns.glyphs(before) {
            if hidden == 0 {
                break;
            }
            hidden = hidden.saturating_sub(glyph.width);
            start = glyph.at.end;
        }
        let column = columns.width(text.get(start..cursor).unwrap_or(""));
        (text.get(start..).unwrap_or(""), column)
    }

    /// Draws the line behind its label in the first row of an area; returns its cursor and the
    /// rows below.
    pub(crate) fn draw(
        &self,
        buffer: &mut Buffer,
        area: Rect,
        label: &str,
        look: &Presentation,
    ) -> (Position, Rect) {
        let used = Line::new(label, Role::Accent).draw(buffer, area, look.columns, &look.theme);
        let room = usize::from(area.width.saturating_sub(used));
        let (text, column) = self.view(look.columns, room);
        let at = Position::new(area.x + used, area.y);
        let style = look.theme.style(Role::Plain);
        look.columns.put(buffer, at, room, text, style);
        let below = Rect {
            y: area.y + 1,
            height: area.height.saturating_sub(1),
            ..area
        };
        (Position::new(at.x + columns(column), at.y), below)
    }
}

/// How near a line of these texts is to what is typed: all words are in them.
pub(crate) fn fits(typed: &str, texts: &[&str]) -> Option<usize> {
    let text = texts.join("\n").to_lowercase();
    let has = |word: &str| text.contains(word) || qiao_index::spells(word, &text);
    typed.split_whitespace().all(has).then_some(0)
}

#[cfg(test)]
mod tests {
    use ratatui::crossterm::event::KeyEvent;

    use super::*;

    fn typed(keys: &str) -> Entry {
        let mut entry = Entry::default();
        for letter in keys.chars() {
            entry.key(Key::new(KeyEvent::from(KeyCode::Char(letter))));
        }
        entry
    }

    #[test]
    fn the_cursor_stands_where_the_next_character_appears() {
        let check = |text: &str, left: usize, width: usize, shown: &str, column: usize| {
            let mut entry = typed(text);
            for _ in 0..left {
                entry.key(Key::new(KeyEvent::from(KeyCode::Left)));
            }
            let view = entry.view(DisplayWidth::default(), width);
            assert_eq!(view, (shown, column), "{text:?}, {left} to the left");
        };
        check("", 0, 10, "", 0);
        check("abc", 0, 10, "abc", 3);
        check("石墨烯", 0, 10, "石墨烯", 6);
        check("石墨烯", 1, 10, "石墨烯", 4);
        check("石墨烯涂层", 0, 10, "墨烯涂层", 8);
        check("石墨烯涂层", 5, 10, "石墨烯涂层", 0);
        check("e\u{301}a", 0, 10, "e\u{301}a", 2);
        check("石墨烯", 0, 0, "", 0);
    }

    #[test]
    fn a_paste_is_one_edit_without_line_ends_or_commands() {
        let check = |pasted: &str, expected: &str| {
            let mut entry = typed("ab");
            entry.key(Key::new(KeyEvent::from(KeyCode::Left)));
            entry.paste(pasted);
            assert_eq!(entry.text(), expected, "{pasted:?}");
        };
        check("石墨烯", "a石墨烯b");
        check("x\r\ny\nz\n", "ax y zb");
        check("\u{1b}[31m\u{3}x", "a[31mxb");
        check("", "ab");
        let mut entry = Entry::default();
        entry.paste(&"长".repeat(1_000_000));
        assert_eq!(entry.text().chars().count(), MAX_CHARACTERS);
    }

    #[test]
    fn words_and_characters_go_as_a_whole() {
        let check = |text: &str, code, modifiers, expected: &str| {
            let mut entry = typed(text);
            entry.key(Key::new(KeyEvent::new(code, modifiers)));
            assert_eq!(entry.text(), expected);
        };
        check("石墨", KeyCode::Backspace, KeyModifiers::NONE, "石");
        check("ae\u{301}", KeyCode::Backspace, KeyModifiers::NONE, "a");
        check("ab cd", KeyCode::Char('w'), KeyModifiers::CONTROL, "ab ");
        check("ab cd", KeyCode::Char('u'), KeyModifiers::CONTROL, "");
        check("ab", KeyCode::Char('x'), KeyModifiers::CONTROL, "ab");
        check("ab", KeyCode::Char('C'), KeyModifiers::SHIFT, "abC");
    }
}
