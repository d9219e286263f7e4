//! The words of this language for what is one of a few: roles, modes, doors, why words are gone. Read and written alike.

use causette_core::{About, Door, Gone, Mode, Role, Style, Typing};

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
        Mode::NoCtcp(_) => "no_ctcp",
        Mode::Outsiders(_) => "outsiders",
    }
}

/// `line`, `irc`, `web` or `console`.
pub fn door_term(door: Door) -> &'static str {
    match door {
        Door::Line => "line",
        Door::Irc => "irc",
        Door::Web => "web",
        Door::Console => "console",
    }
}

/// What a note of the audit room is about.
pub fn about_term(about: About) -> &'static str {
    match about {
        About::Certificate => "certificate",
        About::Backup => "backup",
        About::Disk => "disk",
        About::Settings => "settings",
        About::SignIn => "sign_in",
        About::Operator => "operator",
    }
}

/// The other way round.
pub(super) fn about_of(word: &str) -> Option<About> {
    let all = [About::Certificate, About::Backup, About::Disk, About::Settings, About::SignIn, About::Operator];
    all.into_iter().find(|about| about_term(*about) == word)
}

/// `action` or `notice`; what is simply said has none.
pub fn style_term(style: Style) -> Option<&'static str> {
    match style {
        Style::Plain => None,
        Style::Action => Some("action"),
        Style::Notice => Some("notice"),
    }
}

/// The other way round; `plain` may be said.
pub(super) fn style_of(word: Option<&str>) -> Option<Style> {
    let all = [Style::Plain, Style::Action, Style::Notice];
    all.into_iter().find(|style| style_term(*style) == word.filter(|word| *word != "plain"))
}

/// `active`, `paused` or `done`.
pub fn typing_term(state: Typing) -> &'static str {
    match state {
        Typing::Active => "active",
        Typing::Paused => "paused",
        Typing::Done => "done",
    }
}

/// The other way round.
pub(super) fn typing_of(word: &str) -> Option<Typing> {
    [Typing::Active, Typing::Paused, Typing::Done].into_iter().find(|state| typing_term(*state) == word)
}

/// `deleted`, `ignored` or `erased`.
pub fn gone_term(why: Gone) -> &'static str {
    match why {
        Gone::Deleted => "deleted",
        Gone::Ignored => "ignored",
        Gone::Erased => "erased",
    }
}
