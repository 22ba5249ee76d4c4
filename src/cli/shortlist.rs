//! `qiao shortlist`

use std::io::{self, BufWriter, Write};

use clap::{Args, Subcommand};
use qiao_index::record::Record;
use qiao_index::request::Facet;
use serde_json::json;

use super::form::{Form, print_json};
use super::show::one_listing;
use super::{End, Global, complain, open};
use crate::desk::{Desk, Snapshot};
use crate::messages::{Failure, escape_controls, pick, say};
use crate::ui::presentation::Presentation;
use crate::ui::table;
use crate::ui::text::DisplayWidth;
use crate::ui::theme::Theme;
use crate::work::desk::shortlist;

/// Arguments of `qiao shortlist`.
#[derive(Debug, Args)]
pub(super) struct ShortlistArgs {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Add listings to a shortlist, which is made where there is none
    Add {
        /// Name of the shortlist
        #[arg(value_name = "NAME")]
        name: String,
        /// Listings: ids or numbers
        #[arg(value_name = "ID", required = true, allow_hyphen_values = true)]
        ids: Vec<String>,
    },
    /// Take listings off a shortlist
    Drop {
        /// Name of the shortlist
        #[arg(value_name = "NAME")]
        name: String,
        /// Listings: ids or numbers
        #[arg(value_name = "ID", required = true, allow_hyphen_values = true)]
        ids: Vec<String>,
    },
    /// List the shortlists
    List {
        /// Output format
        #[arg(long, value_name = "FORMAT", default_value = "text")]
        format: Form,
    },
    /// Print the listings of a shortlist in their order
    Show {
        /// Name of the shortlist
        #[arg(value_name = "NAME")]
        name: String,
        /// Output format
        #[arg(long, value_name = "FORMAT", default_value = "text")]
        format: Form,
    },
    /// Rename a shortlist
    Rename {
        /// Its name
        #[arg(value_name = "OLD")]
        old: String,
        /// Its new name
        #[arg(value_name = "NEW")]
        new: String,
    },
    /// Delete a shortlist; its listings stay in the library
    Delete {
        /// Name of the shortlist
        #[arg(value_name = "NAME")]
        name: String,
    },
}

/// Runs the command.
pub(super) fn run(args: &ShortlistArgs, global: &Global) -> anyhow::Result<End> {
    let mut desk = Desk::open(&global.data_dir()?)?;
    let language = global.language();
    match &args.command {
        Command::Add { name, ids } => put(&mut desk, name, ids, true, global),
        Command::Drop { name, ids } => put(&mut desk, name, ids, false, global),
        Command::List { format } => list(&desk, *format, global),
        Command::Show { name, format } => show(&desk, name, *format, global),
        Command::Rename { old, new } => {
            desk.rename_shortlist(old, new)?;
            let text = [
                "清单“{old}”改名为“{new}”",
                "shortlist {old} renamed to {new}",
            ];
            let values = [
                ("old", &*escape_controls(old)),
                ("new", &*escape_controls(new)),
            ];
            complain(&say(language, text, &values));
            Ok(End::Done)
        }
        Command::Delete { name } => {
            let number = desk.delete_shortlist(name)?.to_string();
            let text = [
                "清单“{name}”已删除，其中有 {n} 条",
                "shortlist {name} deleted; {n} {n:listing was|listings were} on it",
            ];
            let values = [("name", &*escape_controls(name)), ("n", &number)];
            complain(&say(language, text, &values));
            Ok(End::Done)
        }
    }
}

fn put(
    desk: &mut Desk,
    name: &str,
    ids: &[String],
    is_on: bool,
    global: &Global,
) -> anyhow::Result<End> {
    let library = open::for_reading(global)?;
    let language = global.language();
    let mut listings = Vec::new();
    for id in ids {
        // What has gone from the library can still be taken off.
        let gone = || (!is_on).then(|| Snapshot::of_id(id));
        let found = match library.shown().record(id)? {
            Some(record) => Some(Snapshot::of(&record)),
            None if is_on => {
                one_listing(library.shown(), id, language)?.map(|it| Snapshot::of(&it))
            }
            None => gone(),
        };
        let Some(listing) = found else {
            return Ok(End::Nothing);
        };
        listings.push(listing);
    }
    complain(shortlist(desk, name, &listings, is_on)?.say(language));
    Ok(End::Done)
}

fn list(desk: &Desk, format: Form, global: &Global) -> anyhow::Result<End> {
    let lists = desk.shortlists()?;
    if format == Form::Json {
        let lists = lists
            .iter()
            .map(|list| json!({ "name": list.name, "listings": list.listings, "made": list.at }));
        print_json(&lists.collect())?;
    } else if lists.is_empty() {
        let text = [
            "还没有清单：用 qiao shortlist add 名称 编号 建一个",
            "no shortlists yet: `qiao shortlist add NAME ID` makes one",
        ];
        complain(pick(global.language(), text));
    } else {
        let mut out = BufWriter::new(io::stdout().lock());
        let rows: Vec<_> = lists
            .iter()
            .map(|list| [list.listings.to_string(), list.name.clone()])
            .collect();
        for line in table::lines(&rows) {
            writeln!(out, "{line}")?;
        }
        out.flush()?;
    }
    Ok(if lists.is_empty() {
        End::Nothing
    } else {
        End::Done
    })
}

/// A listing of a shortlist, and whether the library still has it.
struct Listed {
    listing: Snapshot,
    is_there: bool,
}

fn show(desk: &Desk, name: &str, format: Form, global: &Global) -> anyhow::Result<End> {
    let library = open::for_reading(global)?;
    let mut listings = Vec::new();
    for kept in desk.shortlisted(name)? {
        let record: Option<Record> = library.shown().record(&kept.id)?;
        let is_there = record.is_some();
        // As it is now; as it was where it has gone.
        let listing = record.as_ref().map_or(kept, Snapshot::of);
        listings.push(Listed { listing, is_there });
    }
    if format == Form::Json {
        let listings = listings.iter().map(|it| {
            let mut value = serde_json::to_value(&it.listing)?;
            value["gone"] = (!it.is_there).into();
            Ok::<_, serde_json::Error>(value)
        });
        print_json(&json!({
            "name": name.trim(),
            "listings": listings.collect::<Result<Vec<_>, _>>()?,
        }))?;
    } else {
        print(&listings, global)?;
    }
    Ok(if listings.is_empty() {
        End::Nothing
    } else {
        End::Done
    })
}

fn print(listings: &[Listed], global: &Global) -> io::Result<()> {
    let language = global.language();
    let look = Presentation::new(language, Theme::ansi(), DisplayWidth::default(), false);
    let gone = Failure::new("（已不在资料库中）", "(no longer in the library)");
    let rows: Vec<_> = listings
        .iter()
        .map(|Listed { listing, is_there }| {
            let mark = if *is_there { "" } else { gone.say(language) };
            [
                listing.id.clone(),
                look.label(Facet::Kind, listing.kind.as_str()),
                format!("{}{mark}", listing.title),
                listing.institution.clone(),
            ]
        })
        .collect();
    let mut out = BufWriter::new(io::stdout().lock());
    for line in table::lines(&rows) {
        writeln!(out, "{line}")?;
    }
    out.flush()
}
