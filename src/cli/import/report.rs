//! What an import did, for people and for programs.

use std::io::{self, Write};

use qiao_index::vocab::Language;
use serde_json::json;
use unicode_width::UnicodeWidthStr as _;

use crate::export::write_json;
use crate::import::{Counts, FileReport};
use crate::messages::{escape_controls, pick};
use crate::work::import::remarks;

fn total(reports: &[FileReport]) -> Counts {
    reports.iter().fold(Counts::default(), |mut sum, report| {
        sum.add(&report.counts);
        sum
    })
}

/// The summary for programs.
pub(super) fn summary_json(
    out: &mut impl Write,
    (run, reports): (Option<u64>, &[FileReport]),
    seconds: f64,
    language: Language,
) -> io::Result<()> {
    let file = |report: &FileReport| {
        let counts = &report.counts;
        let not_read = report.not_read();
        let not_read = not_read.map(|(name, why)| json!({"name": name, "why": why.say(language)}));
        let guessed = report.guessed.iter().map(|guess| {
            let (what, value) = (guess.what(), guess.value());
            json!({"what": what, "value": value, "why": guess.why(language)})
        });
        json!({
            "path": report.path,
            "format": report.format.as_str(),
            "encoding": report.encoding,
            "rows": counts.rows(),
            "new": counts.new,
            "updated": counts.updated,
            "unchanged": counts.unchanged,
            "merged": counts.merged,
            "rejected": counts.rejected,
            "ignored_columns": report.ignored_columns,
            "not_read": not_read.collect::<Vec<_>>(),
            "guessed": guessed.collect::<Vec<_>>(),
            "told_by": {
                "number": report.tally.told_by.number,
                "content": report.tally.told_by.content,
                "title": report.tally.told_by.title,
            },
        })
    };
    let all = total(reports);
    let summary = json!({
        "run": run,
        "files": reports.iter().map(file).collect::<Vec<_>>(),
        "new": all.new,
        "updated": all.updated,
        "unchanged": all.unchanged,
        "merged": all.merged,
        "rejected": all.rejected,
        "seconds": (seconds * 1000.0).round() / 1000.0,
    });
    write_json(out, &summary)?;
    writeln!(out)
}

/// The summary for people: a line for each file.
pub(super) fn summary_text(
    out: &mut impl Write,
    reports: &[FileReport],
    language: Language,
) -> io::Result<()> {
    if reports.is_empty() {
        return Ok(());
    }
    let header = [
        [
            "文件", "格式", "编码", "行数", "新增", "更新", "未变", "合并", "退回",
        ],
        [
            "file",
            "format",
            "encoding",
            "rows",
            "new",
            "updated",
            "unchanged",
            "merged",
            "rejected",
        ],
    ];
    let mut rows = vec![pick(language, header).map(str::to_owned)];
    for report in reports {
        let name = escape_controls(&report.path).into_owned();
        rows.push(row(
            name,
            report.format.as_str(),
            report.encoding,
            &report.counts,
        ));
    }
    if reports.len() > 1 {
        let name = pick(language, ["合计", "all"]).to_owned();
        rows.push(row(name, "", "", &total(reports)));
    }
    let widths: [usize; 9] = std::array::from_fn(|column| {
        rows.iter()
            .map(|row| row[column].width())
            .max()
            .unwrap_or(0)
    });
    for row in rows {
        writeln!(out, "{}", aligned(&row, &widths))?;
    }
    for report in reports {
        for remark in remarks(report, language) {
            writeln!(out, "{}: {remark}", escape_controls(&report.path))?;
        }
    }
    Ok(())
}

fn row(name: String, format: &str, encoding: &str, counts: &Counts) -> [String; 9] {
    [
        name,
        format.to_owned(),
        encoding.to_owned(),
        counts.rows().to_string(),
        counts.new.to_string(),
        counts.updated.to_string(),
        counts.unchanged.to_string(),
        counts.merged.to_string(),
        counts.rejected.to_string(),
    ]
}

/// Words to the left, numbers to the right.
fn aligned(row: &[String; 9], widths: &[usize; 9]) -> String {
    let cells = row
        .iter()
        .zip(widths)
        .enumerate()
        .map(|(column, (cell, width))| {
            let gap = " ".repeat(width - cell.width());
            if column < 3 {
                format!("{cell}{gap}")
            } else {
                format!("{gap}{cell}")
            }
        });
    cells.collect::<Vec<_>>().join("  ")
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use expect_test::expect;
    use qiao_index::library::RowsTally;

    use super::*;
    use crate::import::{FailedFile, FileError, Format, Guess};

    fn reports() -> [FileReport; 2] {
        let report = |path: &str, format, encoding, new, rejected| FileReport {
            path: path.to_owned(),
            format,
            encoding,
            replaced: 0,
            counts: Counts {
                new,
                unchanged: 3,
                rejected,
                ..Counts::default()
            },
            tally: RowsTally::default(),
            remarks: Vec::new(),
            ignored_columns: Vec::new(),
            guessed: Vec::new(),
            broken: None,
        };
        [
            FileReport {
                remarks: vec![FailedFile {
                    path: "需求\u{1b}.csv/说明".to_owned(),
                    error: FileError::NoHeader,
                }],
                ignored_columns: vec!["天气".to_owned(), "心情\u{1b}".to_owned()],
                guessed: vec![Guess::Encoding("gb18030"), Guess::Header(String::new(), 3)],
                ..report("需求\u{1b}.csv", Format::Csv, "gb18030", 500, 2)
            },
            report("a.jsonl", Format::Jsonl, "UTF-8", 1, 0),
        ]
    }

    fn text(print: impl Fn(&mut Vec<u8>) -> io::Result<()>) -> String {
        let mut out = Vec::new();
        print(&mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn the_summary_is_a_table() {
        let summary = |language| text(|out| summary_text(out, &reports(), language));
        expect![[r"
            文件            格式   编码     行数  新增  更新  未变  合并  退回
            需求\u{1b}.csv  csv    gb18030   505   500     0     3     0     2
            a.jsonl         jsonl  UTF-8       4     1     0     3     0     0
            合计                             509   501     0     6     0     2
            需求\u{1b}.csv: 2 列未归入任何字段，仅随原行保存：天气、心情\u{1b}
            需求\u{1b}.csv: 推断编码：gb18030（文件没有说明，按内容判断；可用 --encoding 指定）
            需求\u{1b}.csv: 推断表头所在行：3（该行列名认出的不到一半）
        "]]
        .assert_eq(&summary(Language::Chinese));
        expect![[r"
            file            format  encoding  rows  new  updated  unchanged  merged  rejected
            需求\u{1b}.csv  csv     gb18030    505  500        0          3       0         2
            a.jsonl         jsonl   UTF-8        4    1        0          3       0         0
            all                                509  501        0          6       0         2
            需求\u{1b}.csv: 2 columns no field took, kept only with the row as it came: 天气, 心情\u{1b}
            需求\u{1b}.csv: encoding guessed: gb18030 (the file does not say, its bytes do; --encoding says otherwise)
            需求\u{1b}.csv: header row guessed: 3 (fewer than half of its names are known)
        "]]
        .assert_eq(&summary(Language::English));
        assert_eq!(text(|out| summary_text(out, &[], Language::English)), "");
    }

    #[test]
    fn the_summary_for_programs_keeps_its_shape() {
        let summary =
            text(|out| summary_json(out, (Some(7), &reports()), 1.23456, Language::English));
        expect![[r#"
            {"run":7,"files":[{"path":"需求\u001b.csv","format":"csv","encoding":"gb18030","rows":505,"new":500,"updated":0,"unchanged":3,"merged":0,"rejected":2,"ignored_columns":["天气","心情\u001b"],"not_read":[{"name":"说明","why":"there is no header in the first ten rows; put column names such as `title,institution,phone` in the first row, or assign the columns with --map (qiao import --print-map FILE > map.toml)"}],"guessed":[{"what":"encoding","value":"gb18030","why":"the file does not say, its bytes do; --encoding says otherwise"},{"what":"header","value":"3","why":"fewer than half of its names are known"}],"told_by":{"number":0,"content":0,"title":0}},{"path":"a.jsonl","format":"jsonl","encoding":"UTF-8","rows":4,"new":1,"updated":0,"unchanged":3,"merged":0,"rejected":0,"ignored_columns":[],"not_read":[],"guessed":[],"told_by":{"number":0,"content":0,"title":0}}],"new":501,"updated":0,"unchanged":6,"merged":0,"rejected":2,"seconds":1.235}
        "#]].assert_eq(&summary);
    }
}
