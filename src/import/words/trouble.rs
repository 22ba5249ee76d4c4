//! What can be wrong with a row.

use qiao_index::vocab::Language;

use super::pick;
use crate::import::decode::Damage;
use crate::messages::Failure;

/// What makes a single row unreadable.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::import) enum Trouble {
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

impl Trouble {
    /// The sentence for people.
    pub(in crate::import) fn say(&self, language: Language) -> String {
        let chinese = language == Language::Chinese;
        let plain = match self {
            Self::NotJson {
                line,
                column,
                detail,
            } => {
                let place = place(*line, *column, language);
                return not_valid("JSON", &place, detail.say(language), language);
            }
            Self::TooMany(most) if chinese => return format!("一行中的值超过 {most} 个"),
            Self::TooMany(most) => return format!("more than {most} values in one row"),
            Self::NotBibtex {
                line,
                column,
                detail,
            } => {
                let place = place(*line, *column, language);
                return not_valid("BibTeX", &place, detail.say(language), language);
            }
            Self::Undecodable(damage) => return undecodable(*damage, language),
            Self::NotXml { .. }
            | Self::NotClosed { .. }
            | Self::EntityBomb(_)
            | Self::TooDeep(_) => {
                return self.say_of_documents(language);
            }
            Self::CutOff => (
                "这一行不完整，在中间就结束了",
                "the row is incomplete: it ends in the middle",
            ),
            Self::ListCutOff => (
                "列表没有结束，文件可能不完整",
                "the file ends before its list does; it may be incomplete",
            ),
            Self::Repeated => (
                "合并的单元格所重复的内容过多",
                "merged cells repeat more than a sheet may hold",
            ),
            Self::RowTooLong => ("一行超过 64 MiB", "the row is larger than 64 MiB"),
            Self::CellTooLong => ("一个值超过 16 MiB", "one value is larger than 16 MiB"),
            Self::OpenQuote => (
                "引号打开后没有关闭",
                "a quotation mark is opened and never closed",
            ),
            Self::NotAnObject => ("不是 JSON 对象 {…}", "not a JSON object {…}"),
        };
        pick(language, plain.0, plain.1).to_owned()
    }
}

impl Trouble {
    /// The sentence about a document of XML.
    fn say_of_documents(&self, language: Language) -> String {
        match (self, language) {
            (
                Self::NotXml {
                    line,
                    column,
                    detail,
                },
                Language::Chinese,
            ) => {
                let detail = detail.say(language);
                format!("文件第 {line} 行第 {column} 个字符处不是有效的 XML：{detail}")
            }
            (
                Self::NotXml {
                    line,
                    column,
                    detail,
                },
                Language::English,
            ) => {
                let detail = detail.say(language);
                format!("not valid XML at line {line} of the file, column {column}: {detail}")
            }
            (Self::NotClosed { element, line }, Language::Chinese) => {
                format!("文档在文件第 {line} 行中断：元素 <{element}> 没有结束")
            }
            (Self::NotClosed { element, line }, Language::English) => {
                format!(
                    "the document breaks off at line {line} of the file: <{element}> is not closed"
                )
            }
            (Self::EntityBomb(name), Language::Chinese) => {
                format!("实体 &{name}; 展开后过大，未读取该文档")
            }
            (Self::EntityBomb(name), Language::English) => {
                format!(
                    "the entity &{name}; expands to more than a document may hold; the document was not read"
                )
            }
            (Self::TooDeep(most), Language::Chinese) => format!("元素嵌套超过 {most} 层"),
            (Self::TooDeep(most), Language::English) => {
                format!("elements are nested more than {most} deep")
            }
            _ => String::new(),
        }
    }
}

fn undecodable(damage: Damage, language: Language) -> String {
    let Damage {
        offset, encoding, ..
    } = damage;
    match (damage.is_nul, language) {
        (true, Language::Chinese) => format!("文件偏移 {offset} 字节处有空字符（NUL）"),
        (true, Language::English) => format!("a NUL character at byte offset {offset} of the file"),
        (false, Language::Chinese) => {
            format!("文件偏移 {offset} 字节处不是有效的 {encoding} 文本")
        }
        (false, Language::English) => {
            format!("not valid {encoding} at byte offset {offset} of the file")
        }
    }
}

/// That a text is not in its format, where, and why.
fn not_valid(format: &str, place: &str, why: impl std::fmt::Display, language: Language) -> String {
    match language {
        Language::Chinese => format!("{place}不是有效的 {format}：{why}"),
        Language::English => format!("not valid {format} at {place}: {why}"),
    }
}

fn place(line: usize, column: usize, language: Language) -> String {
    match (language, line) {
        (Language::Chinese, 1) => format!("第 {column} 个字符处"),
        (Language::Chinese, _) => format!("该行内第 {line} 行第 {column} 个字符处"),
        (Language::English, 1) => format!("column {column}"),
        (Language::English, _) => format!("line {line} of the row, column {column}"),
    }
}
