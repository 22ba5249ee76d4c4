//! The index's fields as one table, and record → document.

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

use tantivy::schema::{
    FAST, Field, INDEXED, IndexRecordOption, STRING, Schema, TextFieldIndexing, TextOptions,
};
use tantivy::tokenizer::{Token, TokenStream, Tokenizer};
use tantivy::{Index, TantivyDocument};

use crate::analysis::{self, Text, Unit, WAYS};
use crate::checks::{self, INCOMPLETE_BELOW};
use crate::family;
use crate::limits::{MAX_NAMES_INDEXED, MAX_TEXT_INDEXED};
use crate::patent_kind;
use crate::pinyin;
use crate::record::{Contact, Date, Kind, Price, Record};
use crate::request::Facet;
use crate::rights;
use crate::vocab;

pub(crate) use numbers::bare;
use numbers::numbers;

mod numbers;
mod words;

pub(crate) use words::group_term;
pub use words::{PlacedTerm, RecordWords};

/// Changes whenever an older index cannot answer this program's questions: it is rebuilt then.
pub(crate) const FORMAT: u32 = 12;

/// A part of a record's text with posting lists of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Zone {
    /// Titles, old names too.
    Title,
    /// Keywords.
    Keyword,
    /// Institutions.
    Institution,
    /// People.
    Person,
    /// Everything else that is said.
    Body,
}

impl Zone {
    /// All zones.
    pub const ALL: [Self; 5] = [
        Self::Title,
        Self::Keyword,
        Self::Institution,
        Self::Person,
        Self::Body,
    ];

    /// Name of the field of its terms.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Title => "title",
            Self::Keyword => "keyword",
            Self::Institution => "organisation",
            Self::Person => "person",
            Self::Body => "body",
        }
    }

    /// What a match here is worth beside one in the body.
    #[must_use]
    pub const fn weight(self) -> f32 {
        match self {
            Self::Title => 3.0,
            Self::Keyword | Self::Institution | Self::Person => 2.0,
            Self::Body => 1.0,
        }
    }

    /// The text of this zone. Full stops part its pieces, so that nothing matches across two.
    pub(crate) fn text(self, record: &Record) -> String {
        fn join<'a>(pieces: impl IntoIterator<Item = &'a str>) -> String {
            pieces.into_iter().collect::<Vec<_>>().join("。\n")
        }
        let strings = |list: &[String]| join(list.iter().map(String::as_str));
        match self {
            Self::Title => {
                let old_names = record.institution.iter().flat_map(|more| &more.aliases);
                let translated = record.translations.iter().map(|it| &it.title);
                let translated = translated.filter(|title| !title.is_empty());
                let others = record.title_alt.iter().chain(translated).chain(old_names);
                join(
                    std::iter::once(&record.title)
                        .chain(others)
                        .map(String::as_str),
                )
            }
            Self::Keyword => strings(&record.keywords),
            Self::Institution => {
                let owners = record.patent.iter().flat_map(|patent| &patent.owners);
                let named = record.institutions.iter().chain(owners).map(String::as_str);
                let contacts = record.contact.iter().map(|contact| &*contact.organisation);
                let all: Vec<_> = named
                    .chain(contacts.filter(|name| !name.is_empty()))
                    .collect();
                join(all)
            }
            Self::Person => {
                let contacts = record.contact.iter().map(|contact| &*contact.name);
                let people = record.people.iter().map(|person| &*person.name);
                join(people.chain(contacts.filter(|name| !name.is_empty())))
            }
            Self::Body => join(record.texts()),
        }
    }
}

/// The two fields of a zone.
#[derive(Debug, Clone, Copy)]
pub(crate) struct ZoneFields {
    /// Pairs and Latin words, with positions.
    pub(crate) terms: Field,
    /// Single Han characters, with positions.
    pub(crate) characters: Field,
}

/// A number that a record has at most one of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Number {
    /// Sorting by date: `yyyymmdd` of the main date, 0 for none.
    Date,
    /// Sorting by title: its first six characters as a number.
    Title,
    /// Sorting by title: the next six.
    TitleRest,
    /// The year of its main date.
    Year,
    /// `yyyymmdd`.
    Filed,
    /// `yyyymmdd`.
    Published,
    /// `yyyymmdd`.
    Granted,
    /// Last verified, changed or published; listings that age only.
    Touched,
    /// `yyyymmdd`.
    Expires,
    /// In yuan.
    PriceMin,
    /// In yuan.
    PriceMax,
    /// In yuan.
    BudgetMin,
    /// In yuan.
    BudgetMax,
    /// Readiness level.
    TrlMin,
    /// Readiness level.
    TrlMax,
    /// Which patent family it is of: a hash.
    Family,
    /// How many members its family has.
    FamilySize,
    /// How many patents it cites.
    Cites,
    /// How many patents cite it.
    CitedBy,
    /// Earliest date of priority.
    Priority,
    /// When it came into the library: the catalogue knows it (see [`document`]).
    Added,
    /// When a source or the user last changed it.
    Changed,
    /// Last day of a right's term, where it is not dead.
    TermEnds,
}

impl Number {
    /// All numbers.
    pub const ALL: [Self; 23] = [
        Self::Date,
        Self::Title,
        Self::TitleRest,
        Self::Year,
        Self::Filed,
        Self::Published,
        Self::Granted,
        Self::Touched,
        Self::Expires,
        Self::PriceMin,
        Self::PriceMax,
        Self::BudgetMin,
        Self::BudgetMax,
        Self::TrlMin,
        Self::TrlMax,
        Self::Family,
        Self::FamilySize,
        Self::Cites,
        Self::CitedBy,
        Self::Priority,
        Self::Added,
        Self::Changed,
        Self::TermEnds,
    ];

    /// Name of the column.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Date => "sort_date",
            Self::Title => "sort_title",
            Self::TitleRest => "sort_title_rest",
            Self::Year => "year_number",
            Self::Filed => "filed",
            Self::Published => "published",
            Self::Granted => "granted",
            Self::Touched => "touched",
            Self::Expires => "expires",
            Self::PriceMin => "price_min",
            Self::PriceMax => "price_max",
            Self::BudgetMin => "budget_min",
            Self::BudgetMax => "budget_max",
            Self::TrlMin => "trl_min",
            Self::TrlMax => "trl_max",
            Self::Family => "family",
            Self::FamilySize => "family_size",
            Self::Cites => "cites",
            Self::CitedBy => "cited_by",
            Self::Priority => "priority",
            Self::Added => "added",
            Self::Changed => "changed",
            Self::TermEnds => "term_ends",
        }
    }

    fn of(self, record: &Record) -> Option<i64> {
        let date = |date: Option<Date>| date.map(|date| i64::from(date.number()));
        let dates = &record.dates;
        let price = record.price.as_ref();
        let budget = record.need.as_ref().and_then(|need| need.budget.as_ref());
        let patent = record.patent.as_deref();
        let count = |count: Option<u32>| count.map(i64::from);
        match self {
            Self::Date => Some(date(dates.main()).unwrap_or(0)),
            Self::Title => Some(title_key(&record.title, 0)),
            Self::TitleRest => Some(title_key(&record.title, TITLE_STEP)),
            Self::Year => dates.year().map(i64::from),
            Self::Filed => date(dates.filed),
            Self::Published => date(dates.published),
            Self::Granted => date(dates.granted),
            Self::Touched => checks::touched(record).map(i64::from),
            Self::Expires => checks::expires(record).map(i64::from),
            Self::PriceMin => lowest(price),
            Self::PriceMax => highest(price),
            Self::BudgetMin => lowest(budget),
            Self::BudgetMax => highest(budget),
            Self::TrlMin => record.maturity.trl_min.map(i64::from),
            Self::TrlMax => record.maturity.trl_max.map(i64::from),
            Self::Family => family::key(record),
            Self::FamilySize => count(patent.and_then(|patent| patent.family_size)),
            Self::Cites => count(patent.and_then(|patent| patent.cites_count)),
            Self::CitedBy => count(patent.and_then(|patent| patent.cited_by_count)),
            Self::Priority => date(patent.and_then(|patent| patent.earliest_priority)),
            Self::Added => None,
            Self::Changed => changed(record),
            Self::TermEnds => checks::term(record).map(|(end, _)| i64::from(end)),
        }
    }
}

/// The least that a price says, in yuan.
fn lowest(price: Option<&Price>) -> Option<i64> {
    yuan(price?, |price| price.min.or(price.max))
}

/// The most that a price says, in yuan.
fn highest(price: Option<&Price>) -> Option<i64> {
    yuan(price?, |price| price.max.or(price.min))
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "prices are far below 2^63 yuan"
)]
fn yuan(price: &Price, end: fn(&Price) -> Option<f64>) -> Option<i64> {
    // Other currencies would be compared as if they were yuan.
    let yuan = matches!(&*price.currency, "" | "CNY");
    end(price).filter(|_| yuan).map(|amount| amount as i64)
}

/// The day on which a record came into the library.
pub(crate) fn added(record: &Record) -> Option<i64> {
    let sources = record.sources.iter();
    sources.filter_map(|source| day(&source.imported_at)).min()
}

/// The day on which a source or the user last changed a record.
fn changed(record: &Record) -> Option<i64> {
    let sources = record.sources.iter();
    let told = sources.flat_map(|source| [&source.imported_at, &source.gone]);
    let moments = told.chain(record.edits.iter().map(|edit| &edit.at));
    moments.filter_map(|moment| day(moment)).max()
}

/// The day of a moment in RFC 3339 as `yyyymmdd`.
fn day(moment: &str) -> Option<i64> {
    let digits = moment.get(..10)?.replace('-', "");
    digits.parse().ok().filter(|_| digits.len() == 8)
}

/// Handles of all fields of the index.
#[derive(Debug, Clone)]
pub(crate) struct Fields {
    /// Row number of the record in the catalogue.
    pub(crate) row: Field,
    /// Numbers of patents, listings, families and contacts, and e-mail addresses: normalised, whole.
    pub(crate) number: Field,
    /// Syllables and initials of titles, keywords, institutions and people.
    pub(crate) pinyin: Field,
    /// `facet␟value` for every value and its ancestors; `has␟phone` and the like.
    pub(crate) facet: Field,
    zones: [ZoneFields; Zone::ALL.len()],
    columns: Vec<Field>,
    numbers: Vec<Field>,
}

impl Fields {
    pub(crate) fn zone(&self, zone: Zone) -> ZoneFields {
        self.zones[zone as usize]
    }

    pub(crate) fn number_column(&self, number: Number) -> Field {
        self.numbers[number as usize]
    }

    fn column(&self, facet: Facet) -> Field {
        self.columns[facet as usize]
    }
}

/// Name of the column that holds a facet's value numbers (see [`column_value`]).
pub(crate) const fn column_name(facet: Facet) -> &'static str {
    facet.as_str()
}

/// What a facet's column holds: the value's number, and whether the record was given the value
/// itself (and not only one below it).
pub(crate) const fn column_value(ordinal: usize, assigned: bool) -> u64 {
    (ordinal as u64) << 1 | assigned as u64
}

/// The value number in what a facet's column holds.
pub(crate) const fn ordinal(value: u32) -> usize {
    (value >> 1) as usize
}

/// The name under which [`Fields::facet`] has the numbers of an achievement's rights.
pub(crate) const RIGHT: &str = "right";

/// The flag of achievements that name a dead patent, in an index that is told which they are.
pub(crate) const NAMES_DEAD: &str = "names-dead";

/// The term of a facet value in [`Fields::facet`].
pub(crate) fn facet_term(name: &str, value: &str) -> String {
    format!("{name}\u{1f}{value}")
}

/// The schema of the index.
pub(crate) fn schema() -> (Schema, Fields) {
    let mut builder = Schema::builder();
    let text = |tokenizer: &str, option| {
        let indexing = TextFieldIndexing::default()
            .set_tokenizer(tokenizer)
            .set_index_option(option);
        TextOptions::default().set_indexing_options(indexing)
    };
    let zones = Zone::ALL.map(|zone| ZoneFields {
        terms: builder.add_text_field(
            zone.name(),
            text(TERMS, IndexRecordOption::WithFreqsAndPositions),
        ),
        characters: builder.add_text_field(
            &format!("{}_characters", zone.name()),
            text(CHARACTERS, IndexRecordOption::WithFreqsAndPositions),
        ),
    });
    let mut facets = Facet::INDEXED;
    facets.sort_by_key(|facet| *facet as usize);
    let fields = Fields {
        row: builder.add_u64_field("row", FAST | INDEXED),
        number: builder.add_text_field("number", STRING),
        pinyin: builder.add_text_field(
            "pinyin",
            text(PINYIN, IndexRecordOption::WithFreqsAndPositions),
        ),
        facet: builder.add_text_field("facet", STRING),
        zones,
        columns: facets
            .iter()
            .map(|&facet| builder.add_u64_field(column_name(facet), FAST))
            .collect(),
        numbers: Number::ALL
            .iter()
            .map(|number| builder.add_i64_field(number.name(), FAST))
            .collect(),
    };
    (builder.build(), fields)
}

/// Tells the index how to cut text.
pub(crate) fn register(index: &Index) {
    let tokenizers = index.tokenizers();
    for (name, cutting) in [
        (TERMS, Cutting::Terms),
        (CHARACTERS, Cutting::Characters),
        (PINYIN, Cutting::Pinyin),
    ] {
        tokenizers.register(name, Cutter { cutting });
    }
}

const TERMS: &str = "qiao_terms";
const CHARACTERS: &str = "qiao_characters";
const PINYIN: &str = "qiao_pinyin";

/// What a text is cut into.
#[derive(Debug, Clone, Copy)]
enum Cutting {
    /// The terms of [`analysis`].
    Terms,
    /// Single Han characters.
    Characters,
    /// The terms of [`pinyin`].
    Pinyin,
}

/// Cuts text for the index.
#[derive(Clone)]
struct Cutter {
    cutting: Cutting,
}

/// The terms of a text, made one by one.
struct Cut {
    source: Source,
    token: Token,
}

enum Source {
    /// Units, and the next term: unit and way.
    Terms(Rc<[Unit]>, (usize, usize)),
    Characters(std::vec::IntoIter<(u32, char)>),
    Pinyin(pinyin::Terms),
}

impl Tokenizer for Cutter {
    type TokenStream<'a> = Cut;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> Cut {
        let source = match self.cutting {
            Cutting::Terms => Source::Terms(units(text), (0, 0)),
            Cutting::Characters => Source::Characters(characters(text).into_iter()),
            Cutting::Pinyin => Source::Pinyin(pinyin::Terms::of(text)),
        };
        Cut {
            source,
            token: Token::default(),
        }
    }
}

impl TokenStream for Cut {
    fn advance(&mut self) -> bool {
        let text = &mut self.token.text;
        let position = match &mut self.source {
            Source::Terms(units, next) => next_term(units, next, text),
            Source::Characters(characters) => characters.next().map(|(position, c)| {
                text.clear();
                text.push(c);
                position
            }),
            Source::Pinyin(terms) => terms.next(text),
        };
        if let Some(position) = position {
            self.token.position = position as usize;
        }
        position.is_some()
    }

    fn token(&self) -> &Token {
        &self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        &mut self.token
    }
}

thread_local! {
    /// The text that a thread has cut last, and its units.
    static CUT_LAST: RefCell<(String, Rc<[Unit]>)> = RefCell::new((String::new(), Rc::new([])));
}

/// The units of a text. Each text is asked for twice in a row, for its terms and for its characters.
fn units(text: &str) -> Rc<[Unit]> {
    CUT_LAST.with_borrow_mut(|(last, units)| {
        if last != text {
            *units = analysis::units(text).into();
            text.clone_into(last);
        }
        Rc::clone(units)
    })
}

/// The Han characters of a text with their positions, written and meant.
fn characters(text: &str) -> Vec<(u32, char)> {
    let units = units(text);
    let mut characters = Vec::with_capacity(units.len());
    for unit in &*units {
        if let Text::Han(c) = unit.text {
            characters.push((unit.position, c));
            characters.extend(unit.meant.map(|meant| (unit.position, meant)));
        }
    }
    characters
}

/// Writes the next pair or word and returns its position.
fn next_term(units: &[Unit], next: &mut (usize, usize), text: &mut String) -> Option<u32> {
    while let Some(unit) = units.get(next.0) {
        let (index, way) = *next;
        *next = if way + 1 < WAYS {
            (index, way + 1)
        } else {
            (index + 1, 0)
        };
        if analysis::write_term(units, index, way, text).is_some() {
            return Some(unit.position);
        }
    }
    None
}

/// Numbers the values of every facet, as the catalogue does.
#[derive(Default)]
pub(crate) struct Ordinals {
    known: HashMap<Facet, HashMap<String, usize>>,
}

impl Ordinals {
    /// Takes over what the catalogue has numbered.
    pub(crate) fn load(&mut self, facet: Facet, values: Vec<String>) {
        let numbered = values.into_iter().enumerate();
        let map = numbered.map(|(ordinal, value)| (value, ordinal)).collect();
        self.known.insert(facet, map);
    }

    /// The number of a value; a new one is told to `added`.
    pub(crate) fn number<E>(
        &mut self,
        facet: Facet,
        value: &str,
        added: impl FnOnce(usize) -> Result<(), E>,
    ) -> Result<usize, E> {
        let values = self.known.entry(facet).or_default();
        if let Some(&ordinal) = values.get(value) {
            return Ok(ordinal);
        }
        let ordinal = values.len();
        added(ordinal)?;
        values.insert(value.to_owned(), ordinal);
        Ok(ordinal)
    }
}

/// A facet value of a record: the value, and whether it is its own or that of an ancestor.
pub(crate) type Placed = (Facet, String, bool);

/// All facet values of a record, ancestors too, each once.
pub(crate) fn placed(record: &Record) -> Vec<Placed> {
    let mut placed: Vec<Placed> = Vec::new();
    for facet in Facet::INDEXED {
        let mut steps = Steps::default();
        for value in assigned(facet, record) {
            for step in vocab::path(facet, &value) {
                let own = step == value;
                steps.add(step, own);
            }
        }
        let steps = steps.all.into_iter();
        placed.extend(steps.map(|(step, own)| (facet, step, own)));
    }
    placed
}

/// Of more values a place is looked up: a record can have a hundred thousand.
const MAX_COMPARED: usize = 32;

/// Values of one facet and their ancestors, each once, in the order in which they came.
#[derive(Default)]
struct Steps {
    all: Vec<(String, bool)>,
    places: HashMap<String, usize>,
}

impl Steps {
    fn add(&mut self, step: String, own: bool) {
        let place = if self.all.len() <= MAX_COMPARED {
            self.all.iter().position(|(known, _)| *known == step)
        } else {
            self.places.get(&step).copied()
        };
        if let Some((_, assigned)) = place.and_then(|place| self.all.get_mut(place)) {
            *assigned |= own;
            return;
        }
        self.all.push((step, own));
        if self.all.len() > MAX_COMPARED {
            let known = self.places.len();
            let new = self.all.iter().enumerate().skip(known);
            let new = new.map(|(place, (step, _))| (step.clone(), place));
            self.places.extend(new);
        }
    }
}

/// The values that a record was given in a facet.
fn assigned(facet: Facet, record: &Record) -> Vec<String> {
    let one = |value: &str| vec![value.to_owned()];
    let mut values = match facet {
        Facet::Kind => one(record.kind.as_str()),
        Facet::Field => fields(record),
        Facet::Industry => record.subjects.industries.clone(),
        Facet::Discipline => record.subjects.disciplines.clone(),
        Facet::Ipc => {
            let cpc = record.patent.iter().flat_map(|patent| &patent.cpc);
            record.subjects.ipc.iter().chain(cpc).cloned().collect()
        }
        Facet::Institution => record.institutions.clone(),
        Facet::Region => one(&record.region),
        Facet::Stage => one(record.maturity.stage.as_str()),
        Facet::Cooperation => record.cooperation.clone(),
        Facet::Status => one(record.status.as_str()),
        Facet::Legal => record
            .patent
            .iter()
            .map(|patent| patent.legal.class.as_str().to_owned())
            .collect(),
        Facet::Office => record
            .patent
            .iter()
            .map(|patent| patent.office.clone())
            .collect(),
        Facet::PatentKind => patent_kind::of(record).into_iter().collect(),
        Facet::Inventor => record
            .people
            .iter()
            .filter(|person| is_inventor(record, &person.role))
            .map(|person| person.name.clone())
            .collect(),
        Facet::Owner => owners(record).to_vec(),
        // What the user keeps is no part of a record, nor is what stands above its institutions.
        Facet::Shortlist | Facet::Tag | Facet::Network => Vec::new(),
        Facet::Source => record
            .sources
            .iter()
            .map(|source| source.name.clone())
            .collect(),
        Facet::Year => record
            .dates
            .year()
            .iter()
            .map(ToString::to_string)
            .collect(),
    };
    values.retain(|value| !value.is_empty());
    values
}

/// The high-tech fields of a record; a spelling that an older program did not know may be one.
fn fields(record: &Record) -> Vec<String> {
    let fields = record.subjects.fields.iter();
    let known = fields.map(
        |field| match vocab::resolve(Facet::Field, field).as_slice() {
            [key] => key.clone(),
            _ => field.clone(),
        },
    );
    known.collect()
}

/// Whether a person of a record has invented or completed it.
fn is_inventor(record: &Record, role: &str) -> bool {
    match role {
        "inventor" | "completer" => true,
        "" => matches!(record.kind, Kind::Patent | Kind::Achievement),
        _ => false,
    }
}

/// Who a patent belongs to: its applicants, unless a source names owners.
fn owners(record: &Record) -> &[String] {
    match &record.patent {
        Some(patent) if !patent.owners.is_empty() => &patent.owners,
        Some(_) if record.kind == Kind::Patent => &record.institutions,
        _ => &[],
    }
}

/// The words of `has:` that are true of a record.
fn has(record: &Record) -> impl Iterator<Item = &'static str> {
    let any = |test: fn(&Contact) -> bool| record.contact.iter().any(test);
    [
        ("phone", any(|contact| !contact.phones.is_empty())),
        ("email", any(|contact| !contact.emails.is_empty())),
        ("contact", any(|contact| !contact.is_empty())),
        (
            "patent",
            record.patent.is_some()
                || record
                    .achievement
                    .as_ref()
                    .is_some_and(|more| !more.ip.is_empty()),
        ),
        ("price", record.price.is_some()),
        ("conflict", record.has_conflict()),
    ]
    .into_iter()
    .filter_map(|(word, is)| is.then_some(word))
}

/// Longest beginning (characters) by which cited literature and words of events are found.
const LONGEST_WORDS: usize = 500;

/// What a record says in fields that are no facets, each value whole and in small letters.
fn words_of(record: &Record) -> Vec<(&'static str, String)> {
    let post = record.expert.iter().map(|expert| ("post", &expert.post));
    let post = post.map(|(name, value)| (name, value.to_lowercase()));
    let mut words = words_of_patent(record);
    words.extend(post.filter(|(_, value)| !value.is_empty()));
    words
}

fn words_of_patent(record: &Record) -> Vec<(&'static str, String)> {
    let Some(patent) = &record.patent else {
        return Vec::new();
    };
    let lists = [
        ("document-type", std::slice::from_ref(&patent.document_type)),
        ("kind-code", std::slice::from_ref(&patent.kind_code)),
        ("us-class", &patent.us_classes),
        ("literature", &patent.literature),
    ];
    let listed = lists
        .into_iter()
        .flat_map(|(name, values)| values.iter().map(move |value| (name, value.clone())));
    let events = patent.legal_events.iter();
    let events = events.map(|event| ("legal-event", format!("{} {}", event.code, event.text)));
    let words = listed.chain(events).map(|(name, value)| {
        let value: String = value.trim().chars().take(LONGEST_WORDS).collect();
        (name, value.to_lowercase())
    });
    words.filter(|(_, value)| !value.is_empty()).collect()
}

/// The texts of the zones of a record, as much of them as is indexed, and those of all but the body
/// in one.
fn texts(record: &Record) -> ([String; Zone::ALL.len()], String) {
    let mut names = String::new();
    let texts = Zone::ALL.map(|zone| {
        let mut text = zone.text(record);
        let most = if zone == Zone::Body {
            MAX_TEXT_INDEXED
        } else {
            MAX_NAMES_INDEXED
        };
        let is_end = |end: &usize| text.is_char_boundary(*end);
        let end = (0..=most.min(text.len())).rev().find(is_end);
        text.truncate(end.unwrap_or(0));
        if zone != Zone::Body {
            names.push_str(&text);
            names.push_str("。\n");
        }
        text
    });
    (texts, names)
}

/// The terms of [`Fields::facet`]: the values of a record, and what is true of it.
fn facet_terms(record: &Record, placed: &[Placed]) -> Vec<String> {
    let values = placed.iter();
    let mut terms: Vec<String> = values
        .map(|(facet, value, _)| facet_term(facet.as_str(), value))
        .collect();
    let words = words_of(record).into_iter();
    terms.extend(words.map(|(name, value)| facet_term(name, &value)));
    let rights = rights::named(record).filter_map(|named| rights::number(named));
    terms.extend(rights.map(|number| facet_term(RIGHT, &number)));
    terms.extend(has(record).map(|word| facet_term("has", word)));
    if checks::completeness(record).0 < INCOMPLETE_BELOW {
        terms.push(facet_term("is", "incomplete"));
    }
    if record.is_gone() {
        terms.push(facet_term("is", "gone"));
    }
    terms
}

/// A record as the index takes it, but for the day on which it came into the library. `ordinals`
/// are those of `placed`, one each.
pub(crate) fn document(
    fields: &Fields,
    row: u64,
    record: &Record,
    placed: &[Placed],
    ordinals: &[usize],
) -> TantivyDocument {
    let mut document = TantivyDocument::new();
    document.add_u64(fields.row, row);
    let (texts, names) = texts(record);
    for (zone, text) in Zone::ALL.into_iter().zip(texts) {
        document.add_text(fields.zone(zone).terms, &text);
        document.add_text(fields.zone(zone).characters, text);
    }
    document.add_text(fields.pinyin, names);
    for number in numbers(record) {
        document.add_text(fields.number, number);
    }
    for ((facet, _, own), &ordinal) in placed.iter().zip(ordinals) {
        document.add_u64(fields.column(*facet), column_value(ordinal, *own));
    }
    for term in facet_terms(record, placed) {
        document.add_text(fields.facet, term);
    }
    for number in Number::ALL {
        if let Some(value) = number.of(record) {
            document.add_i64(fields.number_column(number), value);
        }
    }
    document
}

/// Characters of a title in one sorting number: six of ten bits.
const TITLE_STEP: usize = 6;

/// Six characters of a title as a number that orders as titles do: Latin letters and digits, then
/// Chinese by pinyin, then all else.
fn title_key(title: &str, from: usize) -> i64 {
    let shown = title.chars().filter(|c| c.is_alphanumeric());
    let codes = shown.skip(from).map(title_code).chain(std::iter::repeat(0));
    codes.take(TITLE_STEP).fold(0, |key, code| key << 10 | code)
}

/// A character's place in the order of titles, 1–1023.
fn title_code(c: char) -> i64 {
    use ::pinyin::{Pinyin, ToPinyin as _};
    let syllable = c.to_pinyin().map(Pinyin::plain);
    let place = syllable.and_then(|syllable| pinyin::SYLLABLES.binary_search(&syllable).ok());
    match place.and_then(|place| i64::try_from(place).ok()) {
        Some(place) => (256 + place).min(1022),
        None if c.is_ascii() => i64::from(u32::from(c.to_ascii_lowercase())),
        None => 1023,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hundred_thousand_institutions_of_one_record_are_told_apart_at_once() {
        let names = (0..100_000).map(|number| format!("Institute {number}"));
        let mut record = Record {
            institutions: names.collect(),
            ..Record::default()
        };
        let again = record.institutions.clone();
        record.institutions.extend(again);
        let placed = placed(&record);
        let of_facet = |facet| placed.iter().filter(move |(at, ..)| *at == facet);
        assert_eq!(of_facet(Facet::Institution).count(), 100_000);
        assert!(of_facet(Facet::Institution).all(|(_, _, own)| *own));
    }
}
