//! `qiao log`

use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};
use clap::{Args, Subcommand};
use qiao_index::now;
use qiao_index::vocab::Language;
use serde_json::json;

use super::do_not_contact::warn_of;
use super::form::{Form, print_json};
use super::show::one_listing;
use super::{End, Global, complain, evidence, log_lines, open, usage};
use crate::desk::log::{Contacted, LogLine, LogOutcome, LogWanted, of_word};
use crate::desk::{Desk, Snapshot};
use crate::listing::contacted;
use crate::messages::{escape_controls, say};
use crate::work::day::{past_day, today_here};

/// Arguments of `qiao log`.
#[derive(Debug, Args)]
pub(super) struct LogArgs {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Add a line: whom you called, wrote to, visited or met, and what was said
    Add {
        /// The listing that it was about: its id or its number
        #[arg(value_name = "ID", allow_hyphen_values = true)]
        id: String,
        /// How
        #[arg(value_name = "HOW", value_parser = words(&Contacted::ALL, contacted::how))]
        how: Contacted,
        /// What was said
        #[arg(value_name = "TEXT", allow_hyphen_values = true)]
        text: String,
        /// The day [default: today]: 2026-11-30, 11-30, yesterday
        #[arg(long, value_name = "DATE")]
        on: Option<String>,
        /// With whom
        #[arg(long, value_name = "PERSON")]
        with: Option<String>,
        /// What came of it
        #[arg(long, value_name = "OUTCOME", value_parser = words(&LogOutcome::ALL, contacted::outcome))]
        outcome: Option<LogOutcome>,
        /// Output format
        #[arg(long, value_name = "FORMAT", default_value = "text")]
        format: Form,
    },
    /// List the lines, the newest first
    List {
        /// Only those about this listing
        #[arg(value_name = "ID", allow_hyphen_values = true)]
        id: Option<String>,
        /// Not before this day
        #[arg(long, value_name = "DATE")]
        since: Option<String>,
        /// Output format
        #[arg(long, value_name = "FORMAT", default_value = "text")]
        format: Form,
    },
    /// Print all that is known of a deal, a person or an institution, with the hashes that show a
    /// later change
    Evidence {
        /// The number of a deal, the person, or the institution
        #[arg(value_name = "DEAL|CLIENT")]
        whom: String,
        /// Output format
        #[arg(long, value_name = "FORMAT", default_value = "text")]
        format: Form,
    },
}

/// Reads one of the words of a table; each is explained as it is shown.
fn words<T: Copy + Send + Sync + 'static>(
    all: &'static [(T, &'static str)],
    said: fn(T, Language) -> &'static str,
) -> impl TypedValueParser<Value = T> {
    let words = all
        .iter()
        .map(|(value, word)| PossibleValue::new(*word).help(said(*value, Language::English)));
    let parser = PossibleValuesParser::new(words.collect::<Vec<_>>());
    parser.try_map(move |word| of_word(all, &word).ok_or("no such word"))
}

/// Runs the command.
pub(super) fn run(args: &LogArgs, global: &Global) -> anyhow::Result<End> {
    match &args.command {
        Command::Add {
            id,
            how,
            text,
            on,
            with,
            outcome,
            format,
        } => {
            let line = LogLine {
                number: 0,
                day: day(on.as_deref(), global)?,
                listing: String::new(),
                how: *how,
                person: with.clone().unwrap_or_default(),
                text: text.clone(),
                outcome: *outcome,
                at: now(),
                chain: String::new(),
            };
            add(id, line, *format, global)
        }
        Command::List { id, since, format } => {
            let since = since.as_deref().map(|day_| day(Some(day_), global));
            let mut wanted = LogWanted {
                since: since.transpose()?,
                ..LogWanted::default()
            };
            if let Some(id) = id {
                let library = open::for_reading(global)?;
                let found = one_listing(library.shown(), id, global.language())?;
                let Some(record) = found else {
                    return Ok(End::Nothing);
                };
                wanted.listing = Some(record.id);
            }
            let desk = Desk::open(&global.data_dir()?)?;
            log_lines::list(&desk, &wanted, *format, global)
        }
        Command::Evidence { whom, format } => evidence::run(whom, *format, global),
    }
}

/// The day that was written, today where none was.
fn day(text: Option<&str>, global: &Global) -> anyhow::Result<String> {
    let Some(text) = text else {
        return Ok(today_here().to_string());
    };
    let day = past_day(text, today_here());
    let day = day.map_err(|failure| usage(failure.say(global.language())))?;
    Ok(day.to_string())
}

fn add(id: &str, line: LogLine, format: Form, global: &Global) -> anyhow::Result<End> {
    let library = open::for_reading(global)?;
    let language = global.language();
    let Some(record) = one_listing(library.shown(), id, language)? else {
        return Ok(End::Nothing);
    };
    let line = LogLine {
        listing: record.id.clone(),
        ..line
    };
    let mut desk = Desk::open(&global.data_dir()?)?;
    let number = desk.log(&Snapshot::of(&record), &line)?;
    if format == Form::Json {
        print_json(&json!({ "number": number, "day": line.day, "id": record.id }))?;
    } else {
        let text = ["已记录（{day}）：{title}", "logged for {day}: {title}"];
        let values = [
            ("day", &*line.day),
            ("title", &escape_controls(&record.title)),
        ];
        complain(&say(language, text, &values));
    }
    warn_of(&desk, &record, global)?;
    Ok(End::Done)
}
