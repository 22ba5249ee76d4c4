//! `qiao edit`

use std::io::{self, BufWriter, Write};

use clap::Args;
use qiao_index::edits::{self, Change};
use qiao_index::fields::Field;
use qiao_index::library::{Happened, Library, What};
use qiao_index::record::{Edit, Kind, Record};
use qiao_index::vocab::Language;

use super::show::one_listing;
use super::{End, Global, complain, open, table, usage};
use crate::listing::editing::said;
use crate::messages::{escape_controls, pick, say};
use crate::ui::text::Columns;
use crate::work::edit::{NotEdited, edit};

/// Arguments of `qiao edit`.
#[derive(Debug, Args)]
pub(super) struct EditArgs {
    /// The listing's id, as `qiao search` prints it, or its number; alone it lists the fields
    #[arg(
        value_name = "ID",
        allow_hyphen_values = true,
        required_unless_present = "conflicts"
    )]
    id: Option<String>,
    /// Give a field a value, values of a list parted by `;`, and keep it over every import
    #[arg(long, value_name = "FIELD=VALUE", allow_hyphen_values = true)]
    set: Vec<String>,
    /// Let a field say again what its sources say
    #[arg(long, value_name = "FIELD")]
    reset: Vec<String>,
    /// List every field that you have edited and a source has changed since: what you say, and
    /// what the source says
    #[arg(long, conflicts_with_all = ["id", "set", "reset"])]
    conflicts: bool,
}

/// Runs the command.
pub(super) fn run(args: &EditArgs, global: &Global) -> anyhow::Result<End> {
    let language = global.language();
    let mut library = open::for_writing(global)?;
    let Some(id) = &args.id else {
        return list_conflicts(&library, language);
    };
    let Some(record) = one_listing(&library, id, language)? else {
        if library.is_empty()? {
            complain(pick(
                language,
                [
                    "示例数据不能修改：请先导入自己的数据",
                    "sample listings cannot be edited: import your own first",
                ],
            ));
        }
        return Ok(End::Nothing);
    };
    let changes = changes(args, record.kind, language)?;
    if changes.is_empty() {
        let mut out = BufWriter::new(io::stdout().lock());
        write_fields(&mut out, &record, language)?;
        out.flush()?;
        return Ok(End::Done);
    }
    if let Err(NotEdited::Refused(refused)) = edit(&mut library, &record.id, &changes)? {
        return Err(usage(said(&refused, record.kind, language)));
    }
    complain(&done(&changes, &record, language));
    Ok(End::Done)
}

/// Says which fields of a listing were changed.
fn done(changes: &[Change], record: &Record, language: Language) -> String {
    let kind = record.kind;
    let fields = changes.iter().map(|change| match change {
        Change::Set(field, _) => name(field, kind, language).to_owned(),
        Change::Reset(field) => {
            let reset = pick(language, ["（还原）", " (reset)"]);
            format!("{}{reset}", name(field, kind, language))
        }
    });
    let fields: Vec<String> = fields.collect();
    let fields = fields.join(pick(language, ["、", ", "]));
    let id = escape_controls(&record.id);
    let text = ["已修改 {id}：{fields}", "changed in {id}: {fields}"];
    say(language, text, &[("id", &*id), ("fields", &fields)])
}

/// Columns of a value in the list of conflicts; `edit ID` shows all of it.
const BEGINNING: usize = 40;

/// All conflicts of the library, and how each is resolved.
fn list_conflicts(library: &Library, language: Language) -> anyhow::Result<End> {
    let records = library.conflicts()?;
    if records.is_empty() {
        complain(pick(
            language,
            [
                "没有冲突：您修改过的字段，各来源此后都没有变化",
                "no conflicts: no source has changed a field since you edited it",
            ],
        ));
        return Ok(End::Nothing);
    }
    let headings = [
        ["编号", "名称", "字段", "您的", "来源的"],
        ["id", "title", "field", "yours", "the source's"],
    ];
    let headings = pick(language, headings);
    let mut rows = vec![headings.map(str::to_owned)];
    rows.extend(
        records
            .iter()
            .flat_map(|record| conflicts(record, language)),
    );
    let mut out = BufWriter::new(io::stdout().lock());
    for line in table::lines(&rows) {
        writeln!(out, "{line}")?;
    }
    out.flush()?;
    complain(pick(
        language,
        [
            "保留您的：qiao edit 编号 --set 字段=值；改用来源的：qiao edit 编号 --reset 字段；在浏览器中查找：has:conflict",
            "to keep yours: qiao edit ID --set FIELD=VALUE; to take the source's: qiao edit ID --reset FIELD; in the browser: has:conflict",
        ],
    ));
    Ok(End::Done)
}

/// Id, title, field, what the user says and what the sources say, for every conflict of a record.
fn conflicts(record: &Record, language: Language) -> Vec<[String; 5]> {
    let conflicts = record.edits.iter().filter(|edit| edit.conflict);
    let row = |edit: &Edit| {
        let field = edits::named(&edit.field, record.kind);
        let own = field.map_or_else(
            |_| String::new(),
            |field| edits::written(field, record, language),
        );
        let source = edits::source_text(edit, record.kind, language);
        let begin = |text: &str| Columns::default().fit(&one_line(text), BEGINNING);
        [
            record.id.clone(),
            begin(&record.title),
            field_name(&edit.field, record.kind, language),
            begin(&own),
            begin(&source),
        ]
    };
    conflicts.map(row).collect()
}

/// What the options ask for: sets in their order, then resets.
fn changes(args: &EditArgs, kind: Kind, language: Language) -> anyhow::Result<Vec<Change>> {
    let sets = args.set.iter().map(|text| set(text, kind, language));
    let resets = args.reset.iter().map(|name| reset(name, kind, language));
    sets.chain(resets).collect()
}

/// Reads `FIELD=VALUE`.
pub(crate) fn set(text: &str, kind: Kind, language: Language) -> anyhow::Result<Change> {
    let (name, value) = text.split_once(['=', '＝']).ok_or_else(|| {
        let text = escape_controls(text);
        let message = [
            "“{text}”不是“字段=值”的形式",
            "`{text}` is not of the form FIELD=VALUE",
        ];
        usage(say(language, message, &[("text", &text)]))
    })?;
    Ok(Change::Set(field(name, kind, language)?, value.to_owned()))
}

/// Reads the name of a field that is to say again what its sources say.
pub(crate) fn reset(name: &str, kind: Kind, language: Language) -> anyhow::Result<Change> {
    Ok(Change::Reset(field(name, kind, language)?))
}

fn field(name: &str, kind: Kind, language: Language) -> anyhow::Result<&'static Field> {
    let found = edits::named(name, kind);
    found.map_err(|refused| usage(said(&refused, kind, language)))
}

/// The fields that say something or were edited, edited ones marked, with what the sources say.
pub(crate) fn write_fields(
    out: &mut impl Write,
    record: &Record,
    language: Language,
) -> io::Result<()> {
    let mut rows = Vec::new();
    let mut empty = Vec::new();
    let kind = record.kind;
    for field in edits::fields_of(kind) {
        let value = one_line(&edits::written(field, record, language));
        let edit = record.edits.iter().find(|edit| edit.field == field.name);
        if value.is_empty() && edit.is_none() {
            empty.push(name(field, kind, language));
            continue;
        }
        let (mark, source) = edit.map_or((" ", String::new()), |edit| {
            let mark = if edit.conflict { "!" } else { "*" };
            (
                mark,
                of_source(&edits::source_text(edit, record.kind, language), language),
            )
        });
        rows.push([
            format!("{mark} {}", name(field, kind, language)),
            value,
            source,
        ]);
    }
    for line in table::lines(&rows) {
        writeln!(out, "{line}")?;
    }
    if !empty.is_empty() {
        let label = pick(language, ["还可填写：", "also: "]);
        writeln!(out, "{label}{}", empty.join(pick(language, ["、", ", "])))?;
    }
    for (mark, words) in [
        ("*", pick(language, ["* 已修改", "* edited"])),
        (
            "!",
            pick(
                language,
                [
                    "! 修改之后来源又有变化",
                    "! its source has changed since the edit",
                ],
            ),
        ),
    ] {
        if rows.iter().any(|[name, ..]| name.starts_with(mark)) {
            writeln!(out, "{words}")?;
        }
    }
    Ok(())
}

/// A field's name; both are understood.
fn name(field: &Field, kind: Kind, language: Language) -> &'static str {
    pick(language, [field.label(kind, language), field.name])
}

/// The name of a field that may be of no kind any more.
fn field_name(field: &str, kind: Kind, language: Language) -> String {
    let known = edits::named(field, kind);
    known.map_or_else(
        |_| field.to_owned(),
        |known| name(known, kind, language).to_owned(),
    )
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn of_source(text: &str, language: Language) -> String {
    let text = match text {
        "" => pick(language, ["空", "nothing"]).to_owned(),
        text => one_line(text),
    };
    format!("{}{text}", pick(language, ["来源：", "source: "]))
}

/// The user's edits and what became of a listing, for `qiao show`.
pub(super) fn write_history(
    out: &mut impl Write,
    record: &Record,
    history: &[Happened],
    language: Language,
) -> io::Result<()> {
    if !record.edits.is_empty() {
        writeln!(
            out,
            "\n{}",
            pick(language, ["修改过的字段", "edited fields"])
        )?;
    }
    for edit in &record.edits {
        let source = of_source(&edits::source_text(edit, record.kind, language), language);
        let changed = if edit.conflict {
            pick(
                language,
                ["（修改之后又有变化）", " (changed since the edit)"],
            )
        } else {
            ""
        };
        let field = field_name(&edit.field, record.kind, language);
        let field = escape_controls(&field);
        writeln!(out, "{field}  {}{changed}", escape_controls(&source))?;
    }
    if history.is_empty() {
        return Ok(());
    }
    writeln!(out, "\n{}", pick(language, ["历史", "history"]))?;
    for happened in history {
        let what = words(happened, language);
        let fields = happened.fields.iter();
        let fields: Vec<_> = fields
            .map(|field| field_name(field, record.kind, language))
            .collect();
        let fields = fields.join(pick(language, ["、", ", "]));
        let parts = [happened.at.clone(), what, fields];
        let parts: Vec<&str> = parts
            .iter()
            .map(String::as_str)
            .filter(|part| !part.is_empty())
            .collect();
        writeln!(out, "{}", escape_controls(&parts.join("  ")))?;
    }
    Ok(())
}

fn words(happened: &Happened, language: Language) -> String {
    let (chinese, english) = match happened.what {
        What::New => ("导入自", "imported from"),
        What::Updated => ("更新自", "updated from"),
        What::Merged => ("并入", "merged with"),
        What::Edited => ("用户修改", "edited by you"),
        What::Reset => ("用户还原", "reset by you"),
        What::Gone => ("来源中已没有", "gone from"),
        What::Removed => ("已移除来源", "source removed"),
        What::Undone => ("已撤销的导入", "import taken back:"),
        What::Joined => ("用户合并", "joined with another listing by you"),
        What::Parted => ("用户拆分", "parted from another listing by you"),
        What::Deleted => ("用户删除", "deleted by you"),
        What::Restored => ("用户恢复", "brought back by you"),
    };
    let words = pick(language, [chinese, english]);
    format!("{words} {}", happened.source).trim_end().to_owned()
}
