//! Part VIII, shared: part VII, and what the threads share is the messages themselves. A message is stored under the lock
//! and confirmed; `/list` shows the last ten. The same without the lock is in `unlocked.rs`, to see what it is for.

use crate::conversation::{Conversation, Sender};
use crate::listener::Listener;
use crate::parts::parallel::each_in_a_thread;
use crate::parts::protocol::{self, Guest, Said, parse};
use crate::parts::shelf::{Messages, Shelf};
use crate::parts::unlocked::Unlocked;
use crate::trace::{Trace, What, harmless, lock};
use causette_texts::{Lab, lab};
use std::sync::{Mutex, MutexGuard, TryLockError};
use std::thread;
use std::time::Duration;

/// Serves everybody at once. `unlocked` shows what goes wrong without the lock.
pub fn serve(listener: Listener, unlocked: bool) {
    if unlocked {
        listener.trace().note(Lab::UnlockedWarning);
        serve_on(listener, &Unlocked::default());
    } else {
        serve_on(listener, &Locked::default());
    }
}

pub(crate) fn serve_on(listener: Listener, shelf: &dyn Shelf) {
    each_in_a_thread(&listener, |mut client, _| {
        talk(&mut client, shelf);
        client.close();
    });
    listener.close();
}

fn talk(client: &mut Conversation, shelf: &dyn Shelf) {
    let (mouth, mut guest) = (client.sender(), Guest::default());
    let lang = mouth.trace().lang();
    while let Some(message) = client.recv() {
        let answered = match parse(&message) {
            Said::Command { name: "bye", .. } => {
                mouth.reply(&lab(lang, Lab::Goodbye));
                return;
            }
            Said::Command { name: "list", .. } => shelf.list(&mouth),
            Said::Command { name: "help", .. } => mouth.reply(&protocol::help(lang, &[Lab::HelpList])),
            Said::Text(text) => mouth.reply(&shelf.store(&signed(&guest.name, text), &mouth)),
            command @ Said::Command { .. } => mouth.reply(&protocol::answer(command, &mut guest, lang)),
        };
        if !answered {
            return;
        }
    }
}

fn signed(name: &str, text: &str) -> String {
    let text = harmless(text);
    if name.is_empty() { text } else { format!("{name}: {text}") }
}

/// The messages, and who holds the lock on them: nobody, or not said yet, where there is no name.
#[derive(Default)]
pub(crate) struct Locked {
    messages: Mutex<Messages>,
    holder: Mutex<String>,
    /// Nothing, except in a demonstration: time spent inside, so that others are seen waiting.
    pause: Duration,
}

impl Locked {
    pub(crate) fn slow(pause: Duration) -> Locked {
        Locked { pause, ..Locked::default() }
    }

    /// Runs `work` while holding the lock, and tells who waits for whom.
    fn with<R>(&self, teller: &Sender, work: impl FnOnce(&mut Messages) -> R) -> R {
        let trace = teller.trace();
        let mut messages = self.take(trace);
        trace.tell(What::LockTaken);
        let result = work(&mut messages);
        trace.tell(What::LockReleased);
        lock(&self.holder).clear(); // while the lock is still ours: later, it could be the next one's name
        result // and here the guard goes, and the lock with it
    }

    fn take(&self, trace: &Trace) -> MutexGuard<'_, Messages> {
        let messages = loop {
            match self.messages.try_lock() {
                Ok(free) => break free,
                Err(TryLockError::Poisoned(left)) => break left.into_inner(), // see `lock`
                Err(TryLockError::WouldBlock) => {}
            }
            let holder = lock(&self.holder).clone();
            if !holder.is_empty() {
                trace.tell(What::LockWaiting(holder));
                break lock(&self.messages);
            }
            thread::yield_now(); // somebody has the lock, and has not written their name yet or taken it off already
        };
        trace.actor().clone_into(&mut lock(&self.holder));
        messages
    }
}

impl Shelf for Locked {
    fn store(&self, message: &str, teller: &Sender) -> String {
        // Reading the number, adding the message and writing the number back happen together, or others could come between.
        let number = self.with(teller, |messages| {
            messages.push(message);
            thread::sleep(self.pause);
            messages.count
        });
        lab(teller.trace().lang(), Lab::Stored { number })
    }

    fn list(&self, to: &Sender) -> bool {
        // Copied under the lock, sent without it: a client that reads slowly must not keep the others out.
        let messages = self.with(to, |messages| messages.clone());
        let first = messages.count + 1 - messages.last.len() as u64;
        let lines: Vec<String> = (first..).zip(&messages.last).map(|(n, message)| format!("{n}. {message}")).collect();
        to.reply(&if lines.is_empty() { lab(to.trace().lang(), Lab::ListEmpty) } else { lines.join("\n") })
    }
}
