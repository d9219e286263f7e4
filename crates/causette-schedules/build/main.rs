//! Copies the sources that share something between threads, and has them use this crate's `seam` where they name
//! `std::sync`, `std::thread`, `std::time` and tokio. So the product knows nothing of schedules, and what is scheduled is the
//! product. Faults are planted in the copies.

#[path = "../src/faults.rs"]
#[allow(dead_code, unreachable_pub, reason = "the build needs the patches only")]
mod faults;
mod mounts;

use mounts::{MOUNTS, Mount, Seam};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::{env, fs};

fn main() {
    println!("cargo::rustc-check-cfg=cfg(feature, values(\"planted\"))");
    println!("cargo::rerun-if-changed=build");
    println!("cargo::rerun-if-changed=src/faults.rs");
    let crates = PathBuf::from(variable("CARGO_MANIFEST_DIR")).join("..");
    let out = PathBuf::from(variable("OUT_DIR"));
    let mut patched = BTreeSet::new();
    let modules: Vec<String> = MOUNTS.iter().map(|mount| copy(mount, &crates, &out, &mut patched)).collect();
    let patches = faults::FAULTS.iter().flat_map(|fault| fault.patches);
    patches.for_each(|patch| assert!(patched.contains(patch.to), "{} is not mounted: {}", patch.file, patch.to));
    write(&out.join("mounted.rs"), &modules.concat());
}

#[expect(clippy::disallowed_methods, reason = "that is how cargo talks to a build script")]
fn variable(name: &str) -> String {
    env::var(name).unwrap_or_else(|error| panic!("{name}: {error}"))
}

fn write(path: &Path, text: &str) {
    fs::write(path, text).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
}

/// Copies a mount's files and says what module holds them.
fn copy(mount: &Mount, crates: &Path, out: &Path, patched: &mut BTreeSet<&'static str>) -> String {
    let Mount { module, seam, folder, files, around, replace } = mount;
    let place = out.join(module);
    fs::create_dir_all(&place).unwrap_or_else(|error| panic!("{}: {error}", place.display()));
    let mut inside = String::new();
    for file in *files {
        let name = format!("{folder}/{file}.rs");
        let source = crates.join(&name);
        println!("cargo::rerun-if-changed={}", source.display());
        let text = fs::read_to_string(&source).unwrap_or_else(|error| panic!("{}: {error}", source.display()));
        let text = planted(&name, text, patched);
        let changes = replace.iter().filter(|(of, ..)| of == file);
        let text = changes.fold(text, |text, (_, from, to)| {
            assert_eq!(text.matches(from).count(), 1, "{name} has `{from}` once");
            text.replace(from, to)
        });
        let leaf = file.rsplit('/').next().unwrap_or(file);
        let copy = place.join(format!("{leaf}.rs"));
        write(&copy, &seamed(&name, module, *seam, &text));
        inside += &format!("#[path = {copy:?}]\npub(crate) mod {leaf};\n");
    }
    format!("pub(crate) mod {module} {{\n{around}\n{inside}}}\n")
}

/// Plants this file's faults: each patch fits exactly once, and is asleep until its fault is chosen.
fn planted(name: &str, text: String, patched: &mut BTreeSet<&'static str>) -> String {
    let patches = faults::FAULTS.iter().flat_map(|fault| fault.patches).filter(|patch| patch.file == name);
    patches.fold(text, |text, patch| {
        let count = text.matches(patch.from).count();
        assert_eq!(
            count, 1,
            "{name}: a fault is to be planted where this stands once, not {count} times:\n{}",
            patch.from
        );
        patched.insert(patch.to);
        text.replace(patch.from, patch.to)
    })
}

/// Everything that threads may share comes from the seam.
fn seamed(name: &str, module: &str, seam: Seam, text: &str) -> String {
    assert!(!text.contains("use std::{"), "{name}: name each part of std on a line of its own");
    // Its tests have their place there.
    let text = text.split("\n#[cfg(test)]\nmod tests").next().unwrap_or_default();
    let text = text.replace("pub(super)", "pub(crate)").replace("pub(in crate::gate)", "pub(crate)");
    let text = text.replace("tokio::select! {", "tokio::select! { biased;");
    let own = format!("crate::{module}::");
    let shared: &[(&str, &str)] = match seam {
        Seam::Orders => &[
            ("std::sync::", "crate::seam::sync::"),
            ("std::thread::", "crate::seam::thread::"),
            ("std::thread;", "crate::seam::thread;"),
            ("std::time::", "crate::seam::time::"),
            ("tokio::", "crate::seam::tokio::"),
        ],
        Seam::Memory => &[("std::sync::", "crate::seam::memory::"), ("tokio::time::", "std::time::")],
    };
    let own = [("crate::", own.as_str()), ("causette_engine::", "crate::engine::")];
    let roots: Vec<&(&str, &str)> = own.iter().chain(shared).collect();
    // All at once, so that nothing that was put in is replaced again.
    let (mut seamed, mut rest) = (String::with_capacity(text.len() * 2), text.as_str());
    while !rest.is_empty() {
        let fresh = !seamed.ends_with(|c: char| c.is_alphanumeric() || c == '_' || c == ':' || c == '$');
        let root = roots.iter().find(|(from, _)| fresh && rest.starts_with(from) && !is_ours(rest));
        let (taken, put) = match root {
            Some((from, to)) => (from.len(), *to),
            None => {
                let next = rest.chars().next().map_or(0, char::len_utf8);
                (next, &rest[..next])
            }
        };
        seamed.push_str(put);
        rest = &rest[taken..];
    }
    seamed
}

/// What a fault's patch names is in this crate already.
fn is_ours(rest: &str) -> bool {
    ["crate::faults::", "crate::seam::", "crate::fakes::"].iter().any(|path| rest.starts_with(path))
}
