//! Where everything stands: a pure function of the window's size and of what is open.

use ratatui::layout::Rect;

/// Columns of a window that shows all panes at once.
const MIN_WIDTH_OF_THREE_PANES: u16 = 100;
/// Columns of a window that shows filters beside the results.
const MIN_WIDTH_OF_TWO_PANES: u16 = 60;
/// Smallest window: columns, rows.
pub(crate) const SMALLEST: (u16, u16) = (20, 5);
/// Longer lines of a listing are hard to read on with.
const MAX_LINE_WIDTH: u16 = 110;
/// Between two panes: a blank, a line, a blank.
const GAP: u16 = 3;

/// A pane that can have the focus.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Pane {
    /// The filters.
    Facets,
    /// The results, and the query line above all.
    #[default]
    Results,
    /// The listing.
    Listing,
}

impl Pane {
    /// The pane that Tab goes to.
    pub(crate) const fn next(self) -> Self {
        match self {
            Self::Results => Self::Listing,
            Self::Listing => Self::Facets,
            Self::Facets => Self::Results,
        }
    }

    /// The pane that Shift-Tab goes to.
    pub(crate) const fn previous(self) -> Self {
        self.next().next()
    }
}

/// The areas of the screen; a pane that is not shown has no columns.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Areas {
    /// The query line.
    pub(crate) query: Rect,
    /// The names of the screens, at its right.
    pub(crate) screens: Rect,
    /// How the query was understood, and what is to be known about the answer.
    pub(crate) notice: Rect,
    /// What a mistyped query may mean.
    pub(crate) suggestion: Rect,
    /// The filters in force.
    pub(crate) chips: Rect,
    /// The panes' headings.
    pub(crate) heads: Rect,
    /// The filters.
    pub(crate) facets: Rect,
    /// The results.
    pub(crate) results: Rect,
    /// The listing.
    pub(crate) listing: Rect,
}

impl Areas {
    /// The area of a pane.
    pub(crate) const fn pane(&self, pane: Pane) -> Rect {
        match pane {
            Pane::Facets => self.facets,
            Pane::Results => self.results,
            Pane::Listing => self.listing,
        }
    }

    /// The column of a pane's scrollbar: on the line at its right, or at the window's edge.
    pub(crate) const fn scrollbar(&self, pane: Pane) -> Rect {
        let area = self.pane(pane);
        Rect {
            x: area.x + area.width + 1,
            width: if area.width == 0 { 0 } else { 1 },
            ..area
        }
    }

    /// The shown panes from left to right.
    pub(crate) fn panes(&self) -> impl Iterator<Item = (Pane, Rect)> {
        [Pane::Facets, Pane::Results, Pane::Listing]
            .into_iter()
            .map(|pane| (pane, self.pane(pane)))
            .filter(|(_, area)| !area.is_empty())
    }
}

/// Rows that are there only when there is something to say.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Extras {
    /// There are filters.
    pub(crate) chips: bool,
    /// Columns of the names of the screens.
    pub(crate) screens: u16,
    /// The query may be mistyped.
    pub(crate) suggestion: bool,
    /// The listing has the whole window while it has the focus.
    pub(crate) zoomed: bool,
}

/// The bottom line; empty where the window is too small for anything.
pub(crate) const fn status(window: Rect) -> Rect {
    if window.width < SMALLEST.0 || window.height < SMALLEST.1 {
        return Rect::ZERO;
    }
    Rect {
        y: window.y + window.height - 1,
        height: 1,
        ..window
    }
}

/// Lays out the screen above the bottom line, or `None` where the window is too small for
/// anything.
pub(crate) fn layout(window: Rect, focus: Pane, extras: Extras) -> Option<Areas> {
    let status = status(window);
    if status.is_empty() {
        return None;
    }
    let mut rest = Rect {
        height: window.height - status.height,
        ..window
    };
    let mut areas = Areas {
        query: take_top(&mut rest, 1),
        ..Areas::default()
    };
    if window.width >= MIN_WIDTH_OF_TWO_PANES {
        areas.screens = take_right(&mut areas.query, extras.screens);
    }
    if window.height >= 8 {
        areas.notice = take_top(&mut rest, 1);
    }
    if extras.suggestion && window.height >= 10 {
        areas.suggestion = take_top(&mut rest, 1);
    }
    if extras.chips && window.height >= 6 {
        areas.chips = take_top(&mut rest, 1);
    }
    if window.height >= 10 {
        areas.heads = take_top(&mut rest, 1);
    }
    // A blank and the scrollbar of the last pane; those of the others stand on the lines between
    // the panes.
    rest.width -= 2;
    let alone = extras.zoomed && focus == Pane::Listing;
    place_panes(
        &mut areas,
        rest,
        focus,
        if alone { 0 } else { window.width },
    );
    Some(areas)
}

fn place_panes(areas: &mut Areas, body: Rect, focus: Pane, window: u16) {
    let facets = (body.width * 2 / 9).clamp(22, 32);
    let right = body.width.saturating_sub(facets + GAP);
    if window >= MIN_WIDTH_OF_THREE_PANES {
        let results = (right - GAP) * 13 / 25;
        areas.facets = column(body, 0, facets);
        areas.results = column(body, facets + GAP, results);
        let left = facets + results + 2 * GAP;
        areas.listing = column(body, left, body.width - left);
    } else if focus == Pane::Listing {
        areas.listing = column(body, 0, body.width.min(MAX_LINE_WIDTH));
    } else if window >= MIN_WIDTH_OF_TWO_PANES {
        areas.facets = column(body, 0, facets);
        areas.results = column(body, facets + GAP, right);
    } else if focus == Pane::Facets {
        areas.facets = body;
    } else {
        areas.results = body;
    }
}

const fn column(body: Rect, left: u16, width: u16) -> Rect {
    Rect {
        x: body.x + left,
        width,
        ..body
    }
}

/// Takes so many columns from the right of a line, and a gap before them.
fn take_right(line: &mut Rect, width: u16) -> Rect {
    let width = width.min(line.width / 2);
    line.width -= if width == 0 { 0 } else { width + GAP };
    Rect {
        x: line.x + line.width + GAP,
        width,
        ..*line
    }
}

fn take_top(rest: &mut Rect, height: u16) -> Rect {
    let top = Rect { height, ..*rest };
    rest.y += height;
    rest.height -= height;
    top
}

/// An area of at most this size in the middle of the window, for a popup.
pub(crate) fn centred(window: Rect, width: u16, height: u16) -> Rect {
    let (width, height) = (width.min(window.width), height.min(window.height));
    Rect {
        x: window.x + (window.width - width) / 2,
        y: window.y + (window.height - height) / 2,
        width,
        height,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shows_as_many_panes_as_the_window_holds() {
        let check = |width, height, focus, expected: &[Pane]| {
            let window = Rect::new(0, 0, width, height);
            let areas = layout(window, focus, Extras::default()).unwrap_or_default();
            let shown: Vec<_> = areas.panes().map(|(pane, _)| pane).collect();
            assert_eq!(shown, expected, "{width}×{height}, {focus:?}");
        };
        let all = [Pane::Facets, Pane::Results, Pane::Listing];
        check(120, 40, Pane::Results, &all);
        check(100, 24, Pane::Listing, &all);
        check(99, 24, Pane::Results, &[Pane::Facets, Pane::Results]);
        check(80, 24, Pane::Listing, &[Pane::Listing]);
        check(59, 24, Pane::Results, &[Pane::Results]);
        check(59, 24, Pane::Facets, &[Pane::Facets]);
        check(20, 5, Pane::Results, &[Pane::Results]);
        check(19, 5, Pane::Results, &[]);
        check(20, 4, Pane::Results, &[]);
    }

    #[test]
    fn areas_lie_in_the_window_and_not_on_each_other() {
        for width in SMALLEST.0..=220 {
            for height in SMALLEST.1..=50 {
                for focus in [Pane::Facets, Pane::Results, Pane::Listing] {
                    let window = Rect::new(0, 0, width, height);
                    let extras = Extras {
                        screens: 18,
                        zoomed: false,
                        chips: true,
                        suggestion: true,
                    };
                    let areas = layout(window, focus, extras).unwrap_or_default();
                    let bars = areas.panes().map(|(pane, _)| areas.scrollbar(pane));
                    let all: Vec<Rect> = [
                        areas.query,
                        areas.screens,
                        areas.notice,
                        areas.suggestion,
                        areas.chips,
                        areas.heads,
                    ]
                    .into_iter()
                    .chain(areas.panes().map(|(_, area)| area))
                    .chain(bars)
                    .chain([status(window)])
                    .filter(|area| !area.is_empty())
                    .collect();
                    for (at, area) in all.iter().enumerate() {
                        assert_eq!(area.intersection(window), *area, "{width}×{height}");
                        for other in all.iter().skip(at + 1) {
                            assert!(!area.intersects(*other), "{width}×{height}: {area} {other}");
                        }
                    }
                    assert!(areas.pane(focus).height > 0, "{width}×{height} {focus:?}");
                }
            }
        }
    }
}
