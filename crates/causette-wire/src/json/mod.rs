//! The machine interface: one JSON object a line, both ways, each with `"type"`. The line door after `/format json` and
//! the WebSocket speak it alike.
//!
//! `parse` reads what clients ask, `out` writes what happened. It must not know sessions, sentences or rules.

pub mod out;
mod parse;
mod put;
mod terms;

pub use parse::{Ask, JsonFault, TYPES, Why, parse};
pub use terms::{about_term, door_term, gone_term, mode_term, role_term, style_term, typing_term};

/// The version of this language, told in `welcome`. It grows when something a client relies on changes.
pub const VERSION: u64 = 1;

/// Facts in a page of history when the client names no limit.
pub const HISTORY_LIMIT: usize = 100;
/// Messages that a search finds when the client names no limit.
pub const SEARCH_LIMIT: usize = 20;
/// Rooms in which something was said, when the client names no limit.
pub const TARGETS_LIMIT: usize = 50;
/// Seconds an invitation is good for when its maker says nothing: a week.
pub const INVITE_SPAN: u64 = 7 * 24 * 3600;

#[cfg(test)]
mod tests;
