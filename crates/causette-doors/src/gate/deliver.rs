//! A batch of events becomes bytes in out-queues: encoded once per dialect, shared by all who read it.

use super::audience::Audience;
use super::conn::{Conn, Lag};
use super::limits::OUT_BYTES;
use super::shard::Inner;
use super::stage::{Piece, Stage, Tongue};
use causette_core::ids::{IdMap, IdSet};
use causette_core::notice::Page;
use causette_core::{Fact, Gone, Notice, PersonId, Ref, RoomId, RoomTag, Seq, Signal};
use causette_engine::{Batch, Event, SessionId};
use smallvec::SmallVec;

/// The sessions that a fact speaks to by name.
type Mentions<'a> = &'a [SessionId];

/// Something for a whole room.
enum News<'a> {
    Fact(&'a Fact, Mentions<'a>),
    Signal(&'a Signal),
}

/// Who was told some news of a person already: it comes once for each room they are in, one after the other.
#[derive(Default)]
struct AboutPerson<'a> {
    last: Option<&'a Signal>,
    told: IdSet<SessionId>,
}

impl<'a> AboutPerson<'a> {
    /// Those who were told the same of the same person; `None`: this is about a room.
    fn told(&mut self, signal: &'a Signal) -> Option<&mut IdSet<SessionId>> {
        if !self.last.is_some_and(|last| same_news(last, signal)) {
            self.last = Some(signal);
            self.told.clear();
        }
        match signal {
            Signal::Renamed(..) | Signal::Away(..) | Signal::Quit(..) | Signal::Described(_) => Some(&mut self.told),
            Signal::SentOff { .. } | Signal::Became { .. } => Some(&mut self.told),
            Signal::Profiled(..) => Some(&mut self.told),
            Signal::Arrived(..) | Signal::Departed(..) | Signal::Typing(..) | Signal::Tagged(..) => None,
        }
    }
}

/// Last words are not for rooms where their sender may not speak: without them it is the same news all the same.
fn same_news(one: &Signal, other: &Signal) -> bool {
    match (one, other) {
        (Signal::Quit(one, _), Signal::Quit(other, _)) => one == other,
        (one, other) => one == other,
    }
}

impl Inner {
    pub(super) fn deliver(&self, batch: &Batch) {
        let stage = &mut *self.stage.borrow_mut();
        let mut person = AboutPerson::default();
        for event in &batch.events {
            match event {
                Event::Fact { fact, but, mentions } => {
                    self.tell_room(fact.room, &News::Fact(fact, mentions), *but, (stage, None));
                }
                Event::Ignore { session, person, on } => self.ignore(*session, *person, *on),
                Event::Signal { room, signal, but } => {
                    let told = person.told(signal);
                    self.tell_room(*room, &News::Signal(signal), *but, (stage, told));
                }
                Event::Subscribe { session, room, head, behind } => self.subscribe(*session, room, *head, *behind),
                Event::Unsubscribe { session, room } => self.unsubscribe(*session, *room),
                Event::Notice { session, answers, last, notice } => {
                    self.tell_session(*session, answers.as_ref(), *last, notice, stage);
                }
                Event::Local { session, bytes } => {
                    if let Some(conn) = self.conn(*session) {
                        let piece = stage.own(conn.stream.form(), |out| out.extend_from_slice(bytes));
                        stage.add(&conn, &piece);
                        conn.answered();
                    }
                }
                Event::Closed { session } => {
                    if let Some(conn) = self.conn(*session) {
                        conn.flags.closed.set(true);
                        conn.flags.leaving.set(true);
                        conn.wake();
                        stage.touch(&conn);
                    }
                }
            }
        }
    }

    fn tell_room(
        &self,
        room: RoomId,
        news: &News<'_>,
        but: Option<SessionId>,
        (stage, mut told): (&mut Stage, Option<&mut IdSet<SessionId>>),
    ) {
        let mut audiences = self.audiences.borrow_mut();
        let Some(audience) = audiences.get_mut(&room) else { return };
        let before = audience.head;
        if let News::Fact(fact, _) = news {
            audience.head = fact.seq;
        }
        let conns = self.conns.borrow();
        let mut encoded: SmallVec<[(Tongue, Piece); 4]> = SmallVec::new();
        for session in &audience.sessions {
            if but == Some(*session) {
                continue;
            }
            let Some(conn) = conns.get(session.slot()).filter(|c| c.session == *session) else { continue };
            if conn.flags.broken.get() || lags(conn, room, before) {
                continue;
            }
            if let Some(told) = &mut told
                && conn.speaker.borrow().hears_of_people_once()
                && !told.insert(*session)
            {
                continue;
            }
            if let Some(piece) = personal(conn, (room, audience), news, &self.ignored.borrow(), stage) {
                piece.iter().for_each(|piece| stage.add(conn, piece));
                continue;
            }
            let mut speaker = conn.speaker.borrow_mut();
            let tongue = (speaker.dialect(room), conn.stream.form());
            if let Some((_, piece)) = encoded.iter().find(|(known, _)| *known == tongue) {
                stage.add(conn, piece);
                continue;
            }
            let Some((label, shared)) = audience.label(*session) else { continue };
            let write = |out: &mut Vec<u8>| match news {
                News::Fact(fact, _) => speaker.fact(label, fact, false, out),
                News::Signal(signal) => {
                    speaker.signal(&RoomTag { id: room, label: label.clone() }, signal, out);
                }
            };
            if shared {
                let piece = stage.shared(room, tongue, write);
                stage.add(conn, &piece);
                encoded.push((tongue, piece));
            } else {
                let piece = stage.own(tongue.1, write);
                stage.add(conn, &piece);
            }
        }
    }

    fn tell_session(&self, session: SessionId, answers: Option<&Ref>, last: bool, notice: &Notice, stage: &mut Stage) {
        let Some(conn) = self.conn(session) else { return };
        // It left meanwhile, or entered anew and was shown all: nothing is missed any more.
        if matches!(notice, Notice::Missed { room, .. } if !is_behind(&conn, room.id)) {
            return;
        }
        let trimmed = unseen(&conn, notice);
        let told = trimmed.as_ref().unwrap_or(notice);
        let piece = stage.own(conn.stream.form(), |out| conn.speaker.borrow_mut().notice(answers, told, out));
        stage.add(&conn, &piece);
        match notice {
            Notice::Missed { room, page, .. } => {
                // Of a page read before a sweep nothing may be left: what it held is said to be gone, and reading goes on after it.
                let gone = || page.expired_before.map(|first| first.saturating_sub(1));
                let upto = page.facts.last().map(|fact| fact.seq).or_else(gone);
                caught_up(&conn, room.id, upto.filter(|_| page.more));
            }
            // It entered a room anew while it was behind there, and was shown all it wanted up to this number.
            Notice::Joined { room, head, replay, .. } if !(replay.more && replay.facts.is_empty()) => {
                knows(&conn, room.id, *head);
            }
            _ => {}
        }
        if last {
            conn.answered();
        }
    }

    fn subscribe(&self, session: SessionId, room: &RoomTag, head: Seq, behind: Option<Seq>) {
        let Some(conn) = self.conn(session) else { return };
        self.audiences.borrow_mut().entry(room.id).or_default().add(session, room, head);
        if let Some(after) = behind {
            let mut lag = conn.lag.borrow_mut();
            let lag = lag.get_or_insert_default();
            lag.rooms.retain(|(r, _)| *r != room.id);
            lag.rooms.push((room.id, after));
            conn.wake();
        }
    }

    fn ignore(&self, session: SessionId, person: PersonId, on: bool) {
        if self.conn(session).is_none() {
            return;
        }
        let mut all = self.ignored.borrow_mut();
        let ignored = all.entry(session).or_default();
        ignored.retain(|known| *known != person);
        if on {
            ignored.push(person);
        } else if ignored.is_empty() {
            all.remove(&session);
        }
    }

    fn unsubscribe(&self, session: SessionId, room: RoomId) {
        if session.shard() != self.number {
            return;
        }
        let mut audiences = self.audiences.borrow_mut();
        if audiences.get_mut(&room).is_some_and(|a| a.remove(session)) {
            audiences.remove(&room);
        }
        if let Some(conn) = self.conn(session) {
            caught_up(&conn, room, None);
        }
    }
}

/// What news is for a session that it speaks to, or that ignores who it is of, which may be nothing; `None`: the same as for all.
fn personal(
    conn: &Conn,
    (room, audience): (RoomId, &Audience),
    news: &News<'_>,
    ignored: &IdMap<SessionId, Vec<PersonId>>,
    stage: &mut Stage,
) -> Option<Option<Piece>> {
    // Nearly always nobody ignores anybody, nobody is spoken to, and nobody reads other words than the rest.
    let ignores =
        |who: PersonId| !ignored.is_empty() && ignored.get(&conn.session).is_some_and(|people| people.contains(&who));
    let (fact, mentions) = match news {
        News::Fact(fact, mentions) => (fact, mentions),
        News::Signal(signal) if ignores(signal.who().id) => {
            let Some(signal) = signal.unheard() else { return Some(None) };
            let tag = RoomTag { id: room, label: audience.label(conn.session)?.0.clone() };
            return Some(Some(
                stage.own(conn.stream.form(), |out| conn.speaker.borrow_mut().signal(&tag, &signal, out)),
            ));
        }
        News::Signal(signal) => {
            if !conn.speaker.borrow().writes_signal_alone(signal) {
                return None;
            }
            let tag = RoomTag { id: room, label: audience.label(conn.session)?.0.clone() };
            return Some(Some(
                stage.own(conn.stream.form(), |out| conn.speaker.borrow_mut().signal(&tag, signal, out)),
            ));
        }
    };
    let ignored = fact.has_words() && ignores(fact.by.id);
    let mentioned = mentions.contains(&conn.session);
    // Words are the same for all: only of other deeds is a speaker asked.
    let alone = !fact.has_words() && conn.speaker.borrow().writes_fact_alone(fact);
    if !ignored && !mentioned && !alone {
        return None;
    }
    let (label, _) = audience.label(conn.session)?;
    let mut speaker = conn.speaker.borrow_mut();
    Some(Some(stage.own(conn.stream.form(), |out| match ignored {
        true => speaker.fact(label, &fact.gone(Gone::Ignored), false, out),
        false => speaker.fact(label, fact, mentioned, out),
    })))
}

/// Whether the session must do without this news for now: its queue is full, or it already misses something.
/// Then the room is caught up with later, from the number `before` this news: its facts are re-read from the log, and its
/// signals are made up for by who is there then.
fn lags(conn: &Conn, room: RoomId, before: Seq) -> bool {
    let mut lag = conn.lag.borrow_mut();
    if lag.is_none() && conn.out.borrow().bytes() < OUT_BYTES {
        return false;
    }
    #[cfg(feature = "planted")]
    if super::plant::drops() {
        return true;
    }
    let lag: &mut Lag = lag.get_or_insert_default();
    if !lag.rooms.iter().any(|(r, _)| *r == room) {
        lag.rooms.push((room, before));
        conn.wake(); // the queue may have drained meanwhile
    }
    true
}

fn is_behind(conn: &Conn, room: RoomId) -> bool {
    conn.lag.borrow().as_ref().is_some_and(|lag| lag.rooms.iter().any(|(behind, _)| *behind == room))
}

/// A page of missed facts without those that the session was told some other way since it was asked for.
fn unseen(conn: &Conn, notice: &Notice) -> Option<Notice> {
    let Notice::Missed { room, page, members } = notice else { return None };
    let lag = conn.lag.borrow();
    let (_, known) = *lag.as_ref()?.rooms.iter().find(|(r, _)| *r == room.id)?;
    if page.facts.first().is_none_or(|f| f.seq > known) {
        return None;
    }
    let facts = page.facts.iter().filter(|f| f.seq > known).cloned().collect();
    let page = Page { facts, more: page.more, expired_before: page.expired_before };
    Some(Notice::Missed { room: room.clone(), page, members: members.clone() })
}

/// The session was told all facts of a room up to `head`.
fn knows(conn: &Conn, room: RoomId, head: Seq) {
    if let Some((_, after)) = conn.lag.borrow_mut().as_mut().and_then(|l| l.rooms.iter_mut().find(|(r, _)| *r == room))
    {
        *after = (*after).max(head);
    }
}

/// A page arrived: the session now has facts up to `more`, or all of them.
fn caught_up(conn: &Conn, room: RoomId, more: Option<Seq>) {
    let mut lag = conn.lag.borrow_mut();
    let Some(behind) = lag.as_mut() else { return };
    if behind.asked == Some(room) {
        behind.asked = None;
    }
    match (behind.rooms.iter_mut().find(|(r, _)| *r == room), more) {
        (Some((_, after)), Some(seq)) => *after = (*after).max(seq),
        _ => behind.rooms.retain(|(r, _)| *r != room),
    }
    if behind.rooms.is_empty() {
        *lag = None;
    }
    conn.wake();
}
