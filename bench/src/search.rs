//! How long a search takes: one room, many messages, and words of every rarity; asked one at a time, as people do.

use crate::figures::{Figures, Latency};
use crate::load::nanoseconds;
use crate::server::Server;
use crate::vocabulary::Dice;
use anyhow::{Context, Result, bail};
use std::io::{BufRead, BufReader, Write};
use std::net::TcpStream;
use std::time::{Duration, Instant};

/// Silence after which the server is given up.
const PATIENCE: Duration = Duration::from_secs(60);

/// What is looked for.
#[derive(Clone, Copy)]
pub(crate) enum Ask {
    /// One word of this rarity.
    Word(f64),
    /// A frequent word and a rare one.
    Two,
    /// The first letters of very many words.
    Beginning,
    /// A word that nobody said.
    Nothing,
}

/// What is timed, and what it is called.
pub(crate) const ASKS: [(&str, Ask); 6] = [
    ("a rare word", Ask::Word(0.98)),
    ("a word of the middle", Ask::Word(0.3)),
    ("a frequent word", Ask::Word(0.0)),
    ("a frequent and a rare word", Ask::Two),
    ("the beginning of very many words", Ask::Beginning),
    ("a word nobody said", Ask::Nothing),
];

/// A connection that speaks JSON.
pub(crate) struct Searcher {
    lines: BufReader<TcpStream>,
    line: String,
}

impl Searcher {
    pub(crate) fn connect(server: &Server) -> Result<Searcher> {
        let mut stream = TcpStream::connect(server.addr)?;
        stream.set_nodelay(true)?;
        stream.set_read_timeout(Some(PATIENCE))?;
        stream.write_all(b"/format json\n{\"type\":\"join\",\"room\":\"#bench\"}\n")?;
        let mut searcher = Searcher { lines: BufReader::new(stream), line: String::new() };
        searcher.until(r##""room":"#bench""##)?;
        Ok(searcher)
    }

    /// The next line that holds these words.
    fn until(&mut self, words: &str) -> Result<&str> {
        loop {
            self.line.clear();
            if self.lines.read_line(&mut self.line).context("the server said nothing more")? == 0 {
                bail!("the server closed the connection");
            }
            if self.line.contains(words) {
                return Ok(&self.line);
            }
        }
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
            crate::stop::check()?;
            let answer = self.until(r#""ref":"f""#)?;
            if !answer.contains(r#""type":"ok""#) {
                bail!("a message was not saved: {answer}");
            }
        }
        saying.join().map_err(|_| anyhow::anyhow!("whoever filled the room panicked"))??;
        Ok(count as f64 / start.elapsed().as_secs_f64())
    }

    /// Asks `times` times; how long the answers took, how many found something and how many were refused.
    pub(crate) fn ask(&mut self, ask: Ask, times: u64) -> Result<Figures> {
        let (mut latency, mut dice) = (Latency::new()?, Dice(7));
        let (mut found, mut refused) = (0, 0);
        for _ in 0..times {
            crate::stop::check()?;
            let text = match ask {
                Ask::Word(rarity) => dice.ranked(rarity),
                Ask::Two => format!("{} {}", dice.ranked(0.0), dice.ranked(0.98)),
                Ask::Beginning => dice.ranked(0.5).chars().take(2).collect(),
                Ask::Nothing => format!("qq{}", dice.ranked(0.5)),
            };
            let line = serde_json::json!({ "type": "search", "room": "#bench", "text": text, "ref": "s" });
            let start = Instant::now();
            self.lines.get_ref().write_all(format!("{line}\n").as_bytes())?;
            let answer = self.until(r#""ref":"s""#)?;
            let took = nanoseconds(start.elapsed());
            found += u64::from(answer.contains(r#""seq":"#));
            refused += u64::from(answer.contains(r#""type":"refused""#));
            latency.record(took);
        }
        let mut figures = Figures::from([("found", found as f64), ("refused", refused as f64)]);
        latency.report(&mut figures);
        Ok(figures)
    }
}

fn say(text: &str) -> serde_json::Value {
    serde_json::json!({ "type": "say", "room": "#bench", "text": text, "ref": "f" })
}
