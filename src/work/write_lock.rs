//! One writer at a time within this process: a second thread waits, where another process would be
//! told that the library is being written to.

use std::sync::{Mutex, MutexGuard, PoisonError};

static WRITING: Mutex<()> = Mutex::new(());

/// Waits until no other thread of this process writes; others wait until it is dropped.
pub(super) fn write_lock() -> MutexGuard<'static, ()> {
    // Whoever panicked in its midst has given up its library as well.
    WRITING.lock().unwrap_or_else(PoisonError::into_inner)
}
