//! One side of a table while it is counted: which categories a listing is in, as numbers.

use std::cmp::Ordering;
use std::collections::HashMap;
use std::sync::Arc;

use tantivy::columnar::{Column, ColumnIndex, ColumnType, MonotonicallyMappableToU64 as _};
use tantivy::{DocId, SegmentReader};

use super::stream::{NOT_STATED, Stream};
use crate::inner_error::Result;
use crate::request::Facet;
use crate::schema::{Number, ordinal};
use crate::search::answer::Search;
use crate::search::kinds::Kinds;
use crate::search::values::Values;
use crate::statistics::{DealFigures, Dimension, Over};
use crate::vocab::{self, INSTITUTION_KINDS};

/// One more than the last year that a date can have.
const YEARS: u32 = 10_000;
/// Cities that are provinces, and regions that are cities.
const CITY_PROVINCES: [&str; 6] = ["11", "12", "31", "50", "81", "82"];

/// What the categories are called, by their numbers from 1.
pub(super) enum Names {
    List(Arc<Vec<String>>),
    Years,
    Months,
}

/// Where the categories of a listing, or of a deal, are read.
enum Coding {
    /// In the column of a facet.
    Facet {
        facet: Facet,
        assigned_only: bool,
        mapping: Mapping,
    },
    /// In a column of numbers.
    Number(Number, Calendar),
    /// In the deals of a listing, each once, and of each deal by its place among all.
    Deals {
        of_listing: HashMap<(u32, DocId), Vec<u32>>,
        of_deal: Vec<u32>,
    },
}

/// Which category a value of a facet is, by its number.
enum Mapping {
    /// Each is one of its own.
    Own,
    /// As listed; [`NOT_STATED`] for none.
    Listed(Vec<u32>),
    /// The kind of the institution with the name.
    Kinds(Arc<Kinds>),
}

impl Mapping {
    #[inline]
    fn category(&self, value: usize) -> u32 {
        match self {
            Self::Own => narrow(value + 1),
            Self::Listed(categories) => categories.get(value).copied().unwrap_or(NOT_STATED),
            Self::Kinds(kinds) => kinds.category(value),
        }
    }
}

/// One side of a table.
pub(super) struct Side {
    coding: Coding,
    pub(super) names: Names,
    /// Whether the categories keep their order whatever their counts.
    pub(super) is_ordered: bool,
    /// Several values can be one category.
    joins: bool,
}

/// What a side reads of one segment.
pub(super) enum Reader {
    Values(Option<Arc<Values>>),
    /// Numbers as the column has them, which is faster to read.
    Number(Option<Column<u64>>),
    Nothing,
}

impl Names {
    pub(super) fn name(&self, category: u32) -> String {
        match self {
            Self::List(names) => {
                let place = category.saturating_sub(1) as usize;
                names.get(place).cloned().unwrap_or_default()
            }
            Self::Years => format!("{category:04}"),
            Self::Months => {
                let months = category.saturating_sub(1);
                format!("{:04}-{:02}", months / 12, months % 12 + 1)
            }
        }
    }

    /// The order of two categories by their names.
    pub(super) fn compare(&self, a: u32, b: u32) -> Ordering {
        let Self::List(names) = self else {
            return a.cmp(&b);
        };
        let name = |category: u32| names.get(category.saturating_sub(1) as usize);
        name(a).cmp(&name(b))
    }
}

/// Where deals stand in the index: the offer, and the need.
pub(super) type DealPlaces = Vec<[Option<(u32, DocId)>; 2]>;

/// The deals that are counted, and where their listings stand.
#[derive(Clone, Copy)]
pub(super) struct Deals<'a> {
    pub(super) all: &'a [DealFigures],
    pub(super) places: &'a DealPlaces,
}

impl Side {
    /// The side of a field.
    pub(super) fn of(
        search: &Search<'_>,
        (by, at_top): (Dimension, bool),
        deals: Deals<'_>,
    ) -> Result<Self> {
        Ok(match by {
            Dimension::Facet(facet) if at_top && facet.is_tree() => {
                of_places(search, facet, |value| vocab::parent(facet, value).is_none())?
            }
            Dimension::Facet(facet) => {
                let names = search.shown_values(facet, usize::MAX)?;
                Self::of_facet(facet, Names::List(names), Mapping::Own)
            }
            Dimension::Province => of_places(search, Facet::Region, |region| {
                vocab::parent(Facet::Region, region).is_none()
            })?,
            Dimension::City => of_places(search, Facet::Region, is_city)?,
            Dimension::IpcClass => of_places(search, Facet::Ipc, |symbol| is_symbol(symbol, 3))?,
            Dimension::IpcSubclass => of_places(search, Facet::Ipc, |symbol| is_symbol(symbol, 4))?,
            Dimension::InstitutionKind => of_kinds(search)?,
            Dimension::FilingYear => Self::of_number(Number::Filed, Calendar::YearOfDay),
            Dimension::Month => Self::of_number(Number::Date, Calendar::MonthOfDay),
            Dimension::DealStage => of_stages(deals),
            Dimension::ContractKind => of_contract_kinds(deals),
        })
    }

    /// The side of time: of listings by their date, of contracts by the day of signing.
    pub(super) fn over(over: Over, of_contracts: bool, deals: Deals<'_>) -> Self {
        let calendar = match over {
            Over::Year => Calendar::YearOfDay,
            Over::Month => Calendar::MonthOfDay,
        };
        if !of_contracts {
            return match over {
                Over::Year => Self::of_number(Number::Year, Calendar::Year),
                Over::Month => Self::of_number(Number::Date, Calendar::MonthOfDay),
            };
        }
        let signed = deals.all.iter().map(|deal| {
            let day = deal.signed.map_or(0, |day| i64::from(day.number()));
            calendar.category(day)
        });
        Self::of_deals(signed.collect(), calendar.names(), deals, true)
    }

    /// The values that listings were given themselves.
    const fn of_facet(facet: Facet, names: Names, mapping: Mapping) -> Self {
        Self {
            coding: Coding::Facet {
                facet,
                assigned_only: true,
                mapping,
            },
            names,
            is_ordered: matches!(facet, Facet::Year),
            joins: false,
        }
    }

    const fn of_number(number: Number, calendar: Calendar) -> Self {
        Self {
            coding: Coding::Number(number, calendar),
            names: calendar.names(),
            is_ordered: true,
            joins: false,
        }
    }

    fn of_deals(of_deal: Vec<u32>, names: Names, deals: Deals<'_>, is_ordered: bool) -> Self {
        let mut of_listing: HashMap<(u32, DocId), Vec<u32>> = HashMap::new();
        for (category, places) in of_deal.iter().zip(deals.places) {
            for place in places.iter().flatten() {
                let known = of_listing.entry(*place).or_default();
                if *category != NOT_STATED && !known.contains(category) {
                    known.push(*category);
                }
            }
        }
        Self {
            coding: Coding::Deals {
                of_listing,
                of_deal,
            },
            names,
            is_ordered,
            joins: true,
        }
    }

    /// Opens what is read of a segment.
    pub(super) fn reader(&self, search: &Search<'_>, segment: &SegmentReader) -> Result<Reader> {
        Ok(match &self.coding {
            Coding::Facet { facet, .. } => Reader::Values(search.values(segment, *facet)?),
            Coding::Number(number, _) => {
                let (columns, wanted) = (segment.fast_fields(), [ColumnType::I64]);
                let column = columns.u64_lenient_for_type(Some(&wanted), number.name())?;
                Reader::Number(column.map(|(column, _)| column))
            }
            Coding::Deals { .. } => Reader::Nothing,
        })
    }

    /// Reads listings of a segment one after the other.
    pub(super) fn read_block(
        &self,
        reader: &Reader,
        (segment, documents): (u32, &[DocId]),
        stream: &mut Stream,
    ) {
        match (&self.coding, reader) {
            (Coding::Facet { .. }, Reader::Values(Some(values))) => {
                if let Some(singles) = values.singles() {
                    return self.read_singles(singles, documents, stream);
                }
                let mut categories = Vec::new();
                for &document in documents {
                    match values.of(document) {
                        &[value] => stream.add_single(self.category(value)),
                        several => {
                            self.read_values(several, &mut categories);
                            stream.add(&categories);
                        }
                    }
                }
            }
            (Coding::Number(_, calendar), Reader::Number(Some(column))) => {
                calendar.read(column, documents, stream);
            }
            (Coding::Deals { of_listing, .. }, _) => {
                for &document in documents {
                    let deals = of_listing.get(&(segment, document));
                    stream.add(deals.map_or(&[], Vec::as_slice));
                }
            }
            _ => documents.iter().for_each(|_| stream.add_single(NOT_STATED)),
        }
    }

    /// Reads listings that have a single value each, listed by document. What holds for all of them
    /// is asked once: there may be millions.
    fn read_singles(&self, values: &[u32], documents: &[DocId], stream: &mut Stream) {
        let Coding::Facet {
            assigned_only,
            mapping,
            ..
        } = &self.coding
        else {
            return;
        };
        let value = |document: &DocId| values.get(*document as usize).copied().unwrap_or(0);
        let values = documents.iter().map(value);
        let unassigned = u32::from(!assigned_only);
        let own = |value: u32| (ordinal(value), (value & 1) | unassigned == 1);
        let or_none = |(category, is_counted): (u32, bool)| {
            if is_counted { category } else { NOT_STATED }
        };
        match mapping {
            Mapping::Own => stream.add_singles(values.map(|value| {
                let (value, is_counted) = own(value);
                or_none((narrow(value + 1), is_counted))
            })),
            mapping => stream.add_singles(values.map(|value| {
                let (value, is_counted) = own(value);
                or_none((mapping.category(value), is_counted))
            })),
        }
    }

    /// Reads a deal by its place among all, and that of its listing.
    pub(super) fn read_deal(
        &self,
        reader: &Reader,
        ((segment, document), deal): ((u32, DocId), usize),
        stream: &mut Stream,
    ) {
        match &self.coding {
            Coding::Deals { of_deal, .. } => {
                stream.add_single(of_deal.get(deal).copied().unwrap_or(NOT_STATED));
            }
            _ => self.read_block(reader, (segment, &[document]), stream),
        }
    }

    /// The category of a value of a facet.
    #[inline]
    fn category(&self, value: u32) -> u32 {
        match &self.coding {
            Coding::Facet {
                assigned_only,
                mapping,
                ..
            } if !assigned_only || value & 1 == 1 => mapping.category(ordinal(value)),
            _ => NOT_STATED,
        }
    }

    /// The categories of a listing with these values of a facet.
    fn read_values(&self, values: &[u32], categories: &mut Vec<u32>) {
        categories.clear();
        for value in values {
            let category = self.category(*value);
            if category != NOT_STATED && !(self.joins && categories.contains(&category)) {
                categories.push(category);
            }
        }
    }
}

fn narrow(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(NOT_STATED)
}

/// The values of a tree that are of one level, each with all below it.
fn of_places(search: &Search<'_>, facet: Facet, is_one: impl Fn(&str) -> bool) -> Result<Side> {
    let names = search.shown_values(facet, usize::MAX)?;
    let numbered = names.iter().zip(1..);
    let categories = numbered.map(|(name, number)| if is_one(name) { number } else { NOT_STATED });
    let mapping = Mapping::Listed(categories.collect());
    Ok(Side {
        coding: Coding::Facet {
            facet,
            assigned_only: false,
            mapping,
        },
        ..Side::of_facet(facet, Names::List(names), Mapping::Own)
    })
}

/// Kinds of institutions, by their names.
fn of_kinds(search: &Search<'_>) -> Result<Side> {
    let names = search.shown_values(Facet::Institution, usize::MAX)?;
    let kinds = search.snapshot.caches.kinds(&names);
    let called = INSTITUTION_KINDS.map(str::to_owned).to_vec();
    Ok(Side {
        joins: true,
        ..Side::of_facet(
            Facet::Institution,
            Names::List(Arc::new(called)),
            Mapping::Kinds(kinds),
        )
    })
}

fn of_stages(deals: Deals<'_>) -> Side {
    let mut stages: Vec<(usize, &str)> = deals
        .all
        .iter()
        .map(|it| (it.stage.1, &*it.stage.0))
        .collect();
    stages.sort_unstable();
    stages.dedup();
    let of_deal = deals.all.iter().map(|deal| {
        let place = stages.iter().position(|(at, _)| *at == deal.stage.1);
        place.map_or(NOT_STATED, |place| narrow(place + 1))
    });
    let of_deal = of_deal.collect();
    let names = stages
        .iter()
        .map(|(_, stage)| (*stage).to_owned())
        .collect();
    Side::of_deals(of_deal, Names::List(Arc::new(names)), deals, true)
}

fn of_contract_kinds(deals: Deals<'_>) -> Side {
    let mut kinds: Vec<String> = Vec::new();
    let of_deal = deals.all.iter().map(|deal| match &*deal.contract_kind {
        "" => NOT_STATED,
        kind => number_of(kind, &mut kinds),
    });
    let of_deal = of_deal.collect();
    Side::of_deals(of_deal, Names::List(Arc::new(kinds)), deals, false)
}

/// The number of a name in a list, from 1; it is added where it is new.
fn number_of(name: &str, names: &mut Vec<String>) -> u32 {
    let place = names.iter().position(|known| known == name);
    let place = place.unwrap_or_else(|| {
        names.push(name.to_owned());
        names.len() - 1
    });
    narrow(place + 1)
}

/// Whether a region is a city: of the second level, of a province without cities the province.
fn is_city(region: &str) -> bool {
    let path = vocab::path(Facet::Region, region);
    match path.as_slice() {
        [province] => CITY_PROVINCES.contains(&province.as_str()),
        [province, _] => !CITY_PROVINCES.contains(&province.as_str()),
        _ => false,
    }
}

/// Whether a text is a symbol of the IPC with so many places.
fn is_symbol(text: &str, places: usize) -> bool {
    text.len() == places && vocab::path(Facet::Ipc, text).len() >= places.min(3) - 1
}

/// What a number says of time.
#[derive(Clone, Copy)]
enum Calendar {
    /// A year.
    Year,
    /// `yyyymmdd`; the year of it.
    YearOfDay,
    /// The same; the month of it, counted from the year 0.
    MonthOfDay,
}

impl Calendar {
    const fn names(self) -> Names {
        match self {
            Self::Year | Self::YearOfDay => Names::Years,
            Self::MonthOfDay => Names::Months,
        }
    }

    /// The category of a number.
    #[inline]
    fn category(self, number: i64) -> u32 {
        let number = u32::try_from(number).unwrap_or(NOT_STATED);
        let year = |year: u32| if year < YEARS { year } else { NOT_STATED };
        match self {
            Self::Year => year(number),
            Self::YearOfDay => year(number / 10_000),
            Self::MonthOfDay => match (year(number / 10_000), number / 100 % 100) {
                (NOT_STATED, _) | (_, 0) => NOT_STATED,
                (year, month) => year * 12 + month,
            },
        }
    }

    /// Reads the categories of listings in a column. What is asked of each is settled once: there may
    /// be millions.
    fn read(self, column: &Column<u64>, documents: &[DocId], stream: &mut Stream) {
        match self {
            Self::Year => read(column, documents, stream, |it| Self::Year.category(it)),
            Self::YearOfDay => read(column, documents, stream, |it| Self::YearOfDay.category(it)),
            Self::MonthOfDay => read(column, documents, stream, |it| {
                Self::MonthOfDay.category(it)
            }),
        }
    }
}

fn read(
    column: &Column<u64>,
    documents: &[DocId],
    stream: &mut Stream,
    category: impl Fn(i64) -> u32,
) {
    let category = |number: u64| category(i64::from_u64(number));
    if matches!(column.index, ColumnIndex::Full) {
        let mut numbers = vec![0; documents.len()];
        column.values.get_vals(documents, &mut numbers);
        stream.add_singles(numbers.into_iter().map(category));
    } else {
        let mut numbers = vec![None; documents.len()];
        column.first_vals(documents, &mut numbers);
        let categories = numbers.into_iter();
        stream.add_singles(categories.map(|it| it.map_or(NOT_STATED, &category)));
    }
}
