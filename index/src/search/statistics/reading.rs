//! The categories of listings and contracts, read once: only when all are known it is known which
//! of them are told one by one.

use std::borrow::Cow;

use tantivy::DocId;
use tantivy::columnar::Column;

use super::found::Part;
use super::side::{Reader, Side};
use super::stream::Stream;
use crate::inner_error::Result;
use crate::schema::Number;
use crate::search::answer::Search;
use crate::search::interrupt::Interrupt;
use crate::search::parallel::on_threads;
use crate::statistics::{DealFigures, Measure};

/// What is read of one segment.
struct Readers {
    sides: Vec<Reader>,
    /// Families, or the two ends of prices.
    figures: Vec<Column<i64>>,
}

/// What was read of some listings or contracts, in their order.
#[derive(Debug, Default)]
pub(super) struct Reading {
    /// One for each side.
    pub(super) streams: Vec<Stream>,
    /// Families, prices (twice the middle), amounts (fen); none where nothing but numbers is wanted.
    pub(super) figures: Vec<Option<i64>>,
    /// How many they are.
    pub(super) items: u64,
    /// Contracts without an amount.
    pub(super) without_amount: u64,
}

/// Reads along some sides.
pub(super) struct Reads<'a> {
    sides: &'a [Side],
    readers: Vec<Readers>,
    measure: Measure,
}

impl Reading {
    /// Nothing read yet, of so many sides.
    fn of(sides: usize, measure: Measure) -> Self {
        let is_simple = sides == 1 && measure == Measure::Listings;
        let mut streams = Vec::with_capacity(sides);
        streams.resize_with(sides, || Stream::new(is_simple));
        Self {
            streams,
            ..Self::default()
        }
    }
}

impl<'a> Reads<'a> {
    pub(super) fn new(search: &Search<'_>, sides: &'a [Side], measure: Measure) -> Result<Self> {
        let columns: &[Number] = match measure {
            Measure::Families => &[Number::Family],
            Measure::Price => &[Number::PriceMin, Number::PriceMax],
            _ => &[],
        };
        let segments = search.snapshot.searcher.segment_readers().iter();
        let readers = segments.map(|segment| {
            let fast = segment.fast_fields();
            Ok(Readers {
                sides: sides
                    .iter()
                    .map(|side| side.reader(search, segment))
                    .collect::<Result<_>>()?,
                figures: columns
                    .iter()
                    .map(|number| fast.i64(number.name()))
                    .collect::<tantivy::Result<_>>()?,
            })
        });
        Ok(Self {
            sides,
            readers: readers.collect::<Result<_>>()?,
            measure,
        })
    }

    /// Reads listings, a share on each thread.
    pub(super) fn listings(
        &self,
        found: &[Vec<Part>],
        interrupt: Interrupt<'_>,
    ) -> Result<Vec<Reading>> {
        let read = |parts: &Vec<Part>| {
            let mut reading = Reading::of(self.sides.len(), self.measure);
            for part in parts {
                part.documents.blocks(|block| {
                    interrupt.check()?;
                    self.block(part.segment, block, &mut reading);
                    Ok(())
                })?;
            }
            Result::Ok(reading)
        };
        on_threads(found.iter().collect(), read)
            .into_iter()
            .collect()
    }

    /// Reads some listings of a segment, side by side.
    fn block(&self, segment: usize, documents: &[DocId], reading: &mut Reading) {
        let readers = &self.readers[segment];
        let segment = u32::try_from(segment).unwrap_or(u32::MAX);
        let documents = self.counted(readers, documents, &mut reading.figures);
        reading.items += documents.len() as u64;
        let sides = self.sides.iter().zip(&readers.sides);
        for ((side, reader), stream) in sides.zip(&mut reading.streams) {
            side.read_block(reader, (segment, &documents), stream);
        }
    }

    /// The documents that are counted; adds their figures, where the measure has any.
    fn counted<'d>(
        &self,
        readers: &Readers,
        documents: &'d [DocId],
        figures: &mut Vec<Option<i64>>,
    ) -> Cow<'d, [DocId]> {
        let number = |place: usize, document| readers.figures.get(place)?.first(document);
        match self.measure {
            Measure::Families => {
                figures.extend(documents.iter().map(|document| number(0, *document)));
                Cow::Borrowed(documents)
            }
            Measure::Price => {
                let price = |document| number(0, document)?.checked_add(number(1, document)?);
                let priced = documents.iter().filter(|document| {
                    let price = price(**document);
                    figures.extend(price.map(Some));
                    price.is_some()
                });
                Cow::Owned(priced.copied().collect())
            }
            _ => Cow::Borrowed(documents),
        }
    }

    /// Reads contracts: each with its place among all deals, and the place of its listing.
    pub(super) fn contracts<'d>(
        &self,
        contracts: impl Iterator<Item = (usize, &'d DealFigures, (u32, DocId))>,
    ) -> Reading {
        let mut reading = Reading::of(self.sides.len(), self.measure);
        for (number, deal, place) in contracts {
            let Some(readers) = self.readers.get(place.0 as usize) else {
                continue;
            };
            let amount = match self.measure {
                Measure::TechnologyAmount => deal.technology_amount,
                _ => deal.amount,
            };
            let amount = amount.and_then(|amount| i64::try_from(amount).ok());
            reading.items += 1;
            reading.without_amount += u64::from(amount.is_none());
            reading.figures.push(amount);
            let sides = self.sides.iter().zip(&readers.sides);
            for ((side, reader), stream) in sides.zip(&mut reading.streams) {
                side.read_deal(reader, (place, number), stream);
            }
        }
        reading
    }
}
