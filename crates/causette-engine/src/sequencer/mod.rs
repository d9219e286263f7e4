//! The one loop's brain: takes submissions in order, decides, and says what to append, tell and fetch.
//!
//! A plain state machine without clock, thread or channel: [`Sequencer::begin`] decides a batch, the caller appends what
//! [`Next::Append`] holds, [`Sequencer::proceed`] takes the outcome. Simulation drives the very same two calls.

mod about;
mod accounts;
mod admin;
mod aside;
mod backoff;
mod becoming;
mod certificates;
mod change;
mod draft;
mod effects;
mod enter;
mod figures;
mod follow;
mod hooks;
mod introduce;
mod keys;
mod marks;
mod messages;
mod names;
mod newer;
mod opening;
mod operators;
mod own;
mod parting;
mod past;
mod people;
mod presence;
mod profile;
mod programs;
mod quota;
mod read;
#[cfg(feature = "planted")]
mod remembered;
mod rename;
mod roll;
mod run;
mod scram;
mod seek;
mod settle;
mod sign_in;
mod tags;
mod tail;
mod targets;
#[cfg(test)]
mod tests;
mod watch;

use crate::{Faces, Fetch, SessionId, Submission};
use backoff::Backoff;
use causette_core::hook::Allowed;
use causette_core::ids::IdMap;
use causette_core::ports::{Accounts, AppendError, Appended, Ids, Loaded};
use causette_core::{
    Account, Face, Fact, Host, Millis, Origin, PersonId, Policy, Ref, Room, RoomId, Sender, Seq, TokenHash, What,
    limits, room,
};
pub(crate) use draft::Draft;
pub use effects::{Effects, Ending, Next, Pending};
use introduce::Departed;
use keys::KeyCache;
use newer::Newer;
use operators::Operators;
use own::Own;
use past::Past;
use people::People;
use presence::Presence;
use quota::Quota;
#[cfg(feature = "planted")]
pub use remembered::Remembered;
use roll::Roll;
use smallvec::SmallVec;
use std::collections::{HashMap, HashSet, VecDeque};
use std::sync::Arc;
use tail::Tail;
use watch::Watches;

/// A room in memory.
#[derive(Debug)]
struct Live {
    room: Room,
    tail: Tail,
    present: Presence,
    /// Facts up to this number are kept no more.
    kept_after: Seq,
}

impl Live {
    /// Makes a stored fact part of the room.
    fn take(&mut self, fact: &Arc<Fact>) {
        room::apply(&mut self.room, fact);
        self.tail.push(fact.clone());
        if let What::Deleted { seq, .. } = fact.what {
            self.tail.destroy(seq);
        }
    }

    /// Facts up to this number are kept no more.
    fn let_go(&mut self, upto: Seq) {
        self.kept_after = self.kept_after.max(upto);
        self.tail.forget(upto);
    }
}

/// What the sequencer knows of a session.
#[derive(Debug)]
struct Session {
    who: Sender,
    /// Its person was made when it came: the store has never heard of them.
    newborn: bool,
    rooms: SmallVec<[RoomId; 2]>,
    /// Where it comes from, if its door knows.
    host: Option<Host>,
    /// Commands behind a fetch, in order. `None`: no fetch is under way.
    waiting: Option<Vec<Submission>>,
    /// What its account calls it by.
    number: u64,
    /// How it came, and when.
    origin: Origin,
    since: Millis,
    /// The directory's last number when it came: what is decided about an address later is for those who come later.
    opened: Seq,
    /// The word that signs it in again, as the store knows it.
    token: Option<TokenHash>,
    /// It was signed in by an operator's word, since its account's password is forgotten: it may set a new one.
    forgot: bool,
    /// It chose its name, or its account has one: on IRC nobody is called as the server happens to call them.
    named: bool,
    /// Rooms it enters once it has introduced itself.
    awaiting: Vec<causette_core::Kind>,
    /// How it presented its person.
    face: Option<Box<Face>>,
    /// It was signed in by a token: a program, that is present nowhere.
    program: Option<Box<programs::Running>>,
    /// An exchange that proves a password without sending it.
    scram: Option<Box<scram::UnderWay>>,
}

/// What a sequencer starts with.
pub struct Setup {
    /// Fresh identities.
    pub ids: Box<dyn Ids>,
    /// Passwords, words and addresses.
    pub accounts: Arc<dyn Accounts>,
    /// Room 0, from the log.
    pub directory: Loaded,
    /// All accounts, from the log.
    pub people: Vec<Account>,
    /// How the server lets people in.
    pub policy: Policy,
    /// The code of a first start, by which somebody becomes the server's owner while it has none.
    pub claim: Option<TokenHash>,
    /// Passwords that are hashed at once, at least one.
    pub hashers: usize,
    /// Who presents themselves how: doors read it.
    pub faces: Arc<Faces>,
}

/// See the module.
pub struct Sequencer {
    queue: VecDeque<Submission>,
    rooms: IdMap<RoomId, Live>,
    by_key: HashMap<String, RoomId>,
    /// Boxed: a table has up to twice the places it needs.
    sessions: IdMap<SessionId, Box<Session>>,
    people: People,
    roll: Roll,
    policy: Policy,
    faces: Arc<Faces>,
    departed: Departed,
    claim: Option<TokenHash>,
    backoff: Backoff,
    /// The last session's number.
    numbers: u64,
    /// Passwords being hashed, how many may be, and those that wait.
    hashing: usize,
    hashers: usize,
    hashes: VecDeque<Fetch>,
    /// The last number that a token of each account was given since the start.
    token_numbers: IdMap<PersonId, u32>,
    /// One-time words that were used while anything was being read: what was read of them is out of date.
    spent: HashSet<TokenHash>,
    /// What changed of accounts while anything was being read.
    newer: Newer,
    /// Whom those who ignore somebody ignore.
    ignored: IdMap<SessionId, Vec<PersonId>>,
    /// Who is told of whose coming and going.
    watches: Watches,
    /// What people set for themselves.
    own: Own,
    /// Who bore which name until lately.
    past: Past,
    /// Named rooms with anybody in them.
    occupied: usize,
    /// The most sessions at once since the start.
    most: usize,
    keys: KeyCache,
    /// Rooms and accounts made from each place.
    quota: Quota,
    made: Quota,
    fetching: usize,
    /// Reads that wait for one of those under way to end.
    fetches: VecDeque<Fetch>,
    /// What was let go, while anything was being read, of rooms that are not in memory.
    let_go: IdMap<RoomId, Seq>,
    ids: Box<dyn Ids>,
    accounts: Arc<dyn Accounts>,
    /// Who has an operator's rank for one session.
    operators: Operators,
    /// Where webhooks may send to; `None`: nobody delivers them.
    hooks: Option<Allowed>,
    #[cfg(feature = "planted")]
    plant: crate::plant::Plant,
}

impl Sequencer {
    /// A sequencer with nobody in it.
    pub fn new(setup: Setup) -> Sequencer {
        let Setup { ids, accounts, directory, people, policy, claim, hashers, faces } = setup;
        people.iter().for_each(|account| faces.account(account));
        let mut sequencer = Sequencer {
            queue: VecDeque::new(),
            rooms: IdMap::default(),
            by_key: HashMap::new(),
            sessions: IdMap::default(),
            people: People::default(),
            roll: Roll::new(people),
            policy,
            faces,
            departed: Departed::default(),
            claim,
            backoff: Backoff::default(),
            numbers: 0,
            hashing: 0,
            hashers: hashers.max(1),
            hashes: VecDeque::new(),
            token_numbers: IdMap::default(),
            spent: HashSet::new(),
            newer: Newer::default(),
            ignored: IdMap::default(),
            watches: Watches::default(),
            own: Own::default(),
            past: Past::default(),
            occupied: 0,
            most: 0,
            keys: KeyCache::default(),
            quota: Quota::new(limits::ROOMS_MADE),
            made: Quota::new(limits::ACCOUNTS_MADE),
            fetching: 0,
            fetches: VecDeque::new(),
            let_go: IdMap::default(),
            ids,
            accounts,
            operators: Operators::default(),
            hooks: None,
            #[cfg(feature = "planted")]
            plant: crate::plant::Plant::default(),
        };
        let Loaded { row, tail, kept_after } = directory;
        let room = row.room();
        let tail = Tail::of(&room, tail);
        sequencer.install(room, tail, kept_after);
        sequencer
    }

    /// Webhooks are delivered, to the whole Internet and to these networks.
    pub fn set_hooks(&mut self, allowed: Allowed) {
        self.hooks = Some(allowed);
    }

    /// How many passwords are hashed at once.
    pub fn hashers(&self) -> usize {
        self.hashers
    }

    /// What passwords and words are made and compared with.
    pub fn accounts(&self) -> Arc<dyn Accounts> {
        self.accounts.clone()
    }

    /// Who presents themselves how.
    pub fn faces(&self) -> Arc<Faces> {
        self.faces.clone()
    }

    /// Plants a fault, for a test that must catch it.
    #[cfg(feature = "planted")]
    pub fn plant(&mut self, plant: crate::plant::Plant) {
        self.plant = plant;
    }

    /// Which fault is planted.
    #[cfg(feature = "planted")]
    pub fn planted(&self) -> crate::plant::Plant {
        self.plant
    }

    /// Puts a submission at the end of the queue.
    pub fn push(&mut self, submission: Submission) {
        self.queue.push_back(submission);
    }

    /// How many submissions wait.
    pub fn queued(&self) -> usize {
        self.queue.len()
    }

    /// Decides a batch of what is queued.
    pub fn begin(&mut self, now: Millis) -> Next {
        let mut draft = Draft::new(now);
        #[cfg(feature = "planted")]
        if self.plant == crate::plant::Plant::ClockGoesBack {
            self.rooms.values_mut().for_each(|live| live.room.at = Millis(0));
        }
        self.forget_faces();
        for _ in 0..crate::limits::BATCH {
            if draft.cut {
                break;
            }
            let Some(submission) = self.queue.pop_front() else { break };
            self.run(submission, &mut draft);
        }
        self.next(draft, 0)
    }

    /// Takes the log's answer to a batch.
    pub fn proceed(&mut self, pending: Pending, outcome: Result<Appended, AppendError>) -> Next {
        let Pending { mut draft, tries, .. } = pending;
        match outcome {
            Ok(Appended::Stored) => Next::Done(self.settle(draft)),
            Ok(Appended::KeyUsed(hits)) => {
                self.keys.learn(hits);
                self.again(draft, tries)
            }
            Ok(Appended::Behind(missed)) => {
                self.adopt(&mut draft, missed);
                self.again(draft, tries)
            }
            Err(AppendError::NotSaved { why, detail: _ }) => Next::Done(self.drop_facts(draft, why)),
            Err(AppendError::Unknown(detail)) => Next::Done(self.fail(draft, detail)),
        }
    }

    fn again(&mut self, mut draft: Draft, tries: u32) -> Next {
        if tries >= crate::limits::RETRIES {
            return Next::Done(self.drop_facts(draft, causette_core::refusal::NotSaved::Other));
        }
        self.decide_again(&mut draft);
        self.next(draft, tries + 1)
    }

    fn next(&mut self, draft: Draft, tries: u32) -> Next {
        let appends = draft.appends();
        if appends.is_empty() {
            return Next::Done(self.settle(draft));
        }
        Next::Append(Pending { draft, appends: appends.into(), tries })
    }
}

/// Who asked, and the reference to answer with.
#[derive(Clone, Debug)]
struct Asker {
    session: SessionId,
    answers: Option<Ref>,
    /// The server asks in the session's name: nothing of the session's is answered by it.
    quiet: bool,
}

impl Asker {
    fn of(session: SessionId, answers: Option<Ref>) -> Asker {
        Asker { session, answers, quiet: false }
    }

    fn quiet(session: SessionId) -> Asker {
        Asker { session, answers: None, quiet: true }
    }
}
