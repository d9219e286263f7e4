//! One browser with one page: what somebody does there, and what they see. Whatever they wait for has a deadline.

use super::driver::Driver;
use causette_tests::client::PATIENCE;
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};
use tempfile::TempDir;
use thirtyfour::common::capabilities::chromium::ChromiumLikeCapabilities;
use thirtyfour::prelude::*;
use thirtyfour::{BrowserLogEntry, Cookie, LoggingPrefsLogLevel};
use tokio::runtime::{Builder, Runtime};

/// The key.
pub(super) const ENTER: &str = "\u{e007}";
/// Selects all that is in a field.
const ALL: &str = "\u{e009}a\u{e000}";
/// How often a page is looked at while it is waited for.
const GLANCE: Duration = Duration::from_millis(15);
/// Nothing here may ask the network for anything but our page.
const FLAGS: &[&str] = &[
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
    "--disable-search-engine-choice-screen",
    "--force-color-profile=srgb",
    "--hide-scrollbars",
];

/// A browser. It ends when it is dropped.
pub(super) struct Window {
    runtime: Runtime,
    web: Option<WebDriver>,
    _profile: TempDir,
}

impl Window {
    /// Opens a browser whose reader prefers this language.
    pub(super) fn open(driver: &Driver, language: &str) -> Window {
        let profile = driver.profile();
        let mut wishes = DesiredCapabilities::chrome();
        for flag in FLAGS {
            wishes.add_arg(flag).unwrap();
        }
        wishes.add_arg(&format!("--user-data-dir={}", profile.path().display())).unwrap();
        wishes.add_arg(&format!("--lang={language}")).unwrap();
        wishes.add_experimental_option("prefs", json!({ "intl.accept_languages": language })).unwrap();
        // Certificates here are of our own making.
        wishes.accept_insecure_certs(true).unwrap();
        wishes.set_browser_log_level(LoggingPrefsLogLevel::All).unwrap();
        let runtime = Builder::new_current_thread().enable_all().build().unwrap();
        let web = runtime.block_on(async { WebDriver::new(driver.url.as_str(), wishes).await }).unwrap();
        let window = Window { runtime, web: Some(web), _profile: profile };
        window.size(1280, 800);
        window
    }

    fn does<T>(&self, deed: impl AsyncFnOnce(&WebDriver) -> WebDriverResult<T>) -> WebDriverResult<T> {
        self.runtime.block_on(deed(self.web.as_ref().expect("a browser that was not closed")))
    }

    /// Goes to an address, and waits until it is loaded.
    pub(super) fn goto(&self, url: &str) {
        self.does(async |web| web.goto(url).await).unwrap_or_else(|e| panic!("{url}: {e}"));
    }

    /// Goes to one of the window's tabs, once it is there, in the order in which they were opened.
    #[track_caller]
    pub(super) fn tab(&self, at: usize) {
        let deadline = Instant::now() + PATIENCE;
        loop {
            let tabs = self.does(async |web| web.windows().await).unwrap();
            if let Some(tab) = tabs.get(at) {
                return self.does(async |web| web.switch_to_window(tab.clone()).await).unwrap();
            }
            assert!(Instant::now() < deadline, "no tab {at}");
            std::thread::sleep(GLANCE);
        }
    }

    pub(super) fn reload(&self) {
        self.does(async |web| web.refresh().await).unwrap();
    }

    /// Runs a function's body in the page; `arguments` are the values.
    #[track_caller]
    pub(super) fn eval(&self, body: &str, values: Vec<Value>) -> Value {
        let value = self.does(async |web| Ok(web.execute(body, values).await?.json().clone()));
        value.unwrap_or_else(|e| panic!("{body}: {e}"))
    }

    /// Waits until a function's body returns something that holds, and returns that.
    #[track_caller]
    pub(super) fn until(&self, what: &str, body: &str, values: Vec<Value>) -> Value {
        let deadline = Instant::now() + PATIENCE;
        loop {
            let value = self.eval(body, values.clone());
            if !matches!(value, Value::Null | Value::Bool(false)) {
                return value;
            }
            if Instant::now() > deadline {
                let kept = self.screenshot("failed");
                panic!("{what}: not within {PATIENCE:?}; see {}\n{}", kept.display(), self.text());
            }
            std::thread::sleep(GLANCE);
        }
    }

    /// The page's text, as somebody reads it.
    pub(super) fn text(&self) -> String {
        self.eval("return document.body.innerText", Vec::new()).as_str().unwrap_or_default().to_owned()
    }

    /// Waits for something visible by its test id.
    #[track_caller]
    pub(super) fn sees(&self, id: &str) {
        const SHOWN: &str = "const e = document.querySelector(`[data-testid=${CSS.escape(arguments[0])}]`);
            return !!e && e.checkVisibility({ visibilityProperty: true })";
        self.until(&format!("{id} on the page"), SHOWN, vec![json!(id)]);
    }

    /// Does something with what is visible there. What is drawn anew just then, or moves, is tried again.
    #[track_caller]
    fn with(&self, id: &str, deed: impl AsyncFn(&WebDriver, WebElement) -> WebDriverResult<()>) {
        let css = format!("[data-testid={}]", Value::from(id));
        let deadline = Instant::now() + PATIENCE;
        loop {
            self.sees(id);
            let done = self.does(async |web| deed(web, web.find(By::Css(css.as_str())).await?).await);
            match done {
                Ok(()) => return,
                Err(error) if Instant::now() > deadline => panic!("{id}: {error}"),
                Err(_) => std::thread::sleep(GLANCE),
            }
        }
    }

    #[track_caller]
    pub(super) fn clicks(&self, id: &str) {
        self.with(id, async |_, element| element.click().await);
    }

    /// Types into a field.
    #[track_caller]
    pub(super) fn types(&self, id: &str, text: &str) {
        self.with(id, async |_, element| element.send_keys(text).await);
    }

    /// Types into a field in place of what is there.
    #[track_caller]
    pub(super) fn fills(&self, id: &str, text: &str) {
        self.types(id, &format!("{ALL}{text}"));
    }

    /// Moves the mouse there.
    #[track_caller]
    pub(super) fn points_at(&self, id: &str) {
        self.with(id, async |web, element| web.action_chain().move_to_element_center(&element).perform().await);
    }

    /// Presses keys wherever the focus is.
    #[track_caller]
    pub(super) fn presses(&self, keys: &str) {
        self.does(async |web| web.action_chain().send_keys(keys).perform().await).unwrap();
    }

    /// Presses a key while another is held down.
    #[track_caller]
    pub(super) fn holds(&self, held: &Key, key: &str) {
        let chord = async |web: &WebDriver| {
            web.action_chain().key_down(held.clone()).send_keys(key).key_up(held.clone()).perform().await
        };
        self.does(chord).unwrap();
    }

    /// A command of the browser's own protocol.
    #[track_caller]
    pub(super) fn devtools(&self, method: &str, words: Value) -> Value {
        self.does(async |web| web.cdp().send_raw(method, words).await).unwrap_or_else(|e| panic!("{method}: {e}"))
    }

    /// The page's own size, whatever the window's frame takes.
    pub(super) fn size(&self, width: u32, height: u32) {
        let screen = json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 600 });
        self.devtools("Emulation.setDeviceMetricsOverride", screen);
    }

    /// Whether its reader prefers dark colours.
    pub(super) fn dark(&self, dark: bool) {
        let value = if dark { "dark" } else { "light" };
        let features = json!([{ "name": "prefers-color-scheme", "value": value }]);
        self.devtools("Emulation.setEmulatedMedia", json!({ "features": features }));
    }

    pub(super) fn cookies(&self) -> Vec<Cookie> {
        self.does(async |web| web.get_all_cookies().await).unwrap()
    }

    /// What the browser complained about since the last time: errors, refused scripts, things that were not found.
    pub(super) fn complaints(&self) -> Vec<String> {
        let entries = self.does(async |web| web.browser_log().await).unwrap();
        let bad = |entry: &BrowserLogEntry| matches!(entry.level.as_str(), "SEVERE" | "WARNING");
        entries.into_iter().filter(bad).map(|entry| entry.message).collect()
    }

    /// Keeps a picture in `target/artefacts/browser`, to be looked at, once nothing moves.
    pub(super) fn picture(&self, name: &str) {
        const STILL: &str = "return document.getAnimations().every(a => a.playState !== 'running')";
        self.until("a page that stands still", STILL, Vec::new());
        self.screenshot(name);
    }

    fn screenshot(&self, name: &str) -> PathBuf {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../target/artefacts/browser");
        std::fs::create_dir_all(&folder).unwrap();
        let file = folder.join(format!("{name}.png"));
        self.does(async |web| web.screenshot(&file).await).unwrap();
        file
    }
}

impl Drop for Window {
    fn drop(&mut self) {
        if let Some(web) = self.web.take() {
            // It may have crashed, which a test says by itself.
            let _ = self.runtime.block_on(web.quit());
        }
    }
}
