//! Templates: how the text of a value is put together.

use super::Step;
use super::value::{Filter, filter, tidy};

/// A place in a template that content goes to.
#[derive(Debug)]
pub(super) struct Field {
    /// The element inside; empty for an attribute.
    path: Vec<Step>,
    attribute: Option<&'static str>,
    demand: Demand,
    filter: Option<Filter>,
}

/// What is asked of a place's content.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Demand {
    /// It must be there.
    Present,
    /// It may be missing: `?`.
    Optional,
    /// It must be missing: `!`.
    Absent,
}

impl Field {
    /// Reads what stands between the braces.
    fn new(text: &'static str) -> Option<Self> {
        let (text, filter) = match text.split_once('|') {
            Some((text, name)) => (text, Some(filter(name)?)),
            None => (text, None),
        };
        let (name, demand) = match text.strip_suffix('?') {
            Some(name) => (name, Demand::Optional),
            None => text
                .strip_suffix('!')
                .map_or((text, Demand::Present), |name| (name, Demand::Absent)),
        };
        let attribute = name.strip_prefix('@');
        let path = match attribute {
            Some(_) => Vec::new(),
            None => Step::path(name),
        };
        Some(Self {
            path,
            attribute,
            demand,
            filter,
        })
    }

    /// The element that is asked for.
    pub(super) fn path(&self) -> &[Step] {
        &self.path
    }

    /// The attribute that is asked for.
    pub(super) const fn attribute(&self) -> Option<&'static str> {
        self.attribute
    }
}

/// A piece of a template.
#[derive(Debug)]
pub(super) enum Part {
    /// Text that stands as it is.
    Literal(&'static str),
    /// Text of the document.
    Field(Field),
}

/// The fourth column of a line.
#[derive(Debug)]
pub(super) enum Template {
    /// The whole text of the element, filtered.
    Whole(Option<Filter>),
    /// Pieces of it.
    Parts(Vec<Part>),
}

impl Template {
    /// Reads a template; `None` where it breaks the rules.
    pub(super) fn new(text: &'static str) -> Option<Self> {
        if text == "." {
            return Some(Self::Whole(None));
        }
        if let Some(name) = text.strip_prefix(".|") {
            return Some(Self::Whole(Some(filter(name)?)));
        }
        let (mut parts, mut rest) = (Vec::new(), text);
        while let Some((literal, behind)) = rest.split_once('{') {
            let (field, behind) = behind.split_once('}')?;
            if !literal.is_empty() {
                parts.push(Part::Literal(literal));
            }
            parts.push(Part::Field(Field::new(field)?));
            rest = behind;
        }
        if !rest.is_empty() {
            parts.push(Part::Literal(rest));
        }
        (!parts.is_empty()).then_some(Self::Parts(parts))
    }

    /// Its fields, in order.
    pub(super) fn fields(&self) -> impl Iterator<Item = &Field> {
        let parts = match self {
            Self::Whole(_) => &[],
            Self::Parts(parts) => &parts[..],
        };
        parts.iter().filter_map(|part| match part {
            Part::Field(field) => Some(field),
            Part::Literal(_) => None,
        })
    }

    /// Whether it asks for the whole text.
    pub(super) const fn is_whole(&self) -> bool {
        matches!(self, Self::Whole(_))
    }

    /// Whether attributes are all that it asks for.
    pub(super) fn needs_no_content(&self) -> bool {
        !self.is_whole() && self.fields().all(|field| field.attribute.is_some())
    }

    /// The value, unless something that must be there is missing or empty.
    pub(super) fn render<'a, 'f>(
        &self,
        whole: &str,
        attribute: impl Fn(&str) -> Option<&'a str>,
        mut content: impl FnMut(&Field) -> Option<&'f str>,
    ) -> Option<String> {
        let parts = match self {
            Self::Whole(None) => return not_empty(tidy(whole)),
            Self::Whole(Some(filter)) => return not_empty(tidy(&filter(whole.trim()))),
            Self::Parts(parts) => parts,
        };
        let (mut text, mut has_fields, mut is_missing) = (String::new(), false, false);
        let mut filled = false;
        for part in parts {
            match part {
                Part::Literal(literal) => text.push_str(literal),
                Part::Field(field) => {
                    // Every field takes its content, in order, whether it is used or not.
                    let found = content(field);
                    let found = match field.attribute {
                        Some(name) => attribute(name),
                        None => found,
                    };
                    let found = found.unwrap_or_default().trim();
                    let found = match field.filter {
                        Some(filter) => tidy(&filter(found)),
                        None => tidy(found),
                    };
                    has_fields = true;
                    is_missing |= match field.demand {
                        Demand::Present => found.is_empty(),
                        Demand::Optional => false,
                        Demand::Absent => !found.is_empty(),
                    };
                    filled |= !found.is_empty();
                    text.push_str(&found);
                }
            }
        }
        let stands = !is_missing && (filled || !has_fields);
        not_empty(tidy(&text)).filter(|_| stands)
    }
}

fn not_empty(text: String) -> Option<String> {
    (!text.is_empty()).then_some(text)
}
