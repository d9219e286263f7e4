//! Webhooks: words that the server itself signs in by. What is kept of them, how far they have come, and when they go.

use super::accounts::{ALICE, BOB, changes, word};
use super::build::*;
use causette_core::hook::Progress;
use causette_core::ports::{Append, Log};
use causette_core::{
    AccountChange, Hook, HookFault, HookSecret, HookUrl, Label, Millis, Program, Scope, Seq, Token, TokenHash,
    TokenKind,
};

/// A program's token of alice's.
pub(crate) fn program(n: u8) -> Token {
    let label = Label::new(&format!("program {n}")).unwrap();
    let program =
        Program { number: n.into(), label, scope: Scope::Read, room: Some(ROOM), used: Some(Millis(9)), hook: None };
    Token { program: Some(Box::new(program)), ..word(n, ALICE, TokenKind::Program, 3, 900) }
}

/// A webhook of alice's that has come so far.
pub(crate) fn hook(n: u8, after: Seq) -> Token {
    let url = HookUrl::new(&format!("https://example.org:{n}/hook?n={n}")).unwrap();
    let progress = Progress { after, ..Progress::default() };
    let hook = Hook { url, secret: HookSecret([n; 32]), progress };
    let label = Label::new(&format!("hook {n} é")).unwrap();
    let hook = Some(Box::new(hook));
    let program = Program { number: n.into(), label, scope: Scope::Read, room: Some(ROOM), used: None, hook };
    Token { program: Some(Box::new(program)), ..word(n, ALICE, TokenKind::Hook, 3, 900) }
}

pub(crate) fn given(after: Seq, tokens: &[Token]) -> Append {
    changes(after, tokens.iter().cloned().map(AccountChange::Token).collect())
}

fn all(log: &dyn Log) -> Vec<Token> {
    let mut all = log.hooks().unwrap();
    all.sort_by_key(|token| token.hash);
    all
}

fn progress(log: &dyn Log, n: u8) -> Progress {
    let token = log.token(TokenHash([n; 32])).unwrap().unwrap();
    token.program.unwrap().hook.unwrap().progress
}

pub(crate) fn how_far_one_has_come_is_kept_until_it_ends(log: &dyn Log) {
    let hooks = [hook(1, 5), hook(2, 0)];
    store(log, &[given(0, &hooks), with_row(count(ROOM, 0, 2), public(ROOM, "#a"))]);
    store(log, &[given(1, &[program(3), Token { person: BOB, ..hook(4, 2) }])]);
    let [one, two] = hooks;
    let four = Token { person: BOB, ..hook(4, 2) };
    assert_eq!(all(log), [one.clone(), two.clone(), four.clone()]);
    assert_eq!(log.home(ALICE).unwrap().tokens, [one, two.clone(), program(3)]);
    let moved = |n: u8, progress| AccountChange::Hooked(TokenHash([n; 32]), progress);
    let trouble = Some((Millis(77), HookFault::Status(503)));
    let at = |after, trouble, paused| Progress { after, trouble, paused };
    for (after, change, expect) in [
        (2, at(9, None, false), at(9, None, false)),
        // It only moves forward.
        (3, at(7, trouble, false), at(9, trouble, false)),
        (4, at(9, Some((Millis(77), HookFault::Private)), true), at(9, Some((Millis(77), HookFault::Private)), true)),
        (5, at(10, None, false), at(10, None, false)),
    ] {
        // What is no webhook, or none any more, has come nowhere.
        store(log, &[changes(after, vec![moved(1, change), moved(3, change), moved(99, change)])]);
        assert_eq!(progress(log, 1), expect);
    }
    assert_eq!((progress(log, 2), log.token(TokenHash([3; 32]))), (at(0, None, false), Ok(Some(program(3)))));
    store(log, &[changes(6, vec![AccountChange::Spent(TokenHash([1; 32])), moved(1, at(20, None, false))])]);
    assert_eq!((all(log), log.token(TokenHash([1; 32]))), (vec![two, four.clone()], Ok(None)));
    // A new password ends them, as it does all programs.
    store(log, &[changes(7, vec![AccountChange::SignedOut(ALICE, None)])]);
    assert_eq!(all(log), [four]);
}

pub(crate) fn one_goes_with_its_account(log: &dyn Log) {
    let bobs = Token { person: BOB, ..hook(2, 2) };
    store(log, &[given(0, &[hook(1, 5), bobs.clone()])]);
    store(log, &[super::erase::erased(1, ALICE)]);
    while log.scrub(9).unwrap() {}
    assert_eq!(all(log), [bobs]);
}
