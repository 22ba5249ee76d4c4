//! What is private stays so, by the real program.

#![expect(clippy::unwrap_used, reason = "a failure is the test's result")]

mod common;

use std::fs;
use std::path::{Path, PathBuf};

use common::Home;

const SECRETS: [&str; 3] = ["沈示例", "027-00001234", "shen@example.com"];

impl Home {
    /// What a command that must succeed prints, and says.
    fn done(&self, arguments: &[&str]) -> String {
        let output = self.command(arguments).output().unwrap();
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
        let (out, err) = (text(output.stdout), text(output.stderr));
        assert!(output.status.success(), "{arguments:?}: {err}");
        out + &err
    }

    fn import(&self) {
        let [name, phone, email] = SECRETS;
        let file = self.path("needs.csv");
        let rows = format!(
            "编号,名称,简介,联系人,电话,邮箱\n1,低温电池,请联系{name} {phone},{name},{phone},{email}\n\
            2,石墨烯导热膜,二,林示例,027-00005678,lin@example.com\n"
        );
        fs::write(&file, rows).unwrap();
        self.done(&["import", file.to_str().unwrap()]);
    }

    /// The id of the listing with that contact.
    fn id(&self) -> String {
        let out = self.done(&["search", "低温电池", "--format", "csv"]);
        let row = out.lines().nth(1).unwrap();
        row.split(',').next().unwrap().to_owned()
    }
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files.extend(self::files(&path));
        } else {
            files.push(path);
        }
    }
    files
}

#[test]
fn who_is_forgotten_stands_in_no_file_of_the_library_and_is_still_not_to_be_contacted() {
    let home = Home::new();
    home.import();
    let (id, [name, phone, email]) = (home.id(), SECRETS);
    let note = format!("{name} 说月底再联系");
    home.done(&["note", &id, &note]);
    home.done(&["log", "add", &id, "call", "问了价格", "--with", name]);
    home.done(&["log", "add", &id, "call", "又问了价格"]);
    home.done(&["task", "add", &format!("给{name}回电话"), "--for", &id]);
    home.done(&["watch", "add", "电池", "低温电池"]);
    home.done(&["do-not-contact", "add", name]);
    let session = home.path("library/session.json");
    fs::write(&session, format!("{{\"queries\":[\"{name}\",\"石墨烯\"]}}")).unwrap();
    let said = home.done(&["forget", name]);
    assert!(
        said.contains("1 without the name and its contact now"),
        "{said}"
    );
    assert!(!said.contains("still in"), "{said}");
    for path in files(&home.path("library")) {
        let bytes = fs::read(&path).unwrap();
        for secret in SECRETS {
            let holds = bytes
                .windows(secret.len())
                .any(|it| it == secret.as_bytes());
            assert!(!holds, "{secret} in {}", path.display());
        }
    }
    // Packed records hide what is in them: they are read.
    let all = home.done(&["export", "", "--format", "jsonl"]);
    let shown = home.done(&["show", &id]);
    for secret in SECRETS {
        assert!(!all.contains(secret) && !shown.contains(secret), "{secret}");
    }
    assert!(all.contains("lin@example.com"), "{all}");
    // The log still holds together, and says what is missing.
    let log = home.done(&["log", "list"]);
    assert!(
        log.contains("call: (erased)") && log.contains("又问了价格"),
        "{log}"
    );
    assert!(home.done(&["doctor", "--deep"]).contains("all whole"));
    assert!(fs::read_to_string(&session).unwrap().contains("石墨烯"));
    // The file that is imported again brings the name back, and the hash knows it.
    home.import();
    let warned = home.done(&["show", &home.id()]);
    assert!(warned.contains("is not to be contacted"), "{warned}");
    assert!(warned.contains(phone) && warned.contains(email), "{warned}");
}

#[test]
fn exports_without_contacts_have_none() {
    let home = Home::new();
    home.import();
    for format in ["csv", "jsonl", "ris", "bibtex", "markdown"] {
        let arguments = ["export", "", "--format", format, "--redact", "contacts"];
        let out = home.done(&arguments);
        for secret in [SECRETS[1], SECRETS[2], "lin@example.com"] {
            assert!(!out.contains(secret), "{format}: {secret} in {out}");
        }
    }
}

#[cfg(unix)]
#[test]
fn nobody_else_reads_library_desk_and_session() {
    use std::os::unix::fs::PermissionsExt as _;

    let home = Home::new();
    home.import();
    home.done(&["note", &home.id(), "call back"]);
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    let library = home.path("library");
    assert_eq!(mode(&library), 0o700);
    for name in ["catalogue.db", "desk.db"] {
        assert_eq!(mode(&library.join(name)), 0o600, "{name}");
    }
    let others = "other users of this machine can read it";
    assert!(!home.done(&["doctor"]).contains(others));
    fs::set_permissions(&library, fs::Permissions::from_mode(0o755)).unwrap();
    assert!(home.done(&["doctor"]).contains(others));
}
