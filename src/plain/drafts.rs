//! Letters in a plain session: written from templates, read out, kept until they are sent.

use std::io::Write;

use qiao_index::search::Hit;

use super::Session;
use super::commands::number;
use crate::desk::draft::Draft;
use crate::listing::letter;
use crate::messages::{Failure, escape_controls_keep_lines, fill};
use crate::work::desk::DeskOrder;
use crate::work::letters::{self, LetterOrder};
use crate::work::overview::{self, Entries};

impl<W: Write> Session<W> {
    /// Writes a letter about the open listing from a template; on its own, lists the templates, and
    /// the drafts that are not sent.
    pub(super) fn draft(&mut self, template: &str) -> anyhow::Result<()> {
        if template.is_empty() {
            return self.say_letters();
        }
        let Some(record) = self.opened()? else {
            return Ok(());
        };
        let of_record = |hit: &&Hit| hit.record.id == record.id;
        let fit = self.page.hits.iter().find(of_record);
        let fit = fit.and_then(|hit| hit.fit.as_deref());
        let asker = fit.map(|fit| fit.asker.id.clone());
        let order = LetterOrder {
            id: record.id,
            other: asker.filter(|id| !id.is_empty()),
            template: template.to_owned(),
            writing: self.writing.clone(),
        };
        let written = letters::write(&self.folder, &order).and_then(|composed| {
            let draft = letters::keep_written(&self.folder, composed.draft)?;
            Ok((draft, composed.warnings))
        });
        match written {
            Ok((draft, warnings)) => self.read_letter(&draft, &warnings),
            Err(error) => {
                let failure = Failure::of(&error);
                Ok(self.tell(failure.say(self.look.language))?)
            }
        }
    }

    fn read_letter(&mut self, draft: &Draft, warnings: &[Failure]) -> anyhow::Result<()> {
        let language = self.look.language;
        let text = letter::whole(draft, language);
        writeln!(self.out, "{}", escape_controls_keep_lines(&text))?;
        for warning in warnings {
            self.tell(warning.say(language))?;
        }
        if let Some(link) = letters::link(draft) {
            self.line(&link)?;
        }
        let words = self.say([
            "已存为草稿 {n}；发出后说 :已发出 {n}",
            "Kept as draft {n}; once it is sent: `:sent {n}`",
        ]);
        Ok(self.line(&fill(words, &[("n", &draft.number.to_string())]))?)
    }

    fn say_letters(&mut self) -> anyhow::Result<()> {
        let entries = match overview::letters(&self.folder, &self.writing) {
            Ok(entries) => entries,
            Err(error) => {
                let failure = Failure::of(&error);
                return Ok(self.tell(failure.say(self.look.language))?);
            }
        };
        let Entries::Letters(templates, drafts) = entries else {
            return Ok(());
        };
        for template in templates {
            self.line(&format!("{}  {}", template.name, template.about))?;
        }
        for draft in drafts {
            self.line(&letter::line(&draft, self.look.language))?;
        }
        Ok(())
    }

    /// Logs that a draft was sent.
    pub(super) fn sent(&mut self, argument: &str) -> anyhow::Result<()> {
        let number = number(argument).and_then(|number| u64::try_from(number).ok());
        match number.filter(|_| !argument.is_empty()) {
            Some(number) => self.keep_on_desk(&DeskOrder::Sent(number, self.look.language)),
            None => self.say_letters(),
        }
    }
}
