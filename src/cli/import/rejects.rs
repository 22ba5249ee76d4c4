//! Rows that could not be imported, for people.

use std::fs::File;
use std::io::{self, BufWriter, Write as _};
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use qiao_index::normalise::Rejected;
use qiao_index::vocab::Language;

use crate::cli::complain;
use crate::export::formula_safe;
use crate::import::{rejected_line, rejected_reason};
use crate::messages::{Failure, escape_controls, escape_controls_keep_lines, say};

/// Rejects that are printed where no file was named for them.
const MAX_SHOWN: u64 = 10;

/// Where rejected rows go: to a file, or the first of them to stderr.
pub(super) struct Rejects {
    file: Option<csv::Writer<BufWriter<File>>>,
    path: PathBuf,
    count: u64,
    failed: Option<csv::Error>,
}

impl Rejects {
    /// Makes the file, if there is to be one.
    pub(super) fn new(path: Option<&Path>) -> anyhow::Result<Self> {
        let file = path.map(Self::create).transpose()?;
        Ok(Self {
            file,
            path: path.unwrap_or(Path::new("")).to_owned(),
            count: 0,
            failed: None,
        })
    }

    fn create(path: &Path) -> anyhow::Result<csv::Writer<BufWriter<File>>> {
        let name = path.to_string_lossy().into_owned();
        let create = || -> io::Result<_> {
            let mut file = BufWriter::new(File::create(path)?);
            // Without the mark, spreadsheets take the file for GBK.
            file.write_all("\u{feff}".as_bytes())?;
            let mut writer = csv::Writer::from_writer(file);
            writer.write_record(["file", "row", "column", "reason", "original"])?;
            Ok(writer)
        };
        create().with_context(|| unwritable(&name))
    }

    /// Takes one row.
    pub(super) fn add(&mut self, rejected: &Rejected, language: Language) {
        self.count += 1;
        let row = rejected.row.to_string();
        let reason = rejected_reason(rejected, language);
        if let Some(file) = &mut self.file {
            let cells = [
                &rejected.file,
                &row,
                &rejected.column,
                &reason,
                &escape_controls_keep_lines(&rejected.original).into_owned(),
            ];
            let written = file.write_record(cells.map(|cell| formula_safe(cell)));
            self.failed = self.failed.take().or(written.err());
        } else if self.count <= MAX_SHOWN {
            complain(&rejected_line(rejected, language));
        }
    }

    /// Finishes the file, or says how many rows were not shown.
    pub(super) fn finish(&mut self, language: Language) -> anyhow::Result<()> {
        let path = self.path.to_string_lossy().into_owned();
        let path = escape_controls(&path);
        if let Some(file) = &mut self.file {
            let flushed = file.flush().map_err(csv::Error::from);
            let failed = self.failed.take().or(flushed.err());
            if let Some(error) = failed {
                return Err(error).with_context(|| unwritable(&path));
            }
        } else if self.count > MAX_SHOWN {
            let more = (self.count - MAX_SHOWN).to_string();
            let text = [
                "另有 {n} 行被退回；用 --rejects 文件 可得到全部清单",
                "and {n} more rejected {n:row|rows}; `--rejects FILE` lists them all",
            ];
            complain(&say(language, text, &[("n", &more)]));
        }
        Ok(())
    }
}

fn unwritable(path: &str) -> Failure {
    let path = escape_controls(path);
    Failure::new(
        format!("无法把退回的行写入 {path}"),
        format!("cannot write the rejects to {path}"),
    )
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use qiao_index::normalise::RejectReason;

    use super::*;

    fn rejected(column: &str, reason: RejectReason) -> Rejected {
        Rejected {
            file: "a\u{1b}.csv".to_owned(),
            row: 7,
            column: column.to_owned(),
            reason,
            original: "=1+1\n".to_owned(),
        }
    }

    #[test]
    fn reasons_are_said_in_both_languages() {
        let check = |column, reason, chinese: &str, english: &str| {
            let rejected = rejected(column, reason);
            assert_eq!(rejected_reason(&rejected, Language::Chinese), chinese);
            assert_eq!(rejected_reason(&rejected, Language::English), english);
        };
        check("", RejectReason::NoTitle, "没有名称", "no title");
        check(
            "完成人",
            RejectReason::TooManyValues,
            "一行中的值超过 20000 个（列“完成人”）",
            "more than 20000 values in one row (column `完成人`)",
        );
        let unreadable = RejectReason::Unreadable("x".to_owned());
        check(
            "a\u{7}",
            unreadable,
            "x（列“a\\u{7}”）",
            "x (column `a\\u{7}`)",
        );
    }

    #[test]
    fn the_file_of_rejects_is_safe_to_open_in_a_spreadsheet() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("rejects.csv");
        let mut rejects = Rejects::new(Some(&path)).unwrap();
        rejects.add(&rejected("", RejectReason::NoTitle), Language::English);
        rejects.finish(Language::English).unwrap();
        let expected = "\u{feff}file,row,column,reason,original\n\
            a\u{1b}.csv,7,,no title,\"'=1+1\n\"\n";
        assert_eq!(std::fs::read_to_string(&path).unwrap(), expected);
    }

    #[test]
    fn a_file_that_cannot_be_made_is_named() {
        let error = Rejects::new(Some(Path::new("/no such folder/r.csv")))
            .err()
            .unwrap();
        assert_eq!(
            error.to_string(),
            "cannot write the rejects to /no such folder/r.csv"
        );
    }
}
