//! Framing as tables; each row is read whole, byte by byte, and cut in two everywhere.

use super::*;
use proptest::prelude::*;

/// What a test compares.
#[derive(Clone, PartialEq, Eq, Debug)]
enum Seen {
    Line(String),
    TooLong,
    BadUtf8,
    Nul,
    Telnet([u8; 3]),
    Heartbeat,
    Foreign(Foreign),
}
use Seen::{BadUtf8, Heartbeat, Nul, TooLong};

fn line(text: &str) -> Seen {
    Seen::Line(text.into())
}

fn seen(event: LineEvent<'_>) -> Seen {
    match event {
        LineEvent::Line(text) => line(text),
        LineEvent::TooLong => TooLong,
        LineEvent::BadUtf8 => BadUtf8,
        LineEvent::Nul => Nul,
        LineEvent::Telnet(reply) => Seen::Telnet(reply),
        LineEvent::Heartbeat => Heartbeat,
        LineEvent::Foreign(what) => Seen::Foreign(what),
    }
}

/// Reads `chunks`, then the end of the stream. `stop`: break at each event and go on with the rest.
fn read(chunks: &[&[u8]], stop: bool) -> (Vec<Seen>, bool) {
    let mut codec = LineCodec::new();
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
        assert!(codec.held() <= limits::LINE_BYTES, "holds {}", codec.held());
    }
    codec.finish(|event| {
        got.push(seen(event));
        ControlFlow::Continue(())
    });
    assert!(codec.telnet != Telnet::Data || codec.skipping || codec.cr || !codec.unfinished());
    assert!(codec.held() == 0, "an idle connection holds memory");
    (got, codec.saw_crlf())
}

/// Every way of cutting `bytes` gives `expect`.
#[track_caller]
fn check(bytes: &[u8], expect: &[Seen]) -> bool {
    let (got, crlf) = read(&[bytes], false);
    let shown = String::from_utf8_lossy(&bytes[..bytes.len().min(80)]).into_owned();
    assert_eq!(got, expect, "whole: {shown:?}");
    let single: Vec<&[u8]> = bytes.chunks(1).collect();
    assert_eq!(read(&single, false), (got.clone(), crlf), "byte by byte: {shown:?}");
    assert_eq!(read(&[bytes], true), (got.clone(), crlf), "one event at a time: {shown:?}");
    if bytes.len() < 200 {
        for cut in 0..=bytes.len() {
            let (a, b) = bytes.split_at(cut);
            assert_eq!(read(&[a, b], cut % 2 == 0), (got.clone(), crlf), "cut at {cut}: {shown:?}");
        }
    }
    crlf
}

#[test]
fn tiny_when_idle() {
    assert!(size_of::<LineCodec>() <= 64, "{}", size_of::<LineCodec>());
}

#[test]
fn line_ends() {
    assert!(!check(b"a\nb\n", &[line("a"), line("b")]));
    assert!(check(b"a\r\nb\r\n", &[line("a"), line("b")]));
    assert!(check(b"a\r\0b\r\0", &[line("a"), line("b")])); // fault 3
    assert!(check(b"a\r\r\nb", &[line("a"), line("b")])); // fault 4
    check(b"\n\r\n\r\0", &[line(""), line(""), line("")]);
    check(b"no end", &[line("no end")]); // fault 63
    check(b"no end\r", &[line("no end")]);
    check(b"", &[]);
    check(b"\r", &[]);
    // Fault 4: a bare CR never reaches anyone.
    assert!(!check(b"a\rb\n", &[line("a b")]));
    check(b"a\r\r\rb\rc\r\n", &[line("a b c")]);
    check(b"\n\rb\n\rc", &[line(""), line("b"), line("c")]);
    check(b"only\rcarriage\rreturns\r", &[line("only carriage returns")]);
}

#[test]
fn nul_refuses_its_line_only() {
    check(b"a\0b\nc\n", &[Nul, line("c")]); // fault 3
    check(b"\0\n\0", &[Nul, Nul]);
    check(b"a\r\n\0b\nc\n", &[line("a"), Nul, line("c")]);
    check(b"a\0\xffb\n", &[Nul]);
    check(&[&[0; 5000][..], b"\n", &[0; 5000], b"\n\r\r"].concat(), &[Nul, Nul]);
}

#[test]
fn utf8() {
    check("é€😀\n".as_bytes(), &[line("é€😀")]); // fault 7: cut in two and joined by `check`
    for bad in [
        &b"\xc3\n"[..],            // fault 7: unfinished
        b"\x80\n",                 // never started
        b"\xc0\xaf\n",             // fault 8: overlong
        b"\xe0\x80\x80\n",         // fault 8: overlong
        b"\xed\xa0\x80\n",         // fault 8: surrogate
        b"\xf4\x90\x80\x80\n",     // fault 8: above U+10FFFF
        b"\xf8\x88\x80\x80\x80\n", // fault 8: five bytes
        b"caf\xe9\n",              // Latin-1
        b"\xff\xff\n",             // telnet's escaped 0xFF
        b"\xffabc\n",              // 0xFF and no command
        b"\xff\n",
    ] {
        check(&[bad, b"ok\n"].concat(), &[BadUtf8, line("ok")]);
        check(&[b"a", bad, b"ok"].concat(), &[BadUtf8, line("ok")]);
    }
    check(b"caf\xc3", &[BadUtf8]);
}

#[test]
fn byte_order_mark() {
    check("\u{feff}a\n\u{feff}b\n".as_bytes(), &[line("a"), line("\u{feff}b")]); // fault 9
    check("\u{feff}\u{feff}a\n".as_bytes(), &[line("\u{feff}a")]);
    check("\u{feff}".as_bytes(), &[line("")]);
}

#[test]
fn telnet_is_stripped_and_refused() {
    let wont = |o| Seen::Telnet([255, 252, o]);
    let dont = |o| Seen::Telnet([255, 254, o]);
    // Fault 5: interrupt and timing mark.
    check(b"\xff\xf4\xff\xfd\x06hi\n", &[Heartbeat, wont(6), line("hi")]);
    check(b"h\xff\xfd\x01i\xff\xfb\x1f!\n", &[wont(1), dont(31), line("hi!")]);
    check(b"\xff\xfc\x01\xff\xfe\x03a\n", &[line("a")]);
    check(b"\xff\xfd\x0aa\n", &[wont(10), line("a")]); // an option that looks like LF
    check(b"\xff\xfd\xffa\n", &[wont(255), line("a")]);
    check(b"a\xff\xfa\x18\x00x\ny\xff\xff\xff\xf0b\n", &[line("ab")]);
    check(b"\xc3\xff\xf1\xa9\n", &[line("\u{e9}")]); // in the middle of a character
    assert!(check(b"a\r\xff\xf1\nb\r\xff\xf1\0", &[line("a"), line("b")]));
    check(b"a\n\xff\xf1", &[line("a"), Heartbeat]);
    check(b"a\xff", &[line("a")]);
    check(b"a\xff\xfd", &[line("a")]);
    check(b"a\xff\xfa\x18", &[line("a")]);
    // Fault 5: an unterminated subnegotiation is bounded.
    let endless = [b"\xff\xfa", &[b'x'; 600][..], b"\nnext\n"].concat();
    check(&endless, &[BadUtf8, line("next")]);
}

#[test]
fn overlong_lines() {
    let max = limits::LINE_BYTES;
    let full = "x".repeat(max);
    for end in ["\n", "\r\n", "\r\0"] {
        check(format!("{full}{end}a\n").as_bytes(), &[line(&full), line("a")]);
        check(format!("{full}x{end}a\n").as_bytes(), &[TooLong, line("a")]); // fault 2
    }
    check(full.as_bytes(), &[line(&full)]);
    check(format!("{full}x").as_bytes(), &[TooLong]); // fault 1
    check(format!("{full}\rx\nb").as_bytes(), &[TooLong, line("b")]);
    check(
        &[full.as_bytes(), b"x\xff\xfd\x06\0\xff\r\nb\n"].concat(),
        &[TooLong, Seen::Telnet([255, 252, 6]), line("b")],
    );
    // Fault 1, without a byte of text: what is stripped counts as well.
    for (filler, more) in [(&b"\0"[..], &[][..]), (b"\r", &[])] {
        check(&[&filler.repeat(max + 1), &b"x"[..], b"\nb\n"].concat(), &[&[TooLong], more, &[line("b")]].concat());
    }
}

#[test]
fn a_silent_client_may_keep_its_connection_alive_for_ever() {
    let mut codec = LineCodec::new();
    let mut beats = 0;
    for _ in 0..20_000 {
        codec.feed(b"\xff\xf1", |event| {
            assert_eq!(event, LineEvent::Heartbeat);
            beats += 1;
            ControlFlow::Continue(())
        });
        assert!(!codec.unfinished() && codec.skipped() == 0);
    }
    assert_eq!(beats, 20_000);
    // In a line they count as part of it.
    check(&[b"a", &b"\xff\xf1".repeat(limits::LINE_BYTES)[..], b"\nb\n"].concat(), &[TooLong, line("b")]);
}

#[test]
fn a_hundred_megabytes_cost_nothing() {
    let chunk = vec![b'x'; 1 << 20];
    let mut codec = LineCodec::new();
    let mut told = 0;
    for n in 0..129u64 {
        codec.feed(&chunk, |event| {
            assert_eq!(event, LineEvent::TooLong);
            told += 1;
            ControlFlow::Continue(())
        });
        assert_eq!((told, codec.held()), (1, 0));
        assert_eq!(codec.skipped() > limits::SKIPPED_BYTES, n >= 128);
    }
    codec.feed(b"\n", |_| panic!("told twice"));
    assert_eq!((codec.skipped(), codec.unfinished()), (0, false));
}

#[test]
fn other_languages() {
    let hello = b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\n\x00\n";
    check(hello, &[Seen::Foreign(Foreign::Tls), Nul, Nul]); // fault 18
    assert_eq!(foreign(hello), Some(Foreign::Tls));
    check(b"\x16\x03\x03no NUL\n", &[Seen::Foreign(Foreign::Tls), line("\x16\x03\x03no NUL")]);
    for start in [&b"\x16\x03\x03"[..], b"\r\x16\x03\x03"] {
        check(&[start, &[b'x'; 9000][..]].concat(), &[Seen::Foreign(Foreign::Tls), TooLong]);
    }
    for http in ["GET / HTTP/1.1", "POST /a?b HTTP/1.0", "PRI * HTTP/2.0", "CONNECT h:1 HTTP/1.1"] {
        let request = format!("{http}\r\nHost: x\r\n");
        check(request.as_bytes(), &[Seen::Foreign(Foreign::Http), line("Host: x")]); // fault 18
        assert_eq!(foreign(request.as_bytes()), Some(Foreign::Http));
        check(format!("hi\n{http}\n").as_bytes(), &[line("hi"), line(http)]);
    }
    for chat in ["GET / HTTP is how it starts", "get / HTTP/1.1", "\x16", "\x16\x03", "GET /", "\x16x"] {
        check(format!("{chat}\n").as_bytes(), &[line(chat)]);
        assert_eq!(foreign(format!("{chat}\n").as_bytes()), None);
    }
    assert_eq!(foreign(b"GET / HTTP/1.1"), None, "the line may go on");
}

#[test]
fn a_line_is_borrowed_from_its_chunk() {
    let chunk = b"one\ntwo\r\nthr";
    let mut codec = LineCodec::new();
    codec.feed(chunk, |event| {
        let LineEvent::Line(text) = event else { panic!("{event:?}") };
        assert!(chunk.as_ptr_range().contains(&text.as_ptr()), "copied");
        ControlFlow::Continue(())
    });
    assert!(codec.unfinished() && codec.held() <= 64);
}

/// What telnet said before a line counts towards its limit, whether the line lies whole in a chunk or not.
#[test]
fn a_line_after_telnet_has_one_limit_however_it_is_cut() {
    let bytes = b"\xff\xfb/ab\r\n\xff\xfb/ab\nab\r\n";
    let mut read = [Vec::new(), Vec::new()];
    for (size, got) in [1, bytes.len()].into_iter().zip(&mut read) {
        let mut codec = LineCodec::new().with_limit(2);
        for chunk in bytes.chunks(size) {
            codec.feed(chunk, |event| {
                got.push(seen(event));
                ControlFlow::Continue(())
            });
        }
    }
    let refusal = Seen::Telnet([telnet::IAC, 254, b'/']);
    assert_eq!(read[0], [refusal.clone(), TooLong, refusal, line("ab"), line("ab")]);
    assert_eq!(read[1], read[0]);
}

#[test]
fn the_limit_can_change() {
    let mut codec = LineCodec::new().with_limit(4);
    let mut got = Vec::new();
    let mut read = |codec: &mut LineCodec, bytes: &[u8]| {
        codec.feed(bytes, |event| {
            got.push(seen(event));
            ControlFlow::Continue(())
        });
    };
    read(&mut codec, b"1234\n12345\n");
    codec.set_limit(limits::JSON_BYTES);
    read(&mut codec, b"12345\n");
    assert_eq!(got, [line("1234"), TooLong, line("12345")]);
}

/// Bytes that mean something more often than chance has it.
fn soup() -> impl Strategy<Value = Vec<u8>> {
    let pieces = prop_oneof![
        8 => any::<u8>().prop_map(|b| vec![b]),
        8 => prop::sample::select(vec![b'\n', b'\r', 0, 0xff, 0xfd, 0xfa, 0xf0, 6, b'a', 0x16, 3]).prop_map(|b| vec![b]),
        2 => prop::sample::select(vec!["\r\n", "é", "\u{feff}", "GET / HTTP/1.1\n"]).prop_map(|s| s.into()),
        1 => (0usize..10_000).prop_map(|n| vec![b'x'; n]),
        1 => Just(b"\xff\xfa".repeat(300)),
    ];
    prop::collection::vec(pieces, 0..60).prop_map(|p| p.concat())
}

proptest! {
    #[test]
    fn however_it_is_cut_it_reads_the_same(bytes in soup(), cuts in prop::collection::vec(any::<prop::sample::Index>(), 0..6)) {
        let whole = read(&[&bytes], false);
        let single: Vec<&[u8]> = bytes.chunks(1).collect();
        prop_assert_eq!(&read(&single, false), &whole);
        prop_assert_eq!(&read(&[&bytes], true), &whole);
        let mut at: Vec<usize> = cuts.iter().map(|i| i.index(bytes.len() + 1)).collect();
        at.extend([0, bytes.len()]);
        at.sort_unstable();
        let parts: Vec<&[u8]> = at.windows(2).map(|w| &bytes[w[0]..w[1]]).collect();
        prop_assert_eq!(&read(&parts, true), &whole);
        for event in &whole.0 {
            if let Seen::Line(text) = event {
                prop_assert!(text.len() <= limits::LINE_BYTES && !text.contains(['\r', '\n', '\0']));
            }
        }
    }
}
