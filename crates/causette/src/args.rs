//! The command line. Every flag of `serve` has an environment variable and a key of the config; what their values mean is
//! decided there, for all three alike.

use crate::admin::Admin;
use crate::client::{Follow, Say};
use crate::config::{Given, Key, Layer, Layers};
use crate::manual::{Completions, Man};
use clap::parser::ValueSource;
use clap::{ArgMatches, CommandFactory, Error, FromArgMatches, Parser, Subcommand};
use std::ffi::{OsStr, OsString};
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
    Serve(Box<Serve>),
    /// Say something in a room, from a script or a pipe; done when it is saved.
    Say(Say),
    /// Print a room's messages as they come, for a script or a pipe.
    Follow(Follow),
    /// About the config file.
    Config(Config),
    /// Look for what a server would stumble over here; takes the words one would give serve, and changes nothing.
    Doctor(Box<Serve>),
    /// Look after a server: its accounts, bans, rooms and copies, whether it runs or not.
    Admin(Box<Admin>),
    /// The networking lab: eight small servers that explain themselves, and a check for yours.
    Lab(crate::lab::Lab),
    /// Print a script that completes this program's words in your shell.
    Completions(Completions),
    /// Print the manual page.
    #[command(hide = true)]
    Man(Man),
}

#[derive(clap::Args, Debug)]
pub(crate) struct Config {
    /// Print a config file with every key at its default, and what each is for.
    #[arg(long, required = true)]
    default: bool,
}

#[derive(clap::Args, Debug)]
pub(crate) struct Serve {
    /// The config file; SIGHUP reads it again. Flags and variables go before it.
    #[arg(long, value_name = "FILE", env = "CAUSETTE_CONFIG")]
    pub(crate) config: Option<PathBuf>,
    #[command(flatten)]
    flags: Flags,
    /// What was typed, and what was exported.
    #[arg(skip)]
    pub(crate) given: Layers,
}

/// Only names and help: values are read by way of [`Layers`].
#[derive(clap::Args, Debug)]
struct Flags {
    /// Where conversations are kept. [default: causette-data]
    #[arg(long, value_name = "DIR", env = "CAUSETTE_DATA")]
    data: Option<OsString>,
    /// Keep nothing on disk: all is gone when the server stops.
    #[arg(long, value_name = "BOOL", env = "CAUSETTE_EPHEMERAL", num_args = 0..=1, require_equals = true, default_missing_value = "true")]
    ephemeral: Option<OsString>,
    /// Address of the line door (for nc and telnet), or its port alone; port 0 takes a free one, off closes it.
    /// [default: 127.0.0.1:63000]
    #[arg(long, value_name = "ADDR", env = "CAUSETTE_LINE")]
    line: Option<OsString>,
    /// Address of the line door by TLS, or its port alone; off closes it. Needs a certificate, or --self-signed.
    /// [default: 127.0.0.1:63001]
    #[arg(long, value_name = "ADDR", env = "CAUSETTE_LINE_TLS")]
    line_tls: Option<OsString>,
    /// Address of the IRC door, or its port alone; port 0 takes a free one, off closes it. [default: 127.0.0.1:6667]
    #[arg(long, value_name = "ADDR", env = "CAUSETTE_IRC")]
    irc: Option<OsString>,
    /// Address of the IRC door by TLS, or its port alone; off closes it. Needs a certificate, or --self-signed.
    /// [default: 127.0.0.1:6697]
    #[arg(long, value_name = "ADDR", env = "CAUSETTE_IRC_TLS")]
    irc_tls: Option<OsString>,
    /// Address of the IRC door over WebSocket, in clear, or its port alone; off closes it. [default: off]
    #[arg(long, value_name = "ADDR", env = "CAUSETTE_IRC_WEBSOCKET")]
    irc_websocket: Option<OsString>,
    /// Address of the web door (for browsers), or its port alone; port 0 takes a free one, off closes it.
    /// [default: 127.0.0.1:63080]
    #[arg(long, value_name = "ADDR", env = "CAUSETTE_WEB")]
    web: Option<OsString>,
    /// Address of the web door by TLS, or its port alone; off closes it. Needs a certificate, or --self-signed.
    /// [default: 127.0.0.1:63443]
    #[arg(long, value_name = "ADDR", env = "CAUSETTE_WEB_TLS")]
    web_tls: Option<OsString>,
    /// Names by which browsers ask for the web door, with commas between them; addresses and this machine's own are known.
    #[arg(long, value_name = "NAMES", env = "CAUSETTE_WEB_NAMES")]
    web_names: Option<OsString>,
    /// Networks that webhooks may send to besides the public Internet, with commas between them, as in 10.0.0.0/8.
    #[arg(long, value_name = "NETWORKS", env = "CAUSETTE_HOOKS_ALLOW")]
    hooks_allow: Option<OsString>,
    /// Bytes of one IRC line that is taken, its end included and its tags not: 512 to 8192. [default: 512]
    #[arg(long, value_name = "N", env = "CAUSETTE_IRC_LINE_BYTES", allow_hyphen_values = true)]
    irc_line_bytes: Option<OsString>,
    /// Messages of a room that IRC clients are shown on entering it, if they cannot ask for them; 0: none. [default: 20]
    #[arg(long, value_name = "N", env = "CAUSETTE_IRC_REPLAY", allow_hyphen_values = true)]
    irc_replay: Option<OsString>,
    /// Whether IRC clients enter their account's rooms by themselves. [default: true]
    #[arg(long, value_name = "BOOL", env = "CAUSETTE_IRC_FOLLOW", num_args = 0..=1, require_equals = true, default_missing_value = "true")]
    irc_follow: Option<OsString>,
    /// Whether IRC clients may ask each other by CTCP. [default: false]
    #[arg(long, value_name = "BOOL", env = "CAUSETTE_IRC_CTCP", num_args = 0..=1, require_equals = true, default_missing_value = "true")]
    irc_ctcp: Option<OsString>,
    /// Days for which IRC clients come by TLS only, once they did (STS); 0: as they like. Needs the IRC door by TLS. [default: 0]
    #[arg(long, value_name = "DAYS", env = "CAUSETTE_IRC_STS_DAYS", allow_hyphen_values = true)]
    irc_sts_days: Option<OsString>,
    /// What the server is called on IRC. [default: causette.local]
    #[arg(long, value_name = "NAME", env = "CAUSETTE_SERVER_NAME")]
    server_name: Option<OsString>,
    /// What its network is called on IRC. [default: causette]
    #[arg(long, value_name = "NAME", env = "CAUSETTE_NETWORK")]
    network: Option<OsString>,
    /// What IRC clients read first (the message of the day).
    #[arg(long, value_name = "TEXT", env = "CAUSETTE_MOTD")]
    motd: Option<OsString>,
    /// What IRC clients are told that the server is. [default: causette]
    #[arg(long, value_name = "TEXT", env = "CAUSETTE_DESCRIPTION")]
    description: Option<OsString>,
    /// Who runs the server, in lines (ADMIN).
    #[arg(long, value_name = "TEXT", env = "CAUSETTE_SERVER_ADMIN")]
    server_admin: Option<OsString>,
    /// Who has an operator's rank for one session, by a password or its Argon2id hash; several stand in lines.
    #[arg(long, value_name = "NAME:PASSWORD", env = "CAUSETTE_OPERATOR", hide_env_values = true)]
    operator: Option<OsString>,
    /// What IRC clients must say (PASS) before all else.
    #[arg(long, value_name = "WORD", env = "CAUSETTE_SERVER_PASSWORD", hide_env_values = true)]
    server_password: Option<OsString>,
    /// Proxies that say for whom they connect (PROXY protocol): addresses or networks, with commas between them.
    #[arg(long, value_name = "ADDR,...", env = "CAUSETTE_PROXY_FROM")]
    proxy_from: Option<OsString>,
    /// The certificate for TLS, with its chain: a PEM file, read again when it changes.
    #[arg(long, value_name = "FILE", env = "CAUSETTE_TLS_CERT")]
    tls_cert: Option<OsString>,
    /// The key of that certificate: a PEM file.
    #[arg(long, value_name = "FILE", env = "CAUSETTE_TLS_KEY")]
    tls_key: Option<OsString>,
    /// Make a certificate for TLS at the first start, and keep it with the data.
    #[arg(long, value_name = "BOOL", env = "CAUSETTE_SELF_SIGNED", num_args = 0..=1, require_equals = true, default_missing_value = "true")]
    self_signed: Option<OsString>,
    /// Names and addresses such a certificate is for. Without them: this machine's.
    #[arg(long, value_name = "NAME,...", env = "CAUSETTE_TLS_NAMES")]
    tls_names: Option<OsString>,
    /// Ask an authority for a certificate, showing that the names are ours: off, tls-alpn-01 or http-01. [default: off]
    #[arg(long, value_name = "HOW", env = "CAUSETTE_ACME")]
    acme: Option<OsString>,
    /// The authority's directory. Naming it, or leaving it, agrees to its terms.
    /// [default: https://acme-v02.api.letsencrypt.org/directory]
    #[arg(long, value_name = "URL", env = "CAUSETTE_ACME_DIRECTORY")]
    acme_directory: Option<OsString>,
    /// Whom the authority may write to, as in mailto:me@example.org.
    #[arg(long, value_name = "URI", env = "CAUSETTE_ACME_CONTACT")]
    acme_contact: Option<OsString>,
    /// The root certificate of an authority of your own: a PEM file.
    #[arg(long, value_name = "FILE", env = "CAUSETTE_ACME_ROOT")]
    acme_root: Option<OsString>,
    /// Where http-01 is answered; it has to be reached at port 80. [default: 0.0.0.0:80]
    #[arg(long, value_name = "ADDR", env = "CAUSETTE_ACME_LISTEN")]
    acme_listen: Option<OsString>,
    /// Who may make an account: open (everybody), invited (with an invitation), closed (only operators), or auto: open while
    /// only this machine can connect, else invited. [default: auto]
    #[arg(long, value_name = "WHO", env = "CAUSETTE_REGISTRATION")]
    registration: Option<OsString>,
    /// Whether those who did not sign in may talk. [default: true]
    #[arg(long, value_name = "BOOL", env = "CAUSETTE_GUESTS", num_args = 0..=1, require_equals = true, default_missing_value = "true")]
    guests: Option<OsString>,
    /// The fewest bytes of a password that is set. [default: 8]
    #[arg(long, value_name = "N", env = "CAUSETTE_PASSWORD_MIN", allow_hyphen_values = true)]
    password_min: Option<OsString>,
    /// Whether IRC clients may make an account before they are connected as somebody. [default: true]
    #[arg(long, value_name = "BOOL", env = "CAUSETTE_REGISTER_BEFORE_CONNECT", num_args = 0..=1, require_equals = true, default_missing_value = "true")]
    register_before_connect: Option<OsString>,
    /// Whether IRC clients have to give an address to make an account. It is neither kept nor written to. [default: false]
    #[arg(long, value_name = "BOOL", env = "CAUSETTE_REGISTER_REQUIRES_EMAIL", num_args = 0..=1, require_equals = true, default_missing_value = "true")]
    register_requires_email: Option<OsString>,
    /// Connections one address (one /64 of IPv6) may have at a time; 0: any number. [default: 200]
    #[arg(long, value_name = "N", env = "CAUSETTE_PER_ADDRESS", allow_hyphen_values = true)]
    per_address: Option<OsString>,
    /// New connections a second one address may open in the long run; 0: no limit. [default: 50]
    #[arg(long, value_name = "N", env = "CAUSETTE_ACCEPT_RATE", allow_hyphen_values = true)]
    accept_rate: Option<OsString>,
    /// New connections one address may open at once. [default: 200]
    #[arg(long, value_name = "N", env = "CAUSETTE_ACCEPT_BURST", allow_hyphen_values = true)]
    accept_burst: Option<OsString>,
    /// Open the doors to the local network, in clear text; the TLS door as well.
    #[arg(long, value_name = "BOOL", env = "CAUSETTE_LAN", num_args = 0..=1, require_equals = true, default_missing_value = "true")]
    lan: Option<OsString>,
    /// Language of people who have not chosen one: en, fr, or a locale such as fr_FR.UTF-8.
    /// [default: that of LC_ALL, LC_MESSAGES or LANG]
    #[arg(long, value_name = "LANG", env = "CAUSETTE_LANG")]
    lang: Option<OsString>,
    /// Lines a second one connection may send in the long run; 0: no limit. [default: 10]
    #[arg(long, value_name = "N", env = "CAUSETTE_LINE_RATE", allow_hyphen_values = true)]
    line_rate: Option<OsString>,
    /// Lines one connection may send at once. [default: 100]
    #[arg(long, value_name = "N", env = "CAUSETTE_LINE_BURST", allow_hyphen_values = true)]
    line_burst: Option<OsString>,
    /// Days that rooms keep their messages; 0: for ever. [default: 0]
    #[arg(long, value_name = "DAYS", env = "CAUSETTE_KEEP_DAYS", allow_hyphen_values = true)]
    keep_days: Option<OsString>,
    /// How many messages rooms keep; 0: all. [default: 0]
    #[arg(long, value_name = "N", env = "CAUSETTE_KEEP_MESSAGES", allow_hyphen_values = true)]
    keep_messages: Option<OsString>,
    /// Seconds between two looks for messages that are kept no longer. [default: 60]
    #[arg(long, value_name = "SECONDS", env = "CAUSETTE_SWEEP", allow_hyphen_values = true)]
    sweep: Option<OsString>,
    /// Hours between two backups the server takes by itself; 0: none. [default: 0]
    #[arg(long, value_name = "HOURS", env = "CAUSETTE_BACKUP_EVERY", allow_hyphen_values = true)]
    backup_every: Option<OsString>,
    /// Where backups are kept. Without it: in backups, with the data.
    #[arg(long, value_name = "DIR", env = "CAUSETTE_BACKUP_DIR")]
    backup_dir: Option<OsString>,
    /// How many of its own backups the server keeps; 0: all. [default: 7]
    #[arg(long, value_name = "N", env = "CAUSETTE_BACKUP_KEEP", allow_hyphen_values = true)]
    backup_keep: Option<OsString>,
    /// Threads that serve connections, at most 64; 0: half the cores. [default: 0]
    #[arg(long, value_name = "N", env = "CAUSETTE_SHARDS", allow_hyphen_values = true)]
    shards: Option<OsString>,
    /// What is logged to standard error: error, warn, info or debug. [default: info]
    #[arg(long, value_name = "LEVEL", env = "CAUSETTE_LOG")]
    log: Option<OsString>,
    /// How log lines are written: text, or json, one object a line. [default: text]
    #[arg(long, value_name = "FORMAT", env = "CAUSETTE_LOG_FORMAT")]
    log_format: Option<OsString>,
    /// Address of /metrics (Prometheus) and /healthz, or its port alone. No secret is there, but everybody who reaches the
    /// address is answered. [default: off]
    #[arg(long, value_name = "ADDR", env = "CAUSETTE_METRICS")]
    metrics: Option<OsString>,
}

impl Args {
    /// Reads the command line.
    pub(crate) fn read(words: impl IntoIterator<Item = impl Into<OsString> + Clone>) -> Result<Args, Error> {
        let mut program = Args::command();
        let matches = program.try_get_matches_from_mut(words)?;
        let mut args = Args::from_arg_matches(&matches).map_err(|error| error.format(&mut program))?;
        match (&mut args.command, matches.subcommand()) {
            (Command::Serve(serve) | Command::Doctor(serve), Some((_, words))) => serve.given = given(words, &program),
            (Command::Admin(admin), Some((_, words))) => admin.given = given(words, &program),
            _ => {}
        }
        Ok(args)
    }
}

/// What was typed and what was exported, apart. A variable that is empty says nothing; not every command takes every flag.
fn given(words: &ArgMatches, program: &clap::Command) -> Layers {
    let (mut flags, mut variables) = (Layer::new(), Layer::new());
    let names = program.find_subcommand("serve");
    for key in Key::ALL {
        let Some(text) = words.try_get_one::<OsString>(key.flag()).ok().flatten().cloned() else { continue };
        let flag = format!("--{}", key.flag().replace('_', "-"));
        match words.value_source(key.flag()) {
            Some(ValueSource::EnvVariable) if text.is_empty() => {}
            Some(ValueSource::EnvVariable) => {
                let arg = names.and_then(|names| names.get_arguments().find(|arg| arg.get_id() == key.flag()));
                let variable = arg.and_then(clap::Arg::get_env).and_then(OsStr::to_str);
                variables.insert(key, Given { place: variable.unwrap_or(&flag).to_owned(), text });
            }
            _ => drop(flags.insert(key, Given { place: flag, text })),
        }
    }
    Layers { flags, variables, file: Layer::new() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::{Settings, default_config};
    use causette_texts::Lang;

    fn read(words: &str) -> Result<Settings, String> {
        let words = ["causette", "serve"].into_iter().chain(words.split_whitespace());
        match Args::read(words).map_err(|error| error.to_string())?.command {
            Command::Serve(serve) => Settings::read(&serve.given, None, Lang::En),
            other => Err(format!("{other:?}")),
        }
    }

    #[test]
    fn shards_are_few() {
        for number in [0, 1, 64] {
            assert_eq!(read(&format!("--shards {number}")).unwrap().shards, number);
        }
        for text in ["65", "255", "256", "-1", "four", "1.5"] {
            let said = read(&format!("--shards {text}")).unwrap_err();
            let expect = format!("--shards cannot be {text}: a number of threads from 1 to 64 is expected. Write");
            assert!(said.starts_with(&expect), "{said}");
        }
    }

    #[test]
    fn nothing_is_kept_or_something_is() {
        assert!(read("--ephemeral").unwrap().ephemeral);
        assert!(!read("--ephemeral=no").unwrap().ephemeral);
        assert!(!read("--data x").unwrap().ephemeral);
        let said = read("--ephemeral --data x").unwrap_err();
        assert!(said.contains("Leave one of them out"), "{said}");
    }

    #[test]
    fn the_last_word_counts() {
        let settings = read("--line 1 --line localhost:2 --lan --lan").unwrap();
        assert_eq!((settings.line.map(|line| line.port()), settings.lan), (Some(2), true));
        assert!(read("--line off --irc off --web off").unwrap_err().starts_with("no door is open"));
    }

    #[test]
    fn every_key_has_a_flag_and_a_variable_and_help_tells_its_default() {
        let program = Args::command();
        let serve = program.find_subcommand("serve").unwrap();
        let defaults = default_config(Lang::En);
        for key in Key::ALL {
            let arg = serve.get_arguments().find(|arg| arg.get_id() == key.flag()).unwrap();
            let variable = arg.get_env().unwrap().to_str().unwrap();
            assert_eq!(variable, format!("CAUSETTE_{}", key.flag().to_uppercase()));
            let (table, name) = key.split();
            let from = table.map_or(0, |table| defaults.find(&format!("[{table}]\n")).unwrap());
            let line = defaults[from..].lines().find_map(|line| line.strip_prefix(&format!("{name} = "))).unwrap();
            let help = arg.get_help().unwrap().to_string();
            let told = help.split_once("[default: ").map(|(_, rest)| rest.trim_end_matches(']'));
            match key {
                Key::ProxyFrom | Key::TlsNames | Key::WebNames | Key::HooksAllow | Key::Operators => {
                    assert_eq!((line, told), ("[]", None))
                }
                Key::Motd | Key::ServerPassword | Key::AdminLines => assert_eq!((line, told), ("\"\"", None)),
                Key::BackupDir | Key::TlsCert | Key::TlsSecret | Key::AcmeContact | Key::AcmeRoot => {
                    assert_eq!((line, told), ("\"\"", None))
                }
                Key::Ephemeral | Key::Lan | Key::SelfSigned => assert_eq!((line, told), ("false", None)),
                Key::Lang => assert!(told.unwrap().contains("LC_ALL")),
                _ => assert_eq!(told, Some(line.trim_matches('"')), "{help}"),
            }
        }
        let others: Vec<_> = serve.get_arguments().map(|arg| arg.get_id().as_str()).collect();
        assert_eq!(others.len(), Key::ALL.len() + 1, "a flag without a key: {others:?}");
    }
}
