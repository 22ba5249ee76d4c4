//! `qiao show`

use std::io::{self, BufWriter, Write};

use clap::{Args, ValueEnum};

use qiao_index::Library;
use qiao_index::kept::KeptListing;
use qiao_index::record::Record;
use qiao_index::request::Request;
use qiao_index::search::Explanation;
use qiao_index::vocab::Language;
use ratatui::crossterm::style::Stylize as _;

use super::do_not_contact::warn_of;
use super::{End, Global, complain, open};
use crate::desk::Desk;
use crate::export;
use crate::listing::edited::write_history;
use crate::listing::{fields, kept};
use crate::messages::{escape_controls, pick, say};
use crate::ui::presentation::Presentation;
use crate::ui::table;
use crate::ui::text::DisplayWidth;
use crate::ui::theme::Theme;
use crate::ui::wrap::wrap;
use crate::work::engine::Engine as _;
use crate::work::library::OpenLibrary;
use crate::work::nearest::no_listing;

/// Arguments of `qiao show`.
#[derive(Debug, Args)]
pub(super) struct ShowArgs {
    /// The listing's id, as shown by `qiao search`, or its number
    #[arg(value_name = "ID", allow_hyphen_values = true)]
    id: String,
    /// Output format
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    format: Format,
    /// Explain how the listing matches this query: which words, where, and how they score
    #[arg(long, value_name = "QUERY", allow_hyphen_values = true)]
    why: Option<String>,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Format {
    /// For reading
    Text,
    /// The record as exported
    Json,
    /// Its contacts as vCards
    Vcard,
    /// For reference managers
    Ris,
    /// For LaTeX and reference managers
    Bibtex,
    /// For reading, with headings
    Markdown,
}

/// Runs the command.
pub(super) fn run(args: &ShowArgs, global: &Global) -> anyhow::Result<End> {
    let asked = open::for_asking(global)?;
    let library = asked.shown();
    if asked.remote().is_some() && args.why.is_some() {
        open::refuse_remote(global)?;
    }
    let Some(record) = one_asked(&asked, &args.id, global.language())? else {
        return Ok(End::Nothing);
    };
    let mut out = BufWriter::new(io::stdout().lock());
    if let Some(query) = &args.why {
        if let Some(explanation) = library.explain(&record.id, query)? {
            write_why(&mut out, &explanation, global.language())?;
        }
        out.flush()?;
        return Ok(End::Done);
    }
    warn_where_kept(&record, global)?;
    match args.format {
        Format::Text => {
            let language = global.language();
            let look = Presentation::new(language, Theme::ansi(), DisplayWidth::default(), false);
            let mut text = fields::text(&record, &look).into_bytes();
            write_kept(&mut text, library.kept(&record.id), &look)?;
            let history = if asked.remote().is_some() {
                Vec::new()
            } else {
                library.history(&record.id)?
            };
            write_history(&mut text, &record, &history, language)?;
            let text = wrapped(&String::from_utf8_lossy(&text), table::room());
            let (title, rest) = text.split_once('\n').unwrap_or((&text, ""));
            if global.paints() {
                write!(out, "{}\n{rest}", title.bold())?;
            } else {
                write!(out, "{text}")?;
            }
        }
        Format::Json => {
            export::write_json_pretty(&mut out, &record)?;
            writeln!(out)?;
        }
        Format::Ris => export::write_ris(&mut out, std::iter::once(record))?,
        Format::Bibtex => export::write_bibtex(&mut out, std::iter::once(record))?,
        Format::Markdown => {
            export::write_markdown(&mut out, std::iter::once(record), global.language())?;
        }
        Format::Vcard => {
            let cards = export::write_vcard(&mut out, std::iter::once(record))?;
            if cards == 0 {
                complain(pick(
                    global.language(),
                    ["该条目没有联系人", "this listing has no contact"],
                ));
                return Ok(End::Nothing);
            }
        }
    }
    out.flush()?;
    Ok(End::Done)
}

/// A text in lines of no more than `room` columns: on a terminal words stay whole.
fn wrapped(text: &str, room: usize) -> String {
    let lines = wrap(DisplayWidth::default(), text.trim_end_matches('\n'), room).into_iter();
    let lines = lines.filter_map(|line| text.get(line));
    lines.flat_map(|line| [line, "\n"]).collect()
}

/// Listings with the same number that are shown at most.
const MAX_WITH_SAME_NUMBER: usize = 20;

/// The listing with this id of what is asked, or the only one that bears this number; else says why
/// there is none.
pub(super) fn one_asked(
    asked: &OpenLibrary,
    id: &str,
    language: Language,
) -> anyhow::Result<Option<Record>> {
    if asked.remote().is_some() {
        one_of_remote(asked, id, language)
    } else {
        one_listing(asked.shown(), id, language)
    }
}

/// The same of a remote.
fn one_of_remote(
    remote: &OpenLibrary,
    id: &str,
    language: Language,
) -> anyhow::Result<Option<Record>> {
    if let Some(record) = remote.records(&[id.to_owned()])?.pop() {
        return Ok(Some(record));
    }
    let page = remote.answer(&with_number(id))?;
    let is_only = !page.relaxed && page.total == 1;
    let only = page.hits.into_iter().next().filter(|_| is_only);
    if only.is_none() {
        let text = [
            "远程库里没有编号或号码为 {id} 的条目",
            "the remote has no listing with the id or number {id}",
        ];
        complain(&say(language, text, &[("id", &escape_controls(id))]));
    }
    Ok(only.map(|hit| hit.record))
}

/// What bears this number.
fn with_number(id: &str) -> Request {
    Request {
        query: format!("num:\"{}\"", id.replace('"', " ")),
        limit: MAX_WITH_SAME_NUMBER,
        with_withdrawn: true,
        ..Request::default()
    }
}

/// The listing with this id, or the only one that bears this number; where there is none, or
/// several are meant, says so.
pub(super) fn one_listing(
    library: &Library,
    id: &str,
    language: Language,
) -> anyhow::Result<Option<Record>> {
    if let Some(record) = library.record(id)? {
        return Ok(Some(record));
    }
    let page = library.search(&with_number(id))?;
    match page.hits.as_slice() {
        [hit] if !page.relaxed && page.total == 1 => return Ok(library.record(&hit.record.id)?),
        [_, ..] if !page.relaxed => {
            let (id, total) = (escape_controls(id), page.total);
            let text = [
                "qiao：有 {n} 个条目带有号码 {id}，请用编号指定：",
                "qiao: {n} listings have the number {id}; choose one by its id:",
            ];
            let values = [("n", &*total.to_string()), ("id", &id)];
            complain(&say(language, text, &values));
            let bearers = page.hits.iter().map(|hit| &hit.record);
            let rows: Vec<_> = bearers
                .map(|it| [it.id.clone(), it.title.clone()])
                .collect();
            for line in table::lines(&rows) {
                complain(&line);
            }
        }
        _ => {
            let failure = no_listing(library, id);
            let text = ["qiao：{it}", "qiao: {it}"];
            complain(&say(language, text, &[("it", failure.say(language))]));
        }
    }
    Ok(None)
}

/// Says who in the listing is not to be contacted, where the user has a desk.
fn warn_where_kept(record: &Record, global: &Global) -> anyhow::Result<()> {
    let desk = Desk::open_kept(&global.data_dir()?)?;
    desk.map_or(Ok(()), |desk| warn_of(&desk, record, global))
}

/// What the user keeps of the listing.
fn write_kept(
    out: &mut dyn Write,
    kept: Option<&KeptListing>,
    look: &Presentation,
) -> io::Result<()> {
    let fields = kept.map(|kept| kept::fields(kept, look));
    let fields = fields.filter(|fields| !fields.is_empty());
    for (place, (name, text)) in fields.into_iter().flatten().enumerate() {
        let gap = if place == 0 { "\n" } else { "" };
        let colon = pick(look.language, ["：", ": "]);
        let lines: Vec<_> = text.lines().map(escape_controls).collect();
        writeln!(out, "{gap}{name}{colon}{}", lines.join("\n  "))?;
    }
    Ok(())
}

/// Why a listing answers a query: clauses, then terms with their places and what they count.
fn write_why(
    out: &mut impl Write,
    explanation: &Explanation,
    language: Language,
) -> io::Result<()> {
    let pick = |chinese, english| crate::messages::pick(language, [chinese, english]);
    let query = escape_controls(&explanation.interpreted);
    writeln!(out, "{}{query}", pick("理解为：", "understood as: "))?;
    let exact = if explanation.exact {
        pick("符合全部条件", "every clause matches")
    } else {
        pick("不符合全部条件", "not every clause matches")
    };
    writeln!(out, "{exact}")?;
    for (clause, matches) in &explanation.clauses {
        let sign = if *matches { '+' } else { '-' };
        writeln!(out, "  {sign} {}", escape_controls(clause))?;
    }
    writeln!(out, "{} {:.2}", pick("得分", "score"), explanation.score)?;
    let rows: Vec<_> = explanation
        .reasons
        .iter()
        .map(|reason| {
            let places = reason
                .places
                .iter()
                .map(|(place, times)| format!("{} ×{times}", place_name(place, language)));
            let places = places.collect::<Vec<_>>().join(pick("，", ", "));
            [
                format!("  {:.2}", reason.score),
                reason.term.clone(),
                places,
            ]
        })
        .collect();
    for line in table::lines(&rows) {
        writeln!(out, "{line}")?;
    }
    Ok(())
}

/// Where a word stands, by the index's name of it.
fn place_name(place: &str, language: Language) -> &str {
    let chinese = match place {
        "title" => "名称",
        "keyword" => "关键词",
        "organisation" => "单位",
        "person" => "人员",
        "body" => "正文",
        other => other,
    };
    pick(language, [chinese, place])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_stay_whole_on_a_terminal() {
        let text = "A pilot plant\n\nfor coatings\n";
        assert_eq!(wrapped(text, usize::MAX), text);
        assert_eq!(wrapped(text, 10), "A pilot\nplant\n\nfor\ncoatings\n");
    }
}
