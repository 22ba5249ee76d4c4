//! Text → documents: where one begins and ends, whatever stands between them.
//!
//! A document is an element that [`super::family`] knows. It ends with its end tag; an XML
//! declaration, a document type or another document of its name before that means that it was
//! cut off, and the next one is not drawn into its ruin.

use std::io;
use std::rc::Rc;

use super::super::damage::Damage;
use super::super::text::{self, Text};
use super::super::tree::Table;
use super::entities::Entities;
use super::family;

/// Bytes of a name that are looked at.
const MAX_NAME_BYTES: usize = 100;

/// How a document came to its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum End {
    /// By its end tag.
    Closed,
    /// By the end of the file, or by the start of the next document.
    CutOff,
    /// It is larger than a row may be.
    Limit,
}

/// A document that was cut out of a file.
pub(super) struct Document {
    /// Its text, from the start tag on.
    pub(super) text: String,
    /// The line of the file where it begins, from 1.
    line: u64,
    /// The mapping of its family.
    pub(super) table: &'static Table,
    /// What its document type declares.
    pub(super) entities: Rc<Entities>,
    /// How it ended.
    pub(super) end: End,
    /// The first bytes in it that could not be decoded.
    pub(super) damage: Option<Damage>,
}

impl Document {
    /// Line of the file and character of the line, both from 1, of a byte of the document.
    pub(super) fn place(&self, byte: u64) -> (u64, u64) {
        let byte = usize::try_from(byte).unwrap_or(usize::MAX);
        let before = self.text.as_bytes();
        let before = before.get(..byte).unwrap_or(before);
        let start = before.iter().rposition(|&byte| byte == b'\n');
        let line = before
            .get(start.map_or(0, |at| at + 1)..)
            .unwrap_or_default();
        let column = String::from_utf8_lossy(line).chars().count() as u64 + 1;
        (self.line + lines(before), column)
    }
}

/// Number of lines that end in the bytes.
fn lines(bytes: &[u8]) -> u64 {
    bytes.split(|&byte| byte == b'\n').count() as u64 - 1
}

/// Cuts a text into documents.
#[derive(Default)]
pub(super) struct Cutter {
    entities: Rc<Entities>,
    /// Lines that lie behind.
    lines: u64,
}

impl Cutter {
    /// The next document; `None` at the end of the file.
    pub(super) fn next(&mut self, text: &mut Text) -> io::Result<Option<Document>> {
        loop {
            let mut scanner = Scanner::default();
            let Some(unit) = text.take(&mut |byte| scanner.finds(byte))? else {
                return Ok(None);
            };
            let (before, start) = unit
                .text
                .split_at_checked(scanner.tag_at)
                .unwrap_or((&unit.text, ""));
            self.see_prologue(before);
            self.lines += lines(before.as_bytes());
            if let (text::End::Closed, Some(table)) = (unit.end, family(&scanner.name)) {
                return self.rest(text, start.to_owned(), scanner, table).map(Some);
            }
            self.lines += lines(start.as_bytes());
        }
    }

    /// Takes what follows the name in a document's start tag.
    fn rest(
        &mut self,
        text: &mut Text,
        start: String,
        mut scanner: Scanner,
        table: &'static Table,
    ) -> io::Result<Document> {
        scanner.enter(start.len());
        let mut document = Document {
            text: start,
            line: self.lines + 1,
            table,
            entities: Rc::clone(&self.entities),
            end: End::CutOff,
            damage: None,
        };
        self.lines += lines(document.text.as_bytes());
        while let Some(unit) = text.take(&mut |byte| scanner.closes(byte))? {
            self.lines += lines(unit.text.as_bytes());
            document.damage = document.damage.or(unit.damage);
            if document.end != End::Limit {
                document.text.push_str(&unit.text);
            }
            match unit.end {
                text::End::Limit => document.end = End::Limit,
                text::End::File => {}
                text::End::Closed if scanner.is_next => {
                    self.give_back(text, &mut document, &scanner);
                    break;
                }
                text::End::Closed if document.end == End::Limit => break,
                text::End::Closed => {
                    document.end = End::Closed;
                    break;
                }
            }
        }
        Ok(document)
    }

    /// Gives the start of the next document back.
    fn give_back(&mut self, text: &mut Text, document: &mut Document, scanner: &Scanner) {
        let mut next = String::from("<");
        next.push_str(&scanner.name);
        next.push(char::from(scanner.last));
        self.lines -= lines(next.as_bytes());
        if let Some(text) = document.text.strip_suffix(&next) {
            document.text.truncate(text.len());
        }
        text.put_back(&next);
    }

    /// Takes notice of declarations in front of a document.
    fn see_prologue(&mut self, prologue: &str) {
        let declaration = prologue
            .rfind("<?xml ")
            .or_else(|| prologue.find("<!DOCTYPE"));
        if let Some(declared) = declaration.and_then(|at| prologue.get(at..)) {
            self.entities = Rc::new(Entities::declared(declared));
        }
    }
}

/// What the scanner is in.
#[derive(Default, Clone, Copy, PartialEq, Eq)]
enum State {
    #[default]
    Text,
    /// Behind a `<`.
    Name,
    /// In a comment or in character data, until these three bytes have come.
    Until([u8; 3]),
    /// In the end tag of the document, until its `>`.
    EndTag,
}

/// Finds the start and the end of documents, byte by byte.
#[derive(Default)]
struct Scanner {
    state: State,
    /// What stands behind the last `<`, up to a blank, `/` or `>`.
    name: String,
    /// Where that `<` is.
    tag_at: usize,
    seen: usize,
    /// The last three bytes.
    tail: [u8; 3],
    /// The byte that ended the name.
    last: u8,
    /// The end tag of the document that is being read, without `<`.
    end_tag: String,
    /// Another document has begun before this one ended.
    is_next: bool,
}

impl Scanner {
    /// Outside of documents: true behind the name of an element that is one.
    fn finds(&mut self, byte: u8) -> bool {
        self.step(byte) && family(&self.name).is_some()
    }

    /// The document whose name was found is entered.
    fn enter(&mut self, seen: usize) {
        self.end_tag = format!("/{}", self.name);
        self.seen = seen;
        self.tag_at = 0;
    }

    /// Inside of a document: true with the last byte of its end tag, or behind the name of
    /// whatever begins another one.
    fn closes(&mut self, byte: u8) -> bool {
        if self.state == State::EndTag {
            return byte == b'>';
        }
        if !self.step(byte) {
            return false;
        }
        if self.name == self.end_tag {
            self.state = State::EndTag;
            return byte == b'>';
        }
        let is_same = self.end_tag.strip_prefix('/') == Some(&self.name);
        self.is_next = is_same || self.name == "?xml" || self.name == "!DOCTYPE";
        self.is_next
    }

    /// Takes a byte; true behind a name.
    fn step(&mut self, byte: u8) -> bool {
        self.tail = [self.tail[1], self.tail[2], byte];
        self.seen += 1;
        match self.state {
            State::Until(end) if self.tail == end => self.state = State::Text,
            State::Text if byte == b'<' => self.begin_name(),
            State::Name => return self.name_step(byte),
            State::Text | State::Until(_) | State::EndTag => {}
        }
        false
    }

    fn begin_name(&mut self) {
        self.state = State::Name;
        self.name.clear();
        self.tag_at = self.seen - 1;
    }

    fn name_step(&mut self, byte: u8) -> bool {
        let ends =
            byte.is_ascii_whitespace() || byte == b'>' || byte == b'/' && !self.name.is_empty();
        if ends {
            self.state = State::Text;
            self.last = byte;
            return true;
        }
        if byte == b'<' {
            self.begin_name();
        } else if !byte.is_ascii() || self.name.len() == MAX_NAME_BYTES {
            self.state = State::Text;
        } else {
            self.name.push(char::from(byte));
            match &*self.name {
                "!--" => self.skip_until(*b"-->"),
                "![CDATA[" => self.skip_until(*b"]]>"),
                _ => {}
            }
        }
        false
    }

    fn skip_until(&mut self, end: [u8; 3]) {
        self.state = State::Until(end);
        self.tail = [0; 3];
    }
}
