//! The help page, and what is to be said about each command.
//!
//! It must not know how a command is carried out; a door with other commands adds its topics here.

use crate::{Lang, Say, bundle, say};

/// What help can be asked about.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash)]
pub enum Topic {
    /// `/nick`
    Nick,
    /// `/join`
    Join,
    /// `/leave`
    Leave,
    /// `/rooms`
    Rooms,
    /// `/who`
    Who,
    /// `/msg`
    Msg,
    /// `/say`
    Say,
    /// `/me`
    Me,
    /// `/notice`
    Notice,
    /// `/history`
    History,
    /// `/reply`
    Reply,
    /// `/edit`
    Edit,
    /// `/delete`
    Delete,
    /// `/react`
    React,
    /// `/topic`
    Topic,
    /// `/search`
    Search,
    /// `/read`
    Read,
    /// `/unread`
    Unread,
    /// `/whois`
    Whois,
    /// `/away`
    Away,
    /// `/profile`
    Profile,
    /// `/ignore`
    Ignore,
    /// `/watch`
    Watch,
    /// `/guests`
    Guests,
    /// `/hide`
    Hide,
    /// `/staff`
    Staff,
    /// `/invite`
    Invite,
    /// `/invites`
    Invites,
    /// `/kick`
    Kick,
    /// `/ban`
    Ban,
    /// `/unban`
    Unban,
    /// `/mute`
    Mute,
    /// `/unmute`
    Unmute,
    /// `/exempt`
    Exempt,
    /// `/welcome`
    Welcome,
    /// `/op`
    Op,
    /// `/deop`
    Deop,
    /// `/mode`
    Mode,
    /// `/slow`
    Slow,
    /// `/register`
    Register,
    /// `/login`
    Login,
    /// `/logout`
    Logout,
    /// `/password`
    Password,
    /// `/sessions`
    Sessions,
    /// `/resume`
    Resume,
    /// `/certificate`
    Certificate,
    /// `/token`
    Token,
    /// `/webhook`
    Webhook,
    /// `/claim`
    Claim,
    /// `/export`
    Export,
    /// `/erase`
    Erase,
    /// `/help`
    Help,
    /// `/admin`
    Admin,
    /// `/kill`
    Kill,
    /// `/oper`
    Oper,
    /// `/format`
    Format,
    /// `/lang`
    Lang,
    /// `/acks`
    Acks,
    /// `/paste`
    Paste,
    /// `/time`
    Time,
    /// `/rename`
    Rename,
    /// `/calc`
    Calc,
    /// `/echo`
    Echo,
    /// `/quit`
    Quit,
    /// `fin`
    Fin,
}

impl Topic {
    /// All of them, in the order of the help page.
    pub const ALL: [Topic; 65] = [
        Topic::Nick,
        Topic::Join,
        Topic::Leave,
        Topic::Rooms,
        Topic::Who,
        Topic::Whois,
        Topic::Msg,
        Topic::Say,
        Topic::Me,
        Topic::Notice,
        Topic::Reply,
        Topic::Edit,
        Topic::Delete,
        Topic::React,
        Topic::History,
        Topic::Search,
        Topic::Read,
        Topic::Unread,
        Topic::Away,
        Topic::Profile,
        Topic::Ignore,
        Topic::Watch,
        Topic::Guests,
        Topic::Hide,
        Topic::Register,
        Topic::Login,
        Topic::Logout,
        Topic::Password,
        Topic::Sessions,
        Topic::Resume,
        Topic::Certificate,
        Topic::Token,
        Topic::Webhook,
        Topic::Claim,
        Topic::Export,
        Topic::Erase,
        Topic::Help,
        Topic::Topic,
        Topic::Rename,
        Topic::Staff,
        Topic::Invite,
        Topic::Invites,
        Topic::Kick,
        Topic::Ban,
        Topic::Unban,
        Topic::Mute,
        Topic::Unmute,
        Topic::Exempt,
        Topic::Welcome,
        Topic::Op,
        Topic::Deop,
        Topic::Mode,
        Topic::Slow,
        Topic::Admin,
        Topic::Kill,
        Topic::Oper,
        Topic::Calc,
        Topic::Lang,
        Topic::Acks,
        Topic::Paste,
        Topic::Time,
        Topic::Echo,
        Topic::Format,
        Topic::Quit,
        Topic::Fin,
    ];

    /// The word it is called by in English, without `/`.
    pub fn word(self) -> &'static str {
        self.id().strip_prefix("help-").unwrap_or_default()
    }

    /// The topic somebody asks about by that word, with or without `/`, in any case.
    pub fn find(word: &str) -> Option<Topic> {
        let word = word.trim().trim_start_matches('/');
        let word = match word {
            "json" => "format",
            "bye" => "quit",
            word => word,
        };
        Topic::ALL.into_iter().find(|t| t.word().eq_ignore_ascii_case(word))
    }

    pub(crate) fn id(self) -> &'static str {
        match self {
            Topic::Nick => "help-nick",
            Topic::Join => "help-join",
            Topic::Leave => "help-leave",
            Topic::Rooms => "help-rooms",
            Topic::Who => "help-who",
            Topic::Msg => "help-msg",
            Topic::Say => "help-say",
            Topic::Me => "help-me",
            Topic::Notice => "help-notice",
            Topic::History => "help-history",
            Topic::Reply => "help-reply",
            Topic::Edit => "help-edit",
            Topic::Delete => "help-delete",
            Topic::React => "help-react",
            Topic::Topic => "help-topic",
            Topic::Rename => "help-rename",
            Topic::Search => "help-search",
            Topic::Read => "help-read",
            Topic::Unread => "help-unread",
            Topic::Whois => "help-whois",
            Topic::Away => "help-away",
            Topic::Profile => "help-profile",
            Topic::Ignore => "help-ignore",
            Topic::Watch => "help-watch",
            Topic::Guests => "help-guests",
            Topic::Hide => "help-hide",
            Topic::Staff => "help-staff",
            Topic::Invite => "help-invite",
            Topic::Invites => "help-invites",
            Topic::Kick => "help-kick",
            Topic::Ban => "help-ban",
            Topic::Unban => "help-unban",
            Topic::Mute => "help-mute",
            Topic::Unmute => "help-unmute",
            Topic::Exempt => "help-exempt",
            Topic::Welcome => "help-welcome",
            Topic::Op => "help-op",
            Topic::Deop => "help-deop",
            Topic::Mode => "help-mode",
            Topic::Slow => "help-slow",
            Topic::Register => "help-register",
            Topic::Login => "help-login",
            Topic::Logout => "help-logout",
            Topic::Password => "help-password",
            Topic::Sessions => "help-sessions",
            Topic::Resume => "help-resume",
            Topic::Certificate => "help-certificate",
            Topic::Token => "help-token",
            Topic::Webhook => "help-webhook",
            Topic::Claim => "help-claim",
            Topic::Export => "help-export",
            Topic::Erase => "help-erase",
            Topic::Admin => "help-admin",
            Topic::Kill => "help-kill",
            Topic::Oper => "help-oper",
            Topic::Help => "help-help",
            Topic::Format => "help-format",
            Topic::Lang => "help-lang",
            Topic::Acks => "help-acks",
            Topic::Paste => "help-paste",
            Topic::Time => "help-time",
            Topic::Calc => "help-calc",
            Topic::Echo => "help-echo",
            Topic::Quit => "help-quit",
            Topic::Fin => "help-fin",
        }
    }
}

/// What to type: `/nick NAME`.
pub fn usage(lang: Lang, topic: Topic) -> String {
    bundle::attribute(lang, topic.id(), "usage")
}

/// The help page: several lines, `\n` between them.
pub fn help(lang: Lang) -> String {
    let usages = Topic::ALL.map(|t| usage(lang, t));
    let width = usages.iter().map(|u| u.chars().count()).max().unwrap_or_default();
    let mut page = say(lang, Say::HelpIntro);
    for (topic, usage) in Topic::ALL.into_iter().zip(&usages) {
        let line = bundle::attribute(lang, topic.id(), "line");
        page.push_str(&format!("\n  {usage:width$}  {line}"));
    }
    for last in [Say::HelpGuides, Say::HelpOutro] {
        page.push('\n');
        page.push_str(&say(lang, last));
    }
    page
}

/// One command: what to type and what it does in the first line, the rest in the second.
pub fn help_on(lang: Lang, topic: Topic) -> String {
    let part = |name| bundle::attribute(lang, topic.id(), name);
    format!("{}  {}\n{}", part("usage"), part("line"), part("more"))
}
