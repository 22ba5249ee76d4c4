//! Which columns of a map no row has.

use std::collections::HashMap;

use qiao_index::normalise::{Column, Mapping};
use serde_json::{Map, Value};

use super::ColumnMap;

/// Keys and paths that are remembered: with more of them, they are data and no columns.
const MAX_PATHS: usize = 10_000;

/// The columns of a map that none of the objects seen so far has.
pub(in crate::import) struct Unseen {
    /// By their keys in the map; each finds its column in all spellings.
    columns: Vec<(String, Mapping)>,
    /// Paths that were looked at, and whether a column lies inside of the object there.
    known: HashMap<String, bool>,
    rows: u64,
}

impl Unseen {
    /// All columns of a map.
    pub(in crate::import) fn of(map: Option<&ColumnMap>) -> Self {
        let columns = map.map_or(&[][..], |map| &map.columns);
        let alone = |(key, _): &(String, Column)| {
            let column = (key.clone(), Column::default());
            (key.clone(), Mapping::new([column], Vec::new()))
        };
        Self {
            columns: columns.iter().map(alone).collect(),
            known: HashMap::new(),
            rows: 0,
        }
    }

    /// Takes notice of a row.
    pub(in crate::import) fn see(&mut self, cells: &Map<String, Value>) {
        self.rows += 1;
        if !self.columns.is_empty() {
            self.look("", cells);
        }
    }

    fn look(&mut self, above: &str, cells: &Map<String, Value>) {
        for (name, value) in cells {
            let path = match above {
                "" => name.clone(),
                above => format!("{above}.{name}"),
            };
            let is_above = match self.known.get(&path) {
                Some(is_above) => *is_above,
                None => self.learn(&path),
            };
            let list = value.as_array().map_or(&[][..], Vec::as_slice);
            let objects = list.iter().chain([value]).filter_map(Value::as_object);
            for object in objects.filter(|_| is_above) {
                self.look(&path, object);
            }
        }
    }

    /// Looks at a path for the first time.
    fn learn(&mut self, path: &str) -> bool {
        self.columns
            .retain(|(_, alone)| alone.column(path).is_none());
        let is_above = self
            .columns
            .iter()
            .any(|(_, alone)| alone.reaches_into(path));
        if self.known.len() == MAX_PATHS {
            self.columns.clear();
        }
        self.known.insert(path.to_owned(), is_above);
        is_above
    }

    /// Keys of the columns that no row had; none where there were no rows.
    pub(in crate::import) fn missing(self) -> Vec<String> {
        let columns = self.columns.into_iter().filter(|_| self.rows > 0);
        columns.map(|(key, _)| key).collect()
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn columns_are_missed_that_no_row_has() {
        let columns = ["题名", "data.org_name", "data.phone", "3", "备注"];
        let map = ColumnMap {
            columns: columns
                .map(|key| (key.to_owned(), Column::default()))
                .to_vec(),
            ..ColumnMap::default()
        };
        let missing = |rows: &[Value]| {
            let mut unseen = Unseen::of(Some(&map));
            rows.iter()
                .filter_map(Value::as_object)
                .for_each(|row| unseen.see(row));
            unseen.missing()
        };
        let rows = [
            json!({"题名 ": "a", "data": [{"orgName": "b"}]}),
            json!({"题名": "a", "data": null, "备注": ""}),
        ];
        assert_eq!(missing(&rows), ["data.phone", "3"]);
        assert_eq!(missing(&[]), Vec::<String>::new());
        assert_eq!(Unseen::of(None).missing(), Vec::<String>::new());
    }
}
