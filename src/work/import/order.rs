//! What is to be imported; also as it is typed in a prompt: a file, and a map behind it where it
//! needs one.

use std::path::{Path, PathBuf};

use qiao_index::vocab::Language;

use crate::import::{ColumnMap, FailedFile, FileError, Options};
use crate::messages::Failure;
use crate::work::paths::{MAP, expanded};

/// What is to be imported.
#[derive(Debug, Clone)]
pub(crate) struct ImportOrder {
    /// Files, folders, patterns, or `-` for standard input.
    pub(crate) paths: Vec<PathBuf>,
    /// What the user says about them.
    pub(crate) options: Options,
}

impl ImportOrder {
    /// What is typed: a file, folder or pattern, and the map behind it, if there is one:
    /// `a.csv --map map.toml`.
    ///
    /// # Errors
    /// The map cannot be read, or has a mistake.
    pub(crate) fn typed(path: &Path, language: Language) -> anyhow::Result<Self> {
        let (path, map) = with_map(&expanded(path));
        let map = map.as_deref().map(ColumnMap::open).transpose()?.transpose();
        let options = map?.map_or_else(Options::default, Options::of_map);
        Ok(Self {
            paths: vec![path],
            options: Options {
                language,
                ..options
            },
        })
    }
}

fn with_map(path: &Path) -> (PathBuf, Option<PathBuf>) {
    let is_there = path.symlink_metadata().is_ok();
    let parts = path.to_str().and_then(|text| text.rsplit_once(MAP));
    match parts.filter(|_| !is_there) {
        Some((file, map)) => (file.trim().into(), Some(expanded(Path::new(map.trim())))),
        None => (path.to_owned(), None),
    }
}

/// Why a file that was typed could not be read; how to give it a map, where that is what it lacks.
pub(super) fn refusal(error: &FailedFile) -> Failure {
    let needs_map = matches!(
        error.error,
        FileError::NoHeader | FileError::NoTitleColumn | FileError::Unrecognised
    );
    let (chinese, english) = if needs_map {
        (
            "\n映射写好后再次导入，输入：文件 --map map.toml",
            "\nOnce the map is written, import again and type: FILE --map map.toml",
        )
    } else {
        ("", "")
    };
    Failure::new(
        error.say(Language::Chinese) + chinese,
        error.say(Language::English) + english,
    )
}
