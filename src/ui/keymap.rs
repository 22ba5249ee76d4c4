//! Keys → actions. `keymap.toml` has the keys that the program comes with; a preset, then the
//! user's settings change them.

mod key;

use anyhow::anyhow;
use toml::de::DeTable;

use crate::ui::action::Action;

pub(crate) use key::Key;

/// The table that the program carries.
const STANDARD: &str = include_str!("keymap.toml");

/// What the presets change of it.
const PRESETS: [(&str, &str); 3] = [
    ("default", ""),
    ("vim", include_str!("keymap/vim.toml")),
    ("emacs", include_str!("keymap/emacs.toml")),
];

/// The presets by name, the default first.
pub(crate) const PRESET_NAMES: [&str; 3] = ["default", "vim", "emacs"];

/// Written for an action, it takes a key's meaning away.
pub(crate) const NO_ACTION: &str = "none";

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
    /// The menu of the library.
    Library,
    /// The desk.
    DeskScreen,
    /// The statistics.
    StatisticsScreen,
    /// The desk menu.
    Desk,
    /// The menu of a match.
    Decide,
    /// Any other popup.
    Popup,
}

impl Place {
    /// All places by their names in keymaps and settings.
    pub(crate) const NAMED: [(&'static str, Self); 11] = [
        ("everywhere", Self::Everywhere),
        ("results", Self::Results),
        ("facets", Self::Facets),
        ("listing", Self::Listing),
        ("copy", Self::Copy),
        ("library", Self::Library),
        ("desk-screen", Self::DeskScreen),
        ("statistics-screen", Self::StatisticsScreen),
        ("desk", Self::Desk),
        ("decide", Self::Decide),
        ("popup", Self::Popup),
    ];

    /// The place with this name.
    pub(crate) fn named(name: &str) -> Option<Self> {
        let found = Self::NAMED.iter().find(|(known, _)| *known == name);
        found.map(|(_, place)| *place)
    }
}

/// One line of a keymap: what keys, pressed one after the other, do from now on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Change {
    place: Place,
    keys: Vec<Key>,
    /// `None`: nothing any more.
    action: Option<Action>,
}

/// A line of a keymap that cannot be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mistake {
    /// There are no such keys.
    Keys,
    /// There is no such action.
    Action,
}

impl Change {
    /// Reads a line: `Ctrl-X Ctrl-C`, the id of an action or `none`.
    ///
    /// # Errors
    /// Which of the two is not known.
    pub(crate) fn parse(place: Place, keys: &str, action: &str) -> Result<Self, Mistake> {
        let keys: Option<Vec<Key>> = keys.split_whitespace().map(Key::parse).collect();
        let keys = keys.filter(|keys| !keys.is_empty());
        let action = match Action::from_id(action) {
            None if action != NO_ACTION => return Err(Mistake::Action),
            action => action,
        };
        Ok(Self {
            place,
            keys: keys.ok_or(Mistake::Keys)?,
            action,
        })
    }
}

/// One meaning of keys.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Binding {
    place: Place,
    keys: Vec<Key>,
    action: Action,
}

/// Keys one after the other as they are shown.
pub(crate) fn sequence(keys: &[Key]) -> String {
    let names: Vec<_> = keys.iter().map(Key::to_string).collect();
    names.join(" ")
}

/// What keys mean that have been pressed one after the other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Meaning {
    /// An action.
    Action(Action),
    /// The beginning of longer sequences.
    Prefix,
    /// Nothing.
    Nothing,
}

/// All keys.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Keymap {
    bindings: Vec<Binding>,
}

impl Keymap {
    /// The keys that the program comes with.
    ///
    /// # Errors
    /// Never in a tested build: the table is part of the program.
    #[cfg(test)]
    pub(crate) fn standard() -> anyhow::Result<Self> {
        Self::new("default", &[])
    }

    /// The keys of a preset, with changes.
    ///
    /// # Errors
    /// Never in a tested build for the presets that there are: their tables are part of the program.
    pub(crate) fn new(preset: &str, changes: &[Change]) -> anyhow::Result<Self> {
        let mut keymap = Self {
            bindings: Vec::new(),
        };
        let preset = PRESETS.iter().find(|(name, _)| *name == preset);
        let (_, preset) = preset.ok_or_else(|| anyhow!("keymap: no such preset"))?;
        for table in [STANDARD, preset] {
            keymap.change(&parse(table)?);
        }
        keymap.change(changes);
        Ok(keymap)
    }

    /// Applies changes. The first of them is the first to be shown; a sequence takes the meaning
    /// of the shorter ones that it begins with, and a shorter one that of the longer.
    fn change(&mut self, changes: &[Change]) {
        for change in changes {
            self.bindings.retain(|known| {
                let same =
                    known.keys.starts_with(&change.keys) || change.keys.starts_with(&known.keys);
                known.place != change.place || !same
            });
        }
        let added = changes.iter().filter_map(|change| {
            Some(Binding {
                place: change.place,
                keys: change.keys.clone(),
                action: change.action?,
            })
        });
        let old = std::mem::take(&mut self.bindings);
        self.bindings = added.chain(old).collect();
    }

    /// What keys mean in a place.
    pub(crate) fn meaning(&self, place: Place, pressed: &[Key]) -> Meaning {
        let twins: Vec<Key> = pressed.iter().map(|key| key.ascii_twin()).collect();
        [
            (place, pressed),
            (place, &*twins),
            (Place::Everywhere, pressed),
        ]
        .into_iter()
        .map(|(place, pressed)| self.meaning_in(place, pressed))
        .find(|meaning| *meaning != Meaning::Nothing)
        .unwrap_or(Meaning::Nothing)
    }

    fn meaning_in(&self, place: Place, pressed: &[Key]) -> Meaning {
        let mut begun = self.begun(place, pressed).peekable();
        match begun.peek() {
            None => Meaning::Nothing,
            Some(binding) if binding.keys.len() == pressed.len() => Meaning::Action(binding.action),
            Some(_) => Meaning::Prefix,
        }
    }

    fn begun(&self, place: Place, pressed: &[Key]) -> impl Iterator<Item = &Binding> {
        let here = self.bindings.iter().filter(move |it| it.place == place);
        here.filter(move |binding| binding.keys.starts_with(pressed))
    }

    /// Whether bare letters are commands in a place.
    pub(crate) fn has_letters(&self, place: Place) -> bool {
        let mut here = self.bindings.iter().filter(|it| it.place == place);
        here.any(|binding| binding.keys.first().is_some_and(|key| key.is_bare_letter()))
    }

    /// How keys that have been pressed can go on: what is still to be pressed, and what it does.
    pub(crate) fn continuations(&self, place: Place, pressed: &[Key]) -> Vec<(String, Action)> {
        let places = [place, Place::Everywhere].into_iter();
        let begun = places.flat_map(|place| self.begun(place, pressed));
        begun
            .map(|binding| {
                let rest = binding.keys.get(pressed.len()..).unwrap_or_default();
                (sequence(rest), binding.action)
            })
            .collect()
    }

    /// The first key of an action as help shows it, or the empty string: one that works
    /// everywhere before others.
    pub(crate) fn key_of(&self, action: Action) -> String {
        self.key_in(Place::Everywhere, action)
    }

    /// The first key of an action in a place: its own, else one that works everywhere, else any.
    pub(crate) fn key_in(&self, place: Place, action: Action) -> String {
        let of_action = |binding: &&Binding| binding.action == action;
        let in_place = |place| {
            let here = move |binding: &&Binding| binding.place == place;
            self.bindings.iter().filter(of_action).find(here)
        };
        in_place(place)
            .or_else(|| in_place(Place::Everywhere))
            .or_else(|| self.bindings.iter().find(of_action))
            .map(|binding| self.name(binding))
            .unwrap_or_default()
    }

    /// What is to be pressed: a menu has to be opened first.
    fn name(&self, binding: &Binding) -> String {
        let name = sequence(&binding.keys);
        let menu = match binding.place {
            Place::Copy => Action::CopyMenu,
            Place::Library => Action::LibraryMenu,
            Place::Desk => Action::DeskMenu,
            Place::Decide => Action::Decide,
            _ => return name,
        };
        if binding.action == menu {
            return name;
        }
        format!("{} {name}", self.key_of(menu))
    }

    /// The keys of an action that work in a place, as help shows them.
    pub(crate) fn keys_at(&self, place: Place, action: Action) -> Vec<String> {
        let here = |binding: &&Binding| {
            let near = binding.place == place || binding.place == Place::Everywhere;
            near && binding.action == action
        };
        let hidden =
            |binding: &Binding| self.meaning(place, &binding.keys) != Meaning::Action(action);
        let mut keys: Vec<String> = Vec::new();
        for binding in self.bindings.iter().filter(here) {
            let name = self.name(binding);
            if !hidden(binding) && !keys.contains(&name) {
                keys.push(name);
            }
        }
        keys
    }

    /// All keys of an action as help shows them.
    pub(crate) fn keys_of(&self, action: Action) -> Vec<String> {
        let mut keys: Vec<String> = Vec::new();
        for binding in self.bindings.iter().filter(|it| it.action == action) {
            let name = self.name(binding);
            if !keys.contains(&name) {
                keys.push(name);
            }
        }
        keys
    }
}

/// Reads a keymap, in the order of the file: an action's first key is the one to be shown.
fn parse(text: &str) -> anyhow::Result<Vec<Change>> {
    let mut changes = Vec::new();
    for (pane, keys) in DeTable::parse(text)?.get_ref() {
        let place = Place::named(pane.get_ref())
            .ok_or_else(|| anyhow!("keymap: no pane is called {}", pane.get_ref()))?;
        for (name, action) in keys.get_ref().as_table().into_iter().flatten() {
            let action = action.get_ref().as_str().unwrap_or("");
            let change = Change::parse(place, name.get_ref(), action).map_err(|mistake| {
                let name = name.get_ref();
                anyhow!("keymap: {name} = {action}: no such {mistake:?}")
            })?;
            changes.push((name.span().start, change));
        }
    }
    changes.sort_by_key(|(start, _)| *start);
    Ok(changes.into_iter().map(|(_, change)| change).collect())
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a failure is the test's result")]

    use std::collections::HashSet;

    use super::*;
    use crate::ui::action::{ACTIONS, Part};

    fn presets() -> impl Iterator<Item = (&'static str, Keymap)> {
        let names = PRESET_NAMES.into_iter();
        names.map(|name| (name, Keymap::new(name, &[]).unwrap()))
    }

    fn pressed(names: &str) -> Vec<Key> {
        let names = names.split_whitespace();
        names.map(|name| Key::parse(name).unwrap()).collect()
    }

    #[test]
    fn the_presets_are_those_that_can_be_named() {
        assert_eq!(PRESETS.map(|(name, _)| name), PRESET_NAMES);
    }

    #[test]
    fn every_action_has_a_key_in_every_preset_that_no_input_method_takes() {
        for (preset, keymap) in presets() {
            for row in ACTIONS {
                let mut keys = keymap.bindings.iter().filter(|it| it.action == row.action);
                let letters = |binding: &Binding| binding.keys.iter().any(|it| it.is_bare_letter());
                assert!(
                    keys.any(|binding| !letters(binding)),
                    "{preset}: {}",
                    row.id
                );
            }
        }
    }

    #[test]
    fn no_keys_stand_twice_in_a_pane_and_none_hides_others() {
        for table in [STANDARD]
            .into_iter()
            .chain(PRESETS.map(|(_, table)| table))
        {
            let mut seen = HashSet::new();
            for change in parse(table).unwrap() {
                let name = sequence(&change.keys);
                assert!(seen.insert((change.place, change.keys)), "{name}");
            }
        }
        for (preset, keymap) in presets() {
            for binding in &keymap.bindings {
                let found = keymap.meaning(binding.place, &binding.keys);
                assert_eq!(
                    found,
                    Meaning::Action(binding.action),
                    "{preset}: {}",
                    sequence(&binding.keys)
                );
            }
        }
    }

    #[test]
    fn every_preset_keeps_the_keys_that_people_are_told() {
        for (preset, keymap) in presets() {
            let check = |name: &str, action| {
                let found = keymap.meaning(Place::Results, &pressed(name));
                assert_eq!(found, Meaning::Action(action), "{preset}: {name}");
            };
            check("Enter", Action::Accept);
            check("Esc", Action::Back);
            check("Up", Action::Up);
            check("Down", Action::Down);
            check("PgUp", Action::PageUp);
            check("PgDn", Action::PageDown);
            check("Tab", Action::NextPane);
            check("Shift-Tab", Action::PreviousPane);
            check("Ctrl-Y", Action::CopyMenu);
            check("Ctrl-O", Action::OpenLink);
            check("Ctrl-P", Action::Palette);
            check("F1", Action::Help);
            check("F3", Action::Sort);
            check("F4", Action::Export);
            check("Ctrl-R", Action::ResetFilters);
            check("Ctrl-L", Action::Redraw);
            check("F7", Action::NextMatch);
            check("Ctrl-Up", Action::OlderQuery);
            check("Ctrl-C", Action::Quit);
            check("F10", Action::Quit);
        }
    }

    #[test]
    fn keys_that_multiplexers_and_flow_control_take_are_left_alone() {
        for (preset, keymap) in presets() {
            for taken in ["Ctrl-Space", "Ctrl-B", "Ctrl-A", "Ctrl-S", "Ctrl-Q"] {
                let key = Key::parse(taken).unwrap();
                let mut bindings = keymap.bindings.iter();
                let taken_too = bindings.find(|binding| binding.keys.contains(&key));
                assert_eq!(taken_too, None, "{preset}");
            }
        }
    }

    #[test]
    fn letters_are_commands_only_where_there_is_nothing_to_type_into() {
        for (preset, keymap) in presets() {
            for binding in keymap.bindings {
                let first = binding.keys.first().unwrap();
                let typed = first.is_bare_letter() && binding.place != Place::Listing;
                assert!(!typed, "{preset}: {}", sequence(&binding.keys));
            }
        }
    }

    #[test]
    fn keys_find_their_action() {
        let keymap = Keymap::standard().unwrap();
        let check = |place, name: &str, expected: Option<Action>| {
            let expected = expected.map_or(Meaning::Nothing, Meaning::Action);
            let found = keymap.meaning(place, &pressed(name));
            assert_eq!(found, expected, "{name} in {place:?}");
        };
        check(Place::Results, "Ctrl-P", Some(Action::Palette));
        check(Place::Results, "p", None);
        check(Place::Results, "Enter", Some(Action::Accept));
        check(Place::Facets, "Enter", Some(Action::Toggle));
        let wide_space = Key::parse("\u{3000}").unwrap();
        let found = keymap.meaning(Place::Facets, &[wide_space]);
        assert_eq!(found, Meaning::Action(Action::Toggle));
        check(Place::Results, "Space", None);
        check(Place::Results, "Shift-Tab", Some(Action::PreviousPane));
        let name = Action::Copy(Part::NameAndOrganisation);
        check(Place::Copy, "３", Some(name));
        check(Place::Popup, "3", None);
    }

    #[test]
    fn keys_can_follow_each_other() {
        let keymap = Keymap::new("vim", &[]).unwrap();
        let listing = |name: &str| keymap.meaning(Place::Listing, &pressed(name));
        assert_eq!(listing("g"), Meaning::Prefix);
        assert_eq!(listing("g g"), Meaning::Action(Action::First));
        assert_eq!(listing("ｇ ｇ"), Meaning::Action(Action::First));
        assert_eq!(listing("G"), Meaning::Action(Action::Last));
        assert_eq!(listing("g z"), Meaning::Nothing);
        assert_eq!(
            keymap.continuations(Place::Listing, &pressed("g")),
            [
                ("g".to_owned(), Action::First),
                ("x".to_owned(), Action::OpenLink),
                ("p".to_owned(), Action::Pager)
            ]
        );
        assert_eq!(
            keymap.meaning(Place::Results, &pressed("g")),
            Meaning::Nothing
        );
    }

    #[test]
    fn changes_go_before_what_was_there() {
        let change = |place, keys, action| Change::parse(place, keys, action).unwrap();
        let keymap = Keymap::new(
            "default",
            &[
                change(Place::Everywhere, "F9", "sort"),
                change(Place::Everywhere, "F3", "none"),
                change(Place::Facets, "Ctrl-X Ctrl-X", "quit"),
                change(Place::Listing, "Home", "last"),
            ],
        )
        .unwrap();
        assert_eq!(keymap.keys_of(Action::Sort), ["F9", "Alt-S"]);
        let meaning = |place, name: &str| keymap.meaning(place, &pressed(name));
        assert_eq!(meaning(Place::Results, "F3"), Meaning::Nothing);
        assert_eq!(meaning(Place::Facets, "Ctrl-X"), Meaning::Prefix);
        assert_eq!(
            meaning(Place::Listing, "Home"),
            Meaning::Action(Action::Last)
        );
    }

    #[test]
    fn the_key_that_is_shown_is_one_that_works_there() {
        let keymap = Keymap::new("vim", &[]).unwrap();
        assert_eq!(keymap.key_in(Place::Listing, Action::CopyMenu), "y y");
        assert_eq!(keymap.key_in(Place::Results, Action::CopyMenu), "Ctrl-Y");
        assert_eq!(keymap.key_of(Action::CopyMenu), "Ctrl-Y");
        assert_eq!(keymap.key_of(Action::Copy(Part::Phone)), "y p");
    }

    #[test]
    fn mistakes_in_the_table_are_named() {
        let check = |text: &str, expected: &str| {
            let error = parse(text).unwrap_err().to_string();
            assert!(error.contains(expected), "{error}");
        };
        check("[nowhere]\n", "no pane is called nowhere");
        check(
            "[copy]\n\"Hyper-1\" = \"quit\"",
            "Hyper-1 = quit: no such Keys",
        );
        check("[copy]\n\"1\" = \"dance\"", "1 = dance: no such Action");
        check(
            "[copy]\n\"1\" = \"quit\"\n\"1\" = \"help\"",
            "duplicate key",
        );
    }
}
