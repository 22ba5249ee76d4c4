//! Bytes in any encoding → UTF-8, in pieces, without ever failing on what the bytes say.
//!
//! The encoding is decided where it first matters: ASCII is the same in all of them, so the
//! decision waits for the first byte that is not ASCII and looks at what follows it. What
//! cannot be decoded becomes U+FFFD and is counted.

use std::io::{self, Read};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, OnceLock};

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{
    BIG5, Decoder as Engine, DecoderResult, Encoding, GB18030, GBK, UTF_8, UTF_16BE, UTF_16LE,
    WINDOWS_1252,
};

/// Bytes read at a time.
const CHUNK: u64 = 64 * 1024;
/// Bytes looked at to tell the encoding.
const SAMPLE: u64 = 256 * 1024;
/// Bytes of markup in which its encoding is named.
const DECLARATION: usize = 1024;

/// What is known by now of a file that is being read; shared between threads.
#[derive(Debug, Default)]
pub(super) struct Meter {
    replaced: AtomicU64,
    encoding: OnceLock<&'static Encoding>,
}

impl Meter {
    /// Number of sequences that had to be replaced by U+FFFD.
    pub(super) fn replaced(&self) -> u64 {
        self.replaced.load(Ordering::Relaxed)
    }

    /// Name of the encoding; plain ASCII is UTF-8.
    pub(super) fn encoding(&self) -> &'static str {
        self.encoding.get().map_or("UTF-8", |found| found.name())
    }
}

/// Decodes a stream of bytes.
pub(super) struct Decoder<'a> {
    bytes: Box<dyn Read + 'a>,
    encoding: Option<&'static Encoding>,
    declared: Option<&'static Encoding>,
    engine: Option<Engine>,
    started: bool,
    meter: Arc<Meter>,
}

impl<'a> Decoder<'a> {
    /// A decoder of `bytes`, which are in `encoding`, or in whatever they turn out to be.
    pub(super) fn new(
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
        }
    }

    /// Appends the next piece of text to `out`; false at the end.
    pub(super) fn decode_into(&mut self, out: &mut Vec<u8>) -> io::Result<bool> {
        let mut piece = Vec::new();
        let mut ended = read_up_to(&mut self.bytes, CHUNK, &mut piece)?;
        if !std::mem::replace(&mut self.started, true) && self.encoding.is_none() {
            self.encoding = by_first_bytes(&piece);
            self.declared = declared(&piece);
        }
        if self.encoding.is_none() {
            if piece.is_ascii() {
                out.append(&mut piece);
                return Ok(!ended);
            }
            ended = ended || read_up_to(&mut self.bytes, SAMPLE, &mut piece)?;
            self.encoding = Some(by_content(&piece, ended, self.declared));
        }
        self.run_engine(&piece, ended, out);
        Ok(!ended)
    }

    fn run_engine(&mut self, mut piece: &[u8], last: bool, out: &mut Vec<u8>) {
        let encoding = *self
            .meter
            .encoding
            .get_or_init(|| self.encoding.unwrap_or(UTF_8));
        let engine = self
            .engine
            .get_or_insert_with(|| encoding.new_decoder_with_bom_removal());
        loop {
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
            match result {
                DecoderResult::InputEmpty => return,
                DecoderResult::OutputFull => {}
                DecoderResult::Malformed(..) => {
                    self.meter.replaced.fetch_add(1, Ordering::Relaxed);
                    out.extend_from_slice("\u{fffd}".as_bytes());
                }
            }
        }
    }
}

/// Reads `count` bytes more, or to the end; true at the end.
fn read_up_to(bytes: &mut impl Read, count: u64, into: &mut Vec<u8>) -> io::Result<bool> {
    Ok((bytes.take(count).read_to_end(into)? as u64) < count)
}

/// Whether the first bytes of a file cannot be text: NUL, and not as UTF-16 has it.
pub(super) fn is_binary(first: &[u8]) -> bool {
    by_first_bytes(first).is_none() && first.contains(&0)
}

/// The encoding that a byte order mark names, or the pattern of NULs in unmarked UTF-16.
fn by_first_bytes(first: &[u8]) -> Option<&'static Encoding> {
    if let Some((encoding, _)) = Encoding::for_bom(first) {
        return Some(encoding);
    }
    // Chinese text has few NULs of its own, but every separator and line end brings one.
    let (mut big, mut little) = (0, 0);
    for pair in first.chunks_exact(2) {
        match *pair {
            [0, b' '..=b'~' | b'\t' | b'\n' | b'\r'] => big += 1,
            [b' '..=b'~' | b'\t' | b'\n' | b'\r', 0] => little += 1,
            [0, _] | [_, 0] => return None,
            _ => {}
        }
    }
    let enough = (first.len() / 40).max(1);
    match (big, little) {
        (0, little) if little >= enough => Some(UTF_16LE),
        (big, 0) if big >= enough => Some(UTF_16BE),
        _ => None,
    }
}

/// The encoding that markup names for itself: `<?xml encoding="GB2312"?>`, `<meta charset=gbk>`.
/// What is named UTF-8 shows itself, and what is UTF-16 could not be read here.
fn declared(first: &[u8]) -> Option<&'static Encoding> {
    let head = String::from_utf8_lossy(first.get(..DECLARATION).unwrap_or(first));
    let head = head.trim_start().to_ascii_lowercase();
    let mut names = ["encoding=", "charset="].into_iter();
    let (_, value) = names.find_map(|name| head.split_once(name))?;
    let label = value.trim_start_matches(['"', '\'']);
    let end = label.find(|c: char| !c.is_ascii_alphanumeric() && !"-_".contains(c));
    let (label, _) = label.split_at_checked(end?)?;
    let found = Encoding::for_label(label.as_bytes())?;
    let found = if found == GBK { GB18030 } else { found };
    let is_told = head.starts_with('<') && found.is_ascii_compatible() && found != UTF_8;
    is_told.then_some(found)
}

/// The encoding of a sample that is not plain ASCII.
fn by_content(
    sample: &[u8],
    whole: bool,
    declared: Option<&'static Encoding>,
) -> &'static Encoding {
    if is_mostly_utf8(sample) {
        return UTF_8;
    }
    if let Some(declared) = declared {
        return declared;
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(sample, whole);
    let guess = detector.guess(None, Utf8Detection::Deny);
    if guess == BIG5 || guess == WINDOWS_1252 {
        return guess;
    }
    // Most files come from China: in doubt, Chinese.
    let guess = detector.guess(Some(b"cn"), Utf8Detection::Deny);
    if guess == GBK { GB18030 } else { guess }
}

/// Whether the sample is UTF-8 but for a damaged character here and there, or one cut at its end.
fn is_mostly_utf8(sample: &[u8]) -> bool {
    let (mut good, mut bad) = (0_usize, 0_usize);
    for chunk in sample.utf8_chunks() {
        good += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        bad += usize::from(!chunk.invalid().is_empty());
    }
    bad == 0 || (good >= 20 && bad * 20 <= good)
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use std::io::Cursor;

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
        assert!(is_binary(b"\x7fELF\x02\x01\x01\0\0\0\0\0\x03\0>\0"));
        assert!(!is_binary("名称\n".as_bytes()));
        assert!(!is_binary(&utf16(CHINESE, u16::to_le_bytes)));
        assert!(!is_binary(b""));
    }
}
