//! How much a file may ask of the machine: every budget of every format, with its reason.
//!
//! Everything read from a file may have been made to fill the memory, the disk or the day. Beyond
//! a budget a row is a reject with its place, and a file is left with a sentence; what was read
//! before counts. `docs/promises.md` says the same numbers ("Limits").

/// A mebibyte.
const MIB: usize = 1024 * 1024;

// What is unpacked.

/// Bytes that may come out of any file that is packed: a year of a patent office in one archive
/// has its own size to go by, see [`UNPACKED_PER_BYTE`].
pub(super) const FREE_UNPACKED_BYTES: u64 = 256 * MIB as u64;
/// Bytes that may come out beyond that for each that went in. Deflate reaches 1,032; patent XML 8
/// to 12, the emptiest tables 100.
pub(super) const UNPACKED_PER_BYTE: u64 = 150;
/// Bytes that may come out of a file at all: no disk of a desk holds more.
pub(super) const MAX_UNPACKED_BYTES: u64 = 1024 * 1024 * MIB as u64;
/// Containers that may lie around a file: one more than anybody was seen to use.
pub(super) const MAX_CONTAINERS: usize = 4;
/// Files that one archive may have: each is opened, and said in the report.
pub(super) const MAX_MEMBERS: usize = 100_000;
/// Bytes that are copied to the disk at most, as an archive cannot be read from front to back.
pub(super) const MAX_COPIED_BYTES: u64 = 4 * 1024 * MIB as u64;

// Rows.

/// Bytes of text that are read without a row: more than any preamble, and some seconds of work. An
/// importer that goes on and on without giving anything is stopped by this.
pub(super) const MAX_BYTES_WITHOUT_ROW: u64 = 128 * MIB as u64;
/// Bytes that one row, line or document of a file may have: it is in memory some six times on its
/// way into the library. The longest patents have 10 MB.
pub(super) const MAX_ROW_BYTES: usize = 10 * MIB;
/// Bytes that one cell or value may have.
pub(super) const MAX_CELL_BYTES: usize = 8 * MIB;
/// Values that one row may have: each takes some 300 bytes of memory, whatever it takes in the
/// file. Patents that cite the most have some ten thousand.
pub(super) const MAX_VALUES: usize = 60_000;
/// Columns that a row may have: those of a spreadsheet.
pub(super) const MAX_COLUMNS: usize = 16_384;
/// Bytes that are read again at most because of quotation marks that were never closed: each may
/// cost a whole row, and every line may have one.
pub(super) const MAX_RESCANNED_BYTES: usize = 512 * MIB;
/// Damaged places in text that is not taken yet: a row with more is no text.
pub(super) const MAX_DAMAGED_PLACES: usize = 1_000_000;

// Markup.

/// Elements of XML that may be open at once: deeper is no document of any office.
pub(super) const MAX_ELEMENTS_OPEN: usize = 200;
/// Bytes that the entities of one document may add; what is short in the file may stand for
/// gigabytes.
pub(super) const MAX_EXPANDED_BYTES: usize = MIB;
/// Entities that a document may declare.
pub(super) const MAX_ENTITIES: usize = 10_000;
/// Entities that may stand for one another.
pub(super) const MAX_ENTITY_DEPTH: usize = 16;
/// Tables of a page that may be open at once: the text of each goes into those around it.
pub(super) const MAX_TABLES_OPEN: usize = 32;
/// Columns and rows that a cell of a page may span, as browsers have it.
pub(super) const MAX_COLUMNS_SPANNED: usize = 1_000;
/// See [`MAX_COLUMNS_SPANNED`].
pub(super) const MAX_ROWS_SPANNED: usize = 65_534;
/// Bytes that merged cells may repeat in one sheet: a text of 16 MiB could be said to reach down a
/// million rows.
pub(super) const MAX_MERGED_BYTES: usize = 256 * MIB;
/// Cells that may be repeated in one spreadsheet: a few bytes can say a billion.
pub(super) const MAX_CELLS_REPEATED: u64 = 10_000_000;

// What has to be held in memory as a whole: a gigabyte at most.

/// Bytes that an `.xls` may have: its stream, its texts and its cells are held beside each other.
pub(super) const MAX_XLS_BYTES: u64 = 128 * MIB as u64;
/// Bytes that the texts which the sheets of an `.xls` share may have: each, and it may be as short as
/// three bytes, takes 24 more in memory.
pub(super) const MAX_XLS_TEXT_BYTES: u64 = 32 * MIB as u64;
/// Cells that the rectangles of all sheets of an `.xls` may have; each takes 32 bytes.
pub(super) const MAX_XLS_CELLS: u64 = 8_000_000;
/// Sheets of an `.xls` that may begin where no record before them ends; more are made up.
pub(super) const MAX_LOST_SHEETS: usize = 64;
/// Bytes that a part of an `.xlsx` or `.xlsb` that is held in memory, as its texts are, may have.
pub(super) const MAX_PART_BYTES: u64 = 256 * MIB as u64;
/// Bytes that the texts of a workbook may take in memory.
pub(super) const MAX_TEXT_BYTES: u64 = 512 * MIB as u64;
/// Bytes that a part that only says what is in a workbook may have: its names, links and styles.
pub(super) const MAX_CONTENTS_BYTES: u64 = 32 * MIB as u64;
/// Ranges of merged cells that a sheet may have.
pub(super) const MAX_MERGED: u64 = 1_000_000;
/// Bytes that a page in a saved message may have.
pub(super) const MAX_PAGE_BYTES: usize = 64 * MIB;
/// Bytes that the headers of one part of a message may have.
pub(super) const MAX_HEADER_BYTES: usize = 64 * 1024;
/// Kinds of dividing lines that a message may have, as parts may have parts.
pub(super) const MAX_BOUNDARIES: usize = 16;

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use std::fmt::Display;

    use qiao_index::limits::{
        MAX_BEGINNINGS, MAX_GAPS, MAX_LISTED, MAX_NAMES_INDEXED, MAX_PATTERNS,
        MAX_QUERY_CHARACTERS, MAX_TEXT_INDEXED,
    };
    use qiao_index::vocab::Language;

    use super::*;
    use crate::import::errors::{FileError, RowError};

    /// `250,000` for 250000.
    fn grouped(number: impl Display) -> String {
        let digits = number.to_string();
        let places = digits.char_indices();
        places.fold(String::new(), |mut text, (at, digit)| {
            if at > 0 && (digits.len() - at).is_multiple_of(3) {
                text.push(',');
            }
            text.push(digit);
            text
        })
    }

    fn mib(bytes: impl TryInto<usize>) -> String {
        format!("{} MiB", bytes.try_into().ok().unwrap() / MIB)
    }

    /// Of what there is a limit, and which: the rows of the table.
    fn limits() -> Vec<(&'static str, String)> {
        let gib = MAX_COPIED_BYTES / 1024 / MIB as u64;
        let tib = MAX_UNPACKED_BYTES / 1024 / 1024 / MIB as u64;
        let [all, names] = [MAX_TEXT_INDEXED, MAX_NAMES_INDEXED].map(|it| grouped(it / 1024));
        vec![
            ("a value", mib(MAX_CELL_BYTES)),
            (
                "a row",
                format!(
                    "{}, {} values, {} of them listed, {} columns",
                    mib(MAX_ROW_BYTES),
                    grouped(MAX_VALUES),
                    grouped(MAX_LISTED),
                    grouped(MAX_COLUMNS)
                ),
            ),
            ("text without a row", mib(MAX_BYTES_WITHOUT_ROW)),
            (
                "quotation marks that are never closed",
                format!("{} read again", mib(MAX_RESCANNED_BYTES)),
            ),
            (
                "what is unpacked",
                format!(
                    "{}, and {UNPACKED_PER_BYTE} bytes for each byte that went in, {tib} TiB in all",
                    mib(FREE_UNPACKED_BYTES)
                ),
            ),
            (
                "archives",
                format!(
                    "{MAX_CONTAINERS} in one another, {} files, {gib} GiB copied",
                    grouped(MAX_MEMBERS)
                ),
            ),
            (
                "XML",
                format!("{MAX_ELEMENTS_OPEN} elements in one another"),
            ),
            (
                "entities of XML",
                format!(
                    "{}, {MAX_ENTITY_DEPTH} in one another, {}",
                    grouped(MAX_ENTITIES),
                    mib(MAX_EXPANDED_BYTES)
                ),
            ),
            (
                "tables of pages",
                format!(
                    "{MAX_TABLES_OPEN} in one another; a cell spans {} columns and {} rows",
                    grouped(MAX_COLUMNS_SPANNED),
                    grouped(MAX_ROWS_SPANNED)
                ),
            ),
            (
                "spreadsheets",
                format!(
                    "{} cells repeated, {} of merged cells",
                    grouped(MAX_CELLS_REPEATED),
                    mib(MAX_MERGED_BYTES)
                ),
            ),
            (
                "`.xls`, held in memory",
                format!(
                    "{}, {} cells, {} of texts",
                    mib(MAX_XLS_BYTES),
                    grouped(MAX_XLS_CELLS),
                    mib(MAX_XLS_TEXT_BYTES)
                ),
            ),
            (
                "`.xlsx` and `.xlsb`, their texts held in memory",
                format!(
                    "{} of memory, {} a part, {} ranges of merged cells",
                    mib(MAX_TEXT_BYTES),
                    mib(MAX_PART_BYTES),
                    grouped(MAX_MERGED)
                ),
            ),
            (
                "a page of a saved message, held in memory",
                mib(MAX_PAGE_BYTES),
            ),
            (
                "what is found of a listing",
                format!(
                    "{all} KiB of texts, {names} KiB each of titles, keywords, institutions, persons"
                ),
            ),
            (
                "a query",
                format!(
                    "{} characters, {MAX_PATTERNS} words with `*` or `?` inside, {MAX_GAPS} of them in a word, {MAX_BEGINNINGS} with `*` at the end",
                    grouped(MAX_QUERY_CHARACTERS)
                ),
            ),
        ]
    }

    #[test]
    fn the_table_of_limits_says_what_holds() {
        let promises = std::fs::read_to_string("docs/promises.md").unwrap();
        let (_, table) = promises.split_once("| of | limit | beyond it |").unwrap();
        let mut said = table.lines().skip(2);
        for (of, limit) in limits() {
            let row = said.next().unwrap();
            assert!(
                row.starts_with(&format!("| {of} | {limit} |")),
                "{row}\n{limit}"
            );
        }
        assert_eq!(said.next(), Some(""), "a row that is not checked");
    }

    #[test]
    fn what_is_said_of_a_limit_names_it() {
        for language in [Language::Chinese, Language::English] {
            let said = |error: &FileError| error.say(language);
            assert!(said(&FileError::Endless).contains(&mib(MAX_ROW_BYTES)));
            assert!(said(&FileError::NoRow).contains(&mib(MAX_BYTES_WITHOUT_ROW)));
            let said = |error: &RowError| error.say(language);
            assert!(said(&RowError::RowTooLong).contains(&mib(MAX_ROW_BYTES)));
            assert!(said(&RowError::CellTooLong).contains(&mib(MAX_CELL_BYTES)));
        }
    }
}
