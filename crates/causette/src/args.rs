//! The command line. Every flag has an environment variable.

use crate::address;
use clap::builder::BoolishValueParser;
use clap::error::ErrorKind;
use clap::parser::ValueSource;
use clap::{ArgMatches, CommandFactory, Error, FromArgMatches, Parser, Subcommand};
use std::ffi::OsString;
use std::net::SocketAddr;
use std::path::PathBuf;

/// Threads for connections that may be asked for; a shard's number has room for more, no machine has use for it.
const SHARDS: u8 = 64;

/// A messaging server reached with what people already have: nc, an IRC client, a browser.
#[derive(Parser, Debug)]
#[command(version, about, propagate_version = true, args_override_self = true)]
pub(crate) struct Args {
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Subcommand, Debug)]
pub(crate) enum Command {
    /// Run the server. No configuration is needed.
    Serve(Serve),
    /// The networking lab: eight small servers that explain themselves, and a check for yours.
    Lab(crate::lab::Lab),
}

#[derive(clap::Args, Debug)]
pub(crate) struct Serve {
    /// Where conversations are kept.
    #[arg(long, value_name = "DIR", default_value = "causette-data", env = "CAUSETTE_DATA")]
    pub(crate) data: PathBuf,
    /// Keep nothing on disk: all is gone when the server stops.
    #[arg(long, env = "CAUSETTE_EPHEMERAL", value_parser = BoolishValueParser::new())]
    pub(crate) ephemeral: bool,
    /// Address of the line door (for nc and telnet), or its port alone; port 0 takes a free one.
    #[arg(long, value_name = "ADDR", default_value = "127.0.0.1:63000", env = "CAUSETTE_LINE", value_parser = address::read)]
    pub(crate) line: SocketAddr,
    /// Open the doors to the local network, in clear text.
    #[arg(long, env = "CAUSETTE_LAN", value_parser = BoolishValueParser::new())]
    pub(crate) lan: bool,
    /// Language of people who have not chosen one: en, fr, or a locale such as fr_FR.UTF-8.
    #[arg(long, value_name = "LANG", env = "LANG", default_value = "en")]
    pub(crate) lang: String,
    /// Lines a second one connection may send in the long run; 0: no limit.
    #[arg(long, value_name = "N", default_value_t = 10, env = "CAUSETTE_LINE_RATE")]
    pub(crate) line_rate: u32,
    /// Lines one connection may send at once.
    #[arg(long, value_name = "N", default_value_t = 100, env = "CAUSETTE_LINE_BURST")]
    pub(crate) line_burst: u32,
    /// Threads that serve connections, at most 64; 0: half the cores.
    #[arg(long, value_name = "N", default_value_t = 0, env = "CAUSETTE_SHARDS", value_parser = shards)]
    pub(crate) shards: u8,
    /// What is logged to standard error: error, warn, info or debug.
    #[arg(long, value_name = "LEVEL", default_value = "info", env = "CAUSETTE_LOG")]
    pub(crate) log: tracing::Level,
}

impl Args {
    /// Reads the command line. What is typed goes before what is exported: `--ephemeral` and `--data` contradict each other
    /// only where both are typed.
    pub(crate) fn read(words: impl IntoIterator<Item = impl Into<OsString> + Clone>) -> Result<Args, Error> {
        let mut program = Args::command();
        let matches = program.try_get_matches_from_mut(words)?;
        let mut args = Args::from_arg_matches(&matches).map_err(|error| error.format(&mut program))?;
        let Command::Serve(serve) = &mut args.command else { return Ok(args) };
        let typed = |flag| is_typed(&matches, "serve", flag);
        match (serve.ephemeral, typed("ephemeral"), typed("data")) {
            (true, true, true) => {
                let what = "--ephemeral keeps nothing, so there is nothing for --data to hold; leave one of them out";
                return Err(program.error(ErrorKind::ArgumentConflict, what));
            }
            (true, false, true) => serve.ephemeral = false,
            _ => {}
        }
        Ok(args)
    }
}

fn is_typed(matches: &ArgMatches, command: &str, flag: &str) -> bool {
    let words = matches.subcommand_matches(command);
    words.is_some_and(|words| words.value_source(flag) == Some(ValueSource::CommandLine))
}

fn shards(text: &str) -> Result<u8, String> {
    let number = text.parse().ok().filter(|number| *number <= SHARDS);
    number.ok_or_else(|| {
        format!("a number of threads from 1 to {SHARDS} is expected, as in --shards 4; 0 takes half the cores")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(words: &str) -> Result<Serve, String> {
        let words = ["causette", "serve"].into_iter().chain(words.split_whitespace());
        match Args::read(words).map_err(|error| error.to_string())?.command {
            Command::Serve(serve) => Ok(serve),
            Command::Lab(lab) => Err(format!("{lab:?}")),
        }
    }

    #[test]
    fn shards_are_few() {
        for number in [0, 1, 64] {
            assert_eq!(read(&format!("--shards {number}")).unwrap().shards, number);
        }
        for text in ["65", "255", "256", "-1", "four", "1.5"] {
            let said = read(&format!("--shards={text}")).unwrap_err();
            assert!(
                said.contains(text) && said.contains("from 1 to 64 is expected, as in --shards 4; 0 takes"),
                "{said}"
            );
        }
    }

    #[test]
    fn nothing_is_kept_or_something_is() {
        assert!(read("--ephemeral").unwrap().ephemeral);
        assert!(!read("--data x").unwrap().ephemeral);
        let said = read("--ephemeral --data x").unwrap_err();
        assert!(said.contains("leave one of them out"), "{said}");
    }

    #[test]
    fn the_last_word_counts() {
        let serve = read("--line 1 --line localhost:2 --lan --lan").unwrap();
        assert_eq!((serve.line.port(), serve.lan), (2, true));
    }
}
