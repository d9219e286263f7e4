//! What a store keeps, as bytes: facts, rooms, the hash chain, what proves who somebody is. The same for every backend.
//!
//! Each form opens with a version byte, so that a later program reads what an earlier one wrote. Decoding is total: any
//! bytes give a value or a [`StoredError`], never a panic. It must never know SQL, a file or a clock.

pub mod chain;
pub mod checksum;
mod deed;
pub mod fact;
pub mod host;
pub mod password;
mod profile;
mod put;
pub mod room;
#[cfg(test)]
mod samples;
pub mod scram;
mod state;
pub mod token;

use causette_core::{Name, PersonId, RoomName, Sender, Text, limits};
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
    /// What it says can be said, but would have been written otherwise.
    #[error("not the form in which it is written")]
    Form,
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
    fn number(&mut self) -> Result<u64, StoredError> {
        self.array().map(u64::from_be_bytes)
    }
    fn small(&mut self) -> Result<u32, StoredError> {
        self.array().map(u32::from_be_bytes)
    }
    /// All that is left.
    fn text(self) -> Result<&'a str, StoredError> {
        str::from_utf8(self.0).map_err(|_| StoredError::Text)
    }
    /// `length (2) ‖ bytes`
    fn string(&mut self) -> Result<&'a str, StoredError> {
        let length = u16::from_be_bytes(self.array()?);
        let (head, rest) = self.0.split_at_checked(length.into()).ok_or(StoredError::Length)?;
        self.0 = rest;
        str::from_utf8(head).map_err(|_| StoredError::Text)
    }
    /// `0` or `1`
    fn flag(&mut self) -> Result<bool, StoredError> {
        match self.byte()? {
            0 => Ok(false),
            1 => Ok(true),
            tag => Err(StoredError::Tag(tag)),
        }
    }
    /// `0`, or `1` and the value.
    fn maybe<T>(&mut self, value: impl FnOnce(&mut Self) -> Result<T, StoredError>) -> Result<Option<T>, StoredError> {
        if self.flag()? { value(self).map(Some) } else { Ok(None) }
    }
    /// Which letters a name may have can change with Unicode; a name once given stays readable.
    fn name(&mut self) -> Result<Name, StoredError> {
        match self.string()? {
            "" => Err(StoredError::Text),
            name => Ok(Name::given(name)),
        }
    }
    /// The same of a room's name.
    fn room(&mut self) -> Result<RoomName, StoredError> {
        let name = self.string()?;
        let shaped = name.len() > 1 && name.len() <= limits::ROOM_BYTES && name.starts_with('#');
        if shaped { Ok(RoomName::stored(name)) } else { Err(StoredError::Text) }
    }
    fn sender(&mut self) -> Result<Sender, StoredError> {
        Ok(Sender { id: PersonId(self.id()?), name: self.name()? })
    }
    fn end(self) -> Result<(), StoredError> {
        if self.0.is_empty() { Ok(()) } else { Err(StoredError::Length) }
    }
}

/// Only a text that was checked is ever stored, so checking it again must change nothing.
fn text(raw: &str) -> Result<Text, StoredError> {
    match Text::new(raw) {
        Ok(text) if text.as_str() == raw => Ok(text),
        Ok(_) | Err(_) => Err(StoredError::Text),
    }
}
