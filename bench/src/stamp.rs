//! What the load says: a line made once, into which only the time is written. Pure.
//!
//! `~`, 16 hex digits of nanoseconds, 8 of the sender's number, then filling up to the asked size.

/// Nothing else in a line of the servers looks like it.
const MARK: u8 = b'~';
const TIME: usize = 16;
const SENDER: usize = 8;

/// A text that carries a stamp whose time is still to be written.
pub(crate) fn text(sender: u32, size: usize) -> String {
    let zeros = "0".repeat(TIME);
    let mut text = format!("{}{zeros}{sender:08x}", char::from(MARK));
    text.extend(std::iter::repeat_n('x', size.saturating_sub(text.len())));
    text
}

/// One sender's line.
#[derive(Debug)]
pub(crate) struct Message {
    line: Vec<u8>,
    /// Where the time stands.
    time: usize,
}

impl Message {
    /// A line, with its end and whatever stands around the text; the last mark in it is the stamp's.
    pub(crate) fn new(line: Vec<u8>) -> Self {
        let time = memchr::memrchr(MARK, &line).map_or(line.len(), |mark| mark + 1);
        Self { line, time }
    }

    /// The line, sent (or due) at `time`.
    pub(crate) fn at(&mut self, mut time: u64) -> &[u8] {
        for digit in self.line.iter_mut().skip(self.time).take(TIME).rev() {
            let value = (time & 15) as u8;
            *digit = if value < 10 { b'0' + value } else { b'a' + value - 10 };
            time >>= 4;
        }
        &self.line
    }
}

/// The sender and the time of a line that carries a stamp, whatever stands before it.
pub(crate) fn read(line: &[u8]) -> Option<(u32, u64)> {
    let (_, stamp) = line.split_at_checked(memchr::memrchr(MARK, line)? + 1)?;
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

    /// The smallest text there is room for.
    const SMALLEST: usize = 1 + TIME + SENDER;

    #[test]
    fn what_is_written_is_read() {
        for (sender, size, time) in [(0, 0, 0), (7, 64, 1), (u32::MAX, 25, u64::MAX), (499, 200, 0x0123_4567_89ab_cdef)]
        {
            for (before, after) in [("", "\n"), ("/msg p1 ", "\n"), (":a!~u@b PRIVMSG #a :", "\r\n"), ("{\"", "\"}")] {
                let mut message = Message::new(format!("{before}{}{after}", text(sender, size)).into_bytes());
                for time in [u64::MAX, time] {
                    let line = message.at(time).to_vec();
                    assert_eq!(line.len(), before.len() + size.max(SMALLEST) + after.len());
                    assert!(line.starts_with(before.as_bytes()) && line.ends_with(after.as_bytes()));
                    let shown = [b"[14:03 12] <guest1> ".as_slice(), &line].concat();
                    assert_eq!(read(&shown), Some((sender, time)));
                }
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
