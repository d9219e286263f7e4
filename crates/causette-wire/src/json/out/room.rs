//! Rooms and people as JSON: lists, what a room is set to, who somebody is.

use super::super::put::{Object, push_string};
use super::super::terms::{door_term, role_term};
use super::fact::{modes, sanction};
use super::profile::maybe_profile;
use super::{person, tag};
use causette_core::notice::{Members, Person, RoomLine, UnreadLine};
use causette_core::{
    Listed, Millis, Name, PersonId, Role, RoomId, RoomState, RoomTag, Sanction, Sender, Seq, Standing, Text, TopicSet,
};

/// `secret` and `private`, where the room is; `"members"`, each with `role` and `away` where they have one or are, and `doors`, and `"count"`: all of them.
pub(super) fn members<'o>(object: Object<'o>, there: &Members) -> Object<'o> {
    let object = object.mark("secret", there.secret).mark("private", there.private);
    let people = object.list("members", &there.people, |out, member| {
        let object = person(Object::new(out), &member.who).maybe("role", member.role.map(role_term));
        let object = object.mark("away", member.away).mark("operator", member.operator);
        object.list("doors", member.doors.iter(), |out, door| push_string(out, door_term(door))).end();
    });
    people.count("count", there.count)
}

/// One of `"rooms"`.
pub(super) fn line(out: &mut Vec<u8>, line: &RoomLine) {
    let object = tag(Object::new(out), &line.room).count("present", line.present).number("seq", line.head);
    let object = object.maybe("topic", line.topic.as_ref().map(Text::as_str));
    let object = object.maybe_number("unread", line.unread);
    object.maybe_at("made", line.made).maybe_at("topic_at", line.topic_at).end();
}

/// One of the rooms in which there is something to read.
pub(super) fn unread(out: &mut Vec<u8>, line: &UnreadLine) {
    tag(Object::new(out), &line.room).number("read", line.read).number("count", line.count).end();
}

/// What a room is about, and how far the session's person has read there.
pub(super) fn entered<'o>(
    object: Object<'o>,
    (topic, set): (Option<&Text>, Option<&TopicSet>),
    (read, at): (Seq, Option<Millis>),
) -> Object<'o> {
    let object = topic_set(object.maybe("topic", topic.map(Text::as_str)), set);
    object.number("read", read).maybe_at("read_at", at)
}

/// Who set a topic, `topic_by` and `topic_by_id`, and when, `topic_at`, as far as it was noted.
fn topic_set<'o>(object: Object<'o>, set: Option<&TopicSet>) -> Object<'o> {
    let object = object.maybe("topic_by", set.map(|set| set.by.name.as_str()));
    let object = set.iter().fold(object, |object, set| object.id("topic_by_id", set.by.id.0));
    object.maybe_at("topic_at", set.map(|set| set.at))
}

/// How far somebody has read: `seq`, and `at` if they said a moment.
pub(super) fn read_mark(object: Object<'_>, id: Option<RoomId>, (seq, at): (Seq, Option<Millis>)) {
    let object = id.iter().fold(object, |object, id| object.id("room_id", id.0));
    object.number("seq", seq).maybe_at("at", at).end_line();
}

/// One of the rooms in which something was said: `at` is when it was last.
pub(super) fn target(out: &mut Vec<u8>, (room, at): &(RoomTag, Millis)) {
    tag(Object::new(out), room).at("at", *at).end();
}

/// What a room is about and set to: `topic`, who set it and when, when the room was `made`, `modes` (those that are set; a key is only ever `true`), `roles`, `invited`,
/// `bans`, `mutes`, `exempt`, `welcome` (each with who made it, `by` and `by_id`, and when, `made`), `hidden_upto`, the number up to which nobody reads,
/// and `profile`?.
pub(super) fn about<'o>(object: Object<'o>, state: &RoomState) -> Object<'o> {
    let somebody = |id: &PersonId, name: &Name| Sender { id: *id, name: name.clone() };
    let set = state.modes.list();
    let role = |out: &mut Vec<u8>, (id, (name, role)): (&PersonId, &(Name, Role))| {
        person(Object::new(out), &somebody(id, name)).text("role", role_term(*role)).end();
    };
    let guest = |out: &mut Vec<u8>, (id, name): (&PersonId, &Name)| {
        person(Object::new(out), &somebody(id, name)).end();
    };
    let held = |out: &mut Vec<u8>, one: &Sanction| {
        let object = sanction(Object::new(out).number("seq", one.seq), one);
        maker(object, &one.by, one.by_id, one.at).end();
    };
    let listed = |out: &mut Vec<u8>, one: &Listed| {
        let object = Object::new(out).number("seq", one.seq).text("mask", one.mask.as_str());
        maker(object, &one.by, one.by_id, one.at).end();
    };
    let object = object.text_or_null("topic", state.topic.as_ref().map(Text::as_str));
    let object = topic_set(object, state.topic_set.as_ref())
        .maybe_at("made", state.made)
        .object("modes", |out| modes(out, &set))
        .list("roles", &state.roles, role)
        .list("invited", &state.invited, guest)
        .list("bans", &state.bans, held)
        .list("mutes", &state.mutes, held)
        .list("exempt", &state.exempt, listed)
        .list("welcome", &state.welcome, listed)
        .number("hidden_upto", state.hidden_upto);
    maybe_profile(object, &state.profile)
}

/// Who made an entry of a list, and when; an entry of an earlier version does not say so.
fn maker<'o>(object: Object<'o>, by: &Name, by_id: PersonId, at: Millis) -> Object<'o> {
    let known = at > Millis(0);
    let object = object.maybe("by", known.then_some(by.as_str()));
    let object = if known { object.id("by_id", by_id.0) } else { object };
    object.maybe_at("made", known.then_some(at))
}

/// Who somebody is: `name`, `id`, `profile`?, `guest`, `account`?, `rank`?, `user`?, `real`?, `bot`?, `away`?, `here`, `since`, `private`, and
/// `rooms`, each with `role`?.
pub(super) fn whois<'o>(object: Object<'o>, who: &Person) -> Object<'o> {
    let room = |out: &mut Vec<u8>, (room, role): &(RoomTag, Option<Role>)| {
        tag(Object::new(out), room).maybe("role", role.map(role_term)).end();
    };
    let face = who.face.as_ref();
    maybe_profile(person(object, &who.who), &who.profile)
        .flag("guest", who.standing == Standing::Guest)
        .maybe("account", who.account.as_ref().map(Name::as_str))
        .maybe("rank", who.rank.map(role_term))
        .maybe("user", face.map(|face| &*face.user))
        .maybe("real", face.map(|face| &*face.real))
        .mark("bot", face.is_some_and(|face| face.bot))
        .maybe("away", who.away.as_ref().map(Text::as_str))
        .flag("here", who.here)
        .at("since", who.since)
        .flag("private", who.private)
        .list("rooms", &who.rooms, room)
}
