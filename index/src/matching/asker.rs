//! Who asks: a listing or a text, read into what it asks for.

use super::Missing;
use super::figures::{self, Figure};
use super::passages::{Passage, beginning, passages};
use super::terms::{AskedTerm, AskedWord, Gathered};
use crate::record::{Kind, Record, Stage, Titled};
use crate::synonyms::Synonyms;

/// Fewest words of its own that a need should have to be matched.
const MIN_WORDS: usize = 10;

/// Most figures of an asker that are looked for in every listing.
const MAX_FIGURES: usize = 60;

/// What is asked for.
pub(crate) struct Asker<'r> {
    /// The listing; a text is one without id.
    pub(crate) record: &'r Record,
    /// Its terms.
    pub(crate) terms: Vec<AskedTerm>,
    /// Its words, in order.
    pub(crate) words: Vec<AskedWord>,
    /// The figures that it demands, or, where it offers, those that it states.
    pub(super) figures: Vec<Figure<'r>>,
}

impl<'r> Asker<'r> {
    /// Reads a listing.
    pub(crate) fn of(record: &'r Record, synonyms: &Synonyms) -> Self {
        let mut gathered = Gathered::default();
        gathered.add(&record.title, true, synonyms);
        for keyword in &record.keywords {
            gathered.add(keyword, true, synonyms);
        }
        for text in texts(record) {
            gathered.add(beginning(text), false, synonyms);
        }
        let mut figures = if record.kind == Kind::Need {
            demands(record)
        } else {
            statements(record)
        };
        figures.truncate(MAX_FIGURES);
        Self {
            record,
            terms: gathered.terms,
            words: gathered.words,
            figures,
        }
    }

    /// Its id, kind and title; a text has no id.
    pub(super) fn titled(&self) -> Titled {
        Titled {
            id: self.record.id.clone(),
            kind: self.record.kind,
            title: self.record.title.clone(),
        }
    }

    /// What its author should be asked, where it says too little to be matched well.
    pub(crate) fn missing(&self) -> Vec<Missing> {
        let need = self.record.need.as_deref();
        let lacks = [
            (
                Missing::Problem,
                need.is_none_or(|need| need.problem.is_empty()),
            ),
            (Missing::Target, self.figures.is_empty()),
            (
                Missing::Budget,
                need.is_none_or(|need| need.budget.is_none()),
            ),
            (
                Missing::Stage,
                need.is_none_or(|need| need.desired_stage == Stage::Unknown),
            ),
            (
                Missing::Deadline,
                need.is_none_or(|need| need.deadline.is_none()),
            ),
        ];
        let is_short = self.record.kind == Kind::Need && self.words.len() < MIN_WORDS;
        let lacks = lacks.into_iter().filter(|(_, lacks)| is_short && *lacks);
        lacks.map(|(missing, _)| missing).collect()
    }
}

/// A text that asks, as a need; what it begins with before a colon or in a line by itself is its title.
pub(crate) fn need_of_text(text: &str) -> Record {
    let (title, summary) = headed(text);
    Record {
        kind: Kind::Need,
        title: title.to_owned(),
        summary: summary.to_owned(),
        ..Record::default()
    }
}

/// Fewest characters of a heading: `目的：` is none …
const MIN_HEADING: usize = 5;
/// … and most.
const MAX_HEADING: usize = 60;

/// The heading of a text, where it has one, and what stands below it.
fn headed(text: &str) -> (&str, &str) {
    let text = text.trim_start();
    let ends = |c: char| matches!(c, '：' | ':' | '\n' | '。' | '；' | ';' | '！' | '？');
    let parts = text.find(ends).and_then(|end| text.split_at_checked(end));
    let is_heading = |&(heading, rest): &(&str, &str)| {
        let below = rest.strip_prefix(['：', ':', '\n']);
        let length = heading.chars().count();
        (MIN_HEADING..=MAX_HEADING).contains(&length)
            && below.is_some_and(|it| !it.trim().is_empty())
    };
    parts.filter(is_heading).unwrap_or(("", text))
}

/// The kinds that answer one.
#[must_use]
pub const fn answering(kind: Kind) -> &'static [Kind] {
    match kind {
        Kind::Need => &[
            Kind::Achievement,
            Kind::Patent,
            Kind::Expert,
            Kind::Institution,
        ],
        Kind::Achievement | Kind::Patent | Kind::Institution => &[Kind::Need],
        Kind::Expert => &[Kind::Need, Kind::Achievement, Kind::Patent],
    }
}

/// The running text of a listing that says what it is about. What a company has today is not what
/// it asks for, and claims say everything many times.
fn texts(record: &Record) -> Vec<&str> {
    let mut texts = vec![&*record.summary, &*record.body];
    if let Some(need) = &record.need {
        texts.extend([&*need.problem, &*need.key_technology, &*need.target]);
    }
    if let Some(expert) = &record.expert {
        let lists = expert.interests.iter().chain(&expert.services);
        texts.extend(lists.map(String::as_str));
    }
    if let Some(institution) = &record.institution {
        texts.extend(institution.services.iter().map(String::as_str));
    }
    texts.retain(|text| !text.is_empty());
    texts
}

/// Fields of a need in which every figure is a demand.
const TARGETS: &[&str] = &["target"];
/// Fields of a need in which figures with a comparator are demands.
const WISHES: &[&str] = &["title", "summary", "problem", "key_technology"];
/// Fields of an offer whose figures say what it does.
const CLAIMS: &[&str] = &["title", "summary", "body", "translations"];

/// The figures that a need demands.
pub(super) fn demands(record: &Record) -> Vec<Figure<'_>> {
    let mut demands = figures_in(record, TARGETS);
    for figure in figures_in(record, WISHES) {
        let is_known = demands.iter().any(|known| known.clause == figure.clause);
        if figure.is_compared() && !is_known {
            demands.push(figure);
        }
    }
    // Beside a figure with a comparator one without says under what conditions: `≥10 mS/cm at 25 °C`.
    let compared: Vec<&str> = demands
        .iter()
        .filter(|figure| figure.is_compared())
        .map(|figure| figure.clause)
        .collect();
    demands.retain(|figure| figure.is_compared() || !compared.contains(&figure.clause));
    demands
}

/// The figures that an offer states.
pub(super) fn statements(record: &Record) -> Vec<Figure<'_>> {
    figures_in(record, CLAIMS)
}

fn figures_in<'r>(record: &'r Record, fields: &[&str]) -> Vec<Figure<'r>> {
    let passages = passages(record).into_iter();
    let read = passages.filter(|passage| fields.contains(&passage.field));
    let figures = read.flat_map(|Passage { field, text }| {
        let figures = figures::figures(text).into_iter();
        figures.map(move |figure| Figure { field, ..figure })
    });
    figures.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::Need;

    #[test]
    fn a_text_has_its_heading_for_a_title() {
        let check = |text: &str, title: &str| assert_eq!(need_of_text(text).title, title, "{text}");
        check("印染废水深度处理：出水色度高", "印染废水深度处理");
        check(
            "Low-power gas sensor: it detects hydrogen",
            "Low-power gas sensor",
        );
        check("储罐长效防护\n现用漆起泡", "储罐长效防护");
        check("目的：探讨疗效", "");
        check("现用漆起泡。希望：耐温", "");
        check("印染废水深度处理：", "");
        check("", "");
    }

    #[test]
    fn what_a_company_has_today_is_no_demand() {
        let record = Record {
            kind: Kind::Need,
            summary: "现用漆 900 小时起泡，希望干膜不超过 150 微米".to_owned(),
            need: Some(Box::new(Need {
                target: "盐雾 3000 小时".to_owned(),
                current_state: "盐雾不足，低于 900 小时".to_owned(),
                ..Need::default()
            })),
            ..Record::default()
        };
        let clauses: Vec<_> = demands(&record).iter().map(|it| it.clause).collect();
        assert_eq!(clauses, ["盐雾 3000 小时", "希望干膜不超过 150 微米"]);
    }
}
