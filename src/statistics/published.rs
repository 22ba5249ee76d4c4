//! Published figures on technology transfer: what others have counted, to stand beside one's own
//! counts. They are quoted as they were published, and never taken together.

use qiao_index::vocab::Language;

use crate::messages::{pick, say};

/// What the units are called in English.
const UNITS: [(&str, &str); 12] = [
    ("records", "listings"),
    ("persons", "people"),
    ("件/万人", "per 10,000 people"),
    ("件", "items"),
    ("个", "institutions"),
    ("家", "institutions"),
    ("项", "projects"),
    ("亿元", "× CNY 100 million"),
    ("万元", "× CNY 10,000"),
    ("位", "(rank)"),
    ("%", "%"),
    ("USD", "USD"),
];
/// What the English units of the table are called in Chinese.
const CHINESE_UNITS: [(&str, &str); 3] = [("records", "条"), ("persons", "人"), ("USD", "美元")];
/// Sums that should be what another figure says: the whole, and all of its parts.
const SUMS: [(&str, &[&str]); 1] = [(
    "collected.achievements",
    &[
        "by_source.university",
        "by_source.institute",
        "by_source.enterprise",
    ],
)];

/// How sure a figure is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Certainty {
    /// As it was published.
    Quoted,
    /// It was published as the least.
    AtLeast,
    /// It was published as a round number.
    About,
    /// It is calculated from others.
    Derived,
}

/// A published figure.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Published {
    /// What it is called in files.
    pub(crate) key: &'static str,
    /// Its name in Chinese and English.
    names: [&'static str; 2],
    /// The figure, as it was written.
    pub(crate) value: &'static str,
    /// In what it is told.
    unit: &'static str,
    /// Of which time.
    pub(crate) period: &'static str,
    /// Of which place.
    pub(crate) place: &'static str,
    /// How sure it is.
    pub(crate) certainty: Certainty,
    /// Who published it; empty where that is not recorded.
    pub(crate) source: &'static str,
    /// What was said with it.
    pub(crate) note: &'static str,
}

/// Figures that do not agree.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Contradiction {
    /// The whole.
    pub(crate) whole: Published,
    /// Its parts.
    pub(crate) parts: Vec<Published>,
    /// What the parts come to.
    pub(crate) sum: f64,
}

impl Certainty {
    /// The word used in files.
    pub(crate) const fn word(self) -> &'static str {
        match self {
            Self::Quoted => "quoted",
            Self::AtLeast => "at-least",
            Self::About => "about",
            Self::Derived => "derived",
        }
    }

    /// What it is called.
    pub(crate) fn name(self, language: Language) -> &'static str {
        let names = match self {
            Self::Quoted => ["引用", "quoted"],
            Self::AtLeast => ["引用，下限", "quoted, at least"],
            Self::About => ["引用，约数", "quoted, about"],
            Self::Derived => ["推算", "derived"],
        };
        pick(language, names)
    }

    fn named(word: &str) -> Option<Self> {
        let all = [Self::Quoted, Self::AtLeast, Self::About, Self::Derived];
        all.into_iter().find(|it| it.word() == word)
    }
}

impl Published {
    /// Its name.
    pub(crate) const fn name(&self, language: Language) -> &'static str {
        pick(language, self.names)
    }

    /// In what it is told.
    pub(crate) fn unit(&self, language: Language) -> &'static str {
        let table: &[(&str, &'static str)] = match language {
            Language::Chinese => &CHINESE_UNITS,
            Language::English => &UNITS,
        };
        let known = table.iter().find(|(unit, _)| *unit == self.unit);
        known.map_or(self.unit, |(_, name)| name)
    }

    /// Who published it, or that this is not recorded.
    pub(crate) fn said_by(&self, language: Language) -> &'static str {
        match self.source {
            "" => pick(language, ["出处未记录", "source not recorded"]),
            source => source,
        }
    }
}

impl Contradiction {
    /// What does not agree, in words.
    pub(crate) fn said(&self, language: Language) -> String {
        let parts: Vec<&str> = self.parts.iter().map(|part| part.value).collect();
        let whole = self.whole.value.parse::<f64>().unwrap_or_default();
        let values = [
            ("name", self.whole.name(language)),
            ("whole", self.whole.value),
            ("parts", &*parts.join(" + ")),
            ("sum", &*self.sum.to_string()),
            ("rest", &*(whole - self.sum).abs().to_string()),
        ];
        let text = [
            "互相矛盾：{name} {whole}，各部分 {parts} = {sum}，相差 {rest}",
            "Contradiction: {name}: {whole}; the parts are {parts} = {sum}, a difference of {rest}",
        ];
        say(language, text, &values)
    }
}

/// All published figures.
pub(crate) fn published() -> Vec<Published> {
    let lines = include_str!("published.tsv").lines();
    let lines = lines.filter(|line| !line.starts_with('#') && !line.is_empty());
    lines.filter_map(read).collect()
}

fn read(line: &'static str) -> Option<Published> {
    let mut columns = line.split('\t');
    let mut next = || columns.next();
    Some(Published {
        key: next()?,
        names: [next()?, next()?],
        value: next()?,
        unit: next()?,
        period: next()?,
        place: next()?,
        certainty: Certainty::named(next()?)?,
        source: next()?,
        note: next()?,
    })
}

/// The figures that do not agree with each other.
pub(crate) fn contradictions(all: &[Published]) -> Vec<Contradiction> {
    let known = |key: &str| all.iter().find(|it| it.key == key).copied();
    let number = |it: &Published| it.value.parse::<f64>().ok();
    let contradict = SUMS.iter().filter_map(|(whole, parts)| {
        let whole = known(whole)?;
        let parts: Vec<Published> = parts.iter().filter_map(|part| known(part)).collect();
        let sum: f64 = parts.iter().filter_map(number).sum();
        let differs = (number(&whole)? - sum).abs() > f64::EPSILON;
        differs.then_some(Contradiction { whole, parts, sum })
    });
    contradict.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_figure_is_read_with_a_unit_in_both_languages() {
        let all = published();
        assert_eq!(all.len(), 48);
        for one in &all {
            assert!(one.value.parse::<f64>().is_ok(), "{one:?}");
            let is_english = |text: &str| text.replace('×', "").is_ascii();
            assert!(is_english(one.unit(Language::English)), "{one:?}");
            assert!(is_english(one.name(Language::English)), "{one:?}");
        }
        let derived = all.iter().filter(|it| it.certainty == Certainty::Derived);
        let keys: Vec<_> = derived.map(|it| it.key).collect();
        assert_eq!(keys, ["by_source.unexplained"]);
    }

    #[test]
    fn figures_that_contradict_each_other_are_named() {
        let said = contradictions(&published());
        let said: Vec<String> = said.iter().map(|it| it.said(Language::English)).collect();
        assert_eq!(
            said,
            [
                "Contradiction: Achievements collected: 96000; the parts are 75262 + 10233 + 4445 \
                 = 89940, a difference of 6060"
            ]
        );
    }
}
