//! What institutions have together: each listing and each contract once.

use std::collections::HashMap;

use qiao_index::name_key;
use qiao_index::request::{Facet, Filter, Request};
use qiao_index::statistics::{DealFigures, Dimension, Measure, Tabulation};

use super::super::engine::Engine as _;
use super::super::library::OpenLibrary;
use super::super::statistics::deal_figures;
use super::targets::{Reached, Target, TargetMeasure};
use crate::desk::Desk;

/// What a node and all below it have.
#[derive(Debug, Default, Clone, Copy, PartialEq)]
pub(crate) struct Counts {
    /// Listings that name one of them as an institution.
    pub(crate) listings: u64,
    /// Needs among them.
    pub(crate) needs: u64,
    /// Signed contracts about these.
    pub(crate) contracts: u64,
    /// What the contracts are worth, in yuan.
    pub(crate) amount: f64,
    /// Listings of the region that the node stands in.
    pub(crate) in_region: Option<u64>,
}

/// What is counted from.
pub(super) struct Ground<'a> {
    library: &'a OpenLibrary,
    deals: Vec<DealFigures>,
    /// The institutions of the listings, by the key under which their spellings are one: a name
    /// that none has finds nothing, instead of those that it is a part of.
    known: HashMap<String, String>,
}

impl<'a> Ground<'a> {
    pub(super) fn new(library: &'a OpenLibrary, desk: Option<&Desk>) -> anyhow::Result<Self> {
        let deals = desk.map(deal_figures).transpose()?.unwrap_or_default();
        let table = library.tabulate(&Tabulation {
            by: vec![Dimension::Facet(Facet::Institution)],
            ..Tabulation::default()
        })?;
        let names = table.axes.into_iter().flat_map(|axis| axis.categories);
        let names = names.filter_map(|it| it.value().map(str::to_owned));
        Ok(Self {
            library,
            deals,
            known: names.map(|name| (name_key(&name), name)).collect(),
        })
    }

    /// What these institutions have, and what their region has.
    pub(super) fn counts(&self, names: &[String], region: &str) -> anyhow::Result<Counts> {
        let (contracts, amount) = self.contracts(names, self.deals.clone())?;
        let in_region = match region {
            "" => None,
            region => Some(self.total("", vec![included(Facet::Region, region)])?),
        };
        Ok(Counts {
            listings: self.of("", names)?,
            needs: self.of("kind:need", names)?,
            contracts,
            amount,
            in_region,
        })
    }

    /// How far these institutions are from a target.
    pub(super) fn reached(&self, target: &Target, names: &[String]) -> anyhow::Result<Reached> {
        let period = target.period.query();
        let mut deals = self.deals.clone();
        deals.retain(|deal| deal.signed.is_some_and(|day| target.period.holds(day)));
        #[expect(clippy::cast_precision_loss, reason = "counts are far below 2^53")]
        let number = |number: u64| number as f64;
        let reached = match target.measure {
            TargetMeasure::Listings => number(self.of(&format!("added:{period}"), names)?),
            TargetMeasure::Needs => number(self.of(&format!("kind:need added:{period}"), names)?),
            TargetMeasure::Contracts => number(self.contracts(names, deals)?.0),
            TargetMeasure::Amount => self.contracts(names, deals)?.1,
        };
        Ok(Reached {
            measure: target.measure,
            period: target.period,
            target: target.number,
            so_far: reached,
        })
    }

    fn of(&self, query: &str, names: &[String]) -> anyhow::Result<u64> {
        match self.of_institutions(names) {
            filters if filters.is_empty() => Ok(0),
            filters => self.total(query, filters),
        }
    }

    fn total(&self, query: &str, filters: Vec<Filter>) -> anyhow::Result<u64> {
        let table = self.library.tabulate(&Tabulation {
            request: Request {
                query: query.to_owned(),
                filters,
                ..Request::default()
            },
            ..Tabulation::default()
        })?;
        Ok(table.total)
    }

    fn contracts(&self, names: &[String], deals: Vec<DealFigures>) -> anyhow::Result<(u64, f64)> {
        let filters = self.of_institutions(names);
        if filters.is_empty() {
            return Ok((0, 0.0));
        }
        let table = self.library.tabulate(&Tabulation {
            request: Request {
                filters,
                ..Request::default()
            },
            measure: Measure::Amount,
            deals,
            ..Tabulation::default()
        })?;
        let amounts = table.cells.iter().filter_map(|cell| cell.amount);
        // The sum of nothing would be -0.
        Ok((table.total, amounts.fold(0.0, |sum, amount| sum + amount)))
    }

    /// What names one of some institutions.
    fn of_institutions(&self, names: &[String]) -> Vec<Filter> {
        let known = names
            .iter()
            .filter_map(|name| self.known.get(&name_key(name)));
        known
            .map(|name| included(Facet::Institution, name))
            .collect()
    }
}

fn included(facet: Facet, value: &str) -> Filter {
    Filter {
        facet,
        value: value.to_owned(),
        exclude: false,
    }
}
