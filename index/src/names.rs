//! Which names of institutions are one, and how it is shown: by their keys, and by what the user
//! says in `names.tsv`.
//!
//! A line of the file has two columns: a spelling, and the name that it is counted under. It holds
//! for all spellings with the same key, unless two lines give spellings of one key different names:
//! then each holds for its own spelling alone.

use std::collections::{HashMap, HashSet};
use std::path::Path;

use crate::vocab;
pub use key::name_key;

mod key;

/// The user's names in the library folder.
pub(crate) const FILE: &str = "names.tsv";

/// What the user says of names.
#[derive(Debug, Default, Clone)]
pub(crate) struct Names {
    /// Groups by spelling, in which neither case, width nor blanks count.
    by_spelling: HashMap<String, String>,
    /// Groups by the key of spellings.
    by_key: HashMap<String, String>,
    /// How the groups are shown.
    shown: HashMap<String, String>,
}

/// What is wrong with a file of names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NamesProblem {
    /// It cannot be read: the system's words.
    Unreadable(String),
    /// Lines, from 1, that are not two columns; they are left out.
    BadLines(Vec<usize>),
}

/// Looks at the file of names in a library's folder: the number of names that it gives (`None`
/// where there is no file), or what is wrong with it.
///
/// # Errors
/// It cannot be read, or some of its lines cannot be understood.
pub fn check_names(folder: &Path) -> Result<Option<usize>, NamesProblem> {
    let text = match std::fs::read_to_string(folder.join(FILE)) {
        Ok(text) => text,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(NamesProblem::Unreadable(error.to_string())),
    };
    let (lines, bad) = parsed(&text);
    if bad.is_empty() {
        Ok(Some(lines.len()))
    } else {
        Err(NamesProblem::BadLines(bad))
    }
}

/// The lines of a file of names, and the numbers of those that are none. `#` begins a remark.
fn parsed(text: &str) -> (Vec<(&str, &str)>, Vec<usize>) {
    let (mut lines, mut bad) = (Vec::new(), Vec::new());
    for (number, line) in (1..).zip(text.trim_start_matches('\u{feff}').lines()) {
        let line = line.trim_end();
        let columns: Vec<&str> = line.split('\t').map(str::trim).collect();
        match *columns {
            _ if line.is_empty() || line.starts_with('#') => {}
            ["spelling", "name"] | ["写法", "名称"] => {}
            [spelling, name] if !spelling.is_empty() && !name.is_empty() => {
                lines.push((spelling, name));
            }
            _ => bad.push(number),
        }
    }
    (lines, bad)
}

impl Names {
    /// Reads the text of a file of names.
    pub(crate) fn new(text: &str) -> Self {
        let (lines, _) = parsed(text);
        let mut all = Self::default();
        let pairs = || lines.iter().copied();
        let apart = keys_of_several(pairs().map(|(_, name)| (name_key(name), name)));
        let several = keys_of_several(pairs().map(|(spelling, name)| (name_key(spelling), name)));
        for (spelling, name) in pairs() {
            let folded = vocab::fold(name).into_owned();
            let key = name_key(name);
            let group = if apart.contains(&key) {
                format!("={folded}")
            } else {
                key
            };
            let own = all.by_spelling.entry(folded);
            own.or_insert_with(|| group.clone());
            let spelt = vocab::fold(spelling).into_owned();
            all.by_spelling.insert(spelt, group.clone());
            let key = name_key(spelling);
            if !several.contains(&key) {
                all.by_key.insert(key, group.clone());
            }
            all.shown.insert(group, name.to_owned());
        }
        all
    }

    /// What all spellings of one name share.
    pub(crate) fn group(&self, spelling: &str) -> String {
        let key = name_key(spelling);
        if self.shown.is_empty() {
            return key;
        }
        let own = self.by_spelling.get(&*vocab::fold(spelling));
        own.or_else(|| self.by_key.get(&key))
            .cloned()
            .unwrap_or(key)
    }

    /// The name under which the user wants a group.
    pub(crate) fn shown(&self, group: &str) -> Option<&str> {
        self.shown.get(group).map(String::as_str)
    }
}

/// The keys that stand beside more than one name.
fn keys_of_several<'a>(pairs: impl Iterator<Item = (String, &'a str)>) -> HashSet<String> {
    let mut names: HashMap<String, &str> = HashMap::new();
    let mut several = HashSet::new();
    for (key, name) in pairs {
        let known = *names.entry(key.clone()).or_insert(name);
        if vocab::fold(known) != vocab::fold(name) {
            several.insert(key);
        }
    }
    several
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a failure is the test's result")]

    use super::*;

    #[test]
    fn a_line_joins_all_spellings_of_a_name_with_another() {
        let names = Names::new("# mine\nspelling\tname\n삼성전자주식회사\tSamsung Electronics\n");
        let group = names.group("SAMSUNG ELECTRONICS CO LTD");
        assert_eq!(names.group("삼성전자 주식회사"), group);
        assert_eq!(names.shown(&group), Some("Samsung Electronics"));
        assert_ne!(names.group("LG CHEM LTD"), group);
    }

    #[test]
    fn lines_of_one_name_part_its_spellings() {
        let names = Names::new("Example Ltd\tExample Ltd\nExample Inc\tExample Inc\n");
        assert_ne!(names.group("EXAMPLE LTD"), names.group("Example Inc"));
        let names = Names::new("Example Ltd\tExample (UK)\nExample Inc\tExample Inc\n");
        assert_ne!(names.group("Example Ltd"), names.group("Example Inc"));
        assert_eq!(names.group("Example LLC"), names.group("Example Inc"));
    }

    #[test]
    fn a_file_of_names_is_judged() {
        let folder = tempfile::tempdir().unwrap();
        assert_eq!(check_names(folder.path()), Ok(None));
        let path = folder.path().join(FILE);
        std::fs::write(&path, "\u{feff}spelling\tname\nA\tB\n\n# x\nC\nD\t\n").unwrap();
        let bad = NamesProblem::BadLines(vec![5, 6]);
        assert_eq!(check_names(folder.path()), Err(bad));
        std::fs::write(&path, "A\tB\n").unwrap();
        assert_eq!(check_names(folder.path()), Ok(Some(1)));
        std::fs::write(&path, [0xff, 0xfe]).unwrap();
        let judged = check_names(folder.path());
        assert!(
            matches!(judged, Err(NamesProblem::Unreadable(_))),
            "{judged:?}"
        );
    }
}
