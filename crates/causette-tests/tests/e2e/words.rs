//! What the line door's own words do, typed at the real program.

use causette_tests::client::Text;
use causette_tests::server::{Program, Server};
use std::sync::LazyLock;
use std::time::Duration;

/// A server of one language and somebody who has just come in.
struct Typed {
    client: Text,
    server: Server,
    data: tempfile::TempDir,
}

impl Typed {
    fn new(lang: &str) -> Typed {
        Typed::with(&["--lang", lang])
    }

    fn with(words: &[&str]) -> Typed {
        static PRODUCT: LazyLock<Program> = LazyLock::new(|| Program::product().unwrap());
        let data = tempfile::tempdir().unwrap();
        let mut program = PRODUCT.clone();
        program.words = words.iter().map(|word| word.to_string()).collect();
        let server = program.serve(data.path()).unwrap();
        let mut client = Text::connect(server.line).unwrap();
        // Whoever connects next finds this one in the room, and not half-way in: the greeting comes before the room is
        // looked up, and an echo takes its place after that.
        client.send("/echo I am in").unwrap();
        client.expect("I am in").unwrap();
        Typed { client, server, data }
    }

    /// Types a line and waits for these words, in this order.
    #[track_caller]
    fn check(&mut self, line: &str, expect: &[&str]) {
        self.client.send(line).unwrap();
        for words in expect {
            self.client.expect(words).unwrap_or_else(|error| panic!("{line}: {error}"));
        }
    }
}

#[test]
fn french_names_of_commands() {
    let mut typed = Typed::new("fr");
    typed.check("/pseudo alice", &["-- vous vous appelez maintenant alice"]);
    typed.check("/aide", &["/pseudo PSEUDO", "/historique [SALON] [N]", "/aide COMMANDE"]);
    typed.check("/aide qui", &["/qui [SALON]"]);
    typed.check("/salon rust", &["-- vous êtes dans #rust"]);
    typed.check("/dire fin", &["ok 1"]);
    typed.check("/moi sourit", &["ok 2"]);
    typed.check("/historique 2", &["1] <alice> fin", "2] * alice sourit"]);
    typed.check("/qui", &["une personne dans #rust : alice"]);
    typed.check("/salons", &["#rust : une personne"]);
    typed.check("/mp bob salut", &["!! no_such_person"]);
    typed.check("/partir", &["-- vous avez quitté #rust"]);
    typed.check("/psuedo bob", &["Vouliez-vous dire /pseudo ?"]);
    typed.check("/help nick", &["/pseudo PSEUDO"]);
    typed.check(
        "/help modifer",
        &["!! unknown_command: la commande /modifer n'existe pas, et rien n'a été dit. Vouliez-vous dire /modifier"],
    );
    typed.check("/QUITTER", &["-- au revoir"]);
    let mut english = Text::connect(typed.server.line).unwrap();
    english.send("/nick bob").unwrap();
    english.expect("-- vous vous appelez maintenant bob").unwrap();
}

#[test]
fn the_language_of_a_session_changes_at_once() {
    let mut typed = Typed::new("en");
    typed.check("/lang de", &["!! wrong_word: this command does not know the word de. Type /lang en|fr"]);
    typed.check("/lang", &["!! missing_words"]);
    typed.check("/lang fr", &["-- désormais, vous lisez du français"]);
    typed.check("/nick bob\n/who", &["-- vous vous appelez maintenant bob", "-- une personne dans #general : bob"]);
    // Nobody else's changes.
    let mut other = Text::connect(typed.server.line).unwrap();
    other.expect("-- You are guest2").unwrap();
    typed.check("/langue anglais", &["-- from here on, you read English"]);
    // A program's refusals follow, too.
    typed.check("/format json", &[r#"{"type":"welcome""#]);
    typed.check(r#"{"type":"lang","to":"xx","ref":"a"}"#, &[r#"{"type":"refused","ref":"a","code":"bad_value""#]);
    typed.check(r#"{"type":"lang","to":"fr","ref":"b"}"#, &[r#"{"type":"lang","ref":"b","to":"fr"}"#]);
    typed.check(r#"{"type":"leave","room":"x","ref":"c"}"#, &["il n'y a pas de salon #x"]);
}

#[test]
fn who_comes_back_is_told_where_they_are() {
    let mut typed = Typed::new("en");
    typed.check("/format json", &[r#"{"type":"welcome""#]);
    typed.check(r#"{"type":"join","room":"tea"}"#, &[r##"{"type":"joined","room":"#tea""##]);
    typed.check(r#"{"type":"format","to":"text"}"#, &["-- You are guest1 in #tea."]);
    typed.check("/leave\n/leave", &["-- you left #tea", "-- you left #general", "-- you are in no room now"]);
    typed.check("/format json", &[r#"{"type":"welcome""#]);
    typed.check(r#"{"type":"format","to":"text"}"#, &["-- your name is now guest1", "-- you are in no room now"]);
    typed.check("/join general", &["-- you are in #general"]);
}

#[test]
fn confirmations_can_be_hidden_and_refusals_cannot() {
    let mut typed = Typed::new("en");
    typed.check("one", &["ok 1"]);
    typed.check("/acks maybe", &["!! wrong_word"]);
    typed.check("/acks off", &["-- ok is no longer shown"]);
    typed.client.send("two\n/msg nobody hi\n/echo done").unwrap();
    let mut lines = Vec::new();
    while lines.last().is_none_or(|line| line != "done") {
        lines.push(typed.client.line(Duration::from_secs(10)).unwrap().unwrap());
    }
    assert_eq!((lines.len(), lines[0].starts_with("!! no_such_person")), (2, true), "{lines:#?}");
    typed.check("/accusés oui\nthree", &["-- each message you send is confirmed", "ok 3"]);
}

#[test]
fn the_time_and_an_echo_come_in_their_place() {
    let mut typed = Typed::new("en");
    let line = |client: &mut Text| client.line(Duration::from_secs(10)).unwrap().unwrap();
    typed.check("/help echo", &["/echo TEXT", "Nobody else does."]);
    let mut other = Text::connect(typed.server.line).unwrap();
    typed.client.expect("guest2 joined").unwrap();
    typed.client.send("before\n/echo  deux  mots \u{1b}[2J\n/who\n/echo\n/time").unwrap();
    assert_eq!(line(&mut typed.client), "ok 1");
    assert_eq!(line(&mut typed.client), " deux  mots \u{241b}[2J");
    assert!(line(&mut typed.client).starts_with("-- 2 people in #general"));
    assert!(line(&mut typed.client).starts_with("!! missing_words"));
    let time = line(&mut typed.client);
    let shape: String = time.chars().map(|c| if c.is_ascii_digit() { '0' } else { c }).collect();
    assert!(shape.starts_with("-- it is 0000-00-00 00:00:00 on this server (") && shape.ends_with("00:00)"), "{time}");
    typed.client.send("after").unwrap();
    other.expect("<guest1> before").unwrap();
    assert!(line(&mut other).contains("2] <guest1> after"), "an echo is for the asker only");
}

#[test]
fn a_calculation_is_answered_in_the_room() {
    let mut typed = Typed::new("en");
    let mut other = Text::connect(typed.server.line).unwrap();
    other.expect("-- 2 people in #general").unwrap();
    typed.check("/calc 2+3*4", &["ok 1", "2] = 14"]);
    other.expect("1] <guest1> /calc 2+3*4").unwrap();
    other.expect("2] = 14").unwrap();
    // `ans` is the asker's own, and follows at once.
    other.send("/calc ans").unwrap();
    other.expect("!! calc_no_answer: column 1: there is no answer before this one.").unwrap();
    typed.check("/calc ans*2\n/calc ans/3", &["ok 3", "4] = 28", "ok 5", "6] = 9.333333333333333"]);
    // What is wrong is told to the asker alone, and takes no number.
    typed.check("/calc 10/0", &["!! calc_division_by_zero: column 3: division by zero."]);
    typed.check(&format!("/calc {}", "(".repeat(7000)), &["!! calc_too_long: column 257: "]);
    typed.check("/calc", &["!! missing_words"]);
    // Nobody can write an answer.
    typed.check("= 15\n/me = 15\n", &["ok 7", "ok 8"]);
    other.expect("6] = 9.333333333333333").unwrap();
    other.expect("7] <guest1> = 15").unwrap();
    other.expect("8] * guest1 = 15").unwrap();
    typed.check("/lang fr\n/calc 3,5*2\n/calcul 1/0", &["10] = 7", "!! calc_division_by_zero: colonne 2 : "]);
    // Programs: a type of its own, live and in history, and a retry is one calculation.
    typed.check("/format json", &[r#"{"type":"welcome""#]);
    let calc = r##"{"type":"calc","room":"#general","text":"ans+1","ref":"a","key":"k"}"##;
    typed.check(calc, &[r#"{"type":"ok","ref":"a""#, r##"{"type":"answer","room":"#general""##]);
    typed.check(r##"{"type":"calc","room":"@guest2","text":"1+","ref":"b"}"##, &[r#""code":"calc_incomplete""#]);
    let again = calc.replace("\"a\"", "\"c\"");
    typed.check(&again, &[r##"{"type":"ok","ref":"c","room":"#general""##]);
    let read = r##"{"type":"history","room":"#general","after":10,"ref":"d"}"##;
    let page = {
        typed.client.send(read).unwrap();
        typed.client.expect(r#""type":"history""#).unwrap()
    };
    assert_eq!(page.matches(r#""seq":"#).count(), 2, "{page}");
    assert!(page.contains(r#""type":"answer""#) && page.contains(r#""text":"8""#), "{page}");
    typed.check(
        r##"{"type":"calc","room":"@guest2","text":"6*7","ref":"e"}"##,
        &[r#""type":"opened""#, r#""text":"42""#],
    );
    other.expect("@guest1 2] = 42").unwrap();
}

#[test]
fn answers_are_there_after_a_crash() {
    let mut typed = Typed::new("en");
    typed.check("/calc 2**10", &["ok 1", "2] = 1024"]);
    typed.server.kill().unwrap();
    let again = Program::product().unwrap().serve(typed.data.path()).unwrap();
    let mut reader = Text::connect(again.line).unwrap();
    reader.expect("1] <guest1> /calc 2**10").unwrap();
    reader.expect("2] = 1024").unwrap();
}

#[test]
fn a_block_of_lines_is_one_message() {
    let mut typed = Typed::new("en");
    let mut other = Text::connect(typed.server.line).unwrap();
    other.expect("-- 2 people in #general").unwrap();
    let next = |other: &mut Text| other.line(Duration::from_secs(10)).unwrap().unwrap();
    typed.check("```\nfn main() {\n    fin\nfin\n\n/quit\n}\n```", &["-- everything you send now", "ok 1"]);
    other.expect("1] <guest1> fn main() {").unwrap();
    assert_eq!([(); 5].map(|()| next(&mut other)), ["|     fin", "| fin", "| ", "| /quit", "| }"]);
    // The same by a command, which a fence does not end; in French, too.
    typed.check("/paste\n```\nx\n```\n/coller", &["until a line with only /paste", "ok 2"]);
    other.expect("2] <guest1> ```").unwrap();
    assert_eq!([(); 2].map(|()| next(&mut other)), ["| x", "| ```"]);
    typed.check("```\n\n```", &["-- everything you send now", "!! empty"]);
    // Longer than a message: several, cut between lines, with every line once.
    let lines: Vec<String> = (0..1000).map(|n| format!("ligne {n} é")).collect();
    typed.check(&format!("```\n{}\n```", lines.join("\n")), &["ok 3", "ok 4", "ok 5", "ok 6"]);
    let mut seen = Vec::new();
    while seen.len() < lines.len() {
        let line = next(&mut other);
        seen.push(line.strip_prefix("| ").or(line.split_once("> ").map(|(_, text)| text)).unwrap().to_owned());
    }
    assert!(seen == lines, "a line is missing, doubled or out of place");
}

#[test]
fn a_paste_is_one_message_when_asked_for() {
    let mut typed = Typed::new("en");
    let mut other = Text::connect(typed.server.line).unwrap();
    other.expect("-- 2 people in #general").unwrap();
    // A program's lines stay apart as long as nobody asks.
    typed.check("a\nb\nc", &["ok 1", "ok 2", "ok 3"]);
    typed.check("/paste on", &["-- lines of text that arrive together"]);
    typed.check("fn main() {\n    fin\nfin\n\n}", &["ok 4"]);
    typed.check("typed", &["ok 5"]);
    other.expect("4] <guest1> fn main() {").unwrap();
    let lines = [(); 5].map(|()| other.line(Duration::from_secs(10)).unwrap().unwrap());
    assert_eq!(lines[..4], ["|     fin", "| fin", "| ", "| }"]);
    assert!(lines[4].ends_with("5] <guest1> typed"), "{lines:#?}");
    typed.check("one\n/who\ntwo", &["ok 6", "-- 2 people", "ok 7"]);
    typed.check("x\ny\nz\nfin", &["ok 8", "-- goodbye!"]);
}

#[test]
fn a_throttled_paste_is_slower_and_whole() {
    let mut typed = Typed::with(&["--line-rate", "2000"]);
    typed.check("/acks off\n/paste on", &["-- lines of text that arrive together"]);
    let mut other = Text::connect(typed.server.line).unwrap();
    other.expect("-- 2 people in #general").unwrap();
    let lines: Vec<String> = (0..2000).map(|n| format!("line {n}")).collect();
    typed.client.send(&lines.join("\n")).unwrap();
    let (mut seen, mut messages) = (Vec::new(), 0);
    while seen.len() < lines.len() {
        let line = other.line(Duration::from_secs(20)).unwrap().unwrap_or_else(|| panic!("only {} lines", seen.len()));
        messages += usize::from(!line.starts_with("| "));
        let text = line.strip_prefix("| ").or(line.split_once("> ").map(|(_, text)| text)).unwrap();
        seen.push(text.to_owned());
    }
    assert!(seen == lines, "a line is missing, doubled or out of place");
    // How many depends on how the lines arrive; without `/paste` it would be one each.
    assert!((5..500).contains(&messages), "{messages} messages");
}
