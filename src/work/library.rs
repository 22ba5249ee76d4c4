//! The library that is looked at: the user's own, or the samples while that is empty.

use std::path::{Path, PathBuf};

use qiao_index::Library;

use super::engine::OpenSearch;
use super::{backup, samples};
use crate::desk::{Desk, DoNotContact, Estranged};

/// Which library is being looked at, and in which state. Another value, another answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct LibraryState {
    /// The sample listings stand in for an empty library.
    pub(crate) samples: bool,
    /// A remote answers in the place of the library.
    pub(crate) remote: bool,
    /// Number of records.
    pub(crate) records: u64,
    /// Revision of the catalogue.
    pub(crate) revision: u64,
    /// How often other listings could be found than before.
    pub(crate) turns: u64,
    /// Revision of what the user keeps.
    pub(crate) desk: u64,
}

/// The user's library, and the sample listings while it is empty; with what the user keeps.
pub(crate) struct OpenLibrary {
    own: Library,
    samples: Option<Library>,
    /// What answers in the place of the library.
    remote: Option<OpenSearch>,
    folder: PathBuf,
    /// The desk, and which of its revisions the listings that are shown know of.
    desk: Option<Desk>,
    known: Option<u64>,
    /// Up to which turn they know what was opened and copied.
    turn: i64,
    /// Whom the user does not want to contact.
    do_not_contact: DoNotContact,
}

impl OpenLibrary {
    /// Opens the library in a folder, making it where there is none.
    ///
    /// # Errors
    /// It cannot be opened.
    pub(crate) fn open(folder: &Path) -> anyhow::Result<Self> {
        backup::finish(folder)?;
        Self::of(Library::open(folder)?, folder)
    }

    /// A library in a folder that is open already.
    ///
    /// # Errors
    /// It cannot be read.
    pub(crate) fn of(own: Library, folder: &Path) -> anyhow::Result<Self> {
        let samples = own.is_empty()?.then(samples::library).transpose()?;
        let mut library = Self {
            own,
            samples,
            remote: None,
            folder: folder.to_owned(),
            desk: None,
            known: None,
            turn: 0,
            do_not_contact: DoNotContact::default(),
        };
        library.look_at_desk();
        Ok(library)
    }

    /// Lets a remote answer in the place of the library, or no longer; what the user keeps and the
    /// words that mean the same stay those of the library.
    ///
    /// # Errors
    /// The library cannot be read.
    pub(crate) fn set_remote(&mut self, remote: Option<OpenSearch>) -> anyhow::Result<()> {
        self.remote = remote;
        self.take_in_changes()
    }

    /// What answers in the place of the library.
    pub(crate) const fn remote(&self) -> Option<&OpenSearch> {
        self.remote.as_ref()
    }

    /// Takes in what has been committed since; the first listings replace the samples, which come
    /// back when all are gone.
    ///
    /// # Errors
    /// The library cannot be read.
    pub(crate) fn take_in_changes(&mut self) -> anyhow::Result<()> {
        self.own.refresh()?;
        if self.remote.is_some() || !self.own.is_empty()? {
            self.show(None);
        } else if self.samples.is_none() {
            // An import was taken back, or all listings were deleted.
            let samples = samples::library()?;
            self.show(Some(samples));
        }
        self.look_at_desk();
        Ok(())
    }

    /// Shows the samples, or the user's own.
    fn show(&mut self, samples: Option<Library>) {
        if samples.is_some() != self.samples.is_some() {
            self.known = None;
        }
        self.samples = samples;
    }

    /// Takes in what the user keeps. A desk that cannot be read does not keep anybody from
    /// searching: whoever writes to it is told, and so does `doctor`.
    fn look_at_desk(&mut self) {
        if self.desk.is_none() {
            self.desk = Desk::open_kept(&self.folder).unwrap_or_default();
        }
        let Some(desk) = &self.desk else {
            return;
        };
        let (Ok(revision), Ok(turn)) = (desk.revision(), desk.turns()) else {
            return;
        };
        let shown = self.samples.as_mut().unwrap_or(&mut self.own);
        if self.known != Some(revision) {
            let Ok(kept) = desk.kept() else {
                return;
            };
            shown.set_kept(kept);
            self.do_not_contact = desk.not_to_contact().unwrap_or_default();
        } else if self.turn != turn {
            for it in desk.touched_since(self.turn).unwrap_or_default() {
                shown.set_touched(&it.listing, it.opened, it.copied);
            }
        }
        self.known = Some(revision);
        self.turn = turn;
    }

    /// The desk meets the library: what of that the user should know and was not told yet.
    pub(crate) fn meet_desk(&self) -> Option<Estranged> {
        let desk = self.desk.as_ref()?;
        let now = self.own.generation().ok()?;
        let met = desk.meet(&now, |known| self.own.has_been(known));
        // Where it cannot be told, whoever writes to the desk is, and `doctor` says why.
        met.unwrap_or_default()
    }

    /// Which revision of what the user keeps is known; 0 for nothing.
    pub(crate) fn desk_revision(&self) -> u64 {
        self.known.unwrap_or(0)
    }

    /// Whom the user does not want to contact.
    pub(crate) const fn do_not_contact(&self) -> &DoNotContact {
        &self.do_not_contact
    }

    /// The listings that are shown.
    pub(crate) fn shown(&self) -> &Library {
        self.samples.as_ref().unwrap_or(&self.own)
    }

    /// The user's own library, which is what is written to. [`Self::take_in_changes`] afterwards.
    pub(crate) const fn own(&mut self) -> &mut Library {
        &mut self.own
    }

    /// Whether the samples are shown.
    pub(crate) const fn shows_samples(&self) -> bool {
        self.samples.is_some()
    }
}
