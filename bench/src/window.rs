//! How many messages a sender has in the air, counted in copies. Pure.

/// One sender's account. A message is in the air until as many copies as one message makes have arrived.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Window {
    most: u64,
    copies: u64,
    sent: u64,
    arrived: u64,
}

impl Window {
    /// At most `most` messages in the air, each of which makes `copies` (at least one).
    pub(crate) fn new(most: u64, copies: u64) -> Self {
        Self { most, copies: copies.max(1), sent: 0, arrived: 0 }
    }

    pub(crate) fn may_send(&self) -> bool {
        self.sent.saturating_sub(self.arrived / self.copies) < self.most
    }

    pub(crate) fn sent(&mut self) {
        self.sent += 1;
    }

    pub(crate) fn arrived(&mut self) {
        self.arrived += 1;
    }

    /// Copies that have not arrived; below zero, some arrived twice.
    pub(crate) fn missing(&self) -> i64 {
        (self.sent * self.copies) as i64 - self.arrived as i64
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_makes_room_when_its_last_copy_arrives() {
        let mut window = Window::new(2, 3);
        for _ in 0..2 {
            assert!(window.may_send());
            window.sent();
        }
        assert!(!window.may_send());
        for _ in 0..2 {
            window.arrived();
            assert!(!window.may_send());
        }
        window.arrived();
        assert!(window.may_send());
        assert_eq!(window.missing(), 3);
    }

    #[test]
    fn nothing_is_lost_when_all_arrived_and_a_repeat_shows() {
        let mut window = Window::new(1, 2);
        window.sent();
        for missing in [1, 0, -1] {
            window.arrived();
            assert_eq!(window.missing(), missing);
        }
        assert!(window.may_send());
    }
}
