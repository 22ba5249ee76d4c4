//! What a match says of a listing stands in it, and what it quotes counts for it.

use qiao_index::Library;
use qiao_index::matching::{Band, Evidence, Match, What};
use qiao_index::record::{Kind, LegalClass, Provenance, Record, Stage};
use serde_json::Value;

use super::samples::{library, of_id, samples};

/// The texts of a listing, one after the other.
fn texts(record: &Record) -> Vec<String> {
    fn gather(value: &Value, texts: &mut Vec<String>) {
        match value {
            Value::String(text) => texts.push(text.clone()),
            Value::Array(values) => values.iter().for_each(|value| gather(value, texts)),
            Value::Object(members) => members.values().for_each(|value| gather(value, texts)),
            Value::Null | Value::Bool(_) | Value::Number(_) => {}
        }
    }
    let mut texts = Vec::new();
    gather(&serde_json::to_value(record).unwrap(), &mut texts);
    texts
}

/// Whether a listing has what a reason that quotes nothing stands on.
fn holds(record: &Record, evidence: &Evidence) -> bool {
    let need = record.need.as_ref();
    match evidence.field.as_str() {
        "stage" => record.maturity.stage != Stage::Unknown,
        "desired_stage" => need.is_some_and(|need| need.desired_stage != Stage::Unknown),
        "price" => record.price.is_some(),
        "budget" => need.is_some_and(|need| need.budget.is_some()),
        "cooperation" => !record.cooperation.is_empty(),
        "region" => !record.region.is_empty(),
        "legal" => {
            let class = record.patent.as_ref().map(|patent| patent.legal.class);
            matches!(class, Some(LegalClass::Alive | LegalClass::Dead))
        }
        "status" => true,
        "expires" => record.dates.expires.is_some(),
        "deadline" => need.is_some_and(|need| need.deadline.is_some()),
        _ => false,
    }
}

/// Every reason for and against says what both hold.
fn check_facts(asker: &Record, found: &Match) {
    let (own, told) = (texts(asker), texts(&found.record));
    let says = |texts: &[String], wanted: &str| texts.iter().any(|text| text.contains(wanted));
    for evidence in found.fit.reasons.iter().chain(&found.fit.against) {
        let is_held = if evidence.quote.is_empty() {
            holds(&found.record, evidence)
        } else {
            says(&told, &evidence.quote)
        };
        assert!(is_held, "{}: {evidence:?}", found.record.id);
        match &evidence.what {
            What::Words(words) => {
                for word in words {
                    let quote = evidence.quote.to_lowercase();
                    let mut stem = word.to_lowercase();
                    // `foundry` stands for `foundries`.
                    if word.is_ascii() {
                        stem.pop();
                    }
                    assert!(
                        says(&own, word) && quote.contains(&stem),
                        "{word}: {evidence:?}"
                    );
                }
            }
            What::Figure(figure) => assert!(says(&own, figure), "{evidence:?}"),
            _ => {}
        }
    }
    for evidence in &found.fit.unknown {
        assert_eq!(evidence.quote, "", "what is not said is not quoted");
    }
}

/// The listing without a passage that is quoted for its words; `None` where it would have no title.
fn without(record: &Record, quote: &str) -> Option<Record> {
    fn cut(value: &mut Value, quote: &str) {
        match value {
            Value::String(text) => *text = text.replace(quote, ""),
            Value::Array(values) => values.iter_mut().for_each(|value| cut(value, quote)),
            Value::Object(members) => members.values_mut().for_each(|value| cut(value, quote)),
            Value::Null | Value::Bool(_) | Value::Number(_) => {}
        }
    }
    let mut value = serde_json::to_value(record).unwrap();
    cut(&mut value, quote);
    let shortened: Record = serde_json::from_value(value).ok()?;
    (!shortened.title.trim().is_empty() && shortened.id == record.id).then_some(shortened)
}

/// Puts a listing in the place of the one with its id.
fn put(library: &mut Library, mut record: Record, version: usize) {
    record.sources = vec![Provenance {
        name: "test".to_owned(),
        hash: format!("{} {version}", record.id),
        ..Provenance::default()
    }];
    let mut writer = library.writer().unwrap();
    writer.begin_rows(true);
    writer.put(record).unwrap();
    writer.finish().unwrap();
}

/// Whether a listing stands lower among the matches of an asker than it did.
fn is_lower(library: &Library, asker: &str, before: &Match, place: usize) -> bool {
    let again = of_id(library, asker, &[]);
    let now = again.iter().position(|it| it.record.id == before.record.id);
    now.is_none_or(|now| {
        let after = &again[now];
        now > place || after.fit.band > before.fit.band || after.score < before.score
    })
}

/// What cutting passages out of listings did.
#[derive(Debug, Default)]
pub(crate) struct Cuts {
    /// Matches whose reasons were compared with their listings.
    pub(crate) checked: usize,
    /// Passages that were cut out.
    pub(crate) cut: usize,
    /// Askers and listings that did not fall.
    pub(crate) not_lower: Vec<(String, String)>,
}

/// Cuts quoted passages out of the listings that answer the samples, at most so many, one at a time.
pub(crate) fn cut(most: usize) -> Cuts {
    let samples = samples();
    let mut library = library(samples.clone());
    let kinds = [Kind::Need, Kind::Expert, Kind::Achievement, Kind::Patent];
    let askers = kinds
        .iter()
        .flat_map(|kind| samples.iter().filter(move |it| it.kind == *kind));
    let mut cuts = Cuts::default();
    for asker in askers {
        if cuts.cut >= most {
            break;
        }
        let found = of_id(&library, &asker.id, &[]);
        for (place, before) in found.iter().enumerate() {
            check_facts(asker, before);
            cuts.checked += 1;
            if before.fit.band != Band::Weak {
                cut_each(&mut library, asker, (place, before), most, &mut cuts);
            }
        }
    }
    cuts
}

fn cut_each(
    library: &mut Library,
    asker: &Record,
    (place, before): (usize, &Match),
    most: usize,
    cuts: &mut Cuts,
) {
    let words = before.fit.reasons.iter();
    let quotes = words.filter(|it| matches!(it.what, What::Words(_)));
    for shortened in quotes.filter_map(|it| without(&before.record, &it.quote)) {
        if cuts.cut >= most {
            return;
        }
        cuts.cut += 1;
        put(library, shortened, 2 * cuts.cut);
        if !is_lower(library, &asker.id, before, place) {
            let both = (asker.id.clone(), before.record.id.clone());
            cuts.not_lower.push(both);
        }
        put(library, before.record.clone(), 2 * cuts.cut + 1);
    }
}

#[test]
fn every_reason_is_in_the_listing_and_what_is_quoted_counts_for_it() {
    // A cut takes its time unoptimised: the benchmark `matching` makes more of them.
    let cuts = cut(30);
    assert_eq!(cuts.not_lower, [], "what is quoted counts");
    assert_eq!(cuts.cut, 30);
}
