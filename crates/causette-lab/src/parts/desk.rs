//! Where the operator of part IV sits: lines typed, and a place to show what the other side says.
//!
//! The keyboard has a thread of its own, because reading it blocks and Rust's standard library cannot ask "is there a
//! line yet?". It hands its lines over through a channel, and a channel can be asked.

use crate::trace::lock;
use std::io::{BufRead, Write};
use std::sync::Mutex;
use std::sync::mpsc::{Receiver, RecvTimeoutError, sync_channel};
use std::time::Duration;

/// Lines typed that nobody has taken yet; further ones wait in the terminal.
const TYPED_AHEAD: usize = 64;
/// How often whoever waits for the operator looks up.
const GLANCE: Duration = Duration::from_millis(20);

/// The operator's place.
pub struct Desk {
    /// Under a lock, because a receiver may only be used by one thread at a time.
    lines: Mutex<Receiver<String>>,
    screen: Box<dyn Fn(&str) + Send + Sync>,
}

/// What the operator did.
pub(crate) enum Typed {
    Line(String),
    NothingYet,
    /// The end of the input (Ctrl-D).
    Left,
}

impl Desk {
    /// The terminal this program was started from.
    pub fn terminal() -> Desk {
        let (typed, lines) = sync_channel(TYPED_AHEAD);
        std::thread::spawn(move || {
            for line in std::io::stdin().lock().lines().map_while(Result::ok) {
                if typed.send(line).is_err() {
                    break;
                }
            }
        });
        Desk::new(lines, |line| {
            let _ = writeln!(std::io::stdout(), "{line}");
        })
    }

    /// Any other place.
    pub fn new(lines: Receiver<String>, screen: impl Fn(&str) + Send + Sync + 'static) -> Desk {
        Desk { lines: Mutex::new(lines), screen: Box::new(screen) }
    }

    /// Waits a moment for a line.
    pub(crate) fn glance(&self) -> Typed {
        match lock(&self.lines).recv_timeout(GLANCE) {
            Ok(line) => Typed::Line(line),
            Err(RecvTimeoutError::Timeout) => Typed::NothingYet,
            Err(RecvTimeoutError::Disconnected) => Typed::Left,
        }
    }

    /// Shows a line, made harmless: the other side wrote it.
    pub(crate) fn show(&self, line: &str) {
        (self.screen)(&crate::trace::harmless(line));
    }
}
