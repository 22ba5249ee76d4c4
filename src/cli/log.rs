//! `qiao log`

use std::io::{self, BufWriter, Write as _};

use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};
use clap::{Args, Subcommand};
use qiao_index::now;
use qiao_index::vocab::Language;
use serde_json::{Value, json};

use super::form::{Form, print_json};
use super::show::one_listing;
use super::{End, Global, complain, open, usage};
use crate::desk::log::{Contacted, LogLine, LogOutcome, LogWanted, of_word, word};
use crate::desk::{Desk, Snapshot};
use crate::listing::contacted;
use crate::messages::{escape_controls, pick, say};
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
    /// Print all lines with a person or institution, with the hashes that show a later change
    Evidence {
        /// The person, or the institution
        #[arg(value_name = "CLIENT")]
        client: String,
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
            list(&wanted, false, *format, global)
        }
        Command::Evidence { client, format } => {
            let wanted = LogWanted {
                client: Some(client.clone()),
                ..LogWanted::default()
            };
            list(&wanted, true, *format, global)
        }
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
    Ok(End::Done)
}

fn list(
    wanted: &LogWanted,
    is_evidence: bool,
    format: Form,
    global: &Global,
) -> anyhow::Result<End> {
    let language = global.language();
    let desk = Desk::open(&global.data_dir()?)?;
    let lines = desk.logged(wanted)?;
    let changed = if is_evidence {
        desk.first_changed_line()?
    } else {
        None
    };
    if let Some(number) = changed {
        let text = [
            "注意：第 {n} 行在写下之后被改动过，此后的记录不能作为凭证",
            "careful: line {n} was changed after it was written, what follows it is no evidence",
        ];
        complain(&say(language, text, &[("n", &number.to_string())]));
    }
    if format == Form::Json {
        print_json(&lines.iter().map(as_json).collect())?;
    } else if lines.is_empty() {
        complain(pick(language, ["没有记录", "nothing is logged"]));
    } else {
        let mut out = BufWriter::new(io::stdout().lock());
        for (line, listing) in &lines {
            writeln!(out, "{}", escape_controls(&contacted::line(line, language)))?;
            writeln!(
                out,
                "  {} · {}",
                escape_controls(&listing.title),
                escape_controls(&listing.id)
            )?;
            if is_evidence {
                writeln!(out, "  {} · {} · {}", line.number, line.at, line.chain)?;
            }
        }
        out.flush()?;
    }
    Ok(if lines.is_empty() {
        End::Nothing
    } else {
        End::Done
    })
}

fn as_json((line, listing): &(LogLine, Snapshot)) -> Value {
    json!({
        "number": line.number,
        "day": line.day,
        "id": line.listing,
        "title": listing.title,
        "institution": listing.institution,
        "how": word(&Contacted::ALL, line.how),
        "with": line.person,
        "text": line.text,
        "outcome": line.outcome.map(|it| word(&LogOutcome::ALL, it)),
        "at": line.at,
        "chain": line.chain,
    })
}
