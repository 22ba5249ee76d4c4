//! Questions and answers: [`Request`](crate::request::Request) → [`Page`].

mod alike;
mod alike_query;
mod answer;
mod caches;
mod collect;
mod compile;
mod counts;
mod dead_rights;
mod expand;
mod explain;
mod groups;
mod highlight;
mod interrupt;
mod labels;
mod latin;
mod like_field;
mod matched;
mod matches;
mod near;
mod page;
mod parallel;
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
pub use highlight::Highlighter;
pub(crate) use interrupt::Interrupt;
pub use like_field::more_like_id;
pub use matched::match_ids;
pub use page::{ClauseCount, Explanation, Hit, Page, Reason};
