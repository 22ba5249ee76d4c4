//! What each kind of record adds.

use serde_json::Value;

use super::cells::{Cells, text_of, typed};
use super::common::stage;
use super::date::date;
use super::headers::Target;
use super::list;
use super::number::{PatentNumber, normalise_number};
use super::patent_facts;
use super::text::line;
use crate::record::{
    Achievement, Expert, Institution, Kind, Legal, LegalClass, Need, Patent, Record, Stage,
};
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
        part.claims = cells.list(Target::Claims, list::paragraphs);
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
/// stays as written.
fn number(part: &mut Patent, cells: &Cells) {
    let word = cells.text(Target::Kind);
    if part.kind_code.is_empty() && is_kind_code(&word) {
        part.kind_code = word;
    }
    let office = cells.text(Target::Office).to_ascii_uppercase();
    if part.office.is_empty() && office.len() == 2 && office.bytes().all(|b| b.is_ascii_uppercase())
    {
        part.office = office;
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

fn is_kind_code(word: &str) -> bool {
    matches!(*word.as_bytes(), [letter] if letter.is_ascii_uppercase())
        || matches!(*word.as_bytes(), [letter, digit] if letter.is_ascii_uppercase() && digit.is_ascii_digit())
}

/// The publication number under its own headers, else an id or number with a kind code.
fn published(part: &Patent, cells: &Cells) -> Option<PatentNumber> {
    let mut columns = cells.list(Target::PublicationNumber, list::words);
    // Espacenet writes all publications of an application into one cell: the first is meant.
    if columns.len() < 2 {
        columns.insert(0, part.publication_number.clone());
    }
    let with_office = columns.iter().filter_map(|text| {
        let kind = if text.ends_with(&part.kind_code) {
            ""
        } else {
            &part.kind_code
        };
        normalise_number(&format!("{}{text}{kind}", part.office))
    });
    let others = [Target::Id, Target::Number].map(|target| cells.text(target));
    let others = others.iter().filter_map(|text| normalise_number(text));
    let mut own = columns.iter().filter_map(|text| normalise_number(text));
    own.next()
        .or_else(|| with_office.into_iter().next())
        .or_else(|| others.into_iter().find(|known| !known.kind.is_empty()))
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

/// Legal status in three layers. Lists without a column of their own write it under "status".
fn legal(cells: &Cells) -> Legal {
    let events = cells.values(Target::LegalEvents).find_map(Value::as_array);
    let written = || cells.values(Target::Legal).find_map(typed);
    if let Some(legal) = written().or_else(|| standing(events?)) {
        return legal;
    }
    let mut raw = cells.text(Target::Legal);
    if raw.is_empty() {
        let status = cells.text(Target::Status);
        let is_ours = ["published", "draft"].contains(&&*status);
        if !is_ours && vocab::legal_class(&status) != LegalClass::Unknown {
            raw = status;
        }
    }
    Legal {
        class: vocab::legal_class(&raw),
        code: cells.text(Target::LegalCode),
        date: cells.date(Target::LegalDate),
        raw,
    }
}

/// The status that a patent's events leave it in: that of the newest one that says whether it is
/// in force, else the newest event. Events are written `2019-11-27 AK words`.
fn standing(events: &[Value]) -> Option<Legal> {
    let event = |event: &Value| {
        let text = line(&text_of(event));
        let (day, rest) = text.split_once(' ')?;
        let (code, words) = rest.split_once(' ').unwrap_or((rest, ""));
        Some(Legal {
            class: vocab::legal_class(words),
            code: code.to_owned(),
            raw: words.to_owned(),
            date: Some(date(day, None)?),
        })
    };
    let events = events.iter().filter_map(event);
    events.max_by_key(|legal| (legal.class != LegalClass::Unknown, legal.date))
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
