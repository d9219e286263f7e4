//! Messages read, written, read again, and compared with another parser.

use super::super::*;
use proptest::prelude::*;

/// `tags | source | command | param | param`, each tag and parameter between angle brackets.
fn shown(line: &str) -> String {
    match Message::parse(line) {
        Err(fault) => format!("{fault:?}"),
        Ok(message) => {
            let tags: String = message.tags.iter().map(|(key, value)| format!("<{key}={value}>")).collect();
            let params: String = message.params.iter().map(|param| format!("<{param}>")).collect();
            format!("{tags}|{}|{}|{params}", message.source.unwrap_or("-"), message.command)
        }
    }
}

#[test]
fn lines() {
    for (line, expect) in [
        ("PING", "|-|PING|"),
        ("nick bob", "|-|nick|<bob>"),
        ("001 bob :Welcome to it", "|-|001|<bob><Welcome to it>"),
        ("USER bob 0 * :Bob  B ", "|-|USER|<bob><0><*><Bob  B >"),
        ("PRIVMSG #x ::)", "|-|PRIVMSG|<#x><:)>"),
        ("PRIVMSG #x :", "|-|PRIVMSG|<#x><>"),
        ("PRIVMSG   #x   a:b   ", "|-|PRIVMSG|<#x><a:b>"),
        ("   PING   x", "|-|PING|<x>"),
        (":alice!a@h PRIVMSG #x :hi", "|alice!a@h|PRIVMSG|<#x><hi>"),
        (":alice   QUIT", "|alice|QUIT|"),
        ("@a=b;c;+d/e=f :s CMD", "<a=b><c=><+d/e=f>|s|CMD|"),
        ("@a=b   CMD", "<a=b>|-|CMD|"),
        ("@ CMD", "|-|CMD|"),
        ("@;;=x;a CMD", "<a=>|-|CMD|"),
        // Fault 30: the last of several, bad escapes.
        ("@a=1;b=2;a=3 CMD", "<a=3><b=2>|-|CMD|"),
        (r"@a=\:\s\\\r\n;b=\q\x;c=y\ CMD", "<a=; \\\r\n><b=qx><c=y>|-|CMD|"),
        ("@a=b=c CMD", "<a=b=c>|-|CMD|"),
        ("CMD é :« à »", "|-|CMD|<é><« à »>"),
        (
            "M 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 :x",
            "|-|M|<1><2><3><4><5><6><7><8><9><10><11><12><13><14><15 16 :x>",
        ),
        ("M 1 2 3 4 5 6 7 8 9 10 11 12 13 14 :15 16", "|-|M|<1><2><3><4><5><6><7><8><9><10><11><12><13><14><15 16>"),
        ("", "Empty"),
        ("   ", "Empty"),
        ("@a=b", "Empty"),
        (":alice", "Empty"),
        ("@a :b ", "Empty"),
        ("PRIV-MSG x", "BadCommand"),
        ("12 x", "BadCommand"),
        ("0001", "BadCommand"),
        ("\u{1}PING", "BadCommand"),
        ("é", "BadCommand"),
        ("P1", "BadCommand"),
        ("12_", "BadCommand"),
    ] {
        assert_eq!(shown(line), expect, "{line:?}");
    }
}

/// Fault 30: a bomb of tags.
#[test]
fn many_tags_are_few() {
    let tags: Vec<String> = (0..1000).map(|n| format!("t{n}=v")).collect();
    let line = format!("@{};t3=w CMD", tags.join(";"));
    let message = Message::parse(&line).unwrap();
    assert_eq!(message.tags.len(), TAGS);
    assert_eq!((message.tag("t3"), message.tag("t63"), message.tag("t64")), (Some("w"), Some("v"), None));
}

fn written(write: impl FnOnce(&mut Line<'_>)) -> String {
    let mut out = b"before\r\n".to_vec();
    write(&mut Line::new(&mut out));
    String::from_utf8(out).unwrap().strip_prefix("before\r\n").unwrap().to_owned()
}

#[test]
fn writing() {
    let line = written(|l| l.tag("a", "; \\\r\n\0").tag_flag("b").source("s").command("C").param("x").last("y").end());
    assert_eq!(line, "@a=\\:\\s\\\\\\r\\n\\s;b :s C x :y\r\n");
    assert_eq!(written(|l| l.command("001").param("bob").last("").end()), "001 bob :\r\n");
    // Fault 18: nothing ends a line, and no part becomes two.
    let line = written(|l| {
        l.source("a b\r\nQUIT").command("C D").param("").param(":x").param("a b\n").last("\0\r\nQUIT").end()
    });
    assert_eq!(line, ":a_b__QUIT C_D * _x a_b_ :   QUIT\r\n");
    assert_eq!(written(|l| l.tag("a b", "x").tag("", "x").tag("a=b", "x").tag_flag("a;b").command("C").end()), "C\r\n");
    // Too late is left out.
    let line = written(|l| l.command("C").source("s").tag("a", "b").last("x").param("y").last("z").end());
    assert_eq!(line, "C :x\r\n");
    assert_eq!(written(|l| l.tag("a", "b").source("s").param("x").end()), "");
    let mut out = Vec::new();
    let mut line = Line::new(&mut out);
    line.command("C").end();
    line.param("x").end();
    assert_eq!(out, b"C\r\n");
}

#[test]
fn moments() {
    assert_eq!(time_tag(Millis(1_795_356_180_123)), "2026-11-22T14:03:00.123Z");
    assert_eq!(parse_time("2026-11-22T14:03:00.123Z"), Some(Millis(1_795_356_180_123)));
    assert_eq!(parse_time("yesterday"), None);
}

fn middle() -> impl Strategy<Value = String> {
    "[a-zé#!@=;\\\\][a-z:é#!@=;\\\\]{0,4}"
}

proptest! {
    /// What was written is what is read.
    #[test]
    fn round_trip(
        tags in proptest::collection::btree_map("\\+?[a-z][a-z./-]{0,4}", "[a-z ;=\\\\:\r\né]{0,6}", 0..5),
        source in proptest::option::of(middle()),
        command in "[A-Z]{1,8}|[0-9]{3}",
        params in proptest::collection::vec(middle(), 0..14),
        last in proptest::option::of("[a-z :é;\\\\@]{0,8}"),
    ) {
        let mut out = Vec::new();
        let mut line = Line::new(&mut out);
        for (key, value) in &tags {
            line.tag(key, value);
        }
        line.source(source.as_deref().unwrap_or_default()).command(&command);
        for param in &params {
            line.param(param);
        }
        if let Some(last) = &last {
            line.last(last);
        }
        line.end();
        let text = String::from_utf8(out).unwrap();
        let message = Message::parse(text.strip_suffix("\r\n").unwrap()).unwrap();
        prop_assert_eq!(message.tags.len(), tags.len());
        prop_assert!(tags.iter().all(|(key, value)| message.tag(key) == Some(value)));
        prop_assert_eq!(message.source, source.as_deref());
        prop_assert_eq!(message.command, command);
        prop_assert!(message.params.iter().copied().eq(params.iter().chain(&last)));
    }

    /// Whatever the parts are, one line comes out, and each part is one part.
    #[test]
    fn nothing_breaks_out(
        key in "[ -~\r\n\0é]{0,4}", value in "[ -~\r\n\0é]{0,6}", source in "[ -~\r\n\0é]{1,6}",
        params in proptest::collection::vec("[ -~\r\n\0é]{0,6}", 0..14), last in "[ -~\r\n\0é]{0,8}",
    ) {
        let mut out = Vec::new();
        let mut line = Line::new(&mut out);
        line.tag(&key, &value).source(&source).command("X");
        for param in &params {
            line.param(param);
        }
        line.last(&last).end();
        let text = String::from_utf8(out).unwrap();
        let body = text.strip_suffix("\r\n").unwrap();
        prop_assert!(!body.contains(['\r', '\n', '\0']));
        let message = Message::parse(body).unwrap();
        prop_assert_eq!(message.command, "X");
        prop_assert_eq!(message.params.len(), params.len() + 1);
    }

    /// Another parser reads the same, where it is right: it takes a second space for a word of its own,
    /// ends its list one parameter earlier, and keeps each tag of several with one key.
    #[test]
    fn as_irc_proto_reads(
        tags in proptest::collection::btree_map("\\+?[a-z]{1,3}", "([a-z=é]|\\\\[:sxrn\\\\]){0,5}", 0..4),
        source in proptest::option::of("[a-z.]{1,5}|[a-z]{1,4}![a-z]{1,4}@[a-z.]{1,4}"),
        params in proptest::collection::vec("[a-z#é][a-z:#é]{0,4}", 0..13),
        last in proptest::option::of("[a-z :é]{0,8}"),
    ) {
        let tags: Vec<String> = tags.iter().map(|(key, value)| format!("{key}={value}")).collect();
        let mut line = if tags.is_empty() { String::new() } else { format!("@{} ", tags.join(";")) };
        line.extend(source.as_ref().map(|source| format!(":{source} ")));
        line.push_str("ZZZ");
        line.extend(params.iter().map(|param| format!(" {param}")));
        line.extend(last.as_ref().map(|last| format!(" :{last}")));
        let theirs: irc_proto::Message = line.parse().unwrap();
        let ours = Message::parse(&line).unwrap();
        let irc_proto::Command::Raw(command, args) = theirs.command else { panic!("known to it: {line}") };
        prop_assert_eq!(&command, ours.command);
        prop_assert!(args.iter().eq(ours.params.iter()), "{:?} {:?}", args, ours.params);
        prop_assert_eq!(theirs.prefix.map(|prefix| prefix.to_string()), ours.source.map(str::to_owned));
        let theirs: Vec<_> = theirs.tags.unwrap_or_default().into_iter().map(|t| (t.0, t.1.unwrap_or_default())).collect();
        let ours: Vec<_> = ours.tags.iter().map(|(key, value)| ((*key).to_owned(), value.to_string())).collect();
        prop_assert_eq!(theirs, ours);
    }

    #[test]
    fn any_line_is_read(line in "[@: a=;\\\\é1\r]{0,24}") {
        if let Ok(message) = Message::parse(&line) {
            prop_assert!(message.params.len() <= PARAMS && message.tags.len() <= TAGS);
            let middles = message.params.len().saturating_sub(1);
            prop_assert!(message.params.iter().take(middles).all(|p| !p.is_empty() && !p.contains(' ') && !p.starts_with(':')));
        }
    }
}

#[test]
fn attributes_are_written_as_tags_are() {
    let all = crate::irc::attributes("from=bob;text=green\\stea\\:;limit;text=black");
    let all: Vec<(&str, &str)> = all.iter().map(|(key, value)| (*key, value.as_ref())).collect();
    assert_eq!(all, [("from", "bob"), ("text", "black"), ("limit", "")]);
    assert_eq!(crate::irc::attributes("text=a\\sb;c"), [("text", "a b".into()), ("c", "".into())]);
}
