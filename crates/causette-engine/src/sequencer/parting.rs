//! The end of a session, and what it does in rooms: who goes, and with which last words.

use super::draft::Draft;
use super::{Sequencer, Session};
use crate::{Event, SessionId};
use causette_core::notice::Goodbye;
use causette_core::{Millis, Notice, RoomId, Sender, Signal, Text, room};

/// What the rooms of a session hear of its end.
#[derive(Clone, Copy)]
enum Heard<'a> {
    /// Its last words.
    Words(Option<&'a Text>),
    /// Which operator sent it off, and what that one says of it.
    Off(&'a Sender, Option<&'a Text>),
}

impl Sequencer {
    /// The server ends a session.
    pub(super) fn close(&mut self, session: SessionId, why: Option<Goodbye>, draft: &mut Draft) {
        self.end(session, why, Heard::Words(None), draft);
    }

    /// Ends a session: its rooms hear it, with its last words, and its name is free.
    pub(super) fn close_saying(
        &mut self,
        session: SessionId,
        why: Option<Goodbye>,
        said: Option<&Text>,
        draft: &mut Draft,
    ) {
        self.end(session, why, Heard::Words(said), draft);
    }

    /// Ends a session as an operator wants it.
    pub(super) fn send_off(&mut self, session: SessionId, (by, why): (&Sender, Option<&Text>), draft: &mut Draft) {
        self.end(session, Some(Goodbye::Banned), Heard::Off(by, why), draft);
    }

    fn end(&mut self, session: SessionId, why: Option<Goodbye>, heard: Heard<'_>, draft: &mut Draft) {
        let Some(gone) = self.sessions.remove(&session) else { return };
        self.ignored.remove(&session);
        self.watches.forget(session);
        self.operators.forget(session);
        let quits = self.people.seen(gone.who.id).len() == 1;
        let unseen = gone.program.is_some();
        for room in gone.rooms.iter().filter(|_| unseen) {
            draft.tell(Event::Unsubscribe { session, room: *room });
        }
        for room in gone.rooms.iter().filter(|_| !unseen) {
            let who = gone.who.clone();
            let words = |said: Option<&Text>| {
                said.and_then(Text::last_words).filter(|_| self.is_heard(&gone, *room, draft.now))
            };
            let signal = match heard {
                Heard::Words(said) if quits => Signal::Quit(who, words(said)),
                Heard::Words(said) => Signal::Departed(who, words(said)),
                // Their other sessions go as well.
                Heard::Off(by, why) => Signal::SentOff { who, by: by.clone(), why: why.cloned() },
            };
            self.step_out(session, *room, signal, draft);
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
