//! What operators ask for: accounts and the whole server. Bans, kicks and ranks of the server are those of its own room.

use super::account::beginning;
use super::args::{Wish, Wrong, line_of_text, needed, person, plain, secret, span};
use super::rooms::{self, only};
use crate::line::view::View;
use crate::line::words::{self, Office};
use causette_core::Wish as Asked;
use causette_core::{About, Act, Command, Name, Note, Password, RoomName, limits};
use causette_wire::json::INVITE_SPAN;
use causette_wire::line::words::first_word;

/// `/admin WHAT …`
pub(super) fn admin(arg: &str) -> Wish {
    let (word, rest) = needed(arg)?;
    let server = RoomName::server();
    let here = Some(&server);
    match words::office(word).ok_or_else(|| Wrong::Office(word.to_owned()))? {
        Office::Users => users(rest),
        Office::User => user(rest),
        Office::Invite => invite(rest),
        Office::Reset => named(rest, Asked::Reset),
        Office::Export => export(rest),
        Office::Erase => named(rest, Asked::Erase),
        Office::Stats => plain(Command::Admin(Asked::Stats)),
        Office::Note => note(rest),
        Office::Ban => rooms::ban(rest, here),
        Office::Unban => rooms::unban(rest, here),
        Office::Kick => rooms::kick(rest, here),
        Office::Op => rooms::op(rest, here),
        Office::Deop => rooms::named(rest, here, |who| Act::Role { who, role: None }),
        Office::Reload if rest.is_empty() => plain(Command::Admin(Asked::Reload)),
        Office::Reload => Err(Wrong::TooMany),
        Office::Announce => plain(Command::Admin(Asked::Announce(line_of_text(rest)?.ok_or(Wrong::Usage)?))),
    }
}

/// `/kill NAME [WHY]`
pub(super) fn kill(arg: &str) -> Wish {
    rooms::kick(arg, Some(&RoomName::server()))
}

fn named(rest: &str, wish: impl FnOnce(Name) -> Asked) -> Wish {
    plain(Command::Admin(wish(person(only(rest)?)?)))
}

/// `users [AFTER]`
fn users(rest: &str) -> Wish {
    let after = if rest.is_empty() { None } else { Some(person(only(rest)?)?) };
    plain(Command::Admin(Asked::Accounts { after, limit: limits::ACCOUNT_LIST }))
}

/// `user add NAME PASSWORD`
fn user(rest: &str) -> Wish {
    let (word, rest) = needed(rest)?;
    if !words::adds(word) {
        return Err(Wrong::Word(word.to_owned()));
    }
    let (name, rest) = needed(rest)?;
    match secret(rest)? {
        (password, "") => {
            let (name, password) = (person(name)?, Password::new(password)?);
            plain(Command::Admin(Asked::Account { name, password }))
        }
        _ => Err(Wrong::TooMany),
    }
}

/// `invite [TIME]`
fn invite(rest: &str) -> Wish {
    let seconds = match first_word(rest) {
        None => INVITE_SPAN,
        Some((word, "")) => span(word).ok_or_else(|| Wrong::Word(word.to_owned()))?,
        Some((_, more)) => return Err(Wrong::Word(more.to_owned())),
    };
    plain(Command::Admin(Asked::Invite { span: seconds }))
}

/// `export NAME [N]`
fn export(rest: &str) -> Wish {
    let (name, rest) = needed(rest)?;
    let from = beginning(rest)?;
    let view = View::Export { of_another: true, from };
    Ok((Some(view.reference()), Command::Admin(Asked::Export(person(name)?, from))))
}

/// `note TEXT`, or `note backup: TEXT`
fn note(rest: &str) -> Wish {
    let about = first_word(rest).and_then(|(word, after)| Some((words::about(word)?, after)));
    let (about, text) = about.unwrap_or((About::Settings, rest));
    let text = line_of_text(text)?.ok_or(Wrong::Usage)?;
    plain(Command::Admin(Asked::Note(Note { about, text })))
}
