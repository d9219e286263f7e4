//! The config: every key, what is refused and how, which origin wins.

use super::*;

fn parsed(text: &str) -> Result<Settings, String> {
    Settings::of(&Layers { file: file::parse("c.toml", text, Lang::En)?, ..Layers::default() }, Lang::En)
}

fn layer(all: &[(Key, &str)]) -> Layer {
    all.iter().map(|(key, text)| (*key, Given { place: format!("{key:?}"), text: text.into() })).collect()
}

#[test]
fn the_default_config_is_the_defaults() {
    for lang in Lang::ALL {
        let text = default_config(lang);
        let layers = Layers { file: file::parse("default", &text, lang).unwrap(), ..Layers::default() };
        assert_eq!(layers.file.len(), Key::ALL.len(), "every key is in it:\n{text}");
        assert_eq!(Settings::of(&layers, lang).unwrap(), Settings::default_in(lang));
        assert!(text.lines().all(|line| line.chars().count() <= 102), "{text}");
    }
}

#[test]
fn every_key_can_be_set() {
    let text = "data = 'd'\nephemeral = false\nlan = true\nlang = 'fr'\nlog = 'debug'\nlog_format = 'json'\nshards = 3\noperator = [{name = 'ops', password = 'p'}]\n\
                [line]\nlisten = 7\ntls_listen = 8\nproxy_from = ['10.0.0.1', '192.0.2.0/24']\n[irc]\nlisten = 10\ntls_listen = 11\nwebsocket_listen = 12\nline_bytes = 2048\nreplay = 5\nfollow = false\nctcp = true\nsts_days = 7\n\
                [server]\nname = 'chat.test'\nnetwork = 'n'\nmotd = 'm'\ndescription = 'd'\nadmin = 'a'\npassword = 'p'\n[web]\nlisten = 13\ntls_listen = 14\nnames = ['w.test']\nhooks_allow = ['127.0.0.1']\n[metrics]\nlisten = 9\n\
                [tls]\ncert = 'c'\nkey = 'k'\nself_signed = true\nnames = ['chat.test']\n\
                acme = 'http-01'\nacme_directory = 'd'\nacme_contact = 'c'\nacme_root = 'r'\nacme_listen = 9\n[accounts]\nregistration = 'closed'\nguests = false\npassword_min = 6\nregister_before_connect = false\nregister_requires_email = true\n\
                [limits]\nper_address = 3\naccept_rate = 4\naccept_burst = 5\nline_rate = 1_000\nline_burst = 0x10\n\
                [history]\nkeep_days = 30\nkeep_messages = 1000\nsweep = 5\n\
                [backup]\nevery = 6\ndir = 'b'\nkeep = 8\n";
    let settings = parsed(text).unwrap();
    let all = Settings::default_in(Lang::En).changed(&settings);
    let others: Vec<_> = Key::ALL.into_iter().filter(|key| *key != Key::Ephemeral).collect();
    assert_eq!(all, others);
    assert_eq!(settings.rate, Rate { per_second: 1000, burst: 16 });
    assert_eq!(settings.line, Some("127.0.0.1:7".parse().unwrap()));
    assert_eq!(settings.sweeps(None).keep, Keep { days: Some(30), last: Some(1000) });
    assert!(parsed("ephemeral = true\n[line]").unwrap().ephemeral);
}

#[test]
fn an_unknown_key_is_refused_with_the_nearest() {
    for (text, expect) in [
        ("[line]\nlistn = 1", "c.toml, line 2: there is no key line.listn. Did you mean line.listen?"),
        (
            "\n\n[limits]\nline_rates = 1",
            "c.toml, line 4: there is no key limits.line_rates. Did you mean limits.line_rate?",
        ),
        ("line_rate = 1", "c.toml, line 1: there is no key line_rate. Did you mean limits.line_rate?"),
        ("line = 1", "c.toml, line 1: there is no key line. Did you mean line.listen?"),
        ("[limit]\nline_rate = 1", "c.toml, line 1: there is no key limit. Did you mean limits?"),
        ("dta = 'x'\n[line]", "c.toml, line 1: there is no key dta. Did you mean data?"),
        ("banana = 1", "c.toml, line 1: there is no key banana. Take it out"),
        ("lan = true\nlan = true", "c.toml, line 2: this is not TOML (duplicate key"),
        ("lan", "c.toml, line 1: this is not TOML ("),
    ] {
        let said = parsed(text).unwrap_err();
        assert!(said.starts_with(expect), "{text}: {said}");
    }
    // The first fault of the file, not the first of an alphabet.
    assert!(parsed("zzz = 1\naaa = 1").unwrap_err().contains("zzz"));
}

#[test]
fn a_wrong_value_is_refused_with_what_is_expected() {
    for (text, expect) in [
        ("\nshards = 65\n[line]", "c.toml, line 2: shards cannot be 65: a number of threads from 1 to 64 is expected."),
        ("shards = 'four'\n[line]", "c.toml, line 1: shards cannot be 'four': a number of threads from 1 to 64"),
        ("lan = 'yes'\n[line]", "c.toml, line 1: lan cannot be 'yes': it is on or off. Write true or false."),
        ("log = 'loud'\n[line]", "c.toml, line 1: log cannot be loud: a level of the log is expected."),
        ("log_format = 'xml'\n[line]", "c.toml, line 1: log_format cannot be xml: the log is text or json."),
        ("lang = 'klingon'\n[line]", "c.toml, line 1: lang cannot be klingon: causette speaks English and French."),
        ("data = 5\n[line]", "c.toml, line 1: data cannot be 5: a text is expected."),
        ("data = ''\n[line]", "c.toml, line 1: data cannot be \"\": a text is expected."),
        ("[limits]\nline_rate = -1\n[line]", "c.toml, line 2: limits.line_rate cannot be -1: a number from 0 to"),
        ("[line]\nlisten = 70000", "c.toml, line 2: line.listen cannot be 70000: a port is a number from 0 to 65535."),
        ("[irc]\nline_bytes = 100", "c.toml, line 2: irc.line_bytes cannot be 100: a number from 512 to 8192"),
        ("[irc]\nsts_days = 4000", "c.toml, line 2: irc.sts_days cannot be 4000: a number from 0 to 3650"),
        ("[server]\nname = 'a b'\n[line]", "c.toml, line 2: server.name cannot be a b: letters, digits, dots"),
        ("[line]\nlisten = true", "c.toml, line 2: line.listen cannot be true: an address and a port are expected"),
    ] {
        let said = parsed(text).unwrap_err();
        assert!(said.starts_with(expect), "{text}: {said}");
    }
}

#[test]
fn operators_have_a_name_and_a_password_that_no_refusal_shows() {
    let hash = "$argon2id$v=19$m=16,t=2,p=1$c29tZXNhbHQ$z5bYzVXIKCw9WaQUMNOqYA";
    let tables = "[line]\n[[operator]]\nname = 'ops'\npassword = 'secret: word'\n[[operator]]\nname = 'night'\n";
    let settings = parsed(&format!("{tables}password = '{hash}'")).unwrap();
    let shown: Vec<_> = settings.operators.iter().map(|one| (one.name.as_str(), &one.proof)).collect();
    let stored = causette_core::Credentials { argon2: hash.to_owned(), scram: String::new() };
    let typed = causette_core::Password::typed("secret: word").unwrap();
    use causette_core::Proof;
    assert_eq!(shown, [("ops", &Proof::Password(typed)), ("night", &Proof::Hash(stored))]);
    for wrong in [
        "operator = 'ops:secret'",
        "operator = ['ops:secret']",
        "operator = [{name = 'ops'}]",
        "operator = [{name = 'ops', password = 5}]",
        "operator = [{name = 'ops', password = ''}]",
        "operator = [{name = 'o p', password = 'secret'}]",
        "operator = [{name = 'ops', password = '$argon2id$secret'}]",
        "operator = [{name = 'ops', password = 'secret'}, {name = 'OPS', password = 'secret'}]",
    ] {
        let said = parsed(&format!("{wrong}\n[line]")).unwrap_err();
        assert!(
            said.starts_with("c.toml, line 1: operator is no operator: a name") && !said.contains("secret"),
            "{said}"
        );
    }
    let said = parsed("operator = [{name = 'ops', pasword = 'secret'}]\n[line]").unwrap_err();
    assert!(said.starts_with("c.toml, line 1: there is no key operator.pasword."), "{said}");
}

#[test]
fn only_the_doors_it_names_are_open() {
    assert!(parsed("lan = true").unwrap_err().starts_with("no door is open"));
    assert!(parsed("[line]\nlisten = 'off'").unwrap_err().starts_with("no door is open"));
    let only_line = Settings { irc: None, irc_tls: None, web: None, web_tls: None, ..Settings::default_in(Lang::En) };
    assert_eq!(parsed("[line]").unwrap(), only_line, "named, at its usual address");
    let only_irc = Settings { line: None, line_tls: None, web: None, web_tls: None, ..Settings::default_in(Lang::En) };
    assert_eq!(parsed("[irc]").unwrap(), only_irc);
    let layers = Layers {
        flags: layer(&[(Key::Line, "5")]),
        file: file::parse("c.toml", "", Lang::En).unwrap(),
        ..Layers::default()
    };
    assert_eq!(Settings::of(&layers, Lang::En).unwrap().line.unwrap().port(), 5);
}

#[test]
fn a_tls_door_needs_a_whole_certificate() {
    let door = |text: &str| parsed(text).map(|settings| settings.tls_door().map(|address| address.port()));
    assert_eq!(door("[line]"), Ok(None));
    assert_eq!(door("[line]\n[tls]\nself_signed = true"), Ok(Some(63001)));
    assert_eq!(door("[line]\ntls_listen = 5\n[tls]\ncert = 'c'\nkey = 'k'"), Ok(Some(5)));
    assert_eq!(door("[line]\nlisten = 'off'\n[tls]\nself_signed = true"), Ok(Some(63001)), "TLS alone will do");
    assert_eq!(door("[line]\ntls_listen = 'off'\n[tls]\nself_signed = true"), Ok(None));
    for (text, expect) in [
        ("[line]\ntls_listen = 5", "the TLS door needs a certificate, and none is named. Name one with --tls-cert"),
        ("[line]\n[tls]\ncert = 'c'", "the certificate c is named without its key."),
        ("[line]\n[tls]\nkey = 'k'", "the key k is named without its certificate."),
        ("[line]\nlisten = 'off'", "no door is open"),
        (
            "[line]\nproxy_from = ['10.0.0.1', 'here']",
            "c.toml, line 2: line.proxy_from cannot be 10.0.0.1,here: addresses",
        ),
        ("[line]\nproxy_from = [1]", "c.toml, line 2: line.proxy_from cannot be [1]: addresses or networks"),
    ] {
        let said = parsed(text).unwrap_err();
        assert!(said.starts_with(expect), "{text}: {said}");
    }
    let no_irc = "IRC clients are to come by TLS only (irc.sts_days), and no IRC door by TLS is open.";
    for text in [
        "[irc]\nsts_days = 7",
        "[irc]\nsts_days = 7\ntls_listen = 'off'\n[tls]\nself_signed = true",
        "[line]\n[irc]\nsts_days = 7\ntls_listen = 'off'\n[tls]\ncert = 'c'\nkey = 'k'",
    ] {
        let said = parsed(text).unwrap_err();
        assert!(said.starts_with(no_irc), "{text}: {said}");
    }
    assert_eq!(parsed("[irc]\nsts_days = 7\n[tls]\nself_signed = true").unwrap().irc_sts, 7);
    let asked = Layers { flags: layer(&[(Key::LineTls, "63001")]), ..Layers::default() };
    assert!(Settings::of(&asked, Lang::En).unwrap_err().contains("--self-signed"));
}

#[test]
fn flags_before_variables_before_the_file() {
    let all = |flags: &[(Key, &str)], variables: &[(Key, &str)], file: &[(Key, &str)]| {
        Settings::of(&Layers { flags: layer(flags), variables: layer(variables), file: layer(file) }, Lang::En)
    };
    let port = |text: &'static str| [(Key::Line, text)];
    assert_eq!(all(&port("1"), &port("2"), &port("3")).unwrap().line.unwrap().port(), 1);
    assert_eq!(all(&[], &port("2"), &port("3")).unwrap().line.unwrap().port(), 2);
    assert_eq!(all(&[], &[], &port("3")).unwrap().line.unwrap().port(), 3);
    let (yes, no, data) = ([(Key::Ephemeral, "yes")], [(Key::Ephemeral, "no")], [(Key::Data, "d")]);
    assert!(!all(&data, &yes, &yes).unwrap().ephemeral, "a directory that is typed is wanted");
    assert!(!all(&[], &data, &yes).unwrap().ephemeral);
    assert!(all(&yes, &data, &data).unwrap().ephemeral);
    assert!(!all(&no, &yes, &yes).unwrap().ephemeral);
    let both: Vec<_> = yes.into_iter().chain(data).collect();
    assert!(all(&[], &both, &[]).unwrap().ephemeral && all(&[], &[], &both).unwrap().ephemeral);
    assert!(all(&both, &[], &[]).unwrap_err().contains("Leave one of them out"));
}
