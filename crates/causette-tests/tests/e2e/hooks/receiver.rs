//! A little receiver of webhooks: it answers what it is told to, notes what came, and verifies each signature by itself.

use base64ct::{Base64, Encoding};
use hmac::{Hmac, KeyInit, Mac};
use rustls::{ServerConfig, ServerConnection, StreamOwned};
use serde_json::Value;
use sha2::Sha256;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpListener};
use std::sync::atomic::{AtomicBool, AtomicU16, Ordering};
use std::sync::mpsc::{Receiver as Came, SyncSender, sync_channel};
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// More deliveries than any test waits for.
const MANY: usize = 10_000;

/// One delivery that came, with what was answered.
#[derive(Clone, Debug)]
pub(super) struct Delivery {
    pub(super) id: String,
    pub(super) body: Value,
    pub(super) status: u16,
    /// As it was sent, for whoever verifies it.
    raw: Vec<u8>,
    time: String,
    signature: String,
    pub(super) target: String,
}

impl Delivery {
    pub(super) fn text(&self) -> &str {
        self.body["text"].as_str().unwrap_or_default()
    }

    /// Whether it was signed with this secret, lately.
    pub(super) fn is_signed(&self, secret: &str) -> bool {
        let key = Base64::decode_vec(secret.strip_prefix("whsec_").unwrap()).unwrap();
        let signed = [format!("{}.{}.", self.id, self.time).as_bytes(), &self.raw].concat();
        let mac = Hmac::<Sha256>::new_from_slice(&key).unwrap().chain_update(signed).finalize().into_bytes();
        let now = jiff::Timestamp::now().as_second();
        let lately = self.time.parse::<i64>().is_ok_and(|time| time.abs_diff(now) < 300);
        lately && self.signature == format!("v1,{}", Base64::encode_string(&mac))
    }
}

/// See the module. Nobody listens any more when it is dropped.
pub(super) struct Receiver {
    pub(super) address: SocketAddr,
    status: Arc<AtomicU16>,
    over: Arc<AtomicBool>,
    came: Mutex<Came<Delivery>>,
}

impl Receiver {
    /// At a free port, or at one that was free before.
    pub(super) fn at(address: SocketAddr) -> Receiver {
        Receiver::by(address, None)
    }

    pub(super) fn new() -> Receiver {
        Receiver::at(SocketAddr::from(([127, 0, 0, 1], 0)))
    }

    pub(super) fn by(address: SocketAddr, tls: Option<Arc<ServerConfig>>) -> Receiver {
        let listener = TcpListener::bind(address).unwrap();
        let address = listener.local_addr().unwrap();
        let (status, over) = (Arc::new(AtomicU16::new(200)), Arc::new(AtomicBool::new(false)));
        let (came, deliveries) = sync_channel(MANY);
        let shared = (status.clone(), over.clone());
        std::thread::spawn(move || {
            for stream in listener.incoming().map_while(Result::ok) {
                if shared.1.load(Ordering::SeqCst) {
                    return; // and the listener is closed
                }
                stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
                // One after the other: a webhook sends nothing before the last was answered.
                match &tls {
                    None => answer(stream, &shared.0, &came),
                    Some(tls) => {
                        let connection = ServerConnection::new(tls.clone()).unwrap();
                        answer(StreamOwned::new(connection, stream), &shared.0, &came);
                    }
                }
            }
        });
        Receiver { address, status, over, came: Mutex::new(deliveries) }
    }

    pub(super) fn url(&self) -> String {
        format!("http://{}/hook?a=b", self.address)
    }

    /// What it answers from now on.
    pub(super) fn answers(&self, status: u16) {
        self.status.store(status, Ordering::SeqCst);
    }

    /// The next delivery.
    #[track_caller]
    pub(super) fn next(&self) -> Delivery {
        self.came.lock().unwrap().recv_timeout(Duration::from_secs(30)).expect("a delivery")
    }

    /// The next that was answered with this.
    #[track_caller]
    pub(super) fn next_with(&self, status: u16) -> Delivery {
        loop {
            let next = self.next();
            if next.status == status {
                return next;
            }
        }
    }

    /// What came and was not looked at.
    pub(super) fn rest(&self) -> Vec<Delivery> {
        self.came.lock().unwrap().try_iter().collect()
    }
}

impl Drop for Receiver {
    fn drop(&mut self) {
        self.over.store(true, Ordering::SeqCst);
        drop(std::net::TcpStream::connect(self.address)); // so that it looks
    }
}

/// Reads one request and answers it. Whoever goes in between, as a killed server does, is let go.
fn answer(stream: impl Read + Write, status: &AtomicU16, came: &SyncSender<Delivery>) {
    let mut stream = BufReader::new(stream);
    let Some((target, headers)) = head(&mut stream) else { return };
    let header = |name: &str| {
        let found = headers.iter().find(|(known, _)| known == name);
        found.map(|(_, value)| value.clone()).unwrap_or_default()
    };
    let mut raw = vec![0; header("content-length").parse().unwrap_or(0)];
    if stream.read_exact(&mut raw).is_err() {
        return;
    }
    assert_eq!(header("content-type"), "application/json");
    let status = status.load(Ordering::SeqCst);
    let (id, time, signature) = (header("webhook-id"), header("webhook-timestamp"), header("webhook-signature"));
    let body = serde_json::from_slice(&raw).unwrap();
    let moved = "location: http://127.0.0.1:1/\r\n"; // for those that say so
    let words = format!("HTTP/1.1 {status} x\r\n{moved}content-length: 2\r\nconnection: close\r\n\r\nok");
    // Noted first: what a test has seen come was answered, or its sender is gone.
    let _ = came.send(Delivery { id, body, status, raw, time, signature, target });
    let _ = stream.get_mut().write_all(words.as_bytes());
    let _ = stream.get_mut().flush();
}

fn head(stream: &mut impl BufRead) -> Option<(String, Vec<(String, String)>)> {
    let mut line = String::new();
    stream.read_line(&mut line).ok().filter(|n| *n > 0)?;
    let target = line.strip_prefix("POST ")?.strip_suffix(" HTTP/1.1\r\n")?.to_owned();
    let mut headers = Vec::new();
    loop {
        line.clear();
        stream.read_line(&mut line).ok().filter(|n| *n > 0)?;
        match line.trim_end().split_once(": ") {
            Some((name, value)) => headers.push((name.to_ascii_lowercase(), value.to_owned())),
            None => return Some((target, headers)),
        }
    }
}
