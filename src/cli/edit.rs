//! `qiao edit`

use std::io::{self, BufWriter, Write};

use clap::Args;
use qiao_index::edits::{self, Change};
use qiao_index::fields::FIELDS;
use qiao_index::library::Library;
use qiao_index::record::{Conflict, Edit, Kind, Record};
use qiao_index::request::Facet;
use qiao_index::vocab::{self, Language};

use super::show::one_listing;
use super::{End, Global, complain, open, usage};
use crate::listing::conflicts::sayings;
use crate::listing::edited::{field_name, name, one_line, write_fields};
use crate::listing::editing::{self, said};
use crate::messages::{escape_controls, pick, say};
use crate::ui::presentation::Presentation;
use crate::ui::table;
use crate::ui::text::DisplayWidth;
use crate::ui::theme::Theme;
use crate::work::edit::{NotEdited, edit};

/// Arguments of `qiao edit`.
#[derive(Debug, Args)]
pub(super) struct EditArgs {
    /// The listing's id, as shown by `qiao search`, or its number; without options, list its fields
    #[arg(
        value_name = "ID",
        allow_hyphen_values = true,
        required_unless_present = "conflicts"
    )]
    id: Option<String>,
    /// Set a field (separate the values of a list with `;`); imports will not overwrite it
    #[arg(long, value_name = "FIELD=VALUE", allow_hyphen_values = true)]
    set: Vec<String>,
    /// Undo your edit of a field: go back to what its sources say
    #[arg(long, value_name = "FIELD")]
    reset: Vec<String>,
    /// List the fields on which sources disagree, and those you edited whose source has changed
    /// since, with your value and the sources'
    #[arg(long, conflicts_with_all = ["id", "set", "reset"])]
    conflicts: bool,
}

/// The fields that can be changed, as the help shows them: name, label, and the kind that has it.
pub(super) fn fields_listed(language: Language) -> String {
    let fields = FIELDS.iter().filter(|field| field.is_editable);
    let rows = fields.map(|field| {
        let label = field.common_label(language);
        let kind = field.kind.map_or_else(String::new, |kind| {
            vocab::label(Facet::Kind, kind.as_str(), language).into_owned()
        });
        [format!("  {}", field.name), label.to_owned(), kind]
    });
    let rows: Vec<_> = rows.collect();
    let heading = pick(
        language,
        ["字段（名称和标签均可使用）：", "Fields, by name or label:"],
    );
    format!("{heading}\n{}", table::lines(&rows).join("\n"))
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
    let text = ["已修改 {id}：{fields}", "{id} changed: {fields}"];
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
                "没有冲突：各来源说法一致，您修改过的字段此后也没有变化",
                "no conflicts: the sources agree, and none has changed a field that you edited",
            ],
        ));
        return Ok(End::Nothing);
    }
    let headings = [
        ["编号", "名称", "字段", "您的", "各来源的"],
        ["id", "title", "field", "yours", "the sources'"],
    ];
    let headings = pick(language, headings);
    let look = Presentation::new(language, Theme::ansi(), DisplayWidth::default(), false);
    let mut rows = vec![headings.map(str::to_owned)];
    rows.extend(
        records
            .iter()
            .flat_map(|record| conflicts(record, language))
            .chain(
                records
                    .iter()
                    .flat_map(|record| disagreements(record, &look)),
            ),
    );
    let mut out = BufWriter::new(io::stdout().lock());
    for line in table::lines(&rows) {
        writeln!(out, "{line}")?;
    }
    out.flush()?;
    complain(pick(
        language,
        [
            "自己定夺：qiao edit 编号 --set 字段=值；改用来源的：qiao edit 编号 --reset 字段；在浏览器中查找：has:conflict",
            "to decide yourself: qiao edit ID --set FIELD=VALUE; to take the source's: qiao edit ID --reset FIELD; in the browser: has:conflict",
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
        let begin = |text: &str| DisplayWidth::default().fit(&one_line(text), BEGINNING);
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

/// The same for every field on which the sources of a record disagree; the user says nothing there.
fn disagreements(record: &Record, look: &Presentation) -> Vec<[String; 5]> {
    let row = |conflict: &Conflict| {
        [
            record.id.clone(),
            look.columns.fit(&one_line(&record.title), BEGINNING),
            field_name(&conflict.field, record.kind, look.language),
            String::new(),
            sayings(conflict, record, look),
        ]
    };
    record.conflicts.iter().map(row).collect()
}

/// What the options ask for: sets in their order, then resets.
fn changes(args: &EditArgs, kind: Kind, language: Language) -> anyhow::Result<Vec<Change>> {
    let sets = args
        .set
        .iter()
        .map(|text| editing::set(text, kind, language));
    let resets = args
        .reset
        .iter()
        .map(|name| editing::reset(name, kind, language));
    sets.chain(resets).collect::<Result<_, _>>().map_err(usage)
}
