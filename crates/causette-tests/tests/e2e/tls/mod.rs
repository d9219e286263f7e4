//! TLS and what newcomers pass: the real program, met by a client of another make than its own words.

mod authority;
mod certificates;
mod client;
mod entrance;
mod external;
mod session;
mod sts;
mod web;

use causette_tests::server::{Program, Server};
pub(super) use certificates::put;
use client::Secure;
use std::path::Path;

/// A server with a certificate of its own making, and these words.
fn serve(place: &Path, words: &[&str]) -> Server {
    let mut program = Program::product().unwrap();
    // The last word counts.
    program.words = ["--line-tls", "127.0.0.1:0"].into_iter().chain(words.iter().copied()).map(String::from).collect();
    program.serve(&place.join("data")).unwrap()
}

/// A guest by TLS, in `#general`.
fn guest(server: &Server) -> Secure {
    let mut guest = Secure::connect(server.line_tls.unwrap());
    guest.until("You are guest");
    guest
}
