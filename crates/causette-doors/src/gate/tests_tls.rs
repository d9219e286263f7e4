//! A shard with one connection by TLS whose socket takes little at a time, and one by a Unix socket.

use super::entrance::Entrance;
use super::shard::Shard;
use super::tests::{Numbers, fact, me, settings, tag};
use super::tls::Certificates;
use causette_core::notice::Page;
use causette_core::{Door, Notice, Origin};
use causette_engine::{Batch, Event, Submission, mailbox};
use rustls::pki_types::{PrivateKeyDer, ServerName};
use rustls::server::ClientHello;
use rustls::{ClientConfig, ClientConnection, RootCertStore, ServerConfig, StreamOwned};
use std::io::Read;
use std::net::{TcpListener, TcpStream as StdStream};
use std::sync::Arc;
use std::sync::mpsc::sync_channel;
use std::time::Duration;
use tokio::net::{TcpStream, UnixStream};
use tokio::runtime::Builder;
use tokio::sync::mpsc;
use tokio::task::LocalSet;

pub(super) struct Fixed(pub(super) Arc<ServerConfig>);

impl Certificates for Fixed {
    fn config(&self, _: &ClientHello<'_>, _: bool) -> Arc<ServerConfig> {
        self.0.clone()
    }
}

/// Both sides' settings for one certificate.
pub(super) fn pair() -> (Arc<ServerConfig>, Arc<ClientConfig>) {
    let made = rcgen::generate_simple_self_signed(["localhost".to_owned()]).unwrap();
    let key = PrivateKeyDer::try_from(made.signing_key.serialize_der()).unwrap();
    let mut roots = RootCertStore::empty();
    roots.add(made.cert.der().clone()).unwrap();
    let server = ServerConfig::builder().with_no_client_auth().with_single_cert(vec![made.cert.der().clone()], key);
    let client = ClientConfig::builder().with_root_certificates(roots).with_no_client_auth();
    (Arc::new(server.unwrap()), Arc::new(client))
}

fn all() -> Event {
    let page = Page { facts: (1..=30_000).map(fact).collect(), ..Page::default() };
    Event::Notice { session: me(), answers: None, last: false, notice: Notice::Page { room: tag(), page } }
}

/// What is encrypted and did not fit leaves as soon as it can, though nothing else happens, and the end is said after it.
#[test]
fn all_that_was_taken_leaves_before_the_end() {
    let (server, client) = pair();
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let (go, wait) = sync_channel(1);
    let peer = std::thread::spawn(move || {
        let socket = socket2::Socket::new(socket2::Domain::IPV4, socket2::Type::STREAM, None).unwrap();
        socket.set_recv_buffer_size(4096).unwrap();
        socket.connect(&address.into()).unwrap();
        socket.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
        let mut socket = StdStream::from(socket);
        let name = ServerName::try_from("localhost").unwrap();
        let mut connection = ClientConnection::new(client, name).unwrap();
        while connection.is_handshaking() {
            connection.complete_io(&mut socket).unwrap();
        }
        wait.recv().unwrap();
        let mut read = String::new();
        // An end that is not said is an error here.
        StreamOwned::new(connection, socket).read_to_string(&mut read).unwrap();
        read
    });
    let (stream, _) = listener.accept().unwrap();
    socket2::SockRef::from(&stream).set_send_buffer_size(4096).unwrap();
    stream.set_nonblocking(true).unwrap();
    let runtime = Builder::new_current_thread().enable_all().build().unwrap();
    LocalSet::new().block_on(&runtime, async {
        let (mailbox, mut submissions) = mailbox();
        let shard = Shard::new(0, settings(), mailbox);
        let entrance = Entrance { tls: Some(Arc::new(Fixed(server))), ..Entrance::clear(Door::Line) };
        shard.admit(TcpStream::from_std(stream).unwrap(), &Arc::new(entrance), Box::new(Numbers));
        let opened = submissions.recv().await;
        assert!(matches!(opened, Some(Submission::Open { from: Origin { private: true, .. }, .. })), "{opened:?}");
        let (batches, inbox) = mpsc::channel(8);
        batches.send(Arc::new(Batch { events: vec![all()] })).await.unwrap();
        batches.send(Arc::new(Batch { events: vec![Event::Closed { session: me() }] })).await.unwrap();
        let running = tokio::task::spawn_local(async move { shard.run(inbox).await });
        while batches.capacity() < 8 {
            tokio::task::yield_now().await;
        }
        go.send(()).unwrap(); // all is queued, and the socket is full
        drop(batches);
        running.await.unwrap();
    });
    let read = peer.join().unwrap();
    let expect: String = (1..=30_000).map(|n| format!("{n} ")).collect();
    assert!(read == expect, "{} of {} bytes", read.len(), expect.len());
}

/// The operator's console: the same machinery, and nobody between.
#[test]
fn a_unix_socket_is_a_private_door() {
    let runtime = Builder::new_current_thread().enable_all().build().unwrap();
    LocalSet::new().block_on(&runtime, async {
        let (mut peer, stream) = UnixStream::pair().unwrap();
        let (mailbox, mut submissions) = mailbox();
        let shard = Shard::new(0, settings(), mailbox);
        shard.admit(stream, &Arc::new(Entrance::clear(Door::Console)), Box::new(Numbers));
        let private = Origin { door: Door::Console, address: None, certificate: None, private: true };
        match submissions.recv().await {
            Some(Submission::Open { from, .. }) => assert_eq!(from, private),
            other => panic!("{other:?}"),
        }
        let (batches, inbox) = mpsc::channel(8);
        batches.send(Arc::new(Batch { events: vec![all()] })).await.unwrap();
        batches.send(Arc::new(Batch { events: vec![Event::Closed { session: me() }] })).await.unwrap();
        drop(batches);
        let running = tokio::task::spawn_local(async move { shard.run(inbox).await });
        let mut read = String::new();
        tokio::io::AsyncReadExt::read_to_string(&mut peer, &mut read).await.unwrap();
        drop(peer);
        assert!(read.starts_with("1 2 3 ") && read.ends_with(" 30000 "));
        running.await.unwrap();
    });
}
