//! In what figures are told.

use qiao_index::statistics::Measure;
use qiao_index::vocab::Language;

use crate::messages::{grouped, pick};

/// In what figures are told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Unit {
    /// Listings, families, contracts.
    Number,
    /// Money: in Chinese in ten thousands of yuan, else in yuan.
    Yuan,
}

impl Unit {
    /// That of a measure.
    pub(crate) const fn of(measure: Measure) -> Self {
        if measure.has_amount() {
            Self::Yuan
        } else {
            Self::Number
        }
    }

    /// What stands behind the name of the measure; empty for numbers.
    pub(crate) fn name(self, language: Language) -> &'static str {
        match self {
            Self::Number => "",
            Self::Yuan => pick(language, ["万元", "CNY"]),
        }
    }

    /// A figure as people read it.
    pub(crate) fn shown(self, figure: f64, language: Language) -> String {
        match (self, language) {
            (Self::Yuan, Language::Chinese) => decimals(figure / 10_000.0, 4),
            (Self::Yuan, Language::English) => decimals(figure, 2),
            (Self::Number, _) => decimals(figure, 0),
        }
    }
}

/// A figure with at most so many decimals, none of them a nought at the end.
fn decimals(figure: f64, most: usize) -> String {
    // What is rounded to nothing has no sign.
    let text = format!("{figure:.most$}");
    let is_nothing = text.chars().all(|it| "-0.".contains(it));
    let text = if is_nothing { "0" } else { &text };
    let (whole, part) = text.split_once('.').unwrap_or((text, ""));
    let (sign, digits) = whole
        .strip_prefix('-')
        .map_or(("", whole), |digits| ("-", digits));
    let whole = digits
        .parse::<u64>()
        .map_or_else(|_| digits.to_owned(), grouped);
    let part = part.trim_end_matches('0');
    let point = if part.is_empty() { "" } else { "." };
    format!("{sign}{whole}{point}{part}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_shown_in_the_unit_of_the_language() {
        for (unit, figure, shown) in [
            (Unit::Number, 1234.0, ["1,234", "1,234"]),
            (Unit::Yuan, 3_000_000.0, ["300", "3,000,000"]),
            (Unit::Yuan, 12_345.5, ["1.2346", "12,345.5"]),
            (Unit::Yuan, 0.0, ["0", "0"]),
            (Unit::Yuan, -0.0, ["0", "0"]),
            (Unit::Yuan, -0.001, ["0", "0"]),
            (Unit::Number, -3.0, ["-3", "-3"]),
        ] {
            let said = [Language::Chinese, Language::English].map(|it| unit.shown(figure, it));
            assert_eq!(said, shown);
        }
    }
}
