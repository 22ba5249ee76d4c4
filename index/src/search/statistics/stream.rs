//! The categories of one listing after the other, as they are read.

/// The category of what is not stated.
pub(super) const NOT_STATED: u32 = 0;
/// The mark of the last category of a listing. A side has fewer categories than this.
const LAST: u32 = 1 << 31;

/// The categories of one listing after the other on one side.
#[derive(Debug, Default)]
pub(super) struct Stream {
    /// Those of all listings, or of those with several; the last of each has the mark.
    categories: Vec<u32>,
    /// Of listings with a single category only their number is wanted.
    skips_single: bool,
    /// Whether a listing has several.
    has_several: bool,
    /// How many listings have each category, by category.
    pub(super) totals: Vec<u32>,
}

impl Stream {
    /// Nothing yet; listings with a single category may be counted only.
    pub(super) fn new(skips_single: bool) -> Self {
        Self {
            skips_single,
            ..Self::default()
        }
    }

    /// Adds a listing with these categories.
    pub(super) fn add(&mut self, categories: &[u32]) {
        match categories {
            [] => self.add_single(NOT_STATED),
            &[single] => self.add_single(single),
            several => {
                self.has_several = true;
                for category in several {
                    self.count(*category);
                }
                self.categories.extend_from_slice(several);
                if let Some(last) = self.categories.last_mut() {
                    *last |= LAST;
                }
            }
        }
    }

    /// Adds a listing with a single category.
    #[inline]
    pub(super) fn add_single(&mut self, category: u32) {
        self.count(category);
        if !self.skips_single {
            self.categories.push(category | LAST);
        }
    }

    /// Adds listings with a single category each.
    #[inline]
    pub(super) fn add_singles(&mut self, categories: impl Iterator<Item = u32>) {
        if self.skips_single {
            categories.for_each(|category| self.count(category));
            return;
        }
        let start = self.categories.len();
        self.categories.extend(categories.map(|it| it | LAST));
        for place in start..self.categories.len() {
            self.count(unmarked(self.categories[place]));
        }
    }

    /// The category of one listing after the other, each with the mark; `None` where one has several
    /// or they are not kept.
    pub(super) fn only_singles(&self) -> Option<&[u32]> {
        (!self.has_several && !self.skips_single).then_some(&self.categories)
    }

    #[inline]
    fn count(&mut self, category: u32) {
        let place = category as usize;
        if self.totals.len() <= place {
            self.totals.resize((place + 1).next_power_of_two(), 0);
        }
        self.totals[place] += 1;
    }

    /// How many listings have a single category, by category; `None` where these are not skipped.
    pub(super) fn singles(&self) -> Option<Vec<u32>> {
        self.skips_single.then(|| {
            let mut singles = self.totals.clone();
            for category in &self.categories {
                singles[unmarked(*category) as usize] -= 1;
            }
            singles
        })
    }

    /// The categories of one listing after the other, each time those of one.
    pub(super) fn runs(&self) -> Runs<'_> {
        Runs(&self.categories)
    }
}

/// The categories of the listings that are to come.
pub(super) struct Runs<'a>(&'a [u32]);

impl Runs<'_> {
    /// The category of the next listing, where it has a single one.
    #[inline]
    pub(super) fn single(&self) -> Option<u32> {
        let first = self.0.first().filter(|it| *it & LAST != 0)?;
        Some(unmarked(*first))
    }

    /// Leaves out the next listing, which has a single category.
    #[inline]
    pub(super) fn skip_single(&mut self) {
        self.0 = self.0.get(1..).unwrap_or_default();
    }
}

impl<'a> Iterator for Runs<'a> {
    type Item = &'a [u32];

    fn next(&mut self) -> Option<&'a [u32]> {
        let last = self.0.iter().position(|it| it & LAST != 0)?;
        let (run, rest) = self.0.split_at_checked(last + 1)?;
        self.0 = rest;
        Some(run)
    }
}

/// A category without the mark of the last.
#[inline]
pub(super) const fn unmarked(category: u32) -> u32 {
    category & !LAST
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn listings_with_a_single_category_are_counted_with_and_without_being_kept() {
        for skips in [false, true] {
            let mut stream = Stream::new(skips);
            for categories in [&[3][..], &[], &[1, 3], &[3]] {
                stream.add(categories);
            }
            assert_eq!(stream.totals, [1, 1, 0, 3]);
            let runs: Vec<Vec<u32>> = stream
                .runs()
                .map(|run| run.iter().map(|it| unmarked(*it)).collect())
                .collect();
            if skips {
                assert_eq!(stream.singles(), Some(vec![1, 0, 0, 2]));
                assert_eq!(runs, [vec![1, 3]]);
            } else {
                assert_eq!(stream.singles(), None);
                assert_eq!(runs, [vec![3], vec![0], vec![1, 3], vec![3]]);
            }
        }
    }
}
