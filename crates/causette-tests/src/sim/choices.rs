//! What a run is chosen from: a seed, or any bytes, so that a fuzzer can tell stories.

use crate::random::Random;
use std::ops::Range;

/// A source of choices.
pub(super) trait Choices {
    /// A number in the range; its start, if the range is empty.
    fn within(&mut self, range: Range<u64>) -> u64;

    /// True once in `n` times.
    fn once_in(&mut self, n: u64) -> bool {
        self.within(0..n) == 0
    }
}

impl Choices for Random {
    fn within(&mut self, range: Range<u64>) -> u64 {
        Random::within(self, range)
    }
}

/// Bytes, as many for each choice as it needs; behind their end, every choice is the first.
pub(super) struct Bytes<'b>(&'b [u8]);

impl<'b> Bytes<'b> {
    pub(super) fn new(bytes: &'b [u8]) -> Bytes<'b> {
        Bytes(bytes)
    }

    /// No choice is left.
    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl Choices for Bytes<'_> {
    fn within(&mut self, range: Range<u64>) -> u64 {
        let span = range.end.saturating_sub(range.start);
        let (mut number, mut left) = (0, span.saturating_sub(1));
        while left > 0 {
            let (byte, rest) = self.0.split_first().unwrap_or((&0, &[]));
            (number, self.0, left) = (number << 8 | u64::from(*byte), rest, left >> 8);
        }
        range.start + number.checked_rem(span).unwrap_or(0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_choice_takes_the_bytes_it_needs() {
        let mut bytes = Bytes::new(&[7, 1, 2, 9]);
        assert_eq!(bytes.within(3..4), 3, "there is nothing to choose");
        assert_eq!(bytes.within(10..14), 13);
        assert_eq!(bytes.within(0..300), 258);
        assert!(!bytes.is_empty());
        assert_eq!(bytes.within(0..256), 9);
        assert!(bytes.is_empty() && bytes.once_in(5));
        assert_eq!(bytes.within(5..5), 5);
    }
}
