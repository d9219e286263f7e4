//! Lines over a socket, bare or as messages of a WebSocket, with a time limit on everything.

use super::PATIENCE;
use anyhow::{Context, Result, bail};
use std::collections::VecDeque;
use std::io::{ErrorKind, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::{Duration, Instant};
use tokio_tungstenite::tungstenite::{Error, Message, WebSocket, client};

const CONNECT: Duration = Duration::from_secs(10);
const WRITE: Duration = Duration::from_secs(10);

pub(super) struct Wire {
    way: Way,
    lines: VecDeque<String>,
}

enum Way {
    Bare { stream: TcpStream, part: Vec<u8> },
    Socket(Box<WebSocket<TcpStream>>),
}

impl Wire {
    /// Connects. `receive` bounds what the kernel takes for us while we do not read.
    pub(super) fn connect(address: SocketAddr, receive: Option<usize>) -> Result<Wire> {
        let stream = connect(address, receive)?;
        Ok(Wire { way: Way::Bare { stream, part: Vec::new() }, lines: VecDeque::new() })
    }

    /// Connects at the web door, and shakes hands there.
    pub(super) fn socket(web: SocketAddr) -> Result<Wire> {
        let stream = connect(web, None)?;
        stream.set_read_timeout(Some(PATIENCE))?;
        let (socket, _) =
            client(format!("ws://{web}/ws"), stream).map_err(|error| anyhow::anyhow!("no handshake: {error}"))?;
        Ok(Wire { way: Way::Socket(Box::new(socket)), lines: VecDeque::new() })
    }

    /// Our end of it.
    pub(super) fn local(&self) -> Result<SocketAddr> {
        let stream = match &self.way {
            Way::Bare { stream, .. } => stream,
            Way::Socket(socket) => socket.get_ref(),
        };
        stream.local_addr().context("the address of a socket")
    }

    pub(super) fn send(&mut self, line: &str) -> Result<()> {
        match &mut self.way {
            Way::Bare { stream, .. } => stream.write_all(format!("{line}\n").as_bytes()).context("writing"),
            Way::Socket(socket) => socket.send(Message::text(line)).context("writing"),
        }
    }

    /// The next line, if it comes within this time. An error when the connection has ended.
    pub(super) fn line(&mut self, wait: Duration) -> Result<Option<String>> {
        let deadline = Instant::now() + wait;
        loop {
            if let Some(line) = self.lines.pop_front() {
                return Ok(Some(line));
            }
            let left = deadline.saturating_duration_since(Instant::now());
            if !self.fill(left)? && left.is_zero() {
                return Ok(None);
            }
        }
    }

    /// Reads until a line contains these words; what came before it, and it. An error names what came instead.
    pub(super) fn until(&mut self, words: &str) -> Result<(Vec<String>, String)> {
        let deadline = Instant::now() + PATIENCE;
        let mut seen = Vec::new();
        while let Some(line) = self.line(deadline.saturating_duration_since(Instant::now()))? {
            if line.contains(words) {
                return Ok((seen, line));
            }
            seen.push(line);
        }
        bail!("no line with {words:?} within {PATIENCE:?}, only {seen:#?}")
    }

    /// Reads once; false when nothing came in time.
    fn fill(&mut self, wait: Duration) -> Result<bool> {
        // A timeout of zero would mean none.
        let wait = Some(wait.max(Duration::from_micros(1)));
        match &mut self.way {
            Way::Bare { stream, part } => {
                stream.set_read_timeout(wait)?;
                let mut buffer = [0; 64 * 1024];
                match stream.read(&mut buffer) {
                    Ok(0) => bail!("the server closed the connection"),
                    Ok(n) => {
                        take(part, buffer.get(..n).unwrap_or_default(), &mut self.lines);
                        Ok(true)
                    }
                    Err(e) if is_late(&e) => Ok(false),
                    Err(e) => Err(e).context("reading"),
                }
            }
            Way::Socket(socket) => {
                socket.get_ref().set_read_timeout(wait)?;
                match socket.read() {
                    Ok(Message::Text(text)) => {
                        self.lines.push_back(text.to_string());
                        Ok(true)
                    }
                    Ok(Message::Close(_)) => bail!("the server closed the connection"),
                    Ok(_) => Ok(true),
                    Err(Error::Io(e)) if is_late(&e) => Ok(false),
                    Err(e) => Err(e).context("reading"),
                }
            }
        }
    }
}

fn connect(address: SocketAddr, receive: Option<usize>) -> Result<TcpStream> {
    let socket = socket2::Socket::new(socket2::Domain::for_address(address), socket2::Type::STREAM, None)?;
    if let Some(bytes) = receive {
        socket.set_recv_buffer_size(bytes)?;
    }
    socket.connect_timeout(&address.into(), CONNECT).with_context(|| format!("connecting to {address}"))?;
    socket.set_tcp_nodelay(true)?;
    socket.set_write_timeout(Some(WRITE))?;
    Ok(socket.into())
}

fn is_late(error: &std::io::Error) -> bool {
    matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut | ErrorKind::Interrupted)
}

fn take(part: &mut Vec<u8>, bytes: &[u8], lines: &mut VecDeque<String>) {
    for piece in bytes.split_inclusive(|b| *b == b'\n') {
        part.extend_from_slice(piece);
        if part.last() == Some(&b'\n') {
            lines.push_back(String::from_utf8_lossy(part).trim_end_matches(['\n', '\r']).to_owned());
            part.clear();
        }
    }
}
