//! The use cases: what can be done with a library, once for every front end.

pub(crate) mod marks;
pub(crate) mod related;
pub(crate) mod samples;
pub(crate) mod session;
