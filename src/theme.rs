//! Colours: what a piece of text means → how it looks. Themes are tables.
//!
//! Only the sixteen colours that every user has chosen for their terminal, and attributes.
//! Whatever is chosen or focused can be told without colour: reverse video, a mark, bold.

use ratatui::style::{Color, Modifier, Style};

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

/// A way to draw every [`Role`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Theme {
    table: &'static [(Role, Style)],
}

/// The default: the terminal's own colours.
const ANSI: &[(Role, Style)] = &[
    (Role::Plain, Style::new()),
    (Role::Title, Style::new().add_modifier(Modifier::BOLD)),
    (
        Role::Match,
        Style::new()
            .fg(Color::Cyan)
            .add_modifier(Modifier::BOLD.union(Modifier::UNDERLINED)),
    ),
    (
        Role::CurrentMatch,
        Style::new()
            .fg(Color::Cyan)
            .add_modifier(Modifier::BOLD.union(Modifier::REVERSED)),
    ),
    (Role::Dim, Style::new().add_modifier(Modifier::DIM)),
    (Role::Accent, Style::new().fg(Color::Cyan)),
    (
        Role::Heading,
        Style::new().fg(Color::Cyan).add_modifier(Modifier::BOLD),
    ),
    (
        Role::Selected,
        Style::new().add_modifier(Modifier::REVERSED),
    ),
    (
        Role::Chip,
        Style::new()
            .fg(Color::Cyan)
            .add_modifier(Modifier::REVERSED),
    ),
    (Role::Warning, Style::new().fg(Color::Yellow)),
    (
        Role::Error,
        Style::new().fg(Color::Red).add_modifier(Modifier::BOLD),
    ),
];

/// No colour at all, for `NO_COLOR` and `--color never`.
const MONO: &[(Role, Style)] = &[
    (Role::Plain, Style::new()),
    (Role::Title, Style::new().add_modifier(Modifier::BOLD)),
    (
        Role::Match,
        Style::new().add_modifier(Modifier::BOLD.union(Modifier::UNDERLINED)),
    ),
    (
        Role::CurrentMatch,
        Style::new().add_modifier(Modifier::BOLD.union(Modifier::REVERSED)),
    ),
    (Role::Dim, Style::new().add_modifier(Modifier::DIM)),
    (Role::Accent, Style::new().add_modifier(Modifier::BOLD)),
    (Role::Heading, Style::new().add_modifier(Modifier::BOLD)),
    (
        Role::Selected,
        Style::new().add_modifier(Modifier::REVERSED),
    ),
    (Role::Chip, Style::new().add_modifier(Modifier::REVERSED)),
    (Role::Warning, Style::new().add_modifier(Modifier::BOLD)),
    (
        Role::Error,
        Style::new().add_modifier(Modifier::BOLD.union(Modifier::REVERSED)),
    ),
];

impl Theme {
    /// The terminal's own colours.
    pub(crate) const ANSI: Self = Self { table: ANSI };
    /// No colour.
    pub(crate) const MONO: Self = Self { table: MONO };

    /// How to draw a role.
    pub(crate) fn style(&self, role: Role) -> Style {
        self.table
            .iter()
            .find(|(known, _)| *known == role)
            .map_or_else(Style::new, |(_, style)| *style)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_theme_has_the_same_roles_once() {
        let roles = |table: &[(Role, Style)]| {
            let mut roles: Vec<_> = table.iter().map(|(role, _)| *role).collect();
            roles.sort();
            roles
        };
        let expected = roles(ANSI);
        let mut once = expected.clone();
        once.dedup();
        assert_eq!(expected, once);
        assert_eq!(roles(MONO), expected);
    }

    #[test]
    fn without_colour_everything_to_act_on_can_be_told() {
        for (role, style) in MONO {
            assert_eq!((style.fg, style.bg), (None, None), "{role:?}");
        }
        for role in [Role::Selected, Role::Match, Role::Chip, Role::Error] {
            let style = Theme::MONO.style(role);
            assert!(!style.add_modifier.is_empty(), "{role:?}");
        }
    }
}
