//! II.1 to II.3: the loop, its end, and several answers in a row.

use super::Seen;
use super::stage::Stage;
use crate::conversation::Conversation;
use crate::listener::Listener;
use crate::parts;
use crate::trace::What;
use crate::trouble::Trouble;
use causette_texts::{Lab, lab};
use std::time::Instant;

/// Turns after which a loop that spins has made its point.
const TURNS: u64 = 1000;

/// II.1: two messages to a server without a loop, then to one with it.
pub(super) fn why_a_loop(stage: &Stage<'_>) -> Result<Seen, Trouble> {
    let twice = |client: &mut Conversation| {
        ["salut", "encore"].iter().filter(|message| !stage.ask(client, message).is_empty()).count()
    };
    let name = |numeral| lab(stage.lang(), Lab::ServerOf { numeral });
    let without = stage.with_server(Some(&name("I")), parts::connection::serve, |address| {
        let mut client = stage.client("A", address)?;
        let answers = twice(&mut client);
        client.close();
        Ok(answers)
    })?;
    let with = stage.with_server(Some(&name("II")), parts::echo::serve, |address| {
        let mut client = stage.client("B", address)?;
        let answers = twice(&mut client);
        client.send(b"fin");
        client.close();
        Ok(answers)
    })?;
    Ok(Seen::new().fact("without", without).fact("with", with).claim((without, with) == (1, 2)))
}

/// II.2: a server that does not know `fin`, then one that does not notice the end either.
pub(super) fn without_fin(stage: &Stage<'_>) -> Result<Seen, Trouble> {
    let mut zeros = 0;
    let counted = &mut zeros;
    let echoed = stage.with_server(
        None,
        |listener| {
            let Some(client) = listener.accept() else { return };
            *counted = careless(&client, &listener);
            client.close();
            listener.close();
        },
        |address| {
            let mut client = stage.client("A", address)?;
            let echoed = stage.ask(&mut client, "fin");
            stage.trace().note(Lab::NoteClientLeaves);
            client.close();
            Ok(echoed)
        },
    )?;
    Ok(Seen::new().fact("echoed", &echoed).fact("zeros", zeros).claim(echoed == "fin" && zeros == TURNS))
}

/// What not to do: neither `fin` nor the end of the stream is tested. (It stops here after a thousand turns.)
fn careless(client: &Conversation, listener: &Listener) -> u64 {
    let (mut buffer, mut zeros, link, started) = ([0; 1024], 0, client.sender().link(), Instant::now());
    listener.trace().tell(What::RecvWaiting);
    while zeros < TURNS && started.elapsed().as_secs() < 10 {
        match client.raw_recv(&mut buffer) {
            Ok(0) => {
                if zeros == 0 {
                    listener.trace().tell(What::EndOfStream(link));
                }
                zeros += 1;
            }
            Ok(count) => {
                let bytes = buffer.get(..count).unwrap_or_default();
                listener.trace().tell(What::Received(link, bytes.to_vec()));
                client.send(bytes);
                listener.trace().tell(What::RecvWaiting);
            }
            Err(_) => break,
        }
    }
    listener.trace().note(Lab::NoteSpins { count: zeros });
    zeros
}

/// II.3: three `send`s, one `recv`.
pub(super) fn several_answers(stage: &Stage<'_>) -> Result<Seen, Trouble> {
    let serve = |listener: Listener| {
        let Some(mut client) = listener.accept() else { return };
        client.recv();
        for answer in ["un", "deux", "trois"] {
            client.send(answer.as_bytes());
        }
        client.close();
        listener.close();
    };
    let (count, bytes) = stage.with_server(None, serve, |address| {
        let client = stage.client("A", address)?;
        client.send(b"salut");
        stage.calm(); // the client does something else meanwhile, and all three answers arrive
        let (mut buffer, sender) = ([0; 1024], client.sender());
        let count = client.raw_recv(&mut buffer)?;
        let bytes = buffer.get(..count).unwrap_or_default().to_vec();
        sender.trace().tell(What::Received(sender.link(), bytes.clone()));
        client.close();
        Ok((count, bytes))
    })?;
    let text = String::from_utf8_lossy(&bytes).into_owned();
    let holds = text == "undeuxtrois";
    Ok(Seen::new().fact("sends", 3).fact("bytes", count).fact("text", text).claim(holds))
}
