//! The core's refusals as sentences: what happened, why, and the next step.

use crate::{Lang, bundle};
use causette_core::Refusal;
use causette_core::name::NameFault;
use causette_core::refusal::NotSaved;
use fluent_bundle::{FluentArgs, FluentValue};

/// At most two short sentences.
pub fn refusal(lang: Lang, why: &Refusal) -> String {
    let (id, args) = parts(why);
    bundle::sentence(lang, id, &args)
}

/// Its name in the `.ftl` files and what its sentence names.
pub(crate) fn parts(why: &Refusal) -> (&'static str, FluentArgs<'_>) {
    match why {
        Refusal::BadName(fault) => name_fault(fault, "person"),
        Refusal::BadRoom(fault) => name_fault(fault, "room"),
        Refusal::NameTaken(name) => ("refusal-name-taken", one("name", name.as_str())),
        Refusal::NameLookalike(name) => ("refusal-name-lookalike", one("name", name.as_str())),
        Refusal::NoSuchRoom(room) => ("refusal-no-such-room", one("room", room.as_str())),
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
