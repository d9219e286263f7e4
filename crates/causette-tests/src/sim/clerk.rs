//! Coming back, and accounts: what is tried to sign in by, what is kept of the answers, and what follows from being back.

use super::Wish;
use super::people::{Held, Moment, Wait};
use super::world::{CODE, PEOPLE, World};
use crate::history::{Attempt, Deed, Outcome, Span};
use causette_core::{Command, Door, Name, Origin, Password, PersonId, Standing, limits, notice::RoomLabel};
use causette_engine::{SessionId, Submission};
use std::net::{IpAddr, Ipv4Addr};

/// The last of the people has no account of their own, and signs in to the first one's beside them.
fn shares(who: usize) -> Option<usize> {
    (who + 1 == PEOPLE).then_some(0)
}

/// A word that signs in once is tried for less than its ten minutes.
const ONCE: u64 = limits::ONCE_TOKEN_MS - SOON;
/// Before this time is over it is answered, or it may have been too late.
const SOON: u64 = 60 * 1000;

impl World {
    /// Connects, and asks to be who they were.
    pub(super) fn come(&mut self, who: usize) {
        self.slots += 1;
        let session = SessionId::new(0, self.slots % 1000, self.slots);
        let Some(user) = self.users.get_mut(who).filter(|user| user.session.is_none()) else { return };
        user.session = Some(session);
        user.coming = true;
        self.sessions.insert(session, who);
        let address = Some(IpAddr::V4(Ipv4Addr::new(10, 0, 0, who as u8)));
        let from = Origin { door: Door::Line, address, certificate: None, private: true };
        self.push(Submission::Open { session, from });
        self.sign_in(who, true);
    }

    /// As an account by what it has, else as the guest one was.
    fn sign_in(&mut self, who: usize, by_word: bool) {
        let Some(user) = self.users.get(who) else { return };
        if let Some(owner) = shares(who).filter(|_| user.signed) {
            return self.beside(who, owner);
        }
        let held = user.account.clone().filter(|_| user.signed);
        let Some(held) = held else {
            let token = user.token.clone().filter(|(_, since)| self.within(*since, limits::RESUME_MS));
            match token {
                Some((token, _)) => self.ask(who, Command::Resume(token), Wait::Account(None)),
                None => {
                    if let Some(user) = self.users.get_mut(who) {
                        user.heard.clear();
                    }
                    self.ask(who, Command::Hello, Wait::Account(None));
                }
            }
            return;
        };
        let word =
            held.word.clone().filter(|(_, since)| by_word && self.within(*since, limits::SESSION_TOKEN_MS - SOON));
        match (word, held.passwords.last()) {
            (Some((word, _)), _) => {
                self.attempt(who, &held.name, Deed::Resume { word: word.clone() }, Command::Resume(word))
            }
            (None, Some(password)) => self.login(who, &held.name, password),
            (None, None) => self.ask(who, Command::Hello, Wait::Account(None)),
        }
    }

    /// Signs in to somebody else's account, by the password they had last.
    fn beside(&mut self, who: usize, owner: usize) {
        let held = self.users.get(owner).and_then(|user| user.account.as_ref());
        let known = held.and_then(|held| Some((Name::new(&held.name).ok()?, Password::typed(held.passwords.last()?)?)));
        let command = known.map_or(Command::Hello, |(name, password)| Command::Login { name, password });
        self.ask(who, command, Wait::Account(None));
    }

    fn login(&mut self, who: usize, name: &str, password: &str) {
        let (Ok(account), Some(typed)) = (Name::new(name), Password::typed(password)) else { return };
        let command = Command::Login { name: account, password: typed };
        self.attempt(who, name, Deed::Login { password: password.to_owned() }, command);
    }

    fn attempt(&mut self, who: usize, name: &str, deed: Deed, command: Command) {
        let from = self.now();
        let span = Span { from, to: from };
        self.attempts.push(Attempt { span, name: name.to_owned(), deed, outcome: Outcome::Unknown });
        self.attempted.push(self.moment());
        self.ask(who, command, Wait::Account(Some(self.attempts.len() - 1)));
    }

    /// What somebody wishes who has no account of their own.
    fn clerk_beside(&mut self, who: usize, owner: usize, wish: Wish) {
        let Some(user) = self.users.get_mut(who) else { return };
        match (wish, user.standing) {
            (Wish::Register | Wish::Login, Standing::Guest) => {
                user.signed = true;
                self.beside(who, owner);
            }
            (Wish::Logout, Standing::Account) => {
                user.signed = false;
                self.ask(who, Command::Logout, Wait::Account(None));
            }
            _ => {}
        }
    }

    /// What somebody wishes about their account.
    pub(super) fn clerk(&mut self, who: usize, wish: Wish) {
        if let Some(owner) = shares(who) {
            return self.clerk_beside(who, owner, wish);
        }
        let now = self.moment();
        let (count, Some(user)) = (self.attempts.len(), self.users.get_mut(who)) else { return };
        let (guest, held) = (user.standing == Standing::Guest, user.account.clone());
        match (wish, held) {
            (Wish::Register, None) if guest => {
                let (name, secret) = (format!("a{who}x{count}"), format!("tiens-{count}-tenir"));
                let (Ok(account), Ok(password)) = (Name::new(&name), Password::new(&secret)) else { return };
                let passwords = vec![secret.clone()];
                user.account = Some(Held { name: name.clone(), passwords, ..Held::default() });
                let command = Command::Register { name: account, password, invitation: None };
                self.attempt(who, &name, Deed::Register { password: secret }, command);
            }
            (Wish::Claim, Some(_)) => self.ask(who, Command::Claim(CODE.to_owned()), Wait::Account(None)),
            (Wish::Login, Some(held)) if guest => {
                user.signed = true;
                if let Some(password) = held.passwords.last() {
                    self.login(who, &held.name, password);
                }
            }
            (Wish::ByOnce, Some(held)) if guest => {
                let Some((word, since)) = held.once.clone() else { return };
                let good = since.set == now.set && now.at.0.saturating_sub(since.at.0) < ONCE;
                if let Some(held) = &mut user.account {
                    held.once = None;
                    held.spent = Some(word.clone()).filter(|_| good);
                }
                user.signed = true;
                if good {
                    self.attempt(who, &held.name, Deed::Resume { word: word.clone() }, Command::Resume(word));
                }
            }
            (Wish::BySpent, Some(held)) if guest => {
                let Some(word) = held.spent.clone() else { return };
                self.attempt(who, &held.name, Deed::Resume { word: word.clone() }, Command::Resume(word));
            }
            (Wish::Logout, Some(_)) if !guest => {
                (user.signed, user.token) = (false, None);
                if let Some(held) = &mut user.account {
                    held.word = None;
                }
                self.ask(who, Command::Logout, Wait::Account(None));
            }
            (Wish::Password, Some(held)) if !guest && held.passwords.len() == 1 => {
                let (old, new) = (held.passwords.concat(), format!("nouveau-{count}-mot"));
                let (Some(typed), Ok(password)) = (Password::typed(&old), Password::new(&new)) else { return };
                if let Some(held) = &mut user.account {
                    held.passwords.push(new.clone());
                    (held.word, held.once) = (None, None);
                }
                let command = Command::Password { old: typed, new: password };
                self.attempt(who, &held.name, Deed::Password { old, new }, command);
            }
            (Wish::Link, Some(held)) if !guest => self.attempt(who, &held.name, Deed::Link, Command::Link),
            (Wish::Erase, Some(held)) if !guest => {
                // Whatever the answer is, it is not tried again: of an account that may be gone nothing is promised.
                (user.account, user.signed) = (None, false);
                let Ok(name) = Name::new(&held.name) else { return };
                self.tally.erased += 1;
                self.ask(who, Command::Erase(name), Wait::Account(None));
            }
            _ => {}
        }
    }

    /// It was granted; perhaps with a word.
    pub(super) fn granted(&mut self, who: usize, wait: Option<&Wait>, id: Option<PersonId>, word: Option<String>) {
        let Some(Wait::Account(Some(attempt))) = wait else { return };
        let to = self.now();
        let Some(attempt) = self.attempts.get_mut(*attempt) else { return };
        attempt.span.to = to;
        attempt.outcome = Outcome::Granted { id: id.map(|id| id.to_string()), word };
        let Some(user) = self.users.get_mut(who) else { return };
        let Some(held) = user.account.as_mut().filter(|held| held.name == attempt.name) else { return };
        match &attempt.deed {
            Deed::Register { .. } => user.signed = true,
            Deed::Login { password } => held.passwords = vec![password.clone()],
            Deed::Password { new, .. } => held.passwords = vec![new.clone()],
            Deed::Link | Deed::Resume { .. } => {}
        }
    }

    /// A word that signs in once.
    pub(super) fn code(&mut self, who: usize, wait: Option<&Wait>, (code, told): (&str, Moment)) {
        self.granted(who, wait, None, Some(code.to_owned()));
        if let Some(held) = self.users.get_mut(who).and_then(|user| user.account.as_mut()) {
            held.once = Some((code.to_owned(), told));
        }
    }

    /// It was refused, and why; somebody who only comes back tries in another way.
    pub(super) fn not_granted(&mut self, who: usize, attempt: Option<usize>, code: &str) {
        let to = self.now();
        // A word may have been over by the time it was looked at.
        let sent = attempt.and_then(|attempt| self.attempted.get(attempt).copied());
        let soon = sent.is_some_and(|sent| self.within(sent, SOON));
        let deed = attempt.and_then(|attempt| self.attempts.get_mut(attempt)).map(|attempt| {
            attempt.span.to = to;
            if soon || code != "bad_token" {
                attempt.outcome = Outcome::Refused(code.to_owned());
            }
            (attempt.name.clone(), attempt.deed.clone())
        });
        let Some(user) = self.users.get_mut(who) else { return };
        let Some((name, deed)) = deed else {
            // The guest one was has gone.
            user.token = None;
            return;
        };
        let Some(held) = user.account.as_mut().filter(|held| held.name == name) else { return };
        match deed {
            Deed::Register { .. } => user.account = None,
            Deed::Login { password } if code == "wrong_login" => {
                held.passwords.retain(|known| *known != password);
                if user.coming && !held.passwords.is_empty() {
                    self.sign_in(who, false);
                }
            }
            Deed::Password { new, .. } => held.passwords.retain(|known| *known != new),
            Deed::Resume { .. } if user.coming => {
                held.word = None;
                self.sign_in(who, false);
            }
            Deed::Login { .. } | Deed::Link | Deed::Resume { .. } => {}
        }
    }

    /// Back as who they were: they enter their rooms where they left off, and send again what was never answered.
    pub(super) fn back(&mut self, who: usize) {
        let Some(user) = self.users.get_mut(who) else { return };
        let waits = user.waiting.values().any(|wait| matches!(wait, Wait::Account(_)));
        if waits || !user.coming || user.id.is_none() {
            return;
        }
        user.coming = false;
        let known = user.heard.iter().filter_map(|(room, seq)| Some((user.labels.get(room)?.clone(), *seq)));
        let known: Vec<_> = known.collect();
        for (label, seq) in known {
            if let RoomLabel::Named(room) = label {
                self.enter(who, room, Some(seq));
            }
        }
        if let Some(user) = self.users.get_mut(who) {
            user.resends = true;
        }
    }

    /// What was never answered is sent again, once they are where they were.
    pub(super) fn resend(&mut self, who: usize) {
        let Some(user) = self.users.get_mut(who).filter(|user| user.resends && !user.is_busy()) else { return };
        user.resends = false;
        let Some(id) = user.id else { return };
        let open = |asked: &super::people::Asked| {
            asked.who == who
                && asked.by == id
                && asked.command.key().is_some()
                && asked.done.is_none()
                && !asked.refused
        };
        let open: Vec<usize> =
            self.asked.iter().enumerate().filter(|(_, asked)| open(asked)).map(|(wish, _)| wish).collect();
        open.into_iter().for_each(|wish| self.again(who, wish));
    }
}
