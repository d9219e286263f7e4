//! Becoming an account, and a guest again: by password, by a secret word, by making the account.

use super::backoff::Attempt;
use super::draft::{Accounts, Draft, Planned, Then};
use super::read::refusal;
use super::roll::server;
use super::run::Halt;
use super::{Asker, Sequencer, Session};
use crate::submission::{Got, SignIn, Wanted};
use crate::{SessionId, Submission};
use causette_core::ports::Home;
use causette_core::{
    About, AccountChange, Command, Door, Host, Kind, Millis, Name, Note, Password, PersonId, Policy, Refusal, Sender,
    Standing, Text, Token, TokenHash, TokenKind, limits, server as rules,
};
use std::sync::Arc;

/// Whether a session enters its account's rooms by itself: by IRC, as the server is set.
pub(super) fn follows(policy: &Policy, session: Option<&Session>) -> bool {
    policy.irc_follow || session.is_none_or(|session| session.origin.door != Door::Irc)
}

impl Sequencer {
    /// What the server as a whole says to a command, before any room does.
    pub(super) fn may(&self, asker: &Asker, command: &Command, now: Millis) -> Result<(), Refusal> {
        let Some(live) = self.rooms.get(&causette_core::RoomId::DIRECTORY) else { return Ok(()) };
        if rules::asks_nothing(&live.room, &self.policy, command) {
            return Ok(());
        }
        let Some((actor, origin)) = self.admission(asker) else { return Ok(()) };
        rules::may(&live.room, &self.policy, &actor, &origin, command, now)
    }

    pub(super) fn login(
        &mut self,
        asker: &Asker,
        name: &Name,
        password: &Password,
        got: Option<Got>,
        draft: &mut Draft,
    ) -> Result<(), Halt> {
        let person = self.roll.by_name(name).map(|who| who.id);
        let host = self.sessions.get(&asker.session).and_then(|s| s.host);
        let Some(Got::SignIn(outcome)) = got else {
            let known = self.only_from_known_addresses(host, name, draft.now)?;
            let password = password.clone();
            return Err(Halt::Fetch(Wanted::SignIn { person, password, host, known }));
        };
        let (home, rehash) = match outcome.map_err(refusal)? {
            SignIn::Right(home, rehash) => (home, rehash),
            SignIn::Wrong => return Err(Refusal::WrongLogin.into()),
            SignIn::Unknown => return Err(self.tried_too_often(name, host, draft.now)),
        };
        self.backoff.refund(host, &name.key());
        // It may have been erased while its password was compared.
        let who = person.and_then(|id| Some(Sender { id, name: self.roll.name(id)?.clone() }));
        let who = who.ok_or(Refusal::WrongLogin)?;
        let changes = rehash.map(|new| AccountChange::Credentials(who.id, new)).into_iter().collect();
        self.signed_in_anew(asker, &who, home, changes, draft)
    }

    /// It is them, and gets a new word to come back with.
    pub(super) fn signed_in_anew(
        &mut self,
        asker: &Asker,
        who: &Sender,
        home: Home,
        mut changes: Vec<AccountChange>,
        draft: &mut Draft,
    ) -> Result<(), Halt> {
        let word = self.new_word(asker.session, who.id, draft.now);
        changes.extend(word.as_ref().map(|(token, _)| AccountChange::Token(token.clone())));
        let word = word.map(|(token, text)| (token.hash, text));
        self.signed_in(asker, who, home, (changes, word), draft)
    }

    /// Counts an attempt at an account's name; true: too many failed, and only addresses it signed in from may go on.
    pub(super) fn only_from_known_addresses(
        &mut self,
        host: Option<Host>,
        name: &Name,
        now: Millis,
    ) -> Result<bool, Refusal> {
        match self.backoff.attempt(host, &name.key(), now) {
            Attempt::Fair => Ok(false),
            Attempt::Known { .. } => Ok(true),
            Attempt::Wait { left } => Err(Refusal::LockedOut { left }),
        }
    }

    /// An account at which somebody hammers: operators are told once in a while.
    pub(super) fn tried_too_often(&mut self, name: &Name, host: Option<Host>, now: Millis) -> Halt {
        let left = match self.backoff.attempt(host, &name.key(), now) {
            Attempt::Known { left } | Attempt::Wait { left } => left,
            Attempt::Fair => 1,
        };
        if self.backoff.tells(now)
            && let Ok(text) = Text::new(&format!("many wrong passwords for {name}"))
        {
            self.queue.push_back(Submission::Note { note: Note { about: About::SignIn, text }, by: None });
        }
        Refusal::LockedOut { left }.into()
    }

    /// A guest's token, or a word of an account.
    pub(super) fn resume(
        &mut self,
        asker: &Asker,
        word: &str,
        got: Option<Got>,
        draft: &mut Draft,
    ) -> Result<(), Halt> {
        let Some(session) = self.sessions.get(&asker.session) else { return Ok(()) };
        if self.standing(session.who.id) == Standing::Account {
            return Err(Refusal::SignedIn { name: session.who.name.to_string() }.into());
        }
        if let Some(guest) = self.accounts.guest_of(word, draft.now) {
            return self.resume_guest(asker, guest, got, draft);
        }
        let hash = self.accounts.token_hash(word);
        let Some(Got::Word(found)) = got else { return Err(Halt::Fetch(Wanted::Word(hash))) };
        let (token, home) = found.map_err(refusal)?.ok_or(Refusal::BadToken)?;
        let id = token.person;
        let signs_in = match token.kind {
            TokenKind::Session | TokenKind::Once | TokenKind::Reset | TokenKind::Program => true,
            TokenKind::Invite | TokenKind::Certificate | TokenKind::Hook => false,
        };
        if token.until <= draft.now || !signs_in || self.spent.contains(&hash) {
            return Err(Refusal::BadToken.into());
        }
        let who = Sender { id, name: self.roll.name(id).ok_or(Refusal::BadToken)?.clone() };
        if let Some(program) = &token.program {
            return self.resume_program(asker, who, (hash, program), home, draft);
        }
        let change = if token.kind == TokenKind::Session {
            (Vec::new(), Some((hash, word.to_owned())))
        } else {
            self.spent.insert(hash);
            let new = self.new_word(asker.session, id, draft.now);
            let token = new.as_ref().map(|(token, _)| AccountChange::Token(token.clone()));
            let changes = [AccountChange::Spent(hash)].into_iter().chain(token).collect();
            (changes, new.map(|(token, text)| (token.hash, text)))
        };
        self.signed_in(asker, &who, home, change, draft)?;
        if let Some(session) = self.sessions.get_mut(&asker.session) {
            session.forgot = token.kind == TokenKind::Reset;
        }
        Ok(())
    }

    /// It is them: at once, whether or not the store can take note of it. A new word is theirs only once it is stored. Whoever
    /// was another account until now leaves its word behind, as by logging out.
    pub(super) fn signed_in(
        &mut self,
        asker: &Asker,
        who: &Sender,
        home: Home,
        (mut changes, word): (Vec<AccountChange>, Option<(TokenHash, String)>),
        draft: &mut Draft,
    ) -> Result<(), Halt> {
        let Some(session) = self.sessions.get(&asker.session) else { return Ok(()) };
        let (before, old, host) = (session.who.id, session.token, session.host);
        if before != who.id && self.people.seen(who.id).len() >= limits::SESSIONS_PER_ACCOUNT {
            return Err(Refusal::TooManyAccounts { max: limits::SESSIONS_PER_ACCOUNT }.into());
        }
        changes.extend(self.leave_word(before, old, host, draft.now));
        if before != who.id {
            self.become_account(asker.session, who, home, draft);
        }
        if let Some(session) = self.sessions.get_mut(&asker.session) {
            session.token = word.as_ref().map(|(hash, _)| *hash);
            session.forgot = false;
        }
        let text = word.map(|(_, text)| text);
        let (with, without) =
            (self.welcome(asker.session, text, draft.now), self.welcome(asker.session, None, draft.now));
        self.plan_accounts(Some(asker), changes, Then::AnswerAnyway(with.into(), without.into()), draft);
        Ok(())
    }

    /// The word of a session goes; that its owner signs in from there stays known, by a word that nobody has.
    fn leave_word(
        &mut self,
        person: PersonId,
        word: Option<TokenHash>,
        host: Option<Host>,
        now: Millis,
    ) -> Vec<AccountChange> {
        let Some(word) = word else { return Vec::new() };
        let (known, _) = self.word(person, TokenKind::Session, host, now, limits::SESSION_TOKEN_MS);
        vec![AccountChange::Spent(word), AccountChange::Token(known)]
    }

    /// A word that signs this session's account in again; none where somebody between could read it.
    pub(super) fn new_word(&mut self, session: SessionId, person: PersonId, now: Millis) -> Option<(Token, String)> {
        let session = self.sessions.get(&session).filter(|s| s.origin.private)?;
        let host = session.host;
        Some(self.word(person, TokenKind::Session, host, now, limits::SESSION_TOKEN_MS))
    }

    /// A fresh secret word of 128 random bits.
    pub(super) fn word(
        &mut self,
        person: PersonId,
        kind: TokenKind,
        host: Option<Host>,
        now: Millis,
        lasts: u64,
    ) -> (Token, String) {
        let text = format!("{:032x}", self.ids.fresh());
        let (hash, until) = (self.accounts.token_hash(&text), Millis(now.0.saturating_add(lasts)));
        (Token { hash, person, kind, made: now, until, host, program: None }, text)
    }

    /// The session is that account from here on: it stays in its rooms as the account, and enters all others the account is a
    /// member of.
    pub(super) fn become_account(&mut self, session: SessionId, who: &Sender, home: Home, draft: &mut Draft) {
        let Some(before) = self.unbecome(session) else { return };
        let home = self.as_it_is(who.id, home);
        let new = match self.people.name(who.id) {
            Some(worn) => Sender { id: who.id, name: worn.clone() },
            None if self.keeps_its_name(session, &before.who, who.id) => {
                Sender { id: who.id, name: before.who.name.clone() }
            }
            None => {
                self.free_name(&who.name, draft);
                who.clone()
            }
        };
        if self.people.sessions(who.id).is_empty() {
            self.faces.profile(who.id, Arc::new(home.profile));
        }
        let mut rooms = self.become_other_person(session, before, &new, Standing::Account, draft);
        for (room, mark) in home.marks {
            self.people.set_mark(who.id, room, mark);
        }
        let follows = follows(&self.policy, self.sessions.get(&session).map(Box::as_ref));
        for member in home.rooms {
            self.people.set_member(who.id, member.room, Some(member.since));
            // What was said to oneself waits in any case.
            let comes = follows || matches!(member.kind, Kind::Direct(..));
            if comes && !rooms.contains(&member.kind) {
                rooms.push(member.kind);
            }
        }
        // Its client is told of rooms once it knows who it is.
        match self.sessions.get_mut(&session).filter(|s| s.origin.door == Door::Irc && s.face.is_none()) {
            Some(early) => early.awaiting = rooms,
            None => {
                self.tell_marks_of_rooms_not_followed(session, draft);
                self.queue.push_front(Submission::Follow { session, rooms });
            }
        }
    }

    /// On IRC a nickname is what one chose, and signing in is about something else. At a terminal one is who one signs in as.
    fn keeps_its_name(&self, session: SessionId, before: &Sender, account: PersonId) -> bool {
        let chose = self.sessions.get(&session).is_some_and(|s| s.origin.door == Door::Irc && s.named);
        chose && self.people.free(account, &before.name).is_ok() && self.roll.free(account, &before.name).is_ok()
    }

    /// A guest who bears an account's name, or one like it, gets another when its owner comes.
    fn free_name(&mut self, name: &Name, draft: &mut Draft) {
        while let Some(holder) = self.people.holder(name) {
            let other = self.people.guest_name();
            self.rename(&holder, other, None, draft);
        }
    }

    pub(super) fn logout(&mut self, asker: &Asker, draft: &mut Draft) -> Result<(), Halt> {
        let Some(session) = self.sessions.get(&asker.session) else { return Ok(()) };
        if self.standing(session.who.id) == Standing::Guest || session.who.id == server().id {
            return Err(Refusal::SignInFirst.into());
        }
        let (token, person, host) = (session.token, session.who.id, session.host);
        let Some(before) = self.unbecome(asker.session) else { return Ok(()) };
        let mut guest = self.newcomer();
        // A name that no account has is one's own.
        if !before.remains && self.roll.free(guest.id, &before.who.name).is_ok() {
            guest.name = before.who.name.clone();
        }
        let rooms = self.become_other_person(asker.session, before, &guest, Standing::Guest, draft);
        if let Some(session) = self.sessions.get_mut(&asker.session) {
            (session.token, session.forgot) = (None, false);
        }
        self.queue.push_front(Submission::Follow { session: asker.session, rooms });
        let welcome = self.welcome(asker.session, None, draft.now);
        let changes = self.leave_word(person, token, host, draft.now);
        self.plan_accounts(Some(asker), changes, Then::AnswerAnyway(welcome.clone().into(), welcome.into()), draft);
        Ok(())
    }

    /// Plans a change about accounts without a fact.
    pub(super) fn plan_accounts(
        &mut self,
        asker: Option<&Asker>,
        changes: Vec<AccountChange>,
        then: Then,
        draft: &mut Draft,
    ) {
        let after = self.rooms.get(&causette_core::RoomId::DIRECTORY).map_or(0, |live| live.room.head);
        let (asker, facts) = (asker.cloned(), Default::default());
        draft.planned.push(Planned::Accounts(Box::new(Accounts { asker, facts, changes, after, then })));
    }
}
