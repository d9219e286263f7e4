//! What those who look after a room ask for, and what a room can be set to.

use crate::{Mask, Name, ProfileEdit, RoomName, Secret, Seq, Text};
use std::net::IpAddr;

/// What somebody may do in a room, beyond taking part. A higher role includes the lower ones.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Role {
    /// Speaks in a moderated room, enters a closed one.
    Member,
    /// Keeps order: topic, kick, ban, mute, modes.
    Moderator,
    /// The room is theirs. Accounts only.
    Owner,
}

/// Whom a ban is about.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Whom {
    /// The person who bears this name.
    Person(Name),
    /// Guests from this address; of an IPv6 one, from its /64.
    Address(IpAddr),
    /// What that fact made, to be lifted: nothing else tells two addresses apart.
    Fact(Seq),
    /// Whoever matches this pattern, now or later.
    Mask(Mask),
}

/// One thing a room can be set to.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Mode {
    /// Only those in the room read it, from their first join on.
    Private(bool),
    /// Entering needs an invitation or a role.
    InviteOnly(bool),
    /// To outsiders it does not exist.
    Secret(bool),
    /// Speaking needs a role.
    Moderated(bool),
    /// Only moderators set the topic.
    TopicLocked(bool),
    /// Guests may not enter.
    AccountsOnly(bool),
    /// Entering needs this key.
    Key(Option<Secret>),
    /// How many people it takes.
    Limit(Option<u32>),
    /// Seconds one person must leave between two messages; 0: none.
    Slow(u32),
    /// Days that messages are kept; `None`: as the server is set.
    KeepDays(Option<u32>),
    /// How many messages are kept; `None`: as the server is set.
    KeepLast(Option<u64>),
    /// Doors whose people's programs ask each other things by messages (CTCP, on IRC) let none of these through.
    NoCtcp(bool),
    /// Whoever may read the room may also say something there, without entering it.
    Outsiders(bool),
}

/// A wish about a room itself. `why` is what people are told.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Act {
    /// Say what the room is about; `None`: nothing.
    Topic(Option<Text>),
    /// Let somebody in.
    Invite(Name),
    /// Send somebody out; they may come back.
    Kick {
        /// Who.
        who: Name,
        /// For people.
        why: Option<Text>,
    },
    /// Send somebody out and keep them out.
    Ban {
        /// Who, or from where.
        whom: Whom,
        /// For how many seconds; `None`: until it is lifted.
        span: Option<u64>,
        /// For people.
        why: Option<Text>,
    },
    /// Lift a ban.
    Unban(Whom),
    /// Let somebody read but not speak.
    Mute {
        /// Who, or from where.
        whom: Whom,
        /// For how many seconds; `None`: until it is lifted.
        span: Option<u64>,
        /// For people.
        why: Option<Text>,
    },
    /// Let them speak again.
    Unmute(Whom),
    /// Give somebody a role, or take it away.
    Role {
        /// Who.
        who: Name,
        /// `None`: none.
        role: Option<Role>,
    },
    /// Give somebody a role, unless they have it or a higher one.
    Raise {
        /// Who.
        who: Name,
        /// Which.
        role: Role,
    },
    /// Take a role away from somebody, if it is that one.
    Lower {
        /// Who.
        who: Name,
        /// Which.
        role: Role,
    },
    /// Set the room to something.
    Mode(Mode),
    /// Set it to several things: all of them, or none. At most one of each kind; the last of a kind counts.
    Modes(Vec<Mode>),
    /// Keep whoever matches from every ban, and from mutes that are patterns; or no longer.
    Exempt {
        /// Who.
        mask: Mask,
        /// Put it on the list, or take it off.
        on: bool,
    },
    /// Let whoever matches into an invite-only room without an invitation; or no longer.
    Welcome {
        /// Who.
        mask: Mask,
        /// Put it on the list, or take it off.
        on: bool,
    },
    /// Let the room say this of itself.
    Profile(ProfileEdit),
    /// Call the room something else. It stays the same room: who is in it, what it is set to, what was said.
    Rename {
        /// What it is to be called.
        to: RoomName,
        /// For people.
        why: Option<Text>,
    },
}

impl Act {
    /// The person it names, whom the engine has to find.
    pub fn person(&self) -> Option<&Name> {
        match self {
            Act::Invite(who) | Act::Kick { who, .. } | Act::Role { who, .. } => Some(who),
            Act::Raise { who, .. } | Act::Lower { who, .. } => Some(who),
            Act::Ban { whom, .. } | Act::Unban(whom) | Act::Mute { whom, .. } | Act::Unmute(whom) => match whom {
                Whom::Person(who) => Some(who),
                Whom::Address(_) | Whom::Fact(_) | Whom::Mask(_) => None,
            },
            Act::Topic(_) | Act::Mode(_) | Act::Modes(_) | Act::Exempt { .. } | Act::Welcome { .. } => None,
            Act::Profile(_) | Act::Rename { .. } => None,
        }
    }

    /// The pattern it is about, if it keeps somebody out or from speaking.
    pub fn pattern(&self) -> Option<&Mask> {
        let (Act::Ban { whom, .. } | Act::Mute { whom, .. }) = self else { return None };
        if let Whom::Mask(mask) = whom { Some(mask) } else { None }
    }

    /// The address it names.
    pub fn address(&self) -> Option<IpAddr> {
        match self {
            Act::Ban { whom, .. } | Act::Unban(whom) | Act::Mute { whom, .. } | Act::Unmute(whom) => match whom {
                Whom::Address(address) => Some(*address),
                Whom::Person(_) | Whom::Fact(_) | Whom::Mask(_) => None,
            },
            Act::Topic(_) | Act::Invite(_) | Act::Kick { .. } | Act::Role { .. } | Act::Mode(_) => None,
            Act::Raise { .. } | Act::Lower { .. } | Act::Modes(_) => None,
            Act::Exempt { .. } | Act::Welcome { .. } | Act::Profile(_) | Act::Rename { .. } => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whom_an_act_is_about_is_looked_up() {
        let (name, mask) = (Name::given("bob"), Mask::new("*@x").unwrap());
        let address: IpAddr = "192.0.2.1".parse().unwrap();
        let (person, place, pattern) = (Some(&name), Some(address), Some(&mask));
        for (whom, expect) in [
            (Whom::Person(name.clone()), (person, None, None)),
            (Whom::Address(address), (None, place, None)),
            (Whom::Mask(mask.clone()), (None, None, pattern)),
            (Whom::Fact(3), (None, None, None)),
        ] {
            let (span, why) = (None, None);
            let begins =
                [Act::Ban { whom: whom.clone(), span, why: why.clone() }, Act::Mute { whom: whom.clone(), span, why }];
            for act in &begins {
                assert_eq!((act.person(), act.address(), act.pattern()), expect, "{act:?}");
            }
            // To lift one, no guest behind a pattern has to be found.
            for act in [Act::Unban(whom.clone()), Act::Unmute(whom.clone())] {
                assert_eq!((act.person(), act.address(), act.pattern()), (expect.0, expect.1, None), "{act:?}");
            }
        }
        assert_eq!(Act::Topic(None).person(), None);
    }
}
