//! Changing a listing's fields in a plain session.

use std::io::Write;

use qiao_index::edits::Change;
use qiao_index::record::Record;

use super::Session;
use crate::listing::edited::write_fields;
use crate::listing::editing::{reset, said, set};
use crate::messages::{Failure, fill};
use crate::work::edit::{NotEdited, edit};
use crate::work::engine::Engine as _;

impl<W: Write> Session<W> {
    /// Lists the open listing's fields, gives one of them a value, or takes it from the sources
    /// again.
    pub(super) fn edit(&mut self, argument: &str) -> anyhow::Result<()> {
        let Some(record) = self.opened()? else {
            return Ok(());
        };
        let language = self.look.language;
        if argument.is_empty() {
            return Ok(write_fields(&mut self.out, &record, language)?);
        }
        let change = if argument.contains(['=', '＝']) {
            set(argument, record.kind, language)
        } else {
            reset(argument, record.kind, language)
        };
        let change = change.map_err(anyhow::Error::msg);
        match change.and_then(|change| self.save_change(&record, change)) {
            Ok(()) => {
                let message = self.look.messages.editing.saved;
                Ok(self.tell(&fill(message, &[("n", "1")]))?)
            }
            Err(error) => Ok(self.tell(Failure::of(&error).say(language))?),
        }
    }

    /// Saves a change in the user's library, where the listing is one of it.
    fn save_change(&mut self, record: &Record, change: Change) -> anyhow::Result<()> {
        match edit(self.library.own(), &record.id, &[change])? {
            Ok(()) => {}
            Err(NotEdited::Gone) => anyhow::bail!(self.look.messages.editing.samples),
            Err(NotEdited::Refused(refused)) => {
                anyhow::bail!(said(&refused, record.kind, self.look.language))
            }
        }
        self.library.refresh()?;
        self.open = self.library.shown().record(&record.id)?;
        self.go_to(self.request.offset)
    }
}
