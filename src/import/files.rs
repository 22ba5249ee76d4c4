//! Which files a path stands for.

use std::path::{Path, PathBuf};

use super::words::{Fault, FileError};

/// The file itself, or all files in a folder and its folders, in the order of their names.
///
/// Hidden files, links to folders, and what is neither file nor folder are passed over in
/// folders. What cannot be read is an error among the files.
pub(crate) fn files(path: &Path) -> Vec<Result<PathBuf, FileError>> {
    if path == Path::new("-") || !path.is_dir() {
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
            Err(error) => found.push(Err(error_of(&folder, Fault::Unreadable(error)))),
        }
    }
    if found.is_empty() {
        found.push(Err(error_of(path, Fault::EmptyFolder)));
    }
    found
}

fn error_of(path: &Path, fault: Fault) -> FileError {
    FileError {
        path: path.to_string_lossy().into_owned(),
        fault,
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
            folders.push(path);
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
        for name in [
            "b.csv",
            "a.csv",
            ".hidden",
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
    fn empty_folders_are_reported_and_missing_files_left_to_the_reader() {
        let folder = tempfile::tempdir().unwrap();
        let error = files(folder.path()).remove(0).unwrap_err();
        assert!(matches!(error.fault, Fault::EmptyFolder), "{error:?}");
        assert!(files(Path::new("-")).remove(0).is_ok());
        assert!(files(&folder.path().join("none")).remove(0).is_ok());
    }
}
