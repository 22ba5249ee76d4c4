//! What is remembered of a listing that is kept: enough to know it again, and to reach somebody,
//! when it has gone from the library.

use qiao_index::record::{Contact, Kind, Record};
use rusqlite::{Connection, OptionalExtension as _, params};
use serde::{Deserialize, Serialize};

/// A listing as it was on the day it was kept first.
#[derive(Debug, Default, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Snapshot {
    /// Its id.
    pub(crate) id: String,
    /// What it is.
    pub(crate) kind: Kind,
    /// Its title.
    pub(crate) title: String,
    /// The institution that leads it.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub(crate) institution: String,
    /// Whom to call or write to.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) contact: Vec<Contact>,
}

impl Snapshot {
    /// Of a listing as it is now.
    pub(crate) fn of(record: &Record) -> Self {
        Self {
            id: record.id.clone(),
            kind: record.kind,
            title: record.title.clone(),
            institution: record.lead_institution().to_owned(),
            contact: record.contact.clone(),
        }
    }

    /// Of a listing of which no more is known than its id.
    pub(crate) fn of_id(id: &str) -> Self {
        Self {
            id: id.to_owned(),
            ..Self::default()
        }
    }

    /// Keeps it, unless the listing is kept already.
    pub(super) fn keep(&self, connection: &Connection, at: &str) -> anyhow::Result<()> {
        let sql = "INSERT OR IGNORE INTO listing (id, at, snapshot) VALUES (?1, ?2, ?3)";
        let snapshot = serde_json::to_string(self)?;
        connection.execute(sql, params![self.id, at, snapshot])?;
        Ok(())
    }

    /// The one that is kept of a listing; its id alone where there is none.
    pub(super) fn kept(connection: &Connection, id: &str) -> anyhow::Result<Self> {
        let sql = "SELECT snapshot FROM listing WHERE id = ?1";
        let mut statement = connection.prepare_cached(sql)?;
        let kept = statement.query_row([id], |row| row.get::<_, String>(0));
        match kept.optional()? {
            Some(snapshot) => Ok(serde_json::from_str(&snapshot)?),
            None => Ok(Self::of_id(id)),
        }
    }
}
