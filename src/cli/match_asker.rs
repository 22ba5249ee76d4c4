//! `qiao match`

use std::fs::File;
use std::io::{self, BufRead, BufReader, BufWriter, Write};
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use clap::{Args, ValueEnum};
use qiao_index::matching::{Asking, Evidence, Match, MatchRequest, Matches};
use qiao_index::record::Kind;
use qiao_index::request::{Facet, Request};
use serde_json::{Value, json};

use super::filter::{self, Narrowing};
use super::show::one_asked;
use super::{End, Global, complain, open};
use crate::desk::Desk;
use crate::export::{write_json, write_json_pretty};
use crate::listing::reasons::{self, Side};
use crate::messages::{Failure, escape_controls, pick};
use crate::ui::presentation::Presentation;
use crate::ui::text::DisplayWidth;
use crate::ui::theme::Theme;
use crate::work::engine::Engine;

/// Matches that are listed unless told otherwise.
const USUAL_LIMIT: usize = 10;

/// Arguments of `qiao match`.
#[derive(Debug, Args)]
pub(super) struct MatchArgs {
    /// The listing that asks: its id, as shown by `qiao search`, or its number
    #[arg(
        value_name = "ID",
        required_unless_present_any = ["text", "texts", "all"],
        conflicts_with_all = ["text", "texts", "all"],
        allow_hyphen_values = true
    )]
    id: Option<String>,
    /// Match this text, as a need
    #[arg(long, value_name = "TEXT", conflicts_with_all = ["texts", "all"])]
    text: Option<String>,
    /// Match every line of this file (- for stdin), as a need
    #[arg(long, value_name = "FILE", conflicts_with = "all")]
    texts: Option<PathBuf>,
    /// Match every need in the library
    #[arg(long)]
    all: bool,
    /// Only matches that `--new` has not listed before; needs without any are left out
    #[arg(long, requires = "all", conflicts_with_all = ["id", "text", "texts"])]
    new: bool,
    /// Kinds of listings that may answer [default: those that fit who asks]
    #[arg(long = "kind", value_name = "KIND", value_parser = filter::kind)]
    kinds: Vec<Kind>,
    /// Keep answers with this value (FACET=VALUE), or without it (FACET!=VALUE)
    #[arg(long = "filter", value_name = "FACET=VALUE", value_parser = filter::parse)]
    filters: Vec<Narrowing>,
    /// Maximum number of matches [default: 10]; where it is given, weak matches fill it up
    #[arg(long, value_name = "N", value_parser = filter::number)]
    limit: Option<usize>,
    /// Output format
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    format: Format,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For reading
    Text,
    /// One JSON object; several in an array
    Json,
    /// One JSON object per line, one for each who asks
    Jsonl,
}

impl MatchArgs {
    /// Whether it goes through the needs of the library, or remembers what it told of them.
    pub(super) const fn asks_for_needs(&self) -> bool {
        self.all || self.new
    }
}

/// Who asks, and how it is named in the answer.
struct Asker {
    asking: Asking,
    /// `id` or `text`, and its value.
    named: (&'static str, String),
}

impl Asker {
    fn of_text(text: String) -> Self {
        Self {
            asking: Asking::Text(text.clone()),
            named: ("text", text),
        }
    }

    fn of_id(id: String) -> Self {
        Self {
            asking: Asking::Id(id.clone()),
            named: ("id", id),
        }
    }
}

/// Runs the command.
pub(super) fn run(args: &MatchArgs, global: &Global) -> anyhow::Result<End> {
    let library = if args.asks_for_needs() {
        open::for_reading(global)?
    } else {
        open::for_asking(global)?
    };
    let language = global.language();
    let look = Presentation::new(language, Theme::ansi(), DisplayWidth::default(), false);
    let mut out = BufWriter::new(io::stdout().lock());
    let mut printer = Printer {
        format: args.format,
        look,
        several: args.texts.is_some() || args.all,
        printed: 0,
        found: false,
    };
    let desk = args
        .new
        .then(|| global.data_dir().and_then(|folder| Desk::open(&folder)));
    let mut news = desk.transpose()?.map(News::of);
    let (filters, also) = filter::divided(&args.filters);
    let mut answer = |asker: Asker, out: &mut dyn Write| -> anyhow::Result<()> {
        let request = MatchRequest {
            asking: asker.asking.clone(),
            kinds: args.kinds.clone(),
            filters: filters.clone(),
            also: also.clone(),
            limit: args.limit.unwrap_or(USUAL_LIMIT),
            with_weak: args.limit.is_some(),
        };
        let matches = library.match_while(&request, &|| true)?;
        let mut matches = matches.unwrap_or_default();
        if let (Some(news), Asking::Id(need)) = (&mut news, &asker.asking)
            && !news.keep_new(need, &mut matches)?
        {
            return Ok(());
        }
        printer.print(&asker, &matches, out)
    };
    if let Some(path) = &args.texts {
        each_line(path, &mut |line| answer(Asker::of_text(line), &mut out))?;
    } else if args.all {
        let needs = Request {
            query: format!("kind:{}", Kind::Need.as_str()),
            ..Request::default()
        };
        for need in library.shown().matches(&needs)? {
            answer(Asker::of_id(need?.id), &mut out)?;
        }
    } else if let Some(text) = &args.text {
        answer(Asker::of_text(text.clone()), &mut out)?;
    } else if let Some(id) = &args.id {
        match one_asked(&library, id, language)? {
            Some(record) => answer(Asker::of_id(record.id), &mut out)?,
            None => return Ok(End::Nothing),
        }
    }
    printer.finish(&mut out)?;
    out.flush()?;
    if let Some(news) = news {
        news.remember()?;
    }
    if printer.found {
        return Ok(End::Done);
    }
    complain(pick(
        language,
        if args.new {
            ["没有新的匹配", "no new matches"]
        } else {
            ["没有匹配的条目", "nothing matches"]
        },
    ));
    Ok(End::Nothing)
}

/// Which matches are new: those that were not told before.
struct News {
    desk: Desk,
    /// Needs and offers that are told now.
    told: Vec<(String, String)>,
}

impl News {
    const fn of(desk: Desk) -> Self {
        Self {
            desk,
            told: Vec::new(),
        }
    }

    /// Leaves the new matches of a need, which nothing was said of; whether there are any.
    fn keep_new(&mut self, need: &str, matches: &mut Matches) -> anyhow::Result<bool> {
        let told = self.desk.told(need)?;
        let found = &mut matches.matches;
        found.retain(|it| it.fit.verdict().is_none() && !told.contains(&it.record.id));
        matches.declined.clear();
        let pairs = found
            .iter()
            .map(|it| (need.to_owned(), it.record.id.clone()));
        self.told.extend(pairs);
        Ok(!found.is_empty())
    }

    /// Remembers what was told, now that it was.
    fn remember(mut self) -> anyhow::Result<()> {
        self.desk.tell(&self.told)
    }
}

/// Gives the lines of a file one by one.
fn each_line(
    path: &Path,
    take: &mut dyn FnMut(String) -> anyhow::Result<()>,
) -> anyhow::Result<()> {
    let unreadable = || {
        let path = path.to_string_lossy();
        let path = escape_controls(&path);
        Failure::new(
            format!("读不出文本文件 {path}"),
            format!("cannot read the texts in {path}"),
        )
    };
    let input: Box<dyn BufRead> = if path.as_os_str() == "-" {
        Box::new(io::stdin().lock())
    } else {
        Box::new(BufReader::new(File::open(path).with_context(unreadable)?))
    };
    for line in input.lines() {
        take(line.with_context(unreadable)?)?;
    }
    Ok(())
}

/// Prints what answers each asker.
struct Printer {
    format: Format,
    look: Presentation,
    /// More than one may ask.
    several: bool,
    printed: usize,
    found: bool,
}

impl Printer {
    fn print(
        &mut self,
        asker: &Asker,
        matches: &Matches,
        out: &mut dyn Write,
    ) -> anyhow::Result<()> {
        self.found |= !matches.matches.is_empty();
        match self.format {
            Format::Text => self.text(asker, matches, out)?,
            Format::Jsonl => {
                write_json(out, &self.json(asker, matches))?;
                writeln!(out)?;
            }
            Format::Json if self.several => {
                write!(out, "{}", if self.printed == 0 { "[\n" } else { ",\n" })?;
                write_json(out, &self.json(asker, matches))?;
            }
            Format::Json => {
                write_json_pretty(out, &self.json(asker, matches))?;
                writeln!(out)?;
            }
        }
        self.printed += 1;
        Ok(())
    }

    fn finish(&self, out: &mut dyn Write) -> io::Result<()> {
        match self.format {
            Format::Json if self.several && self.printed == 0 => writeln!(out, "[]"),
            Format::Json if self.several => writeln!(out, "\n]"),
            _ => Ok(()),
        }
    }

    /// One answer as the contract has it.
    fn json(&self, asker: &Asker, matches: &Matches) -> Value {
        let (name, value) = &asker.named;
        let mut need = serde_json::Map::new();
        need.insert((*name).to_owned(), value.clone().into());
        need.insert("title".to_owned(), matches.title.clone().into());
        let matches_json = matches.matches.iter().map(|found| self.match_json(found));
        let ask = matches.ask.iter();
        let ask = ask.map(|missing| reasons::question(*missing, &self.look));
        let mut answer = json!({
            "need": need,
            "matches": matches_json.collect::<Vec<_>>(),
            "ask": ask.collect::<Vec<_>>(),
        });
        if !matches.declined.is_empty() {
            let declined = matches.declined.iter();
            answer["declined"] = declined.map(|found| self.match_json(found)).collect();
        }
        answer
    }

    fn match_json(&self, found: &Match) -> Value {
        let record = &found.record;
        let list = |side: Side, list: &[Evidence]| -> Value {
            let reasons = list.iter().map(|evidence| {
                json!({
                    "what": reasons::what(evidence, side, &self.look),
                    "quote": reasons::quote(evidence, record, &self.look),
                    "field": evidence.field,
                })
            });
            reasons.collect()
        };
        json!({
            "id": record.id,
            "kind": record.kind,
            "title": record.title,
            "institution": record.lead_institution(),
            "band": found.fit.band.as_str(),
            "for": list(Side::For, &found.fit.reasons),
            "against": list(Side::Against, &found.fit.against),
            "unknown": list(Side::Unknown, &found.fit.unknown),
        })
    }

    fn text(&self, asker: &Asker, matches: &Matches, out: &mut dyn Write) -> io::Result<()> {
        if self.several {
            let title = if matches.title.is_empty() {
                &asker.named.1
            } else {
                &matches.title
            };
            let gap = if self.printed == 0 { "" } else { "\n" };
            writeln!(out, "{gap}# {}", escape_controls(title))?;
        }
        for (place, found) in (1..).zip(&matches.matches) {
            self.match_text(place, found, out)?;
        }
        for declined in &matches.declined {
            let title = escape_controls(&declined.record.title);
            if let Some(evidence) = declined.fit.against.first() {
                let (said, _) =
                    reasons::line(evidence, Side::Against, &declined.record, &self.look);
                writeln!(out, "{title}\n   {}", escape_controls(&said))?;
            }
        }
        if !matches.ask.is_empty() {
            let ask = [
                "这条需求说得太少，请先问清：",
                "this need says too little to be matched well; ask its author:",
            ];
            writeln!(out, "{}", pick(self.look.language, ask))?;
            for missing in &matches.ask {
                writeln!(out, "  {}", reasons::question(*missing, &self.look))?;
            }
        }
        Ok(())
    }

    fn match_text(&self, place: usize, found: &Match, out: &mut dyn Write) -> io::Result<()> {
        let record = &found.record;
        let band = reasons::band(found.fit.band, &self.look);
        let title = escape_controls(&record.title);
        writeln!(out, "{place}. [{band}] {title}")?;
        let kind = self.look.label(Facet::Kind, record.kind.as_str());
        let facts = [record.lead_institution(), &kind, &record.id];
        let facts: Vec<_> = facts.into_iter().filter(|fact| !fact.is_empty()).collect();
        writeln!(out, "   {}", escape_controls(&facts.join(" · ")))?;
        for (side, evidence) in reasons::all(&found.fit) {
            let (said, _) = reasons::line(evidence, side, record, &self.look);
            writeln!(out, "   {}", escape_controls(&said))?;
        }
        Ok(())
    }
}
