//! Deals as they are counted, and figures written to files.

use std::fs;
use std::path::{Path, PathBuf};

use qiao_index::record::Date;
use qiao_index::statistics::DealFigures;

use crate::desk::{Deal, DealField, DealState, Desk, Money, Stage};
use crate::export::{svg, write_figures_csv, write_whole_file};
use crate::statistics::{Figures, LOST};

/// The place of lost deals among the stages: behind all others.
const PLACE_OF_LOST: usize = Stage::ALL.len();

/// All deals, to be counted.
///
/// # Errors
/// The desk cannot be read.
pub(crate) fn deal_figures(desk: &Desk) -> anyhow::Result<Vec<DealFigures>> {
    Ok(desk.deals()?.iter().map(figures_of).collect())
}

fn figures_of(deal: &Deal) -> DealFigures {
    let stage = match deal.state().0 {
        DealState::Lost(_) => (LOST.to_owned(), PLACE_OF_LOST),
        DealState::At(stage) => {
            let place = Stage::ALL.iter().position(|(it, ..)| *it == stage);
            (stage.word().to_owned(), place.unwrap_or_default())
        }
    };
    DealFigures {
        offer: deal.offer.id.clone(),
        need: deal.need.id.clone(),
        stage,
        contract_kind: deal.value(DealField::Kind).to_owned(),
        signed: signed(deal),
        amount: fen(deal.value(DealField::Amount)),
        technology_amount: fen(deal.value(DealField::TechnologyAmount)),
    }
}

/// The day of a deal's contract: it stands at the signature or behind it, and was not lost.
fn signed(deal: &Deal) -> Option<Date> {
    let DealState::At(stage) = deal.state().0 else {
        return None;
    };
    let day = [Stage::Signed, Stage::Registered, Stage::Paid]
        .into_iter()
        .find_map(|stage| deal.day_of(stage))?;
    day.parse().ok().filter(|_| stage >= Stage::Signed)
}

/// An amount of yuan in fen.
fn fen(value: &str) -> Option<u64> {
    let money = Money::of_text(value)?;
    money.currency.is_empty().then_some(money.hundredths)
}

/// Writes figures to a folder, as a table and as a picture; the files.
///
/// # Errors
/// They cannot be written.
pub(crate) fn save_in(folder: &Path, figures: &Figures) -> anyhow::Result<Vec<PathBuf>> {
    let names = std::iter::once("statistics".to_owned())
        .chain((2..).map(|again| format!("statistics-{again}")));
    let both = |name: String| ["csv", "svg"].map(|it| folder.join(format!("{name}.{it}")));
    let mut pairs = names.map(both);
    let is_free = |paths: &[PathBuf; 2]| paths.iter().all(|it| fs::symlink_metadata(it).is_err());
    let Some([table, picture]) = pairs.find(is_free) else {
        return Ok(Vec::new());
    };
    write_whole_file(&table, |out| Ok(write_figures_csv(out, figures)?))?;
    write_whole_file(&picture, |out| Ok(out.write_all(svg(figures).as_bytes())?))?;
    Ok(vec![table, picture])
}
