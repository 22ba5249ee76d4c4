//! Records as the catalogue keeps them: packed.
//!
//! What a row of a file says stands twice in the catalogue, in the record that was made of it and
//! as it came, so both go into one frame: `record␊row`, JSON without line breaks. A single listing
//! is too short to be packed well by itself; what listings have in common stands in a dictionary
//! that is trained on those that are there. Every frame names its dictionary and ends with a
//! checksum of what is in it.
//!
//! Measured on 100,000 made listings (103 MB): records take 63 MB, where JSON text took 330.
//! Catalogues of older programs hold JSON as text, or the row as it came packed by itself: both
//! are read as they are, and become frames when their record changes.

use std::cell::RefCell;
use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::num::NonZeroU32;

use rusqlite::types::{ToSqlOutput, Type, Value, ValueRef};
use rusqlite::{Connection, OptionalExtension as _, Row};
use zstd::zstd_safe::zstd_sys::ZSTD_EndDirective;
use zstd::zstd_safe::{self, CCtx, CParameter, DCtx, ErrorCode, InBuffer, OutBuffer};

use super::{signed, unsigned};
use crate::inner_error::{InnerError, Result};

/// Texts of fewer bytes gain too little by being packed alone.
const MIN_PACKED_BYTES: usize = 2 * 1024;
/// Of zstd's levels the one that it recommends: higher ones take much longer for little more.
const LEVEL: i32 = 3;
/// What a frame of a catalogue can hold at most; whatever claims more is damaged.
const MAX_UNPACKED_BYTES: u64 = 1 << 30;

/// Size of a dictionary: zstd's own default. Twice the size gave 1 % more.
const DICTIONARY_BYTES: usize = 112 * 1024;
/// Records that a dictionary is trained on.
const SAMPLES: u32 = 2_000;
/// At these numbers of records a dictionary is trained; those that come later are packed with it.
const TRAINED_AT: [u64; 3] = [2_000, 50_000, 1_000_000];
/// Of a longer record, only so much is a sample.
const MAX_SAMPLE_BYTES: usize = 16 * 1024;

/// The tables of the dictionaries. Without its dictionary no record can be read, so each is kept
/// twice.
pub(super) const DICTIONARIES: [&str; 2] = ["dictionary", "dictionary_copy"];

/// Parts a record from its row; neither holds one.
const BREAK: &str = "\n";

/// A longer record is packed piece by piece: of sixteen megabytes, room for the worst that can become
/// of them would be as much again, and so would a copy of record and row as one text.
const MAX_BYTES_AT_ONCE: usize = 1 << 20;
/// Bytes of a frame that come at a time.
const PIECE: usize = 256 * 1024;

/// Packs and unpacks the records of one catalogue.
#[derive(Default)]
pub(super) struct Packing {
    /// With the newest dictionary, once one has been looked for.
    packer: RefCell<Option<CCtx<'static>>>,
    /// By the number of the dictionary, 0 for none, and where it is read.
    unpackers: RefCell<HashMap<(u32, &'static str), DCtx<'static>>>,
}

impl Packing {
    /// A record and its row as they are stored.
    pub(super) fn pack(&self, connection: &Connection, record: &str, row: &str) -> Result<Vec<u8>> {
        let mut known = self.packer.borrow_mut();
        let packer = match &mut *known {
            Some(packer) => packer,
            none => none.insert(packer_with(newest(connection)?.as_deref())?),
        };
        let parts = [record, BREAK, row];
        let frame = if parts.map(str::len).iter().sum::<usize>() > MAX_BYTES_AT_ONCE {
            pack_by_pieces(packer, parts)
        } else {
            pack_at_once(packer, &parts.concat())
        };
        if frame.is_err() {
            // It is in the midst of a frame.
            *known = None;
        }
        Ok(frame.map_err(refused)?)
    }

    /// The JSON of a record that is stored in a column.
    pub(super) fn record(
        &self,
        connection: &Connection,
        found: &Row<'_>,
        column: usize,
    ) -> Result<String> {
        let ValueRef::Blob(packed) = found.get_ref(column)? else {
            return Ok(found.get(column)?);
        };
        let mut text = self.unpack(connection, packed, column)?;
        text.truncate(text.find(BREAK).unwrap_or(text.len()));
        Ok(text)
    }

    /// The JSON of a record that is stored in a column, and that of its row, which older programs
    /// stored in another.
    pub(super) fn both(
        &self,
        connection: &Connection,
        found: &Row<'_>,
        (column, of_row): (usize, usize),
    ) -> Result<(String, String)> {
        let ValueRef::Blob(packed) = found.get_ref(column)? else {
            return Ok((found.get(column)?, text(found, of_row)?));
        };
        let text = self.unpack(connection, packed, column)?;
        let parts = text.split_once(BREAK);
        let (record, row) = parts.ok_or_else(|| damaged(column, "no row in the frame"))?;
        Ok((record.to_owned(), row.to_owned()))
    }

    fn unpack(&self, connection: &Connection, packed: &[u8], column: usize) -> Result<String> {
        let [first, second] = DICTIONARIES;
        let unpacked = self.unpack_by(first, connection, packed, column);
        match unpacked {
            // The checksum says which of the two is whole.
            Err(error) if error.is_damage() => {
                let by_copy = self.unpack_by(second, connection, packed, column);
                by_copy.map_err(|_of_the_copy| error)
            }
            unpacked => unpacked,
        }
    }

    fn unpack_by(
        &self,
        table: &'static str,
        connection: &Connection,
        packed: &[u8],
        column: usize,
    ) -> Result<String> {
        let number = zstd_safe::get_dict_id_from_frame(packed).map_or(0, NonZeroU32::get);
        let size = zstd_safe::get_frame_content_size(packed).ok().flatten();
        let size = size.filter(|size| *size <= MAX_UNPACKED_BYTES);
        let size = size.ok_or_else(|| damaged(column, "not a packed record"))?;
        let mut unpackers = self.unpackers.borrow_mut();
        let unpacker = match unpackers.entry((number, table)) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(entry) if number == 0 => entry.insert(unpacker_with(None)?),
            Entry::Vacant(entry) => {
                let dictionary = dictionary(connection, table, number)?;
                let dictionary = dictionary.ok_or_else(|| damaged(column, "no dictionary"))?;
                entry.insert(unpacker_with(Some(&dictionary))?)
            }
        };
        let mut bytes = Vec::with_capacity(usize::try_from(size).unwrap_or(0));
        let outcome = unpacker.decompress(&mut bytes, packed);
        outcome.map_err(|code| damaged(column, zstd_safe::get_error_name(code)))?;
        let text = String::from_utf8(bytes);
        Ok(text.map_err(|error| damaged(column, &error.to_string()))?)
    }

    /// Trains a dictionary on the newest records where there are enough for a better one.
    pub(super) fn train(&self, connection: &Connection, records: u64) -> Result<()> {
        let sql = "SELECT count(*) FROM dictionary";
        let trained = connection.query_row(sql, [], |found| unsigned(found, 0))?;
        let least = usize::try_from(trained).map(|trained| TRAINED_AT.get(trained));
        if !matches!(least, Ok(Some(least)) if records >= *least) {
            return Ok(());
        }
        // Where some cannot be read, it is not the time to learn from them.
        let samples = match self.samples(connection) {
            Err(error) if error.is_damage() => return Ok(()),
            samples => samples?,
        };
        // Too little to learn from, or all the same: it stays as it is.
        let Ok(bytes) = zstd::dict::from_samples(&samples, DICTIONARY_BYTES) else {
            return Ok(());
        };
        let Some(number) = zstd_safe::get_dict_id_from_dict(&bytes) else {
            return Ok(());
        };
        for table in DICTIONARIES {
            let sql = format!("INSERT OR IGNORE INTO {table} (number, bytes) VALUES (?1, ?2)");
            connection.execute(&sql, (number.get(), &bytes))?;
        }
        *self.packer.borrow_mut() = None;
        Ok(())
    }

    fn samples(&self, connection: &Connection) -> Result<Vec<Vec<u8>>> {
        let sql = "SELECT json, raw FROM record ORDER BY row DESC LIMIT ?1";
        let mut statement = connection.prepare(sql)?;
        let mut rows = statement.query([SAMPLES])?;
        let mut samples = Vec::new();
        while let Some(found) = rows.next()? {
            let (record, row) = self.both(connection, found, (0, 1))?;
            let mut sample = [record, row].join(BREAK).into_bytes();
            sample.truncate(MAX_SAMPLE_BYTES);
            samples.push(sample);
        }
        Ok(samples)
    }

    /// Packs without a dictionary until another is looked for.
    pub(super) fn without_dictionary(&self) -> Result<()> {
        *self.packer.borrow_mut() = Some(packer_with(None)?);
        Ok(())
    }

    /// Another catalogue may stand in the place of the one that was open.
    pub(super) fn forget(&self) {
        self.packer.borrow_mut().take();
        self.unpackers.borrow_mut().clear();
    }
}

fn packer_with(dictionary: Option<&[u8]>) -> Result<CCtx<'static>> {
    let mut packer = CCtx::create();
    for parameter in [
        CParameter::CompressionLevel(LEVEL),
        CParameter::ChecksumFlag(true),
    ] {
        packer.set_parameter(parameter).map_err(refused)?;
    }
    if let Some(dictionary) = dictionary {
        packer.load_dictionary(dictionary).map_err(refused)?;
    }
    Ok(packer)
}

fn pack_at_once(packer: &mut CCtx<'static>, text: &str) -> std::result::Result<Vec<u8>, ErrorCode> {
    let mut frame = Vec::with_capacity(zstd_safe::compress_bound(text.len()));
    packer.compress2(&mut frame, text.as_bytes())?;
    frame.shrink_to_fit();
    Ok(frame)
}

fn pack_by_pieces(
    packer: &mut CCtx<'static>,
    parts: [&str; 3],
) -> std::result::Result<Vec<u8>, ErrorCode> {
    let bytes: usize = parts.iter().map(|part| part.len()).sum();
    packer.set_pledged_src_size(Some(bytes as u64))?;
    let mut frame = Vec::new();
    for (place, part) in parts.iter().enumerate() {
        let is_last = place + 1 == parts.len();
        let then = if is_last {
            ZSTD_EndDirective::ZSTD_e_end
        } else {
            ZSTD_EndDirective::ZSTD_e_continue
        };
        let mut input = InBuffer::around(part.as_bytes());
        loop {
            frame.reserve(PIECE);
            let end = frame.len();
            let mut output = OutBuffer::around_pos(&mut frame, end);
            let left = packer.compress_stream2(&mut output, &mut input, then)?;
            if input.pos() == part.len() && (left == 0 || !is_last) {
                break;
            }
        }
    }
    frame.shrink_to_fit();
    Ok(frame)
}

fn unpacker_with(dictionary: Option<&[u8]>) -> Result<DCtx<'static>> {
    let mut unpacker = DCtx::create();
    if let Some(dictionary) = dictionary {
        unpacker.load_dictionary(dictionary).map_err(refused)?;
    }
    Ok(unpacker)
}

/// The dictionary that was trained last. Where its copies differ one of them is damaged, and nothing
/// more is packed with either.
fn newest(connection: &Connection) -> Result<Option<Vec<u8>>> {
    let read = |table: &str| -> Result<Option<Vec<u8>>> {
        let sql = format!("SELECT bytes FROM {table} ORDER BY rowid DESC LIMIT 1");
        let found = connection.query_row(&sql, [], |found| found.get(0));
        match found.optional().map_err(InnerError::from) {
            Err(error) if error.is_damage() => Ok(None),
            found => found,
        }
    };
    let [first, second] = DICTIONARIES;
    let known = read(first)?;
    Ok(known.filter(|bytes| matches!(read(second), Ok(Some(copy)) if copy == *bytes)))
}

/// The dictionary with a number.
fn dictionary(connection: &Connection, table: &str, number: u32) -> Result<Option<Vec<u8>>> {
    let sql = format!("SELECT bytes FROM {table} WHERE number = ?1");
    let found = connection.query_row(&sql, [signed(u64::from(number))], |found| found.get(0));
    Ok(found.optional()?)
}

/// A long text as it is stored by itself: as text, or packed.
pub(super) fn stored(text: &str) -> ToSqlOutput<'_> {
    let packed = (text.len() >= MIN_PACKED_BYTES)
        .then(|| zstd::bulk::compress(text.as_bytes(), LEVEL).ok())
        .flatten()
        .filter(|packed| packed.len() < text.len());
    match packed {
        Some(packed) => ToSqlOutput::Owned(Value::Blob(packed)),
        None => ToSqlOutput::Borrowed(ValueRef::Text(text.as_bytes())),
    }
}

/// A text that is stored by itself.
pub(super) fn text(found: &Row<'_>, column: usize) -> Result<String> {
    let ValueRef::Blob(packed) = found.get_ref(column)? else {
        return Ok(found.get(column)?);
    };
    let unpacked = zstd::decode_all(packed).map(String::from_utf8);
    let text = unpacked.map_err(|error| damaged(column, &error.to_string()))?;
    Ok(text.map_err(|error| damaged(column, &error.to_string()))?)
}

fn damaged(column: usize, reason: &str) -> rusqlite::Error {
    rusqlite::Error::FromSqlConversionFailure(column, Type::Blob, reason.into())
}

fn refused(code: ErrorCode) -> rusqlite::Error {
    rusqlite::Error::ToSqlConversionFailure(zstd_safe::get_error_name(code).into())
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use super::*;

    const TABLES: &str = "CREATE TABLE record (row INTEGER PRIMARY KEY, json, raw);
        CREATE TABLE dictionary (number INTEGER UNIQUE, bytes BLOB NOT NULL);
        CREATE TABLE dictionary_copy (number INTEGER UNIQUE, bytes BLOB NOT NULL)";

    fn listing(number: u32) -> (String, String) {
        let title = format!("第{number}号石墨烯散热膜制备技术");
        (
            format!("{{\"id\":\"s:{number}\",\"title\":\"{title}\",\"kind\":\"achievement\"}}"),
            format!("{{\"编号\":{number},\"名称\":\"{title}\",\"类型\":\"成果\"}}"),
        )
    }

    fn insert(connection: &Connection, packing: &Packing, number: u32) -> usize {
        insert_as(connection, packing, number, listing(number))
    }

    fn insert_as(
        connection: &Connection,
        packing: &Packing,
        number: u32,
        (record, row): (String, String),
    ) -> usize {
        let packed = packing.pack(connection, &record, &row).unwrap();
        let size = packed.len();
        let sql = "INSERT INTO record VALUES (?1, ?2, '')";
        connection.execute(sql, (number, packed)).unwrap();
        size
    }

    fn read(connection: &Connection, packing: &Packing, row: u32) -> Result<(String, String)> {
        let mut statement = connection.prepare("SELECT json, raw FROM record WHERE row = ?1")?;
        let mut rows = statement.query([row])?;
        let found = rows.next()?.unwrap();
        let record = packing.record(connection, found, 0)?;
        let both = packing.both(connection, found, (0, 1))?;
        assert_eq!(record, both.0);
        Ok(both)
    }

    fn catalogue() -> (Connection, Packing) {
        let connection = Connection::open_in_memory().unwrap();
        connection.execute_batch(TABLES).unwrap();
        (connection, Packing::default())
    }

    #[test]
    fn records_come_back_as_they_were_whatever_dictionary_they_were_packed_with() {
        let (connection, packing) = catalogue();
        let first = (1..=2000).map(|number| insert(&connection, &packing, number));
        let first = first.max().unwrap();
        packing.train(&connection, 2000).unwrap();
        let later = (2001..=2100).map(|number| insert(&connection, &packing, number));
        let later = later.max().unwrap();
        assert!(later * 2 < first, "{later} bytes instead of {first}");
        let other = Packing::default();
        for number in [1, 1999, 2000, 2001, 2100] {
            assert_eq!(read(&connection, &other, number).unwrap(), listing(number));
        }
    }

    #[test]
    fn records_of_megabytes_come_back_as_they_were_and_short_ones_behind_them() {
        let (connection, packing) = catalogue();
        // Digits of a sequence without pattern: they are packed to half of their bytes.
        let digits: String = (0..300_000_u64)
            .map(|number| number.wrapping_mul(0x9e37_79b9_7f4a_7c15).to_string())
            .collect();
        let long = |text: &str| (format!("{{\"title\":\"{text}\"}}"), format!("[\"{text}\"]"));
        let listings = [
            long(&digits),
            listing(2),
            long(&"水稻".repeat(500_000)),
            listing(4),
        ];
        for (number, listing) in (1..).zip(&listings) {
            insert_as(&connection, &packing, number, listing.clone());
        }
        for (number, listing) in (1..).zip(listings) {
            assert!(
                read(&connection, &packing, number).unwrap() == listing,
                "{number}"
            );
        }
    }

    #[test]
    fn a_dictionary_that_is_damaged_or_lost_costs_no_record() {
        let (connection, packing) = catalogue();
        for number in 1..=2000 {
            insert(&connection, &packing, number);
        }
        packing.train(&connection, 2000).unwrap();
        insert(&connection, &packing, 2001);
        for harm in [
            "UPDATE dictionary SET bytes = zeroblob(length(bytes))",
            "DELETE FROM dictionary",
        ] {
            connection.execute(harm, []).unwrap();
            let other = Packing::default();
            assert_eq!(read(&connection, &other, 2001).unwrap(), listing(2001));
            insert(&connection, &other, 3000);
            assert_eq!(read(&connection, &other, 3000).unwrap(), listing(3000));
            connection
                .execute("DELETE FROM record WHERE row = 3000", [])
                .unwrap();
        }
        connection
            .execute("DELETE FROM dictionary_copy", [])
            .unwrap();
        let lost = read(&connection, &Packing::default(), 2001).unwrap_err();
        assert!(lost.is_damage(), "{lost:?}");
    }

    #[test]
    fn records_of_older_programs_are_read_as_they_are() {
        let (connection, packing) = catalogue();
        let long = format!("{{\"a\":\"{}\"}}", "桥".repeat(MIN_PACKED_BYTES));
        for (row, raw) in [(1, "null"), (2, long.as_str())] {
            let sql = "INSERT INTO record VALUES (?1, '{}', ?2)";
            connection.execute(sql, (row, stored(raw))).unwrap();
            let expected = ("{}".to_owned(), raw.to_owned());
            assert_eq!(read(&connection, &packing, row).unwrap(), expected);
        }
    }

    #[test]
    fn every_changed_byte_of_a_record_is_noticed() {
        let (connection, packing) = catalogue();
        insert(&connection, &packing, 1);
        let sql = "SELECT json FROM record";
        let packed: Vec<u8> = connection.query_row(sql, [], |it| it.get(0)).unwrap();
        for place in 0..packed.len() {
            let mut damaged = packed.clone();
            damaged[place] ^= 1;
            connection
                .execute("UPDATE record SET json = ?1", [damaged])
                .unwrap();
            let found = read(&connection, &packing, 1);
            assert!(found.is_err() || found.unwrap() == listing(1), "{place}");
        }
    }
}
