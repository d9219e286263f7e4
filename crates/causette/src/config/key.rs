//! Every key of the config, once: its place in the file, its flag, its variable, its comment. It must not know values.

use causette_texts::Program;

/// A key.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(crate) enum Key {
    Data,
    Ephemeral,
    Lan,
    Lang,
    Log,
    LogFormat,
    Shards,
    Line,
    LineTls,
    ProxyFrom,
    Irc,
    IrcTls,
    IrcWebsocket,
    IrcBytes,
    IrcReplay,
    IrcFollow,
    ServerName,
    Network,
    Motd,
    ServerPassword,
    Metrics,
    TlsCert,
    TlsSecret,
    SelfSigned,
    TlsNames,
    Acme,
    AcmeDirectory,
    AcmeContact,
    AcmeRoot,
    AcmeListen,
    Registration,
    Guests,
    PasswordMin,
    PerAddress,
    AcceptRate,
    AcceptBurst,
    LineRate,
    LineBurst,
    KeepDays,
    KeepMessages,
    Sweep,
    BackupEvery,
    BackupDir,
    BackupKeep,
}

/// What stands after the `=` in the file.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Kind {
    Text,
    /// A text, or a port as a number.
    Address,
    Switch,
    Number,
    /// Texts, or one text with commas between them.
    List,
}

impl Key {
    /// In the order of the default config: the keys of a table stand together.
    pub(crate) const ALL: [Key; 44] = [
        Key::Data,
        Key::Ephemeral,
        Key::Lan,
        Key::Lang,
        Key::Log,
        Key::LogFormat,
        Key::Shards,
        Key::Line,
        Key::LineTls,
        Key::ProxyFrom,
        Key::Irc,
        Key::IrcTls,
        Key::IrcWebsocket,
        Key::IrcBytes,
        Key::IrcReplay,
        Key::IrcFollow,
        Key::ServerName,
        Key::Network,
        Key::Motd,
        Key::ServerPassword,
        Key::Metrics,
        Key::TlsCert,
        Key::TlsSecret,
        Key::SelfSigned,
        Key::TlsNames,
        Key::Acme,
        Key::AcmeDirectory,
        Key::AcmeContact,
        Key::AcmeRoot,
        Key::AcmeListen,
        Key::Registration,
        Key::Guests,
        Key::PasswordMin,
        Key::PerAddress,
        Key::AcceptRate,
        Key::AcceptBurst,
        Key::LineRate,
        Key::LineBurst,
        Key::KeepDays,
        Key::KeepMessages,
        Key::Sweep,
        Key::BackupEvery,
        Key::BackupDir,
        Key::BackupKeep,
    ];

    /// Its place in the file; a dot is between a table and what is in it.
    pub(crate) fn path(self) -> &'static str {
        match self {
            Key::Data => "data",
            Key::Ephemeral => "ephemeral",
            Key::Lan => "lan",
            Key::Lang => "lang",
            Key::Log => "log",
            Key::LogFormat => "log_format",
            Key::Shards => "shards",
            Key::Line => "line.listen",
            Key::Metrics => "metrics.listen",
            Key::LineTls => "line.tls_listen",
            Key::ProxyFrom => "line.proxy_from",
            Key::Irc => "irc.listen",
            Key::IrcTls => "irc.tls_listen",
            Key::IrcWebsocket => "irc.websocket_listen",
            Key::IrcBytes => "irc.line_bytes",
            Key::IrcReplay => "irc.replay",
            Key::IrcFollow => "irc.follow",
            Key::ServerName => "server.name",
            Key::Network => "server.network",
            Key::Motd => "server.motd",
            Key::ServerPassword => "server.password",
            Key::TlsCert => "tls.cert",
            Key::TlsSecret => "tls.key",
            Key::SelfSigned => "tls.self_signed",
            Key::TlsNames => "tls.names",
            Key::Acme => "tls.acme",
            Key::AcmeDirectory => "tls.acme_directory",
            Key::AcmeContact => "tls.acme_contact",
            Key::AcmeRoot => "tls.acme_root",
            Key::AcmeListen => "tls.acme_listen",
            Key::Registration => "accounts.registration",
            Key::Guests => "accounts.guests",
            Key::PasswordMin => "accounts.password_min",
            Key::PerAddress => "limits.per_address",
            Key::AcceptRate => "limits.accept_rate",
            Key::AcceptBurst => "limits.accept_burst",
            Key::LineRate => "limits.line_rate",
            Key::LineBurst => "limits.line_burst",
            Key::KeepDays => "history.keep_days",
            Key::KeepMessages => "history.keep_messages",
            Key::Sweep => "history.sweep",
            Key::BackupEvery => "backup.every",
            Key::BackupDir => "backup.dir",
            Key::BackupKeep => "backup.keep",
        }
    }

    /// The table it is in, and its name there.
    pub(crate) fn split(self) -> (Option<&'static str>, &'static str) {
        self.path().split_once('.').map_or((None, self.path()), |(table, name)| (Some(table), name))
    }

    /// Its name on the command line, without the dashes, as the reader of the command line calls it.
    pub(crate) fn flag(self) -> &'static str {
        match self {
            Key::Line => "line",
            Key::Metrics => "metrics",
            Key::Data | Key::Ephemeral | Key::Lan | Key::Lang | Key::Log | Key::LogFormat | Key::Shards => self.path(),
            Key::LineTls => "line_tls",
            Key::Irc => "irc",
            Key::IrcTls => "irc_tls",
            Key::IrcWebsocket => "irc_websocket",
            Key::IrcBytes => "irc_line_bytes",
            Key::IrcReplay => "irc_replay",
            Key::IrcFollow => "irc_follow",
            Key::ServerName => "server_name",
            Key::ServerPassword => "server_password",
            Key::Network | Key::Motd => self.split().1,
            Key::TlsCert => "tls_cert",
            Key::TlsSecret => "tls_key",
            Key::TlsNames => "tls_names",
            Key::Acme | Key::AcmeDirectory | Key::AcmeContact | Key::AcmeRoot | Key::AcmeListen => self.split().1,
            Key::Registration | Key::Guests | Key::PasswordMin => self.split().1,
            Key::ProxyFrom | Key::SelfSigned | Key::PerAddress | Key::AcceptRate | Key::AcceptBurst => self.split().1,
            Key::LineRate | Key::LineBurst | Key::KeepDays | Key::KeepMessages | Key::Sweep => self.split().1,
            Key::BackupEvery => "backup_every",
            Key::BackupDir => "backup_dir",
            Key::BackupKeep => "backup_keep",
        }
    }

    pub(crate) fn kind(self) -> Kind {
        match self {
            Key::Data | Key::Lang | Key::Log | Key::LogFormat | Key::TlsCert | Key::TlsSecret => Kind::Text,
            Key::Acme | Key::AcmeDirectory | Key::AcmeContact | Key::AcmeRoot | Key::Registration => Kind::Text,
            Key::Line | Key::LineTls | Key::Metrics | Key::AcmeListen | Key::Irc => Kind::Address,
            Key::IrcTls | Key::IrcWebsocket => Kind::Address,
            Key::ServerName | Key::Network | Key::Motd | Key::ServerPassword => Kind::Text,
            Key::IrcBytes | Key::IrcReplay => Kind::Number,
            Key::Ephemeral | Key::Lan | Key::SelfSigned | Key::Guests | Key::IrcFollow => Kind::Switch,
            Key::ProxyFrom | Key::TlsNames => Kind::List,
            Key::PasswordMin | Key::PerAddress | Key::AcceptRate | Key::AcceptBurst => Kind::Number,
            Key::Shards | Key::LineRate | Key::LineBurst => Kind::Number,
            Key::KeepDays | Key::KeepMessages | Key::Sweep => Kind::Number,
            Key::BackupDir => Kind::Text,
            Key::BackupEvery | Key::BackupKeep => Kind::Number,
        }
    }

    /// Whether it can change while the server runs.
    pub(crate) fn is_live(self) -> bool {
        match self {
            Key::Lang | Key::Log | Key::LineRate | Key::LineBurst | Key::Registration | Key::Guests => true,
            Key::PasswordMin | Key::PerAddress | Key::AcceptRate | Key::AcceptBurst => true,
            Key::IrcBytes | Key::IrcReplay | Key::IrcFollow | Key::Motd | Key::ServerPassword => true,
            Key::Irc | Key::IrcTls | Key::IrcWebsocket | Key::ServerName | Key::Network => false,
            Key::Data | Key::Ephemeral | Key::Lan | Key::Shards | Key::Line => false,
            Key::LogFormat | Key::Metrics => false,
            Key::LineTls | Key::ProxyFrom | Key::TlsCert | Key::TlsSecret | Key::SelfSigned | Key::TlsNames => false,
            Key::Acme | Key::AcmeDirectory | Key::AcmeContact | Key::AcmeRoot | Key::AcmeListen => false,
            Key::KeepDays | Key::KeepMessages | Key::Sweep => false,
            Key::BackupEvery | Key::BackupDir | Key::BackupKeep => false,
        }
    }

    /// What it is, for the default config.
    pub(crate) fn comment(self) -> Program<'static> {
        match self {
            Key::Data => Program::ConfigData,
            Key::Ephemeral => Program::ConfigEphemeral,
            Key::Lan => Program::ConfigLan,
            Key::Lang => Program::ConfigLang,
            Key::Log => Program::ConfigLog,
            Key::LogFormat => Program::ConfigLogFormat,
            Key::Shards => Program::ConfigShards,
            Key::Line => Program::ConfigLine,
            Key::Metrics => Program::ConfigMetrics,
            Key::LineTls => Program::ConfigLineTls,
            Key::ProxyFrom => Program::ConfigProxyFrom,
            Key::Irc => Program::ConfigIrc,
            Key::IrcTls => Program::ConfigIrcTls,
            Key::IrcWebsocket => Program::ConfigIrcWebsocket,
            Key::IrcBytes => Program::ConfigIrcBytes,
            Key::IrcReplay => Program::ConfigIrcReplay,
            Key::IrcFollow => Program::ConfigIrcFollow,
            Key::ServerName => Program::ConfigServerName,
            Key::Network => Program::ConfigNetwork,
            Key::Motd => Program::ConfigMotd,
            Key::ServerPassword => Program::ConfigServerPassword,
            Key::TlsCert => Program::ConfigTlsCert,
            Key::TlsSecret => Program::ConfigTlsKey,
            Key::SelfSigned => Program::ConfigSelfSigned,
            Key::TlsNames => Program::ConfigTlsNames,
            Key::Acme => Program::ConfigAcme,
            Key::AcmeDirectory => Program::ConfigAcmeDirectory,
            Key::AcmeContact => Program::ConfigAcmeContact,
            Key::AcmeRoot => Program::ConfigAcmeRoot,
            Key::AcmeListen => Program::ConfigAcmeListen,
            Key::Registration => Program::ConfigRegistration,
            Key::Guests => Program::ConfigGuests,
            Key::PasswordMin => Program::ConfigPasswordMin,
            Key::PerAddress => Program::ConfigPerAddress,
            Key::AcceptRate => Program::ConfigAcceptRate,
            Key::AcceptBurst => Program::ConfigAcceptBurst,
            Key::LineRate => Program::ConfigLineRate,
            Key::LineBurst => Program::ConfigLineBurst,
            Key::KeepDays => Program::ConfigKeepDays,
            Key::KeepMessages => Program::ConfigKeepMessages,
            Key::Sweep => Program::ConfigSweep,
            Key::BackupEvery => Program::ConfigBackupEvery,
            Key::BackupDir => Program::ConfigBackupDir,
            Key::BackupKeep => Program::ConfigBackupKeep,
        }
    }
}

/// The tables of the file.
pub(crate) fn tables() -> impl Iterator<Item = &'static str> {
    Key::ALL.into_iter().filter_map(|key| key.split().0)
}
