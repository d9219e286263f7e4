//! One IRC session: who it is, what its client can, what it waits for.

use super::caps::{Cap, Caps, Mechanism};
use super::inbound::{Incoming, Registration, Sasl};
use super::outbound::Writer;
use super::requests::{Asked, Requests};
use super::{Put, Shared};
use crate::gate::{Carriage, Dialect, Heard, INTRODUCTION, Speaker, Trouble};
use causette_core::face::Face;
use causette_core::notice::Goodbye;
use causette_core::{
    Command, Deed, Fact, Fingerprint, Name, Notice, Origin, OwnModes, PersonId, ProfileChanges, ProfileKey, Ref, Role,
    RoomId, RoomLabel, RoomName, RoomTag, Sender, Signal, Standing, What,
};
use causette_texts::Fault;
use causette_wire::irc::IrcCodec;
use smallvec::SmallVec;
use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

/// Dialects of one session alone have this bit.
const OWN: u32 = 1 << 31;

/// Numbers sessions, so that one can have a dialect of its own.
static SESSIONS: AtomicU32 = AtomicU32::new(0);

pub(super) struct IrcSpeaker {
    pub(super) codec: IrcCodec,
    pub(super) shared: Arc<Shared>,
    /// Who it is; nobody before the engine says so.
    pub(super) me: Sender,
    /// It is an account's.
    pub(super) signed_in: bool,
    pub(super) caps: Caps,
    /// The version of capability negotiation its client knows.
    pub(super) version: u32,
    /// What is said before the end of registration; `None`: it has ended.
    pub(super) registration: Option<Box<Registration>>,
    pub(super) sasl: Option<Box<Sasl>>,
    /// A batch it has begun.
    pub(super) batch: Option<Box<Incoming>>,
    pub(super) requests: Requests,
    /// Requests whose answer the next line waits for.
    pub(super) held: u32,
    /// Named rooms it is in.
    pub(super) rooms: SmallVec<[(RoomId, RoomName); 1]>,
    /// Is a bot: as it said.
    pub(super) bot: bool,
    /// What it has set for itself, as far as its client was told.
    pub(super) own: OwnModes,
    pub(super) real: String,
    pub(super) user: String,
    /// An operator of the whole server, and whether it hears what operators tell everybody: as it said.
    pub(super) operator: bool,
    pub(super) wallops: bool,
    /// Keys of profiles it is told of.
    pub(super) subs: BTreeSet<ProfileKey>,
    /// The certificate its connection was made with.
    pub(super) certificate: Option<Fingerprint>,
    /// Nobody can read along.
    private: bool,
    /// How its bytes get here.
    pub(super) carriage: Carriage,
    number: u32,
}

impl IrcSpeaker {
    pub(super) fn new(shared: Arc<Shared>) -> IrcSpeaker {
        let mut codec = IrcCodec::new();
        codec.set_limit(shared.setup.bytes);
        IrcSpeaker {
            codec,
            me: Sender { id: PersonId::SERVER, name: Name::given("*") },
            signed_in: false,
            caps: Caps::default(),
            version: 301,
            registration: Some(Box::default()),
            sasl: None,
            batch: None,
            requests: Requests::default(),
            held: 0,
            rooms: SmallVec::new(),
            bot: false,
            own: OwnModes::default(),
            real: String::new(),
            user: String::new(),
            operator: false,
            wallops: false,
            subs: BTreeSet::new(),
            certificate: None,
            private: false,
            carriage: Carriage::Other,
            number: SESSIONS.fetch_add(1, Ordering::Relaxed) & !OWN,
            shared,
        }
    }

    pub(super) fn has(&self, cap: Cap) -> bool {
        self.caps.has(cap)
    }

    pub(super) fn is_registered(&self) -> bool {
        self.registration.is_none()
    }

    /// What numerics call it.
    pub(super) fn nick(&self) -> &str {
        match &self.registration {
            Some(_) => "*",
            None => self.me.name.as_str(),
        }
    }

    pub(super) fn writer<'o>(&'o self, out: &'o mut Vec<u8>) -> Writer<'o> {
        Writer { session: self, out }
    }

    /// What a notice changes here.
    fn settle(&mut self, asked: Option<&Asked>, notice: &Notice) {
        if asked.is_some_and(Asked::holds) {
            self.held = self.held.saturating_sub(1);
        }
        if let (Some(Asked::Login { sasl: true }), Notice::Refused(_) | Notice::Unknown) = (asked, notice) {
            self.sasl = None; // its exchange is over
        }
        match notice {
            Notice::Welcome { you, standing, rank, .. } => {
                self.me = you.clone();
                self.signed_in = *standing == Standing::Account;
                self.operator = *rank >= Some(Role::Moderator);
            }
            Notice::Named(you) => self.me = you.clone(),
            Notice::Joined { room: RoomTag { id, label: RoomLabel::Named(name) }, .. } => {
                self.rooms.retain(|(known, _)| known != id);
                self.rooms.push((*id, name.clone()));
            }
            Notice::RoomRenamed { room: RoomTag { id, label: RoomLabel::Named(name) }, .. } => {
                self.rooms.iter_mut().filter(|(known, _)| known == id).for_each(|(_, known)| *known = name.clone());
            }
            _ => {}
        }
    }

    /// The same after it was told.
    fn settled(&mut self, notice: &Notice) {
        match notice {
            Notice::Left { room, .. } => self.rooms.retain(|(id, _)| *id != room.id),
            Notice::OwnModes(modes) => self.own = *modes,
            _ => {}
        }
    }

    /// How it can sign in.
    pub(super) fn mechanisms(&self) -> String {
        Mechanism::list(self.private, self.certificate.is_some())
    }

    /// How it shows itself.
    pub(super) fn face(&self) -> Face {
        Face::new(&self.user, &self.real, self.bot)
    }

    pub(super) fn is_in(&self, room: RoomId) -> bool {
        self.rooms.iter().any(|(id, _)| *id == room)
    }
}

impl Speaker for IrcSpeaker {
    fn arrived(&mut self, from: &Origin, carriage: Carriage) {
        (self.certificate, self.private, self.carriage) = (from.certificate, from.private, carriage);
    }

    fn greet(&mut self, _heard: &mut Heard<'_>) {}

    fn hear(&mut self, bytes: &[u8], heard: &mut Heard<'_>) -> usize {
        self.take(bytes, heard)
    }

    fn finish(&mut self, heard: &mut Heard<'_>) {
        self.take_last(heard);
    }

    fn unfinished(&self) -> (bool, u64) {
        // A batch that was begun has the time of a line.
        (self.codec.unfinished() || self.batch.is_some(), self.codec.skipped())
    }

    fn is_entering(&self) -> bool {
        !self.is_registered()
    }

    fn dialect(&self, _room: RoomId) -> Dialect {
        match self.requests.governing() {
            Some(_) => Dialect(OWN | self.number),
            None => Dialect(self.caps.bits()),
        }
    }

    fn writes_fact_alone(&self, fact: &Fact) -> bool {
        matches!(fact.what, What::Governed(Deed::Profile(_))) && self.caps.metadata()
    }

    fn writes_signal_alone(&self, signal: &Signal) -> bool {
        // Nearly everybody is told of no key.
        if self.subs.is_empty() {
            return false;
        }
        match signal {
            Signal::Profiled(..) => true,
            Signal::Arrived(who, _) => self.shared.faces.get(who.id).profile.is_some(),
            Signal::Departed(..) | Signal::Quit(..) | Signal::Renamed(..) | Signal::Became { .. } => false,
            Signal::SentOff { .. } => false,
            Signal::Away(..) | Signal::Described(_) | Signal::Typing(..) | Signal::Tagged(..) => false,
        }
    }

    fn fact(&mut self, label: &RoomLabel, fact: &Fact, _mentions_you: bool, out: &mut Vec<u8>) {
        if let What::Governed(Deed::Profile(changes)) = &fact.what {
            return self.room_profile(label, changes, fact.by.id == self.me.id, out);
        }
        // What the session itself brought about answers the label it gave.
        match self.requests.governing().filter(|_| fact.by.id == self.me.id) {
            Some(group) => {
                let mut bytes = Vec::new();
                self.writer(&mut bytes).fact(label, fact);
                self.requests.gather(group, &bytes);
            }
            None => self.writer(out).fact(label, fact),
        }
    }

    fn signal(&mut self, room: &RoomTag, signal: &Signal, out: &mut Vec<u8>) {
        self.writer(out).signal(room, signal);
    }

    /// A nickname, an absence and an end are told once, in however many rooms.
    fn hears_of_people_once(&self) -> bool {
        true
    }

    fn notice(&mut self, answers: Option<&Ref>, notice: &Notice, out: &mut Vec<u8>) {
        let (before, operated) = (self.me.clone(), self.operator);
        let again = matches!(notice, Notice::Joined { room, .. } if self.is_in(room.id));
        let mut received = Vec::new();
        let found = self.requests.take(answers);
        let found = found.map(|(asked, group)| (if again { Asked::Rejoin } else { asked }, group));
        self.settle(found.as_ref().map(|(asked, _)| asked), notice);
        if let (None, Notice::Watching(all)) = (&found, notice) {
            self.requests.watched(all);
        }
        if let Some((asked, _)) = &found {
            self.writer(&mut received).received(asked, notice);
        }
        match found {
            None if self.brought_about(notice).is_some() => {
                let (group, mut bytes) = (self.brought_about(notice), Vec::new());
                self.writer(&mut bytes).news(notice, &before);
                group.into_iter().for_each(|group| self.requests.gather(group, &bytes));
            }
            None => {
                if !again {
                    self.writer(out).news(notice, &before);
                }
                self.writer(out).operates(operated);
            }
            Some((asked, None)) => {
                self.answer(asked, notice, &before, out);
                self.writer(out).operates(operated);
            }
            Some((asked, Some(group))) => {
                let mut bytes = Vec::new();
                self.answer(asked, notice, &before, &mut bytes);
                self.writer(&mut bytes).operates(operated);
                self.requests.gather(group, &bytes);
                self.requests.answered(group);
                self.requests.close(group, &self.shared.setup.name, out);
            }
        }
        out.extend_from_slice(&received);
        self.settled(notice);
    }

    fn trouble(&mut self, trouble: Trouble, out: &mut Vec<u8>) {
        let lang = self.shared.setup.lang;
        let fault = match trouble {
            Trouble::Slowed => Fault::Slowed,
            Trouble::Unfinished => Fault::UnfinishedLine,
            Trouble::Endless => Fault::EndlessLine { max: self.shared.setup.bytes as u64 },
            Trouble::Nameless => Fault::NotIntroduced { seconds: INTRODUCTION.as_secs() },
            Trouble::Stalled => Fault::TooSlow,
            Trouble::Flooded => Fault::Flooded,
            Trouble::Crowded { most } => Fault::Crowded { max: most.into() },
            Trouble::Hurried => Fault::Hurried,
            Trouble::Clear => Fault::ClearOnTls,
            Trouble::Unannounced => Fault::Unannounced,
            Trouble::NoWebSocket => Fault::NoWebSocket,
        };
        let words = causette_texts::fault(lang, fault);
        match trouble {
            Trouble::Slowed => self.writer(out).notice_to_me(&words),
            _ => Put::new(out).line("ERROR", &[&words]),
        }
    }
}

impl IrcSpeaker {
    /// The label that news belongs to which the session itself brought about.
    fn brought_about(&self, notice: &Notice) -> Option<u32> {
        let Notice::RoomRenamed { fact, .. } = notice else { return None };
        self.requests.governing().filter(|_| fact.by.id == self.me.id)
    }

    /// An answer to something asked; registration may end by it.
    fn answer(&mut self, asked: Asked, notice: &Notice, before: &Sender, out: &mut Vec<u8>) {
        if let (Asked::Welcome, Notice::Introduced) = (&asked, notice) {
            self.registration = None;
            return self.writer(out).welcome();
        }
        if let (Asked::Setname { real }, Notice::Introduced) = (&asked, notice) {
            self.real = real.clone();
        }
        self.writer(out).answer(&asked, notice, before);
    }

    /// What a room says of itself changed; what the session itself wished is its answer and no news.
    fn room_profile(&mut self, label: &RoomLabel, changes: &ProfileChanges, mine: bool, out: &mut Vec<u8>) {
        let room = label.to_string();
        let wished = self.requests.profiling().filter(|(metadata, _)| mine && metadata.is(&room, changes));
        let Some((metadata, group)) = wished.map(|(metadata, group)| (metadata.clone(), group)) else {
            return self.writer(out).profile_changes(&room, changes);
        };
        let mut bytes = Vec::new();
        self.writer(&mut bytes).profile_wished(&metadata, changes);
        match group {
            Some(group) => self.requests.gather(group, &bytes),
            None => out.extend_from_slice(&bytes),
        }
    }

    /// Asks for something whose answer is told apart by what was asked.
    pub(super) fn ask(&mut self, asked: Asked, group: Option<u32>, command: Command, heard: &mut Heard<'_>) {
        if asked.holds() {
            self.held += 1;
        }
        let reference = self.requests.add(asked, group);
        heard.command(Some(reference), command);
    }

    pub(super) fn quit(&self, words: Option<causette_core::Text>, heard: &mut Heard<'_>) {
        heard.close(Some(Goodbye::Quit), words);
    }
}
