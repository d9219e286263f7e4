//! The page in a real browser: Debian's chromium, driven by WebDriver, on a server that others reach by `nc` meanwhile.

mod axe;
mod back;
mod canaries;
mod driver;
mod keyboard;
mod long;
mod looks;
mod operators;
mod page;
mod places;
mod signin;
mod talk;
mod typing;
mod window;

use causette_tests::client::Text;
use causette_tests::server::{Program, Server};
use driver::Driver;
use serde_json::json;
use std::net::SocketAddr;
use window::Window;

/// A server with its web door open, and what starts browsers.
struct House {
    server: Server,
    web: SocketAddr,
    driver: Driver,
    data: tempfile::TempDir,
}

impl House {
    fn new() -> House {
        House::with(&[])
    }

    fn with(words: &[&str]) -> House {
        let data = tempfile::tempdir().unwrap();
        let server = House::serve(data.path(), words);
        let web = server.door("web").unwrap();
        House { server, web, driver: Driver::start(), data }
    }

    fn serve(data: &std::path::Path, words: &[&str]) -> Server {
        let mut program = Program::product().unwrap();
        program.words = ["--web", "127.0.0.1:0"].iter().chain(words).map(|word| (*word).to_owned()).collect();
        program.serve(data).unwrap()
    }

    /// A browser on the page, in `#general`.
    fn page(&self, language: &str) -> Window {
        self.page_at(&self.address(), language)
    }

    /// The same, by another address that leads here.
    fn page_at(&self, address: &str, language: &str) -> Window {
        let window = Window::open(&self.driver, language);
        window.goto(address);
        window.arrives();
        window
    }

    /// The same, in a browser that ignores what the page is forbidden.
    fn page_without_policy(&self, language: &str) -> Window {
        let window = Window::open(&self.driver, language);
        window.devtools("Page.setBypassCSP", json!({ "enabled": true }));
        window.goto(&self.address());
        window.arrives();
        window
    }

    fn address(&self) -> String {
        format!("http://{}/", self.web)
    }

    /// The server ends as by a power cut.
    fn crash(&mut self) {
        self.server.kill().unwrap();
    }

    /// It starts again on what it had saved, elsewhere.
    fn starts(&mut self) {
        self.server = House::serve(self.data.path(), &[]);
        self.web = self.server.door("web").unwrap();
    }

    /// The same, under a name.
    fn person(&self, name: &str, language: &str) -> Window {
        let window = self.page(language);
        window.named(name);
        window
    }

    /// Somebody at a terminal, in `#general`.
    fn nc(&self, name: &str) -> Text {
        let mut text = Text::connect(self.server.line).unwrap();
        text.send(&format!("/nick {name}")).unwrap();
        text.expect(&format!("your name is now {name}")).unwrap();
        text
    }
}

impl Drop for House {
    fn drop(&mut self) {
        if std::thread::panicking() {
            eprintln!("the server said:\n{}", self.server.stderr());
        }
    }
}
