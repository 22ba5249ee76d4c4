//! What a panic says, held back until it is known whose fault it is: on a damaged index the engine
//! panics, and that is an error like others.

use std::any::Any;
use std::backtrace::{Backtrace, BacktraceStatus};
use std::panic::{AssertUnwindSafe, PanicHookInfo, catch_unwind, set_hook};
use std::sync::{Arc, Mutex, PoisonError};

use qiao_index::error::Error;
use qiao_index::vocab::Language;

use super::complain;
use crate::messages::fault;

/// A report of the last panic.
type Held = Arc<Mutex<Option<String>>>;

/// Does the program's work and reports panics, unless it ended with the damage that led to them.
pub(super) fn guarded<T>(
    language: Language,
    work: impl FnOnce() -> anyhow::Result<T>,
) -> Result<anyhow::Result<T>, Box<dyn Any + Send>> {
    let held = Held::default();
    let report = Arc::clone(&held);
    set_hook(Box::new(move |panic| {
        let mut report = report.lock().unwrap_or_else(PoisonError::into_inner);
        *report = Some(reported(panic));
    }));
    let done = catch_unwind(AssertUnwindSafe(work));
    let report = held.lock().unwrap_or_else(PoisonError::into_inner).take();
    if let Some(report) = report.filter(|_| !ends_in_damage(&done)) {
        complain(fault(&report).say(language));
    }
    done
}

fn ends_in_damage<T>(done: &Result<anyhow::Result<T>, Box<dyn Any + Send>>) -> bool {
    let Ok(Err(error)) = done else { return false };
    matches!(error.downcast_ref(), Some(Error::Damaged { .. }))
}

fn reported(panic: &PanicHookInfo<'_>) -> String {
    let backtrace = Backtrace::capture();
    match backtrace.status() {
        BacktraceStatus::Captured => format!("{panic}\n{backtrace}"),
        _ => panic.to_string(),
    }
}
