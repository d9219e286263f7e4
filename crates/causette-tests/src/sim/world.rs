//! Everything there is in a run: the sequencer and its store, the clock, the people, and what they saw.

use super::people::{Asked, Moment, User, Wait};
use super::ports::{Seeded, Trusting, Wall};
use super::store::Store;
use super::truth::Truth;
use super::{Finding, Op, Options, Outcome, Rule, Tally};
use crate::history::{Attempt, Connection, Event, Nanos};
use causette_core::ports::Accounts as _;
use causette_core::{Command, Kind, Policy, Ref, RoomId, RoomName};
use causette_engine::{Faces, Fetch, Sequencer, SessionId, Setup, Submission};
use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::sync::Arc;

/// People in a run, and named rooms.
pub(super) const PEOPLE: usize = 5;
pub(super) const ROOMS: usize = 3;
/// By this code somebody owns the server.
pub(super) const CODE: &str = "the first start's code";
/// Turns after which something that is still not done is never done.
const MOST_TURNS: usize = 2000;

pub(super) struct World {
    pub(super) options: Options,
    pub(super) sequencer: Option<Sequencer>,
    pub(super) store: Store,
    pub(super) truth: Truth,
    ids: Seeded,
    pub(super) wall: Wall,
    pub(super) users: Vec<User>,
    /// Whose they are.
    pub(super) sessions: BTreeMap<SessionId, usize>,
    pub(super) audiences: BTreeMap<RoomId, BTreeSet<SessionId>>,
    /// Reads that are under way.
    pub(super) reads: VecDeque<Fetch>,
    pub(super) asked: Vec<Asked>,
    pub(super) records: Vec<Connection>,
    pub(super) attempts: Vec<Attempt>,
    /// When each of these was made.
    pub(super) attempted: Vec<Moment>,
    /// Moments of the harness: nothing happens at the same.
    tick: Nanos,
    pub(super) slots: u32,
    refs: u64,
    pub(super) found: Vec<Finding>,
    pub(super) tally: Tally,
}

impl World {
    pub(super) fn new(options: &Options) -> World {
        let mut world = World {
            options: options.clone(),
            sequencer: None,
            store: Store::new(options),
            truth: Truth::default(),
            ids: Seeded::new(options.seed),
            wall: Wall::new(),
            users: (0..PEOPLE).map(User::new).collect(),
            sessions: BTreeMap::new(),
            audiences: BTreeMap::new(),
            reads: VecDeque::new(),
            asked: Vec::new(),
            records: Vec::new(),
            attempts: Vec::new(),
            attempted: Vec::new(),
            tick: 0,
            slots: 0,
            refs: 0,
            found: Vec::new(),
            tally: Tally { runs: 1, ..Tally::default() },
        };
        world.start();
        world
    }

    /// A process begins with what is in the store.
    pub(super) fn start(&mut self) {
        let made = self.store.log().map_err(|e| e.to_string()).and_then(|log| {
            let (directory, people) = (log.directory(), log.accounts());
            Ok((directory.map_err(|e| e.to_string())?, people.map_err(|e| e.to_string())?))
        });
        let (directory, people) = match made {
            Ok(made) => made,
            Err(words) => return self.odd(words),
        };
        let mut sequencer = Sequencer::new(Setup {
            ids: Box::new(self.ids.clone()),
            accounts: Arc::new(Trusting),
            directory,
            people,
            policy: Policy::default(),
            claim: Some(Trusting.token_hash(CODE)),
            hashers: 2,
            faces: Arc::new(Faces::default()),
        });
        if let super::Fault::Engine(plant) = self.options.fault {
            sequencer.plant(plant);
        }
        self.sequencer = Some(sequencer);
    }

    pub(super) fn step(&mut self, op: Op) {
        match op {
            Op::Do(who, wish) => self.wish(who % PEOPLE, wish),
            Op::Turn(fate) => self.turn(fate),
            Op::Deliver => self.deliver(),
            Op::Read(count) => self.read(count),
            Op::Wait(millis) => self.wall.wait(millis),
            Op::Clock(jump) => {
                self.tally.clock_set += 1;
                self.wall.jump(jump);
            }
            Op::Sweep => self.sweep(),
            Op::Tidy => {
                if let Err(e) = self.store.tidy() {
                    self.odd(e.to_string());
                }
            }
            Op::Slow(who, on) => self.slow(who % PEOPLE, on),
            Op::Crash(rested) => {
                if rested {
                    self.rest();
                }
                self.crash();
            }
            Op::Stop => self.stop(),
        }
        self.truth.latest = self.truth.latest.max(self.wall.now());
    }

    /// All that is under way is finished, and everybody knows it.
    pub(super) fn rest(&mut self) {
        (0..PEOPLE).for_each(|who| self.slow(who, false));
        for _ in 0..MOST_TURNS {
            self.turn(super::Fate::Well);
            self.read(usize::MAX);
            self.deliver();
            let queued = self.sequencer.as_ref().map_or(0, Sequencer::queued);
            if queued == 0 && self.reads.is_empty() {
                return;
            }
        }
        self.odd(format!("after {MOST_TURNS} turns there is still something to do"));
    }

    /// What was seen, judged.
    pub(super) fn end(mut self) -> Outcome {
        self.rest();
        self.unanswered();
        for user in self.users.iter().filter(|user| user.session.is_some() && !user.outside) {
            if let Some(record) = self.records.get_mut(user.record) {
                record.settled = true;
            }
        }
        self.crash();
        self.judge()
    }

    /// Whoever is here has got all answers by now.
    fn unanswered(&mut self) {
        let open = |user: &User| user.session.and_then(|_| user.waiting.iter().next().map(|(r, w)| (*r, w.clone())));
        let open: Vec<_> = self.users.iter().filter_map(|user| Some((user.number, open(user)?))).collect();
        for (who, (reference, wait)) in open {
            self.found.push(Finding::new(Rule::Answers, format!("{who} got no answer to {reference}: {wait:?}")));
        }
    }

    pub(super) fn odd(&mut self, words: impl Into<String>) {
        self.found.push(Finding::new(Rule::Odd, words));
    }

    /// The next moment.
    pub(super) fn now(&mut self) -> Nanos {
        self.tick += 1;
        self.tick
    }

    pub(super) fn moment(&self) -> Moment {
        Moment { at: self.wall.now(), set: self.wall.set }
    }

    /// Whether less than so much passed since then, by a clock that nobody set meanwhile.
    pub(super) fn within(&self, since: Moment, millis: u64) -> bool {
        since.set == self.wall.set && self.wall.now().0.saturating_sub(since.at.0) < millis
    }

    pub(super) fn push(&mut self, submission: Submission) {
        if let Some(sequencer) = &mut self.sequencer {
            sequencer.push(submission);
        }
    }

    /// A command leaves somebody's connection.
    pub(super) fn ask(&mut self, who: usize, command: Command, wait: Wait) {
        let Some(user) = self.users.get_mut(who) else { return };
        let Some(session) = user.session else { return };
        self.refs += 1;
        self.tally.commands += 1;
        user.waiting.insert(self.refs, wait);
        let answers = Ref::new(&self.refs.to_string()).ok();
        self.push(Submission::Command { session, answers, command });
    }

    /// Something is written into somebody's record.
    pub(super) fn note(&mut self, who: usize, event: Event) {
        let record = self.users.get(who).map(|user| user.record);
        if let Some(record) = record.and_then(|record| self.records.get_mut(record)) {
            record.events.push(event);
        }
    }

    /// What the name of a room is by now: it has two, one of which it bears.
    pub(super) fn room_name(&self, room: usize) -> (RoomName, RoomName) {
        let [one, other] = ["r", "s"].map(|letter| RoomName::stored(&format!("#{letter}{}", room % ROOMS)));
        let there = |name: &RoomName| self.truth.named(&Kind::Named(name.clone())).is_some();
        if !there(&one) && there(&other) { (other, one) } else { (one, other) }
    }

    /// What records call a room.
    pub(super) fn called(&self, room: RoomId) -> String {
        match self.truth.rooms.get(&room).map(|kept| &kept.room.state.kind) {
            Some(kind @ Kind::Direct(..)) => kind.key(),
            Some(Kind::Named(_)) | None => format!("#{room}"),
        }
    }
}
