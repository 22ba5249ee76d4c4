//! What can be done with a task that is there.

use qiao_index::record::Date;
use qiao_index::vocab::Language;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::Outcome;
use super::list::{List, ListLine, draw_sides};
use crate::browser::event::Effect;
use crate::browser::screens::Screen;
use crate::browser::shared::Shared;
use crate::messages::{Messages, fill};
use crate::ui::entry::fits;
use crate::ui::presentation::Presentation;
use crate::work::day::{self, days_between, today_here};
use crate::work::desk::DeskOrder;
use crate::work::tasks::{TaskChange, usual_days};
use crate::work::today::Target;

/// One thing to do with the task of a number.
#[derive(Debug)]
pub(crate) struct TaskStep {
    number: u64,
    step: Step,
    /// Its words are told in the language that is spoken when it is drawn.
    target: Target,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Step {
    /// It is done.
    Done,
    /// To the listing that it is about.
    Go,
    /// It is put off.
    Snooze(Date),
    /// It is removed.
    Remove,
}

/// The list of what can be done with a task.
pub(crate) fn steps(number: u64, target: &Target) -> List<TaskStep> {
    let today = today_here();
    let days = usual_days(today).into_iter().filter(|day| *day != today);
    let go = (*target != Target::Nothing).then_some(Step::Go);
    let steps = [Step::Done].into_iter().chain(go);
    let steps = steps.chain(days.map(Step::Snooze)).chain([Step::Remove]);
    let lines = steps.map(|step| TaskStep {
        number,
        step,
        target: target.clone(),
    });
    List::new(lines.collect())
}

impl TaskStep {
    /// What it does, and when.
    fn words(&self, look: &Presentation) -> (String, String) {
        let desk = &look.messages.desk;
        match self.step {
            Step::Done => (desk.task_done.to_owned(), String::new()),
            Step::Go => (desk.task_go.to_owned(), String::new()),
            Step::Remove => (desk.task_remove.to_owned(), String::new()),
            Step::Snooze(day) => {
                let shown = format!("{day} {}", day::weekday_name(day, look.language));
                let ahead = days_between(today_here(), day).unwrap_or_default();
                let ahead = day::distance(ahead).say(look.language).to_owned();
                (fill(desk.task_snooze, &[("day", &shown)]), ahead)
            }
        }
    }
}

impl ListLine for TaskStep {
    fn heading(messages: &'static Messages) -> (&'static str, &'static str) {
        (messages.desk.task, messages.desk.nothing_fits)
    }

    fn nearness(&self, typed: &str) -> Option<usize> {
        let day = match self.step {
            Step::Snooze(day) => day.to_string(),
            Step::Done | Step::Go | Step::Remove => String::new(),
        };
        let words = [Language::Chinese, Language::English].map(|language| {
            let desk = &Messages::of(language).desk;
            match self.step {
                Step::Done => desk.task_done,
                Step::Go => desk.task_go,
                Step::Remove => desk.task_remove,
                Step::Snooze(_) => desk.task_snooze,
            }
        });
        fits(typed, &[words[0], words[1], &day])
    }

    fn draw(&self, buffer: &mut Buffer, area: Rect, shared: &Shared) {
        let (left, right) = self.words(shared.look());
        draw_sides(buffer, area, (&left, &right), shared.look());
    }

    fn explanation(&self, _: &Presentation) -> String {
        String::new()
    }

    fn accept(&self, _: &mut Shared, _: &dyn Screen) -> Outcome {
        let number = self.number;
        let change = match self.step {
            Step::Go => {
                let (query, filters) = self.target.query().unwrap_or_default();
                return Outcome::Ask(query, filters, Vec::new());
            }
            Step::Done => TaskChange::Done,
            Step::Snooze(day) => TaskChange::Snooze(day),
            Step::Remove => TaskChange::Remove,
        };
        Outcome::Close(vec![Effect::Desk(DeskOrder::ChangeTask { number, change })])
    }
}
