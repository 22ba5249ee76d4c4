//! Quoted-printable: `=E6=A1=A5`.

use quoted_printable::{ParseMode, decode};

/// Decodes a text, once. Bytes that the encoding does not know stand for themselves.
pub(super) fn unquoted(text: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(text.len());
    for run in text.chunk_by(|one, next| one.is_ascii() == next.is_ascii()) {
        // In its robust mode it finds no error, but it drops what is not ASCII.
        match decode(run, ParseMode::Robust) {
            Ok(decoded) if run.is_ascii() => {
                bytes.extend(decoded);
                bytes.extend(blanks_behind(run));
            }
            _ => bytes.extend_from_slice(run),
        }
    }
    bytes
}

/// The blanks in front of what is no text of the encoding: it takes them for the end of a line.
fn blanks_behind(run: &[u8]) -> &[u8] {
    let is_blank = |byte: &u8| matches!(byte, b' ' | b'\t');
    let end = run.iter().rposition(|byte| !is_blank(byte));
    run.get(end.map_or(0, |at| at + 1)..).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &str) {
        let found = unquoted(text.as_bytes());
        assert_eq!(String::from_utf8_lossy(&found), expected, "{text}");
    }

    #[test]
    fn quoted_printable_is_decoded_once() {
        check("=E6=A1=A5 bridge", "桥 bridge");
        check("a=3D41", "a=41");
        check("=e6=a1=a5", "桥");
        check("a=\r\nb", "ab");
        check("50% = half", "50% = half");
        check("a=", "a");
    }

    #[test]
    fn what_is_not_encoded_is_kept() {
        check("桥 =E6=A1=A5 桥", "桥 桥 桥");
        check("a 桥", "a 桥");
    }
}
