//! Why not, for a person. The code is stable and for programs; `causette-texts` has the sentence: what happened,
//! why, and the next step.

use crate::name::NameFault;
use crate::{Millis, Role, Scope, Seq, Text};
use thiserror::Error;

/// Why nothing could be saved.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash)]
pub enum NotSaved {
    /// No room left on the disk.
    DiskFull,
    /// Another program holds the store.
    Locked,
    /// The store cannot be written.
    ReadOnly,
    /// Anything else; the operator's log has it.
    Other,
}

/// A command that was not carried out.
#[derive(Clone, PartialEq, Eq, Debug, Error)]
#[error("{}", self.code())]
pub enum Refusal {
    /// Not a person's name.
    BadName(NameFault),
    /// Not a room's name.
    BadRoom(NameFault),
    /// Somebody bears it.
    NameTaken(String),
    /// Another room is called that, or looks as if it were.
    RoomTaken(String),
    /// It looks like a name somebody bears.
    NameLookalike(String),
    /// No such room, or none that you may know of.
    NoSuchRoom(String),
    /// Nobody of that name is here.
    NoSuchPerson(String),
    /// Join first.
    NotInRoom(String),
    /// In as many rooms as allowed.
    TooManyRooms {
        /// The limit.
        max: usize,
    },
    /// Nothing in it.
    Empty,
    /// More bytes than allowed.
    TooLong {
        /// How many there were.
        bytes: usize,
        /// How many there may be.
        max: usize,
    },
    /// A NUL in the text.
    BadText,
    /// Not a key or reference.
    BadKey {
        /// The limit in bytes.
        max: usize,
    },
    /// That key was used for another message.
    KeyReused,
    /// A limit or number out of range.
    BadRange {
        /// The most that may be asked for.
        max: usize,
    },
    /// A number the room has not reached.
    Ahead {
        /// Its last number.
        head: Seq,
    },
    /// Not a room's key.
    BadSecret {
        /// The limit in bytes.
        max: usize,
    },
    /// Not a reaction.
    BadMark {
        /// The limit in bytes.
        max: usize,
    },
    /// Client tags that cannot be passed on, or are too many.
    BadTags {
        /// Bytes that all of them may be.
        max: usize,
    },
    /// Not a pattern of people.
    BadMask {
        /// The limit in bytes.
        max: usize,
    },
    /// A search of no word that could be found, or of too many.
    BadSearch {
        /// The most words.
        max: usize,
    },
    /// No message of that number that one could mean.
    NoSuchMessage {
        /// The number.
        seq: Seq,
    },
    /// It is somebody else's message.
    NotYours {
        /// Its number.
        seq: Seq,
    },
    /// It needs a role.
    Forbidden {
        /// The room.
        room: String,
        /// The role.
        needs: Role,
    },
    /// One cannot do that to somebody of that role.
    Outranked {
        /// Their name.
        name: String,
    },
    /// One cannot do that to oneself.
    OnYourself,
    /// They are not in the room.
    NotHere {
        /// Their name.
        name: String,
        /// The room.
        room: String,
    },
    /// They are in the room already.
    AlreadyHere {
        /// Their name.
        name: String,
        /// The room.
        room: String,
    },
    /// Their role is such that there is nothing to give or to take away.
    SameRole {
        /// Their name.
        name: String,
    },
    /// Nobody of that name or address is banned or muted there.
    NotSanctioned {
        /// The name or address.
        name: String,
    },
    /// No such pattern is on that list.
    NotListed {
        /// The pattern.
        mask: String,
    },
    /// Kept out of the room.
    Banned {
        /// The room.
        room: String,
        /// When it ends.
        until: Option<Millis>,
        /// For people.
        why: Option<Text>,
    },
    /// May read but not speak.
    Muted {
        /// The room.
        room: String,
        /// When it ends.
        until: Option<Millis>,
        /// For people.
        why: Option<Text>,
    },
    /// Only those with a role speak there.
    Moderated(String),
    /// Clients do not ask each other there ([`crate::ClientTags::CTCP`]).
    NoCtcp(String),
    /// The room is slow: not yet.
    SlowDown {
        /// The pause it asks for.
        seconds: u32,
        /// How many seconds are left, rounded up.
        left: u64,
    },
    /// Entering needs an invitation.
    NeedInvite(String),
    /// Entering needs the room's key.
    NeedKey(String),
    /// Entering needs an account.
    NeedAccount(String),
    /// They take no messages of guests.
    NoGuests(String),
    /// As many people as it takes.
    RoomFull {
        /// The room.
        room: String,
        /// The limit.
        max: u32,
    },
    /// One of the room's lists, or of the session's, holds as many entries as allowed.
    ListFull {
        /// The limit.
        max: usize,
    },
    /// As many rooms were made from there as may be made in an hour.
    Quota {
        /// The limit.
        max: usize,
    },
    /// Not a password that can be set.
    BadPassword {
        /// The fewest bytes.
        min: usize,
        /// The most.
        max: usize,
    },
    /// No such account, or not its password: which of the two is not said.
    WrongLogin,
    /// Not the next step of an exchange that proves a password.
    BadScram,
    /// The connection was made without a certificate.
    NoCertificate,
    /// Its certificate signs nobody in.
    UnknownCertificate,
    /// It signs somebody else in.
    CertificateTaken,
    /// No such certificate signs one in.
    NoSuchCertificate,
    /// Somebody between could read the password.
    NeedTls,
    /// Too many wrong passwords came from there, or for that account: not yet.
    LockedOut {
        /// How many seconds are left, rounded up.
        left: u64,
    },
    /// Only operators make accounts here.
    RegistrationClosed,
    /// Making an account needs an invitation.
    NeedInvitation,
    /// Not a valid word: of an invitation, of a first start, or one that signs in once.
    BadCode,
    /// Already signed in, under this name.
    SignedIn {
        /// The account's name.
        name: String,
    },
    /// It needs an account.
    SignInFirst,
    /// Only operators may.
    OperatorsOnly,
    /// Kept out of the whole server.
    ServerBanned {
        /// When it ends.
        until: Option<Millis>,
        /// For people.
        why: Option<Text>,
    },
    /// A program's token does not let it do that, or not there.
    NotInScope {
        /// What it lets it do.
        scope: Scope,
        /// Where.
        room: Option<String>,
    },
    /// No program may: it is for a person who signed in.
    PersonsOnly,
    /// No such token of one's programs.
    NoSuchToken {
        /// The number asked for.
        number: u32,
    },
    /// Not an address that a webhook can send to.
    BadUrl,
    /// It would send by clear text through networks that nobody answers for.
    NeedHttps,
    /// It would send where only this server, or its network, can reach.
    PrivateAddress {
        /// Where.
        address: String,
    },
    /// This server has no webhooks.
    NoWebhooks,
    /// No such webhook of one's own.
    NoSuchWebhook {
        /// The number asked for.
        number: u32,
    },
    /// No such session of one's own.
    NoSuchSession {
        /// The number asked for.
        number: u64,
    },
    /// What cannot be undone is asked for with one's own name.
    ConfirmName {
        /// The account's name.
        name: String,
    },
    /// As many accounts, or sessions of one, as the server has.
    TooManyAccounts {
        /// The limit.
        max: usize,
    },
    /// The server's own room is set as it is.
    FixedRoom(String),
    /// Not a key of a profile.
    BadProfileKey {
        /// The limit in bytes.
        max: usize,
    },
    /// Nothing stands under that key of the profile.
    NotInProfile {
        /// The key.
        key: String,
    },
    /// The search took too long.
    SearchTooWide,
    /// Not a valid resume token.
    BadToken,
    /// It could not be saved; nobody saw it.
    NotSaved(NotSaved),
    /// No operator of the configuration has that name and that password: which of the two is not said.
    WrongOperator,
    /// The rank is the account's, and not this session's to put down.
    LastingRank,
    /// Too much is under way; nothing was done.
    Busy,
    /// What is stored there does not match its checksum; it is not shown.
    Damaged,
}

impl Refusal {
    /// The stable code that programs match on.
    pub fn code(&self) -> &'static str {
        match self {
            Refusal::BadName(_) => "bad_name",
            Refusal::BadRoom(_) => "bad_room",
            Refusal::NameTaken(_) => "name_taken",
            Refusal::RoomTaken(_) => "room_taken",
            Refusal::NameLookalike(_) => "name_lookalike",
            Refusal::NoSuchRoom(_) => "no_such_room",
            Refusal::NoSuchPerson(_) => "no_such_person",
            Refusal::NotInRoom(_) => "not_in_room",
            Refusal::TooManyRooms { .. } => "too_many_rooms",
            Refusal::Empty => "empty",
            Refusal::TooLong { .. } => "too_long",
            Refusal::BadText => "bad_text",
            Refusal::BadKey { .. } => "bad_key",
            Refusal::KeyReused => "key_reused",
            Refusal::BadRange { .. } => "bad_range",
            Refusal::Ahead { .. } => "ahead",
            Refusal::BadSecret { .. } => "bad_secret",
            Refusal::BadMark { .. } => "bad_mark",
            Refusal::BadTags { .. } => "bad_tags",
            Refusal::BadMask { .. } => "bad_mask",
            Refusal::BadSearch { .. } => "bad_search",
            Refusal::NoSuchMessage { .. } => "no_such_message",
            Refusal::NotYours { .. } => "not_yours",
            Refusal::Forbidden { .. } => "forbidden",
            Refusal::Outranked { .. } => "outranked",
            Refusal::OnYourself => "on_yourself",
            Refusal::NotHere { .. } => "not_here",
            Refusal::AlreadyHere { .. } => "already_here",
            Refusal::SameRole { .. } => "same_role",
            Refusal::NotSanctioned { .. } => "not_sanctioned",
            Refusal::NotListed { .. } => "not_listed",
            Refusal::Banned { .. } => "banned",
            Refusal::Muted { .. } => "muted",
            Refusal::Moderated(_) => "moderated",
            Refusal::NoCtcp(_) => "no_ctcp",
            Refusal::SlowDown { .. } => "slow_down",
            Refusal::NeedInvite(_) => "need_invite",
            Refusal::NeedKey(_) => "need_key",
            Refusal::NeedAccount(_) => "need_account",
            Refusal::NoGuests(_) => "no_guests",
            Refusal::RoomFull { .. } => "room_full",
            Refusal::ListFull { .. } => "list_full",
            Refusal::Quota { .. } => "quota",
            Refusal::BadPassword { .. } => "bad_password",
            Refusal::WrongLogin => "wrong_login",
            Refusal::BadScram => "bad_scram",
            Refusal::NoCertificate => "no_certificate",
            Refusal::UnknownCertificate => "unknown_certificate",
            Refusal::CertificateTaken => "certificate_taken",
            Refusal::NoSuchCertificate => "no_such_certificate",
            Refusal::NeedTls => "need_tls",
            Refusal::LockedOut { .. } => "locked_out",
            Refusal::RegistrationClosed => "registration_closed",
            Refusal::NeedInvitation => "need_invitation",
            Refusal::BadCode => "bad_code",
            Refusal::SignedIn { .. } => "signed_in",
            Refusal::SignInFirst => "sign_in_first",
            Refusal::OperatorsOnly => "operators_only",
            Refusal::ServerBanned { .. } => "server_banned",
            Refusal::NoSuchSession { .. } => "no_such_session",
            Refusal::NotInScope { .. } => "not_in_scope",
            Refusal::PersonsOnly => "persons_only",
            Refusal::NoSuchToken { .. } => "no_such_token",
            Refusal::BadUrl => "bad_url",
            Refusal::NeedHttps => "need_https",
            Refusal::PrivateAddress { .. } => "private_address",
            Refusal::NoWebhooks => "no_webhooks",
            Refusal::NoSuchWebhook { .. } => "no_such_webhook",
            Refusal::ConfirmName { .. } => "confirm_name",
            Refusal::TooManyAccounts { .. } => "too_many_accounts",
            Refusal::FixedRoom(_) => "fixed_room",
            Refusal::BadProfileKey { .. } => "bad_profile_key",
            Refusal::NotInProfile { .. } => "not_in_profile",
            Refusal::SearchTooWide => "search_too_wide",
            Refusal::BadToken => "bad_token",
            Refusal::NotSaved(_) => "not_saved",
            Refusal::WrongOperator => "wrong_operator",
            Refusal::LastingRank => "lasting_rank",
            Refusal::Busy => "busy",
            Refusal::Damaged => "damaged",
        }
    }
}
