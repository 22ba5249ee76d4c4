//! Bytes in any encoding → UTF-8, in pieces, without ever failing on what the bytes say.
//!
//! The encoding is decided where it first matters: ASCII is the same in all of them, so the
//! decision waits for the first byte that is not ASCII and looks at what follows it ([`detect`]).
//! What cannot be decoded, and NUL, becomes U+FFFD; where that was is remembered until the text
//! is taken, as the rows it stands in are rejected.

use std::collections::VecDeque;
use std::io::{self, Read};
use std::ops::Range;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, OnceLock};

use encoding_rs::{Decoder as Engine, DecoderResult, Encoding};

pub(super) use detect::is_binary;

use super::words::Undecodable;

mod detect;

/// Bytes read at a time.
const CHUNK: u64 = 64 * 1024;
/// Bytes looked at to tell the encoding.
const SAMPLE: u64 = 256 * 1024;
/// Most damaged places in text that is not taken yet: a row with more is no text.
const MOST_DAMAGE: usize = 1_000_000;

/// What is known by now of a file that is being read; shared between threads.
#[derive(Debug, Default)]
pub(super) struct Meter {
    replaced: AtomicU64,
    decoded: AtomicU64,
    encoding: OnceLock<&'static Encoding>,
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

    /// Name of the encoding; plain ASCII is UTF-8.
    pub(super) fn encoding(&self) -> &'static str {
        self.encoding.get().map_or("UTF-8", |found| found.name())
    }
}

/// Bytes that are no text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Damage {
    /// Bytes of text between the start of what was asked for and the U+FFFD in their place.
    pub(super) at: usize,
    /// Bytes of the file in front of them.
    pub(super) offset: u64,
    /// A NUL, which every encoding has and no text.
    pub(super) is_nul: bool,
    /// The encoding that they are not of.
    pub(super) encoding: &'static str,
}

impl Damage {
    /// The bytes of a text, with another in place of the damaged ones.
    pub(super) fn mended<'t>(
        &self,
        text: &'t str,
        byte: u8,
    ) -> impl Iterator<Item = (usize, u8)> + use<'t> {
        let (at, length) = (self.at, MARK.len());
        let bytes = text.bytes().enumerate();
        bytes.filter_map(move |(place, found)| match place.checked_sub(at) {
            Some(0) => Some((place, byte)),
            Some(inside) if inside < length => None,
            _ => Some((place, found)),
        })
    }
}

/// Stands in the text for what could not be decoded.
const MARK: &[u8] = "\u{fffd}".as_bytes();

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
            self.encoding = Some(detect::by_content(&piece, whole, self.declared));
        }
        self.decode(&piece, matches!(ended, Ok(true)), out);
        self.meter.decoded.store(self.decoded, Ordering::Relaxed);
        if self.damage.len() > MOST_DAMAGE {
            return Err(io::Error::other(Undecodable(self.meter.encoding())));
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

/// Place of the first NUL among characters of so many bytes.
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
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use std::io::Cursor;

    use encoding_rs::{BIG5, GB18030, GBK, UTF_8, WINDOWS_1252};

    use super::*;

    fn decode(bytes: &[u8], given: Option<&'static Encoding>) -> (String, &'static str, u64) {
        let meter = Arc::new(Meter::default());
        let bytes = Box::new(Cursor::new(bytes.to_vec()));
        let mut decoder = Decoder::new(bytes, given, Arc::clone(&meter));
        let mut out = Vec::new();
        while decoder.decode_into(&mut out).unwrap() {}
        let text = String::from_utf8(out).unwrap();
        (text, meter.encoding(), meter.replaced())
    }

    fn check(bytes: &[u8], text: &str, encoding: &'static str) {
        assert_eq!(decode(bytes, None), (text.to_owned(), encoding, 0));
    }

    fn utf16(text: &str, pair: fn(u16) -> [u8; 2]) -> Vec<u8> {
        text.encode_utf16().flat_map(pair).collect()
    }

    const CHINESE: &str =
        "成果名称,完成单位,联系电话\n石墨烯导热膜的制备方法,江城材料研究所,027-00001234\n";

    #[test]
    fn encodings_are_told_apart() {
        check(b"plain", "plain", "UTF-8");
        check(b"", "", "UTF-8");
        check(CHINESE.as_bytes(), CHINESE, "UTF-8");
        check(format!("\u{feff}{CHINESE}").as_bytes(), CHINESE, "UTF-8");
        check(&GB18030.encode(CHINESE).0, CHINESE, "gb18030");
        check(&GB18030.encode("名称,单位\n").0, "名称,单位\n", "gb18030");
        let traditional = "專利名稱,申請人,發明人\n導熱薄膜之製造方法及其應用,江城大學,陳大文\n";
        check(&BIG5.encode(traditional).0, traditional, "Big5");
        let western = "title;institution\nDispositif à énergie réutilisée;Université d’été\n";
        check(&WINDOWS_1252.encode(western).0, western, "windows-1252");
    }

    #[test]
    fn utf16_is_read_with_and_without_mark() {
        let marked = format!("\u{feff}{CHINESE}");
        check(&utf16(&marked, u16::to_le_bytes), CHINESE, "UTF-16LE");
        check(&utf16(&marked, u16::to_be_bytes), CHINESE, "UTF-16BE");
        check(&utf16(CHINESE, u16::to_le_bytes), CHINESE, "UTF-16LE");
        check(&utf16(CHINESE, u16::to_be_bytes), CHINESE, "UTF-16BE");
    }

    #[test]
    fn the_decision_waits_for_the_first_chinese_character() {
        let text = format!("{}{CHINESE}", "plain,ascii\n".repeat(20_000));
        check(&GB18030.encode(&text).0, &text, "gb18030");
    }

    #[test]
    fn characters_on_the_edge_of_a_piece_stay_whole() {
        let text = "桥".repeat(100_000);
        check(text.as_bytes(), &text, "UTF-8");
        let long = format!("a{text}");
        check(&GB18030.encode(&long).0, &long, "gb18030");
    }

    #[test]
    fn markup_names_its_encoding() {
        let page = |charset: &str| format!("<meta content='text/html; charset={charset}'>专利");
        let gbk = page("gb2312");
        check(&GB18030.encode(&gbk).0, &gbk, "gb18030");
        let big5 = page("Big5").replace("专利", "專利");
        check(&BIG5.encode(&big5).0, &big5, "Big5");
        check(gbk.as_bytes(), &gbk, "UTF-8");
        let xml = "<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?><a>Müller</a>";
        check(&WINDOWS_1252.encode(xml).0, xml, "windows-1252");
        let wrong = page("utf-8");
        check(&GB18030.encode(&wrong).0, &wrong, "gb18030");
        let prose = "charset=big5 专利名称与申请人";
        check(&GB18030.encode(prose).0, prose, "gb18030");
    }

    #[test]
    fn damage_is_replaced_and_counted() {
        let mut bytes = CHINESE.repeat(3).into_bytes();
        bytes.extend([0xff, b'x', 0xe6, 0xa1]);
        let (text, encoding, replaced) = decode(&bytes, None);
        assert_eq!((encoding, replaced), ("UTF-8", 2));
        assert!(text.ends_with("\u{fffd}x\u{fffd}"), "{text}");
    }

    #[test]
    fn a_bad_byte_does_not_change_the_encoding() {
        let check = |bytes: &[u8], expected: &str| {
            let (text, encoding, replaced) = decode(bytes, None);
            assert_eq!((encoding, replaced), (expected, 1), "{text}");
            assert!(
                text.starts_with("名称,单位\n石墨烯\u{fffd}") || text.contains("專利"),
                "{text}"
            );
        };
        let small = "名称,单位\n石墨烯#导热膜,江城大学\n";
        let with = |bytes: &[u8]| {
            let at = bytes.iter().position(|&byte| byte == b'#').unwrap();
            [&bytes[..at], &[0xff], &bytes[at + 1..]].concat()
        };
        check(&with(small.as_bytes()), "UTF-8");
        check(&with(&GB18030.encode(small).0), "gb18030");
        let long = CHINESE.repeat(200).replacen(CHINESE, small, 1);
        check(&with(&GB18030.encode(&long).0), "gb18030");
        let big5 = "專利名稱,申請人\n導熱薄膜#之製造方法及其應用,江城大學\n";
        check(&with(&BIG5.encode(big5).0), "Big5");
        let (_, encoding, _) = decode(b"title\ncaf\xe9 d'\xe9t\xe9\n", None);
        assert_eq!(encoding, "windows-1252");
        let prose = "A valve for a pump, closed by a spring. ".repeat(100);
        let stray = [prose.as_bytes(), b"\xfevalve "].concat();
        let (text, encoding, _) = decode(&stray, None);
        assert_eq!(encoding, "windows-1252", "no letter is taken along");
        assert!(text.ends_with("\u{fe}valve "));
        let xml = format!("<?xml version=\"1.0\" encoding=\"UTF-8\"?><a>{prose}#</a>");
        check_utf8(&with(xml.as_bytes()));
        check_utf8(&with(format!("{prose}“#”").as_bytes()));
    }

    #[track_caller]
    fn check_utf8(bytes: &[u8]) {
        let (text, encoding, replaced) = decode(bytes, None);
        assert_eq!((encoding, replaced), ("UTF-8", 1), "{text}");
    }

    /// What is damaged in a text: its place in the text, in the file, and whether it is a NUL.
    fn damage(bytes: &[u8]) -> Vec<(usize, u64, bool)> {
        let bytes = Box::new(Cursor::new(bytes.to_vec()));
        let mut decoder = Decoder::new(bytes, None, Arc::default());
        let mut out = Vec::new();
        while decoder.decode_into(&mut out).unwrap() {}
        let mut found = Vec::new();
        let mut at = 0;
        while let Some(damage) = decoder.damage(at..out.len() as u64) {
            let place = usize::try_from(at).unwrap() + damage.at;
            found.push((place, damage.offset, damage.is_nul));
            at = place as u64 + 3;
            decoder.forget_before(at);
        }
        found
    }

    #[test]
    fn the_place_of_damage_is_known_in_text_and_file() {
        assert_eq!(damage(b"a,b\n\0c\n"), [(4, 4, true)]);
        let mut bytes = "桥,桥,桥,桥\n".as_bytes().to_vec();
        bytes.extend(b"x\xffy\0\n");
        assert_eq!(damage(&bytes), [(17, 17, false), (21, 19, true)]);
        let chinese = [&GB18030.encode(CHINESE).0[..], b"\xff\n\0"].concat();
        let (text, file) = (CHINESE.len(), chinese.len());
        let file = u64::try_from(file).unwrap();
        assert_eq!(
            damage(&chinese),
            [(text, file - 3, false), (text + 4, file - 1, true)]
        );
        let wide = utf16("\u{feff}title\na\0b\n", u16::to_le_bytes);
        assert_eq!(damage(&wide), [(7, 16, true)]);
        assert_eq!(damage("\u{fffd} as written".as_bytes()), []);
        let far = [&b"x".repeat(200_000)[..], b"\0"].concat();
        assert_eq!(damage(&far), [(200_000, 200_000, true)]);
    }

    #[test]
    fn a_given_encoding_is_obeyed() {
        let bytes = GB18030.encode(CHINESE).0;
        assert_eq!(
            decode(&bytes, Some(GBK)),
            (CHINESE.to_owned(), "GBK", 0),
            "as given"
        );
        assert!(decode(&bytes, Some(UTF_8)).2 > 0, "wrong, but as asked");
    }

    #[test]
    fn binary_files_are_known_by_nul() {
        let padded = [CHINESE.as_bytes(), &[0; 5_000]].concat();
        assert!(!is_binary(&padded), "a crash left NULs at the end");
        assert!(!is_binary(b"title\na\0b\n"), "one NUL in a small file");
        assert!(is_binary(&[0; 100]));
        assert!(is_binary(b"\x7fELF\x02\x01\x01\0\0\0\0\0\x03\0>\0"));
        assert!(!is_binary("名称\n".as_bytes()));
        assert!(!is_binary(&utf16(CHINESE, u16::to_le_bytes)));
        assert!(!is_binary(b""));
    }
}
