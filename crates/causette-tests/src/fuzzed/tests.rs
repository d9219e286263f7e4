//! The seeds of the fuzzers, and slips of each, in the normal test run: the same functions, without a fuzzer.

use super::{calc, irc, json, line, names, sasl, seeds, stored};
use crate::random::Random;
use crate::{doors, opened, session};
use causette::fuzzed::{config, frames, proxy};

/// Slips made of each seed.
const SLIPS: usize = 100;

fn replay(text: &str, check: fn(&[u8])) {
    replay_with(SLIPS, text, check);
}

fn replay_with(slips: usize, text: &str, check: fn(&[u8])) {
    let seeds = seeds::read(text).unwrap();
    assert!(seeds.len() >= 10, "few seeds: {}", seeds.len());
    let mut random = Random::new(3);
    for seed in seeds {
        check(&seed);
        for _ in 0..slips {
            check(&slip(&seed, &mut random));
        }
    }
}

/// The seed with a few bytes changed, put in or taken out.
fn slip(seed: &[u8], random: &mut Random) -> Vec<u8> {
    let mut bytes = seed.to_vec();
    for _ in 0..=random.within(0..4) {
        let at = usize::try_from(random.within(0..bytes.len() as u64 + 1)).unwrap();
        let byte = if random.once_in(2) { random.bits().to_le_bytes()[0] } else { *random.pick(seed).unwrap_or(&0) };
        match random.within(0..3) {
            0 => bytes.insert(at, byte),
            1 => bytes.truncate(at),
            _ if at < bytes.len() => bytes[at] = byte,
            _ => {}
        }
    }
    bytes
}

#[test]
fn line_seeds_hold() {
    replay(include_str!("../../../../fuzz/seeds/line.txt"), line::check);
}

#[test]
fn irc_seeds_hold() {
    replay(include_str!("../../../../fuzz/seeds/irc.txt"), irc::check);
}

#[test]
fn calc_seeds_hold() {
    replay(include_str!("../../../../fuzz/seeds/calc.txt"), calc::check);
}

#[test]
fn json_seeds_hold() {
    replay(include_str!("../../../../fuzz/seeds/json.txt"), json::check);
}

#[test]
fn stored_seeds_hold() {
    replay(include_str!("../../../../fuzz/seeds/stored.txt"), stored::check);
}

#[test]
fn names_seeds_hold() {
    replay(include_str!("../../../../fuzz/seeds/names.txt"), names::check);
}

#[test]
fn sasl_seeds_hold() {
    replay(include_str!("../../../../fuzz/seeds/sasl.txt"), sasl::check);
}

#[test]
fn frames_seeds_hold() {
    replay(include_str!("../../../../fuzz/seeds/frames.txt"), frames);
}

#[test]
fn proxy_seeds_hold() {
    replay(include_str!("../../../../fuzz/seeds/proxy.txt"), proxy);
}

#[test]
fn config_seeds_hold() {
    replay(include_str!("../../../../fuzz/seeds/config.txt"), config);
}

#[test]
fn opened_seeds_hold() {
    // A store is opened for each.
    replay_with(3, include_str!("../../../../fuzz/seeds/opened.txt"), opened::check);
}

#[test]
fn session_seeds_hold() {
    // Each is a run of the simulation.
    replay_with(3, include_str!("../../../../fuzz/seeds/session.txt"), session::check);
}

#[test]
fn doors_seeds_hold() {
    // Three servers for each.
    replay_with(20, include_str!("../../../../fuzz/seeds/doors.txt"), doors::check);
}

/// What fuzzers found worth keeping, as `cargo xtask fuzz --keep` wrote it.
#[test]
fn kept_inputs_hold() {
    type Check = fn(&[u8]);
    let checks: [(&str, Check); 13] = [
        ("line", line::check),
        ("irc", irc::check),
        ("calc", calc::check),
        ("json", json::check),
        ("stored", stored::check),
        ("names", names::check),
        ("sasl", sasl::check),
        ("frames", frames),
        ("proxy", proxy),
        ("config", config),
        ("opened", opened::check),
        ("session", session::check),
        ("doors", doors::check),
    ];
    let folder = std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/../../fuzz/corpora")).unwrap();
    for path in folder.map(|entry| entry.unwrap().path()) {
        let kept = seeds::read(&std::fs::read_to_string(&path).unwrap()).unwrap();
        let check = checks.iter().find(|(name, _)| path.file_stem() == Some(name.as_ref()));
        let (name, check) = check.unwrap_or_else(|| panic!("{}: nobody checks it", path.display()));
        assert!(!kept.is_empty(), "{name}: nothing is kept");
        kept.iter().for_each(|input| check(input));
    }
}
