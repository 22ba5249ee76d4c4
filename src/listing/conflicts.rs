//! Where the sources of a listing contradict each other, or the user's edit, in words.

use qiao_index::edits::{self, values_text};
use qiao_index::fields;
use qiao_index::fields::Shape;
use qiao_index::record::{Conflict, Record, Said};

use super::badge::Badge;
use super::fields::price;
use crate::messages::{fill, pick};
use crate::ui::presentation::Presentation;

/// Columns of a value; the rows as they came have all of it.
const MAX_VALUE: usize = 80;

/// The fields on which sources disagree, one a line: what each says, newest first.
pub(crate) fn told(record: &Record, look: &Presentation) -> Vec<String> {
    let conflicts = record.conflicts.iter();
    let line = |conflict: &Conflict| {
        let field = label(&conflict.field, record, look);
        format!("{field} · {}", sayings(conflict, record, look))
    };
    conflicts.map(line).collect()
}

/// What each source says of a field, newest first.
pub(crate) fn sayings(conflict: &Conflict, record: &Record, look: &Presentation) -> String {
    let colon = pick(look.language, ["：", ": "]);
    let said = conflict.said.iter().map(|said| {
        let value = value(&conflict.field, said, record, look);
        format!("{}{colon}{value}", place(said, conflict))
    });
    said.collect::<Vec<_>>().join(" · ")
}

/// The source; where another row of it says something, too, the row.
fn place(said: &Said, conflict: &Conflict) -> String {
    let mut others = conflict.said.iter().filter(|other| *other != said);
    if others.all(|other| other.source != said.source) {
        return said.source.clone();
    }
    format!("{}:{}", said.file, said.row)
}

fn value(field: &str, said: &Said, record: &Record, look: &Presentation) -> String {
    let known = fields::named(field, record.kind);
    let amount = || {
        let amount = said.value.values().next().cloned()?;
        let amount = serde_json::from_value(amount).ok()?;
        Some(price(&amount, look))
    };
    let value = match known.map(|field| field.shape) {
        Some(Shape::Price) => amount(),
        _ => None,
    };
    let value = value.unwrap_or_else(|| {
        let text = values_text(field, &said.value, record.kind, look.language);
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    });
    look.columns.fit(&value, MAX_VALUE)
}

fn label<'f>(field: &'f str, record: &Record, look: &Presentation) -> &'f str {
    let known = edits::named(field, record.kind);
    known.map_or(field, |known| known.label(record.kind, look.language))
}

/// That sources disagree among themselves, and that one says something else by now than what the
/// user has edited.
pub(crate) fn badges(record: &Record, look: &Presentation) -> impl Iterator<Item = Badge> {
    let edited = record.edits.iter().filter(|edit| edit.conflict);
    let edited = edited.map(|edit| &*edit.field).collect::<Vec<_>>();
    let open = record.conflicts.iter().map(|conflict| &*conflict.field);
    let open = open.collect::<Vec<_>>();
    [
        badge(
            &open,
            ["来源说法不一", "sources disagree"],
            [
                "各来源对以下字段说法不同：{fields}；所示为最新的（文字为最长的），见“说法不一”",
                "its sources differ on: {fields}; the newest is shown, of texts the longest, see “Sources disagree”",
            ],
            record,
            look,
        ),
        badge(
            &edited,
            ["与来源不一致", "source disagrees"],
            [
                "来源后来改了您修改过的字段：{fields}；保留的是您的，见“已修改”",
                "a source has since changed what you edited: {fields}; yours is kept, see “Edited by you”",
            ],
            record,
            look,
        ),
    ]
    .into_iter()
    .flatten()
}

fn badge(
    fields: &[&str],
    name: [&'static str; 2],
    why: [&'static str; 2],
    record: &Record,
    look: &Presentation,
) -> Option<Badge> {
    let labels = fields.iter().map(|field| label(field, record, look));
    let labels: Vec<&str> = labels.collect();
    let labels = labels.join(pick(look.language, ["、", ", "]));
    (!fields.is_empty()).then(|| Badge {
        name: pick(look.language, name),
        why: fill(pick(look.language, why), &[("fields", &labels)]),
        value: None,
        is_telling: true,
    })
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use qiao_index::vocab::Language;
    use serde_json::{Value, json};

    use super::*;
    use crate::ui::text::DisplayWidth;
    use crate::ui::theme::Theme;

    fn record(said: &Value) -> Record {
        let conflicts = json!([{"field": "price", "said": said}]);
        serde_json::from_value(json!({"title": "阀门", "conflicts": conflicts})).unwrap()
    }

    fn said(source: &str, row: u64, min: f64) -> Value {
        let value = json!({"price": {"min": min, "max": min}});
        json!({"source": source, "file": format!("{source}.csv"), "row": row, "value": value})
    }

    #[test]
    fn what_sources_say_differently_is_told_with_their_names() {
        let check = |said: &Value, language, expected: &str| {
            let look = Presentation::new(language, Theme::ansi(), DisplayWidth::default(), false);
            assert_eq!(told(&record(said), &look), [expected]);
        };
        let two = json!([said("甲", 2, 5e5), said("乙", 7, 8e5)]);
        check(&two, Language::Chinese, "价格 · 甲：50 万元 · 乙：80 万元");
        check(
            &two,
            Language::English,
            "Price · 甲: CNY 500,000 · 乙: CNY 800,000",
        );
        let rows = json!([said("甲", 2, 5e5), said("甲", 3, 8e5)]);
        check(
            &rows,
            Language::Chinese,
            "价格 · 甲.csv:2：50 万元 · 甲.csv:3：80 万元",
        );
    }

    #[test]
    fn sources_that_disagree_are_a_badge() {
        let english = Language::English;
        let look = Presentation::new(english, Theme::ansi(), DisplayWidth::default(), false);
        let record = record(&json!([said("甲", 2, 5e5), said("乙", 7, 8e5)]));
        let badges: Vec<Badge> = badges(&record, &look).collect();
        assert_eq!(badges.len(), 1);
        assert_eq!(badges[0].name, "sources disagree");
        assert!(badges[0].why.contains("differ on: Price;"), "{badges:?}");
    }
}
