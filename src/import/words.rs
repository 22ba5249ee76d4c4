//! What can be wrong with a file or a row, and how that is said in both languages.

use std::{fmt, io};

use qiao_index::normalise::{RejectReason, Rejected};
use qiao_index::record::Record;
use qiao_index::vocab::Language;

use super::recognise::Format;
use crate::export::visible;

/// The text in the language.
pub(crate) const fn pick<'a>(language: Language, chinese: &'a str, english: &'a str) -> &'a str {
    match language {
        Language::Chinese => chinese,
        Language::English => english,
    }
}

/// What a file is, when it is not text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Packing {
    /// Compressed by the named program.
    Compressed(&'static str),
    /// A workbook that cannot be read.
    Workbook(&'static str),
    /// A document without rows.
    Document(&'static str),
    /// Something else with NUL bytes in it.
    Binary,
}

/// Why a compressed file or an archive cannot be unpacked, or not to its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Packed {
    /// Bytes are missing or changed.
    Damaged,
    /// A password is needed.
    Locked,
    /// Packed by a method that we cannot read.
    Unsupported,
    /// Far more comes out than such a file holds.
    Bomb,
    /// Too many archives in one another.
    TooDeep,
    /// More files than this in one archive.
    TooMany(usize),
    /// An archive without files.
    NoFiles,
}

impl fmt::Display for Packed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.say(Language::English))
    }
}

impl std::error::Error for Packed {}

impl Packed {
    fn say(self, language: Language) -> String {
        let (chinese, english) = match self {
            Self::TooMany(most) if language == Language::Chinese => {
                return format!("压缩包中的文件超过 {most} 个；请解压后分批导入");
            }
            Self::TooMany(most) => {
                return format!(
                    "the archive has more than {most} files; unpack it and import them by folders"
                );
            }
            Self::Damaged => (
                "压缩文件已损坏或不完整；请重新获取",
                "the compressed file is damaged or incomplete; get it again",
            ),
            Self::Locked => (
                "有密码保护；请先去掉密码或解压",
                "is protected by a password; take it off or unpack the file first",
            ),
            Self::Unsupported => (
                "压缩方法不受支持；请先解压",
                "is packed by a method that cannot be read here; unpack it first",
            ),
            Self::Bomb => (
                "解压后的内容异常巨大（可能是压缩炸弹），已停止读取；确要导入请先解压",
                "unpacks to far more than such a file holds (a zip bomb?), so reading stopped; if it is genuine, unpack it first",
            ),
            Self::TooDeep => (
                "压缩包层层嵌套太深；请先解压",
                "archives lie too deep in one another; unpack it first",
            ),
            Self::NoFiles => ("压缩包中没有文件", "the archive has no files"),
        };
        pick(language, chinese, english).to_owned()
    }
}

/// A text without end, for parsers whose errors are the system's.
#[derive(Debug)]
pub(super) struct Endless;

impl fmt::Display for Endless {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&Fault::Endless.say(Language::English))
    }
}

impl std::error::Error for Endless {}

/// Why a file cannot be imported, or not to its end.
#[derive(Debug)]
pub(crate) enum Fault {
    /// The system does not give it.
    Unreadable(io::Error),
    /// It is a folder.
    Folder,
    /// A folder without files.
    EmptyFolder,
    /// A pattern that stands for no file.
    NoMatch,
    /// It has no bytes, or nothing but blanks.
    Empty,
    /// It is not text.
    Packed(Packing),
    /// It is packed, and cannot be unpacked.
    Container(Packed),
    /// It is packed in a way that needs a copy, and has more bytes than this.
    TooLarge(u64),
    /// The sheets of a workbook have more cells than this.
    TooManyCells(u64),
    /// It breaks the rules of its format, in the words of its parser.
    Broken(String),
    /// It ends in the middle.
    CutOff,
    /// One of its pieces is larger than a row may be.
    Endless,
    /// It is not of the format that the user named.
    NotThat(Format),
    /// Its content is of no known format.
    Unrecognised,
    /// It is XML, but of no format that is read.
    OtherXml,
    /// It is a table, but no row near its top names the columns.
    NoHeader,
    /// It is a list of codes and their names.
    CodeTable,
    /// It is a table, but none of its columns can be a title.
    NoTitleColumn,
    /// The map names these columns, and the file does not have them.
    NamedInVain(Vec<String>),
    /// The user stopped the import.
    Stopped,
    /// Quotation marks do not pair up, from this row on.
    Quotes(u64),
    /// The reading thread ended without a word.
    Vanished,
    /// The library could not take the records.
    Library(qiao_index::error::Error),
}

impl From<io::Error> for Fault {
    fn from(error: io::Error) -> Self {
        let inner = error.get_ref();
        if let Some(packed) = inner.and_then(|inner| inner.downcast_ref()) {
            Self::Container(*packed)
        } else if inner.is_some_and(<dyn std::error::Error + Send + Sync>::is::<Endless>) {
            Self::Endless
        } else {
            Self::Unreadable(error)
        }
    }
}

/// A file that could not be imported, or not to its end.
#[derive(Debug)]
pub(crate) struct FileError {
    /// The file as given by the user.
    pub(crate) path: String,
    /// What is wrong.
    pub(crate) fault: Fault,
}

impl FileError {
    /// The message for people: names the file and says what to do.
    pub(crate) fn say(&self, language: Language) -> String {
        let path = visible(&self.path);
        let fault = self.fault.say(language);
        match language {
            Language::Chinese => format!("{path}：{fault}"),
            Language::English => format!("{path}: {fault}"),
        }
    }
}

impl Fault {
    fn say(&self, language: Language) -> String {
        let (chinese, english) = match self {
            Self::Unreadable(error) => return unreadable(error, language),
            Self::Packed(packing) => return packed(*packing, language),
            Self::Container(packed) => return packed.say(language),
            Self::TooLarge(limit) => return too_large(*limit, language),
            Self::TooManyCells(limit) => return too_many_cells(*limit, language),
            Self::Broken(detail) => return broken(&visible(detail), language),
            Self::NotThat(format) => return not_that(*format, language),
            Self::Unrecognised => return unrecognised(language),
            Self::CutOff => (
                "文件不完整，在中间就结束了；请重新获取",
                "the file ends in the middle; get it again",
            ),
            Self::Endless => (
                "有一个值超过 64 MiB，其余内容未读取",
                "one value is larger than 64 MiB; the rest was not read",
            ),
            Self::Library(error) => return error.to_string(),
            Self::NamedInVain(names) => return named_in_vain(names, language),
            Self::Quotes(row) => {
                return match language {
                    Language::Chinese => {
                        format!("从第 {row} 行起引号不成对，其余内容未读取；请改正后重新导入")
                    }
                    Language::English => format!(
                        "quotation marks do not pair up from row {row} on, the rest was not read; mend the file and import it again"
                    ),
                };
            }
            Self::Folder => ("这是文件夹", "is a folder"),
            Self::EmptyFolder => ("文件夹中没有文件", "the folder has no files"),
            Self::NoMatch => (
                "没有与之匹配的文件；请检查路径",
                "no file matches; check the path",
            ),
            Self::Empty => ("文件是空的", "the file is empty"),
            Self::OtherXml => (
                "这是 XML，但不是可读取的专利文献格式（USPTO、EPO、CNIPA、WIPO ST.36 或 ST.96）",
                "is XML, but of no patent format that is read (USPTO, EPO, CNIPA, WIPO ST.36 or ST.96)",
            ),
            Self::NoHeader => (
                "前十行中没有表头；请在首行写上列名，如“名称,单位,联系电话”，或用 --map 指定各列（qiao import --print-map 文件 > map.toml）",
                "none of the first ten rows is a header; put column names such as `title,institution,phone` into the first row, or say with --map what the columns hold (qiao import --print-map FILE > map.toml)",
            ),
            Self::CodeTable => (
                "像是代码表，而不是成果、专利、需求、专家或单位的清单；确要导入请用 --as 指定格式",
                "looks like a table of codes, not a list of listings; name its format with --as if it is one",
            ),
            Self::NoTitleColumn => (
                "没有名称列，不像成果、专利、需求、专家或单位的清单；请将名称所在列的列名改为“名称”，或用 --map 指定（qiao import --print-map 文件 > map.toml）",
                "no column holds titles, so it looks like no list of listings; name the column that does `title`, or say with --map which one does (qiao import --print-map FILE > map.toml)",
            ),
            Self::Stopped => ("导入已停止", "the import was stopped"),
            Self::Vanished => (
                "读取意外中止；请重新导入",
                "reading stopped unexpectedly; import it again",
            ),
        };
        pick(language, chinese, english).to_owned()
    }
}

fn named_in_vain(names: &[String], language: Language) -> String {
    let names = names.join(pick(language, "、", ", "));
    let words = pick(
        language,
        "映射中有、文件中没有的列：",
        "the map names columns that are not in the file: ",
    );
    format!("{words}{}", visible(&names))
}

fn unreadable(error: &io::Error, language: Language) -> String {
    match (error.kind(), language) {
        (io::ErrorKind::NotFound, Language::Chinese) => "文件不存在；请检查路径".to_owned(),
        (io::ErrorKind::NotFound, Language::English) => {
            "there is no such file; check the path".to_owned()
        }
        (io::ErrorKind::PermissionDenied, Language::Chinese) => "没有读取权限".to_owned(),
        (io::ErrorKind::PermissionDenied, Language::English) => {
            "you have no permission to read it".to_owned()
        }
        (_, Language::Chinese) => format!("无法读取（{error}）"),
        (_, Language::English) => format!("cannot be read ({error})"),
    }
}

fn too_large(limit: u64, language: Language) -> String {
    let limit = limit / (1024 * 1024);
    match language {
        Language::Chinese => format!("超过 {limit} MiB；请解压或拆分后再导入"),
        Language::English => {
            format!("is larger than {limit} MiB; unpack or split it, then import the parts")
        }
    }
}

fn too_many_cells(limit: u64, language: Language) -> String {
    match language {
        Language::Chinese => {
            format!("各工作表所占的单元格超过 {limit} 个；请删去空行空列或另存为 xlsx")
        }
        Language::English => format!(
            "its sheets take more than {limit} cells; delete empty rows and columns, or save it as xlsx"
        ),
    }
}

fn broken(detail: &str, language: Language) -> String {
    match language {
        Language::Chinese => format!("文件已损坏（{detail}）；请重新获取或另存后再导入"),
        Language::English => {
            format!("the file is damaged ({detail}); get it again, or save it anew")
        }
    }
}

fn not_that(format: Format, language: Language) -> String {
    match language {
        Language::Chinese => format!("内容不是 {format}；请去掉 --as 或换一种格式"),
        Language::English => format!("is not {format}; leave --as out, or name another format"),
    }
}

fn unrecognised(language: Language) -> String {
    let formats = Format::ALL.map(Format::as_str);
    match language {
        Language::Chinese => format!("无法识别格式；可用 --as 指定：{}", formats.join("、")),
        Language::English => format!(
            "cannot tell the format; name it with --as: {}",
            formats.join(", ")
        ),
    }
}

fn packed(packing: Packing, language: Language) -> String {
    match (packing, language) {
        (Packing::Compressed(how), Language::Chinese) => {
            format!("这是压缩文件（{how}）；请先解压")
        }
        (Packing::Compressed(how), Language::English) => {
            format!("is compressed ({how}); unpack it first")
        }
        (Packing::Workbook(what), Language::Chinese) => {
            format!("这是办公文件（{what}）；请先另存为 xlsx 或 CSV")
        }
        (Packing::Workbook(what), Language::English) => {
            format!("is an office file ({what}); save it as xlsx or CSV first")
        }
        (Packing::Document(what), Language::Chinese) => format!("这是 {what} 文档，没有可导入的行"),
        (Packing::Document(what), Language::English) => {
            format!("is a {what} document, without rows to import")
        }
        (Packing::Binary, Language::Chinese) => "这是二进制文件，不是文本".to_owned(),
        (Packing::Binary, Language::English) => "is a binary file, not text".to_owned(),
    }
}

/// What makes a single row unreadable.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Trouble {
    /// JSON breaks its rules at this place of the row.
    NotJson {
        /// Line within the row, from 1.
        line: usize,
        /// Character within the line, from 1.
        column: usize,
        /// The parser's words.
        detail: String,
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
        /// The parser's words.
        detail: String,
    },
    /// BibTeX breaks its rules at this place of the entry.
    NotBibtex {
        /// Line within the entry, from 1.
        line: usize,
        /// Character within the line, from 1.
        column: usize,
        /// The parser's words.
        detail: String,
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
}

impl Trouble {
    /// The sentence for people.
    pub(super) fn say(&self, language: Language) -> String {
        let chinese = language == Language::Chinese;
        let plain = match self {
            Self::NotJson {
                line,
                column,
                detail,
            } => {
                let place = place(*line, *column, language);
                return if chinese {
                    format!("{place}不是有效的 JSON：{}", translated(detail))
                } else {
                    format!("not valid JSON at {place}: {detail}")
                };
            }
            Self::TooMany(most) if chinese => return format!("一行中的值超过 {most} 个"),
            Self::TooMany(most) => return format!("more than {most} values in one row"),
            Self::NotBibtex {
                line,
                column,
                detail,
            } => {
                let place = place(*line, *column, language);
                return if chinese {
                    format!("{place}不是有效的 BibTeX：{detail}")
                } else {
                    format!("not valid BibTeX at {place}: {detail}")
                };
            }
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

fn place(line: usize, column: usize, language: Language) -> String {
    match (language, line) {
        (Language::Chinese, 1) => format!("第 {column} 个字符处"),
        (Language::Chinese, _) => format!("该行内第 {line} 行第 {column} 个字符处"),
        (Language::English, 1) => format!("column {column}"),
        (Language::English, _) => format!("line {line} of the row, column {column}"),
    }
}

/// The parser's commonest complaints; others stay English.
const COMPLAINTS: [(&str, &str); 9] = [
    ("expected value", "此处应有一个值"),
    ("expected `,` or `}`", "此处应为“,”或“}”"),
    ("expected `,` or `]`", "此处应为“,”或“]”"),
    ("expected `:`", "此处应为“:”"),
    ("key must be a string", "键应写在双引号中"),
    ("trailing comma", "多余的逗号"),
    ("trailing characters", "对象之后有多余的内容"),
    ("recursion limit exceeded", "嵌套太深"),
    ("invalid escape", "无效的转义符"),
];

fn translated(complaint: &str) -> &str {
    let found = COMPLAINTS.iter().find(|(english, _)| *english == complaint);
    found.map_or(complaint, |(_, chinese)| chinese)
}

/// Why a row was rejected, with the column at fault.
pub(crate) fn rejected_reason(rejected: &Rejected, language: Language) -> String {
    let reason = match &rejected.reason {
        RejectReason::NoTitle => pick(language, "没有名称", "no title").to_owned(),
        RejectReason::Nameless(record) => nameless(record, language),
        RejectReason::Unreadable(words) => words.clone(),
    };
    let column = visible(&rejected.column);
    match (&*column, language) {
        ("", _) => reason,
        (column, Language::Chinese) => format!("{reason}（列“{column}”）"),
        (column, Language::English) => format!("{reason} (column `{column}`)"),
    }
}

/// Why a row that says something about a publication cannot be imported.
fn nameless(record: &Record, language: Language) -> String {
    let id = visible(&record.id);
    let number = id.strip_prefix("patent:").unwrap_or(&id);
    match language {
        Language::Chinese => format!("没有名称，资料库中也没有 {number}，无法并入；请先导入该专利"),
        Language::English => {
            format!("no title, and no {number} in the library to add it to; import that first")
        }
    }
}

/// A rejected row in one line: file, row, reason.
pub(crate) fn rejected_line(rejected: &Rejected, language: Language) -> String {
    let reason = rejected_reason(rejected, language);
    let file = visible(&rejected.file);
    match language {
        Language::Chinese => format!("{file}：第 {} 行：{reason}", rejected.row),
        Language::English => format!("{file}: row {}: {reason}", rejected.row),
    }
}
