//! The end of a session, and what it does in rooms: who goes, and with which last words.

use super::draft::Draft;
use super::{Sequencer, Session};
use crate::{Event, SessionId};
use causette_core::notice::Goodbye;
use causette_core::{Millis, Notice, RoomId, Signal, Text, room};

impl Sequencer {
    /// The server ends a session.
    pub(super) fn close(&mut self, session: SessionId, why: Option<Goodbye>, draft: &mut Draft) {
        self.close_saying(session, why, None, draft);
    }

    /// Ends a session: its rooms hear it, with its last words, and its name is free.
    pub(super) fn close_saying(
        &mut self,
        session: SessionId,
        why: Option<Goodbye>,
        said: Option<&Text>,
        draft: &mut Draft,
    ) {
        let Some(gone) = self.sessions.remove(&session) else { return };
        self.ignored.remove(&session);
        self.watches.forget(session);
        self.operators.forget(session);
        let said = said.and_then(Text::last_words);
        let quits = self.people.sessions(gone.who.id).len() == 1;
        for room in &gone.rooms {
            let words = said.clone().filter(|_| self.is_heard(&gone, *room, draft.now));
            let signal = if quits { Signal::Quit } else { Signal::Departed };
            self.step_out(session, *room, signal(gone.who.clone(), words), draft);
        }
        self.save_marks(&gone, why == Some(Goodbye::Quit), draft);
        self.depart(&gone.who, session);
        self.end_pairs(gone.who.id, &gone.rooms, draft);
        if let Some(why) = why {
            draft.news(session, Notice::Goodbye(why));
        }
        draft.tell(Event::Closed { session });
    }

    /// Whether what a session says would be heard in a room: last words are no way around that.
    fn is_heard(&self, gone: &Session, room: RoomId, now: Millis) -> bool {
        let Some(live) = self.rooms.get(&room) else { return false };
        room::may_speak(&live.room, &self.seen(gone.who.clone(), gone.host, room), now)
    }

    /// The presence half of leaving a room; `signal` says so to the others.
    pub(super) fn step_out(&mut self, session: SessionId, room: RoomId, signal: Signal, draft: &mut Draft) {
        draft.tell(Event::Unsubscribe { session, room });
        let Some(live) = self.rooms.get_mut(&room) else { return };
        let announced = live.present.announced();
        let left = live.present.remove(signal.who());
        self.occupied -= usize::from(left && live.present.count() == 0);
        if left && announced {
            draft.tell(Event::Signal { room, signal, but: Some(session) });
        }
    }
}
