//! I.1 to I.3: blocking, refusing, and the two steps between a socket and a server.

use super::Seen;
use super::stage::{Stage, blocked_for};
use crate::listener::Listener;
use crate::parts::connection::serve;
use crate::trace::{Style, Trace, What};
use crate::trouble::Trouble;
use causette_texts::{Lab, lab};
use std::time::Duration;

/// Shorter than any wait the scenes make, longer than any call that does not wait.
const A_WHILE: Duration = Duration::from_millis(50);

/// I.1: the server waits twice, for a client and for its message.
pub(super) fn when_it_blocks(stage: &Stage<'_>) -> Result<Seen, Trouble> {
    let greeting = stage.with_server(None, serve, |address| {
        stage.while_it_waits(); // in accept
        let mut client = stage.client("A", address)?;
        stage.while_it_waits(); // in recv
        let greeting = stage.ask(&mut client, "salut");
        client.close();
        Ok(greeting)
    })?;
    let (events, server) = (stage.events(), lab(stage.lang(), Lab::Server));
    let accept = blocked_for(&events, &server, |what| *what == What::AcceptWaiting);
    let recv = blocked_for(&events, &server, |what| *what == What::RecvWaiting);
    let facts = Seen::new().fact("accept_ms", accept.as_millis()).fact("recv_ms", recv.as_millis());
    Ok(facts.fact("greeting", &greeting).claim(accept > A_WHILE && recv > A_WHILE && !greeting.is_empty()))
}

/// I.2: too early, then in time.
pub(super) fn too_early(stage: &Stage<'_>) -> Result<Seen, Trouble> {
    // Keeps the port from everybody else until the server is there; it never listens, so nobody can reach it.
    let keeper = Listener::bind(Stage::anywhere(), &Trace::new(stage.lang(), Style::Quiet))?;
    let address = keeper.address();
    stage.trace().note(Lab::NoteNoServer);
    let early = stage.try_client("A", address).err().unwrap_or_default();
    stage.trace().note(Lab::NoteServerStarts);
    let listener = Listener::open(address, stage.trace())?;
    let greeting = stage.serve_on(listener, serve, |address| {
        let mut client = stage.client("A", address)?;
        let greeting = stage.ask(&mut client, "salut");
        client.close();
        Ok(greeting)
    })?;
    let holds = early == "ConnectionRefused" && !greeting.is_empty();
    Ok(Seen::new().fact("before", early).fact("after", greeting).claim(holds))
}

/// I.3: after `bind` the port is ours and closed; after `listen` the kernel lets clients in, with no `accept` in sight.
pub(super) fn bind_and_listen(stage: &Stage<'_>) -> Result<Seen, Trouble> {
    let listener = Listener::bind(Stage::anywhere(), stage.trace())?;
    let address = listener.address();
    let bound = stage.try_client("A", address).err().unwrap_or_default();
    listener.listen()?;
    let mut client = stage.client("A", address)?;
    let sent = client.send(b"salut");
    stage.while_it_waits();
    let accepts = |what: &What| matches!(what, What::AcceptWaiting | What::Accepted(_));
    let not_yet = !stage.events().iter().any(|event| accepts(&event.what));
    stage.trace().note(Lab::NoteBacklog);
    let greeting = stage.serve_on(listener, serve, |_| {
        let greeting = client.recv().unwrap_or_default();
        client.close();
        Ok(greeting)
    })?;
    let holds = bound == "ConnectionRefused" && sent && not_yet && !greeting.is_empty();
    let facts = Seen::new().fact("bound", bound).fact("before_accept", if not_yet { "connected" } else { "" });
    Ok(facts.fact("greeting", greeting).claim(holds))
}
