//! The page's own files, which are part of the program: nothing is read from a disk, so no path can lead out of it.

use super::Shared;
use super::api::Place;
use super::bundle::bundle;
use super::refusal;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use causette_texts::Fault;
use flate2::Compression;
use flate2::write::GzEncoder;
use rust_embed::RustEmbed;
use std::collections::HashMap;
use std::io::Write;
use std::sync::Arc;

#[derive(RustEmbed)]
#[folder = "src/web/page/"]
#[exclude = "tests/*"]
struct Files;

/// One file, as it is sent.
struct Asset {
    bytes: Arc<[u8]>,
    /// The same, compressed (RFC 1952).
    gzip: Arc<[u8]>,
    kind: &'static str,
    /// Changes with the bytes.
    tag: String,
}

/// All of them, by path.
pub(super) struct Assets(HashMap<String, Asset>);

impl Assets {
    pub(super) fn read() -> Assets {
        let mut files: HashMap<String, Vec<u8>> =
            Files::iter().filter_map(|path| Some((path.to_string(), sent(&path, &Files::get(&path)?.data)))).collect();
        let together = bundle(|path| std::str::from_utf8(files.get(path)?).ok()).unwrap_or_default();
        files.extend(together.into_iter().map(|(path, text)| (path, text.into_bytes())));
        let file = |(path, bytes): (String, Vec<u8>)| {
            let bytes: Arc<[u8]> = bytes.into();
            let tag = format!("\"{:016x}\"", fnv(&bytes));
            let mut gzip = GzEncoder::new(Vec::new(), Compression::best());
            let gzip: Arc<[u8]> = gzip.write_all(&bytes).and_then(|()| gzip.finish()).ok()?.into();
            let kind = kind(&path);
            Some((path, Asset { bytes, gzip, kind, tag }))
        };
        Assets(files.into_iter().filter_map(file).collect())
    }

    fn answer(&self, path: &str, headers: &HeaderMap) -> Option<Response> {
        let asset = self.0.get(path)?;
        let says = |name, what: &str| {
            headers.get(name).and_then(|value| value.to_str().ok()).is_some_and(|value| value.contains(what))
        };
        // Every file is asked for anew, and sent only when it is another: a page never mixes two versions for long.
        let common = [(header::ETAG, asset.tag.as_str()), (header::CACHE_CONTROL, "no-cache")];
        if says(header::IF_NONE_MATCH, &asset.tag) {
            return Some((StatusCode::NOT_MODIFIED, common).into_response());
        }
        let kinds = [(header::CONTENT_TYPE, asset.kind), (header::VARY, "Accept-Encoding")];
        Some(match says(header::ACCEPT_ENCODING, "gzip") {
            true => (common, kinds, [(header::CONTENT_ENCODING, "gzip")], asset.gzip.to_vec()).into_response(),
            false => (common, kinds, asset.bytes.to_vec()).into_response(),
        })
    }
}

/// A file as it goes out: scripts and styles without their comments, which are a fifth of them and are for whoever reads the sources.
fn sent(path: &str, bytes: &[u8]) -> Vec<u8> {
    let plain = || bytes.to_vec();
    match kind(path) {
        "text/javascript; charset=utf-8" | "text/css; charset=utf-8" => {
            std::str::from_utf8(bytes).map_or_else(|_| plain(), |text| bare(text).into_bytes())
        }
        _ => plain(),
    }
}

/// Without the lines that are nothing but comment. Every line counts by itself, so no comment may stand in a text of several lines.
fn bare(text: &str) -> String {
    let mut inside = false;
    let mut keep = |line: &str| {
        let line = line.trim();
        let begins = line.starts_with("/*") && (line.ends_with("*/") || !line.contains("*/"));
        let comment = inside || begins || line.starts_with("//") || line.is_empty();
        inside = (inside || begins) && !line.ends_with("*/");
        !comment
    };
    text.split_inclusive('\n').filter(|line| keep(line)).collect()
}

/// FNV-1a, which only has to tell versions of our own files apart.
fn fnv(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(0x100_0000_01b3))
}

fn kind(path: &str) -> &'static str {
    match path.rsplit_once('.').map_or("", |(_, end)| end) {
        "html" => "text/html; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "webmanifest" => "application/manifest+json",
        "json" | "yaml" => "application/json",
        _ => "application/octet-stream",
    }
}

pub(super) async fn index(state: State<Shared>, headers: HeaderMap) -> Response {
    own(&state, "index.html", &headers)
}

/// At the root, since a worker looks after what is below it.
pub(super) async fn worker(state: State<Shared>, headers: HeaderMap) -> Response {
    own(&state, "sw.js", &headers)
}

pub(super) async fn asset(state: State<Shared>, place: Place, headers: HeaderMap) -> Response {
    own(&state, &place.name, &headers)
}

pub(super) async fn nothing(State(shared): State<Shared>, headers: HeaderMap) -> Response {
    refusal::fault(StatusCode::NOT_FOUND, refusal::language(&headers, shared.lang), Fault::NoSuchPage)
}

/// There is such a page, but not for that.
pub(super) async fn otherwise(State(shared): State<Shared>, headers: HeaderMap) -> Response {
    refusal::fault(StatusCode::METHOD_NOT_ALLOWED, refusal::language(&headers, shared.lang), Fault::WrongMethod)
}

fn own(State(shared): &State<Shared>, path: &str, headers: &HeaderMap) -> Response {
    let missing = || refusal::fault(StatusCode::NOT_FOUND, refusal::language(headers, shared.lang), Fault::NoSuchPage);
    shared.assets.answer(path, headers).unwrap_or_else(missing)
}

#[cfg(test)]
mod tests {
    use super::super::bundle::BUNDLE;
    use super::*;

    #[test]
    fn what_is_only_comment_stays_at_home() {
        for (source, sent) in [
            ("// a\nlet x = 1; // b\n\n", "let x = 1; // b\n"),
            ("/**\n * @param {string} a\n */\nf(a);\n", "f(a);\n"),
            ("  /** @type {string} */\n  let y;", "  let y;"),
            ("const z = /** @type {any} */ (q);\n", "const z = /** @type {any} */ (q);\n"),
            ("/* a */ p { }\n/* b\nc */\nq { }\n", "/* a */ p { }\nq { }\n"),
            ("const u = 'https://x';\n", "const u = 'https://x';\n"),
        ] {
            assert_eq!(bare(source), sent, "{source}");
        }
        assert_eq!(super::sent("index.html", b"// <p>\n"), b"// <p>\n");
    }

    /// Fetched when they are wanted, if ever: dialogs, signs by name, another language, the operators' view, the worker, icons for a home screen.
    const LATER: [&str; 9] = [
        "admin",
        "dialogs.js",
        "emoji.js",
        "icon-",
        "search.js",
        "settings.js",
        "signin.js",
        "sentences-fr.js",
        "sw.js",
    ];

    /// What a browser fetches before anybody can read: 60 KB is what a slow line may be asked for. What operators alone download comes when they want it.
    #[test]
    fn the_page_is_light() {
        let assets = Assets::read();
        let weight = |wanted: &dyn Fn(&str) -> bool| -> usize {
            assets.0.iter().filter(|(path, _)| wanted(path)).map(|(_, asset)| asset.gzip.len()).sum()
        };
        let is_part = |path: &str| assets.0.get(path).is_some_and(|asset| asset.bytes.starts_with(b"import { $"));
        let first = weight(&|path| !LATER.iter().any(|later| path.starts_with(later)) && !is_part(path));
        assert!(
            is_part("dom.js") && !is_part("search.js") && assets.0.contains_key(BUNDLE),
            "the modules are not one file"
        );
        let operators = weight(&|path| path.starts_with("admin"));
        assert!(first > 10_000 && first <= 60 * 1024, "{first} bytes");
        assert!(operators > 10_000 && operators <= 32 * 1024, "{operators} bytes for operators");
    }
}
