//! Part I, connection: accept one client, receive one message, greet, close both sockets.
//!
//! Two calls block here: `accept` until a client connects, `recv` until it says something.

use crate::listener::Listener;
use causette_texts::{Lab, lab};

/// Serves one client, then ends.
pub fn serve(listener: Listener) {
    // There are two sockets: the listener, which only ever accepts, and one for each client.
    while let Some(mut client) = listener.accept() {
        let message = client.recv();
        if message.is_none() {
            // It left without a word. That must not end the program: the next one may have something to say.
            listener.trace().note(Lab::LeftSilently);
            client.close();
            continue;
        }
        client.reply(&lab(listener.lang(), Lab::Hello));
        client.close();
        break;
    }
    listener.close();
}
