//! Requests read for another engine that holds the same terms (see
//! [`RecordWords`](crate::plan::RecordWords)): what it is to be asked, and what its answer means.
//!
//! The words are cut, expanded and compiled as for the local index. What only the index knows on
//! the way, whether a word stands anywhere at all, is asked of the other engine.

mod alike;
mod answering;
mod asked;
mod relaxing;

use std::collections::BTreeMap;

pub use answering::Answering;
pub use asked::{
    AlikeAnswer, AlikeAsked, AlikeFound, AnsweringAnswer, AnsweringAsked, AnsweringFound, AskAlike,
};
pub use relaxing::{RankedTerm, RelaxedTerms};

use super::compile::{Compiler, DeadRights, contains, zones_of};
use super::expand::Expander;
use super::highlight::Highlighter;
use super::matched::{asked, has_misplaced_match};
use super::suggest;
use crate::kept::{Kept, KeptFound};
use crate::names::Names;
use crate::plan::{Piece, Plan, TermField};
use crate::query::{self, Field, Parsed, Problem, ProblemKind, Query};
use crate::record::Record;
use crate::request::{Facet, Filter, Request};
use crate::schema::{facet_term, group_term};
use crate::synonyms::Synonyms;
use crate::vocab;

/// Lists the values of a facet in which a text stands, whatever its case.
type ListsValues<'a, E> = &'a dyn Fn(Facet, &str) -> Result<Vec<String>, E>;

/// What the other engine is asked while a request is read.
pub struct Ask<'a, E> {
    /// How many records a plan matches.
    pub count: &'a dyn Fn(&Plan) -> Result<u64, E>,
    /// The values of a facet in which a text stands, whatever its case.
    pub values: ListsValues<'a, E>,
}

// Not derived: an error need not be copied for what can fail with it to be.
impl<E> Clone for Ask<'_, E> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<E> Copy for Ask<'_, E> {}

/// Reads requests for another engine.
#[derive(Clone, Copy)]
pub struct Reader<'a> {
    pub(crate) synonyms: &'a Synonyms,
    pub(crate) kept: &'a Kept,
    pub(crate) names: &'a Names,
}

/// One reading of a request.
#[derive(Debug, Clone)]
pub struct Reading {
    /// As it was said.
    said: Query,
    /// With second readings.
    query: Query,
    /// What could not be read as meant.
    pub problems: Vec<Problem>,
}

/// A condition on the values of one facet.
#[derive(Debug, Clone, PartialEq)]
pub struct FacetCondition {
    /// Which facet.
    pub facet: Facet,
    /// What a record must match, where it must have any of some values.
    pub include: Option<Plan>,
    /// What it must not match.
    pub exclude: Option<Plan>,
}

impl Reader<'_> {
    /// The readings of a request, the first of them that finds something is meant: with what is
    /// bare and looks like a number, class or date taken for one, and as words.
    #[must_use]
    pub fn readings(&self, request: &Request) -> Vec<Parsed> {
        let (text, left_out) = query::searched(&request.query);
        let typing = request.typing && left_out.is_none();
        let also = query::parse(&request.also, false).query;
        let narrowed = |parsed: Parsed| {
            let mut problems = parsed.problems;
            problems.extend(left_out.clone());
            if has_misplaced_match(&parsed.query) {
                problems.push(Problem {
                    range: 0..request.query.len(),
                    what: ProblemKind::MisplacedMatch,
                });
            }
            Parsed {
                query: Query::all_of(vec![parsed.query, also.clone()]),
                problems,
            }
        };
        let guessed = narrowed(query::parse(text, typing));
        let words = narrowed(query::parse_words(text, typing));
        // A number that is not there must not fall apart into words.
        let is_number = |(field, _): &(Field, &query::Value)| *field == Field::Number;
        let differ =
            words.query != guessed.query && !guessed.query.positive().iter().any(is_number);
        std::iter::once(guessed)
            .chain(differ.then_some(words))
            .collect()
    }

    /// A reading with the second readings of its words.
    ///
    /// # Errors
    /// The other engine cannot be asked.
    pub fn read<E>(
        &self,
        parsed: Parsed,
        request: &Request,
        ask: Ask<'_, E>,
    ) -> Result<Reading, E> {
        let query = self.expanded(&parsed.query, request, ask)?;
        // Who answers is found already: what is asked beside it is what can be left out.
        let rest = asked(&parsed.query).map(|(_, rest)| rest);
        Ok(Reading {
            said: rest.unwrap_or(parsed.query),
            query,
            problems: parsed.problems,
        })
    }

    fn expanded<E>(&self, query: &Query, request: &Request, ask: Ask<'_, E>) -> Result<Query, E> {
        let stands = |field: Field, word: &str, prefix: bool| {
            let any_zone = zones_of(field).iter().map(|&zone| {
                let field = TermField::Terms(zone);
                if prefix {
                    let pieces = vec![Piece::Text(word.to_owned()), Piece::Any];
                    return Plan::Pattern { field, pieces };
                }
                Plan::Term {
                    field,
                    text: word.to_owned(),
                    is_ranked: false,
                }
            });
            Ok((ask.count)(&Plan::Any(any_zone.collect()))? > 0)
        };
        let expander = Expander {
            stands: &stands,
            synonyms: Some(self.synonyms).filter(|_| !request.without_synonyms),
        };
        expander.expand(query)
    }

    /// What a query matches, exactly.
    #[must_use]
    pub fn plan(&self, reading: &Reading) -> Plan {
        self.compiled(&reading.query)
    }

    fn compiled(&self, query: &Query) -> Plan {
        let compiler = Compiler {
            today: crate::today(),
            kept: Some(KeptFound::Ids(self.kept)),
            dead_rights: DeadRights::Marked,
        };
        compiler.compile(query)
    }

    /// What stays hard where the words of a query are relaxed.
    #[must_use]
    pub fn hard_plan(&self, reading: &Reading) -> Plan {
        self.compiled(&super::relaxed::hard(&reading.query))
    }

    /// The clauses of a query, printed, and what each matches alone; none where there is but one.
    ///
    /// # Errors
    /// The other engine cannot be asked.
    pub fn clauses<E>(
        &self,
        reading: &Reading,
        request: &Request,
        ask: Ask<'_, E>,
    ) -> Result<Vec<(String, Plan)>, E> {
        let clauses = reading.said.clauses();
        if clauses.len() < 2 {
            return Ok(Vec::new());
        }
        let each = clauses.into_iter().map(|clause| {
            let plan = self.compiled(&self.expanded(clause, request, ask)?);
            Ok((clause.to_string(), plan))
        });
        each.collect()
    }

    /// The query with a mistyped word put right, where a relaxed search found these, and these of
    /// its clauses alone match nothing.
    ///
    /// # Errors
    /// The other engine cannot be asked.
    pub fn suggestion<E>(
        &self,
        (reading, request): (&Reading, &Request),
        missing: &dyn Fn(usize) -> bool,
        near: &[&Record],
        ask: Ask<'_, E>,
    ) -> Result<Option<String>, E> {
        let count = |text: &str| {
            let query = query::parse_words(text, false).query;
            let query = self.expanded(&query, request, ask)?;
            (ask.count)(&self.compiled(&query))
        };
        if let Some(joined) = suggest::joined(&reading.said)
            && count(&joined)? > 0
        {
            return Ok(Some(joined));
        }
        let clauses = reading.said.clauses().into_iter().enumerate();
        let missing = clauses.filter(|(place, _)| missing(*place));
        let missing: Vec<&Query> = missing.map(|(_, clause)| clause).collect();
        for clause in &missing {
            let mut best = None;
            for apart in suggest::apart(clause) {
                let found = count(&apart.join(" "))?;
                best = best.max((found > 0).then_some((found, apart)));
            }
            if let Some((_, apart)) = best {
                let text = &request.query;
                return Ok(Some(text.replacen(&apart.concat(), &apart.join(" "), 1)));
            }
        }
        Ok(suggest::suggest(
            &request.query,
            missing.iter().copied(),
            near,
        ))
    }

    /// Filters as conditions, one a facet. A value that no record has is a condition that none
    /// meets.
    ///
    /// # Errors
    /// The other engine cannot be asked.
    pub fn conditions<E>(
        &self,
        filters: &[Filter],
        ask: Ask<'_, E>,
    ) -> Result<Vec<FacetCondition>, E> {
        let mut conditions: BTreeMap<Facet, (Option<Vec<Plan>>, Vec<Plan>)> = BTreeMap::new();
        for filter in filters {
            let plans = self.values_of(filter, ask)?;
            let (include, exclude) = conditions.entry(filter.facet).or_default();
            if filter.exclude {
                exclude.extend(plans);
            } else {
                include.get_or_insert_default().extend(plans);
            }
        }
        let conditions = conditions.into_iter();
        let conditions = conditions.map(|(facet, (include, exclude))| FacetCondition {
            facet,
            include: include.map(Plan::Any),
            exclude: (!exclude.is_empty()).then_some(Plan::Any(exclude)),
        });
        Ok(conditions.collect())
    }

    /// What has the value that a filter names: the value as it is, what a vocabulary knows by that
    /// name, or what begins so or holds it.
    fn values_of<E>(&self, filter: &Filter, ask: Ask<'_, E>) -> Result<Vec<Plan>, E> {
        let Filter { facet, value, .. } = filter;
        if facet.is_of_labels() {
            return Ok(vec![self.labelled(*facet, value)]);
        }
        let is = |value: &String| self.has_value(*facet, value);
        let exact = is(value);
        if (ask.count)(&exact)? > 0 {
            return Ok(vec![exact]);
        }
        let known: Vec<Plan> = vocab::resolve(*facet, value).iter().map(is).collect();
        if !known.is_empty() && (ask.count)(&Plan::Any(known.clone()))? > 0 {
            return Ok(known);
        }
        if value.is_empty() {
            return Ok(vec![contains(facet.as_str(), "")]);
        }
        let mut values = vocab::beginning(*facet, value);
        values.extend((ask.values)(*facet, value)?);
        Ok(values.iter().map(is).collect())
    }

    /// The listings with a label of the user's.
    fn labelled(&self, facet: Facet, label: &str) -> Plan {
        let kept = KeptFound::Ids(self.kept);
        kept.where_kept(|it| {
            let labels = match facet {
                Facet::Shortlist => &it.shortlists,
                _ => &it.tags,
            };
            labels.iter().any(|it| it == label)
        })
    }

    /// What has a value of a facet; of the name of an institution, any of its spellings.
    fn has_value(&self, facet: Facet, value: &str) -> Plan {
        let text = if facet.is_of_names() {
            group_term(facet, &self.names.group(value))
        } else {
            facet_term(facet.as_str(), value)
        };
        Plan::Term {
            field: TermField::Facet,
            text,
            is_ranked: false,
        }
    }

    /// The counts of a facet's values with spellings of one name added up, each in the spelling
    /// that the user wants, else the most frequent.
    #[must_use]
    pub fn grouped(&self, facet: Facet, counts: Vec<(String, u64)>) -> Vec<(String, u64)> {
        if !facet.is_of_names() {
            return counts;
        }
        let mut groups: BTreeMap<String, (String, u64, u64)> = BTreeMap::new();
        for (value, count) in counts {
            let group = self.names.group(&value);
            let (shown, best, all) = groups.entry(group).or_default();
            *all += count;
            if count > *best {
                (*shown, *best) = (value, count);
            }
        }
        let groups = groups.into_iter();
        let shown = groups.map(|(group, (shown, _, all))| {
            let wanted = self.names.shown(&group).map(str::to_owned);
            (wanted.unwrap_or(shown), all)
        });
        shown.collect()
    }

    /// The listings of a shortlist or tag of the user's: each label with their ids.
    #[must_use]
    pub fn labels(&self, facet: Facet) -> BTreeMap<&str, Vec<&str>> {
        let mut labels: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for (id, listing) in self.kept.labelled() {
            let names = match facet {
                Facet::Shortlist => &listing.shortlists,
                Facet::Tag => &listing.tags,
                _ => continue,
            };
            for name in names {
                labels.entry(name).or_default().push(id);
            }
        }
        labels
    }
}

impl Reading {
    /// The reading without withdrawn records; `None` where it asks for their status itself.
    #[must_use]
    pub fn without_withdrawn(&self) -> Option<Self> {
        if self.query.asks_for_status() {
            return None;
        }
        let others = Query::Not(Box::new(Query::withdrawn()));
        Some(Self {
            query: Query::all_of(vec![self.query.clone(), others]),
            ..self.clone()
        })
    }

    /// The withdrawn records of it.
    #[must_use]
    pub fn withdrawn(&self) -> Self {
        Self {
            query: Query::all_of(vec![self.query.clone(), Query::withdrawn()]),
            ..self.clone()
        }
    }

    /// How the query was understood, printed as a query.
    #[must_use]
    pub fn interpreted(&self) -> String {
        self.query.to_string()
    }

    /// What to mark in texts shown with its answer.
    #[must_use]
    pub fn highlighter(&self, relaxed: bool) -> Highlighter {
        Highlighter::new(&self.query, relaxed)
    }

    /// Whether more than two words are to be near each other anywhere in it.
    #[must_use]
    pub fn has_long_nearness(&self) -> bool {
        self.query.has_long_nearness()
    }

    /// The words that rank what is found.
    #[must_use]
    pub fn ranked(&self) -> Vec<RankedTerm> {
        relaxing::ranked(&self.said, &self.query)
    }
}
