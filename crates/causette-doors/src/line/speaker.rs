//! One line session: what it reads, what it is shown, which room its text goes to.

use super::{Shared, outbound};
use crate::gate::{Dialect, Heard, Speaker, Trouble};
use causette_core::notice::Goodbye;
use causette_core::{Command, Fact, Notice, Ref, RoomId, RoomLabel, RoomName, RoomTag, Signal};
use causette_texts::{Fault, Lang};
use causette_wire::json;
use causette_wire::line::{Eol, LineCodec};
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
    Format(Format),
}

impl Pending {
    /// The reference that brings the answer back. Only text sessions use it, and JSON clients never see it.
    pub(super) fn reference(self) -> Option<Ref> {
        let name = match self {
            Pending::Join => "join",
            Pending::Leave => "leave",
            Pending::Format(Format::Json) => "json",
            Pending::Format(Format::Text) => "text",
        };
        Ref::new(name).ok()
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
    /// Where text goes.
    pub(super) here: Option<(RoomId, RoomName)>,
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
            here: None,
            shared,
        }
    }

    fn is_here(&self, room: RoomId) -> bool {
        self.here.as_ref().is_some_and(|(id, _)| *id == room)
    }

    /// What the answer to a pending command changes.
    fn settle(&mut self, answers: Option<&Ref>, notice: &Notice) {
        let Some(pending) = self.pending.filter(|p| answers == p.reference().as_ref()) else { return };
        self.pending = None;
        match (pending, notice) {
            (Pending::Join, Notice::Joined { room: RoomTag { id, label: RoomLabel::Named(name) }, .. }) => {
                self.here = Some((*id, name.clone()));
            }
            (Pending::Leave, Notice::Left(room)) if self.is_here(room.id) => self.here = None,
            (Pending::Format(format), _) => self.writes = format,
            (Pending::Join | Pending::Leave, _) => {}
        }
    }
}

impl Speaker for LineSpeaker {
    fn greet(&mut self, heard: &mut Heard<'_>) {
        self.ask(Pending::Join, Command::Join { room: self.shared.home.clone(), after: None }, heard);
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

    fn fact(&mut self, label: &RoomLabel, fact: &Fact, out: &mut Vec<u8>) {
        match self.writes {
            Format::Json => json::out::fact(out, label, fact),
            Format::Text => self.writer(out).fact(label, self.is_here(fact.room), fact),
        }
    }

    fn signal(&mut self, room: &RoomTag, signal: &Signal, out: &mut Vec<u8>) {
        match self.writes {
            Format::Json => json::out::signal(out, room, signal),
            Format::Text => self.writer(out).signal(room, signal),
        }
    }

    fn notice(&mut self, answers: Option<&Ref>, notice: &Notice, out: &mut Vec<u8>) {
        let newcomer = self.here.is_none();
        self.settle(answers, notice);
        match self.writes {
            Format::Json => {
                // The reference of `/format json` itself was ours, not the client's.
                let answers = answers.filter(|r| Some(*r) != Pending::Format(Format::Json).reference().as_ref());
                json::out::notice(out, answers, notice, &outbound::words(self.lang, notice));
            }
            Format::Text => {
                let here = self.here.as_ref().map(|(id, _)| *id);
                let home = self.shared.home.as_str();
                self.writer(out).notice(outbound::Reader { here, home, newcomer }, notice);
            }
        }
    }

    fn trouble(&mut self, trouble: Trouble, out: &mut Vec<u8>) {
        let fault = match trouble {
            Trouble::Unfinished => Fault::UnfinishedLine,
            Trouble::Endless => Fault::EndlessLine { max: self.line_limit() as u64 },
            Trouble::Stalled => Fault::TooSlow,
            Trouble::Flooded => Fault::Flooded,
        };
        let words = causette_texts::fault(self.lang, fault);
        match self.writes {
            Format::Json => json::out::goodbye(out, fault.code(), &words),
            Format::Text => self.writer(out).refused(fault.code(), &words),
        }
    }
}

impl LineSpeaker {
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

    pub(super) fn quit(&self, heard: &mut Heard<'_>) {
        heard.close(Some(Goodbye::Quit));
    }
}
