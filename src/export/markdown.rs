//! Records as Markdown: a heading, a list of facts, and the texts below headings of their own.

use std::io::{self, Write};

use qiao_index::fields::columns::Cells;
use qiao_index::fields::{self, BOOKKEEPING, Field, Shape};
use qiao_index::record::Record;
use qiao_index::request::Facet;
use qiao_index::vocab::{self, Language};

/// Writes the records one below the other.
///
/// # Errors
/// `out` cannot be written.
pub(crate) fn write_markdown(
    out: &mut dyn Write,
    records: impl Iterator<Item = Record>,
    language: Language,
) -> io::Result<()> {
    for record in records {
        out.write_all(page(&record, language).as_bytes())?;
    }
    Ok(())
}

fn page(record: &Record, language: Language) -> String {
    let mut text = format!("## {}\n\n", in_one_line(record.title_in(language.code())));
    let label = |name: &str| {
        let field = fields::named(name, record.kind);
        field.map_or("", |field| field.label(record.kind, language))
    };
    let kind = vocab::label(Facet::Kind, record.kind.as_str(), language);
    fact(&mut text, label("kind"), &kind, language);
    let is_long = |field: &&Field| field.shape == Shape::Text;
    let elsewhere = ["id", "kind", "title", "sources", "translations"];
    let is_shown = |name| !elsewhere.contains(&name) && !BOOKKEEPING.contains(&name);
    let known = fields::of_kind(record.kind).filter(|field| is_shown(field.name));
    let cells = Cells::of(record);
    let (long, short): (Vec<&Field>, Vec<&Field>) = known.partition(is_long);
    for field in short {
        let value = cells.written(field, language);
        fact(
            &mut text,
            field.label(record.kind, language),
            &value,
            language,
        );
    }
    let sources: Vec<&str> = record.sources.iter().map(|it| it.name.as_str()).collect();
    fact(&mut text, label("sources"), &sources.join("; "), language);
    fact(&mut text, label("id"), &record.id, language);
    for field in long {
        let value = match field.name {
            "summary" => record.summary_in(language.code()).to_owned(),
            "body" => record.body_in(language.code()).to_owned(),
            _ => cells.written(field, language),
        };
        if !value.trim().is_empty() {
            let label = field.label(record.kind, language);
            text.extend(["\n### ", label, "\n\n", &paragraphs(&value), "\n"]);
        }
    }
    text.push('\n');
    text
}

fn fact(text: &mut String, label: &str, value: &str, language: Language) {
    let colon = match language {
        Language::Chinese => "：",
        Language::English => ": ",
    };
    if !value.trim().is_empty() {
        text.extend(["- **", label, "**", colon, &in_one_line(value), "\n"]);
    }
}

fn in_one_line(text: &str) -> String {
    escaped(&text.split_whitespace().collect::<Vec<_>>().join(" "))
}

/// Lines become paragraphs.
fn paragraphs(text: &str) -> String {
    let lines = text
        .lines()
        .map(in_one_line)
        .filter(|line| !line.is_empty());
    lines.map(|line| line + "\n").collect::<Vec<_>>().join("\n")
}

/// A text in which nothing has a meaning for Markdown, and nothing hides.
fn escaped(text: &str) -> String {
    let shown = crate::messages::escape_controls(text);
    let mut escaped = String::with_capacity(shown.len());
    for c in shown.chars() {
        if "\\`*_[]<>#|".contains(c) {
            escaped.push('\\');
        }
        escaped.push(c);
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::super::samples::{achievement, patent};
    use super::*;

    #[test]
    fn a_record_is_a_page_in_the_readers_language() {
        let text = page(&achievement(), Language::Chinese);
        for part in [
            "## 石墨烯导热膜的制备方法\n\n- **类型**：成果\n",
            "- **单位**：江城材料研究所; 江城大学\n",
            "- **登记号**：HBK2023Y0001\n",
            "\n### 摘要\n\n导热膜用于手机散热。\n",
        ] {
            assert!(text.contains(part), "{part}: {text}");
        }
        let text = page(&patent(), Language::English);
        assert!(text.contains("- **Publication**: CN100000001B\n"), "{text}");
    }

    #[test]
    fn nothing_in_a_record_is_markup() {
        let mut record = achievement();
        record.title = "# a <b> \u{202e}\n- [x](y)".to_owned();
        let text = page(&record, Language::English);
        assert!(
            text.starts_with("## \\# a \\<b\\> \\\\u{202e} - \\[x\\](y)\n"),
            "{text}"
        );
    }
}
