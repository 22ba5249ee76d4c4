//! The stages of a deal, in their order.

use qiao_index::vocab::Language;

use crate::messages::pick;

/// How far a deal has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Stage {
    /// Somebody may be interested.
    Lead,
    /// Both have been spoken to.
    Contacted,
    /// They talk.
    Talks,
    /// They agree, on a price too.
    Agreed,
    /// What they agree on is put up for objections (公示).
    Notice,
    /// The contract is signed.
    Signed,
    /// It is registered (技术合同登记).
    Registered,
    /// It is paid.
    Paid,
}

/// What is to be said of a move from one stage to another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum StageNote {
    /// These stages were left out.
    Skipped(Vec<Stage>),
    /// It goes back to an earlier stage.
    Back,
    /// It stood there already.
    Again,
}

impl Stage {
    /// All of them in their order, with the word of each and its Chinese name.
    pub(crate) const ALL: [(Self, &'static str, &'static str); 8] = [
        (Self::Lead, "lead", "线索"),
        (Self::Contacted, "contacted", "已联系"),
        (Self::Talks, "talks", "洽谈"),
        (Self::Agreed, "agreed", "达成意向"),
        (Self::Notice, "notice", "公示"),
        (Self::Signed, "signed", "签约"),
        (Self::Registered, "registered", "登记"),
        (Self::Paid, "paid", "到款"),
    ];

    /// The word used in files and on the command line.
    pub(crate) fn word(self) -> &'static str {
        self.row().map_or("", |(_, word, _)| *word)
    }

    /// Its name on screen.
    pub(crate) fn name(self, language: Language) -> &'static str {
        let names = self.row().map(|(_, word, chinese)| [*chinese, *word]);
        pick(language, names.unwrap_or_default())
    }

    /// The one with this word or name, in either language.
    pub(crate) fn named(text: &str) -> Option<Self> {
        let text = text.trim().to_lowercase();
        let mut rows = Self::ALL.iter();
        let row = rows.find(|(_, word, chinese)| text == *word || text == *chinese);
        row.map(|(stage, ..)| *stage)
    }

    fn row(self) -> Option<&'static (Self, &'static str, &'static str)> {
        Self::ALL.iter().find(|(stage, ..)| *stage == self)
    }

    /// What is out of order about coming here from another stage; `None` for the next one.
    pub(crate) fn out_of_order(self, from: Self) -> Option<StageNote> {
        if self == from {
            return Some(StageNote::Again);
        }
        if self < from {
            return Some(StageNote::Back);
        }
        let between = Self::ALL.iter().map(|(stage, ..)| *stage);
        let skipped: Vec<Self> = between
            .filter(|stage| *stage > from && *stage < self)
            .collect();
        (!skipped.is_empty()).then_some(StageNote::Skipped(skipped))
    }
}
