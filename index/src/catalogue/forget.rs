//! Forgetting a record, or a person in all records: what they say now, what they said, and the rows
//! as they came. Nothing of it can be taken back.

use rusqlite::params;
use serde_json::Value;

use super::{Catalogue, parse, signed, unsigned};
use crate::inner_error::Result;
use crate::names::name_key;
use crate::record::{Kind, Record};

/// Stands in texts for what was forgotten.
const ERASED: &str = "***";
/// Tables with a record and its row.
const PACKED: [&str; 3] = ["record", "part", "version"];

/// What became of a person who was forgotten.
#[derive(Debug, Default)]
pub(crate) struct ForgottenPerson {
    /// Number of records that say something else now.
    pub(crate) changed: u64,
    /// Numbers of those that are about that person.
    pub(crate) about: Vec<u64>,
    /// The name, and the ways to reach the person.
    pub(crate) words: Vec<String>,
}

impl Catalogue {
    /// Removes a record with all that is known of it, within a batch.
    pub(crate) fn forget_record(&self, revision: u64, row: u64, id: &str) -> Result<()> {
        self.remove(revision, row)?;
        let connection = &self.connection;
        connection.execute("DELETE FROM trace WHERE row = ?1", [signed(row)])?;
        connection.execute("DELETE FROM pair WHERE one = ?1 OR other = ?1", [id])?;
        Ok(())
    }

    /// Forgets a person in all records, within a batch.
    pub(crate) fn forget_person(&self, revision: u64, name: &str) -> Result<ForgottenPerson> {
        let mut forgotten = ForgottenPerson {
            words: vec![name.to_owned()],
            ..ForgottenPerson::default()
        };
        let mut after = 0;
        while let Some(row) = self.row_after(after)? {
            after = row;
            let words = self.forget_in(revision, row, name)?;
            if words.is_empty() {
                continue;
            }
            forgotten.words.extend(words);
            let is_about = |record: &Record| record.kind == Kind::Expert && record.title == ERASED;
            if self.by_row(row)?.as_ref().is_some_and(is_about) {
                forgotten.about.push(row);
            } else {
                forgotten.changed += 1;
            }
        }
        forgotten.words.sort();
        forgotten.words.dedup();
        let sql = "UPDATE facet_value SET value = facet || '-' || ordinal || '-***'
            WHERE instr(value, ?1) > 0";
        self.connection.execute(sql, [name])?;
        Ok(forgotten)
    }

    /// Forgets a person in one record: the words that were forgotten, none where it says nothing of
    /// them.
    fn forget_in(&self, revision: u64, row: u64, name: &str) -> Result<Vec<String>> {
        let mut words = vec![name.to_owned()];
        let mut texts = Vec::new();
        for table in PACKED {
            for (place, json, raw) in self.texts_of(table, row)? {
                ways_of(&parse(&json, "")?, name, &mut words);
                texts.push((table, place, json, raw));
            }
        }
        let mut is_changed = false;
        for (table, place, json, raw) in texts {
            let (record, source) = (erased(&json, &words)?, erased(&raw, &words)?);
            if record.is_none() && source.is_none() {
                continue;
            }
            is_changed = true;
            let record = record.unwrap_or(json);
            let packed = self
                .packing
                .pack(&self.connection, &record, &source.unwrap_or(raw))?;
            self.put_text(table, (row, place), &packed)?;
        }
        for (table, columns) in [("edit", &["value", "base"][..]), ("before", &["parts"])] {
            for column in columns {
                is_changed |= self.forget_in_column(table, column, row, &words)?;
            }
        }
        if !is_changed {
            return Ok(Vec::new());
        }
        let sql = "UPDATE record SET revision = ?2 WHERE row = ?1";
        self.connection
            .execute(sql, [signed(row), signed(revision)])?;
        Ok(words)
    }

    /// What tells a record apart from others: its title, and whom to ask.
    pub(crate) fn words_of(&self, row: u64) -> Result<Vec<String>> {
        let Some(record) = self.by_row(row)? else {
            return Ok(Vec::new());
        };
        let contacts = record.contact.into_iter();
        let mut words: Vec<String> = contacts
            .flat_map(|it| [vec![it.name, it.wechat, it.qq], it.phones, it.emails].concat())
            .collect();
        words.push(record.title);
        words.retain(|word| !word.is_empty());
        Ok(words)
    }

    /// Record and row of each place in a table that is about a record: number of the place, JSON.
    pub(crate) fn texts_of(&self, table: &str, row: u64) -> Result<Vec<(i64, String, String)>> {
        let place = place_of(table);
        let sql = format!("SELECT json, raw, {place} FROM {table} WHERE row = ?1");
        let mut statement = self.connection.prepare_cached(&sql)?;
        let mut rows = statement.query([signed(row)])?;
        let mut texts = Vec::new();
        while let Some(found) = rows.next()? {
            let (json, raw) = self.both_json(found)?;
            texts.push((found.get(2)?, json, raw));
        }
        Ok(texts)
    }

    fn put_text(&self, table: &str, (row, place): (u64, i64), packed: &[u8]) -> Result<()> {
        let by = place_of(table);
        let sql = format!("UPDATE {table} SET json = ?3, raw = '' WHERE row = ?1 AND {by} = ?2");
        self.connection
            .prepare_cached(&sql)?
            .execute(params![signed(row), place, packed])?;
        Ok(())
    }

    /// Forgets words in JSON that a column holds as text, packed or not.
    fn forget_in_column(
        &self,
        table: &str,
        column: &str,
        row: u64,
        words: &[String],
    ) -> Result<bool> {
        let key = if table == "edit" {
            "field"
        } else {
            "run || ' ' || source"
        };
        let sql =
            format!("SELECT {column}, {key} FROM {table} WHERE row = ?1 AND {column} IS NOT NULL");
        let mut found: Vec<(String, String)> = Vec::new();
        {
            let mut statement = self.connection.prepare(&sql)?;
            let mut rows = statement.query([signed(row)])?;
            while let Some(row) = rows.next()? {
                found.push((super::packed::text(row, 0)?, row.get(1)?));
            }
        }
        let mut is_changed = false;
        for (text, name) in found {
            let Some(text) = erased(&text, words)? else {
                continue;
            };
            is_changed = true;
            let sql = format!("UPDATE {table} SET {column} = ?3 WHERE row = ?1 AND {key} = ?2");
            let stored = super::packed::stored(&text);
            self.connection
                .execute(&sql, params![signed(row), name, stored])?;
        }
        Ok(is_changed)
    }

    /// Packs everything anew, without the dictionaries that hold one of these words, within a batch.
    pub(crate) fn forget_in_dictionaries(&self, words: &[String]) -> Result<()> {
        let sql = "SELECT count(*) FROM dictionary WHERE instr(bytes, CAST(?1 AS BLOB)) > 0";
        let mut holding = 0;
        for word in words {
            holding += self
                .connection
                .query_row(sql, [word], |found| unsigned(found, 0))?;
        }
        if holding == 0 {
            return Ok(());
        }
        self.packing.without_dictionary()?;
        self.pack_all()?;
        for table in super::packed::DICTIONARIES {
            self.connection
                .execute(&format!("DELETE FROM {table}"), [])?;
        }
        self.packing.forget();
        self.packing.train(&self.connection, self.last_row()?)?;
        self.pack_all()
    }

    fn pack_all(&self) -> Result<()> {
        let mut after = 0;
        while let Some(row) = self.row_after(after)? {
            after = row;
            for table in PACKED {
                for (place, json, raw) in self.texts_of(table, row)? {
                    let packed = self.packing.pack(&self.connection, &json, &raw)?;
                    self.put_text(table, (row, place), &packed)?;
                }
            }
        }
        Ok(())
    }

    /// Writes the file anew, so that nothing of what was deleted is left in it.
    pub(crate) fn scrub(&self) -> Result<()> {
        self.connection.execute_batch("VACUUM")?;
        let sql = "PRAGMA wal_checkpoint(TRUNCATE)";
        self.connection.query_row(sql, [], |_| Ok(()))?;
        Ok(())
    }
}

/// What tells the places of a record in a table apart.
fn place_of(table: &str) -> &'static str {
    match table {
        "version" => "revision",
        "part" => "rowid",
        _ => "row",
    }
}

/// Adds the telephone numbers and addresses of a person to the words that are to be forgotten.
fn ways_of(record: &Value, name: &str, words: &mut Vec<String>) {
    let contacts = record.get("contact").and_then(Value::as_array);
    for contact in contacts
        .into_iter()
        .flatten()
        .filter(|it| is_named(it, name))
    {
        for field in ["phones", "emails", "wechat", "qq"] {
            let values = match contact.get(field) {
                Some(Value::Array(values)) => values.as_slice(),
                Some(value) => std::slice::from_ref(value),
                None => &[],
            };
            for value in values.iter().filter_map(Value::as_str) {
                let known = value.is_empty() || words.iter().any(|word| word == value);
                if !known {
                    words.push(value.to_owned());
                }
            }
        }
    }
}

/// Whether something is a name, or a person or contact of that name.
fn is_named(value: &Value, name: &str) -> bool {
    let own = value.as_str().or_else(|| value.get("name")?.as_str());
    own.is_some_and(|own| name_key(own) == name_key(name))
}

/// JSON without these words, the first of which is a name; `None` where none of them is in it.
fn erased(json: &str, words: &[String]) -> Result<Option<String>> {
    if !words.iter().any(|word| json.contains(&**word)) {
        return Ok(None);
    }
    let mut value: Value = parse(json, "")?;
    erase(&mut value, words);
    let text = serde_json::to_string(&value);
    Ok(Some(text.map_err(|error| super::unreadable("", &error))?))
}

fn erase(value: &mut Value, words: &[String]) {
    match value {
        Value::Array(values) => {
            let is_word = |value: &Value| words.iter().any(|word| is_named(value, word));
            values.retain(|value| !is_word(value));
            for value in values {
                erase(value, words);
            }
        }
        Value::Object(fields) => {
            for value in fields.values_mut() {
                erase(value, words);
            }
        }
        Value::String(text) => {
            for word in words.iter().filter(|word| !word.is_empty()) {
                if text.contains(&**word) {
                    *text = text.replace(&**word, ERASED);
                }
            }
        }
        _ => {}
    }
}
