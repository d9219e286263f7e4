//! What whoever runs a server uses: figures, the log, the service manager, the package, the manual, the doctor.

mod doctor;
mod log;
mod manual;
mod metrics;
mod packaging;
mod service;

use causette_tests::server::Program;
use std::process::{Command, Stdio};

/// The program, started in English with none of its variables set.
fn causette() -> Command {
    let mut command = Command::new(Program::product().unwrap().path);
    command.stdin(Stdio::null()).env("LC_ALL", "C").env_remove("CAUSETTE_CONFIG").env_remove("CAUSETTE_DATA");
    command
}
