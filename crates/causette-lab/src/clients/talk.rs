//! The client of part IV: two things can happen here too, so there are two threads. One shows what comes, the other sends
//! what is typed. `fin` from either side ends both.

use crate::conversation::Conversation;
use std::io::BufRead;
use std::sync::mpsc::{RecvTimeoutError, TryRecvError, sync_channel};
use std::thread;
use std::time::Duration;

/// Shows everything the server says while sending each line of `input`.
pub fn talk(mut server: Conversation, input: impl BufRead + Send + 'static, show: impl Fn(&str) + Sync) {
    let (mouth, (gone, server_gone)) = (server.sender(), sync_channel::<()>(0));
    let (typed, lines) = sync_channel(16);
    // Not awaited at the end: reading a keyboard cannot be interrupted.
    thread::spawn(move || input.lines().map_while(Result::ok).all(|line| typed.send(line).is_ok()));
    thread::scope(|threads| {
        threads.spawn(|| {
            let _gone = gone; // dropped when this thread ends
            while let Some(said) = server.recv().filter(|said| said.trim() != "fin") {
                show(&said);
            }
        });
        while server_gone.recv_timeout(Duration::from_millis(10)) == Err(RecvTimeoutError::Timeout) {
            match lines.try_recv() {
                Ok(line) if mouth.send(format!("{line}\n").as_bytes()) && line.trim() != "fin" => {}
                Err(TryRecvError::Empty) => {}
                Ok(_) | Err(_) => {
                    mouth.shutdown();
                    break;
                }
            }
        }
    });
}
