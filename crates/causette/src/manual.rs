//! The manual pages and what shells complete, both made from the command line's own definition, so that neither can lag.

use crate::args::Args;
use clap::CommandFactory;
use clap_complete::Shell;
use std::io::{self, Write};
use std::path::PathBuf;
use std::process::ExitCode;

/// The manual page of the program, or all pages into a directory.
#[derive(clap::Args, Debug)]
pub(crate) struct Man {
    /// Write causette.1 and a page for each subcommand there, instead of the first to standard output.
    #[arg(long, value_name = "DIR")]
    dir: Option<PathBuf>,
}

/// A script for a shell.
#[derive(clap::Args, Debug)]
pub(crate) struct Completions {
    /// Which shell: bash, zsh, fish, elvish or powershell.
    shell: Shell,
}

pub(crate) fn man(man: &Man) -> ExitCode {
    let program = Args::command().name("causette");
    ended(match &man.dir {
        Some(dir) => clap_mangen::generate_to(program, dir),
        None => clap_mangen::Man::new(program).render(&mut io::stdout()),
    })
}

pub(crate) fn completions(completions: &Completions) -> ExitCode {
    let mut script = Vec::new();
    clap_complete::generate(completions.shell, &mut Args::command(), "causette", &mut script);
    ended(io::stdout().write_all(&script))
}

fn ended(outcome: io::Result<()>) -> ExitCode {
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        // A reader that went away needs no more of it.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(error) => {
            crate::logging::last_word(&error.to_string());
            ExitCode::FAILURE
        }
    }
}
