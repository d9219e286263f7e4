//! People as JSON: who they are, who is watched, who they were, how many they are.

use super::super::put::Object;
use super::super::terms::{role_term, style_term};
use super::{answer, person, room, tagged};
use causette_core::notice::{Census, Past, Person};
use causette_core::{Name, Notice, Ref, Sender, Standing, Text};

/// What concerns people wherever they are, of all that is told.
pub(super) fn notice(out: &mut Vec<u8>, reference: Option<&Ref>, notice: &Notice) {
    match notice {
        Notice::People { people, more } => {
            answer(out, "people", reference).list("people", people, found_one).flag("more", *more).end_line();
        }
        Notice::Watching(names) => {
            answer(out, "watching", reference).list("people", names, watched).end_line();
        }
        Notice::Online(who) => person(answer(out, "online", reference), who).end_line(),
        Notice::Offline(name) => answer(out, "offline", reference).text("name", name.as_str()).end_line(),
        Notice::WatchedAway(who, why) => {
            let object = person(answer(out, "watched_away", reference), who);
            object.text_or_null("text", why.as_ref().map(Text::as_str)).end_line();
        }
        Notice::WatchedBecame { before, now, standing } => {
            became(person(answer(out, "watched_became", reference), before), now, *standing).end_line();
        }
        Notice::WatchedDescribed(who) => person(answer(out, "watched_described", reference), who).end_line(),
        Notice::OwnModes(modes) => {
            let object = answer(out, "own_modes", reference).flag("invisible", modes.invisible);
            object.flag("accounts_only", modes.accounts_only).end_line();
        }
        Notice::Were(past) => answer(out, "were", reference).list("people", past, self::past).end_line(),
        Notice::Census(census) => self::census(answer(out, "census", reference), census),
        Notice::Aside { room, role, by, text, style } => {
            let object = tagged(out, "aside", reference, room).text("role", role_term(*role));
            let object = object.text("from", by.name.as_str()).id("from_id", by.id.0).text("text", text.as_str());
            object.maybe("style", style_term(*style)).end_line();
        }
        _ => {}
    }
}

/// Who somebody turned out to be, by signing in or out.
pub(super) fn became<'o>(object: Object<'o>, now: &Sender, standing: Standing) -> Object<'o> {
    let object = object.text("to", now.name.as_str()).id("to_id", now.id.0);
    object.flag("guest", standing == Standing::Guest)
}

/// One of `"people"`, as `person` says it of one.
fn found_one(out: &mut Vec<u8>, who: &Person) {
    room::whois(Object::new(out), who).end();
}

/// One of the watched names, with `name` and `id` of whoever bears it now.
fn watched(out: &mut Vec<u8>, (name, here): &(Name, Option<Sender>)) {
    let object = Object::new(out).text("watched", name.as_str());
    match here {
        Some(who) => person(object, who).end(),
        None => object.end(),
    }
}

/// Somebody who is here no more by that name: `name`, `id`, `account`?, `user`?, `real`?, `at`.
fn past(out: &mut Vec<u8>, past: &Past) {
    person(Object::new(out), &past.who)
        .maybe("account", past.account.as_ref().map(Name::as_str))
        .maybe("user", past.face.as_ref().map(|face| &*face.user))
        .maybe("real", past.face.as_ref().map(|face| &*face.real))
        .at("at", past.at)
        .end();
}

fn census(object: Object<'_>, census: &Census) {
    object
        .count("people", census.people)
        .count("guests", census.guests)
        .count("invisible", census.invisible)
        .count("operators", census.operators)
        .count("sessions", census.sessions)
        .count("entering", census.entering)
        .count("rooms", census.rooms)
        .count("most", census.most)
        .end_line();
}
