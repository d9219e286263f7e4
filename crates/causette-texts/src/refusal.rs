//! The core's refusals as sentences: what happened, why, and the next step.

use crate::{Lang, bundle};
use causette_core::name::NameFault;
use causette_core::refusal::NotSaved;
use causette_core::{Millis, Refusal, Role, Text};
use fluent_bundle::{FluentArgs, FluentValue};

/// At most two short sentences. `when` writes a moment for the reader: in their zone, with the day where that matters.
pub fn refusal(lang: Lang, why: &Refusal, when: impl Fn(Millis) -> String) -> String {
    let (id, args) = parts(why, &when);
    bundle::sentence(lang, &id, &args)
}

/// Its name in the `.ftl` files and what its sentence names. The name is that of its code, but where one code has several
/// sentences.
pub(crate) fn parts<'r>(why: &'r Refusal, when: &dyn Fn(Millis) -> String) -> (String, FluentArgs<'r>) {
    let args = match why {
        Refusal::BadName(fault) => return name_fault(fault, "person"),
        Refusal::BadRoom(fault) => return name_fault(fault, "room"),
        Refusal::NotSaved(why) => return (format!("refusal-not-saved-{}", not_saved(*why)), FluentArgs::new()),
        Refusal::NoSuchRoom(room) => match room.strip_prefix('@') {
            Some(name) => return ("refusal-no-such-conversation".to_owned(), one("name", name)),
            None => one("room", room.as_str()),
        },
        Refusal::NameTaken(name) | Refusal::NameLookalike(name) | Refusal::NoSuchPerson(name) => {
            one("name", name.as_str())
        }
        Refusal::RoomTaken(room) => one("room", room.as_str()),
        Refusal::NoGuests(name) => one("name", name.as_str()),
        Refusal::Outranked { name } | Refusal::NotSanctioned { name } | Refusal::SameRole { name } => {
            one("name", name.as_str())
        }
        Refusal::SignedIn { name } | Refusal::ConfirmName { name } => one("name", name.as_str()),
        Refusal::NotInRoom(room) | Refusal::Moderated(room) | Refusal::NoCtcp(room) | Refusal::NeedInvite(room) => {
            one("room", room.as_str())
        }
        Refusal::NeedKey(room) | Refusal::NeedAccount(room) | Refusal::FixedRoom(room) => one("room", room.as_str()),
        Refusal::TooManyRooms { max } | Refusal::BadKey { max } | Refusal::BadRange { max } => one("max", *max),
        Refusal::BadMask { max } | Refusal::BadTags { max } | Refusal::BadProfileKey { max } => one("max", *max),
        Refusal::NotInProfile { key } => one("key", key.as_str()),
        Refusal::NotListed { mask } => one("mask", mask.as_str()),
        Refusal::BadSecret { max } | Refusal::BadSearch { max } | Refusal::BadMark { max } => one("max", *max),
        Refusal::ListFull { max } | Refusal::Quota { max } | Refusal::TooManyAccounts { max } => one("max", *max),
        Refusal::TooLong { bytes, max } => and(one("max", *max), "bytes", *bytes),
        Refusal::BadPassword { min, max } => and(one("max", *max), "min", *min),
        Refusal::Ahead { head } => one("head", *head),
        Refusal::NoSuchMessage { seq } | Refusal::NotYours { seq } => one("seq", *seq),
        Refusal::NoSuchSession { number } => one("number", *number),
        Refusal::NoSuchToken { number } | Refusal::NoSuchWebhook { number } => one("number", *number),
        Refusal::PrivateAddress { address } => one("address", address.as_str()),
        Refusal::BadUrl | Refusal::NeedHttps | Refusal::NoWebhooks => FluentArgs::new(),
        Refusal::NotInScope { scope, room } => {
            let (where_to, room) = room.as_deref().map_or(("everywhere", ""), |room| ("room", room));
            and(and(one("scope", scope.word()), "reach", where_to), "room", room)
        }
        Refusal::PersonsOnly => FluentArgs::new(),
        Refusal::Forbidden { room, needs } => and(one("room", room.as_str()), "role", role(*needs)),
        Refusal::NotHere { name, room } | Refusal::AlreadyHere { name, room } => {
            and(one("room", room.as_str()), "name", name.as_str())
        }
        Refusal::Banned { room, until, why } | Refusal::Muted { room, until, why } => {
            and(sanction(*until, why, when), "room", room.as_str())
        }
        Refusal::ServerBanned { until, why } => sanction(*until, why, when),
        Refusal::SlowDown { seconds, left } => and(one("seconds", *seconds), "left", *left),
        Refusal::LockedOut { left } => one("left", *left),
        Refusal::RoomFull { room, max } => and(one("room", room.as_str()), "max", *max),
        Refusal::Empty | Refusal::BadText | Refusal::KeyReused => FluentArgs::new(),
        Refusal::OnYourself | Refusal::SearchTooWide | Refusal::BadToken | Refusal::Busy => FluentArgs::new(),
        Refusal::Damaged | Refusal::WrongLogin | Refusal::NeedTls | Refusal::BadCode => FluentArgs::new(),
        Refusal::RegistrationClosed | Refusal::NeedInvitation | Refusal::SignInFirst => FluentArgs::new(),
        Refusal::OperatorsOnly | Refusal::WrongOperator | Refusal::BadScram | Refusal::LastingRank => FluentArgs::new(),
        Refusal::NoCertificate | Refusal::UnknownCertificate => FluentArgs::new(),
        Refusal::CertificateTaken | Refusal::NoSuchCertificate => FluentArgs::new(),
    };
    (format!("refusal-{}", why.code().replace('_', "-")), args)
}

fn not_saved(why: NotSaved) -> &'static str {
    match why {
        NotSaved::DiskFull => "disk-full",
        NotSaved::Locked => "locked",
        NotSaved::ReadOnly => "read-only",
        NotSaved::Other => "other",
    }
}

fn name_fault(fault: &NameFault, kind: &'static str) -> (String, FluentArgs<'static>) {
    let args = one("kind", kind);
    let (id, args) = match fault {
        NameFault::Empty => ("refusal-bad-name-empty", args),
        NameFault::TooLong { max } => ("refusal-bad-name-too-long", and(args, "max", *max)),
        NameFault::Character(c) => ("refusal-bad-name-character", and(args, "char", shown(*c))),
        NameFault::Start(c) => ("refusal-bad-name-start", and(args, "char", shown(*c))),
        NameFault::Marks => ("refusal-bad-name-marks", args),
        NameFault::Scripts => ("refusal-bad-name-scripts", args),
        NameFault::Reserved => ("refusal-bad-name-reserved", args),
    };
    (id.to_owned(), args)
}

fn sanction<'r>(until: Option<Millis>, why: &Option<Text>, when: &dyn Fn(Millis) -> String) -> FluentArgs<'r> {
    let until = until.map_or("none".to_string(), when);
    let why = why.as_ref().map_or(String::new(), |why| format!(" ({})", why.as_str()));
    and(one("until", until), "why", why)
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
