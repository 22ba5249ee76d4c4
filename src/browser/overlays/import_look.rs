//! What an import would find, before anything is written: format, kind, columns with their fields,
//! the first listings. Kind and fields can be chosen otherwise.

use qiao_index::record::Kind;
use ratatui::buffer::Buffer;
use ratatui::crossterm::event::KeyCode;
use ratatui::layout::{Position, Rect};

use super::field_choice::{self, FieldChoice};
use super::import_look_text::{self as words, columns_line, first_listings, kind_line};
use super::laid_text::wrapped;
use super::list::List;
use super::{Input, Outcome, Overlay};
use crate::browser::event::Effect;
use crate::browser::screens::Screen;
use crate::browser::shared::Shared;
use crate::messages::{Failure, fill};
use crate::ui::action::Action;
use crate::ui::choice::Choice;
use crate::ui::frame;
use crate::ui::presentation::Presentation;
use crate::ui::scrolling::Extent;
use crate::ui::text::{Line, columns};
use crate::ui::theme::Role;
use crate::work::import::{ImportLook, LookOrder};

/// Columns and rows inside the frame.
const SIZE: (u16, u16) = (100, 34);

/// A look at what is to be imported.
#[derive(Debug)]
pub(super) struct LookPane {
    /// The file, without its folder.
    name: String,
    /// What was found; nothing while it is read.
    found: Option<Result<Box<ImportLook>, Failure>>,
    choice: Choice,
    /// What is chosen for the line.
    choosing: Option<List<FieldChoice>>,
}

impl LookPane {
    /// Before anything is read.
    pub(super) fn reading(order: &LookOrder) -> Self {
        let name = order.typed.file_name().unwrap_or(order.typed.as_os_str());
        Self {
            name: name.to_string_lossy().into_owned(),
            found: None,
            choice: Choice::first(),
            choosing: None,
        }
    }

    fn look(&self) -> Option<&ImportLook> {
        self.found.as_ref()?.as_ref().ok().map(Box::as_ref)
    }

    /// Lines that can be changed: the kind, the header where that is open, the columns.
    fn lines(&self) -> usize {
        let columns = |look: &ImportLook| look.preview.columns.len() + above_columns(look);
        self.look().map_or(0, columns)
    }

    /// Takes the first row for the names of the columns, or not any more.
    fn turn_header(&self) -> Outcome {
        let Some(look) = self.look() else {
            return Outcome::Stay;
        };
        let order = LookOrder {
            header: Some(look.preview.headless),
            ..look.order.clone()
        };
        Outcome::Want(vec![Effect::Look(order)])
    }

    /// The kind of most rows.
    fn kind(&self) -> Kind {
        self.look().map_or_else(Kind::default, words::main_kind)
    }

    /// Opens the list from which the chosen line is changed.
    fn change(&mut self, shared: &Shared) -> Outcome {
        let Some(look) = self.look() else {
            return Outcome::Stay;
        };
        let list = match self.choice.place() {
            None | Some(0) => field_choice::kinds(shared.look()),
            Some(place) if place < above_columns(look) => return self.turn_header(),
            Some(_) => field_choice::fields_of(self.kind(), shared.look()),
        };
        self.choosing = Some(list);
        Outcome::Stay
    }

    /// Takes what was chosen, and reads the beginning again with it.
    fn chosen(&mut self, choice: Option<FieldChoice>) -> Outcome {
        let place = self.choice.place().unwrap_or(0);
        let Some((look, choice)) = self.look().zip(choice) else {
            return Outcome::Stay;
        };
        let mut order = LookOrder {
            header: look.order.header.or(look.preview.headless.then_some(false)),
            ..look.order.clone()
        };
        match choice {
            FieldChoice::Kind(kind, _) => order.kind = Some(kind),
            FieldChoice::Field(target, _) => {
                match look.column_key(place.saturating_sub(above_columns(look))) {
                    Some(column) => order.choose(column, target),
                    None => return Outcome::Stay,
                }
            }
        }
        Outcome::Want(vec![Effect::Look(order)])
    }

    fn update_choosing(
        &mut self,
        input: Input,
        shared: &mut Shared,
        screen: &dyn Screen,
    ) -> Outcome {
        let Some(list) = &mut self.choosing else {
            return Outcome::Stay;
        };
        if matches!(input, Input::Act(Action::Back)) {
            self.choosing = None;
            return Outcome::Stay;
        }
        let is_tab = matches!(input, Input::Tab);
        match list.update(input, shared, screen) {
            Outcome::Close(_) => {
                let choice = list.chosen().cloned();
                self.choosing = None;
                self.chosen(choice)
            }
            // Tab is the usual step, but of this list.
            Outcome::Pass if is_tab => list.update(Input::Step(1), shared, screen),
            outcome => outcome,
        }
    }

    fn import(&self, shared: &mut Shared) -> Outcome {
        let Some(look) = self.look() else {
            return Outcome::Stay;
        };
        if let Some(doubt) = &look.preview.doubt {
            shared.warn(doubt.say(shared.language()));
            return Outcome::Stay;
        }
        if look.preview.records.is_empty() {
            shared.warn(shared.messages().look.nothing);
            return Outcome::Stay;
        }
        let typed = look.order.typed.clone();
        shared.library.begin_import(&typed);
        Outcome::Close(vec![match look.mapped() {
            Some(mapped) => Effect::ImportMapped(Box::new(mapped)),
            None => Effect::Import(typed, shared.language()),
        }])
    }

    /// Rows of the head, of the lines that can be changed, and of the first listings.
    fn parts(&self, area: Rect, look: &Presentation) -> [Rect; 3] {
        let head = self.head(area.width, look);
        let head = columns(head.len()).min(area.height / 3);
        let rest = area.height - head;
        let below = match self.look() {
            Some(found) => columns(first_listings(found, look).len()),
            None => 0,
        };
        let below = below.min(rest / 2);
        let rows = |from: u16, height: u16| Rect {
            y: area.y + from,
            height,
            ..area
        };
        [
            rows(0, head),
            rows(head, rest - below),
            rows(head + rest - below, below),
        ]
    }

    /// What was recognised, counted and found wrong.
    fn head(&self, width: u16, look: &Presentation) -> Vec<Line> {
        let width = usize::from(width);
        match &self.found {
            None => vec![Line::new(look.messages.look.reading, Role::Dim)],
            Some(Err(failure)) => wrapped(failure.say(look.language), Role::Warning, width, look),
            Some(Ok(found)) => words::head(found, width, look),
        }
    }

    fn draw_line(&self, buffer: &mut Buffer, row: Rect, place: usize, look: &Presentation) {
        let Some(found) = self.look() else { return };
        let width = usize::from(row.width);
        let line = match place.checked_sub(above_columns(found)) {
            Some(column) => columns_line(found, column, width, look),
            None if place == 0 => kind_line(found, look),
            None => words::header_line(found, look),
        };
        line.fit(look.columns, width)
            .draw(buffer, row, look.columns, &look.theme);
    }

    fn click(&mut self, row: u16, rows: u16, shared: &Shared) -> Outcome {
        let area = Rect::new(
            0,
            0,
            frame::areas(shared.setting.window, SIZE).1.width,
            rows,
        );
        let [_, lines, _] = self.parts(area, shared.look());
        let before = self.choice.place();
        let row = row.checked_sub(lines.y);
        let number = self.lines();
        let hit = row.is_some_and(|row| self.choice.choose_at(row, lines.height, number));
        // The first click chooses a line, the second changes it.
        if hit && before == self.choice.place() {
            return self.change(shared);
        }
        Outcome::Stay
    }
}

/// Number of lines above the columns: the kind, and the header where the table seems to have none.
fn above_columns(look: &ImportLook) -> usize {
    let is_open = look.preview.headless || look.order.header == Some(true);
    1 + usize::from(is_open)
}

impl Overlay for LookPane {
    fn size(&self) -> (u16, u16) {
        match &self.choosing {
            Some(list) => list.size(),
            None => SIZE,
        }
    }

    fn draw(&self, buffer: &mut Buffer, shared: &Shared, screen: &dyn Screen) -> Option<Position> {
        if let Some(list) = &self.choosing {
            return list.draw(buffer, shared, screen);
        }
        let look = shared.look();
        let messages = &look.messages.look;
        let title = fill(messages.title, &[("file", &self.name)]);
        let room = usize::from(frame::areas(buffer.area, SIZE).1.width);
        let hint = if look.columns.fits(messages.hint, room) {
            messages.hint
        } else {
            messages.short_hint
        };
        let area = frame::draw(buffer, SIZE, &title, hint, look);
        let [head, lines, below] = self.parts(area, look);
        for (line, row) in self.head(area.width, look).iter().zip(head.rows()) {
            line.draw(buffer, row, look.columns, &look.theme);
        }
        let draw_line = |buffer: &mut Buffer, row, place| self.draw_line(buffer, row, place, look);
        self.choice
            .draw(buffer, lines, self.lines(), look, draw_line);
        if let Some(found) = self.look() {
            let room = usize::from(below.width);
            for (line, row) in first_listings(found, look).into_iter().zip(below.rows()) {
                line.fit(look.columns, room)
                    .draw(buffer, row, look.columns, &look.theme);
            }
        }
        None
    }

    fn update(&mut self, input: Input, shared: &mut Shared, screen: &dyn Screen) -> Outcome {
        if let Input::Looked(found) = input {
            self.found = Some(found);
            return Outcome::Stay;
        }
        if self.choosing.is_some() {
            return self.update_choosing(input, shared, screen);
        }
        match input {
            Input::Step(by) => self.choice.step(by, self.lines()),
            Input::Tab => return self.change(shared),
            Input::Key(key) => match key.ascii_twin().code {
                KeyCode::Char(' ') | KeyCode::Right => return self.change(shared),
                KeyCode::Home => self.choice.step(isize::MIN, self.lines()),
                KeyCode::End => self.choice.step(isize::MAX, self.lines()),
                _ => {}
            },
            Input::Click(row, rows) => return self.click(row, rows, shared),
            Input::Accept => return self.import(shared),
            // Back to the prompt, in which the path stands again.
            Input::Act(Action::Back) => return Outcome::Act(Action::Import),
            _ => return Outcome::Pass,
        }
        Outcome::Stay
    }

    fn extent(&self, rows: u16) -> Extent {
        match &self.choosing {
            Some(list) => list.extent(rows),
            None => Extent::default(),
        }
    }

    fn scroll_to(&mut self, first: usize, rows: u16) {
        if let Some(list) = &mut self.choosing {
            list.scroll_to(first, rows);
        }
    }
}
