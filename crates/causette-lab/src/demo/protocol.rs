//! VI.1 and VI.2: one sign in front, and every message says what it is.

use super::Seen;
use super::stage::Stage;
use crate::parts::protocol::serve;
use crate::trouble::Trouble;

/// VI.1: the same word with and without the sign.
pub(super) fn why_commands(stage: &Stage<'_>) -> Result<Seen, Trouble> {
    let (text, command) = stage.with_server(None, serve, |address| {
        let mut client = stage.client("A", address)?;
        let text = stage.ask(&mut client, "bye");
        let command = stage.ask(&mut client, "/bye");
        client.close();
        Ok((text, command))
    })?;
    let holds = text.contains("bye") && !command.is_empty() && text != command;
    Ok(Seen::new().fact("text", text).fact("command", command).claim(holds))
}

/// VI.2: a text, a command with an argument, a command that does not exist.
pub(super) fn kinds(stage: &Stage<'_>) -> Result<Seen, Trouble> {
    let answers = stage.with_server(None, serve, |address| {
        let mut client = stage.client("A", address)?;
        let answers = ["calc 6*7", "/calc 6*7", "/clac 6*7"].map(|message| stage.ask(&mut client, message));
        client.close();
        Ok(answers)
    })?;
    let [text, command, unknown] = answers;
    let holds = text.contains("calc 6*7") && command == "42" && unknown.contains("/clac");
    Ok(Seen::new().fact("text", text).fact("command", command).fact("unknown", unknown).claim(holds))
}
