//! `causette config --default`: every key with its default, and what it is for.

use super::{Key, Settings};
use crate::logging::Format;
use causette_texts::{Lang, Program, program};
use std::net::SocketAddr;

/// Characters of a comment line.
const WIDTH: usize = 100;

/// The whole file, in `lang`.
pub(crate) fn default_config(lang: Lang) -> String {
    let defaults = Settings::default_in(lang);
    let mut out = String::new();
    for line in [Program::ConfigIntro, Program::ConfigOrder, Program::ConfigReload] {
        comment(&mut out, &program(lang, line));
    }
    let mut table = None;
    for key in Key::ALL {
        let (inside, name) = key.split();
        out.push('\n');
        if inside != table {
            out.push_str(&inside.map(|table| format!("[{table}]\n")).unwrap_or_default());
            table = inside;
        }
        comment(&mut out, &program(lang, key.comment()));
        out.push_str(&format!("{name} = {}\n", value(key, &defaults)));
    }
    out
}

/// A value as TOML writes it. No default has a character that would need escaping.
fn value(key: Key, settings: &Settings) -> String {
    match key {
        Key::Data => format!("\"{}\"", settings.data.display()),
        Key::Ephemeral => settings.ephemeral.to_string(),
        Key::Lan => settings.lan.to_string(),
        Key::Lang => format!("\"{}\"", settings.lang.code()),
        Key::Log => format!("\"{}\"", settings.log.as_str().to_lowercase()),
        Key::LogFormat => match settings.format {
            Format::Text => "\"text\"".to_owned(),
            Format::Json => "\"json\"".to_owned(),
        },
        Key::Shards => settings.shards.to_string(),
        Key::Line => door(settings.line),
        Key::Metrics => door(settings.metrics),
        Key::LineTls => door(settings.line_tls),
        Key::Irc => door(settings.irc),
        Key::IrcTls => door(settings.irc_tls),
        Key::IrcWebsocket => door(settings.irc_websocket),
        Key::Web => door(settings.web),
        Key::WebTls => door(settings.web_tls),
        Key::IrcBytes => settings.irc_bytes.to_string(),
        Key::IrcReplay => settings.irc_replay.to_string(),
        Key::IrcFollow => settings.irc_follow.to_string(),
        Key::IrcCtcp => settings.irc_ctcp.to_string(),
        Key::IrcSts => settings.irc_sts.to_string(),
        Key::ServerName => format!("\"{}\"", settings.server_name),
        Key::Network => format!("\"{}\"", settings.network),
        Key::Motd | Key::ServerPassword | Key::AdminLines => "\"\"".to_owned(),
        Key::Description => format!("\"{}\"", settings.description),
        Key::Operators => "[]".to_owned(),
        Key::ProxyFrom | Key::TlsNames | Key::WebNames | Key::HooksAllow => "[]".to_owned(),
        Key::Acme => format!("\"{}\"", settings.acme.name()),
        Key::AcmeDirectory => format!("\"{}\"", settings.acme_directory),
        Key::AcmeListen => format!("\"{}\"", settings.acme_listen),
        Key::TlsCert | Key::TlsSecret | Key::AcmeContact | Key::AcmeRoot => "\"\"".to_owned(),
        Key::SelfSigned => settings.self_signed.to_string(),
        Key::Registration => format!("\"{}\"", settings.registration.word()),
        Key::Guests => settings.guests.to_string(),
        Key::PasswordMin => settings.password_min.to_string(),
        Key::RegisterBeforeConnect => settings.register_before_connect.to_string(),
        Key::RegisterRequiresEmail => settings.register_requires_email.to_string(),
        Key::PerAddress => settings.per_address.to_string(),
        Key::AcceptRate => settings.accept_rate.per_second.to_string(),
        Key::AcceptBurst => settings.accept_rate.burst.to_string(),
        Key::LineRate => settings.rate.per_second.to_string(),
        Key::LineBurst => settings.rate.burst.to_string(),
        Key::KeepDays => settings.keep_days.to_string(),
        Key::KeepMessages => settings.keep_messages.to_string(),
        Key::Sweep => settings.sweep.to_string(),
        Key::BackupEvery => settings.backup_every.to_string(),
        Key::BackupDir => "\"\"".to_owned(),
        Key::BackupKeep => settings.backup_keep.to_string(),
    }
}

fn door(address: Option<SocketAddr>) -> String {
    address.map_or_else(|| "\"off\"".to_owned(), |address| format!("\"{address}\""))
}

fn comment(out: &mut String, text: &str) {
    let mut length = 0;
    for word in text.split(' ') {
        let long = word.chars().count() + 1;
        if length == 0 || length + long > WIDTH {
            out.push_str(if length == 0 { "#" } else { "\n#" });
            length = 1;
        }
        out.push(' ');
        out.push_str(word);
        length += long;
    }
    out.push('\n');
}
