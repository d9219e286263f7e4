//! Accounts in memory: who there is, what signs them in, where they are members; and what is left once one was erased.

use super::State;
use crate::ids::IdMap;
use crate::ports::{Exported, Home, Membership, RoomRow};
use crate::{
    Account, AccountChange, Credentials, Kind, Millis, PersonId, Profile, Room, RoomId, Seq, Token, TokenHash,
    TokenKind, limits,
};
use std::cmp::Reverse;
use std::collections::HashMap;
use std::sync::Arc;

#[derive(Default)]
pub(super) struct Kept {
    pub(super) all: IdMap<PersonId, (Account, Option<Credentials>)>,
    pub(super) tokens: HashMap<TokenHash, Token>,
    members: IdMap<(PersonId, RoomId), Seq>,
    profiles: IdMap<PersonId, Profile>,
}

impl Kept {
    /// With each new word of somebody those go that are over, and the oldest of too many that sign in.
    fn give(&mut self, new: &Token) {
        self.tokens.retain(|_, token| token.person != new.person || token.until > new.made);
        self.tokens.insert(new.hash, new.clone());
        let signs_in = |token: &&Token| token.person == new.person && token.kind == TokenKind::Session;
        let mut words: Vec<_> = self.tokens.values().filter(signs_in).map(|token| (token.made, token.hash)).collect();
        words.sort_unstable_by_key(|word| Reverse(*word));
        for (_, hash) in words.iter().skip(limits::TOKENS_PER_ACCOUNT) {
            self.tokens.remove(hash);
        }
    }
}

impl State {
    pub(super) fn change(&mut self, change: &AccountChange) {
        let kept = &mut self.accounts;
        match change {
            AccountChange::Made(account, credentials) => {
                kept.all.insert(account.id, (account.clone(), credentials.clone()));
            }
            AccountChange::Credentials(id, new) => {
                if let Some((_, credentials)) = kept.all.get_mut(id) {
                    *credentials = Some(new.clone());
                }
            }
            AccountChange::Token(token) => kept.give(token),
            AccountChange::Spent(hash) => drop(kept.tokens.remove(hash)),
            AccountChange::Used(hash, day) => {
                if let Some(program) = kept.tokens.get_mut(hash).and_then(|token| token.program.as_mut()) {
                    program.used = Some(*day);
                }
            }
            AccountChange::Hooked(hash, newer) => {
                let program = kept.tokens.get_mut(hash).and_then(|token| token.program.as_mut());
                if let Some(hook) = program.and_then(|program| program.hook.as_mut()) {
                    hook.progress = hook.progress.then(*newer);
                }
            }
            AccountChange::SignedOut(person, but) => kept.tokens.retain(|hash, token| {
                token.person != *person || token.kind == TokenKind::Invite || Some(*hash) == *but
            }),
            AccountChange::Profile(person, changes) => kept.profiles.entry(*person).or_default().apply(changes),
            AccountChange::Erased(person) => self.erase(*person),
        }
    }

    pub(super) fn member(&mut self, person: PersonId, room: RoomId, since: Option<Seq>) {
        match since {
            Some(since) => drop(self.accounts.members.insert((person, room), since)),
            None => drop(self.accounts.members.remove(&(person, room))),
        }
    }

    fn erase(&mut self, person: PersonId) {
        self.accounts.all.remove(&person);
        self.accounts.profiles.remove(&person);
        self.accounts.tokens.retain(|_, token| token.person != person);
        self.accounts.members.retain(|(who, _), _| *who != person);
        self.marks.retain(|(who, _), _| *who != person);
        self.keys.retain(|(_, who, _), _| *who != person);
        for kept in self.rooms.values_mut() {
            if let Some(row) = &mut kept.row
                && let Some(state) = row.state.without(person)
            {
                row.state = Arc::new(state);
            }
            for fact in &mut kept.facts {
                if let Some(left) = fact.without(person) {
                    *fact = Arc::new(left);
                }
            }
        }
    }

    pub(super) fn home(&self, person: PersonId) -> Home {
        let of = |((who, room), since): (&(PersonId, RoomId), &Seq)| {
            let kept = self.rooms.get(room).filter(|_| *who == person)?;
            let kind = kept.row.as_ref()?.kind().clone();
            Some((kept.at, Membership { room: *room, kind, since: *since }))
        };
        let all: Vec<(Millis, Membership)> = self.accounts.members.iter().filter_map(of).collect();
        let (mut named, mut direct): (Vec<_>, Vec<_>) =
            all.into_iter().partition(|(_, member)| matches!(member.kind, Kind::Named(_)));
        named.sort_by_key(|(_, member)| member.kind.key());
        direct.sort_by_key(|(at, member)| (Reverse(*at), member.room));
        direct.truncate(limits::DIRECT_FOLLOWED);
        let mut tokens: Vec<Token> =
            self.accounts.tokens.values().filter(|token| token.person == person).cloned().collect();
        tokens.sort_by_key(|token| (token.made, token.hash));
        Home {
            rooms: named.into_iter().chain(direct).map(|(_, member)| member).collect(),
            marks: self.marks_of(person),
            tokens,
            profile: self.accounts.profiles.get(&person).cloned().unwrap_or_default(),
        }
    }

    pub(super) fn export(&self, person: PersonId, from: u64, limit: usize) -> Exported {
        let mut found = Vec::new();
        for (id, kept) in &self.rooms {
            let directory = (*id == RoomId::DIRECTORY).then(|| RoomRow::of(&Room::directory()));
            let Some(row) = kept.row.clone().or(directory) else { continue };
            let by = kept.order.iter().zip(&kept.facts).filter(|(n, fact)| **n >= from && fact.by.id == person);
            found.extend(by.map(|(n, fact)| (*n, row.kind().clone(), fact.clone())));
        }
        found.sort_by_key(|(n, ..)| *n);
        let next = found.get(limit).map(|(n, ..)| *n);
        found.truncate(limit);
        Exported { facts: found.into_iter().map(|(_, kind, fact)| (kind, fact)).collect(), next }
    }
}
