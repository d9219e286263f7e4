//! The program that end-to-end tests start, kept apart from what later cargo runs build.
//!
//! Cargo unifies features over one invocation, so a program built together with the tests could carry their planted
//! faults. This one is built alone and copied to `target/product/`, where no later build can replace it.

use crate::shell;
use anyhow::{Context, Result};
use serde_json::Value;
use std::path::{Path, PathBuf};
use std::process::Stdio;

pub(crate) const PROGRAM: &str = "causette";

/// Builds the program alone, optimised or not, and returns where its copy lies.
pub(crate) fn build(target: &Path, release: bool) -> Result<PathBuf> {
    let (optimised, folder): (&[&str], &str) =
        if release { (&["--release"], "product-release") } else { (&[], "product") };
    let words = [&["build", "-p", PROGRAM], optimised].concat();
    eprintln!("\n$ cargo {}", words.join(" "));
    let mut command = shell::cargo(&[&words[..], &["--message-format=json-render-diagnostics"]].concat());
    let messages = shell::output(command.stdin(Stdio::null()))?;
    let built = executable(&messages).context("cargo built no program")?;
    keep(Path::new(&built), &target.join(folder))
}

/// The program's path in cargo's messages, one JSON object a line.
fn executable(messages: &str) -> Option<String> {
    let found = messages.lines().filter_map(|line| serde_json::from_str::<Value>(line).ok()).find(|message| {
        message.pointer("/target/name").and_then(Value::as_str) == Some(PROGRAM)
            && message.get("executable").is_some_and(Value::is_string)
    })?;
    found.get("executable").and_then(Value::as_str).map(str::to_owned)
}

/// A new file takes the old one's place at once: a program still running from the last time must not be in the way.
fn keep(built: &Path, folder: &Path) -> Result<PathBuf> {
    let (new, kept) = (folder.join("new"), folder.join(PROGRAM));
    std::fs::create_dir_all(folder).with_context(|| format!("could not make {}", folder.display()))?;
    std::fs::copy(built, &new).with_context(|| format!("could not copy {}", built.display()))?;
    std::fs::rename(&new, &kept).with_context(|| format!("could not write {}", kept.display()))?;
    Ok(kept)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_program_is_found_among_the_messages() {
        let messages = r#"
{"reason":"compiler-artifact","target":{"name":"causette-core"},"executable":null}
{"reason":"compiler-artifact","target":{"name":"causette"},"executable":null}
{"reason":"compiler-artifact","target":{"name":"causette"},"executable":"/t/debug/causette"}
{"reason":"build-finished","success":true}"#;
        assert_eq!(executable(messages).as_deref(), Some("/t/debug/causette"));
        assert_eq!(executable("not json\n{}"), None);
    }

    #[test]
    fn a_newer_program_replaces_the_kept_one() {
        let folder = std::env::temp_dir().join(format!("xtask-product-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        for words in ["first", "second"] {
            let built = folder.join("built");
            std::fs::write(&built, words).unwrap();
            let kept = keep(&built, &folder.join("product")).unwrap();
            assert_eq!(std::fs::read_to_string(kept).unwrap(), words);
        }
        assert!(keep(&folder.join("absent"), &folder).is_err());
        std::fs::remove_dir_all(&folder).unwrap();
    }
}
