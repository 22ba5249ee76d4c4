//! Text that was decoded by the wrong encoding → the text that was meant.
//!
//! It is mended only where that is certain: the bytes behind the text are valid in the other
//! encoding, decoding them the wrong way again gives the text back, and nobody writes like that.
//! What is damaged beyond that stays, and [`is_garbled`] tells it.

use std::borrow::Cow;
use std::sync::LazyLock;

use encoding_rs::GBK;

/// What Windows-1252 has in place of the controls U+0080–U+009F; itself where it has nothing.
const WINDOWS: [char; 32] = [
    '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8D}', 'Ž', '\u{8F}',
    '\u{90}', '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9D}', 'ž', 'Ÿ',
];

/// Characters that can stand behind an accented letter in sound text: `MANHÃ”`, `café…`.
const FOLLOWERS: [char; 16] = [
    '‘', '’', '“', '”', '…', '–', '—', '›', '»', '•', '™', '®', '°', 'º', 'ª', '\u{A0}',
];

/// Chinese characters that a text must give to be taken for Chinese.
const FEWEST: usize = 2;

/// The text that was meant.
pub(super) fn mended(text: &str) -> Cow<'_, str> {
    if text.is_ascii() {
        return Cow::Borrowed(text);
    }
    // U+0080–U+00FF in UTF-8 begin with one of two bytes: most texts have none of them.
    if text.bytes().any(|byte| matches!(byte, 0xC2 | 0xC3)) {
        return Cow::Owned(without_controls(&from_single_bytes(text)));
    }
    utf8_read_as_gbk(text).map_or(Cow::Borrowed(text), Cow::Owned)
}

/// Whether characters of the text are lost: what no decoder could read, and the remains of a
/// wrong one.
pub(crate) fn is_garbled(text: &str) -> bool {
    if text.contains(['\u{FFFD}', '\u{FFFE}']) || text.contains("锟斤拷") {
        return true;
    }
    // The first and second byte of a Chinese character of UTF-8, each as a letter of its own.
    let mut pairs = text.chars().zip(text.chars().skip(1));
    pairs.any(|(lead, next)| {
        let follows = byte_of(next).is_some_and(|byte| (0x80..0xC0).contains(&byte));
        ('ä'..='é').contains(&lead) && follows && !FOLLOWERS.contains(&next)
    })
}

/// The byte that a character is in Windows-1252 or Latin-1.
fn byte_of(c: char) -> Option<u8> {
    let place = || (0x80..).zip(WINDOWS).find(|&(_, known)| known == c);
    let latin1 = u8::try_from(u32::from(c)).ok();
    latin1.or_else(|| place().map(|(byte, _)| byte))
}

/// Mends runs of letters that are bytes of UTF-8 or GBK.
fn from_single_bytes(text: &str) -> Cow<'_, str> {
    let runs = || runs(text);
    let is_sure = |(run, bytes): (&str, Vec<u8>)| is_sure(run, &bytes) || gbk(&bytes).is_some();
    if !runs().any(is_sure) {
        return Cow::Borrowed(text);
    }
    let mended = runs().map(|(run, bytes)| {
        let found = utf8(&bytes).or_else(|| gbk(&bytes));
        found.map_or(Cow::Borrowed(run), Cow::Owned)
    });
    Cow::Owned(mended.collect())
}

/// Cuts a text into runs of letters beyond ASCII that are single bytes, and what is between
/// them (without bytes).
fn runs(text: &str) -> impl Iterator<Item = (&str, Vec<u8>)> {
    let byte = |c: char| byte_of(c).filter(|byte| !byte.is_ascii());
    let mut rest = text;
    std::iter::from_fn(move || {
        let is_run = byte(rest.chars().next()?).is_some();
        let end = rest.find(|c| byte(c).is_some() != is_run);
        let (run, behind) = rest.split_at_checked(end.unwrap_or(rest.len()))?;
        rest = behind;
        let bytes = run.chars().filter_map(byte).collect();
        Some((run, if is_run { bytes } else { Vec::new() }))
    })
}

/// Whether a run is valid UTF-8, and no run of letters and marks that somebody may have written.
fn is_sure(run: &str, bytes: &[u8]) -> bool {
    let has_more_than_letters = |meant: String| {
        let longest = meant.chars().map(char::len_utf8).max();
        let lead = bytes
            .first()
            .is_some_and(|byte| matches!(byte, 0xC2 | 0xC3));
        let follower = run.chars().nth(1).is_some_and(|c| FOLLOWERS.contains(&c));
        longest > Some(2) || lead && !follower || meant.chars().count() > 1
    };
    utf8(bytes).is_some_and(has_more_than_letters)
}

/// The text that bytes are in UTF-8, if none of it is a control.
fn utf8(bytes: &[u8]) -> Option<String> {
    let meant = std::str::from_utf8(bytes).ok()?;
    let is_text = !meant.is_empty() && !meant.chars().any(|c| c.is_control() || c == '\u{FFFD}');
    is_text.then(|| meant.to_owned())
}

/// The text that bytes are in GBK, if all of it is common Chinese.
fn gbk(bytes: &[u8]) -> Option<String> {
    let meant = GBK.decode_without_bom_handling_and_without_replacement(bytes)?;
    let (common, all) = common_of_all(&meant);
    (all >= FEWEST && common == all).then(|| meant.into_owned())
}

/// What the first two bytes of a Chinese character or mark in UTF-8 are in GBK, in order.
///
/// Nearly every text begins with another character, which is seen here at once: the encoder looks
/// through thousands of them.
static MISREAD: LazyLock<Vec<char>> = LazyLock::new(|| {
    let pairs = (0xE2..=0xEF).flat_map(|lead| (0x80..=0xBF).map(move |next| [lead, next]));
    let mut misread: Vec<char> = pairs
        .filter_map(|bytes: [u8; 2]| {
            let text = GBK.decode_without_bom_handling_and_without_replacement(&bytes)?;
            text.chars().next()
        })
        .collect();
    misread.sort_unstable();
    misread.dedup();
    misread
});

/// `涓枃` → `中文`.
fn utf8_read_as_gbk(text: &str) -> Option<String> {
    let first = text.chars().find(|c| !c.is_ascii())?;
    if MISREAD.binary_search(&first).is_err() {
        return None;
    }
    let (bytes, _, has_errors) = GBK.encode(text);
    let meant = std::str::from_utf8(&bytes).ok().filter(|_| !has_errors)?;
    let again = GBK.decode_without_bom_handling_and_without_replacement(meant.as_bytes());
    let (common, all) = common_of_all(meant);
    let (common_before, all_before) = common_of_all(text);
    let is_chinese = all >= FEWEST && common * 5 >= all * 4;
    let is_better = common * all_before > common_before * all;
    (again? == text && is_chinese && is_better).then(|| meant.to_owned())
}

/// Number of characters of GB 2312's first level (those in common use) and of all that are
/// not ASCII and no punctuation.
fn common_of_all(text: &str) -> (usize, usize) {
    let mut buffer = [0; 4];
    let (mut common, mut all) = (0, 0);
    for c in text.chars().filter(|c| !c.is_ascii()) {
        if matches!(c, '\u{2000}'..='\u{206F}' | '\u{3000}'..='\u{303F}' | '\u{FF00}'..='\u{FFEF}')
        {
            continue;
        }
        let (bytes, ..) = GBK.encode(c.encode_utf8(&mut buffer));
        all += 1;
        common += usize::from(matches!(*bytes, [0xB0..=0xD7, 0xA1..=0xFE]));
    }
    (common, all)
}

/// Controls that are characters of Windows-1252 become these; what is none is lost. The line
/// end U+0085 stays where it stands alone among them.
fn without_controls(text: &str) -> String {
    let is_control = |c: char| ('\u{80}'..='\u{9F}').contains(&c);
    let only_line_ends = text.chars().all(|c| !is_control(c) || c == '\u{85}');
    let sound = |c: char| match u8::try_from(u32::from(c)) {
        Ok(byte @ 0x80..=0x9F) if !only_line_ends => {
            let meant = WINDOWS.get(usize::from(byte - 0x80)).copied();
            meant.filter(|&meant| meant != c).unwrap_or('\u{FFFD}')
        }
        _ => c,
    };
    text.chars().map(sound).collect()
}

/// The character that the number of a control means in HTML: that of Windows-1252.
pub(super) fn html_character(code: u32) -> Option<char> {
    let control = code
        .checked_sub(0x80)
        .and_then(|place| usize::try_from(place).ok());
    let windows = control.and_then(|place| WINDOWS.get(place));
    windows.copied().or_else(|| char::from_u32(code))
}

#[cfg(test)]
mod tests {
    use encoding_rs::{Encoding, WINDOWS_1252};
    use proptest::prelude::*;

    use super::*;

    /// The text as a program shows it that takes its UTF-8 for `encoding`.
    fn misread(text: &str, encoding: &'static Encoding) -> String {
        encoding
            .decode_without_bom_handling(text.as_bytes())
            .0
            .into_owned()
    }

    fn latin1(bytes: &[u8]) -> String {
        bytes.iter().map(|&byte| char::from(byte)).collect()
    }

    #[test]
    fn what_begins_a_misread_text_is_what_the_encoder_says() {
        let known = |c: char| MISREAD.binary_search(&c).is_ok();
        let mut buffer = [0; 4];
        for c in '\u{80}'..'\u{ffff}' {
            let (bytes, _, has_errors) = GBK.encode(c.encode_utf8(&mut buffer));
            let expected = !has_errors && matches!(*bytes, [0xE2..=0xEF, 0x80..=0xBF]);
            assert_eq!(known(c), expected, "{c}");
        }
    }

    #[test]
    fn what_was_misread_is_read_again() {
        for text in [
            "石墨烯导热膜",
            "一种电池，及其制备方法（2019）",
            "café “naïve”…",
            "10 µm ± 5 °C",
            "中文 and English",
        ] {
            assert_eq!(mended(&misread(text, WINDOWS_1252)), text);
            assert_eq!(mended(&latin1(text.as_bytes())), text);
        }
        for text in [
            "中文",
            "石墨烯导热膜材料",
            "《中文》期刊",
            "高性能石墨烯A型",
        ] {
            let shown = misread(text, GBK);
            if !shown.contains('\u{FFFD}') {
                assert_eq!(mended(&shown), text, "{shown}");
            }
        }
        assert_eq!(mended("ÖÐÎÄ ÆÚ¿¯"), "中文 期刊", "GBK taken for Latin-1");
        assert_eq!(mended("it\u{92}s \u{93}so\u{94}\u{85}"), "it’s “so”…");
        assert_eq!(mended("一\u{85}二"), "一\u{85}二", "a line end");
        assert_eq!(mended("a\u{81}b"), "a\u{FFFD}b");
        assert_eq!(
            mended("作者：ä¸\u{AD}æ–‡"),
            "作者：中文",
            "a part of the text"
        );
    }

    #[test]
    fn sound_text_stays() {
        for text in [
            "",
            "plain",
            "石墨烯导热膜",
            "涓涓细流",
            "潇湘",
            "洇湿的纸",
            "联通",
            "„Größe“ und „Ä“",
            "“MANHÃ” e “AMANHÃ…”",
            "«café»",
            "É®",
            "Â° ±5 µm",
            "naïve façade, Ångström",
            "ΔT ≤ 5 ℃",
        ] {
            assert_eq!(mended(text), text);
            assert!(!is_garbled(text), "{text}");
        }
    }

    #[test]
    fn what_is_lost_is_told() {
        for text in ["中\u{FFFD}", "锟斤拷", "ä¸\u{AD}æ", "é«˜æ€"] {
            assert!(is_garbled(&mended(text)), "{text}: {}", mended(text));
        }
    }

    proptest! {
        #[test]
        fn no_text_makes_it_panic(text: String) {
            is_garbled(&mended(&text));
        }

        #[test]
        fn common_chinese_stays(text in "[的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多定行学法所民得经十三之进着等部度家电力里如水化高自二理起小物现实加量都两体制机当使点从业本去把性好应开它合还因由其些然前外天政四日那社义事平形相全表间样与关各重新线内数正心反你明看原又么利比或但质气第向道命此变条只没结解问意建月公无系军很情者最立代想已通并提直题党程展五果料象员革位入常文总次品式活设及管特件长求老头基资边流路级少图山统接知较将组见计别她手角期根论运农指几九区强放决西被干做必战先回则任取据处理世车]{1,40}") {
            prop_assert_eq!(&*mended(&text), &*text);
        }
    }
}
