//! The address of a webhook: a URL of RFC 3986, of which only as much is taken as no two programs read differently.

use super::Allowed;
use crate::{Refusal, limits};
use std::fmt;
use std::net::{IpAddr, Ipv6Addr};
use std::sync::Arc;

/// Where to, by name or by address.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum UrlHost<'a> {
    /// A name, to be resolved each time.
    Name(&'a str),
    /// This address.
    Address(IpAddr),
}

/// `https://host[:port][/path][?query]`, or `http` within networks that the configuration allows; at most
/// [`limits::HOOK_URL_BYTES`]. No user, no password, no fragment; nothing but visible ASCII.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct HookUrl {
    text: Arc<str>,
    secure: bool,
    /// The host's bytes in the text, without brackets.
    host: (usize, usize),
    port: u16,
    /// Where the path begins.
    path: usize,
}

impl HookUrl {
    /// Checks a URL.
    pub fn new(raw: &str) -> Result<HookUrl, Refusal> {
        let raw = raw.trim();
        if raw.len() > limits::HOOK_URL_BYTES {
            return Err(Refusal::TooLong { bytes: raw.len(), max: limits::HOOK_URL_BYTES });
        }
        parse(raw).ok_or(Refusal::BadUrl)
    }

    /// The whole of it.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Whether it is by TLS.
    pub fn is_secure(&self) -> bool {
        self.secure
    }

    /// Where to.
    pub fn host(&self) -> UrlHost<'_> {
        let host = self.name();
        host.parse().map_or(UrlHost::Name(host), UrlHost::Address)
    }

    /// The host as it is written, without brackets.
    pub fn name(&self) -> &str {
        self.text.get(self.host.0..self.host.1).unwrap_or_default()
    }

    /// The port, whether it is named or not.
    pub fn port(&self) -> u16 {
        self.port
    }

    /// What the first line of a request asks for.
    pub fn target(&self) -> String {
        match self.text.get(self.path..) {
            None | Some("") => "/".to_owned(),
            Some(query) if query.starts_with('?') => format!("/{query}"),
            Some(path) => path.to_owned(),
        }
    }

    /// What the header `Host` says.
    pub fn authority(&self) -> &str {
        let begin = self.text.find("//").map_or(0, |at| at + 2);
        self.text.get(begin..self.path).unwrap_or_default()
    }

    /// Refuses one that no delivery could reach. A name is looked up at each delivery, and not now.
    pub fn may_be_reached(&self, allowed: &Allowed) -> Result<(), Refusal> {
        let clear = !self.secure;
        match self.host() {
            UrlHost::Address(address) if !allowed.reaches(address) => {
                Err(Refusal::PrivateAddress { address: address.to_string() })
            }
            UrlHost::Address(address) if clear && !allowed.names(address) => Err(Refusal::NeedHttps),
            UrlHost::Name(_) if clear && allowed.0.is_empty() => Err(Refusal::NeedHttps),
            UrlHost::Address(_) | UrlHost::Name(_) => Ok(()),
        }
    }
}

impl fmt::Display for HookUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

fn parse(raw: &str) -> Option<HookUrl> {
    let plain = |b: u8| b.is_ascii_graphic() && !b"\"#<>\\^`{|}".contains(&b);
    if !raw.bytes().all(plain) {
        return None;
    }
    let (scheme, rest) = raw.split_once("://")?;
    let secure = match scheme.to_ascii_lowercase().as_str() {
        "https" => true,
        "http" => false,
        _ => return None,
    };
    let begin = scheme.len() + 3;
    let end = rest.find(['/', '?']).unwrap_or(rest.len());
    let authority = rest.get(..end)?;
    let (host, at, port) = match authority.strip_prefix('[') {
        Some(inner) => {
            let (host, port) = inner.split_once(']')?;
            host.parse::<Ipv6Addr>().ok()?;
            (host, begin + 1, port)
        }
        None => {
            let host = authority.split(':').next()?;
            is_host(host).then_some(())?;
            (host, begin, authority.get(host.len()..)?)
        }
    };
    let usual = if secure { 443 } else { 80 };
    let port = match port.strip_prefix(':') {
        Some(digits) if digits.bytes().all(|b| b.is_ascii_digit()) => digits.parse().ok().filter(|port| *port > 0)?,
        Some(_) => return None,
        None if port.is_empty() => usual,
        None => return None,
    };
    Some(HookUrl { text: raw.into(), secure, host: (at, at + host.len()), port, path: begin + end })
}

/// A name, or an IPv4 address as everybody writes it: not `127.1`, `0x7f.1` or `2130706433`, which some take for one.
fn is_host(host: &str) -> bool {
    let label = |label: &str| {
        let fits = (1..=63).contains(&label.len()) && !label.starts_with('-') && !label.ends_with('-');
        fits && label.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_')
    };
    let whole = host.strip_suffix('.').unwrap_or(host);
    let last = whole.rsplit('.').next().unwrap_or_default();
    let numeric = last.bytes().next().is_some_and(|b| b.is_ascii_digit());
    let named = host.len() <= 253 && whole.split('.').all(label);
    named && (!numeric || host.parse::<std::net::Ipv4Addr>().is_ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_url_is_read_one_way() {
        for (raw, host, port, target, authority) in [
            ("https://example.org", "example.org", 443, "/", "example.org"),
            ("https://example.org/a/b?c=d", "example.org", 443, "/a/b?c=d", "example.org"),
            ("HTTPS://Example.org:8443?x=1", "Example.org", 8443, "/?x=1", "Example.org:8443"),
            (" http://127.0.0.1:9/ ", "127.0.0.1", 9, "/", "127.0.0.1:9"),
            ("http://[::1]:9/x", "::1", 9, "/x", "[::1]:9"),
            ("http://my_host-1.lan./x@y", "my_host-1.lan.", 80, "/x@y", "my_host-1.lan."),
        ] {
            let url = HookUrl::new(raw).unwrap_or_else(|_| panic!("{raw:?}"));
            let read = (url.name(), url.port(), url.target(), url.authority());
            assert_eq!(read, (host, port, target.to_owned(), authority), "{raw:?}");
            assert_eq!((url.as_str(), url.to_string()), (raw.trim(), raw.trim().to_owned()));
            assert_eq!(url.is_secure(), raw.trim().to_lowercase().starts_with("https"), "{raw:?}");
        }
    }

    #[test]
    fn what_could_be_read_another_way_is_none() {
        for bad in [
            "",
            "example.org",
            "ftp://example.org",
            "https://",
            "https:///x",
            "https://user@example.org/",
            "https://user:word@example.org/",
            "https://example.org#top",
            "https://exa mple.org",
            "https://exämple.org",
            "https://example.org\\@evil.org/",
            "https://example.org:0/",
            "https://example.org:65536",
            "https://a:+1/",
            "https://example.org:/",
            "https://[::1",
            "https://[::1]x/",
            "https://[127.0.0.1]/",
            "https://[fe80::1%25eth0]/",
            "http://127.1/",
            "http://2130706433/",
            "http://0x7f000001/",
            "http://0177.0.0.1/",
            "http://10.0.0.0x1/",
            "https://-a.org",
            "https://a..org",
            "https://.org",
            "https://a\r\nHost: b/",
            "https://example.org/a HTTP/1.1",
            "https://example.org/a\r\nHost: b",
            "https://example.org/\u{e9}",
            "https://example.org/{a}",
            "//example.org/",
        ] {
            assert_eq!(HookUrl::new(bad), Err(Refusal::BadUrl), "{bad:?}");
        }
        let bytes = limits::HOOK_URL_BYTES + 1;
        let long = format!("https://a.org/{}", "x".repeat(bytes - 14));
        assert_eq!(HookUrl::new(&long), Err(Refusal::TooLong { bytes, max: limits::HOOK_URL_BYTES }));
    }

    #[test]
    fn one_that_cannot_be_reached_is_refused_when_it_is_made() {
        let none = Allowed::default();
        let here = Allowed(vec!["127.0.0.0/8".parse().unwrap()]);
        let private = |address: &str| Err(Refusal::PrivateAddress { address: address.into() });
        for (url, unless, within) in [
            ("https://example.org", Ok(()), Ok(())),
            ("http://example.org", Err(Refusal::NeedHttps), Ok(())),
            ("https://127.0.0.1", private("127.0.0.1"), Ok(())),
            ("http://127.0.0.1", private("127.0.0.1"), Ok(())),
            ("https://[::ffff:127.0.0.1]", private("::ffff:127.0.0.1"), Ok(())),
            ("https://[::1]", private("::1"), private("::1")),
            ("https://8.8.8.8", Ok(()), Ok(())),
            ("http://8.8.8.8", Err(Refusal::NeedHttps), Err(Refusal::NeedHttps)),
        ] {
            let url = HookUrl::new(url).unwrap();
            assert_eq!((url.may_be_reached(&none), url.may_be_reached(&here)), (unless, within), "{url}");
        }
    }
}
