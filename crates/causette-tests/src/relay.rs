//! A cable between a client and a server, at an address that stays while the server behind it changes, and that can be cut.

use anyhow::Result;
use std::io::{Read, Write};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// The cable. Its threads end with the connections they carry.
pub struct Relay {
    /// Where clients connect.
    pub address: SocketAddr,
    shared: Arc<Shared>,
}

struct Shared {
    target: Mutex<SocketAddr>,
    /// All that is connected, both sides.
    open: Mutex<Vec<TcpStream>>,
    /// How many more confirmations are lost: the connection is cut in their place.
    lose: AtomicUsize,
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Relay {
    /// Lays it to this server.
    pub fn to(target: SocketAddr) -> Result<Relay> {
        let listener = TcpListener::bind("127.0.0.1:0")?;
        let address = listener.local_addr()?;
        let shared = Arc::new(Shared { target: Mutex::new(target), open: Mutex::default(), lose: AtomicUsize::new(0) });
        let carrying = shared.clone();
        std::thread::spawn(move || {
            for client in listener.incoming().flatten() {
                // No server, no connection: the client sees its end at once.
                let _ = carry(client, &carrying);
            }
        });
        Ok(Relay { address, shared })
    }

    /// From here on, to this one.
    pub fn turn(&self, target: SocketAddr) {
        *lock(&self.shared.target) = target;
    }

    /// Ends all connections it carries.
    pub fn cut(&self) {
        for stream in lock(&self.shared.open).drain(..) {
            let _ = stream.shutdown(Shutdown::Both);
        }
    }

    /// The next so many confirmations do not arrive; the connection ends instead.
    pub fn lose(&self, confirmations: usize) {
        self.shared.lose.store(confirmations, Ordering::SeqCst);
    }

    /// How many of them were not lost yet.
    pub fn to_lose(&self) -> usize {
        self.shared.lose.load(Ordering::SeqCst)
    }
}

fn carry(client: TcpStream, shared: &Arc<Shared>) -> Result<()> {
    let server = TcpStream::connect(*lock(&shared.target))?;
    lock(&shared.open).extend([client.try_clone()?, server.try_clone()?]);
    let (mut up, mut down) = ((client.try_clone()?, server.try_clone()?), (server, client));
    std::thread::spawn(move || {
        let _ = std::io::copy(&mut up.0, &mut up.1);
        let _ = up.1.shutdown(Shutdown::Write);
    });
    let shared = shared.clone();
    std::thread::spawn(move || {
        let _ = pass(&mut down.0, &mut down.1, &shared);
        let _ = down.0.shutdown(Shutdown::Both);
        let _ = down.1.shutdown(Shutdown::Both);
    });
    Ok(())
}

fn pass(from: &mut TcpStream, to: &mut TcpStream, shared: &Shared) -> std::io::Result<()> {
    let mut buffer = [0; 16 * 1024];
    loop {
        let n = from.read(&mut buffer)?;
        let bytes = buffer.get(..n).unwrap_or_default();
        if bytes.is_empty() {
            return Ok(());
        }
        let confirms = bytes.windows(11).any(|part| part == b"\"type\":\"ok\"");
        let fewer = |left: usize| left.checked_sub(1);
        if confirms && shared.lose.fetch_update(Ordering::SeqCst, Ordering::SeqCst, fewer).is_ok() {
            return Ok(());
        }
        to.write_all(bytes)?;
    }
}
