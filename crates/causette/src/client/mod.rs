//! Clients for pipes: `causette say` and `causette follow`. They know the JSON of the line door and nothing of the server's inside.

mod follow;
mod input;
mod link;
mod say;
mod show;

pub(crate) use follow::follow;
pub(crate) use say::say;

use crate::config;
use causette_texts::Lang;
use link::Who;
use std::time::Duration;

#[derive(clap::Args, Debug)]
struct Server {
    /// The line door of the server.
    #[arg(long, value_name = "ADDR", env = "CAUSETTE_SERVER", default_value = "127.0.0.1:63000")]
    to: String,
    /// The name to bear; without it, a guest's.
    #[arg(long, value_name = "NAME")]
    name: Option<String>,
}

#[derive(clap::Args, Debug)]
pub(crate) struct Say {
    /// Where: general, '#general', or @bob for a direct message.
    #[arg(value_name = "ROOM")]
    room: String,
    /// What; without it, or with -, each line of standard input is a message.
    #[arg(value_name = "TEXT")]
    text: Vec<String>,
    /// All of standard input is one message.
    #[arg(long, conflicts_with = "text")]
    whole: bool,
    /// Tell each message's number once it is saved.
    #[arg(long, short)]
    verbose: bool,
    #[command(flatten)]
    server: Server,
}

#[derive(clap::Args, Debug)]
pub(crate) struct Follow {
    /// Which: general, '#general', or @bob for a direct conversation.
    #[arg(value_name = "ROOM")]
    room: String,
    /// Begin after this number.
    #[arg(long, value_name = "N", conflicts_with = "last")]
    after: Option<u64>,
    /// Begin with the last N.
    #[arg(long, value_name = "N")]
    last: Option<u64>,
    /// Print each as a line of JSON.
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    server: Server,
}

impl Server {
    fn who(&self, lang: Lang) -> Result<Who, String> {
        let address = config::address(lang, "--to", &self.to)?;
        Ok(Who { address, name: self.name.clone(), token: None, lang })
    }
}

/// The first pause before a connection is tried again; each next one is twice as long.
const PAUSE: Duration = Duration::from_millis(200);
/// The longest.
const PAUSE_MOST: Duration = Duration::from_secs(20);

/// Waits before the attempt after `failed` ones: by chance between half of the pause and all of it, so that many clients do not
/// come back together.
fn pause(failed: u32) {
    let whole = PAUSE.saturating_mul(2_u32.saturating_pow(failed.min(16))).min(PAUSE_MOST);
    let mut chance = [0];
    // Without chance it is the longer half.
    let share = getrandom::fill(&mut chance).map_or(255, |()| chance[0]);
    std::thread::sleep(whole / 2 + whole / 2 * u32::from(share) / 255);
}

/// Why the client refuses by itself; it never has to name a moment.
fn refused(lang: Lang, why: &causette_core::Refusal) -> String {
    causette_texts::refusal(lang, why, |_| String::new())
}
