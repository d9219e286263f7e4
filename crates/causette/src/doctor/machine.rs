//! What the machine gives: addresses for the doors, their certificate, open files, the time, somebody who keeps the log.

use super::place::store_files;
use super::{Level, Report};
use crate::config::Settings;
use crate::tls::{self, Seen};
use crate::{address, announce, port};
use causette_core::Millis;
use causette_texts::{Finding, ProgramError, Sound, program_error};
use std::net::{SocketAddr, TcpListener};
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::time::{Duration, SystemTime};

/// A time before this (2026-01-01) is from a clock that was never set.
const WRITTEN: Millis = Millis(1_767_225_600_000);
/// What a clock may differ from the file's that it wrote itself.
const SLACK: Duration = Duration::from_secs(60);
/// A certificate that ends sooner should have been renewed by now.
const CERTIFICATE_DAYS: u64 = 14;
/// There while systemd keeps the time; the second once it was set.
const TIMESYNC: &str = "/run/systemd/timesync";
const SYNCHRONISED: &str = "/run/systemd/timesync/synchronized";
/// Where the system journal takes what services say.
const JOURNAL: &str = "/run/systemd/journal/socket";
const MILLIS_A_YEAR: u64 = 31_556_952_000;

/// The address of each door: whether it can be had, and by whom it can be reached. `server` has the data directory.
pub(super) fn ports(settings: &Settings, server: Option<u32>, report: &mut Report) {
    let wide = |address: SocketAddr| if settings.lan { address::widened(address) } else { address };
    let clear = [
        ("line", settings.line.map(wide), "--line"),
        ("irc", settings.irc.map(wide), "--irc"),
        ("irc+websocket", settings.irc_websocket.map(wide), "--irc-websocket"),
        ("web", settings.web.map(wide), "--web"),
    ];
    let doors = clear.into_iter().chain([
        ("line+tls", settings.tls_door().map(wide), "--line-tls"),
        ("irc+tls", settings.irc_tls_door().map(wide), "--irc-tls"),
        ("web+tls", settings.web_tls_door().map(wide), "--web-tls"),
        ("metrics", settings.metrics, "--metrics"),
    ]);
    let others = |address: &SocketAddr| !address.ip().is_loopback();
    for (door, address, flag) in doors.clone() {
        if let Some(address) = address {
            free(door, address, flag, server, report);
        }
    }
    for (door, address, flag) in clear {
        if let Some(address) = address.filter(others) {
            let (address, here) = (address.to_string(), format!("127.0.0.1:{}", address.port()));
            report.found(Level::Warning, Finding::OpenToOthers { door, address: &address, flag, here: &here });
        }
    }
    if let Some(metrics) = settings.metrics.filter(others) {
        report.found(Level::Warning, Finding::MetricsOpen { address: &metrics.to_string() });
    }
    if !doors.filter_map(|(_, address, _)| address).any(|address| others(&address)) {
        report.well(Sound::OnlyThisMachine);
    }
}

fn free(door: &str, address: SocketAddr, flag: &str, server: Option<u32>, report: &mut Report) {
    let shown = address.to_string();
    let Err(error) = TcpListener::bind(address) else {
        return report.well(Sound::PortFree { door, address: &shown });
    };
    let (port, example) = (u64::from(address.port()), address::with_port(address, "PORT"));
    let (example, holder, detail) = (example.as_str(), port::holder(address), error.to_string());
    let trouble = match (error.kind(), &holder) {
        (std::io::ErrorKind::AddrInUse, Some(holder)) if ours(holder, server) => {
            return report.well(Sound::PortOurs { door, address: &shown, holder });
        }
        (std::io::ErrorKind::AddrInUse, Some(holder)) => ProgramError::PortHeld { port, holder, flag, example },
        (std::io::ErrorKind::AddrInUse, None) => ProgramError::PortInUse { port, flag, example },
        (std::io::ErrorKind::PermissionDenied, _) => ProgramError::PortDenied { port, flag, example },
        (_, _) => ProgramError::CannotListen { address: &shown, error: &detail, flag, example },
    };
    report.problem(program_error(report.lang, trouble));
}

/// Whether the server that has the data directory is the one that has the port.
fn ours(holder: &str, server: Option<u32>) -> bool {
    server.is_some_and(|pid| holder.ends_with(&format!("(pid {pid})")))
}

/// `limit` is as high as it can be made.
pub(super) fn files(limit: Option<u64>, report: &mut Report) {
    match limit {
        Some(count) if count < announce::FEW_FILES => report.found(Level::Warning, Finding::FilesFew { count }),
        Some(count) => report.well(Sound::Files { count }),
        None => report.well(Sound::Files { count: u64::MAX }),
    }
}

pub(super) fn clock(now: Millis, settings: &Settings, report: &mut Report) {
    if now < WRITTEN {
        return report.found(Level::Problem, Finding::ClockWrong { year: 1970 + now.0 / MILLIS_A_YEAR });
    }
    let latest = SystemTime::UNIX_EPOCH + Duration::from_millis(now.0) + SLACK;
    let files = if settings.ephemeral { Vec::new() } else { store_files(&settings.data) };
    let ahead = files.into_iter().find_map(|file| {
        let written = file.metadata().ok()?.modified().ok()?;
        Some((file, written.duration_since(latest).ok()? + SLACK))
    });
    match ahead {
        Some((file, by)) => {
            let file = file.display().to_string();
            report.found(Level::Warning, Finding::ClockBehind { file: &file, seconds: by.as_secs() });
        }
        None if Path::new(TIMESYNC).exists() && !Path::new(SYNCHRONISED).exists() => {
            report.found(Level::Warning, Finding::ClockUnset);
        }
        None => report.well(Sound::ClockWell),
    }
}

/// The certificate that TLS doors would show.
pub(super) fn certificate(settings: &Settings, now: Millis, report: &mut Report) {
    let seconds = now.0 / 1000;
    match tls::look(settings, seconds, report.lang) {
        None => {}
        Some(Err(sentence)) => report.problem(sentence),
        Some(Ok(Seen { file, names, until, day })) => {
            let (file, days) = (file.display().to_string(), until.saturating_sub(seconds) / 86_400);
            if days < CERTIFICATE_DAYS {
                report.found(Level::Warning, Finding::CertificateEnds { file: &file, day: &day, days });
            } else {
                report.well(Sound::CertificateGood { file: &file, names: &names.join(", "), day: &day });
            }
        }
    }
    // A group may read it, such as that of programs with certificates; everybody may not.
    if let Some((key, about)) = settings.tls_key.as_ref().and_then(|key| Some((key, key.metadata().ok()?))) {
        let mode = about.permissions().mode() & 0o777;
        if mode & 0o007 != 0 {
            let (path, mode) = (key.display().to_string(), format!("{mode:o}"));
            report.found(Level::Warning, Finding::DataOpen { path: &path, mode: &mode, right: "o-rwx" });
        }
    }
}

pub(super) fn journal(report: &mut Report) {
    if !Path::new(JOURNAL).exists() {
        report.found(Level::Hint, Finding::NoJournal);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use causette_texts::Lang;

    fn said(look: impl FnOnce(&mut Report)) -> String {
        let mut report = Report { lang: Lang::En, found: Vec::new() };
        look(&mut report);
        report.text()
    }

    #[test]
    fn a_clock_that_was_never_set_is_a_problem() {
        let settings = Settings { ephemeral: true, ..Settings::default_in(Lang::En) };
        let text = said(|report| clock(Millis(86_400_000), &settings, report));
        assert!(text.starts_with("problem") && text.contains("the year 1970"), "{text}");
        let text = said(|report| clock(Millis(WRITTEN.0 + 1), &settings, report));
        assert!(!text.starts_with("problem"), "{text}");
    }

    #[test]
    fn few_files_are_a_warning() {
        assert!(said(|report| files(Some(256), report)).starts_with("warning"));
        assert!(said(|report| files(Some(65_536), report)).starts_with("ok"));
    }
}
