//! One of several things to be chosen, with a line for what is to be said about it: why a match is
//! declined, how somebody was reached, by which day something is to be done, what happens to a deal.

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
use crate::desk::{Deal, DealField, Stage};
use crate::listing::{contacted, reasons};
use crate::messages::{Messages, fill};
use crate::ui::choice::Choice;
use crate::ui::entry::Entry;
use crate::ui::frame;
use crate::ui::scrolling::Extent;
use crate::ui::text::{Line, columns};
use crate::ui::theme::Role;
use crate::work::day::{self, today_here};
use crate::work::deals::DealOrder;
use crate::work::desk::{DeskOrder, Said};
use crate::work::related::numbered;
use crate::work::tasks::{day_in, has_impossible_day, usual_days};

/// Columns inside the frame.
const WIDTH: u16 = 58;

/// Place of the evidence among what can happen to a deal.
const EVIDENCE: usize = Stage::ALL.len() + 1;

/// What the choice is for.
#[derive(Debug)]
enum Purpose {
    /// To decline the match between these listings.
    Decline([String; 2]),
    /// To log how somebody was reached about this listing.
    Log(String),
    /// To keep a task about this listing, if about any.
    Task(Option<String>),
    /// To say what happens to this deal.
    Deal(Box<Deal>),
    /// To lose the deal with this number.
    Lose(u64),
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

/// What can happen to a deal.
pub(crate) fn deal_steps(deal: &Deal, shared: &Shared) -> Box<dyn Overlay> {
    let title = shared.messages().desk.deal;
    let title = fill(title, &[("title", &deal.offer.title)]);
    let purpose = Purpose::Deal(Box::new(deal.clone()));
    Box::new(Remarked::titled(purpose, title))
}

impl Remarked {
    fn new(purpose: Purpose, title: &str, screen: &dyn Screen) -> Self {
        let listing = screen.record().map_or("", |record| &record.title);
        Self::titled(purpose, fill(title, &[("title", listing)]))
    }

    fn titled(purpose: Purpose, title: String) -> Self {
        Self {
            purpose,
            title,
            remark: Entry::default(),
            choice: Choice::first(),
        }
    }

    /// Number of the things to choose from.
    fn number(&self) -> usize {
        match self.purpose {
            Purpose::Decline(_) | Purpose::Lose(_) => Objection::ALL.len(),
            // Both listings before the stages, the evidence and the loss behind them.
            Purpose::Deal(_) => Stage::ALL.len() + 3,
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
            Purpose::Deal(_) => [desk.deal_hint, desk.deal_text],
            Purpose::Lose(_) => [desk.lose_hint, desk.remark],
        }
    }

    fn line(&self, place: usize, shared: &Shared) -> Cow<'static, str> {
        let language = shared.language();
        match self.purpose {
            Purpose::Decline(_) | Purpose::Lose(_) => {
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
            Purpose::Deal(_) => match stage_at(place) {
                Some(stage) => stage.name(language).into(),
                None if place == 0 => shared.messages().desk.deal_both.into(),
                None if place == EVIDENCE => shared.messages().desk.deal_evidence.into(),
                None => shared.messages().desk.deal_lost.into(),
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
                if typed.is_none() && has_impossible_day(&text, today_here()) {
                    return Err(messages.desk.no_such_day);
                }
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
            Purpose::Deal(deal) => self.deal_order(deal, text, messages),
            Purpose::Lose(deal) => {
                let why = Objection::ALL.get(place).copied();
                let why = why.unwrap_or(Objection::Other);
                if why == Objection::Other && text.is_empty() {
                    return Err(messages.desk.remark_needed);
                }
                let deal = *deal;
                Ok(DeskOrder::Deal(DealOrder::Lose { deal, why, text }))
            }
        }
    }

    /// Sets a field where one is written, else moves the deal.
    fn deal_order(
        &self,
        deal: &Deal,
        text: String,
        messages: &Messages,
    ) -> Result<DeskOrder, &'static str> {
        let place = self.choice.place().unwrap_or(0);
        let deal = deal.number;
        if says_field(&text) {
            let values = vec![text];
            return Ok(DeskOrder::Deal(DealOrder::Set { deal, values }));
        }
        let stage = stage_at(place).ok_or(messages.desk.deal_stage_needed)?;
        Ok(DeskOrder::Deal(DealOrder::Move { deal, stage, text }))
    }

    /// What is no order to the desk: both listings of a deal, and the question why it is lost.
    fn asked_of_deal(&self, shared: &Shared) -> Option<Outcome> {
        let Purpose::Deal(deal) = &self.purpose else {
            return None;
        };
        let text = self.remark.text();
        let place = self.choice.place().unwrap_or(0);
        if says_field(text) || stage_at(place).is_some() {
            return None;
        }
        if place == 0 {
            let both = [deal.need.id.clone(), deal.offer.id.clone()];
            let ask = || Outcome::Ask(numbered(&both), Vec::new(), Vec::new());
            return text.trim().is_empty().then(ask);
        }
        if place == EVIDENCE {
            let find = Effect::FindEvidence(deal.number.to_string(), shared.language());
            return Some(Outcome::Close(vec![find]));
        }
        let title = shared.messages().desk.lose;
        let title = fill(title, &[("title", &deal.offer.title)]);
        let mut lose = Self::titled(Purpose::Lose(deal.number), title);
        lose.remark.set(text);
        Some(Outcome::Open(Box::new(lose), Vec::new()))
    }

    fn accept(&self, shared: &mut Shared) -> Outcome {
        if let Some(outcome) = self.asked_of_deal(shared) {
            return outcome;
        }
        match self.order(shared.messages()) {
            Ok(order) => Outcome::Close(vec![Effect::Desk(order)]),
            Err(why_not) => {
                shared.warn(why_not);
                Outcome::Stay
            }
        }
    }
}

/// Whether a text is a field of a deal with its value.
fn says_field(text: &str) -> bool {
    let field = text.split_once(['=', '＝']);
    field.is_some_and(|(field, _)| DealField::named(field).is_some())
}

/// The stage in a line of what can happen to a deal: both listings stand before the stages.
fn stage_at(place: usize) -> Option<Stage> {
    let stage = Stage::ALL.get(place.checked_sub(1)?);
    stage.map(|(stage, ..)| *stage)
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
                    if !matches!(self.purpose, Purpose::Log(_) | Purpose::Task(_)) {
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
