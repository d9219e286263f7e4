//! Proving who one is without sending a password: an exchange of texts.

use std::fmt;

/// What a client says in an exchange of SCRAM-SHA-256 (RFC 5802, RFC 7677). To the rules the texts are opaque: whoever keeps
/// what is compared with them reads them (see [`crate::ports::Accounts`]).
#[derive(Clone, PartialEq, Eq)]
pub enum Scram {
    /// `client-first`: who it is. It begins anew, whatever was under way.
    First(String),
    /// `client-final`: the proof.
    Final(String),
    /// It believes the server, and wants to be signed in. Whoever does not believe it never says so.
    Done,
}

impl fmt::Debug for Scram {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Scram::First(_) => "First(…)",
            Scram::Final(_) => "Final(…)",
            Scram::Done => "Done",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_text_of_an_exchange_is_shown() {
        assert_eq!(format!("{:?} {:?}", Scram::First("n,,n=a,r=b".into()), Scram::Done), "First(…) Done");
    }
}
