//! Modes' letters: which of a room's settings, roles and lists each stands for.

use causette_core::{Mode, OwnMode, Role};

/// Lists; always with a parameter; with one when set; without one (005).
pub(super) const CHANMODES: &str = "beI,k,l,CRimnpst";
/// All letters of rooms' modes (004).
pub(super) const LETTERS: &str = "beIklCRimnpstqov";
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
        // IRC names what is usual: nothing from outside.
        'n' => Mode::Outsiders(!on),
        _ => return None,
    })
}

/// The letter of what one sets for oneself.
pub(super) fn own_letter(mode: OwnMode) -> char {
    match mode {
        OwnMode::Invisible => 'i',
        OwnMode::AccountsOnly => 'R',
    }
}

/// What one sets for oneself by this letter.
pub(super) fn own_mode(letter: char) -> Option<OwnMode> {
    OwnMode::ALL.into_iter().find(|mode| own_letter(*mode) == letter)
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
        Mode::Outsiders(on) => flag(!*on, 'n'),
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

/// The same with all that the role includes, the highest first.
pub(super) fn prefixes(role: Option<Role>) -> &'static str {
    match role {
        Some(Role::Owner) => "~@+",
        Some(Role::Moderator) => "@+",
        Some(Role::Member) => "+",
        None => "",
    }
}

/// The same for programs that know no owners.
pub(super) fn plain_prefix(role: Option<Role>) -> &'static str {
    prefix(role.map(|role| role.min(Role::Moderator)))
}

/// How somebody's role changed: letters to take away, and letters to give. `all`: the reader was shown what roles include.
pub(super) fn changed(was: Option<Role>, role: Option<Role>, all: bool) -> (String, String) {
    let known = |held: Option<Role>| ROLES.into_iter().filter(move |one| Some(*one) <= held);
    let given = role.filter(|_| role > was || !all && role < was);
    let taken = match was {
        // An earlier version did not note it.
        None if role.is_none() => vec![Role::Moderator, Role::Member],
        _ if all => known(was).filter(|one| Some(*one) > role).collect(),
        _ => was.into_iter().filter(|one| Some(*one) > role).collect(),
    };
    (taken.into_iter().map(letter).collect(), given.into_iter().map(letter).collect())
}

/// Several modes as letters and what follows them; without those that IRC has no letter for.
pub(super) fn letters(modes: &[Mode]) -> (String, Vec<String>) {
    let (mut letters, mut params, mut sign) = (String::new(), Vec::new(), None);
    for (on, letter, param) in modes.iter().filter_map(shown) {
        if sign != Some(on) {
            letters.push(if on { '+' } else { '-' });
            sign = Some(on);
        }
        letters.push(letter);
        params.extend(param);
    }
    (letters, params)
}

const ROLES: [Role; 3] = [Role::Owner, Role::Moderator, Role::Member];

/// The role of a prefix.
pub(super) fn role_of_prefix(sign: &str) -> Option<Role> {
    ROLES.into_iter().find(|role| prefix(Some(*role)) == sign)
}
