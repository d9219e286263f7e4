//! Part VII, parallel: part VI plus a thread for each client, so that no client waits for another. And the first thing
//! that threads share: the list of who is here.

use crate::conversation::Conversation;
use crate::listener::Listener;
use crate::parts::protocol::{self, Guest, Said, parse};
use crate::trace::lock;
use causette_texts::{Lab, Lang, lab};
use std::collections::BTreeMap;
use std::sync::Mutex;
use std::thread;

/// Who is here, by number. Threads may only touch it while they hold its lock.
#[derive(Default)]
pub(crate) struct Here(Mutex<BTreeMap<usize, String>>);

/// Serves everybody at once.
pub fn serve(listener: Listener) {
    let here = Here::default();
    each_in_a_thread(&listener, |mut client, number| {
        talk(&mut client, number, &here);
        client.close();
    });
    listener.close();
}

/// Accepts for ever; each client's conversation runs in a thread of its own. `scope` waits at the end for those that
/// still run, which is why they may borrow what lives here.
pub(crate) fn each_in_a_thread(listener: &Listener, serve: impl Fn(Conversation, usize) + Sync) {
    let (server, serve) = (listener.trace().actor().to_owned(), &serve);
    thread::scope(|threads| {
        let mut number = 0;
        while let Some(client) = listener.accept() {
            number += 1;
            let client = client.named(&format!("{server} {number}"));
            let mouth = client.sender();
            let thread = thread::Builder::new().spawn_scoped(threads, move || serve(client, number));
            if thread.is_err() {
                mouth.reply(&lab(listener.lang(), Lab::ServerFull));
            }
        }
    });
}

fn talk(client: &mut Conversation, number: usize, here: &Here) {
    let lang = client.sender().trace().lang();
    let mut guest = Guest { name: here.arrive(number, lang), ..Guest::default() };
    while let Some(message) = client.recv() {
        let answer = match parse(&message) {
            Said::Command { name: "bye", .. } => {
                client.reply(&lab(lang, Lab::Goodbye));
                break;
            }
            Said::Command { name: "who", .. } => here.list(lang),
            Said::Command { name: "help", .. } => protocol::help(lang, &[Lab::HelpWho]),
            said => protocol::answer(said, &mut guest, lang),
        };
        here.rename(number, &guest.name);
        if !client.reply(&answer) {
            break;
        }
    }
    here.leave(number);
}

impl Here {
    fn arrive(&self, number: usize, lang: Lang) -> String {
        let name = lab(lang, Lab::ClientNumber { number: number as u64 });
        lock(&self.0).insert(number, name.clone());
        name
    }

    fn rename(&self, number: usize, name: &str) {
        lock(&self.0).insert(number, name.to_owned());
    }

    fn leave(&self, number: usize) {
        lock(&self.0).remove(&number);
    }

    fn list(&self, lang: Lang) -> String {
        // The lock is held for this line only, not while the answer travels.
        let names: Vec<String> = lock(&self.0).values().cloned().collect();
        lab(lang, Lab::Who { count: names.len() as u64, names: &names.join(", ") })
    }
}
