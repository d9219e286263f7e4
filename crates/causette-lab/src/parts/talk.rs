//! Part IV, talk: part III, and a person answers. Strict turns here; `free.rs` beside this file lets both speak at once.
//!
//! Two things can happen at any time (the client sends, the operator types), and each is waited for with a call that
//! blocks. So each has a thread, and a third keeps the turns.

use crate::conversation::{Conversation, Sender};
use crate::listener::Listener;
use crate::parts::desk::{Desk, Typed};
use causette_texts::{Lab, lab};
use std::sync::atomic::{AtomicBool, Ordering::SeqCst};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread;

/// The word that ends a conversation, from either side.
pub(crate) const FIN: &str = "fin";
/// Messages that may be held until it is their turn.
const HELD: usize = 16;

/// What the three threads must agree on.
#[derive(Default)]
struct Table {
    operators_turn: AtomicBool,
    over: AtomicBool,
    fin: AtomicBool,
}

/// Serves clients one after another until somebody says `fin`. The client speaks first, then each in turn.
pub fn serve(listener: Listener, desk: Desk) {
    while let Some(client) = listener.accept() {
        desk.show(&lab(listener.lang(), Lab::TalkTurns));
        if talk(client, &desk) {
            desk.show(&lab(listener.lang(), Lab::TalkFin));
            break;
        }
        desk.show(&lab(listener.lang(), Lab::TalkLeft));
    }
    listener.close();
}

/// One conversation. True when it ended with `fin`, false when the client just went.
fn talk(mut client: Conversation, desk: &Desk) -> bool {
    let (table, mouth) = (Table::default(), client.sender());
    let (from_client, client_said) = sync_channel(HELD);
    let (from_operator, operator_said) = sync_channel(HELD);
    thread::scope(|threads| {
        let (table, mouth, client) = (&table, &mouth, &mut client);
        threads.spawn(move || listen_to_client(client, from_client, table));
        threads.spawn(move || listen_to_operator(desk, from_operator, table, mouth));
        alternate(&client_said, &operator_said, mouth, desk, table);
        table.over.store(true, SeqCst);
        mouth.hang_up(); // wakes the thread that waits in `recv`
        drop((client_said, operator_said));
    });
    client.close();
    table.fin.load(SeqCst)
}

/// The strict alternation: one message of one side, then one of the other, until one side has no more to say.
fn alternate(client: &Receiver<String>, operator: &Receiver<String>, mouth: &Sender, desk: &Desk, table: &Table) {
    while let Ok(message) = client.recv() {
        desk.show(&format!("< {message}"));
        table.operators_turn.store(true, SeqCst);
        let Ok(answer) = operator.recv() else { return };
        table.operators_turn.store(false, SeqCst);
        if !mouth.reply(&answer) {
            return;
        }
    }
}

/// Passes the client's messages on; one that comes out of turn is held, and its writer is told.
fn listen_to_client(client: &mut Conversation, to: SyncSender<String>, table: &Table) {
    while let Some(message) = client.recv() {
        if message.trim() == FIN {
            table.fin.store(true, SeqCst);
            break;
        }
        if table.operators_turn.load(SeqCst) {
            client.reply(&lab(client.sender().trace().lang(), Lab::TalkHeld));
        }
        if to.send(message).is_err() {
            break;
        }
    }
    table.over.store(true, SeqCst);
}

/// The same for the keyboard.
fn listen_to_operator(desk: &Desk, to: SyncSender<String>, table: &Table, mouth: &Sender) {
    while !table.over.load(SeqCst) {
        let line = match desk.glance() {
            Typed::NothingYet => continue,
            Typed::Line(line) => line,
            Typed::Left => FIN.to_owned(),
        };
        if line.trim() == FIN {
            table.fin.store(true, SeqCst);
            mouth.reply(FIN);
            mouth.hang_up();
            break;
        }
        if !table.operators_turn.load(SeqCst) {
            desk.show(&lab(mouth.trace().lang(), Lab::TalkHeld));
        }
        if to.send(line).is_err() {
            break;
        }
    }
}
