//! [`Query`] → the engine's query: exact matching.

use tantivy::Term;
use tantivy::query::{
    AllQuery, BooleanQuery, BoostQuery, ConstScoreQuery, EmptyQuery, Occur, PhrasePrefixQuery,
    PhraseQuery, Query as EngineQuery, RangeQuery, RegexQuery, TermQuery, TermSetQuery,
};
use tantivy::schema::{Field as Handle, IndexRecordOption};

use crate::analysis::{self, Text, Unit};
use crate::checks::A_YEAR;
use crate::kept::{KeptListing, KeptRows};
use crate::normalise::JapaneseNumber;
use crate::pinyin;
use crate::query::{Field, Query, Value};
use crate::record::Date;
use crate::request::Facet;
use crate::schema::{self, Fields, Number, Zone, ZoneFields};
use crate::search::alike_query;
use crate::search::near::{self, Near};
use crate::search::repeatable_seek::RepeatableSeek;
use crate::vocab;

type BoxedQuery = Box<dyn EngineQuery>;

/// Weight of a match by pinyin.
const PINYIN: f32 = 0.01;

/// Compiles queries for one index.
pub(super) struct Compiler<'a> {
    pub(super) fields: &'a Fields,
    pub(super) today: Date,
    /// Where the query asks for what the user keeps.
    pub(super) kept: Option<KeptRows<'a>>,
    /// The rows of the achievements that name a dead patent; asked for where a query does.
    pub(super) dead_rights: &'a [u64],
}

impl Compiler<'_> {
    /// The engine's query that matches what `query` says, exactly.
    pub(super) fn compile(&self, query: &Query) -> BoxedQuery {
        match query {
            Query::All => Box::new(AllQuery),
            Query::And(parts) => self.all_of(parts),
            Query::Or(parts) => any(parts.iter().map(|part| self.compile(part)).collect()),
            Query::Not(part) => self.all_of(std::slice::from_ref(&Query::Not(part.clone()))),
            Query::Match { field, value } => self.test(*field, value),
            Query::Near {
                field,
                distance,
                parts,
            } => self.near(*field, *distance, parts),
        }
    }

    fn all_of(&self, parts: &[Query]) -> BoxedQuery {
        let mut clauses: Vec<(Occur, BoxedQuery)> = Vec::new();
        // What is like something is ranked by how much it is: the other clauses only choose.
        let ranks = parts.iter().any(Query::is_of_alike);
        for part in parts {
            clauses.push(match part {
                Query::Not(inner) => (
                    Occur::MustNot,
                    Box::new(RepeatableSeek(self.compile(inner))),
                ),
                part if ranks && !part.is_of_alike() => {
                    (Occur::Must, alike_query::unranked(self.compile(part)))
                }
                part => (Occur::Must, self.compile(part)),
            });
        }
        if clauses.iter().all(|(occur, _)| *occur == Occur::MustNot) {
            clauses.push((Occur::Must, Box::new(AllQuery)));
        }
        Box::new(BooleanQuery::new(clauses))
    }

    fn test(&self, field: Field, value: &Value) -> BoxedQuery {
        match (field, value) {
            (_, Value::Alike(alike)) => alike_query::compiled(alike, self.fields.row),
            // One that has not been asked has nothing to go by.
            (Field::Like | Field::Match, _) => Box::new(EmptyQuery),
            (Field::List | Field::Tag | Field::Note, value) => self.kept_as(field, value),
            (Field::Has, Value::Flag(word)) => self.facet_is("has", word),
            (Field::Is, Value::Flag(word)) => self.is(word),
            (_, Value::Range { from, to }) => self.range(field, *from, *to),
            (_, Value::Last { days }) => {
                let from = crate::days_before(self.today, *days);
                self.range(field, Some(i64::from(from.number())), None)
            }
            (_, Value::Flag(_)) => Box::new(EmptyQuery),
            (Field::Number, value) => self.number(value),
            (Field::Pinyin, value) => self.pinyin(value),
            (Field::Person, value) if is_western(text_of(value)) => self.person(text_of(value)),
            (field, value) => match (facet_of(field), word_of(field)) {
                (Some(facet), _) => self.facet(facet, value),
                (None, Some(name)) => self.word_of(name, value),
                (None, None) => self.text(zones_of(field), value),
            },
        }
    }

    /// A word or phrase in any of the zones.
    fn text(&self, zones: &[Zone], value: &Value) -> BoxedQuery {
        let (text, slop, prefix) = match value {
            Value::Word(text) => (text, 0, false),
            Value::Prefix(text) => (text, 0, true),
            Value::Phrase { text, slop } => (text, *slop, false),
            Value::Wildcard(pattern) => return self.wildcard(zones, pattern),
            Value::Range { .. } | Value::Last { .. } | Value::Flag(_) | Value::Alike(_) => {
                return Box::new(EmptyQuery);
            }
        };
        if slop > 0 {
            return self.near_any(zones, slop, true, &pieces(text));
        }
        let units = analysis::units(text);
        let in_zone = |&zone: &Zone| boost(self.row(zone, &units, slop, prefix), zone);
        let mut parts: Vec<BoxedQuery> = zones.iter().map(in_zone).collect();
        if zones.len() == Zone::ALL.len() {
            parts.extend(self.bare_number(text, prefix));
        }
        any(parts)
    }

    /// A word that may be a registration or telephone number or the like, or an e-mail address:
    /// it is looked for among those too.
    fn bare_number(&self, text: &str, prefix: bool) -> Option<BoxedQuery> {
        let bare = schema::bare(text);
        let digits = bare.bytes().filter(u8::is_ascii_digit).count();
        let address = text.contains('@') && bare.len() >= 4;
        let wanted = (digits >= 4 && bare.len() >= 6 || address) && !text.contains(' ');
        let field = self.fields.number;
        wanted.then(|| {
            if prefix {
                starts_with(field, &bare)
            } else {
                term(field, &bare, IndexRecordOption::Basic)
            }
        })
    }

    /// Units in a row in one zone.
    fn row(&self, zone: Zone, units: &[Unit], slop: u32, prefix: bool) -> BoxedQuery {
        let field = self.fields.zone(zone);
        if let [unit] = units
            && let Text::Han(c) = unit.text
        {
            return term(
                field.characters,
                &c.to_string(),
                IndexRecordOption::WithFreqs,
            );
        }
        if prefix
            && let Some((last, before)) = units.split_last()
            && let Text::Word(word) = &last.text
        {
            let start = starts_with(field.terms, word);
            if before.is_empty() {
                return start;
            }
            // The words before must stand in a row; the word being typed anywhere will do while
            // it is being typed.
            return all(vec![self.row(zone, before, slop, false), start]);
        }
        let exact = if units.iter().enumerate().any(|(at, _)| is_alone(units, at)) {
            let near = Near {
                parts: vec![near::Part {
                    terms: near_terms(field, units),
                    length: span(units),
                }],
                distance: 0,
                ordered: true,
            };
            near.or_nothing()
        } else {
            in_a_row(field.terms, units, slop)
        };
        match joined(units) {
            Some(word) => any(vec![
                exact,
                term(field.terms, &word, IndexRecordOption::WithFreqs),
            ]),
            None => exact,
        }
    }

    /// A pattern: over the letters of one word, or over Chinese characters in a row.
    fn wildcard(&self, zones: &[Zone], pattern: &str) -> BoxedQuery {
        if pattern.chars().any(analysis::is_han) {
            return self.gapped(zones, pattern.trim_matches(['*', '?']));
        }
        let letters = pattern.chars().map(|c| match c {
            '*' => "[^\u{1f}]*".to_owned(),
            '?' => "[^\u{1f}]".to_owned(),
            c => escape(&fold(c)),
        });
        let regex: String = letters.collect();
        let in_zone = |&zone: &Zone| matching(self.fields.zone(zone).terms, &regex);
        any(zones.iter().map(in_zone).collect())
    }

    /// Chinese with gaps: a `?` stands for one character, a `*` for a few.
    fn gapped(&self, zones: &[Zone], pattern: &str) -> BoxedQuery {
        let in_zone = |&zone: &Zone| {
            let stretches = pattern.split('*').filter(|stretch| !stretch.is_empty());
            let near = Near {
                parts: stretches
                    .map(|stretch| self.stretch(zone, stretch))
                    .collect(),
                distance: MAX_SKIPPED,
                ordered: true,
            };
            boost(near.or_nothing(), zone)
        };
        any(zones.iter().map(in_zone).collect())
    }

    /// Characters in a row, of which those at `?` may be any.
    fn stretch(&self, zone: Zone, pattern: &str) -> near::Part {
        let mut part = near::Part::default();
        for (place, piece) in pattern.split('?').enumerate() {
            let start = part.length + u32::from(place > 0);
            let units = analysis::units(piece);
            let terms = near_terms(self.fields.zone(zone), &units).into_iter();
            part.terms
                .extend(terms.map(|(offset, term)| (start as usize + offset, term)));
            part.length = start + span(&units);
        }
        part
    }

    /// Words and phrases near each other, in any one zone.
    fn near(&self, field: Field, distance: u32, parts: &[Value]) -> BoxedQuery {
        let texts: Vec<String> = parts.iter().map(|part| text_of(part).to_owned()).collect();
        self.near_any(zones_of(field), distance, false, &texts)
    }

    fn near_any(
        &self,
        zones: &[Zone],
        distance: u32,
        ordered: bool,
        texts: &[String],
    ) -> BoxedQuery {
        let in_zone = |&zone: &Zone| boost(self.near_in(zone, distance, ordered, texts), zone);
        any(zones.iter().map(in_zone).collect())
    }

    fn near_in(&self, zone: Zone, distance: u32, ordered: bool, texts: &[String]) -> BoxedQuery {
        let fields = self.fields.zone(zone);
        let parts = texts.iter().map(|text| {
            let units = analysis::units(text);
            near::Part {
                terms: near_terms(fields, &units),
                length: span(&units),
            }
        });
        let near = Near {
            parts: parts.collect(),
            distance,
            ordered,
        };
        near.or_nothing()
    }

    /// A Western name in any order of its parts; a single letter is an initial.
    fn person(&self, name: &str) -> BoxedQuery {
        let field = self.fields.zone(Zone::Person).terms;
        let parts = analysis::units(name)
            .into_iter()
            .filter_map(|unit| match unit.text {
                Text::Word(part) if part.chars().count() == 1 => {
                    Some(matching(field, &format!("{}[^\u{1f}]*", escape(&part))))
                }
                Text::Word(part) => Some(term(field, &part, IndexRecordOption::WithFreqs)),
                Text::Han(_) => None,
            });
        boost(all(parts.collect()), Zone::Person)
    }

    /// A word of Latin letters as pinyin, in any of its readings.
    fn pinyin(&self, value: &Value) -> BoxedQuery {
        let readings = pinyin::read(text_of(value), matches!(value, Value::Prefix(_)));
        any(readings
            .iter()
            .map(|reading| self.reading(reading))
            .collect())
    }

    fn reading(&self, reading: &pinyin::Reading) -> BoxedQuery {
        let field = self.fields.pinyin;
        let term = |text: &str| Term::from_field_text(field, text);
        let row = || {
            reading
                .terms
                .iter()
                .map(|(offset, text)| (*offset, term(text)))
                .collect()
        };
        match (reading.terms.as_slice(), reading.open) {
            ([], _) => Box::new(EmptyQuery),
            ([(_, only)], true) => matching(field, &format!("{}.*", escape(only))),
            ([(_, only)], false) => constant(Box::new(TermQuery::new(
                term(only),
                IndexRecordOption::Basic,
            ))),
            (_, true) => {
                let mut phrase = PhrasePrefixQuery::new_with_offset(row());
                // More than there are syllables: none is left out.
                phrase.set_max_expansions(1_000);
                constant(Box::new(phrase))
            }
            // Scored, so that a name that is no more than this comes first; never above words.
            (_, false) => Box::new(BoostQuery::new(
                Box::new(PhraseQuery::new_with_offset(row())),
                PINYIN,
            )),
        }
    }

    /// A number, or an e-mail address: whole, or its beginning where that is long enough to mean
    /// one (a Chinese number without its check digit, a publication without kind code), in any
    /// spelling; in quotes just as it is.
    fn number(&self, value: &Value) -> BoxedQuery {
        if let Some(known) = JapaneseNumber::whole(text_of(value)) {
            let keys = known.keys().into_iter();
            return any(keys
                .map(|key| match value {
                    Value::Prefix(_) => starts_with(self.fields.number, &key),
                    _ => term(self.fields.number, &key, IndexRecordOption::Basic),
                })
                .collect());
        }
        let bare = schema::bare(text_of(value));
        let quoted = matches!(value, Value::Phrase { .. });
        let typed = matches!(value, Value::Prefix(_)) || bare.len() >= 8 && !quoted;
        if bare.is_empty() {
            Box::new(EmptyQuery)
        } else if typed {
            let spellings = spellings(&bare).into_iter();
            any(spellings
                .map(|spelling| starts_with(self.fields.number, &spelling))
                .collect())
        } else {
            term(self.fields.number, &bare, IndexRecordOption::Basic)
        }
    }

    /// A value of a facet, with all below it; what no vocabulary knows is looked for inside the
    /// values as they were written.
    fn facet(&self, facet: Facet, value: &Value) -> BoxedQuery {
        let text = text_of(value);
        let begun = matches!(value, Value::Prefix(_));
        if facet == Facet::Ipc {
            return self.class(text, begun);
        }
        let mut values = vocab::resolve(facet, text);
        if values.is_empty() && facet == Facet::PatentKind {
            return self.kind(text);
        }
        let known = !values.is_empty() && !begun;
        if !known {
            values.extend(vocab::beginning(facet, text));
        }
        let is = |value: &String| self.facet_is(facet.as_str(), value);
        let mut tests: Vec<BoxedQuery> = values.iter().map(is).collect();
        if !known {
            let start = escape(&schema::facet_term(facet.as_str(), ""));
            let pattern = format!("{start}.*{}.*", escape(text));
            tests.push(matching(self.fields.facet, &pattern));
        }
        any(tests)
    }

    /// What is no kind of patents: a kind of listings, or an office's code.
    fn kind(&self, text: &str) -> BoxedQuery {
        match vocab::resolve(Facet::Kind, text).first() {
            Some(kind) => self.facet_is(Facet::Kind.as_str(), kind),
            None => self.word_of("kind-code", &Value::Word(text.to_owned())),
        }
    }

    /// A value of a field that is no facet: codes by their beginning, words wherever they stand.
    fn word_of(&self, name: &str, value: &Value) -> BoxedQuery {
        let text = text_of(value).to_lowercase();
        let exact = matches!(value, Value::Phrase { .. });
        match name {
            "kind-code" | "post" if exact => self.facet_is(name, &text),
            "kind-code" | "us-class" => {
                starts_with(self.fields.facet, &schema::facet_term(name, &text))
            }
            _ => {
                let start = escape(&schema::facet_term(name, ""));
                matching(self.fields.facet, &format!("{start}.*{}.*", escape(&text)))
            }
        }
    }

    /// An IPC symbol, or its beginning; a section, class, subclass or main group stands for all
    /// below it.
    fn class(&self, text: &str, begun: bool) -> BoxedQuery {
        let symbol: String = text.split_whitespace().collect();
        let symbol = symbol.to_uppercase();
        if begun {
            let start = schema::facet_term(Facet::Ipc.as_str(), &symbol);
            return starts_with(self.fields.facet, &start);
        }
        let main_group = schema::facet_term(Facet::Ipc.as_str(), &format!("{symbol}/"));
        let itself = self.facet_is(Facet::Ipc.as_str(), &symbol);
        any(vec![itself, starts_with(self.fields.facet, &main_group)])
    }

    fn facet_is(&self, name: &str, value: &str) -> BoxedQuery {
        term(
            self.fields.facet,
            &schema::facet_term(name, value),
            IndexRecordOption::Basic,
        )
    }

    fn is(&self, word: &str) -> BoxedQuery {
        let today = i64::from(self.today.number());
        match word {
            "expired" => any(vec![
                self.facet_is("status", "expired"),
                self.between(Number::Expires, None, Some(today - 1)),
            ]),
            "stale" => self.between(Number::Touched, None, Some(today - i64::from(A_YEAR) - 1)),
            "dead" => any(vec![
                self.facet_is("legal", "dead"),
                self.rows(self.dead_rights),
            ]),
            "withdrawn" => self.facet_is("status", "withdrawn"),
            "accepted" => self.rows(&self.judged(false)),
            "declined" => self.rows(&self.judged(true)),
            "listed" => self.kept_where(|it| !it.shortlists.is_empty()),
            "tagged" => self.kept_where(|it| !it.tags.is_empty()),
            "noted" => self.kept_where(|it| !it.note.is_empty()),
            "contacted" => self.kept_where(|it| it.contacted),
            "opened" => self.kept_where(|it| !it.opened.is_empty()),
            "copied" => self.kept_where(|it| !it.copied.is_empty()),
            "past-term" => self.between(Number::TermEnds, None, Some(today - 1)),
            _ => self.facet_is("is", word),
        }
    }

    /// The listings that are on a shortlist, have a tag or a note. A name in quotation marks is
    /// meant whole.
    fn kept_as(&self, field: Field, value: &Value) -> BoxedQuery {
        let wanted = text_of(value).to_lowercase();
        let is_whole = matches!(value, Value::Phrase { .. });
        let is_named = |name: &String| {
            let name = name.to_lowercase();
            name == wanted || !is_whole && name.contains(&wanted)
        };
        self.kept_where(|it| match field {
            Field::List => it.shortlists.iter().any(is_named),
            Field::Tag => it.tags.iter().any(is_named),
            _ => it.note.to_lowercase().contains(&wanted),
        })
    }

    fn kept_where(&self, test: impl Fn(&KeptListing) -> bool) -> BoxedQuery {
        let rows = self
            .kept
            .map_or_else(Vec::new, |kept| kept.where_kept(test));
        self.rows(&rows)
    }

    /// Rows of the listings of matches that were declined, or accepted.
    fn judged(&self, is_declined: bool) -> Vec<u64> {
        self.kept
            .map_or_else(Vec::new, |kept| kept.judged(is_declined))
    }

    /// The listings in these rows.
    fn rows(&self, rows: &[u64]) -> BoxedQuery {
        let terms = rows
            .iter()
            .map(|row| Term::from_field_u64(self.fields.row, *row));
        Box::new(ConstScoreQuery::new(
            Box::new(TermSetQuery::new(terms)),
            0.0,
        ))
    }

    fn range(&self, field: Field, from: Option<i64>, to: Option<i64>) -> BoxedQuery {
        match field {
            // Ranges that overlap match.
            Field::Price => all(vec![
                self.between(Number::PriceMax, from, None),
                self.between(Number::PriceMin, None, to),
            ]),
            Field::Budget => all(vec![
                self.between(Number::BudgetMax, from, None),
                self.between(Number::BudgetMin, None, to),
            ]),
            Field::Trl => all(vec![
                self.between(Number::TrlMax, from, None),
                self.between(Number::TrlMin, None, to),
            ]),
            // What has no date is 0 there.
            Field::Month => self.between(Number::Date, Some(from.unwrap_or(1).max(1)), to),
            Field::Filed => self.between(Number::Filed, from, to),
            Field::Published => self.between(Number::Published, from, to),
            Field::Granted => self.between(Number::Granted, from, to),
            Field::Expires => self.between(Number::Expires, from, to),
            Field::Added => self.between(Number::Added, from, to),
            Field::Changed => self.between(Number::Changed, from, to),
            Field::Priority => self.between(Number::Priority, from, to),
            Field::Cites => self.between(Number::Cites, from, to),
            Field::CitedBy => self.between(Number::CitedBy, from, to),
            Field::FamilySize => self.between(Number::FamilySize, from, to),
            _ => self.between(Number::Year, from, to),
        }
    }

    fn between(&self, number: Number, from: Option<i64>, to: Option<i64>) -> BoxedQuery {
        use std::ops::Bound;
        let field = self.fields.number_column(number);
        let bound = |value: Option<i64>, open: i64| {
            Bound::Included(Term::from_field_i64(field, value.unwrap_or(open)))
        };
        // Both ends open still means: is known.
        constant(Box::new(RangeQuery::new(
            bound(from, i64::MIN),
            bound(to, i64::MAX),
        )))
    }
}

/// The zones that a field of the query looks into.
pub(super) fn zones_of(field: Field) -> &'static [Zone] {
    match field {
        Field::Title => &[Zone::Title],
        Field::Abstract => &[Zone::Body],
        Field::Keyword => &[Zone::Keyword],
        Field::Text => &[Zone::Title, Zone::Keyword, Zone::Body],
        Field::Institution => &[Zone::Institution],
        Field::Person => &[Zone::Person],
        _ => &Zone::ALL,
    }
}

/// The name under which the index has the values of a field that is neither text nor facet.
const fn word_of(field: Field) -> Option<&'static str> {
    Some(match field {
        Field::KindCode => "kind-code",
        Field::DocumentType => "document-type",
        Field::UsClass => "us-class",
        Field::Literature => "literature",
        Field::LegalEvent => "legal-event",
        Field::Post => "post",
        _ => return None,
    })
}

/// The facet that a field of the query tests.
const fn facet_of(field: Field) -> Option<Facet> {
    Some(match field {
        Field::Ipc => Facet::Ipc,
        Field::TechField => Facet::Field,
        Field::Industry => Facet::Industry,
        Field::Discipline => Facet::Discipline,
        Field::Region => Facet::Region,
        Field::Stage => Facet::Stage,
        Field::Cooperation => Facet::Cooperation,
        Field::Legal => Facet::Legal,
        Field::Status => Facet::Status,
        Field::Source => Facet::Source,
        Field::Kind => Facet::Kind,
        Field::Office => Facet::Office,
        Field::PatentKind => Facet::PatentKind,
        _ => return None,
    })
}

/// Whether a name has several parts, all in Latin letters.
fn is_western(name: &str) -> bool {
    let units = analysis::units(name);
    units.len() > 1 && !units.iter().any(Unit::is_han)
}

/// A number as typed, and as the records have it where offices and services write it differently.
fn spellings(bare: &str) -> Vec<String> {
    let mut spellings = vec![bare.to_owned()];
    let (office, rest) = bare.split_at_checked(2).unwrap_or((bare, ""));
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    match office {
        // The files of the patent office put zeros before its numbers.
        "US" if rest.starts_with('0') => {
            spellings.push(format!("US{}", rest.trim_start_matches('0')));
        }
        // The European office writes the year and six digits of a published application.
        "US" if rest.starts_with("20") && digits == 10 => {
            if let Some((year, serial)) = rest.split_at_checked(4) {
                spellings.push(format!("US{year}0{serial}"));
            }
        }
        // An application of eight digits, with its check digit.
        "EP" if digits == 9 && rest.len() == 9 => {
            spellings.extend(bare.get(..10).map(str::to_owned));
        }
        _ => {}
    }
    spellings
}

/// The words of a value.
pub(super) fn text_of(value: &Value) -> &str {
    match value {
        Value::Word(text)
        | Value::Prefix(text)
        | Value::Wildcard(text)
        | Value::Phrase { text, .. }
        | Value::Flag(text) => text,
        Value::Alike(alike) => text_of(&alike.said),
        Value::Range { .. } | Value::Last { .. } => "",
    }
}

/// Units in a row, in one field of terms.
fn in_a_row(field: Handle, units: &[Unit], slop: u32) -> BoxedQuery {
    let mut terms = row_terms(field, units);
    match terms.len() {
        0 => Box::new(EmptyQuery),
        1 => {
            let (_, only) = terms.remove(0);
            Box::new(TermQuery::new(only, IndexRecordOption::WithFreqs))
        }
        _ => Box::new(PhraseQuery::new_with_offset_and_slop(terms, slop)),
    }
}

/// As [`row_terms`], with the characters that no pair covers.
fn near_terms(fields: ZoneFields, units: &[Unit]) -> Vec<(usize, Term)> {
    let mut terms = row_terms(fields.terms, units);
    let Some(start) = units.first().map(|unit| unit.position) else {
        return terms;
    };
    for (at, unit) in units.iter().enumerate() {
        if let Text::Han(c) = unit.text
            && is_alone(units, at)
        {
            let term = Term::from_field_text(fields.characters, &c.to_string());
            terms.push(((unit.position - start) as usize, term));
        }
    }
    terms
}

/// Whether a Chinese character has no neighbour to make a pair with.
fn is_alone(units: &[Unit], at: usize) -> bool {
    let adjoin = |first: usize, second: usize| {
        let pair = units.get(first).zip(units.get(second));
        pair.is_some_and(|(first, second)| first.adjoins(second))
    };
    units.get(at).is_some_and(Unit::is_han)
        && !adjoin(at, at + 1)
        && !(at > 0 && adjoin(at - 1, at))
}

/// The fewest terms, with their distances from the first, that say that units stand in a row.
///
/// Pairs cover two characters each, so every second will do, and the last.
fn row_terms(field: Handle, units: &[Unit]) -> Vec<(usize, Term)> {
    let mut terms = Vec::new();
    let Some(start) = units.first().map(|unit| unit.position) else {
        return terms;
    };
    let mut out = String::new();
    let mut covered = 0;
    for (index, unit) in units.iter().enumerate() {
        let next = units.get(index + 1);
        let paired =
            next.is_some_and(|next| unit.adjoins(next) && (unit.is_han() || next.is_han()));
        // A pair is needed where its first unit is not covered yet, or it is the last pair.
        let needed =
            paired && (covered <= index || index + 2 == units.len() && covered < units.len());
        let way = match (&unit.text, needed) {
            (_, true) => 2,
            (Text::Word(word), false) if covered <= index => {
                usize::from(analysis::singular(word).is_some())
            }
            _ => continue,
        };
        if let Some(length) = analysis::write_term(units, index, way, &mut out) {
            covered = covered.max(index + length);
            terms.push((
                (unit.position - start) as usize,
                Term::from_field_text(field, &out),
            ));
        }
    }
    terms
}

/// Most characters that a `*` inside Chinese stands for.
const MAX_SKIPPED: u32 = 10;

/// The pieces of a phrase between which there may be room: its words.
fn pieces(text: &str) -> Vec<String> {
    if text.contains(char::is_whitespace) {
        return text.split_whitespace().map(str::to_owned).collect();
    }
    let units = analysis::units(text);
    let words = analysis::words(&units).into_iter();
    let pieces = words.filter_map(|word| {
        let (first, last) = (units.get(word.start)?, units.get(word.end - 1)?);
        text.get(first.range.start..last.range.end)
            .map(str::to_owned)
    });
    pieces.collect()
}

/// Units from the first to behind the last, gaps counted.
fn span(units: &[Unit]) -> u32 {
    let ends = units.first().zip(units.last());
    ends.map_or(0, |(first, last)| last.position + 1 - first.position)
}

/// `li-ion` as one word.
fn joined(units: &[Unit]) -> Option<String> {
    let mut word = String::new();
    for (index, unit) in units.iter().enumerate() {
        let Text::Word(part) = &unit.text else {
            return None;
        };
        if index + 1 < units.len() && !unit.hyphened {
            return None;
        }
        word.push_str(part);
    }
    (units.len() > 1).then_some(word)
}

fn term(field: Handle, text: &str, option: IndexRecordOption) -> BoxedQuery {
    Box::new(TermQuery::new(Term::from_field_text(field, text), option))
}

/// Every term that begins so, however many there are.
fn starts_with(field: Handle, start: &str) -> BoxedQuery {
    let open = matching(field, &format!("{}[^\u{1f}]*", escape(start)));
    // A word that is complete already is worth more than one that only begins so.
    any(vec![term(field, start, IndexRecordOption::WithFreqs), open])
}

fn matching(field: Handle, regex: &str) -> BoxedQuery {
    match RegexQuery::from_pattern(regex, field) {
        Ok(query) => constant(Box::new(query)),
        // Escaped text and our own three patterns always compile, unless they are too large.
        Err(_) => Box::new(EmptyQuery),
    }
}

/// Text as a pattern that matches it: what has a meaning in patterns is escaped, and nothing
/// else, which the engine's patterns refuse.
fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        if r"\.+*?()|[]{}^$".contains(c) {
            escaped.push('\\');
        }
        escaped.push(c);
    }
    escaped
}

fn fold(c: char) -> String {
    let mut buffer = [0; 4];
    let units = analysis::units(c.encode_utf8(&mut buffer));
    match units.first().map(|unit| &unit.text) {
        Some(Text::Han(c)) => c.to_string(),
        Some(Text::Word(word)) => word.clone(),
        None => c.to_string(),
    }
}

fn constant(part: BoxedQuery) -> BoxedQuery {
    Box::new(ConstScoreQuery::new(part, 0.1))
}

fn boost(part: BoxedQuery, zone: Zone) -> BoxedQuery {
    Box::new(BoostQuery::new(part, zone.weight()))
}

fn any(mut parts: Vec<BoxedQuery>) -> BoxedQuery {
    match parts.len() {
        1 => parts.remove(0),
        _ => Box::new(BooleanQuery::union(parts)),
    }
}

fn all(parts: Vec<BoxedQuery>) -> BoxedQuery {
    Box::new(BooleanQuery::intersection(parts))
}
