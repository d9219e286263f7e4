//! A session's number: which shard, which slot there, and which tenant of that slot.

use std::fmt;

/// One live connection. Never stored, and not told to anybody.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SessionId(u64);

impl SessionId {
    /// `slot` must be below 2^24; `generation` tells the tenants of a slot apart.
    pub fn new(shard: u8, slot: u32, generation: u32) -> SessionId {
        SessionId(u64::from(shard) << 56 | u64::from(slot & 0xff_ffff) << 32 | u64::from(generation))
    }
    /// The shard that serves it.
    pub fn shard(self) -> u8 {
        (self.0 >> 56) as u8
    }
    /// Its slot in that shard.
    pub fn slot(self) -> usize {
        (self.0 >> 32) as usize & 0xff_ffff
    }
}

impl fmt::Debug for SessionId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}/{}", self.shard(), self.slot(), self.0 as u32)
    }
}
