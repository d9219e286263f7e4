//! The rule for saying something.

use super::visit::present;
use super::{Actor, Room};
use crate::{Facts, Millis, Refusal, Style, Text, What};

/// Whoever is in a room may speak there.
pub(super) fn say(room: &Room, actor: &Actor, text: &Text, style: Style, now: Millis) -> Result<Facts, Refusal> {
    present(room, actor)?;
    let what = What::Message { text: text.clone(), style };
    Ok(Facts::from_elem(room.next(&actor.who, what, now), 1))
}
