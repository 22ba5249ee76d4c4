//! The user's editor: a listing's fields go out as a file, come back changed.
//!
//! The file lies in the library's folder until what is in it is saved, so that no text is lost:
//! with a mistake in it, or while another process writes, it is what the editor opens next time.

use std::io;
use std::path::Path;

use qiao_index::edits::Change;
use qiao_index::record::Record;
use qiao_index::vocab::Language;

use crate::listing::editing;
use crate::messages::{Failure, escape_controls};
use crate::ui::helpers;
use crate::work::drafts;

/// Lets the user write a text. The terminal is the editor's.
///
/// # Errors
/// The editor fails, or the text cannot be read.
pub(crate) fn write(text: &str) -> Result<String, Failure> {
    let written = helpers::edit_text(text);
    written.map_err(|error| Failure::of(&error))
}

/// Lets the user edit a listing's fields; returns what was changed. The terminal is the editor's.
pub(crate) fn edit(
    library: &Path,
    record: &Record,
    language: Language,
) -> Result<Vec<Change>, Failure> {
    let path = drafts::path(library, &record.id);
    let failed = |error: &io::Error| {
        let name = path.to_string_lossy();
        let name = escape_controls(&name);
        Failure::new(format!("{name}：{error}"), format!("{name}: {error}"))
    };
    if !path.exists() {
        let folder = path.parent().unwrap_or(library);
        std::fs::create_dir_all(folder).map_err(|error| failed(&error))?;
        std::fs::write(&path, editing::text(record, language)).map_err(|error| failed(&error))?;
    }
    helpers::edit(&path)?;
    let text = std::fs::read_to_string(&path).map_err(|error| failed(&error))?;
    let text = editing::without_complaints(&text);
    let changes = editing::changes(&text, record, language).map_err(|complaint| {
        let marked = editing::with_complaint(&text, &complaint, language);
        let line = complaint.line;
        match std::fs::write(&path, marked) {
            Ok(()) => Failure::new(
                format!("第 {line} 行：{}", complaint.failure.say(Language::Chinese)),
                format!("line {line}: {}", complaint.failure.say(Language::English)),
            ),
            Err(error) => failed(&error),
        }
    })?;
    if changes.is_empty() {
        drafts::discard(library, &record.id);
    }
    Ok(changes)
}
