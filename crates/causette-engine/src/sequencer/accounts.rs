//! Making accounts, and what people do with their own: another password, their sessions, a word, the first start's code.

use super::draft::{Accounts, Draft, Planned, Then};
use super::read::refusal;
use super::roll::server;
use super::run::Halt;
use super::{Asker, Sequencer};
use crate::submission::{Got, Wanted};
use crate::{Batch, SessionId};
use causette_core::notice::{Goodbye, SessionLine};
use causette_core::ports::Home;
use causette_core::{
    Account, AccountChange, Act, Actor, Command, Credentials, Facts, Given, Name, Notice, Password, PersonId, Refusal,
    Role, RoomId, RoomLabel, RoomName, RoomTag, Sender, TokenHash, TokenKind, What, limits, room,
};

impl Sequencer {
    pub(super) fn register(
        &mut self,
        asker: &Asker,
        name: &Name,
        (password, invitation): (&Password, Option<&str>),
        got: Option<Got>,
        draft: &mut Draft,
    ) -> Result<(), Halt> {
        let host = self.sessions.get(&asker.session).and_then(|s| s.host);
        let me = self.sessions.get(&asker.session).map_or(PersonId::SERVER, |s| s.who.id);
        self.people.free(me, name)?;
        self.may_have(name)?;
        let hash = invitation.map(|word| self.accounts.token_hash(word));
        let Some(Got::Hash(hashed)) = got else {
            self.made.take(host, draft.now)?;
            return Err(Halt::Fetch(Wanted::Hash(password.clone(), hash)));
        };
        let (credentials, invitation) = hashed.map_err(refusal)?;
        let mut changes = Vec::new();
        // One that is given counts everywhere: it may well be the rest of a password with a space in it.
        let claims = hash.is_some() && hash == self.claim && !self.is_owned();
        // While nobody owns the server nobody can invite: whoever has the first start's code comes by that.
        if !claims && (hash.is_some() || self.policy.registration != causette_core::Registration::Open) {
            let good = |token: &&causette_core::Token| {
                token.kind == TokenKind::Invite && token.until > draft.now && !self.spent.contains(&token.hash)
            };
            let token = invitation.as_ref().filter(good).ok_or(Refusal::BadCode)?;
            self.spent.insert(token.hash);
            changes.push(AccountChange::Spent(token.hash));
        }
        let account = Account { id: PersonId(self.ids.fresh()), name: name.clone(), made: draft.now };
        let word = self.new_word(asker.session, account.id, draft.now);
        let token = word.as_ref().map(|(token, _)| AccountChange::Token(token.clone()));
        let word = word.map(|(token, text)| (token.hash, text));
        self.make(
            asker,
            account.clone(),
            credentials,
            changes.into_iter().chain(token),
            Then::SignIn(account, word),
            draft,
        );
        Ok(())
    }

    /// Whether an account of that name may be made.
    pub(super) fn may_have(&self, name: &Name) -> Result<(), Refusal> {
        Account::may_bear(name)?;
        self.roll.free(PersonId::SERVER, name)?;
        if self.roll.len() >= limits::ACCOUNTS {
            return Err(Refusal::TooManyAccounts { max: limits::ACCOUNTS });
        }
        Ok(())
    }

    /// Plans a new account: its row and its fact in one commit.
    pub(super) fn make(
        &mut self,
        asker: &Asker,
        account: Account,
        credentials: Credentials,
        more: impl IntoIterator<Item = AccountChange>,
        then: Then,
        draft: &mut Draft,
    ) {
        let by = Sender { id: account.id, name: account.name.clone() };
        let made = AccountChange::Made(account, Some(credentials));
        let changes = [made].into_iter().chain(more).collect();
        self.plan_fact(Some(asker), (&by, What::AccountMade), changes, then, draft);
    }

    /// Plans a fact of the directory with what it changes about accounts. The batch ends here: what is decided next depends on it.
    pub(super) fn plan_fact(
        &mut self,
        asker: Option<&Asker>,
        (by, what): (&Sender, What),
        changes: Vec<AccountChange>,
        then: Then,
        draft: &mut Draft,
    ) {
        let Some(directory) = super::change::drafted(&self.rooms, &mut draft.rooms, RoomId::DIRECTORY) else { return };
        let (after, fact) = (directory.head, directory.next(by, what, draft.now));
        room::apply(directory, &fact);
        let (asker, facts) = (asker.cloned(), Facts::from_elem(fact, 1));
        draft.planned.push(Planned::Accounts(Box::new(Accounts { asker, facts, changes, after, then })));
        draft.cut = true;
    }

    pub(super) fn password(
        &mut self,
        asker: &Asker,
        old: &Password,
        new: &Password,
        got: Option<Got>,
        draft: &mut Draft,
    ) -> Result<(), Halt> {
        let Some(session) = self.sessions.get(&asker.session) else { return Ok(()) };
        let (person, host, forgot) = (session.who.id, session.host, session.forgot);
        let name = self.roll.name(person).ok_or(Refusal::SignInFirst)?.key();
        let Some(Got::Rehash(outcome)) = got else {
            use super::backoff::Attempt;
            if let Attempt::Wait { left } = self.backoff.attempt(host, &name, draft.now) {
                return Err(Refusal::LockedOut { left }.into());
            }
            let old = (!forgot).then(|| old.clone());
            return Err(Halt::Fetch(Wanted::Rehash { person, old, new: new.clone() }));
        };
        let credentials = outcome.map_err(refusal)?.ok_or(Refusal::WrongLogin)?;
        self.backoff.refund(host, &name);
        let word = self.new_word(asker.session, person, draft.now);
        let token = word.as_ref().map(|(token, _)| AccountChange::Token(token.clone()));
        let changes = [AccountChange::Credentials(person, credentials), AccountChange::SignedOut(person, None)];
        let changes = changes.into_iter().chain(token).collect();
        let word = word.map(|(token, text)| (token.hash, text));
        self.plan_accounts(Some(asker), changes, Then::EndOthers(word), draft);
        draft.cut = true;
        Ok(())
    }

    /// A word by which somebody signs in once as this account.
    pub(super) fn link(&mut self, asker: &Asker, draft: &mut Draft) -> Result<(), Halt> {
        let Some(session) = self.sessions.get(&asker.session) else { return Ok(()) };
        let (person, host) = (session.who.id, session.host);
        self.hand_out(asker, (person, TokenKind::Once), host, limits::ONCE_TOKEN_MS, draft);
        Ok(())
    }

    /// Plans a secret word, and shows it once it is stored.
    pub(super) fn hand_out(
        &mut self,
        asker: &Asker,
        (person, kind): (PersonId, TokenKind),
        host: Option<causette_core::Host>,
        lasts: u64,
        draft: &mut Draft,
    ) {
        let (token, code) = self.word(person, kind, host, draft.now, lasts);
        let answer = Notice::Code { kind, code, until: token.until };
        self.plan_accounts(Some(asker), vec![AccountChange::Token(token)], Then::Answer(answer), draft);
    }

    pub(super) fn list_sessions(&mut self, asker: &Asker, draft: &mut Draft) -> Result<(), Halt> {
        let Some(me) = self.sessions.get(&asker.session).map(|s| s.who.id) else { return Ok(()) };
        let line = |id: SessionId| {
            let session = self.sessions.get(&id)?;
            let (door, private) = (session.origin.door, session.origin.private);
            Some(SessionLine { number: session.number, door, private, since: session.since, this: id == asker.session })
        };
        let mut lines: Vec<SessionLine> = self.people.sessions(me).into_iter().filter_map(line).collect();
        lines.sort_by_key(|line| line.number);
        draft.answer(asker, Notice::Sessions(lines));
        Ok(())
    }

    pub(super) fn end_session(&mut self, asker: &Asker, number: u64, draft: &mut Draft) -> Result<(), Halt> {
        let Some(me) = self.sessions.get(&asker.session).map(|s| s.who.id) else { return Ok(()) };
        let is = |id: &SessionId| self.sessions.get(id).is_some_and(|s| s.number == number);
        let ended = self.people.sessions(me).into_iter().find(is).ok_or(Refusal::NoSuchSession { number })?;
        let token = self.sessions.get(&ended).and_then(|s| s.token);
        let changes: Vec<AccountChange> = token.map(AccountChange::Spent).into_iter().collect();
        let answer = Notice::SessionEnded { number };
        self.plan_accounts(Some(asker), changes, Then::AnswerAnyway(answer.clone().into(), answer.into()), draft);
        self.close(ended, Some(Goodbye::Ended), draft);
        Ok(())
    }

    fn is_owned(&self) -> bool {
        self.rooms.get(&RoomId::DIRECTORY).is_none_or(|live| live.room.state.owned())
    }

    /// The server gets its owner: a role in its own room, given by the server itself.
    pub(super) fn claim(&mut self, asker: &Asker, code: &str, draft: &mut Draft) -> Result<(), Halt> {
        let owned = self.is_owned();
        // Hashes are compared, so that time tells nothing of the code.
        if owned || self.claim != Some(self.accounts.token_hash(code)) {
            return Err(Refusal::BadCode.into());
        }
        let Some((me, _)) = self.admission(asker) else { return Ok(()) };
        let act = Act::Role { who: me.who.name.clone(), role: Some(Role::Owner) };
        let command = Command::Govern { room: RoomName::server(), act };
        let given = Given { other: Some(me), ..Given::default() };
        let by = Actor { rank: Some(Role::Owner), ..Actor::guest(server()) };
        self.change_by(asker, by, server_room(), &command, given, draft)
    }

    /// What follows from a stored change about accounts.
    pub(super) fn accounts_changed(&mut self, stored: Accounts, batch: &mut Batch) {
        let Accounts { asker, facts, then, changes, .. } = stored;
        self.words_ended(&changes);
        let mut after = Draft::new(facts.last().map_or_else(Default::default, |fact| fact.at));
        self.happened(facts, batch);
        let answer = match then {
            Then::Answer(notice) => Some(notice),
            Then::AnswerAnyway(notice, _) => Some(*notice),
            Then::Known(account, notice) => {
                self.enrol(account);
                Some(notice)
            }
            Then::SignIn(account, word) => {
                let who = Sender { id: account.id, name: account.name.clone() };
                self.enrol(account);
                asker.as_ref().map(|asker| self.first_sign_in(asker, &who, word, &mut after))
            }
            Then::Forget(who) => {
                self.forget(&who, &mut after);
                Some(Notice::AccountErased(who))
            }
            Then::Profiled(who, changes) => {
                asker.as_ref().map(|asker| self.profiled(&who, &changes, asker.session, &mut after))
            }
            Then::Tell(owner, line) => {
                line.iter().for_each(|line| self.tell_of_hook(owner, line, &mut after));
                None
            }
            Then::EndOthers(word) => asker.as_ref().map(|asker| self.end_others(asker, word, &mut after)),
            Then::Operate(name) => asker.as_ref().map(|asker| self.operate(asker, name, &after)),
        };
        // Whoever is answered hears it before what follows from it.
        let closing = matches!(answer, Some(Notice::AccountErased(_)));
        if let Some((asker, notice)) = asker.zip(answer) {
            if closing {
                batch.answer(asker, notice);
                return self.all_harmless(after, batch);
            }
            self.all_harmless(after, batch);
            return batch.answer(asker, notice);
        }
        self.all_harmless(after, batch);
    }

    fn first_sign_in(
        &mut self,
        asker: &Asker,
        who: &Sender,
        word: Option<(TokenHash, String)>,
        after: &mut Draft,
    ) -> Notice {
        self.become_account(asker.session, who, Home::default(), after);
        let (hash, text) = word.unzip();
        if let Some(session) = self.sessions.get_mut(&asker.session) {
            session.token = hash;
        }
        self.welcome(asker.session, text, after.now)
    }

    fn end_others(&mut self, asker: &Asker, word: Option<(TokenHash, String)>, after: &mut Draft) -> Notice {
        let Some(me) = self.sessions.get(&asker.session).map(|s| s.who.id) else { return Notice::Noted };
        let ended = self.people.sessions(me).len().saturating_sub(1);
        self.end_sessions(me, Goodbye::Ended, Some(asker.session), after);
        let (hash, text) = word.unzip();
        if let Some(session) = self.sessions.get_mut(&asker.session) {
            (session.token, session.forgot) = (hash, false);
        }
        if text.is_some() {
            let welcome = self.welcome(asker.session, text, after.now);
            after.news(asker.session, welcome);
        }
        Notice::PasswordChanged { ended }
    }

    fn all_harmless(&mut self, after: Draft, batch: &mut Batch) {
        for planned in after.planned {
            self.harmless(planned, batch);
        }
    }
}

/// The server's own room, as it is called.
pub(super) fn server_room() -> RoomTag {
    RoomTag { id: RoomId::DIRECTORY, label: RoomLabel::Named(RoomName::server()) }
}

/// The change was not stored, or perhaps: `notice` says so, unless what was asked for needed no disk.
pub(super) fn accounts_not_changed(lost: Accounts, notice: &Notice, batch: &mut Batch) {
    let Some(asker) = lost.asker else { return };
    let anyway = match lost.then {
        Then::AnswerAnyway(_, anyway) if *notice != Notice::Unknown => Some(*anyway),
        _ => None,
    };
    batch.answer(asker, anyway.unwrap_or_else(|| notice.clone()));
}
