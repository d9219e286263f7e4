//! The program: command line, wiring, signals. Everything else lives in the crates below it.

mod address;
mod announce;
mod args;
mod descriptors;
mod ephemeral;
mod lab;
#[cfg(feature = "planted")]
pub mod plant;
mod serve;
mod system;
mod watch;

use causette_lab::port;
use std::process::ExitCode;

/// Reads the command line and does what it says. Errors are one sentence on standard error.
pub fn main() -> ExitCode {
    let args = args::Args::read(std::env::args_os()).unwrap_or_else(|error| error.exit());
    let outcome = match args.command {
        args::Command::Serve(serve) => serve::serve(&serve),
        args::Command::Lab(lab) => return lab::lab(&lab),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("causette: {error:#}");
            ExitCode::FAILURE
        }
    }
}
