//! Lines to commands: the door's grammar. It refuses only what is no sentence in its language.

use super::speaker::{Format, LineSpeaker, Pending};
use super::{paste, words};
use crate::gate::Heard;
use causette_core::{Command, Name, Range, Ref, Refusal, RoomName, Style, Target, Text, limits};
use causette_texts::{Fault, Topic};
use causette_wire::json::{self, Ask, JsonFault, Why};
use causette_wire::line::codec::Foreign;
use causette_wire::line::words::first_word;
use causette_wire::line::{Eol, Input, LineEvent};
use std::ops::ControlFlow;

/// What one line led to, beside what was already asked for.
enum Said {
    Nothing,
    /// A quit word: it quits only if no more of a paste follows.
    QuitWord,
}

impl LineSpeaker {
    /// Takes lines until told to wait. Returns how many bytes were used.
    pub(super) fn take(&mut self, bytes: &[u8], heard: &mut Heard<'_>) -> usize {
        let mut used = 0;
        while used < bytes.len() && self.pending.is_none() && !heard.is_closing() {
            let rest = bytes.get(used..).unwrap_or_default();
            if let Some(flow) = self.take_paste(rest, &mut used, heard) {
                match flow {
                    ControlFlow::Continue(()) => continue,
                    ControlFlow::Break(()) => break,
                }
            }
            let mut said = Said::Nothing;
            let mut flow = ControlFlow::Continue(());
            let mut codec = std::mem::take(&mut self.codec);
            // The line about to be read may be the peer's first with CR LF, and its answer is to end so, too.
            let cr_lf = rest.split(|b| *b == b'\n').next().is_some_and(|line| line.ends_with(b"\r"));
            self.eol = if cr_lf { Eol::CrLf } else { codec.eol() };
            used += codec.feed(rest, |event| {
                let replied = matches!(event, LineEvent::Telnet(_));
                said = self.event(event, heard);
                flow = if replied { ControlFlow::Continue(()) } else { heard.took_line() };
                match said {
                    Said::Nothing if self.pending.is_none() => flow,
                    Said::Nothing | Said::QuitWord => ControlFlow::Break(()),
                }
            });
            self.codec = codec;
            // `/format` may have been among the lines.
            self.codec.set_limit(self.line_limit());
            self.eol = self.codec.eol();
            if matches!(said, Said::QuitWord) {
                match used < bytes.len() {
                    true => self.text(words::QUIT_WORD, Style::Plain, heard),
                    false => self.quit(heard),
                }
            }
            if flow.is_break() {
                break;
            }
        }
        used
    }

    /// Takes the message that a paste begins with. Each of its lines costs what a typed one does, but they stay together.
    fn take_paste(&mut self, rest: &[u8], used: &mut usize, heard: &mut Heard<'_>) -> Option<ControlFlow<()>> {
        let listening = self.pastes && self.reads == Format::Text && !self.codec.unfinished();
        let paste = listening.then(|| paste::paste(rest))??;
        *used += paste.bytes;
        self.text(&paste.text, Style::Plain, heard);
        (0..paste.lines).map(|_| heard.took_line()).last()
    }

    /// The peer sends no more: an unfinished line counts.
    pub(super) fn take_last(&mut self, heard: &mut Heard<'_>) {
        let mut codec = std::mem::take(&mut self.codec);
        codec.finish(|event| {
            if matches!(self.event(event, heard), Said::QuitWord) {
                self.quit(heard);
            }
            ControlFlow::Continue(())
        });
        self.codec = codec;
    }

    fn event(&mut self, event: LineEvent<'_>, heard: &mut Heard<'_>) -> Said {
        let fault = match event {
            LineEvent::Line(line) => return self.line(line, heard),
            LineEvent::Heartbeat => return Said::Nothing,
            LineEvent::Telnet(reply) => {
                heard.say_now(&reply);
                return Said::Nothing;
            }
            LineEvent::TooLong => Fault::LineTooLong { max: self.line_limit() as u64 },
            LineEvent::BadUtf8 => Fault::BadUtf8,
            LineEvent::Nul => Fault::Nul,
            LineEvent::Foreign(Foreign::Tls) => Fault::Tls,
            LineEvent::Foreign(Foreign::Http) => Fault::Http,
        };
        let closes = matches!(event, LineEvent::Foreign(_));
        self.fault(fault, None, heard);
        if closes {
            heard.close(None);
        }
        Said::Nothing
    }

    fn line(&mut self, line: &str, heard: &mut Heard<'_>) -> Said {
        match self.reads {
            Format::Json => {
                if !line.trim().is_empty() {
                    self.json(line, heard);
                }
                return Said::Nothing;
            }
            Format::Text if line == words::QUIT_WORD => return Said::QuitWord,
            Format::Text => {}
        }
        match Input::of(line) {
            Input::Text(text) if text.trim().is_empty() => {}
            Input::Text(text) => self.text(text, Style::Plain, heard),
            Input::Command { word, rest } => match words::find(word) {
                Some(topic) => self.command(topic, rest, heard),
                None => {
                    let fault = match words::nearest(word, self.lang) {
                        Some(near) => Fault::UnknownCommandNear { word, near },
                        None => Fault::UnknownCommand { word },
                    };
                    self.fault(fault, None, heard);
                }
            },
        }
        Said::Nothing
    }

    fn command(&mut self, topic: Topic, rest: &str, heard: &mut Heard<'_>) {
        let arg = rest.trim();
        let outcome = match topic {
            Topic::Nick => self.with(topic, arg, heard, |arg| Ok((None, Command::Nick(Name::new(arg)?)))),
            Topic::Join => self.with(topic, arg, heard, |arg| {
                Ok((Some(Pending::Join), Command::Join { room: RoomName::new(arg)?, after: None }))
            }),
            Topic::Leave => self.leave(arg, heard),
            Topic::Who => self.target(arg).map(|of| self.or_nowhere(of.map(Command::Who), heard)),
            Topic::Msg => self.msg(rest, heard),
            Topic::History => self.history(arg, heard),
            Topic::Help => return self.help(arg, heard),
            Topic::Rooms => return heard.command(None, Command::Rooms),
            Topic::Say => return self.text(rest, Style::Plain, heard),
            Topic::Me => return self.text(rest, Style::Action, heard),
            Topic::Format => return self.format(arg, heard),
            Topic::Lang => return self.language(arg, heard),
            Topic::Acks => return self.acks(arg, heard),
            Topic::Paste => return self.pastes(arg, heard),
            Topic::Time => return self.time(heard),
            Topic::Calc => return self.calc(arg, heard),
            Topic::Echo => return self.echo(rest, heard),
            Topic::Quit | Topic::Fin => return self.quit(heard),
        };
        if let Err(refusal) = outcome {
            self.refusal(&refusal, None, heard);
        }
    }

    /// A command that needs something after its name.
    fn with(
        &mut self,
        topic: Topic,
        arg: &str,
        heard: &mut Heard<'_>,
        make: impl FnOnce(&str) -> Result<(Option<Pending>, Command), Refusal>,
    ) -> Result<(), Refusal> {
        if arg.is_empty() {
            self.usage(topic, heard);
            return Ok(());
        }
        match make(arg)? {
            (Some(pending), command) => self.ask(pending, command, heard),
            (None, command) => heard.command(None, command),
        }
        Ok(())
    }

    fn text(&mut self, text: &str, style: Style, heard: &mut Heard<'_>) {
        let Some((_, room)) = self.here() else { return self.fault(Fault::NoRoom, None, heard) };
        match Text::new(text) {
            Ok(text) => heard.command(None, Command::Say { to: Target::Room(room.clone()), text, style, key: None }),
            Err(refusal) => self.refusal(&refusal, None, heard),
        }
    }

    fn msg(&mut self, rest: &str, heard: &mut Heard<'_>) -> Result<(), Refusal> {
        match first_word(rest) {
            Some((name, text)) if !text.is_empty() => {
                let to = Target::Person(Name::new(name.trim_start_matches('@'))?);
                heard.command(None, Command::Say { to, text: Text::new(text)?, style: Style::Plain, key: None });
            }
            Some(_) | None => self.usage(Topic::Msg, heard),
        }
        Ok(())
    }

    fn leave(&mut self, arg: &str, heard: &mut Heard<'_>) -> Result<(), Refusal> {
        let room = match (arg.is_empty(), self.here()) {
            (false, _) => RoomName::new(arg)?,
            (true, Some((_, room))) => room.clone(),
            (true, None) => {
                self.fault(Fault::NoRoom, None, heard);
                return Ok(());
            }
        };
        self.ask(Pending::Leave, Command::Leave(room), heard);
        Ok(())
    }

    fn history(&mut self, arg: &str, heard: &mut Heard<'_>) -> Result<(), Refusal> {
        let (of, count) = match first_word(arg) {
            Some((room, count)) if room.starts_with(['#', '@']) => (self.target(room)?, count),
            Some(_) | None => (self.target("")?, arg),
        };
        let limit = match (count, count.parse()) {
            ("", _) => limits::REPLAY_FACTS,
            (_, Ok(limit)) => limit,
            (number, Err(_)) if number.starts_with(['-', '+']) || number.starts_with(|c: char| c.is_ascii_digit()) => {
                return Err(Refusal::BadRange { max: limits::PAGE_FACTS });
            }
            (_, Err(_)) => {
                self.usage(Topic::History, heard);
                return Ok(());
            }
        };
        self.or_nowhere(of.map(|of| Command::History { of, range: Range::Before(u64::MAX), limit }), heard);
        Ok(())
    }

    /// `#room`, `@name`, or where the session is.
    fn target(&self, arg: &str) -> Result<Option<Target>, Refusal> {
        match (arg.strip_prefix('@'), arg) {
            (Some(name), _) => Ok(Some(Target::Person(Name::new(name)?))),
            (None, "") => Ok(self.here().map(|(_, room)| Target::Room(room.clone()))),
            (None, room) => Ok(Some(Target::Room(RoomName::new(room)?))),
        }
    }

    fn or_nowhere(&self, command: Option<Command>, heard: &mut Heard<'_>) {
        match command {
            Some(command) => heard.command(None, command),
            None => self.fault(Fault::NoRoom, None, heard),
        }
    }

    fn json(&mut self, line: &str, heard: &mut Heard<'_>) {
        match json::parse(line) {
            Ok((answers, Ask::Command(command))) => heard.command(answers, command),
            Ok((answers, Ask::Ping)) => {
                let mut out = Vec::new();
                json::out::pong(&mut out, answers.as_ref());
                heard.say(out);
            }
            Ok((answers, Ask::Calc { to, sum, key })) => self.calculate(to, &sum, key, (answers, heard)),
            Ok((answers, Ask::Lang(to))) => self.language_of_program(&to, answers.as_ref(), heard),
            Ok((_, Ask::Plain)) => self.reads_as(Format::Text, heard),
            Ok((_, Ask::Quit)) => self.quit(heard),
            Err(JsonFault { reference, why }) => {
                let types = json::TYPES.join(" ");
                let fault = match why {
                    Why::BadJson { column } => Fault::BadJson { column: column as u64 },
                    Why::UnknownType { nearest: Some(near) } => Fault::UnknownTypeNear { near },
                    Why::UnknownType { nearest: None } => Fault::UnknownType { types: &types },
                    Why::MissingField { field } => Fault::MissingField { field },
                    Why::BadValue { field } => Fault::BadValue { field },
                    Why::Refused(refusal) => return self.refusal(&refusal, reference.as_ref(), heard),
                };
                self.fault(fault, reference.as_ref(), heard);
            }
        }
    }

    pub(super) fn line_limit(&self) -> usize {
        match self.reads {
            Format::Json => limits::JSON_BYTES,
            Format::Text => limits::LINE_BYTES,
        }
    }

    pub(super) fn usage(&self, topic: Topic, heard: &mut Heard<'_>) {
        let usage = causette_texts::usage(self.lang, topic);
        self.fault(Fault::MissingWords { usage: &usage }, None, heard);
    }

    /// Says what is wrong with a line.
    pub(super) fn fault(&self, fault: Fault<'_>, answers: Option<&Ref>, heard: &mut Heard<'_>) {
        let mut out = Vec::new();
        self.refuse(fault.code(), &causette_texts::fault(self.lang, fault), answers, &mut out);
        heard.say(out);
    }

    pub(super) fn refusal(&self, refusal: &Refusal, answers: Option<&Ref>, heard: &mut Heard<'_>) {
        let mut out = Vec::new();
        self.refuse(refusal.code(), &causette_texts::refusal(self.lang, refusal), answers, &mut out);
        heard.say(out);
    }
}
