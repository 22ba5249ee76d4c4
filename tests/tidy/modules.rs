//! Which file uses which: modules, the paths in them, and what these lead to.

use std::collections::{BTreeMap, BTreeSet};

use crate::repository::read;
use crate::tokens::{Token, begins, behind, tokens};

/// A file that uses another, and where.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Use {
    /// The file that uses.
    pub(crate) from: String,
    /// The line of the first mention.
    pub(crate) line: usize,
    /// The file that is used.
    pub(crate) to: String,
}

/// A module's path from the root: `["import", "sheet"]`.
type ModulePath = Vec<String>;

/// A file of a crate.
struct Module {
    file: String,
    /// Names that its `use` lines bring in, and the paths behind them.
    imports: BTreeMap<String, Vec<String>>,
    /// The paths that it mentions, with their lines.
    mentions: Vec<(usize, Vec<String>)>,
}

/// All modules of a crate, without its tests.
struct Crate(BTreeMap<ModulePath, Module>);

/// Which file uses which other one in the crate whose root is `lib.rs` in a folder: each pair once.
pub(crate) fn uses(folder: &str) -> Vec<Use> {
    let whole = Crate::read(folder);
    let mut first_lines = BTreeMap::new();
    for (path, module) in &whole.0 {
        for (line, mention) in &module.mentions {
            let Some(to) = whole.target(path, mention, 0) else {
                continue;
            };
            let pair = (module.file.clone(), to.to_owned());
            let first: &mut usize = first_lines.entry(pair).or_insert(*line);
            *first = (*first).min(*line);
        }
    }
    first_lines
        .into_iter()
        .filter(|((from, to), _)| from != to)
        .map(|((from, to), line)| Use { from, line, to })
        .collect()
}

impl Crate {
    fn read(folder: &str) -> Self {
        let mut modules = BTreeMap::new();
        let mut waiting: Vec<ModulePath> = vec![Vec::new()];
        while let Some(path) = waiting.pop() {
            let name = if path.is_empty() {
                "lib".to_owned()
            } else {
                path.join("/")
            };
            let file = format!("{folder}/{name}.rs");
            let tokens = tokens(&read(&file));
            let children = children(&tokens);
            let below = |child: &String| path.iter().chain([child]).cloned().collect();
            waiting.extend(children.iter().map(below));
            modules.insert(path, Module::new(file, &tokens, &children));
        }
        Self(modules)
    }

    /// The file that a path leads to from a module: through modules as far as there are any, and
    /// through names that a module only passes on. `None`: to another crate.
    fn target(&self, from: &[String], path: &[String], passed_on: usize) -> Option<&str> {
        let mut here: ModulePath = from.to_vec();
        let mut rest = path;
        while let Some((name, behind)) = rest.split_first() {
            match name.as_str() {
                "crate" => here.clear(),
                "self" => {}
                "super" => drop(here.pop()),
                _ => {
                    let below: ModulePath = here.iter().chain([name]).cloned().collect();
                    if !self.0.contains_key(&below) {
                        let imports = &self.0.get(&here)?.imports;
                        let Some(whole) = imports.get(name).filter(|_| passed_on < 9) else {
                            break;
                        };
                        let whole = [whole, behind].concat();
                        return self.target(&here, &whole, passed_on + 1);
                    }
                    here = below;
                }
            }
            rest = behind;
        }
        let moved = rest.len() < path.len();
        self.0
            .get(&here)
            .filter(|_| moved)
            .map(|module| module.file.as_str())
    }
}

impl Module {
    fn new(file: String, tokens: &[Token], children: &BTreeSet<String>) -> Self {
        let mut module = Self {
            file,
            imports: BTreeMap::new(),
            mentions: Vec::new(),
        };
        let mut rest = tokens;
        let mut before = "";
        while let Some((first, behind)) = rest.split_first() {
            let name = first.text.as_str();
            let leads = ["crate", "super", "self"].contains(&name) || children.contains(name);
            rest = if name == "use" {
                module.take_use(behind, &[])
            } else if leads && begins(behind, &["::"]) && before != "::" && before != "in" {
                let (path, behind) = path(rest);
                module.mentions.push((first.line, path));
                behind
            } else {
                behind
            };
            before = name;
        }
        module
    }

    /// Takes in the tree of a `use` line, below a path; returns what stands behind it.
    fn take_use<'a>(&mut self, tokens: &'a [Token], above: &[String]) -> &'a [Token] {
        let line = tokens.first().map_or(0, |token| token.line);
        let (path, mut rest) = path(tokens);
        let whole = [above, &path].concat();
        if let Some(mut rest) = behind(rest, "{") {
            while !rest.is_empty() && behind(rest, "}").is_none() {
                rest = self.take_use(rest, &whole);
                rest = behind(rest, ",").unwrap_or(rest);
            }
            return rest.get(1..).unwrap_or_default();
        }
        rest = behind(rest, "*").unwrap_or(rest);
        let mut name = whole.iter().rfind(|name| *name != "self").cloned();
        if let Some(renamed) = behind(rest, "as") {
            name = renamed.first().map(|token| token.text.clone());
            rest = renamed.get(1..).unwrap_or_default();
        }
        self.mentions.push((line, whole.clone()));
        self.imports.extend(name.map(|name| (name, whole)));
        rest
    }
}

/// The names of a path, and what stands behind it.
fn path(tokens: &[Token]) -> (Vec<String>, &[Token]) {
    let mut names = Vec::new();
    let mut rest = behind(tokens, "::").unwrap_or(tokens);
    while let Some((first, after)) = rest.split_first() {
        if !first
            .text
            .starts_with(|sign: char| sign.is_alphabetic() || sign == '_')
        {
            break;
        }
        names.push(first.text.clone());
        rest = after;
        let Some(after) = behind(rest, "::") else {
            break;
        };
        rest = after;
    }
    (names, rest)
}

/// The modules that a file declares as files of their own.
fn children(tokens: &[Token]) -> BTreeSet<String> {
    let declared = tokens.windows(3).filter_map(|window| match window {
        [word, name, end] if word.text == "mod" && end.text == ";" => Some(name.text.clone()),
        _ => None,
    });
    declared.collect()
}
