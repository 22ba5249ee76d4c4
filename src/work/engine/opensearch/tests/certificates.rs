//! Certificates that are as they should be, and those that are not.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::Ordering;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use qiao_index::vocab::Language;
use rcgen::{
    BasicConstraints, Certificate, CertificateParams, DnType, IsCa, Issuer, KeyPair, date_time_ymd,
};
use rustls::ServerConfig;
use rustls::crypto::ring::default_provider;
use rustls::pki_types::PrivateKeyDer;

use super::server::{Does, Server};
use super::{OpenSearch, healthy_but, remote, said_by};
use crate::messages::Failure;
use crate::work::remotes::Remote;

/// An authority of the test's own.
struct Authority {
    certificate: Certificate,
    issuer: Issuer<'static, KeyPair>,
}

impl Authority {
    fn new(name: &str) -> Self {
        let mut wanted = CertificateParams::new([]).unwrap();
        wanted.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        wanted.distinguished_name.push(DnType::CommonName, name);
        let key = KeyPair::generate().unwrap();
        let certificate = wanted.self_signed(&key).unwrap();
        let issuer = Issuer::new(wanted, key);
        Self {
            certificate,
            issuer,
        }
    }

    /// Its certificate as a file.
    fn file(&self, folder: &Path) -> PathBuf {
        let path = folder.join("authority.pem");
        let text = STANDARD.encode(self.certificate.der());
        let text = format!("-----BEGIN CERTIFICATE-----\n{text}\n-----END CERTIFICATE-----\n");
        std::fs::write(&path, text).unwrap();
        path
    }

    /// What a server needs whom it vouches for under this name, until the end of a year.
    fn vouches_for(&self, name: &str, until: i32) -> ServerConfig {
        let mut wanted = CertificateParams::new([name.to_owned()]).unwrap();
        wanted.not_before = date_time_ymd(2020, 1, 1);
        wanted.not_after = date_time_ymd(until, 12, 31);
        let key = KeyPair::generate().unwrap();
        let certificate = wanted.signed_by(&key, &self.issuer).unwrap();
        let key = PrivateKeyDer::try_from(key.serialize_der()).unwrap();
        ServerConfig::builder_with_provider(Arc::new(default_provider()))
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_no_client_auth()
            .with_single_cert(vec![certificate.der().clone()], key)
            .unwrap()
    }
}

/// A server, and what is known of it.
fn server(config: ServerConfig, authority: Option<PathBuf>) -> (Server, Remote) {
    let server = Server::with_certificate(config, healthy_but(Does::HangsUp));
    let remote = Remote {
        ca_file: authority,
        ..remote(&server.address)
    };
    (server, remote)
}

#[test]
fn a_certificate_that_is_not_as_it_should_be_is_refused_before_anything_is_sent() {
    let folder = tempfile::tempdir().unwrap();
    let ours = Authority::new("Example Office");
    let file = || Some(ours.file(folder.path()));
    let others = Authority::new("Another Office");
    let unknown = ["an authority that is not trusted", "不信任的机构"];
    for (config, authority, words) in [
        // Vouched for by nobody whom the web trusts, or by another than was given.
        (ours.vouches_for("127.0.0.1", 9000), None, unknown),
        (others.vouches_for("127.0.0.1", 9000), file(), unknown),
        (
            ours.vouches_for("search.example.com", 9000),
            file(),
            ["is for search.example.com,", "是发给 search.example.com 的"],
        ),
        (
            ours.vouches_for("127.0.0.1", 2021),
            file(),
            ["has expired", "已过期"],
        ),
    ] {
        let (server, remote) = server(config, authority);
        let (english, chinese) = said_by(&remote);
        assert!(english.contains(words[0]), "{english}");
        assert!(chinese.contains(words[1]), "{chinese}");
        assert_eq!(english.lines().count(), 1, "{english}");
        assert_eq!(server.calls.load(Ordering::Relaxed), 0, "{english}");
    }
}

#[test]
fn a_certificate_of_an_authority_of_the_users_own_is_trusted() {
    let folder = tempfile::tempdir().unwrap();
    let ours = Authority::new("Example Office");
    let file = ours.file(folder.path());
    let (server, remote) = server(ours.vouches_for("127.0.0.1", 9000), Some(file));
    let cluster = OpenSearch::of(&remote).unwrap();
    assert_eq!(cluster.version().unwrap(), "opensearch 2.19.6");
    assert_eq!(server.calls.load(Ordering::Relaxed), 1);
}

#[test]
fn a_file_without_certificates_is_refused_by_its_name() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("none.pem");
    std::fs::write(&path, "no certificate").unwrap();
    let remote = Remote {
        ca_file: Some(path),
        ..remote("https://127.0.0.1:1")
    };
    let error = OpenSearch::of(&remote).err().unwrap();
    let said = Failure::of(&error);
    assert!(said.say(Language::English).contains("none.pem"), "{said}");
}
