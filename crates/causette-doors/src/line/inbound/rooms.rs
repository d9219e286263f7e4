//! Commands about rooms: entering, topic, invitations, order, roles and modes.

use super::args::{Wish, Wrong, govern, leading_span, line_of_text, needed, person, plain, seq, span};
use crate::line::view::View;
use crate::line::words;
use causette_core::{Act, Command, Mask, Mode, Role, RoomName, Secret, Whom};
use causette_wire::line::words::first_word;

/// `/join ROOM [KEY]`
pub(super) fn join(arg: &str) -> Wish {
    let (room, secret) = needed(arg)?;
    let secret = if secret.is_empty() { None } else { Some(Secret::new(secret.trim_end())?) };
    plain(Command::Join { room: RoomName::new(room)?, after: None, secret })
}

/// `/leave [ROOM [WORDS]]`
pub(super) fn leave(arg: &str, here: Option<&RoomName>) -> Wish {
    let Some((room, why)) = first_word(arg) else {
        return plain(Command::Leave { room: here.ok_or(Wrong::NoRoom)?.clone(), why: None });
    };
    plain(Command::Leave { room: RoomName::new(room)?, why: line_of_text(why)? })
}

/// `/topic` shows it, `/topic TEXT` sets it, `/topic -` clears it.
pub(super) fn topic(arg: &str, here: Option<&RoomName>) -> Wish {
    match arg {
        "" => about(here, View::Topic),
        "-" => govern(here, Act::Topic(None)),
        text => govern(here, Act::Topic(line_of_text(text)?)),
    }
}

fn about(here: Option<&RoomName>, view: View) -> Wish {
    Ok((Some(view.reference()), Command::About(here.ok_or(Wrong::NoRoom)?.clone())))
}

/// `/rename #NEW [WHY]`, or `/rename #OLD #NEW [WHY]`: where two words are rooms, the first is the one that is meant.
pub(super) fn rename(arg: &str, here: Option<&RoomName>) -> Wish {
    let (first, rest) = needed(arg)?;
    match first_word(rest) {
        Some((second, why)) if second.starts_with('#') => {
            let to = RoomName::new(second)?;
            govern(Some(&RoomName::new(first)?), Act::Rename { to, why: line_of_text(why)? })
        }
        _ => govern(here, Act::Rename { to: RoomName::new(first)?, why: line_of_text(rest)? }),
    }
}

/// `/kick NAME [WHY]`
pub(super) fn kick(arg: &str, here: Option<&RoomName>) -> Wish {
    let (who, why) = needed(arg)?;
    govern(here, Act::Kick { who: person(who)?, why: line_of_text(why)? })
}

/// `/ban WHO [TIME] [WHY]`; alone, it shows the bans.
pub(super) fn ban(arg: &str, here: Option<&RoomName>) -> Wish {
    let Some((whom, rest)) = first_word(arg) else { return about(here, View::Bans) };
    let (span, why) = leading_span(rest)?;
    govern(here, Act::Ban { whom: self::whom(whom)?, span, why: line_of_text(why)? })
}

/// `/unban WHO|N`
pub(super) fn unban(arg: &str, here: Option<&RoomName>) -> Wish {
    govern(here, Act::Unban(whom(only(arg)?)?))
}

/// `/unmute WHO|N`
pub(super) fn unmute(arg: &str, here: Option<&RoomName>) -> Wish {
    govern(here, Act::Unmute(whom(only(arg)?)?))
}

/// `/mute WHO [TIME] [WHY]`
pub(super) fn mute(arg: &str, here: Option<&RoomName>) -> Wish {
    let (who, rest) = needed(arg)?;
    let (span, why) = leading_span(rest)?;
    govern(here, Act::Mute { whom: whom(who)?, span, why: line_of_text(why)? })
}

/// Commands that only name somebody.
pub(super) fn named(arg: &str, here: Option<&RoomName>, act: impl FnOnce(causette_core::Name) -> Act) -> Wish {
    govern(here, act(person(only(arg)?)?))
}

/// `/op NAME [ROLE]`
pub(super) fn op(arg: &str, here: Option<&RoomName>) -> Wish {
    let (who, role) = needed(arg)?;
    let role = match role.trim_end() {
        "" => Some(Role::Moderator),
        role => words::role(role).ok_or_else(|| Wrong::Word(role.to_owned()))?,
    };
    govern(here, Act::Role { who: person(who)?, role })
}

/// `/mode`, `/mode private` (on), `/mode private off`, `/mode limit 30`
pub(super) fn mode(arg: &str, here: Option<&RoomName>) -> Wish {
    let Some((name, value)) = first_word(arg) else { return about(here, View::Modes) };
    let name = words::mode(name).ok_or_else(|| Wrong::Mode(name.to_owned()))?;
    let value = value.trim_end();
    let flag = || match value {
        "" => Ok(true),
        value => words::switch(value).ok_or_else(|| Wrong::Word(value.to_owned())),
    };
    let number = || match (value, words::switch(value)) {
        ("", _) => Err(Wrong::Usage),
        (_, Some(false)) => Ok(None),
        (value, _) => value.parse().map(Some).map_err(|_| Wrong::Word(value.to_owned())),
    };
    govern(
        here,
        Act::Mode(match name {
            "private" => Mode::Private(flag()?),
            "invite_only" => Mode::InviteOnly(flag()?),
            "secret" => Mode::Secret(flag()?),
            "moderated" => Mode::Moderated(flag()?),
            "topic_locked" => Mode::TopicLocked(flag()?),
            "accounts_only" => Mode::AccountsOnly(flag()?),
            "key" if value.is_empty() => return Err(Wrong::Usage),
            "key" if words::switch(value) == Some(false) => Mode::Key(None),
            "key" => Mode::Key(Some(Secret::new(value)?)),
            "limit" => Mode::Limit(number()?),
            "slow" => return slow(value, Some(here.ok_or(Wrong::NoRoom)?)),
            "keep_days" => Mode::KeepDays(number()?),
            "no_ctcp" => Mode::NoCtcp(flag()?),
            "outsiders" => Mode::Outsiders(flag()?),
            _ => Mode::KeepLast(number()?.map(u64::from)),
        }),
    )
}

/// `/slow SECONDS|off`; `5m` will do, too.
pub(super) fn slow(arg: &str, here: Option<&RoomName>) -> Wish {
    let seconds = match (arg, words::switch(arg)) {
        ("", _) => return Err(Wrong::Usage),
        (_, Some(false)) => 0,
        (arg, _) => span(arg).ok_or_else(|| Wrong::Word(arg.to_owned()))?,
    };
    govern(here, Act::Mode(Mode::Slow(u32::try_from(seconds).unwrap_or(u32::MAX))))
}

/// `/exempt MASK [off]`, `/welcome MASK [off]`; alone, they show the lists.
pub(super) fn pattern(arg: &str, here: Option<&RoomName>, act: impl FnOnce(Mask, bool) -> Act) -> Wish {
    let Some((mask, rest)) = first_word(arg) else { return about(here, View::Bans) };
    let on = match rest.trim_end() {
        "" => true,
        word => words::switch(word).ok_or_else(|| Wrong::Word(word.to_owned()))?,
    };
    govern(here, act(Mask::new(mask)?, on))
}

/// An address is one, a number is that of the ban or mute in the list, a pattern looks like nothing else; the rest are names.
fn whom(word: &str) -> Result<Whom, Wrong> {
    match (word.parse(), seq(word)) {
        (Ok(address), _) => Ok(Whom::Address(address)),
        (Err(_), Some(number)) => Ok(Whom::Fact(number)),
        // `@bob` is what a person is called, too.
        (Err(_), None) if Mask::looks_like(word.strip_prefix('@').unwrap_or(word)) => Ok(Whom::Mask(Mask::new(word)?)),
        (Err(_), None) => Ok(Whom::Person(person(word)?)),
    }
}

/// The one word there may be.
pub(super) fn only(arg: &str) -> Result<&str, Wrong> {
    match needed(arg)? {
        (word, "") => Ok(word),
        (_, more) => Err(Wrong::Word(more.to_owned())),
    }
}
