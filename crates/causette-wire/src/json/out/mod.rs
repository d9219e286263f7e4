//! What happened, as JSON lines. Every fact, signal and notice has its type; none is left out.
//!
//! Facts are in `fact.rs`, what is told about rooms and people in `room.rs`, about accounts in `account.rs`. Answers carry the request's `"ref"`. Sentences for
//! people are handed in. It must not know which session reads it.

mod account;
mod fact;
mod people;
mod profile;
mod room;

use super::VERSION;
use super::put::Object;
use super::terms::{door_term, role_term, typing_term};
use causette_core::notice::{Found, Goodbye, Page};
use causette_core::{
    Fact, Grant, Notice, Ref, Role, RoomLabel, RoomName, RoomTag, Sender, Seq, Signal, Standing, Text, limits,
};
use fact::fact_object;
use room::members;
use std::sync::Arc;

pub use fact::fact;

/// Somebody came, went, changed name, is away, presents themselves anew or types. `"text":null` of an `away`: they are back;
/// `"quit":true` of a `departed`: from the whole server, and `why`: their last words, or those of the operator `by` whom they were sent off; `to`, `to_id` and `guest` of a `became`: who
/// they signed in or out as.
pub fn signal(out: &mut Vec<u8>, room: &RoomTag, signal: &Signal) {
    let object = |out, kind, who| person(tag(Object::of(out, kind), room), who);
    match signal {
        Signal::Arrived(who, door) => object(out, "arrived", who).text("door", door_term(*door)).end_line(),
        Signal::Departed(who, why) => object(out, "departed", who).maybe("why", words(why)).end_line(),
        Signal::Quit(who, why) => {
            object(out, "departed", who).flag("quit", true).maybe("why", words(why)).end_line();
        }
        Signal::SentOff { who, by, why } => {
            let object = object(out, "departed", who).flag("quit", true).text("by", by.name.as_str());
            object.id("by_id", by.id.0).maybe("why", words(why)).end_line();
        }
        Signal::Renamed(who, to) => object(out, "renamed", who).text("to", to.as_str()).end_line(),
        Signal::Away(who, why) => {
            object(out, "away", who).text_or_null("text", words(why)).end_line();
        }
        Signal::Described(who) => object(out, "described", who).end_line(),
        Signal::Became { before, now, standing } => {
            people::became(object(out, "became", before), now, *standing).end_line();
        }
        Signal::Profiled(who, changes) => profile::changed(object(out, "profiled", who), changes).end_line(),
        Signal::Typing(who, state) => object(out, "typing", who).text("state", typing_term(*state)).end_line(),
        Signal::Tagged(who, what) => {
            fact::client_tags(object(out, "tagged", who).id("tags_id", what.id), &what.tags).end_line();
        }
    }
}

fn words(text: &Option<Text>) -> Option<&str> {
    text.as_ref().map(Text::as_str)
}

/// An answer or news for one session. `words` is the sentence for a person that goes with a refusal, an unknown outcome
/// or a goodbye; other notices have none.
pub fn notice(out: &mut Vec<u8>, reference: Option<&Ref>, notice: &Notice, words: &str) {
    match notice {
        Notice::Welcome { you, standing, rank, program, resume } => {
            welcome(out, reference, (you, *standing, *rank), (program.as_deref(), resume));
        }
        Notice::Done { room, seq, .. } => tagged(out, "ok", reference, room).number("seq", *seq).end_line(),
        Notice::Joined { room, head, topic, topic_set, profile: said, read, read_at, members: there, replay } => {
            let object = profile::maybe_profile(tagged(out, "joined", reference, room), said).number("seq", *head);
            let object = room::entered(object, (topic.as_ref(), topic_set.as_ref()), (*read, *read_at));
            page(members(object, there), room, replay).end_line();
        }
        Notice::Opened(room) => tagged(out, "opened", reference, room).end_line(),
        Notice::Left { room, .. } => tagged(out, "left", reference, room).end_line(),
        Notice::Named(you) => person(answer(out, "named", reference), you).end_line(),
        Notice::Rooms { rooms, more } => {
            answer(out, "rooms", reference).list("rooms", rooms, room::line).flag("more", *more).end_line();
        }
        Notice::Members { room, profile: said, members: there } => {
            members(profile::maybe_profile(tagged(out, "members", reference, room), said), there).end_line();
        }
        Notice::About { room, state } => room::about(tagged(out, "about", reference, room), state).end_line(),
        Notice::Person(who) => room::whois(answer(out, "person", reference), who).end_line(),
        Notice::Invited { room, by } => person(tagged(out, "invitation", reference, room), by).end_line(),
        Notice::Unread(lines) => answer(out, "unread", reference).list("rooms", lines, room::unread).end_line(),
        Notice::Marked { room, seq } => tagged(out, "read", reference, room).number("seq", *seq).end_line(),
        Notice::MarkedAt { room, id, at, seq } => {
            room::read_mark(room_label(answer(out, "read_mark", reference), room), *id, (*seq, *at));
        }
        Notice::Targets(rooms) => answer(out, "targets", reference).list("rooms", rooms, room::target).end_line(),
        Notice::Found(hits) => found(answer(out, "found", reference), hits),
        Notice::Away(why) => {
            answer(out, "away_set", reference).text_or_null("text", why.as_ref().map(Text::as_str)).end_line();
        }
        Notice::IsAway { who, why } => {
            person(answer(out, "is_away", reference), who).text("text", why.as_str()).end_line();
        }
        Notice::Ignoring { who, on } => person(answer(out, "ignoring", reference), who).flag("on", *on).end_line(),
        Notice::Page { room, page: facts } => page(tagged(out, "history", reference, room), room, facts).end_line(),
        Notice::Missed { room, page: facts, members: there } => {
            let object = page(tagged(out, "missed", reference, room), room, facts);
            match there {
                Some(there) => members(object, there).end_line(),
                None => object.end_line(),
            }
        }
        Notice::Sessions(_) | Notice::SessionEnded { .. } | Notice::PasswordChanged { .. } | Notice::Code { .. } => {
            account::notice(out, reference, notice);
        }
        Notice::Accounts { .. } | Notice::AccountMade(_) | Notice::AccountErased(_) | Notice::Stats(_) => {
            account::notice(out, reference, notice);
        }
        Notice::Reloading | Notice::Announced { .. } | Notice::SentOff { .. } => {
            account::notice(out, reference, notice)
        }
        Notice::Noted | Notice::Exported { .. } => account::notice(out, reference, notice),
        Notice::Webhook { .. } | Notice::Webhooks(_) => account::notice(out, reference, notice),
        Notice::Certificates(_) | Notice::Token { .. } | Notice::Tokens(_) => {
            account::notice(out, reference, notice);
        }
        Notice::People { .. } | Notice::Watching(_) | Notice::Online(_) | Notice::Offline(_) => {
            people::notice(out, reference, notice);
        }
        Notice::WatchedBecame { .. } | Notice::WatchedDescribed(_) | Notice::OwnModes(_) => {
            people::notice(out, reference, notice);
        }
        Notice::WatchedAway(..) | Notice::Were(_) | Notice::Census(_) | Notice::Aside { .. } => {
            people::notice(out, reference, notice);
        }
        Notice::Invitations(rooms) => {
            let room = |out: &mut Vec<u8>, room: &RoomTag| tag(Object::new(out), room).end();
            answer(out, "invitations", reference).list("rooms", rooms, room).end_line();
        }
        Notice::Profile { .. } | Notice::WatchedProfile(..) => profile::notice(out, reference, notice),
        Notice::RoomRenamed { .. } => {} // the fact says so
        Notice::Introduced => answer(out, "introduced", reference).end_line(),
        Notice::Told => answer(out, "told", reference).end_line(),
        Notice::Scram(text) => answer(out, "scram", reference).text("text", text).end_line(),
        Notice::Tagged { room, by, what } => {
            let object = person(room_label(answer(out, "tagged", reference), room), by).id("tags_id", what.id);
            fact::client_tags(object, &what.tags).end_line();
        }
        Notice::Refused(refusal) => refused(out, reference, refusal.code(), words),
        Notice::Unknown => answer(out, "unknown", reference).text("text", words).end_line(),
        Notice::Goodbye(why) => goodbye(out, why_code(*why), words),
    }
}

fn found(object: Object<'_>, found: &Found) {
    let hit = |out: &mut Vec<u8>, (room, fact): &(RoomTag, Arc<Fact>)| fact_object(out, &room.label, fact, false);
    object.list("facts", &found.hits, hit).flag("more", found.more).end_line();
}

/// The first object of a session, and again when it turns to JSON or is somebody else.
fn welcome(
    out: &mut Vec<u8>,
    reference: Option<&Ref>,
    (you, standing, rank): (&Sender, Standing, Option<Role>),
    (program, resume): (Option<&Grant>, &str),
) {
    let object = answer(out, "welcome", reference).number("version", VERSION);
    let object = object.text("server", concat!("causette ", env!("CARGO_PKG_VERSION")));
    let object = person(object, you).flag("account", standing == Standing::Account);
    let object = object.maybe("rank", rank.map(role_term));
    // What a program's token lets it do: `scope`, and `room` where it is kept to one.
    let object = match program {
        None => object,
        Some(grant) => object.object("program", |out| {
            let room = grant.room.as_ref().map(RoomName::as_str);
            Object::new(out).text("scope", grant.scope.word()).maybe("room", room).end();
        }),
    };
    object.text("resume", resume).object("limits", all_limits).end_line();
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

/// What was sent waits, because it came faster than it may be heard. Told once in a flood.
pub fn slowed(out: &mut Vec<u8>, words: &str) {
    Object::of(out, "slowed").text("text", words).end_line();
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
        Goodbye::Ended => "ended",
        Goodbye::Banned => "banned",
        Goodbye::Erased => "erased",
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

fn page<'o>(object: Object<'o>, room: &RoomTag, page: &Page) -> Object<'o> {
    let put = |out: &mut Vec<u8>, fact: &Arc<Fact>| fact_object(out, &room.label, fact, false);
    let expired: Option<Seq> = page.expired_before;
    object.list("facts", &page.facts, put).flag("more", page.more).number_or_null("expired_before", expired)
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
        .count("search", limits::SEARCH_FACTS)
        .count("mark", limits::MARK_BYTES)
        .count("topic", limits::LINE_OF_TEXT_BYTES)
        .count("password_min", limits::PASSWORD_MIN)
        .count("password", limits::PASSWORD_MAX)
        .end();
}
