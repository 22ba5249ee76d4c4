//! Ranking: how well a record's words answer a query.
//!
//! One sum of BM25F over the query's pairs, single characters and Latin words (Robertson,
//! Zaragoza, Taylor, "Simple BM25 extension to multiple weighted fields", CIKM 2004): the
//! frequencies of a term in the zones, each weighed and divided by the zone's relative length,
//! are added before they saturate, so that a short title cannot win by its shortness alone.
//! Pairs bring precision, single characters recall (a wrong character spoils two pairs and one
//! character); a pair inside a dictionary word says more than one across two words. What was
//! tried for the weights, and what it gave, is in `docs/ranking.md`.

use std::borrow::Cow;
use std::cell::RefCell;
use std::ops::Range;

use tantivy::fieldnorm::FieldNormReader;
use tantivy::postings::{Postings as _, SegmentPostings};
use tantivy::query::Bm25StatisticsProvider as _;
use tantivy::schema::{Field as Handle, IndexRecordOption};
use tantivy::{DocId, DocSet as _, Searcher, SegmentReader, TERMINATED, Term};

use crate::analysis::{self, Text, Unit};
use crate::inner_error::Result;
use crate::matching::MEASURED_TERMS;
use crate::query::{Field, Query, Value};
use crate::schema::{Fields, Zone};
use crate::search::compile::{text_of, zones_of};
use crate::search::interrupt::Interrupt;
use crate::search::latin;
use crate::search::page::Reason;

/// How frequency saturates (k1) and how much length counts (b).
#[derive(Debug, Clone, Copy)]
struct Curve {
    k1: f32,
    b: f32,
    /// How much length counts in the body.
    body_b: f32,
    /// Weight of a title.
    title: f32,
}

/// Weight of a title in the answer to a query: one mention there outranks six in a text.
const TITLE: f32 = 12.0;

impl Curve {
    const fn weight(self, zone: Zone) -> f32 {
        match zone {
            Zone::Title => self.title,
            zone => zone.weight(),
        }
    }

    const fn b(self, zone: Zone) -> f32 {
        match zone {
            Zone::Body => self.body_b,
            _ => self.b,
        }
    }
}

/// For pairs and Latin words.
const TERM: Curve = Curve {
    k1: 1.2,
    b: 0.3,
    body_b: 0.3,
    title: TITLE,
};
/// For single characters.
const SINGLE: Curve = Curve {
    k1: 0.9,
    b: 0.5,
    body_b: 0.5,
    title: TITLE,
};

/// For pairs and Latin words of a text that asks for an answer: see `docs/matching.md`.
const ASKED_TERM: Curve = Curve {
    k1: 1.2,
    b: 0.75,
    body_b: 0.3,
    title: Zone::Title.weight(),
};
/// For single characters of such a text.
const ASKED_SINGLE: Curve = Curve {
    k1: 3.6,
    b: 0.9,
    body_b: 0.3,
    title: Zone::Title.weight(),
};

/// Weight of a pair of characters inside a dictionary word of two characters; the more pairs a
/// word has, the less each says.
const PAIR_IN_WORD: f32 = 1.0;
/// Weight of a pair across the border of two words.
const PAIR_ACROSS: f32 = 0.6;
/// Weight of a pair across a blank that the user typed.
const PAIR_ACROSS_BLANK: f32 = 0.25;
/// Weight of a single character in a word of two …
const CHARACTER: f32 = 1.25;
/// … and what it gains by being a word by itself.
const CHARACTER_ALONE: f32 = 0.5;
/// Weight of a Latin word or number.
const LATIN: f32 = 1.25;

/// A character that stands in no more than this share of the records is worth looking for.
pub(super) const RARE_SHARE: f32 = 0.02;

/// What a second reading (a synonym) is worth beside the word itself.
const SECOND_READING: f32 = 0.05;

/// What the words that an unknown one may be a piece of weigh, beside a known one.
pub(super) const UNKNOWN_WORD: f32 = 1.4;
/// Shortest word in which one wrong letter is forgiven, in bytes.
pub(super) const MIN_MISTYPED_BYTES: usize = 5;
/// Shortest piece of a word that is looked for, in bytes.
pub(super) const MIN_PIECE_BYTES: usize = 3;
/// Most words looked at for a piece.
const MAX_PIECES: usize = 64;

/// Fewest characters of a query that are looked for by themselves.
pub(super) const MIN_CHARACTERS: usize = 4;

/// Most terms looked at; a longer query is known by its weightiest.
pub(super) const MAX_TERMS: usize = 64;

/// One term of the query in the zones where it may stand.
pub(super) struct RankTerm {
    lists: Vec<(Zone, Term)>,
    curve: Curve,
    /// Not a common character, which would be too long to look for but is good to look up.
    pub(super) sought: bool,
    /// Weight times inverse document frequency.
    pub(super) idf_weight: f32,
}

impl RankTerm {
    /// The term as people write it.
    fn text(&self) -> String {
        self.indexed().replace(analysis::JOINT, "")
    }

    /// The term as the index has it.
    fn indexed(&self) -> String {
        let text = self
            .lists
            .first()
            .and_then(|(_, term)| term.value().as_str().map(str::to_owned));
        text.unwrap_or_default()
    }

    /// How many postings it has in all its zones.
    pub(super) fn postings(&self, searcher: &Searcher) -> Result<u64> {
        let mut postings = 0;
        for (_, term) in &self.lists {
            postings += searcher.doc_freq(term)?;
        }
        Ok(postings)
    }
}

/// A term that comes with its weight.
pub(super) struct Weighted<'t> {
    /// As the index has it.
    pub(super) text: &'t str,
    pub(super) is_character: bool,
    /// What it weighs before its rarity.
    pub(super) weight: f32,
}

impl Weighted<'_> {
    fn lists(&self, fields: &Fields) -> Vec<(Zone, Term)> {
        let term = |&zone: &Zone| {
            let zone_fields = fields.zone(zone);
            let handle = if self.is_character {
                zone_fields.characters
            } else {
                zone_fields.terms
            };
            (zone, Term::from_field_text(handle, self.text))
        };
        zones_of(Field::Text).iter().map(term).collect()
    }
}

/// The state of the index that a query is ranked on.
pub(super) struct View<'a> {
    pub(super) searcher: &'a Searcher,
    pub(super) fields: &'a Fields,
    /// Latin words read so far.
    pub(super) latin: &'a RefCell<latin::Cache>,
    pub(super) interrupt: Interrupt<'a>,
}

/// The query as the ranking sees it.
pub(super) struct Ranker {
    /// Weightiest first, single characters last.
    pub(super) terms: Vec<RankTerm>,
    /// There is nothing better to look for than common characters.
    pub(super) only_characters: bool,
    /// Weight of the heaviest terms together.
    measured: f32,
    /// Mean length of each zone in terms.
    lengths: [f32; Zone::ALL.len()],
}

impl Ranker {
    /// Takes the positive words of a query apart.
    pub(super) fn new(index: &View<'_>, said: &Query, query: &Query) -> Result<Self> {
        let &View {
            searcher, fields, ..
        } = index;
        let records = searcher.num_docs().max(1);
        let mut terms: Vec<RankTerm> = Vec::new();
        let parts = parts(said, query);
        let asked = parts.len();
        let characters = parts.iter().filter(|part| part.character).count();
        for mut part in parts {
            let zones = zones_of(part.field).iter();
            let mut lists: Vec<_> = zones.map(|&zone| (zone, part.term(fields, zone))).collect();
            if part.said && part.is_word() && idf(searcher, &lists, records)?.is_none() {
                lists = unknown(index, &part)?;
                part.weight *= UNKNOWN_WORD;
            }
            let Some((idf, share)) = idf(searcher, &lists, records)? else {
                continue;
            };
            let idf_weight = part.weight * idf;
            match terms.iter_mut().find(|known| known.lists == lists) {
                Some(known) => known.idf_weight = known.idf_weight.max(idf_weight),
                None => terms.push(RankTerm {
                    lists,
                    curve: if part.character { SINGLE } else { TERM },
                    sought: !part.character || share <= RARE_SHARE,
                    idf_weight,
                }),
            }
        }
        terms.sort_by(|a, b| {
            b.sought
                .cmp(&a.sought)
                .then(b.idf_weight.total_cmp(&a.idf_weight))
        });
        terms.truncate(MAX_TERMS);
        let sought = terms.iter().any(|term| term.sought);
        let only_characters = !sought && (characters == asked || characters >= MIN_CHARACTERS);
        Ok(Self {
            terms,
            // Of four characters or more, of which no two stand together anywhere, some may be
            // wrong; of fewer, what is left says nothing.
            only_characters,
            measured: 1.0,
            lengths: lengths(index)?,
        })
    }

    /// Ranks by terms that are weighed already, where listings say what they are about: at most
    /// `most` of those that stand anywhere, the weightiest first.
    pub(super) fn of_weighted(
        index: &View<'_>,
        weighted: &[Weighted<'_>],
        most: usize,
    ) -> Result<Self> {
        let records = index.searcher.num_docs().max(1);
        let mut terms: Vec<RankTerm> = Vec::new();
        for wanted in weighted {
            index.interrupt.check()?;
            let lists = wanted.lists(index.fields);
            if let Some((idf, _)) = idf(index.searcher, &lists, records)? {
                terms.push(RankTerm {
                    lists,
                    curve: if wanted.is_character {
                        ASKED_SINGLE
                    } else {
                        ASKED_TERM
                    },
                    sought: true,
                    idf_weight: wanted.weight * idf,
                });
            }
        }
        terms.sort_by(|a, b| b.idf_weight.total_cmp(&a.idf_weight));
        terms.truncate(most);
        let measured = terms.iter().take(MEASURED_TERMS);
        let measured: f32 = measured.map(|term| term.idf_weight).sum();
        Ok(Self {
            measured: measured.max(f32::EPSILON),
            terms,
            only_characters: false,
            lengths: lengths(index)?,
        })
    }

    /// The score of a listing that says nothing but these terms, all of them without end.
    pub(super) fn highest(&self) -> f32 {
        let terms = self.terms.iter();
        terms.map(|it| it.idf_weight * (it.curve.k1 + 1.0)).sum()
    }

    /// The terms as the index has them, and what each weighs.
    pub(super) fn weighed(&self) -> Vec<(String, f32)> {
        let terms = self.terms.iter();
        terms
            .map(|term| (term.indexed(), term.idf_weight))
            .collect()
    }

    /// Opens the posting lists of a term in a segment.
    pub(super) fn lists(&self, segment: &SegmentReader, term: &RankTerm) -> tantivy::Result<Lists> {
        let mut lists = Vec::new();
        for (zone, wanted) in &term.lists {
            let index = segment.inverted_index(wanted.field())?;
            if let Some(postings) = index.read_postings(wanted, IndexRecordOption::WithFreqs)? {
                lists.push(List {
                    postings,
                    norms: segment.get_fieldnorms_reader(wanted.field())?,
                    mean: self.lengths[*zone as usize],
                    zone: *zone,
                    weight: term.curve.weight(*zone),
                    b: term.curve.b(*zone),
                });
            }
        }
        Ok(Lists {
            each: lists,
            idf_weight: term.idf_weight,
            k1: term.curve.k1,
        })
    }

    /// What each term adds to the score of one document; `adds` says it of its place and score.
    pub(super) fn reasons(
        &self,
        segment: &SegmentReader,
        document: DocId,
        adds: impl Fn(usize, f32) -> f32,
    ) -> tantivy::Result<Vec<Reason>> {
        let mut reasons = Vec::new();
        for (place, term) in self.terms.iter().enumerate() {
            let mut lists = self.lists(segment, term)?;
            if lists.seek(document) {
                reasons.push(Reason {
                    term: term.text(),
                    places: lists.places(document),
                    score: adds(place, lists.score(document)),
                });
            }
        }
        Ok(reasons)
    }

    /// Scores documents of one segment, which must be in order.
    pub(super) fn score(
        &self,
        segment: &SegmentReader,
        documents: &[DocId],
        interrupt: Interrupt<'_>,
    ) -> Result<Vec<f32>> {
        let scored = self.score_and_share(segment, documents, interrupt)?;
        Ok(scored.into_iter().map(|(score, _)| score).collect())
    }

    /// Scores documents of one segment, which must be in order, and says what share of the weight
    /// of the heaviest terms each of them holds.
    pub(super) fn score_and_share(
        &self,
        segment: &SegmentReader,
        documents: &[DocId],
        interrupt: Interrupt<'_>,
    ) -> Result<Vec<(f32, f32)>> {
        let mut scored = vec![(0.0, 0.0); documents.len()];
        for (place, term) in self.terms.iter().enumerate() {
            interrupt.check()?;
            let share_of = self.share_of(place);
            let mut lists = self.lists(segment, term)?;
            for ((score, share), &document) in scored.iter_mut().zip(documents) {
                if lists.seek(document) {
                    *score += lists.score(document);
                    *share += share_of;
                }
            }
        }
        Ok(scored)
    }

    /// The share that the term at a place has in the weight of the heaviest terms.
    pub(super) fn share_of(&self, place: usize) -> f32 {
        let term = self.terms.iter().take(MEASURED_TERMS).nth(place);
        term.map_or(0.0, |term| term.idf_weight / self.measured)
    }
}

/// The posting lists of one term in the zones of a segment.
pub(super) struct Lists {
    each: Vec<List>,
    idf_weight: f32,
    k1: f32,
}

struct List {
    postings: SegmentPostings,
    norms: FieldNormReader,
    mean: f32,
    zone: Zone,
    weight: f32,
    b: f32,
}

impl Lists {
    /// The lowest document at which any list stands.
    pub(super) fn document(&self) -> DocId {
        let standing = self.each.iter().map(|list| list.postings.doc());
        standing.min().unwrap_or(TERMINATED)
    }

    /// Steps past a document.
    pub(super) fn advance_past(&mut self, document: DocId) {
        for list in &mut self.each {
            if list.postings.doc() == document {
                list.postings.advance();
            }
        }
    }

    /// Moves forward to a document; true where the term stands in it.
    pub(super) fn seek(&mut self, document: DocId) -> bool {
        let mut found = false;
        for list in &mut self.each {
            if list.postings.doc() < document {
                list.postings.seek(document);
            }
            found |= list.postings.doc() == document;
        }
        found
    }

    /// What the term is worth in a document that it has been moved to.
    pub(super) fn score(&self, document: DocId) -> f32 {
        let here = self
            .each
            .iter()
            .filter(|list| list.postings.doc() == document);
        let frequency: f32 = here.map(|list| list.frequency(document)).sum();
        self.idf_weight * frequency * (self.k1 + 1.0) / (frequency + self.k1)
    }

    /// Where the term stands in a document that it has been moved to, and how often.
    fn places(&self, document: DocId) -> Vec<(Cow<'static, str>, u32)> {
        let here = self
            .each
            .iter()
            .filter(|list| list.postings.doc() == document);
        here.map(|list| (list.zone.name().into(), list.postings.term_freq()))
            .collect()
    }
}

impl List {
    fn frequency(&self, document: DocId) -> f32 {
        let length = to_f32(u64::from(self.norms.fieldnorm(document)));
        let frequency = to_f32(u64::from(self.postings.term_freq()));
        self.weight * frequency / (1.0 - self.b + self.b * length / self.mean)
    }
}

/// A term of the query before it is looked up.
pub(super) struct Part {
    pub(super) field: Field,
    pub(super) text: String,
    pub(super) character: bool,
    pub(super) weight: f32,
    /// By the user, and not a second reading: only such a word may be mistyped.
    pub(super) said: bool,
}

impl Part {
    /// Whether it is a Latin word by itself.
    pub(super) fn is_word(&self) -> bool {
        !self.character && self.text.is_ascii() && !self.text.contains(analysis::JOINT)
    }

    fn term(&self, fields: &Fields, zone: Zone) -> Term {
        let zone = fields.zone(zone);
        let handle: Handle = if self.character {
            zone.characters
        } else {
            zone.terms
        };
        Term::from_field_text(handle, &self.text)
    }
}

/// All terms that the ranking looks at: those of the query as it was said, and lighter those of
/// its second readings.
pub(super) fn parts(said: &Query, query: &Query) -> Vec<Part> {
    let own = said.positive();
    let mut parts = Vec::new();
    for (field, text) in texts(&own) {
        add_parts(field, &text, (1.0, true), &mut parts);
    }
    for (field, value) in query.positive() {
        if is_text(field, value) && !own.contains(&(field, value)) {
            // The institution that a short name stands for is what was meant, not a hint.
            let factor = if field == Field::Institution {
                1.0
            } else {
                SECOND_READING
            };
            add_parts(field, text_of(value), (factor, false), &mut parts);
        }
    }
    parts
}

/// Adds the terms of a text; `weighed` is its weight, and whether the user said it.
fn add_parts(field: Field, text: &str, weighed: (f32, bool), parts: &mut Vec<Part>) {
    let (factor, said) = weighed;
    let units = analysis::units(text);
    let words = analysis::words(&units);
    for word in &words {
        for index in word.clone() {
            let (text, character, weight) = single(&units[index], word.len());
            let one = (text, character, weight);
            let two = pair(&units, &words, word, index).map(|(text, weight)| (text, false, weight));
            parts.extend(
                std::iter::once(one)
                    .chain(two)
                    .map(|(text, character, weight)| Part {
                        field,
                        text,
                        character,
                        weight: weight * factor,
                        said,
                    }),
            );
        }
    }
}

/// The positive words, those of one field joined by blanks.
fn texts(positive: &[(Field, &Value)]) -> Vec<(Field, String)> {
    let mut texts: Vec<(Field, String)> = Vec::new();
    for &(field, value) in positive {
        if !is_text(field, value) {
            continue;
        }
        match texts.iter_mut().find(|(known, _)| *known == field) {
            Some((_, text)) => {
                text.push(' ');
                text.push_str(text_of(value));
            }
            None => texts.push((field, text_of(value).to_owned())),
        }
    }
    texts
}

/// Known words that begin or end with a Latin word that stands nowhere, or are one letter away
/// from it: it may be a piece or a slip of one.
fn unknown(index: &View<'_>, part: &Part) -> Result<Vec<(Zone, Term)>> {
    let mut lists = Vec::new();
    if part.text.len() < MIN_PIECE_BYTES {
        return Ok(lists);
    }
    for &zone in zones_of(part.field) {
        let handle = index.fields.zone(zone).terms;
        for segment in index.searcher.segment_readers() {
            index.interrupt.check()?;
            let words = latin::words(&mut index.latin.borrow_mut(), segment, handle)?;
            for word in words.similar(&part.text, MIN_MISTYPED_BYTES) {
                let list = (zone, Term::from_field_text(handle, word));
                if lists.len() < MAX_PIECES && !lists.contains(&list) {
                    lists.push(list);
                }
            }
        }
    }
    Ok(lists)
}

/// The more characters a word has, the less each of them and their pairs say.
fn share_of(word: usize) -> f32 {
    (2.0 / to_f32(word.max(2) as u64)).sqrt()
}

/// A unit by itself: text, whether it is a character, weight.
fn single(unit: &Unit, word: usize) -> (String, bool, f32) {
    match &unit.text {
        Text::Han(c) if word == 1 => (c.to_string(), true, CHARACTER + CHARACTER_ALONE),
        Text::Han(c) => (c.to_string(), true, CHARACTER * share_of(word)),
        Text::Word(word) => {
            let singular = analysis::singular(word).unwrap_or_else(|| word.clone());
            (singular, false, LATIN)
        }
    }
}

/// A unit of `word` with the next one: text and weight.
fn pair(
    units: &[Unit],
    words: &[Range<usize>],
    word: &Range<usize>,
    index: usize,
) -> Option<(String, f32)> {
    let mut text = String::new();
    analysis::write_term(units, index, 2, &mut text)?;
    let (first, second) = (&units[index], units.get(index + 1)?);
    let alone = |place: usize| words.contains(&(place..place + 1));
    let weight = if first.range.end != second.range.start {
        PAIR_ACROSS_BLANK
    } else if word.contains(&(index + 1)) {
        PAIR_IN_WORD * share_of(word.len())
    } else if alone(index) && alone(index + 1) {
        PAIR_IN_WORD
    } else {
        PAIR_ACROSS
    };
    Some((text, weight))
}

/// Inverse document frequency over the zones, and the share of the records that hold the term;
/// `None` for a term that occurs nowhere.
fn idf(
    searcher: &Searcher,
    lists: &[(Zone, Term)],
    records: u64,
) -> tantivy::Result<Option<(f32, f32)>> {
    let mut frequency = 0;
    for (_, term) in lists {
        frequency += searcher.doc_freq(term)?;
    }
    Ok(rarity(frequency, records))
}

/// Inverse document frequency of what stands in so many of all records, and their share.
pub(super) fn rarity(frequency: u64, records: u64) -> Option<(f32, f32)> {
    let (frequency, records) = (to_f32(frequency.min(records)), to_f32(records));
    let odds = (records - frequency + 0.5) / (frequency + 0.5);
    (frequency > 0.0).then(|| ((1.0 + odds).ln(), frequency / records))
}

/// Mean length of each zone in terms.
fn lengths(index: &View<'_>) -> Result<[f32; Zone::ALL.len()]> {
    let records = index.searcher.num_docs().max(1);
    let mut lengths = [1.0; Zone::ALL.len()];
    for zone in Zone::ALL {
        let tokens = index
            .searcher
            .total_num_tokens(index.fields.zone(zone).terms)?;
        lengths[zone as usize] = (to_f32(tokens) / to_f32(records)).max(1.0);
    }
    Ok(lengths)
}

#[expect(clippy::cast_precision_loss, reason = "counts serve as weights")]
const fn to_f32(count: u64) -> f32 {
    count as f32
}

/// Whether a test is on words of a text.
pub(super) fn is_text(field: Field, value: &Value) -> bool {
    let words = matches!(
        value,
        Value::Word(_) | Value::Prefix(_) | Value::Wildcard(_) | Value::Phrase { .. }
    );
    words
        && matches!(
            field,
            Field::Any
                | Field::Title
                | Field::Abstract
                | Field::Keyword
                | Field::Text
                | Field::Institution
                | Field::Person
        )
}
