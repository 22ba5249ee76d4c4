//! Records as JSON Lines: the whole record, which import reads back as it was.

use std::io::{self, Write};

use qiao_index::record::Record;

use super::write_json;

/// Writes one record a line.
///
/// # Errors
/// `out` cannot be written.
pub(crate) fn write_jsonl(
    out: &mut dyn Write,
    records: impl Iterator<Item = Record>,
) -> io::Result<()> {
    for record in records {
        write_json(out, &record)?;
        out.write_all(b"\n")?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use super::super::samples::{achievement, patent};
    use super::*;

    #[test]
    fn a_line_holds_the_whole_record() {
        let records = [achievement(), patent()];
        let mut out = Vec::new();
        write_jsonl(&mut out, records.clone().into_iter()).unwrap();
        let text = String::from_utf8(out).unwrap();
        let back: Vec<Record> = text
            .lines()
            .map(|line| serde_json::from_str(line).unwrap())
            .collect();
        assert_eq!(back, records);
    }
}
