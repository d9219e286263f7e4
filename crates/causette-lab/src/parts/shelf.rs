//! What part VIII keeps: the last ten messages and how many there were. With a lock around it in `shared.rs`, without in
//! `unlocked.rs`; it must not know which.

use crate::conversation::Sender;
use std::collections::VecDeque;

/// How many messages `/list` shows.
pub(crate) const SHOWN: usize = 10;

/// Where messages are kept.
pub(crate) trait Shelf: Sync {
    /// Stores a message and returns the confirmation.
    fn store(&self, message: &str, teller: &Sender) -> String;
    /// Sends the last ten.
    fn list(&self, to: &Sender) -> bool;
}

/// The last ten, and how many there were in all: a server that runs for a year must not grow for a year.
#[derive(Default, Clone)]
pub(crate) struct Messages {
    pub(crate) last: VecDeque<String>,
    pub(crate) count: u64,
}

impl Messages {
    pub(crate) fn push(&mut self, message: &str) {
        self.count += 1;
        self.last.push_back(message.to_owned());
        if self.last.len() > SHOWN {
            self.last.pop_front();
        }
    }
}
