//! The rule for a calculation in a room: the asking and its answer, together or not at all.

use super::{Actor, Given, Room, apply, message};
use crate::{ClientTags, Facts, Millis, Refusal, Style, Text, What};

/// Whoever may speak may have something calculated. Both facts are of one commit, so nothing comes between them.
pub(super) fn calc(
    room: &Room,
    actor: &Actor,
    (ask, answer): (&Text, &Text),
    given: &Given,
    now: Millis,
) -> Result<Facts, Refusal> {
    let mut facts = message::say(room, actor, (ask, Style::Plain, None, &ClientTags::NONE), given, now)?;
    let mut asked = room.clone();
    for fact in &facts {
        apply(&mut asked, fact);
    }
    facts.push(asked.next(&actor.who, What::Answer { text: answer.clone() }, now));
    Ok(facts)
}
