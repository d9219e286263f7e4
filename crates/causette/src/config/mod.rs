//! What the server runs with: flags before variables before the file before the defaults.

mod admission;
mod changed;
mod check;
mod default;
mod file;
#[cfg(feature = "fuzzed")]
pub(crate) mod fuzzed;
mod key;
mod layer;
mod value;

pub(crate) use admission::Admission;
pub(crate) use default::default_config;
pub(crate) use key::Key;
pub(crate) use layer::{Given, Layer, Layers};
pub(crate) use value::address;

use crate::logging::Format;
use causette_core::limits::PASSWORD_MIN;
use causette_core::ports::Keep;
use causette_core::{Millis, Operator, Policy};
use causette_doors::gate::{Network, Rate};
use causette_engine::Sweeps;
use causette_texts::Lang;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};
use std::time::Duration;
use tracing::Level;

/// Whether a certificate is asked of an authority, and how it is shown that the names are ours.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Acme {
    Off,
    /// By the TLS door itself, which has to be reached at port 443.
    TlsAlpn,
    /// By a small answer to HTTP, which has to be reached at port 80.
    Http,
}

impl Acme {
    pub(crate) const ALL: [Acme; 3] = [Acme::Off, Acme::TlsAlpn, Acme::Http];

    /// As the protocol calls it.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Acme::Off => "off",
            Acme::TlsAlpn => "tls-alpn-01",
            Acme::Http => "http-01",
        }
    }
}

/// Everything that can be set.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Settings {
    pub(crate) data: PathBuf,
    pub(crate) ephemeral: bool,
    /// The line door; `None`: closed.
    pub(crate) line: Option<SocketAddr>,
    /// Where `/metrics` and `/healthz` are; `None`: nowhere.
    pub(crate) metrics: Option<SocketAddr>,
    /// The line door by TLS, once there is a certificate.
    pub(crate) line_tls: Option<SocketAddr>,
    /// The IRC door, in clear and by TLS; `None`: closed.
    pub(crate) irc: Option<SocketAddr>,
    pub(crate) irc_tls: Option<SocketAddr>,
    /// The same over WebSocket, in clear: for a proxy that speaks TLS with browsers.
    pub(crate) irc_websocket: Option<SocketAddr>,
    /// The web door, in clear and by TLS; `None`: closed.
    pub(crate) web: Option<SocketAddr>,
    pub(crate) web_tls: Option<SocketAddr>,
    /// Under which names it is asked for, besides addresses, this machine and the certificate's names.
    pub(crate) web_names: Vec<String>,
    /// Where webhooks may send to besides the whole Internet.
    pub(crate) hooks_allow: Vec<Network>,
    /// Bytes of one IRC line, its end included and its tags not.
    pub(crate) irc_bytes: u32,
    /// Messages of a room that IRC clients are shown on entering it, if they cannot ask for them.
    pub(crate) irc_replay: u32,
    /// Whether IRC clients enter their account's rooms by themselves.
    pub(crate) irc_follow: bool,
    /// Whether IRC clients may ask each other by CTCP.
    pub(crate) irc_ctcp: bool,
    /// Days for which IRC clients that came by TLS are to come by nothing else (STS); 0: nothing is said of it.
    pub(crate) irc_sts: u32,
    /// What the server and its network are called on IRC.
    pub(crate) server_name: String,
    pub(crate) network: String,
    /// What IRC clients read first; empty: nothing.
    pub(crate) motd: String,
    /// What IRC clients are told that the server is, and who runs it, in lines.
    pub(crate) description: String,
    pub(crate) admin_lines: String,
    /// What IRC clients must say before all else; empty: nothing.
    pub(crate) server_password: String,
    /// Who is believed when it says for whom it connects.
    pub(crate) proxy_from: Vec<Network>,
    pub(crate) tls_cert: Option<PathBuf>,
    pub(crate) tls_key: Option<PathBuf>,
    pub(crate) self_signed: bool,
    /// What a certificate of our own making is for; none: this machine.
    pub(crate) tls_names: Vec<String>,
    pub(crate) acme: Acme,
    pub(crate) acme_directory: String,
    /// Who is written to about the certificate; empty: nobody.
    pub(crate) acme_contact: String,
    /// Whom the authority itself is vouched for by; `None`: those this machine trusts.
    pub(crate) acme_root: Option<PathBuf>,
    /// Where HTTP challenges are answered.
    pub(crate) acme_listen: SocketAddr,
    /// Who may make an account.
    pub(crate) registration: Admission,
    /// Whether those who did not sign in may talk.
    pub(crate) guests: bool,
    /// The fewest bytes of a password.
    pub(crate) password_min: u32,
    /// Whether IRC clients may make an account before they have a nickname, and have to give an address by which to write to them.
    pub(crate) register_before_connect: bool,
    pub(crate) register_requires_email: bool,
    /// Who has an operator's rank for one session, by a password.
    pub(crate) operators: Vec<Operator>,
    /// Connections one address may have; 0: any number.
    pub(crate) per_address: u32,
    /// New connections of one address.
    pub(crate) accept_rate: Rate,
    pub(crate) lan: bool,
    pub(crate) lang: Lang,
    pub(crate) log: Level,
    pub(crate) format: Format,
    /// 0: half the cores.
    pub(crate) shards: u8,
    pub(crate) rate: Rate,
    /// Days that rooms keep their messages; 0: for ever.
    pub(crate) keep_days: u32,
    /// How many messages rooms keep; 0: all.
    pub(crate) keep_messages: u32,
    /// Seconds between two looks for what is kept no longer.
    pub(crate) sweep: u32,
    /// Hours between two backups that the server takes by itself; 0: none.
    pub(crate) backup_every: u32,
    /// Where backups are kept; `None`: with the data.
    pub(crate) backup_dir: Option<PathBuf>,
    /// How many of its own backups the server keeps; 0: all.
    pub(crate) backup_keep: u32,
}

impl Settings {
    /// The defaults, for somebody with this locale.
    pub(crate) fn default_in(locale: Lang) -> Settings {
        Settings {
            data: PathBuf::from("causette-data"),
            ephemeral: false,
            line: Some(SocketAddr::from((Ipv4Addr::LOCALHOST, 63000))),
            metrics: None,
            line_tls: Some(SocketAddr::from((Ipv4Addr::LOCALHOST, 63001))),
            irc: Some(SocketAddr::from((Ipv4Addr::LOCALHOST, 6667))),
            irc_tls: Some(SocketAddr::from((Ipv4Addr::LOCALHOST, 6697))),
            irc_websocket: None,
            web: Some(SocketAddr::from((Ipv4Addr::LOCALHOST, 63080))),
            web_tls: Some(SocketAddr::from((Ipv4Addr::LOCALHOST, 63443))),
            web_names: Vec::new(),
            hooks_allow: Vec::new(),
            irc_bytes: 512,
            irc_replay: 20,
            irc_follow: true,
            irc_ctcp: false,
            irc_sts: 0,
            server_name: "causette.local".to_owned(),
            network: "causette".to_owned(),
            motd: String::new(),
            description: "causette".to_owned(),
            admin_lines: String::new(),
            server_password: String::new(),
            proxy_from: Vec::new(),
            tls_cert: None,
            tls_key: None,
            self_signed: false,
            tls_names: Vec::new(),
            acme: Acme::Off,
            acme_directory: "https://acme-v02.api.letsencrypt.org/directory".to_owned(),
            acme_contact: String::new(),
            acme_root: None,
            acme_listen: SocketAddr::from((Ipv4Addr::UNSPECIFIED, 80)),
            registration: Admission::Auto,
            guests: true,
            password_min: PASSWORD_MIN as u32,
            register_before_connect: true,
            register_requires_email: false,
            operators: Vec::new(),
            per_address: 200,
            accept_rate: Rate { per_second: 50, burst: 200 },
            lan: false,
            lang: locale,
            log: Level::INFO,
            format: Format::Text,
            shards: 0,
            rate: Rate { per_second: 10, burst: 100 },
            keep_days: 0,
            keep_messages: 0,
            sweep: 60,
            backup_every: 0,
            backup_dir: None,
            backup_keep: 7,
        }
    }

    /// Reads the config file, if one was named, and puts everything together. An error is a sentence in `locale`.
    pub(crate) fn read(given: &Layers, file: Option<&Path>, locale: Lang) -> Result<Settings, String> {
        let mut layers = given.clone();
        if let Some(path) = file {
            layers.file = file::read(path, locale)?;
        }
        Settings::of(&layers, locale)
    }

    fn of(layers: &Layers, locale: Lang) -> Result<Settings, String> {
        let reader = value::Reader(locale);
        let mut settings = Settings::default_in(locale);
        for key in Key::ALL {
            let Some(given) = layers.get(key) else { continue };
            match key {
                Key::Data => settings.data = reader.path(key, given)?,
                Key::Ephemeral => settings.ephemeral = reader.switch(key, given)?,
                Key::Lan => settings.lan = reader.switch(key, given)?,
                Key::Lang => settings.lang = reader.lang(key, given)?,
                Key::Log => settings.log = reader.level(key, given)?,
                Key::LogFormat => settings.format = reader.format(key, given)?,
                Key::Shards => settings.shards = reader.shards(key, given)?,
                Key::Line => settings.line = reader.door(given)?,
                Key::Metrics => settings.metrics = reader.door(given)?,
                Key::LineTls => settings.line_tls = reader.door(given)?,
                Key::Irc => settings.irc = reader.door(given)?,
                Key::IrcTls => settings.irc_tls = reader.door(given)?,
                Key::IrcWebsocket => settings.irc_websocket = reader.door(given)?,
                Key::Web => settings.web = reader.door(given)?,
                Key::WebTls => settings.web_tls = reader.door(given)?,
                Key::WebNames => settings.web_names = reader.list(key, given, |text| Some(text.to_lowercase()))?,
                Key::HooksAllow => settings.hooks_allow = reader.list(key, given, |text| text.parse().ok())?,
                Key::IrcBytes => settings.irc_bytes = reader.irc_bytes(key, given)?,
                Key::IrcReplay => settings.irc_replay = reader.irc_replay(key, given)?,
                Key::IrcFollow => settings.irc_follow = reader.switch(key, given)?,
                Key::IrcCtcp => settings.irc_ctcp = reader.switch(key, given)?,
                Key::IrcSts => settings.irc_sts = reader.sts_days(key, given)?,
                Key::ServerName => settings.server_name = reader.server_name(key, given)?,
                Key::Network => settings.network = reader.server_name(key, given)?,
                Key::Motd => settings.motd = reader.text(key, given)?,
                Key::Description => settings.description = reader.one_line(key, given)?,
                Key::AdminLines => settings.admin_lines = reader.text(key, given)?,
                Key::Operators => settings.operators = reader.operators(key, given)?,
                Key::ServerPassword => settings.server_password = reader.text(key, given)?,
                Key::ProxyFrom => settings.proxy_from = reader.list(key, given, |text| text.parse().ok())?,
                Key::TlsCert => settings.tls_cert = reader.file(given),
                Key::TlsSecret => settings.tls_key = reader.file(given),
                Key::SelfSigned => settings.self_signed = reader.switch(key, given)?,
                Key::TlsNames => settings.tls_names = reader.list(key, given, |text| Some(text.to_owned()))?,
                Key::Acme => settings.acme = reader.acme(key, given)?,
                Key::AcmeDirectory => settings.acme_directory = reader.text(key, given)?,
                Key::AcmeContact => settings.acme_contact = reader.text(key, given)?,
                Key::AcmeRoot => settings.acme_root = reader.file(given),
                Key::AcmeListen => settings.acme_listen = reader.address(given)?,
                Key::Registration => settings.registration = reader.registration(key, given)?,
                Key::Guests => settings.guests = reader.switch(key, given)?,
                Key::PasswordMin => settings.password_min = reader.password_min(key, given)?,
                Key::RegisterBeforeConnect => settings.register_before_connect = reader.switch(key, given)?,
                Key::RegisterRequiresEmail => settings.register_requires_email = reader.switch(key, given)?,
                Key::PerAddress => settings.per_address = reader.number(key, given)?,
                Key::AcceptRate => settings.accept_rate.per_second = reader.number(key, given)?,
                Key::AcceptBurst => settings.accept_rate.burst = reader.number(key, given)?,
                Key::LineRate => settings.rate.per_second = reader.number(key, given)?,
                Key::LineBurst => settings.rate.burst = reader.number(key, given)?,
                Key::KeepDays => settings.keep_days = reader.days(key, given)?,
                Key::KeepMessages => settings.keep_messages = reader.number(key, given)?,
                Key::Sweep => settings.sweep = reader.number(key, given)?,
                Key::BackupEvery => settings.backup_every = reader.number(key, given)?,
                Key::BackupDir => settings.backup_dir = reader.file(given),
                Key::BackupKeep => settings.backup_keep = reader.number(key, given)?,
            }
        }
        settings.checked(layers, locale)
    }

    /// How the server lets people in.
    pub(crate) fn policy(&self) -> Policy {
        let local = |address: &Option<SocketAddr>| address.is_none_or(|address| address.ip().is_loopback());
        let by_tls = self.tls_door().or(self.irc_tls_door()).or(self.web_tls_door()).is_some();
        let open = !self.lan
            && !by_tls
            && local(&self.line)
            && local(&self.irc)
            && local(&self.irc_websocket)
            && local(&self.web);
        Policy {
            registration: self.registration.of(open),
            guests: self.guests,
            password_min: self.password_min as usize,
            irc_follow: self.irc_follow,
        }
    }

    /// How old messages are let go; `last`: the time that was gone by before.
    pub(crate) fn sweeps(&self, last: Option<Millis>) -> Sweeps {
        let keep = Keep {
            days: Some(self.keep_days).filter(|days| *days > 0),
            last: Some(u64::from(self.keep_messages)).filter(|last| *last > 0),
        };
        Sweeps { keep, every: Duration::from_secs(self.sweep.max(1).into()), last }
    }
}

#[cfg(test)]
mod tests;
