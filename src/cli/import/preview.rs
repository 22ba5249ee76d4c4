//! What an import would do, for people and for programs.

use std::io::{self, Write};
use std::path::Path;

use qiao_index::normalise::{Column, Order};
use qiao_index::request::Facet;
use qiao_index::vocab::{Language, label};
use serde_json::{Value, json};

use crate::import::{ColumnPreview, Preview, not_read, rejected_reason};
use crate::messages::{escape_controls, pick, say};
use crate::ui::table;
use crate::work::import::{guess_line, unit_word, unmapped};

/// Previews for programs.
pub(super) fn previews_json(
    out: &mut impl Write,
    previews: &[Preview],
    language: Language,
) -> io::Result<()> {
    let files = previews.iter().map(|preview| file_json(preview, language));
    let summary = json!({
        "dry_run": true,
        "files": files.collect::<Vec<_>>(),
        "rows": previews.iter().map(|preview| preview.rows).sum::<u64>(),
        "rejected": previews.iter().map(|preview| preview.rejected).sum::<u64>(),
    });
    writeln!(out, "{summary}")
}

fn file_json(preview: &Preview, language: Language) -> Value {
    let kinds = preview.kinds.iter();
    let kinds = kinds.map(|(kind, count)| (kind.to_string(), json!(count)));
    let rejects = preview.rejects.iter().map(|rejected| {
        json!({
            "row": rejected.row,
            "column": rejected.column,
            "reason": rejected_reason(rejected, language),
            "original": rejected.original,
        })
    });
    let not_read = not_read(&preview.path, &preview.remarks);
    let not_read = not_read.map(|(name, why)| json!({"name": name, "why": why.say(language)}));
    let guessed = preview.guessed.iter().map(|guess| {
        let (what, value) = (guess.what(), guess.value());
        json!({"what": what, "value": value, "why": guess.why(language)})
    });
    json!({
        "path": preview.path,
        "format": preview.format.as_str(),
        "encoding": preview.encoding,
        "delimiter": preview.delimiter,
        "header_row": preview.header_row,
        "columns": preview.columns.iter().map(column_json).collect::<Vec<_>>(),
        "unmapped": unmapped(preview).map(|column| &column.name).collect::<Vec<_>>(),
        "missing": preview.missing,
        "ignored_columns": preview.ignored_columns,
        "not_read": not_read.collect::<Vec<_>>(),
        "guessed": guessed.collect::<Vec<_>>(),
        "kinds": kinds.collect::<serde_json::Map<_, _>>(),
        "rows": preview.rows,
        "rejected": preview.rejected,
        "rejects": rejects.collect::<Vec<_>>(),
    })
}

fn column_json(column: &ColumnPreview) -> Value {
    let fields = column.reading.iter().flat_map(|reading| &reading.targets);
    json!({
        "name": column.name,
        "position": column.position,
        "fields": fields.map(|field| field.as_str()).collect::<Vec<_>>(),
        "samples": column.samples,
    })
}

/// A preview for people; `map` is the map by which it was made.
pub(super) fn preview_text(
    out: &mut impl Write,
    preview: &Preview,
    map: Option<&Path>,
    language: Language,
) -> io::Result<()> {
    writeln!(out, "{}", escape_controls(&preview.path))?;
    writeln!(out, "  {}", recognised(preview, language))?;
    writeln!(out, "  {}", counted(preview, language))?;
    if !preview.columns.is_empty() {
        writeln!(out)?;
        for line in table::lines(&columns(preview, language)) {
            writeln!(out, "  {line}")?;
        }
    }
    writeln!(out)?;
    for line in notes(preview, language) {
        writeln!(out, "  {line}")?;
    }
    for line in next(preview, map, language) {
        writeln!(out, "  {line}")?;
    }
    writeln!(out)
}

/// Format, encoding, separator and header.
fn recognised(preview: &Preview, language: Language) -> String {
    let mut parts = vec![preview.format.to_string(), preview.encoding.to_owned()];
    let separator = match preview.delimiter {
        Some('\t') => Some("TAB".to_owned()),
        Some(delimiter) => Some(format!("`{delimiter}`")),
        None => None,
    };
    let header = match preview.header_row {
        None if preview.headless => Some(pick(language, ["没有表头", "no header"]).to_owned()),
        None => None,
        Some(row) => {
            let text = ["表头在第 {row} 行", "header in row {row}"];
            Some(say(language, text, &[("row", &row.to_string())]))
        }
    };
    let separated = pick(language, ["分隔符 ", "separated by "]);
    parts.extend(separator.map(|separator| format!("{separated}{separator}")));
    parts.extend(header);
    parts.join(pick(language, ["，", ", "]))
}

/// Rows, and what they would be.
fn counted(preview: &Preview, language: Language) -> String {
    let kinds = preview.kinds.iter();
    let kinds = kinds.map(|(kind, count)| {
        let label = label(Facet::Kind, kind.as_str(), language);
        format!("{label} {count}")
    });
    let mut parts: Vec<String> = kinds.collect();
    if preview.rejected > 0 || parts.is_empty() {
        let rejected = pick(language, ["退回", "rejected"]);
        parts.push(format!("{rejected} {}", preview.rejected));
    }
    let parts = parts.join(pick(language, ["，", ", "]));
    let text = ["{n} 行：{parts}", "{n} {n:row|rows}: {parts}"];
    let values = [("n", &*preview.rows.to_string()), ("parts", &parts)];
    say(language, text, &values)
}

/// Column, field, samples; numbered where columns go by position.
fn columns(preview: &Preview, language: Language) -> Vec<[String; 3]> {
    let heading = pick(
        language,
        [["列", "字段", "示例"], ["column", "field", "samples"]],
    );
    let mut rows = vec![heading.map(str::to_owned)];
    rows.extend(preview.columns.iter().map(|column| {
        let name = match column.position {
            Some(position) if preview.headless => position.to_string(),
            _ => column.name.clone(),
        };
        let field = column.reading.as_ref();
        let field = field.map_or_else(|| "-".to_owned(), |reading| field_text(reading, language));
        [name, field, column.samples.join(" | ")]
    }));
    rows
}

/// The fields that a column holds, and how it is read.
fn field_text(reading: &Column, language: Language) -> String {
    let names = reading.targets.iter().map(|target| target.as_str());
    let mut text = names.collect::<Vec<_>>().join(" + ");
    let order = reading.order.map(|order| match order {
        Order::DayFirst => "dmy",
        Order::MonthFirst => "mdy",
        Order::YearFirst => "ymd",
    });
    let unit = unit_word(reading.unit);
    for hint in order.into_iter().chain(unit) {
        text.push(' ');
        text.push_str(hint);
    }
    if !reading.split.is_empty() {
        let cut = pick(language, [" 按 ", " split at "]);
        text.push_str(cut);
        text.push_str(&reading.split.join(" "));
    }
    text
}

/// What would not come in, and why.
fn notes(preview: &Preview, language: Language) -> Vec<String> {
    let chinese = language == Language::Chinese;
    let list = |names: Vec<&str>| {
        let names = names.join(pick(language, ["、", ", "]));
        escape_controls(&names).into_owned()
    };
    let mut notes = Vec::new();
    let unmapped: Vec<&str> = unmapped(preview).map(|column| &*column.name).collect();
    if !unmapped.is_empty() && unmapped.len() < preview.columns.len() {
        let before = pick(
            language,
            [
                "没有对应字段，只留在 raw 中：",
                "not assigned to a field, kept only in the original data: ",
            ],
        );
        notes.push(format!("{before}{}", list(unmapped)));
    }
    if !preview.missing.is_empty() {
        let missing = preview.missing.iter().map(String::as_str).collect();
        let before = pick(
            language,
            [
                "映射中有、文件中没有的列：",
                "in the map but not in the file: ",
            ],
        );
        notes.push(format!("{before}{}", list(missing)));
    }
    let guesses = preview.guessed.iter();
    notes.extend(guesses.map(|guess| guess_line(guess, language)));
    let is_doubtful = preview.doubt.is_some();
    for rejected in preview.rejects.iter().filter(|_| !is_doubtful) {
        let reason = rejected_reason(rejected, language);
        notes.push(if chinese {
            format!("退回第 {} 行：{reason}", rejected.row)
        } else {
            format!("row {} rejected: {reason}", rejected.row)
        });
    }
    notes
}

/// What to do next.
fn next(preview: &Preview, map: Option<&Path>, language: Language) -> Vec<String> {
    let path = in_shell(&preview.path);
    let by_map = map.map_or_else(String::new, |map| {
        format!("--map {} ", in_shell(&map.to_string_lossy()))
    });
    let can_be_imported = preview.doubt.is_none() && preview.rows > preview.rejected;
    let needs_map = !can_be_imported || unmapped(preview).next().is_some();
    let mut lines = vec![pick(language, ["没有写入任何内容。", "Nothing was written."]).to_owned()];
    if can_be_imported {
        let words = pick(language, ["导入：", "To import it: "]);
        lines.push(format!("{words}qiao import {by_map}{path}"));
    }
    if needs_map && map.is_none() && preview.rows > 0 {
        let text = [
            "指定各列的字段：qiao import --print-map {path} > map.toml，改好后 qiao import --map map.toml {path}",
            "To assign the columns: qiao import --print-map {path} > map.toml, edit it, then qiao import --map map.toml {path}",
        ];
        lines.push(say(language, text, &[("path", &path)]));
    }
    lines
}

/// A path as a shell takes it.
fn in_shell(path: &str) -> String {
    let is_plain = |c: char| c.is_alphanumeric() || matches!(c, '/' | '.' | '_' | '-' | '+' | ':');
    let shown = escape_controls(path);
    if shown.chars().all(is_plain) {
        shown.into_owned()
    } else {
        format!("'{}'", shown.replace('\'', "'\\''"))
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use expect_test::expect;
    use qiao_index::normalise::{RejectReason, Rejected, Target, Unit};
    use qiao_index::record::Kind;

    use super::*;
    use crate::import::{Format, Guess};

    fn column(name: &str, position: usize, targets: &[Target], samples: &[&str]) -> ColumnPreview {
        let reading = Column {
            targets: targets.to_vec(),
            ..Column::default()
        };
        ColumnPreview {
            name: name.to_owned(),
            position: Some(position),
            reading: Some(reading).filter(|_| !targets.is_empty()),
            samples: samples.iter().map(|&sample| sample.to_owned()).collect(),
        }
    }

    fn preview() -> Preview {
        let mut price = column("报价（万元）", 2, &[Target::Price], &["50", "面议"]);
        price.reading.as_mut().unwrap().unit = Unit::TenThousand;
        let mut both = column("负责人", 3, &[Target::People, Target::Phone], &[]);
        both.reading.as_mut().unwrap().split = vec!["/".to_owned()];
        Preview {
            path: "需求 2024.csv".to_owned(),
            format: Format::Tsv,
            encoding: "UTF-8",
            replaced: 0,
            delimiter: Some('\t'),
            header_row: Some(3),
            headless: false,
            columns: vec![
                column("名称", 1, &[Target::Title], &["x", "y\u{7}"]),
                price,
                both,
                column("天气", 4, &[], &["晴"]),
            ],
            missing: vec!["温度".to_owned()],
            kinds: vec![(Kind::Need, 18), (Kind::Patent, 1)],
            rows: 20,
            rejected: 1,
            remarks: Vec::new(),
            ignored_columns: vec!["天气".to_owned()],
            guessed: vec![Guess::Header(String::new(), 3)],
            records: Vec::new(),
            rejects: vec![Rejected {
                file: "需求 2024.csv".to_owned(),
                row: 7,
                column: String::new(),
                reason: RejectReason::NoTitle,
                original: "{}".to_owned(),
            }],
            doubt: None,
            broken: None,
        }
    }

    fn text(print: impl Fn(&mut Vec<u8>) -> io::Result<()>) -> String {
        let mut out = Vec::new();
        print(&mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn people_see_columns_fields_samples_and_what_to_do() {
        let shown = |language| text(|out| preview_text(out, &preview(), None, language));
        expect![[r"
            需求 2024.csv
              tsv，UTF-8，分隔符 TAB，表头在第 3 行
              20 行：需求 18，专利 1，退回 1

              列            字段                 示例
              名称          title                x | y\u{7}
              报价（万元）  price 万元           50 | 面议
              负责人        people + phone 按 /
              天气          -                    晴

              没有对应字段，只留在 raw 中：天气
              映射中有、文件中没有的列：温度
              推断表头所在行：3（该行列名认出的不到一半）
              退回第 7 行：没有名称
              没有写入任何内容。
              导入：qiao import '需求 2024.csv'
              指定各列的字段：qiao import --print-map '需求 2024.csv' > map.toml，改好后 qiao import --map map.toml '需求 2024.csv'

        "]].assert_eq(&shown(Language::Chinese));
        expect![[r"
            需求 2024.csv
              tsv, UTF-8, separated by TAB, header in row 3
              20 rows: Need 18, Patent 1, rejected 1

              column        field                      samples
              名称          title                      x | y\u{7}
              报价（万元）  price 万元                 50 | 面议
              负责人        people + phone split at /
              天气          -                          晴

              not assigned to a field, kept only in the original data: 天气
              in the map but not in the file: 温度
              header row guessed: 3 (fewer than half of its names are known)
              row 7 rejected: no title
              Nothing was written.
              To import it: qiao import '需求 2024.csv'
              To assign the columns: qiao import --print-map '需求 2024.csv' > map.toml, edit it, then qiao import --map map.toml '需求 2024.csv'

        "]].assert_eq(&shown(Language::English));
    }

    #[test]
    fn a_table_without_names_goes_by_position() {
        let preview = Preview {
            header_row: None,
            headless: true,
            columns: vec![column("column 1", 1, &[], &["甲"])],
            missing: Vec::new(),
            kinds: Vec::new(),
            rows: 2,
            rejected: 2,
            rejects: Vec::new(),
            ..preview()
        };
        let shown = text(|out| preview_text(out, &preview, None, Language::English));
        expect![[r"
            需求 2024.csv
              tsv, UTF-8, separated by TAB, no header
              2 rows: rejected 2

              column  field  samples
              1       -      甲

              header row guessed: 3 (fewer than half of its names are known)
              Nothing was written.
              To assign the columns: qiao import --print-map '需求 2024.csv' > map.toml, edit it, then qiao import --map map.toml '需求 2024.csv'

        "]].assert_eq(&shown);
    }

    #[test]
    fn a_map_that_was_given_is_given_again() {
        let map = Some(Path::new("my map.toml"));
        let shown = text(|out| preview_text(out, &preview(), map, Language::English));
        let command = "To import it: qiao import --map 'my map.toml' '需求 2024.csv'\n";
        assert!(shown.contains(command), "{shown}");
        assert!(!shown.contains("--print-map"), "{shown}");
    }

    #[test]
    fn programs_see_the_same() {
        let previews = [preview()];
        let json = text(|out| previews_json(out, &previews, Language::English));
        expect![[r#"
            {"dry_run":true,"files":[{"path":"需求 2024.csv","format":"tsv","encoding":"UTF-8","delimiter":"\t","header_row":3,"columns":[{"name":"名称","position":1,"fields":["title"],"samples":["x","y\u0007"]},{"name":"报价（万元）","position":2,"fields":["price"],"samples":["50","面议"]},{"name":"负责人","position":3,"fields":["people","phone"],"samples":[]},{"name":"天气","position":4,"fields":[],"samples":["晴"]}],"unmapped":["天气"],"missing":["温度"],"ignored_columns":["天气"],"not_read":[],"guessed":[{"what":"header","value":"3","why":"fewer than half of its names are known"}],"kinds":{"need":18,"patent":1},"rows":20,"rejected":1,"rejects":[{"row":7,"column":"","reason":"no title","original":"{}"}]}],"rows":20,"rejected":1}
        "#]].assert_eq(&json);
    }
}
