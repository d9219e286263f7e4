//! The hash chain of a room: what makes a changed, missing or moved fact visible.
//!
//! `c(n) = SHA-256(salt ‖ body)` and `h(n) = SHA-256(h(n−1) ‖ room ‖ seq ‖ kind ‖ sender id ‖ at ‖ c(n))`, with `h(0)` 32 zeros.
//! Every field has a fixed width and is big-endian, so no two facts have the same bytes under the hash:
//! 32 + 16 + 8 + 1 + 16 + 8 + 32 = 113. The salt (16 random bytes, stored beside the body) is what lets a body be
//! destroyed for good: without it nobody can guess a short text and compare. A sender's name is not in it, because it
//! can be erased.

use causette_core::{Millis, PersonId, RoomId, Seq};
use sha2::{Digest, Sha256};

/// SHA-256.
pub type Hash = [u8; 32];
/// Fresh random bytes for each fact.
pub type Salt = [u8; 16];

/// `h(0)`: the chain of a room in which nothing has happened.
pub const START: Hash = [0; 32];

/// `c(n)`: the checksum of one fact's content.
pub fn content(salt: &[u8], body: &[u8]) -> Hash {
    Sha256::new().chain_update(salt).chain_update(body).finalize().into()
}

/// The fields of a fact that the chain covers, apart from its content.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Link {
    /// The room.
    pub room: RoomId,
    /// The number.
    pub seq: Seq,
    /// The kind, as [`super::fact::encode`] gives it.
    pub kind: u8,
    /// Who.
    pub sender: PersonId,
    /// When.
    pub at: Millis,
}

impl Link {
    /// `h(n)` from `h(n−1)` and `c(n)`.
    pub fn after(&self, before: &Hash, content: &Hash) -> Hash {
        Sha256::new()
            .chain_update(before)
            .chain_update(self.room.0.to_be_bytes())
            .chain_update(self.seq.to_be_bytes())
            .chain_update([self.kind])
            .chain_update(self.sender.0.to_be_bytes())
            .chain_update(self.at.0.to_be_bytes())
            .chain_update(content)
            .finalize()
            .into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn link() -> Link {
        Link { room: RoomId(1), seq: 2, kind: 3, sender: PersonId(4), at: Millis(5) }
    }
    fn hex(hash: &Hash) -> String {
        hash.iter().map(|b| format!("{b:02x}")).collect()
    }

    /// Computed by other means (Python's hashlib): stores and heads kept elsewhere depend on these.
    #[test]
    fn the_formula_stays_as_it_is() {
        let c = content(&[7; 16], b"\x01\x01hi");
        assert_eq!(hex(&c), "e16b9cf68e5c7b7ea053520dbafd8ed960a52fd880c05bf3c923718d1c10d8c9");
        assert_eq!(hex(&link().after(&START, &c)), "f49f86462b7598d6d05c06a1357b507bc9b0e5bb7c270ab20b851a637da6618f");
    }

    #[test]
    fn every_field_counts() {
        let c = content(&[7; 16], b"x");
        let base = link().after(&START, &c);
        let others = [
            Link { room: RoomId(9), ..link() },
            Link { seq: 9, ..link() },
            Link { kind: 9, ..link() },
            Link { sender: PersonId(9), ..link() },
            Link { at: Millis(9), ..link() },
        ];
        for other in others {
            assert_ne!(other.after(&START, &c), base, "{other:?}");
        }
        assert_ne!(link().after(&base, &c), base);
        assert_ne!(link().after(&START, &content(&[8; 16], b"x")), base);
        assert_ne!(link().after(&START, &content(&[7; 16], b"y")), base);
    }
}
