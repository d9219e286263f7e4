//! What the program itself says where it is started: that it is ready, what a default config holds, why it cannot go on.

use crate::sentences::sentences;
use crate::{Lang, bundle};

sentences! {
    /// News of the program, without a mark before it.
    Program {
        /// How to reach the line door.
        Talk { host: &'a str, port: u64 } = "program-talk",
        /// How an IRC client gets there.
        TalkIrc { host: &'a str, port: u64 } = "program-talk-irc",
        /// Where the page is.
        TalkWeb { address: &'a str } = "program-talk-web",
        /// How to reach the line door by TLS.
        TalkTls { host: &'a str, port: u64 } = "program-talk-tls",
        /// What is known by heart of a certificate of our own making.
        Fingerprint { fingerprint: &'a str } = "program-fingerprint",
        /// `--lan`
        OpenToLan = "program-open-to-lan",
        /// Where conversations are kept.
        KeptIn { place: &'a str } = "program-kept-in",
        /// `--ephemeral`
        NothingKept = "program-nothing-kept",
        /// `causette follow` has lost its server.
        Lost { server: &'a str } = "program-lost",
        /// Where a value of the config stands.
        ConfigPlace { file: &'a str, line: u64, key: &'a str } = "config-place",
        /// The first line of the default config.
        ConfigIntro = "config-intro",
        /// What wins over what.
        ConfigOrder = "config-order",
        /// What a reload changes.
        ConfigReload = "config-reload",
        /// `data`
        ConfigData = "config-data",
        /// `ephemeral`
        ConfigEphemeral = "config-ephemeral",
        /// How to become the owner of a server that has none.
        Claim { code: &'a str } = "program-claim",
        /// The same where an account needs an invitation.
        ClaimInvited { code: &'a str } = "program-claim-invited",
        /// `accounts.registration`
        ConfigRegistration = "config-registration",
        /// `accounts.guests`
        ConfigGuests = "config-guests",
        /// `lan`
        ConfigLan = "config-lan",
        /// `lang`
        ConfigLang = "config-lang",
        /// `log`
        ConfigLog = "config-log",
        /// `log_format`
        ConfigLogFormat = "config-log-format",
        /// `[metrics] listen`
        ConfigMetrics = "config-metrics",
        /// `shards`
        ConfigShards = "config-shards",
        /// `[line] listen`
        ConfigLine = "config-line",
        /// `[line] tls_listen`
        ConfigLineTls = "config-line-tls",
        /// `[irc] listen`
        ConfigIrc = "config-irc",
        /// `[irc] tls_listen`
        ConfigIrcTls = "config-irc-tls",
        /// `[irc] websocket_listen`
        ConfigIrcWebsocket = "config-irc-websocket",
        /// `[irc] line_bytes`
        ConfigIrcBytes = "config-irc-bytes",
        /// `[irc] replay`
        ConfigIrcReplay = "config-irc-replay",
        /// `[irc] follow`
        ConfigIrcFollow = "config-irc-follow",
        /// `[irc] ctcp`
        ConfigIrcCtcp = "config-irc-ctcp",
        /// `[irc] sts_days`
        ConfigIrcSts = "config-irc-sts",
        /// `[server] name`
        ConfigServerName = "config-server-name",
        /// `[server] network`
        ConfigNetwork = "config-network",
        /// `[server] motd`
        ConfigMotd = "config-motd",
        /// `[server] description`
        ConfigDescription = "config-description",
        /// `[server] admin`
        ConfigAdminLines = "config-server-admin",
        /// `[[operator]]`
        ConfigOperators = "config-operator",
        /// `[accounts] register_before_connect`
        ConfigRegisterBeforeConnect = "config-register-before-connect",
        /// `[accounts] register_requires_email`
        ConfigRegisterRequiresEmail = "config-register-requires-email",
        /// `[server] password`
        ConfigServerPassword = "config-server-password",
        /// `[web] listen`
        ConfigWeb = "config-web",
        /// `[web] tls_listen`
        ConfigWebTls = "config-web-tls",
        /// `[web] names`
        ConfigWebNames = "config-web-names",
        /// `[web] hooks_allow`
        ConfigHooksAllow = "config-hooks-allow",
        /// `[line] proxy_from`
        ConfigProxyFrom = "config-proxy-from",
        /// `[tls] cert`
        ConfigTlsCert = "config-tls-cert",
        /// `[tls] key`
        ConfigTlsKey = "config-tls-key",
        /// `[tls] self_signed`
        ConfigSelfSigned = "config-self-signed",
        /// `[tls] names`
        ConfigTlsNames = "config-tls-names",
        /// `[tls] acme`
        ConfigAcme = "config-acme",
        /// `[tls] acme_directory`
        ConfigAcmeDirectory = "config-acme-directory",
        /// `[tls] acme_contact`
        ConfigAcmeContact = "config-acme-contact",
        /// `[tls] acme_root`
        ConfigAcmeRoot = "config-acme-root",
        /// `[tls] acme_listen`
        ConfigAcmeListen = "config-acme-listen",
        /// `[accounts] password_min`
        ConfigPasswordMin = "config-password-min",
        /// `[limits] per_address`
        ConfigPerAddress = "config-per-address",
        /// `[limits] accept_rate`
        ConfigAcceptRate = "config-accept-rate",
        /// `[limits] accept_burst`
        ConfigAcceptBurst = "config-accept-burst",
        /// `[limits] line_rate`
        ConfigLineRate = "config-line-rate",
        /// `[history] keep_days`
        ConfigKeepDays = "config-keep-days",
        /// `[history] keep_messages`
        ConfigKeepMessages = "config-keep-messages",
        /// `[history] sweep`
        ConfigSweep = "config-sweep",
        /// `[backup] every`
        ConfigBackupEvery = "config-backup-every",
        /// `[backup] dir`
        ConfigBackupDir = "config-backup-dir",
        /// `[backup] keep`
        ConfigBackupKeep = "config-backup-keep",
        /// `[limits] line_burst`
        ConfigLineBurst = "config-line-burst",
    }
}

sentences! {
    /// Why the program cannot do what it was started for: what happened and why, and the next step.
    ProgramError {
        /// A port that another program has; `example` is an address with another one.
        PortHeld { port: u64, holder: &'a str, flag: &'a str, example: &'a str } = "trouble-port-held",
        /// The same, and nobody says which program.
        PortInUse { port: u64, flag: &'a str, example: &'a str } = "trouble-port-in-use",
        /// A port for which one needs rights.
        PortDenied { port: u64, flag: &'a str, example: &'a str } = "trouble-port-denied",
        /// An address that is none of this machine's, or another trouble.
        CannotListen { address: &'a str, error: &'a str, flag: &'a str, example: &'a str } = "trouble-cannot-listen",
        /// A TLS door without a certificate.
        NoCertificate = "trouble-no-certificate",
        /// Clients to be told to come by TLS, and no door for it.
        StsWithoutTls = "trouble-sts-without-tls",
        /// A certificate without a key.
        NoTlsKey { file: &'a str } = "trouble-no-tls-key",
        /// A key without a certificate.
        NoTlsCert { file: &'a str } = "trouble-no-tls-cert",
        /// A file of TLS that cannot be read.
        TlsUnreadable { file: &'a str, error: &'a str } = "trouble-tls-unreadable",
        /// A file without what is expected in it, or only half of it.
        TlsBroken { file: &'a str, detail: &'a str } = "trouble-tls-broken",
        /// A certificate and a key that do not belong together.
        TlsMismatch { cert: &'a str, key: &'a str } = "trouble-tls-mismatch",
        /// A certificate whose time is over.
        TlsExpired { file: &'a str, day: &'a str } = "trouble-tls-expired",
        /// A certificate whose time has not come.
        TlsTooEarly { file: &'a str, day: &'a str } = "trouble-tls-too-early",
        /// A certificate of our own that cannot be made or kept.
        SelfSignedFailed { file: &'a str, error: &'a str } = "trouble-self-signed-failed",
        /// A certificate to be asked for, and nobody said for which names.
        AcmeWithoutNames = "trouble-acme-without-names",
        /// A certificate to be asked for, and no place to keep it.
        AcmeWithoutData = "trouble-acme-without-data",
        /// A value that is no challenge.
        BadAcme { place: &'a str, value: &'a str } = "trouble-bad-acme",
        /// A value that is no list of networks.
        BadNetworks { place: &'a str, value: &'a str } = "trouble-bad-networks",
        /// All doors are closed.
        NoDoor = "trouble-no-door",
        /// Two flags that contradict each other.
        NothingToKeep = "trouble-nothing-to-keep",
        /// No config file there, or none that can be read.
        ConfigUnreadable { file: &'a str, error: &'a str } = "trouble-config-unreadable",
        /// A config file that is not TOML.
        ConfigNotToml { file: &'a str, line: u64, error: &'a str } = "trouble-config-not-toml",
        /// A key that does not exist, and none like it.
        ConfigKey { file: &'a str, line: u64, key: &'a str } = "trouble-config-key",
        /// A key that does not exist, but one like it.
        ConfigKeyNear { file: &'a str, line: u64, key: &'a str, near: &'a str } = "trouble-config-key-near",
        /// A value that is no address; `place` is a flag, a variable, or a file, a line and a key.
        BadAddress { place: &'a str, value: &'a str } = "trouble-bad-address",
        /// Not a length of an IRC line.
        BadIrcBytes { place: &'a str, value: &'a str } = "trouble-bad-irc-bytes",
        /// Not a name of a server.
        BadServerName { place: &'a str, value: &'a str } = "trouble-bad-server-name",
        /// A value whose port is none.
        BadPort { place: &'a str, value: &'a str } = "trouble-bad-port",
        /// A value with a name that leads nowhere.
        UnknownHost { place: &'a str, value: &'a str, host: &'a str } = "trouble-unknown-host",
        /// A value that is no number in its range.
        BadNumber { place: &'a str, value: &'a str, max: u64 } = "trouble-bad-number",
        /// A value that is no number of threads.
        BadShards { place: &'a str, value: &'a str, max: u64 } = "trouble-bad-shards",
        /// A value that is neither yes nor no.
        BadSwitch { place: &'a str, value: &'a str } = "trouble-bad-switch",
        /// A value that is no operator. It may be a password, and is not shown.
        BadOperator { place: &'a str } = "trouble-bad-operator",
        /// A value that does not say who may make an account.
        BadRegistration { place: &'a str, value: &'a str } = "trouble-bad-registration",
        /// A value that is no language causette speaks.
        BadLanguage { place: &'a str, value: &'a str } = "trouble-bad-language",
        /// A value that is no level of the log.
        BadLevel { place: &'a str, value: &'a str } = "trouble-bad-level",
        /// A value that is no format of the log.
        BadLogFormat { place: &'a str, value: &'a str } = "trouble-bad-log-format",
        /// No address for figures.
        MetricsCannotListen { address: &'a str, error: &'a str, example: &'a str } = "trouble-metrics-cannot-listen",
        /// A socket of the service manager that cannot be used.
        BadSocket { name: &'a str, detail: &'a str, doors: &'a str } = "trouble-bad-socket",
        /// A value that is no text.
        BadText { place: &'a str, value: &'a str } = "trouble-bad-text",
        /// Another server has the directory.
        DataHeld { path: &'a str } = "trouble-data-held",
        /// The same, and it is known which.
        DataHeldBy { path: &'a str, pid: u64 } = "trouble-data-held-by",
        /// A file has the name of the directory.
        DataNotADirectory { path: &'a str } = "trouble-data-not-a-directory",
        /// The store's file is something else.
        DataNotOurs { path: &'a str } = "trouble-data-not-ours",
        /// A newer causette wrote it.
        DataFromTheFuture { path: &'a str, version: u64, known: u64 } = "trouble-data-from-the-future",
        /// The file system takes no writes.
        DataReadOnly { path: &'a str } = "trouble-data-read-only",
        /// The permissions forbid it.
        DataDenied { path: &'a str } = "trouble-data-denied",
        /// Another program keeps it locked.
        DataLocked { path: &'a str } = "trouble-data-locked",
        /// No space left.
        DataDiskFull { path: &'a str } = "trouble-data-disk-full",
        /// The file with the newest messages is gone.
        DataWalMissing { path: &'a str } = "trouble-data-wal-missing",
        /// The newest messages are there and the store is not.
        DataStoreMissing { path: &'a str, beside: &'a str } = "trouble-data-store-missing",
        /// What is in it does not add up.
        DataDamaged { path: &'a str, detail: &'a str } = "trouble-data-damaged",
        /// Anything else about the store.
        DataFailed { detail: &'a str } = "trouble-data-failed",
        /// The store failed while the server ran.
        StoreFailed { detail: &'a str } = "trouble-store-failed",
        /// A thread that served connections is gone.
        ShardDied { number: u64 } = "trouble-shard-died",
        /// Something inside died.
        Died { detail: &'a str } = "trouble-died",
        /// The machine does not give what a server needs.
        CannotStart { detail: &'a str } = "trouble-cannot-start",
        /// No server there.
        CannotConnect { server: &'a str, error: &'a str } = "trouble-cannot-connect",
        /// Whoever answers there is no causette.
        NotCausette { server: &'a str } = "trouble-not-causette",
        /// The connection went away too often; so many messages are not confirmed.
        NotConfirmed { server: &'a str } = "trouble-not-confirmed",
        /// Standard input cannot be read.
        CannotRead { error: &'a str } = "trouble-cannot-read",
    }
}

/// The sentence, without a line end.
pub fn program(lang: Lang, what: Program<'_>) -> String {
    bundle::sentence(lang, what.id(), &what.args())
}

/// What happened, why, and the next step.
pub fn program_error(lang: Lang, what: ProgramError<'_>) -> String {
    bundle::sentence(lang, what.id(), &what.args())
}
