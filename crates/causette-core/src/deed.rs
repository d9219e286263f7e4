//! What happened to a room itself, as its log keeps it. People in it are named by id, and by the name they bore then.

use crate::{Host, Millis, Mode, Role, Sender, Seq, Text};

/// A ban or a mute.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Sanction {
    /// Whom it is about, unless it is only about an address.
    pub who: Option<Sender>,
    /// Guests from there who enter after it; a guest comes back under another id.
    pub host: Option<Host>,
    /// When it ends.
    pub until: Option<Millis>,
    /// For people.
    pub why: Option<Text>,
    /// The number of the fact that made it.
    pub seq: Seq,
}

/// What was done to a room. Each changes its state row, in the same commit.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Deed {
    /// What the room is about.
    Topic(Option<Text>),
    /// Somebody may enter.
    Invited(Sender),
    /// Somebody was sent out.
    Kicked {
        /// Who.
        who: Sender,
        /// For people.
        why: Option<Text>,
    },
    /// Somebody was sent out and is kept out.
    Banned(Sanction),
    /// A ban was lifted: the one made by that fact.
    Unbanned(Sanction),
    /// Somebody may not speak.
    Muted(Sanction),
    /// They may again.
    Unmuted(Sanction),
    /// Somebody has this role now, or none.
    Role {
        /// Who.
        who: Sender,
        /// `None`: none.
        role: Option<Role>,
    },
    /// The room is set to this.
    Mode(Mode),
    /// Everybody had left a room that no account owns: modes, roles, bans, mutes and invitations are gone, and what was said
    /// while it was closed stays hidden. Done by the server, before the next person enters.
    Reset,
}

impl Deed {
    /// Whom it was done to.
    pub fn person(&self) -> Option<&Sender> {
        match self {
            Deed::Invited(who) | Deed::Kicked { who, .. } | Deed::Role { who, .. } => Some(who),
            Deed::Banned(sanction) | Deed::Unbanned(sanction) => sanction.who.as_ref(),
            Deed::Muted(sanction) | Deed::Unmuted(sanction) => sanction.who.as_ref(),
            Deed::Topic(_) | Deed::Mode(_) | Deed::Reset => None,
        }
    }

    /// Bytes of text it carries.
    pub fn weight(&self) -> usize {
        let length = |text: &Option<Text>| text.as_ref().map_or(0, |t| t.as_str().len());
        match self {
            Deed::Topic(text) => length(text),
            Deed::Kicked { why, .. } => length(why),
            Deed::Banned(sanction) | Deed::Unbanned(sanction) => length(&sanction.why),
            Deed::Muted(sanction) | Deed::Unmuted(sanction) => length(&sanction.why),
            Deed::Invited(_) | Deed::Role { .. } | Deed::Mode(_) | Deed::Reset => 0,
        }
    }
}
