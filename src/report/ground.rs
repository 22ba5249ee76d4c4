//! What every section of a report needs.

use qiao_index::request::Request;

use super::Ground;
use super::definition::Section;
use crate::messages::pick;
use crate::statistics::ReportSection;

impl Ground<'_> {
    /// A text in its language.
    pub(super) fn say(self, text: [&'static str; 2]) -> String {
        pick(self.language, text).to_owned()
    }

    /// A request for what a query finds, of the time of the report.
    pub(super) fn request(self, query: &str) -> Request {
        Request {
            query: query.replace("{period}", &self.period.query()),
            without_synonyms: !self.synonyms,
            ..Request::default()
        }
    }
}

/// A section without rows.
pub(super) fn empty(section: &Section, ground: Ground<'_>) -> ReportSection {
    ReportSection {
        title: section.title.said(ground.language).to_owned(),
        head: Vec::new(),
        rows: Vec::new(),
        notes: Vec::new(),
        chart: None,
    }
}
