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

macro_rules! ours {
    ($($test:ident $part:ident $least:literal,)+) => {
        $(#[test]
        fn $test() {
            passes(Part::$part, Options::default(), $least);
        })+
    };
}

ours! {
    our_connection_passes Connection 4,
    our_echo_passes Echo 9,
    our_sequential_passes Sequential 10,
    our_talk_passes Talk 3,
    our_calc_passes Calc 11,
    our_protocol_passes Protocol 14,
    our_parallel_passes Parallel 7,
    our_shared_passes Shared 8,
}

#[test]
fn both_free_variants_of_part_four_pass_too() {
    for nonblocking in [false, true] {
        passes(Part::Talk, Options { free: true, nonblocking, ..Options::default() }, 3);
    }
}

/// The server fails these expectations and no other.
fn fails(part: Part, run: impl FnOnce(Listener) + Send + 'static, expect: &[Expect]) {
    let verdicts = verdicts(part, &Server::start(run));
    let found = failed(&verdicts);
    assert_eq!(found, expect, "{part:?}");
    for verdict in verdicts.iter().filter(|verdict| !verdict.held) {
        let text = verdict.lines(Lang::Fr, false);
        assert!(text.starts_with("✗ ") && text.contains("piste : "), "{text}");
    }
}

macro_rules! broken {
    ($($test:ident $part:ident $run:expr, [$($expect:ident),+],)+) => {
        $(#[test]
        fn $test() {
            fails(Part::$part, $run, &[$(Expect::$expect),+]);
        })+
    };
}

broken! {
    one_that_does_not_end Connection broken::never_ends, [EndsAfterOne],
    one_without_a_greeting Connection broken::no_greeting, [Greets],
    no_loop Echo broken::no_loop, [EchoAgain, Newline, Halves, HalfCharacter, SeveralLines, FinEnds],
    no_fin Echo broken::no_fin, [FinCloses, FinEnds],
    echo_that_splits Echo broken::splits_echo, [Halves, HalfCharacter],
    one_client_only Sequential broken::one_client_only, [BacklogServed, NextServed],
    deaf_operator Talk broken::deaf, [OperatorAnswers, FinCloses],
    dies_on_zero Calc broken::dies_on_zero, [DivisionByZero, SurvivesError, NotExecuted, HugePower, Deep],
    executes_code Calc broken::executes, [NotExecuted],
    calc_that_splits Calc broken::splits_calc, [Halves, SeveralLines],
    splits_everywhere Protocol broken::splits_everywhere, [EchoArgument, Unknown],
    one_client_at_a_time Parallel protocol::serve, [NoWaiting, WhoIsHere],
    a_list_for_each_client Shared broken::a_list_each, [Listed, Halves, LastTen, NothingLost],
    forgets_under_load Shared broken::forgets, [NothingLost],
    our_own_without_the_lock Shared |listener| shared::serve(listener, true), [Halves, LastTen, NothingLost],
    a_calculator_for_a_protocol Protocol calc::serve,
        [Help, EchoArgument, CalcArgument, Time, Name, Unknown, PlainText, Newline, Halves, HalfCharacter, SeveralLines, Bye],
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
