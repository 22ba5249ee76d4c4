//! Paths as they are typed in a prompt.

use std::path::{Path, PathBuf};

/// Between the path of a file and that of its map, as on the command line.
pub(crate) const MAP: &str = " --map ";
/// No more file names are offered.
const MAX_NAMES: usize = 500;

/// The path with a leading `~` replaced by the home folder.
pub(crate) fn expanded(path: &Path) -> PathBuf {
    let home = || Some(directories::BaseDirs::new()?.home_dir().to_owned());
    match path.strip_prefix("~") {
        Ok(rest) => home().map_or_else(|| path.to_owned(), |home| home.join(rest)),
        Err(_) => path.to_owned(),
    }
}

/// Files and folders whose names begin as typed, or as the map behind a file; folders end in a
/// slash.
pub(crate) fn completions(typed: &str) -> Vec<String> {
    if let Some((file, map)) = typed.rsplit_once(MAP) {
        let maps = completions(map).into_iter();
        return maps.map(|map| format!("{file}{MAP}{map}")).collect();
    }
    let cut = typed.rfind(std::path::is_separator).map_or(0, |at| at + 1);
    let (folder, start) = typed.split_at_checked(cut).unwrap_or(("", typed));
    let shown = if folder.is_empty() { "." } else { folder };
    let entries = std::fs::read_dir(expanded(Path::new(shown)));
    let entries = entries.into_iter().flatten().flatten();
    let mut names: Vec<String> = entries
        .filter_map(|entry| name_of(&entry, start))
        .map(|name| format!("{folder}{name}"))
        .collect();
    names.sort();
    names.truncate(MAX_NAMES);
    names
}

/// The name of a file that begins like this, a folder's with a slash; hidden ones only where the
/// dot is typed.
fn name_of(entry: &std::fs::DirEntry, start: &str) -> Option<String> {
    let name = entry.file_name().into_string().ok()?;
    let hidden = name.starts_with('.') && !start.starts_with('.');
    let end = if entry.path().is_dir() {
        std::path::MAIN_SEPARATOR_STR
    } else {
        ""
    };
    (name.starts_with(start) && !hidden).then(|| name + end)
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a failure is the test's result")]

    use super::*;

    #[test]
    fn names_complete_what_is_typed() {
        let folder = tempfile::tempdir().unwrap();
        for name in ["成果2023.csv", "成果2024.csv", "other.csv", ".hidden"] {
            std::fs::write(folder.path().join(name), "").unwrap();
        }
        std::fs::create_dir(folder.path().join("成果")).unwrap();
        let inside = |typed: &str| {
            let before = format!("{}/", folder.path().display());
            let found = completions(&format!("{before}{typed}")).into_iter();
            let names = found.map(|name| name.replace(&before, ""));
            names.collect::<Vec<_>>()
        };
        assert_eq!(inside("成"), ["成果/", "成果2023.csv", "成果2024.csv"]);
        assert_eq!(
            inside(""),
            ["other.csv", "成果/", "成果2023.csv", "成果2024.csv"]
        );
        assert_eq!(inside("."), [".hidden"]);
        let map = format!("{}/o", folder.path().display());
        assert_eq!(
            inside(&format!("成果.csv --map {map}")),
            ["成果.csv --map other.csv"]
        );
        assert_eq!(completions("/no/such/folder/"), Vec::<String>::new());
    }
}
