//! A message to bytes, once, as each door does it for all who share a dialect.

use crate::Step;
use crate::house::{Guest, House, WORDS, text};
use crate::stranger::NOW;
use causette_core::{ClientTags, Fact, Name, PersonId, RoomId, RoomLabel, RoomName, Sender, Style, What};
use causette_doors::gate::fuzzed;
use std::hint::black_box;

pub(crate) fn line() -> Step {
    told(House::new().line_guest(&["/nick anna\n"]), "] <bob> ")
}

pub(crate) fn irc() -> Step {
    let asked = "CAP REQ :message-tags server-time account-tag\r\n";
    let lines = [asked, "NICK anna\r\n", "USER anna 0 * :Anna\r\n", "CAP END\r\n", "JOIN #general\r\n"];
    told(House::new().irc_guest(&lines), " PRIVMSG #general :")
}

pub(crate) fn json() -> Step {
    told(House::new().line_guest(&["/format json\n"]), "\"text\":\"")
}

/// The frame around such an object.
pub(crate) fn frame() -> Step {
    let mut object = Vec::new();
    House::new().line_guest(&["/format json\n"]).speaker.fact(&label(), &fact(), false, &mut object);
    let mut out = Vec::new();
    Box::new(move || {
        out.clear();
        fuzzed::frame(black_box(&object), &mut out);
        black_box(&out);
    })
}

fn told(mut guest: Guest, before: &str) -> Step {
    let (label, fact, mut out) = (label(), fact(), Vec::new());
    guest.speaker.fact(&label, &fact, false, &mut out);
    let shown = String::from_utf8_lossy(&out);
    assert!(shown.contains(&format!("{before}{WORDS}")), "{shown}");
    Box::new(move || {
        out.clear();
        guest.speaker.fact(black_box(&label), black_box(&fact), false, &mut out);
        black_box(&out);
    })
}

fn label() -> RoomLabel {
    RoomLabel::Named(RoomName::home())
}

fn fact() -> Fact {
    let what = What::Message { text: text(WORDS), style: Style::Plain, reply_to: None, tags: ClientTags::NONE };
    let by = Sender { id: PersonId(0xb0b), name: Name::given("bob") };
    Fact { room: RoomId(0x5eed_5eed_5eed), seq: 1234, at: NOW, by, what }
}
