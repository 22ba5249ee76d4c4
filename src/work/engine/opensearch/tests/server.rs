//! A small server that does what it is told to.

use std::io::{BufRead as _, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread;

use rustls::{ServerConfig, ServerConnection, StreamOwned};
use serde_json::Value;

/// What a server does with a call.
#[derive(Clone)]
pub(super) enum Does {
    Answers(u16, Value),
    /// Breaks off in the middle of an answer.
    BreaksOff,
    /// Answers with something else.
    Babbles,
    /// Says nothing.
    Waits,
    HangsUp,
}

/// A server that does something by the path of a call.
pub(super) struct Server {
    pub(super) address: String,
    ends: Arc<AtomicBool>,
    /// Number of calls until now.
    pub(super) calls: Arc<AtomicUsize>,
}

impl Server {
    pub(super) fn new(does: impl Fn(&str) -> Does + Send + Sync + 'static) -> Self {
        Self::start("http", does, |stream| stream)
    }

    /// One that speaks TLS.
    pub(super) fn with_certificate(
        config: ServerConfig,
        does: impl Fn(&str) -> Does + Send + Sync + 'static,
    ) -> Self {
        let config = Arc::new(config);
        Self::start("https", does, move |stream| {
            let connection = ServerConnection::new(Arc::clone(&config)).unwrap();
            StreamOwned::new(connection, stream)
        })
    }

    fn start<S: Read + Write>(
        scheme: &str,
        does: impl Fn(&str) -> Does + Send + Sync + 'static,
        spoken: impl Fn(TcpStream) -> S + Send + Sync + 'static,
    ) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = format!("{scheme}://{}", listener.local_addr().unwrap());
        let (ends, calls) = (Arc::new(AtomicBool::new(false)), Arc::default());
        let server = Self {
            address,
            ends: Arc::clone(&ends),
            calls: Arc::clone(&calls),
        };
        let how = Arc::new((does, spoken));
        thread::spawn(move || {
            for stream in listener.incoming() {
                if ends.load(Ordering::Relaxed) {
                    break;
                }
                let (how, calls) = (Arc::clone(&how), Arc::clone(&calls));
                thread::spawn(move || serve(how.1(stream.unwrap()), &how.0, &calls));
            }
        });
        server
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.ends.store(true, Ordering::Relaxed);
        // It waits for one more.
        let (_, address) = self.address.split_once("://").unwrap();
        drop(TcpStream::connect(address));
    }
}

/// Serves the calls of one connection.
fn serve(stream: impl Read + Write, does: &dyn Fn(&str) -> Does, calls: &AtomicUsize) {
    let mut reader = BufReader::new(stream);
    loop {
        let mut first = String::new();
        if reader.read_line(&mut first).unwrap_or(0) == 0 {
            return;
        }
        let mut length = 0;
        loop {
            let mut line = String::new();
            reader.read_line(&mut line).unwrap_or(0);
            if let Some(number) = line.to_lowercase().strip_prefix("content-length:") {
                length = number.trim().parse().unwrap();
            }
            if line.trim().is_empty() {
                break;
            }
        }
        drop(reader.read_exact(&mut vec![0; length]));
        calls.fetch_add(1, Ordering::Relaxed);
        let path = first.split(' ').nth(1).unwrap_or_default().to_owned();
        let out = reader.get_mut();
        let head = |status: u16, length: usize| {
            format!(
                "HTTP/1.1 {status} X\r\ncontent-type: application/json\r\ncontent-length: {length}\r\n\r\n"
            )
        };
        match does(&path) {
            Does::Answers(status, value) => {
                let body = value.to_string();
                drop(out.write_all(format!("{}{body}", head(status, body.len())).as_bytes()));
            }
            Does::BreaksOff => {
                drop(out.write_all(format!("{}{{\"hits\":", head(200, 4_000)).as_bytes()));
                return;
            }
            Does::Babbles => {
                drop(out.write_all(format!("{}<html>", head(200, 6)).as_bytes()));
            }
            // Until the other side has had enough.
            Does::Waits => {
                let mut rest = String::new();
                drop(reader.read_line(&mut rest));
                return;
            }
            Does::HangsUp => return,
        }
    }
}
