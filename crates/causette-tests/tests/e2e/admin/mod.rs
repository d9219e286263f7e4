//! `causette admin`: every command, with a server that runs and without one; the console it goes by; copies of the store.

mod accounts;
mod bans;
mod console;
mod copies;
mod schedule;

use causette_tests::client::Text;
use causette_tests::server::{Program, Server};
use std::io::{BufRead, BufReader, Write};
use std::os::unix::net::UnixStream;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;
use tempfile::TempDir;

/// What a command said, and whether it was done.
pub(super) struct Said {
    out: String,
    err: String,
    done: bool,
}

impl Said {
    #[track_caller]
    pub(super) fn done(self, words: &[&str]) -> String {
        assert!(self.done && self.err.is_empty(), "{}\n{}", self.out, self.err);
        has(&self.out, words);
        self.out
    }

    /// Refused, in one sentence with all of these words, and nothing else.
    #[track_caller]
    fn refused(self, words: &[&str]) {
        assert!(!self.done && self.out.is_empty(), "{}\n{}", self.out, self.err);
        assert!(self.err.starts_with("causette: ") && self.err.lines().count() == 1, "{}", self.err);
        has(&self.err, words);
    }
}

#[track_caller]
fn has(text: &str, words: &[&str]) {
    assert!(words.iter().all(|word| text.contains(word)), "{words:?} are not all in\n{text}");
}

/// `causette admin` on this data directory.
pub(super) fn admin(data: &Path, words: &[&str]) -> Said {
    admin_with(data, words, "C", "")
}

/// The same in this locale, with this on standard input.
fn admin_with(data: &Path, words: &[&str], locale: &str, input: &str) -> Said {
    let mut command = Command::new(Program::product().unwrap().path);
    command.arg("admin").args(words).env("CAUSETTE_DATA", data).env("LC_ALL", locale).env_remove("CAUSETTE_CONFIG");
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    // Whoever needs no input may be gone already.
    let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
    let output = child.wait_with_output().unwrap();
    let [out, err] = [output.stdout, output.stderr].map(|bytes| String::from_utf8(bytes).unwrap());
    Said { out, err, done: output.status.success() }
}

/// Makes an account.
#[track_caller]
pub(super) fn add(data: &Path, name: &str) {
    let said = admin_with(data, &["user", "add", name], "C", "correct horse battery\n");
    said.done(&[&format!("the account {name} is made")]);
}

/// A server, and where its data is.
fn server() -> (Server, TempDir) {
    let place = tempfile::tempdir().unwrap();
    (Program::product().unwrap().serve(&place.path().join("data")).unwrap(), place)
}

/// Somebody who has said this in #general.
fn talker(server: &Server, lines: &[&str]) -> Text {
    let mut text = Text::connect(server.line).unwrap();
    text.expect("#general").unwrap();
    for line in lines {
        text.send(line).unwrap();
        text.expect("ok ").unwrap();
    }
    text
}

/// The same commands where a server runs and where none does: `tried` with the data directory, both ways.
fn both_ways(prepare: impl Fn(&Server), tried: impl Fn(&Path)) {
    for running in [true, false] {
        let (mut server, place) = server();
        prepare(&server);
        let data = place.path().join("data");
        if !running {
            assert!(server.stop().unwrap().success());
            assert!(!data.join("console.sock").exists(), "a clean stop takes it away");
        }
        tried(&data);
        if running {
            assert!(server.stop().unwrap().success());
        }
        admin(&data, &["verify"]).done(&["nothing is wrong"]);
    }
}

/// What is in the audit room.
pub(super) fn audit(data: &Path) -> String {
    // The console reads it as everybody does.
    let mut lines = String::new();
    let stream = UnixStream::connect(data.join("console.sock")).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
    let ask = "{\"type\":\"history\",\"room\":\"#server\",\"ref\":\"h\"}\n";
    (&stream).write_all(ask.as_bytes()).unwrap();
    let mut reader = BufReader::new(stream);
    while !lines.contains("\"ref\":\"h\"") {
        assert!(reader.read_line(&mut lines).unwrap() > 0, "{lines}");
    }
    lines
}
