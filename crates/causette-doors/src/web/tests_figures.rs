//! The HTTP door on a real socket, asked well and badly.

use super::figures::*;
use super::limits::*;
use std::net::SocketAddr;
use std::net::TcpListener as StdListener;
use std::sync::Arc;
use std::sync::Mutex;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::timeout;

#[derive(Default)]
struct Sample(Mutex<Option<String>>);

impl Figures for Sample {
    fn metrics(&self) -> String {
        "sample 1\n".into()
    }
    fn health(&self) -> Result<(), String> {
        self.0.lock().unwrap().clone().map_or(Ok(()), Err)
    }
}

async fn open() -> (SocketAddr, Arc<Sample>) {
    let listener = StdListener::bind("127.0.0.1:0").unwrap();
    let (address, sample) = (listener.local_addr().unwrap(), Arc::new(Sample::default()));
    tokio::spawn(serve(listener, sample.clone()));
    (address, sample)
}

/// Everything that is answered until the end of the connection.
async fn ask(address: SocketAddr, request: &[u8]) -> String {
    let mut stream = TcpStream::connect(address).await.unwrap();
    // The server may answer and close before all is sent.
    let _ = stream.write_all(request).await;
    let mut answer = Vec::new();
    let _ = timeout(HTTP_LIFE * 3, stream.read_to_end(&mut answer)).await.expect("the connection ends");
    String::from_utf8(answer).unwrap()
}

fn check(answer: &str, status: &str, body: &str) {
    assert!(answer.starts_with(&format!("HTTP/1.1 {status}")) && answer.ends_with(body), "{status}: {answer}");
}

#[tokio::test]
async fn both_pages_are_served_and_nothing_else() {
    let (address, sample) = open().await;
    check(&ask(address, b"GET /metrics HTTP/1.1\r\nHost: x\r\n\r\n").await, "200", "\r\n\r\nsample 1\n");
    check(&ask(address, b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n").await, "200", "\r\n\r\nok\n");
    *sample.0.lock().unwrap() = Some("not saved: disk full".into());
    check(&ask(address, b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n").await, "503", "\r\n\r\nnot saved: disk full\n");
    check(&ask(address, b"HEAD /metrics HTTP/1.0\r\n\r\n").await.replace("1.0", "1.1"), "200", "\r\n\r\n");
    for (path, status) in [("/", "404"), ("/metrics/..%2f", "404"), ("/%00", "404"), ("/../healthz", "404")] {
        check(&ask(address, format!("GET {path} HTTP/1.1\r\nHost: x\r\n\r\n").as_bytes()).await, status, "");
    }
    check(&ask(address, b"POST /metrics HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n").await, "405", "");
}

#[tokio::test]
async fn what_is_too_much_is_refused() {
    let (address, _) = open().await;
    let long = [b"GET /healthz HTTP/1.1\r\nX: ".as_slice(), &vec![b'a'; HTTP_HEAD_BYTES * 4]].concat();
    check(&ask(address, &long).await, "431", "");
    let many = format!("GET /healthz HTTP/1.1\r\n{}\r\n", "A: b\r\n".repeat(HTTP_HEADERS + 1));
    check(&ask(address, many.as_bytes()).await, "431", "");
    let path = format!("GET /{} HTTP/1.1\r\n\r\n", "a".repeat(HTTP_HEAD_BYTES * 4));
    assert!(ask(address, path.as_bytes()).await.starts_with("HTTP/1.1 4"));
    for nonsense in [b"\0\x01\x02\r\n\r\n".as_slice(), b"hello\r\n\r\n", b"\x16\x03\x01\x02\0\x01\0\r\n\r\n"] {
        let answer = ask(address, nonsense).await;
        assert!(answer.is_empty() || answer.starts_with("HTTP/1.1 400"), "{answer}");
    }
    let body = "GET /healthz HTTP/1.1\r\nTransfer-Encoding: chunked\r\nContent-Length: 4\r\n\r\nFFFFFFFFFFFFFFFFF\r\n";
    let answer = ask(address, body.as_bytes()).await;
    assert!(answer.matches("HTTP/1.1").count() <= 1, "no second answer can be smuggled in: {answer}");
}

#[tokio::test]
async fn a_second_request_on_a_connection_is_not_heard() {
    let (address, _) = open().await;
    let answer = ask(address, b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n".repeat(1000).as_slice()).await;
    assert!(answer.matches("HTTP/1.1").count() <= 1, "{answer}");
}

#[tokio::test(start_paused = true)]
async fn whoever_says_nothing_is_parted_with() {
    let (address, _) = open().await;
    let mut silent = Vec::new();
    for _ in 0..HTTP_CONNECTIONS {
        let mut stream = TcpStream::connect(address).await.unwrap();
        stream.write_all(b"GET /he").await.unwrap();
        silent.push(stream);
    }
    // All places are taken until the silent ones have used up their time.
    check(&ask(address, b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n").await, "200", "ok\n");
}
