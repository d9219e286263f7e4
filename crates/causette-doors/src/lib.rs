//! The ways in. `gate` is the machinery under all of them and speaks no language; each other folder is a door.
//!
//! A door translates words into commands and events into words. It must never know a backend or another door,
//! and refuses by itself only what its own grammar forbids.

pub mod gate;
pub mod irc;
pub mod line;
pub mod web;
