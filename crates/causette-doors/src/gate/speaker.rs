//! What the gate needs from a door: one [`Speaker`] a connection, who turns bytes into submissions and events into bytes.

use super::throttle::{Rate, Throttle};
use causette_core::notice::Goodbye;
use causette_core::{Command, Fact, Notice, Origin, Ref, RoomId, RoomLabel, RoomTag, Signal, Text, Wish};
use causette_engine::{IN_FLIGHT, SessionId, Submission};
use std::ops::ControlFlow;
use tokio::time::Instant;

/// Two connections with the same dialect for a room are sent the very same bytes for what happens there.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Dialect(pub u32);

/// What the gate itself has to say: to a connection that it slows, or before it closes one.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Trouble {
    /// It sends faster than it may be heard: its lines wait, and none is lost. Nothing is closed.
    Slowed,
    /// An unfinished line took too long.
    Unfinished,
    /// One line had no end.
    Endless,
    /// It did not say who it is in time.
    Nameless,
    /// It read nothing for too long.
    Stalled,
    /// It sent far more than may be heard, for too long.
    Flooded,
    /// Its address has as many connections as it may.
    Crowded {
        /// So many.
        most: u32,
    },
    /// Its address connects too fast.
    Hurried,
    /// It speaks clear text where TLS is expected.
    Clear,
    /// It is a proxy that did not say for whom it connects.
    Unannounced,
    /// It asks for a page where only a WebSocket is to be had.
    NoWebSocket,
}

/// How a connection's bytes get here.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Carriage {
    /// In clear, straight from the client.
    Clear,
    /// By TLS with us, or with a proxy that says so.
    Tls,
    /// In another way: by a file of this machine, inside a WebSocket, by a proxy that says nothing of TLS.
    Other,
}

/// One connection's door: its state is what a door remembers of a session.
pub trait Speaker {
    /// Where the connection comes from, before anything else.
    fn arrived(&mut self, _from: &Origin, _carriage: Carriage) {}
    /// The connection is open: what should happen first.
    fn greet(&mut self, heard: &mut Heard<'_>);
    /// Turns bytes into submissions, until [`Heard::took_line`] breaks. Returns how many bytes were used.
    fn hear(&mut self, bytes: &[u8], heard: &mut Heard<'_>) -> usize;
    /// The peer will send no more: an unfinished last line counts.
    fn finish(&mut self, heard: &mut Heard<'_>);
    /// Whether a line has begun and not ended, and how many bytes of an overlong one were thrown away.
    fn unfinished(&self) -> (bool, u64);
    /// Whether its door still waits to hear who it is, which has to be said in time.
    fn is_entering(&self) -> bool {
        false
    }
    /// Which bytes it shares with others for events of this room.
    fn dialect(&self, room: RoomId) -> Dialect;
    /// Whether its words for this fact are for nobody else, whatever its dialect.
    fn writes_fact_alone(&self, _fact: &Fact) -> bool {
        false
    }
    /// Whether its words for this signal are.
    fn writes_signal_alone(&self, _signal: &Signal) -> bool {
        false
    }
    /// Words for a fact of a room; whether it speaks to the session's person by name.
    fn fact(&mut self, label: &RoomLabel, fact: &Fact, mentions_you: bool, out: &mut Vec<u8>);
    /// Words for a signal in a room.
    fn signal(&mut self, room: &RoomTag, signal: &Signal, out: &mut Vec<u8>);
    /// Whether another name, an absence or the end of somebody is told once to the session, in however many rooms it meets that person.
    fn hears_of_people_once(&self) -> bool;
    /// Words for a notice.
    fn notice(&mut self, answers: Option<&Ref>, notice: &Notice, out: &mut Vec<u8>);
    /// Words about trouble.
    fn trouble(&mut self, trouble: Trouble, out: &mut Vec<u8>);
}

/// Where a speaker puts what it heard, and what tells it to wait.
pub struct Heard<'a> {
    pub(super) session: SessionId,
    pub(super) submissions: &'a mut Vec<Submission>,
    /// Written at once, before any answer: telnet's replies.
    pub(super) raw: Vec<u8>,
    pub(super) in_flight: usize,
    pub(super) throttle: &'a mut Throttle,
    pub(super) rate: Rate,
    pub(super) epoch: Instant,
    pub(super) now: Instant,
    pub(super) wait_until: Option<Instant>,
    /// Lines taken.
    pub(super) lines: usize,
    /// Something with a long answer is under way.
    pub(super) long: bool,
    pub(super) closing: bool,
}

impl Heard<'_> {
    /// Counts a line that was taken (an empty one too). Break: take no more now, the gate comes back with the rest.
    pub fn took_line(&mut self) -> ControlFlow<()> {
        self.lines += 1;
        if let Some(when) = self.throttle.charge(self.rate, self.epoch, self.now) {
            self.wait_until = Some(when);
        }
        if self.closing || self.long || self.in_flight >= IN_FLIGHT || self.wait_until.is_some() {
            return ControlFlow::Break(());
        }
        ControlFlow::Continue(())
    }

    /// Asks for something; exactly one answer comes back to [`Speaker::notice`].
    pub fn command(&mut self, answers: Option<Ref>, command: Command) {
        self.in_flight += 1;
        self.long |= has_long_answer(&command);
        self.submissions.push(Submission::Command { session: self.session, answers, command });
    }

    /// Says something to the session itself, after the answers to what it asked before.
    pub fn say(&mut self, bytes: Vec<u8>) {
        if !bytes.is_empty() {
            self.in_flight += 1;
            self.submissions.push(Submission::Local { session: self.session, bytes: bytes.into() });
        }
    }

    /// Whether the session is being ended.
    pub fn is_closing(&self) -> bool {
        self.closing
    }

    /// Says something at once.
    pub fn say_now(&mut self, bytes: &[u8]) {
        self.raw.extend_from_slice(bytes);
    }

    /// Ends the session after all that was asked before, with its last words to its rooms. Nothing more is heard.
    pub fn close(&mut self, why: Option<Goodbye>, said: Option<Text>) {
        if !self.closing {
            self.closing = true;
            self.submissions.push(Submission::Close { session: self.session, why, said });
        }
    }
}

/// Answered by a page or a list: many of these in flight at once would be many times the limit of the queue they go to.
fn has_long_answer(command: &Command) -> bool {
    match command {
        Command::History { .. } | Command::Join { .. } | Command::Rooms | Command::Who(_) => true,
        Command::Search { .. } | Command::About(_) | Command::Unread | Command::Export(_) => true,
        Command::Admin(wish) => match wish {
            Wish::Accounts { .. } | Wish::Export(..) => true,
            Wish::Account { .. } | Wish::Invite { .. } | Wish::Reset(_) | Wish::Erase(_) => false,
            Wish::Stats | Wish::Note(_) | Wish::Reload | Wish::Announce(_) => false,
        },
        Command::Hello | Command::Nick(_) | Command::Resume(_) | Command::Leave { .. } | Command::Whois(_) => false,
        Command::Say { .. } | Command::Calc { .. } | Command::Edit { .. } | Command::Delete { .. } => false,
        Command::React { .. } | Command::Govern { .. } | Command::Read { .. } | Command::ReadAt { .. } => false,
        Command::Targets { .. } | Command::Invitations | Command::Profile(_) => true,
        Command::Away(_) | Command::Ignore { .. } | Command::Introduce(_) | Command::Typing { .. } => false,
        // Who the session is decides what the next line means.
        Command::Register { .. } | Command::Login { .. } | Command::Logout | Command::Password { .. } => true,
        Command::Sessions | Command::Oper { .. } | Command::StepDown | Command::Scram(_) => true,
        Command::External(_) | Command::Certificates(_) | Command::Token(_) | Command::Webhook(_) => true,
        Command::Find(_) | Command::Watch { .. } | Command::Watched | Command::Whowas(_) => true,
        Command::Unwatch | Command::Census | Command::Aside { .. } | Command::OwnModes(_) | Command::Tagged { .. } => {
            false
        }
        Command::Link | Command::EndSession(_) | Command::Claim(_) | Command::Erase(_) => false,
    }
}
