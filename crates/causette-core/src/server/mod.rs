//! Who may ask for what on the server at all, before any room is looked at: the other half of `room/rights.rs`.

mod scope;

use crate::room::{List, sanctioned};
use crate::{
    Actor, Command, Door, HookWish, Millis, Origin, Password, Policy, Refusal, Registration, Role, Room, RoomName,
    Sender, Standing, TokenWish, Wish, limits,
};
pub use scope::{in_scope, may_enter, may_moderate};

/// What a command needs of whoever asks for it, whichever room it is about.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Level {
    /// Nothing: whoever is kept out of the server must still be able to say that they are somebody else.
    Anybody,
    /// To be a guest, where accounts are made.
    Newcomer,
    /// To be let in: not banned, and signed in where guests are not let in.
    Admitted,
    /// To be signed in.
    Account,
    /// To be an operator.
    Operator,
}

fn level(command: &Command) -> Level {
    match command {
        Command::Hello | Command::Login { .. } | Command::Resume(_) | Command::Logout => Level::Anybody,
        Command::Register { .. } => Level::Newcomer,
        Command::Password { .. } | Command::Link | Command::Sessions | Command::EndSession(_) => Level::Account,
        Command::Claim(_) | Command::Export(_) | Command::Erase(_) => Level::Account,
        Command::Admin(_) => Level::Operator,
        Command::Nick(_) | Command::Join { .. } | Command::Leave { .. } | Command::Say { .. } => Level::Admitted,
        Command::Calc { .. } | Command::Edit { .. } | Command::Delete { .. } => Level::Admitted,
        Command::React { .. } | Command::Read { .. } | Command::Unread | Command::Govern { .. } => Level::Admitted,
        Command::About(_) | Command::History { .. } | Command::Search { .. } | Command::Rooms => Level::Admitted,
        Command::ReadAt { .. } | Command::Targets { .. } => Level::Admitted,
        Command::Who(_) | Command::Whois(_) | Command::Away(_) | Command::Ignore { .. } => Level::Admitted,
        Command::Find(_) | Command::Watch { .. } | Command::Watched | Command::Unwatch => Level::Admitted,
        Command::Whowas(_) | Command::Census | Command::Aside { .. } => Level::Admitted,
        Command::Invitations => Level::Admitted,
        Command::Introduce(_) | Command::Typing { .. } | Command::OwnModes(_) | Command::Tagged { .. } => {
            Level::Admitted
        }
        Command::Oper { .. } | Command::StepDown | Command::Profile(_) => Level::Admitted,
        Command::Scram(_) | Command::External(_) => Level::Anybody,
        Command::Certificates(_) | Command::Token(_) => Level::Account,
        // Nobody can type it.
        Command::Webhook(HookWish::Follow(_)) => Level::Anybody,
        Command::Webhook(_) => Level::Account,
    }
}

/// Whether a password, or a word that is as good as one, is in the command or in its answer.
fn is_secret(command: &Command) -> bool {
    let signs_in = matches!(command, Command::Register { .. } | Command::Login { .. } | Command::Oper { .. });
    let is_own = matches!(command, Command::Password { .. } | Command::Link);
    let gives = matches!(command, Command::Token(TokenWish::Make { .. }));
    let signs = matches!(command, Command::Webhook(HookWish::Make { .. } | HookWish::Follow(_)));
    signs_in || is_own || gives || signs || matches!(command, Command::Admin(Wish::Account { .. } | Wish::Reset(_)))
}

/// The password that an account is to have from then on.
fn sets(command: &Command) -> Option<&Password> {
    match command {
        Command::Register { password, .. } | Command::Admin(Wish::Account { password, .. }) => Some(password),
        Command::Password { new, .. } => Some(new),
        _ => None,
    }
}

/// Whether everybody may ask for it as things are: then nothing has to be known of who does, message after message.
pub fn asks_nothing(server: &Room, policy: &Policy, command: &Command) -> bool {
    level(command) == Level::Admitted && !is_secret(command) && policy.guests && server.state.bans.is_empty()
}

/// Whether `actor`, as the server's own room sees them, may ask for this at all. What rooms say comes after.
pub fn may(
    server: &Room,
    policy: &Policy,
    actor: &Actor,
    origin: &Origin,
    command: &Command,
    now: Millis,
) -> Result<(), Refusal> {
    let level = level(command);
    let (guest, console) = (actor.standing == Standing::Guest, origin.door == Door::Console);
    if level != Level::Anybody && !console {
        admitted(server, actor, now)?;
    }
    if is_secret(command) && !origin.private {
        return Err(Refusal::NeedTls);
    }
    if let Some(set) = sets(command)
        && set.reveal().len() < policy.password_min
    {
        return Err(Refusal::BadPassword { min: policy.password_min, max: limits::PASSWORD_MAX });
    }
    match command {
        Command::Register { .. } if !guest => return Err(signed_in(actor)),
        Command::Login { .. } | Command::Scram(_) | Command::External(_) if !guest && !changes_person(origin) => {
            return Err(signed_in(actor));
        }
        Command::Register { .. } if policy.registration == Registration::Closed => {
            return Err(Refusal::RegistrationClosed);
        }
        Command::Register { invitation: None, .. } if policy.registration == Registration::Invited => {
            return Err(Refusal::NeedInvitation);
        }
        _ => {}
    }
    match level {
        Level::Admitted if guest && !policy.guests => Err(Refusal::SignInFirst),
        Level::Account if guest => Err(Refusal::SignInFirst),
        Level::Operator if actor.rank < Some(Role::Moderator) => Err(Refusal::OperatorsOnly),
        Level::Anybody | Level::Newcomer | Level::Admitted | Level::Account | Level::Operator => Ok(()),
    }
}

/// Whether somebody may sign in as another account without being a guest in between: where a client signs in by itself, at any
/// moment, because its settings changed (SASL 3.2). A person who types it by the line has rather forgotten who they are.
fn changes_person(origin: &Origin) -> bool {
    origin.door == Door::Irc
}

fn signed_in(actor: &Actor) -> Refusal {
    Refusal::SignedIn { name: actor.who.name.to_string() }
}

/// Whether an operator of rank `mine` may ask this about the account `who`, whose rank is `theirs`. Nobody reaches a higher rank, since whoever has
/// a word of an account is that account; and what somebody said in private is handed out by the server's owner, who may read the store as well.
pub fn reaches(mine: Option<Role>, who: &Sender, theirs: Option<Role>, wish: &Wish) -> Result<(), Refusal> {
    let needs = if matches!(wish, Wish::Export(..)) { Role::Owner } else { Role::Moderator };
    if mine < Some(needs) {
        return Err(Refusal::Forbidden { room: RoomName::server().to_string(), needs });
    }
    if theirs > mine { Err(Refusal::Outranked { name: who.name.to_string() }) } else { Ok(()) }
}

/// Whether an account may erase itself: the last owner cannot, as nobody gives the last ownership away. The console can.
pub fn may_go(server: &Room, who: &Sender) -> Result<(), Refusal> {
    let mut owners = server.state.roles.iter().filter(|(_, (_, role))| *role == Role::Owner);
    let last = owners.next().is_some_and(|(owner, _)| *owner == who.id) && owners.next().is_none();
    if last { Err(Refusal::Outranked { name: who.name.to_string() }) } else { Ok(()) }
}

/// Whether somebody is let in at all.
pub fn admitted(server: &Room, actor: &Actor, now: Millis) -> Result<(), Refusal> {
    match sanctioned(server, List::Bans, actor, now) {
        Some(ban) => Err(Refusal::ServerBanned { until: ban.until, why: ban.why.clone() }),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests;
