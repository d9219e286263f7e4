//! People who leave without saying goodbye, lines that never end, bytes that are no text. The next client is served, and
//! the server sleeps when nobody speaks.

use crate::support::{Server, ask};
use causette_lab::listener::Listener;
use causette_lab::part::Part;
use causette_lab::parts::{Options, serve};
use causette_lab::trace::{Style, Trace};
use causette_lab::trouble::Trouble;
use causette_texts::Lang;
use std::io::{Read, Write};
use std::net::{Shutdown, TcpStream};
use std::sync::mpsc::sync_channel;
use std::time::Duration;

/// Parts that go on after a client has left, whichever way.
const LASTING: [Part; 7] =
    [Part::Echo, Part::Sequential, Part::Talk, Part::Calc, Part::Protocol, Part::Parallel, Part::Shared];

/// Every way to leave that is not `fin`.
fn leave_rudely(server: &Server) {
    let reset = |stream: TcpStream| socket2::SockRef::from(&stream).set_linger(Some(Duration::ZERO)).unwrap();
    drop(server.connect());
    reset(server.connect());
    for beginning in [&b"sal"[..], "\u{e9}".as_bytes().split_at(1).0, b"1+1\n", b"\xff\xfe\n", b"\n\n\n"] {
        for way in 0..3 {
            let mut stream = server.connect();
            stream.write_all(beginning).unwrap();
            match way {
                0 => drop(stream),
                1 => reset(stream),
                _ => stream.shutdown(Shutdown::Write).unwrap(),
            }
        }
    }
}

#[test]
fn leaving_rudely_never_ends_a_server() {
    for part in LASTING {
        let server = Server::part(part, Options::default());
        leave_rudely(&server);
        assert!(!ask(&server.connect(), b"1+1\n").is_empty(), "{part:?} is gone");
    }
    for options in
        [Options { free: true, ..Options::default() }, Options { free: true, nonblocking: true, ..Options::default() }]
    {
        let server = Server::part(Part::Talk, options);
        leave_rudely(&server);
        assert!(!ask(&server.connect(), b"1+1\n").is_empty(), "{options:?} is gone");
    }
}

/// Processor time that a thread has used so far, in hundredths of a second.
fn processor_time(thread: &str) -> u64 {
    let stat = std::fs::read_to_string(format!("/proc/{thread}/stat")).unwrap();
    let words: Vec<&str> = stat.rsplit(')').next().unwrap().split_whitespace().collect();
    words[11].parse::<u64>().unwrap() + words[12].parse::<u64>().unwrap()
}

#[test]
fn a_client_that_left_leaves_no_spinning_server() {
    for part in [Part::Echo, Part::Sequential, Part::Calc, Part::Protocol, Part::Parallel] {
        let (tell, thread) = sync_channel(1);
        let server = Server::start(move |listener| {
            let own = std::fs::read_link("/proc/thread-self").unwrap();
            tell.send(own.to_str().unwrap().to_owned()).unwrap();
            serve(part, listener, Options::default(), crate::support::polite_operator);
        });
        let thread = thread.recv().unwrap();
        let half_closed = server.connect();
        half_closed.shutdown(Shutdown::Write).unwrap();
        leave_rudely(&server);
        assert!(!ask(&server.connect(), b"1+1\n").is_empty(), "{part:?}");
        let before = processor_time(&thread);
        std::thread::sleep(Duration::from_millis(400));
        let used = processor_time(&thread) - before;
        assert!(used < 10, "{part:?} used {used} hundredths of a second while nobody spoke");
    }
}

#[test]
fn ten_megabytes_come_back_to_a_slow_reader_that_half_closed() {
    const SIZE: usize = 10 << 20;
    let (mut state, mut sent) = (1_u32, Vec::with_capacity(SIZE));
    while sent.len() < SIZE {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        let byte = (state >> 24) as u8; // every byte there is: newlines, telnet's, halves of characters
        // The second half is one message of five megabytes.
        sent.push(if byte == b'\n' && sent.len() > SIZE / 2 { b'.' } else { byte });
    }
    for part in [Part::Echo, Part::Sequential] {
        let server = Server::part(part, Options::default());
        let mut reader = server.connect();
        let (mut writer, to_send) = (reader.try_clone().unwrap(), sent.clone());
        let writing = std::thread::spawn(move || {
            writer.write_all(&to_send).unwrap();
            writer.shutdown(Shutdown::Write).unwrap();
        });
        std::thread::sleep(Duration::from_millis(300)); // everything between us is full by now
        let (mut got, mut buffer) = (Vec::with_capacity(SIZE), vec![0; 256 << 10]);
        while let Ok(count @ 1..) = reader.read(&mut buffer) {
            got.extend_from_slice(&buffer[..count]);
            std::thread::sleep(Duration::from_millis(2));
        }
        writing.join().unwrap();
        assert_eq!(got.len(), sent.len(), "{part:?}");
        assert!(got == sent, "{part:?}: a byte changed");
    }
}

#[test]
fn bad_messages_are_answered_and_the_conversation_goes_on() {
    let server = Server::part(Part::Calc, Options::default());
    let stream = server.connect();
    for (message, expect) in [
        (b"__import__('os').system('id')\n".to_vec(), "colonne 1 : "),
        (b"$(id)\n".to_vec(), "colonne 1 : "),
        (b"2+2; exit()\n".to_vec(), "colonne 4 : "),
        (b"9^9^9^9\n".to_vec(), "trop grand"),
        (b"1e999999999\n".to_vec(), "trop grand"),
        (b"1/0\n".to_vec(), "division par z\u{e9}ro"),
        (b"0/0\n".to_vec(), "division par z\u{e9}ro"),
        (b"\n".to_vec(), "il n'y a rien \u{e0} calculer"),
        (vec![b'9'; 8000], "trop long"),
        ([vec![b'('; 100_000], b"\n".to_vec()].concat(), "d\u{e9}passe 8192 octets"),
        ([vec![b'-'; 2_000_000], b"\n".to_vec()].concat(), "d\u{e9}passe 8192 octets"),
        (b"\xc0\xaf\n".to_vec(), "n'est pas de l'UTF-8"),
        (b"\xed\xa0\x80\n".to_vec(), "n'est pas de l'UTF-8"),
        ("\u{feff}6*7\n".as_bytes().to_vec(), "42"),
        (b"6*7\r\0".to_vec(), "42"),
        (b"\x1b]52;c;aGk=\x07\n".to_vec(), "colonne 1 : "),
    ] {
        let answer = ask(&stream, &message);
        let start = String::from_utf8_lossy(&message[..message.len().min(40)]).into_owned();
        assert!(answer.contains(expect), "{start:?}: {answer:?}");
        assert!(!answer.trim_end().contains(|c: char| c.is_control()), "{start:?}: {answer:?}");
    }
    assert_eq!(ask(&stream, b"6*7\n"), "42\n");
}

#[test]
fn what_one_client_wrote_cannot_touch_another_terminal() {
    let server = Server::part(Part::Shared, Options::default());
    ask(&server.connect(), "\u{1b}[31mrouge\u{202e}\n".as_bytes());
    let list = ask(&server.connect(), b"/list\n");
    assert!(list.contains("rouge") && !list.contains(['\u{1b}', '\u{202e}']), "{list:?}");
    let named = ask(&server.connect(), "/name a\u{1b}[2Jb\n".as_bytes());
    assert!(named.contains("visibles"), "{named}");
}

#[test]
fn a_letter_cut_in_two_waits_for_its_other_half() {
    let server = Server::part(Part::Protocol, Options::default());
    let stream = server.connect();
    let (start, end) = "/echo \u{e9}t\u{e9}".as_bytes().split_at("/echo \u{e9}t".len() + 1);
    (&stream).write_all(start).unwrap();
    std::thread::sleep(Duration::from_millis(250)); // far longer than the silence that ends a message
    assert_eq!(ask(&stream, end), "\u{e9}t\u{e9}");
}

#[test]
fn telnet_is_answered_after_ctrl_c() {
    let server = Server::part(Part::Calc, Options::default());
    let mut stream = server.connect();
    stream.write_all(b"\xff\xf4\xff\xfd\x06").unwrap();
    let mut answer = [0; 3];
    stream.read_exact(&mut answer).unwrap();
    assert_eq!(answer, [255, 252, 6]);
    assert_eq!(ask(&stream, b"6*7\r\n"), "42\r\n");
}

#[test]
fn twenty_write_at_once_and_nothing_is_lost() {
    let server = Server::part(Part::Shared, Options::default());
    std::thread::scope(|threads| {
        for client in 0..20 {
            let stream = server.connect();
            threads.spawn(move || {
                for message in 0..10 {
                    let answer = ask_line(&stream, &format!("{client} {message}\n"));
                    assert!(answer.starts_with("message "), "{answer}");
                }
            });
        }
    });
    let last = ask(&server.connect(), b"le dernier\n");
    assert_eq!(last, "message 201 enregistr\u{e9}\n");
}

/// One line of an answer, without waiting for silence after it.
fn ask_line(mut stream: &TcpStream, message: &str) -> String {
    stream.write_all(message.as_bytes()).unwrap();
    let (mut line, mut byte) = (Vec::new(), [0]);
    while !line.ends_with(b"\n") {
        stream.read_exact(&mut byte).unwrap();
        line.push(byte[0]);
    }
    String::from_utf8(line).unwrap()
}

#[test]
fn a_taken_port_names_its_holder() {
    let server = Server::part(Part::Echo, Options::default());
    let trouble = Listener::open(server.address, &Trace::new(Lang::Fr, Style::Quiet)).map(drop).unwrap_err();
    assert!(matches!(trouble, Trouble::Listen(..)));
    let sentence = trouble.sentence(Lang::Fr);
    assert!(sentence.contains(&format!("(pid {})", std::process::id())) && sentence.contains("--listen"), "{sentence}");
}
