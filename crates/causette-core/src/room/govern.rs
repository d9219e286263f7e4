//! The rules for looking after a room: topic, invitations, kicks, bans, mutes, roles and modes.

use super::message::one;
use super::rights::{self, Need, demand, need, reaches, shown};
use super::{Actor, Given, Kind, Room, Standing};
use crate::{Act, Deed, Facts, Host, Millis, Mode, Name, Refusal, Role, Sanction, Sender, Text, What, Whom, limits};

/// What an act would make of a room.
pub(super) fn govern(room: &Room, actor: &Actor, act: &Act, given: &Given, now: Millis) -> Result<Facts, Refusal> {
    if matches!(room.state.kind, Kind::Direct(..)) {
        return Err(Refusal::NoSuchRoom(shown(room)));
    }
    rights::present(room, actor, now)?;
    if need(room, act) == Need::Voice {
        rights::voice(room, actor, now)?;
    }
    demand(room, actor, need(room, act))?;
    let deed = match act {
        Act::Topic(text) => Deed::Topic(line_of_text(text)?),
        Act::Invite(_) => invite(room, other(act, given)?)?,
        Act::Kick { why, .. } => {
            let other = present_other(room, act, given)?;
            reaches(room, actor, other)?;
            Deed::Kicked { who: other.who.clone(), why: line_of_text(why)? }
        }
        Act::Ban { whom, span, why } => {
            let sanction = sanction(room, actor, (act, given), (*span, why), now)?;
            let host = matches!(whom, Whom::Address(_)).then_some(given.host).flatten();
            Deed::Banned(Sanction { host: sanction.host.or(host), ..room_left(&room.state.bans, sanction)? })
        }
        Act::Mute { span, why, .. } => {
            let sanction = sanction(room, actor, (act, given), (*span, why), now)?;
            Deed::Muted(room_left(&room.state.mutes, sanction)?)
        }
        Act::Unban(whom) => {
            let name = if let Whom::Person(name) = whom { Some(name) } else { None };
            Deed::Unbanned(lifted(&room.state.bans, name, given.host, whom)?)
        }
        Act::Unmute(name) => Deed::Unmuted(lifted(&room.state.mutes, Some(name), None, &Whom::Person(name.clone()))?),
        Act::Role { role, .. } => self::role(room, actor, present_or_listed(room, act, given)?, *role)?,
        Act::Mode(mode) => Deed::Mode(within(mode)?),
    };
    one(room, actor, What::Governed(deed), now)
}

fn other<'g>(act: &Act, given: &'g Given) -> Result<&'g Actor, Refusal> {
    let name = || act.person().map(Name::to_string).unwrap_or_default();
    given.other.as_ref().ok_or_else(|| Refusal::NoSuchPerson(name()))
}

fn present_other<'g>(room: &Room, act: &Act, given: &'g Given) -> Result<&'g Actor, Refusal> {
    let other = other(act, given)?;
    match other.here() {
        true => Ok(other),
        false => Err(Refusal::NotHere { name: other.who.name.to_string(), room: shown(room) }),
    }
}

/// A role is given to somebody in the room, and taken from whoever has it.
fn present_or_listed<'g>(room: &Room, act: &Act, given: &'g Given) -> Result<&'g Actor, Refusal> {
    let other = other(act, given)?;
    if room.state.roles.contains_key(&other.who.id) { Ok(other) } else { present_other(room, act, given) }
}

fn invite(room: &Room, other: &Actor) -> Result<Deed, Refusal> {
    space(room.state.invited.len())?;
    Ok(Deed::Invited(other.who.clone()))
}

/// A ban or mute of a person; a guest's is of their address too, since the next connection is another guest.
fn sanction(
    room: &Room,
    actor: &Actor,
    (act, given): (&Act, &Given),
    (span, why): (Option<u64>, &Option<Text>),
    now: Millis,
) -> Result<Sanction, Refusal> {
    let who = match act.person() {
        None => None,
        Some(_) => {
            let other = other(act, given)?;
            reaches(room, actor, other)?;
            Some(other)
        }
    };
    let until = match span {
        None => None,
        Some(seconds) if (1..=limits::SPAN_SECONDS).contains(&seconds) => {
            Some(Millis(now.max(room.at).0.saturating_add(seconds * 1000)))
        }
        Some(_) => return Err(range(limits::SPAN_SECONDS)),
    };
    let host = who.filter(|other| other.standing == Standing::Guest).and_then(|other| other.host);
    let who = who.map(|other| other.who.clone());
    Ok(Sanction { who, host, until, why: line_of_text(why)?, seq: room.head + 1 })
}

fn room_left(list: &[Sanction], new: Sanction) -> Result<Sanction, Refusal> {
    space(list.len()).map(|()| new)
}

fn space(used: usize) -> Result<(), Refusal> {
    if used < limits::ROOM_LISTED { Ok(()) } else { Err(Refusal::ListFull { max: limits::ROOM_LISTED }) }
}

fn lifted(list: &[Sanction], name: Option<&Name>, host: Option<Host>, whom: &Whom) -> Result<Sanction, Refusal> {
    let shown = match whom {
        Whom::Person(name) => name.to_string(),
        Whom::Address(address) => address.to_string(),
    };
    let found = list.iter().rev().find(|sanction| sanction.named(name, host));
    found.cloned().ok_or(Refusal::NotSanctioned { name: shown })
}

/// Only an account can own a room; only an owner makes or unmakes one, and the last stays. One may step down by oneself.
fn role(room: &Room, actor: &Actor, other: &Actor, role: Option<Role>) -> Result<Deed, Refusal> {
    let who = Sender::clone(&other.who);
    let before = room.state.roles.get(&who.id).map(|(_, role)| *role);
    if role == Some(Role::Owner) && other.standing == Standing::Guest {
        return Err(Refusal::NeedAccount(shown(room)));
    }
    let owners = room.state.roles.values().filter(|(_, role)| *role == Role::Owner).count();
    if before == Some(Role::Owner) && role != before && owners == 1 {
        return Err(Refusal::Outranked { name: who.name.to_string() });
    }
    let mine = rights::role(room, actor);
    let touches_owner = before == Some(Role::Owner) || role == Some(Role::Owner);
    if touches_owner && mine != Some(Role::Owner) {
        return Err(Refusal::Forbidden { room: shown(room), needs: Role::Owner });
    }
    if who.id == actor.who.id && role > mine {
        return Err(Refusal::OnYourself);
    }
    if before.is_none() {
        space(room.state.roles.len())?;
    }
    Ok(Deed::Role { who, role })
}

/// A mode whose number is one that a room can be set to.
fn within(mode: &Mode) -> Result<Mode, Refusal> {
    let fits = |number: u64, max: u64| if (1..=max).contains(&number) { Ok(()) } else { Err(range(max)) };
    match mode {
        Mode::Limit(Some(people)) => fits((*people).into(), limits::LIMIT_PEOPLE.into())?,
        Mode::Slow(seconds) if *seconds > 0 => fits((*seconds).into(), limits::SLOW_SECONDS.into())?,
        Mode::KeepDays(Some(days)) => fits((*days).into(), limits::KEEP_DAYS.into())?,
        Mode::KeepLast(Some(count)) => fits(*count, u64::from(u32::MAX))?,
        Mode::Limit(None) | Mode::Slow(_) | Mode::KeepDays(None) | Mode::KeepLast(None) | Mode::Key(_) => {}
        Mode::Private(_) | Mode::InviteOnly(_) | Mode::Secret(_) => {}
        Mode::Moderated(_) | Mode::TopicLocked(_) | Mode::AccountsOnly(_) => {}
    }
    Ok(mode.clone())
}

fn range(max: u64) -> Refusal {
    Refusal::BadRange { max: usize::try_from(max).unwrap_or(usize::MAX) }
}

/// A topic or a reason is one line, and short.
fn line_of_text(text: &Option<Text>) -> Result<Option<Text>, Refusal> {
    let Some(text) = text else { return Ok(None) };
    let (bytes, max) = (text.as_str().len(), limits::LINE_OF_TEXT_BYTES);
    if bytes > max {
        return Err(Refusal::TooLong { bytes, max });
    }
    if text.as_str().contains('\n') {
        return Err(Refusal::BadText);
    }
    Ok(Some(text.clone()))
}
