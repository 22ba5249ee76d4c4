//! `match:` asked of another engine: it finds who may answer, and they are judged here beside the
//! asker, as those of the local index are.

use std::collections::HashMap;

use super::alike::{MOST, millionths, weighed};
use super::asked::{AnsweringAnswer, AnsweringAsked, AskAlike};
use super::{Ask, FacetCondition, Reader};
use crate::matching::{
    Asker, Asking, Band, Fit, MatchRequest, Matches, Missing, Weights, answering,
};
use crate::plan::{Plan, Zone};
use crate::query::{Parsed, Query};
use crate::request::Request;
use crate::search::compile::text_of;
use crate::search::elsewhere::relaxing::RankedTerm;
use crate::search::matched::{self, Matched};
use crate::search::matches::{
    CHARACTERS, Judged, MAX_CHARACTERS, MAX_MATCHES, MAX_TERMS, MIN_JUDGED, allowed, folded,
    is_declined, is_own, judged_alone, of_kinds, told,
};
use crate::search::rank;

/// Listings of who asks that may be among the best, beside those that are judged.
const OWN: usize = 20;

/// Who answers the listings and texts of a query.
#[derive(Debug, Default)]
pub struct Answering {
    /// Who asks: titles, or texts.
    pub asker: String,
    /// What they should be asked.
    pub ask: Vec<Missing>,
    /// How many that the user has declined are left out.
    pub declined: u64,
    /// How they answer, by their ids.
    pub fits: HashMap<String, Fit>,
}

impl Reader<'_> {
    /// A query in which those who answer stand in the place of the `match:` that asks, and how they
    /// do; `None` where none asks.
    ///
    /// # Errors
    /// The other engine cannot be asked.
    pub fn resolve_answering<E>(
        &self,
        parsed: Parsed,
        request: &Request,
        ask: Ask<'_, E>,
        models: &AskAlike<'_, E>,
    ) -> Result<(Parsed, Option<Answering>), E> {
        let Some((values, rest)) = matched::asked(&parsed.query) else {
            return Ok((parsed, None));
        };
        let among = self.expanded(&rest, request, ask)?;
        let mut matched: Matched<String> = Matched::new(rest);
        let wants_declined = matched.wants_declined();
        for value in &values {
            let named = text_of(value);
            let Some(record) = self.model(value, models)? else {
                matched.ask(named, Vec::new());
                continue;
            };
            let asker = Asker::of(&record, self.synonyms);
            let title = Some(&*record.title).filter(|title| !title.is_empty());
            matched.ask(title.unwrap_or(named), asker.missing());
            let kinds = of_kinds(answering(record.kind));
            let allowed = self.compiled(&Query::all_of(vec![kinds, among.clone()]));
            for mut judged in self.judged(&asker, allowed, MAX_MATCHES, models)? {
                let fit = &mut judged.answer.fit;
                if fit.band == Band::Weak {
                    continue;
                }
                if is_declined(fit) != wants_declined {
                    matched.asking.declined += u64::from(!wants_declined);
                    continue;
                }
                if values.len() > 1 {
                    fit.name_asker();
                }
                let Judged { place, row, answer } = judged;
                matched.add(place, row, answer.score, answer.fit);
            }
        }
        let found = matched.by_score().into_iter();
        let found: Vec<(u64, u32)> = found.map(|(row, score)| (row, millionths(score))).collect();
        let query = matched::answered(&parsed.query, found);
        let asking = std::mem::take(&mut matched.asking);
        let answering = Answering {
            asker: asking.title,
            ask: asking.ask,
            declined: asking.declined,
            fits: matched.into_fits().collect(),
        };
        Ok((Parsed { query, ..parsed }, Some(answering)))
    }

    /// Who answers a listing or a text, among what meets some conditions; `None` where there is no
    /// such listing.
    ///
    /// # Errors
    /// The other engine cannot be asked.
    pub fn matches<E>(
        &self,
        request: &MatchRequest,
        conditions: Vec<FacetCondition>,
        models: &AskAlike<'_, E>,
    ) -> Result<Option<Matches>, E> {
        let record = match &request.asking {
            Asking::Text(text) => Some(crate::matching::need_of_text(text)),
            Asking::Id(id) => (models.by_id)(id)?,
        };
        let Some(record) = record else {
            return Ok(None);
        };
        let asker = Asker::of(&record, self.synonyms);
        let mut parts = vec![self.compiled(&allowed(request, record.kind))];
        let mut but = Vec::new();
        for condition in conditions {
            parts.extend(condition.include);
            but.extend(condition.exclude);
        }
        let allowed = Plan::AllOf { parts, but };
        let judged = self.judged(&asker, allowed, request.limit, models)?;
        Ok(Some(told(&asker, request, judged)))
    }

    /// Reads the best of the listings that are allowed beside the asker.
    fn judged<E>(
        &self,
        asker: &Asker<'_>,
        allowed: Plan,
        limit: usize,
        models: &AskAlike<'_, E>,
    ) -> Result<Vec<Judged<String>>, E> {
        let limit = limit.max(MIN_JUDGED);
        let wanted = AnsweringAsked {
            terms: terms(asker),
            allowed,
            limit: limit + OWN,
        };
        let answer = (models.answering)(&wanted)?;
        let of_all = (&*wanted.terms, &*answer.frequencies, answer.listings);
        let heavy = weighed(of_all.0, of_all.1, of_all.2).into_iter();
        let weights = Weights::new(
            heavy
                .map(|(it, weight)| (it.text.clone(), weight))
                .collect(),
        );
        let whole = highest(&wanted.terms, &answer).max(f32::EPSILON);
        let found = answer.found.into_iter();
        let others = found.filter(|it| !is_own(asker.record, &it.record));
        let judged = others.take(limit).map(|it| Judged {
            place: it.record.id.clone(),
            row: it.row,
            answer: judged_alone((asker, &weights), self.kept, it.score / whole, it.record),
        });
        Ok(folded(judged.collect()))
    }
}

/// The weightiest words and the weightiest characters of an asker.
fn terms(asker: &Asker<'_>) -> Vec<RankedTerm> {
    let mut all = Vec::new();
    for (is_character, most, factor) in
        [(false, MAX_TERMS, 1.0), (true, MAX_CHARACTERS, CHARACTERS)]
    {
        let own = asker.terms.iter();
        let own = own.filter(|term| term.is_character == is_character);
        let mut terms: Vec<RankedTerm> = own
            .map(|term| RankedTerm {
                zones: &Zone::ALL,
                text: term.text.clone(),
                is_character,
                weight: term.weight() * factor,
                may_be_mistyped: false,
            })
            .collect();
        terms.sort_by(|a, b| b.weight.total_cmp(&a.weight));
        terms.truncate(most);
        all.append(&mut terms);
    }
    all
}

/// The score of a listing that says all that the asker says without end.
fn highest(terms: &[RankedTerm], answer: &AnsweringAnswer) -> f32 {
    let known = terms.iter().zip(&answer.frequencies);
    let weights = known.filter_map(|(term, frequency)| {
        let (idf, _) = rank::rarity(*frequency, answer.listings.max(1))?;
        Some(term.weight * idf * MOST)
    });
    weights.sum()
}
