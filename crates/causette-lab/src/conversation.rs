//! One connection, cut into messages. TCP carries bytes and knows no messages, so both sides need a rule; ours is:
//!
//! **a message ends at a newline, or when the line falls quiet for a moment.**
//!
//! The second half is for the lab's own programs, which `send("salut")` without a newline. What an answer ends with
//! follows what the question ended with. It must not know what is said.

use crate::telnet;
use crate::trace::{Link, Trace, What, lock};
use crate::trouble::Trouble;
use causette_texts::{Lab, lab};
use socket2::{Domain, Socket, Type};
use std::io::{self, ErrorKind, Read, Write};
use std::net::{Shutdown, SocketAddr, TcpStream};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

/// Silence that ends a message without a newline.
pub const QUIET: Duration = Duration::from_millis(40);
/// How long a character that was cut in two may wait for its other half.
const HALF_CHARACTER: Duration = Duration::from_secs(1);
/// A longer message comes in pieces, so that nobody can fill our memory.
pub const PIECE_BYTES: usize = 8192;
/// How long `close` waits for the other side to close too.
const FAREWELL: Duration = Duration::from_millis(200);

/// What a message ended with.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Ending {
    Silence,
    Lf,
    CrLf,
}

/// A message, or a piece of a very long one.
pub struct Piece {
    /// Exactly what came, newline included.
    pub bytes: Vec<u8>,
    /// No piece of the same message comes after this one.
    pub last: bool,
    /// No piece of the same message came before this one.
    pub first: bool,
}

impl Piece {
    /// Whether this is all of a message that says only `word`.
    pub fn says(&self, word: &str) -> bool {
        self.first && self.last && self.bytes.trim_ascii() == word.as_bytes()
    }
}

/// The side that sends; several threads may have one each, on the same connection.
#[derive(Clone)]
pub struct Sender {
    stream: Arc<TcpStream>,
    link: Link,
    trace: Trace,
    ending: Arc<Mutex<Ending>>,
}

/// A connection with somebody.
pub struct Conversation {
    sender: Sender,
    waiting: Vec<u8>,
    since: Instant,
    timed: bool,
    patience: Option<Duration>,
    between: bool,
    ended: bool,
}

/// What one `recv` brought.
enum Got {
    Bytes,
    Silence,
    End,
}

impl Sender {
    /// `send`, all of it. False when the other side has gone.
    pub fn send(&self, bytes: &[u8]) -> bool {
        self.trace.tell(What::Sent(self.link, bytes.to_vec()));
        let mut rest = bytes;
        while !rest.is_empty() {
            match (&*self.stream).write(rest) {
                Ok(sent) if sent > 0 => rest = rest.get(sent..).unwrap_or_default(),
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                // Only in non-blocking mode: the other side reads slower than we send.
                Err(error) if error.kind() == ErrorKind::WouldBlock => std::thread::sleep(QUIET),
                Ok(_) | Err(_) => {
                    self.trace.tell(What::Reset(self.link));
                    return false;
                }
            }
        }
        true
    }

    /// Sends a text with the newline, or without, that the other side uses.
    pub fn reply(&self, text: &str) -> bool {
        let ending = match *lock(&self.ending) {
            Ending::Silence => "",
            Ending::Lf => "\n",
            Ending::CrLf => "\r\n",
        };
        self.send(format!("{text}{ending}").as_bytes())
    }

    /// Says that nothing more will be sent; the other side can still answer.
    pub fn shutdown(&self) {
        self.trace.tell(What::Shutdown(self.link));
        let _ = self.stream.shutdown(Shutdown::Write);
    }

    /// Ends the connection both ways: whoever waits in `recv` wakes up.
    pub fn hang_up(&self) {
        let _ = self.stream.shutdown(Shutdown::Both);
    }

    /// The two ends.
    pub fn link(&self) -> Link {
        self.link
    }

    /// Where it tells what happens.
    pub fn trace(&self) -> &Trace {
        &self.trace
    }
}

impl Conversation {
    pub(crate) fn new(stream: TcpStream, link: Link, trace: Trace) -> io::Result<Conversation> {
        stream.set_nodelay(true)?; // send at once: the lab shows what happens when
        let sender = Sender { stream: Arc::new(stream), link, trace, ending: Arc::new(Mutex::new(Ending::Silence)) };
        let (waiting, since) = (Vec::new(), Instant::now());
        Ok(Conversation { sender, waiting, since, timed: false, patience: None, between: true, ended: false })
    }

    /// The client's side: `socket` and `connect`.
    ///
    /// # Errors
    /// Nobody listens there, or cannot be reached.
    pub fn connect(address: SocketAddr, trace: &Trace) -> Result<Conversation, Trouble> {
        let trouble = |error| Trouble::Connect(address, error);
        let socket = Socket::new(Domain::for_address(address), Type::STREAM, None).map_err(trouble)?;
        trace.tell(What::Socket);
        trace.tell(What::Connect(address));
        socket.connect(&address.into()).map_err(|error| {
            trace.tell(What::Refused(address));
            trouble(error)
        })?;
        let stream = TcpStream::from(socket);
        let link = Link { local: stream.local_addr()?, peer: stream.peer_addr()? };
        trace.tell(What::Connected(link));
        Ok(Conversation::new(stream, link, trace.clone())?)
    }

    /// The next message as text. None when the other side has gone, in whatever way.
    pub fn recv(&mut self) -> Option<String> {
        loop {
            let piece = self.recv_piece()?;
            if let Some(text) = self.understood(piece) {
                return Some(text);
            }
        }
    }

    /// As [`Conversation::recv`], but None as well when nothing comes for that long.
    pub fn recv_within(&mut self, patience: Duration) -> Option<String> {
        let before = self.patience.replace(patience);
        let message = self.recv();
        self.patience = before;
        message
    }

    /// One `recv` as it is, without any rule about messages. It is not told: the caller does that.
    ///
    /// # Errors
    /// As `recv` has them.
    pub fn raw_recv(&self, buffer: &mut [u8]) -> io::Result<usize> {
        (&*self.sender.stream).read(buffer)
    }

    /// What a piece says; where it says nothing, it is answered here.
    fn understood(&mut self, piece: Piece) -> Option<String> {
        let lang = self.sender.trace.lang();
        if !piece.last {
            while self.recv_piece().is_some_and(|more| !more.last) {}
            self.sender.reply(&lab(lang, Lab::MessageTooLong { max: PIECE_BYTES as u64 }));
            return None;
        }
        let (bytes, mark) = telnet::without_commands(&piece.bytes);
        if mark {
            self.sender.send(&telnet::WONT_TIMING_MARK);
        }
        if bytes.is_empty() {
            return None; // there were only telnet's commands in it
        }
        match std::str::from_utf8(&bytes) {
            Ok(text) => Some(text.trim_end_matches(['\r', '\n', '\0']).trim_start_matches('\u{feff}').to_owned()),
            Err(_) => {
                self.sender.reply(&lab(lang, Lab::NotUtf8));
                None
            }
        }
    }

    /// The next message, or the next piece of a very long one, exactly as it came.
    pub fn recv_piece(&mut self) -> Option<Piece> {
        loop {
            if let Some(piece) = self.cut() {
                return Some(piece);
            }
            if self.ended {
                return self.rest();
            }
            match self.read() {
                Got::Bytes => {}
                Got::Silence if self.is_cut_in_two() && self.since.elapsed() < HALF_CHARACTER => {}
                Got::Silence => return self.rest(),
                Got::End => self.ended = true,
            }
        }
    }

    /// As [`Conversation::recv`], for a non-blocking connection: `Some(None)` when there is nothing yet.
    pub(crate) fn poll(&mut self) -> Option<Option<String>> {
        let piece = match self.cut() {
            Some(piece) => piece,
            None => match self.read() {
                Got::End => return self.rest().and_then(|piece| self.understood(piece)).map(Some),
                Got::Silence if !self.waiting.is_empty() && self.since.elapsed() > QUIET => self.rest()?,
                Got::Bytes | Got::Silence => return Some(None),
            },
        };
        Some(self.understood(piece))
    }

    /// One `recv`. It waits as long as it takes for a message to begin, and only a moment for it to go on.
    fn read(&mut self) -> Got {
        let (begun, link) = (!self.waiting.is_empty(), self.sender.link);
        if !begun && !self.timed {
            self.sender.trace.tell(What::RecvWaiting);
        }
        if !self.timed {
            let _ = self.sender.stream.set_read_timeout(if begun { Some(QUIET) } else { self.patience });
        }
        let mut buffer = [0; PIECE_BYTES];
        loop {
            match (&*self.sender.stream).read(&mut buffer) {
                Ok(0) => {
                    self.sender.trace.tell(What::EndOfStream(link));
                    return Got::End;
                }
                Ok(count) => {
                    let bytes = buffer.get(..count).unwrap_or_default();
                    self.sender.trace.tell(What::Received(link, bytes.to_vec()));
                    self.waiting.extend_from_slice(bytes);
                    self.since = Instant::now();
                    return Got::Bytes;
                }
                Err(error) if matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut) => {
                    return Got::Silence;
                }
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(_) => {
                    self.sender.trace.tell(What::Reset(link));
                    self.waiting.clear(); // a reset drops what was not finished
                    return Got::End;
                }
            }
        }
    }

    /// A piece that is complete in what has come so far.
    fn cut(&mut self) -> Option<Piece> {
        let start = self.waiting.get(..PIECE_BYTES).unwrap_or(&self.waiting);
        match start.iter().position(|byte| *byte == b'\n') {
            Some(at) => {
                let ending =
                    if start.get(..at).is_some_and(|line| line.ends_with(b"\r")) { Ending::CrLf } else { Ending::Lf };
                Some(self.take(at + 1, true, ending))
            }
            None if start.len() == PIECE_BYTES => Some(self.take(PIECE_BYTES, false, Ending::Silence)),
            None => None,
        }
    }

    /// What is left, as a last message without a newline.
    fn rest(&mut self) -> Option<Piece> {
        let length = self.waiting.len();
        (length > 0 || (!self.between && self.ended)).then(|| self.take(length, true, Ending::Silence))
    }

    fn take(&mut self, length: usize, last: bool, ending: Ending) -> Piece {
        let first = std::mem::replace(&mut self.between, last);
        if last {
            *lock(&self.sender.ending) = ending;
        }
        Piece { bytes: self.waiting.drain(..length).collect(), last, first }
    }

    /// Whether what has come ends in the middle of a character.
    fn is_cut_in_two(&self) -> bool {
        std::str::from_utf8(&self.waiting).is_err_and(|error| error.error_len().is_none())
    }

    /// As [`Sender::reply`].
    pub fn reply(&self, text: &str) -> bool {
        self.sender.reply(text)
    }

    /// As [`Sender::send`].
    pub fn send(&self, bytes: &[u8]) -> bool {
        self.sender.send(bytes)
    }

    /// The longest that `recv` waits for a message to begin; for ever unless this is called.
    pub fn set_patience(&mut self, patience: Duration) {
        self.patience = Some(patience);
    }

    /// A second mouth on the same connection, for another thread.
    pub fn sender(&self) -> Sender {
        self.sender.clone()
    }

    /// The same connection, told about under another name.
    pub fn named(mut self, actor: &str) -> Conversation {
        self.sender.trace = self.sender.trace.named(actor);
        self
    }

    /// `recv` no longer waits: see [`Conversation::poll`].
    pub(crate) fn set_nonblocking(&mut self) -> io::Result<()> {
        self.timed = true;
        self.sender.stream.set_nonblocking(true)
    }

    /// `close`, politely: first "I send nothing more", then what is still on its way is read and thrown away, because
    /// closing over unread bytes would reset the connection and could take our last words with it.
    pub fn close(self) {
        self.sender.trace.tell(What::Close);
        let stream = &self.sender.stream;
        let _ = stream.set_nonblocking(false);
        let _ = stream.shutdown(Shutdown::Write);
        let (until, mut buffer) = (Instant::now() + FAREWELL, [0; PIECE_BYTES]);
        while let Some(left) = until.checked_duration_since(Instant::now()).filter(|left| !left.is_zero()) {
            let _ = stream.set_read_timeout(Some(left));
            match (&**stream).read(&mut buffer) {
                Ok(count) if count > 0 && !self.ended => {}
                Ok(_) | Err(_) => break,
            }
        }
    }

    /// Closes at once and throws away whatever is on its way, in both directions: a reset.
    pub fn reset(self) {
        let _ = socket2::SockRef::from(&*self.sender.stream).set_linger(Some(Duration::ZERO));
        self.sender.trace.tell(What::Close);
    }
}
