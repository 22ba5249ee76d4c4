//! Why something failed, in both languages: the reader may change between them.

use std::fmt;
use std::io::{self, ErrorKind};
use std::path::Path;

use qiao_index::error::{DiskTrouble, Error};
use qiao_index::vocab::Language;

use super::{escape_controls, fill, pick};

/// Why something failed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Failure {
    pub(super) chinese: String,
    pub(super) english: String,
}

/// A text in both languages that tells no failure.
pub(crate) type Bilingual = Failure;

impl Failure {
    /// A reason in both languages.
    pub(crate) fn new(chinese: impl Into<String>, english: impl Into<String>) -> Self {
        Self {
            chinese: chinese.into(),
            english: english.into(),
        }
    }

    /// A text in both languages, Chinese first, its `{name}`s filled in.
    pub(crate) fn filled(text: [&str; 2], values: &[(&str, &str)]) -> Self {
        let [chinese, english] = text.map(|text| fill(text, values));
        Self { chinese, english }
    }

    /// The reason that an error gives.
    pub(crate) fn of(error: &anyhow::Error) -> Self {
        let Some(known) = error.downcast_ref::<Self>() else {
            return Self::new(chinese(error), english(error));
        };
        match cause(error) {
            Some(cause) => Self::new(
                format!("{}：{}", known.chinese, cause.chinese),
                format!("{}: {}", known.english, cause.english),
            ),
            None => known.clone(),
        }
    }

    /// The reason that the library gives.
    pub(crate) fn of_library(error: &Error) -> Self {
        let [chinese, english] = library(error);
        Self::new(chinese, english)
    }

    /// The reason in a language.
    pub(crate) fn say(&self, language: Language) -> &str {
        match language {
            Language::Chinese => &self.chinese,
            Language::English => &self.english,
        }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.english)
    }
}

impl std::error::Error for Failure {}

fn chinese(error: &anyhow::Error) -> String {
    cause(error).map_or_else(|| format!("{error:#}"), |cause| cause.chinese)
}

fn english(error: &anyhow::Error) -> String {
    let links = error.chain().map(|link| match of_ours(link) {
        Some(error) => Failure::of_library(error).english,
        None => link.to_string(),
    });
    links.collect::<Vec<_>>().join(": ")
}

/// The library's error; it can travel in one of the system's.
fn of_ours<'a>(link: &'a (dyn std::error::Error + 'static)) -> Option<&'a Error> {
    let inside = || link.downcast_ref::<io::Error>()?.get_ref()?.downcast_ref();
    link.downcast_ref().or_else(inside)
}

/// What library or system say, where one of them is the cause.
fn cause(error: &anyhow::Error) -> Option<Failure> {
    error.chain().find_map(|cause| {
        if let Some(error) = of_ours(cause) {
            return Some(Failure::of_library(error));
        }
        let system = cause.downcast_ref::<io::Error>()?;
        let chinese = file(system.kind());
        let chinese = chinese.map_or_else(|| format!("系统原话：{system}"), str::to_owned);
        Some(Failure::new(chinese, system.to_string()))
    })
}

/// What the library says, and what can be done about it, in Chinese and in English.
fn library(error: &Error) -> [String; 2] {
    let shown = |path: &Path| path.display().to_string();
    let english = error.to_string();
    match error {
        Error::Open { path, .. } if let Some(trouble) = error.disk_trouble() => {
            let path = shown(path);
            let [chinese, english] = disk(trouble);
            [
                format!("打不开资料库 {path}：{chinese}"),
                format!("cannot open the library {path}: {english}"),
            ]
        }
        Error::Open { path, reason } => {
            let path = shown(path);
            [format!("打不开资料库 {path}。系统原话：{reason}"), english]
        }
        Error::Newer { path } => {
            let path = shown(path);
            [
                format!("资料库 {path} 是更新版本的 qiao 写成的，请安装新版本"),
                format!("{english} of qiao: install that version"),
            ]
        }
        Error::ReadOnly { path } => {
            let path = shown(path);
            [
                format!(
                    "资料库 {path} 只能读：没有写入权限，或磁盘是只读的、已满或出错；要写入请换一个 --data-dir"
                ),
                format!(
                    "{english}: no permission to write it, or a disk that is read-only, full or faulty; to write, use another folder with --data-dir"
                ),
            ]
        }
        Error::Busy { path } => {
            let path = shown(path);
            [
                format!("另一个 qiao 正在写入资料库 {path}，请等它结束"),
                format!(
                    "another qiao is writing to the library {path}: wait until it has finished"
                ),
            ]
        }
        Error::Catalogue(_) | Error::Index(_) if let Some(trouble) = error.disk_trouble() => {
            disk(trouble).map(str::to_owned)
        }
        Error::Catalogue(cause) if cause.is_busy() => [
            "另一个程序正在写资料库的目录文件，请稍后再试".to_owned(),
            "another program is writing the library's catalogue: try again in a moment".to_owned(),
        ],
        Error::Catalogue(cause) => [
            format!("资料库的目录文件无法使用。数据库原话：{cause}"),
            english,
        ],
        Error::CatalogueDamaged(cause) => [
            format!(
                "资料库的目录文件已损坏：qiao doctor --deep 查明，qiao doctor --recover 文件夹 救出能读的，qiao restore-backup 恢复备份；先检查磁盘是否出错。数据库原话：{cause}"
            ),
            format!(
                "{english}; `qiao doctor --deep` says where, `qiao doctor --recover FOLDER` saves what can be read, `qiao restore-backup FILE` restores a backup; check the disk first"
            ),
        ],
        Error::Index(cause) => [
            format!("索引无法使用，请运行 qiao reindex 重建。引擎原话：{cause}"),
            format!("{english}; `qiao reindex` builds it anew"),
        ],
        Error::Damaged { path } => {
            let path = shown(path);
            [
                format!("{path} 的索引已损坏，请运行 qiao reindex 重建"),
                format!("{english}: `qiao reindex` builds it anew"),
            ]
        }
        Error::CatalogueGone { path, index } => {
            let (path, index) = (shown(path), shown(index));
            [
                format!(
                    "资料库的目录文件 {path} 不见了或是空的，但索引还在：请用 qiao restore-backup 恢复备份；要重新开始，请删除文件夹 {index}"
                ),
                format!(
                    "{english}: `qiao restore-backup FILE` puts a backup in its place; to begin anew, remove the folder {index}"
                ),
            ]
        }
        Error::Overtaken => ["更新的检索已取代这次检索".to_owned(), english],
        Error::Record { id, reason } => [
            format!("读不出条目 {id}：qiao doctor --deep 查明损坏了什么。原话：{reason}"),
            format!("{english}; `qiao doctor --deep` says what else is damaged"),
        ],
    }
}

/// What is wrong with the library's disk, and what can be done.
const fn disk(trouble: DiskTrouble) -> [&'static str; 2] {
    match trouble {
        DiskTrouble::Full => [
            "资料库所在的磁盘已满：腾出空间再试；已写入的批次没有丢失",
            "the disk of the library is full: free some space and try again; what was committed is kept",
        ],
        DiskTrouble::Faulty => [
            "资料库所在的磁盘读写出错：请检查磁盘，再运行 qiao doctor --deep",
            "the disk of the library cannot be read or written: check it, then run `qiao doctor --deep`",
        ],
        DiskTrouble::Forbidden => [
            "没有权限读写资料库的文件：请检查文件夹的权限，或换一个 --data-dir",
            "no permission to read or write the library's files: check those of its folder, or use another with --data-dir",
        ],
        DiskTrouble::Unwritten => [
            "索引没有写成，多半是磁盘已满或出错：请腾出空间再试",
            "the index could not be written, most likely as the disk is full or faulty: free some space and try again",
        ],
        DiskTrouble::Unopened => [
            "资料库的文件打不开：请检查文件夹的权限，或关闭其他程序（打开的文件可能太多）",
            "a file of the library cannot be opened: check the permissions of its folder, or close other programs, as too many files may be open",
        ],
        DiskTrouble::TooManyFiles => [
            "打开的文件太多：关闭其他程序，或用 ulimit -n 提高上限",
            "too many files are open: close other programs, or raise the limit with `ulimit -n`",
        ],
    }
}

/// What the system says of a file, in Chinese, where people meet with it.
fn file(kind: ErrorKind) -> Option<&'static str> {
    Some(match kind {
        ErrorKind::NotFound => "没有这个文件或文件夹",
        ErrorKind::PermissionDenied => "没有权限",
        ErrorKind::AlreadyExists => "已有同名文件",
        ErrorKind::IsADirectory => "这是文件夹",
        ErrorKind::NotADirectory => "路径中有一段不是文件夹",
        ErrorKind::StorageFull => "磁盘已满",
        ErrorKind::ReadOnlyFilesystem => "磁盘是只读的",
        ErrorKind::InvalidFilename => "文件名无效",
        _ => return None,
    })
}

/// What a parser below us says, set apart from our own words.
pub(crate) fn quoted(words: &str) -> Failure {
    let words = escape_controls(words);
    Failure::new(
        format!("解析器原话：{words}"),
        format!("the parser says: {words}"),
    )
}

/// A fault of the program itself.
pub(crate) fn internal_error(words: &str) -> Failure {
    let text = |language| {
        let name = pick(language, ["程序出错：", "internal error: "]);
        format!("{name}{words}")
    };
    Failure::new(text(Language::Chinese), text(Language::English))
}

#[cfg(test)]
mod tests {
    use anyhow::Context as _;

    use super::*;

    #[test]
    fn errors_are_said_in_both_languages() {
        let check = |error: anyhow::Error, chinese: &str, english: &str| {
            let failure = Failure::of(&error);
            assert_eq!(failure.say(Language::Chinese), chinese);
            assert_eq!(failure.say(Language::English), english);
        };
        check(
            Error::Busy { path: "/a".into() }.into(),
            "另一个 qiao 正在写入资料库 /a，请等它结束",
            "another qiao is writing to the library /a: wait until it has finished",
        );
        let damaged = Error::Damaged { path: "/a".into() };
        check(
            anyhow::Error::from(damaged).context("cannot read a"),
            "/a 的索引已损坏，请运行 qiao reindex 重建",
            "cannot read a: the index of /a is damaged: `qiao reindex` builds it anew",
        );
        check(
            Error::Newer { path: "/a".into() }.into(),
            "资料库 /a 是更新版本的 qiao 写成的，请安装新版本",
            "the library /a was written by a newer version of qiao: install that version",
        );
        let full: io::Result<()> = Err(ErrorKind::StorageFull.into());
        let Err(full) = full.context("cannot write a.csv") else {
            return;
        };
        check(full, "磁盘已满", "cannot write a.csv: no storage space");
        check(Failure::new("甲", "A").into(), "甲", "A");
        let lost: io::Result<()> = Err(ErrorKind::NotFound.into());
        let Err(lost) = lost.context(Failure::new("读不出 a", "cannot read a")) else {
            return;
        };
        check(
            lost,
            "读不出 a：没有这个文件或文件夹",
            "cannot read a: entity not found",
        );
        check(anyhow::anyhow!("odd"), "odd", "odd");
    }
}
