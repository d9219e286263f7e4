//! `cargo xtask deb`: the Debian package, by cargo-deb, and a look at what came out.
//!
//! cargo-deb is kept in `target/tools`: nothing outside this folder changes. Not part of the tests, because it takes a
//! release build; that the files it is made of exist, `cargo xtask lint packaged` checks.

use crate::{needs, shell};
use anyhow::{Context, Result, bail};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The version that is known to work.
const CARGO_DEB: &str = "3.8.0";
/// Shells, by the names of the files that the manifest has.
const SHELLS: [&str; 3] = ["bash", "zsh", "fish"];
/// What whoever installs it relies on.
const HOLDS: &[&str] = &[
    "./usr/bin/causette",
    "./lib/systemd/system/causette.service",
    "./lib/systemd/system/causette.socket",
    "./usr/lib/sysusers.d/causette.conf",
    "./etc/causette/causette.toml",
    "./usr/share/man/man1/causette.1.gz",
    "./usr/share/man/man1/causette-serve.1.gz",
    "./usr/share/bash-completion/completions/causette",
    "./usr/share/zsh/vendor-completions/_causette",
    "./usr/share/fish/vendor_completions.d/causette.fish",
    "./usr/share/doc/causette/copyright",
    "./usr/share/doc/causette/README.md",
];

/// Builds it, and says where it is.
pub(crate) fn run(words: &[&str]) -> Result<()> {
    if let Some(word) = words.first() {
        bail!("`cargo xtask deb` takes no words, and not {word}");
    }
    needs::ensure(needs::DEB)?;
    let root = shell::root();
    let target = root.join("target");
    // Where the manifest looks for what is built, whatever the environment says.
    let cargo = |words: &[&str]| {
        let mut command = shell::cargo(words);
        command.env("CARGO_TARGET_DIR", &target);
        command
    };
    shell::run(&mut cargo(&["build", "--release", "--locked", "-p", "causette"]))?;
    extras(&target.join("release/causette"), &target.join("packaging"))?;
    let tools = tool(&target.join("tools"), cargo)?;
    let folder = target.join("debian");
    let mut deb = cargo(&["deb", "--no-build", "--strip", "-p", "causette", "--output"]);
    deb.arg(&folder).env("PATH", tools);
    shell::run(&mut deb)?;
    let package = newest(&folder)?;
    holds(&package)?;
    works(&package, &target.join("packaging/tried"))?;
    println!("{}", package.display());
    Ok(())
}

/// The manual and the completions, from the program itself.
fn extras(program: &Path, folder: &Path) -> Result<()> {
    let man = folder.join("man");
    // Pages of commands that are gone must not be packaged.
    let _ = fs::remove_dir_all(folder);
    fs::create_dir_all(&man).with_context(|| format!("could not make {}", man.display()))?;
    shell::run(Command::new(program).arg("man").arg("--dir").arg(&man))?;
    for shell in SHELLS {
        let script = shell::output(Command::new(program).args(["completions", shell]))?;
        fs::write(folder.join(format!("causette.{shell}")), script)?;
    }
    Ok(())
}

/// Installs cargo-deb unless it is there, and returns a search path that begins with it.
fn tool(folder: &Path, cargo: impl Fn(&[&str]) -> Command) -> Result<std::ffi::OsString> {
    let bin = folder.join("bin");
    if !bin.join("cargo-deb").is_file() {
        let mut install = cargo(&["install", "cargo-deb", "--locked", "--no-default-features", "--version", CARGO_DEB]);
        shell::run(install.arg("--root").arg(folder))?;
    }
    let path = std::env::split_paths(&path()).collect::<Vec<_>>();
    std::env::join_paths(std::iter::once(bin).chain(path)).context("the search path")
}

#[expect(clippy::disallowed_methods, reason = "a chore that puts a tool before those of the environment")]
fn path() -> std::ffi::OsString {
    std::env::var_os("PATH").unwrap_or_default()
}

fn newest(folder: &Path) -> Result<PathBuf> {
    let files = fs::read_dir(folder).with_context(|| format!("reading {}", folder.display()))?.flatten();
    let packages = files.filter(|file| file.path().extension().is_some_and(|ext| ext == "deb"));
    let dated = packages.filter_map(|file| Some((file.metadata().ok()?.modified().ok()?, file.path())));
    dated.max().map(|(_, path)| path).context("cargo-deb made no package")
}

fn holds(package: &Path) -> Result<()> {
    let listed = shell::output(Command::new("dpkg-deb").arg("--contents").arg(package))?;
    // The units' folder is /lib or /usr/lib, by the age of Debian.
    let inside = |path: &str| {
        let moved = path.replacen("./", "./usr/", 1);
        listed.lines().any(|line| line.split_whitespace().any(|word| word == path || word == moved))
    };
    let missing: Vec<_> = HOLDS.iter().filter(|path| !inside(path)).collect();
    if missing.is_empty() { Ok(()) } else { bail!("the package does not hold {missing:?}:\n{listed}") }
}

/// The program in it starts, and its scripts are scripts.
fn works(package: &Path, folder: &Path) -> Result<()> {
    shell::run(Command::new("dpkg-deb").arg("--raw-extract").arg(package).arg(folder))?;
    for script in ["postinst", "postrm"] {
        shell::run(Command::new("sh").arg("-n").arg(folder.join("DEBIAN").join(script)))?;
    }
    shell::run(Command::new(folder.join("usr/bin/causette")).arg("--version"))
}
