//! What the decoder makes of bytes.

#![expect(clippy::unwrap_used, reason = "tests")]

use std::io::Cursor;

use encoding_rs::{BIG5, GB18030, GBK, UTF_8, WINDOWS_1252};

use super::*;
use crate::import::FileError;

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

#[test]
fn text_without_a_row_is_not_read_to_its_end() {
    let meter = Arc::new(Meter::default());
    let mut decoder = Decoder::new(Box::new(io::repeat(b' ')), None, Arc::clone(&meter));
    let (mut text, mut read) = (Vec::new(), 0);
    let error = loop {
        text.clear();
        match decoder.decode_into(&mut text) {
            Ok(_) if read == 0 => meter.see_row(),
            Ok(_) => {}
            Err(error) => break error,
        }
        read += text.len() as u64;
    };
    assert!(matches!(FileError::from(error), FileError::NoRow));
    assert!((MAX_BYTES_WITHOUT_ROW..MAX_BYTES_WITHOUT_ROW + 2 * CHUNK).contains(&read));
}
