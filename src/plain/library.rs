//! The library as a whole in a plain session: syncing, taking imports back, deleting, duplicates.

use std::io::{self, Write};
use std::ops::ControlFlow;

use qiao_index::library::Suspects;
use qiao_index::record::Record;

use super::Session;
use super::commands::number;
use crate::listing::comparison;
use crate::messages::fill;
use crate::work::desk::DeskOrder;
use crate::work::desk_files::FileOrder;
use crate::work::engine::Engine as _;
use crate::work::keeping::{KeepOrder, carry_out, common};
use crate::work::overview::{Entries, Register, of_library};
use crate::work::sources;
use crate::work::sync::{SyncOptions, SyncReport, sync};

/// What is to be done once the user has said yes.
#[derive(Debug)]
pub(super) enum Pending {
    /// With listings as a whole.
    Keep(KeepOrder),
    /// With the desk.
    Desk(DeskOrder),
    /// With a file.
    File(FileOrder),
}

impl<W: Write> Session<W> {
    /// Reads a source again, or all of them.
    pub(super) fn sync(&mut self, name: &str) -> anyhow::Result<()> {
        let all = sources::named(self.library.own(), None)?;
        let (chosen, others): (Vec<_>, Vec<_>) = all
            .into_iter()
            .partition(|source| name.is_empty() || source.name == name);
        if chosen.is_empty() {
            let names: Vec<_> = others.into_iter().map(|source| source.name).collect();
            return Ok(self.say_no_source(&names)?);
        }
        let begun = self.say(["正在同步……", "Syncing …"]);
        self.line(begun)?;
        self.out.flush()?;
        let language = self.look.language;
        let options = SyncOptions {
            language,
            ..SyncOptions::default()
        };
        let mut report = SyncReport::default();
        let summaries = sync(self.library.own(), &chosen, options, &mut |event| {
            report.note(&event, language);
            ControlFlow::Continue(())
        });
        match summaries {
            Ok(summaries) => report.sources = summaries,
            Err(error) => {
                return Ok(self.say_failure(&error, self.look.messages.library.sync_failed)?);
            }
        }
        for line in report.lines(language).iter().filter(|it| !it.is_empty()) {
            self.line(line)?;
        }
        self.look_again()
    }

    fn say_no_source(&mut self, names: &[String]) -> io::Result<()> {
        if names.is_empty() {
            return self.line(self.look.messages.library.no_sources);
        }
        let words = self.say(["没有这个来源；有：", "No such source; there are: "]);
        let names = names.join(self.say(["、", ", "]));
        self.line(&format!("{words}{names}"))
    }

    /// Lists the imports, the newest first.
    pub(super) fn imports(&mut self) -> anyhow::Result<()> {
        let Entries::Imports(runs) = of_library(self.library.own(), Register::Imports)? else {
            return Ok(());
        };
        let messages = &self.look.messages.library;
        if runs.is_empty() {
            return Ok(self.line(messages.no_imports)?);
        }
        for run in runs {
            let state = match (run.undone.is_empty(), run.ended) {
                (false, _) => messages.run_undone,
                (true, false) => messages.run_unfinished,
                (true, true) => "",
            };
            let comma = self.say(["，", ", "]);
            let parts = [
                &*run.at,
                state,
                &run.files.join(self.say(["、", ", "])),
                &messages.counted(&run.counts),
            ];
            let parts: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
            self.line(&format!("{}. {}", run.number, parts.join(comma)))?;
        }
        let words = self.say([
            ":撤销导入 编号 可以撤销其中一次",
            ":undo N takes one of them back",
        ]);
        Ok(self.line(words)?)
    }

    /// Asks whether an import is to be taken back.
    pub(super) fn undo(&mut self, argument: &str) -> anyhow::Result<()> {
        let run = number(argument).and_then(|run| u64::try_from(run).ok());
        let Some(run) = run.filter(|run| *run > 0) else {
            return self.imports();
        };
        let question = fill(
            self.look.messages.library.undo,
            &[("run", &run.to_string())],
        );
        Ok(self.ask_first(&question, Pending::Keep(KeepOrder::Undo(run)))?)
    }

    /// Asks whether results, what is marked, or the open listing are to be deleted.
    pub(super) fn delete(&mut self, argument: &str) -> anyhow::Result<()> {
        let messages = &self.look.messages.library;
        if self.library.shows_samples() {
            return Ok(self.tell(messages.delete_samples)?);
        }
        let records = match argument {
            "" if !self.marks.is_empty() => self.marks.records().to_vec(),
            "" => self.opened()?.into_iter().collect(),
            numbers => self.numbers(numbers)?,
        };
        if records.is_empty() {
            return Ok(());
        }
        for record in &records {
            self.line(record.title_in(self.look.language.code()))?;
        }
        let question = fill(messages.delete, &[("n", &records.len().to_string())]);
        let ids = records.into_iter().map(|record| record.id).collect();
        Ok(self.ask_first(&question, Pending::Keep(KeepOrder::Delete(ids)))?)
    }

    /// Brings a deleted listing back by its number in the list, or lists them.
    pub(super) fn restore(&mut self, argument: &str) -> anyhow::Result<()> {
        let Entries::Deleted(deleted) = of_library(self.library.own(), Register::Deleted)? else {
            return Ok(());
        };
        if deleted.is_empty() {
            return Ok(self.line(self.look.messages.library.no_deleted)?);
        }
        let place = number(argument).and_then(|number| number.checked_sub(1));
        if let Some((listing, _)) = place.and_then(|place| deleted.get(place)) {
            return self.keep(&KeepOrder::Restore(listing.id.clone()));
        }
        for (number, (listing, at)) in (1..).zip(&deleted) {
            self.line(&format!("{number}. {} ({at})", listing.title))?;
        }
        let words = self.say([":恢复 编号 恢复其中一条", ":restore N brings one back"]);
        Ok(self.line(words)?)
    }

    /// Lists pairs that may be the same; with a number, one of them field by field.
    pub(super) fn duplicates(&mut self, argument: &str) -> anyhow::Result<()> {
        if let Some(pair) = self.pair(argument) {
            return Ok(self.say_pair(&pair)?);
        }
        let found = of_library(self.library.own(), Register::Duplicates)?;
        if let Entries::Duplicates(pairs) = found {
            self.pairs = pairs;
        }
        if self.pairs.is_empty() {
            return Ok(self.line(self.look.messages.library.no_duplicates)?);
        }
        for (number, pair) in (1..).zip(self.pairs.clone()) {
            let alike = common(&pair.common, self.look.language);
            let alike = fill(self.look.messages.library.in_common, &[("common", &alike)]);
            self.line(&format!("{number}. {alike}"))?;
            for record in [&pair.one, &pair.other] {
                self.line(&named(record))?;
            }
        }
        let words = self.say([
            ":查重 编号 比较一对；:合并 编号 合并；:分开 编号 保持分开",
            ":duplicates N compares a pair; :merge N merges it; :apart N keeps it apart",
        ]);
        Ok(self.line(words)?)
    }

    fn pair(&self, argument: &str) -> Option<Suspects> {
        let place = number(argument)?.checked_sub(1)?;
        self.pairs.get(place).cloned()
    }

    fn say_pair(&mut self, pair: &Suspects) -> io::Result<()> {
        for record in [&pair.one, &pair.other] {
            self.line(&named(record))?;
        }
        let rows = comparison::rows(&[&pair.one, &pair.other], &self.look);
        let heading = self.say(["不同之处：", "Differences:"]);
        self.line(heading)?;
        for row in rows.iter().filter(|row| !row.is_alike()) {
            let between = self.say(["；", "; "]);
            let cells: Vec<String> = row.cells.iter().map(|cell| cell.join(between)).collect();
            self.line(&format!("{}: {}", row.name, cells.join(" / ")))?;
        }
        Ok(())
    }

    /// Asks whether a pair is one listing, or keeps it apart at once.
    pub(super) fn decide(&mut self, argument: &str, same: bool) -> anyhow::Result<()> {
        let Some(pair) = self.pair(argument) else {
            return self.duplicates("");
        };
        let ids = [pair.one.id.clone(), pair.other.id.clone()];
        if !same {
            return self.keep(&KeepOrder::Part(ids));
        }
        let question = fill(self.look.messages.library.merge, &[("one", &pair.one.id)]);
        Ok(self.ask_first(&question, Pending::Keep(KeepOrder::Join(ids)))?)
    }

    /// Asks a question; `:yes` does what it is about.
    pub(super) fn ask_first(&mut self, question: &str, pending: Pending) -> io::Result<()> {
        self.pending = Some(pending);
        let words = self.say([
            "（:确认 执行，其他命令取消）",
            " (:yes does it, anything else does not)",
        ]);
        self.line(&format!("{question}{words}"))
    }

    /// Does what was asked about last.
    pub(super) fn confirm(&mut self) -> anyhow::Result<()> {
        match self.pending.take() {
            Some(Pending::Keep(order)) => return self.keep(&order),
            Some(Pending::Desk(order)) => return self.keep_on_desk(&order),
            Some(Pending::File(order)) => return self.carry_out_file(&order),
            None => {}
        }
        let words = self.say(["没有等待确认的操作", "There is nothing to confirm"]);
        Ok(self.line(words)?)
    }

    fn keep(&mut self, order: &KeepOrder) -> anyhow::Result<()> {
        let language = self.look.language;
        match carry_out(self.library.own(), order) {
            Ok(Ok(done)) => self.tell(done.say(language))?,
            Ok(Err(reason)) => self.tell(reason.say(language))?,
            Err(error) => self.say_failure(&error, self.look.messages.library.failed)?,
        }
        self.pairs.clear();
        self.look_again()
    }

    /// Takes in what has been written, and asks the question again.
    pub(super) fn look_again(&mut self) -> anyhow::Result<()> {
        self.library.refresh()?;
        self.drop_lost()?;
        self.request.offset = 0;
        self.search()
    }
}

fn named(record: &Record) -> String {
    format!(
        "{}  {}  {}",
        record.id,
        record.title,
        record.lead_institution()
    )
}
