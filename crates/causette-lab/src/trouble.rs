//! What can stop a part before it starts, as one sentence with the next step.

use crate::port;
use causette_texts::{Lab, Lang, lab};
use std::fmt;
use std::io::{self, ErrorKind};
use std::net::{SocketAddr, ToSocketAddrs};

/// Why a socket could not be had.
#[derive(Debug)]
pub enum Trouble {
    /// Not an address at all.
    BadAddress(String),
    /// `bind` or `listen` failed.
    Listen(SocketAddr, io::Error),
    /// `connect` failed.
    Connect(SocketAddr, io::Error),
    /// Anything else that the system refuses.
    Other(io::Error),
}

impl Trouble {
    /// The sentence for a person.
    pub fn sentence(&self, lang: Lang) -> String {
        match self {
            Trouble::BadAddress(given) => lab(lang, Lab::BadAddress { given: &crate::trace::harmless(given) }),
            Trouble::Listen(address, error) => listen(lang, *address, error),
            Trouble::Connect(address, error) if error.kind() == ErrorKind::ConnectionRefused => {
                lab(lang, Lab::NobodyThere { address: &address.to_string() })
            }
            Trouble::Connect(address, error) => {
                lab(lang, Lab::CannotConnect { address: &address.to_string(), error: &error.to_string() })
            }
            Trouble::Other(error) => lab(lang, Lab::SystemRefused { error: &error.to_string() }),
        }
    }
}

fn listen(lang: Lang, address: SocketAddr, error: &io::Error) -> String {
    let (port, whole) = (u64::from(address.port()), address.to_string());
    match error.kind() {
        ErrorKind::AddrInUse => match port::holder(address) {
            Some(holder) => lab(lang, Lab::PortHeld { port, holder: &holder }),
            None => lab(lang, Lab::PortInUse { port }),
        },
        ErrorKind::PermissionDenied => lab(lang, Lab::PortPrivileged { port }),
        ErrorKind::AddrNotAvailable => lab(lang, Lab::AddressNotHere { address: &whole }),
        _ => lab(lang, Lab::CannotListen { address: &whole, error: &error.to_string() }),
    }
}

impl fmt::Display for Trouble {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.sentence(Lang::En))
    }
}

impl std::error::Error for Trouble {}

impl From<io::Error> for Trouble {
    fn from(error: io::Error) -> Trouble {
        Trouble::Other(error)
    }
}

/// The address that somebody wrote: `127.0.0.1:63000`, `[::1]:63000`, `localhost:63000`, or only `:63000` or `63000`.
///
/// # Errors
/// [`Trouble::BadAddress`]
pub fn address(given: &str) -> Result<SocketAddr, Trouble> {
    let word = given.trim();
    let port = word.strip_prefix(':').unwrap_or(word);
    let local = port.parse::<u16>().ok().map(|port| SocketAddr::from(([127, 0, 0, 1], port)));
    let found = local.or_else(|| word.parse().ok()).or_else(|| word.to_socket_addrs().ok()?.next());
    found.ok_or_else(|| Trouble::BadAddress(given.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses() {
        for (given, expect) in [
            ("127.0.0.1:63000", "127.0.0.1:63000"),
            (" [::1]:80 ", "[::1]:80"),
            ("63000", "127.0.0.1:63000"),
            (":0", "127.0.0.1:0"),
        ] {
            assert_eq!(address(given).unwrap().to_string(), expect);
        }
        for given in ["", "nonsense", "127.0.0.1", "127.0.0.1:99999", "1.2.3.4.5:6", ":", "\x1b[31m:1"] {
            let sentence = address(given).unwrap_err().sentence(Lang::Fr);
            assert!(!sentence.contains('\x1b') && sentence.contains("127.0.0.1:63000"), "{sentence}");
        }
    }

    #[test]
    fn each_trouble_says_the_next_step() {
        let held = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let address = held.local_addr().unwrap();
        let say = |kind: ErrorKind| Trouble::Listen(address, kind.into()).sentence(Lang::Fr);
        assert!(say(ErrorKind::AddrInUse).contains(&format!("(pid {})", std::process::id())));
        for kind in [ErrorKind::AddrInUse, ErrorKind::PermissionDenied, ErrorKind::AddrNotAvailable, ErrorKind::Other] {
            assert!(say(kind).contains("--listen"), "{}", say(kind));
        }
        let refused = Trouble::Connect(address, ErrorKind::ConnectionRefused.into()).sentence(Lang::En);
        assert!(refused.contains(&address.to_string()), "{refused}");
    }
}
