//! What the scenes share: a server in a thread, named clients, and waiting until things have settled, so that the story
//! is told in the same order every time.

use crate::conversation::Conversation;
use crate::listener::Listener;
use crate::trace::{Event, Trace, What};
use crate::trouble::Trouble;
use causette_texts::{Lab, Lang, lab};
use std::net::{Ipv4Addr, SocketAddr};
use std::path::Path;
use std::thread;
use std::time::{Duration, Instant};

/// Nothing in a demonstration takes this long unless it has failed.
const PATIENCE: Duration = Duration::from_secs(5);
/// When nothing happened for this long, nothing more will.
const CALM: Duration = Duration::from_millis(30);

pub(crate) struct Stage<'a> {
    trace: Trace,
    program: Option<&'a Path>,
}

impl<'a> Stage<'a> {
    pub(crate) fn new(trace: Trace, program: Option<&'a Path>) -> Stage<'a> {
        Stage { trace, program }
    }

    pub(crate) fn lang(&self) -> Lang {
        self.trace.lang()
    }

    pub(crate) fn trace(&self) -> &Trace {
        &self.trace
    }

    pub(crate) fn program(&self) -> Option<&'a Path> {
        self.program
    }

    pub(crate) fn events(&self) -> Vec<Event> {
        self.trace.events()
    }

    /// Any free port of this machine.
    pub(crate) fn anywhere() -> SocketAddr {
        (Ipv4Addr::LOCALHOST, 0).into()
    }

    /// "client A".
    pub(crate) fn client_name(&self, letter: &str) -> String {
        lab(self.lang(), Lab::Client { letter })
    }

    /// Connects a client that has patience, but not for ever.
    pub(crate) fn client(&self, letter: &str, address: SocketAddr) -> Result<Conversation, Trouble> {
        let mut client = Conversation::connect(address, &self.trace.named(&self.client_name(letter)))?;
        client.set_patience(PATIENCE);
        self.calm();
        Ok(client)
    }

    /// Connects, and gives the name of the error when that fails.
    pub(crate) fn try_client(&self, letter: &str, address: SocketAddr) -> Result<Conversation, String> {
        self.client(letter, address).map_err(|trouble| match trouble {
            Trouble::Connect(_, error) => format!("{:?}", error.kind()),
            other => other.to_string(),
        })
    }

    /// Sends without a newline, as the lab does, and waits for the answer.
    pub(crate) fn ask(&self, client: &mut Conversation, message: &str) -> String {
        client.send(message.as_bytes());
        let answer = client.recv().unwrap_or_default();
        self.calm();
        answer
    }

    /// Waits until nothing happens any more.
    pub(crate) fn calm(&self) {
        let until = Instant::now() + PATIENCE;
        let mut before = usize::MAX;
        while Instant::now() < until {
            let now = self.trace.events().len();
            if now == before {
                return;
            }
            before = now;
            thread::sleep(CALM);
        }
    }

    /// Lets time pass that can be seen in the trace.
    pub(crate) fn while_it_waits(&self) {
        thread::sleep(CALM * 3);
    }

    /// Runs a server while `play` plays; `name` is what it is called, if not simply the server.
    pub(crate) fn with_server<R>(
        &self,
        name: Option<&str>,
        serve: impl FnOnce(Listener) + Send,
        play: impl FnOnce(SocketAddr) -> Result<R, Trouble>,
    ) -> Result<R, Trouble> {
        let trace = name.map_or(self.trace.clone(), |name| self.trace.named(name));
        self.serve_on(Listener::open(Stage::anywhere(), &trace)?, serve, play)
    }

    /// The same on a listener that is open already.
    pub(crate) fn serve_on<R>(
        &self,
        listener: Listener,
        serve: impl FnOnce(Listener) + Send,
        play: impl FnOnce(SocketAddr) -> Result<R, Trouble>,
    ) -> Result<R, Trouble> {
        let (address, stopper) = (listener.address(), listener.stopper());
        thread::scope(|threads| {
            threads.spawn(move || serve(listener));
            self.calm();
            let result = play(address);
            self.calm();
            stopper.stop();
            result
        })
    }
}

/// How long an actor was blocked in the first call that `call` picks out.
pub(crate) fn blocked_for(events: &[Event], actor: &str, call: impl Fn(&What) -> bool) -> Duration {
    let mut own = events.iter().filter(|event| &*event.actor == actor).skip_while(|event| !call(&event.what));
    match (own.next(), own.next()) {
        (Some(called), Some(returned)) => returned.at.saturating_sub(called.at),
        _ => Duration::ZERO,
    }
}
