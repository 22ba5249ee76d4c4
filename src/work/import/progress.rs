//! How far an import has come, told no more often than anyone can read.

use std::time::{Duration, Instant};

/// Progress is told no more often than this.
const TOLD_EVERY: Duration = Duration::from_millis(100);

/// How far a file has been read.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(crate) struct ImportProgress {
    /// Bytes so far.
    pub(crate) bytes: u64,
    /// All bytes, where that is known.
    pub(crate) size: Option<u64>,
    /// How long it has taken.
    pub(crate) elapsed: Duration,
}

/// Says now and then how far a file has been read, and since when.
#[derive(Debug, Default)]
pub(crate) struct ProgressMeter {
    started: Option<Instant>,
    told: Option<Instant>,
    bytes: u64,
}

impl ProgressMeter {
    /// What is to be told, if it is time to tell something. Fewer bytes are those of another file.
    pub(crate) fn measure(&mut self, bytes: u64, size: Option<u64>) -> Option<ImportProgress> {
        if bytes < std::mem::replace(&mut self.bytes, bytes) {
            self.started = None;
        }
        let started = *self.started.get_or_insert_with(Instant::now);
        if self.told.is_some_and(|told| told.elapsed() < TOLD_EVERY) {
            return None;
        }
        self.told = Some(Instant::now());
        Some(ImportProgress {
            bytes,
            size,
            elapsed: started.elapsed(),
        })
    }
}
