//! What can be asked of a library. These types know nothing of how the answer is found, so that a
//! session file, a watch or another engine can hold them as they are.

use serde::{Deserialize, Serialize};

/// A list of listings can be narrowed by these.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Facet {
    /// achievement, patent, need, expert, institution
    Kind,
    /// High-tech field; those that no vocabulary knows are in a group of their own.
    Field,
    /// GB/T 4754 tree.
    Industry,
    /// GB/T 13745 tree.
    Discipline,
    /// IPC tree.
    Ipc,
    /// Owner, applicant, employer.
    Institution,
    /// GB/T 2260 tree.
    Region,
    /// lab, pilot, mature, unknown
    Stage,
    /// Mode of cooperation.
    Cooperation,
    /// published, draft, withdrawn, expired
    Status,
    /// alive, pending, dead, unknown (patents only)
    Legal,
    /// The office that published a patent, by its ST.3 code.
    Office,
    /// What a publication of a patent is: application, grant, utility model, design.
    #[serde(rename = "patent-kind")]
    PatentKind,
    /// Inventors, and completers of achievements.
    Inventor,
    /// Who a patent belongs to: its owners where a source names them, else its applicants.
    Owner,
    /// Name of a source.
    Source,
    /// Year of the first known of published, granted, registered, filed.
    Year,
    /// Shortlists of the user's.
    Shortlist,
    /// Tags of the user's.
    Tag,
    /// Institutions of the network, each with all below it.
    Network,
}

impl Facet {
    /// The facets that the index has, in the order in which they are shown.
    pub(crate) const INDEXED: [Self; 17] = [
        Self::Kind,
        Self::Field,
        Self::Institution,
        Self::Region,
        Self::Stage,
        Self::Cooperation,
        Self::Year,
        Self::Status,
        Self::Legal,
        Self::Office,
        Self::PatentKind,
        Self::Inventor,
        Self::Owner,
        Self::Industry,
        Self::Discipline,
        Self::Ipc,
        Self::Source,
    ];

    /// All facets, in the order in which they are shown: those of the index, then the others.
    pub const ALL: [Self; 20] = [
        Self::Kind,
        Self::Field,
        Self::Institution,
        Self::Region,
        Self::Stage,
        Self::Cooperation,
        Self::Year,
        Self::Status,
        Self::Legal,
        Self::Office,
        Self::PatentKind,
        Self::Inventor,
        Self::Owner,
        Self::Industry,
        Self::Discipline,
        Self::Ipc,
        Self::Source,
        Self::Shortlist,
        Self::Tag,
        Self::Network,
    ];

    /// The word used on the command line and in queries.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Kind => "kind",
            Self::Field => "field",
            Self::Industry => "industry",
            Self::Discipline => "discipline",
            Self::Ipc => "ipc",
            Self::Institution => "institution",
            Self::Region => "region",
            Self::Stage => "stage",
            Self::Cooperation => "cooperation",
            Self::Status => "status",
            Self::Legal => "legal",
            Self::Office => "office",
            Self::PatentKind => "patent-kind",
            Self::Inventor => "inventor",
            Self::Owner => "owner",
            Self::Source => "source",
            Self::Year => "year",
            Self::Shortlist => "shortlist",
            Self::Tag => "tag",
            Self::Network => "network",
        }
    }

    /// Whether the index has no column of it.
    pub(crate) const fn is_of_labels(self) -> bool {
        matches!(self, Self::Shortlist | Self::Tag | Self::Network)
    }

    /// Whether spellings of one name count as one value.
    pub(crate) const fn is_of_names(self) -> bool {
        matches!(self, Self::Institution | Self::Owner)
    }

    /// Whether its values form a tree (an ancestor matches its whole subtree).
    #[must_use]
    pub const fn is_tree(self) -> bool {
        matches!(
            self,
            Self::Industry
                | Self::Discipline
                | Self::Ipc
                | Self::Region
                | Self::Field
                | Self::Network
        )
    }
}

/// One condition on one facet, beside the query.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Filter {
    /// On which facet.
    pub facet: Facet,
    /// The value: as in a count of the facet, or as a user would write it behind `facet:`.
    pub value: String,
    /// Keep the records that do *not* have it; with an empty value, those that have none at all.
    #[serde(default)]
    pub exclude: bool,
}

/// Order of the hits. Every order is total: equals are ordered by age of the listing in the library.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Sort {
    /// Best match first.
    #[default]
    Relevance,
    /// Newest first; without a date last.
    Newest,
    /// Oldest first; without a date last.
    Oldest,
    /// By title: Latin letters, then Chinese in pinyin order.
    Title,
    /// Largest budget first; without one last.
    Budget,
    /// Latest in the library first.
    Added,
}

/// Which facets a page should count.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Counting {
    /// None.
    #[default]
    Nothing,
    /// Every facet, ancestors of tree values counted too (once per record), each facet as if it
    /// had no filters of its own: what choosing another of its values would give.
    RolledUp,
    /// Every facet of the hits alone, ancestors of tree values counted too, a facet's own filters
    /// included.
    RolledUpHits,
    /// Every facet of the hits alone, tree values as assigned.
    Assigned,
}

/// A question to the library. Two equal requests on the same revision have the same answer.
#[derive(Debug, Default, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(default)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a choice of its own, whatever the others are"
)]
pub struct Request {
    /// The query as typed.
    pub query: String,
    /// The last word of the query is still being typed: it matches as a prefix.
    pub typing: bool,
    /// Conditions beside the query.
    pub filters: Vec<Filter>,
    /// A second query that must match too.
    pub also: String,
    /// Order of the hits.
    pub sort: Sort,
    /// First hit wanted, from 0.
    pub offset: usize,
    /// Most hits wanted.
    pub limit: usize,
    /// Which facets to count.
    pub counting: Counting,
    /// Of every patent family the best match only; what is no patent stands for itself.
    pub one_per_family: bool,
    /// Words stand for themselves: none that mean the same are added.
    pub without_synonyms: bool,
    /// Withdrawn listings are found like others.
    pub with_withdrawn: bool,
    /// Where nothing matches exactly, nothing is found: not the nearest.
    pub only_exact: bool,
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a failure is the test's result")]

    use super::*;

    #[test]
    fn all_facets_are_those_of_the_index_and_then_those_of_labels() {
        assert!(Facet::ALL.starts_with(&Facet::INDEXED));
        let is_of_labels = Facet::ALL.map(Facet::is_of_labels);
        let expected = (0..Facet::ALL.len()).map(|place| place >= Facet::INDEXED.len());
        assert!(is_of_labels.into_iter().eq(expected));
    }

    #[test]
    fn a_facet_is_written_by_its_word() {
        for facet in Facet::ALL {
            let written = serde_json::to_value(facet).unwrap();
            assert_eq!(written, facet.as_str());
            assert_eq!(serde_json::from_value::<Facet>(written).unwrap(), facet);
        }
    }

    #[test]
    fn a_request_is_written_and_read_and_may_leave_out_what_is_as_usual() {
        let text = r#"{"query":"石墨烯","filters":[{"facet":"region","value":"42"}],"limit":20}"#;
        let request = Request {
            query: "石墨烯".to_owned(),
            filters: vec![Filter {
                facet: Facet::Region,
                value: "42".to_owned(),
                exclude: false,
            }],
            limit: 20,
            ..Request::default()
        };
        assert_eq!(serde_json::from_str::<Request>(text).unwrap(), request);
        let sorted = Request {
            sort: Sort::Newest,
            counting: Counting::RolledUp,
            ..request
        };
        let written = serde_json::to_string(&sorted).unwrap();
        assert!(
            written.contains(r#""sort":"newest""#) && written.contains(r#""counting":"rolled_up""#),
            "{written}"
        );
        assert_eq!(serde_json::from_str::<Request>(&written).unwrap(), sorted);
    }
}
