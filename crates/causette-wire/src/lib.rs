//! Bytes to values and back: every grammar and every stored form, pure and total.
//!
//! It must never know a socket, a clock or a rule of a room.

pub mod stored;
