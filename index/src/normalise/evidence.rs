//! What the columns of a row say together of its kind.

use super::headers::{Header, Target, fold};
use crate::record::Kind;

/// A kind with less behind it is not told by columns.
const ENOUGH: u32 = 3;
/// What a header that only rows of one kind have says for it.
const OWN_HEADER: u32 = 3;

/// The kind that columns say together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KindOfColumns {
    /// The kind.
    pub kind: Kind,
    /// Other columns speak for another kind, too.
    pub is_doubtful: bool,
}

/// What the values of a row say of its kind beside its headers.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Values {
    /// A journal, or a number that only print has, is named.
    pub(super) is_literature: bool,
    /// The title is the post of a person.
    pub(super) title_is_post: bool,
}

/// The kind of a row with these headers, where they say it.
///
/// The header of the title decides, and a person with a post, degree or research is an expert;
/// without such a word, what the other headers say together.
pub(super) fn kind_of(headers: &[Header], values: Values) -> Option<KindOfColumns> {
    let sure = |kind| KindOfColumns {
        kind,
        is_doubtful: false,
    };
    let title = kind_of_title(headers).map(sure);
    let literature = values.is_literature.then_some(sure(Kind::Achievement));
    title
        .or_else(|| expert(headers, values))
        .or(literature)
        .or_else(|| best(headers))
}

/// The kind for which most columns speak; of equals that of the first column which only one has.
fn best(headers: &[Header]) -> Option<KindOfColumns> {
    let kinds = [Kind::Patent, Kind::Need, Kind::Achievement];
    let scores = kinds.map(|kind| (kind, score(headers, kind)));
    let enough = scores.iter().filter(|(_, score)| *score >= ENOUGH);
    let best = enough.clone().map(|(_, score)| *score).max()?;
    let mut kinds = enough.clone().filter(|(_, score)| *score == best);
    let first = headers.iter().find_map(|header| header.kind);
    let of_first = kinds.clone().find(|(kind, _)| Some(*kind) == first);
    let (kind, _) = of_first.or_else(|| kinds.next())?;
    Some(KindOfColumns {
        kind: *kind,
        is_doubtful: enough.count() > 1,
    })
}

/// The kind that the header of the title names.
pub(super) fn kind_of_title(headers: &[Header]) -> Option<Kind> {
    let mut titles = headers
        .iter()
        .filter(|header| header.target == Target::Title);
    if owner_stands_aside(headers) {
        return titles.find_map(|header| header.kind.filter(|kind| *kind != Kind::Institution));
    }
    titles.find_map(|header| header.kind)
}

/// Whether the name of an institution is not the title of the row: something that it offers or
/// seeks is named, too, or first a person with a post.
pub(super) fn owner_stands_aside(headers: &[Header]) -> bool {
    let is_owner = |header: &Header| header.kind == Some(Kind::Institution);
    let mut titles = headers
        .iter()
        .filter(|header| header.target == Target::Title);
    if titles.clone().any(|header| !is_owner(header)) {
        return titles.any(is_owner);
    }
    let mut subjects = headers
        .iter()
        .filter(|header| matches!(header.target, Target::Name | Target::Title));
    let first = subjects.next();
    first.is_some_and(|header| header.target == Target::Name)
        && has(headers, &PERSON)
        && titles.any(is_owner)
}

/// What says that the name of a person is the title of the row.
const PERSON: [Target; 3] = [Target::Post, Target::Degree, Target::Interests];

/// A person by name with a post, degree or research. Where a title stands beside the name, it may
/// be a post or that of a work: research speaks for the post.
fn expert(headers: &[Header], values: Values) -> Option<KindOfColumns> {
    let is_title =
        |header: &Header| header.target == Target::Title && header.kind != Some(Kind::Institution);
    let has_title = headers.iter().any(is_title);
    let own_name = |header: &Header| header.target == Target::Name && header.kind.is_some();
    let is_person = has(headers, &[Target::Name]);
    let is_expert = if has_title {
        let has_research = has(headers, &[Target::Degree, Target::Interests]);
        is_person && (has_research || values.title_is_post)
    } else {
        is_person && has(headers, &PERSON) || headers.iter().any(own_name)
    };
    is_expert.then_some(KindOfColumns {
        kind: Kind::Expert,
        is_doubtful: has_title && !values.title_is_post,
    })
}

fn has(headers: &[Header], targets: &[Target]) -> bool {
    headers
        .iter()
        .any(|header| targets.contains(&header.target))
}

/// How much speaks for a kind: each field once.
fn score(headers: &[Header], kind: Kind) -> u32 {
    let mut seen = Vec::new();
    let mut score = 0;
    let mut is_certain = kind != Kind::Patent;
    for header in headers {
        let is_own = header.kind == Some(kind) && header.target != Target::Name;
        is_certain |= is_own || names_a_patent(header.target);
        if !seen.contains(&header.target) {
            seen.push(header.target);
            score += if is_own {
                OWN_HEADER
            } else {
                weight(kind, header.target)
            };
        }
    }
    if is_certain { score } else { 0 }
}

/// Fields without which dates, people and a state of law are of anything that is protected.
const fn names_a_patent(target: Target) -> bool {
    matches!(
        target,
        Target::PublicationNumber
            | Target::ApplicationNumber
            | Target::Ipc
            | Target::Cpc
            | Target::Claims
            | Target::Family
            | Target::UsClasses
    )
}

/// Fields that speak for a kind, and how much each says.
const WEIGHTS: &[(Kind, u32, &[Target])] = &[
    (
        Kind::Patent,
        2,
        &[
            Target::PublicationNumber,
            Target::ApplicationNumber,
            Target::Claims,
            Target::Inventors,
            Target::Ipc,
            Target::Cpc,
            Target::UsClasses,
            Target::Owners,
            Target::Family,
            Target::Priority,
            Target::Legal,
        ],
    ),
    (
        Kind::Patent,
        1,
        &[
            Target::Filed,
            Target::Granted,
            Target::Office,
            Target::KindCode,
            Target::Agent,
            Target::EarliestPriority,
        ],
    ),
    (
        Kind::Need,
        3,
        &[Target::Budget, Target::DesiredStage, Target::Problem],
    ),
    (
        Kind::Need,
        2,
        &[Target::KeyTechnology, Target::Figures, Target::CurrentState],
    ),
    (Kind::Need, 1, &[Target::Deadline]),
    (
        Kind::Achievement,
        2,
        &[
            Target::Completers,
            Target::RegistrationNumber,
            Target::Awards,
        ],
    ),
    (
        Kind::Achievement,
        1,
        &[
            Target::Stage,
            Target::Trl,
            Target::Price,
            Target::Ip,
            Target::Registered,
            Target::Evaluation,
            Target::Level,
            Target::Form,
            Target::Attribute,
            Target::ApplicationState,
            Target::Cooperation,
        ],
    ),
];

/// What a field alone says for a kind.
fn weight(kind: Kind, target: Target) -> u32 {
    let row = WEIGHTS
        .iter()
        .find(|(of, _, targets)| *of == kind && targets.contains(&target));
    row.map_or(0, |(_, weight, _)| *weight)
}

/// Headers, folded, of what is printed in a journal or in proceedings.
const LITERATURE: [&str; 20] = [
    "journal",
    "journaltitle",
    "journalname",
    "containertitle",
    "issn",
    "eissn",
    "isbn",
    "doi",
    "pmid",
    "pubmedid",
    "booktitle",
    "conferencename",
    "conferencetitle",
    "期刊",
    "期刊名称",
    "期刊名",
    "刊名",
    "来源期刊",
    "发表期刊",
    "会议名称",
];

/// Whether a header names a journal, proceedings, or a number that they have.
pub(super) fn is_of_literature(name: &str) -> bool {
    name.len() < 40 && LITERATURE.contains(&&*fold(name))
}

/// Whether a text is the post of a person and nothing else: `教授`, `Associate Professor`.
pub(super) fn is_post(text: &str) -> bool {
    const CHINESE: [&str; 19] = [
        "教授",
        "研究员",
        "工程师",
        "讲师",
        "院士",
        "助教",
        "高工",
        "正高",
        "实验师",
        "农艺师",
        "医师",
        "药师",
        "技师",
        "馆员",
        "博士生导师",
        "硕士生导师",
        "博导",
        "硕导",
        "博士后",
    ];
    const ENGLISH: [&str; 11] = [
        "professor",
        "prof",
        "lecturer",
        "instructor",
        "researcher",
        "scientist",
        "engineer",
        "postdoc",
        "reader",
        "dean",
        "fellow",
    ];
    if text.chars().count() > 60 {
        return false;
    }
    let parts = text.split(['、', '，', ',', ';', '；', '/', '(', '（', ')', '）']);
    let parts = parts.map(str::trim).filter(|part| !part.is_empty());
    let is_one = |part: &str| {
        let word = part.to_lowercase();
        let words: Vec<&str> = word
            .split([' ', '.'])
            .filter(|word| !word.is_empty())
            .collect();
        let ends = words.first().into_iter().chain(words.last());
        let is_english = words.len() < 5 && ends.into_iter().any(|word| ENGLISH.contains(word));
        let is_short = part.chars().count() <= 10;
        is_english || is_short && CHINESE.iter().any(|post| part.ends_with(post))
    };
    parts.clone().next().is_some_and(is_one) && parts.clone().count() < 5
}

#[cfg(test)]
mod tests {
    use super::super::headers::header;
    use super::*;

    fn told(headers: &[&str]) -> Option<KindOfColumns> {
        let known: Vec<_> = headers.iter().filter_map(|name| header(name)).collect();
        let is_literature = headers.iter().any(|name| is_of_literature(name));
        let title_is_post = false;
        kind_of(
            &known,
            Values {
                is_literature,
                title_is_post,
            },
        )
    }

    fn check(headers: &[&str], expected: Option<Kind>) {
        let told = told(headers);
        assert_eq!(told.map(|told| told.kind), expected, "{headers:?}");
    }

    #[test]
    fn headers_tell_the_kind_of_a_table() {
        check(&["成果名称", "完成单位", "公开号"], Some(Kind::Achievement));
        check(&["名称", "申请（专利权）人"], Some(Kind::Patent));
        check(&["demand_title", "money"], Some(Kind::Need));
        check(&["机构名称", "职称"], Some(Kind::Institution));
        check(&["title", "abstract", "name"], None);
        check(&["名称", "单位", "电话"], None);
    }

    #[test]
    fn a_person_with_a_post_or_research_is_an_expert() {
        check(&["姓名", "职称"], Some(Kind::Expert));
        check(&["name", "post"], Some(Kind::Expert));
        check(
            &["id", "name", "title", "direction", "email"],
            Some(Kind::Expert),
        );
        check(
            &["name", "institute", "title", "research"],
            Some(Kind::Expert),
        );
        check(&["姓名", "机构名称", "职称"], Some(Kind::Expert));
        check(
            &["成果名称", "姓名", "职称", "研究方向"],
            Some(Kind::Achievement),
        );
    }

    #[test]
    fn money_problems_and_terms_are_of_needs() {
        check(&["名称", "单位", "预算", "截止日期"], Some(Kind::Need));
        check(&["title", "budget"], Some(Kind::Need));
        check(&["名称", "拟解决的问题"], Some(Kind::Need));
        check(&["机构名称", "需求名称"], Some(Kind::Need));
        check(&["机构名称", "项目名称", "预算"], Some(Kind::Need));
        check(&["名称", "截止日期"], None);
    }

    #[test]
    fn numbers_classes_and_inventors_are_of_patents() {
        check(&["名称", "申请号", "申请日"], Some(Kind::Patent));
        check(&["title", "inventors", "ipc"], Some(Kind::Patent));
        check(&["title", "inventors", "status"], None);
        check(&["id", "author", "title", "patentId"], Some(Kind::Patent));
    }

    #[test]
    fn what_is_printed_in_a_journal_is_no_patent() {
        let article = ["title", "author", "doi", "ipc", "application number"];
        check(&article, Some(Kind::Achievement));
        check(&["题名", "作者", "刊名", "摘要"], Some(Kind::Achievement));
    }

    #[test]
    fn columns_that_speak_for_two_kinds_leave_a_doubt() {
        let doubt = |headers: &[&str]| {
            let told = told(headers);
            told.is_some_and(|told| told.is_doubtful)
        };
        assert!(!doubt(&["成果名称", "预算"]));
        assert!(!doubt(&["名称", "预算"]));
        assert!(doubt(&["名称", "预算", "申请号", "IPC"]));
        assert!(doubt(&["name", "title", "research"]));
    }

    #[test]
    fn posts_are_told_from_titles() {
        for post in [
            "教授",
            "副教授",
            "教授、博导",
            "Associate Professor",
            "Senior Engineer",
        ] {
            assert!(is_post(post), "{post}");
        }
        for title in [
            "一种软件测试方法",
            "Folding chair",
            "教授讲座系统",
            "",
            "A robot engineer's tool for long pipes",
        ] {
            assert!(!is_post(title), "{title}");
        }
    }
}
