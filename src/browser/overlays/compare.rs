//! Marked listings side by side: up to four columns, and what differs between them.

use qiao_index::library::Suspects;
use qiao_index::record::Record;
use qiao_index::vocab::Language;
use ratatui::buffer::Buffer;
use ratatui::crossterm::event::KeyCode;
use ratatui::layout::{Position, Rect};

use super::{Input, Opening, Outcome, Overlay, decide};
use crate::browser::screens::Screen;
use crate::browser::shared::Shared;
use crate::listing::comparison::{Row, rows};
use crate::messages::{fill, pick};
use crate::ui::action::Action;
use crate::ui::frame;
use crate::ui::presentation::Presentation;
use crate::ui::scrolling::Extent;
use crate::ui::text::Line;
use crate::ui::theme::Role;
use crate::ui::wrap;
use crate::work::keeping::common;

/// All of the window, whatever its size.
const SIZE: (u16, u16) = (u16::MAX, u16::MAX);
/// Listings that stand side by side at most.
const MAX_SIDE_BY_SIDE: usize = 4;
/// No column is narrower where there are others to leave out.
const NARROWEST: usize = 18;
/// Columns for the names of the fields, Chinese first, in a window that has room for them.
const NAME: [usize; 2] = [12, 18];
/// In a narrower window names stand above their row.
const WIDE: usize = 60;
/// Between two columns.
const GAP: usize = 2;
/// Rows of the titles.
const TITLE: usize = 3;

/// Opens the marked listings side by side.
pub(super) fn open(shared: &mut Shared, screen: &dyn Screen) -> Opening {
    let records = shared.marks.records();
    if records.len() < 2 {
        let key = shared.key_in(screen.place(), Action::Mark);
        let message = shared.messages().marks.too_few;
        return Opening::Refused(fill(message, &[("key", &key)]));
    }
    let records = records.to_vec();
    shared.warn_of(&records);
    Opening::of(Comparison::new(records))
}

/// Listings side by side.
#[derive(Debug)]
pub(super) struct Comparison {
    /// A pair that may be the same, which is to be decided.
    pair: Option<Suspects>,
    records: Vec<Record>,
    /// The first listing on screen.
    first: usize,
    top: usize,
    laid: Option<Laid>,
}

/// Lines for a window and language.
#[derive(Debug)]
struct Laid {
    window: Rect,
    language: Language,
    head: Vec<Line>,
    lines: Vec<Line>,
}

/// Where the columns stand.
#[derive(Debug, Clone, Copy)]
struct Grid {
    name: usize,
    column: usize,
    number: usize,
}

impl Comparison {
    /// A comparison of these listings.
    const fn new(records: Vec<Record>) -> Self {
        Self {
            pair: None,
            records,
            first: 0,
            top: 0,
            laid: None,
        }
    }

    /// Two listings that may be the same.
    pub(super) fn of_pair(pair: Suspects) -> Self {
        let records = vec![pair.one.clone(), pair.other.clone()];
        Self {
            pair: Some(pair),
            ..Self::new(records)
        }
    }

    /// Shows the listings `by` to the right.
    fn shift(&mut self, by: isize) {
        self.first = self.first.saturating_add_signed(by);
        self.laid = None;
    }

    fn scroll(&mut self, by: isize) {
        self.top = self.top.saturating_add_signed(by);
    }

    /// Where the columns stand: as few that the longest address is whole, where two can be so wide.
    fn grid(&self, width: usize, look: &Presentation) -> Grid {
        let contacts = self.records.iter().flat_map(|record| &record.contact);
        let addresses = contacts.flat_map(|contact| &contact.emails);
        let widest = addresses.map(|address| look.columns.width(address)).max();
        Grid::new(
            width,
            self.records.len(),
            look.language,
            widest.unwrap_or(0),
        )
    }

    /// How many listings there are, and which of them are on screen where not all are.
    fn title(&self, shown: usize, look: &Presentation) -> String {
        if let Some(pair) = &self.pair {
            let common = common(&pair.common, look.language);
            return fill(look.messages.library.in_common, &[("common", &common)]);
        }
        let number = self.records.len().to_string();
        let mut title = fill(look.messages.marks.compare, &[("n", &number)]);
        if shown < self.records.len() {
            let place = format!("{}–{}", self.first + 1, self.first + shown);
            title.extend([look.symbols.dot, &place]);
        }
        title
    }

    fn hint(&self, shown: usize, width: usize, look: &Presentation) -> &'static str {
        if self.pair.is_some() {
            return look.messages.library.pair_hint;
        }
        let hint = look.messages.marks.compare_hint;
        if shown == self.records.len() {
            look.messages.general.scroll
        } else if look.columns.fits(hint, width.saturating_sub(4)) {
            hint
        } else {
            look.messages.general.close
        }
    }

    /// Lays the listings out for a window.
    fn lay_out(&mut self, window: Rect, width: usize, look: &Presentation) {
        let grid = self.grid(width, look);
        self.first = self.first.min(self.records.len() - grid.number);
        let all: Vec<&Record> = self.records.iter().collect();
        let columns = self.first..self.first + grid.number;
        let shown = all.get(columns.clone()).unwrap_or_default();
        self.laid = Some(Laid {
            window,
            language: look.language,
            head: grid.head(shown, look),
            // What differs is said of all, not only of those on screen.
            lines: rows(&all, look)
                .iter()
                .flat_map(|row| grid.lines(&row.part(columns.clone()), row.is_alike(), look))
                .collect(),
        });
    }
}

impl Overlay for Comparison {
    /// All of the window, whatever its size.
    fn size(&self) -> (u16, u16) {
        SIZE
    }

    /// Draws titles, and below a line the fields.
    fn draw(&self, buffer: &mut Buffer, shared: &Shared, _: &dyn Screen) -> Option<Position> {
        let look = shared.look();
        let width = usize::from(frame::areas(buffer.area, SIZE).1.width);
        let shown = self.grid(width, look).number;
        let hint = self.hint(shown, width, look);
        let area = frame::draw(buffer, SIZE, &self.title(shown, look), hint, look);
        let laid = self.laid.as_ref()?;
        let level = look.symbols.level.repeat(usize::from(area.width));
        let level = Line::new(level, Role::Dim);
        let shown = laid.lines.iter().skip(self.top);
        let lines = laid.head.iter().chain([&level]).chain(shown);
        for (line, row) in lines.zip(area.rows()) {
            line.draw(buffer, row, look.columns, &look.theme);
        }
        None
    }

    fn update(&mut self, input: Input, shared: &mut Shared, _: &dyn Screen) -> Outcome {
        match input {
            Input::Accept | Input::Click(..) => {
                let Some(pair) = &self.pair else {
                    return Outcome::Pass;
                };
                let question = decide::ask(pair, shared);
                return Outcome::Open(Box::new(question), Vec::new());
            }
            Input::Act(Action::Back) if self.pair.is_some() => {
                return Outcome::Act(Action::Duplicates);
            }
            Input::Step(by) => self.scroll(by),
            Input::Tab => self.shift(1),
            Input::Key(key) => match key.code {
                KeyCode::Home => self.scroll(isize::MIN),
                KeyCode::End => self.scroll(isize::MAX),
                KeyCode::Left => self.shift(-1),
                KeyCode::Right => self.shift(1),
                _ => {}
            },
            _ => return Outcome::Pass,
        }
        Outcome::Stay
    }

    /// Lays the listings out anew where the window or the language is another, and keeps what
    /// is shown within what there is.
    fn settle(&mut self, shared: &Shared) {
        let (window, look) = (shared.setting.window, shared.look());
        let same = |laid: &Laid| laid.window == window && laid.language == look.language;
        let inside = frame::areas(window, SIZE).1;
        if !self.laid.as_ref().is_some_and(same) {
            self.lay_out(window, usize::from(inside.width), look);
        }
        if let Some(laid) = &self.laid {
            let room = usize::from(inside.height).saturating_sub(laid.head.len() + 1);
            self.top = self.top.min(laid.lines.len().saturating_sub(room));
        }
    }

    /// Which lines below the titles are on screen.
    fn extent(&self, rows: u16) -> Extent {
        self.laid
            .as_ref()
            .map_or_else(Extent::default, |laid| Extent {
                first: self.top,
                shown: usize::from(rows).saturating_sub(laid.head.len() + 1),
                all: laid.lines.len(),
            })
    }

    fn scroll_to(&mut self, first: usize, _: u16) {
        self.top = first;
    }
}

impl Grid {
    /// As many columns as there is room for, two at the least, none narrower than the widest
    /// address where that is possible.
    fn new(width: usize, records: usize, language: Language, widest: usize) -> Self {
        let name = if width < WIDE {
            0
        } else {
            pick(language, NAME)
        };
        let room = width - name;
        let narrowest = NARROWEST.max(widest + GAP);
        let number = ((room + GAP) / narrowest).min(room / NARROWEST);
        let number = number.clamp(2, MAX_SIDE_BY_SIDE).min(records);
        Self {
            name,
            column: ((room + GAP) / number).saturating_sub(GAP).max(1),
            number,
        }
    }

    /// The titles, none higher than a few lines.
    fn head(self, records: &[&Record], look: &Presentation) -> Vec<Line> {
        let titles = records.iter().map(|record| {
            let mut lines = self.wrapped(record.title_in(look.language.code()), Role::Title, look);
            if lines.len() > TITLE {
                lines.truncate(TITLE);
                if let Some((last, _)) = lines.last_mut() {
                    last.push('…');
                }
            }
            lines
        });
        self.abreast("", Role::Dim, &titles.collect::<Vec<_>>(), look)
    }

    /// A field in lines: what all listings have is dim, what differs stands out.
    fn lines(self, row: &Row, is_equal: bool, look: &Presentation) -> Vec<Line> {
        let (mark, role) = if is_equal {
            ("", Role::Dim)
        } else {
            (look.symbols.differs, Role::Accent)
        };
        let width = look.columns.width(look.symbols.differs) + 1;
        let pad = " ".repeat(width - look.columns.width(mark));
        let name = format!("{mark}{pad}{}", row.name);
        if self.is_too_narrow_for(row, look) {
            let mut lines = vec![Line::new(name, role)];
            lines.extend(self.one_below_another(row, look));
            return lines;
        }
        let between = pick(look.language, ["；", "; "]);
        let cells: Vec<_> = row
            .cells
            .iter()
            .map(|values| self.cell(values, row, between, look))
            .collect();
        if self.name == 0 {
            let mut lines = vec![Line::new(name, role)];
            lines.extend(self.abreast("", Role::Dim, &cells, look));
            return lines;
        }
        self.abreast(&name, role, &cells, look)
    }

    /// Whether an address is wider than a column: broken, it could be neither read nor copied.
    fn is_too_narrow_for(self, row: &Row, look: &Presentation) -> bool {
        let mut values = row.cells.iter().flatten();
        values.any(|value| value.contains('@') && !look.columns.fits(value, self.column))
    }

    /// Every value on lines of its own below the name, from its listing's column on, or as far
    /// before that as it needs to be whole.
    fn one_below_another(self, row: &Row, look: &Presentation) -> Vec<Line> {
        let step = self.column + GAP;
        let whole = self.name + self.number * step - GAP;
        let mut lines = Vec::new();
        for (place, values) in row.cells.iter().enumerate() {
            for value in values {
                for range in wrap::wrap(look.columns, value, whole) {
                    let text = value.get(range).unwrap_or_default();
                    let width = look.columns.width(text);
                    let start = (self.name + place * step).min(whole - width);
                    let mut line = Line::new(" ".repeat(start), Role::Plain);
                    line.push(text.to_owned(), Role::Plain);
                    line.push(" ".repeat(whole - width - start), Role::Plain);
                    lines.push(line);
                }
            }
        }
        lines
    }

    fn cell(
        self,
        values: &[String],
        row: &Row,
        between: &str,
        look: &Presentation,
    ) -> Vec<(String, Role)> {
        if values.is_empty() {
            return vec![("—".to_owned(), Role::Dim)];
        }
        let shared = |value: &&String| row.cells.iter().all(|cell| cell.contains(value));
        let (common, own): (Vec<&String>, Vec<&String>) = values.iter().partition(shared);
        let joined = |values: &[&String]| {
            let values: Vec<&str> = values.iter().map(|value| value.as_str()).collect();
            values.join(between)
        };
        let mut lines = Vec::new();
        for (values, role) in [(own, Role::Plain), (common, Role::Dim)] {
            if !values.is_empty() {
                lines.extend(self.wrapped(&joined(&values), role, look));
            }
        }
        lines
    }

    fn wrapped(self, text: &str, role: Role, look: &Presentation) -> Vec<(String, Role)> {
        let ranges = wrap::wrap(look.columns, text, self.column).into_iter();
        ranges
            .map(|range| (text.get(range).unwrap_or("").to_owned(), role))
            .collect()
    }

    /// Cells side by side behind a name.
    fn abreast(
        self,
        name: &str,
        role: Role,
        cells: &[Vec<(String, Role)>],
        look: &Presentation,
    ) -> Vec<Line> {
        let columns = look.columns;
        let padded = |text: &str, width: usize| {
            let text = columns.fit(text, width);
            let pad = " ".repeat(width - columns.width(&text));
            format!("{text}{pad}")
        };
        let height = cells.iter().map(Vec::len).max().unwrap_or(0);
        let line = |at: usize| {
            let name = if at == 0 { name } else { "" };
            let mut line = Line::new(padded(name, self.name), role);
            for (place, cell) in cells.iter().enumerate() {
                let (text, role) = cell
                    .get(at)
                    .map_or(("", Role::Plain), |(text, role)| (text.as_str(), *role));
                let gap = if place + 1 < cells.len() { GAP } else { 0 };
                line.push(padded(text, self.column), role);
                line.push(" ".repeat(gap), Role::Plain);
            }
            line
        };
        (0..height).map(line).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::text::DisplayWidth;
    use crate::ui::theme::Theme;

    fn records() -> Vec<Record> {
        let record = |title: &str, keywords: &[&str], institution: &str| Record {
            title: title.to_owned(),
            keywords: keywords.iter().map(|&word| word.to_owned()).collect(),
            institutions: vec![institution.to_owned()],
            ..Record::default()
        };
        vec![
            record("石墨烯防腐涂料", &["石墨烯", "涂料"], "示例大学"),
            record("Graphene film", &["石墨烯", "film"], "示例大学"),
            record("三", &[], "Example Institute of Long Names"),
        ]
    }

    fn text(lines: &[Line]) -> Vec<String> {
        let text = |line: &Line| {
            let pieces = line.pieces.iter().map(|piece| piece.text.as_str());
            pieces.collect::<String>()
        };
        lines.iter().map(text).collect()
    }

    #[test]
    fn what_differs_is_marked() {
        let look = Presentation::new(
            Language::Chinese,
            Theme::ansi(),
            DisplayWidth::default(),
            false,
        );
        let records = records();
        let two: Vec<&Record> = records.iter().take(2).collect();
        let found: Vec<_> = rows(&two, &look)
            .iter()
            .flat_map(|row| Grid::new(76, 2, look.language, 0).lines(row, row.is_alike(), &look))
            .collect();
        let shown: Vec<String> = text(&found)
            .iter()
            .map(|it| it.trim_end().to_owned())
            .collect();
        assert_eq!(
            shown,
            [
                "  类型      成果                             成果",
                "  单位      示例大学                         示例大学",
                "≠ 关键词    涂料                             film",
                "            石墨烯                           石墨烯",
            ]
        );
        let shared = found.last().map(|line| line.pieces[1].role);
        assert_eq!(shared, Some(Role::Dim), "what both have is dim");
    }

    #[test]
    fn addresses_are_whole_where_two_listings_have_room_for_them() {
        let address = "transfer.office@university.example.com";
        let columns = |width, widest| Grid::new(width, 4, Language::English, widest).number;
        assert_eq!(columns(76, 0), 3);
        assert_eq!(columns(76, 26), 2);
        assert_eq!(columns(150, 26), 4);
        assert_eq!(columns(150, address.len()), 3);
        assert_eq!(columns(36, address.len()), 2, "never one alone");
    }

    #[test]
    fn an_address_wider_than_a_column_stands_whole_on_a_line_of_its_own() {
        let english = Language::English;
        let look = Presentation::new(english, Theme::ansi(), DisplayWidth::default(), false);
        let long = "transfer.office@university.example.com";
        let row = Row {
            name: "E-mail",
            cells: [long, "a@example.com"]
                .map(|it| vec![it.to_owned()])
                .to_vec(),
        };
        let shown =
            |width, row: &Row| text(&Grid::new(width, 2, english, 38).lines(row, false, &look));
        let column = " ".repeat(18);
        assert_eq!(
            shown(76, &row),
            [
                "≠ E-mail".to_owned(),
                format!("{column}{long}{}", " ".repeat(20)),
                format!("{column}{}a@example.com{}", " ".repeat(30), " ".repeat(15)),
            ]
        );
        let turned = Row {
            cells: row.cells.iter().rev().cloned().collect(),
            ..row
        };
        assert_eq!(
            shown(76, &turned)[2].trim_start(),
            long,
            "moved to the left as needed"
        );
        assert_eq!(
            shown(150, &turned).len(),
            1,
            "side by side where there is room"
        );
    }

    #[test]
    fn columns_are_aligned_at_every_width() {
        for language in [Language::Chinese, Language::English] {
            let look = Presentation::new(language, Theme::ansi(), DisplayWidth::default(), false);
            let records = records();
            for width in 20..=200 {
                let grid = Grid::new(width, records.len(), language, 0);
                let shown: Vec<&Record> = records.iter().take(grid.number).collect();
                let whole = grid.name + grid.number * (grid.column + GAP) - GAP;
                assert!(whole <= width, "{width}");
                for row in rows(&shown, &look) {
                    let lines = grid.lines(&row, row.is_alike(), &look);
                    let named = usize::from(grid.name == 0);
                    for line in lines.iter().skip(named) {
                        assert_eq!(line.width(look.columns), whole, "{width}: {line:?}");
                    }
                }
            }
        }
    }
}
