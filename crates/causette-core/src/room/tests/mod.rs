//! The rules, as tables and stories.

mod erased;
mod lapse;
mod masks;
mod matrix;
mod messages;
mod operators;
mod random;
mod rename;
mod roles;
mod sanctions;
mod secret;
mod stay;
mod table;
mod talk;

use super::*;
use crate::{Act, Mask, Mode, Name, Range, Role, Sanction, Secret, Style, Target, Text, Whom};

/// A guest who has been in the room from its beginning, or is not in it.
fn actor(id: u128, here: bool) -> Actor {
    let who = Sender { id: PersonId(id), name: Name::given(&format!("p{id}")) };
    Actor { host: Some(Host(7)), since: here.then_some(0), ..Actor::guest(who) }
}
/// A guest in the room, each from another address.
fn guest(id: u128) -> Actor {
    Actor { host: Some(Host(id as u64)), ..actor(id, true) }
}
fn account(id: u128) -> Actor {
    Actor { standing: Standing::Account, member: true, ..guest(id) }
}
/// The guest who found the room empty.
fn founder(id: u128) -> Actor {
    Actor { first: true, ..guest(id) }
}
fn outside(actor: Actor) -> Actor {
    Actor { since: None, first: false, member: false, ..actor }
}

fn public() -> Room {
    Room::new(RoomId(1), Kind::Named(general()))
}
fn direct() -> Room {
    Room::new(RoomId(2), Kind::direct(PersonId(9), PersonId(7)))
}
fn set(modes: &[Mode]) -> Room {
    let mut room = public();
    modes.iter().for_each(|mode| Arc::make_mut(&mut room.state).modes.set(mode));
    room
}
fn give(room: &mut Room, id: u128, role: Role) {
    Arc::make_mut(&mut room.state).roles.insert(PersonId(id), (Name::given(&format!("p{id}")), role));
}

fn general() -> RoomName {
    RoomName::new("#general").unwrap()
}
/// The room under another name than that of the room newcomers enter.
fn plaza(mut room: Room) -> Room {
    if matches!(room.state.kind, Kind::Named(_)) {
        Arc::make_mut(&mut room.state).kind = Kind::Named(RoomName::new("#plaza").unwrap());
    }
    room
}
fn rename(to: &str) -> Command {
    govern(Act::Rename { to: RoomName::new(to).unwrap(), why: None })
}
fn here() -> Target {
    Target::Room(general())
}
fn mask(raw: &str) -> Mask {
    Mask::new(raw).unwrap()
}
fn text(words: &str) -> Text {
    Text::new(words).unwrap()
}
fn tagged(keep: bool) -> Command {
    Command::Tagged { to: here(), tags: crate::ClientTags::new([("x", "1")]).unwrap(), keep }
}
fn say(words: &str) -> Command {
    Command::Say {
        to: here(),
        text: text(words),
        style: Style::Plain,
        reply_to: None,
        key: None,
        tags: crate::ClientTags::NONE,
    }
}
fn history(limit: usize) -> Command {
    Command::History { of: here(), range: Range::After(0), limit, only_words: false }
}
fn join() -> Command {
    Command::Join { room: general(), after: None, secret: None }
}
fn govern(act: Act) -> Command {
    Command::Govern { room: general(), act }
}
/// What somebody may want a profile to say, or to say no longer.
fn say_of(value: Option<&str>) -> crate::ProfileEdit {
    let value = value.map(|value| crate::ProfileValue::new(value).unwrap());
    crate::ProfileEdit::Set(crate::ProfileKey::new("url").unwrap(), value)
}
fn name(id: u128) -> Name {
    Name::given(&format!("p{id}"))
}
fn kick(id: u128) -> Command {
    govern(Act::Kick { who: name(id), why: None })
}
fn ban(id: u128, span: Option<u64>) -> Command {
    govern(Act::Ban { whom: Whom::Person(name(id)), span, why: None })
}
fn mute(id: u128, span: Option<u64>) -> Command {
    govern(Act::Mute { whom: Whom::Person(name(id)), span, why: None })
}
fn role_of(id: u128, role: Option<Role>) -> Command {
    govern(Act::Role { who: name(id), role })
}
fn about(other: &Actor) -> Given {
    Given { other: Some(other.clone()), present: 2, ..Given::default() }
}

/// The code of the refusal, or how many facts.
fn code(room: &Room, who: &Actor, command: &Command, given: &Given, now: u64) -> Result<usize, &'static str> {
    decide(room, who, command, given, Millis(now)).map(|facts| facts.len()).map_err(|refusal| refusal.code())
}

/// Decides, and makes it so.
#[track_caller]
fn done(room: &mut Room, who: &Actor, command: &Command, given: &Given, now: u64) {
    let facts = decide(room, who, command, given, Millis(now));
    let facts = facts.unwrap_or_else(|refusal| panic!("{command:?}: {refusal:?}"));
    facts.iter().for_each(|fact| apply(room, fact));
}
