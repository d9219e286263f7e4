//! Certificates that are good, that are not, and that change while the server runs (fault 71).

use super::*;
use causette_core::Millis;
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};

const NOW: u64 = 1_800_000_000;
const DAY: u64 = 24 * 3600;

struct Stands(AtomicU64);
impl Clock for Stands {
    fn now(&self) -> Millis {
        Millis(self.0.load(Ordering::Relaxed) * 1000)
    }
}

type Heard = Arc<Mutex<Vec<News>>>;

/// A certificate and its key, good from one day to another, counted from now.
fn pair(name: &str, from: i64, until: i64) -> (String, String) {
    let mut params = rcgen::CertificateParams::new([name.to_owned()]).unwrap();
    let at = |days: i64| {
        let day = jiff::Timestamp::from_second(i64::try_from(NOW).unwrap() + days * 24 * 3600).unwrap();
        let day = day.to_zoned(jiff::tz::TimeZone::UTC);
        rcgen::date_time_ymd(day.year().into(), day.month() as u8, day.day() as u8)
    };
    (params.not_before, params.not_after) = (at(from), at(until));
    let key = rcgen::KeyPair::generate().unwrap();
    (params.self_signed(&key).unwrap().pem(), key.serialize_pem())
}

fn put(place: &Path, (cert, key): &(String, String)) {
    fs::write(place.join("cert.pem"), cert).unwrap();
    fs::write(place.join("key.pem"), key).unwrap();
}

fn settings(place: &Path) -> Settings {
    Settings {
        data: place.to_owned(),
        tls_cert: Some(place.join("cert.pem")),
        tls_key: Some(place.join("key.pem")),
        ..Settings::default_in(Lang::En)
    }
}

fn run(settings: &Settings) -> (Result<Arc<Keeper>, String>, Arc<Stands>, Heard) {
    let (clock, heard) = (Arc::new(Stands(NOW.into())), Heard::default());
    let ear = heard.clone();
    let keeper = start(settings, clock.clone(), move |news| ear.lock().unwrap().push(news.clone()), Lang::En);
    (keeper.map(Option::unwrap), clock, heard)
}

#[test]
fn a_bad_certificate_at_the_start_is_refused_in_one_sentence() {
    let place = tempfile::tempdir().unwrap();
    let (good, other) = (pair("a.test", -1, 90), pair("b.test", -1, 90));
    let check = |files: &(String, String), expect: &[&str]| {
        put(place.path(), files);
        let said = run(&settings(place.path())).0.err().unwrap();
        assert!(expect.iter().all(|words| said.contains(words)), "{said}");
    };
    check(&pair("a.test", -90, -1), &["cert.pem expired on 2027-01-1", "Renew it."]);
    check(&pair("a.test", 5, 90), &["cert.pem is not valid before 2027-01-20", "clock"]);
    check(&(good.0.clone(), other.1), &["cert.pem is not for the key", "made together"]);
    check(&(good.0[..good.0.len() / 2].to_owned(), good.1.clone()), &["cert.pem cannot be used for TLS", "whole PEM"]);
    check(&(good.0.clone(), String::new()), &["key.pem cannot be used for TLS: there is no private key in it"]);
    check(&(String::new(), good.1.clone()), &["cert.pem cannot be used for TLS: there is no certificate in it"]);
    fs::remove_file(place.path().join("key.pem")).unwrap();
    let said = run(&settings(place.path())).0.err().unwrap();
    assert!(said.contains("key.pem is needed for TLS and cannot be read"), "{said}");
}

#[test]
fn a_new_certificate_is_shown_and_a_bad_one_is_not() {
    let place = tempfile::tempdir().unwrap();
    let (first, second) = (pair("first.test", -1, 90), pair("second.test", -1, 90));
    put(place.path(), &first);
    let (keeper, _, heard) = run(&settings(place.path()));
    let keeper = keeper.unwrap();
    let news = |heard: &Heard| heard.lock().unwrap().drain(..).collect::<Vec<_>>();
    assert!(matches!(&*news(&heard), [News::Loaded(shown)] if shown.names == ["first.test"]));
    keeper.look();
    keeper.look_again();
    assert_eq!(news(&heard), [], "nothing has changed");
    for bad in [
        pair("late.test", -90, -1),
        pair("early.test", 5, 90),
        (second.0.clone(), first.1.clone()),
        (second.0[..200].to_owned(), second.1.clone()),
        (String::new(), String::new()),
    ] {
        put(place.path(), &bad);
        keeper.look();
        assert!(matches!(&*news(&heard), [News::Refused(_)]), "{bad:?}");
        keeper.look();
        assert_eq!(news(&heard), [], "said once for each change");
        assert_eq!(keeper.shown().names, ["first.test"], "{bad:?}");
    }
    put(place.path(), &second);
    keeper.look();
    assert!(matches!(&*news(&heard), [News::Renewed(shown)] if shown.names == ["second.test"]));
    assert_eq!(keeper.shown().names, ["second.test"]);
}

#[test]
fn a_near_end_is_said_once_a_day() {
    let place = tempfile::tempdir().unwrap();
    put(place.path(), &pair("a.test", -1, 31));
    let (keeper, clock, heard) = run(&settings(place.path()));
    let keeper = keeper.unwrap();
    let said = || {
        keeper.warn_now();
        heard.lock().unwrap().drain(..).filter(|news| matches!(news, News::Ending(..))).count()
    };
    assert_eq!(said(), 0);
    clock.0.fetch_add(3 * DAY, Ordering::Relaxed);
    assert_eq!([said(), said()], [1, 0]);
    clock.0.fetch_add(DAY, Ordering::Relaxed);
    assert_eq!([said(), said()], [1, 0]);
}

#[test]
fn another_is_asked_for_when_a_third_is_left() {
    let place = tempfile::tempdir().unwrap();
    put(place.path(), &pair("a.test", -1, 89));
    let (keeper, clock, _) = run(&settings(place.path()));
    let keeper = keeper.unwrap();
    let mut day = 0;
    while !keeper.wants_another() {
        day += 1;
        clock.0.fetch_add(DAY, Ordering::Relaxed);
    }
    assert_eq!(day, 59, "30 days before the end");
}

#[test]
fn until_an_authority_gives_one_another_is_shown() {
    let place = tempfile::tempdir().unwrap();
    let acme = crate::config::Acme::Http;
    let asked =
        Settings { acme, tls_cert: None, tls_key: None, tls_names: vec!["a.test".into()], ..settings(place.path()) };
    let (keeper, _, heard) = run(&asked);
    let keeper = keeper.unwrap();
    assert!(keeper.wants_another() && !keeper.is_own());
    let (cert, key) = pair("a.test", -1, 89);
    fs::create_dir(place.path().join("acme")).unwrap();
    fs::write(acme::file(&asked), [cert, key].concat()).unwrap();
    keeper.look();
    assert!(!keeper.wants_another() && matches!(heard.lock().unwrap().last(), Some(News::Renewed(_))));
    // It is kept for the next start, unless a name was added.
    assert!(!run(&asked).0.unwrap().wants_another());
    let more = Settings { tls_names: vec!["a.test".into(), "b.test".into()], ..asked };
    assert!(run(&more).0.unwrap().wants_another());
}

#[test]
fn one_of_our_own_is_made_once_and_kept() {
    let place = tempfile::tempdir().unwrap();
    let own = Settings { self_signed: true, tls_cert: None, tls_key: None, ..settings(place.path()) };
    let first = run(&own).0.unwrap();
    let file = place.path().join("self-signed.pem");
    assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
    assert!(["localhost", "127.0.0.1", "::1"].iter().all(|name| first.shown().names.iter().any(|n| n == name)));
    assert!(first.is_own() && first.shown().until.starts_with("2037-"), "{:?}", first.shown());
    assert_eq!(run(&own).0.unwrap().shown(), first.shown(), "kept across restarts");
    fs::write(&file, "damaged").unwrap();
    assert!(run(&own).0.err().unwrap().contains("cannot be used for TLS"), "never made anew behind one's back");
    fs::remove_file(&file).unwrap();
    let named = Settings { tls_names: vec!["chat.test".into(), "192.0.2.7".into()], ..own.clone() };
    let named = run(&named).0.unwrap().shown();
    assert!(named.names == ["chat.test", "192.0.2.7"] && named.fingerprint != first.shown().fingerprint);
    let passing = Settings { ephemeral: true, data: place.path().join("nowhere"), ..own };
    assert!(run(&passing).0.unwrap().is_own() && !place.path().join("nowhere").exists());
}
