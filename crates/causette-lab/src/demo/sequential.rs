//! III.1 to III.3: the next client, and the one that waits.

use super::Seen;
use super::stage::Stage;
use crate::parts;
use crate::trouble::Trouble;
use causette_texts::{Lab, lab};
use std::time::Duration;

/// III.1: one client leaves, one is cut off, and the server is still there.
pub(super) fn stays_up(stage: &Stage<'_>) -> Result<Seen, Trouble> {
    let served = stage.with_server(None, parts::sequential::serve, |address| {
        let mut served = 0;
        for (letter, abruptly) in [("A", false), ("B", true), ("C", false)] {
            let mut client = stage.client(letter, address)?;
            served += u32::from(stage.ask(&mut client, "salut") == "salut");
            if abruptly {
                client.reset()
            } else {
                client.close()
            }
            stage.calm();
        }
        Ok(served)
    })?;
    Ok(Seen::new().fact("served", served).claim(served == 3))
}

/// III.2: after `fin`, part II is gone and part III serves the next.
pub(super) fn what_to_change(stage: &Stage<'_>) -> Result<Seen, Trouble> {
    let name = |numeral| lab(stage.lang(), Lab::ServerOf { numeral });
    let say_fin = |letter, address| {
        let mut client = stage.client(letter, address)?;
        client.send(b"fin");
        client.recv();
        client.close();
        stage.calm();
        Ok::<_, Trouble>(())
    };
    let second = stage.with_server(Some(&name("II")), parts::echo::serve, |address| {
        say_fin("A", address)?;
        Ok(stage.try_client("B", address).err().unwrap_or_default())
    })?;
    let third = stage.with_server(Some(&name("III")), parts::sequential::serve, |address| {
        say_fin("C", address)?;
        let mut client = stage.client("D", address)?;
        let echo = stage.ask(&mut client, "salut");
        client.close();
        Ok(echo)
    })?;
    let holds = second == "ConnectionRefused" && third == "salut";
    Ok(Seen::new().fact("second", second).fact("third", third).claim(holds))
}

/// III.3: whoever comes second is connected, may send, and waits.
pub(super) fn not_in_parallel(stage: &Stage<'_>) -> Result<Seen, Trouble> {
    let (early, late) = stage.with_server(None, parts::sequential::serve, |address| {
        let first = stage.client("A", address)?;
        let mut second = stage.client("B", address)?;
        second.send(b"salut");
        let early = second.recv_within(Duration::from_millis(300));
        stage.trace().note(Lab::NoteStillWaiting);
        first.close();
        let late = second.recv();
        second.close();
        Ok((early, late))
    })?;
    let facts =
        Seen::new().fact("early", early.clone().unwrap_or_default()).fact("late", late.clone().unwrap_or_default());
    Ok(facts.claim(early.is_none() && late.as_deref() == Some("salut")))
}
