//! Numbers of records by facet and value.

use std::sync::Arc;

use crate::request::Counting;

/// Numbers of records by value number, one list a facet, in the order of
/// [`Facet::ALL`](crate::request::Facet::ALL).
pub(crate) type Tally = Vec<Vec<u64>>;

/// The tally of all records, with the state of the index and the way of counting that it is for.
pub(crate) type TallyOfAll = Option<((u64, Counting), Arc<Tally>)>;
