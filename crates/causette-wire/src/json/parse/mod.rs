//! A client's JSON line to a command. Unknown fields are ignored, so that newer clients can talk to older servers; an
//! unknown type is refused with the nearest known one.
//!
//! | type | fields |
//! | --- | --- |
//! | `say` | `room`, `text`, `style`? (`plain`, `action`, `notice`), `reply_to`?, `key`?, `tags`? (client tags: an object of texts) |
//! | `calc` | `room`, `text`, `key`? |
//! | `edit` | `room`, `seq`, `text` |
//! | `delete` | `room`, `seq`, `why`? |
//! | `react` | `room`, `seq`, `mark`, `on`? (true) |
//! | `join` | `room`, `after`?, `secret`? (the room's key) |
//! | `leave` | `room`, `why`? |
//! | `about` | `room` |
//! | `history` | `room`, one of `after`, `before` (numbers), `since`, `until` (moments), `around` (either) and `between` (two)?, `limit`? (100), `only_words`? (false: all that happened) |
//! | `search` | `text` or `from` or both, `room`? (all that you are in), `since`?, `until`? (before then), `limit`? (20) |
//! | `read` | `room`, `seq`? (all of it) |
//! | `read_mark` | `room`, `at`? (asks) |
//! | `targets` | `since`?, `until`?, `limit`? (50) |
//! | `who` | `room` |
//! | `whois` | `name` |
//! | `away` | `text`? (back) |
//! | `ignore` | `name`, `on`? (true) |
//! | `find` | `names`? (everybody) |
//! | `watch` | `name` or `names`, `on`? (true) |
//! | `whowas` | `name` |
//! | `aside` | `room`, `text`, `role`? (`moderator`; those of it or a higher one hear it), `style`? |
//! | `introduce` | `user`?, `real`?, `bot`? (false) |
//! | `own_modes` | `mode` (`invisible`, `accounts_only`; without it: asks), `on`? (true) |//! | `profile` | `key` and `value` (null: nothing any more), only `value` null (all of it goes), or neither (asks); `room`? (oneself) |
//! | `typing` | `room`, `state` (`active`, `paused`, `done`) |
//! | `tagged` | `room`, `tags`, `keep`? (false: who is there hears them, and they are forgotten) |
//! | `topic` | `room`, `text` (empty: none) |
//! | `invite` | `room`, `name` |
//! | `kick` | `room`, `name`, `why`? |
//! | `ban`, `mute` | `room`, `name`, `address` or `mask`, `seconds`? (until it is lifted), `why`? |
//! | `unban`, `unmute` | `room`, `name`, `address` or `mask`, or `seq`: the number of the fact that made it |
//! | `exempt`, `welcome` | `room`, `mask`, `on`? (true) |
//! | `role` | `room`, `name`, `role` (`owner`, `moderator`, `member`, `none`), `step`? (`raise`: to this or higher, `lower`: none if it is this) |
//! | `mode` | `room`, `mode`, `value` as in `govern.rs`, or `modes`: several, each a field with its value |
//! | `nick` | `name` |
//! | `resume` | `token` |
//! | `register` | `name`, `password`, `invitation`? |
//! | `login` | `name`, `password` |
//! | `oper` | `name`, `password`: of an operator of the configuration |
//! | `scram` | `first` or `final`: a text of SCRAM-SHA-256 (RFC 7677); neither: one believes the server, and wants to be signed in |
//! | `external` | `name`?: signs in by the connection's certificate |
//! | `token` | `label`, `scope`? (`read`; or `say`, `talk`: both, `all`), `room`?, `days`? (365): makes one for a program; or `revoke`: a number of `tokens` |
//! | `tokens` | |
//! | `webhook` | `room`, `url`, `label`?: what happens there is sent to that address; or `end`, or `retry`: a number of `webhooks` |
//! | `webhooks` | |
//! | `certificate` | `fingerprint` and `on`: false removes it; `on`: true adds the connection's; neither: which there are |
//! | `password` | `old`, `password`: the new one |
//! | `end_session` | `session`: a number of `sessions` |
//! | `claim` | `code` |
//! | `erase` | `name`: one's own, once more |
//! | `admin` | `wish` and what it needs, as in `account.rs` |
//! | `format`, `lang` | `to` |
//! | `export` | `next`?: where the piece begins, as the one before said |
//! | `logout`, `link`, `sessions`, `rooms`, `invitations`, `unread`, `watched`, `unwatch`, `census`, `step_down`, `ping` | |
//! | `quit` | `why`? |
//!
//! `room` is `#general`, `general` or, for a direct conversation, `@bob`. A moment is RFC 3339, or a date: its beginning, UTC.

mod account;
mod field;
mod govern;
mod history;
mod people;
mod talk;

use super::SEARCH_LIMIT;
use super::terms::style_of;
use crate::line::words::nearest;
use causette_core::{Command, Key, Mark, Name, Query, Ref, Refusal, RoomName, Secret, Seq, Style, Target, Text};
use field::{line_of_text, moment, need, number};
use serde::{Deserialize, Deserializer};
use std::borrow::Cow;
use std::collections::BTreeMap;

/// Every type a client may send.
pub const TYPES: [&str; 70] = [
    "say",
    "calc",
    "edit",
    "delete",
    "react",
    "join",
    "leave",
    "history",
    "search",
    "read",
    "unread",
    "read_mark",
    "targets",
    "rooms",
    "who",
    "whois",
    "away",
    "ignore",
    "topic",
    "invite",
    "kick",
    "ban",
    "unban",
    "mute",
    "unmute",
    "role",
    "mode",
    "about",
    "nick",
    "resume",
    "register",
    "login",
    "logout",
    "password",
    "link",
    "sessions",
    "end_session",
    "claim",
    "export",
    "erase",
    "admin",
    "format",
    "lang",
    "ping",
    "quit",
    "find",
    "watch",
    "watched",
    "unwatch",
    "whowas",
    "census",
    "aside",
    "exempt",
    "welcome",
    "introduce",
    "typing",
    "invitations",
    "own_modes",
    "oper",
    "step_down",
    "scram",
    "tagged",
    "profile",
    "external",
    "certificate",
    "token",
    "tokens",
    "rename",
    "webhook",
    "webhooks",
];

/// What a client asks for.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Ask {
    /// Something the core decides.
    Command(Command),
    /// A calculation, in a room; the door knows how.
    Calc {
        /// Where.
        to: Target,
        /// What is to be calculated.
        sum: String,
        /// Makes a retry safe.
        key: Option<Key>,
    },
    /// To hear `pong`, after everything that was asked before.
    Ping,
    /// To read sentences in this language, if there is one of that name.
    Lang(String),
    /// To go back to lines for people.
    Plain,
    /// To leave, with these last words.
    Quit(Option<Text>),
}

/// A line that is no request.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct JsonFault {
    /// The request's reference, when it could be read.
    pub reference: Option<Ref>,
    /// What is wrong with it.
    pub why: Why,
}

/// What is wrong with a line.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Why {
    /// Not one JSON object, or a field of the wrong kind.
    BadJson {
        /// Where, in bytes from 1.
        column: usize,
    },
    /// A `"type"` that does not exist.
    UnknownType {
        /// The one that was probably meant.
        nearest: Option<&'static str>,
    },
    /// A field that this type needs.
    MissingField {
        /// Which.
        field: &'static str,
    },
    /// A field with a value that does not exist.
    BadValue {
        /// Which.
        field: &'static str,
    },
    /// What the core's own types refuse: a name, a room, a text, a key.
    Refused(Refusal),
}

impl Why {
    /// The stable code that programs match on.
    pub fn code(&self) -> &'static str {
        match self {
            Why::BadJson { .. } => "bad_json",
            Why::UnknownType { .. } => "unknown_type",
            Why::MissingField { .. } => "missing_field",
            Why::BadValue { .. } => "bad_value",
            Why::Refused(refusal) => refusal.code(),
        }
    }
}

impl From<Refusal> for Why {
    fn from(refusal: Refusal) -> Why {
        Why::Refused(refusal)
    }
}

/// Every field of every request, in one flat object.
#[derive(Deserialize)]
struct Fields<'a> {
    #[serde(borrow, rename = "type")]
    kind: Option<Cow<'a, str>>,
    #[serde(borrow, rename = "ref")]
    reference: Option<Cow<'a, str>>,
    #[serde(borrow)]
    room: Option<Cow<'a, str>>,
    #[serde(borrow)]
    text: Option<Cow<'a, str>>,
    #[serde(borrow)]
    style: Option<Cow<'a, str>>,
    #[serde(borrow)]
    key: Option<Cow<'a, str>>,
    #[serde(borrow)]
    name: Option<Cow<'a, str>>,
    #[serde(borrow)]
    names: Option<Vec<Cow<'a, str>>>,
    #[serde(borrow)]
    token: Option<Cow<'a, str>>,
    #[serde(borrow)]
    to: Option<Cow<'a, str>>,
    #[serde(borrow)]
    secret: Option<Cow<'a, str>>,
    #[serde(borrow)]
    mark: Option<Cow<'a, str>>,
    #[serde(borrow)]
    from: Option<Cow<'a, str>>,
    #[serde(borrow)]
    since: Option<Cow<'a, str>>,
    #[serde(borrow)]
    until: Option<Cow<'a, str>>,
    #[serde(borrow)]
    address: Option<Cow<'a, str>>,
    #[serde(borrow)]
    why: Option<Cow<'a, str>>,
    #[serde(borrow)]
    role: Option<Cow<'a, str>>,
    #[serde(borrow)]
    mode: Option<Cow<'a, str>>,
    #[serde(borrow)]
    password: Option<Cow<'a, str>>,
    #[serde(borrow)]
    invitation: Option<Cow<'a, str>>,
    #[serde(borrow)]
    old: Option<Cow<'a, str>>,
    #[serde(borrow)]
    code: Option<Cow<'a, str>>,
    #[serde(borrow)]
    wish: Option<Cow<'a, str>>,
    #[serde(borrow)]
    about: Option<Cow<'a, str>>,
    #[serde(borrow)]
    mask: Option<Cow<'a, str>>,
    /// Null is a value, too.
    #[serde(default, deserialize_with = "any")]
    value: Option<serde_json::Value>,
    #[serde(borrow)]
    user: Option<Cow<'a, str>>,
    #[serde(borrow)]
    real: Option<Cow<'a, str>>,
    #[serde(borrow)]
    state: Option<Cow<'a, str>>,
    #[serde(borrow)]
    label: Option<Cow<'a, str>>,
    #[serde(borrow)]
    scope: Option<Cow<'a, str>>,
    #[serde(borrow)]
    url: Option<Cow<'a, str>>,
    #[serde(borrow)]
    fingerprint: Option<Cow<'a, str>>,
    #[serde(borrow)]
    step: Option<Cow<'a, str>>,
    modes: Option<serde_json::Map<String, serde_json::Value>>,
    #[serde(borrow)]
    first: Option<Cow<'a, str>>,
    #[serde(borrow, rename = "final")]
    last: Option<Cow<'a, str>>,
    bot: Option<bool>,
    keep: Option<bool>,
    #[serde(borrow)]
    tags: Option<BTreeMap<Cow<'a, str>, Cow<'a, str>>>,
    at: Option<Cow<'a, str>>,
    around: Option<serde_json::Value>,
    between: Option<Vec<serde_json::Value>>,
    on: Option<bool>,
    only_words: Option<bool>,
    after: Option<serde_json::Number>,
    before: Option<serde_json::Number>,
    limit: Option<serde_json::Number>,
    reply_to: Option<serde_json::Number>,
    seq: Option<serde_json::Number>,
    seconds: Option<serde_json::Number>,
    session: Option<serde_json::Number>,
    days: Option<serde_json::Number>,
    revoke: Option<serde_json::Number>,
    end: Option<serde_json::Number>,
    retry: Option<serde_json::Number>,
    next: Option<serde_json::Number>,
}

fn any<'de, D: Deserializer<'de>>(value: D) -> Result<Option<serde_json::Value>, D::Error> {
    serde_json::Value::deserialize(value).map(Some)
}

/// Only the reference, for a line whose other fields are of the wrong kind.
#[derive(Deserialize)]
struct Reference<'a> {
    #[serde(borrow, rename = "ref")]
    reference: Option<Cow<'a, str>>,
}

/// Reads one line, without its end.
pub fn parse(line: &str) -> Result<(Option<Ref>, Ask), JsonFault> {
    // The parser would take a list of the fields' values for an object.
    if !line.trim_start().starts_with('{') {
        return Err(JsonFault { reference: None, why: Why::BadJson { column: 1 } });
    }
    let fields: Fields<'_> = serde_json::from_str(line).map_err(|e| {
        let found = serde_json::from_str::<Reference<'_>>(line).ok().and_then(|r| r.reference);
        JsonFault { reference: found.and_then(|r| Ref::new(&r).ok()), why: Why::BadJson { column: e.column() } }
    })?;
    let reference = match fields.reference.as_deref().map(Ref::new).transpose() {
        Ok(reference) => reference,
        Err(refusal) => return Err(JsonFault { reference: None, why: refusal.into() }),
    };
    match fields.ask() {
        Ok(ask) => Ok((reference, ask)),
        Err(why) => Err(JsonFault { reference, why }),
    }
}

impl Fields<'_> {
    fn ask(&self) -> Result<Ask, Why> {
        let command = match need(&self.kind, "type")? {
            "say" => self.say()?,
            "calc" => return self.calc(),
            "edit" => Command::Edit { of: self.target()?, seq: self.seq()?, text: self.words()? },
            "delete" => self.delete()?,
            "react" => Command::React {
                of: self.target()?,
                seq: self.seq()?,
                mark: Mark::new(need(&self.mark, "mark")?)?,
                on: self.on.unwrap_or(true),
            },
            "join" => Command::Join {
                room: self.named_room()?,
                after: number(&self.after)?,
                secret: self.secret.as_deref().map(Secret::new).transpose()?,
            },
            "read_mark" => Command::ReadAt { of: self.target()?, at: moment(&self.at, "at")? },
            "targets" => self.targets()?,
            "read" => Command::Read { of: self.target()?, upto: number(&self.seq)?.unwrap_or(Seq::MAX) },
            "unread" => Command::Unread,
            "search" => self.search()?,
            "whois" => Command::Whois(self.person()?),
            "away" => Command::Away(line_of_text(self.text.as_deref())?),
            "ignore" => Command::Ignore { who: self.person()?, on: self.on.unwrap_or(true) },
            "about" => Command::About(self.named_room()?),
            act @ ("topic" | "invite" | "kick" | "ban" | "unban" | "mute" | "unmute" | "role" | "mode" | "exempt"
            | "welcome" | "rename") => Command::Govern { room: self.named_room()?, act: self.act(act)? },
            "leave" => Command::Leave { room: self.named_room()?, why: line_of_text(self.why.as_deref())? },
            "nick" => Command::Nick(self.person()?),
            "history" => self.history()?,
            "rooms" => Command::Rooms,
            "invitations" => Command::Invitations,
            "who" => Command::Who(self.target()?),
            "resume" => Command::Resume(need(&self.token, "token")?.to_string()),
            account @ ("register" | "login" | "logout" | "password" | "link" | "sessions" | "end_session" | "claim"
            | "export" | "erase" | "admin" | "oper" | "step_down" | "scram" | "external" | "certificate"
            | "token" | "tokens" | "webhook" | "webhooks") => self.account(account)?,
            people @ ("find" | "watch" | "watched" | "unwatch" | "whowas" | "census" | "own_modes") => {
                self.people(people)?
            }
            "aside" => self.aside()?,
            "format" if need(&self.to, "to")? == "text" => return Ok(Ask::Plain),
            "format" => return Err(Why::BadValue { field: "to" }),
            "lang" => return Ok(Ask::Lang(need(&self.to, "to")?.to_string())),
            "ping" => return Ok(Ask::Ping),
            "quit" => return Ok(Ask::Quit(line_of_text(self.why.as_deref())?)),
            "introduce" => Command::Introduce(self.face()),
            "profile" => self.profile()?,
            "typing" => Command::Typing { to: self.target()?, state: self.typing()? },
            "tagged" => self.tagged()?,
            other => return Err(Why::UnknownType { nearest: nearest(other, &TYPES) }),
        };
        Ok(Ask::Command(command))
    }

    fn style(&self) -> Result<Style, Why> {
        style_of(self.style.as_deref()).ok_or(Why::BadValue { field: "style" })
    }

    fn search(&self) -> Result<Command, Why> {
        let of = if self.room.is_some() { Some(self.target()?) } else { None };
        let by = self.from.as_deref().map(Name::new).transpose()?;
        if by.is_none() {
            need(&self.text, "text")?;
        }
        let mut query = Query::new(self.text.as_deref().unwrap_or_default(), by)?;
        (query.since, query.until) = (moment(&self.since, "since")?, moment(&self.until, "until")?);
        Ok(Command::Search { of, query, limit: self.limit(SEARCH_LIMIT)? })
    }

    fn words(&self) -> Result<Text, Why> {
        Ok(Text::new(need(&self.text, "text")?)?)
    }

    fn seq(&self) -> Result<Seq, Why> {
        number(&self.seq)?.ok_or(Why::MissingField { field: "seq" })
    }

    fn person(&self) -> Result<Name, Why> {
        Ok(Name::new(need(&self.name, "name")?)?)
    }

    /// `@bob` is a person; anything else is a room, whose `#` may be left out.
    fn target(&self) -> Result<Target, Why> {
        let room = need(&self.room, "room")?;
        Ok(match room.strip_prefix('@') {
            Some(name) => Target::Person(Name::new(name)?),
            None => Target::Room(RoomName::new(room)?),
        })
    }

    fn named_room(&self) -> Result<RoomName, Why> {
        Ok(RoomName::new(need(&self.room, "room")?)?)
    }

    /// Whatever does not fit is left for the rule to refuse, which knows the bounds.
    fn limit(&self, usual: usize) -> Result<usize, Why> {
        Ok(number(&self.limit)?.map_or(usual, |n| usize::try_from(n).unwrap_or(usize::MAX)))
    }
}
