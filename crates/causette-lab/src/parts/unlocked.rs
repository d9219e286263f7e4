//! Part VIII without its lock: read, pause, write back, as a program does when it does not know that others do the same.
//!
//! Safe Rust does not compile a data race, so each step here is whole in itself (there is a lock around the reading and
//! another around the writing). What is lost is lost *between* the steps, exactly as in Python.

use crate::conversation::Sender;
use crate::parts::shelf::{Messages, Shelf};
use crate::trace::lock;
use causette_texts::{Lab, lab};
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;
use std::time::Duration;

/// The pause between reading and writing back. Real programs have one too, only shorter and at a worse moment.
pub(crate) const PAUSE: Duration = Duration::from_millis(100);

#[derive(Default)]
pub(crate) struct Unlocked {
    messages: Mutex<Messages>,
    confirmed: AtomicU64,
}

impl Unlocked {
    /// Confirmed, and really there.
    pub(crate) fn counts(&self) -> (u64, u64) {
        (self.confirmed.load(Ordering::SeqCst), lock(&self.messages).count)
    }
}

impl Shelf for Unlocked {
    fn store(&self, message: &str, teller: &Sender) -> String {
        let mut copy = lock(&self.messages).clone(); // read
        thread::sleep(PAUSE); // meanwhile another thread reads the same list
        copy.push(message);
        *lock(&self.messages) = copy; // write back, over whatever the other has written
        self.confirmed.fetch_add(1, Ordering::SeqCst);
        let (confirmed, kept) = self.counts();
        lab(teller.trace().lang(), Lab::StoredUnlocked { confirmed, kept, lost: confirmed.saturating_sub(kept) })
    }

    /// Two threads send to one socket, each its lines in two halves, and nobody sees to it that halves stay together.
    fn list(&self, to: &Sender) -> bool {
        let lines: Vec<String> = lock(&self.messages).last.iter().cloned().collect();
        let lines = if lines.is_empty() { vec![lab(to.trace().lang(), Lab::ListEmpty); 2] } else { lines };
        thread::scope(|threads| {
            for start in 0..2 {
                let own: Vec<&String> = lines.iter().skip(start).step_by(2).collect();
                threads.spawn(move || own.iter().for_each(|line| in_two_halves(line, to)));
                thread::sleep(PAUSE / 8); // the second begins while the first is half-way
            }
        });
        true
    }
}

/// Sends a line in two `send`s with a pause between, as any long message may be sent.
pub(crate) fn in_two_halves(line: &str, to: &Sender) {
    let middle = line.char_indices().nth(line.chars().count() / 2).map_or(0, |(at, _)| at);
    let (start, end) = line.split_at(middle);
    to.send(start.as_bytes());
    thread::sleep(PAUSE / 4);
    to.send(format!("{end}\n").as_bytes());
}
