//! Answers as people read them. Bytes from other people never reach the terminal as they came.

use super::link::field;
use causette_texts::{Admin, Lang, Say, admin, say};
use causette_wire::line::safe;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde_json::Value;

/// A number of an object; none reads as 0.
pub(super) fn number(object: &Value, name: &str) -> u64 {
    object.get(name).and_then(Value::as_u64).unwrap_or_default()
}

/// A list of an object; none reads as an empty one.
pub(super) fn list<'v>(object: &'v Value, name: &str) -> &'v [Value] {
    object.get(name).and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default()
}

/// A moment of an object, as it is here: a day, or with the time.
fn moment(object: &Value, name: &str, form: &str) -> String {
    let text = field(object, name);
    let at = text.parse::<Timestamp>().map(|at| at.to_zoned(TimeZone::system()));
    at.map_or_else(|_| text.to_owned(), |at| at.strftime(form).to_string())
}

const DAY: &str = "%Y-%m-%d";
const TIME: &str = "%Y-%m-%d %H:%M";

/// A line that others wrote part of.
pub(super) fn line(text: &str) -> String {
    let mut out = Vec::new();
    safe::push_word(&mut out, text);
    String::from_utf8_lossy(&out).into_owned()
}

pub(super) fn account(lang: Lang, object: &Value) -> String {
    let since = moment(object, "made", DAY);
    let what = Say::AccountLine { name: field(object, "name"), since: &since, sessions: number(object, "sessions") };
    let rank = match field(object, "rank") {
        rank @ ("owner" | "moderator") => format!(" ({})", say(lang, Say::WordRank { rank })),
        _ => String::new(),
    };
    line(&say(lang, what)) + &rank
}

pub(super) fn code(lang: Lang, object: &Value) -> String {
    let (code, until) = (field(object, "code"), moment(object, "until", TIME));
    let until = until.as_str();
    say(
        lang,
        if field(object, "kind") == "invite" {
            Say::CodeInvite { code, until }
        } else {
            Say::CodeReset { code, until }
        },
    )
}

pub(super) fn room(lang: Lang, object: &Value) -> String {
    let (count, head) = (number(object, "present"), number(object, "seq"));
    let topic = match field(object, "topic") {
        "" => String::new(),
        topic => format!(" ({topic})"),
    };
    line(&(say(lang, Say::RoomLine { room: field(object, "room"), count, head }) + &topic))
}

pub(super) fn ban(lang: Lang, object: &Value) -> String {
    let address = admin(lang, Admin::BanAddress);
    let who = match field(object, "name") {
        "" => address,
        name => name.to_owned(),
    };
    let until = if object.get("until").is_some() { moment(object, "until", TIME) } else { "none".to_owned() };
    let why = match field(object, "why") {
        "" => String::new(),
        why => format!(" ({why})"),
    };
    line(&(admin(lang, Admin::Ban { seq: number(object, "seq"), who: &who, until: &until }) + &why))
}

pub(super) fn stats(lang: Lang, object: &Value) -> Vec<String> {
    let n = |name| number(object, name);
    let now = Say::StatsNow { sessions: n("sessions"), signed: n("signed_in"), rooms: n("rooms_loaded") };
    let kept = Say::StatsKept { accounts: n("accounts"), rooms: n("rooms"), facts: n("facts"), bytes: n("bytes") };
    let erasing = Some(n("erasing")).filter(|count| *count > 0).map(|count| Say::StatsErasing { count });
    [now, kept].into_iter().chain(erasing).map(|what| say(lang, what)).collect()
}
