//! Profiles, as they are asked for and told.

use super::*;
use causette_core::{Act, Profile, ProfileEdit, ProfileKey, ProfileValue};

fn key(key: &str) -> ProfileKey {
    ProfileKey::new(key).unwrap()
}
fn value(value: &str) -> ProfileValue {
    ProfileValue::new(value).unwrap()
}
fn profile() -> Profile {
    [(key("url"), value("https://x.example/\"")), (key("avatar"), value("é"))].into_iter().collect()
}

#[test]
fn requests_about_profiles() {
    let set = |text: Option<&str>| ProfileEdit::Set(key("url"), text.map(value));
    commands(r#"{"type":"profile"}"#, Command::Profile(None));
    commands(r#"{"type":"profile","key":"url","value":"x"}"#, Command::Profile(Some(set(Some("x")))));
    commands(r#"{"type":"profile","key":"url","value":""}"#, Command::Profile(Some(set(Some("")))));
    commands(r#"{"type":"profile","key":"url","value":null}"#, Command::Profile(Some(set(None))));
    commands(r#"{"type":"profile","value":null}"#, Command::Profile(Some(ProfileEdit::Clear)));
    let govern = |edit| Command::Govern { room: room("x"), act: Act::Profile(edit) };
    commands(r#"{"type":"profile","room":"x","key":"url","value":"x"}"#, govern(set(Some("x"))));
    commands(r#"{"type":"profile","room":"x","value":null}"#, govern(ProfileEdit::Clear));
    commands(r#"{"type":"profile","room":"x"}"#, Command::About(room("x")));
    let long = format!(r#"{{"type":"profile","key":"url","value":"{}"}}"#, "x".repeat(301));
    for (line, code) in [
        (r#"{"type":"profile","key":"url"}"#, "missing_field"),
        (r#"{"type":"profile","value":"x"}"#, "missing_field"),
        (r#"{"type":"profile","key":"url","value":5}"#, "bad_value"),
        (r#"{"type":"profile","key":"Url","value":"x"}"#, "bad_profile_key"),
        (r#"{"type":"profile","key":"url","value":"a\nb"}"#, "bad_text"),
        (r#"{"type":"profile","room":"@bob","key":"url","value":"x"}"#, "bad_room"),
        (&long, "too_long"),
    ] {
        fails(line, code);
    }
}

#[test]
fn profiles_as_they_are_told() {
    let changes = || [(key("avatar"), Some(value("é"))), (key("url"), None)].into();
    let changed = json!({"avatar":"é","url":null});
    let all = json!({"avatar":"é","url":"https://x.example/\""});
    notices(
        Notice::Profile { profile: profile().into(), changes: changes() },
        json!({"type":"profile","profile":all,"changed":changed}),
    );
    notices(
        Notice::Profile { profile: Default::default(), changes: [].into() },
        json!({"type":"profile","profile":{},"changed":{}}),
    );
    notices(
        Notice::WatchedProfile(alice(), changes()),
        json!({"type":"watched_profile","name":"alice","id":ALICE,"changed":changed}),
    );
    let told = written(|out| out::signal(out, &general(), &Signal::Profiled(alice(), changes())));
    assert_eq!((&told["type"], &told["changed"]), (&json!("profiled"), &changed));
    let what = What::Governed(causette_core::Deed::Profile(changes()));
    let fact = Fact { room: causette_core::RoomId(1), seq: 3, at: Millis(0), by: alice(), what };
    let told = written(|out| out::fact(out, &general().label, &fact, false));
    assert_eq!((&told["type"], &told["changed"]), (&json!("room_profile"), &changed));
    let mut state = causette_core::RoomState::new(causette_core::Kind::Named(room("x")));
    state.profile = profile();
    let about = written(|out| out::notice(out, None, &Notice::About { room: general(), state: Arc::new(state) }, ""));
    assert_eq!(about["profile"], all);
}
