//! What the browser says, in two languages. One struct, two values: nothing can be forgotten.
//!
//! Nothing here knows any other room. `{name}` in a message is filled in by [`fill`].

mod caveats;
mod chinese;
mod desk;
mod english;
mod escape;
mod failure;
mod library;
mod look;
mod nearest;
mod toml;

use std::path::Path;

use qiao_index::query::{FIELDS, FieldNames, Problem, ProblemKind};
use qiao_index::request::Facet;

pub(crate) use caveats::caveats;
pub(crate) use chinese::CHINESE;
pub(crate) use desk::DeskMessages;
pub(crate) use english::ENGLISH;
pub(crate) use escape::{escape_controls, escape_controls_keep_lines, is_directional, to_paste};
pub(crate) use failure::{Bilingual, Failure, internal_error, quoted};
pub(crate) use library::LibraryMessages;
pub(crate) use nearest::nearest;
pub(crate) use toml::toml_failure;

use qiao_index::vocab::Language;

/// Every message, by where it is shown.
#[derive(Debug)]
pub(crate) struct Messages {
    /// Names of the facets, in the order of [`Facet::ALL`].
    pub(crate) facets: [&'static str; 20],
    /// Names of the orders: relevance, newest, oldest, title, budget, added.
    pub(crate) sorts: [&'static str; 6],
    /// The query line and the line below it.
    pub(crate) query: QueryMessages,
    /// The panes.
    pub(crate) panes: PaneMessages,
    /// When there is nothing to show.
    pub(crate) nothing: NothingMessages,
    /// Ways from one listing to others.
    pub(crate) related: RelatedMessages,
    /// Marked listings.
    pub(crate) marks: MarkMessages,
    /// Copying and links.
    pub(crate) copy: CopyMessages,
    /// Import and export.
    pub(crate) files: FileMessages,
    /// A file before it is imported.
    pub(crate) look: look::LookMessages,
    /// What the user keeps.
    pub(crate) desk: DeskMessages,
    /// Sources, imports, deleted listings, pairs that may be the same.
    pub(crate) library: LibraryMessages,
    /// Editing a listing.
    pub(crate) editing: EditingMessages,
    /// Help, palette, bottom line.
    pub(crate) general: GeneralMessages,
    /// The tour.
    pub(crate) tour: TourMessages,
}

/// The query line and the line below it.
#[derive(Debug)]
pub(crate) struct QueryMessages {
    /// In the empty query line.
    pub(crate) placeholder: &'static str,
    /// `{query}`
    pub(crate) understood: &'static str,
    /// What is asked for is like the listing `{title}`.
    pub(crate) like: &'static str,
    /// Before how the query was understood: who is to be answered, by its `{title}`.
    pub(crate) asker: &'static str,
    /// Behind that: it says too little; the `{question}` to be asked first.
    pub(crate) ask: &'static str,
    /// Nothing matches strictly.
    pub(crate) relaxed: &'static str,
    /// Before how much each clause finds alone.
    pub(crate) alone: &'static str,
    /// Before what a mistyped query may mean.
    pub(crate) suggestion: &'static str,
    /// Nothing looks mistyped.
    pub(crate) no_suggestion: &'static str,
    /// The library is empty: `{key}` imports.
    pub(crate) samples: &'static str,
    /// In short, for the bottom line.
    pub(crate) samples_short: &'static str,
    /// `{n}` withdrawn listings match and are left out.
    pub(crate) withdrawn: &'static str,
    /// `{n}` matches that the user has declined are left out.
    pub(crate) declined: &'static str,
    /// `{n}` listings cannot be read and are left out.
    pub(crate) unreadable: &'static str,
    /// An open quotation mark.
    pub(crate) open_quote: &'static str,
    /// An open bracket.
    pub(crate) open_bracket: &'static str,
    /// An operator without a word on one side.
    pub(crate) loose_operator: &'static str,
    /// `{name}`
    pub(crate) empty_field: &'static str,
    /// `{name}`, and what to write `{instead}`.
    pub(crate) unknown_field: &'static str,
    /// What to write instead: `{name}`.
    pub(crate) meant_field: &'static str,
    /// What to write instead where no name is like it.
    pub(crate) known_fields: &'static str,
    /// A second `match:`, or one under OR or NOT.
    pub(crate) misplaced_match: &'static str,
    /// A range whose end lies before its start.
    pub(crate) range_backwards: &'static str,
    /// `{value}`
    pub(crate) bad_value: &'static str,
    /// A query of more than `{n}` characters.
    pub(crate) too_long: &'static str,
    /// A word with more than `{n}` gaps.
    pub(crate) too_many_gaps: &'static str,
    /// More than `{n}` words with gaps.
    pub(crate) too_many_patterns: &'static str,
    /// More than `{n}` words with `*` at their end.
    pub(crate) too_many_beginnings: &'static str,
}

/// The panes.
#[derive(Debug)]
pub(crate) struct PaneMessages {
    /// Heading of the filters.
    pub(crate) filters: &'static str,
    /// Heading of the results: `{n}` listings.
    pub(crate) results: &'static str,
    /// Heading of the results where one of every family is shown: `{n}` of `{all}` listings.
    pub(crate) families: &'static str,
    /// Behind the heading of the filters: they count every listing all the same.
    pub(crate) counts_all: &'static str,
    /// One of every family is shown from now on.
    pub(crate) one_per_family: &'static str,
    /// All of every family are shown again.
    pub(crate) all_of_families: &'static str,
    /// Heading of the results where there is one.
    pub(crate) result: &'static str,
    /// Heading of the listing.
    pub(crate) listing: &'static str,
    /// Behind that heading: match `{n}` of `{all}`.
    pub(crate) current_match: &'static str,
    /// `{n}` more values.
    pub(crate) more: &'static str,
    /// Back to the most frequent values.
    pub(crate) fewer: &'static str,
    /// Before the text that narrows the values.
    pub(crate) narrow: &'static str,
    /// No value contains the text.
    pub(crate) no_value: &'static str,
    /// In a chip, before an excluded value.
    pub(crate) not: &'static str,
}

/// When there is nothing to show.
#[derive(Debug)]
pub(crate) struct NothingMessages {
    /// The library is being opened.
    pub(crate) opening: &'static str,
    /// The answer is not there yet.
    pub(crate) searching: &'static str,
    /// Nothing matches.
    pub(crate) found: &'static str,
    /// `{words}` are in no listing.
    pub(crate) unknown: &'static str,
    pub(crate) nobody: &'static str,
    /// What can be done: `{key}` carries out.
    pub(crate) choose: &'static str,
    /// `{clause}`, `{n}` matches alone.
    pub(crate) without_clause: &'static str,
    /// `{filter}`
    pub(crate) without_filter: &'static str,
    /// All of them.
    pub(crate) without_filters: &'static str,
    /// Drop the query.
    pub(crate) everything: &'static str,
    /// No listing is chosen.
    pub(crate) listing: &'static str,
    /// The listing names nobody.
    pub(crate) contact: &'static str,
    /// The listing names nobody, but an `{institution}`.
    pub(crate) contact_institution: &'static str,
    /// The listing names nobody, but has a link: `{key}` opens it.
    pub(crate) contact_link: &'static str,
    /// `{columns}` × `{rows}` needed.
    pub(crate) small: &'static str,
}

/// Ways from one listing to others.
#[derive(Debug)]
pub(crate) struct RelatedMessages {
    /// Asks who answers a need.
    pub(crate) answers: &'static str,
    /// Asks which needs an offer may answer.
    pub(crate) needs: &'static str,
    /// Listings like this one.
    pub(crate) more_like_this: &'static str,
    /// All of the `{institution}`.
    pub(crate) institution: &'static str,
    /// The listing names no other.
    pub(crate) none: &'static str,
    /// There is no place further back, or forward.
    pub(crate) no_further: &'static str,
    /// No line of the listing is chosen.
    pub(crate) choose_line: &'static str,
}

/// Marked listings.
#[derive(Debug)]
pub(crate) struct MarkMessages {
    /// `{n}` are marked.
    pub(crate) marked: &'static str,
    /// None is.
    pub(crate) cleared: &'static str,
    /// No more than `{n}` can be.
    pub(crate) too_many: &'static str,
    /// Two are needed to compare: `{key}` marks.
    pub(crate) too_few: &'static str,
    /// Title of the comparison of `{n}`.
    pub(crate) compare: &'static str,
    /// Below it.
    pub(crate) compare_hint: &'static str,
    /// Title of the copy menu for `{n}`.
    pub(crate) copy: &'static str,
    /// Title of the export prompt for `{n}`.
    pub(crate) export: &'static str,
    /// In that prompt: Tab takes the `{n}` marked ones.
    pub(crate) export_marked: &'static str,
    /// In that prompt: Tab takes all `{n}`.
    pub(crate) export_all: &'static str,
}

/// Copying and links.
#[derive(Debug)]
pub(crate) struct CopyMessages {
    /// Title of the menu.
    pub(crate) title: &'static str,
    /// Below the menu.
    pub(crate) hint: &'static str,
    /// The listing has no `{what}`.
    pub(crate) lacks: &'static str,
    /// Handed to `{program}`: `{text}`.
    pub(crate) program: &'static str,
    /// Put on the desktop's clipboard: `{text}`.
    pub(crate) desktop: &'static str,
    /// Sent to the terminal, nobody knows: `{text}`, `{key}` shows it.
    pub(crate) terminal: &'static str,
    /// Title of the text to be selected by hand.
    pub(crate) by_hand: &'static str,
    /// The listing has no web address.
    pub(crate) no_link: &'static str,
    /// `{link}` was handed to the web browser.
    pub(crate) link: &'static str,
    /// No web browser took `{link}`.
    pub(crate) link_failed: &'static str,
}

/// Import and export.
#[derive(Debug)]
pub(crate) struct FileMessages {
    /// Title of the import prompt.
    pub(crate) import: &'static str,
    /// Below it.
    pub(crate) import_hint: &'static str,
    /// `{part}` of the file, with the rate and the time left.
    pub(crate) importing: &'static str,
    /// `{left}` minutes and seconds.
    pub(crate) time_left: &'static str,
    /// `{rows}` `{new}` `{updated}` `{unchanged}` `{merged}` `{rejected}`
    pub(crate) imported: &'static str,
    /// `{reason}`
    pub(crate) import_failed: &'static str,
    /// Title of the list of rejected rows.
    pub(crate) rejected: &'static str,
    /// One import at a time; `{key}` stops it.
    pub(crate) busy: &'static str,
    /// The import is being stopped.
    pub(crate) stopping: &'static str,
    /// The import was stopped: `{done}`.
    pub(crate) stopped: &'static str,
    /// There is no import to be stopped.
    pub(crate) no_import: &'static str,
    /// Somebody wants to end the browser while an import runs; `{key}` does it.
    pub(crate) leaving: &'static str,
    /// Title of the export prompt.
    pub(crate) export: &'static str,
    /// Below it.
    pub(crate) export_hint: &'static str,
    /// Before the path.
    pub(crate) path: &'static str,
    /// What was imported takes the place of the samples.
    pub(crate) samples_gone: &'static str,
    /// `{key}` shows all that belongs to `{text}`.
    pub(crate) report_at: &'static str,
    /// There is no report.
    pub(crate) no_report: &'static str,
    /// No file is named.
    pub(crate) unnamed: &'static str,
    /// A file with this name is there.
    pub(crate) taken: &'static str,
    /// Being written.
    pub(crate) exporting: &'static str,
    /// `{n}` listings to `{path}`
    pub(crate) exported: &'static str,
    /// `{n}` contacts to `{path}`
    pub(crate) exported_contacts: &'static str,
    /// `{reason}`
    pub(crate) export_failed: &'static str,
    /// `{n}` file names fit.
    pub(crate) candidates: &'static str,
}

/// Editing a listing.
#[derive(Debug)]
pub(crate) struct EditingMessages {
    /// `{n}` fields were changed.
    pub(crate) saved: &'static str,
    /// Nothing was changed.
    pub(crate) unchanged: &'static str,
    /// The last edit is still being saved.
    pub(crate) busy: &'static str,
    /// The edit waits for an import.
    pub(crate) waiting: &'static str,
    /// The sample listings cannot be edited.
    pub(crate) samples: &'static str,
    /// Title of what went wrong.
    pub(crate) failed: &'static str,
    /// `{reason}`; `{key}` opens the text again.
    pub(crate) kept: &'static str,
}

/// Help, palette, bottom line.
#[derive(Debug)]
pub(crate) struct GeneralMessages {
    /// Title of the help.
    pub(crate) help: &'static str,
    /// First lines of the help, one a line.
    pub(crate) introduction: &'static [&'static str],
    /// Heading above the keys of the pane that has the focus.
    pub(crate) keys_here: &'static str,
    /// Heading above all keys.
    pub(crate) keys: &'static str,
    /// Heading above the query language.
    pub(crate) language: &'static str,
    /// Example and what it means.
    pub(crate) examples: &'static [(&'static str, &'static str)],
    /// Title of the palette.
    pub(crate) palette: &'static str,
    /// No command has such a name.
    pub(crate) no_command: &'static str,
    /// Closes a popup.
    pub(crate) close: &'static str,
    /// Below a list that what is typed narrows.
    pub(crate) list: &'static str,
    /// Closes a popup in which there is more to read.
    pub(crate) scroll: &'static str,
    /// The query was cleared: `{key}` brings it back.
    pub(crate) cleared: &'static str,
    /// Heading above the signs in the results.
    pub(crate) signs: &'static str,
    /// What they mean: on a shortlist, tagged, noted, contacted.
    pub(crate) signs_meaning: [&'static str; 4],
    /// Esc has nothing left to do: `{key}` quits.
    pub(crate) how_to_quit: &'static str,
    /// `{n}` listings in the library.
    pub(crate) library: &'static str,
    /// The mouse is on.
    pub(crate) mouse_on: &'static str,
    /// The mouse is off.
    pub(crate) mouse_off: &'static str,
    /// There is no order to match.
    pub(crate) no_match: &'static str,
    /// `{order}`
    pub(crate) sorted: &'static str,
    /// The browser begins where the user left off.
    pub(crate) restored: &'static str,
    /// `{keys}` pressed one after the other mean nothing.
    pub(crate) no_keys: &'static str,
    /// The settings were saved and are in force.
    pub(crate) configured: &'static str,
}

/// The tour; its steps are told where they are carried out.
#[derive(Debug)]
pub(crate) struct TourMessages {
    /// Title of its box.
    pub(crate) title: &'static str,
    /// Below it: `{key}` skips.
    pub(crate) hint: &'static str,
}

impl QueryMessages {
    /// What a name before a colon that is no field was searched as, and what to write instead.
    fn unknown_field(&self, name: &str) -> String {
        let known: Vec<&str> = FIELDS.iter().flat_map(FieldNames::all).collect();
        // A name with another beginning is hardly a slip of the fingers.
        let first = name.chars().next();
        let meant = nearest(&name.to_lowercase(), &known);
        let instead = match meant.filter(|meant| meant.chars().next() == first) {
            Some(meant) => fill(self.meant_field, &[("name", meant)]),
            None => self.known_fields.to_owned(),
        };
        fill(self.unknown_field, &[("name", name), ("instead", &instead)])
    }
}

impl Messages {
    /// The messages of a language.
    pub(crate) const fn of(language: Language) -> &'static Self {
        match language {
            Language::Chinese => &CHINESE,
            Language::English => &ENGLISH,
        }
    }

    /// The name of a facet.
    pub(crate) fn facet(&self, facet: Facet) -> &'static str {
        Facet::ALL
            .iter()
            .zip(self.facets)
            .find(|(known, _)| **known == facet)
            .map_or("", |(_, name)| name)
    }

    /// How many withdrawn listings a search leaves out.
    pub(crate) fn withdrawn(&self, number: u64) -> String {
        fill(self.query.withdrawn, &[("n", &grouped(number))])
    }

    /// How many listings cannot be read and are left out.
    pub(crate) fn unreadable(&self, number: u64) -> String {
        fill(self.query.unreadable, &[("n", &grouped(number))])
    }

    /// How many declined matches a search leaves out.
    pub(crate) fn declined(&self, number: u64) -> String {
        fill(self.query.declined, &[("n", &grouped(number))])
    }

    /// What is odd about a query, in a sentence.
    pub(crate) fn problem(&self, problem: &Problem) -> String {
        let query = &self.query;
        match &problem.what {
            ProblemKind::OpenQuote => query.open_quote.to_owned(),
            ProblemKind::OpenBracket => query.open_bracket.to_owned(),
            ProblemKind::LooseOperator => query.loose_operator.to_owned(),
            ProblemKind::EmptyField(name) => fill(query.empty_field, &[("name", name)]),
            ProblemKind::UnknownField(name) => query.unknown_field(name),
            ProblemKind::RangeBackwards => query.range_backwards.to_owned(),
            ProblemKind::MisplacedMatch => query.misplaced_match.to_owned(),
            ProblemKind::BadValue(value) => fill(query.bad_value, &[("value", value)]),
            ProblemKind::TooLong(most) => fill(query.too_long, &[("n", &grouped(*most as u64))]),
            ProblemKind::TooManyGaps(most) => {
                fill(query.too_many_gaps, &[("n", &most.to_string())])
            }
            ProblemKind::TooManyPatterns(most) => {
                fill(query.too_many_patterns, &[("n", &most.to_string())])
            }
            ProblemKind::TooManyBeginnings(most) => {
                fill(query.too_many_beginnings, &[("n", &most.to_string())])
            }
        }
    }

    /// "1,234 listings".
    pub(crate) fn listings(&self, number: u64) -> String {
        match number {
            1 => self.panes.result.to_owned(),
            _ => fill(self.panes.results, &[("n", &grouped(number))]),
        }
    }
}

impl FileMessages {
    /// How many listings an export wrote, and where.
    pub(crate) fn exported(&self, number: u64, path: &Path) -> String {
        written(self.exported, number, path)
    }

    /// How many contacts an export wrote, and where.
    pub(crate) fn exported_contacts(&self, number: u64, path: &Path) -> String {
        written(self.exported_contacts, number, path)
    }
}

fn written(message: &str, number: u64, path: &Path) -> String {
    let path = path.to_string_lossy();
    let values = [("n", &*grouped(number)), ("path", &escape_controls(&path))];
    fill(message, &values)
}

/// Of two texts or lists of texts, Chinese first, the one in this language.
pub(crate) const fn pick<T: Copy>(language: Language, text: [T; 2]) -> T {
    let [chinese, english] = text;
    match language {
        Language::Chinese => chinese,
        Language::English => english,
    }
}

/// Of a text in both languages, Chinese first, the one in this language, its `{name}`s filled in.
pub(crate) fn say(language: Language, text: [&str; 2], values: &[(&str, &str)]) -> String {
    fill(pick(language, text), values)
}

/// Replaces `{name}` by its value, and `{name:row|rows}` by the word that fits this number.
pub(crate) fn fill(message: &str, values: &[(&str, &str)]) -> String {
    let value = |name: &str| values.iter().find(|(known, _)| *known == name);
    let mut filled = String::new();
    let mut rest = message;
    while let Some((before, opened)) = rest.split_once('{')
        && let Some((inside, after)) = opened.split_once('}')
    {
        filled.push_str(before);
        let (name, words) = match inside.split_once(':') {
            Some((name, words)) => (name, words.split_once('|')),
            None => (inside, None),
        };
        match (value(name), words) {
            (Some((_, "1")), Some((one, _))) => filled.push_str(one),
            (Some(_), Some((_, several))) => filled.push_str(several),
            (Some((_, value)), None) => filled.push_str(value),
            (None, _) => filled.extend(["{", inside, "}"]),
        }
        rest = after;
    }
    filled + rest
}

/// A number with commas between thousands.
pub(crate) fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut shown = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            shown.push(',');
        }
        shown.push(digit);
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_grouped() {
        let check = |number, expected: &str| assert_eq!(grouped(number), expected);
        check(0, "0");
        check(999, "999");
        check(1_000, "1,000");
        check(1_234_567, "1,234,567");
    }

    #[test]
    fn both_languages_fill_in_the_same_values() {
        let places = |messages: &Messages| {
            let text = format!("{messages:?}");
            // The debug form's own braces are followed by a blank.
            let mut places: Vec<String> = text
                .split('{')
                .skip(1)
                .filter_map(|rest| rest.split_once('}'))
                .map(|(name, _)| name.to_owned())
                .filter(|name| name.chars().all(|c| c.is_ascii_lowercase()))
                .collect();
            places.sort();
            places
        };
        let chinese = places(&CHINESE);
        assert!(chinese.len() > 20, "{chinese:?}");
        assert_eq!(chinese, places(&ENGLISH));
    }

    #[test]
    fn values_are_filled_in() {
        let check = |message: &str, expected: &str| {
            let values = [("n", "1"), ("all", "2"), ("path", "{n}")];
            assert_eq!(fill(message, &values), expected);
        };
        check("{n} of {all}", "1 of 2");
        check("{n} {n:row|rows}, {all} {all:row|rows}", "1 row, 2 rows");
        check("{path}: {…} {unknown} {", "{n}: {…} {unknown} {");
    }
}
