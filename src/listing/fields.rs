//! The fields of a listing in the order in which a scout reads them, as one table: for the pane,
//! for comparing, and for `qiao show`.

mod price;
mod text;

use qiao_index::edits::{self, source_text};
use qiao_index::fields as table;
use qiao_index::record::{Contact, Date, Kind, LegalClass, Maturity, Record, Stage, Status};
use qiao_index::request::Facet;
use qiao_index::vocab::{self, Language};

use super::conflicts;
use crate::messages::pick;
use crate::ui::presentation::Presentation;

pub(crate) use price::price;
pub(crate) use text::{head, sections, text};

/// How a listing belongs to another that names it, where its kind does not say so.
pub(crate) fn relation(relation: &str, look: &Presentation) -> &'static str {
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
    /// What it is or does, and whose.
    What,
    /// Stage of development, level, legal status.
    Progress,
    /// On what terms it is to be had, or wanted.
    Terms,
    /// The contacts; drawn as cards, not from the table.
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
    (Section::What, ["简介", "Overview"]),
    (Section::Progress, ["进展与状态", "Stage and status"]),
    (Section::Terms, ["合作条件", "Terms"]),
    (Section::Contact, ["联系方式", "Contact"]),
    (Section::Claims, ["权利要求", "Claims"]),
    (Section::Details, ["详细内容", "Details"]),
    (Section::Subjects, ["分类", "Classification"]),
    (Section::Numbers, ["号码与日期", "Numbers and dates"]),
    (Section::Related, ["相关", "Related"]),
    (Section::Origin, ["来源", "Source"]),
];

/// A section's heading for a kind: a patent has a status rather than a stage.
pub(crate) fn heading(section: Section, kind: Kind, language: Language) -> &'static str {
    let of_kind = match (section, kind) {
        (Section::Progress, Kind::Patent) => Some(["状态", "Status"]),
        _ => None,
    };
    let usual = SECTIONS.iter().find(|(known, _)| *known == section);
    let words = of_kind.or_else(|| usual.map(|(_, words)| *words));
    words.map_or("", |words| pick(language, words))
}

/// How a field is set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Form {
    /// Name at the left, values at the right.
    Value,
    /// Name at the left, one value a line, each of which can be chosen and copied.
    Copied,
    /// Name at the left, one web address a line, each of which can be chosen and opened.
    Links,
    /// Paragraphs across the whole width, without a name.
    Text,
    /// Paragraphs across the whole width, under their name.
    NamedText,
}

/// One field.
pub(crate) struct FieldRow {
    /// Under which heading.
    pub(crate) section: Section,
    /// Its name in the table of fields, which has its label.
    pub(crate) name: &'static str,
    /// How it is set.
    pub(crate) form: Form,
    /// Its values; what is not known is left out.
    read: fn(&Record, &Presentation) -> Vec<String>,
}

const fn value(
    section: Section,
    name: &'static str,
    read: fn(&Record, &Presentation) -> Vec<String>,
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
    name: &'static str,
    read: fn(&Record, &Presentation) -> Vec<String>,
) -> FieldRow {
    field(section, name, Form::Copied, read)
}

const fn field(
    section: Section,
    name: &'static str,
    form: Form,
    read: fn(&Record, &Presentation) -> Vec<String>,
) -> FieldRow {
    FieldRow {
        section,
        name,
        form,
        read,
    }
}

/// Whether a field of a record is inferred, not said.
pub(crate) fn is_inferred(record: &Record, name: &str) -> bool {
    record.inferred.iter().any(|inferred| inferred == name)
}

/// Stands behind a value that is inferred.
pub(crate) fn inferred_mark(look: &Presentation) -> &'static str {
    pick(look.language, ["（推断）", " (inferred)"])
}

impl FieldRow {
    /// Its values, with a mark where they are inferred, not said. What is copied has no mark.
    pub(crate) fn values(&self, record: &Record, look: &Presentation) -> Vec<String> {
        let values = (self.read)(record, look);
        if self.form != Form::Value || !is_inferred(record, self.name) {
            return values;
        }
        let mark = inferred_mark(look);
        values.into_iter().map(|value| value + mark).collect()
    }

    /// Its label for records of a kind.
    pub(crate) fn label(&self, kind: Kind, language: Language) -> &'static str {
        let field = table::named(self.name, kind).or_else(|| table::first_named(self.name));
        field.map_or(self.name, |field| field.label(kind, language))
    }

    /// Its label beside records of several kinds.
    pub(crate) fn common_label(&self, language: Language) -> &'static str {
        table::first_named(self.name).map_or(self.name, |field| field.common_label(language))
    }
}

/// All fields but the title, the contacts and the related listings.
#[rustfmt::skip]
pub(crate) const FIELDS: &[FieldRow] = &[
    field(What, "summary", Form::Text, |r, look| one(r.summary_in(look.language.code()))),
    field(What, "problem", Form::NamedText, |r, _| need(r, |n| &n.problem)),
    field(What, "key_technology", Form::NamedText, |r, _| need(r, |n| &n.key_technology)),
    field(What, "target", Form::NamedText, |r, _| need(r, |n| &n.target)),
    field(What, "current_state", Form::NamedText, |r, _| need(r, |n| &n.current_state)),
    value(What, "interests", |r, _| r.expert.as_ref().map(|e| e.interests.clone()).unwrap_or_default()),
    value(What, "services", services),
    value(What, "institutions", |r, _| r.institutions.clone()),
    value(What, "people", people),
    value(What, "post", |r, look| r.expert.as_ref().map(|e| told(&e.post, look)).unwrap_or_default()),
    value(What, "degree", |r, look| r.expert.as_ref().map(|e| told(&e.degree, look)).unwrap_or_default()),
    value(What, "institution_type", |r, look| r.institution.as_ref().map(|i| told(&i.institution_type, look)).unwrap_or_default()),
    value(What, "network_level", |r, look| r.institution.as_ref().map(|i| told(&i.network_level, look)).unwrap_or_default()),
    value(What, "parent", |r, _| r.institution.as_ref().map(|i| one(&i.parent)).unwrap_or_default()),
    value(What, "region", |r, look| one(&vocab::place(&r.region, look.language))),

    value(Progress, "stage", |r, look| stage(&r.maturity, look)),
    value(Progress, "desired_stage", |r, look| r.need.as_ref().map(|n| known_stage(n.desired_stage, look)).unwrap_or_default()),
    value(Progress, "application_state", |r, look| phrased(r, |a| &a.application_state, look)),
    value(Progress, "level", |r, look| phrased(r, |a| &a.level, look)),
    value(Progress, "evaluation", |r, look| phrased(r, |a| &a.evaluation, look)),
    value(Progress, "awards", |r, _| r.achievement.as_ref().map(|a| a.awards.clone()).unwrap_or_default()),
    value(Progress, "legal", legal),
    copied(Progress, "legal_events", legal_events),
    value(Progress, "status", unpublished),

    value(Terms, "cooperation", |r, look| coded(Facet::Cooperation, &r.cooperation, look)),
    value(Terms, "price", |r, look| r.price.iter().map(|p| price(p, look)).collect()),
    value(Terms, "budget", |r, look| r.need.iter().filter_map(|n| n.budget.as_ref()).map(|p| price(p, look)).collect()),
    value(Terms, "deadline", |r, _| r.need.iter().filter_map(|n| n.deadline).map(|d| d.to_string()).collect()),
    value(Terms, "expires", |r, _| date(r.dates.expires)),

    field(Claims, "claims", Form::Text, |r, _| patent_list(r, |p| &p.claims)),
    field(Details, "body", Form::Text, |r, look| one(r.body_in(look.language.code()))),
    field(Details, "translations", Form::NamedText, other_languages),

    value(Subjects, "keywords", |r, _| r.keywords.clone()),
    value(Subjects, "fields", |r, look| coded(Facet::Field, &r.subjects.fields, look)),
    value(Subjects, "industries", |r, look| coded(Facet::Industry, &r.subjects.industries, look)),
    value(Subjects, "disciplines", |r, look| coded(Facet::Discipline, &r.subjects.disciplines, look)),
    value(Subjects, "ipc", |r, look| titled_symbols(&r.subjects.ipc, look)),
    value(Subjects, "cpc", |r, look| r.patent.as_ref().map(|p| titled_symbols(&p.cpc, look)).unwrap_or_default()),
    value(Subjects, "us_classes", |r, _| patent_list(r, |p| &p.us_classes)),
    value(Subjects, "class", |r, look| phrased(r, |a| &a.class, look)),
    value(Subjects, "form", |r, look| phrased(r, |a| &a.form, look)),
    value(Subjects, "attribute", |r, look| phrased(r, |a| &a.attribute, look)),
    value(Subjects, "title_alt", aliases),

    copied(Numbers, "application_number", |r, _| patent(r, |p| &p.application_number)),
    copied(Numbers, "publication_number", |r, _| one(&publication(r))),
    copied(Numbers, "registration_number", |r, _| achievement(r, |a| &a.registration_number)),
    value(Numbers, "type", |r, look| r.patent.as_ref().map(|p| told(&p.patent_type, look)).unwrap_or_default()),
    value(Numbers, "document_type", |r, look| r.patent.as_ref().map(|p| told(&p.document_type, look)).unwrap_or_default()),
    value(Numbers, "owners", |r, _| patent_list(r, |p| &p.owners)),
    value(Numbers, "agent", |r, _| patent(r, |p| &p.agent)),
    copied(Numbers, "priority", |r, _| patent_list(r, |p| &p.priority)),
    copied(Numbers, "family", |r, _| patent(r, |p| &p.family)),
    value(Numbers, "family_size", |r, _| count(r, |p| p.family_size)),
    copied(Numbers, "family_members", |r, _| patent_list(r, |p| &p.family_members)),
    value(Numbers, "earliest_priority", |r, _| date(r.patent.as_ref().and_then(|p| p.earliest_priority))),
    copied(Numbers, "other_numbers", |r, _| r.other_numbers.clone()),
    copied(Numbers, "ip", |r, _| r.achievement.as_ref().map(|a| a.ip.clone()).unwrap_or_default()),
    value(Numbers, "filed", |r, _| date(r.dates.filed)),
    value(Numbers, "published", |r, _| date(r.dates.published)),
    value(Numbers, "granted", |r, _| date(r.dates.granted)),
    value(Numbers, "registered", |r, _| date(r.dates.registered)),
    value(Numbers, "updated", |r, _| date(r.dates.updated)),
    value(Numbers, "verified", |r, _| date(r.dates.verified)),

    field(Related, "links", Form::Links, |r, _| r.links.clone()),
    value(Related, "cites_count", |r, _| count(r, |p| p.cites_count)),
    value(Related, "cited_by_count", |r, _| count(r, |p| p.cited_by_count)),
    copied(Related, "citations", |r, _| patent_list(r, |p| &p.citations)),
    value(Related, "literature", |r, _| patent_list(r, |p| &p.literature)),

    value(Origin, "sources", |r, _| r.sources.iter().map(source).collect()),
    value(Origin, "conflicts", conflicts::told),
    value(Origin, "edits", edited),
    copied(Origin, "id", |r, _| one(&r.id)),
];

fn one(text: &str) -> Vec<String> {
    let text = text.trim();
    match text {
        "" => Vec::new(),
        _ => vec![text.to_owned()],
    }
}

/// A set phrase in the reader's language, other text as it is.
fn told(text: &str, look: &Presentation) -> Vec<String> {
    one(&vocab::phrase(text, look.language))
}

fn all_told(texts: &[String], look: &Presentation) -> Vec<String> {
    let told = texts.iter().map(|text| vocab::phrase(text, look.language));
    told.map(Into::into).collect()
}

fn date(date: Option<Date>) -> Vec<String> {
    date.iter().map(Date::to_string).collect()
}

fn coded(facet: Facet, values: &[String], look: &Presentation) -> Vec<String> {
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
fn titled_symbols(symbols: &[String], look: &Presentation) -> Vec<String> {
    let mut last = None;
    let titled = symbols.iter().map(|symbol| {
        let title = title(symbol, look);
        if title.is_none() || title == last {
            return symbol.clone();
        }
        last.clone_from(&title);
        format!("{symbol} ({})", title.unwrap_or_default())
    });
    titled.collect()
}

fn title(symbol: &str, look: &Presentation) -> Option<String> {
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

/// What an achievement says where sources write set phrases, in the reader's language.
fn phrased(
    record: &Record,
    read: fn(&qiao_index::record::Achievement) -> &str,
    look: &Presentation,
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

fn services(record: &Record, look: &Presentation) -> Vec<String> {
    let expert = record.expert.iter().flat_map(|expert| &expert.services);
    let institution = record.institution.iter().flat_map(|it| &it.services);
    let services: Vec<String> = expert.chain(institution).cloned().collect();
    all_told(&services, look)
}

/// Every other name, the titles in other languages among them.
fn aliases(record: &Record, look: &Presentation) -> Vec<String> {
    let institution = record.institution.iter().flat_map(|it| &it.aliases);
    let translated = record.translations.iter().map(|it| &it.title);
    let shown = record.title_in(look.language.code());
    let own = std::iter::once(&record.title);
    let all = own
        .chain(translated)
        .chain(&record.title_alt)
        .chain(institution);
    let mut names: Vec<String> = Vec::new();
    for name in all.filter(|name| !name.is_empty() && **name != shown) {
        if !names.contains(name) {
            names.push(name.clone());
        }
    }
    names
}

/// The texts that are not shown above because they are in another language.
fn other_languages(record: &Record, look: &Presentation) -> Vec<String> {
    let language = look.language.code();
    let shown = [record.summary_in(language), record.body_in(language)];
    let own = [("", &record.summary), ("", &record.body)];
    let translated = record.translations.iter();
    let translated = translated.flat_map(|it| [(&*it.lang, &it.summary), (&*it.lang, &it.body)]);
    let others = own.into_iter().chain(translated);
    let others = others.filter(|(_, text)| !text.is_empty() && !shown.contains(&text.as_str()));
    let marked = others.map(|(lang, text)| match lang {
        "" => text.clone(),
        lang => format!("[{lang}] {text}"),
    });
    marked.collect()
}

fn count(record: &Record, read: fn(&qiao_index::record::Patent) -> Option<u32>) -> Vec<String> {
    let count = record.patent.as_ref().and_then(|patent| read(patent));
    count.iter().map(ToString::to_string).collect()
}

/// "2019-11-27 · AK · words", one an event.
fn legal_events(record: &Record, look: &Presentation) -> Vec<String> {
    let events = record.patent.iter().flat_map(|patent| &patent.legal_events);
    let told = events.map(|event| {
        let mut parts = date(event.date);
        parts.extend(one(&event.code));
        parts.extend(told(&event.text, look));
        parts.join(look.symbols.dot)
    });
    told.collect()
}

fn people(record: &Record, look: &Presentation) -> Vec<String> {
    let named = record.people.iter().map(|person| match &*person.role {
        "" | "expert" | "inventor" | "completer" => person.name.clone(),
        role => format!("{} ({})", person.name, vocab::phrase(role, look.language)),
    });
    named.collect()
}

/// That a listing is published goes without saying.
fn unpublished(record: &Record, look: &Presentation) -> Vec<String> {
    match record.status {
        Status::Published => Vec::new(),
        status => vec![look.label(Facet::Status, status.as_str())],
    }
}

fn known_stage(stage: Stage, look: &Presentation) -> Vec<String> {
    match stage {
        Stage::Unknown => Vec::new(),
        stage => vec![look.label(Facet::Stage, stage.as_str())],
    }
}

/// "pilot · TRL 6–7 · 中试": ours, the level, the source's words.
fn stage(maturity: &Maturity, look: &Presentation) -> Vec<String> {
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

fn legal(record: &Record, look: &Presentation) -> Vec<String> {
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
    if patent.legal.class == LegalClass::Alive && is_past(record.dates.expires) {
        let past = ["到期日已过", "its day of expiry has passed"];
        parts.push(pick(look.language, past).to_owned());
    }
    one(&parts.join(look.symbols.dot))
}

/// Whether a day lies before today.
fn is_past(day: Option<Date>) -> bool {
    day.is_some_and(|day| day.number() < qiao_index::today().number())
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
fn edited(record: &Record, look: &Presentation) -> Vec<String> {
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
                pick(language, [field.label(record.kind, language), field.name])
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

/// A contact's fields with their labels on its card, where it goes without saying whose they are.
pub(crate) fn contact_fields(
    contact: &Contact,
    look: &Presentation,
) -> [([&'static str; 2], Vec<String>); 9] {
    [
        (["姓名", "Name"], one(&contact.name)),
        (["职务", "Role"], told(&contact.role, look)),
        (["单位", "Organisation"], one(&contact.organisation)),
        (["电话", "Telephone"], contact.phones.clone()),
        (["邮箱", "E-mail"], contact.emails.clone()),
        (["微信", "WeChat"], one(&contact.wechat)),
        (["QQ", "QQ"], one(&contact.qq)),
        (["地址", "Address"], one(&contact.address)),
        (["网站", "Web site"], one(&contact.website)),
    ]
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_field_of_the_table_has_its_place_in_the_listing() {
        // Above the sections; on the contacts' cards; with the titles of other listings; as a mark
        // behind the values it names; nowhere.
        let elsewhere = ["title", "kind", "references", "inferred", "raw"];
        let contact = [
            "contact_name",
            "role",
            "organisation",
            "phone",
            "email",
            "wechat",
            "qq",
        ];
        let rest = ["address", "website"];
        // Shown under the same label as the other names of a listing.
        let together = ["aliases"];
        let rows = FIELDS.iter().map(|row| row.name);
        let others = elsewhere
            .into_iter()
            .chain(contact)
            .chain(rest)
            .chain(together);
        let mut shown = BTreeSet::new();
        for name in rows.chain(others) {
            assert!(shown.insert(name), "{name} twice");
        }
        let known: BTreeSet<&str> = table::FIELDS.iter().map(|field| field.name).collect();
        assert_eq!(shown, known);
    }
}
