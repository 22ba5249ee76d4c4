//! An envelope, and the lists in it: each that holds rows is read, with the kind that its key
//! says; others are named.

use qiao_index::normalise::is_known_header;

use super::super::errors::{FailedFile, FileError};
use super::super::text::HEAD_BYTES;
use super::super::text::Text;
use super::layout::{ENVELOPES, find_list, holds_rows};
use super::{Rows, element};

/// Bytes of a list that are looked at first to tell whether it holds rows.
const GLANCE: usize = 4 * 1024;
/// Most lists that are named for not being read.
const MAX_REMARKS: usize = 20;
/// Most characters of a key that are kept.
const MAX_KEY: usize = 200;

/// An object or list that is open.
#[derive(Default)]
struct Level {
    /// Keys that are known columns.
    known: usize,
    /// The last key, or that of the list.
    key: String,
    /// Rows read before it, where it is a list of objects.
    objects_since: Option<u64>,
}

/// Reads the lists of an envelope, and names those that are none of rows.
pub(super) fn read(text: &mut Text, rows: &mut Rows) -> Result<Vec<FailedFile>, FileError> {
    let known = find_list(&text.head(HEAD_BYTES)?, true).is_some();
    let mut walk = Walk {
        rows,
        known,
        open: Vec::new(),
        remarks: Vec::new(),
    };
    while walk.step(text)? {}
    Ok(walk.remarks)
}

struct Walk<'w, 'a, 's> {
    rows: &'w mut Rows<'a, 's>,
    /// Only lists with known columns hold rows: there are some.
    known: bool,
    open: Vec<Level>,
    remarks: Vec<FailedFile>,
}

impl Walk<'_, '_, '_> {
    /// Takes the next bracket, key or value; false at the end.
    fn step(&mut self, text: &mut Text) -> Result<bool, FileError> {
        text.skip_while(|byte| byte.is_ascii_whitespace() || matches!(byte, b',' | b':'))?;
        match text.peek()? {
            None => return Ok(false),
            Some(b'[') => return self.list(text),
            Some(b'{') if self.open.len() > ENVELOPES => {
                element(text, &mut self.rows.rescanned)?;
            }
            Some(b'{') => {
                text.skip(1);
                self.open.push(Level::default());
            }
            Some(b'}' | b']') => {
                text.skip(1);
                self.close();
            }
            Some(b'"') => self.string(text)?,
            Some(_) => {
                text.skip(1);
                let ends = |byte| matches!(byte, b',' | b':' | b'{' | b'}' | b'[' | b']' | b'"');
                text.skip_while(|byte| !ends(byte))?;
            }
        }
        Ok(true)
    }

    /// A key, or a text that is none.
    fn string(&mut self, text: &mut Text) -> Result<(), FileError> {
        text.skip(1);
        let mut escaped = false;
        let unit = text.take(&mut |byte| {
            let closes = byte == b'"' && !escaped;
            escaped = byte == b'\\' && !escaped;
            closes
        })?;
        text.skip_while(|byte| byte.is_ascii_whitespace())?;
        if let (Some(unit), Some(b':'), Some(level)) = (unit, text.peek()?, self.open.last_mut()) {
            let key = unit.text.strip_suffix('"').unwrap_or(&unit.text);
            level.known += usize::from(is_known_header(key));
            level.key = key.chars().take(MAX_KEY).collect();
        }
        Ok(())
    }

    /// A list: of rows, or something else.
    fn list(&mut self, text: &mut Text) -> Result<bool, FileError> {
        let key = self.open.last().map(|level| level.key.clone());
        let outside = self.open.iter().map(|level| level.known).max().unwrap_or(0);
        let head = glance(text)?;
        let inside = head.get(1..).unwrap_or_default();
        let name = key.as_deref().unwrap_or_default();
        if key.is_none() || holds_rows(inside, name, outside, self.known) {
            text.skip(1);
            let flow = self.rows.elements(text, Some(name))?;
            text.skip(1);
            return Ok(flow.is_continue());
        }
        if self.open.len() > ENVELOPES {
            element(text, &mut self.rows.rescanned)?;
            return Ok(true);
        }
        text.skip(1);
        let is_of_objects = inside.trim_start().starts_with('{');
        self.open.push(Level {
            known: 0,
            key: key.unwrap_or_default(),
            objects_since: is_of_objects.then_some(self.rows.number),
        });
        Ok(true)
    }

    /// The innermost object or list closes. A list of objects that gave no rows is named.
    fn close(&mut self) {
        let Some(level) = self.open.pop() else { return };
        let is_unread = level.objects_since == Some(self.rows.number);
        if is_unread && self.remarks.len() < MAX_REMARKS {
            let origin = self.rows.origin;
            self.remarks.push(FailedFile {
                path: format!("{}/{}", origin.file, level.key),
                error: FileError::NoTitleColumn,
            });
        }
    }
}

/// The beginning of a list: as much as its first object takes.
fn glance(text: &mut Text) -> Result<String, FileError> {
    let head = text.head(GLANCE)?;
    let is_whole = head.contains('}')
        || !head
            .get(1..)
            .is_some_and(|text| text.trim_start().starts_with('{'));
    if is_whole || head.len() < GLANCE - 4 {
        return Ok(head);
    }
    Ok(text.head(HEAD_BYTES)?)
}
