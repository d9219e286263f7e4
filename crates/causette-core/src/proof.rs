//! Proving who one is without sending a password: an exchange of texts, or the key of a certificate.

use crate::TokenHash;
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

/// What one wishes of the certificates that sign one in.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Certificates {
    /// The one that this connection was made with signs in from now on.
    Add,
    /// This one no longer.
    Remove(Fingerprint),
    /// Which do.
    List,
}

/// SHA-256 of a certificate: what it is known by. Whoever shows the certificate has shown that its key is theirs.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Fingerprint(pub [u8; 32]);

impl Fingerprint {
    /// Reads 64 hex digits, in either case, with or without colons between them.
    pub fn parse(text: &str) -> Option<Fingerprint> {
        let mut digits = text.chars().filter(|c| *c != ':').map(|c| c.to_digit(16));
        let mut bytes = [0; 32];
        for byte in &mut bytes {
            let (high, low) = (digits.next()??, digits.next()??);
            *byte = (high << 4 | low) as u8;
        }
        digits.next().is_none().then_some(Fingerprint(bytes))
    }

    /// What it is found by among all that signs somebody in.
    pub fn hash(self) -> TokenHash {
        TokenHash(self.0)
    }
}

impl fmt::Display for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Fingerprint({self})")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fingerprint_is_read_as_it_is_written_anywhere() {
        let plain = "00ff1234567890abcdef00ff1234567890abcdef00ff1234567890abcdef0042";
        let read = Fingerprint::parse(plain).unwrap();
        assert_eq!(read.to_string(), plain);
        assert_eq!(Fingerprint::parse(&plain.to_uppercase()), Some(read));
        let pairs: Vec<&str> = plain.as_bytes().chunks(2).map(|pair| std::str::from_utf8(pair).unwrap()).collect();
        assert_eq!(Fingerprint::parse(&pairs.join(":")), Some(read));
        for bad in ["", "00", &format!("{plain}0"), &plain.replace('1', "g"), &plain.replace('1', "é")] {
            assert_eq!(Fingerprint::parse(bad), None, "{bad}");
        }
    }

    #[test]
    fn no_text_of_an_exchange_is_shown() {
        assert_eq!(format!("{:?} {:?}", Scram::First("n,,n=a,r=b".into()), Scram::Done), "First(…) Done");
    }
}
