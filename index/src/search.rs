//! Questions and answers: [`Request`](crate::request::Request) → [`Page`].

mod alike;
mod alike_query;
mod answer;
mod caches;
mod collect;
mod compile;
mod count;
mod counts;
mod dead_rights;
mod elsewhere;
mod executed;
mod expand;
mod explain;
mod facet_counts;
mod groups;
mod highlight;
mod hints;
mod interrupt;
mod kinds;
mod labels;
mod latin;
mod like_field;
mod matched;
mod matches;
mod near;
mod network;
mod packed;
mod page;
mod parallel;
mod places;
mod rank;
mod relaxed;
mod repeatable_seek;
mod statistics;
mod suggest;
mod tallies;
mod values;

pub(crate) use answer::Snapshot;
pub(crate) use caches::Caches;
pub use counts::{Count, Counts};
pub use elsewhere::{
    AlikeAnswer, AlikeAsked, AlikeFound, Answering, AnsweringAnswer, AnsweringAsked,
    AnsweringFound, Ask, AskAlike, FacetCondition, RankedTerm, Reader, Reading, RelaxedTerms,
};
pub use highlight::Highlighter;
pub(crate) use interrupt::Interrupt;
pub use like_field::more_like_id;
pub use matched::match_ids;
pub use page::{ClauseCount, Elsewhere, Explanation, Hit, Page, Reason, Standing};
