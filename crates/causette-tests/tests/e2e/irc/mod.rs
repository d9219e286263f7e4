//! The IRC door of the real program: alone, beside the line door, and against those who mean it no good.

mod accounts;
mod operators;
mod people;
mod profile;
mod reading;
mod rename;
mod rooms;
mod same;
mod sasl;
mod tags;
mod talk;

use causette_tests::client::{Irc, Text};
use causette_tests::server::{Program, Server};
use std::net::SocketAddr;

/// A server with both doors open.
struct House {
    server: Server,
    irc: SocketAddr,
    data: tempfile::TempDir,
}

impl House {
    fn new() -> House {
        House::with(&[])
    }

    fn with(words: &[&str]) -> House {
        House::on(tempfile::tempdir().unwrap(), words)
    }

    fn on(data: tempfile::TempDir, words: &[&str]) -> House {
        let mut program = Program::product().unwrap();
        program.words = ["--irc", "127.0.0.1:0"].iter().chain(words).map(|word| (*word).to_owned()).collect();
        let server = program.serve(data.path()).unwrap();
        let irc = server.door("irc").unwrap();
        House { server, irc, data }
    }

    /// The same house after a clean stop and another start.
    fn again(self, words: &[&str]) -> House {
        let House { mut server, data, .. } = self;
        server.stop().unwrap();
        House::on(data, words)
    }

    /// Somebody by IRC, in `#tea`.
    fn irc(&self, nick: &str, caps: &str) -> Irc {
        let mut irc = Irc::register(self.irc, nick, caps).unwrap();
        irc.send("JOIN #tea").unwrap();
        irc.expect(" 366 ").unwrap();
        irc
    }

    /// Somebody at a terminal, in `#tea`.
    fn line(&self, name: &str) -> Text {
        let mut text = Text::connect(self.server.line).unwrap();
        text.send(&format!("/nick {name}")).unwrap();
        text.expect(&format!("your name is now {name}")).unwrap();
        text.send("/join tea").unwrap();
        text.expect("you are in #tea").unwrap();
        text
    }
}
