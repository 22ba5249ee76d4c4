//! One of several things to be chosen, with a line for what is to be said about it: why a match is
//! declined, how somebody was reached, by which day something is to be done.

use std::borrow::Cow;

use qiao_index::kept::Objection;
use qiao_index::record::Date;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::{Input, Opening, Outcome, Overlay};
use crate::browser::event::Effect;
use crate::browser::on_record;
use crate::browser::screens::Screen;
use crate::browser::shared::Shared;
use crate::desk::log::Contacted;
use crate::listing::{contacted, reasons};
use crate::messages::{Messages, fill};
use crate::ui::choice::Choice;
use crate::ui::entry::Entry;
use crate::ui::frame;
use crate::ui::scrolling::Extent;
use crate::ui::text::{Line, columns};
use crate::ui::theme::Role;
use crate::work::day::{self, today_here};
use crate::work::desk::{DeskOrder, Said};
use crate::work::tasks::{day_in, usual_days};

/// Columns inside the frame.
const WIDTH: u16 = 58;

/// What the choice is for.
#[derive(Debug)]
enum Purpose {
    /// To decline the match between these listings.
    Decline([String; 2]),
    /// To log how somebody was reached about this listing.
    Log(String),
    /// To keep a task about this listing, if about any.
    Task(Option<String>),
}

/// A choice with a remark.
#[derive(Debug)]
struct Remarked {
    purpose: Purpose,
    title: String,
    remark: Entry,
    choice: Choice,
}

/// Opens the reasons for declining the chosen match, or says why there is none.
pub(super) fn open_decline(shared: &mut Shared, screen: &dyn Screen) -> Opening {
    match on_record::pair(screen.fit(), screen.record(), shared) {
        Ok(pair) => {
            let title = shared.messages().desk.decline;
            Opening::of(Remarked::new(Purpose::Decline(pair), title, screen))
        }
        Err(why_not) => Opening::Refused(why_not),
    }
}

/// Opens the ways in which somebody can have been reached about the chosen listing.
pub(super) fn open_log(shared: &mut Shared, screen: &dyn Screen) -> Opening {
    match screen.record() {
        Some(record) => {
            let title = shared.messages().desk.log;
            let purpose = Purpose::Log(record.id.clone());
            Opening::of(Remarked::new(purpose, title, screen))
        }
        None => Opening::Refused(shared.messages().nothing.listing.to_owned()),
    }
}

/// Opens the days by which something can have to be done, about the chosen listing if there is one.
pub(super) fn open_task(shared: &mut Shared, screen: &dyn Screen) -> Opening {
    let desk = &shared.messages().desk;
    let record = screen.record();
    let title = if record.is_some() {
        desk.task_of
    } else {
        desk.task
    };
    let purpose = Purpose::Task(record.map(|record| record.id.clone()));
    Opening::of(Remarked::new(purpose, title, screen))
}

impl Remarked {
    fn new(purpose: Purpose, title: &str, screen: &dyn Screen) -> Self {
        let listing = screen.record().map_or("", |record| &record.title);
        Self {
            purpose,
            title: fill(title, &[("title", listing)]),
            remark: Entry::default(),
            choice: Choice::first(),
        }
    }

    /// Number of the things to choose from.
    fn number(&self) -> usize {
        match self.purpose {
            Purpose::Decline(_) => Objection::ALL.len(),
            Purpose::Log(_) => Contacted::ALL.len(),
            Purpose::Task(_) => self.days().len(),
        }
    }

    /// The days to choose from, and none: the one that is typed comes first.
    fn days(&self) -> Vec<Option<Date>> {
        let today = today_here();
        let typed = day_in(self.remark.text(), today).map(|(day, _)| day);
        let usual = usual_days(today).into_iter();
        let days = typed
            .into_iter()
            .chain(usual.filter(|day| Some(*day) != typed));
        days.map(Some).chain([None]).collect()
    }

    /// What stands below the choice, and in its empty line.
    const fn words(&self, messages: &Messages) -> [&'static str; 2] {
        let desk = &messages.desk;
        match self.purpose {
            Purpose::Decline(_) => [desk.decline_hint, desk.remark],
            Purpose::Log(_) => [desk.log_hint, desk.log_text],
            Purpose::Task(_) => [desk.task_hint, desk.task_text],
        }
    }

    fn line(&self, place: usize, shared: &Shared) -> Cow<'static, str> {
        let language = shared.language();
        match self.purpose {
            Purpose::Decline(_) => {
                let objection = Objection::ALL.get(place);
                objection
                    .map_or("", |it| reasons::objection(*it, language))
                    .into()
            }
            Purpose::Log(_) => {
                let how = Contacted::ALL.get(place);
                how.map_or("", |(it, _)| contacted::how(*it, language))
                    .into()
            }
            Purpose::Task(_) => match self.days().get(place).copied().flatten() {
                Some(day) => {
                    let ahead = day::days_between(today_here(), day).unwrap_or_default();
                    let weekday = day::weekday_name(day, language);
                    format!("{day} {weekday}   {}", day::distance(ahead).say(language)).into()
                }
                None => shared.messages().desk.no_day.into(),
            },
        }
    }

    /// What is wanted, or why it cannot be.
    fn order(&self, messages: &Messages) -> Result<DeskOrder, &'static str> {
        let place = self.choice.place().unwrap_or(0);
        let text = self.remark.text().trim().to_owned();
        match &self.purpose {
            Purpose::Decline([asker, found]) => {
                let declined = Objection::ALL.get(place).copied();
                if declined == Some(Objection::Other) && text.is_empty() {
                    return Err(messages.desk.remark_needed);
                }
                Ok(DeskOrder::Judge {
                    asker: asker.clone(),
                    found: found.clone(),
                    said: Some(Said { declined, text }),
                })
            }
            Purpose::Log(id) => {
                if text.is_empty() {
                    return Err(messages.desk.log_text_needed);
                }
                let how = Contacted::ALL
                    .get(place)
                    .map_or(Contacted::Call, |(it, _)| *it);
                let id = id.clone();
                Ok(DeskOrder::Log { id, how, text })
            }
            Purpose::Task(id) => {
                let day = self.days().get(place).copied().flatten();
                let typed = day_in(&text, today_here());
                // A day that was typed and is not chosen is part of the text.
                let text = match typed {
                    Some((typed, rest)) if Some(typed) == day => rest,
                    _ => text,
                };
                if text.is_empty() {
                    return Err(messages.desk.task_text_needed);
                }
                let id = id.clone();
                Ok(DeskOrder::Task { text, day, id })
            }
        }
    }

    fn accept(&self, shared: &mut Shared) -> Outcome {
        match self.order(shared.messages()) {
            Ok(order) => Outcome::Close(vec![Effect::Desk(order)]),
            Err(why_not) => {
                shared.warn(why_not);
                Outcome::Stay
            }
        }
    }
}

impl Overlay for Remarked {
    fn size(&self) -> (u16, u16) {
        (WIDTH, columns(self.number()) + 1)
    }

    fn draw(&self, buffer: &mut Buffer, shared: &Shared, _: &dyn Screen) -> Option<Position> {
        let look = shared.look();
        let [hint, empty] = self.words(look.messages);
        let title = look.columns.fit(&self.title, usize::from(WIDTH));
        let area = frame::draw(buffer, self.size(), &title, hint, look);
        let (cursor, below) = self.remark.draw(buffer, area, look.symbols.prompt, look);
        if self.remark.text().is_empty() {
            let area = Rect {
                x: cursor.x,
                width: area.right().saturating_sub(cursor.x),
                height: 1.min(area.height),
                ..area
            };
            Line::new(empty, Role::Dim)
                .fit(look.columns, usize::from(area.width))
                .draw(buffer, area, look.columns, &look.theme);
        }
        let draw_line = |buffer: &mut Buffer, row: Rect, place: usize| {
            let line = Line::new(&*self.line(place, shared), Role::Plain);
            line.draw(buffer, row, look.columns, &look.theme);
        };
        self.choice
            .draw(buffer, below, self.number(), look, draw_line);
        Some(cursor)
    }

    fn update(&mut self, input: Input, shared: &mut Shared, _: &dyn Screen) -> Outcome {
        let number = self.number();
        match input {
            Input::Step(by) => self.choice.step(by, number),
            Input::Key(key) if self.remark.key(key) => {}
            Input::Paste(text) => {
                self.remark.paste(&text);
            }
            Input::Click(row, rows) => {
                let row = row.checked_sub(1);
                if row.is_some_and(|row| self.choice.choose_at(row, rows - 1, number)) {
                    // What is logged has to be said first.
                    if matches!(self.purpose, Purpose::Decline(_)) {
                        return self.accept(shared);
                    }
                }
            }
            Input::Accept => return self.accept(shared),
            _ => return Outcome::Pass,
        }
        Outcome::Stay
    }

    fn extent(&self, rows: u16) -> Extent {
        self.choice.extent(rows.saturating_sub(1), self.number())
    }

    fn scroll_to(&mut self, first: usize, rows: u16) {
        let number = self.number();
        self.choice.scroll_to(first, rows.saturating_sub(1), number);
    }
}
