//! A certificate of our own making, which nobody vouches for: its fingerprint is to be compared.

use jiff::{Timestamp, tz::TimeZone};
use rcgen::{CertificateParams, DistinguishedName, DnType, ExtendedKeyUsagePurpose, KeyPair, date_time_ymd};
use std::fs::{File, OpenOptions, rename};
use std::io::Write;
use std::net::IpAddr;
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

/// How long it is good: whoever compared the fingerprint should not have to do so again soon.
const YEARS: i32 = 10;
const DAY: u64 = 24 * 3600;

/// Certificate and key as PEM, good from yesterday on: the clocks of those who connect differ.
pub(super) fn make(names: &[String], now: u64) -> Result<Vec<u8>, String> {
    let names = if names.is_empty() { usual_names() } else { names.to_vec() };
    let mut params = CertificateParams::new(names).map_err(|error| error.to_string())?;
    params.distinguished_name = DistinguishedName::new();
    params.distinguished_name.push(DnType::CommonName, "causette");
    params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
    let (year, month, day) = date(now.saturating_sub(DAY))?;
    params.not_before = date_time_ymd(year, month, day);
    // The 29th of February does not come every year.
    params.not_after = date_time_ymd(year + YEARS, month, day.min(28));
    let key = KeyPair::generate().map_err(|error| error.to_string())?;
    let certificate = params.self_signed(&key).map_err(|error| error.to_string())?;
    Ok([certificate.pem(), key.serialize_pem()].concat().into_bytes())
}

/// Makes one and keeps it, both halves in one file that only its owner reads, so that they always belong together.
pub(super) fn keep(file: &Path, names: &[String], now: u64) -> Result<(), String> {
    put(file, &make(names, now)?).map_err(|error| error.to_string())
}

/// Writes a file that only its owner reads: all of it or nothing.
pub(super) fn put(file: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let beside = file.with_extension("new");
    let _ = std::fs::remove_file(&beside); // of a start that was cut short
    let mut open = OpenOptions::new().write(true).create_new(true).mode(0o600).open(&beside)?;
    open.write_all(bytes)?;
    open.sync_all()?;
    rename(&beside, file)?;
    match file.parent() {
        Some(directory) => File::open(directory)?.sync_all(),
        None => Ok(()),
    }
}

/// What this machine is called, and what it calls itself.
fn usual_names() -> Vec<String> {
    let host = rustix::system::uname().nodename().to_string_lossy().to_lowercase();
    let is_name = |name: &str| name.bytes().all(|b| b.is_ascii_alphanumeric() || b"-.".contains(&b));
    let host = Some(host).filter(|host| !host.is_empty() && is_name(host) && host.parse::<IpAddr>().is_err());
    let own = ["localhost", "127.0.0.1", "::1"].map(String::from);
    host.filter(|host| *host != "localhost").into_iter().chain(own).collect()
}

fn date(seconds: u64) -> Result<(i32, u8, u8), String> {
    let seconds = i64::try_from(seconds).map_err(|error| error.to_string())?;
    let at = Timestamp::from_second(seconds).map_err(|error| error.to_string())?.to_zoned(TimeZone::UTC);
    let part = |number: i8| u8::try_from(number).map_err(|error| error.to_string());
    Ok((at.year().into(), part(at.month())?, part(at.day())?))
}
