//! The project's chores: `cargo xtask test`, `cargo xtask lint`, `fuzz`, `instructions`, `mutants`, `soak` and `deb`. A dispatcher; it knows no chore's insides.

mod deb;
mod fuzz;
mod help;
mod instructions;
mod lint;
mod mutants;
mod needs;
mod number;
mod page;
mod product;
mod shell;
mod soak;
mod source;
mod test;
mod tidy;
mod tree;
mod workspace;

use std::process::ExitCode;

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args_os().skip(1).map(|word| word.to_string_lossy().into_owned()).collect();
    let words: Vec<&str> = args.iter().map(String::as_str).collect();
    let outcome = match words.as_slice() {
        [] | ["help" | "--help" | "-h", ..] | [_, "--help" | "-h"] => {
            print!("{}", help::HELP);
            return ExitCode::SUCCESS;
        }
        ["test", rest @ ..] => test::run(rest),
        ["lint", rest @ ..] => lint::run(rest),
        ["deb", rest @ ..] => deb::run(rest),
        ["fuzz", rest @ ..] => fuzz::run(rest),
        ["instructions", rest @ ..] => instructions::run(rest),
        ["mutants", rest @ ..] => mutants::run(rest),
        ["soak", rest @ ..] => soak::run(rest),
        [other, ..] => {
            eprintln!("{}", help::unknown(other));
            return ExitCode::from(2);
        }
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("xtask: {error:#}");
            ExitCode::FAILURE
        }
    }
}
