//! Lines of the log as `qiao log` prints them: for reading, as evidence with their hashes, as JSON.

use std::io::{self, BufWriter, Write as _};

use qiao_index::vocab::Language;
use serde_json::{Value, json};

use super::form::{Form, print_json};
use super::{End, Global, complain};
use crate::desk::log::{Contacted, LogLine, LogOutcome, LogWanted, word};
use crate::desk::{Desk, Snapshot};
use crate::listing::contacted;
use crate::messages::{escape_controls, pick};

/// Prints the wanted lines; as evidence with their hashes.
pub(super) fn list(
    desk: &Desk,
    wanted: &LogWanted,
    is_evidence: bool,
    format: Form,
    global: &Global,
) -> anyhow::Result<End> {
    let language = global.language();
    let lines = desk.logged(wanted)?;
    if format == Form::Json {
        print_json(&lines.iter().map(as_json).collect())?;
    } else if lines.is_empty() {
        complain(pick(language, ["没有记录", "nothing is logged"]));
    } else {
        let mut out = BufWriter::new(io::stdout().lock());
        for (line, listing) in &lines {
            write_line(&mut out, (line, listing), is_evidence, language)?;
        }
        out.flush()?;
    }
    Ok(if lines.is_empty() {
        End::Nothing
    } else {
        End::Done
    })
}

/// A line with the title of its listing; as evidence with its hash.
pub(super) fn write_line(
    out: &mut impl io::Write,
    (line, listing): (&LogLine, &Snapshot),
    is_evidence: bool,
    language: Language,
) -> io::Result<()> {
    writeln!(out, "{}", escape_controls(&contacted::line(line, language)))?;
    let (title, id) = (
        escape_controls(&listing.title),
        escape_controls(&listing.id),
    );
    writeln!(out, "  {title} · {id}")?;
    if is_evidence {
        writeln!(out, "  {} · {} · {}", line.number, line.at, line.chain)?;
    }
    Ok(())
}

/// A line of the log as JSON.
pub(super) fn as_json((line, listing): &(LogLine, Snapshot)) -> Value {
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
