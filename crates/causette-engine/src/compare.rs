//! Reads by which somebody proves who they are: what is stored is compared, with the same work whatever comes of it.

use crate::submission::SignIn;
use causette_core::ports::{Accounts, Home, Log, ReadError};
use causette_core::{Host, Password, PersonId, Proof};

/// What somebody comes back to; `None`: they have never signed in from where they had to.
pub(crate) fn welcome_home(
    log: &dyn Log,
    person: Option<PersonId>,
    only_from: Option<Option<Host>>,
) -> Result<Option<Home>, ReadError> {
    // For a name that no account has, the same is read: of the server, which has nothing.
    let home = log.home(person.unwrap_or(PersonId::SERVER))?;
    let knows = |host: Option<Host>| host.is_some() && home.tokens.iter().any(|token| token.host == host);
    Ok(if only_from.is_some_and(|host| !knows(host)) { None } else { Some(home) })
}

/// Compares a password. `only_from`: only if the account has signed in from there before.
pub(crate) fn sign_in(
    log: &dyn Log,
    accounts: &dyn Accounts,
    person: Option<PersonId>,
    password: &Password,
    only_from: Option<Option<Host>>,
) -> Result<SignIn, ReadError> {
    let Some(home) = welcome_home(log, person, only_from)? else { return Ok(SignIn::Unknown) };
    let stored = log.credentials(person.unwrap_or(PersonId::SERVER))?;
    let checked = accounts.check(stored.as_ref(), password);
    Ok(if checked.good { SignIn::Right(home, checked.rehash) } else { SignIn::Wrong })
}

/// Compares an operator's password, with the same work whatever is known of them. Hashes are compared where the password itself is
/// known, so that time tells nothing of it.
pub(crate) fn is_operator(accounts: &dyn Accounts, proof: Option<&Proof>, password: &Password) -> bool {
    let stored = match proof {
        Some(Proof::Hash(stored)) => Some(stored),
        Some(Proof::Password(_)) | None => None,
    };
    let hashed = accounts.check(stored, password).good;
    let hash = |password: &Password| accounts.token_hash(password.reveal());
    let same = match proof {
        Some(Proof::Password(known)) => hash(known) == hash(password),
        Some(Proof::Hash(_)) | None => false,
    };
    hashed || same
}
