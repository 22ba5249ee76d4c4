//! Figures in running text: `盐雾不少于 3000 小时`, `≤ 8 元`, `45～60 g/L`.
//!
//! A figure is a number or a range with its unit, the comparator that stands before or behind it,
//! and the words of its clause that say what is measured. Two figures can be compared where they
//! measure the same quantity of the same thing.

use super::clauses::clauses;
use super::comparators::{Relation, compared, follows};
use super::numbers::{Number, signed};

/// A figure in a clause.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Figure<'t> {
    /// The field that it stands in; empty where that is not known.
    pub(super) field: &'static str,
    /// The clause that it stands in.
    pub(super) clause: &'t str,
    /// Its own part of the clause: from the figure before it to its end.
    pub(super) text: &'t str,
    /// The words that say what is measured: those before it, else those behind.
    pub(super) subject: &'t str,
    /// How the number is meant.
    pub(super) relation: Relation,
    /// What is measured: see [`super::units::Unit::quantity`]; empty for a bare number.
    pub(super) quantity: String,
    /// The number, or the ends of the range, in base units.
    pub(super) range: (f64, f64),
}

impl Figure<'_> {
    /// Whether it says more than a number: only such a figure in a free text is a demand.
    pub(super) fn is_compared(&self) -> bool {
        self.relation != Relation::Exactly
    }

    /// The values that meet it as a demand.
    fn wanted(&self) -> (f64, f64) {
        let (low, high) = self.range;
        match self.relation {
            Relation::Exactly => self.range,
            Relation::AtLeast | Relation::Reaches => (low, f64::INFINITY),
            Relation::AtMost => (f64::NEG_INFINITY, high),
        }
    }

    /// The values that it may stand for as a statement.
    fn stated(&self) -> (f64, f64) {
        match self.relation {
            Relation::Reaches => self.range,
            _ => self.wanted(),
        }
    }

    /// Whether what is stated meets this demand; `None` where that cannot be told.
    pub(super) fn is_met_by(&self, stated: &Figure<'_>) -> Option<bool> {
        if self.quantity != stated.quantity {
            return None;
        }
        let (wanted, told) = (self.wanted(), stated.stated());
        if self.relation == Relation::Exactly {
            // Without a comparator it is not said on which side one may fail.
            let is_near = |a: f64, b: f64| (a - b).abs() <= NEAR * a.abs().max(b.abs());
            let is_same = is_near(wanted.0, told.0) && is_near(wanted.1, told.1);
            let is_inside = wanted.0 <= told.0 && told.1 <= wanted.1;
            return (is_same || is_inside).then_some(true);
        }
        if wanted.0 <= told.0 && told.1 <= wanted.1 {
            Some(true)
        } else if told.1 < wanted.0 || told.0 > wanted.1 {
            Some(false)
        } else {
            None
        }
    }
}

/// Values that differ by no more than this share are the same.
const NEAR: f64 = 0.02;

/// All figures of a text, clause by clause.
pub(super) fn figures(text: &str) -> Vec<Figure<'_>> {
    clauses(text).flat_map(of_clause).collect()
}

fn of_clause(clause: &str) -> Vec<Figure<'_>> {
    let mut figures = Vec::new();
    let mut at = 0;
    // Where the words begin that say what the next number measures.
    let mut words = 0;
    while let Some(start) = next_number(clause, at) {
        let before = clause.get(words..start).unwrap_or_default();
        let (is_negative, unsigned) = signed(before);
        let Some(number) = Number::read(clause, start, is_negative) else {
            at = start + 1;
            continue;
        };
        at = number.end;
        let before = if number.range.0 < 0.0 {
            unsigned
        } else {
            before
        };
        let (relation, subject) = compared(before);
        let behind = clause.get(number.end..).unwrap_or_default();
        let relation = relation.or_else(|| follows(behind));
        // A bare number without a comparator is a year, a model, a page.
        let says_nothing = number.quantity.is_empty() && relation.is_none();
        if says_nothing || is_year(clause.get(start..number.end).unwrap_or_default()) {
            continue;
        }
        let text = clause.get(words..number.end).unwrap_or(clause);
        words = number.end;
        figures.push(Figure {
            field: "",
            clause,
            text: text.trim_start_matches(|c: char| !c.is_alphanumeric()),
            subject: if says_something(subject) {
                subject
            } else {
                until_digit(behind)
            },
            relation: relation.unwrap_or(Relation::Exactly),
            quantity: number.quantity,
            range: number.range,
        });
    }
    figures
}

/// Whether a number with its unit is a year of the calendar: `2027 年`.
fn is_year(number: &str) -> bool {
    let year = number.strip_suffix('年').map(str::trim_end);
    let year = year.and_then(|digits| digits.parse::<u16>().ok());
    year.is_some_and(|year| (1900..2100).contains(&year))
}

/// The next digit that begins a number and is not a part of a name (`C60`).
fn next_number(text: &str, from: usize) -> Option<usize> {
    let mut before = text.get(..from)?.chars().next_back();
    for (at, c) in text.get(from..)?.char_indices() {
        let is_inside = before.is_some_and(|c| c.is_ascii_alphanumeric() || c == '.' || c == '_');
        if c.is_ascii_digit() && !is_inside {
            return Some(from + at);
        }
        before = Some(c);
    }
    None
}

/// Whether words name something: two characters, or a word of two letters.
fn says_something(words: &str) -> bool {
    words.chars().filter(|c| c.is_alphabetic()).count() >= 2
}

/// The words up to the next number.
fn until_digit(text: &str) -> &str {
    let end = text
        .find(|c: char| c.is_ascii_digit())
        .unwrap_or(text.len());
    text.get(..end).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> Vec<String> {
        let shown = |figure: &Figure| {
            let sign = match figure.relation {
                Relation::Exactly => "=",
                Relation::AtLeast => ">=",
                Relation::AtMost => "<=",
                Relation::Reaches => "->",
            };
            let (low, high) = figure.range;
            let range = if (high - low).abs() < f64::EPSILON {
                format!("{low}")
            } else {
                format!("{low}..{high}")
            };
            let subject = figure.subject.trim();
            format!("{subject} {sign} {range} {}", figure.quantity)
        };
        figures(text).iter().map(shown).collect()
    }

    #[test]
    fn figures_are_read_with_subject_comparator_and_unit() {
        let check = |text: &str, expected: &[&str]| assert_eq!(shown(text), expected, "{text}");
        check(
            "中性盐雾不少于 3000 小时；干膜总厚不超过 150 毫米",
            &["中性盐雾 >= 10800000 time", "干膜总厚 <= 0.15 length"],
        );
        check(
            "耐温≥200℃，年费 <5 %",
            &["耐温 >= 200 temperature", "年费 <= 0.05 ratio"],
        );
        check("预算10~50万元以内", &["预算 <= 100000..500000 yuan"]);
        check("抗疲劳 52 万次", &["抗疲劳 = 520000 cycle"]);
        check("3000 小时盐雾", &["盐雾 = 10800000 time"]);
        check(
            "setup at most 30 min, at least 1,050 N of force",
            &["setup <= 1800 time", "of force >= 1050 force"],
        );
        check("回收率达到 90% 以上", &["回收率 -> 0.9 ratio"]);
        check(
            "耐温 -40℃～-10 ℃，零下 20 度可用",
            &["耐温 = -40..-10 temperature", "可用 = -20 temperature"],
        );
        check(
            "耐温-40~120℃；型号 A-40 ℃",
            &["耐温 = -40..120 temperature", "型号 A- = 40 temperature"],
        );
        check("盐雾-200 h", &["盐雾- = 720000 time"]);
        check(
            "电导率 1.2×10⁻³ S/cm，疲劳 2 × 10^6 次，面 3×10 m2",
            &[
                "电导率 = 0.12 conductance/length",
                "疲劳 = 2000000 cycle",
                " = 10 area",
            ],
        );
        check(
            "纯度不得低于 99%，含水不应超过5%，吨价不多于 8 元，至少 3 天",
            &[
                "纯度 >= 0.99 ratio",
                "含水 <= 0.05 ratio",
                "吨价 <= 8 yuan",
                " >= 259200 time",
            ],
        );
        check("nano less than 5 kg", &["nano <= 5 mass"]);
        check(
            "loss not exceeding 3 dB, no less than 5 kg",
            &["loss <= 3 level", " >= 5 mass"],
        );
        check("C60 于 2024 年第 3 版，见 GB/T 4754，2027-06-30", &[]);
        check("", &[]);
    }

    #[test]
    fn a_demand_is_met_or_missed_only_where_that_is_certain() {
        let check = |wanted: &str, told: &str, expected: Option<bool>| {
            let (wanted, told) = (figures(wanted), figures(told));
            assert_eq!(
                wanted[0].is_met_by(&told[0]),
                expected,
                "{wanted:?} {told:?}"
            );
        };
        check("盐雾≥3000 小时", "盐雾 4000 h", Some(true));
        check("盐雾≥3000 小时", "盐雾 900 小时", Some(false));
        check("盐雾≥3000 小时", "盐雾 180 天", Some(true));
        check("盐雾≥3000 小时", "盐雾不超过 5000 小时", None);
        check("盐雾≥3000 小时", "盐雾 120 微米", None);
        check("吨水不超过 8 元", "吨水 6.7 元", Some(true));
        check("吨水不超过 8 元", "吨水 46 元", Some(false));
        check("吨水不超过 8 元", "吨水 6～9 元", None);
        check("湿度 85% 可施工", "相对湿度 85% 时成膜", Some(true));
        check("湿度 85% 可施工", "湿度 60%", None);
        check("回收率达到 90%", "回收率达 93%", Some(true));
    }
}
