//! How much of what may be of any length is looked at: all of it is kept.

/// Characters of a query that are read; the rest is left out, and that is said. What a query costs
/// grows with its words, and nobody types more.
pub const MAX_QUERY_CHARACTERS: usize = 4_000;
/// `*` and `?` inside of one word of a query: every one may match anything, and each multiplies
/// the ways to read a word.
pub const MAX_GAPS: usize = 8;
/// Words of a query with `*` or `?` inside: each is compared with all words that there are.
pub const MAX_PATTERNS: usize = 16;
/// Words of a query with `*` at their end: each is looked for by all words that begin so.
pub const MAX_BEGINNINGS: usize = 64;
/// Names, keywords, classes and other values that one row of a file may list: each takes some 300
/// bytes of memory on its way into the library, and more in the index. The largest consortia have
/// some thousand.
pub const MAX_LISTED: usize = 20_000;
/// Bytes of all texts of a listing by which it is found: words that occur once take a hundred bytes
/// each while they are indexed.
pub const MAX_TEXT_INDEXED: usize = 256 << 10;
/// Bytes of its titles, keywords, institutions and persons each, likewise.
pub const MAX_NAMES_INDEXED: usize = 64 << 10;
