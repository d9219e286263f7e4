//! Part II, echo: part I plus a loop. Each message comes back once; `fin` ends the connection and the program.

use crate::conversation::Conversation;
use crate::listener::Listener;
use causette_texts::Lab;

/// The word that ends a conversation.
const FIN: &str = "fin";

/// Serves until a client says `fin`.
pub fn serve(listener: Listener) {
    while let Some(mut client) = listener.accept() {
        let fin = echo(&mut client);
        client.close();
        if fin {
            break;
        }
        // It left without saying `fin`: its turn is over, the program is not.
        listener.trace().note(Lab::LeftWithoutFin);
    }
    listener.close();
}

/// The loop of this part. True after `fin`; false when the client has gone without it.
pub(crate) fn echo(client: &mut Conversation) -> bool {
    // `recv_piece` gives the bytes as they came: an echo that tidies them up is not an echo.
    // It returns None when `recv` brought nothing at all, which only happens once the other side has closed. A loop that
    // does not test that would turn for ever, with nothing to send.
    while let Some(message) = client.recv_piece() {
        if message.says(FIN) {
            return true;
        }
        if !client.send(&message.bytes) {
            return false;
        }
    }
    false
}
