//! Parts I to IV: connections that begin, go on and end.

use super::Check;
use super::peer::is_gone;
use crate::trouble::Trouble;
use causette_texts::Expect;

pub(super) fn connection(check: &mut Check<'_>) -> Result<(), Trouble> {
    let mut client = check.connect()?;
    check.verdict(Expect::Reachable, true, &client);
    let greeting = client.ask("salut").to_lowercase();
    let greets = ["bonjour", "hello", "salut", "bienvenue", "welcome"].iter().any(|word| greeting.contains(word));
    check.verdict(Expect::Greets, greets && greeting != "salut", &client);
    let closed = client.is_closed();
    check.verdict(Expect::ClosesAfterGreeting, closed, &client);
    client.leave();
    let gone = is_gone(check.address);
    check.silent(Expect::EndsAfterOne, gone);
    Ok(())
}

pub(super) fn echo(check: &mut Check<'_>) -> Result<(), Trouble> {
    let mut client = check.connect()?;
    check.verdict(Expect::Reachable, true, &client);
    let first = client.ask("salut, ça va ?");
    check.verdict(Expect::EchoExact, first == "salut, ça va ?", &client);
    let second = client.ask("encore");
    check.verdict(Expect::EchoAgain, second == "encore", &client);
    let line = client.ask_line("avec nc");
    check.verdict(Expect::Newline, line == "avec nc", &client);
    framing(check, &mut client, |text| (text.to_owned(), text.to_owned()));
    let closed = client.is_closed_by("fin") && client.last_exchange().1.trim_ascii() != b"fin";
    check.verdict(Expect::FinCloses, closed, &client);
    client.leave();
    let gone = closed && is_gone(check.address);
    check.silent(Expect::FinEnds, gone);
    Ok(())
}

/// Two halves, half a letter, and two lines at once. `question` makes a message of a text, and says the answer to it.
pub(super) fn framing(
    check: &mut Check<'_>,
    client: &mut super::peer::Peer,
    question: impl Fn(&str) -> (String, String),
) {
    let (message, answer) = question("bonjour");
    let bytes = format!("{message}\n").into_bytes();
    let (start, end) = bytes.split_at(bytes.len() - 4);
    let whole = client.ask_in_two(start, end);
    check.verdict(Expect::Halves, whole.as_deref() == Some(&answer), client);

    let (message, answer) = question("été");
    let bytes = format!("{message}\n").into_bytes();
    let (start, end) = bytes.split_at(bytes.len() - 2); // between the two bytes of the last é
    let whole = client.ask_in_two(start, end);
    check.verdict(Expect::HalfCharacter, whole.as_deref() == Some(&answer), client);

    let ((first, one), (second, two)) = (question("un"), question("deux"));
    let both = client.ask_line(&format!("{first}\n{second}"));
    let lines: Vec<&str> = both.lines().map(str::trim).collect();
    check.verdict(Expect::SeveralLines, lines == [one, two], client);
}

pub(super) fn sequential(check: &mut Check<'_>) -> Result<(), Trouble> {
    let mut first = check.connect()?;
    check.verdict(Expect::Reachable, true, &first);
    let echo = first.ask("premier");
    check.verdict(Expect::EchoExact, echo == "premier", &first);
    framing(check, &mut first, |text| (text.to_owned(), text.to_owned()));
    // The second connects and speaks while the first is still there.
    let mut second = check.connect()?;
    second.send(b"deuxieme\n");
    let again = first.ask("encore");
    check.verdict(Expect::EchoAgain, again == "encore", &first);
    first.leave();
    second.read(super::peer::ANSWER);
    let answered = second.last_exchange().1.trim_ascii() == b"deuxieme";
    check.verdict(Expect::BacklogServed, answered, &second);
    second.leave();
    for (expected, how) in [(Expect::NextServed, 0), (Expect::AfterReset, 1), (Expect::AfterFin, 2)] {
        match how {
            0 => {}
            1 => {
                if let Ok(mut rude) = check.connect() {
                    rude.ask("je pars");
                    rude.send(b"sans at");
                    rude.reset();
                }
            }
            _ => {
                if let Ok(mut polite) = check.connect() {
                    polite.ask("fin");
                    polite.leave();
                }
            }
        }
        check.attempt(expected, |next| next.ask("suivant") == "suivant");
    }
    Ok(())
}

pub(super) fn talk(check: &mut Check<'_>) -> Result<(), Trouble> {
    let mut client = check.connect()?;
    check.verdict(Expect::Reachable, true, &client);
    client.send("bonjour, il y a quelqu'un ?".as_bytes());
    let patience = (check.ask_operator)();
    let answer = client.read(patience);
    check.verdict(Expect::OperatorAnswers, !answer.trim_ascii().is_empty(), &client);
    let closed = client.is_closed_by("fin");
    check.verdict(Expect::FinCloses, closed, &client);
    client.leave();
    Ok(())
}
