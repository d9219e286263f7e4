//! Each of the eight parts, met by `nc`, by `telnet`, and by a program that sends no newline.

use crate::support::{PATIENCE, Server, ask};
use causette_lab::part::Part;
use causette_lab::parts::Options;
use std::io::{Read, Write};
use std::net::SocketAddr;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::channel;
use std::time::Instant;

/// What is said to each part, and what must come back.
const TALKS: [(Part, &str, &str); 8] = [
    (Part::Connection, "salut", "Bonjour client !"),
    (Part::Echo, "salut, ça va ?", "salut, ça va ?"),
    (Part::Sequential, "été", "été"),
    (Part::Talk, "il y a quelqu'un ?", "bonjour"),
    (Part::Calc, "0,1 + 0.2", "0.3"),
    (Part::Protocol, "/echo un  deux", "un  deux"),
    (Part::Parallel, "/who", "1 personne : client 1"),
    (Part::Shared, "mon message", "message 1 enregistré"),
];

/// A program people have, talking to a server; killed at the end whatever happens.
struct Tool(Child);

impl Tool {
    fn start(name: &str, to: SocketAddr) -> Tool {
        let (host, port) = (to.ip().to_string(), to.port().to_string());
        let mut command = Command::new(name);
        command.args([host, port]).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
        Tool(command.spawn().unwrap_or_else(|error| panic!("{name}: {error}")))
    }

    /// Types a line and reads until the answer is on the screen.
    #[expect(clippy::disallowed_methods, reason = "a test may have as many lines waiting as a tool prints")]
    fn says(&mut self, line: &str, expect: &str) -> String {
        self.0.stdin.as_mut().unwrap().write_all(format!("{line}\n").as_bytes()).unwrap();
        let (mut output, (told, screen)) = (self.0.stdout.take().unwrap(), channel());
        std::thread::spawn(move || {
            let mut buffer = [0; 1024];
            while let Ok(count @ 1..) = output.read(&mut buffer) {
                let _ = told.send(buffer[..count].to_vec());
            }
        });
        let (mut seen, until) = (Vec::new(), Instant::now() + PATIENCE);
        while !String::from_utf8_lossy(&seen).contains(expect) {
            let left = until.saturating_duration_since(Instant::now());
            match screen.recv_timeout(left) {
                Ok(bytes) => seen.extend(bytes),
                Err(_) => break,
            }
        }
        String::from_utf8_lossy(&seen).into_owned()
    }
}

impl Drop for Tool {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn met_by(tool: &str) {
    for (part, line, expect) in TALKS {
        let server = Server::part(part, Options::default());
        let screen = Tool::start(tool, server.address).says(line, expect);
        let lines: Vec<&str> = screen.lines().map(str::trim_end).collect();
        assert_eq!(lines.iter().filter(|line| **line == expect).count(), 1, "{tool}, {part:?}: {screen:?}");
    }
}

#[test]
fn nc_talks_to_all_eight() {
    met_by("nc");
}

#[test]
fn telnet_talks_to_all_eight() {
    met_by("telnet");
}

#[test]
fn a_program_without_newlines_talks_to_all_eight() {
    for (part, line, expect) in TALKS {
        let server = Server::part(part, Options::default());
        assert_eq!(ask(&server.connect(), line.as_bytes()), expect, "{part:?}: no newline was sent, none comes back");
    }
}

#[test]
fn answers_end_as_questions_do() {
    let server = Server::part(Part::Calc, Options::default());
    for (question, answer) in [("6*7", "42"), ("6*7\n", "42\n"), ("6*7\r\n", "42\r\n"), ("1+1\n2+2\n", "2\n4\n")] {
        assert_eq!(ask(&server.connect(), question.as_bytes()), answer, "{question:?}");
    }
}

#[test]
fn fin_ends_parts_two_and_four_and_only_the_turn_in_three() {
    for (part, ends) in [(Part::Echo, true), (Part::Talk, true), (Part::Sequential, false), (Part::Calc, false)] {
        for fin in ["fin", "fin\n", "fin\r\n"] {
            let mut server = Server::part(part, Options::default());
            assert_eq!(ask(&server.connect(), fin.as_bytes()), "", "{part:?}");
            if ends {
                assert!(server.ends(), "{part:?} goes on after {fin:?}");
            } else {
                assert!(!ask(&server.connect(), b"1+1").is_empty(), "{part:?} is gone after {fin:?}");
            }
        }
    }
}

#[test]
fn part_one_serves_one_and_ends() {
    let mut server = Server::part(Part::Connection, Options::default());
    drop(server.connect()); // not even a word
    assert_eq!(ask(&server.connect(), b"salut\n"), "Bonjour client !\n");
    assert!(server.ends());
}

#[test]
fn both_free_variants_of_part_four_answer_and_end() {
    for nonblocking in [false, true] {
        let mut server = Server::part(Part::Talk, Options { free: true, nonblocking, ..Options::default() });
        let client = server.connect();
        assert_eq!(ask(&client, b"un"), "bonjour", "nonblocking: {nonblocking}");
        assert_eq!(ask(&client, b"deux\n"), "bonjour\n");
        assert_eq!(ask(&client, b"fin\n"), "");
        assert!(server.ends(), "nonblocking: {nonblocking}");
    }
}
