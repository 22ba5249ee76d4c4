//! Questions and answers: [`Request`](crate::request::Request) → [`Page`].

mod alike;
mod answer;
pub(crate) mod collect;
mod compile;
mod counts;
mod expand;
mod explain;
mod highlight;
mod interrupt;
pub(crate) mod latin;
mod like;
mod near;
mod page;
mod parallel;
mod rank;
mod relaxed;
mod steady;
mod suggest;
pub(crate) mod values;

pub use alike::{alike, like};
pub use counts::{Count, Counts};
pub use explain::{Explanation, Reason};
pub use highlight::Highlighter;
pub use page::{ClauseCount, Hit, Page};
