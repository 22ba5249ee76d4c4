//! The words of a record as another engine is told them: the terms that the local index is made of,
//! by the same analysis, with their positions.

use tantivy::tokenizer::{TokenStream as _, Tokenizer as _};

use super::{
    Cutter, Cutting, NAMES_DEAD, Number, Zone, facet_term, facet_terms, numbers, placed, texts,
};
use crate::names::Names;
use crate::record::Record;
use crate::request::Facet;

/// A term and its position.
pub type PlacedTerm = (u32, String);

/// What an index holds of a record.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct RecordWords {
    /// The terms of each zone, single characters among them, in the order of their positions.
    pub zones: Vec<(Zone, Vec<PlacedTerm>)>,
    /// Syllables and initials of names.
    pub pinyin: Vec<PlacedTerm>,
    /// Numbers and e-mail addresses, whole.
    pub numbers: Vec<String>,
    /// Values of facets and flags, whole.
    pub facets: Vec<String>,
    /// What is counted: facet, value, and whether the record was given the value itself and not
    /// only one below it. Of spellings of one name there is one.
    pub values: Vec<(Facet, String, bool)>,
    /// Numbers to sort and choose by.
    pub columns: Vec<(Number, i64)>,
}

/// The name under which the group of a name of this facet is a flag.
pub(crate) fn group_term(facet: Facet, group: &str) -> String {
    facet_term(&format!("{}-group", facet.as_str()), group)
}

impl RecordWords {
    /// The words of a record that came into the library on a day.
    pub(crate) fn of(record: &Record, added: Option<i64>, names: &Names) -> Self {
        let (zones, all_names) = texts(record);
        let zones = Zone::ALL.into_iter().zip(&zones);
        let mut words = Self {
            zones: zones.map(|(zone, text)| (zone, terms(text))).collect(),
            pinyin: cut(Cutting::Pinyin, &all_names),
            numbers: numbers(record),
            ..Self::default()
        };
        let placed = placed(record);
        words.facets = facet_terms(record, &placed);
        for (facet, value, own) in placed {
            if facet.is_of_names() {
                let group = group_term(facet, &names.group(&value));
                if words.facets.contains(&group) {
                    continue;
                }
                words.facets.push(group);
            }
            words.values.push((facet, value, own));
        }
        let columns = Number::ALL.into_iter();
        let columns = columns.filter_map(|number| Some((number, number.of(record)?)));
        words.columns = columns.collect();
        words
            .columns
            .extend(added.map(|added| (Number::Added, added)));
        words
    }
}

impl RecordWords {
    /// Adds that one of the rights that the record names is a dead patent: it takes other records
    /// to know that.
    pub fn mark_dead_right(&mut self) {
        self.facets.push(facet_term("is", NAMES_DEAD));
    }
}

/// Pairs, Latin words and single characters of a text.
fn terms(text: &str) -> Vec<PlacedTerm> {
    let mut terms = cut(Cutting::Terms, text);
    terms.extend(cut(Cutting::Characters, text));
    terms.sort_by_key(|(position, _)| *position);
    terms
}

fn cut(cutting: Cutting, text: &str) -> Vec<PlacedTerm> {
    let mut cutter = Cutter { cutting };
    let mut stream = cutter.token_stream(text);
    let mut terms = Vec::new();
    while stream.advance() {
        let token = stream.token();
        let position = u32::try_from(token.position).unwrap_or(u32::MAX);
        terms.push((position, token.text.clone()));
    }
    terms
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn terms_and_characters_stand_at_the_same_positions() {
        let record = Record {
            title: "石墨烯，Li-ion".to_owned(),
            institutions: vec!["ACME Inc".to_owned(), "Acme, Inc.".to_owned()],
            ..Record::default()
        };
        let words = RecordWords::of(&record, Some(20_261_130), &Names::default());
        let title = words.zones.iter().find(|(zone, _)| *zone == Zone::Title);
        let shown = title.map(|(_, terms)| {
            let shown = terms
                .iter()
                .map(|(position, term)| format!("{term}@{position}"));
            shown.collect::<Vec<_>>().join(" ")
        });
        let expected = "石墨@0 石@0 墨烯@1 墨@1 烯@2 li@4 liion@4 ion@5";
        assert_eq!(shown.as_deref(), Some(expected));
        let counted = words.values.iter();
        let counted = counted.filter(|(facet, ..)| *facet == Facet::Institution);
        assert_eq!(counted.count(), 1, "{:?}", words.values);
        assert!(words.columns.contains(&(Number::Added, 20_261_130)));
    }
}
