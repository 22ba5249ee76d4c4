//! Targets: what an institution of the network is to reach in a period. They lie in the library's
//! folder, as `targets.toml` or `targets.csv`.

use std::fs;
use std::path::Path;

use serde::Deserialize;

use super::super::period::Period;
use crate::messages::{Bilingual, Failure, escape_controls, pick, toml_failure};
use qiao_index::vocab::Language;

/// The files, in the order in which they are read.
const TOML: &str = "targets.toml";
const CSV: &str = "targets.csv";

/// What a target is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum TargetMeasure {
    /// Listings that came in.
    Listings,
    /// Needs that came in.
    Needs,
    /// Contracts that were signed.
    Contracts,
    /// What these are worth, in yuan.
    Amount,
}

/// What is to be reached.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Target {
    /// Whose it is: a name or an id.
    pub(crate) node: String,
    /// In which time.
    pub(crate) period: Period,
    /// Of what.
    pub(crate) measure: TargetMeasure,
    /// How many, or how much in yuan.
    pub(crate) number: f64,
}

/// A target, and how far its node is.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Reached {
    /// Of what.
    pub(crate) measure: TargetMeasure,
    /// In which time.
    pub(crate) period: Period,
    /// What is to be reached.
    pub(crate) target: f64,
    /// What is.
    pub(crate) so_far: f64,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    target: Vec<Line>,
}

/// A target as it is written.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Line {
    node: String,
    period: String,
    measure: String,
    number: f64,
}

impl TargetMeasure {
    const ALL: [(Self, &'static str, [&'static str; 2]); 4] = [
        (Self::Listings, "listings", ["新增条目", "new listings"]),
        (Self::Needs, "needs", ["新增需求", "new needs"]),
        (Self::Contracts, "contracts", ["签订合同", "contracts"]),
        (Self::Amount, "amount", ["合同金额", "contract amount"]),
    ];

    /// The word used in files.
    pub(crate) fn word(self) -> &'static str {
        let mut all = Self::ALL.iter();
        all.find(|(it, ..)| *it == self)
            .map_or("", |(_, word, _)| word)
    }

    /// What it is called.
    pub(crate) fn name(self, language: Language) -> &'static str {
        let mut all = Self::ALL.iter();
        let names = all.find(|(it, ..)| *it == self).map(|(.., names)| *names);
        pick(language, names.unwrap_or_default())
    }

    fn named(text: &str) -> Option<Self> {
        let text = text.trim();
        let mut all = Self::ALL.iter();
        let row = all.find(|(_, word, names)| text == *word || names.contains(&text));
        row.map(|(it, ..)| *it)
    }
}

impl Target {
    /// That there is no such node.
    pub(crate) fn unknown(&self) -> Bilingual {
        let name = escape_controls(&self.node);
        Failure::filled(
            [
                "目标所写的“{name}”不在网络中",
                "a target is of {name}, which is not in the network",
            ],
            &[("name", &name)],
        )
    }
}

/// The targets in a folder, and what cannot be read of them.
///
/// # Errors
/// A file is there and cannot be read, or is not in its form.
pub(crate) fn read(folder: &Path) -> anyhow::Result<(Vec<Target>, Vec<Bilingual>)> {
    let mut lines = Vec::new();
    if let Some(text) = text_of(&folder.join(TOML))? {
        lines.extend(of_toml(&text)?);
    }
    if let Some(text) = text_of(&folder.join(CSV))? {
        lines.extend(of_csv(&text)?);
    }
    let (mut targets, mut findings) = (Vec::new(), Vec::new());
    for line in lines {
        match target(line) {
            Ok(target) => targets.push(target),
            Err(finding) => findings.push(finding),
        }
    }
    Ok((targets, findings))
}

fn text_of(path: &Path) -> anyhow::Result<Option<String>> {
    match fs::read_to_string(path) {
        Ok(text) => Ok(Some(text)),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(error) => {
            let name = path.display().to_string();
            let name = escape_controls(&name);
            let failure = Failure::new(format!("无法读取 {name}"), format!("cannot read {name}"));
            Err(anyhow::Error::new(error).context(failure))
        }
    }
}

fn of_toml(text: &str) -> Result<Vec<Line>, Failure> {
    let file: Result<File, toml::de::Error> = toml::from_str(text);
    let lines = file.map(|file| file.target);
    lines.map_err(|error| {
        let reason = toml_failure(text, &error);
        let line = error.span().map_or(1, |span| {
            let before = text.get(..span.start).unwrap_or(text);
            before.matches('\n').count() + 1
        });
        Failure::new(
            format!("{TOML} 第 {line} 行：{}", reason.say(Language::Chinese)),
            format!("{TOML}, line {line}: {}", reason.say(Language::English)),
        )
    })
}

/// Columns `node,period,measure,number`.
fn of_csv(text: &str) -> Result<Vec<Line>, Failure> {
    let text = text.trim_start_matches('\u{feff}');
    let mut reader = csv::ReaderBuilder::new()
        .trim(csv::Trim::All)
        .from_reader(text.as_bytes());
    let lines: Result<Vec<Line>, csv::Error> = reader.deserialize().collect();
    lines.map_err(|error| {
        let line = error.position().map_or(1, csv::Position::line);
        Failure::new(
            format!("{CSV} 第 {line} 行不能读：应有 node,period,measure,number 四列"),
            format!(
                "{CSV}, line {line} cannot be read: the columns are node,period,measure,number"
            ),
        )
    })
}

fn target(line: Line) -> Result<Target, Bilingual> {
    let period = Period::read(&line.period)?;
    let measure = TargetMeasure::named(&line.measure).ok_or_else(|| {
        let words = TargetMeasure::ALL.map(|(_, word, _)| word).join(", ");
        let values = [
            ("word", &*escape_controls(&line.measure)),
            ("words", &words),
        ];
        Failure::filled(
            [
                "目标的指标“{word}”不认识；可用的有：{words}",
                "{word} is no measure of targets; there are {words}",
            ],
            &values,
        )
    })?;
    let is_number = line.number.is_finite() && line.number > 0.0;
    is_number
        .then_some(Target {
            node: line.node,
            period,
            measure,
            number: line.number,
        })
        .ok_or_else(|| Failure::new("目标应是大于零的数", "a target is a number above zero"))
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use super::*;

    #[test]
    fn targets_are_read_from_both_files_and_bad_lines_are_findings() {
        let folder = tempfile::tempdir().unwrap();
        assert_eq!(read(folder.path()).unwrap(), (Vec::new(), Vec::new()));
        let toml = "[[target]]\nnode = \"荆门分中心\"\nperiod = \"2026\"\nmeasure = \"contracts\"\nnumber = 10\n";
        fs::write(folder.path().join(TOML), toml).unwrap();
        let csv = "\u{feff}node,period,measure,number\na,2026-10,needs,3\nb,2026,colour,1\nc,soon,needs,1\nd,2026,needs,0\n";
        fs::write(folder.path().join(CSV), csv).unwrap();
        let (targets, findings) = read(folder.path()).unwrap();
        let named: Vec<_> = targets
            .iter()
            .map(|it| (&*it.node, it.measure.word()))
            .collect();
        assert_eq!(named, [("荆门分中心", "contracts"), ("a", "needs")]);
        assert_eq!(findings.len(), 3);
        fs::write(folder.path().join(TOML), "[[target]]\nnode = 3\n").unwrap();
        let refused = read(folder.path()).unwrap_err();
        let said = Failure::of(&refused);
        assert!(said.say(Language::English).contains("targets.toml, line 2"));
    }
}
