//! A fact as JSON. All have `room`, `room_id`, `seq`, `from`, `from_id` and `at`; beside these:
//!
//! | type | fields |
//! | --- | --- |
//! | `message` | `text`, `style` (`action`, when it was done rather than said; `notice`, when it wants no answer), `reply_to`?, `tags`? (client tags: an object of texts) |
//! | `answer` | `text`: what a calculation gave |
//! | `edited` | `target`: the message's number, `text`: its new words |
//! | `deleted` | `target`, `why`? |
//! | `reacted` | `target`, `mark`, `on` |
//! | `gone` | `why`: `deleted`, `ignored` or `erased`; it was a message, an answer or an edit, or named who was erased |
//! | `member_joined`, `member_left` | an account is a member from here on, or no longer |
//! | `topic` | `text`, or null |
//! | `invited` | `name`, `id` |
//! | `kicked` | `name`, `id`, `why`? |
//! | `banned`, `muted` | `name`?, `id`?, `mask`?, `address` (true: guests from that address, too), `until`?, `why`? |
//! | `unbanned`, `unmuted` | the same of the one that was lifted, and its number, `target` |
//! | `exempted`, `welcomed` | `mask`, `on`: no ban touches whoever matches, or they need no invitation; false: no longer |
//! | `role` | `name`, `id`, `role`: `owner`, `moderator`, `member` or `none` |
//! | `mode` | `mode`, `value`; a key is only ever `true` |
//! | `reset` | the room was left by all: modes, roles, invitations and all other lists are gone |
//! | `room_profile` | `changed`: what the room says of itself by key; null: nothing any more |
//! | `room_renamed` | `was`: the name it had, `to`: the one it has, `why`?; in `#server` also `renamed_id`, the room's id |
//! | `room_opened` | `opened_id`, `opened`? |
//! | `account_made`, `account_erased` | the latter has `id` |
//! | `noted` | `about`, `text` |
//! | `tagged` | `tags`: client tags without words |
//!
//! `"mention":true` is beside those that name the reader.

use super::super::put::Object;
use super::super::terms::{about_term, gone_term, mode_term, role_term, style_term};
use super::profile::changed;
use super::{person, room_label};
use causette_core::{ClientTags, Deed, Fact, Kind, Mask, Mode, RoomLabel, Sanction, Text, What};

/// A fact, as a line. `label` is the room's name for the reader, and `mentions_you` whether it speaks to them.
pub fn fact(out: &mut Vec<u8>, label: &RoomLabel, fact: &Fact, mentions_you: bool) {
    fact_object(out, label, fact, mentions_you);
    out.push(b'\n');
}

/// `"tags":{"name":"value"}`
pub(super) fn client_tags<'o>(object: Object<'o>, tags: &ClientTags) -> Object<'o> {
    object.object("tags", |out| {
        tags.iter().fold(Object::new(out), |object, (name, value)| object.named(name, value)).end();
    })
}

pub(super) fn fact_object(out: &mut Vec<u8>, label: &RoomLabel, fact: &Fact, mentions_you: bool) {
    let object =
        room_label(Object::of(out, kind(&fact.what)), label).id("room_id", fact.room.0).number("seq", fact.seq);
    let object = object.text("from", fact.by.name.as_str()).id("from_id", fact.by.id.0);
    let object = match &fact.what {
        What::Message { text, style, reply_to, tags } => {
            let object = object.text("text", text.as_str());
            let object = object.maybe("style", style_term(*style)).maybe_number("reply_to", *reply_to);
            if tags.is_empty() { object } else { client_tags(object, tags) }
        }
        What::Answer { text } => object.text("text", text.as_str()),
        What::Edited { seq, text } => object.number("target", *seq).text("text", text.as_str()),
        What::Deleted { seq, why } => object.number("target", *seq).maybe("why", why.as_ref().map(Text::as_str)),
        What::Reacted { seq, mark, on } => object.number("target", *seq).text("mark", mark.as_str()).flag("on", *on),
        What::Governed(deed) => self::deed(object, deed),
        What::Gone(why) => object.text("why", gone_term(*why)),
        What::Joined | What::Left | What::AccountMade => object,
        What::AccountErased { id } => object.id("id", id.0),
        What::Tagged { tags } => client_tags(object, tags),
        What::Noted(note) => object.text("about", about_term(note.about)).text("text", note.text.as_str()),
        What::RoomRenamed { id, from, to } => {
            object.id("renamed_id", id.0).text("was", from.as_str()).text("to", to.as_str())
        }
        What::RoomOpened { id, kind: Kind::Named(name) } => object.id("opened_id", id.0).text("opened", name.as_str()),
        What::RoomOpened { id, kind: Kind::Direct(..) } => object.id("opened_id", id.0),
    };
    object.mark("mention", mentions_you).at("at", fact.at).end();
}

fn kind(what: &What) -> &'static str {
    match what {
        What::Message { .. } => "message",
        What::Answer { .. } => "answer",
        What::Edited { .. } => "edited",
        What::Deleted { .. } => "deleted",
        What::Tagged { .. } => "tagged",
        What::Reacted { .. } => "reacted",
        What::Gone(_) => "gone",
        What::RoomOpened { .. } => "room_opened",
        What::RoomRenamed { .. } => "room_renamed",
        What::Joined => "member_joined",
        What::Left => "member_left",
        What::AccountMade => "account_made",
        What::AccountErased { .. } => "account_erased",
        What::Noted(_) => "noted",
        What::Governed(deed) => match deed {
            Deed::Topic(_) => "topic",
            Deed::Invited(_) => "invited",
            Deed::Kicked { .. } => "kicked",
            Deed::Banned(_) => "banned",
            Deed::Unbanned(_) => "unbanned",
            Deed::Muted(_) => "muted",
            Deed::Unmuted(_) => "unmuted",
            Deed::Role { .. } => "role",
            Deed::Mode(_) => "mode",
            Deed::Modes(_) => "modes",
            Deed::Reset => "reset",
            Deed::Exempt { .. } => "exempted",
            Deed::Welcome { .. } => "welcomed",
            Deed::Profile(_) => "room_profile",
            Deed::Renamed { .. } => "room_renamed",
        },
    }
}

fn deed<'o>(object: Object<'o>, deed: &Deed) -> Object<'o> {
    match deed {
        Deed::Topic(topic) => object.text_or_null("text", topic.as_ref().map(Text::as_str)),
        Deed::Invited(who) => person(object, who),
        Deed::Kicked { who, why } => person(object, who).maybe("why", why.as_ref().map(Text::as_str)),
        Deed::Banned(new) | Deed::Muted(new) => sanction(object, new),
        Deed::Unbanned(old) | Deed::Unmuted(old) => sanction(object.number("target", old.seq), old),
        Deed::Role { who, role, was } => {
            let object = person(object, who).text("role", role.map_or("none", role_term));
            object.maybe("was", was.map(role_term))
        }
        Deed::Mode(mode) => self::mode(object.text("mode", mode_term(mode)), "value", mode),
        Deed::Modes(all) => object.object("modes", |out| modes(out, all)),
        Deed::Reset => object,
        Deed::Profile(changes) => changed(object, changes),
        Deed::Renamed { from, to, why } => {
            let object = object.text("was", from.as_str()).text("to", to.as_str());
            object.maybe("why", why.as_ref().map(Text::as_str))
        }
        Deed::Exempt { mask, on } | Deed::Welcome { mask, on } => object.text("mask", mask.as_str()).flag("on", *on),
    }
}

/// Who, how far and how long. The fingerprint of an address is nobody's to see.
pub(super) fn sanction<'o>(object: Object<'o>, sanction: &Sanction) -> Object<'o> {
    let object = match &sanction.who {
        Some(who) => person(object, who),
        None => object,
    };
    let object = object.maybe("mask", sanction.mask.as_ref().map(Mask::as_str));
    let object = object.mark("address", sanction.host.is_some()).maybe_at("until", sanction.until);
    object.maybe("why", sanction.why.as_ref().map(Text::as_str))
}

/// What several modes are set to, each in a field of its name.
pub(super) fn modes(out: &mut Vec<u8>, modes: &[Mode]) {
    modes.iter().fold(Object::new(out), |object, one| mode(object, mode_term(one), one)).end();
}

/// What a mode is set to, in a field of that name.
pub(super) fn mode<'o>(object: Object<'o>, name: &'static str, mode: &Mode) -> Object<'o> {
    match mode {
        Mode::Private(on) | Mode::InviteOnly(on) | Mode::Secret(on) => object.flag(name, *on),
        Mode::Moderated(on) | Mode::TopicLocked(on) | Mode::AccountsOnly(on) => object.flag(name, *on),
        Mode::NoCtcp(on) | Mode::Outsiders(on) => object.flag(name, *on),
        Mode::Key(key) => object.flag(name, key.is_some()),
        Mode::Limit(number) | Mode::KeepDays(number) => object.number_or_null(name, number.map(u64::from)),
        Mode::Slow(seconds) => object.number(name, (*seconds).into()),
        Mode::KeepLast(count) => object.number_or_null(name, *count),
    }
}
