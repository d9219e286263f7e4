//! One shard's view of a room: which of its sessions hear it, and what they call it.

use causette_core::ids::IdMap;
use causette_core::{RoomLabel, RoomTag, Seq};
use causette_engine::SessionId;

#[derive(Debug, Default)]
pub(super) struct Audience {
    pub(super) sessions: Vec<SessionId>,
    /// The room's last number that was told here.
    pub(super) head: Seq,
    shared: Option<RoomLabel>,
    /// Only in direct conversations, which each side names after the other.
    own: IdMap<SessionId, RoomLabel>,
}

impl Audience {
    pub(super) fn add(&mut self, session: SessionId, room: &RoomTag, head: Seq) {
        self.head = self.head.max(head);
        if !self.sessions.contains(&session) {
            self.sessions.push(session);
        }
        match &room.label {
            label @ RoomLabel::Named(_) => self.shared = Some(label.clone()),
            label @ RoomLabel::With(_) => {
                self.own.insert(session, label.clone());
            }
        }
    }

    /// True when nobody is left.
    pub(super) fn remove(&mut self, session: SessionId) -> bool {
        if let Some(place) = self.sessions.iter().position(|s| *s == session) {
            self.sessions.swap_remove(place);
        }
        self.own.remove(&session);
        self.sessions.is_empty()
    }

    /// The label, and whether it is the same for all.
    pub(super) fn label(&self, session: SessionId) -> Option<(&RoomLabel, bool)> {
        match &self.shared {
            Some(label) => Some((label, true)),
            None => self.own.get(&session).map(|label| (label, false)),
        }
    }
}
