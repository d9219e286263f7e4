//! Signing in by SCRAM-SHA-256: the password is proved, and never sent. Three steps, and nothing but them: a challenge, the
//! proof, and the word of a client that believes what the server proved in turn.
//!
//! What is stored is compared with what it was when the exchange began: a password that was changed meanwhile proves nothing.
//! Wrong proofs are counted as wrong passwords are.

use super::draft::Draft;
use super::read::refusal;
use super::run::Halt;
use super::{Asker, Sequencer};
use crate::submission::{Got, SignIn, Wanted};
use causette_core::ports::ScramExchange;
use causette_core::{Name, Notice, PersonId, Refusal, Scram, Sender};

/// An exchange of one session. It is good for one proof.
#[derive(Clone, Debug)]
pub(super) struct UnderWay {
    name: Name,
    person: Option<PersonId>,
    exchange: ScramExchange,
    /// The proof was right.
    proven: bool,
}

impl Sequencer {
    pub(super) fn scram(
        &mut self,
        asker: &Asker,
        step: &Scram,
        got: Option<Got>,
        draft: &mut Draft,
    ) -> Result<(), Halt> {
        let outcome = match step {
            Scram::First(text) => self.scram_first(asker, text, got, draft),
            Scram::Final(text) => self.scram_final(asker, text, got, draft),
            Scram::Done => self.scram_done(asker, got, draft),
        };
        // Whatever is refused ends the exchange: whoever goes on begins anew.
        if let (Err(Halt::Refused(_)), Some(session)) = (&outcome, self.sessions.get_mut(&asker.session)) {
            session.scram = None;
        }
        outcome
    }

    fn scram_first(&mut self, asker: &Asker, text: &str, got: Option<Got>, draft: &mut Draft) -> Result<(), Halt> {
        let name = self.accounts.scram_name(text).ok_or(Refusal::BadScram)?;
        let person = self.roll.by_name(&name).map(|who| who.id);
        let Some(Got::Credentials(stored)) = got else { return Err(Halt::Fetch(Wanted::Credentials(person))) };
        let stored = stored.map_err(refusal)?.filter(|_| person.is_some());
        let exchange = ScramExchange { first: text.to_owned(), stored, nonce: self.ids.fresh() };
        let challenge = self.accounts.scram_challenge(&exchange).ok_or(Refusal::BadScram)?;
        if let Some(session) = self.sessions.get_mut(&asker.session) {
            session.scram = Some(Box::new(UnderWay { name, person, exchange, proven: false }));
        }
        draft.answer(asker, Notice::Scram(challenge));
        Ok(())
    }

    fn scram_final(&mut self, asker: &Asker, text: &str, got: Option<Got>, draft: &mut Draft) -> Result<(), Halt> {
        let Some(session) = self.sessions.get(&asker.session) else { return Ok(()) };
        let host = session.host;
        let under_way = session.scram.clone().filter(|under_way| !under_way.proven).ok_or(Refusal::BadScram)?;
        let Some(Got::SignIn(outcome)) = got else {
            let known = self.only_from_known_addresses(host, &under_way.name, draft.now)?;
            let UnderWay { person, exchange, .. } = *under_way;
            return Err(Halt::Fetch(Wanted::Proven { person, stored: exchange.stored, host, known }));
        };
        match outcome.map_err(refusal)? {
            SignIn::Right(..) => {}
            SignIn::Wrong => return Err(Refusal::WrongLogin.into()),
            SignIn::Unknown => return Err(self.tried_too_often(&under_way.name, host, draft.now)),
        }
        let proof = self.accounts.scram_proof(&under_way.exchange, text).ok_or(Refusal::WrongLogin)?;
        self.backoff.refund(host, &under_way.name.key());
        if let Some(session) = self.sessions.get_mut(&asker.session) {
            session.scram = Some(Box::new(UnderWay { proven: true, ..*under_way }));
        }
        draft.answer(asker, Notice::Scram(proof));
        Ok(())
    }

    fn scram_done(&mut self, asker: &Asker, got: Option<Got>, draft: &mut Draft) -> Result<(), Halt> {
        let Some(session) = self.sessions.get_mut(&asker.session) else { return Ok(()) };
        let host = session.host;
        let under_way = session.scram.clone().filter(|under_way| under_way.proven).ok_or(Refusal::BadScram)?;
        let UnderWay { person, exchange, .. } = *under_way;
        let Some(Got::SignIn(outcome)) = got else {
            return Err(Halt::Fetch(Wanted::Proven { person, stored: exchange.stored, host, known: false }));
        };
        session.scram = None;
        let SignIn::Right(home, _) = outcome.map_err(refusal)? else { return Err(Refusal::WrongLogin.into()) };
        // It may have been erased since.
        let who = person.and_then(|id| Some(Sender { id, name: self.roll.name(id)?.clone() }));
        let who = who.ok_or(Refusal::WrongLogin)?;
        self.signed_in_anew(asker, &who, home, Vec::new(), draft)
    }
}
