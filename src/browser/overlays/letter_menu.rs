//! What is to become of a draft: a file, the mail program, the clipboard; or that it was sent.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::laid_text::wrapped;
use super::menu::is_key;
use super::{Input, Outcome, Overlay};
use crate::browser::event::Effect;
use crate::browser::on_record;
use crate::browser::screens::Screen;
use crate::browser::shared::Shared;
use crate::desk::draft::{Draft, Way};
use crate::listing::letter;
use crate::messages::fill;
use crate::ui::choice::Choice;
use crate::ui::frame;
use crate::ui::text::{Line, columns};
use crate::ui::theme::Role;
use crate::work::desk::DeskOrder;
use crate::work::letters;

/// Columns inside the frame.
const WIDTH: u16 = 70;
/// Keys of what can be done.
const KEYS: [char; 5] = ['1', '2', '3', '4', '5'];
/// Rows above them: whom it is to, what it is about, what it lacks, an empty one.
const HEAD: u16 = 4;

/// What can be done with a draft.
#[derive(Debug)]
pub(crate) struct LetterMenu {
    draft: Draft,
    choice: Choice,
}

impl LetterMenu {
    /// The menu of a draft that is kept.
    pub(crate) const fn new(draft: Draft) -> Self {
        Self {
            draft,
            choice: Choice::first(),
        }
    }

    /// Whether the line at a place can be done.
    fn is_possible(&self, place: usize) -> bool {
        match place {
            0 => self.draft.way == Way::Mail,
            1 => letters::link(&self.draft).is_some(),
            _ => true,
        }
    }

    fn carry_out(&self, place: Option<usize>, shared: &Shared) -> Outcome {
        let Some(place) = place.filter(|place| self.is_possible(*place)) else {
            return Outcome::Stay;
        };
        let save = |ending| {
            let me = shared.setting.me.clone();
            Effect::SaveLetter(Box::new(self.draft.clone()), me, ending)
        };
        let effect = match place {
            0 => Some(save("eml")),
            1 => letters::link(&self.draft).map(Effect::Open),
            2 => Some(on_record::copied(&self.draft.text, shared)),
            3 => Some(save("md")),
            _ => {
                let sent = DeskOrder::Sent(self.draft.number, shared.language());
                return Outcome::Close(vec![Effect::Desk(sent)]);
            }
        };
        // It stays: what was written to a file can be said to be sent.
        Outcome::Want(effect.into_iter().collect())
    }

    /// Whom it is to, what it is about, what it lacks.
    fn head(&self, shared: &Shared) -> Vec<Line> {
        let look = shared.look();
        let whole = letter::whole(&self.draft, look.language);
        let head = whole.lines().take(2);
        let head = head.map(|line| Line::new(line, Role::Plain));
        let lacks = letters::warnings(&self.draft).into_iter().flat_map(|it| {
            let words = it.say(look.language);
            wrapped(words, Role::Warning, usize::from(WIDTH), look)
        });
        head.chain(lacks).collect()
    }

    fn draw_line(&self, buffer: &mut Buffer, row: Rect, place: usize, shared: &Shared) {
        let look = shared.look();
        let ways = &look.messages.desk.letter_ways;
        let (Some(key), Some(words)) = (KEYS.get(place), ways.get(place)) else {
            return;
        };
        let is_possible = self.is_possible(place);
        let role = |role| if is_possible { role } else { Role::Dim };
        let mut line = Line::new(format!("{key}  "), role(Role::Accent));
        line.push(*words, role(Role::Plain));
        let line = line.fit(look.columns, usize::from(row.width));
        line.draw(buffer, row, look.columns, &look.theme);
    }
}

impl Overlay for LetterMenu {
    fn size(&self) -> (u16, u16) {
        (WIDTH, HEAD + columns(KEYS.len()))
    }

    fn draw(&self, buffer: &mut Buffer, shared: &Shared, _: &dyn Screen) -> Option<Position> {
        let look = shared.look();
        let desk = &look.messages.desk;
        let title = fill(desk.letter, &[("n", &self.draft.number.to_string())]);
        let area = frame::draw(buffer, self.size(), &title, desk.letter_hint, look);
        let above = area.height.saturating_sub(columns(KEYS.len()));
        let rows = area.rows().take(usize::from(above));
        for (line, row) in self.head(shared).into_iter().zip(rows) {
            let line = line.fit(look.columns, usize::from(area.width));
            line.draw(buffer, row, look.columns, &look.theme);
        }
        let list = Rect {
            y: area.y + above,
            height: area.height - above,
            ..area
        };
        let draw_line =
            |buffer: &mut Buffer, row, place| self.draw_line(buffer, row, place, shared);
        self.choice.draw(buffer, list, KEYS.len(), look, draw_line);
        None
    }

    fn update(&mut self, input: Input, shared: &mut Shared, _: &dyn Screen) -> Outcome {
        match input {
            Input::Step(by) => self.choice.step(by, KEYS.len()),
            Input::Accept => return self.carry_out(self.choice.place(), shared),
            Input::Key(key) => {
                let named = KEYS.iter().position(|known| is_key(key, *known));
                return self.carry_out(named, shared);
            }
            Input::Click(row, rows) => {
                let first = rows.saturating_sub(columns(KEYS.len()));
                let row = row.checked_sub(first);
                if row.is_some_and(|row| self.choice.choose_at(row, rows - first, KEYS.len())) {
                    return self.carry_out(self.choice.place(), shared);
                }
            }
            _ => return Outcome::Pass,
        }
        Outcome::Stay
    }
}
