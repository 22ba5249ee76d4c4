//! Chains of hashes: what is added line by line and never changed.
//!
//! Every line has a salted hash of its own, and that hash together with the chain of the line
//! before: whoever changes a line later would have to change all lines behind it. The salt keeps
//! anybody from guessing the text of a line that was erased, of which only the hash is left.

use rusqlite::{Connection, OptionalExtension as _};
use sha2::{Digest, Sha256};

/// What a line has besides what it says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Link {
    /// Of this line alone, against guessing.
    pub(super) salt: String,
    /// The hash of this line.
    pub(super) hash: String,
    /// The hash of this line and of all before it, in hexadecimal digits.
    pub(super) chain: String,
}

impl Link {
    /// The link of a line that says `parts`, to be added at the end of a table.
    pub(super) fn next(
        connection: &Connection,
        table: &'static str,
        parts: &[&str],
    ) -> anyhow::Result<Self> {
        let salt = new_salt(connection)?;
        let sql = format!("SELECT chain FROM {table} ORDER BY number DESC LIMIT 1");
        let last = connection.query_row(&sql, [], |row| row.get::<_, String>(0));
        let before = last.optional()?.unwrap_or_default();
        let hash = salted_hash(&salt, parts);
        let chain = chained(&before, &hash);
        Ok(Self { salt, hash, chain })
    }

    /// Whether this is the link of a line that was erased, behind that with the chain `before`: only
    /// the hash of what it said is left.
    pub(super) fn holds_erased(&self, before: &str) -> bool {
        self.salt.is_empty() && chained(before, &self.hash) == self.chain
    }

    /// Whether a line that says `parts` is as it was written, behind that with the chain `before`.
    pub(super) fn holds(&self, before: &str, parts: &[&str]) -> bool {
        salted_hash(&self.salt, parts) == self.hash && chained(before, &self.hash) == self.chain
    }
}

/// A salt nobody has used.
pub(super) fn new_salt(connection: &Connection) -> anyhow::Result<String> {
    Ok(connection.query_row("SELECT hex(randomblob(16))", [], |row| row.get(0))?)
}

/// The hash of a line alone. Its parts stand one behind the other, each after its length, so that
/// no two lines give the same text.
pub(super) fn salted_hash(salt: &str, parts: &[&str]) -> String {
    let mut hasher = Sha256::new();
    for part in std::iter::once(&salt).chain(parts) {
        hasher.update(part.len().to_le_bytes());
        hasher.update(part);
    }
    hexadecimal(&hasher.finalize())
}

/// The hash of a line's own hash behind that of all before it.
fn chained(before: &str, own: &str) -> String {
    let mut hasher = Sha256::new();
    hasher.update(before);
    hasher.update(own);
    hexadecimal(&hasher.finalize())
}

fn hexadecimal(bytes: &[u8]) -> String {
    let digits = bytes.iter().map(|byte| format!("{byte:02x}"));
    digits.collect()
}
