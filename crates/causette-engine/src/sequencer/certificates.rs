//! Signing in by the certificate of one's connection, and which certificates do. A certificate is kept as a word is: found by its
//! fingerprint, and of no use to who only knows that. A new password ends it, with all else that signs in.

use super::draft::{Draft, Then};
use super::read::refusal;
use super::run::Halt;
use super::{Asker, Sequencer};
use crate::limits::CERTIFICATE_MS;
use crate::submission::{Got, Wanted};
use causette_core::notice::CertificateLine;
use causette_core::{
    AccountChange, Certificates, Fingerprint, Millis, Name, Notice, Refusal, Sender, Token, TokenKind, limits,
};

impl Sequencer {
    /// The certificate that a session was made with.
    fn certificate_of(&self, asker: &Asker) -> Option<Fingerprint> {
        self.sessions.get(&asker.session)?.origin.certificate
    }

    pub(super) fn external(
        &mut self,
        asker: &Asker,
        name: Option<&Name>,
        got: Option<Got>,
        draft: &mut Draft,
    ) -> Result<(), Halt> {
        let hash = self.certificate_of(asker).ok_or(Refusal::NoCertificate)?.hash();
        let Some(Got::Word(found)) = got else { return Err(Halt::Fetch(Wanted::Word(hash))) };
        let (token, home) = found.map_err(refusal)?.ok_or(Refusal::UnknownCertificate)?;
        let good = token.kind == TokenKind::Certificate && token.until > draft.now && !self.spent.contains(&hash);
        let own = self.roll.name(token.person).filter(|own| good && name.is_none_or(|name| name.key() == own.key()));
        let who = Sender { id: token.person, name: own.ok_or(Refusal::UnknownCertificate)?.clone() };
        self.signed_in_anew(asker, &who, home, Vec::new(), draft)
    }

    pub(super) fn certificates(
        &mut self,
        asker: &Asker,
        wish: Certificates,
        got: Option<Got>,
        draft: &mut Draft,
    ) -> Result<(), Halt> {
        let Some(session) = self.sessions.get(&asker.session) else { return Ok(()) };
        let (me, host, shown) = (session.who.id, session.host, session.origin.certificate);
        let print = match wish {
            Certificates::Add => shown.ok_or(Refusal::NoCertificate)?,
            Certificates::Remove(print) => print,
            Certificates::List => shown.unwrap_or(Fingerprint([0; 32])),
        };
        let Some(Got::Words(words)) = got else { return Err(Halt::Fetch(Wanted::Words(me, print.hash()))) };
        let (words, found) = words.map_err(refusal)?;
        let mut mine: Vec<Token> = words.into_iter().filter(|word| word.kind == TokenKind::Certificate).collect();
        let known = mine.iter().position(|token| token.hash == print.hash());
        let change = match (wish, known) {
            (Certificates::List, _) | (Certificates::Add, Some(_)) => None,
            (Certificates::Remove(_), None) => return Err(Refusal::NoSuchCertificate.into()),
            (Certificates::Remove(_), Some(place)) => {
                self.spent.insert(print.hash());
                Some(AccountChange::Spent(mine.remove(place).hash))
            }
            (Certificates::Add, None) if found.is_some() => return Err(Refusal::CertificateTaken.into()),
            (Certificates::Add, None) if mine.len() >= limits::CERTIFICATES => {
                return Err(Refusal::ListFull { max: limits::CERTIFICATES }.into());
            }
            (Certificates::Add, None) => {
                let (made, kind) = (draft.now, TokenKind::Certificate);
                let until = Millis(made.0.saturating_add(CERTIFICATE_MS));
                self.spent.remove(&print.hash());
                mine.push(Token { hash: print.hash(), person: me, kind, made, until, host, program: None });
                mine.last().cloned().map(AccountChange::Token)
            }
        };
        let line = |token: &Token| {
            let fingerprint = Fingerprint(token.hash.0);
            CertificateLine { fingerprint, since: token.made, this: shown == Some(fingerprint) }
        };
        let answer = Notice::Certificates(mine.iter().map(line).collect());
        match change {
            None => draft.answer(asker, answer),
            Some(change) => self.plan_accounts(Some(asker), vec![change], Then::Answer(answer), draft),
        }
        Ok(())
    }
}
