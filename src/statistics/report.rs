//! A report that has been made: headings, tables and figures, ready to be written.

use qiao_index::vocab::Language;

use super::{Figures, Unit};

/// A report.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Report {
    /// What it is called.
    pub(crate) title: String,
    /// Of which time it is.
    pub(crate) period: String,
    /// The day on which it was made.
    pub(crate) made: String,
    /// Its sections.
    pub(crate) sections: Vec<ReportSection>,
    /// In which language.
    pub(crate) language: Language,
}

/// A section of a report.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct ReportSection {
    /// Its heading.
    pub(crate) title: String,
    /// What the columns are called.
    pub(crate) head: Vec<String>,
    /// The rows; none where there is nothing to say.
    pub(crate) rows: Vec<Vec<ReportCell>>,
    /// What must be known to read it.
    pub(crate) notes: Vec<String>,
    /// Figures to be drawn beside it.
    pub(crate) chart: Option<Figures>,
}

/// A cell of a table.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum ReportCell {
    /// A text.
    Text(String),
    /// A figure, in what it is told.
    Figure(f64, Unit),
    /// A share or a growth, in percent; of a growth with its sign.
    Percent(f64, bool),
    /// Nothing is known.
    Nothing,
}

impl ReportCell {
    /// A number of listings or contracts.
    #[expect(clippy::cast_precision_loss, reason = "counts are far below 2^53")]
    pub(crate) const fn number(number: u64) -> Self {
        Self::Figure(number as f64, Unit::Number)
    }

    /// A growth since an earlier figure; nothing where there was none.
    pub(crate) fn growth(now: f64, before: f64) -> Self {
        if before > 0.0 {
            Self::Percent((now - before) / before * 100.0, true)
        } else {
            Self::Nothing
        }
    }

    /// As people read it.
    pub(crate) fn shown(&self, language: Language) -> String {
        match self {
            Self::Text(text) => text.clone(),
            Self::Figure(figure, unit) => unit.shown(*figure, language),
            Self::Percent(percent, true) => format!("{percent:+.1}%"),
            Self::Percent(percent, false) => format!("{percent:.1}%"),
            Self::Nothing => String::new(),
        }
    }

    /// Whether it is a number, which stands at the right.
    pub(crate) const fn is_number(&self) -> bool {
        matches!(self, Self::Figure(..) | Self::Percent(..))
    }
}
