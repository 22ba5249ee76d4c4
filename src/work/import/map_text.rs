//! A map of a file as it would be read, to be changed and given to `--map`.

use std::collections::HashSet;
use std::fmt::Write as _;

use qiao_index::fields::FIELDS;
use qiao_index::normalise::{Column, Order, Target, Unit};
use qiao_index::vocab::Language;
use serde_json::Value;

use crate::import::{ColumnMap, ColumnPreview, Format, Preview};
use crate::messages::{escape_controls, pick, say};

/// Names of fields in one line of the list at the end.
const FIELDS_IN_LINE: usize = 8;

/// A map of a file: what is known of it, and in comments what could be said.
pub(crate) fn map_text(preview: &Preview, map: Option<&ColumnMap>, language: Language) -> String {
    let map = map.cloned().unwrap_or_default();
    let mut text = head(preview, language);
    text.push_str(&settings(preview, &map, language));
    text.push_str(&columns(preview, &map, language));
    text.push_str(&constants(&map, language));
    text.push_str(&fields(language));
    text
}

/// Columns that no field takes.
pub(crate) fn unmapped(preview: &Preview) -> impl Iterator<Item = &ColumnPreview> {
    let columns = preview.columns.iter();
    columns.filter(|column| column.reading.is_none())
}

/// The word of a unit of prices in maps.
pub(crate) const fn unit_word(unit: Unit) -> Option<&'static str> {
    match unit {
        Unit::Unknown => None,
        Unit::Yuan => Some("元"),
        Unit::TenThousand => Some("万元"),
        Unit::HundredMillion => Some("亿元"),
    }
}

fn head(preview: &Preview, language: Language) -> String {
    let path = escape_controls(&preview.path);
    let text = [
        "# {path} 的映射：qiao import --map 本文件 {path}\n\
        # 行首有 # 的行不起作用；去掉 # 即生效。以下几项只在识别有误时才需要：\n",
        "# A map of {path}: qiao import --map THIS-FILE {path}\n\
        # Lines that start with # are ignored; remove the # to use one. These are only needed when\n\
        # the file is not recognised correctly:\n",
    ];
    say(language, text, &[("path", &path)])
}

/// How the file is laid out: what the map says, and in comments what was recognised.
fn settings(preview: &Preview, map: &ColumnMap, language: Language) -> String {
    let set = |name: &str, value: String, said: bool| {
        let mark = if said { "" } else { "# " };
        format!("{mark}{name} = {value}\n")
    };
    let mut text = set(
        "format",
        quoted(preview.format.as_str()),
        map.format.is_some(),
    );
    let encoding = preview.encoding.to_lowercase();
    text += &set("encoding", quoted(&encoding), map.encoding.is_some());
    if preview
        .columns
        .iter()
        .any(|column| column.position.is_some())
    {
        if matches!(preview.format, Format::Csv | Format::Tsv) {
            let delimiter = preview.delimiter.map_or_else(String::new, String::from);
            text += &set("delimiter", quoted(&delimiter), map.delimiter.is_some());
        }
        let before = preview.header_row.map(|row| row - 1);
        let skip = map.skip.or(before).unwrap_or(0);
        let note = pick(
            language,
            [
                "  # 表头（或首行）之前的行数",
                "  # rows before the header or the first row",
            ],
        );
        text += &set("skip", format!("{skip}{note}"), map.skip.is_some());
        let said = map.header.is_some() || preview.headless;
        text += &set("header", (!preview.headless).to_string(), said);
    }
    text
}

fn columns(preview: &Preview, map: &ColumnMap, language: Language) -> String {
    let mut text = pick(language, ["\n[columns]  # 列名、列号（从 1 起）或 JSON 路径（\"a.b\"）= 字段；\"ignore\" 为不导入\n", "\n[columns]  # header, position (from 1) or path (\"a.b\") = field; \"ignore\" leaves it out\n"])
    .to_owned();
    for column in &preview.columns {
        if let Some(reading) = &column.reading {
            text += &line(&key(column, preview), reading, &column.samples);
        }
    }
    for name in &preview.missing {
        let said = map.columns.iter().find(|(key, _)| key == name);
        text += &said.map_or_else(String::new, |(_, reading)| {
            line(&quoted(name), reading, &[])
        });
    }
    let mut unmapped = unmapped(preview).peekable();
    if unmapped.peek().is_some() {
        text += pick(
            language,
            [
                "# 以下各列没有对应的字段，只留在 raw 中：\n",
                "# Not assigned to a field; kept only in the original data:\n",
            ],
        );
    }
    let ignore = Column {
        targets: vec![Target::Ignore],
        ..Column::default()
    };
    for column in unmapped {
        text += "# ";
        text += &line(&key(column, preview), &ignore, &column.samples);
    }
    text
}

/// A column goes by its name, else by its position.
fn key(column: &ColumnPreview, preview: &Preview) -> String {
    if preview.headless && column.position.is_some() {
        return column_key(column, preview);
    }
    quoted(&column.name)
}

/// The key of a column in a map.
pub(super) fn column_key(column: &ColumnPreview, preview: &Preview) -> String {
    match column.position {
        Some(position) if preview.headless => position.to_string(),
        _ => column.name.clone(),
    }
}

fn line(key: &str, reading: &Column, samples: &[String]) -> String {
    let mut line = format!("{key} = {}", reading_in_toml(reading));
    if !samples.is_empty() {
        // Writing to a string cannot fail.
        write!(line, "  # {}", escape_controls(&samples.join(" | "))).unwrap_or_default();
    }
    line.push('\n');
    line
}

/// A field, or a table of all that is said of the column.
fn reading_in_toml(reading: &Column) -> String {
    let names = reading.targets.iter().map(|target| quoted(target.as_str()));
    let field = one_or_list(names.collect());
    let mut parts = vec![format!("field = {field}")];
    if !reading.split.is_empty() {
        let texts = reading.split.iter().map(|text| quoted(text)).collect();
        parts.push(format!("split = {}", one_or_list(texts)));
    }
    match reading.order {
        Some(Order::DayFirst) => parts.push("order = \"dmy\"".to_owned()),
        Some(Order::MonthFirst) => parts.push("order = \"mdy\"".to_owned()),
        Some(Order::YearFirst) => parts.push("order = \"ymd\"".to_owned()),
        None => {}
    }
    parts.extend(unit_word(reading.unit).map(|unit| format!("unit = \"{unit}\"")));
    if reading.heading {
        parts.push("heading = true".to_owned());
    }
    if parts.len() == 1 {
        field
    } else {
        format!("{{ {} }}", parts.join(", "))
    }
}

fn one_or_list(values: Vec<String>) -> String {
    match <[String; 1]>::try_from(values) {
        Ok([value]) => value,
        Err(values) => format!("[{}]", values.join(", ")),
    }
}

/// What all rows have: what the map says, and examples.
fn constants(map: &ColumnMap, language: Language) -> String {
    let mut text = pick(
        language,
        [
            "\n[constants]  # 文件里没有、而各行相同的字段\n",
            "\n[constants]  # fields missing from the file, with the same value in every row\n",
        ],
    )
    .to_owned();
    let mut set = |name: &str, value: Option<String>, example: &str| {
        let mark = if value.is_some() { "" } else { "# " };
        let value = value.unwrap_or_else(|| quoted(example));
        text.extend([mark, name, " = ", &value, "\n"]);
    };
    let kind = map.kind.map(|kind| quoted(kind.as_str()));
    set("kind", kind, "achievement");
    set("source", map.source.as_deref().map(quoted), "…");
    for (target, value) in &map.constants {
        set(target.as_str(), Some(value_in_toml(value)), "");
    }
    if !map
        .constants
        .iter()
        .any(|(target, _)| *target == Target::Institutions)
    {
        set("institutions", None, "…");
    }
    text
}

fn value_in_toml(value: &Value) -> String {
    match value {
        Value::Array(values) => {
            let values: Vec<String> = values.iter().map(value_in_toml).collect();
            format!("[{}]", values.join(", "))
        }
        value => quoted(value.as_str().unwrap_or_default()),
    }
}

/// The names of all fields, and an example of what can be said of a column.
fn fields(language: Language) -> String {
    let mut text = pick(language, ["\n# 一列还可以写成 { field = \"people\", split = [\"、\", \"/\"] }、{ field = \"filed\", order = \"dmy\" }、\n\
         # { field = \"price\", unit = \"万元\" }、{ field = [\"title\", \"summary\"], split = \"|\" }。全部字段：\n", "\n# A column can also be { field = \"people\", split = [\"、\", \"/\"] }, { field = \"filed\", order = \"dmy\" },\n\
         # { field = \"price\", unit = \"万元\" }, { field = [\"title\", \"summary\"], split = \"|\" }. All fields:\n"])
    .to_owned();
    let names = FIELDS.iter().flat_map(|field| field.targets).copied();
    let mut names: Vec<&str> = names.chain(["ignore"]).collect();
    let mut known = HashSet::new();
    names.retain(|name| known.insert(*name));
    for names in names.chunks(FIELDS_IN_LINE) {
        text.extend(["#   ", &names.join(" "), "\n"]);
    }
    text
}

/// A text as TOML has it, with everything escaped that could deceive.
fn quoted(text: &str) -> String {
    let mut quoted = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => quoted.extend(['\\', c]),
            '\t' => quoted.push_str("\\t"),
            '\n' => quoted.push_str("\\n"),
            c if escape_controls(&c.to_string()).len() != c.len_utf8() => {
                write!(quoted, "\\U{:08x}", u32::from(c)).unwrap_or_default();
            }
            c => quoted.push(c),
        }
    }
    quoted.push('"');
    quoted
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use std::ops::ControlFlow;
    use std::path::Path;
    use std::sync::Arc;

    use expect_test::expect;

    use super::*;
    use crate::import::{Options, preview};

    fn look(path: &Path, map: Option<&ColumnMap>) -> Preview {
        let options = Options {
            map: map.cloned().map(Arc::new),
            language: Language::English,
            only_look: true,
            ..Options::default()
        };
        let mut previews = preview(path, &options, &mut |_| ControlFlow::Continue(()));
        previews.remove(0).unwrap()
    }

    fn file(content: &str) -> (tempfile::TempDir, std::path::PathBuf) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("file");
        std::fs::write(&path, content).unwrap();
        (folder, path)
    }

    fn printed(content: &str, map: Option<&str>, language: Language) -> String {
        let (folder, path) = file(content);
        let map = map.map(|text| ColumnMap::read(text, "map").unwrap());
        let text = map_text(&look(&path, map.as_ref()), map.as_ref(), language);
        let text = text.replace(&*folder.path().to_string_lossy(), "");
        // The list of all fields is as long as the program knows fields.
        let lines = text.lines().filter(|line| !line.starts_with("#   "));
        lines.fold(String::new(), |text, line| text + line + "\n")
    }

    #[test]
    fn a_map_of_a_table_has_its_columns_and_their_samples() {
        let table = "汇总\n名称;报价（万元）;天\"气\u{202e}\n石墨烯;50;晴\n";
        expect![[r#"
            # /file 的映射：qiao import --map 本文件 /file
            # 行首有 # 的行不起作用；去掉 # 即生效。以下几项只在识别有误时才需要：
            # format = "csv"
            # encoding = "utf-8"
            # delimiter = ";"
            # skip = 1  # 表头（或首行）之前的行数
            # header = true

            [columns]  # 列名、列号（从 1 起）或 JSON 路径（"a.b"）= 字段；"ignore" 为不导入
            "名称" = "title"  # 石墨烯
            "报价（万元）" = { field = "price", unit = "万元" }  # 50
            # 以下各列没有对应的字段，只留在 raw 中：
            # "天\"气\U0000202e" = "ignore"  # 晴

            [constants]  # 文件里没有、而各行相同的字段
            # kind = "achievement"
            # source = "…"
            # institutions = "…"

            # 一列还可以写成 { field = "people", split = ["、", "/"] }、{ field = "filed", order = "dmy" }、
            # { field = "price", unit = "万元" }、{ field = ["title", "summary"], split = "|" }。全部字段：
        "#]].assert_eq(&printed(table, None, Language::Chinese));
    }

    #[test]
    fn a_table_without_a_header_is_mapped_by_position() {
        expect![[r#"
            # A map of /file: qiao import --map THIS-FILE /file
            # Lines that start with # are ignored; remove the # to use one. These are only needed when
            # the file is not recognised correctly:
            # format = "tsv"
            # encoding = "utf-8"
            # delimiter = "\t"
            # skip = 0  # rows before the header or the first row
            header = false

            [columns]  # header, position (from 1) or path ("a.b") = field; "ignore" leaves it out
            # Not assigned to a field; kept only in the original data:
            # 1 = "ignore"  # 甲 | 乙
            # 2 = "ignore"  # 1 | 2

            [constants]  # fields missing from the file, with the same value in every row
            # kind = "achievement"
            # source = "…"
            # institutions = "…"

            # A column can also be { field = "people", split = ["、", "/"] }, { field = "filed", order = "dmy" },
            # { field = "price", unit = "万元" }, { field = ["title", "summary"], split = "|" }. All fields:
        "#]].assert_eq(&printed("甲\t1\n乙\t2\n", None, Language::English));
    }

    #[test]
    fn what_the_map_said_is_said_again() {
        let map = r#"
skip = 1
delimiter = ";"
[columns]
"甲" = { field = ["title", "summary"], split = ["|", "\t"] }
"乙" = { field = "filed", order = "mdy" }
"丙" = "ignore"
[constants]
kind = "need"
source = "某处"
institutions = ["一", "二"]
"#;
        let printed = printed("x\n甲;乙\na|b;05/06/2018\n", Some(map), Language::English);
        let again = ColumnMap::read(&printed, "map").unwrap();
        let said = ColumnMap::read(map, "map").unwrap();
        assert_eq!(
            ColumnMap {
                columns: Vec::new(),
                ..again.clone()
            },
            ColumnMap {
                columns: Vec::new(),
                ..said.clone()
            }
        );
        let sorted = |map: ColumnMap| {
            let mut columns = map.columns;
            columns.sort_by(|one, other| one.0.cmp(&other.0));
            columns
        };
        assert_eq!(sorted(again), sorted(said));
    }
}
