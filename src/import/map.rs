//! `--map FILE`: what the user says of a source's columns, as a file of TOML.
//!
//! ```toml
//! format = "csv"              # all of these only where the program guesses wrong
//! encoding = "gb18030"
//! delimiter = ";"             # "" takes each line for one cell
//! skip = 2                    # rows in front of the header, or of the first row
//! header = false              # the table has none: columns go by position
//!
//! [columns]
//! "成果名称" = "title"         # a header, or a path into an object: "data.title"
//! 3 = "discipline"            # a position, from 1
//! "负责人" = { field = "people", split = ["、", "/"] }
//! "日期" = { field = "published", order = "dmy" }
//! "报价" = { field = "price", unit = "万元" }
//! "题名与摘要" = { field = ["title", "summary"], split = "|" }
//! "备注" = "ignore"
//!
//! [constants]
//! kind = "achievement"        # for rows that do not say
//! institution = "某某大学"
//! ```

mod file;
mod unseen;

use std::sync::Arc;

pub(super) use unseen::Unseen;

use encoding_rs::Encoding;
use qiao_index::normalise::{Column, Mapping, Target};
use qiao_index::record::Kind;
use qiao_index::request::Facet;
use qiao_index::vocab::{self, Language};
use serde_json::Value;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::format::Format;
use crate::messages::{Failure, escape_controls, nearest, toml_failure};

/// Keys of the file, of a column, and words for the order of dates and the unit of prices.
const KEYS: [&str; 7] = [
    "format",
    "encoding",
    "delimiter",
    "skip",
    "header",
    "columns",
    "constants",
];
const COLUMN_KEYS: [&str; 5] = ["field", "split", "order", "unit", "heading"];
const ORDERS: [&str; 3] = ["ymd", "dmy", "mdy"];
const UNITS: [&str; 4] = ["元", "万元", "亿元", "yuan"];

/// Instead of a separator where every line is one cell: a byte that is never inside a row.
pub(super) const LINES: u8 = b'\n';

/// What the user says of a file and its columns.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct ColumnMap {
    /// The format, instead of the recognised one.
    pub(crate) format: Option<Format>,
    /// The encoding, instead of the detected one.
    pub(crate) encoding: Option<&'static Encoding>,
    /// Kind of the rows that do not say.
    pub(crate) kind: Option<Kind>,
    /// Name of the source.
    pub(crate) source: Option<String>,
    /// The separator between the cells of a table, or [`LINES`].
    pub(crate) delimiter: Option<u8>,
    /// Rows in front of the header, or of the first row where there is none.
    pub(crate) skip: Option<u64>,
    /// Whether the table has a header.
    pub(crate) header: Option<bool>,
    /// The columns by header, path or position.
    pub(crate) columns: Vec<(String, Column)>,
    /// What stands in for fields that a row does not have.
    pub(crate) constants: Vec<(Target, Value)>,
}

impl ColumnMap {
    /// Reads a map; `file` is its name in messages.
    ///
    /// # Errors
    /// What is wrong, with file, line, key, and what was probably meant.
    pub(crate) fn read(text: &str, file: &str) -> Result<Self, Failure> {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let reader = Reader { file, text };
        let table = DeTable::parse(text).map_err(|error| {
            let at = error.span().map_or(0, |span| span.start);
            let failure = toml_failure(text, &error);
            let say = |language| failure.say(language);
            reader.problem(at, "", say(Language::Chinese), say(Language::English))
        })?;
        let mut map = Self::default();
        for (key, value) in table.get_ref() {
            reader.set(&mut map, key, value)?;
        }
        Ok(map)
    }

    /// Whether only a table can be like this.
    pub(super) const fn is_of_table(&self) -> bool {
        self.delimiter.is_some() || self.skip.is_some() || self.header.is_some()
    }

    /// Whether the map says what is in a column of this name.
    pub(super) fn names(&self, column: &str) -> bool {
        self.mapping(&[]).column(column).is_some()
    }

    /// What the columns of a table with these names hold; positions count from 1. Objects have
    /// no such columns.
    pub(super) fn mapping(&self, columns: &[String]) -> Arc<Mapping> {
        Arc::new(Mapping::new(self.named(columns), self.constants.clone()))
    }

    /// The columns of a table with these names that the map says something of.
    pub(super) fn named<'m>(
        &'m self,
        columns: &'m [String],
    ) -> impl Iterator<Item = (String, Column)> + 'm {
        self.columns.iter().map(|(key, column)| {
            let place = position(key).filter(|_| !columns.is_empty() && !columns.contains(key));
            let name = place.map(|at| columns.get(at).cloned().unwrap_or_else(|| unnamed(at)));
            (name.unwrap_or_else(|| key.clone()), column.clone())
        })
    }

    /// The keys of the map's columns that are none of these names.
    pub(super) fn missing(&self, columns: &[String]) -> Vec<String> {
        let is_there = |key: &String| {
            let alone = Mapping::new([(key.clone(), Column::default())], Vec::new());
            position(key).is_some_and(|at| at < columns.len())
                || columns.iter().any(|column| alone.column(column).is_some())
        };
        let keys = self.columns.iter().map(|(key, _)| key);
        keys.filter(|key| !is_there(key)).cloned().collect()
    }
}

/// The index of the column that a key such as `3` means.
fn position(key: &str) -> Option<usize> {
    key.parse::<usize>().ok()?.checked_sub(1)
}

type Key<'t> = Spanned<std::borrow::Cow<'t, str>>;
type Entry<'t> = Spanned<DeValue<'t>>;

/// Makes a map of a table, or a sentence of what is wrong with it.
struct Reader<'t> {
    file: &'t str,
    text: &'t str,
}

impl Reader<'_> {
    /// A error at a byte of the text.
    fn problem(&self, at: usize, key: &str, chinese: &str, english: &str) -> Failure {
        let before = self.text.get(..at).unwrap_or(self.text);
        let line = before.matches('\n').count() + 1;
        let (file, key) = (escape_controls(self.file), escape_controls(key));
        let (colon, wide) = if key.is_empty() {
            ("", "")
        } else {
            (": ", "：")
        };
        Failure::new(
            format!(
                "{file}：第 {line} 行：{key}{wide}{}",
                escape_controls(chinese)
            ),
            format!(
                "{file}: line {line}: {key}{colon}{}",
                escape_controls(english)
            ),
        )
    }

    /// A word that is none of those known, with the nearest of them.
    fn unknown(&self, at: usize, word: &str, known: &[&str], what: [&str; 2]) -> Failure {
        let (chinese, english) = match nearest(word, known) {
            Some(meant) => (
                format!("{}；是否指 {meant}？", what[0]),
                format!("{}; did you mean {meant}?", what[1]),
            ),
            None => (
                format!("{}；可用：{}", what[0], known.join("、")),
                format!("{}; known are {}", what[1], known.join(", ")),
            ),
        };
        self.problem(at, word, &chinese, &english)
    }

    fn set(&self, map: &mut ColumnMap, key: &Key, value: &Entry) -> Result<(), Failure> {
        let name = key.get_ref().as_ref();
        match name {
            "format" => map.format = Some(self.format(value)?),
            "encoding" => map.encoding = Some(self.encoding(value)?),
            "delimiter" => map.delimiter = Some(self.delimiter(name, value)?),
            "skip" => map.skip = Some(self.count(name, value)?),
            "header" => map.header = Some(self.switch(name, value)?),
            "columns" => {
                for (key, value) in self.table(name, value)? {
                    let column = self.column(key.get_ref(), value)?;
                    map.columns.push((key.get_ref().to_string(), column));
                }
            }
            "constants" => {
                for (key, value) in self.table(name, value)? {
                    self.constant(map, key, value)?;
                }
            }
            _ => {
                let what = ["没有这一项", "there is no such setting"];
                return Err(self.unknown(key.span().start, name, &KEYS, what));
            }
        }
        Ok(())
    }

    fn format(&self, value: &Entry) -> Result<Format, Failure> {
        let word = self.text("format", value)?;
        let what = ["没有这种格式", "there is no such format"];
        let known = Format::ALL.map(Format::as_str);
        word.parse()
            .map_err(|_known: Failure| self.unknown(value.span().start, word, &known, what))
    }

    fn encoding(&self, value: &Entry) -> Result<&'static Encoding, Failure> {
        let word = self.text("encoding", value)?;
        Encoding::for_label_no_replacement(word.as_bytes()).ok_or_else(|| {
            let what = ["没有这种编码", "there is no such encoding"];
            let known = ["utf-8", "gb18030", "big5", "utf-16le", "windows-1252"];
            self.unknown(value.span().start, word, &known, what)
        })
    }

    fn delimiter(&self, name: &str, value: &Entry) -> Result<u8, Failure> {
        match *self.text(name, value)?.as_bytes() {
            [] => Ok(LINES),
            [byte] if byte.is_ascii() && !matches!(byte, b'"' | b'\n' | b'\r') => Ok(byte),
            _ => Err(self.problem(
                value.span().start,
                name,
                "应为一个 ASCII 字符，如 \";\" 或 \"\\t\"；\"\" 表示每行一个单元格",
                "one ASCII character such as \";\" or \"\\t\"; \"\" takes each line for one cell",
            )),
        }
    }

    fn column(&self, key: &str, value: &Entry) -> Result<Column, Failure> {
        let at = value.span().start;
        if key.bytes().all(|byte| byte == b'0') && !key.is_empty() {
            let english = "columns count from 1";
            return Err(self.problem(at, key, "列号从 1 开始", english));
        }
        let Some(table) = value.get_ref().as_table() else {
            return Ok(Column {
                targets: vec![self.target(key, value)?],
                ..Column::default()
            });
        };
        let mut column = Column::default();
        for (name, value) in table {
            match name.get_ref().as_ref() {
                "field" => column.targets = self.targets(key, value)?,
                "split" => column.split = self.texts(key, value)?,
                "order" => column.order = self.word(value, &ORDERS)?.parse().ok(),
                "unit" => column.unit = self.word(value, &UNITS)?.parse().unwrap_or_default(),
                "heading" => column.heading = self.switch(key, value)?,
                other => {
                    let what = [
                        "列没有这一项；路径要写在引号里，如 \"a.b\"",
                        "a column has no such setting; a path stands in quotation marks, as \"a.b\"",
                    ];
                    return Err(self.unknown(name.span().start, other, &COLUMN_KEYS, what));
                }
            }
        }
        match &*column.targets {
            [] => Err(self.problem(
                at,
                key,
                "没有写明 field（哪个字段）",
                "field is missing: which field the column holds",
            )),
            [_, _, ..] if column.split.is_empty() => Err(self.problem(
                at,
                key,
                "一列有几个字段时，要用 split 写明在哪里分开",
                "a column of several fields needs split: where the cell is cut",
            )),
            _ => Ok(column),
        }
    }

    fn targets(&self, key: &str, value: &Entry) -> Result<Vec<Target>, Failure> {
        match value.get_ref().as_array() {
            Some(values) => values.iter().map(|value| self.target(key, value)).collect(),
            None => Ok(vec![self.target(key, value)?]),
        }
    }

    fn target(&self, key: &str, value: &Entry) -> Result<Target, Failure> {
        let name = self.text(key, value)?;
        name.parse().map_err(|()| {
            let at = value.span().start;
            let known: Vec<&str> = Target::names().collect();
            let what = ["没有这个字段", "there is no such field"];
            self.unknown(at, name, &known, what)
        })
    }

    fn constant(&self, map: &mut ColumnMap, key: &Key, value: &Entry) -> Result<(), Failure> {
        let (name, at) = (key.get_ref().as_ref(), value.span().start);
        match name {
            "source" => {
                let source = self.text(name, value)?.trim();
                if source.is_empty() || source.contains(char::is_control) {
                    let english = "a source name needs visible characters";
                    return Err(self.problem(at, name, "来源要有一个可见的名称", english));
                }
                map.source = Some(source.to_owned());
            }
            "kind" => {
                let word = self.text(name, value)?;
                let kind = vocab::resolve(Facet::Kind, word);
                let kind = kind.first().and_then(|kind| kind.parse().ok());
                let known = Kind::ALL.map(Kind::as_str);
                let what = ["没有这种类型", "there is no such kind"];
                map.kind = Some(kind.ok_or_else(|| self.unknown(at, word, &known, what))?);
            }
            _ => {
                let target = name.parse().map_err(|()| {
                    let known: Vec<&str> = Target::names().chain(["source"]).collect();
                    let what = ["没有这个字段", "there is no such field"];
                    self.unknown(key.span().start, name, &known, what)
                })?;
                map.constants.push((target, self.value(name, value)?));
            }
        }
        Ok(())
    }

    /// A text, a number, or a list of them.
    fn value(&self, name: &str, value: &Entry) -> Result<Value, Failure> {
        match value.get_ref() {
            DeValue::Integer(number) => Ok(Value::String(number.as_str().to_owned())),
            DeValue::Float(number) => Ok(Value::String(number.as_str().to_owned())),
            DeValue::Datetime(date) => Ok(Value::String(date.to_string())),
            DeValue::Array(values) => {
                let values = values.iter().map(|value| self.value(name, value));
                values.collect::<Result<_, _>>().map(Value::Array)
            }
            _ => Ok(Value::String(self.text(name, value)?.to_owned())),
        }
    }

    fn text<'v>(&self, name: &str, value: &'v Entry) -> Result<&'v str, Failure> {
        let text = value.get_ref().as_str();
        text.ok_or_else(|| {
            let at = value.span().start;
            self.problem(at, name, "应为引号中的文字", "a text in quotation marks")
        })
    }

    /// One text or several, none of them empty.
    fn texts(&self, name: &str, value: &Entry) -> Result<Vec<String>, Failure> {
        let texts: Vec<String> = match value.get_ref().as_array() {
            Some(values) => {
                let texts = values.iter().map(|value| self.text(name, value));
                texts
                    .map(|text| text.map(str::to_owned))
                    .collect::<Result<_, _>>()?
            }
            None => vec![self.text(name, value)?.to_owned()],
        };
        if texts.is_empty() || texts.iter().any(String::is_empty) {
            let english = "split needs one or more separators, as [\"、\", \"/\"]";
            let chinese = "split 要有一个或几个分隔符，如 [\"、\", \"/\"]";
            return Err(self.problem(value.span().start, name, chinese, english));
        }
        Ok(texts)
    }

    fn word<'v>(&self, value: &'v Entry, known: &[&str]) -> Result<&'v str, Failure> {
        let word = self.text("", value)?;
        let is_known = known.contains(&word);
        let what = ["不认识这个词", "is not known here"];
        is_known
            .then_some(word)
            .ok_or_else(|| self.unknown(value.span().start, word, known, what))
    }

    fn switch(&self, name: &str, value: &Entry) -> Result<bool, Failure> {
        let switch = value.get_ref().as_bool();
        let at = value.span().start;
        switch.ok_or_else(|| self.problem(at, name, "应为 true 或 false", "true or false"))
    }

    fn count(&self, name: &str, value: &Entry) -> Result<u64, Failure> {
        let number = value.get_ref().as_integer();
        let number =
            number.and_then(|number| u64::from_str_radix(number.as_str(), number.radix()).ok());
        let at = value.span().start;
        number
            .ok_or_else(|| self.problem(at, name, "应为行数，如 2", "a number of rows, such as 2"))
    }

    fn table<'v, 't>(&self, name: &str, value: &'v Entry<'t>) -> Result<&'v DeTable<'t>, Failure> {
        let table = value.get_ref().as_table();
        table.ok_or_else(|| {
            let at = value.span().start;
            let chinese = format!("应为一节，以 [{name}] 开头");
            let english = format!("a section that begins with [{name}]");
            self.problem(at, name, &chinese, &english)
        })
    }
}

/// The name of the column at `index`, from 0, where the header has none for it.
pub(super) fn unnamed(index: usize) -> String {
    format!("column {}", index + 1)
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use qiao_index::normalise::{Order, Unit};

    use super::*;

    const MAP: &str = r#"
format = "csv"
encoding = "gbk"
delimiter = ";"
skip = 2
header = true

[columns]
"成果名称" = "title"
3 = "学科"
"负责人" = { field = "people", split = ["、", "/"] }
"日期" = { field = "published", order = "dmy" }
"报价" = { field = "price", unit = "万元" }
"题名" = { field = ["title_alt", "summary"], split = "|" }
"特点" = { field = "body", heading = true }
"备注" = "ignore"

[constants]
kind = "需求"
source = "某处"
institutions = ["甲", "乙"]
year = 2024
filed = 2024-01-02
"#;

    #[test]
    fn a_map_says_all_that_it_can() {
        let map = ColumnMap::read(MAP, "map.toml").unwrap();
        assert_eq!(map.format, Some(Format::Csv));
        assert_eq!(map.encoding, Some(encoding_rs::GBK));
        assert_eq!(
            (map.delimiter, map.skip, map.header),
            (Some(b';'), Some(2), Some(true))
        );
        assert_eq!(map.kind, Some(Kind::Need));
        assert_eq!(map.source.as_deref(), Some("某处"));
        let names = ["负责人", "成果名称", "学科"].map(str::to_owned);
        let mapping = map.mapping(&names);
        let column = |name: &str| mapping.column(name).unwrap();
        assert_eq!(column("学科").targets, [Target::Disciplines], "by position");
        assert_eq!(column("负责人").split, ["、", "/"]);
        assert_eq!(column("日期").order, Some(Order::DayFirst));
        assert_eq!(column("报价").unit, Unit::TenThousand);
        assert_eq!(column("题名").targets, [Target::TitleAlt, Target::Summary]);
        assert!(column("特点").heading);
        assert_eq!(column("备注").targets, [Target::Ignore]);
        let constants: Vec<String> = map
            .constants
            .iter()
            .map(|(target, value)| format!("{} {value}", target.as_str()))
            .collect();
        let expected = [
            "institutions [\"甲\",\"乙\"]",
            "year \"2024\"",
            "filed \"2024-01-02\"",
        ];
        assert!(
            expected
                .iter()
                .all(|line| constants.contains(&(*line).to_owned())),
            "{constants:?}"
        );
        assert_eq!(map.missing(&names).len(), 5);
        assert!(map.names("成果名称") && !map.names("别的"));
    }

    fn check(text: &str, english: &str) {
        let failure = ColumnMap::read(text, "m.toml").unwrap_err();
        assert_eq!(
            failure.say(Language::English),
            format!("m.toml: line {english}")
        );
        let chinese = failure.say(Language::Chinese);
        let line = english.split(':').next().unwrap();
        assert!(
            chinese.starts_with(&format!("m.toml：第 {line} 行：")),
            "{chinese}"
        );
    }

    #[test]
    fn mistakes_are_named_with_their_place_and_what_was_meant() {
        check(
            "\nskpi = 1",
            "2: skpi: there is no such setting; did you mean skip?",
        );
        check("skip = -1", "1: skip: a number of rows, such as 2");
        check("header = 1", "1: header: true or false");
        check(
            "format = \"cvs\"",
            "1: cvs: there is no such format; did you mean csv?",
        );
        check(
            "encoding = \"gbk18030\"",
            "1: gbk18030: there is no such encoding; did you mean gb18030?",
        );
        check(
            "delimiter = \"；\"",
            "1: delimiter: one ASCII character such as \";\" or \"\\t\"; \"\" takes each line for one cell",
        );
        check(
            "columns = 1",
            "1: columns: a section that begins with [columns]",
        );
        check(
            "[columns]\n\"名\" = \"titel\"",
            "2: titel: there is no such field; did you mean title?",
        );
        check("[columns]\n0 = \"title\"", "2: 0: columns count from 1");
        check("[columns]\n\"名\" = 1", "2: 名: a text in quotation marks");
        check(
            "[columns]\nx = { split = \"/\" }",
            "2: x: field is missing: which field the column holds",
        );
        check(
            "[columns]\nx = { field = [\"title\", \"body\"] }",
            "2: x: a column of several fields needs split: where the cell is cut",
        );
        check(
            "[columns]\nx = { field = \"people\", split = [] }",
            "2: x: split needs one or more separators, as [\"、\", \"/\"]",
        );
        check(
            "[columns]\nx = { field = \"filed\", order = \"dym\" }",
            "2: dym: is not known here; did you mean dmy?",
        );
        check(
            "[columns]\nx.titl = \"title\"",
            "2: titl: a column has no such setting; a path stands in quotation marks, as \"a.b\"; \
             known are field, split, order, unit, heading",
        );
        check(
            "[constants]\nkind = \"pattent\"",
            "2: pattent: there is no such kind; did you mean patent?",
        );
        check(
            "[constants]\nsuorce = \"x\"",
            "2: suorce: there is no such field; did you mean source?",
        );
        check(
            "[constants]\nsource = \" \"",
            "2: source: a source name needs visible characters",
        );
        let unclosed = ColumnMap::read("[columns\n", "m.toml").unwrap_err();
        assert!(
            unclosed
                .say(Language::English)
                .starts_with("m.toml: line 1: "),
            "{unclosed}"
        );
    }
}
