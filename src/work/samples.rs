//! The sample listings, compiled in: what the browser and `search` show while the user's own
//! library is empty.

use anyhow::Context as _;
use qiao_index::Library;
use qiao_index::record::{Provenance, Record};

/// The files of `sample-data/`, one record a line.
const FILES: [&str; 5] = [
    include_str!("../../sample-data/achievements.jsonl"),
    include_str!("../../sample-data/patents.jsonl"),
    include_str!("../../sample-data/needs.jsonl"),
    include_str!("../../sample-data/experts.jsonl"),
    include_str!("../../sample-data/institutions.jsonl"),
];

/// All sample listings.
///
/// # Errors
/// A line is no record; a test keeps that from happening.
pub(crate) fn records() -> anyhow::Result<Vec<Record>> {
    let lines = FILES.iter().flat_map(|file| file.lines());
    lines
        .filter(|line| !line.trim().is_empty())
        .map(|line| {
            let mut record: Record =
                serde_json::from_str(line).with_context(|| format!("sample listing {line:.60}"))?;
            record.sources.push(Provenance {
                name: "samples".to_owned(),
                ..Provenance::default()
            });
            Ok(record)
        })
        .collect()
}

/// A library of the sample listings, in memory.
///
/// # Errors
/// Out of memory, or a sample listing is no record.
pub(crate) fn library() -> anyhow::Result<Library> {
    let mut library = Library::in_memory()?;
    let mut writer = library.writer()?;
    for record in records()? {
        writer.put(record)?;
    }
    writer.finish()?;
    Ok(library)
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a failure here is the test's answer")]

    use qiao_index::request::Facet;
    use qiao_index::vocab::{self, Language};

    use super::*;

    #[test]
    fn every_sample_listing_is_a_record_and_is_found() {
        let library = library().unwrap();
        assert_eq!(library.len().unwrap(), 165);
    }

    #[test]
    fn the_places_of_sample_listings_have_names_in_both_languages() {
        for record in records().unwrap() {
            let code = &*record.region;
            let [chinese, english] = [Language::Chinese, Language::English]
                .map(|language| vocab::label(Facet::Region, code, language));
            let is_named = code.is_empty() || chinese != code && english != code;
            assert!(is_named, "{}: {code}", record.id);
        }
    }
}
