//! Why a match is declined: a reason to be chosen, and a line for a remark.

use qiao_index::kept::Objection;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::choice::Choice;
use super::{Input, Opening, Outcome, Overlay};
use crate::browser::event::Effect;
use crate::browser::on_record;
use crate::browser::screens::Screen;
use crate::browser::shared::Shared;
use crate::listing::reasons;
use crate::messages::fill;
use crate::ui::entry::Entry;
use crate::ui::frame;
use crate::ui::scrolling::Extent;
use crate::ui::text::{Line, columns};
use crate::ui::theme::Role;
use crate::work::desk::{DeskOrder, Said};

/// Columns inside the frame.
const WIDTH: u16 = 58;

/// The reasons for declining a match.
#[derive(Debug)]
struct Decline {
    /// Ids of who asks and of what was found.
    pair: [String; 2],
    title: String,
    remark: Entry,
    choice: Choice,
}

/// Opens the reasons for declining the chosen match, or says why there is none.
pub(super) fn open(shared: &mut Shared, screen: &dyn Screen) -> Opening {
    match on_record::pair(screen.fit(), screen.record(), shared) {
        Ok(pair) => {
            let title = screen.record().map_or("", |record| &record.title);
            Opening::of(Decline {
                pair,
                title: fill(shared.messages().desk.decline, &[("title", title)]),
                remark: Entry::default(),
                choice: Choice::first(),
            })
        }
        Err(why_not) => Opening::Refused(why_not),
    }
}

impl Decline {
    fn accept(&self, shared: &mut Shared) -> Outcome {
        let place = self.choice.place().unwrap_or(0);
        let Some(objection) = Objection::ALL.get(place).copied() else {
            return Outcome::Stay;
        };
        let text = self.remark.text().trim().to_owned();
        if objection == Objection::Other && text.is_empty() {
            shared.warn(shared.messages().desk.remark_needed);
            return Outcome::Stay;
        }
        let [asker, found] = self.pair.clone();
        let declined = Some(objection);
        let said = Some(Said { declined, text });
        let order = DeskOrder::Judge { asker, found, said };
        Outcome::Close(vec![Effect::Desk(order)])
    }
}

impl Overlay for Decline {
    fn size(&self) -> (u16, u16) {
        (WIDTH, columns(Objection::ALL.len()) + 1)
    }

    fn draw(&self, buffer: &mut Buffer, shared: &Shared, _: &dyn Screen) -> Option<Position> {
        let look = shared.look();
        let messages = &look.messages.desk;
        let title = look.columns.fit(&self.title, usize::from(WIDTH));
        let area = frame::draw(buffer, self.size(), &title, messages.decline_hint, look);
        let (cursor, below) = self.remark.draw(buffer, area, look.symbols.prompt, look);
        if self.remark.text().is_empty() {
            let area = Rect {
                x: cursor.x,
                width: area.right().saturating_sub(cursor.x),
                height: 1.min(area.height),
                ..area
            };
            Line::new(messages.remark, Role::Dim)
                .fit(look.columns, usize::from(area.width))
                .draw(buffer, area, look.columns, &look.theme);
        }
        let draw_line = |buffer: &mut Buffer, row: Rect, place: usize| {
            if let Some(objection) = Objection::ALL.get(place) {
                let words = reasons::objection(*objection, look.language);
                Line::new(words, Role::Plain).draw(buffer, row, look.columns, &look.theme);
            }
        };
        let number = Objection::ALL.len();
        self.choice.draw(buffer, below, number, look, draw_line);
        Some(cursor)
    }

    fn update(&mut self, input: Input, shared: &mut Shared, _: &dyn Screen) -> Outcome {
        let number = Objection::ALL.len();
        match input {
            Input::Step(by) => self.choice.step(by, number),
            Input::Key(key) if self.remark.key(key) => {}
            Input::Paste(text) => {
                self.remark.paste(&text);
            }
            Input::Click(row, rows) => {
                let row = row.checked_sub(1);
                if row.is_some_and(|row| self.choice.choose_at(row, rows - 1, number)) {
                    return self.accept(shared);
                }
            }
            Input::Accept => return self.accept(shared),
            _ => return Outcome::Pass,
        }
        Outcome::Stay
    }

    fn extent(&self, rows: u16) -> Extent {
        self.choice
            .extent(rows.saturating_sub(1), Objection::ALL.len())
    }

    fn scroll_to(&mut self, first: usize, rows: u16) {
        let number = Objection::ALL.len();
        self.choice.scroll_to(first, rows.saturating_sub(1), number);
    }
}
