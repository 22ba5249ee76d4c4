//! Counting what a search finds, by one or two fields and over time: one pass of the index over
//! the numbers of values, on every core. What is read is kept until it is known which values are told
//! one by one, and is then added up.

mod counter;
mod found;
mod placed;
mod reading;
mod side;
mod space;
mod stream;
mod table;

use tantivy::DocId;

use super::Interrupt;
use super::answer::{Search, Snapshot};
use crate::inner_error::Result;
use crate::search::labels;
use crate::statistics::{DealFigures, Table, Tabulation};
use counter::Counter;
use found::Found;
use placed::Placed;
use reading::{Reading, Reads};
use side::{DealPlaces, Deals, Side};

impl Snapshot<'_> {
    /// Counts what a search finds.
    pub(crate) fn tabulate(self, wanted: &Tabulation, interrupt: Interrupt<'_>) -> Result<Table> {
        interrupt.check()?;
        let conditions = self.conditions(&wanted.request.filters, interrupt)?;
        let search = self.hiding_withdrawn(&wanted.request, &conditions, interrupt)?;
        let found = search.exactly_found()?;
        let places = self.places_of_deals(&wanted.deals)?;
        let deals = Deals {
            all: &wanted.deals,
            places: &places,
        };
        let sides = search.sides(wanted, deals)?;
        let readings = search.readings(wanted, &sides, &found, deals)?;
        let axes = sides.iter().enumerate();
        let axes = axes.map(|side| Placed::new(side, &readings, (wanted.measure, wanted.top)));
        let axes: Vec<Placed> = axes.collect();
        let counter = Counter::new(&axes, wanted.measure);
        let tally = counter.count(&readings);
        let space = counter.space;
        let total = if wanted.measure.is_of_contracts() {
            readings.iter().map(|it| it.items).sum()
        } else {
            found.total()
        };
        let without_listing = places.iter().filter(|it| it.iter().all(Option::is_none));
        Ok(Table {
            interpreted: found.interpreted,
            withdrawn: found.withdrawn,
            total,
            without_amount: readings.iter().map(|it| it.without_amount).sum(),
            deals_without_listing: without_listing.count() as u64,
            ..table::made(axes, tally, &space, wanted.measure)
        })
    }

    /// Where the listings of deals stand.
    fn places_of_deals(self, deals: &[DealFigures]) -> Result<DealPlaces> {
        let place = |id: &String| self.place_of(id);
        deals
            .iter()
            .map(|deal| Ok([place(&deal.offer)?, place(&deal.need)?]))
            .collect()
    }

    /// Where a listing stands; `None` where there is no such listing.
    fn place_of(self, id: &str) -> Result<Option<(u32, DocId)>> {
        let Some(row) = self.catalogue.shown_row(id)? else {
            return Ok(None);
        };
        for (number, segment) in (0..).zip(self.searcher.segment_readers()) {
            let alive = segment.alive_bitset();
            let documents = labels::documents(self.fields, segment, row)?;
            let mut documents = documents.into_iter();
            let is_alive = |it: &DocId| alive.is_none_or(|alive| alive.is_alive(*it));
            if let Some(document) = documents.find(is_alive) {
                return Ok(Some((number, document)));
            }
        }
        Ok(None)
    }
}

impl Search<'_> {
    /// The sides of the table: the fields, then the time.
    fn sides(&self, wanted: &Tabulation, deals: Deals<'_>) -> Result<Vec<Side>> {
        let fields = wanted.by.iter();
        let mut sides: Vec<Side> = fields
            .map(|by| Side::of(self, (*by, wanted.at_top), deals))
            .collect::<Result<_>>()?;
        let of_contracts = wanted.measure.is_of_contracts();
        sides.extend(
            wanted
                .over
                .map(|over| Side::over(over, of_contracts, deals)),
        );
        Ok(sides)
    }

    /// What is counted, read.
    fn readings(
        &self,
        wanted: &Tabulation,
        sides: &[Side],
        found: &Found,
        deals: Deals<'_>,
    ) -> Result<Vec<Reading>> {
        let reads = Reads::new(self, sides, wanted.measure)?;
        if !wanted.measure.is_of_contracts() {
            return reads.listings(&found.shares, self.interrupt);
        }
        let of_found = |places: &[Option<(u32, DocId)>; 2]| {
            let mut places = places.iter().flatten().copied();
            places.find(|place| found.holds(*place))
        };
        let placed = deals.places.iter().map(of_found).enumerate();
        let contracts = placed.filter_map(|(number, place)| {
            let deal = deals.all.get(number).filter(|it| it.signed.is_some())?;
            Some((number, deal, place?))
        });
        Ok(vec![reads.contracts(contracts)])
    }
}
