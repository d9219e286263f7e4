//! Webhooks: who makes one, what its session is, and how its progress is kept and told.

use super::accounts::{private, register};
use super::bench::{Bench, govern, history, join, say};
use crate::Submission;
use causette_core::hook::{Allowed, Progress};
use causette_core::ports::Log;
use causette_core::{
    Act, Command, HookFault, HookUrl, HookWish, Millis, Name, Notice, Password, Range, Role, RoomName, Token, limits,
};

pub(super) fn words(notice: &Notice) -> String {
    let line = |line: &causette_core::notice::HookLine| {
        let room = line.room.as_ref().map_or("nowhere".to_owned(), ToString::to_string);
        let trouble = line.trouble.map(|(since, why)| format!(" {} since {}", why.word(), since.0)).unwrap_or_default();
        format!("{} {} {room} {} after {}{trouble}", line.number, line.label, line.state.word(), line.after)
    };
    match notice {
        Notice::Webhook { line: one, secret: Some(_) } => format!("made {}", line(one)),
        Notice::Webhook { line: one, secret: None } => format!("webhook {}", line(one)),
        Notice::Webhooks(lines) => format!("webhooks [{}]", lines.iter().map(line).collect::<Vec<_>>().join(", ")),
        other => format!("{other:?}"),
    }
}

fn make(room: &str, url: &str) -> Command {
    let (room, url) = (RoomName::new(room).unwrap(), HookUrl::new(url).unwrap());
    Command::Webhook(HookWish::Make { room, url, label: None })
}

fn wish(wish: HookWish) -> Command {
    Command::Webhook(wish)
}

fn asked(bench: &mut Bench, n: u32, command: Command) -> Vec<String> {
    bench.ask(n, command);
    bench.run();
    bench.take(n)
}

/// 1 is alice, who owns `#club`; 2 is bob, a member there. One message was said.
fn club() -> Bench {
    let mut bench = private(2);
    bench.sequencer.set_hooks(Allowed::default());
    bench.ask(1, register("alice"));
    bench.ask(2, register("bob"));
    bench.run();
    bench.ask(1, join("#club"));
    bench.ask(1, govern("#club", Act::Role { who: Name::new("alice").unwrap(), role: Some(Role::Owner) }));
    bench.run();
    bench.ask(2, join("#club"));
    bench.ask(1, say("#club", "hi", None));
    bench.run();
    bench.clear();
    bench
}

fn kept(bench: &Bench) -> Vec<Token> {
    bench.log.hooks().unwrap()
}

fn progress(bench: &Bench) -> Progress {
    kept(bench)[0].program.as_ref().unwrap().hook.as_ref().unwrap().progress
}

/// A session that the server begins for its own program.
fn follow(bench: &mut Bench, n: u32, token: &Token) -> Vec<String> {
    super::accounts::open(bench, n, "127.0.0.1");
    bench.run();
    bench.clear();
    asked(bench, n, wish(HookWish::Follow(token.hash)))
}

fn report(bench: &mut Bench, token: &Token, progress: Progress, over: bool) {
    let token = Box::new(token.clone());
    bench.sequencer.push(Submission::Hooked { token, progress, over });
    bench.run();
}

#[test]
fn an_owner_makes_lists_and_ends_one() {
    let mut bench = club();
    let head = bench.log.load("#club").unwrap().unwrap().row.head;
    let url = "https://example.org/x";
    let made = asked(&mut bench, 1, make("#club", url));
    assert_eq!(made, [format!("made 1 example.org #club active after {head}")]);
    assert_eq!(asked(&mut bench, 2, make("#club", url)), ["forbidden"]);
    assert_eq!(asked(&mut bench, 1, make("#nowhere", url)), ["no_such_room"]);
    assert_eq!(asked(&mut bench, 2, wish(HookWish::List)), ["webhooks []"]);
    assert_eq!(asked(&mut bench, 2, wish(HookWish::End(1))), ["no_such_webhook"]);
    assert_eq!(asked(&mut bench, 1, make("#club", "https://127.0.0.1/")), ["private_address"]);
    assert_eq!(asked(&mut bench, 1, make("#club", "http://example.org/")), ["need_https"]);
    assert_eq!(asked(&mut bench, 1, make("#server", url)), ["no_such_room"]);
    assert_eq!(asked(&mut bench, 1, wish(HookWish::End(2))), ["no_such_webhook"]);
    assert_eq!(asked(&mut bench, 1, wish(HookWish::End(1))), ["webhooks []"]);
    assert_eq!(kept(&bench), []);
    // A number is not given twice.
    assert_eq!(asked(&mut bench, 1, make("#club", url)), [format!("made 2 example.org #club active after {head}")]);
    for _ in 1..limits::HOOKS_PER_ACCOUNT {
        bench.ask(1, make("#club", url));
    }
    assert_eq!(asked(&mut bench, 1, make("#club", url)).last().map(String::as_str), Some("list_full"));
    let mut closed = private(1);
    closed.ask(1, register("alice"));
    closed.run();
    closed.clear();
    assert_eq!(asked(&mut closed, 1, make("#club", url)), ["no_webhooks"]);
}

/// A member who is no owner, and an operator who is a member.
#[test]
fn an_operator_makes_one_where_they_are_a_member() {
    let mut bench = club();
    bench.ask(2, Command::Claim("the first start's code".into()));
    bench.run();
    bench.clear();
    assert!(asked(&mut bench, 2, make("#club", "https://example.org"))[0].starts_with("made 1"));
    bench.ask(2, Command::Leave { room: RoomName::new("#club").unwrap(), why: None });
    bench.run();
    bench.clear();
    assert_eq!(asked(&mut bench, 2, make("#club", "https://example.org")), ["not_in_room"]);
    assert!(asked(&mut bench, 2, wish(HookWish::List))[0].starts_with("webhooks [1 example.org nowhere"));
}

#[test]
fn its_session_reads_its_room_unseen_until_it_ends() {
    let mut bench = club();
    asked(&mut bench, 1, make("#club", "https://example.org"));
    bench.clear();
    let token = kept(&bench).remove(0);
    let heard = follow(&mut bench, 5, &token);
    assert!(heard[0] == "signed in alice" && heard[1].starts_with("in #club"), "{heard:?}");
    bench.heard(1, &[]);
    bench.heard(2, &[]);
    assert_eq!(asked(&mut bench, 5, say("#club", "x", None)), ["not_in_scope"]);
    assert_eq!(asked(&mut bench, 5, wish(HookWish::List)), ["persons_only"]);
    assert!(asked(&mut bench, 5, history("#club", Range::After(0), 9))[0].contains("alice: hi"));
    assert_eq!(asked(&mut bench, 1, wish(HookWish::End(1))), ["webhooks []"]);
    bench.heard(5, &["bye Ended", "closed"]);
    assert_eq!(follow(&mut bench, 6, &token), ["bad_token"]);
    // No word signs in as it, and no other word's hash is one.
    asked(&mut bench, 1, make("#club", "https://example.org"));
    let mut other = kept(&bench).remove(0);
    other.hash.0[0] ^= 1;
    assert_eq!(follow(&mut bench, 7, &other), ["bad_token"]);
    // A new password ends it, as it does all programs.
    let token = kept(&bench).remove(0);
    follow(&mut bench, 8, &token);
    let (old, new) = (Password::typed("alice's password").unwrap(), Password::new("another password").unwrap());
    asked(&mut bench, 1, Command::Password { old, new });
    bench.heard(8, &["bye Ended", "closed"]);
    assert_eq!(kept(&bench), []);
}

#[test]
fn its_progress_is_kept_and_its_owner_told_of_what_they_have_to_see_to() {
    let mut bench = club();
    asked(&mut bench, 1, make("#club", "https://example.org"));
    bench.clear();
    let (token, head) = (kept(&bench).remove(0), progress(&bench).after);
    report(&mut bench, &token, Progress { after: head + 3, ..Progress::default() }, false);
    report(&mut bench, &token, Progress { after: head + 2, ..Progress::default() }, false);
    bench.heard(1, &[]);
    assert_eq!(progress(&bench).after, head + 3, "it only moves forward");
    let trouble = Some((Millis(7), HookFault::Status(503)));
    report(&mut bench, &token, Progress { after: head + 3, trouble, paused: false }, false);
    bench.heard(1, &[]);
    let line = |state: &str| format!("1 example.org #club {state} after {} 503 since 7", head + 3);
    assert_eq!(asked(&mut bench, 1, wish(HookWish::List)), [format!("webhooks [{}]", line("failing"))]);
    report(&mut bench, &token, Progress { after: head + 3, trouble, paused: true }, false);
    bench.heard(1, &[&format!("webhook {}", line("paused"))]);
    bench.heard(2, &[]);
    let going = format!("webhooks [1 example.org #club active after {}]", head + 3);
    assert_eq!(asked(&mut bench, 1, wish(HookWish::Retry(1))), [going]);
    assert_eq!(progress(&bench), Progress { after: head + 3, ..Progress::default() });
    // Its receiver wants no more.
    follow(&mut bench, 5, &token);
    bench.clear();
    report(&mut bench, &token, Progress { after: head + 3, trouble, paused: false }, true);
    bench.heard(1, &[&format!("webhook {}", line("ended"))]);
    bench.heard(5, &["bye Ended", "closed"]);
    assert_eq!(kept(&bench), []);
    // A word too late changes nothing.
    report(&mut bench, &token, Progress { after: head + 9, ..Progress::default() }, false);
    assert_eq!((kept(&bench), bench.ending.is_none()), (vec![], true));
}
