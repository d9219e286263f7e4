//! Texts to values: the same for a flag, a variable and the file, so that each is refused in the same words.

use super::{Acme, Admission, Given, Key};
use crate::address::{self, NoAddress};
use crate::logging::Format;
use causette_core::limits::{KEEP_DAYS, PAGE_FACTS};
use causette_core::{Credentials, Name, Operator, Password, Proof};
use causette_texts::{Lang, ProgramError, program_error};
use causette_wire::stored::password;
use std::net::SocketAddr;
use std::path::PathBuf;
use tracing::Level;

/// Threads for connections that may be asked for; a shard's number has room for more, no machine has use for it.
pub(super) const SHARDS: u8 = 64;
/// The most that can be asked of a password's length.
const LONGEST_MIN: u32 = 64;
/// The longest time that clients can be told to come by TLS only, in days: ten years.
const STS_DAYS: u32 = 3_650;
/// What is shown of a value that cannot be used.
const SHOWN: usize = 60;

/// The refusal of a value: what is expected depends on the key alone.
pub(super) fn bad(lang: Lang, key: Key, place: &str, value: &str) -> String {
    let shown = shown(value);
    let (value, max) = (shown.as_str(), u64::from(u32::MAX));
    let error = match key {
        Key::AcmeDirectory | Key::AcmeContact | Key::AcmeRoot => ProgramError::BadText { place, value },
        Key::Acme => ProgramError::BadAcme { place, value },
        Key::Data | Key::TlsCert | Key::TlsSecret | Key::TlsNames | Key::WebNames => {
            ProgramError::BadText { place, value }
        }
        Key::ProxyFrom | Key::HooksAllow => ProgramError::BadNetworks { place, value },
        Key::Ephemeral | Key::Lan | Key::SelfSigned | Key::Guests | Key::IrcFollow | Key::IrcCtcp => {
            ProgramError::BadSwitch { place, value }
        }
        Key::Lang => ProgramError::BadLanguage { place, value },
        Key::Registration => ProgramError::BadRegistration { place, value },
        Key::Log => ProgramError::BadLevel { place, value },
        Key::LogFormat => ProgramError::BadLogFormat { place, value },
        Key::Shards => ProgramError::BadShards { place, value, max: SHARDS.into() },
        Key::Irc | Key::IrcTls | Key::IrcWebsocket | Key::Web | Key::WebTls => {
            ProgramError::BadAddress { place, value }
        }
        Key::IrcBytes => ProgramError::BadIrcBytes { place, value },
        Key::IrcSts => ProgramError::BadNumber { place, value, max: STS_DAYS.into() },
        Key::IrcReplay => ProgramError::BadNumber { place, value, max: PAGE_FACTS as u64 },
        Key::ServerName | Key::Network => ProgramError::BadServerName { place, value },
        Key::Motd | Key::ServerPassword => ProgramError::BadText { place, value },
        Key::Description | Key::AdminLines => ProgramError::BadText { place, value },
        // What was written may be a password.
        Key::Operators => ProgramError::BadOperator { place },
        Key::RegisterBeforeConnect | Key::RegisterRequiresEmail => ProgramError::BadSwitch { place, value },
        Key::Line | Key::LineTls | Key::Metrics | Key::AcmeListen => ProgramError::BadAddress { place, value },
        Key::KeepDays => ProgramError::BadNumber { place, value, max: KEEP_DAYS.into() },
        Key::BackupDir => ProgramError::BadText { place, value },
        Key::BackupEvery | Key::BackupKeep => ProgramError::BadNumber { place, value, max },
        Key::LineRate | Key::LineBurst | Key::KeepMessages | Key::Sweep => {
            ProgramError::BadNumber { place, value, max }
        }
        Key::PasswordMin => ProgramError::BadNumber { place, value, max: LONGEST_MIN.into() },
        Key::PerAddress | Key::AcceptRate | Key::AcceptBurst => ProgramError::BadNumber { place, value, max },
    };
    program_error(lang, error)
}

fn shown(value: &str) -> String {
    match value {
        "" => "\"\"".to_owned(),
        _ => value.chars().take(SHOWN).map(|c| if c.is_control() { ' ' } else { c }).collect(),
    }
}

/// Reads values, and refuses in one language.
pub(super) struct Reader(pub(super) Lang);

impl Reader {
    /// Whatever `read` makes of it.
    fn with<T>(&self, key: Key, given: &Given, read: impl FnOnce(&str) -> Option<T>) -> Result<T, String> {
        let text = given.text.to_str().map(str::trim);
        text.and_then(read).ok_or_else(|| bad(self.0, key, &given.place, &given.text.to_string_lossy()))
    }

    pub(super) fn path(&self, key: Key, given: &Given) -> Result<PathBuf, String> {
        match given.text.is_empty() {
            true => Err(bad(self.0, key, &given.place, "")),
            false => Ok(PathBuf::from(&given.text)),
        }
    }

    pub(super) fn acme(&self, key: Key, given: &Given) -> Result<Acme, String> {
        self.with(key, given, |text| Acme::ALL.into_iter().find(|kind| kind.name() == text.to_lowercase()))
    }

    pub(super) fn text(&self, key: Key, given: &Given) -> Result<String, String> {
        self.with(key, given, |text| Some(text.to_owned()))
    }

    /// A text that stands in a line of somebody else's protocol.
    pub(super) fn one_line(&self, key: Key, given: &Given) -> Result<String, String> {
        let fits = |text: &&str| !text.is_empty() && text.len() <= 200 && !text.contains(char::is_control);
        self.with(key, given, |text| Some(text).filter(fits).map(str::to_owned))
    }

    /// Lines of `name:password`; what begins as a hash is one.
    pub(super) fn operators(&self, key: Key, given: &Given) -> Result<Vec<Operator>, String> {
        let mut all: Vec<Operator> = Vec::new();
        for line in given.text.to_str().unwrap_or(":").lines().filter(|line| !line.is_empty()) {
            let operator = operator(line).filter(|new| !all.iter().any(|old| old.name.key() == new.name.key()));
            all.push(operator.ok_or_else(|| bad(self.0, key, &given.place, ""))?);
        }
        Ok(all)
    }

    /// A file; `None` where none is named.
    pub(super) fn file(&self, given: &Given) -> Option<PathBuf> {
        (!given.text.is_empty()).then(|| PathBuf::from(&given.text))
    }

    /// Words with commas between them.
    pub(super) fn list<T>(&self, key: Key, given: &Given, read: impl Fn(&str) -> Option<T>) -> Result<Vec<T>, String> {
        let words = |text: &str| text.split(',').map(str::trim).filter(|word| !word.is_empty()).map(&read).collect();
        self.with(key, given, words)
    }

    pub(super) fn switch(&self, key: Key, given: &Given) -> Result<bool, String> {
        self.with(key, given, |text| match text.to_lowercase().as_str() {
            "true" | "yes" | "on" | "1" | "y" | "t" | "oui" => Some(true),
            "false" | "no" | "off" | "0" | "n" | "f" | "non" => Some(false),
            _ => None,
        })
    }

    pub(super) fn number(&self, key: Key, given: &Given) -> Result<u32, String> {
        self.with(key, given, |text| text.parse().ok())
    }

    /// Not less than clients send whatever they are told, not more than one page of text.
    pub(super) fn irc_bytes(&self, key: Key, given: &Given) -> Result<u32, String> {
        self.with(key, given, |text| text.parse().ok().filter(|bytes| (512..=8192).contains(bytes)))
    }

    pub(super) fn irc_replay(&self, key: Key, given: &Given) -> Result<u32, String> {
        self.with(key, given, |text| text.parse().ok().filter(|count| *count as usize <= PAGE_FACTS))
    }

    pub(super) fn sts_days(&self, key: Key, given: &Given) -> Result<u32, String> {
        self.with(key, given, |text| text.parse().ok().filter(|days| *days <= STS_DAYS))
    }

    /// What IRC can say in one word: letters, digits, dots, dashes; a network's too.
    pub(super) fn server_name(&self, key: Key, given: &Given) -> Result<String, String> {
        let fits = |text: &&str| {
            let sign = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_');
            !text.is_empty() && text.len() <= 63 && text.chars().all(sign)
        };
        self.with(key, given, |text| Some(text).filter(fits).map(str::to_owned))
    }

    pub(super) fn password_min(&self, key: Key, given: &Given) -> Result<u32, String> {
        self.with(key, given, |text| text.parse().ok().filter(|bytes| *bytes <= LONGEST_MIN))
    }

    pub(super) fn days(&self, key: Key, given: &Given) -> Result<u32, String> {
        self.with(key, given, |text| text.parse().ok().filter(|days| *days <= KEEP_DAYS))
    }

    pub(super) fn shards(&self, key: Key, given: &Given) -> Result<u8, String> {
        self.with(key, given, |text| text.parse().ok().filter(|number| *number <= SHARDS))
    }

    pub(super) fn lang(&self, key: Key, given: &Given) -> Result<Lang, String> {
        self.with(key, given, Lang::find)
    }

    pub(super) fn registration(&self, key: Key, given: &Given) -> Result<Admission, String> {
        self.with(key, given, |text| Admission::ALL.into_iter().find(|known| known.word() == text.to_lowercase()))
    }

    pub(super) fn level(&self, key: Key, given: &Given) -> Result<Level, String> {
        self.with(key, given, |text| match text.to_lowercase().as_str() {
            "error" => Some(Level::ERROR),
            "warn" => Some(Level::WARN),
            "info" => Some(Level::INFO),
            "debug" => Some(Level::DEBUG),
            _ => None,
        })
    }

    pub(super) fn format(&self, key: Key, given: &Given) -> Result<Format, String> {
        self.with(key, given, |text| match text.to_lowercase().as_str() {
            "text" => Some(Format::Text),
            "json" => Some(Format::Json),
            _ => None,
        })
    }

    pub(super) fn address(&self, given: &Given) -> Result<SocketAddr, String> {
        address(self.0, &given.place, given.text.to_string_lossy().trim())
    }

    /// A door's address; `None` where it is closed.
    pub(super) fn door(&self, given: &Given) -> Result<Option<SocketAddr>, String> {
        let text = given.text.to_string_lossy();
        match text.trim().eq_ignore_ascii_case("off") {
            true => Ok(None),
            false => address(self.0, &given.place, text.trim()).map(Some),
        }
    }
}

fn operator(line: &str) -> Option<Operator> {
    let (name, word) = line.split_once(':')?;
    let proof = match word.starts_with("$argon2") {
        true if password::is_hash(word) => Proof::Hash(Credentials { argon2: word.to_owned(), scram: String::new() }),
        true => return None,
        false => Proof::Password(Password::typed(word)?),
    };
    Some(Operator { name: Name::new(name).ok()?, proof })
}

/// An address that somebody wrote at `place`.
pub(crate) fn address(lang: Lang, place: &str, text: &str) -> Result<SocketAddr, String> {
    address::read(text).map_err(|why| {
        let (shown, host) = (shown(text), address::host(text));
        let value = shown.as_str();
        let error = match why {
            NoAddress::Shape => ProgramError::BadAddress { place, value },
            NoAddress::Port => ProgramError::BadPort { place, value },
            NoAddress::UnknownHost => ProgramError::UnknownHost { place, value, host },
        };
        program_error(lang, error)
    })
}
