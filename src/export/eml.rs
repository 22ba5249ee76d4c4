//! A mail that is not sent yet, as a file that mail programs open to be edited (RFC 5322), and as
//! an address that they open (`mailto:`, RFC 6068).

use std::fmt::Write as _;

use mail_builder::MessageBuilder;
use mail_builder::headers::address::Address;
use mail_builder::headers::text::Text;

/// Longest address that programs are known to open.
const MAX_LINK_BYTES: usize = 2_000;

/// A mail.
#[derive(Debug)]
pub(crate) struct Mail<'a> {
    /// Name and address of who writes it, where known.
    pub(crate) from: Option<(String, String)>,
    /// Of whom it is to, likewise.
    pub(crate) to: Option<(String, String)>,
    /// What it is about, in one line.
    pub(crate) subject: &'a str,
    /// What it says.
    pub(crate) text: &'a str,
}

/// The mail as a file. What cannot stand in a header is encoded or left out by the builder.
pub(crate) fn eml(mail: &Mail<'_>) -> Vec<u8> {
    let address = |(name, address): (String, String)| {
        let name = (!name.is_empty()).then_some(name);
        Address::new_address(name, address)
    };
    let mut message = MessageBuilder::new()
        // Outlook and others open it for editing, not for reading.
        .header("X-Unsent", Text::new("1"))
        .subject(mail.subject)
        .text_body(format!("{}\n", mail.text).replace('\n', "\r\n"));
    if let Some(from) = mail.from.clone() {
        message = message.from(address(from));
    }
    if let Some(to) = mail.to.clone() {
        message = message.to(address(to));
    }
    let mut bytes = Vec::new();
    message.serialize(&mut bytes);
    bytes
}

/// The mail as an address; `None` where it is too long for one.
pub(crate) fn mailto(address: &str, subject: &str, text: &str) -> Option<String> {
    let text = text.replace('\n', "\r\n");
    let [to, subject, text] = [address, subject, &text].map(percent_encoded);
    let link = format!("mailto:{to}?subject={subject}&body={text}");
    (link.len() <= MAX_LINK_BYTES).then_some(link)
}

/// All but what can stand in a part of an address as it is.
fn percent_encoded(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len() * 3);
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~@".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            // Nothing can go wrong in writing to memory.
            write!(encoded, "%{byte:02X}").unwrap_or_default();
        }
    }
    encoded
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use base64::Engine as _;
    use base64::prelude::BASE64_STANDARD;

    use super::*;

    /// The lines of the head, unfolded, and the body.
    fn parts(mail: &Mail<'_>) -> (Vec<String>, String) {
        let text = String::from_utf8(eml(mail)).unwrap();
        let (head, body) = text.split_once("\r\n\r\n").unwrap();
        assert!(head.is_ascii(), "{head}");
        assert!(text.lines().all(|line| line.len() <= 78), "{text}");
        let head = head.replace("\r\n ", " ").replace("\r\n\t", " ");
        (
            head.split("\r\n").map(str::to_owned).collect(),
            body.to_owned(),
        )
    }

    #[test]
    fn a_mail_has_its_headers_and_is_marked_as_not_sent() {
        let (head, body) = parts(&Mail {
            from: Some(("张示例".into(), "zhang@example.com".into())),
            to: Some(("Li, Example".into(), "li@example.com".into())),
            subject: "石墨烯防腐涂料的合作咨询",
            text: "plain text\nof two lines",
        });
        let value = |name: &str| {
            let mut values = head.iter().filter_map(|line| line.strip_prefix(name));
            values
                .next()
                .unwrap_or_else(|| panic!("{name} in {head:?}"))
        };
        assert_eq!(value("X-Unsent: "), "1");
        assert_eq!(value("To: "), "\"Li, Example\" <li@example.com>");
        assert!(value("From: ").ends_with(" <zhang@example.com>"));
        assert!(value("Subject: ").starts_with("=?utf-8?"), "{head:?}");
        for name in ["Date: ", "Message-ID: ", "MIME-Version: 1.0"] {
            value(name);
        }
        assert_eq!(body, "plain text\r\nof two lines\r\n");
    }

    #[test]
    fn chinese_comes_back_as_it_was() {
        let text = "沈老师：\n\n您好！想请教中试的数据。\n";
        let subject = "石墨烯改性水性环氧重防腐涂料及其施工工艺的合作咨询";
        let (head, body) = parts(&Mail {
            from: None,
            to: None,
            subject,
            text: text.trim_end(),
        });
        assert!(
            head.contains(&"Content-Transfer-Encoding: base64".to_owned()),
            "{head:?}"
        );
        let decoded = |text: &str| {
            let bytes = BASE64_STANDARD.decode(text.replace("\r\n", "")).unwrap();
            String::from_utf8(bytes).unwrap().replace("\r\n", "\n")
        };
        assert_eq!(decoded(&body), text);
        let coded = head.iter().find_map(|line| line.strip_prefix("Subject: "));
        let words = coded.unwrap().split(' ').map(|word| {
            let word = word.strip_prefix("=?utf-8?B?").unwrap();
            decoded(word.strip_suffix("?=").unwrap())
        });
        assert_eq!(words.collect::<String>(), subject);
    }

    #[test]
    fn no_header_can_be_smuggled_in() {
        let evil = "x\r\nBcc: all@example.com\r\n\r\n<script>";
        let (head, _) = parts(&Mail {
            from: None,
            to: Some((evil.into(), format!("li@example.com{evil}"))),
            subject: evil,
            text: "x",
        });
        let is_bcc = |line: &String| line.to_lowercase().starts_with("bcc");
        assert!(!head.iter().any(is_bcc), "{head:?}");
        assert!(head.iter().any(|line| line.starts_with("MIME-Version")));
    }

    #[test]
    fn a_short_mail_is_an_address_and_a_long_one_is_none() {
        let link = mailto("li@example.com", "A & B?", "石墨\n烯").unwrap();
        let expected =
            "mailto:li@example.com?subject=A%20%26%20B%3F&body=%E7%9F%B3%E5%A2%A8%0D%0A%E7%83%AF";
        assert_eq!(link, expected);
        assert_eq!(mailto("li@example.com", "", &"长".repeat(300)), None);
    }
}
