//! Whole programs, started as people start them.

mod admin;
mod api;
mod browser;
mod config;
mod faults;
mod hooks;
mod irc;
mod kill;
mod ops;
mod pipes;
mod planted;
mod power;
mod program;
mod readme;
mod story;
mod talk;
mod tls;
mod tokens;
mod trace;
mod web;
mod words;

use causette_tests::server::Program;

/// The program with faults compiled in, and this one chosen; an empty name chooses none.
fn with(fault: &str) -> Program {
    Program::at(env!("CARGO_BIN_EXE_causette-planted")).plant(fault)
}
