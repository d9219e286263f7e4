//! The tracer's lines to calls. A call that was interrupted by another thread's is in two lines, and began and ended there.

use std::collections::HashMap;
use std::iter::{Copied, Peekable};
use std::slice::Iter;

/// One system call.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Call {
    /// Its name.
    pub name: String,
    /// What its descriptor is: a path, or a socket's two ends.
    pub target: String,
    /// Its words: strings as the bytes they stand for, everything else as the tracer writes it.
    pub words: Vec<Vec<u8>>,
    /// All bytes of its buffers.
    pub bytes: Vec<u8>,
    /// The tracer left out the end of a buffer.
    pub cut: bool,
    /// What it returned; nothing, if the trace ends first.
    pub result: Option<i64>,
    /// The line at which it began.
    pub begin: usize,
    /// The line at which it ended.
    pub end: usize,
}

/// Every call of a trace, in the order of their beginnings.
pub fn parse(trace: &[u8]) -> Vec<Call> {
    let mut calls: Vec<Call> = Vec::new();
    let mut unfinished: HashMap<&[u8], usize> = HashMap::new();
    for (at, line) in trace.split(|b| *b == b'\n').enumerate() {
        let Some((thread, rest)) = cut(line, b" ") else { continue };
        let rest = rest.trim_ascii_start();
        if rest.starts_with(b"<... ") {
            if let Some(call) = unfinished.remove(thread).and_then(|place| calls.get_mut(place)) {
                call.end = at;
                call.result = result(rest);
            }
            continue;
        }
        let Some((name, rest)) = cut(rest, b"(").filter(|(name, _)| name.iter().all(is_word)) else { continue };
        let target = cut(rest, b"<")
            .and_then(|(_, rest)| cut(rest, b">, ").or_else(|| cut(rest, b">)")).or_else(|| cut(rest, b"> ")));
        let target = String::from_utf8_lossy(target.map(|(target, _)| target).unwrap_or_default()).into_owned();
        let name = String::from_utf8_lossy(name).into_owned();
        let ended = !rest.ends_with(b"<unfinished ...>");
        if !ended {
            unfinished.insert(thread, calls.len());
        }
        let result = if ended { result(rest) } else { None };
        let Words { words, bytes, cut } = words(rest);
        calls.push(Call {
            name,
            target,
            words,
            bytes,
            cut,
            result,
            begin: at,
            end: if ended { at } else { usize::MAX },
        });
    }
    calls
}

fn is_word(b: &u8) -> bool {
    b.is_ascii_alphanumeric() || *b == b'_'
}

fn cut<'a>(bytes: &'a [u8], at: &[u8]) -> Option<(&'a [u8], &'a [u8])> {
    let place = bytes.windows(at.len()).position(|w| w == at)?;
    Some((bytes.get(..place)?, bytes.get(place + at.len()..)?))
}

/// What follows the last `= `.
fn result(line: &[u8]) -> Option<i64> {
    let place = line.windows(3).rposition(|w| w == b" = ")?;
    let words = String::from_utf8_lossy(line.get(place + 3..)?).into_owned();
    // A descriptor is followed by what it is.
    let word = words.split(|c: char| c.is_whitespace() || c == '<').next()?;
    word.strip_prefix("0x").map_or_else(|| word.parse().ok(), |hex| i64::from_str_radix(hex, 16).ok())
}

#[derive(Default)]
struct Words {
    words: Vec<Vec<u8>>,
    bytes: Vec<u8>,
    cut: bool,
}

type Line<'a> = Peekable<Copied<Iter<'a, u8>>>;

/// What stands between the parentheses, at commas that are in no string, bracket or name of a descriptor.
fn words(line: &[u8]) -> Words {
    let mut out = Words::default();
    let (mut word, mut depth) = (Vec::new(), 0_u32);
    let mut rest = line.iter().copied().peekable();
    while let Some(b) = rest.next() {
        match b {
            b'"' => {
                let from = out.bytes.len();
                string(&mut rest, &mut out.bytes);
                word.extend_from_slice(out.bytes.get(from..).unwrap_or_default());
                out.cut |= rest.peek() == Some(&b'.');
            }
            b'<' if rest.clone().take(10).eq(b"unfinished".iter().copied()) => break,
            b'<' => named(&mut rest, &mut word),
            b')' | b']' | b'}' if depth == 0 => break,
            b',' if depth == 0 => {
                out.words.push(std::mem::take(&mut word));
                rest.next_if_eq(&b' ');
            }
            b => {
                depth += u32::from(matches!(b, b'(' | b'[' | b'{'));
                depth -= u32::from(matches!(b, b')' | b']' | b'}'));
                word.push(b);
            }
        }
    }
    let end = word.trim_ascii_end().len();
    word.truncate(end);
    out.words.push(word);
    out
}

/// What a descriptor is, to the bracket that ends it: a socket has others within.
fn named(rest: &mut Line<'_>, word: &mut Vec<u8>) {
    word.push(b'<');
    while let Some(b) = rest.next() {
        word.push(b);
        if b == b'>' && matches!(rest.peek(), None | Some(b',' | b')' | b' ' | b'(')) {
            return;
        }
    }
}

/// The rest of a quoted string, unescaped.
fn string(rest: &mut Line<'_>, out: &mut Vec<u8>) {
    while let Some(b) = rest.next() {
        match b {
            b'"' => return,
            b'\\' => match rest.next() {
                Some(b'n') => out.push(b'\n'),
                Some(b't') => out.push(b'\t'),
                Some(b'r') => out.push(b'\r'),
                Some(b'v') => out.push(0x0b),
                Some(b'f') => out.push(0x0c),
                Some(digit @ b'0'..=b'7') => {
                    let mut value = u32::from(digit - b'0');
                    for _ in 0..2 {
                        let Some(next) = rest.next_if(|b| (b'0'..=b'7').contains(b)) else { break };
                        value = value * 8 + u32::from(next - b'0');
                    }
                    out.push(u8::try_from(value).unwrap_or(b'?'));
                }
                Some(other) => out.push(other),
                None => {}
            },
            b => out.push(b),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn calls_whole_and_in_two_parts() {
        let trace = br#"71 pwrite64(7</d/causette.db-wal>, "a\0\12b\"c\\", 6, 32) = 6
71 fdatasync(7</d/causette.db-wal> <unfinished ...>
70 writev(9<TCP:[127.0.0.1:1->127.0.0.1:2]>, [{iov_base="one\n", iov_len=4}, {iov_base="two = 3", iov_len=7}], 2) = 11
71 <... fdatasync resumed>)           = 0
70 sendto(9<TCP:[127.0.0.1:1->127.0.0.1:2]>, "x"..., 9, MSG_NOSIGNAL, NULL, 0) = -1 EAGAIN (Resource temporarily unavailable)
70 fsync(8</d>)                         = 0
71 write(2<pipe:[5]>, "lost", 4 <unfinished ...>
70 +++ exited with 0 +++
"#;
        let socket = "TCP:[127.0.0.1:1->127.0.0.1:2]";
        let wal = "/d/causette.db-wal";
        type Row<'a> = (&'a str, &'a str, &'a [u8], Option<i64>, usize, usize);
        let expect: [Row<'_>; 6] = [
            ("pwrite64", wal, b"a\0\nb\"c\\", Some(6), 0, 0),
            ("fdatasync", wal, b"", Some(0), 1, 3),
            ("writev", socket, b"one\ntwo = 3", Some(11), 2, 2),
            ("sendto", socket, b"x", Some(-1), 4, 4),
            ("fsync", "/d", b"", Some(0), 5, 5),
            ("write", "pipe:[5]", b"lost", None, 6, usize::MAX),
        ];
        let calls = parse(trace);
        assert_eq!(calls.len(), expect.len(), "{calls:#?}");
        for (call, (name, target, bytes, result, begin, end)) in calls.iter().zip(expect) {
            let found = (call.name.as_str(), call.target.as_str(), call.bytes.as_slice());
            assert_eq!(found, (name, target, bytes));
            assert_eq!((call.result, call.begin, call.end), (result, begin, end));
        }
        let cut: Vec<bool> = calls.iter().map(|call| call.cut).collect();
        assert_eq!(cut, [false, false, false, true, false, false]);
    }

    #[test]
    fn words_of_calls() {
        #[track_caller]
        fn check(line: &str, expect: &[&str], result: Option<i64>) {
            let calls = parse(format!("7 {line}").as_bytes());
            let words: Vec<_> = calls[0].words.iter().map(|word| std::str::from_utf8(word).unwrap()).collect();
            assert_eq!((words.as_slice(), calls[0].result), (expect, result));
        }
        check(
            r#"openat(AT_FDCWD</a>, "/d/x, \"y", O_RDWR|O_CREAT, 0600) = 4</d/x>"#,
            &["AT_FDCWD</a>", "/d/x, \"y", "O_RDWR|O_CREAT", "0600"],
            Some(4),
        );
        check(r#"rename("/d/a", "/d/b") = 0"#, &["/d/a", "/d/b"], Some(0));
        check(r#"pwrite64(7</d/w>, "\1,\0", 3, 56 <unfinished ...>"#, &["7</d/w>", "\u{1},\0", "3", "56"], None);
        check(
            "sendto(9<TCP:[1.2.3.4:5->6.7.8.9:1]>, \"a\", 1, 0) = -1 EAGAIN (x)",
            &["9<TCP:[1.2.3.4:5->6.7.8.9:1]>", "a", "1", "0"],
            Some(-1),
        );
        check("close(8</d/shm>(deleted)) = 0", &["8</d/shm>(deleted)"], Some(0));
        check(
            "writev(9</d/x>, [{iov_base=\"a\", iov_len=1}], 1) = 1",
            &["9</d/x>", "[{iov_base=a, iov_len=1}]", "1"],
            Some(1),
        );
    }
}
