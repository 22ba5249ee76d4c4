//! A record set into lines of a width, and what can be done with which line.

use std::ops::Range;

use qiao_index::kept::KeptListing;
use qiao_index::matching::{Evidence, Fit};
use qiao_index::record::{Contact, Kind, Record, Reference};
use qiao_index::request::{Facet, Filter};
use qiao_index::search::{Highlighter, Standing};
use qiao_index::vocab;

use super::Shown;
use crate::listing::fields::{
    FIELDS, FieldRow, Form, SECTIONS, Section, contact_fields, heading, relation,
};
use crate::listing::findings::{self, Badge};
use crate::listing::kept;
use crate::listing::reasons::{self, Side};
use crate::listing::result_line;
use crate::messages::{fill, grouped, pick};
use crate::ui::action::Action;
use crate::ui::presentation::Presentation;
use crate::ui::text::{Line, overlaps};
use crate::ui::theme::Role;
use crate::ui::wrap;
use crate::work::engine::Titles;

/// Columns for the names of fields, Chinese first.
const NAME: [usize; 2] = [10, 14];
/// Names stand above their values where the pane is narrower than this.
const NARROW: usize = 30;
/// Values with more bytes than this stand in lines of their own.
const SHORT: usize = 60;
/// Related listings that are shown at most; the others can be asked for.
pub(crate) const MAX_REFERENCES: usize = 30;
/// Institutions below one in the network that are shown.
const MAX_BELOW: usize = 20;

/// What can be done with a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum ItemAction {
    /// Copy this.
    Copy(String),
    /// Open this web address.
    Open(String),
    /// Go to the listing with this id.
    Visit(String),
    /// Carry this out.
    Act(Action),
    /// Go to the place where the listing says this.
    GoTo(String),
    /// Search for what has this value.
    Filter(Filter),
}

/// Lines with which something can be done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Item {
    /// Which lines.
    pub(crate) lines: Range<usize>,
    /// What.
    pub(crate) action: ItemAction,
}

/// A record in lines.
#[derive(Debug, Default, Clone)]
pub(crate) struct Typeset {
    /// The lines.
    pub(crate) lines: Vec<Line>,
    /// What can be done with some of them, from top to bottom.
    pub(crate) items: Vec<Item>,
    /// The matches from top to bottom, each with its pieces: a line, a piece in it. One that is
    /// broken over two lines has two.
    pub(crate) matches: Vec<Vec<(usize, usize)>>,
    /// The line below the reasons, where the listing's own text begins.
    text_from: usize,
}

impl Typeset {
    /// The line on which the listing says something, be it broken over several; its title where
    /// that says it.
    pub(crate) fn place_of(&self, said: &str) -> Option<usize> {
        let lines = self.lines.iter().enumerate();
        let own = |at: usize| at == 0 || at >= self.text_from;
        let mut text = String::new();
        let mut begins = Vec::new();
        for (at, line) in lines.filter(|(at, _)| own(*at)) {
            begins.push((text.len(), at));
            let pieces = line.pieces.iter().flat_map(|piece| piece.text.chars());
            text.extend(pieces.filter(|c| !c.is_whitespace()));
        }
        let said: String = said.chars().filter(|c| !c.is_whitespace()).collect();
        let place = text.find(&said)?;
        let line = begins.iter().rev().find(|(begin, _)| *begin <= place);
        line.map(|(_, at)| *at)
    }
}

/// Keys that are named in a listing.
#[derive(Debug, Clone)]
pub(crate) struct Keys {
    /// Opens its web address.
    pub(crate) open: String,
    /// Asks who answers it.
    pub(crate) matches: String,
    /// Asks for listings like it.
    pub(crate) more_like_this: String,
    /// Asks for the listings of its institution.
    pub(crate) institution: String,
}

/// Sets a record into lines of a width; `titles` are those of other listings, by their ids.
pub(crate) fn typeset(
    shown: Shown<'_>,
    titles: &Titles,
    width: u16,
    keys: &Keys,
    look: &Presentation,
) -> Typeset {
    let record = shown.record;
    let mut setter = Setter {
        highlighter: shown.highlighter,
        titles,
        width: usize::from(width),
        keys,
        look,
        badges: findings::badges(record, look),
        page: Typeset::default(),
    };
    setter.head(record);
    if let Some(whom) = shown.not_to_contact {
        let text = format!("! {}{whom}", look.messages.desk.do_not_contact);
        setter.wrapped(&text, Role::Warning, 0);
    }
    if let Some(fit) = shown.fit {
        setter.reasons(fit, record);
    }
    if let Some(kept) = shown.kept {
        setter.kept(kept);
    }
    if let Some(standing) = shown.standing {
        setter.standing(standing, record.kind);
    }
    setter.page.text_from = setter.page.lines.len();
    setter.sections(record);
    setter.page
}

struct Setter<'a> {
    highlighter: &'a Highlighter,
    titles: &'a Titles,
    width: usize,
    keys: &'a Keys,
    look: &'a Presentation,
    badges: Vec<Badge>,
    page: Typeset,
}

impl Setter<'_> {
    fn head(&mut self, record: &Record) {
        self.wrapped(record.title_in(self.look.language.code()), Role::Title, 0);
        let facts = result_line::facts(record, self.look);
        for row in self.packed(&facts, self.look.symbols.dot, self.width) {
            self.wrapped(&row, Role::Dim, 0);
        }
        self.findings();
    }

    /// Why it answers who asks: what speaks for it, against it, and what it does not say.
    fn reasons(&mut self, fit: &Fit, record: &Record) {
        let band = reasons::band(fit.band, self.look);
        let heading = pick(self.look.language, ["匹配理由：", "Why it matches: "]);
        self.page.lines.push(Line::default());
        self.page
            .lines
            .push(Line::new(format!("{heading}{band}"), Role::Heading));
        for (side, evidence) in reasons::all(fit) {
            self.reason(evidence, side, record);
        }
    }

    fn reason(&mut self, evidence: &Evidence, side: Side, record: &Record) {
        let (text, role) = reasons::line(evidence, side, record, self.look);
        if evidence.quote.is_empty() {
            return self.wrapped(&text, role, 0);
        }
        let action = ItemAction::GoTo(evidence.quote.clone());
        self.item(action, |setter| setter.wrapped(&text, role, 0));
    }

    /// What the user keeps of it.
    fn kept(&mut self, kept: &KeptListing) {
        let fields = kept::fields(kept, self.look);
        if fields.is_empty() {
            return;
        }
        self.page.lines.push(Line::default());
        let heading = self.look.messages.desk.menu;
        self.page.lines.push(Line::new(heading, Role::Heading));
        for (name, text) in fields {
            let lines: Vec<String> = text.lines().map(str::to_owned).collect();
            self.named(name, &lines);
        }
    }

    /// Where its institutions stand in the network: what is above them, of an institution also what
    /// is directly below. Each line leads to the listings of its place and of all below it.
    fn standing(&mut self, standing: &Standing, kind: Kind) {
        self.page.lines.push(Line::default());
        let heading = self.look.messages.facet(Facet::Network);
        self.page.lines.push(Line::new(heading, Role::Heading));
        for place in &standing.places {
            for step in vocab::path(Facet::Network, place) {
                self.step(&step, step == *place);
            }
            let is_child = |it: &&String| vocab::parent(Facet::Network, it).as_ref() == Some(place);
            let below = standing.below.iter().filter(is_child);
            let below: Vec<&String> = below.filter(|_| kind == Kind::Institution).collect();
            for step in below.iter().take(MAX_BELOW) {
                self.step(step, false);
            }
            let more = below.len().saturating_sub(MAX_BELOW);
            if more > 0 {
                let text = fill(self.look.messages.panes.more, &[("n", &more.to_string())]);
                self.wrapped(&text, Role::Dim, 0);
            }
        }
    }

    fn step(&mut self, place: &str, is_own: bool) {
        let depth = vocab::path(Facet::Network, place).len().saturating_sub(1);
        let role = if is_own { Role::Title } else { Role::Plain };
        let filter = Filter {
            facet: Facet::Network,
            value: place.to_owned(),
            exclude: false,
        };
        let name = self.look.label(Facet::Network, place);
        self.item(ItemAction::Filter(filter), |setter| {
            setter.wrapped(&name, role, 2 * depth);
        });
    }

    fn sections(&mut self, record: &Record) {
        for (section, _) in SECTIONS {
            let before = self.page.lines.len();
            let heading = heading(section, record.kind, self.look.language);
            self.page.lines.push(Line::default());
            self.page.lines.push(Line::new(heading, Role::Heading));
            let filled = self.page.lines.len();
            self.section(record, section);
            if self.page.lines.len() == filled {
                self.page.lines.truncate(before);
            }
        }
    }

    /// Every badge with its explanation.
    fn findings(&mut self) {
        let colon = pick(self.look.language, ["：", ": "]);
        for badge in std::mem::take(&mut self.badges) {
            let text = format!("! {}{colon}{}", badge.name, badge.why);
            self.wrapped(&text, Role::Warning, 0);
            self.badges.push(badge);
        }
    }

    fn section(&mut self, record: &Record, section: Section) {
        match section {
            Section::Contact => return self.contacts(record),
            Section::Related => self.related(record),
            _ => {}
        }
        for field in FIELDS.iter().filter(|field| field.section == section) {
            let mut values = field.values(record, self.look);
            values.retain(|value| !value.trim().is_empty());
            if !values.is_empty() {
                self.field(field, record.kind, &values);
            }
        }
    }

    fn field(&mut self, field: &FieldRow, kind: Kind, values: &[String]) {
        let name = field.label(kind, self.look.language);
        match field.form {
            Form::Value => self.named(name, values),
            Form::Copied => self.each(name, values, ItemAction::Copy),
            Form::Links => self.each(name, values, link),
            Form::Text => self.paragraphs(values),
            Form::NamedText => {
                self.page.lines.push(Line::new(name, Role::Dim));
                self.paragraphs(values);
            }
        }
    }

    fn paragraphs(&mut self, values: &[String]) {
        for value in values {
            self.wrapped(value, Role::Plain, 0);
        }
    }

    /// A name and its values; short ones side by side, long ones one a line.
    fn named(&mut self, name: &str, values: &[String]) {
        let between = pick(self.look.language, ["；", "; "]);
        let indent = self.indent();
        let rows = if values.iter().any(|value| value.len() > SHORT) {
            values.to_vec()
        } else {
            self.packed(values, between, self.width.saturating_sub(indent))
        };
        let first = self.begin(name);
        for row in rows {
            self.wrapped(&row, Role::Plain, indent);
        }
        self.label(first, name);
    }

    /// A name and its values, each in a line of its own with which something can be done.
    fn each(&mut self, name: &str, values: &[String], action: fn(String) -> ItemAction) {
        let first = self.begin(name);
        for value in values {
            let badge = self
                .badges
                .iter()
                .find(|it| it.value.as_ref() == Some(value));
            let badge = badge.map(|badge| format!(" ! {}", badge.name));
            self.item(action(value.clone()), |setter| {
                setter.wrapped(value, Role::Plain, setter.indent());
                if let Some(line) = setter.page.lines.last_mut() {
                    line.push(badge.unwrap_or_default(), Role::Warning);
                }
            });
        }
        self.label(first, name);
    }

    /// Lines that belong to an action.
    fn item(&mut self, action: ItemAction, write: impl FnOnce(&mut Self)) {
        let first = self.page.lines.len();
        write(self);
        let lines = first..self.page.lines.len();
        self.page.items.push(Item { lines, action });
    }

    /// Where a field's values begin; its name stands above them in a narrow pane.
    fn begin(&mut self, name: &str) -> usize {
        if self.indent() == 0 {
            self.page.lines.push(Line::new(name, Role::Dim));
        }
        self.page.lines.len()
    }

    /// Puts a field's name before its first value, where there is room.
    fn label(&mut self, first: usize, name: &str) {
        let (indent, columns) = (self.indent(), self.look.columns);
        if indent > 0
            && let Some(line) = self.page.lines.get_mut(first)
            && let Some(blank) = line.pieces.first_mut()
        {
            let name = columns.fit(name, indent - 1);
            let pad = indent - columns.width(&name);
            blank.text = format!("{name}{}", " ".repeat(pad));
            blank.role = Role::Dim;
        }
    }

    fn indent(&self) -> usize {
        if self.width < NARROW {
            return 0;
        }
        pick(self.look.language, NAME)
    }

    /// Values side by side in rows: broken between two of them rather than within one. A mark
    /// between facts goes with the break; a comma stays.
    fn packed(&self, values: &[String], between: &str, room: usize) -> Vec<String> {
        let columns = self.look.columns;
        let comma = if between == self.look.symbols.dot {
            ""
        } else {
            between.trim_end()
        };
        let mut rows: Vec<String> = Vec::new();
        for (place, value) in values.iter().enumerate() {
            let end = if place + 1 < values.len() { comma } else { "" };
            let joined = rows.last().map(|row| format!("{row}{between}{value}"));
            let fits = |joined: &String| columns.fits(&format!("{joined}{end}"), room);
            match (joined.filter(fits), rows.last_mut()) {
                (Some(joined), Some(row)) => *row = joined,
                (_, Some(row)) => {
                    // Where it has no room the break tells as much.
                    if columns.fits(&format!("{row}{comma}"), room) {
                        row.push_str(comma);
                    }
                    rows.push(value.clone());
                }
                (_, None) => rows.push(value.clone()),
            }
        }
        rows
    }

    /// Text in lines, its matches marked, each line `indent` columns from the left.
    fn wrapped(&mut self, text: &str, role: Role, indent: usize) {
        let marks = self.highlighter.marks(text);
        let room = self.width.saturating_sub(indent);
        for range in wrap::wrap(self.look.columns, text, room) {
            let mut line = Line::new(" ".repeat(indent), Role::Plain);
            line.push_marked(text, &range, &marks, role);
            let at = self.page.lines.len();
            let pieces = line.pieces.iter().enumerate();
            let marked = pieces.filter(|(_, piece)| piece.role == Role::Match);
            let here = marks.iter().filter(|mark| overlaps(mark, &range));
            for (mark, (place, _)) in here.zip(marked) {
                match self.page.matches.last_mut() {
                    Some(begun) if mark.start < range.start => begun.push((at, place)),
                    _ => self.page.matches.push(vec![(at, place)]),
                }
            }
            self.page.lines.push(line);
        }
    }

    fn contacts(&mut self, record: &Record) {
        let known = record.contact.iter().filter(|contact| !contact.is_empty());
        let mut any = false;
        for contact in known {
            if any {
                self.page.lines.push(Line::default());
            }
            any = true;
            self.contact(contact);
        }
        if !any {
            self.no_contact(record);
        }
    }

    fn contact(&mut self, contact: &Contact) {
        for (name, values) in contact_fields(contact, self.look) {
            if !values.is_empty() {
                let action = if values.iter().any(|value| is_web(value)) {
                    link
                } else {
                    ItemAction::Copy
                };
                self.each(pick(self.look.language, name), &values, action);
            }
        }
    }

    /// Nobody is named: what can be done instead.
    fn no_contact(&mut self, record: &Record) {
        let nothing = &self.look.messages.nothing;
        let mut words = match record.lead_institution() {
            "" => nothing.contact.to_owned(),
            // The sentence brings its own full stop.
            name => {
                let name = name.trim_end_matches('.');
                fill(nothing.contact_institution, &[("institution", name)])
            }
        };
        if result_line::web_address(record).is_some() {
            words.push_str(&fill(nothing.contact_link, &[("key", &self.keys.open)]));
        }
        self.wrapped(&words, Role::Warning, 0);
    }

    /// Listings that this one names, then ways to others.
    fn related(&mut self, record: &Record) {
        for reference in record.references.iter().take(MAX_REFERENCES) {
            self.reference(reference);
        }
        let hidden = record.references.len().saturating_sub(MAX_REFERENCES);
        if hidden > 0 {
            let number = grouped(u64::try_from(hidden).unwrap_or(u64::MAX));
            let words = fill(self.look.messages.panes.more, &[("n", &number)]);
            self.action(Action::References, &words, "");
        }
        let messages = &self.look.messages.related;
        let matches = match record.kind {
            Kind::Need => messages.answers,
            _ => messages.needs,
        };
        self.action(Action::Matches, matches, &self.keys.matches);
        self.action(
            Action::MoreLikeThis,
            messages.more_like_this,
            &self.keys.more_like_this,
        );
        let institution = record.lead_institution();
        if !institution.is_empty() {
            let words = fill(messages.institution, &[("institution", institution)]);
            self.action(Action::SameInstitution, &words, &self.keys.institution);
        }
    }

    /// "专利  石墨烯改性…": what it is, and its title.
    fn reference(&mut self, reference: &Reference) {
        let known = self.titles.get(&reference.id);
        let name = match known {
            Some((kind, _)) => self.look.label(Facet::Kind, kind.as_str()),
            None => self.look.messages.panes.listing.to_owned(),
        };
        let title = known.map_or(&reference.id, |(_, title)| title).clone();
        let relation = relation(&reference.relation, self.look);
        let first = self.begin(&name);
        self.item(ItemAction::Visit(reference.id.clone()), |setter| {
            setter.wrapped(&title, Role::Accent, setter.indent());
            if let Some(line) = setter.page.lines.last_mut() {
                line.push(relation, Role::Dim);
            }
        });
        self.label(first, &name);
    }

    fn action(&mut self, action: Action, words: &str, key: &str) {
        self.item(ItemAction::Act(action), |setter| {
            setter.wrapped(words, Role::Accent, 0);
            if let Some(line) = setter.page.lines.last_mut() {
                line.push(format!("  {key}"), Role::Dim);
            }
        });
    }
}

fn is_web(value: &str) -> bool {
    value.starts_with("http://") || value.starts_with("https://")
}

/// Web addresses are opened, others copied.
fn link(value: String) -> ItemAction {
    if is_web(&value) {
        ItemAction::Open(value)
    } else {
        ItemAction::Copy(value)
    }
}
