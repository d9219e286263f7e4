//! `causette say` and `causette follow`, as scripts use them: nothing lost, nothing twice, whatever happens to the connection.

use causette_tests::client::{PATIENCE, Text};
use causette_tests::relay::Relay;
use causette_tests::server::{Program, Server};
use std::io::{BufRead, BufReader, Write};
use std::net::SocketAddr;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc::{Receiver, sync_channel};
use std::time::{Duration, Instant};
use tempfile::TempDir;

/// Lines of a client that wait for the test.
const LINES: usize = 4096;

fn server() -> (Server, TempDir) {
    let data = tempfile::tempdir().unwrap();
    (Program::product().unwrap().serve(data.path()).unwrap(), data)
}

/// A client of the program under test; gone when dropped.
struct Client {
    child: Child,
    out: Receiver<String>,
    err: Receiver<String>,
}

fn lines(pipe: impl std::io::Read + Send + 'static) -> Receiver<String> {
    let (tell, told) = sync_channel(LINES);
    std::thread::spawn(move || {
        let lines = BufReader::new(pipe).lines().map_while(Result::ok);
        // An error: the test has heard enough.
        lines.map(|line| tell.send(line)).take_while(Result::is_ok).for_each(drop);
    });
    told
}

impl Client {
    fn start(to: SocketAddr, words: &[&str], locale: &str) -> Client {
        let mut command = Command::new(Program::product().unwrap().path);
        command.args(words).args(["--to", &to.to_string()]).env("LC_ALL", locale).env("TZ", "UTC");
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        let (out, err) = (lines(child.stdout.take().unwrap()), lines(child.stderr.take().unwrap()));
        Client { child, out, err }
    }

    fn input(&mut self, text: impl AsRef<[u8]>) {
        self.child.stdin.as_mut().unwrap().write_all(text.as_ref()).unwrap();
    }

    #[track_caller]
    fn line(&self) -> String {
        match self.out.recv_timeout(PATIENCE) {
            Ok(line) => line,
            Err(why) => panic!("no line ({why}); on standard error: {:?}", self.err.try_iter().collect::<Vec<_>>()),
        }
    }

    #[track_caller]
    fn until(&self, words: &str) {
        while !self.line().contains(words) {}
    }

    /// Ends its input and waits: how it ended, and all that it said.
    #[track_caller]
    fn end(mut self) -> (ExitStatus, Vec<String>, Vec<String>) {
        drop(self.child.stdin.take());
        let deadline = Instant::now() + PATIENCE * 2;
        let status = loop {
            match self.child.try_wait().unwrap() {
                Some(status) => break status,
                None => assert!(Instant::now() < deadline, "it does not end"),
            }
            std::thread::sleep(Duration::from_millis(5));
        };
        (status, self.out.iter().collect(), self.err.iter().collect())
    }
}

impl Drop for Client {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Says something and is content with nothing less than success.
#[track_caller]
fn said(to: SocketAddr, words: &[&str], input: &str) -> Vec<String> {
    let mut client = Client::start(to, words, "en");
    client.input(input);
    let (status, out, err) = client.end();
    assert!(status.success() && err.is_empty(), "{words:?}: {status} {err:?}");
    out
}

/// The same with a refusal: nothing on standard output, this on standard error.
#[track_caller]
fn refused(to: SocketAddr, words: &[&str], input: &str, locale: &str, expect: &str) {
    let mut client = Client::start(to, words, locale);
    client.input(input);
    let (status, out, err) = client.end();
    assert_eq!((status.code(), out.len()), (Some(1), 0), "{words:?}: {err:?}");
    assert!(err.iter().any(|line| line.starts_with("causette: ") && line.contains(expect)), "{words:?}: {err:?}");
}

#[test]
fn what_is_said_is_saved_and_followed() {
    let (server, _data) = server();
    let to = server.line;
    let following = Client::start(to, &["follow", "general", "--after", "0"], "en");
    assert_eq!(said(to, &["say", "general", "hello", "world"], ""), Vec::<String>::new());
    assert_eq!(
        said(to, &["say", "#general", "--name", "alice", "-v"], "one\n\ntwo\r\nthree"),
        ["ok 2", "ok 3", "ok 4"]
    );
    assert_eq!(said(to, &["say", "general", "-v", "--whole"], "a\n\n\u{1b}[2Jb\n"), ["ok 5"]);
    let heard: Vec<String> = (0..7).map(|_| following.line()).collect();
    let tails: Vec<&str> =
        heard.iter().map(|line| line.get(7..).filter(|_| line.starts_with('[')).unwrap_or(line)).collect();
    assert!(tails[0].starts_with("1] <guest") && tails[0].ends_with("> hello world"), "{heard:?}");
    assert_eq!(tails[1..4], ["2] <alice> one", "3] <alice> two", "4] <alice> three"]);
    assert!(tails[4].starts_with("5] <guest") && tails[4].ends_with("> a"), "{heard:?}");
    assert_eq!(tails[5..], ["| ", "| ␛[2Jb"]);
    let last = Client::start(to, &["follow", "general", "--last", "2"], "en");
    assert!(last.line().ends_with("4] <alice> three") && last.line().contains(" 5] "));
    let json = Client::start(to, &["follow", "general", "--after", "3", "--json"], "en");
    let line = json.line();
    assert!(line.starts_with('{') && line.contains(r#""text":"three""#) && line.contains(r#""seq":4"#), "{line}");
}

#[test]
fn direct_messages_through_a_pipe() {
    let (server, _data) = server();
    let mut bob = Text::connect(server.line).unwrap();
    bob.send("/nick bob").unwrap();
    bob.expect("your name is now bob").unwrap();
    let following = Client::start(server.line, &["follow", "@bob", "--name", "robot"], "en");
    bob.expect("is now robot").unwrap();
    // This word may come before it asks where the conversation is, or after: what follows is heard in any case.
    bob.send("/msg robot first").unwrap();
    bob.expect("ok @robot 1").unwrap();
    said(server.line, &["say", "@bob", "from a script"], "");
    bob.expect("from a script").unwrap();
    bob.send("/msg robot second").unwrap();
    following.until("2] <bob> second");
}

#[test]
fn refusals_are_told_in_the_readers_language() {
    let (server, _data) = server();
    let to = server.line;
    refused(to, &["say", "@nobody", "hi"], "", "en", "nobody here is called nobody");
    refused(to, &["say", "@nobody", "hi"], "", "fr_FR.UTF-8", "personne ici ne s'appelle nobody");
    refused(to, &["say", "general", ""], "", "en", "nothing");
    refused(to, &["say", "a b", "hi"], "", "en", "a space is not");
    refused(to, &["say", "general", "--name", "1 2", "hi"], "", "en", "name");
    refused(to, &["say", "general", "--whole"], &"x".repeat(5000), "en", "5000 bytes");
    refused(to, &["follow", "general", "--after", "7"], "", "en", "the last one is 0");
    // The others of a list are said all the same.
    let mut client = Client::start(to, &["say", "general", "-v"], "en");
    client.input(format!("one\n{}\ntwo\n", "x".repeat(5000)));
    let (status, out, err) = client.end();
    assert_eq!((status.code(), out), (Some(1), vec!["ok 1".to_owned(), "ok 2".to_owned()]));
    assert!(err.len() == 1 && err[0].contains("5001 bytes"), "{err:?}");
    drop(server);
    refused(to, &["say", "general", "hi"], "", "en", "no answer from 127.0.0.1:");
    refused(to, &["follow", "general"], "", "fr", "pas de réponse de 127.0.0.1:");
}

#[test]
fn a_confirmation_that_is_lost_doubles_nothing() {
    let (server, _data) = server();
    let relay = Relay::to(server.line).unwrap();
    let mut client = Client::start(relay.address, &["say", "general", "-v"], "en");
    client.input("one\n");
    assert_eq!(client.line(), "ok 1");
    // It is saved, the answer is lost, and sent again with the same key it is still the same message.
    relay.lose(3);
    client.input("two\nthree\n");
    assert_eq!((client.line(), client.line()), ("ok 2".to_owned(), "ok 3".to_owned()));
    assert_eq!(relay.to_lose(), 0, "the fault was there");
    relay.cut();
    client.input("four\n");
    let (status, out, err) = client.end();
    assert!(status.success() && err.is_empty(), "{err:?}");
    assert_eq!(out, ["ok 4"]);
    let all = Client::start(server.line, &["follow", "general", "--after", "0"], "en");
    for (n, word) in ["one", "two", "three", "four"].iter().enumerate() {
        let line = all.line();
        assert!(line.contains(&format!(" {}] ", n + 1)) && line.ends_with(word), "{line}");
    }
}

#[test]
fn following_survives_cuts_and_crashes_without_gap_or_repeat() {
    let (mut server, data) = server();
    let relay = Relay::to(server.line).unwrap();
    let following = Client::start(relay.address, &["follow", "log", "--after", "0"], "en");
    let mut number = 0;
    let mut say = |to: SocketAddr, count: usize| {
        let text: String = (number + 1..=number + count).map(|n| format!("line {n}\n")).collect();
        number += count;
        said(to, &["say", "log"], &text);
    };
    say(server.line, 30);
    following.until("line 30");
    relay.cut();
    say(server.line, 700);
    server.kill().unwrap();
    let again = Program::product().unwrap().serve(data.path()).unwrap();
    say(again.line, 5);
    relay.turn(again.line);
    relay.cut();
    say(again.line, 5);
    for n in 31..=740 {
        let line = following.line();
        assert!(line.contains(&format!(" {n}] ")) && line.ends_with(&format!("line {n}")), "{n}: {line}");
    }
    assert!(following.err.recv_timeout(PATIENCE).unwrap().contains("trying again"));
}

#[test]
fn nobody_reads_what_is_printed() {
    let (server, _data) = server();
    let mut command = Command::new(Program::product().unwrap().path);
    command.args(["follow", "general", "--after", "0", "--to", &server.line.to_string()]).stdin(Stdio::null());
    let mut child = command.env("LC_ALL", "en").stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    said(server.line, &["say", "general", "one"], "");
    let mut out = BufReader::new(child.stdout.take().unwrap());
    out.read_line(&mut String::new()).unwrap();
    drop(out);
    said(server.line, &["say", "general", "two"], "");
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success() && output.stderr.is_empty(), "{output:?}");
}

/// The server's own output may lead nowhere: it serves all the same.
#[test]
fn a_server_whose_output_is_full() {
    let data = tempfile::tempdir().unwrap();
    let full = std::fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
    let mut command = Command::new(Program::product().unwrap().path);
    command
        .args([
            "serve",
            "--line",
            "127.0.0.1:0",
            "--irc",
            "off",
            "--irc-tls",
            "off",
            "--web",
            "off",
            "--web-tls",
            "off",
            "--data",
        ])
        .arg(data.path())
        .env("LC_ALL", "en");
    let mut child = command.stdin(Stdio::null()).stdout(full).stderr(Stdio::piped()).spawn().unwrap();
    // It catches SIGTERM from just before it says that it is ready.
    let status = format!("/proc/{}/status", child.id());
    let deadline = Instant::now() + PATIENCE;
    loop {
        let text = std::fs::read_to_string(&status).unwrap_or_default();
        let caught = text.lines().find_map(|line| line.strip_prefix("SigCgt:")).unwrap_or("0").trim().to_owned();
        if u64::from_str_radix(&caught, 16).unwrap() & (1 << 14) != 0 {
            break;
        }
        assert!(Instant::now() < deadline && child.try_wait().unwrap().is_none(), "it is not there: {text}");
        std::thread::sleep(Duration::from_millis(5));
    }
    let pid = rustix::process::Pid::from_child(&child);
    rustix::process::kill_process(pid, rustix::process::Signal::TERM).unwrap();
    let output = child.wait_with_output().unwrap();
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success() && said.contains("stopping"), "{}: {said}", output.status);
}
