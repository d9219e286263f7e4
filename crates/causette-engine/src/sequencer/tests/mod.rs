//! The sequencer, driven as simulation drives it: submissions in, a log that may fail, events out.

mod accounts;
mod becoming;
mod bench;
mod calc;
mod certificates;
mod faces;
mod failures;
mod govern;
mod hooks;
mod keys;
mod lookups;
mod messages;
mod operators;
mod order;
mod passing;
mod people;
mod profile;
mod programs;
mod rename;
mod rooms;
mod scram;
mod server;
mod tags;
mod times;
mod watch;
