//! The user's settings: an optional TOML file. What it does not say is as in the table here.
//!
//! A mistake in the file is a warning with file, line and what was probably meant; the
//! program starts all the same.

use std::path::{Path, PathBuf};

use anyhow::Context;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use qiao_index::vocab::Language;

/// What a setting can be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Values {
    /// One of these words, the first unless told.
    OneOf(&'static [&'static str]),
    /// Yes or no, yes unless told.
    Switch,
    /// Any text, empty unless told.
    Text,
}

/// One setting: name, values, what it is for.
type Setting = (&'static str, Values, &'static str);

const SETTINGS: [Setting; 6] = [
    (
        "language",
        Values::OneOf(&["auto", "zh", "en"]),
        "language of the screen; auto follows the locale",
    ),
    (
        "theme",
        Values::OneOf(&["ansi", "mono"]),
        "ansi uses the terminal's sixteen colours, mono none",
    ),
    (
        "ambiguous_width",
        Values::OneOf(&["narrow", "wide"]),
        "how wide the terminal draws characters like “ ” … ① ℃",
    ),
    (
        "borders",
        Values::OneOf(&["unicode", "ascii"]),
        "characters for lines and marks",
    ),
    (
        "mouse",
        Values::Switch,
        "take the mouse; dragging with Shift selects text all the same",
    ),
    (
        "copy_command",
        Values::Text,
        "command that puts its input on the clipboard; empty finds one",
    ),
];

/// The settings as read.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a setting of its own"
)]
pub(crate) struct Config {
    /// Language of the screen, where the file names one.
    pub(crate) language: Option<Language>,
    /// No colours.
    pub(crate) mono: bool,
    /// Ambiguous characters are two columns wide.
    pub(crate) ambiguous_wide: bool,
    /// Lines and marks in ASCII.
    pub(crate) ascii: bool,
    /// Take the mouse.
    pub(crate) mouse: bool,
    /// Command that copies.
    pub(crate) copy_command: Option<String>,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            language: None,
            mono: false,
            ambiguous_wide: false,
            ascii: false,
            mouse: true,
            copy_command: None,
        }
    }
}

/// Where the file is looked for unless told otherwise.
pub(crate) fn path() -> Option<PathBuf> {
    let folders = directories::ProjectDirs::from("", "", "qiao")?;
    Some(folders.config_dir().join("config.toml"))
}

/// All settings with their defaults, as a file.
pub(crate) fn print_default() -> String {
    let lines = SETTINGS.map(|(name, values, purpose)| {
        let (default, choice) = match values {
            Values::OneOf(words) => {
                let default = words.first().copied().unwrap_or_default();
                (format!("\"{default}\""), format!(" ({})", words.join(", ")))
            }
            Values::Switch => ("true".to_owned(), " (true, false)".to_owned()),
            Values::Text => ("\"\"".to_owned(), String::new()),
        };
        format!("# {purpose}{choice}\n{name} = {default}\n")
    });
    lines.concat()
}

/// The settings as a JSON schema, for editors.
pub(crate) fn schema() -> serde_json::Value {
    let properties: serde_json::Map<_, _> = SETTINGS
        .into_iter()
        .map(|(name, values, purpose)| {
            let mut property = match values {
                Values::OneOf(words) => serde_json::json!({ "enum": words }),
                Values::Switch => serde_json::json!({ "type": "boolean" }),
                Values::Text => serde_json::json!({ "type": "string" }),
            };
            if let Some(property) = property.as_object_mut() {
                property.insert("description".to_owned(), purpose.into());
            }
            (name.to_owned(), property)
        })
        .collect();
    serde_json::json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "qiao",
        "type": "object",
        "additionalProperties": false,
        "properties": properties,
    })
}

/// Reads the file that the user named, or the usual one where it exists; with warnings.
///
/// # Errors
/// A file that the user named cannot be read.
pub(crate) fn load(named: Option<&Path>) -> anyhow::Result<(Config, Vec<String>)> {
    let usual = path();
    let Some(file) = named.or(usual.as_deref()) else {
        return Ok((Config::default(), Vec::new()));
    };
    match std::fs::read_to_string(file) {
        Ok(text) => Ok(read(&text, &file.display().to_string())),
        Err(error) if named.is_none() && error.kind() == std::io::ErrorKind::NotFound => {
            Ok((Config::default(), Vec::new()))
        }
        Err(error) if named.is_none() => {
            let warning = format!("{}: {error}", file.display());
            Ok((Config::default(), vec![warning]))
        }
        Err(error) => {
            Err(error).with_context(|| format!("cannot read the settings {}", file.display()))
        }
    }
}

/// Reads settings; what cannot be used is a warning.
pub(crate) fn read(text: &str, file: &str) -> (Config, Vec<String>) {
    let mut config = Config::default();
    let line = |at: usize| text.get(..at).unwrap_or("").matches('\n').count() + 1;
    let table = match DeTable::parse(text) {
        Ok(table) => table,
        Err(error) => {
            let line = line(error.span().map_or(0, |span| span.start));
            return (config, vec![format!("{file}:{line}: {}", error.message())]);
        }
    };
    let mut warnings: Vec<(usize, String)> = Vec::new();
    for (name, value) in table.get_ref() {
        if let Err(problem) = set(&mut config, name.get_ref(), value) {
            warnings.push((line(name.span().start), problem));
        }
    }
    warnings.sort();
    let warnings = warnings.into_iter();
    let worded = warnings.map(|(line, problem)| format!("{file}:{line}: {problem}"));
    (config, worded.collect())
}

/// Sets one setting, or says what is wrong with it.
fn set(config: &mut Config, name: &str, value: &Spanned<DeValue<'_>>) -> Result<(), String> {
    let names = SETTINGS.map(|(name, ..)| name);
    let Some((_, values, _)) = SETTINGS.into_iter().find(|(known, ..)| *known == name) else {
        let meant = nearest(name, &names);
        let hint = meant.map_or_else(String::new, |meant| format!(" (did you mean {meant}?)"));
        return Err(format!("no setting is called {name}{hint}"));
    };
    let word = value.get_ref().as_str();
    match (values, word, value.get_ref().as_bool()) {
        (Values::OneOf(words), Some(word), _) if words.contains(&word) => {
            set_word(config, name, word);
        }
        (Values::OneOf(words), ..) => {
            return Err(format!("{name} is one of {}", words.join(", ")));
        }
        (Values::Switch, _, Some(on)) => config.mouse = on,
        (Values::Switch, ..) => return Err(format!("{name} is true or false")),
        (Values::Text, Some(text), _) => {
            config.copy_command = Some(text.to_owned()).filter(|text| !text.is_empty());
        }
        (Values::Text, ..) => return Err(format!("{name} is a text in quotation marks")),
    }
    Ok(())
}

fn set_word(config: &mut Config, name: &str, word: &str) {
    match name {
        "language" => {
            config.language = match word {
                "zh" => Some(Language::Chinese),
                "en" => Some(Language::English),
                _ => None,
            }
        }
        "theme" => config.mono = word == "mono",
        "ambiguous_width" => config.ambiguous_wide = word == "wide",
        _ => config.ascii = word == "ascii",
    }
}

/// The name that is most like a misspelt one, if any is.
fn nearest<'a>(name: &str, names: &[&'a str]) -> Option<&'a str> {
    let distances = names.iter().map(|known| (distance(name, known), *known));
    distances
        .min()
        .filter(|(distance, _)| *distance <= 3)
        .map(|(_, known)| known)
}

/// Number of characters to insert, delete or replace to make one word of the other.
fn distance(from: &str, to: &str) -> usize {
    let to: Vec<char> = to.chars().collect();
    let mut row: Vec<usize> = (0..=to.len()).collect();
    for (at, letter) in from.chars().enumerate() {
        let mut next = vec![at + 1];
        for (place, other) in to.iter().enumerate() {
            let above = row.get(place + 1).copied().unwrap_or_default() + 1;
            let left = next.last().copied().unwrap_or_default() + 1;
            let across = row.get(place).copied().unwrap_or_default();
            next.push(above.min(left).min(across + usize::from(letter != *other)));
        }
        row = next;
    }
    row.last().copied().unwrap_or_default()
}

/// The language of the screen: as told on the command line, in the file, by the locale.
pub(crate) fn language(told: Option<Language>, config: &Config, locale: &str) -> Language {
    let spoken = if locale.starts_with("zh") {
        Language::Chinese
    } else {
        Language::English
    };
    told.or(config.language).unwrap_or(spoken)
}

/// The locale of messages, from the environment.
pub(crate) fn locale() -> String {
    let set = |name: &str| std::env::var(name).ok().filter(|value| !value.is_empty());
    ["LC_ALL", "LC_MESSAGES", "LANG"]
        .into_iter()
        .find_map(set)
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a failure is the test's result")]

    use super::*;

    #[test]
    fn the_printed_defaults_are_the_defaults() {
        assert_eq!(read(&print_default(), "x"), (Config::default(), vec![]));
    }

    #[test]
    fn settings_are_read() {
        let text = "language = \"zh\"\ntheme = \"mono\"\nambiguous_width = \"wide\"\n\
            borders = \"ascii\"\nmouse = false\ncopy_command = \"pbcopy\"\n";
        let expected = Config {
            language: Some(Language::Chinese),
            mono: true,
            ambiguous_wide: true,
            ascii: true,
            mouse: false,
            copy_command: Some("pbcopy".to_owned()),
        };
        assert_eq!(read(text, "x"), (expected, vec![]));
    }

    #[test]
    fn mistakes_are_warnings_with_a_place_and_a_suggestion() {
        let check = |text: &str, expected: &[&str]| {
            assert_eq!(read(text, "c.toml").1, expected, "{text:?}");
        };
        check(
            "mouse = true\nlangage = \"zh\"",
            &["c.toml:2: no setting is called langage (did you mean language?)"],
        );
        check("colour = 1", &["c.toml:1: no setting is called colour"]);
        check(
            "theme = \"pink\"",
            &["c.toml:1: theme is one of ansi, mono"],
        );
        check("\nmouse = 1", &["c.toml:2: mouse is true or false"]);
        check(
            "copy_command = 1",
            &["c.toml:1: copy_command is a text in quotation marks"],
        );
        let (config, warnings) = read("mouse = false\nmouse =", "c.toml");
        assert_eq!(config, Config::default());
        assert!(warnings.concat().starts_with("c.toml:2: "), "{warnings:?}");
    }

    #[test]
    fn a_named_file_must_be_there() {
        let error = load(Some(Path::new("/no/such/file")))
            .unwrap_err()
            .to_string();
        assert_eq!(error, "cannot read the settings /no/such/file");
    }

    #[test]
    fn the_command_line_goes_before_the_file_before_the_locale() {
        let (zh, en) = (Language::Chinese, Language::English);
        let file = |language| Config {
            language,
            ..Config::default()
        };
        let check = |told, written, locale: &str, expected| {
            assert_eq!(language(told, &file(written), locale), expected);
        };
        check(Some(en), Some(zh), "zh_CN.UTF-8", en);
        check(None, Some(zh), "C", zh);
        check(None, None, "zh_CN.UTF-8", zh);
        check(None, None, "C", en);
        check(None, None, "", en);
    }
}
