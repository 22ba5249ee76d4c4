//! Reports as Markdown, as one HTML file, as a workbook, as CSV and JSON.

mod cells;
mod html;
mod markdown;
mod xlsx;

use crate::messages::pick;
use crate::statistics::Report;

pub(crate) use cells::{report_json, write_report_csv};
pub(crate) use html::write_report_html;
pub(crate) use markdown::write_report_markdown;
pub(crate) use xlsx::write_report_xlsx;

/// The line that says of which time a report is, and the one that says when it was made.
fn dates(report: &Report) -> [String; 2] {
    let [period, made] = pick(
        report.language,
        [["时段：", "生成日期："], ["Period: ", "Made on: "]],
    );
    [
        format!("{period}{}", report.period),
        format!("{made}{}", report.made),
    ]
}

/// What stands where a section has no rows.
fn nothing(report: &Report) -> &'static str {
    pick(
        report.language,
        ["本期没有数据。", "No data for this period."],
    )
}

#[cfg(test)]
mod tests;
