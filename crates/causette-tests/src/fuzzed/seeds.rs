//! Seeds as text: one input a line, written as a Rust byte string would be; `#` begins a remark, an empty line is none.
//!
//! Must not know what an input means. Shared by path with the chore that hands the seeds to the fuzzers.

/// The inputs in a file of seeds, or the first line that is none.
pub fn read(text: &str) -> Result<Vec<Vec<u8>>, String> {
    let written = text.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
    written.map(|line| unescaped(line).ok_or_else(|| format!("not a seed: {line}"))).collect()
}

/// `\n \r \t \0 \\ \xff`, and UTF-8 as it is.
fn unescaped(line: &str) -> Option<Vec<u8>> {
    let mut out = Vec::new();
    let mut rest = line;
    while let Some((before, escape)) = rest.split_once('\\') {
        out.extend_from_slice(before.as_bytes());
        let (byte, length) = match escape.bytes().next()? {
            b'n' => (b'\n', 1),
            b'r' => (b'\r', 1),
            b't' => (b'\t', 1),
            b'0' => (0, 1),
            b'\\' => (b'\\', 1),
            b'x' => (u8::from_str_radix(escape.get(1..3)?, 16).ok()?, 3),
            _ => return None,
        };
        out.push(byte);
        rest = escape.get(length..)?;
    }
    out.extend_from_slice(rest.as_bytes());
    Some(out)
}

/// An input as it is written in a file of seeds. An empty one cannot be.
pub fn written(input: &[u8]) -> String {
    let last = input.len().saturating_sub(1);
    let mut out = String::new();
    for (at, byte) in input.iter().enumerate() {
        match byte {
            b'\n' => out.push_str("\\n"),
            b'\r' => out.push_str("\\r"),
            b'\t' => out.push_str("\\t"),
            0 => out.push_str("\\0"),
            b'\\' => out.push_str("\\\\"),
            b'#' if at == 0 => out.push_str("\\x23"),
            b' ' if at > 0 && at < last => out.push(' '),
            byte if byte.is_ascii_graphic() => out.push(char::from(*byte)),
            byte => out.push_str(&format!("\\x{byte:02x}")),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read() {
        let inputs = [(0..=255).collect::<Vec<u8>>(), b"# no remark ".to_vec(), b" \\n".to_vec(), "é\n".into()];
        let text: Vec<String> = inputs.iter().map(|input| written(input)).collect();
        assert_eq!(read(&text.join("\n")), Ok(inputs.to_vec()));
    }

    #[test]
    fn escapes() {
        let text = "# a remark\n\na\\n\\xff\\xFD\\0\\\\é\\r\\t\nplain";
        assert_eq!(read(text), Ok(vec![b"a\n\xff\xfd\0\\\xc3\xa9\r\t".to_vec(), b"plain".to_vec()]));
        for wrong in ["\\", "\\q", "\\x", "\\xf", "\\xfg", "\\xé"] {
            assert_eq!(read(wrong), Err(format!("not a seed: {wrong}")));
        }
    }
}
