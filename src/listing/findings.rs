//! What the checks found about a listing: a badge in few words, and why.

use qiao_index::checks::{self, Finding};
use qiao_index::record::{Date, Record};
use qiao_index::vocab;

pub(crate) use super::badge::Badge;
use super::conflicts;
use crate::messages::{fill, pick};
use crate::ui::presentation::Presentation;

/// What the checks found that matters in a list, worst first. That nobody is named is said in
/// place of the contact.
pub(crate) fn badges(record: &Record, look: &Presentation) -> Vec<Badge> {
    let findings = checks::check(record, look.today).into_iter();
    let badges = findings.filter_map(|finding| {
        let (name, why) = words(&finding)?;
        let values = values(&finding, record, look);
        let values: Vec<_> = values
            .iter()
            .map(|(name, value)| (*name, value.as_str()))
            .collect();
        Some(Badge {
            name: pick(look.language, name),
            why: fill(pick(look.language, why), &values),
            // Nearly all listings of a library are that old.
            is_telling: finding != Finding::Stale,
            value: about(finding),
        })
    });
    badges.chain(conflicts::badges(record, look)).collect()
}

type Words = [&'static str; 2];

/// Badge and explanation, Chinese first.
fn words(finding: &Finding) -> Option<(Words, Words)> {
    Some(match finding {
        Finding::WrongCheckDigit { .. } => (
            ["号码校验位不符", "wrong check digit"],
            [
                "{value} 应以 {digit} 结尾，多半抄错了一位",
                "{value} should end in {digit}: a digit was probably miscopied",
            ],
        ),
        Finding::DeadPatent => (
            ["专利失效", "patent lapsed"],
            [
                "法律状态{status}，已不受保护",
                "legal status{status}: no longer protected",
            ],
        ),
        Finding::DeadRight(_) => (
            ["所涉专利失效", "its patent lapsed"],
            [
                "知识产权 {value} 在资料库中已失效",
                "{value}, named among its rights, is no longer in force in this library",
            ],
        ),
        Finding::PastTerm { .. } => (
            ["期限应已届满", "term should have ended"],
            [
                "自申请日{date} 起已满 {years} 年，来源未说其失效",
                "filed{date}, a term of {years} years; no source says that it has lapsed",
            ],
        ),
        Finding::Gone => (
            ["来源中已没有", "gone from its source"],
            ["来源自{date} 起不再有此条", "missing since{date}"],
        ),
        Finding::Withdrawn => (
            ["已撤回", "withdrawn"],
            [
                "发布方已撤回，不再提供",
                "whoever published it no longer offers it",
            ],
        ),
        Finding::Expired => (
            ["已过期", "expired"],
            ["有效期或截止日{date} 已过", "valid until{date}"],
        ),
        Finding::Stale => (
            ["一年未核实", "not verified for a year"],
            [
                "最后一次更新{date}，联系前先确认是否仍有效",
                "last updated{date}: check that it still holds before calling",
            ],
        ),
        Finding::MaskedPhone(_) => (
            ["电话被遮蔽", "phone masked"],
            [
                "{value} 被来源遮去几位，拨不通",
                "{value}: some digits are hidden by the source",
            ],
        ),
        Finding::InvalidPhone(_) => (
            ["电话有误", "invalid phone"],
            ["{value} 不是能拨打的号码", "{value} cannot be dialled"],
        ),
        Finding::InvalidEmail(_) => (
            ["邮箱有误", "invalid e-mail"],
            [
                "{value} 不是有效的邮箱地址",
                "{value} is not a valid e-mail address",
            ],
        ),
        Finding::Garbled => (
            ["文字有乱码", "garbled text"],
            [
                "来源用错了编码，有的字已无法复原",
                "decoded with the wrong encoding before it got here: some characters are lost",
            ],
        ),
        Finding::UnreadDate { .. } => (
            ["日期有误", "unclear date"],
            [
                "“{column}”一栏的 {value} 读不出确定的日期，只保留在原始数据中",
                "{value} under “{column}” is not a clear date: it is kept only in the original data",
            ],
        ),
        Finding::NoContact | Finding::Incomplete { .. } => return None,
    })
}

/// What stands in an explanation's places.
fn values(finding: &Finding, record: &Record, look: &Presentation) -> Vec<(&'static str, String)> {
    let dated = |date: Option<Date>| date.map_or_else(String::new, |date| format!(" {date}"));
    match finding {
        Finding::WrongCheckDigit { number, expected } => {
            vec![("value", number.clone()), ("digit", expected.to_string())]
        }
        Finding::DeadPatent => {
            let raw = record
                .patent
                .as_ref()
                .map_or("", |patent| &patent.legal.raw);
            let quoted = match &*vocab::phrase(raw, look.language) {
                "" => String::new(),
                raw => fill(
                    pick(look.language, ["“{raw}”", " “{raw}”"]),
                    &[("raw", raw)],
                ),
            };
            vec![("status", quoted)]
        }
        Finding::PastTerm { years } => vec![
            ("date", dated(record.dates.filed)),
            ("years", years.to_string()),
        ],
        Finding::Expired => {
            let deadline = record.need.as_ref().and_then(|need| need.deadline);
            let last = [record.dates.expires, deadline].into_iter().flatten().min();
            vec![("date", dated(last))]
        }
        Finding::Gone => {
            let since = record.sources.iter().map(|source| &source.gone).max();
            let day = since.and_then(|since| since.get(..10)?.parse().ok());
            vec![("date", dated(day))]
        }
        Finding::Stale => vec![("date", dated(touched(record)))],
        Finding::DeadRight(value)
        | Finding::MaskedPhone(value)
        | Finding::InvalidPhone(value)
        | Finding::InvalidEmail(value) => {
            vec![("value", value.clone())]
        }
        Finding::UnreadDate { column, text } => {
            vec![("column", column.clone()), ("value", text.clone())]
        }
        Finding::Withdrawn | Finding::Garbled | Finding::NoContact | Finding::Incomplete { .. } => {
            Vec::new()
        }
    }
}

/// The last date on which somebody verified, changed or published the listing.
fn touched(record: &Record) -> Option<Date> {
    let dates = &record.dates;
    let touched = [
        dates.verified,
        dates.updated,
        dates.published,
        dates.registered,
    ];
    touched.into_iter().flatten().max()
}

fn about(finding: Finding) -> Option<String> {
    match finding {
        Finding::WrongCheckDigit { number, .. } => Some(number),
        Finding::UnreadDate { text, .. } => Some(text),
        Finding::DeadRight(value)
        | Finding::MaskedPhone(value)
        | Finding::InvalidPhone(value)
        | Finding::InvalidEmail(value) => Some(value),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use qiao_index::record::{Contact, Dates, Kind, Legal, LegalClass, Patent, Provenance};
    use qiao_index::vocab::Language;

    use super::*;
    use crate::ui::text::DisplayWidth;
    use crate::ui::theme::Theme;

    #[test]
    fn a_source_that_disagrees_with_an_edit_is_a_badge() {
        let record = Record {
            edits: vec![qiao_index::record::Edit {
                field: "title".to_owned(),
                conflict: true,
                ..qiao_index::record::Edit::default()
            }],
            contact: vec![Contact {
                phones: vec!["027-00001111".to_owned()],
                ..Contact::default()
            }],
            ..Record::default()
        };
        let look = Presentation::new(
            Language::English,
            Theme::ansi(),
            DisplayWidth::default(),
            false,
        );
        let badges = badges(&record, &look);
        let badge = badges.iter().find(|badge| badge.name == "source disagrees");
        assert!(
            badge.is_some_and(|badge| badge.why.contains("changed what you edited: Title;")),
            "{badges:?}"
        );
    }

    #[test]
    fn findings_are_explained() {
        let record = Record {
            kind: Kind::Patent,
            patent: Some(Box::new(Patent {
                legal: Legal {
                    class: LegalClass::Dead,
                    raw: "未缴年费终止".to_owned(),
                    ..Legal::default()
                },
                ..Patent::default()
            })),
            dates: Dates {
                expires: Date::new(2020, 5, 31),
                ..Dates::default()
            },
            contact: vec![Contact {
                phones: vec!["138****0000".to_owned()],
                emails: vec!["nobody".to_owned()],
                ..Contact::default()
            }],
            sources: vec![Provenance {
                gone: "2024-03-01T08:00:00Z".to_owned(),
                ..Provenance::default()
            }],
            ..Record::default()
        };
        let check = |language, expected: &[&str]| {
            let look = Presentation::new(language, Theme::ansi(), DisplayWidth::default(), false);
            let shown: Vec<_> = badges(&record, &look)
                .into_iter()
                .map(|badge| format!("{}: {}", badge.name, badge.why))
                .collect();
            assert_eq!(shown, expected);
        };
        check(
            Language::Chinese,
            &[
                "专利失效: 法律状态“未缴年费终止”，已不受保护",
                "来源中已没有: 来源自 2024-03-01 起不再有此条",
                "已过期: 有效期或截止日 2020-05-31 已过",
                "电话被遮蔽: 138****0000 被来源遮去几位，拨不通",
                "邮箱有误: nobody 不是有效的邮箱地址",
            ],
        );
        check(
            Language::English,
            &[
                "patent lapsed: legal status “未缴年费终止”: no longer protected",
                "gone from its source: missing since 2024-03-01",
                "expired: valid until 2020-05-31",
                "phone masked: 138****0000: some digits are hidden by the source",
                "invalid e-mail: nobody is not a valid e-mail address",
            ],
        );
    }
}
