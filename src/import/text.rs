//! Decoded text of a file, seen through a window that never grows past what a row may hold.

use std::cell::Cell;
use std::io::{self, BufRead, Read};
use std::rc::Rc;

use super::budget::MAX_ROW_BYTES;
use super::damage::Damage;
use super::decode::Decoder;
use super::errors::Endless;

/// Bytes of text looked at to tell the format.
pub(super) const HEAD_BYTES: usize = 256 * 1024;
/// A file's text, read from front to back.
pub(super) struct Text<'a> {
    decoder: Box<Decoder<'a>>,
    window: Vec<u8>,
    start: usize,
    /// Bytes of text that were taken.
    taken: u64,
    ended: bool,
    /// Why it could not be read on, until somebody comes there.
    error: Option<io::Error>,
}

/// How a [`Unit`] came to its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum End {
    /// By the byte that closes it, which belongs to it.
    Closed,
    /// By the end of the file.
    File,
    /// By [`MAX_ROW_BYTES`]: there is more of it in the text.
    Limit,
}

/// A stretch of text: a line, a row, a document.
pub(super) struct Unit {
    /// Its text.
    pub(super) text: String,
    /// Why it ends where it ends.
    pub(super) end: End,
    /// The first bytes in it that could not be decoded.
    pub(super) damage: Option<Damage>,
}

impl<'a> Text<'a> {
    /// The text that `decoder` delivers.
    pub(super) fn new(decoder: Decoder<'a>) -> Self {
        Self {
            decoder: Box::new(decoder),
            window: Vec::new(),
            start: 0,
            taken: 0,
            ended: false,
            error: None,
        }
    }

    /// Whether of the text in sight more is damaged than can be blamed on a few rows.
    /// What a crash leaves behind at the end of a file is one row, however long.
    pub(super) fn is_mostly_undecodable(&self) -> bool {
        const FEW: u64 = 2;
        const SHARE: u64 = 20;
        let text = String::from_utf8_lossy(self.ahead());
        let text = text.trim_end_matches('\u{fffd}');
        let of = |wanted: fn(&char) -> bool| text.chars().filter(wanted).count() as u64;
        let bad = self
            .decoder
            .meter()
            .replaced()
            .min(of(|c| *c == '\u{fffd}'));
        // Of a text in ASCII and one in Chinese: what is good beside the bad.
        let others = of(|c| !c.is_ascii() && *c != '\u{fffd}');
        bad > FEW && bad > others && bad * SHARE > of(|_| true)
    }

    /// Name of the encoding, as far as it is known.
    pub(super) fn encoding(&self) -> &'static str {
        self.decoder.meter().encoding()
    }

    /// The next `size` bytes of text (fewer at the end of the file), without taking them.
    pub(super) fn head(&mut self, size: usize) -> io::Result<String> {
        while self.ahead().len() < size && self.more() {}
        // Where nothing can be read, that is what is to be said.
        self.peek()?;
        let ahead = self.ahead();
        let seen = ahead.get(..size).unwrap_or(ahead);
        Ok(String::from_utf8_lossy(seen)
            .trim_end_matches('\u{fffd}')
            .to_owned())
    }

    /// The next byte, without taking it; `None` at the end.
    ///
    /// # Errors
    /// The file cannot be read on: this is said once all text in front of that is taken.
    pub(super) fn peek(&mut self) -> io::Result<Option<u8>> {
        while self.ahead().is_empty() && self.more() {}
        let next = self.ahead().first().copied();
        match self.error.take_if(|_| next.is_none()) {
            Some(error) => Err(error),
            None => Ok(next),
        }
    }

    /// Drops up to `count` bytes that are in the window.
    pub(super) fn skip(&mut self, count: usize) {
        let count = count.min(self.ahead().len());
        self.start += count;
        self.taken += count as u64;
    }

    /// Drops bytes as long as `unwanted` says so.
    pub(super) fn skip_while(&mut self, mut unwanted: impl FnMut(u8) -> bool) -> io::Result<()> {
        while self.peek()?.is_some() {
            let ahead = self.ahead();
            let wanted = ahead.iter().position(|byte| !unwanted(*byte));
            let count = wanted.unwrap_or(ahead.len());
            self.skip(count);
            if wanted.is_some() {
                break;
            }
        }
        Ok(())
    }

    /// Takes the text up to and with the byte for which `closes` is true; `None` at the end.
    ///
    /// `closes` sees every byte once, in order. A unit that reaches [`MAX_ROW_BYTES`] is given
    /// back cut; the caller may go on with the rest.
    pub(super) fn take(&mut self, closes: &mut impl FnMut(u8) -> bool) -> io::Result<Option<Unit>> {
        let mut bytes = Vec::new();
        let from = self.taken;
        self.decoder.forget_before(from);
        let end = loop {
            if self.peek()?.is_none() {
                break End::File;
            }
            let room = MAX_ROW_BYTES - bytes.len();
            let ahead = self.ahead();
            let seen = ahead.get(..room).unwrap_or(ahead);
            let close = seen.iter().position(|byte| closes(*byte));
            let count = close.map_or(seen.len(), |at| at + 1);
            bytes.extend_from_slice(&seen[..count]);
            self.skip(count);
            if close.is_some() {
                break End::Closed;
            }
            if bytes.len() >= MAX_ROW_BYTES {
                break End::Limit;
            }
        };
        if bytes.is_empty() {
            return Ok(None);
        }
        let text = String::from_utf8(bytes)
            .unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned());
        let damage = self.decoder.damage(from..self.taken);
        Ok(Some(Unit { text, end, damage }))
    }

    /// Puts text back that was taken too much.
    pub(super) fn put_back(&mut self, text: &str) {
        self.taken = self.taken.saturating_sub(text.len() as u64);
        let mut window = Vec::with_capacity(text.len() + self.ahead().len());
        window.extend_from_slice(text.as_bytes());
        window.extend_from_slice(self.ahead());
        self.window = window;
        self.start = 0;
    }

    /// Drops the end of a line, where the text goes on with one; whether it does.
    pub(super) fn skip_line_end(&mut self) -> io::Result<bool> {
        let next = self.peek()?;
        if next == Some(b'\r') {
            self.skip(1);
            self.finish_line_end("\r")?;
        } else if next == Some(b'\n') {
            self.skip(1);
        }
        Ok(matches!(next, Some(b'\r' | b'\n')))
    }

    /// Drops the rest of the line and its end.
    pub(super) fn skip_line(&mut self) -> io::Result<()> {
        self.skip_while(|byte| byte != b'\n' && byte != b'\r')?;
        self.skip_line_end().map(|_is_ended| ())
    }

    /// After a carriage return was taken: the line feed that belongs to it.
    pub(super) fn finish_line_end(&mut self, taken: &str) -> io::Result<()> {
        if taken.ends_with('\r') && self.peek()? == Some(b'\n') {
            self.skip(1);
        }
        Ok(())
    }

    fn ahead(&self) -> &[u8] {
        &self.window[self.start..]
    }

    /// Reads on; false at the end, whatever it is.
    fn more(&mut self) -> bool {
        if self.ended {
            return false;
        }
        self.window.drain(..self.start);
        self.start = 0;
        match self.decoder.decode_into(&mut self.window) {
            Ok(goes_on) => self.ended = !goes_on,
            Err(error) => {
                self.ended = true;
                self.error = Some(error);
            }
        }
        true
    }
}

/// A text for parsers that keep what they have not delivered yet: it fails when more than
/// [`MAX_ROW_BYTES`] is read without a rest.
pub(super) struct Bounded<'t, 'a> {
    text: &'t mut Text<'a>,
    read: Rest,
}

/// What was read since the parser has last delivered something.
#[derive(Debug, Default, Clone)]
pub(super) struct Rest(Rc<SinceRest>);

#[derive(Debug, Default)]
struct SinceRest {
    bytes: Cell<usize>,
    damage: Cell<Option<Damage>>,
}

impl Rest {
    /// The parser has delivered what it kept.
    pub(super) fn rest(&self) {
        self.0.bytes.set(0);
    }

    /// The first bytes that could not be decoded among those read since this was last asked.
    pub(super) fn damage(&self) -> Option<Damage> {
        self.0.damage.take()
    }
}

impl<'t, 'a> Bounded<'t, 'a> {
    /// The text, and what is to be told of every rest.
    pub(super) fn new(text: &'t mut Text<'a>) -> (Self, Rest) {
        let read = Rest::default();
        let bounded = Self {
            text,
            read: read.clone(),
        };
        (bounded, read)
    }
}

/// No further than the next `<`, so that what is read belongs to the tag that comes with it.
impl Read for Bounded<'_, '_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let ahead = self.fill_buf()?;
        let next = ahead.iter().skip(1).position(|&byte| byte == b'<');
        let mut ahead = next.map_or(ahead, |at| &ahead[..=at]);
        let count = ahead.read(buffer)?;
        self.consume(count);
        Ok(count)
    }
}

impl BufRead for Bounded<'_, '_> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.read.0.bytes.get() > MAX_ROW_BYTES {
            return Err(io::Error::other(Endless));
        }
        self.text.peek()?;
        Ok(self.text.ahead())
    }

    fn consume(&mut self, count: usize) {
        let Bounded { text, read } = self;
        let from = text.taken;
        text.skip(count);
        let Rest(read) = read;
        read.bytes.set(read.bytes.get().saturating_add(count));
        let damage = read.damage.take();
        read.damage
            .set(damage.or_else(|| text.decoder.damage(from..text.taken)));
        text.decoder.forget_before(text.taken);
    }
}

#[cfg(test)]
pub(super) fn text(bytes: &[u8]) -> Text<'static> {
    let bytes = std::io::Cursor::new(bytes.to_vec());
    Text::new(Decoder::new(
        Box::new(bytes),
        None,
        std::sync::Arc::default(),
    ))
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use super::*;

    fn line(text: &mut Text) -> Option<(String, End)> {
        let unit = text.take(&mut |byte| byte == b'\n').unwrap()?;
        Some((unit.text, unit.end))
    }

    #[test]
    fn units_are_taken_one_after_the_other() {
        let mut text = text(b"one\ntwo\nthree");
        assert_eq!(text.head(5).unwrap(), "one\nt");
        assert_eq!(line(&mut text), Some(("one\n".into(), End::Closed)));
        text.put_back("again\n");
        assert_eq!(line(&mut text), Some(("again\n".into(), End::Closed)));
        assert_eq!(text.peek().unwrap(), Some(b't'));
        text.skip_while(|byte| byte != b'\n').unwrap();
        text.skip(1);
        assert_eq!(line(&mut text), Some(("three".into(), End::File)));
        assert_eq!(line(&mut text), None);
    }

    #[test]
    fn a_unit_without_end_is_cut() {
        let bytes = std::io::Read::take(std::io::repeat(b'x'), MAX_ROW_BYTES as u64 + 3);
        let mut text = Text::new(Decoder::new(
            Box::new(bytes),
            None,
            std::sync::Arc::default(),
        ));
        let (first, end) = line(&mut text).unwrap();
        assert_eq!((first.len(), end), (MAX_ROW_BYTES, End::Limit));
        assert_eq!(line(&mut text), Some(("xxx".into(), End::File)));
    }

    #[test]
    fn the_head_does_not_end_in_half_a_character() {
        assert_eq!(text("桥桥".as_bytes()).head(4).unwrap(), "桥");
    }
}
