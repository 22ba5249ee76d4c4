//! The fields of a listing in the order in which a scout reads them, as one table: for the pane,
//! for comparing, and for `qiao show`.

mod price;
mod text;

use qiao_index::edits::{self, source_text};
use qiao_index::record::{Contact, Date, Maturity, Record, Stage, Status};
use qiao_index::request::Facet;
use qiao_index::vocab::{self, Language};

use crate::messages::pick;
use crate::ui::look::Look;

pub(crate) use price::price;
pub(crate) use text::{head, sections, text};

/// How a listing belongs to another that names it, where its kind does not say so.
pub(crate) fn relation(relation: &str, look: &Look) -> &'static str {
    const TOLD: [(&str, [&str; 2]); 3] = [
        ("supersedes", ["（被本条取代）", " (superseded by this)"]),
        ("part of", ["（总项目）", " (of which this is a part)"]),
        ("solves", ["（与本条供需对应）", " (need and solution)"]),
    ];
    let told = TOLD.iter().find(|(known, _)| *known == relation);
    told.map_or("", |(_, words)| pick(look.language, *words))
}

use Section::{Claims, Details, Numbers, Origin, Progress, Related, Subjects, Terms, What};

/// A group of fields under one heading.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Section {
    /// What it does.
    What,
    /// How far it is.
    Progress,
    /// On what terms it is to be had, or wanted.
    Terms,
    /// Whom to ask; drawn as cards, not from the table.
    Contact,
    /// What a patent protects.
    Claims,
    /// The rest of the text.
    Details,
    /// Where it belongs.
    Subjects,
    /// Numbers and dates.
    Numbers,
    /// What else there is; drawn with the titles of other listings, then from the table.
    Related,
    /// Where it came from.
    Origin,
}

/// The sections in their order, with their headings.
pub(crate) const SECTIONS: [(Section, [&str; 2]); 10] = [
    (Section::What, ["做什么", "What it is"]),
    (Section::Progress, ["到哪一步", "How far it is"]),
    (Section::Terms, ["怎么合作", "Terms"]),
    (Section::Contact, ["找谁", "Whom to ask"]),
    (Section::Claims, ["权利要求", "Claims"]),
    (Section::Details, ["详细内容", "Details"]),
    (Section::Subjects, ["分类", "Subjects"]),
    (Section::Numbers, ["号码与日期", "Numbers and dates"]),
    (Section::Related, ["相关", "Related"]),
    (Section::Origin, ["来源", "Source"]),
];

/// How a field is set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Form {
    /// Name at the left, values at the right.
    Value,
    /// The same, one value a line, each of which can be chosen and copied.
    Copied,
    /// The same with web addresses, which are opened.
    Links,
    /// Paragraphs across the whole width, without a name.
    Text,
    /// The same under its name.
    NamedText,
}

/// One field.
pub(crate) struct FieldRow {
    /// Under which heading.
    pub(crate) section: Section,
    /// Its name, Chinese first.
    pub(crate) name: [&'static str; 2],
    /// How it is set.
    pub(crate) form: Form,
    /// Its values; what is not known is left out.
    pub(crate) read: fn(&Record, &Look) -> Vec<String>,
}

const fn value(
    section: Section,
    name: [&'static str; 2],
    read: fn(&Record, &Look) -> Vec<String>,
) -> FieldRow {
    FieldRow {
        section,
        name,
        form: Form::Value,
        read,
    }
}

const fn copied(
    section: Section,
    name: [&'static str; 2],
    read: fn(&Record, &Look) -> Vec<String>,
) -> FieldRow {
    field(section, name, Form::Copied, read)
}

const fn field(
    section: Section,
    name: [&'static str; 2],
    form: Form,
    read: fn(&Record, &Look) -> Vec<String>,
) -> FieldRow {
    FieldRow {
        section,
        name,
        form,
        read,
    }
}

/// All fields but the title, the contacts and the related listings.
#[rustfmt::skip]
pub(crate) const FIELDS: &[FieldRow] = &[
    field(What, ["摘要", "Summary"], Form::Text, |r, _| one(&r.summary)),
    field(What, ["要解决的问题", "Problem"], Form::NamedText, |r, _| need(r, |n| &n.problem)),
    field(What, ["关键技术", "Key technology"], Form::NamedText, |r, _| need(r, |n| &n.key_technology)),
    field(What, ["指标", "Target"], Form::NamedText, |r, _| need(r, |n| &n.target)),
    field(What, ["现状", "Present state"], Form::NamedText, |r, _| need(r, |n| &n.current_state)),
    value(What, ["研究方向", "Interests"], |r, _| r.expert.as_ref().map(|e| e.interests.clone()).unwrap_or_default()),
    value(What, ["可提供", "Offers"], services),
    value(What, ["单位", "Institution"], |r, _| r.institutions.clone()),
    value(What, ["人员", "People"], people),
    value(What, ["职称", "Post"], |r, look| r.expert.as_ref().map(|e| told(&e.post, look)).unwrap_or_default()),
    value(What, ["学位", "Degree"], |r, look| r.expert.as_ref().map(|e| told(&e.degree, look)).unwrap_or_default()),
    value(What, ["机构类型", "Type"], |r, look| r.institution.as_ref().map(|i| told(&i.institution_type, look)).unwrap_or_default()),
    value(What, ["网络层级", "Level in the network"], |r, look| r.institution.as_ref().map(|i| told(&i.network_level, look)).unwrap_or_default()),
    value(What, ["上级", "Belongs to"], |r, _| r.institution.as_ref().map(|i| one(&i.parent)).unwrap_or_default()),
    value(What, ["地区", "Region"], |r, look| one(&place(&r.region, look.language))),

    value(Progress, ["阶段", "Stage"], |r, look| stage(&r.maturity, look)),
    value(Progress, ["希望阶段", "Stage wanted"], |r, look| r.need.as_ref().map(|n| known_stage(n.desired_stage, look)).unwrap_or_default()),
    value(Progress, ["应用状态", "In use"], |r, look| phrased(r, |a| &a.application_state, look)),
    value(Progress, ["水平", "Level"], |r, look| phrased(r, |a| &a.level, look)),
    value(Progress, ["评价", "Evaluation"], |r, look| phrased(r, |a| &a.evaluation, look)),
    value(Progress, ["奖励", "Awards"], |r, _| r.achievement.as_ref().map(|a| a.awards.clone()).unwrap_or_default()),
    value(Progress, ["法律状态", "Legal status"], legal),
    value(Progress, ["状态", "Listing"], unpublished),

    value(Terms, ["合作方式", "Cooperation"], |r, look| coded(Facet::Cooperation, &r.cooperation, look)),
    value(Terms, ["价格", "Price"], |r, look| r.price.iter().map(|p| price(p, look)).collect()),
    value(Terms, ["预算", "Budget"], |r, look| r.need.iter().filter_map(|n| n.budget.as_ref()).map(|p| price(p, look)).collect()),
    value(Terms, ["截止", "Deadline"], |r, _| r.need.iter().filter_map(|n| n.deadline).map(|d| d.to_string()).collect()),
    value(Terms, ["有效期至", "Offered until"], |r, _| date(r.dates.expires)),

    field(Claims, ["权利要求", "Claims"], Form::Text, |r, _| patent_list(r, |p| &p.claims)),
    field(Details, ["正文", "Text"], Form::Text, |r, _| one(&r.body)),

    value(Subjects, ["关键词", "Keywords"], |r, _| r.keywords.clone()),
    value(Subjects, ["领域", "Field"], |r, look| coded(Facet::Field, &r.subjects.fields, look)),
    value(Subjects, ["行业", "Industry"], |r, look| coded(Facet::Industry, &r.subjects.industries, look)),
    value(Subjects, ["学科", "Discipline"], |r, look| coded(Facet::Discipline, &r.subjects.disciplines, look)),
    value(Subjects, ["IPC", "IPC"], ipc),
    value(Subjects, ["成果类别", "Class"], |r, look| phrased(r, |a| &a.class, look)),
    value(Subjects, ["体现形式", "Form"], |r, look| phrased(r, |a| &a.form, look)),
    value(Subjects, ["成果属性", "Attribute"], |r, look| phrased(r, |a| &a.attribute, look)),
    value(Subjects, ["又名", "Also called"], |r, _| aliases(r)),

    copied(Numbers, ["申请号", "Application"], |r, _| patent(r, |p| &p.application_number)),
    copied(Numbers, ["公开号", "Publication"], |r, _| one(&publication(r))),
    copied(Numbers, ["登记号", "Registration"], |r, _| achievement(r, |a| &a.registration_number)),
    value(Numbers, ["专利类型", "Patent type"], |r, look| r.patent.as_ref().map(|p| told(&p.patent_type, look)).unwrap_or_default()),
    value(Numbers, ["权利人", "Owner"], |r, _| patent_list(r, |p| &p.owners)),
    value(Numbers, ["代理机构", "Agent"], |r, _| patent(r, |p| &p.agent)),
    copied(Numbers, ["优先权", "Priority"], |r, _| patent_list(r, |p| &p.priority)),
    copied(Numbers, ["同族", "Family"], |r, _| patent(r, |p| &p.family)),
    copied(Numbers, ["知识产权", "Rights"], |r, _| r.achievement.as_ref().map(|a| a.ip.clone()).unwrap_or_default()),
    value(Numbers, ["申请日", "Filed"], |r, _| date(r.dates.filed)),
    value(Numbers, ["公开日", "Published"], |r, _| date(r.dates.published)),
    value(Numbers, ["授权日", "Granted"], |r, _| date(r.dates.granted)),
    value(Numbers, ["登记日", "Registered"], |r, _| date(r.dates.registered)),
    value(Numbers, ["更新日", "Updated"], |r, _| date(r.dates.updated)),
    value(Numbers, ["核实日", "Verified"], |r, _| date(r.dates.verified)),

    field(Related, ["网址", "Links"], Form::Links, |r, _| r.links.clone()),
    copied(Related, ["引用", "Cites"], |r, _| patent_list(r, |p| &p.citations)),

    value(Origin, ["来源", "Source"], |r, _| r.sources.iter().map(source).collect()),
    value(Origin, ["已修改", "Edited by you"], edited),
    copied(Origin, ["编号", "Id"], |r, _| one(&r.id)),
];

fn one(text: &str) -> Vec<String> {
    let text = text.trim();
    match text {
        "" => Vec::new(),
        _ => vec![text.to_owned()],
    }
}

/// A set phrase in the reader's language, other text as it is.
fn told(text: &str, look: &Look) -> Vec<String> {
    one(&vocab::phrase(text, look.language))
}

fn all_told(texts: &[String], look: &Look) -> Vec<String> {
    let told = texts.iter().map(|text| vocab::phrase(text, look.language));
    told.map(Into::into).collect()
}

fn date(date: Option<Date>) -> Vec<String> {
    date.iter().map(Date::to_string).collect()
}

fn coded(facet: Facet, values: &[String], look: &Look) -> Vec<String> {
    let coded = values.iter().map(|value| {
        let label = look.label(facet, value);
        match facet {
            Facet::Industry | Facet::Discipline if label != *value => format!("{label} ({value})"),
            _ => label,
        }
    });
    coded.collect()
}

/// "C09D5/08 (coating compositions …)": symbols with the title of the lowest class that has
/// one, once where it is the same for several.
fn ipc(record: &Record, look: &Look) -> Vec<String> {
    let mut last = None;
    let titled = record.subjects.ipc.iter().map(|symbol| {
        let title = title(symbol, look);
        if title.is_none() || title == last {
            return symbol.clone();
        }
        last.clone_from(&title);
        format!("{symbol} ({})", title.unwrap_or_default())
    });
    titled.collect()
}

fn title(symbol: &str, look: &Look) -> Option<String> {
    let path = vocab::path(Facet::Ipc, symbol);
    path.iter().rev().find_map(|above| {
        let label = vocab::label(Facet::Ipc, above, look.language);
        (label != above.as_str()).then(|| label.into_owned())
    })
}

fn need(record: &Record, read: fn(&qiao_index::record::Need) -> &str) -> Vec<String> {
    record
        .need
        .as_ref()
        .map(|need| one(read(need)))
        .unwrap_or_default()
}

fn achievement(record: &Record, read: fn(&qiao_index::record::Achievement) -> &str) -> Vec<String> {
    let achievement = record.achievement.as_ref();
    achievement
        .map(|achievement| one(read(achievement)))
        .unwrap_or_default()
}

/// The same, where sources write set phrases.
fn phrased(
    record: &Record,
    read: fn(&qiao_index::record::Achievement) -> &str,
    look: &Look,
) -> Vec<String> {
    let achievement = record.achievement.as_ref();
    achievement
        .map(|achievement| told(read(achievement), look))
        .unwrap_or_default()
}

fn patent(record: &Record, read: fn(&qiao_index::record::Patent) -> &str) -> Vec<String> {
    record
        .patent
        .as_ref()
        .map(|patent| one(read(patent)))
        .unwrap_or_default()
}

fn patent_list(
    record: &Record,
    read: fn(&qiao_index::record::Patent) -> &Vec<String>,
) -> Vec<String> {
    record
        .patent
        .as_ref()
        .map(|patent| read(patent).clone())
        .unwrap_or_default()
}

fn services(record: &Record, look: &Look) -> Vec<String> {
    let expert = record.expert.iter().flat_map(|expert| &expert.services);
    let institution = record.institution.iter().flat_map(|it| &it.services);
    let services: Vec<String> = expert.chain(institution).cloned().collect();
    all_told(&services, look)
}

fn aliases(record: &Record) -> Vec<String> {
    let institution = record.institution.iter().flat_map(|it| &it.aliases);
    record
        .title_alt
        .iter()
        .chain(institution)
        .cloned()
        .collect()
}

fn people(record: &Record, look: &Look) -> Vec<String> {
    let named = record.people.iter().map(|person| match &*person.role {
        "" | "expert" | "inventor" | "completer" => person.name.clone(),
        role => format!("{} ({})", person.name, vocab::phrase(role, look.language)),
    });
    named.collect()
}

/// A region with those it lies in: `湖北省荆门市`, `Jingmen, Hubei`.
fn place(region: &str, language: Language) -> String {
    let path = vocab::path(Facet::Region, region);
    let labels = path
        .iter()
        .map(|code| vocab::label(Facet::Region, code, language));
    match language {
        Language::Chinese => labels.collect(),
        Language::English => labels.rev().collect::<Vec<_>>().join(", "),
    }
}

/// That a listing is published goes without saying.
fn unpublished(record: &Record, look: &Look) -> Vec<String> {
    match record.status {
        Status::Published => Vec::new(),
        status => vec![look.label(Facet::Status, status.as_str())],
    }
}

fn known_stage(stage: Stage, look: &Look) -> Vec<String> {
    match stage {
        Stage::Unknown => Vec::new(),
        stage => vec![look.label(Facet::Stage, stage.as_str())],
    }
}

/// "pilot · TRL 6–7 · 中试": ours, the level, the source's words.
fn stage(maturity: &Maturity, look: &Look) -> Vec<String> {
    let mut parts = known_stage(maturity.stage, look);
    parts.extend(match (maturity.trl_min, maturity.trl_max) {
        (Some(low), Some(high)) if low < high => Some(format!("TRL {low}–{high}")),
        (Some(level), _) | (_, Some(level)) => Some(format!("TRL {level}")),
        _ => None,
    });
    parts.extend(
        told(&maturity.stage_raw, look)
            .into_iter()
            .filter(|raw| !parts.iter().any(|part| part.contains(raw)))
            .collect::<Vec<_>>(),
    );
    one(&parts.join(look.symbols.dot))
}

fn legal(record: &Record, look: &Look) -> Vec<String> {
    let Some(patent) = &record.patent else {
        return Vec::new();
    };
    let class = look.label(Facet::Legal, patent.legal.class.as_str());
    let raw = told(&patent.legal.raw, look);
    let mut parts = vec![class];
    parts.extend(
        raw.into_iter()
            .filter(|raw| !parts.contains(raw))
            .collect::<Vec<_>>(),
    );
    parts.extend(date(patent.legal.date));
    one(&parts.join(look.symbols.dot))
}

/// The whole number of a publication, `US6336130B1`; empty for what is no patent.
pub(crate) fn publication(record: &Record) -> String {
    let number = record.patent.as_ref().map(|patent| {
        let known = !patent.publication_number.is_empty();
        let office = if known { &*patent.office } else { "" };
        let kind = if known { &*patent.kind_code } else { "" };
        let number = patent.publication_number.trim_start_matches(office);
        format!("{office}{number}{kind}")
    });
    number.unwrap_or_default()
}

/// The number by which a patent is told from others: of its publication, else its application.
pub(crate) fn patent_number(record: &Record) -> String {
    let application = record.patent.as_ref().map(|it| &it.application_number);
    match publication(record) {
        number if number.is_empty() => application.cloned().unwrap_or_default(),
        number => number,
    }
}

/// Fields that the user has changed: when, and what the sources say.
fn edited(record: &Record, look: &Look) -> Vec<String> {
    let language = look.language;
    let edits = record.edits.iter();
    edits
        .map(|edit| {
            let said = source_text(edit, record.kind, language);
            let said = match &*said {
                "" => pick(language, ["空", "nothing"]).to_owned(),
                said => said.split_whitespace().collect::<Vec<_>>().join(" "),
            };
            let source = if edit.conflict {
                ["来源已改为", "its source now says"]
            } else {
                ["来源", "source"]
            };
            let (source, colon) = (pick(language, source), pick(language, ["：", ": "]));
            let field = edits::named(&edit.field, record.kind);
            let field = field.map_or(&*edit.field, |field| {
                pick(language, [field.chinese, field.name])
            });
            format!("{field} · {} · {source}{colon}{said}", day(&edit.at))
        })
        .collect()
}

/// The day of a time.
fn day(time: &str) -> String {
    time.chars().take(10).collect()
}

fn source(source: &qiao_index::record::Provenance) -> String {
    let day = match &*source.gone {
        "" => day(&source.imported_at),
        gone => format!("{} – {}", day(&source.imported_at), day(gone)),
    };
    let place = match source.row {
        0 => source.file.clone(),
        row => format!("{}:{row}", source.file),
    };
    let parts = [source.name.clone(), place, day];
    let known: Vec<_> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    known.join(" · ")
}

/// A contact's fields that are known, with their names.
pub(crate) fn contact_fields(
    contact: &Contact,
    look: &Look,
) -> [([&'static str; 2], Vec<String>); 8] {
    [
        (["姓名", "Name"], one(&contact.name)),
        (["职务", "Role"], told(&contact.role, look)),
        (["单位", "Organisation"], one(&contact.organisation)),
        (["电话", "Telephone"], contact.phones.clone()),
        (["邮箱", "E-mail"], contact.emails.clone()),
        (["微信", "WeChat"], one(&contact.wechat)),
        (["地址", "Address"], one(&contact.address)),
        (["网站", "Web site"], one(&contact.website)),
    ]
}
