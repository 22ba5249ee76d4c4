//! What can be wrong with a file or a row, and how that is said in both languages.

use std::{fmt, io};

use qiao_index::limits::MAX_LISTED;
use qiao_index::normalise::{RejectReason, Rejected};
use qiao_index::record::Record;
use qiao_index::vocab::Language;

use super::damage::Damage;
use super::format::Format;
use crate::messages::{Failure, escape_controls, pick, quoted, say};

mod row;

pub(super) use row::RowError;

/// What a file is, when it is not text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum NotText {
    /// Compressed by the named program.
    Compressed(&'static str),
    /// A document without rows.
    Document(&'static str),
    /// Something else with NUL bytes in it.
    Binary,
}

impl NotText {
    const fn name(self) -> &'static str {
        match self {
            Self::Compressed(name) | Self::Document(name) => name,
            Self::Binary => "",
        }
    }
}

/// Why a compressed file or an archive cannot be unpacked, or not to its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum UnpackError {
    /// Bytes are missing or changed.
    Damaged,
    /// A password is needed.
    Locked,
    /// `UnpackError` by a method that we cannot read.
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

impl fmt::Display for UnpackError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.say(Language::English))
    }
}

impl std::error::Error for UnpackError {}

impl UnpackError {
    const fn text(self) -> [&'static str; 2] {
        match self {
            Self::TooMany(_) => [
                "压缩包中的文件超过 {most} 个；请解压后分批导入",
                "the archive has more than {most} files; unpack it and import it folder by folder",
            ],
            Self::Damaged => [
                "压缩文件已损坏或不完整；请重新获取",
                "the compressed file is damaged or incomplete; get it again",
            ],
            Self::Locked => [
                "有密码保护；请先去掉密码或解压",
                "is password-protected; remove the password or unpack it first",
            ],
            Self::Unsupported => [
                "压缩方法不受支持；请先解压",
                "uses a compression method that is not supported; unpack it first",
            ],
            Self::Bomb => [
                "解压后的内容异常巨大（可能是压缩炸弹），已停止读取；确要导入请先解压",
                "unpacks to an implausible size (a zip bomb?), so reading stopped; if it is genuine, unpack it first",
            ],
            Self::TooDeep => [
                "压缩包层层嵌套太深；请先解压",
                "archives are nested too deeply; unpack it first",
            ],
            Self::NoFiles => ["压缩包中没有文件", "the archive has no files"],
        }
    }

    fn say(self, language: Language) -> String {
        let most = match self {
            Self::TooMany(most) => most.to_string(),
            _ => String::new(),
        };
        say(language, self.text(), &[("most", &most)])
    }
}

/// A text without end, for parsers whose errors are the system's.
#[derive(Debug)]
pub(super) struct Endless;

impl fmt::Display for Endless {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&FileError::Endless.say(Language::English))
    }
}

impl std::error::Error for Endless {}

/// Much text in which there is no row.
#[derive(Debug)]
pub(super) struct NoRow;

impl fmt::Display for NoRow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&FileError::NoRow.say(Language::English))
    }
}

impl std::error::Error for NoRow {}

/// Far more bytes than a row has that are not of the named encoding.
#[derive(Debug)]
pub(super) struct Undecodable(pub(super) &'static str);

impl fmt::Display for Undecodable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&FileError::Undecodable(self.0).say(Language::English))
    }
}

impl std::error::Error for Undecodable {}

/// Why a file cannot be imported, or not to its end.
#[derive(Debug)]
pub(crate) enum FileError {
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
    NotText(NotText),
    /// It is packed, and cannot be unpacked.
    Container(UnpackError),
    /// It is packed in a way that needs a copy, and has more bytes than this.
    TooLarge(u64),
    /// The sheets of a workbook have more cells than this.
    TooManyCells(u64),
    /// The texts of a workbook need more memory than this many bytes.
    TooMuchText(u64),
    /// Much of it was read without finding a row.
    NoRow,
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
        error: Box<FileError>,
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
    MapColumnsMissing(Vec<String>),
    /// The user stopped the import.
    Stopped,
    /// Quotation marks do not pair up, from this row on.
    Quotes(u64),
    /// The reading thread ended without a word.
    Vanished,
    /// The library could not take the records.
    Library(qiao_index::error::Error),
}

impl From<io::Error> for FileError {
    fn from(error: io::Error) -> Self {
        let inner = error.get_ref();
        if let Some(packed) = inner.and_then(|inner| inner.downcast_ref()) {
            Self::Container(*packed)
        } else if let Some(Undecodable(name)) = inner.and_then(|inner| inner.downcast_ref()) {
            Self::Undecodable(name)
        } else if inner.is_some_and(<dyn std::error::Error + Send + Sync>::is::<Endless>) {
            Self::Endless
        } else if inner.is_some_and(<dyn std::error::Error + Send + Sync>::is::<NoRow>) {
            Self::NoRow
        } else {
            Self::Unreadable(error)
        }
    }
}

/// A file that could not be imported, or not to its end.
#[derive(Debug)]
pub(crate) struct FailedFile {
    /// The file as given by the user.
    pub(crate) path: String,
    /// What is wrong.
    pub(crate) error: FileError,
}

impl FailedFile {
    /// The message for people: names the file and says what to do.
    pub(crate) fn say(&self, language: Language) -> String {
        let (path, error) = (escape_controls(&self.path), self.error.say(language));
        let values = [("path", &*path), ("error", &error)];
        say(language, ["{path}：{error}", "{path}: {error}"], &values)
    }
}

impl FileError {
    /// This error with the place where reading stopped, where nothing else tells it.
    pub(super) fn midway(self, rows: u64, bytes: u64) -> Self {
        let has_place = matches!(
            self,
            Self::Stopped | Self::Library(_) | Self::Vanished | Self::Quotes(_)
        );
        if rows == 0 || has_place {
            return self;
        }
        let error = Box::new(self);
        Self::Midway { rows, bytes, error }
    }

    /// The sentence with places for its values.
    fn text(&self) -> [&'static str; 2] {
        match self {
            Self::Library(_) | Self::Container(_) => ["{error}", "{error}"],
            Self::Unreadable(error) => unreadable(error),
            Self::NotText(kind) => not_text(*kind),
            Self::TooLarge(_) => [
                "超过 {limit} MiB；请解压或拆分后再导入",
                "is larger than {limit} MiB; unpack or split it and import the parts",
            ],
            Self::TooManyCells(_) => [
                "各工作表所占的单元格超过 {limit} 个；请删去空行空列或另存为 xlsx",
                "its sheets cover more than {limit} cells; delete empty rows and columns, or save it as xlsx",
            ],
            Self::TooMuchText(_) => [
                "文字太多，所需内存超过 {limit} MiB；请拆分成几个文件后再导入",
                "its texts need more than {limit} MiB of memory; split it into several files",
            ],
            Self::Undecodable(_) => [
                "内容大多不是有效的 {encoding} 文本；如编码不对请用 --encoding 指定，否则文件已损坏，请重新获取",
                "most of it is not valid {encoding}; give the right encoding with --encoding, or get the file again if it is damaged",
            ],
            Self::DamagedHeader(_) => [
                "表头：{place}，所在的列名不完整，可能认不出；请改正表头后重新导入",
                "header: {place}; that column name is incomplete and may not be recognised: correct it and import the file again",
            ],
            Self::Midway { .. } => [
                "只读到前 {rows} 条（至第 {bytes} 字节），其后无法读取：{error}",
                "only {rows} {rows:row|rows} could be read (up to byte {bytes}): {error}",
            ],
            Self::Broken(_) => [
                "文件已损坏（{detail}）；请重新获取或另存后再导入",
                "the file is damaged ({detail}); get it again, or re-save it",
            ],
            Self::NotThat(_) => [
                "内容不是 {format}；请去掉 --as 或换一种格式",
                "is not {format}; leave out --as, or give another format",
            ],
            Self::Unrecognised => [
                "无法识别格式；可用 --as 指定：{formats}",
                "unrecognised format; give it with --as: {formats}",
            ],
            Self::MapColumnsMissing(_) => [
                "映射中有、文件中没有的列：{names}",
                "the map names columns that are not in the file: {names}",
            ],
            Self::Quotes(_) => [
                "从第 {row} 行起引号不成对，其余内容未读取；请改正后重新导入",
                "quotation marks do not pair up from row {row} on; the rest was not read. Correct the file and import it again",
            ],
            error => error.text_without_values(),
        }
    }

    /// The sentence of an error that needs no values.
    const fn text_without_values(&self) -> [&'static str; 2] {
        match self {
            Self::CutOff => [
                "文件不完整，在中间就结束了；请重新获取",
                "the file is cut off in the middle; get it again",
            ],
            Self::Endless => [
                "有一个值超过 10 MiB，其余内容未读取",
                "one value is larger than 10 MiB; the rest was not read",
            ],
            Self::NoRow => [
                "连续 128 MiB 的内容中没有一条记录，其余内容未读取；请检查文件是否完整",
                "there is no row in 128 MiB of it, and the rest was not read; check that the file is what it should be",
            ],
            Self::Folder => ["这是文件夹", "is a folder"],
            Self::EmptyFolder => ["文件夹中没有文件", "the folder has no files"],
            Self::NoMatch => [
                "没有与之匹配的文件；请检查路径",
                "no file matches; check the path",
            ],
            Self::Empty => ["文件是空的", "the file is empty"],
            Self::OtherXml => [
                "这是 XML，但不是可读取的专利文献格式（USPTO、EPO、CNIPA、WIPO ST.36 或 ST.96）",
                "is XML, but not in a supported patent format (USPTO, EPO, CNIPA, WIPO ST.36 or ST.96)",
            ],
            Self::NoHeader => [
                "前十行中没有表头；请在首行写上列名，如“名称,单位,联系电话”，或用 --map 指定各列（qiao import --print-map 文件 > map.toml）",
                "there is no header in the first ten rows; put column names such as `title,institution,phone` in the first row, or assign the columns with --map (qiao import --print-map FILE > map.toml)",
            ],
            Self::CodeTable => [
                "像是代码表，而不是成果、专利、需求、专家或单位的清单；确要导入请用 --as 指定格式",
                "looks like a code table rather than a list of achievements, patents, needs, experts or institutions; to import it anyway, give its format with --as",
            ],
            Self::NoTitleColumn => [
                "没有名称列，不像是成果、专利、需求、专家或单位的清单；请将名称所在列的列名改为“名称”，或用 --map 指定（qiao import --print-map 文件 > map.toml）",
                "has no title column, so it does not look like a list of achievements, patents, needs, experts or institutions; name the right column `title`, or choose it with --map (qiao import --print-map FILE > map.toml)",
            ],
            Self::Stopped => ["导入已停止", "the import was stopped"],
            // Whatever has values has its sentence above.
            _ => [
                "读取意外中止；请重新导入",
                "reading stopped unexpectedly; import the file again",
            ],
        }
    }

    /// The error in words, without the file.
    pub(crate) fn say(&self, language: Language) -> String {
        let list = |values: &[String]| values.join(pick(language, ["、", ", "]));
        let values = match self {
            Self::Library(error) => {
                vec![("error", Failure::of_library(error).say(language).to_owned())]
            }
            Self::Container(error) => vec![("error", error.say(language))],
            Self::Unreadable(error) => vec![("error", error.to_string())],
            Self::NotText(kind) => vec![("what", kind.name().to_owned())],
            Self::TooLarge(limit) | Self::TooMuchText(limit) => {
                vec![("limit", (limit / (1024 * 1024)).to_string())]
            }
            Self::TooManyCells(limit) => vec![("limit", limit.to_string())],
            Self::Undecodable(encoding) => vec![("encoding", (*encoding).to_owned())],
            Self::DamagedHeader(damage) => {
                vec![("place", RowError::Undecodable(*damage).say(language))]
            }
            Self::Midway { rows, bytes, error } => vec![
                ("rows", rows.to_string()),
                ("bytes", bytes.to_string()),
                ("error", error.say(language)),
            ],
            Self::Broken(detail) => vec![("detail", quoted(detail).say(language).to_owned())],
            Self::NotThat(format) => vec![("format", format.to_string())],
            Self::Unrecognised => {
                let formats = Format::ALL.map(|format| format.as_str().to_owned());
                vec![("formats", list(&formats))]
            }
            Self::MapColumnsMissing(names) => {
                vec![("names", escape_controls(&list(names)).into_owned())]
            }
            Self::Quotes(row) => vec![("row", row.to_string())],
            _ => Vec::new(),
        };
        let values: Vec<_> = values
            .iter()
            .map(|(name, value)| (*name, &**value))
            .collect();
        say(language, self.text(), &values)
    }
}

fn unreadable(error: &io::Error) -> [&'static str; 2] {
    match error.kind() {
        io::ErrorKind::NotFound => [
            "文件不存在；请检查路径",
            "there is no such file; check the path",
        ],
        io::ErrorKind::PermissionDenied => ["没有读取权限", "you have no permission to read it"],
        _ => ["无法读取（系统原话：{error}）", "cannot be read ({error})"],
    }
}

const fn not_text(kind: NotText) -> [&'static str; 2] {
    match kind {
        NotText::Compressed(_) => [
            "这是压缩文件（{what}）；请先解压",
            "is compressed ({what}); unpack it first",
        ],
        NotText::Document(_) => [
            "这是 {what} 文档，没有可导入的行",
            "is a {what} document, without rows to import",
        ],
        NotText::Binary => ["这是二进制文件，不是文本", "is a binary file, not text"],
    }
}

/// Why a row was rejected, with the column at fault.
pub(crate) fn rejected_reason(rejected: &Rejected, language: Language) -> String {
    let reason = match &rejected.reason {
        RejectReason::NoTitle => pick(language, ["没有名称", "no title"]).to_owned(),
        RejectReason::Nameless(record) => nameless(record, language),
        RejectReason::TooManyValues => RowError::TooMany(MAX_LISTED).say(language),
        RejectReason::Unreadable(words) => words.clone(),
    };
    let column = escape_controls(&rejected.column);
    if column.is_empty() {
        return reason;
    }
    say(
        language,
        ["{reason}（列“{column}”）", "{reason} (column `{column}`)"],
        &[("reason", &reason), ("column", &column)],
    )
}

/// Why a row that says something about a publication cannot be imported.
fn nameless(record: &Record, language: Language) -> String {
    let id = escape_controls(&record.id);
    let number = id.strip_prefix("patent:").unwrap_or(&id);
    say(
        language,
        [
            "没有名称，资料库中也没有 {number}，无法并入；请先导入该专利",
            "no title, and {number} is not in the library, so there is nothing to add it to; import that patent first",
        ],
        &[("number", number)],
    )
}

/// A rejected row in one line: file, row, reason.
pub(crate) fn rejected_line(rejected: &Rejected, language: Language) -> String {
    say(
        language,
        [
            "{file}：第 {row} 行：{reason}",
            "{file}: row {row}: {reason}",
        ],
        &[
            ("file", &escape_controls(&rejected.file)),
            ("row", &rejected.row.to_string()),
            ("reason", &rejected_reason(rejected, language)),
        ],
    )
}
