//! Taking in and writing files in a plain session.

use std::io::{self, Write};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use clap::ValueEnum as _;
use qiao_index::request::{Counting, Request};

use super::Session;
use crate::export::{FORMATS, Format, Style};
use crate::messages::{Failure, fill, grouped};
use crate::work::engine::Engine as _;
use crate::work::export::{Existing, ExportOrder, Exported, Selection, careful, to_file};
use crate::work::import::{ImportOrder, ImportSummary, import};
use crate::work::paths::{MAP, expanded};

/// Most reasons for what was not taken in that are said.
const REASONS: usize = 10;

impl<W: Write> Session<W> {
    /// Takes in files, then asks the question again.
    pub(super) fn import(&mut self, argument: &str) -> anyhow::Result<()> {
        let paths = paths(argument);
        if paths.is_empty() {
            let words = self.say([
                "写上文件或文件夹，如 :导入 成果.xlsx",
                "Give a file or folder, e.g. :import achievements.xlsx",
            ]);
            return Ok(self.line(words)?);
        }
        let begun = self.say(["正在导入……", "Importing …"]);
        self.line(begun)?;
        self.out.flush()?;
        let mut runs = Vec::new();
        for path in paths {
            match self.take_in(&path) {
                Ok(summary) => {
                    self.say_imported(&summary)?;
                    runs.extend(summary.run);
                }
                Err(error) => self.say_failure(&error, self.look.messages.files.import_failed)?,
            }
        }
        self.library.refresh()?;
        for run in runs {
            self.say_news(run)?;
        }
        if self.library.shows_samples() {
            return Ok(());
        }
        self.drop_lost()?;
        self.request.offset = 0;
        self.search()
    }

    fn take_in(&mut self, path: &Path) -> anyhow::Result<ImportSummary> {
        let order = ImportOrder::typed(path, self.look.language)?;
        let own = self.library.own();
        let summary = import(own, &order, &mut |_| ControlFlow::Continue(()))?;
        match summary.failure() {
            Some(failure) => anyhow::bail!(failure),
            None => Ok(summary),
        }
    }

    /// Forgets listings that the library does not have: those of the samples.
    pub(super) fn drop_lost(&mut self) -> anyhow::Result<()> {
        for record in self.marks.records().to_vec() {
            if self.library.shown().record(&record.id)?.is_none() {
                self.marks.turn(&record);
            }
        }
        let open = self
            .open
            .take()
            .map(|record| self.library.shown().record(&record.id));
        self.open = open.transpose()?.flatten();
        Ok(())
    }

    fn say_imported(&mut self, summary: &ImportSummary) -> io::Result<()> {
        let counts = summary.counts();
        let mut reasons = summary.complaints(self.look.language);
        reasons.extend(summary.remarks(self.look.language));
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
                "… and {n} more: `qiao import --rejects FILE` lists them all",
            ]);
            self.line(&fill(words, &[("n", &more.to_string())]))?;
        }
        Ok(())
    }

    /// Says in these words why something failed.
    pub(super) fn say_failure(&mut self, error: &anyhow::Error, words: &str) -> io::Result<()> {
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
                "写上文件，如 :导出 结果.csv；可用的结尾：{endings}",
                "Give a file name, e.g. :export results.csv; it may end in {endings}",
            ]);
            let endings = FORMATS.map(|row| format!(".{}", row.ending));
            let endings = endings.join(self.say(["、", ", "]));
            return Ok(self.line(&fill(words, &[("endings", &endings)]))?);
        };
        let selection = if self.marks.is_empty() {
            Selection::Found(Request {
                offset: 0,
                limit: self.total(),
                counting: Counting::Nothing,
                also: self.page.leaves_out().to_owned(),
                ..self.request.clone()
            })
        } else {
            let ids = self.marks.records().iter().map(|record| record.id.clone());
            Selection::Marked(ids.collect())
        };
        let order = ExportOrder {
            selection,
            style: Style::new(format, self.look.language),
            redacted: false,
        };
        let exported = to_file(&self.library, &order, &path, Existing::Keep);
        match exported.and_then(Exported::checked) {
            Ok(exported) => {
                let files = &self.look.messages.files;
                self.line(&exported.written.said(files, &exported.path))?;
                if let Some(careful) = careful(&self.library, &order)? {
                    self.tell(careful.say(self.look.language))?;
                }
                Ok(())
            }
            Err(error) => Ok(self.say_failure(&error, self.look.messages.files.export_failed)?),
        }
    }
}

/// The files that are named: one whose name has blanks in it as it is, else those between blanks
/// or in quotation marks. A map behind them is that of each.
fn paths(argument: &str) -> Vec<PathBuf> {
    let Some((files, map)) = argument.split_once(MAP) else {
        return files_of(argument);
    };
    let with_map = |file: PathBuf| {
        let mut file = file.into_os_string();
        file.push(MAP);
        file.push(map.trim());
        PathBuf::from(file)
    };
    files_of(files).into_iter().map(with_map).collect()
}

fn files_of(argument: &str) -> Vec<PathBuf> {
    let whole = expanded(Path::new(argument));
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
    names.map(|name| expanded(Path::new(&name))).collect()
}

/// File and format of an export: the format's name is the last word, else the file's name ends
/// in it.
fn target(argument: &str) -> Option<(PathBuf, Format)> {
    let (path, format) = match argument.rsplit_once(char::is_whitespace) {
        Some((path, word)) if Format::from_str(word, true).is_ok() => (path, word),
        _ => (argument, argument.rsplit_once('.')?.1),
    };
    let lower = format.to_lowercase();
    let by_ending = FORMATS.iter().find(|row| row.ending == lower);
    let format = match by_ending {
        Some(row) => row.format,
        None if lower == "json" => Format::Jsonl,
        None => Format::from_str(&lower, true).ok()?,
    };
    let path = path.trim().trim_matches(['"', '\'']);
    (!path.is_empty()).then(|| (expanded(Path::new(path)), format))
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
        check("a.bib", Some(("a.bib", Format::Bibtex)));
        check("a.txt jsonl", Some(("a.txt", Format::Jsonl)));
        check("a.txt", None);
        check("csv", None);
        check("", None);
    }
}
