//! The config file, the signal that has it read again, and the language the program speaks to whoever starts it.

use causette_tests::client::{PATIENCE, Text};
use causette_tests::server::{Program, Server};
use rustix::process::Signal;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::time::Instant;

fn causette(place: &Path, words: &[&str], locale: &str) -> Output {
    let mut command = Command::new(Program::product().unwrap().path);
    command.args(words).current_dir(place).stdin(Stdio::null());
    command.env("LC_ALL", locale).env_remove("CAUSETTE_CONFIG").output().unwrap()
}

fn said(output: &Output) -> (String, bool) {
    (String::from_utf8(output.stderr.clone()).unwrap(), output.status.success())
}

/// A server with this config file.
fn serve(place: &Path, config: &str) -> (Server, PathBuf) {
    let file = place.join("causette.toml");
    fs::write(&file, config).unwrap();
    let mut program = Program::product().unwrap();
    // Flags go before the file: those the harness gives stay out of what is tried here.
    program.words = vec!["--config".into(), file.display().to_string()];
    (program.serve(&place.join("data")).unwrap(), file)
}

/// Waits until standard error has these words after what it had, and returns all of it.
#[track_caller]
fn logged(server: &Server, words: &str) -> String {
    let deadline = Instant::now() + PATIENCE;
    loop {
        let said = server.stderr();
        if said.contains(words) {
            return said;
        }
        assert!(Instant::now() < deadline, "no {words:?} in {said}");
        std::thread::sleep(std::time::Duration::from_millis(5));
    }
}

/// The first line that a newcomer reads.
fn greeting(server: &Server) -> String {
    let mut newcomer = Text::connect(server.line).unwrap();
    newcomer.expect("#general").unwrap()
}

#[test]
fn the_default_config_starts_a_server() {
    let place = tempfile::tempdir().unwrap();
    for locale in ["C", "fr_FR.UTF-8"] {
        let text = String::from_utf8(causette(place.path(), &["config", "--default"], locale).stdout).unwrap();
        assert!(text.starts_with("# ") && text.contains("\n[limits]\n"), "{text}");
        assert_eq!(text.contains("Lignes par seconde"), locale != "C", "{text}");
        let (mut server, _) = serve(place.path(), &text);
        let hello = if locale == "C" { "You are guest" } else { "Vous êtes" };
        assert!(greeting(&server).contains(hello), "{}", greeting(&server));
        assert!(server.stop().unwrap().success());
    }
}

#[test]
fn the_benchmarks_config_starts_a_server() {
    let place = tempfile::tempdir().unwrap();
    let text = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("../../bench.toml")).unwrap();
    let (mut server, _) = serve(place.path(), &text);
    assert!(greeting(&server).contains("You are guest"));
    assert!(server.stop().unwrap().success());
}

#[test]
fn a_config_that_cannot_be_used_is_refused_in_one_sentence() {
    let place = tempfile::tempdir().unwrap();
    let file = place.path().join("c.toml");
    for (config, expect) in [
        (
            "[line]\nlisten = 0\nlistne = 0\n",
            "causette: c.toml, line 3: there is no key line.listne. Did you mean line.listen?\n",
        ),
        (
            "ephemeral = 'yes'\n[line]\n",
            "causette: c.toml, line 1: ephemeral cannot be 'yes': it is on or off. Write true or false.\n",
        ),
        (
            "ephemeral = true\n",
            "causette: no door is open, so nobody could come in. Open one with --line 127.0.0.1:63000, or with listen = \"127.0.0.1:63000\" under [line] in the config file.\n",
        ),
    ] {
        fs::write(&file, config).unwrap();
        let output = causette(place.path(), &["serve", "--config", "c.toml"], "en");
        assert_eq!(said(&output), (expect.to_owned(), false));
        assert!(output.stdout.is_empty());
    }
    let (said, good) = said(&causette(place.path(), &["serve", "--config", "gone.toml"], "en"));
    assert!(!good && said.starts_with("causette: the config gone.toml cannot be read: "), "{said}");
}

#[test]
fn sighup_changes_what_can_change_and_names_what_cannot() {
    let place = tempfile::tempdir().unwrap();
    let (mut server, file) = serve(place.path(), "lang = 'en'\nlog = 'info'\nshards = 1\n[line]\n");
    assert!(greeting(&server).contains("You are guest"));
    assert!(!server.stderr().contains("connected"), "{}", server.stderr());

    fs::write(&file, "lang = 'fr'\nlog = 'debug'\nshards = 2\n[line]\n[limits]\nline_burst = 7\n").unwrap();
    server.signal(Signal::HUP).unwrap();
    logged(&server, "causette.toml was read again; changed: lang, log, limits.line_burst");
    logged(&server, "only a restart changes shards: kept as at the start");
    assert!(greeting(&server).contains("Vous êtes"));
    logged(&server, "connected");

    // A file that cannot be used changes nothing, and says so in the words of a start.
    fs::write(&file, "lang = 'en'\nlgo = 'warn'\n[line]\n").unwrap();
    server.signal(Signal::HUP).unwrap();
    let words =
        format!("the settings stay as they were: {}, line 2: there is no key lgo. Did you mean log?", file.display());
    logged(&server, &words);
    assert!(greeting(&server).contains("Vous êtes"));

    fs::write(&file, "lang = 'en'\nlog = 'info'\nshards = 1\n[line]\n").unwrap();
    server.signal(Signal::HUP).unwrap();
    let deadline = Instant::now() + PATIENCE;
    while !greeting(&server).contains("You are guest") {
        assert!(Instant::now() < deadline, "newcomers still read French");
    }
    assert!(server.stop().unwrap().success());
    assert!(!server.stderr().contains("panic"), "{}", server.stderr());
}

/// The rate is that of every connection from the next line on: ten lines a second become as many as can be sent.
#[test]
fn sighup_changes_the_rate() {
    let place = tempfile::tempdir().unwrap();
    let config = |rate: u32| format!("[line]\n[limits]\nline_rate = {rate}\nline_burst = 1\n");
    let file = place.path().join("causette.toml");
    fs::write(&file, config(1)).unwrap();
    // The harness's own flags would go before the file: they are words of a shell that does not look at them.
    let mut program = Program::at("-");
    let product = Program::product().unwrap().path;
    let script = "exec \"$1\" serve --config \"$2\" --line 127.0.0.1:0 --ephemeral";
    let words = ["sh", "-c", script, "sh", product.to_str().unwrap(), file.to_str().unwrap()];
    program.under = words.map(String::from).to_vec();
    let mut server = program.serve(&place.path().join("data")).unwrap();
    let mut client = Text::connect(server.line).unwrap();
    client.expect("#general").unwrap();
    // At one line a second, thirty lines would take half a minute.
    for n in 1..=30 {
        client.send(&format!("/echo line {n}")).unwrap();
    }
    client.expect("line 1").unwrap();
    fs::write(&file, config(0)).unwrap();
    server.signal(Signal::HUP).unwrap();
    let start = Instant::now();
    client.expect("line 30").unwrap();
    assert!(start.elapsed().as_secs() < 20, "{:?}", start.elapsed());
    assert!(server.stop().unwrap().success());
}

#[test]
fn the_program_speaks_the_language_of_the_locale() {
    let place = tempfile::tempdir().unwrap();
    fs::write(place.path().join("letter"), "").unwrap();
    let (french, english) = ("letter est un fichier, pas un dossier", "letter is a file, not a directory");
    for (settings, expect) in [
        ([("LC_ALL", ""), ("LC_MESSAGES", ""), ("LANG", "fr_FR.UTF-8")], french),
        ([("LC_ALL", ""), ("LC_MESSAGES", "fr_CA"), ("LANG", "en_GB")], french),
        ([("LC_ALL", "C"), ("LC_MESSAGES", "fr_CA"), ("LANG", "fr_FR")], english),
        ([("LC_ALL", ""), ("LC_MESSAGES", "POSIX"), ("LANG", "fr_FR")], english),
    ] {
        let mut command = Command::new(Program::product().unwrap().path);
        command
            .args([
                "serve",
                "--line",
                "0",
                "--irc",
                "off",
                "--irc-tls",
                "off",
                "--web",
                "off",
                "--web-tls",
                "off",
                "--data",
                "letter",
            ])
            .current_dir(place.path())
            .envs(settings);
        let output = command.env_remove("CAUSETTE_CONFIG").stdin(Stdio::null()).output().unwrap();
        let (said, good) = said(&output);
        assert!(!good && said.contains(expect), "{settings:?}: {said}");
    }
}
