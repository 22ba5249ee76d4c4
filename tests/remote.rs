//! Remotes from outside: what is refused, and what is left where one does not answer.

#![expect(clippy::unwrap_used, reason = "a failure is the test's result")]

mod common;

use std::fs;
use std::io::Write as _;
use std::net::TcpListener;
use std::process::Stdio;

use common::Home;

/// A home with a remote where nobody is.
fn home() -> Home {
    let home = Home::new();
    let port = TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap()
        .port();
    fs::create_dir_all(home.path("library")).unwrap();
    let remotes = format!(r#"[{{"name":"office","url":"http://127.0.0.1:{port}"}}]"#);
    fs::write(home.path("library/remotes.json"), remotes).unwrap();
    home
}

/// How a command ends, and what it says.
fn ended(home: &Home, arguments: &[&str]) -> (i32, String) {
    let output = home.command(arguments).output().unwrap();
    let err = String::from_utf8_lossy(&output.stderr).into_owned();
    (output.status.code().unwrap(), err)
}

#[test]
fn what_cannot_be_a_remote_is_refused_in_a_sentence() {
    let home = Home::new();
    for (arguments, said) in [
        (
            &["remote", "add", "a", "a:9200"][..],
            "https://host:9200/index",
        ),
        (
            &["remote", "add", "a", "https://me:secret@a"],
            "no user and password in the address",
        ),
        (&["remote", "add", "a", "https://a/UPPER"], "small letters"),
        (&["remote", "add", "local", "https://a"], "local"),
        (
            &[
                "remote",
                "add",
                "a",
                "http://a",
                "--user",
                "me",
                "--password-command",
                "x",
            ],
            "not sent in plain text",
        ),
        (
            &["remote", "add", "a", "https://a", "--user", "me"],
            "--password-command",
        ),
        (&["remote", "remove", "a"], "no remote named a"),
        (&["remote", "push", "a"], "no remote named a"),
        (&["search", "x", "--remote", "a"], "no remote named a"),
    ] {
        let (code, err) = ended(&home, arguments);
        assert_eq!(code, 2, "{arguments:?}: {err}");
        assert!(err.contains(said), "{arguments:?}: {err}");
    }
    assert!(!home.path("library/remotes.json").exists());
}

#[test]
fn commands_of_the_library_refuse_a_remote_and_say_so_where_one_is_set() {
    let home = home();
    let settings = home.path("settings.toml");
    fs::write(&settings, "remote = \"office\"\n").unwrap();
    let (code, err) = ended(&home, &["stats", "", "--by", "kind", "--remote", "office"]);
    assert_eq!(code, 2, "{err}");
    assert!(err.contains("works on the local library only"), "{err}");
    let set = ["--config", settings.to_str().unwrap()];
    let (code, err) = ended(&home, &[&set[..], &["stats", "", "--by", "kind"]].concat());
    assert_eq!(code, 0, "{err}");
    assert!(
        err.contains("from the local library, not from the remote office"),
        "{err}"
    );
    let (code, err) = ended(&home, &[&set[..], &["search", "石墨烯"]].concat());
    assert!(
        code == 3 && err.contains("cannot reach http://127.0.0.1"),
        "{code} {err}"
    );
    let local = [&set[..], &["search", "石墨烯", "--remote", "local"]].concat();
    assert_eq!(ended(&home, &local).0, 0);
}

#[test]
fn a_plain_session_says_that_a_remote_fails_and_goes_on_with_the_library() {
    let home = home();
    let mut command = home.command(&["--plain", "--remote", "office"]);
    let mut session = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut input = session.stdin.take().unwrap();
    write!(input, "石墨烯\n:local\n石墨烯\n:quit\n").unwrap();
    drop(input);
    let output = session.wait_with_output().unwrap();
    let said = String::from_utf8(output.stdout).unwrap();
    assert!(output.status.success(), "{said}");
    let (before, behind) = said
        .split_once("The local library is asked from now on")
        .unwrap();
    assert_eq!(
        before.matches("annot reach http://127.0.0.1").count(),
        2,
        "{said}"
    );
    assert!(behind.contains("石墨烯改性水性环氧重防腐涂料"), "{said}");
}
