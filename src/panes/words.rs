//! Facts of a record in words: its line in the results.

use qiao_index::record::{Price, Record, Stage};
use qiao_index::search::Facet;

use super::findings;
use crate::fields::price;
use crate::look::Look;

use crate::text::Line;
use crate::theme::Role;

/// A result's institution keeps so many columns where facts are many.
const SHORTEST: usize = 8;
/// Columns of a year.
const YEAR: usize = 4;
/// A price stands in the results only where it leaves so many columns to the other facts.
const LEAST: usize = 24;

/// Institution, region, kind, stage, year, price: those that are known.
pub(crate) fn facts(record: &Record, look: &Look) -> Vec<String> {
    let mut facts = sort_of(record, look);
    facts.extend(record.dates.year().map(|year| year.to_string()));
    facts.extend(record.price.as_ref().map(|asked| price(asked, look)));
    facts.retain(|fact| !fact.is_empty());
    facts
}

/// Institution, region, kind, stage: those that are known.
fn sort_of(record: &Record, look: &Look) -> Vec<String> {
    let mut facts = vec![record.lead_institution().to_owned()];
    if !record.region.is_empty() {
        facts.push(look.label(Facet::Region, &record.region));
    }
    facts.push(look.label(Facet::Kind, record.kind.as_str()));
    if record.maturity.stage != Stage::Unknown {
        facts.push(look.label(Facet::Stage, record.maturity.stage.as_str()));
    }
    facts.retain(|fact| !fact.is_empty());
    facts
}

/// The web address to open for a record: its first that starts with http or https.
pub(crate) fn web_address(record: &Record) -> Option<&str> {
    let contacts = record.contact.iter().map(|contact| &contact.website);
    let mut links = record.links.iter().chain(contacts).map(String::as_str);
    links.find(|link| link.starts_with("http://") || link.starts_with("https://"))
}

/// Facts and badges from the left, price and year right-aligned in columns of their own. The
/// price gives way first, then the last facts, then the institution's name.
pub(crate) fn facts_line(record: &Record, width: usize, look: &Look) -> Line {
    let numbers = numbers(record, width, look);
    let right = look.columns.width(&numbers);
    let mut line = left_facts(record, width.saturating_sub(right + 2), look);
    let pad = width.saturating_sub(line.width(look.columns) + right);
    line.push(format!("{}{numbers}", " ".repeat(pad)), Role::Dim);
    line
}

/// "80–150 万元  2025"; years stand below each other, and so do prices.
fn numbers(record: &Record, width: usize, look: &Look) -> String {
    let year = record.dates.year().map(|year| year.to_string());
    let year = format!("{:>YEAR$}", year.unwrap_or_default());
    // That a figure is open to talk is said in the listing.
    let figure = |asked: &Price| Price {
        negotiable: asked.negotiable && asked.min.is_none() && asked.max.is_none(),
        ..asked.clone()
    };
    let asked = record
        .price
        .as_ref()
        .map(|asked| price(&figure(asked), look));
    let asked = asked.unwrap_or_default();
    let needed = look.columns.width(&asked) + 2 + YEAR;
    if asked.is_empty() || needed + LEAST > width {
        year
    } else {
        format!("{asked}  {year}")
    }
}

fn left_facts(record: &Record, width: usize, look: &Look) -> Line {
    let mut facts = sort_of(record, look);
    let badges: Vec<String> = findings::badges(record, look)
        .iter()
        .map(|badge| format!("! {}", badge.name))
        .collect();
    let columns = look.columns;
    let all = |facts: &[String]| columns.width(&[facts, &badges].concat().join(look.symbols.dot));
    let institution = columns.width(record.lead_institution());
    let yields = institution.saturating_sub(SHORTEST);
    while facts.len() > 1 && all(&facts) > width + yields {
        facts.pop();
    }
    let over = all(&facts).saturating_sub(width);
    if let Some(name) = facts.first_mut().filter(|_| institution > 0) {
        *name = columns.fit(name, institution.saturating_sub(over).max(SHORTEST));
    }
    let mut line = Line::default();
    let facts = facts.iter().map(|fact| (fact, Role::Dim));
    for (text, role) in facts.chain(badges.iter().map(|badge| (badge, Role::Warning))) {
        if !line.pieces.is_empty() {
            line.push(look.symbols.dot, Role::Dim);
        }
        line.push(text, role);
    }
    line.fit(columns, width)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Columns;
    use crate::theme::Theme;
    use qiao_index::vocab::Language;

    #[test]
    fn years_and_prices_stand_below_each_other_at_every_width() {
        use qiao_index::record::{Date, Dates, Kind};
        let record = |institution: &str, price: Option<f64>, year| Record {
            institutions: vec![institution.to_owned()],
            region: "420804".to_owned(),
            kind: Kind::Achievement,
            price: price.map(|amount| Price {
                min: Some(amount),
                max: Some(amount * 2.0),
                negotiable: true,
                ..Price::default()
            }),
            dates: Dates {
                published: Date::new(year, 5, 1),
                ..Dates::default()
            },
            ..Record::default()
        };
        let records = [
            record("荆门漳河新材料研究院", Some(800_000.0), 2025),
            record("Example University of Science — 示例", None, 1999),
            record("", Some(3e8), 2026),
        ];
        for language in [Language::Chinese, Language::English] {
            let look = Look::new(language, Theme::ansi(), Columns::default(), false);
            for width in 20..=200 {
                for record in &records {
                    let line = facts_line(record, width, &look);
                    assert_eq!(line.width(look.columns), width, "{line:?}");
                    let text: String = line.pieces.iter().map(|piece| &*piece.text).collect();
                    let year = record.dates.year().map(|year| year.to_string());
                    assert!(text.ends_with(&year.unwrap_or_default()), "{text}");
                }
            }
        }
    }
}
