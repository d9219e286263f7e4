//! What the READMEs show is what happens: each block tagged `transcript` is played on the real program, by real `nc`.
//!
//! A block is read from top to bottom. `alice$ nc 127.0.0.1 63000` opens a terminal (the port is replaced by the test's),
//! `alice> text` is typed there, `alice< text` is the next line seen there. Times are written `[14:03 1]` and compared as
//! `[HH:MM 1]`. Words after the tag are given to `causette serve`. Every line that is seen must be in the block.

use causette_tests::client::PATIENCE;
use causette_tests::server::Program;
use std::collections::HashMap;
use std::io::{BufRead, BufReader, Write};
use std::net::SocketAddr;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, sync_channel};

/// Lines that one terminal may have to wait for its reader.
const LINES: usize = 1000;

#[derive(Debug, PartialEq, Eq)]
enum Step {
    Opens(String),
    Types(String, String),
    Sees(String, String),
}

#[derive(Debug, PartialEq, Eq)]
struct Script {
    words: Vec<String>,
    steps: Vec<Step>,
}

/// The transcripts of a document.
fn scripts(document: &str) -> Result<Vec<Script>, String> {
    let mut found = Vec::new();
    let mut lines = document.lines();
    while let Some(line) = lines.next() {
        let Some(rest) = line.strip_prefix("```transcript") else { continue };
        let words = rest.split_whitespace().map(str::to_owned).collect();
        let mut steps = Vec::new();
        loop {
            match lines.next() {
                None => return Err("a transcript has no end".into()),
                Some("```") => break,
                Some("") => {}
                Some(line) => steps.push(step(line)?),
            }
        }
        found.push(Script { words, steps });
    }
    Ok(found)
}

fn step(line: &str) -> Result<Step, String> {
    let bad = || format!("{line:?} is none of `who$ nc 127.0.0.1 63000`, `who> typed` and `who< seen`");
    let end = line.find(|c: char| !c.is_alphanumeric()).ok_or_else(bad)?;
    let (who, rest) = line.split_at(end);
    let (mark, words) = rest.split_once(' ').unwrap_or((rest, ""));
    match mark {
        "$" if words == "nc 127.0.0.1 63000" => Ok(Step::Opens(who.into())),
        ">" => Ok(Step::Types(who.into(), words.into())),
        "<" => Ok(Step::Sees(who.into(), words.into())),
        _ => Err(bad()),
    }
}

/// `[14:03 …` to `[HH:MM …`.
fn timeless(line: &str) -> String {
    let is_time = |t: &str| t.bytes().zip(*b"00:00").all(|(a, b)| a == b || b == b'0' && a.is_ascii_digit());
    match line.strip_prefix('[').and_then(|rest| rest.split_at_checked(5)) {
        Some((time, rest)) if is_time(time) => format!("[HH:MM{rest}"),
        _ => line.to_owned(),
    }
}

/// Somebody's `nc`.
struct Terminal {
    nc: Child,
    seen: Receiver<String>,
}

impl Terminal {
    fn open(address: SocketAddr) -> Terminal {
        let mut nc = Command::new("nc");
        nc.args([address.ip().to_string(), address.port().to_string()]);
        let spawned = nc.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn();
        let mut nc = spawned.unwrap_or_else(|e| panic!("this test needs nc (netcat-openbsd): {e}"));
        let (tell, seen) = sync_channel(LINES);
        let lines = BufReader::new(nc.stdout.take().unwrap()).lines();
        std::thread::spawn(move || lines.map_while(Result::ok).all(|line| tell.send(line).is_ok()));
        Terminal { nc, seen }
    }

    fn types(&mut self, line: &str) {
        writeln!(self.nc.stdin.as_mut().unwrap(), "{line}").unwrap();
    }

    fn sees(&self, who: &str, expect: &str) -> Result<(), String> {
        match self.seen.recv_timeout(PATIENCE).map(|line| timeless(&line)) {
            Ok(line) if line == timeless(expect) => Ok(()),
            Ok(line) => Err(format!("{who} should see\n  {expect}\nand saw\n  {line}")),
            Err(_) => Err(format!("{who} should see\n  {expect}\nand saw nothing")),
        }
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        let _ = self.nc.kill(); // it may have ended already
        let _ = self.nc.wait();
    }
}

fn play(script: &Script) -> Result<(), String> {
    let data = tempfile::tempdir().unwrap();
    let mut program = Program::product().unwrap();
    program.words.clone_from(&script.words);
    let mut server = program.serve(data.path()).unwrap();
    let mut terminals: HashMap<&str, Terminal> = HashMap::new();
    for step in &script.steps {
        let terminal = |who: &str| format!("{who} has no terminal: `{who}$ nc 127.0.0.1 63000` comes first");
        match step {
            Step::Opens(who) => drop(terminals.insert(who, Terminal::open(server.line))),
            Step::Types(who, text) => terminals.get_mut(who.as_str()).ok_or_else(|| terminal(who))?.types(text),
            Step::Sees(who, text) => terminals.get(who.as_str()).ok_or_else(|| terminal(who))?.sees(who, text)?,
        }
    }
    // The end of the server is the end of what they see: its goodbye is the only line that the block need not have.
    server.stop().unwrap();
    for (who, mut terminal) in terminals {
        drop(terminal.nc.stdin.take()); // nc ends when both sides have
        let more: Vec<String> = std::iter::from_fn(|| terminal.seen.recv_timeout(PATIENCE).ok()).take(2).collect();
        let goodbye = ["-- the server is stopping", "-- le serveur s'arrête"];
        let expected = more.iter().all(|line| goodbye.iter().any(|words| line.starts_with(words)));
        if more.len() > 1 || !expected {
            return Err(format!("at the end {who} also saw\n  {}", more.join("\n  ")));
        }
    }
    Ok(())
}

#[track_caller]
fn document(name: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").join(name);
    let text = std::fs::read_to_string(path).unwrap_or_else(|e| panic!("{name}: {e}"));
    for command in ["cargo run --release -- serve", "cargo xtask test"] {
        assert!(text.contains(command), "{name} does not say `{command}`");
    }
    let scripts = scripts(&text).unwrap_or_else(|e| panic!("{name}: {e}"));
    assert!(!scripts.is_empty(), "{name} shows no transcript");
    for script in scripts {
        play(&script).unwrap_or_else(|e| panic!("{name}: {e}"));
    }
}

#[test]
fn the_readme_shows_what_happens() {
    document("README.md");
}

#[test]
fn the_french_readme_too() {
    document("README.fr.md");
}

/// Two people, as a README would show them.
const SAMPLE: &str = "
# Sample

```sh
not a transcript
```

```transcript --lang en
anna$ nc 127.0.0.1 63000
anna< -- You are guest1 in #general. Type to talk, /help to see what else.
anna> hello
anna< ok 1

ben$ nc 127.0.0.1 63000
ben< -- You are guest2 in #general. Type to talk, /help to see what else.
ben< -- 2 people in #general: guest1 guest2
ben< [23:59 1] <guest1> hello
anna< -- guest2 joined #general
```
";

#[test]
fn a_true_transcript_passes() {
    let found = scripts(SAMPLE).unwrap();
    assert_eq!((found.len(), found[0].words.join(" "), found[0].steps.len()), (1, "--lang en".into(), 9));
    play(&found[0]).unwrap();
}

/// The sample with `from` replaced by `to` must fail, and say so with these words.
#[track_caller]
fn fails(from: &str, to: &str, words: &str) {
    let text = SAMPLE.replacen(from, to, 1);
    assert_ne!(text, SAMPLE);
    let error = scripts(&text).and_then(|found| play(&found[0])).unwrap_err();
    assert!(error.contains(words), "{error}");
}

#[test]
fn any_difference_fails() {
    fails("anna< ok 1", "anna< ok 2", "and saw\n  ok 1");
    fails("[23:59 1]", "[23:59 2]", "and saw\n  [HH:MM 1]");
    fails("anna< -- guest2 joined #general\n", "", "also saw\n  -- guest2 joined #general");
    fails("ben$ nc 127.0.0.1 63000\n", "", "ben has no terminal");
    fails("ben< [23:59", "ben: [23:59", "none of");
    fails("general\n```\n", "general\n", "no end");
}

#[test]
fn times_are_all_the_same() {
    for (line, expect) in [
        ("[14:03 1] <a> [14:03 2]", "[HH:MM 1] <a> [14:03 2]"),
        ("[14:03 @alice 1] <alice> x", "[HH:MM @alice 1] <alice> x"),
        ("[1403 1] <a> x", "[1403 1] <a> x"),
        ("14:03", "14:03"),
        ("[", "["),
    ] {
        assert_eq!(timeless(line), expect);
    }
}
