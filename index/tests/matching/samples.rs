//! The sample listings as a library that is asked for matches.

use qiao_index::Library;
use qiao_index::matching::{Asking, Match, MatchRequest, Matches};
use qiao_index::record::{Kind, Provenance, Record};

const SAMPLES: [&str; 5] = [
    include_str!("../../../sample-data/achievements.jsonl"),
    include_str!("../../../sample-data/patents.jsonl"),
    include_str!("../../../sample-data/needs.jsonl"),
    include_str!("../../../sample-data/experts.jsonl"),
    include_str!("../../../sample-data/institutions.jsonl"),
];

/// The sample listings.
pub(crate) fn samples() -> Vec<Record> {
    let lines = SAMPLES.iter().flat_map(|samples| samples.lines());
    lines
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

/// A library of some listings.
pub(crate) fn library(records: impl IntoIterator<Item = Record>) -> Library {
    let mut library = Library::in_memory().unwrap();
    let mut writer = library.writer().unwrap();
    // Their sources are named: ids are names.
    writer.begin_rows(true);
    for mut record in records {
        record.sources = vec![Provenance {
            name: "test".to_owned(),
            hash: record.id.clone(),
            ..Provenance::default()
        }];
        writer.put(record).unwrap();
    }
    writer.finish().unwrap();
    library
}

/// All that answer, weak ones too.
pub(crate) fn matches(library: &Library, asking: Asking, kinds: &[Kind]) -> Matches {
    let request = MatchRequest {
        asking,
        kinds: kinds.to_vec(),
        filters: Vec::new(),
        also: String::new(),
        limit: 10,
        with_weak: true,
    };
    library.match_while(&request, &|| true).unwrap().unwrap()
}

/// Those that answer a listing.
pub(crate) fn of_id(library: &Library, id: &str, kinds: &[Kind]) -> Vec<Match> {
    matches(library, Asking::Id(id.to_owned()), kinds).matches
}
