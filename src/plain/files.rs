//! Taking in and writing files in a plain session.

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use clap::ValueEnum as _;
use qiao_index::Library;
use qiao_index::request::{Counting, Request};

use super::Session;
use crate::browser::event::Selection;
use crate::browser::worker;
use crate::export::Format;
use crate::import::Counts;
use crate::messages::{Failure, fill, grouped};

/// So many reasons for what was not taken in are said.
const REASONS: usize = 10;

impl<W: Write> Session<W> {
    /// Takes in files, then asks the question again.
    pub(super) fn import(&mut self, argument: &str) -> anyhow::Result<()> {
        let paths = paths(argument);
        if paths.is_empty() {
            let words = self.say([
                "写上文件或文件夹，如 :导入 成果.xlsx",
                "Name a file or folder, as in :import achievements.xlsx",
            ]);
            return Ok(self.line(words)?);
        }
        let begun = self.say(["正在导入……", "Importing …"]);
        self.line(begun)?;
        self.out.flush()?;
        let mut library = match Library::open(&self.folder) {
            Ok(library) => library,
            Err(error) => return Ok(self.say_failure(&error.into(), false)?),
        };
        for path in paths {
            let language = self.look.language;
            match worker::take_in(&mut library, &path, language, &mut |_, _| {}) {
                Ok((counts, reasons)) => self.say_imported(&counts, &reasons)?,
                Err(error) => self.say_failure(&error, false)?,
            }
        }
        if library.is_empty()? {
            return Ok(());
        }
        self.library = library;
        self.drop_lost()?;
        self.request.offset = 0;
        self.search()
    }

    /// Forgets listings that the library does not have: those of the samples.
    fn drop_lost(&mut self) -> anyhow::Result<()> {
        for record in self.marks.records().to_vec() {
            if self.library.record(&record.id)?.is_none() {
                self.marks.turn(&record);
            }
        }
        let open = self
            .open
            .take()
            .map(|record| self.library.record(&record.id));
        self.open = open.transpose()?.flatten();
        Ok(())
    }

    fn say_imported(&mut self, counts: &Counts, reasons: &[String]) -> io::Result<()> {
        let values = [
            ("rows", grouped(counts.rows())),
            ("new", grouped(counts.new)),
            ("updated", grouped(counts.updated)),
            ("unchanged", grouped(counts.unchanged)),
            ("merged", grouped(counts.merged)),
            ("rejected", grouped(counts.rejected)),
        ];
        let values = values.each_ref().map(|(name, value)| (*name, &**value));
        self.line(&fill(self.look.messages.files.imported, &values))?;
        let said = reasons.iter().take(REASONS);
        said.flat_map(|reason| reason.lines())
            .try_for_each(|line| self.line(line))?;
        let more = reasons.len().saturating_sub(REASONS);
        if more > 0 {
            let words = self.say([
                "……另有 {n} 条；qiao import --rejects 文件 可得到全部清单",
                "… and {n} more: `qiao import --rejects FILE` writes all of them",
            ]);
            self.line(&fill(words, &[("n", &more.to_string())]))?;
        }
        Ok(())
    }

    fn say_failure(&mut self, error: &anyhow::Error, exporting: bool) -> io::Result<()> {
        let files = &self.look.messages.files;
        let words = if exporting {
            files.export_failed
        } else {
            files.import_failed
        };
        let failure = Failure::of(error);
        let reason = failure.say(self.look.language);
        let said = fill(words, &[("reason", reason)]);
        said.lines().try_for_each(|line| self.tell(line))
    }

    /// Writes the marked listings, or all that is found, in the format that is named or that the
    /// file's name ends in.
    pub(super) fn export(&mut self, argument: &str) -> anyhow::Result<()> {
        let Some((path, format)) = target(argument) else {
            let words = self.say([
                "写上文件，以 .csv、.jsonl 或 .vcf 结尾，如 :导出 结果.csv",
                "Name a file that ends in .csv, .jsonl or .vcf, as in :export results.csv",
            ]);
            return Ok(self.line(words)?);
        };
        let selection = if self.marks.is_empty() {
            Selection::Found(Request {
                offset: 0,
                limit: self.total(),
                counting: Counting::Nothing,
                ..self.request.clone()
            })
        } else {
            let ids = self.marks.records().iter().map(|record| record.id.clone());
            Selection::Marked(ids.collect())
        };
        let written = worker::write_out(&self.library, &selection, format, &path);
        match written {
            Ok(written) => Ok(self.line(&written.said(&self.look.messages.files, &path))?),
            Err(error) => Ok(self.say_failure(&error, true)?),
        }
    }
}

/// The files that are named: one whose name has blanks in it as it is, else those between blanks
/// or in quotation marks. A map behind them is that of each.
fn paths(argument: &str) -> Vec<PathBuf> {
    let Some((files, map)) = argument.split_once(worker::MAP) else {
        return files_of(argument);
    };
    let with_map = |file: PathBuf| {
        let mut file = file.into_os_string();
        file.push(worker::MAP);
        file.push(map.trim());
        PathBuf::from(file)
    };
    files_of(files).into_iter().map(with_map).collect()
}

fn files_of(argument: &str) -> Vec<PathBuf> {
    let whole = worker::expanded(Path::new(argument));
    if !argument.is_empty() && whole.exists() {
        return vec![whole];
    }
    let (mut names, mut name, mut quote) = (Vec::new(), String::new(), None);
    for c in argument.chars() {
        match quote {
            Some(open) if c == open => quote = None,
            None if c == '"' || c == '\'' => quote = Some(c),
            None if c.is_whitespace() => names.push(std::mem::take(&mut name)),
            _ => name.push(c),
        }
    }
    names.push(name);
    let names = names.into_iter().filter(|name| !name.is_empty());
    names
        .map(|name| worker::expanded(Path::new(&name)))
        .collect()
}

/// File and format of an export: the format's name is the last word, else the file's name ends
/// in it.
fn target(argument: &str) -> Option<(PathBuf, Format)> {
    let (path, format) = match argument.rsplit_once(char::is_whitespace) {
        Some((path, word)) if Format::from_str(word, true).is_ok() => (path, word),
        _ => (argument, argument.rsplit_once('.')?.1),
    };
    let format = match &*format.to_lowercase() {
        "vcf" => Format::Vcard,
        "json" => Format::Jsonl,
        name => Format::from_str(name, true).ok()?,
    };
    let path = path.trim().trim_matches(['"', '\'']);
    (!path.is_empty()).then(|| (worker::expanded(Path::new(path)), format))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_told_apart() {
        let check = |argument: &str, expected: &[&str]| {
            let expected: Vec<_> = expected.iter().map(PathBuf::from).collect();
            assert_eq!(paths(argument), expected, "{argument}");
        };
        check("", &[]);
        check("a.csv  b.csv", &["a.csv", "b.csv"]);
        check("\"a b.csv\" 'c d'", &["a b.csv", "c d"]);
        check(
            "a.csv b.csv --map m.toml",
            &["a.csv --map m.toml", "b.csv --map m.toml"],
        );
    }

    #[test]
    fn the_format_is_named_or_the_ending() {
        let check = |argument: &str, expected: Option<(&str, Format)>| {
            let expected = expected.map(|(path, format)| (PathBuf::from(path), format));
            assert_eq!(target(argument), expected, "{argument}");
        };
        check("a.csv", Some(("a.csv", Format::Csv)));
        check("我 的.VCF", Some(("我 的.VCF", Format::Vcard)));
        check("a.txt jsonl", Some(("a.txt", Format::Jsonl)));
        check("a.txt", None);
        check("csv", None);
        check("", None);
    }
}
