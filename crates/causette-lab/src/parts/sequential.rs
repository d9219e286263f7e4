//! Part III, sequential: part II, and nothing a client does ends the program. One client at a time, always another.
//!
//! Whoever connects meanwhile is connected all the same: the kernel keeps it in the backlog, with what it has sent, until
//! `accept` is called again.

use crate::listener::Listener;
use crate::parts::echo::echo;
use causette_texts::Lab;

/// Serves one client after another.
pub fn serve(listener: Listener) {
    while let Some(mut client) = listener.accept() {
        // `fin`, a close or a reset: whichever it was, this client's turn is over.
        echo(&mut client);
        client.close();
        listener.trace().note(Lab::NextPlease);
    }
    listener.close();
}
