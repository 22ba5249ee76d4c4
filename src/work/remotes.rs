//! Remotes: clusters that are known under a name. What is kept of them holds no password: where
//! one is needed, a command of the user's prints it.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::Context as _;
use serde::{Deserialize, Serialize};

use crate::messages::Failure;

/// The file in the library's folder.
const FILE: &str = "remotes.json";
/// The name that stands for no remote.
pub(crate) const LOCAL: &str = "local";
/// The index of a cluster whose address names none.
const INDEX: &str = "qiao";

/// A cluster that is known under a name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Remote {
    /// The name.
    pub(crate) name: String,
    /// The addresses of its nodes with commas between them; the path of the last is the index.
    pub(crate) url: String,
    /// Who asks; empty for nobody.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub(crate) user: String,
    /// A command that prints the password.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub(crate) password_command: String,
    /// The certificates of the authority that vouches for it, instead of those of the web.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) ca_file: Option<PathBuf>,
}

/// What is wrong with an address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum UrlMistake {
    /// It is no web address.
    NoAddress,
    /// It holds a password.
    HoldsPassword,
    /// What names the index cannot be one.
    BadIndex,
    /// A password would be sent over a network as it is.
    PlainPassword,
}

impl Remote {
    /// What is wrong with it, if anything.
    pub(crate) fn mistake(&self) -> Option<UrlMistake> {
        let parts: Vec<_> = self.parts().collect();
        if parts.iter().any(|(node, _)| node.contains('@')) {
            return Some(UrlMistake::HoldsPassword);
        }
        if parts.iter().any(|(node, _)| !is_address(node)) {
            return Some(UrlMistake::NoAddress);
        }
        if !is_index(self.index()) {
            return Some(UrlMistake::BadIndex);
        }
        let is_plain = |node: &str| node.starts_with("http://") && !is_loopback(node);
        let sends = !self.user.is_empty() && parts.iter().any(|(node, _)| is_plain(node));
        sends.then_some(UrlMistake::PlainPassword)
    }

    /// Each address with the path behind it.
    fn parts(&self) -> impl Iterator<Item = (&str, &str)> {
        self.url.split(',').map(|url| {
            let url = url.trim().trim_end_matches('/');
            let host = url.find("://").map_or(0, |place| place + 3);
            let end = url
                .get(host..)
                .and_then(|rest| rest.find('/'))
                .map_or(url.len(), |place| host + place);
            let (node, path) = url.split_at_checked(end).unwrap_or((url, ""));
            (node, path.trim_matches('/'))
        })
    }

    /// The addresses of its nodes.
    pub(crate) fn nodes(&self) -> Vec<String> {
        self.parts().map(|(node, _)| node.to_owned()).collect()
    }

    /// The name of its index.
    pub(crate) fn index(&self) -> &str {
        let named = self.parts().map(|(_, path)| path);
        named
            .filter(|path| !path.is_empty())
            .last()
            .unwrap_or(INDEX)
    }

    /// User and password, asked of the user's command; `None` where nobody asks by name.
    ///
    /// # Errors
    /// The command cannot be run, or fails.
    pub(crate) fn credentials(&self) -> anyhow::Result<Option<String>> {
        if self.user.is_empty() {
            return Ok(None);
        }
        let failed = |why: &str| {
            let text = [
                "密码命令没有给出密码（{command}）：{why}",
                "the password command gave no password ({command}): {why}",
            ];
            Failure::filled(text, &[("command", &self.password_command), ("why", why)])
        };
        let printed = shell(&self.password_command)
            .stdin(Stdio::inherit())
            .stderr(Stdio::inherit())
            .output()
            .map_err(|error| failed(&error.to_string()))?;
        let password = String::from_utf8_lossy(&printed.stdout);
        let password = password.lines().next().unwrap_or_default();
        if !printed.status.success() || password.is_empty() {
            return Err(failed(&printed.status.to_string()).into());
        }
        Ok(Some(format!("{}:{password}", self.user)))
    }
}

/// A command as the user would type it.
fn shell(command: &str) -> Command {
    let (shell, option) = if cfg!(windows) {
        ("cmd", "/C")
    } else {
        ("sh", "-c")
    };
    let mut run = Command::new(shell);
    run.args([option, command]);
    run
}

fn is_address(node: &str) -> bool {
    let host = node
        .strip_prefix("https://")
        .or(node.strip_prefix("http://"));
    let bad = |c: char| c.is_whitespace() || c.is_control() || "?#/\\\"<>".contains(c);
    host.is_some_and(|host| !host.is_empty() && !host.starts_with(':') && !host.contains(bad))
}

/// Whether a name can be that of an index.
fn is_index(name: &str) -> bool {
    let fits = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || "-_.".contains(c);
    name.len() <= 100
        && name.starts_with(|c: char| c.is_ascii_lowercase())
        && name.chars().all(fits)
}

fn is_loopback(node: &str) -> bool {
    let host = node.trim_start_matches("http://");
    ["localhost", "127.0.0.1", "[::1]"].iter().any(|own| {
        host.strip_prefix(own)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with(':'))
    })
}

/// The remotes of a library, in the order of their names.
///
/// # Errors
/// The file cannot be read.
pub(crate) fn all(folder: &Path) -> anyhow::Result<Vec<Remote>> {
    let path = folder.join(FILE);
    let unreadable = || {
        let path = path.display().to_string();
        Failure::filled(
            [
                "读不出远程库的文件 {path}",
                "cannot read the remotes in {path}",
            ],
            &[("path", &path)],
        )
    };
    let text = match fs::read_to_string(&path) {
        Ok(text) => text,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(error).with_context(unreadable),
    };
    let mut remotes: Vec<Remote> = serde_json::from_str(&text)
        .map_err(io::Error::from)
        .with_context(unreadable)?;
    remotes.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(remotes)
}

/// The remote with this name.
///
/// # Errors
/// The file cannot be read.
pub(crate) fn named(folder: &Path, name: &str) -> anyhow::Result<Option<Remote>> {
    let remotes = all(folder)?.into_iter();
    Ok(remotes.into_iter().find(|it| it.name == name))
}

/// Remembers a remote, in the place of the one with its name.
///
/// # Errors
/// The file cannot be read or written.
pub(crate) fn add(folder: &Path, remote: Remote) -> anyhow::Result<()> {
    let mut remotes = all(folder)?;
    remotes.retain(|it| it.name != remote.name);
    remotes.push(remote);
    write(folder, &remotes)
}

/// Forgets a remote; false where there is none of this name.
///
/// # Errors
/// The file cannot be read or written.
pub(crate) fn remove(folder: &Path, name: &str) -> anyhow::Result<bool> {
    let mut remotes = all(folder)?;
    let before = remotes.len();
    remotes.retain(|it| it.name != name);
    if remotes.len() == before {
        return Ok(false);
    }
    write(folder, &remotes)?;
    Ok(true)
}

fn write(folder: &Path, remotes: &[Remote]) -> anyhow::Result<()> {
    qiao_index::library::private_folder(folder)?;
    let mut file = tempfile::NamedTempFile::new_in(folder)?;
    serde_json::to_writer_pretty(&mut file, remotes)?;
    file.as_file().sync_all()?;
    file.persist(folder.join(FILE))?;
    Ok(())
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a failure is the test's result")]

    use super::*;

    fn remote(url: &str, user: &str) -> Remote {
        Remote {
            name: "office".to_owned(),
            url: url.to_owned(),
            user: user.to_owned(),
            password_command: String::new(),
            ca_file: None,
        }
    }

    #[test]
    fn an_address_names_nodes_and_index() {
        for (url, nodes, index) in [
            ("https://a:9200", &["https://a:9200"][..], "qiao"),
            (
                "http://localhost:9200/patents/",
                &["http://localhost:9200"],
                "patents",
            ),
            (
                "https://a:9200, https://b:9200/listings",
                &["https://a:9200", "https://b:9200"],
                "listings",
            ),
        ] {
            let remote = remote(url, "");
            assert_eq!(remote.nodes(), nodes, "{url}");
            assert_eq!(remote.index(), index, "{url}");
            assert_eq!(remote.mistake(), None, "{url}");
        }
    }

    #[test]
    fn an_address_that_is_none_or_gives_a_password_away_is_refused() {
        for (url, user, mistake) in [
            ("a:9200", "", UrlMistake::NoAddress),
            ("ftp://a", "", UrlMistake::NoAddress),
            ("https://", "", UrlMistake::NoAddress),
            ("https://a b", "", UrlMistake::NoAddress),
            ("https://me:secret@a:9200", "", UrlMistake::HoldsPassword),
            ("https://a/Upper", "", UrlMistake::BadIndex),
            ("https://a/_all", "", UrlMistake::BadIndex),
            ("http://a:9200", "me", UrlMistake::PlainPassword),
        ] {
            assert_eq!(remote(url, user).mistake(), Some(mistake), "{url}");
        }
        assert_eq!(remote("http://127.0.0.1:9200", "me").mistake(), None);
    }

    #[test]
    fn remotes_are_kept_without_their_passwords() {
        let folder = tempfile::tempdir().unwrap();
        let office = Remote {
            password_command: "printf '%s\\n' secret".to_owned(),
            ..remote("https://a:9200", "me")
        };
        add(folder.path(), office.clone()).unwrap();
        add(folder.path(), remote("https://b", "")).unwrap();
        add(folder.path(), office.clone()).unwrap();
        assert_eq!(all(folder.path()).unwrap(), [office]);
        let kept = named(folder.path(), "office").unwrap().unwrap();
        if cfg!(unix) {
            assert_eq!(kept.credentials().unwrap().as_deref(), Some("me:secret"));
        }
        let failing = Remote {
            password_command: "exit 3".to_owned(),
            ..kept
        };
        assert!(failing.credentials().is_err());
        assert!(remove(folder.path(), "office").unwrap());
        assert!(!remove(folder.path(), "office").unwrap());
    }
}
