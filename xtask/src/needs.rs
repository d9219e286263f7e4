//! The programs a chore needs beside Rust: installed where that is allowed, named with the exact command where not.

use crate::shell;
use anyhow::{Result, bail};
use std::os::unix::fs::MetadataExt;
use std::path::Path;
use std::process::{Command, Stdio};

/// A program, or a file by its path, the Debian package that brings it, and where several programs share the name, words
/// that the right one prints for `-h`.
pub(crate) struct Need {
    program: &'static str,
    package: &'static str,
    says: Option<&'static str>,
}

/// What the tests start.
pub(crate) const TEST: &[Need] = &[
    Need { program: "nc", package: "netcat-openbsd", says: Some("OpenBSD netcat") },
    Need { program: "telnet", package: "telnet", says: None },
    Need { program: "strace", package: "strace", says: None },
    Need { program: "tmux", package: "tmux", says: None },
    Need { program: "systemd-analyze", package: "systemd", says: None },
    Need { program: "pebble", package: "pebble", says: None },
    Need { program: "script", package: "bsdutils", says: None },
    Need { program: "chromium", package: "chromium", says: None },
    Need { program: "chromedriver", package: "chromium-driver", says: None },
    // Reactions are seen in the pictures that the browser tests make.
    Need {
        program: "/usr/share/fonts/truetype/noto/NotoColorEmoji.ttf",
        package: "fonts-noto-color-emoji",
        says: None,
    },
    NODE,
    NPM,
];

/// Runs the page's unit tests and reads its types.
const NODE: Need = Need { program: "node", package: "nodejs", says: None };
const NPM: Need = Need { program: "npm", package: "npm", says: None };

/// What a package is made with.
pub(crate) const DEB: &[Need] = &[
    Need { program: "dpkg-deb", package: "dpkg", says: None },
    Need { program: "dpkg-shlibdeps", package: "dpkg-dev", says: None },
];

/// What the lints start.
pub(crate) const LINT: &[Need] = &[Need { program: "git", package: "git", says: None }, NODE, NPM];

/// What counts instructions.
pub(crate) const INSTRUCTIONS: &[Need] = &[Need { program: "valgrind", package: "valgrind", says: None }];

/// Makes sure that all are there, installing what is missing when that is allowed.
pub(crate) fn ensure(needs: &[Need]) -> Result<()> {
    let missing: Vec<&Need> = needs.iter().filter(|need| !present(need)).collect();
    if missing.is_empty() {
        return Ok(());
    }
    if !shell::succeeds(Command::new("apt-get").arg("--version")) {
        bail!("{}, and install them as this system does it", advice(&missing));
    }
    if !is_root() {
        bail!("{}: sudo apt-get install -y {}", advice(&missing), packages(&missing).join(" "));
    }
    if let Err(error) = install(&missing) {
        eprintln!("xtask: {error:#}; once more");
        install(&missing)?;
    }
    let still: Vec<&Need> = missing.into_iter().filter(|need| !present(need)).collect();
    if still.is_empty() { Ok(()) } else { bail!("{} although they were just installed", advice(&still)) }
}

fn present(need: &Need) -> bool {
    if need.program.starts_with('/') {
        return Path::new(need.program).exists();
    }
    let found = shell::succeeds(Command::new("sh").args(["-c", "command -v \"$0\"", need.program]));
    found
        && need.says.is_none_or(|says| {
            let help = Command::new(need.program).arg("-h").stdin(Stdio::null()).output();
            help.is_ok_and(|out| String::from_utf8_lossy(&[out.stdout, out.stderr].concat()).contains(says))
        })
}

fn install(missing: &[&Need]) -> Result<()> {
    let apt = |args: &[&str]| {
        let mut command = Command::new("apt-get");
        command.args(args).env("DEBIAN_FRONTEND", "noninteractive").stdin(Stdio::null());
        shell::run(&mut command)
    };
    apt(&["update"])?;
    apt(&[&["install", "-y", "--no-install-recommends"], packages(missing).as_slice()].concat())
}

fn packages(missing: &[&Need]) -> Vec<&'static str> {
    missing.iter().map(|need| need.package).collect()
}

fn advice(missing: &[&Need]) -> String {
    let names: Vec<String> = missing.iter().map(|need| format!("{} ({})", need.program, need.package)).collect();
    format!("missing: {}", names.join(", "))
}

/// The owner of this process' entry in `/proc` is the user it runs as.
fn is_root() -> bool {
    std::fs::metadata("/proc/self").is_ok_and(|entry| entry.uid() == 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    const SH: Need = Need { program: "sh", package: "dash", says: None };
    const OTHER: Need = Need { program: "no-such-program-here", package: "nowhere", says: None };
    const WRONG: Need = Need { program: "sh", package: "dash", says: Some("words no shell prints") };

    #[test]
    fn a_program_is_found_only_when_it_is_the_right_one() {
        assert!(present(&SH));
        assert!(present(&Need { program: "/proc/self", package: "linux", says: None }));
        assert!(!present(&OTHER));
        assert!(!present(&WRONG));
    }

    #[test]
    fn nothing_is_done_when_nothing_is_missing() {
        ensure(&[SH]).unwrap();
    }

    #[test]
    fn the_advice_names_program_and_package() {
        assert_eq!(advice(&[&OTHER, &WRONG]), "missing: no-such-program-here (nowhere), sh (dash)");
        assert_eq!(packages(&[&OTHER, &WRONG]), ["nowhere", "dash"]);
    }
}
