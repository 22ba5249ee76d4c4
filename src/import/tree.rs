//! Trees of named elements → the cells of a row, by a table of paths.
//!
//! XML, tagged text and nested JSON are all trees of names with text in them; what differs from
//! office to office is where things stand. That is data: every family of files has a table of
//! lines `path → cell`, and readers only say which elements open and close.
//!
//! A line has four columns, parted by tabs; lines that begin with `#` are remarks:
//!
//! | column | meaning |
//! |---|---|
//! | path | names from the outside in, parted by `/`, compared with the end of an element's path; `[attribute=value]` behind a name must hold, whatever the case |
//! | cell | the name of the cell, which `index/src/aliases.tsv` knows or not (then it stays in `raw`) |
//! | take | `one`: the first value of the first line that finds any · `best`: all values of that line · `all`: all values of all lines · `text`: as `best`, in paragraphs · `all-text`: as `all`, in paragraphs |
//! | template | `.`: the text of the element · otherwise text with `{path}` in it, the text of the first element of that path inside; `{@name}` is an attribute of the element, `?` behind it says that it may be missing, `!` that it must be, and `|filter` names a [`value::filter`] |
//!
//! Several lines may find a cell in one element: the first that does stands for it. What `one`
//! and `best` pass over in other elements is kept in a cell `other …`. Only the outermost element
//! that a line names is looked at: no line's element lies inside of another's.

use std::collections::{HashMap, HashSet};

use qiao_index::normalise::is_known_header;
use serde_json::{Map, Value};

pub(super) use forms::number as patent_number;
pub(super) use value::doi as address_of_doi;

use template::{Field, Template};

mod forms;
mod template;
mod value;

/// Elements that part lines of running text.
const BLOCKS: [&str; 23] = [
    "p",
    "P",
    "paragraph",
    "Paragraphs",
    "PARA",
    "heading",
    "Heading",
    "H",
    "claim-text",
    "ClaimText",
    "CLMSTEP",
    "li",
    "LI",
    "dt",
    "dd",
    "row",
    "ROW",
    "tr",
    "br",
    "BR",
    "title",
    "section",
    "PTEXT",
];
/// Elements that part words.
const CELLS: [&str; 5] = ["entry", "ENTRY", "td", "th", "number"];

/// One name of a path, with what its attribute must be.
#[derive(Debug)]
struct Step {
    name: &'static str,
    condition: Option<(&'static str, &'static str)>,
}

impl Step {
    fn path(text: &'static str) -> Vec<Self> {
        text.split('/').map(Self::new).collect()
    }

    fn new(text: &'static str) -> Self {
        let parted = text.strip_suffix(']').and_then(|text| text.split_once('['));
        let (name, condition) = parted.unwrap_or((text, ""));
        Self {
            name,
            condition: condition.split_once('='),
        }
    }

    fn matches(&self, open: &Open) -> bool {
        let holds = |(name, value): (&str, &str)| {
            open.attribute(name)
                .is_some_and(|found| found.trim().eq_ignore_ascii_case(value))
        };
        self.name == open.name && self.condition.is_none_or(holds)
    }
}

/// Whether the path of the open elements ends in the steps.
fn ends_in(open: &[Open], steps: &[Step]) -> bool {
    let tail = open.len().checked_sub(steps.len()).map(|at| &open[at..]);
    tail.is_some_and(|tail| {
        tail.iter()
            .zip(steps)
            .all(|(open, step)| step.matches(open))
    })
}

/// Which of several values make a cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Take {
    One,
    Best,
    All,
    Text,
    AllText,
}

impl Take {
    /// Whether all lines of the table give values, not only the first that finds any.
    const fn is_all(self) -> bool {
        matches!(self, Self::All | Self::AllText)
    }
}

/// A line of a table.
#[derive(Debug)]
struct Rule {
    path: Vec<Step>,
    cell: &'static str,
    take: Take,
    template: Template,
    /// Its place in the table: lower ones come first.
    rank: usize,
}

impl Rule {
    fn new(rank: usize, line: &'static str) -> Option<Self> {
        let mut columns = line.split('\t');
        let rule = Self {
            path: Step::path(columns.next()?),
            cell: columns.next()?,
            take: match columns.next()? {
                "one" => Take::One,
                "best" => Take::Best,
                "all" => Take::All,
                "text" => Take::Text,
                "all-text" => Take::AllText,
                _ => return None,
            },
            template: Template::new(columns.next()?)?,
            rank,
        };
        columns.next().is_none().then_some(rule)
    }
}

/// The mapping of one family of files.
#[derive(Debug)]
pub(super) struct Table {
    /// Rules by the last name of their path.
    rules: HashMap<&'static str, Vec<Rule>>,
    /// Attributes that the rules ask for; others need not be kept.
    attributes: HashSet<&'static str>,
    /// Elements that the rules name, anywhere.
    elements: HashSet<&'static str>,
}

impl Table {
    /// Reads a table; tests see to it that every line of ours can be read.
    pub(super) fn new(text: &'static str) -> Self {
        let (mut rules, mut attributes) = (HashMap::<_, Vec<Rule>>::new(), HashSet::new());
        let mut elements = HashSet::new();
        let lines = Self::lines(text).enumerate();
        for rule in lines.filter_map(|(rank, line)| Rule::new(rank, line)) {
            let conditions = |steps: &[Step]| -> Vec<&'static str> {
                let conditions = steps.iter().filter_map(|step| step.condition);
                conditions.map(|(attribute, _)| attribute).collect()
            };
            attributes.extend(conditions(&rule.path));
            elements.extend(rule.path.iter().map(|step| step.name));
            for field in rule.template.fields() {
                attributes.extend(field.attribute());
                attributes.extend(conditions(field.path()));
                elements.extend(field.path().iter().map(|step| step.name));
            }
            if let Some(last) = rule.path.last() {
                rules.entry(last.name).or_default().push(rule);
            }
        }
        Self {
            rules,
            attributes,
            elements,
        }
    }

    fn lines(text: &'static str) -> impl Iterator<Item = &'static str> {
        text.lines()
            .filter(|line| !line.is_empty() && !line.starts_with('#'))
    }

    /// Whether some rule names elements so, anywhere in its path or template.
    pub(super) fn names(&self, element: &str) -> bool {
        self.elements.contains(element)
    }

    /// Whether some rule asks for attributes of this name.
    pub(super) fn wants(&self, attribute: &str) -> bool {
        self.attributes.contains(attribute)
    }
}

/// An element that is open.
#[derive(Debug)]
struct Open {
    name: String,
    attributes: Vec<(String, String)>,
}

impl Open {
    fn attribute(&self, name: &str) -> Option<&str> {
        let mut attributes = self.attributes.iter();
        let found = attributes.find(|(known, _)| known == name);
        found.map(|(_, value)| value.as_str())
    }
}

/// An element whose content is being taken.
struct Capture<'t> {
    /// Its place among the open elements.
    depth: usize,
    rules: Vec<&'t Rule>,
    /// Its text, where a rule asks for it.
    text: Option<String>,
    /// The elements inside that rules ask for, with the depth at which they are open.
    fields: Vec<(&'t Field, Option<usize>, Option<String>)>,
}

/// A value that a rule has found.
struct Found<'t> {
    rule: &'t Rule,
    text: String,
}

/// Takes the elements of one document in, and gives the cells of its row.
pub(super) struct Mapper<'t> {
    table: &'t Table,
    open: Vec<Open>,
    capture: Option<Capture<'t>>,
    found: Vec<Found<'t>>,
    /// The language that an element of its own told for the next one.
    language: String,
}

/// The element of WIPO ST.32 that tells the language of the title behind it.
const LANGUAGE: &str = "B541";

impl<'t> Mapper<'t> {
    /// Of a document of this family.
    pub(super) const fn new(table: &'t Table) -> Self {
        Self {
            table,
            open: Vec::new(),
            capture: None,
            found: Vec::new(),
            language: String::new(),
        }
    }

    /// Number of values that have been found.
    pub(super) const fn values(&self) -> usize {
        self.found.len()
    }

    /// Number of open elements.
    pub(super) const fn depth(&self) -> usize {
        self.open.len()
    }

    /// Name of the innermost open element.
    pub(super) fn innermost(&self) -> &str {
        self.open.last().map_or("", |open| &open.name)
    }

    /// An element opens, with those of its attributes that the table [`wants`](Table::wants).
    pub(super) fn open(&mut self, name: &str, mut attributes: Vec<(String, String)>) {
        if name == LANGUAGE {
            self.language.clear();
        } else if self.innermost() != LANGUAGE && !self.language.is_empty() {
            attributes.push(("lang".to_owned(), std::mem::take(&mut self.language)));
        }
        let name = name.to_owned();
        self.open.push(Open { name, attributes });
        match &mut self.capture {
            Some(capture) => capture.open(&self.open),
            None => self.begin(),
        }
    }

    /// Text inside of the innermost element; blanks and line ends are all the same.
    pub(super) fn text(&mut self, text: &str) {
        let is_language = |open: &Open| open.name == LANGUAGE;
        if self.open.iter().rev().take(2).any(is_language) {
            self.language.push_str(text.trim());
        }
        let Some(capture) = &mut self.capture else {
            return;
        };
        // PATDOC puts every text into one more element.
        let around = self.open.iter().rev().take(2);
        let shifted = around
            .into_iter()
            .find_map(|open| value::shifted(&open.name, text));
        let text = shifted.as_deref().unwrap_or(text);
        capture.texts(|so_far| value::flow(so_far, text));
    }

    /// A line ends in the text.
    pub(super) fn end_line(&mut self) {
        if let Some(capture) = &mut self.capture {
            capture.texts(value::end_line);
        }
    }

    /// Text whose line ends mean something.
    pub(super) fn lines(&mut self, text: &str) {
        for (at, line) in text.lines().enumerate() {
            if at > 0 {
                self.end_line();
            }
            self.text(line);
        }
    }

    /// The innermost element closes.
    pub(super) fn close(&mut self) {
        let depth = self.open.len().saturating_sub(1);
        if let Some(mut capture) = self.capture.take() {
            if capture.depth == depth {
                self.finish_capture(&capture);
            } else {
                capture.close(depth, self.innermost());
                self.capture = Some(capture);
            }
        }
        self.open.pop();
    }

    /// An element with nothing but text in it, in lines of its own.
    pub(super) fn leaf(&mut self, name: &str, text: &str) {
        self.open(name, Vec::new());
        self.lines(text);
        self.close();
        self.end_line();
    }

    /// The row: cells in the order in which their first values were found.
    pub(super) fn finish(self) -> Map<String, Value> {
        let mut best: HashMap<&str, usize> = HashMap::new();
        for found in &self.found {
            let rank = best.entry(found.rule.cell).or_insert(found.rule.rank);
            *rank = found.rule.rank.min(*rank);
        }
        let mut cells = Map::new();
        for Found { rule, text } in self.found {
            let is_best = rule.take.is_all() || best.get(rule.cell) == Some(&rule.rank);
            let stands = rule.take == Take::One && cells.contains_key(rule.cell);
            match rule.take {
                _ if !is_best || stands => push(&mut cells, &format!("other {}", rule.cell), text),
                Take::One => {
                    cells.insert(rule.cell.to_owned(), Value::String(text));
                }
                Take::Best | Take::All => push(&mut cells, rule.cell, text),
                Take::Text | Take::AllText => append(&mut cells, rule.cell, &text),
            }
        }
        drop_repeated(&mut cells);
        cells
    }

    /// Looks for rules of the element that has just opened.
    fn begin(&mut self) {
        let rules = self.table.rules.get(self.innermost());
        let rules = rules.into_iter().flatten();
        let rules: Vec<&Rule> = rules
            .filter(|rule| ends_in(&self.open, &rule.path))
            .collect();
        let (at_once, later) = rules
            .into_iter()
            .partition::<Vec<_>, _>(|rule| rule.template.needs_no_content());
        self.find(&at_once, "", |_| None);
        if !later.is_empty() {
            let fields = later.iter().flat_map(|rule| rule.template.fields());
            self.capture = Some(Capture {
                depth: self.open.len() - 1,
                text: later
                    .iter()
                    .any(|rule| rule.template.is_whole())
                    .then(String::new),
                fields: fields.map(|field| (field, None, None)).collect(),
                rules: later,
            });
        }
    }

    fn finish_capture(&mut self, capture: &Capture<'t>) {
        let text = capture.text.as_deref().unwrap_or_default();
        let mut fields = capture.fields.iter();
        // Fields stand in the order of the rules.
        self.find(&capture.rules, text, |_| fields.next()?.2.as_deref());
    }

    /// Applies the rules of the innermost element.
    fn find<'f>(
        &mut self,
        rules: &[&'t Rule],
        text: &str,
        mut content: impl FnMut(&Field) -> Option<&'f str>,
    ) {
        let Some(open) = self.open.last() else { return };
        let before = self.found.len();
        for rule in rules {
            let attribute = |name: &str| open.attribute(name);
            let value = rule.template.render(text, attribute, &mut content);
            let mut of_element = self.found.iter().skip(before);
            let is_first = !of_element.any(|found| found.rule.cell == rule.cell);
            if let Some(text) = value.filter(|_| is_first) {
                self.found.push(Found { rule, text });
            }
        }
    }
}

impl Capture<'_> {
    fn open(&mut self, open: &[Open]) {
        let depth = open.len() - 1;
        let inside = &open[self.depth + 1..];
        for (field, opened, text) in &mut self.fields {
            if text.is_none() && !field.path().is_empty() && ends_in(inside, field.path()) {
                *opened = Some(depth);
                *text = Some(String::new());
            }
        }
        if let Some(open) = open.last() {
            self.part(&open.name);
        }
    }

    fn close(&mut self, depth: usize, name: &str) {
        for (_, opened, _) in &mut self.fields {
            if *opened == Some(depth) {
                *opened = None;
            }
        }
        self.part(name);
    }

    /// Parts lines or words at the edge of an element.
    fn part(&mut self, name: &str) {
        if BLOCKS.contains(&name) {
            self.texts(value::end_line);
        } else if CELLS.contains(&name) {
            self.texts(|so_far| value::flow(so_far, " "));
        }
    }

    /// Applies to all texts that are growing.
    fn texts(&mut self, grow: impl Fn(&mut String)) {
        if let Some(text) = &mut self.text {
            grow(text);
        }
        let fields = self.fields.iter_mut();
        let growing = fields.filter(|(_, opened, _)| opened.is_some());
        growing
            .filter_map(|(_, _, text)| text.as_mut())
            .for_each(grow);
    }
}

/// Drops from the cells `other …` what the cell beside them says itself, and from those that no
/// field takes what a cell of its language says.
fn drop_repeated(cells: &mut Map<String, Value>) {
    let names = cells.keys().filter_map(|name| name.strip_prefix("other "));
    let names: Vec<String> = names.map(str::to_owned).collect();
    for name in names {
        let other = format!("other {name}");
        let languages = [format!("{name}_zh"), format!("{name}_en")];
        let of_languages = languages.iter().filter(|_| !is_known_header(&other));
        let beside = of_languages.chain([&name]);
        let said: Vec<Value> = beside
            .filter_map(|name| cells.get(name))
            .flat_map(|value| match value {
                Value::Array(values) => values.clone(),
                value => vec![value.clone()],
            })
            .collect();
        if let Some(Value::Array(others)) = cells.get_mut(&other) {
            others.retain(|value| !said.contains(value));
            if others.is_empty() {
                cells.shift_remove(&other);
            }
        }
    }
}

/// Adds a value to a list.
pub(super) fn push(cells: &mut Map<String, Value>, name: &str, text: String) {
    match cells.get_mut(name) {
        Some(Value::Array(values)) => values.push(Value::String(text)),
        _ => {
            cells.insert(name.to_owned(), Value::Array(vec![Value::String(text)]));
        }
    }
}

/// Adds a paragraph to a text.
fn append(cells: &mut Map<String, Value>, name: &str, paragraph: &str) {
    match cells.get_mut(name) {
        Some(Value::String(text)) => {
            text.push('\n');
            text.push_str(paragraph);
        }
        _ => {
            cells.insert(name.to_owned(), Value::String(paragraph.to_owned()));
        }
    }
}

/// The lines of a table that cannot be read, for the tests of its reader.
#[cfg(test)]
pub(super) fn faulty_lines(text: &'static str) -> Vec<&'static str> {
    Table::lines(text)
        .filter(|line| Rule::new(0, line).is_none())
        .collect()
}

#[cfg(test)]
mod tests;
