//! What the user changed of a listing, in lines.

use std::io::{self, Write};

use qiao_index::edits;
use qiao_index::fields::Field;
use qiao_index::history::{Happened, What};
use qiao_index::record::{Kind, Record};
use qiao_index::vocab::Language;

use crate::messages::{escape_controls, pick};
use crate::ui::table;

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
                    "! changed by its source since the edit",
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
pub(crate) fn name(field: &Field, kind: Kind, language: Language) -> &'static str {
    pick(language, [field.label(kind, language), field.name])
}

/// The name of a field that may be of no kind any more.
pub(crate) fn field_name(field: &str, kind: Kind, language: Language) -> String {
    let known = edits::named(field, kind);
    known.map_or_else(
        |_| field.to_owned(),
        |known| name(known, kind, language).to_owned(),
    )
}

pub(crate) fn one_line(text: &str) -> String {
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
pub(crate) fn write_history(
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
