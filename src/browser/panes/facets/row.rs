//! A row of the pane of filters: what it stands for, and what is drawn of it.

use qiao_index::request::Facet;

use crate::ui::presentation::Symbols;

/// What a row stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum RowKey {
    /// The name of a facet.
    Heading(Facet),
    /// A value.
    Value(Facet, String),
    /// Shows all values, or few again.
    More(Facet),
}

/// Whether a value is filtered by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Chosen {
    /// It is not.
    No,
    /// Listings must have it.
    Yes,
    /// Listings must not have it.
    Excluded,
}

/// Whether something hangs below a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Branch {
    /// Nothing.
    Leaf,
    /// It is shown.
    Open,
    /// It is not shown.
    Closed,
}

/// What stands at the right of a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Tail {
    /// Nothing.
    Nothing,
    /// How many listings have the value, and how many have the most frequent one of its facet.
    Count(u64, u64),
    /// How many listings have the value is being counted.
    Uncounted,
    /// Years and their numbers of listings.
    Years(Vec<(u16, u64)>),
}

impl Tail {
    /// The same without numbers.
    pub(crate) const fn uncounted(&self) -> Self {
        match self {
            Self::Nothing | Self::Years(_) => Self::Nothing,
            Self::Count(..) | Self::Uncounted => Self::Uncounted,
        }
    }
}

/// One row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Row {
    /// What it stands for.
    pub(crate) key: RowKey,
    /// How deep in the tree: a heading is 0.
    pub(crate) depth: usize,
    /// Its words.
    pub(crate) text: String,
    /// What stands at its right.
    pub(crate) tail: Tail,
    /// Whether it is filtered by.
    pub(crate) chosen: Chosen,
    /// Whether something hangs below it.
    pub(crate) branch: Branch,
}

impl Row {
    /// Whether its mark of a branch, or the blank behind that, stands at a column.
    pub(crate) fn is_branch_at(&self, column: usize) -> bool {
        self.branch != Branch::Leaf && column / 2 == self.depth
    }

    /// What stands before its words.
    pub(crate) fn lead(&self, symbols: &Symbols) -> String {
        let branch = match self.branch {
            Branch::Leaf => "",
            Branch::Open => symbols.open,
            Branch::Closed => symbols.closed,
        };
        let RowKey::Value(facet, _) = &self.key else {
            return match self.branch {
                Branch::Leaf => "  ".to_owned(),
                _ => format!("{branch} "),
            };
        };
        let mark = match self.chosen {
            Chosen::No => " ",
            Chosen::Yes => symbols.yes,
            Chosen::Excluded => symbols.no,
        };
        let indent = "  ".repeat(self.depth.saturating_sub(1));
        // Of the fields only those in a wording of their own hang from another.
        let is_flat = *facet == Facet::Field && self.branch == Branch::Leaf && self.depth == 1;
        if facet.is_tree() && !is_flat {
            format!("{mark} {indent}{branch:<1} ")
        } else {
            format!("{mark} {indent}")
        }
    }
}
