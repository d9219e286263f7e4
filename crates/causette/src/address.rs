//! Addresses of doors as people type them: a port, a name and a port, or numbers; and what `--lan` makes of them.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, ToSocketAddrs};

/// Why a text is no address.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum NoAddress {
    /// Not an address and a port.
    Shape,
    /// The port is out of range.
    Port,
    /// A name that leads nowhere.
    UnknownHost,
}

/// Reads `127.0.0.1:63000`, `[::1]:63000`, `63000` (this machine only) or `localhost:63000` (the first address of that name).
pub(crate) fn read(text: &str) -> Result<SocketAddr, NoAddress> {
    if let Ok(address) = text.parse() {
        return Ok(address);
    }
    let (host, port) = match text.rsplit_once(':') {
        Some((host, port)) => (Some(host), port),
        None => (None, text),
    };
    if port.is_empty() || !port.bytes().all(|b| b.is_ascii_digit()) || host.is_some_and(|host| !is_name(host)) {
        return Err(NoAddress::Shape);
    }
    let port = port.parse().map_err(|_| NoAddress::Port)?;
    let Some(host) = host else { return Ok(SocketAddr::from((Ipv4Addr::LOCALHOST, port))) };
    let first = (host, port).to_socket_addrs().map(|mut all| all.next());
    first.ok().flatten().ok_or(NoAddress::UnknownHost)
}

/// What stands before the port.
pub(crate) fn host(text: &str) -> &str {
    text.rsplit_once(':').map_or("", |(host, _)| host)
}

/// Whether it may be a host's name: also keeps what is no name from being asked of the network.
fn is_name(host: &str) -> bool {
    !host.is_empty() && host.bytes().all(|b| b.is_ascii_alphanumeric() || b"-._".contains(&b))
}

/// The address from which others reach a door that only this machine reached; other addresses were chosen, and stay.
pub(crate) fn widened(mut address: SocketAddr) -> SocketAddr {
    match address.ip() {
        IpAddr::V4(ip) if ip.is_loopback() => address.set_ip(Ipv4Addr::UNSPECIFIED.into()),
        IpAddr::V6(ip) if ip.is_loopback() => address.set_ip(Ipv6Addr::UNSPECIFIED.into()),
        IpAddr::V4(_) | IpAddr::V6(_) => {}
    }
    address
}

/// The same with another port, as one would type it; `port` may be a word.
pub(crate) fn with_port(address: SocketAddr, port: &str) -> String {
    match address.ip() {
        IpAddr::V4(ip) => format!("{ip}:{port}"),
        IpAddr::V6(ip) => format!("[{ip}]:{port}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_people_type() {
        for (text, expect) in [
            ("127.0.0.1:63000", "127.0.0.1:63000"),
            ("63000", "127.0.0.1:63000"),
            ("0", "127.0.0.1:0"),
            ("[::1]:0", "[::1]:0"),
            ("0.0.0.0:7", "0.0.0.0:7"),
        ] {
            assert_eq!(read(text).unwrap().to_string(), expect, "{text}");
        }
        let local = read("localhost:63000").unwrap();
        assert!(local.ip().is_loopback() && local.port() == 63000, "{local}");
    }

    #[test]
    fn what_is_no_address() {
        for (text, expect) in [
            ("", NoAddress::Shape),
            ("hello", NoAddress::Shape),
            ("127.0.0.1", NoAddress::Shape),
            ("::1", NoAddress::Shape),
            ("localhost:", NoAddress::Shape),
            (":63000", NoAddress::Shape),
            ("http://localhost:63000", NoAddress::Shape),
            ("-1", NoAddress::Shape),
            ("70000", NoAddress::Port),
            ("127.0.0.1:65536", NoAddress::Port),
            ("no-such-host.invalid:1", NoAddress::UnknownHost),
        ] {
            assert_eq!(read(text).unwrap_err(), expect, "{text}");
        }
    }

    #[test]
    fn only_what_nobody_else_reached_is_widened() {
        for (narrow, wide) in [
            ("127.0.0.1:63000", "0.0.0.0:63000"),
            ("127.0.0.7:1", "0.0.0.0:1"),
            ("[::1]:0", "[::]:0"),
            ("192.0.2.7:1", "192.0.2.7:1"),
            ("[2001:db8::1]:1", "[2001:db8::1]:1"),
        ] {
            assert_eq!(widened(narrow.parse().unwrap()).to_string(), wide);
        }
    }

    #[test]
    fn another_port_can_be_pasted() {
        for address in ["127.0.0.1:1", "[::1]:1"] {
            let address: SocketAddr = address.parse().unwrap();
            assert!(read(&with_port(address, "2")).is_ok_and(|other| other.ip() == address.ip()));
        }
    }
}
