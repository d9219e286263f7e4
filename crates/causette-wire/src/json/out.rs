//! What happened, as JSON lines. Every fact, signal and notice has its type; none is left out.
//!
//! Sentences for people are handed in. It must not know which session reads it.

use super::VERSION;
use super::put::Object;
use causette_core::notice::{Goodbye, Members, Page, RoomLine};
use causette_core::{Fact, Kind, Name, Notice, Ref, RoomLabel, RoomTag, Sender, Seq, Signal, Style, What, limits};
use std::sync::Arc;

/// A fact, as a line: `{"type":"message","room":"#general","room_id":…,"seq":18,"from":…,"from_id":…,"text":…,"at":…}`,
/// and `"style":"action"` when it was done rather than said. The answer to a calculation has the type
/// `answer`, and its text is the number. `label` is the room's name for the reader.
pub fn fact(out: &mut Vec<u8>, label: &RoomLabel, fact: &Fact) {
    fact_object(out, label, fact);
    out.push(b'\n');
}

fn fact_object(out: &mut Vec<u8>, label: &RoomLabel, fact: &Fact) {
    let kind = match &fact.what {
        What::Message { .. } => "message",
        What::Answer { .. } => "answer",
        What::RoomOpened { .. } => "room_opened",
    };
    let object = room_label(Object::of(out, kind), label).id("room_id", fact.room.0).number("seq", fact.seq);
    let object = object.text("from", fact.by.name.as_str()).id("from_id", fact.by.id.0);
    let object = match &fact.what {
        What::Message { text, style: Style::Plain } => object.text("text", text.as_str()),
        What::Message { text, style: Style::Action } => object.text("text", text.as_str()).text("style", "action"),
        What::Answer { text } => object.text("text", text.as_str()),
        What::RoomOpened { id, kind: Kind::Named(name) } => object.id("opened_id", id.0).text("opened", name.as_str()),
        What::RoomOpened { id, kind: Kind::Direct(..) } => object.id("opened_id", id.0),
    };
    object.at("at", fact.at).end();
}

/// Somebody came, went or changed name.
pub fn signal(out: &mut Vec<u8>, room: &RoomTag, signal: &Signal) {
    let (kind, who, to) = match signal {
        Signal::Arrived(who) => ("arrived", who, None),
        Signal::Departed(who) => ("departed", who, None),
        Signal::Renamed(who, to) => ("renamed", who, Some(to)),
    };
    let object = person(tag(Object::of(out, kind), room), who);
    object.maybe("to", to.map(Name::as_str)).end_line();
}

/// An answer or news for one session. `words` is the sentence for a person that goes with a refusal, an unknown outcome
/// or a goodbye; other notices have none.
pub fn notice(out: &mut Vec<u8>, reference: Option<&Ref>, notice: &Notice, words: &str) {
    match notice {
        Notice::Welcome { you, resume } => welcome(out, reference, you, resume),
        Notice::Done { room, seq } => tagged(out, "ok", reference, room).number("seq", *seq).end_line(),
        Notice::Joined { room, head, members: there, replay } => {
            let object = tagged(out, "joined", reference, room).number("seq", *head);
            page(members(object, there), room, replay).end_line();
        }
        Notice::Opened(room) => tagged(out, "opened", reference, room).end_line(),
        Notice::Left(room) => tagged(out, "left", reference, room).end_line(),
        Notice::Named(you) => person(answer(out, "named", reference), you).end_line(),
        Notice::Rooms { rooms, more } => {
            answer(out, "rooms", reference).list("rooms", rooms, room_line).flag("more", *more).end_line();
        }
        Notice::Members { room, members: there } => {
            members(tagged(out, "members", reference, room), there).end_line();
        }
        Notice::Page { room, page: facts } => page(tagged(out, "history", reference, room), room, facts).end_line(),
        Notice::Missed { room, page: facts, members: there } => {
            let object = page(tagged(out, "missed", reference, room), room, facts);
            match there {
                Some(there) => members(object, there).end_line(),
                None => object.end_line(),
            }
        }
        Notice::Refused(refusal) => refused(out, reference, refusal.code(), words),
        Notice::Unknown => answer(out, "unknown", reference).text("text", words).end_line(),
        Notice::Goodbye(why) => goodbye(out, why_code(*why), words),
    }
}

/// The first object of a session, and again when it turns to JSON.
pub fn welcome(out: &mut Vec<u8>, reference: Option<&Ref>, you: &Sender, resume: &str) {
    let object = answer(out, "welcome", reference).number("version", VERSION);
    let object = object.text("server", concat!("causette ", env!("CARGO_PKG_VERSION")));
    person(object, you).text("resume", resume).object("limits", all_limits).end_line();
}

/// Not done: `{"type":"refused","ref":…,"code":…,"text":…}`.
pub fn refused(out: &mut Vec<u8>, reference: Option<&Ref>, code: &str, words: &str) {
    answer(out, "refused", reference).text("code", code).text("text", words).end_line();
}

/// The answer to a ping.
pub fn pong(out: &mut Vec<u8>, reference: Option<&Ref>) {
    answer(out, "pong", reference).end_line();
}

/// Sentences are in this language from here on.
pub fn lang(out: &mut Vec<u8>, reference: Option<&Ref>, to: &str) {
    answer(out, "lang", reference).text("to", to).end_line();
}

/// The last object of a session. `why` is a stable code: [`why_code`], or a door's own.
pub fn goodbye(out: &mut Vec<u8>, why: &str, words: &str) {
    Object::of(out, "goodbye").text("why", why).text("text", words).end_line();
}

/// The stable code of a goodbye.
pub fn why_code(why: Goodbye) -> &'static str {
    match why {
        Goodbye::Quit => "quit",
        Goodbye::Stopping => "stopping",
        Goodbye::Elsewhere => "elsewhere",
        Goodbye::StoreFailed => "store_failed",
        Goodbye::Behind => "behind",
    }
}

fn answer<'o>(out: &'o mut Vec<u8>, kind: &'static str, reference: Option<&Ref>) -> Object<'o> {
    Object::of(out, kind).maybe("ref", reference.map(Ref::as_str))
}

fn tagged<'o>(out: &'o mut Vec<u8>, kind: &'static str, reference: Option<&Ref>, room: &RoomTag) -> Object<'o> {
    tag(answer(out, kind, reference), room)
}

fn tag<'o>(object: Object<'o>, room: &RoomTag) -> Object<'o> {
    room_label(object, &room.label).id("room_id", room.id.0)
}

fn room_label<'o>(object: Object<'o>, label: &RoomLabel) -> Object<'o> {
    match label {
        RoomLabel::Named(name) => object.text("room", name.as_str()),
        RoomLabel::With(name) => object.prefixed("room", b'@', name.as_str()),
    }
}

fn person<'o>(object: Object<'o>, who: &Sender) -> Object<'o> {
    object.text("name", who.name.as_str()).id("id", who.id.0)
}

fn members<'o>(object: Object<'o>, there: &Members) -> Object<'o> {
    object.list("members", &there.people, |out, who| person(Object::new(out), who).end()).count("count", there.count)
}

fn page<'o>(object: Object<'o>, room: &RoomTag, page: &Page) -> Object<'o> {
    let put = |out: &mut Vec<u8>, fact: &Arc<Fact>| fact_object(out, &room.label, fact);
    let expired: Option<Seq> = page.expired_before;
    object.list("facts", &page.facts, put).flag("more", page.more).number_or_null("expired_before", expired)
}

fn room_line(out: &mut Vec<u8>, line: &RoomLine) {
    tag(Object::new(out), &line.room).count("present", line.present).number("seq", line.head).end();
}

fn all_limits(out: &mut Vec<u8>) {
    Object::new(out)
        .count("line", limits::JSON_BYTES)
        .count("text", limits::TEXT_BYTES)
        .count("name", limits::NAME_CHARS)
        .count("room", limits::ROOM_CHARS)
        .count("key", limits::KEY_BYTES)
        .count("rooms", limits::ROOMS_PER_SESSION)
        .count("history", limits::PAGE_FACTS)
        .end();
}
