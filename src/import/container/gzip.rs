//! Files of gzip: one or more packed pieces, one behind the other.

use std::io::{self, BufRead, BufReader, Read};

use flate2::bufread::GzDecoder;

/// First byte of every piece.
const MAGIC: u8 = 0x1f;

/// The unpacked bytes of all pieces. NULs behind the last, as tapes and block devices add them,
/// are passed over; anything else there is damage.
pub(super) struct Gunzip<R: Read> {
    /// `None` only where reading has failed.
    piece: Option<GzDecoder<BufReader<R>>>,
}

impl<R: Read> Gunzip<R> {
    pub(super) fn new(packed: R) -> Self {
        Self {
            piece: Some(GzDecoder::new(BufReader::new(packed))),
        }
    }
}

impl<R: Read> Read for Gunzip<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        while let Some(mut piece) = self.piece.take() {
            let read = piece.read(buffer)?;
            if read > 0 || buffer.is_empty() {
                self.piece = Some(piece);
                return Ok(read);
            }
            let mut rest = piece.into_inner();
            match rest.fill_buf()?.first() {
                Some(&MAGIC) => self.piece = Some(GzDecoder::new(rest)),
                _ => only_nuls(&mut rest)?,
            }
        }
        Ok(0)
    }
}

/// Reads to the end, where nothing but NULs may stand.
fn only_nuls(rest: &mut impl BufRead) -> io::Result<()> {
    loop {
        let ahead = rest.fill_buf()?;
        if ahead.iter().any(|&byte| byte != 0) {
            return Err(io::ErrorKind::InvalidData.into());
        }
        match ahead.len() {
            0 => return Ok(()),
            count => rest.consume(count),
        }
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use std::io::Write as _;

    use flate2::Compression;
    use flate2::write::GzEncoder;

    use super::*;

    fn gzip(content: &[u8]) -> Vec<u8> {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
        encoder.write_all(content).unwrap();
        encoder.finish().unwrap()
    }

    fn check(packed: &[&[u8]], expected: &str, whole: bool) {
        let packed = packed.concat();
        let (mut text, mut unpacked) = (Vec::new(), Gunzip::new(&*packed));
        assert_eq!(unpacked.read_to_end(&mut text).is_ok(), whole);
        assert_eq!(String::from_utf8(text).unwrap(), expected);
    }

    #[test]
    fn pieces_follow_each_other_and_nuls_the_last() {
        let (one, two) = (gzip(b"one"), gzip(b"two"));
        check(&[&one, &two], "onetwo", true);
        check(&[&one, &vec![0; 20_000]], "one", true);
        check(&[&one, &two, &[0]], "onetwo", true);
        check(&[&one, b"\0\0x"], "one", false);
        check(&[&one, b"more"], "one", false);
        check(&[&one, &two[..two.len() - 9]], "onetwo", false);
    }
}
