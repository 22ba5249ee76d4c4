//! Why a listing answers who asks, in words: what was looked at, and what the listing says of it.

use qiao_index::kept::{Objection, Verdict};
use qiao_index::matching::{Band, Evidence, Fit, Missing, What};
use qiao_index::record::Record;
use qiao_index::vocab::Language;

use super::fields::FIELDS;
use crate::messages::pick;
use crate::ui::presentation::Presentation;
use crate::ui::text::Line;
use crate::ui::theme::Role;

/// On which side a reason stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Side {
    /// For the match.
    For,
    /// Against it.
    Against,
    /// The listing does not say.
    Unknown,
}

impl Side {
    /// The sign before a reason.
    pub(crate) const fn sign(self, look: &Presentation) -> &'static str {
        match self {
            Self::For => look.symbols.favours,
            Self::Against => look.symbols.opposes,
            Self::Unknown => "?",
        }
    }
}

/// What each reason is called where it speaks for a match, and where nothing is said of it.
const NAMES: &[(What, [&str; 2], [&str; 2])] = &[
    (
        What::Subject,
        ["分类相同", "same classification"],
        ["分类", "classification"],
    ),
    (
        What::Stage,
        ["阶段符合要求", "as far along as asked"],
        ["阶段", "stage"],
    ),
    (
        What::TooEarly,
        ["阶段过早", "not far enough along"],
        ["阶段", "stage"],
    ),
    (
        What::Price,
        ["价格在预算之内", "within the budget"],
        ["价格", "price"],
    ),
    (
        What::TooDear,
        ["超出预算", "above the budget"],
        ["价格", "price"],
    ),
    (
        What::Region,
        ["同在一省", "same province"],
        ["地区", "region"],
    ),
    (
        What::Cooperation,
        ["合作方式一致", "same form of cooperation"],
        ["合作方式", "cooperation"],
    ),
    (
        What::Proof,
        ["应用情况", "in use"],
        ["应用情况", "use so far"],
    ),
    (
        What::InForce,
        ["专利有效", "patent in force"],
        ["法律状态", "legal status"],
    ),
    (
        What::NotInForce,
        ["专利已失效", "patent no longer in force"],
        ["法律状态", "legal status"],
    ),
    (
        What::Expired,
        ["已过期或已撤下", "no longer offered"],
        ["有效期", "expiry"],
    ),
    (
        What::Contact,
        ["可以联系", "can be reached"],
        ["联系方式", "contact"],
    ),
];

/// Most words of the asker that are named in one reason.
const MAX_WORDS: usize = 6;

/// What a reason is about.
pub(crate) fn what(evidence: &Evidence, side: Side, look: &Presentation) -> String {
    match &evidence.what {
        What::Words(words) => {
            let words: Vec<&str> = words.iter().take(MAX_WORDS).map(String::as_str).collect();
            words.join(pick(look.language, ["、", ", "]))
        }
        What::Figure(asked) => asked.clone(),
        What::Answers(title) => {
            let answers = pick(look.language, ["能满足：", "answers "]);
            format!("{answers}{title}")
        }
        What::Accepted(verdict) | What::Declined(verdict) => said(verdict, look),
        what => {
            let row = NAMES.iter().find(|(known, ..)| known == what);
            let words = row.map(|(_, said, unsaid)| match side {
                Side::Unknown => *unsaid,
                Side::For | Side::Against => *said,
            });
            words.map_or_else(String::new, |words| pick(look.language, words).to_owned())
        }
    }
}

/// What the user has said of a match, and when.
fn said(verdict: &Verdict, look: &Presentation) -> String {
    let day = verdict.at.get(..10).unwrap_or(&verdict.at);
    let mut said = match (&verdict.declined, look.language) {
        (None, Language::Chinese) => format!("您已采纳（{day}）"),
        (None, Language::English) => format!("accepted on {day}"),
        (Some(_), Language::Chinese) => format!("您已否决（{day}）"),
        (Some(_), Language::English) => format!("declined on {day}"),
    };
    let why = verdict.declined.map(|why| objection(why, look.language));
    let why = why.into_iter().chain([&*verdict.text]);
    let why: Vec<&str> = why.filter(|text| !text.is_empty()).collect();
    if !why.is_empty() {
        said.push_str(pick(look.language, ["：", ": "]));
        said.push_str(&why.join(pick(look.language, ["；", "; "])));
    }
    said
}

/// Why a match was declined, in words.
pub(crate) fn objection(objection: Objection, language: Language) -> &'static str {
    let words = match objection {
        Objection::Early => ["阶段过早", "too early"],
        Objection::Benefit => ["看不出优势", "no clear benefit"],
        Objection::Route => ["技术路线不合", "wrong technical route"],
        Objection::Unclear => ["说明不清", "unclear description"],
        Objection::Science => ["技术依据不足", "unconvincing science"],
        Objection::Price => ["价格过高", "too expensive"],
        Objection::Fit => ["不对口", "does not fit the need"],
        Objection::Alternative => ["已有其他方案", "another solution chosen"],
        Objection::Ip => ["知识产权有问题", "rights not settled"],
        Objection::Contact => ["联系不上", "nobody could be reached"],
        Objection::Other => ["其他", "something else"],
    };
    pick(language, words)
}

/// What the listing says: its own words, or the value of the field as it is shown.
pub(crate) fn quote(evidence: &Evidence, record: &Record, look: &Presentation) -> String {
    let row = FIELDS.iter().find(|row| row.name == evidence.field);
    let shown = row.map_or_else(Vec::new, |row| row.values(record, look));
    match (&evidence.what, shown.first()) {
        (What::Subject, Some(_)) => {
            let value = shown.iter().find(|value| value.contains(&evidence.quote));
            value.unwrap_or(&evidence.quote).clone()
        }
        (_, Some(_)) if evidence.quote.is_empty() => shown.join(pick(look.language, ["；", "; "])),
        _ => evidence.quote.clone(),
    }
}

/// A reason in a line, and how it is drawn.
pub(crate) fn line(
    evidence: &Evidence,
    side: Side,
    record: &Record,
    look: &Presentation,
) -> (String, Role) {
    let what = what(evidence, side, look);
    let quote = quote(evidence, record, look);
    let gap = pick(look.language, ["：", ": "]);
    let said = match (side, quote.is_empty()) {
        (Side::Unknown, _) | (_, true) => what,
        _ => format!("{what}{gap}{quote}"),
    };
    let role = match side {
        Side::For => Role::Plain,
        Side::Against => Role::Warning,
        Side::Unknown => Role::Dim,
    };
    (format!("{} {said}", side.sign(look)), role)
}

/// All reasons in the order in which they are read: for, against, not said.
pub(crate) fn all(fit: &Fit) -> impl Iterator<Item = (Side, &Evidence)> {
    let reasons = fit.reasons.iter().map(|it| (Side::For, it));
    let against = fit.against.iter().map(|it| (Side::Against, it));
    let unknown = fit.unknown.iter().map(|it| (Side::Unknown, it));
    reasons.chain(against).chain(unknown)
}

/// The reason that says most in one line: a figure that is met, else the words that are covered.
fn best(fit: &Fit) -> Option<&Evidence> {
    let figure = |it: &&Evidence| matches!(it.what, What::Figure(_));
    let mut reasons = fit.reasons.iter();
    reasons.find(figure).or(fit.reasons.first())
}

/// How well a listing answers, the best reason for it, and whether anything speaks against it.
pub(crate) fn summary(fit: &Fit, record: &Record, look: &Presentation) -> Line {
    let mut line = Line::new(band(fit.band, look), Role::Accent);
    let worst = fit.against.first().map(|it| (it, Side::Against));
    let best = best(fit).map(|it| (it, Side::For));
    for (evidence, side) in worst.into_iter().chain(best) {
        let (text, role) = self::line(evidence, side, record, look);
        line.push("  ", Role::Plain);
        line.push(text, role);
    }
    line
}

/// What a band is called.
pub(crate) fn band(band: Band, look: &Presentation) -> &'static str {
    let words = match band {
        Band::Strong => ["很匹配", "strong"],
        Band::Good => ["较匹配", "good"],
        Band::Possible => ["可能匹配", "possible"],
        Band::Weak => ["弱", "weak"],
    };
    pick(look.language, words)
}

/// What to ask the author of a need that says too little.
pub(crate) fn question(missing: Missing, look: &Presentation) -> &'static str {
    let words = match missing {
        Missing::Problem => ["要解决什么问题？", "What is the problem to be solved?"],
        Missing::Target => ["要达到哪些指标？", "Which figures should be reached?"],
        Missing::Budget => ["预算是多少？", "What is the budget?"],
        Missing::Stage => [
            "技术要成熟到什么阶段？",
            "How far along must the technology be?",
        ],
        Missing::Deadline => ["什么时候需要？", "By when is it needed?"],
    };
    pick(look.language, words)
}
