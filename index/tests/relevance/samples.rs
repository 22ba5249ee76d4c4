//! Do the sample listings hold what their README says of them?

use std::collections::{BTreeMap, BTreeSet};

use qiao_index::checks::{self, Finding};
use qiao_index::record::{Date, Kind, Record};

use super::samples;

#[test]
fn pairs_join_a_need_with_an_achievement() {
    let kinds: BTreeMap<String, Kind> = samples()
        .into_iter()
        .map(|record| (record.id, record.kind))
        .collect();
    let mut lines = include_str!("../../../sample-data/pairs.tsv").lines();
    assert_eq!(lines.next(), Some("need\tachievement\twhy"));
    let mut pairs = BTreeSet::new();
    for line in lines {
        let cells: Vec<&str> = line.split('\t').collect();
        let [need, achievement, why] = *cells else {
            panic!("not three cells: {line}");
        };
        assert_eq!(kinds.get(need), Some(&Kind::Need), "{line}");
        assert_eq!(kinds.get(achievement), Some(&Kind::Achievement), "{line}");
        assert!(!why.trim().is_empty(), "{line}");
        assert!(pairs.insert((need, achievement)), "twice: {line}");
    }
    assert!(pairs.len() >= 15, "{}", pairs.len());
}

/// The faults that `sample-data/README.md` names, by the word for the finding.
const FAULTS: [(&str, &str); 9] = [
    ("patent:CN199001766B", "dead"),
    ("patent:CN199002216A", "wrong-number"),
    ("sample:a066", "no-contact"),
    ("sample:a068", "expired"),
    ("sample:a070", "expired"),
    ("sample:a071", "no-contact"),
    ("sample:a072", "masked-phone"),
    ("sample:a074", "invalid-email"),
    ("sample:p17", "dead"),
];

#[test]
fn sample_listings_have_the_faults_that_their_readme_names_and_no_others() {
    // A day on which every deadline of the needs is still to come.
    let today = Date::new(2026, 11, 15).unwrap();
    let mut faults = BTreeSet::new();
    let samples = samples();
    for record in &samples {
        for finding in checks::check(record, today) {
            // A patent register names no contact, and age and being withdrawn are states, not faults.
            let is_fault = match finding {
                Finding::NoContact => record.kind != Kind::Patent,
                Finding::Stale | Finding::Withdrawn | Finding::Incomplete { .. } => false,
                _ => true,
            };
            if is_fault {
                faults.insert((&*record.id, finding.as_str()));
            }
        }
    }
    assert_eq!(faults, BTreeSet::from(FAULTS));
    let percent = |record: &Record| checks::completeness(record).0;
    let (empty, others): (Vec<u8>, Vec<u8>) = (
        samples
            .iter()
            .filter(|record| record.id == "sample:a078")
            .map(percent)
            .collect(),
        samples
            .iter()
            .filter(|record| record.id != "sample:a078")
            .map(percent)
            .collect(),
    );
    assert!(empty[0] <= checks::INCOMPLETE_BELOW, "{}%", empty[0]);
    assert!(
        others
            .iter()
            .all(|percent| *percent > checks::INCOMPLETE_BELOW),
        "{others:?}"
    );
}

#[test]
fn sample_listings_have_the_oddities_that_their_readme_names() {
    let samples = samples();
    let record = |id: &str| samples.iter().find(|record| record.id == id).unwrap();
    let patent = |id: &str| record(id).patent.as_ref().unwrap();
    let joined = |from: &str, to: &str| record(from).references.iter().any(|known| known.id == to);
    assert!(joined("sample:a065", "patent:CN199001766B"));
    assert!(joined("sample:a077", "sample:a079"));
    let (twin, original) = (patent("sample:p24"), patent("patent:CN199000226B"));
    assert_eq!(twin.publication_number, original.publication_number);
    assert_ne!(
        record("sample:p24").dates.published,
        record("patent:CN199000226B").dates.published
    );
    assert_eq!(patent("sample:p17").publication_number, "");
    let expired = |id: &str| record(id).status.as_str();
    assert_eq!(
        [expired("sample:a068"), expired("sample:a070")],
        ["expired", "published"]
    );
    assert_eq!(
        [expired("sample:a076"), expired("sample:a079")],
        ["draft", "withdrawn"]
    );
    let odd = &record("sample:a066").summary;
    assert!(["渻", "专镓", "转囮"].iter().all(|word| odd.contains(word)));
    assert!(record("sample:a060").title.contains("顯示"));
}
