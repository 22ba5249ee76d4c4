//! What a `like:` stands for once it has been asked.

use super::Value;

/// The listings that are like another, or like a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Alike {
    /// The value as it was said, which is printed.
    pub(crate) said: Value,
    /// The rows of the listings and how much they are like it, in millionths; the likest first.
    pub(crate) listings: Vec<(u64, u32)>,
    /// Its words that say most, which are marked in the listings.
    pub(crate) words: Vec<String>,
}

impl Alike {
    /// Nothing is like it.
    pub(crate) const fn nothing(said: Value) -> Self {
        Self {
            said,
            listings: Vec::new(),
            words: Vec::new(),
        }
    }
}
