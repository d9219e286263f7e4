//! Who bore which name until lately. In memory only, and of a limited number of people.

use causette_core::notice::Past as Line;
use causette_core::{Face, Millis, Name, PersonId, Sender, limits};
use std::collections::VecDeque;

/// The oldest first.
#[derive(Debug, Default)]
pub(super) struct Past(VecDeque<Line>);

impl Past {
    pub(super) fn push(&mut self, who: Sender, (account, face): (Option<Name>, Option<Face>), at: Millis) {
        if self.0.len() >= limits::PAST {
            self.0.pop_front();
        }
        self.0.push_back(Line { who, account, at, face });
    }

    /// Who bore that name, the newest first.
    pub(super) fn of(&self, name: &Name) -> Vec<Line> {
        let key = name.key();
        self.0.iter().rev().filter(|line| line.who.name.key() == key).take(limits::PAST_TOLD).cloned().collect()
    }

    /// Somebody was erased: that they were here is nobody's to know.
    pub(super) fn forget(&mut self, who: PersonId) {
        self.0.retain(|line| line.who.id != who);
    }
}
