//! What people write of a deal: amounts, days, kinds of contracts.

use qiao_index::normalise::{Unit, read_price};
use qiao_index::record::{Date, Price};
use qiao_index::vocab::Language;

use super::day::coming_day;
use crate::desk::{ContractKind, DealField, Money};
use crate::messages::{Failure, escape_controls};

/// Longest text of a field, in characters.
const MAX_TEXT: usize = 200;
/// Longest notice, in days.
const MAX_NOTICE: u32 = 366;
/// Most instalments of one deal.
const MAX_INSTALMENTS: usize = 60;

/// A field and a value as they are kept, of `FIELD=VALUE` as it was written. An empty value empties
/// the field.
///
/// # Errors
/// There is no such field, or it cannot have such a value: what was understood.
pub(crate) fn assignment(text: &str, today: Date) -> Result<(DealField, String), Failure> {
    let Some((name, value)) = text.split_once(['=', '＝']) else {
        return Err(with_text(
            text,
            [
                "“{text}”不是“字段=值”的写法，如 合同金额=300万元",
                "{text} is not FIELD=VALUE, as in amount=300万元",
            ],
        ));
    };
    let Some(field) = DealField::named(name) else {
        return Err(no_field(name));
    };
    let value = value.trim();
    if value.is_empty() {
        return Ok((field, String::new()));
    }
    Ok((field, read(field, value, today)?))
}

fn read(field: DealField, text: &str, today: Date) -> Result<String, Failure> {
    match field {
        DealField::Kind => kind(text),
        DealField::Amount | DealField::TechnologyAmount | DealField::Price => {
            Ok(amount(text)?.text())
        }
        DealField::NoticeDays => days(text),
        DealField::Instalments => instalments(text, today),
        DealField::Buyer | DealField::Seller | DealField::NoticePlace => plain(text),
    }
}

fn plain(text: &str) -> Result<String, Failure> {
    if text.chars().count() > MAX_TEXT || text.chars().any(char::is_control) {
        let text: String = text.chars().take(20).collect();
        return Err(with_text(
            &text,
            [
                "“{text}……”太长，或不止一行",
                "“{text}…” is too long, or of several lines",
            ],
        ));
    }
    Ok(text.to_owned())
}

fn kind(text: &str) -> Result<String, Failure> {
    let kind = ContractKind::named(text).ok_or_else(|| {
        with_text(
            text,
            [
                "没有合同类型“{text}”：应为 技术开发、技术转让、技术许可、技术咨询 或 技术服务",
                "{text} is no kind of contract: development, transfer, licence, consulting or service",
            ],
        )
    })?;
    Ok(kind.word().to_owned())
}

fn days(text: &str) -> Result<String, Failure> {
    let number = text.trim_end_matches(['天', '日']).trim_end();
    let number = number.strip_suffix("days").unwrap_or(number).trim_end();
    let days = number.parse::<u32>().ok();
    let days = days.filter(|days| (1..=MAX_NOTICE).contains(days));
    days.map(|days| days.to_string()).ok_or_else(|| {
        with_text(
            text,
            [
                "“{text}”不是天数：应为整数，如 15",
                "{text} is no number of days: write it as 15",
            ],
        )
    })
}

/// One amount: not a range, no bound, not "to be agreed".
fn amount(text: &str) -> Result<Money, Failure> {
    let unreadable = || {
        with_text(
            text,
            [
                "看不懂金额“{text}”：请写如 300万元、USD 120000",
                "{text} is no amount: write it as 300万元, 3 million or USD 120000",
            ],
        )
    };
    // Whether a bare number is 元 or 万元 is for the user to say.
    if text
        .trim()
        .chars()
        .all(|c| c.is_ascii_digit() || matches!(c, ',' | '.' | ' '))
    {
        return Err(with_text(
            text,
            [
                "“{text}”没有单位：请写如 {text}万元、{text}元 或 USD {text}",
                "{text} has no unit: write it as {text}万元, CNY {text} or USD {text}",
            ],
        ));
    }
    let price = read_price(text, Unit::Unknown).ok_or_else(unreadable)?;
    match (price.min, price.max) {
        (Some(low), Some(high)) if low.to_bits() == high.to_bits() && !price.negotiable => {
            Money::of(low, &price.currency).ok_or_else(unreadable)
        }
        _ => Err(not_one(text, &price)),
    }
}

/// That a text says no single amount, and how it was understood.
fn not_one(text: &str, price: &Price) -> Failure {
    let said = |bound: Option<f64>, language| {
        let money = bound.and_then(|bound| Money::of(bound, &price.currency));
        money.map_or_else(|| "…".to_owned(), |money| money.shown(language))
    };
    let range = |language| {
        let (low, high) = (said(price.min, language), said(price.max, language));
        format!("{low}–{high}")
    };
    let text = escape_controls(text);
    if price.min.is_none() && price.max.is_none() {
        return Failure::new(
            format!("“{text}”理解为面议：这里要一个金额"),
            format!("{text} is understood as “to be agreed”: one amount is needed"),
        );
    }
    let [chinese, english] = [Language::Chinese, Language::English].map(range);
    Failure::new(
        format!("“{text}”理解为 {chinese}：这里要一个金额"),
        format!("{text} is understood as {english}: one amount is needed"),
    )
}

/// Days with amounts: `2026-12-31 100万元; 2027-06-30 200万元`.
fn instalments(text: &str, today: Date) -> Result<String, Failure> {
    let parts = text.split([';', '；', '\n']).map(str::trim);
    let parts: Vec<&str> = parts.filter(|part| !part.is_empty()).collect();
    let read = |part: &&str| {
        let (day, money) = part
            .split_once(|c: char| c.is_whitespace() || c == ':' || c == '：')
            .ok_or_else(|| {
                with_text(
                    part,
                    [
                        "分期“{text}”要写日期和金额，如 2026-12-31 100万元",
                        "the instalment {text} needs a day and an amount: 2026-12-31 100万元",
                    ],
                )
            })?;
        let day = coming_day(day, today)?;
        Ok(format!("{day} {}", amount(money.trim())?.text()))
    };
    if parts.len() > MAX_INSTALMENTS {
        return Err(Failure::new(
            format!("分期太多：最多 {MAX_INSTALMENTS} 期"),
            format!("too many instalments: {MAX_INSTALMENTS} at most"),
        ));
    }
    let mut read = parts.iter().map(read).collect::<Result<Vec<_>, _>>()?;
    read.sort();
    Ok(read.join("; "))
}

fn with_text(text: &str, words: [&str; 2]) -> Failure {
    Failure::filled(words, &[("text", &escape_controls(text.trim()))])
}

/// That there is no such field, and which there are.
fn no_field(name: &str) -> Failure {
    let names = |language| {
        let names = DealField::ALL
            .iter()
            .map(|(field, word, _)| match language {
                Language::Chinese => field.name(language),
                Language::English => word,
            });
        names.collect::<Vec<_>>()
    };
    let chinese = names(Language::Chinese).join("、");
    let english = names(Language::English).join(", ");
    let name = escape_controls(name.trim());
    Failure::new(
        format!("交易没有字段“{name}”；可用的有：{chinese}"),
        format!("a deal has no field {name}; there are: {english}"),
    )
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use super::*;

    #[test]
    fn what_people_write_of_a_deal_is_kept_in_one_form() {
        let today = Date::new(2026, 11, 30).unwrap();
        let check = |text: &str, expected: (DealField, &str)| {
            let (field, value) = assignment(text, today).unwrap();
            assert_eq!((field, &*value), expected, "{text}");
        };
        check("amount=300万元", (DealField::Amount, "3000000"));
        check("合同金额＝三百万元", (DealField::Amount, "3000000"));
        check("price = USD 120,000", (DealField::Price, "USD 120000"));
        check("技术交易额=280万", (DealField::TechnologyAmount, "2800000"));
        check("kind=技术许可合同", (DealField::Kind, "licence"));
        check("notice-days=15 天", (DealField::NoticeDays, "15"));
        check("受让方=荆门示例化工", (DealField::Buyer, "荆门示例化工"));
        check("buyer=", (DealField::Buyer, ""));
        check(
            "分期=2027-06-30 200万；2026年12月31日：100万元",
            (
                DealField::Instalments,
                "2026-12-31 1000000; 2027-06-30 2000000",
            ),
        );
    }

    #[test]
    fn what_is_not_understood_says_what_was() {
        let today = Date::new(2026, 11, 30).unwrap();
        let check = |text: &str, words: [&str; 2]| {
            let failure = assignment(text, today).unwrap_err();
            for (language, words) in [Language::Chinese, Language::English].iter().zip(words) {
                let said = failure.say(*language);
                assert!(said.contains(words), "{text}: {said}");
            }
        };
        check(
            "amount=50-100万",
            ["理解为 50万元–100万元", "CNY 500,000–CNY 1,000,000"],
        );
        check(
            "amount=不超过100万元",
            ["理解为 …–100万元", "understood as …–CNY 1,000,000"],
        );
        check("amount=280", ["没有单位", "280 has no unit"]);
        check("price=12,000.5", ["没有单位", "has no unit"]);
        check("price=面议", ["理解为面议", "to be agreed"]);
        check("price=soon", ["看不懂金额“soon”", "soon is no amount"]);
        check("kind=gift", ["没有合同类型“gift”", "gift is no kind"]);
        check("notice-days=0", ["不是天数", "no number of days"]);
        check("分期=100万", ["要写日期和金额", "needs a day"]);
        check("分期=后年 100万", ["看不懂日期", "is no date"]);
        check("colour=red", ["没有字段“colour”", "no field colour"]);
        check("amount", ["不是“字段=值”", "is not FIELD=VALUE"]);
    }
}
