//! What the load says: a line made once, into which only the time is written. Pure.
//!
//! `~`, 16 hex digits of nanoseconds, 8 of the sender's number, then filling up to the asked size.

/// Nothing else in a line of the servers looks like it.
const MARK: u8 = b'~';
const TIME: usize = 16;
const SENDER: usize = 8;

/// The smallest text there is room for.
pub(crate) const SMALLEST: usize = 1 + TIME + SENDER;

/// One sender's line.
#[derive(Debug)]
pub(crate) struct Message(Vec<u8>);

impl Message {
    /// A line of `size` bytes (at least `SMALLEST`) and its end.
    pub(crate) fn new(sender: u32, size: usize) -> Self {
        let mut line = vec![MARK];
        line.resize(1 + TIME, b'0');
        line.extend_from_slice(format!("{sender:08x}").as_bytes());
        line.resize(size.max(SMALLEST), b'x');
        line.push(b'\n');
        Self(line)
    }

    /// The line, sent (or due) at `time`.
    pub(crate) fn at(&mut self, mut time: u64) -> &[u8] {
        for digit in self.0.iter_mut().skip(1).take(TIME).rev() {
            let value = (time & 15) as u8;
            *digit = if value < 10 { b'0' + value } else { b'a' + value - 10 };
            time >>= 4;
        }
        &self.0
    }
}

/// The sender and the time of a line that carries a stamp, whatever stands before it.
pub(crate) fn read(line: &[u8]) -> Option<(u32, u64)> {
    let (_, stamp) = line.split_at_checked(memchr::memchr(MARK, line)? + 1)?;
    let (time, rest) = stamp.split_at_checked(TIME)?;
    let (sender, _) = rest.split_at_checked(SENDER)?;
    Some((u32::try_from(hex(sender)?).ok()?, hex(time)?))
}

fn hex(digits: &[u8]) -> Option<u64> {
    digits.iter().try_fold(0_u64, |value, digit| {
        let digit = match digit {
            b'0'..=b'9' => digit - b'0',
            b'a'..=b'f' => digit - b'a' + 10,
            _ => return None,
        };
        Some(value << 4 | u64::from(digit))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read() {
        for (sender, size, time) in [(0, 0, 0), (7, 64, 1), (u32::MAX, 25, u64::MAX), (499, 200, 0x0123_4567_89ab_cdef)]
        {
            let mut message = Message::new(sender, size);
            for time in [u64::MAX, time] {
                let line = message.at(time).to_vec();
                assert_eq!(line.len(), size.max(SMALLEST) + 1);
                assert_eq!(line.iter().position(|byte| *byte == b'\n'), Some(line.len() - 1));
                let shown = [b"[14:03 12] <guest1> ".as_slice(), &line].concat();
                assert_eq!(read(&shown), Some((sender, time)));
            }
        }
    }

    #[test]
    fn other_lines_carry_no_stamp() {
        for line in
            ["", "ok 12", "-- you are in #b1", "~", "~0123", "~000000000000000g00000001", "~00000000000000010000000"]
        {
            assert_eq!(read(line.as_bytes()), None, "{line}");
        }
    }
}
