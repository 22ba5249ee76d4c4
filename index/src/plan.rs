//! A query as tests on the terms of records: what any engine is asked, whichever it is.
//!
//! How text is cut into terms, what a word may stand for and what a field means is settled where a
//! plan is made; an engine that holds the same terms gives the same answer.

pub use crate::analysis::is_han;
pub use crate::schema::{Number, PlacedTerm, RecordWords, Zone};

/// Where the terms of records stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum TermField {
    /// Pairs and Latin words of a zone, with positions.
    Terms(Zone),
    /// Single Han characters of a zone, with the positions of its terms.
    Characters(Zone),
    /// Numbers and e-mail addresses, whole.
    Number,
    /// Syllables and initials of names, with positions.
    Pinyin,
    /// Values of facets and flags, whole.
    Facet,
}

/// A piece of a pattern.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Piece {
    /// Just this.
    Text(String),
    /// Any letters of the same word, or none.
    Letters,
    /// One letter of the same word.
    Letter,
    /// Anything, or nothing.
    Any,
}

/// A stretch of text: terms with their distances from its start.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Part {
    /// Distance, where, and the term.
    pub terms: Vec<(usize, TermField, String)>,
    /// How many units it spans.
    pub length: u32,
}

/// A test on a record.
#[derive(Debug, Clone, PartialEq)]
pub enum Plan {
    /// Every record.
    All,
    /// No record.
    Nothing,
    /// A term; `is_ranked` where it says more the more often it stands there.
    Term {
        /// Where.
        field: TermField,
        /// The term.
        text: String,
        /// Whether its frequency counts.
        is_ranked: bool,
    },
    /// Terms at distances from the first one; the last may be a beginning where it is open.
    Row {
        /// Where.
        field: TermField,
        /// The terms, at least two.
        terms: Vec<(usize, String)>,
        /// Whether the last term only begins so.
        is_open: bool,
    },
    /// Parts near each other.
    Near {
        /// The parts.
        parts: Vec<Part>,
        /// Most units between neighbours; where they are in order, between all together.
        distance: u32,
        /// Whether they stand in this order.
        is_ordered: bool,
    },
    /// A term of this form.
    Pattern {
        /// Where.
        field: TermField,
        /// The form.
        pieces: Vec<Piece>,
    },
    /// A number that is known and lies in a range; both ends belong to it.
    Between {
        /// Which number.
        number: Number,
        /// Lowest, `None` for open.
        from: Option<i64>,
        /// Highest, `None` for open.
        to: Option<i64>,
    },
    /// The records in these rows; it says nothing of their rank.
    Rows(Vec<u64>),
    /// The records with these ids; it says nothing of their rank.
    Ids(Vec<String>),
    /// The records in these rows, by how much they are like something, in millionths.
    Alike(Vec<(u64, u32)>),
    /// One of these must hold.
    Any(Vec<Plan>),
    /// All of these must hold, and none of those.
    AllOf {
        /// What must hold.
        parts: Vec<Plan>,
        /// What must not.
        but: Vec<Plan>,
    },
    /// A test whose rank counts so much.
    Weighed(Box<Plan>, f32),
    /// A test all of whose records rank alike.
    Constant(Box<Plan>, f32),
}

impl Plan {
    /// All of these.
    pub(crate) const fn all(parts: Vec<Self>) -> Self {
        Self::AllOf {
            parts,
            but: Vec::new(),
        }
    }

    /// Any of these.
    pub(crate) fn any(mut parts: Vec<Self>) -> Self {
        match parts.len() {
            1 => parts.remove(0),
            _ => Self::Any(parts),
        }
    }

    /// A test whose rank counts so much.
    pub(crate) fn weighed(self, weight: f32) -> Self {
        Self::Weighed(Box::new(self), weight)
    }

    /// Parts near each other; parts that are no words cannot be near anything.
    pub(crate) fn near(parts: Vec<Part>, distance: u32, is_ordered: bool) -> Self {
        if parts.is_empty() || parts.iter().any(|part| part.terms.is_empty()) {
            return Self::Nothing;
        }
        Self::Near {
            parts,
            distance,
            is_ordered,
        }
    }
}
