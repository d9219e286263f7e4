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
    About, Account, AccountChange, Command, Door, Name, Note, Notice, Password, PersonId, Refusal, RoomId, RoomTag,
    Sender, Text, TokenKind, What, Wish, limits, server as rules,
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
                let who = self.reached(asker, name, wish)?;
                self.noted(asker, About::SignIn, &format!("a word that signs in account {} was handed out", who.id));
                self.hand_out(asker, (who.id, TokenKind::Reset), None, limits::RESET_TOKEN_MS, draft);
                Ok(())
            }
            Wish::Export(name, from) => {
                let who = self.reached(asker, name, wish)?;
                if got.is_none() && *from == 0 {
                    self.noted(asker, About::SignIn, &format!("all that account {} said was handed out", who.id));
                }
                self.export(asker, Some(who), *from, got, draft)
            }
            Wish::Erase(name) => {
                let who = self.reached(asker, name, wish)?;
                self.erase(asker, who, &Command::Admin(wish.clone()), draft)
            }
            Wish::Reload => {
                self.reload(asker, draft);
                Ok(())
            }
            Wish::Announce(text) => self.announce(asker, text, draft),
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

    /// The account that a wish is about, if whoever asks reaches it.
    fn reached(&self, asker: &Asker, name: &Name, wish: &Wish) -> Result<Sender, Refusal> {
        let who = self.roll.by_name(name).ok_or_else(|| Refusal::NoSuchPerson(name.to_string()))?;
        rules::reaches(self.rank_of(asker.session), &who, self.rank(who.id), wish)?;
        Ok(who)
    }

    /// What an operator did that is no fact of its own stands in the audit room. Accounts are named by their ids: a name in a text could
    /// not be erased.
    pub(super) fn noted(&mut self, asker: &Asker, about: About, text: &str) {
        let Some(by) = self.sessions.get(&asker.session).map(|s| s.who.clone()) else { return };
        if let Ok(text) = Text::new(text) {
            self.queue.push_back(Submission::Note { note: Note { about, text }, by: Some(by) });
        }
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
            let (made, rank) = (self.roll.made(who.id).unwrap_or_default(), self.rank_given(who.id));
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
        let (profile, next) = (home.profile, piece.next);
        draft.answer(asker, Notice::Exported { who, made, profile, rooms, facts, next });
        Ok(())
    }

    /// Plans the end of one's own account, which is meant if its name is given once more.
    pub(super) fn erase_own(&mut self, asker: &Asker, name: &Name, draft: &mut Draft) -> Result<(), Halt> {
        let Some(me) = self.sessions.get(&asker.session).map(|s| s.who.id) else { return Ok(()) };
        let mine = self.roll.name(me).ok_or(Refusal::SignInFirst)?.clone();
        if mine.key() != name.key() {
            return Err(Refusal::ConfirmName { name: mine.to_string() }.into());
        }
        self.erase(asker, Sender { id: me, name: mine }, &Command::Erase(name.clone()), draft)
    }

    /// Plans the end of an account, as `command` wishes.
    fn erase(&mut self, asker: &Asker, who: Sender, command: &Command, draft: &mut Draft) -> Result<(), Halt> {
        let Some(me) = self.sessions.get(&asker.session).map(|s| s.who.clone()) else { return Ok(()) };
        if let Some(live) = self.rooms.get(&RoomId::DIRECTORY).filter(|_| who.id == me.id) {
            rules::may_go(&live.room, &who)?;
        }
        if !draft.planned.is_empty() {
            // What they said in this very batch is stored first: nothing of them comes after this.
            self.again_after_this_batch(asker, command, draft);
            return Ok(());
        }
        let (changes, what) = (vec![AccountChange::Erased(who.id)], What::AccountErased { id: who.id });
        // By the server when it is by oneself: whoever is erased is not named again.
        let by = if who.id == me.id { server() } else { me };
        self.plan_fact(Some(asker), (&by, what), changes, Then::Forget(who), draft);
        Ok(())
    }

    /// What memory knows of somebody who was erased goes too.
    pub(super) fn forget(&mut self, who: &Sender, after: &mut Draft) {
        let mut sessions: Vec<SessionId> = self.people.sessions(who.id).into_iter().collect();
        sessions.sort_unstable();
        self.roll.remove(who.id);
        self.faces.no_account(who.id);
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
        // That they just left is remembered by now, and forgotten with the rest.
        self.tell_moves(after);
        self.past.forget(who.id);
    }
}
