//! What can be wrong with a row.

use qiao_index::vocab::Language;

use crate::import::damage::Damage;
use crate::messages::{Failure, say};

/// What makes a single row unreadable.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::import) enum RowError {
    /// JSON breaks its rules at this place of the row.
    NotJson {
        /// Line within the row, from 1.
        line: usize,
        /// Character within the line, from 1.
        column: usize,
        /// What is wrong there.
        detail: Failure,
    },
    /// The row ends too early.
    CutOff,
    /// The file ends before the list of rows is closed.
    ListCutOff,
    /// A JSON value that is no object.
    NotAnObject,
    /// Larger than a row may be.
    RowTooLong,
    /// One cell is larger than a cell may be.
    CellTooLong,
    /// More values or columns than a row may have.
    TooMany(usize),
    /// A quotation mark is opened and not closed.
    OpenQuote,
    /// XML breaks its rules at this place of the file.
    NotXml {
        /// Line of the file, from 1.
        line: u64,
        /// Character of the line, from 1.
        column: u64,
        /// What is wrong there.
        detail: Failure,
    },
    /// BibTeX breaks its rules at this place of the entry.
    NotBibtex {
        /// Line within the entry, from 1.
        line: usize,
        /// Character within the line, from 1.
        column: usize,
        /// What is wrong there.
        detail: Failure,
    },
    /// A document ends before this element of it does.
    NotClosed {
        /// The name of the innermost element that is open.
        element: String,
        /// Line of the file where the document ends, from 1.
        line: u64,
    },
    /// Entities expand to more than a document may hold: the name of the last one.
    EntityBomb(String),
    /// Elements are nested deeper than this.
    TooDeep(usize),
    /// Merged cells repeat more than a sheet may hold.
    Repeated,
    /// Bytes of the file that are no text.
    Undecodable(Damage),
}

impl RowError {
    /// The sentence for people.
    pub(in crate::import) fn say(&self, language: Language) -> String {
        let values: Vec<(&str, String)> = match self {
            Self::NotJson {
                line,
                column,
                detail,
            }
            | Self::NotBibtex {
                line,
                column,
                detail,
            } => vec![
                ("place", place(*line, *column, language)),
                ("detail", detail.say(language).to_owned()),
            ],
            Self::NotXml {
                line,
                column,
                detail,
            } => vec![
                ("line", line.to_string()),
                ("column", column.to_string()),
                ("detail", detail.say(language).to_owned()),
            ],
            Self::NotClosed { element, line } => {
                vec![("element", element.clone()), ("line", line.to_string())]
            }
            Self::EntityBomb(name) => vec![("name", name.clone())],
            Self::TooMany(most) | Self::TooDeep(most) => vec![("most", most.to_string())],
            Self::Undecodable(damage) => vec![
                ("offset", damage.offset.to_string()),
                ("encoding", damage.encoding.to_owned()),
            ],
            _ => Vec::new(),
        };
        let values: Vec<_> = values
            .iter()
            .map(|(name, value)| (*name, &**value))
            .collect();
        say(language, self.text(), &values)
    }

    /// The sentence with places for its values.
    const fn text(&self) -> [&'static str; 2] {
        match self {
            Self::NotJson { .. } => [
                "{place}不是有效的 JSON：{detail}",
                "not valid JSON at {place}: {detail}",
            ],
            Self::NotBibtex { .. } => [
                "{place}不是有效的 BibTeX：{detail}",
                "not valid BibTeX at {place}: {detail}",
            ],
            Self::NotXml { .. } => [
                "文件第 {line} 行第 {column} 个字符处不是有效的 XML：{detail}",
                "not valid XML at line {line} of the file, column {column}: {detail}",
            ],
            Self::NotClosed { .. } => [
                "文档在文件第 {line} 行中断：元素 <{element}> 没有结束",
                "the document ends at line {line} of the file before <{element}> is closed",
            ],
            Self::EntityBomb(_) => [
                "实体 &{name}; 展开后过大，未读取该文档",
                "the entity &{name}; expands to too much text; the document was not read",
            ],
            Self::TooDeep(_) => [
                "元素嵌套超过 {most} 层",
                "elements are nested more than {most} levels deep",
            ],
            Self::TooMany(_) => [
                "一行中的值超过 {most} 个",
                "more than {most} values in one row",
            ],
            Self::Undecodable(damage) if damage.is_nul => [
                "文件偏移 {offset} 字节处有空字符（NUL）",
                "a NUL character at byte offset {offset} of the file",
            ],
            Self::Undecodable(_) => [
                "文件偏移 {offset} 字节处不是有效的 {encoding} 文本",
                "not valid {encoding} at byte offset {offset} of the file",
            ],
            Self::CutOff => [
                "这一行不完整，在中间就结束了",
                "the row is incomplete: it is cut off in the middle",
            ],
            Self::ListCutOff => [
                "列表没有结束，文件可能不完整",
                "the file ends before its list does; it may be incomplete",
            ],
            Self::Repeated => [
                "合并的单元格所重复的内容过多",
                "merged cells repeat too much text",
            ],
            Self::RowTooLong => ["一行超过 10 MiB", "the row is larger than 10 MiB"],
            Self::CellTooLong => ["一个值超过 8 MiB", "one value is larger than 8 MiB"],
            Self::OpenQuote => [
                "引号打开后没有关闭",
                "a quotation mark is opened and never closed",
            ],
            Self::NotAnObject => ["不是 JSON 对象 {…}", "not a JSON object {…}"],
        }
    }
}

fn place(line: usize, column: usize, language: Language) -> String {
    let text = match line {
        1 => ["第 {column} 个字符处", "column {column}"],
        _ => [
            "该行内第 {line} 行第 {column} 个字符处",
            "line {line} of the row, column {column}",
        ],
    };
    let (line, column) = (line.to_string(), column.to_string());
    say(language, text, &[("line", &line), ("column", &column)])
}
