//! Prices: what people write, in whole units of the currency.

use std::str::FromStr;

use super::numeral::with_digits;
use super::text::nfkc;
use crate::record::Price;

/// What a bare number stands for.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub enum Unit {
    /// Nobody says: 万元 up to 10,000, yuan beyond.
    #[default]
    Unknown,
    /// 元
    Yuan,
    /// 万元
    TenThousand,
    /// 亿元
    HundredMillion,
}

impl FromStr for Unit {
    type Err = ();

    fn from_str(word: &str) -> Result<Self, ()> {
        match word {
            "元" | "yuan" => Ok(Self::Yuan),
            "万元" | "万" => Ok(Self::TenThousand),
            "亿元" | "亿" => Ok(Self::HundredMillion),
            _ => Err(()),
        }
    }
}

/// A bare number from here on is in yuan, where nobody says.
pub(super) const LEAST_YUAN: f64 = 1e4;

/// Longest text (bytes) that can be a price, and the highest price.
const LONGEST: usize = 200;
const HIGHEST: f64 = 1e13;

/// Multipliers behind a number; the longer words first.
const MULTIPLIERS: [(&str, f64); 12] = [
    ("亿", 1e8),
    ("千万", 1e7),
    ("百万", 1e6),
    ("万", 1e4),
    ("千", 1e3),
    ("元", 1.0),
    ("billion", 1e9),
    ("million", 1e6),
    ("thousand", 1e3),
    ("mio", 1e6),
    ("k", 1e3),
    ("m", 1e6),
];

/// Words for currencies other than the yuan.
const CURRENCIES: [(&str, &str); 22] = [
    ("美元", "USD"),
    ("美金", "USD"),
    ("usd", "USD"),
    ("us$", "USD"),
    ("欧元", "EUR"),
    ("eur", "EUR"),
    ("€", "EUR"),
    ("英镑", "GBP"),
    ("gbp", "GBP"),
    ("£", "GBP"),
    ("日元", "JPY"),
    ("jpy", "JPY"),
    ("港元", "HKD"),
    ("港币", "HKD"),
    ("hkd", "HKD"),
    ("hk$", "HKD"),
    ("加元", "CAD"),
    ("澳元", "AUD"),
    ("韩元", "KRW"),
    ("新台币", "TWD"),
    ("瑞士法郎", "CHF"),
    ("$", "USD"),
];

const NEGOTIABLE: [&str; 7] = [
    "面议",
    "协商",
    "待定",
    "商议",
    "negotia",
    "议价",
    "tobeagreed",
];
/// The negated words come first: 不低于 is "at least".
const AT_LEAST: [&str; 13] = [
    "以上",
    "不低于",
    "不少于",
    "不小于",
    "至少",
    "大于",
    "高于",
    "超过",
    "起",
    "≥",
    ">",
    "atleast",
    "from",
];
const AT_MOST: [&str; 12] = [
    "以下",
    "以内",
    "不超过",
    "不高于",
    "不大于",
    "不多于",
    "至多",
    "低于",
    "小于",
    "≤",
    "<",
    "upto",
];

/// Words that make a price one of something, a piece or a year.
const RATES: [&str; 10] = [
    "每", "单价", "perunit", "perton", "peryear", "permonth", "perpiece", "perkg", "perannum",
    "perset",
];
/// Words for a share of what is sold, which comes on top of an amount.
const SHARES: [&str; 3] = ["提成", "分成", "royalt"];
/// Words that say nothing beside an amount.
const FILLERS: [&str; 22] = [
    "人民币",
    "rmb",
    "cny",
    "yuan",
    "转让费",
    "许可费",
    "报价",
    "价格",
    "预算",
    "总价",
    "大约",
    "约",
    "左右",
    "为",
    "整",
    "圆",
    "共",
    "至",
    "到",
    "about",
    "approx",
    "to",
];

/// Reads a price; `None` where there is neither a figure, nor "to be agreed", nor a rate. Of a rate
/// (`500元/吨`, 销售额的5%) the words are kept, and no amount is taken for one of the whole.
#[must_use]
pub fn price(text: &str, unit: Unit) -> Option<Price> {
    if text.len() > LONGEST {
        return None;
    }
    let said = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let text = compact(text);
    // A figure below zero is no price, and no figure without its sign either.
    if text.starts_with(['-', '−']) {
        return None;
    }
    let says = |words: &[&str]| words.iter().any(|word| text.contains(word));
    let negotiable = says(&NEGOTIABLE);
    let currency = CURRENCIES
        .iter()
        .find(|(word, _)| text.contains(word))
        .map_or("", |(_, code)| code);
    let (is_rate, has_share) = (is_rate(&text), says(&SHARES));
    let says_more = is_rate || has_share || text.contains('%') || says_more(&text);
    let (first, second) = match *amounts(&text, unit, currency.is_empty()) {
        _ if is_rate => (None, None),
        [] if negotiable || has_share || text.contains('%') => (None, None),
        [] => return None,
        [only] if has_share => (Some(only), None),
        [only] if bound(&text, &AT_LEAST) => (Some(only), None),
        [only] if bound(&text, &AT_MOST) => (None, Some(only)),
        [only] => (Some(only), Some(only)),
        [first, second, ..] => (Some(first.min(second)), Some(first.max(second))),
    };
    Some(Price {
        min: first,
        max: second,
        currency: currency.to_owned(),
        negotiable,
        words: if says_more { said } else { String::new() },
    })
}

/// Whether a compact text with a figure gives a price of something (`500元/吨`), not of the whole.
fn is_rate(text: &str) -> bool {
    let has_figure = text.contains(|c: char| c.is_ascii_digit());
    let is_per = text.match_indices('/').any(|(at, _)| {
        let behind = text.get(at + 1..).unwrap_or_default();
        let is_open = NEGOTIABLE.iter().any(|word| behind.starts_with(word));
        !is_open && behind.starts_with(|c: char| !c.is_ascii_digit())
    });
    has_figure && (is_per || RATES.iter().any(|word| text.contains(word)))
}

/// Whether a compact text has words that neither an amount, a currency nor a bound takes up.
fn says_more(text: &str) -> bool {
    let mut rest = text.to_owned();
    let known = CURRENCIES.iter().map(|(word, _)| *word);
    let known = known.chain(NEGOTIABLE).chain(AT_LEAST).chain(AT_MOST);
    let known = known
        .chain(FILLERS)
        .chain(MULTIPLIERS.map(|(word, _)| word));
    for word in known {
        rest = rest.replace(word, " ");
    }
    rest.chars().filter(|c| c.is_alphabetic()).count() > 1
}

/// Whether a text has one of the words, and not as a part of its opposite (不超过 has 超过).
fn bound(text: &str, words: &[&str]) -> bool {
    words.iter().any(|word| {
        let mut places = text.match_indices(word);
        places.any(|(at, _)| text.get(..at).is_some_and(|before| !before.ends_with('不')))
    })
}

/// One form for all widths and cases, without blanks, line breaks and thousands' commas.
fn compact(text: &str) -> String {
    let text: String = nfkc(text)
        .chars()
        .flat_map(char::to_lowercase)
        .filter(|c| !c.is_whitespace())
        .collect();
    let mut compact = String::with_capacity(text.len());
    let mut characters = text.chars().peekable();
    while let Some(c) = characters.next() {
        let in_number = compact.ends_with(|before: char| before.is_ascii_digit())
            && characters.peek().is_some_and(char::is_ascii_digit);
        if c != ',' || !in_number {
            compact.push(c);
        }
    }
    let plain = with_digits(
        &compact,
        &['万', '亿', '元', '美', '欧', '-', '~', '至', '到'],
    );
    // The second of two (二十到三十) has nothing behind it.
    let is_range =
        plain.starts_with(|c: char| c.is_ascii_digit()) && plain.contains(['-', '~', '至', '到']);
    if is_range {
        let ended = with_digits(&format!("{plain}\n"), &['\n']);
        return ended.trim_end().to_owned();
    }
    plain
}

/// The highest figure of a text in which no figure has a unit and no currency is named.
pub(super) fn bare(text: &str) -> Option<f64> {
    if text.len() > LONGEST {
        return None;
    }
    let text = compact(text);
    let is_foreign = CURRENCIES.iter().any(|(word, _)| text.contains(word));
    let figures = figures(&text);
    let has_unit = figures.iter().any(|(_, multiplier)| multiplier.is_some());
    let highest = figures
        .iter()
        .map(|(value, _)| *value)
        .max_by(f64::total_cmp);
    highest.filter(|_| !is_foreign && !has_unit)
}

/// Whether a text gives a figure in 万.
pub(super) fn says_ten_thousands(text: &str) -> bool {
    let in_ten_thousands = |(_, multiplier): &(f64, Option<f64>)| *multiplier == Some(1e4);
    text.len() <= LONGEST
        && text.contains(['万', '萬'])
        && figures(&compact(text)).iter().any(in_ten_thousands)
}

/// The first two figures with their multipliers; the first takes over the second's.
fn amounts(text: &str, unit: Unit, is_yuan: bool) -> Vec<f64> {
    let figures = figures(text);
    let shared = figures.iter().rev().find_map(|&(_, multiplier)| multiplier);
    figures
        .into_iter()
        .map(|(value, own)| {
            value
                * own
                    .or(shared)
                    .unwrap_or_else(|| factor(value, unit, is_yuan))
        })
        .filter(|amount| amount.is_finite() && *amount > 0.0 && *amount <= HIGHEST)
        .collect()
}

/// The first two figures of a compact text, with the multipliers behind them.
fn figures(text: &str) -> Vec<(f64, Option<f64>)> {
    let mut figures: Vec<(f64, Option<f64>)> = Vec::new();
    let mut rest = text;
    while let Some(start) = rest.find(|c: char| c.is_ascii_digit()) {
        let number = rest.get(start..).unwrap_or_default();
        let (digits, behind) = number
            .split_at_checked(length_of_number(number))
            .unwrap_or((number, ""));
        rest = behind;
        let is_price = !behind.starts_with(['%', '年', '月', '项', '个', '次']);
        if let Some(value) = digits.parse::<f64>().ok().filter(|_| is_price) {
            let multiplier = MULTIPLIERS
                .iter()
                .find(|(word, _)| begins_with(behind, word))
                .map(|&(_, multiplier)| multiplier);
            figures.push((value, multiplier));
        }
    }
    figures.truncate(2);
    figures
}

/// Length of the number that a text begins with, an exponent included: spreadsheets write
/// `1E+05`.
fn length_of_number(text: &str) -> usize {
    let past =
        |text: &str, is_part: fn(char) -> bool| text.find(|c| !is_part(c)).unwrap_or(text.len());
    let end = past(text, |c| c.is_ascii_digit() || c == '.');
    let exponent = text.get(end..).and_then(|rest| rest.strip_prefix('e'));
    let digits = exponent.map(|rest| rest.strip_prefix(['+', '-']).unwrap_or(rest));
    match digits.map(|digits| (digits, past(digits, |c| c.is_ascii_digit()))) {
        Some((digits, length)) if length > 0 => text.len() - digits.len() + length,
        _ => end,
    }
}

/// Whether the text begins with the word: 10 months are no millions.
fn begins_with(text: &str, word: &str) -> bool {
    let goes_on =
        |rest: &str| word.len() == 1 && rest.starts_with(|c: char| c.is_ascii_alphabetic());
    text.strip_prefix(word).is_some_and(|rest| !goes_on(rest))
}

/// What a figure without a unit is multiplied by.
fn factor(value: f64, unit: Unit, is_yuan: bool) -> f64 {
    match unit {
        Unit::TenThousand if is_yuan => 1e4,
        Unit::HundredMillion if is_yuan => 1e8,
        Unit::Unknown if is_yuan && value < LEAST_YUAN => 1e4,
        _ => 1.0,
    }
}
