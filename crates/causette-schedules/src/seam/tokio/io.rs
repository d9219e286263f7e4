//! Readiness of sockets.

use std::ops::BitOr;

/// What is waited for. Whoever waits here is told everything.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Interest;

impl Interest {
    pub(crate) const READABLE: Interest = Interest;
    pub(crate) const WRITABLE: Interest = Interest;
}

impl BitOr for Interest {
    type Output = Interest;
    fn bitor(self, _: Interest) -> Interest {
        self
    }
}

/// What a socket is ready for.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Ready {
    pub(crate) write_closed: bool,
}

impl Ready {
    pub(crate) fn is_write_closed(self) -> bool {
        self.write_closed
    }
}
