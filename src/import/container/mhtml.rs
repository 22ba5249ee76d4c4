//! Pages saved with all that belongs to them (`.mht`, `.mhtml`), as browsers and older office
//! programs write them: a message of mail whose parts are files (RFC 2557).
//!
//! Read line by line; only pages are decoded and kept, one at a time.

use std::io::{self, BufRead, BufReader, Read};
use std::ops::ControlFlow;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use encoding_rs::{Encoding, GB18030, GBK};

use crate::import::budget::{MAX_BOUNDARIES, MAX_HEADER_BYTES, MAX_PAGE_BYTES, MAX_ROW_BYTES};
use crate::import::errors::{Endless, FileError};
use crate::import::quoted::unquoted;

/// A page with a table in it.
pub(super) struct Page {
    /// The name of its file; empty where it comes from the web.
    pub(super) name: String,
    /// What is in it.
    pub(super) content: Vec<u8>,
    /// The encoding that its headers name.
    pub(super) encoding: Option<&'static Encoding>,
}

/// Whether a file that begins so is such a message.
pub(super) fn is_message(first: &[u8]) -> bool {
    let first = first.get(..MAX_HEADER_BYTES).unwrap_or(first);
    let mut lines = BufReader::new(first);
    let headers = Headers::read(&mut lines).unwrap_or_default();
    headers.is_mime && headers.boundary.is_some()
}

/// Takes the pages with tables out of a message; breaks when no more are wanted.
///
/// # Errors
/// It cannot be read on, ends in the middle, or a page is larger than [`MAX_PAGE_BYTES`].
pub(super) fn pages(
    message: impl Read,
    take: &mut dyn FnMut(Page) -> ControlFlow<()>,
) -> Result<ControlFlow<()>, FileError> {
    let mut lines = BufReader::new(message);
    let mut boundaries = Vec::new();
    boundaries.extend(Headers::read(&mut lines)?.boundary);
    let (mut part, mut is_closed) = (None::<Part>, false);
    loop {
        let line = line(&mut lines, MAX_ROW_BYTES)?;
        let divides = boundaries
            .iter()
            .any(|boundary| is_divider(&line, boundary));
        if !divides && !line.is_empty() {
            if let Some(part) = &mut part {
                part.add(&line)?;
            }
            continue;
        }
        if let Some(page) = part.take().and_then(Part::page)
            && take(page).is_break()
        {
            return Ok(ControlFlow::Break(()));
        }
        if line.is_empty() {
            let whole = is_closed.then_some(ControlFlow::Continue(()));
            return whole.ok_or(FileError::CutOff);
        }
        is_closed = line.trim_ascii_end().ends_with(b"--");
        if is_closed {
            continue;
        }
        let headers = Headers::read(&mut lines)?;
        boundaries.extend(
            headers
                .boundary
                .clone()
                .filter(|_| boundaries.len() < MAX_BOUNDARIES),
        );
        part = headers.is_page.then(|| Part::new(headers));
    }
}

/// The next line with its end; empty at the end of the file.
fn line(lines: &mut impl BufRead, most: usize) -> io::Result<Vec<u8>> {
    let mut line = Vec::new();
    let most = most as u64;
    if lines.take(most).read_until(b'\n', &mut line)? as u64 == most {
        return Err(io::Error::other(Endless));
    }
    Ok(line)
}

/// Whether a line is `--boundary` or `--boundary--`.
fn is_divider(line: &[u8], boundary: &str) -> bool {
    let rest = line.strip_prefix(b"--");
    let rest = rest.and_then(|rest| rest.strip_prefix(boundary.as_bytes()));
    rest.is_some_and(|rest| matches!(rest.trim_ascii(), b"" | b"--"))
}

/// What the headers of a message or a part say.
#[derive(Default)]
struct Headers {
    is_mime: bool,
    is_page: bool,
    boundary: Option<String>,
    charset: Option<String>,
    transfer: String,
    location: String,
}

impl Headers {
    /// Reads headers up to the blank line behind them.
    fn read(lines: &mut impl BufRead) -> io::Result<Self> {
        let (mut headers, mut open) = (Self::default(), String::new());
        let mut room = MAX_HEADER_BYTES;
        loop {
            let line = line(lines, room.max(1))?;
            room = room.saturating_sub(line.len());
            let text = String::from_utf8_lossy(&line);
            if text.starts_with([' ', '\t']) && !text.trim().is_empty() {
                open.push_str(text.trim());
                continue;
            }
            headers.see(&open);
            if text.trim().is_empty() {
                return Ok(headers);
            }
            text.trim_end().clone_into(&mut open);
        }
    }

    fn see(&mut self, header: &str) {
        let Some((name, value)) = header.split_once(':') else {
            return;
        };
        let value = value.trim();
        match &*name.to_ascii_lowercase() {
            "mime-version" => self.is_mime = true,
            "content-type" => {
                let kind = value.to_ascii_lowercase();
                self.is_page = kind.starts_with("text/html");
                self.charset = parameter(value, "charset");
                self.boundary =
                    parameter(value, "boundary").filter(|_| kind.starts_with("multipart/"));
            }
            "content-transfer-encoding" => self.transfer = value.to_ascii_lowercase(),
            "content-location" => value.clone_into(&mut self.location),
            _ => {}
        }
    }
}

/// A parameter of a header's value: `multipart/related; boundary="x"`.
fn parameter(value: &str, name: &str) -> Option<String> {
    let mut parameters = value.split(';').skip(1).filter_map(|it| it.split_once('='));
    let (_, found) = parameters.find(|(known, _)| known.trim().eq_ignore_ascii_case(name))?;
    let found = found.trim().trim_matches('"');
    (!found.is_empty()).then(|| found.to_owned())
}

/// A page that is being read.
struct Part {
    headers: Headers,
    content: Vec<u8>,
    /// Digits of base64 that do not make up three bytes yet.
    digits: Vec<u8>,
}

impl Part {
    const fn new(headers: Headers) -> Self {
        Self {
            headers,
            content: Vec::new(),
            digits: Vec::new(),
        }
    }

    fn add(&mut self, line: &[u8]) -> Result<(), FileError> {
        match &*self.headers.transfer {
            "base64" => self.add_base64(line),
            "quoted-printable" => self.content.extend(unquoted(line)),
            _ => self.content.extend_from_slice(line),
        }
        if self.content.len() > MAX_PAGE_BYTES {
            return Err(FileError::TooLarge(MAX_PAGE_BYTES as u64));
        }
        Ok(())
    }

    /// Bytes that are none are passed over.
    fn add_base64(&mut self, line: &[u8]) {
        self.digits.extend_from_slice(line.trim_ascii());
        let whole = self.digits.len() / 4 * 4;
        let digits: Vec<u8> = self.digits.drain(..whole).collect();
        self.content
            .extend(STANDARD.decode(&digits).unwrap_or_default());
    }

    /// The page, if there is a table in it.
    fn page(self) -> Option<Page> {
        let has_table = |bytes: &[u8]| {
            let mut tags = bytes.split(|&byte| byte == b'<');
            tags.any(|tag| {
                tag.get(..5)
                    .is_some_and(|name| name.eq_ignore_ascii_case(b"table"))
            })
        };
        // What is said to be ASCII names its encoding itself, or is written in entities.
        let charset = self.headers.charset.as_deref();
        let charset = charset.filter(|charset| !charset.eq_ignore_ascii_case("us-ascii"));
        let encoding = charset.and_then(|charset| Encoding::for_label(charset.as_bytes()));
        let name = self.headers.location.rsplit(['/', '\\']).next();
        let name = name.filter(|name| name.to_ascii_lowercase().ends_with(".htm"));
        has_table(&self.content).then(|| Page {
            name: name.unwrap_or_default().to_owned(),
            encoding: encoding.map(|found| if found == GBK { GB18030 } else { found }),
            content: self.content,
        })
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use super::*;

    #[test]
    fn quoted_printable_is_read_line_by_line() {
        let mut content = Vec::new();
        for line in [&b"=E4=B8=80 =3D x=\r\n"[..], b"y = z=\n", b"=e4=ba=8c\r\n"] {
            content.extend(unquoted(line));
        }
        assert_eq!(String::from_utf8(content).unwrap(), "一 = xy = z二\r\n");
    }

    #[test]
    fn messages_are_known_by_their_headers() {
        let check =
            |first: &str, expected| assert_eq!(is_message(first.as_bytes()), expected, "{first}");
        let kind = "Content-Type: multipart/related;\r\n\ttype=\"text/html\";\r\n\tboundary=\"x\"";
        check(
            &format!("From: <Saved by a browser>\r\nMIME-Version: 1.0\r\n{kind}\r\n\r\n"),
            true,
        );
        check(
            "MIME-Version: 1.0\nContent-Type: text/html\n\n<table>",
            false,
        );
        check("title,phone\na,1\n", false);
        check("", false);
    }

    #[test]
    fn a_line_without_end_is_an_error() {
        let message =
            &b"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=x\n\n--x\n"[..];
        let headers = message.chain(io::repeat(b'a'));
        assert!(pages(headers, &mut |_| ControlFlow::Continue(())).is_err());
        let part = message
            .chain(&b"Content-Type: text/html\n\n"[..])
            .chain(io::repeat(b'a'));
        assert!(pages(part, &mut |_| ControlFlow::Continue(())).is_err());
    }
}
