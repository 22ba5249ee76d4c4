//! Set phrases that sources write into fields without a facet of their own: levels, forms,
//! degrees, events of a patent's life.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::LazyLock;

use super::Language;
use super::table::{fold, lines};

/// A phrase, Chinese first.
type Phrase = [&'static str; 2];

static PHRASES: LazyLock<HashMap<String, Phrase>> = LazyLock::new(|| {
    let mut phrases = HashMap::new();
    for columns in lines(include_str!("phrases.tsv")) {
        if let [chinese, english, ref aliases @ ..] = *columns {
            let aliases = aliases.iter().flat_map(|list| list.split('|'));
            for spelling in [chinese, english].into_iter().chain(aliases) {
                phrases
                    .entry(fold(spelling).into_owned())
                    .or_insert([chinese, english]);
            }
        }
    }
    phrases
});

/// A phrase in the reader's language; the text as it stands where it is no set phrase.
///
/// What is in the reader's language already stays as the source wrote it. A list of phrases
/// (`鉴定、验收`) is translated where all of them are known.
#[must_use]
pub fn phrase(text: &str, language: Language) -> Cow<'_, str> {
    let chinese = text.chars().any(|c| ('\u{4E00}'..='\u{9FFF}').contains(&c));
    if chinese == (language == Language::Chinese) {
        return Cow::Borrowed(text);
    }
    if let Some(known) = known(text, language) {
        return Cow::Borrowed(known);
    }
    let parts = text.split(['、', '；', ';', '，', ',']);
    let translated: Option<Vec<_>> = parts.map(|part| known(part, language)).collect();
    let between = match language {
        Language::Chinese => "、",
        Language::English => ", ",
    };
    translated.map_or(Cow::Borrowed(text), |parts| Cow::Owned(parts.join(between)))
}

fn known(text: &str, language: Language) -> Option<&'static str> {
    let [chinese, english] = *PHRASES.get(&*fold(text.trim()))?;
    Some(match language {
        Language::Chinese => chinese,
        Language::English => english,
    })
}
