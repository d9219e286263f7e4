//! Identities and numbers. Names are looked up, never used as keys: these are the keys.

use crate::hex;
use std::collections::{HashMap, HashSet};
use std::fmt;

/// A fact's place in its room: 1, 2, 3 … with no gap. 0 means "before the first".
pub type Seq = u64;

/// A moment, in milliseconds since 1970-01-01T00:00:00Z. Always handed in, never read from a clock here.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub struct Millis(pub u64);

/// A room, for ever: 128 random bits, never reused.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RoomId(pub u128);

impl RoomId {
    /// Room 0: the log of which rooms and accounts exist. Nobody joins it.
    pub const DIRECTORY: RoomId = RoomId(0);
}

/// An account, or a guest for one connection (or a day, with a resume token): 128 random bits, never reused.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PersonId(pub u128);

impl PersonId {
    /// The server itself, as the sender of facts nobody typed.
    pub const SERVER: PersonId = PersonId(0);
}

/// Where a session comes from, as a fingerprint that only this store can make: an IPv4 address, or the /64 of an IPv6 one.
/// Nobody can read an address out of it, so rooms may keep it and show that it is there.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Host(pub u64);

macro_rules! hex_id {
    ($id:ident) => {
        impl fmt::Display for $id {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(std::str::from_utf8(&hex::digits::<32>(self.0)).unwrap_or_default())
            }
        }
        impl fmt::Debug for $id {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{}({:x})", stringify!($id), self.0)
            }
        }
    };
}
hex_id!(RoomId);
hex_id!(PersonId);

/// A table by ids. Ids are the server's own, so nobody can choose many that collide: a quick hash is enough, and looking
/// things up by id was a third of what the sequencer does with a message. What people choose (names, keys) stays in the
/// standard library's tables, whose hash withstands that.
pub type IdMap<K, V> = HashMap<K, V, foldhash::fast::RandomState>;

/// A set of ids.
pub type IdSet<K> = HashSet<K, foldhash::fast::RandomState>;
