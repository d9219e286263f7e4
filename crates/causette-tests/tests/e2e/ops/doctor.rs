//! `causette doctor`: each finding is brought about, and found with its fix.

use super::super::tls::put;
use super::causette;
use causette_tests::server::Program;
use std::fs::{self, File, Permissions};
use std::net::TcpListener;
use std::os::unix::fs::{PermissionsExt, chown};
use std::path::Path;
use std::process::Command;
use std::time::{Duration, SystemTime};

/// What it prints, and whether it found no problem.
fn doctor(place: &Path, words: &[&str]) -> (String, bool) {
    let output = causette().arg("doctor").args(words).current_dir(place).output().unwrap();
    (String::from_utf8(output.stdout).unwrap(), output.status.success())
}

/// One line has this mark and all of these words; problems end in failure, the rest does not.
#[track_caller]
fn check(place: &Path, words: &[&str], mark: &str, expect: &[&str]) {
    let (said, well) = doctor(place, words);
    let found = said.lines().any(|line| line.starts_with(mark) && expect.iter().all(|word| line.contains(word)));
    assert!(found, "{mark} {expect:?} is not in\n{said}");
    assert_eq!(well, !said.lines().any(|line| line.starts_with("problem ")), "{said}");
    assert!(mark != "problem" || !well, "{said}");
}

fn tomorrow(hours: i64) -> SystemTime {
    let by = Duration::from_secs(hours.unsigned_abs() * 3600);
    let now = fs::metadata("/proc/self").unwrap().modified().unwrap();
    if hours < 0 { now - by } else { now + by }
}

fn date(file: &Path, hours: i64) {
    File::options().append(true).create(true).open(file).unwrap().set_modified(tomorrow(hours)).unwrap();
}

#[test]
fn a_place_where_nothing_is_yet() {
    let place = tempfile::tempdir().unwrap();
    check(place.path(), &["--line", "0"], "ok", &["line: 127.0.0.1:0 is free"]);
    check(place.path(), &["--line", "0"], "ok", &["causette-data does not exist yet, and will be made"]);
    check(place.path(), &["--line", "0"], "ok", &["only this machine reaches the doors"]);
    check(place.path(), &["--line", "0"], "ok", &["no config file"]);
    check(place.path(), &["--line", "0", "--ephemeral"], "ok", &["nothing is kept on the disk"]);
    assert!(fs::read_dir(place.path()).unwrap().next().is_none(), "it changes nothing");
}

#[test]
fn a_config_with_a_fault() {
    let place = tempfile::tempdir().unwrap();
    fs::write(place.path().join("c.toml"), "[line]\nlistn = 0\n").unwrap();
    check(place.path(), &["--config", "c.toml"], "problem", &["c.toml, line 2", "line.listn", "line.listen?"]);
    check(place.path(), &["--config", "none.toml"], "problem", &["none.toml", "causette config --default"]);
    fs::write(place.path().join("c.toml"), "[line]\nlisten = 0\n").unwrap();
    check(place.path(), &["--config", "c.toml"], "ok", &["c.toml is read"]);
}

#[test]
fn ports_that_are_taken() {
    let place = tempfile::tempdir().unwrap();
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let pid = format!("(pid {})", std::process::id());
    check(place.path(), &["--line", &address], "problem", &["is held by", &pid, "--line"]);
    check(
        place.path(),
        &["--line", "0", "--metrics", &address],
        "problem",
        &["is held by", &pid, "--metrics 127.0.0.1:PORT"],
    );
    for flag in ["--irc", "--irc-websocket", "--web"] {
        check(
            place.path(),
            &["--line", "0", flag, &address],
            "problem",
            &["is held by", &format!("{flag} 127.0.0.1:PORT")],
        );
    }
    check(place.path(), &["--line", "192.0.2.1:63000"], "problem", &["192.0.2.1:63000"]);

    // The server itself may have it.
    let server = Program::product().unwrap().serve(&place.path().join("data")).unwrap();
    let line = server.line.to_string();
    let pid = server.pid();
    check(place.path(), &["--data", "data", "--line", &line], "ok", &[&format!("(pid {pid}), which serves this")]);
    check(place.path(), &["--data", "data", "--line", &line], "ok", &[&format!("a server uses it (process {pid})")]);
    // But not that of another directory.
    check(place.path(), &["--data", "other", "--line", &line], "problem", &["is held by"]);
}

#[test]
fn doors_that_others_reach() {
    let place = tempfile::tempdir().unwrap();
    check(place.path(), &["--line", "0", "--lan"], "warning", &["0.0.0.0:0 in clear text", "--line 127.0.0.1"]);
    for (door, flag) in [("irc", "--irc"), ("irc+websocket", "--irc-websocket"), ("web", "--web")] {
        let found = [format!("the {door} door at 0.0.0.0:0"), format!("{flag} 127.0.0.1:0")];
        check(place.path(), &["--line", "0", flag, "0.0.0.0:0"], "warning", &[&found[0], &found[1]]);
    }
    let metrics = ["--line", "0", "--metrics", "0.0.0.0:0"];
    check(place.path(), &metrics, "warning", &["0.0.0.0:0", "--metrics 127.0.0.1"]);
}

#[test]
fn a_data_directory_that_is_no_good() {
    let place = tempfile::tempdir().unwrap();
    let data = place.path().join("data");
    let words = ["--line", "0", "--data", "data"];
    fs::write(&data, "a letter").unwrap();
    check(place.path(), &words, "problem", &["data is a file", "--data"]);
    check(place.path(), &["--line", "0", "--data", "data/x"], "problem", &["data/x does not exist and cannot be made"]);
    fs::remove_file(&data).unwrap();

    assert!(Program::product().unwrap().serve(&data).unwrap().stop().unwrap().success());
    check(place.path(), &words, "ok", &["data is yours alone, and no server uses it now"]);
    fs::set_permissions(&data, Permissions::from_mode(0o755)).unwrap();
    check(place.path(), &words, "warning", &["(mode 755)", "chmod 700 data"]);
    fs::set_permissions(&data, Permissions::from_mode(0o700)).unwrap();
    fs::set_permissions(data.join("causette.db"), Permissions::from_mode(0o644)).unwrap();
    check(place.path(), &words, "warning", &["(mode 644)", "chmod 600 data/causette.db"]);

    // Who may give files away is root; for everybody else the root directory is somebody else's.
    let foreign = if chown(&data, Some(12_345), None).is_ok() { "data" } else { "/" };
    check(place.path(), &["--line", "0", "--data", foreign], "problem", &["belongs to user", "chown"]);
}

#[test]
fn certificates_and_their_keys() {
    let place = tempfile::tempdir().unwrap();
    let words = ["--line", "0", "--line-tls", "0", "--tls-cert", "cert.pem", "--tls-key", "key.pem"];
    let key = place.path().join("key.pem");
    let private = || fs::set_permissions(&key, Permissions::from_mode(0o640)).unwrap();
    check(place.path(), &words, "problem", &["cert.pem"]);
    put(place.path(), "chat.test", 90);
    private();
    check(place.path(), &words, "ok", &["cert.pem (chat.test) has its key and is good until"]);
    check(place.path(), &words, "ok", &["line+tls: 127.0.0.1:0 is free"]);
    fs::set_permissions(&key, Permissions::from_mode(0o644)).unwrap();
    check(place.path(), &words, "warning", &["key.pem (mode 644)", "chmod o-rwx key.pem"]);
    put(place.path(), "chat.test", 5);
    check(place.path(), &words, "warning", &["cert.pem ends on", "Renew it"]);
    put(place.path(), "chat.test", -2);
    check(place.path(), &words, "problem", &["cert.pem"]);
    // Another one's key.
    put(place.path(), "chat.test", 90);
    let first = fs::read(&key).unwrap();
    put(place.path(), "chat.test", 90);
    fs::write(&key, first).unwrap();
    check(place.path(), &words, "problem", &["cert.pem", "key.pem"]);
    fs::write(&key, "half a key").unwrap();
    check(place.path(), &words, "problem", &["key.pem"]);
    // One of its own is made at the start, not here.
    let own = ["--line", "0", "--line-tls", "0", "--self-signed"];
    let (said, well) = doctor(place.path(), &own);
    assert!(well && said.contains("line+tls") && !said.contains("pem"), "{said}");
}

#[test]
fn backups_and_their_age() {
    let place = tempfile::tempdir().unwrap();
    let data = place.path().join("data");
    let words = ["--line", "0", "--data", "data"];
    assert!(Program::product().unwrap().serve(&data).unwrap().stop().unwrap().success());
    check(place.path(), &words, "hint", &["no backup in data/backups", "causette admin backup"]);
    fs::create_dir(data.join("backups")).unwrap();
    date(&data.join("backups/old"), -73);
    check(place.path(), &words, "warning", &["backups/old, is 3 days old"]);
    date(&data.join("backups/new"), -2);
    check(place.path(), &words, "ok", &["backups/new, is 2 h old"]);
}

#[test]
fn a_clock_behind_its_own_files() {
    let place = tempfile::tempdir().unwrap();
    let data = place.path().join("data");
    assert!(Program::product().unwrap().serve(&data).unwrap().stop().unwrap().success());
    date(&data.join("causette.db"), 2);
    check(place.path(), &["--line", "0", "--data", "data"], "warning", &["causette.db was last written", "set-ntp"]);
}

#[test]
fn few_files() {
    let place = tempfile::tempdir().unwrap();
    let program = Program::product().unwrap().path;
    let mut shell = Command::new("sh");
    shell.args(["-c", "ulimit -n 256; exec \"$0\" doctor --line 0"]).arg(program).env("LC_ALL", "C");
    let said = shell.current_dir(place.path()).output().unwrap();
    let said = String::from_utf8(said.stdout).unwrap();
    assert!(said.contains("warning    at most 256 files") && said.contains("LimitNOFILE"), "{said}");
}

#[test]
fn somebody_who_keeps_the_log() {
    let place = tempfile::tempdir().unwrap();
    let (said, _) = doctor(place.path(), &["--line", "0"]);
    let journal = Path::new("/run/systemd/journal/socket").exists();
    assert_eq!(said.contains("there is no system journal here"), !journal, "{said}");
}

#[test]
fn it_speaks_the_language_of_the_locale() {
    let place = tempfile::tempdir().unwrap();
    let said =
        causette().args(["doctor", "--line", "x"]).current_dir(place.path()).env("LC_ALL", "fr_FR.UTF-8").output();
    let said = String::from_utf8(said.unwrap().stdout).unwrap();
    assert!(said.starts_with("problème   --line") && said.contains("problèmes\u{a0}: 1"), "{said}");
}
