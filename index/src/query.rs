//! The query language: text → [`Query`]. Parsing never fails.

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
        /// The words and phrases.
        parts: Vec<String>,
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
    /// Dates are `yyyymmdd`, prices yuan, years and levels themselves.
    Range {
        /// Lowest value, `None` for open.
        from: Option<i64>,
        /// Highest value, `None` for open.
        to: Option<i64>,
    },
    /// A test without an argument (`has:phone`, `is:dead`): the word after the colon.
    Flag(String),
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
    /// `num number 号码`
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
    /// `year 年份`
    Year,
    /// `filed 申请日`
    Filed,
    /// `published 公开日`
    Published,
    /// `granted 授权日`
    Granted,
    /// `src source 来源`
    Source,
    /// `kind 类型`
    Kind,
    /// `has:`
    Has,
    /// `is:`
    Is,
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
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// Byte range in the text.
    pub range: std::ops::Range<usize>,
    /// What is wrong.
    pub what: ProblemKind,
}

/// The kinds of [`Problem`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ProblemKind {
    /// A quotation mark without its partner.
    OpenQuote,
    /// A bracket without its partner.
    OpenBracket,
    /// An operator without a word on one side.
    LooseOperator,
    /// A name before a colon that is no field: searched as text.
    UnknownField(String),
    /// A range whose end lies before its start (it was turned round).
    RangeBackwards,
    /// A value that the field cannot hold (`year:abc`): searched as text.
    BadValue(String),
}
pub fn parse(text: &str, _typing: bool) -> Parsed {
    let mut parts: Vec<Query> = text
        .split_whitespace()
        .map(|w| Query::Match {
            field: Field::Any,
            value: Value::Word(w.to_owned()),
        })
        .collect();
    let query = match parts.len() {
        0 => Query::All,
        1 => parts.remove(0),
        _ => Query::And(parts),
    };
    Parsed {
        query,
        problems: vec![],
    }
}
impl std::fmt::Display for Query {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{self:?}")
    }
}
impl Query {
    pub fn clauses(&self) -> Vec<&Query> {
        match self {
            Query::And(p) => p.iter().collect(),
            q => vec![q],
        }
    }
    pub fn positive(&self) -> Vec<(Field, &Value)> {
        match self {
            Query::And(p) | Query::Or(p) => p.iter().flat_map(Query::positive).collect(),
            Query::Match { field, value } => vec![(*field, value)],
            _ => vec![],
        }
    }
}
