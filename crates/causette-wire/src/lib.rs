//! Bytes to values and back, pure: what a peer sends becomes words and commands, what happened becomes bytes.
//!
//! It must never know a socket, a clock, or a rule of a room: what is allowed is the core's to say.

pub mod date;
pub mod hook;
pub mod irc;
pub mod json;
pub mod line;
pub mod stored;
pub mod web;
