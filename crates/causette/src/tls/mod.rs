//! The certificate that TLS doors show: read from files, or made here; shown anew as soon as a better one is there.

mod acme;
mod challenge;
mod client;
mod keeper;
mod load;
mod own;

pub(crate) use keeper::{Keeper, News};

use crate::config::Settings;
use causette_core::ports::Clock;
use causette_texts::{Lang, ProgramError, program_error};
use load::{Bad, Certificate};
use std::net::TcpListener;
use std::path::PathBuf;
use std::sync::Arc;

/// Where certificates come from.
#[derive(Clone, Debug)]
enum Source {
    /// The operator's files.
    Files { cert: PathBuf, key: PathBuf },
    /// A file of our own making: certificate and key.
    Own(PathBuf),
    /// What an authority gave.
    Authority(PathBuf),
    /// Made for this run only.
    Passing,
}

/// Gets the certificate, where one is wanted. An error is a sentence in `lang`.
pub(crate) fn start(
    settings: &Settings,
    clock: Arc<dyn Clock>,
    tell: impl Fn(&News) + Send + Sync + 'static,
    lang: Lang,
) -> Result<Option<Arc<Keeper>>, String> {
    if settings.tls_door().or(settings.irc_tls_door()).or(settings.web_tls_door()).is_none() {
        return Ok(None);
    }
    let seconds = clock.now().0 / 1000;
    let file = settings.data.join("self-signed.pem");
    let failed = |error: String| {
        let shown = file.display().to_string();
        program_error(lang, ProgramError::SelfSignedFailed { file: &shown, error: &error })
    };
    let made = || {
        let pem = own::make(&settings.tls_names, seconds).map_err(failed)?;
        load::certificate(&pem, &pem, (&file, &file), seconds).map_err(|bad| bad.sentence(lang))
    };
    let mut passing = false;
    let (source, certificate) = match (&settings.tls_cert, &settings.tls_key) {
        (Some(cert), Some(key)) => {
            let source = Source::Files { cert: cert.clone(), key: key.clone() };
            let certificate = source.load(seconds).map_err(|bad| bad.sentence(lang))?;
            (source, certificate)
        }
        _ if settings.asks() => {
            // Until an authority gives one, newcomers are shown one that is made here.
            let source = Source::Authority(acme::file(settings));
            let kept = source.load(seconds);
            // A name that was added is asked for at once.
            let has = |kept: &Certificate| settings.tls_names.iter().all(|name| kept.names.contains(name));
            passing = !kept.as_ref().is_ok_and(has);
            (source, kept.or_else(|_| made())?)
        }
        _ if settings.ephemeral => (Source::Passing, made()?),
        _ => {
            let source = Source::Own(file.clone());
            let certificate = match source.load(seconds) {
                Err(Bad::Unreadable { missing: true, .. } | Bad::Expired { .. }) => {
                    own::keep(&file, &settings.tls_names, seconds).map_err(failed)?;
                    source.load(seconds)
                }
                other => other,
            };
            (source, certificate.map_err(|bad| bad.sentence(lang))?)
        }
    };
    let keeper = Keeper::new(source, certificate, clock, Box::new(tell), passing);
    keeper.map(|keeper| Some(Arc::new(keeper))).map_err(|error| failed(error.to_string()))
}

/// A certificate, as whoever looks for trouble wants to know it.
pub(crate) struct Seen {
    pub(crate) file: PathBuf,
    pub(crate) names: Vec<String>,
    /// Its last second, since 1970, and that day.
    pub(crate) until: u64,
    pub(crate) day: String,
}

/// The certificate that [`start`] would show at `now` (seconds since 1970), or why it could not; nothing is made or changed.
/// `None`: none is wanted, or one will be made.
pub(crate) fn look(settings: &Settings, now: u64, lang: Lang) -> Option<Result<Seen, String>> {
    settings.tls_door().or(settings.irc_tls_door())?;
    let (source, file) = match (&settings.tls_cert, &settings.tls_key) {
        (Some(cert), Some(key)) => (Source::Files { cert: cert.clone(), key: key.clone() }, cert.clone()),
        _ if settings.ephemeral => return None,
        _ => {
            let file = settings.data.join("self-signed.pem");
            (Source::Own(file.clone()), file)
        }
    };
    match (&source, source.load(now)) {
        (Source::Own(_), Err(Bad::Unreadable { missing: true, .. } | Bad::Expired { .. })) => None,
        (_, Err(bad)) => Some(Err(bad.sentence(lang))),
        (_, Ok(good)) => {
            let day = load::day(good.until);
            Some(Ok(Seen { file, names: good.names, until: good.until, day }))
        }
    }
}

/// Asks an authority whenever it is time, and answers it at `listener`, for ever; comes back at once where nobody is asked.
pub(crate) async fn ask(settings: Settings, keeper: Arc<Keeper>, listener: Option<TcpListener>) {
    if !settings.asks() {
        return;
    }
    let asker = acme::Asker::new(&settings, keeper.challenges());
    match listener {
        None => asker.run(keeper).await,
        Some(listener) => {
            let answering = keeper.challenges().serve(listener);
            tokio::select! {
                () = asker.run(keeper) => {}
                ended = answering => tracing::error!(?ended, "TLS: authorities are no longer answered"),
            }
        }
    }
}

impl Source {
    fn load(&self, now: u64) -> Result<Certificate, Bad> {
        let (cert, key) = match self {
            Source::Files { cert, key } => (cert, key),
            Source::Own(file) | Source::Authority(file) => (file, file),
            Source::Passing => return Err(Bad::broken(&PathBuf::from("TLS"), "it is kept in no file")),
        };
        load::certificate(&load::read(cert)?, &load::read(key)?, (cert, key), now)
    }
}

#[cfg(test)]
mod tests;
