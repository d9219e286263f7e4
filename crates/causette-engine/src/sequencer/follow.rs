//! A session that signed in enters the rooms its account is a member of, and is told what there is to read.

use super::draft::{Draft, Planned};
use super::run::Halt;
use super::{Asker, Sequencer};
use crate::submission::{Got, Wanted};
use crate::{SessionId, Submission};
use causette_core::{Command, Kind, Notice, RoomTag};

impl Sequencer {
    /// The first of these rooms; the others come after it. After the last one the session is told what it missed.
    pub(super) fn follow(
        &mut self,
        asker: &Asker,
        rooms: &[Kind],
        got: Option<Got>,
        draft: &mut Draft,
    ) -> Result<(), Halt> {
        if !self.sessions.contains_key(&asker.session) {
            return Ok(());
        }
        let Some(kind) = rooms.first() else {
            let lines = self.unread_lines(asker);
            // A program waits for this: whatever it may do next is known by then.
            if !lines.is_empty() || !self.is_seen(asker.session) {
                draft.news(asker.session, Notice::Unread(lines));
            }
            return Ok(());
        };
        let key = kind.key();
        let known = self.by_key.get(&key).is_some_and(|id| self.rooms.contains_key(id));
        match got {
            _ if known => match kind {
                Kind::Named(name) => {
                    let command = Command::Join { room: name.clone(), after: None, secret: None };
                    self.join(asker, name, None, &command, None, draft)?;
                }
                Kind::Direct(..) => self.follow_pair(asker, kind, draft),
            },
            Some(Got::Room(_)) => {} // it cannot be read now; the next message there opens it
            Some(_) | None => return Err(Halt::Fetch(Wanted::Room(key))),
        }
        self.follow_rest(asker.session, rooms);
        Ok(())
    }

    /// Goes on after the first of these.
    pub(super) fn follow_rest(&mut self, session: SessionId, rooms: &[Kind]) {
        let rooms = rooms.get(1..).unwrap_or_default().to_vec();
        self.queue.push_front(Submission::Follow { session, rooms });
    }

    /// A conversation in which something waits. One in which nothing does opens with its next message.
    fn follow_pair(&mut self, asker: &Asker, kind: &Kind, draft: &mut Draft) {
        let Some(live) = self.by_key.get(&kind.key()).and_then(|id| self.rooms.get(id)) else { return };
        let Some(me) = self.sessions.get(&asker.session).map(|s| s.who.id) else { return };
        let (id, head) = (live.room.id, live.room.head);
        if self.people.mark(me, id).map_or(0, |mark| mark.seq) >= head {
            return;
        }
        let room = RoomTag { id, label: self.label(kind, me) };
        let Some(session) = self.sessions.get_mut(&asker.session).filter(|s| !s.rooms.contains(&id)) else { return };
        session.rooms.push(id);
        draft.planned.push(Planned::Pair { session: asker.session, room, opens: true });
    }
}
