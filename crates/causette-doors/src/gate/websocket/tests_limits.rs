//! What a peer has to do in time, what it may make the server do and hold, and how many of one address there may be.

use super::super::crowd::Crowd;
use super::super::entrance::Entrance;
use super::super::limits::LINE_UNFINISHED;
use super::super::shard::Settings;
use super::super::tests::settings;
use super::super::throttle::Rate;
use super::tests::{Told, answered, at_door, clear, closed_with, greeted, next};
use causette_core::{Door, Network, Origin};
use futures_util::SinkExt;
use std::time::Duration;
use tokio::io::AsyncWriteExt;
use tokio::net::TcpStream;
use tokio::time::timeout;
use tokio_tungstenite::client_async;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::protocol::frame::coding::CloseCode;

/// Fault 6: silence before the handshake, and a message that is never finished. Silence after it closes nobody.
#[test]
fn what_is_begun_is_finished_in_time() {
    at_door(clear(), settings(), true, async |address, _| {
        assert_eq!(answered(address, b"").await, "");
        assert_eq!(answered(address, b"GET / HTTP/1.1\r\nHost").await, "");
        let mut client = greeted(address).await;
        tokio::time::sleep(Duration::from_secs(3600)).await;
        client.send(Message::text("still here")).await.unwrap();
        assert_eq!(next(&mut client).await, Message::text("<still here>"));
        client.get_mut().write_all(b"\x81\x82\0\0\0\0h").await.unwrap();
        assert_eq!(next(&mut client).await, Message::text("Unfinished"), "it is told in words, too");
        assert_eq!(closed_with(&mut client).await, CloseCode::Policy);
        // Fault 36: what stands between its fragments gives it no more time.
        let mut client = greeted(address).await;
        client.get_mut().write_all(b"\x01\x81\0\0\0\0h").await.unwrap();
        let start = tokio::time::Instant::now();
        let code = loop {
            tokio::select! {
                code = closed_with(&mut client) => break code,
                () = tokio::time::sleep(LINE_UNFINISHED / 3) => {}
            }
            client.get_mut().write_all(b"\x89\x80\0\0\0\0\x00\x80\0\0\0\0").await.unwrap();
        };
        assert_eq!(code, CloseCode::Policy);
        assert!(start.elapsed() < LINE_UNFINISHED + LINE_UNFINISHED / 3, "{:?}", start.elapsed());
    });
}

/// Pings are answered as long as somebody takes the answers; then they wait, and so does whoever sends them.
#[test]
fn pings_of_a_peer_that_reads_nothing_are_not_read_for_ever() {
    at_door(clear(), settings(), false, async |address, _| {
        let mut client = greeted(address).await;
        let ping = [&b"\x89\xfd\0\0\0\0"[..], &[b'p'; 125]].concat();
        let pings = ping.repeat(1000);
        let mut sent = 0;
        // From where the last write was cut.
        while let Ok(written) =
            timeout(Duration::from_secs(2), client.get_mut().write(&pings[sent % ping.len()..])).await
        {
            sent += written.unwrap();
            // What both sockets hold, and what a queue may.
            assert!(sent < 64 << 20, "{sent} bytes of pings were taken");
        }
        // Each is answered in the end, whole and in order, though their beginnings were cut anywhere.
        let mut left = sent / ping.len();
        while left > 0 {
            left -= usize::from(next(&mut client).await == Message::Pong("p".repeat(125).into()));
        }
    });
}

/// Fault 39: what a reader does not take waits in its connection's queue, whose limits hold.
#[test]
fn a_reader_that_takes_nothing_is_closed() {
    at_door(clear(), settings(), true, async |address, mut told| {
        let mut client = greeted(address).await;
        client.send(Message::text("flood")).await.unwrap();
        assert!(matches!(told.recv().await, Some(Told::Opened(_))));
        assert_eq!(told.recv().await, Some(Told::Ended));
    });
}

#[test]
fn a_proxy_says_for_whom_and_each_address_has_its_seats() {
    let here: Network = "127.0.0.1".parse().unwrap();
    let settings = Settings { crowd: Crowd::new(1, Rate::OFF), ..settings() };
    at_door(Entrance { proxies: vec![here], ..clear() }, settings, false, async |address, mut told| {
        let from = |address: &str| {
            Told::Opened(Origin {
                door: Door::Irc,
                address: Some(address.parse().unwrap()),
                certificate: None,
                private: false,
            })
        };
        let by_proxy = async |who: &str| {
            let mut socket = TcpStream::connect(address).await.unwrap();
            let header = format!("PROXY TCP4 {who} 192.0.2.1 5000 80\r\n");
            socket.write_all(header.as_bytes()).await.unwrap();
            client_async("ws://localhost/", socket).await.map(|(client, _)| client)
        };
        let first = by_proxy("192.0.2.7").await.unwrap();
        assert_eq!(told.recv().await, Some(from("192.0.2.7")));
        let refused = by_proxy("192.0.2.7").await.unwrap_err().to_string();
        assert!(refused.contains("503"), "{refused}");
        let _second = by_proxy("192.0.2.8").await.unwrap();
        assert_eq!(told.recv().await, Some(from("192.0.2.8")));
        drop(first);
        assert_eq!(told.recv().await, Some(Told::Ended));
        // The seat is free a moment after the session has ended.
        let deadline = tokio::time::Instant::now() + Duration::from_secs(20);
        while by_proxy("192.0.2.7").await.is_err() {
            assert!(tokio::time::Instant::now() < deadline, "the seat is still taken");
        }
        assert_eq!(told.recv().await, Some(from("192.0.2.7")));
    });
}
