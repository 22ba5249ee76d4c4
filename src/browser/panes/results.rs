//! The results: two or three lines each, and what can be done where there are none.

pub(crate) mod relaxing;

use qiao_index::record::Record;
use qiao_index::search::{Hit, Page};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::listing::fields;
use crate::listing::kept;
use crate::listing::reasons;
use crate::listing::result_line;
use crate::messages::{fill, pick};
use crate::ui::presentation::Presentation;
use crate::ui::scrolling::Extent;
use crate::ui::text::{self, DisplayWidth, Line};
use crate::ui::theme::Role;
use crate::ui::wrap;
use crate::work::marks::Marks;

use relaxing::Relaxation;

/// Columns before a result, for the mark of the chosen one.
const GUTTER: u16 = 2;
/// Steps of the window of hits are no longer than this.
const MAX_STEP: usize = 25;
/// No more characters of a text are looked through for its best part.
const EXAMINED: usize = 4_000;

/// A page and the place of its first hit among all.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Found<'a> {
    /// The answer.
    pub(crate) page: &'a Page,
    /// Number of hits before its first.
    pub(crate) offset: usize,
    /// The listings that are marked.
    pub(crate) marks: &'a Marks,
}

impl<'a> Found<'a> {
    /// The hit at a place among all, where the page has it.
    pub(crate) fn hit(self, place: usize) -> Option<&'a Hit> {
        self.page.hits.get(place.checked_sub(self.offset)?)
    }

    /// Whether the page has the hit at a place.
    pub(crate) fn has(self, place: usize) -> bool {
        self.hit(place).is_some()
    }

    /// The place of a record among all, where the page has it.
    pub(crate) fn place_of(self, id: &str) -> Option<usize> {
        let within = self.page.hits.iter().position(|hit| hit.record.id == id);
        within.map(|within| self.offset + within)
    }

    /// Number of all hits.
    pub(crate) fn total(self) -> usize {
        usize::try_from(self.page.total).unwrap_or(usize::MAX)
    }
}

/// How many rows a result takes, and how many of them have text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Pitch {
    rows: u16,
    lines: u16,
}

const fn pitch(height: u16) -> Pitch {
    let (rows, lines) = match height {
        0..6 => (1, 1),
        6..12 => (2, 2),
        12..24 => (3, 3),
        _ => (4, 3),
    };
    Pitch { rows, lines }
}

/// Number of whole results that an area shows, at least one.
pub(crate) fn visible(area: Rect) -> usize {
    usize::from(area.height / pitch(area.height).rows).max(1)
}

/// Which result is chosen and which is the first on screen.
#[derive(Debug, Default)]
pub(crate) struct ResultsPane {
    selected: usize,
    top: usize,
}

impl ResultsPane {
    /// Back to the first result.
    pub(crate) fn reset(&mut self) {
        *self = Self::default();
    }

    /// Place of the chosen result among all.
    pub(crate) const fn selected(&self) -> usize {
        self.selected
    }

    /// Chooses the result `by` behind the chosen one.
    pub(crate) fn step(&mut self, by: isize) {
        self.selected = self.selected.saturating_add_signed(by);
    }

    /// Chooses a result.
    pub(crate) const fn choose(&mut self, place: usize) {
        self.selected = place;
    }

    /// Keeps the choice among `total` results and on screen.
    pub(crate) fn settle(&mut self, total: usize, area: Rect) {
        let visible = visible(area);
        self.selected = self.selected.min(total.saturating_sub(1));
        self.top = self
            .top
            .min(self.selected)
            .max((self.selected + 1).saturating_sub(visible))
            .min(total.saturating_sub(visible.min(total)));
    }

    /// First hit wanted and how many: those on screen and about a screenful on each side,
    /// in steps, so that not every line scrolled asks a new question.
    pub(crate) fn window(&self, area: Rect) -> (usize, usize) {
        let visible = visible(area);
        let step = visible.min(MAX_STEP);
        let offset = (self.top / step * step).saturating_sub(step);
        (offset, visible + 3 * step)
    }

    /// Which results are on screen.
    pub(crate) fn extent(&self, total: usize, area: Rect) -> Extent {
        Extent {
            first: self.top,
            shown: visible(area),
            all: total,
        }
    }

    /// Shows the results from a place on; the chosen one goes along.
    pub(crate) fn scroll_to(&mut self, first: usize, area: Rect) {
        self.top = first;
        self.selected = self.selected.clamp(first, first + visible(area) - 1);
    }

    /// Place of the result at a row of the area.
    pub(crate) fn at(&self, row: u16, area: Rect) -> usize {
        self.top + usize::from(row / pitch(area.height).rows)
    }

    /// Draws the results that fit.
    pub(crate) fn draw(
        &self,
        buffer: &mut Buffer,
        area: Rect,
        found: Found<'_>,
        focused: bool,
        look: &Presentation,
    ) {
        let pitch = pitch(area.height);
        for (row, place) in (self.top..found.total()).take(visible(area)).enumerate() {
            let top = area.y + u16::try_from(row).unwrap_or(u16::MAX) * pitch.rows;
            let item = Rect {
                y: top,
                height: pitch.lines.min(area.bottom().saturating_sub(top)),
                ..area
            };
            let width = usize::from(area.width.saturating_sub(GUTTER));
            let lines = match found.hit(place) {
                Some(hit) => lines(hit, found.page, pitch.lines, width, look),
                None => vec![Line::new("…", Role::Dim)],
            };
            draw_item(buffer, item, &lines, place == self.selected, focused, look);
            if found
                .hit(place)
                .is_some_and(|hit| found.marks.has(&hit.record.id))
            {
                let mark = Line::new(look.symbols.yes, Role::Accent);
                mark.draw(buffer, item, look.columns, &look.theme);
            }
        }
    }

    /// Draws what can be done where nothing was found, and why nothing was.
    pub(crate) fn draw_nothing(
        &self,
        buffer: &mut Buffer,
        area: Rect,
        (ways, why): (&[Relaxation], &str),
        key: &str,
        look: &Presentation,
    ) {
        let nothing = &look.messages.nothing;
        let mut rest = area;
        let heading = fill(nothing.choose, &[("key", key)]);
        for line in [
            Line::new(nothing.found, Role::Title),
            Line::new(heading, Role::Dim),
        ] {
            if rest.height > 1 || ways.is_empty() {
                line.draw(buffer, rest, look.columns, &look.theme);
                rest = below(rest);
            }
        }
        let rows = usize::from(rest.height);
        let first = (self.selected + 1).saturating_sub(rows);
        for (at, way) in ways.iter().enumerate().skip(first).take(rows) {
            let row = Rect { height: 1, ..rest };
            let line = Line::new(way.words(look), Role::Plain);
            draw_item(buffer, row, &[line], at == self.selected, true, look);
            rest = below(rest);
        }
        let ranges = wrap::wrap(look.columns, why, usize::from(rest.width));
        for (range, row) in ranges.into_iter().zip(rest.rows().skip(1)) {
            let line = Line::new(why.get(range).unwrap_or(""), Role::Dim);
            line.draw(buffer, row, look.columns, &look.theme);
        }
    }
}

/// First row of the ways out, where the area has room for the words above them.
pub(crate) const fn first_way(area: Rect) -> u16 {
    let above = area.height.saturating_sub(1);
    if above < 2 { above } else { 2 }
}

const fn below(area: Rect) -> Rect {
    Rect {
        y: area.y + 1,
        height: area.height.saturating_sub(1),
        ..area
    }
}

fn draw_item(
    buffer: &mut Buffer,
    area: Rect,
    lines: &[Line],
    chosen: bool,
    focused: bool,
    look: &Presentation,
) {
    let rows = area.rows();
    for (at, (row, line)) in rows.zip(lines).enumerate() {
        let text = Rect {
            x: row.x + GUTTER,
            width: row.width.saturating_sub(GUTTER),
            ..row
        };
        let line = line.clone().fit(look.columns, usize::from(text.width));
        line.draw(buffer, text, look.columns, &look.theme);
        if chosen {
            Line::new(look.symbols.chosen, Role::Accent).draw(
                buffer,
                row,
                look.columns,
                &look.theme,
            );
        }
        if chosen && focused && at == 0 {
            text::select(buffer, text, &look.theme);
        }
    }
}

/// A result's lines: title; facts; the part of its text that shows best why it was found.
fn lines(hit: &Hit, page: &Page, number: u16, width: usize, look: &Presentation) -> Vec<Line> {
    let record = &hit.record;
    let mut title = Line::default();
    let text = record.title_in(look.language.code());
    let marks = page.highlighter.marks(text);
    title.push_marked(text, &(0..text.len()), &marks, Role::Title);
    let mut badges = result_line::badges(record, width, look);
    if let Some(kept) = &hit.kept {
        badges.push(format!("  {}", kept::signs(kept, look)), Role::Accent);
    }
    let room = width.saturating_sub(badges.width(look.columns));
    let mut title = title.fit(look.columns, room);
    if !badges.pieces.is_empty() {
        let pad = room.saturating_sub(title.width(look.columns));
        title.push(" ".repeat(pad), Role::Plain);
        title.pieces.extend(badges.pieces);
    }
    let mut lines = vec![title];
    if number > 1 {
        lines.push(result_line::facts_line(record, width, look));
    }
    if number > 2 {
        lines.push(match &hit.fit {
            Some(fit) => reasons::summary(fit, record, look),
            None => third_line(record, page, width, look),
        });
    }
    lines
}

/// A patent's number, then the part of the text that shows best why it was found; where there is
/// no text, the people.
fn third_line(record: &Record, page: &Page, width: usize, look: &Presentation) -> Line {
    let mut line = Line::default();
    let number = fields::patent_number(record);
    if !number.is_empty() {
        line.push(format!("{number}  "), Role::Dim);
    }
    let room = width.saturating_sub(line.width(look.columns));
    let excerpt = excerpt(record, page, room, look.columns);
    if excerpt
        .pieces
        .iter()
        .all(|piece| piece.text.trim().is_empty())
    {
        let people = record.people.iter().map(|person| person.name.as_str());
        let people: Vec<&str> = people.collect();
        let between = pick(look.language, ["；", "; "]);
        line.push(people.join(between), Role::Dim);
    } else {
        line.pieces.extend(excerpt.pieces);
    }
    line
}

/// The part of the record's texts with most matches.
fn excerpt(record: &Record, page: &Page, width: usize, columns: DisplayWidth) -> Line {
    let marked = record.texts().into_iter().map(|text| {
        let end = text.char_indices().nth(EXAMINED);
        let text = end.and_then(|(end, _)| text.get(..end)).unwrap_or(text);
        (text, page.highlighter.marks(text))
    });
    // Of equals the first.
    let best = marked.reduce(|best, next| {
        if next.1.len() > best.1.len() {
            next
        } else {
            best
        }
    });
    let Some((text, marks)) = best else {
        return Line::default();
    };
    let range = wrap::around_marks(columns, text, &marks, width.saturating_sub(2));
    let mut line = Line::default();
    if range.start > 0 {
        line.push("…", Role::Dim);
    }
    line.push_marked(text, &range, &marks, Role::Plain);
    if range.end < text.len() {
        line.push("…", Role::Dim);
    }
    line
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_window_of_hits_follows_the_screen() {
        let area = Rect::new(0, 0, 50, 40);
        let mut pane = ResultsPane::default();
        let total = 100_000;
        let mut windows = 0;
        let mut last = None;
        for place in 0..500 {
            pane.choose(place);
            pane.settle(total, area);
            let (offset, limit) = pane.window(area);
            assert!(
                offset <= pane.top && offset + limit >= pane.top + 10,
                "{place}"
            );
            assert!(limit <= 100);
            windows += usize::from(last != Some((offset, limit)));
            last = Some((offset, limit));
        }
        assert_eq!(windows, 49, "a new question once a screenful");
        pane.step(isize::MAX);
        pane.settle(total, area);
        assert_eq!(pane.selected(), 99_999);
        let (offset, limit) = pane.window(area);
        assert!(offset <= 99_990 && offset + limit >= total);
    }

    #[test]
    fn the_chosen_result_is_always_on_screen() {
        let check = |selected, total, height, expected| {
            let mut pane = ResultsPane::default();
            pane.choose(selected);
            pane.settle(total, Rect::new(0, 0, 50, height));
            assert_eq!((pane.selected(), pane.top), expected);
        };
        check(0, 0, 40, (0, 0));
        check(5, 3, 40, (2, 0));
        check(9, 100, 40, (9, 0));
        check(10, 100, 40, (10, 1));
        check(99, 100, 40, (99, 90));
        check(50, 100, 0, (50, 50));
    }
}
