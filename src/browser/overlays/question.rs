//! A question before something is done that cannot be taken back lightly.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::laid_text::wrapped;
use super::menu::is_key;
use super::{Input, Outcome, Overlay};
use crate::browser::event::Effect;
use crate::browser::screens::Screen;
use crate::browser::shared::Shared;
use crate::ui::choice::Choice;
use crate::ui::frame;
use crate::ui::presentation::Presentation;
use crate::ui::text::{Line, columns};
use crate::ui::theme::Role;

/// Columns inside the frame.
const WIDTH: u16 = 66;

/// One answer.
#[derive(Debug)]
struct Answer {
    key: char,
    words: String,
    /// What is to be done; nothing where all stays as it is.
    effect: Option<Effect>,
}

/// A question with its answers; the last one changes nothing.
#[derive(Debug)]
pub(super) struct Question {
    title: String,
    text: String,
    answers: Vec<Answer>,
    choice: Choice,
    /// Rows of the text in the window.
    rows: u16,
}

impl Question {
    /// A question with what each answer does.
    pub(super) fn new(
        title: String,
        text: String,
        answers: Vec<(String, Effect)>,
        shared: &Shared,
    ) -> Self {
        let numbered = ('1'..='9').zip(answers);
        let mut answers: Vec<Answer> = numbered
            .map(|(key, (words, effect))| Answer {
                key,
                words,
                effect: Some(effect),
            })
            .collect();
        answers.push(Answer {
            key: '0',
            words: shared.messages().library.leave.to_owned(),
            effect: None,
        });
        Self {
            title,
            text,
            answers,
            choice: Choice::first(),
            rows: 0,
        }
    }

    /// The first row of the answers in a box so high.
    fn first_answer(&self, height: u16) -> u16 {
        height.saturating_sub(columns(self.answers.len()))
    }

    fn answer(&self, place: Option<usize>, shared: &mut Shared) -> Outcome {
        let Some(answer) = place.and_then(|place| self.answers.get(place)) else {
            return Outcome::Stay;
        };
        let Some(effect) = &answer.effect else {
            return Outcome::Close(Vec::new());
        };
        if shared.library.importing.is_some() && matches!(effect, Effect::Keep(_)) {
            shared.say(shared.messages().library.waiting);
        }
        Outcome::Close(vec![effect.clone()])
    }

    fn draw_answer(&self, buffer: &mut Buffer, row: Rect, place: usize, look: &Presentation) {
        if let Some(answer) = self.answers.get(place) {
            let mut line = Line::new(format!("{}  ", answer.key), Role::Accent);
            line.push(&answer.words, Role::Plain);
            line.fit(look.columns, usize::from(row.width)).draw(
                buffer,
                row,
                look.columns,
                &look.theme,
            );
        }
    }
}

impl Overlay for Question {
    fn size(&self) -> (u16, u16) {
        (WIDTH, self.rows + 1 + columns(self.answers.len()))
    }

    fn draw(&self, buffer: &mut Buffer, shared: &Shared, _: &dyn Screen) -> Option<Position> {
        let look = shared.look();
        let hint = look.messages.library.question_hint;
        let area = frame::draw(buffer, self.size(), &self.title, hint, look);
        let above = self.first_answer(area.height);
        let text = Rect {
            height: above,
            ..area
        };
        let lines = wrapped(&self.text, Role::Plain, usize::from(area.width), look);
        for (line, row) in lines.iter().zip(text.rows()) {
            line.draw(buffer, row, look.columns, &look.theme);
        }
        let answers = Rect {
            y: area.y + above,
            height: area.height - above,
            ..area
        };
        let draw_line =
            |buffer: &mut Buffer, row, place| self.draw_answer(buffer, row, place, look);
        self.choice
            .draw(buffer, answers, self.answers.len(), look, draw_line);
        None
    }

    fn update(&mut self, input: Input, shared: &mut Shared, _: &dyn Screen) -> Outcome {
        let number = self.answers.len();
        match input {
            Input::Step(by) => self.choice.step(by, number),
            Input::Accept => return self.answer(self.choice.place(), shared),
            Input::Key(key) => {
                let named = |answer: &Answer| is_key(key, answer.key);
                return self.answer(self.answers.iter().position(named), shared);
            }
            Input::Click(row, rows) => {
                let first = self.first_answer(rows);
                let row = row.checked_sub(first);
                if row.is_some_and(|row| self.choice.choose_at(row, rows - first, number)) {
                    return self.answer(self.choice.place(), shared);
                }
            }
            _ => return Outcome::Pass,
        }
        Outcome::Stay
    }

    fn settle(&mut self, shared: &Shared) {
        let width = shared.setting.window.width.saturating_sub(4).min(WIDTH);
        let lines = wrapped(&self.text, Role::Plain, usize::from(width), shared.look());
        self.rows = columns(lines.len());
    }
}
