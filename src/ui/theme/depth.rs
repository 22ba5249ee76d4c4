//! How many colours a terminal has, and the nearest of them to a colour that it lacks.

use ratatui::style::{Color, Style};

/// How many colours there are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Depth {
    /// None (`NO_COLOR`, `--color never`).
    None,
    /// The sixteen that every terminal has.
    Sixteen,
    /// The 256 of xterm.
    Indexed,
    /// 24 bits.
    True,
}

/// The sixteen as xterm draws them; what a user's terminal makes of them may differ.
const SIXTEEN: [(Color, [u8; 3]); 16] = [
    (Color::Black, [0, 0, 0]),
    (Color::Red, [205, 0, 0]),
    (Color::Green, [0, 205, 0]),
    (Color::Yellow, [205, 205, 0]),
    (Color::Blue, [0, 0, 238]),
    (Color::Magenta, [205, 0, 205]),
    (Color::Cyan, [0, 205, 205]),
    (Color::Gray, [229, 229, 229]),
    (Color::DarkGray, [127, 127, 127]),
    (Color::LightRed, [255, 0, 0]),
    (Color::LightGreen, [0, 255, 0]),
    (Color::LightYellow, [255, 255, 0]),
    (Color::LightBlue, [92, 92, 255]),
    (Color::LightMagenta, [255, 0, 255]),
    (Color::LightCyan, [0, 255, 255]),
    (Color::White, [255, 255, 255]),
];

/// Levels of the 6×6×6 cube among the 256.
const LEVELS: [u8; 6] = [0, 95, 135, 175, 215, 255];

impl Depth {
    /// What the environment says: `COLORTERM`, then `TERM`.
    pub(crate) fn of(colorterm: &str, term: &str) -> Self {
        if matches!(colorterm, "truecolor" | "24bit") || term.ends_with("-direct") {
            Self::True
        } else if term.contains("256color") {
            Self::Indexed
        } else {
            Self::Sixteen
        }
    }

    /// The style with the colours that there are.
    pub(super) fn limit(self, style: Style) -> Style {
        Style {
            fg: style.fg.and_then(|colour| self.nearest(colour)),
            bg: style.bg.and_then(|colour| self.nearest(colour)),
            ..style
        }
    }

    fn nearest(self, colour: Color) -> Option<Color> {
        match (self, colour) {
            (Self::None, _) => None,
            (Self::Indexed, Color::Rgb(red, green, blue)) => {
                Some(Color::Indexed(indexed([red, green, blue])))
            }
            (Self::Sixteen, Color::Rgb(red, green, blue)) => Some(sixteen([red, green, blue])),
            (Self::Sixteen, Color::Indexed(index)) => Some(sixteen(rgb(index))),
            (_, colour) => Some(colour),
        }
    }
}

fn sixteen(wanted: [u8; 3]) -> Color {
    let nearest = SIXTEEN.iter().min_by_key(|(_, rgb)| distance(*rgb, wanted));
    nearest.map_or(Color::Reset, |(colour, _)| *colour)
}

/// The nearest of the cube and the greys: the first sixteen are the user's and not known.
fn indexed(wanted: [u8; 3]) -> u8 {
    (16..=u8::MAX)
        .min_by_key(|index| distance(rgb(*index), wanted))
        .unwrap_or_default()
}

fn rgb(index: u8) -> [u8; 3] {
    let level = |step: u8| {
        LEVELS
            .get(usize::from(step % 6))
            .copied()
            .unwrap_or_default()
    };
    match index {
        0..16 => SIXTEEN
            .get(usize::from(index))
            .map_or([0; 3], |(_, rgb)| *rgb),
        16..232 => {
            let place = index - 16;
            [level(place / 36), level(place / 6), level(place)]
        }
        232.. => [8 + 10 * (index - 232); 3],
    }
}

fn distance(one: [u8; 3], other: [u8; 3]) -> u32 {
    let parts = one.iter().zip(other);
    parts.map(|(a, b)| u32::from(a.abs_diff(b)).pow(2)).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_environment_tells_the_depth() {
        let check = |colorterm, term, expected| {
            assert_eq!(Depth::of(colorterm, term), expected, "{colorterm} {term}");
        };
        check("truecolor", "xterm", Depth::True);
        check("24bit", "screen-256color", Depth::True);
        check("", "xterm-direct", Depth::True);
        check("", "tmux-256color", Depth::Indexed);
        check("", "linux", Depth::Sixteen);
        check("yes", "", Depth::Sixteen);
    }

    #[test]
    fn a_colour_that_is_lacking_becomes_the_nearest() {
        let check = |depth: Depth, colour, expected| {
            let style = depth.limit(Style::new().fg(colour).bg(colour));
            assert_eq!(
                (style.fg, style.bg),
                (expected, expected),
                "{depth:?} {colour}"
            );
        };
        let red = Color::Rgb(255, 0, 0);
        check(Depth::True, red, Some(red));
        check(Depth::Indexed, red, Some(Color::Indexed(196)));
        check(
            Depth::Indexed,
            Color::Rgb(129, 129, 128),
            Some(Color::Indexed(244)),
        );
        check(Depth::Indexed, Color::Cyan, Some(Color::Cyan));
        check(Depth::Sixteen, red, Some(Color::LightRed));
        check(Depth::Sixteen, Color::Indexed(30), Some(Color::Cyan));
        check(Depth::Sixteen, Color::Indexed(3), Some(Color::Yellow));
        check(Depth::Sixteen, Color::Indexed(255), Some(Color::Gray));
        check(Depth::None, red, None);
    }
}
