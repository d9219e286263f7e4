//! Lines to commands: the door's grammar. It refuses only what is no sentence in its language.
//!
//! Here is the path of a line; `messages`, `rooms`, `reading`, `account` and `admin` read what stands after a command,
//! `program` reads JSON, `block` collects lines that belong together.

mod account;
mod admin;
mod args;
mod block;
mod messages;
mod own_modes;
mod profile;
mod program;
mod reading;
mod rooms;
mod webhooks;
/// Text may begin with spaces, but a password must not be published by one that slipped in before its command.
fn unspaced(line: &str) -> &str {
    let bare = line.trim_start();
    match Input::of(bare) {
        Input::Command { word, .. } if words::find(word).is_some_and(is_secret) => bare,
        Input::Command { .. } | Input::Text(_) => line,
    }
}

fn is_secret(topic: Topic) -> bool {
    matches!(topic, Topic::Register | Topic::Login | Topic::Password | Topic::Claim | Topic::Resume)
}

#[cfg(test)]
mod tests;

use super::speaker::{Format, LineSpeaker, Pending};
use super::view::View;
use super::{paste, words};
use crate::gate::Heard;
use args::{Wish, Wrong, line_of_text, needed, person, plain, target};
use block::Taken;
use causette_core::{Act, Command, Name, Ref, Refusal, Style, Target, Text, limits};
use causette_texts::{Fault, Topic};
use causette_wire::line::codec::Foreign;
use causette_wire::line::{Eol, Input, LineEvent};

pub use args::span;
pub(super) use block::{Block, FENCE};
use std::ops::ControlFlow;

/// What one line led to, beside what was already asked for.
enum Said {
    Nothing,
    /// A quit word: it quits only if no more of a paste follows.
    QuitWord,
}

/// A wish whose like comes unasked, too, and is then told in other words.
fn own(command: Command) -> Wish {
    Ok((Some(View::Own.reference()), command))
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
                    false => self.quit(None, heard),
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
        let listening = self.pastes && self.block.is_none() && self.reads == Format::Text && !self.codec.unfinished();
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
                self.quit(None, heard);
            }
            ControlFlow::Continue(())
        });
        self.codec = codec;
        if let Some(block) = self.block.take() {
            self.part(&block.rest(), heard);
        }
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
            heard.close(None, None);
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
            Format::Text if self.block.is_some() => {
                self.block_line(line, heard);
                return Said::Nothing;
            }
            Format::Text if line.trim_end() == FENCE => {
                self.open_block(false, heard);
                return Said::Nothing;
            }
            Format::Text if line == words::QUIT_WORD => return Said::QuitWord,
            Format::Text => {}
        }
        match Input::of(unspaced(line)) {
            Input::Text(text) if text.trim().is_empty() => {}
            Input::Text(text) => self.text(text, Style::Plain, heard),
            Input::Command { word, rest } => match words::find(word) {
                Some(topic) => self.command(topic, rest, heard),
                None => self.unknown(word, heard),
            },
        }
        Said::Nothing
    }

    /// A line of a block; what is full goes out, and so does what is closed.
    fn block_line(&mut self, line: &str, heard: &mut Heard<'_>) {
        let Some(mut block) = self.block.take() else { return };
        let word = line.trim_end().strip_prefix('/');
        match block.take(line, word.is_some_and(|word| words::find(word) == Some(Topic::Paste))) {
            Taken::Kept => self.block = Some(block),
            Taken::Full(text) => {
                self.block = Some(block);
                self.part(&text, heard);
            }
            Taken::Closed(text) if block.is_continued() => self.part(&text, heard),
            Taken::Closed(text) => self.text(&text, Style::Plain, heard),
        }
    }

    /// One of several messages that a block is sent as; blank lines are none.
    fn part(&mut self, text: &str, heard: &mut Heard<'_>) {
        if !text.trim().is_empty() {
            self.text(text, Style::Plain, heard);
        }
    }

    fn command(&mut self, topic: Topic, rest: &str, heard: &mut Heard<'_>) {
        let arg = rest.trim();
        match topic {
            Topic::Help => self.help(arg, heard),
            Topic::Say => self.text(rest, Style::Plain, heard),
            Topic::Me => self.text(rest, Style::Action, heard),
            Topic::Notice => self.text(rest, Style::Notice, heard),
            Topic::Format => self.format(arg, heard),
            Topic::Lang => self.language(arg, heard),
            Topic::Acks => self.acks(arg, heard),
            Topic::Paste => self.pastes(arg, heard),
            Topic::Time => self.time(heard),
            Topic::Calc => self.calc(arg, heard),
            Topic::Echo => self.echo(rest, heard),
            Topic::Quit | Topic::Fin => self.quit(line_of_text(arg).unwrap_or_default(), heard),
            Topic::Admin if arg.is_empty() => self.help(topic.word(), heard),
            topic => match self.wish(topic, arg) {
                Ok((_, command @ Command::Join { .. })) => self.ask(Pending::Join, command, heard),
                Ok((_, command @ Command::Govern { act: Act::Rename { .. }, .. })) => {
                    self.ask(Pending::Rename, command, heard);
                }
                Ok((_, command @ Command::Leave { .. })) => self.ask(Pending::Leave, command, heard),
                Ok((_, command @ (Command::Register { .. } | Command::Login { .. }))) => {
                    self.ask(Pending::SignIn, command, heard);
                }
                Ok((_, command @ (Command::Resume(_) | Command::Logout))) => self.ask(Pending::SignIn, command, heard),
                Ok((reference, command)) => heard.command(reference, command),
                Err(Wrong::Usage) => self.usage(topic, heard),
                Err(Wrong::Word(word)) => self.wrong_word(topic, &word, heard),
                Err(Wrong::Mode(word)) => {
                    let modes = words::modes(self.lang);
                    self.fault(Fault::UnknownMode { word: &word, modes: &modes }, None, heard);
                }
                Err(Wrong::Office(word)) => self.wrong_office(&word, heard),
                Err(Wrong::TooMany) => {
                    let usage = causette_texts::usage(self.lang, topic);
                    self.fault(Fault::TooManyWords { usage: &usage }, None, heard);
                }
                Err(Wrong::NoRoom) => self.fault(Fault::NoRoom, None, heard),
                Err(Wrong::Refused(refusal)) => self.refusal(&refusal, None, heard),
            },
        }
    }

    /// What a command asks of the core.
    fn wish(&self, topic: Topic, arg: &str) -> Wish {
        let here = self.here().map(|(_, room)| room);
        match topic {
            Topic::Nick => own(Command::Nick(Name::new(needed(arg).map(|_| arg)?)?)),
            Topic::Join => rooms::join(arg),
            Topic::Leave => rooms::leave(arg, here),
            Topic::Rooms => plain(Command::Rooms),
            Topic::Who => plain(Command::Who(target(arg, here)?)),
            Topic::Whois => plain(Command::Whois(person(needed(arg).map(|_| arg)?)?)),
            Topic::Msg => messages::msg(arg),
            Topic::Reply => messages::reply(arg, here),
            Topic::Edit => messages::edit(arg, here),
            Topic::Delete => messages::delete(arg, here),
            Topic::React => messages::react(arg, here),
            Topic::History => reading::history(arg, here),
            Topic::Search => reading::search(arg, here, &self.shared.zone, self.shared.clock.now()),
            Topic::Read => reading::read(arg, here),
            Topic::Unread => own(Command::Unread),
            Topic::Away => plain(Command::Away(line_of_text(arg)?)),
            Topic::Profile => profile::profile(arg),
            Topic::Ignore => reading::ignore(arg),
            Topic::Watch => reading::watch(arg),
            Topic::Guests => own_modes::guests(arg),
            Topic::Hide => own_modes::hide(arg),
            Topic::Staff => messages::staff(arg, here),
            Topic::Topic => rooms::topic(arg, here),
            Topic::Rename => rooms::rename(arg, here),
            Topic::Invite => rooms::named(arg, here, Act::Invite),
            Topic::Invites => plain(Command::Invitations),
            Topic::Kick => rooms::kick(arg, here),
            Topic::Ban => rooms::ban(arg, here),
            Topic::Unban => rooms::unban(arg, here),
            Topic::Mute => rooms::mute(arg, here),
            Topic::Unmute => rooms::unmute(arg, here),
            Topic::Exempt => rooms::pattern(arg, here, |mask, on| Act::Exempt { mask, on }),
            Topic::Welcome => rooms::pattern(arg, here, |mask, on| Act::Welcome { mask, on }),
            Topic::Op => rooms::op(arg, here),
            Topic::Deop => rooms::named(arg, here, |who| Act::Role { who, role: None }),
            Topic::Mode => rooms::mode(arg, here),
            Topic::Slow => rooms::slow(arg, here),
            Topic::Register => account::register(arg),
            Topic::Login => account::login(arg),
            Topic::Logout => plain(Command::Logout),
            Topic::Password => account::password(arg),
            Topic::Sessions => account::sessions(arg),
            Topic::Resume => account::resume(arg),
            Topic::Certificate => account::certificate(arg),
            Topic::Token => account::token(arg),
            Topic::Webhook => webhooks::webhook(arg),
            Topic::Claim => account::claim(arg),
            Topic::Export => account::export(arg),
            Topic::Erase => account::erase(arg),
            Topic::Admin => admin::admin(arg),
            Topic::Kill => admin::kill(arg),
            Topic::Oper => account::oper(arg),
            Topic::Help | Topic::Say | Topic::Me | Topic::Notice | Topic::Format | Topic::Lang => Err(Wrong::Usage),
            Topic::Acks | Topic::Paste | Topic::Time | Topic::Calc | Topic::Echo | Topic::Quit | Topic::Fin => {
                Err(Wrong::Usage)
            }
        }
    }

    fn text(&mut self, text: &str, style: Style, heard: &mut Heard<'_>) {
        let Some((_, room)) = self.here() else { return self.fault(Fault::NoRoom, None, heard) };
        let to = Target::Room(room.clone());
        match Text::new(text) {
            Ok(text) => heard.command(
                None,
                Command::Say { to, text, style, reply_to: None, key: None, tags: causette_core::ClientTags::NONE },
            ),
            Err(refusal) => self.refusal(&refusal, None, heard),
        }
    }

    pub(super) fn line_limit(&self) -> usize {
        match self.reads {
            Format::Json => limits::JSON_BYTES,
            Format::Text => limits::LINE_BYTES,
        }
    }

    /// There is no such command.
    pub(super) fn unknown(&self, word: &str, heard: &mut Heard<'_>) {
        let fault = match words::nearest(word, self.lang) {
            Some(near) => Fault::UnknownCommandNear { word, near },
            None => Fault::UnknownCommand { word },
        };
        self.fault(fault, None, heard);
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
        self.refuse(refusal.code(), &self.refusal_words(refusal), answers, &mut out);
        heard.say(out);
    }
}
