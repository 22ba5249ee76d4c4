//! Whom not to contact, and evidence, in a plain session.

use std::io::Write;

use qiao_index::record::Record;

use super::Session;
use crate::desk::Desk;
use crate::desk::do_not_contact::names_in;
use crate::listing::evidence;
use crate::messages::fill;
use crate::work::contacting;
use crate::work::desk::DeskOrder;

/// Words for the open listing in place of a name.
const THIS: [&str; 2] = ["本条", "this"];

impl<W: Write> Session<W> {
    /// Adds a name to those that are not to be contacted, or the first one in the open listing; on
    /// its own, lists them.
    pub(super) fn do_not_contact(&mut self, whom: &str) -> anyhow::Result<()> {
        if whom.is_empty() {
            return self.say_not_to_contact();
        }
        match self.whom_is_meant(whom)? {
            Some(whom) => self.keep_on_desk(&DeskOrder::DoNotContact(whom)),
            None => Ok(()),
        }
    }

    /// Takes a name off again.
    pub(super) fn may_contact(&mut self, whom: &str) -> anyhow::Result<()> {
        if whom.is_empty() {
            return self.say_not_to_contact();
        }
        let whom = if THIS.contains(&whom) {
            let Some(record) = self.opened()? else {
                return Ok(());
            };
            // Of its names the one that is on the list.
            let names = self.library.do_not_contact();
            names.of(&record).unwrap_or(whom).to_owned()
        } else {
            whom.to_owned()
        };
        self.keep_on_desk(&DeskOrder::MayContact(whom))
    }

    /// The name that is said, or that of the open listing; says where that has none.
    fn whom_is_meant(&mut self, whom: &str) -> anyhow::Result<Option<String>> {
        if !THIS.contains(&whom) {
            return Ok(Some(whom.to_owned()));
        }
        let Some(record) = self.opened()? else {
            return Ok(None);
        };
        let first = names_in(&record).next().map(str::to_owned);
        if first.is_none() {
            self.tell(self.look.messages.desk.nobody_named)?;
        }
        Ok(first)
    }

    fn say_not_to_contact(&mut self) -> anyhow::Result<()> {
        let names = Desk::open(&self.folder)?.not_to_contact()?;
        let desk = &self.look.messages.desk;
        if names.names().is_empty() {
            let words = self.say([
                "没有不联系的人或单位：:不联系 名称 添加",
                "Nobody: `:do-not-contact NAME` adds a person or an institution",
            ]);
            self.line(words)?;
        }
        for it in names.names() {
            let name = match &*it.name {
                "" => desk.forgotten,
                name => name,
            };
            let day = it.at.get(..10).unwrap_or_default();
            self.line(&format!("{day}  {name}"))?;
        }
        Ok(())
    }

    /// Says who in a listing is not to be contacted.
    pub(super) fn warn_of(&mut self, record: &Record) -> anyhow::Result<()> {
        let whom = self.library.do_not_contact().of(record);
        if let Some(whom) = whom.map(str::to_owned) {
            self.tell(contacting::warning(&whom).say(self.look.language))?;
        }
        Ok(())
    }

    /// Reads what is known of a deal, a person or an institution; on its own, of the institution of
    /// the open listing.
    pub(super) fn evidence(&mut self, whom: &str) -> anyhow::Result<()> {
        let whom = if whom.is_empty() {
            let Some(record) = self.opened()? else {
                return Ok(());
            };
            let institution = record.institutions.first().map(String::as_str);
            let whom = institution.or_else(|| names_in(&record).next());
            whom.unwrap_or_default().to_owned()
        } else {
            whom.to_owned()
        };
        if whom.is_empty() {
            return Ok(self.tell(self.look.messages.desk.nobody_named)?);
        }
        let language = self.look.language;
        let found = match evidence::text(&self.folder, &whom, language) {
            Ok(found) => found,
            Err(error) => {
                let message = self.look.messages.desk.not_shown;
                return Ok(self.say_failure(&error, message)?);
            }
        };
        for changed in &found.changed {
            self.tell(changed.say(language))?;
        }
        let title = self.look.messages.desk.evidence;
        self.line(&fill(title, &[("whom", &whom)]))?;
        if found.lines.is_empty() {
            return Ok(self.line(self.look.messages.desk.no_evidence)?);
        }
        found.lines.iter().try_for_each(|line| self.line(line))?;
        Ok(())
    }
}
