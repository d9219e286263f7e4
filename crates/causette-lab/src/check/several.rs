//! Parts VII and VIII: several clients at the same time, and what they share.

use super::peer::{ANSWER, Peer};
use super::words::{bye, goes_on};
use super::{Check, Trouble};
use causette_texts::Expect;
use std::sync::Barrier;
use std::thread;

/// Clients at once.
const MANY: usize = 20;
/// Rounds of many: what is lost by chance is not lost every time.
const ROUNDS: usize = 3;

pub(super) fn parallel(check: &mut Check<'_>) -> Result<(), Trouble> {
    let mut silent = check.connect()?;
    check.verdict(Expect::Reachable, true, &silent);
    let mut second = check.connect()?;
    let answer = second.ask("salut");
    check.verdict(Expect::NoWaiting, !answer.is_empty(), &second);
    let name = silent.ask("/name zoé");
    check.verdict(Expect::Name, name.contains("zoé"), &silent);
    let who = second.ask("/who");
    check.verdict(Expect::WhoIsHere, who.contains("zoé"), &second);
    silent.leave();
    second.leave();
    check.attempt(Expect::Halves, |third| {
        third.ask_in_two("/name chl".as_bytes(), "oé\n".as_bytes()).is_some_and(|answer| answer.contains("chloé"))
    });
    let answers = at_once(check, MANY, |number| format!("client {number}"))?;
    let answered = answers.iter().filter(|answer| !answer.is_empty()).count();
    check.silent(Expect::Twenty, answered == MANY);
    goes_on(check);
    Ok(())
}

/// So many clients connect, then send in the same moment; their answers, "" for none.
fn at_once(check: &Check<'_>, count: usize, message: impl Fn(usize) -> String + Sync) -> Result<Vec<String>, Trouble> {
    let mut clients: Vec<Peer> = Vec::new();
    for _ in 0..count {
        clients.push(check.connect()?);
    }
    let (start, message) = (Barrier::new(count), &message);
    Ok(thread::scope(|threads| {
        let ask = |(number, mut client): (usize, Peer)| {
            let start = &start;
            threads.spawn(move || {
                start.wait();
                let answer = client.ask(&message(number));
                client.leave();
                answer
            })
        };
        let asking: Vec<_> = clients.into_iter().enumerate().map(ask).collect();
        asking.into_iter().map(|thread| thread.join().unwrap_or_default()).collect()
    }))
}

pub(super) fn shared(check: &mut Check<'_>) -> Result<(), Trouble> {
    let mut first = check.connect()?;
    check.verdict(Expect::Reachable, true, &first);
    let confirmed = first.ask("message zéro");
    check.verdict(Expect::Confirmed, !confirmed.is_empty(), &first);
    let mut second = check.connect()?;
    let list = second.ask("/list");
    check.verdict(Expect::Listed, list.contains("message zéro"), &second);
    let halves =
        first.ask_in_two(b"un seul mess", b"age\n").is_some() && second.ask("/list").contains("un seul message");
    check.verdict(Expect::Halves, halves, &first);
    for number in 10..21 {
        first.ask(&format!("numéro {number}"));
    }
    let list = second.ask("/list");
    let last_ten = !list.contains("numéro 10") && (11..21).all(|number| list.contains(&format!("numéro {number}")));
    check.verdict(Expect::LastTen, last_ten, &second);
    first.leave();
    nothing_lost(check, &mut second)?;
    bye(check, second);
    goes_on(check);
    Ok(())
}

/// Twenty clients, ten at a time, because `/list` shows ten: every one of them that was confirmed must be there.
fn nothing_lost(check: &mut Check<'_>, reader: &mut Peer) -> Result<(), Trouble> {
    let mut kept = true;
    for round in 0..2 * ROUNDS {
        let message = |number: usize| format!("ronde {round}, client {number}.");
        let answers = at_once(check, MANY / 2, message)?;
        reader.send(b"/list\n");
        let list = String::from_utf8_lossy(&reader.read(ANSWER)).into_owned();
        kept = answers.iter().all(|answer| !answer.is_empty())
            && (0..MANY / 2).all(|number| list.contains(&message(number)));
        if !kept {
            break;
        }
    }
    check.verdict(Expect::NothingLost, kept, reader);
    Ok(())
}
