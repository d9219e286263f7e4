//! Commands about one's account and one's sessions. What was typed as a password is in no refusal.

use super::args::{Wish, Wrong, needed, numbered, one_secret, person, plain, secret};
use super::rooms::only;
use crate::line::view::View;
use crate::line::words;
use causette_core::{Certificates, Command, Fingerprint, Label, Password, Refusal, RoomName, Scope, TokenWish};
use causette_texts::Topic;
use causette_wire::line::words::first_word;

/// `/register NAME PASSWORD [INVITATION]`
pub(super) fn register(arg: &str) -> Wish {
    let (name, rest) = needed(arg)?;
    let (password, rest) = secret(rest)?;
    let invitation = match first_word(rest) {
        None => None,
        Some((word, "")) => Some(word.to_owned()),
        Some(_) => return Err(Wrong::TooMany),
    };
    plain(Command::Register { name: person(name)?, password: Password::new(password)?, invitation })
}

/// `/login NAME PASSWORD`, the password being all of the rest; `/login WORD` signs in by a one-time word.
pub(super) fn login(arg: &str) -> Wish {
    let (name, rest) = needed(arg)?;
    if rest.is_empty() {
        return plain(Command::Resume(name.to_owned()));
    }
    let password = match secret(rest)? {
        (password, "") => password,
        _ => rest,
    };
    plain(Command::Login { name: person(name)?, password: typed(password)? })
}

/// `/oper NAME PASSWORD`, the password being all of the rest; `/oper off` steps down.
pub(super) fn oper(arg: &str) -> Wish {
    let (name, rest) = needed(arg)?;
    if rest.is_empty() {
        return if words::switch(name) == Some(false) { plain(Command::StepDown) } else { Err(Wrong::Usage) };
    }
    let password = match secret(rest)? {
        (password, "") => password,
        _ => rest,
    };
    let password = Password::typed(password).ok_or(Wrong::Refused(Refusal::WrongOperator))?;
    plain(Command::Oper { name: person(name)?, password })
}

/// `/password OLD NEW`; `/password NEW` for whoever came by a word because they forgot the old one.
pub(super) fn password(arg: &str) -> Wish {
    let (old, rest) = secret(arg)?;
    let (new, more) = if rest.is_empty() { (old, "") } else { secret(rest)? };
    if !more.is_empty() {
        return Err(Wrong::TooMany);
    }
    plain(Command::Password { old: typed(old)?, new: Password::new(new)? })
}

/// What can be no password is a wrong one: the answer tells nothing of the right one.
fn typed(password: &str) -> Result<Password, Wrong> {
    Password::typed(password).ok_or(Wrong::Refused(Refusal::WrongLogin))
}

/// `/sessions`, `/sessions end N`
pub(super) fn sessions(arg: &str) -> Wish {
    let Some((word, number)) = first_word(arg) else { return plain(Command::Sessions) };
    match words::ends(word) {
        true => plain(Command::EndSession(numbered(only(number)?)?)),
        false => Err(Wrong::Word(word.to_owned())),
    }
}

/// `/resume` asks for a word, `/resume WORD` uses it.
pub(super) fn resume(arg: &str) -> Wish {
    plain(if arg.is_empty() { Command::Link } else { Command::Resume(one_secret(arg)?.to_owned()) })
}

/// `/certificate`, `/certificate add`, `/certificate login`, `/certificate remove PRINT`
pub(super) fn certificate(arg: &str) -> Wish {
    let Some((word, rest)) = first_word(arg) else { return plain(Command::Certificates(Certificates::List)) };
    match (words::removes(word), rest) {
        (true, print) => {
            let print = only(print)?;
            let print = Fingerprint::parse(print).ok_or(Wrong::Refused(Refusal::NoSuchCertificate))?;
            plain(Command::Certificates(Certificates::Remove(print)))
        }
        (false, "") if words::adds(word) => plain(Command::Certificates(Certificates::Add)),
        (false, "") if words::find(word) == Some(Topic::Login) => plain(Command::External(None)),
        (false, _) => Err(Wrong::Word(word.to_owned())),
    }
}

/// `/token`, `/token new LABEL [SCOPE] [#ROOM]`, `/token revoke N`
pub(super) fn token(arg: &str) -> Wish {
    let Some((word, rest)) = first_word(arg) else { return plain(Command::Token(TokenWish::List)) };
    if words::removes(word) {
        let number = numbered(only(rest)?)?;
        let number = u32::try_from(number).map_err(|_| Wrong::Refused(Refusal::NoSuchToken { number: u32::MAX }))?;
        return plain(Command::Token(TokenWish::Revoke(number)));
    }
    if !words::adds(word) {
        return Err(Wrong::Word(word.to_owned()));
    }
    let (label, mut rest) = secret(rest)?;
    let (mut scope, mut only_in) = (None, None);
    while let Some((word, more)) = first_word(rest) {
        match words::scope(word) {
            Some(found) if scope.is_none() => scope = Some(found),
            None if word.starts_with('#') && only_in.is_none() => only_in = Some(RoomName::new(word)?),
            Some(_) | None => return Err(Wrong::Word(word.to_owned())),
        }
        rest = more;
    }
    let (label, scope) = (Label::new(label)?, scope.unwrap_or(Scope::Read));
    plain(Command::Token(TokenWish::Make { label, scope, room: only_in, days: None }))
}

/// `/claim CODE`
pub(super) fn claim(arg: &str) -> Wish {
    plain(Command::Claim(one_secret(arg)?.to_owned()))
}

/// `/export [N]`
pub(super) fn export(arg: &str) -> Wish {
    let from = beginning(arg)?;
    Ok((Some(View::Export { of_another: false, from }.reference()), Command::Export(from)))
}

/// Where a piece of an export begins.
pub(super) fn beginning(arg: &str) -> Result<u64, Wrong> {
    if arg.is_empty() { Ok(0) } else { numbered(only(arg)?) }
}

/// `/erase NAME`
pub(super) fn erase(arg: &str) -> Wish {
    plain(Command::Erase(person(only(arg)?)?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use causette_core::{Name, limits};

    #[test]
    fn an_operator_says_a_name_and_a_password() {
        let ops = || {
            let password = Password::typed("secret word").unwrap();
            Command::Oper { name: Name::new("ops").unwrap(), password }
        };
        for (arg, expect) in [
            ("ops secret word", plain(ops())),
            ("ops \"secret word\"", plain(ops())),
            ("OFF", plain(Command::StepDown)),
            ("non", plain(Command::StepDown)),
            ("ops", Err(Wrong::Usage)),
            ("", Err(Wrong::Usage)),
        ] {
            assert_eq!(oper(arg), expect, "{arg}");
        }
        let long = format!("ops {}", "x".repeat(limits::PASSWORD_MAX + 1));
        assert_eq!(oper(&long), Err(Wrong::Refused(Refusal::WrongOperator)));
    }

    #[test]
    fn a_token_has_a_label_a_scope_and_perhaps_a_room() {
        let make = |label: &str, scope, room: Option<&str>| {
            let room = room.map(|room| RoomName::new(room).unwrap());
            let wish = TokenWish::Make { label: Label::new(label).unwrap(), scope, room, days: None };
            plain(Command::Token(wish))
        };
        for (arg, expect) in [
            ("", plain(Command::Token(TokenWish::List))),
            ("new ci", make("ci", Scope::Read, None)),
            ("new ci say #ops", make("ci", Scope::Say, Some("#ops"))),
            ("nouveau \"ma sonnette\" #cour écrire", make("ma sonnette", Scope::Say, Some("#cour"))),
            ("add ci TALK", make("ci", Scope::Talk, None)),
            ("new all all", make("all", Scope::All, None)),
            ("revoke 3", plain(Command::Token(TokenWish::Revoke(3)))),
            ("révoquer 3", plain(Command::Token(TokenWish::Revoke(3)))),
            ("new", Err(Wrong::Usage)),
            ("new ci admin", Err(Wrong::Word("admin".into()))),
            ("new ci read say", Err(Wrong::Word("say".into()))),
            ("new ci #a #b", Err(Wrong::Word("#b".into()))),
            ("build", Err(Wrong::Word("build".into()))),
            ("revoke 4294967296", Err(Wrong::Refused(Refusal::NoSuchToken { number: u32::MAX }))),
        ] {
            assert_eq!(token(arg), expect, "{arg}");
        }
    }
}
