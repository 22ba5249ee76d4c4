//! Questions and answers: [`Request`](crate::request::Request) → [`Page`].

mod alike;
mod answer;
mod caches;
mod collect;
mod compile;
mod counts;
mod expand;
mod explain;
mod highlight;
mod interrupt;
mod latin;
mod like;
mod near;
mod page;
mod parallel;
mod rank;
mod relaxed;
mod steady;
mod suggest;
mod values;

pub use alike::{alike, like};
pub(crate) use answer::Snapshot;
pub(crate) use caches::Caches;
pub use counts::{Count, Counts};
pub use highlight::Highlighter;
pub(crate) use interrupt::Interrupt;
pub use page::{ClauseCount, Explanation, Hit, Page, Reason};
