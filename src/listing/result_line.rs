//! Facts of a record in words: its line in the results.

use qiao_index::record::{Price, Record, Stage};
use qiao_index::request::Facet;
use qiao_index::vocab::Language;

use super::findings;
use crate::listing::fields::{self, price};
use crate::messages::pick;
use crate::ui::presentation::Presentation;

use crate::ui::text::Line;
use crate::ui::theme::Role;

/// Columns that an institution's name keeps beside other facts.
const MIN_INSTITUTION_WIDTH: usize = 12;
/// Columns that a price takes at most.
const MOST_PRICE: usize = 24;
/// Columns of a year.
const YEAR: usize = 4;

/// Institution, region, kind, stage, year, price: those that are known.
pub(crate) fn facts(record: &Record, look: &Presentation) -> Vec<String> {
    let mut facts = sort_of(record, look);
    facts.extend(record.dates.year().map(|year| year.to_string()));
    let asked = record.price.as_ref().map(|asked| price(asked, look));
    let asked = asked.filter(|asked| !asked.is_empty());
    facts.extend(asked.map(|asked| asked + mark(record, "price", fields::inferred_mark(look))));
    facts.retain(|fact| !fact.is_empty());
    facts
}

/// A mark where a field is inferred.
fn mark<'m>(record: &Record, name: &str, mark: &'m str) -> &'m str {
    if fields::is_inferred(record, name) {
        mark
    } else {
        ""
    }
}

/// Institution, region, kind, stage: those that are known.
fn sort_of(record: &Record, look: &Presentation) -> Vec<String> {
    let mut facts = vec![record.lead_institution().to_owned()];
    if !record.region.is_empty() {
        let inferred = mark(record, "region", fields::inferred_mark(look));
        facts.push(look.label(Facet::Region, &record.region) + inferred);
    }
    facts.push(look.label(Facet::Kind, record.kind.as_str()));
    facts.push(fields::patent_number(record));
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

/// Widths of a result's columns; what a window has no room for is left out of every row alike.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Layout {
    institution: usize,
    region: usize,
    kind: usize,
    stage: usize,
    price: usize,
}

/// Between two columns.
const GAP: usize = 2;

/// Region, kind, stage, price, Chinese first: no longer name or usual price is cut.
const WIDTHS: [[usize; 4]; 2] = [[8, 4, 10, 17], [12, 11, 10, 23]];

impl Layout {
    /// Institution, kind and year always; region, price and stage, in this order, where the
    /// institution keeps enough.
    fn new(width: usize, language: Language) -> Self {
        let [region, kind, stage, price] = pick(language, WIDTHS);
        let mut rest = width.saturating_sub(kind + YEAR + 2 * GAP);
        let mut full = false;
        let mut room = |column: usize| {
            let left = rest.checked_sub(column + GAP);
            let left = left.filter(|left| !full && *left >= MIN_INSTITUTION_WIDTH);
            // What comes later is not in a narrower list either.
            full = left.is_none();
            rest = left.unwrap_or(rest);
            left.map_or(0, |_| column)
        };
        let (region, price, stage) = (room(region), room(price), room(stage));
        Self {
            institution: rest,
            region,
            kind,
            stage,
            price,
        }
    }
}

/// Institution, region, kind and stage from the left, price and year right-aligned: each in a
/// column of its own.
pub(crate) fn facts_line(record: &Record, width: usize, look: &Presentation) -> Line {
    let mut layout = Layout::new(width, look.language);
    let right = numbers(record, layout, look);
    // An unusual price takes its room from the name, not from what stands beside it.
    let usual = if layout.price > 0 {
        layout.price + GAP + YEAR
    } else {
        YEAR
    };
    let over = look.columns.width(&right).saturating_sub(usual);
    layout.institution = layout.institution.saturating_sub(over);
    let room = width.saturating_sub(look.columns.width(&right) + GAP);
    let left = look.columns.fit(&left_columns(record, layout, look), room);
    let pad = width.saturating_sub(look.columns.width(&left) + look.columns.width(&right));
    Line::new(format!("{left}{}{right}", " ".repeat(pad)), Role::Dim)
}

fn left_columns(record: &Record, layout: Layout, look: &Presentation) -> String {
    let stage = match record.maturity.stage {
        Stage::Unknown => String::new(),
        stage => look.label(Facet::Stage, stage.as_str()),
    };
    let columns = [
        (layout.institution, record.lead_institution().to_owned()),
        (layout.region, region(record, layout.region, look)),
        (layout.kind, look.label(Facet::Kind, record.kind.as_str())),
        (layout.stage, stage),
    ];
    let mut text = String::new();
    for (width, column) in columns.into_iter().filter(|(width, _)| *width > 0) {
        let column = look.columns.fit(&column, width);
        let pad = width - look.columns.width(&column) + GAP;
        text.extend([&*column, &" ".repeat(pad)]);
    }
    text.truncate(text.trim_end().len());
    text
}

/// A region's name; where it has no room, without what sort of place it is.
fn region(record: &Record, width: usize, look: &Presentation) -> String {
    let name = look.label(Facet::Region, &record.region);
    let sorts = [" District", " County", " Autonomous County"];
    let bare = sorts.iter().find_map(|sort| name.strip_suffix(sort));
    match bare {
        Some(bare) if !look.columns.fits(&name, width) => bare.to_owned(),
        _ => name,
    }
}

/// "80–150 万元  2025"; years stand below each other, and so do prices.
fn numbers(record: &Record, layout: Layout, look: &Presentation) -> String {
    let year = record.dates.year().map(|year| year.to_string());
    let year = format!("{:>YEAR$}", year.unwrap_or_default());
    // That a figure is open to talk, or what else is said of it, is in the listing.
    let figure = |asked: &Price| match (asked.min, asked.max) {
        (None, None) => asked.clone(),
        _ => Price {
            negotiable: false,
            words: String::new(),
            ..asked.clone()
        },
    };
    let asked = record.price.as_ref().filter(|_| layout.price > 0);
    // There is room for a sign only; the listing says that it means "inferred".
    let sign = mark(record, "price", pick(look.language, ["？", "?"]));
    let asked = asked.map(|asked| look.columns.fit(&price(&figure(asked), look), MOST_PRICE));
    let asked = asked.filter(|asked| !asked.is_empty());
    let asked = asked.map(|asked| asked + sign);
    match asked {
        Some(asked) => format!("{asked}{}{year}", " ".repeat(GAP)),
        None => year,
    }
}

/// What the checks found, for the right end of a result's title; nothing in a narrow list.
pub(crate) fn badges(record: &Record, width: usize, look: &Presentation) -> Line {
    let mut line = Line::default();
    let badges = findings::badges(record, look);
    for badge in badges.iter().filter(|badge| badge.is_telling) {
        let text = format!("{}! {}", " ".repeat(GAP), badge.name);
        if line.width(look.columns) + look.columns.width(&text) <= width / 2 {
            line.push(text, Role::Warning);
        }
    }
    line
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::text::DisplayWidth;
    use crate::ui::theme::Theme;

    #[test]
    fn a_listing_that_is_merely_old_bears_no_badge_in_the_results() {
        use qiao_index::record::{Date, Dates};
        let look = Presentation::new(
            Language::Chinese,
            Theme::ansi(),
            DisplayWidth::default(),
            false,
        );
        let dates = Dates {
            published: Date::new(2015, 5, 1),
            ..Dates::default()
        };
        let mut record = Record {
            dates,
            ..Record::default()
        };
        let shown = |record: &Record| {
            let line = badges(record, 100, &look);
            let pieces = line.pieces.iter().map(|piece| &*piece.text);
            pieces.collect::<String>()
        };
        let names: Vec<_> = findings::badges(&record, &look)
            .iter()
            .map(|badge| badge.name)
            .collect();
        assert_eq!(names, ["一年未核实"], "the listing itself says so");
        assert_eq!(shown(&record), "");
        record.dates.expires = Date::new(2016, 5, 1);
        assert_eq!(shown(&record), "  ! 已过期");
        record.status = qiao_index::record::Status::Withdrawn;
        assert_eq!(shown(&record), "  ! 已撤回  ! 已过期");
    }

    #[test]
    fn kinds_years_and_prices_stand_below_each_other_at_every_width() {
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
            record("", Some(3e6), 2026),
        ];
        for language in [Language::Chinese, Language::English] {
            let look = Presentation::new(language, Theme::ansi(), DisplayWidth::default(), false);
            for width in 20..=200 {
                let mut kinds = Vec::new();
                for record in &records {
                    let line = facts_line(record, width, &look);
                    assert_eq!(line.width(look.columns), width, "{line:?}");
                    let text: String = line.pieces.iter().map(|piece| &*piece.text).collect();
                    let year = record.dates.year().map(|year| year.to_string());
                    assert!(text.ends_with(&year.unwrap_or_default()), "{text}");
                    let kind = look.label(Facet::Kind, record.kind.as_str());
                    let before = text.split(&kind).next().unwrap_or_default();
                    kinds.push(look.columns.width(before));
                }
                // A cut word stands where the whole one would.
                if width > 40 {
                    assert!(
                        kinds.windows(2).all(|pair| pair[0] == pair[1]),
                        "{width}: {kinds:?}"
                    );
                }
                for record in &records {
                    let line = facts_line(record, width, &look);
                    assert_eq!(line.width(look.columns), width);
                }
            }
        }
    }
}
