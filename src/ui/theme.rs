//! Colours: what a piece of text means → how it looks. The themes are tables in `themes.toml`,
//! written as users write their own colours.
//!
//! Whatever is chosen or focused can be told without colour: reverse video, a mark, bold.

mod depth;

use ratatui::style::{Color, Modifier, Style};
use toml::de::DeTable;

pub(crate) use depth::Depth;

/// The tables that the program carries.
const THEMES: &str = include_str!("themes.toml");

/// The themes by name; `auto` stands for one of the others, by the terminal's background.
pub(crate) const NAMES: [&str; 6] = ["ansi", "auto", "dark", "light", "high-contrast", "mono"];

/// What a piece of text means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Role {
    /// Running text.
    Plain,
    /// Title of a listing.
    Title,
    /// Part of a text that the query matches.
    Match,
    /// The match that the reader has jumped to.
    CurrentMatch,
    /// What can be passed over: labels, counts, hints.
    Dim,
    /// The one colour: what can be acted on, where the focus is.
    Accent,
    /// Heading of a section.
    Heading,
    /// The line that the next key acts on.
    Selected,
    /// A filter that is in force.
    Chip,
    /// Something to beware of.
    Warning,
    /// Something that failed.
    Error,
}

impl Role {
    /// All roles by their names in `themes.toml` and in the user's settings, in order.
    pub(crate) const NAMED: [(&'static str, Self); 11] = [
        ("plain", Self::Plain),
        ("title", Self::Title),
        ("match", Self::Match),
        ("current-match", Self::CurrentMatch),
        ("dim", Self::Dim),
        ("accent", Self::Accent),
        ("heading", Self::Heading),
        ("selected", Self::Selected),
        ("chip", Self::Chip),
        ("warning", Self::Warning),
        ("error", Self::Error),
    ];

    /// The role with this name.
    pub(crate) fn named(name: &str) -> Option<Self> {
        let found = Self::NAMED.iter().find(|(known, _)| *known == name);
        found.map(|(_, role)| *role)
    }
}

/// A way to draw every [`Role`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Theme {
    /// One style a role, in the order of the roles.
    styles: [Style; Role::NAMED.len()],
}

impl Theme {
    /// The terminal's own colours: the default.
    pub(crate) fn ansi() -> Self {
        Self::named("ansi").unwrap_or_default()
    }

    /// The theme with this name; none is called `auto`, which stands for others.
    pub(crate) fn named(name: &str) -> Option<Self> {
        let themes = DeTable::parse(THEMES).ok()?;
        let table = themes.get_ref().get(name)?.get_ref().as_table()?;
        let mut theme = Self::default();
        for (role, style) in table {
            let style = style.get_ref().as_str().unwrap_or_default();
            theme.set(Role::named(role.get_ref())?, parse_style(style).ok()?);
        }
        Some(theme)
    }

    /// Changes what a role looks like.
    pub(crate) fn set(&mut self, role: Role, style: Style) {
        if let Some(place) = self.styles.get_mut(role as usize) {
            *place = style;
        }
    }

    /// The theme with the colours that a terminal has.
    pub(crate) fn within(self, depth: Depth) -> Self {
        Self {
            styles: self.styles.map(|style| depth.limit(style)),
        }
    }

    /// How to draw a role.
    pub(crate) fn style(&self, role: Role) -> Style {
        self.styles.get(role as usize).copied().unwrap_or_default()
    }
}

/// Words for attributes in a style.
pub(crate) const ATTRIBUTES: [(&str, Modifier); 5] = [
    ("bold", Modifier::BOLD),
    ("dim", Modifier::DIM),
    ("italic", Modifier::ITALIC),
    ("underlined", Modifier::UNDERLINED),
    ("reversed", Modifier::REVERSED),
];

/// Reads `bold underlined cyan on #102030`.
///
/// # Errors
/// A word is no attribute and no colour, or one colour too many: that word.
pub(crate) fn parse_style(text: &str) -> Result<Style, &str> {
    let mut style = Style::new();
    let mut words = text.split_whitespace();
    while let Some(word) = words.next() {
        if let Some((_, attribute)) = ATTRIBUTES.iter().find(|(name, _)| *name == word) {
            style = style.add_modifier(*attribute);
        } else if word == "on" {
            let behind = words.next().ok_or(word)?;
            style = style.bg(behind.parse().map_err(|_unknown| behind)?);
        } else {
            let colour: Color = word.parse().map_err(|_unknown| word)?;
            if style.fg.replace(colour).is_some() {
                return Err(word);
            }
        }
    }
    Ok(style)
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a failure is the test's result")]

    use super::*;

    #[test]
    fn roles_stand_in_their_own_order() {
        for (place, (name, role)) in Role::NAMED.into_iter().enumerate() {
            assert_eq!((role as usize, Role::named(name)), (place, Some(role)));
        }
    }

    #[test]
    fn every_theme_says_how_every_role_looks() {
        let themes = DeTable::parse(THEMES).unwrap();
        for name in NAMES.into_iter().filter(|name| *name != "auto") {
            let table = themes.get_ref().get(name).unwrap();
            let table = table.get_ref().as_table().unwrap();
            assert_eq!(table.len(), Role::NAMED.len(), "{name}");
            assert!(Theme::named(name).is_some(), "{name}");
        }
        assert_eq!(themes.get_ref().len(), NAMES.len() - 1);
        assert_eq!(Theme::named("auto"), None);
    }

    #[test]
    fn without_colour_everything_to_act_on_can_be_told() {
        for name in ["mono", "high-contrast"] {
            let theme = Theme::named(name).unwrap();
            assert_eq!(theme.within(Depth::None), theme, "{name} has no colours");
            for role in [Role::Selected, Role::Match, Role::Chip, Role::Error] {
                let style = theme.style(role);
                assert!(!style.add_modifier.is_empty(), "{name}: {role:?}");
            }
        }
    }

    #[test]
    fn styles_are_read() {
        let check = |text: &str, expected: Result<Style, &str>| {
            assert_eq!(parse_style(text), expected, "{text:?}");
        };
        check("", Ok(Style::new()));
        check("bold", Ok(Style::new().bold()));
        check("dim  light-cyan", Ok(Style::new().dim().light_cyan()));
        check("#102030", Ok(Style::new().fg(Color::Rgb(16, 32, 48))));
        check(
            "208 on black",
            Ok(Style::new().fg(Color::Indexed(208)).on_black()),
        );
        check("bald", Err("bald"));
        check("red green", Err("green"));
        check("red on", Err("on"));
        check("#12", Err("#12"));
    }
}
