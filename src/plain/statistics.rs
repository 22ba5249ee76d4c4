//! Figures in a plain session: the same tables, in lines.

use std::io::Write;

use qiao_index::request::Request;
use qiao_index::statistics::{Measure, Over, Tabulation};

use super::Session;
use crate::desk::Desk;
use crate::statistics::{Figures, dimension, measure_name};
use crate::ui::chart::{self, ChartLook};
use crate::ui::table;
use crate::work::engine::Engine as _;
use crate::work::network::{NOTHING, network, told};
use crate::work::statistics::deal_figures;
use qiao_index::vocab::Language;

/// Fields of one table.
const MAX_FIELDS: usize = 2;
/// Values of a field that are told one by one.
const TOP: usize = 20;
/// Columns of a line; a screen reader reads on.
const WIDTH: usize = 200;
/// Words for steps of time.
const STEPS: [(&str, Over); 6] = [
    ("over-year", Over::Year),
    ("over-month", Over::Month),
    ("逐年", Over::Year),
    ("逐月", Over::Month),
    ("yearly", Over::Year),
    ("monthly", Over::Month),
];

impl<W: Write> Session<W> {
    /// Counts what is found by one or two fields, over time, by a measure; without a word by kind.
    pub(super) fn statistics(&mut self, argument: &str) -> anyhow::Result<()> {
        let mut asked = Tabulation {
            request: Request {
                typing: false,
                limit: 0,
                offset: 0,
                ..self.request.clone()
            },
            top: Some(TOP),
            ..Tabulation::default()
        };
        let argument = if argument.is_empty() {
            "kind"
        } else {
            argument
        };
        let words = argument.split(|c: char| c.is_whitespace() || [',', '，', '、'].contains(&c));
        for word in words.filter(|word| !word.is_empty()) {
            if let Some((_, over)) = STEPS.iter().find(|(known, _)| *known == word) {
                asked.over = Some(*over);
            } else if let Some(measure) = measure(word) {
                asked.measure = measure;
            } else {
                match dimension(word) {
                    Ok(by) => asked.by.push(by),
                    Err(failure) => return Ok(self.line(failure.say(self.look.language))?),
                }
            }
        }
        if asked.by.len() > MAX_FIELDS {
            let text = ["最多按两个字段统计", "Counts are by two fields at most"];
            return Ok(self.line(self.say(text))?);
        }
        if let Some(desk) = Desk::open_kept(&self.folder)? {
            asked.deals = deal_figures(&desk)?;
        }
        let table = self.library.tabulate(&asked)?;
        let figures = Figures::new(&asked, table, self.look.language);
        if figures.table.withdrawn > 0 {
            let said = self.look.messages.withdrawn(figures.table.withdrawn);
            self.line(&said)?;
        }
        let look = ChartLook {
            width: WIDTH,
            plain: true,
            columns: self.look.columns,
        };
        for line in chart::lines(&figures, &look) {
            self.line(&line)?;
        }
        Ok(())
    }

    /// Tells the network, with its targets and what is wrong with it.
    pub(super) fn network(&mut self) -> anyhow::Result<()> {
        let desk = Desk::open_kept(&self.folder)?;
        let network = network(&self.library, desk.as_ref(), &self.folder)?;
        if network.nodes.is_empty() {
            self.line(self.say(NOTHING))?;
        } else {
            for line in table::lines(&told(&network, self.look.language)) {
                self.line(&line)?;
            }
        }
        for finding in &network.findings {
            self.line(finding.say(self.look.language))?;
        }
        Ok(())
    }
}

/// The measure with a word or name, in either language.
fn measure(word: &str) -> Option<Measure> {
    Measure::ALL.into_iter().find(|it| {
        let names =
            [Language::Chinese, Language::English].map(|language| measure_name(*it, language));
        it.as_str() == word || names.iter().any(|name| name.eq_ignore_ascii_case(word))
    })
}
