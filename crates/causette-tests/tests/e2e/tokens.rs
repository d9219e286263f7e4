//! Programs with a token of their account, on the real program: by one request after the other, unseen, across a restart; and
//! nothing of a token is in the log or in the data.

use causette_tests::client::Text;
use causette_tests::server::{Program, Server};
use serde_json::Value;
use std::path::Path;

/// A connection that speaks JSON, with what answers its first requests.
fn json(server: &Server) -> Text {
    let mut program = Text::connect(server.line).unwrap();
    program.send("/format json").unwrap();
    program.expect(r#""type":"welcome""#).unwrap();
    program
}

#[track_caller]
fn asked(text: &mut Text, request: &str, answer: &str) -> Value {
    text.send(request).unwrap();
    serde_json::from_str(&text.expect(answer).unwrap()).unwrap()
}

/// What a script does: connects, signs in, waits for the list of what is unread, asks one thing, goes.
fn one_request(server: &Server, token: &str, request: &str, answer: &str) -> Value {
    let mut program = json(server);
    let welcome = asked(&mut program, &format!(r#"{{"type":"resume","token":"{token}"}}"#), r#""name":"alice""#);
    assert_eq!(welcome["resume"], "", "a token is no way to get another word");
    program.expect(r#""type":"unread""#).unwrap();
    asked(&mut program, request, answer)
}

fn program() -> Program {
    let mut program = Program::product().unwrap();
    program.words = ["--log", "debug"].map(str::to_owned).to_vec();
    program
}

/// Nothing of these words in any file.
fn absent(data: &Path, words: &[&str]) {
    for file in std::fs::read_dir(data).unwrap().map(|file| file.unwrap().path()).filter(|file| file.is_file()) {
        let bytes = std::fs::read(&file).unwrap();
        for word in words {
            assert!(!bytes.windows(word.len()).any(|seen| seen == word.as_bytes()), "{word} is in {}", file.display());
        }
    }
}

#[test]
fn a_script_signs_in_for_one_request_and_nobody_hears_it_come_or_go() {
    let data = tempfile::tempdir().unwrap();
    let mut server = program().serve(data.path()).unwrap();
    let mut alice = json(&server);
    asked(&mut alice, r#"{"type":"register","name":"alice","password":"correct horse"}"#, r#""name":"alice""#);
    alice.expect(r#""type":"joined""#).unwrap();
    let mut make = |scope: &str| {
        let made = asked(
            &mut alice,
            &format!(r##"{{"type":"token","label":"{scope}","scope":"{scope}","room":"#general"}}"##),
            r#""type":"token""#,
        );
        made["token"].as_str().unwrap().to_owned()
    };
    let (reads, says) = (make("read"), make("say"));
    asked(&mut alice, r#"{"type":"quit"}"#, r#""type":"goodbye""#);
    drop(alice);
    let mut bob = Text::connect(server.line).unwrap();
    bob.expect("#general").unwrap();
    bob.send("/echo ready").unwrap();
    bob.expect("ready").unwrap();

    let say = r##"{"type":"say","room":"#general","text":"built","key":"1"}"##;
    let said = one_request(&server, &says, say, r#""type":"ok""#);
    assert!(server.stop().unwrap().success());
    let log = server.stderr();
    let server = program().serve(data.path()).unwrap();
    // The same request once more, after a restart, is the same message.
    assert_eq!(one_request(&server, &says, say, r#""type":"ok""#)["seq"], said["seq"]);
    let history = r##"{"type":"history","room":"#general","after":0}"##;
    let refused = one_request(&server, &says, history, r#""type":"refused""#);
    assert_eq!(refused["code"], "not_in_scope");
    let read = one_request(&server, &reads, history, r#""type":"history""#);
    let facts: Vec<&Value> = read["facts"].as_array().unwrap().iter().map(|fact| &fact["type"]).collect();
    assert_eq!(facts, ["member_joined", "message"]);

    // All that bob was told until the first server stopped: what was said, not who came and went.
    let mut told = Vec::new();
    while let Ok(Some(line)) = bob.line(std::time::Duration::from_secs(5)) {
        told.push(line);
    }
    assert!(told.iter().any(|line| line.contains("<alice> built")), "{told:?}");
    assert!(!told.iter().any(|line| line.contains("alice joined") || line.contains("alice is gone")), "{told:?}");
    for word in [&reads, &says] {
        assert!(!log.contains(word.as_str()) && word.starts_with("causette_"), "{word} is in the log");
    }
    absent(data.path(), &[&reads, &says]);
}
