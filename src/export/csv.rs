//! Records as CSV, for spreadsheets: UTF-8 with byte order mark, one line a record.
//!
//! The columns are named as import reads them. A list is joined by `; `. Of several contacts
//! only the first has columns; JSON Lines carry all.

use std::borrow::Cow;
use std::io::{self, Write};

use qiao_index::record::{Contact, Date, Person, Price, Record, Stage};

use super::LIST_SEPARATOR;

/// What makes a spreadsheet take a cell for a formula.
pub(crate) const FORMULA_STARTS: [char; 6] = ['=', '+', '-', '@', '\t', '\r'];

/// A column: its name and what stands in it.
pub(super) type Column = (&'static str, fn(&Record) -> Cow<'_, str>);

/// All columns in order.
pub(super) const COLUMNS: &[Column] = &[
    ("id", |r| own(&r.id)),
    ("kind", |r| own(r.kind.as_str())),
    ("title", |r| own(&r.title)),
    ("title_alt", |r| list(&r.title_alt)),
    ("summary", |r| own(&r.summary)),
    ("body", |r| own(&r.body)),
    ("keywords", |r| list(&r.keywords)),
    ("institutions", |r| list(&r.institutions)),
    ("people", |r| people(&r.people)),
    ("fields", |r| list(&r.subjects.fields)),
    ("industries", |r| list(&r.subjects.industries)),
    ("disciplines", |r| list(&r.subjects.disciplines)),
    ("ipc", |r| list(&r.subjects.ipc)),
    ("region", |r| own(&r.region)),
    ("stage", |r| stage(r.maturity.stage)),
    ("stage_raw", |r| own(&r.maturity.stage_raw)),
    ("trl_min", |r| number(r.maturity.trl_min)),
    ("trl_max", |r| number(r.maturity.trl_max)),
    ("cooperation", |r| list(&r.cooperation)),
    ("price", |r| negotiable(r.price.as_ref())),
    ("price_min", |r| {
        number(r.price.as_ref().and_then(|price| price.min))
    }),
    ("price_max", |r| {
        number(r.price.as_ref().and_then(|price| price.max))
    }),
    ("currency", |r| {
        r.price
            .as_ref()
            .map_or(own(""), |price| own(&price.currency))
    }),
    ("status", |r| own(r.status.as_str())),
    ("filed", |r| date(r.dates.filed)),
    ("published", |r| date(r.dates.published)),
    ("granted", |r| date(r.dates.granted)),
    ("registered", |r| date(r.dates.registered)),
    ("updated", |r| date(r.dates.updated)),
    ("verified", |r| date(r.dates.verified)),
    ("expires", |r| date(r.dates.expires)),
    ("contact_name", |r| contact(r, |c| own(&c.name))),
    ("contact_organisation", |r| {
        contact(r, |c| own(&c.organisation))
    }),
    ("contact_role", |r| contact(r, |c| own(&c.role))),
    ("contact_phone", |r| contact(r, |c| list(&c.phones))),
    ("contact_email", |r| contact(r, |c| list(&c.emails))),
    ("wechat", |r| contact(r, |c| own(&c.wechat))),
    ("contact_address", |r| contact(r, |c| own(&c.address))),
    ("website", |r| contact(r, |c| own(&c.website))),
    ("links", |r| list(&r.links)),
    ("registration_number", |r| {
        of(r.achievement.as_deref(), |a| own(&a.registration_number))
    }),
    ("class", |r| of(r.achievement.as_deref(), |a| own(&a.class))),
    ("form", |r| of(r.achievement.as_deref(), |a| own(&a.form))),
    ("attribute", |r| {
        of(r.achievement.as_deref(), |a| own(&a.attribute))
    }),
    ("level", |r| of(r.achievement.as_deref(), |a| own(&a.level))),
    ("application_state", |r| {
        of(r.achievement.as_deref(), |a| own(&a.application_state))
    }),
    ("evaluation", |r| {
        of(r.achievement.as_deref(), |a| own(&a.evaluation))
    }),
    ("awards", |r| {
        of(r.achievement.as_deref(), |a| list(&a.awards))
    }),
    ("ip", |r| of(r.achievement.as_deref(), |a| list(&a.ip))),
    ("office", |r| of(r.patent.as_deref(), |p| own(&p.office))),
    ("application_number", |r| {
        of(r.patent.as_deref(), |p| own(&p.application_number))
    }),
    ("publication_number", |r| {
        of(r.patent.as_deref(), |p| own(&p.publication_number))
    }),
    ("kind_code", |r| {
        of(r.patent.as_deref(), |p| own(&p.kind_code))
    }),
    ("patent_type", |r| {
        of(r.patent.as_deref(), |p| own(&p.patent_type))
    }),
    ("owners", |r| of(r.patent.as_deref(), |p| list(&p.owners))),
    ("agent", |r| of(r.patent.as_deref(), |p| own(&p.agent))),
    ("priority", |r| {
        of(r.patent.as_deref(), |p| list(&p.priority))
    }),
    ("family", |r| of(r.patent.as_deref(), |p| own(&p.family))),
    ("citations", |r| {
        of(r.patent.as_deref(), |p| list(&p.citations))
    }),
    ("claims", |r| {
        of(r.patent.as_deref(), |p| Cow::Owned(p.claims.join("\n")))
    }),
    ("cpc", |r| of(r.patent.as_deref(), |p| list(&p.cpc))),
    ("us_classes", |r| {
        of(r.patent.as_deref(), |p| list(&p.us_classes))
    }),
    ("document_type", |r| {
        of(r.patent.as_deref(), |p| own(&p.document_type))
    }),
    ("earliest_priority", |r| {
        date(r.patent.as_ref().and_then(|p| p.earliest_priority))
    }),
    ("family_members", |r| {
        of(r.patent.as_deref(), |p| list(&p.family_members))
    }),
    ("family_size", |r| {
        number(r.patent.as_ref().and_then(|p| p.family_size))
    }),
    ("literature", |r| {
        of(r.patent.as_deref(), |p| list(&p.literature))
    }),
    ("cites_count", |r| {
        number(r.patent.as_ref().and_then(|p| p.cites_count))
    }),
    ("cited_by_count", |r| {
        number(r.patent.as_ref().and_then(|p| p.cited_by_count))
    }),
    ("legal", |r| of(r.patent.as_deref(), |p| own(&p.legal.raw))),
    ("problem", |r| of(r.need.as_deref(), |n| own(&n.problem))),
    ("key_technology", |r| {
        of(r.need.as_deref(), |n| own(&n.key_technology))
    }),
    ("target", |r| of(r.need.as_deref(), |n| own(&n.target))),
    ("current_state", |r| {
        of(r.need.as_deref(), |n| own(&n.current_state))
    }),
    ("budget", |r| {
        of(r.need.as_deref(), |n| {
            n.budget.as_ref().map_or(own(""), amount)
        })
    }),
    ("deadline", |r| {
        date(r.need.as_ref().and_then(|n| n.deadline))
    }),
    ("desired_stage", |r| {
        of(r.need.as_deref(), |n| stage(n.desired_stage))
    }),
    ("post", |r| of(r.expert.as_deref(), |e| own(&e.post))),
    ("degree", |r| of(r.expert.as_deref(), |e| own(&e.degree))),
    ("interests", |r| {
        of(r.expert.as_deref(), |e| list(&e.interests))
    }),
    ("services", services),
    ("institution_type", |r| {
        of(r.institution.as_deref(), |i| own(&i.institution_type))
    }),
    ("aliases", |r| {
        of(r.institution.as_deref(), |i| list(&i.aliases))
    }),
    ("network_level", |r| {
        of(r.institution.as_deref(), |i| own(&i.network_level))
    }),
    ("parent", |r| {
        of(r.institution.as_deref(), |i| own(&i.parent))
    }),
    ("sources", |r| {
        Cow::Owned(join(r.sources.iter().map(|source| source.name.as_str())))
    }),
];

/// Writes a header and one line per record.
///
/// # Errors
/// `out` cannot be written.
pub(crate) fn write_csv(
    out: &mut dyn Write,
    records: impl Iterator<Item = Record>,
) -> io::Result<()> {
    out.write_all("\u{feff}".as_bytes())?;
    let mut writer = csv::WriterBuilder::new()
        .terminator(csv::Terminator::CRLF)
        .from_writer(out);
    writer.write_record(COLUMNS.iter().map(|(name, _)| name))?;
    for record in records {
        for (_, value) in COLUMNS {
            writer.write_field(formula_safe(&value(&record)))?;
        }
        writer.write_record(None::<&[u8]>)?;
    }
    writer.flush()
}

/// A text that a spreadsheet shows as it is: what would be a formula gets an apostrophe.
pub(crate) fn formula_safe(text: &str) -> String {
    let mark = if text.starts_with(FORMULA_STARTS) {
        "'"
    } else {
        ""
    };
    format!("{mark}{text}")
}

/// What a part of the record holds, where the record has that part.
fn of<'a, T>(part: Option<&'a T>, value: fn(&'a T) -> Cow<'a, str>) -> Cow<'a, str> {
    part.map_or(own(""), value)
}

const fn own(text: &str) -> Cow<'_, str> {
    Cow::Borrowed(text)
}

fn join<'a>(values: impl Iterator<Item = &'a str>) -> String {
    values.collect::<Vec<_>>().join(LIST_SEPARATOR)
}

fn list(values: &[String]) -> Cow<'_, str> {
    match values {
        [value] => own(value),
        values => Cow::Owned(values.join(LIST_SEPARATOR)),
    }
}

fn people(people: &[Person]) -> Cow<'_, str> {
    Cow::Owned(join(people.iter().map(|person| person.name.as_str())))
}

fn number<'a>(value: Option<impl ToString>) -> Cow<'a, str> {
    Cow::Owned(value.map_or_else(String::new, |value| value.to_string()))
}

fn date<'a>(value: Option<Date>) -> Cow<'a, str> {
    number(value)
}

fn stage<'a>(stage: Stage) -> Cow<'a, str> {
    own(if stage == Stage::Unknown {
        ""
    } else {
        stage.as_str()
    })
}

fn negotiable(price: Option<&Price>) -> Cow<'_, str> {
    own(if price.is_some_and(|price| price.negotiable) {
        "面议"
    } else {
        ""
    })
}

/// A price in one cell, with its unit.
fn amount(price: &Price) -> Cow<'_, str> {
    let unit = if price.currency.is_empty() {
        "元"
    } else {
        &price.currency
    };
    Cow::Owned(match (price.min, price.max) {
        (Some(min), Some(max)) if min < max => format!("{min}-{max}{unit}"),
        (Some(figure), _) | (None, Some(figure)) => format!("{figure}{unit}"),
        (None, None) => return negotiable(Some(price)),
    })
}

fn contact(record: &Record, value: fn(&Contact) -> Cow<'_, str>) -> Cow<'_, str> {
    record.contact.first().map_or(own(""), value)
}

fn services(record: &Record) -> Cow<'_, str> {
    let of_expert = record.expert.as_ref().map(|expert| &expert.services);
    let of_institution = record.institution.as_ref().map(|it| &it.services);
    of_expert
        .or(of_institution)
        .map_or(own(""), |services| list(services))
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use std::collections::HashMap;

    use super::super::samples::{achievement, patent};
    use super::*;

    fn written(records: &[Record]) -> String {
        let mut out = Vec::new();
        write_csv(&mut out, records.iter().cloned()).unwrap();
        String::from_utf8(out).unwrap()
    }

    fn line(record: Record) -> HashMap<String, String> {
        let text = written(&[record]);
        let text = text.strip_prefix('\u{feff}').unwrap();
        let mut reader = csv::Reader::from_reader(text.as_bytes());
        reader.deserialize().next().unwrap().unwrap()
    }

    #[test]
    fn a_record_is_one_line_of_named_cells() {
        let cells = line(achievement());
        for (name, value) in [
            ("title", "石墨烯导热膜的制备方法"),
            ("keywords", "石墨烯; 导热膜"),
            ("institutions", "江城材料研究所; 江城大学"),
            ("people", "王小桥; 李见"),
            ("stage", "pilot"),
            ("trl_min", "6"),
            ("price_min", "100000"),
            ("price_max", "505000"),
            ("published", "2023-05"),
            ("contact_phone", "027-00001234; +86 27 0000 5678"),
            ("registration_number", "HBK2023Y0001"),
            ("application_number", ""),
            ("sources", "sample"),
        ] {
            assert_eq!(cells[name], value, "{name}");
        }
        assert_eq!(line(patent())["application_number"], "202010000001.X");
    }

    #[test]
    fn no_cell_is_a_formula() {
        let mut record = achievement();
        record.title = "=HYPERLINK(\"https://example.com\")".to_owned();
        record.summary = "@sum".to_owned();
        record.body = "\t=1".to_owned();
        record.keywords = vec!["-1".to_owned(), "=2".to_owned()];
        record.contact[0].phones.remove(0);
        let cells = line(record);
        assert_eq!(cells["title"], "'=HYPERLINK(\"https://example.com\")");
        assert_eq!(cells["summary"], "'@sum");
        assert_eq!(cells["body"], "'\t=1");
        assert_eq!(cells["keywords"], "'-1; =2");
        assert_eq!(cells["contact_phone"], "'+86 27 0000 5678");
    }

    #[test]
    fn spreadsheets_recognise_the_file() {
        let text = written(&[achievement()]);
        assert!(text.starts_with("\u{feff}id,kind,title,"));
        assert_eq!(text.matches("\r\n").count(), 2);
        assert_eq!(written(&[]).matches("\r\n").count(), 1);
    }

    #[test]
    fn every_column_is_read_back_by_its_name() {
        use qiao_index::normalise::is_known_header;
        for (name, _) in COLUMNS {
            assert!(is_known_header(name), "{name}");
        }
    }

    #[test]
    fn columns_have_names_of_their_own() {
        let mut names: Vec<&str> = COLUMNS.iter().map(|(name, _)| *name).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), COLUMNS.len());
    }
}
