//! What a newcomer passes before there is a session: the proxy's word, the count of its address, the TLS handshake. Each has
//! its deadline; once inside, silence never closes anybody.

use super::crowd::{Crowd, NoSeat, Seat};
use super::http::Pages;
use super::limits::{PROXY_WAIT, TLS_HANDSHAKE};
use super::proxy;
use super::shard::Inner;
use super::speaker::{Carriage, Trouble};
use super::tls::{Certificates, NoTls, shake};
use super::transport::{Stream, Transport};
use super::websocket::Subprotocols;
use causette_core::{Door, Network, Origin};
use std::net::IpAddr;
use std::sync::Arc;
use tokio::time::{Instant, timeout};

/// One way in, as its listener knows it.
pub struct Entrance {
    /// Whose language is spoken there.
    pub door: Door,
    /// Who is to be believed when it says for whom it connects, and has to.
    pub proxies: Vec<Network>,
    /// All goes through TLS.
    pub tls: Option<Arc<dyn Certificates>>,
    /// All goes through a WebSocket, a line a message.
    pub websocket: Option<Subprotocols>,
    /// All is HTTP, and these pages answer.
    pub pages: Option<Arc<dyn Pages>>,
}

/// A newcomer who does not come in.
#[derive(Debug)]
pub(super) struct TurnedAway {
    /// What it is told; `None`: it could not read it.
    pub(super) why: Option<Trouble>,
    /// It has sent something that was not read.
    pub(super) unread: bool,
}

impl TurnedAway {
    const SILENTLY: TurnedAway = TurnedAway { why: None, unread: false };
}

pub(super) type Arrived = Result<(Origin, Carriage, Seat), TurnedAway>;

impl Entrance {
    /// In clear text, from everywhere.
    pub fn clear(door: Door) -> Entrance {
        Entrance { door, proxies: Vec::new(), tls: None, websocket: None, pages: None }
    }

    /// Whoever has nothing to do first.
    pub(super) fn at_once(&self, stream: &Transport, crowd: &Arc<Crowd>) -> Option<Arrived> {
        if let Some(from) = stream.arrived() {
            return Some(Ok((from, Carriage::Other, Seat::UNCOUNTED)));
        }
        let (socket, peer) = (&stream.socket, stream.socket.peer());
        if self.tls.is_some() || self.is_proxy(peer) {
            return None;
        }
        let seat = crowd.enter(peer, Instant::now()).map_err(|why| turned_away(why, crowd));
        let (from, carriage) = match socket {
            Stream::Tcp(_) => (Origin::clear(self.door, peer), Carriage::Clear),
            Stream::Unix(_) | Stream::Piped { .. } => {
                let from = Origin { door: self.door, address: None, certificate: None, private: true };
                (from, Carriage::Other)
            }
        };
        Some(seat.map(|seat| (from, carriage, seat)))
    }

    /// Whether newcomers may show a certificate. A browser would ask its user which, and few of them know what that is.
    fn asks(&self) -> bool {
        self.websocket.is_none() && matches!(self.door, Door::Line | Door::Irc)
    }

    fn is_proxy(&self, peer: Option<IpAddr>) -> bool {
        !self.proxies.is_empty() && peer.is_some_and(|peer| self.proxies.iter().any(|network| network.holds(peer)))
    }

    /// Everybody else. A server that stops waits for nobody who is not in yet.
    pub(super) async fn arrive(&self, stream: &Transport, shard: &Inner) -> Arrived {
        tokio::select! {
            arrived = self.pass(stream, shard) => arrived,
            () = shard.mailbox.closed() => Err(TurnedAway::SILENTLY),
        }
    }

    async fn pass(&self, stream: &Transport, shard: &Inner) -> Arrived {
        let (peer, crowd) = (stream.socket.peer(), &shard.settings.crowd);
        let (from, carriage) = match self.is_proxy(peer) {
            true => self.announced(&stream.socket, peer).await?,
            false => (Origin::clear(self.door, peer), Carriage::Clear),
        };
        let seat = crowd.enter(from.address, Instant::now());
        let Some(certificates) = &self.tls else {
            return seat.map(|seat| (from, carriage, seat)).map_err(|why| turned_away(why, crowd));
        };
        // It could read a reason only after a handshake, which is what this limit is there to spare.
        if matches!(seat, Err(NoSeat::Hurried)) {
            return Err(TurnedAway::SILENTLY);
        }
        let certificate;
        match timeout(TLS_HANDSHAKE, shake(&stream.socket, &**certificates, self.asks())).await {
            Ok(Ok(tls)) if tls.is_authority() => return Err(TurnedAway::SILENTLY),
            Ok(Ok(tls)) => {
                certificate = tls.certificate();
                stream.secure(tls);
            }
            Ok(Err(NoTls::Clear)) => return Err(TurnedAway { why: Some(Trouble::Clear), unread: true }),
            Ok(Err(NoTls::Failed(error))) => {
                tracing::debug!(%error, "no TLS handshake");
                return Err(TurnedAway::SILENTLY);
            }
            Err(_) => {
                tracing::debug!("a TLS handshake took too long");
                return Err(TurnedAway::SILENTLY);
            }
        }
        let seat = seat.map_err(|why| turned_away(why, crowd))?;
        Ok((Origin { private: true, certificate, ..from }, Carriage::Tls, seat))
    }

    /// What a proxy says. It is private if the proxy is here and its client speaks TLS with it.
    async fn announced(&self, socket: &Stream, peer: Option<IpAddr>) -> Result<(Origin, Carriage), TurnedAway> {
        let Stream::Tcp(tcp) = socket else { return Err(TurnedAway::SILENTLY) };
        match timeout(PROXY_WAIT, proxy::read(tcp)).await {
            Ok(Ok(said)) => {
                let here = peer.is_some_and(|peer| peer.is_loopback());
                let address = said.address.map(|address| address.to_canonical());
                let carriage = if said.secured { Carriage::Tls } else { Carriage::Other };
                let from = match address {
                    Some(_) => Origin { private: here && said.secured, ..Origin::clear(self.door, address) },
                    None => Origin::clear(self.door, peer),
                };
                Ok((from, carriage))
            }
            // A look whether the port is open.
            Ok(Err(error)) if error.kind() == std::io::ErrorKind::UnexpectedEof => Err(TurnedAway::SILENTLY),
            Ok(Err(_)) | Err(_) => {
                tracing::warn!(?peer, "a proxy did not say for whom it connects: it needs the PROXY protocol");
                Err(TurnedAway { why: Some(Trouble::Unannounced), unread: true })
            }
        }
    }
}

fn turned_away(why: NoSeat, crowd: &Crowd) -> TurnedAway {
    let why = match why {
        NoSeat::Full => Trouble::Crowded { most: crowd.most() },
        NoSeat::Hurried => Trouble::Hurried,
    };
    TurnedAway { why: Some(why), unread: false }
}
