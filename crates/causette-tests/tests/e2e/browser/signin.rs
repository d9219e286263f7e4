//! Accounts on the page: made, left and come back to, with a cookie that no script can read.

use super::House;
use super::window::Window;
use thirtyfour::common::cookie::SameSite;

const PASSWORD: &str = "correct horse battery";
const STATE: &str = "return document.querySelector('[data-testid=my-state]')?.textContent === arguments[0]";

pub(super) fn registers(window: &Window, name: &str) {
    window.clicks("account");
    window.clicks("register");
    window.fills("sign-in-name", name);
    window.fills("sign-in-password", PASSWORD);
    window.clicks("sign-in-submit");
    window.is_named(name);
    window.until("an account", STATE, vec!["signed in".into()]);
}

fn signs_in(window: &Window, name: &str, password: &str) {
    window.clicks("sign-in");
    window.fills("sign-in-name", name);
    window.fills("sign-in-password", password);
    window.clicks("sign-in-submit");
}

#[test]
fn an_account_is_made_left_and_come_back_to() {
    let house = House::new();
    let mut carol = house.nc("carol");
    let alice = house.page("en");
    registers(&alice, "alice");
    alice.says("it is me");
    carol.expect("<alice> it is me").unwrap();

    let cookies = alice.cookies();
    assert_eq!(cookies.len(), 1, "{cookies:?}");
    let cookie = &cookies[0];
    assert_eq!((cookie.name.as_str(), cookie.path.as_deref()), ("causette", Some("/")));
    assert_eq!((cookie.http_only, cookie.secure, cookie.same_site), (Some(true), Some(false), Some(SameSite::Strict)));
    let readable = alice.eval(
        "return [document.cookie, ...Object.values({ ...localStorage }), ...Object.values({ ...sessionStorage })].join()",
        Vec::new(),
    );
    assert!(!readable.to_string().contains(&cookie.value), "{readable}");

    alice.reload();
    alice.is_named("alice");
    alice.until("an account", STATE, vec!["signed in".into()]);
    alice.clicks("account");
    alice.clicks("sign-out");
    alice.until("a guest", STATE, vec!["guest".into()]);
    assert!(alice.cookies().is_empty(), "{:?}", alice.cookies());
    alice.complaints();

    alice.clicks("account");
    signs_in(&alice, "alice", "not the password");
    let why = "return document.querySelector('[data-testid=sign-in-error]')?.textContent || null";
    let why = alice.until("why not", why, Vec::new());
    assert!(why.as_str().is_some_and(|why| why.contains("password")), "{why}");
    alice.fills("sign-in-password", PASSWORD);
    alice.clicks("sign-in-submit");
    alice.is_named("alice");
    alice.says("and again");
    carol.expect("<alice> and again").unwrap();
    // The browser notes every answer that is a refusal; there was one.
    let complaints = alice.complaints();
    assert!(complaints.len() == 1 && complaints[0].contains("/api/session"), "{complaints:?}");
}

#[test]
fn by_tls_the_cookie_is_for_this_host_alone() {
    let house =
        House::with(&["--self-signed", "--registration", "open", "--line-tls", "off", "--web-tls", "127.0.0.1:0"]);
    let tls = house.server.door("web+tls").unwrap();
    let alice = house.page_at(&format!("https://{tls}/"), "en");
    registers(&alice, "alice");
    let cookies = alice.cookies();
    assert_eq!(cookies.len(), 1, "{cookies:?}");
    let cookie = &cookies[0];
    assert_eq!((cookie.name.as_str(), cookie.path.as_deref()), ("__Host-causette", Some("/")));
    assert_eq!((cookie.http_only, cookie.secure, cookie.same_site), (Some(true), Some(true), Some(SameSite::Strict)));
}
