//! A session turns out to be somebody else: it signed in or out. Its rooms keep it, and are told who it is.

use super::draft::Draft;
use super::{Live, Sequencer};
use crate::{Event, SessionId};
use causette_core::ports::ReadMark;
use causette_core::{Kind, Notice, OwnModes, RoomId, RoomLabel, RoomTag, Sender, Signal, Standing, Text, room};

/// Who a session was, and where.
pub(super) struct Before {
    pub(super) who: Sender,
    pub(super) rooms: Vec<RoomId>,
    /// Somebody is still here as that person, by another session.
    pub(super) remains: bool,
    /// What it said of itself: whoever signs in is away as before.
    away: Option<Text>,
    own: OwnModes,
    /// How far it had read.
    marks: Vec<(RoomId, ReadMark)>,
}

impl Sequencer {
    /// The session is nobody for a moment, in rooms that still think it is who it was.
    pub(super) fn unbecome(&mut self, session: SessionId) -> Option<Before> {
        let state = self.sessions.get_mut(&session)?;
        let (who, rooms) = (state.who.clone(), std::mem::take(&mut state.rooms).to_vec());
        let (away, own) = (self.people.away(who.id).cloned(), self.own.of(who.id));
        let marks = rooms.iter().filter_map(|room| Some((*room, self.people.mark(who.id, *room)?))).collect();
        self.depart(&who, session);
        let remains = self.people.name(who.id).is_some();
        Some(Before { who, rooms, remains, away, own, marks })
    }

    /// The session is `now` from here on, in the rooms where it may stay; these.
    pub(super) fn become_other_person(
        &mut self,
        session: SessionId,
        before: Before,
        now: &Sender,
        standing: Standing,
        draft: &mut Draft,
    ) -> Vec<Kind> {
        let replaced = !before.remains && self.people.seen(now.id).is_empty();
        self.people.arrive(now, standing, self.has_introduced_itself(session), session);
        if let Some(state) = self.sessions.get_mut(&session) {
            (state.who, state.newborn) = (now.clone(), false);
            state.named = true;
        }
        if replaced {
            self.own.set(now.id, before.own);
            self.people.set_away(now.id, before.away.clone());
        }
        if standing == Standing::Guest {
            // An account has marks of its own.
            for (room, mark) in &before.marks {
                self.people.set_mark(now.id, *room, *mark);
            }
        }
        self.present_anew(session, draft);
        let (stays, goes) = self.where_it_stays(session, &before, now, draft);
        for room in goes {
            self.go_out(session, room, &before, draft);
        }
        for (room, _) in &stays {
            self.stay_as(session, *room, &before, (now, standing, replaced), draft);
        }
        if let Some(state) = self.sessions.get_mut(&session) {
            state.rooms = stays.iter().map(|(room, _)| *room).collect();
        }
        if replaced {
            self.tell_watchers_of_becoming(&before.who, now, standing, draft);
        }
        stays.into_iter().map(|(_, kind)| kind).collect()
    }

    /// The named rooms where it may stay, and those it leaves; conversations are the other person's.
    fn where_it_stays(
        &self,
        session: SessionId,
        before: &Before,
        now: &Sender,
        draft: &mut Draft,
    ) -> (Vec<(RoomId, Kind)>, Vec<RoomId>) {
        let host = self.sessions.get(&session).and_then(|s| s.host);
        let (mut stays, mut goes, mut lost) = (Vec::new(), Vec::new(), Vec::new());
        for id in &before.rooms {
            let Some(Live { room, .. }) = self.rooms.get(id) else { continue };
            match &room.state.kind {
                Kind::Direct(..) => lost.push(*id),
                kind @ Kind::Named(_) => match room::stay(room, &self.seen(now.clone(), host, *id), draft.now) {
                    Ok(()) => stays.push((*id, kind.clone())),
                    Err(_) => goes.push(*id),
                },
            }
        }
        for room in &lost {
            draft.tell(Event::Unsubscribe { session, room: *room });
        }
        self.end_pairs(before.who.id, &lost, draft);
        (stays, goes)
    }

    pub(super) fn go_out(&mut self, session: SessionId, room: RoomId, before: &Before, draft: &mut Draft) {
        let label = self.rooms.get(&room).map(|live| live.room.state.kind.clone());
        self.step_out(session, room, gone(before), draft);
        if let Some(Kind::Named(name)) = label {
            let room = RoomTag { id: room, label: RoomLabel::Named(name) };
            draft.news(session, Notice::Left { room, sent_out: false });
        }
    }

    /// Where nobody else is who it was or who it is, that person is replaced; else one may leave and the other come.
    fn stay_as(
        &mut self,
        session: SessionId,
        room: RoomId,
        before: &Before,
        (now, standing, replaced): (&Sender, Standing, bool),
        draft: &mut Draft,
    ) {
        let door = self.door(session);
        let Some(live) = self.rooms.get_mut(&room) else { return };
        let announced = live.present.announced();
        let mut told = Vec::new();
        // The room is never empty in between: nothing in it lapses, and who moderates it still does.
        let takes_place = !before.remains && live.present.since(now).is_none();
        if takes_place {
            live.present.rename(&before.who, now);
        }
        let came = takes_place || live.present.add(now, live.room.head);
        let left = takes_place || live.present.remove(&before.who);
        if replaced {
            told.push(Signal::Became { before: before.who.clone(), now: now.clone(), standing });
        } else {
            told.extend(left.then(|| gone(before)));
            told.extend(came.then(|| Signal::Arrived(now.clone(), door)));
        }
        for signal in told.into_iter().filter(|_| announced) {
            draft.tell(Event::Signal { room, signal, but: Some(session) });
        }
    }
}

/// Nobody is that person any more, or they only left the room.
fn gone(before: &Before) -> Signal {
    match before.remains {
        true => Signal::Departed(before.who.clone(), None),
        false => Signal::Quit(before.who.clone(), None),
    }
}
