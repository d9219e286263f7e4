//! What a page from elsewhere tries with the browser of somebody who is signed in here: what got through is a broken promise
//! (faults 73, 75, 77).

use crate::client::http::{Request, Socket};
use crate::server::Program;
use anyhow::{Context, Result};
use serde_json::json;

/// Whatever got through.
pub fn run(program: &Program) -> Result<Vec<&'static str>> {
    let data = tempfile::tempdir().context("a directory for the data")?;
    let mut program = program.clone();
    program.words.extend(["--web", "127.0.0.1:0"].map(str::to_owned));
    let mut server = program.serve(data.path())?;
    let web = server.door("web").context("a door for the web")?;
    let own = format!("http://{web}");
    let seen = Request::new("GET", "/api/session").send(web)?.json();
    let csrf = seen.get("csrf").and_then(|csrf| csrf.as_str()).context("a token")?.to_owned();
    let body = json!({ "name": "alice", "password": "correct horse" });
    let made = Request::new("POST", "/api/account").header("X-CSRF-Token", &csrf).json(&body).send(web)?;
    let set = made.header("set-cookie").context("a cookie")?.to_owned();
    let cookie = set.split(';').next().unwrap_or_default();
    let mut found = Vec::new();
    let mut tries = |what: &'static str, through: bool| found.extend(through.then_some(what));

    tries("a cookie that scripts read", !set.contains("; HttpOnly"));
    tries("a cookie that pages from elsewhere send", !set.contains("; SameSite=Strict"));
    let evil = [("Origin", "http://evil.test"), ("Cookie", cookie)];
    tries("a WebSocket of a page from elsewhere", Socket::open(web, &evil).is_ok());
    // A form, as any page may send it: no header of its own, and a browser that says no more than it must.
    let form = Request::new("POST", "/api/rooms/general/join").header("Cookie", cookie);
    tries("a form that a page from elsewhere sends", form.send(web)?.status == 200);
    // The token of another page, and none.
    for token in [csrf.as_str(), ""] {
        let post = form.clone().header("X-CSRF-Token", token).header("Origin", &own);
        tries("a token of somebody else", post.send(web)?.status == 200);
    }
    let look = Request::new("GET", "/api/session").header("Cookie", cookie);
    tries("a name that was made to lead here", look.clone().header("Host", "evil.test").send(web)?.status == 200);
    let get = Request::new("GET", "/api/rooms/general/join").header("Cookie", cookie);
    tries("a link that changes something", get.send(web)?.status == 200);
    anyhow::ensure!(look.send(web)?.json().get("name") == Some(&json!("alice")), "the page itself is not answered");
    anyhow::ensure!(server.stop()?.success(), "the server did not end cleanly");
    Ok(found)
}
