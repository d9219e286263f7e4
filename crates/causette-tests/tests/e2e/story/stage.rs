//! Where a story is played: a server of its own, and a terminal for each person.

use super::plain::{plain, secret, token};
use causette_tests::client::PATIENCE;
use causette_tests::server::{Program, Server};
use std::collections::HashMap;
use std::io::{BufRead, BufReader, Write};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, sync_channel};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

/// Lines that one terminal may have to wait for its reader.
const LINES: usize = 1000;
/// While the documents are written: nobody has seen anything for so long, so nothing more will come.
const QUIET: Duration = Duration::from_millis(200);
/// And before anybody has seen anything: a password takes its time.
const ANSWERED: Duration = Duration::from_secs(2);
/// The address that is typed in the documents.
const TYPED: &str = "127.0.0.1 63000";

pub(super) struct Stage {
    server: Server,
    data: tempfile::TempDir,
    zone: String,
    lang: String,
    /// In the order in which they came.
    terminals: Vec<(String, Terminal)>,
    /// What programs were given to come back with: now, and when their terminal was opened before.
    tokens: HashMap<String, String>,
    earlier: HashMap<String, String>,
    /// The last secret word that was shown to anybody: `…` where somebody types one.
    word: Option<String>,
}

/// A zone in which it is a few minutes past two in the afternoon: midnight is never near.
#[expect(clippy::disallowed_methods, reason = "the zone depends on what time it is")]
fn afternoon() -> String {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs() / 60 % (24 * 60);
    let (now, then) = (i64::try_from(now).unwrap(), 14 * 60 + 3);
    // POSIX counts westwards.
    let (sign, west) = if now >= then { ('+', now - then) } else { ('-', then - now) };
    format!("STORY{sign}{:02}:{:02}", west / 60, west % 60)
}

impl Stage {
    pub(super) fn open(words: &[String]) -> Stage {
        let data = tempfile::tempdir().unwrap();
        let mut program = Program::product().unwrap();
        std::os::unix::fs::symlink(std::path::absolute(&program.path).unwrap(), data.path().join("causette")).unwrap();
        let zone = afternoon();
        program.words = words.to_vec();
        program.under = vec!["env".into(), format!("TZ={zone}")];
        let server = program.serve(&data.path().join("data")).unwrap();
        let lang = words.iter().skip_while(|word| *word != "--lang").nth(1).map_or("en", |lang| lang);
        Stage {
            server,
            zone,
            lang: lang.to_owned(),
            terminals: Vec::new(),
            tokens: HashMap::new(),
            earlier: HashMap::new(),
            word: None,
            data,
        }
    }

    /// A command in a terminal; one that was open there is closed.
    pub(super) fn opens(&mut self, who: &str, words: &str) -> Result<(), String> {
        let address = self.server.line;
        let words = words.replace(TYPED, &format!("{} {}", address.ip(), address.port()));
        let mut command = match words.starts_with("telnet ") {
            // Only in a terminal does it turn Ctrl-C into an interrupt.
            true => Command::new("script"),
            false => Command::new("sh"),
        };
        match words.starts_with("telnet ") {
            true => command.args(["-qfc", &words, "/dev/null"]),
            false if words.contains('|') => command.args(["-c", &words]),
            false => command.args(["-c", &format!("exec {words}")]),
        };
        // The language of the program's own words; what telnet says is English everywhere.
        let locale = if words.starts_with("telnet ") { "C.UTF-8" } else { &self.lang };
        command.env("TZ", &self.zone).env("LC_ALL", locale).env("CAUSETTE_SERVER", address.to_string());
        command.env("PATH", format!("{}:{}", self.data.path().display(), path()));
        self.earlier.extend(self.tokens.remove(who).map(|token| (who.to_owned(), token)));
        self.terminals.retain(|(name, _)| name != who);
        self.terminals.push((who.to_owned(), Terminal::open(command, words.starts_with("telnet "))));
        Ok(())
    }

    pub(super) fn types(&mut self, who: &str, text: &str) -> Result<(), String> {
        let text = &match text.strip_suffix(" …") {
            Some(command) => format!("{command} {}", self.word()?),
            None => text.to_owned(),
        };
        let text = match self.earlier.get(who) {
            Some(token) => text.replacen("\"token\":\"…\"", &format!("\"token\":\"{token}\""), 1),
            None => text.to_owned(),
        };
        self.terminal(who)?.types(&text).map_err(|e| format!("{who} cannot type: {e}"))
    }

    /// What `…` stands for: until somebody was shown a word, that which the server said when it was first started.
    fn word(&self) -> Result<String, String> {
        let deadline = Instant::now() + PATIENCE;
        loop {
            let said = self.server.said();
            let of_start = || ["/claim ", "/revendiquer "].iter().find_map(|command| said.split_once(command));
            let of_start = || of_start().and_then(|(_, word)| Some(word.split_once('\n')?.0.trim().to_owned()));
            match self.word.clone().or_else(of_start) {
                Some(word) => return Ok(word),
                None if Instant::now() > deadline => return Err(format!("no word was shown to anybody: {said}")),
                None => std::thread::sleep(Duration::from_millis(5)),
            }
        }
    }

    pub(super) fn sees(&mut self, who: &str, expect: &str) -> Result<(), String> {
        let line = self.terminal(who)?.next(PATIENCE);
        self.keep_token(who, line.as_deref());
        match line.as_deref().map(plain) {
            Some(line) if line == expect => Ok(()),
            Some(line) => Err(format!("{who} should see\n  {expect}\nand saw\n  {line}")),
            None => Err(format!("{who} should see\n  {expect}\nand saw nothing")),
        }
    }

    /// What everybody sees until it is quiet: first whoever did something, then the others, those who see the same together.
    pub(super) fn seen_after(&mut self, who: &str) -> Vec<(Vec<String>, String)> {
        let mut seen: Vec<(String, Vec<String>)> = Vec::new();
        let mut order: Vec<String> = self.terminals.iter().map(|(name, _)| name.clone()).collect();
        order.sort_by_key(|name| name != who);
        seen.extend(order.into_iter().map(|name| (name, Vec::new())));
        let mut quiet = false;
        let began = Instant::now();
        while !quiet || began.elapsed() < ANSWERED && seen.iter().all(|(_, lines)| lines.is_empty()) {
            quiet = true;
            std::thread::sleep(QUIET);
            for (name, lines) in &mut seen {
                while let Some(line) = self.terminal(name).ok().and_then(|terminal| terminal.next(Duration::ZERO)) {
                    self.keep_token(name, Some(&line));
                    lines.push(plain(&line));
                    quiet = false;
                }
            }
        }
        let mut told = Vec::new();
        while let Some(line) = seen.iter().find_map(|(_, lines)| lines.first().cloned()) {
            let mut people = Vec::new();
            for (name, lines) in &mut seen {
                if lines.first() == Some(&line) {
                    lines.remove(0);
                    people.push(name.clone());
                }
            }
            told.push((people, line));
        }
        told
    }

    /// The end of the server is the end of what they see: its goodbye is the only line that a story need not have.
    pub(super) fn close(mut self) -> Result<(), String> {
        self.server.stop().unwrap();
        for (who, terminal) in &mut self.terminals {
            drop(terminal.child.stdin.take()); // nc ends when both sides have
            let more: Vec<String> = std::iter::from_fn(|| terminal.next(PATIENCE)).take(2).collect();
            let goodbye = ["-- the server is stopping", "-- le serveur s'arrête", "{\"type\":\"goodbye\""];
            let expected = more.first().is_none_or(|line| goodbye.iter().any(|words| line.starts_with(words)));
            let closed = more.get(1).is_none_or(|line| line == "Connection closed by foreign host.");
            if !expected || !closed {
                return Err(format!("at the end {who} also saw\n  {}", more.join("\n  ")));
            }
        }
        Ok(())
    }

    fn terminal(&mut self, who: &str) -> Result<&mut Terminal, String> {
        let found = self.terminals.iter_mut().find(|(name, _)| name == who);
        found
            .map(|(_, terminal)| terminal)
            .ok_or_else(|| format!("{who} has no terminal: `{who}$ nc {TYPED}` comes first"))
    }

    fn keep_token(&mut self, who: &str, line: Option<&str>) {
        if let Some(token) = line.and_then(token) {
            self.tokens.insert(who.to_owned(), token);
        }
        if let Some(word) = line.and_then(secret) {
            self.word = Some(word.to_owned());
        }
    }
}

#[expect(clippy::disallowed_methods, reason = "the story's own `causette` comes before everything else")]
fn path() -> String {
    std::env::var("PATH").unwrap()
}

/// What somebody types into and looks at.
struct Terminal {
    child: Child,
    seen: Receiver<String>,
    /// What the terminal itself shows of what is typed.
    echoes: Option<Vec<String>>,
}

impl Terminal {
    fn open(mut command: Command, echoes: bool) -> Terminal {
        command.stdin(Stdio::piped()).stdout(Stdio::piped());
        let spawned = command.spawn();
        let mut child = spawned.unwrap_or_else(|e| panic!("this test needs nc, telnet and script: {command:?}: {e}"));
        let (tell, seen) = sync_channel(LINES);
        let lines = BufReader::new(child.stdout.take().unwrap()).lines();
        std::thread::spawn(move || lines.map_while(Result::ok).all(|line| tell.send(line).is_ok()));
        Terminal { child, seen, echoes: echoes.then(Vec::new) }
    }

    fn types(&mut self, text: &str) -> std::io::Result<()> {
        let stdin = self.child.stdin.as_mut().unwrap();
        match &mut self.echoes {
            Some(_) if text == "^C" => stdin.write_all(b"\x03"),
            None if text == "^C" => self.child.kill(),
            Some(echoes) => {
                echoes.push(text.to_owned());
                writeln!(stdin, "{text}")
            }
            None => writeln!(stdin, "{text}"),
        }
    }

    /// The next line that is no echo, if it comes within this time.
    fn next(&mut self, wait: Duration) -> Option<String> {
        loop {
            let line = self.seen.recv_timeout(wait).ok()?;
            let line = line.trim_end_matches('\r');
            let Some(echoes) = &mut self.echoes else { return Some(line.to_owned()) };
            let line = line.trim_start_matches("^C");
            match echoes.iter().position(|echo| echo == line) {
                Some(at) => drop(echoes.remove(at)),
                None => return Some(line.to_owned()),
            }
        }
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        let _ = self.child.kill(); // it may have ended already
        let _ = self.child.wait();
    }
}
