//! An HTTP client (RFC 9112) that sends exactly what it is told, and a WebSocket whose messages are lines of JSON.

use anyhow::{Context, Result, bail};
use serde_json::Value;
use std::io::{Read, Write};
use std::net::{IpAddr, SocketAddr, TcpStream};
use std::time::Duration;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tokio_tungstenite::tungstenite::http::{HeaderName, HeaderValue};
use tokio_tungstenite::tungstenite::{Message, WebSocket, client};

/// Longer than any answer takes.
const PATIENCE: Duration = Duration::from_secs(30);

/// What is asked.
#[derive(Clone, Debug, Default)]
pub struct Request {
    /// `GET` and so on.
    pub method: String,
    /// As it is sent, escapes and all.
    pub path: String,
    /// Names and values besides `Host`, `Content-Length` and `Connection`.
    pub headers: Vec<(String, String)>,
    /// Sent as it is.
    pub body: Vec<u8>,
}

impl Request {
    /// A request without a body.
    pub fn new(method: &str, path: &str) -> Request {
        Request { method: method.to_owned(), path: path.to_owned(), ..Request::default() }
    }

    /// With one more header.
    #[must_use]
    pub fn header(mut self, name: &str, value: &str) -> Request {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    /// With a body of JSON.
    #[must_use]
    pub fn json(mut self, body: &Value) -> Request {
        self.body = body.to_string().into_bytes();
        self.header("Content-Type", "application/json")
    }

    /// Sends it on a connection of its own, and reads to the end.
    pub fn send(&self, address: SocketAddr) -> Result<Answer> {
        self.over(TcpStream::connect(address).context("connecting")?, address)
    }

    /// The same, from this address of the machine.
    pub fn send_from(&self, from: IpAddr, address: SocketAddr) -> Result<Answer> {
        let socket = socket2::Socket::new(socket2::Domain::for_address(address), socket2::Type::STREAM, None)?;
        socket.bind(&SocketAddr::new(from, 0).into())?;
        socket.connect(&address.into()).context("connecting")?;
        self.over(socket.into(), address)
    }

    fn over(&self, mut stream: TcpStream, address: SocketAddr) -> Result<Answer> {
        stream.set_read_timeout(Some(PATIENCE))?;
        let Request { method, path, headers, body } = self;
        let mut head = format!("{method} {path} HTTP/1.1\r\nConnection: close\r\nContent-Length: {}\r\n", body.len());
        if !headers.iter().any(|(name, _)| name.eq_ignore_ascii_case("host")) {
            head.push_str(&format!("Host: {address}\r\n"));
        }
        for (name, value) in headers {
            head.push_str(&format!("{name}: {value}\r\n"));
        }
        head.push_str("\r\n");
        // The server may answer and close before all is sent.
        let _ = stream.write_all(&[head.as_bytes(), body].concat());
        let mut bytes = Vec::new();
        stream.read_to_end(&mut bytes).context("reading the answer")?;
        Answer::of(&bytes)
    }
}

/// What is answered.
#[derive(Debug)]
pub struct Answer {
    /// 200 and so on.
    pub status: u16,
    headers: Vec<(String, String)>,
    /// All of it.
    pub body: Vec<u8>,
}

impl Answer {
    fn of(bytes: &[u8]) -> Result<Answer> {
        let end = bytes.windows(4).position(|four| four == b"\r\n\r\n").context("no head")?;
        let (head, body) = bytes.split_at(end + 4);
        let head = String::from_utf8_lossy(head).into_owned();
        let mut lines = head.lines();
        let status = lines.next().and_then(|line| line.split(' ').nth(1)).context("no status")?.parse()?;
        let headers = lines.filter_map(|line| line.split_once(": "));
        let headers = headers.map(|(name, value)| (name.to_ascii_lowercase(), value.to_owned())).collect();
        let answer = Answer { status, headers, body: body.to_vec() };
        if answer.header("transfer-encoding").is_some() {
            bail!("an answer in chunks: {head}");
        }
        Ok(answer)
    }

    /// A header; its name in lower case.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// The body as text.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// The body as JSON; null if it is none.
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or(Value::Null)
    }
}

/// A WebSocket.
pub struct Socket(WebSocket<TcpStream>);

impl Socket {
    /// Shakes hands at `/ws`, with these headers.
    pub fn open(address: SocketAddr, headers: &[(&str, &str)]) -> Result<Socket> {
        let stream = TcpStream::connect(address).context("connecting")?;
        stream.set_read_timeout(Some(PATIENCE))?;
        let mut request = format!("ws://{address}/ws").into_client_request()?;
        for (name, value) in headers {
            request.headers_mut().insert(HeaderName::from_bytes(name.as_bytes())?, HeaderValue::from_str(value)?);
        }
        let (socket, _) = client(request, stream).map_err(|error| anyhow::anyhow!("no handshake: {error}"))?;
        Ok(Socket(socket))
    }

    /// Sends one object.
    pub fn send(&mut self, object: &Value) -> Result<()> {
        self.0.send(Message::text(object.to_string())).context("sending")
    }

    /// The next object of that type; others are passed over.
    pub fn until(&mut self, kind: &str) -> Result<Value> {
        loop {
            match self.0.read().with_context(|| format!("waiting for {kind}"))? {
                Message::Text(text) => {
                    let told: Value = serde_json::from_str(&text)?;
                    if told.get("type").and_then(Value::as_str) == Some(kind) {
                        return Ok(told);
                    }
                }
                Message::Close(frame) => bail!("closed while waiting for {kind}: {frame:?}"),
                _ => {}
            }
        }
    }
}
