//! Who may do what in a room: the one place that says so.

use super::{Actor, Kind, Modes, Room, RoomState, Standing};
use crate::mask::{NO_USER, host_of};
use crate::{Act, Listed, Mask, Millis, Mode, PersonId, Refusal, Role, RoomId, Sanction, Seen, Seq};
use std::sync::Arc;

/// What an act needs of whoever asks for it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Need {
    /// To be able to speak there.
    Voice,
    /// This role, or a higher one.
    Role(Role),
    /// The highest role there is in the room: owner, or moderator where nobody owns it.
    Top,
}

/// What each act needs.
pub(super) fn need(room: &Room, actor: &Actor, act: &Act) -> Need {
    let modes = &room.state.modes;
    match act {
        Act::Topic(_) if !modes.topic_locked => Need::Voice,
        // An invitation passes by whatever else guards the door.
        Act::Invite(_) if !modes.guarded() => Need::Voice,
        Act::Topic(_) | Act::Invite(_) => Need::Role(Role::Moderator),
        Act::Kick { .. } | Act::Ban { .. } | Act::Unban(_) => Need::Role(Role::Moderator),
        Act::Mute { .. } | Act::Unmute(_) => Need::Role(Role::Moderator),
        Act::Exempt { .. } | Act::Welcome { .. } => Need::Role(Role::Moderator),
        // Nobody needs leave to have less to say.
        Act::Role { who, role: less } if who.key() == actor.who.name.key() && *less < role(room, actor) => Need::Voice,
        Act::Profile(_) => Need::Role(Role::Moderator),
        // People find a room by its name: whoever found it empty takes it away from nobody who was there before.
        Act::Rename { .. } if may_close(room, actor) => Need::Top,
        Act::Rename { .. } => Need::Role(Role::Owner),
        Act::Role { .. } => Need::Top,
        Act::Raise { .. } => Need::Top,
        Act::Lower { who, .. } if who.key() == actor.who.name.key() => Need::Voice,
        Act::Lower { .. } => Need::Top,
        Act::Mode(mode) => Need::Role(needed_for(room, actor, mode)),
        Act::Modes(modes) => {
            let roles = modes.iter().map(|mode| needed_for(room, actor, mode));
            Need::Role(roles.max().unwrap_or(Role::Moderator))
        }
    }
}

/// Which role it takes to set a mode.
fn needed_for(room: &Room, actor: &Actor, mode: &Mode) -> Role {
    match mode {
        // These destroy what was said, by people who may have left long ago: not for whoever found the room empty.
        Mode::KeepDays(_) | Mode::KeepLast(_) => Role::Owner,
        mode if mode_closes(mode) && !may_close(room, actor) => Role::Owner,
        Mode::Private(_) | Mode::InviteOnly(_) | Mode::Secret(_) | Mode::Moderated(_) => Role::Moderator,
        Mode::TopicLocked(_) | Mode::AccountsOnly(_) | Mode::Key(_) | Mode::Limit(_) => Role::Moderator,
        Mode::Slow(_) | Mode::NoCtcp(_) | Mode::Outsiders(_) => Role::Moderator,
    }
}

fn mode_closes(mode: &Mode) -> bool {
    let mut modes = Modes::default();
    modes.set(mode);
    modes.closed() || modes.guarded()
}

/// What was said before a room that nobody owns is left closed is hidden from then on, and who is not let in cannot come. So only
/// those close one who have been there since the first word that others can read; a room with a past stays open.
fn may_close(room: &Room, actor: &Actor) -> bool {
    let from_the_start = actor.since.is_some_and(|since| since <= room.state.hidden_upto);
    room.state.owned() || room.state.modes.closed() || from_the_start || actor.operates()
}

/// Refuses whoever has not that role in the room.
pub(super) fn demand(room: &Room, actor: &Actor, need: Need) -> Result<(), Refusal> {
    let needs = match need {
        Need::Voice => return Ok(()),
        Need::Role(role) => role,
        // The server's ranks are its owner's to give, also while it has none: an operator of the configuration is one for a session.
        Need::Top if room.state.owned() || is_server(room) => Role::Owner,
        Need::Top => Role::Moderator,
    };
    let enough = role(room, actor) >= Some(needs);
    if enough { Ok(()) } else { Err(Refusal::Forbidden { room: shown(room), needs }) }
}

/// Whether somebody may have a webhook send out what is said there: its owners, and operators, who are members of it.
pub(super) fn may_send_out(room: &Room, actor: &Actor) -> Result<(), Refusal> {
    if is_server(room) {
        return Err(Refusal::FixedRoom(shown(room)));
    }
    if !actor.member {
        return Err(Refusal::NotInRoom(shown(room)));
    }
    demand(room, actor, Need::Role(Role::Owner))
}

/// What somebody may do in a room. Whoever entered an empty one that nobody owns moderates it while they stay; operators of the
/// server may do in any named room what its owner may, and in the server's own room what their rank there is.
pub fn role(room: &Room, actor: &Actor) -> Option<Role> {
    let own = role_of(room, actor.who.id, actor.first && actor.here());
    match &room.state.kind {
        Kind::Named(_) if is_server(room) => own.max(actor.rank),
        Kind::Named(_) => own.max(actor.operates().then_some(Role::Owner)),
        Kind::Direct(..) => own,
    }
}

/// Whether it is the server's own room, whose rules are for all of the server.
pub(super) fn is_server(room: &Room) -> bool {
    room.id == RoomId::DIRECTORY
}

/// The same, for somebody of whom only this is known: who they are, and whether they found the room empty and are still there.
pub fn role_of(room: &Room, who: PersonId, first: bool) -> Option<Role> {
    let given = room.state.roles.get(&who).map(|(_, role)| *role);
    given.max((first && !room.state.owned() && !is_server(room)).then_some(Role::Moderator))
}

/// Whether somebody moderates a room because they found it empty. Nobody gave them that, and nobody can take it away.
pub(super) fn found(room: &Room, actor: &Actor) -> bool {
    actor.first && actor.here() && !room.state.owned() && !is_server(room)
}

/// Whether what `actor` may do reaches `other`: those of a lower role, and everybody else for an owner or, in a room that
/// nobody owns, for whoever found it.
pub(super) fn reaches(room: &Room, actor: &Actor, other: &Actor) -> Result<(), Refusal> {
    if actor.who.id == other.who.id {
        return Err(Refusal::OnYourself);
    }
    let (mine, theirs) = (role(room, actor), role(room, other));
    // In a room all operators may do the same; among themselves their ranks count.
    if other.operates() && other.rank > actor.rank {
        return Err(Refusal::Outranked { name: other.who.name.to_string() });
    }
    let below = theirs.is_none_or(|_| mine > theirs);
    if below || mine == Some(Role::Owner) || found(room, actor) {
        Ok(())
    } else {
        Err(Refusal::Outranked { name: other.who.name.to_string() })
    }
}

/// Which of a room's lists of sanctions.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum List {
    /// Who is kept out.
    Bans,
    /// Who may not speak.
    Mutes,
}

/// The sanction of a list that holds for somebody now. It holds for guests from the same address too, and for whoever matches its
/// pattern, but not for people with a role: a whole class can come from one address. A ban of an address or a pattern leaves
/// those alone who were there before it, and no ban holds for whoever is exempt.
pub(crate) fn sanctioned<'r>(room: &'r Room, list: List, actor: &Actor, now: Millis) -> Option<&'r Sanction> {
    if actor.operates() && (!is_server(room) || actor.rank == Some(Role::Owner)) {
        return None;
    }
    let entries = match list {
        List::Bans => &room.state.bans,
        List::Mutes => &room.state.mutes,
    };
    if entries.is_empty() {
        return None;
    }
    // As facts do: a clock that is set back makes nothing last longer.
    let now = now.max(room.at);
    let came_after = |sanction: &Sanction| actor.since.is_none_or(|since| since >= sanction.seq);
    let by_address = |sanction: &Sanction| {
        sanction.host.is_some()
            && sanction.host == actor.host
            && actor.standing == Standing::Guest
            && came_after(sanction)
            && role(room, actor).is_none()
    };
    let by_person = |sanction: &Sanction| sanction.who.as_ref().is_some_and(|who| who.id == actor.who.id);
    let by_mask = |sanction: &Sanction, mask: &Mask| {
        (list == List::Mutes || came_after(sanction)) && role(room, actor).is_none() && matched(mask, actor)
    };
    let spared = listed(&room.state.exempt, actor);
    entries.iter().filter(|s| s.holds(now)).find(|s| match &s.mask {
        None => !(spared && list == List::Bans) && (by_person(s) || by_address(s)),
        Some(mask) => !spared && (by_mask(s, mask) || by_address(s)),
    })
}

/// Whether a pattern is about somebody.
fn matched(mask: &Mask, actor: &Actor) -> bool {
    let host = host_of(actor.who.id, actor.standing);
    let (user, account) = (actor.user.as_deref().unwrap_or(NO_USER), actor.account.as_ref().map(|name| name.as_str()));
    mask.matches(&Seen { name: actor.who.name.as_str(), user, host: &host, account })
}

/// Whether one of the patterns of a list is about somebody.
pub(super) fn listed(list: &[Listed], actor: &Actor) -> bool {
    list.iter().any(|listed| matched(&listed.mask, actor))
}

/// Only members take part: for a named room who is in it, for a direct one the two it belongs to.
pub(super) fn present(room: &Room, actor: &Actor, now: Millis) -> Result<(), Refusal> {
    may_read(room, actor, now)?;
    match &room.state.kind {
        Kind::Named(_) if !actor.here() => Err(Refusal::NotInRoom(shown(room))),
        Kind::Named(_) | Kind::Direct(..) => Ok(()),
    }
}

/// Whether somebody takes part and may be heard.
pub(super) fn voice(room: &Room, actor: &Actor, now: Millis) -> Result<(), Refusal> {
    present(room, actor, now)?;
    unmuted(room, actor, now)
}

fn unmuted(room: &Room, actor: &Actor, now: Millis) -> Result<(), Refusal> {
    if let Some(mute) = sanctioned(room, List::Mutes, actor, now) {
        return Err(Refusal::Muted { room: shown(room), until: mute.until, why: mute.why.clone() });
    }
    if room.state.modes.moderated && role(room, actor).is_none() {
        return Err(Refusal::Moderated(shown(room)));
    }
    Ok(())
}

/// Whether somebody may say something: whoever is heard there, and, where the room takes words from outside, whoever may read it.
pub(super) fn words(room: &Room, actor: &Actor, now: Millis) -> Result<(), Refusal> {
    let outside = room.state.modes.outsiders && !actor.here() && matches!(room.state.kind, Kind::Named(_));
    match outside && !is_server(room) {
        true => may_read(room, actor, now).and_then(|()| unmuted(room, actor, now)),
        false => voice(room, actor, now),
    }
}

/// Whether somebody's words would be heard in a room now. Last words are words: who may not speak goes without any.
pub fn may_speak(room: &Room, actor: &Actor, now: Millis) -> bool {
    voice(room, actor, now).is_ok()
}

/// A public room can be read by all but those who are banned, a closed one by those in it, a direct one by its two. To others
/// a secret or direct room does not exist. A ban counts from its own fact on, however long it takes to see somebody out.
pub fn may_read(room: &Room, actor: &Actor, now: Millis) -> Result<(), Refusal> {
    match &room.state.kind {
        Kind::Direct(a, b) if *a == actor.who.id || *b == actor.who.id => Ok(()),
        Kind::Direct(..) => Err(Refusal::NoSuchRoom(room.id.to_string())),
        Kind::Named(_) if !visible(room, actor) => Err(Refusal::NoSuchRoom(shown(room))),
        Kind::Named(_) if !actor.here() && !actor.member && closed_to(room, actor) => {
            Err(Refusal::NotInRoom(shown(room)))
        }
        Kind::Named(_) => not_banned(room, actor, now),
    }
}

/// Whether somebody outside has to enter before they can read: where entering asks for something, so does reading.
fn closed_to(room: &Room, actor: &Actor) -> bool {
    if is_server(room) && actor.rank.is_some() {
        return false;
    }
    let modes = &room.state.modes;
    let guests = modes.accounts_only && actor.standing == Standing::Guest;
    modes.private || modes.invite_only || modes.key.is_some() || guests
}

/// A room's state as far as `actor` may see it: who is banned, muted or invited is for those who look after it, bans and mutes of
/// patterns for all who are in it, and what has ended is for nobody.
pub fn seen_by(room: &Room, actor: &Actor, now: Millis) -> Arc<RoomState> {
    let mut state = RoomState::clone(&room.state);
    let looks_after = role(room, actor) >= Some(Role::Moderator);
    let now = now.max(room.at);
    for list in [&mut state.bans, &mut state.mutes] {
        // What was decided about a pattern was told to all who were there, and is about nobody in particular.
        let seen = |sanction: &Sanction| looks_after || actor.here() && sanction.mask.is_some();
        list.retain(|sanction| seen(sanction) && sanction.holds(now));
    }
    for list in [&mut state.exempt, &mut state.welcome] {
        list.retain(|_| looks_after);
    }
    state.invited.retain(|_, _| looks_after);
    Arc::new(state)
}

/// Whether everybody may know that the room exists, whoever they are.
pub fn visible_to_all(room: &Room) -> bool {
    matches!(room.state.kind, Kind::Named(_)) && !room.state.modes.secret
}

/// Whether somebody may know that the room exists.
pub fn visible(room: &Room, actor: &Actor) -> bool {
    match &room.state.kind {
        Kind::Direct(a, b) => *a == actor.who.id || *b == actor.who.id,
        Kind::Named(_) => {
            let known = room.state.roles.contains_key(&actor.who.id) || room.state.invited.contains_key(&actor.who.id);
            // In the server's own room a rank that is gone takes all of it along.
            let inside = (actor.here() || actor.member) && !is_server(room);
            visible_to_all(room) || inside || known || actor.rank.is_some() && (is_server(room) || actor.operates())
        }
    }
}

pub(super) fn not_banned(room: &Room, actor: &Actor, now: Millis) -> Result<(), Refusal> {
    match sanctioned(room, List::Bans, actor, now) {
        Some(ban) => Err(Refusal::Banned { room: shown(room), until: ban.until, why: ban.why.clone() }),
        None => Ok(()),
    }
}

/// Facts up to this number are not for `actor`: said before their first join of a private room, or while it was closed and
/// since abandoned.
pub fn hidden(room: &Room, actor: &Actor) -> Seq {
    let before_joining = match &room.state.kind {
        Kind::Named(_) if room.state.modes.private => actor.since.unwrap_or(room.head),
        Kind::Named(_) | Kind::Direct(..) => 0,
    };
    room.state.hidden_upto.max(before_joining)
}

pub(super) fn shown(room: &Room) -> String {
    match &room.state.kind {
        Kind::Named(name) => name.to_string(),
        Kind::Direct(..) => room.id.to_string(),
    }
}
