//! The check passes our eight parts, and finds what is wrong with each broken server: that, and nothing else.

use crate::broken;
use crate::support::Server;
use causette_lab::check::{Verdict, check, json};
use causette_lab::listener::Listener;
use causette_lab::part::Part;
use causette_lab::parts::{Options, calc, protocol, shared};
use causette_texts::{Expect, Lang};
use std::time::Duration;

fn verdicts(part: Part, server: &Server) -> Vec<Verdict> {
    check(part, server.address, &mut |_| {}, &mut || Duration::from_secs(2)).unwrap()
}

fn failed(verdicts: &[Verdict]) -> Vec<Expect> {
    verdicts.iter().filter(|verdict| !verdict.held).map(|verdict| verdict.expected).collect()
}

fn passes(part: Part, options: Options, least: usize) {
    let verdicts = verdicts(part, &Server::part(part, options));
    let shown: Vec<String> = verdicts.iter().map(|verdict| verdict.lines(Lang::En, false)).collect();
    assert!(failed(&verdicts).is_empty() && verdicts.len() >= least, "{part:?}:\n{}", shown.join("\n"));
}

#[test]
fn our_eight_parts_pass() {
    std::thread::scope(|threads| {
        // Each has at least so many expectations: a check that tries nothing passes everybody.
        for (part, least) in Part::ALL.into_iter().zip([4, 9, 10, 3, 11, 14, 7, 8]) {
            threads.spawn(move || passes(part, Options::default(), least));
        }
    });
}

#[test]
fn both_free_variants_of_part_four_pass_too() {
    for nonblocking in [false, true] {
        passes(Part::Talk, Options { free: true, nonblocking, ..Options::default() }, 3);
    }
}

/// The server fails these expectations and no other.
fn fails(part: Part, run: fn(Listener), expect: &[Expect]) {
    let verdicts = verdicts(part, &Server::start(run));
    let found = failed(&verdicts);
    assert_eq!(found, expect, "{part:?}");
    for verdict in verdicts.iter().filter(|verdict| !verdict.held) {
        let text = verdict.lines(Lang::Fr, false);
        assert!(text.starts_with("✗ ") && text.contains("piste : "), "{text}");
    }
}

/// A broken server, the part it is meant to be, and what the check must find.
type Broken = (Part, fn(Listener), &'static [Expect]);

#[rustfmt::skip]
const BROKEN: [Broken; 16] = {
    use Expect::*;
    [
        (Part::Connection, broken::never_ends, &[EndsAfterOne]),
        (Part::Connection, broken::no_greeting, &[Greets]),
        (Part::Echo, broken::no_loop, &[EchoAgain, Newline, Halves, HalfCharacter, SeveralLines, FinCloses, FinEnds]),
        (Part::Echo, broken::no_fin, &[FinCloses, FinEnds]),
        (Part::Echo, broken::splits_echo, &[Halves, HalfCharacter]),
        (Part::Sequential, broken::one_client_only, &[BacklogServed, NextServed, AfterReset, AfterFin]),
        (Part::Talk, broken::deaf, &[OperatorAnswers, FinCloses]),
        (Part::Calc, broken::dies_on_zero, &[DivisionByZero, SurvivesError, NotExecuted, HugePower, Deep]),
        (Part::Calc, broken::executes, &[NotExecuted]),
        (Part::Calc, broken::splits_calc, &[Halves, SeveralLines]),
        (Part::Protocol, broken::splits_everywhere, &[EchoArgument, Unknown]),
        (Part::Parallel, protocol::serve, &[NoWaiting, WhoIsHere]),
        (Part::Shared, broken::a_list_each, &[Listed, Halves, LastTen, NothingLost]),
        (Part::Shared, broken::forgets, &[NothingLost]),
        (Part::Shared, |listener| shared::serve(listener, true), &[Halves, LastTen, NothingLost]),
        (Part::Protocol, calc::serve, &[Help, EchoArgument, CalcArgument, Time, Name, Unknown, PlainText, Newline, Halves, HalfCharacter, SeveralLines, Bye]),
    ]
};

#[test]
fn each_broken_server_fails_for_its_own_reason_and_no_other() {
    std::thread::scope(|threads| {
        for (part, run, expect) in BROKEN {
            threads.spawn(move || fails(part, run, expect));
        }
    });
}

#[test]
fn json_for_graders() {
    let verdicts = verdicts(Part::Connection, &Server::part(Part::Connection, Options::default()));
    let text = json(Part::Connection, "127.0.0.1:1", &verdicts, Lang::En);
    assert!(
        text.starts_with("{\"part\":\"connection\",\"address\":\"127.0.0.1:1\",\"passed\":true,\"expectations\":[{"),
        "{text}"
    );
    assert!(text.contains("\"code\":\"greets\"") && text.contains("\"sent\":\"salut\""), "{text}");
    assert!(json(Part::Echo, "a", &[], Lang::En).contains("\"passed\":false"), "nothing tested is nothing passed");
}

#[test]
fn nobody_there_is_one_sentence() {
    let address = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let trouble = check(Part::Echo, address, &mut |_| {}, &mut || Duration::ZERO).unwrap_err();
    assert!(trouble.sentence(Lang::Fr).contains("personne n'écoute"), "{trouble}");
}
