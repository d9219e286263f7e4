//! Told to one session: answers, and what concerns it alone.

mod parts;

use crate::{
    Fact, Grant, HookSecret, Millis, Name, OwnModes, Profile, ProfileChanges, Refusal, Role, RoomId, RoomState, Sender,
    Seq, Standing, Style, Tagged, Text, TokenKind, TopicSet,
};
use std::sync::Arc;

pub use parts::*;

/// An answer, or news for one session.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Notice {
    /// The first thing a session hears.
    Welcome {
        /// Who it is.
        you: Sender,
        /// Guest or account.
        standing: Standing,
        /// Its rank on the whole server.
        rank: Option<Role>,
        /// What it may do, if a program signed in by its token.
        program: Option<Box<Grant>>,
        /// Lets the same guest come back for a day, or the same account for thirty; empty where there is none to give.
        resume: String,
    },
    /// Done and saved; `seq` is the message's number.
    Done {
        /// Where.
        room: RoomTag,
        /// Its number there.
        seq: Seq,
        /// When it happened.
        at: Millis,
    },
    /// The session is in the room: who is there, and what was said.
    Joined {
        /// The room.
        room: RoomTag,
        /// The room's last number at this moment; what follows live is the next.
        head: Seq,
        /// What it is about.
        topic: Option<Text>,
        /// Who said so, and when, as far as it was noted.
        topic_set: Option<TopicSet>,
        /// What else it says of itself.
        profile: Profile,
        /// The last number the person has read there.
        read: Seq,
        /// The moment up to which the person said they have read there.
        read_at: Option<Millis>,
        /// Who is there, the session included.
        members: Members,
        /// The last few facts, or those after the number asked for.
        replay: Page,
    },
    /// A direct conversation began: its first message follows.
    Opened(RoomTag),
    /// The session is no longer in the room.
    Left {
        /// The room.
        room: RoomTag,
        /// It was sent out, as a fact of the room said; else its person left.
        sent_out: bool,
    },
    /// The session's own name is now this.
    Named(Sender),
    /// Which rooms there are.
    Rooms {
        /// At most [`crate::limits::ROOM_LIST`], the fullest first.
        rooms: Vec<RoomLine>,
        /// Some were left out.
        more: bool,
    },
    /// Who is in a room.
    Members {
        /// The room.
        room: RoomTag,
        /// What it says of itself.
        profile: Profile,
        /// Who.
        members: Members,
    },
    /// What a room is about and set to.
    About {
        /// The room.
        room: RoomTag,
        /// All of it; a key is not for showing.
        state: Arc<RoomState>,
    },
    /// Who somebody is.
    Person(Person),
    /// Somebody let the session into a room.
    Invited {
        /// The room.
        room: RoomTag,
        /// Who did.
        by: Sender,
    },
    /// What there is to read.
    Unread(Vec<UnreadLine>),
    /// Read up to here.
    Marked {
        /// The room.
        room: RoomTag,
        /// The number.
        seq: Seq,
    },
    /// How far the person has read: what they asked, or what another session of theirs said.
    MarkedAt {
        /// What it is called, or was called by who asked.
        room: RoomLabel,
        /// Which; `None`: there is none that the session may know of.
        id: Option<RoomId>,
        /// The moment that was said; `None`: none was.
        at: Option<Millis>,
        /// The number.
        seq: Seq,
    },
    /// Rooms and direct conversations, each with the time of its last message; the oldest first.
    Targets(Vec<(RoomTag, Millis)>),
    /// What a search found.
    Found(Found),
    /// The session's person is away, or back.
    Away(Option<Text>),
    /// Somebody who was just written to does not answer for now.
    IsAway {
        /// Who.
        who: Sender,
        /// Why.
        why: Text,
    },
    /// Which sessions one's account has.
    Sessions(Vec<SessionLine>),
    /// A session of one's account was ended.
    SessionEnded {
        /// Its number.
        number: u64,
    },
    /// The password is another one now; how many other sessions ended.
    PasswordChanged {
        /// How many.
        ended: usize,
    },
    /// A secret word, shown this once.
    Code {
        /// What it is good for.
        kind: TokenKind,
        /// The word.
        code: String,
        /// Until when.
        until: Millis,
    },
    /// Accounts, by name.
    Accounts {
        /// Which.
        lines: Vec<AccountLine>,
        /// There are more after the last.
        more: bool,
    },
    /// An account was made for somebody.
    AccountMade(Sender),
    /// An account was erased; its words are being destroyed.
    AccountErased(Sender),
    /// How much there is of everything.
    Stats(Stats),
    /// It stands in the audit room.
    Noted,
    /// The configuration is being read again.
    Reloading,
    /// An operator sends the session's person off the server; the end of the session follows.
    SentOff {
        /// Who does.
        by: Sender,
        /// For people.
        why: Option<Text>,
    },
    /// A room that the session is in is called something else, at this place in the order; the fact says so, too.
    RoomRenamed {
        /// The room, by its new name.
        room: RoomTag,
        /// Who did that, and why.
        fact: Arc<Fact>,
        /// What it is about.
        topic: Option<Text>,
        /// Who said so, and when.
        topic_set: Option<TopicSet>,
        /// What it says of itself.
        profile: Profile,
        /// The moment up to which the session's person said they had read.
        read_at: Option<Millis>,
        /// Who is there, for IRC, some of whose clients enter the room anew.
        members: Option<Arc<Members>>,
    },
    /// An operator tells everybody something.
    Announced {
        /// Who does.
        by: Sender,
        /// The words: one line.
        text: Text,
    },
    /// A piece of all that somebody said and is.
    Exported {
        /// Whose.
        who: Sender,
        /// Since when there is the account.
        made: Millis,
        /// What it says of itself.
        profile: Profile,
        /// The rooms it is a member of.
        rooms: Vec<RoomTag>,
        /// What it said, with the room of each.
        facts: Vec<(RoomTag, Arc<Fact>)>,
        /// Where the next piece begins, if there is one.
        next: Option<u64>,
    },
    /// Somebody is ignored from here on, or no longer.
    Ignoring {
        /// Who.
        who: Sender,
        /// Ignored, or no longer.
        on: bool,
    },
    /// Who those are that were looked for and are here.
    People {
        /// In the order asked; everybody: by name. At most [`crate::limits::FOUND`].
        people: Vec<Person>,
        /// Some were left out.
        more: bool,
    },
    /// Watched names, and who bears each now: those that were just added, or else all of them.
    Watching(Vec<(Name, Option<Sender>)>),
    /// Somebody is here by a watched name.
    Online(Sender),
    /// Nobody is any more by this watched name.
    Offline(Name),
    /// Somebody by a watched name does not answer for now, and says why; `None`: they are back. Who meets them in a room where
    /// this is announced hears it there.
    WatchedAway(Sender, Option<Text>),
    /// Somebody by a watched name signed in or out under that name. Who meets them in a room where this is announced hears it there.
    WatchedBecame {
        /// Who they were.
        before: Sender,
        /// Who they are.
        now: Sender,
        /// What they are now.
        standing: Standing,
    },
    /// Somebody by a watched name presents themselves in another way, and is met in no room where this is announced.
    WatchedDescribed(Sender),
    /// What the person has set for themselves: what they asked, or what another session of theirs changed.
    OwnModes(OwnModes),
    /// Who bore a name, the newest first, at most [`crate::limits::PAST_TOLD`].
    Were(Vec<Past>),
    /// The rooms into which the session's person was let, and is not in.
    Invitations(Vec<RoomTag>),
    /// How many are here.
    Census(Census),
    /// Said in a room to those of a role only.
    Aside {
        /// Where.
        room: RoomTag,
        /// To those of this role, or a higher one.
        role: Role,
        /// Who said it.
        by: Sender,
        /// The words.
        text: Text,
        /// Said or done.
        style: Style,
    },
    /// What the session's person says of themselves now, and what of it is new.
    Profile {
        /// All of it.
        profile: Arc<Profile>,
        /// What was changed just now.
        changes: ProfileChanges,
    },
    /// Somebody by a watched name, or oneself on another session, says something else of themselves. Who meets them in a room
    /// where this is announced hears it there.
    WatchedProfile(Sender, ProfileChanges),
    /// The session presents itself as it asked to.
    Introduced,
    /// What passes was told to whom it concerns, if there is anybody.
    Told,
    /// Which certificates sign one in.
    Certificates(Vec<CertificateLine>),
    /// A token for a program, shown this once.
    Token {
        /// Which it is.
        line: TokenLine,
        /// The token.
        token: String,
    },
    /// Which tokens sign programs in.
    Tokens(Vec<TokenLine>),
    /// A webhook: a new one with what its deliveries are signed with, shown this once; or one that is paused or ended by itself.
    Webhook {
        /// Which it is.
        line: HookLine,
        /// Its secret.
        secret: Option<HookSecret>,
    },
    /// Which webhooks there are.
    Webhooks(Vec<HookLine>),
    /// What the server says in an exchange of SCRAM-SHA-256: its challenge, or the proof that it knows the password as well.
    Scram(String),
    /// Tags without words: to whoever sent them, and in a conversation to its two people.
    Tagged {
        /// Where.
        room: RoomLabel,
        /// Whose program sent them.
        by: Sender,
        /// What.
        what: Tagged,
    },
    /// History that was asked for.
    Page {
        /// The room.
        room: RoomTag,
        /// The facts.
        page: Page,
    },
    /// Facts a slow session was not sent in time, re-read from the log. When `page.more` is false it is up to date again.
    Missed {
        /// The room.
        room: RoomTag,
        /// The facts after the last one it was sent.
        page: Page,
        /// Who is there now, on the last page.
        members: Option<Members>,
    },
    /// Not done.
    Refused(Refusal),
    /// A flush failed: the outcome is unknown; send it again with the same key once the server is back.
    Unknown,
    /// The server ends this session.
    Goodbye(Goodbye),
}

/// Why a session ends.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Goodbye {
    /// It asked to.
    Quit,
    /// The server stops.
    Stopping,
    /// The same guest came back on another connection.
    Elsewhere,
    /// Its account ended it from another session, or changed its password.
    Ended,
    /// It is kept out of the server, or was sent out of it.
    Banned,
    /// Its account is no more.
    Erased,
    /// The store failed; the server stops.
    StoreFailed,
    /// It was too slow, and what it missed cannot be read now.
    Behind,
}
