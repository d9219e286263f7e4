//! The four texts of the exchange.

use super::{Verifier, fixed, mac};
use base64ct::{Base64, Encoding};
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;
use thiserror::Error;

/// The longest text a client may send.
const TEXT_BYTES: usize = 1_024;
/// The longest nonce.
const NONCE_BYTES: usize = 256;

/// Why an exchange ends. Which of them it was is nobody's business but the log's: a wrong password and a wrong name are both
/// [`Fault::Proof`].
#[derive(Clone, Copy, PartialEq, Eq, Debug, Error)]
pub enum Fault {
    /// It is no text of this exchange.
    #[error("not SCRAM-SHA-256")]
    Form,
    /// It asks for channel binding, which is not offered, or for an extension.
    #[error("channel binding and extensions are not supported")]
    Extension,
    /// Its nonce is not the one that was given.
    #[error("another nonce")]
    Nonce,
    /// The proof is wrong.
    #[error("wrong proof")]
    Proof,
}

/// What a client says first.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ClientFirst {
    /// Who it is.
    pub name: String,
    /// Who it wants to act as, if it says so.
    pub acting: Option<String>,
    /// All before the bare part, which it must repeat.
    header: String,
    bare: String,
    nonce: String,
}

impl ClientFirst {
    /// Reads `n,,n=NAME,r=NONCE`.
    pub fn parse(text: &str) -> Result<ClientFirst, Fault> {
        if text.len() > TEXT_BYTES {
            return Err(Fault::Form);
        }
        let (flag, rest) = text.split_once(',').ok_or(Fault::Form)?;
        match flag {
            // `y`: it could bind, and thinks that we cannot. It is right.
            "n" | "y" => {}
            flag if flag.starts_with("p=") => return Err(Fault::Extension),
            _ => return Err(Fault::Form),
        }
        let (acting, bare) = rest.split_once(',').ok_or(Fault::Form)?;
        let header = text.get(..text.len() - bare.len()).unwrap_or_default().to_owned();
        let acting = match acting {
            "" => None,
            acting => Some(saslname(acting.strip_prefix("a=").ok_or(Fault::Form)?)?),
        };
        if bare.starts_with("m=") {
            return Err(Fault::Extension);
        }
        let (name, rest) = bare.strip_prefix("n=").and_then(|b| b.split_once(',')).ok_or(Fault::Form)?;
        let nonce = rest.strip_prefix("r=").ok_or(Fault::Form)?.split(',').next().unwrap_or_default();
        if !is_nonce(nonce) {
            return Err(Fault::Form);
        }
        let name = saslname(name)?;
        Ok(ClientFirst { name, acting, header, bare: bare.to_owned(), nonce: nonce.to_owned() })
    }

    /// What it is asked then; `nonce` is fresh, and of printable ASCII without commas.
    pub fn challenge(self, verifier: Verifier, nonce: &str) -> Challenge {
        let nonce = format!("{}{nonce}", self.nonce);
        let text = format!("r={nonce},s={},i={}", Base64::encode_string(&verifier.salt), verifier.iterations);
        Challenge { first: self, verifier, nonce, text }
    }
}

/// What a client was asked to prove.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Challenge {
    first: ClientFirst,
    verifier: Verifier,
    nonce: String,
    text: String,
}

impl Challenge {
    /// The text to send: `r=NONCE,s=SALT,i=ITERATIONS`.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Reads `c=BINDING,r=NONCE,p=PROOF`; what to answer when the proof is right. It is compared in constant time.
    pub fn answer(&self, text: &str) -> Result<String, Fault> {
        if text.len() > TEXT_BYTES {
            return Err(Fault::Form);
        }
        let (without_proof, proof) = text.rsplit_once(",p=").ok_or(Fault::Form)?;
        let proof: [u8; 32] = fixed(proof).map_err(|()| Fault::Form)?;
        let (binding, rest) = without_proof.split_once(',').ok_or(Fault::Form)?;
        let binding = Base64::decode_vec(binding.strip_prefix("c=").ok_or(Fault::Form)?).map_err(|_| Fault::Form)?;
        if binding != self.first.header.as_bytes() {
            return Err(Fault::Extension);
        }
        if rest.strip_prefix("r=").ok_or(Fault::Form)?.split(',').next() != Some(&self.nonce) {
            return Err(Fault::Nonce);
        }
        let signed = format!("{},{},{without_proof}", self.first.bare, self.text);
        let signature = mac(&self.verifier.stored_key, signed.as_bytes());
        let client_key: [u8; 32] =
            std::array::from_fn(|i| proof.get(i).copied().unwrap_or(0) ^ signature.get(i).copied().unwrap_or(0));
        let key: [u8; 32] = Sha256::digest(client_key).into();
        if !bool::from(key.ct_eq(&self.verifier.stored_key)) {
            return Err(Fault::Proof);
        }
        Ok(format!("v={}", Base64::encode_string(&mac(&self.verifier.server_key, signed.as_bytes()))))
    }
}

fn is_nonce(nonce: &str) -> bool {
    !nonce.is_empty() && nonce.len() <= NONCE_BYTES && nonce.bytes().all(|b| b.is_ascii_graphic() && b != b',')
}

/// A name in which `,` and `=` are written `=2C` and `=3D`.
fn saslname(text: &str) -> Result<String, Fault> {
    let mut parts = text.split('=');
    let mut name = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let rest = match part.split_at_checked(2) {
            Some(("2C", rest)) => {
                name.push(',');
                rest
            }
            Some(("3D", rest)) => {
                name.push('=');
                rest
            }
            Some(_) | None => return Err(Fault::Form),
        };
        name.push_str(rest);
    }
    if name.is_empty() || name.contains('\0') { Err(Fault::Form) } else { Ok(name) }
}
