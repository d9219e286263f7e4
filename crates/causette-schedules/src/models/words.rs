//! A door with a language of four words, one a line: `join`, `say WORDS`, `quit`, and what it answers.

use super::house::{join, say};
use crate::gate::speaker::{Dialect, Heard, Speaker, Trouble};
use causette_core::notice::{Goodbye, Page};
use causette_core::{Fact, Notice, Ref, RoomId, RoomLabel, RoomTag, Signal, What};
use std::io::Write;

/// One connection's.
#[derive(Default)]
pub(super) struct Words {
    line: Vec<u8>,
}

impl Words {
    fn wish(line: &str, heard: &mut Heard<'_>) {
        match line.split_once(' ').unwrap_or((line, "")) {
            ("join", _) => heard.command(None, join()),
            ("say", words) => heard.command(None, say(words)),
            _ => heard.close(Some(Goodbye::Quit), None),
        }
    }

    fn page(page: &Page, out: &mut Vec<u8>) {
        page.facts.iter().for_each(|fact| Words::told(fact, out));
    }

    fn told(fact: &Fact, out: &mut Vec<u8>) {
        if let What::Message { text, .. } = &fact.what {
            let _ = writeln!(out, "m {} {}", fact.seq, text.as_str());
        }
    }
}

impl Speaker for Words {
    fn greet(&mut self, _: &mut Heard<'_>) {}

    fn hear(&mut self, bytes: &[u8], heard: &mut Heard<'_>) -> usize {
        for (used, byte) in bytes.iter().enumerate() {
            if *byte != b'\n' {
                self.line.push(*byte);
                continue;
            }
            let line = std::mem::take(&mut self.line);
            Words::wish(&String::from_utf8_lossy(&line), heard);
            if heard.took_line().is_break() {
                return used + 1;
            }
        }
        bytes.len()
    }

    fn finish(&mut self, _: &mut Heard<'_>) {}

    fn unfinished(&self) -> (bool, u64) {
        (!self.line.is_empty(), 0)
    }

    fn dialect(&self, _: RoomId) -> Dialect {
        Dialect(0)
    }

    fn fact(&mut self, _: &RoomLabel, fact: &Fact, _: bool, out: &mut Vec<u8>) {
        Words::told(fact, out);
    }

    fn signal(&mut self, _: &RoomTag, signal: &Signal, out: &mut Vec<u8>) {
        if let Signal::Quit(who, _) = signal {
            let _ = writeln!(out, "gone {}", who.name);
        }
    }

    fn hears_of_people_once(&self) -> bool {
        true
    }

    fn notice(&mut self, _: Option<&Ref>, notice: &Notice, out: &mut Vec<u8>) {
        let _ = match notice {
            Notice::Done { seq, .. } => writeln!(out, "ok {seq}"),
            Notice::Joined { head, replay, .. } => {
                let begun = writeln!(out, "in {head}");
                Words::page(replay, out);
                begun
            }
            Notice::Missed { page, .. } => {
                Words::page(page, out);
                Ok(())
            }
            Notice::Refused(why) => writeln!(out, "no {}", why.code()),
            Notice::Goodbye(why) => writeln!(out, "bye {why:?}"),
            _ => Ok(()),
        };
    }

    fn trouble(&mut self, trouble: Trouble, out: &mut Vec<u8>) {
        let _ = writeln!(out, "trouble {trouble:?}");
    }
}
