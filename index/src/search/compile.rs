//! [`Query`] → [`Plan`]: exact matching.

mod facets;
mod text;

pub(crate) use facets::contains;
pub(super) use text::{text_of, zones_of};

use crate::checks::A_YEAR;
use crate::kept::{KeptFound, KeptListing};
use crate::plan::Plan;
use crate::query::{Field, Query, Value};
use crate::record::Date;
use crate::schema::{NAMES_DEAD, Number};
use facets::{facet_is, of_facet, of_words, word_of};
use text::{is_western, near, number, person, pinyin, words};

/// How the achievements that name a dead patent are known.
#[derive(Clone, Copy)]
pub(crate) enum DeadRights<'a> {
    /// By their rows; asked for where a query does.
    Rows(&'a [u64]),
    /// They are marked: see [`NAMES_DEAD`].
    Marked,
}

/// Compiles queries.
pub(crate) struct Compiler<'a> {
    pub(crate) today: Date,
    /// Where the query asks for what the user keeps.
    pub(crate) kept: Option<KeptFound<'a>>,
    pub(crate) dead_rights: DeadRights<'a>,
}

impl Compiler<'_> {
    /// The plan that matches what `query` says, exactly.
    pub(crate) fn compile(&self, query: &Query) -> Plan {
        match query {
            Query::All => Plan::All,
            Query::And(parts) => self.all_of(parts),
            Query::Or(parts) => Plan::any(parts.iter().map(|part| self.compile(part)).collect()),
            Query::Not(part) => self.all_of(std::slice::from_ref(&Query::Not(part.clone()))),
            Query::Match { field, value } => self.test(*field, value),
            Query::Near {
                field,
                distance,
                parts,
            } => near(*field, *distance, parts),
        }
    }

    fn all_of(&self, parts: &[Query]) -> Plan {
        let (mut all, mut but) = (Vec::new(), Vec::new());
        // What is like something is ranked by how much it is: the other clauses only choose.
        let ranks = parts.iter().any(Query::is_of_alike);
        for part in parts {
            match part {
                Query::Not(inner) => but.push(self.compile(inner)),
                part if ranks && !part.is_of_alike() => all.push(self.compile(part).weighed(0.0)),
                part => all.push(self.compile(part)),
            }
        }
        if all.is_empty() {
            all.push(Plan::All);
        }
        Plan::AllOf { parts: all, but }
    }

    fn test(&self, field: Field, value: &Value) -> Plan {
        match (field, value) {
            (_, Value::Alike(alike)) => Plan::Alike(alike.listings.clone()),
            // One that has not been asked has nothing to go by.
            (Field::Like | Field::Match, _) => Plan::Nothing,
            (Field::List | Field::Tag | Field::Note, value) => self.kept_as(field, value),
            (Field::Has, Value::Flag(word)) => facet_is("has", word),
            (Field::Is, Value::Flag(word)) => self.is(word),
            (_, Value::Range { from, to }) => range(field, *from, *to),
            (_, Value::Last { days }) => {
                let from = crate::days_before(self.today, *days);
                range(field, Some(i64::from(from.number())), None)
            }
            (_, Value::Flag(_)) => Plan::Nothing,
            (Field::Number, value) => number(value),
            (Field::Pinyin, value) => pinyin(value),
            (Field::Person, value) if is_western(text_of(value)) => person(text_of(value)),
            (field, value) => match (facets::facet_of(field), word_of(field)) {
                (Some(facet), _) => of_facet(facet, value),
                (None, Some(name)) => of_words(name, value),
                (None, None) => words(zones_of(field), value),
            },
        }
    }

    fn is(&self, word: &str) -> Plan {
        let today = i64::from(self.today.number());
        match word {
            "expired" => Plan::any(vec![
                facet_is("status", "expired"),
                between(Number::Expires, None, Some(today - 1)),
            ]),
            "stale" => between(Number::Touched, None, Some(today - i64::from(A_YEAR) - 1)),
            "dead" => Plan::any(vec![
                facet_is("legal", "dead"),
                match self.dead_rights {
                    DeadRights::Rows(rows) => Plan::Rows(rows.to_vec()),
                    DeadRights::Marked => facet_is("is", NAMES_DEAD),
                },
            ]),
            "withdrawn" => facet_is("status", "withdrawn"),
            "accepted" => self.judged(false),
            "declined" => self.judged(true),
            "listed" => self.kept_where(|it| !it.shortlists.is_empty()),
            "tagged" => self.kept_where(|it| !it.tags.is_empty()),
            "noted" => self.kept_where(|it| !it.note.is_empty()),
            "contacted" => self.kept_where(|it| it.contacted),
            "opened" => self.kept_where(|it| !it.opened.is_empty()),
            "copied" => self.kept_where(|it| !it.copied.is_empty()),
            "past-term" => between(Number::TermEnds, None, Some(today - 1)),
            _ => facet_is("is", word),
        }
    }

    /// The listings that are on a shortlist, have a tag or a note. A name in quotation marks is
    /// meant whole.
    fn kept_as(&self, field: Field, value: &Value) -> Plan {
        let wanted = text_of(value).to_lowercase();
        let is_whole = matches!(value, Value::Phrase { .. });
        let is_named = |name: &String| {
            let name = name.to_lowercase();
            name == wanted || !is_whole && name.contains(&wanted)
        };
        self.kept_where(|it| match field {
            Field::List => it.shortlists.iter().any(is_named),
            Field::Tag => it.tags.iter().any(is_named),
            _ => it.note.to_lowercase().contains(&wanted),
        })
    }

    fn kept_where(&self, test: impl Fn(&KeptListing) -> bool) -> Plan {
        self.kept
            .map_or(Plan::Nothing, |kept| kept.where_kept(test))
    }

    /// The listings of matches that were declined, or accepted.
    fn judged(&self, is_declined: bool) -> Plan {
        self.kept
            .map_or(Plan::Nothing, |kept| kept.judged(is_declined))
    }
}

fn range(field: Field, from: Option<i64>, to: Option<i64>) -> Plan {
    let overlaps = |highest: Number, lowest: Number| {
        Plan::all(vec![
            between(highest, from, None),
            between(lowest, None, to),
        ])
    };
    match field {
        // Ranges that overlap match.
        Field::Price => overlaps(Number::PriceMax, Number::PriceMin),
        Field::Budget => overlaps(Number::BudgetMax, Number::BudgetMin),
        Field::Trl => overlaps(Number::TrlMax, Number::TrlMin),
        // What has no date is 0 there.
        Field::Month => between(Number::Date, Some(from.unwrap_or(1).max(1)), to),
        Field::Filed => between(Number::Filed, from, to),
        Field::Published => between(Number::Published, from, to),
        Field::Granted => between(Number::Granted, from, to),
        Field::Expires => between(Number::Expires, from, to),
        Field::Added => between(Number::Added, from, to),
        Field::Changed => between(Number::Changed, from, to),
        Field::Priority => between(Number::Priority, from, to),
        Field::Cites => between(Number::Cites, from, to),
        Field::CitedBy => between(Number::CitedBy, from, to),
        Field::FamilySize => between(Number::FamilySize, from, to),
        _ => between(Number::Year, from, to),
    }
}

/// Both ends open still means: is known.
fn between(number: Number, from: Option<i64>, to: Option<i64>) -> Plan {
    constant(Plan::Between { number, from, to })
}

/// What only chooses.
fn constant(plan: Plan) -> Plan {
    Plan::Constant(Box::new(plan), 0.1)
}
