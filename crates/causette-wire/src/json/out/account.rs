//! What is told about accounts, their sessions and the whole server.
//!
//! | type | fields |
//! | --- | --- |
//! | `sessions` | `sessions`: each `session` (its number), `door`, `private`, `since`, `this`? |
//! | `session_ended` | `session` |
//! | `certificates` | `certificates`: each `fingerprint`, `since`, `this`? |
//! | `token` | `number`, `label`, `scope`, `room`? (null: one that its account is no member of), `since`, `until`, `used`? (a day), `token`: shown this once |
//! | `tokens` | `tokens`: each as `token`, without the token itself |
//! | `webhook` | `number`, `label`, `room` (null: one that its account is no member of), `url`, `since`, `state` (`active`, `failing`, `paused`, `ended`), `after`: the last number delivered, `failing_since`? and `last`? (a status, or a word), `secret`?: shown this once |
//! | `webhooks` | `webhooks`: each as `webhook`, without the secret |
//! | `password_changed` | `ended`: how many other sessions were |
//! | `code` | `kind` (`session`, `once`, `reset`, `invite`), `code`, `until` |
//! | `accounts` | `accounts`: each `name`, `id`, `made`, `rank`?, `sessions`; `more` |
//! | `account` | `name`, `id`, `state`: `made` or `erased` |
//! | `stats` | `sessions`, `signed_in`, `rooms_loaded`, `accounts`, `rooms`, `facts`, `bytes`, `erasing` |
//! | `note_set`, `reloading` | |
//! | `sent_off` | `from`, `from_id`, `why`? |
//! | `announced` | `from`, `from_id`, `text`: an operator to everybody |
//! | `exported` | `name`, `id`, `made`, `rooms`, `facts`, `next`: a number, or null on the last piece |

use super::super::put::Object;
use super::super::terms::{door_term, role_term};
use super::fact::fact_object;
use super::{answer, person, tag};
use crate::hook;
use causette_core::notice::{AccountLine, CertificateLine, HookLine, Reach, SessionLine, Stats, TokenLine};
use causette_core::{Fact, HookFault, Millis, Notice, Ref, RoomTag, Sender, Text, TokenKind};
use std::sync::Arc;

/// What concerns accounts, of all that is told.
pub(super) fn notice(out: &mut Vec<u8>, reference: Option<&Ref>, notice: &Notice) {
    match notice {
        Notice::Sessions(lines) => {
            answer(out, "sessions", reference).list("sessions", lines, self::session).end_line();
        }
        Notice::Certificates(lines) => {
            answer(out, "certificates", reference).list("certificates", lines, self::certificate).end_line();
        }
        Notice::Token { line, token } => {
            self::token_fields(answer(out, "token", reference), line).text("token", token).end_line();
        }
        Notice::Tokens(lines) => {
            let token = |out: &mut Vec<u8>, line: &TokenLine| self::token_fields(Object::new(out), line).end();
            answer(out, "tokens", reference).list("tokens", lines, token).end_line();
        }
        Notice::Webhook { line, secret } => {
            let secret = secret.as_ref().map(hook::secret);
            hook_fields(answer(out, "webhook", reference), line).maybe("secret", secret.as_deref()).end_line();
        }
        Notice::Webhooks(lines) => {
            let webhook = |out: &mut Vec<u8>, line: &HookLine| hook_fields(Object::new(out), line).end();
            answer(out, "webhooks", reference).list("webhooks", lines, webhook).end_line();
        }
        Notice::SessionEnded { number } => {
            answer(out, "session_ended", reference).number("session", *number).end_line();
        }
        Notice::PasswordChanged { ended } => self::ended(answer(out, "password_changed", reference), *ended),
        Notice::Code { kind, code, until } => {
            self::code(answer(out, "code", reference), *kind, code).at("until", *until).end_line();
        }
        Notice::Accounts { lines, more } => {
            answer(out, "accounts", reference).list("accounts", lines, self::line).flag("more", *more).end_line();
        }
        Notice::AccountMade(who) => person(answer(out, "account", reference), who).text("state", "made").end_line(),
        Notice::AccountErased(who) => person(answer(out, "account", reference), who).text("state", "erased").end_line(),
        Notice::Stats(stats) => self::stats(answer(out, "stats", reference), stats).end_line(),
        Notice::Noted => answer(out, "note_set", reference).end_line(),
        Notice::Reloading => answer(out, "reloading", reference).end_line(),
        Notice::SentOff { by, why } => {
            let object = answer(out, "sent_off", reference).text("from", by.name.as_str()).id("from_id", by.id.0);
            object.maybe("why", why.as_ref().map(Text::as_str)).end_line();
        }
        Notice::Announced { by, text } => {
            let object = answer(out, "announced", reference).text("from", by.name.as_str()).id("from_id", by.id.0);
            object.text("text", text.as_str()).end_line();
        }
        Notice::Exported { who, made, profile, rooms, facts, next } => {
            let object = super::profile::maybe_profile(answer(out, "exported", reference), profile);
            let object = self::exported(object, (who, *made), rooms, facts);
            object.number_or_null("next", *next).end_line();
        }
        _ => {}
    }
}

/// One of one's sessions.
pub(super) fn session(out: &mut Vec<u8>, line: &SessionLine) {
    let object = Object::new(out).number("session", line.number).text("door", door_term(line.door));
    object.flag("private", line.private).at("since", line.since).mark("this", line.this).end();
}

/// One of one's certificates.
fn certificate(out: &mut Vec<u8>, line: &CertificateLine) {
    let print = line.fingerprint.to_string();
    Object::new(out).text("fingerprint", &print).at("since", line.since).mark("this", line.this).end();
}

/// A token, without itself.
fn token_fields<'o>(object: Object<'o>, line: &TokenLine) -> Object<'o> {
    let object = object.number("number", line.number.into()).text("label", line.label.as_str());
    let object = object.text("scope", line.scope.word());
    let object = match &line.reach {
        Reach::Everywhere => object,
        Reach::Room(room) => object.text("room", &room.to_string()),
        Reach::Nowhere => object.text_or_null("room", None),
    };
    object.at("since", line.since).at("until", line.until).maybe_at("used", line.used)
}

/// A webhook, without its secret.
fn hook_fields<'o>(object: Object<'o>, line: &HookLine) -> Object<'o> {
    let object = object.number("number", line.number.into()).text("label", line.label.as_str());
    let object = object.text_or_null("room", line.room.as_ref().map(ToString::to_string).as_deref());
    let object = object.text("url", line.url.as_str()).at("since", line.since).text("state", line.state.word());
    let (failing, last) = line.trouble.unzip();
    let last = last.map(HookFault::word);
    object.number("after", line.after).maybe_at("failing_since", failing).maybe("last", last.as_deref())
}

/// One of the accounts.
pub(super) fn line(out: &mut Vec<u8>, line: &AccountLine) {
    let object = person(Object::new(out), &line.who).at("made", line.made);
    object.maybe("rank", line.rank.map(role_term)).count("sessions", line.sessions).end();
}

/// How much there is of everything.
pub(super) fn stats<'o>(object: Object<'o>, stats: &Stats) -> Object<'o> {
    let object = object.count("sessions", stats.sessions).count("signed_in", stats.signed_in);
    let object = object.count("rooms_loaded", stats.rooms_loaded).number("accounts", stats.kept.accounts);
    let object = object.number("rooms", stats.kept.rooms).number("facts", stats.kept.facts);
    object.number("bytes", stats.kept.bytes).number("erasing", stats.kept.erasing)
}

/// How many other sessions a new password ended.
pub(super) fn ended(object: Object<'_>, count: usize) {
    object.count("ended", count).end_line();
}

/// A secret word, shown this once.
pub(super) fn code<'o>(object: Object<'o>, kind: TokenKind, code: &str) -> Object<'o> {
    object.text("kind", token_term(kind)).text("code", code)
}

/// A piece of what somebody said, with the rooms they are in.
pub(super) fn exported<'o>(
    object: Object<'o>,
    (who, made): (&Sender, Millis),
    rooms: &[RoomTag],
    facts: &[(RoomTag, Arc<Fact>)],
) -> Object<'o> {
    let room = |out: &mut Vec<u8>, room: &RoomTag| tag(Object::new(out), room).end();
    let said = |out: &mut Vec<u8>, (room, fact): &(RoomTag, Arc<Fact>)| fact_object(out, &room.label, fact, false);
    let object = person(object, who).at("made", made).list("rooms", rooms, room);
    object.list("facts", facts, said)
}

fn token_term(kind: TokenKind) -> &'static str {
    match kind {
        TokenKind::Session => "session",
        TokenKind::Once => "once",
        TokenKind::Reset => "reset",
        TokenKind::Invite => "invite",
        TokenKind::Certificate => "certificate",
        TokenKind::Program => "program",
        TokenKind::Hook => "webhook",
    }
}
