//! A mark on a listing: what a reader of it should know.

/// A finding in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Badge {
    /// In few words.
    pub(crate) name: &'static str,
    /// What was seen, and what to make of it.
    pub(crate) why: String,
    /// The value that it is about, where it is about one.
    pub(crate) value: Option<String>,
    /// Whether it tells one listing from others, and so is worth a place in the results.
    pub(crate) is_telling: bool,
}
