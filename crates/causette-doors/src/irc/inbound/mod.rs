//! Messages to commands: the door's grammar. It refuses only what is no sentence in its language.
//!
//! Here is the path of a line. `registration` and `sasl` see to who somebody is, `talk` to what is said, `rooms` and `modes` to
//! rooms, `people` to people, `history` to reading back, `server` to what is asked of the server itself.

mod batch;
mod history;
mod metadata;
mod modes;
mod operators;
mod own_modes;
mod people;
mod registration;
mod rooms;
mod sasl;
mod search;
mod server;
mod services;
mod tags;
mod talk;

pub(super) use batch::Incoming;
pub(super) use registration::Registration;
pub(super) use sasl::{PIECE, Sasl};
pub(super) use server::VERSION;

use super::caps::Cap;
use super::put::{Head, Put};
use super::requests::Asked;
use super::speaker::IrcSpeaker;
use crate::gate::Heard;
use causette_core::{Command, Name, Refusal, RoomName, Text};
use causette_texts::Fault;
use causette_wire::irc::{Event, Foreign, Message};
use std::ops::ControlFlow;

/// One message being heard: what it says at once, and what it asks for.
pub(super) struct Turn<'t, 'm, 'h> {
    pub(super) session: &'t mut IrcSpeaker,
    pub(super) heard: &'t mut Heard<'h>,
    pub(super) message: &'t Message<'m>,
    group: Option<u32>,
    out: Vec<u8>,
}

impl IrcSpeaker {
    /// Takes lines until told to wait. Returns how many bytes were used.
    pub(super) fn take(&mut self, bytes: &[u8], heard: &mut Heard<'_>) -> usize {
        let mut used = 0;
        while used < bytes.len() && self.held == 0 && !heard.is_closing() {
            let rest = bytes.get(used..).unwrap_or_default();
            let mut flow = ControlFlow::Continue(());
            let mut codec = std::mem::take(&mut self.codec);
            used += codec.feed(rest, |event| {
                self.event(event, heard);
                flow = heard.took_line();
                if self.held > 0 || heard.is_closing() { ControlFlow::Break(()) } else { flow }
            });
            self.codec = codec;
            if flow.is_break() {
                break;
            }
        }
        used
    }

    /// The peer sends no more: an unfinished line counts.
    pub(super) fn take_last(&mut self, heard: &mut Heard<'_>) {
        let mut codec = std::mem::take(&mut self.codec);
        codec.finish(|event| {
            self.event(event, heard);
            ControlFlow::Continue(())
        });
        self.codec = codec;
    }

    fn event(&mut self, event: Event<'_>, heard: &mut Heard<'_>) {
        let mut out = Vec::new();
        match event {
            Event::Line(line) => return self.line(line, heard),
            Event::Heartbeat => return,
            Event::TooLong | Event::TagsTooLong => {
                self.writer(&mut out).numeric("417", &["Input line was too long"]);
            }
            Event::BadUtf8(read) => {
                let message = Message::parse(read).ok();
                let command = message.as_ref().map_or("*", |message| message.command).to_ascii_uppercase();
                self.writer(&mut out).fail(&command, "INVALID_UTF8", &[], "Messages must be UTF-8");
                let group = message.and_then(|message| self.group(&message));
                return self.say_in(group, out, heard);
            }
            Event::Nul => self.writer(&mut out).fail("*", "NUL", &[], "A message had a NUL in it; it is gone"),
            Event::Foreign(foreign) => {
                let fault = match foreign {
                    Foreign::Tls => Fault::Tls,
                    Foreign::Http => Fault::Http,
                };
                let words = causette_texts::fault(self.shared.setup.lang, fault);
                Put::new(&mut out).line("ERROR", &[&words]);
                heard.say(out);
                return heard.close(None, None);
            }
        }
        heard.say(out);
    }

    fn line(&mut self, line: &str, heard: &mut Heard<'_>) {
        // A line without a command asks for nothing.
        let Ok(message) = Message::parse(line) else { return };
        let group = self.group(&message);
        let mut turn = Turn { session: self, heard, message: &message, group, out: Vec::new() };
        turn.command();
        let Turn { out, group, .. } = turn;
        self.say_in(group, out, heard);
    }

    /// What belongs to the label that a message bears, if its client knows of labels.
    fn group(&mut self, message: &Message<'_>) -> Option<u32> {
        let label = message.tag("label").filter(|label| !label.is_empty() && label.len() <= LABEL_BYTES);
        let in_batch = message.tag("batch").is_some();
        label.filter(|_| self.has(Cap::LabeledResponse) && !in_batch).map(|label| self.requests.open(label))
    }

    /// Says what a message is answered at once, under its label.
    fn say_in(&mut self, group: Option<u32>, out: Vec<u8>, heard: &mut Heard<'_>) {
        match group {
            None => heard.say(out),
            Some(group) => {
                let mut all = Vec::new();
                self.requests.gather(group, &out);
                self.requests.close(group, &self.shared.setup.name, &mut all);
                heard.say(all);
            }
        }
    }
}

/// The longest label.
const LABEL_BYTES: usize = 64;

impl<'m> Turn<'_, 'm, '_> {
    fn command(&mut self) {
        let command = self.message.command.to_ascii_uppercase();
        match command.as_str() {
            "CAP" => self.cap(),
            "PASS" => self.pass(),
            "NICK" => self.nick(),
            "USER" => self.user(),
            "AUTHENTICATE" => self.authenticate(),
            "REGISTER" => self.register(),
            "PING" => self.ping(),
            "PONG" => {}
            "QUIT" => self.quit(),
            "AWAY" if !self.session.is_registered() => self.away(),
            "METADATA" if self.session.caps.metadata() => self.metadata(),
            _ if !self.session.is_registered() => {
                self.say_numeric("451", &["You have not registered: NICK and USER come first"]);
            }
            "BATCH" => self.batch(),
            "PRIVMSG" | "NOTICE" if self.message.tag("batch").is_some() => self.batch_line(&command),
            _ => self.registered(&command),
        }
    }

    fn registered(&mut self, command: &str) {
        match command {
            "PRIVMSG" | "NOTICE" | "TAGMSG" => self.talk(command),
            "JOIN" => self.join(),
            "PART" => self.part(),
            "TOPIC" => self.topic(),
            "NAMES" => self.names(),
            "LIST" => self.list(),
            "INVITE" => self.invite(),
            "KICK" => self.kick(),
            "RENAME" => self.rename(),
            "MODE" => self.mode(),
            "WHO" => self.who(),
            "WHOIS" => self.whois(),
            "WHOWAS" => self.whowas(),
            "AWAY" => self.away(),
            "USERHOST" | "ISON" => self.here(command),
            "SETNAME" => self.setname(),
            "MONITOR" => self.monitor(),
            "CHATHISTORY" => self.chathistory(),
            "MARKREAD" => self.markread(),
            "SEARCH" if self.session.has(Cap::Search) => self.search(),
            "REDACT" => self.redact(),
            "KILL" => self.kill(),
            "OPER" => self.oper(),
            "WALLOPS" => self.wallops(),
            "REHASH" => self.rehash(),
            "NICKSERV" | "NS" | "CHANSERV" | "CS" => self.service(command),
            "MOTD" | "LUSERS" | "VERSION" | "ADMIN" | "INFO" | "TIME" | "HELP" | "HELPOP" | "LINKS" => {
                self.about_the_server(command);
            }
            _ => self.say_numeric("421", &[self.message.command, "Unknown command"]),
        }
    }

    /// A parameter, if it is there.
    pub(super) fn param(&self, n: usize) -> Option<&'m str> {
        self.message.params.get(n).copied()
    }

    /// A parameter that must be there and not be empty; without it the client is told so.
    pub(super) fn needed(&mut self, n: usize) -> Option<&'m str> {
        let param = self.param(n).filter(|param| !param.is_empty());
        if param.is_none() {
            self.too_few();
        }
        param
    }

    pub(super) fn too_few(&mut self) {
        let command = self.message.command.to_ascii_uppercase();
        self.say_numeric("461", &[&command, "Not enough parameters"]);
    }

    /// Asks the engine.
    pub(super) fn ask(&mut self, asked: Asked, command: Command) {
        self.session.ask(asked, self.group, command, self.heard);
    }

    pub(super) fn say_numeric(&mut self, numeric: &str, params: &[&str]) {
        self.session.writer(&mut self.out).numeric(numeric, params);
    }

    pub(super) fn say_fail(&mut self, command: &str, code: &str, context: &[&str], words: &str) {
        self.session.writer(&mut self.out).fail(command, code, context, words);
    }

    /// A message from the server.
    pub(super) fn say(&mut self, command: &str, params: &[&str]) {
        let head = Head::from(self.session.shared.setup.name.clone());
        Put::new(&mut self.out).message(&head, command, params);
    }

    pub(super) fn out(&mut self) -> &mut Vec<u8> {
        &mut self.out
    }

    /// What the core would say, for what it was not even asked.
    pub(super) fn refuse(&mut self, asked: &Asked, refusal: &Refusal) {
        self.session.writer(&mut self.out).refused(asked, refusal);
    }

    /// A room's name; whoever typed something else is told so.
    pub(super) fn room(&mut self, typed: &str) -> Option<RoomName> {
        let room = RoomName::new(typed).ok().filter(|_| typed.starts_with('#'));
        if room.is_none() {
            self.say_numeric("403", &[typed, "No such channel"]);
        }
        room
    }

    /// A person's name; nobody bears what is none.
    pub(super) fn person(&mut self, typed: &str) -> Option<Name> {
        let name = Name::new(typed).ok();
        if name.is_none() {
            self.say_numeric("401", &[typed, "No such nick/channel"]);
        }
        name
    }

    fn ping(&mut self) {
        let Some(token) = self.param(0).filter(|token| !token.is_empty()) else {
            return match self.message.params.is_empty() {
                true => self.too_few(),
                false => self.say_numeric("409", &["No origin specified"]),
            };
        };
        let name = self.session.shared.setup.name.clone();
        self.say("PONG", &[&name, token]);
    }

    fn quit(&mut self) {
        let words = self.param(0).and_then(|words| Text::new(words).ok());
        self.session.quit(words, self.heard);
    }

    /// The parts of a list with commas, none of them empty.
    pub(super) fn parts(text: &'m str) -> impl Iterator<Item = &'m str> {
        text.split(',').filter(|part| !part.is_empty())
    }
}
