//! A long room read page by page, from its first message on or from its last one back, one page at a time.

use crate::figures::{Figures, Latency};
use crate::load::nanoseconds;
use crate::procfs::cpu;
use crate::server::Server;
use crate::session::Session;
use anyhow::{Context, Result};
use serde_json::{Value, json};
use std::time::Instant;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Way {
    Forward,
    Back,
}

pub(crate) const WAYS: [(&str, Way); 2] = [("from the first on", Way::Forward), ("from the last back", Way::Back)];

impl Way {
    fn ask(self, limit: u32, at: u64) -> Value {
        let side = match self {
            Way::Forward => "after",
            Way::Back => "before",
        };
        json!({ "type": "history", "room": "#bench", side: at, "limit": limit, "ref": "h" })
    }
}

/// What a page holds: its messages' first and last number, how many they are, and whether more follow.
#[derive(Debug, PartialEq, Eq)]
struct Page {
    ends: Option<(u64, u64)>,
    messages: u64,
    more: bool,
}

fn page(answer: &str) -> Option<Page> {
    let answer: Value = serde_json::from_str(answer).ok()?;
    let facts = answer.get("facts")?.as_array()?;
    let seqs = || facts.iter().filter_map(|fact| fact.get("seq").and_then(Value::as_u64));
    let messages = facts.iter().filter(|fact| fact.get("type").is_some_and(|sort| sort == "message")).count() as u64;
    Some(Page { ends: seqs().min().zip(seqs().max()), messages, more: answer.get("more")?.as_bool()? })
}

/// Reads the whole room once; each of its `messages` is to come once.
pub(crate) fn read(session: &mut Session, way: Way, limit: u32, messages: u64, server: &Server) -> Result<Figures> {
    let (mut latency, mut pages, mut seen) = (Latency::new()?, 0_u64, 0);
    let mut at = if way == Way::Forward { 0 } else { messages + 1 };
    let before = cpu(server.pid())?;
    while pages <= messages {
        let start = Instant::now();
        session.send(&format!("{}\n", way.ask(limit, at)))?;
        let answer = session.until(r#""ref":"h""#)?;
        latency.record(nanoseconds(start.elapsed()));
        let page = page(answer).with_context(|| format!("this is no page: {answer}"))?;
        (pages, seen) = (pages + 1, seen + page.messages);
        let Some((first, last)) = page.ends else { break };
        at = if way == Way::Forward { last } else { first };
        if !page.more {
            break;
        }
    }
    let used = (cpu(server.pid())? - before) * 1e6;
    let mut figures = Figures::from([
        ("pages", pages as f64),
        ("cpu_us", used / pages as f64),
        ("message_us", used / seen as f64),
        ("lost", messages as f64 - seen as f64),
    ]);
    latency.report(&mut figures);
    Ok(figures)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_is_understood() {
        let fact = |sort: &str, seq: u64| json!({ "type": sort, "seq": seq, "text": "\"type\":\"message\"" });
        let answer = |facts: &[Value], more| json!({ "type": "history", "facts": facts, "more": more }).to_string();
        let found = |text: &str| page(text).map(|page| (page.ends, page.messages, page.more));
        let facts = [fact("message", 3), fact("topic", 4), fact("message", 5)];
        assert_eq!(found(&answer(&facts, true)), Some((Some((3, 5)), 2, true)));
        assert_eq!(found(&answer(&[], false)), Some((None, 0, false)));
        for text in ["", "{}", r#"{"type":"refused","ref":"h"}"#] {
            assert_eq!(found(text), None, "{text}");
        }
    }

    #[test]
    fn a_page_is_asked_for_from_either_side() {
        assert_eq!(Way::Forward.ask(100, 0).get("after"), Some(&0.into()));
        assert_eq!(Way::Back.ask(100, 7).get("before"), Some(&7.into()));
    }
}
