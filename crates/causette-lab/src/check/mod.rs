//! Does a server do what a part of the lab asks? A black-box client for anybody's server, in any language: it states each
//! expectation, tries it, and says what was sent, what came back, and where to look.
//!
//! It must not know how the server is made. Messages go out without a newline, as the lab sends them, and with one where
//! the server only understands that.

mod basics;
mod peer;
mod several;
mod words;

use crate::json;
use crate::part::Part;
use crate::trace::shown;
use crate::trouble::Trouble;
use causette_texts::{Expect, Lab, Lang, expectation, hint, lab};
use peer::Peer;
use std::net::SocketAddr;
use std::time::Duration;

/// Whether one expectation was met.
#[derive(Clone, Debug)]
pub struct Verdict {
    /// What was expected.
    pub expected: Expect,
    /// It was met.
    pub held: bool,
    /// What was sent last.
    pub sent: Vec<u8>,
    /// What came back.
    pub got: Vec<u8>,
}

/// A check under way: the server's address and the verdicts so far.
pub(crate) struct Check<'a> {
    address: SocketAddr,
    verdicts: Vec<Verdict>,
    told: &'a mut dyn FnMut(&Verdict),
    ask_operator: &'a mut dyn FnMut() -> Duration,
    lines: bool,
}

impl Check<'_> {
    fn connect(&self) -> Result<Peer, Trouble> {
        Peer::connect(self.address, self.lines)
    }

    /// Notes whether an expectation was met, with the last exchange of `peer`.
    fn verdict(&mut self, expected: Expect, held: bool, peer: &Peer) {
        self.lines |= peer.needs_lines();
        let (sent, got) = peer.last_exchange();
        self.note(Verdict { expected, held, sent, got });
    }

    /// Tries one expectation on a connection of its own; a server that cannot be reached any more has not met it.
    fn attempt(&mut self, expected: Expect, holds: impl FnOnce(&mut Peer) -> bool) {
        match self.connect() {
            Ok(mut peer) => {
                let held = holds(&mut peer);
                self.verdict(expected, held, &peer);
                peer.leave();
            }
            Err(_) => self.silent(expected, false),
        }
    }

    /// The same where no conversation came about.
    fn silent(&mut self, expected: Expect, held: bool) {
        self.note(Verdict { expected, held, sent: Vec::new(), got: Vec::new() });
    }

    fn note(&mut self, verdict: Verdict) {
        (self.told)(&verdict);
        self.verdicts.push(verdict);
    }
}

/// Tests the server at `address`; each verdict is told as it falls. `ask_operator` is called when somebody must answer
/// (part IV), and says how long that may take.
///
/// # Errors
/// Nobody can be reached there.
pub fn check(
    part: Part,
    address: SocketAddr,
    told: &mut dyn FnMut(&Verdict),
    ask_operator: &mut dyn FnMut() -> Duration,
) -> Result<Vec<Verdict>, Trouble> {
    let mut check = Check { address, verdicts: Vec::new(), told, ask_operator, lines: false };
    match part {
        Part::Connection => basics::connection(&mut check),
        Part::Echo => basics::echo(&mut check),
        Part::Sequential => basics::sequential(&mut check),
        Part::Talk => basics::talk(&mut check),
        Part::Calc => words::calc(&mut check),
        Part::Protocol => words::protocol(&mut check),
        Part::Parallel => several::parallel(&mut check),
        Part::Shared => several::shared(&mut check),
    }?;
    Ok(check.verdicts)
}

impl Verdict {
    /// The lines for a person.
    pub fn lines(&self, lang: Lang, colour: bool) -> String {
        let (mark, code) = if self.held { ("✓", "32") } else { ("✗", "31") };
        let mark = if colour { format!("\x1b[{code}m{mark}\x1b[0m") } else { mark.to_owned() };
        let mut text = format!("{mark} {}", expectation(lang, self.expected));
        if !self.held {
            let got = match self.got.as_slice() {
                [] => lab(lang, Lab::CheckGotNothing),
                got => lab(lang, Lab::CheckGot { text: &shown(got) }),
            };
            if !self.sent.is_empty() {
                text += &format!("\n    {}\n    {got}", lab(lang, Lab::CheckSent { text: &shown(&self.sent) }));
            }
            text += &format!("\n    {}", lab(lang, Lab::CheckHint { text: &hint(lang, self.expected) }));
        }
        text
    }

    fn json(&self, lang: Lang) -> String {
        let [sent, got] = [&self.sent, &self.got].map(|bytes| json::string(&String::from_utf8_lossy(bytes)));
        let (what, hint) = (expectation(lang, self.expected), hint(lang, self.expected));
        format!(
            "{{\"code\":{},\"expectation\":{},\"passed\":{},\"sent\":{sent},\"received\":{got},\"hint\":{}}}",
            json::string(self.expected.code()),
            json::string(&what),
            self.held,
            if self.held { "null".to_owned() } else { json::string(&hint) }
        )
    }
}

/// All verdicts as one JSON object, for graders.
pub fn json(part: Part, address: &str, verdicts: &[Verdict], lang: Lang) -> String {
    let passed = !verdicts.is_empty() && verdicts.iter().all(|verdict| verdict.held);
    let all: Vec<String> = verdicts.iter().map(|verdict| verdict.json(lang)).collect();
    let (name, address) = (json::string(part.name()), json::string(address));
    format!("{{\"part\":{name},\"address\":{address},\"passed\":{passed},\"expectations\":[{}]}}", all.join(","))
}
