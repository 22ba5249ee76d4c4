//! `qiao note` and `qiao tag`

use std::io::{self, Write as _};

use clap::Args;
use serde_json::json;

use super::form::{Form, print_json};
use super::show::one_listing;
use super::{End, Global, complain, open};
use crate::desk::{Desk, Snapshot};
use crate::messages::{escape_controls, pick};
use crate::ui::helpers;
use crate::work::desk::{note, put_tags};

/// Arguments of `qiao note`.
#[derive(Debug, Args)]
pub(super) struct NoteArgs {
    /// The listing: its id or its number
    #[arg(value_name = "ID", allow_hyphen_values = true)]
    id: String,
    /// The note; without it the note is printed
    #[arg(value_name = "TEXT", allow_hyphen_values = true)]
    text: Option<String>,
    /// Write the note in your editor
    #[arg(long, conflicts_with = "text")]
    edit: bool,
    /// Remove the note
    #[arg(long, conflicts_with_all = ["text", "edit"])]
    remove: bool,
    /// Output format
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    format: Form,
}

/// Arguments of `qiao tag`.
#[derive(Debug, Args)]
pub(super) struct TagArgs {
    /// The listing: its id or its number; without it, list all tags
    #[arg(value_name = "ID", allow_hyphen_values = true)]
    id: Option<String>,
    /// Tags to be put on it; without any, its tags are printed
    #[arg(value_name = "TAG")]
    tags: Vec<String>,
    /// Take the tags off
    #[arg(long, requires = "tags")]
    remove: bool,
    /// Output format
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    format: Form,
}

/// Prints, writes or removes the note on a listing.
pub(super) fn run_note(args: &NoteArgs, global: &Global) -> anyhow::Result<End> {
    let library = open::for_reading(global)?;
    let language = global.language();
    let Some(record) = one_listing(library.shown(), &args.id, language)? else {
        return Ok(End::Nothing);
    };
    let mut desk = Desk::open(&global.data_dir()?)?;
    let written = if args.remove {
        Some(String::new())
    } else if args.edit {
        Some(helpers::edit_text(&desk.note(&record.id)?)?)
    } else {
        args.text.clone()
    };
    if let Some(text) = &written {
        complain(note(&mut desk, &record, text)?.say(language));
    }
    let text = desk.note(&record.id)?;
    if args.format == Form::Json {
        print_json(&json!({ "id": record.id, "title": record.title, "note": text }))?;
    } else if written.is_none() && !text.is_empty() {
        let mut out = io::stdout().lock();
        for line in text.lines() {
            writeln!(out, "{}", escape_controls(line))?;
        }
    }
    let is_missing = written.is_none() && text.is_empty();
    if is_missing && args.format == Form::Text {
        complain(pick(language, ["没有笔记", "no note"]));
    }
    Ok(if is_missing { End::Nothing } else { End::Done })
}

/// Prints, puts on or takes off the tags of a listing.
pub(super) fn run_tag(args: &TagArgs, global: &Global) -> anyhow::Result<End> {
    let mut desk = Desk::open(&global.data_dir()?)?;
    let Some(id) = &args.id else {
        return list_tags(&desk, args.format, global);
    };
    let library = open::for_reading(global)?;
    let language = global.language();
    let Some(record) = one_listing(library.shown(), id, language)? else {
        return Ok(End::Nothing);
    };
    if !args.tags.is_empty() {
        let listing = [Snapshot::of(&record)];
        let done = put_tags(&mut desk, &args.tags, &listing, !args.remove)?;
        complain(done.say(language));
    }
    let tags = desk.tags(&record.id)?;
    if args.format == Form::Json {
        print_json(&json!({ "id": record.id, "title": record.title, "tags": tags }))?;
    } else if args.tags.is_empty() {
        let mut out = io::stdout().lock();
        for tag in &tags {
            writeln!(out, "{}", escape_controls(tag))?;
        }
    }
    let is_missing = args.tags.is_empty() && tags.is_empty();
    Ok(if is_missing { End::Nothing } else { End::Done })
}

/// Lists all tags with the number of listings that have them.
fn list_tags(desk: &Desk, format: Form, global: &Global) -> anyhow::Result<End> {
    let tags = desk.all_tags()?;
    if format == Form::Json {
        let tags = tags
            .iter()
            .map(|(tag, listings)| json!({ "tag": tag, "listings": listings }));
        print_json(&tags.collect())?;
    } else {
        let mut out = io::stdout().lock();
        for (tag, listings) in &tags {
            writeln!(out, "{listings}  {}", escape_controls(tag))?;
        }
    }
    if tags.is_empty() && format == Form::Text {
        let text = [
            "还没有标签：用 qiao tag 编号 标签 加一个",
            "no tags yet: `qiao tag ID TAG` adds one",
        ];
        complain(pick(global.language(), text));
    }
    Ok(if tags.is_empty() {
        End::Nothing
    } else {
        End::Done
    })
}
