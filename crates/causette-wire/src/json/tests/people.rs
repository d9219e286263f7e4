//! What is asked about people and what is answered, as tables.

use super::*;
use causette_core::notice::{Census, Past, Person};
use causette_core::{Face, OwnMode, OwnModes, Sought};

fn name(word: &str) -> Name {
    Name::new(word).unwrap()
}

#[test]
fn requests_about_people() {
    commands(r#"{"type":"find"}"#, Command::Find(Sought::All));
    commands(r#"{"type":"find","names":["bob","zoé"]}"#, Command::Find(Sought::Named(vec![name("bob"), name("zoé")])));
    commands(r#"{"type":"find","names":[]}"#, Command::Find(Sought::Named(vec![])));
    let watch = |words: &[&str], on| Command::Watch { names: words.iter().map(|word| name(word)).collect(), on };
    commands(r#"{"type":"watch","name":"bob"}"#, watch(&["bob"], true));
    commands(r#"{"type":"watch","names":["bob","carol"],"on":false}"#, watch(&["bob", "carol"], false));
    commands(r#"{"type":"watched"}"#, Command::Watched);
    commands(r#"{"type":"unwatch"}"#, Command::Unwatch);
    commands(r#"{"type":"whowas","name":"bob"}"#, Command::Whowas(name("bob")));
    commands(r#"{"type":"census"}"#, Command::Census);
    commands(r#"{"type":"own_modes"}"#, Command::OwnModes(None));
    commands(r#"{"type":"own_modes","mode":"invisible"}"#, Command::OwnModes(Some((OwnMode::Invisible, true))));
    commands(
        r#"{"type":"own_modes","mode":"accounts_only","on":false}"#,
        Command::OwnModes(Some((OwnMode::AccountsOnly, false))),
    );
    let aside = |role, style| Command::Aside { room: room("x"), role, text: Text::new("psst").unwrap(), style };
    commands(r#"{"type":"aside","room":"x","text":"psst"}"#, aside(Role::Moderator, Style::Plain));
    commands(
        r#"{"type":"aside","room":"x","text":"psst","role":"member","style":"action"}"#,
        aside(Role::Member, Style::Action),
    );
    for (line, code) in [
        (r#"{"type":"watch"}"#, "missing_field"),
        (r#"{"type":"watch","names":["a b"]}"#, "bad_name"),
        (r#"{"type":"watch","names":"bob"}"#, "bad_json"),
        (r#"{"type":"find","names":[5]}"#, "bad_json"),
        (r#"{"type":"whowas"}"#, "missing_field"),
        (r#"{"type":"own_modes","mode":"loud"}"#, "bad_value"),
        (r#"{"type":"aside","room":"x"}"#, "missing_field"),
        (r#"{"type":"aside","room":"@bob","text":"psst"}"#, "bad_room"),
        (r#"{"type":"aside","room":"x","text":"psst","role":"none"}"#, "bad_value"),
        (r#"{"type":"aside","room":"x","text":"psst","role":"king"}"#, "bad_value"),
        (r#"{"type":"aside","room":"x","text":"psst","style":"loud"}"#, "bad_value"),
    ] {
        fails(line, code);
    }
}

#[test]
fn answers_about_people() {
    let text = |t: &str| Text::new(t).unwrap();
    let who = json!({"name":"alice","id":ALICE});
    let person = Person {
        profile: Default::default(),
        who: alice(),
        standing: Standing::Account,
        rank: None,
        away: None,
        rooms: vec![],
        face: None,
        account: None,
        here: true,
        since: Millis(0),
        private: false,
    };
    notices(
        Notice::People { people: vec![person], more: true },
        json!({"type":"people","people":[{"name":"alice","id":ALICE,"guest":false,"here":true,"since":"1970-01-01T00:00:00.000Z","private":false,"rooms":[]}],"more":true}),
    );
    let watching = Notice::Watching(vec![(name("Alice"), Some(alice())), (name("bob"), None)]);
    let watched = json!({"watched":"Alice","name":"alice","id":ALICE});
    notices(watching, json!({"type":"watching","people":[watched,{"watched":"bob"}]}));
    notices(Notice::Online(alice()), json!({"type":"online","name":"alice","id":ALICE}));
    notices(Notice::Offline(name("bob")), json!({"type":"offline","name":"bob"}));
    let away = |why| Notice::WatchedAway(alice(), why);
    notices(away(Some(text("lunch"))), json!({"type":"watched_away","name":"alice","id":ALICE,"text":"lunch"}));
    notices(away(None), json!({"type":"watched_away","name":"alice","id":ALICE,"text":null}));
    let past = |account: Option<Name>| Past {
        who: alice(),
        face: account.is_some().then(|| Face::new("al", "Alice", false)),
        account,
        at: Millis(1_795_356_180_123),
    };
    let mut was = who.clone();
    was.as_object_mut().unwrap().insert("at".into(), json!(AT));
    let mut had = was.clone();
    for (key, value) in [("account", "zoe"), ("user", "al"), ("real", "Alice")] {
        had.as_object_mut().unwrap().insert(key.into(), json!(value));
    }
    notices(Notice::Were(vec![past(None), past(Some(name("zoe")))]), json!({"type":"were","people":[was,had]}));
    let (before, now) = (alice(), Sender { id: PersonId(0xb), name: name("bob") });
    let became = Notice::WatchedBecame { before, now, standing: Standing::Account };
    let told = json!({"type":"watched_became","name":"alice","id":ALICE,"to":"bob","to_id":format!("{:032x}", 0xb),"guest":false});
    notices(became, told);
    notices(Notice::WatchedDescribed(alice()), json!({"type":"watched_described","name":"alice","id":ALICE}));
    let modes = OwnModes { invisible: true, accounts_only: false };
    notices(Notice::OwnModes(modes), json!({"type":"own_modes","invisible":true,"accounts_only":false}));
    let census =
        Census { people: 6, guests: 5, invisible: 4, operators: 1, sessions: 7, entering: 2, rooms: 3, most: 9 };
    notices(
        Notice::Census(census),
        json!({"type":"census","people":6,"guests":5,"invisible":4,"operators":1,"sessions":7,"entering":2,"rooms":3,"most":9}),
    );
    let aside =
        |style| Notice::Aside { room: general(), role: Role::Moderator, by: alice(), text: text("psst"), style };
    let mut told = json!({"type":"aside","room":"#general","room_id":ROOM,"role":"moderator","from":"alice","from_id":ALICE,"text":"psst"});
    notices(aside(Style::Plain), told.clone());
    told.as_object_mut().unwrap().insert("style".into(), json!("action"));
    notices(aside(Style::Action), told);
}
