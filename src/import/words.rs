//! What can be wrong with a file or a row, and how that is said in both languages.

use std::{fmt, io};

use qiao_index::normalise::{RejectReason, Rejected};
use qiao_index::record::Record;
use qiao_index::vocab::Language;

use super::decode::Damage;
use super::recognise::Format;
use crate::messages::{Failure, escape_controls, plural, quoted};

mod trouble;

pub(super) use trouble::Trouble;

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

/// Far more bytes than a row has that are not of the named encoding.
#[derive(Debug)]
pub(super) struct Undecodable(pub(super) &'static str);

impl fmt::Display for Undecodable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&Fault::Undecodable(self.0).say(Language::English))
    }
}

impl std::error::Error for Undecodable {}

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
    /// Most of it is not of this encoding.
    Undecodable(&'static str),
    /// Its header has bytes that are not of its encoding.
    DamagedHeader(Damage),
    /// It could be read up to a place in it.
    Midway {
        /// Rows before that.
        rows: u64,
        /// Bytes of the (unpacked) file before that.
        bytes: u64,
        /// What is wrong there.
        fault: Box<Fault>,
    },
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
        } else if let Some(Undecodable(name)) = inner.and_then(|inner| inner.downcast_ref()) {
            Self::Undecodable(name)
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
        let path = escape_controls(&self.path);
        let fault = self.fault.say(language);
        match language {
            Language::Chinese => format!("{path}：{fault}"),
            Language::English => format!("{path}: {fault}"),
        }
    }
}

impl Fault {
    /// The same with the place where reading stopped, where that is told by no more than that.
    pub(super) fn midway(self, rows: u64, bytes: u64) -> Self {
        let has_place = matches!(
            self,
            Self::Stopped | Self::Library(_) | Self::Vanished | Self::Quotes(_)
        );
        if rows == 0 || has_place {
            return self;
        }
        let fault = Box::new(self);
        Self::Midway { rows, bytes, fault }
    }

    fn say(&self, language: Language) -> String {
        let (chinese, english) = match self {
            Self::Unreadable(error) => return unreadable(error, language),
            Self::Packed(packing) => return packed(*packing, language),
            Self::Container(packed) => return packed.say(language),
            Self::TooLarge(limit) => return too_large(*limit, language),
            Self::TooManyCells(limit) => return too_many_cells(*limit, language),
            Self::Undecodable(encoding) => return undecodable(encoding, language),
            Self::DamagedHeader(damage) => return damaged_header(*damage, language),
            Self::Midway { rows, bytes, fault } => {
                return midway(*rows, *bytes, &fault.say(language), language);
            }
            Self::Broken(detail) => return broken(detail, language),
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
            Self::Library(error) => return Failure::of_library(error).say(language).to_owned(),
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
    format!("{words}{}", escape_controls(&names))
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
        (_, Language::Chinese) => format!("无法读取（系统原话：{error}）"),
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

fn undecodable(encoding: &str, language: Language) -> String {
    match language {
        Language::Chinese => format!(
            "内容大多不是有效的 {encoding} 文本；如编码不对请用 --encoding 指定，否则文件已损坏，请重新获取"
        ),
        Language::English => format!(
            "most of it is not valid {encoding}; name the right encoding with --encoding, or get the file again if it is damaged"
        ),
    }
}

fn damaged_header(damage: Damage, language: Language) -> String {
    let place = Trouble::Undecodable(damage).say(language);
    match language {
        Language::Chinese => {
            format!("表头：{place}，所在的列名不完整，可能认不出；请改正表头后重新导入")
        }
        Language::English => format!(
            "the header: {place}; the name of that column is incomplete and may not be recognised: mend it and import the file again"
        ),
    }
}

fn midway(rows: u64, bytes: u64, fault: &str, language: Language) -> String {
    match language {
        Language::Chinese => {
            format!("只读到前 {rows} 条（至第 {bytes} 字节），其后无法读取：{fault}")
        }
        Language::English => {
            let rows_could = plural(rows, "row could", "rows could");
            format!("{rows} {rows_could} be read (up to byte {bytes}), and no further: {fault}")
        }
    }
}

fn broken(detail: &str, language: Language) -> String {
    let detail = quoted(detail);
    let detail = detail.say(language);
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
        (Packing::Document(what), Language::Chinese) => format!("这是 {what} 文档，没有可导入的行"),
        (Packing::Document(what), Language::English) => {
            format!("is a {what} document, without rows to import")
        }
        (Packing::Binary, Language::Chinese) => "这是二进制文件，不是文本".to_owned(),
        (Packing::Binary, Language::English) => "is a binary file, not text".to_owned(),
    }
}

/// Why a row was rejected, with the column at fault.
pub(crate) fn rejected_reason(rejected: &Rejected, language: Language) -> String {
    let reason = match &rejected.reason {
        RejectReason::NoTitle => pick(language, "没有名称", "no title").to_owned(),
        RejectReason::Nameless(record) => nameless(record, language),
        RejectReason::Unreadable(words) => words.clone(),
    };
    let column = escape_controls(&rejected.column);
    match (&*column, language) {
        ("", _) => reason,
        (column, Language::Chinese) => format!("{reason}（列“{column}”）"),
        (column, Language::English) => format!("{reason} (column `{column}`)"),
    }
}

/// Why a row that says something about a publication cannot be imported.
fn nameless(record: &Record, language: Language) -> String {
    let id = escape_controls(&record.id);
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
    let file = escape_controls(&rejected.file);
    match language {
        Language::Chinese => format!("{file}：第 {} 行：{reason}", rejected.row),
        Language::English => format!("{file}: row {}: {reason}", rejected.row),
    }
}
