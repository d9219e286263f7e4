//! A connection to a line door that speaks JSON: who one is on it, one request and its answer, objects with a time limit.

use causette_texts::{Lang, ProgramError, program_error};
use serde_json::{Value, json};
use std::io::{BufRead, BufReader, Error, ErrorKind, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::{Duration, Instant};

/// How long a server may take to answer, and to take what it is sent.
const ANSWER: Duration = Duration::from_secs(60);
const CONNECT: Duration = Duration::from_secs(10);
/// The longest line a server sends is a page whose every letter is escaped.
const LINE_BYTES: usize = 8 * 1024 * 1024;
/// Lines before the welcome: the greeting of the room a newcomer is in at once.
const GREETING: usize = 1000;

/// Who connects, and where. It remembers what makes it the same guest again.
#[derive(Clone, Debug)]
pub(super) struct Who {
    pub(super) address: SocketAddr,
    pub(super) name: Option<String>,
    pub(super) token: Option<String>,
    pub(super) lang: Lang,
}

/// Why it does not work.
#[derive(Debug)]
pub(super) enum Broken {
    /// The connection is gone, or none could be made: it may be tried again.
    Lost(Error),
    /// Trying again would not help; the sentence says why.
    Refused(String),
}

impl From<Error> for Broken {
    fn from(error: Error) -> Broken {
        Broken::Lost(error)
    }
}

pub(super) struct Link {
    stream: TcpStream,
    reader: BufReader<TcpStream>,
    /// Of a line that has not come to its end.
    part: Vec<u8>,
}

impl Link {
    /// Connects, turns to JSON, and becomes who it is.
    pub(super) fn open(who: &mut Who) -> Result<Link, Broken> {
        let stream = TcpStream::connect_timeout(&who.address, CONNECT)?;
        stream.set_nodelay(true)?;
        stream.set_write_timeout(Some(ANSWER))?;
        let reader = BufReader::new(stream.try_clone()?);
        let mut link = Link { stream, reader, part: Vec::new() };
        link.stream.write_all(b"/format json\n")?;
        let mut welcome = link.welcome(who)?;
        link.ask(json!({"type": "lang", "to": who.lang.code()}))?;
        if let Some(token) = &who.token {
            let again = link.ask(json!({"type": "resume", "token": token}))?;
            // A token that is too old, or of a server that has forgotten all: then it is somebody new who comes.
            if kind(&again) == "welcome" {
                welcome = again;
            }
        }
        who.token = text(&welcome, "resume").map(str::to_owned);
        if let Some(name) = who.name.as_deref().filter(|name| text(&welcome, "name") != Some(*name)) {
            link.must(json!({"type": "nick", "name": name}))?;
        }
        Ok(link)
    }

    fn welcome(&mut self, who: &Who) -> Result<Value, Broken> {
        let stranger = |lang| {
            let server = who.address.to_string();
            Broken::Refused(program_error(lang, ProgramError::NotCausette { server: &server }))
        };
        for _ in 0..GREETING {
            let Some(line) = self.line(CONNECT)? else { return Err(stranger(who.lang)) };
            if let Some(value) = object(&line).filter(|value| kind(value) == "welcome") {
                return Ok(value);
            }
            match line.as_slice() {
                [b'!', b'!', ..] => {
                    return Err(Broken::Lost(Error::other(String::from_utf8_lossy(&line).into_owned())));
                }
                // News, replayed messages, and the further lines of some.
                [b'-', b'-', ..] | [b'[' | b'|', ..] => {}
                _ => return Err(stranger(who.lang)),
            }
        }
        Err(stranger(who.lang))
    }

    /// Sends a request and waits for its answer; whatever else comes meanwhile is let go.
    pub(super) fn ask(&mut self, mut request: Value) -> Result<Value, Broken> {
        const REF: &str = "ask";
        if let Some(fields) = request.as_object_mut() {
            fields.insert("ref".into(), REF.into());
        }
        self.send(&request)?;
        let deadline = Instant::now() + ANSWER;
        loop {
            let left = deadline.saturating_duration_since(Instant::now());
            let Some(value) = self.next(left)? else {
                return Err(Error::new(ErrorKind::TimedOut, "no answer").into());
            };
            if text(&value, "ref") == Some(REF) {
                return Ok(value);
            }
        }
    }

    /// The same, where a refusal is the end.
    pub(super) fn must(&mut self, request: Value) -> Result<Value, Broken> {
        let answer = self.ask(request)?;
        match kind(&answer) {
            "refused" => Err(Broken::Refused(text(&answer, "text").unwrap_or_default().to_owned())),
            _ => Ok(answer),
        }
    }

    pub(super) fn send(&mut self, request: &Value) -> Result<(), Error> {
        write(&mut self.stream, request)
    }

    /// The next object, if one comes in this time. A goodbye is the end of the connection.
    pub(super) fn next(&mut self, wait: Duration) -> Result<Option<Value>, Error> {
        let Some(line) = self.line(wait)? else { return Ok(None) };
        let value = object(&line).ok_or_else(|| Error::new(ErrorKind::InvalidData, "not JSON"))?;
        match kind(&value) {
            "goodbye" => Err(Error::other(text(&value, "text").unwrap_or_default().to_owned())),
            _ => Ok(Some(value)),
        }
    }

    /// The next line, without its end.
    fn line(&mut self, wait: Duration) -> Result<Option<Vec<u8>>, Error> {
        let deadline = Instant::now() + wait;
        loop {
            // A timeout of zero would mean none.
            let left = deadline.saturating_duration_since(Instant::now()).max(Duration::from_millis(1));
            self.stream.set_read_timeout(Some(left))?;
            match self.reader.fill_buf() {
                Ok([]) => return Err(ErrorKind::UnexpectedEof.into()),
                Ok(bytes) => {
                    let end = bytes.iter().position(|byte| *byte == b'\n');
                    let taken = end.map_or(bytes.len(), |at| at + 1);
                    self.part.extend_from_slice(bytes.get(..taken).unwrap_or_default());
                    self.reader.consume(taken);
                    if end.is_some() {
                        let line = std::mem::take(&mut self.part);
                        return Ok(Some(line.trim_ascii_end().to_vec()));
                    }
                    if self.part.len() > LINE_BYTES {
                        return Err(Error::new(ErrorKind::InvalidData, "a line without end"));
                    }
                }
                Err(error) if matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut) => {
                    if Instant::now() >= deadline {
                        return Ok(None);
                    }
                }
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
    }

    /// Another hold on the connection, to write while somebody else reads.
    pub(super) fn writer(&self) -> Result<TcpStream, Error> {
        self.stream.try_clone()
    }
}

/// Sends a request.
pub(super) fn write(stream: &mut TcpStream, request: &Value) -> Result<(), Error> {
    stream.write_all(format!("{request}\n").as_bytes())
}

fn object(line: &[u8]) -> Option<Value> {
    serde_json::from_slice::<Value>(line).ok().filter(Value::is_object)
}

pub(super) fn kind(value: &Value) -> &str {
    text(value, "type").unwrap_or_default()
}

pub(super) fn text<'v>(value: &'v Value, field: &str) -> Option<&'v str> {
    value.get(field).and_then(Value::as_str)
}

pub(super) fn number(value: &Value, field: &str) -> Option<u64> {
    value.get(field).and_then(Value::as_u64)
}

impl Broken {
    /// For the person who started the client.
    pub(super) fn sentence(self, who: &Who) -> String {
        match self {
            Broken::Refused(sentence) => sentence,
            Broken::Lost(error) => {
                let (server, error) = (who.address.to_string(), error.to_string());
                program_error(who.lang, ProgramError::CannotConnect { server: &server, error: &error })
            }
        }
    }
}
