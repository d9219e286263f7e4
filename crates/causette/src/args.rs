//! The command line. Every flag has an environment variable.

use clap::{Parser, Subcommand};
use std::net::SocketAddr;
use std::path::PathBuf;

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
    #[arg(
        long,
        value_name = "DIR",
        default_value = "causette-data",
        env = "CAUSETTE_DATA",
        conflicts_with = "ephemeral"
    )]
    pub(crate) data: PathBuf,
    /// Keep nothing on disk: all is gone when the server stops.
    #[arg(long, env = "CAUSETTE_EPHEMERAL")]
    pub(crate) ephemeral: bool,
    /// Address of the line door (for nc and telnet); port 0 takes a free one.
    #[arg(long, value_name = "ADDR", default_value = "127.0.0.1:63000", env = "CAUSETTE_LINE")]
    pub(crate) line: SocketAddr,
    /// Open the doors to the local network, in clear text.
    #[arg(long, env = "CAUSETTE_LAN")]
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
    /// Threads that serve connections; 0: half the cores.
    #[arg(long, value_name = "N", default_value_t = 0, env = "CAUSETTE_SHARDS")]
    pub(crate) shards: u8,
    /// What is logged to standard error: error, warn, info or debug.
    #[arg(long, value_name = "LEVEL", default_value = "info", env = "CAUSETTE_LOG")]
    pub(crate) log: tracing::Level,
}
