//! PEM to a certificate that can be shown, or why not. It must not know when or how often it is asked.

use causette_texts::{Lang, ProgramError, program_error};
use jiff::Timestamp;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::sign::CertifiedKey;
use rustls::{Error, InconsistentKeys};
use sha2::{Digest, Sha256};
use std::fs::File;
use std::io::{ErrorKind, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use x509_parser::prelude::{GeneralName, X509Certificate};

/// Bytes of a file with certificates; a long chain has some thousand.
const PEM_BYTES: u64 = 1024 * 1024;

/// A certificate that is good now.
#[derive(Clone, Debug)]
pub(super) struct Certificate {
    pub(super) shown: Arc<CertifiedKey>,
    pub(super) names: Vec<String>,
    /// Its first second, since 1970.
    pub(super) from: u64,
    /// Its last second.
    pub(super) until: u64,
    /// SHA-256, as other programs print it.
    pub(super) fingerprint: String,
}

/// Why a certificate cannot be shown.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Bad {
    Unreadable { file: PathBuf, error: String, missing: bool },
    Broken { file: PathBuf, detail: String },
    Mismatch { cert: PathBuf, key: PathBuf },
    Expired { file: PathBuf, day: String },
    TooEarly { file: PathBuf, day: String },
}

impl Bad {
    pub(super) fn broken(file: &Path, detail: impl std::fmt::Display) -> Bad {
        Bad::Broken { file: file.to_owned(), detail: detail.to_string() }
    }

    /// What happened, why, and the next step.
    pub(super) fn sentence(&self, lang: Lang) -> String {
        let shown = |path: &Path| path.display().to_string();
        let say = |what: ProgramError<'_>| program_error(lang, what);
        match self {
            Bad::Unreadable { file, error, .. } => say(ProgramError::TlsUnreadable { file: &shown(file), error }),
            Bad::Broken { file, detail } => say(ProgramError::TlsBroken { file: &shown(file), detail }),
            Bad::Mismatch { cert, key } => say(ProgramError::TlsMismatch { cert: &shown(cert), key: &shown(key) }),
            Bad::Expired { file, day } => say(ProgramError::TlsExpired { file: &shown(file), day }),
            Bad::TooEarly { file, day } => say(ProgramError::TlsTooEarly { file: &shown(file), day }),
        }
    }
}

pub(super) fn read(file: &Path) -> Result<Vec<u8>, Bad> {
    let mut bytes = Vec::new();
    let read = File::open(file).and_then(|open| open.take(PEM_BYTES).read_to_end(&mut bytes));
    match read {
        Ok(_) => Ok(bytes),
        Err(error) => {
            let missing = error.kind() == ErrorKind::NotFound;
            Err(Bad::Unreadable { file: file.to_owned(), error: error.to_string(), missing })
        }
    }
}

/// The certificate in `cert` with the key in `key`, if it is good at `now` (seconds since 1970).
pub(super) fn certificate(cert: &[u8], key: &[u8], files: (&Path, &Path), now: u64) -> Result<Certificate, Bad> {
    let chain: Result<Vec<_>, _> = CertificateDer::pem_slice_iter(cert).collect();
    let chain = chain.map_err(|error| Bad::broken(files.0, error))?;
    let Some(first) = chain.first().cloned() else { return Err(Bad::broken(files.0, "there is no certificate in it")) };
    let key = PrivateKeyDer::from_pem_slice(key)
        .map_err(|error| Bad::broken(files.1, format!("there is no private key in it ({error})")))?;
    let (names, from, until) = contents(&first).map_err(|error| Bad::broken(files.0, error))?;
    if now > until {
        return Err(Bad::Expired { file: files.0.to_owned(), day: day(until) });
    }
    if now < from {
        return Err(Bad::TooEarly { file: files.0.to_owned(), day: day(from) });
    }
    let fingerprint = fingerprint(&first);
    let shown = CertifiedKey::from_der(chain, key, &rustls::crypto::ring::default_provider());
    let shown = shown.map_err(|error| match error {
        Error::InconsistentKeys(InconsistentKeys::KeyMismatch) => {
            Bad::Mismatch { cert: files.0.to_owned(), key: files.1.to_owned() }
        }
        error => Bad::broken(files.1, error),
    })?;
    Ok(Certificate { shown: Arc::new(shown), names, from, until, fingerprint })
}

/// Its names, and the first and the last second it is good.
fn contents(certificate: &CertificateDer<'_>) -> Result<(Vec<String>, u64, u64), String> {
    let (_, parsed) = x509_parser::parse_x509_certificate(certificate).map_err(|error| error.to_string())?;
    let [from, until] = [parsed.validity().not_before, parsed.validity().not_after].map(|at| at.timestamp());
    Ok((names(&parsed), u64::try_from(from).unwrap_or(0), u64::try_from(until).unwrap_or(0)))
}

fn names(certificate: &X509Certificate<'_>) -> Vec<String> {
    let Ok(Some(names)) = certificate.subject_alternative_name() else { return Vec::new() };
    let text = |name: &GeneralName<'_>| match name {
        GeneralName::DNSName(name) => Some((*name).to_owned()),
        GeneralName::IPAddress(bytes) => match <[u8; 4]>::try_from(*bytes) {
            Ok(four) => Some(std::net::Ipv4Addr::from(four).to_string()),
            Err(_) => <[u8; 16]>::try_from(*bytes).ok().map(|all| std::net::Ipv6Addr::from(all).to_string()),
        },
        _ => None,
    };
    names.value.general_names.iter().filter_map(text).collect()
}

fn fingerprint(certificate: &CertificateDer<'_>) -> String {
    let bytes = Sha256::digest(certificate.as_ref());
    bytes.iter().map(|byte| format!("{byte:02X}")).collect::<Vec<_>>().join(":")
}

/// A day of the calendar, in UTC.
pub(super) fn day(seconds: u64) -> String {
    let at = i64::try_from(seconds).ok().and_then(|seconds| Timestamp::from_second(seconds).ok());
    at.map_or_else(|| seconds.to_string(), |at| at.strftime("%Y-%m-%d").to_string())
}
