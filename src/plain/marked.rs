//! Marked listings in a plain session, and in what they differ.

use std::io::{self, Write};

use qiao_index::record::Record;
use qiao_index::request::{Counting, Facet, Request};

use super::Session;
use super::commands::number;
use crate::listing::comparison;
use crate::messages::fill;
use crate::work::engine::Engine as _;
use crate::work::marks::MAX_MARKS;

impl<W: Write> Session<W> {
    /// Marks results by their numbers, all of them, or the open listing.
    pub(super) fn mark(&mut self, argument: &str) -> anyhow::Result<()> {
        let records = match argument {
            "" => self.opened()?.into_iter().collect(),
            "全部" | "all" => self.all_found()?,
            numbers => self.numbers(numbers)?,
        };
        if records.is_empty() {
            return Ok(());
        }
        let mut room = true;
        for record in records {
            room &= self.marks.add(record);
        }
        if !room {
            self.say_too_many()?;
        }
        Ok(self.say_number_of_marks()?)
    }

    /// All that is found, where that is not too much to mark.
    fn all_found(&mut self) -> anyhow::Result<Vec<Record>> {
        if self.total() > MAX_MARKS {
            self.say_too_many()?;
            return Ok(Vec::new());
        }
        let found = self.library.answer(&Request {
            offset: 0,
            limit: self.total(),
            counting: Counting::Nothing,
            ..self.request.clone()
        })?;
        Ok(found.hits.into_iter().map(|hit| hit.record).collect())
    }

    /// The results with these numbers; says which of them there are not.
    pub(super) fn numbers(&mut self, numbers: &str) -> anyhow::Result<Vec<Record>> {
        let mut records = Vec::new();
        let between = |c: char| c.is_whitespace() || ",，、".contains(c);
        for word in numbers.split(between).filter(|word| !word.is_empty()) {
            let place = number(word).unwrap_or_default();
            if let Some(record) = self.numbered(place)? {
                records.push(record);
                continue;
            }
            let words = self.say(["没有编号为 {n} 的结果", "There is no result {n}"]);
            self.line(&fill(words, &[("n", word)]))?;
        }
        Ok(records)
    }

    /// Takes the marks of results away by their numbers, or all of them.
    pub(super) fn unmark(&mut self, argument: &str) -> anyhow::Result<()> {
        if argument.is_empty() {
            self.marks.clear();
            return Ok(self.tell(self.look.messages.marks.cleared)?);
        }
        for record in self.numbers(argument)? {
            if self.marks.has(&record.id) {
                self.marks.turn(&record);
            }
        }
        Ok(self.say_number_of_marks()?)
    }

    /// Says which listings are marked.
    pub(super) fn say_marks(&mut self) -> io::Result<()> {
        self.say_number_of_marks()?;
        for record in self.marks.records().to_vec() {
            let kind = self.look.label(Facet::Kind, record.kind.as_str());
            let comma = self.say(["，", ", "]);
            self.line(&format!("{kind}{comma}{}", record.title))?;
        }
        Ok(())
    }

    fn say_number_of_marks(&mut self) -> io::Result<()> {
        let message = self.look.messages.marks.marked;
        let number = self.marks.len().to_string();
        self.line(&fill(message, &[("n", &number)]))
    }

    fn say_too_many(&mut self) -> io::Result<()> {
        let message = self.look.messages.marks.too_many;
        self.tell(&fill(message, &[("n", &MAX_MARKS.to_string())]))
    }

    /// Says field by field in what the marked listings differ, then what they have in common.
    pub(super) fn compare(&mut self) -> io::Result<()> {
        let records = self.marks.records().to_vec();
        if records.len() < 2 {
            let words = self.say([
                "至少标记两条才能比较，如 :标记 1 3",
                "Mark at least two to compare, e.g. :mark 1 3",
            ]);
            return self.line(words);
        }
        for (number, record) in (1..).zip(&records) {
            self.line(&format!(
                "{number}. {}",
                record.title_in(self.look.language.code())
            ))?;
        }
        let records: Vec<&Record> = records.iter().collect();
        let rows = comparison::rows(&records, &self.look);
        let (alike, differing): (Vec<_>, Vec<_>) =
            rows.into_iter().partition(comparison::Row::is_alike);
        let colon = self.say(["：", ": "]);
        let between = self.say(["；", "; "]);
        let heading = self.say(["不同之处：", "Differences:"]);
        self.line(heading)?;
        for row in differing {
            self.line(row.name)?;
            for (number, values) in (1..).zip(&row.cells) {
                let none = self.say(["没有", "nothing"]);
                let text = match values.as_slice() {
                    [] => none.to_owned(),
                    values => values.join(between),
                };
                self.line(&format!("{number}. {text}"))?;
            }
        }
        let heading = self.say(["相同之处：", "In common:"]);
        self.line(heading)?;
        for row in alike {
            let values = row.cells.first().map(|values| values.join(between));
            self.line(&format!(
                "{}{colon}{}",
                row.name,
                values.unwrap_or_default()
            ))?;
        }
        Ok(())
    }
}
