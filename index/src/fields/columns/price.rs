//! Prices in cells: `50–100万元`, `≥50万元`, `CNY 500,000–1,000,000`, `面议`.

use serde_json::Value;

use crate::record::Price;
use crate::vocab::Language;

/// Units of the yuan, the largest first.
const UNITS: [(&str, f64); 3] = [("亿元", 1e8), ("万元", 1e4), ("元", 1.0)];

/// "To be agreed", alone and behind an amount.
const OPEN: [(&str, &str); 2] = [("面议", "，可议"), ("negotiable", ", negotiable")];

/// The texts that may say a price, the friendliest first.
pub(super) fn texts(price: &Value, language: Language) -> Vec<String> {
    let Ok(price) = serde_json::from_value::<Price>(price.clone()) else {
        return Vec::new();
    };
    let is_foreign = !price.currency.is_empty();
    if language == Language::English || is_foreign {
        let currency = if is_foreign { &price.currency } else { "CNY" };
        let sign = sign(&price);
        let amount = amounts(&price, 1.0, grouped);
        let amount = amount.map(|amount| format!("{currency} {sign}{amount}"));
        return vec![with_words(with_openness(amount, &price, language), &price)];
    }
    let highest = price.max.or(price.min).unwrap_or_default();
    let fitting = UNITS
        .iter()
        .filter(|(_, size)| highest >= *size || *size <= 1.0);
    fitting
        .map(|(unit, size)| {
            let amount = amounts(&price, *size, |number| number.to_string());
            let amount = amount.map(|amount| format!("{}{amount}{unit}", sign(&price)));
            with_words(with_openness(amount, &price, language), &price)
        })
        .collect()
}

/// The words of the source stand behind the amount, in quotation marks.
fn with_words(amount: String, price: &Price) -> String {
    match (&*amount, &*price.words) {
        (_, "") => amount,
        ("", words) => format!("“{words}”"),
        (_, words) => format!("{amount} “{words}”"),
    }
}

/// A cell without the words behind the amount, and these.
fn without_words(cell: &str) -> (&str, &str) {
    let words = cell.strip_suffix('”').and_then(|rest| rest.split_once('“'));
    words.map_or((cell, ""), |(amount, words)| (amount.trim_end(), words))
}

const fn sign(price: &Price) -> &'static str {
    match (price.min, price.max) {
        (Some(_), None) => "≥",
        (None, Some(_)) => "≤",
        _ => "",
    }
}

/// The bounds in a unit, once where they are the same.
fn amounts(price: &Price, unit: f64, written: fn(f64) -> String) -> Option<String> {
    match (price.min, price.max) {
        (Some(low), Some(high)) if low < high => {
            Some(format!("{}–{}", written(low / unit), written(high / unit)))
        }
        (Some(only), _) | (None, Some(only)) => Some(written(only / unit)),
        (None, None) => None,
    }
}

fn with_openness(amount: Option<String>, price: &Price, language: Language) -> String {
    let (alone, behind) = match language {
        Language::Chinese => OPEN[0],
        Language::English => OPEN[1],
    };
    match (amount, price.negotiable) {
        (Some(amount), true) => amount + behind,
        (Some(amount), false) => amount,
        (None, true) => alone.to_owned(),
        (None, false) => String::new(),
    }
}

/// A number with commas between its thousands.
fn grouped(number: f64) -> String {
    let written = number.to_string();
    let (whole, places) = written.split_once('.').unwrap_or((&written, ""));
    let mut grouped = String::new();
    for (at, digit) in whole.chars().enumerate() {
        if at > 0 && (whole.len() - at).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    match places {
        "" => grouped,
        places => format!("{grouped}.{places}"),
    }
}

/// Reads a price that was written so.
pub(super) fn read(cell: &str) -> Option<Value> {
    let (cell, words) = without_words(cell);
    let (amount, negotiable) = without_openness(cell);
    let price = Price {
        negotiable,
        words: words.to_owned(),
        ..amount_of(amount)?
    };
    serde_json::to_value(price).ok()
}

fn without_openness(cell: &str) -> (&str, bool) {
    for (alone, behind) in OPEN {
        if cell == alone {
            return ("", true);
        }
        if let Some(amount) = cell.strip_suffix(behind) {
            return (amount, true);
        }
    }
    (cell, false)
}

fn amount_of(text: &str) -> Option<Price> {
    if text.is_empty() {
        return Some(Price::default());
    }
    let (currency, text, unit) = match text.split_once(' ') {
        Some((code, rest)) if code.len() == 3 && code.bytes().all(|b| b.is_ascii_uppercase()) => {
            (code, rest, 1.0)
        }
        _ => {
            let unit = UNITS.iter().find(|(unit, _)| text.ends_with(unit));
            let (unit, size) = unit?;
            ("", text.strip_suffix(unit)?, *size)
        }
    };
    let number = |text: &str| Some(text.replace(',', "").parse::<f64>().ok()? * unit);
    let bounds = if let Some(low) = text.strip_prefix('≥') {
        (Some(number(low)?), None)
    } else if let Some(high) = text.strip_prefix('≤') {
        (None, Some(number(high)?))
    } else if let Some((low, high)) = text.split_once('–') {
        (Some(number(low)?), Some(number(high)?))
    } else {
        (Some(number(text)?), Some(number(text)?))
    };
    Some(Price {
        min: bounds.0,
        max: bounds.1,
        currency: if currency == "CNY" { "" } else { currency }.to_owned(),
        negotiable: false,
        words: String::new(),
    })
}
