//! V.1 and V.2: what must not be calculated, and what cannot be.

use super::Seen;
use super::stage::Stage;
use crate::parts::calc::serve;
use crate::trouble::Trouble;

/// What people send to a server that uses `eval`. Here they are only text, and none of them is an expression.
const INJECTIONS: [&str; 6] = [
    "__import__('os').system('id')",
    "open('/etc/passwd').read()",
    "\"ca\"+\"usette\"",
    "[1 for x in 'ab']",
    "$(id)",
    "2+2; exit()",
];

/// V.1: each is refused, and the server calculates on.
pub(super) fn injection(stage: &Stage<'_>) -> Result<Seen, Trouble> {
    let (refused, alive) = stage.with_server(None, serve, |address| {
        let mut client = stage.client("A", address)?;
        let refused = INJECTIONS.iter().filter(|text| is_error(&stage.ask(&mut client, text))).count();
        let alive = stage.ask(&mut client, "2+2");
        client.close();
        Ok((refused, alive))
    })?;
    let holds = refused == INJECTIONS.len() && alive == "4";
    Ok(Seen::new().fact("refused", refused).fact("tried", INJECTIONS.len()).fact("alive", alive).claim(holds))
}

/// An error names the place; a value never does.
fn is_error(answer: &str) -> bool {
    answer.starts_with("colonne ") || answer.starts_with("column ")
}

/// V.2: three errors, each an answer, and a value after them.
pub(super) fn errors(stage: &Stage<'_>) -> Result<Seen, Trouble> {
    let (answers, after) = stage.with_server(None, serve, |address| {
        let mut client = stage.client("A", address)?;
        let answers = ["1/0", "2*(3", "9^9^9^9"].map(|expression| stage.ask(&mut client, expression));
        let after = stage.ask(&mut client, "6*7");
        client.close();
        Ok((answers, after))
    })?;
    let holds = answers.iter().all(|answer| is_error(answer)) && after == "42";
    let [zero, open, large] = answers;
    Ok(Seen::new().fact("zero", zero).fact("open", open).fact("large", large).fact("after", after).claim(holds))
}
