//! A server without sockets: the sequencer, the log in memory, and a speaker for whoever needs one.

use crate::stranger::{Counter, NOW, Still, Strangers};
use causette_core::ports::{Clock, Log, MemoryLog};
use causette_core::{ClientTags, Command, Door, Origin, Policy, RoomName, Style, Target, Text};
use causette_doors::gate::{Speaker, fuzzed};
use causette_doors::irc::{self, IrcDoor};
use causette_doors::line::LineDoor;
use causette_engine::{Effects, Event, Faces, Next, Sequencer, SessionId, Setup, Submission};
use causette_texts::Lang;
use std::sync::Arc;

/// 64 bytes, as in the tables of the load.
pub(crate) const WORDS: &str = "the train from Lyon is late again, start without me, I am sorry.";

pub(crate) fn session(n: u32) -> SessionId {
    SessionId::new(0, n, 1)
}

/// A message in `#general`.
pub(crate) fn say() -> Command {
    Command::Say {
        to: Target::Room(RoomName::home()),
        text: text(WORDS),
        style: Style::Plain,
        reply_to: None,
        tags: ClientTags::NONE,
        key: None,
    }
}

pub(crate) fn text(words: &str) -> Text {
    Text::new(words).unwrap_or_else(|refusal| panic!("{words:?} is no text: {refusal:?}"))
}

pub(crate) struct House {
    sequencer: Sequencer,
    log: MemoryLog,
    faces: Arc<Faces>,
}

impl House {
    pub(crate) fn new() -> House {
        let (log, faces) = (MemoryLog::new(), Arc::new(Faces::default()));
        let sequencer = Sequencer::new(Setup {
            ids: Box::new(Counter(0)),
            accounts: Arc::new(Strangers),
            directory: log.directory().unwrap_or_else(|e| panic!("an empty log cannot be read: {e}")),
            people: Vec::new(),
            policy: Policy::default(),
            claim: None,
            hashers: 1,
            faces: faces.clone(),
        });
        House { sequencer, log, faces }
    }

    /// Sessions from 1 on, in `#general`.
    pub(crate) fn with_guests(count: u32) -> House {
        let mut house = House::new();
        for session in (1..=count).map(session) {
            let join = Command::Join { room: RoomName::home(), after: None, secret: None };
            house.push(Submission::Open { session, from: Origin::default() });
            house.push(Submission::Command { session, answers: None, command: join });
        }
        house.settle(&mut Vec::new());
        house
    }

    pub(crate) fn push(&mut self, submission: Submission) {
        self.sequencer.push(submission);
    }

    /// One batch: decided, appended, settled.
    pub(crate) fn turn(&mut self) -> Effects {
        let mut next = self.sequencer.begin(NOW);
        loop {
            match next {
                Next::Done(effects) => return effects,
                Next::Append(pending) => {
                    let outcome = self.log.append(&pending.appends());
                    next = self.sequencer.proceed(pending, outcome);
                }
            }
        }
    }

    /// Until nothing is left to do; the guests are told what they are answered.
    fn settle(&mut self, guests: &mut [&mut Guest]) {
        while self.sequencer.queued() > 0 {
            let effects = self.turn();
            for event in effects.batch.events {
                let Event::Notice { session, answers, notice, .. } = event else { continue };
                for guest in guests.iter_mut().filter(|guest| guest.session == session) {
                    guest.speaker.notice(answers.as_ref(), &notice, &mut Vec::new());
                }
            }
            for fetch in effects.fetches {
                let fetched = fetch.run(&self.log, &Strangers);
                self.push(fetched);
            }
        }
    }

    /// Somebody who came by the line door, and said these lines.
    pub(crate) fn line_guest(&mut self, lines: &[&str]) -> Guest {
        let clock: Arc<dyn Clock> = Arc::new(Still);
        self.guest(Door::Line, LineDoor::new(Lang::En, clock).speaker(), lines)
    }

    /// Somebody who came by the IRC door, and said these lines.
    pub(crate) fn irc_guest(&mut self, lines: &[&str]) -> Guest {
        let door = IrcDoor::new(irc::Setup::plain(), Arc::new(Still), self.faces.clone());
        self.guest(Door::Irc, door.speaker(), lines)
    }

    fn guest(&mut self, door: Door, speaker: Box<dyn Speaker>, lines: &[&str]) -> Guest {
        let mut guest = Guest { session: session(0), speaker };
        self.push(Submission::Open { session: guest.session, from: Origin::clear(door, None) });
        let first = fuzzed::greet(&mut *guest.speaker, guest.session);
        first.into_iter().for_each(|submission| self.push(submission));
        self.settle(&mut [&mut guest]);
        for line in lines {
            guest.hear(line.as_bytes()).into_iter().for_each(|submission| self.push(submission));
            self.settle(&mut [&mut guest]);
        }
        guest
    }
}

/// One connection's door.
pub(crate) struct Guest {
    session: SessionId,
    pub(crate) speaker: Box<dyn Speaker>,
}

impl Guest {
    /// What the door makes of bytes.
    pub(crate) fn hear(&mut self, bytes: &[u8]) -> Vec<Submission> {
        let (used, submissions) = fuzzed::hear(&mut *self.speaker, self.session, bytes);
        assert_eq!(used, bytes.len(), "it is all heard");
        submissions
    }
}
