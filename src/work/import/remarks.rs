//! What is to be said of a file that was imported beside its counts, for every front end.

use qiao_index::library::RowsTally;
use qiao_index::vocab::Language;

use crate::import::{FileReport, Guess};
use crate::messages::{escape_controls, pick, say};

/// Most names of columns in one line.
const MAX_NAMES: usize = 12;

/// What is to be said of a file beside its counts: rows that were told by their title, columns
/// that no field took, what was guessed. Without the file's name.
pub(crate) fn remarks(report: &FileReport, language: Language) -> Vec<String> {
    let mut remarks = of_rows(&report.tally, language);
    remarks.extend(passed_over(report, language));
    remarks
}

/// What is to be said of a file's rows beside their number.
fn of_rows(tally: &RowsTally, language: Language) -> Vec<String> {
    let remarks = [
        (
            tally.told_by.title,
            [
                "{n} 行没有编号，凭名称和单位认出是库中原有的条目",
                "{n} {n:row|rows} without a number recognised by title and institution as listings already in the library",
            ],
        ),
        (
            tally.strangers,
            [
                "{n} 行的编号与库中另一条目相同，但名称和单位都不同：已作为新条目收入；若确是同一来源的更新，请用 --source 指明来源",
                "{n} {n:row has|rows have} the id of another listing but neither its title nor its institution: taken in as new listings; if they do update it, name the source with --source",
            ],
        ),
        (
            tally.deleted,
            [
                "{n} 行属于您删除的条目，仍保持删除",
                "{n} {n:row is|rows are} of listings that you deleted; they stay deleted",
            ],
        ),
    ];
    let said = remarks.into_iter().filter(|(n, _)| *n > 0);
    said.map(|(n, text)| say(language, text, &[("n", &n.to_string())]))
        .collect()
}

/// What was passed over in a file, and what was guessed. Lists and sheets that were not read are
/// complained of when the file has been.
fn passed_over(report: &FileReport, language: Language) -> Vec<String> {
    const IGNORED: [&str; 2] = [
        "{n} 列未归入任何字段，仅随原行保存：{names}",
        "{n} {n:column|columns} no field took, kept only with the row as it came: {names}",
    ];
    let mut lines = Vec::new();
    let number = report.ignored_columns.len();
    if number > 0 {
        let names = listed(&report.ignored_columns, language);
        let values = [("n", &*number.to_string()), ("names", &names)];
        lines.push(say(language, IGNORED, &values));
    }
    let guesses = report.guessed.iter();
    lines.extend(guesses.map(|guess| guess_line(guess, language)));
    lines
}

/// What was guessed, and why.
pub(crate) fn guess_line(guess: &Guess, language: Language) -> String {
    let text = [
        "推断{topic}：{value}（{why}）",
        "{topic} guessed: {value} ({why})",
    ];
    let value = guess.label(language);
    let values = [
        ("topic", guess.topic(language)),
        ("value", &*escape_controls(&value)),
        ("why", guess.why(language)),
    ];
    say(language, text, &values)
}

/// The first of several names, and whether there are more.
fn listed(names: &[String], language: Language) -> String {
    let shown = names.iter().take(MAX_NAMES);
    let shown: Vec<_> = shown.map(|name| escape_controls(name)).collect();
    let more = if names.len() > MAX_NAMES { " …" } else { "" };
    format!("{}{more}", shown.join(pick(language, ["、", ", "])))
}
