//! What a telnet client mixes into the text: taken out, and answered where it waits for an answer.

/// "Interpret as command": the byte before every telnet command. It never occurs in UTF-8.
const IAC: u8 = 255;
const DO: u8 = 253;
const TIMING_MARK: u8 = 6;

/// After Ctrl-C, telnet shows nothing until its timing mark is answered; "I won't" is an answer.
pub(crate) const WONT_TIMING_MARK: [u8; 3] = [IAC, 252, TIMING_MARK];

/// The text without telnet's commands, and whether a timing mark was asked for.
pub(crate) fn without_commands(bytes: &[u8]) -> (Vec<u8>, bool) {
    let (mut text, mut asked, mut rest) = (Vec::new(), false, bytes);
    while let Some(at) = rest.iter().position(|byte| *byte == IAC) {
        let (before, command) = rest.split_at(at);
        text.extend_from_slice(before);
        asked |= command.get(1..3) == Some(&[DO, TIMING_MARK]);
        let length = match command.get(1) {
            Some(250) => command.windows(2).position(|end| end == [IAC, 240]).map_or(command.len(), |at| at + 2),
            Some(251..=254) => 3,
            _ => 2,
        };
        rest = command.get(length..).unwrap_or_default();
    }
    text.extend_from_slice(rest);
    (text, asked)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commands_leave_the_text() {
        for (bytes, text, asked) in [
            (&b"salut"[..], &b"salut"[..], false),
            (b"a\xff\xfb\x18b", b"ab", false),
            (b"\xff\xf4\xff\xfd\x06", b"", true),
            (b"a\xff\xfa\x18\x01\xff\xf0b", b"ab", false),
            (b"a\xff\xfa never ended", b"a", false),
            (b"a\xff", b"a", false),
        ] {
            assert_eq!(without_commands(bytes), (text.to_vec(), asked), "{bytes:?}");
        }
    }
}
