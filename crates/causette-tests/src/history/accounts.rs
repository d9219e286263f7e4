//! Accounts: what was made stays, what was changed is no longer good, and a word that is good once is good once, whatever
//! crashed in between.
//!
//! Of each account it is known what its password may be: one that was set, or, where an answer is missing, either. An account
//! belongs to one person of the harness, who asks for one thing after another.

use super::{Kind, Span, Violation};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// Something that was asked for about an account, and how it ended.
#[derive(Clone, Debug)]
pub struct Attempt {
    /// From before the first byte to after the last; of one that was never answered, to when that was known.
    pub span: Span,
    /// The account's name.
    pub name: String,
    /// What.
    pub deed: Deed,
    /// How it ended.
    pub outcome: Outcome,
}

/// What can be asked for.
#[derive(Clone, Debug)]
pub enum Deed {
    /// The account is made.
    Register {
        /// Its password.
        password: String,
    },
    /// A sign-in by password.
    Login {
        /// The one that was tried.
        password: String,
    },
    /// Another password.
    Password {
        /// The one until then.
        old: String,
        /// The one from then on.
        new: String,
    },
    /// A word that signs in once.
    Link,
    /// A sign-in by a word.
    Resume {
        /// The word.
        word: String,
    },
}

/// How it ended.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Outcome {
    /// As asked.
    Granted {
        /// The id of whom one signed in as, if one did.
        id: Option<String>,
        /// The word that came with it: a new one-time word, or one that signs in again and again.
        word: Option<String>,
    },
    /// Not, and why.
    Refused(String),
    /// Nobody knows.
    Unknown,
}

/// What is known of a word.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Life {
    /// It signs in.
    Good,
    /// Perhaps; nothing is promised.
    Perhaps,
    /// Somebody signed in by it, and it was good once.
    Spent,
    /// The password was changed after it was given.
    Revoked,
}

#[derive(Default)]
struct Account<'a> {
    id: Option<&'a str>,
    /// What its password may be; `None`: there is no such account.
    passwords: BTreeSet<Option<&'a str>>,
    /// By word: whether it is good once only, and what is known of it.
    words: HashMap<&'a str, (bool, Life)>,
}

pub(super) fn check(attempts: &[Attempt], found: &mut Vec<Violation>) {
    let mut order: Vec<&Attempt> = attempts.iter().collect();
    order.sort_by_key(|attempt| attempt.span.from);
    let mut accounts: BTreeMap<&str, Account<'_>> = BTreeMap::new();
    for attempt in order {
        let account = accounts
            .entry(&attempt.name)
            .or_insert_with(|| Account { passwords: BTreeSet::from([None]), ..Account::default() });
        for (kind, words) in account.take(attempt) {
            found.push(Violation::new(kind, &format!("the account {}", attempt.name), 0, words));
        }
    }
}

type Broken = Vec<(Kind, String)>;

impl<'a> Account<'a> {
    fn take(&mut self, attempt: &'a Attempt) -> Broken {
        let mut broken = match &attempt.deed {
            Deed::Register { password } => self.registers(password, &attempt.outcome),
            Deed::Login { password } => self.proves(password, &attempt.outcome),
            Deed::Password { old, new } => self.changes(old, new, &attempt.outcome),
            Deed::Link => Broken::new(),
            Deed::Resume { word } => self.resumes(word, &attempt.outcome),
        };
        if let Outcome::Granted { id, word } = &attempt.outcome {
            if let (Some(known), Some(id)) = (self.id, id)
                && known != id
            {
                broken.push((Kind::LostAccount, format!("it was {known}, and is {id} now")));
            }
            self.id = id.as_deref().or(self.id);
            if let Some(word) = word {
                self.given(word, matches!(attempt.deed, Deed::Link));
            }
        }
        broken
    }

    fn registers(&mut self, password: &'a str, outcome: &Outcome) -> Broken {
        match outcome {
            Outcome::Granted { .. } => {
                let made = !self.passwords.contains(&None);
                self.passwords = BTreeSet::from([Some(password)]);
                let words = || "it was made again, though it was there".to_owned();
                return made.then(|| (Kind::LostAccount, words())).into_iter().collect();
            }
            Outcome::Unknown => drop(self.passwords.insert(Some(password))),
            Outcome::Refused(_) => {}
        }
        Broken::new()
    }

    /// A password is tried.
    fn proves(&mut self, password: &'a str, outcome: &Outcome) -> Broken {
        let may = self.passwords.contains(&Some(password));
        match outcome {
            Outcome::Granted { .. } => {
                let never = self.passwords.iter().all(Option::is_none);
                self.passwords = BTreeSet::from([Some(password)]);
                match (may, never) {
                    (true, _) => Broken::new(),
                    (false, true) => vec![(Kind::Unmade, "signed in to an account that was never made".to_owned())],
                    (false, false) => {
                        vec![(Kind::OldSecret, format!("{password:?} signs in, which is not its password"))]
                    }
                }
            }
            Outcome::Refused(code) if code == "wrong_login" && may => {
                if self.passwords.len() > 1 {
                    self.passwords.remove(&Some(password));
                    return Broken::new();
                }
                vec![(Kind::LostAccount, format!("{password:?} was confirmed, and does not sign in"))]
            }
            Outcome::Refused(_) | Outcome::Unknown => Broken::new(),
        }
    }

    fn changes(&mut self, old: &'a str, new: &'a str, outcome: &Outcome) -> Broken {
        let broken = match outcome {
            Outcome::Unknown => {
                self.passwords.insert(Some(new));
                Broken::new()
            }
            known => self.proves(old, known),
        };
        let granted = matches!(outcome, Outcome::Granted { .. });
        if granted {
            self.passwords = BTreeSet::from([Some(new)]);
        }
        for (_, life) in self.words.values_mut() {
            match (&outcome, *life) {
                (Outcome::Granted { .. }, Life::Good | Life::Perhaps) => *life = Life::Revoked,
                (Outcome::Unknown, Life::Good) => *life = Life::Perhaps,
                _ => {}
            }
        }
        broken
    }

    fn resumes(&mut self, word: &'a str, outcome: &Outcome) -> Broken {
        let Some((once, life)) = self.words.get_mut(word) else { return Broken::new() };
        let before = *life;
        match outcome {
            Outcome::Granted { .. } => {
                *life = if *once { Life::Spent } else { Life::Good };
                match before {
                    Life::Good | Life::Perhaps => Broken::new(),
                    Life::Spent => vec![(Kind::UsedTwice, format!("{word:?} signed in a second time"))],
                    Life::Revoked => {
                        vec![(Kind::OldSecret, format!("{word:?} signs in, though the password was changed since"))]
                    }
                }
            }
            Outcome::Unknown => {
                if *once && before == Life::Good {
                    *life = Life::Perhaps;
                }
                Broken::new()
            }
            Outcome::Refused(code) if code == "bad_token" && before == Life::Good => {
                *life = Life::Perhaps;
                vec![(Kind::LostAccount, format!("{word:?} was given, and does not sign in"))]
            }
            Outcome::Refused(_) => Broken::new(),
        }
    }

    /// Of words that sign in again and again only the newest is promised: too many let the oldest go.
    fn given(&mut self, word: &'a str, once: bool) {
        if !once {
            let older = self.words.values_mut().filter(|(once, life)| !once && *life == Life::Good);
            older.for_each(|(_, life)| *life = Life::Perhaps);
        }
        self.words.insert(word, (once, Life::Good));
    }
}
