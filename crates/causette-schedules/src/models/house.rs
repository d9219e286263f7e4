//! An engine on a thread of its own, sessions that ask, shards that listen.

use super::store::{Counter, Store, Strangers};
use crate::engine::{self, Batch, Event, Meter, Ports, Sequencer, SessionId, Setup, Submission, Sweeps};
use crate::seam::sync::Condvar;
use crate::seam::tokio::sync::{Notify, mpsc};
use crate::seam::{sync, thread};
use causette_core::notice::Goodbye;
use causette_core::ports::{Clock, Keep, Log};
use causette_core::{
    ClientTags, Command, Fact, Key, Millis, Name, Notice, Origin, Password, Policy, Ref, RoomName, Style, Target, Text,
    What,
};
use std::collections::BTreeMap;
use std::sync::{Arc, PoisonError};
use std::time::Duration;

/// It is always the same moment for facts.
struct Noon;
impl Clock for Noon {
    fn now(&self) -> Millis {
        Millis(1)
    }
}

/// An engine on a thread of its own.
pub(super) struct Running {
    pub(super) mailbox: engine::Mailbox,
    pub(super) thread: thread::JoinHandle<Result<(), engine::EngineError>>,
    pub(super) meter: Arc<Meter>,
}

/// Starts one, with that many threads for passwords.
pub(super) fn start(store: &Arc<Store>, accounts: &Arc<Strangers>, hashers: usize, shards: engine::Shards) -> Running {
    let log: Arc<dyn Log> = store.clone();
    let setup = Setup {
        ids: Box::<Counter>::default(),
        accounts: accounts.clone(),
        directory: log.directory().expect("an empty store has a directory"),
        people: Vec::new(),
        policy: Policy::default(),
        claim: None,
        hashers,
        faces: Arc::default(),
    };
    let (mailbox, inbox) = engine::mailbox();
    let (own, meter) = (mailbox.clone(), Arc::new(Meter::default()));
    let counted = meter.clone();
    let thread = thread::spawn(move || {
        let (reload, hooks) = (Arc::new(Notify::new()), Arc::new(Notify::new()));
        let ports = Ports { log, clock: Arc::new(Noon), meter: counted, reload, hooks };
        let sweeps = Sweeps { keep: Keep::default(), every: Duration::MAX, last: None };
        shuttle::future::block_on(engine::run(Sequencer::new(setup), inbox, own, shards, ports, sweeps))
    });
    Running { mailbox, thread, meter }
}

pub(super) fn session(shard: u8, n: u32) -> SessionId {
    SessionId::new(shard, n, 1)
}

pub(super) fn open(session: SessionId) -> Submission {
    Submission::Open { session, from: Origin { private: true, ..Origin::default() } }
}

/// The `n`th wish of a session; its answer bears that number.
pub(super) fn ask(session: SessionId, n: usize, command: Command) -> Submission {
    Submission::Command { session, answers: Ref::new(&n.to_string()).ok(), command }
}

pub(super) fn nick(name: &str) -> Command {
    Command::Nick(Name::given(name))
}

pub(super) fn join() -> Command {
    Command::Join { room: RoomName::stored("#room"), after: None, secret: None }
}

pub(super) fn say(words: &str) -> Command {
    let (text, key) = (Text::new(words).expect("a text"), Key::new(words).ok());
    let (to, style) = (Target::Room(RoomName::stored("#room")), Style::Plain);
    Command::Say { to, text, style, reply_to: None, tags: ClientTags::NONE, key }
}

pub(super) fn login(name: &str) -> Command {
    let password = Password::new("a password of somebody").expect("a password");
    Command::Login { name: Name::given(name), password }
}

/// What a session was told, in words.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Told {
    /// The answer to the wish of that number.
    Answer(usize, String),
    /// The server says goodbye.
    Goodbye(Goodbye),
    /// The end.
    Closed,
}

/// What a shard heard.
#[derive(Default, Debug)]
pub(super) struct Heard {
    pub(super) facts: Vec<Arc<Fact>>,
    pub(super) told: BTreeMap<SessionId, Vec<Told>>,
}

impl Heard {
    /// The messages, in their order.
    pub(super) fn messages(&self) -> Vec<Arc<Fact>> {
        self.facts.iter().filter(|fact| matches!(fact.what, What::Message { .. })).cloned().collect()
    }
}

/// How many answers each session has.
#[derive(Clone, Default)]
pub(super) struct Answers(Arc<(sync::Mutex<BTreeMap<SessionId, usize>>, Condvar)>);

impl Answers {
    fn one(&self, session: SessionId) {
        let mut counts = self.0.0.lock().unwrap_or_else(PoisonError::into_inner);
        *counts.entry(session).or_default() += 1;
        drop(counts);
        self.0.1.notify_all();
    }

    /// Waits until a session has that many.
    pub(super) fn wait(&self, session: SessionId, enough: usize) {
        let mut counts = self.0.0.lock().unwrap_or_else(PoisonError::into_inner);
        while counts.get(&session).is_none_or(|count| *count < enough) {
            counts = self.0.1.wait(counts).unwrap_or_else(PoisonError::into_inner);
        }
    }
}

/// Something that happens once, and who waits for it.
#[derive(Clone, Default)]
pub(super) struct Latch(Arc<(sync::Mutex<bool>, Condvar)>);

impl Latch {
    pub(super) fn open(&self) {
        *self.0.0.lock().unwrap_or_else(PoisonError::into_inner) = true;
        self.0.1.notify_all();
    }

    pub(super) fn wait(&self) {
        let mut open = self.0.0.lock().unwrap_or_else(PoisonError::into_inner);
        while !*open {
            open = self.0.1.wait(open).unwrap_or_else(PoisonError::into_inner);
        }
    }
}

/// A shard that only listens to what is for its own sessions, for at most so many batches.
pub(super) fn listen(
    number: u8,
    mut inbox: mpsc::Receiver<Arc<Batch>>,
    store: Arc<Store>,
    answers: Answers,
    most: usize,
) -> thread::JoinHandle<Heard> {
    thread::spawn(move || {
        let mut heard = Heard::default();
        for _ in 0..most {
            let Some(batch) = shuttle::future::block_on(inbox.recv()) else { break };
            batch.events.iter().for_each(|event| take(number, &mut heard, event, &store, &answers));
        }
        heard
    })
}

fn take(number: u8, heard: &mut Heard, event: &Event, store: &Store, answers: &Answers) {
    let (session, told) = match event {
        Event::Fact { fact, .. } => {
            assert!(store.has(fact), "told before it is stored, or something else: {fact:?}");
            return heard.facts.push(fact.clone());
        }
        Event::Notice { session, answers: Some(of), last, notice } => {
            if let Notice::Done { room, seq, .. } = notice {
                assert!(store.facts(room.id).len() as u64 >= *seq, "said to be saved and is not: {seq}");
            }
            assert!(*last, "one notice answers a wish: {notice:?}");
            (*session, Told::Answer(of.as_str().parse().unwrap_or_default(), words(notice)))
        }
        Event::Notice { session, notice: Notice::Goodbye(why), .. } => (*session, Told::Goodbye(*why)),
        Event::Closed { session } => (*session, Told::Closed),
        Event::Notice { .. } | Event::Signal { .. } | Event::Subscribe { .. } | Event::Unsubscribe { .. } => return,
        Event::Ignore { .. } | Event::Local { .. } => return,
    };
    if session.shard() != number {
        return; // every shard is sent everything
    }
    let all = heard.told.entry(session).or_default();
    assert_ne!(all.last(), Some(&Told::Closed), "something is told after the end: {told:?}");
    let answer = matches!(told, Told::Answer(..));
    all.push(told);
    if answer {
        answers.one(session);
    }
}

fn words(notice: &Notice) -> String {
    match notice {
        Notice::Done { seq, .. } => format!("ok {seq}"),
        Notice::Named(you) => format!("named {}", you.name),
        Notice::Joined { .. } => "in".into(),
        Notice::Refused(why) => why.code().into(),
        Notice::Unknown => "unknown".into(),
        other => format!("{other:?}"),
    }
}
