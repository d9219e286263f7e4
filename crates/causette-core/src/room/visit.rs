//! The rules for entering, leaving and making rooms.

use super::govern::line_of_text;
use super::message;
use super::rights::{self, may_read, not_banned, present, shown};
use super::{Actor, Given, Kind, Room, Standing};
use crate::name::Name;
use crate::{Deed, Facts, Millis, PersonId, Refusal, Role, RoomId, Secret, Sender, Text, What, limits};
use std::sync::Arc;

/// Whoever is in a room may enter it again. Into one that everybody has left and nobody owns, the server first lets what held
/// there lapse; that is the answer then, and the same wish is decided again after it.
pub(super) fn join(
    room: &Room,
    actor: &Actor,
    secret: Option<&Secret>,
    given: &Given,
    now: Millis,
) -> Result<Facts, Refusal> {
    if matches!(room.state.kind, Kind::Direct(..)) {
        return may_read(room, actor, now).map(|()| Facts::new());
    }
    if !actor.here() {
        if given.present == 0 && room.state.lapses() && !rights::is_server(room) {
            let server = Sender { id: PersonId::SERVER, name: Name::given("causette") };
            return Ok(Facts::from_elem(room.next(&server, What::Governed(Deed::Reset), now), 1));
        }
        enter(room, actor, secret, given, now)?;
    }
    // A guest's coming leaves no number behind; an account becomes a member, be it that of a guest who just signed in there.
    match actor.standing {
        Standing::Account if !actor.member => message::one(room, actor, What::Joined, now),
        Standing::Account | Standing::Guest => Ok(Facts::new()),
    }
}

fn enter(room: &Room, actor: &Actor, secret: Option<&Secret>, given: &Given, now: Millis) -> Result<(), Refusal> {
    let modes = &room.state.modes;
    not_banned(room, actor, now)?;
    let invited = room.state.invited.contains_key(&actor.who.id);
    if invited || actor.member && !rights::is_server(room) || rights::role(room, actor).is_some() {
        return Ok(());
    }
    if modes.accounts_only && actor.standing == Standing::Guest {
        return Err(Refusal::NeedAccount(shown(room)));
    }
    if modes.invite_only && !rights::listed(&room.state.welcome, actor) {
        return Err(Refusal::NeedInvite(shown(room)));
    }
    if modes.key.as_ref().is_some_and(|key| !secret.is_some_and(|secret| opens(key, secret))) {
        return Err(Refusal::NeedKey(shown(room)));
    }
    match modes.limit {
        Some(max) if given.present >= max as usize => Err(Refusal::RoomFull { room: shown(room), max }),
        Some(_) | None => Ok(()),
    }
}

/// Whether somebody who is in a room may stay there as who they turned out to be. Whoever signs in was let in already, and only a ban
/// of the account keeps it out; whoever signs out is a guest, and stays where guests who have no key come in.
pub fn stay(room: &Room, actor: &Actor, now: Millis) -> Result<(), Refusal> {
    match actor.standing {
        Standing::Account => not_banned(room, actor, now),
        // They make room for themselves.
        Standing::Guest => enter(room, actor, None, &Given::default(), now),
    }
}

/// Whether that is the room's key. It takes as long whichever byte is wrong, so that time tells nothing of the key.
fn opens(key: &Secret, secret: &Secret) -> bool {
    let (key, secret) = (key.reveal().as_bytes(), secret.reveal().as_bytes());
    let differing = key.iter().zip(secret).fold(0, |seen, (a, b)| std::hint::black_box(seen | (a ^ b)));
    key.len() == secret.len() && differing == 0
}

/// Whoever is in a room may leave it, whatever was decided about them. Their last words are one short line.
pub(super) fn leave(room: &Room, actor: &Actor, why: Option<&Text>, now: Millis) -> Result<Facts, Refusal> {
    let facts = left(room, actor, now)?;
    line_of_text(why)?;
    Ok(facts)
}

fn left(room: &Room, actor: &Actor, now: Millis) -> Result<Facts, Refusal> {
    if matches!(room.state.kind, Kind::Named(_)) && actor.member {
        return message::one(room, actor, What::Left, now);
    }
    if matches!(room.state.kind, Kind::Named(_)) && actor.here() {
        return Ok(Facts::new());
    }
    present(room, actor, now).map(|()| Facts::new())
}

fn page_limit(limit: usize, max: usize) -> Result<(), Refusal> {
    if (1..=max).contains(&limit) { Ok(()) } else { Err(Refusal::BadRange { max }) }
}

/// How many messages a search may ask for, in whichever rooms.
pub fn search_limit(limit: usize) -> Result<(), Refusal> {
    page_limit(limit, limits::SEARCH_FACTS)
}

/// How many rooms may be asked for that something was said in.
pub fn targets_limit(limit: usize) -> Result<(), Refusal> {
    page_limit(limit, limits::TARGETS)
}

pub(super) fn history(room: &Room, actor: &Actor, limit: usize, now: Millis) -> Result<Facts, Refusal> {
    may_read(room, actor, now)?;
    page_limit(limit, limits::PAGE_FACTS).map(|()| Facts::new())
}

/// A room as whoever makes it finds it: an account owns a named one.
pub fn made_by(actor: &Actor, id: RoomId, kind: Kind, now: Millis) -> Room {
    let mut room = Room::new(id, kind);
    if matches!(room.state.kind, Kind::Named(_)) {
        Arc::make_mut(&mut room.state).made = Some(now);
    }
    if actor.standing == Standing::Account && matches!(room.state.kind, Kind::Named(_)) {
        let owner = (actor.who.name.clone(), Role::Owner);
        Arc::make_mut(&mut room.state).roles.insert(actor.who.id, owner);
    }
    room
}

/// Makes a room: a fact of the directory. Anybody may; a conversation with oneself is a place for notes.
pub fn open(directory: &Room, actor: &Actor, id: RoomId, kind: Kind, now: Millis) -> Result<Facts, Refusal> {
    Ok(Facts::from_elem(directory.next(&actor.who, What::RoomOpened { id, kind }, now), 1))
}
