//! Which actions help where the user is on the search screen.

use super::SearchScreen;
use crate::browser::panes::facets::Branch;
use crate::browser::screens::Screen as _;
use crate::browser::shared::Shared;
use crate::ui::action::Action;
use crate::ui::layout::Pane;

impl SearchScreen {
    /// The actions of the pane that has the focus, the most useful first.
    pub(super) fn useful_actions(&self, shared: &Shared) -> &'static [Action] {
        match self.panes.focus {
            // There is nothing to open, copy or mark.
            Pane::Results if self.nothing_found() => &WHERE_NOTHING_IS_FOUND,
            Pane::Results if self.fit().is_some() => &IN_MATCHES,
            Pane::Results if shared.marks.is_empty() => &IN_RESULTS,
            Pane::Results => &WHERE_SOME_ARE_MARKED,
            Pane::Facets => match self.panes.facets.branch() {
                Branch::Leaf => &IN_FACETS,
                Branch::Closed => &ON_A_CLOSED_BRANCH,
                Branch::Open => &ON_AN_OPEN_BRANCH,
            },
            Pane::Listing if self.fit().is_some() => &IN_A_MATCH,
            Pane::Listing => &IN_LISTING,
        }
    }
}

const WHERE_NOTHING_IS_FOUND: [Action; 3] = [Action::Help, Action::Palette, Action::NextPane];

const IN_RESULTS: [Action; 6] = [
    Action::Accept,
    Action::Help,
    Action::CopyMenu,
    Action::NextPane,
    Action::Palette,
    Action::Mark,
];

const IN_MATCHES: [Action; 7] = [
    Action::Accept,
    Action::Help,
    Action::DeskMenu,
    Action::CopyMenu,
    Action::NextPane,
    Action::Back,
    Action::Palette,
];

const IN_A_MATCH: [Action; 7] = [
    Action::CopyMenu,
    Action::Help,
    Action::DeskMenu,
    Action::NextHit,
    Action::Back,
    Action::OpenLink,
    Action::Palette,
];

const WHERE_SOME_ARE_MARKED: [Action; 6] = [
    Action::Compare,
    Action::Help,
    Action::CopyMenu,
    Action::Export,
    Action::ClearMarks,
    Action::Palette,
];

const IN_LISTING: [Action; 9] = [
    Action::CopyMenu,
    Action::Help,
    Action::NextHit,
    Action::NextMatch,
    Action::Back,
    Action::MoreLikeThis,
    Action::OpenLink,
    Action::Zoom,
    Action::Palette,
];

/// What is useful in the filters, and where something can be opened or closed.
const IN_FACETS: [Action; 6] = [
    Action::Toggle,
    Action::Help,
    Action::Exclude,
    Action::Only,
    Action::Back,
    Action::Palette,
];
const ON_A_CLOSED_BRANCH: [Action; 7] = opening(Action::Expand);
const ON_AN_OPEN_BRANCH: [Action; 7] = opening(Action::Collapse);

const fn opening(action: Action) -> [Action; 7] {
    let [toggle, help, exclude, only, back, palette] = IN_FACETS;
    [toggle, help, action, exclude, only, back, palette]
}
