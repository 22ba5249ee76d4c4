//! Sources: files and folders that are remembered under a name, to be read again and again.

use std::io;
use std::path::Path;

use qiao_index::Library;
use qiao_index::sources::{Lost, Source, SourceFile};

use crate::import::{FailedFile, FileError, Format, files, now};

/// What became of a source that was to be remembered.
#[derive(Debug)]
pub(crate) enum Added {
    /// It is remembered.
    New,
    /// Nothing was left at the place that was known: it lies at another one now.
    Moved,
    /// There is one of this name.
    NameTaken,
    /// Nothing can be read at its path.
    Unreadable(FailedFile),
}

/// Remembers a file, a folder or a pattern under a name.
///
/// # Errors
/// The library cannot be written.
pub(crate) fn add(
    library: &Library,
    name: &str,
    path: &Path,
    format: Option<Format>,
) -> anyhow::Result<Added> {
    let path = std::path::absolute(path)?;
    if let Some(error) = unreadable(&path) {
        return Ok(Added::Unreadable(error));
    }
    let source = Source {
        name: name.to_owned(),
        path: path.to_string_lossy().into_owned(),
        format: format.map_or("", Format::as_str).to_owned(),
        ..Source::default()
    };
    if library.add_source(&source)? {
        return Ok(Added::New);
    }
    let known = named(library, Some(name))?;
    if !known.iter().all(|it| has_vanished(Path::new(&it.path))) {
        return Ok(Added::NameTaken);
    }
    library.move_source(&source)?;
    Ok(Added::Moved)
}

/// The source with this name, or all of them.
///
/// # Errors
/// The library cannot be read.
pub(crate) fn named(library: &Library, name: Option<&str>) -> anyhow::Result<Vec<Source>> {
    let mut sources = library.sources()?;
    sources.retain(|source| name.is_none_or(|name| source.name == name));
    Ok(sources)
}

/// Forgets a source, with its listings unless they are to be kept or other sources have them.
///
/// # Errors
/// The library cannot be written.
pub(crate) fn remove(
    library: &mut Library,
    name: &str,
    keep_records: bool,
) -> anyhow::Result<Lost> {
    let mut writer = library.writer()?;
    let lost = writer.remove_source(name, &now(), keep_records)?;
    writer.finish()?;
    Ok(lost)
}

/// Whether nothing is left at a source's path: no such file or folder, or no file in it. What may
/// not be looked at is another matter.
pub(super) fn has_vanished(path: &Path) -> bool {
    match &*files(path) {
        [Err(error)] => matches!(error.error, FileError::EmptyFolder | FileError::NoMatch),
        [Ok(file)] => file
            .metadata()
            .is_err_and(|error| error.kind() == io::ErrorKind::NotFound),
        _ => false,
    }
}

/// Why nothing can be read at a path.
fn unreadable(path: &Path) -> Option<FailedFile> {
    let file = match files(path).into_iter().next()? {
        Ok(file) => file,
        Err(error) => return Some(error),
    };
    let error = SourceFile::of(&file).err()?;
    Some(error_of(&file, error))
}

/// That the system does not give a file.
pub(super) fn error_of(path: &Path, error: io::Error) -> FailedFile {
    FailedFile {
        path: path.to_string_lossy().into_owned(),
        error: FileError::Unreadable(error),
    }
}
