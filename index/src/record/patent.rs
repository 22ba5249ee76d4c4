//! What a patent says beyond the header of a record, and how it stands at its office.

use serde::{Deserialize, Serialize};

use super::Date;

/// Class of a patent's legal status. Unknown is never dead.
#[derive(
    Debug, Default, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize,
)]
#[serde(rename_all = "lowercase")]
pub enum LegalClass {
    /// In force.
    Alive,
    /// Applied for.
    Pending,
    /// Lapsed, refused, withdrawn or declared void.
    Dead,
    /// The source does not say, or says nothing that can be placed.
    #[default]
    Unknown,
}

impl LegalClass {
    /// The word used in files, queries and on the command line.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Alive => "alive",
            Self::Pending => "pending",
            Self::Dead => "dead",
            Self::Unknown => "unknown",
        }
    }
}

/// Legal status in three layers: class, code, and what the source wrote.
#[derive(Debug, Default, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Legal {
    /// The class that the text stands for.
    pub class: LegalClass,
    /// Event code of the office, where given.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub code: String,
    /// The source's own words.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub raw: String,
    /// When it came into force.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date: Option<Date>,
}

/// Something that happened to a patent at an office.
#[derive(Debug, Default, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct LegalEvent {
    /// When.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date: Option<Date>,
    /// The office's code.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub code: String,
    /// The source's own words.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub text: String,
}

/// What a patent says beyond the header. Applicants are the header's institutions,
/// inventors its people.
#[derive(Debug, Default, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Patent {
    /// Office, WIPO ST.3 code.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub office: String,
    /// Application number as written.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub application_number: String,
    /// Publication number without kind code.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub publication_number: String,
    /// Kind code, WIPO ST.16.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub kind_code: String,
    /// `invention`, `utility model`, `design`, or as the source says.
    #[serde(skip_serializing_if = "String::is_empty", rename = "type")]
    pub patent_type: String,
    /// Present owners, where they are no longer the applicants.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub owners: Vec<String>,
    /// Agency or agent.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub agent: String,
    /// Priority numbers.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub priority: Vec<String>,
    /// Family identifier of the source.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub family: String,
    /// Cited publications.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub citations: Vec<String>,
    /// Claims, one a string.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub claims: Vec<String>,
    /// Legal status.
    pub legal: Legal,
    /// Everything that a source tells of its life, in the source's order.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub legal_events: Vec<LegalEvent>,
    /// CPC symbols, where a source gives them apart from IPC.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub cpc: Vec<String>,
    /// Classes of the United States, as written.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub us_classes: Vec<String>,
    /// What sort of document it is, as the source says: granted patent, search report.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub document_type: String,
    /// The earliest date from which priority is claimed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub earliest_priority: Option<Date>,
    /// Publications of its family, as written.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub family_members: Vec<String>,
    /// How many members its family has.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub family_size: Option<u32>,
    /// Cited literature that is no patent.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub literature: Vec<String>,
    /// How many patents it cites.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cites_count: Option<u32>,
    /// How many patents cite it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cited_by_count: Option<u32>,
}
