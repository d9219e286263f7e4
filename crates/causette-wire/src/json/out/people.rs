//! People as JSON: who they are, who is watched, who they were, how many they are.

use super::super::put::Object;
use super::{person, room};
use causette_core::notice::{Census, Past, Person};
use causette_core::{Name, Sender};

/// One of `"people"`, as `person` says it of one.
pub(super) fn found(out: &mut Vec<u8>, who: &Person) {
    room::whois(Object::new(out), who).end();
}

/// One of the watched names, with `name` and `id` of whoever bears it now.
pub(super) fn watched(out: &mut Vec<u8>, (name, here): &(Name, Option<Sender>)) {
    let object = Object::new(out).text("watched", name.as_str());
    match here {
        Some(who) => person(object, who).end(),
        None => object.end(),
    }
}

/// Somebody who is here no more by that name: `name`, `id`, `account`?, `at`.
pub(super) fn past(out: &mut Vec<u8>, past: &Past) {
    person(Object::new(out), &past.who)
        .maybe("account", past.account.as_ref().map(Name::as_str))
        .at("at", past.at)
        .end();
}

pub(super) fn census(object: Object<'_>, census: &Census) {
    object
        .count("people", census.people)
        .count("guests", census.guests)
        .count("operators", census.operators)
        .count("sessions", census.sessions)
        .count("entering", census.entering)
        .count("rooms", census.rooms)
        .count("most", census.most)
        .end_line();
}
