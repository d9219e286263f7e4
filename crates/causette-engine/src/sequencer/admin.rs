//! What operators ask for, and what everybody may ask about their own account: all of it, or its end.

use super::draft::{Draft, Then};
use super::read::refusal;
use super::roll::server;
use super::run::Halt;
use super::{Asker, Sequencer};
use crate::submission::{Got, Wanted};
use crate::{SessionId, Submission};
use causette_core::notice::{AccountLine, Goodbye, Stats};
use causette_core::{
    About, Account, AccountChange, Command, Door, Name, Note, Notice, Password, PersonId, Refusal, Role, RoomId,
    RoomName, RoomTag, Sender, Text, TokenKind, What, Wish, limits,
};
use std::sync::Arc;

impl Sequencer {
    pub(super) fn admin(
        &mut self,
        asker: &Asker,
        wish: &Wish,
        got: Option<Got>,
        draft: &mut Draft,
    ) -> Result<(), Halt> {
        match wish {
            Wish::Accounts { after, limit } => self.list_accounts(asker, after.as_ref(), *limit, draft),
            Wish::Account { name, password } => self.make_for(asker, name, password, got, draft),
            Wish::Invite { span } => {
                if !(1..=limits::INVITE_SECONDS).contains(span) {
                    let max = usize::try_from(limits::INVITE_SECONDS).unwrap_or(usize::MAX);
                    return Err(Refusal::BadRange { max }.into());
                }
                let Some(me) = self.sessions.get(&asker.session).map(|s| s.who.id) else { return Ok(()) };
                self.noted(asker, About::SignIn, "an invitation was made");
                self.hand_out(asker, (me, TokenKind::Invite), None, span * 1000, draft);
                Ok(())
            }
            Wish::Reset(name) => {
                // Whoever has the word is that account: nobody gets above themselves by it.
                let who = self.reached(asker, name, Role::Moderator)?;
                self.noted(asker, About::SignIn, &format!("a word that signs in account {} was handed out", who.id));
                self.hand_out(asker, (who.id, TokenKind::Reset), None, limits::RESET_TOKEN_MS, draft);
                Ok(())
            }
            Wish::Export(name, from) => {
                // It holds what they said in private: for the server's owner, who may read the store as well.
                let who = self.reached(asker, name, Role::Owner)?;
                if got.is_none() && *from == 0 {
                    self.noted(asker, About::SignIn, &format!("all that account {} said was handed out", who.id));
                }
                self.export(asker, Some(who), *from, got, draft)
            }
            Wish::Erase(name) => self.erase(asker, name, false, draft),
            Wish::Stats => {
                let Some(Got::Amounts(kept)) = got else { return Err(Halt::Fetch(Wanted::Amounts)) };
                // The operator's own console is nobody who talks.
                let people = || self.sessions.values().filter(|s| s.origin.door != Door::Console);
                let signed_in = people().filter(|s| self.roll.has(s.who.id)).count();
                let (sessions, rooms_loaded) = (people().count(), self.rooms.len());
                let stats = Stats { sessions, signed_in, rooms_loaded, kept: kept.map_err(refusal)? };
                draft.answer(asker, Notice::Stats(stats));
                Ok(())
            }
            Wish::Note(note) => {
                let Some(by) = self.sessions.get(&asker.session).map(|s| s.who.clone()) else { return Ok(()) };
                self.plan_fact(
                    Some(asker),
                    (&by, What::Noted(note.clone())),
                    Vec::new(),
                    Then::Answer(Notice::Noted),
                    draft,
                );
                Ok(())
            }
        }
    }

    /// Something for the audit room that nobody typed.
    pub(super) fn note(&mut self, note: Note, by: Option<Sender>, draft: &mut Draft) {
        let by = by.unwrap_or_else(server);
        self.plan_fact(None, (&by, What::Noted(note)), Vec::new(), Then::Answer(Notice::Noted), draft);
    }

    /// An account that somebody of this rank may do such things to: none of a higher one.
    fn reached(&self, asker: &Asker, name: &Name, needs: Role) -> Result<Sender, Refusal> {
        let (me, who) = (self.sessions.get(&asker.session).map(|s| s.who.id), self.account(name)?);
        let mine = me.and_then(|me| self.rank(me));
        if mine < Some(needs) {
            return Err(Refusal::Forbidden { room: RoomName::server().to_string(), needs });
        }
        if self.rank(who.id) > mine {
            return Err(Refusal::Outranked { name: who.name.to_string() });
        }
        Ok(who)
    }

    /// What an operator did that is no fact of its own stands in the audit room. Accounts are named by their ids: a name in a text could
    /// not be erased.
    fn noted(&mut self, asker: &Asker, about: About, text: &str) {
        let Some(by) = self.sessions.get(&asker.session).map(|s| s.who.clone()) else { return };
        if let Ok(text) = Text::new(text) {
            self.queue.push_back(Submission::Note { note: Note { about, text }, by: Some(by) });
        }
    }

    fn account(&self, name: &Name) -> Result<Sender, Refusal> {
        self.roll.by_name(name).ok_or_else(|| Refusal::NoSuchPerson(name.to_string()))
    }

    fn list_accounts(
        &mut self,
        asker: &Asker,
        after: Option<&Name>,
        limit: usize,
        draft: &mut Draft,
    ) -> Result<(), Halt> {
        if !(1..=limits::ACCOUNT_LIST).contains(&limit) {
            return Err(Refusal::BadRange { max: limits::ACCOUNT_LIST }.into());
        }
        let line = |who: Sender| {
            let (made, rank) = (self.roll.made(who.id).unwrap_or_default(), self.rank(who.id));
            let sessions = self.people.sessions(who.id).len();
            AccountLine { who, made, rank, sessions }
        };
        let mut lines: Vec<AccountLine> = self.roll.after(after).take(limit + 1).map(line).collect();
        let more = lines.len() > limit;
        lines.truncate(limit);
        draft.answer(asker, Notice::Accounts { lines, more });
        Ok(())
    }

    /// An operator makes an account for somebody. A guest may bear that name meanwhile: they are renamed when its owner comes.
    fn make_for(
        &mut self,
        asker: &Asker,
        name: &Name,
        password: &Password,
        got: Option<Got>,
        draft: &mut Draft,
    ) -> Result<(), Halt> {
        self.may_have(name)?;
        let Some(Got::Hash(hashed)) = got else { return Err(Halt::Fetch(Wanted::Hash(password.clone(), None))) };
        let (credentials, _) = hashed.map_err(refusal)?;
        let account = Account { id: PersonId(self.ids.fresh()), name: name.clone(), made: draft.now };
        self.noted(asker, About::SignIn, &format!("account {} was made for somebody", account.id));
        let who = Sender { id: account.id, name: name.clone() };
        self.make(asker, account.clone(), credentials, [], Then::Known(account, Notice::AccountMade(who)), draft);
        Ok(())
    }

    /// A piece of all that somebody said, and what they are a member of. `who`: somebody else than who asks.
    pub(super) fn export(
        &mut self,
        asker: &Asker,
        who: Option<Sender>,
        from: u64,
        got: Option<Got>,
        draft: &mut Draft,
    ) -> Result<(), Halt> {
        let Some(me) = self.sessions.get(&asker.session).map(|s| s.who.clone()) else { return Ok(()) };
        let who = who.unwrap_or(me);
        let Some(Got::Export(found)) = got else { return Err(Halt::Fetch(Wanted::Export(who.id, from))) };
        let (piece, home) = found.map_err(refusal)?;
        let tag = |id, kind| RoomTag { id, label: self.label(kind, who.id) };
        let rooms = home.rooms.iter().map(|member| tag(member.room, &member.kind)).collect();
        let facts = piece.facts.iter().map(|(kind, fact)| (tag(fact.room, kind), fact.clone())).collect();
        let made = self.roll.made(who.id).unwrap_or_default();
        draft.answer(asker, Notice::Exported { who, made, rooms, facts, next: piece.next });
        Ok(())
    }

    /// Plans the end of an account. `own`: whoever asks means themselves, and says so by their name.
    pub(super) fn erase(&mut self, asker: &Asker, name: &Name, own: bool, draft: &mut Draft) -> Result<(), Halt> {
        let Some(me) = self.sessions.get(&asker.session).map(|s| s.who.clone()) else { return Ok(()) };
        let who = if own {
            let mine = self.roll.name(me.id).ok_or(Refusal::SignInFirst)?;
            if mine.key() != name.key() {
                return Err(Refusal::ConfirmName { name: mine.to_string() }.into());
            }
            // As nobody can give the last ownership away. The console can.
            if self.is_last_owner(me.id) {
                return Err(Refusal::Outranked { name: mine.to_string() }.into());
            }
            Sender { id: me.id, name: mine.clone() }
        } else {
            let who = self.account(name)?;
            if who.id != me.id && self.rank(who.id) > self.rank(me.id) {
                return Err(Refusal::Outranked { name: who.name.to_string() }.into());
            }
            who
        };
        if !draft.planned.is_empty() {
            // What they said in this very batch is stored first: nothing of them comes after this.
            let command = if own { Command::Erase(name.clone()) } else { Command::Admin(Wish::Erase(name.clone())) };
            self.again_after_this_batch(asker, &command, draft);
            return Ok(());
        }
        let (changes, what) = (vec![AccountChange::Erased(who.id)], What::AccountErased { id: who.id });
        // By the server when it is by oneself: whoever is erased is not named again.
        let by = if who.id == me.id { server() } else { me };
        self.plan_fact(Some(asker), (&by, what), changes, Then::Forget(who), draft);
        Ok(())
    }

    fn is_last_owner(&self, id: PersonId) -> bool {
        let Some(live) = self.rooms.get(&RoomId::DIRECTORY) else { return false };
        let mut owners = live.room.state.roles.iter().filter(|(_, (_, role))| *role == Role::Owner);
        owners.next().is_some_and(|(owner, _)| *owner == id) && owners.next().is_none()
    }

    /// What memory knows of somebody who was erased goes too.
    pub(super) fn forget(&mut self, who: &Sender, after: &mut Draft) {
        let mut sessions: Vec<SessionId> = self.people.sessions(who.id).into_iter().collect();
        sessions.sort_unstable();
        self.roll.remove(who.id);
        for session in sessions {
            self.close(session, Some(Goodbye::Erased), after);
        }
        for live in self.rooms.values_mut() {
            if let Some(state) = live.room.state.without(who.id) {
                live.room.state = Arc::new(state);
            }
            live.tail.erase(who.id);
        }
        self.keys.forget_person(who.id);
    }
}
