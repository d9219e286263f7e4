//! The checksum of a row that has no chain: the first eight bytes of SHA-256 over what kind of row it is and its values, each
//! with its type and length, so that no two rows have the same bytes under the hash. It finds flipped bits, not forgers.

use sha2::{Digest, Sha256};

/// One value of a row.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Value<'a> {
    /// Nothing.
    Null,
    /// A whole number.
    Integer(i64),
    /// Any other number.
    Real(f64),
    /// Text, in whatever encoding it has.
    Text(&'a [u8]),
    /// Bytes.
    Blob(&'a [u8]),
}

/// The checksum of a row of `table`.
pub fn of<'a>(table: &str, values: impl IntoIterator<Item = Value<'a>>) -> i64 {
    let mut hash = Sha256::new().chain_update(b"causette row 1");
    let mut put = |kind: u8, bytes: &[u8]| {
        hash.update([kind]);
        hash.update((bytes.len() as u64).to_be_bytes());
        hash.update(bytes);
    };
    put(3, table.as_bytes());
    for value in values {
        match value {
            Value::Null => put(0, &[]),
            Value::Integer(n) => put(1, &n.to_be_bytes()),
            Value::Real(x) => put(2, &x.to_be_bytes()),
            Value::Text(text) => put(3, text),
            Value::Blob(bytes) => put(4, bytes),
        }
    }
    let hash: [u8; 32] = hash.finalize().into();
    hash.first_chunk::<8>().map_or(0, |first| i64::from_be_bytes(*first))
}

#[cfg(test)]
mod tests {
    use super::*;
    use Value::{Blob, Integer, Null, Real, Text};

    /// Computed by other means (Python's hashlib): stores hold these.
    #[test]
    fn the_formula_stays_as_it_is() {
        assert_eq!(of("t", [Null, Integer(-2), Text("é".as_bytes()), Blob(&[0, 255])]), 7_702_281_005_836_615_927);
    }

    #[test]
    fn every_value_its_type_and_its_place_count() {
        let rows: [&[Value<'_>]; 9] = [
            &[],
            &[Null],
            &[Null, Null],
            &[Integer(0)],
            &[Real(0.0)],
            &[Text(b"ab")],
            &[Blob(b"ab")],
            &[Text(b"a"), Text(b"b")],
            &[Text(b""), Text(b"ab")],
        ];
        let mut sums: Vec<i64> = rows.iter().map(|row| of("t", row.iter().copied())).collect();
        sums.push(of("u", []));
        sums.sort_unstable();
        sums.dedup();
        assert_eq!(sums.len(), rows.len() + 1);
    }
}
