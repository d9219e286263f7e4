//! Somebody at a terminal who only listens: the other language of the door must tell the same story.

use crate::client::{Text, said};
use crate::history::{Connection, Event};
use anyhow::Result;
use std::net::SocketAddr;
use std::time::Duration;

pub(super) struct Listener {
    client: Text,
    room: String,
    pub(super) record: Connection,
}

impl Listener {
    /// Enters the room.
    pub(super) fn enter(line: SocketAddr, room: &str, name: &str) -> Result<Listener> {
        let mut client = Text::connect(line)?;
        client.send(&format!("/join {room}"))?;
        // After this come the last messages, and then each as it is said.
        client.expect(room)?;
        Ok(Listener { client, room: room.to_owned(), record: Connection::new(name) })
    }

    /// Listens until the connection ends.
    pub(super) fn listen(&mut self) -> Result<()> {
        loop {
            let Some(line) = self.client.line(Duration::from_secs(1))? else { continue };
            if let Some(said) = said(&line) {
                self.record.events.push(Event::Heard { room: self.room.clone(), said });
            }
        }
    }
}
