//! Results by number and page by page in a plain session.

use std::io::Write;

use qiao_index::record::Record;

use super::{PAGE, Session};
use crate::desk::Touch;
use crate::messages::{fill, grouped};
use crate::work::engine::Engine as _;

/// A number of this many digits is that of a patent or the like, not of a result.
const LONG_NUMBER: usize = 5;

impl<W: Write> Session<W> {
    /// Goes on to the results behind those that are shown, or back.
    pub(super) fn turn(&mut self, forward: bool) -> anyhow::Result<()> {
        let offset = self.request.offset;
        let next = if forward {
            offset.saturating_add(PAGE)
        } else {
            offset.saturating_sub(PAGE)
        };
        if next >= self.total() || next == offset {
            let end = self.say(["没有更多结果", "There are no more results"]);
            return Ok(self.line(end)?);
        }
        self.go_to(next)?;
        Ok(self.results()?)
    }

    /// Takes the results from a place on for those that are shown.
    pub(super) fn go_to(&mut self, offset: usize) -> anyhow::Result<()> {
        self.request.offset = offset;
        self.page = self.library.answer(&self.request)?;
        Ok(())
    }

    pub(super) fn total(&self) -> usize {
        usize::try_from(self.page.total).unwrap_or(usize::MAX)
    }

    /// Opens a result; a long number is asked for as that of a patent.
    pub(super) fn number(&mut self, number: usize, line: &str) -> anyhow::Result<()> {
        if let Some(record) = self.numbered(number)? {
            self.touch(&[&record], Touch::Opened);
            self.open = Some(record);
            return self.read_out(false);
        }
        if line.chars().count() >= LONG_NUMBER {
            return self.query(line);
        }
        let words = match self.total() {
            0 => ["没有结果可打开", "There are no results to open"],
            1 => ["只有 1 条结果", "There is only 1 result"],
            _ => ["只有 {n} 条结果", "There are only {n} results"],
        };
        let known = fill(self.say(words), &[("n", &grouped(self.page.total))]);
        let words = self.say([
            "{known}；要检索这个数，请写在引号中：\"{line}\"",
            "{known}; to search for this number, put it in quotation marks: \"{line}\"",
        ]);
        Ok(self.line(&fill(words, &[("known", &known), ("line", line)]))?)
    }

    /// Has it remembered that listings were opened, or their contacts copied, where that is wanted.
    pub(super) fn touch(&self, records: &[&Record], touch: Touch) {
        if let Some(memory) = &self.memory {
            let ids = records.iter().map(|record| record.id.clone());
            memory.touch(ids.collect(), touch);
        }
    }

    /// The result with a number, from 1, wherever it is; its page is the one that is shown then.
    pub(super) fn numbered(&mut self, number: usize) -> anyhow::Result<Option<Record>> {
        let Some(place) = number.checked_sub(1).filter(|place| *place < self.total()) else {
            return Ok(None);
        };
        let shown = self.request.offset..self.request.offset + self.page.hits.len();
        if !shown.contains(&place) {
            self.go_to(place / PAGE * PAGE)?;
        }
        let hit = self.page.hits.get(place - self.request.offset);
        Ok(hit.map(|hit| hit.record.clone()))
    }
}
