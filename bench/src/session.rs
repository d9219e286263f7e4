//! One connection that waits for each answer, as people do: for what is timed one at a time.

use crate::server::Server;
use crate::vocabulary::Dice;
use anyhow::{Context, Result, bail};
use std::io::{BufRead, BufReader, Write};
use std::net::TcpStream;
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
        let stream = TcpStream::connect(server.addr)?;
        stream.set_nodelay(true)?;
        stream.set_read_timeout(Some(PATIENCE))?;
        Ok(Session { lines: BufReader::new(stream), line: String::new() })
    }

    /// The same, speaking JSON, in `#bench`.
    pub(crate) fn in_json(server: &Server) -> Result<Session> {
        let mut session = Session::connect(server)?;
        session.send("/format json\n{\"type\":\"join\",\"room\":\"#bench\"}\n")?;
        session.until(r##""room":"#bench""##)?;
        Ok(session)
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

    /// Says `count` messages, each saved before this returns; how many a second that were.
    pub(crate) fn fill(&mut self, count: u64) -> Result<f64> {
        let start = Instant::now();
        let mut writer = self.lines.get_ref().try_clone()?;
        let saying = std::thread::spawn(move || -> Result<()> {
            let mut dice = Dice(1);
            for chunk in 0..count.div_ceil(1000) {
                let mut lines = String::new();
                for _ in 0..1000.min(count - chunk * 1000) {
                    lines.push_str(&format!("{}\n", say(&dice.message())));
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

fn say(text: &str) -> serde_json::Value {
    serde_json::json!({ "type": "say", "room": "#bench", "text": text, "ref": "f" })
}
