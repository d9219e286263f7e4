//! A shard: one thread's connections. It is handed one batch at a time, appends to its connections' queues, and flushes
//! every touched connection right there: no task is woken for a recipient unless its socket would block.

use super::audience::Audience;
use super::conn::{Conn, NOT_STAGED};
use super::crowd::Crowd;
use super::entrance::Entrance;
use super::http::{self, Opening, PIPES_WAITING, Pages, PipeEnd, Visitor};
use super::limits::{CONNECTIONS, DRAIN, FLUSH_TURN, READ_BYTES};
use super::serve::serve;
use super::speaker::Speaker;
use super::stage::{Stage, Touched};
use super::throttle::LiveRate;
use super::timers::Timers;
use super::transport::{Stream, Transport};
use super::websocket;
use causette_core::ids::IdMap;
use causette_core::{Door, Origin, PersonId, RoomId};
use causette_engine::{Batch, Mailbox, Meter, SessionId, Submission};
use slab::Slab;
use std::cell::{Cell, RefCell};
use std::io;
use std::rc::Rc;
use std::sync::Arc;
use tokio::sync::{Notify, mpsc};
use tokio::time::{Instant, timeout};

/// What all shards share.
#[derive(Clone, Debug)]
pub struct Settings {
    /// How fast one connection may speak.
    pub rate: LiveRate,
    /// Where connections are counted.
    pub meter: Arc<Meter>,
    /// How many connections one address may have; the same for all shards.
    pub crowd: Arc<Crowd>,
}

/// Everything the connections of one thread share.
pub(super) struct Inner {
    pub(super) number: u8,
    pub(super) settings: Settings,
    pub(super) mailbox: Mailbox,
    pub(super) epoch: Instant,
    pub(super) conns: RefCell<Slab<Rc<Conn>>>,
    pub(super) audiences: RefCell<IdMap<RoomId, Audience>>,
    /// Whose words those who ignore somebody are not shown.
    pub(super) ignored: RefCell<IdMap<SessionId, Vec<PersonId>>>,
    /// What this turn has to write.
    pub(super) stage: RefCell<Stage>,
    pub(super) timers: Timers,
    /// Borrowed by whoever reads; a connection owns no buffer.
    pub(super) buffer: RefCell<Vec<u8>>,
    /// Borrowed by whoever submits.
    pub(super) scratch: RefCell<Vec<Submission>>,
    /// Connections that speak HTTP; their sessions are connections.
    pub(super) visitors: Cell<usize>,
    /// The engine is gone, and all that it said was delivered.
    pub(super) over: Cell<bool>,
    generation: Cell<u32>,
    empty: Notify,
}

/// A handle on one shard, for its own thread.
#[derive(Clone)]
pub struct Shard(Rc<Inner>);

impl Shard {
    /// A shard without connections.
    pub fn new(number: u8, settings: Settings, mailbox: Mailbox) -> Shard {
        Shard(Rc::new(Inner {
            number,
            settings,
            mailbox,
            epoch: Instant::now(),
            conns: RefCell::default(),
            audiences: RefCell::default(),
            ignored: RefCell::default(),
            stage: RefCell::default(),
            timers: Timers::default(),
            buffer: RefCell::new(vec![0; READ_BYTES]),
            scratch: RefCell::default(),
            visitors: Cell::new(0),
            over: Cell::new(false),
            generation: Cell::new(0),
            empty: Notify::new(),
        }))
    }

    /// Whether it can take one more.
    pub fn has_room(&self) -> bool {
        self.0.conns.borrow().len() < CONNECTIONS
    }

    /// Takes a connection that came in there. Must run inside a `LocalSet`.
    pub fn admit(&self, stream: impl Into<Stream>, entrance: &Arc<Entrance>, speaker: Box<dyn Speaker>) {
        let (inner, stream) = (&self.0, stream.into());
        match (&entrance.pages, entrance.websocket) {
            (Some(pages), _) => {
                let visitor = http::serve(stream, entrance.clone(), pages.clone(), speaker, inner.clone());
                tokio::task::spawn_local(visitor);
            }
            (None, None) => inner.admit(Transport::new(stream), entrance, speaker),
            (None, Some(names)) => {
                let newcomer = websocket::serve(stream, entrance.clone(), speaker, names, inner.clone());
                tokio::task::spawn_local(newcomer);
            }
        }
    }

    /// A way in for what the server itself runs: each session is a connection like any other. Must run inside a `LocalSet`.
    pub fn house(&self, pages: Arc<dyn Pages>) -> Visitor {
        let (open, mut openings) = mpsc::channel(PIPES_WAITING);
        let (inner, entrance) = (self.0.clone(), Arc::new(Entrance::clear(Door::Web)));
        tokio::task::spawn_local(async move {
            while let Some(Opening { begins, from, reply }) = openings.recv().await {
                let _ = reply.send(inner.pipe(&entrance, from, pages.speaker(begins))); // who asked may have gone meanwhile
            }
        });
        let from = Origin { door: Door::Web, private: true, ..Origin::default() };
        Visitor::new(from, true, open)
    }

    /// Serves until the engine is gone, then gives the connections time to take what is queued for them.
    pub async fn run(&self, mut inbox: mpsc::Receiver<Arc<Batch>>) {
        let inner = self.0.clone();
        let alarms = tokio::task::spawn_local(async move {
            loop {
                for slot in inner.timers.next().await {
                    if let Some(conn) = inner.conns.borrow().get(slot) {
                        conn.wake();
                    }
                }
            }
        });
        while let Some(batch) = inbox.recv().await {
            self.0.deliver(&batch);
            while let Ok(more) = inbox.try_recv() {
                self.0.deliver(&more);
            }
            self.0.flush_touched().await;
        }
        self.0.let_go();
        let _ = timeout(DRAIN, self.drained()).await;
        alarms.abort();
    }

    async fn drained(&self) {
        while !self.0.conns.borrow().is_empty() {
            self.0.empty.notified().await;
        }
    }
}

impl Inner {
    /// Gives a connection its place and its task.
    pub(super) fn admit(self: &Rc<Self>, stream: Transport, entrance: &Arc<Entrance>, speaker: Box<dyn Speaker>) {
        let conn = {
            let mut conns = self.conns.borrow_mut();
            let place = conns.vacant_entry();
            self.generation.set(self.generation.get().wrapping_add(1));
            let session = SessionId::new(self.number, place.key() as u32, self.generation.get());
            place.insert(Rc::new(Conn::new(session, stream, speaker))).clone()
        };
        tokio::task::spawn_local(serve(conn, self.clone(), entrance.clone()));
    }

    /// A session of somebody who is in already, and the other end of what it hears and says.
    pub(super) fn pipe(
        self: &Rc<Self>,
        entrance: &Arc<Entrance>,
        from: Origin,
        speaker: Box<dyn Speaker>,
    ) -> io::Result<PipeEnd> {
        let (outer, socket) = http::pair()?;
        self.admit(Transport::new(Stream::Piped { socket, from }), entrance, speaker);
        Ok(outer)
    }

    pub(super) fn conn(&self, session: SessionId) -> Option<Rc<Conn>> {
        if session.shard() != self.number {
            return None;
        }
        self.conns.borrow().get(session.slot()).filter(|c| c.session == session).cloned()
    }

    pub(super) fn forget(&self, session: SessionId) {
        self.ignored.borrow_mut().remove(&session);
        let mut conns = self.conns.borrow_mut();
        if conns.get(session.slot()).is_some_and(|c| c.session == session) {
            conns.remove(session.slot());
        }
        if conns.is_empty() {
            self.empty.notify_one();
        }
    }

    /// The engine is gone. To whoever came too late for its goodbye nobody says the last event: they are not waited for.
    fn let_go(&self) {
        self.over.set(true);
        for (_, conn) in self.conns.borrow().iter() {
            conn.flags.leaving.set(true);
            conn.flags.closed.set(true);
            conn.wake();
        }
    }

    /// Whole seconds since the shard started, plus one: 0 means "never".
    pub(super) fn seconds(&self, now: Instant) -> u32 {
        u32::try_from(now.duration_since(self.epoch).as_secs() + 1).unwrap_or(u32::MAX)
    }

    async fn flush_touched(&self) {
        let mut stage = self.stage.take();
        let mut touched = std::mem::take(&mut stage.touched);
        for (turn, Touched { conn, pieces }) in touched.drain(..).enumerate() {
            conn.staged.set(NOT_STAGED);
            conn.send(&mut stage, &pieces, self);
            if turn % FLUSH_TURN == FLUSH_TURN - 1 {
                tokio::task::yield_now().await;
            }
        }
        stage.touched = touched;
        stage.clear();
        self.stage.replace(stage);
    }
}
