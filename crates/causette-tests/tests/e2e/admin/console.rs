//! The socket that operators come by: whose it is, when it is there, what is left of it.

use super::{admin, server};
use causette_tests::server::Program;
use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::os::unix::fs::{FileTypeExt, PermissionsExt};
use std::os::unix::net::UnixStream;
use std::process::Command;
use std::time::Duration;

#[test]
fn the_console_is_its_owners_alone_and_goes_with_the_server() {
    let (mut server, place) = server();
    let data = place.path().join("data");
    let socket = fs::metadata(data.join("console.sock")).unwrap();
    assert!(socket.file_type().is_socket());
    assert_eq!(socket.permissions().mode() & 0o777, 0o600);
    assert_eq!(fs::metadata(&data).unwrap().permissions().mode() & 0o777, 0o700);
    assert!(server.stop().unwrap().success());
    assert!(!data.join("console.sock").exists());
}

#[test]
fn it_speaks_json_at_once_and_is_the_server_itself() {
    let (_server, place) = server();
    let mut stream = UnixStream::connect(place.path().join("data/console.sock")).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
    let mut lines = BufReader::new(stream.try_clone().unwrap()).lines();
    let welcome = lines.next().unwrap().unwrap();
    assert!(welcome.starts_with(r#"{"type":"welcome""#) && welcome.contains(r#""rank":"owner""#), "{welcome}");
    stream.write_all(b"{\"type\":\"nonsense\",\"ref\":\"a\"}\n{\"type\":\"rooms\",\"ref\":\"b\"}\n").unwrap();
    let answers = [lines.next().unwrap().unwrap(), lines.next().unwrap().unwrap()];
    assert!(answers[0].contains(r#""code":"unknown_type""#) && answers[1].contains(r#""ref":"b""#), "{answers:?}");
}

#[test]
fn what_a_killed_server_left_is_in_nobodys_way() {
    let (mut server, place) = server();
    let data = place.path().join("data");
    server.kill().unwrap();
    assert!(data.join("console.sock").exists(), "a killed server takes nothing away");
    admin(&data, &["stats"]).done(&["sessions"]);
    let mut server = Program::product().unwrap().serve(&data).unwrap();
    admin(&data, &["stats"]).done(&["sessions"]);
    assert!(server.stop().unwrap().success());
    assert!(!data.join("console.sock").exists());
}

#[test]
fn another_file_of_that_name_stays_and_the_server_runs_without_a_console() {
    let place = tempfile::tempdir().unwrap();
    let data = place.path().join("data");
    assert!(Program::product().unwrap().serve(&data).unwrap().stop().unwrap().success());
    fs::write(data.join("console.sock"), "a letter").unwrap();
    let mut server = Program::product().unwrap().serve(&data).unwrap();
    admin(&data, &["stats"]).refused(&["a server has", "console does not answer"]);
    assert_eq!(fs::read(data.join("console.sock")).unwrap(), b"a letter");
    let (said, _) = doctor(&data);
    assert!(said.contains("has no console that answers"), "{said}");
    assert!(server.stop().unwrap().success());
}

#[test]
fn a_directory_far_down_has_a_console_too() {
    let place = tempfile::tempdir().unwrap();
    let data = place.path().join("a-long-name-".repeat(10)).join("another-long-name-".repeat(8));
    let _server = Program::product().unwrap().serve(&data).unwrap();
    admin(&data, &["stats"]).done(&["sessions"]);
}

#[test]
fn where_nothing_is_kept_nothing_is_made() {
    let place = tempfile::tempdir().unwrap();
    let data = place.path().join("none");
    admin(&data, &["users"]).refused(&["there is no store", "--data"]);
    admin(&data, &["backup"]).refused(&["there is no store", "--data"]);
    admin(&data, &["verify"]).refused(&["there is no store", "--data"]);
    assert!(!data.exists());
    let config = place.path().join("c.toml");
    fs::write(&config, "ephemeral = true\n[line]\nlisten = 0\n").unwrap();
    let mut command = Command::new(Program::product().unwrap().path);
    command.args(["admin", "users", "--config"]).arg(&config).env("LC_ALL", "C").env_remove("CAUSETTE_DATA");
    let output = command.output().unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(!output.status.success() && said.contains("with --ephemeral nothing is kept"), "{said}");
}

fn doctor(data: &std::path::Path) -> (String, bool) {
    let mut command = Command::new(Program::product().unwrap().path);
    let output = command.args(["doctor", "--line", "0", "--data"]).arg(data).env("LC_ALL", "C").output().unwrap();
    (String::from_utf8(output.stdout).unwrap(), output.status.success())
}

#[test]
fn the_doctor_asks_at_the_console() {
    let (_server, place) = server();
    let data = place.path().join("data");
    let (said, _) = doctor(&data);
    super::has(&said, &["its console answers", "nobody owns this server", "causette admin owner NAME"]);
    super::add(&data, "alice");
    admin(&data, &["owner", "alice"]).done(&[]);
    super::has(&doctor(&data).0, &["the server has an owner"]);
}
