//! To which addresses a webhook may send: to those of the whole Internet, and to networks that the configuration allows. Else
//! whoever owns a room could have the server ask what only the server, or its network, can reach.

use crate::Network;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// Networks that are nobody's on the Internet, or not one machine's (IANA's special-purpose registries).
const SPECIAL_V4: [([u8; 4], u8); 16] = [
    ([0, 0, 0, 0], 8),
    ([10, 0, 0, 0], 8),
    ([100, 64, 0, 0], 10),
    ([127, 0, 0, 0], 8),
    ([169, 254, 0, 0], 16),
    ([172, 16, 0, 0], 12),
    ([192, 0, 0, 0], 24),
    ([192, 0, 2, 0], 24),
    ([192, 31, 196, 0], 24),
    ([192, 52, 193, 0], 24),
    ([192, 88, 99, 0], 24),
    ([192, 168, 0, 0], 16),
    ([198, 18, 0, 0], 15),
    ([198, 51, 100, 0], 24),
    ([203, 0, 113, 0], 24),
    // Multicast, what is reserved, and broadcast.
    ([224, 0, 0, 0], 3),
];

/// The same within `2000::/3`, outside of which no address is one machine's on the Internet.
const SPECIAL_V6: [([u16; 8], u8); 4] = [
    // Teredo, ORCHID, benchmarks and others.
    ([0x2001, 0, 0, 0, 0, 0, 0, 0], 23),
    ([0x2001, 0xdb8, 0, 0, 0, 0, 0, 0], 32),
    ([0x2620, 0x4f, 0x8000, 0, 0, 0, 0, 0], 48),
    ([0x3fff, 0, 0, 0, 0, 0, 0, 0], 20),
];

/// The address of the other kind that a machine on the way makes of this one: mapped and NAT64 (RFC 6052), and 6to4 (RFC 3056).
fn within(address: Ipv6Addr) -> Option<Ipv4Addr> {
    let [a, b, c, d, e, f, g, h] = address.segments();
    let of = |high: u16, low: u16| Ipv4Addr::from_bits(u32::from(high) << 16 | u32::from(low));
    match [a, b, c, d, e, f] {
        [0, 0, 0, 0, 0, 0xffff] | [0x64, 0xff9b, 0, 0, 0, 0] => Some(of(g, h)),
        [0x2002, high, low, ..] => Some(of(high, low)),
        _ => None,
    }
}

/// Whether an address is one machine's on the whole Internet.
pub fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(_) => {
            let special = |(first, bits): ([u8; 4], u8)| Network::new(IpAddr::V4(first.into()), bits);
            !SPECIAL_V4.map(special).iter().any(|network| network.holds(address))
        }
        IpAddr::V6(v6) => match within(v6) {
            Some(v4) => is_public(IpAddr::V4(v4)),
            None => {
                let special = |(first, bits): ([u16; 8], u8)| Network::new(IpAddr::V6(first.into()), bits);
                let global = v6.segments().first().is_some_and(|first| first >> 13 == 1);
                global && !SPECIAL_V6.map(special).iter().any(|network| network.holds(address))
            }
        },
    }
}

/// Networks that the configuration allows.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Allowed(pub Vec<Network>);

impl Allowed {
    /// Whether the configuration names it.
    pub fn names(&self, address: IpAddr) -> bool {
        self.0.iter().any(|network| network.holds(address))
    }

    /// Whether a webhook may send there.
    pub fn reaches(&self, address: IpAddr) -> bool {
        is_public(address) || self.names(address)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_addresses_of_the_whole_internet_are_public() {
        let public = "
            1.1.1.1 8.8.8.8 9.255.255.255 11.0.0.0 100.63.255.255 100.128.0.0 126.255.255.255 128.0.0.0
            169.253.255.255 172.15.255.255 172.32.0.0 192.0.1.0 192.167.255.255 198.17.255.255 198.20.0.0
            223.255.255.255 2606:4700:4700::1111 2001:200:: 2a00::1 3ffe:ffff:: ::ffff:8.8.8.8
            64:ff9b::8.8.8.8 2002:808:808::1";
        for address in public.split_whitespace() {
            assert!(is_public(address.parse().unwrap()), "{address}");
        }
        let special = "
            0.0.0.0 0.1.2.3 10.0.0.0 10.255.255.255 100.64.0.0 100.127.255.255 127.0.0.1 127.255.255.254
            169.254.169.254 172.16.0.0 172.31.255.255 192.0.0.8 192.0.2.1 192.88.99.1 192.168.0.1
            192.168.255.255 198.18.0.0 198.19.255.255 198.51.100.7 203.0.113.9 224.0.0.1 239.255.255.255
            240.0.0.1 255.255.255.255 :: ::1 fe80::1 febf::1 fec0::1 fc00::1 fdff::1 ff02::1 ff0e::1
            2001:db8::1 2001::1 2001:2::1 2001:10::1 3fff::1 5f00::1 100::1 4000::1 ::ffff:127.0.0.1
            ::ffff:10.0.0.1 ::ffff:169.254.169.254 ::127.0.0.1 ::8.8.8.8 64:ff9b::127.0.0.1
            64:ff9b::10.1.2.3 64:ff9b:1::808:808 2002:7f00:1:: 2002:a00:1::1 2002:c0a8:101::1";
        for address in special.split_whitespace() {
            assert!(!is_public(address.parse().unwrap()), "{address}");
        }
    }

    #[test]
    fn what_the_configuration_allows_is_reached() {
        let allowed = Allowed(["127.0.0.0/8", "fd00:1::/32", "192.168.7.9"].map(|n| n.parse().unwrap()).into());
        for (address, reached) in [
            ("127.0.0.1", true),
            ("::ffff:127.0.0.1", true),
            ("::1", false),
            ("192.168.7.9", true),
            ("192.168.7.8", false),
            ("fd00:1:2::3", true),
            ("fd00:2::3", false),
            ("8.8.8.8", true),
        ] {
            assert_eq!(allowed.reaches(address.parse().unwrap()), reached, "{address}");
        }
        assert!(!allowed.names("8.8.8.8".parse().unwrap()));
    }
}
