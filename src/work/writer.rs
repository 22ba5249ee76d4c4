//! The writer thread: all that is written to a library's folder, one thing after the other, in the
//! order in which it was asked for.

#[cfg(test)]
mod tests;

use std::io;
use std::ops::ControlFlow;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{Sender, channel};
use std::thread::{self, JoinHandle};

use qiao_index::Library;
use qiao_index::edits::Change;
use qiao_index::record::Kind;
use qiao_index::vocab::Language;

use super::drafts;
use super::edit::{NotEdited, edit};
use super::guarded::guarded;
use super::import::{
    ImportEvent, ImportOrder, ImportProgress, ImportSummary, MappedImport, ProgressMeter,
};
use super::keeping::{self, KeepOrder};
use super::session::{self, Session};
use super::sources;
use super::sync::{self, SyncEvent, SyncOptions, SyncReport};
use super::write_lock::write_lock;
use crate::messages::{Bilingual, Failure};

/// Something to be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum WriteOrder {
    /// Import what was typed in a prompt; reasons for rejects are in this language.
    Import(PathBuf, Language),
    /// Import by a map that the user has made by choosing.
    ImportMapped(MappedImport),
    /// Read the source with this name again, or all of them; reasons are in this language.
    Sync(Option<String>, Language),
    /// Do what the user says of listings as a whole.
    Keep(KeepOrder),
    /// Save what was changed in a listing's draft.
    Edit(EditOrder),
    /// Remember where the user left off.
    Session(Box<Session>),
}

/// What was changed in a listing's draft.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct EditOrder {
    /// The listing.
    pub(crate) id: String,
    /// Its kind, which says what fields are called.
    pub(crate) kind: Kind,
    /// What is changed.
    pub(crate) changes: Vec<Change>,
}

/// How far the writer thread has come.
#[derive(Debug)]
pub(crate) enum WriteReport {
    /// How far an import has come with a file.
    Importing(ImportProgress),
    /// An import has ended.
    Imported(Result<ImportSummary, Failure>),
    /// A sync has ended.
    Synced(Result<SyncReport, Failure>),
    /// What came of what the user said of listings as a whole, or why nothing did.
    Kept(KeepOrder, Result<Bilingual, Failure>),
    /// A listing was edited, or why not.
    Edited(EditOrder, Result<Result<(), NotEdited>, Failure>),
}

/// The writer thread, as those see it who want something written.
#[derive(Debug)]
pub(crate) struct Writer {
    orders: Sender<(u64, WriteOrder)>,
    /// Number of the last order.
    last: u64,
    /// Orders up to this number are to stop.
    stopped: Arc<AtomicU64>,
    thread: JoinHandle<anyhow::Result<()>>,
}

impl Writer {
    /// Starts it on the library in a folder; how far it comes is told.
    ///
    /// # Errors
    /// The system has no thread left.
    pub(crate) fn start(
        folder: PathBuf,
        tell: impl Fn(WriteReport) + Send + 'static,
    ) -> io::Result<Self> {
        let (orders, waiting) = channel();
        let stopped = Arc::new(AtomicU64::new(0));
        let thread = Writing {
            folder,
            tell,
            stopped: Arc::clone(&stopped),
        };
        let run = move || {
            let mut kept = Ok(());
            for (number, order) in waiting {
                thread.carry_out(number, order, &mut kept);
            }
            kept
        };
        let thread = thread::Builder::new()
            .name("writer".to_owned())
            .spawn(run)?;
        Ok(Self {
            orders,
            last: 0,
            stopped,
            thread,
        })
    }

    /// Has something written when all before it is.
    pub(crate) fn order(&mut self, order: WriteOrder) {
        self.last += 1;
        // The thread lives as long as this.
        self.orders.send((self.last, order)).ok();
    }

    /// Stops every import and sync that has been ordered so far; what is read by then stays.
    pub(crate) fn stop_imports(&self) {
        self.stopped.store(self.last, Ordering::Relaxed);
    }

    /// Waits until all is written.
    ///
    /// # Errors
    /// What the user left off with last could not be remembered.
    pub(crate) fn finish(self) -> anyhow::Result<()> {
        drop(self.orders);
        self.thread.join().unwrap_or(Ok(()))
    }
}

/// What the writer thread works with.
struct Writing<F> {
    folder: PathBuf,
    tell: F,
    stopped: Arc<AtomicU64>,
}

impl<F: Fn(WriteReport)> Writing<F> {
    /// Carries out an order; whether the session could be kept is remembered.
    fn carry_out(&self, number: u64, order: WriteOrder, kept: &mut anyhow::Result<()>) {
        match order {
            WriteOrder::Import(path, language) => {
                let imported =
                    guarded(|| self.import(number, &ImportOrder::typed(&path, language)?));
                (self.tell)(WriteReport::Imported(imported));
            }
            WriteOrder::ImportMapped(mapped) => {
                let imported = guarded(|| {
                    let (map, order) = mapped.order(&self.folder)?;
                    let summary = self.import(number, &order)?;
                    Ok(ImportSummary {
                        map: Some(map),
                        ..summary
                    })
                });
                (self.tell)(WriteReport::Imported(imported));
            }
            WriteOrder::Sync(name, language) => {
                let synced = guarded(|| self.sync(number, name.as_deref(), language));
                (self.tell)(WriteReport::Synced(synced));
            }
            WriteOrder::Keep(order) => {
                let kept = guarded(|| self.keep(&order)).and_then(|kept| kept);
                (self.tell)(WriteReport::Kept(order, kept));
            }
            WriteOrder::Edit(order) => {
                let edited = guarded(|| self.edit(&order));
                (self.tell)(WriteReport::Edited(order, edited));
            }
            WriteOrder::Session(session) => *kept = session::save(&self.folder, *session),
        }
    }

    fn import(&self, number: u64, order: &ImportOrder) -> anyhow::Result<ImportSummary> {
        let _writing = write_lock();
        let mut library = Library::open(&self.folder)?;
        let mut meter = ProgressMeter::default();
        let summary = super::import::import(&mut library, order, &mut |event| {
            self.tell_progress(&mut meter, &event);
            self.go_on(number)
        })?;
        match summary.failure() {
            Some(failure) => anyhow::bail!(failure),
            None => Ok(summary),
        }
    }

    fn tell_progress(&self, meter: &mut ProgressMeter, event: &ImportEvent<'_>) {
        if let ImportEvent::Read { bytes, size } = event
            && let Some(progress) = meter.measure(*bytes, *size)
        {
            (self.tell)(WriteReport::Importing(progress));
        }
    }

    fn sync(
        &self,
        number: u64,
        name: Option<&str>,
        language: Language,
    ) -> anyhow::Result<SyncReport> {
        let _writing = write_lock();
        let mut library = Library::open(&self.folder)?;
        let sources = sources::named(&library, name)?;
        let options = SyncOptions {
            language,
            ..SyncOptions::default()
        };
        let mut meter = ProgressMeter::default();
        let mut report = SyncReport::default();
        let summaries = sync::sync(&mut library, &sources, options, &mut |event| {
            if let SyncEvent::File(event) = &event {
                self.tell_progress(&mut meter, event);
            }
            report.note(&event, language);
            report.told(self.go_on(number))
        })?;
        report.sources = summaries;
        Ok(report)
    }

    fn keep(&self, order: &KeepOrder) -> anyhow::Result<Result<Bilingual, Failure>> {
        let _writing = write_lock();
        let mut library = Library::open(&self.folder)?;
        keeping::carry_out(&mut library, order)
    }

    fn go_on(&self, number: u64) -> ControlFlow<()> {
        if number <= self.stopped.load(Ordering::Relaxed) {
            return ControlFlow::Break(());
        }
        ControlFlow::Continue(())
    }

    fn edit(&self, order: &EditOrder) -> anyhow::Result<Result<(), NotEdited>> {
        let _writing = write_lock();
        let mut library = Library::open(&self.folder)?;
        let edited = edit(&mut library, &order.id, &order.changes)?;
        if edited.is_ok() {
            drafts::discard(&self.folder, &order.id);
        }
        Ok(edited)
    }
}
