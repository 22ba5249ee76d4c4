//! Disks that are full or that nobody may write to, by the real program.

#![cfg(unix)]
#![expect(clippy::unwrap_used, reason = "a failure is the test's result")]

mod common;
#[path = "common/skip.rs"]
mod skip;

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::process::Command;

use common::Home;
use skip::skipped;

impl Home {
    fn filled() -> Self {
        let home = Self::new();
        let file = home.path("needs.csv");
        fs::write(&file, "名称,简介\n低温电池,一\n石墨烯导热膜,二\n").unwrap();
        let file = file.to_str().unwrap();
        let output = home.command(&["import", file]).output().unwrap();
        assert!(output.status.success());
        home
    }
}

/// Sets the permissions of a folder and of all in it.
fn set_modes(folder: &Path, of_folder: u32, of_file: u32) {
    let set = |path: &Path, mode| fs::set_permissions(path, fs::Permissions::from_mode(mode));
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            set_modes(&path, of_folder, of_file);
        } else {
            set(&path, of_file).unwrap();
        }
    }
    set(folder, of_folder).unwrap();
}

#[test]
fn a_library_that_can_only_be_read_is_searched_and_says_why_it_is_not_written() {
    let home = Home::filled();
    let id = {
        let output = home
            .command(&["search", "电池", "--format", "csv"])
            .output();
        let text = String::from_utf8(output.unwrap().stdout).unwrap();
        let row = text.lines().nth(1).unwrap();
        row.split(',').next().unwrap().to_owned()
    };
    let noted = home.command(&["note", &id, "call back"]).output().unwrap();
    assert!(noted.status.success());
    let library = home.path("library");
    set_modes(&library, 0o555, 0o444);
    set_modes(home.folder().path(), 0o755, 0o444);
    set_modes(&library, 0o555, 0o444);
    // Root may write anything: as somebody else.
    let is_root = fs::write(library.join("probe"), "").is_ok();
    let run = |arguments: &[&str]| {
        let command = home.command(arguments);
        let output = if is_root {
            let mut other = Command::new("setpriv");
            other.args(["--reuid=65534", "--regid=65534", "--clear-groups"]);
            other.arg(command.get_program()).args(arguments);
            other.envs(
                command
                    .get_envs()
                    .filter_map(|(name, value)| Some((name, value?))),
            );
            other.output()
        } else {
            home.command(arguments).output()
        };
        output.map(|output| {
            let text = |bytes: Vec<u8>| String::from_utf8_lossy(&bytes).into_owned();
            (
                output.status.code(),
                text(output.stdout),
                text(output.stderr),
            )
        })
    };
    fs::remove_file(library.join("probe")).unwrap_or_default();
    let found = match run(&["search", "note:call", "--format", "jsonl"]) {
        Ok((Some(code), out, err)) if code < 100 => (code, out, err),
        other => {
            skipped(&format!("nobody else can run it here: {other:?}"));
            set_modes(&library, 0o755, 0o644);
            return;
        }
    };
    assert_eq!((found.0, found.1.lines().count()), (0, 1), "{found:?}");
    for arguments in [&["reindex"][..], &["delete", &id], &["note", &id, "x"]] {
        let (code, _, err) = run(arguments).unwrap();
        assert_eq!(code, Some(4), "{arguments:?}: {err}");
        assert!(err.contains("can only be read"), "{arguments:?}: {err}");
    }
    set_modes(&library, 0o755, 0o644);
}

#[test]
fn a_full_disk_is_said_and_costs_nothing_that_was_committed() {
    let small = tempfile::tempdir().unwrap();
    let path = small.path().to_str().unwrap();
    let mount = ["-t", "tmpfs", "-o", "size=1m", "tmpfs", path];
    let mounted = Command::new("mount").args(mount).output();
    if !mounted.is_ok_and(|output| output.status.success()) {
        skipped("no small disk can be mounted here");
        return;
    }
    let home = Home::new();
    let file = home.path("big.csv");
    let rows = (0..4_000).map(|row| format!("名称{row},{}\n", "简介".repeat(60)));
    fs::write(&file, format!("名称,简介\n{}", rows.collect::<String>())).unwrap();
    let library = small.path().join("library");
    let arguments = [
        "--data-dir",
        library.to_str().unwrap(),
        "import",
        file.to_str().unwrap(),
    ];
    let output = home.command(&arguments).output().unwrap();
    let err = String::from_utf8(output.stderr).unwrap();
    Command::new("umount").arg(path).status().unwrap();
    assert_eq!(output.status.code(), Some(4), "{err}");
    assert!(err.contains("full") && !err.contains("panicked"), "{err}");
}
