//! Where the attacks happen: a real server, two bystanders who must not notice, and a look at what is left afterwards.

use super::raw::Raw;
use causette_tests::client::Text;
use causette_tests::server::{Program, Server};
use std::fs;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};
use tempfile::TempDir;

/// What a bystander waits at most. A promise of milliseconds is for benchmarks: here other tests share the machine.
const NOTICED: Duration = Duration::from_secs(5);
/// How long what an attack held may take to come back.
const RELEASE: Duration = Duration::from_secs(30);
/// Two messages a round, one round per so long.
const ROUND: Duration = Duration::from_millis(20);

/// What a process holds.
#[derive(Clone, Copy, Debug)]
pub(super) struct Usage {
    pub(super) sockets: usize,
    /// Memory that is the process's own, in KiB.
    pub(super) kib: u64,
    /// Processor time so far.
    pub(super) cpu: Duration,
}

impl Usage {
    pub(super) fn of(pid: u32) -> Usage {
        let open = fs::read_dir(format!("/proc/{pid}/fd")).unwrap().flatten();
        let sockets = open.filter_map(|fd| fs::read_link(fd.path()).ok());
        let sockets = sockets.filter(|to| to.to_string_lossy().starts_with("socket:")).count();
        let status = fs::read_to_string(format!("/proc/{pid}/status")).unwrap();
        let anonymous = status.lines().find_map(|l| l.strip_prefix("RssAnon:")).unwrap();
        let kib = anonymous.trim().trim_end_matches(" kB").parse().unwrap();
        let stat = fs::read_to_string(format!("/proc/{pid}/stat")).unwrap();
        // After the name, which may have spaces: user and system time are the 12th and 13th, in hundredths of a second.
        let after = stat.rsplit_once(") ").unwrap().1;
        let ticks: u64 = after.split(' ').skip(11).take(2).map(|t| t.parse::<u64>().unwrap()).sum();
        Usage { sockets, kib, cpu: Duration::from_millis(ticks * 10) }
    }
}

pub(super) struct Arena {
    pub(super) server: Server,
    pub(super) data: TempDir,
    before: Usage,
    bystanders: Option<Bystanders>,
}

impl Arena {
    pub(super) fn new() -> Arena {
        Arena::with(&[])
    }

    /// With more words for `serve`.
    pub(super) fn with(words: &[&str]) -> Arena {
        let mut program = Program::product().unwrap();
        program.words.extend(words.iter().map(|w| (*w).to_owned()));
        Arena::of(&program)
    }

    pub(super) fn of(program: &Program) -> Arena {
        let data = tempfile::tempdir().unwrap();
        let server = program.serve(data.path()).unwrap();
        let bystanders = Some(Bystanders::start(&server));
        let before = Usage::of(server.pid());
        Arena { server, data, before, bystanders }
    }

    /// Without bystanders, for faults that everybody is told of. The store is in the directory `data` of `place`.
    pub(super) fn empty(program: &Program, place: TempDir) -> Arena {
        let server = program.serve(&place.path().join("data")).unwrap();
        let mut arena = Arena { before: Usage::of(server.pid()), server, data: place, bystanders: None };
        // Once somebody was greeted, all is up that the server opens for itself; they are not counted.
        let somebody = arena.guest();
        arena.before = arena.usage();
        arena.before.sockets -= 1;
        drop(somebody);
        arena
    }

    /// Somebody who has connected and was greeted.
    pub(super) fn guest(&self) -> Raw {
        let mut raw = self.raw();
        raw.until("You are guest");
        raw
    }

    /// A bare connection.
    pub(super) fn raw(&self) -> Raw {
        Raw::connect(self.server.line)
    }

    /// A guest in a room of its own, so that what it says meets nobody.
    pub(super) fn alone(&self, room: &str) -> Raw {
        let mut raw = self.guest();
        raw.ask(&format!("/join {room}"), &format!("in {room}, alone"));
        raw
    }

    /// Waits until this program bears a name whose bearer is gone.
    #[track_caller]
    pub(super) fn freed(&self, program: &mut Raw, name: &str) {
        let deadline = Instant::now() + RELEASE;
        let request = format!(r#"{{"type":"nick","name":"{name}","ref":"nick"}}"#);
        while !program.ask(&request, r#""ref":"nick""#).contains("named") {
            assert!(Instant::now() < deadline, "{name} stays taken");
        }
    }

    /// Waits until a newcomer is alone in the first room: connections that nobody had accepted yet come and go before it is.
    #[track_caller]
    pub(super) fn last(&self) -> Raw {
        let mut raw = self.guest();
        let deadline = Instant::now() + RELEASE;
        loop {
            raw.say("/who #general");
            let said = raw.sync();
            if said.iter().any(|line| line.contains("one person in #general: guest")) {
                return raw;
            }
            assert!(Instant::now() < deadline, "a ghost is left: {said:?}");
            std::thread::sleep(Duration::from_millis(10));
        }
    }

    pub(super) fn usage(&self) -> Usage {
        Usage::of(self.server.pid())
    }

    /// Memory of its own that the server has taken since the start, in KiB.
    pub(super) fn grown(&self) -> u64 {
        self.usage().kib.saturating_sub(self.before.kib)
    }

    /// Waits until all connections but the bystanders' are given back.
    pub(super) fn settled(&self) {
        let deadline = Instant::now() + RELEASE;
        while self.usage().sockets > self.before.sockets {
            let (now, before) = (self.usage().sockets, self.before.sockets);
            assert!(Instant::now() < deadline, "{now} sockets, {before} before; {}", self.server.stderr());
            std::thread::sleep(Duration::from_millis(10));
        }
    }

    /// The attack is over and its connections are closed: nobody noticed, nothing is left, and the server ends cleanly.
    #[track_caller]
    pub(super) fn calm(mut self) {
        self.settled();
        self.bystanders.take().into_iter().for_each(Bystanders::end);
        assert_eq!(self.server.ended().unwrap(), None, "{}", self.server.stderr());
        let status = self.server.stop().unwrap();
        let said = self.server.stderr();
        assert!(status.success() && !said.contains("panic"), "{status}: {said}");
    }
}

/// Two people who talk all the time, and check every answer: each message is saved under the next number, and the other
/// sees it under the same.
struct Bystanders {
    stop: Arc<AtomicBool>,
    talk: JoinHandle<anyhow::Result<u64>>,
}

impl Bystanders {
    fn start(server: &Server) -> Bystanders {
        let line = server.line;
        let enter = |name: &str| -> anyhow::Result<Text> {
            let mut text = Text::connect(line)?;
            for say in [&format!("/nick {name}"), "/join #bystanders", "/leave #general"] {
                text.send(say)?;
            }
            text.expect("you left #general")?;
            Ok(text)
        };
        let (ada, bea) = (enter("ada").unwrap(), enter("bea").unwrap());
        let stop = Arc::new(AtomicBool::new(false));
        let talk = std::thread::spawn({
            let stop = stop.clone();
            move || talk(ada, bea, &stop)
        });
        Bystanders { stop, talk }
    }

    #[track_caller]
    fn end(self) {
        self.stop.store(true, Ordering::Relaxed);
        let rounds = self.talk.join().unwrap().unwrap_or_else(|e| panic!("a bystander noticed: {e:#}"));
        assert!(rounds > 0, "the bystanders had no time to talk");
    }
}

fn talk(mut ada: Text, mut bea: Text, stop: &AtomicBool) -> anyhow::Result<u64> {
    let mut number = 0;
    // At least once, however soon it is over: on a busy machine a short attack ends before a thread has begun.
    while number == 0 || !stop.load(Ordering::Relaxed) {
        for _ in 0..2 {
            number += 1;
            let start = Instant::now();
            ada.send(&format!("message {number}"))?;
            ada.expect(&format!("ok {number}"))?;
            bea.expect(&format!(" {number}] <{}> message {number}", if number % 2 == 1 { "ada" } else { "bea" }))?;
            let took = start.elapsed();
            anyhow::ensure!(took < NOTICED, "message {number} took {took:?}");
            std::mem::swap(&mut ada, &mut bea);
        }
        std::thread::sleep(ROUND);
    }
    Ok(number)
}
