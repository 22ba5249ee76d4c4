//! Three nodes on this machine.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use tempfile::TempDir;

const NODES: usize = 3;
/// Memory of a node: three of them, with what the machine takes beside, stay below 4 GiB.
const MEMORY: [&str; 4] = [
    "-Xms256m",
    "-Xmx512m",
    "-XX:MaxDirectMemorySize=128m",
    "-XX:+UseSerialGC",
];

/// A cluster that ends with the test.
pub(crate) struct Cluster {
    nodes: Vec<Child>,
    ports: Vec<u16>,
    _folder: TempDir,
}

impl Cluster {
    /// Starts the nodes; where they cannot be had here, says why.
    pub(crate) fn start() -> Result<Self, String> {
        let jars = jars()?;
        let folder = tempfile::tempdir().unwrap();
        let classes = format!("{}/*:{}", jars.display(), folder.path().display());
        let source = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/cluster/OneNode.java");
        let compiled = Command::new("javac")
            .args([
                "-cp",
                &classes,
                "-d",
                folder.path().to_str().unwrap(),
                source,
            ])
            .output();
        if !compiled.is_ok_and(|output| output.status.success()) {
            return Err("no cluster: no JDK of 17 or later".to_owned());
        }
        let ports = free_ports(2 * NODES);
        let (http, transport) = ports.split_at(NODES);
        let seeds: Vec<String> = transport
            .iter()
            .map(|port| format!("127.0.0.1:{port}"))
            .collect();
        let names = names();
        let started = names.iter().zip(http.iter().zip(transport));
        let nodes = started.map(|(name, (http, transport))| {
            Command::new("java")
                .args(MEMORY)
                .args(["-cp", &classes, "OneNode", name])
                .arg(folder.path().join(name))
                .args([
                    http.to_string(),
                    transport.to_string(),
                    seeds.join(","),
                    names.join(","),
                ])
                .stdin(Stdio::null())
                .stdout(Stdio::piped())
                .stderr(Stdio::null())
                .spawn()
                .unwrap()
        });
        let mut cluster = Self {
            nodes: nodes.collect(),
            ports: http.to_vec(),
            _folder: folder,
        };
        for node in &mut cluster.nodes {
            let lines = BufReader::new(node.stdout.take().unwrap()).lines();
            let ready = lines.map_while(Result::ok).any(|line| line == "ready");
            assert!(ready, "a node did not start");
        }
        let health = cluster.get("_cluster/health?wait_for_nodes=3&timeout=60s");
        assert!(health.contains("\"number_of_nodes\":3"), "{health}");
        Ok(cluster)
    }

    /// The address of all nodes, with an index.
    pub(crate) fn url(&self, index: &str) -> String {
        let nodes = self
            .ports
            .iter()
            .map(|port| format!("http://127.0.0.1:{port}"));
        format!("{}/{index}", nodes.collect::<Vec<_>>().join(","))
    }

    /// Kills the node that is asked first, without a word.
    pub(crate) fn kill_one(&mut self) {
        let mut node = self.nodes.remove(0);
        node.kill().unwrap();
        node.wait().unwrap();
    }

    fn get(&self, path: &str) -> String {
        let mut stream = TcpStream::connect(("127.0.0.1", self.ports[0])).unwrap();
        write!(stream, "GET /{path} HTTP/1.0\r\nHost: localhost\r\n\r\n").unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        answer
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        for node in &mut self.nodes {
            drop(node.kill());
            drop(node.wait());
        }
    }
}

/// Where the jars lie.
fn jars() -> Result<PathBuf, String> {
    let told = std::env::var_os("QIAO_CLUSTER_JARS").map(PathBuf::from);
    let usual = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/cluster/jars");
    let jars = told.unwrap_or(usual);
    if jars.join("opensearch-2.19.6.jar").is_file() {
        Ok(jars)
    } else {
        Err("no cluster: `tests/cluster/fetch.sh` brings the jars of OpenSearch".to_owned())
    }
}

/// The names of the nodes.
pub(crate) fn names() -> Vec<String> {
    (1..=NODES).map(|number| format!("node{number}")).collect()
}

fn free_ports(number: usize) -> Vec<u16> {
    let held: Vec<TcpListener> = (0..number)
        .map(|_| TcpListener::bind("127.0.0.1:0").unwrap())
        .collect();
    held.iter()
        .map(|it| it.local_addr().unwrap().port())
        .collect()
}
