//! What can go wrong with a cluster, each in a sentence.

use std::io;

use serde_json::Value;

use crate::messages::{Failure, escape_controls};

/// Why a cluster gave no answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Trouble {
    /// It has no address.
    NoNode,
    /// No connection.
    Unreachable {
        /// Which node.
        node: String,
        /// In the system's words.
        reason: String,
    },
    /// No connection that can be trusted.
    Untrusted {
        /// Which node.
        node: String,
        /// What is wrong.
        why: Distrust,
    },
    /// No answer in time.
    Slow(String),
    /// An answer that breaks off or makes no sense.
    CutOff(String),
    /// User or password are wrong, or not allowed to do this.
    Refused {
        /// Which node.
        node: String,
        /// 401 or 403.
        status: u16,
    },
    /// It has too much to do.
    Busy(String),
    /// It is not there for anybody now.
    Unavailable(String),
    /// There is no such index.
    NoIndex(String),
    /// It says something else.
    Other {
        /// The status of the answer.
        status: u16,
        /// The reason that it gives.
        reason: String,
    },
}

/// Why a node is not trusted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Distrust {
    /// Nobody who is trusted here vouches for its certificate.
    UnknownAuthority,
    /// The certificate is somebody else's: of whom, as far as it says so.
    OthersCertificate(String),
    /// The certificate's time is over.
    Expired,
    /// The certificate's time has not come.
    NotYetValid,
    /// Something else, in the words of TLS.
    Other(String),
}

impl Distrust {
    fn of(error: &rustls::Error) -> Self {
        use rustls::CertificateError as Wrong;
        let rustls::Error::InvalidCertificate(wrong) = error else {
            return Self::Other(error.to_string());
        };
        match wrong {
            Wrong::UnknownIssuer => Self::UnknownAuthority,
            Wrong::Expired | Wrong::ExpiredContext { .. } => Self::Expired,
            Wrong::NotValidYet | Wrong::NotValidYetContext { .. } => Self::NotYetValid,
            Wrong::NotValidForName => Self::OthersCertificate(String::new()),
            Wrong::NotValidForNameContext { presented, .. } => {
                // Each comes as `DnsName("search.example.com")`.
                let names = presented.iter().map(|name| {
                    let name = name.split_once('(').map_or(&**name, |(_, name)| name);
                    name.trim_end_matches(')').trim_matches('"')
                });
                Self::OthersCertificate(names.collect::<Vec<_>>().join(", "))
            }
            wrong => Self::Other(wrong.to_string()),
        }
    }

    /// What is wrong in words, and what belongs at their `{more}`.
    fn text(&self) -> ([&'static str; 2], &str) {
        match self {
            Self::UnknownAuthority => (
                [
                    "{node} 的证书由这里不信任的机构签发，没有发送任何内容（自己的证书颁发机构用 `qiao remote add … --ca-file 文件` 给出）",
                    "the certificate of {node} comes from an authority that is not trusted here, nothing was sent (give your own authority with `qiao remote add … --ca-file FILE`)",
                ],
                "",
            ),
            Self::OthersCertificate(names) if names.is_empty() => (
                [
                    "{node} 的证书不是发给这个地址的，没有发送任何内容",
                    "the certificate of {node} is not for this address, nothing was sent",
                ],
                "",
            ),
            Self::OthersCertificate(names) => (
                [
                    "{node} 的证书是发给 {more} 的，没有发送任何内容",
                    "the certificate of {node} is for {more}, nothing was sent",
                ],
                names,
            ),
            Self::Expired => (
                [
                    "{node} 的证书已过期，没有发送任何内容",
                    "the certificate of {node} has expired, nothing was sent",
                ],
                "",
            ),
            Self::NotYetValid => (
                [
                    "{node} 的证书尚未生效，没有发送任何内容（检查本机的时钟）",
                    "the certificate of {node} is not valid yet, nothing was sent (check the clock of this machine)",
                ],
                "",
            ),
            Self::Other(reason) => (
                [
                    "与 {node} 建立不了可信的加密连接，没有发送任何内容：{more}",
                    "no trusted TLS connection to {node}, nothing was sent: {more}",
                ],
                reason,
            ),
        }
    }
}

/// Longest reason of a cluster that is shown, in characters.
const MAX_REASON: usize = 300;

impl Trouble {
    /// What a failed call means.
    pub(super) fn of_call(node: &str, error: &ureq::Error) -> Self {
        let node = node.to_owned();
        match error {
            ureq::Error::Timeout(ureq::Timeout::Connect) => Self::Unreachable {
                node,
                reason: "timed out".to_owned(),
            },
            ureq::Error::Timeout(_) => Self::Slow(node),
            ureq::Error::Rustls(error) => Self::Untrusted {
                node,
                why: Distrust::of(error),
            },
            ureq::Error::Tls(reason) => Self::Untrusted {
                node,
                why: Distrust::Other((*reason).to_owned()),
            },
            ureq::Error::Io(error) => Self::of_io(&node, error),
            ureq::Error::Protocol(_) | ureq::Error::BodyExceedsLimit(_) => Self::CutOff(node),
            error => Self::Unreachable {
                node,
                reason: error.to_string(),
            },
        }
    }

    /// What a failed connection means.
    pub(super) fn of_io(node: &str, error: &io::Error) -> Self {
        let node = node.to_owned();
        let mut reason = error.to_string();
        // The system's number says nothing to anybody.
        reason.truncate(reason.find(" (os error").unwrap_or(reason.len()));
        let of_tls = error.get_ref().and_then(|inner| inner.downcast_ref());
        if let Some(of_tls) = of_tls {
            let why = Distrust::of(of_tls);
            return Self::Untrusted { node, why };
        }
        match error.kind() {
            io::ErrorKind::TimedOut => Self::Slow(node),
            io::ErrorKind::UnexpectedEof => Self::CutOff(node),
            io::ErrorKind::InvalidData => {
                let why = Distrust::Other(reason);
                Self::Untrusted { node, why }
            }
            _ => Self::Unreachable { node, reason },
        }
    }

    /// What an answer with such a status means.
    pub(super) fn of_status(node: &str, status: u16, answer: &Value) -> Self {
        let error = &answer["error"];
        let kind = error["type"].as_str().unwrap_or_default();
        let reason = error["root_cause"][0]["reason"].as_str();
        let reason = reason.or(error["reason"].as_str()).or(error.as_str());
        match status {
            401 | 403 => Self::Refused {
                node: node.to_owned(),
                status,
            },
            404 if kind == "index_not_found_exception" => {
                let index = error["index"].as_str().unwrap_or_default();
                Self::NoIndex(index.to_owned())
            }
            429 => Self::Busy(node.to_owned()),
            502..=504 => Self::Unavailable(node.to_owned()),
            status => Self::Other {
                status,
                reason: reason
                    .unwrap_or_default()
                    .chars()
                    .take(MAX_REASON)
                    .collect(),
            },
        }
    }

    /// Whether another node may do better.
    pub(super) const fn is_of_the_node(&self) -> bool {
        matches!(
            self,
            Self::Unreachable { .. } | Self::Unavailable(_) | Self::CutOff(_)
        )
    }

    /// Whether it may pass.
    pub(super) const fn may_pass(&self) -> bool {
        matches!(
            self,
            Self::Busy(_)
                | Self::Unavailable(_)
                | Self::Unreachable { .. }
                | Self::Slow(_)
                | Self::CutOff(_)
        )
    }

    /// In words.
    pub(super) fn said(&self) -> Failure {
        let (text, node, more) = self.text();
        let (node, more) = (escape_controls(node), escape_controls(&more));
        Failure::filled(text, &[("node", &node), ("more", &more)])
    }

    fn text(&self) -> ([&'static str; 2], &str, String) {
        match self {
            Self::NoNode => (
                ["这个远程库没有地址", "this remote has no address"],
                "",
                String::new(),
            ),
            Self::Unreachable { node, reason } => (
                ["连不上 {node}：{more}", "cannot reach {node}: {more}"],
                node,
                reason.clone(),
            ),
            Self::Untrusted { node, why } => {
                let (text, more) = why.text();
                (text, node, more.to_owned())
            }
            Self::Slow(node) => (
                ["{node} 没有按时回答", "{node} did not answer in time"],
                node,
                String::new(),
            ),
            Self::CutOff(node) => (
                [
                    "{node} 的回答不完整，没有采用",
                    "the answer of {node} is cut off or garbled and was not used",
                ],
                node,
                String::new(),
            ),
            Self::Refused { node, status } => (
                [
                    "{node} 拒绝了用户名或密码，或者不允许这样做（{more}）：检查 `qiao remote list` 中的用户名和密码命令",
                    "{node} refuses user and password, or does not allow this ({more}): check user and password command in `qiao remote list`",
                ],
                node,
                status.to_string(),
            ),
            Self::Busy(node) => (
                [
                    "{node} 忙不过来（429），请稍后再试",
                    "{node} has too much to do (429): try again in a moment",
                ],
                node,
                String::new(),
            ),
            Self::Unavailable(node) => (
                [
                    "{node} 现在不提供服务（503）",
                    "{node} is not available now (503)",
                ],
                node,
                String::new(),
            ),
            Self::NoIndex(index) => (
                [
                    "集群里没有索引 {node}：先用 `qiao remote push 名称` 推送",
                    "the cluster has no index {node}: fill it with `qiao remote push NAME` first",
                ],
                index,
                String::new(),
            ),
            Self::Other { status, reason } => (
                ["集群回答 {node}{more}", "the cluster answers {node}{more}"],
                "",
                format!("{status} {reason}").trim_end().to_owned(),
            ),
        }
    }
}

impl From<Trouble> for anyhow::Error {
    fn from(trouble: Trouble) -> Self {
        trouble.said().into()
    }
}
