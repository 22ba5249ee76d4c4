//! The texts of a listing that can be quoted, each with the field that it stands in.

use crate::record::Record;

/// A text of a listing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Passage<'r> {
    /// The field, by its name in [`crate::fields::FIELDS`].
    pub(super) field: &'static str,
    /// The text.
    pub(super) text: &'r str,
}

/// Most characters of a text that are read: what a patent of 300,000 says behind them is found by the
/// index, but neither asked for nor quoted. Reading is the time that a match takes.
pub(super) const MAX_READ: usize = 20_000;

/// Most claims that are read: the first say what is new, the others repeat it.
const MAX_CLAIMS: usize = 3;

/// All texts of a listing in reading order, the title first.
pub(super) fn passages(record: &Record) -> Vec<Passage<'_>> {
    let mut passages: Vec<Passage<'_>> = Vec::new();
    add(&mut passages, "title", [&record.title]);
    add(&mut passages, "title_alt", &record.title_alt);
    add(&mut passages, "keywords", &record.keywords);
    add(&mut passages, "summary", [&record.summary]);
    add(&mut passages, "body", [&record.body]);
    for it in &record.translations {
        add(
            &mut passages,
            "translations",
            [&it.title, &it.summary, &it.body],
        );
    }
    if let Some(need) = &record.need {
        add(&mut passages, "problem", [&need.problem]);
        add(&mut passages, "key_technology", [&need.key_technology]);
        add(&mut passages, "target", [&need.target]);
    }
    if let Some(expert) = &record.expert {
        add(&mut passages, "interests", &expert.interests);
        add(&mut passages, "services", &expert.services);
    }
    if let Some(institution) = &record.institution {
        add(&mut passages, "services", &institution.services);
    }
    if let Some(patent) = &record.patent {
        add(
            &mut passages,
            "claims",
            patent.claims.iter().take(MAX_CLAIMS),
        );
    }
    passages
}

fn add<'r>(
    passages: &mut Vec<Passage<'r>>,
    field: &'static str,
    texts: impl IntoIterator<Item = &'r String>,
) {
    let texts = texts.into_iter().filter(|text| !text.is_empty());
    passages.extend(texts.map(|text| Passage {
        field,
        text: beginning(text),
    }));
}

/// As much of a text as is read.
pub(super) fn beginning(text: &str) -> &str {
    let end = text.char_indices().nth(MAX_READ).map(|(end, _)| end);
    end.and_then(|end| text.get(..end)).unwrap_or(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_text_is_read_up_to_a_whole_character() {
        let long = "膜".repeat(MAX_READ + 7);
        assert_eq!(beginning(&long).chars().count(), MAX_READ);
        assert_eq!(beginning("膜"), "膜");
    }
}
