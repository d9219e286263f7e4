//! What happened to a room itself, as its log keeps it. People in it are named by id, and by the name they bore then.

use crate::{Host, Mask, Millis, Mode, Name, PersonId, ProfileChanges, Role, RoomName, Sender, Seq, Text, profile};

/// A ban or a mute.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Sanction {
    /// Whom it is about, unless it is only about an address or a pattern.
    pub who: Option<Sender>,
    /// Guests from there who enter after it; a guest comes back under another id.
    pub host: Option<Host>,
    /// When it ends.
    pub until: Option<Millis>,
    /// For people.
    pub why: Option<Text>,
    /// The number of the fact that made it.
    pub seq: Seq,
    /// Whoever matches; a ban of a pattern leaves those alone who were there before it.
    pub mask: Option<Mask>,
    /// Who made it, in a room's list. A fact says so by itself: in a deed it is the server.
    pub by: Name,
    /// The id of whoever made it, likewise.
    pub by_id: PersonId,
    /// When it was made, in a room's list; 0 in a deed.
    pub at: Millis,
}

/// A pattern on one of a room's lists.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Listed {
    /// The pattern.
    pub mask: Mask,
    /// Who put it there.
    pub by: Name,
    /// Their id.
    pub by_id: PersonId,
    /// When.
    pub at: Millis,
    /// The number of the fact that did.
    pub seq: Seq,
}

/// Who said what a room is about, and when.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct TopicSet {
    /// Who, by the name they bore then.
    pub by: Sender,
    /// When.
    pub at: Millis,
}

impl Sanction {
    /// A sanction of nobody yet, as a deed has it.
    pub fn new(seq: Seq) -> Sanction {
        let (by, by_id) = (Name::given("causette"), PersonId::SERVER);
        Sanction { who: None, host: None, until: None, why: None, seq, mask: None, by, by_id, at: Millis(0) }
    }

    /// The same as a deed has it: who made it, and when, is not said twice.
    pub fn bare(&self) -> Sanction {
        let Sanction { by, by_id, at, .. } = Sanction::new(self.seq);
        Sanction { by, by_id, at, ..self.clone() }
    }
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
        /// The one they had until then, as far as it was noted.
        was: Option<Role>,
    },
    /// The room is set to this.
    Mode(Mode),
    /// The room is set to all of this.
    Modes(Vec<Mode>),
    /// Whoever matches is touched by no ban, or no longer so.
    Exempt {
        /// Who.
        mask: Mask,
        /// On the list from here on, or off it.
        on: bool,
    },
    /// Whoever matches needs no invitation, or does again.
    Welcome {
        /// Who.
        mask: Mask,
        /// On the list from here on, or off it.
        on: bool,
    },
    /// Everybody had left a room that no account owns: modes, roles, invitations and all other lists are gone, and what was said
    /// while it was closed stays hidden. Done by the server, before the next person enters.
    Reset,
    /// What the room says of itself.
    Profile(ProfileChanges),
    /// The room is called something else. In the same commit the directory says so, and the name it had is free.
    Renamed {
        /// What it was called.
        from: RoomName,
        /// What it is called.
        to: RoomName,
        /// For people.
        why: Option<Text>,
    },
}

impl Deed {
    /// Whom it was done to.
    pub fn person(&self) -> Option<&Sender> {
        match self {
            Deed::Invited(who) | Deed::Kicked { who, .. } | Deed::Role { who, .. } => Some(who),
            Deed::Banned(sanction) | Deed::Unbanned(sanction) => sanction.who.as_ref(),
            Deed::Muted(sanction) | Deed::Unmuted(sanction) => sanction.who.as_ref(),
            Deed::Topic(_) | Deed::Mode(_) | Deed::Modes(_) | Deed::Reset => None,
            Deed::Exempt { .. } | Deed::Welcome { .. } | Deed::Profile(_) | Deed::Renamed { .. } => None,
        }
    }

    /// Bytes of text it carries.
    pub fn weight(&self) -> usize {
        let length = |text: &Option<Text>| text.as_ref().map_or(0, |t| t.as_str().len());
        match self {
            Deed::Topic(text) => length(text),
            Deed::Kicked { why, .. } | Deed::Renamed { why, .. } => length(why),
            Deed::Banned(sanction) | Deed::Unbanned(sanction) => length(&sanction.why),
            Deed::Muted(sanction) | Deed::Unmuted(sanction) => length(&sanction.why),
            Deed::Exempt { mask, .. } | Deed::Welcome { mask, .. } => mask.as_str().len(),
            Deed::Invited(_) | Deed::Role { .. } | Deed::Mode(_) | Deed::Modes(_) | Deed::Reset => 0,
            Deed::Profile(changes) => profile::weight(changes),
        }
    }
}
