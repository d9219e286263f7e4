//! Where somebody comes from, without saying it: a fingerprint of an address that only the store's secret makes.

use super::token::{Secret, keyed};
use causette_core::Host;
use std::net::IpAddr;

/// Keeps this fingerprint from being taken for a token made with the same secret.
const CONTEXT: &[u8] = b"causette address 1";

/// The fingerprint of an address: of an IPv4 one whole, of an IPv6 one its first 64 bits, which belong to one customer. An
/// IPv4 address inside IPv6 is that IPv4 address.
pub fn fingerprint(secret: &Secret, address: IpAddr) -> Host {
    let (kind, prefix) = match address.to_canonical() {
        IpAddr::V4(address) => (4, u64::from(u32::from(address))),
        IpAddr::V6(address) => (6, (u128::from(address) >> 64) as u64),
    };
    let mut bytes = vec![kind];
    bytes.extend_from_slice(&prefix.to_be_bytes());
    let proof = keyed(secret, CONTEXT, &bytes);
    Host(proof.first_chunk::<8>().map_or(0, |first| u64::from_be_bytes(*first)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_or_a_64_has_one_fingerprint() {
        let of = |secret: u8, text: &str| fingerprint(&[secret; 32], text.parse().unwrap());
        assert_eq!(of(1, "192.0.2.7"), of(1, "::ffff:192.0.2.7"));
        assert_eq!(of(1, "2001:db8::1"), of(1, "2001:db8:0:0:ffff::2"));
        let others =
            [of(1, "192.0.2.7"), of(1, "192.0.2.8"), of(2, "192.0.2.7"), of(1, "2001:db8:0:1::1"), of(1, "2001:db8::")];
        let different: std::collections::BTreeSet<_> = others.iter().collect();
        assert_eq!(different.len(), others.len());
    }
}
