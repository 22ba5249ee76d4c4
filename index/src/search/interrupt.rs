//! Whether an answer is still wanted: a search asks again and again, and stops where it is not.

use crate::error::Error;
use crate::inner_error::Result;

/// Documents or postings gone through from one time of asking to the next: well below a
/// millisecond's work.
pub(super) const STEPS_BETWEEN_CHECKS: usize = 2048;

/// A way to be told that the answer is not wanted any more.
#[derive(Clone, Copy)]
pub(crate) struct Interrupt<'a>(&'a (dyn Fn() -> bool + Sync));

impl<'a> Interrupt<'a> {
    /// Work goes on while `still_wanted` says so.
    pub(crate) const fn unless(still_wanted: &'a (dyn Fn() -> bool + Sync)) -> Self {
        Self(still_wanted)
    }

    /// Work that is done to its end.
    pub(crate) const fn never() -> Self {
        Self(&|| true)
    }

    /// Fails where the answer is not wanted any more.
    pub(crate) fn check(self) -> Result<()> {
        if (self.0)() {
            Ok(())
        } else {
            Err(Error::Overtaken.into())
        }
    }

    /// A count of small steps.
    pub(super) const fn steps(self) -> Steps<'a> {
        Steps {
            interrupt: self,
            taken: 0,
        }
    }
}

/// Counts steps that are too small to ask at each of them.
pub(crate) struct Steps<'a> {
    interrupt: Interrupt<'a>,
    taken: usize,
}

impl Steps<'_> {
    /// One more; asks now and then.
    pub(super) fn step(&mut self) -> Result<()> {
        self.taken += 1;
        if self.taken.is_multiple_of(STEPS_BETWEEN_CHECKS) {
            self.interrupt.check()
        } else {
            Ok(())
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::*;

    #[test]
    fn many_small_steps_are_stopped_in_their_midst() {
        let asked = AtomicUsize::new(0);
        let wanted = || asked.fetch_add(1, Ordering::Relaxed) < 2;
        let mut steps = Interrupt::unless(&wanted).steps();
        let taken = (0..1_000_000).take_while(|_| steps.step().is_ok()).count();
        assert_eq!(taken, 3 * STEPS_BETWEEN_CHECKS - 1);
    }
}
