//! The networking lab causette grew out of, in eight parts, on plain sockets, threads and `Mutex`.
//!
//! Read [`parts`] in order, each file one part; [`listener`] and [`conversation`] are the sockets they stand on. [`trace`]
//! tells what happens, [`demo`] answers the lab's questions by doing it, [`check`] tests anybody's server. The crate knows
//! neither tokio nor anything of the messaging server: a first-year student should understand every file.

mod calc_words;
pub mod check;
pub mod clients;
pub mod conversation;
pub mod demo;
pub mod guide;
mod json;
pub mod listener;
pub mod part;
pub mod parts;
pub mod port;
pub mod svg;
mod telnet;
pub mod trace;
pub mod trouble;
