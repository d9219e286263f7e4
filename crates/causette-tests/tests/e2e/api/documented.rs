//! `/api/openapi.json` says what the server does: each operation is tried, well and badly, and every answer has a status and the
//! fields that are written there.

use super::{House, token};
use causette_tests::client::http::{Answer, Request};
use serde_json::{Value, json};
use std::collections::BTreeSet;

struct Book {
    openapi: Value,
    /// Operations that answered well.
    tried: BTreeSet<String>,
}

impl Book {
    /// What `{"$ref":…}` leads to.
    fn read<'b>(&'b self, value: &'b Value) -> &'b Value {
        match value["$ref"].as_str() {
            Some(path) => self.openapi.pointer(path.trim_start_matches('#')).unwrap_or_else(|| panic!("no {path}")),
            None => value,
        }
    }

    fn operation(&self, id: &str) -> &Value {
        let paths = self.openapi["paths"].as_object().unwrap().values();
        let mut operations = paths.flat_map(|item| item.as_object().unwrap().values());
        operations.find(|operation| operation["operationId"] == id).unwrap_or_else(|| panic!("no operation {id}"))
    }

    /// Whether an answer is as it is described.
    #[track_caller]
    fn check(&mut self, id: &str, answer: &Answer) {
        let response = &self.operation(id)["responses"][answer.status.to_string()];
        assert!(response.is_object(), "{id} answers {}, which is not described: {}", answer.status, answer.text());
        let schema = &self.read(response)["content"]["application/json"]["schema"];
        self.fits(id, &answer.json(), schema);
        if answer.status < 300 {
            self.tried.insert(id.to_owned());
        }
    }

    #[track_caller]
    fn fits(&self, id: &str, value: &Value, schema: &Value) {
        let schema = self.read(schema);
        for field in schema["required"].as_array().into_iter().flatten() {
            assert!(value.get(field.as_str().unwrap()).is_some(), "{id} has no {field}: {value}");
        }
        for (name, inner) in schema["properties"].as_object().into_iter().flatten() {
            if let Some(value) = value.get(name) {
                self.fits(id, value, inner);
            }
        }
        for item in value.as_array().into_iter().flatten() {
            self.fits(id, item, &schema["items"]);
        }
        let is = match value {
            Value::Null => "null",
            Value::Bool(_) => "boolean",
            Value::Number(_) => "integer",
            Value::String(_) => "string",
            Value::Array(_) => "array",
            Value::Object(_) => "object",
        };
        let kinds = match &schema["type"] {
            Value::Array(kinds) => kinds.clone(),
            Value::Null => return,
            kind => vec![kind.clone()],
        };
        assert!(kinds.contains(&json!(is)), "{id}: {value} is no {kinds:?}");
    }
}

/// An operation, how it is asked for, and its body, if any; one after the other, well and badly.
const ASKS: &[(&str, &str, &str, &str)] = &[
    ("me", "GET", "/api/me", ""),
    ("rooms", "GET", "/api/rooms", ""),
    ("say", "POST", "/api/rooms/general/messages", r#"{"text":"hello"}"#),
    ("join", "POST", "/api/rooms/general/join", ""),
    ("join", "POST", "/api/rooms/general/join", r#"{}"#),
    ("join", "POST", "/api/rooms/general/join", r#"{"password":"x"}"#),
    ("join", "POST", "/api/rooms/a%20b/join", ""),
    ("about", "GET", "/api/rooms/general", ""),
    ("about", "GET", "/api/rooms/nowhere", ""),
    ("members", "GET", "/api/rooms/%23general/members", ""),
    ("members", "GET", "/api/rooms/nowhere/members", ""),
    ("say", "POST", "/api/rooms/general/messages", r#"{"text":"hello","key":"k"}"#),
    ("say", "POST", "/api/rooms/general/messages", r#"{"text":"other","key":"k"}"#),
    ("say", "POST", "/api/rooms/general/messages", r#"{"text":"hello","reply_to":2}"#),
    ("say", "POST", "/api/rooms/general/messages", r#"{"text":7}"#),
    ("say", "POST", "/api/rooms/general/messages", r#"{"text":"x","reply_to":"2"}"#),
    ("say", "POST", "/api/rooms/general/messages", r#"{"text":"x","to":"all"}"#),
    ("say", "POST", "/api/rooms/general/messages", r#"{}"#),
    ("say", "POST", "/api/rooms/@nobody/messages", r#"{"text":"hello"}"#),
    ("say", "POST", "/api/rooms/nowhere/messages", r#"{"text":"hello"}"#),
    ("history", "GET", "/api/rooms/general/messages", ""),
    ("history", "GET", "/api/rooms/general/messages?after=1&limit=1", ""),
    ("history", "GET", "/api/rooms/general/messages?limit=0", ""),
    ("history", "GET", "/api/rooms/general/messages?limit=501", ""),
    ("history", "GET", "/api/rooms/general/messages?after=1&after=2", ""),
    ("history", "GET", "/api/rooms/general/messages?after=1&before=2", ""),
    ("history", "GET", "/api/rooms/general/messages?after=999", ""),
    ("history", "GET", "/api/rooms/general/messages?page=1", ""),
    ("history", "GET", "/api/rooms/nowhere/messages", ""),
    ("edit", "PATCH", "/api/rooms/general/messages/2", r#"{"text":"hallo"}"#),
    ("edit", "PATCH", "/api/rooms/general/messages/2", r#"{"text":"hallo","key":"k"}"#),
    ("edit", "PATCH", "/api/rooms/general/messages/77", r#"{"text":"hello"}"#),
    ("edit", "PATCH", "/api/rooms/general/messages/two", r#"{"text":"hello"}"#),
    ("search", "GET", "/api/search?q=hallo", ""),
    ("search", "GET", "/api/search?q=hallo&room=nowhere", ""),
    ("search", "GET", "/api/search", ""),
    ("search", "GET", "/api/search?from=alice", ""),
    ("delete", "DELETE", "/api/rooms/general/messages/2?why=because", ""),
    ("delete", "DELETE", "/api/rooms/general/messages/77", ""),
    ("events", "GET", "/api/events?after=x", ""),
    ("events", "GET", "/api/events?room=nowhere", ""),
    ("events", "GET", "/api/events?room=@nobody", ""),
    ("leave", "POST", "/api/rooms/general/leave", r#"{"why":"x","when":"now"}"#),
    ("leave", "POST", "/api/rooms/general/leave", r#"{"why":"enough"}"#),
    ("leave", "POST", "/api/rooms/nowhere/leave", ""),
];

#[test]
fn every_operation_answers_as_openapi_says() {
    let house = House::new();
    let openapi = Request::new("GET", "/api/openapi.json").send(house.web).unwrap();
    let mut book = Book { openapi: openapi.json(), tried: BTreeSet::new() };
    assert_eq!(book.openapi["openapi"], "3.1.0");
    book.check("openapi", &openapi);
    for (id, method, path, body) in ASKS {
        let body: Option<Value> = serde_json::from_str(body).ok();
        book.check(id, &house.ask(method, path, body.clone()));
        // By nobody.
        let mut nobody = Request::new(method, path);
        if let Some(body) = body {
            nobody = nobody.json(&body);
        }
        let nobody = nobody.send(house.web).unwrap();
        assert_eq!(
            (nobody.status, nobody.header("www-authenticate")),
            (401, Some("Bearer realm=\"causette\"")),
            "{path}"
        );
        book.check(id, &nobody);
    }
    let long = Some(json!({ "text": "x".repeat(5000) }));
    book.check("say", &house.post("/api/rooms/other/messages", long));
    let hook = token(house.web, &house.cookie, json!({ "scope": "say", "room": "#ops" }));
    for body in
        [json!({ "text": "hello", "icon": "x" }), json!({ "words": "hello" }), json!({ "text": "x".repeat(5000) })]
    {
        let request = Request::new("POST", &format!("/hooks/{hook}")).json(&body);
        book.check("hook", &request.send(house.web).unwrap());
    }
    let plain = Request { body: b"text=hello".to_vec(), ..Request::new("POST", &format!("/hooks/{hook}")) };
    let plain = plain.send(house.web).unwrap();
    assert_eq!(plain.status, 415);
    book.check("hook", &plain);
    let paths = book.openapi["paths"].as_object().unwrap().values();
    let all = paths.flat_map(|item| item.as_object().unwrap().values()).filter_map(|one| one["operationId"].as_str());
    // `events` does not end; its own tests read it.
    let left: Vec<&str> = all.filter(|id| !book.tried.contains(*id) && *id != "events").collect();
    assert!(left.is_empty(), "never answered well: {left:?}");
}

#[test]
fn a_refusal_is_in_the_language_that_was_asked_for() {
    let house = House::joined();
    let french = Request::new("GET", "/api/me").header("Accept-Language", "fr-CA,en;q=0.5").send(house.web).unwrap();
    assert!(french.text().contains("jeton"), "{}", french.text());
    let request = house.request("GET", "/api/rooms/nulle-part", None).header("Accept-Language", "fr");
    let french = request.send(house.web).unwrap().json();
    assert!(french["text"].as_str().unwrap().contains("salon"), "{french}");
    let not_allowed = house.ask("PUT", "/api/rooms/general/messages", None);
    assert_eq!((not_allowed.status, not_allowed.json()["code"].as_str()), (405, Some("wrong_method")));
    let allowed = not_allowed.header("allow").unwrap();
    assert!(allowed.contains("GET") && allowed.contains("POST"), "{allowed}");
}
