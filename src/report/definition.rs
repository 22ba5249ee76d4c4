//! What a report consists of, as TOML.

use std::fs;
use std::path::Path;

use qiao_index::statistics::{Dimension, Measure, Over};
use qiao_index::vocab::Language;
use serde::{Deserialize, Deserializer, de};

use crate::messages::{Failure, escape_controls, pick, toml_failure};
use crate::statistics;

/// The reports that come with the program, by their names.
pub(crate) const BUILT_IN: [(&str, &str); 5] = [
    ("library", include_str!("built_in/library.toml")),
    ("month", include_str!("built_in/month.toml")),
    ("contracts", include_str!("built_in/contracts.toml")),
    ("network", include_str!("built_in/network.toml")),
    ("funnel", include_str!("built_in/funnel.toml")),
];

/// Values that are told one by one unless told.
const USUAL_TOP: usize = 20;

/// A report.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Definition {
    /// What it is called.
    pub(crate) title: Words,
    /// What it is for; may be left out.
    #[serde(default)]
    pub(crate) about: Words,
    /// Its sections.
    #[serde(default)]
    pub(crate) section: Vec<Section>,
}

/// A text in one language, or in both.
#[derive(Debug, Clone, Deserialize)]
#[serde(untagged)]
pub(crate) enum Words {
    /// The same in both.
    One(String),
    /// In each.
    Both {
        /// In Chinese.
        zh: String,
        /// In English.
        en: String,
    },
}

/// A section.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Section {
    /// Its heading.
    pub(crate) title: Words,
    /// What is found; `{period}` stands for the time of the report.
    #[serde(default)]
    pub(crate) query: String,
    /// By which fields it is counted.
    #[serde(default, deserialize_with = "dimensions")]
    pub(crate) by: Vec<Dimension>,
    /// Over which steps of time.
    #[serde(default)]
    pub(crate) over: Option<Over>,
    /// What is counted.
    #[serde(default)]
    pub(crate) measure: Measure,
    /// Values that are told one by one, where it is said how many.
    #[serde(default)]
    pub(crate) top: Option<usize>,
    /// Whether there is a chart beside the table.
    #[serde(default)]
    pub(crate) chart: bool,
    /// How it is shown.
    #[serde(default)]
    pub(crate) show: Show,
    /// Of [`Show::Counts`]: what is counted.
    #[serde(default)]
    pub(crate) count: Vec<Counted>,
    /// Of [`Show::Published`]: the keys of the figures; those that begin so.
    #[serde(default)]
    pub(crate) keys: Vec<String>,
}

/// A count of its own.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Counted {
    /// What it is of.
    pub(crate) title: Words,
    /// What is found.
    pub(crate) query: String,
}

/// How a section is shown.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Show {
    /// A table of what is found, by fields.
    #[default]
    Table,
    /// Some counts, one a line.
    Counts,
    /// The listings that are found.
    List,
    /// Published figures.
    Published,
    /// Contracts of the period beside those of the year before.
    Contracts,
    /// Contracts of the period that lack a field.
    Incomplete,
    /// Matches accepted and declined in the period, by reason.
    Verdicts,
    /// Watches, and what has happened.
    Watches,
    /// From disclosure to income, by institution.
    Funnel,
    /// From enquiry to contract.
    Stages,
    /// The same with five years side by side.
    FunnelYears,
    /// From enquiry to contract with five years side by side.
    StagesYears,
    /// The network, with what each node has and its targets.
    Network,
}

impl Default for Words {
    fn default() -> Self {
        Self::One(String::new())
    }
}

impl Words {
    /// The text in a language.
    pub(crate) fn said(&self, language: Language) -> &str {
        match self {
            Self::One(text) => text,
            Self::Both { zh, en } => pick(language, [zh, en]),
        }
    }
}

impl Section {
    /// Values that are told one by one.
    pub(crate) fn top(&self) -> usize {
        self.top.unwrap_or(USUAL_TOP)
    }
}

fn dimensions<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<Dimension>, D::Error> {
    let names = Vec::<String>::deserialize(deserializer)?;
    let read = names.iter().map(|name| {
        let unknown = |failure: Failure| de::Error::custom(failure.say(Language::English));
        statistics::dimension(name).map_err(unknown)
    });
    let read = read.collect::<Result<Vec<_>, _>>()?;
    if read.len() > 2 {
        return Err(de::Error::custom("counts are by two fields at most"));
    }
    Ok(read)
}

/// The built-in report with a name.
///
/// # Errors
/// It cannot be read; a test keeps that from happening.
pub(crate) fn built_in(name: &str) -> Option<Result<Definition, Failure>> {
    let (_, text) = BUILT_IN.iter().find(|(known, _)| *known == name)?;
    Some(read_text(name, text))
}

/// Reads a report from a file.
///
/// # Errors
/// The file cannot be read, or is no report.
pub(crate) fn read(path: &Path) -> Result<Definition, Failure> {
    let name = path.to_string_lossy();
    match fs::read_to_string(path) {
        Ok(text) => read_text(&name, &text),
        Err(error) => {
            let name = escape_controls(&name);
            Err(Failure::new(
                format!("无法读取 {name}：{error}"),
                format!("cannot read {name}: {error}"),
            ))
        }
    }
}

/// Reads a report from its text; `name` is what it is called in messages.
///
/// # Errors
/// The text is no report.
pub(crate) fn read_text(name: &str, text: &str) -> Result<Definition, Failure> {
    toml::from_str(text).map_err(|error| {
        let reason = toml_failure(text, &error);
        let line = error.span().map_or(1, |span| {
            let before = text.get(..span.start).unwrap_or(text);
            before.matches('\n').count() + 1
        });
        let name = escape_controls(name);
        Failure::new(
            format!("{name} 第 {line} 行：{}", reason.say(Language::Chinese)),
            format!("{name}, line {line}: {}", reason.say(Language::English)),
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_built_in_reports_are_read_and_say_what_they_are_for() {
        for (name, text) in BUILT_IN {
            let read = read_text(name, text);
            let definition = match read {
                Ok(definition) => definition,
                Err(failure) => panic!("{}", failure.say(Language::English)),
            };
            assert!(!definition.section.is_empty(), "{name}");
            for language in [Language::Chinese, Language::English] {
                assert!(!definition.about.said(language).is_empty(), "{name}");
            }
        }
    }

    #[test]
    fn what_is_wrong_in_a_report_is_said_with_its_line() {
        let check = |text: &str, expected: &str| {
            let failure = read_text("own.toml", text).err();
            let said = failure.as_ref().map_or("", |it| it.say(Language::English));
            assert!(said.contains(expected), "{text}: {said}");
        };
        check("title = 3", "own.toml, line 1");
        check(
            "title = \"x\"\n[[section]]\ntitle = \"y\"\nby = [\"colour\"]",
            "line 4",
        );
        check("title = \"x\"\ncolour = 1", "line 2");
    }
}
