//! `qiao task`

use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};
use serde_json::{Value, json};

use super::form::{Form, print_json};
use super::show::one_listing;
use super::{End, Global, complain, open, usage};
use crate::desk::task::{About, Task};
use crate::desk::{Desk, Pair, Snapshot};
use crate::export::{calendar, write_whole_file};
use crate::listing::task::{day, line};
use crate::messages::{Messages, escape_controls, pick, say};
use crate::ui::table;
use crate::work::day::{self as days, coming_day, today_here};
use crate::work::tasks::{self, TaskChange, about_listing, day_in, has_impossible_day};

/// What stands before the name of a person or an institution.
const CLIENT: [&str; 3] = ["client:", "客户:", "客户："];
/// The same before the number of a deal.
const DEAL: [&str; 3] = ["deal:", "交易:", "交易："];

/// Arguments of `qiao task`.
#[derive(Debug, Args)]
pub(super) struct TaskArgs {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Add a task
    Add {
        /// What is to be done
        #[arg(value_name = "TEXT", allow_hyphen_values = true)]
        text: String,
        /// By which day: friday, tomorrow, 3d, 12-04, 2026-12-04; else the day that TEXT begins or ends with
        #[arg(long, value_name = "DATE")]
        on: Option<String>,
        /// What it is about: a listing by its id or number, client:NAME, or deal:N
        #[arg(long = "for", value_name = "ID", allow_hyphen_values = true)]
        about: Option<String>,
        /// Output format
        #[arg(long, value_name = "FORMAT", default_value = "text")]
        format: Form,
    },
    /// Tick off a task
    Done {
        /// Number of the task
        #[arg(value_name = "NUMBER")]
        number: u64,
    },
    /// Put a task off until another day
    Snooze {
        /// Number of the task
        #[arg(value_name = "NUMBER")]
        number: u64,
        /// The day: monday, tomorrow, 1w, 12-04, 2026-12-04
        #[arg(value_name = "DATE")]
        until: String,
    },
    /// List the tasks, the first due first
    List {
        /// Those that are done, too
        #[arg(long)]
        done: bool,
        /// Output format
        #[arg(long, value_name = "FORMAT", default_value = "text")]
        format: Form,
    },
    /// Remove a task
    Remove {
        /// Number of the task
        #[arg(value_name = "NUMBER")]
        number: u64,
    },
    /// Write the open tasks as an iCalendar file, with an alarm on the day
    Export {
        /// The file [default: standard output]
        #[arg(short, long, value_name = "FILE")]
        output: Option<PathBuf>,
    },
}

/// Runs the command.
pub(super) fn run(args: &TaskArgs, global: &Global) -> anyhow::Result<End> {
    let mut desk = Desk::open(&global.data_dir()?)?;
    match &args.command {
        Command::Add {
            text,
            on,
            about,
            format,
        } => add(
            &mut desk,
            text,
            (on.as_deref(), about.as_deref()),
            *format,
            global,
        ),
        Command::Done { number } => change(&mut desk, *number, TaskChange::Done, global),
        Command::Snooze { number, until } => {
            let day = coming_day(until, today_here());
            let day = day.map_err(|failure| usage(failure.say(global.language())))?;
            change(&mut desk, *number, TaskChange::Snooze(day), global)
        }
        Command::List { done, format } => list(&desk, *done, *format, global),
        Command::Remove { number } => change(&mut desk, *number, TaskChange::Remove, global),
        Command::Export { output } => export(&desk, output.as_deref(), global),
    }
}

fn add(
    desk: &mut Desk,
    text: &str,
    (on, about): (Option<&str>, Option<&str>),
    format: Form,
    global: &Global,
) -> anyhow::Result<End> {
    let today = today_here();
    let (day, text) = match on {
        Some(on) => {
            let day = coming_day(on, today);
            let day = day.map_err(|failure| usage(failure.say(global.language())))?;
            (Some(day), text.to_owned())
        }
        None => match day_in(text, today) {
            Some((day, rest)) => (Some(day), rest),
            None if has_impossible_day(text, today) => {
                return Err(usage(Messages::of(global.language()).desk.no_such_day));
            }
            None => (None, text.to_owned()),
        },
    };
    let about = match about {
        None => Some(About::Nothing),
        Some(about) => match (behind(&CLIENT, about), behind(&DEAL, about)) {
            (Some(client), _) => Some(About::Client(client.to_owned())),
            (None, Some(number)) => Some(about_deal(desk, number, global)?),
            (None, None) => listing(about, global)?,
        },
    };
    let Some(about) = about else {
        return Ok(End::Nothing);
    };
    let (number, said) = tasks::add(desk, &text, day, about)?;
    if format == Form::Json {
        let day = day.map(|day| day.to_string());
        print_json(&json!({ "number": number, "day": day, "text": text.trim() }))?;
    } else {
        complain(said.say(global.language()));
    }
    Ok(End::Done)
}

/// What stands behind one of these beginnings.
fn behind<'a>(beginnings: &[&str], text: &'a str) -> Option<&'a str> {
    let mut rests = beginnings.iter().filter_map(|it| text.strip_prefix(it));
    rests.next().map(str::trim)
}

/// The deal that a task is about, by its number.
fn about_deal(desk: &Desk, number: &str, global: &Global) -> anyhow::Result<About> {
    let words = [
        "交易要写编号，如 交易:1；qiao deal list 列出全部",
        "a deal is meant by its number, as in deal:1: `qiao deal list` shows them",
    ];
    let number = number.parse().ok();
    let number = number.ok_or_else(|| usage(pick(global.language(), words)))?;
    let deal = desk.deal(number)?;
    let pair = Pair {
        need: deal.need,
        offer: deal.offer,
    };
    Ok(About::Deal(deal.number, Box::new(pair)))
}

/// The listing that a task is about; `None` where there is none.
fn listing(id: &str, global: &Global) -> anyhow::Result<Option<About>> {
    let library = open::for_reading(global)?;
    let found = one_listing(library.shown(), id, global.language())?;
    Ok(found.map(|record| about_listing(Snapshot::of(&record))))
}

fn change(
    desk: &mut Desk,
    number: u64,
    change: TaskChange,
    global: &Global,
) -> anyhow::Result<End> {
    let done = tasks::change(desk, number, change)?;
    complain(done.say(global.language()));
    Ok(End::Done)
}

fn list(desk: &Desk, with_done: bool, format: Form, global: &Global) -> anyhow::Result<End> {
    let language = global.language();
    let mut tasks = desk.tasks()?;
    tasks.retain(|task| with_done || task.is_open());
    if format == Form::Json {
        print_json(&tasks.iter().map(as_json).collect())?;
    } else if tasks.is_empty() {
        let text = [
            "没有任务：用 qiao task add 内容 --on 周五 记一个",
            "no tasks: `qiao task add TEXT --on friday` keeps one",
        ];
        complain(pick(language, text));
    } else {
        let mut out = io::stdout().lock();
        let rows: Vec<_> = tasks.iter().map(|task| row(task, global)).collect();
        for line in table::lines(&rows) {
            writeln!(out, "{line}")?;
        }
    }
    Ok(if tasks.is_empty() {
        End::Nothing
    } else {
        End::Done
    })
}

/// Number, day, how far away it is, what is to be done.
fn row(task: &Task, global: &Global) -> [String; 4] {
    let language = global.language();
    let number = task.number.to_string();
    let text = escape_controls(&line(task)).into_owned();
    if !task.is_open() {
        let done = pick(language, ["已完成", "done"]);
        return [number, task.day.clone(), done.to_owned(), text];
    }
    let Some(day) = day(task) else {
        return [number, String::new(), String::new(), text];
    };
    let shown = format!("{day} {}", days::weekday_name(day, language));
    let ahead = days::days_between(today_here(), day).unwrap_or_default();
    [
        number,
        shown,
        days::distance(ahead).say(language).to_owned(),
        text,
    ]
}

fn export(desk: &Desk, output: Option<&Path>, global: &Global) -> anyhow::Result<End> {
    let tasks = tasks::for_calendar(desk)?;
    let text = calendar(&tasks);
    let Some(path) = output else {
        io::stdout().lock().write_all(text.as_bytes())?;
        return Ok(End::Done);
    };
    write_whole_file(path, |out| Ok(out.write_all(text.as_bytes())?))?;
    let words = [
        "已把 {n} 个任务写入 {path}",
        "{n} {n:task|tasks} written to {path}",
    ];
    let number = tasks.len().to_string();
    let shown = path.display().to_string();
    let values = [("n", &*number), ("path", &*escape_controls(&shown))];
    complain(&say(global.language(), words, &values));
    Ok(End::Done)
}

/// A task as JSON.
pub(super) fn as_json(task: &Task) -> Value {
    let listing = task.listing();
    let client = match &task.about {
        About::Client(client) => Some(client),
        About::Nothing | About::Listing(_) | About::Deal(..) => None,
    };
    let deal = match &task.about {
        About::Deal(deal, _) => Some(deal),
        About::Nothing | About::Listing(_) | About::Client(_) => None,
    };
    let said = |text: &String| (!text.is_empty()).then(|| text.clone());
    json!({
        "number": task.number,
        "day": said(&task.day),
        "text": task.text,
        "id": listing.map(|listing| &listing.id),
        "title": listing.map(|listing| &listing.title),
        "client": client,
        "deal": deal,
        "at": task.at,
        "done_at": said(&task.done_at),
    })
}
