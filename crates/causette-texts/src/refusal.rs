//! The core's refusals as sentences: what happened, why, and the next step.

use crate::{Lang, bundle};
use causette_core::name::NameFault;
use causette_core::refusal::NotSaved;
use causette_core::{Millis, Refusal, Role, Text};
use fluent_bundle::{FluentArgs, FluentValue};

/// At most two short sentences. `when` writes a moment for the reader: in their zone, with the day where that matters.
pub fn refusal(lang: Lang, why: &Refusal, when: impl Fn(Millis) -> String) -> String {
    let (id, args) = parts(why, &when);
    bundle::sentence(lang, id, &args)
}

/// Its name in the `.ftl` files and what its sentence names.
pub(crate) fn parts<'r>(why: &'r Refusal, when: &dyn Fn(Millis) -> String) -> (&'static str, FluentArgs<'r>) {
    match why {
        Refusal::BadName(fault) => name_fault(fault, "person"),
        Refusal::BadRoom(fault) => name_fault(fault, "room"),
        Refusal::NameTaken(name) => ("refusal-name-taken", one("name", name.as_str())),
        Refusal::NameLookalike(name) => ("refusal-name-lookalike", one("name", name.as_str())),
        Refusal::NoSuchRoom(room) => match room.strip_prefix('@') {
            Some(name) => ("refusal-no-such-conversation", one("name", name)),
            None => ("refusal-no-such-room", one("room", room.as_str())),
        },
        Refusal::NoSuchPerson(name) => ("refusal-no-such-person", one("name", name.as_str())),
        Refusal::NotInRoom(room) => ("refusal-not-in-room", one("room", room.as_str())),
        Refusal::TooManyRooms { max } => ("refusal-too-many-rooms", one("max", *max)),
        Refusal::Yourself => ("refusal-yourself", FluentArgs::new()),
        Refusal::Empty => ("refusal-empty", FluentArgs::new()),
        Refusal::TooLong { bytes, max } => ("refusal-too-long", and(one("max", *max), "bytes", *bytes)),
        Refusal::BadText => ("refusal-bad-text", FluentArgs::new()),
        Refusal::BadKey { max } => ("refusal-bad-key", one("max", *max)),
        Refusal::KeyReused => ("refusal-key-reused", FluentArgs::new()),
        Refusal::BadRange { max } => ("refusal-bad-range", one("max", *max)),
        Refusal::Ahead { head } => ("refusal-ahead", one("head", *head)),
        Refusal::BadSecret { max } => ("refusal-bad-secret", one("max", *max)),
        Refusal::BadSearch { max } => ("refusal-bad-search", one("max", *max)),
        Refusal::BadMark { max } => ("refusal-bad-mark", one("max", *max)),
        Refusal::NoSuchMessage { seq } => ("refusal-no-such-message", one("seq", *seq)),
        Refusal::NotYours { seq } => ("refusal-not-yours", one("seq", *seq)),
        Refusal::Forbidden { room, needs } => {
            ("refusal-forbidden", and(one("room", room.as_str()), "role", role(*needs)))
        }
        Refusal::Outranked { name } => ("refusal-outranked", one("name", name.as_str())),
        Refusal::OnYourself => ("refusal-on-yourself", FluentArgs::new()),
        Refusal::NotHere { name, room } => ("refusal-not-here", and(one("room", room.as_str()), "name", name.as_str())),
        Refusal::NotSanctioned { name } => ("refusal-not-sanctioned", one("name", name.as_str())),
        Refusal::Banned { room, until, why } => ("refusal-banned", sanction(room, *until, why, when)),
        Refusal::Muted { room, until, why } => ("refusal-muted", sanction(room, *until, why, when)),
        Refusal::Moderated(room) => ("refusal-moderated", one("room", room.as_str())),
        Refusal::SlowDown { seconds, left } => ("refusal-slow-down", and(one("seconds", *seconds), "left", *left)),
        Refusal::NeedInvite(room) => ("refusal-need-invite", one("room", room.as_str())),
        Refusal::NeedKey(room) => ("refusal-need-key", one("room", room.as_str())),
        Refusal::NeedAccount(room) => ("refusal-need-account", one("room", room.as_str())),
        Refusal::RoomFull { room, max } => ("refusal-room-full", and(one("room", room.as_str()), "max", *max)),
        Refusal::ListFull { max } => ("refusal-list-full", one("max", *max)),
        Refusal::Quota { max } => ("refusal-quota", one("max", *max)),
        Refusal::SearchTooWide => ("refusal-search-too-wide", FluentArgs::new()),
        Refusal::BadToken => ("refusal-bad-token", FluentArgs::new()),
        Refusal::NotSaved(NotSaved::DiskFull) => ("refusal-not-saved-disk-full", FluentArgs::new()),
        Refusal::NotSaved(NotSaved::Locked) => ("refusal-not-saved-locked", FluentArgs::new()),
        Refusal::NotSaved(NotSaved::ReadOnly) => ("refusal-not-saved-read-only", FluentArgs::new()),
        Refusal::NotSaved(NotSaved::Other) => ("refusal-not-saved-other", FluentArgs::new()),
        Refusal::Busy => ("refusal-busy", FluentArgs::new()),
        Refusal::Damaged => ("refusal-damaged", FluentArgs::new()),
    }
}

fn name_fault(fault: &NameFault, kind: &'static str) -> (&'static str, FluentArgs<'static>) {
    let args = one("kind", kind);
    match fault {
        NameFault::Empty => ("refusal-bad-name-empty", args),
        NameFault::TooLong { max } => ("refusal-bad-name-too-long", and(args, "max", *max)),
        NameFault::Character(c) => ("refusal-bad-name-character", and(args, "char", shown(*c))),
        NameFault::Start(c) => ("refusal-bad-name-start", and(args, "char", shown(*c))),
        NameFault::Marks => ("refusal-bad-name-marks", args),
        NameFault::Scripts => ("refusal-bad-name-scripts", args),
        NameFault::Reserved => ("refusal-bad-name-reserved", args),
    }
}

fn sanction<'r>(
    room: &'r str,
    until: Option<Millis>,
    why: &Option<Text>,
    when: &dyn Fn(Millis) -> String,
) -> FluentArgs<'r> {
    let until = until.map_or("none".to_string(), when);
    let why = why.as_ref().map_or(String::new(), |why| format!(" ({})", why.as_str()));
    and(and(one("room", room), "until", until), "why", why)
}

fn role(role: Role) -> &'static str {
    match role {
        Role::Owner => "owner",
        Role::Moderator => "moderator",
        Role::Member => "member",
    }
}

/// A character as it can be seen: itself, or its number when it has no shape of its own.
fn shown(c: char) -> String {
    match c {
        ' ' => "space".to_string(),
        c if c.is_ascii_graphic() || c.is_alphanumeric() => c.to_string(),
        c => format!("U+{:04X}", u32::from(c)),
    }
}

fn one<'a>(name: &'static str, value: impl Into<FluentValue<'a>>) -> FluentArgs<'a> {
    and(FluentArgs::new(), name, value)
}

fn and<'a>(mut args: FluentArgs<'a>, name: &'static str, value: impl Into<FluentValue<'a>>) -> FluentArgs<'a> {
    args.set(name, value);
    args
}
