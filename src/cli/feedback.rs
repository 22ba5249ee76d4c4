//! `qiao accept` and `qiao decline`

use clap::Args;
use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};
use qiao_index::kept::Objection;
use qiao_index::record::{Kind, Record};
use qiao_index::vocab::Language;
use serde_json::json;

use super::form::{Form, print_json};
use super::show::one_listing;
use super::{End, Global, complain, open, usage};
use crate::desk::Desk;
use crate::listing::reasons;
use crate::messages::{escape_controls, pick, say};
use crate::work::desk::{Said, judge};

/// Arguments of `qiao accept`.
#[derive(Debug, Args)]
pub(super) struct AcceptArgs {
    #[command(flatten)]
    pair: PairArgs,
}

/// Arguments of `qiao decline`.
#[derive(Debug, Args)]
pub(super) struct DeclineArgs {
    #[command(flatten)]
    pair: PairArgs,
    /// Why
    #[arg(long, value_name = "REASON", value_parser = objections())]
    why: Objection,
    /// What else there is to say; needed where the reason is `other`
    #[arg(
        value_name = "TEXT",
        required_if_eq("why", "other"),
        allow_hyphen_values = true
    )]
    text: Option<String>,
}

/// The two listings of a match.
#[derive(Debug, Args)]
struct PairArgs {
    /// Who asks: id or number
    #[arg(value_name = "NEED", allow_hyphen_values = true)]
    need: String,
    /// What answers: id or number
    #[arg(value_name = "OFFER", allow_hyphen_values = true)]
    offer: String,
    /// Output format
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    format: Form,
}

/// Reads `--why`; each word is explained as it is shown beside a match.
pub(super) fn objections() -> impl TypedValueParser<Value = Objection> {
    let words = Objection::ALL.map(|objection| {
        let help = reasons::objection(objection, Language::English);
        PossibleValue::new(objection.as_str()).help(help)
    });
    let named = |word: String| Objection::from_word(&word).unwrap_or(Objection::Other);
    PossibleValuesParser::new(words).map(named)
}

/// Remembers that a match was accepted.
pub(super) fn accept(args: &AcceptArgs, global: &Global) -> anyhow::Result<End> {
    let said = Said {
        declined: None,
        text: String::new(),
    };
    keep(&args.pair, &said, global)
}

/// Remembers that a match was declined, and why.
pub(super) fn decline(args: &DeclineArgs, global: &Global) -> anyhow::Result<End> {
    let said = Said {
        declined: Some(args.why),
        text: args.text.clone().unwrap_or_default(),
    };
    keep(&args.pair, &said, global)
}

fn keep(pair: &PairArgs, said: &Said, global: &Global) -> anyhow::Result<End> {
    let library = open::for_reading(global)?;
    let language = global.language();
    let find = |id: &str| one_listing(library.shown(), id, language);
    let (Some(need), Some(offer)) = (find(&pair.need)?, find(&pair.offer)?) else {
        return Ok(End::Nothing);
    };
    check(&need, &offer, global)?;
    let mut desk = Desk::open(&global.data_dir()?)?;
    judge(&mut desk, [&need, &offer], Some(said))?;
    if pair.format == Form::Json {
        print_json(&json!({
            "need": need.id,
            "offer": offer.id,
            "verdict": if said.declined.is_some() { "declined" } else { "accepted" },
            "why": said.declined,
            "text": said.text,
        }))?;
        return Ok(End::Done);
    }
    let text = if said.declined.is_some() {
        [
            "已否决，匹配时不再列出：{offer}",
            "declined, and left out of matches from now on: {offer}",
        ]
    } else {
        ["已采纳：{offer}", "accepted: {offer}"]
    };
    complain(&say(
        language,
        text,
        &[("offer", &*escape_controls(&offer.title))],
    ));
    Ok(End::Done)
}

/// Refuses what is no match.
fn check(need: &Record, offer: &Record, global: &Global) -> anyhow::Result<()> {
    let language = global.language();
    if need.id == offer.id {
        let text = [
            "需求和供给是同一个条目",
            "the need and the offer are one and the same listing",
        ];
        return Err(usage(pick(language, text)));
    }
    if need.kind == Kind::Need && offer.kind == Kind::Need {
        let text = [
            "两个条目都是需求：一条需求不能满足另一条",
            "both listings are needs: one need does not answer another",
        ];
        return Err(usage(pick(language, text)));
    }
    Ok(())
}
