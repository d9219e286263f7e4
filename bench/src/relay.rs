//! The bare relay: the least a fan-out server can do, and so the unit in which a server's cost is told.
//!
//! One epoll loop. Every received line goes to all other members of the sender's room, with one write per recipient per
//! batch of reads. `/join NAME` is answered once, `/echo TEXT` with the text, `/quit` closes; no names, no numbers, no answers, no history.

use crate::pipe::Pipe;
use crate::room::Room;
use anyhow::{Context, Result};
use mio::net::TcpListener;
use mio::{Events, Interest, Poll, Registry, Token};
use slab::Slab;
use socket2::{Domain, Socket, Type};
use std::collections::HashMap;
use std::net::{Ipv4Addr, SocketAddr};

const DOOR: Token = Token(usize::MAX);
const BACKLOG: i32 = 4096;
pub(crate) const BUFFER: usize = 256 << 10;
pub(crate) const EVENTS: usize = 1024;

/// What a connection is told when it is in a room.
pub(crate) const JOINED: &str = "-- you are in #";

struct Peer {
    pipe: Pipe,
    room: Option<usize>,
    /// Some lines of this batch are its own.
    spoke: bool,
}

struct Relay {
    peers: Slab<Peer>,
    names: HashMap<Vec<u8>, usize>,
    rooms: Vec<Room>,
    /// Rooms with something to say.
    touched: Vec<usize>,
}

/// Serves on a free port of the loopback until the process is ended, at the latest with its parent.
pub(crate) fn serve() -> Result<()> {
    crate::stop::with_parent()?;
    let socket = Socket::new(Domain::IPV4, Type::STREAM, None)?;
    socket.set_nonblocking(true)?;
    socket.bind(&SocketAddr::from((Ipv4Addr::LOCALHOST, 0)).into())?;
    socket.listen(BACKLOG)?;
    let mut door = TcpListener::from_std(socket.into());
    println!("ready line={}", door.local_addr()?);

    let mut poll = Poll::new().context("epoll")?;
    poll.registry().register(&mut door, DOOR, Interest::READABLE)?;
    let (mut events, mut buffer) = (Events::with_capacity(EVENTS), vec![0; BUFFER]);
    let mut relay = Relay { peers: Slab::new(), names: HashMap::new(), rooms: Vec::new(), touched: Vec::new() };
    loop {
        if let Err(error) = poll.poll(&mut events, None) {
            if error.kind() == std::io::ErrorKind::Interrupted {
                continue;
            }
            return Err(error.into());
        }
        for event in &events {
            match event.token() {
                DOOR => relay.accept(&door, poll.registry()),
                Token(who) => relay.event(who, event, &mut buffer, poll.registry()),
            }
        }
        relay.tell(poll.registry());
    }
}

impl Relay {
    fn accept(&mut self, door: &TcpListener, registry: &Registry) {
        while let Ok((stream, _)) = door.accept() {
            let entry = self.peers.vacant_entry();
            if let Ok(pipe) = Pipe::new(stream, Token(entry.key()), Interest::READABLE, registry) {
                entry.insert(Peer { pipe, room: None, spoke: false });
            }
        }
    }

    fn event(&mut self, who: usize, event: &mio::event::Event, buffer: &mut [u8], registry: &Registry) {
        let Relay { peers, names, rooms, touched } = self;
        let Some(Peer { pipe, room, spoke }) = peers.get_mut(who) else { return };
        let mut open = !pipe.is_waiting() || !event.is_writable() || pipe.writable(registry).is_ok();
        let (mut answers, mut quit) = (Vec::new(), false);
        let got = pipe.read(event, buffer, |line| match (line.strip_prefix(b"/"), *room) {
            (Some(words), _) => match (words.strip_prefix(b"join "), words.strip_prefix(b"echo ")) {
                (Some(name), _) => {
                    let number = *names.entry(name.to_vec()).or_insert_with(|| {
                        rooms.push(Room::default());
                        rooms.len() - 1
                    });
                    if let (None, Some(entered)) = (*room, rooms.get_mut(number)) {
                        entered.members.push(who);
                        *room = Some(number);
                        let name = name.strip_prefix(b"#").unwrap_or(name);
                        answers.extend_from_slice(&[JOINED.as_bytes(), name, b"\n"].concat());
                    }
                }
                (None, Some(text)) => {
                    answers.extend_from_slice(text);
                    answers.push(b'\n');
                }
                (None, None) => quit |= words == b"quit",
            },
            (None, Some(number)) => {
                let Some(room) = rooms.get_mut(number) else { return };
                if room.batch.is_empty() {
                    touched.push(number);
                }
                room.say(who, line);
                *spoke = true;
            }
            (None, None) => {}
        });
        open &= got.is_ok_and(|got| !got.closed);
        if open && !answers.is_empty() {
            open = pipe.send(&answers, registry).is_ok();
        }
        if !open || quit {
            self.remove(who);
        }
    }

    /// One write for each recipient of each room that has something to say.
    fn tell(&mut self, registry: &Registry) {
        let (mut gone, mut others) = (Vec::new(), Vec::new());
        for number in self.touched.drain(..) {
            let Some(room) = self.rooms.get_mut(number) else { continue };
            for &member in &room.members {
                let Some(peer) = self.peers.get_mut(member) else { continue };
                let mut bytes = &room.batch;
                if std::mem::take(&mut peer.spoke) {
                    room.without(member, &mut others);
                    bytes = &others;
                }
                if !bytes.is_empty() && peer.pipe.send(bytes, registry).is_err() {
                    gone.push(member);
                }
            }
            room.told();
        }
        gone.into_iter().for_each(|who| self.remove(who));
    }

    fn remove(&mut self, who: usize) {
        let Some(peer) = self.peers.try_remove(who) else { return };
        if let Some(room) = peer.room.and_then(|number| self.rooms.get_mut(number)) {
            room.members.retain(|member| *member != who);
        }
    }
}
