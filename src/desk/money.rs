//! An amount of money: one figure in one currency.

use qiao_index::vocab::Language;

use crate::messages::grouped;

/// Units in which amounts in yuan are said in Chinese, the largest first.
const UNITS: [(u64, &str); 2] = [(100_000_000, "亿元"), (10_000, "万元")];
/// Decimals of a unit that can still be read.
const MAX_DECIMALS: u32 = 4;

/// An amount of money in hundredths of its currency.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Money {
    /// ISO 4217 code; empty means CNY.
    pub(crate) currency: String,
    /// Fen, cents.
    pub(crate) hundredths: u64,
}

impl Money {
    /// An amount in whole units with decimals; `None` where it is none.
    pub(crate) fn of(amount: f64, currency: &str) -> Option<Self> {
        let is_readable = amount.is_finite() && (0.0..1e15).contains(&amount);
        // By its shortest decimals, as it was written.
        let text = is_readable.then(|| format!("{amount:.2}"))?;
        let hundredths = text.replace('.', "").parse().ok()?;
        let currency = if currency == "CNY" { "" } else { currency };
        Some(Self {
            currency: currency.to_owned(),
            hundredths,
        })
    }

    /// Reads an amount as it is kept: `3000000`, `USD 1200.50`.
    pub(crate) fn of_text(text: &str) -> Option<Self> {
        let (currency, amount) = text.split_once(' ').unwrap_or(("", text));
        Self::of(amount.parse().ok()?, currency)
    }

    /// As it is kept.
    pub(crate) fn text(&self) -> String {
        let amount = self.amount(&self.units().to_string());
        match &*self.currency {
            "" => amount,
            currency => format!("{currency} {amount}"),
        }
    }

    /// As people write it: `300万元`, `CNY 3,000,000`, `USD 1,200.50`.
    pub(crate) fn shown(&self, language: Language) -> String {
        let currency = match &*self.currency {
            "" if language == Language::Chinese => return self.in_yuan(),
            "" => "CNY",
            currency => currency,
        };
        format!("{currency} {}", self.amount(&grouped(self.units())))
    }

    /// In the largest unit that says it exactly in a few decimals.
    fn in_yuan(&self) -> String {
        for (size, unit) in UNITS {
            let size = size * 100;
            let smallest = size / 10_u64.pow(MAX_DECIMALS);
            if self.hundredths >= size && self.hundredths.is_multiple_of(smallest) {
                let decimals = self.hundredths % size / smallest;
                let decimals = format!("{decimals:04}");
                let decimals = decimals.trim_end_matches('0');
                let point = if decimals.is_empty() { "" } else { "." };
                return format!("{}{point}{decimals}{unit}", self.hundredths / size);
            }
        }
        format!("{}元", self.amount(&self.units().to_string()))
    }

    const fn units(&self) -> u64 {
        self.hundredths / 100
    }

    /// Whole units with the hundredths behind them, where there are any.
    fn amount(&self, units: &str) -> String {
        match self.hundredths % 100 {
            0 => units.to_owned(),
            rest => format!("{units}.{rest:02}"),
        }
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use super::*;

    #[test]
    fn amounts_are_kept_exactly_and_shown_as_people_write_them() {
        let check = |amount: f64, currency: &str, kept: &str, shown: [&str; 2]| {
            let money = Money::of(amount, currency).unwrap();
            assert_eq!(money.text(), kept);
            assert_eq!(Money::of_text(kept), Some(money.clone()));
            assert_eq!(money.shown(Language::Chinese), shown[0]);
            assert_eq!(money.shown(Language::English), shown[1]);
        };
        check(3e6, "", "3000000", ["300万元", "CNY 3,000,000"]);
        check(125_000.0, "CNY", "125000", ["12.5万元", "CNY 125,000"]);
        check(1.5e8, "", "150000000", ["1.5亿元", "CNY 150,000,000"]);
        check(9_800.0, "", "9800", ["9800元", "CNY 9,800"]);
        check(12_345.67, "", "12345.67", ["12345.67元", "CNY 12,345.67"]);
        let dollars = "USD 1,200.50";
        check(1200.5, "USD", "USD 1200.50", [dollars, dollars]);
        assert_eq!(Money::of(-1.0, ""), None);
        assert_eq!(Money::of(f64::NAN, ""), None);
        assert_eq!(Money::of_text("many"), None);
    }
}
