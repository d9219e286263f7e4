//! The exchange of RFC 7677, and what is no such exchange.

use super::*;
use causette_core::Credentials;
use proptest::prelude::*;

const FIRST: &str = "n,,n=user,r=rOprNGfwEbeRWgbNEkqO";
const SUFFIX: &str = "%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0";
const CHALLENGE: &str = "r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096";
const FINAL: &str =
    "c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=";
const ANSWER: &str = "v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=";

fn pencil() -> Verifier {
    Verifier::of(b"pencil", &fixed("W22ZaJ0SNY7soEsUEjb6gQ==").unwrap(), 4096)
}

fn challenge(first: &str) -> Challenge {
    ClientFirst::parse(first).unwrap().challenge(pencil(), SUFFIX)
}

/// RFC 7677, 3.
#[test]
fn the_vector_of_the_rfc() {
    let first = ClientFirst::parse(FIRST).unwrap();
    assert_eq!((first.name.as_str(), &first.acting), ("user", &None));
    let challenge = first.challenge(pencil(), SUFFIX);
    assert_eq!(challenge.text(), CHALLENGE);
    assert_eq!(challenge.answer(FINAL), Ok(ANSWER.to_owned()));
}

#[test]
fn a_verifier_is_stored_as_text() {
    let text = pencil().to_string();
    assert_eq!(text.split('$').take(2).collect::<Vec<_>>(), ["4096", "W22ZaJ0SNY7soEsUEjb6gQ=="]);
    assert_eq!(text.parse(), Ok(pencil()));
    let bad =
        [text.replacen("4096", "04096", 1), format!("{text}$"), text.replace('=', ""), "4096$$$".into(), String::new()];
    for bad in bad {
        assert_eq!(bad.parse::<Verifier>(), Err(()), "{bad}");
    }
}

#[test]
fn a_wrong_proof_name_or_nonce_gets_nothing() {
    let with = |from: &str, to: &str| challenge(FIRST).answer(&FINAL.replacen(from, to, 1));
    assert_eq!(with("dHz", "dHy"), Err(Fault::Proof));
    assert_eq!(with("$k0", "$k1"), Err(Fault::Nonce));
    assert_eq!(with("c=biws", "c=eSws"), Err(Fault::Extension));
    assert_eq!(with("p=", "q="), Err(Fault::Form));
    assert_eq!(with("VQ=", "V="), Err(Fault::Form));
    // The same proof by another name, or under another verifier.
    assert_eq!(challenge(&FIRST.replace("user", "usee")).answer(FINAL), Err(Fault::Proof));
    let unknown = Verifier::unknown(&[1; 32], "user");
    let asked = ClientFirst::parse(FIRST).unwrap().challenge(unknown, SUFFIX);
    assert_eq!(asked.answer(FINAL), Err(Fault::Proof));
}

#[test]
fn who_is_not_known_is_asked_the_same_each_time() {
    let of = |secret: u8, name| Verifier::unknown(&[secret; 32], name);
    assert!(of(1, "a") == of(1, "a") && of(1, "a") != of(1, "b") && of(1, "a") != of(2, "a"));
    assert_eq!(of(1, "a").iterations(), ITERATIONS);
}

#[test]
fn first_texts() {
    for (text, expect) in [
        ("n,,n=a=2Cb=3Dc,r=x", Ok(("a,b=c", None))),
        ("y,a=boss,n=user,r=x,ext=1", Ok(("user", Some("boss")))),
        ("p=tls-unique,,n=user,r=x", Err(Fault::Extension)),
        ("n,,m=1,n=user,r=x", Err(Fault::Extension)),
        ("n,,n=a=2cb,r=x", Err(Fault::Form)),
        ("n,,n=a=,r=x", Err(Fault::Form)),
        ("n,,n=,r=x", Err(Fault::Form)),
        ("n,,n=user,r=", Err(Fault::Form)),
        ("n,,n=user,r=é", Err(Fault::Form)),
        ("n,,n=user", Err(Fault::Form)),
        ("n,b,n=user,r=x", Err(Fault::Form)),
        ("x,,n=user,r=x", Err(Fault::Form)),
        ("", Err(Fault::Form)),
    ] {
        let read = ClientFirst::parse(text);
        let read = read.as_ref().map(|f| (f.name.as_str(), f.acting.as_deref())).map_err(|e| *e);
        assert_eq!(read, expect, "{text}");
    }
    assert_eq!(ClientFirst::parse(&format!("n,,n=user,r={}", "x".repeat(1_100))), Err(Fault::Form));
}

proptest! {
    #[test]
    fn any_texts_are_only_refused(first in "(?s).{0,60}", last in "(?s).{0,80}", nonce in "[a-z,=]{0,9}") {
        let _ = ClientFirst::parse(&first);
        let _ = ClientFirst::parse(&format!("n,,n={nonce},r={first}"));
        prop_assert!(challenge(FIRST).answer(&last).is_err());
        let formed = format!("c=biws,r={nonce},p={last}");
        prop_assert!(challenge(FIRST).answer(&formed).is_err());
        let _ = last.parse::<Verifier>();
    }
}

fn exchange(first: &str, stored: Option<&Verifier>) -> ScramExchange {
    let credentials = |verifier: &Verifier| Credentials { argon2: String::new(), scram: verifier.to_string() };
    ScramExchange { first: first.to_owned(), stored: stored.map(credentials), nonce: 7 }
}

/// However somebody unknown is written, they are one person, as an account would be.
#[test]
fn an_unknown_name_has_one_salt_in_any_case() {
    let salt = |secret: u8, first: &str, stored: Option<&Verifier>| {
        let text = super::challenge(&[secret; 32], &exchange(first, stored)).unwrap().text().to_owned();
        text.split(',').nth(1).unwrap().to_owned()
    };
    let known = pencil();
    assert_eq!(salt(1, "n,,n=user,r=a", Some(&known)), salt(1, "n,,n=USER,r=b", Some(&known)));
    assert_eq!(salt(1, "n,,n=user,r=a", None), salt(1, "n,,n=USER,r=b", None));
    assert_ne!(salt(1, "n,,n=user,r=a", None), salt(1, "n,,n=resu,r=a", None));
    assert_ne!(salt(1, "n,,n=user,r=a", None), salt(2, "n,,n=user,r=a", None));
    let text = super::challenge(&[1; 32], &exchange("n,,n=user,r=a", None)).unwrap();
    assert!(text.text().starts_with("r=a00000000000000000000000000000007,s="), "{}", text.text());
}

#[test]
fn nobody_acts_as_somebody_else() {
    let of = |first: &str| super::name(first).map(|name| name.to_string());
    assert_eq!(of("n,,n=alice,r=x").as_deref(), Some("alice"));
    assert_eq!(of("n,a=Alice,n=alice,r=x").as_deref(), Some("alice"));
    for bad in ["n,a=bob,n=alice,r=x", "n,,n=no name,r=x", "p=tls-unique,,n=alice,r=x", ""] {
        assert_eq!(of(bad), None, "{bad}");
    }
}
