//! A room: its head, its state, and the two functions that rule it.
//!
//! Pure: the same room, actor, command and time always give the same facts. Must not know sessions, sockets or stores.

mod calc;
mod govern;
mod message;
mod rename;
mod rights;
mod state;
mod visit;

use crate::{
    Command, Fact, Facts, HookWish, Host, Millis, Name, PersonId, Refusal, Role, RoomId, RoomName, Sender, Seq, What,
};
use std::sync::Arc;

pub use rename::renamed;
pub(crate) use rights::{List, sanctioned};
pub use rights::{hidden, may_read, may_speak, role, role_of, seen_by, visible, visible_to_all};
pub use state::{Modes, RoomState};
pub use visit::{made_by, open, search_limit, stay, targets_limit};

/// What a room is.
#[derive(Clone, PartialEq, Eq, Debug, Hash)]
pub enum Kind {
    /// Found by its name; open to all unless it is set otherwise.
    Named(RoomName),
    /// Found by the pair of people, lower id first; open to those two.
    Direct(PersonId, PersonId),
}

impl Kind {
    /// The direct conversation of two people, whoever asks.
    pub fn direct(a: PersonId, b: PersonId) -> Kind {
        Kind::Direct(a.min(b), a.max(b))
    }

    /// What the room is found by, unique in the directory. A named room's starts with `#`.
    pub fn key(&self) -> String {
        match self {
            Kind::Named(name) => name.key().as_str().to_string(),
            Kind::Direct(a, b) => format!("{a}:{b}"),
        }
    }
}

/// A numbered log and its rules. Cheap to copy: a draft of a room is a clone.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Room {
    /// For ever.
    pub id: RoomId,
    /// The last number given.
    pub head: Seq,
    /// The time of that fact.
    pub at: Millis,
    /// What only some facts change.
    pub state: Arc<RoomState>,
}

/// What a session may be.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Standing {
    /// Nobody in particular: a fresh id for each connection.
    Guest,
    /// Signed in.
    Account,
}

/// Who asks, as the rules see them.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Actor {
    /// Id and name.
    pub who: Sender,
    /// Guest or account.
    pub standing: Standing,
    /// Where it comes from.
    pub host: Option<Host>,
    /// In the room, and since it had this last number; `None`: not in it.
    pub since: Option<Seq>,
    /// It entered the room when nobody was there, and has been there since.
    pub first: bool,
    /// Whether this account is a member of the room, wherever its sessions are.
    pub member: bool,
    /// Its rank on the whole server: [`Role::Moderator`] is an operator, [`Role::Owner`] the server's owner.
    pub rank: Option<Role>,
    /// The account it is signed in to, whatever name it bears.
    pub account: Option<Name>,
    /// The user name it gave; `None` reads as [`crate::mask::NO_USER`].
    pub user: Option<Arc<str>>,
}

impl Actor {
    /// A guest of whom nothing is known but who they are, and who is not in the room.
    pub fn guest(who: Sender) -> Actor {
        Actor {
            who,
            standing: Standing::Guest,
            host: None,
            since: None,
            first: false,
            member: false,
            rank: None,
            account: None,
            user: None,
        }
    }

    /// Whether it is in the room.
    pub fn here(&self) -> bool {
        self.since.is_some()
    }

    /// Whether it may do on the whole server what owners of rooms may do in theirs.
    pub fn operates(&self) -> bool {
        self.rank >= Some(Role::Moderator)
    }
}

/// What the engine looked up for a command: the rules know no other room, no person and nothing of the log.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Given {
    /// The fact whose number the command names, if there is one.
    pub target: Option<Arc<Fact>>,
    /// The person whom it names, as seen by this room.
    pub other: Option<Actor>,
    /// The address that it names.
    pub host: Option<Host>,
    /// How many people are in the room.
    pub present: usize,
    /// When the actor last said something there, as far as a slow room must know.
    pub last_said: Option<Millis>,
    /// The room that is found by the name it asks for, if there is one.
    pub holder: Option<RoomId>,
}

impl Room {
    /// A room in which nothing has happened.
    pub fn new(id: RoomId, kind: Kind) -> Room {
        Room { id, head: 0, at: Millis(0), state: Arc::new(RoomState::new(kind)) }
    }

    /// The room that records which rooms and accounts exist, and who may do what on the whole server.
    pub fn directory() -> Room {
        let mut room = Room::new(RoomId::DIRECTORY, Kind::Named(RoomName::server()));
        let modes = &mut Arc::make_mut(&mut room.state).modes;
        (modes.secret, modes.invite_only, modes.accounts_only) = (true, true, true);
        room
    }

    /// Makes the next fact: the number after the last, a time that never decreases.
    pub fn next(&self, by: &Sender, what: What, now: Millis) -> Arc<Fact> {
        Arc::new(Fact { room: self.id, seq: self.head + 1, at: now.max(self.at), by: by.clone(), what })
    }
}

/// What `command` would make happen in `room`, or why it may not. An empty answer means that only presence or marks move.
pub fn decide(room: &Room, actor: &Actor, command: &Command, given: &Given, now: Millis) -> Result<Facts, Refusal> {
    decided(room, actor, command, given, now).map_err(|refusal| match (refusal, command.place()) {
        // A room that one may not know of is called what one called it: how its maker wrote the name would tell that it is there.
        (Refusal::NoSuchRoom(_), Some(typed)) => Refusal::NoSuchRoom(typed),
        (refusal, _) => refusal,
    })
}

fn decided(room: &Room, actor: &Actor, command: &Command, given: &Given, now: Millis) -> Result<Facts, Refusal> {
    match command {
        Command::Say { text, style, reply_to, tags, .. } => {
            message::say(room, actor, (text, *style, *reply_to, tags), given, now)
        }
        Command::Calc { ask, answer, .. } => calc::calc(room, actor, (ask, answer), given, now),
        Command::Edit { seq, text, .. } => message::edit(room, actor, (*seq, text), given, now),
        Command::Delete { seq, why, .. } => message::delete(room, actor, (*seq, why.as_ref()), given, now),
        Command::React { seq, mark, on, .. } => message::react(room, actor, (*seq, mark, *on), given, now),
        Command::Govern { act, .. } => govern::govern(room, actor, act, given, now),
        Command::Join { secret, .. } => visit::join(room, actor, secret.as_ref(), given, now),
        Command::Leave { why, .. } => visit::leave(room, actor, why.as_ref(), now),
        Command::Typing { .. } => rights::voice(room, actor, now).map(|()| Facts::new()),
        Command::Read { .. } | Command::ReadAt { .. } => message::read(room, actor, now),
        Command::History { limit, .. } => visit::history(room, actor, *limit, now),
        Command::Search { limit, .. } => {
            may_read(room, actor, now)?;
            visit::search_limit(*limit).map(|()| Facts::new())
        }
        Command::Who(_) | Command::About(_) => may_read(room, actor, now).map(|()| Facts::new()),
        // These concern no room.
        Command::Hello | Command::Nick(_) | Command::Resume(_) | Command::Rooms | Command::Unread => Ok(Facts::new()),
        Command::Whois(_) | Command::Away(_) | Command::Ignore { .. } => Ok(Facts::new()),
        Command::Register { .. } | Command::Login { .. } | Command::Logout | Command::Password { .. } => {
            Ok(Facts::new())
        }
        Command::Link | Command::Sessions | Command::EndSession(_) | Command::Claim(_) => Ok(Facts::new()),
        Command::Aside { .. } => message::aside(room, actor, given, now),
        Command::Find(_) | Command::Watch { .. } | Command::Watched | Command::Unwatch => Ok(Facts::new()),
        Command::Whowas(_) | Command::Census | Command::Invitations | Command::OwnModes(_) => Ok(Facts::new()),
        Command::Export(_) | Command::Erase(_) | Command::Admin(_) | Command::Introduce(_) => Ok(Facts::new()),
        Command::Targets { .. } | Command::Scram(_) | Command::Profile(_) => Ok(Facts::new()),
        Command::Oper { .. } | Command::StepDown => Ok(Facts::new()),
        Command::Tagged { tags, keep, .. } => message::tagged(room, actor, (tags, *keep), given, now),
        Command::External(_) | Command::Certificates(_) | Command::Token(_) => Ok(Facts::new()),
        Command::Webhook(HookWish::Make { .. }) => rights::may_send_out(room, actor).map(|()| Facts::new()),
        Command::Webhook(_) => Ok(Facts::new()),
    }
}

/// Makes `fact` part of the room. Facts of a room are applied once each, in order.
pub fn apply(room: &mut Room, fact: &Fact) {
    debug_assert_eq!(fact.seq, room.head + 1, "facts are applied in order");
    room.head = fact.seq;
    room.at = fact.at;
    match &fact.what {
        What::Governed(_) => Arc::make_mut(&mut room.state).apply(fact),
        What::Joined | What::Left | What::AccountMade | What::AccountErased { .. } | What::Noted(_) => {}
        // None of these changes the state row: what is said changes none, and a new room has its own row.
        What::Message { .. } | What::Answer { .. } | What::RoomOpened { .. } | What::RoomRenamed { .. } => {}
        What::Edited { .. } | What::Deleted { .. } | What::Reacted { .. } | What::Gone(_) => {}
        What::Tagged { .. } => {}
    }
}

#[cfg(test)]
mod tests;
