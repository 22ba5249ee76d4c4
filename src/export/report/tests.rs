#![expect(clippy::unwrap_used, reason = "tests")]

use calamine::{Data, Reader as _, Xlsx};
use qiao_index::vocab::Language;

use super::*;
use crate::statistics::{ReportCell, ReportSection, Unit};

fn report() -> Report {
    let row = |name: &str, number: u64, amount: f64| {
        vec![
            ReportCell::Text(name.to_owned()),
            ReportCell::number(number),
            ReportCell::Figure(amount, Unit::Yuan),
            ReportCell::growth(amount, 2_000_000.0),
        ]
    };
    let heads = ["城市", "合同数", "金额（万元）", "同比"];
    Report {
        title: "合同 <2026>".to_owned(),
        period: "2026-10".to_owned(),
        made: "2026-11-30".to_owned(),
        language: Language::Chinese,
        sections: vec![
            ReportSection {
                title: "按城市：=1+1".to_owned(),
                head: heads.map(str::to_owned).to_vec(),
                rows: vec![row("荆门|市", 2, 3_000_000.0), row("武汉市", 1, 500_000.0)],
                notes: vec!["一份没有金额".to_owned()],
                chart: None,
            },
            ReportSection {
                title: "空".to_owned(),
                head: Vec::new(),
                rows: Vec::new(),
                notes: Vec::new(),
                chart: None,
            },
        ],
    }
}

fn written(write: impl Fn(&mut Vec<u8>)) -> Vec<u8> {
    let mut out = Vec::new();
    write(&mut out);
    out
}

#[test]
fn every_form_says_the_same_and_what_it_holds_is_no_markup() {
    let report = report();
    let markdown = written(|out| write_report_markdown(out, &report).unwrap());
    let markdown = String::from_utf8(markdown).unwrap();
    assert!(
        markdown.contains("| 荆门\\|市 | 2 | 300 | +50.0% |"),
        "{markdown}"
    );
    assert!(markdown.contains("## 空\n\n本期没有数据。"), "{markdown}");
    let html = written(|out| write_report_html(out, &report).unwrap());
    let html = String::from_utf8(html).unwrap();
    assert!(html.contains("<h1>合同 &lt;2026&gt;</h1>"), "{html}");
    assert!(html.contains("<td class=\"n\">300</td>"), "{html}");
    // A heading stands over its column: at the right where that has numbers.
    let heads = "<th>城市</th><th class=\"n\">合同数</th>";
    assert!(html.contains(heads), "{html}");
    for outside in ["<script", "http://", "https://", "src=", "url("] {
        assert!(!html.contains(outside), "{outside}: {html}");
    }
    let xlsx = written(|out| write_report_xlsx(out, &report).unwrap());
    let mut book: Xlsx<_> = Xlsx::new(std::io::Cursor::new(xlsx.clone())).unwrap();
    let sheet = book.worksheet_range_at(0).unwrap().unwrap();
    let at = |place| sheet.get_value(place).cloned().unwrap_or_default();
    assert_eq!(at((4, 1)), Data::Float(2.0));
    assert_eq!(at((4, 2)), Data::Float(300.0));
    assert_eq!(at((4, 3)), Data::Float(0.5));
    assert_eq!(
        xlsx,
        written(|out| write_report_xlsx(out, &report).unwrap())
    );
}
