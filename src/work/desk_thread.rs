//! The desk thread: what the user wants kept, one thing after the other. It has a file of its own
//! and need not wait for an import.

use std::io;
use std::path::PathBuf;
use std::sync::mpsc::{Sender, channel};
use std::thread::{self, JoinHandle};

use super::desk::{DeskOrder, carry_out, touch};
use super::guarded::guarded;
use crate::desk::Touch;
use crate::messages::{Bilingual, Failure};

/// Something for the desk thread.
#[derive(Debug)]
enum Job {
    /// What the user wants kept.
    Keep(DeskOrder),
    /// What happened to listings.
    Touch(Vec<String>, Touch),
}

/// The desk thread, as those see it who want something kept.
#[derive(Debug)]
pub(crate) struct DeskThread {
    jobs: Sender<Job>,
    thread: JoinHandle<()>,
}

impl DeskThread {
    /// Starts it on the library in a folder; what came of each order is told.
    ///
    /// # Errors
    /// The system has no thread left.
    pub(crate) fn start(
        folder: PathBuf,
        tell: impl Fn(Result<Bilingual, Failure>) + Send + 'static,
    ) -> io::Result<Self> {
        let (jobs, waiting) = channel();
        let work = move || {
            for job in waiting {
                match job {
                    Job::Keep(order) => tell(guarded(|| carry_out(&folder, &order))),
                    // Nobody has asked for it, so nobody is told where it cannot be remembered.
                    Job::Touch(ids, what) => {
                        guarded(|| touch(&folder, &ids, what)).unwrap_or_default();
                    }
                }
            }
        };
        let thread = thread::Builder::new().name("desk".to_owned()).spawn(work)?;
        Ok(Self { jobs, thread })
    }

    /// Has something kept when all before it is.
    pub(crate) fn order(&self, order: DeskOrder) {
        // The thread lives as long as this.
        self.jobs.send(Job::Keep(order)).ok();
    }

    /// Has it remembered that listings were opened, or their contacts copied.
    pub(crate) fn touch(&self, ids: Vec<String>, touch: Touch) {
        self.jobs.send(Job::Touch(ids, touch)).ok();
    }

    /// Waits until all is kept.
    pub(crate) fn finish(self) {
        drop(self.jobs);
        // What went wrong has been told.
        self.thread.join().ok();
    }
}
