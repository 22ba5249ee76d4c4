//! What a panic says, held back until it is known whose fault it is: on a damaged index the engine
//! panics, and that is an error like others.

use std::any::Any;
use std::backtrace::{Backtrace, BacktraceStatus};
use std::panic::{AssertUnwindSafe, PanicHookInfo, catch_unwind, set_hook};
use std::sync::{Arc, Mutex, PoisonError};

use qiao_index::error::Error;
use qiao_index::vocab::Language;

use super::complain;
use crate::messages::internal_error;

/// A report of the last panic, and whether it was on this thread.
type Held = Arc<Mutex<Option<(String, bool)>>>;

/// Does the program's work and reports panics, but for those that damage has led to: they were
/// caught on this thread, or the work has ended with the damage.
pub(super) fn guarded<T>(
    language: Language,
    work: impl FnOnce() -> anyhow::Result<T>,
) -> Result<anyhow::Result<T>, Box<dyn Any + Send>> {
    let held = Held::default();
    let (report, here) = (Arc::clone(&held), std::thread::current().id());
    set_hook(Box::new(move |panic| {
        let mut report = report.lock().unwrap_or_else(PoisonError::into_inner);
        *report = Some((reported(panic), std::thread::current().id() == here));
    }));
    let done = catch_unwind(AssertUnwindSafe(work));
    let report = held.lock().unwrap_or_else(PoisonError::into_inner).take();
    if let Some((report, here)) = report {
        let is_fault = match &done {
            Err(_) => true,
            Ok(Err(error)) if is_damage(error) => false,
            Ok(_) => !here,
        };
        if is_fault {
            complain(internal_error(&report).say(language));
        }
    }
    done
}

fn is_damage(error: &anyhow::Error) -> bool {
    matches!(error.downcast_ref(), Some(Error::Damaged { .. }))
}

fn reported(panic: &PanicHookInfo<'_>) -> String {
    let backtrace = Backtrace::capture();
    match backtrace.status() {
        BacktraceStatus::Captured => format!("{panic}\n{backtrace}"),
        _ => panic.to_string(),
    }
}
