//! The rules for saying something, and for what can be done to a message afterwards.

use super::govern::line_of_text;
use super::rights::{Need, demand, hidden, shown, voice, words};
use super::{Actor, Given, Kind, Room, rights};
use crate::{ClientTags, Fact, Facts, Mark, Millis, Refusal, Role, Seq, Style, Text, What};

/// Whoever may be heard in a room may speak there, from outside too where it is set so, as fast as the room allows.
pub(super) fn say(
    room: &Room,
    actor: &Actor,
    (text, style, reply_to, tags): (&Text, Style, Option<Seq>, &ClientTags),
    given: &Given,
    now: Millis,
) -> Result<Facts, Refusal> {
    words(room, actor, now)?;
    unhurried(room, actor, given, now)?;
    if let Some(seq) = reply_to
        && !(hidden(room, actor) < seq && seq <= room.head)
    {
        return Err(Refusal::NoSuchMessage { seq });
    }
    one(room, actor, What::Message { text: text.clone(), style, reply_to, tags: tags.clone() }, now)
}

/// Whoever may be heard in a room may have their program send tags there. Kept ones are an entry of its log, and as fast as words;
/// others are told and forgotten, like typing.
pub(super) fn tagged(
    room: &Room,
    actor: &Actor,
    (tags, keep): (&ClientTags, bool),
    given: &Given,
    now: Millis,
) -> Result<Facts, Refusal> {
    voice(room, actor, now)?;
    if tags.is_empty() {
        return Err(Refusal::Empty);
    }
    if room.state.modes.no_ctcp && tags.is_ctcp() {
        return Err(Refusal::NoCtcp(rights::shown(room)));
    }
    if !keep {
        return Ok(Facts::new());
    }
    unhurried(room, actor, given, now)?;
    one(room, actor, What::Tagged { tags: tags.clone() }, now)
}

/// Whoever may speak in a room may say something to those of a role alone. It is told and forgotten: no fact comes of it.
pub(super) fn aside(room: &Room, actor: &Actor, given: &Given, now: Millis) -> Result<Facts, Refusal> {
    voice(room, actor, now)?;
    unhurried(room, actor, given, now).map(|()| Facts::new())
}

/// In a slow room, people without a role leave a pause between two messages.
pub(super) fn unhurried(room: &Room, actor: &Actor, given: &Given, now: Millis) -> Result<(), Refusal> {
    let seconds = room.state.modes.slow;
    let Some(last) = given.last_said.filter(|_| seconds > 0 && rights::role(room, actor).is_none()) else {
        return Ok(());
    };
    let wait = last.0.saturating_add(u64::from(seconds) * 1000).saturating_sub(now.max(room.at).0);
    if wait == 0 { Ok(()) } else { Err(Refusal::SlowDown { seconds, left: wait.div_ceil(1000) }) }
}

/// One's own message, not yet taken back.
pub(super) fn edit(
    room: &Room,
    actor: &Actor,
    (seq, text): (Seq, &Text),
    given: &Given,
    now: Millis,
) -> Result<Facts, Refusal> {
    voice(room, actor, now)?;
    let target = target(room, actor, seq, given)?;
    match target.what {
        What::Message { .. } if target.by.id == actor.who.id => {}
        What::Message { .. } | What::Answer { .. } => return Err(Refusal::NotYours { seq }),
        What::Edited { .. }
        | What::Deleted { .. }
        | What::Reacted { .. }
        | What::RoomOpened { .. }
        | What::RoomRenamed { .. }
        | What::Governed(_)
        | What::Gone(_) => return Err(Refusal::NoSuchMessage { seq }),
        What::Joined
        | What::Left
        | What::AccountMade
        | What::AccountErased { .. }
        | What::Noted(_)
        | What::Tagged { .. } => {
            return Err(Refusal::NoSuchMessage { seq });
        }
    }
    one(room, actor, What::Edited { seq, text: text.clone() }, now)
}

/// One's own message, or, for moderators of a named room, anybody's of no higher role. Where nobody owns the room they take
/// back only what was said since they came: whoever finds one empty must not be able to destroy years of it.
pub(super) fn delete(
    room: &Room,
    actor: &Actor,
    (seq, why): (Seq, Option<&Text>),
    given: &Given,
    now: Millis,
) -> Result<Facts, Refusal> {
    rights::present(room, actor, now)?;
    let target = target(room, actor, seq, given)?;
    if target.by.id != actor.who.id {
        let moderated = matches!(room.state.kind, Kind::Named(_));
        let reached = room.state.owned() || actor.operates() || actor.since.is_some_and(|since| seq > since);
        if !moderated || !reached || demand(room, actor, Need::Role(Role::Moderator)).is_err() {
            return Err(Refusal::NotYours { seq });
        }
        if room.state.roles.get(&target.by.id).is_some_and(|(_, role)| Some(*role) > rights::role(room, actor)) {
            return Err(Refusal::Outranked { name: target.by.name.to_string() });
        }
    }
    line_of_text(why)?;
    one(room, actor, What::Deleted { seq, why: why.cloned() }, now)
}

/// Whoever may be heard may put a sign beside a message, and take it away.
pub(super) fn react(
    room: &Room,
    actor: &Actor,
    (seq, mark, on): (Seq, &Mark, bool),
    given: &Given,
    now: Millis,
) -> Result<Facts, Refusal> {
    voice(room, actor, now)?;
    target(room, actor, seq, given)?;
    one(room, actor, What::Reacted { seq, mark: mark.clone(), on }, now)
}

/// The message of that number, if this actor may know of it and it is still there.
fn target<'g>(room: &Room, actor: &Actor, seq: Seq, given: &'g Given) -> Result<&'g Fact, Refusal> {
    let found = given.target.as_deref().filter(|fact| fact.seq == seq && fact.room == room.id);
    match found.filter(|_| seq > hidden(room, actor)).map(|fact| (fact, &fact.what)) {
        Some((fact, What::Message { .. } | What::Answer { .. })) => Ok(fact),
        Some((
            _,
            What::Edited { .. }
            | What::Deleted { .. }
            | What::Reacted { .. }
            | What::RoomOpened { .. }
            | What::RoomRenamed { .. },
        ))
        | Some((_, What::Governed(_) | What::Gone(_) | What::Joined | What::Left))
        | Some((_, What::AccountMade | What::AccountErased { .. } | What::Noted(_) | What::Tagged { .. }))
        | None => Err(Refusal::NoSuchMessage { seq }),
    }
}

/// Everything up to there may be called read by whoever may read it.
pub(super) fn read(room: &Room, actor: &Actor, now: Millis) -> Result<Facts, Refusal> {
    rights::present(room, actor, now).map(|()| Facts::new())
}

pub(super) fn one(room: &Room, actor: &Actor, what: What, now: Millis) -> Result<Facts, Refusal> {
    debug_assert!(room.head < Seq::MAX, "{} is full", shown(room));
    Ok(Facts::from_elem(room.next(&actor.who, what, now), 1))
}
