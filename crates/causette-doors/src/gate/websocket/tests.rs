//! A shard behind a real port, a speaker that says lines back, and clients by library or by hand.

use super::super::entrance::Entrance;
use super::super::shard::{Settings, Shard};
use super::super::speaker::{Dialect, Heard, Speaker, Trouble};
use super::super::tests::settings;
use super::super::tests_tls::{Fixed, pair};
use super::Subprotocols;
use causette_core::{Door, Fact, Notice, Origin, Ref, RoomId, RoomLabel, RoomTag, Signal};
use causette_engine::{Batch, Event, Submission, mailbox};
use causette_wire::line::{LineCodec, LineEvent};
use futures_util::{SinkExt, StreamExt};
use rustls::pki_types::ServerName;
use rustls::{ClientConnection, StreamOwned};
use std::net::{IpAddr, SocketAddr, TcpStream as StdStream};
use std::ops::ControlFlow;
use std::sync::Arc;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::runtime::Builder;
use tokio::sync::mpsc;
use tokio::task::LocalSet;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tokio_tungstenite::tungstenite::protocol::frame::coding::CloseCode;
use tokio_tungstenite::{WebSocketStream, client_async};

const NAMES: Subprotocols = Subprotocols { text: "text.test", binary: "binary.test" };

/// Says each line back; `quit` ends the session, `much` is answered by more than a socket takes at once, `flood` by
/// more than it ever takes while nobody reads.
#[derive(Default)]
struct Echo(LineCodec);

impl Speaker for Echo {
    fn greet(&mut self, heard: &mut Heard<'_>) {
        heard.say_now(b"hello\r\n");
    }
    fn hear(&mut self, bytes: &[u8], heard: &mut Heard<'_>) -> usize {
        self.0.feed(bytes, |event| {
            match event {
                LineEvent::Line("quit") => heard.close(None, None),
                LineEvent::Line("flood") => heard.say_now(&b"0123456789abcdef\r\n".repeat(1 << 20)),
                LineEvent::Line("much") => heard.say_now(&b"0123456789abcdef\r\n".repeat(1 << 16)),
                LineEvent::Line(line) => heard.say_now(format!("<{line}>\r\n").as_bytes()),
                LineEvent::BadUtf8 => heard.say_now(b"bad \xff\xc3\xa9\r\n"),
                other => heard.say_now(format!("{other:?}\r\n").as_bytes()),
            }
            if heard.took_line().is_break() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        })
    }
    fn finish(&mut self, _: &mut Heard<'_>) {}
    fn unfinished(&self) -> (bool, u64) {
        (self.0.unfinished(), self.0.skipped())
    }
    fn dialect(&self, _: RoomId) -> Dialect {
        Dialect(0)
    }
    fn fact(&mut self, _: &RoomLabel, _: &Fact, _: bool, _: &mut Vec<u8>) {}
    fn signal(&mut self, _: &RoomTag, _: &Signal, _: &mut Vec<u8>) {}
    fn hears_of_people_once(&self) -> bool {
        true
    }
    fn notice(&mut self, _: Option<&Ref>, _: &Notice, _: &mut Vec<u8>) {}
    fn trouble(&mut self, trouble: Trouble, out: &mut Vec<u8>) {
        out.extend_from_slice(format!("{trouble:?}\r\n").as_bytes());
    }
}

/// What the engine was told, in order.
#[derive(PartialEq, Eq, Debug)]
pub(super) enum Told {
    Opened(Origin),
    Ended,
}

pub(super) type News = mpsc::Receiver<Told>;

/// Opens such a door and gives its address to a test. `paused`: time passes only while nobody does anything.
pub(super) fn at_door(entrance: Entrance, settings: Settings, paused: bool, test: impl AsyncFnOnce(SocketAddr, News)) {
    let runtime = Builder::new_current_thread().enable_all().start_paused(paused).build().unwrap();
    LocalSet::new().block_on(&runtime, async {
        let (mailbox, mut submissions) = mailbox();
        let shard = Shard::new(0, settings, mailbox);
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let entrance = Arc::new(Entrance { websocket: Some(NAMES), ..entrance });
        let (batches, inbox) = mpsc::channel(64);
        let (news, told) = mpsc::channel(64);
        let running = shard.clone();
        tokio::task::spawn_local(async move { running.run(inbox).await });
        tokio::task::spawn_local(async move {
            while let Ok((stream, _)) = listener.accept().await {
                shard.admit(stream, &entrance, Box::<Echo>::default());
            }
        });
        tokio::task::spawn_local(async move {
            while let Some(submission) = submissions.recv().await {
                match submission {
                    Submission::Open { from, .. } => news.send(Told::Opened(from)).await.unwrap(),
                    Submission::Close { session, .. } => {
                        news.send(Told::Ended).await.unwrap();
                        batches.send(Arc::new(Batch { events: vec![Event::Closed { session }] })).await.unwrap();
                    }
                    Submission::Local { session, bytes } => {
                        batches.send(Arc::new(Batch { events: vec![Event::Local { session, bytes }] })).await.unwrap();
                    }
                    other => panic!("{other:?}"),
                }
            }
        });
        test(address, told).await;
    });
}

pub(super) fn clear() -> Entrance {
    Entrance::clear(Door::Irc)
}

pub(super) type Client = WebSocketStream<TcpStream>;

/// A client that offers these subprotocols, and the one it got.
pub(super) async fn connect(address: SocketAddr, offers: &str) -> (Client, Option<String>) {
    let mut request = "ws://localhost/".into_client_request().unwrap();
    if !offers.is_empty() {
        request.headers_mut().insert("Sec-WebSocket-Protocol", offers.parse().unwrap());
    }
    let socket = TcpStream::connect(address).await.unwrap();
    let (client, response) = client_async(request, socket).await.unwrap();
    let got = response.headers().get("Sec-WebSocket-Protocol").map(|name| name.to_str().unwrap().to_owned());
    (client, got)
}

pub(super) async fn next(client: &mut Client) -> Message {
    client.next().await.unwrap().unwrap()
}

/// Past the greeting.
pub(super) async fn greeted(address: SocketAddr) -> Client {
    let (mut client, _) = connect(address, "text.test").await;
    assert_eq!(next(&mut client).await, Message::text("hello"));
    client
}

pub(super) async fn closed_with(client: &mut Client) -> CloseCode {
    loop {
        if let Message::Close(Some(frame)) = next(client).await {
            return frame.code;
        }
    }
}

#[test]
fn the_first_known_subprotocol_counts() {
    at_door(clear(), settings(), false, async |address, _| {
        for (offers, expect, text) in [
            ("text.test", Some("text.test"), true),
            ("binary.test", Some("binary.test"), false),
            ("binary.test, text.test", Some("binary.test"), false),
            ("text.test,binary.test", Some("text.test"), true),
            ("chat, binary.test", Some("binary.test"), false),
        ] {
            let (mut client, got) = connect(address, offers).await;
            assert_eq!(got.as_deref(), expect, "{offers}");
            let hello = if text { Message::text("hello") } else { Message::binary("hello") };
            assert_eq!(next(&mut client).await, hello, "{offers}");
        }
        // Who names none is answered all the same.
        let (mut client, got) = connect(address, "").await;
        assert_eq!((got, next(&mut client).await), (None, Message::text("hello")));
    });
}

#[test]
fn a_message_is_a_line() {
    at_door(clear(), settings(), false, async |address, mut told| {
        // Where nothing was agreed, bytes are as good as text.
        let (mut client, _) = connect(address, "").await;
        assert_eq!(next(&mut client).await, Message::text("hello"));
        let here =
            Origin { door: Door::Irc, address: Some(IpAddr::from([127, 0, 0, 1])), certificate: None, private: true };
        assert_eq!(told.recv().await, Some(Told::Opened(here)));
        for (sent, expect) in [
            (Message::text("café"), "<café>"),
            (Message::binary("by bytes"), "<by bytes>"),
            (Message::text("ended\r\n"), "<ended>"),
            (Message::text(""), "<>"),
            (Message::binary(&b"caf\xe9"[..]), "bad \u{fffd}é"), // text is UTF-8 whatever is inside
            (Message::text("x".repeat(5000)), &format!("<{}>", "x".repeat(5000))),
        ] {
            client.send(sent).await.unwrap();
            assert_eq!(next(&mut client).await, Message::text(expect));
        }
        // Many at once, in order.
        for n in 0..2000 {
            client.feed(Message::text(format!("{n}"))).await.unwrap();
        }
        client.flush().await.unwrap();
        for n in 0..2000 {
            assert_eq!(next(&mut client).await, Message::text(format!("<{n}>")));
        }
        client.send(Message::Ping("p".into())).await.unwrap();
        assert_eq!(next(&mut client).await, Message::Pong("p".into()));
        assert_eq!(next(&mut client).await, Message::text("<>"), "it cost what an empty line costs");
    });
}

#[test]
fn both_sides_may_close() {
    at_door(clear(), settings(), false, async |address, mut told| {
        let mut client = greeted(address).await;
        client.send(Message::text("quit")).await.unwrap();
        assert_eq!(closed_with(&mut client).await, CloseCode::Normal);
        assert!(client.next().await.is_none());

        let mut client = greeted(address).await;
        client.send(Message::text("last words")).await.unwrap();
        assert_eq!(next(&mut client).await, Message::text("<last words>"));
        client.close(None).await.unwrap();
        assert!(matches!(next(&mut client).await, Message::Close(_)));
        assert!(client.next().await.is_none());

        drop(greeted(address).await); // without a word
        for _ in 0..3 {
            assert!(matches!(told.recv().await, Some(Told::Opened(_))));
            assert_eq!(told.recv().await, Some(Told::Ended));
        }
    });
}

/// Fault 19.
#[test]
fn broken_frames_are_named_and_closed() {
    at_door(clear(), settings(), false, async |address, mut told| {
        let long = [&[0x81, 0xfe, 0x50, 0x00, 0, 0, 0, 0][..], &[b'x'; 0x5000]].concat();
        for (name, bytes, code) in [
            ("unmasked", &b"\x81\x02hi"[..], CloseCode::Protocol),
            ("reserved bit", b"\xc1\x82\0\0\0\0hi", CloseCode::Protocol),
            ("reserved opcode", b"\x83\x82\0\0\0\0hi", CloseCode::Protocol),
            ("a continuation of nothing", b"\x80\x82\0\0\0\0hi", CloseCode::Protocol),
            ("not UTF-8", b"\x81\x81\0\0\0\0\xff", CloseCode::Invalid),
            ("bytes", b"\x82\x82\0\0\0\0hi", CloseCode::Unsupported),
            ("a ping too long", b"\x89\xfe\0\x7e\0\0\0\0", CloseCode::Protocol),
            ("over long", &long, CloseCode::Size),
            ("endless", b"\x81\xff\x7f\xff\xff\xff\xff\xff\xff\xff\0\0\0\0", CloseCode::Size),
        ] {
            let mut client = greeted(address).await;
            client.get_mut().write_all(bytes).await.unwrap();
            assert_eq!(closed_with(&mut client).await, code, "{name}");
            assert!(matches!(told.recv().await, Some(Told::Opened(_))), "{name}");
            drop(client);
            assert_eq!(told.recv().await, Some(Told::Ended), "{name}");
        }
    });
}

#[test]
fn what_came_before_a_fault_is_answered_before_the_end() {
    at_door(clear(), settings(), false, async |address, _| {
        let mut client = greeted(address).await;
        // Bytes that are no text where text was agreed upon are refused by the connection; text is not to come as bytes.
        let said = b"\x82\x81\0\0\0\0\xff\x81\x83\0\0\0\0one\x82\x81\0\0\0\0x";
        client.get_mut().write_all(said).await.unwrap();
        assert_eq!(next(&mut client).await, Message::text("bad \u{fffd}é"));
        assert_eq!(next(&mut client).await, Message::text("<one>"));
        assert_eq!(closed_with(&mut client).await, CloseCode::Unsupported);
    });
}

/// What is answered to bytes that are no request for a WebSocket.
pub(super) async fn answered(address: SocketAddr, bytes: &[u8]) -> String {
    let mut socket = TcpStream::connect(address).await.unwrap();
    // It may be closed before all was sent.
    let _ = socket.write_all(bytes).await;
    let mut got = Vec::new();
    let _ = socket.read_to_end(&mut got).await;
    String::from_utf8(got).unwrap()
}

#[test]
fn what_is_no_handshake_is_told_so() {
    at_door(clear(), settings(), false, async |address, _| {
        let page = answered(address, b"GET / HTTP/1.1\r\nHost: x\r\n\r\n").await;
        assert!(page.starts_with("HTTP/1.1 426 ") && page.ends_with("\r\n\r\nNoWebSocket\r\n"), "{page}");
        let endless = [&b"GET / HTTP/1.1\r\n"[..], &b"A: b\r\n".repeat(100_000)].concat();
        let got = answered(address, &endless).await;
        assert!(got.starts_with("HTTP/1.1 431 "), "{got}");
        let got = answered(address, b"NICK alice\r\nUSER a b c d\r\n").await;
        assert!(got.starts_with("HTTP/1.1 400 "), "{got}");
    });
}

#[test]
fn by_tls() {
    let (server, client) = pair();
    let entrance = Entrance { tls: Some(Arc::new(Fixed(server))), ..clear() };
    at_door(entrance, settings(), false, async |address, mut told| {
        let talk = tokio::task::spawn_blocking(move || {
            let name = ServerName::try_from("localhost").unwrap();
            let socket = StdStream::connect(address).unwrap();
            let stream = StreamOwned::new(ClientConnection::new(client, name).unwrap(), socket);
            let (mut client, _) = tokio_tungstenite::tungstenite::client("wss://localhost/", stream).unwrap();
            assert_eq!(client.read().unwrap(), Message::text("hello"));
            client.send(Message::text("much")).unwrap();
            for _ in 0..1 << 16 {
                assert_eq!(client.read().unwrap(), Message::text("0123456789abcdef"));
            }
            client.send(Message::text("quit")).unwrap();
            matches!(client.read().unwrap(), Message::Close(Some(frame)) if frame.code == CloseCode::Normal)
        });
        assert!(talk.await.unwrap());
        assert!(matches!(told.recv().await, Some(Told::Opened(Origin { private: true, .. }))));
        // Clear text is told so in its own language.
        let got = answered(address, b"GET / HTTP/1.1\r\n\r\n").await;
        assert!(got.starts_with("HTTP/1.1 400 ") && got.ends_with("Clear\r\n"), "{got}");
    });
}
