//! The rules for looking after a room: topic, invitations, kicks, bans, mutes, roles and modes.

use super::message::one;
use super::rights::{self, demand, need, reaches, shown};
use super::{Actor, Given, Kind, Room, Standing, rename};
use crate::{
    Act, Deed, Facts, Listed, Mask, Millis, Mode, Name, PersonId, Refusal, Role, Sanction, Sender, Text, What, Whom,
    limits,
};

/// What an act would make of a room.
pub(super) fn govern(room: &Room, actor: &Actor, act: &Act, given: &Given, now: Millis) -> Result<Facts, Refusal> {
    if matches!(room.state.kind, Kind::Direct(..)) {
        return Err(Refusal::NoSuchRoom(shown(room)));
    }
    // An operator looks after a room from outside: entering it is for those who want to take part.
    if !actor.operates() {
        rights::present(room, actor, now)?;
        if matches!(act, Act::Topic(_) | Act::Invite(_) | Act::Rename { .. }) {
            rights::voice(room, actor, now)?;
        }
    }
    demand(room, actor, need(room, actor, act))?;
    let deed = match act {
        Act::Topic(text) => Deed::Topic(line_of_text(text.as_ref())?),
        Act::Invite(_) => invite(room, actor, other(act, given)?)?,
        Act::Kick { why, .. } => {
            let other = present_other(room, act, given)?;
            may_kick(room, actor, other)?;
            Deed::Kicked { who: other.who.clone(), why: line_of_text(why.as_ref())? }
        }
        Act::Ban { whom, span, why } => {
            let sanction = sanction(room, actor, (whom, act, given), (*span, why), now)?;
            Deed::Banned(room_left(room, &room.state.bans, sanction, now)?)
        }
        Act::Mute { whom, span, why } => {
            let sanction = sanction(room, actor, (whom, act, given), (*span, why), now)?;
            Deed::Muted(room_left(room, &room.state.mutes, sanction, now)?)
        }
        Act::Unban(whom) => Deed::Unbanned(lifted(room, &room.state.bans, actor, (whom, given), now)?),
        Act::Unmute(whom) => Deed::Unmuted(lifted(room, &room.state.mutes, actor, (whom, given), now)?),
        Act::Role { role, .. } => {
            let listed = listed(room, act, given, *role);
            let other = listed.as_ref().map_or_else(|| reachable(room, act, given), Ok)?;
            self::role(room, actor, other, *role)?
        }
        Act::Raise { role, .. } => {
            let other = reachable(room, act, given)?;
            same_role(room, other, |was| was >= Some(*role))?;
            self::role(room, actor, other, Some(*role))?
        }
        Act::Lower { role, .. } => {
            let listed = listed(room, act, given, None);
            let other = listed.as_ref().map_or_else(|| self::other(act, given), Ok)?;
            same_role(room, other, |was| was != Some(*role))?;
            self::role(room, actor, other, None)?
        }
        Act::Exempt { mask, on } => {
            pattern(room, &room.state.exempt, mask, *on)?;
            Deed::Exempt { mask: mask.clone(), on: *on }
        }
        // Into the server's own room leads a rank and nothing else.
        Act::Mode(_) | Act::Modes(_) | Act::Welcome { .. } | Act::Rename { .. } if rights::is_server(room) => {
            return Err(Refusal::FixedRoom(shown(room)));
        }
        Act::Welcome { mask, on } => {
            pattern(room, &room.state.welcome, mask, *on)?;
            Deed::Welcome { mask: mask.clone(), on: *on }
        }
        Act::Mode(mode) => Deed::Mode(within(mode)?),
        Act::Modes(modes) if modes.is_empty() => return Err(Refusal::Empty),
        Act::Modes(modes) => Deed::Modes(settled(modes)?),
        Act::Profile(edit) => match room.state.profile.edited(edit)? {
            changes if changes.is_empty() => return Err(Refusal::NotInProfile { key: "*".to_owned() }),
            changes => Deed::Profile(changes),
        },
        Act::Rename { to, why } => rename::rename(room, actor, (to, why.as_ref()), given)?,
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

/// Whoever may send somebody out: those whom their rights reach, and, where nobody owns the room, those of the same role.
fn may_kick(room: &Room, actor: &Actor, other: &Actor) -> Result<(), Refusal> {
    let equals = !room.state.owned() && !rights::is_server(room) && actor.who.id != other.who.id;
    if equals && !other.operates() && rights::role(room, actor) >= rights::role(room, other) {
        return Ok(());
    }
    reaches(room, actor, other)
}

/// A role goes to an account wherever it is, to a guest only while they are in the room.
fn reachable<'g>(room: &Room, act: &Act, given: &'g Given) -> Result<&'g Actor, Refusal> {
    match other(act, given)? {
        other if other.standing == Standing::Account => Ok(other),
        _ => present_other(room, act, given),
    }
}

/// A role is given to somebody in the room, and taken from whoever has it: also from a guest who is gone for good, by the
/// name on the list.
fn listed(room: &Room, act: &Act, given: &Given, role: Option<Role>) -> Option<Actor> {
    let roles = &room.state.roles;
    if let Some(other) = &given.other
        && (role.is_some() || roles.contains_key(&other.who.id))
    {
        return roles.contains_key(&other.who.id).then(|| other.clone());
    }
    let key = act.person().map(Name::key);
    let (id, (name, _)) = roles.iter().find(|(_, (name, _))| Some(name.key()) == key)?;
    let who = Sender { id: *id, name: name.clone() };
    Some(Actor::guest(who))
}

/// Refuses what would leave somebody's role as it is.
fn same_role(room: &Room, other: &Actor, same: impl FnOnce(Option<Role>) -> bool) -> Result<(), Refusal> {
    let was = rights::role_of(room, other.who.id, rights::found(room, other));
    if same(was) { Err(Refusal::SameRole { name: other.who.name.to_string() }) } else { Ok(()) }
}

/// People without a role leave half of the list to those who have one.
fn invite(room: &Room, actor: &Actor, other: &Actor) -> Result<Deed, Refusal> {
    let (who, invited) = (&other.who, &room.state.invited);
    if who.id == actor.who.id {
        return Err(Refusal::OnYourself);
    }
    // They need no invitation any more.
    if other.here() {
        return Err(Refusal::AlreadyHere { name: who.name.to_string(), room: shown(room) });
    }
    let max = if rights::role(room, actor).is_some() { listable(room) } else { listable(room) / 2 };
    if !invited.contains_key(&who.id) {
        space(invited.len(), max)?;
    }
    Ok(Deed::Invited(who.clone()))
}

/// A ban or mute of a person is of their address too: the next connection from there is another guest, whoever this was.
fn sanction(
    room: &Room,
    actor: &Actor,
    (whom, act, given): (&Whom, &Act, &Given),
    (span, why): (Option<u64>, &Option<Text>),
    now: Millis,
) -> Result<Sanction, Refusal> {
    let (who, host, mask) = match whom {
        Whom::Person(_) => {
            let other = other(act, given)?;
            reaches(room, actor, other)?;
            (Some(other.who.clone()), other.host, None)
        }
        // A sanction of nobody from nowhere would be a word in the log and nothing more.
        Whom::Address(_) if given.host.is_some() => (None, given.host, None),
        // Of one guest's host: whoever comes from there next is another guest by name, and no other.
        Whom::Mask(mask) => (None, given.host, Some(mask.clone())),
        Whom::Address(_) | Whom::Fact(_) => return Err(Refusal::NoSuchPerson(named(whom))),
    };
    let until = match span {
        None => None,
        Some(seconds) if (1..=limits::SPAN_SECONDS).contains(&seconds) => {
            Some(Millis(now.max(room.at).0.saturating_add(seconds * 1000)))
        }
        Some(_) => return Err(range(limits::SPAN_SECONDS)),
    };
    Ok(Sanction { who, host, until, why: line_of_text(why.as_ref())?, mask, ..Sanction::new(room.head + 1) })
}

/// What has ended, and what the new one replaces, leaves the list with it.
fn room_left(room: &Room, list: &[Sanction], new: Sanction, now: Millis) -> Result<Sanction, Refusal> {
    let now = now.max(room.at);
    let staying = list.iter().filter(|old| old.holds(now) && !old.same(&new)).count();
    space(staying, listable(room)).map(|()| new)
}

/// Whether a pattern may go on a list, or is there to be taken off.
fn pattern(room: &Room, list: &[Listed], mask: &Mask, on: bool) -> Result<(), Refusal> {
    let others = list.iter().filter(|listed| !listed.mask.same(mask)).count();
    match on {
        true => space(others, listable(room)),
        false if others < list.len() => Ok(()),
        false => Err(Refusal::NotListed { mask: mask.to_string() }),
    }
}

/// Entries of each of a room's lists.
fn listable(room: &Room) -> usize {
    if rights::is_server(room) { limits::SERVER_LISTED } else { limits::ROOM_LISTED }
}

fn space(used: usize, max: usize) -> Result<(), Refusal> {
    if used < max { Ok(()) } else { Err(Refusal::ListFull { max }) }
}

/// The sanction of whoever bears that name now, or else the last one of somebody who bore it then. Nobody lifts their own.
fn lifted(
    room: &Room,
    list: &[Sanction],
    actor: &Actor,
    (whom, given): (&Whom, &Given),
    now: Millis,
) -> Result<Sanction, Refusal> {
    let now = now.max(room.at);
    let id = |sanction: &Sanction| sanction.who.as_ref().map(|who| who.id);
    let holding = || list.iter().rev().filter(|sanction| sanction.holds(now));
    let found = match whom {
        Whom::Person(name) => {
            let bearer = given.other.as_ref().map(|other| other.who.id);
            let bears = |sanction: &&Sanction| bearer.is_some() && id(sanction) == bearer;
            holding().find(bears).or_else(|| holding().find(|sanction| sanction.named(Some(name), None)))
        }
        Whom::Address(_) => holding().find(|sanction| sanction.named(None, given.host)),
        Whom::Fact(seq) => holding().find(|sanction| sanction.seq == *seq),
        Whom::Mask(mask) => holding().find(|sanction| sanction.mask.as_ref().is_some_and(|held| held.same(mask))),
    };
    match found {
        None => Err(Refusal::NotSanctioned { name: named(whom) }),
        Some(sanction) if id(sanction) == Some(actor.who.id) => Err(Refusal::OnYourself),
        Some(sanction) => Ok(sanction.bare()),
    }
}

fn named(whom: &Whom) -> String {
    match whom {
        Whom::Person(name) => name.to_string(),
        Whom::Address(address) => address.to_string(),
        Whom::Fact(seq) => seq.to_string(),
        Whom::Mask(mask) => mask.to_string(),
    }
}

/// Only an account can own a room; only an owner makes or unmakes one, and the last stays. One may step down by oneself, whoever
/// found the room empty too: then nobody moderates it for having been first.
fn role(room: &Room, actor: &Actor, other: &Actor, role: Option<Role>) -> Result<Deed, Refusal> {
    let who = Sender::clone(&other.who);
    let before = room.state.roles.get(&who.id).map(|(_, role)| *role);
    let was = rights::role_of(room, who.id, rights::found(room, other));
    if role == Some(Role::Owner) && other.standing == Standing::Guest {
        return Err(Refusal::NeedAccount(shown(room)));
    }
    let owners = room.state.roles.values().filter(|(_, role)| *role == Role::Owner).count();
    let console = actor.who.id == PersonId::SERVER;
    if before == Some(Role::Owner) && role != before && owners == 1 && !console {
        return Err(Refusal::Outranked { name: who.name.to_string() });
    }
    let touches_owner = before == Some(Role::Owner) || role == Some(Role::Owner);
    if touches_owner && rights::role(room, actor) != Some(Role::Owner) {
        return Err(Refusal::Forbidden { room: shown(room), needs: Role::Owner });
    }
    // It would be in the log and change nothing: who found the room moderates it while they stay.
    if rights::found(room, other) && role < Some(Role::Moderator) {
        match (who.id == actor.who.id, role) {
            (true, None) => {}
            (true, Some(_)) => return Err(Refusal::OnYourself),
            (false, _) => return Err(Refusal::Outranked { name: who.name.to_string() }),
        }
    }
    if before.is_none() && role.is_some() {
        space(room.state.roles.len(), listable(room))?;
    }
    Ok(Deed::Role { who, role, was })
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
        Mode::NoCtcp(_) | Mode::Outsiders(_) => {}
    }
    Ok(mode.clone())
}

/// The same of several: one of each kind, the last that was asked for.
fn settled(modes: &[Mode]) -> Result<Vec<Mode>, Refusal> {
    let mut settled: Vec<Mode> = Vec::new();
    for mode in modes {
        let mode = within(mode)?;
        settled.retain(|known| std::mem::discriminant(known) != std::mem::discriminant(&mode));
        settled.push(mode);
    }
    Ok(settled)
}

fn range(max: u64) -> Refusal {
    Refusal::BadRange { max: usize::try_from(max).unwrap_or(usize::MAX) }
}

/// A topic or a reason is one line, and short.
pub(super) fn line_of_text(text: Option<&Text>) -> Result<Option<Text>, Refusal> {
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
