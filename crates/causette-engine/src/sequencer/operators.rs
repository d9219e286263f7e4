//! Operators of the configuration: who proved to be one, and what operators tell everybody.

use super::backoff::Attempt;
use super::draft::{Draft, Then};
use super::read::refusal;
use super::run::Halt;
use super::{Asker, Sequencer};
use crate::submission::{Got, Wanted};
use crate::{SessionId, Submission};
use causette_core::ids::IdMap;
use causette_core::{
    About, Name, Note, Notice, Operator, Password, PersonId, Refusal, Role, RoomId, Signal, Text, What, limits,
};

/// See the module.
#[derive(Debug, Default)]
pub(super) struct Operators {
    known: Vec<Operator>,
    /// Which of them each session is that proved to be one.
    sessions: IdMap<SessionId, Name>,
}

impl Operators {
    fn find(&self, name: &Name) -> Option<&Operator> {
        self.known.iter().find(|operator| operator.name.key() == name.key())
    }

    /// The configuration names these from now on. Returns the sessions of those that it named before, and does no longer as it did.
    fn set(&mut self, known: Vec<Operator>) -> Vec<SessionId> {
        let before = std::mem::replace(&mut self.known, known);
        let same = |name: &Name| self.find(name).is_some_and(|operator| before.contains(operator));
        let mut over: Vec<SessionId> =
            self.sessions.iter().filter(|(_, name)| !same(name)).map(|(session, _)| *session).collect();
        over.sort_unstable();
        over
    }

    /// Whether a session proved to be one. Nearly always there is none: messages ask this.
    pub(super) fn has(&self, session: SessionId) -> bool {
        !self.sessions.is_empty() && self.sessions.contains_key(&session)
    }

    /// A session is over.
    pub(super) fn forget(&mut self, session: SessionId) {
        self.sessions.remove(&session);
    }
}

impl Sequencer {
    /// Operators that the configuration names, before anybody is here.
    pub fn set_operators(&mut self, known: Vec<Operator>) {
        self.operators.set(known);
    }

    /// The same later: who is no longer one, or not by that password, steps down.
    pub(super) fn operators(&mut self, known: Vec<Operator>, draft: &mut Draft) {
        for session in self.operators.set(known) {
            self.resign(session, draft);
            let welcome = self.welcome(session, None, draft.now);
            draft.news(session, welcome);
        }
    }

    /// What a session may do on the whole server: what its person may, and an operator once it proved to be one.
    pub(super) fn rank_of(&self, session: SessionId) -> Option<Role> {
        // A program has none: what is done to the whole server is done by people.
        let own = self.sessions.get(&session).filter(|s| s.program.is_none()).and_then(|s| self.rank_given(s.who.id));
        own.max(self.operators.has(session).then_some(Role::Moderator))
    }

    /// What somebody may do on the whole server, on whichever of their sessions.
    pub(super) fn rank(&self, id: PersonId) -> Option<Role> {
        self.rank_given(id).max(self.proved(id).then_some(Role::Moderator))
    }

    fn proved(&self, id: PersonId) -> bool {
        !self.operators.sessions.is_empty() && self.people.sessions(id).iter().any(|s| self.operators.has(*s))
    }

    /// People who are operators only because they proved it.
    pub(super) fn proved_only(&self) -> usize {
        let who = self.operators.sessions.keys().filter_map(|session| self.sessions.get(session).map(|s| s.who.id));
        let mut who: Vec<PersonId> = who.filter(|id| self.rank_given(*id) < Some(Role::Moderator)).collect();
        who.sort_unstable();
        who.dedup();
        who.len()
    }

    pub(super) fn oper(
        &mut self,
        asker: &Asker,
        name: &Name,
        password: &Password,
        got: Option<Got>,
        draft: &mut Draft,
    ) -> Result<(), Halt> {
        let Some(session) = self.sessions.get(&asker.session) else { return Ok(()) };
        let (who, host) = (session.who.clone(), session.host);
        // Beside the accounts: who tries passwords of an operator keeps no account's owner out. No name has a space.
        let counted = Name::given(&format!("operator {name}")).key();
        let known = self.operators.find(name);
        let Some(Got::Operator(outcome)) = got else {
            let proof = known.map(|operator| operator.proof.clone());
            return match self.backoff.attempt(host, &counted, draft.now) {
                Attempt::Fair => Err(Halt::Fetch(Wanted::Operator(proof, password.clone()))),
                Attempt::Known { left } | Attempt::Wait { left } => {
                    self.tell_of_tries(proof.map(|_| name), draft);
                    Err(Refusal::LockedOut { left }.into())
                }
            };
        };
        // The configuration may have been read again while the password was compared.
        let Some(known) = known.filter(|_| matches!(outcome, Ok(true))) else {
            outcome.map_err(refusal)?;
            return Err(Refusal::WrongOperator.into());
        };
        let name = known.name.clone();
        self.backoff.refund(host, &counted);
        let text = Text::new(&format!("{name} is operator from here on, on one session"))?;
        // An operator whom nobody can trace is none: the rank is theirs once this is stored.
        let what = What::Noted(Note { about: About::Operator, text });
        self.plan_fact(Some(asker), (&who, what), Vec::new(), Then::Operate(name), draft);
        Ok(())
    }

    /// At an operator's name somebody hammers: those who are operators are told once in a while.
    fn tell_of_tries(&mut self, name: Option<&Name>, draft: &Draft) {
        if let Some(name) = name
            && self.backoff.tells(draft.now)
            && let Ok(text) = Text::new(&format!("many wrong passwords for operator {name}"))
        {
            self.queue.push_back(Submission::Note { note: Note { about: About::SignIn, text }, by: None });
        }
    }

    /// A session proved to be that operator, and the audit room says so.
    pub(super) fn operate(&mut self, asker: &Asker, name: Name, draft: &Draft) -> Notice {
        self.operators.sessions.insert(asker.session, name);
        self.welcome(asker.session, None, draft.now)
    }

    pub(super) fn step_down(&mut self, asker: &Asker, draft: &mut Draft) -> Result<(), Halt> {
        let Some(name) = self.operators.sessions.get(&asker.session).cloned() else {
            let operates = self.rank_of(asker.session) >= Some(Role::Moderator);
            return Err(if operates { Refusal::LastingRank } else { Refusal::OperatorsOnly }.into());
        };
        self.noted(asker, About::Operator, &format!("{name} is operator no longer, on one session"));
        self.resign(asker.session, draft);
        let welcome = self.welcome(asker.session, None, draft.now);
        draft.answer(asker, welcome);
        Ok(())
    }

    /// A session has an operator's rank no longer, and is in the audit room only if its person's own rank lets it.
    fn resign(&mut self, session: SessionId, draft: &mut Draft) {
        self.operators.forget(session);
        if self.rank_of(session).is_some() {
            return;
        }
        let inside = |s: &&mut Box<super::Session>| s.rooms.contains(&RoomId::DIRECTORY);
        let Some(state) = self.sessions.get_mut(&session).filter(inside) else { return };
        state.rooms.retain(|room| *room != RoomId::DIRECTORY);
        let signal = Signal::Departed(state.who.clone(), None);
        self.step_out(session, RoomId::DIRECTORY, signal, draft);
        draft.news(session, Notice::Left { room: super::accounts::server_room(), sent_out: true });
    }

    /// What operators ask for that concerns no account: everybody to be told something, the configuration to be read again.
    pub(super) fn announce(&mut self, asker: &Asker, text: &Text, draft: &mut Draft) -> Result<(), Halt> {
        let (bytes, max) = (text.as_str().len(), limits::LINE_OF_TEXT_BYTES);
        if bytes > max {
            return Err(Refusal::TooLong { bytes, max }.into());
        }
        if text.as_str().contains('\n') {
            return Err(Refusal::BadText.into());
        }
        let Some(by) = self.sessions.get(&asker.session).map(|s| s.who.clone()) else { return Ok(()) };
        let mut all: Vec<SessionId> = self.sessions.keys().copied().filter(|id| *id != asker.session).collect();
        all.retain(|session| self.has_introduced_itself(*session));
        all.sort_unstable();
        let notice = Notice::Announced { by, text: text.clone() };
        all.into_iter().for_each(|session| draft.news(session, notice.clone()));
        draft.answer(asker, notice);
        Ok(())
    }

    pub(super) fn reload(&mut self, asker: &Asker, draft: &mut Draft) {
        self.noted(asker, About::Settings, "the configuration is read again: somebody asked for it");
        draft.reload = true;
        draft.answer(asker, Notice::Reloading);
    }
}
