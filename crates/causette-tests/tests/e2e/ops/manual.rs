//! The manual pages and the shells' completions: each subcommand and each flag is in them.

use super::causette;
use std::fs;

fn output(words: &[&str]) -> String {
    let output = causette().args(words).output().unwrap();
    assert!(output.status.success(), "{words:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

/// What `--help` lists, by its first words.
fn listed(help: &str, from: &str) -> Vec<String> {
    let tail = help.split_once(from).unwrap().1;
    let lines = tail.lines().skip(1).take_while(|line| line.is_empty() || line.starts_with(' '));
    lines.filter_map(|line| Some(line.strip_prefix("  ")?.split_whitespace().next()?.to_owned())).collect()
}

#[test]
fn each_subcommand_is_in_the_manual_and_has_a_page() {
    let commands: Vec<_> =
        listed(&output(&["--help"]), "Commands:").into_iter().filter(|name| name != "help").collect();
    for known in ["serve", "say", "follow", "config", "doctor", "admin", "lab", "completions"] {
        assert!(commands.iter().any(|name| name == known), "{known}: {commands:?}");
    }
    let place = tempfile::tempdir().unwrap();
    let page = output(&["man"]).replace("\\-", "-");
    assert!(page.contains(".TH causette 1"), "{page}");
    output(&["man", "--dir", place.path().to_str().unwrap()]);
    for name in &commands {
        assert!(page.contains(&format!("causette-{name}(1)")), "{name} is not in the manual:\n{page}");
        let own = fs::read_to_string(place.path().join(format!("causette-{name}.1"))).unwrap();
        assert!(own.len() > 100, "{name}: {own}");
    }
    let serve = fs::read_to_string(place.path().join("causette-serve.1")).unwrap().replace("\\-", "-");
    for flag in ["--config", "--data", "--line", "--metrics", "--log-format", "CAUSETTE_LINE"] {
        assert!(serve.contains(flag), "{flag} is not in its page:\n{serve}");
    }
}

#[test]
fn shells_complete_subcommands_and_flags() {
    for shell in ["bash", "zsh", "fish"] {
        let script = output(&["completions", shell]);
        for word in ["serve", "doctor", "follow", "metrics", "log-format"] {
            assert!(script.contains(word), "{shell} does not complete {word}");
        }
    }
    let script = tempfile::NamedTempFile::new().unwrap();
    fs::write(script.path(), output(&["completions", "bash"])).unwrap();
    let bash = std::process::Command::new("bash").arg("-n").arg(script.path()).status().unwrap();
    assert!(bash.success(), "bash reads it");
}
