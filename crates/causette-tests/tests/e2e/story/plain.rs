//! What a line says whenever it is played: clock times, ids and tokens are another each time, and stand in the documents as
//! those of one afternoon, or not at all.

/// Fields of JSON that the documents leave out.
const LEFT_OUT: [&str; 16] = [
    "tags_id",
    "id",
    "room_id",
    "from_id",
    "by_id",
    "topic_by_id",
    "opened_id",
    "renamed_id",
    "at",
    "topic_at",
    "until",
    "made",
    "since",
    "server",
    "limits",
    "code",
];

/// The line as the documents have it.
pub(super) fn plain(line: &str) -> String {
    match line {
        json if json.starts_with('{') => json_without_ids(json),
        line if line.starts_with("!! slow_down: ") => same_pause(line),
        line => match secret(line) {
            Some(word) => at_that_time(&line.replacen(word, "…", 1)),
            None => at_that_time(line),
        },
    }
}

/// A word that signs in or invites, where somebody is shown one.
pub(super) fn secret(line: &str) -> Option<&str> {
    let is_one = |word: &&str| {
        let word = word.strip_prefix("causette_").unwrap_or(word);
        word.len() == 32 && word.bytes().all(|b| b.is_ascii_hexdigit())
    };
    line.starts_with("-- ").then(|| line.split(' ').find(is_one))?
}

/// `,"id":"8f…"` and the like are taken out, and a token is one of three dots.
fn json_without_ids(line: &str) -> String {
    let mut line = line.to_owned();
    // A refusal's code is always the same; only a secret word is another each time.
    let secret = line.starts_with("{\"type\":\"code\"");
    for field in LEFT_OUT.into_iter().filter(|field| secret || *field != "code") {
        let end = if field == "limits" { '}' } else { '"' };
        let begin = format!(",\"{field}\":{}", if field == "limits" { '{' } else { '"' });
        while let Some((before, rest)) = line.split_once(&begin) {
            let after = rest.split_once(end).map_or("", |(_, after)| after);
            line = format!("{before}{after}");
        }
    }
    match token(&line) {
        Some(token) => line.replacen(&token, "…", 1),
        None => line,
    }
}

/// The token that a program is given to come back with, or to sign in by.
pub(super) fn token(line: &str) -> Option<String> {
    let (_, rest) = line.split_once("\"resume\":\"").or_else(|| line.split_once(",\"token\":\""))?;
    rest.split_once('"').map(|(token, _)| token.to_owned()).filter(|token| !token.is_empty())
}

/// How long is left depends on how fast the test runs: as long as the pause is.
fn same_pause(line: &str) -> String {
    let number = |word: &&str| word.bytes().all(|b| b.is_ascii_digit());
    let Some(pause) = line.split(' ').find(number) else { return line.to_owned() };
    line.split(' ').map(|word| if number(&word) { pause } else { word }).collect::<Vec<_>>().join(" ")
}

/// `[14:03 …` is when something was said, any other time is when something ends; a date stands before the time that it is.
fn at_that_time(line: &str) -> String {
    let dated = shaped(line, "0000-00-00 00:00:00", "2026-11-22 14:03:00");
    if dated.contains("14:03:00") {
        return shaped(&shaped(&dated, "(+00:00)", "(+01:00)"), "(-00:00)", "(+01:00)");
    }
    let line = &shaped(line, "0000-00-00", "2026-11-22");
    match line.strip_prefix('[').filter(|rest| fits(rest, "00:00")).and_then(|rest| rest.get(5..)) {
        Some(rest) => format!("[14:03{}", shaped(rest, "00:00", "14:13")),
        None => shaped(line, "00:00", "14:13"),
    }
}

fn fits(text: &str, shape: &str) -> bool {
    let fit = |(a, b): (u8, u8)| a == b || b == b'0' && a.is_ascii_digit();
    text.len() >= shape.len() && text.bytes().zip(shape.bytes()).all(fit)
}

/// What has this shape (a `0` is any digit) is `instead`.
fn shaped(line: &str, shape: &str, instead: &str) -> String {
    let (mut out, mut rest) = (String::new(), line);
    while let Some(c) = rest.chars().next() {
        let found = fits(rest, shape);
        out.push_str(if found { instead } else { &rest[..c.len_utf8()] });
        rest = &rest[if found { shape.len() } else { c.len_utf8() }..];
    }
    out
}

#[test]
fn what_differs_is_made_the_same() {
    for (line, expect) in [
        ("[09:58 12 re 3] <a> b", "[14:03 12 re 3] <a> b"),
        ("[09:58 13] -- a banned b until 10:08", "[14:03 13] -- a banned b until 14:13"),
        ("-- a banned b until 10:08 (noise)", "-- a banned b until 14:13 (noise)"),
        (
            "-- it is 2027-01-02 03:04:05 on this server (-04:30)",
            "-- it is 2026-11-22 14:03:00 on this server (+01:00)",
        ),
        ("!! slow_down: 60 seconds: again in 59 seconds.", "!! slow_down: 60 seconds: again in 60 seconds."),
        (r##"{"type":"ok","room":"#a","room_id":"f0","seq":1}"##, r##"{"type":"ok","room":"#a","seq":1}"##),
        (
            r#"{"type":"w","name":"é","id":"0","resume":"ab.c","limits":{"line":1}}"#,
            r#"{"type":"w","name":"é","resume":"…"}"#,
        ),
        (
            "-- until 2027-01-02 10:08, this: /resume 0123456789abcdef0123456789abcdef",
            "-- until 2026-11-22 14:13, this: /resume …",
        ),
        (
            "-- a program signs in with it: causette_0123456789abcdef0123456789abcdef",
            "-- a program signs in with it: …",
        ),
        (r#"{"type":"token","number":1,"token":"causette_ab"}"#, r#"{"type":"token","number":1,"token":"…"}"#),
        (r#"{"type":"welcome","name":"é","resume":""}"#, r#"{"type":"welcome","name":"é","resume":""}"#),
        (r#"{"type":"code","kind":"once","code":"ab12"}"#, r#"{"type":"code","kind":"once"}"#),
        (r#"{"type":"refused","code":"busy"}"#, r#"{"type":"refused","code":"busy"}"#),
        ("[é] 12:3", "[é] 12:3"),
    ] {
        assert_eq!(plain(line), expect);
        assert_eq!(plain(expect), expect);
    }
}
