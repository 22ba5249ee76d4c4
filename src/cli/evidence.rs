//! `qiao log evidence`: what shows who was introduced to whom, and when.

use std::io::{self, BufWriter, Write as _};

use serde_json::{Value, json};

use super::deal::{as_json as deal_as_json, event_as_json};
use super::form::{Form, print_json};
use super::log_lines::as_json;
use super::{End, Global, complain};
use crate::desk::{Deal, Desk};
use crate::listing::evidence::{self, Fact, Subject};
use crate::messages::pick;

/// Prints what is known of a deal, where `whom` is the number of one, else of a person or an
/// institution.
pub(super) fn run(whom: &str, format: Form, global: &Global) -> anyhow::Result<End> {
    let desk = Desk::open(&global.data_dir()?)?;
    let language = global.language();
    for changed in evidence::changed(&desk)? {
        complain(changed.say(language));
    }
    let subject = evidence::find(&desk, whom)?;
    let lines = evidence::lines(&desk, &subject, language)?;
    if format == Form::Json {
        print_json(&json_of(&desk, &subject)?)?;
    } else if lines.is_empty() {
        complain(pick(language, ["没有记录", "nothing is logged"]));
    } else {
        let mut out = BufWriter::new(io::stdout().lock());
        for line in &lines {
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

fn json_of(desk: &Desk, subject: &Subject) -> anyhow::Result<Value> {
    let (lines, deals) = match subject {
        Subject::Deal(deal) => return of_deal(desk, deal),
        Subject::Client(lines, deals) => (lines, deals),
    };
    let deals = deals.iter().map(|deal| of_deal(desk, deal));
    let deals: Vec<Value> = deals.collect::<anyhow::Result<_>>()?;
    let lines: Vec<Value> = lines.iter().map(as_json).collect();
    Ok(json!({ "log": lines, "deals": deals }))
}

fn of_deal(desk: &Desk, deal: &Deal) -> anyhow::Result<Value> {
    let facts = evidence::facts(desk, deal)?;
    let facts = facts.iter().map(|fact| match fact {
        Fact::Line(line) => json!({ "log": as_json(line) }),
        Fact::Event(event) => json!({ "event": event_as_json(event) }),
    });
    let facts: Vec<Value> = facts.collect();
    Ok(json!({
        "deal": deal_as_json(deal),
        "introduced": evidence::introduced(deal),
        "facts": facts,
    }))
}
