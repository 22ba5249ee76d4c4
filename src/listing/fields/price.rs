//! What is asked or offered, in words.

use qiao_index::record::Price;
use qiao_index::vocab::Language;

use crate::messages::{grouped, pick};
use crate::ui::presentation::Presentation;

/// A price: "50–100 万元", "CNY 500,000–1,000,000", "面议", with the words of the source where these say
/// more: "“500元/吨”".
pub(crate) fn price(price: &Price, look: &Presentation) -> String {
    let amount = amount(price, look);
    match (&*amount, &*price.words) {
        (_, "") => amount,
        ("", words) => format!("“{words}”"),
        (_, words) => format!("{amount} “{words}”"),
    }
}

/// The amounts of a price, or that it is open to talk.
fn amount(price: &Price, look: &Presentation) -> String {
    let foreign = !price.currency.is_empty() && price.currency != "CNY";
    let chinese = look.language == Language::Chinese && !foreign;
    let negotiable = pick(look.language, ["面议", "negotiable"]);
    let amount = match (price.min, price.max) {
        (None, None) => {
            return if price.negotiable {
                negotiable.to_owned()
            } else {
                String::new()
            };
        }
        (Some(low), Some(high)) if low < high => spell(&[low, high], chinese),
        (Some(only), Some(_)) => spell(&[only], chinese),
        (Some(low), None) => format!("≥ {}", spell(&[low], chinese)),
        (None, Some(high)) => format!("≤ {}", spell(&[high], chinese)),
    };
    let currency = match price.currency.as_str() {
        _ if chinese => String::new(),
        "" => "CNY ".to_owned(),
        code => format!("{code} "),
    };
    let open = if price.negotiable {
        pick(look.language, ["，可议", ", negotiable"])
    } else {
        ""
    };
    format!("{currency}{amount}{open}")
}

/// One or two amounts with their common unit.
fn spell(amounts: &[f64], chinese: bool) -> String {
    let highest = amounts.iter().copied().fold(0.0, f64::max);
    let (unit, name) = match highest {
        _ if !chinese => (1.0, ""),
        1e8.. => (1e8, " 亿元"),
        1e4.. => (1e4, " 万元"),
        _ => (1.0, " 元"),
    };
    let numbers: Vec<String> = amounts
        .iter()
        .map(|amount| decimal(amount / unit))
        .collect();
    format!("{}{name}", numbers.join("–"))
}

/// At most two places behind the point, none where they are 0.
fn decimal(number: f64) -> String {
    let written = format!("{number:.2}");
    let (whole, places) = written.split_once('.').unwrap_or((&written, ""));
    let whole = whole.parse().map_or_else(|_| whole.to_owned(), grouped);
    match places.trim_end_matches('0') {
        "" => whole,
        places => format!("{whole}.{places}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::text::DisplayWidth;
    use crate::ui::theme::Theme;

    #[test]
    fn prices_are_spelt_as_people_say_them() {
        let check = |min, max, currency: &str, negotiable, chinese: &str, english: &str| {
            let asked = Price {
                min,
                max,
                currency: currency.to_owned(),
                negotiable,
                words: String::new(),
            };
            for (language, expected) in [(Language::Chinese, chinese), (Language::English, english)]
            {
                let look =
                    Presentation::new(language, Theme::ansi(), DisplayWidth::default(), false);
                assert_eq!(price(&asked, &look), expected);
            }
        };
        let some = Some;
        check(some(5e5), some(5e5), "", false, "50 万元", "CNY 500,000");
        check(
            some(5e5),
            some(1e6),
            "",
            false,
            "50–100 万元",
            "CNY 500,000–1,000,000",
        );
        check(
            some(12_500.0),
            None,
            "CNY",
            false,
            "≥ 1.25 万元",
            "CNY ≥ 12,500",
        );
        check(None, some(2e8), "", false, "≤ 2 亿元", "CNY ≤ 200,000,000");
        check(
            some(800.0),
            some(800.0),
            "",
            true,
            "800 元，可议",
            "CNY 800, negotiable",
        );
        check(
            some(2e4),
            some(3e4),
            "USD",
            false,
            "USD 20,000–30,000",
            "USD 20,000–30,000",
        );
        check(None, None, "", true, "面议", "negotiable");
        check(None, None, "", false, "", "");
        check(
            some(f64::NAN),
            some(f64::NAN),
            "",
            false,
            "NaN 元",
            "CNY NaN",
        );
    }
}
