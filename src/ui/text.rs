//! Text on screen: clean, measure in columns, shorten, mark and write.
//!
//! Everything shown here may have been written by anybody. A [`Glyph`] is what one place on
//! the screen can hold: its symbol has no control characters and a known width. All other
//! functions go through [`Columns::glyphs`], so nothing unclean reaches the terminal and no
//! length in bytes is ever taken for a width.

use std::num::NonZeroU16;
use std::ops::Range;

use ratatui::buffer::{Buffer, CellDiffOption};
use ratatui::layout::{Position, Rect};
use ratatui::style::{Color, Modifier, Style};
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

use crate::ui::theme::{Role, Theme};

/// A symbol with more bytes than this is shown by its first character only.
const MAX_SYMBOL_BYTES: usize = 64;

/// What stands for a character that no line of two columns could hold.
const UNKNOWN: &str = "\u{fffd}";

/// Columns of the widest symbol that is written in one piece.
const MAX_GLYPH_COLUMNS: usize = 2;

/// How wide this terminal draws the characters that are one or two columns (`“”…—①→●℃│`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct DisplayWidth {
    /// Two columns, as terminals with Chinese fonts may.
    pub(crate) ambiguous_wide: bool,
}

/// One user-perceived character, fit to be written to the terminal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Glyph<'a> {
    /// Its place in the text, in bytes.
    pub(crate) at: Range<usize>,
    /// What to write; empty for what is left out.
    pub(crate) symbol: &'a str,
    /// Columns.
    pub(crate) width: usize,
}

impl DisplayWidth {
    /// The text, character by character, cleaned.
    pub(crate) fn glyphs(self, text: &str) -> impl Iterator<Item = Glyph<'_>> {
        let graphemes = text.grapheme_indices(true);
        graphemes.flat_map(move |(start, grapheme)| self.parts(start, grapheme))
    }

    /// A character; in parts where it is wider than two columns, as a row of Korean letters may be that
    /// make no syllable. Terminals show those one by one, and no line could hold them together.
    fn parts(self, start: usize, grapheme: &str) -> impl Iterator<Item = Glyph<'_>> {
        let (mut start, mut left) = (start, grapheme);
        std::iter::from_fn(move || {
            let symbol = clean(left);
            let mut glyph = Glyph {
                at: start..start + left.len(),
                symbol,
                width: self.symbol(symbol),
            };
            if left.is_empty() {
                return None;
            }
            if glyph.width > MAX_GLYPH_COLUMNS {
                // Marks without a width stay with what they stand on.
                let characters = left.char_indices().skip(1);
                let bases = characters.map(|(at, _)| at).filter(|at| {
                    let behind = left.get(*at..).and_then(|it| it.chars().next());
                    behind.is_some_and(|it| self.symbol(it.encode_utf8(&mut [0; 4])) > 0)
                });
                let end = bases.min().unwrap_or(left.len());
                glyph.symbol = left.get(..end).unwrap_or(left);
                glyph.width = self.symbol(glyph.symbol);
                glyph.at.end = start + end;
                if glyph.width > MAX_GLYPH_COLUMNS {
                    // A sign of three columns by itself: one that Khmer is not written with any more.
                    glyph.symbol = UNKNOWN;
                    glyph.width = self.symbol(UNKNOWN);
                }
            }
            start = glyph.at.end;
            left = left.get(glyph.at.len()..).unwrap_or_default();
            Some(glyph)
        })
    }

    /// Width of a text in columns.
    pub(crate) fn width(self, text: &str) -> usize {
        self.glyphs(text).map(|glyph| glyph.width).sum()
    }

    /// Whether a text is at most `width` columns wide.
    pub(crate) fn fits(self, text: &str, width: usize) -> bool {
        self.prefix(text, width) == text.len()
    }

    /// Number of bytes of the longest beginning that is at most `width` columns wide.
    pub(crate) fn prefix(self, text: &str, width: usize) -> usize {
        let mut used = 0;
        self.glyphs(text)
            .find(|glyph| {
                used += glyph.width;
                used > width
            })
            .map_or(text.len(), |glyph| glyph.at.start)
    }

    /// The text, or its beginning and an ellipsis where it is wider than `width`.
    pub(crate) fn fit(self, text: &str, width: usize) -> String {
        if self.fits(text, width) {
            return text.to_owned();
        }
        let ellipsis = self.symbol("…");
        if width < ellipsis {
            return String::new();
        }
        let kept = text
            .get(..self.prefix(text, width - ellipsis))
            .unwrap_or("");
        format!("{}…", kept.trim_end())
    }

    /// The text, or its beginning and its end around an ellipsis where it is wider than `width`.
    pub(crate) fn fit_ends(self, text: &str, width: usize) -> String {
        let room = width.saturating_sub(self.symbol("…"));
        if self.fits(text, width) || room < 2 {
            return self.fit(text, width);
        }
        let glyphs: Vec<Glyph<'_>> = self.glyphs(text).collect();
        let (mut used, mut end) = (0, text.len());
        for glyph in glyphs.iter().rev() {
            used += glyph.width;
            if used > room / 2 {
                break;
            }
            end = glyph.at.start;
        }
        let start = self.prefix(text, room - room / 2);
        let [start, end] = [text.get(..start), text.get(end..)].map(Option::unwrap_or_default);
        let (start, mut end) = (start.trim_end(), end.trim_start());
        loop {
            let fitted = format!("{start}…{end}");
            // A sign that joined what it stood behind may join the ellipsis instead, and be wider.
            let first = self.glyphs(end).next().map(|glyph| glyph.at.end);
            match first.and_then(|first| end.get(first..)) {
                Some(rest) if self.width(&fitted) > width => end = rest,
                _ => return fitted,
            }
        }
    }

    /// Writes a text into one row, at most `most` columns of it; returns the columns used.
    pub(crate) fn put(
        self,
        buffer: &mut Buffer,
        at: Position,
        most: usize,
        text: &str,
        style: Style,
    ) -> u16 {
        let room = usize::from(buffer.area.right().saturating_sub(at.x)).min(most);
        let mut used = 0;
        for glyph in self.glyphs(text).filter(|glyph| glyph.width > 0) {
            if used + glyph.width > room {
                break;
            }
            self.write(
                buffer,
                columns(used).saturating_add(at.x),
                at.y,
                &glyph,
                style,
            );
            used += glyph.width;
        }
        columns(used)
    }

    fn write(self, buffer: &mut Buffer, x: u16, y: u16, glyph: &Glyph<'_>, style: Style) {
        let width = columns(glyph.width);
        for follower in 1..width {
            if let Some(cell) = buffer.cell_mut((x + follower, y)) {
                cell.reset();
                cell.set_style(style);
            }
        }
        if let Some(cell) = buffer.cell_mut((x, y)) {
            cell.set_symbol(glyph.symbol);
            cell.set_style(style);
            let forced = self.ambiguous_wide && glyph.width != glyph.symbol.width();
            cell.set_diff_option(match NonZeroU16::new(width) {
                Some(width) if forced => CellDiffOption::ForcedWidth(width),
                _ => CellDiffOption::None,
            });
        }
    }

    fn symbol(self, symbol: &str) -> usize {
        if self.ambiguous_wide {
            symbol.width_cjk()
        } else {
            symbol.width()
        }
    }
}

/// A number of columns, as the screen counts them.
pub(crate) fn columns(width: usize) -> u16 {
    u16::try_from(width).unwrap_or(u16::MAX)
}

/// Controls never reach the terminal: blanks become a space, what only steers is left out.
fn clean(grapheme: &str) -> &str {
    let Some(first) = grapheme.chars().next() else {
        return "";
    };
    match first {
        '\t' | '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}' => " ",
        _ if first.is_control() => "\u{fffd}",
        _ if steers(first) => "",
        _ if grapheme.len() > MAX_SYMBOL_BYTES => grapheme.get(..first.len_utf8()).unwrap_or(""),
        _ => grapheme,
    }
}

/// Marks that change the direction of the text around them, or nothing that can be seen.
const fn steers(character: char) -> bool {
    matches!(
        character,
        '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}'
            | '\u{e0000}'..='\u{e007f}'
    )
}

/// Some text and what it means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Piece {
    /// The text, as it came.
    pub(crate) text: String,
    /// What it means.
    pub(crate) role: Role,
}

/// One line of pieces.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Line {
    /// From left to right.
    pub(crate) pieces: Vec<Piece>,
}

impl Line {
    /// A line of one piece.
    pub(crate) fn new(text: impl Into<String>, role: Role) -> Self {
        let mut line = Self::default();
        line.push(text, role);
        line
    }

    /// Adds a piece at the end.
    pub(crate) fn push(&mut self, text: impl Into<String>, role: Role) {
        let text = text.into();
        if !text.is_empty() {
            self.pieces.push(Piece { text, role });
        }
    }

    /// Adds a range of a text, its marked parts with the role for matches.
    pub(crate) fn push_marked(
        &mut self,
        text: &str,
        range: &Range<usize>,
        marks: &[Range<usize>],
        role: Role,
    ) {
        let mut at = range.start;
        for mark in marks.iter().filter(|mark| overlaps(mark, range)) {
            let (start, end) = (mark.start.max(at), mark.end.min(range.end));
            self.push(text.get(at..start).unwrap_or(""), role);
            self.push(text.get(start..end).unwrap_or(""), Role::Match);
            at = at.max(end);
        }
        self.push(text.get(at..range.end).unwrap_or(""), role);
    }

    /// Width in columns.
    pub(crate) fn width(&self, measure: DisplayWidth) -> usize {
        self.pieces
            .iter()
            .map(|piece| measure.width(&piece.text))
            .sum()
    }

    /// The line, or its beginning and an ellipsis where it is wider than `width`.
    pub(crate) fn fit(self, measure: DisplayWidth, width: usize) -> Self {
        if self.width(measure) <= width {
            return self;
        }
        let mut left = width;
        let mut fitted = Self::default();
        for piece in self.pieces {
            let needed = measure.width(&piece.text);
            if needed >= left {
                // One blank too much makes sure that the ellipsis is written.
                fitted.push(measure.fit(&format!("{}  ", piece.text), left), piece.role);
                break;
            }
            left -= needed;
            fitted.push(piece.text, piece.role);
        }
        fitted
    }

    /// Writes the line into a row; returns the columns used.
    pub(crate) fn draw(
        &self,
        buffer: &mut Buffer,
        row: Rect,
        measure: DisplayWidth,
        theme: &Theme,
    ) -> u16 {
        let mut x = row.x;
        for piece in &self.pieces {
            let room = usize::from(row.right().saturating_sub(x));
            let style = theme.style(piece.role);
            x += measure.put(buffer, Position::new(x, row.y), room, &piece.text, style);
        }
        x - row.x
    }
}

/// Whether two ranges share anything.
pub(crate) fn overlaps(a: &Range<usize>, b: &Range<usize>) -> bool {
    a.start < b.end && b.start < a.end
}

/// Shows that the next key acts on what stands in an area: all of it alike, whatever its colours.
pub(crate) fn select(buffer: &mut Buffer, area: Rect, theme: &Theme) {
    let plain = Style::new()
        .fg(Color::Reset)
        .bg(Color::Reset)
        .remove_modifier(Modifier::DIM);
    buffer.set_style(area, plain.patch(theme.style(Role::Selected)));
}

/// Empties an area for a popup; a wide character that its edge cuts in half goes as a whole.
pub(crate) fn clear(buffer: &mut Buffer, area: Rect) {
    let area = area.intersection(buffer.area);
    for y in area.top()..area.bottom() {
        if let Some(left) = area.x.checked_sub(1)
            && let Some(cell) = buffer.cell_mut((left, y))
            && ratatui::buffer::CellWidth::cell_width(&*cell) > 1
        {
            cell.set_symbol(" ").set_diff_option(CellDiffOption::None);
        }
        for x in area.left()..area.right() {
            if let Some(cell) = buffer.cell_mut((x, y)) {
                cell.reset();
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use ratatui::buffer::Cell;

    use super::*;

    const NARROW: DisplayWidth = DisplayWidth {
        ambiguous_wide: false,
    };
    const WIDE: DisplayWidth = DisplayWidth {
        ambiguous_wide: true,
    };

    #[test]
    fn measures_columns_not_bytes() {
        let check = |text: &str, narrow: usize, wide: usize| {
            assert_eq!(NARROW.width(text), narrow, "{text:?}");
            assert_eq!(WIDE.width(text), wide, "{text:?} where ambiguous is wide");
        };
        check("", 0, 0);
        check("abc", 3, 3);
        check("石墨烯", 6, 6);
        check("“25℃”—①", 7, 12);
        check("e\u{301}", 1, 1);
        check("👩‍🔬", 2, 2);
        check("a\u{202e}b\u{200b}", 2, 2);
        check("a\tb\nc", 5, 5);
        check("\u{1b}[31m", 5, 6);
    }

    #[test]
    fn letters_that_hang_together_in_more_than_two_columns_are_shown_one_by_one() {
        let text = "a\u{1140}\u{1140}\u{301}b";
        let glyphs: Vec<_> = NARROW
            .glyphs(text)
            .map(|it| (it.symbol, it.width))
            .collect();
        let expected = [("a", 1), ("\u{1140}", 2), ("\u{1140}\u{301}", 2), ("b", 1)];
        assert_eq!(glyphs, expected);
    }

    #[test]
    fn nothing_that_steers_the_terminal_is_written() {
        let mut buffer = Buffer::empty(Rect::new(0, 0, 30, 1));
        let nasty = "a\u{1b}]52;c;eA\u{7}\u{9b}31m\u{202e}b\u{2066}\r\n\u{0}c";
        NARROW.put(&mut buffer, Position::new(0, 0), 30, nasty, Style::new());
        let written: String = buffer.content().iter().map(Cell::symbol).collect();
        assert_eq!(written.trim_end(), "a�]52;c;eA��31mb �c");
    }

    #[test]
    fn a_heap_of_accents_takes_one_cell() {
        let heap = format!("a{}", "\u{301}".repeat(5_000));
        let shown: Vec<_> = NARROW.glyphs(&heap).map(|glyph| glyph.symbol).collect();
        assert_eq!(shown, ["a"]);
    }

    #[test]
    fn shortens_in_the_middle_where_the_end_tells_more() {
        let check = |text: &str, width: usize, expected: &str| {
            let shown = DisplayWidth::default().fit_ends(text, width);
            assert_eq!(shown, expected, "{width}");
        };
        check("武汉理工大学材料学院", 20, "武汉理工大学材料学院");
        check("武汉理工大学材料学院", 13, "武汉理…料学院");
        check("武汉理工大学材料学院", 2, "…");
        check("University of A", 9, "Univ…of A");
    }

    #[test]
    fn a_sign_of_three_columns_is_shown_as_one_that_fits() {
        let measure = DisplayWidth::default();
        let shown: Vec<_> = measure.glyphs("\u{17c0}\u{17d8}O").collect();
        assert!(
            shown.iter().all(|glyph| glyph.width <= MAX_GLYPH_COLUMNS),
            "{shown:?}"
        );
        assert!(
            shown.iter().any(|glyph| glyph.symbol == UNKNOWN),
            "{shown:?}"
        );
    }

    #[test]
    fn a_sign_that_joins_the_ellipsis_takes_no_more_room_than_there_is() {
        let text = "\u{fffd}\u{1b80}\u{fffd}\u{14}\u{fffd}\u{1b80}\u{14}\u{201c}\u{200d}\u{200d}\u{1b82}\u{209c}TTTTTTTTTTTTTTTTTTTT\u{200d}\u{200d}\u{1b82}rd\u{1c}\u{fffd}H\u{fffd}}\u{7c9}\u{3000}\u{fffd}\u{fffd}";
        for ambiguous_wide in [false, true] {
            let measure = DisplayWidth { ambiguous_wide };
            for width in 0..60 {
                for fitted in [measure.fit(text, width), measure.fit_ends(text, width)] {
                    assert!(measure.width(&fitted) <= width, "{width}: {fitted:?}");
                }
            }
        }
    }

    #[test]
    fn shortens_with_an_ellipsis() {
        let check = |text: &str, width: usize, expected: &str| {
            assert_eq!(NARROW.fit(text, width), expected, "{text:?} in {width}");
        };
        check("石墨烯涂层", 10, "石墨烯涂层");
        check("石墨烯涂层", 9, "石墨烯涂…");
        check("石墨烯涂层", 8, "石墨烯…");
        check("石墨烯涂层", 1, "…");
        check("石墨烯涂层", 0, "");
        check("pilot plant", 7, "pilot…");
        assert_eq!(WIDE.fit("石墨烯涂层", 9), "石墨烯…");
        assert_eq!(WIDE.fit("石墨烯涂层", 1), "");
    }

    #[test]
    fn a_line_is_shortened_as_a_whole() {
        let mut line = Line::new("武汉大学", Role::Plain);
        line.push(" · ", Role::Dim);
        line.push("湖北", Role::Plain);
        let check = |width: usize, expected: &str| {
            let fitted = line.clone().fit(NARROW, width);
            let text: String = fitted.pieces.iter().map(|p| p.text.as_str()).collect();
            assert_eq!(text, expected, "in {width}");
            assert!(fitted.width(NARROW) <= width, "in {width}");
        };
        check(15, "武汉大学 · 湖北");
        check(14, "武汉大学 · 湖…");
        check(11, "武汉大学 ·…");
        check(8, "武汉大…");
        check(0, "");
    }

    #[test]
    fn marks_become_pieces() {
        let check = |range: Range<usize>, marks: &[Range<usize>], expected: &str| {
            let mut line = Line::default();
            line.push_marked("abcdefgh", &range, marks, Role::Plain);
            let shown: String = line
                .pieces
                .iter()
                .map(|piece| match piece.role {
                    Role::Match => format!("[{}]", piece.text),
                    _ => piece.text.clone(),
                })
                .collect();
            assert_eq!(shown, expected);
        };
        check(0..8, &[], "abcdefgh");
        check(0..8, &[0..2, 4..5], "[ab]cd[e]fgh");
        check(1..7, &[0..2, 6..8], "[b]cdef[g]");
        check(2..4, &[0..3, 3..8], "[c][d]");
        check(2..4, &[0..2, 4..6], "cd");
    }

    #[test]
    fn a_chosen_line_looks_the_same_from_end_to_end() {
        let theme = Theme::ansi();
        let mut buffer = Buffer::empty(Rect::new(0, 0, 20, 1));
        let mut line = Line::new("✓ ", Role::Accent);
        line.push("新材料", Role::Plain);
        line.push(" ━━ 19", Role::Dim);
        line.draw(&mut buffer, Rect::new(0, 0, 20, 1), NARROW, &theme);
        select(&mut buffer, Rect::new(0, 0, 20, 1), &theme);
        let first = buffer.content()[0].style();
        assert!(buffer.content().iter().all(|cell| cell.style() == first));
    }

    #[test]
    fn a_popup_over_wide_characters_keeps_its_edges() {
        let mut buffer = Buffer::empty(Rect::new(0, 0, 8, 1));
        let top = Position::new(0, 0);
        NARROW.put(&mut buffer, top, 8, "石墨烯涂", Style::new());
        clear(&mut buffer, Rect::new(3, 0, 2, 1));
        NARROW.put(&mut buffer, Position::new(3, 0), 2, "ab", Style::new());
        let shown: Vec<_> = buffer.content().iter().map(Cell::symbol).collect();
        assert_eq!(shown, ["石", " ", " ", "a", "b", " ", "涂", " "]);
    }
}
