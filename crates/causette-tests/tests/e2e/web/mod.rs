//! The web door of the real program: its page, its cookie, its WebSocket.

mod doors;
mod operate;
mod session;

use causette_tests::server::{Program, Server};
use std::net::SocketAddr;
use std::path::Path;

/// A server with a web door, and these words.
pub(super) fn serve(place: &Path, words: &[&str]) -> (Server, SocketAddr) {
    let mut program = Program::product().unwrap();
    // The last word counts.
    program.words = ["--web", "127.0.0.1:0"].into_iter().chain(words.iter().copied()).map(String::from).collect();
    let server = program.serve(&place.join("data")).unwrap();
    let web = server.door("web").unwrap();
    (server, web)
}
