//! The record: one vocabulary for everything that any source lists.
//!
//! A [`Record`] is plain data. Empty means unknown; what a source says and no field can
//! hold stays in [`Record::raw`]. Values of a vocabulary (region, industry, discipline, IPC,
//! cooperation …) are its codes; a value that the vocabulary does not know stays as it was
//! written. Labels for people come from [`crate::vocab`].

mod date;
mod patent;

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

pub use date::Date;
pub use patent::{Legal, LegalClass, LegalEvent, Patent};

/// What a record describes.
#[derive(
    Debug, Default, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize,
)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// A research achievement that is offered (科技成果).
    #[default]
    Achievement,
    /// A patent publication: application or grant.
    Patent,
    /// A technology that a company looks for (技术需求).
    Need,
    /// A person who can be asked.
    Expert,
    /// A university, institute, company or service office.
    Institution,
}

impl Kind {
    /// All kinds, in the order in which they are listed to people.
    pub const ALL: [Self; 5] = [
        Self::Achievement,
        Self::Patent,
        Self::Need,
        Self::Expert,
        Self::Institution,
    ];

    /// The word used in files, queries and on the command line.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Achievement => "achievement",
            Self::Patent => "patent",
            Self::Need => "need",
            Self::Expert => "expert",
            Self::Institution => "institution",
        }
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl FromStr for Kind {
    type Err = ();

    fn from_str(word: &str) -> Result<Self, ()> {
        Self::ALL
            .into_iter()
            .find(|kind| kind.as_str() == word)
            .ok_or(())
    }
}

/// How far a technology has come; the crosswalk from sources' words is in [`crate::normalise`].
#[derive(
    Debug, Default, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize,
)]
#[serde(rename_all = "lowercase")]
pub enum Stage {
    /// The source does not say, or says nothing that can be placed.
    #[default]
    Unknown,
    /// Concept, laboratory (TRL 1–5).
    Lab,
    /// Pilot plant, prototype (TRL 6–7).
    Pilot,
    /// In small or full production (TRL 8–9).
    Mature,
}

impl Stage {
    /// The word used in files, queries and on the command line.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Unknown => "unknown",
            Self::Lab => "lab",
            Self::Pilot => "pilot",
            Self::Mature => "mature",
        }
    }
}

/// Whether the listing stands.
#[derive(
    Debug, Default, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize,
)]
#[serde(rename_all = "lowercase")]
pub enum Status {
    /// Listed and offered.
    #[default]
    Published,
    /// Written, not yet offered.
    Draft,
    /// Taken back by its owner.
    Withdrawn,
    /// Past its date.
    Expired,
}

impl Status {
    /// The word used in files, queries and on the command line.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Published => "published",
            Self::Draft => "draft",
            Self::Withdrawn => "withdrawn",
            Self::Expired => "expired",
        }
    }
}

/// A person named in a record, and as what.
#[derive(Debug, Default, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Person {
    /// The name as written.
    pub name: String,
    /// `inventor`, `completer` (完成人), `expert`, `contact`, or as the source says.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub role: String,
}

/// Where a record stands in the classifications.
#[derive(Debug, Default, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Subjects {
    /// High-tech fields (高新技术领域), by their Chinese names.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub fields: Vec<String>,
    /// Industries: GB/T 4754-2017 codes.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub industries: Vec<String>,
    /// Disciplines: GB/T 13745-2009 codes.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub disciplines: Vec<String>,
    /// IPC or CPC symbols, written `A61K31/00`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub ipc: Vec<String>,
}

/// How far the technology has come. A vague source stays a range.
#[derive(Debug, Default, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Maturity {
    /// The stage that the source's words stand for.
    pub stage: Stage,
    /// The source's own words.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub stage_raw: String,
    /// Lowest technology readiness level, 1–9.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub trl_min: Option<u8>,
    /// Highest technology readiness level, 1–9.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub trl_max: Option<u8>,
}

/// What is asked or offered, in whole units of the currency (yuan, not 万元).
#[derive(Debug, Default, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Price {
    /// Lower bound.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub min: Option<f64>,
    /// Upper bound; equal to `min` for a single figure.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max: Option<f64>,
    /// ISO 4217 code; empty means CNY.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub currency: String,
    /// To be agreed (面议).
    pub negotiable: bool,
    /// The words of the source, where they say more than amounts can: what the price is for (`500元/吨`),
    /// a share of the turnover. There are no amounts where those would not be a price of the whole.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub words: String,
}

/// The dates of a record; each may be unknown.
#[derive(Debug, Default, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Dates {
    /// Application filed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub filed: Option<Date>,
    /// Published or posted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub published: Option<Date>,
    /// Patent granted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub granted: Option<Date>,
    /// Achievement registered.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub registered: Option<Date>,
    /// Last changed by its source.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub updated: Option<Date>,
    /// Last checked to be true.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub verified: Option<Date>,
    /// Not offered after this day.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expires: Option<Date>,
}

impl Dates {
    /// The year a record belongs to: the first known of published, granted, registered, filed.
    #[must_use]
    pub fn year(&self) -> Option<u16> {
        self.main().map(Date::year)
    }

    /// The date that the year is taken from; newest and oldest sort by it.
    #[must_use]
    pub fn main(&self) -> Option<Date> {
        self.published
            .or(self.granted)
            .or(self.registered)
            .or(self.filed)
    }
}

/// Whom to ask. What fails a check is kept as written; [`crate::checks`] flags it.
#[derive(Debug, Default, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Contact {
    /// The person.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub name: String,
    /// Where the person works.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub organisation: String,
    /// As what the person can be asked.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub role: String,
    /// Telephone numbers as written.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub phones: Vec<String>,
    /// E-mail addresses as written.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub emails: Vec<String>,
    /// `WeChat` account.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub wechat: String,
    /// QQ number.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub qq: String,
    /// Postal address.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub address: String,
    /// Web site.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub website: String,
}

impl Contact {
    /// Whether nothing at all is known.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// Texts of a record in another language than its main ones.
#[derive(Debug, Default, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Translation {
    /// The language: ISO 639-1, lower case.
    pub lang: String,
    /// Title.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub title: String,
    /// Summary.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub summary: String,
    /// Body.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub body: String,
}

/// A related record.
#[derive(Debug, Default, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Reference {
    /// Its id.
    pub id: String,
    /// `patent of`, `solves`, `part of`, `supersedes`, or as the source says.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub relation: String,
}

/// Where a record came from.
#[derive(Debug, Default, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Provenance {
    /// The source's name: `--source`, else the file's name without folder and extensions.
    pub name: String,
    /// The file, as given.
    pub file: String,
    /// Row or document in the file, from 1.
    pub row: u64,
    /// When, as RFC 3339 in UTC.
    pub imported_at: String,
    /// Hash of the row's content.
    pub hash: String,
    /// Since when its source does not have it any more, RFC 3339 in UTC; empty while it does.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub gone: String,
    /// Columns of dates with what they hold in place of one, where a map said how to read them;
    /// else the row as it came says it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unread_dates: Option<Vec<(String, String)>>,
    /// The row as it came, where [`Record::raw`] is that of a newer source.
    #[serde(skip_serializing_if = "serde_json::Value::is_null")]
    pub raw: serde_json::Value,
}

/// A field that the user has changed. Imports never overwrite it.
#[derive(Debug, Default, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Edit {
    /// The field, by its name in [`crate::fields::FIELDS`].
    pub field: String,
    /// When, as RFC 3339 in UTC.
    pub at: String,
    /// What the sources say of it: paths in the exported record and their values.
    #[serde(skip_serializing_if = "serde_json::Map::is_empty")]
    pub source: serde_json::Map<String, serde_json::Value>,
    /// The sources say something else than they did when the field was edited.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub conflict: bool,
}

/// A field of which the sources of a listing say different things.
#[derive(Debug, Default, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Conflict {
    /// The field, by its name in [`crate::fields::FIELDS`].
    pub field: String,
    /// What they say, newest first; several rows of one source may, too.
    pub said: Vec<Said>,
}

/// What one row says of a field.
#[derive(Debug, Default, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Said {
    /// The name of its source.
    pub source: String,
    /// The file, as given.
    pub file: String,
    /// Row or document in the file, from 1.
    pub row: u64,
    /// Paths in the exported record and their values.
    pub value: serde_json::Map<String, serde_json::Value>,
}

/// What a 登记表 says of an achievement beyond the header.
#[derive(Debug, Default, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Achievement {
    /// Registration number (登记号).
    #[serde(skip_serializing_if = "String::is_empty")]
    pub registration_number: String,
    /// 成果类别.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub class: String,
    /// 成果体现形式.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub form: String,
    /// 成果属性.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub attribute: String,
    /// 成果水平.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub level: String,
    /// 应用状态.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub application_state: String,
    /// 评价方式.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub evaluation: String,
    /// Prizes.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub awards: Vec<String>,
    /// Patents and other rights, as numbers or words.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub ip: Vec<String>,
}

/// What a company says of its need beyond the header.
#[derive(Debug, Default, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Need {
    /// The problem to be solved.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub problem: String,
    /// The key technology asked for.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub key_technology: String,
    /// Figures to be reached.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub target: String,
    /// What the company has today.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub current_state: String,
    /// What the company would spend.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub budget: Option<Price>,
    /// By when.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub deadline: Option<Date>,
    /// The stage that the technology should have.
    pub desired_stage: Stage,
}

/// What is known of an expert beyond the header.
#[derive(Debug, Default, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Expert {
    /// Post or title (职称).
    #[serde(skip_serializing_if = "String::is_empty")]
    pub post: String,
    /// Highest degree.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub degree: String,
    /// Research interests.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub interests: Vec<String>,
    /// What the expert would do for a company.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub services: Vec<String>,
}

/// What is known of an institution beyond the header.
#[derive(Debug, Default, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Institution {
    /// `university`, `institute`, `company`, `service office`, or as the source says.
    #[serde(skip_serializing_if = "String::is_empty", rename = "type")]
    pub institution_type: String,
    /// Short and old names.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub aliases: Vec<String>,
    /// Level in the service network: province centre, sub-centre, workstation.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub network_level: String,
    /// The institution above it.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub parent: String,
    /// What it offers.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub services: Vec<String>,
}

/// A listing by its name, for lists that show no more of it.
#[derive(Debug, Default, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Titled {
    /// Its id.
    pub id: String,
    /// What it is.
    pub kind: Kind,
    /// Its title.
    pub title: String,
}

/// One listing, whatever its kind and source.
#[derive(Debug, Default, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Record {
    /// Identity; how it is made is in [`crate::normalise`].
    pub id: String,
    /// What it describes.
    pub kind: Kind,
    /// Title; never empty in a stored record.
    pub title: String,
    /// Titles in other languages, old names.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub title_alt: Vec<String>,
    /// One to three sentences.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub summary: String,
    /// The rest of the text; paragraphs are parted by line feeds.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub body: String,
    /// Its texts in other languages.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub translations: Vec<Translation>,
    /// Keywords.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub keywords: Vec<String>,
    /// Owner, applicant, employer; the first leads.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub institutions: Vec<String>,
    /// Inventors, completers, the expert.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub people: Vec<Person>,
    /// Classifications.
    #[serde(flatten)]
    pub subjects: Subjects,
    /// GB/T 2260 code (2, 4 or 6 digits), or the place as written where it has none.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub region: String,
    /// Stage and readiness level.
    #[serde(flatten)]
    pub maturity: Maturity,
    /// Modes of cooperation: keys of [`crate::vocab`], or as written.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub cooperation: Vec<String>,
    /// What is asked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub price: Option<Price>,
    /// Whether the listing stands.
    pub status: Status,
    /// Dates.
    pub dates: Dates,
    /// Whom to ask.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub contact: Vec<Contact>,
    /// Web addresses.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub links: Vec<String>,
    /// Related records.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub references: Vec<Reference>,
    /// Numbers and ids under which its source knows it too: further publications of an
    /// application, the id that a publication number stands for.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub other_numbers: Vec<String>,
    /// Fields whose value the source does not say but something else in the row lets infer, by
    /// their names in exported records (`region`).
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub inferred: Vec<String>,
    /// What an achievement adds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub achievement: Option<Box<Achievement>>,
    /// What a patent adds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub patent: Option<Box<Patent>>,
    /// What a need adds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub need: Option<Box<Need>>,
    /// What an expert adds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expert: Option<Box<Expert>>,
    /// What an institution adds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub institution: Option<Box<Institution>>,
    /// Where it came from, newest first.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub sources: Vec<Provenance>,
    /// What the user has changed.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub edits: Vec<Edit>,
    /// The fields on which its sources disagree, without those that the user has edited.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub conflicts: Vec<Conflict>,
    /// The row as it came.
    #[serde(skip_serializing_if = "serde_json::Value::is_null")]
    pub raw: serde_json::Value,
    /// The cells of a row of a table that we exported, header and text. What it has no column for,
    /// it does not say; the library takes that from the listing it is of.
    #[serde(skip)]
    pub exported_cells: Option<Vec<(String, String)>>,
    /// Those of its rights that the library knows as dead patents. Found whenever the record is
    /// read, and never written.
    #[serde(skip)]
    pub dead_rights: Vec<String>,
}

impl Record {
    /// Name of the newest source; empty where there is none.
    #[must_use]
    pub fn newest_source(&self) -> &str {
        self.sources.first().map_or("", |source| &source.name)
    }

    /// The leading institution, or the empty string.
    #[must_use]
    pub fn lead_institution(&self) -> &str {
        self.institutions.first().map_or("", String::as_str)
    }

    /// The title for readers of a language (`zh`, `en`): the translation into it, else its own.
    #[must_use]
    pub fn title_in(&self, lang: &str) -> &str {
        self.text_in(lang, &self.title, |translation| &translation.title)
    }

    /// The summary for readers of a language.
    #[must_use]
    pub fn summary_in(&self, lang: &str) -> &str {
        self.text_in(lang, &self.summary, |translation| &translation.summary)
    }

    /// The body for readers of a language.
    #[must_use]
    pub fn body_in(&self, lang: &str) -> &str {
        self.text_in(lang, &self.body, |translation| &translation.body)
    }

    fn text_in<'r>(
        &'r self,
        lang: &str,
        own: &'r str,
        text: fn(&'r Translation) -> &'r str,
    ) -> &'r str {
        let mut told = self
            .translations
            .iter()
            .filter(|it| it.lang == lang)
            .map(text);
        told.find(|text| !text.is_empty()).unwrap_or(own)
    }

    /// Whether its sources disagree on a field, or one has changed a field since the user edited
    /// it.
    #[must_use]
    pub fn has_conflict(&self) -> bool {
        !self.conflicts.is_empty() || self.edits.iter().any(|edit| edit.conflict)
    }

    /// Whether no source has it any more.
    #[must_use]
    pub fn is_gone(&self) -> bool {
        !self.sources.is_empty() && self.sources.iter().all(|source| !source.gone.is_empty())
    }

    /// All running text of the body: summary, body, and what the kind adds, in reading order.
    #[must_use]
    pub fn texts(&self) -> Vec<&str> {
        let mut texts = vec![self.summary.as_str(), self.body.as_str()];
        for translation in &self.translations {
            texts.extend([&*translation.summary, &*translation.body]);
        }
        if let Some(need) = &self.need {
            texts.extend([
                &*need.problem,
                &*need.key_technology,
                &*need.target,
                &*need.current_state,
            ]);
        }
        if let Some(expert) = &self.expert {
            texts.push(&expert.post);
            texts.extend(
                expert
                    .interests
                    .iter()
                    .chain(&expert.services)
                    .map(String::as_str),
            );
        }
        if let Some(institution) = &self.institution {
            texts.extend(institution.services.iter().map(String::as_str));
        }
        if let Some(patent) = &self.patent {
            texts.extend(patent.claims.iter().map(String::as_str));
        }
        texts.retain(|text| !text.is_empty());
        texts
    }
}
