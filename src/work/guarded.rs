//! Work on a thread of its own: whatever goes wrong becomes words, and the thread lives on.

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};

use crate::messages::{self, Failure};

/// Does something; an error or a panic becomes words.
pub(crate) fn guarded<T>(work: impl FnOnce() -> anyhow::Result<T>) -> Result<T, Failure> {
    match catch_unwind(AssertUnwindSafe(work)) {
        Ok(done) => done.map_err(|error| Failure::of(&error)),
        Err(panic) => Err(messages::internal_error(last_words(&*panic))),
    }
}

fn last_words(panic: &(dyn Any + Send)) -> &str {
    let text = panic.downcast_ref::<String>().map(String::as_str);
    text.or_else(|| panic.downcast_ref::<&str>().copied())
        .unwrap_or("no more is known")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_error_and_a_panic_become_words() {
        let failed = guarded::<()>(|| anyhow::bail!("no such index"));
        assert_eq!(failed, Err(Failure::new("no such index", "no such index")));
        let panicked = guarded::<()>(|| panic!("index out of bounds"));
        assert_eq!(
            panicked,
            Err(messages::internal_error("index out of bounds"))
        );
    }
}
