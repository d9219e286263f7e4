//! The program: command line, config, wiring, signals, clients for pipes. Everything else lives in the crates below it.

mod activation;
mod address;
mod admin;
mod announce;
mod args;
mod backups;
mod client;
mod config;
mod console;
mod descriptors;
mod doctor;
mod ephemeral;
#[cfg(feature = "fuzzed")]
pub mod fuzzed;
mod hooks;
mod lab;
mod listen;
mod live;
mod locale;
mod logging;
mod manual;
mod metrics;
#[cfg(feature = "planted")]
pub mod plant;
mod serve;
mod service;
mod system;
mod tls;
mod trouble;
mod watch;

use args::Command;
use causette_lab::port;
use std::io::Write;
use std::process::ExitCode;

/// Reads the command line and does what it says. Errors are one sentence on standard error, in the language of the locale.
pub fn main() -> ExitCode {
    let lang = locale::of_environment();
    let args = args::Args::read(std::env::args_os()).unwrap_or_else(|error| error.exit());
    match args.command {
        Command::Serve(serve) => serve::serve(*serve, lang),
        Command::Say(say) => client::say(&say, lang),
        Command::Follow(follow) => client::follow(&follow, lang),
        Command::Config(_) => {
            // A reader that went away needs no more of it.
            let _ = std::io::stdout().write_all(config::default_config(lang).as_bytes());
            ExitCode::SUCCESS
        }
        Command::Doctor(words) => doctor::doctor(&words, lang),
        Command::Admin(words) => admin::admin(&words, lang),
        Command::Completions(words) => manual::completions(&words),
        Command::Man(words) => manual::man(&words),
        Command::Lab(lab) => lab::lab(&lab, lang),
    }
}
