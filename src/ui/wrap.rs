//! Lines: where a text may be broken, and which part of it shows best why it was found.

use std::ops::Range;

use textwrap::WordSeparator;

use crate::ui::text::{DisplayWidth, Glyph};

/// No line starts with these, as far as the width allows.
const CLOSING: &str = "，、。；：？！）】》〉」』〕］｝”’…,.;:?!)]}%％℃°";
/// No line ends with these, as far as the width allows.
const OPENING: &str = "（【《〈「『〔［｛“‘([{";

/// Cuts a text into lines of at most `width` columns, as byte ranges.
///
/// Line feeds end a line. Breaks follow Unicode's rules; a unit that is wider than the line is
/// broken where it leaves no closing punctuation at the start of a line. Blanks at the end of a
/// line belong to no line. An empty text has one empty line.
pub(crate) fn wrap(columns: DisplayWidth, text: &str, width: usize) -> Vec<Range<usize>> {
    let mut lines = Vec::new();
    let mut start = 0;
    for paragraph in text.split('\n') {
        let mut filler = Filler::new(columns, text, width.max(1), start);
        let mut at = start;
        let words = WordSeparator::UnicodeBreakProperties.find_words(paragraph);
        let mut words = words.peekable();
        while let Some(word) = words.next() {
            let mut end = at + word.word.len();
            let mut next = end + word.whitespace.len();
            // A dot between two facts stays with the first.
            if let Some(dot) = words.next_if(|next| next.word == "·") {
                end = next + dot.word.len();
                next = end + dot.whitespace.len();
            }
            filler.add(at..end);
            at = next;
        }
        lines.append(&mut filler.finish());
        start += paragraph.len() + 1;
    }
    lines
}

/// Fills lines with units, first fit.
struct Filler<'a> {
    columns: DisplayWidth,
    text: &'a str,
    width: usize,
    lines: Vec<Range<usize>>,
    line: Range<usize>,
    /// Columns of the line so far: to measure it again for every unit would take forever in a text of
    /// one line.
    used: usize,
}

impl<'a> Filler<'a> {
    fn new(columns: DisplayWidth, text: &'a str, width: usize, start: usize) -> Self {
        Self {
            columns,
            text,
            width,
            lines: Vec::new(),
            line: start..start,
            used: 0,
        }
    }

    fn part(&self, range: Range<usize>) -> &'a str {
        self.text.get(range).unwrap_or("")
    }

    fn add(&mut self, unit: Range<usize>) {
        let more = self.columns.width(self.part(self.line.end..unit.end));
        if self.used.saturating_add(more) <= self.width {
            self.line.end = unit.end;
            self.used += more;
            return;
        }
        if !self.line.is_empty() {
            self.lines.push(self.line.clone());
        }
        self.line = unit;
        loop {
            let rest = self.part(self.line.clone());
            if self.columns.fits(rest, self.width) {
                self.used = self.columns.width(rest);
                break;
            }
            let cut = self.line.start + emergency(self.columns, rest, self.width);
            self.lines.push(self.line.start..cut);
            self.line.start = cut;
        }
    }

    fn finish(mut self) -> Vec<Range<usize>> {
        if !self.line.is_empty() || self.lines.is_empty() {
            self.lines.push(self.line);
        }
        self.lines
    }
}

/// Where to break a unit that is wider than a line: bytes from its start, at least one character.
fn emergency(columns: DisplayWidth, unit: &str, width: usize) -> usize {
    let mut used = 0;
    let mut glyphs: Vec<Glyph<'_>> = Vec::new();
    for glyph in columns.glyphs(unit) {
        used += glyph.width;
        glyphs.push(glyph);
        if used > width {
            break;
        }
    }
    let fitting = glyphs.len().saturating_sub(1).max(1);
    let is = |set: &str, glyph: Option<&Glyph<'_>>| {
        glyph.is_some_and(|glyph| glyph.symbol.starts_with(|first| set.contains(first)))
    };
    let good = |cut: &usize| !is(CLOSING, glyphs.get(*cut));
    let best = |cut: &usize| good(cut) && !is(OPENING, glyphs.get(*cut - 1));
    let cut = (1..=fitting)
        .rev()
        .find(best)
        .or_else(|| (1..=fitting).rev().find(good))
        .unwrap_or(fitting);
    glyphs.get(cut).map_or(unit.len(), |glyph| glyph.at.start)
}

/// The part of a text, about `width` columns, that shows most of its marks.
///
/// It starts at the text's beginning where that shows as much, else at a pause before the marks.
pub(crate) fn around_marks(
    columns: DisplayWidth,
    text: &str,
    marks: &[Range<usize>],
    width: usize,
) -> Range<usize> {
    let shown = |start: usize| {
        let rest = text.get(start..).unwrap_or("");
        start..start + columns.prefix(rest, width)
    };
    let count = |range: &Range<usize>| {
        marks
            .iter()
            .filter(|mark| mark.start >= range.start && mark.end <= range.end)
            .count()
    };
    let mut best = shown(0);
    let mut most = count(&best);
    for mark in marks {
        let candidate = shown(lead_in(columns, text, mark.start, width / 4));
        let number = count(&candidate);
        if number > most {
            (best, most) = (candidate, number);
        }
    }
    best
}

/// A place at most `room` columns before `mark`: behind the nearest pause, never inside a
/// Latin word.
fn lead_in(columns: DisplayWidth, text: &str, mark: usize, room: usize) -> usize {
    let before: Vec<Glyph<'_>> = columns.glyphs(text.get(..mark).unwrap_or("")).collect();
    let mut used = 0;
    let mut start = mark;
    for glyph in before.iter().rev() {
        used += glyph.width;
        if used > room || "。；！？，\n".contains(glyph.symbol) {
            break;
        }
        if glyph.symbol == " " {
            start = glyph.at.end;
        } else if !glyph.symbol.is_ascii() {
            start = glyph.at.start;
        }
    }
    start
}

#[cfg(test)]
mod tests {
    #![expect(
        clippy::unwrap_used,
        clippy::string_slice,
        reason = "a failure is the test's result"
    )]

    use proptest::prelude::*;

    use super::*;

    const NARROW: DisplayWidth = DisplayWidth {
        ambiguous_wide: false,
    };

    fn lines(text: &str, width: usize) -> Vec<&str> {
        wrap(NARROW, text, width)
            .into_iter()
            .map(|range| text.get(range).unwrap())
            .collect()
    }

    #[test]
    fn a_text_of_one_endless_line_is_not_measured_again_for_every_word() {
        let text = "keyword ".repeat(100_000);
        assert_eq!(lines(&text, usize::MAX).len(), 1);
    }

    #[test]
    fn breaks_where_a_reader_would() {
        let check = |text: &str, width: usize, expected: &[&str]| {
            assert_eq!(lines(text, width), expected, "{text:?} in {width}");
        };
        check("", 10, &[""]);
        check("a\n\nb", 10, &["a", "", "b"]);
        check(
            "pilot plant for coatings",
            12,
            &["pilot plant", "for coatings"],
        );
        check(
            "石墨烯防腐涂层，已中试。",
            14,
            &["石墨烯防腐涂", "层，已中试。"],
        );
        check("石墨烯（锂）。", 6, &["石墨烯", "（", "锂）。"]);
        check("abcdefghij", 4, &["abcd", "efgh", "ij"]);
        check("温度25℃以下", 6, &["温度", "25℃以", "下"]);
        check("锂。」", 4, &["锂。", "」"]);
    }

    #[test]
    fn shows_the_part_with_the_marks() {
        let check = |text: &str, words: &[&str], width: usize, expected: &str| {
            let marks: Vec<_> = words
                .iter()
                .flat_map(|word| text.match_indices(word))
                .map(|(at, word)| at..at + word.len())
                .collect();
            let range = around_marks(NARROW, text, &marks, width);
            assert_eq!(text.get(range).unwrap(), expected, "{text:?}");
        };
        check("本成果用于桥梁。", &[], 8, "本成果用");
        check("本成果用于桥梁。", &["成果"], 8, "本成果用");
        check(
            "本成果用于桥梁，采用石墨烯涂层防腐。",
            &["石墨烯"],
            16,
            "采用石墨烯涂层防",
        );
        check(
            "one two three four five graphene",
            &["graphene"],
            12,
            "graphene",
        );
    }

    fn closing(text: &str) -> bool {
        text.chars().next().is_some_and(|c| CLOSING.contains(c))
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn no_line_is_too_wide_or_starts_with_closing_punctuation(
            text in "([锂电池石墨烯a-c ，、）。（“”…①]|e\u{301}|\u{1140}{1,4}|\u{915}\u{94d}\u{937}\u{94d}\u{92e}|abc|100%){0,60}",
            width in 2_usize..=80,
        ) {
            let lines = wrap(NARROW, &text, width);
            for pair in lines.windows(2) {
                let [before, line] = [&text[pair[0].clone()], &text[pair[1].clone()]];
                // The whole run and one character before it must fit into a line together.
                let after: String = line.chars().take_while(|c| CLOSING.contains(*c)).collect();
                let kept = before.trim_end_matches(|c| CLOSING.contains(c));
                let last = NARROW.glyphs(kept).last().map_or(0, |glyph| glyph.at.start);
                let forced = NARROW.width(&before[last..]) + NARROW.width(&after) > width;
                prop_assert!(!closing(line) || forced || text[..pair[1].start].ends_with(' '),
                    "{:?} / {:?} in {}", before, line, width);
            }
            for line in &lines {
                let shown = NARROW.width(&text[line.clone()]);
                prop_assert!(shown <= width, "{:?} in {}", &text[line.clone()], width);
            }
            let kept: String = lines.iter().map(|line| &text[line.clone()]).collect();
            prop_assert_eq!(kept.replace(' ', ""), text.replace(' ', ""));
        }

        #[test]
        fn any_text_can_be_cut(text in "\\PC{0,40}", width in 1_usize..=80) {
            let lines = wrap(NARROW, &text, width);
            prop_assert!(lines.iter().all(|line| text.get(line.clone()).is_some()));
            let marks: Vec<_> = text.char_indices().map(|(at, c)| at..at + c.len_utf8()).collect();
            let range = around_marks(NARROW, &text, &marks, width);
            prop_assert!(text.get(range).is_some());
        }
    }
}
