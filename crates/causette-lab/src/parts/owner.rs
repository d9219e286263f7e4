//! Part VIII another way: no lock, because nothing is shared. One thread owns the messages; the others send it theirs
//! through a channel and get the answer through another. This is how causette itself keeps its rooms in order.

use crate::conversation::Conversation;
use crate::listener::Listener;
use crate::parts::parallel::each_in_a_thread;
use causette_texts::{Lab, lab};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread;

/// Requests that may wait for the owner; whoever comes later waits to put its own in.
const WAITING: usize = 64;

/// A message, and where the owner shall put its number.
type Request = (String, SyncSender<u64>);

/// Serves everybody at once.
pub fn serve(listener: Listener) {
    let (ask, requests) = sync_channel(WAITING);
    thread::scope(|threads| {
        threads.spawn(move || own(&requests));
        each_in_a_thread(&listener, |mut client, _| {
            talk(&mut client, &ask);
            client.close();
        });
        drop(ask); // with the last asker gone, the owner's loop ends
    });
    listener.close();
}

/// The only thread that ever touches the list.
fn own(requests: &Receiver<Request>) {
    let mut messages = Vec::new();
    for (message, answer) in requests {
        messages.push(message);
        let _ = answer.send(messages.len() as u64); // the asker may have gone
    }
}

fn talk(client: &mut Conversation, owner: &SyncSender<Request>) {
    let lang = client.sender().trace().lang();
    while let Some(message) = client.recv() {
        let (answer, number) = sync_channel(1);
        if owner.send((message, answer)).is_err() {
            return;
        }
        let Ok(number) = number.recv() else { return };
        client.reply(&lab(lang, Lab::Stored { number }));
    }
}
