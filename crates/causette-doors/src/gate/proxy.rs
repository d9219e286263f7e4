//! The PROXY protocol, versions 1 and 2: a proxy says first for whom it connects. Only configured peers are asked; from
//! anybody else such a header is a line like any other.

#[cfg(feature = "fuzzed")]
pub(crate) mod fuzzed;

use super::limits::{PROXY_V1, PROXY_V2};
use ppp::{HeaderResult, v1, v2};
use std::io;
use std::net::IpAddr;
use tokio::net::TcpStream;

/// What a header says.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Announced {
    /// For whom; `None`: for the proxy itself.
    pub(super) address: Option<IpAddr>,
    /// Its client speaks TLS with the proxy.
    pub(super) secured: bool,
}

/// How far a header goes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Extent {
    /// So many bytes, all of them there.
    Whole(usize),
    /// More has to come.
    More,
    /// This is none.
    None,
}

const V1_BEGIN: &[u8] = b"PROXY ";
const V2_BEGIN: &[u8] = b"\r\n\r\n\0\r\nQUIT\n";
const V2_LOCAL: u8 = 0x20;

/// Reads the header and not a byte more. It is the caller who sees to the time.
pub(super) async fn read(socket: &TcpStream) -> io::Result<Announced> {
    let no_header = || io::Error::new(io::ErrorKind::InvalidData, "no PROXY header");
    let (mut header, mut next) = (Vec::new(), [0; PROXY_V2]);
    loop {
        let before = header.len();
        let room = next.get_mut(before..).ok_or_else(no_header)?;
        let seen = socket.peek(room).await?;
        if seen == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        header.extend_from_slice(room.get(..seen).unwrap_or_default());
        let (taken, whole) = match extent(&header) {
            Extent::Whole(length) => (length, true),
            Extent::More => (header.len(), false),
            Extent::None => return Err(no_header()),
        };
        header.truncate(taken);
        let mut left = taken - before;
        while left > 0 {
            match socket.try_read(next.get_mut(..left).unwrap_or_default()) {
                Ok(0) => return Err(io::ErrorKind::UnexpectedEof.into()),
                Ok(read) => left -= read,
                Err(e) if e.kind() == io::ErrorKind::WouldBlock => socket.readable().await?,
                Err(e) => return Err(e),
            }
        }
        if whole {
            return meaning(&header).ok_or_else(no_header);
        }
    }
}

fn extent(bytes: &[u8]) -> Extent {
    let begins = |begin: &[u8]| bytes.iter().zip(begin).all(|(a, b)| a == b);
    if begins(V1_BEGIN) {
        let line = bytes.get(..PROXY_V1.min(bytes.len())).unwrap_or_default();
        match line.windows(2).position(|end| end == b"\r\n") {
            Some(end) => Extent::Whole(end + 2),
            None if bytes.len() < PROXY_V1 => Extent::More,
            None => Extent::None,
        }
    } else if begins(V2_BEGIN) {
        let Some([high, low]) = bytes.get(14..16) else { return Extent::More };
        match 16 + usize::from(u16::from_be_bytes([*high, *low])) {
            length if length > PROXY_V2 => Extent::None,
            length if length > bytes.len() => Extent::More,
            length => Extent::Whole(length),
        }
    } else {
        Extent::None
    }
}

/// A whole header's meaning; `None`: it has none.
fn meaning(header: &[u8]) -> Option<Announced> {
    // Version 2 from the proxy itself: whatever addresses stand there say nothing.
    if header.starts_with(V2_BEGIN) && header.get(12) == Some(&V2_LOCAL) {
        return Some(Announced { address: None, secured: false });
    }
    match HeaderResult::parse(header) {
        HeaderResult::V1(header) => {
            let address = match header.ok()?.addresses {
                v1::Addresses::Tcp4(both) => Some(IpAddr::V4(both.source_address)),
                v1::Addresses::Tcp6(both) => Some(IpAddr::V6(both.source_address)),
                v1::Addresses::Unknown => None,
            };
            Some(Announced { address, secured: false })
        }
        HeaderResult::V2(header) => {
            let header = header.ok()?;
            let address = match (header.command, header.addresses) {
                (v2::Command::Local, _) => None,
                (v2::Command::Proxy, v2::Addresses::IPv4(both)) => Some(IpAddr::V4(both.source_address)),
                (v2::Command::Proxy, v2::Addresses::IPv6(both)) => Some(IpAddr::V6(both.source_address)),
                (v2::Command::Proxy, v2::Addresses::Unspecified | v2::Addresses::Unix(_)) => None,
            };
            // The first bit of the first byte: the client came by TLS.
            let by_tls = |tlv: v2::TypeLengthValue<'_>| {
                tlv.kind == u8::from(v2::Type::SSL) && tlv.value.first().is_some_and(|client| client & 1 == 1)
            };
            let secured = header.tlvs().filter_map(Result::ok).any(by_tls);
            Some(Announced { address, secured })
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const FROM: [u8; 12] = [192, 0, 2, 7, 10, 0, 0, 1, 0x30, 0x39, 0xf6, 0x18];

    fn second(command: u8, family: u8, body: &[u8]) -> Vec<u8> {
        let length = u16::try_from(body.len()).unwrap().to_be_bytes();
        [V2_BEGIN, &[0x20 | command, family], &length, body].concat()
    }

    fn announced(header: &[u8]) -> Option<Announced> {
        match extent(header) {
            Extent::Whole(length) => meaning(&header[..length]),
            Extent::More | Extent::None => None,
        }
    }

    #[test]
    fn what_headers_say() {
        let check = |header: &[u8], address: &str, secured| {
            let address = Some(address).filter(|text| !text.is_empty()).map(|text| text.parse().unwrap());
            assert_eq!(announced(header), Some(Announced { address, secured }), "{}", header.escape_ascii());
            // Whatever follows is not the header's.
            assert_eq!(extent(&[header, b"hello\r\n"].concat()), Extent::Whole(header.len()));
        };
        check(b"PROXY TCP4 192.0.2.7 10.0.0.1 12345 63000\r\n", "192.0.2.7", false);
        check(b"PROXY TCP6 2001:db8::7 ::1 12345 63000\r\n", "2001:db8::7", false);
        check(b"PROXY UNKNOWN\r\n", "", false);
        check(&second(1, 0x11, &FROM), "192.0.2.7", false);
        check(&second(0, 0x00, b""), "", false);
        check(&second(0, 0x11, &FROM), "", false);
        check(&second(0, 0x11, b""), "", false);
        let six = [&[0x20, 1, 0xd, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 7], &[0; 15][..], &[1, 0, 1, 0, 2]].concat();
        check(&second(1, 0x21, &six), "2001:db8::7", false);
        let ssl = |client: u8| second(1, 0x11, &[&FROM[..], &[0x20, 0, 5, client, 0, 0, 0, 0]].concat());
        check(&ssl(1), "192.0.2.7", true);
        check(&ssl(0), "192.0.2.7", false);
    }

    #[test]
    fn what_is_no_header() {
        for text in [
            &b"hello\n"[..],
            b"PROXY TCP4 192.0.2.7\r\n",
            b"PROXY TCP4 192.0.2.700 10.0.0.1 1 2\r\n",
            b"PROXY TCP4 2001:db8::7 ::1 1 2\r\n",
            b"PROXY TCP4 192.0.2.7 10.0.0.1 1 70000\r\n",
            b"PROXZ",
            b"\r\n\r\nhello",
            &[b"PROXY ", &[b' '; 200][..]].concat(),
            &[V2_BEGIN, &[0x21, 0x11, 2, 9]].concat(),
            &[V2_BEGIN, &[0x31, 0x11, 0, 12], &FROM].concat(),
            &second(1, 0x11, b"short"),
        ] {
            assert_eq!(announced(text), None, "{}", text.escape_ascii());
            assert_ne!(extent(text), Extent::More, "{}", text.escape_ascii());
        }
        for text in [&b"P"[..], b"PROXY", b"PROXY TCP4 192.0.2.7 10.", b"\r\n\r\n\0", &second(1, 0x11, &FROM)[..27]] {
            assert_eq!(extent(text), Extent::More, "{}", text.escape_ascii());
        }
    }

    proptest! {
        #[test]
        fn any_bytes_are_bounded_and_never_panic(bytes in prop_oneof![
            proptest::collection::vec(any::<u8>(), 0..600),
            ("PROXY (TCP4|TCP6|UNKNOWN)?[ 0-9a-f.:]{0,120}(\r\n)?").prop_map(String::into_bytes),
            (any::<[u8; 4]>(), proptest::collection::vec(any::<u8>(), 0..600))
                .prop_map(|(four, rest)| [V2_BEGIN, &four, &rest].concat()),
        ]) {
            match extent(&bytes) {
                Extent::Whole(length) => {
                    prop_assert!(length <= bytes.len() && length <= PROXY_V2);
                    let _ = meaning(&bytes[..length]);
                    // It does not depend on how the bytes were cut.
                    for cut in 0..length {
                        prop_assert_eq!(extent(&bytes[..cut]), Extent::More);
                    }
                }
                Extent::More => prop_assert!(bytes.len() < PROXY_V2),
                Extent::None => {}
            }
        }
    }
}
