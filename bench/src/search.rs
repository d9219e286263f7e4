//! How long a search takes: one room, many messages, and words of every rarity; asked one at a time, as people do.

use crate::figures::{Figures, Latency};
use crate::load::nanoseconds;
use crate::session::Session;
use crate::vocabulary::Dice;
use anyhow::Result;
use std::time::{Duration, Instant};

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

/// Between two searches while somebody writes.
pub(crate) const PACE: Duration = Duration::from_millis(50);

/// Asks `times` times, no sooner than `pace` after the time before; how long the answers took, how many found something
/// and how many were refused.
pub(crate) fn search(session: &mut Session, ask: Ask, times: u64, pace: Duration) -> Result<Figures> {
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
        session.send(&format!("{line}\n"))?;
        let answer = session.until(r#""ref":"s""#)?;
        let took = nanoseconds(start.elapsed());
        found += u64::from(answer.contains(r#""seq":"#));
        refused += u64::from(answer.contains(r#""type":"refused""#));
        latency.record(took);
        std::thread::sleep(pace.saturating_sub(start.elapsed()));
    }
    let mut figures = Figures::from([("found", found as f64), ("refused", refused as f64)]);
    latency.report(&mut figures);
    Ok(figures)
}
