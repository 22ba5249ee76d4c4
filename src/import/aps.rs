//! USPTO APS text (the "Green Book", 1976 to 2001) → rows.
//!
//! A line is a tag in its first columns and a value from the sixth on; lines that begin with
//! blanks go on with the value above. Four letters alone open a section, `PATN` a patent. In the
//! claims, `NUM` opens a claim.

use std::sync::LazyLock;

use super::errors::FileError;
use super::origin::Origin;
use super::row_size::RowSize;
use super::text::{End, Text};
use super::tree::{Mapper, Table};
use super::{Item, Sink};

static TABLE: LazyLock<Table> = LazyLock::new(|| Table::new(include_str!("aps.tsv")));

/// Width of the column of tags; the fifth is blank.
const TAG: usize = 4;

/// Whether the head of a text is APS: a `PATN` alone, and a number behind it.
pub(super) fn is_aps(head: &str) -> bool {
    let mut lines = head
        .lines()
        .skip_while(|line| line.trim_end() != "PATN")
        .skip(1);
    lines.next().is_some_and(|line| line.starts_with("WKU "))
}

/// Reads the patents of a file.
pub(super) fn read(text: &mut Text, origin: &Origin, sink: &mut Sink) -> Result<(), FileError> {
    let (mut number, mut patent) = (0, None::<Patent>);
    while let Some(unit) = text.take(&mut |byte| byte == b'\n')? {
        if unit.end == End::Limit {
            text.skip_line()?;
        }
        let line = unit.text.trim_end();
        if line == "PATN" {
            if let Some(done) = patent.replace(Patent::default())
                && sink(done.item(number, origin)).is_break()
            {
                return Ok(());
            }
            number += 1;
        } else if let Some(patent) = &mut patent {
            patent.size.see_damage(&unit);
            patent.take(line);
        }
    }
    if let Some(done) = patent {
        // It is the last row: whether more are wanted does not matter.
        let _flow = sink(done.item(number, origin));
    }
    Ok(())
}

/// The lines of one patent.
struct Patent {
    mapper: Mapper<'static>,
    tag: String,
    value: String,
    size: RowSize,
}

impl Default for Patent {
    fn default() -> Self {
        let mut mapper = Mapper::new(&TABLE);
        mapper.open("patent", Vec::new());
        mapper.open("PATN", Vec::new());
        Self {
            mapper,
            tag: String::new(),
            value: String::new(),
            size: RowSize::default(),
        }
    }
}

impl Patent {
    fn take(&mut self, line: &str) {
        if !self.size.has_room_for(line) {
            return;
        }
        let (tag, value) = line.split_at_checked(TAG).unwrap_or((line, ""));
        let is_tag = tag.starts_with(|c: char| c.is_ascii_uppercase());
        if is_tag && value.is_empty() && tag.len() == TAG {
            self.open_section(tag);
        } else if is_tag {
            self.finish_value();
            tag.trim_end().clone_into(&mut self.tag);
            value.trim_start().clone_into(&mut self.value);
        } else {
            self.value.push(' ');
            self.value.push_str(line.trim_start());
        }
    }

    fn open_section(&mut self, name: &str) {
        self.finish_value();
        while self.mapper.depth() > 1 {
            self.mapper.close();
        }
        self.mapper.open(name, Vec::new());
    }

    /// Hands the value over that has been read to its end.
    fn finish_value(&mut self) {
        let (tag, value) = (
            std::mem::take(&mut self.tag),
            std::mem::take(&mut self.value),
        );
        match &*tag {
            "" => {}
            "NUM" => self.open_section("CLAIM"),
            tag => self.mapper.leaf(tag, &value),
        }
    }

    fn item(mut self, number: u64, origin: &Origin) -> Item {
        if let Some((row_error, line)) = self.size.row_error() {
            return Err(origin.reject(number, "", &row_error, line));
        }
        self.finish_value();
        while self.mapper.depth() > 0 {
            self.mapper.close();
        }
        Ok(origin.row(number, self.mapper.finish()))
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn every_line_of_the_table_can_be_read() {
        let faulty = super::super::tree::faulty_lines(include_str!("aps.tsv"));
        assert_eq!(faulty, Vec::<&str>::new());
    }
}
