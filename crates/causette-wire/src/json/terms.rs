//! The words of this language for what is one of a few: roles, modes, why words are gone. Read and written alike.

use causette_core::{Gone, Mode, Role};

/// `owner`, `moderator` or `member`.
pub fn role_term(role: Role) -> &'static str {
    match role {
        Role::Owner => "owner",
        Role::Moderator => "moderator",
        Role::Member => "member",
    }
}

/// What a mode is called, whatever it is set to.
pub fn mode_term(mode: &Mode) -> &'static str {
    match mode {
        Mode::Private(_) => "private",
        Mode::InviteOnly(_) => "invite_only",
        Mode::Secret(_) => "secret",
        Mode::Moderated(_) => "moderated",
        Mode::TopicLocked(_) => "topic_locked",
        Mode::AccountsOnly(_) => "accounts_only",
        Mode::Key(_) => "key",
        Mode::Limit(_) => "limit",
        Mode::Slow(_) => "slow",
        Mode::KeepDays(_) => "keep_days",
        Mode::KeepLast(_) => "keep_last",
    }
}

/// `deleted` or `ignored`.
pub fn gone_term(why: Gone) -> &'static str {
    match why {
        Gone::Deleted => "deleted",
        Gone::Ignored => "ignored",
    }
}
