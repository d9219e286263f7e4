//! What notices carry: rooms, people, pages, lists.

use crate::ports::Amounts;
use crate::{
    Door, Doors, Face, Fact, Fingerprint, HookFault, HookState, HookUrl, Label, Millis, Name, Profile, Role, RoomId,
    RoomName, Scope, Sender, Seq, Standing, Text,
};
use std::sync::Arc;

/// What a room is called by the session that is told about it.
#[derive(Clone, PartialEq, Eq, Debug, Hash)]
pub enum RoomLabel {
    /// `#general`.
    Named(RoomName),
    /// `@bob`: a direct conversation, named after the other side.
    With(Name),
}

impl std::fmt::Display for RoomLabel {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            RoomLabel::Named(name) => f.write_str(name.as_str()),
            RoomLabel::With(name) => write!(f, "@{}", name.as_str()),
        }
    }
}

/// A room's stable id and what to call it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct RoomTag {
    /// For ever.
    pub id: RoomId,
    /// For this reader.
    pub label: RoomLabel,
}

/// A stretch of a room's log: contiguous, oldest first; where only messages were asked for, with nothing between them.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Page {
    /// The facts.
    pub facts: Vec<Arc<Fact>>,
    /// More exist in the direction that was read.
    pub more: bool,
    /// Set when what was asked for reaches below the oldest fact kept, which has this number.
    pub expired_before: Option<Seq>,
}

/// One line of `/rooms`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct RoomLine {
    /// The room.
    pub room: RoomTag,
    /// People there now.
    pub present: usize,
    /// Its last number.
    pub head: Seq,
    /// What it is about.
    pub topic: Option<Text>,
    /// How many facts the session has not read, if it is in the room.
    pub unread: Option<u64>,
    /// When it was made, as far as it was noted.
    pub made: Option<Millis>,
    /// When the topic was set, likewise.
    pub topic_at: Option<Millis>,
}

/// Somebody in a room.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Member {
    /// Who.
    pub who: Sender,
    /// What they may do there.
    pub role: Option<Role>,
    /// They do not answer for now.
    pub away: bool,
    /// They look after the whole server.
    pub operator: bool,
    /// How they reach the server now; none for who is not here.
    pub doors: Doors,
}

/// Who is in a room.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Members {
    /// At most [`crate::limits::MEMBER_LIST`] of them, by name; for IRC, whose clients keep the list, [`crate::limits::NAME_LIST`].
    pub people: Vec<Member>,
    /// All of them.
    pub count: usize,
    /// To others the room does not exist.
    pub secret: bool,
    /// Only those in it read it.
    pub private: bool,
}

/// Somebody, as others may know them.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Person {
    /// Who.
    pub who: Sender,
    /// Guest or account.
    pub standing: Standing,
    /// Its rank on the whole server.
    pub rank: Option<Role>,
    /// Why they do not answer for now.
    pub away: Option<Text>,
    /// The rooms they are in, as far as the asker may know, and what they may do there.
    pub rooms: Vec<(RoomTag, Option<Role>)>,
    /// How they present themselves.
    pub face: Option<Face>,
    /// What they say of themselves, while they are here.
    pub profile: Arc<Profile>,
    /// Their account's name, which they may not bear now.
    pub account: Option<Name>,
    /// Whether they have a session: an account that is not here can be asked about, too.
    pub here: bool,
    /// Since when their oldest session is here; of an account that is not here, when it was made.
    pub since: Millis,
    /// Whether nobody can read along on any of their sessions.
    pub private: bool,
}

/// Somebody who left the server, or took another name.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Past {
    /// Who they were.
    pub who: Sender,
    /// Their account's name.
    pub account: Option<Name>,
    /// When they left, or took the other name.
    pub at: Millis,
    /// How they presented themselves then.
    pub face: Option<Face>,
}

/// How many are here. The operator's own console counts nowhere.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Census {
    /// People.
    pub people: usize,
    /// Of these, guests.
    pub guests: usize,
    /// Of these, those who are found by their name only.
    pub invisible: usize,
    /// Of these, operators of the whole server.
    pub operators: usize,
    /// Their sessions.
    pub sessions: usize,
    /// Sessions that still introduce themselves, and are nobody's yet.
    pub entering: usize,
    /// Named rooms with anybody in them.
    pub rooms: usize,
    /// The most sessions at once since the server started.
    pub most: usize,
}

/// How much there is to read in a room.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct UnreadLine {
    /// The room.
    pub room: RoomTag,
    /// The last number read.
    pub read: Seq,
    /// Facts after it.
    pub count: u64,
}

/// A session of one's account.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SessionLine {
    /// Names it to whoever wants it ended; never used twice while the server runs.
    pub number: u64,
    /// By which door, and whether nobody can read along. The address is left out.
    pub door: Door,
    /// Whether nobody can read along.
    pub private: bool,
    /// Since when.
    pub since: Millis,
    /// It is the one that asks.
    pub this: bool,
}

/// A certificate that signs one in.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct CertificateLine {
    /// What it is known by.
    pub fingerprint: Fingerprint,
    /// Since when it does.
    pub since: Millis,
    /// This connection was made with it.
    pub this: bool,
}

/// Where a program may act.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Reach {
    /// Wherever its account is.
    Everywhere,
    /// Only there.
    Room(RoomName),
    /// Nowhere any more: its account is no member of the one room.
    Nowhere,
}

/// A token by which a program signs in, without the token itself.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct TokenLine {
    /// What its account calls it by.
    pub number: u32,
    /// What its owner calls it.
    pub label: Label,
    /// How much it lets a program do.
    pub scope: Scope,
    /// Where.
    pub reach: Reach,
    /// Since when it is good.
    pub since: Millis,
    /// Until when.
    pub until: Millis,
    /// The day on which a program signed in by it last, as its first millisecond.
    pub used: Option<Millis>,
}

/// A webhook, without its secret.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct HookLine {
    /// What its account calls it by.
    pub number: u32,
    /// What its owner calls it.
    pub label: Label,
    /// Which room it reads; `None`: one that its account is no member of.
    pub room: Option<RoomName>,
    /// Where it sends to.
    pub url: HookUrl,
    /// Since when there is one.
    pub since: Millis,
    /// How it is doing.
    pub state: HookState,
    /// The last number that was delivered.
    pub after: Seq,
    /// Since when nothing could be delivered, and why at last.
    pub trouble: Option<(Millis, HookFault)>,
}

/// An account, as operators see it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct AccountLine {
    /// Who.
    pub who: Sender,
    /// Since when.
    pub made: Millis,
    /// Its rank.
    pub rank: Option<Role>,
    /// Sessions it has now.
    pub sessions: usize,
}

/// How much there is of everything.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Stats {
    /// Sessions now.
    pub sessions: usize,
    /// Of these, those of accounts.
    pub signed_in: usize,
    /// Rooms in memory.
    pub rooms_loaded: usize,
    /// In the store.
    pub kept: Amounts,
}

/// What a search found.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Found {
    /// The newest first.
    pub hits: Vec<(RoomTag, Arc<Fact>)>,
    /// There are more than were asked for.
    pub more: bool,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_conversation_is_called_after_the_other_side() {
        assert_eq!(RoomLabel::Named(RoomName::home()).to_string(), "#general");
        assert_eq!(RoomLabel::With(Name::given("bob")).to_string(), "@bob");
    }
}
