//! Accounts: what is kept of them, what proves that somebody is one, and how the server lets people in.

use crate::hook::Progress;
use crate::{Host, Millis, Name, PersonId, ProfileChanges, Program, Refusal, limits};

/// What somebody types to prove who they are: at most [`limits::PASSWORD_MAX`] bytes, no control character; how many at least
/// is the server's [`Policy`]. Never shown, never logged; its bytes are wiped when it is dropped.
#[derive(Clone, PartialEq, Eq)]
pub struct Password(String);

impl Password {
    /// Checks a password that is to be set.
    pub fn new(raw: &str) -> Result<Password, Refusal> {
        match Password::typed(raw) {
            Some(password) => Ok(password),
            None => Err(Refusal::BadPassword { min: limits::PASSWORD_MIN, max: limits::PASSWORD_MAX }),
        }
    }

    /// A password that is to be compared: whatever could be one, short or not, so that nothing is told of the right one.
    pub fn typed(raw: &str) -> Option<Password> {
        let fits = !raw.is_empty() && raw.len() <= limits::PASSWORD_MAX && !raw.contains(char::is_control);
        fits.then(|| Password(raw.to_owned()))
    }

    /// The password itself, for hashing.
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl Drop for Password {
    fn drop(&mut self) {
        let mut bytes = std::mem::take(&mut self.0).into_bytes();
        bytes.fill(0);
        std::hint::black_box(&bytes);
    }
}

impl std::fmt::Debug for Password {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Password(…)")
    }
}

/// What is stored instead of a password. The backend makes it and reads it; to the rules it is opaque.
#[derive(Clone, PartialEq, Eq)]
pub struct Credentials {
    /// An Argon2id hash as a PHC string.
    pub argon2: String,
    /// A SCRAM-SHA-256 verifier (RFC 5802), for doors whose clients never send the password.
    pub scram: String,
}

impl std::fmt::Debug for Credentials {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Credentials(…)")
    }
}

/// An account, as the server knows all of them at all times.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Account {
    /// For ever.
    pub id: PersonId,
    /// Its name, which nobody else may bear.
    pub name: Name,
    /// Since when.
    pub made: Millis,
}

impl Account {
    /// Refuses a name that no account may have: those the server gives to guests, in whichever letters.
    pub fn may_bear(name: &Name) -> Result<(), Refusal> {
        let key = name.key();
        let guest = key.as_str().strip_prefix("guest").is_some_and(|rest| rest.chars().all(|c| c.is_ascii_digit()));
        if guest { Err(Refusal::NameTaken(name.to_string())) } else { Ok(()) }
    }
}

/// What a secret word is found by: its hash, so that reading the store gives nobody a word that works.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct TokenHash(pub [u8; 32]);

/// What a secret word is good for.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash)]
pub enum TokenKind {
    /// Being signed in again on another connection.
    Session,
    /// Signing in once, within minutes, where a password may not be typed.
    Once,
    /// The same for whoever forgot their password, given by an operator: it lasts a day, and a new password may be set.
    Reset,
    /// Making an account where not everybody may.
    Invite,
    /// Signing in whoever holds the key of a certificate, which this is the fingerprint of. Nobody can type it.
    Certificate,
    /// Signing in a program, as far as [`Token::program`] says.
    Program,
    /// Nothing that anybody could type: a webhook, whose program the server runs.
    Hook,
}

/// A secret word the server gave out.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Token {
    /// What it is found by.
    pub hash: TokenHash,
    /// Whose it is; of an invitation, who made it.
    pub person: PersonId,
    /// What it is good for.
    pub kind: TokenKind,
    /// Since when.
    pub made: Millis,
    /// Until when.
    pub until: Millis,
    /// From where its owner had signed in when it was made.
    pub host: Option<Host>,
    /// Which program it signs in, and how far that may go; of words of the kinds `Program` and `Hook` only.
    pub program: Option<Box<Program>>,
}

/// What a commit changes about accounts. It stands beside the facts of the directory, and all of it is stored or none.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum AccountChange {
    /// There is this account, with this to sign in by.
    Made(Account, Option<Credentials>),
    /// It is signed in to by this from now on.
    Credentials(PersonId, Credentials),
    /// This word is good from now on. Those of the same person go whose time was over when it was made, and the oldest that sign
    /// in beyond [`limits::TOKENS_PER_ACCOUNT`].
    Token(Token),
    /// This one no longer.
    Spent(TokenHash),
    /// A program signed in by this one, on the day that begins then. Nothing happens if it is no longer good.
    Used(TokenHash, Millis),
    /// This webhook has come so far. Nothing happens if there is none any more; its position only moves forward.
    Hooked(TokenHash, Progress),
    /// Nor any other word that signs this person in, but the one named; nor a certificate, nor a program.
    SignedOut(PersonId, Option<TokenHash>),
    /// It says this of itself from now on.
    Profile(PersonId, ProfileChanges),
    /// There is no such account any more. Its name and what signs in to it go now; what it said and what names it go in
    /// pieces after this commit (see [`crate::ports::Log::scrub`]).
    Erased(PersonId),
}

/// Who may make an account.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Registration {
    /// Everybody.
    #[default]
    Open,
    /// Whoever has an invitation.
    Invited,
    /// Only operators make accounts.
    Closed,
}

/// How the server lets people in.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Policy {
    /// Who may make an account.
    pub registration: Registration,
    /// Whether those who did not sign in may talk.
    pub guests: bool,
    /// The fewest bytes of a password that is set.
    pub password_min: usize,
    /// Whether a session by IRC enters its account's rooms by itself.
    pub irc_follow: bool,
}

impl Default for Policy {
    fn default() -> Policy {
        let (registration, password_min) = (Registration::Open, limits::PASSWORD_MIN);
        Policy { registration, guests: true, password_min, irc_follow: true }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_has_a_length_and_is_never_shown() {
        let refused = Refusal::BadPassword { min: limits::PASSWORD_MIN, max: limits::PASSWORD_MAX };
        for bad in ["", "tab\tinside", &"x".repeat(limits::PASSWORD_MAX + 1)] {
            assert_eq!(Password::new(bad), Err(refused.clone()), "{bad:?}");
        }
        for good in ["correct horse", "motdepassé", &"x".repeat(limits::PASSWORD_MAX)] {
            assert_eq!(Password::new(good).unwrap().reveal(), good);
        }
        assert_eq!(format!("{:?}", Password::new("correct horse").unwrap()), "Password(…)");
        assert!(Password::typed("short").is_some(), "to compare, it may be anything");
        assert!(Password::typed(&"x".repeat(limits::PASSWORD_MAX + 1)).is_none());
    }

    #[test]
    fn no_account_is_called_as_guests_are() {
        for name in ["guest", "guest1", "guest120", "Guest7", "GUEST7"] {
            assert_eq!(Account::may_bear(&Name::given(name)), Err(Refusal::NameTaken(name.to_owned())));
        }
        for name in ["bob", "guesthouse", "guest1a", "my-guest1"] {
            assert_eq!(Account::may_bear(&Name::given(name)), Ok(()), "{name}");
        }
    }
}
