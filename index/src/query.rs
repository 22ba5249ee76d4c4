//! The query language: text → [`Query`]. Parsing never fails.
//!
//! [`parse`] reads a text, [`Query`]'s `Display` writes the reading down again in its shortest
//! form, and reading that gives the same query: what is shown as "understood as …" can be
//! typed, also with the fields' Chinese names. Neither knows anything of an engine or a vocabulary.

mod alike;
mod fields;
mod guess;
mod lexer;
mod parser;
mod print;
#[cfg(test)]
mod properties;
mod symbols;
mod telephone;
#[cfg(test)]
mod tests;
mod values;

use serde::{Deserialize, Serialize};

pub use alike::Alike;
pub use fields::{FIELDS, FLAGS, FieldNames};
pub(crate) use parser::searched;
pub use parser::{parse, parse_words};

/// A parsed query, independent of any engine.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Query {
    /// Everything (the empty query).
    #[default]
    All,
    /// Every part must match.
    And(Vec<Query>),
    /// One part must match.
    Or(Vec<Query>),
    /// The part must not match.
    Not(Box<Query>),
    /// A test on one field.
    Match {
        /// Where to look.
        field: Field,
        /// What to find there.
        value: Value,
    },
    /// Words within a distance of each other, in any order.
    Near {
        /// Where to look.
        field: Field,
        /// Most units (characters or Latin words) that may lie between neighbours.
        distance: u32,
        /// The words and phrases: [`Value::Word`] or [`Value::Phrase`], at least two.
        parts: Vec<Value>,
    },
}

/// What a [`Query::Match`] looks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// A word as written: a dictionary word or its characters in a row.
    Word(String),
    /// The word being typed, or `word*`: matches words that start so.
    Prefix(String),
    /// A pattern with `*` and `?` inside.
    Wildcard(String),
    /// Quoted text, with the number of units it may be stretched by.
    Phrase {
        /// The text between the quotes.
        text: String,
        /// `~n` behind it; 0 without.
        slop: u32,
    },
    /// A range of dates, years, prices or readiness levels; both ends belong to it.
    ///
    /// Prices are yuan, years and levels themselves, dates `yyyymmdd`. A date known only to
    /// the year or month is stored as `yyyy0000` or `yyyymm00`, so a year runs from `yyyy0000`
    /// to `yyyy9999` and a month from `yyyymm00` to `yyyymm99`: vague dates fall inside.
    Range {
        /// Lowest value, `None` for open.
        from: Option<i64>,
        /// Highest value, `None` for open.
        to: Option<i64>,
    },
    /// The last days up to today, of a date: `7d`.
    Last {
        /// How many days before today.
        days: u32,
    },
    /// A test without an argument (`has:phone`, `is:dead`): the word after the colon.
    Flag(String),
    /// What is like a listing or a text, once that has been asked.
    Alike(Box<Alike>),
}

/// A field of the query language. The table of its names is [`FIELDS`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Field {
    /// No field named: all text, names and keywords.
    Any,
    /// `ti title 名称`
    Title,
    /// `ab abstract 摘要`
    Abstract,
    /// `kw keyword 关键词`
    Keyword,
    /// `tx text 全文`
    Text,
    /// `org institution 单位`
    Institution,
    /// `in person 人员 发明人 完成人`
    Person,
    /// `num number 号码`: of patents, listings and contacts, e-mail addresses too.
    Number,
    /// `ipc cpc 分类`
    Ipc,
    /// `fld field 领域`
    TechField,
    /// `ind industry 行业`
    Industry,
    /// `dis discipline 学科`
    Discipline,
    /// `city region 地区`
    Region,
    /// `st stage 阶段`
    Stage,
    /// `trl`
    Trl,
    /// `coop cooperation 合作`
    Cooperation,
    /// `ls legal 法律状态`
    Legal,
    /// `status 状态`
    Status,
    /// `price 价格`
    Price,
    /// `budget 预算`: what a company would spend on its need.
    Budget,
    /// `year 年份`
    Year,
    /// `month 月份`: of the date that the year is taken from.
    Month,
    /// `filed 申请日`
    Filed,
    /// `published 公开日`
    Published,
    /// `granted 授权日`
    Granted,
    /// `expires 有效期`
    Expires,
    /// `added 入库`: when the listing came into the library.
    Added,
    /// `changed 变更`: when a source or the user last changed it.
    Changed,
    /// `post 职称`: of an expert.
    Post,
    /// `src source 来源`
    Source,
    /// `office jurisdiction 专利局`: of a patent.
    Office,
    /// `type patent-kind 专利类型`: application, grant, utility model, design.
    PatentKind,
    /// `kindcode kind-code 文献代码`: the office's code of a publication's kind.
    KindCode,
    /// `doctype document-type 文献类型`
    DocumentType,
    /// `uspc us-class 美国分类`
    UsClass,
    /// `lit literature 非专利引文`: cited literature that is no patent.
    Literature,
    /// `event legal-event 法律事件`: code or words of an event.
    LegalEvent,
    /// `cites 引证数`: how many patents it cites.
    Cites,
    /// `citedby cited-by 被引`: how many patents cite it.
    CitedBy,
    /// `famsize family-size 同族数`
    FamilySize,
    /// `priority priority-date 优先权日`: the earliest.
    Priority,
    /// `kind 类型`
    Kind,
    /// `py pinyin 拼音`
    Pinyin,
    /// `like 类似`: what is like a listing or a text.
    Like,
    /// `match 匹配`: who answers a listing or a text.
    Match,
    /// `list 清单`: on a shortlist of the user's.
    List,
    /// `tag 标签`: has a tag of the user's.
    Tag,
    /// `note 笔记`: has such a note of the user's.
    Note,
    /// `has:`
    Has,
    /// `is:`
    Is,
}

impl Field {
    /// Whether its values are numbers or dates.
    #[must_use]
    pub const fn is_range(self) -> bool {
        self.is_money()
            || self.is_count()
            || self.is_date()
            || matches!(self, Self::Trl | Self::Year)
    }

    /// Whether its values are dates.
    #[must_use]
    pub const fn is_date(self) -> bool {
        matches!(
            self,
            Self::Month
                | Self::Filed
                | Self::Published
                | Self::Granted
                | Self::Expires
                | Self::Priority
                | Self::Added
                | Self::Changed
        )
    }

    /// Whether its values are amounts of money.
    pub(crate) const fn is_money(self) -> bool {
        matches!(self, Self::Price | Self::Budget)
    }

    /// Whether its values count something.
    const fn is_count(self) -> bool {
        matches!(self, Self::Cites | Self::CitedBy | Self::FamilySize)
    }

    /// Whether it holds running text or names, whose words can be near each other.
    #[must_use]
    pub const fn is_text(self) -> bool {
        self.is_prose() || matches!(self, Self::Institution | Self::Person)
    }

    /// Whether its value names a listing, or is a text in place of one.
    pub(crate) const fn names_listing(self) -> bool {
        matches!(self, Self::Like | Self::Match)
    }

    /// Whether it holds running text.
    const fn is_prose(self) -> bool {
        matches!(
            self,
            Self::Any | Self::Title | Self::Abstract | Self::Keyword | Self::Text
        )
    }

    /// The field of a name in any of its spellings.
    pub(crate) fn named(name: &str) -> Option<Self> {
        let name = name.replace('_', "-");
        let same = |row: &&FieldNames| row.all().any(|known| known.eq_ignore_ascii_case(&name));
        FIELDS.iter().find(same).map(|row| row.field)
    }

    /// The name that is printed; empty for [`Field::Any`].
    fn short(self) -> &'static str {
        let row = FIELDS.iter().find(|row| row.field == self);
        row.map_or("", |row| row.short)
    }

    /// The Chinese name, or the one that is printed where there is none.
    fn chinese(self) -> &'static str {
        let row = FIELDS.iter().find(|row| row.field == self);
        let chinese = row.and_then(|row| row.chinese.first());
        chinese.copied().unwrap_or_else(|| self.short())
    }

    /// The words that a `has:` or `is:` knows.
    fn flags(self) -> &'static [&'static str] {
        let row = FLAGS.iter().find(|(field, _)| *field == self);
        row.map_or(&[], |(_, words)| words)
    }
}

impl Query {
    /// The clauses that must all match: the parts of the outermost `And`. Empty for `All`.
    #[must_use]
    pub fn clauses(&self) -> Vec<&Self> {
        match self {
            Self::All => Vec::new(),
            Self::And(parts) => parts.iter().collect(),
            other => vec![other],
        }
    }

    /// The texts that a record may hold to match (words, prefixes, patterns, phrases), each with
    /// its field: nothing from under a `Not`, no ranges and flags.
    #[must_use]
    pub fn positive(&self) -> Vec<(Field, &Value)> {
        let mut found = Vec::new();
        self.gather(&mut found);
        found
    }

    fn gather<'a>(&'a self, found: &mut Vec<(Field, &'a Value)>) {
        match self {
            Self::And(parts) | Self::Or(parts) => {
                for part in parts {
                    part.gather(found);
                }
            }
            Self::Match { field, value } if value.is_text() => found.push((*field, value)),
            Self::All | Self::Not(_) | Self::Match { .. } => {}
            Self::Near { field, parts, .. } => {
                found.extend(parts.iter().map(|part| (*field, part)));
            }
        }
    }

    /// Whether it asks for a flag (`dead`) anywhere.
    pub(crate) fn asks_for(&self, flag: &str) -> bool {
        self.any_test(&|_, value| matches!(value, Value::Flag(word) if word == flag))
    }

    /// Whether it asks anywhere for what the user keeps.
    pub(crate) fn asks_for_kept(&self) -> bool {
        const KEPT: [&str; 8] = [
            "accepted",
            "declined",
            "listed",
            "tagged",
            "noted",
            "contacted",
            "opened",
            "copied",
        ];
        self.any_test(&|field, value| match field {
            Field::List | Field::Tag | Field::Note => true,
            Field::Is => matches!(value, Value::Flag(word) if KEPT.contains(&&**word)),
            _ => false,
        })
    }

    /// Whether it asks anywhere for what is like something.
    pub(crate) fn asks_alike(&self) -> bool {
        self.any_test(&|field, _| field == Field::Like)
    }

    /// Whether more than two words are to be near each other anywhere in it.
    pub(crate) fn has_long_nearness(&self) -> bool {
        match self {
            Self::And(parts) | Self::Or(parts) => parts.iter().any(Self::has_long_nearness),
            Self::Not(part) => part.has_long_nearness(),
            Self::Near { parts, .. } => parts.len() > 2,
            Self::All | Self::Match { .. } => false,
        }
    }

    /// Whether any of its tests is such a one.
    fn any_test(&self, holds: &dyn Fn(Field, &Value) -> bool) -> bool {
        match self {
            Self::And(parts) | Self::Or(parts) => parts.iter().any(|part| part.any_test(holds)),
            Self::Not(part) => part.any_test(holds),
            Self::Match { field, value } => holds(*field, value),
            Self::All | Self::Near { .. } => false,
        }
    }

    /// The test on listings whose match was declined.
    pub(crate) fn declined() -> Self {
        Self::Match {
            field: Field::Is,
            value: Value::Flag("declined".to_owned()),
        }
    }

    /// Whether it is what is like a listing or a text.
    pub(crate) fn is_of_alike(&self) -> bool {
        matches!(
            self,
            Self::Match {
                value: Value::Alike(_),
                ..
            }
        )
    }

    /// The test on withdrawn records.
    pub(crate) fn withdrawn() -> Self {
        Self::Match {
            field: Field::Is,
            value: Value::Flag("withdrawn".to_owned()),
        }
    }

    /// Whether any part of it is about the status of records.
    pub(crate) fn asks_for_status(&self) -> bool {
        self.any_test(&|field, value| {
            let is_withdrawn = matches!(value, Value::Flag(word) if word == "withdrawn");
            field == Field::Status || field == Field::Is && is_withdrawn
        })
    }

    /// All of the parts, flat.
    pub(crate) fn all_of(parts: Vec<Self>) -> Self {
        let mut flat = Vec::with_capacity(parts.len());
        for part in parts {
            match part {
                Self::All => {}
                Self::And(inner) => flat.extend(inner),
                part => flat.push(part),
            }
        }
        match flat.len() {
            0 => Self::All,
            1 => flat.remove(0),
            _ => Self::And(flat),
        }
    }

    /// One of the parts, flat; parts without content do not count.
    pub(crate) fn one_of(parts: Vec<Self>) -> Self {
        let mut flat = Vec::with_capacity(parts.len());
        for part in parts {
            match part {
                Self::All => {}
                Self::Or(inner) => flat.extend(inner),
                part => flat.push(part),
            }
        }
        match flat.len() {
            0 => Self::All,
            1 => flat.remove(0),
            _ => Self::Or(flat),
        }
    }

    /// The opposite; of nothing, nothing.
    fn negated(self) -> Self {
        match self {
            Self::All => Self::All,
            Self::Not(inner) => *inner,
            part => Self::Not(Box::new(part)),
        }
    }
}

impl Value {
    /// Whether it is looked for as text.
    #[must_use]
    pub const fn is_text(&self) -> bool {
        !matches!(self, Self::Range { .. } | Self::Last { .. } | Self::Flag(_))
    }
}

/// What of a query's text cannot be read as meant.
#[must_use]
pub fn problems(text: &str) -> Vec<Problem> {
    let (text, left_out) = searched(text);
    let mut problems = parse(text, false).problems;
    problems.extend(left_out);
    problems
}

/// A parsed query and what was odd about its text.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Parsed {
    /// The best reading of the text.
    pub query: Query,
    /// What could not be read, with places.
    pub problems: Vec<Problem>,
}

/// Something in the query's text that could not be read as meant.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Problem {
    /// Byte range in the text.
    pub range: std::ops::Range<usize>,
    /// What is wrong.
    pub what: ProblemKind,
}

/// The kinds of [`Problem`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum ProblemKind {
    /// A quotation mark without its partner.
    OpenQuote,
    /// A bracket without its partner.
    OpenBracket,
    /// An operator without a word on one side.
    LooseOperator,
    /// A field's name, with its colon, and nothing behind it.
    EmptyField(String),
    /// A name before a colon that is no field: searched as text.
    UnknownField(String),
    /// A range whose end lies before its start (it was turned round).
    RangeBackwards,
    /// A `match:` that does not ask: a second one, or one under OR or NOT.
    MisplacedMatch,
    /// A value that the field cannot hold (`year:abc`): searched as text.
    BadValue(String),
    /// More than this many characters: what is behind them was left out.
    TooLong(usize),
    /// A word with more than this many `*` and `?`: it was searched by its start.
    TooManyGaps(usize),
    /// More words with `*` or `?` inside than this many: the others were searched by their start.
    TooManyPatterns(usize),
    /// More words with `*` at their end than this many: the others were searched as they stand.
    TooManyBeginnings(usize),
}
