//! From counts to the rows of the pane of filters: a pure function.

use std::borrow::Cow;
use std::collections::HashSet;

use qiao_index::request::{Facet, Filter};
use qiao_index::search::Counts;
use qiao_index::vocab::{self, Language};

use super::row::{Branch, Chosen, Row, RowKey, Tail};
use super::values::{DEEPEST, Values};
use crate::messages::{fill, grouped};
use crate::ui::presentation::Presentation;

/// Values of a facet that are shown until "more" is chosen.
const VALUES_BEFORE_MORE: usize = 5;
/// Values, the most frequent first, that are compared with what may be pinyin: it takes time.
const MAX_VALUES_BY_PINYIN: usize = 2_000;

/// What of the facets is open.
#[derive(Debug)]
pub(crate) struct Openings {
    /// Headings whose values are shown.
    pub(crate) facets: HashSet<Facet>,
    /// Facets whose only value is shown.
    pub(crate) single: HashSet<Facet>,
    /// Facets of which all values are shown.
    pub(crate) all: HashSet<Facet>,
    /// Tree values whose children are shown.
    pub(crate) branches: HashSet<(Facet, String)>,
}

impl Default for Openings {
    fn default() -> Self {
        let first = [
            Facet::Kind,
            Facet::Field,
            Facet::Institution,
            Facet::Region,
            Facet::Stage,
        ];
        Self {
            facets: first.into(),
            single: HashSet::new(),
            all: HashSet::new(),
            branches: HashSet::new(),
        }
    }
}

impl Openings {
    /// Shows the values of a facet, be it one only.
    pub(crate) fn open(&mut self, facet: Facet) {
        self.facets.insert(facet);
        self.single.insert(facet);
    }

    /// Shows them no more; false where they were not shown.
    pub(crate) fn close(&mut self, facet: Facet) -> bool {
        let single = self.single.remove(&facet);
        self.facets.remove(&facet) || single
    }
}

/// The rows for the counts of an answer.
pub(crate) fn rows(
    facets: &[(Facet, Counts)],
    filters: &[Filter],
    openings: &Openings,
    narrow: &str,
    look: &Presentation,
) -> Vec<Row> {
    // The space bar chooses: a blank cannot be typed here.
    let text = unspaced(narrow);
    let narrow = (!text.is_empty()).then(|| Narrow {
        letters: text.bytes().all(|letter| letter.is_ascii_lowercase()),
        text,
    });
    rows_of(facets, filters, openings, narrow.as_ref(), look)
}

fn unspaced(text: &str) -> String {
    let letters = text.chars().filter(|c| !c.is_whitespace());
    letters.flat_map(char::to_lowercase).collect()
}

/// What the values that are shown have in their names.
struct Narrow {
    /// In small letters, without blanks.
    text: String,
    /// It may be pinyin.
    letters: bool,
}

impl Narrow {
    /// Whether words are among those that are looked for; pinyin is tried on `spelt` ones only.
    fn fits(&self, words: &str, spelt: bool) -> bool {
        unspaced(words).contains(&self.text)
            || (self.letters && spelt && qiao_index::spells(&self.text, words))
    }
}

fn rows_of(
    facets: &[(Facet, Counts)],
    filters: &[Filter],
    openings: &Openings,
    narrow: Option<&Narrow>,
    look: &Presentation,
) -> Vec<Row> {
    let mut rows = Vec::new();
    for facet in in_order() {
        let Some((_, counts)) = facets.iter().find(|(known, _)| *known == facet) else {
            continue;
        };
        let limit = match narrow {
            None => wanted(facet, openings),
            Some(_) => usize::MAX,
        };
        let listed = counts.most(limit);
        let drawn = Drawn {
            years: years(facet, counts),
            values: Values::new(facet, counts, &listed, filters),
            openings,
            look,
        };
        match narrow {
            None => drawn.all(&mut rows),
            Some(narrow) => drawn.narrowed(narrow, &mut rows),
        }
    }
    rows
}

/// The facets from the top down: the network stands behind its institutions.
fn in_order() -> impl Iterator<Item = Facet> {
    let others = Facet::ALL.into_iter().filter(|it| *it != Facet::Network);
    others.flat_map(|facet| {
        let behind = (facet == Facet::Institution).then_some(Facet::Network);
        std::iter::once(facet).chain(behind)
    })
}

/// How many values of a facet are looked at: tens of thousands that nobody sees need not be
/// sorted into their tree. A closed facet shows its heading only.
fn wanted(facet: Facet, openings: &Openings) -> usize {
    let flat = !facet.is_tree() && facet != Facet::Year;
    match (
        openings.facets.contains(&facet),
        openings.all.contains(&facet),
    ) {
        (false, _) => 1,
        (true, false) if flat => VALUES_BEFORE_MORE,
        _ => usize::MAX,
    }
}

/// Listings per year, where the facet is that of the years: there are few of those.
fn years(facet: Facet, counts: &Counts) -> Vec<(u16, u64)> {
    let limit = if facet == Facet::Year { usize::MAX } else { 0 };
    let years = counts.most(limit).into_iter();
    years
        .filter_map(|count| Some((count.value.parse().ok()?, count.count)))
        .collect()
}

/// A facet on its way to rows.
struct Drawn<'a> {
    values: Values<'a>,
    years: Vec<(u16, u64)>,
    openings: &'a Openings,
    look: &'a Presentation,
}

impl Drawn<'_> {
    fn all(&self, rows: &mut Vec<Row>) {
        let facet = self.values.facet;
        if self.values.order.is_empty() {
            return;
        }
        let open = self.openings.facets.contains(&facet);
        // One value parts no listings: its name is enough, until somebody wants to filter by it.
        if let Some(only) = self.only().filter(|_| open)
            && !self.openings.single.contains(&facet)
        {
            rows.push(self.folded(only));
            return;
        }
        rows.push(self.heading(open));
        if !open {
            return;
        }
        let all = self.openings.all.contains(&facet);
        let roots = &self.values.roots;
        for (place, at) in roots.iter().enumerate() {
            if all || place < VALUES_BEFORE_MORE || self.holds_chosen(*at, DEEPEST) {
                self.value(*at, 1, rows);
            }
        }
        let hidden = self.values.roots_in_all.saturating_sub(VALUES_BEFORE_MORE);
        if hidden > 0 {
            rows.push(self.more(all, hidden));
        }
    }

    /// Values that contain a text, or are spelt so in pinyin, each with what hangs below it where
    /// it is open.
    fn narrowed(&self, narrow: &Narrow, rows: &mut Vec<Row>) {
        let facet = self.values.facet;
        // Who types a facet's own name looks for the facet.
        let named = narrow.fits(self.look.messages.facet(facet), true);
        let fitting: Vec<usize> = if named {
            self.values.roots.clone()
        } else {
            let all = 0..self.values.order.len();
            all.filter(|at| self.fits(*at, narrow)).collect()
        };
        if fitting.is_empty() {
            return;
        }
        let all = self.openings.all.contains(&facet);
        let more = fitting.len().saturating_sub(VALUES_BEFORE_MORE);
        rows.push(self.heading(true));
        let mut found: Vec<Row> = Vec::new();
        let shown = if all {
            fitting.len()
        } else {
            VALUES_BEFORE_MORE
        };
        for at in fitting.into_iter().take(shown) {
            let known = |row: &Row| self.row(at, 1).is_some_and(|other| other.key == row.key);
            if !found.iter().any(known) {
                self.value(at, 1, &mut found);
            }
        }
        self.tell_apart(&mut found);
        rows.extend(found);
        if more > 0 {
            rows.push(self.more(all, more));
        }
    }

    /// Whether a value's name in either language, or its code, is one that is looked for.
    fn fits(&self, at: usize, narrow: &Narrow) -> bool {
        let facet = self.values.facet;
        self.values.order.get(at).is_some_and(|(value, _)| {
            let names = [Language::Chinese, Language::English]
                .map(|language| vocab::label(facet, value, language));
            let spelt = at < MAX_VALUES_BY_PINYIN;
            let fits = |name: &Cow<'_, str>| name != value && narrow.fits(name, spelt);
            narrow.fits(value, spelt) || names.iter().any(fits)
        })
    }

    /// Values out of their tree that have the same name get that of what they hang from.
    fn tell_apart(&self, rows: &mut [Row]) {
        let names: Vec<String> = rows.iter().map(|row| row.text.clone()).collect();
        let twice = |name: &String| names.iter().filter(|other| *other == name).count() > 1;
        for row in rows.iter_mut().filter(|row| row.depth == 1) {
            if let RowKey::Value(facet, value) = &row.key
                && twice(&row.text)
                && let Some(parent) = vocab::parent(*facet, value)
            {
                let parent = self.look.label(*facet, &parent);
                row.text = format!("{}{}{parent}", row.text, self.look.symbols.dot);
            }
        }
    }

    /// The only value, where nothing is filtered by in its facet.
    fn only(&self) -> Option<&str> {
        let is_only = self.values.roots_in_all == 1 && self.values.chosen.is_empty();
        match &*self.values.order {
            [(value, _)] if is_only => Some(value),
            _ => None,
        }
    }

    /// The heading of a facet with its only value behind it.
    fn folded(&self, only: &str) -> Row {
        let heading = self.heading(false);
        let value = self.look.label(self.values.facet, only);
        Row {
            text: format!("{}{}{value}", heading.text, self.look.symbols.dot),
            ..heading
        }
    }

    fn heading(&self, open: bool) -> Row {
        let facet = self.values.facet;
        let name = self.look.messages.facet(facet);
        let chosen = self.values.chosen.len();
        let text = match chosen {
            0 => name.to_owned(),
            _ => format!("{name} ({chosen})"),
        };
        Row {
            key: RowKey::Heading(facet),
            depth: 0,
            text,
            tail: if self.years.is_empty() {
                Tail::Nothing
            } else {
                Tail::Years(self.years.clone())
            },
            chosen: Chosen::No,
            branch: if open { Branch::Open } else { Branch::Closed },
        }
    }

    fn more(&self, all: bool, number: usize) -> Row {
        let panes = &self.look.messages.panes;
        let number = grouped(u64::try_from(number).unwrap_or(u64::MAX));
        let text = if all {
            panes.fewer.to_owned()
        } else {
            fill(panes.more, &[("n", &number)])
        };
        Row {
            key: RowKey::More(self.values.facet),
            depth: 1,
            text,
            tail: Tail::Nothing,
            chosen: Chosen::No,
            branch: Branch::Leaf,
        }
    }

    fn row(&self, at: usize, depth: usize) -> Option<Row> {
        let (value, count) = *self.values.order.get(at)?;
        let facet = self.values.facet;
        let branch = if !self.values.children.contains_key(value) {
            Branch::Leaf
        } else if self.is_open(value) {
            Branch::Open
        } else {
            Branch::Closed
        };
        Some(Row {
            key: RowKey::Value(facet, value.to_owned()),
            depth,
            text: self.look.label(facet, value),
            tail: Tail::Count(count, self.values.largest),
            chosen: self.values.chosen.get(value).copied().unwrap_or(Chosen::No),
            branch,
        })
    }

    fn is_open(&self, value: &str) -> bool {
        let branch = (self.values.facet, value.to_owned());
        self.openings.branches.contains(&branch)
    }

    /// A value, and what hangs below it where it is open or something there is filtered by.
    fn value(&self, at: usize, depth: usize, rows: &mut Vec<Row>) {
        let Some(row) = self.row(at, depth) else {
            return;
        };
        let open = row.branch == Branch::Open;
        rows.push(row);
        if depth >= DEEPEST {
            return;
        }
        for child in self.below(at) {
            if open || self.holds_chosen(*child, DEEPEST - depth) {
                self.value(*child, depth + 1, rows);
            }
        }
    }

    fn below(&self, at: usize) -> &[usize] {
        self.values
            .order
            .get(at)
            .and_then(|(value, _)| self.values.children.get(value))
            .map_or(&[], Vec::as_slice)
    }

    fn holds_chosen(&self, at: usize, depth: usize) -> bool {
        if self.values.chosen.is_empty() {
            return false;
        }
        let itself = self
            .values
            .order
            .get(at)
            .is_some_and(|(value, _)| self.values.chosen.contains_key(value));
        itself
            || (depth > 0
                && self
                    .below(at)
                    .iter()
                    .any(|child| self.holds_chosen(*child, depth - 1)))
    }
}
