//! Capabilities: which there are, and which a client has (IRCv3 capability negotiation, version 302).

use super::Setup;
use causette_core::limits;

/// A capability.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(u8)]
pub(super) enum Cap {
    AccountNotify,
    AccountTag,
    AwayNotify,
    Batch,
    Notify,
    Chghost,
    EchoMessage,
    ExtendedJoin,
    ExtendedMonitor,
    InviteNotify,
    LabeledResponse,
    MessageTags,
    MultiPrefix,
    NoImplicitNames,
    Sasl,
    ServerTime,
    Setname,
    StandardReplies,
    UserhostInNames,
    AccountRegistration,
    Chathistory,
    EventPlayback,
    MessageRedaction,
    Multiline,
    PreAway,
    ReadMarker,
    Metadata2,
    Metadata3,
    Search,
    ChannelRename,
}

impl Cap {
    pub(super) const ALL: [Cap; 30] = [
        Cap::AccountNotify,
        Cap::AccountTag,
        Cap::AwayNotify,
        Cap::Batch,
        Cap::Notify,
        Cap::Chghost,
        Cap::EchoMessage,
        Cap::ExtendedJoin,
        Cap::ExtendedMonitor,
        Cap::InviteNotify,
        Cap::LabeledResponse,
        Cap::MessageTags,
        Cap::MultiPrefix,
        Cap::NoImplicitNames,
        Cap::Sasl,
        Cap::ServerTime,
        Cap::Setname,
        Cap::StandardReplies,
        Cap::UserhostInNames,
        Cap::AccountRegistration,
        Cap::Chathistory,
        Cap::EventPlayback,
        Cap::MessageRedaction,
        Cap::Multiline,
        Cap::PreAway,
        Cap::ReadMarker,
        Cap::Metadata2,
        Cap::Metadata3,
        Cap::Search,
        Cap::ChannelRename,
    ];

    pub(super) fn name(self) -> &'static str {
        match self {
            Cap::AccountNotify => "account-notify",
            Cap::AccountTag => "account-tag",
            Cap::AwayNotify => "away-notify",
            Cap::Batch => "batch",
            Cap::Notify => "cap-notify",
            Cap::Chghost => "chghost",
            Cap::EchoMessage => "echo-message",
            Cap::ExtendedJoin => "extended-join",
            Cap::ExtendedMonitor => "extended-monitor",
            Cap::InviteNotify => "invite-notify",
            Cap::LabeledResponse => "labeled-response",
            Cap::MessageTags => "message-tags",
            Cap::MultiPrefix => "multi-prefix",
            Cap::NoImplicitNames => "draft/no-implicit-names",
            Cap::Sasl => "sasl",
            Cap::ServerTime => "server-time",
            Cap::Setname => "setname",
            Cap::StandardReplies => "standard-replies",
            Cap::UserhostInNames => "userhost-in-names",
            Cap::AccountRegistration => "draft/account-registration",
            Cap::Chathistory => "draft/chathistory",
            Cap::EventPlayback => "draft/event-playback",
            Cap::MessageRedaction => "draft/message-redaction",
            Cap::Multiline => "draft/multiline",
            Cap::PreAway => "draft/pre-away",
            Cap::ReadMarker => "draft/read-marker",
            Cap::Metadata2 => "draft/metadata-2",
            Cap::Metadata3 => "draft/metadata-3",
            Cap::Search => "soju.im/search",
            Cap::ChannelRename => "draft/channel-rename",
        }
    }

    /// What is said of it to clients of version 302.
    fn value(self, setup: &Setup) -> Option<String> {
        match self {
            Cap::AccountRegistration => {
                let early = if setup.register_before_connect { "before-connect," } else { "" };
                let address = if setup.register_requires_email { "email-required," } else { "" };
                Some(format!("{early}{address}custom-account-name"))
            }
            Cap::Multiline => Some(format!("max-bytes={},max-lines={}", limits::TEXT_BYTES, MULTILINE_LINES)),
            Cap::Metadata2 | Cap::Metadata3 => Some(format!(
                "before-connect,max-subs={SUBS},max-keys={},max-value-bytes={}",
                limits::PROFILE_KEYS,
                limits::PROFILE_VALUE
            )),
            _ => None,
        }
    }

    /// As it is offered.
    /// `mechanisms`: those that can be used on this connection.
    pub(super) fn offered(self, version: u32, setup: &Setup, mechanisms: &str) -> String {
        let value = if self == Cap::Sasl { Some(mechanisms.to_owned()) } else { self.value(setup) };
        match value.filter(|_| version >= 302) {
            Some(value) => format!("{}={value}", self.name()),
            None => self.name().to_owned(),
        }
    }

    pub(super) fn find(name: &str) -> Option<Cap> {
        Cap::ALL.into_iter().find(|cap| cap.name() == name)
    }
}

/// A way to sign in by SASL.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Mechanism {
    Plain,
    ScramSha256,
    External,
}

impl Mechanism {
    const ALL: [Mechanism; 3] = [Mechanism::Plain, Mechanism::ScramSha256, Mechanism::External];

    fn name(self) -> &'static str {
        match self {
            Mechanism::Plain => "PLAIN",
            Mechanism::ScramSha256 => "SCRAM-SHA-256",
            Mechanism::External => "EXTERNAL",
        }
    }

    pub(super) fn find(name: &str) -> Option<Mechanism> {
        Mechanism::ALL.into_iter().find(|mechanism| mechanism.name().eq_ignore_ascii_case(name))
    }

    /// Those that can be used by a connection like this, as clients are told. A password is taken only where nobody can read
    /// along; what proves one may be read.
    pub(super) fn list(private: bool, certificate: bool) -> String {
        let usable = Mechanism::ALL.into_iter().filter(|mechanism| match mechanism {
            Mechanism::Plain => private,
            Mechanism::ScramSha256 => true,
            Mechanism::External => certificate,
        });
        usable.map(Mechanism::name).collect::<Vec<_>>().join(",")
    }
}

/// Lines of one multiline message.
pub(super) const MULTILINE_LINES: usize = 100;

/// Keys of profiles that one client is told of.
pub(super) const SUBS: usize = 50;

/// Capabilities a client has.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(super) struct Caps(u32);

impl Caps {
    pub(super) fn has(self, cap: Cap) -> bool {
        self.0 & (1 << cap as u8) != 0
    }

    pub(super) fn set(&mut self, cap: Cap, on: bool) {
        if on {
            self.0 |= 1 << cap as u8;
        } else {
            self.0 &= !(1 << cap as u8);
        }
    }

    /// All of them, as they are told apart.
    pub(super) fn bits(self) -> u32 {
        self.0
    }

    pub(super) fn names(self) -> impl Iterator<Item = &'static str> {
        Cap::ALL.into_iter().filter(move |cap| self.has(*cap)).map(Cap::name)
    }

    /// Whether it knows profiles.
    pub(super) fn metadata(self) -> bool {
        self.has(Cap::Metadata2) || self.has(Cap::Metadata3)
    }

    /// Whether tags may be sent at all.
    pub(super) fn tags(self) -> bool {
        self.has(Cap::MessageTags)
    }
}
