//! The doors' listeners: bound before anything else, so that a taken port is found at once, then opened.

use crate::activation::Passed;
use crate::config::{Acme, Settings};
use crate::live::Live;
use crate::tls::Keeper;
use crate::{address, port};
use causette_core::Door;
use causette_doors::gate::{Certificates, Entrance, Listener, Pages, Shard, Subprotocols, accept};
use causette_engine::Meter;
use causette_texts::{Lang, ProgramError, program_error};
use causette_wire::irc;
use std::net::{SocketAddr, TcpListener as StdListener, TcpStream as StdStream};
use std::sync::Arc;
use tokio::net::TcpStream;
use tokio::sync::mpsc;
use tokio::task::JoinSet;

/// Somebody on the way to their shard.
pub(crate) struct Newcomer {
    pub(crate) stream: StdStream,
    pub(crate) entrance: Arc<Entrance>,
}

/// Ports that are bound.
pub(crate) struct Doors {
    line: Option<Listener>,
    line_tls: Option<Listener>,
    irc: Option<Listener>,
    irc_tls: Option<Listener>,
    irc_websocket: Option<Listener>,
    web: Option<Listener>,
    web_tls: Option<Listener>,
    /// Where figures are asked for; bound elsewhere.
    pub(crate) metrics: Option<SocketAddr>,
    /// Where an authority is answered by HTTP.
    acme: Option<Listener>,
}

impl Doors {
    /// Takes the sockets a service manager passed, and binds what else the settings open.
    pub(crate) fn bind(settings: &Settings, passed: &mut Passed, lang: Lang) -> Result<Doors, String> {
        let mut open = |name: &str, wanted: Option<SocketAddr>, flag| match passed.socket(name) {
            Some(socket) => {
                Listener::passed(socket).map(Some).map_err(|error| crate::trouble::cannot_start(lang, error))
            }
            None => wanted.map(|at| bind(settings, at, flag, lang)).transpose(),
        };
        let line = open("line", settings.line, "--line")?;
        let line_tls = open("line-tls", settings.tls_door(), "--line-tls")?;
        let irc = open("irc", settings.irc, "--irc")?;
        let irc_tls = open("irc-tls", settings.irc_tls_door(), "--irc-tls")?;
        let irc_websocket = open("irc-websocket", settings.irc_websocket, "--irc-websocket")?;
        let web = open("web", settings.web, "--web")?;
        let web_tls = open("web-tls", settings.web_tls_door(), "--web-tls")?;
        let by_http = settings.asks() && settings.acme == Acme::Http;
        let acme = open("acme", by_http.then_some(settings.acme_listen), "--acme-listen")?;
        Ok(Doors { line, line_tls, irc, irc_tls, irc_websocket, web, web_tls, metrics: None, acme })
    }

    pub(crate) fn line(&self) -> Option<SocketAddr> {
        self.line.as_ref().map(|listener| listener.address)
    }

    pub(crate) fn line_tls(&self) -> Option<SocketAddr> {
        self.line_tls.as_ref().map(|listener| listener.address)
    }

    pub(crate) fn irc(&self) -> Option<SocketAddr> {
        self.irc.as_ref().map(|listener| listener.address)
    }

    pub(crate) fn web(&self) -> Option<SocketAddr> {
        self.web.as_ref().map(|listener| listener.address)
    }

    pub(crate) fn web_tls(&self) -> Option<SocketAddr> {
        self.web_tls.as_ref().map(|listener| listener.address)
    }
    pub(crate) fn irc_tls(&self) -> Option<SocketAddr> {
        self.irc_tls.as_ref().map(|listener| listener.address)
    }

    /// All of them, for programs.
    pub(crate) fn shown(&self) -> String {
        let acme = self.acme.as_ref().map(|listener| listener.address);
        let all = [
            ("line", self.line()),
            ("line+tls", self.line_tls()),
            ("irc", self.irc()),
            ("irc+tls", self.irc_tls()),
            ("irc+websocket", self.irc_websocket.as_ref().map(|listener| listener.address)),
            ("web", self.web()),
            ("web+tls", self.web_tls()),
            ("metrics", self.metrics),
            ("acme", acme),
        ];
        let open = all.into_iter().filter_map(|(name, address)| Some(format!("{name}={}", address?)));
        open.collect::<Vec<_>>().join(" ")
    }

    /// Where an authority is answered.
    pub(crate) fn take_acme(&mut self) -> Option<StdListener> {
        self.acme.take().map(Listener::into_std)
    }

    /// Each with what newcomers pass there.
    pub(crate) fn open(
        self,
        settings: &Settings,
        keeper: Option<Arc<Keeper>>,
        pages: &Arc<dyn Pages>,
    ) -> Vec<(Listener, Arc<Entrance>)> {
        let entrance = |door, tls: Option<Arc<dyn Certificates>>| {
            let pages = (door == Door::Web).then(|| pages.clone());
            Arc::new(Entrance { door, proxies: settings.proxy_from.clone(), tls, websocket: None, pages })
        };
        let clear = [(self.line, Door::Line), (self.irc, Door::Irc), (self.web, Door::Web)];
        let clear = clear.into_iter().filter_map(|(listener, door)| Some((listener?, entrance(door, None))));
        let by_tls = [(self.line_tls, Door::Line), (self.irc_tls, Door::Irc), (self.web_tls, Door::Web)];
        let by_tls = by_tls.into_iter().filter_map(|(listener, door)| {
            let keeper: Arc<dyn Certificates> = keeper.clone()?;
            Some((listener?, entrance(door, Some(keeper))))
        });
        let names = Subprotocols { text: irc::TEXT_SUBPROTOCOL, binary: irc::BINARY_SUBPROTOCOL };
        let over_websocket = self.irc_websocket.map(|listener| {
            let proxies = settings.proxy_from.clone();
            (listener, Arc::new(Entrance { door: Door::Irc, proxies, tls: None, websocket: Some(names), pages: None }))
        });
        clear.chain(by_tls).chain(over_websocket).collect()
    }
}

fn bind(settings: &Settings, wanted: SocketAddr, flag: &str, lang: Lang) -> Result<Listener, String> {
    let address = if settings.lan { address::widened(wanted) } else { wanted };
    Listener::bind(address).map_err(|error| {
        let (port, example) = (u64::from(address.port()), address::with_port(address, "PORT"));
        let (example, holder) = (example.as_str(), port::holder(address));
        let what = match (error.kind(), &holder) {
            (std::io::ErrorKind::AddrInUse, Some(holder)) => ProgramError::PortHeld { port, holder, flag, example },
            (std::io::ErrorKind::AddrInUse, None) => ProgramError::PortInUse { port, flag, example },
            (std::io::ErrorKind::PermissionDenied, _) => ProgramError::PortDenied { port, flag, example },
            (_, _) => {
                let (address, error) = (address.to_string(), error.to_string());
                let what = ProgramError::CannotListen { address: &address, error: &error, flag, example };
                return program_error(lang, what);
            }
        };
        program_error(lang, what)
    })
}

/// Accepts at all doors for ever.
pub(crate) async fn admit_all(
    doors: Vec<(Listener, Arc<Entrance>)>,
    shard: Shard,
    live: Arc<Live>,
    others: Vec<mpsc::Sender<Newcomer>>,
) {
    let mut accepting = JoinSet::new();
    for (listener, entrance) in doors {
        let (shard, live, others) = (shard.clone(), live.clone(), others.clone());
        accepting.spawn_local(async move {
            // Bare words would only confuse whoever speaks TLS or WebSocket.
            let bare = entrance.tls.is_none() && entrance.websocket.is_none() && entrance.pages.is_none();
            let full = if bare { live.full(entrance.door) } else { Vec::new() };
            let admit = |stream, peer| counted(live.meter(), admit(stream, peer, &entrance, (&shard, &others), &live));
            accept(listener, &full, admit).await
        });
    }
    while let Some(ended) = accepting.join_next().await {
        tracing::error!(?ended, "a door no longer takes newcomers");
    }
}

/// Connections go to the shards in turn. The first shard takes its own at once; the others get theirs through a channel,
/// and what there is no room for now, when many arrive together, stays with the first.
fn admit(
    stream: TcpStream,
    peer: SocketAddr,
    entrance: &Arc<Entrance>,
    (shard, others): (&Shard, &[mpsc::Sender<Newcomer>]),
    live: &Live,
) -> Result<(), TcpStream> {
    use std::sync::atomic::{AtomicUsize, Ordering};
    static TURN: AtomicUsize = AtomicUsize::new(0);
    #[cfg(feature = "planted")]
    crate::plant::accepted();
    tracing::debug!(%peer, "connected");
    let turn = TURN.fetch_add(1, Ordering::Relaxed) % others.len().max(1);
    let stream = match others.get(turn).filter(|_| turn > 0) {
        None => stream,
        Some(other) => {
            // A socket that fails to change hands is of no use to anybody.
            let Ok(stream) = stream.into_std() else { return Ok(()) };
            let newcomer = Newcomer { stream, entrance: entrance.clone() };
            let Err(refused) = other.try_send(newcomer) else { return Ok(()) };
            let Ok(stream) = TcpStream::from_std(refused.into_inner().stream) else { return Ok(()) };
            stream
        }
    };
    if !shard.has_room() {
        return Err(stream);
    }
    shard.admit(stream, entrance, live.speaker(entrance.door));
    Ok(())
}

/// An admission, once it is counted.
fn counted<T>(meter: &Meter, admitted: Result<(), T>) -> Result<(), T> {
    let count = if admitted.is_ok() { &meter.accepted } else { &meter.refused };
    count.add(1);
    admitted
}
