//! One line session: what it reads, what it is shown, which room its text goes to.

use super::inbound::Block;
use super::view::View;
use super::{Shared, outbound};
use crate::gate::{Begins, Dialect, Heard, INTRODUCTION, Speaker, Trouble};
use causette_core::notice::Goodbye;
use causette_core::{
    Command, Fact, Gone, HookWish, Notice, Ref, Refusal, Role, RoomId, RoomLabel, RoomName, RoomTag, Signal, Standing,
    Text, TokenKind, What,
};
use causette_texts::{Fault, Lang, Say};
use causette_wire::json;
use causette_wire::line::{Eol, LineCodec};
use smallvec::SmallVec;
use std::borrow::Cow;
use std::sync::Arc;

/// How a session reads and writes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Format {
    /// Lines for people.
    Text,
    /// One JSON object a line.
    Json,
}

/// A command whose answer changes what the next line means: the next line waits for it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Pending {
    Join,
    Leave,
    /// What the room is called that text goes to.
    Rename,
    /// Who one is from here on, and so where one's text goes.
    SignIn,
    Format(Format),
}

impl Pending {
    /// The reference that brings the answer back. No client can make the like, and none sees it.
    pub(super) fn reference(self) -> Option<Ref> {
        Some(Ref::of_door(match self {
            Pending::Join => "join",
            Pending::Leave => "leave",
            Pending::Rename => "rename",
            Pending::SignIn => "sign-in",
            Pending::Format(Format::Json) => "json",
            Pending::Format(Format::Text) => "text",
        }))
    }
}

pub(super) struct LineSpeaker {
    pub(super) codec: LineCodec,
    /// What lines for this session end with.
    pub(super) eol: Eol,
    pub(super) shared: Arc<Shared>,
    pub(super) lang: Lang,
    /// How lines are read from here on.
    pub(super) reads: Format,
    /// How answers are written; follows `reads` once everything asked before was answered.
    pub(super) writes: Format,
    pub(super) pending: Option<Pending>,
    /// Whether `ok N` is shown to people; programs always hear it.
    pub(super) acks: bool,
    /// Whether lines that arrive together are one message.
    pub(super) pastes: bool,
    /// Lines that are collected.
    pub(super) block: Option<Box<Block>>,
    /// The last answer of `/calc`.
    pub(super) ans: Option<Box<causette_calc::Value>>,
    /// It was greeted, and the home room is not entered yet.
    pub(super) newcomer: bool,
    /// It is an account's.
    pub(super) signed_in: bool,
    /// That account's rank on the whole server.
    pub(super) rank: Option<Role>,
    /// How a program that came by HTTP signs in, before all else.
    pub(super) begins: Option<Box<Begins>>,
    /// It is told no word that signs in.
    pub(super) withheld: bool,
    /// The named rooms it is in; text goes to the last.
    pub(super) rooms: SmallVec<[(RoomId, RoomName); 1]>,
}

impl LineSpeaker {
    pub(super) fn new(shared: Arc<Shared>) -> LineSpeaker {
        LineSpeaker {
            codec: LineCodec::new(),
            eol: Eol::Lf,
            lang: shared.lang,
            reads: Format::Text,
            writes: Format::Text,
            pending: None,
            acks: true,
            pastes: false,
            block: None,
            ans: None,
            newcomer: true,
            signed_in: false,
            rank: None,
            begins: None,
            withheld: false,
            rooms: SmallVec::new(),
            shared,
        }
    }

    /// One that speaks JSON from the start, and is nowhere.
    pub(super) fn console(shared: Arc<Shared>) -> LineSpeaker {
        let mut speaker = LineSpeaker::new(shared);
        (speaker.reads, speaker.writes, speaker.newcomer) = (Format::Json, Format::Json, false);
        speaker.codec.set_limit(speaker.line_limit());
        speaker
    }

    /// The same for a program that came by HTTP.
    pub(super) fn program(shared: Arc<Shared>, begins: Begins) -> LineSpeaker {
        let mut speaker = LineSpeaker::console(shared);
        (speaker.withheld, speaker.lang) = (begins.withheld, begins.lang.unwrap_or(speaker.lang));
        speaker.begins = Some(Box::new(begins));
        speaker
    }

    fn is_here(&self, room: RoomId) -> bool {
        self.here().is_some_and(|(id, _)| *id == room)
    }

    /// What a notice changes here; true when it answers what this door asked for itself.
    fn settle(&mut self, answers: Option<&Ref>, notice: &Notice) -> bool {
        match notice {
            Notice::Joined { room: RoomTag { id, label: RoomLabel::Named(name) }, .. } => {
                // Only a room that was asked for changes where text goes; an account's rooms come by themselves.
                let asked = answers.is_some() || self.reads == Format::Json;
                let known = self.rooms.iter().any(|(known, _)| known == id);
                if asked {
                    self.rooms.retain(|(known, _)| known != id);
                    self.rooms.push((*id, name.clone()));
                } else if !known {
                    self.rooms.insert(0, (*id, name.clone()));
                }
            }
            Notice::Welcome { standing, rank, .. } => {
                (self.signed_in, self.rank) = (*standing == Standing::Account, *rank);
            }
            Notice::Left { room, .. } => self.rooms.retain(|(id, _)| *id != room.id),
            Notice::RoomRenamed { room: RoomTag { id, label: RoomLabel::Named(name) }, .. } => {
                self.rooms.iter_mut().filter(|(known, _)| known == id).for_each(|(_, known)| *known = name.clone());
            }
            _ => {}
        }
        let Some(pending) = self.pending.filter(|p| answers == p.reference().as_ref()) else { return false };
        self.pending = None;
        match pending {
            Pending::Format(format) => self.writes = format,
            // Entered or refused: the greeting counts no more.
            Pending::Join => self.newcomer = false,
            Pending::Leave | Pending::Rename | Pending::SignIn => {}
        }
        true
    }

    /// Where text goes: the room entered last.
    pub(super) fn here(&self) -> Option<&(RoomId, RoomName)> {
        self.rooms.last()
    }
}

impl Speaker for LineSpeaker {
    fn greet(&mut self, heard: &mut Heard<'_>) {
        if self.reads == Format::Json {
            // The console, where nobody talks, or a program, which says itself where it wants to be.
            let Some(begins) = self.begins.take() else { return };
            if let Some(word) = begins.word {
                self.ask(Pending::SignIn, Command::Resume(word), heard);
            }
            if let Some(hook) = begins.hook {
                self.ask(Pending::SignIn, Command::Webhook(HookWish::Follow(hook)), heard);
            }
            return;
        }
        self.ask(Pending::Join, Command::Join { room: self.shared.home.clone(), after: None, secret: None }, heard);
    }

    fn hear(&mut self, bytes: &[u8], heard: &mut Heard<'_>) -> usize {
        self.take(bytes, heard)
    }

    fn finish(&mut self, heard: &mut Heard<'_>) {
        self.take_last(heard);
    }

    fn unfinished(&self) -> (bool, u64) {
        (self.codec.unfinished(), self.codec.skipped())
    }

    fn dialect(&self, room: RoomId) -> Dialect {
        let json = u32::from(self.writes == Format::Json);
        if json == 1 {
            return Dialect(1);
        }
        let crlf = u32::from(self.eol == Eol::CrLf);
        Dialect(crlf << 1 | u32::from(self.lang == Lang::Fr) << 2 | u32::from(self.is_here(room)) << 3)
    }

    fn fact(&mut self, label: &RoomLabel, fact: &Fact, mentions_you: bool, out: &mut Vec<u8>) {
        match self.writes {
            Format::Json => json::out::fact(out, label, fact, mentions_you),
            // Whoever ignores somebody wants to see nothing; where numbers matter, reading back shows them all.
            Format::Text if fact.what == What::Gone(Gone::Ignored) => {}
            Format::Text => self.writer(out).fact(label, self.is_here(fact.room), fact, mentions_you),
        }
    }

    fn signal(&mut self, room: &RoomTag, signal: &Signal, out: &mut Vec<u8>) {
        match self.writes {
            Format::Json => json::out::signal(out, room, signal),
            Format::Text => self.writer(out).signal(room, signal),
        }
    }

    /// The sentence names no room; a program's object does.
    fn hears_of_people_once(&self) -> bool {
        self.writes == Format::Text
    }

    fn notice(&mut self, answers: Option<&Ref>, notice: &Notice, out: &mut Vec<u8>) {
        let (newcomer, before) = (self.newcomer, (self.signed_in, self.rank));
        let (ours, view) = (self.settle(answers, notice), View::of(answers));
        match self.writes {
            Format::Json => {
                let answers = answers.filter(|_| !ours && view.is_none());
                json::out::notice(out, answers, self.told(notice).as_ref(), &self.words(notice));
            }
            Format::Text if !self.acks && matches!(notice, Notice::Done { .. }) => {}
            Format::Text => {
                let (home, signed_in) = (self.shared.home.as_str(), self.signed_in);
                let before = if answers.is_some() { (false, None) } else { before };
                let reader = outbound::Reader { here: self.here(), home, newcomer, signed_in, before, view };
                self.writer(out).notice(reader, notice);
                if let (Notice::Code { kind: TokenKind::Once, code, .. }, Some(web)) = (notice, &self.shared.web) {
                    self.writer(out).code_link(web, code);
                }
            }
        }
    }

    fn trouble(&mut self, trouble: Trouble, out: &mut Vec<u8>) {
        let fault = match trouble {
            Trouble::Slowed => Fault::Slowed,
            Trouble::Unfinished => Fault::UnfinishedLine,
            Trouble::Endless => Fault::EndlessLine { max: self.line_limit() as u64 },
            Trouble::Nameless => Fault::NotIntroduced { seconds: INTRODUCTION.as_secs() },
            Trouble::Stalled => Fault::TooSlow,
            Trouble::Flooded => Fault::Flooded,
            Trouble::Crowded { most } => Fault::Crowded { max: most.into() },
            Trouble::Hurried => Fault::Hurried,
            Trouble::Clear => Fault::ClearOnTls,
            Trouble::Unannounced => Fault::Unannounced,
            Trouble::NoWebSocket => Fault::NoWebSocket,
        };
        let words = causette_texts::fault(self.lang, fault);
        match self.writes {
            Format::Json if trouble == Trouble::Slowed => json::out::slowed(out, &words),
            Format::Json => json::out::goodbye(out, fault.code(), &words),
            Format::Text => self.writer(out).refused(fault.code(), &words),
        }
    }
}

impl LineSpeaker {
    /// A notice as this session may read it.
    fn told<'n>(&self, notice: &'n Notice) -> Cow<'n, Notice> {
        match notice {
            Notice::Welcome { you, standing, rank, program, resume } if self.withheld && !resume.is_empty() => {
                let (you, standing, rank) = (you.clone(), *standing, *rank);
                Cow::Owned(Notice::Welcome { you, standing, rank, program: program.clone(), resume: String::new() })
            }
            other => Cow::Borrowed(other),
        }
    }

    /// Asks for something whose answer the next line must wait for.
    pub(super) fn ask(&mut self, pending: Pending, command: Command, heard: &mut Heard<'_>) {
        self.pending = Some(pending);
        heard.command(pending.reference(), command);
    }

    /// A refusal that only this door's grammar can give.
    pub(super) fn refuse(&self, code: &str, words: &str, answers: Option<&Ref>, out: &mut Vec<u8>) {
        match self.reads {
            Format::Json => json::out::refused(out, answers, code, words),
            Format::Text => self.writer(out).refused(code, words),
        }
    }

    pub(super) fn writer<'o>(&'o self, out: &'o mut Vec<u8>) -> outbound::Writer<'o> {
        let Shared { zone, clock, .. } = &*self.shared;
        outbound::Writer { out, lang: self.lang, eol: self.eol, zone, clock: &**clock }
    }

    /// A refusal for a person, with times as they are here.
    pub(super) fn refusal_words(&self, refusal: &Refusal) -> String {
        self.writer(&mut Vec::new()).refusal(refusal)
    }

    /// The sentence that goes with a notice, for programs; most have none.
    fn words(&self, notice: &Notice) -> String {
        match notice {
            Notice::Refused(refusal) => self.refusal_words(refusal),
            Notice::Unknown => causette_texts::say(self.lang, Say::UnknownOutcome),
            Notice::Goodbye(why) => causette_texts::goodbye(self.lang, *why),
            Notice::Welcome { .. } | Notice::Done { .. } | Notice::Joined { .. } | Notice::Opened(_) => String::new(),
            Notice::Left { .. } | Notice::Named(_) | Notice::Rooms { .. } | Notice::Members { .. } => String::new(),
            Notice::About { .. } | Notice::Person(_) | Notice::Invited { .. } | Notice::Unread(_) => String::new(),
            Notice::Marked { .. } | Notice::Found(_) | Notice::Away(_) | Notice::IsAway { .. } => String::new(),
            Notice::MarkedAt { .. } | Notice::Targets(_) => String::new(),
            Notice::Ignoring { .. } | Notice::Page { .. } | Notice::Missed { .. } => String::new(),
            Notice::Sessions(_) | Notice::SessionEnded { .. } | Notice::PasswordChanged { .. } => String::new(),
            Notice::Code { .. } | Notice::Accounts { .. } | Notice::AccountMade(_) => String::new(),
            Notice::People { .. } | Notice::Watching(_) | Notice::Online(_) | Notice::Offline(_) => String::new(),
            Notice::WatchedAway(..) | Notice::Were(_) | Notice::Census(_) | Notice::Aside { .. } => String::new(),
            Notice::AccountErased(_) | Notice::Stats(_) | Notice::Noted | Notice::Exported { .. } => String::new(),
            Notice::Invitations(_) | Notice::Introduced | Notice::Told | Notice::Scram(_) | Notice::Tagged { .. } => {
                String::new()
            }
            Notice::WatchedBecame { .. } | Notice::WatchedDescribed(_) | Notice::OwnModes(_) => String::new(),
            Notice::Reloading | Notice::Announced { .. } | Notice::SentOff { .. } => String::new(),
            Notice::Profile { .. } | Notice::WatchedProfile(..) => String::new(),
            Notice::Webhook { .. } | Notice::Webhooks(_) => String::new(),
            Notice::Certificates(_) | Notice::Token { .. } | Notice::Tokens(_) | Notice::RoomRenamed { .. } => {
                String::new()
            }
        }
    }

    pub(super) fn quit(&self, said: Option<Text>, heard: &mut Heard<'_>) {
        heard.close(Some(Goodbye::Quit), said);
    }
}
