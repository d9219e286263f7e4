//! Numbers as hexadecimal digits, in lower case: what ids are shown as. Without `format!`, which takes ten times as many
//! instructions, and every message names an id or two.

const DIGITS: &[u8; 16] = b"0123456789abcdef";

/// The last `N` digits of a number, zeros included.
pub fn digits<const N: usize>(value: u128) -> [u8; N] {
    let mut digits = [b'0'; N];
    let mut left = value;
    for digit in digits.iter_mut().rev() {
        let low = usize::try_from(left & 15).unwrap_or_default();
        *digit = DIGITS.get(low).copied().unwrap_or_default();
        left >>= 4;
    }
    digits
}

/// Appends the last `N` digits of a number, zeros included.
pub fn push<const N: usize>(out: &mut String, value: u128) {
    out.push_str(std::str::from_utf8(&digits::<N>(value)).unwrap_or_default());
}

/// Appends a number as short as it can be written.
pub fn push_short(out: &mut String, value: u64) {
    let digits = digits::<16>(value.into());
    let zeros = digits.iter().take(15).take_while(|digit| **digit == b'0').count();
    out.push_str(digits.get(zeros..).and_then(|digits| std::str::from_utf8(digits).ok()).unwrap_or_default());
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn it_is_what_format_writes(id: u128, short: u64, shift in 0u32..64) {
            let short = short >> shift;
            let mut out = String::new();
            push::<32>(&mut out, id);
            push::<16>(&mut out, id >> 64);
            push_short(&mut out, short);
            prop_assert_eq!(out, format!("{id:032x}{:016x}{short:x}", id >> 64));
        }
    }

    #[test]
    fn nothing_is_a_digit_too() {
        let mut out = String::new();
        push_short(&mut out, 0);
        assert_eq!(out, "0");
    }
}
