//! Keys as pressed, as compared and as written: `Ctrl-Shift-F7`.

use std::fmt;

use ratatui::crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

/// A key with its modifiers, as compared: no Shift where the character tells, lower case with
/// Ctrl and Alt, where terminals differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct Key {
    /// Which key.
    pub(crate) code: KeyCode,
    /// Held with it.
    pub(crate) modifiers: KeyModifiers,
}

/// Modifiers as written, in this order.
const MODIFIERS: [(&str, KeyModifiers); 3] = [
    ("Ctrl-", KeyModifiers::CONTROL),
    ("Alt-", KeyModifiers::ALT),
    ("Shift-", KeyModifiers::SHIFT),
];

/// Keys as written that are no single character.
const NAMED: [(&str, KeyCode); 15] = [
    ("Space", KeyCode::Char(' ')),
    ("Tab", KeyCode::Tab),
    ("Enter", KeyCode::Enter),
    ("Esc", KeyCode::Esc),
    ("Backspace", KeyCode::Backspace),
    ("Delete", KeyCode::Delete),
    ("Insert", KeyCode::Insert),
    ("Up", KeyCode::Up),
    ("Down", KeyCode::Down),
    ("Left", KeyCode::Left),
    ("Right", KeyCode::Right),
    ("Home", KeyCode::Home),
    ("End", KeyCode::End),
    ("PgUp", KeyCode::PageUp),
    ("PgDn", KeyCode::PageDown),
];

/// Arrows as they are shown.
const ARROWS: [(KeyCode, &str); 4] = [
    (KeyCode::Up, "↑"),
    (KeyCode::Down, "↓"),
    (KeyCode::Left, "←"),
    (KeyCode::Right, "→"),
];

impl Key {
    /// The key of a terminal event.
    pub(crate) fn new(event: KeyEvent) -> Self {
        let held = MODIFIERS.map(|(_, modifier)| modifier);
        let held = held.into_iter().collect();
        Self {
            code: event.code,
            modifiers: event.modifiers & held,
        }
        .compared()
    }

    fn compared(mut self) -> Self {
        match self.code {
            KeyCode::BackTab => {
                self.code = KeyCode::Tab;
                self.modifiers |= KeyModifiers::SHIFT;
            }
            KeyCode::Char(letter) => {
                self.modifiers -= KeyModifiers::SHIFT;
                if !self.modifiers.is_empty() {
                    self.code = KeyCode::Char(letter.to_ascii_lowercase());
                }
            }
            _ => {}
        }
        self
    }

    /// The key with the ASCII twin of a full-width character, for comparing with commands.
    pub(crate) fn ascii_twin(self) -> Self {
        let code = match self.code {
            KeyCode::Char('\u{3000}') => KeyCode::Char(' '),
            KeyCode::Char(wide @ '\u{ff01}'..='\u{ff5e}') => {
                let twin = u32::from(wide) - 0xfee0;
                KeyCode::Char(char::from_u32(twin).unwrap_or(wide))
            }
            code => code,
        };
        Self { code, ..self }
    }

    /// Reads `Ctrl-Shift-F7`.
    pub(crate) fn parse(name: &str) -> Option<Self> {
        let mut rest = name;
        let mut modifiers = KeyModifiers::NONE;
        for (prefix, modifier) in MODIFIERS {
            if let Some(behind) = rest.strip_prefix(prefix).filter(|rest| !rest.is_empty()) {
                rest = behind;
                modifiers |= modifier;
            }
        }
        let code = named(rest)?;
        Some(Self { code, modifiers }.compared())
    }

    /// Whether it writes something.
    pub(crate) fn writes(self) -> bool {
        matches!(self.code, KeyCode::Char(_)) && self.modifiers.is_empty()
    }

    /// Whether it writes a Latin letter.
    pub(crate) fn is_latin_letter(self) -> bool {
        matches!(self.code, KeyCode::Char(c) if c.is_ascii_alphabetic())
            && self.modifiers.is_empty()
    }

    /// Whether it writes a letter, which an input method takes for itself.
    pub(crate) fn is_bare_letter(self) -> bool {
        matches!(self.code, KeyCode::Char(c) if c.is_alphabetic()) && self.modifiers.is_empty()
    }
}

fn named(name: &str) -> Option<KeyCode> {
    let by_name = NAMED.iter().find(|(known, _)| *known == name);
    let function = || {
        let number: u8 = name.strip_prefix('F')?.parse().ok()?;
        (1..=12).contains(&number).then_some(KeyCode::F(number))
    };
    let character = || {
        let mut characters = name.chars();
        let only = characters.next()?;
        (characters.next().is_none()).then_some(KeyCode::Char(only))
    };
    by_name
        .map(|(_, code)| *code)
        .or_else(function)
        .or_else(character)
}

/// As people call it: arrows as arrows.
impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (name, modifier) in MODIFIERS {
            if self.modifiers.contains(modifier) {
                f.write_str(name)?;
            }
        }
        let arrow = ARROWS.iter().find(|(code, _)| *code == self.code);
        let name = NAMED.iter().find(|(_, code)| *code == self.code);
        match (arrow.map(|(_, arrow)| arrow), name.map(|(name, _)| name)) {
            (Some(name), _) | (None, Some(name)) => f.write_str(name),
            (None, None) => match self.code {
                KeyCode::Char(letter) if !self.modifiers.is_empty() => {
                    write!(f, "{}", letter.to_uppercase())
                }
                KeyCode::Char(letter) => write!(f, "{letter}"),
                KeyCode::F(number) => write!(f, "F{number}"),
                other => write!(f, "{other}"),
            },
        }
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a failure is the test's result")]

    use super::*;

    #[test]
    fn keys_are_shown_as_people_call_them() {
        let check = |name: &str, expected: &str| {
            assert_eq!(Key::parse(name).unwrap().to_string(), expected);
        };
        check("Ctrl-Up", "Ctrl-↑");
        check("Right", "→");
        check("PgUp", "PgUp");
        check("F7", "F7");
        check("Ctrl-x", "Ctrl-X");
        check("Shift-Tab", "Shift-Tab");
        check("g", "g");
        check("G", "G");
        check("Shift-g", "g");
        check("Alt--", "Alt--");
        check("-", "-");
        check("Space", "Space");
    }

    #[test]
    fn what_is_no_key_is_none() {
        for name in ["", "Hyper-1", "F13", "F0", "gg", "Ctrl-"] {
            assert_eq!(Key::parse(name), None, "{name}");
        }
    }

    #[test]
    fn a_key_is_the_same_however_the_terminal_sends_it() {
        let check = |code, modifiers, name: &str| {
            let key = Key::new(KeyEvent::new(code, modifiers));
            assert_eq!(Some(key), Key::parse(name), "{name}");
        };
        check(KeyCode::Char('P'), KeyModifiers::CONTROL, "Ctrl-P");
        check(KeyCode::Char('p'), KeyModifiers::CONTROL, "Ctrl-P");
        check(KeyCode::Char('G'), KeyModifiers::SHIFT, "G");
        check(KeyCode::BackTab, KeyModifiers::SHIFT, "Shift-Tab");
        check(KeyCode::Char('a'), KeyModifiers::SUPER, "a");
    }
}
