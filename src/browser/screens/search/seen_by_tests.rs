//! What the browser's tests look at beside the picture.

use qiao_index::request::Filter;

use super::SearchScreen;
use crate::browser::shared::Shared;
use crate::ui::layout::{Areas, Pane};
use crate::ui::scrolling::Extent;

impl SearchScreen {
    /// What stands in the query line.
    pub(crate) fn query(&self) -> &str {
        self.asked.query.text()
    }

    /// The query of the answer that is shown.
    pub(crate) fn answered_query(&self) -> Option<&str> {
        let answer = self.answer.as_ref()?;
        Some(&answer.question.request.query)
    }

    /// The filters in force.
    pub(crate) fn filters(&self) -> &[Filter] {
        &self.asked.filters
    }

    /// What a mistyped query may mean.
    pub(crate) fn suggested(&self) -> Option<String> {
        self.suggestion().map(str::to_owned)
    }

    /// Which pane has the focus.
    pub(crate) const fn focus(&self) -> Pane {
        self.panes.focus
    }

    /// The place of the chosen result.
    pub(crate) const fn selected(&self) -> usize {
        self.panes.results.selected()
    }

    /// Number of lines to choose from in the results.
    pub(crate) fn number_of_choices(&self) -> usize {
        self.choices()
    }

    /// The listing to come back to.
    pub(crate) fn returning(&self) -> Option<&str> {
        self.returning.as_ref().map(|chosen| chosen.id.as_str())
    }

    /// Where everything stands.
    pub(crate) fn laid_out(&self, shared: &Shared) -> Areas {
        self.areas(shared).unwrap_or_default()
    }

    /// Which part of a pane is on screen.
    pub(crate) fn shown(&self, pane: Pane, shared: &Shared) -> Extent {
        self.extent(&self.laid_out(shared), pane, shared)
    }
}
