//! What a store keeps, as bytes: facts, rooms, the hash chain, resume tokens. The same for every backend.
//!
//! Each form opens with a version byte, so that a later program reads what an earlier one wrote. Decoding is total: any
//! bytes give a value or a [`StoredError`], never a panic. It must never know SQL, a file or a clock.

pub mod chain;
pub mod fact;
pub mod room;
pub mod token;

use thiserror::Error;

/// Stored bytes that this program does not understand.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Error)]
pub enum StoredError {
    /// A kind of fact that does not exist (yet).
    #[error("unknown kind of fact {0}")]
    Kind(u8),
    /// A form that does not exist (yet).
    #[error("unknown version {0}")]
    Version(u8),
    /// A tag inside the form that does not exist (yet).
    #[error("unknown tag {0}")]
    Tag(u8),
    /// Fewer or more bytes than the form has.
    #[error("not the right length")]
    Length,
    /// Text that is not UTF-8, or not one that could have been stored.
    #[error("not a stored text")]
    Text,
}

/// Takes bytes off the front; all reads are checked.
struct Reader<'a>(&'a [u8]);

impl<'a> Reader<'a> {
    fn array<const N: usize>(&mut self) -> Result<[u8; N], StoredError> {
        let (head, rest) = self.0.split_first_chunk::<N>().ok_or(StoredError::Length)?;
        self.0 = rest;
        Ok(*head)
    }
    fn byte(&mut self) -> Result<u8, StoredError> {
        self.array::<1>().map(|[b]| b)
    }
    fn version(&mut self, known: u8) -> Result<(), StoredError> {
        let version = self.byte()?;
        if version == known { Ok(()) } else { Err(StoredError::Version(version)) }
    }
    fn id(&mut self) -> Result<u128, StoredError> {
        self.array().map(u128::from_be_bytes)
    }
    fn text(self) -> Result<&'a str, StoredError> {
        str::from_utf8(self.0).map_err(|_| StoredError::Text)
    }
    fn end(self) -> Result<(), StoredError> {
        if self.0.is_empty() { Ok(()) } else { Err(StoredError::Length) }
    }
}
