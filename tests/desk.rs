//! What the user keeps, by the real program.

#![expect(clippy::unwrap_used, reason = "a failure is the test's result")]

mod common;
#[cfg(unix)]
#[path = "desk/day.rs"]
mod day;
#[cfg(unix)]
#[path = "desk/kills.rs"]
mod kills;
#[cfg(unix)]
#[expect(dead_code, reason = "the tests of the terminal need the rest of it")]
#[path = "common/pseudo_terminal.rs"]
mod pseudo_terminal;
#[path = "common/skip.rs"]
mod skip;

use std::io::Write as _;
use std::process::Stdio;

use serde_json::Value;

use common::Home;

/// A sample need, and the sample listing that answers it.
const NEED: &str = "sample:n001";
const ANSWER: &str = "sample:a001";

impl Home {
    /// With the sample listings as the user's own: opened faster than the compiled-in ones.
    fn filled() -> Self {
        let home = Self::new();
        let samples = home.done(&["export", "", "--format", "jsonl"]);
        home.import("samples.jsonl", &samples);
        home
    }

    /// Exit code, stdout, stderr.
    fn run(&self, arguments: &[&str]) -> (i32, String, String) {
        let output = self.command(arguments).output().unwrap();
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
        let code = output.status.code().unwrap();
        (code, text(output.stdout), text(output.stderr))
    }

    /// What a command that must succeed prints.
    fn done(&self, arguments: &[&str]) -> String {
        let (code, out, err) = self.run(arguments);
        assert_eq!(code, 0, "{arguments:?}: {err}");
        out
    }

    /// Says lines to a session.
    fn said(&self, arguments: &[&str], lines: &str) -> String {
        let mut command = self.command(arguments);
        command.stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut session = command.spawn().unwrap();
        let mut input = session.stdin.take().unwrap();
        input.write_all(lines.as_bytes()).unwrap();
        drop(input);
        let output = session.wait_with_output().unwrap();
        assert!(output.status.success());
        String::from_utf8(output.stdout).unwrap()
    }

    fn json(&self, arguments: &[&str]) -> Value {
        serde_json::from_str(&self.done(arguments)).unwrap()
    }

    fn import(&self, name: &str, lines: &str) {
        let file = self.path(name);
        std::fs::write(&file, lines).unwrap();
        self.done(&["import", file.to_str().unwrap()]);
    }

    /// The matches of the need, as JSON.
    fn matches(&self) -> Value {
        self.json(&["match", NEED, "--format", "json"])
    }
}

fn ids(listings: &Value) -> Vec<&str> {
    let listings = listings.as_array().into_iter().flatten();
    listings.map(|it| it["id"].as_str().unwrap()).collect()
}

#[test]
fn a_declined_match_is_folded_and_says_why() {
    let home = Home::filled();
    assert!(ids(&home.matches()["matches"]).contains(&ANSWER));
    let why = ["--why", "early", "still in the lab"];
    home.done(&[&["decline", NEED, ANSWER][..], &why].concat());
    let matches = home.matches();
    assert!(!ids(&matches["matches"]).contains(&ANSWER));
    assert_eq!(ids(&matches["declined"]), [ANSWER]);
    let said = matches["declined"][0]["against"][0]["what"]
        .as_str()
        .unwrap();
    assert!(said.starts_with("declined on "), "{said}");
    assert!(said.ends_with(": too early; still in the lab"), "{said}");
    let text = home.done(&["match", NEED, "--lang", "zh"]);
    assert!(text.contains("您已否决（"), "{text}");
    assert!(text.contains("：阶段过早；still in the lab"), "{text}");
    // The search says what it leaves out.
    let (_, _, err) = home.run(&["search", &format!("match:{NEED}")]);
    assert!(
        err.contains("1 declined match left out (is:declined)"),
        "{err}"
    );
    let declined = format!("match:{NEED} is:declined");
    let found = home.json(&["search", &declined, "--format", "json"]);
    assert_eq!(ids(&found["hits"]), [ANSWER]);
}

#[test]
fn an_accepted_match_says_so_and_the_last_word_counts() {
    let home = Home::filled();
    home.done(&["decline", NEED, ANSWER, "--why", "price"]);
    // The other way round is the same match.
    let said = home.json(&["accept", ANSWER, NEED, "--format", "json"]);
    assert_eq!(said["verdict"], "accepted");
    let matches = home.matches();
    let first = &matches["matches"][0];
    assert_eq!(first["id"], ANSWER);
    let said = first["for"][0]["what"].as_str().unwrap();
    assert!(said.starts_with("accepted on "), "{said}");
    assert_eq!(matches["declined"], Value::Null);
    let found = home.json(&["search", "is:accepted kind:need", "--format", "json"]);
    assert_eq!(ids(&found["hits"]), [NEED]);
}

#[test]
fn matches_are_narrowed_by_values_and_by_ranges() {
    let home = Home::filled();
    let all = home.matches();
    assert!(all["matches"].as_array().unwrap().len() > 2);
    for (filter, field, expected) in [
        ("kind=expert", "kind", "expert"),
        ("kind!=expert", "kind", ""),
        ("trl=6..9", "id", ANSWER),
        ("region=湖北", "id", ""),
    ] {
        let narrowed = home.json(&["match", NEED, "--filter", filter, "--format", "json"]);
        let found = narrowed["matches"].as_array().unwrap();
        assert!(!found.is_empty(), "{filter}");
        let is_expected = |it: &Value| expected.is_empty() || it[field] == expected;
        assert!(found.iter().all(is_expected), "{filter}: {found:?}");
    }
    let (code, out, _) = home.run(&["match", NEED, "--filter", "price=1000000..2000000"]);
    assert!(code != 0 && out.is_empty());
}

#[test]
fn what_is_no_match_is_refused() {
    let home = Home::filled();
    let check = |arguments: &[&str], code: i32, complaint: &str| {
        let (ended, _, err) = home.run(arguments);
        assert_eq!(ended, code, "{arguments:?}: {err}");
        assert!(err.contains(complaint), "{arguments:?}: {err}");
    };
    check(&["accept", NEED, NEED], 2, "one and the same listing");
    check(
        &["accept", NEED, "sample:n002"],
        2,
        "both listings are needs",
    );
    check(&["accept", NEED, "sample:a999"], 1, "sample:a999");
    check(&["decline", NEED, ANSWER], 2, "--why");
    check(&["decline", NEED, ANSWER, "--why", "dull"], 2, "early");
    check(&["decline", NEED, ANSWER, "--why", "other"], 2, "TEXT");
    check(&["match", NEED, "--new"], 2, "--new");
    // Nothing of this was kept.
    assert_eq!(home.matches()["declined"], Value::Null);
}

#[test]
fn a_new_match_is_told_once() {
    let home = Home::new();
    let samples = home.done(&["export", "", "--format", "jsonl"]);
    let is_answer = |line: &&str| line.starts_with(&format!("{{\"id\":\"{ANSWER}\""));
    let (later, first): (Vec<&str>, Vec<&str>) = samples.lines().partition(is_answer);
    home.import("first.jsonl", &first.join("\n"));
    let news = || home.run(&["match", "--all", "--new", "--format", "jsonl"]);
    let (code, out, _) = news();
    assert_eq!(code, 0);
    assert!(out.lines().count() > 15, "{out}");
    let (code, out, err) = news();
    assert_eq!((code, &*out), (1, ""), "{err}");
    assert!(err.contains("no new matches"), "{err}");
    home.import("later.jsonl", &later.join("\n"));
    let (code, out, _) = news();
    assert_eq!(code, 0);
    let told = out
        .lines()
        .map(|line| serde_json::from_str::<Value>(line).unwrap());
    let of_need = told
        .into_iter()
        .find(|it| it["need"]["id"] == NEED)
        .unwrap();
    assert_eq!(ids(&of_need["matches"]), [ANSWER]);
    assert_eq!(news().0, 1);
}

#[test]
fn what_is_kept_outlives_the_listings() {
    let home = Home::filled();
    let samples = home.done(&["export", "", "--format", "jsonl"]);
    home.done(&["decline", NEED, ANSWER, "--why", "route"]);
    home.done(&["undo", "1"]);
    home.import("samples.jsonl", &samples);
    assert_eq!(ids(&home.matches()["declined"]), [ANSWER]);
    home.done(&["reindex"]);
    assert_eq!(ids(&home.matches()["declined"]), [ANSWER]);
}

#[test]
fn shortlists_keep_their_order_and_find_their_listings() {
    let home = Home::filled();
    home.done(&["shortlist", "add", "荆门化工", "sample:a003", "sample:a001"]);
    home.done(&["shortlist", "add", "荆门化工", "sample:a001", "sample:a011"]);
    home.done(&["shortlist", "add", "other", "sample:a001"]);
    let shown = home.json(&["shortlist", "show", "荆门化工", "--format", "json"]);
    let order = ["sample:a003", "sample:a001", "sample:a011"];
    assert_eq!(ids(&shown["listings"]), order);
    let lists = home.json(&["shortlist", "list", "--format", "json"]);
    assert_eq!(lists[1]["name"], "荆门化工");
    assert_eq!(lists[1]["listings"], 3);
    let found = home.json(&["search", "list:荆门", "--format", "json"]);
    assert_eq!(found["total"], 3);
    // A quoted name is meant whole.
    assert_eq!(home.run(&["search", "list:\"荆门\""]).0, 1);
    assert_eq!(
        home.json(&["search", "is:listed", "--format", "json"])["total"],
        3
    );
    home.done(&["shortlist", "drop", "荆门化工", "sample:a003"]);
    home.done(&["shortlist", "rename", "荆门化工", "武汉"]);
    let shown = home.done(&["shortlist", "show", "武汉"]);
    assert!(shown.starts_with("sample:a001  Achievement"), "{shown}");
    home.done(&["shortlist", "delete", "武汉"]);
    let (code, _, err) = home.run(&["shortlist", "show", "武汉"]);
    assert_eq!(code, 1, "{err}");
    assert!(err.contains("no shortlist called 武汉"), "{err}");
    assert_eq!(home.run(&["shortlist", "add", "x", "nowhere:1"]).0, 1);
    assert_eq!(home.run(&["shortlist", "add", " ", ANSWER]).0, 2);
}

#[test]
fn notes_and_tags_are_read_searched_and_shown() {
    let home = Home::filled();
    home.done(&["note", ANSWER, "周五回电；价格可谈"]);
    home.done(&["tag", ANSWER, "急", "Pilot"]);
    assert_eq!(home.done(&["note", ANSWER]), "周五回电；价格可谈\n");
    assert_eq!(home.done(&["tag", ANSWER]), "Pilot\n急\n");
    assert_eq!(home.json(&["tag", "--format", "json"])[1]["listings"], 1);
    for query in [
        "note:回电",
        "tag:pilot",
        "is:noted is:tagged",
        "笔记:价格 标签:急",
    ] {
        let found = home.json(&["search", query, "--format", "json"]);
        assert_eq!(ids(&found["hits"]), [ANSWER], "{query}");
    }
    let shown = home.done(&["show", ANSWER]);
    assert!(shown.contains("Note: 周五回电；价格可谈"), "{shown}");
    // A pasted escape sequence reaches no terminal.
    home.done(&["note", "sample:a003", "a\u{1b}[2Jb\nc"]);
    let other = home.done(&["show", "sample:a003"]);
    assert!(other.contains("Note: a\\u{1b}[2Jb\n  c\n"), "{other}");
    assert!(!other.contains('\u{1b}'), "{other}");
    home.done(&["note", "sample:a003", "--remove"]);
    // What is private stays out of what is given away.
    let exported = home.done(&["export", "tag:急", "--format", "jsonl"]);
    assert!(exported.contains(ANSWER), "{exported}");
    assert!(!exported.contains("回电"), "{exported}");
    home.done(&["tag", ANSWER, "PILOT", "--remove"]);
    home.done(&["note", ANSWER, "--remove"]);
    assert_eq!(home.done(&["tag", ANSWER]), "急\n");
    assert_eq!(home.run(&["note", ANSWER]).0, 1);
    // An editor that adds a line.
    let mut editing = home.command(&["note", ANSWER, "--edit"]);
    editing.env("VISUAL", "printf '第一行\\n第二行\\n' >>");
    assert!(editing.output().unwrap().status.success());
    assert_eq!(home.done(&["note", ANSWER]), "第一行\n第二行\n");
}

#[test]
fn calls_are_logged_listed_and_printed_as_evidence() {
    let home = Home::filled();
    let add = |how: &str, text: &str, more: &[&str]| {
        home.done(&[&["log", "add", ANSWER, how, text][..], more].concat())
    };
    add(
        "call",
        "谈了中试规模",
        &[
            "--on",
            "2026-11-27",
            "--with",
            "沈老师",
            "--outcome",
            "interested",
        ],
    );
    add("mail", "寄出资料", &["--on", "2026/11/28"]);
    let lines = home.json(&["log", "list", "--format", "json"]);
    assert_eq!(lines[0]["how"], "mail", "the newest first");
    assert_eq!(lines[1]["with"], "沈老师");
    let since = home.done(&["log", "list", ANSWER, "--since", "11月28日", "--lang", "zh"]);
    assert!(
        since.starts_with("2026-11-28 · 邮件：寄出资料\n"),
        "{since}"
    );
    let found = home.json(&["search", "is:contacted", "--format", "json"]);
    assert_eq!(ids(&found["hits"]), [ANSWER]);
    let evidence = home.done(&["log", "evidence", "沈老师"]);
    assert!(
        evidence.starts_with("2026-11-27 · call · 沈老师 · interested: 谈了中试规模\n"),
        "{evidence}"
    );
    let chain = lines[1]["chain"].as_str().unwrap();
    assert!(evidence.contains(chain), "{evidence}");
    for (arguments, complaint) in [
        (
            &["log", "add", ANSWER, "call", "x", "--on", "soon"][..],
            "soon is no date",
        ),
        (&["log", "add", ANSWER, "shout", "x"], "shout"),
        (&["log", "add", ANSWER, "call", " "], "says something"),
    ] {
        let (code, _, err) = home.run(arguments);
        assert_eq!(code, 2, "{err}");
        assert!(err.contains(complaint), "{err}");
    }
    assert_eq!(home.run(&["log", "evidence", "nobody"]).0, 1);
}

#[test]
fn what_was_opened_and_copied_is_found_shown_and_forgotten() {
    let home = Home::filled();
    let session = |settings: &str| {
        let file = home.path("settings.toml");
        std::fs::write(&file, settings).unwrap();
        let config = ["--plain", "--config", file.to_str().unwrap()];
        home.said(&config, &format!("num:\"{ANSWER}\"\n1\n:copy 1\n:quit\n"));
    };
    session("remember_opened = false\ncopy_command = \"cat >/dev/null\"");
    assert_eq!(home.run(&["search", "is:opened"]).0, 1);
    session("copy_command = \"cat >/dev/null\"");
    for query in ["is:opened", "is:copied"] {
        let found = home.json(&["search", query, "--format", "json"]);
        assert_eq!(ids(&found["hits"]), [ANSWER], "{query}");
    }
    let shown = home.done(&["show", ANSWER]);
    assert!(shown.contains("Last opened: 20"), "{shown}");
    let shown = home.done(&["show", ANSWER, "--lang", "zh"]);
    assert!(shown.contains("复制联系方式：20"), "{shown}");
    let (code, _, err) = home.run(&["desk", "clear", "opened"]);
    assert_eq!(code, 0, "{err}");
    assert!(err.contains("forgot when 1 listing was"), "{err}");
    assert_eq!(home.run(&["search", "is:opened"]).0, 1);
}

#[test]
fn a_watch_tells_what_is_new_changed_and_gone_once() {
    let home = Home::new();
    let row = |id: &str, title: &str, price: u32| {
        format!(
            "{{\"id\":\"{id}\",\"kind\":\"achievement\",\"title\":\"{title}\",\
            \"price\":{{\"min\":{price},\"max\":{price}}}}}\n"
        )
    };
    let first = row("1", "石墨烯防腐涂料", 800_000) + &row("2", "石墨烯导热膜", 50_000);
    home.import("a.jsonl", &first);
    home.done(&[
        "watch",
        "add",
        "石墨烯",
        "石墨烯",
        "--filter",
        "kind=achievement",
    ]);
    home.done(&["watch", "add", "one", "--id", "a:1"]);
    let run = |more: &[&str]| home.run(&[&["watch", "run"][..], more].concat());
    let (code, out, err) = run(&[]);
    assert_eq!((code, &*out), (1, ""), "nothing is new at first");
    assert!(err.contains("nothing has changed"), "{err}");
    // The price of one falls, another comes in, one goes.
    let second = row("1", "石墨烯防腐涂料", 600_000) + &row("3", "石墨烯电热膜", 90_000);
    home.import("a.jsonl", &second);
    home.done(&["delete", "a:2"]);
    let kept = run(&["石墨烯", "--keep", "--format", "json"]);
    assert_eq!(kept.0, 0);
    let told: Value = serde_json::from_str(&kept.1).unwrap();
    assert_eq!(ids(&told[0]["new"]), ["a:3"]);
    assert_eq!(ids(&told[0]["changed"]), ["a:1"]);
    assert_eq!(ids(&told[0]["gone"]), ["a:2"]);
    let field = &told[0]["changed"][0]["fields"][0];
    assert_eq!(field["field"], "price");
    assert_eq!(field["before"], "CNY 800,000");
    assert_eq!(field["after"], "CNY 600,000");
    let (code, out, _) = run(&["--lang", "zh"]);
    assert_eq!(code, 0);
    for expected in [
        "新增：石墨烯电热膜",
        "价格：80万元 → 60万元",
        "消失：石墨烯导热膜",
        "one\n",
    ] {
        assert!(out.contains(expected), "{expected} in {out}");
    }
    assert_eq!(run(&[]).0, 1, "told once");
    assert!(home.done(&["watch", "list"]).contains("石墨烯  2  "));
    let (code, _, err) = home.run(&["watch", "add", "odd", "电池 AND ("]);
    assert_eq!(code, 2, "{err}");
    assert!(err.contains("--anyway"), "{err}");
    home.done(&["watch", "add", "odd", "电池 AND (", "--anyway"]);
    home.done(&["watch", "remove", "odd"]);
    assert_eq!(home.run(&["watch", "run", "odd"]).0, 1);
    assert_eq!(
        home.run(&["watch", "add", "ONE", "x"]).0,
        2,
        "names are unique"
    );
}

#[test]
fn a_task_is_due_snoozed_done_and_in_the_calendar() {
    let home = Home::filled();
    let add = ["task", "add", "回电话", "--on", "2030-01-04", "--for", NEED];
    let added = home.json(&[&add[..], &["--format", "json"]].concat());
    assert_eq!(
        (&added["number"], &added["day"]),
        (&1.into(), &"2030-01-04".into())
    );
    home.done(&[
        "task",
        "add",
        "寄样品",
        "--on",
        "yesterday",
        "--for",
        "client:荆门示例涂料厂",
    ]);
    let (code, _, err) = home.run(&["task", "add", "再说", "--on", "someday"]);
    assert_eq!(code, 2);
    assert!(err.contains("someday is no date"), "{err}");
    let tasks = home.json(&["task", "list", "--format", "json"]);
    assert_eq!(
        tasks.as_array().unwrap().len(),
        2,
        "nothing was kept of the third"
    );
    assert_eq!(tasks[0]["client"], "荆门示例涂料厂");
    assert_eq!(
        (&tasks[1]["id"], &tasks[1]["done_at"]),
        (&NEED.into(), &Value::Null)
    );
    let listed = home.done(&["task", "list"]);
    assert!(listed.contains("1 day overdue"), "{listed}");
    assert!(
        home.done(&["task", "list", "--lang", "zh"])
            .contains("已过 1 天")
    );

    home.done(&["task", "snooze", "2", "2030-02-01"]);
    home.done(&["task", "done", "1"]);
    let listed = home.done(&["task", "list", "--done"]);
    let lines: Vec<&str> = listed.lines().collect();
    assert!(lines[0].contains("2030-02-01 Fri"), "{listed}");
    assert!(lines[1].contains("done"), "{listed}");
    assert_eq!(home.done(&["task", "list"]).lines().count(), 1);

    let file = home.path("tasks.ics");
    home.done(&["task", "export", "-o", file.to_str().unwrap()]);
    let calendar = std::fs::read_to_string(file).unwrap();
    assert!(calendar.contains("SUMMARY:寄样品"), "{calendar}");
    assert!(calendar.contains("BEGIN:VALARM"), "{calendar}");
    assert!(!calendar.contains("回电话"), "it is done: {calendar}");

    home.done(&["task", "remove", "2"]);
    let (code, _, err) = home.run(&["task", "done", "2"]);
    assert_eq!(code, 1);
    assert!(err.contains("there is no task 2"), "{err}");
}

#[test]
fn today_lists_what_is_due_what_moved_and_which_needs_wait() {
    let home = Home::filled();
    let today = |home: &Home| home.json(&["today", "--format", "json"]);
    let of = |lines: &Value, what: &str| -> Vec<String> {
        let lines = lines.as_array().unwrap().iter();
        let of = lines.filter(|line| line["what"] == what);
        of.map(|line| line["text"].as_str().unwrap().to_owned())
            .collect()
    };
    // The day is what the program takes it for.
    let soon = home.json(&["task", "add", "寄样品", "--on", "2d", "--format", "json"]);
    home.done(&["task", "add", "回电话", "--on", "yesterday"]);
    home.done(&["task", "add", "下个月的事", "--on", "40d"]);
    home.done(&["watch", "add", "罐", "储罐"]);
    let need = format!(
        r#"{{"id":"own:1","kind":"need","title":"储罐内壁清洗机器人","need":{{"deadline":{}}}}}"#,
        soon["day"]
    );
    home.import("need.jsonl", &need);
    let lines = today(&home);
    assert_eq!(of(&lines, "overdue"), ["回电话"]);
    assert_eq!(of(&lines, "soon"), ["寄样品"]);
    assert_eq!(of(&lines, "watch"), ["罐"]);
    assert_eq!(of(&lines, "deadline"), ["储罐内壁清洗机器人"]);
    let waiting = of(&lines, "first-contact");
    assert!(
        waiting.iter().any(|text| text.starts_with("储罐内壁")),
        "{lines}"
    );
    let text = home.done(&["today", "--lang", "zh"]);
    assert!(text.contains("需求待联系\n"), "{text}");
    assert!(text.contains("回电话 · 已过 1 天"), "{text}");

    // A call ends the wait.
    let ids = lines
        .as_array()
        .unwrap()
        .iter()
        .filter(|line| line["what"] == "deadline");
    let ids: Vec<_> = ids.map(|line| line["id"].as_str().unwrap()).collect();
    home.done(&["log", "add", ids[0], "call", "问了管径"]);
    let lines = today(&home);
    let waiting = of(&lines, "first-contact");
    assert!(
        !waiting.iter().any(|text| text.starts_with("储罐内壁")),
        "{lines}"
    );

    let empty = Home::new();
    let (code, _, err) = empty.run(&["today"]);
    assert_eq!(code, 1, "the samples wait for nobody: {err}");
}

impl Home {
    /// With what the user has said of himself in the settings.
    fn with_settings(self) -> Self {
        let folder = self.path("config/qiao");
        std::fs::create_dir_all(folder.join("templates")).unwrap();
        let me = "[me]\nname = \"张示例\"\norganisation = \"示例技术转移中心\"\n\
            email = \"zhang@example.com\"\n";
        std::fs::write(folder.join("config.toml"), me).unwrap();
        self
    }
}

#[test]
fn a_draft_is_written_from_a_template_kept_and_logged_when_it_is_sent() {
    let home = Home::filled().with_settings();
    let written = home.done(&["draft", ANSWER, "--need", NEED, "--lang", "zh"]);
    for expected in [
        "收信人：",
        "主题：关于“石墨烯改性水性环氧重防腐涂料及其施工工艺”的合作咨询\n",
        "您好！我是张示例，做技术转移工作。",
        "企业的需求：",
        "\n张示例\n示例技术转移中心\n邮箱：zhang@example.com",
    ] {
        assert!(written.contains(expected), "{expected} in {written}");
    }
    // What the user has not said of himself leaves no empty line.
    assert!(!written.contains("电话："), "{written}");
    let file = home.path("enquiry.eml");
    let to_file = ["-o", file.to_str().unwrap(), "--format", "json"];
    let told = home.json(&[&["draft", ANSWER][..], &to_file].concat());
    assert_eq!(told["number"], 2);
    assert_eq!(told["template"], "mail-need");
    let mail = std::fs::read_to_string(&file).unwrap();
    for expected in [
        "X-Unsent: 1\r\n",
        "<zhang@example.com>\r\n",
        "Subject: =?utf-8?",
    ] {
        assert!(mail.contains(expected), "{expected} in {mail}");
    }
    let (code, out, err) = home.run(&["draft", NEED, "--template", "wechat-follow-up"]);
    assert_eq!(code, 0, "{err}");
    assert!(out.contains("this is 张示例"), "{out}");
    assert!(err.contains("kept as draft 3"), "{err}");
    let (_, _, err) = home.run(&["draft", "sent", "3"]);
    assert!(err.contains("draft 3 is sent and logged for "), "{err}");
    let (code, _, err) = home.run(&["draft", "sent", "3"]);
    assert_eq!(code, 2, "{err}");
    assert!(err.contains("draft 3 was sent on "), "{err}");
    assert_eq!(home.run(&["draft", "sent", "9"]).0, 1);
    let lines = home.json(&["log", "list", "--format", "json"]);
    assert_eq!(lines[0]["how"], "message");
    assert_eq!(lines[0]["id"], NEED);
    let follow_up = home.done(&["draft", NEED, "--template", "mail-follow-up"]);
    assert!(follow_up.contains("Our last contact: 20"), "{follow_up}");
    let list = home.done(&["draft", "list", "--lang", "zh"]);
    assert!(
        list.contains(" · 未发出：") && list.contains(" 发出："),
        "{list}"
    );
    assert_eq!(
        home.json(&["draft", "list", "--format", "json"])[3]["number"],
        1
    );
}

#[test]
fn what_a_draft_lacks_is_named_and_refused_or_warned_of() {
    let home = Home::filled();
    let refused = |arguments: &[&str], complaint: &str| {
        let (code, out, err) = home.run(arguments);
        assert_eq!((code, &*out), (2, ""), "{arguments:?}: {err}");
        assert!(err.contains(complaint), "{arguments:?}: {err}");
    };
    // The settings do not say who the user is.
    refused(
        &["draft", ANSWER],
        "{user_name} is missing (your name: set `name` under [me]",
    );
    refused(
        &["draft", ANSWER, "--lang", "zh"],
        "缺少 {user_name}（您的姓名",
    );
    let home = home.with_settings();
    let templates = home.path("config/qiao/templates");
    let refused = |arguments: &[&str], complaint: &str| {
        let (code, out, err) = home.run(arguments);
        assert_eq!((code, &*out), (2, ""), "{arguments:?}: {err}");
        assert!(err.contains(complaint), "{arguments:?}: {err}");
    };
    refused(
        &["draft", ANSWER, "--template", "dove"],
        "no template dove; there are mail-need",
    );
    refused(
        &["draft", ANSWER, "--template", "mail-offer"],
        "{need} is missing",
    );
    refused(&["draft", NEED], "{offer} is missing");
    refused(
        &["draft", ANSWER, "--need", ANSWER],
        "--need must be a need",
    );
    refused(&["draft", ANSWER, "-o", "x.docx"], "ends in .eml");
    std::fs::write(templates.join("own.md"), "{titel} for {contact?}").unwrap();
    refused(
        &["draft", ANSWER, "--template", "own"],
        "did you mean {title}?",
    );
    assert_eq!(home.run(&["draft", "nowhere:1"]).0, 1);
    assert_eq!(home.run(&["draft", "list"]).0, 1, "nothing was kept");
    // A listing without an address: a warning, and a mail to nobody.
    let row = "{\"id\":\"1\",\"kind\":\"achievement\",\"title\":\"A\\nBcc: x@example.com\",\
        \"institutions\":[\"示例大学\"],\"contact\":[{\"name\":\"李\",\"emails\":[\"l***@example.com\"]}]}";
    home.import("bare.jsonl", row);
    let file = home.path("bare.eml");
    let (code, _, err) = home.run(&["draft", "bare:1", "-o", file.to_str().unwrap()]);
    assert_eq!(code, 0, "{err}");
    assert!(err.contains("no e-mail address of the addressee"), "{err}");
    let mail = std::fs::read_to_string(&file).unwrap();
    assert!(!mail.contains("\nBcc") && !mail.contains("\nTo:"), "{mail}");
}

#[test]
fn private_notes_and_tags_never_enter_a_draft() {
    let home = Home::filled().with_settings();
    home.done(&["note", ANSWER, "底价八十万，不可外传"]);
    home.done(&["tag", ANSWER, "机密标签"]);
    home.done(&["shortlist", "add", "机密清单", ANSWER]);
    home.done(&["log", "add", ANSWER, "call", "对方急用钱"]);
    for template in [
        "mail-need",
        "mail-offer",
        "mail-follow-up",
        "letter-need",
        "letter-offer",
        "letter-follow-up",
        "wechat-need",
        "wechat-offer",
        "wechat-follow-up",
    ] {
        for language in ["zh", "en"] {
            let file = home.path(&format!("{template}-{language}.md"));
            let to_file = ["-o", file.to_str().unwrap(), "--format", "json"];
            let draft = [
                "draft",
                ANSWER,
                "--need",
                NEED,
                "--template",
                template,
                "--lang",
                language,
            ];
            let json = home.done(&[&draft[..], &to_file].concat());
            let text = std::fs::read_to_string(&file).unwrap();
            for private in ["八十万", "机密", "急用钱"] {
                assert!(
                    !json.contains(private) && !text.contains(private),
                    "{template}: {text}"
                );
            }
        }
    }
}

#[test]
fn what_is_kept_is_exported_and_read_back_equal() {
    let home = Home::filled();
    home.done(&["note", ANSWER, "周五回电"]);
    home.done(&["tag", ANSWER, "急", "荆门"]);
    home.done(&["shortlist", "add", "荆门化工", ANSWER, NEED]);
    home.done(&["watch", "add", "罐", "储罐"]);
    home.done(&["log", "add", ANSWER, "call", "谈了价格"]);
    home.done(&["decline", NEED, ANSWER, "--why", "early"]);
    home.done(&["task", "add", "回电话", "--on", "friday", "--for", NEED]);
    home.done(&["task", "add", "不要的"]);
    let err = home.run(&["desk", "undo"]).2;
    assert_eq!(err, "undone: task (不要的)\n");
    let file = home.path("desk.jsonl");
    let path = file.to_str().unwrap();
    home.done(&["desk", "export", "-o", path]);
    let written = std::fs::read_to_string(&file).unwrap();

    let other = Home::filled();
    other.done(&["desk", "import", path]);
    assert_eq!(other.done(&["desk", "export"]), written);
    assert_eq!(other.done(&["log", "list"]), home.done(&["log", "list"]));
    // Once more changes nothing; what says something else is refused.
    let (_, _, err) = other.run(&["desk", "import", path]);
    assert!(err.starts_with("0 rows imported"), "{err}");
    home.done(&["note", ANSWER, "周一回电"]);
    let (code, _, err) = home.run(&["desk", "import", path]);
    assert_eq!(code, 2);
    assert!(
        err.contains("(note) differs from what is kept already"),
        "{err}"
    );
    assert_eq!(home.done(&["note", ANSWER]), "周一回电\n");
    assert_eq!(home.run(&["desk", "import", "nowhere.jsonl"]).0, 3);
}

#[test]
fn a_backup_brings_listings_and_desk_back_as_they_were() {
    let home = Home::filled();
    home.done(&["shortlist", "add", "荆门化工", ANSWER, NEED]);
    home.done(&["note", ANSWER, "周五回电"]);
    home.done(&["log", "add", ANSWER, "call", "谈了价格"]);
    home.done(&["edit", ANSWER, "--set", "title=改过的标题"]);
    let state = |home: &Home| {
        [
            home.done(&["export", "", "--format", "jsonl"]),
            home.done(&["note", ANSWER]),
            home.done(&["shortlist", "show", "荆门化工", "--format", "json"]),
            home.done(&["log", "evidence", "", "--format", "json"]),
            home.done(&["search", "list:荆门 OR note:回电", "--format", "jsonl"]),
        ]
    };
    let before = state(&home);
    let file = home.path("backup.zip");
    let path = file.to_str().unwrap();
    let (code, out, err) = home.run(&["backup", path]);
    assert_eq!((code, &*out), (0, ""), "{err}");
    assert!(
        err.contains("165 listings and what you keep backed up to "),
        "{err}"
    );
    // Into an empty library, elsewhere.
    let other = Home::new();
    let (code, _, err) = other.run(&["restore-backup", path]);
    assert_eq!(code, 0, "{err}");
    assert!(err.contains("is restored: 165 listings"), "{err}");
    assert_eq!(state(&other), before);
    // Not over what is there, unless that is said.
    home.done(&["note", ANSWER, "another"]);
    home.done(&["delete", NEED]);
    let (code, _, err) = home.run(&["restore-backup", path]);
    assert_eq!(code, 2, "{err}");
    assert!(err.contains("add --replace"), "{err}");
    assert_eq!(home.done(&["note", ANSWER]), "another\n");
    home.done(&["restore-backup", path, "--replace"]);
    assert_eq!(state(&home), before);
    let (code, _, err) = home.run(&["restore-backup", "nowhere.zip", "--replace", "--lang", "zh"]);
    assert_eq!(code, 3, "{err}");
    assert!(
        err.contains("读不出 nowhere.zip：没有这个文件或文件夹"),
        "{err}"
    );
    let listings = home.path("samples.jsonl");
    let foreign = [
        "restore-backup",
        listings.to_str().unwrap(),
        "--replace",
        "--lang",
        "zh",
    ];
    let (code, _, err) = home.run(&foreign);
    assert_eq!(code, 3, "{err}");
    assert!(err.contains("不是 qiao 的备份"), "{err}");
}

#[test]
fn shortlists_and_tags_are_facets() {
    let home = Home::filled();
    let facets = |query: &str| {
        home.json(&["search", query, "--facets", "--format", "json"])["facets"].clone()
    };
    let all = facets("");
    assert!(
        all.get("shortlist").is_none() && all.get("tag").is_none(),
        "{all}"
    );
    home.done(&["shortlist", "add", "荆门 化工", ANSWER, NEED]);
    home.done(&["shortlist", "add", "other", ANSWER]);
    home.done(&["tag", ANSWER, "急"]);
    let all = facets("");
    assert_eq!(
        all["shortlist"][0],
        serde_json::json!({ "value": "荆门 化工", "count": 2 })
    );
    assert_eq!(all["tag"][0]["count"], 1);
    assert_eq!(facets("kind:need")["tag"], serde_json::json!([]));
    let found = home.json(&[
        "search",
        "",
        "--filter",
        "shortlist=荆门 化工",
        "--format",
        "json",
    ]);
    assert_eq!(found["total"], 2);
    let narrowed = [
        "search",
        "",
        "--filter",
        "清单=other",
        "--filter",
        "标签!=急",
        "--format",
        "json",
    ];
    assert_eq!(home.run(&narrowed).0, 1);
    assert_eq!(home.run(&["search", "", "--filter", "tag=nowhere"]).0, 1);
    let listed = home.done(&["facets", "", "--by", "shortlist"]);
    assert!(
        listed.contains("荆门 化工") && listed.contains("other"),
        "{listed}"
    );
    let exported = home.done(&["export", "", "--filter", "tag=急", "--format", "jsonl"]);
    assert_eq!(exported.lines().count(), 1);
    assert!(
        !exported.contains("急"),
        "what is private stays out: {exported}"
    );
    home.done(&["watch", "add", "list", "", "--filter", "shortlist=other"]);
    let said = home.said(
        &["--plain"],
        ":values tag\n:filter shortlist=other\n:quit\n",
    );
    assert!(said.contains("急") && said.contains("1 listing:"), "{said}");
}

#[test]
fn a_note_that_is_rewritten_says_so() {
    let home = Home::filled();
    let said = |text: &str| home.run(&["note", ANSWER, text]).2;
    assert!(said("周五回电").starts_with("note kept"));
    assert!(said("周五回电").starts_with("note kept"), "it is the same");
    assert!(said("周一回电").starts_with("note rewritten, undo"));
    home.done(&["desk", "undo"]);
    assert_eq!(home.done(&["note", ANSWER]), "周五回电\n");
}

#[test]
fn evidence_of_an_institution_has_its_deals() {
    let home = Home::filled();
    home.done(&["deal", "new", NEED, ANSWER]);
    let evidence = home.json(&["log", "evidence", "湖北泽汇", "--format", "json"]);
    assert_eq!(evidence["deals"][0]["deal"]["deal"], 1, "{evidence}");
    let text = home.done(&["log", "evidence", "湖北泽汇"]);
    assert!(text.contains("Deal 1: lead"), "{text}");
    let (code, _, err) = home.run(&["log", "evidence", "77"]);
    assert_eq!(code, 1);
    assert!(err.contains("no deal 77"), "{err}");
    // What is logged about an expert is with them.
    home.done(&["log", "add", "sample:e001", "call", "愿意见面"]);
    let expert = home.json(&["show", "sample:e001", "--format", "json"]);
    let name = expert["title"].as_str().unwrap();
    assert!(home.done(&["log", "evidence", name]).contains("愿意见面"));
}

#[test]
fn what_is_kept_never_steers_the_terminal() {
    let home = Home::filled();
    let evil = "evil\u{1b}]0;t\u{7} task";
    for arguments in [
        &["task", "add", evil][..],
        &["desk", "undo"],
        &["log", "add", ANSWER, "call", evil],
        &["desk", "undo"],
    ] {
        let (code, _, err) = home.run(arguments);
        assert_eq!(code, 0, "{err}");
        assert!(!err.contains(['\u{1b}', '\u{7}']), "{arguments:?}: {err:?}");
    }
    home.done(&["note", ANSWER, "first line\nsecond line"]);
    let (_, _, err) = home.run(&["desk", "undo"]);
    assert!(
        err.contains("first line") && !err.contains("second"),
        "{err}"
    );
}

#[test]
fn an_id_that_is_not_there_names_the_nearest() {
    let home = Home::filled();
    let check = |arguments: &[&str], expected: &str| {
        let (code, _, err) = home.run(arguments);
        assert_eq!(code, 1, "{arguments:?}: {err}");
        assert!(err.contains(expected), "{arguments:?}: {expected} in {err}");
    };
    let by_id = "the nearest is sample:a001: 石墨烯";
    check(&["note", "sample:a01", "call back"], by_id);
    check(&["tag", "smaple:a001", "new"], by_id);
    check(&["log", "add", "sampel:a001", "call", "hello"], by_id);
    check(&["task", "add", "call", "--for", "sample:a01"], by_id);
    check(&["draft", "sample:a01"], by_id);
    check(&["shortlist", "add", "one", "sample:a01"], by_id);
    check(
        &["note", "石墨烯改性水性环氧重防腐涂料", "call back"],
        "the nearest is sample:a001: 石墨烯",
    );
    let none = "`qiao search` shows ids";
    check(&["note", "nothing like it", "call back"], none);
}

#[test]
fn every_way_out_warns_of_whom_not_to_contact() {
    let home = Home::filled();
    let record = home.json(&["show", ANSWER, "--format", "json"]);
    let name = record["contact"][0]["name"].as_str().unwrap().to_owned();
    home.done(&["do-not-contact", "add", &name]);
    for format in ["text", "json", "ris", "bibtex", "markdown", "vcard"] {
        let (_, _, err) = home.run(&["show", ANSWER, "--format", format]);
        assert!(err.contains("is not to be contacted"), "{format}: {err}");
    }
    for format in ["csv", "jsonl", "ris", "bibtex", "markdown", "vcard"] {
        let query = format!("num:\"{ANSWER}\"");
        let (_, _, err) = home.run(&["export", &query, "--format", format]);
        assert!(
            err.contains("somebody who is not to be contacted"),
            "{format}: {err}"
        );
        let redacted = ["export", &query, "--format", format, "--redact", "contacts"];
        let (_, _, err) = home.run(&redacted);
        assert!(!err.contains("not to be contacted"), "{format}: {err}");
    }
}

#[test]
fn a_desk_beside_an_older_or_another_library_says_so_once_and_goes_on() {
    let home = Home::filled();
    let catalogue = home.path("library/catalogue.db");
    let take = |from: &std::path::Path| {
        for ending in ["-wal", "-shm"] {
            let beside = home.path(&format!("library/catalogue.db{ending}"));
            std::fs::remove_file(beside).unwrap_or_default();
        }
        std::fs::copy(from, &catalogue).unwrap();
    };
    home.done(&["note", ANSWER, "call back"]);
    home.done(&["search", "graphene"]);
    let earlier = home.path("earlier.db");
    std::fs::copy(&catalogue, &earlier).unwrap();
    let record = r#"{"id":"later:1","kind":"need","title":"A listing that came later"}"#;
    home.import("later.jsonl", record);
    let (_, _, err) = home.run(&["search", "graphene"]);
    assert!(!err.contains("desk"), "{err}");
    let check = |said: &str| {
        let (code, _, err) = home.run(&["search", "graphene"]);
        assert!(code == 0 && err.contains(said), "{code} {err}");
        let (code, _, err) = home.run(&["search", "graphene"]);
        assert!(code == 0 && !err.contains("desk"), "said twice: {err}");
        let doctor = home.run(&["doctor"]).1;
        assert!(doctor.contains(said), "{doctor}");
        assert_eq!(home.done(&["note", ANSWER]), "call back\n");
    };
    take(&earlier);
    check("the library is older than its desk");
    let other = Home::filled();
    take(&other.path("library/catalogue.db"));
    check("was used with another library");
}
