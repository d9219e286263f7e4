//! What happens, told while it happens: one event a line on the terminal, or kept for a demonstration.
//!
//! It must not know what the parts do, nor decide anything: a server without its trace behaves the same.

use causette_texts::{Lab, Lang, lab};
use std::io::{IsTerminal, Write};
use std::net::SocketAddr;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// The two ends of a connection, as one side sees them.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Link {
    /// This side.
    pub local: SocketAddr,
    /// The other side.
    pub peer: SocketAddr,
}

/// One thing that happened.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum What {
    /// `socket`: the kernel made an end, connected to nothing yet.
    Socket,
    /// `bind`: it has an address now.
    Bind(SocketAddr),
    /// `listen`: connections are let into a queue of this length.
    Listen(i32),
    /// `accept` was called and blocks.
    AcceptWaiting,
    /// `accept` returned a connection.
    Accepted(Link),
    /// `accept` failed for a reason that passes, such as too many open files.
    AcceptFailed(String),
    /// `connect` was called.
    Connect(SocketAddr),
    /// `connect` returned: the other kernel has agreed, its program may not know yet.
    Connected(Link),
    /// `connect` failed: nobody listens there.
    Refused(SocketAddr),
    /// `recv` was called and blocks.
    RecvWaiting,
    /// `recv` returned bytes.
    Received(Link, Vec<u8>),
    /// `recv` returned nothing at all: the other side has closed.
    EndOfStream(Link),
    /// The connection was torn down.
    Reset(Link),
    /// A non-blocking `recv` had nothing to give.
    WouldBlock,
    /// `send`.
    Sent(Link, Vec<u8>),
    /// `shutdown`: this side sends nothing more.
    Shutdown(Link),
    /// `close` of a connection.
    Close,
    /// `close` of the socket that listens.
    CloseListener,
    /// The lock is wanted; the name is whoever holds it.
    LockWaiting(String),
    /// The lock is ours.
    LockTaken,
    /// The lock is free again.
    LockReleased,
    /// Something said about all this.
    Note(String),
}

/// An event: when, who, what.
#[derive(Clone, Debug)]
pub struct Event {
    /// Since the trace began.
    pub at: Duration,
    /// Who did it: "server", "client A".
    pub actor: Arc<str>,
    /// What was done.
    pub what: What,
}

/// How events are shown.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Style {
    /// Not at all.
    Quiet,
    /// As text.
    Plain,
    /// As text in colour.
    Colour,
}

impl Style {
    /// Colour on a terminal, unless the reader wants none; plain text elsewhere.
    pub fn for_stdout(colour_wanted: bool) -> Style {
        if colour_wanted && std::io::stdout().is_terminal() { Style::Colour } else { Style::Plain }
    }
}

/// Where one actor tells what happens. Cheap to clone; all clones tell the same story.
#[derive(Clone)]
pub struct Trace {
    actor: Arc<str>,
    story: Arc<Story>,
}

struct Story {
    start: Instant,
    lang: Lang,
    style: Style,
    kept: bool,
    events: Mutex<Vec<Event>>,
    news: Condvar,
}

/// Taking a lock. A thread that panicked while it held one has not broken what we keep in ours.
pub(crate) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Trace {
    /// A story told on standard output and forgotten.
    pub fn new(lang: Lang, style: Style) -> Trace {
        Trace::story(lang, style, false)
    }

    /// A story that is kept as well.
    pub fn kept(lang: Lang, style: Style) -> Trace {
        Trace::story(lang, style, true)
    }

    fn story(lang: Lang, style: Style, kept: bool) -> Trace {
        let (events, news) = (Mutex::new(Vec::new()), Condvar::new());
        let story = Story { start: Instant::now(), lang, style, kept, events, news };
        Trace { actor: lab(lang, Lab::Server).into(), story: Arc::new(story) }
    }

    /// The same story, told by somebody else.
    pub fn named(&self, actor: &str) -> Trace {
        Trace { actor: actor.into(), story: self.story.clone() }
    }

    /// Who tells here.
    pub fn actor(&self) -> &str {
        &self.actor
    }

    /// The reader's language.
    pub fn lang(&self) -> Lang {
        self.story.lang
    }

    /// Tells one event.
    pub fn tell(&self, what: What) {
        // Held while printing, so that the lines of two threads never mix: part VIII in one line.
        let mut events = lock(&self.story.events);
        let event = Event { at: self.story.start.elapsed(), actor: self.actor.clone(), what };
        if self.story.style != Style::Quiet {
            let _ = writeln!(std::io::stdout(), "{}", event.line(self.story.lang, self.story.style));
        }
        if self.story.kept {
            events.push(event);
            self.story.news.notify_all();
        }
    }

    /// Tells a sentence.
    pub fn note(&self, sentence: Lab<'_>) {
        self.tell(What::Note(lab(self.lang(), sentence)));
    }

    /// What was kept so far.
    pub fn events(&self) -> Vec<Event> {
        lock(&self.story.events).clone()
    }

    /// Waits until the kept events satisfy `enough`; false if that takes longer than `patience`.
    pub fn wait(&self, patience: Duration, mut enough: impl FnMut(&[Event]) -> bool) -> bool {
        let events = lock(&self.story.events);
        let waited = self.story.news.wait_timeout_while(events, patience, |events| !enough(events));
        waited.map_or_else(|broken| !broken.into_inner().1.timed_out(), |(_, time)| !time.timed_out())
    }
}

impl Event {
    /// One line for a person: time, actor, call, detail.
    pub fn line(&self, lang: Lang, style: Style) -> String {
        let (time, words) = (format!("{:8.3}", self.at.as_secs_f64()), self.what.words(lang));
        if style == Style::Colour {
            let colour = self.what.colour();
            format!("\x1b[2m{time}\x1b[0m  {:<9} \x1b[{colour}m{words}\x1b[0m", self.actor)
        } else {
            format!("{time}  {:<9} {words}", self.actor)
        }
    }
}

impl What {
    /// The call and what came of it: `recv: 5 bytes "salut"`. Without any control character.
    pub fn words(&self, lang: Lang) -> String {
        let say = |sentence: Lab<'_>| lab(lang, sentence);
        let bytes = |call: &str, bytes: &[u8]| {
            let (count, text) = (bytes.len() as u64, shown(bytes));
            format!("{call}: {}", say(Lab::Bytes { count, text: &text }))
        };
        match self {
            What::Socket => "socket".into(),
            What::Bind(address) => format!("bind: {address}"),
            What::Listen(backlog) => {
                format!("listen: {}", say(Lab::Backlog { count: (*backlog).unsigned_abs().into() }))
            }
            What::AcceptWaiting => format!("accept: {}", say(Lab::Waiting)),
            What::Accepted(link) => format!("accept: {}", link.peer),
            What::AcceptFailed(error) => format!("accept: {}", say(Lab::AcceptFailed { error })),
            What::Connect(address) => format!("connect: {address}"),
            What::Connected(_) => format!("connect: {}", say(Lab::Connected)),
            What::Refused(_) => format!("connect: {}", say(Lab::Refused)),
            What::RecvWaiting => format!("recv: {}", say(Lab::Waiting)),
            What::Received(_, got) => bytes("recv", got),
            What::EndOfStream(_) => format!("recv: {}", say(Lab::EndOfStream)),
            What::Reset(_) => say(Lab::WasReset),
            What::WouldBlock => format!("recv: {}", say(Lab::WouldBlock)),
            What::Sent(_, sent) => bytes("send", sent),
            What::Shutdown(_) => format!("shutdown: {}", say(Lab::Shutdown)),
            What::Close => "close".into(),
            What::CloseListener => format!("close: {}", say(Lab::ListeningSocket)),
            What::LockWaiting(holder) => format!("lock: {}", say(Lab::LockWaiting { holder })),
            What::LockTaken => format!("lock: {}", say(Lab::LockTaken)),
            What::LockReleased => format!("unlock: {}", say(Lab::LockReleased)),
            What::Note(words) => format!("— {words}"),
        }
    }

    /// Whether the actor can do nothing until somebody else does something.
    pub fn blocks(&self) -> bool {
        matches!(self, What::AcceptWaiting | What::RecvWaiting | What::LockWaiting(_))
    }

    fn colour(&self) -> &'static str {
        match self {
            What::AcceptWaiting | What::RecvWaiting | What::WouldBlock => "33",
            What::Received(..) | What::Accepted(_) | What::Connected(_) => "32",
            What::Sent(..) => "36",
            What::Refused(_) | What::Reset(_) | What::AcceptFailed(_) => "31",
            What::LockWaiting(_) | What::LockTaken | What::LockReleased => "35",
            What::Note(_) => "1",
            What::Socket | What::Bind(_) | What::Listen(_) | What::Connect(_) => "34",
            What::EndOfStream(_) | What::Shutdown(_) | What::Close | What::CloseListener => "2",
        }
    }
}

/// Bytes as they can be shown to anybody: control characters and the like as escapes, long ones cut.
pub(crate) fn shown(bytes: &[u8]) -> String {
    const MOST: usize = 60;
    let start = bytes.get(..MOST * 4).unwrap_or(bytes); // a character has at most four bytes
    let text = String::from_utf8_lossy(start);
    let mut shown: String = text.chars().take(MOST).flat_map(|c| safe(c).collect::<Vec<_>>()).collect();
    if text.chars().count() > MOST || start.len() < bytes.len() {
        shown.push('…');
    }
    shown
}

fn safe(c: char) -> Box<dyn Iterator<Item = char>> {
    // Besides control characters, those that turn a line around or hide in it.
    let hides = matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}');
    if c.is_control() || hides { Box::new(c.escape_default()) } else { Box::new(std::iter::once(c)) }
}

/// Text of somebody else's, fit for another person's terminal.
pub(crate) fn harmless(text: &str) -> String {
    text.chars().flat_map(safe).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_are_shown_without_control_characters() {
        for (bytes, expect) in [
            ("salut".as_bytes(), "salut"),
            ("été\r\n".as_bytes(), "été\\r\\n"),
            (b"\x1b[31m", "\\u{1b}[31m"),
            ("\u{202e}".as_bytes(), "\\u{202e}"),
            (b"\xff", "\u{fffd}"),
        ] {
            assert_eq!(shown(bytes), expect);
        }
        let long = shown(&[b'x'; 100_000]);
        assert!(long.ends_with("x…") && long.chars().count() == 61, "{long}");
    }

    #[test]
    fn colour_is_only_added() {
        let event = Event { at: Duration::from_millis(1500), actor: "server".into(), what: What::Close };
        assert_eq!(event.line(Lang::En, Style::Plain), "   1.500  server    close");
        assert!(event.line(Lang::En, Style::Colour).contains("\x1b["));
    }
}
