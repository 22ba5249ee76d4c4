//! One listing in full: laid out into lines once, scrolled and searched through afterwards.

use qiao_index::record::{Contact, Record};
use qiao_index::search::Highlighter;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::fields::{FIELDS, FieldRow, Form, SECTIONS, Section};
use super::scrolling::Extent;
use super::words;
use crate::look::Look;
use crate::messages::{fill, pick};
use crate::text::Line;
use crate::theme::Role;
use crate::wrap;
use qiao_index::vocab::Language;

/// Names of fields take at most so many columns.
const WIDEST_NAME: usize = 14;
/// Names stand above their values where the pane is narrower than this.
const NARROW: usize = 30;

/// What a listing was laid out for; another value needs another layout.
#[derive(Debug, Clone, PartialEq)]
struct LaidFor {
    record: Record,
    highlighter: Highlighter,
    width: u16,
    language: Language,
}

/// The pane of the listing.
#[derive(Debug, Default)]
pub(crate) struct ListingPane {
    laid_for: Option<LaidFor>,
    lines: Vec<Line>,
    top: usize,
    /// The match that was jumped to, counted from the start.
    current: Option<usize>,
}

impl ListingPane {
    /// Lays the listing out anew where it is another one, or looks otherwise.
    pub(crate) fn settle(
        &mut self,
        shown: Option<(&Record, &Highlighter)>,
        area: Rect,
        open_key: &str,
        look: &Look,
    ) {
        let same = match (&self.laid_for, shown) {
            (Some(laid), Some((record, highlighter))) => {
                laid.record == *record
                    && laid.highlighter == *highlighter
                    && laid.width == area.width
                    && laid.language == look.language
            }
            (laid, shown) => laid.is_none() && shown.is_none(),
        };
        if !same {
            self.lay_out(shown, area, open_key, look);
        }
        self.top = self.top.min(self.furthest(area));
    }

    fn lay_out(
        &mut self,
        shown: Option<(&Record, &Highlighter)>,
        area: Rect,
        open_key: &str,
        look: &Look,
    ) {
        let before = self.laid_for.take();
        self.lines.clear();
        self.current = None;
        if let Some((record, highlighter)) = shown {
            let setter = Setter {
                highlighter,
                width: usize::from(area.width),
                open_key,
                look,
                lines: Vec::new(),
            };
            self.lines = setter.record(record);
            if before.is_none_or(|before| before.record.id != record.id) {
                self.top = 0;
            }
            self.laid_for = Some(LaidFor {
                record: record.clone(),
                highlighter: highlighter.clone(),
                width: area.width,
                language: look.language,
            });
        }
    }

    /// The listing that is shown.
    pub(crate) fn record(&self) -> Option<&Record> {
        self.laid_for.as_ref().map(|laid| &laid.record)
    }

    /// All of its text, for selecting by hand.
    pub(crate) fn text(&self) -> String {
        let lines = self.lines.iter().map(|line| {
            let pieces = line.pieces.iter().map(|piece| piece.text.as_str());
            pieces.collect::<String>()
        });
        lines.collect::<Vec<_>>().join("\n")
    }

    fn furthest(&self, area: Rect) -> usize {
        self.lines.len().saturating_sub(usize::from(area.height))
    }

    /// Scrolls by so many lines.
    pub(crate) fn scroll(&mut self, by: isize) {
        self.top = self.top.saturating_add_signed(by);
    }

    /// Goes to the next match or the one before, round the ends; false where there is none.
    pub(crate) fn jump(&mut self, forward: bool, area: Rect) -> bool {
        let matches = self.matches();
        let number = matches.len();
        if number == 0 {
            return false;
        }
        let next = match (self.current, forward) {
            (None, true) => 0,
            (None, false) => number - 1,
            (Some(current), true) => (current + 1) % number,
            (Some(current), false) => (current + number - 1) % number,
        };
        self.current = Some(next);
        if let Some((line, _)) = matches.get(next) {
            let third = usize::from(area.height) / 3;
            self.top = line.saturating_sub(third).min(self.furthest(area));
        }
        true
    }

    /// The match that was jumped to, from 1, and the number of all.
    pub(crate) fn current(&self) -> Option<(usize, usize)> {
        Some((self.current? + 1, self.matches().len()))
    }

    /// Every marked piece: its line, its place in the line.
    fn matches(&self) -> Vec<(usize, usize)> {
        let lines = self.lines.iter().enumerate();
        lines
            .flat_map(|(at, line)| {
                let pieces = line.pieces.iter().enumerate();
                pieces
                    .filter(|(_, piece)| piece.role == Role::Match)
                    .map(move |(place, _)| (at, place))
            })
            .collect()
    }

    /// Draws the part on screen.
    pub(crate) fn draw(&self, buffer: &mut Buffer, area: Rect, look: &Look) {
        let current = self
            .current
            .and_then(|current| self.matches().get(current).copied());
        for ((at, line), row) in self
            .lines
            .iter()
            .enumerate()
            .skip(self.top)
            .zip(area.rows())
        {
            let mut line = line.clone();
            if let Some((_, place)) = current.filter(|(of, _)| *of == at)
                && let Some(piece) = line.pieces.get_mut(place)
            {
                piece.role = Role::CurrentMatch;
            }
            line.draw(buffer, row, look.columns, &look.theme);
        }
    }

    /// Which lines are on screen.
    pub(crate) fn extent(&self, area: Rect) -> Extent {
        Extent {
            first: self.top,
            shown: usize::from(area.height),
            all: self.lines.len(),
        }
    }

    /// Shows the lines from a place on.
    pub(crate) const fn scroll_to(&mut self, first: usize) {
        self.top = first;
    }
}

/// Sets a record into lines of a width.
struct Setter<'a> {
    highlighter: &'a Highlighter,
    width: usize,
    open_key: &'a str,
    look: &'a Look,
    lines: Vec<Line>,
}

impl Setter<'_> {
    fn record(mut self, record: &Record) -> Vec<Line> {
        self.wrapped(&record.title, Role::Title, 0);
        self.wrapped(
            &words::facts(record, self.look).join(self.look.symbols.dot),
            Role::Dim,
            0,
        );
        for badge in words::badges(record, self.look) {
            self.wrapped(&badge, Role::Warning, 0);
        }
        for (section, heading) in SECTIONS {
            let before = self.lines.len();
            self.section(record, section);
            if self.lines.len() > before {
                let heading = pick(self.look.language, heading);
                self.lines.insert(before, Line::new(heading, Role::Heading));
                self.lines.insert(before, Line::default());
            }
        }
        self.lines
    }

    fn section(&mut self, record: &Record, section: Section) {
        if section == Section::Contact {
            self.contacts(record);
            return;
        }
        for field in FIELDS.iter().filter(|field| field.section == section) {
            let mut values = (field.read)(record, self.look);
            values.retain(|value| !value.trim().is_empty());
            if !values.is_empty() {
                self.field(field, &values);
            }
        }
    }

    fn field(&mut self, field: &FieldRow, values: &[String]) {
        let name = pick(self.look.language, field.name);
        match field.form {
            Form::Value => self.named(name, values),
            Form::Text => self.paragraphs(values),
            Form::NamedText => {
                self.lines.push(Line::new(name, Role::Dim));
                self.paragraphs(values);
            }
        }
    }

    fn paragraphs(&mut self, values: &[String]) {
        for value in values {
            self.wrapped(value, Role::Plain, 0);
        }
    }

    /// A name and its values; short ones side by side, links and the like one a line.
    fn named(&mut self, name: &str, values: &[String]) {
        let between = match self.look.language {
            Language::Chinese => "；",
            Language::English => "; ",
        };
        let own_lines = values
            .iter()
            .any(|value| value.len() > 60 || value.contains("://"));
        let indent = self.indent();
        let first = self.lines.len();
        if indent == 0 {
            self.lines.push(Line::new(name, Role::Dim));
        }
        if own_lines {
            for value in values {
                self.wrapped(value, Role::Plain, indent);
            }
        } else {
            self.wrapped(&values.join(between), Role::Plain, indent);
        }
        if indent > 0
            && let Some(line) = self.lines.get_mut(first)
            && let Some(blank) = line.pieces.first_mut()
        {
            let columns = self.look.columns;
            let name = columns.fit(name, indent - 1);
            let pad = indent - columns.width(&name);
            blank.text = format!("{name}{}", " ".repeat(pad));
            blank.role = Role::Dim;
        }
    }

    const fn indent(&self) -> usize {
        if self.width < NARROW { 0 } else { WIDEST_NAME }
    }

    /// Text in lines, its matches marked, each line so many columns from the left.
    fn wrapped(&mut self, text: &str, role: Role, indent: usize) {
        let marks = self.highlighter.marks(text);
        let room = self.width.saturating_sub(indent);
        for range in wrap::wrap(self.look.columns, text, room) {
            let mut line = Line::new(" ".repeat(indent), Role::Plain);
            line.push_marked(text, &range, &marks, role);
            self.lines.push(line);
        }
    }

    fn contacts(&mut self, record: &Record) {
        let known = record.contact.iter().filter(|contact| !contact.is_empty());
        let mut any = false;
        for contact in known {
            if any {
                self.lines.push(Line::default());
            }
            any = true;
            self.contact(contact);
        }
        if !any {
            self.no_contact(record);
        }
    }

    fn contact(&mut self, contact: &Contact) {
        for (name, values) in contact_fields(contact) {
            if !values.is_empty() {
                self.named(pick(self.look.language, name), &values);
            }
        }
    }

    /// Nobody is named: what can be done instead.
    fn no_contact(&mut self, record: &Record) {
        let nothing = &self.look.messages.nothing;
        let mut words = match record.lead_institution() {
            "" => nothing.contact.to_owned(),
            name => fill(nothing.contact_institution, &[("institution", name)]),
        };
        if words::web_address(record).is_some() {
            words.push_str(&fill(nothing.contact_link, &[("key", self.open_key)]));
        }
        self.wrapped(&words, Role::Warning, 0);
    }
}

/// A contact's fields that are known, with their names.
pub(crate) fn contact_fields(contact: &Contact) -> [([&'static str; 2], Vec<String>); 8] {
    let one = |text: &String| {
        let known = Some(text.clone()).filter(|text| !text.is_empty());
        known.into_iter().collect::<Vec<_>>()
    };
    [
        (["姓名", "Name"], one(&contact.name)),
        (["职务", "Role"], one(&contact.role)),
        (["单位", "Organisation"], one(&contact.organisation)),
        (["电话", "Telephone"], contact.phones.clone()),
        (["邮箱", "E-mail"], contact.emails.clone()),
        (["微信", "WeChat"], one(&contact.wechat)),
        (["地址", "Address"], one(&contact.address)),
        (["网站", "Web site"], one(&contact.website)),
    ]
}
