//! Faults 1, 6, 10, 39 where they need patience: the server runs inside the test, and its clock stands still until the test
//! lets minutes pass at once. The sockets are real.

use super::raw::Raw;
use causette_core::ports::{Accounts, Checked, Clock, Ids, Keep, Log, MemoryLog, ScramExchange};
use causette_core::{Credentials, Door, Host, Millis, Name, Password, PersonId, Policy, TokenHash};
use causette_doors::gate::{
    Certificates, Crowd, Entrance, FLOOD_TIME, LINE_UNFINISHED, Listener, LiveRate, OUT_STALLED, PROXY_WAIT, Rate,
    SKIP_TIME, Settings, Shard, TLS_HANDSHAKE, accept,
};
use causette_doors::irc::{self, IrcDoor};
use causette_doors::line::LineDoor;
use causette_engine::{Faces, Ports, Sequencer, Setup, Submission, Sweeps};
use causette_texts::Lang;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;
use tokio::runtime::Builder;
use tokio::sync::{mpsc, oneshot};
use tokio::task::{LocalSet, spawn_blocking, spawn_local};
use tokio::time::advance;

struct Noon;
impl Clock for Noon {
    fn now(&self) -> Millis {
        Millis(12 * 3600 * 1000)
    }
}

struct Strangers;
impl Accounts for Strangers {
    fn guest_token(&self, _: PersonId, _: Millis) -> String {
        String::new()
    }
    fn host(&self, _: IpAddr) -> Host {
        Host(0)
    }
    fn guest_of(&self, _: &str, _: Millis) -> Option<PersonId> {
        None
    }
    fn hash(&self, _: &Password) -> Result<Credentials, String> {
        Err("strangers have no passwords".into())
    }
    fn check(&self, _: Option<&Credentials>, _: &Password) -> Checked {
        Checked { good: false, rehash: None }
    }
    fn scram_name(&self, _: &str) -> Option<Name> {
        None
    }
    fn scram_challenge(&self, _: &ScramExchange) -> Option<String> {
        None
    }
    fn scram_proof(&self, _: &ScramExchange, _: &str) -> Option<String> {
        None
    }
    fn token_hash(&self, _: &str) -> TokenHash {
        TokenHash([0; 32])
    }
}

struct Counted(u128);
impl Ids for Counted {
    fn fresh(&mut self) -> u128 {
        self.0 += 1;
        self.0
    }
}

/// A client's hold on the server's clock.
struct Clockwork(mpsc::Sender<(Duration, oneshot::Sender<()>)>);

const SECOND: Duration = Duration::from_secs(1);

impl Clockwork {
    /// Lets this much time pass for the server.
    fn pass(&self, time: Duration) {
        let (done, passed) = oneshot::channel();
        self.0.blocking_send((time, done)).unwrap();
        passed.blocking_recv().unwrap();
    }
}

/// Runs `client` against a server in this process. While it runs, the server's time passes only when it says so.
fn patiently(rate: Rate, client: impl FnOnce(SocketAddr, Clockwork) + Send + 'static) {
    patiently_at(Entrance::clear(Door::Line), rate, client);
}

/// The same, with something to do before one is in.
fn patiently_at(entrance: Entrance, rate: Rate, client: impl FnOnce(SocketAddr, Clockwork) + Send + 'static) {
    let runtime = Builder::new_current_thread().enable_all().start_paused(true).build().unwrap();
    LocalSet::new().block_on(&runtime, async move {
        let (mailbox, inbox) = causette_engine::mailbox();
        let (batch, batches) = mpsc::channel(8);
        let faces: Arc<Faces> = Arc::default();
        let presented = faces.clone();
        let setup = Setup {
            ids: Box::new(Counted(0)),
            accounts: Arc::new(Strangers),
            directory: MemoryLog::new().directory().expect("memory"),
            people: Vec::new(),
            policy: Policy::default(),
            claim: None,
            hashers: 1,
            faces,
        };
        let (log, clock) = (Arc::new(MemoryLog::new()), Arc::new(Noon));
        let ports = Ports { log, clock, meter: Arc::default(), reload: Arc::default(), hooks: Arc::default() };
        let sweeps = Sweeps { keep: Keep::default(), every: Duration::from_secs(3600), last: None };
        let sequencer = Sequencer::new(setup);
        let engine = spawn_local(causette_engine::run(sequencer, inbox, mailbox.clone(), vec![batch], ports, sweeps));
        let listener = Listener::bind("127.0.0.1:0".parse().unwrap()).unwrap();
        let (address, door) = (listener.address, entrance.door);
        let line = LineDoor::new(Lang::En, Arc::new(Noon));
        let irc = IrcDoor::new(irc::Setup::plain(), Arc::new(Noon), presented);
        let settings = Settings { rate: LiveRate::new(rate), crowd: Crowd::new(0, Rate::OFF), meter: Arc::default() };
        let shard = Shard::new(0, settings, mailbox.clone());
        let (admitting, entrance) = (shard.clone(), Arc::new(entrance));
        let accepting = spawn_local(async move {
            let admit = |stream, _| {
                let speaker = if door == Door::Irc { irc.speaker() } else { line.speaker() };
                admitting.admit(stream, &entrance, speaker);
                Ok(())
            };
            accept(listener, b"", admit).await
        });
        let serving = spawn_local(async move { shard.run(batches).await });
        let (ask, mut asked) = mpsc::channel::<(Duration, oneshot::Sender<()>)>(1);
        // A blocking task keeps the clock still.
        let client = spawn_blocking(move || client(address, Clockwork(ask)));
        while let Some((time, done)) = asked.recv().await {
            for _ in 0..time.as_secs() {
                advance(SECOND).await;
            }
            let _ = done.send(());
        }
        let outcome = client.await;
        accepting.abort();
        mailbox.send(Submission::Stop).await.unwrap();
        engine.await.unwrap().unwrap();
        serving.await.unwrap();
        outcome.unwrap();
    });
}

fn guest(address: SocketAddr) -> Raw {
    let mut raw = Raw::connect(address);
    raw.until("You are guest");
    raw.sync();
    raw
}

/// Told why, in one sentence, and closed.
#[track_caller]
fn closed(mut raw: Raw, code: &str) {
    let rest: Vec<String> = raw.rest().into_iter().filter(|line| !line.starts_with("-- ")).collect();
    assert!(rest.len() == 1 && rest[0].starts_with(&format!("!! {code}: ")), "{rest:?}");
}

pub(super) fn fault_06_one_byte_a_minute() {
    patiently(Rate::OFF, |address, clock| {
        let (mut slow, mut silent) = (guest(address), guest(address));
        let mut bytes = b"one by one".chunks(1);
        slow.send(bytes.next().unwrap());
        silent.sync(); // so that the server has read the byte
        for _ in 0..LINE_UNFINISHED.as_secs() / 60 {
            clock.pass(60 * SECOND);
            slow.send(bytes.next().unwrap());
        }
        clock.pass(2 * SECOND);
        closed(slow, "unfinished_line");
        // Silence is no fault.
        clock.pass(7200 * SECOND);
        silent.alive();
    });
}

pub(super) fn fault_06_a_line_has_its_own_time() {
    patiently(Rate::OFF, |address, clock| {
        let mut raw = guest(address);
        raw.send("the first line, and the beg");
        for n in 1..=6 {
            clock.pass(LINE_UNFINISHED - 20 * SECOND);
            // Whoever is never at the end of a line has still finished one.
            raw.send("inning\nof the next, and its beg");
            raw.until(&format!("ok {n}"));
        }
        raw.send("\n");
        raw.alive();
    });
}

pub(super) fn fault_36_irc_a_batch_that_never_ends() {
    patiently_at(Entrance::clear(Door::Irc), Rate::OFF, |address, clock| {
        let mut raw = Raw::connect(address);
        raw.ask("CAP REQ :batch draft/multiline\r\nNICK al\r\nUSER al 0 * :al\r\nCAP END", " 001 ");
        raw.ask("JOIN #a\r\nBATCH +x draft/multiline #a", " 366 ");
        for n in 0..3 {
            raw.ask(&format!("@batch=x PRIVMSG #a :line {n}\r\nPING {n}"), " PONG ");
            clock.pass(LINE_UNFINISHED - 20 * SECOND);
        }
        clock.pass(22 * SECOND);
        let rest = raw.rest();
        assert!(rest.len() == 1 && rest[0].starts_with("ERROR "), "{rest:?}");
    });
}

pub(super) fn fault_01_no_newline_for_long() {
    patiently(Rate::OFF, |address, clock| {
        let mut raw = guest(address);
        raw.send(vec![b'x'; 20_000]);
        raw.until("line_too_long");
        clock.pass(SKIP_TIME - 2 * SECOND);
        raw.send(vec![b'x'; 20_000]);
        clock.pass(4 * SECOND);
        closed(raw, "endless_line");
    });
}

pub(super) fn fault_10_a_flood_from_one_who_is_gone() {
    patiently(Rate { per_second: 10, burst: 100 }, |address, clock| {
        let (mut raw, mut other) = (guest(address), guest(address));
        raw.ask("/nick flood", "your name is now");
        raw.send(vec![b'\n'; 50_000]);
        raw.half_close();
        // Fault 21: told that it is slowed, then why it is closed.
        raw.until("!! slowed: ");
        other.sync();
        clock.pass(FLOOD_TIME / 2);
        other.ask("/who", "flood");
        clock.pass(FLOOD_TIME / 2 + 3 * SECOND);
        closed(raw, "flooding");
        other.until("flood is gone");
    });
}

/// Fault 21: slow first, close later. A paste of 5,000 lines passes, and who stops in between begins anew.
pub(super) fn fault_21_a_flood_is_closed_in_the_end() {
    patiently(Rate { per_second: 10, burst: 100 }, |address, clock| {
        let (mut flood, mut paste) = (guest(address), guest(address));
        flood.ask("/nick flood", "your name is now");
        paste.say("/acks off");
        flood.send(vec![b'\n'; 50_000]);
        paste.send((1..=5000).map(|n| format!("line {n}\n")).collect::<String>());
        flood.until("!! slowed: ");
        paste.until("!! slowed: ");
        clock.pass(FLOOD_TIME - 60 * SECOND);
        paste.alive();
        // The paste is through; another one has its own time.
        paste.send((1..=1200).map(|n| format!("more {n}\n")).collect::<String>());
        clock.pass(63 * SECOND);
        let mut rest = flood.rest();
        rest.retain(|line| line.starts_with("!! "));
        assert!(rest.len() == 1 && rest[0].starts_with("!! flooding: "), "{rest:?}");
        clock.pass(60 * SECOND);
        paste.alive();
    });
}

struct NoCertificate;
impl Certificates for NoCertificate {
    fn config(&self, _: &rustls::server::ClientHello<'_>, _: bool) -> Arc<rustls::ServerConfig> {
        unreachable!("nobody says hello")
    }
}

/// Silence closes whoever has not shaken hands, and nobody else.
pub(super) fn fault_06_a_tls_handshake_has_its_time() {
    let entrance = Entrance { tls: Some(Arc::new(NoCertificate)), ..Entrance::clear(Door::Line) };
    patiently_at(entrance, Rate::OFF, |address, clock| {
        let (mut silent, mut half) = (Raw::connect(address), Raw::connect(address));
        half.send(b"\x16\x03\x01\x02\x00\x01");
        clock.pass(TLS_HANDSHAKE - SECOND);
        for raw in [&mut silent, &mut half] {
            assert!(raw.line_within(SECOND / 20).is_none() && !raw.is_over(), "closed too early");
        }
        clock.pass(3 * SECOND);
        for mut raw in [silent, half] {
            assert_eq!(raw.rest(), [""; 0]);
        }
    });
}

pub(super) fn fault_06_a_proxy_has_its_time() {
    let proxies = vec!["127.0.0.0/8".parse().unwrap()];
    patiently_at(Entrance { proxies, ..Entrance::clear(Door::Line) }, Rate::OFF, |address, clock| {
        let mut half = Raw::connect(address);
        half.send("PROXY TCP4 192.0.2.7 10.0");
        clock.pass(PROXY_WAIT + 2 * SECOND);
        closed(half, "proxy_header_missing");
        let mut announced = Raw::connect(address);
        announced.send("PROXY TCP4 192.0.2.7 10.0.0.1 12345 63000\r\n");
        announced.until("You are guest");
        // Silence is no fault.
        clock.pass(7200 * SECOND);
        announced.alive();
    });
}

pub(super) fn fault_10_a_paste_is_only_slowed() {
    patiently(Rate { per_second: 10, burst: 100 }, |address, clock| {
        let mut raw = guest(address);
        raw.send((1..=300).map(|n| format!("line {n}\n")).collect::<String>());
        raw.half_close();
        clock.pass(25 * SECOND);
        let rest = raw.rest();
        assert_eq!(rest.iter().filter(|line| line.starts_with("ok ")).count(), 300, "{rest:?}");
    });
}

pub(super) fn fault_39_one_who_never_reads_is_let_go() {
    patiently(Rate::OFF, |address, clock| {
        let mut writer = guest(address);
        let mut deaf = Raw::connect_narrow(address);
        deaf.ask("/nick deaf", "your name is now");
        // More than the kernel and the queue hold for it.
        for n in 1..=2000 {
            writer.ask(&"x".repeat(4000), &format!("ok {n}"));
        }
        clock.pass(OUT_STALLED - 3 * SECOND);
        writer.ask("/who", "deaf");
        clock.pass(6 * SECOND);
        writer.until("deaf is gone");
    });
}
