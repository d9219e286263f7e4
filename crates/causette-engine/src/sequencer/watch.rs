//! Who is told when somebody comes, goes or is away, whichever rooms they meet in.

use super::draft::Draft;
use super::people::Move;
use super::run::Halt;
use super::{Asker, Sequencer};
use crate::SessionId;
use causette_core::ids::IdMap;
use causette_core::name::NameKey;
use causette_core::{Kind, Name, Notice, Refusal, Sender, Standing, Text, limits};
use std::collections::HashMap;

/// Which names each session watches, and who watches a name.
#[derive(Debug, Default)]
pub(super) struct Watches {
    of: IdMap<SessionId, Vec<Name>>,
    by: HashMap<NameKey, Vec<SessionId>>,
}

impl Watches {
    fn names(&self, session: SessionId) -> &[Name] {
        self.of.get(&session).map_or(&[], Vec::as_slice)
    }

    /// Who watches whoever bears that name, each once: also those who typed what looks like it, as it is found by that, too.
    fn watchers(&self, name: &Name) -> Vec<SessionId> {
        let mut all: Vec<SessionId> = Vec::new();
        if self.by.is_empty() {
            return all;
        }
        for session in name.keys().filter_map(|key| self.by.get(&key)).flatten() {
            if !all.contains(session) {
                all.push(*session);
            }
        }
        all
    }

    /// False when the session watches as many as it may.
    fn add(&mut self, session: SessionId, name: &Name) -> bool {
        let names = self.of.entry(session).or_default();
        let key = name.key();
        if names.iter().any(|known| known.key() == key) {
            return true;
        }
        if names.len() >= limits::WATCHED {
            return false;
        }
        names.push(name.clone());
        self.by.entry(key).or_default().push(session);
        true
    }

    fn remove(&mut self, session: SessionId, name: &Name) {
        let key = name.key();
        if let Some(names) = self.of.get_mut(&session) {
            names.retain(|known| known.key() != key);
            if names.is_empty() {
                self.of.remove(&session);
            }
        }
        self.unlink(session, &key);
    }

    fn unlink(&mut self, session: SessionId, key: &NameKey) {
        let Some(watchers) = self.by.get_mut(key) else { return };
        watchers.retain(|watcher| *watcher != session);
        if watchers.is_empty() {
            self.by.remove(key);
        }
    }

    /// The session watches nobody any more.
    pub(super) fn forget(&mut self, session: SessionId) {
        for name in self.of.remove(&session).unwrap_or_default() {
            self.unlink(session, &name.key());
        }
    }
}

/// Without what is no change of who bears a name: another case of it, or a sign-in under the name one bears.
fn kept_apart(moves: Vec<Move>) -> Vec<Move> {
    let mut kept: Vec<Move> = Vec::new();
    for moved in moves {
        match (kept.last(), &moved) {
            (Some(Move::Ceased(before)), Move::Began(now)) if before.name.key() == now.name.key() => {
                kept.pop();
            }
            _ => kept.push(moved),
        }
    }
    kept
}

impl Sequencer {
    /// Names are added in their order, until the session watches as many as it may: it hears of those, then why not of the rest.
    pub(super) fn watch(&mut self, asker: &Asker, names: &[Name], on: bool, draft: &mut Draft) -> Result<(), Refusal> {
        if !on {
            names.iter().for_each(|name| self.watches.remove(asker.session, name));
            draft.answer(asker, self.watching(asker));
            return Ok(());
        }
        let added = names.iter().take_while(|name| self.watches.add(asker.session, name)).count();
        let told = Notice::Watching(self.bearers(names.iter().take(added)));
        if added < names.len() {
            if added > 0 {
                draft.news(asker.session, told);
            }
            return Err(Refusal::ListFull { max: limits::WATCHED });
        }
        draft.answer(asker, told);
        Ok(())
    }

    /// The session's whole list.
    pub(super) fn watched(&self, asker: &Asker, draft: &mut Draft) -> Result<(), Halt> {
        draft.answer(asker, self.watching(asker));
        Ok(())
    }

    pub(super) fn unwatch(&mut self, asker: &Asker, draft: &mut Draft) -> Result<(), Halt> {
        self.watches.forget(asker.session);
        self.watched(asker, draft)
    }

    fn watching(&self, asker: &Asker) -> Notice {
        Notice::Watching(self.bearers(self.watches.names(asker.session).iter()))
    }

    fn bearers<'n>(&self, names: impl Iterator<Item = &'n Name>) -> Vec<(Name, Option<Sender>)> {
        names.map(|name| (name.clone(), self.present(name))).collect()
    }

    /// Tells what became of names since the last time, and remembers who bore them.
    pub(super) fn tell_moves(&mut self, draft: &mut Draft) {
        for moved in kept_apart(self.people.moves()) {
            let (name, notice) = match &moved {
                Move::Began(who) => (&who.name, Notice::Online(who.clone())),
                Move::Ceased(who) => (&who.name, Notice::Offline(who.name.clone())),
            };
            for watcher in self.watches.watchers(name) {
                draft.news(watcher, notice.clone());
            }
            if let Move::Ceased(who) = moved {
                let account = self.roll.name(who.id).cloned();
                let face = self.faces.get(who.id).face;
                self.past.push(who, (account, face), draft.now);
            }
        }
    }

    /// Tells of an absence those who watch somebody and do not hear of it in a room.
    pub(super) fn tell_watchers_of_absence(&self, who: &Sender, why: Option<&Text>, draft: &mut Draft) {
        if !self.people.is_shown(who.id) {
            return;
        }
        for watcher in self.watches.watchers(&who.name) {
            if !self.hears_of(watcher, who) {
                draft.news(watcher, Notice::WatchedAway(who.clone(), why.cloned()));
            }
        }
    }

    /// Tells those who watch a name that its bearer signed in or out and still bears it, unless they hear of it in a room.
    pub(super) fn tell_watchers_of_becoming(
        &self,
        before: &Sender,
        now: &Sender,
        standing: Standing,
        draft: &mut Draft,
    ) {
        if before.name.key() != now.name.key() || !self.people.is_shown(now.id) {
            return;
        }
        for watcher in self.watches.watchers(&now.name) {
            if !self.hears_of(watcher, now) {
                let (before, now) = (before.clone(), now.clone());
                draft.news(watcher, Notice::WatchedBecame { before, now, standing });
            }
        }
    }

    /// Tells of another face those who watch somebody and do not hear of it in a room.
    pub(super) fn tell_watchers_of_face(&self, who: &Sender, by: SessionId, draft: &mut Draft) {
        if !self.people.is_shown(who.id) {
            return;
        }
        for watcher in self.watches.watchers(&who.name) {
            if watcher != by && !self.hears_of(watcher, who) {
                draft.news(watcher, Notice::WatchedDescribed(who.clone()));
            }
        }
    }
    /// Who watches whoever bears that name.
    pub(super) fn watchers_of(&self, name: &Name) -> Vec<SessionId> {
        self.watches.watchers(name)
    }
    /// Whether a session is in a room of somebody's where it is announced who is away.
    pub(super) fn hears_of(&self, session: SessionId, who: &Sender) -> bool {
        let Some(session) = self.sessions.get(&session) else { return false };
        session.rooms.iter().filter_map(|room| self.rooms.get(room)).any(|live| {
            let named = matches!(live.room.state.kind, Kind::Named(_));
            named && live.present.announced() && live.present.since(who).is_some()
        })
    }
}
