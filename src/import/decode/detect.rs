//! Which encoding bytes are in, told from the bytes.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{
    BIG5, DecoderResult, Encoding, GB18030, GBK, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252,
};

/// Bytes of markup in which its encoding is named.
const DECLARATION: usize = 1024;
/// One in this number of characters may be damaged while an encoding is still believed.
const CHARACTERS_PER_DAMAGED: usize = 4;
/// One in this number of bytes may be damaged while an encoding is believed that is only named.
const BYTES_PER_DAMAGED: usize = 1_000;
/// One in this number of bytes may be a control character in what is text.
const BYTES_PER_CONTROL: usize = 20;
/// Controls in a text too short for that to be measured.
const FEW_CONTROLS: usize = 2;

/// Whether the first bytes of a file cannot be text: NULs that are not those of UTF-16, and more
/// controls than damage brings. NULs at the end are what a crash leaves behind, not content.
pub(in crate::import) fn is_binary(first: &[u8]) -> bool {
    if by_first_bytes(first).is_some() || !first.contains(&0) {
        return false;
    }
    let end = first.iter().rposition(|&byte| byte != 0);
    let content = first.get(..end.map_or(0, |at| at + 1)).unwrap_or(first);
    let is_control = |byte: &&u8| **byte < b' ' && !matches!(**byte, b'\t' | b'\n' | b'\r');
    let controls = content.iter().filter(is_control).count();
    content.is_empty() || controls > FEW_CONTROLS && controls * BYTES_PER_CONTROL > content.len()
}

/// The encoding that a byte order mark names, or the pattern of NULs in unmarked UTF-16.
pub(super) fn by_first_bytes(first: &[u8]) -> Option<&'static Encoding> {
    if let Some((encoding, _)) = Encoding::for_bom(first) {
        return Some(encoding);
    }
    // Chinese text has few NULs of its own, but every separator and line end brings one.
    let (mut big, mut little, mut odd, mut plain) = (0, 0, 0, 0);
    for pair in first.chunks_exact(2) {
        match *pair {
            [0, b' '..=b'~' | b'\t' | b'\n' | b'\r'] => big += 1,
            [b' '..=b'~' | b'\t' | b'\n' | b'\r', 0] => little += 1,
            [0, _] | [_, 0] => odd += 1,
            [b' '..=b'~', b' '..=b'~'] => plain += 1,
            _ => {}
        }
    }
    // A stray NUL does not make UTF-16 of what reads as something else.
    let reads_as_other = || plain * 4 > first.len() || !first.is_ascii() && is_mostly_utf8(first);
    let enough = |found| {
        found >= (first.len() / 40).max(2) && odd * BYTES_PER_CONTROL <= found && !reads_as_other()
    };
    match (big, little) {
        (0, little) if enough(little) => Some(UTF_16LE),
        (big, 0) if enough(big) => Some(UTF_16BE),
        _ => None,
    }
}

/// The encoding that markup names for itself: `<?xml encoding="GB2312"?>`, `<meta charset=gbk>`.
/// What is UTF-16 could not be read here.
pub(super) fn declared(first: &[u8]) -> Option<&'static Encoding> {
    let head = String::from_utf8_lossy(first.get(..DECLARATION).unwrap_or(first));
    let head = head.trim_start().to_ascii_lowercase();
    let mut names = ["encoding=", "charset="].into_iter();
    let (_, value) = names.find_map(|name| head.split_once(name))?;
    let label = value.trim_start_matches(['"', '\'']);
    let end = label.find(|c: char| !c.is_ascii_alphanumeric() && !"-_".contains(c));
    let (label, _) = label.split_at_checked(end?)?;
    let found = Encoding::for_label(label.as_bytes())?;
    let found = if found == GBK { GB18030 } else { found };
    let is_told = head.starts_with('<') && found.is_ascii_compatible();
    is_told.then_some(found)
}

/// The encoding of a sample that is not plain ASCII.
pub(super) fn by_content(
    sample: &[u8],
    whole: bool,
    declared: Option<&'static Encoding>,
) -> &'static Encoding {
    let (good, long, bad) = utf8(sample);
    // Sequences of three bytes are hardly ever UTF-8 by chance.
    let is_utf8 = bad * CHARACTERS_PER_DAMAGED <= good || bad <= long;
    match declared {
        // Many call UTF-8 what is not.
        Some(declared) if declared == UTF_8 && bad * BYTES_PER_DAMAGED <= sample.len() => {
            return UTF_8;
        }
        _ if is_utf8 => return UTF_8,
        Some(declared) if declared != UTF_8 => return declared,
        _ => {}
    }
    let guess = guessed(sample, whole);
    if is_chinese(guess) {
        return guess;
    }
    // One byte that is not of it makes the detector drop an encoding.
    let damaged = [GB18030, BIG5].into_iter().find(|&encoding| {
        let (mended, is_credible) = mended(sample, encoding);
        is_credible && guessed(&mended, whole) == encoding
    });
    damaged.unwrap_or(guess)
}

fn is_chinese(encoding: &'static Encoding) -> bool {
    [GB18030, BIG5].contains(&encoding)
}

fn guessed(sample: &[u8], whole: bool) -> &'static Encoding {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(sample, whole);
    let guess = detector.guess(None, Utf8Detection::Deny);
    if guess == BIG5 || guess == WINDOWS_1252 {
        return guess;
    }
    // Most files come from China: in doubt, Chinese.
    let guess = detector.guess(Some(b"cn"), Utf8Detection::Deny);
    match guess {
        guess if guess != GBK => guess,
        _ if is_written_in_pairs(sample) => GB18030,
        _ => WINDOWS_1252,
    }
}

/// Whether what is not ASCII comes in pairs of bytes, as common Chinese characters do; a byte that
/// takes the letter behind it along is one of another encoding, or damage.
fn is_written_in_pairs(sample: &[u8]) -> bool {
    let (mut pairs, mut others, mut at) = (0_usize, 0_usize, 0);
    while let Some(&first) = sample.get(at) {
        at += 1;
        if first.is_ascii() {
            continue;
        }
        if sample.get(at).is_some_and(|second| !second.is_ascii()) {
            at += 1;
            pairs += 1;
        } else {
            others += 1;
        }
    }
    pairs >= others
}

/// The sample without the bytes that are not of the encoding, and whether they are few beside
/// those that are.
fn mended(sample: &[u8], encoding: &'static Encoding) -> (Vec<u8>, bool) {
    let mut engine = encoding.new_decoder_without_bom_handling();
    let mut room = String::with_capacity(3 * sample.len() + 16);
    let (mut mended, mut at, mut bad) = (Vec::with_capacity(sample.len()), 0, 0);
    loop {
        let rest = sample.get(at..).unwrap_or_default();
        let (result, read) = engine.decode_to_string_without_replacement(rest, &mut room, true);
        let DecoderResult::Malformed(length, behind) = result else {
            mended.extend_from_slice(rest);
            break;
        };
        // What stands behind the bad bytes is kept with what comes next.
        let bad_from = read.saturating_sub(usize::from(length) + usize::from(behind));
        mended.extend_from_slice(rest.get(..bad_from).unwrap_or_default());
        at += read - usize::from(behind);
        engine = encoding.new_decoder_without_bom_handling();
        bad += 1;
    }
    let good = room.chars().filter(|c| !c.is_ascii()).count();
    (mended, bad > 0 && bad * CHARACTERS_PER_DAMAGED <= good)
}

/// Whether the sample is UTF-8 but for a damaged character here and there, or one cut at its end.
fn is_mostly_utf8(sample: &[u8]) -> bool {
    let (good, _, bad) = utf8(sample);
    bad * CHARACTERS_PER_DAMAGED <= good
}

/// Characters of a sample beyond ASCII that are UTF-8, those of more than two bytes among them,
/// and places that are not.
fn utf8(sample: &[u8]) -> (usize, usize, usize) {
    let (mut good, mut long, mut bad) = (0, 0, 0);
    for chunk in sample.utf8_chunks() {
        for c in chunk.valid().chars() {
            good += usize::from(!c.is_ascii());
            long += usize::from(c.len_utf8() > 2);
        }
        bad += usize::from(!chunk.invalid().is_empty());
    }
    (good, long, bad)
}
