//! Parts V and VI: answers that are worked out, and messages of different kinds.

use super::basics::framing;
use super::peer::{ANSWER, Peer};
use super::{Check, Trouble};
use causette_texts::Expect;
use std::time::Instant;

/// What an `eval` would answer to code that harms nobody, were it to run it.
const CODE: [(&str, &str); 3] =
    [("\"ca\"+\"usette\"", "causette"), ("'ab'*3", "ababab"), ("len('abcdefghijkl')*11", "132")];

pub(super) fn calc(check: &mut Check<'_>) -> Result<(), Trouble> {
    let mut client = check.connect()?;
    check.verdict(Expect::Reachable, true, &client);
    let sum = client.ask("2+3");
    check.verdict(Expect::Sum, number(&sum) == Some(5.0), &client);
    let exact = client.ask("(2+3)*4-10/4");
    check.verdict(Expect::Exact, number(&exact) == Some(17.5), &client);
    let line = client.ask_line("6*7");
    check.verdict(Expect::Newline, number(&line) == Some(42.0), &client);
    let halves = client.ask_in_two(b"1200+", b"34\n").as_deref().and_then(number);
    check.verdict(Expect::Halves, halves == Some(1234.0), &client);
    let lines: Vec<Option<f64>> = client.ask_line("1+1\n2+2").lines().map(number).collect();
    check.verdict(Expect::SeveralLines, lines == [Some(2.0), Some(4.0)], &client);
    let error = client.ask("1/0");
    check.verdict(Expect::DivisionByZero, !error.is_empty() && number(&error).is_none(), &client);
    let after = client.ask("7*6");
    check.verdict(Expect::SurvivesError, number(&after) == Some(42.0), &client);
    client.leave();
    hostile(check);
    Ok(())
}

/// Each on a connection of its own, because a server may well close on such a message.
fn hostile(check: &mut Check<'_>) {
    check.attempt(Expect::NotExecuted, |client| {
        CODE.iter().all(|(code, executed)| {
            let answer = client.ask(code);
            !answer.is_empty() && !answer.replace(code, "").contains(executed)
        })
    });
    check.attempt(Expect::HugePower, |client| {
        let start = Instant::now();
        !client.ask("9**9**9**9").is_empty() && start.elapsed() <= ANSWER
    });
    if let Ok(mut client) = check.connect() {
        client.ask_line(&"(".repeat(10_000));
        client.leave();
    }
    check.attempt(Expect::Deep, |client| number(&client.ask("2+3")) == Some(5.0));
}

/// The value of an answer: its last word, so that "= 5" and "2+3 = 5" will do.
fn number(answer: &str) -> Option<f64> {
    let line = answer.trim();
    if line.lines().count() > 1 {
        return None;
    }
    line.rsplit(['=', ' ', ':']).next()?.replace(',', ".").parse().ok().filter(|value: &f64| value.is_finite())
}

pub(super) fn protocol(check: &mut Check<'_>) -> Result<(), Trouble> {
    let mut client = check.connect()?;
    check.verdict(Expect::Reachable, true, &client);
    commands(check, &mut client);
    let line = client.ask_line("/echo avec nc");
    check.verdict(Expect::Newline, line == "avec nc", &client);
    framing(check, &mut client, |text| (format!("/echo {text}"), text.to_owned()));
    bye(check, client);
    goes_on(check);
    Ok(())
}

/// The commands of part VI; parts VII and VIII may have others.
fn commands(check: &mut Check<'_>, client: &mut Peer) {
    let help = client.ask("/help");
    check.verdict(Expect::Help, ["echo", "calc", "bye"].iter().all(|word| help.contains(word)), client);
    let echo = client.ask("/echo un  deux /trois");
    check.verdict(Expect::EchoArgument, echo == "un  deux /trois", client);
    let product = client.ask("/calc 6*7");
    check.verdict(Expect::CalcArgument, number(&product) == Some(42.0), client);
    let time = client.ask("/time");
    check.verdict(Expect::Time, time.contains(':') && time.chars().filter(char::is_ascii_digit).count() >= 3, client);
    let name = client.ask("/name zoé");
    check.verdict(Expect::Name, name.contains("zoé"), client);
    let unknown = client.ask("/xyzzy");
    check.verdict(Expect::Unknown, unknown.contains("xyzzy") && unknown != "/xyzzy", client);
    let text = client.ask("help, je suis un texte");
    check.verdict(Expect::PlainText, text.contains("je suis un texte"), client);
}

pub(super) fn bye(check: &mut Check<'_>, mut client: Peer) {
    let closed = client.is_closed_by("/bye");
    check.verdict(Expect::Bye, closed, &client);
    client.leave();
}

/// A reset, a silent leave, a half-close, and then somebody new.
pub(super) fn goes_on(check: &mut Check<'_>) {
    if let Ok(mut rude) = check.connect() {
        rude.send("à moi".as_bytes());
        rude.reset();
    }
    if let Ok(silent) = check.connect() {
        silent.leave();
    }
    check.attempt(Expect::GoesOn, |client| !client.ask("toujours là ?").is_empty());
}
