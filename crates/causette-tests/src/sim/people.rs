//! Who takes part: what each of them knows, as a client does, and what they were told and have not read.

use crate::history::{Nanos, Seq};
use causette_core::notice::{RoomLabel, RoomTag};
use causette_core::{Command, Fact, Millis, Name, Notice, PersonId, Ref, RoomId, Standing};
use causette_engine::SessionId;
use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::sync::Arc;

/// A moment, by a clock that may be set.
#[derive(Clone, Copy, Debug)]
pub(super) struct Moment {
    pub(super) at: Millis,
    /// How often the clock had been set.
    pub(super) set: u32,
}

/// An account, as its owner knows it.
#[derive(Clone, Debug, Default)]
pub(super) struct Held {
    pub(super) name: String,
    /// What its password may be, the likeliest last.
    pub(super) passwords: Vec<String>,
    /// What signs in again.
    pub(super) word: Option<(String, Moment)>,
    /// What signs in once, and what did.
    pub(super) once: Option<(String, Moment)>,
    pub(super) spent: Option<String>,
}

/// Something that was told to one session.
#[derive(Debug)]
pub(super) enum Told {
    Fact(Arc<Fact>),
    Subscribed { room: RoomTag, head: Seq, behind: bool },
    Unsubscribed(RoomId),
    Notice(Box<Heard>),
    Closed,
}

/// An answer, or news.
#[derive(Debug)]
pub(super) struct Heard {
    pub(super) answers: Option<Ref>,
    pub(super) last: bool,
    pub(super) notice: Notice,
    /// When it was told.
    pub(super) told: Moment,
    /// Entries of the room that it is about were left out before, and come later.
    pub(super) late: bool,
}

/// What an answer is waited for.
#[derive(Clone, Debug)]
pub(super) enum Wait {
    /// An entry: the number of the wish.
    Entry(usize),
    /// To be let in.
    Enter { after: Option<Seq>, from: Nanos, erased: BTreeSet<PersonId> },
    /// A page.
    Page { after: Seq, from: Nanos, erased: BTreeSet<PersonId> },
    /// To sign in or out, or something else about the account: the number of the attempt, if it is one.
    Account(Option<usize>),
    /// To be sure that all rooms an account comes back to were entered.
    Rooms,
    /// Nothing that is remembered.
    Other,
}

/// Somebody.
#[derive(Debug)]
pub(super) struct User {
    pub(super) number: usize,
    pub(super) session: Option<SessionId>,
    /// Who they were told that they are.
    pub(super) id: Option<PersonId>,
    pub(super) standing: Standing,
    pub(super) name: Option<Name>,
    /// What lets the same guest come back.
    pub(super) token: Option<(String, Moment)>,
    pub(super) account: Option<Held>,
    /// They want to be signed in.
    pub(super) signed: bool,
    /// Which record is theirs now.
    pub(super) record: usize,
    /// They left a room, or looked after one from outside: not all that they confirmed was between things they were shown.
    pub(super) outside: bool,
    /// They are somebody else since what they read last, and stay in these rooms as that.
    pub(super) became: BTreeSet<RoomId>,
    /// Rooms they are in.
    pub(super) rooms: BTreeSet<RoomId>,
    /// Up to where they know each room, and what they call it.
    pub(super) heard: BTreeMap<RoomId, Seq>,
    pub(super) labels: BTreeMap<RoomId, RoomLabel>,
    pub(super) waiting: BTreeMap<u64, Wait>,
    /// Told and not read yet.
    pub(super) outbox: VecDeque<Told>,
    /// They do not read.
    pub(super) slow: bool,
    /// Rooms of which entries were left out, from after these numbers on; and which is being caught up with.
    pub(super) lag: Vec<(RoomId, Seq)>,
    pub(super) asked: Option<RoomId>,
    /// They came back, and enter their rooms once they are who they were; then they send again what was not answered.
    pub(super) coming: bool,
    pub(super) resends: bool,
    /// When they signed in last.
    pub(super) since: Nanos,
}

impl User {
    pub(super) fn new(number: usize) -> User {
        User {
            number,
            session: None,
            id: None,
            standing: Standing::Guest,
            name: None,
            token: None,
            account: None,
            signed: false,
            record: 0,
            outside: false,
            became: BTreeSet::new(),
            rooms: BTreeSet::new(),
            heard: BTreeMap::new(),
            labels: BTreeMap::new(),
            waiting: BTreeMap::new(),
            outbox: VecDeque::new(),
            slow: false,
            lag: Vec::new(),
            asked: None,
            coming: false,
            resends: false,
            since: 0,
        }
    }

    /// The connection is no more.
    pub(super) fn hang_up(&mut self) {
        self.session = None;
        self.id = None;
        self.rooms.clear();
        self.waiting.clear();
        self.outbox.clear();
        self.lag.clear();
        (self.asked, self.slow) = (None, false);
        (self.coming, self.resends) = (false, false);
        self.became.clear();
    }

    /// Who they are may be about to change, or where they are: nothing else is asked for meanwhile.
    pub(super) fn is_busy(&self) -> bool {
        let busy = |wait: &Wait| matches!(wait, Wait::Account(_) | Wait::Enter { .. } | Wait::Rooms);
        self.coming || self.waiting.values().any(busy)
    }
}

/// What an entry will look like.
#[derive(Clone, Debug)]
pub(super) enum Shape {
    /// Just so.
    Exact(crate::history::What),
    /// As its rule makes it: the words in it say which wish it was, if it has any.
    Care(super::Care),
}

/// A wish for an entry.
#[derive(Clone, Debug)]
pub(super) struct Asked {
    pub(super) key: String,
    pub(super) who: usize,
    pub(super) by: PersonId,
    pub(super) shape: Shape,
    pub(super) command: Command,
    /// Where its place led to: whatever bears the name by now may be something else.
    pub(super) to: Option<RoomId>,
    pub(super) sent: Moment,
    /// Where it was confirmed to be.
    pub(super) done: Option<(RoomId, Seq)>,
    pub(super) refused: bool,
}
