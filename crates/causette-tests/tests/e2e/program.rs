//! The program as it is started: what its flags and the environment say, and what it says of those it cannot use.

use super::with;
use causette_tests::client::Text;
use causette_tests::server::Program;
use std::fs;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// How long it may take to start, or to end.
const SOON: Duration = Duration::from_secs(10);

/// `serve` with these words and settings, in a directory of its own.
fn command(place: &Path, settings: &[(&str, &str)], words: &str) -> Command {
    let mut command = Command::new(Program::product().unwrap().path);
    command
        .current_dir(place)
        .args(["serve", "--irc", "off", "--irc-tls", "off", "--web", "off", "--web-tls", "off"])
        .args(words.split_whitespace());
    for name in ["CONFIG", "DATA", "EPHEMERAL", "LAN", "LANG", "LINE", "LINE_BURST", "LINE_RATE", "LOG", "SHARDS"] {
        command.env_remove(format!("CAUSETTE_{name}"));
    }
    command.env("LC_ALL", "en").envs(settings.iter().copied()).stdin(Stdio::null());
    command
}

/// It starts, and says these words in one of its first lines.
#[track_caller]
fn starts(settings: &[(&str, &str)], words: &str, expect: &str) {
    let place = tempfile::tempdir().unwrap();
    let words = format!("--line 127.0.0.1:0 {words}");
    let mut command = command(place.path(), settings, &words);
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
    let lines = BufReader::new(child.stdout.take().unwrap()).lines().map_while(Result::ok);
    // The last of them says where conversations are kept, or that they are not.
    let mut said = Vec::new();
    for line in lines {
        let last = line.contains("kept");
        said.push(line);
        if last {
            break;
        }
    }
    child.kill().unwrap();
    child.wait().unwrap();
    assert!(said.iter().any(|line| line.contains(expect)), "{settings:?} {words}: {said:#?}");
}

/// It does not start, and says so with these words.
#[track_caller]
fn refuses(place: &Path, settings: &[(&str, &str)], words: &str, expect: &str) {
    let output = command(place, settings, words).output().unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(!output.status.success() && said.contains(expect) && !said.contains("panic"), "{words}: {said}");
}

const KEPT: &str = "conversations are kept in";
const NOTHING: &str = "nothing is kept";

#[test]
fn switches_in_the_environment() {
    for (text, expect) in [("1", NOTHING), ("yes", NOTHING), ("true", NOTHING), ("0", KEPT), ("no", KEPT)] {
        starts(&[("CAUSETTE_EPHEMERAL", text)], "", expect);
    }
    starts(&[("CAUSETTE_LAN", "1")], "--ephemeral", "ready line=0.0.0.0:");
    starts(&[("CAUSETTE_LAN", "no")], "--ephemeral", "ready line=127.0.0.1:");
    let place = tempfile::tempdir().unwrap();
    refuses(place.path(), &[("CAUSETTE_EPHEMERAL", "maybe")], "", "CAUSETTE_EPHEMERAL cannot be maybe");
}

#[test]
fn what_is_typed_goes_before_what_is_exported() {
    starts(&[("CAUSETTE_DATA", "kept-here")], "", "kept in kept-here");
    starts(&[("CAUSETTE_DATA", "kept-here")], "--ephemeral", NOTHING);
    starts(&[("CAUSETTE_EPHEMERAL", "1")], "--data kept-here", "kept in kept-here");
    starts(&[("CAUSETTE_EPHEMERAL", "1"), ("CAUSETTE_DATA", "kept-here")], "", NOTHING);
    let place = tempfile::tempdir().unwrap();
    refuses(place.path(), &[], "--ephemeral --data x", "Leave one of them out");
}

#[test]
fn addresses_of_the_door() {
    starts(&[], "--ephemeral --line 0", "ready line=127.0.0.1:");
    starts(&[], "--ephemeral --line localhost:0", "ready line=");
    starts(&[], "--ephemeral --line 127.0.0.1:0 --lan", "ready line=0.0.0.0:");
    let place = tempfile::tempdir().unwrap();
    let expect = "--line cannot be hello: an address and a port are expected, or a port alone. Write it as in ";
    refuses(place.path(), &[], "--line hello", expect);
    refuses(place.path(), &[("CAUSETTE_LINE", "70000")], "", "CAUSETTE_LINE cannot be 70000: a port is a number from");
    refuses(place.path(), &[], "--shards 255", "a number of threads from 1 to 64 is expected");
}

#[test]
fn a_file_in_the_place_of_the_directory() {
    let place = tempfile::tempdir().unwrap();
    let file = place.path().join("letter");
    fs::write(&file, "Dear reader").unwrap();
    let expect = format!("causette: {} is a file, not a directory. Choose a directory with --data.\n", file.display());
    for data in [file.clone(), file.join("data")] {
        refuses(place.path(), &[], &format!("--line 0 --data {}", data.display()), &expect);
    }
    assert_eq!(fs::read_to_string(&file).unwrap(), "Dear reader");
}

/// A shard that is gone takes its connections with it, but not their sessions: nobody must talk to those.
#[test]
fn a_shard_that_dies_stops_the_server() {
    for number in [0, 1_usize] {
        let data = tempfile::tempdir().unwrap();
        let mut program = with(&format!("shard_{number}_dies"));
        program.words = vec!["--shards".into(), "2".into()];
        let mut server = program.serve(data.path()).unwrap();
        // Connections go to the shards in turn; the third is the sign.
        let mut there = [0, 1].map(|_| Text::connect(server.line).unwrap());
        there.iter_mut().for_each(|client| drop(client.expect("You are guest").unwrap()));
        let _third = Text::connect(server.line);
        there[1 - number].expect("the server is stopping").unwrap();
        drop(there);
        let deadline = Instant::now() + SOON;
        let status = loop {
            match server.ended().unwrap() {
                Some(status) => break status,
                None => assert!(Instant::now() < deadline, "it goes on: {}", server.stderr()),
            }
            std::thread::sleep(Duration::from_millis(5));
        };
        let said = server.stderr();
        let expect = format!("causette: a thread that served connections died (shard {number}), so the server stopped");
        assert!(status.code() == Some(1) && said.contains(&expect), "{status}: {said}");
        assert!(with("").serve(data.path()).unwrap().stop().unwrap().success());
    }
}
