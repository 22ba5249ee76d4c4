//! The desk thread: what the user wants kept, one thing after the other. It has a file of its own
//! and need not wait for an import.

use std::io;
use std::path::PathBuf;
use std::sync::mpsc::{Sender, channel};
use std::thread::{self, JoinHandle};

use super::desk::{DeskOrder, carry_out};
use super::guarded::guarded;
use crate::messages::{Bilingual, Failure};

/// The desk thread, as those see it who want something kept.
#[derive(Debug)]
pub(crate) struct DeskThread {
    orders: Sender<DeskOrder>,
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
        let (orders, waiting) = channel();
        let work = move || {
            for order in waiting {
                tell(guarded(|| carry_out(&folder, &order)));
            }
        };
        let thread = thread::Builder::new().name("desk".to_owned()).spawn(work)?;
        Ok(Self { orders, thread })
    }

    /// Has something kept when all before it is.
    pub(crate) fn order(&self, order: DeskOrder) {
        // The thread lives as long as this.
        self.orders.send(order).ok();
    }

    /// Waits until all is kept.
    pub(crate) fn finish(self) {
        drop(self.orders);
        // What went wrong has been told.
        self.thread.join().ok();
    }
}
