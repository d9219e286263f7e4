//! The service manager: what it is told, and the sockets it opens. Here the tests are the manager.

use causette_tests::client::{PATIENCE, Text};
use causette_tests::server::Program;
use rustix::process::Signal;
use std::net::{TcpListener, TcpStream};
use std::os::fd::OwnedFd;
use std::os::unix::net::UnixDatagram;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

struct Manager(UnixDatagram);

impl Manager {
    fn at(path: &Path) -> Manager {
        let socket = UnixDatagram::bind(path).unwrap();
        socket.set_read_timeout(Some(PATIENCE)).unwrap();
        Manager(socket)
    }

    /// What it is told next.
    #[track_caller]
    fn told(&self) -> String {
        let mut buffer = [0; 1024];
        let n = self.0.recv(&mut buffer).unwrap();
        String::from_utf8(buffer[..n].to_vec()).unwrap()
    }

    /// The next that is not a sign of life.
    #[track_caller]
    fn news(&self) -> String {
        loop {
            let told = self.told();
            if told != "WATCHDOG=1\n" {
                return told;
            }
        }
    }
}

#[test]
fn the_manager_hears_of_start_reload_stop_and_life() {
    let place = tempfile::tempdir().unwrap();
    let socket = place.path().join("notify");
    let manager = Manager::at(&socket);
    let config = place.path().join("causette.toml");
    std::fs::write(&config, "log = 'info'\n[line]\n").unwrap();
    let mut program = Program::product().unwrap();
    program.words = vec!["--config".into(), config.display().to_string()];
    let set = |command: &mut Command| {
        command.env("NOTIFY_SOCKET", &socket).env("WATCHDOG_USEC", "400000");
    };
    let mut server = program.serve_with(&place.path().join("data"), set).unwrap();
    assert_eq!(manager.news(), "READY=1\n");
    // Nobody says anything, and it is alive all the same.
    for _ in 0..5 {
        assert_eq!(manager.told(), "WATCHDOG=1\n");
    }
    server.signal(Signal::HUP).unwrap();
    let reloading = manager.news();
    assert!(reloading.starts_with("RELOADING=1\nMONOTONIC_USEC="), "{reloading}");
    assert_eq!(manager.news(), "READY=1\n");
    server.signal(Signal::TERM).unwrap();
    assert_eq!(manager.news(), "STOPPING=1\n");
    assert!(server.stop().unwrap().success());
}

#[test]
fn an_engine_that_waits_for_a_disk_gives_no_sign_of_life() {
    let place = tempfile::tempdir().unwrap();
    let socket = place.path().join("notify");
    let manager = Manager::at(&socket);
    const WITHIN: Duration = Duration::from_millis(400);
    let set = |command: &mut Command| {
        command.env("NOTIFY_SOCKET", &socket).env("WATCHDOG_USEC", WITHIN.as_micros().to_string());
    };
    let data = place.path().join("data");
    assert!(Program::product().unwrap().serve(&data).unwrap().stop().unwrap().success(), "a store to begin with");
    let slow = ["-e", "trace=fsync,fdatasync", "-e", "signal=none", "-e", "inject=fsync,fdatasync:delay_enter=1500000"];
    let mut program = Program::product().unwrap();
    program.under =
        ["strace", "-D", "-f", "-qq", "-o", "/dev/null"].into_iter().chain(slow).map(String::from).collect();
    let server = program.serve_with(&data, set).unwrap();
    assert_eq!(manager.news(), "READY=1\n");
    let mut ann = Text::connect(server.line).unwrap();
    ann.send("slow").unwrap();
    let (mut last, start) = (Instant::now(), Instant::now());
    let mut longest = Duration::ZERO;
    while longest <= WITHIN * 2 {
        assert_eq!(manager.told(), "WATCHDOG=1\n");
        longest = longest.max(last.elapsed());
        last = Instant::now();
        assert!(start.elapsed() < PATIENCE, "signs of life come all the time, at most {longest:?} apart");
    }
    ann.expect("ok 1").unwrap();
    // And it gives some again.
    assert_eq!(manager.told(), "WATCHDOG=1\n");
}

/// The program as a manager starts it, with the socket that is its standard input as the first that is passed.
fn activated(names: &str) -> Program {
    let script = format!("exec 3<&0 0</dev/null; LISTEN_PID=$$ LISTEN_FDS=1 LISTEN_FDNAMES={names} exec \"$0\" \"$@\"");
    let mut program = Program::product().unwrap();
    program.under = vec!["sh".into(), "-c".into(), script];
    program
}

fn pass(listener: &TcpListener) -> impl FnOnce(&mut Command) {
    let socket = Stdio::from(OwnedFd::from(listener.try_clone().unwrap()));
    move |command| {
        command.stdin(socket);
    }
}

#[test]
fn a_socket_that_was_passed_is_the_door() {
    for names in ["line", "causette.socket"] {
        let data = tempfile::tempdir().unwrap();
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        // Somebody knocks before there is a server.
        let mut early = Text::connect(address).unwrap();
        early.send("early").unwrap();
        let mut server = activated(names).serve_with(data.path(), pass(&listener)).unwrap();
        assert_eq!(server.line, address, "not the one of the command line");
        early.expect("ok 1").unwrap();
        assert!(server.stop().unwrap().success());
        // It is the manager's: the next server finds it as it was.
        TcpStream::connect(address).unwrap();
    }
}

#[test]
fn a_socket_for_figures_can_be_passed() {
    let data = tempfile::tempdir().unwrap();
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let server = activated("metrics").serve_with(data.path(), pass(&listener)).unwrap();
    assert_eq!(server.door("metrics"), Some(listener.local_addr().unwrap()));
    assert_ne!(server.line, listener.local_addr().unwrap());
}

#[test]
fn a_socket_for_no_door_is_refused() {
    let data = tempfile::tempdir().unwrap();
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let refused = activated("ssh").serve_with(data.path(), pass(&listener));
    let said = refused.err().unwrap().to_string();
    assert!(said.contains("the socket ssh that the service manager passed cannot be used"), "{said}");
    assert!(said.contains("FileDescriptorName= one of: line"), "{said}");
}
