//! Servers that are wrong in one way each. What the check finds in them is what it is worth.

use causette_lab::conversation::Conversation;
use causette_lab::listener::Listener;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering::SeqCst};

/// Messages, and how many were confirmed.
#[derive(Default)]
struct List(Mutex<Vec<String>>, AtomicUsize);

/// Accepts until told to stop, one client after another.
fn each(listener: &Listener, mut serve: impl FnMut(&mut Conversation) -> bool) {
    while let Some(mut client) = listener.accept() {
        let stop = serve(&mut client);
        client.close();
        if stop {
            break;
        }
    }
}

/// The same in threads.
fn parallel(listener: &Listener, serve: impl Fn(&mut Conversation) + Sync) {
    let serve = &serve;
    std::thread::scope(|threads| {
        while let Some(mut client) = listener.accept() {
            threads.spawn(move || {
                serve(&mut client);
                client.close();
            });
        }
    });
}

/// I, and goes on.
pub(crate) fn never_ends(listener: Listener) {
    each(&listener, |client| client.recv().is_some() && !client.reply("Bonjour client !"));
}

/// I, without a word.
pub(crate) fn no_greeting(listener: Listener) {
    each(&listener, |client| client.recv().is_some());
}

/// II without its loop.
pub(crate) fn no_loop(listener: Listener) {
    each(&listener, |client| client.recv_piece().is_some_and(|piece| !client.send(&piece.bytes)));
}

/// II that does not know `fin`.
pub(crate) fn no_fin(listener: Listener) {
    each(&listener, |client| {
        while let Some(piece) = client.recv_piece() {
            client.send(&piece.bytes);
        }
        false
    });
}

/// Echoes whatever one `recv` brings, as soon as it comes.
pub(crate) fn splits_echo(listener: Listener) {
    each(&listener, |client| {
        splitting(client, |bytes| (bytes != b"fin").then(|| bytes.to_vec()));
        true
    });
}

/// V that takes whatever one `recv` brings for an expression.
pub(crate) fn splits_calc(listener: Listener) {
    each(&listener, |client| {
        splitting(client, |bytes| Some(calculate(&String::from_utf8_lossy(bytes)).into_bytes()));
        false
    });
}

/// One `recv` after the other, with no rule about messages.
fn splitting(client: &Conversation, answer: impl Fn(&[u8]) -> Option<Vec<u8>>) {
    let mut buffer = [0; 1024];
    while let Ok(count @ 1..) = client.raw_recv(&mut buffer) {
        match answer(&buffer[..count]) {
            Some(answer) => client.send(&answer),
            None => return,
        };
    }
}

fn calculate(expression: &str) -> String {
    causette_calc::eval(expression.trim(), None).map_or_else(|error| error.to_string(), |value| value.to_string())
}

/// III that ends with its first client, as part II does.
pub(crate) fn one_client_only(listener: Listener) {
    each(&listener, |client| {
        while let Some(piece) = client.recv_piece().filter(|piece| !piece.says("fin")) {
            client.send(&piece.bytes);
        }
        true
    });
}

/// IV whose operator never answers and which does not know `fin`.
pub(crate) fn deaf(listener: Listener) {
    each(&listener, |client| {
        while client.recv().is_some() {}
        true
    });
}

/// V that dies of an error.
pub(crate) fn dies_on_zero(listener: Listener) {
    each(&listener, |client| {
        while let Some(message) = client.recv() {
            if message.contains("/0") {
                return true;
            }
            client.reply(&calculate(&message));
        }
        false
    });
}

/// V that runs what it is sent, as `eval` would (here it only looks as if).
pub(crate) fn executes(listener: Listener) {
    each(&listener, |client| {
        while let Some(message) = client.recv() {
            client.reply(&if message.contains('"') { "causette".into() } else { calculate(&message) });
        }
        false
    });
}

/// VI that splits at every space, and posts unknown commands as text.
pub(crate) fn splits_everywhere(listener: Listener) {
    each(&listener, |client| {
        while let Some(message) = client.recv() {
            let words: Vec<&str> = message.split_whitespace().collect();
            client.reply(&match words.as_slice() {
                ["/bye", ..] => return false,
                ["/echo", rest @ ..] => rest.join(" "),
                ["/calc", rest @ ..] => calculate(&rest.concat()),
                ["/help", ..] => "/help /echo /calc /time /name /bye".to_owned(),
                ["/time", ..] => "14:03".to_owned(),
                _ => message,
            });
        }
        false
    });
}

/// VIII whose list belongs to each connection by itself.
pub(crate) fn a_list_each(listener: Listener) {
    parallel(&listener, |client| converse(client, &List::default(), |_| true));
}

/// VIII that confirms everything, and forgets every seventh message once there are many.
pub(crate) fn forgets(listener: Listener) {
    let all = List::default();
    parallel(&listener, |client| converse(client, &all, |number| number < 16 || number % 7 > 0));
}

fn converse(client: &mut Conversation, list: &List, keeps: fn(usize) -> bool) {
    while let Some(message) = client.recv() {
        match message.as_str() {
            "/bye" => return,
            "/list" => {
                let list = list.0.lock().unwrap();
                client.reply(&format!("liste :\n{}", list[list.len().saturating_sub(10)..].join("\n")))
            }
            text => {
                if keeps(list.1.fetch_add(1, SeqCst)) {
                    list.0.lock().unwrap().push(text.to_owned());
                }
                client.reply("ok")
            }
        };
    }
}
