//! What each kind of record adds.

use super::cells::Cells;
use super::common::stage;
use super::headers::Target;
use super::japan::JapaneseNumber;
use super::legal::legal;
use super::list;
use super::number::{PatentNumber, is_kind_code, normalise_number, number_of_office};
use super::patent_facts;
use crate::record::{Achievement, Expert, Institution, Kind, Legal, Need, Patent, Record, Stage};
use crate::vocab;

/// Adds to `record` what its kind has beyond the header.
pub(super) fn add(record: &mut Record, cells: &Cells) {
    let kind = record.kind;
    record.achievement = boxed(achievement(cells, kind == Kind::Achievement));
    record.patent = boxed(patent(cells, kind == Kind::Patent));
    record.need = boxed(need(cells, kind == Kind::Need));
    record.expert = boxed(expert(cells, kind == Kind::Expert));
    record.institution = boxed(institution(cells, kind == Kind::Institution));
}

fn boxed<T: Default + PartialEq>(part: T) -> Option<Box<T>> {
    (part != T::default()).then(|| Box::new(part))
}

/// Fills the empty ones among `texts` and `lists` from their columns.
fn fill<const T: usize, const L: usize>(
    cells: &Cells,
    texts: [(&mut String, Target); T],
    lists: [(&mut Vec<String>, Target); L],
) {
    for (text, target) in texts {
        if text.is_empty() {
            *text = cells.text(target);
        }
    }
    for (values, target) in lists {
        if values.is_empty() {
            *values = cells.list(target, list::words);
        }
    }
}

fn achievement(cells: &Cells, is_kind: bool) -> Achievement {
    let mut part: Achievement = cells.part(Target::Achievement).unwrap_or_default();
    if !is_kind {
        return part;
    }
    fill(
        cells,
        [
            (&mut part.registration_number, Target::RegistrationNumber),
            (&mut part.class, Target::Class),
            (&mut part.form, Target::Form),
            (&mut part.attribute, Target::Attribute),
            (&mut part.level, Target::Level),
            (&mut part.application_state, Target::ApplicationState),
            (&mut part.evaluation, Target::Evaluation),
        ],
        [
            (&mut part.awards, Target::Awards),
            (&mut part.ip, Target::Ip),
        ],
    );
    for target in [
        Target::Number,
        Target::ApplicationNumber,
        Target::PublicationNumber,
    ] {
        part.ip.extend(cells.list(target, list::words));
    }
    part.ip = list::distinct(part.ip);
    part
}

fn patent(cells: &Cells, is_kind: bool) -> Patent {
    let mut part: Patent = cells.part(Target::Patent).unwrap_or_default();
    if !is_kind {
        return part;
    }
    fill(
        cells,
        [
            (&mut part.application_number, Target::ApplicationNumber),
            (&mut part.publication_number, Target::PublicationNumber),
            (&mut part.kind_code, Target::KindCode),
            (&mut part.patent_type, Target::Type),
            (&mut part.agent, Target::Agent),
            (&mut part.family, Target::Family),
        ],
        [],
    );
    for (values, target) in [
        (&mut part.owners, Target::Owners),
        (&mut part.priority, Target::Priority),
        (&mut part.citations, Target::Citations),
    ] {
        if values.is_empty() {
            *values = cells.list(target, list::institutions);
        }
    }
    if part.claims.is_empty() {
        part.claims = cells.texts(Target::Claims, list::paragraphs);
    }
    number(&mut part, cells);
    part.patent_type = patent_type(&part);
    if part.legal == Legal::default() {
        part.legal = legal(cells);
    }
    patent_facts::add(&mut part, cells);
    part
}

/// Parts the publication number into office, number and kind. A number that cannot be read
/// stays as written. An office that the row names outranks one that its numbers look like.
fn number(part: &mut Patent, cells: &Cells) {
    let word = cells.text(Target::Kind);
    if part.kind_code.is_empty() && is_kind_code(&word) {
        part.kind_code = word;
    }
    if part.office.is_empty() {
        let stated = vocab::office(&cells.text(Target::Office));
        stated.unwrap_or_default().clone_into(&mut part.office);
    }
    if part.application_number.is_empty() {
        let columns = [Target::Number, Target::PublicationNumber].map(|target| cells.text(target));
        let application = columns.into_iter().find(|text| is_application(text));
        part.application_number = application.unwrap_or_default();
    }
    if matches!(&*part.office, "" | "CN" | "JP") && is_application(&part.publication_number) {
        part.publication_number.clear();
    }
    if part.office.is_empty() {
        let application = normalise_number(&part.application_number);
        part.office = application.map(|known| known.office).unwrap_or_default();
    }
    if let Some(known) = published(part, cells) {
        part.office = known.office;
        part.publication_number = known.number;
        if !known.kind.is_empty() {
            part.kind_code = known.kind;
        }
    }
}

/// Whether a number that may be of a publication is that of a Chinese or Japanese application.
fn is_application(text: &str) -> bool {
    if JapaneseNumber::whole(text).is_some_and(|known| known.is_application()) {
        return true;
    }
    let known = normalise_number(text).filter(|known| known.office == "CN");
    known.is_some_and(|known| matches!(known.number.len(), 8 | 12) && known.kind.is_empty())
}

/// The numbers of publications in a row. Lists write all publications of an application into
/// one cell: the first is meant.
fn numbers_of_publications(part: &Patent, cells: &Cells) -> Vec<String> {
    let mut numbers = cells.list(Target::PublicationNumber, list::words);
    if matches!(&*part.office, "" | "CN" | "JP") {
        numbers.retain(|number| !is_application(number));
    }
    if numbers.len() < 2 && !part.publication_number.is_empty() {
        numbers.insert(0, part.publication_number.clone());
    }
    numbers
}

/// The publication number under its own headers, else an id or number with a kind code.
fn published(part: &Patent, cells: &Cells) -> Option<PatentNumber> {
    let read = |text: &String| {
        let stated = number_of_office(&part.office, text, &part.kind_code);
        stated
            .filter(|_| !part.office.is_empty())
            .or_else(|| normalise_number(text))
    };
    let numbers = numbers_of_publications(part, cells);
    let known: Vec<PatentNumber> = numbers.iter().filter_map(read).collect();
    let whole = known.iter().find(|known| !known.kind.is_empty());
    let others = [Target::Id, Target::Number].map(|target| cells.text(target));
    let mut others = others.iter().filter_map(|text| normalise_number(text));
    whole
        .or(known.first())
        .cloned()
        .or_else(|| others.find(is_plain))
}

/// A number of digits with a kind code: an id of letters may only look like one (`ARC-16892-1A`).
fn is_plain(known: &PatentNumber) -> bool {
    let is_digits = known.number.bytes().all(|byte| byte.is_ascii_digit());
    !known.kind.is_empty() && known.number.len() >= 6 && is_digits
}

/// Numbers and ids of a row under which it is found too: further publications in its cell, and
/// the source's id where the number of its publication stands for it.
pub(super) fn other_numbers(record: &Record, cells: &Cells) -> Vec<String> {
    let own = cells.list(Target::OtherNumbers, list::words);
    let Some(patent) = &record.patent else {
        return own;
    };
    let mut numbers: Vec<String> = numbers_of_publications(patent, cells)
        .into_iter()
        .skip(1)
        .collect();
    numbers.extend([Target::Id, Target::Number].map(|target| cells.text(target)));
    let is_new = |number: &String| {
        let known = normalise_number(number).map(|known| known.to_string());
        let shown = known.unwrap_or_else(|| number.clone());
        let is_id = [&shown, number]
            .into_iter()
            .any(|known| record.id.contains(known.as_str()));
        number.len() > 3 && !is_id && patent.application_number != *number
    };
    list::distinct(
        own.into_iter()
            .chain(numbers.into_iter().filter(is_new))
            .collect(),
    )
}

/// Our word for a patent's type: from its own word, else from the Chinese kind code.
fn patent_type(part: &Patent) -> String {
    let (word, code) = (&*part.patent_type, part.kind_code.bytes().next());
    let has = |words: &[&str]| {
        words
            .iter()
            .any(|known| word.to_lowercase().contains(known))
    };
    let known = if has(&["实用新型", "utility model"]) {
        "utility model"
    } else if has(&["外观", "design"]) {
        "design"
    } else if has(&["发明", "invention", "utility patent"]) {
        "invention"
    } else {
        match code {
            Some(b'A' | b'B' | b'C') if word.is_empty() && part.office == "CN" => "invention",
            Some(b'U' | b'Y') if word.is_empty() && part.office == "CN" => "utility model",
            Some(b'S' | b'D') if word.is_empty() && part.office == "CN" => "design",
            _ => word,
        }
    };
    known.to_owned()
}

fn need(cells: &Cells, is_kind: bool) -> Need {
    let mut part: Need = cells.part(Target::Need).unwrap_or_default();
    if !is_kind {
        return part;
    }
    for (text, target) in [
        (&mut part.problem, Target::Problem),
        (&mut part.key_technology, Target::KeyTechnology),
        (&mut part.target, Target::Figures),
        (&mut part.current_state, Target::CurrentState),
    ] {
        if text.is_empty() {
            *text = cells.paragraphs(target);
        }
    }
    part.budget = part.budget.or_else(|| cells.price(Target::Budget));
    part.budget = part
        .budget
        .or_else(|| cells.words_for_price(Target::Budget));
    part.deadline = part.deadline.or_else(|| cells.date(Target::Deadline));
    if part.desired_stage == Stage::Unknown {
        part.desired_stage = stage(&cells.text(Target::DesiredStage));
    }
    part
}

fn expert(cells: &Cells, is_kind: bool) -> Expert {
    let mut part: Expert = cells.part(Target::Expert).unwrap_or_default();
    if !is_kind {
        return part;
    }
    fill(
        cells,
        [
            (&mut part.post, Target::Post),
            (&mut part.degree, Target::Degree),
        ],
        [
            (&mut part.interests, Target::Interests),
            (&mut part.services, Target::Services),
        ],
    );
    // {"name": "张某", "title": "教授"}: beside a name, a title is a post.
    let has_name = !cells.text(Target::Name).is_empty();
    if has_name && part.post.is_empty() {
        part.post = cells.text(Target::Title);
    }
    part
}

fn institution(cells: &Cells, is_kind: bool) -> Institution {
    let mut part: Institution = cells.part(Target::Institution).unwrap_or_default();
    if !is_kind {
        return part;
    }
    fill(
        cells,
        [
            (&mut part.institution_type, Target::InstitutionType),
            (&mut part.network_level, Target::NetworkLevel),
            (&mut part.parent, Target::Parent),
        ],
        [
            (&mut part.aliases, Target::Aliases),
            (&mut part.services, Target::Services),
        ],
    );
    part
}
