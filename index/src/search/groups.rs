//! Names of institutions that are one: which values of a facet count as the same.

use std::collections::HashMap;
use std::sync::Arc;

use crate::names::Names;

/// The groups of a facet's values. A group goes by the number of its first value.
#[derive(Debug, Default, Clone)]
pub(crate) struct Groups {
    /// The number of the group, by that of the value.
    of: Vec<u32>,
    by_group: HashMap<String, u32>,
}

impl Groups {
    /// Groups the values that it has not seen yet.
    pub(super) fn extend(&mut self, values: &[String], names: &Names) {
        let fresh = values.iter().skip(self.of.len());
        for value in fresh {
            let own = u32::try_from(self.of.len()).unwrap_or(u32::MAX);
            let group = self.by_group.entry(names.group(value)).or_insert(own);
            self.of.push(*group);
        }
    }

    /// How many values it has seen.
    pub(super) const fn len(&self) -> usize {
        self.of.len()
    }

    /// The number of the group of a value.
    pub(super) fn of(&self, value: usize) -> usize {
        self.of.get(value).map_or(value, |&group| group as usize)
    }

    /// The number of the group that a name belongs to.
    pub(super) fn named(&self, name: &str, names: &Names) -> Option<usize> {
        let group = self.by_group.get(&names.group(name));
        group.map(|&group| group as usize)
    }

    /// The values with every group in its best spelling, at the place of its first one: as the
    /// user wants it, else the most frequent, of those the one with small and capital letters.
    pub(super) fn shown(&self, values: &[String], frequency: &[u32], names: &Names) -> Vec<String> {
        let mut best: Vec<u32> = (0..).take(values.len()).collect();
        let rank = |at: u32| {
            let value = values.get(at as usize).map_or("", String::as_str);
            let times = frequency.get(at as usize).copied().unwrap_or_default();
            (times, is_mixed(value), std::cmp::Reverse(value))
        };
        for (at, &group) in (0..).zip(&self.of) {
            if let Some(known) = best.get_mut(group as usize).filter(|_| group != at)
                && rank(at) > rank(*known)
            {
                *known = at;
            }
        }
        let spelling = |at: u32| values.get(at as usize).cloned().unwrap_or_default();
        let mut shown: Vec<String> = best.into_iter().map(spelling).collect();
        for (group, &first) in &self.by_group {
            if let (Some(name), Some(shown)) = (names.shown(group), shown.get_mut(first as usize)) {
                name.clone_into(shown);
            }
        }
        shown
    }
}

/// `Samsung`, not `SAMSUNG` nor `samsung`.
fn is_mixed(name: &str) -> bool {
    name.contains(char::is_uppercase) && name.contains(char::is_lowercase)
}

/// How a facet's groups are shown in a state of the index.
pub(super) type Shown = (u64, Arc<Vec<String>>);
