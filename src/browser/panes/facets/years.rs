//! Listings per year as a small histogram.

use crate::ui::presentation::Symbols;

/// Years that one column stands for: the first of these that shows nearly all listings.
const STEPS: [u16; 7] = [1, 2, 5, 10, 20, 50, 100];
/// Percentage of the listings that the histogram has to show: a few odd years at the edge must
/// not flatten all the others.
const MIN_PERCENT_SHOWN: u64 = 95;

/// A histogram in one row of text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Histogram {
    /// One character for every column, blank where there is no listing.
    pub(crate) columns: String,
    /// First year of the first column.
    pub(crate) from: u16,
    /// A few listings are older than the first column.
    pub(crate) older: bool,
    /// The last year with listings.
    pub(crate) to: u16,
}

/// The histogram of numbers of listings per year, in at most `width` columns.
pub(crate) fn histogram(
    years: &[(u16, u64)],
    width: usize,
    symbols: &Symbols,
) -> Option<Histogram> {
    let to = years.iter().map(|(year, _)| *year).max()?;
    let all: u64 = years.iter().map(|(_, number)| number).sum();
    let shown = |heights: &Vec<u64>| heights.iter().sum::<u64>() * 100 >= all * MIN_PERCENT_SHOWN;
    let mut steps = STEPS
        .iter()
        .map(|step| (*step, heights(years, to, *step, width)));
    let last = || (100, heights(years, to, 100, width));
    let (step, heights) = steps
        .find(|(_, heights)| shown(heights))
        .unwrap_or_else(last);
    let empty = heights.iter().take_while(|height| **height == 0).count();
    let heights = heights.get(empty..).filter(|heights| !heights.is_empty())?;
    let highest = heights.iter().copied().max()?;
    let span = u16::try_from(heights.len()).ok()?.saturating_mul(step);
    Some(Histogram {
        columns: heights
            .iter()
            .map(|height| column(*height, highest, symbols))
            .collect(),
        from: to.saturating_sub(span - 1),
        older: years
            .iter()
            .any(|(year, number)| *number > 0 && *year < to.saturating_sub(span - 1)),
        to,
    })
}

/// Listings in each of `width` columns of `step` years, the last of which ends with the year `to`.
fn heights(years: &[(u16, u64)], to: u16, step: u16, width: usize) -> Vec<u64> {
    let mut heights = vec![0; width];
    for (year, number) in years {
        let back = usize::from((to - year) / step);
        if let Some(height) = width
            .checked_sub(back + 1)
            .and_then(|place| heights.get_mut(place))
        {
            *height += number;
        }
    }
    heights
}

fn column(height: u64, highest: u64, symbols: &Symbols) -> &'static str {
    let eighths = usize::try_from((height * 8).div_ceil(highest.max(1))).unwrap_or(8);
    eighths
        .checked_sub(1)
        .and_then(|place| symbols.histogram.get(place))
        .copied()
        .unwrap_or(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::presentation::Presentation;
    use crate::ui::text::DisplayWidth;
    use crate::ui::theme::Theme;
    use qiao_index::vocab::Language;

    #[test]
    fn shows_the_years_that_matter() {
        let look = Presentation::new(
            Language::English,
            Theme::ansi(),
            DisplayWidth::default(),
            false,
        );
        let check = |years: &[(u16, u64)], width, expected: Option<(&str, u16, u16)>| {
            let found = histogram(years, width, look.symbols);
            let found = found.as_ref().map(|it| (&*it.columns, it.from, it.to));
            assert_eq!(found, expected, "{years:?} in {width}");
        };
        check(&[], 8, None);
        check(&[(2024, 5)], 0, None);
        check(&[(2024, 5)], 8, Some(("█", 2024, 2024)));
        check(
            &[(2026, 1), (2024, 8), (2023, 4)],
            8,
            Some(("▄█ ▁", 2023, 2026)),
        );
        // Too many years for one a column.
        check(
            &[(2026, 1), (2025, 1), (2019, 4)],
            4,
            Some(("█  ▄", 2019, 2026)),
        );
        // A few from long ago do not flatten the rest.
        check(
            &[(2026, 50), (2025, 48), (1901, 2)],
            4,
            Some(("██", 2025, 2026)),
        );
        check(&[(9999, 1), (1000, 1)], 2, Some(("█", 9900, 9999)));
    }
}
