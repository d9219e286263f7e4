//! The operators' view: who owns the server opens it, everybody hears an announcement, and axe finds nothing in any section.

use super::axe;
use super::signin::registers;
use super::{House, Window};
use causette_tests::client::PATIENCE;
use std::time::Instant;

/// The word that makes its bearer the owner, as the program said it at its start.
fn claim(house: &House) -> String {
    let deadline = Instant::now() + PATIENCE;
    loop {
        let said = house.server.said();
        if let Some((_, code)) = said.split_once("/claim ").filter(|(_, code)| code.contains('\n')) {
            return code.split_whitespace().next().unwrap().to_owned();
        }
        assert!(Instant::now() < deadline, "no code in {said}");
        std::thread::yield_now();
    }
}

fn is_shown(page: &Window, section: &str) {
    page.clicks(&format!("tab-{section}"));
    let shown = "const tab = document.querySelector(`[data-testid=tab-${arguments[0]}]`);
        const panel = document.querySelector('[data-testid=operate-panel]');
        return tab?.getAttribute('aria-selected') === 'true' && panel?.innerText.trim().length > 20";
    page.until(&format!("the section {section}"), shown, vec![section.into()]);
}

#[test]
fn who_owns_the_server_operates_it_from_the_page() {
    let house = House::new();
    let mut carol = house.nc("carol");
    carol.send("hello, is anybody here?").unwrap();
    let page = house.page("en");
    registers(&page, "alice");
    page.says(&format!("/claim {}", claim(&house)));
    page.clicks("operate");
    page.sees("operate-dialog");
    for section in ["rooms", "people", "bans", "invites", "audit", "live"] {
        is_shown(&page, section);
        page.picture(&format!("operate-{section}"));
        axe::check(&page, &format!("operators: {section}"));
    }
    page.fills("announce-text", "tea at five");
    page.clicks("announce");
    carol.expect("tea at five").unwrap();
    page.dark(true);
    page.picture("operate-live-dark");
    axe::check(&page, "operators in the dark");
    page.dark(false);
    page.size(390, 844);
    page.picture("operate-live-phone");
    axe::check(&page, "operators on a phone");
    assert_eq!(page.complaints(), [""; 0]);
}
