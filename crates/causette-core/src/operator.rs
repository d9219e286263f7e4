//! Operators whom the configuration names: whoever proves to be one has an operator's rank until their session ends.

use crate::{Credentials, Name, Password};

/// What proves that somebody is an operator.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Proof {
    /// The password itself, as it stands in the configuration.
    Password(Password),
    /// What was made of it, so that whoever reads the configuration cannot use it.
    Hash(Credentials),
}

/// An operator of the configuration. The name is nobody's: no person bears it by being one.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Operator {
    /// What is typed before the password.
    pub name: Name,
    /// What the password is compared with.
    pub proof: Proof,
}
