//! `qiao draft`

use std::io::{self, BufWriter, Write as _};
use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};
use qiao_index::record::{Kind, Record};
use qiao_index::vocab::Language;
use serde_json::{Value, json};

use super::form::{Form, print_json};
use super::show::one_listing;
use super::{End, Global, complain, open, usage};
use crate::desk::draft::{Draft, Way};
use crate::desk::log::word;
use crate::desk::{Desk, Snapshot};
use crate::listing::letter;
use crate::messages::{escape_controls, escape_controls_keep_lines, pick, say};
use crate::work::export::Existing;
use crate::work::letters::{self, Composed, Writing};

/// Arguments of `qiao draft`.
#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true, subcommand_negates_reqs = true)]
pub(super) struct DraftArgs {
    /// The listing that it is about: its id or its number
    #[arg(value_name = "ID", required = true, allow_hyphen_values = true)]
    id: Option<String>,
    /// Template: mail, letter, wechat, one of their own names (mail-follow-up), or one of yours from
    /// the folder templates beside the settings
    #[arg(long, value_name = "NAME", default_value = "mail")]
    template: String,
    /// The need that the listing could answer
    #[arg(long, value_name = "ID", allow_hyphen_values = true)]
    need: Option<String>,
    /// Write it to a file: .eml for a mail program, .md for text
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Output format
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    format: Form,
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// List the drafts, the last first
    List {
        /// Output format
        #[arg(long, value_name = "FORMAT", default_value = "text")]
        format: Form,
    },
    /// Say that a draft was sent today: it is logged
    Sent {
        /// Its number
        #[arg(value_name = "N")]
        number: u64,
    },
}

/// Runs the command.
pub(super) fn run(args: &DraftArgs, global: &Global) -> anyhow::Result<End> {
    match (&args.command, &args.id) {
        (Some(Command::List { format }), _) => list(*format, global),
        (Some(Command::Sent { number }), _) => {
            let mut desk = Desk::open(&global.data_dir()?)?;
            let language = global.language();
            let done = letters::send(&mut desk, *number, language)?;
            complain(done.say(language));
            Ok(End::Done)
        }
        (None, Some(id)) => write(id, args, global),
        // The parser has asked for one.
        (None, None) => Ok(End::Nothing),
    }
}

fn write(id: &str, args: &DraftArgs, global: &Global) -> anyhow::Result<End> {
    let library = open::for_reading(global)?;
    let language = global.language();
    let Some(record) = one_listing(library.shown(), id, language)? else {
        return Ok(End::Nothing);
    };
    let need = match &args.need {
        Some(id) => match one_listing(library.shown(), id, language)? {
            Some(need) => Some(checked_need(need, &record, language)?),
            None => return Ok(End::Nothing),
        },
        None => None,
    };
    let (config, _) = global.settings()?;
    let writing = Writing {
        me: config.me,
        templates: config.templates,
        language,
    };
    let template = letters::template_for(&args.template, &record, &writing)?;
    let mut desk = Desk::open(&global.data_dir()?)?;
    let composed = letters::compose(&template, (&record, need.as_ref()), &desk, &writing)?;
    if let Some(path) = &args.output {
        letters::to_file(&composed.draft, &writing.me, path, Existing::Replace)?;
    }
    let about: Vec<&Record> = std::iter::once(&record).chain(&need).collect();
    let number = letters::keep(&mut desk, &composed.draft, &about)?;
    report(number, &composed, &record, args, language)?;
    Ok(End::Done)
}

/// The need that a letter is for.
fn checked_need(need: Record, record: &Record, language: Language) -> anyhow::Result<Record> {
    let words = if need.kind != Kind::Need {
        ["--need 应为技术需求", "--need must be a need"]
    } else if record.kind == Kind::Need {
        [
            "条目本身就是需求：请在成果上写，用 --need 给出需求",
            "the listing is a need itself: write the draft on the offer, with --need",
        ]
    } else {
        return Ok(need);
    };
    Err(usage(pick(language, words)))
}

/// Says what was written, and where it is.
fn report(
    number: u64,
    composed: &Composed,
    record: &Record,
    args: &DraftArgs,
    language: Language,
) -> anyhow::Result<()> {
    for warning in &composed.warnings {
        complain(warning.say(language));
    }
    let draft = Draft {
        number,
        ..composed.draft.clone()
    };
    if args.format == Form::Json {
        let mut value = as_json(&draft, &Snapshot::of(record));
        let warnings = composed.warnings.iter().map(|it| it.say(language));
        value["warnings"] = warnings.collect();
        value["file"] = args.output.as_deref().map(Path::to_string_lossy).into();
        return print_json(&value);
    }
    if args.output.is_none() {
        let text = letter::whole(&draft, language);
        let mut out = io::stdout().lock();
        writeln!(out, "{}", escape_controls_keep_lines(&text))?;
    }
    if let Some(link) = letters::link(&draft) {
        let words = [
            "在邮件程序中打开：{link}",
            "opens in a mail program: {link}",
        ];
        complain(&say(language, words, &[("link", &link)]));
    }
    let words = [
        "已存为草稿 {n}；发出后运行 qiao draft sent {n}",
        "kept as draft {n}; once it is sent: `qiao draft sent {n}`",
    ];
    complain(&say(language, words, &[("n", &number.to_string())]));
    Ok(())
}

fn list(format: Form, global: &Global) -> anyhow::Result<End> {
    let language = global.language();
    let drafts = Desk::open(&global.data_dir()?)?.drafts()?;
    if format == Form::Json {
        print_json(
            &drafts
                .iter()
                .map(|(draft, it)| as_json(draft, it))
                .collect(),
        )?;
    } else if drafts.is_empty() {
        let words = [
            "还没有草稿：用 qiao draft 编号 写一份",
            "no drafts yet: `qiao draft ID` writes one",
        ];
        complain(pick(language, words));
    } else {
        let mut out = BufWriter::new(io::stdout().lock());
        for (draft, listing) in &drafts {
            writeln!(out, "{}", escape_controls(&letter::line(draft, language)))?;
            let (title, id) = (escape_controls(&listing.title), &listing.id);
            writeln!(out, "  {title} · {}", escape_controls(id))?;
        }
        out.flush()?;
    }
    Ok(if drafts.is_empty() {
        End::Nothing
    } else {
        End::Done
    })
}

fn as_json(draft: &Draft, listing: &Snapshot) -> Value {
    let known = |text: &str| (!text.is_empty()).then(|| text.to_owned());
    json!({
        "number": draft.number,
        "at": draft.at,
        "id": draft.listing,
        "title": listing.title,
        "need": known(&draft.need),
        "template": draft.template,
        "way": word(&Way::ALL, draft.way),
        "to": { "name": draft.person, "address": known(&draft.address) },
        "subject": draft.subject,
        "text": draft.text,
        "mailto": letters::link(draft),
        "sent": known(&draft.sent),
    })
}
