//! What enters the sequencer.

use crate::SessionId;
use crate::compare::{is_operator, sign_in, welcome_home};
use causette_core::hook::Progress;
use causette_core::notice::Goodbye;
use causette_core::notice::Page;
use causette_core::ports::paging::{self, OfLog, Pages};
use causette_core::ports::{
    Accounts, Amounts, Exported, Home, Loaded, Log, ReadError, ReadMark, RoomRow, Search, Swept,
};
use causette_core::{
    Command, Credentials, Fact, Host, Kind, Millis, Note, Operator, Origin, Password, PersonId, Policy, Proof, Range,
    Ref, RoomId, Sender, Seq, Text, Token, TokenHash, limits,
};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

/// One thing to put in order.
#[derive(Debug)]
pub enum Submission {
    /// A connection was accepted: it becomes a guest.
    Open {
        /// Who.
        session: SessionId,
        /// By which door, and from where.
        from: Origin,
    },
    /// A session asks for something. Answered by exactly one `last` notice.
    Command {
        /// Who.
        session: SessionId,
        /// Echoed in the answer.
        answers: Option<Ref>,
        /// What.
        command: Command,
    },
    /// A shard asks for facts it could not queue for a slow session. Answered by `Notice::Missed`.
    CatchUp {
        /// Who.
        session: SessionId,
        /// Where.
        room: RoomId,
        /// The last number it was sent.
        after: Seq,
    },
    /// Bytes a door wants to send to its own session after the answers to its earlier commands.
    Local {
        /// Who.
        session: SessionId,
        /// What.
        bytes: Box<[u8]>,
    },
    /// The connection ended, or the session asked to quit (then it is told goodbye).
    Close {
        /// Who.
        session: SessionId,
        /// What to tell it, if it still listens.
        why: Option<Goodbye>,
        /// Its last words to its rooms.
        said: Option<Text>,
    },
    /// A session that just signed in enters the rooms its account is a member of, one after the other. Nobody types this.
    Follow {
        /// Who.
        session: SessionId,
        /// Rooms and conversations still to enter.
        rooms: Vec<Kind>,
    },
    /// Something for the audit room that nobody typed.
    Note {
        /// What.
        note: Note,
        /// Who brought it about; `None`: the server.
        by: Option<Sender>,
    },
    /// How the server lets people in from now on.
    Policy(Policy),
    /// A webhook has come so far, or its receiver wants no more. The door that delivers says so; nobody is answered.
    Hooked {
        /// Which, as it was when its door began with it.
        token: Box<Token>,
        /// How far.
        progress: Progress,
        /// It is over.
        over: bool,
    },
    /// Operators that the configuration names from now on.
    Operators(Vec<Operator>),
    /// The store's answer to a [`Fetch`].
    Fetched(Box<Fetched>),
    /// The log let facts go that are kept no longer.
    Swept(Swept),
    /// Clean shutdown: tell everybody, then stop.
    Stop,
}

impl Submission {
    pub(crate) fn session(&self) -> Option<SessionId> {
        match self {
            Submission::Open { session, .. }
            | Submission::Command { session, .. }
            | Submission::CatchUp { session, .. }
            | Submission::Local { session, .. }
            | Submission::Follow { session, .. }
            | Submission::Close { session, .. } => Some(*session),
            Submission::Fetched(_) | Submission::Swept(_) | Submission::Stop => None,
            Submission::Note { .. } | Submission::Policy(_) | Submission::Operators(_) => None,
            Submission::Hooked { .. } => None,
        }
    }
}

/// A read that the sequencer wants done off its loop.
#[derive(Debug)]
pub struct Fetch {
    /// Whose command waits for it.
    pub session: SessionId,
    /// That command, to be run again with the answer in hand.
    pub then: Submission,
    /// What to read.
    pub what: Wanted,
    /// What had changed when it began: see the sequencer's `newer`.
    pub(crate) begun: u64,
}

/// Which part of a room's log, for one reader.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Asked {
    /// Which part.
    pub range: Range,
    /// How many facts at most.
    pub limit: usize,
    /// Messages and answers only.
    pub only_words: bool,
    /// Facts up to this number are not for the reader.
    pub floor: Seq,
}

impl Asked {
    pub(crate) fn of<P: Pages>(&self, pages: &P) -> Result<Page, P::Error> {
        let read = if self.only_words { paging::words } else { paging::page };
        read(pages, self.range, self.limit)
    }
}

/// What a [`Fetch`] reads.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Wanted {
    /// The room with this key.
    Room(String),
    /// The same, for a room that is to be found by that key.
    Name(String),
    /// Part of a room's log.
    Page(RoomId, Asked),
    /// The last number of a room whose fact is older than a moment.
    SeqAt(RoomId, Millis),
    /// When the last message was said.
    Spoken {
        /// In these rooms; nothing up to the number is for who asks.
        rooms: Vec<(RoomId, Seq)>,
        /// And in those that this account comes back to, but these.
        home: Option<(PersonId, Vec<RoomId>)>,
    },
    /// One fact, wanted when the room ended at `head`.
    Fact {
        /// Where.
        room: RoomId,
        /// Its number.
        seq: Seq,
        /// The room's last number then.
        head: Seq,
    },
    /// The list of rooms.
    Rooms,
    /// What a search finds.
    Search(Box<Search>),
    /// How far somebody has read.
    Marks(PersonId),
    /// Whether this proves that somebody is that account, and what it comes back to.
    SignIn {
        /// Which; `None`: there is no such account, and the same work is done.
        person: Option<PersonId>,
        /// What they typed.
        password: Password,
        /// From where.
        host: Option<Host>,
        /// Too much was tried: only from an address that the account has signed in from before.
        known: bool,
    },
    /// What is stored to compare with.
    Credentials(Option<PersonId>),
    /// Whether somebody still signs in by what they proved that they know, and what they come back to.
    Proven {
        /// Which account; `None`: there is none, and the same work is done.
        person: Option<PersonId>,
        /// What was stored when the proof began.
        stored: Option<Credentials>,
        /// From where.
        host: Option<Host>,
        /// As in [`Wanted::SignIn`].
        known: bool,
    },
    /// The account that a word signs in, and what it comes back to.
    Word(TokenHash),
    /// What somebody comes back to.
    Home(PersonId),
    /// The same, and how many webhooks there are.
    Hooks(PersonId),
    /// Somebody's words, and another one.
    Words(PersonId, TokenHash),
    /// What to store instead of a password, and the invitation that was shown.
    Hash(Password, Option<TokenHash>),
    /// The same for a new password, if the old one is right.
    Rehash {
        /// Whose.
        person: PersonId,
        /// `None`: nothing is asked for the old one.
        old: Option<Password>,
        /// The new one.
        new: Password,
    },
    /// A piece of all that somebody said, and what they are a member of.
    Export(PersonId, u64),
    /// How much there is of everything.
    Amounts,
    /// Whether this is the password of an operator; `None`: there is none of that name, and the same work is done.
    Operator(Option<Proof>, Password),
}

impl Wanted {
    /// Whether it takes a core for tens of milliseconds: such work is done a few at a time.
    pub(crate) fn hashes(&self) -> bool {
        match self {
            Wanted::SignIn { .. } | Wanted::Hash(..) | Wanted::Rehash { .. } | Wanted::Operator(..) => true,
            Wanted::Room(_) | Wanted::Page(..) | Wanted::Fact { .. } | Wanted::Rooms | Wanted::Search(_) => false,
            Wanted::SeqAt(..) | Wanted::Spoken { .. } | Wanted::Credentials(_) | Wanted::Proven { .. } => false,
            Wanted::Home(_) | Wanted::Hooks(_) => false,
            Wanted::Name(_)
            | Wanted::Marks(_)
            | Wanted::Word(_)
            | Wanted::Words(..)
            | Wanted::Export(..)
            | Wanted::Amounts => false,
        }
    }
}

/// How an attempt to sign in ended.
#[derive(Debug)]
pub enum SignIn {
    /// It is not the password, or there is no such account.
    Wrong,
    /// It was not even compared: see `known` of [`Wanted::SignIn`].
    Unknown,
    /// It is, and this is what it comes back to; what to store instead of the password, if that is due.
    Right(Home, Option<Credentials>),
}

/// What was read.
#[derive(Debug)]
pub enum Got {
    /// The room, or that there is none.
    Room(Result<Option<Loaded>, ReadError>),
    /// The room that has the name, or that there is none.
    Name(Result<Option<Loaded>, ReadError>),
    /// The page.
    Page(Result<Page, ReadError>),
    /// The number.
    SeqAt(Result<Seq, ReadError>),
    /// Rooms in which something was said, and when; what a room is, if it was not named.
    Spoken(Result<Vec<(RoomId, Option<Kind>, Millis)>, ReadError>),
    /// The fact, if there is one, and the room's last number when it was asked for.
    Fact(Result<Option<Arc<Fact>>, ReadError>, Seq),
    /// The list, and whether there are more.
    Rooms(Result<(Vec<RoomRow>, bool), ReadError>),
    /// What was found, and whether there is more.
    Found(Result<(Vec<Arc<Fact>>, bool), ReadError>),
    /// Rooms, and the last number read in each.
    Marks(Result<Vec<(RoomId, ReadMark)>, ReadError>),
    /// How the attempt ended.
    SignIn(Result<SignIn, ReadError>),
    /// What is stored, if there is anything.
    Credentials(Result<Option<Credentials>, ReadError>),
    /// The word, if there is one, and what its owner comes back to.
    Word(Result<Option<(Token, Home)>, ReadError>),
    /// It, with their words.
    Home(Result<Home, ReadError>),
    /// The same, and how many webhooks all accounts have.
    Hooks(Result<(Home, usize), ReadError>),
    /// All of somebody's words, and the other one if there is one.
    Words(Result<(Vec<Token>, Option<Token>), ReadError>),
    /// What to store, and the invitation if there is one.
    Hash(Result<(Credentials, Option<Token>), ReadError>),
    /// What to store; `None`: the old password was another one.
    Rehash(Result<Option<Credentials>, ReadError>),
    /// The piece, and the rooms.
    Export(Result<(Exported, Home), ReadError>),
    /// The amounts.
    Amounts(Result<Amounts, ReadError>),
    /// Whether it is.
    Operator(Result<bool, ReadError>),
}

/// A finished [`Fetch`].
#[derive(Debug)]
pub struct Fetched {
    pub(crate) session: SessionId,
    pub(crate) then: Submission,
    pub(crate) got: Got,
    /// It took one of the places of those that hash.
    pub(crate) hashed: bool,
    /// What had changed when it began.
    pub(crate) begun: u64,
    /// Of a sign-in: whose.
    pub(crate) person: Option<PersonId>,
}

/// A read that panics has failed; whoever waits for it is answered.
fn read<T>(read: impl FnOnce() -> Result<T, ReadError>) -> Result<T, ReadError> {
    catch_unwind(AssertUnwindSafe(read)).unwrap_or_else(|_| Err(ReadError::Failed("the read panicked".into())))
}

impl Fetch {
    /// Whether it takes tens of milliseconds even where nothing waits for a disk.
    pub fn is_long(&self) -> bool {
        self.what.hashes()
    }

    /// Reads it from the log. Blocks. Whatever happens, whoever waits is answered.
    pub fn run(self, log: &dyn Log, accounts: &dyn Accounts) -> Submission {
        let hashed = self.what.hashes();
        let person = match &self.what {
            Wanted::SignIn { person, .. } | Wanted::Proven { person, .. } => *person,
            _ => None,
        };
        let got = match self.what {
            Wanted::Room(key) => Got::Room(read(|| log.load(&key))),
            Wanted::Name(key) => Got::Name(read(|| log.load(&key))),
            Wanted::Page(room, asked) => Got::Page(read(|| asked.of(&OfLog { log, room, floor: asked.floor }))),
            Wanted::SeqAt(room, at) => Got::SeqAt(read(|| log.seq_at(room, at))),
            Wanted::Spoken { rooms, home } => Got::Spoken(read(|| spoken(log, &rooms, home.as_ref()))),
            Wanted::Fact { room, seq, head } => Got::Fact(read(|| log.fact(room, seq)), head),
            Wanted::Rooms => Got::Rooms(read(|| log.rooms(limits::ROOM_LIST))),
            Wanted::Search(search) => Got::Found(read(|| log.search(&search))),
            Wanted::Marks(person) => Got::Marks(read(|| log.marks(person))),
            Wanted::SignIn { person, password, host, known } => {
                Got::SignIn(read(|| sign_in(log, accounts, person, &password, known.then_some(host))))
            }
            Wanted::Credentials(person) => {
                Got::Credentials(read(|| log.credentials(person.unwrap_or(PersonId::SERVER))))
            }
            Wanted::Proven { person, stored, host, known } => Got::SignIn(read(|| {
                let home = welcome_home(log, person, known.then_some(host))?;
                let Some(home) = home else { return Ok(SignIn::Unknown) };
                let now = log.credentials(person.unwrap_or(PersonId::SERVER))?;
                Ok(if now == stored { SignIn::Right(home, None) } else { SignIn::Wrong })
            })),
            Wanted::Word(hash) => Got::Word(read(|| {
                let Some(token) = log.token(hash)? else { return Ok(None) };
                let home = log.home(token.person)?;
                Ok(Some((token, home)))
            })),
            Wanted::Home(person) => Got::Home(read(|| log.home(person))),
            Wanted::Hooks(person) => Got::Hooks(read(|| Ok((log.home(person)?, log.hooks()?.len())))),
            Wanted::Words(person, other) => Got::Words(read(|| Ok((log.home(person)?.tokens, log.token(other)?)))),
            Wanted::Hash(password, invitation) => Got::Hash(read(|| {
                let invitation = invitation.map(|hash| log.token(hash)).transpose()?.flatten();
                Ok((accounts.hash(&password).map_err(ReadError::Failed)?, invitation))
            })),
            Wanted::Rehash { person, old, new } => Got::Rehash(read(|| {
                let stored = log.credentials(person)?;
                let good = old.is_none_or(|old| accounts.check(stored.as_ref(), &old).good);
                good.then(|| accounts.hash(&new).map_err(ReadError::Failed)).transpose()
            })),
            Wanted::Export(person, from) => Got::Export(read(|| {
                let piece = log.export(person, from, limits::EXPORT_FACTS)?;
                Ok((piece, log.home(person)?))
            })),
            Wanted::Amounts => Got::Amounts(read(|| log.amounts())),
            Wanted::Operator(proof, password) => {
                Got::Operator(read(|| Ok(is_operator(accounts, proof.as_ref(), &password))))
            }
        };
        Submission::Fetched(Box::new(Fetched {
            session: self.session,
            then: self.then,
            got,
            hashed,
            begun: self.begun,
            person,
        }))
    }
}

/// The time of the last message of one room, if one can be found.
pub(crate) fn last_word<P: Pages>(pages: &P) -> Result<Option<Millis>, P::Error> {
    let page = paging::words(pages, Range::Before(Seq::MAX), 1)?;
    Ok(page.facts.last().map(|fact| fact.at))
}

type Spoken = Vec<(RoomId, Option<Kind>, Millis)>;

fn spoken(log: &dyn Log, rooms: &[(RoomId, Seq)], home: Option<&(PersonId, Vec<RoomId>)>) -> Result<Spoken, ReadError> {
    let mut all: Vec<_> = rooms.iter().map(|(room, floor)| (*room, None, *floor)).collect();
    if let Some((person, but)) = home {
        let others = log.home(*person)?.rooms.into_iter().filter(|member| !but.contains(&member.room));
        all.extend(others.map(|member| (member.room, Some(member.kind), member.since)));
    }
    let mut spoken = Spoken::new();
    for (room, kind, floor) in all {
        if let Some(at) = last_word(&OfLog { log, room, floor })? {
            spoken.push((room, kind, at));
        }
    }
    Ok(spoken)
}
