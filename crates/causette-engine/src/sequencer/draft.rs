//! A batch being decided: what was decided so far, in order, and copies of the rooms whose heads it moves.

use super::Asker;
use crate::submission::Asked;
use crate::{Batch, Event, Fetch, SessionId, Submission};
use causette_core::ids::IdMap;
use causette_core::notice::{HookLine, Members};
use causette_core::ports::{Append, Entry, ReadMark, RoomRow};
use causette_core::{
    Account, AccountChange, Actor, Command, Deed, Fact, Facts, Given, Key, Millis, Name, Notice, PersonId,
    ProfileChanges, Room, RoomId, RoomTag, Sender, Seq, TokenHash, What,
};
use std::collections::{BTreeMap, HashSet};

/// A batch between decision and commit.
#[derive(Debug)]
pub(crate) struct Draft {
    pub(super) now: Millis,
    pub(super) planned: Vec<Planned>,
    /// Rooms as they will be once this batch is stored.
    pub(super) rooms: IdMap<RoomId, Room>,
    pub(super) keys: HashSet<(RoomId, PersonId, Key)>,
    pub(super) fetches: Vec<Fetch>,
    /// Nothing more may be decided in this batch.
    pub(super) cut: bool,
    pub(super) stop: bool,
    /// The configuration is to be read again.
    pub(super) reload: bool,
    /// Webhooks changed.
    pub(super) hooked: bool,
}

/// Something that happens when the batch is settled, in order.
#[derive(Debug)]
pub(super) enum Planned {
    /// Already decided.
    Tell(Event),
    /// Facts that wait to be stored.
    Change(Box<Change>),
    /// Somebody has read up to here.
    Mark { told: Option<Told>, room: RoomTag, person: PersonId, mark: ReadMark, after: Seq },
    /// A room that waits for another name, and what the directory says of it.
    Rename { change: Box<Change>, entry: Facts },
    /// A room that waits to be made; then its maker's command runs again. Accounts a direct one belongs to are members of it.
    Open { room: Room, facts: Facts, members: Vec<PersonId>, then: Submission },
    /// What must be true in a room before a wish: what held while everybody was gone has lapsed, an account is a member or no
    /// longer. Then the wish runs again.
    First { room: RoomId, facts: Facts, then: Submission },
    /// Something about accounts that waits to be stored.
    Accounts(Box<Accounts>),
    /// A session enters a room, and sees it as it is at this place in the order.
    Enter { asker: Asker, room: RoomTag, after: Option<Seq>, members: Members, floor: Seq },
    /// A session is in a direct conversation from this place in the order on, or calls it something else; `opens`: it is told so.
    Pair { session: SessionId, room: RoomTag, opens: bool },
    /// A direct conversation is over, since its other side is gone; opened by a message, it is ended in the same order.
    EndPair { room: RoomId, stays: PersonId },
    /// A session reads what the tail holds at this place in the order.
    Read { asker: Asker, room: RoomTag, asked: Asked, catch_up: bool },
}

/// Who is told how far somebody has read.
#[derive(Debug)]
pub(super) struct Told {
    pub(super) asker: Asker,
    /// The answer is a moment, not a number.
    pub(super) at: bool,
    /// It moved, which the person's other sessions hear.
    pub(super) moved: bool,
}

/// A change about accounts, with the facts of the directory that say so.
#[derive(Debug)]
pub(super) struct Accounts {
    /// Whom to answer; nobody asked for what the server notes by itself.
    pub(super) asker: Option<Asker>,
    pub(super) facts: Facts,
    pub(super) changes: Vec<AccountChange>,
    /// The directory's last number.
    pub(super) after: Seq,
    pub(super) then: Then,
}

/// What follows once such a change is stored.
#[derive(Debug)]
pub(super) enum Then {
    /// This is the answer.
    Answer(Notice),
    /// The same, and were it not saved, this would be: what was asked for needs no disk.
    AnswerAnyway(Box<Notice>, Box<Notice>),
    /// There is this account.
    Known(Account, Notice),
    /// There is this account, and the session signs in to it; its word, if it gets one.
    SignIn(Account, Option<(TokenHash, String)>),
    /// An account is no more.
    Forget(Sender),
    /// An account says this of itself.
    Profiled(Sender, ProfileChanges),
    /// Its sessions hear of a webhook.
    Tell(PersonId, Option<Box<HookLine>>),
    /// All other sessions of the account end.
    EndOthers(Option<(TokenHash, String)>),
    /// The session has that operator's rank from here on.
    Operate(Name),
}

/// What a command makes happen in a room, and all that is needed to decide it again.
#[derive(Debug)]
pub(super) struct Change {
    pub(super) asker: Asker,
    pub(super) actor: Actor,
    pub(super) room: RoomTag,
    pub(super) command: Command,
    pub(super) given: Given,
    pub(super) facts: Facts,
}

impl Draft {
    pub(super) fn new(now: Millis) -> Draft {
        Draft {
            now,
            planned: Vec::new(),
            rooms: IdMap::default(),
            keys: HashSet::new(),
            fetches: Vec::new(),
            cut: false,
            stop: false,
            reload: false,
            hooked: false,
        }
    }

    pub(super) fn tell(&mut self, event: Event) {
        self.planned.push(Planned::Tell(event));
    }

    /// The one answer to a command.
    pub(super) fn answer(&mut self, asker: &Asker, notice: Notice) {
        self.tell(answer(asker.clone(), notice));
    }

    pub(super) fn news(&mut self, session: SessionId, notice: Notice) {
        self.tell(Event::Notice { session, answers: None, last: false, notice });
    }

    /// What one commit must add, a room at a time.
    pub(super) fn appends(&self) -> Vec<Append> {
        let mut commit = Commit::default();
        let mut made = None;
        for planned in &self.planned {
            match planned {
                Planned::Change(change) => commit.add(&change.facts, change.command.key(), &self.rooms),
                Planned::First { facts, .. } => commit.add(facts, None, &self.rooms),
                Planned::Rename { change, entry } => {
                    commit.add(&change.facts, None, &self.rooms);
                    commit.add(entry, None, &self.rooms);
                }
                Planned::Mark { room, person, mark, after, .. } => {
                    commit.to(room.id, *after).marks.push((*person, *mark))
                }
                Planned::Accounts(accounts) => {
                    commit.to(RoomId::DIRECTORY, accounts.after).accounts.extend(accounts.changes.iter().cloned());
                    commit.add(&accounts.facts, None, &self.rooms);
                }
                Planned::Open { room, facts, members, .. } => {
                    commit.add(facts, None, &self.rooms);
                    let members = members.iter().map(|id| (*id, Some(0))).collect();
                    made = Some(Append { row: Some(RoomRow::of(room)), members, ..Append::to(room.id, 0) });
                }
                Planned::Tell(_) | Planned::Enter { .. } | Planned::Pair { .. } => {}
                Planned::EndPair { .. } | Planned::Read { .. } => {}
            }
        }
        // At most one room is made in a batch: making one cuts it.
        commit.0.into_values().chain(made).collect()
    }
}

/// What one commit adds, a room at a time; in the order of their ids, so that the same batch is always the same commit.
#[derive(Default)]
struct Commit(BTreeMap<RoomId, Append>);

impl Commit {
    /// The part of a room, which ends at `after` if this is its first mention.
    fn to(&mut self, room: RoomId, after: Seq) -> &mut Append {
        self.0.entry(room).or_insert_with(|| Append::to(room, after))
    }

    fn add(&mut self, facts: &Facts, mut key: Option<&Key>, rooms: &IdMap<RoomId, Room>) {
        for fact in facts {
            let append = self.to(fact.room, fact.seq - 1);
            // A key stands for the first fact: its number was the answer.
            append.entries.push(Entry { fact: fact.clone(), key: key.take().cloned() });
            append.members.extend(membership(fact));
            if matches!(fact.what, What::Governed(_)) {
                append.row = rooms.get(&fact.room).map(RoomRow::of);
            }
        }
    }
}

/// Who is a member of the fact's room from there on, or no longer.
pub(super) fn membership(fact: &Fact) -> Option<(PersonId, Option<Seq>)> {
    match &fact.what {
        What::Joined => Some((fact.by.id, Some(fact.seq - 1))),
        What::Left => Some((fact.by.id, None)),
        What::Governed(Deed::Kicked { who, .. }) => Some((who.id, None)),
        // The server's own room is for those who have a rank.
        What::Governed(Deed::Role { who, role: None, .. }) if fact.room == RoomId::DIRECTORY => Some((who.id, None)),
        What::Governed(Deed::Banned(ban)) => ban.who.as_ref().map(|who| (who.id, None)),
        _ => None,
    }
}

/// The answer that ends a command; what nobody asked for ends none.
pub(super) fn answer(asker: Asker, notice: Notice) -> Event {
    let Asker { session, answers, quiet } = asker;
    Event::Notice { session, answers, last: !quiet, notice }
}

impl Batch {
    pub(super) fn answer(&mut self, asker: Asker, notice: Notice) {
        self.events.push(answer(asker, notice));
    }
}

#[cfg(feature = "planted")]
impl Draft {
    /// What a planted fault tells before the commit (and again after it; the harness must mind the first).
    pub(crate) fn early(&self, plant: crate::plant::Plant) -> Batch {
        use crate::plant::Plant;
        let mut batch = Batch::default();
        for planned in &self.planned {
            if let (Planned::Accounts(accounts), Plant::AccountAckBeforeCommit) = (planned, plant) {
                accounts.early(&mut batch);
            }
            let Planned::Change(change) = planned else { continue };
            let Change { asker, room, facts, .. } = &**change;
            for fact in facts {
                match plant {
                    Plant::AckBeforeCommit => {
                        batch.answer(asker.clone(), Notice::Done { room: room.clone(), seq: fact.seq, at: fact.at });
                    }
                    Plant::TellBeforeStore => {
                        let (fact, mentions) = (fact.clone(), Box::default());
                        batch.events.push(Event::Fact { fact, but: Some(asker.session), mentions });
                    }
                    Plant::AckEditBeforeCommit if matches!(fact.what, What::Edited { .. }) => {
                        batch.answer(asker.clone(), Notice::Done { room: room.clone(), seq: fact.seq, at: fact.at });
                    }
                    Plant::Nothing | Plant::SkipNumber | Plant::AckEditBeforeCommit => {}
                    Plant::EditToldOfAnother | Plant::ExpiryNotSaid | Plant::KickLeavesThemIn => {}
                    Plant::AccountAckBeforeCommit | Plant::RenameKeepsTheName | Plant::ClockGoesBack => {}
                }
            }
        }
        batch
    }
}

#[cfg(feature = "planted")]
impl Accounts {
    fn early(&self, batch: &mut Batch) {
        let notice = match &self.then {
            Then::Answer(notice) | Then::Known(_, notice) => notice.clone(),
            Then::SignIn(account, _) => Notice::AccountMade(Sender { id: account.id, name: account.name.clone() }),
            Then::EndOthers(_) => Notice::PasswordChanged { ended: 0 },
            Then::Tell(..) => return,
            Then::AnswerAnyway(..) | Then::Forget(_) | Then::Operate(_) | Then::Profiled(..) => return,
        };
        if let Some(asker) = &self.asker {
            batch.answer(asker.clone(), notice);
        }
    }
}
