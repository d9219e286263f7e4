//! A server with two people who come by one door: the sequencer, a log in memory, and a speaker of the door for each.

use super::wish::Wish;
use super::written::{self, Tongue};
use crate::sim::ports::{Seeded, Trusting};
use causette_core::ports::{Clock, Log, MemoryLog};
use causette_core::{Command, Door, Millis, Name, Notice, Origin, Policy, RoomId, RoomLabel, RoomName, RoomTag, Seq};
use causette_doors::gate::{Speaker, fuzzed};
use causette_doors::irc::{self, IrcDoor};
use causette_doors::line::LineDoor;
use causette_engine::{Event, Faces, Next, Sequencer, SessionId, Setup, Submission};
use causette_texts::Lang;
use causette_wire::irc::Message;
use std::collections::BTreeMap;
use std::sync::Arc;

pub(super) const PEOPLE: usize = 2;
/// What they are called at first.
const CALLED: [&str; PEOPLE] = ["anna", "bob"];
/// 2026-11-23, all the time.
const NOW: Millis = Millis(1_795_392_000_000);

struct Still;

impl Clock for Still {
    fn now(&self) -> Millis {
        NOW
    }
}

struct Person {
    session: SessionId,
    speaker: Box<dyn Speaker>,
    name: Name,
    /// Rooms they are in, the one where their text goes last.
    rooms: Vec<RoomTag>,
    /// What they call the rooms they hear.
    hears: BTreeMap<RoomId, RoomTag>,
}

/// See the module.
pub(super) struct Stage {
    pub(super) tongue: Tongue,
    /// Every fact that was told, in order: its room by the order in which rooms spoke first, its number, who, what.
    pub(super) history: Vec<(usize, Seq, String, String)>,
    sequencer: Sequencer,
    log: MemoryLog,
    people: Vec<Person>,
    seen: Vec<RoomId>,
}

impl Stage {
    pub(super) fn new(tongue: Tongue) -> Stage {
        let (log, faces) = (MemoryLog::new(), Arc::new(Faces::default()));
        let sequencer = Sequencer::new(Setup {
            ids: Box::new(Seeded::new(1)),
            accounts: Arc::new(Trusting),
            directory: log.directory().unwrap_or_else(|e| panic!("an empty log cannot be read: {e}")),
            people: Vec::new(),
            policy: Policy::default(),
            claim: None,
            hashers: 1,
            faces: faces.clone(),
        });
        let people = CALLED.iter().zip(0..).map(|(called, n)| Person {
            session: SessionId::new(0, n, n + 1),
            speaker: match tongue {
                Tongue::Line | Tongue::Json => LineDoor::new(Lang::En, Arc::new(Still)).speaker(),
                Tongue::Irc => IrcDoor::new(irc::Setup::plain(), Arc::new(Still), faces.clone()).speaker(),
            },
            name: Name::given(called),
            rooms: Vec::new(),
            hears: BTreeMap::new(),
        });
        let people = people.collect();
        let mut stage = Stage { tongue, history: Vec::new(), sequencer, log, people, seen: Vec::new() };
        (0..PEOPLE).for_each(|who| stage.come(who));
        stage.history.clear();
        stage
    }

    /// Where text of theirs goes.
    pub(super) fn here(&self, who: usize) -> Option<&RoomName> {
        self.person(who).rooms.last().and_then(|tag| match &tag.label {
            RoomLabel::Named(name) => Some(name),
            _ => None,
        })
    }

    fn person(&self, who: usize) -> &Person {
        self.people.get(who).unwrap_or_else(|| panic!("nobody is {who}"))
    }

    fn person_mut(&mut self, who: usize) -> &mut Person {
        self.people.get_mut(who).unwrap_or_else(|| panic!("nobody is {who}"))
    }

    pub(super) fn name(&self, who: usize) -> &Name {
        &self.person(who).name
    }

    /// A wish as their client sends it.
    pub(super) fn written(&self, who: usize, wish: &Wish) -> Vec<u8> {
        match self.tongue {
            Tongue::Line => written::line(wish),
            Tongue::Json => written::json(wish),
            Tongue::Irc => {
                let room = self.person(who).rooms.last().map(|tag| tag.id);
                written::irc(wish, |seq| format!("{}-{seq:x}", room.unwrap_or(RoomId::DIRECTORY)))
            }
        }
    }

    /// Somebody connects, is called so, and is in the first room.
    fn come(&mut self, who: usize) {
        let door = if self.tongue == Tongue::Irc { Door::Irc } else { Door::Line };
        let person = self.person_mut(who);
        let (session, called) = (person.session, person.name.clone());
        let first = fuzzed::greet(&mut *person.speaker, session);
        self.sequencer.push(Submission::Open { session, from: Origin::clear(door, None) });
        first.into_iter().for_each(|submission| self.sequencer.push(submission));
        self.rest();
        let said = match self.tongue {
            Tongue::Line => format!("/nick {called}\n"),
            Tongue::Json => format!("/format json\n{{\"type\":\"nick\",\"name\":\"{called}\"}}\n"),
            Tongue::Irc => format!("NICK {called}\r\nUSER u 0 * :r\r\nJOIN #general\r\n"),
        };
        self.say(who, said.as_bytes());
        assert!(*self.name(who) == called && self.here(who).is_some(), "{:?}: nobody came", self.tongue);
    }

    /// Somebody's client sends bytes: what their door asks for, each answered before the next.
    pub(super) fn say(&mut self, who: usize, bytes: &[u8]) -> Vec<Command> {
        let (mut rest, mut asked) = (bytes, Vec::new());
        while !rest.is_empty() {
            let person = self.person_mut(who);
            let (used, submissions) = fuzzed::hear(&mut *person.speaker, person.session, rest);
            assert!(used > 0, "{:?} hears nothing more: {:?}", self.tongue, String::from_utf8_lossy(rest));
            for submission in submissions {
                if let Submission::Command { command, .. } = &submission {
                    asked.push(command.clone());
                }
                self.sequencer.push(submission);
            }
            self.rest();
            rest = rest.get(used..).unwrap_or_default();
        }
        asked
    }

    /// Until nothing is left to do.
    fn rest(&mut self) {
        while self.sequencer.queued() > 0 {
            let mut next = self.sequencer.begin(NOW);
            let effects = loop {
                match next {
                    Next::Done(effects) => break effects,
                    Next::Append(pending) => {
                        let outcome = self.log.append(&pending.appends());
                        next = self.sequencer.proceed(pending, outcome);
                    }
                }
            };
            effects.batch.events.into_iter().for_each(|event| self.tell(event));
            let accounts = self.sequencer.accounts();
            for fetch in effects.fetches {
                let fetched = fetch.run(&self.log, &*accounts);
                self.sequencer.push(fetched);
            }
        }
    }

    fn tell(&mut self, event: Event) {
        let tongue = self.tongue;
        match event {
            Event::Fact { fact, but, .. } => {
                let room = self.seen.iter().position(|room| *room == fact.room).unwrap_or_else(|| {
                    self.seen.push(fact.room);
                    self.seen.len() - 1
                });
                self.history.push((room, fact.seq, fact.by.name.to_string(), format!("{:?}", fact.what)));
                for person in self.people.iter_mut().filter(|person| Some(person.session) != but) {
                    if let Some(tag) = person.hears.get(&fact.room) {
                        let mut out = Vec::new();
                        person.speaker.fact(&tag.label, &fact, false, &mut out);
                        readable(tongue, &out);
                    }
                }
            }
            Event::Signal { room, signal, but } => {
                for person in self.people.iter_mut().filter(|person| Some(person.session) != but) {
                    if let Some(tag) = person.hears.get(&room) {
                        let mut out = Vec::new();
                        person.speaker.signal(tag, &signal, &mut out);
                        readable(tongue, &out);
                    }
                }
            }
            Event::Subscribe { session, room, .. } => {
                self.of(session, |person| person.hears.insert(room.id, room));
            }
            Event::Unsubscribe { session, room } => self.of(session, |person| person.hears.remove(&room)),
            Event::Notice { session, answers, notice, .. } => self.of(session, |person| {
                let mut out = Vec::new();
                person.speaker.notice(answers.as_ref(), &notice, &mut out);
                readable(tongue, &out);
                person.learn(notice);
            }),
            Event::Ignore { .. } | Event::Local { .. } | Event::Closed { .. } => {}
        }
    }

    fn of<T>(&mut self, session: SessionId, with: impl FnOnce(&mut Person) -> T) {
        self.people.iter_mut().find(|person| person.session == session).map(with);
    }
}

impl Person {
    /// What a client knows by a notice.
    fn learn(&mut self, notice: Notice) {
        match notice {
            Notice::Welcome { you, .. } | Notice::Named(you) => self.name = you.name,
            Notice::Joined { room, .. } if matches!(room.label, RoomLabel::Named(_)) => {
                self.rooms.retain(|known| known.id != room.id);
                self.rooms.push(room);
            }
            Notice::Left { room, .. } => self.rooms.retain(|known| known.id != room.id),
            _ => {}
        }
    }
}

/// What a client is sent is whole lines of its own language.
fn readable(tongue: Tongue, out: &[u8]) {
    let Ok(text) = str::from_utf8(out) else { panic!("{tongue:?}: not UTF-8: {}", out.escape_ascii()) };
    assert!(text.is_empty() || text.ends_with('\n'), "{tongue:?}: no whole line: {text:?}");
    for line in text.lines() {
        let read = match tongue {
            Tongue::Line => true,
            // The answers to what was asked before are still for people.
            Tongue::Json => !line.starts_with('{') || serde_json::from_str::<serde_json::Value>(line).is_ok(),
            Tongue::Irc => Message::parse(line).is_ok(),
        };
        assert!(read, "{tongue:?}: {line:?}");
    }
}
