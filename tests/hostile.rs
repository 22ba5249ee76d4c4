//! Hostile texts by every way in and every way out: nothing of them steers a terminal, a spreadsheet,
//! an address book, a calendar, a mail program, or a program that is started.

#![expect(clippy::unwrap_used, reason = "a failure is the test's result")]

mod common;
#[cfg(unix)]
#[path = "hostile/outside.rs"]
mod outside;
#[path = "hostile/ways_in.rs"]
mod ways_in;
#[path = "hostile/ways_out.rs"]
mod ways_out;

use std::fs;
use std::path::{Path, PathBuf};

use common::Home;
use ways_in::{desk, files, payloads};
use ways_out::{OF_ALL, OF_ONE, Way, terminal};

impl Home {
    /// Exit code, stdout, stderr of a command that is run in the home.
    pub(crate) fn run(&self, arguments: &[&str]) -> (i32, Vec<u8>, String) {
        let mut command = self.command(arguments);
        let output = command.current_dir(self.folder().path()).output().unwrap();
        let code = output.status.code().unwrap();
        (
            code,
            output.stdout,
            String::from_utf8(output.stderr).unwrap(),
        )
    }

    /// What of all that goes out steers, of a listing where it is of one.
    fn let_through(&self, way: &Way, id: &str) -> Option<String> {
        let of_listing = |it: &&'static str| if *it == "ID" { id } else { it };
        let arguments: Vec<&str> = way.arguments.iter().map(of_listing).collect();
        let (code, out, err) = self.run(&arguments);
        // What cannot be done of it is refused with a sentence.
        if code > 2 {
            return Some(format!("{arguments:?}: {err}"));
        }
        let file = arguments.iter().position(|it| *it == "-o");
        let out = file.map_or(out, |at| {
            let path = self.path(arguments[at + 1]);
            let written = fs::read(&path).unwrap_or_default();
            fs::rename(&path, self.seen(arguments[at + 1])).unwrap_or_default();
            written
        });
        let holds = if code == 2 { terminal } else { way.holds };
        let found = holds(&out).and_then(|()| terminal(err.as_bytes()));
        found.err().map(|found| format!("{arguments:?}: {found}"))
    }

    /// Where a file goes that was written and looked at.
    fn seen(&self, name: &str) -> PathBuf {
        self.path(&format!("seen-{name}"))
    }

    /// Imports files into the library.
    pub(crate) fn import(&self, files: Vec<(&str, Vec<u8>)>) {
        let mut arguments = vec!["import"];
        for (name, content) in files {
            fs::write(self.path(name), content).unwrap();
            arguments.push(name);
        }
        let (code, _, err) = self.run(&arguments);
        assert!(code == 0 || code == 3, "{err}");
        terminal(err.as_bytes()).unwrap_or_else(|found| panic!("{found} in {err}"));
    }

    /// The ids of all listings, and their titles.
    fn listings(&self) -> Vec<(String, String)> {
        let (_, all, _) = self.run(&["export", "", "--format", "jsonl"]);
        let text = String::from_utf8(all).unwrap();
        let text_of =
            |listing: &serde_json::Value, name: &str| listing[name].as_str().unwrap().to_owned();
        let listings = text.lines().map(|line| {
            let listing = serde_json::from_str(line).unwrap();
            (text_of(&listing, "id"), text_of(&listing, "title"))
        });
        listings.collect()
    }

    /// Keeps something hostile of listings on the desk: as a file from elsewhere, which says what no
    /// command would take.
    fn keep(&self, ids: &[&str]) {
        fs::write(self.path("desk.jsonl"), desk(ids)).unwrap();
        let (code, _, err) = self.run(&["desk", "import", "desk.jsonl"]);
        assert_eq!(code, 0, "{err}");
    }
}

#[test]
fn nothing_hostile_steers_what_reads_it_whatever_way_it_came_in_and_goes_out() {
    let home = Home::new();
    let settings = home.path("config/qiao");
    fs::create_dir_all(&settings).unwrap();
    let me =
        "[me]\nname = \"张示例\"\norganisation = \"示例中心\"\nemail = \"zhang@example.com\"\n";
    fs::write(settings.join("config.toml"), me).unwrap();
    home.import(files());
    let listings = home.listings();
    for (name, _) in files() {
        let head = format!("hostile {} ", name.chars().next().unwrap());
        let found = listings
            .iter()
            .filter(|(_, title)| title.starts_with(&head));
        let found = found.count();
        assert!(found >= payloads().len() - 2, "{name}: {found} listings");
    }
    let ids: Vec<&str> = listings.iter().map(|(id, _)| &**id).collect();
    home.keep(&ids[..payloads().len()]);
    let of_all = OF_ALL.iter().map(|way| (way, ""));
    // Another text of each file.
    let of_one = ids.iter().step_by(payloads().len() + 1).enumerate();
    let of_one = of_one.flat_map(|(place, id)| {
        let ways = if place % 3 == 0 {
            &OF_ONE[..]
        } else {
            &OF_ONE[..1]
        };
        ways.iter().map(move |way| (way, *id))
    });
    let let_through = of_all
        .chain(of_one)
        .filter_map(|(way, id)| home.let_through(way, id));
    let let_through: Vec<String> = let_through.collect();
    assert!(let_through.is_empty(), "{}", let_through.join("\n"));
    for way in OF_ALL.iter().chain(&OF_ONE) {
        if let Some(at) = way.arguments.iter().position(|it| *it == "-o") {
            assert!(
                home.seen(way.arguments[at + 1]).is_file(),
                "{:?}",
                way.arguments
            );
        }
    }
    assert_eq!(evil(home.folder().path()), None);
}

/// A file that only a text that was obeyed makes.
fn evil(folder: &Path) -> Option<String> {
    let names = fs::read_dir(folder).unwrap();
    let names = names.map(|it| it.unwrap().file_name().to_string_lossy().into_owned());
    names.into_iter().find(|name| name.contains("evil"))
}

#[test]
fn names_that_look_like_options_are_names() {
    let home = Home::new();
    let file = home.path("-rf.csv");
    fs::write(&file, "title\n-rf\n").unwrap();
    let (code, _, err) = home.run(&["import", file.to_str().unwrap()]);
    assert_eq!(code, 0, "{err}");
    let (code, _, err) = home.run(&["search", "-x", "--format", "jsonl"]);
    assert!(code < 2, "{err}");
    let (code, _, err) = home.run(&["do-not-contact", "add", "-rf"]);
    assert_eq!(code, 0, "{err}");
}
