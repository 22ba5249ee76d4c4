//! Which state of which catalogue an index was made from.

use tantivy::Index;

use crate::catalogue::Catalogue;
use crate::inner_error::Result;
use crate::schema::FORMAT;

/// What an index says of itself: of which revision it is, and what that state is called.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Indexed {
    /// The catalogue's revision; 0 for an index of nothing.
    pub(super) revision: u64,
    state: String,
}

impl Indexed {
    /// What an index was made from; `None` for one of another format.
    pub(super) fn of(index: &Index) -> Option<Self> {
        let meta = index.load_metas().ok()?;
        let Some(payload) = meta.payload else {
            return meta.segments.is_empty().then(Self::nothing);
        };
        let mut parts = payload.split(' ');
        if parts.next()?.parse() != Ok(FORMAT) {
            return None;
        }
        Some(Self {
            revision: parts.next()?.parse().ok()?,
            state: parts.next().unwrap_or_default().to_owned(),
        })
    }

    const fn nothing() -> Self {
        Self {
            revision: 0,
            state: String::new(),
        }
    }

    /// Whether the catalogue has been in this state: what it has more can be added.
    pub(super) fn is_of(&self, catalogue: &Catalogue) -> Result<bool> {
        let is_known = || catalogue.state(self.revision);
        Ok(self.revision == 0 || is_known()?.as_ref() == Some(&self.state))
    }
}

/// What an index is to say of itself that holds the catalogue up to a revision.
pub(super) fn payload(catalogue: &Catalogue, revision: u64) -> Result<String> {
    let state = catalogue.state(revision)?.unwrap_or_default();
    Ok(format!("{FORMAT} {revision} {state}"))
}
