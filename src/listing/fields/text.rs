//! A record as plain text, for `show`, pagers and screen readers: the sections and fields of the
//! listing, one a line. Nothing in it can move a terminal's cursor.

use qiao_index::record::{Kind, Record};
use qiao_index::request::Facet;

use super::{FIELDS, FieldRow, Form, SECTIONS, Section, contact_fields, heading, relation};
use crate::listing::findings::badges;
use crate::messages::{escape_controls, escape_controls_keep_lines, pick};
use crate::ui::presentation::Presentation;

/// Between the values of a field.
const BETWEEN: &str = "; ";

/// The whole record, with what the checks found about it.
pub(crate) fn text(record: &Record, look: &Presentation) -> String {
    let findings = badges(record, look).into_iter();
    let findings = findings.map(|badge| {
        let colon = pick(look.language, ["：", ": "]);
        format!("! {}{colon}{}\n", badge.name, escape_controls(&badge.why))
    });
    let sections = sections(record, look).into_iter();
    let sections = sections.map(|(_, text)| format!("\n{text}"));
    std::iter::once(head(record, look))
        .chain(findings)
        .chain(sections)
        .collect()
}

/// Title and kind.
pub(crate) fn head(record: &Record, look: &Presentation) -> String {
    let kind = look.label(Facet::Kind, record.kind.as_str());
    let mut text = format!(
        "{}\n",
        escape_controls(record.title_in(look.language.code()))
    );
    line(
        &mut text,
        pick(look.language, ["类型", "Kind"]),
        &[kind],
        look,
    );
    text
}

/// The sections that say something, each below its heading.
pub(crate) fn sections(record: &Record, look: &Presentation) -> Vec<(Section, String)> {
    let filled = SECTIONS.into_iter().map(|(section, _)| {
        let heading = heading(section, record.kind, look.language);
        (section, heading, section_text(record, section, look))
    });
    filled
        .filter(|(.., text)| !text.is_empty())
        .map(|(section, heading, text)| (section, format!("{heading}\n{text}")))
        .collect()
}

fn section_text(record: &Record, section: Section, look: &Presentation) -> String {
    let mut text = String::new();
    if section == Section::Contact {
        for contact in record.contact.iter().filter(|contact| !contact.is_empty()) {
            for (name, values) in contact_fields(contact, look) {
                line(&mut text, pick(look.language, name), &values, look);
            }
        }
    }
    for field in FIELDS.iter().filter(|field| field.section == section) {
        let mut values = field.values(record, look);
        values.retain(|value| !value.trim().is_empty());
        field_text(&mut text, field, &values, record.kind, look);
    }
    if section == Section::Related {
        let references = record.references.iter();
        let references = references.map(|it| format!("{}{}", it.id, relation(&it.relation, look)));
        let references: Vec<_> = references.collect();
        let name = pick(look.language, ["条目", "Listings"]);
        line(&mut text, name, &references, look);
    }
    text
}

fn field_text(
    text: &mut String,
    field: &FieldRow,
    values: &[String],
    kind: Kind,
    look: &Presentation,
) {
    let label = field.label(kind, look.language);
    match field.form {
        Form::Value | Form::Copied | Form::Links => line(text, label, values, look),
        Form::Text | Form::NamedText => {
            if field.form == Form::NamedText && !values.is_empty() {
                text.extend([label, "\n"]);
            }
            for value in values {
                text.extend([&*escape_controls_keep_lines(value.trim_end()), "\n"]);
            }
        }
    }
}

fn line(text: &mut String, name: &str, values: &[String], look: &Presentation) {
    if !values.is_empty() {
        let colon = pick(look.language, ["：", ": "]);
        text.extend([name, colon, &escape_controls(&values.join(BETWEEN)), "\n"]);
    }
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};
    use qiao_index::vocab::Language;

    use super::*;
    use crate::export::samples::{achievement, patent};
    use crate::ui::text::DisplayWidth;
    use crate::ui::theme::Theme;

    fn look(language: Language) -> Presentation {
        Presentation::new(language, Theme::ansi(), DisplayWidth::default(), false)
    }

    fn check(record: &Record, language: Language, expected: &Expect) {
        expected.assert_eq(&text(record, &look(language)));
    }

    #[test]
    fn records_read_like_a_page() {
        check(
            &achievement(),
            Language::Chinese,
            &expect![[r"
                石墨烯导热膜的制备方法
                类型：成果
                ! 一年未核实：最后一次更新 2023-05，联系前先确认是否仍有效

                简介
                导热膜用于手机散热。
                单位：江城材料研究所; 江城大学
                人员：王小桥; 李见
                地区：湖北省荆门市

                进展与状态
                阶段：中试阶段 · TRL 6–7

                合作条件
                价格：10–50.5 万元

                联系方式
                姓名：王小桥
                职务：项目经理
                单位：江城材料研究所
                电话：027-00001234; +86 27 0000 5678
                邮箱：wang@example.com
                微信：wang_example
                地址：湖北省荆门市桥头路1号; 2楼
                网站：https://example.com

                分类
                关键词：石墨烯; 导热膜

                号码与日期
                登记号：HBK2023Y0001
                发布日：2023-05

                来源
                来源：sample · sample.csv:7 · 2024-01-01
                编号：sample:7
            "]],
        );
        check(
            &patent(),
            Language::English,
            &expect![[r"
                一种导热膜
                Kind: Patent
                ! wrong check digit: 202010000001.X should end in 1: a digit was probably miscopied

                Overview
                Applicant: 江城大学; 甲公司; 乙公司; 丙公司
                People: 王小桥

                Status
                Legal status: In force · Granted

                Numbers and dates
                Application: 202010000001.X
                Publication: CN100000001B
                Filed: 2020-01-02
                Granted: 2022-11-08

                Source
                Id: patent:CN100000001B
            "]],
        );
    }

    #[test]
    fn what_the_checks_found_is_said_below_the_title() {
        let mut record = achievement();
        record.raw = serde_json::json!({"发布日": "2024-13-40"});
        let shown = text(&record, &look(Language::Chinese));
        let found = shown.lines().filter(|line| line.starts_with("! "));
        let told = found.collect::<Vec<_>>().join("\n");
        assert!(told.contains("2024-13-40"), "{shown}");
    }

    #[test]
    fn whatever_is_inferred_is_marked() {
        let mut record = achievement();
        record.inferred = ["region", "stage", "price"].map(str::to_owned).to_vec();
        let shown = text(&record, &look(Language::Chinese));
        for line in [
            "地区：湖北省荆门市（推断）\n",
            "TRL 6–7（推断）\n",
            "价格：10–50.5 万元（推断）\n",
        ] {
            assert!(shown.contains(line), "{line}: {shown}");
        }
        assert_eq!(shown.matches("推断").count(), 3, "{shown}");
    }

    #[test]
    fn nothing_in_a_record_reaches_the_terminal_raw() {
        let mut record = achievement();
        record.title = "\u{1b}[2Jtitle\u{202e}".to_owned();
        record.body = "a\nb\u{7}".to_owned();
        record.contact[0].name = "x\ny\u{9b}".to_owned();
        let shown = text(&record, &look(Language::English));
        assert!(shown.starts_with("\\u{1b}[2Jtitle\\u{202e}\n"), "{shown}");
        assert!(shown.contains("\na\nb\\u{7}\n"), "{shown}");
        assert!(shown.contains("\nName: x\\u{a}y\\u{9b}\n"), "{shown}");
        assert!(!shown.contains(|c: char| c.is_control() && c != '\n'));
    }
}
