//! The sequencer, driven as simulation drives it: submissions in, a log that may fail, events out.

mod accounts;
mod bench;
mod calc;
mod failures;
mod govern;
mod keys;
mod messages;
mod order;
mod people;
mod rooms;
mod server;
mod times;
