//! What users write themselves: settings, maps, reports, letters.

use qiao_index::vocab::Language;

use crate::config;
use crate::import::ColumnMap;
use crate::report::definition;
use crate::work::letters::fill_any;

/// Settings.
pub(super) fn config(bytes: &[u8]) {
    let (_, problems) = config::read(&String::from_utf8_lossy(bytes), "config.toml");
    for problem in problems {
        check_sentence(problem.say(Language::English));
        check_sentence(problem.say(Language::Chinese));
    }
}

/// The map of a file's columns.
pub(super) fn map(bytes: &[u8]) {
    if let Err(problem) = ColumnMap::read(&String::from_utf8_lossy(bytes), "map.toml") {
        check_sentence(problem.say(Language::English));
        check_sentence(problem.say(Language::Chinese));
    }
}

/// The definition of a report, and the template of a letter with its variables.
pub(super) fn templates(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    match definition::read_text("report.toml", &text) {
        Ok(report) => drop(report.title.said(Language::English).to_owned()),
        Err(problem) => check_sentence(problem.say(Language::English)),
    }
    fill_any(&text);
}

/// What is said of a mistake says something, and steers no terminal.
fn check_sentence(sentence: &str) {
    assert!(!sentence.is_empty());
    let steers = |c: char| c.is_control() && c != '\n' && c != '\t';
    assert!(!sentence.contains(steers), "{sentence:?}");
}
