//! Keys → actions, read from `keymap.toml`.

use anyhow::anyhow;
use ratatui::crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use toml::de::DeTable;

use crate::action::Action;

/// The table that the program carries.
const STANDARD: &str = include_str!("keymap.toml");

/// Where a key is pressed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Place {
    /// Anywhere.
    Everywhere,
    /// The results and the query line.
    Results,
    /// The filters.
    Facets,
    /// The listing.
    Listing,
    /// The copy menu.
    Copy,
    /// Any other popup.
    Popup,
}

impl Place {
    const NAMED: [(&'static str, Self); 4] = [
        ("everywhere", Self::Everywhere),
        ("facets", Self::Facets),
        ("listing", Self::Listing),
        ("copy", Self::Copy),
    ];
}

/// A key with its modifiers, as compared: lower case, no Shift where the character tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct Key {
    /// Which key.
    pub(crate) code: KeyCode,
    /// Held with it.
    pub(crate) modifiers: KeyModifiers,
}

impl Key {
    /// The key of a terminal event.
    pub(crate) fn new(event: KeyEvent) -> Self {
        let held = KeyModifiers::CONTROL | KeyModifiers::ALT | KeyModifiers::SHIFT;
        let mut key = Self {
            code: event.code,
            modifiers: event.modifiers & held,
        };
        match key.code {
            KeyCode::BackTab => {
                key.code = KeyCode::Tab;
                key.modifiers |= KeyModifiers::SHIFT;
            }
            KeyCode::Char(letter) => {
                key.modifiers -= KeyModifiers::SHIFT;
                if !key.modifiers.is_empty() {
                    key.code = KeyCode::Char(letter.to_ascii_lowercase());
                }
            }
            _ => {}
        }
        key
    }

    /// The key with the ASCII twin of a full-width character, for comparing with commands.
    fn ascii_twin(self) -> Self {
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
    fn parse(name: &str) -> Option<Self> {
        let mut rest = name;
        let mut modifiers = KeyModifiers::NONE;
        for (prefix, modifier) in [
            ("Ctrl-", KeyModifiers::CONTROL),
            ("Alt-", KeyModifiers::ALT),
            ("Shift-", KeyModifiers::SHIFT),
        ] {
            if let Some(behind) = rest.strip_prefix(prefix) {
                rest = behind;
                modifiers |= modifier;
            }
        }
        let code = named(rest)?;
        Some(Self { code, modifiers })
    }
}

fn named(name: &str) -> Option<KeyCode> {
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
    let by_name = NAMED.iter().find(|(known, _)| *known == name);
    let function = || {
        let number: u8 = name.strip_prefix('F')?.parse().ok()?;
        (1..=12).contains(&number).then_some(KeyCode::F(number))
    };
    let character = || {
        let mut characters = name.chars();
        let only = characters.next()?;
        (characters.next().is_none()).then_some(KeyCode::Char(only.to_ascii_lowercase()))
    };
    by_name
        .map(|(_, code)| *code)
        .or_else(function)
        .or_else(character)
}

/// One line of the keymap.
#[derive(Debug, Clone)]
struct Binding {
    place: Place,
    key: Key,
    name: String,
    action: Action,
}

/// All keys.
#[derive(Debug, Clone)]
pub(crate) struct Keymap {
    bindings: Vec<Binding>,
}

impl Keymap {
    /// The keys that the program comes with.
    ///
    /// # Errors
    /// Never in a tested build: the table is part of the program.
    pub(crate) fn standard() -> anyhow::Result<Self> {
        Self::parse(STANDARD)
    }

    fn parse(text: &str) -> anyhow::Result<Self> {
        let mut bindings = Vec::new();
        for (pane, keys) in DeTable::parse(text)?.get_ref() {
            let place = Place::NAMED
                .iter()
                .find(|(known, _)| known == pane.get_ref())
                .map(|(_, place)| *place)
                .ok_or_else(|| anyhow!("keymap: no pane is called {}", pane.get_ref()))?;
            for (name, action) in keys.get_ref().as_table().into_iter().flatten() {
                let action = action.get_ref().as_str().unwrap_or("");
                let binding = Self::binding(place, name.get_ref(), action)?;
                bindings.push((name.span().start, binding));
            }
        }
        // In the order of the file: an action's first key is the one to be shown.
        bindings.sort_by_key(|(start, _)| *start);
        let bindings = bindings.into_iter().map(|(_, binding)| binding).collect();
        Ok(Self { bindings })
    }

    fn binding(place: Place, name: &str, action: &str) -> anyhow::Result<Binding> {
        let key = Key::parse(name).ok_or_else(|| anyhow!("keymap: no key {name}"))?;
        let action = Action::from_id(action)
            .ok_or_else(|| anyhow!("keymap: {name} has no known action: {action}"))?;
        Ok(Binding {
            place,
            key,
            name: name.to_owned(),
            action,
        })
    }

    /// What a key does in a place.
    pub(crate) fn action(&self, place: Place, key: Key) -> Option<Action> {
        let in_place = |place: Place, key: Key| {
            self.bindings
                .iter()
                .find(|binding| binding.place == place && binding.key == key)
                .map(|binding| binding.action)
        };
        in_place(place, key)
            .or_else(|| in_place(place, key.ascii_twin()))
            .or_else(|| in_place(Place::Everywhere, key))
    }

    /// The first key of an action as help shows it, or the empty string.
    pub(crate) fn key_of(&self, action: Action) -> String {
        self.keys_of(action).into_iter().next().unwrap_or_default()
    }

    /// All keys of an action as help shows them.
    pub(crate) fn keys_of(&self, action: Action) -> Vec<String> {
        let mut keys: Vec<String> = Vec::new();
        for binding in self
            .bindings
            .iter()
            .filter(|binding| binding.action == action)
        {
            let name = shown(&binding.name);
            if !keys.contains(&name) {
                keys.push(name);
            }
        }
        keys
    }
}

/// The name of a key on screen: arrows as arrows.
fn shown(name: &str) -> String {
    let mut shown = name.to_owned();
    for (word, arrow) in [("Up", "↑"), ("Down", "↓"), ("Left", "←"), ("Right", "→")] {
        if let Some(before) = shown.strip_suffix(word)
            && !before.ends_with("Pg")
        {
            shown = format!("{before}{arrow}");
        }
    }
    shown
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a failure is the test's result")]

    use std::collections::HashSet;

    use super::*;
    use crate::action::ACTIONS;

    fn pressed(code: KeyCode, modifiers: KeyModifiers) -> Key {
        Key::new(KeyEvent::new(code, modifiers))
    }

    #[test]
    fn every_action_has_a_key() {
        let keymap = Keymap::standard().unwrap();
        for row in ACTIONS {
            assert!(!keymap.keys_of(row.action).is_empty(), "{}", row.id);
        }
    }

    #[test]
    fn no_key_stands_twice_in_a_pane() {
        let mut seen = HashSet::new();
        for binding in Keymap::standard().unwrap().bindings {
            assert!(
                seen.insert((binding.place, binding.key)),
                "{} in {:?}",
                binding.name,
                binding.place
            );
        }
    }

    #[test]
    fn keys_that_multiplexers_and_flow_control_take_are_left_alone() {
        let keymap = Keymap::standard().unwrap();
        for taken in ["Ctrl-Space", "Ctrl-B", "Ctrl-A", "Ctrl-S", "Ctrl-Q", "F2"] {
            let key = Key::parse(taken).unwrap();
            assert!(
                keymap.bindings.iter().all(|binding| binding.key != key),
                "{taken}"
            );
        }
    }

    #[test]
    fn no_bare_letter_is_a_command() {
        for binding in Keymap::standard().unwrap().bindings {
            let bare = matches!(binding.key.code, KeyCode::Char(c) if c.is_alphabetic())
                && binding.key.modifiers.is_empty();
            assert!(!bare, "{}", binding.name);
        }
    }

    #[test]
    fn keys_find_their_action() {
        let keymap = Keymap::standard().unwrap();
        let check = |place, code, modifiers, expected| {
            let found = keymap.action(place, pressed(code, modifiers));
            assert_eq!(found, expected, "{code:?} in {place:?}");
        };
        let (none, control) = (KeyModifiers::NONE, KeyModifiers::CONTROL);
        check(
            Place::Results,
            KeyCode::Char('p'),
            control,
            Some(Action::Palette),
        );
        check(
            Place::Results,
            KeyCode::Char('P'),
            control,
            Some(Action::Palette),
        );
        check(Place::Results, KeyCode::Char('p'), none, None);
        check(Place::Results, KeyCode::Enter, none, Some(Action::Accept));
        check(Place::Facets, KeyCode::Enter, none, Some(Action::Toggle));
        check(
            Place::Facets,
            KeyCode::Char('\u{3000}'),
            none,
            Some(Action::Toggle),
        );
        check(Place::Results, KeyCode::Char(' '), none, None);
        check(
            Place::Results,
            KeyCode::BackTab,
            KeyModifiers::SHIFT,
            Some(Action::PreviousPane),
        );
        check(
            Place::Copy,
            KeyCode::Char('３'),
            none,
            Some(Action::Copy(crate::action::Part::NameAndOrganisation)),
        );
        check(Place::Popup, KeyCode::Char('3'), none, None);
    }

    #[test]
    fn keys_are_shown_as_people_call_them() {
        let check = |name: &str, expected: &str| assert_eq!(shown(name), expected);
        check("Ctrl-Up", "Ctrl-↑");
        check("Right", "→");
        check("PgUp", "PgUp");
        check("F7", "F7");
    }

    #[test]
    fn mistakes_in_the_table_are_named() {
        let check = |text: &str, expected: &str| {
            let error = Keymap::parse(text).unwrap_err().to_string();
            assert!(error.contains(expected), "{error}");
        };
        check("[nowhere]\n", "no pane is called nowhere");
        check("[copy]\n\"Hyper-1\" = \"quit\"", "no key Hyper-1");
        check("[copy]\n\"1\" = \"dance\"", "1 has no known action");
        check(
            "[copy]\n\"1\" = \"quit\"\n\"1\" = \"help\"",
            "duplicate key",
        );
    }
}
