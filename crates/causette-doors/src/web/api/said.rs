//! What a request says beside its path: a JSON object in its body, or names and values in its address. Each is asked for by
//! name; what nobody asked for is refused, so that a misspelt name is noticed.

use super::super::Shared;
use super::super::limits::{BODY_BYTES, BODY_TIME};
use super::super::refusal::{self, Refused};
use axum::body::to_bytes;
use axum::extract::{FromRequest, FromRequestParts, Path, Query, Request};
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode, Uri, header};
use causette_texts::{Fault, Lang};
use serde_json::{Map, Value};
use tokio::time::timeout;

/// Names and values.
pub(in super::super) struct Said {
    fields: Map<String, Value>,
    /// All its values are written as text.
    in_address: bool,
    lang: Lang,
}

fn bad(lang: Lang, fault: Fault<'_>) -> Refused {
    refusal::fault(StatusCode::BAD_REQUEST, lang, fault).into()
}

/// A page takes all fields it does not know, for newer programs' sake; so each handler says itself when it is done.
impl FromRequest<Shared> for Said {
    type Rejection = Refused;

    async fn from_request(request: Request, shared: &Shared) -> Result<Said, Refused> {
        let lang = refusal::language(request.headers(), shared.lang);
        Said::body(request, BODY_BYTES, lang).await
    }
}

impl Said {
    /// The body, of so many bytes at most. None at all is an object without fields.
    pub(super) async fn body(request: Request, most: usize, lang: Lang) -> Result<Said, Refused> {
        let is_json = is_json(request.headers());
        let too_long = || {
            let fault = Fault::BodyTooLong { max: most as u64 };
            refusal::fault(StatusCode::PAYLOAD_TOO_LARGE, lang, fault).into()
        };
        let told = request.headers().get(header::CONTENT_LENGTH).and_then(|length| length.to_str().ok());
        if told.and_then(|length| length.parse::<usize>().ok()).is_some_and(|length| length > most) {
            return Err(too_long());
        }
        let bytes = match timeout(BODY_TIME, to_bytes(request.into_body(), most)).await {
            Ok(Ok(bytes)) => bytes,
            Ok(Err(_)) => return Err(too_long()),
            Err(_) => {
                let fault = Fault::BodyTooSlow { seconds: BODY_TIME.as_secs() };
                return Err(refusal::fault(StatusCode::REQUEST_TIMEOUT, lang, fault).into());
            }
        };
        if bytes.is_empty() {
            return Ok(Said { fields: Map::new(), in_address: false, lang });
        }
        if !is_json {
            return Err(refusal::fault(StatusCode::UNSUPPORTED_MEDIA_TYPE, lang, Fault::NotJson).into());
        }
        match serde_json::from_slice(&bytes) {
            Ok(Value::Object(fields)) => Ok(Said { fields, in_address: false, lang }),
            Ok(_) => Err(bad(lang, Fault::BadJson { column: 1 })),
            Err(error) => Err(bad(lang, Fault::BadJson { column: error.column().max(1) as u64 })),
        }
    }

    /// What stands behind the question mark.
    pub(super) fn query(uri: &Uri, lang: Lang) -> Result<Said, Refused> {
        let pairs = Query::<Vec<(String, String)>>::try_from_uri(uri);
        let Ok(Query(pairs)) = pairs else { return Err(bad(lang, Fault::NoSuchPage)) };
        let mut fields = Map::new();
        for (name, value) in pairs {
            if fields.contains_key(&name) {
                return Err(bad(lang, Fault::BadValue { field: &name }));
            }
            fields.insert(name, Value::String(value));
        }
        Ok(Said { fields, in_address: true, lang })
    }

    /// Whatever it is.
    pub(in super::super) fn any(&mut self, name: &str) -> Option<Value> {
        self.fields.remove(name).filter(|value| !value.is_null())
    }

    /// A text, if there is one.
    pub(super) fn text(&mut self, name: &str) -> Result<Option<String>, Refused> {
        match self.any(name) {
            None => Ok(None),
            Some(Value::String(text)) => Ok(Some(text)),
            Some(_) => Err(bad(self.lang, Fault::BadValue { field: name })),
        }
    }

    /// A text, which there must be.
    pub(super) fn need(&mut self, name: &str) -> Result<String, Refused> {
        self.text(name)?.ok_or_else(|| bad(self.lang, Fault::MissingField { field: name }))
    }

    /// A whole number, if there is one.
    pub(super) fn number(&mut self, name: &str) -> Result<Option<u64>, Refused> {
        let number = match self.any(name) {
            None => return Ok(None),
            Some(Value::String(text)) if self.in_address => text.parse().ok(),
            Some(value) => value.as_u64(),
        };
        number.map(Some).ok_or_else(|| bad(self.lang, Fault::BadValue { field: name }))
    }

    /// A whole number from 1 to `most`.
    pub(super) fn limit(&mut self, most: usize) -> Result<Option<u64>, Refused> {
        let limit = self.number("limit")?;
        match limit {
            Some(limit) if limit == 0 || limit > most as u64 => Err(bad(self.lang, Fault::BadValue { field: "limit" })),
            limit => Ok(limit),
        }
    }

    /// There is nothing else.
    pub(super) fn end(self) -> Result<(), Refused> {
        match self.fields.keys().next() {
            None => Ok(()),
            Some(field) => Err(bad(self.lang, Fault::UnknownField { field })),
        }
    }
}

fn is_json(headers: &HeaderMap) -> bool {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    kind.split(';').next().unwrap_or_default().trim().eq_ignore_ascii_case("application/json")
}

/// What a path names: a room, a webhook by its token, or a file; and a message in a room.
pub(in super::super) struct Place {
    pub(in super::super) name: String,
    pub(super) seq: u64,
}

impl FromRequestParts<Shared> for Place {
    type Rejection = Refused;

    /// What cannot be read names nothing.
    async fn from_request_parts(parts: &mut Parts, shared: &Shared) -> Result<Place, Refused> {
        let lang = refusal::language(&parts.headers, shared.lang);
        let nothing = || Refused::from(refusal::fault(StatusCode::NOT_FOUND, lang, Fault::NoSuchPage));
        let Ok(Path(named)) = Path::<Vec<(String, String)>>::from_request_parts(parts, shared).await else {
            return Err(nothing());
        };
        let mut place = Place { name: String::new(), seq: 0 };
        for (name, value) in named {
            match name.as_str() {
                "seq" => place.seq = value.parse().map_err(|_| nothing())?,
                _ => place.name = value,
            }
        }
        Ok(place)
    }
}
