//! What people and rooms say of themselves, a line a key.

use super::Writer;
use causette_core::{Profile, ProfileKey, ProfileValue};
use causette_texts::Say;

impl Writer<'_> {
    /// Of a person or a room.
    pub(super) fn profile(&mut self, name: &str, profile: &Profile) {
        for (key, value) in profile.iter() {
            self.news(Say::ProfileLine { name, key: key.as_str(), value: value.as_str() });
        }
    }

    /// The reader's own: what is new, or all of it when nothing is.
    pub(super) fn own_profile(&mut self, profile: &Profile, changes: &[(ProfileKey, Option<ProfileValue>)]) {
        for (key, value) in changes {
            self.news(match value {
                Some(value) => Say::ProfileMine { key: key.as_str(), value: value.as_str() },
                None => Say::ProfileMineGone { key: key.as_str() },
            });
        }
        if changes.is_empty() {
            for (key, value) in profile.iter() {
                self.news(Say::ProfileMine { key: key.as_str(), value: value.as_str() });
            }
            if profile.is_empty() {
                self.news(Say::ProfileMineNone);
            }
        }
    }

    /// A fact of a room: one line, whose sentences stand after each other when several keys are meant.
    pub(super) fn room_profile(&mut self, name: &str, changes: &[(ProfileKey, Option<ProfileValue>)]) {
        for (n, (key, value)) in changes.iter().enumerate() {
            if n > 0 {
                self.out.push(b' ');
            }
            self.told(match value {
                Some(value) => Say::RoomProfileSet { name, key: key.as_str(), value: value.as_str() },
                None => Say::RoomProfileGone { name, key: key.as_str() },
            });
        }
    }
}
