//! Notice periods: how long an agreed price is put up for objections (公示), and until when.
//!
//! The periods are `notice.tsv`, with their sources. The first day does not count; an end on a day
//! off moves to the next working day.

use qiao_index::days_after;
use qiao_index::record::Date;
use qiao_index::vocab::region;

use super::calendar::{WorkingDay, known_years, working_day_from};
use super::{Deal, DealField, Stage};
use crate::messages::{Bilingual, Failure};

/// What is known of notices at a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct NoticeRule {
    /// For how many days at least, where its source says that.
    pub(crate) days: Option<u32>,
    /// Where it is written.
    pub(crate) source: &'static str,
}

/// The notice of a deal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Notice {
    /// The day on which it began.
    pub(crate) began: Date,
    /// For how many days, where that is known.
    pub(crate) days: Option<u32>,
    /// Whether the user has said so; else it is the period of the place.
    pub(crate) is_own: bool,
    /// The rule of the place.
    pub(crate) rule: Option<NoticeRule>,
    /// Until when, where the days are known.
    pub(crate) ends: Option<WorkingDay>,
}

impl Notice {
    /// The notice of a deal that has come to it.
    pub(crate) fn of(deal: &Deal) -> Option<Self> {
        let began: Date = deal.day_of(Stage::Notice)?.parse().ok()?;
        let own: Option<u32> = deal.value(DealField::NoticeDays).parse().ok();
        let rule = rule_of(deal.value(DealField::NoticePlace));
        let days = own.or_else(|| rule?.days);
        Some(Self {
            began,
            days,
            is_own: own.is_some(),
            rule,
            ends: days.map(|days| working_day_from(days_after(began, days))),
        })
    }

    /// Until when it runs, and whether the holidays of that year are known; that its length is not
    /// known.
    pub(crate) fn said(&self) -> Bilingual {
        self.ends.map_or_else(
            || {
                Failure::new(
                    "公示天数未知，请设定：公示天数=天数",
                    "for how many days is not known: set notice-days=DAYS",
                )
            },
            WorkingDay::notice_said,
        )
    }
}

impl WorkingDay {
    /// That a notice ends on it, and whether only weekends were counted.
    pub(crate) fn notice_said(self) -> Bilingual {
        let day = self.day;
        if self.is_known {
            return Failure::new(format!("公示至 {day}"), format!("notice until {day}"));
        }
        let years: Vec<String> = known_years().iter().map(ToString::to_string).collect();
        Failure::new(
            format!(
                "公示至 {day}（只按周末推算：已知的放假安排为 {} 年）",
                years.join("、")
            ),
            format!(
                "notice until {day} (by weekends only: holidays are known for {})",
                years.join(", ")
            ),
        )
    }
}

/// The rule that is nearest to a place; that of the whole country where none is nearer.
pub(crate) fn rule_of(place: &str) -> Option<NoticeRule> {
    let code = region(place, None).unwrap_or_default();
    let lines = include_str!("notice.tsv").lines();
    let rules = lines.filter_map(|line| {
        let (place, rest) = line.split_once('\t')?;
        let (days, source) = rest.split_once('\t')?;
        let is_here = place == "CN" || code.starts_with(place);
        let days = days.parse().ok();
        (is_here && !line.starts_with('#')).then_some((place, NoticeRule { days, source }))
    });
    let nearest = rules.max_by_key(|(place, _)| if *place == "CN" { 0 } else { place.len() });
    nearest.map(|(_, rule)| rule)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_place_says_how_long_a_notice_is() {
        let days = |place: &str| rule_of(place).and_then(|rule| rule.days);
        for (place, expected) in [
            ("浙江", Some(15)),
            ("杭州", Some(15)),
            ("山东省", Some(15)),
            ("湖北", None),
            ("", None),
        ] {
            assert_eq!(days(place), expected, "{place}");
        }
    }

    #[test]
    fn the_country_has_a_rule_with_a_source() {
        for place in ["", "湖北", "nowhere"] {
            let rule = rule_of(place);
            assert!(
                rule.is_some_and(|rule| rule.source.contains("促进科技成果转化法")),
                "{place}: {rule:?}"
            );
        }
    }
}
