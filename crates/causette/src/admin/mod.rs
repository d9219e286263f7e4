//! `causette admin`: what an operator asks of the server of a data directory, whether it runs or not. Here are the words of the
//! command line; `desk` does what they say. It must not know rules: the server decides.

mod copies;
mod desk;
mod link;
mod password;
mod private;
mod show;

pub(crate) use desk::file_error;

use crate::config::{Layers, Settings};
use causette_texts::{AdminError, Lang, admin_error};
use clap::Subcommand;
use desk::Desk;
use link::{Link, reach};
use serde_json::{Value, json};
use std::ffi::OsString;
use std::path::PathBuf;
use std::process::ExitCode;

#[derive(clap::Args, Debug)]
pub(crate) struct Admin {
    /// Where the server keeps its conversations. [default: causette-data]
    #[arg(long, value_name = "DIR", env = "CAUSETTE_DATA", global = true)]
    data: Option<OsString>,
    /// The server's config file.
    #[arg(long, value_name = "FILE", env = "CAUSETTE_CONFIG", global = true)]
    config: Option<PathBuf>,
    /// Print what the server answers, an object of JSON a line.
    #[arg(long, global = true)]
    json: bool,
    #[command(subcommand)]
    wish: Wish,
    /// What was typed, and what was exported.
    #[arg(skip)]
    pub(crate) given: Layers,
}

/// What can be asked for.
#[derive(Subcommand, Debug)]
enum Wish {
    /// List the accounts.
    Users {
        /// Only those after this name.
        #[arg(long, value_name = "NAME")]
        after: Option<String>,
    },
    /// One account.
    #[command(subcommand)]
    User(User),
    /// Make an invitation: a word by which one person may make an account.
    Invite {
        /// For how long it is good: 90s, 30m, 12h, 7d. [default: 7d]
        #[arg(long = "for", value_name = "TIME")]
        span: Option<String>,
    },
    /// Make an account an operator of the server.
    Op { name: String },
    /// Make an account an owner of the server.
    Owner { name: String },
    /// Take an account's rank away.
    Deop { name: String },
    /// List the rooms.
    Rooms,
    /// List who is kept out of the server.
    Bans,
    /// Keep somebody out of the server.
    Ban {
        /// A name, or an address (of IPv6, its /64).
        #[arg(value_name = "NAME|ADDRESS")]
        whom: String,
        /// For how long: 90s, 30m, 12h, 7d; without it, until it is lifted.
        #[arg(long = "for", value_name = "TIME")]
        span: Option<String>,
        /// The reason, which they are told.
        #[arg(long, value_name = "TEXT")]
        why: Option<String>,
    },
    /// Lift a ban.
    Unban {
        /// A name, an address, or the number that bans shows.
        #[arg(value_name = "NAME|ADDRESS|NUMBER")]
        whom: String,
    },
    /// Send somebody off the server; they may come back.
    Kick {
        name: String,
        /// The reason, for the audit room.
        #[arg(long, value_name = "TEXT")]
        why: Option<String>,
    },
    /// Set what a room keeps. What is older is destroyed for good.
    Retention {
        room: String,
        /// Days; 0: as the server's config says.
        #[arg(long, value_name = "N", required_unless_present = "messages")]
        days: Option<u64>,
        /// Messages; 0: as the server's config says.
        #[arg(long, value_name = "N")]
        messages: Option<u64>,
    },
    /// Write a line into the audit room, #server.
    Note { text: String },
    /// How much there is of everything.
    Stats,
    /// Take a copy of everything, whether the server runs or not.
    Backup {
        /// A new file. [default: backups/causette-DATE.db in the data directory]
        file: Option<PathBuf>,
    },
    /// Put a copy back. No server may be running.
    Restore {
        /// What backup made.
        file: PathBuf,
        /// Move the store that is there aside.
        #[arg(long)]
        replace: bool,
        /// Another list of who was erased (erased.txt), beside the one of the data directory.
        #[arg(long, value_name = "FILE")]
        erased: Option<PathBuf>,
    },
    /// Check everything that is kept, whether the server runs or not; or a copy of it.
    Verify {
        /// A copy.
        file: Option<PathBuf>,
        /// What an earlier check or backup showed, kept elsewhere: all up to there must be as it was.
        #[arg(long, value_name = "HEAD")]
        head: Option<String>,
    },
}

#[derive(Subcommand, Debug)]
enum User {
    /// Make an account. The password is asked for, or the first line of standard input.
    Add { name: String },
    /// Make a word that signs somebody in once who forgot their password.
    Reset { name: String },
    /// Erase an account and destroy all it said.
    Erase {
        name: String,
        /// Really.
        #[arg(long)]
        yes: bool,
    },
    /// Print all that somebody said and is, as JSON.
    Export {
        name: String,
        /// Into this new file.
        #[arg(short, long, value_name = "FILE")]
        output: Option<PathBuf>,
    },
}

/// Does it; why not is said in `lang`.
pub(crate) fn admin(words: &Admin, lang: Lang) -> ExitCode {
    let done = Settings::read(&words.given, words.config.as_deref(), lang).and_then(|settings| {
        if settings.ephemeral {
            return Err(admin_error(lang, AdminError::Ephemeral));
        }
        run(words, &settings, lang)
    });
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(sentence) => {
            crate::logging::last_word(&sentence);
            ExitCode::FAILURE
        }
    }
}

/// Whether the server that runs has an owner; why nobody can say, if so.
pub(crate) fn is_owned(settings: &Settings, lang: Lang) -> Result<bool, String> {
    let stream = crate::console::connect(&settings.data).map_err(|error| error.to_string())?;
    let about = Link::new(stream, lang)?.ask(json!({"type": "about", "room": desk::SERVER}))?;
    let owns = |role: &Value| link::field(role, "role") == "owner";
    Ok(show::list(&about.object, "roles").iter().any(owns))
}

fn run(words: &Admin, settings: &Settings, lang: Lang) -> Result<(), String> {
    match &words.wish {
        Wish::Backup { file } => return copies::backup(file.as_deref(), settings, (words.json, lang)),
        Wish::Restore { file, replace, erased } => {
            return copies::restore(file, (*replace, erased.as_deref()), settings, (words.json, lang));
        }
        Wish::Verify { file, head } => {
            return copies::verify(file.as_deref(), head.as_deref(), settings, (words.json, lang));
        }
        // Before anything is opened.
        Wish::User(User::Erase { name, yes: false }) => {
            return Err(admin_error(lang, AdminError::Confirm { name }));
        }
        _ => {}
    }
    let password = match &words.wish {
        Wish::User(User::Add { name }) => Some(password::ask(name, lang)?),
        _ => None,
    };
    let reached = reach(settings, lang)?;
    let mut desk = Desk { link: reached.link, lang, json: words.json };
    let done = ask(&mut desk, &words.wish, password);
    drop(desk);
    // What a private engine could not end well matters more than that it was asked.
    reached.private.map_or(Ok(()), |private| private.end(lang)).and(done)
}

fn ask(desk: &mut Desk, wish: &Wish, password: Option<String>) -> Result<(), String> {
    match wish {
        Wish::Users { after } => desk.users(after.clone()),
        Wish::User(User::Add { name }) => desk.add(name, &password.unwrap_or_default()),
        Wish::User(User::Reset { name }) => desk.reset(name),
        Wish::User(User::Erase { name, .. }) => desk.erase(name),
        Wish::User(User::Export { name, output }) => desk.export(name, output.as_deref()),
        Wish::Invite { span } => desk.invite(span.as_deref()),
        Wish::Op { name } => desk.role(name, "moderator"),
        Wish::Owner { name } => desk.role(name, "owner"),
        Wish::Deop { name } => desk.role(name, "none"),
        Wish::Rooms => desk.rooms(),
        Wish::Bans => desk.bans(),
        Wish::Ban { whom, span, why } => desk.ban(whom, span.as_deref(), why.as_deref()),
        Wish::Unban { whom } => desk.unban(whom),
        Wish::Kick { name, why } => desk.kick(name, why.as_deref()),
        Wish::Retention { room, days, messages } => desk.retention(room, *days, *messages),
        Wish::Note { text } => desk.note(text),
        Wish::Stats => desk.stats(),
        Wish::Backup { .. } | Wish::Restore { .. } | Wish::Verify { .. } => Ok(()),
    }
}
