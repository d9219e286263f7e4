//! The header of a proxy, any bytes whatever: where it ends does not depend on how much has come, and the address it names
//! is the one that stands there.

use super::{Announced, Extent, PROXY_V2, V1_BEGIN, V2_BEGIN, extent, meaning};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// Checks one input: what a proxy sends first.
pub fn proxy(input: &[u8]) {
    let seen = |length: usize| extent(input.get(..length).unwrap_or_default());
    match extent(input) {
        Extent::Whole(end) => {
            assert!(end <= input.len() && end <= PROXY_V2, "{end} bytes");
            assert!((0..end).all(|length| seen(length) == Extent::More), "it was over before its end");
            assert!((end..input.len()).all(|length| seen(length) == Extent::Whole(end)), "it goes on after its end");
            let header = input.get(..end).unwrap_or_default();
            if let Some(announced) = meaning(header) {
                understood(header, &announced);
            }
        }
        Extent::More => {
            assert!(input.len() < PROXY_V2, "more than any header has");
            assert!((0..input.len()).all(|length| seen(length) == Extent::More));
        }
        // What can be no header is told from the byte that says so, and from then on.
        Extent::None => {
            let first = (0..input.len()).find(|length| seen(*length) == Extent::None).unwrap_or(input.len());
            assert!((first..input.len()).all(|length| seen(length) == Extent::None), "none, and then some");
        }
    }
}

/// The address, read by hand.
fn understood(header: &[u8], announced: &Announced) {
    let Some(address) = announced.address else { return };
    let expect = if header.starts_with(V1_BEGIN) {
        assert!(!announced.secured, "version 1 says nothing of TLS");
        let text = str::from_utf8(header).unwrap_or_default();
        text.split(' ').nth(2).and_then(|word| word.parse().ok())
    } else {
        assert!(header.starts_with(V2_BEGIN));
        let at = header.get(16..).unwrap_or_default();
        match header.get(13).map(|family| family >> 4) {
            Some(1) => at.first_chunk::<4>().map(|bytes| IpAddr::V4(Ipv4Addr::from(*bytes))),
            Some(2) => at.first_chunk::<16>().map(|bytes| IpAddr::V6(Ipv6Addr::from(*bytes))),
            _ => None,
        }
    };
    assert_eq!(Some(address), expect, "{}", header.escape_ascii());
}
