//! Somebody who makes accounts, changes their passwords and signs in by password and by word, until the kill; and afterwards
//! tries what must still be good, and what must not.

use super::cycle::clock;
use super::writer::Figures;
use crate::client::Json;
use crate::history::{Attempt, Deed, Outcome};
use crate::random::Random;
use anyhow::Result;
use std::net::SocketAddr;

/// One of their accounts.
#[derive(Clone, Debug, Default)]
struct Account {
    name: String,
    /// What the password may be, the likeliest last.
    passwords: Vec<String>,
    /// It was, and is no longer.
    old: Option<String>,
    /// Signs in again and again.
    word: Option<String>,
    /// Signs in once.
    once: Option<String>,
    /// Did so, or perhaps did.
    spent: Option<String>,
}

pub(super) struct Clerk {
    accounts: Vec<Account>,
    /// How many passwords and names were thought of.
    count: u64,
    random: Random,
    /// All they ever asked for.
    pub(super) attempts: Vec<Attempt>,
    /// Where the server is in this cycle.
    line: Option<SocketAddr>,
    name: String,
}

impl Clerk {
    pub(super) fn new(random: Random) -> Clerk {
        let (accounts, attempts, name) = Default::default();
        Clerk { accounts, count: 0, random, attempts, line: None, name }
    }

    /// After a kill: the newest account is tried with everything it had, and an older one by its word. One that nobody can sign in to is left.
    pub(super) fn come_back(&mut self, line: SocketAddr, name: &str, figures: &mut Figures) -> Result<()> {
        (self.line, self.name) = (Some(line), name.to_owned());
        // Hashing takes longer than most servers live: the first account is made in peace, and some passwords are changed so.
        let Some(mut account) = self.accounts.pop() else { return self.register(figures) };
        if let Some(mut older) = self.random.pick(&self.accounts).cloned() {
            self.by_word(&mut older)?;
        }
        if self.try_all(&mut account, figures)? {
            if self.random.once_in(4) {
                self.password(&mut account, figures)?;
            }
            if account.once.is_none() && self.random.once_in(2) {
                self.link(&mut account, figures)?;
            }
            self.accounts.push(account);
        }
        Ok(())
    }

    fn try_all(&mut self, account: &mut Account, figures: &mut Figures) -> Result<bool> {
        self.by_once(account, figures)?;
        self.by_spent(account)?;
        self.by_word(account)?;
        let good = self.login(account, figures)?;
        self.by_old(account)?;
        Ok(good)
    }

    /// Until the connection ends.
    pub(super) fn work(&mut self, figures: &mut Figures) -> Result<()> {
        loop {
            // What is at stake at the kill is tried first after it.
            if self.accounts.is_empty() || self.random.once_in(16) {
                self.register(figures)?;
            }
            let Some(mut account) = self.accounts.pop() else { continue };
            let worked = self.work_on(&mut account, figures);
            self.accounts.push(account);
            worked?;
        }
    }

    fn work_on(&mut self, account: &mut Account, figures: &mut Figures) -> Result<()> {
        match self.random.within(0..16) {
            0..2 => self.password(account, figures),
            2 => self.login(account, figures).map(drop),
            3..6 => self.by_spent(account),
            _ if account.once.is_none() => self.link(account, figures),
            _ => self.by_once(account, figures),
        }
    }

    /// One connection, on which something is asked for, as that account if it is to be signed in.
    fn ask(&mut self, account: &mut Account, signed_in: bool, deed: Deed) -> Result<Outcome> {
        let Some(line) = self.line else { anyhow::bail!("there is no server") };
        let mut client = Json::connect(line, clock(), &self.name)?;
        let outcome = sign_in(&mut client, account, signed_in).and_then(|here| match here {
            true => client.attempt(&account.name, deed),
            false => Ok(Outcome::Refused(String::new())),
        });
        self.attempts.append(&mut client.attempts);
        outcome
    }

    fn secret(&mut self) -> String {
        self.count += 1;
        format!("tiens-{}-tenir", self.count)
    }

    fn register(&mut self, figures: &mut Figures) -> Result<()> {
        self.count += 1;
        let (name, password) = (format!("clerk{}", self.count), self.secret());
        // It stays known whatever the answer is, if any.
        self.accounts.push(Account { name, passwords: vec![password.clone()], ..Account::default() });
        let Some(mut account) = self.accounts.last().cloned() else { return Ok(()) };
        let outcome = self.ask(&mut account, false, Deed::Register { password })?;
        granted("registrations", &outcome, figures, |word| account.word = Some(word));
        if matches!(outcome, Outcome::Refused(_)) {
            self.accounts.pop();
        } else if let Some(last) = self.accounts.last_mut() {
            *last = account;
        }
        Ok(())
    }

    fn login(&mut self, account: &mut Account, figures: &mut Figures) -> Result<bool> {
        for password in account.passwords.clone().into_iter().rev() {
            let outcome = self.ask(account, false, Deed::Login { password: password.clone() })?;
            let granted = granted("sign-ins", &outcome, figures, |word| account.word = Some(word));
            if granted {
                account.passwords = vec![password];
                return Ok(true);
            }
        }
        Ok(false)
    }

    fn password(&mut self, account: &mut Account, figures: &mut Figures) -> Result<()> {
        let (new, Some(old)) = (self.secret(), account.passwords.last().cloned()) else { return Ok(()) };
        if account.passwords.len() > 1 {
            return self.login(account, figures).map(drop);
        }
        account.passwords = vec![old.clone(), new.clone()];
        let deed = Deed::Password { old: old.clone(), new: new.clone() };
        let outcome = self.ask(account, true, deed)?;
        match granted("passwords", &outcome, figures, drop) {
            true => {
                (account.passwords, account.old) = (vec![new], Some(old));
                (account.word, account.once) = (None, None);
            }
            false => account.passwords = vec![old],
        }
        Ok(())
    }

    fn link(&mut self, account: &mut Account, figures: &mut Figures) -> Result<()> {
        let outcome = self.ask(account, true, Deed::Link)?;
        granted("words", &outcome, figures, |word| account.once = Some(word));
        Ok(())
    }

    fn by_once(&mut self, account: &mut Account, figures: &mut Figures) -> Result<()> {
        let Some(word) = account.once.take() else { return Ok(()) };
        account.spent = Some(word.clone());
        let outcome = self.ask(account, false, Deed::Resume { word })?;
        granted("words used", &outcome, figures, |word| account.word = Some(word));
        Ok(())
    }

    fn by_spent(&mut self, account: &mut Account) -> Result<()> {
        let Some(word) = account.spent.clone() else { return Ok(()) };
        self.ask(account, false, Deed::Resume { word }).map(drop)
    }

    fn by_word(&mut self, account: &mut Account) -> Result<()> {
        let Some(word) = account.word.clone() else { return Ok(()) };
        self.ask(account, false, Deed::Resume { word }).map(drop)
    }

    fn by_old(&mut self, account: &mut Account) -> Result<()> {
        let Some(password) = account.old.take() else { return Ok(()) };
        self.ask(account, false, Deed::Login { password }).map(drop)
    }
}

/// Counts what was granted, and hands over the word that came with it.
fn granted(kind: &'static str, outcome: &Outcome, figures: &mut Figures, word: impl FnOnce(String)) -> bool {
    let Outcome::Granted { word: new, .. } = outcome else { return false };
    *figures.confirmed.entry(kind).or_default() += 1;
    if let Some(new) = new {
        word(new.clone());
    }
    true
}

/// Signs in if that is wished, by the word if there is one.
fn sign_in(client: &mut Json, account: &mut Account, wished: bool) -> Result<bool> {
    if !wished {
        return Ok(true);
    }
    let deed = match (account.word.clone(), account.passwords.last().cloned()) {
        (Some(word), _) => Deed::Resume { word },
        (None, Some(password)) => Deed::Login { password },
        (None, None) => return Ok(false),
    };
    match client.attempt(&account.name, deed)? {
        Outcome::Granted { word, .. } => {
            account.word = word.or(account.word.take());
            Ok(true)
        }
        Outcome::Refused(_) | Outcome::Unknown => {
            account.word = None;
            Ok(false)
        }
    }
}
