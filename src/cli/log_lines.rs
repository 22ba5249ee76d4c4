//! Lines of the log as `qiao log` prints them: for reading, and as JSON.

use std::io::{self, BufWriter, Write as _};

use serde_json::{Value, json};

use super::form::{Form, print_json};
use super::{End, Global, complain};
use crate::desk::log::{Contacted, LogLine, LogOutcome, LogWanted, word};
use crate::desk::{Desk, Snapshot};
use crate::listing::contacted;
use crate::messages::pick;

/// Prints the wanted lines.
pub(super) fn list(
    desk: &Desk,
    wanted: &LogWanted,
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
        let lines = lines.iter();
        for line in lines.flat_map(|line| contacted::lines(line, false, language)) {
            writeln!(out, "{line}")?;
        }
        out.flush()?;
    }
    Ok(if lines.is_empty() {
        End::Nothing
    } else {
        End::Done
    })
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
