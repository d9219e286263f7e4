//! Shows the certificate, and looks whether there is a newer one: at SIGHUP, and when its files change. One that is not good
//! changes nothing, and is said aloud.

use super::Source;
use super::challenge::Challenges;
use super::client::AnyClient;
use super::load::{Certificate, day};
use causette_core::ports::Clock;
use causette_doors::gate::{ACME_PROTOCOL, Certificates};
use causette_texts::Lang;
use rustls::server::danger::ClientCertVerifier;
use rustls::server::{ClientHello, ResolvesServerCert, ServerConfig, WebPkiClientVerifier};
use rustls::sign::CertifiedKey;
use rustls::version::{TLS12, TLS13};
use std::os::unix::fs::MetadataExt;
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock};
use std::time::Duration;

/// Between two looks at the files.
pub(crate) const TLS_POLL: Duration = Duration::from_secs(2);
/// A certificate that ends within so many days is worth a word.
const ENDING_DAYS: u64 = 30;
/// That word is said so often, in seconds.
const ENDING_EVERY: u64 = DAY;
const DAY: u64 = 24 * 3600;

/// What is known by heart of a certificate.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Shown {
    /// Whom it is for.
    pub(crate) names: Vec<String>,
    /// The day of its end, in UTC.
    pub(crate) until: String,
    /// SHA-256.
    pub(crate) fingerprint: String,
}

/// What happened to the certificate; whoever starts the keeper says who is told.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum News {
    /// The first one.
    Loaded(Shown),
    /// Newcomers are shown another one from here on.
    Renewed(Shown),
    /// A new one is not good: why, and what to do. The one before stays.
    Refused(String),
    /// It ends in so many days.
    Ending(Shown, u64),
}

/// What newcomers are shown.
#[derive(Debug)]
struct Resolver(RwLock<Arc<CertifiedKey>>);

impl ResolvesServerCert for Resolver {
    fn resolve(&self, _: ClientHello<'_>) -> Option<Arc<CertifiedKey>> {
        Some(self.0.read().unwrap_or_else(PoisonError::into_inner).clone())
    }
}

/// Shows the certificate of this moment.
pub(crate) struct Keeper {
    source: Source,
    resolver: Arc<Resolver>,
    config: Arc<ServerConfig>,
    /// The same for newcomers who may show a certificate.
    asking: Arc<ServerConfig>,
    challenges: Arc<Challenges>,
    clock: Arc<dyn Clock>,
    tell: Box<dyn Fn(&News) + Send + Sync>,
    state: Mutex<State>,
}

struct State {
    certificate: Certificate,
    /// The files as they were when they were last read.
    seen: Stamp,
    /// It was made here until an authority gives one.
    passing: bool,
    /// When its end was last spoken of, in seconds since 1970.
    warned: u64,
}

/// What changes about files when they are written: time, size, and which files they are.
type Stamp = Vec<Option<(i64, i64, u64, u64)>>;

impl Certificates for Keeper {
    fn config(&self, hello: &ClientHello<'_>, asks: bool) -> Arc<ServerConfig> {
        let is_authority = hello.alpn().is_some_and(|mut all| all.any(|protocol| protocol == ACME_PROTOCOL));
        let asked = hello.server_name().filter(|_| is_authority).and_then(|name| self.challenges.config(name));
        asked.unwrap_or_else(|| if asks { self.asking.clone() } else { self.config.clone() })
    }
}

impl Keeper {
    pub(super) fn new(
        source: Source,
        certificate: Certificate,
        clock: Arc<dyn Clock>,
        tell: Box<dyn Fn(&News) + Send + Sync>,
        passing: bool,
    ) -> Result<Keeper, rustls::Error> {
        let resolver = Arc::new(Resolver(RwLock::new(certificate.shown.clone())));
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let config = |verifier: Arc<dyn ClientCertVerifier>| {
            let builder =
                ServerConfig::builder_with_provider(provider.clone()).with_protocol_versions(&[&TLS13, &TLS12])?;
            Ok::<_, rustls::Error>(builder.with_client_cert_verifier(verifier).with_cert_resolver(resolver.clone()))
        };
        let asking = Arc::new(config(Arc::new(AnyClient(provider.clone())))?);
        let config = Arc::new(config(WebPkiClientVerifier::no_client_auth())?);
        tell(&News::Loaded(certificate.told()));
        let state = Mutex::new(State { seen: source.stamp(), certificate, passing, warned: 0 });
        let challenges = Arc::default();
        let keeper = Keeper { source, resolver, config, asking, challenges, clock, tell, state };
        keeper.warn(&mut keeper.state());
        Ok(keeper)
    }

    /// What is shown now.
    pub(crate) fn shown(&self) -> Shown {
        self.state().certificate.told()
    }

    /// What an authority that asks is shown.
    pub(super) fn challenges(&self) -> Arc<Challenges> {
        self.challenges.clone()
    }

    /// Whether an authority should be asked for another: there is none of its making yet, or a third of its time is left.
    pub(super) fn wants_another(&self) -> bool {
        let (state, now) = (self.state(), self.clock.now().0 / 1000);
        let Certificate { from, until, .. } = state.certificate;
        state.passing || until.saturating_sub(now) <= until.saturating_sub(from) / 3
    }

    /// An authority gave none.
    pub(super) fn was_refused(&self, why: &str) {
        (self.tell)(&News::Refused(why.to_owned()));
    }

    /// Whether it was made here, and nobody vouches for it.
    pub(crate) fn is_own(&self) -> bool {
        match self.source {
            Source::Files { .. } | Source::Authority(_) => false,
            Source::Own(_) | Source::Passing => true,
        }
    }

    /// Looks at the files again and again, and speaks of an end that comes near.
    pub(crate) async fn watch(self: Arc<Self>) {
        loop {
            tokio::time::sleep(TLS_POLL).await;
            let keeper = self.clone();
            // Files can be slow.
            let looked = tokio::task::spawn_blocking(move || {
                keeper.look();
                keeper.warn(&mut keeper.state());
            });
            if looked.await.is_err() {
                return;
            }
        }
    }

    /// Reads the files if they have changed.
    pub(super) fn look(&self) {
        let stamp = self.source.stamp();
        if stamp != self.state().seen {
            self.look_again();
        }
    }

    /// Reads the files.
    pub(crate) fn look_again(&self) {
        if matches!(self.source, Source::Passing) {
            return;
        }
        let mut state = self.state();
        // Taken before reading: what is written meanwhile is read next time.
        state.seen = self.source.stamp();
        match self.source.load(self.clock.now().0 / 1000) {
            Ok(new) if new.fingerprint == state.certificate.fingerprint => {}
            Ok(new) => {
                *self.resolver.0.write().unwrap_or_else(PoisonError::into_inner) = new.shown.clone();
                (self.tell)(&News::Renewed(new.told()));
                state.certificate = new;
                state.passing = false;
                state.warned = 0;
            }
            // The log is English, so that it can be searched.
            Err(bad) => (self.tell)(&News::Refused(bad.sentence(Lang::En))),
        }
    }

    #[cfg(test)]
    pub(super) fn warn_now(&self) {
        self.warn(&mut self.state());
    }

    fn warn(&self, state: &mut State) {
        let now = self.clock.now().0 / 1000;
        let left = state.certificate.until.saturating_sub(now) / DAY;
        if left < ENDING_DAYS && now.saturating_sub(state.warned) >= ENDING_EVERY {
            state.warned = now;
            (self.tell)(&News::Ending(state.certificate.told(), left));
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Certificate {
    fn told(&self) -> Shown {
        Shown { names: self.names.clone(), until: day(self.until), fingerprint: self.fingerprint.clone() }
    }
}

impl Source {
    fn stamp(&self) -> Stamp {
        let of = |file: &Path| {
            let known = std::fs::metadata(file).ok()?;
            Some((known.mtime(), known.mtime_nsec(), known.size(), known.ino()))
        };
        match self {
            Source::Files { cert, key } => vec![of(cert), of(key)],
            Source::Own(file) | Source::Authority(file) => vec![of(file)],
            Source::Passing => Vec::new(),
        }
    }
}

impl News {
    /// For the log.
    pub(crate) fn log(&self) {
        match self {
            News::Loaded(_) | News::Renewed(_) => tracing::info!("TLS: {self}"),
            News::Refused(_) => tracing::error!("TLS: {self}"),
            News::Ending(..) => tracing::warn!("TLS: {self}"),
        }
    }
}

impl std::fmt::Display for News {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            News::Loaded(shown) => write!(f, "{shown}"),
            News::Renewed(shown) => write!(f, "newcomers are shown a new certificate: {shown}"),
            News::Refused(why) => write!(f, "the old certificate stays: {why}"),
            News::Ending(shown, days) => {
                write!(f, "the certificate ends in {days} days; renew it in time: {shown}")
            }
        }
    }
}

impl std::fmt::Display for Shown {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "for {}, until {}, SHA-256 {}", self.names.join(" "), self.until, self.fingerprint)
    }
}
