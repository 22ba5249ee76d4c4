//! Templates of letters: the program's own, compiled in, and the user's in the settings folder.
//!
//! A text names variables in braces. A line with one that may be lacking (`{user_phone?}`) is left
//! out where it is; a letter that lacks any other is not written.

use std::path::Path;

use qiao_index::vocab::Language;
use serde::Deserialize;

use crate::desk::draft::Way;
use crate::messages::{Failure, escape_controls, toml_failure};

/// Longest file of a template that is read, in bytes.
const MAX_BYTES: u64 = 100_000;

/// The program's own templates by their names: TOML.
const OWN: [(&str, &str); 9] = [
    ("mail-need", include_str!("templates/mail-need.toml")),
    ("mail-offer", include_str!("templates/mail-offer.toml")),
    (
        "mail-follow-up",
        include_str!("templates/mail-follow-up.toml"),
    ),
    ("letter-need", include_str!("templates/letter-need.toml")),
    ("letter-offer", include_str!("templates/letter-offer.toml")),
    (
        "letter-follow-up",
        include_str!("templates/letter-follow-up.toml"),
    ),
    ("wechat-need", include_str!("templates/wechat-need.toml")),
    ("wechat-offer", include_str!("templates/wechat-offer.toml")),
    (
        "wechat-follow-up",
        include_str!("templates/wechat-follow-up.toml"),
    ),
];

/// To whom a letter goes.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Addressee {
    /// To the contact of the listing that it is written on.
    #[default]
    Listing,
    /// To that of the need.
    Need,
    /// To that of the offer.
    Offer,
}

/// A template in one language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Template {
    /// Its name.
    pub(crate) name: String,
    /// By which way its letters are sent.
    pub(crate) way: Way,
    /// To whom.
    pub(crate) to: Addressee,
    /// What it is for; may be empty.
    pub(crate) about: String,
    /// What the letter is about.
    pub(crate) subject: String,
    /// What it says.
    pub(crate) text: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct TemplateFile {
    way: Way,
    to: Addressee,
    about: String,
    subject: String,
    text: String,
    zh: Option<Texts>,
    en: Option<Texts>,
}

#[derive(Debug, Default, Clone, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Texts {
    about: String,
    subject: String,
    text: String,
}

/// All templates, the program's own first; of two with the same name the user's.
///
/// # Errors
/// One of the user's cannot be read.
pub(crate) fn all(folder: Option<&Path>, language: Language) -> anyhow::Result<Vec<Template>> {
    let users: Vec<String> = folder.map(names).unwrap_or_default();
    let own = OWN.iter().map(|(name, _)| (*name).to_owned());
    let own = own.filter(|name| !users.contains(name));
    let names: Vec<String> = own.chain(users.iter().cloned()).collect();
    let read = names.iter().map(|name| named(name, folder, language));
    Ok(read
        .collect::<anyhow::Result<Vec<_>>>()?
        .into_iter()
        .flatten()
        .collect())
}

/// Names of the user's templates.
fn names(folder: &Path) -> Vec<String> {
    let files = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let mut names: Vec<String> = files
        .filter_map(|file| {
            let name = file.file_name().into_string().ok()?;
            let (name, ending) = name.rsplit_once('.')?;
            (["toml", "md"].contains(&ending) && !name.is_empty()).then(|| name.to_owned())
        })
        .collect();
    names.sort();
    names.dedup();
    names
}

/// The template of a name, `None` where there is none.
///
/// # Errors
/// It is the user's, and cannot be read.
pub(crate) fn named(
    name: &str,
    folder: Option<&Path>,
    language: Language,
) -> anyhow::Result<Option<Template>> {
    let is_path = name.contains(['/', '\\']) || name.starts_with('.');
    if let Some(folder) = folder.filter(|_| !is_path) {
        for ending in ["toml", "md"] {
            let path = folder.join(format!("{name}.{ending}"));
            if path.is_file() {
                return Ok(Some(users(name, &path, ending == "toml", language)?));
            }
        }
    }
    let own = OWN.iter().find(|(known, _)| *known == name);
    own.map(|(name, text)| Ok(of_toml(name, text, language)?))
        .transpose()
}

fn users(name: &str, path: &Path, is_toml: bool, language: Language) -> anyhow::Result<Template> {
    let shown = path.to_string_lossy().into_owned();
    let shown = escape_controls(&shown);
    let wrong = |reason: &Failure| {
        let words = [Language::Chinese, Language::English].map(|it| reason.say(it).to_owned());
        let [chinese, english] = words;
        Failure::new(format!("{shown}：{chinese}"), format!("{shown}: {english}"))
    };
    if std::fs::metadata(path)?.len() > MAX_BYTES {
        let reason = Failure::new("模板太长", "the template is too long");
        anyhow::bail!(wrong(&reason));
    }
    let text = std::fs::read_to_string(path).map_err(|error| {
        let error = anyhow::Error::from(error);
        wrong(&Failure::of(&error))
    })?;
    let read = if is_toml {
        of_toml(name, &text, language)
    } else {
        of_markdown(name, &text)
    };
    let template = read.map_err(|reason| wrong(&reason))?;
    if template.text.trim().is_empty() {
        let reason = Failure::new("模板没有正文（text）", "the template has no text");
        anyhow::bail!(wrong(&reason));
    }
    Ok(template)
}

/// The templates that a text is, for fuzzing.
#[cfg(any(test, fuzzing))]
pub(super) fn read_any(text: &str) -> impl Iterator<Item = Template> {
    let toml = [Language::Chinese, Language::English].map(|it| of_toml("a", text, it));
    toml.into_iter().chain([of_markdown("a", text)]).flatten()
}

/// A template in TOML: its texts by languages, or once for both.
fn of_toml(name: &str, text: &str, language: Language) -> Result<Template, Failure> {
    let file: TemplateFile = toml::from_str(text).map_err(|error| toml_failure(text, &error))?;
    let [own, other] = match language {
        Language::Chinese => [file.zh, file.en],
        Language::English => [file.en, file.zh],
    };
    let plain = Texts {
        about: file.about,
        subject: file.subject,
        text: file.text,
    };
    let plain = Some(plain).filter(|texts| !texts.text.is_empty());
    let texts = own.or(plain).or(other).unwrap_or_default();
    Ok(Template {
        name: name.to_owned(),
        way: file.way,
        to: file.to,
        about: texts.about,
        subject: texts.subject,
        text: texts.text,
    })
}

/// A template in Markdown: between two lines of hyphens `way`, `to`, `about` and `subject`, behind
/// them the text.
fn of_markdown(name: &str, text: &str) -> Result<Template, Failure> {
    let text = text.replace("\r\n", "\n");
    let parts = text.strip_prefix("---\n");
    let parts = parts.and_then(|text| text.split_once("\n---\n"));
    let (head, text) = parts.unwrap_or(("", &text));
    let mut lines = toml::Table::new();
    for line in head.lines().filter(|line| !line.trim().is_empty()) {
        let (key, value) = line.split_once([':', '：']).unwrap_or((line, ""));
        let value = value.trim().to_owned();
        lines.insert(key.trim().to_owned(), toml::Value::String(value));
    }
    lines.insert("text".to_owned(), toml::Value::String(text.to_owned()));
    let file = toml::Value::Table(lines).try_into::<TemplateFile>();
    let file = file.map_err(|error| toml_failure("", &error))?;
    Ok(Template {
        name: name.to_owned(),
        way: file.way,
        to: file.to,
        about: file.about,
        subject: file.subject,
        text: file.text,
    })
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use super::*;

    #[test]
    fn every_template_of_the_program_speaks_both_languages() {
        for (name, text) in OWN {
            let [zh, en] = [Language::Chinese, Language::English]
                .map(|language| of_toml(name, text, language).unwrap());
            assert_eq!(word_of(name), word_of(&zh.name));
            assert!(
                zh.text.contains("您好") && !en.text.contains("您好"),
                "{name}"
            );
            for template in [zh, en] {
                let texts = [&template.about, &template.subject, &template.text];
                assert!(texts.iter().all(|text| !text.is_empty()), "{name}");
                assert!(name.starts_with(word_of_way(template.way)), "{name}");
            }
        }
    }

    fn word_of(name: &str) -> &str {
        name.split('-').next().unwrap_or_default()
    }

    fn word_of_way(way: Way) -> &'static str {
        let found = Way::ALL.iter().find(|(known, _)| *known == way);
        found.map_or("", |(_, word)| *word)
    }

    #[test]
    fn own_templates_are_read_and_go_before_the_programs() {
        let folder = tempfile::tempdir().unwrap();
        let write = |name: &str, text: &str| {
            std::fs::write(folder.path().join(name), text).unwrap();
        };
        write(
            "visit.md",
            "---\nway: wechat\nsubject: 拜访\n---\n{addressee}，您好\n",
        );
        write(
            "mail-need.toml",
            "subject = \"Short\"\ntext = \"Dear {addressee}\"",
        );
        write("notes.txt", "no template");
        let all = all(Some(folder.path()), Language::English).unwrap();
        assert_eq!(all.len(), OWN.len() + 1);
        let read = |name: &str| named(name, Some(folder.path()), Language::English);
        let visit = read("visit").unwrap().unwrap();
        assert_eq!(
            (visit.way, &*visit.text),
            (Way::Wechat, "{addressee}，您好\n")
        );
        assert_eq!(read("mail-need").unwrap().unwrap().subject, "Short");
        assert_eq!(read("../mail-need").unwrap(), None);
        write("visit.md", "---\nwya: mail\n---\nx");
        let error = read("visit").unwrap_err().to_string();
        assert!(
            error.contains("visit.md") && error.contains("wya"),
            "{error}"
        );
        write("empty.toml", "way = \"mail\"");
        let error = read("empty").unwrap_err().to_string();
        assert!(error.contains("has no text"), "{error}");
        write("pigeon.toml", "way = \"pigeon\"\ntext = \"x\"");
        assert!(read("pigeon").is_err());
    }
}
