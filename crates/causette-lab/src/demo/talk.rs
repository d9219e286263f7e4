//! IV.1 to IV.3: turns, calls that do not wait, and leaving.

use super::Seen;
use super::stage::Stage;
use crate::listener::Listener;
use crate::parts::desk::Desk;
use crate::parts::{free, talk};
use crate::trace::{Trace, What, lock};
use crate::trouble::Trouble;
use causette_texts::{Lab, lab};
use std::sync::mpsc::{SyncSender, sync_channel};
use std::sync::{Arc, Mutex};

/// An operator who types what the scene says, and whose screen is part of the trace.
struct Operator {
    keyboard: SyncSender<String>,
    screen: Arc<Mutex<Vec<String>>>,
    trace: Trace,
}

impl Operator {
    fn new(stage: &Stage<'_>) -> (Operator, Desk) {
        let ((keyboard, lines), screen) = (sync_channel(16), Arc::<Mutex<Vec<String>>>::default());
        let trace = stage.trace().named(&lab(stage.lang(), Lab::Operator));
        let (kept, told) = (screen.clone(), trace.clone());
        let desk = Desk::new(lines, move |line| {
            lock(&kept).push(line.to_owned());
            told.tell(What::Note(line.to_owned()));
        });
        (Operator { keyboard, screen, trace }, desk)
    }

    fn types(&self, stage: &Stage<'_>, line: &str) {
        self.trace.tell(What::Note(format!("> {line}")));
        let _ = self.keyboard.send(line.to_owned());
        stage.while_it_waits();
        stage.calm();
    }

    fn saw(&self, line: &str) -> bool {
        lock(&self.screen).iter().any(|shown| shown == line)
    }
}

/// IV.1: both sides speak out of turn once, and are told.
pub(super) fn turns(stage: &Stage<'_>) -> Result<Seen, Trouble> {
    let (operator, desk) = Operator::new(stage);
    let held = lab(stage.lang(), Lab::TalkHeld);
    let (told, answers) = stage.with_server(
        None,
        |listener| talk::serve(listener, desk),
        |address| {
            let mut client = stage.client("A", address)?;
            operator.types(stage, "bonjour"); // too early: the client begins
            client.send("ça va ?\n".as_bytes());
            let first = client.recv();
            stage.calm();
            client.send(b"un\n");
            stage.calm();
            client.send(b"deux\n"); // too early: it is the operator's turn
            let told = client.recv();
            stage.calm();
            operator.types(stage, "oui");
            let second = client.recv();
            client.send(b"fin\n");
            client.close();
            Ok((told, [first, second].map(Option::unwrap_or_default).join(" ")))
        },
    )?;
    let holds =
        told.as_deref() == Some(&held) && operator.saw(&held) && answers == "bonjour oui" && operator.saw("< deux");
    Ok(Seen::new().fact("told", told.unwrap_or_default()).fact("answers", answers).claim(holds))
}

/// IV.2: the operator speaks first, although the server is "in" `recv` and the client says nothing.
pub(super) fn nonblocking(stage: &Stage<'_>) -> Result<Seen, Trouble> {
    let (operator, desk) = Operator::new(stage);
    let heard = stage.with_server(
        None,
        |listener| free::serve(listener, desk, true),
        |address| {
            let mut client = stage.client("A", address)?;
            operator.types(stage, "coucou");
            let heard = client.recv();
            client.send(b"salut");
            stage.while_it_waits();
            stage.calm();
            client.send(b"fin");
            client.close();
            Ok(heard.unwrap_or_default())
        },
    )?;
    let would_block = stage.events().iter().any(|event| event.what == What::WouldBlock);
    let holds = heard == "coucou" && would_block && operator.saw("< salut");
    Ok(Seen::new().fact("heard", heard).fact("would_block", would_block).claim(holds))
}

/// IV.3: a keyword and an orderly close, a half-close, and a reset, as the server sees them.
pub(super) fn leaving(stage: &Stage<'_>) -> Result<Seen, Trouble> {
    let serve = |listener: Listener| {
        while let Some(mut client) = listener.accept() {
            while let Some(message) = client.recv() {
                client.reply(if message == "fin" { "au revoir" } else { "salut" });
            }
            client.close();
        }
        listener.close();
    };
    let (goodbye, half) = stage.with_server(None, serve, |address| {
        let mut client = stage.client("A", address)?;
        let goodbye = stage.ask(&mut client, "fin");
        client.close();
        stage.calm();
        let mut client = stage.client("B", address)?;
        client.send(b"salut");
        client.sender().shutdown(); // nothing more to say, still listening
        let half = client.recv().unwrap_or_default();
        client.close();
        stage.calm();
        let client = stage.client("C", address)?;
        client.send("au rev".as_bytes());
        client.reset();
        Ok((goodbye, half))
    })?;
    let count = |wanted: fn(&What) -> bool| stage.events().iter().filter(|event| wanted(&event.what)).count();
    let resets = count(|what| matches!(what, What::Reset(_)));
    let holds = goodbye == "au revoir" && half == "salut" && resets == 1;
    Ok(Seen::new().fact("goodbye", goodbye).fact("half", half).fact("resets", resets).claim(holds))
}
