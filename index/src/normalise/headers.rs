//! Headers and keys of sources → the fields they mean. The table is `aliases.tsv`.

use std::collections::HashMap;
use std::str::FromStr;
use std::sync::LazyLock;

use super::date::Order;
use super::price::Unit;
use super::text::nfkc;
use crate::record::Kind;

/// Declares the fields that a header can mean, and their names in the table.
macro_rules! targets {
    ($($target:ident $name:literal)*) => {
        /// A field of the record, as the header table and maps name it.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum Target { $(#[doc = concat!("`", $name, "`")] $target),* }

        /// Every field with its name in the table.
        const TARGETS: &[(&str, Target)] = &[$(($name, Target::$target)),*];

        impl Target {
            /// Its name in the table.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$target => $name),* }
            }
        }
    };
}

targets! {
    Ignore "ignore" Kind "kind" Profile "profile" Id "id" Sources "sources"
    Title "title" TitleAlt "title_alt" Name "name" Translations "translations" Summary "summary" Body "body"
    Keywords "keywords" Institutions "institutions" Institution "institution"
    Inventors "inventors" Completers "completers" People "people"
    Fields "fields" Industries "industries" Disciplines "disciplines" Ipc "ipc"
    Region "region" Province "province" City "city" County "county"
    Stage "stage" Trl "trl" TrlMin "trl_min" TrlMax "trl_max" Cooperation "cooperation"
    Price "price" PriceMin "price_min" PriceMax "price_max" Currency "currency"
    Status "status" Review "review"
    Dates "dates" Filed "filed" Published "published" Granted "granted"
    Registered "registered" Updated "updated" Verified "verified" Expires "expires" Year "year"
    Contact "contact" ContactName "contact_name" Organisation "organisation" Role "role"
    Phone "phone" Email "email" Wechat "wechat" Qq "qq" Address "address" Website "website"
    Links "links" References "references" OtherNumbers "other_numbers" Inferred "inferred"
    Achievement "achievement" RegistrationNumber "registration_number" Class "class" Form "form"
    Attribute "attribute" Level "level" ApplicationState "application_state"
    Evaluation "evaluation" Awards "awards" Ip "ip" Number "number"
    Patent "patent" Office "office" ApplicationNumber "application_number"
    PublicationNumber "publication_number" KindCode "kind_code" Type "type" Owners "owners"
    Agent "agent" Priority "priority" Family "family" Citations "citations" Claims "claims"
    Cpc "cpc" UsClasses "us_classes" DocumentType "document_type"
    EarliestPriority "earliest_priority" FamilyMembers "family_members" FamilySize "family_size"
    Literature "literature" CitesCount "cites_count" CitedByCount "cited_by_count"
    Legal "legal" LegalEvents "legal_events" LegalCode "legal_code" LegalDate "legal_date"
    Need "need" Problem "problem" KeyTechnology "key_technology" Figures "target"
    CurrentState "current_state" Budget "budget" Deadline "deadline" DesiredStage "desired_stage"
    Expert "expert" Post "post" Degree "degree" Interests "interests" Services "services"
    InstitutionType "institution_type" Aliases "aliases" NetworkLevel "network_level"
    Parent "parent"
}

impl Target {
    /// The names of all fields.
    pub fn names() -> impl Iterator<Item = &'static str> {
        TARGETS.iter().map(|(name, _)| *name)
    }
}

impl FromStr for Target {
    type Err = ();

    /// Reads a field's name, or a header that means it (`单位`).
    fn from_str(name: &str) -> Result<Self, ()> {
        let named = TARGETS.iter().find(|(known, _)| *known == name);
        let named = named.map(|(_, target)| *target);
        named.or_else(|| Some(header(name)?.target)).ok_or(())
    }
}

/// What a header says of the cells below it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Header {
    /// The field.
    pub(super) target: Target,
    /// The kind of record that only such rows have.
    pub(super) kind: Option<Kind>,
    /// Order of day and month.
    pub(super) order: Option<Order>,
    /// What a bare number of money stands for.
    pub(super) unit: Unit,
    /// The header is a heading of the text below it.
    pub(super) heading: bool,
    /// The language of the text below it, where that is a translation.
    pub(super) language: Option<&'static str>,
    /// What the cells below it say is of a person who can be asked beside others: the lower one of
    /// two headers (`负责人` over `手机号`), or one that names the person (`PI Phone`).
    pub(super) is_grouped: bool,
}

impl Header {
    fn new(target: Target, hint: &str, kind: &str) -> Self {
        Self {
            target,
            kind: kind.parse().ok(),
            order: order(hint),
            unit: unit(hint),
            heading: hint == "heading",
            language: LANGUAGES.into_iter().find(|language| *language == hint),
            is_grouped: hint == "grouped",
        }
    }

    /// What is known of a field whatever the header above it.
    pub(super) fn of(target: Target) -> Self {
        let known = HEADERS.get(target.as_str()).copied();
        let known = known.filter(|known| known.target == target);
        known.unwrap_or_else(|| Self::new(target, "", ""))
    }
}

/// Languages that the table of headers tells apart.
pub(super) const LANGUAGES: [&str; 2] = ["zh", "en"];

/// The lines of `aliases.tsv`: field, header, hint, kind, where seen.
fn lines() -> impl Iterator<Item = [&'static str; 5]> {
    include_str!("../aliases.tsv")
        .lines()
        .skip(1)
        .filter_map(|line| line.split('\t').collect::<Vec<_>>().try_into().ok())
}

/// Headers as written in the table, and folded.
static HEADERS: LazyLock<HashMap<String, Header>> = LazyLock::new(|| {
    let mut headers = HashMap::new();
    for [name, header, hint, kind, _] in lines() {
        if let Some((_, target)) = TARGETS.iter().find(|(known, _)| *known == name) {
            let mut meaning = Header::new(*target, hint, kind);
            if meaning.unit == Unit::Unknown {
                meaning.unit = unit(&fold(header));
            }
            headers.insert(header.to_owned(), meaning);
            headers.entry(fold(header)).or_insert(meaning);
        }
    }
    headers
});

/// Longest header (bytes) that is looked up.
const LONGEST: usize = 200;

/// Finds what a header means: as written, then folded, then without its remarks
/// (`*价格（万元）`, `[标]发明人`, `3、成果名称`), then as the lower one of two rows of headers
/// (`联系人/手机号`).
pub(super) fn header(text: &str) -> Option<Header> {
    if let Some(&known) = HEADERS.get(text) {
        return Some(known);
    }
    if text.len() > LONGEST {
        return None;
    }
    let folded = fold(text);
    if let Some(&known) = HEADERS.get(&folded) {
        return Some(known);
    }
    bare_header(&folded).or_else(|| below_another(text))
}

/// A folded header without its number, mark and remarks, which say its unit and order.
fn bare_header(folded: &str) -> Option<Header> {
    let behind_mark = folded
        .strip_prefix('[')
        .and_then(|inner| inner.split_once(']'))
        .map_or(folded, |(_, behind)| behind);
    let unnumbered =
        behind_mark.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '.' | '、'));
    let without_language = unnumbered
        .strip_suffix(']')
        .and_then(|inner| inner.rsplit_once('['))
        .map_or(unnumbered, |(bare, _)| bare);
    let bare = without_language
        .strip_suffix(')')
        .and_then(|inner| inner.split_once('('))
        .map_or(without_language, |(bare, _)| bare);
    let without_unit = ["万元", "元", "万"]
        .iter()
        .find_map(|unit| bare.strip_suffix(unit))
        .map_or(bare, |bare| bare.trim_end_matches(['/', ',']));
    let known = [
        behind_mark,
        unnumbered,
        without_language,
        bare,
        without_unit,
    ]
    .iter()
    .find_map(|name| HEADERS.get(*name))
    .or_else(|| either_of(bare))?;
    Some(Header {
        order: order(folded).or(known.order),
        unit: match unit(folded) {
            Unit::Unknown => known.unit,
            unit => unit,
        },
        ..*known
    })
}

/// `所属单位或公司名称`, `姓名/联系人`: two names of one field.
fn either_of(folded: &str) -> Option<&'static Header> {
    let (first, second) = ["或者", "或", "/", "&", "、"]
        .iter()
        .find_map(|word| folded.split_once(word))?;
    let (first, second) = (HEADERS.get(first)?, HEADERS.get(second)?);
    (first.target == second.target).then_some(first)
}

/// Headers of people who can be asked: what stands below them is theirs.
const CONTACTS: [&str; 20] = [
    "联系人",
    "负责人",
    "项目负责人",
    "技术负责人",
    "企业负责人",
    "单位负责人",
    "技术联系人",
    "项目联系人",
    "企业联系人",
    "对接人",
    "经办人",
    "联络人",
    "联系方式",
    "联系信息",
    "contact",
    "contacts",
    "contactperson",
    "primarycontact",
    "technicalcontact",
    "businesscontact",
];

/// The lower one of two rows of headers: with the upper one a name (`单位/名称`), or alone.
fn below_another(text: &str) -> Option<Header> {
    let (upper, lower) = text.split_once('/')?;
    let upper = without_count(upper);
    let whole = format!("{upper}{lower}");
    let below = || {
        let known = *HEADERS.get(&fold(lower))?;
        let is_contact = CONTACTS.contains(&&*fold(upper));
        let target = match known.target {
            Target::Name | Target::Title if is_contact => Target::ContactName,
            Target::Post if is_contact => Target::Role,
            Target::Institutions if is_contact => Target::Organisation,
            target => target,
        };
        let is_grouped = is_contact && is_of_contact(target);
        Some(Header {
            target,
            is_grouped,
            kind: known.kind.filter(|_| !is_grouped),
            ..known
        })
    };
    let above = || {
        let known = bare_header(&fold(upper)).or_else(|| HEADERS.get(&fold(upper)).copied())?;
        let unit = match unit(&format!("({})", fold(lower))) {
            Unit::Unknown => known.unit,
            unit => unit,
        };
        Some(Header { unit, ..known })
    };
    let contact = below().filter(|header| header.is_grouped);
    contact
        .or_else(|| HEADERS.get(&fold(&whole)).copied())
        .or_else(below)
        .or_else(above)
}

/// `联系人 (2)`, `联系人2` → `联系人`: several of one name are counted.
fn without_count(name: &str) -> &str {
    let is_count = |c: char| c.is_ascii_digit() || c.is_whitespace() || matches!(c, '(' | ')');
    let bare = name.trim_end_matches(is_count);
    if bare.is_empty() { name } else { bare }
}

fn is_of_contact(target: Target) -> bool {
    matches!(
        target,
        Target::ContactName
            | Target::Organisation
            | Target::Role
            | Target::Phone
            | Target::Email
            | Target::Wechat
            | Target::Qq
            | Target::Address
            | Target::Website
    )
}

/// The name in the table of the field that a header means.
pub(crate) fn name_of_header(text: &str) -> Option<&'static str> {
    let target = header(text)?.target;
    let row = TARGETS.iter().find(|(_, known)| *known == target);
    row.map(|(name, _)| *name)
}

/// A header that means the field with this name in the table and says nothing else.
pub(super) fn header_of_name(name: &str) -> Option<&'static str> {
    let plain = |[field, _, hint, ..]: &[&str; 5]| *field == name && hint.is_empty();
    lines().find(plain).map(|[_, header, ..]| header)
}

/// Width, case, blanks, `_`, `-` and marks of duty do not count.
pub(super) fn fold(header: &str) -> String {
    let is_filling =
        |c: char| c.is_whitespace() || matches!(c, '_' | '-' | '*' | '\u{FEFF}' | '\u{200B}');
    let folded: String = nfkc(header)
        .chars()
        .flat_map(char::to_lowercase)
        .filter(|&c| !is_filling(c))
        .collect();
    folded.trim_end_matches(':').to_owned()
}

fn order(hint: &str) -> Option<Order> {
    let says = |words: [&str; 3]| words.iter().any(|word| hint.contains(word));
    if says(["dmy", "dd/mm", "ddmm"]) {
        Some(Order::DayFirst)
    } else if says(["mdy", "mm/dd", "mmdd"]) {
        Some(Order::MonthFirst)
    } else {
        None
    }
}

fn unit(hint: &str) -> Unit {
    if hint.contains('万') {
        Unit::TenThousand
    } else if hint.contains("(元") || hint.contains("yuan") || hint.contains("cny") {
        Unit::Yuan
    } else {
        Unit::Unknown
    }
}

/// Whether a text is a header that [`super::normalise`] understands (readers look for the
/// header row of a table with it).
#[must_use]
pub fn is_known_header(text: &str) -> bool {
    header(text).is_some()
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a missing header must fail the test")]

    use super::*;

    #[test]
    fn every_line_of_the_table_names_a_field_and_is_found() {
        let text = include_str!("../aliases.tsv");
        assert_eq!(
            lines().count(),
            text.lines().count() - 1,
            "five columns everywhere"
        );
        for [name, alias, hint, kind, seen] in lines() {
            let target = TARGETS.iter().find(|(known, _)| *known == name);
            let found = header(alias).unwrap();
            assert_eq!(
                Some(found.target),
                target.map(|(_, target)| *target),
                "{alias}"
            );
            assert_eq!(found.kind.is_some(), !kind.is_empty(), "{alias}: {kind}");
            assert!(
                [
                    "", "dmy", "mdy", "万元", "yuan", "heading", "zh", "en", "grouped"
                ]
                .contains(&hint),
                "{alias}: {hint}"
            );
            assert!(!seen.is_empty(), "{alias}");
        }
    }

    #[test]
    fn every_field_has_a_header() {
        for (name, target) in TARGETS {
            assert!(lines().any(|[known, ..]| known == *name), "{target:?}");
        }
    }

    #[test]
    fn headers_are_found_in_all_their_spellings() {
        let cases = [
            ("成果名称", Some(Target::Title)),
            ("\u{FEFF}成果名称", Some(Target::Title)),
            (" *成果名称： ", Some(Target::Title)),
            ("3、成果名称", Some(Target::Title)),
            ("公开（公告）号", Some(Target::PublicationNumber)),
            ("公开(公告)号", Some(Target::PublicationNumber)),
            ("[标]当前申请(专利权)人", Some(Target::Owners)),
            ("[标]发明人", Some(Target::Inventors)),
            ("ＩＰＣ分类号", Some(Target::Ipc)),
            (
                "P u b l i c a t i o n Number",
                Some(Target::PublicationNumber),
            ),
            ("publication_date", Some(Target::Published)),
            ("转让价格（万元）", Some(Target::Price)),
            ("天气", None),
            ("", None),
            ("(", None),
        ];
        for (text, expected) in cases {
            assert_eq!(header(text).map(|header| header.target), expected, "{text}");
        }
        assert_eq!(header("转让价格（万元）").unwrap().unit, Unit::TenThousand);
        assert_eq!(header("转让价格（元）").unwrap().unit, Unit::Yuan);
        assert_eq!(header("预算（万元）").unwrap().unit, Unit::TenThousand);
        assert_eq!(header("Price (CNY)").unwrap().unit, Unit::Yuan);
        assert_eq!(
            header("Filing date (mm/dd/yyyy)").unwrap().order,
            Some(Order::MonthFirst)
        );
    }
}
