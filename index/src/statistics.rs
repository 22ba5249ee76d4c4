//! Counting: what can be asked of the listings that a search finds, and the figures that answer it.

use serde::{Deserialize, Serialize};

use crate::record::Date;
use crate::request::{Facet, Request};

/// By what listings are counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Dimension {
    /// A facet; values of a tree as listings have them.
    Facet(Facet),
    /// The province of the region, with all that lies in it; abroad the country.
    Province,
    /// The city of the region, with all that lies in it.
    City,
    /// The class of the IPC: `A61`.
    IpcClass,
    /// The subclass of the IPC: `A61K`.
    IpcSubclass,
    /// The year in which a patent was filed.
    FilingYear,
    /// The month of the date that the year is taken from.
    Month,
    /// What kind of institution its name says.
    InstitutionKind,
    /// How far deals have come.
    DealStage,
    /// The kind of contract of deals.
    ContractKind,
}

impl Dimension {
    /// Those that are no facets.
    pub const OWN: [Self; 9] = [
        Self::Province,
        Self::City,
        Self::InstitutionKind,
        Self::IpcClass,
        Self::IpcSubclass,
        Self::FilingYear,
        Self::Month,
        Self::DealStage,
        Self::ContractKind,
    ];

    /// All of them: the facets, then the others.
    pub fn all() -> impl Iterator<Item = Self> {
        Facet::ALL.into_iter().map(Self::Facet).chain(Self::OWN)
    }

    /// The word used on the command line.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Facet(facet) => facet.as_str(),
            Self::Province => "province",
            Self::City => "city",
            Self::IpcClass => "ipc:3",
            Self::IpcSubclass => "ipc:4",
            Self::FilingYear => "filing-year",
            Self::Month => "month",
            Self::InstitutionKind => "institution-kind",
            Self::DealStage => "deal-stage",
            Self::ContractKind => "contract-kind",
        }
    }

    /// The facet that its values are taken from.
    #[must_use]
    pub const fn facet(self) -> Option<Facet> {
        match self {
            Self::Facet(facet) => Some(facet),
            Self::Province | Self::City => Some(Facet::Region),
            Self::IpcClass | Self::IpcSubclass => Some(Facet::Ipc),
            Self::InstitutionKind => Some(Facet::Institution),
            Self::FilingYear | Self::Month | Self::DealStage | Self::ContractKind => None,
        }
    }

    /// Whether its values stand in an order of their own, whatever their counts: times and stages.
    #[must_use]
    pub const fn is_ordered(self) -> bool {
        matches!(
            self,
            Self::Facet(Facet::Year) | Self::FilingYear | Self::Month | Self::DealStage
        )
    }
}

/// The steps of a course of time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Over {
    /// Years.
    Year,
    /// Months.
    Month,
}

/// What is counted.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Measure {
    /// Listings.
    #[default]
    Listings,
    /// Patent families; what is no patent stands for itself.
    Families,
    /// Contracts, and what they are worth together, in yuan.
    Amount,
    /// Contracts, and how much of their worth is for technology, in yuan.
    TechnologyAmount,
    /// Listings that ask for a price in yuan, and its median; of a range the middle counts.
    Price,
}

impl Measure {
    /// All of them.
    pub const ALL: [Self; 5] = [
        Self::Listings,
        Self::Families,
        Self::Amount,
        Self::TechnologyAmount,
        Self::Price,
    ];

    /// The word used on the command line.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Listings => "listings",
            Self::Families => "families",
            Self::Amount => "amount",
            Self::TechnologyAmount => "technology-amount",
            Self::Price => "price",
        }
    }

    /// Whether contracts are counted, and not listings.
    #[must_use]
    pub const fn is_of_contracts(self) -> bool {
        matches!(self, Self::Amount | Self::TechnologyAmount)
    }

    /// Whether there is an amount beside the count.
    #[must_use]
    pub const fn has_amount(self) -> bool {
        !matches!(self, Self::Listings | Self::Families)
    }
}

/// A deal, as far as it is counted. Whoever keeps deals says so with every question.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct DealFigures {
    /// Id of the listing that answers.
    pub offer: String,
    /// Id of the listing that is answered.
    pub need: String,
    /// How far it has come: a code, and its place among all stages.
    pub stage: (String, usize),
    /// The kind of contract: a code; empty where nothing was said.
    pub contract_kind: String,
    /// The day of the contract; without one it is none.
    pub signed: Option<Date>,
    /// What the contract is worth, in fen; `None` for what is not said, or not in yuan.
    pub amount: Option<u64>,
    /// How much of that is for technology, likewise.
    pub technology_amount: Option<u64>,
}

/// What is to be counted.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Tabulation {
    /// Of which listings: query, filters, second query, synonyms, withdrawn ones.
    pub request: Request,
    /// By what: one or two, or none.
    pub by: Vec<Dimension>,
    /// Over which steps of time.
    pub over: Option<Over>,
    /// What is counted.
    pub measure: Measure,
    /// Values of a field that are told one by one: those with the most; all others are one. Times
    /// and stages are never cut.
    pub top: Option<usize>,
    /// Values of trees are counted at the highest level, each with all below it.
    pub at_top: bool,
    /// All deals.
    pub deals: Vec<DealFigures>,
}

/// What a row is of.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Category {
    /// A value: a code for coded vocabularies, `2026`, `2026-10`.
    Value(String),
    /// All other values, as one.
    Others,
    /// No value is stated.
    NotStated,
}

impl Category {
    /// The value.
    #[must_use]
    pub fn value(&self) -> Option<&str> {
        match self {
            Self::Value(value) => Some(value),
            Self::Others | Self::NotStated => None,
        }
    }
}

/// One cell of a table.
#[derive(Debug, Clone, PartialEq)]
pub struct Cell {
    /// Of which category of each field, by its place in [`Table::axes`]; the time last.
    pub places: Vec<usize>,
    /// Listings, families, contracts, or listings with a price.
    pub count: u64,
    /// Amount in yuan, or median in yuan.
    pub amount: Option<f64>,
}

/// One side of a table: a field, or time.
#[derive(Debug, Clone, PartialEq)]
pub struct Axis {
    /// Its categories in the order in which they are shown; what is not stated comes last, all
    /// others before it.
    pub categories: Vec<Category>,
    /// Listings (or contracts) of each category, each once.
    pub totals: Vec<u64>,
    /// How many values are taken together as [`Category::Others`].
    pub folded: usize,
    /// Whether any listing has several values: the sum of the counts exceeds their number.
    pub has_several: bool,
}

/// Figures.
#[derive(Debug, Default, Clone, PartialEq)]
pub struct Table {
    /// How the query was understood.
    pub interpreted: String,
    /// How many withdrawn listings match, where they are left out.
    pub withdrawn: u64,
    /// Listings found, or their contracts.
    pub total: u64,
    /// The fields in their order, then the time.
    pub axes: Vec<Axis>,
    /// The cells in which something is, in the order of the axes.
    pub cells: Vec<Cell>,
    /// Contracts that say no amount in yuan.
    pub without_amount: u64,
    /// Deals whose listings are not in the library.
    pub deals_without_listing: u64,
}

impl Table {
    /// The cell at some places.
    #[must_use]
    pub fn cell(&self, places: &[usize]) -> Option<&Cell> {
        let found = self
            .cells
            .binary_search_by(|cell| cell.places.as_slice().cmp(places));
        self.cells.get(found.ok()?)
    }
}
