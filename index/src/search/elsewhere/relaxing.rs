//! The words that rank what is found elsewhere, and the relaxed search by them.

use crate::plan::Zone;
use crate::query::Query;
use crate::search::compile::zones_of;
use crate::search::rank::{
    self, MAX_TERMS, MIN_CHARACTERS, MIN_MISTYPED_BYTES, MIN_PIECE_BYTES, RARE_SHARE, UNKNOWN_WORD,
};
use crate::search::relaxed::SHARE;

/// A term that ranks what is found.
#[derive(Debug, Clone, PartialEq)]
pub struct RankedTerm {
    /// Where it may stand.
    pub zones: &'static [Zone],
    /// The term as the index has it.
    pub text: String,
    /// A single Han character.
    pub is_character: bool,
    /// What it weighs before its rarity.
    pub weight: f32,
    /// A Latin word that the user said: where it stands nowhere, it may be a piece or a slip of
    /// another.
    pub may_be_mistyped: bool,
}

impl RankedTerm {
    /// Whether one wrong letter is forgiven, and not only a missing beginning or end.
    #[must_use]
    pub fn forgives_a_letter(&self) -> bool {
        self.text.len() >= MIN_MISTYPED_BYTES
    }
}

/// What a relaxed search asks for.
#[derive(Debug, Clone)]
pub struct RelaxedTerms {
    /// Terms with their weight, heaviest first, and whether they stand for an unknown word.
    pub terms: Vec<(RankedTerm, f32, bool)>,
    /// How many of them are such that a record must hold one.
    pub essential: usize,
    /// Weight that a record must hold.
    pub needed: f32,
    /// Fewest records that answer, whatever their weight.
    pub fewest: usize,
}

/// The words of a query, each once with its highest weight.
pub(super) fn ranked(said: &Query, query: &Query) -> Vec<RankedTerm> {
    let mut terms: Vec<RankedTerm> = Vec::new();
    for part in rank::parts(said, query) {
        let may_be_mistyped = part.said && part.is_word() && part.text.len() >= MIN_PIECE_BYTES;
        let term = RankedTerm {
            zones: zones_of(part.field),
            text: part.text,
            is_character: part.character,
            weight: part.weight,
            may_be_mistyped,
        };
        let same = |known: &&mut RankedTerm| {
            (known.zones, &known.text, known.is_character)
                == (term.zones, &term.text, term.is_character)
        };
        match terms.iter_mut().find(same) {
            Some(known) => known.weight = known.weight.max(term.weight),
            None => terms.push(term),
        }
    }
    terms.sort_by(|a, b| (a.is_character.cmp(&b.is_character)).then(b.weight.total_cmp(&a.weight)));
    terms.truncate(MAX_TERMS);
    terms
}

impl RelaxedTerms {
    /// What to ask for, by how many of all records hold each term; `unknown` says the same of what
    /// an unknown word may be a piece or a slip of. `None` where there is nothing to relax.
    #[must_use]
    pub fn of(
        terms: Vec<RankedTerm>,
        (records, fewest): (u64, usize),
        frequency: impl Fn(&RankedTerm) -> u64,
        unknown: impl Fn(&RankedTerm) -> u64,
    ) -> Option<Self> {
        let asked = terms.len();
        let characters = terms.iter().filter(|term| term.is_character).count();
        let mut known: Vec<(RankedTerm, f32, bool, bool)> = Vec::new();
        for term in terms {
            let own = rank::rarity(frequency(&term), records);
            let (found, is_unknown, factor) = match own {
                None if term.may_be_mistyped => {
                    (rank::rarity(unknown(&term), records), true, UNKNOWN_WORD)
                }
                own => (own, false, 1.0),
            };
            if let Some((idf, share)) = found {
                let is_sought = !term.is_character || share <= RARE_SHARE;
                let weight = term.weight * factor * idf;
                known.push((term, weight, is_unknown, is_sought));
            }
        }
        let sought = known.iter().any(|(.., is_sought)| *is_sought);
        let only_characters = !sought && (characters == asked || characters >= MIN_CHARACTERS);
        known.retain(|(.., is_sought)| only_characters || *is_sought);
        known.sort_by(|a, b| b.1.total_cmp(&a.1));
        let total: f32 = known.iter().map(|(_, weight, ..)| weight).sum();
        let mut light = 0.0;
        let spared = known.iter().rev().take_while(|(_, weight, ..)| {
            light += weight;
            light < SHARE * total
        });
        let essential = known.len() - spared.count();
        let terms = known.into_iter();
        let terms: Vec<_> = terms
            .map(|(term, weight, is, _)| (term, weight, is))
            .collect();
        (!terms.is_empty()).then_some(Self {
            terms,
            essential,
            needed: SHARE * total,
            fewest,
        })
    }
}
