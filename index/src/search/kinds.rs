//! The kinds of institutions by the numbers of their names, each found once.

use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};

use crate::vocab::{INSTITUTION_KINDS, institution_kind};

/// The kinds of some names.
#[derive(Debug, Default)]
pub(crate) struct Kinds {
    names: Arc<Vec<String>>,
    /// One more than the place among [`INSTITUTION_KINDS`]; 0 for what has not been asked yet.
    known: Vec<AtomicU8>,
}

impl Kinds {
    /// Those of names, none of them known yet.
    pub(super) fn of(names: &Arc<Vec<String>>) -> Self {
        Self {
            names: Arc::clone(names),
            known: names.iter().map(|_| AtomicU8::new(0)).collect(),
        }
    }

    /// Whether they are those of a list of names.
    pub(super) fn are_of(&self, names: &Arc<Vec<String>>) -> bool {
        Arc::ptr_eq(&self.names, names)
    }

    /// One more than the place of a name's kind; 0 where there is no such name.
    pub(super) fn category(&self, name: usize) -> u32 {
        let (Some(known), Some(name)) = (self.known.get(name), self.names.get(name)) else {
            return 0;
        };
        let mut place = known.load(Ordering::Relaxed);
        if place == 0 {
            let kind = institution_kind(name);
            let found = (1..).zip(INSTITUTION_KINDS).find(|(_, it)| *it == kind);
            place = found.map_or(0, |(place, _)| place);
            // Whoever else finds it meanwhile finds the same.
            known.store(place, Ordering::Relaxed);
        }
        u32::from(place)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_kind_is_the_same_when_it_is_asked_again() {
        let names = ["荆楚理工学院", "某某有限公司"].map(str::to_owned).to_vec();
        let names = Arc::new(names);
        let kinds = Kinds::of(&names);
        let kind = |name: usize| {
            let place = kinds.category(name).checked_sub(1)?;
            INSTITUTION_KINDS.get(place as usize).copied()
        };
        for _ in 0..2 {
            assert_eq!([kind(0), kind(1)], [Some("university"), Some("company")]);
            assert_eq!(kind(2), None);
        }
        assert!(kinds.are_of(&names) && !kinds.are_of(&Arc::default()));
    }
}
