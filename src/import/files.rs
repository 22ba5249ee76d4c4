//! Which files a path stands for.

use std::path::{Path, PathBuf};

use glob::{MatchOptions, Paths, glob_with};

use super::errors::{FailedFile, FileError};

/// What a library has in its folder.
const CATALOGUE: &str = "catalogue.db";

/// The file itself, or all files in a folder and its folders, in the order of their names; where
/// nothing bears the name, all that it stands for as a pattern (`*`, `?`, `[…]`, `**`).
///
/// Hidden files, links to folders, libraries of this program, and what is neither file nor folder are
/// passed over in folders. What cannot be read is an error among the files.
pub(crate) fn files(path: &Path) -> Vec<Result<PathBuf, FailedFile>> {
    if path == Path::new("-") {
        return vec![Ok(path.to_owned())];
    }
    match pattern(path) {
        Some(paths) => matches(path, paths),
        None => walk(path),
    }
}

/// What the path stands for as a pattern, where it is one: the shell did not expand it.
fn pattern(path: &Path) -> Option<Paths> {
    let text = path.to_str()?;
    if !text.contains(['*', '?', '[']) || path.symlink_metadata().is_ok() {
        return None;
    }
    let options = MatchOptions {
        require_literal_leading_dot: true,
        ..MatchOptions::new()
    };
    glob_with(text, options).ok()
}

fn matches(path: &Path, paths: Paths) -> Vec<Result<PathBuf, FailedFile>> {
    let found = paths.flat_map(|found| match found {
        Ok(path) => walk(&path),
        Err(error) => {
            let path = error.path().to_owned();
            vec![Err(error_of(&path, FileError::Unreadable(error.into())))]
        }
    });
    let found: Vec<_> = found.collect();
    if found.is_empty() {
        return vec![Err(error_of(path, FileError::NoMatch))];
    }
    found
}

fn walk(path: &Path) -> Vec<Result<PathBuf, FailedFile>> {
    if !path.is_dir() {
        return vec![Ok(path.to_owned())];
    }
    let mut found = Vec::new();
    let mut waiting = vec![path.to_owned()];
    while let Some(folder) = waiting.pop() {
        match entries(&folder) {
            Ok((files, mut folders)) => {
                found.extend(files.into_iter().map(Ok));
                folders.reverse();
                waiting.append(&mut folders);
            }
            Err(error) => found.push(Err(error_of(&folder, FileError::Unreadable(error)))),
        }
    }
    if found.is_empty() {
        found.push(Err(error_of(path, FileError::EmptyFolder)));
    }
    found
}

fn error_of(path: &Path, error: FileError) -> FailedFile {
    FailedFile {
        path: path.to_string_lossy().into_owned(),
        error,
    }
}

/// Files and folders in a folder, sorted.
fn entries(folder: &Path) -> std::io::Result<(Vec<PathBuf>, Vec<PathBuf>)> {
    let (mut files, mut folders) = (Vec::new(), Vec::new());
    for entry in folder.read_dir()? {
        let entry = entry?;
        let path = entry.path();
        if entry.file_name().to_string_lossy().starts_with('.') {
            continue;
        }
        if entry.file_type()?.is_dir() {
            // The files of a library's index would pass for listings.
            if !path.join(CATALOGUE).exists() {
                folders.push(path);
            }
        } else if path.is_file() {
            files.push(path);
        }
    }
    files.sort_unstable();
    folders.sort_unstable();
    Ok((files, folders))
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use std::fs;

    use super::*;

    #[test]
    fn folders_are_walked_in_order() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        fs::create_dir_all(at("sub/deep")).unwrap();
        fs::create_dir(at("another")).unwrap();
        fs::create_dir_all(at("library/index")).unwrap();
        for name in [
            "b.csv",
            "a.csv",
            ".hidden",
            "library/catalogue.db",
            "library/index/meta.json",
            "sub/c.csv",
            "sub/deep/d.csv",
            "another/e.csv",
        ] {
            fs::write(at(name), "").unwrap();
        }
        let found: Vec<PathBuf> = files(folder.path())
            .into_iter()
            .map(Result::unwrap)
            .collect();
        let expected = [
            "a.csv",
            "b.csv",
            "another/e.csv",
            "sub/c.csv",
            "sub/deep/d.csv",
        ];
        assert_eq!(found, expected.map(at));
        assert_eq!(files(&at("a.csv")).len(), 1);
    }

    #[test]
    fn patterns_stand_for_files_and_folders() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        fs::create_dir(at("year")).unwrap();
        for name in ["a.csv", "b.csv", ".hidden.csv", "c.txt", "year/d.csv"] {
            fs::write(at(name), "").unwrap();
        }
        let check = |pattern: &str, expected: &[&str]| {
            let found: Vec<PathBuf> = files(&at(pattern)).into_iter().flatten().collect();
            let expected: Vec<PathBuf> = expected.iter().map(|name| at(name)).collect();
            assert_eq!(found, expected, "{pattern}");
        };
        check("*.csv", &["a.csv", "b.csv"]);
        check("[bc].*", &["b.csv", "c.txt"]);
        check("**/*.csv", &["a.csv", "b.csv", "year/d.csv"]);
        check("y*", &["year/d.csv"]);
        check("z*", &[]);
        let error = files(&at("z*")).remove(0).unwrap_err();
        assert!(matches!(error.error, FileError::NoMatch), "{error:?}");
        fs::write(at("*.csv"), "").unwrap();
        check("*.csv", &["*.csv"]);
        check("[", &["["]);
    }

    #[test]
    fn empty_folders_are_reported_and_missing_files_left_to_the_reader() {
        let folder = tempfile::tempdir().unwrap();
        let error = files(folder.path()).remove(0).unwrap_err();
        assert!(matches!(error.error, FileError::EmptyFolder), "{error:?}");
        assert!(files(Path::new("-")).remove(0).is_ok());
        assert!(files(&folder.path().join("none")).remove(0).is_ok());
    }
}
