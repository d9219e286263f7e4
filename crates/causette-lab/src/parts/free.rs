//! Part IV once more, with no turns: both may speak at any time. Two answers to one question, to be read side by side:
//! a thread for each thing that can happen, or one loop that never waits and asks again.

use crate::conversation::Conversation;
use crate::listener::Listener;
use crate::parts::desk::{Desk, Typed};
use crate::parts::talk::FIN;
use crate::trace::What;
use causette_texts::{Lab, lab};
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

/// Serves clients one after another until somebody says `fin`.
pub fn serve(listener: Listener, desk: Desk, nonblocking: bool) {
    while let Some(client) = listener.accept() {
        desk.show(&lab(listener.lang(), Lab::TalkFree));
        let fin = if nonblocking { without_waiting(client, &desk) } else { with_threads(client, &desk) };
        if fin {
            desk.show(&lab(listener.lang(), Lab::TalkFin));
            break;
        }
        desk.show(&lab(listener.lang(), Lab::TalkLeft));
    }
    listener.close();
}

/// First answer: one thread waits for the client, this one for the operator.
fn with_threads(mut client: Conversation, desk: &Desk) -> bool {
    let (mouth, over, fin) = (client.sender(), AtomicBool::new(false), AtomicBool::new(false));
    thread::scope(|threads| {
        threads.spawn(|| {
            while let Some(message) = client.recv() {
                if message.trim() == FIN {
                    fin.store(true, Ordering::SeqCst);
                    break;
                }
                desk.show(&format!("< {message}"));
            }
            over.store(true, Ordering::SeqCst);
        });
        while !over.load(Ordering::SeqCst) {
            let line = match desk.glance() {
                Typed::NothingYet => continue,
                Typed::Line(line) => line,
                Typed::Left => FIN.to_owned(),
            };
            mouth.reply(&line);
            if line.trim() == FIN {
                fin.store(true, Ordering::SeqCst);
                break;
            }
        }
        mouth.shutdown();
        mouth.hang_up();
    });
    fin.load(Ordering::SeqCst)
}

/// Second answer: no thread. `recv` returns `WouldBlock` instead of waiting, and we ask both sides again and again; the
/// short wait for the operator keeps the loop from eating a whole processor.
fn without_waiting(mut client: Conversation, desk: &Desk) -> bool {
    let mouth = client.sender();
    if client.set_nonblocking().is_err() {
        return false;
    }
    mouth.trace().tell(What::WouldBlock);
    let fin = loop {
        match client.poll() {
            None => break false,
            Some(Some(message)) if message.trim() == FIN => break true,
            Some(Some(message)) => desk.show(&format!("< {message}")),
            Some(None) => {}
        }
        let line = match desk.glance() {
            Typed::NothingYet => continue,
            Typed::Line(line) => line,
            Typed::Left => FIN.to_owned(),
        };
        mouth.reply(&line);
        if line.trim() == FIN {
            break true;
        }
    };
    client.close();
    fin
}
