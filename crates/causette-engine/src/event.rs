//! What leaves the sequencer: one ordered batch, the same for every shard.

use crate::SessionId;
use causette_core::{Fact, Notice, PersonId, Ref, RoomId, RoomTag, Seq, Signal};
use std::sync::Arc;

/// Events in the order all shards must give them.
#[derive(Debug, Default)]
pub struct Batch {
    /// The events.
    pub events: Vec<Event>,
}

/// Something to tell.
#[derive(Debug)]
pub enum Event {
    /// To a room's subscribers.
    Fact {
        /// What was stored; it names its room.
        fact: Arc<Fact>,
        /// The session that is answered instead.
        but: Option<SessionId>,
        /// Sessions whose person it speaks to.
        mentions: Box<[SessionId]>,
    },
    /// To a room's subscribers.
    Signal {
        /// The room.
        room: RoomId,
        /// What passes.
        signal: Signal,
        /// The session that is answered instead.
        but: Option<SessionId>,
    },
    /// From here on the session is told what happens in the room, and calls it by this label. Sent again when the label changes.
    Subscribe {
        /// Who.
        session: SessionId,
        /// The room and its label for this session.
        room: RoomTag,
        /// The room's last number here: the next fact told is the one after.
        head: Seq,
        /// The session only knows facts up to this number: catch up before going live.
        behind: Option<Seq>,
    },
    /// From here on it is not.
    Unsubscribe {
        /// Who.
        session: SessionId,
        /// The room.
        room: RoomId,
    },
    /// From here on the session is not shown what this person says, or is again.
    Ignore {
        /// Who.
        session: SessionId,
        /// Whom.
        person: PersonId,
        /// Ignore, or no longer.
        on: bool,
    },
    /// To one session.
    Notice {
        /// Who.
        session: SessionId,
        /// The command's reference, if this answers one.
        answers: Option<Ref>,
        /// Whether it ends one of the session's commands in flight.
        last: bool,
        /// What.
        notice: Notice,
    },
    /// What a door had to say to its own session, in its place in the order.
    Local {
        /// Who.
        session: SessionId,
        /// The bytes the door gave.
        bytes: Box<[u8]>,
    },
    /// The last event of a session: flush, then close.
    Closed {
        /// Who.
        session: SessionId,
    },
}
