//! `causette lab` as people start it: its exit codes, its first words, what it says when it cannot.

use crate::support::{Server, program};
use causette_lab::part::Part;
use causette_lab::parts::Options;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Command, Output, Stdio};

fn lab(words: &[&str], input: &str) -> Output {
    let mut command = Command::new(program());
    command.arg("lab").args(words).env("LANG", "fr_FR.UTF-8").env_remove("LC_ALL").env_remove("LC_MESSAGES");
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
    child.wait_with_output().unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

#[test]
fn a_part_says_where_it_is_explains_itself_and_ends() {
    let mut command = Command::new(program());
    command.args(["lab", "I", "--listen", "127.0.0.1:0", "--lang", "fr"]);
    let mut child = command.stdin(Stdio::null()).stdout(Stdio::piped()).spawn().unwrap();
    let mut output = BufReader::new(child.stdout.take().unwrap());
    let (mut told, mut line) = (String::new(), String::new());
    while !line.contains("nc 127.0.0.1 ") {
        line.clear();
        assert!(output.read_line(&mut line).unwrap() > 0, "{told}");
        told.push_str(&line);
    }
    let port: u16 = line.trim().rsplit(' ').next().unwrap().parse().unwrap();
    let mut client = TcpStream::connect(("127.0.0.1", port)).unwrap();
    client.write_all("salut\u{1b}[31m".as_bytes()).unwrap();
    let mut greeting = String::new();
    client.read_to_string(&mut greeting).unwrap();
    assert_eq!(greeting, "Bonjour client !");
    output.read_to_string(&mut told).unwrap();
    assert!(child.wait().unwrap().success());
    for call in
        ["socket", "bind: 127", "listen: ", "accept: en attente", "accept: 127", "recv: 10 octets", "send: 16", "close"]
    {
        assert!(told.contains(call), "{call}: {told}");
    }
    assert!(!told.contains('\u{1b}'), "no colour where there is no terminal, and never anybody else's: {told}");
}

#[test]
fn quiet_says_only_where_it_is() {
    let mut command = Command::new(program());
    command.args(["lab", "connection", "--listen", "0", "--quiet", "--lang", "en"]);
    let mut child = command.stdin(Stdio::null()).stdout(Stdio::piped()).spawn().unwrap();
    let (mut output, mut line) = (BufReader::new(child.stdout.take().unwrap()), String::new());
    output.read_line(&mut line).unwrap();
    let port: u16 = line.trim().rsplit(' ').next().unwrap().parse().unwrap_or_else(|_| panic!("{line}"));
    TcpStream::connect(("127.0.0.1", port)).unwrap().write_all(b"hi\n").unwrap();
    let mut rest = String::new();
    output.read_to_string(&mut rest).unwrap();
    assert_eq!(rest, "");
    assert!(child.wait().unwrap().success());
}

#[test]
fn each_part_has_its_client() {
    for (part, input, expect) in [
        ("connection", "salut\n", "Bonjour client !"),
        ("echo", "salut\nfin\n", "salut"),
        ("sequential", "salut\nfin\n", "salut"),
        ("talk", "salut\n", "bonjour"),
        ("calc", "6*7\nfin\n", "6*7 = 42"),
        ("protocol", "/echo a  b\n/bye\n", "a  b\nau revoir !"),
        ("parallel", "/who\n/bye\n", "1 personne : client 1\nau revoir !"),
        ("shared", "un\n/list\n/bye\n", "message 1 enregistré\n1. un\nau revoir !"),
    ] {
        let server = Server::part(Part::find(part).unwrap(), Options::default());
        let done = lab(&["client", part, &server.address.to_string()], input);
        assert_eq!(text(&done.stdout).trim_end(), expect, "{part}: {}", text(&done.stderr));
        assert!(done.status.success(), "{part}");
    }
}

#[test]
fn check_exits_0_or_1() {
    let good = Server::part(Part::Echo, Options::default());
    let done = lab(&["check", "echo", &good.address.to_string()], "");
    assert_eq!(done.status.code(), Some(0), "{}", text(&done.stdout));
    assert!(text(&done.stdout).contains("9 attentes sur 9"), "{}", text(&done.stdout));
    let bad = Server::start(crate::broken::no_fin);
    let done = lab(&["check", "2", &bad.address.to_string(), "--json"], "");
    assert_eq!(done.status.code(), Some(1));
    assert!(
        text(&done.stdout)
            .contains("\"code\":\"fin-closes\",\"expectation\":\"« fin » ferme la connexion\",\"passed\":false")
    );
}

#[test]
fn mistakes_are_one_sentence_with_the_next_step() {
    let held = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let taken = held.local_addr().unwrap().to_string();
    for (words, expect) in [
        (vec!["9"], "de 1 à 8"),
        (vec!["demo", "X.1"], "de I.1 à VIII.2"),
        (vec!["demo", "--svg", "a.svg"], "dites laquelle"),
        (vec!["echo", "--listen", "ici"], "127.0.0.1:63000"),
        (vec!["echo", "--listen", "192.0.2.1:63000"], "n'est pas une adresse de cette machine"),
        (vec!["echo", "--listen", &taken], "(pid "),
        (vec!["check", "echo", "127.0.0.1:1"], "Lancez d'abord le serveur"),
    ] {
        let done = lab(&words, "");
        let error = text(&done.stderr);
        assert_eq!(done.status.code(), Some(1), "{words:?}: {error}");
        assert!(error.contains(expect) && error.lines().count() == 1, "{words:?}: {error}");
    }
}

#[test]
fn a_demonstration_is_shown_and_drawn() {
    let file = std::env::temp_dir().join(format!("causette-lab-{}.svg", std::process::id()));
    let done = lab(&["demo", "i.2", "--svg", file.to_str().unwrap()], "");
    let (shown, drawn) = (text(&done.stdout), std::fs::read_to_string(&file).unwrap());
    std::fs::remove_file(&file).unwrap();
    assert!(done.status.success() && shown.contains("I.2 · ") && shown.contains("Observé."), "{shown}");
    assert!(drawn.starts_with("<svg ") && drawn.ends_with("</svg>\n") && drawn.contains("connect: refusée"), "{drawn}");
}
