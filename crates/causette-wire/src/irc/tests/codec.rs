//! Framing as tables; each row is read whole, byte by byte, and cut in two everywhere.

use super::super::*;
use proptest::prelude::*;
use std::ops::ControlFlow;

/// What a test compares.
#[derive(Clone, PartialEq, Eq, Debug)]
enum Seen {
    Line(String),
    TooLong,
    TagsTooLong,
    BadUtf8,
    Nul,
    Heartbeat,
    Foreign(Foreign),
}
use Seen::{BadUtf8, Heartbeat, Nul, TagsTooLong, TooLong};

fn line(text: &str) -> Seen {
    Seen::Line(text.into())
}

fn seen(event: Event<'_>) -> Seen {
    match event {
        Event::Line(text) => line(text),
        Event::TooLong => TooLong,
        Event::TagsTooLong => TagsTooLong,
        Event::BadUtf8(_) => BadUtf8,
        Event::Nul => Nul,
        Event::Heartbeat => Heartbeat,
        Event::Foreign(what) => Seen::Foreign(what),
    }
}

/// Reads `chunks`, then the end of the stream. `stop`: break at each event and go on with the rest.
fn read(chunks: &[&[u8]], stop: bool) -> Vec<Seen> {
    let mut codec = IrcCodec::new();
    let mut got = Vec::new();
    for chunk in chunks {
        let mut rest = *chunk;
        while !rest.is_empty() {
            let before = got.len();
            let used = codec.feed(rest, |event| {
                got.push(seen(event));
                if stop { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
            });
            assert!(used == rest.len() || stop && got.len() > before, "stopped for no reason");
            rest = &rest[used..];
        }
        assert!(codec.held() <= BODY_BYTES + TAG_BYTES + 2, "holds {}", codec.held());
        assert_eq!(codec.unfinished(), codec.held() > 0 || codec.skipping(), "{got:?}");
    }
    codec.finish(|event| {
        got.push(seen(event));
        ControlFlow::Continue(())
    });
    assert!(codec.held() == 0 && !codec.unfinished() && codec.skipped() == 0, "an idle connection holds memory");
    got
}

/// Every way of cutting `bytes` gives `expect`.
#[track_caller]
fn check(bytes: &[u8], expect: &[Seen]) {
    let got = read(&[bytes], false);
    let shown = String::from_utf8_lossy(&bytes[..bytes.len().min(80)]).into_owned();
    assert_eq!(got, expect, "whole: {shown:?}");
    let single: Vec<&[u8]> = bytes.chunks(1).collect();
    assert_eq!(read(&single, false), got, "byte by byte: {shown:?}");
    assert_eq!(read(&[bytes], true), got, "one event at a time: {shown:?}");
    for cut in (0..=bytes.len()).filter(|cut| bytes.len() < 200 || cut % 97 == 0) {
        let (a, b) = bytes.split_at(cut);
        assert_eq!(read(&[a, b], cut % 2 == 0), got, "cut at {cut}: {shown:?}");
    }
}

#[test]
fn tiny_when_idle() {
    assert!(size_of::<IrcCodec>() <= 56, "{}", size_of::<IrcCodec>());
}

#[test]
fn line_ends() {
    check(b"a\nb\n", &[line("a"), line("b")]);
    check(b"a\r\nb\r\n", &[line("a"), line("b")]);
    check(b"a\r\r\nb", &[line("a"), line("b")]); // fault 4
    check(b"\n\r\n\n", &[Heartbeat, Heartbeat, Heartbeat]); // fault 10
    check(b"no end", &[line("no end")]); // fault 63
    check(b"no end\r", &[line("no end")]);
    check(b"", &[]);
    check(b"a\rb\n\rc\n", &[line("a b"), line("c")]); // fault 4: a bare CR never reaches anyone
    check(b"a\r\r\rb\rc\r\n", &[line("a b c")]);
    check(b"\xef\xbb\xbfNICK a\n\xef\xbb\xbfb\n", &[line("NICK a"), line("\u{feff}b")]); // fault 9
}

#[test]
fn what_is_refused() {
    check(b"a\0b\nc\n", &[Nul, line("c")]); // fault 3
    check(b"\0\n\0", &[Nul, Nul]);
    check("é€😀\n".as_bytes(), &[line("é€😀")]); // fault 7
    check(b"caf\xe9\n\xc3\nok\n", &[BadUtf8, BadUtf8, line("ok")]);
    check(b"\xed\xa0\x80\n\xc0\xaf\n", &[BadUtf8, BadUtf8]); // fault 8
    check(b"\x16\x03\x01\x02\0\x01\0", &[Seen::Foreign(Foreign::Tls)]);
    check(b"\x16\x03\n\x16\x03\x01x\n", &[line("\u{16}\u{3}"), line("\u{16}\u{3}\u{1}x")]);
    check(b"GET / HTTP/1.1\r\nHost: x\r\n", &[Seen::Foreign(Foreign::Http), line("Host: x")]);
    check(b"NICK a\r\nGET / HTTP/1.1\r\n", &[line("NICK a"), line("GET / HTTP/1.1")]);
}

#[test]
fn bodies() {
    let body = |n: usize| "x".repeat(n);
    for (end, fits) in [("\r\n", 510), ("\n", 510)] {
        let row = |n: usize| format!("{}{end}ok\n", body(n)).into_bytes();
        check(&row(fits), &[line(&body(fits)), line("ok")]);
        check(&row(fits + 1), &[TooLong, line("ok")]);
        check(&row(fits + 5000), &[TooLong, line("ok")]);
    }
    check(&[body(600).as_bytes(), b"\0\xff\n\n"].concat(), &[TooLong, Heartbeat]);
    check(body(600).as_bytes(), &[TooLong]);
    check(&[&[b'\r'; 600][..], b"\nok\n"].concat(), &[TooLong, line("ok")]);
}

#[test]
fn tags_have_room_of_their_own() {
    let row = |tags: usize, body: usize| format!("@{} {}\r\n", "t".repeat(tags), "x".repeat(body));
    for (tags, body) in [(1, 1), (1, 510), (TAG_BYTES, 1), (TAG_BYTES, 510)] {
        let row = row(tags, body);
        check(row.as_bytes(), &[line(row.trim_end())]);
    }
    check(row(TAG_BYTES + 1, 1).as_bytes(), &[TagsTooLong]);
    check(row(1, 511).as_bytes(), &[TooLong]);
    check(row(TAG_BYTES, 511).as_bytes(), &[TooLong]);
    check(&[row(TAG_BYTES + 1, 1).as_bytes(), row(2, 2).as_bytes()].concat(), &[TagsTooLong, line("@tt xx")]);
    check(format!("@{}", "t".repeat(10_000)).as_bytes(), &[TagsTooLong]);
    check(format!("{}\n", "x@ ".repeat(300)).as_bytes(), &[TooLong]);
}

/// Fault 1: the rest of an overlong line is counted, and costs nothing.
#[test]
fn skipped_bytes_are_counted() {
    let mut codec = IrcCodec::new();
    let chunk = vec![b'x'; 1 << 20];
    let mut told = 0;
    for n in 1..=64u64 {
        codec.feed(&chunk, |_| {
            told += 1;
            ControlFlow::Continue(())
        });
        assert_eq!((codec.skipped(), codec.held(), told), (n << 20, 0, 1));
    }
    codec.feed(b"\n", |_| panic!("nothing to tell"));
    assert_eq!((codec.skipped(), codec.unfinished()), (0, false));
}

#[test]
fn a_wider_limit() {
    let mut codec = IrcCodec::new().with_limit(2048);
    let mut got = Vec::new();
    for n in [2046, 2047] {
        codec.feed(format!("{}\r\n", "x".repeat(n)).as_bytes(), |event| {
            got.push(seen(event));
            ControlFlow::Continue(())
        });
    }
    assert_eq!(got, [line(&"x".repeat(2046)), TooLong]);
}

proptest! {
    #[test]
    fn any_cut_is_the_same(bytes in "[@ a\r\n\0é\u{16}\u{3}]{0,60}", cuts in proptest::collection::vec(0usize..60, 0..4)) {
        let bytes = bytes.as_bytes();
        let mut cuts: Vec<usize> = cuts.iter().map(|cut| cut.min(&bytes.len()).to_owned()).collect();
        cuts.sort_unstable();
        let (mut pieces, mut from) = (Vec::new(), 0);
        for cut in cuts.into_iter().chain([bytes.len()]) {
            pieces.push(&bytes[from..cut]);
            from = cut;
        }
        prop_assert_eq!(read(&pieces, false), read(&[bytes], false));
        prop_assert_eq!(read(&pieces, true), read(&[bytes], false));
    }
}

/// An answer can name the command: as much of the line as could be read is told.
#[test]
fn the_beginning_of_a_line_that_is_not_utf8() {
    let mut seen = Vec::new();
    IrcCodec::new().feed(b"METADATA * SET a :x\xc3<\r\n\xff\r\n", |event| {
        if let Event::BadUtf8(read) = event {
            seen.push(read.to_owned());
        }
        ControlFlow::Continue(())
    });
    assert_eq!(seen, ["METADATA * SET a :x", ""]);
}
