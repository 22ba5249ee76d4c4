//! One record from several sources, the user's edits and the history, by the real program.

#![expect(clippy::unwrap_used, reason = "a failure is the test's result")]

use std::path::PathBuf;
use std::process::{Command, Stdio};

use serde_json::{Value, json};
use tempfile::TempDir;

/// A user's home with a library of its own.
struct Home(TempDir);

impl Home {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    /// Writes rows as JSON lines; returns the file's path.
    fn write(&self, name: &str, rows: &[Value]) -> String {
        let lines: Vec<String> = rows.iter().map(Value::to_string).collect();
        let path = self.path(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, lines.join("\n")).unwrap();
        path.to_str().unwrap().to_owned()
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_qiao"));
        command
            .args(arguments)
            .env("HOME", self.0.path())
            .env("XDG_CONFIG_HOME", self.path("config"))
            .env("QIAO_DATA_DIR", self.path("library"))
            .env("LC_ALL", "en_US.UTF-8")
            .stdin(Stdio::null());
        command
    }

    /// Exit code, stdout, stderr.
    fn run(&self, arguments: &[&str]) -> (i32, String, String) {
        let output = self.command(arguments).output().unwrap();
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
        let code = output.status.code().unwrap();
        (code, text(output.stdout), text(output.stderr))
    }

    /// What a command that must succeed prints.
    #[track_caller]
    fn text(&self, arguments: &[&str]) -> String {
        let (code, out, err) = self.run(arguments);
        assert_eq!(code, 0, "{arguments:?}: {err}");
        out
    }

    #[track_caller]
    fn json(&self, arguments: &[&str]) -> Value {
        serde_json::from_str(&self.text(arguments)).unwrap()
    }

    /// New, updated, unchanged, merged and rejected rows of an import.
    #[track_caller]
    fn import(&self, arguments: &[&str]) -> [u64; 5] {
        let summary = self.json(&[&["import", "--format", "json"], arguments].concat());
        ["new", "updated", "unchanged", "merged", "rejected"]
            .map(|name| summary[name].as_u64().unwrap())
    }

    #[track_caller]
    fn record(&self, id: &str) -> Value {
        self.json(&["show", id, "--format", "json"])
    }

    /// Number of listings that a query finds.
    #[track_caller]
    fn total(&self, query: &str) -> u64 {
        let (_, out, _) = self.run(&["search", query, "--format", "json", "--limit", "1"]);
        let page: Value = serde_json::from_str(&out).unwrap();
        page["total"].as_u64().unwrap()
    }
}

#[test]
fn the_same_publication_in_two_files_is_one_record_with_both_rows() {
    let home = Home::new();
    let row = |number: &str, more: Value| {
        let mut row = json!({"kind": "patent", "title": "Valve", "publication_number": number});
        row.as_object_mut()
            .unwrap()
            .extend(more.as_object().unwrap().clone());
        row
    };
    let weekly = home.write(
        "weekly.jsonl",
        &[
            row(
                "US 9833479 B2",
                json!({"keywords": "valve; steel", "abstract": "It opens."}),
            ),
            row("US9000001B1", json!({})),
        ],
    );
    let single = home.write(
        "single.jsonl",
        &[row(
            "US-09833479-B2",
            json!({"keywords": "Steel; pump", "granted": "2017-12-05"}),
        )],
    );
    assert_eq!(home.import(&[&weekly, &single]), [2, 0, 0, 1, 0]);
    assert_eq!(home.import(&[&weekly, &single]), [0, 0, 3, 0, 0]);
    let record = home.record("patent:US9833479B2");
    assert_eq!(record["keywords"], json!(["Steel", "pump", "valve"]));
    assert_eq!(record["summary"], json!("It opens."));
    assert_eq!(record["dates"]["granted"], json!("2017-12-05"));
    assert_eq!(record["raw"]["publication_number"], json!("US-09833479-B2"));
    assert_eq!(record["sources"][0]["name"], json!("single"));
    assert_eq!(
        record["sources"][1]["raw"]["publication_number"],
        json!("US 9833479 B2")
    );
    assert_eq!(home.total("src:weekly"), 2);
    assert_eq!(home.total("src:single"), 1);
    let history = home.text(&["show", "patent:US9833479B2"]);
    assert!(history.contains("imported from weekly"), "{history}");
    assert!(
        history.contains("merged with single  keywords"),
        "{history}"
    );
    // In one import under one name they are merged just so.
    let other = Home::new();
    let arguments = [&*weekly, &*single, "--source", "uspto"];
    assert_eq!(other.import(&arguments), [2, 0, 0, 1, 0]);
    assert_eq!(other.import(&arguments), [0, 0, 3, 0, 0]);
}

#[test]
fn a_row_without_a_title_is_added_to_the_publication_that_it_names() {
    let home = Home::new();
    let patent = home.write(
        "patent.jsonl",
        &[json!({"kind": "patent", "title": "Valve", "publication_number": "EP1000000B1"})],
    );
    let claims = home.write(
        "claims.jsonl",
        &[
            json!({"kind": "patent", "publication_number": "EP 1000000 B1", "claims": "1. A valve."}),
            json!({"kind": "patent", "publication_number": "EP 2000000 B1", "claims": "1. A pump."}),
        ],
    );
    home.import(&[&patent]);
    let (code, _, err) = home.run(&["import", &claims]);
    assert_eq!(code, 0, "{err}");
    assert!(err.contains("no EP2000000B1 in the library"), "{err}");
    assert_eq!(home.import(&[&claims]), [0, 0, 1, 0, 1]);
    let record = home.record("patent:EP1000000B1");
    assert_eq!(record["patent"]["claims"], json!(["1. A valve."]));
    assert_eq!(home.total(""), 1);
}

#[test]
fn an_edit_wins_over_every_import_until_it_is_reset() {
    let home = Home::new();
    let row = |price: &str| json!({"id": "x1", "title": "石墨烯导热膜", "price": price});
    home.import(&[&home.write("s.jsonl", &[row("3万")])]);
    let id = "s:x1";
    let silent = home.text(&["edit", id, "--set", "price=5万", "--set", "关键词=膜；散热"]);
    assert_eq!(silent, "");
    assert_eq!(home.total("kw:散热"), 1);
    assert_eq!(
        home.import(&[&home.write("s.jsonl", &[row("4万")])]),
        [0, 1, 0, 0, 0]
    );
    let record = home.record(id);
    assert_eq!(record["price"]["min"], json!(50_000.0));
    assert_eq!(record["keywords"], json!(["膜", "散热"]));
    let fields = home.text(&["edit", id]);
    let line = |name: &str| {
        let found = fields.lines().find(|line| line.contains(name));
        found
            .unwrap_or_default()
            .split_whitespace()
            .collect::<Vec<_>>()
            .join(" ")
    };
    assert_eq!(line("price"), "! price 50000元 source: 40000元");
    assert_eq!(line("keywords"), "* keywords 膜; 散热 source: nothing");
    assert_eq!(line("title"), "title 石墨烯导热膜");
    let shown = home.text(&["show", id]);
    assert!(
        shown.contains("price  source: 40000元 (changed since the edit)"),
        "{shown}"
    );
    assert!(shown.contains("edited by you  price"), "{shown}");
    assert!(shown.contains("updated from s"), "{shown}");
    let chinese = home.text(&["--lang", "zh", "show", id]);
    assert!(chinese.contains("用户修改  price"), "{chinese}");
    home.text(&["edit", id, "--reset", "price"]);
    assert_eq!(home.record(id)["price"]["min"], json!(40_000.0));
    assert_eq!(
        home.import(&[&home.path("s.jsonl").display().to_string()]),
        [0, 0, 1, 0, 0]
    );
}

#[test]
fn an_edit_that_cannot_be_is_refused_whole_and_says_what_to_do() {
    let home = Home::new();
    home.import(&[&home.write("s.jsonl", &[json!({"id": "x1", "title": "石墨烯导热膜"})])]);
    let check = |arguments: &[&str], code: i32, words: &str| {
        let (found, out, err) = home.run(&[&["edit"], arguments].concat());
        assert_eq!((found, &*out), (code, ""), "{arguments:?}: {err}");
        assert!(err.contains(words), "{arguments:?}: {err}");
    };
    check(
        &["nobody", "--set", "title=x"],
        1,
        "no listing has the id nobody",
    );
    check(&["s:x1", "--set", "title="], 2, "a listing needs a title");
    check(&["s:x1", "--set", "titel=x"], 2, "did you mean title?");
    check(
        &["s:x1", "--set", "colour=x"],
        2,
        "these can: title, title_alt, summary",
    );
    check(
        &["s:x1", "--set", "title"],
        2,
        "not of the form FIELD=VALUE",
    );
    check(&["s:x1", "--set", "price=cheap"], 2, "write 50万");
    check(
        &["s:x1", "--set", "keywords=a", "--set", "published=soon"],
        2,
        "2024-05-31",
    );
    check(&["s:x1", "--reset", "title"], 2, "title was not edited");
    check(
        &["s:x1", "--lang", "zh", "--set", "title="],
        2,
        "名称不能为空",
    );
    assert_eq!(
        home.record("s:x1")["keywords"],
        Value::Null,
        "nothing of it was done"
    );
    let samples = Home::new();
    let (code, _, err) = samples.run(&["edit", "sample:a001", "--set", "title=x"]);
    assert_eq!(code, 1);
    assert!(err.contains("sample listings cannot be edited"), "{err}");
}
