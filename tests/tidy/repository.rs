//! The files of the repository, by their paths in it.

use std::path::{Path, PathBuf};

/// A file's place on disk.
fn place(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

/// The text of a file.
pub(crate) fn read(file: &str) -> String {
    std::fs::read_to_string(place(file)).unwrap_or_else(|error| panic!("{file}: {error}"))
}

/// Whether a file is there.
pub(crate) fn exists(file: &str) -> bool {
    place(file).is_file()
}

/// The names of what lies in a folder, in order.
pub(crate) fn names(folder: &str) -> Vec<String> {
    let entries = std::fs::read_dir(place(folder)).unwrap();
    let mut names: Vec<_> = entries
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}
