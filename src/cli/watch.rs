//! `qiao watch`

use std::io::{self, BufWriter, Write};

use clap::{Args, Subcommand, ValueEnum};
use qiao_index::fields::columns::Cells;
use qiao_index::now;
use qiao_index::record::Record;
use serde_json::{Value, json};

use super::filter::{self, Narrowing};
use super::form::{Form, print_json};
use super::show::one_listing;
use super::{End, Global, complain, open};
use crate::desk::Desk;
use crate::desk::watch::{Watch, Watched};
use crate::messages::{escape_controls, pick, say};
use crate::work::watches::{self, Changed, Moved};

/// Arguments of `qiao watch`.
#[derive(Debug, Args)]
pub(super) struct WatchArgs {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Watch a search or a listing; what is there now is not new
    Add {
        /// Name of the watch
        #[arg(value_name = "NAME")]
        name: String,
        /// The query whose results are watched
        #[arg(
            value_name = "QUERY",
            allow_hyphen_values = true,
            required_unless_present = "id",
            conflicts_with = "id"
        )]
        query: Option<String>,
        /// The listing that is watched: its id or its number
        #[arg(long, value_name = "ID")]
        id: Option<String>,
        /// Keep listings with this value (FACET=VALUE), or without it (FACET!=VALUE)
        #[arg(long = "filter", value_name = "FACET=VALUE", value_parser = filter::parse, conflicts_with = "id")]
        filters: Vec<Narrowing>,
        /// Save the query even if something is odd about it
        #[arg(long)]
        anyway: bool,
    },
    /// List the watches
    List {
        /// Output format
        #[arg(long, value_name = "FORMAT", default_value = "text")]
        format: Form,
    },
    /// Print what has happened since a watch was last run; it stays new
    Show {
        /// Name of the watch
        #[arg(value_name = "NAME")]
        name: String,
        /// Output format
        #[arg(long, value_name = "FORMAT", default_value = "text")]
        format: Digest,
    },
    /// Print what is new, changed and gone; ends with 0 where anything is, else with 1
    Run {
        /// Names of the watches [default: all]
        #[arg(value_name = "NAME")]
        names: Vec<String>,
        /// What is told stays new for the next run
        #[arg(long)]
        keep: bool,
        /// Output format
        #[arg(long, value_name = "FORMAT", default_value = "text")]
        format: Digest,
    },
    /// Remove a watch
    Remove {
        /// Name of the watch
        #[arg(value_name = "NAME")]
        name: String,
    },
}

/// How a digest is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Digest {
    /// For reading
    Text,
    /// For reading, with headings
    Markdown,
    /// A JSON array
    Json,
}

/// Runs the command.
pub(super) fn run(args: &WatchArgs, global: &Global) -> anyhow::Result<End> {
    let mut desk = Desk::open(&global.data_dir()?)?;
    match &args.command {
        Command::Add {
            name,
            query,
            id,
            filters,
            anyway,
        } => {
            let asked = (query.as_deref(), id.as_deref(), &**filters);
            let Some(watched) = watched(asked, global)? else {
                return Ok(End::Nothing);
            };
            add(&mut desk, name, &watched, *anyway, global)
        }
        Command::List { format } => list(&desk, *format, global),
        Command::Show { name, format } => {
            look(&mut desk, std::slice::from_ref(name), true, *format, global)
        }
        Command::Run {
            names,
            keep,
            format,
        } => look(&mut desk, names, *keep, *format, global),
        Command::Remove { name } => {
            desk.remove_watch(name)?;
            let text = ["不再关注“{name}”", "{name} is no longer watched"];
            complain(&say(
                global.language(),
                text,
                &[("name", &*escape_controls(name))],
            ));
            Ok(End::Done)
        }
    }
}

/// What is to be watched; `None` where there is no such listing.
fn watched(
    (query, id, filters): (Option<&str>, Option<&str>, &[Narrowing]),
    global: &Global,
) -> anyhow::Result<Option<Watched>> {
    if let Some(id) = id {
        let library = open::for_reading(global)?;
        let found = one_listing(library.shown(), id, global.language())?;
        return Ok(found.map(|record| Watched::Listing(record.id)));
    }
    let (filters, ranges) = filter::divided(filters);
    let query = [query.unwrap_or_default(), &ranges];
    let query = query.join(" ").trim().to_owned();
    Ok(Some(Watched::Query(query, filters)))
}

fn add(
    desk: &mut Desk,
    name: &str,
    watched: &Watched,
    anyway: bool,
    global: &Global,
) -> anyhow::Result<End> {
    let library = open::for_reading(global)?;
    let number = watches::add(&library, desk, name, watched, anyway)?;
    let text = [
        "开始关注“{name}”：现有 {n} 条，此后的变化会列出",
        "watching {name}: {n} {n:listing|listings} now, changes from here on will be listed",
    ];
    let values = [
        ("name", &*escape_controls(name.trim())),
        ("n", &number.to_string()),
    ];
    complain(&say(global.language(), text, &values));
    Ok(End::Done)
}

fn list(desk: &Desk, format: Form, global: &Global) -> anyhow::Result<End> {
    let watches = desk.watches()?;
    if format == Form::Json {
        print_json(&watches.iter().map(as_json).collect())?;
    } else if watches.is_empty() {
        let text = [
            "还没有关注：用 qiao watch add 名称 检索式 添加",
            "no watches yet: `qiao watch add NAME QUERY` adds one",
        ];
        complain(pick(global.language(), text));
    }
    if format == Form::Text {
        let mut out = BufWriter::new(io::stdout().lock());
        for watch in &watches {
            let what = described(watch);
            let seen = watch.seen_at.get(..10).unwrap_or_default();
            let line = format!("{}  {}  {seen}  {what}", watch.name, watch.listings);
            writeln!(out, "{}", escape_controls(&line))?;
        }
        out.flush()?;
    }
    Ok(if watches.is_empty() {
        End::Nothing
    } else {
        End::Done
    })
}

/// What is watched, as it is typed.
fn described(watch: &Watch) -> String {
    match &watch.watched {
        Watched::Listing(id) => id.clone(),
        Watched::Query(query, filters) => {
            let filters = filters.iter().map(|filter| {
                let is = if filter.exclude { "!=" } else { "=" };
                format!("{}{is}{}", filter.facet.as_str(), filter.value)
            });
            let parts = std::iter::once(query.clone()).chain(filters);
            parts.collect::<Vec<_>>().join(" ").trim().to_owned()
        }
    }
}

fn as_json(watch: &Watch) -> Value {
    let (query, filters, id) = match &watch.watched {
        Watched::Query(query, filters) => (Some(query), &**filters, None),
        Watched::Listing(id) => (None, &[][..], Some(id)),
    };
    json!({
        "name": watch.name,
        "query": query,
        "filters": filters,
        "id": id,
        "listings": watch.listings,
        "seen": watch.seen_at,
    })
}

/// Prints what has happened to watches; what is told is seen from then on, unless it is kept.
fn look(
    desk: &mut Desk,
    names: &[String],
    keep: bool,
    format: Digest,
    global: &Global,
) -> anyhow::Result<End> {
    let library = open::for_reading(global)?;
    let all = desk.watches()?;
    let is_named =
        |watch: &&Watch, name: &str| watch.name.to_lowercase() == name.trim().to_lowercase();
    let mut chosen: Vec<&Watch> = Vec::new();
    for name in names {
        match all.iter().find(|watch| is_named(watch, name)) {
            Some(watch) => chosen.push(watch),
            // Says that there is none.
            None => desk.seen(name).map(drop)?,
        }
    }
    if names.is_empty() {
        chosen = all.iter().collect();
    }
    let mut out = BufWriter::new(io::stdout().lock());
    let mut digest = Vec::new();
    let mut told = Vec::new();
    for watch in chosen {
        let (moved, now) = watches::moved(&library, desk, &watch.name, &watch.watched)?;
        if moved.is_anything() {
            match format {
                Digest::Json => digest.push(moved_json(watch, &moved, global)),
                _ => write_moved(&mut out, watch, &moved, format, global)?,
            }
            told.push((watch.name.clone(), now));
        }
    }
    if format == Digest::Json {
        print_json(&digest.into())?;
    }
    out.flush()?;
    // Only what has been written is seen.
    for (name, now_) in &told {
        if !keep {
            desk.set_seen(name, now_, &now())?;
        }
    }
    if told.is_empty() {
        complain(pick(global.language(), ["没有变化", "nothing has changed"]));
        return Ok(End::Nothing);
    }
    Ok(End::Done)
}

fn write_moved(
    out: &mut dyn Write,
    watch: &Watch,
    moved: &Moved,
    format: Digest,
    global: &Global,
) -> io::Result<()> {
    let language = global.language();
    let (heading, item) = match format {
        Digest::Markdown => ("## ", "- "),
        _ => ("", "  "),
    };
    writeln!(out, "{heading}{}", escape_controls(&watch.name))?;
    let named = |record: &Record| {
        let institution = record.lead_institution();
        let gap = if institution.is_empty() { "" } else { " · " };
        let line = format!("{}{gap}{institution} · {}", record.title, record.id);
        escape_controls(&line).into_owned()
    };
    let [new, changed, gone] = pick(
        language,
        [["新增", "变化", "消失"], ["new", "changed", "gone"]],
    );
    let colon = pick(language, ["：", ": "]);
    for record in &moved.new {
        writeln!(out, "{item}{new}{colon}{}", named(record))?;
    }
    for change in &moved.changed {
        writeln!(out, "{item}{changed}{colon}{}", named(&change.now))?;
        for (field, before, after) in said(change, global) {
            let line = format!("    {item}{field}{colon}{before} → {after}");
            writeln!(out, "{}", escape_controls(&line))?;
        }
    }
    for record in &moved.gone {
        writeln!(out, "{item}{gone}{colon}{}", named(record))?;
    }
    Ok(())
}

/// Longest value that is printed whole, in characters.
const MAX_VALUE: usize = 80;

/// The fields that have changed: name, before, now.
fn said(change: &Changed, global: &Global) -> Vec<(&'static str, String, String)> {
    let language = global.language();
    let (before, after) = (Cells::of(&change.before), Cells::of(&change.now));
    let none = pick(language, ["（无）", "(none)"]);
    let short = |text: String| {
        let text = text.replace('\n', " ");
        match text.char_indices().nth(MAX_VALUE) {
            _ if text.is_empty() => none.to_owned(),
            Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
            None => text,
        }
    };
    let fields = change.fields.iter().map(|field| {
        let name = field.label(change.now.kind, language);
        let [before, after] = [&before, &after].map(|cells| short(cells.written(field, language)));
        (name, before, after)
    });
    fields.collect()
}

fn moved_json(watch: &Watch, moved: &Moved, global: &Global) -> Value {
    let brief = |record: &Record| {
        json!({
            "id": record.id,
            "kind": record.kind,
            "title": record.title,
            "institution": record.lead_institution(),
        })
    };
    let changed = moved.changed.iter().map(|change| {
        let mut value = brief(&change.now);
        let fields = change.fields.iter().zip(said(change, global));
        value["fields"] = fields
            .map(|(field, (_, before, after))| {
                json!({ "field": field.name, "before": before, "after": after })
            })
            .collect();
        value
    });
    json!({
        "watch": watch.name,
        "since": watch.seen_at,
        "new": moved.new.iter().map(brief).collect::<Vec<_>>(),
        "changed": changed.collect::<Vec<_>>(),
        "gone": moved.gone.iter().map(brief).collect::<Vec<_>>(),
    })
}
