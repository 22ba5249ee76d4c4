//! Damaged libraries, by the real program.

#![expect(clippy::unwrap_used, reason = "a failure is the test's result")]

mod common;

use std::path::Path;

use rusqlite::Connection;

use common::Home;

impl Home {
    /// Exit code, stdout, stderr.
    fn run(&self, arguments: &[&str]) -> (i32, String, String) {
        let output = self.command(arguments).output().unwrap();
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
        let code = output.status.code().unwrap();
        (code, text(output.stdout), text(output.stderr))
    }

    /// With three listings of its own.
    fn filled() -> Self {
        let home = Self::new();
        let file = home.path("needs.csv");
        let rows = "名称,简介\n低温电池,一\n石墨烯导热膜,二\n防腐涂料,三\n";
        std::fs::write(&file, rows).unwrap();
        let (code, _, err) = home.run(&["import", file.to_str().unwrap()]);
        assert_eq!(code, 0, "{err}");
        home
    }

    /// Flips a bit of the second listing.
    fn damage(&self) {
        let path = self.path("library").join("catalogue.db");
        let connection = Connection::open(path).unwrap();
        let sql = "SELECT json FROM record WHERE row = 2";
        let mut json: Vec<u8> = connection.query_row(sql, [], |it| it.get(0)).unwrap();
        let middle = json.len() / 2;
        json[middle] ^= 4;
        let sql = "UPDATE record SET json = ?1 WHERE row = 2";
        connection.execute(sql, [json]).unwrap();
    }
}

fn lines(text: &str) -> usize {
    text.lines().count()
}

#[test]
fn a_listing_that_cannot_be_read_is_left_out_said_and_found_by_doctor() {
    let home = Home::filled();
    home.damage();
    let left_out = "1 listing cannot be read and is left out";
    for arguments in [
        &["search", "", "--format", "jsonl"][..],
        &["export", "", "--format", "jsonl"],
    ] {
        let (code, out, err) = home.run(arguments);
        assert_eq!((code, lines(&out)), (0, 2), "{arguments:?}: {err}");
        assert!(err.contains(left_out), "{arguments:?}: {err}");
    }
    let (code, _, err) = home.run(&["reindex"]);
    assert!(code == 0 && err.contains(left_out), "{err}");
    let (code, out, _) = home.run(&["doctor"]);
    assert_eq!(code, 0, "what is not looked for is not found: {out}");
    let (code, out, _) = home.run(&["doctor", "--deep"]);
    assert_eq!(code, 4, "{out}");
    assert!(
        out.contains("1 listing cannot be read, 2 are whole: "),
        "{out}"
    );
    assert!(out.contains("qiao doctor --recover FOLDER"), "{out}");
}

#[test]
fn an_export_that_can_read_none_of_its_listings_does_not_say_that_none_matches() {
    let home = Home::filled();
    home.damage();
    let path = home.path("out.csv");
    let query = ["export", "石墨烯导热膜", "--format", "csv"];
    let to_file = [&query[..], &["-o", path.to_str().unwrap()]].concat();
    for arguments in [&query[..], &to_file] {
        let (code, out, err) = home.run(arguments);
        assert_eq!((code, &*out), (3, ""), "{err}");
        assert!(err.contains("1 cannot be read: `qiao doctor"), "{err}");
    }
    assert!(!path.exists());
    // Nothing is unreadable of what does not match.
    let (code, _, err) = home.run(&["export", "量子龙虾", "--format", "csv"]);
    assert!(code == 1 && !err.contains("read"), "{err}");
}

#[test]
fn what_can_be_read_is_saved_and_what_is_missing_said() {
    let home = Home::filled();
    home.run(&["note", "nothing", "x"]);
    let (_, out, _) = home.run(&["search", "低温电池", "--format", "csv"]);
    let id = out.lines().nth(1).unwrap().split(',').next().unwrap();
    assert_eq!(home.run(&["note", id, "call back"]).0, 0);
    home.damage();
    let folder = home.path("saved");
    let folder = folder.to_str().unwrap();
    let (code, _, err) = home.run(&["doctor", "--recover", folder]);
    assert_eq!(code, 0, "{err}");
    assert!(err.contains("2 listings saved"), "{err}");
    assert!(
        err.contains("1 listing is missing, they cannot be read"),
        "{err}"
    );
    let (_, out, err) = home.run(&[
        "--data-dir",
        folder,
        "search",
        "note:call",
        "--format",
        "jsonl",
    ]);
    assert_eq!(lines(&out), 1, "{err}");
    let (code, out, _) = home.run(&["--data-dir", folder, "doctor", "--deep"]);
    assert!(
        code == 0 && out.contains("2 listings read one by one, all whole"),
        "{out}"
    );
    let (code, _, err) = home.run(&["doctor", "--recover", folder]);
    assert!(code != 0 && err.contains("is no empty folder"), "{err}");
    assert!(Path::new(folder).is_dir());
}

#[test]
fn the_doctor_says_it_where_one_of_two_copies_of_a_dictionary_is_damaged() {
    let home = Home::filled();
    let path = home.path("library").join("catalogue.db");
    let connection = Connection::open(path).unwrap();
    let both =
        "INSERT INTO dictionary VALUES (7, x'00'); INSERT INTO dictionary_copy VALUES (7, x'01')";
    connection.execute_batch(both).unwrap();
    drop(connection);
    let (code, out, err) = home.run(&["doctor", "--deep"]);
    assert_eq!(code, 4, "{out}{err}");
    assert!(
        out.contains("one of the two copies of dictionary 7 is damaged"),
        "{out}"
    );
}

#[test]
fn a_backup_takes_the_place_of_a_catalogue_that_cannot_be_opened() {
    let home = Home::filled();
    let backup = home.path("all.backup");
    let backup = backup.to_str().unwrap();
    assert_eq!(home.run(&["backup", backup]).0, 0);
    let path = home.path("library").join("catalogue.db");
    let mut bytes = std::fs::read(&path).unwrap();
    bytes[..4096].fill(0);
    std::fs::write(&path, bytes).unwrap();
    let (code, _, err) = home.run(&["search", "电池"]);
    assert!(
        code == 4 && err.contains("the catalogue is damaged"),
        "{err}"
    );
    assert!(err.contains("qiao restore-backup FILE"), "{err}");
    let (code, _, err) = home.run(&["restore-backup", backup, "--replace"]);
    assert_eq!(code, 0, "{err}");
    let (code, out, err) = home.run(&["export", "", "--format", "jsonl"]);
    assert_eq!((code, lines(&out)), (0, 3), "{err}");
    assert!(home.path("library").join("catalogue.db.damaged").is_file());
}
