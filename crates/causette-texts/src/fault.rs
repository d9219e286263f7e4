//! What a door or the gate refuses by itself: lines that are no words, words that are no command, peers that are too much.

use crate::sentences::sentences;
use crate::{Lang, bundle};

sentences! {
    /// A refusal that no rule of a room gives. Each sentence says what happened, why, and the next step.
    Fault {
        /// No such command, and none like it.
        UnknownCommand { word: &'a str } = "fault-unknown-command",
        /// No such command, but one like it.
        UnknownCommandNear { word: &'a str, near: &'a str } = "fault-unknown-command-near",
        /// A command without all of its words; `usage` is [`crate::usage`].
        MissingWords { usage: &'a str } = "fault-missing-words",
        /// A word that the command does not know; `usage` is [`crate::usage`].
        WrongWord { word: &'a str, usage: &'a str } = "fault-wrong-word",
        /// More words than the command takes, where they may hold a password: none is shown.
        TooManyWords { usage: &'a str } = "fault-too-many-words",
        /// No such mode; `modes` are those there are.
        UnknownMode { word: &'a str, modes: &'a str } = "fault-unknown-mode",
        /// Text, while in no room.
        NoRoom = "fault-no-room",
        /// A line longer than the limit, in bytes.
        LineTooLong { max: u64 } = "fault-line-too-long",
        /// A line that is not UTF-8.
        BadUtf8 = "fault-bad-utf8",
        /// A line with a NUL.
        Nul = "fault-nul",
        /// More lines than allowed: they wait.
        Slowed = "fault-slowed",
        /// Far more lines than allowed: closed.
        Flooded = "fault-flooded",
        /// TLS on a clear-text port: closed.
        Tls = "fault-tls",
        /// HTTP on a chat port: closed.
        Http = "fault-http",
        /// Clear text on a TLS port: closed.
        ClearOnTls = "fault-clear-on-tls",
        /// A proxy without a PROXY header: closed.
        Unannounced = "fault-unannounced",
        /// Somebody asked for a page where only a WebSocket is to be had.
        NoWebSocket = "fault-no-websocket",
        /// A request for a name that is not ours.
        UnknownHost = "fault-unknown-host",
        /// A request that a page from elsewhere has a browser make.
        ForeignPage = "fault-foreign-page",
        /// There is no such page.
        NoSuchPage = "fault-no-such-page",
        /// A browser that could be overheard cannot keep a word that signs in.
        NoSignInHere = "fault-no-sign-in-here",
        /// What only operators are shown.
        OperatorsOnly = "fault-operators-only",
        /// The server stops, or takes too long to answer.
        NoAnswer = "fault-no-answer",
        /// A request of a program that says who it is by nothing.
        NoToken = "fault-no-token",
        /// A page that is there, asked for by another method.
        WrongMethod = "fault-wrong-method",
        /// A body that is no JSON, or does not say so.
        NotJson = "fault-not-json",
        /// A body longer than the limit, in bytes.
        BodyTooLong { max: u64 } = "fault-body-too-long",
        /// A body that does not come.
        BodyTooSlow { seconds: u64 } = "fault-body-too-slow",
        /// A field that the request does not know.
        UnknownField { field: &'a str } = "fault-unknown-field",
        /// As many connections from one address as allowed: closed.
        Crowded { max: u64 } = "fault-crowded",
        /// New connections from one address faster than allowed: closed.
        Hurried = "fault-hurried",
        /// No room for another connection: closed.
        ServerFull = "fault-server-full",
        /// A line that was begun and not finished in time: closed.
        UnfinishedLine = "fault-unfinished-line",
        /// An overlong line that goes on and on: closed.
        EndlessLine { max: u64 } = "fault-endless-line",
        /// Somebody who did not say who they are in time: closed.
        NotIntroduced { seconds: u64 } = "fault-not-introduced",
        /// A reader that takes nothing: closed.
        TooSlow = "fault-too-slow",
        /// Not JSON, or not of the right shape.
        BadJson { column: u64 } = "fault-bad-json",
        /// No such type, and none like it.
        UnknownType { types: &'a str } = "fault-unknown-type",
        /// No such type, but one like it.
        UnknownTypeNear { near: &'a str } = "fault-unknown-type-near",
        /// A field that is needed.
        MissingField { field: &'a str } = "fault-missing-field",
        /// A field with a value that does not exist.
        BadValue { field: &'a str } = "fault-bad-value",
    }
}

impl Fault<'_> {
    /// The stable code that programs match on.
    pub fn code(&self) -> &'static str {
        match self {
            Fault::UnknownCommand { .. } | Fault::UnknownCommandNear { .. } => "unknown_command",
            Fault::MissingWords { .. } => "missing_words",
            Fault::WrongWord { .. } | Fault::UnknownMode { .. } => "wrong_word",
            Fault::TooManyWords { .. } => "too_many_words",
            Fault::NoRoom => "no_room",
            Fault::LineTooLong { .. } => "line_too_long",
            Fault::BadUtf8 => "bad_utf8",
            Fault::Nul => "nul",
            Fault::Slowed => "slowed",
            Fault::Flooded => "flooding",
            Fault::Tls => "tls_on_clear_port",
            Fault::ClearOnTls => "clear_on_tls_port",
            Fault::Unannounced => "proxy_header_missing",
            Fault::NoWebSocket => "websocket_needed",
            Fault::UnknownHost => "unknown_host",
            Fault::ForeignPage => "foreign_page",
            Fault::NoSuchPage => "no_such_page",
            Fault::NoSignInHere => "need_tls",
            Fault::OperatorsOnly => "not_allowed",
            Fault::NoAnswer => "no_answer",
            Fault::NoToken => "token_needed",
            Fault::WrongMethod => "wrong_method",
            Fault::NotJson => "json_needed",
            Fault::BodyTooLong { .. } => "body_too_long",
            Fault::BodyTooSlow { .. } => "body_too_slow",
            Fault::UnknownField { .. } => "unknown_field",
            Fault::Crowded { .. } => "too_many_connections",
            Fault::Hurried => "connecting_too_fast",
            Fault::Http => "http_on_chat_port",
            Fault::ServerFull => "server_full",
            Fault::UnfinishedLine => "unfinished_line",
            Fault::EndlessLine { .. } => "endless_line",
            Fault::NotIntroduced { .. } => "not_introduced",
            Fault::TooSlow => "too_slow",
            Fault::BadJson { .. } => "bad_json",
            Fault::UnknownType { .. } | Fault::UnknownTypeNear { .. } => "unknown_type",
            Fault::MissingField { .. } => "missing_field",
            Fault::BadValue { .. } => "bad_value",
        }
    }
}

/// What happened, why, and the next step.
pub fn fault(lang: Lang, what: Fault<'_>) -> String {
    bundle::sentence(lang, what.id(), &what.args())
}
