//! Programs that sign in by a token: what they hear, what others hear of them, and how far they may go.

use super::accounts::{login, private, register};
use super::bench::{Bench, govern, history, join, nick, room, say, session};
use crate::Submission;
use causette_core::notice::{Goodbye, Reach, TokenLine};
use causette_core::ports::{AppendError, Log};
use causette_core::refusal::NotSaved;
use causette_core::{
    Act, Command, Label, Millis, Mode, Name, Password, Range, RoomName, Scope, Sought, Target, Text, TokenWish, limits,
};

pub(super) fn words(line: &TokenLine) -> String {
    let reach = match &line.reach {
        Reach::Everywhere => String::new(),
        Reach::Room(room) => format!(" in {room}"),
        Reach::Nowhere => " nowhere".into(),
    };
    let used = line.used.map(|used| format!(" used {}", used.0)).unwrap_or_default();
    format!("{} {} {}{reach}{used}", line.number, line.label, line.scope.word())
}

fn wish(label: &str, scope: Scope, room: Option<&str>, days: Option<u32>) -> Command {
    let room = room.map(|room| RoomName::new(room).unwrap());
    Command::Token(TokenWish::Make { label: Label::new(label).unwrap(), scope, room, days })
}

fn list() -> Command {
    Command::Token(TokenWish::List)
}

/// What session 1 is shown once.
fn token(bench: &mut Bench, scope: Scope, room: Option<&str>) -> String {
    bench.ask(1, wish("ci", scope, room, None));
    bench.run();
    let told = bench.take(1).pop().unwrap();
    bench.clear();
    told.rsplit(' ').next().unwrap().to_owned()
}

fn open(bench: &mut Bench, n: u32) {
    super::accounts::open(bench, n, "127.0.0.1");
    bench.run();
    bench.clear();
}

/// 1 is alice, 2 a guest who watches her; both in `#general` and `#club`, of which alice is a member. Somebody wrote in each.
fn alice() -> Bench {
    let mut bench = private(2);
    bench.ask(1, register("alice"));
    bench.run();
    bench.ask(1, join("#club"));
    bench.ask(2, join("#club"));
    bench.ask(2, say("#club", "hi", None));
    bench.ask(2, Command::Watch { names: vec![Name::new("alice").unwrap()], on: true });
    bench.run();
    bench.clear();
    bench
}

fn leaves(bench: &mut Bench, n: u32) {
    bench.sequencer.push(Submission::Close { session: session(n), why: None, said: None });
    bench.run();
    bench.clear();
}

/// The program `n` signs in; what it was told.
fn resume(bench: &mut Bench, n: u32, token: &str) -> Vec<String> {
    open(bench, n);
    bench.ask(n, Command::Resume(token.to_owned()));
    bench.run();
    bench.take(n)
}

fn asked(bench: &mut Bench, n: u32, command: Command) -> Vec<String> {
    bench.ask(n, command);
    bench.run();
    bench.take(n)
}

#[test]
fn nobody_hears_a_program_come_speak_and_go() {
    let mut bench = alice();
    let token = token(&mut bench, Scope::Talk, None);
    leaves(&mut bench, 1);
    // Rooms come without who is there being more, then what is there to read: a program waits for that.
    let heard = resume(&mut bench, 5, &token);
    assert_eq!(heard, ["signed in alice", "in #club 1 []+", "in #general 1 []+", "#club 1+1"]);
    bench.heard(2, &[]);
    for command in [Command::Who(room("#club")), Command::Whois(Name::new("alice").unwrap())] {
        bench.ask(2, command);
    }
    bench.ask(2, Command::Find(Sought::All));
    bench.ask(2, Command::Census);
    bench.run();
    // Nothing of it is in any list.
    bench.heard(2, &["guest2", "alice in ", "people [guest2 in #club #general]", "census 1 1 0 1 2 2"]);
    assert_eq!(asked(&mut bench, 5, say("#club", "built", None)), ["ok #club 3"]);
    bench.heard(2, &["3 alice: built"]);
    bench.ask(2, say("#club", "thanks @alice", None));
    bench.ask(2, say("@alice", "psst", None));
    bench.run();
    bench.heard(5, &["4 guest2: thanks @alice", "@you", "opened @guest2", "1 guest2: psst"]);
    bench.clear();
    bench.sequencer.push(Submission::Close {
        session: session(5),
        why: Some(Goodbye::Quit),
        said: Text::new("bye").ok(),
    });
    bench.run();
    bench.heard(2, &[]);
    bench.heard(5, &["bye Quit", "closed"]);
    // Nobody has read what the program was shown or said.
    open(&mut bench, 6);
    let back = asked(&mut bench, 6, login("alice", "alice's password"));
    assert_eq!(back.last().map(String::as_str), Some("#club 1+3, @guest2 0+1"), "{back:?}");
    assert!(bench.take(2).starts_with(&["online alice".to_owned()]));
}

/// Beside its owner it changes nothing either: whoever is there stays, and goes when they go.
#[test]
fn whoever_is_there_as_well_comes_and_goes_as_ever() {
    let mut bench = alice();
    let token = token(&mut bench, Scope::All, None);
    assert_eq!(resume(&mut bench, 5, &token), ["signed in alice", "in #club 2 []+", "in #general 2 []+", "#club 1+1"]);
    bench.heard(1, &[]);
    bench.heard(2, &[]);
    bench.sequencer.push(Submission::Close { session: session(1), why: None, said: None });
    bench.run();
    bench.heard(2, &["quit alice", "quit alice", "offline alice"]);
    bench.clear();
    open(&mut bench, 6);
    bench.ask(6, join("#general"));
    bench.ask(6, login("alice", "alice's password"));
    bench.run();
    let heard = bench.take(2);
    assert!(heard.contains(&"guest4 is alice Account".to_owned()), "{heard:?}");
    assert!(heard.contains(&"+alice".to_owned()) && heard.contains(&"online alice".to_owned()), "{heard:?}");
}

#[test]
fn an_empty_room_stays_empty_and_what_held_there_lapses_later() {
    let mut bench = private(2);
    bench.ask(1, register("alice"));
    bench.ask(2, join("#den"));
    bench.run();
    bench.ask(1, join("#den"));
    bench.ask(2, govern("#den", Act::Mode(Mode::Slow(5))));
    bench.run();
    let token = token(&mut bench, Scope::Talk, None);
    leaves(&mut bench, 1);
    leaves(&mut bench, 2);
    let heard = resume(&mut bench, 5, &token);
    assert!(heard.contains(&"in #den 0 []+".to_owned()), "{heard:?}");
    open(&mut bench, 6);
    bench.ask(6, join("#den"));
    bench.run();
    let heard = bench.take(5);
    assert!(heard.iter().any(|words| words.contains("Reset")) && heard.contains(&"+guest4".to_owned()), "{heard:?}");
}

#[test]
fn a_scope_and_a_room_are_all_it_may() {
    let mut bench = alice();
    let club = token(&mut bench, Scope::Read, Some("#club"));
    assert_eq!(resume(&mut bench, 5, &club), ["signed in alice", "in #club 2 []+", "#club 1+1"]);
    assert_eq!(asked(&mut bench, 5, history("#club", Range::After(1), 5)), ["[2 guest2: hi]"]);
    for command in [history("#general", Range::After(0), 5), say("#club", "x", None), join("#other"), Command::Rooms] {
        assert_eq!(asked(&mut bench, 5, command), ["not_in_scope"]);
    }
    for command in [list(), nick("bob"), Command::Logout, Command::Link, join("#server"), Command::Sessions] {
        assert_eq!(asked(&mut bench, 5, command), ["persons_only"]);
    }
    // What is said elsewhere, or to its owner, is not for it; nor are rooms that the owner enters.
    bench.ask(2, say("#general", "not for you", None));
    bench.ask(2, say("@alice", "nor this", None));
    bench.ask(1, join("#new"));
    bench.ask(1, say("#club", "this", None));
    bench.run();
    bench.heard(5, &["3 alice: this"]);
    // A room that is left takes the program along.
    bench.ask(1, Command::Leave { room: RoomName::new("#club").unwrap(), why: None });
    bench.ask(1, list());
    bench.run();
    let day = 0;
    assert_eq!(bench.take(1).pop().unwrap(), format!("tokens [1 ci read nowhere used {day}]"));
    assert_eq!(bench.take(5), ["4 alice leaves", "out #club"]);
    assert_eq!(resume(&mut bench, 6, &club), ["bad_token"]);
}

/// A word in a webhook's address writes where its owner may, and reads nothing.
#[test]
fn one_that_only_says_hears_nothing() {
    let mut bench = alice();
    let hook = token(&mut bench, Scope::Say, Some("#club"));
    leaves(&mut bench, 1);
    assert_eq!(resume(&mut bench, 5, &hook), ["signed in alice", ""]);
    assert_eq!(asked(&mut bench, 5, say("#club", "deployed", None)), ["ok #club 3"]);
    bench.heard(2, &["3 alice: deployed"]);
    bench.ask(2, say("#club", "@alice who?", None));
    bench.ask(2, say("@alice", "who?", None));
    bench.run();
    bench.heard(5, &[]);
    let edit = Command::Edit { of: room("#club"), seq: 3, text: Text::new("deployed twice").unwrap() };
    assert_eq!(asked(&mut bench, 5, edit), ["ok #club 5"]);
    for command in [history("#club", Range::After(0), 5), say("#general", "x", None), say("@guest2", "x", None)] {
        assert_eq!(asked(&mut bench, 5, command), ["not_in_scope"]);
    }
    let everywhere = {
        open(&mut bench, 1);
        bench.ask(1, login("alice", "alice's password"));
        bench.run();
        token(&mut bench, Scope::Say, None)
    };
    resume(&mut bench, 6, &everywhere);
    assert_eq!(asked(&mut bench, 6, say("@guest2", "psst", None)), ["ok @guest2 2"]);
    bench.ask(2, say("@alice", "yes?", None));
    bench.run();
    bench.heard(6, &[]);
}

/// Taking back what others said is a moderator's, which is more than saying something.
#[test]
fn moderating_needs_the_whole_scope() {
    let mut bench = alice();
    let (talk, all) = (token(&mut bench, Scope::Talk, None), token(&mut bench, Scope::All, None));
    resume(&mut bench, 5, &talk);
    resume(&mut bench, 6, &all);
    let delete = |seq| Command::Delete { of: room("#club"), seq, why: None };
    assert_eq!(asked(&mut bench, 5, delete(2)), ["not_in_scope"]);
    assert_eq!(asked(&mut bench, 5, govern("#club", Act::Topic(None))), ["not_in_scope"]);
    asked(&mut bench, 5, say("#club", "mine", None));
    assert_eq!(asked(&mut bench, 5, delete(3)), ["ok #club 4"]);
    assert_eq!(asked(&mut bench, 6, delete(2)).last().map(String::as_str), Some("ok #club 5"));
    // Entering makes its account a member, on all its sessions; the others are there, the program is not.
    bench.clear();
    assert_eq!(asked(&mut bench, 6, join("#den")), ["in #den 0 [1 alice joins]", "+alice"]);
    assert_eq!(bench.take(1), ["in #den 1 []+", "#club 1+4"]);
    assert_eq!(bench.take(5), ["in #den 1 []+", "#club 1+4"]);
    assert_eq!(asked(&mut bench, 5, join("#elsewhere")), ["not_in_scope"]);
}

#[test]
fn tokens_are_listed_revoked_and_ended_by_a_new_password() {
    let mut bench = alice();
    bench.ask(1, list());
    bench.ask(1, wish("one", Scope::Say, Some("#club"), None));
    bench.ask(1, wish("two", Scope::All, None, Some(1)));
    bench.ask(1, wish("three", Scope::Read, Some("#nowhere"), None));
    bench.ask(2, list());
    bench.run();
    let told = bench.take(1);
    assert_eq!(told[0], "tokens []");
    assert!(
        told[1].starts_with("1 one say in #club causette_") && told[2].starts_with("2 two all causette_"),
        "{told:?}"
    );
    assert_eq!(told[3], "not_in_room");
    bench.heard(2, &["sign_in_first"]);
    let two = told[2].rsplit(' ').next().unwrap().to_owned();
    bench.now = Millis(20_000_000);
    assert_eq!(resume(&mut bench, 5, &two)[0], "signed in alice");
    assert_eq!(asked(&mut bench, 1, list()), ["tokens [1 one say in #club, 2 two all used 0]"]);
    assert_eq!(asked(&mut bench, 1, Command::Token(TokenWish::Revoke(7))), ["no_such_token"]);
    assert_eq!(asked(&mut bench, 1, Command::Token(TokenWish::Revoke(2))), ["tokens [1 one say in #club]"]);
    bench.heard(5, &["bye Ended", "closed"]);
    assert_eq!(resume(&mut bench, 6, &two), ["bad_token"]);
    // A number is not given twice, so nobody revokes another one by mistake.
    assert!(asked(&mut bench, 1, wish("three", Scope::Read, None, Some(1)))[0].starts_with("3 three read"));
    bench.now = Millis(20_000_000 + 25 * 3600 * 1000);
    assert_eq!(asked(&mut bench, 1, list()), ["tokens [1 one say in #club]"]);
    let one = told[1].rsplit(' ').next().unwrap().to_owned();
    resume(&mut bench, 7, &one);
    let (old, new) = (Password::typed("alice's password").unwrap(), Password::new("another password").unwrap());
    bench.ask(1, Command::Password { old, new });
    bench.ask(1, list());
    bench.run();
    assert_eq!(bench.take(1).last().map(String::as_str), Some("tokens []"));
    bench.heard(7, &["bye Ended", "closed"]);
    assert_eq!(resume(&mut bench, 8, &one), ["bad_token"]);
}

#[test]
fn tokens_are_bounded_and_a_line_that_others_read_is_no_place_for_one() {
    let mut bench = alice();
    let token = token(&mut bench, Scope::Read, None);
    super::accounts::open(&mut bench, 5, "192.0.2.1");
    bench.ask(5, Command::Resume(token.clone()));
    bench.ask(5, wish("x", Scope::Read, None, None));
    bench.run();
    assert_eq!(bench.take(5)[1..], ["need_tls", "need_tls"]);
    for _ in 1..limits::PROGRAMS {
        bench.ask(1, wish("more", Scope::Read, None, None));
    }
    bench.ask(1, wish("more", Scope::Read, None, None));
    bench.run();
    let told = bench.take(1);
    assert_eq!((told.len(), told.last().map(String::as_str)), (limits::PROGRAMS, Some("list_full")));
    // A program that runs wild takes no place of its owner's.
    for n in 0..limits::SESSIONS_PER_ACCOUNT as u32 {
        assert_eq!(resume(&mut bench, 10 + n, &token)[0], "signed in alice");
    }
    assert_eq!(resume(&mut bench, 100, &token), ["too_many_accounts"]);
    open(&mut bench, 101);
    assert_eq!(asked(&mut bench, 101, login("alice", "alice's password"))[0], "signed in alice");
}

/// A program that reads too slowly is sent what it missed, as anybody is; one that comes back reads on by number.
#[test]
fn a_slow_program_catches_up_and_one_that_comes_back_reads_on() {
    let mut bench = alice();
    let token = token(&mut bench, Scope::Read, None);
    leaves(&mut bench, 1);
    resume(&mut bench, 5, &token);
    let room = bench.log.load("#club").unwrap().unwrap().row.id;
    bench.sequencer.push(Submission::CatchUp { session: session(5), room, after: 1 });
    bench.run();
    bench.heard(5, &["missed [2 guest2: hi]"]);
    let again = Command::Join { room: RoomName::new("#club").unwrap(), after: Some(1), secret: None };
    assert_eq!(asked(&mut bench, 5, again), ["in #club 1 [2 guest2: hi]"]);
    bench.heard(2, &[]);
}

/// What no disk takes: signing in by a token goes on, making one does not.
#[test]
fn a_full_disk_keeps_no_program_out() {
    let mut bench = alice();
    let token = token(&mut bench, Scope::Read, None);
    let full = || Err(AppendError::NotSaved { why: NotSaved::DiskFull, detail: String::new() });
    open(&mut bench, 5);
    bench.log.script.lock().unwrap().push_back(full());
    bench.ask(5, Command::Resume(token));
    bench.run();
    assert_eq!(bench.take(5)[0], "signed in alice");
    bench.log.script.lock().unwrap().push_back(full());
    assert_eq!(asked(&mut bench, 1, wish("x", Scope::Read, None, None)), ["not_saved"]);
    assert_eq!(asked(&mut bench, 1, list()), ["tokens [1 ci read]"]);
}

/// After a restart a token is as good as before, and an owner's rank is nothing for their program.
#[test]
fn a_token_outlives_the_process_and_has_no_rank() {
    let mut bench = alice();
    bench.ask(1, Command::Claim("the first start's code".into()));
    bench.run();
    let token = token(&mut bench, Scope::All, None);
    let mut again = Bench::on(bench.log.clone(), 1 << 64);
    assert_eq!(resume(&mut again, 1, &token)[0], "signed in alice");
    let kick = || govern("#server", Act::Kick { who: Name::new("bob").unwrap(), why: None });
    assert_eq!(asked(&mut again, 1, kick()), ["persons_only"]);
    assert_eq!(asked(&mut again, 1, Command::About(RoomName::new("#server").unwrap())), ["persons_only"]);
    assert_eq!(asked(&mut again, 1, Command::Who(Target::Room(RoomName::new("#club").unwrap()))), [""]);
    let kept = again.log.home(bench.log.accounts().unwrap()[0].id).unwrap().tokens;
    assert_eq!(kept.iter().filter_map(|token| token.program.as_ref()?.used).collect::<Vec<_>>(), [Millis(0)]);
}
