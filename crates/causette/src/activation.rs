//! Sockets that the service manager opened (systemd's socket activation): each has the name of the door it is for.

use causette_texts::{Lang, ProgramError, program_error};
use listenfd::ListenFd;
use std::net::TcpListener;

/// The doors such a socket can be for.
pub(crate) const DOORS: [&str; 9] =
    ["line", "line-tls", "irc", "irc-tls", "irc-websocket", "web", "web-tls", "metrics", "acme"];
/// How a socket is called that was given no name; a unit's own name, which ends like this, says no more.
const UNNAMED: [&str; 3] = ["", "unknown", "connection"];

/// Sockets that were passed and not taken yet.
pub(crate) struct Passed(Vec<(&'static str, TcpListener)>);

impl Passed {
    /// Takes what was passed to this process. An error is a sentence in `lang`.
    pub(crate) fn take(lang: Lang) -> Result<Passed, String> {
        let bad = |name: &str, detail: &str| {
            let doors = DOORS.join(", ");
            program_error(lang, ProgramError::BadSocket { name, detail, doors: &doors })
        };
        // The names are read first: the library that makes sockets of descriptors does not know them, and forgets the rest.
        let names: Vec<String> = match sd_notify::listen_fds_with_names() {
            Ok(passed) => passed.map(|(_, name)| name).collect(),
            Err(error) => return Err(bad("LISTEN_FDS", &error.to_string())),
        };
        if names.is_empty() {
            return Ok(Passed(Vec::new()));
        }
        let mut sockets = ListenFd::from_env();
        let mut passed: Vec<(&str, TcpListener)> = Vec::new();
        for (place, name) in names.iter().enumerate() {
            let door = door(name).ok_or_else(|| bad(name, "?"))?;
            if passed.iter().any(|(other, _)| *other == door) {
                return Err(bad(name, "2 ×"));
            }
            match sockets.take_tcp_listener(place) {
                Ok(Some(socket)) => passed.push((door, socket)),
                Ok(None) => return Err(bad(name, "0 ×")),
                Err(error) => return Err(bad(name, &error.to_string())),
            }
        }
        Ok(Passed(passed))
    }

    /// The socket for a door, if there is one.
    pub(crate) fn socket(&mut self, door: &str) -> Option<TcpListener> {
        let place = self.0.iter().position(|(name, _)| *name == door)?;
        Some(self.0.swap_remove(place).1)
    }
}

/// The door of that name; without a name, the first.
fn door(name: &str) -> Option<&'static str> {
    let unnamed = UNNAMED.contains(&name) || name.ends_with(".socket");
    let known = DOORS.into_iter().find(|door| *door == name);
    known.or(DOORS.first().copied().filter(|_| unnamed))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_socket_is_for_the_door_it_names() {
        for (name, expect) in [
            ("line", Some("line")),
            ("metrics", Some("metrics")),
            ("causette.socket", Some("line")),
            ("unknown", Some("line")),
            ("lines", None),
            ("ssh", None),
        ] {
            assert_eq!(door(name), expect, "{name}");
        }
    }
}
