//! What machines ask a server: `/healthz` and `/metrics`, on an address of their own. It knows no figure: whoever opens it
//! gives the answers. Nothing in them may be secret, since nobody is asked who they are.

use super::limits::{ACCEPT_PAUSE, HTTP_CONNECTIONS, HTTP_HEAD_BYTES, HTTP_HEAD_TIME, HTTP_HEADERS, HTTP_LIFE};
use axum::Router;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::IntoResponse;
use axum::routing::get;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use std::io;
use std::net::TcpListener as StdListener;
use std::sync::Arc;
use tokio::net::TcpListener;
use tokio::sync::Semaphore;
use tokio::time::{sleep, timeout};

/// Who knows the figures.
pub trait Figures: Send + Sync {
    /// All of them, as Prometheus reads them.
    fn metrics(&self) -> String;
    /// Whether all is well; if not, why.
    fn health(&self) -> Result<(), String>;
}

/// What `/metrics` is written in.
pub(super) const PROMETHEUS: &str = "text/plain; version=0.0.4; charset=utf-8";

fn routes(figures: Arc<dyn Figures>) -> Router {
    Router::new().route("/healthz", get(health)).route("/metrics", get(metrics)).with_state(figures)
}

async fn health(State(figures): State<Arc<dyn Figures>>) -> impl IntoResponse {
    let (status, text) = match figures.health() {
        Ok(()) => (StatusCode::OK, "ok\n".to_owned()),
        Err(why) => (StatusCode::SERVICE_UNAVAILABLE, format!("{why}\n")),
    };
    (status, [(header::CACHE_CONTROL, "no-store")], text)
}

async fn metrics(State(figures): State<Arc<dyn Figures>>) -> impl IntoResponse {
    ([(header::CONTENT_TYPE, PROMETHEUS), (header::CACHE_CONTROL, "no-store")], figures.metrics())
}

/// Answers for ever, one request a connection, so that whoever is slow or hostile holds a place for [`HTTP_LIFE`] at most.
pub async fn serve(listener: StdListener, figures: Arc<dyn Figures>) -> io::Result<()> {
    listener.set_nonblocking(true)?;
    let listener = TcpListener::from_std(listener)?;
    let routes = routes(figures);
    let places = Arc::new(Semaphore::new(HTTP_CONNECTIONS));
    let mut http = http1::Builder::new();
    http.timer(TokioTimer::new()).header_read_timeout(HTTP_HEAD_TIME).keep_alive(false);
    http.max_buf_size(HTTP_HEAD_BYTES).max_headers(HTTP_HEADERS);
    loop {
        let Ok(place) = places.clone().acquire_owned().await else { return Ok(()) };
        let stream = match listener.accept().await {
            Ok((stream, _)) => stream,
            Err(error) => {
                tracing::debug!(%error, "accept");
                sleep(ACCEPT_PAUSE).await;
                continue;
            }
        };
        let talk = http.serve_connection(TokioIo::new(stream), TowerToHyperService::new(routes.clone()));
        tokio::spawn(async move {
            match timeout(HTTP_LIFE, talk).await {
                Ok(Ok(())) => {}
                Ok(Err(error)) => tracing::debug!(%error, "an HTTP peer"),
                Err(_) => tracing::debug!("an HTTP peer took too long"),
            }
            drop(place);
        });
    }
}
