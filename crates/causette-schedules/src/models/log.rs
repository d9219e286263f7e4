//! The program's log: two threads write lines, and a third one has a pipe that takes them when it likes.

use super::house::Latch;
use crate::program::logging::Lines;
use crate::seam::{switch, sync::Arc, sync::atomic::Ordering, thread};
use std::io::{self, Write};
use std::sync::{Mutex, PoisonError};

const LINES: usize = 3;

/// Keeps what it takes, and says when nobody writes to it any more.
struct Pipe {
    taken: Arc<Mutex<Vec<String>>>,
    over: Latch,
}

impl Write for Pipe {
    fn write(&mut self, line: &[u8]) -> io::Result<usize> {
        switch();
        self.taken.lock().unwrap_or_else(PoisonError::into_inner).push(String::from_utf8_lossy(line).into_owned());
        Ok(line.len())
    }
    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Drop for Pipe {
    fn drop(&mut self) {
        self.over.open();
    }
}

pub(super) fn log() {
    let (taken, over) = (Arc::new(Mutex::new(Vec::new())), Latch::default());
    let lines = Lines::to(Pipe { taken: taken.clone(), over: over.clone() }).expect("a thread");
    let writers: Vec<_> = ["a", "b"]
        .into_iter()
        .map(|who| {
            let lines = lines.clone();
            thread::spawn(move || {
                for n in 0..LINES {
                    assert!((&lines).write_all(format!("{who}{n}").as_bytes()).is_ok(), "who logs is never refused");
                }
            })
        })
        .collect();
    writers.into_iter().for_each(|writer| drop(writer.join()));
    let missing = lines.missing.load(Ordering::Relaxed) as usize;
    drop(lines);
    over.wait();
    let taken = taken.lock().unwrap_or_else(PoisonError::into_inner).clone();
    assert_eq!(taken.len() + missing, 2 * LINES, "each line is written or counted: {taken:?}");
    for who in ["a", "b"] {
        let own: Vec<&String> = taken.iter().filter(|line| line.starts_with(who)).collect();
        assert!(own.is_sorted(), "the lines of one thread are in its order: {own:?}");
    }
}
