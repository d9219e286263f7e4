//! Accounts and the whole server, as tables.

use super::*;
use causette_core::notice::{AccountLine, CertificateLine, Reach, SessionLine, Stats, TokenLine};
use causette_core::ports::Amounts;
use causette_core::{
    About, Act, Certificates, Door, Fingerprint, Label, Note, Password, Scope, Scram, TokenKind, TokenWish, Whom, Wish,
    limits,
};

const SECRET: &str = "correct horse";

fn name(name: &str) -> Name {
    Name::new(name).unwrap()
}
fn password() -> Password {
    Password::new(SECRET).unwrap()
}

#[test]
fn requests() {
    let register = |invitation: Option<&str>| Command::Register {
        name: name("alice"),
        password: password(),
        invitation: invitation.map(str::to_owned),
    };
    commands(r#"{"type":"register","name":"alice","password":"correct horse"}"#, register(None));
    let invited = r#"{"type":"register","name":"alice","password":"correct horse","invitation":"w"}"#;
    commands(invited, register(Some("w")));
    let login = Command::Login { name: name("alice"), password: password() };
    commands(r#"{"type":"login","name":"alice","password":"correct horse"}"#, login);
    let short = Command::Login { name: name("alice"), password: Password::typed("x").unwrap() };
    commands(r#"{"type":"login","name":"alice","password":"x"}"#, short);
    let change = Command::Password { old: Password::typed("x").unwrap(), new: password() };
    commands(r#"{"type":"password","old":"x","password":"correct horse"}"#, change);
    let ops = Command::Oper { name: name("ops"), password: Password::typed("x").unwrap() };
    commands(r#"{"type":"oper","name":"ops","password":"x"}"#, ops);
    commands(r#"{"type":"step_down"}"#, Command::StepDown);
    commands(r#"{"type":"logout"}"#, Command::Logout);
    let scram = |step| Command::Scram(step);
    commands(r#"{"type":"scram","first":"n,,n=a,r=x"}"#, scram(Scram::First("n,,n=a,r=x".into())));
    commands(r#"{"type":"scram","final":"c=biws,r=x,p=y"}"#, scram(Scram::Final("c=biws,r=x,p=y".into())));
    commands(r#"{"type":"scram"}"#, scram(Scram::Done));
    commands(r#"{"type":"external"}"#, Command::External(None));
    commands(r#"{"type":"external","name":"alice"}"#, Command::External(Some(name("alice"))));
    commands(r#"{"type":"certificate"}"#, Command::Certificates(Certificates::List));
    commands(r#"{"type":"certificate","on":true}"#, Command::Certificates(Certificates::Add));
    let print = "0f".repeat(32);
    let fingerprint = Fingerprint([15; 32]);
    let remove = format!(r#"{{"type":"certificate","on":false,"fingerprint":"{print}"}}"#);
    commands(&remove, Command::Certificates(Certificates::Remove(fingerprint)));
    let wrong = parse(r#"{"type":"certificate","on":false,"fingerprint":"f"}"#).unwrap_err();
    assert_eq!(wrong.why, Why::BadValue { field: "fingerprint" });
    notices(
        Notice::Certificates(vec![CertificateLine { fingerprint, since: Millis(0), this: true }]),
        json!({"type":"certificates","certificates":[{"fingerprint":print,"since":"1970-01-01T00:00:00.000Z","this":true}]}),
    );
    let both = parse(r#"{"type":"scram","first":"a","final":"b"}"#).unwrap_err();
    assert_eq!(both.why.code(), "bad_value");
    notices(Notice::Scram("r=x,s=AA==,i=4096".into()), json!({"type":"scram","text":"r=x,s=AA==,i=4096"}));
    commands(r#"{"type":"link"}"#, Command::Link);
    commands(r#"{"type":"sessions"}"#, Command::Sessions);
    commands(r#"{"type":"end_session","session":3}"#, Command::EndSession(3));
    commands(r#"{"type":"claim","code":"abc"}"#, Command::Claim("abc".into()));
    commands(r#"{"type":"export"}"#, Command::Export(0));
    commands(r#"{"type":"export","next":500}"#, Command::Export(500));
    commands(r#"{"type":"erase","name":"alice"}"#, Command::Erase(name("alice")));
}

#[test]
fn wishes_of_operators() {
    let note = |about| Wish::Note(Note { about, text: Text::new("done").unwrap() });
    for (fields, wish) in [
        (r#""accounts""#, Wish::Accounts { after: None, limit: limits::ACCOUNT_LIST }),
        (r#""accounts","name":"bob","limit":5"#, Wish::Accounts { after: Some(name("bob")), limit: 5 }),
        (
            r#""account","name":"bob","password":"correct horse""#,
            Wish::Account { name: name("bob"), password: password() },
        ),
        (r#""invite""#, Wish::Invite { span: INVITE_SPAN }),
        (r#""invite","seconds":60"#, Wish::Invite { span: 60 }),
        (r#""reset","name":"bob""#, Wish::Reset(name("bob"))),
        (r#""export","name":"bob""#, Wish::Export(name("bob"), 0)),
        (r#""export","name":"bob","next":7"#, Wish::Export(name("bob"), 7)),
        (r#""erase","name":"bob""#, Wish::Erase(name("bob"))),
        (r#""stats""#, Wish::Stats),
        (r#""note","text":"done""#, note(About::Settings)),
        (r#""note","text":"done","about":"certificate""#, note(About::Certificate)),
        (r#""note","text":"done","about":"backup""#, note(About::Backup)),
        (r#""note","text":"done","about":"disk""#, note(About::Disk)),
        (r#""note","text":"done","about":"sign_in""#, note(About::SignIn)),
        (r#""note","text":"done","about":"operator""#, note(About::Operator)),
        (r#""reload""#, Wish::Reload),
        (r#""announce","text":"back at nine""#, Wish::Announce(Text::new("back at nine").unwrap())),
    ] {
        commands(&format!(r#"{{"type":"admin","wish":{fields}}}"#), Command::Admin(wish));
    }
    // The server's own room is one like any other.
    let server = |act| Command::Govern { room: RoomName::server(), act };
    commands(r##"{"type":"unban","room":"#server","seq":4}"##, server(Act::Unban(Whom::Fact(4))));
    commands(r##"{"type":"unmute","room":"#server","seq":4}"##, server(Act::Unmute(Whom::Fact(4))));
}

/// A fault is shown, kept in logs and asked about: what was typed as a password is never in one.
#[test]
fn what_is_wrong_with_a_password_is_said_without_it() {
    let long = "s3cret-".repeat(100);
    for (fields, code) in [
        (r#""type":"register","name":"alice","password":"s3cret\u0007""#.to_owned(), "bad_password"),
        (format!(r#""type":"register","name":"alice","password":"{long}""#), "bad_password"),
        (r#""type":"register","name":"s3cret s3cret","password":"s3cret-s3cret""#.to_owned(), "bad_name"),
        (r#""type":"register","password":"s3cret-s3cret""#.to_owned(), "missing_field"),
        (r#""type":"register","name":"alice""#.to_owned(), "missing_field"),
        (r#""type":"login","name":"alice","password":"""#.to_owned(), "wrong_login"),
        (format!(r#""type":"login","name":"alice","password":"{long}""#), "wrong_login"),
        (r#""type":"login","name":"alice","password":"s3cret\ns3cret""#.to_owned(), "wrong_login"),
        (r#""type":"password","old":"s3cret","password":"s3cret\u0007""#.to_owned(), "bad_password"),
        (r#""type":"password","old":"s3cret""#.to_owned(), "missing_field"),
        (r#""type":"password","old":5,"password":"s3cret""#.to_owned(), "bad_json"),
        (r#""type":"claim""#.to_owned(), "missing_field"),
        (r#""type":"end_session""#.to_owned(), "missing_field"),
        (r#""type":"end_session","session":-3"#.to_owned(), "bad_range"),
        (r#""type":"admin""#.to_owned(), "missing_field"),
        (r#""type":"admin","wish":"king""#.to_owned(), "bad_value"),
        (r#""type":"admin","wish":"account","name":"bob","password":"s3cret\u0007""#.to_owned(), "bad_password"),
        (r#""type":"admin","wish":"note","text":"x","about":"s3cret""#.to_owned(), "bad_value"),
    ] {
        let fault = fails(&format!("{{{fields}}}"), code);
        assert!(!format!("{fault:?}").contains("s3cret") || code == "bad_name", "{fault:?}");
    }
}

#[test]
fn facts_of_accounts() {
    let note = |about| What::Noted(Note { about, text: Text::new("done").unwrap() });
    for (what, expect) in [
        (What::Joined, json!({"type":"member_joined"})),
        (What::Left, json!({"type":"member_left"})),
        (What::AccountMade, json!({"type":"account_made"})),
        (What::AccountErased { id: PersonId(0xa11c) }, json!({"type":"account_erased","id":ALICE})),
        (note(About::Certificate), json!({"type":"noted","about":"certificate","text":"done"})),
        (note(About::SignIn), json!({"type":"noted","about":"sign_in","text":"done"})),
    ] {
        let mut all = json!({"room":"#general","room_id":ROOM,"seq":18,"from":"alice","from_id":ALICE,"at":AT});
        all.as_object_mut().unwrap().extend(expect.as_object().unwrap().clone());
        let fact = Fact { what, ..message("x", Style::Plain) };
        assert_eq!(written(|out| out::fact(out, &general().label, &fact, false)), all);
    }
}

#[test]
fn answers() {
    let at = Millis(1_795_356_180_123);
    let line = |number, door, this| SessionLine { number, door, private: this, since: at, this };
    notices(
        Notice::Sessions(vec![line(3, Door::Line, true), line(4, Door::Irc, false)]),
        json!({"type":"sessions","sessions":[
            {"session":3,"door":"line","private":true,"since":AT,"this":true},
            {"session":4,"door":"irc","private":false,"since":AT}]}),
    );
    notices(Notice::SessionEnded { number: 4 }, json!({"type":"session_ended","session":4}));
    notices(Notice::PasswordChanged { ended: 2 }, json!({"type":"password_changed","ended":2}));
    for (kind, term) in [
        (TokenKind::Once, "once"),
        (TokenKind::Invite, "invite"),
        (TokenKind::Session, "session"),
        (TokenKind::Reset, "reset"),
    ] {
        let notice = Notice::Code { kind, code: "abc".into(), until: at };
        notices(notice, json!({"type":"code","kind":term,"code":"abc","until":AT}));
    }
    let account = |rank| AccountLine { who: alice(), made: at, rank, sessions: 2 };
    let who = json!({"name":"alice","id":ALICE,"made":AT,"sessions":2});
    let owner = json!({"name":"alice","id":ALICE,"made":AT,"rank":"owner","sessions":2});
    notices(
        Notice::Accounts { lines: vec![account(None), account(Some(Role::Owner))], more: true },
        json!({"type":"accounts","accounts":[who,owner],"more":true}),
    );
    notices(Notice::AccountMade(alice()), json!({"type":"account","name":"alice","id":ALICE,"state":"made"}));
    notices(Notice::AccountErased(alice()), json!({"type":"account","name":"alice","id":ALICE,"state":"erased"}));
    notices(Notice::Noted, json!({"type":"note_set"}));
    let why = Text::new("too loud").ok();
    notices(
        Notice::SentOff { by: alice(), why },
        json!({"type":"sent_off","from":"alice","from_id":ALICE,"why":"too loud"}),
    );
    notices(Notice::SentOff { by: alice(), why: None }, json!({"type":"sent_off","from":"alice","from_id":ALICE}));
    notices(Notice::Reloading, json!({"type":"reloading"}));
    notices(
        Notice::Announced { by: alice(), text: Text::new("back at nine").unwrap() },
        json!({"type":"announced","from":"alice","from_id":ALICE,"text":"back at nine"}),
    );
    for (why, code) in [(Goodbye::Ended, "ended"), (Goodbye::Banned, "banned"), (Goodbye::Erased, "erased")] {
        notices(Notice::Goodbye(why), json!({"type":"goodbye","why":code,"text":"words"}));
    }
    let kept = Amounts { accounts: 1, rooms: 2, facts: 3, bytes: 4, erasing: 5 };
    notices(
        Notice::Stats(Stats { sessions: 6, signed_in: 7, rooms_loaded: 8, kept }),
        json!({"type":"stats","sessions":6,"signed_in":7,"rooms_loaded":8,"accounts":1,"rooms":2,"facts":3,"bytes":4,"erasing":5}),
    );
    let tag = json!({"room":"#general","room_id":ROOM});
    let said = json!({"type":"message","room":"#general","room_id":ROOM,"seq":18,"from":"alice","from_id":ALICE,"text":"hi","at":AT});
    let facts = vec![(general(), Arc::new(message("hi", Style::Plain)))];
    notices(
        Notice::Exported {
            who: alice(),
            made: at,
            profile: Default::default(),
            rooms: vec![general()],
            facts,
            next: Some(500),
        },
        json!({"type":"exported","name":"alice","id":ALICE,"made":AT,"rooms":[tag],"facts":[said],"next":500}),
    );
}

#[test]
fn tokens_of_programs() {
    let make = |scope, room: Option<&str>, days| {
        let (label, room) = (Label::new("ci").unwrap(), room.map(|room| RoomName::new(room).unwrap()));
        Command::Token(TokenWish::Make { label, scope, room, days })
    };
    commands(r#"{"type":"tokens"}"#, Command::Token(TokenWish::List));
    commands(r#"{"type":"token","revoke":7}"#, Command::Token(TokenWish::Revoke(7)));
    commands(r#"{"type":"token","label":"ci"}"#, make(Scope::Read, None, None));
    let full = r##"{"type":"token","label":"ci","scope":"say","room":"#ops","days":30}"##;
    commands(full, make(Scope::Say, Some("#ops"), Some(30)));
    for (asked, field) in [
        (r#"{"type":"token","label":"ci","scope":"admin"}"#, "scope"),
        (r#"{"type":"token","label":"ci","days":0}"#, "days"),
        (r#"{"type":"token","label":"ci","days":3651}"#, "days"),
        (r#"{"type":"token","revoke":4294967296}"#, "revoke"),
    ] {
        assert_eq!(parse(asked).unwrap_err().why, Why::BadValue { field }, "{asked}");
    }
    assert_eq!(parse(r#"{"type":"token"}"#).unwrap_err().why, Why::MissingField { field: "label" });
    let line = |reach, used| TokenLine {
        number: 2,
        label: Label::new("ci").unwrap(),
        scope: Scope::Talk,
        reach,
        since: Millis(0),
        until: Millis(0),
        used,
    };
    let zero = "1970-01-01T00:00:00.000Z";
    let (room, gone) = (Reach::Room(RoomName::new("#ops").unwrap()), Reach::Nowhere);
    notices(
        Notice::Tokens(vec![line(Reach::Everywhere, None), line(room, Some(Millis(0))), line(gone, None)]),
        json!({"type":"tokens","tokens":[
            {"number":2,"label":"ci","scope":"talk","since":zero,"until":zero},
            {"number":2,"label":"ci","scope":"talk","room":"#ops","since":zero,"until":zero,"used":zero},
            {"number":2,"label":"ci","scope":"talk","room":null,"since":zero,"until":zero},
        ]}),
    );
    notices(
        Notice::Token { line: line(Reach::Everywhere, None), token: "causette_0f".into() },
        json!({"type":"token","number":2,"label":"ci","scope":"talk","since":zero,"until":zero,"token":"causette_0f"}),
    );
}
