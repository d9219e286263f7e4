//! What a program may ask for by its token: the one place that compares a command with a scope. What the server and rooms say to
//! its account comes after.

use crate::{Command, Grant, Refusal, RoomName, Scope, Target, TokenWish};

/// What a command needs of a scope.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Needs {
    /// Nothing.
    Nothing,
    /// To read.
    Read,
    /// To say something.
    Say,
    /// To do whatever a person does.
    All,
    /// A person: it is about the account itself, its sessions and words, about the whole server, or shows somebody as being here.
    Person,
}

/// The rooms that a command is about.
enum Place<'c> {
    Room(&'c RoomName),
    /// Those the session is in: of a program that is kept to one room, that one.
    Entered,
    /// People, conversations with them, or more than one room.
    Elsewhere,
}

impl<'c> From<&'c Target> for Place<'c> {
    fn from(target: &'c Target) -> Place<'c> {
        match target {
            Target::Room(name) => Place::Room(name),
            Target::Person(_) => Place::Elsewhere,
        }
    }
}

pub(super) fn needs(command: &Command) -> Needs {
    match command {
        Command::Hello => Needs::Nothing,
        Command::History { .. } | Command::Search { .. } | Command::Rooms | Command::Who(_) => Needs::Read,
        Command::Whois(_) | Command::About(_) | Command::Unread | Command::Targets { .. } => Needs::Read,
        Command::Find(_) | Command::Whowas(_) | Command::Census | Command::Invitations => Needs::Read,
        Command::Watch { .. } | Command::Watched | Command::Unwatch => Needs::Read,
        Command::ReadAt { at: None, .. } => Needs::Read,
        // Into a room that it is in already, to be shown what it missed there. Others are another matter: see `may_enter`.
        Command::Join { .. } => Needs::Read,
        Command::Say { .. } | Command::Calc { .. } | Command::Edit { .. } | Command::Delete { .. } => Needs::Say,
        Command::React { .. } | Command::Typing { .. } | Command::Tagged { .. } | Command::Aside { .. } => Needs::Say,
        Command::Leave { .. } | Command::Govern { .. } | Command::Ignore { .. } => Needs::All,
        Command::Read { .. } | Command::ReadAt { at: Some(_), .. } => Needs::All,
        Command::OwnModes(_) | Command::Profile(_) => Needs::All,
        Command::Nick(_) | Command::Away(_) | Command::Introduce(_) => Needs::Person,
        Command::Resume(_) | Command::Register { .. } | Command::Login { .. } | Command::Logout => Needs::Person,
        Command::Password { .. } | Command::Link | Command::Sessions | Command::EndSession(_) => Needs::Person,
        Command::Claim(_) | Command::Export(_) | Command::Erase(_) | Command::Admin(_) => Needs::Person,
        Command::Oper { .. } | Command::StepDown | Command::Scram(_) | Command::External(_) => Needs::Person,
        Command::Certificates(_) => Needs::Person,
        Command::Token(TokenWish::Make { .. } | TokenWish::List | TokenWish::Revoke(_)) => Needs::Person,
        Command::Webhook(_) => Needs::Person,
    }
}

fn place(command: &Command) -> Place<'_> {
    match command {
        Command::Say { to, .. } | Command::Calc { to, .. } | Command::Typing { to, .. } => to.into(),
        Command::Tagged { to, .. } | Command::Who(to) => to.into(),
        Command::Edit { of, .. } | Command::Delete { of, .. } | Command::React { of, .. } => of.into(),
        Command::Read { of, .. } | Command::ReadAt { of, .. } | Command::History { of, .. } => of.into(),
        Command::Search { of, .. } => of.as_ref().map_or(Place::Entered, Place::from),
        Command::Join { room, .. } | Command::Leave { room, .. } | Command::Govern { room, .. } => Place::Room(room),
        Command::About(room) | Command::Aside { room, .. } => Place::Room(room),
        Command::Hello | Command::Unread => Place::Entered,
        Command::Rooms | Command::Whois(_) | Command::Targets { .. } | Command::Find(_) => Place::Elsewhere,
        Command::Whowas(_) | Command::Census | Command::Invitations | Command::Watch { .. } => Place::Elsewhere,
        Command::Watched | Command::Unwatch | Command::Ignore { .. } | Command::OwnModes(_) => Place::Elsewhere,
        Command::Profile(_) | Command::Nick(_) | Command::Away(_) | Command::Introduce(_) => Place::Elsewhere,
        Command::Resume(_) | Command::Register { .. } | Command::Login { .. } | Command::Logout => Place::Elsewhere,
        Command::Password { .. } | Command::Link | Command::Sessions | Command::EndSession(_) => Place::Elsewhere,
        Command::Claim(_) | Command::Export(_) | Command::Erase(_) | Command::Admin(_) => Place::Elsewhere,
        Command::Oper { .. } | Command::StepDown | Command::Scram(_) | Command::External(_) => Place::Elsewhere,
        Command::Certificates(_) | Command::Token(_) | Command::Webhook(_) => Place::Elsewhere,
    }
}

/// Whether a program with this grant may ask for this at all.
pub fn in_scope(grant: &Grant, command: &Command) -> Result<(), Refusal> {
    // The audit, and ranks and bans of the whole server.
    if matches!(place(command), Place::Room(room) if room.key() == RoomName::server().key()) {
        return Err(Refusal::PersonsOnly);
    }
    let within = match needs(command) {
        Needs::Nothing => true,
        Needs::Read => grant.scope.reads(),
        Needs::Say => grant.scope.says(),
        Needs::All => grant.scope == Scope::All,
        Needs::Person => return Err(Refusal::PersonsOnly),
    };
    let there = match (&grant.room, place(command)) {
        (None, _) | (Some(_), Place::Entered) => true,
        (Some(room), Place::Room(asked)) => room.key() == asked.key(),
        (Some(_), Place::Elsewhere) => false,
    };
    if within && there { Ok(()) } else { Err(not_in_scope(grant)) }
}

/// Whether a program may enter a room that it is not in: that makes its account a member.
pub fn may_enter(grant: &Grant) -> Result<(), Refusal> {
    if grant.scope == Scope::All { Ok(()) } else { Err(not_in_scope(grant)) }
}

/// Whether it may take back what somebody else said, as far as its account may: looking after a room is more than saying something.
pub fn may_moderate(grant: &Grant) -> Result<(), Refusal> {
    may_enter(grant)
}

fn not_in_scope(grant: &Grant) -> Refusal {
    Refusal::NotInScope { scope: grant.scope, room: grant.room.as_ref().map(ToString::to_string) }
}
