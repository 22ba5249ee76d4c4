//! One record from several sources, the user's edits and the history, by the real program.

#![expect(clippy::unwrap_used, reason = "a failure is the test's result")]

mod common;

use std::process::Stdio;

use serde_json::{Value, json};

use common::Home;

impl Home {
    /// Writes rows as JSON lines; returns the file's path.
    fn write(&self, name: &str, rows: &[Value]) -> String {
        let lines: Vec<String> = rows.iter().map(Value::to_string).collect();
        let path = self.path(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, lines.join("\n")).unwrap();
        path.to_str().unwrap().to_owned()
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
    // Of two rows of one import neither is the newer: what both say is kept.
    let mut keywords: Vec<String> = serde_json::from_value(record["keywords"].clone()).unwrap();
    for word in &mut keywords {
        *word = word.to_lowercase();
    }
    keywords.sort();
    assert_eq!(keywords, ["pump", "steel", "valve"]);
    assert_eq!(record["summary"], json!("It opens."));
    assert_eq!(record["dates"]["granted"], json!("2017-12-05"));
    let rows = [
        &record["raw"]["publication_number"],
        &record["sources"][1]["raw"]["publication_number"],
    ];
    assert!(rows.contains(&&json!("US-09833479-B2")), "{rows:?}");
    assert!(rows.contains(&&json!("US 9833479 B2")), "{rows:?}");
    assert_eq!(home.total("src:weekly"), 2);
    assert_eq!(home.total("src:single"), 1);
    let history = home.text(&["show", "patent:US9833479B2"]);
    assert!(history.contains("imported from weekly"), "{history}");
    assert!(history.contains("merged with single"), "{history}");
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
    assert!(err.contains("EP2000000B1 is not in the library"), "{err}");
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
    assert!(chinese.contains("用户修改  价格"), "{chinese}");
    home.text(&["edit", id, "--reset", "price"]);
    assert_eq!(home.record(id)["price"]["min"], json!(40_000.0));
    assert_eq!(
        home.import(&[&home.path("s.jsonl").display().to_string()]),
        [0, 0, 1, 0, 0]
    );
}

#[test]
fn all_conflicts_of_edits_with_their_sources_are_seen_at_once() {
    let home = Home::new();
    let row = |id: &str, price: &str, phone: &str| json!({"id": id, "title": format!("石墨烯膜{id}"), "price": price, "phone": phone});
    let rows = |price| {
        [
            row("x1", price, "1"),
            row("x2", price, "2"),
            row("x3", price, "3"),
        ]
    };
    home.import(&[&home.write("s.jsonl", &rows("3万"))]);
    let (code, out, err) = home.run(&["edit", "--conflicts"]);
    assert_eq!((code, &*out), (1, ""));
    assert!(
        err.contains("none has changed a field that you edited"),
        "{err}"
    );
    home.text(&["edit", "s:x1", "--set", "price=5万"]);
    home.text(&[
        "edit",
        "s:x2",
        "--set",
        "price=6万",
        "--set",
        "phone=027-00000002",
    ]);
    assert_eq!(home.total("has:conflict"), 0, "nothing but edits");
    home.import(&[&home.write("s.jsonl", &rows("4万"))]);
    let (code, out, err) = home.run(&["edit", "--conflicts"]);
    let lines: Vec<Vec<&str>> = out
        .lines()
        .map(|line| line.split_whitespace().collect())
        .collect();
    assert_eq!(
        lines,
        [
            vec!["id", "title", "field", "yours", "the", "sources'"],
            vec!["s:x1", "石墨烯膜x1", "price", "50000元", "40000元"],
            vec!["s:x2", "石墨烯膜x2", "price", "60000元", "40000元"],
        ]
    );
    assert_eq!(code, 0);
    assert!(
        err.contains("--reset FIELD; in the browser: has:conflict"),
        "{err}"
    );
    assert_eq!(home.total("has:conflict"), 2);
    // Said again, it is what the user means in spite of the source.
    home.text(&["edit", "s:x1", "--set", "price=5万"]);
    home.text(&["edit", "s:x2", "--reset", "price"]);
    assert_eq!(home.run(&["edit", "--conflicts"]).0, 1);
    assert_eq!(home.total("has:conflict"), 0);
    assert_eq!(home.run(&["edit"]).0, 2);
    assert_eq!(home.run(&["edit", "s:x1", "--conflicts"]).0, 2);
}

#[test]
fn sources_that_disagree_on_a_field_are_told_with_what_each_says() {
    let home = Home::new();
    // Imports of one second tie: the rows say themselves which is the newer.
    let row = |updated: &str, price: &str, region: &str| json!({"registration_number": "9422026Y0001", "title": "石墨烯膜", "price": price, "region": region, "updated": updated});
    let (older, newer) = ("2026-01-01", "2026-02-01");
    home.import(&[&home.write("older.jsonl", &[row(older, "30万", "湖北省")])]);
    home.import(&[&home.write("newer.jsonl", &[row(newer, "30万", "湖北省荆门市")])]);
    assert_eq!(home.total("has:conflict"), 0, "one says more");
    home.import(&[&home.write("newer.jsonl", &[row(newer, "80万", "湖北省荆门市")])]);
    assert_eq!(home.total("has:conflict"), 1);
    let found = home.json(&["search", "has:conflict", "--format", "json"]);
    let id = found["hits"][0]["id"].as_str().unwrap().to_owned();
    let told = home.record(&id)["conflicts"].clone();
    let said = |source: usize| told[0]["said"][source]["value"]["price"]["min"].clone();
    assert_eq!(told.as_array().unwrap().len(), 1, "{told}");
    assert_eq!((said(0), said(1)), (json!(800_000.0), json!(300_000.0)));
    let shown = home.text(&["show", &id]);
    let line = "Sources disagree: Price · newer: CNY 800,000 · older: CNY 300,000";
    assert!(shown.contains(line), "{shown}");
    let (code, out, _) = home.run(&["edit", "--conflicts"]);
    assert!(
        code == 0 && out.contains("newer: CNY 800,000 · older"),
        "{out}"
    );
    // What is written out says it, too, and comes back as it was.
    let exported = home.text(&["export", "has:conflict", "--format", "jsonl"]);
    let other = Home::new();
    std::fs::write(other.path("all.jsonl"), &exported).unwrap();
    other.import(&[&other.path("all.jsonl").display().to_string()]);
    assert_eq!(other.total("has:conflict"), 1);
    assert_eq!(other.text(&["export", "", "--format", "jsonl"]), exported);
    // The user settles it.
    home.text(&["edit", &id, "--set", "price=50万"]);
    assert_eq!(home.total("has:conflict"), 0);
    home.text(&["edit", &id, "--reset", "price"]);
    assert_eq!(home.total("has:conflict"), 1);
    home.import(&[&home.write("older.jsonl", &[row(older, "80万", "湖北省")])]);
    assert_eq!(home.total("has:conflict"), 0, "they agree now");
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
        "there is no listing with the id or number nobody",
    );
    check(&["s:x1", "--set", "title="], 2, "a listing needs a title");
    check(&["s:x1", "--set", "titel=x"], 2, "did you mean title?");
    check(
        &["s:x1", "--set", "colour=x"],
        2,
        "editable fields: title, title_alt, summary",
    );
    check(&["s:x1", "--set", "title"], 2, "should be FIELD=VALUE");
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

/// Titled rows with ids of their own.
fn rows(titles: &[&str]) -> Vec<Value> {
    let row = |title: &&str| json!({"id": title, "title": title});
    titles.iter().map(row).collect()
}

impl Home {
    /// The numbers that a sync of one source reports: files, read, new, updated, unchanged,
    /// merged, rejected, gone, deleted.
    #[track_caller]
    fn sync(&self, more: &[&str]) -> [u64; 9] {
        let out = self.text(&[&["source", "sync"], more].concat());
        let cells: Vec<u64> = out
            .lines()
            .nth(1)
            .unwrap()
            .split_whitespace()
            .skip(1)
            .map(|cell| cell.parse().unwrap())
            .collect();
        cells.try_into().unwrap()
    }
}

#[test]
fn a_source_reads_only_what_has_changed_and_marks_what_is_gone() {
    let home = Home::new();
    let a = home.write("in/a.jsonl", &rows(&["甲一", "甲二", "甲三"]));
    home.write("in/b.jsonl", &rows(&["乙一"]));
    let folder = home.path("in").display().to_string();
    home.text(&["source", "add", "office", &folder]);
    let listed = home.text(&["source", "list"]);
    assert!(
        listed.contains("office") && listed.contains("never"),
        "{listed}"
    );
    assert_eq!(home.sync(&[]), [2, 2, 4, 0, 0, 0, 0, 0, 0]);
    assert_eq!(home.sync(&[]), [2, 0, 0, 0, 4, 0, 0, 0, 0]);
    // The same content at another time is not read as rows again.
    home.write("in/a.jsonl", &rows(&["甲一", "甲二", "甲三"]));
    assert_eq!(home.sync(&["office"]), [2, 0, 0, 0, 4, 0, 0, 0, 0]);
    home.write("in/a.jsonl", &rows(&["甲一", "甲四"]));
    assert_eq!(home.sync(&[]), [2, 1, 1, 0, 2, 0, 0, 2, 0]);
    assert_eq!(home.total(""), 5, "marked, not deleted");
    assert_eq!(home.total("is:gone"), 2);
    assert!(
        home.text(&["show", "office:甲二"])
            .contains("gone from office")
    );
    let listed = home.text(&["source", "list"]);
    assert!(listed.lines().nth(1).unwrap().contains("  3  "), "{listed}");
    // What comes back is not gone any more.
    home.write("in/a.jsonl", &rows(&["甲一", "甲四", "甲二"]));
    assert_eq!(home.sync(&[]), [2, 1, 0, 1, 3, 0, 0, 0, 0]);
    assert_eq!(home.total("is:gone"), 1);
    // A record that moves to another file of its source is not gone either.
    home.write("in/a.jsonl", &rows(&["甲一", "甲四"]));
    home.write("in/b.jsonl", &rows(&["乙一", "甲二"]));
    assert_eq!(home.sync(&[]), [2, 2, 0, 0, 4, 0, 0, 0, 0]);
    std::fs::remove_file(a).unwrap();
    assert_eq!(
        home.sync(&["office", "--delete-gone"]),
        [1, 0, 0, 0, 2, 0, 0, 2, 3]
    );
    assert_eq!(home.total(""), 2);
    assert_eq!(home.total("is:gone"), 0);
    assert_eq!(home.run(&["show", "office:甲一"]).0, 1);
}

#[test]
fn what_cannot_be_read_deletes_nothing() {
    let home = Home::new();
    let file = home.write("in/a.jsonl", &rows(&["甲一", "甲二"]));
    home.write("in/b.jsonl", &rows(&["乙一"]));
    home.text(&[
        "source",
        "add",
        "office",
        &home.path("in/*.jsonl").display().to_string(),
    ]);
    home.text(&["source", "sync"]);
    let check = |words: &str| {
        let (code, _, err) = home.run(&["source", "sync", "--delete-gone"]);
        assert_eq!(code, 3, "{err}");
        assert!(err.contains(words), "{err}");
        assert_eq!((home.total(""), home.total("is:gone")), (3, 0));
    };
    std::fs::write(&file, "").unwrap();
    check("a.jsonl");
    std::fs::write(&file, "{\"id\":\"甲一\",\"title\":\"甲一\"}\n\0\0\0\0\0").unwrap();
    std::fs::remove_file(home.path("in/b.jsonl")).unwrap();
    std::fs::write(home.path("in/c.jsonl"), [0x7f, b'E', b'L', b'F', 0, 0]).unwrap();
    check("c.jsonl");
    std::fs::remove_file(home.path("in/c.jsonl")).unwrap();
    home.write("in/b.jsonl", &rows(&["乙一"]));
    std::fs::write(
        &file,
        "{\"id\":\"甲一\",\"title\":\"甲一\"}\n{\"id\":\"甲\0二\"}\n",
    )
    .unwrap();
    let (code, _, err) = home.run(&["source", "sync", "--delete-gone"]);
    assert_eq!(code, 0, "rejected rows alone are no failure: {err}");
    assert_eq!(
        (home.total(""), home.total("is:gone")),
        (3, 0),
        "it may be the damaged row"
    );
    std::fs::remove_dir_all(home.path("in")).unwrap();
    check("jsonl");
}

#[test]
fn a_source_that_vanished_says_what_can_be_done_about_it() {
    let home = Home::new();
    let folder = home.path("in").display().to_string();
    home.write("in/a.jsonl", &rows(&["甲一", "甲二"]));
    home.write("in/b.jsonl", &rows(&["乙一"]));
    home.text(&["source", "add", "office", &folder]);
    home.text(&["source", "sync"]);
    std::fs::rename(home.path("in"), home.path("later")).unwrap();
    let (code, _, err) = home.run(&["source", "sync"]);
    assert_eq!(code, 3, "{err}");
    for way in [
        "its 3 listings were left unchanged",
        "`qiao source add office PATH`",
        "`qiao source remove office --keep-records`",
        "`qiao source sync office --gone`",
    ] {
        assert!(err.contains(way), "{way}: {err}");
    }
    assert_eq!(home.total("is:gone"), 0);
    let (_, _, err) = home.run(&["--lang", "zh", "source", "sync"]);
    assert!(
        err.contains("`qiao source sync office --gone`，确认这些条目已消失"),
        "{err}"
    );
    assert_eq!(
        home.run(&["source", "sync", "--gone"]).0,
        2,
        "of which source?"
    );
    // Where it lies now: nothing is new, and only what is missing there is gone.
    std::fs::remove_file(home.path("later/b.jsonl")).unwrap();
    let later = home.path("later").display().to_string();
    assert_eq!(home.run(&["source", "add", "office", &later]).0, 0);
    assert_eq!(home.sync(&[]), [1, 1, 0, 0, 2, 0, 0, 1, 0]);
    assert_eq!(home.total("is:gone"), 1);
    assert_eq!(
        home.run(&["source", "add", "office", &folder]).0,
        3,
        "nothing is there"
    );
    home.write("in/a.jsonl", &rows(&["甲一"]));
    let (code, _, err) = home.run(&["source", "add", "office", &folder]);
    assert_eq!(code, 2, "the old place still has files: {err}");
    // Gone by the user's word, and settled with that.
    std::fs::remove_file(home.path("later/a.jsonl")).unwrap();
    assert_eq!(home.run(&["source", "sync"]).0, 3, "an empty folder");
    assert_eq!(
        home.sync(&["office", "--gone"]),
        [0, 0, 0, 0, 0, 0, 0, 2, 0]
    );
    assert_eq!(home.total("is:gone"), 3);
    assert_eq!(home.sync(&[]), [0; 9]);
    home.write("later/a.jsonl", &rows(&["甲二"]));
    assert_eq!(home.sync(&[]), [1, 1, 0, 1, 0, 0, 0, 0, 0]);
    assert_eq!(home.total("is:gone"), 2);
}

#[test]
fn a_record_of_two_sources_is_gone_when_both_have_lost_it() {
    let home = Home::new();
    let patent = |number: &str| json!({"kind": "patent", "title": "Valve", "publication_number": number, "id": number});
    let both = [patent("US9833479B2"), patent("US9000001B1")];
    for name in ["one", "two"] {
        let file = home.write(&format!("{name}.jsonl"), &both);
        home.text(&["source", "add", name, &file]);
    }
    home.text(&["source", "sync"]);
    let id = "patent:US9833479B2";
    home.text(&["edit", "patent:US9000001B1", "--set", "keywords=kept"]);
    home.write("one.jsonl", &both[1..]);
    assert_eq!(home.sync(&["one"]), [1, 1, 0, 0, 1, 0, 0, 0, 0]);
    assert_eq!(home.total("is:gone"), 0, "the other has it");
    let gone = |record: &Value| {
        record["sources"]
            .as_array()
            .unwrap()
            .iter()
            .filter(|source| source["gone"].is_string())
            .count()
    };
    assert_eq!(gone(&home.record(id)), 1);
    home.write("two.jsonl", &both[1..]);
    assert_eq!(home.sync(&["two"]), [1, 1, 0, 0, 1, 0, 0, 1, 0]);
    assert_eq!(home.total("is:gone"), 1);
    // Removing a source leaves what the other has.
    home.text(&["source", "remove", "one"]);
    let record = home.record("patent:US9000001B1");
    assert_eq!(record["sources"].as_array().unwrap().len(), 1);
    assert_eq!(record["sources"][0]["name"], json!("two"));
    assert_eq!(record["keywords"], json!(["kept"]));
    home.write("two.jsonl", &[]);
    std::fs::write(home.path("two.jsonl"), "{\"id\":\"x\",\"title\":\"x\"}\n").unwrap();
    let (code, out, err) = home.run(&["source", "sync", "two", "--delete-gone"]);
    assert_eq!(code, 0, "{err}");
    assert!(
        err.contains("1 listing is gone from the source but kept"),
        "{out}{err}"
    );
    assert_eq!(home.total("is:gone"), 1, "edited by the user");
    home.text(&["source", "remove", "two"]);
    assert_eq!(home.run(&["source", "list"]).0, 1);
    let (_, _, err) = home.run(&["search", "x"]);
    assert!(err.contains("sample listings"), "nothing is left: {err}");
}

#[test]
fn a_source_is_forgotten_with_or_without_its_records() {
    let home = Home::new();
    let file = home.write("a.jsonl", &rows(&["甲一", "甲二"]));
    let check = |arguments: &[&str], code: i32, words: &str| {
        let (found, _, err) = home.run(&[&["source"], arguments].concat());
        assert_eq!(found, code, "{arguments:?}: {err}");
        assert!(err.contains(words), "{arguments:?}: {err}");
    };
    check(&["list"], 1, "no sources yet");
    check(&["sync", "none"], 1, "there is no source named none");
    check(&["add", "a", "/nowhere/a.csv"], 3, "/nowhere/a.csv");
    check(&["add", "a", "-"], 2, "standard input");
    check(&["add", "a", &file, "--as", "xyz"], 2, "the formats are");
    check(&["add", "a", &file, "--as", "jsonl"], 0, "source a added");
    check(&["add", "a", &file], 2, "a source named a already exists");
    assert!(home.text(&["source", "list"]).contains("jsonl"));
    check(&["sync"], 0, "");
    check(&["remove", "a", "--keep-records"], 0, "0 listings deleted");
    check(&["remove", "a"], 1, "there is no source named a");
    assert_eq!(home.total(""), 2);
    // Ordinary imports need no source; the rows are known when one is added later.
    check(&["add", "a", &file], 0, "");
    assert_eq!(home.sync(&[]), [1, 1, 0, 0, 2, 0, 0, 0, 0]);
    check(&["remove", "a", "--lang", "zh"], 0, "删除 2 条");
}

#[test]
fn a_kill_during_a_sync_loses_nothing() {
    let home = Home::new();
    let row =
        |number: usize| json!({"id": number.to_string(), "title": format!("石墨烯 {number}")});
    let all: Vec<Value> = (0..6_000).map(row).collect();
    let file = home.write("a.jsonl", &all[..3_000]);
    home.text(&["source", "add", "a", &file]);
    assert_eq!(home.sync(&[]), [1, 1, 3_000, 0, 0, 0, 0, 0, 0]);
    home.write("a.jsonl", &all[1_500..]);
    let mut child = home
        .command(&["source", "sync"])
        .stdout(Stdio::null())
        .spawn()
        .unwrap();
    // As soon as something of it is there: in the middle, as batches are committed one by one.
    while home.total("") <= 3_000 && child.try_wait().unwrap().is_none() {}
    child.kill().unwrap();
    child.wait().unwrap();
    let (there, gone) = (home.total(""), home.total("is:gone"));
    assert!((3_000..=6_000).contains(&there), "{there}");
    assert!(gone == 0 || there == 6_000, "{gone} of {there}");
    let [_, _, new, updated, unchanged, ..] = home.sync(&[]);
    assert_eq!((new + unchanged, updated), (4_500, 0));
    assert_eq!((home.total(""), home.total("is:gone")), (6_000, 1_500));
}
