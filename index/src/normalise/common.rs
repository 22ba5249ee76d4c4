//! What records of every kind have: titles, people, subjects, place, stage, dates.

use super::cells::{Cells, typed};
use super::headers::Target;
use super::list::{self, distinct};
use super::names;
use super::text::line;
use crate::record::{
    Contact, Date, Dates, Kind, Maturity, Person, Price, Reference, Stage, Status, Subjects,
};
use crate::request::Facet;
use crate::vocab;

/// Marks of a document's genre that sources put behind titles.
const GENRES: [&str; 11] = [
    "[J]",
    "[D]",
    "[P]",
    "[C]",
    "[Z]",
    "[R]",
    "[S]",
    "[M]",
    " - Google Patents",
    "_百度百科",
    "[发明专利]",
];

/// The kind that a row states: `kind`, or what `--kind` and its headers say.
pub(super) fn kind(cells: &Cells, stated: Option<Kind>) -> Kind {
    cells
        .values(Target::Kind)
        .filter_map(|value| value.as_str())
        .find_map(|word| only(vocab::resolve(Facet::Kind, word))?.parse().ok())
        .or_else(|| {
            cells
                .texts(Target::Profile, list::values)
                .iter()
                .find_map(|text| of_profile(text))
        })
        .or(stated)
        .or_else(|| Some(cells.kind_of_columns()?.kind))
        .unwrap_or_default()
}

/// Types of profiles in the Enterprise Europe Network: business and technology offers and
/// requests, and requests for partners in research.
const PROFILES: [(&str, Kind); 5] = [
    ("RDR", Kind::Need),
    ("BO", Kind::Achievement),
    ("TO", Kind::Achievement),
    ("BR", Kind::Need),
    ("TR", Kind::Need),
];

/// The kind of a profile from its type (`TO`, `Technology offer`), or from its reference
/// (`TODE20240101001`: type, country, date, number).
fn of_profile(text: &str) -> Option<Kind> {
    let type_of = |(code, kind): &(&str, Kind)| {
        let rest = text.strip_prefix(code)?;
        let is_reference = rest.len() > 6 && rest.bytes().skip(2).all(|byte| byte.is_ascii_digit());
        (rest.is_empty() || is_reference).then_some(*kind)
    };
    let word = || only(vocab::resolve(Facet::Kind, text))?.parse().ok();
    PROFILES.iter().find_map(type_of).or_else(word)
}

/// The titles of a row, the main one first, without markup and genre.
pub(super) fn titles(cells: &Cells) -> Vec<String> {
    let whole = |text: &str| vec![line(text)];
    let mut titles = cells.texts(Target::Title, whole);
    titles.extend(cells.texts(Target::TitleAlt, list::values));
    let titles = titles.iter().map(|title| without_genre(title).to_owned());
    distinct(titles.filter(|title| !title.is_empty()).collect())
}

/// The names of a person, in other languages too: what stands below `title` is a post.
pub(super) fn names_of_person(cells: &Cells, name: String) -> Vec<String> {
    let others = cells.texts(Target::TitleAlt, list::values);
    distinct([name].into_iter().chain(others).collect())
}

/// Addresses of pages; a DOI is one, unless its page stands beside it.
pub(super) fn links(cells: &Cells) -> Vec<String> {
    let texts = cells.texts(Target::Links, list::values);
    let is_beside = |doi: &str| {
        texts
            .iter()
            .any(|text| text.contains("//") && text.ends_with(doi))
    };
    let links = texts.iter().filter_map(|text| match doi(text) {
        Some(doi) if is_beside(doi) => None,
        Some(doi) => Some(format!("https://doi.org/{doi}")),
        None => Some(text.clone()),
    });
    distinct(links.collect())
}

/// The DOI that a text is, without its label.
fn doi(text: &str) -> Option<&str> {
    let label = text
        .get(..4)
        .filter(|label| label.eq_ignore_ascii_case("doi:"));
    let bare = label.map_or(text, |label| text.get(label.len()..).unwrap_or_default());
    Some(bare.trim()).filter(|doi| doi.starts_with("10.") && doi.contains('/'))
}

fn without_genre(title: &str) -> &str {
    let bare = GENRES.iter().find_map(|genre| title.strip_suffix(genre));
    bare.map_or(title, str::trim_end)
}

/// Owners, applicants, employers. Short names of universities become official ones.
pub(super) fn institutions(cells: &Cells) -> Vec<String> {
    let mut names = cells.list(Target::Institutions, list::institutions);
    names.extend(cells.list(Target::Institution, list::institutions));
    if names.is_empty() {
        names = cells.list(Target::Owners, list::institutions);
    }
    let official = |name: String| only(vocab::resolve(Facet::Institution, &name)).unwrap_or(name);
    distinct(
        names
            .into_iter()
            .filter(|name| !name.is_empty())
            .map(official)
            .collect(),
    )
}

/// Inventors, completers and others, in the order of the columns.
pub(super) fn people(cells: &Cells, kind: Kind) -> Vec<Person> {
    let role = match kind {
        Kind::Patent => "inventor",
        Kind::Achievement => "completer",
        Kind::Expert => "expert",
        Kind::Need | Kind::Institution => "",
    };
    let named = |target, role: &str| {
        let names = cells.list(target, list::people).into_iter();
        // The items of an array are names that nothing has read yet.
        let names = distinct(names.map(|name| names::person(&name)).collect()).into_iter();
        let person = |name| Person {
            name,
            role: role.to_owned(),
        };
        names
            .filter(|name| !name.is_empty())
            .map(person)
            .collect::<Vec<_>>()
    };
    let mut people: Vec<Person> = match cells.values(Target::People).next() {
        Some(value) => typed(value).unwrap_or_else(|| named(Target::People, role)),
        None => Vec::new(),
    };
    people.extend(named(Target::Inventors, "inventor"));
    people.extend(named(Target::Completers, "completer"));
    if kind == Kind::Expert && people.is_empty() {
        people.extend(named(Target::Name, "expert"));
    }
    people
}

/// High-tech fields, industries, disciplines, IPC.
pub(super) fn subjects(cells: &Cells, kind: Kind) -> Subjects {
    let field = |text: String| only(vocab::resolve(Facet::Field, &text)).unwrap_or(text);
    let fields = cells.list(Target::Fields, fields).into_iter().map(field);
    Subjects {
        fields: distinct(fields.collect()),
        industries: coded(Facet::Industry, cells.list(Target::Industries, industries)),
        disciplines: coded(
            Facet::Discipline,
            cells.list(Target::Disciplines, disciplines),
        ),
        ipc: ipc(cells, kind),
    }
}

/// A name that holds `、` (生物、医药和医疗器械) is not cut.
fn fields(text: &str) -> Vec<String> {
    if vocab::resolve(Facet::Field, text).is_empty() {
        list::words(text)
    } else {
        vec![line(text)]
    }
}

fn industries(text: &str) -> Vec<String> {
    whole_or_parts(Facet::Industry, text)
}

fn disciplines(text: &str) -> Vec<String> {
    whole_or_parts(Facet::Discipline, text)
}

/// A name that holds commas (农,林,牧,渔业) is not cut.
fn whole_or_parts(facet: Facet, text: &str) -> Vec<String> {
    if vocab::resolve(facet, text).is_empty() {
        list::names_with_commas(text)
    } else {
        vec![line(text)]
    }
}

fn coded(facet: Facet, texts: Vec<String>) -> Vec<String> {
    distinct(
        texts
            .into_iter()
            .flat_map(|text| codes_of(facet, text))
            .collect(),
    )
}

/// The code of a name, `C27 医药制造业` and `医药制造业(27)` included; several where `、` parts
/// known names; the text as written where nothing is known.
fn codes_of(facet: Facet, text: String) -> Vec<String> {
    if let Some(code) = only(vocab::resolve(facet, &text)) {
        return vec![code];
    }
    let bare = text.trim_start_matches(|c: char| c.is_ascii_alphanumeric());
    let bare = bare.split(['(', '（']).next().unwrap_or_default();
    if let Some(code) = only(vocab::resolve(facet, bare)) {
        return vec![code];
    }
    let parts: Option<Vec<String>> = text
        .split('、')
        .map(|part| only(vocab::resolve(facet, part)))
        .collect();
    parts.unwrap_or_else(|| vec![text])
}

/// IPC symbols; CPC has a field of its own in patents only.
fn ipc(cells: &Cells, kind: Kind) -> Vec<String> {
    let mut texts = cells.texts(Target::Ipc, list::values);
    if kind != Kind::Patent {
        texts.extend(cells.texts(Target::Cpc, list::values));
    }
    let symbols = texts.into_iter().flat_map(|text| {
        let symbols = vocab::symbols(&text);
        if symbols.is_empty() {
            vec![text]
        } else {
            symbols
        }
    });
    distinct(symbols.collect())
}

/// The place: its own columns, else an address, else what the name of the institution lets
/// infer. The second value says that it is inferred.
pub(super) fn region(
    cells: &Cells,
    contacts: &[Contact],
    institutions: &[String],
) -> (String, bool) {
    let stated = stated_region(cells);
    if !stated.is_empty() {
        return (stated, false);
    }
    let addresses = contacts.iter().map(|contact| contact.address.as_str());
    let at_home = addresses
        .filter(|address| !address.is_empty())
        .find_map(vocab::region_of_address);
    if let Some(code) = at_home {
        return (code, false);
    }
    let inferred = institutions
        .first()
        .and_then(|name| vocab::region_of_institution(name));
    (inferred.clone().unwrap_or_default(), inferred.is_some())
}

/// The fields whose values are inferred: as our own table says, and as was found now.
pub(super) fn inferred(cells: &Cells, kind: Kind, region: bool) -> Vec<String> {
    let mut fields = cells.list(Target::Inferred, list::words);
    let prices = [Target::Price, Target::PriceMin, Target::PriceMax];
    let found = [
        ("region", region),
        (
            "price",
            prices.into_iter().any(|target| cells.infers_price(target)),
        ),
        (
            "budget",
            kind == Kind::Need && cells.infers_price(Target::Budget),
        ),
    ];
    let found = found.into_iter().filter(|(_, is_inferred)| *is_inferred);
    fields.extend(found.map(|(field, _)| field.to_owned()));
    distinct(fields)
}

/// The place that the row's own columns name, as a code or as written.
fn stated_region(cells: &Cells) -> String {
    let province = cells.text(Target::Province);
    let parts = [cells.text(Target::City), cells.text(Target::County)];
    let stated = cells.text(Target::Region);
    let written = if stated.is_empty() {
        parts.concat()
    } else {
        stated
    };
    let written = if written.is_empty() {
        province.clone()
    } else {
        written
    };
    if written.is_empty() {
        return written;
    }
    let hint = Some(&*province).filter(|province| !province.is_empty());
    vocab::region(&written, hint)
        .or_else(|| vocab::region(&format!("{province}{written}"), None))
        // CNIPA writes the code behind the province: `湖北;42`.
        .or_else(|| {
            written
                .split(';')
                .find_map(|part| vocab::region(part, hint))
        })
        .or_else(|| only(vocab::resolve(Facet::Region, &cells.text(Target::Region))))
        .unwrap_or(written)
}

/// Stage and readiness levels; what the source says in figures wins.
pub(super) fn maturity(cells: &Cells) -> Maturity {
    let words = cells.texts(Target::Stage, |text| vec![line(text)]);
    let readings = words.iter().map(|text| vocab::maturity(text));
    let best = readings.reduce(|best, next| if best.trl_min.is_some() { best } else { next });
    let mut maturity = best.unwrap_or_default();
    let stated = vocab::maturity(&cells.text(Target::Trl));
    let level = |target| {
        cells
            .text(target)
            .parse::<u8>()
            .ok()
            .filter(|level| (1..=9).contains(level))
    };
    maturity.trl_min = level(Target::TrlMin)
        .or(stated.trl_min)
        .or(maturity.trl_min);
    maturity.trl_max = level(Target::TrlMax)
        .or(stated.trl_max)
        .or(maturity.trl_max);
    if maturity.stage == Stage::Unknown {
        let named = words.iter().map(|text| stage(text));
        let named = named.into_iter().find(|stage| *stage != Stage::Unknown);
        let from_level = maturity.trl_min.map(vocab::stage_of);
        maturity.stage = named.or(from_level).unwrap_or_default();
    }
    maturity
}

/// The stage that one word or text stands for.
pub(super) fn stage(text: &str) -> Stage {
    match vocab::resolve(Facet::Stage, text).as_slice() {
        [key] if key == "lab" => Stage::Lab,
        [key] if key == "pilot" => Stage::Pilot,
        [key] if key == "mature" => Stage::Mature,
        _ => Stage::Unknown,
    }
}

/// Modes of cooperation by key; what is unknown or ambiguous stays as written.
pub(super) fn cooperation(cells: &Cells) -> Vec<String> {
    let modes = cells.list(Target::Cooperation, list::words).into_iter();
    let known = |text: String| only(vocab::resolve(Facet::Cooperation, &text)).unwrap_or(text);
    distinct(modes.map(known).collect())
}

/// The price: one column, or one for either bound.
pub(super) fn price(cells: &Cells) -> Option<Price> {
    let price = cells.price(Target::Price).or_else(|| {
        let (lowest, highest) = (cells.price(Target::PriceMin), cells.price(Target::PriceMax));
        let known = lowest.is_some() || highest.is_some();
        known.then(|| Price {
            min: lowest.and_then(|price| price.min),
            max: highest.and_then(|price| price.max),
            ..Price::default()
        })
    });
    let mut price = price.or_else(|| cells.words_for_price(Target::Price))?;
    let currency = cells.text(Target::Currency).to_ascii_uppercase();
    if price.currency.is_empty() && currency.len() == 3 && currency != "CNY" && currency != "RMB" {
        price.currency = currency;
    }
    Some(price)
}

/// Whether the listing stands, by its own word or by the state of its review.
pub(super) fn status(cells: &Cells) -> Status {
    let review = cells.text(Target::Review);
    let stated = match &*review {
        "2" => return Status::Published,
        "0" | "1" | "3" | "4" => return Status::Draft,
        "" => cells.text(Target::Status),
        words => words.to_owned(),
    };
    match only(vocab::resolve(Facet::Status, &stated)).as_deref() {
        Some("draft") => Status::Draft,
        Some("withdrawn") => Status::Withdrawn,
        Some("expired") => Status::Expired,
        _ => Status::Published,
    }
}

/// All dates; a bare year is the year of publication.
pub(super) fn dates(cells: &Cells) -> Dates {
    let stated: Dates = cells.part(Target::Dates).unwrap_or_default();
    let published = stated.published.or_else(|| cells.date(Target::Published));
    Dates {
        filed: stated.filed.or_else(|| cells.date(Target::Filed)),
        published: published.or_else(|| bare_year(cells)),
        granted: stated.granted.or_else(|| cells.date(Target::Granted)),
        registered: stated.registered.or_else(|| cells.date(Target::Registered)),
        updated: stated.updated.or_else(|| cells.date(Target::Updated)),
        verified: stated.verified.or_else(|| cells.date(Target::Verified)),
        expires: stated.expires.or_else(|| cells.date(Target::Expires)),
    }
}

fn bare_year(cells: &Cells) -> Option<Date> {
    cells
        .date(Target::Year)
        .and_then(|date| Date::new(date.year(), 0, 0))
}

/// Related records: `[{id, relation}]`, or ids.
pub(super) fn references(cells: &Cells) -> Vec<Reference> {
    let written = cells.values(Target::References).find_map(typed);
    written.unwrap_or_else(|| {
        let ids = cells.texts(Target::References, list::values).into_iter();
        let reference = |id| Reference {
            id,
            relation: String::new(),
        };
        ids.map(reference).collect()
    })
}

/// The only value, where there is exactly one.
pub(super) fn only(values: Vec<String>) -> Option<String> {
    let [value] = <[String; 1]>::try_from(values).ok()?;
    Some(value)
}
