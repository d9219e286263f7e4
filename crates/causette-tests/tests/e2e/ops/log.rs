//! Fault 78: no secret, token or word of anybody is in the log, however much is logged.

use causette_tests::client::Text;
use causette_tests::server::Program;
use serde_json::Value;
use std::io::{Read, Write};
use std::net::{Shutdown, SocketAddr, TcpStream};

/// In everything that is said, asked, set or mistyped below.
const CANARY: &str = "kanarie";

/// What people and programs send; each line holds the canary.
const TEXT: &[&str] = &[
    "kanarie says hello",
    "/me kanarie",
    "/nick kanarie",
    "/topic kanarie",
    "/join #kanarie kanarie-key",
    "/mode key kanarie-key",
    "/msg kanarie between us, kanarie",
    "/away kanarie",
    "/search kanarie",
    "/calc kanarie + 1",
    "/echo kanarie",
    "/register kanarie kanarie-password",
    "/login kanarie kanarie-password",
    "/password kanarie-old kanarie-new",
    "/claim kanarie-code",
    "/oper kanarie kanarie-password",
    "/token kanarie",
    "/resume kanarie-token",
    "/kanarie",
    "/kick kanarie kanarie",
    "/history kanarie",
    "GET /kanarie HTTP/1.1",
];
const JSON: &[&str] = &[
    r##"{"type":"say","room":"#general","text":"kanarie","key":"kanarie-key","ref":"kanarie-ref"}"##,
    r#"{"type":"resume","token":"kanarie-token"}"#,
    r##"{"type":"join","room":"#kanarie","key":"kanarie-key"}"##,
    r#"{"type":"login","name":"kanarie","password":"kanarie-password"}"#,
    r#"{"type":"kanarie"}"#,
    r#"{"kanarie":"#,
    r#"kanarie"#,
];

fn talk(address: SocketAddr, before: &str, lines: &[&str]) {
    let mut bytes = before.as_bytes().to_vec();
    for line in lines {
        bytes.extend_from_slice(line.as_bytes());
        bytes.push(b'\n');
    }
    bytes.extend_from_slice(b"kanarie \xff\xfe\n\0kanarie\n");
    bytes.extend_from_slice(format!("kanarie {}\n", "x".repeat(20_000)).as_bytes());
    bytes.extend_from_slice(b"kanarie without an end");
    let mut stream = TcpStream::connect(address).unwrap();
    stream.write_all(&bytes).unwrap();
    stream.shutdown(Shutdown::Write).unwrap();
    let mut answers = Vec::new();
    stream.read_to_end(&mut answers).unwrap();
    assert!(String::from_utf8_lossy(&answers).contains(CANARY), "it was heard");
}

/// What is logged at the most talkative level, while all of it is said.
fn logged(format: &str) -> String {
    let data = tempfile::tempdir().unwrap();
    let mut program = Program::product().unwrap();
    program.words = ["--log", "debug", "--log-format", format, "--metrics", "127.0.0.1:0"].map(str::to_owned).to_vec();
    let mut server = program.serve(data.path()).unwrap();
    talk(server.line, "", TEXT);
    talk(server.line, "/format json\n", JSON);
    let mut http = TcpStream::connect(server.door("metrics").unwrap()).unwrap();
    http.write_all(b"GET /kanarie HTTP/1.1\r\nAuthorization: kanarie\r\nkanarie\r\n\r\n").unwrap();
    http.read_to_end(&mut Vec::new()).unwrap();
    // A token that is good is no more to be logged than one that is not.
    let mut guest = Text::connect(server.line).unwrap();
    guest.send("/format json").unwrap();
    let welcome: Value = serde_json::from_str(&guest.expect("welcome").unwrap()).unwrap();
    let token = welcome["resume"].as_str().unwrap().to_owned();
    drop(guest);
    let mut again = Text::connect(server.line).unwrap();
    again.send("/format json").unwrap();
    again.send(&format!(r#"{{"type":"resume","token":"{token}","ref":"1"}}"#)).unwrap();
    again.expect(r#""ref":"1""#).unwrap();
    assert!(server.stop().unwrap().success());
    let log = server.stderr();
    for secret in [CANARY, &token] {
        assert!(!log.to_lowercase().contains(&secret.to_lowercase()), "{secret} is in the log:\n{log}");
    }
    log
}

#[test]
fn fault_78_no_words_or_secrets_in_the_log() {
    let log = logged("text");
    assert!(log.contains("DEBUG connected") && log.contains("INFO stopping"), "all is logged: {log}");
}

#[test]
fn fault_78_nor_in_json_which_is_one_object_a_line() {
    let log = logged("json");
    let mut messages = Vec::new();
    for line in log.lines() {
        let value: Value = serde_json::from_str(line).unwrap_or_else(|error| panic!("{error}: {line}"));
        for name in ["timestamp", "level", "target", "message"] {
            assert!(value[name].is_string(), "{name}: {line}");
        }
        messages.push(value);
    }
    let connected = messages.iter().find(|line| line["message"] == "connected").unwrap();
    assert!(connected["level"] == "DEBUG" && connected["peer"].is_string(), "fields have their names: {connected}");
    assert!(messages.iter().any(|line| line["level"] == "INFO"));
}

#[test]
fn in_json_why_it_cannot_start_is_an_object_too() {
    let (data, taken) = (tempfile::tempdir().unwrap(), std::net::TcpListener::bind("127.0.0.1:0").unwrap());
    let line = taken.local_addr().unwrap().to_string();
    let output = super::causette()
        .args([
            "serve",
            "--log-format",
            "json",
            "--irc",
            "off",
            "--irc-tls",
            "off",
            "--web",
            "off",
            "--web-tls",
            "off",
            "--line",
            &line,
            "--data",
        ])
        .arg(data.path())
        .output();
    let output = output.unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    let last: Value = serde_json::from_str(said.lines().last().unwrap()).unwrap();
    assert!(!output.status.success() && last["level"] == "ERROR", "{said}");
    assert!(last["message"].as_str().unwrap().contains("Choose another with --line"), "{said}");
    assert!(said.lines().all(|line| serde_json::from_str::<Value>(line).is_ok()), "{said}");
}
