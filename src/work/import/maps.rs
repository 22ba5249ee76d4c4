//! The maps that are made by choosing, kept in the library's folder for the next time.

use std::path::{Path, PathBuf};

use anyhow::Context as _;
use qiao_index::vocab::Language;

use super::ImportOrder;
use crate::import::{ColumnMap, Options};
use crate::messages::{Failure, escape_controls, say};

/// The folder of maps in the library's folder.
const MAPS: &str = "maps";

/// An import with a map that the user has made by choosing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct MappedImport {
    /// A file, folder or pattern.
    pub(crate) path: PathBuf,
    /// What the columns hold, as a file of its own.
    pub(crate) map: String,
    /// Language of the reasons for rejects.
    pub(crate) language: Language,
}

impl MappedImport {
    /// Keeps the map; returns its file, and the import by it.
    ///
    /// # Errors
    /// The map cannot be written.
    pub(crate) fn order(self, library: &Path) -> anyhow::Result<(PathBuf, ImportOrder)> {
        let file = save(library, &self.path, &self.map)?;
        let map = ColumnMap::open(&file)??;
        let order = ImportOrder {
            paths: vec![self.path],
            options: Options {
                language: self.language,
                ..Options::of_map(map)
            },
        };
        Ok((file, order))
    }
}

/// Writes a map under the name of what it is for; one that says something else is left alone.
fn save(library: &Path, path: &Path, map: &str) -> anyhow::Result<PathBuf> {
    let folder = library.join(MAPS);
    let stem = path.file_stem().unwrap_or_default().to_string_lossy();
    let is_plain = |c: &char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.');
    let stem: String = stem.chars().filter(is_plain).take(60).collect();
    let stem = if stem.is_empty() { "map" } else { &stem };
    let names = std::iter::once(format!("{stem}.toml"))
        .chain((2..1_000).map(|number| format!("{stem}-{number}.toml")));
    let is_free = |file: &PathBuf| {
        !file.exists() || std::fs::read_to_string(file).is_ok_and(|text| text == map)
    };
    let free = names.map(|name| folder.join(name)).find(is_free);
    let file = free.unwrap_or_else(|| folder.join("map.toml"));
    let written = std::fs::create_dir_all(&folder).and_then(|()| std::fs::write(&file, map));
    written.with_context(|| {
        let name = file.to_string_lossy();
        let name = escape_controls(&name);
        Failure::new(
            format!("写不出映射文件 {name}"),
            format!("cannot write the map {name}"),
        )
    })?;
    Ok(file)
}

/// Where a map is kept, and what it is good for.
pub(super) fn kept(file: &Path, language: Language) -> String {
    let text = [
        "所选各列已存为映射 {map}；下次：qiao import --map {map} 文件，或在浏览器中输入 文件 --map {map}",
        "the columns as chosen are kept as the map {map}; next time: `qiao import --map {map} FILE`, or type FILE --map {map} in the browser",
    ];
    let name = file.to_string_lossy();
    say(language, text, &[("map", &escape_controls(&name))])
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a failure is the test's result")]

    use super::*;
    use crate::work::import::{LookOrder, look};
    use qiao_index::normalise::Target;
    use qiao_index::record::Kind;

    #[test]
    fn columns_that_are_chosen_are_read_so_and_kept_as_a_map() {
        let home = tempfile::tempdir().unwrap();
        let file = home.path().join("需求 2026.csv");
        std::fs::write(&file, "名称,心事\n低温电池,零下四十度可用\n").unwrap();
        let mut order = LookOrder::new(file, Language::English);
        let first = look(order.clone()).unwrap();
        assert_eq!(first.preview.ignored_columns, ["心事"]);
        assert!(first.mapped().is_none(), "nothing was chosen");
        order.choose(first.column_key(1).unwrap(), Target::Summary);
        order.kind = Some(Kind::Need);
        let then = look(order).unwrap();
        assert_eq!(then.preview.records[0].summary, "零下四十度可用");
        assert_eq!(then.preview.records[0].kind, Kind::Need);
        let mapped = then.mapped().unwrap();
        let (map, order) = mapped.clone().order(home.path()).unwrap();
        assert!(map.ends_with("maps/需求2026.toml"), "{map:?}");
        assert_eq!(order.options.kind, Some(Kind::Need));
        let (again, _) = mapped.clone().order(home.path()).unwrap();
        assert_eq!(again, map, "the same map is kept once");
        let other = MappedImport {
            map: "[columns]\n".to_owned(),
            ..mapped
        };
        let (beside, _) = other.order(home.path()).unwrap();
        assert!(beside.ends_with("maps/需求2026-2.toml"), "{beside:?}");
    }

    #[test]
    fn only_the_beginning_of_a_large_file_is_looked_at() {
        let home = tempfile::tempdir().unwrap();
        let file = home.path().join("large.jsonl");
        let line = |n| format!("{{\"id\":{n},\"title\":\"石墨烯导热膜 {n}\"}}\n");
        std::fs::write(&file, (0..20_000).map(line).collect::<String>()).unwrap();
        let look = look(LookOrder::new(file, Language::English)).unwrap();
        assert!(!look.is_whole);
        assert!(look.preview.rows < 5_000, "{}", look.preview.rows);
        assert_eq!(look.preview.records.len(), 3);
        assert!(look.preview.broken.is_none());
    }
}
