//! What the server says when it is ready: one line for programs, then the rest for people, ready to paste.

use crate::config::Settings;
use crate::listen::Doors;
use crate::tls::Keeper;
use causette_core::Registration;
use causette_texts::{Lang, Program, program};
use std::io::{self, Write};
use std::net::{IpAddr, Ipv4Addr, SocketAddr, UdpSocket};

/// Fewer open files than this are worth a warning.
pub(crate) const FEW_FILES: u64 = 4096;

pub(crate) fn announce(
    settings: &Settings,
    lang: Lang,
    doors: &Doors,
    (keeper, code): (Option<&Keeper>, Option<&str>),
    files: Option<u64>,
) {
    let mut lines = vec![format!("ready {}", doors.shown())];
    if let Some(address) = doors.line() {
        let host = reachable(address.ip()).to_string();
        lines.push(program(lang, Program::Talk { host: &host, port: address.port().into() }));
    }
    if let Some(address) = doors.line_tls() {
        let host = match reachable(address.ip()) {
            IpAddr::V6(ip) => format!("[{ip}]"),
            ip => ip.to_string(),
        };
        lines.push(program(lang, Program::TalkTls { host: &host, port: address.port().into() }));
    }
    if let Some(address) = doors.irc() {
        let host = reachable(address.ip()).to_string();
        lines.push(program(lang, Program::TalkIrc { host: &host, port: address.port().into() }));
    }
    if let Some(address) = page(doors) {
        lines.push(program(lang, Program::TalkWeb { address: &format!("{address}/") }));
    }
    if let Some(keeper) = keeper.filter(|keeper| keeper.is_own()) {
        lines.push(program(lang, Program::Fingerprint { fingerprint: &keeper.shown().fingerprint }));
    }
    if let Some(code) = code {
        let invited = settings.policy().registration == Registration::Invited;
        lines.push(program(lang, if invited { Program::ClaimInvited { code } } else { Program::Claim { code } }));
    }
    if settings.lan {
        lines.push(program(lang, Program::OpenToLan));
    }
    let place = settings.data.display().to_string();
    lines.push(match settings.ephemeral {
        true => program(lang, Program::NothingKept),
        false => program(lang, Program::KeptIn { place: &place }),
    });
    let mut text = lines.join("\n");
    text.push('\n');
    // Whoever started the server may have closed its output: it serves all the same.
    let mut out = io::stdout();
    let _ = out.write_all(text.as_bytes()).and_then(|()| out.flush());
    if let Some(files) = files.filter(|n| *n < FEW_FILES) {
        tracing::warn!("at most {files} connections: raise the limit of open files (ulimit -n)");
    }
}

/// Where the page is.
pub(crate) fn page(doors: &Doors) -> Option<String> {
    let pages = [("https", doors.web_tls()), ("http", doors.web())];
    let (scheme, address) = pages.into_iter().find_map(|(scheme, address)| Some((scheme, address?)))?;
    Some(format!("{scheme}://{}", SocketAddr::new(reachable(address.ip()), address.port())))
}

/// The address others would type: for "any address", the one this machine would use to reach a network.
fn reachable(ip: IpAddr) -> IpAddr {
    if !ip.is_unspecified() {
        return ip;
    }
    // Connecting a datagram socket sends nothing; it only asks the system for a route.
    let routed = UdpSocket::bind((Ipv4Addr::UNSPECIFIED, 0)).and_then(|socket| {
        socket.connect((Ipv4Addr::new(192, 0, 2, 1), 9))?;
        socket.local_addr()
    });
    routed.map_or(IpAddr::V4(Ipv4Addr::LOCALHOST), |address| address.ip())
}
