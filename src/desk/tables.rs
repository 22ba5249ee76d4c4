//! The tables of the desk as tables: rows in and out, whatever they are about.

use rusqlite::types::Value as Column;
use rusqlite::{Connection, params_from_iter};
use serde_json::{Map, Value};

/// A row: what stands in each column.
pub(super) type Row = Map<String, Value>;

/// A table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Table {
    /// Its name.
    pub(super) name: String,
    /// The names of its columns.
    pub(super) columns: Vec<String>,
    /// Those of them that tell one row from every other.
    pub(super) key: Vec<String>,
}

/// All tables, in the order in which they were made.
pub(super) fn tables(connection: &Connection) -> anyhow::Result<Vec<Table>> {
    let sql = "SELECT name FROM main.sqlite_schema
        WHERE type = 'table' AND name NOT LIKE 'sqlite%' ORDER BY rowid";
    let mut statement = connection.prepare_cached(sql)?;
    let names = statement.query_map([], |row| row.get::<_, String>(0))?;
    let names: Vec<String> = names.collect::<Result<_, _>>()?;
    names
        .into_iter()
        .map(|name| table(connection, name))
        .collect()
}

fn table(connection: &Connection, name: String) -> anyhow::Result<Table> {
    let sql = "SELECT name, pk FROM pragma_table_info(?1)";
    let mut statement = connection.prepare_cached(sql)?;
    let columns = statement.query_map([&name], |row| {
        Ok((row.get::<_, String>(0)?, row.get::<_, i64>(1)?))
    })?;
    let columns: Vec<(String, i64)> = columns.collect::<Result<_, _>>()?;
    let key = columns.iter().filter(|(_, place)| *place > 0);
    Ok(Table {
        name,
        key: key.map(|(name, _)| name.clone()).collect(),
        columns: columns.into_iter().map(|(name, _)| name).collect(),
    })
}

impl Table {
    /// Deletes the row that says exactly this; how many there were.
    pub(super) fn delete(&self, connection: &Connection, row: &Row) -> anyhow::Result<usize> {
        let wanted = self.columns.iter().map(|name| format!("\"{name}\" IS ?"));
        let wanted = wanted.collect::<Vec<_>>().join(" AND ");
        let sql = format!("DELETE FROM main.\"{}\" WHERE {wanted}", self.name);
        let mut statement = connection.prepare_cached(&sql)?;
        Ok(statement.execute(params_from_iter(self.values(row)))?)
    }

    /// Adds a row.
    pub(super) fn insert(&self, connection: &Connection, row: &Row) -> anyhow::Result<()> {
        let places = vec!["?"; self.columns.len()].join(", ");
        let names = self.columns.iter().map(|name| format!("\"{name}\""));
        let names = names.collect::<Vec<_>>().join(", ");
        let sql = format!(
            "INSERT INTO main.\"{}\" ({names}) VALUES ({places})",
            self.name
        );
        let mut statement = connection.prepare_cached(&sql)?;
        statement.execute(params_from_iter(self.values(row)))?;
        Ok(())
    }

    /// Goes through all rows, in the order of their keys.
    pub(super) fn for_each(
        &self,
        connection: &Connection,
        mut take: impl FnMut(Row) -> anyhow::Result<()>,
    ) -> anyhow::Result<()> {
        let parts = self
            .columns
            .iter()
            .map(|name| format!("'{name}', \"{name}\""));
        let parts = parts.collect::<Vec<_>>().join(", ");
        let key = self.key.join("\", \"");
        let sql = format!(
            "SELECT json_object({parts}) FROM main.\"{}\" ORDER BY \"{key}\"",
            self.name
        );
        let mut statement = connection.prepare(&sql)?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let text: String = row.get(0)?;
            take(serde_json::from_str(&text)?)?;
        }
        Ok(())
    }

    /// The row that has the key of another one.
    pub(super) fn with_key_of(
        &self,
        connection: &Connection,
        row: &Row,
    ) -> anyhow::Result<Option<Row>> {
        let parts = self
            .columns
            .iter()
            .map(|name| format!("'{name}', \"{name}\""));
        let parts = parts.collect::<Vec<_>>().join(", ");
        let wanted = self.key.iter().map(|name| format!("\"{name}\" IS ?"));
        let wanted = wanted.collect::<Vec<_>>().join(" AND ");
        let sql = format!(
            "SELECT json_object({parts}) FROM main.\"{}\" WHERE {wanted}",
            self.name
        );
        let key = self.key.iter().map(|name| column(row.get(name)));
        let mut statement = connection.prepare_cached(&sql)?;
        let mut rows = statement.query(params_from_iter(key))?;
        let Some(found) = rows.next()? else {
            return Ok(None);
        };
        let text: String = found.get(0)?;
        Ok(Some(serde_json::from_str(&text)?))
    }

    fn values<'a>(&'a self, row: &'a Row) -> impl Iterator<Item = Column> + 'a {
        self.columns.iter().map(|name| column(row.get(name)))
    }
}

fn column(value: Option<&Value>) -> Column {
    match value {
        Some(Value::String(text)) => Column::Text(text.clone()),
        Some(Value::Number(number)) => number.as_i64().map_or(Column::Null, Column::Integer),
        _ => Column::Null,
    }
}
