//! Bytes in any encoding → UTF-8, in pieces, without ever failing on what the bytes say.
//!
//! The encoding is decided where it first matters: ASCII is the same in all of them, so the
//! decision waits for the first byte that is not ASCII and looks at what follows it ([`detect`]).
//! What cannot be decoded, and NUL, becomes U+FFFD; where that was is remembered until the text
//! is taken, as the rows it stands in are rejected.

use std::collections::VecDeque;
use std::io::{self, Read};
use std::ops::Range;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, OnceLock};

use encoding_rs::{Decoder as Engine, DecoderResult, Encoding};

pub(super) use detect::is_binary;

use super::budget::{MAX_BYTES_WITHOUT_ROW, MAX_DAMAGED_PLACES};
use super::damage::{Damage, MARK};
use super::errors::{NoRow, Undecodable};

mod detect;

/// Bytes read at a time.
const CHUNK: u64 = 64 * 1024;
/// Bytes looked at to tell the encoding.
const SAMPLE: u64 = 256 * 1024;

/// What is known by now of a file that is being read; shared between threads.
#[derive(Debug, Default)]
pub(super) struct Meter {
    replaced: AtomicU64,
    decoded: AtomicU64,
    /// What `decoded` was when the last row was given.
    at_row: AtomicU64,
    encoding: OnceLock<&'static Encoding>,
    /// The encoding was told from the content alone.
    guessed: AtomicBool,
}

impl Meter {
    /// Number of sequences that had to be replaced by U+FFFD.
    pub(super) fn replaced(&self) -> u64 {
        self.replaced.load(Ordering::Relaxed)
    }

    /// Number of bytes, unpacked, that could be read and decoded.
    pub(super) fn decoded(&self) -> u64 {
        self.decoded.load(Ordering::Relaxed)
    }

    /// Takes notice of a row.
    pub(super) fn see_row(&self) {
        self.at_row.store(self.decoded(), Ordering::Relaxed);
    }

    /// Whether so much was decoded since the last row that there is none to be expected.
    fn is_without_row(&self) -> bool {
        let since = self
            .decoded()
            .saturating_sub(self.at_row.load(Ordering::Relaxed));
        since > MAX_BYTES_WITHOUT_ROW
    }

    /// Whether nothing but the bytes of the text says in which encoding it is.
    pub(super) fn is_guessed(&self) -> bool {
        self.guessed.load(Ordering::Relaxed)
    }

    /// Name of the encoding; plain ASCII is UTF-8.
    pub(super) fn encoding(&self) -> &'static str {
        self.encoding.get().map_or("UTF-8", |found| found.name())
    }
}

/// Damaged places next to one another, by their place in the text.
#[derive(Debug)]
struct Run {
    text: Range<u64>,
    offset: u64,
    is_nul: bool,
}

/// Decodes a stream of bytes.
pub(super) struct Decoder<'a> {
    bytes: Box<dyn Read + 'a>,
    encoding: Option<&'static Encoding>,
    declared: Option<&'static Encoding>,
    engine: Option<Engine>,
    started: bool,
    meter: Arc<Meter>,
    /// Bytes that were decoded so far, and bytes of text that came of them.
    decoded: u64,
    delivered: u64,
    damage: VecDeque<Run>,
}

impl<'a> Decoder<'a> {
    /// A decoder of `bytes`, which are in `encoding`, or in whatever they turn out to be.
    pub(super) const fn new(
        bytes: Box<dyn Read + 'a>,
        encoding: Option<&'static Encoding>,
        meter: Arc<Meter>,
    ) -> Self {
        Self {
            bytes,
            encoding,
            declared: None,
            engine: None,
            started: false,
            meter,
            decoded: 0,
            delivered: 0,
            damage: VecDeque::new(),
        }
    }

    /// Appends the next piece of text to `out`; false at the end.
    ///
    /// # Errors
    /// The bytes cannot be read on: the text of those that could be is there.
    pub(super) fn decode_into(&mut self, out: &mut Vec<u8>) -> io::Result<bool> {
        let mut piece = Vec::new();
        let mut ended = read_up_to(&mut self.bytes, CHUNK, &mut piece);
        if !std::mem::replace(&mut self.started, true) && self.encoding.is_none() {
            self.encoding = detect::by_first_bytes(&piece);
            self.declared = detect::declared(&piece);
        }
        if self.encoding.is_none() && !piece.is_ascii() {
            if matches!(ended, Ok(false)) {
                ended = read_up_to(&mut self.bytes, SAMPLE, &mut piece);
            }
            let whole = matches!(ended, Ok(true));
            let found = detect::by_content(&piece, whole, self.declared);
            let is_guessed = found != encoding_rs::UTF_8 && Some(found) != self.declared;
            self.meter.guessed.store(is_guessed, Ordering::Relaxed);
            self.encoding = Some(found);
        }
        self.decode(&piece, matches!(ended, Ok(true)), out);
        self.meter.decoded.store(self.decoded, Ordering::Relaxed);
        if self.damage.len() > MAX_DAMAGED_PLACES {
            return Err(io::Error::other(Undecodable(self.meter.encoding())));
        }
        if self.meter.is_without_row() {
            return Err(io::Error::other(NoRow));
        }
        ended.map(|ended| !ended)
    }

    /// The first damage in a stretch of the text.
    pub(super) fn damage(&self, text: Range<u64>) -> Option<Damage> {
        let first = self
            .damage
            .partition_point(|run| run.text.end <= text.start);
        let run = self.damage.get(first)?;
        (run.text.start < text.end).then(|| Damage {
            at: usize::try_from(run.text.start.saturating_sub(text.start)).unwrap_or(usize::MAX),
            offset: run.offset,
            is_nul: run.is_nul,
            encoding: self.meter.encoding(),
        })
    }

    /// Forgets the damage in front of this place of the text.
    pub(super) fn forget_before(&mut self, place: u64) {
        while self.damage.front().is_some_and(|run| run.text.end <= place) {
            self.damage.pop_front();
        }
    }

    /// What is known of the file.
    pub(super) fn meter(&self) -> &Meter {
        &self.meter
    }

    /// Decodes a piece; NULs by themselves, as their places are to be known.
    fn decode(&mut self, mut piece: &[u8], last: bool, out: &mut Vec<u8>) {
        let is_ascii = self.encoding.is_none_or(Encoding::is_ascii_compatible);
        let width = if is_ascii { 1 } else { 2 };
        while let Some(at) = find_nul(piece, width) {
            let offset = self.decoded + at as u64;
            self.run_engine(&piece[..at + width], false, out);
            piece = &piece[at + width..];
            if out.last() == Some(&0) {
                out.pop();
                self.delivered -= 1;
                self.replace(offset, true, out);
            }
        }
        self.run_engine(piece, last, out);
    }

    fn run_engine(&mut self, mut piece: &[u8], last: bool, out: &mut Vec<u8>) {
        let Some(encoding) = self.encoding else {
            self.decoded += piece.len() as u64;
            self.delivered += piece.len() as u64;
            out.extend_from_slice(piece);
            return;
        };
        let encoding = *self.meter.encoding.get_or_init(|| encoding);
        loop {
            let engine = self
                .engine
                .get_or_insert_with(|| encoding.new_decoder_with_bom_removal());
            let start = out.len();
            let room = engine
                .max_utf8_buffer_length_without_replacement(piece.len())
                .unwrap_or(piece.len())
                .max(16);
            out.resize(start.saturating_add(room), 0);
            let (result, read, written) =
                engine.decode_to_utf8_without_replacement(piece, &mut out[start..], last);
            out.truncate(start + written);
            piece = &piece[read..];
            self.decoded += read as u64;
            self.delivered += written as u64;
            match result {
                DecoderResult::InputEmpty => return,
                DecoderResult::OutputFull => {}
                DecoderResult::Malformed(length, behind) => {
                    let back = u64::from(length) + u64::from(behind);
                    self.replace(self.decoded.saturating_sub(back), false, out);
                }
            }
        }
    }

    /// Puts U+FFFD in place of the bytes at `offset`.
    fn replace(&mut self, offset: u64, is_nul: bool, out: &mut Vec<u8>) {
        self.meter.replaced.fetch_add(1, Ordering::Relaxed);
        out.extend_from_slice(MARK);
        let start = self.delivered;
        self.delivered += MARK.len() as u64;
        match self.damage.back_mut().filter(|run| run.text.end == start) {
            Some(run) => run.text.end = self.delivered,
            None => self.damage.push_back(Run {
                text: start..self.delivered,
                offset,
                is_nul,
            }),
        }
    }
}

/// Place of the first NUL among characters of `width` bytes.
fn find_nul(piece: &[u8], width: usize) -> Option<usize> {
    if !piece.contains(&0) {
        return None;
    }
    let mut units = piece.chunks_exact(width);
    let unit = units.position(|unit| unit.iter().all(|&byte| byte == 0))?;
    Some(unit * width)
}

/// Reads `count` bytes more, or to the end; true at the end.
fn read_up_to(bytes: &mut impl Read, count: u64, into: &mut Vec<u8>) -> io::Result<bool> {
    Ok((bytes.take(count).read_to_end(into)? as u64) < count)
}

#[cfg(test)]
mod tests;
