//! Modes' letters: which of a room's settings, roles and lists each stands for.

use causette_core::{Mode, Role};

/// Lists; always with a parameter; with one when set; without one (005).
pub(super) const CHANMODES: &str = "beI,k,l,CRimpst";
/// All letters of rooms' modes (004).
pub(super) const LETTERS: &str = "beIklCRimpstqov";
/// Those with a parameter.
pub(super) const WITH_PARAMETER: &str = "beIklqov";
/// Letters of people's modes.
pub(super) const USER_LETTERS: &str = "BRiow";

/// The flag of a letter.
pub(super) fn flag(letter: char, on: bool) -> Option<Mode> {
    Some(match letter {
        'i' => Mode::InviteOnly(on),
        'm' => Mode::Moderated(on),
        's' => Mode::Secret(on),
        't' => Mode::TopicLocked(on),
        'p' => Mode::Private(on),
        'R' => Mode::AccountsOnly(on),
        'C' => Mode::NoCtcp(on),
        _ => return None,
    })
}

/// A mode as IRC says it: sign, letter and parameter; `None`: IRC has no letter for it.
pub(super) fn shown(mode: &Mode) -> Option<(bool, char, Option<String>)> {
    let flag = |on: bool, letter| Some((on, letter, None));
    match mode {
        Mode::InviteOnly(on) => flag(*on, 'i'),
        Mode::Moderated(on) => flag(*on, 'm'),
        Mode::Secret(on) => flag(*on, 's'),
        Mode::TopicLocked(on) => flag(*on, 't'),
        Mode::Private(on) => flag(*on, 'p'),
        Mode::AccountsOnly(on) => flag(*on, 'R'),
        Mode::NoCtcp(on) => flag(*on, 'C'),
        // A key is never shown.
        Mode::Key(key) => Some((key.is_some(), 'k', Some("*".to_owned()))),
        Mode::Limit(Some(people)) => Some((true, 'l', Some(people.to_string()))),
        Mode::Limit(None) => flag(false, 'l'),
        Mode::Slow(_) | Mode::KeepDays(_) | Mode::KeepLast(_) => None,
    }
}

/// The role of a letter.
pub(super) fn role(letter: char) -> Option<Role> {
    match letter {
        'q' => Some(Role::Owner),
        'o' => Some(Role::Moderator),
        'v' => Some(Role::Member),
        _ => None,
    }
}

/// The letter of a role.
pub(super) fn letter(role: Role) -> char {
    match role {
        Role::Owner => 'q',
        Role::Moderator => 'o',
        Role::Member => 'v',
    }
}

/// What stands before the name of somebody with a role.
pub(super) fn prefix(role: Option<Role>) -> &'static str {
    match role {
        Some(Role::Owner) => "~",
        Some(Role::Moderator) => "@",
        Some(Role::Member) => "+",
        None => "",
    }
}

/// The role of a prefix.
pub(super) fn role_of_prefix(sign: &str) -> Option<Role> {
    [Role::Owner, Role::Moderator, Role::Member].into_iter().find(|role| prefix(Some(*role)) == sign)
}
