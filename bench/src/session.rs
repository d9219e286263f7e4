//! One connection that waits for each answer, as people do: for what is timed one at a time.

use crate::server::Server;
use crate::vocabulary::Dice;
use anyhow::{Context, Result, bail};
use serde_json::{Value, json};
use socket2::{Domain, Socket, Type};
use std::io::{BufRead, BufReader, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpStream};
use std::time::{Duration, Instant};

/// Silence after which the server is given up.
const PATIENCE: Duration = Duration::from_secs(60);

pub(crate) struct Session {
    lines: BufReader<TcpStream>,
    line: String,
}

impl Session {
    /// At the line door.
    pub(crate) fn connect(server: &Server) -> Result<Session> {
        Session::over(TcpStream::connect(server.addr)?)
    }

    fn over(stream: TcpStream) -> Result<Session> {
        stream.set_nodelay(true)?;
        stream.set_read_timeout(Some(PATIENCE))?;
        Ok(Session { lines: BufReader::new(stream), line: String::new() })
    }

    /// The same from another address of this machine, speaking JSON.
    pub(crate) fn from(from: Ipv4Addr, server: &Server) -> Result<Session> {
        let socket = Socket::new(Domain::IPV4, Type::STREAM, None)?;
        socket.bind(&SocketAddr::from((from, 0)).into())?;
        socket.connect(&server.addr.into())?;
        let mut session = Session::over(socket.into())?;
        session.send("/format json\n")?;
        session.until(r#""type":"welcome""#)?;
        Ok(session)
    }

    /// At the line door, speaking JSON, in `#bench`.
    pub(crate) fn in_json(server: &Server) -> Result<Session> {
        let mut session = Session::from(Ipv4Addr::LOCALHOST, server)?;
        session.enter("#bench")?;
        Ok(session)
    }

    pub(crate) fn enter(&mut self, room: &str) -> Result<()> {
        self.send(&format!("{}\n", json!({ "type": "join", "room": room, "ref": "j" })))?;
        let answer = self.until(r#""ref":"j""#)?;
        if answer.contains(r#""type":"refused""#) { bail!("{room} was not entered: {answer}") } else { Ok(()) }
    }

    /// The connection once more, for somebody else to write to.
    pub(crate) fn stream(&self) -> Result<TcpStream> {
        Ok(self.lines.get_ref().try_clone()?)
    }

    pub(crate) fn send(&mut self, words: &str) -> Result<()> {
        Ok(self.lines.get_ref().write_all(words.as_bytes())?)
    }

    pub(crate) fn next(&mut self) -> Result<&str> {
        crate::stop::check()?;
        self.line.clear();
        if self.lines.read_line(&mut self.line).context("the server said nothing more")? == 0 {
            bail!("the server closed the connection");
        }
        Ok(&self.line)
    }

    /// The next line that holds these words.
    pub(crate) fn until(&mut self, words: &str) -> Result<&str> {
        while !self.next()?.contains(words) {}
        Ok(&self.line)
    }

    /// Says `count` messages in `#bench`, each saved before this returns; how many a second that were.
    pub(crate) fn fill(&mut self, count: u64) -> Result<f64> {
        self.fill_all(&["#bench".to_owned()], count, 1)
    }

    /// The same in these rooms by turns, where it has to be; the words depend on `seed`.
    pub(crate) fn fill_all(&mut self, rooms: &[String], count: u64, seed: u64) -> Result<f64> {
        let start = Instant::now();
        let mut writer = self.stream()?;
        let rooms = rooms.to_vec();
        let saying = std::thread::spawn(move || -> Result<()> {
            let (mut dice, mut rooms) = (Dice(seed), rooms.iter().cycle());
            for chunk in 0..count.div_ceil(1000) {
                let mut lines = String::new();
                for _ in 0..1000.min(count - chunk * 1000) {
                    lines.push_str(&format!("{}\n", say(rooms.next().map_or("", String::as_str), &dice.message())));
                }
                writer.write_all(lines.as_bytes())?;
            }
            Ok(())
        });
        for _ in 0..count {
            let answer = self.until(r#""ref":"f""#)?;
            if !answer.contains(r#""type":"ok""#) {
                bail!("a message was not saved: {answer}");
            }
        }
        saying.join().map_err(|_| anyhow::anyhow!("whoever filled the room panicked"))??;
        Ok(count as f64 / start.elapsed().as_secs_f64())
    }
}

/// A message whose answer is known by `f`.
pub(crate) fn say(room: &str, text: &str) -> Value {
    json!({ "type": "say", "room": room, "text": text, "ref": "f" })
}
